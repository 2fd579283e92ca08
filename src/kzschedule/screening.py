"""Many questions at once: `screen`, with one row of answer for each row of input.

Each cell is judged as `kzschedule.check` judges it (`kzschedule.examining.examine`), and the outcome is written
as a row instead of a `Verdict`. Rows go to worker processes in chunks and come back in their order, so that
neither the number of processes nor the size of the chunks shows in the result.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, TypeVar

from kzschedule import messages
from kzschedule.checking import read_date
from kzschedule.errors import KzScheduleError, TableError
from kzschedule.examining import Kind, Outcome, View, examine, examine_all, read_ahead
from kzschedule.model import Evidence, Section, Table
from kzschedule.schedule import Schedule
from kzschedule.statement import Statement, alternatives
from kzschedule.verdict import Grade, ListingAnswer, Relation, Status

if TYPE_CHECKING:
    import pandas as pd

    from kzschedule.analogues.decomposition import Decomposition
    from kzschedule.analogues.rule import AnalogueRule

_T = TypeVar("_T")

#: Rows that a process works on at a time: enough to make the way there cheap, few enough to stop soon.
CHUNK_SIZE = 1_000
#: Chunks that wait for each process, so that none is idle while results are written.
_WAITING = 3


class Row(NamedTuple):
    """The answer to one row; None where there is nothing to say.

    Attributes
    ----------
    status : str
        As in `kzschedule.verdict.Verdict`; ``invalid`` for a row that cannot be read.
    table, section : str or None
        Of the position on which the status rests, else of the one with the best evidence.
    evidence : str or None
        The evidence for that position; of an analogue, for the position of its parent.
    substance_id, name, relation : str or None
        The substance that was found, its English name, and how it was found. None for ``unresolved``: the
        message names the candidates.
    parent_id, grade : str or None
        The nearest listed substance of which the structure is a formal analogue, and the grade of that. Analogues of
        grade ``open``, which make no status, are left out: `kzschedule.check` shows them.
    message : str
        What a reader has to know of this row before acting on it.
    as_of : str
        The day that was asked about, in ISO form.
    newest_act : str or None
        Identifier of the newest act that was searched; later ones, if there are any, are not held.
    """

    status: Status
    table: Table | None = None
    section: Section | None = None
    substance_id: str | None = None
    name: str | None = None
    relation: Relation | None = None
    evidence: Evidence | None = None
    parent_id: str | None = None
    grade: Grade | None = None
    message: str = ""
    as_of: str | None = None
    newest_act: str | None = None


COLUMNS = Row._fields

#: Columns and dtypes of the result, as Dask takes them: ``ddf.map_partitions(screen, ..., meta=META)``.
META: dict[str, str] = dict.fromkeys(COLUMNS, "string")

#: Columns and types of the result, as Spark takes them: ``df.mapInPandas(..., schema=SPARK_SCHEMA)``.
SPARK_SCHEMA = ", ".join(f"{column} string" for column in COLUMNS)


@dataclass(frozen=True)
class Unreadable:
    """A row whose cells could not be told apart, with the reason."""

    reason: str


@dataclass(frozen=True)
class Screener:
    """Answers row by row; it can be sent to other processes and machines, which read the list themselves.

    Parameters
    ----------
    columns : tuple of (str, str)
        Name and kind (``auto``, ``name``, ``smiles`` ...) of each cell of a row.
    view : View
        The list, the day that is asked about, and the rule for analogues; `view_of` makes one.

    Examples
    --------
    >>> view = view_of("2024-03-01")
    >>> screener = Screener((("name", "auto"), ("cas", "auto")), view)
    >>> screener.row(("no such name", "537-46-2"))[:4]
    ('listed', 'II', 'psychotropic', 'metamfetamine')
    """

    columns: tuple[tuple[str, Kind], ...]
    view: View

    def prepare(self) -> None:
        """Read the list and compile the search for analogues, which otherwise happens with the first structure."""
        examine("C", "smiles", self.view)

    def rows(self, queries: Iterable[Sequence[object] | Unreadable]) -> list[Row]:
        """Return one row for each input row, in order."""
        asked = [query if isinstance(query, Unreadable) else self._asked(query) for query in queries]
        cells = [(cell, kind) for row in asked if not isinstance(row, Unreadable) for _, cell, kind in row]
        read_ahead(cells, self.view.schedule)
        outcomes = iter(examine_all(cells, self.view))
        return [
            Row("invalid", message=str(row.reason), **_searched(self.view))
            if isinstance(row, Unreadable)
            else self._strongest([(name, next(outcomes)) for name, _, _ in row])
            for row in asked
        ]

    def row(self, cells: Sequence[object]) -> Row:
        """Return the strongest answer that the cells of one row have; an empty cell says nothing.

        Where two cells mean different substances, or one of them cannot be read, the message says so. A row of which
        nothing is found, and of which a cell cannot be read, cannot be read.
        """
        return self.rows([cells])[0]

    def _asked(self, cells: Sequence[object]) -> list[tuple[str, object, Kind]]:
        """Return the cells of a row that are not empty; if all are, an empty one, which cannot be read."""
        asked = [(name, cell, kind) for (name, kind), cell in zip(self.columns, cells, strict=True) if not _empty(cell)]
        return asked or [("", "", "auto")]

    def _strongest(self, answers: list[tuple[str, Outcome]]) -> Row:
        if len(answers) == 1:
            return _row(answers[0][1], self.view)
        _, best = min(answers, key=lambda item: _STRENGTH.index(item[1].status))
        remarks = [*_conflict(answers, self.view.schedule), *_unreadable(answers)]
        return _row(replace(best, messages=()) if best.status == "invalid" else best, self.view, remarks)


#: Which answer of a row counts. What cannot be read could be anything, so it is no row of which nothing was found.
_STRENGTH: tuple[Status, ...] = ("listed", "unconfirmed", "unresolved", "analogue", "invalid", "no_match")


def screen(
    data: pd.DataFrame | pd.Series[Any] | Iterable[object] | str | Path,
    column: str | Sequence[str] | Mapping[str, Kind] | None = None,
    *,
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
    include_unverified: bool = False,
    jobs: int = 1,
    chunk_size: int = CHUNK_SIZE,
) -> pd.DataFrame:
    """Say of each row what is known of its substance's position on the list.

    Parameters
    ----------
    data : DataFrame, Series, iterable of str, or path
        The rows. A path leads to a CSV, TSV, SMI, SDF or Parquet file, which may be compressed with gzip.
    column : str, sequence of str, or mapping of str to str, optional
        The columns with names, CAS numbers, InChIKeys or structures. Of several, the strongest answer counts.
        A mapping gives the kind as well, as for `kzschedule.check`: ``{"structure": "smiles"}``. By default the
        columns that are called so (``name``, ``cas``, ``smiles``, ``название`` ...).
    as_of : datetime.date or str, optional
        The day that is asked about, today by default.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.
    rule, include_unverified
        As for `kzschedule.check`.
    jobs : int, default 1
        Number of processes. With more than one, a script needs ``if __name__ == "__main__":``.
    chunk_size : int
        Rows that a process works on at a time. The result does not depend on it.

    Returns
    -------
    pandas.DataFrame
        One row for each row of input, with its index, in its order, and the columns of `Row` as strings. A row
        that cannot be read is ``invalid``, and its message says why.

    Raises
    ------
    KzScheduleError
        If `data`, `column`, `as_of` or `jobs` is none, or a file cannot be read. What stands in a cell never raises.

    Notes
    -----
    ``no_match`` is no statement of legality: the decree's full text is not held.

    Examples
    --------
    >>> found = screen(["мефедрон", "CC(=O)Oc1ccccc1C(=O)O", "537-46-3"], as_of="2024-03-01")
    >>> list(found["status"])
    ['listed', 'no_match', 'invalid']
    """
    if jobs < 1 or chunk_size < 1:
        raise KzScheduleError(f"jobs and chunk_size are at least 1, not {jobs} and {chunk_size}")
    view = view_of(as_of, schedule, rule, include_unverified=include_unverified)
    index: pd.Index | None = None
    if isinstance(data, str | Path):
        from kzschedule.tables.reading import open_table

        if isinstance(data, str) and not Path(data).is_file():
            raise TableError(f"{data[:200]!r} is no file; for one substance use check, for several give a list")
        with open_table(data) as table:
            columns = table.columns_asked(column)
            return _frame(screened(Screener(columns, view), table.queries(columns), jobs, chunk_size), index)
    columns, queries, index = _in_memory(data, column)
    return _frame(screened(Screener(columns, view), queries, jobs, chunk_size), index)


def view_of(
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
    *,
    include_unverified: bool = False,
) -> View:
    """Return the view that the arguments of `screen` describe; the same for all rows, whenever they come."""
    if rule is not None:
        rule = (schedule or Schedule.default()).rule(rule)
    return View(schedule or Schedule.default(), read_date(as_of), rule, include_unverified, include_open=False)


def screened(
    screener: Screener, queries: Iterable[Sequence[object] | Unreadable], jobs: int = 1, chunk_size: int = CHUNK_SIZE
) -> Iterator[Row]:
    """Yield one row for each row of queries, in order, by `jobs` processes."""
    chunks = ((None, chunk) for chunk in chunked(queries, chunk_size))
    for _, rows in screened_chunks(screener, chunks, jobs):
        yield from rows


def screened_chunks(
    screener: Screener, chunks: Iterable[tuple[_T, list[Sequence[object] | Unreadable]]], jobs: int
) -> Iterator[tuple[_T, list[Row]]]:
    """Yield what came with each chunk, and its rows, in order; few chunks are held at a time.

    Raises
    ------
    KzScheduleError
        If a process was killed from outside, as happens when memory runs out.
    """
    chunks = iter(chunks)
    first_chunks = list(islice(chunks, 2))
    chunks = chain(first_chunks, chunks)
    if jobs == 1 or len(first_chunks) < 2:
        for carried, queries in chunks:
            yield carried, screener.rows(queries)
        return
    screener.prepare()  # what a process inherits it need not build
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(), _start_worker, (screener,))
    waiting: deque[tuple[_T, Future[list[Row]]]] = deque()
    try:
        for carried, queries in chunks:
            waiting.append((carried, pool.submit(_work, queries)))
            if len(waiting) >= jobs * _WAITING:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    except BrokenProcessPool as error:
        raise KzScheduleError("a worker process ended early, perhaps for want of memory; use fewer jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


def chunked(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yield the items in lists of a size; the last may be shorter.

    Examples
    --------
    >>> list(chunked("abc", 2))
    [['a', 'b'], ['c']]
    """
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk


_worker: Screener | None = None


def _start_worker(screener: Screener) -> None:
    """Keep the screener for the life of a process, which its parent ends."""
    global _worker  # noqa: PLW0603  # a process pool has no other place for what its workers share
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _worker = screener
    screener.prepare()
    # The list stays as long as the process, so there is no point in looking through it for garbage.
    gc.freeze()


def _work(queries: list[Sequence[object] | Unreadable]) -> list[Row]:
    assert _worker is not None, "the pool starts each worker with the screener"
    # One look for garbage after a chunk instead of a hundred in it: all its structures are in use until then.
    gc.disable()
    try:
        return _worker.rows(queries)
    finally:
        gc.enable()


def _in_memory(
    data: pd.DataFrame | pd.Series[Any] | Iterable[object], column: str | Sequence[str] | Mapping[str, Kind] | None
) -> tuple[tuple[tuple[str, Kind], ...], Iterable[Sequence[object]], pd.Index | None]:
    """Return the columns, the rows of queries and the index of what is in memory."""
    import pandas as pd

    from kzschedule.tables.columns import asked

    if isinstance(data, pd.DataFrame):
        columns = asked(column, [str(name) for name in data.columns])
        cells = [_cells(data.iloc[:, [str(name) for name in data.columns].index(name)]) for name, _ in columns]
        return columns, zip(*cells, strict=True), data.index
    if isinstance(data, bytes | Mapping) or not isinstance(data, Iterable):
        raise KzScheduleError(f"screen takes a DataFrame, a Series, an iterable or a path, not {type(data).__name__}")
    if isinstance(data, pd.Series):
        name = "query" if data.name is None else str(data.name)
        return asked(column or name, [name]), ((cell,) for cell in _cells(data)), data.index
    return asked(column or "query", ["query"]), ((_present(item),) for item in data), None


def _cells(series: pd.Series[Any]) -> list[object]:
    return [None if missing else cell for cell, missing in zip(series, series.isna(), strict=True)]


def _present(item: object) -> object:
    """Return an item, and None for what pandas takes as missing."""
    import pandas as pd

    return None if pd.api.types.is_scalar(item) and pd.isna(item) else item  # type: ignore[call-overload]  # any scalar


def _frame(rows: Iterable[Row], index: pd.Index | None) -> pd.DataFrame:
    import pandas as pd

    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    values = dict(zip(COLUMNS, columns, strict=True))
    return pd.DataFrame(values, index=index, dtype="string")


def _empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


class _Searched(TypedDict):
    as_of: str
    newest_act: str | None


def _searched(view: View) -> _Searched:
    """Say what every row of a run says: the day, and how far the law is held."""
    return {"as_of": view.day.isoformat(), "newest_act": view.newest_act}


def _row(outcome: Outcome, view: View, remarks: Iterable[Statement] = ()) -> Row:
    """Write an outcome out as a row; what holds for all rows of a run is in columns of its own, not in the message."""
    searched = _searched(view)
    said = (*remarks, *outcome.messages)
    if outcome.status == "no_match":
        said = (*said, messages.NOT_LEGALITY)
        if not outcome.judged and not outcome.analogues:
            return _nothing_found(said, **searched)
    message = " ".join(said)
    analogue = outcome.decisive or next(iter(outcome.analogues), None)
    parent_id, grade = (analogue.parent_id, analogue.grade) if analogue is not None else (None, None)
    evidence = None if outcome.decisive is None else _parent_evidence(outcome.decisive, view)
    if not outcome.judged or outcome.several_meanings:
        return Row(outcome.status, evidence=evidence, parent_id=parent_id, grade=grade, message=message, **searched)
    first = outcome.judged[0]
    listing = _decisive(first.positions)
    return Row(
        status=outcome.status,
        table=listing.table if listing else None,
        section=listing.section if listing else None,
        substance_id=first.hit.substance_id,
        name=view.schedule.substances[first.hit.substance_id].name_en,
        relation=first.hit.relation,
        evidence=listing.evidence if listing else evidence,
        parent_id=parent_id,
        grade=grade,
        message=message,
        **searched,
    )


@lru_cache(maxsize=1024)
def _nothing_found(said: tuple[Statement, ...], as_of: str, newest_act: str | None) -> Row:
    """Return the row that most rows are; one object, it costs little in memory and on the way between processes."""
    return Row("no_match", message=" ".join(said), as_of=as_of, newest_act=newest_act)


def _parent_evidence(analogue: Decomposition, view: View) -> Evidence | None:
    """Return the evidence for the position of the parent of an analogue; a core of the rule has none."""
    listing = _decisive(view.schedule.positions(analogue.parent_id, view.day))
    return listing.evidence if listing else None


def _decisive(positions: Sequence[ListingAnswer]) -> ListingAnswer | None:
    """Return the position on which the standing rests: one in force before one that is not."""
    standing = [listing for listing in positions if listing.in_force and listing.evidence != "unverified"]
    return next(iter(standing or positions), None)


def _unreadable(asked: list[tuple[str, Outcome]]) -> Iterator[Statement]:
    """Say which of several cells cannot be read."""
    for name, outcome in asked:
        if outcome.status == "invalid":
            yield messages.unreadable_cell(name, outcome.messages[0])


def _conflict(asked: list[tuple[str, Outcome]], schedule: Schedule) -> Iterator[Statement]:
    """Say that the cells of a row mean different substances, if they do.

    A structure that was read and is not in the data contradicts a name whose substance has a structure.
    """
    found = [(name, {hit.substance_id for _, hit, _ in outcome.judged}) for name, outcome in asked if outcome.judged]
    drawn = any(schedule.substances[item].smiles for _, items in found for item in items)
    others = [
        name
        for name, outcome in asked
        if drawn and not outcome.judged and outcome.structure is not None and outcome.status != "invalid"
    ]
    if not others and not any(first.isdisjoint(second) for _, first in found for _, second in found):
        return
    meanings = [
        (name, alternatives(tuple(schedule.substances[item].name for item in sorted(items)))) for name, items in found
    ]
    meanings += [(name, messages.ANOTHER_STRUCTURE) for name in others]
    skeletons = [{(schedule.substances[item].inchikey or item)[:14] for item in items} for _, items in found]
    yield messages.conflict(meanings, stereo_only=not others and bool(set.intersection(*skeletons)))
