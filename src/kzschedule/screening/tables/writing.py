"""Writing results row by row: CSV, TSV, JSON lines, Parquet and Excel; and reading them back to go on with a run."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

from kzschedule.errors import TableError
from kzschedule.language.statement import Statement
from kzschedule.screening.tables.reading import pyarrow_parquet

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.worksheet import Worksheet

OutputFormat = Literal["csv", "tsv", "json", "parquet", "xlsx"]
_SUFFIXES: dict[str, OutputFormat] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
}
_DELIMITERS: dict[OutputFormat, str] = {"csv": ",", "tsv": "\t"}
#: End of the name of results that are not complete.
PARTIAL = ".partial"
#: Rows of a group in a Parquet file, whatever the size of the chunks that come.
_GROUP = 20_000
#: Rows of a sheet of Excel, and characters of a cell.
_SHEET_ROWS, _CELL = 1_048_576, 32_767
#: Name of the sheet of results, and how wide its columns are.
_SHEET, _WIDTHS = "screened", {"message": 80, "name": 24, "status": 12}
#: Excel files have a day on which they were made; all have this one, so that equal results are equal files.
_MADE = datetime(2000, 1, 1)
#: The first day of Excel's calendar that is right.
_FIRST_DAY = date(1900, 3, 1)


class Writer(Protocol):
    """Takes rows of results, in their order."""

    def __call__(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, each with one value for each column."""


def output_format(path: Path | None, *, json_lines: bool = False, excel: bool = False) -> OutputFormat:
    """Return the format of results by the name of their file; CSV where that does not tell.

    Parameters
    ----------
    path : Path, optional
        Their file.
    json_lines, excel : bool
        Whether they are JSON lines, or a workbook of Excel, whatever their file is called.

    Raises
    ------
    TableError
        If results are not written in that format.

    Examples
    --------
    >>> output_format(Path("found.jsonl.gz")), output_format(None)
    ('json', 'csv')
    """
    if json_lines and excel:
        raise TableError(Statement("results are written as JSON lines or as a workbook, not as both"))
    if json_lines or excel or path is None:
        return "json" if json_lines else "xlsx" if excel else "csv"
    if path.name.casefold().endswith(".xlsx.gz"):
        raise TableError(Statement("a workbook is compressed by itself; end the name with .xlsx"))
    suffix = Path(path.name.removesuffix(".gz")).suffix.casefold()
    if suffix not in _SUFFIXES:
        raise TableError(
            Statement(
                "results are not written as {ending}; end the name with .csv, .tsv, .xlsx, .jsonl or .parquet",
                ending=suffix or repr(path.name),
            )
        )
    return _SUFFIXES[suffix]


def output_columns(columns: Iterable[str], results: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of input and results together; one of the input with the name of a result is renamed.

    Examples
    --------
    >>> output_columns(["id", "name"], ["status", "name"])
    ('id', 'input_name', 'status', 'name')
    """
    taken = set(results)
    shown = []
    for column in columns:
        name = column
        while name in taken:
            name = f"input_{name}"
        taken.add(name)
        shown.append(name)
    return (*shown, *results)


@contextmanager
def open_writer(
    path: Path | None, form: OutputFormat, columns: Sequence[str], types: Sequence[pa.DataType] | None = None
) -> Iterator[Writer]:
    """Open results for writing, to standard output without a path; they are complete when this is left.

    Parameters
    ----------
    path : Path, optional
        The file, which is overwritten; compressed if its name ends in ``.gz``, before ``.partial`` too.
    form : str
        Its format.
    columns : sequence of str
        The columns.
    types : sequence of pyarrow.DataType, optional
        Types of the first columns of a Parquet file; the others are text.

    Raises
    ------
    TableError
        If Parquet is asked for without a file, or without pyarrow.
    """
    if form == "parquet":
        if path is None:
            raise TableError(Statement("Parquet is written to a file only; name one with --out"))
        with _parquet_writer(path, columns, types or ()) as write:
            yield write
        return
    if form == "xlsx":
        with _workbook_writer(path, columns) as write:
            yield write
        return
    with _text(path, "w") as stream:
        if form == "json":
            yield _json_writer(stream, columns)
        else:
            writer = csv.writer(stream, delimiter=_DELIMITERS[form], lineterminator="\n")
            writer.writerow(map(_in_text, columns))
            yield lambda rows: writer.writerows(map(_in_text, row) for row in rows)


def read_written(path: Path, form: OutputFormat) -> Iterator[Sequence[Any]]:
    """Yield the rows of results whose writing was broken off, up to the last that is whole.

    Raises
    ------
    TableError
        If it is a Parquet file or a workbook that was not closed, of which nothing can be read, or text that is none.
    """
    try:
        yield from _read_written(path, form)
    except TableError:
        raise
    except ValueError as error:
        raise unfinished(path, error) from error


def unfinished(path: Path, error: Exception) -> TableError:
    """Return what is raised for what an interrupted run left, and which cannot be read."""
    return TableError(
        Statement(
            "{file} is what an interrupted run left and cannot be read ({reason}); start again without --resume",
            file=str(path),
            reason=str(error),
        )
    )


def _read_written(path: Path, form: OutputFormat) -> Iterator[Sequence[Any]]:
    if form in ("parquet", "xlsx"):
        yield from (_parquet_rows if form == "parquet" else _workbook_rows)(path)
        return
    with _text(path, "r") as stream:
        lines = _whole_lines(stream)
        if form == "json":
            for line in lines:
                yield list(json.loads(line).values())
            return
        rows = csv.reader(lines, delimiter=_DELIMITERS[form], strict=True)
        try:
            next(rows, None)
            yield from rows
        except csv.Error:
            return  # the last row was broken off inside a cell of several lines


def _whole_lines(stream: TextIO) -> Iterator[str]:
    try:
        for line in stream:
            if line.endswith("\n"):
                yield line
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return  # a compressed file that was not closed, or closed in the middle of writing with a wrong checksum


@contextmanager
def _text(path: Path | None, mode: Literal["r", "w"]) -> Iterator[TextIO]:
    """Open text with the line ends that it has."""
    with ExitStack() as stack:
        if path is None:
            # Not closed, and in UTF-8 whatever the terminal's locale is.
            stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
            stack.callback(stream.detach)
        elif path.name.removesuffix(PARTIAL).removesuffix(".earlier").removesuffix(".chosen").endswith(".gz"):
            # Neither name nor time go into the file, so that equal results are equal files.
            file = stack.enter_context(path.open(f"{mode}b"))
            zipped = stack.enter_context(gzip.GzipFile(filename="", mode=f"{mode}b", fileobj=file, mtime=0))
            stream = stack.enter_context(io.TextIOWrapper(zipped, encoding="utf-8", newline="\n"))
        else:
            stream = stack.enter_context(path.open(mode, encoding="utf-8", newline="\n"))
        yield stream


def text_of(cell: Any) -> Any:
    """Return a cell as text where that is not the same in all formats: several values, days, bytes.

    Examples
    --------
    >>> text_of(("PCP", "MDA")), text_of(date(2024, 2, 6)), text_of(5)
    ('PCP; MDA', '2024-02-06', 5)
    """
    if isinstance(cell, tuple):
        return "; ".join(map(str, cell))
    return str(cell) if isinstance(cell, date) else cell


def _in_text(cell: Any) -> Any:
    """Return a cell with Unix line ends: a lone carriage return would end the row for some readers of CSV."""
    cell = text_of(cell)
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) and "\r" in cell else cell


def _json_writer(stream: TextIO, columns: Sequence[str]) -> Writer:
    def write(rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            values = {name: _jsonable(cell) for name, cell in zip(columns, row, strict=True)}
            stream.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")

    return write


def _jsonable(cell: Any) -> Any:
    """Return a cell as JSON can hold it: it has no numbers that are none."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


@contextmanager
def _parquet_writer(path: Path, columns: Sequence[str], first: Sequence[pa.DataType]) -> Iterator[Writer]:
    parquet = pyarrow_parquet()
    import pyarrow as pa

    types = [*first, *[pa.string()] * (len(columns) - len(first))]
    schema = pa.schema(list(zip(columns, types, strict=True)))
    waiting: list[Sequence[Any]] = []
    with parquet.ParquetWriter(path, schema) as writer:

        def write_group(rows: list[Sequence[Any]]) -> None:
            cells = zip(*rows, strict=True)
            arrays = [
                pa.array(map(_as_string, values) if pa.types.is_string(kind) else values, kind)
                for values, kind in zip(cells, types, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=_GROUP)

        def write(rows: Iterable[Sequence[Any]]) -> None:
            waiting.extend(rows)
            while len(waiting) >= _GROUP:
                write_group(waiting[:_GROUP])
                del waiting[:_GROUP]

        try:
            yield write
        finally:
            # Also when the run is interrupted: what was screened so far can then be read.
            if waiting:
                write_group(waiting)


def _as_string(cell: Any) -> str | None:
    cell = text_of(cell)
    return cell if cell is None or isinstance(cell, str) else str(cell)


def _not_closed(path: Path) -> TableError:
    return TableError(
        Statement("{file} was not closed, so nothing of it can be read; start again without --resume", file=str(path))
    )


def _parquet_rows(path: Path) -> Iterator[Sequence[Any]]:
    parquet = pyarrow_parquet()
    import pyarrow as pa

    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowException as error:
        raise _not_closed(path) from error
    for batch in file.iter_batches(batch_size=_GROUP):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextmanager
def _workbook_writer(path: Path | None, columns: Sequence[str]) -> Iterator[Writer]:
    """Open a workbook; rows beyond those that a sheet holds stand on the next. It is complete when this is left."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise TableError(Statement("workbooks need xlsxwriter; install the extra 'excel'")) from error
    with ExitStack() as stack:
        # Without a file it goes to standard output when it is complete: it cannot be written from front to back.
        file = path if path is not None else Path(stack.enter_context(tempfile.TemporaryDirectory()), "results.xlsx")
        if path is not None:
            path.touch()  # a file that cannot be written is said so before the work, not behind it
        book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "remove_timezone": False})
        book.set_properties({"created": _MADE})
        head, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet: Worksheet | None = None
        used = 0

        def write(rows: Iterable[Sequence[Any]]) -> None:
            nonlocal sheet, used
            for row in rows:
                if sheet is None or used == _SHEET_ROWS:
                    sheet = _new_sheet(book, columns, head)
                    used = 1
                for place, cell in enumerate(row):
                    _write_cell(sheet, used, place, cell, days, moments)
                used += 1

        try:
            yield write
        finally:
            # Also when the run is interrupted: what was screened so far can then be read.
            if sheet is None:
                _new_sheet(book, columns, head)
            book.close()
        if path is None:
            with file.open("rb") as written:
                shutil.copyfileobj(written, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _new_sheet(book: Any, columns: Sequence[str], head: Any) -> Worksheet:
    number = len(book.worksheets()) + 1
    sheet: Worksheet = book.add_worksheet(_SHEET if number == 1 else f"{_SHEET} {number}")
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(name, 16))
        sheet.write_string(0, place, name[:_CELL], head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, _SHEET_ROWS - 1, max(len(columns) - 1, 0))
    return sheet


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Any, days: Any, moments: Any) -> None:
    """Write a cell as what it is: text stays text whatever it looks like, a number a number, a day a day."""
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < 1e15:
        sheet.write_number(row, place, cell)
    elif isinstance(cell, date) and getattr(cell, "tzinfo", None) is None and cell.isoformat() >= str(_FIRST_DAY):
        sheet.write_datetime(row, place, cell, moments if isinstance(cell, datetime) else days)
    else:
        text = str(_in_text(cell))
        sheet.write_string(row, place, text if len(text) <= _CELL else f"{text[: _CELL - 1]}…")


def _workbook_rows(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows of all sheets of results."""
    from kzschedule.screening.tables.workbook import cells_of

    try:
        with path.open("rb") as stream:
            for number, cells in cells_of(str(path), stream):
                if number:
                    yield cells
    except TableError as error:
        raise _not_closed(path) from error
