"""Reading a file of queries row by row, whatever its format."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzschedule.errors import TableError
from kzschedule.examining import Kind
from kzschedule.screening import Unreadable
from kzschedule.tables.columns import asked, unique
from kzschedule.tables.delimited import delimiter_of, fitted, header_of, records, smiles_lines
from kzschedule.tables.sdf import STRUCTURE, TITLE, field_names, sdf_records
from kzschedule.tables.source import Format, Source, encoding_of, open_source

if TYPE_CHECKING:
    import pyarrow as pa

#: A row of a file: its cells, one for each column, and why they cannot be told apart, if so.
Record = tuple[tuple[Any, ...], Unreadable | None]

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
    """

    columns: tuple[str, ...]
    records: Iterator[Record]
    done: Callable[[], float | None]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    arrow: pa.Schema | None = None

    def columns_asked(
        self, column: str | Sequence[str] | Mapping[str, Kind] | None = None
    ) -> tuple[tuple[str, Kind], ...]:
        """Return the columns to be screened, with their kinds; see `kzschedule.tables.columns.asked`."""
        return asked(column, self.columns, self.kinds)

    def queries(self, columns: Sequence[tuple[str, Kind]]) -> Iterator[Sequence[object] | Unreadable]:
        """Yield the cells of some columns, row by row, or what is wrong with a row."""
        places = [self.columns.index(name) for name, _ in columns]
        for cells, problem in self.records:
            yield problem or [cells[place] for place in places]


@contextmanager
def open_table(path: str | Path) -> Iterator[InputTable]:
    r"""Open a file of queries: CSV, TSV, SMI, SDF or Parquet, each as it is or in gzip, ``-`` for standard input.

    Format, encoding (UTF-8, UTF-16, Windows-1251) and delimiter are found. Rows are read while they are asked
    for, so that a file may be larger than the memory.

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
            source = stack.enter_context(open_source(path))
            table = _READERS[source.format](source)
        table.records = _guarded(table.records, name)
        yield table


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say of which file it is that reading it fails."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(f"{name} cannot be read: {error}") from error


def _guarded(rows: Iterator[Record], name: str) -> Iterator[Record]:
    with _reading(name):
        yield from rows


def _delimited(source: Source) -> InputTable:
    sample = source.sample.decode(encoding_of(source.sample), "replace")
    delimiter = delimiter_of(sample, ("\t",)) if source.format == "tsv" else delimiter_of(sample)
    found = records(source.lines(), delimiter)
    first = next((record for record in found if record[0]), None)
    if first is None:
        raise TableError(f"{source.name} is empty; give a table with a header, or one query a line")
    columns, is_header = header_of(first[0], delimiter)
    rows = fitted(found if is_header else chain([first], found), len(columns))
    return InputTable(columns, rows, source.done)


def _smiles(source: Source) -> InputTable:
    return InputTable(
        ("smiles", "name"), smiles_lines(source.lines()), source.done, {"smiles": "smiles", "name": "name"}
    )


def _sdf(source: Source) -> InputTable:
    text = source.text()
    fields = field_names(source.lines(text))
    text.detach()
    source.stream.seek(0)
    columns = unique((STRUCTURE, TITLE, *fields))

    def rows() -> Iterator[Record]:
        for block, data in sdf_records(source.lines()):
            yield (block, block.partition("\n")[0].strip(), *(data.get(name) for name in fields)), None

    return InputTable(columns, rows(), source.done, {STRUCTURE: "molblock"}, frozenset({STRUCTURE}))


def _parquet(source: Source) -> InputTable:
    parquet = pyarrow_parquet()
    import pyarrow as pa

    try:
        file = parquet.ParquetFile(source.stream)
    except pa.ArrowException as error:
        raise TableError(f"{source.name} is no Parquet file that can be read: {error}") from error
    read = 0

    def rows() -> Iterator[Record]:
        nonlocal read
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield cells, None
                read += batch.num_rows
        except pa.ArrowException as error:
            raise TableError(f"{source.name} cannot be read on: {error}") from error

    schema = file.schema_arrow
    columns = unique(schema.names)
    typed = pa.schema([column.with_name(name) for name, column in zip(columns, schema, strict=True)])
    total = file.metadata.num_rows
    return InputTable(columns, rows(), lambda: read / total if total else None, arrow=typed)


def pyarrow_parquet() -> Any:
    """Return the Parquet module of pyarrow, or say how to install it."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise TableError("Parquet needs pyarrow; install kzschedule[parquet]") from error
    return parquet


_READERS: dict[Format, Callable[[Source], InputTable]] = {
    "delimited": _delimited,
    "tsv": _delimited,
    "smi": _smiles,
    "sdf": _sdf,
    "parquet": _parquet,
}
