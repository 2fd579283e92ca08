"""A small data package, cut out of the shipped one: all kinds of rows, quickly read and compiled."""

from __future__ import annotations

import dataclasses
import functools
import shutil
import tempfile
from pathlib import Path

from kzschedule.datapackage import default_directory, read_package, write_package
from kzschedule.schedule import Schedule

#: Substances with salts, stereo forms, sizes, an exception and names that others have too.
SUBSTANCES = frozenset(
    {
        *("mephedrone", "amfetamine", "phencyclidine", "dextromethorphan"),
        *("cannabis", "hydrochloric-acid", "eutylone", "tramadol"),
    }
)


def write_small_package(folder: Path) -> None:
    """Write the small package into an empty folder."""
    for name in ("datapackage.json", "analogue_rule.json", "README.md", "LICENSE"):
        shutil.copy(default_directory() / name, folder / name)
    whole = read_package()

    def kept(rows: tuple, most: int = 1_000) -> tuple:  # type: ignore[type-arg]  # records of any kind
        return tuple(row for row in rows if row.substance_id in SUBSTANCES)[:most]

    small = dataclasses.replace(
        whole,
        substances=kept(whole.substances),
        names=kept(whole.names, 40),
        listings=kept(whole.listings),
        sizes=kept(whole.sizes),
        collisions=tuple(row for row in whole.collisions if row.name == "PCP"),
    )
    write_package(small, folder)


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
