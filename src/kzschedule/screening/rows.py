"""Many questions at once: `screen`, with one row of answer for each row of input.

Each cell is judged as `kzschedule.check` judges it (`kzschedule.answer.examine.examine`), and the outcome is written
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

from kzschedule.answer import messages
from kzschedule.answer.examine import examine, examine_all
from kzschedule.answer.judge import Outcome, View
from kzschedule.answer.query import Kind
from kzschedule.dates import read_date
from kzschedule.errors import KzScheduleError, TableError
from kzschedule.language import Language
from kzschedule.language.statement import Statement, alternatives
from kzschedule.language.vocabulary import Evidence, Grade, Relation, Section, Status, Table
from kzschedule.schedule import Schedule

if TYPE_CHECKING:
    import pandas as pd
    from narwhals.typing import IntoFrame, IntoSeries

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
    table, section, row_id : str or None
        The row on which the status rests; of an analogue, that of its nearest parent.
    evidence : str or None
        The evidence for that row.
    substance_id, name, relation : str or None
        The substance that was found, its English name, and how it was found. None where several may be meant: the
        message names the candidates.
    parent_id, grade, remote : str or None
        The nearest listed substance of which the structure is a formal analogue, the grade of that, and ``true`` where
        it is near by the letter only. Analogues that make no status are left out: `kzschedule.check` shows them.
    message : str
        What a reader has to know of this row before acting on it.
    as_of : str
        The day that was asked about, in ISO form.
    newest_act : str or None
        Identifier of the newest act that was searched; later ones, if there are any, are not held.
    revision : str or None
        The newest revision that was read.
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
    row_id: str | None = None
    remote: str | None = None
    revision: str | None = None


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
    language : str
        The language of ``name`` and ``message``.

    Examples
    --------
    >>> view = view_of("2024-03-01")
    >>> screener = Screener((("name", "auto"), ("cas", "auto")), view)
    >>> screener.row(("no such name", "537-46-2"))[:4]
    ('listed', 'I', 'psychotropic', 'metamfetamine')
    """

    columns: tuple[tuple[str, Kind], ...]
    view: View
    language: Language = "en"

    def prepare(self) -> None:
        """Read the list and compile the search for analogues, which otherwise happens with the first structures."""
        examine("C", "smiles", self.view)
        self.view.search.prepare()

    def rows(self, queries: Iterable[Sequence[object] | Unreadable]) -> list[Row]:
        """Return one row for each input row, in order."""
        asked = [query if isinstance(query, Unreadable) else self._asked(query) for query in queries]
        cells = [(cell, kind) for row in asked if not isinstance(row, Unreadable) for _, cell, kind in row]
        outcomes = iter(self._examined(cells))
        return [
            Row("invalid", message=_joined([row.reason], self.language), **_searched(self.view))
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

    def _examined(self, cells: Sequence[tuple[object, Kind]]) -> list[Outcome]:
        """Examine cells; what is no SMILES or number in a column of such may be a name or structure all the same."""
        outcomes = examine_all(cells, self.view)
        others = [
            place
            for place, ((_, kind), outcome) in enumerate(zip(cells, outcomes, strict=True))
            if kind in ("smiles", "cas") and outcome.status == "invalid"
        ]
        for place, outcome in zip(
            others, examine_all([(cells[one][0], "auto") for one in others], self.view), strict=True
        ):
            if outcome.status not in ("invalid", "no_match"):
                outcomes[place] = outcome
        return outcomes

    def _asked(self, cells: Sequence[object]) -> list[tuple[str, object, Kind]]:
        """Return the cells of a row that are not empty, each value of several in one cell for itself.

        If all are empty it is one that is, which cannot be read.
        """
        asked: list[tuple[str, object, Kind]] = [
            (name, value, kind)
            for (name, kind), cell in zip(self.columns, cells, strict=True)
            for value in (cell if isinstance(cell, list | tuple) else (cell,))
            if not is_empty(value)
        ]
        return asked or [("", "", "auto")]

    def _strongest(self, answers: list[tuple[str, Outcome]]) -> Row:
        if len(answers) == 1:
            return _row(answers[0][1], self.view, language=self.language)
        _, best = min(answers, key=lambda item: _STRENGTH.index(item[1].status))
        remarks = [*_conflict(answers, self.view.schedule), *_unreadable(answers), *_perhaps(answers, best)]
        said = best.status in ("invalid", "unresolved")
        return _row(replace(best, messages=()) if said else best, self.view, remarks, self.language)


#: Cells of which it is said what they may mean, where another has a certain answer.
_FEW = 3
#: Which answer of a row counts. What cannot be read could be anything, so it is no row of which nothing was found.
_STRENGTH: tuple[Status, ...] = ("listed", "unconfirmed", "analogue", "unresolved", "invalid", "no_match")


def screen(
    data: pd.DataFrame | pd.Series[Any] | IntoFrame | IntoSeries | Iterable[object] | str | Path,
    column: str | Sequence[str] | Mapping[str, Kind] | None = None,
    *,
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
    jobs: int = 1,
    chunk_size: int = CHUNK_SIZE,
    encoding: str | None = None,
    sheet: str | int | None = None,
) -> pd.DataFrame:
    """Say of each row what is known of its substance's position on the list.

    Parameters
    ----------
    data : DataFrame, Series, iterable of str, or path
        The rows. Frames and series may be of pandas, Polars, Arrow, and whatever else narwhals knows. A path leads to
        a CSV, TSV, SMI, SDF or Parquet file, a workbook of Excel or OpenDocument, JSON, JSON lines, or a library of
        spectra (MSP, MSL), which may be compressed with gzip.
    column : str, sequence of str, or mapping of str to str, optional
        The columns with names, CAS numbers, InChIKeys or structures. Of several, the strongest answer counts.
        A mapping gives the kind as well, as for `kzschedule.check`: ``{"structure": "smiles"}``; a column that is
        called SMILES is read as such. By default the columns that are called so (``name``, ``cas``, ``smiles``,
        ``название`` ...).
    as_of : datetime.date or str, optional
        The day that is asked about, today by default.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.
    rule
        As for `kzschedule.check`.
    jobs : int, default 1
        Number of processes. With more than one, a script needs ``if __name__ == "__main__":``.
    chunk_size : int
        Rows that a process works on at a time. The result does not depend on it.
    encoding : str, optional
        The encoding of a file's text, where it cannot be told for certain: ``cp866``.
    sheet : str or int, optional
        The sheet of a workbook, by name or by number from 1; by default the first.

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
    ``no_match`` is no statement of legality: it says that the revision searched does not name the substance.

    Examples
    --------
    >>> found = screen(["героин", "CC(=O)Oc1ccccc1C(=O)O", "537-46-3"], as_of="2024-03-01")
    >>> list(found["status"])
    ['listed', 'no_match', 'invalid']
    """
    if jobs < 1 or chunk_size < 1:
        raise KzScheduleError(
            Statement("jobs and chunk_size are at least 1, not {jobs} and {size}", jobs=jobs, size=chunk_size)
        )
    view = view_of(as_of, schedule, rule)
    if isinstance(data, str | Path):
        from kzschedule.screening.tables.reading import open_table

        if isinstance(data, str) and not Path(data).is_file():
            raise TableError(
                Statement("{text!r} is no file; for one substance use check, for several give a list", text=data[:200])
            )
        with open_table(data, encoding=encoding, sheet=sheet) as table:
            columns = table.columns_asked(column)
            return _frame(screened(Screener(columns, view), table.queries(columns), jobs, chunk_size))
    from kzschedule.screening.tables.frames import in_memory

    found = in_memory(data, column)
    return _frame(screened(Screener(found.columns, view), found.queries, jobs, chunk_size), found.index)


def view_of(
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
) -> View:
    """Return the view that the arguments of `screen` describe; the same for all rows, whenever they come."""
    if rule is not None:
        rule = (schedule or Schedule.default()).rule(rule)
    return View(schedule or Schedule.default(), read_date(as_of), rule, include_open=False)


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
            yield carried, _rows(screener, queries)
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
        raise KzScheduleError(
            Statement("a worker process ended early, perhaps for want of memory; use fewer jobs")
        ) from error
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
    return _rows(_worker, queries)


def _rows(screener: Screener, queries: list[Sequence[object] | Unreadable]) -> list[Row]:
    """Return the rows of a chunk, with one look for garbage after it: its structures are in use until then."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return screener.rows(queries)
    finally:
        if collecting:
            gc.enable()


def _frame(rows: Iterable[Row], index: pd.Index | None = None) -> pd.DataFrame:
    import pandas as pd

    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    values = dict(zip(COLUMNS, columns, strict=True))
    return pd.DataFrame(values, index=index, dtype="string")


def is_empty(cell: object) -> bool:
    """Whether there is nothing in a cell to be asked.

    Examples
    --------
    >>> is_empty(" "), is_empty(None), is_empty(()), is_empty("PCP")
    (True, True, True, False)
    """
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (isinstance(cell, list | tuple) and all(map(is_empty, cell)))


class _Searched(TypedDict):
    as_of: str
    newest_act: str | None
    revision: str


def _searched(view: View) -> _Searched:
    """Say what every row of a run says: the day, and how far the law is held."""
    revision = view.schedule.law.newest_revision.revision_id
    return {"as_of": view.day.isoformat(), "newest_act": view.newest_act, "revision": revision}


def _row(outcome: Outcome, view: View, remarks: Iterable[Statement] = (), language: Language = "en") -> Row:
    """Write an outcome out as a row; what holds for all rows of a run is in columns of its own, not in the message."""
    searched = _searched(view)
    said = (*remarks, *outcome.messages)
    if outcome.status == "unresolved" and outcome.suggestions:
        found_ids = dict.fromkeys(suggestion.substance_id for suggestion in outcome.suggestions)
        names = tuple(view.schedule.substances[substance_id].name for substance_id in list(found_ids)[:_FEW])
        said = (*said, Statement("Perhaps: {names}.", names=names))
    if outcome.status == "no_match":
        said = (*said, messages.NOT_LEGALITY)
        if not outcome.judged and not outcome.analogues:
            return _nothing_found(said, language, **searched)
    analogue = outcome.decisive
    found = None if outcome.several_meanings else next(iter(outcome.judged), None)
    covered = found is not None and found.covered_by is not None
    listing = next(iter(found.positions), None) if found is not None and covered else None
    if listing is None and analogue is not None:
        listing = next(iter(view.schedule.positions(analogue.parent_id, view.day)), None)
    return Row(
        status=outcome.status,
        table=listing.table if listing else None,
        section=listing.section if listing else None,
        row_id=listing.row_id if listing else None,
        evidence=listing.evidence if listing else None,
        substance_id=found.hit.substance_id if found else None,
        name=view.schedule.substances[found.hit.substance_id].name.say(language) if found else None,
        relation=found.hit.relation if found else None,
        parent_id=analogue.parent_id if analogue else None,
        grade=analogue.grade if analogue else None,
        remote=str(analogue.remote).lower() if analogue else None,
        message=_joined(said, language),
        **searched,
    )


def _joined(said: Iterable[str], language: Language) -> str:
    return " ".join(part.say(language) if isinstance(part, Statement) else part for part in said)


@lru_cache(maxsize=1024)
def _nothing_found(
    said: tuple[Statement, ...], language: Language, as_of: str, newest_act: str | None, revision: str
) -> Row:
    """Return the row that most rows are; one object, it costs little in memory and on the way between processes."""
    return Row("no_match", message=_joined(said, language), as_of=as_of, newest_act=newest_act, revision=revision)


def _unreadable(asked: list[tuple[str, Outcome]]) -> Iterator[Statement]:
    """Say which of several cells cannot be read."""
    for name, outcome in asked:
        if outcome.status == "invalid":
            yield messages.unreadable_cell(name, outcome.messages[0])


def _perhaps(asked: list[tuple[str, Outcome]], best: Outcome) -> Iterator[Statement]:
    """Say which of several cells may mean what; beside an answer that is certain, of a few of them."""
    unresolved = [(name, outcome) for name, outcome in asked if outcome.status == "unresolved"]
    for name, outcome in unresolved if best.status == "unresolved" else unresolved[:_FEW]:
        yield Statement(
            "{column!r} is unresolved: {reason}", column=name, reason=Statement("{parts}", parts=outcome.messages)
        )


def _conflict(asked: list[tuple[str, Outcome]], schedule: Schedule) -> Iterator[Statement]:
    """Say that the cells of a row mean different substances, if they do.

    A structure that was read and is not in the data contradicts a name whose substance has a structure.
    """
    found = [(name, {item.hit.substance_id for item in outcome.judged}) for name, outcome in asked if outcome.judged]
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
