"""Screening a file into a file: results beside the input's columns, a summary, and going on after an interruption.

Results are written to ``OUT.partial`` and renamed when they are complete, so that a file of results is never a
part of one. What the run was asked stands in ``OUT.partial.json``. Where only some rows are wanted, or in another
order, all stand in ``OUT.partial``, and the file is written from it, so that an interrupted run goes on all the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import kzschedule
from kzschedule.answer import messages
from kzschedule.answer.query import Kind
from kzschedule.dates import read_date
from kzschedule.errors import TableError
from kzschedule.language import Language
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import Evidence
from kzschedule.schedule import Schedule
from kzschedule.screening.rows import (
    CHUNK_SIZE,
    COLUMNS,
    Screener,
    Unreadable,
    chunked,
    is_empty,
    screened_chunks,
    view_of,
)
from kzschedule.screening.tables.columns import looks_known
from kzschedule.screening.tables.reading import InputTable, Record, open_table, pyarrow_parquet
from kzschedule.screening.tables.writing import (
    PARTIAL,
    OutputFormat,
    Writer,
    open_writer,
    output_columns,
    output_format,
    read_written,
    unfinished,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from kzschedule.analogues.rule import AnalogueRule

#: Told after each chunk: the summary so far, and which part of the input has been read, if that is known.
Progress = Callable[["Summary", float | None], None]

#: Given each chunk of rows, whichever of them are written: the columns of a row, those of them that are screened, and
#: the rows in their order.
Taker = Callable[[Sequence[str], Sequence[str], list[Sequence[Any]]], None]


class Wording(Protocol):
    """Says rows of results for people: `kzschedule.render.results.Wording`."""

    @property
    def language(self) -> Language:
        """The language of ``name`` and ``message``."""

    def heads(self, given: Sequence[str], screened: Sequence[str], *, numbered: bool) -> tuple[str, ...]:
        """Return the names of the columns."""

    def row(self, cells: Sequence[Any], given: Sequence[str], screened: Sequence[str]) -> tuple[Any, ...]:
        """Return a row of input and results as it is shown."""


#: Places of these columns, counted from the end of a row of results, before which the input's columns stand.
_STATUS, _TABLE, _EVIDENCE, _GRADE, _REMOTE = (
    COLUMNS.index(name) - len(COLUMNS) for name in ("status", "table", "evidence", "grade", "remote")
)
#: The number of a row of input, which stands before its results where these are not all rows in their order.
ROW = "row"
#: What of the results can be asked for: each status, analogues that are near or by the letter only, and all hits.
_RANKS = ("listed", "unconfirmed", "unresolved", "near", "remote", "invalid", "no_match")
_SEVERAL = {
    "hits": frozenset({"listed", "unconfirmed", "unresolved", "near", "remote"}),
    "analogue": frozenset({"near", "remote"}),
}
SELECTIONS = ("hits", "listed", "unconfirmed", "unresolved", "analogue", "near", "remote", "invalid", "no_match")
#: Formats that people read, which a `Wording` says.
_IN_WORDS = ("csv", "tsv", "xlsx")
#: Rows of an interrupted run that are carried over at a time.
_CARRIED = 5_000


@dataclass
class Summary:
    """Counts of a run.

    Attributes
    ----------
    as_of : datetime.date
        The day that was asked about.
    rows : int
        Rows of input, each with a row of results.
    statuses, tables, evidences, grades : Counter
        Rows by status, found rows by table and by evidence, and rows with an analogue by its grade.
    remote : int
        Rows of which the nearest analogue is one by the letter only.
    empty : int
        Rows of which all cells that were screened are empty, or that could not be taken apart.
    screened, unscreened, perhaps : tuple of str
        The columns that were screened, the others, and which of these are called as if they held names.
    remarks : tuple of Statement
        What of the input was not read.

    Examples
    --------
    >>> from kzschedule.screening.rows import Row
    >>> summary = Summary(date(2024, 3, 1))
    >>> summary.add([Row("listed", table="I"), Row("no_match"), Row("invalid")])
    >>> summary.rows, summary.hits, summary.passes, summary.errors
    (3, 1, 1, 1)
    """

    as_of: date
    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    tables: Counter[str] = field(default_factory=Counter)
    evidences: Counter[Evidence] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    remote: int = 0
    empty: int = 0
    screened: tuple[str, ...] = ()
    unscreened: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    remarks: tuple[Statement, ...] = ()

    @property
    def errors(self) -> int:
        """Rows that cannot be read."""
        return self.statuses["invalid"]

    @property
    def passes(self) -> int:
        """Rows of which nothing was found; that is no statement of legality."""
        return self.statuses["no_match"]

    @property
    def hits(self) -> int:
        """All other rows: listed, unconfirmed, unresolved, analogue."""
        return self.rows - self.errors - self.passes

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Count rows of results."""
        for row in rows:
            self.rows += 1
            self.statuses[row[_STATUS]] += 1
            if row[_TABLE] and row[_STATUS] != "no_match":
                self.tables[row[_TABLE]] += 1
            if row[_EVIDENCE] and row[_STATUS] != "no_match":
                self.evidences[row[_EVIDENCE]] += 1
            if row[_GRADE]:
                self.grades[row[_GRADE]] += 1
            self.remote += row[_REMOTE] == "true"

    def to_json(self, schedule: Schedule) -> dict[str, Any]:
        """Return the counts, and what holds for all rows: the revision searched, and the limits of that."""
        law = schedule.law
        return {
            "as_of": self.as_of.isoformat(),
            "rows": self.rows,
            "errors": self.errors,
            "hits": self.hits,
            "passes": self.passes,
            "by_status": dict(sorted(self.statuses.items())),
            "by_table": dict(sorted(self.tables.items())),
            "by_evidence": dict(sorted(self.evidences.items())),
            "by_grade": dict(sorted(self.grades.items())),
            "remote": self.remote,
            "columns": {
                "screened": list(self.screened),
                "not_screened": list(self.unscreened),
                "perhaps_names": list(self.perhaps),
            },
            "messages": [
                *self.remarks,
                *messages.searched(law.newest_revision, law.revisions_on(self.as_of), self.as_of, schedule.start),
                messages.NOT_LEGALITY,
            ],
            "versions": {"kzschedule": kzschedule.__version__, "data": schedule.package.version},
        }


def screen_file(
    path: str | Path,
    out: Path | None,
    *,
    column: str | Sequence[str] | Mapping[str, Kind] | None = None,
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
    jobs: int = 1,
    json_lines: bool = False,
    excel: bool = False,
    encoding: str | None = None,
    sheet: str | int | None = None,
    only: Sequence[str] = (),
    sort: bool = False,
    resume: bool = False,
    chunk_size: int = CHUNK_SIZE,
    progress: Progress | None = None,
    take: Taker | None = None,
    wording: Wording | None = None,
    show: Callable[[Sequence[str]], Writer] | None = None,
) -> Summary:
    """Screen a file, and write its columns and the results.

    Parameters
    ----------
    path : str or Path
        The file of queries, ``-`` for standard input; see `kzschedule.screening.tables.reading.open_table`.
    out : Path, optional
        The file of results: CSV, TSV, JSON lines, Parquet or Excel by its name, compressed if that ends in ``.gz``.
        Without it results are written to standard output.
    column, as_of, schedule, rule, jobs, chunk_size, encoding, sheet
        As for `kzschedule.screen`.
    json_lines, excel : bool
        Whether to write JSON lines, or a workbook of Excel, whatever the name of the file is.
    only : sequence of str
        Which rows to write: statuses, ``hits``, ``near`` (analogues) or ``remote`` (analogues by the letter only); all
        by default. What is counted does not depend on it. Each row has its number in the input in front.
    sort : bool
        Whether to write the strongest answers first, and analogues by the letter only behind the others.
    resume : bool
        Whether to go on with an interrupted run, if there is one.
    progress : callable, optional
        Told of each chunk of rows that is written.
    take : callable, optional
        Given each chunk of rows, as `kzschedule.render.hits.Hits.take` gathers hits.
    wording : Wording, optional
        Says the results for people, in CSV, TSV and workbooks; other formats, and results without it, are for programs.
    show : callable, optional
        Given the names of the columns, takes the rows where no file does; by default they go to standard output.

    Returns
    -------
    Summary

    Raises
    ------
    KzScheduleError
        If the file cannot be read, there are no such results, or an interrupted run had other settings.
    """
    schedule = schedule or Schedule.default()
    form = output_format(out, json_lines=json_lines, excel=excel)
    ranks = _ranks_of(only)
    if sort and out is None:
        raise TableError(Statement("sorted results are written to a file only; name one with --out"))
    partly = bool(only) or sort
    with ExitStack() as stack:
        table = stack.enter_context(open_table(path, encoding=encoding, sheet=sheet))
        queries = table.columns_asked(column)
        kept = [place for place, name in enumerate(table.columns) if name not in table.hidden]
        given = [table.columns[place] for place in kept]
        columns = output_columns(given, (ROW, *COLUMNS) if partly else COLUMNS)
        final = _final(
            columns, wording if form in _IN_WORDS else None, given, [name for name, _ in queries], numbered=partly
        )
        settings = {
            **_settings(path, queries, columns, schedule),
            "only": sorted(only),
            "sort": sort,
            "language": final.language,
            "rule": None if rule is None else schedule.rule(rule).model_dump_json(),
            "as_of": as_of and read_date(as_of).isoformat(),
        }
        earlier = _earlier(out, settings) if resume and out else None
        view = view_of(settings["as_of"], schedule, rule)
        day = view.day
        if out is not None:
            settings["as_of"] = day.isoformat()
            _beside(out, _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
        places = _places(table, queries)
        types = _types(table, kept, numbered=partly) if form == "parquet" else None
        if out is None and show is not None:
            write = show(final.columns)
        else:
            partial = (None, final.columns) if out is None else (_beside(out, PARTIAL), columns)
            write = stack.enter_context(open_writer(partial[0], form, partial[1], types))
        summary = _begun(day, table, queries)

        def written(rows: list[Sequence[Any]]) -> None:
            # To a file all rows are written first, so that an interrupted run can go on.
            write(rows if out is not None else final.chosen(rows, ranks))
            summary.add(rows)
            if take is not None:
                take(columns, [columns[kept.index(place)] for place in places if place in kept], rows)
            if progress is not None:
                progress(summary, table.done())

        if earlier is not None:
            for carried in chunked(read_written(earlier, form), _CARRIED):
                written(carried)
            done = islice(table.records, summary.rows)
            summary.empty += sum(_nothing_in(record, places) for record in done)
            earlier.unlink()
        screener = Screener(queries, view, final.language)
        for cells_kept, rows in screened_chunks(
            screener, _chunks(table.records, places, kept, chunk_size, summary), jobs
        ):
            start = summary.rows + 1
            numbered = [(number,) if partly else () for number in range(start, start + len(rows))]
            written([(*cells, *number, *row) for cells, number, row in zip(cells_kept, numbered, rows, strict=True)])
    nothing = summary.rows and summary.empty == summary.rows
    if out is not None:
        _finish(out, form, final, types, ranks, sort=sort, again=partly or final.row is not None, nothing=bool(nothing))
    if nothing:
        raise TableError(
            Statement(
                "in none of {rows} rows is there anything to read in {columns}; "
                "name other columns with --column: {others}",
                rows=f"{summary.rows:,}",
                columns=_quoted(summary.screened),
                others=_quoted(summary.unscreened) or "-",
            )
        )
    return summary


def _finish(
    out: Path,
    form: OutputFormat,
    final: _Final,
    types: Sequence[Any] | None,
    ranks: frozenset[str],
    *,
    sort: bool,
    again: bool,
    nothing: bool,
) -> None:
    """Put the results in their place: as they were written, or written again; where nothing was screened, none."""
    if nothing:
        _beside(out, PARTIAL).unlink()
    elif again:
        _select(out, form, final, types, ranks, sort=sort)
    else:
        _beside(out, PARTIAL).replace(out)
    _beside(out, _SETTINGS).unlink(missing_ok=True)


@dataclass(frozen=True)
class _Final:
    """What stands in the results at last: the names of the columns, and what is made of a row, if it is said anew."""

    columns: tuple[str, ...]
    row: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    language: Language = "en"

    def chosen(self, rows: Iterable[Sequence[Any]], ranks: frozenset[str]) -> list[Sequence[Any]]:
        """Return the rows of some ranks as they are shown."""
        kept = [row for row in rows if _rank(row) in ranks]
        return kept if self.row is None else [self.row(row) for row in kept]


def _final(
    columns: tuple[str, ...],
    wording: Wording | None,
    given: Sequence[str],
    screened: Sequence[str],
    *,
    numbered: bool,
) -> _Final:
    if wording is None:
        return _Final(columns)
    heads = wording.heads(given, screened, numbered=numbered)
    return _Final(heads, lambda row: wording.row(row, given, screened), wording.language)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def _places(table: InputTable, queries: Sequence[tuple[str, Kind]]) -> list[int]:
    return [table.columns.index(name) for name, _ in queries]


def _types(table: InputTable, kept: Sequence[int], *, numbered: bool) -> list[pa.DataType]:
    """Return the types of the columns that stand before the results in a Parquet file."""
    pyarrow_parquet()
    import pyarrow as pa

    types = [pa.string() if table.arrow is None else table.arrow.field(place).type for place in kept]
    return [*types, pa.int64()] if numbered else types


def _begun(day: date, table: InputTable, queries: Sequence[tuple[str, Kind]]) -> Summary:
    """Return the summary of a run that has no rows yet."""
    screened = tuple(name for name, _ in queries)
    others = tuple(name for name in table.columns if name not in screened and name not in table.hidden)
    perhaps = tuple(name for name in others if looks_known(name))
    return Summary(day, screened=screened, unscreened=others, perhaps=perhaps, remarks=table.remarks)


def _ranks_of(only: Sequence[str]) -> frozenset[str]:
    """Return the ranks of rows that are asked for, all by default."""
    for name in only:
        if name not in SELECTIONS:
            raise TableError(
                Statement("{name!r} is no kind of result; it is one of {kinds}", name=name, kinds=", ".join(SELECTIONS))
            )
    chosen = frozenset().union(*(_SEVERAL.get(name, frozenset({name})) for name in only))
    return chosen or frozenset(_RANKS)


def _rank(row: Sequence[Any]) -> str:
    """Return what a row of results is to one who sorts them."""
    status: str = row[_STATUS]
    return status if status != "analogue" else "remote" if row[_REMOTE] == "true" else "near"


def _select(
    out: Path,
    form: OutputFormat,
    final: _Final,
    types: Sequence[Any] | None,
    ranks: frozenset[str],
    *,
    sort: bool,
) -> None:
    """Write the rows that are asked for from those that were written, in their order or strongest first."""
    partial, chosen = _beside(out, PARTIAL), _beside(out, _CHOSEN)
    passes = [frozenset({rank}) for rank in _RANKS if rank in ranks] if sort else [ranks]
    with open_writer(chosen, form, final.columns, types) as write:
        for wanted in passes:
            for rows in chunked(read_written(partial, form), _CARRIED):
                write(final.chosen(rows, wanted))
    chosen.replace(out)
    partial.unlink()


_SETTINGS = ".partial.json"
_EARLIER = ".earlier"
_CHOSEN = ".chosen"


def _beside(out: Path, ending: str) -> Path:
    return out.with_name(out.name + ending)


def _settings(
    path: str | Path, queries: tuple[tuple[str, Kind], ...], columns: Sequence[str], schedule: Schedule
) -> dict[str, Any]:
    """Return what has to be the same for two runs to be one."""
    return {
        "input": str(path),
        "size": Path(path).stat().st_size if Path(path).is_file() else None,
        "queries": dict(queries),
        "columns": list(columns),
        "versions": {"kzschedule": kzschedule.__version__, "data": schedule.package.version},
    }


def _earlier(out: Path, settings: dict[str, Any]) -> Path | None:
    """Return the results of an interrupted run, set aside, if there are any; its day is taken over.

    Raises
    ------
    TableError
        If that run had other settings, or what it wrote of them cannot be read.
    """
    partial, earlier, written = (_beside(out, ending) for ending in (PARTIAL, _EARLIER, _SETTINGS))
    if not written.is_file() or not (partial.is_file() or earlier.is_file()):
        return None
    try:
        before = json.loads(written.read_text(encoding="utf-8"))
        before.keys()  # what was written is an object
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise unfinished(written, error) from error
    settings["as_of"] = settings["as_of"] or before.get("as_of")
    differing = [name for name in settings if settings[name] != before.get(name)]
    if differing:
        raise TableError(
            Statement(
                "{file} was begun with another {settings}; start again without --resume, "
                "or with the settings of that run",
                file=str(partial),
                settings=", ".join(differing),
            )
        )
    if not earlier.is_file():
        # If it is there, an earlier attempt to go on was interrupted before it had carried all over.
        partial.replace(earlier)
    return earlier


def _nothing_in(record: Record, places: Sequence[int]) -> bool:
    """Whether there is nothing to screen in a row, or its cells could not be told apart."""
    cells, problem = record
    return problem is not None or all(is_empty(cells[place]) for place in places)


def _chunks(
    rows: Iterable[Record], places: Sequence[int], kept: Sequence[int], size: int, summary: Summary
) -> Iterator[tuple[list[tuple[Any, ...]], list[Sequence[object] | Unreadable]]]:
    """Yield chunks of rows twice: the cells that are kept, and those that are screened."""
    for chunk in chunked(rows, size):
        summary.empty += sum(_nothing_in(record, places) for record in chunk)
        yield (
            [tuple(cells[place] for place in kept) for cells, _ in chunk],
            [problem or [cells[place] for place in places] for cells, problem in chunk],
        )
