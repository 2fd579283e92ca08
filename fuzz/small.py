"""A small data package, cut out of the shipped one: all kinds of rows, quickly read and compiled."""

from __future__ import annotations

import dataclasses
import functools
import shutil
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TypeVar

from kzschedule.records.model import Record
from kzschedule.records.package import default_directory, read_package, write_package
from kzschedule.schedule import Schedule

_R = TypeVar("_R", bound=Record)

#: Substances with salts, stereo forms, sizes, forms of their own, a group, treaties, clauses and shared names.
SUBSTANCES = frozenset(
    {
        *("mephedrone", "methcathinone", "amfetamine", "phencyclidine", "dextromethorphan", "cocaine", "dronabinol"),
        *("cannabis", "codeine", "tropicamide", "hydrochloric-acid", "eutylone", "tramadol"),
    }
)
GROUP = "thc-isomers"


def write_small_package(folder: Path) -> None:
    """Write the small package into an empty folder."""
    for name in ("datapackage.json", "analogue_rule.json", "README.md", "LICENSE"):
        shutil.copy(default_directory() / name, folder / name)
    whole = read_package()

    def of_substances(records: tuple[_R, ...], most: int = 1_000) -> tuple[_R, ...]:
        return tuple(row for row in records if row.substance_id in SUBSTANCES)[:most]  # type: ignore[attr-defined]  # only files whose rows name a substance come here

    def with_substances(records: tuple[_R, ...]) -> tuple[_R, ...]:
        return _narrowed(records, "substance_ids", SUBSTANCES)

    listings = (*of_substances(whole.listings), *(item for item in whole.listings if item.group_id == GROUP))
    rows = {item.row_id for item in listings}
    small = dataclasses.replace(
        whole,
        substances=of_substances(whole.substances),
        names=of_substances(whole.names, 40),
        listings=listings,
        rows=tuple(row for row in whole.rows if row.row_id in rows or row.section == "preparation"),
        groups=_narrowed([item for item in whole.groups if item.group_id == GROUP], "members", SUBSTANCES),
        sizes=_narrowed(whole.sizes, "targets", rows),
        cultivation=tuple(row for row in whole.cultivation if row.plant_id in SUBSTANCES),
        preparations=with_substances(whole.preparations),
        veterinary=with_substances(whole.veterinary),
        treaties=of_substances(whole.treaties),
        other_lists=of_substances(whole.other_lists),
        claims=_narrowed(whole.claims, "row_ids", rows),
        collisions=tuple(row for row in whole.collisions if row.name == "PCP"),
    )
    write_package(small, folder)


def _narrowed(records: Iterable[_R], field: str, kept: Collection[str]) -> tuple[_R, ...]:
    """Return the records that name some of what is kept, and nothing else."""
    narrowed = [(item, tuple(name for name in getattr(item, field) if name in kept)) for item in records]
    return tuple(item.model_copy(update={field: names}) for item, names in narrowed if names)


@functools.cache
def small_folder() -> Path:
    """Return a folder with the small package, written once in a process."""
    _folders.append(tempfile.TemporaryDirectory(prefix="fuzz-package-"))
    folder = Path(_folders[-1].name)
    write_small_package(folder)
    return folder


@functools.cache
def small_schedule() -> Schedule:
    """Return the list of the small package."""
    return Schedule.load(small_folder())


_folders: list[tempfile.TemporaryDirectory[str]] = []
