"""The law files of a data package by themselves: what the decree prints, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kzschedule.records.model import (
    Act,
    Cultivation,
    Note,
    Preparation,
    Record,
    Revision,
    Row,
    Size,
    Substituent,
    Veterinary,
)
from kzschedule.records.package import dump_rows, format_cells, read_file


@dataclass(frozen=True)
class Law:
    """Revisions, and every printed state that ever stood, file by file."""

    revisions: tuple[Revision, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()
    preparations: tuple[Preparation, ...] = ()
    veterinary: tuple[Veterinary, ...] = ()
    cultivation: tuple[Cultivation, ...] = ()
    sizes: tuple[Size, ...] = ()
    substituents: tuple[Substituent, ...] = ()

    @property
    def newest(self) -> str:
        """The newest revision that was read, empty if none was."""
        return max((revision.revision_id for revision in self.revisions if revision.read), default="")

    def before(self, revision_id: str) -> str:
        """The newest revision that was read before another one, empty if there is none."""
        earlier = (item.revision_id for item in self.revisions if item.read and item.revision_id < revision_id)
        return max(earlier, default="")

    def current(self, name: str) -> Iterator[Any]:
        """Iterate over the states of a file that stand in the newest revision."""
        return (record for record in getattr(self, name) if record.last_revision is None)


#: Which column names a row of which file, and which file a part of the decree stands in.
KEYS = {
    "rows": "row_id",
    "notes": "note_id",
    "preparations": "row_id",
    "veterinary": "vet_id",
    "cultivation": "cult_id",
    "sizes": "size_id",
    "substituents": "number",
}
MODELS: dict[str, type[Record]] = {
    "revisions": Revision,
    "rows": Row,
    "notes": Note,
    "preparations": Preparation,
    "veterinary": Veterinary,
    "cultivation": Cultivation,
    "sizes": Size,
    "substituents": Substituent,
}


def read_law(folder: Path) -> Law:
    """Read the law files of a folder.

    Raises
    ------
    DataPackageError
        If one is missing or damaged.
    """
    files: dict[str, Any] = {name: read_file(folder / f"{name}.csv", model) for name, model in MODELS.items()}
    return Law(**files)


def read_acts(folder: Path) -> tuple[Act, ...]:
    """Read the acts of a folder."""
    return read_file(folder / "acts.csv", Act)


def write_law(law: Law, folder: Path, *names: str) -> None:
    """Write law files in canonical form: all, or those named."""
    for item in names or tuple(entry.name for entry in fields(Law)):
        rows = (format_cells(record) for record in getattr(law, item))
        (folder / f"{item}.csv").write_text(dump_rows(MODELS[item], rows), encoding="utf-8", newline="")


def with_records(law: Law, name: str, records: list[Any]) -> Law:
    """Return the law with the records of one file replaced."""
    changes: dict[str, Any] = {name: tuple(records)}
    return replace(law, **changes)
