"""``kzschedule screen``: all rows of a file."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kzschedule.cli.options import (
    CannotRead,
    as_of_option,
    data_in_use_option,
    exit_zero_option,
    language_chosen,
    language_option,
    refuse_pdf,
    rule_option,
    write_page,
)
from kzschedule.language import Language
from kzschedule.language.statement import Statement, counted, day
from kzschedule.language.vocabulary import EVIDENCE, GRADE, STATUS

if TYPE_CHECKING:
    from kzschedule.language.vocabulary import Grade, Status
    from kzschedule.screening.file import Progress, Summary
    from kzschedule.screening.tables.writing import Writer

#: Seconds between lines of progress where no terminal shows it.
_BETWEEN_LINES = 10
#: Columns that are named at most.
_SHOWN = 40
#: Exit code of a run that was interrupted, as shells have it.
_INTERRUPTED = 130


@click.command("screen")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--column", "columns", multiple=True, metavar="NAME", help="A column to screen; may be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write results there.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="all processors",
    help="Number of processes.",
)
@click.option("--json-lines", is_flag=True, help="Write JSON lines whatever the results are called.")
@click.option("--excel", is_flag=True, help="Write a workbook of Excel whatever the results are called.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, by name or number; by default the first.")
@click.option("--encoding", metavar="NAME", help="The encoding of the file where it is not certain, such as cp866.")
@click.option(
    "--only",
    metavar="KINDS",
    help="Write these rows only, with their numbers: hits, or some of listed, unconfirmed, unresolved, analogue, near, "
    "remote, invalid, no_match, with commas between them.",
)
@click.option(
    "--sort",
    is_flag=True,
    help="Write the strongest answers first, and analogues by the letter only behind the others.",
)
@click.option("--resume", is_flag=True, help="Go on with an interrupted run that had the same --out.")
@click.option(
    "--summary", "summary_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the counts there, as JSON.",
)  # fmt: skip
@click.option(
    "--report",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write a page of the hits there, to be read and printed.",
)
@as_of_option
@rule_option
@exit_zero_option
@language_option
@data_in_use_option
def command(
    file: str,
    *,
    columns: Sequence[str],
    out: Path | None,
    jobs: int,
    json_lines: bool,
    excel: bool,
    sheet: str | None,
    encoding: str | None,
    only: str | None,
    sort: bool,
    resume: bool,
    summary_file: Path | None,
    report: str | None,
    as_of: date | None,
    rule: Path | None,
    exit_zero: bool,
    language: Language,
) -> None:
    """Screen all rows of FILE; - is standard input.

    FILE is a workbook of Excel or OpenDocument, CSV, TSV, SMI, SDF, Parquet, JSON, JSON lines, or a library of spectra
    (MSP, MSL), each also in gzip.

    Results are the input's columns and, behind them, status, table, section, substance_id, name, relation, evidence,
    parent_id, grade, message and others: a row for each row of input, in its order, one that cannot be read included.
    They are written as CSV, TSV, JSON lines, Parquet or a workbook by the name of --out, by default as CSV to standard
    output. With --lang ru or kk, CSV, TSV and workbooks are for people: in that language, with the answer right behind
    the cells that were screened. On a terminal a table is shown. Without --column the columns that are called so (name,
    cas, smiles ...) are screened; of several, the strongest answer counts. Which were screened and which were not is
    said behind.

    Exit codes: 1 if anything is found, 0 if nothing is, 2 if the file cannot be read, 130 if the run is interrupted.
    """
    from kzschedule.errors import KzScheduleError
    from kzschedule.render.columns import terminal_width
    from kzschedule.render.hits import Hits, hits_report
    from kzschedule.render.results import Wording
    from kzschedule.schedule import Schedule
    from kzschedule.screening.file import screen_file

    if resume and out is None:
        raise click.UsageError(Statement("--resume goes on with a file of results; name it with --out").say(language))
    if out is not None and file != "-" and out.resolve() == Path(file).resolve():
        raise click.UsageError(Statement("--out is the file to be screened; name another").say(language))
    if excel and out is None and sys.stdout.isatty():
        raise click.UsageError(Statement("a workbook is no text for a terminal; name a file with --out").say(language))
    if report is not None:
        refuse_pdf(report, language)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    schedule = Schedule.default()
    hits = Hits()
    width = None if out is not None or json_lines else terminal_width()
    worded = width is not None or (language != "en" and language_chosen())
    with _shown(language, bar=width is None) as progress:
        try:
            summary = screen_file(
                file, out, column=columns or None, as_of=as_of, schedule=schedule, rule=rule,
                jobs=jobs, json_lines=json_lines, excel=excel, encoding=encoding, sheet=sheet,
                only=[kind.strip() for kind in (only or "").split(",") if kind.strip()], sort=sort,
                resume=resume, progress=progress, take=hits.take if report is not None else None,
                wording=Wording(schedule, language, short=width is not None) if worded else None,
                show=None if width is None else partial(_table, width),
            )  # fmt: skip
        except KzScheduleError as error:
            raise CannotRead(error.statement.say(language)) from error
        except BrokenPipeError:
            raise  # whoever reads the results has enough of them
        except OSError as error:
            raise CannotRead(
                Statement("the results cannot be written: {reason}", reason=str(error)).say(language)
            ) from error
        except KeyboardInterrupt:
            click.echo(_interrupted(out).say(language), err=True)
            click.get_current_context().exit(_INTERRUPTED)
    record = summary.to_json(schedule)
    if summary_file is not None:
        summary_file.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if report is not None:
        page = hits_report(hits, Path(file).name, summary.as_of, schedule, rule=rule, language=language)
        write_page(page, report, language, option="--report")
    for line in _told(summary, record["messages"], table=width is not None):
        click.echo(line.say(language), err=True)
    if summary.hits and not exit_zero:
        click.get_current_context().exit(1)


def _table(width: int, heads: Sequence[str]) -> Writer:
    """Return what prints rows as a table, those that come together below one head."""

    def write(rows: Iterable[Sequence[Any]]) -> None:
        from kzschedule.render.columns import table
        from kzschedule.screening.tables.writing import text_of

        cells = [[str(text_of(cell) or "") for cell in row] for row in rows]
        for line in table(heads, cells, width) if cells else ():
            click.echo(line)

    return write


def _interrupted(out: Path | None) -> Statement:
    if out is None:
        return Statement("Interrupted; the rows above are complete.")
    return Statement(
        "Interrupted; what is done stands in {file}, the same command with --resume goes on.", file=f"{out}.partial"
    )


def _told(summary: Summary, messages: list[Statement], *, table: bool) -> Iterator[Statement]:
    """Return the summary as lines, behind a table with what the table leaves out."""
    if table:
        yield Statement("The table shows the answers only; --out FILE writes all columns.")
    yield Statement(
        "{rows} rows on {day}: {hits} hits, {errors} that cannot be read, {passes} of which nothing was found.",
        rows=f"{summary.rows:,}",
        day=day(summary.as_of),
        hits=f"{summary.hits:,}",
        errors=f"{summary.errors:,}",
        passes=f"{summary.passes:,}",
    )
    counts = [
        Statement("{what} {number}", what=Statement(STATUS[cast("Status", status)]), number=f"{count:,}")
        for status, count in sorted(summary.statuses.items())
    ]
    counts += [
        Statement("Table {table} {number}", table=table, number=f"{count:,}")
        for table, count in sorted(summary.tables.items())
    ]
    counts += [
        Statement("evidence: {meaning} {number}", meaning=Statement(EVIDENCE[evidence]), number=f"{count:,}")
        for evidence, count in sorted(summary.evidences.items())
    ]
    counts += [
        Statement("analogues {grade} {number}", grade=Statement(GRADE[cast("Grade", grade)]), number=f"{count:,}")
        for grade, count in sorted(summary.grades.items())
    ]
    if summary.remote:
        counts.append(Statement("analogues by the letter only {number}", number=f"{summary.remote:,}"))
    if counts:
        yield Statement("{counts:; }", counts=tuple(counts))
    yield from _columns(summary)
    yield from messages


def _columns(summary: Summary) -> Iterator[Statement]:
    """Say which columns were screened, which were not, and which of these are called as if they held names."""
    yield Statement("Columns screened: {columns}.", columns=_listed(summary.screened))
    if summary.perhaps:
        yield Statement(
            "Not screened, though the name suggests names: {columns}; --column NAME adds a column.",
            columns=_listed(summary.perhaps),
        )
    others = [name for name in summary.unscreened if name not in summary.perhaps]
    if others:
        yield Statement("Not screened: {columns}.", columns=_listed(others))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:_SHOWN])) + (" ..." if len(names) > _SHOWN else "")


@contextmanager
def _shown(language: Language, *, bar: bool) -> Iterator[Progress]:
    """Show progress on standard error: a bar on a terminal, else, or beside a table, a line from time to time."""
    if not (bar and sys.stderr.isatty()):
        yield _lines(language)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task("", total=None)
        start = time.monotonic()

        def update(summary: Summary, done: float | None) -> None:
            rate = summary.rows / max(time.monotonic() - start, 1e-9)
            said = counted(
                "{number} rows {rate} a second {hits} hits",
                count=summary.rows,
                number=f"{summary.rows:,}",
                rate=f"{rate:,.0f}",
                hits=f"{summary.hits:,}",
            )
            shown.update(
                task,
                total=None if done is None else 1.0,
                completed=done or 0.0,
                description=said.say(language),
            )

        yield update


def _lines(language: Language) -> Progress:
    start = last = time.monotonic()

    def update(summary: Summary, done: float | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BETWEEN_LINES:
            last = now
            said = [counted("{number} rows", count=summary.rows, number=f"{summary.rows:,}")]
            if done is not None:
                said.append(Statement("{part} of the file read", part=f"{done:.0%}"))
            said.append(Statement("{rate} a second", rate=f"{summary.rows / (now - start):,.0f}"))
            click.echo(", ".join(statement.say(language) for statement in said), err=True)

    return update
