"""The worksheet: every cell as printed, how it was read, what is proposed and why, and a column for a human's word."""

from __future__ import annotations

from collections.abc import Iterator

from kzschedule.official.catalogue import Catalogue
from kzschedule.official.law import Law
from kzschedule.official.model import ListRow, Problem, Reading, SizeRow
from kzschedule.official.settle import line_ids, several_names
from kzschedule.official.sheet import Decisions, SheetRow

_SHOWN = 300
_FIGURES = ("small_from", "small_to", "large_from", "large_to", "xlarge_over")


def with_ids(reading: Reading, law: Law, decisions: Decisions) -> Reading:
    """Return a reading whose lines without a number have the identifiers of the data, not those of their place."""
    ids = line_ids(reading, law, decisions)
    rows = [
        row.model_copy(update={"row_id": ids[row.row_id], "sub_no": ids[row.row_id].rpartition(".")[2]})
        if row.row_id in ids
        else row
        for row in reading.list
    ]
    told = {problem.printed for problem in reading.problems}
    several = [
        Problem(place=row.cell or "", printed=row.printed[:_SHOWN], problem="the line holds several names")
        for row in several_names(reading, decisions)
        if row.printed[:_SHOWN] not in told
    ]
    return reading.model_copy(update={"list": tuple(rows), "problems": (*reading.problems, *several)})


def worksheet(reading: Reading, catalogue: Catalogue | None = None) -> list[SheetRow]:
    """Return the worksheet of a text, row by row.

    Parameters
    ----------
    reading : Reading
        With the identifiers of the data, see `with_ids`.
    catalogue : Catalogue, optional
        The names of the data; without it no substance is proposed.
    """
    return [*_rows(reading, catalogue), *_unread(reading)]


def _rows(reading: Reading, catalogue: Catalogue | None) -> Iterator[SheetRow]:
    for row in reading.list:
        proposed, why = _proposed(row, catalogue)
        place = row.item_no or row.sub_no or ""
        read_as = "repealed" if row.repealed else f"Table {row.table}, {row.section}, {place}"
        part = "preparations" if row.section == "preparation" else "list"
        yield sheet_row(part, row.row_id, place, row.printed, read_as, proposed, why)
    for size in reading.sizes:
        yield sheet_row(
            "sizes", "", f"{size.size_table}, row {size.row_no}", size.printed_name, _figures(size), why=size.raw
        )
    for entry in reading.substituents:
        read_as = "repealed" if entry.repealed else f"valence {entry.valence}"
        yield sheet_row("substituents", entry.number, entry.number, entry.printed, read_as)
    for note in reading.notes:
        yield sheet_row("notes", note.note_id, note.place, note.printed, ", ".join(note.covers))
    for plant in reading.cultivation:
        read_as = "" if plant.large_from is None else f"large from {plant.large_from} plants on"
        yield sheet_row("cultivation", plant.cult_id, plant.heading, plant.printed, read_as, why=plant.raw)
    for line in reading.veterinary:
        yield sheet_row("veterinary", line.vet_id, line.item_no, line.printed, "repealed" if line.repealed else "")


def _unread(reading: Reading) -> Iterator[SheetRow]:
    for problem in reading.problems:
        yield sheet_row("problem", "", problem.place, problem.printed, problem=problem.problem)


def sheet_row(
    part: str,
    row_id: str,
    place: str,
    printed: str,
    read_as: str = "",
    proposed: str = "",
    why: str = "",
    problem: str = "",
) -> SheetRow:
    """Return a line of the worksheet, in which a human has decided nothing yet."""
    return SheetRow(
        part=part, row_id=row_id, place=place, printed=printed, read_as=read_as, proposed=proposed, why=why,
        problem=problem, decide="",
    )  # fmt: skip


def _proposed(row: ListRow, catalogue: Catalogue | None) -> tuple[str, str]:
    if catalogue is None or row.repealed:
        return "", ""
    known = catalogue.of_row(row.row_id)
    if known:
        return "|".join(known), "the row of the data"
    meant = catalogue.meant(row.printed)
    return (meant, "the printed name is one of its names") if meant else ("", "no substance of the data has this name")


def _figures(size: SizeRow) -> str:
    found = [f"{name} {getattr(size, name)}" for name in _FIGURES if getattr(size, name) is not None]
    said = [
        size.form,
        *found,
        size.unit if found else None,
        f"mixture: {size.mixture}" if size.mixture != "no" else None,
    ]
    return ", ".join(filter(None, said)) or "no figures"
