"""What in the rows of an official text a reader must look at: numbers, bands, names, letters."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kzschedule.official.model import ListRow, Place, SizeRow, SubstituentRow, TableNumber, Warned
from kzschedule.official.text import folded, none_if_empty

_LOST = re.compile("[\u2610\ufffd]")
_BAND_EDGES = (("small_max", "large_min"), ("large_max", "xlarge_min"))


def doubts(
    tables: Sequence[ListRow],
    sizes: Sequence[SizeRow],
    plants: Sequence[SizeRow],
    substituents: Sequence[SubstituentRow],
) -> Iterator[Warned]:
    """Find everything in the rows that a reader must look at.

    Yields
    ------
    Warned
        Duplicate, missing and misspelt numbers, bands that do not meet, names in two tables, lost letters.

    Examples
    --------
    >>> rows = [SubstituentRow(item_no=number, text="метил") for number in ("1", "3")]
    >>> [doubt.message for doubt in doubts([], [], [], rows)]
    ['substituents: after item 1 comes item 3']
    """
    numbers: tuple[TableNumber, ...] = ("I", "II", "III", "IV")
    for number in numbers:
        yield from _numbering(number, [row for row in tables if row.table == number])
    both: tuple[tuple[Place, Sequence[SizeRow]], ...] = (("sizes", sizes), ("plants", plants))
    for place, rows in both:
        yield from _numbering(place, rows)
        yield from _bands(place, rows)
    yield from _numbering("substituents", substituents)
    yield from _same_names(tables)
    every: list[ListRow | SizeRow] = [*tables, *sizes, *plants]
    for row in every:
        lost = sum(len(_LOST.findall(cell)) for cell in row.cells)
        if lost:
            yield Warned(
                kind="lost_letters",
                table=row.table,
                item_no=row.item_no,
                message=f"item {row.item_no} ({row.name}): {lost} letters are lost in this copy",
            )


def _numbering(place: Place, rows: Sequence[ListRow | SizeRow | SubstituentRow]) -> Iterator[Warned]:
    where = f"Table {place}" if place in {"I", "II", "III", "IV"} else place
    seen: set[str] = set()
    last = 0
    section: object = None
    before = ""
    for row in rows:
        number = row.item_no
        name = row.text if isinstance(row, SubstituentRow) else row.name
        if not name and not row.repealed:
            text = f"{where}: item {number} has no name"
            yield Warned(kind="name_missing", table=place, item_no=number, message=text)
        if row.item_no_raw:
            text = f"{where}: item number printed {row.item_no_raw!r}, read as {number}"
            yield Warned(kind="odd_number", table=place, item_no=number, message=text)
        if number is None:
            if last:
                text = f"{where}: a row without a number after item {before} ({name})"
                yield Warned(kind="number_missing", table=place, item_no=None, message=text)
            continue
        own_section = getattr(row, "section", None)
        restarted = own_section != section and number == "1"
        if restarted:
            last = 0
            seen.clear()
        section = own_section
        found = re.match(r"\d+", number)
        base = int(found[0]) if found else last
        if number in seen and not getattr(row, "shares_number", False):
            text = f"{where}: item {number} occurs more than once"
            yield Warned(kind="duplicate_number", table=place, item_no=number, message=text)
        elif base not in {last, last + 1} and (before or place != "plants"):  # plants may go on from the sizes
            text = f"{where}: after item {before or 'the heading'} comes item {number}"
            yield Warned(kind="number_gap", table=place, item_no=number, message=text)
        seen.add(number)
        last, before = base, number


def _bands(place: Place, rows: Sequence[SizeRow]) -> Iterator[Warned]:
    for row in rows:
        where = f"{place}: item {row.item_no} ({row.name})"
        for end, start in _BAND_EDGES:
            below, above = getattr(row, end), getattr(row, start)
            if below is not None and above is not None and Decimal(below) != Decimal(above):
                kind = "band_gap" if Decimal(below) < Decimal(above) else "band_overlap"
                text = f"{where}: {end} is {below} and {start} is {above}"
                yield Warned(kind=kind, table=place, item_no=row.item_no, message=text)
        if not row.repealed:
            bounds = ("small_max", "large_min", "xlarge_min")
            missing = [name for name in bounds if getattr(row, name) is None]
            if len(missing) > sum(none_if_empty(cell) is None for cell in row.raw):
                text = f"{where}: no {', '.join(missing)} could be read from {list(row.raw)}"
                yield Warned(kind="amount_not_read", table=place, item_no=row.item_no, message=text)


def _same_names(tables: Sequence[ListRow]) -> Iterator[Warned]:
    first: dict[str, ListRow] = {}
    for row in tables:
        if not row.name:
            continue
        earlier = first.setdefault(folded(row.name), row)
        if earlier.table != row.table:
            text = (
                f"{row.name} stands in Table {earlier.table} (item {earlier.item_no})"
                f" and in Table {row.table} (item {row.item_no})"
            )
            yield Warned(kind="name_in_two_tables", table=row.table, item_no=row.item_no, message=text)
