"""``kzschedule screen``: all rows of a file."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzschedule.cli.options import (
    as_of_option,
    exit_zero_option,
    include_unverified_option,
    language_option,
    rule_option,
)
from kzschedule.language import Language
from kzschedule.statement import Statement, counted

if TYPE_CHECKING:
    from kzschedule.batch import Progress, Summary

#: Seconds between lines of progress where no terminal shows it.
_BETWEEN_LINES = 10
#: Exit code of a run that was interrupted, as shells have it.
_INTERRUPTED = 130


class _CannotRead(click.ClickException):
    exit_code = 2


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
@click.option("--resume", is_flag=True, help="Go on with an interrupted run that had the same --out.")
@click.option(
    "--summary", "summary_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the counts there, as JSON.",
)  # fmt: skip
@as_of_option
@rule_option
@include_unverified_option
@exit_zero_option
@language_option
def command(
    file: str,
    *,
    columns: Sequence[str],
    out: Path | None,
    jobs: int,
    json_lines: bool,
    resume: bool,
    summary_file: Path | None,
    as_of: date | None,
    rule: Path | None,
    include_unverified: bool,
    exit_zero: bool,
    language: Language,
) -> None:
    """Screen all rows of FILE: CSV, TSV, SMI, SDF or Parquet, each also in gzip; - is standard input.

    Results are the input's columns and, behind them, status, table, section, substance_id, name, relation, evidence,
    parent_id, grade and message: a row for each row of input, in its order, one that cannot be read included. They are
    written as CSV, TSV, JSON lines or Parquet by the name of --out, by default as CSV to standard output. Without
    --column the columns that are called so (name, cas, smiles ...) are screened; of several, the strongest answer
    counts.

    Exit codes: 1 if anything is found, 0 if nothing is, 2 if the file cannot be read, 130 if the run is interrupted.
    """
    from kzschedule.batch import screen_file
    from kzschedule.errors import KzScheduleError
    from kzschedule.schedule import Schedule

    if resume and out is None:
        raise click.UsageError(Statement("--resume goes on with a file of results; name it with --out").say(language))
    if out is not None and file != "-" and out.resolve() == Path(file).resolve():
        raise click.UsageError(Statement("--out is the file to be screened; name another").say(language))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    schedule = Schedule.default()
    with _shown(language) as progress:
        try:
            summary = screen_file(
                file, out, column=columns or None, as_of=as_of, schedule=schedule, rule=rule,
                include_unverified=include_unverified, jobs=jobs, json_lines=json_lines, resume=resume,
                progress=progress,
            )  # fmt: skip
        except KzScheduleError as error:
            raise _CannotRead(error.statement.say(language)) from error
        except BrokenPipeError:
            raise  # whoever reads the results has enough of them
        except OSError as error:
            raise _CannotRead(
                Statement("the results cannot be written: {reason}", reason=str(error)).say(language)
            ) from error
        except KeyboardInterrupt:
            click.echo(_interrupted(out).say(language), err=True)
            click.get_current_context().exit(_INTERRUPTED)
    record = summary.to_json(schedule)
    if summary_file is not None:
        summary_file.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for line in _told(summary, record["messages"]):
        click.echo(line.say(language), err=True)
    if summary.hits and not exit_zero:
        click.get_current_context().exit(1)


def _interrupted(out: Path | None) -> Statement:
    if out is None:
        return Statement("Interrupted; the rows above are complete.")
    return Statement(
        "Interrupted; what is done stands in {file}, the same command with --resume goes on.", file=f"{out}.partial"
    )


def _told(summary: Summary, messages: list[Statement]) -> Iterator[Statement]:
    """Return the summary as lines."""
    yield Statement(
        "{rows} rows on {day}: {hits} hits, {errors} that cannot be read, {passes} of which nothing was found.",
        rows=f"{summary.rows:,}",
        day=str(summary.as_of),
        hits=f"{summary.hits:,}",
        errors=f"{summary.errors:,}",
        passes=f"{summary.passes:,}",
    )
    counts = [
        Statement("{code} {number}", code=status, number=f"{count:,}")
        for status, count in sorted(summary.statuses.items())
    ]
    counts += [
        Statement("Table {table} {number}", table=table, number=f"{count:,}")
        for table, count in sorted(summary.tables.items())
    ]
    counts += [
        Statement("analogues graded {grade} {number}", grade=grade, number=f"{count:,}")
        for grade, count in sorted(summary.grades.items())
    ]
    if counts:
        yield Statement("{counts:; }", counts=tuple(counts))
    yield from messages


@contextmanager
def _shown(language: Language) -> Iterator[Progress]:
    """Show progress on standard error: a bar on a terminal, else a line from time to time."""
    if not sys.stderr.isatty():
        yield _lines(language)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
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
            bar.update(
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
