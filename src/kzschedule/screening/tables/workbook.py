"""Sheets of Excel and OpenDocument workbooks: their cells as they are, text as text and dates as dates."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, dropwhile, islice
from typing import IO, TYPE_CHECKING, Any

from kzschedule.errors import TableError
from kzschedule.language import N_
from kzschedule.language.statement import Statement
from kzschedule.screening.tables.columns import is_known, unique
from kzschedule.screening.tables.delimited import lines_above
from kzschedule.screening.tables.extent import check_extents
from kzschedule.screening.tables.kinds import no_table

if TYPE_CHECKING:
    import gzip

    from python_calamine import CalamineWorkbook

#: What an archive is, by a file in it; of the first two the table is read.
_PARTS: tuple[tuple[str, str | None], ...] = (
    ("xl/", None),
    ("word/", N_("a text document")),
    ("ppt/", N_("a presentation")),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_ARCHIVE = N_("a ZIP archive")
#: Most bytes of a workbook, without its compression: as much as Excel's largest sheet with a hundred columns.
_MOST = 4_000_000_000
#: Rows in which the header is looked for.
_FIRST = 30


@dataclass(frozen=True)
class Sheet:
    """The table of a sheet.

    Attributes
    ----------
    columns : tuple of str
        The names of its columns.
    rows : iterator of tuple
        Its rows, each with as many cells.
    remarks : tuple of Statement
        What of the workbook was not read.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    remarks: tuple[Statement, ...]


def read_sheet(name: str, stream: IO[bytes] | gzip.GzipFile, wanted: str | int | None = None) -> Sheet:
    """Read a sheet of a workbook, the first that is shown if none is asked for.

    Raises
    ------
    TableError
        If the file is no workbook that can be read, or has no such sheet, or the sheet is empty.
    """
    kind = _kind(stream, name)
    if kind is not None:
        raise no_table(name, kind)
    check_extents(name, stream)
    workbook = _opened(name, stream)
    sheets = list(workbook.sheet_names)
    number = _first_shown(workbook) if wanted is None else _chosen(sheets, wanted)
    check_extents(name, stream, number)
    rows = dropwhile(lambda cells: not any(map(_filled, cells)), _cells(name, workbook, number))
    first = list(islice(rows, _FIRST))
    if not first:
        raise TableError(
            Statement(
                "sheet {sheet!r} of {file} is empty; name another with --sheet: {sheets}",
                sheet=sheets[number],
                file=name,
                sheets=", ".join(map(repr, sheets)),
            )
        )
    above = lines_above(first)
    columns, is_header = _header(first[above])
    rest = chain(first[above + is_header :], rows)
    return Sheet(columns, _fitted(rest, len(columns)), tuple(_remarks(sheets, number, above)))


def _kind(stream: IO[bytes] | gzip.GzipFile, name: str) -> str | None:
    """Return what an archive is that holds no workbook."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if sum(one.file_size for one in archive.infolist()) > _MOST:
                raise TableError(Statement("{file} is too large to be read at once; save the table as CSV", file=name))
            mime = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return None  # it is of the older kind, or damaged, which the reader says
    finally:
        stream.seek(0)
    if mime.startswith(_OPEN_DOCUMENT):
        return None if mime.startswith(f"{_OPEN_DOCUMENT}spreadsheet") else N_("a text document")
    for part, kind in _PARTS:
        if any(one.startswith(part) for one in names):
            return kind
    return _ARCHIVE


def _opened(name: str, stream: IO[bytes] | gzip.GzipFile) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineWorkbook, PasswordError
    except ImportError as error:
        raise TableError(
            Statement("workbooks need python-calamine; install the extra 'excel', or save the table as CSV")
        ) from error
    try:
        with _reading(name):
            return CalamineWorkbook.from_filelike(stream)
    except PasswordError as error:
        raise TableError(Statement("{file} is protected by a password; save it without one", file=name)) from error


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say in the library's own words what the reader of workbooks says, which breaks off at what it does not expect."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(name, error) from error
    except BaseException as error:
        # A reader in Rust that breaks off raises what is no Exception, and is of no class that can be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name, error) from error


def _damaged(name: str, error: BaseException) -> TableError:
    return TableError(Statement("{file} is no workbook that can be read: {reason}", file=name, reason=str(error)))


def _first_shown(workbook: CalamineWorkbook) -> int:
    """Return the place of the first sheet with cells that a reader of the workbook sees."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    shown = [
        place
        for place, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    return next(iter(shown), 0)


def _chosen(sheets: Sequence[str], wanted: str | int) -> int:
    """Return the place of the sheet that is asked for."""
    asked = str(wanted).strip()
    same = [place for place, sheet in enumerate(sheets) if sheet == wanted]
    found = same or [place for place, sheet in enumerate(sheets) if sheet.strip().casefold() == asked.casefold()]
    if found:
        return found[0]
    if asked.isdecimal() and 1 <= int(asked) <= len(sheets):
        return int(asked) - 1
    raise TableError(
        Statement(
            "there is no sheet {sheet!r}; the sheets are {sheets}", sheet=asked, sheets=", ".join(map(repr, sheets))
        )
    )


def cells_of(name: str, stream: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of all sheets, each with its number on the sheet, from 0.

    Raises
    ------
    TableError
        If the file is no workbook that can be read.
    """
    check_extents(name, stream)
    workbook = _opened(name, stream)
    for sheet in range(len(workbook.sheet_names)):
        check_extents(name, stream, sheet)
        yield from enumerate(_cells(name, workbook, sheet))


def _cells(name: str, workbook: CalamineWorkbook, number: int) -> Iterator[list[Any]]:
    with _reading(name):
        rows = iter(workbook.get_sheet_by_index(number).iter_rows())
    while True:
        with _reading(name):
            cells = next(rows, None)
        if cells is None:
            return
        yield [_cell(cell) for cell in cells]


def _cell(cell: Any) -> Any:
    """Return a cell as it stands in the sheet: whole numbers without a point, an empty one as nothing."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return None if cell == "" else cell


def _filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _header(first: Sequence[Any]) -> tuple[tuple[str, ...], bool]:
    """Return the names of the columns, and whether the first row holds them: a list of names has no header."""
    shown = [str(cell) if _filled(cell) else "" for cell in first]
    if len(shown) == 1 and not is_known(shown[0]):
        return ("query",), False
    return unique(shown), True


def _fitted(rows: Iterator[list[Any]] | chain[list[Any]], width: int) -> Iterator[tuple[Any, ...]]:
    """Give each row its cells; empty ones are rows, except at the end."""
    empty = 0
    for cells in rows:
        if not any(map(_filled, cells)):
            empty += 1
            continue
        for _ in range(empty):
            yield (None,) * width
        empty = 0
        yield (*cells[:width], *[None] * (width - len(cells)))


def _remarks(sheets: Sequence[str], number: int, above: int) -> Iterator[Statement]:
    others = [sheet for place, sheet in enumerate(sheets) if place != number]
    if others:
        yield Statement(
            "Of the workbook only sheet {sheet!r} was screened; --sheet names another: {sheets}.",
            sheet=sheets[number],
            sheets=", ".join(map(repr, others)),
        )
    if above:
        yield Statement("Rows above the header of the table that were not screened: {number}.", number=above)
