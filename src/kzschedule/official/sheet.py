"""Decisions of a human: small tables beside the data, and the worksheet in which a new text is gone through.

A committed sheet holds decisions only: identifiers, which of several readings is taken, and why. It never repeats a
printed cell or a figure, so that a text that was altered is read as it is, whatever the sheets say.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kzschedule.official.errors import OfficialTextError
from kzschedule.official.letters import key_of

MAX_BYTES = 10_000_000
FOLDER = "sheets"
Part = Literal["list", "preparations", "sizes", "substituents", "notes", "cultivation", "veterinary"]


class Decision(BaseModel):
    """A line of a sheet."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NameDecision(Decision):
    """Which row of the data a name is that has no number of its own: a line of a cell, a row of sizes, a note.

    `name` is the digest of the name: it says which name is meant without repeating it, wherever it stands.
    """

    cell: str
    name: str
    row_id: str


class ActDecision(Decision):
    """Which act brought or changed a row, where the footnotes leave a choice."""

    revision_id: str
    part: Part
    record_id: str
    act_id: str
    reason: str


class ReadingDecision(Decision):
    """How a row is read: the value of one column, from a revision on (empty: from its first)."""

    part: Literal[Part, "revisions"]
    record_id: str
    revision_id: str
    field: str
    value: str


class SheetRow(Decision):
    """A line of the worksheet: a cell as printed, how it was read, what is proposed and why, and the human's word."""

    part: str
    row_id: str
    place: str
    printed: str
    read_as: str
    proposed: str
    why: str
    problem: str
    decide: str


_D = TypeVar("_D", bound=Decision)


@dataclass(frozen=True)
class Decisions:
    """All decisions that go with a folder of data, and those of a reviewed worksheet."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    acts: tuple[ActDecision, ...] = ()
    readings: tuple[ReadingDecision, ...] = ()
    decided: dict[tuple[str, str], str] = field(default_factory=dict)

    def row_id(self, cell: str, printed: str) -> str | None:
        """Return the identifier that was decided for a name in a cell."""
        return self.names.get(cell, {}).get(digest(printed))

    def reserved(self, cell: str) -> set[str]:
        """Return all identifiers that were decided for names of a cell."""
        return set(self.names.get(cell, {}).values())

    def of_record(self, part: str, record_id: str, revision_id: str) -> dict[str, str]:
        """Return the columns that were decided for a row, as of a revision; the later decision of a column counts."""
        chosen = [
            decision
            for decision in self.readings
            if (decision.part, decision.record_id) == (part, record_id) and decision.revision_id <= revision_id
        ]
        return {decision.field: decision.value for decision in sorted(chosen, key=lambda item: item.revision_id)}


def read_decisions(folder: Path, worksheet: Path | None = None) -> Decisions:
    """Read the committed sheets of a folder, none if it has none, and a reviewed worksheet.

    Raises
    ------
    OfficialTextError
        If a sheet is damaged; the message names the line.
    """
    decided = {}
    names: dict[str, dict[str, str]] = {}
    for decision in read_sheet(folder / "names.csv", NameDecision, missing_ok=True):
        names.setdefault(decision.cell, {})[decision.name] = decision.row_id
    if worksheet is not None:
        rows = read_sheet(worksheet, SheetRow)
        decided = {(row.part, unguarded(row.printed)): row.decide.strip() for row in rows if row.decide.strip()}
    return Decisions(
        names=names,
        acts=read_sheet(folder / "acts.csv", ActDecision, missing_ok=True),
        readings=read_sheet(folder / "readings.csv", ReadingDecision, missing_ok=True),
        decided=decided,
    )


def digest(printed: str) -> str:
    """Return the digest of a name; spelling that does not count changes nothing.

    Examples
    --------
    >>> digest("2-Бром*") == digest("2 -бром") != digest("3-бром")
    True
    """
    return hashlib.sha256(key_of(printed).encode()).hexdigest()[:16]


def read_sheet(path: Path, model: type[_D], *, missing_ok: bool = False) -> tuple[_D, ...]:
    """Read a sheet.

    Raises
    ------
    OfficialTextError
        If it cannot be read, has other columns, or a line that is none of its kind.
    """
    if missing_ok and not path.exists():
        return ()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OfficialTextError(f"{path} has more than {MAX_BYTES} bytes, as no sheet has")
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), restkey="…"))
    except (OSError, ValueError, csv.Error) as error:
        raise OfficialTextError(f"{path}: cannot be read ({error}); restore the sheet") from error
    found = []
    for number, row in enumerate(rows, 2):
        try:
            found.append(model.model_validate(row, strict=False))
        except (ValidationError, TypeError) as error:
            raise OfficialTextError(
                f"{path}, row {number}: is no line of the sheet, whose columns are {', '.join(model.model_fields)};"
                " correct it"
            ) from error
    return tuple(found)


def dump_sheet(model: type[_D], rows: Iterable[_D]) -> str:
    """Return the text of a sheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(model.model_fields)
    writer.writerows([_guarded(getattr(row, name)) for name in model.model_fields] for row in rows)
    return buffer.getvalue()


def _guarded(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "@", "\t", "'")) else text


def unguarded(cell: str) -> str:
    """Return what stood in a cell before it was guarded."""
    return cell[1:] if cell.startswith("'") else cell
