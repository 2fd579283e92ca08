"""Reading a file of queries row by row, whatever its format."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzschedule.answer.query import Kind
from kzschedule.errors import TableError
from kzschedule.language.statement import Statement
from kzschedule.screening.rows import Unreadable
from kzschedule.screening.tables.columns import asked, unique
from kzschedule.screening.tables.delimited import delimiter_of, fitted, header_of, records, smiles_lines, told_delimiter
from kzschedule.screening.tables.jsonrows import MAX_JSON, in_columns, json_lines, json_records, keys_of
from kzschedule.screening.tables.kinds import Format
from kzschedule.screening.tables.sdf import STRUCTURE, TITLE, field_names, sdf_records
from kzschedule.screening.tables.source import Source, open_source
from kzschedule.screening.tables.spectra import library_fields, library_records
from kzschedule.screening.tables.workbook import read_sheet

if TYPE_CHECKING:
    import pyarrow as pa

#: A row of a file: its cells, one for each column, and why they cannot be told apart, if so.
Record = tuple[tuple[Any, ...], Unreadable | None]

#: Columns that a table may have, as many as a sheet of Excel: each row has a cell for each.
MOST_COLUMNS = 16_384
#: Rows of a Parquet file that are held at a time.
_BATCH = 2_000


@dataclass
class InputTable:
    """An open table of queries.

    Attributes
    ----------
    columns : tuple of str
        The names of its columns.
    records : iterator of (tuple, Unreadable or None)
        Its rows, read while they are asked for.
    done : callable
        Which part of the file has been read, from 0 to 1, or None.
    kinds : mapping
        How the cells of a column are read, where the format tells.
    hidden : frozenset of str
        Columns that are screened but not repeated in results.
    arrow : pyarrow.Schema or None
        The types of the columns, where they are not text.
    remarks : tuple of Statement
        What of the file was not read, for whoever reads the results.
    """

    columns: tuple[str, ...]
    records: Iterator[Record]
    done: Callable[[], float | None]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    arrow: pa.Schema | None = None
    remarks: tuple[Statement, ...] = ()

    def columns_asked(
        self, column: str | Sequence[str] | Mapping[str, Kind] | None = None
    ) -> tuple[tuple[str, Kind], ...]:
        """Return the columns to be screened, with their kinds; see `kzschedule.screening.tables.columns.asked`."""
        return asked(column, self.columns, self.kinds)

    def queries(self, columns: Sequence[tuple[str, Kind]]) -> Iterator[Sequence[object] | Unreadable]:
        """Yield the cells of some columns, row by row, or what is wrong with a row."""
        places = [self.columns.index(name) for name, _ in columns]
        for cells, problem in self.records:
            yield problem or [cells[place] for place in places]


@contextmanager
def open_table(
    path: str | Path, *, encoding: str | None = None, sheet: str | int | None = None
) -> Iterator[InputTable]:
    r"""Open a file of queries, as it is or in gzip, ``-`` for standard input.

    CSV, TSV, SMI, SDF, Parquet, Excel and OpenDocument workbooks, JSON, JSON lines and libraries of spectra (MSP, MSL)
    are read; what is none of these is refused, with its kind. Format, encoding and delimiter are found. Rows are read
    while they are asked for, so that a file may be larger than the memory; of workbooks and JSON the whole is held.

    Parameters
    ----------
    path : str or Path
        The file.
    encoding : str, optional
        The encoding of its text, where it is not certain (``cp866``).
    sheet : str or int, optional
        The sheet of a workbook, by name or number, from 1; by default the first.

    Raises
    ------
    TableError
        If the file cannot be read; while its rows are read, if its compression or the disk fails.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "list.csv")
    ...     _ = path.write_text("№;Наименование\n1;мефедрон\n", encoding="cp1251")
    ...     with open_table(path) as table:
    ...         table.columns, [cells for cells, _ in table.records]
    (('№', 'Наименование'), [('1', 'мефедрон')])
    """
    name = "standard input" if str(path) == "-" else str(path)
    with ExitStack() as stack:
        with _reading(name):
            source = stack.enter_context(open_source(path, encoding))
            source.sheet = sheet
            table = _READERS[source.format](source)
        if len(table.columns) > MOST_COLUMNS:
            raise TableError(
                Statement(
                    "{file} has {number} columns; at most {most} are read, give a table with those that are needed",
                    file=name,
                    number=len(table.columns),
                    most=MOST_COLUMNS,
                )
            )
        table.records = _guarded(table.records, name)
        yield table


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say of which file it is that reading it fails."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(Statement("{file} cannot be read: {reason}", file=name, reason=str(error))) from error


def _guarded(rows: Iterator[Record], name: str) -> Iterator[Record]:
    with _reading(name):
        yield from rows


def _delimited(source: Source) -> InputTable:
    sample = source.sample_text()
    lines = source.lines()
    delimiter = told_delimiter(sample)
    if delimiter is not None:
        next(lines)
    else:
        delimiter = delimiter_of(sample, ("\t",)) if source.format == "tsv" else delimiter_of(sample)
    found = records(lines, delimiter)
    first = next((record for record in found if record[0]), None)
    if first is None:
        raise TableError(
            Statement("{file} is empty; give a table with a header, or one query a line", file=source.name)
        )
    columns, is_header = header_of(first[0], delimiter)
    rows = fitted(found if is_header else chain([first], found), len(columns))
    return InputTable(columns, rows, source.done)


def _smiles(source: Source) -> InputTable:
    return InputTable(
        ("smiles", "name"), smiles_lines(source.lines()), source.done, {"smiles": "smiles", "name": "name"}
    )


def _sdf(source: Source) -> InputTable:
    fields = field_names(_first_reading(source))
    columns = unique((STRUCTURE, TITLE, *fields))

    def rows() -> Iterator[Record]:
        for block, data in sdf_records(source.lines()):
            yield (block, block.partition("\n")[0].strip(), *(data.get(name) for name in fields)), None

    return InputTable(columns, rows(), source.done, {STRUCTURE: "molblock"}, frozenset({STRUCTURE}))


def _first_reading(source: Source) -> Iterator[str]:
    """Yield the lines of a file that is read twice: first for what its records have, then for what that is."""
    text = source.text()
    yield from source.lines(text)
    text.detach()
    source.stream.seek(0)


def _library(source: Source) -> InputTable:
    fields = library_fields(_first_reading(source))
    if not fields:
        raise TableError(Statement("{file} has no record of a substance; give a table of queries", file=source.name))

    def rows() -> Iterator[Record]:
        for data in library_records(source.lines()):
            yield tuple(data.get(name) for name in fields), None

    return InputTable(fields, rows(), source.done)


def _json(source: Source) -> InputTable:
    found = json_records(source.name, source.text().read(MAX_JSON + 1))
    columns = keys_of(found)
    return InputTable(columns, in_columns(found, columns), lambda: None)


def _json_lines(source: Source) -> InputTable:
    columns = keys_of(json_lines(_first_reading(source)))
    return InputTable(columns, in_columns(json_lines(source.lines()), columns), source.done)


def _workbook(source: Source) -> InputTable:
    sheet = read_sheet(source.name, source.stream, source.sheet)
    return InputTable(sheet.columns, ((cells, None) for cells in sheet.rows), lambda: None, remarks=sheet.remarks)


def _parquet(source: Source) -> InputTable:
    parquet = pyarrow_parquet()
    import pyarrow as pa

    try:
        file = parquet.ParquetFile(source.stream)
        schema = file.schema_arrow
        columns = unique(schema.names)
        typed = pa.schema([column.with_name(name) for name, column in zip(columns, schema, strict=True)])
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise TableError(
            Statement("{file} is no Parquet file that can be read: {reason}", file=source.name, reason=str(error))
        ) from error
    read, total = 0, file.metadata.num_rows

    def rows() -> Iterator[Record]:
        nonlocal read
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                cells_of = [
                    _values(source.name, name, column) for name, column in zip(columns, batch.columns, strict=True)
                ]
                for cells in zip(*cells_of, strict=True):
                    yield cells, None
                read += batch.num_rows
        except pa.ArrowException as error:
            raise TableError(
                Statement("{file} cannot be read on: {reason}", file=source.name, reason=str(error))
            ) from error
        if read != total:
            raise TableError(
                Statement(
                    "{file} says that it has {total} rows, and {read} were found; it is damaged, write it again",
                    file=source.name,
                    total=total,
                    read=read,
                )
            )

    return InputTable(columns, rows(), lambda: read / total if total else None, arrow=typed)


def _values(file: str, name: str, column: pa.Array[Any]) -> list[Any]:
    """Return the cells of a column, or say of which one it is that Python cannot hold its days or read its text."""
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError) as error:
        raise TableError(
            Statement(
                "column {column!r} of {file} holds a value that cannot be read ({reason}); write it as text",
                column=name,
                file=file,
                reason=str(error),
            )
        ) from error
    return values


def pyarrow_parquet() -> Any:
    """Return the Parquet module of pyarrow, or say how to install it."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise TableError(Statement("Parquet needs pyarrow; install the extra 'parquet'")) from error
    return parquet


_READERS: dict[Format, Callable[[Source], InputTable]] = {
    "delimited": _delimited,
    "tsv": _delimited,
    "smi": _smiles,
    "sdf": _sdf,
    "parquet": _parquet,
    "workbook": _workbook,
    "json": _json,
    "json lines": _json_lines,
    "library": _library,
}
