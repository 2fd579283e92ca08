"""`kzschedule update`: get the revisions that are newer than the data, and use them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzschedule.cli.options import CannotRead, data_in_use_option, language_option
from kzschedule.language import N_, Language
from kzschedule.language.statement import Statement, counted

if TYPE_CHECKING:
    from kzschedule.official.update import Update
    from kzschedule.records.model import Act

_PARTS = (
    N_("list"),
    N_("preparations"),
    N_("sizes"),
    N_("substituents"),
    N_("notes"),
    N_("cultivation"),
    N_("veterinary"),
)


@click.command("update")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--from", "given", type=click.Path(path_type=Path, exists=True), metavar="FILE|DIR",
    help="Take the texts from a file, a folder or a clone of the mirror, not from the internet.",
)  # fmt: skip
@click.option(
    "--sheet", type=click.Path(path_type=Path), metavar="FILE", help="A worksheet that a human has gone through."
)
@click.option(
    "--certificates", type=click.Path(path_type=Path), metavar="FILE",
    help="Certificates (PEM) to trust beside those of the system, for a site that leaves out a part of its chain.",
)  # fmt: skip
@click.option("--server", metavar="URL", hidden=True, help="Ask this server instead, for tests.")
@data_in_use_option
@language_option
def command(
    *, dry_run: bool, given: Path | None, sheet: Path | None, certificates: Path | None, server: str | None,
    language: Language,
) -> None:  # fmt: skip
    """Get the revisions of the decree that are newer than the data, and use them from now on.

    The official database is asked, and its mirror where that fails. What needs no decision is applied to a copy of the
    data, which goes into the user's data folder; the rest is written into a worksheet. The data in use are not touched
    before that is done, and stay where they are.

    Exit codes: 0 up to date or installed, 1 something needs a decision, 2 nothing could be fetched or read.
    """
    from kzschedule.dates import today
    from kzschedule.errors import DataPackageError, KzScheduleError
    from kzschedule.official.revisions import from_files
    from kzschedule.official.update import Source, ask, left_open, update
    from kzschedule.records.installation import data_in_use, newest_revision, note_look

    try:
        in_use = data_in_use()
        if given is not None:
            source = Source(str(given), from_files(given))
        else:
            source = ask(newest_revision(in_use.folder), server=server, certificates=certificates)
            if not dry_run:
                note_look(today())
        for failed in source.failed:
            click.echo(failed, err=True)
        done = update(source, in_use=in_use, worksheet=sheet, dry_run=dry_run)
    except DataPackageError:
        raise  # the data in use are damaged: said as everywhere
    except KzScheduleError as error:
        raise CannotRead(error.statement.say(language)) from error
    for line in _lines(done, dry_run=dry_run):
        click.echo(line.say(language))
    left = None if done.sheet else left_open(in_use.folder if done.folder is None else done.folder)
    if left is not None:
        file, count = left
        said = counted(
            "from an earlier update {count} need a decision, see {file}; then: kzschedule update --sheet {file}",
            count=count,
            file=file,
        )
        click.echo(said.say(language))
    if in_use.origin == "asked" and done.folder is not None:
        click.echo(Statement("--data or KZSCHEDULE_DATA still names {folder}", folder=in_use.folder).say(language))
    if done.sheet or done.refused:
        click.get_current_context().exit(1)


def _lines(done: Update, *, dry_run: bool) -> list[Statement]:
    """Say in five lines at the most what was found and done."""
    if not done.plans:
        return [Statement("up to date: {source} has no revision after {date}", source=done.source, date=done.before)]
    changes = _changes(done)
    lines = [
        Statement(
            "{source}: revision of {date}, after that of {before}",
            source=done.source,
            date=done.after,
            before=done.before,
        ),
        Statement("changed: {changes:; }", changes=changes) if changes else Statement("the text changes nothing"),
    ]
    if done.act is not None:
        lines.append(_days(done.act))
    if done.sheet:
        lines.append(_to_decide(done))
    lines.append(_outcome(done, dry_run=dry_run))
    return lines


def _changes(done: Update) -> tuple[Statement, ...]:
    found = []
    for part in _PARTS:
        counts = {action: done.changes[part, action] for action in ("add", "end", "change", "reword", "renumber")}
        if any(counts.values()):
            found.append(
                Statement(
                    "{part}: {added} added, {ended} ended, {altered} altered",
                    part=Statement(part),
                    added=counts["add"],
                    ended=counts["end"],
                    altered=counts["change"] + counts["reword"] + counts["renumber"],
                )
            )
    return tuple(found)


def _days(act: Act) -> Statement:
    if act.from_earliest == act.from_sure:
        return Statement("act No. {number} is in force from {day}", number=act.number, day=act.from_sure)
    return Statement(
        "act No. {number} is in force from {earliest} at the earliest, taken as sure from {sure}: no day was found",
        number=act.number,
        earliest=act.from_earliest,
        sure=act.from_sure,
    )


def _to_decide(done: Update) -> Statement:
    count = len(done.sheet)
    if done.worksheet is None:
        return counted("{count} need a decision", count=count)
    return counted(
        "{count} need a decision, see {file}; until then a new row is found by its printed names",
        count=count,
        file=done.worksheet,
    )


def _outcome(done: Update, *, dry_run: bool) -> Statement:
    if done.refused:
        return Statement("not installed: {reason}; the data in use stay", reason=done.refused)
    if dry_run or done.folder is None:
        return Statement("nothing was written")
    return Statement("in use from now on: {folder}; back by: kzschedule data use --shipped", folder=done.folder)
