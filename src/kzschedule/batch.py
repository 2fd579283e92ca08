"""Screening a file into a file: results beside the input's columns, a summary, and going on after an interruption.

Results are written to ``OUT.partial`` and renamed when they are complete, so that a file of results is never a
part of one. What the run was asked stands in ``OUT.partial.json``.
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
from typing import TYPE_CHECKING, Any

import kzschedule
from kzschedule import messages
from kzschedule.checking import read_date
from kzschedule.errors import TableError
from kzschedule.examining import Kind
from kzschedule.model import Evidence
from kzschedule.schedule import Schedule
from kzschedule.screening import CHUNK_SIZE, COLUMNS, Screener, Unreadable, chunked, screened_chunks, view_of
from kzschedule.tables.reading import Record, open_table
from kzschedule.tables.writing import PARTIAL, open_writer, output_columns, output_format, read_written

if TYPE_CHECKING:
    from kzschedule.analogues.rule import AnalogueRule

#: Told after each chunk: the summary so far, and which part of the input has been read, if that is known.
Progress = Callable[["Summary", float | None], None]

#: Places of these columns, counted from the end of a row of results, before which the input's columns stand.
_STATUS, _TABLE, _EVIDENCE, _GRADE = (
    COLUMNS.index(name) - len(COLUMNS) for name in ("status", "table", "evidence", "grade")
)
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

    Examples
    --------
    >>> from kzschedule.screening import Row
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

    def to_json(self, schedule: Schedule) -> dict[str, Any]:
        """Return the counts, and what holds for all rows: the revision searched, and the limits of that."""
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
            "messages": [
                *messages.searched(schedule.newest_act(), self.as_of, schedule.start),
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
    include_unverified: bool = False,
    jobs: int = 1,
    json_lines: bool = False,
    resume: bool = False,
    chunk_size: int = CHUNK_SIZE,
    progress: Progress | None = None,
) -> Summary:
    """Screen a file, and write its columns and the results.

    Parameters
    ----------
    path : str or Path
        The file of queries, ``-`` for standard input; see `kzschedule.tables.reading.open_table`.
    out : Path, optional
        The file of results: CSV, TSV, JSON lines or Parquet by its name, compressed if that ends in ``.gz``. Without
        it results are written to standard output.
    column, as_of, schedule, rule, include_unverified, jobs, chunk_size
        As for `kzschedule.screen`.
    json_lines : bool
        Whether to write JSON lines whatever the name of the file is.
    resume : bool
        Whether to go on with an interrupted run, if there is one.
    progress : callable, optional
        Told of each chunk of rows that is written.

    Returns
    -------
    Summary

    Raises
    ------
    KzScheduleError
        If the file cannot be read, there are no such results, or an interrupted run had other settings.
    """
    schedule = schedule or Schedule.default()
    form = output_format(out, json_lines=json_lines)
    with ExitStack() as stack:
        table = stack.enter_context(open_table(path))
        queries = table.columns_asked(column)
        kept = [place for place, name in enumerate(table.columns) if name not in table.hidden]
        columns = output_columns([table.columns[place] for place in kept], COLUMNS)
        settings = {
            **_settings(path, queries, columns, schedule),
            "rule": None if rule is None else schedule.rule(rule).model_dump_json(),
            "include_unverified": include_unverified,
            "as_of": as_of and read_date(as_of).isoformat(),
        }
        earlier = _earlier(out, settings) if resume and out else None
        view = view_of(settings["as_of"], schedule, rule, include_unverified=include_unverified)
        day = view.day
        if out is not None:
            settings["as_of"] = day.isoformat()
            _beside(out, _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
        types = None if table.arrow is None else [table.arrow.field(place).type for place in kept]
        write = stack.enter_context(open_writer(out and _beside(out, PARTIAL), form, columns, types))
        summary = Summary(day)

        def written(rows: list[Sequence[Any]]) -> None:
            write(rows)
            summary.add(rows)
            if progress is not None:
                progress(summary, table.done())

        if earlier is not None:
            for carried in chunked(read_written(earlier, form), _CARRIED):
                written(carried)
            for _ in islice(table.records, summary.rows):
                pass
            earlier.unlink()
        chunks = _chunks(table.records, [table.columns.index(name) for name, _ in queries], kept, chunk_size)
        for given, rows in screened_chunks(Screener(queries, view), chunks, jobs):
            written([(*cells, *row) for cells, row in zip(given, rows, strict=True)])
    if out is not None:
        _beside(out, PARTIAL).replace(out)
        _beside(out, _SETTINGS).unlink()
    return summary


_SETTINGS = ".partial.json"
_EARLIER = ".earlier"


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
        If that run had other settings.
    """
    partial, earlier, written = (_beside(out, ending) for ending in (PARTIAL, _EARLIER, _SETTINGS))
    if not written.is_file() or not (partial.is_file() or earlier.is_file()):
        return None
    before = json.loads(written.read_text(encoding="utf-8"))
    settings["as_of"] = settings["as_of"] or before.get("as_of")
    differing = [name for name in settings if settings[name] != before.get(name)]
    if differing:
        raise TableError(
            f"{partial} was begun with another {' and '.join(differing)}; start again without --resume, "
            "or with the settings of that run"
        )
    if not earlier.is_file():
        # If it is there, an earlier attempt to go on was interrupted before it had carried all over.
        partial.replace(earlier)
    return earlier


def _chunks(
    rows: Iterable[Record], places: Sequence[int], kept: Sequence[int], size: int
) -> Iterator[tuple[list[tuple[Any, ...]], list[Sequence[object] | Unreadable]]]:
    """Yield chunks of rows twice: the cells that are kept, and those that are screened."""
    for chunk in chunked(rows, size):
        yield (
            [tuple(cells[place] for place in kept) for cells, _ in chunk],
            [problem or [cells[place] for place in places] for cells, problem in chunk],
        )
