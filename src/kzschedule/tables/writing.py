"""Writing results row by row: CSV, TSV, JSON lines and Parquet; and reading them back to go on with a run."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

from kzschedule.errors import TableError
from kzschedule.tables.reading import pyarrow_parquet

if TYPE_CHECKING:
    import pyarrow as pa

OutputFormat = Literal["csv", "tsv", "json", "parquet"]
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
}
_DELIMITERS: dict[OutputFormat, str] = {"csv": ",", "tsv": "\t"}
#: End of the name of results that are not complete.
PARTIAL = ".partial"
#: Rows of a group in a Parquet file, whatever the size of the chunks that come.
_GROUP = 20_000


class Writer(Protocol):
    """Takes rows of results, in their order."""

    def __call__(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, each with one value for each column."""


def output_format(path: Path | None, *, json_lines: bool = False) -> OutputFormat:
    """Return the format of results by the name of their file; CSV where that does not tell.

    Raises
    ------
    TableError
        If results are not written in that format.

    Examples
    --------
    >>> output_format(Path("found.jsonl.gz")), output_format(None)
    ('json', 'csv')
    """
    if json_lines or path is None:
        return "json" if json_lines else "csv"
    suffix = Path(path.name.removesuffix(".gz")).suffix.casefold()
    if suffix not in _SUFFIXES:
        raise TableError(
            f"results are not written as {suffix or path.name!r}; end the name with .csv, .tsv, .jsonl or .parquet"
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
            raise TableError("Parquet is written to a file only; name one with --out")
        with _parquet_writer(path, columns, types or ()) as write:
            yield write
        return
    with _text(path, "w") as stream:
        if form == "json":
            yield _json_writer(stream, columns)
        else:
            writer = csv.writer(stream, delimiter=_DELIMITERS[form], lineterminator="\n")
            writer.writerow(map(_unix, columns))
            yield lambda rows: writer.writerows(map(_unix, row) for row in rows)


def read_written(path: Path, form: OutputFormat) -> Iterator[Sequence[Any]]:
    """Yield the rows of results whose writing was broken off, up to the last that is whole.

    Raises
    ------
    TableError
        If it is a Parquet file that was not closed, of which nothing can be read.
    """
    if form == "parquet":
        yield from _parquet_rows(path)
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
        elif path.name.removesuffix(PARTIAL).removesuffix(".earlier").endswith(".gz"):
            # Neither name nor time go into the file, so that equal results are equal files.
            file = stack.enter_context(path.open(f"{mode}b"))
            zipped = stack.enter_context(gzip.GzipFile(filename="", mode=f"{mode}b", fileobj=file, mtime=0))
            stream = stack.enter_context(io.TextIOWrapper(zipped, encoding="utf-8", newline="\n"))
        else:
            stream = stack.enter_context(path.open(mode, encoding="utf-8", newline="\n"))
        yield stream


def _unix(cell: Any) -> Any:
    """Return a cell with Unix line ends: a lone carriage return would end the row for some readers of CSV."""
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
            arrays = [pa.array(values, kind) for values, kind in zip(cells, types, strict=True)]
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


def _parquet_rows(path: Path) -> Iterator[Sequence[Any]]:
    parquet = pyarrow_parquet()
    import pyarrow as pa

    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowException as error:
        raise TableError(
            f"{path} was not closed, so nothing of it can be read; start again without --resume"
        ) from error
    for batch in file.iter_batches(batch_size=_GROUP):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
