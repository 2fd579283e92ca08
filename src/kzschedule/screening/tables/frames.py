"""Frames in memory, of whatever library: their columns, and the cells of the columns that are screened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kzschedule.answer.query import Kind
from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import Statement
from kzschedule.screening.tables.columns import asked

if TYPE_CHECKING:
    import pandas as pd

#: The column of queries that have none.
_QUERY = "query"


@dataclass(frozen=True)
class InMemory:
    """Rows of queries that are in memory.

    Attributes
    ----------
    columns : tuple of (str, str)
        The columns that are screened, with their kinds.
    queries : iterable of sequence
        Their cells, row by row.
    index : pandas.Index or None
        The index of the rows, if they have one.
    """

    columns: tuple[tuple[str, Kind], ...]
    queries: Iterable[Sequence[object]]
    index: pd.Index | None = None


def in_memory(data: object, column: str | Sequence[str] | Mapping[str, Kind] | None = None) -> InMemory:
    """Return the rows of a frame, a series or another iterable.

    Frames and series may be of pandas, Polars, Arrow and whatever else narwhals knows; lazy ones are collected.

    Raises
    ------
    KzScheduleError
        If it is none of these, or has no such column.

    Examples
    --------
    >>> import pyarrow as pa
    >>> rows = in_memory(pa.table({"id": [1], "name": ["PCP"]}))
    >>> rows.columns, list(rows.queries)
    ((('name', 'auto'),), [('PCP',)])
    """
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return _of_pandas(data, column)
    if isinstance(data, pd.Series):
        name = _QUERY if data.name is None else str(data.name)
        return InMemory(asked(column or name, [name]), ((cell,) for cell in _cells(data)), data.index)
    found = _of_narwhals(_as_table(data), column)
    if found is not None:
        return found
    if isinstance(data, bytes | Mapping) or not isinstance(data, Iterable):
        raise KzScheduleError(
            Statement("screen takes a frame, a series, an iterable or a path, not {type}", type=type(data).__name__)
        )
    return InMemory(asked(column or _QUERY, [_QUERY]), ((present(item),) for item in data))


def _of_pandas(frame: pd.DataFrame, column: str | Sequence[str] | Mapping[str, Kind] | None) -> InMemory:
    names = [str(name) for name in frame.columns]
    columns = asked(column, names)
    cells = [_cells(frame.iloc[:, names.index(name)]) for name, _ in columns]
    return InMemory(columns, zip(*cells, strict=True), frame.index)


def _as_table(data: object) -> object:
    """Return Arrow data that narwhals does not know as a table or an array that it does."""
    if type(data).__module__.partition(".")[0] != "pyarrow":
        return data
    import pyarrow as pa

    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if isinstance(data, pa.RecordBatchReader):
        return data.read_all()
    return pa.chunked_array([data]) if isinstance(data, pa.Array) else data


def _of_narwhals(data: object, column: str | Sequence[str] | Mapping[str, Kind] | None) -> InMemory | None:
    """Return the rows of a frame or a series that narwhals knows."""
    import narwhals as nw

    frame: Any = nw.from_native(data, pass_through=True, allow_series=True)
    if isinstance(frame, nw.Series):
        name = str(frame.name) or _QUERY
        return InMemory(asked(column or name, [name]), ((present(cell),) for cell in frame.to_list()))
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        return None
    columns = asked(column, frame.collect_schema().names())
    chosen = frame.select([name for name, _ in columns])
    collected = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
    cells = [map(present, collected[name].to_list()) for name, _ in columns]
    return InMemory(columns, zip(*cells, strict=True))


def _cells(series: pd.Series[Any]) -> Iterator[object]:
    return (None if missing else cell for cell, missing in zip(series, series.isna(), strict=True))


def present(item: object) -> object:
    """Return an item, and None for what pandas takes as missing.

    Examples
    --------
    >>> present("PCP"), present(float("nan"))
    ('PCP', None)
    """
    import pandas as pd

    return None if pd.api.types.is_scalar(item) and pd.isna(item) else item  # type: ignore[call-overload]  # any scalar
