"""Checks of the size table: figures are those of the printed cells, bounds in order, targets rows of the List."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from kzschedule.records.model import Group, Row, Size
from kzschedule.validation.figures import read_figures, read_percent
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, problem

#: Which section of the List each of the three size tables is about.
_SECTIONS = {"narcotic": "I", "psychotropic": "II", "precursor": "III"}
_BANDS = ("small", "large", "especially large")


def check_targets(package: RawPackage) -> Iterator[Finding]:
    """Each row of the size table has targets, rows of its section or groups, and one that stands when it does."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for _, row in package.records(Row):
        rows[row.row_id].append(row)
    groups = {f"group:{group.group_id}" for _, group in package.records(Group)}
    for line, size in package.records(Size):
        for wrong in _target_problems(size, rows, groups):
            cure = "correct targets, or add the row or group"
            yield problem(Size, line, "size-target", f"{size.size_id}: {wrong}", cure, "targets")


def _target_problems(size: Size, rows: Mapping[str, list[Row]], groups: set[str]) -> Iterator[str]:
    if not size.targets:
        yield "is the size of nothing"
        return
    named = [target for target in size.targets if target not in groups]
    for target in named:
        if target not in rows:
            yield f"{target} is no row of the List and no group"
        elif _SECTIONS.get(rows[target][0].section) != size.size_table:
            yield f"{target}, of section {rows[target][0].section}, has no size in table {size.size_table}"
    met = any(_meet(size, row) for target in named for row in rows.get(target, ()))
    if not met and len(named) == len(size.targets):
        yield f"stands when none of {', '.join(named)} does"


def _meet(size: Size, row: Row) -> bool:
    """Whether the periods of a size and of a row have a revision in common."""
    begins_before_end = size.last_revision is None or row.first_revision <= size.last_revision
    return begins_before_end and (row.last_revision is None or size.first_revision <= row.last_revision)


def check_sizes(package: RawPackage) -> Iterator[Finding]:
    """Sizes are named by their place, their figures are those of the cells, and what is odd has a note."""
    for line, size in package.records(Size):
        expected = f"S-{size.size_table}-{size.row_no}"
        if size.size_id.partition(".")[0] != expected:
            message = f"{size.size_id} is not {expected}, or a form of it"
            yield problem(Size, line, "row-id", message, "correct the identifier or the place", "size_id")
        if (size.mixture == "star") != ("*" in size.printed_ru):
            message = f"{size.size_id}: mixture is {size.mixture}, but {size.printed_ru!r} is printed"
            yield problem(Size, line, "mixture", message, "say star where a star is printed", "mixture")
        yield from _figure_problems(line, size)
        odd = "; ".join(oddities(size))
        if odd and not size.reading_note:
            cure = "correct the bounds, or say in reading_note that they are printed so"
            yield problem(Size, line, "sizes", f"{size.size_id}: {odd}", cure, "reading_note")


def oddities(size: Size) -> Iterator[str]:
    """Iterate over what a reader would not expect of the bounds of a row.

    Examples
    --------
    >>> from decimal import Decimal
    >>> bounds = {"small_from": None, "small_to": None, "large_from": Decimal(0), "large_to": Decimal("0.0001")}
    >>> list(oddities(Size.model_construct(**bounds, xlarge_over=Decimal("0.001"))))
    ['large_to is not xlarge_over']
    """
    bounds = [size.small_from, size.small_to, size.large_from, size.large_to, size.xlarge_over]
    printed = [bound for bound in bounds if bound is not None]
    if not printed:
        yield "no bound is printed"
    if any(before > after for before, after in pairwise(printed)) or any(bound < 0 for bound in printed):
        yield "the bounds are not in order"
    for name, after, before, next_ in (
        ("small_to", "large_from", size.small_to, size.large_from),
        ("large_to", "xlarge_over", size.large_to, size.xlarge_over),
    ):
        if before is not None and before != next_:
            yield f"{name} is not {after}"


def _figure_problems(line: int, size: Size) -> Iterator[Finding]:
    """Compare the figures with those of the cells in both languages; where these differ the row says so."""
    yield from _cell_problems(line, size, "raw", size.raw)
    if size.raw_kk and not size.conflict:
        yield from _cell_problems(line, size, "raw_kk", size.raw_kk)


def _cell_problems(line: int, size: Size, column: str, raw: str) -> Iterator[Finding]:
    cells = raw.split(" | ")
    # The table of precursors has the chemical name and the concentration before the bands.
    before, bands = (cells[:2], cells[2:]) if size.size_table == "III" else ([], cells)
    if len(bands) not in (1, len(_BANDS)):
        message = f"{size.size_id}: {raw!r} has {len(cells)} cells"
        yield problem(Size, line, "figures", message, "copy the printed cells, joined by ' | '", column)
        return
    expected: dict[str, Decimal | None] = read_figures(bands, size.size_id.partition(".")[2])._asdict()
    expected["min_percent"] = read_percent(before[1]) if before else None
    for bound, figure in expected.items():
        stored = getattr(size, bound)
        if stored != figure:
            message = f"{size.size_id}, {bound}: {stored} is stored, {figure} stands in {raw!r}"
            yield problem(Size, line, "figures", message, "copy the printed figure, or say the conflict", bound)
