"""`kzschedule official`: read the decree's text, plan what it changes, apply it, fetch it, and date its revisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kzschedule.cli.options import (
    DateType,
    data_in_use_option,
    data_option,
    exit_zero_option,
    json_option,
    language_option,
)
from kzschedule.errors import KzScheduleError
from kzschedule.language import N_, Language, default_language
from kzschedule.language.statement import Statement, counted

if TYPE_CHECKING:
    from kzschedule.official.dating import Dating
    from kzschedule.official.law import Law
    from kzschedule.official.model import Reading
    from kzschedule.official.plan import Plan, Step
    from kzschedule.official.revisions import Text
    from kzschedule.official.sheet import Decisions

_SHOWN = 15
_WIDTH = 110


class _CannotRead(click.ClickException):
    exit_code = 2


def _refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the library's errors into a line on the standard error and exit code 2."""

    @wraps(command)
    def refused(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except KzScheduleError as error:
            raise _CannotRead(error.statement.say(default_language())) from error

    return refused


file_argument = click.argument("file", type=click.Path(path_type=Path))
sheet_option = click.option(
    "--sheet", type=click.Path(path_type=Path), metavar="FILE", help="A worksheet that a human has gone through."
)


@click.group("official")
def command() -> None:
    """Read the decree's own text, plan what it changes, apply it, fetch a file, or date the revisions of a clone."""


@command.command("read")
@file_argument
@json_option
@click.option("--sheet", type=click.Path(path_type=Path), metavar="FILE", help="Write a worksheet (CSV) to go through.")
@data_option
@language_option
@_refusing
def read(file: Path, *, as_json: bool, sheet: Path | None, data: Path | None, language: Language) -> None:
    """Read FILE, a text of the decree, into rows.

    FILE is the Markdown of the official database's mirror, the database's own answer, or a page of the legal portal.

    Exit codes: 0 when read, 2 if FILE cannot be read.
    """
    from kzschedule.official import read_text
    from kzschedule.official.worksheet import with_ids

    law, decisions = _law_for_reading(data)
    reading = with_ids(read_text(file), law, decisions)
    if sheet is not None:
        _write_sheet(reading, sheet, data)
    if as_json:
        click.echo(reading.model_dump_json(indent=1))
    else:
        _show_reading(reading, language)


@command.command("plan")
@file_argument
@sheet_option
@data_option
@json_option
@exit_zero_option
@language_option
@_refusing
def plan_text(
    file: Path, *, sheet: Path | None, data: Path | None, as_json: bool, exit_zero: bool, language: Language
) -> None:
    """List what FILE, a text of the decree, changes against the data.

    Exit codes: 1 for steps, 0 for none, 2 if a file cannot be read.
    """
    from kzschedule.official import read_text
    from kzschedule.official.catalogue import Catalogue
    from kzschedule.official.law import read_law
    from kzschedule.official.plan import doubt_of_day, plan
    from kzschedule.official.sheet import FOLDER, read_decisions

    folder = _folder(data)
    reading = read_text(file)
    proposals = Catalogue(folder).proposals(row.printed for row in reading.list)
    law = read_law(folder)
    planned = plan(reading, law, read_decisions(folder / FOLDER, sheet), proposals)
    if as_json:
        click.echo(planned.model_dump_json(indent=1))
    else:
        _show_plan(planned, language)
        if doubt := doubt_of_day(planned, law.newest):
            click.echo(doubt.say(language))
    if planned.steps and not exit_zero:
        click.get_current_context().exit(1)


@command.command("apply")
@file_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")
@sheet_option
@data_option
@click.option("--in-force", type=DateType(), metavar="DATE", help="The day from which the newest act is in force.")
@language_option
@_refusing
def apply_text(
    file: Path, *, out: Path, sheet: Path | None, data: Path | None, in_force: date | None, language: Language
) -> None:
    """Write the folder of data that FILE, a text of the decree, gives.

    The folder is a new one; one that holds a data package is replaced. The Kazakh text of the revision that the data
    hold puts its words beside the Russian ones.

    Exit codes: 0 when written, 2 if a file cannot be read or the folder cannot be written.
    """
    from kzschedule.official import read_text
    from kzschedule.official.apply import apply

    done = apply(read_text(file), _folder(data), out, worksheet=sheet, in_force=in_force)
    click.echo(counted("{count} steps carried out", count=len(done.plan.steps)).say(language))
    for step in done.plan.steps:
        if step.needs:
            click.echo(f"  {_step_line(step)}")
    for row in done.missing:
        said = Statement("no Kazakh words: {row}", row=row)
        click.echo(f"  {said.say(language)}")
    if done.undecided:
        click.echo(counted("{count} need a decision; they are marked", count=done.undecided).say(language))
    click.echo(
        Statement("{folder} is written; check it with: kzschedule validate {folder}", folder=str(out)).say(language)
    )


@command.command("fetch")
@click.argument("address")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="File to write.")
@data_in_use_option
@language_option
@_refusing
def fetch_file(address: str, *, out: Path, language: Language) -> None:
    """Download one file from ADDRESS, whole or not at all."""
    from kzschedule.official.fetch import fetch

    size = fetch(address, out).stat().st_size
    click.echo(counted("{file} is written ({count} bytes)", count=size, file=str(out)).say(language))


@command.command("history")
@click.argument("clone", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the data, with the clone's days where theirs were assumed.",
)
@click.option("--texts", type=click.Path(path_type=Path), metavar="DIR", help="Write the text of each revision.")
@data_option
@language_option
@_refusing
def history_of(clone: Path, *, out: Path | None, texts: Path | None, data: Path | None, language: Language) -> None:
    """List the revisions in CLONE, a local clone of the database's git mirror, with their days of entry into force.

    Where the data only assume such a day, or have another, that is said.

    Exit codes: 0 when read, 2 if CLONE cannot be read or a folder cannot be written.
    """
    from kzschedule.official.dating import apply_datings, datings
    from kzschedule.official.law import read_acts
    from kzschedule.official.revisions import from_clone

    found = from_clone(clone)
    folder = _folder(data)
    differing = datings(read_acts(folder), found)
    for text in found:
        read = text.reading.revision
        line = Statement(
            "revision of {date}, act No. {number}, in force from {day}",
            date=text.revision,
            number=str(read.act),
            day=text.in_force,
        )
        click.echo(line.say(language))
    for dating in differing:
        click.echo(f"  {_dating(dating).say(language)}")
    if texts is not None:
        _write_texts(found, texts)
    if out is not None:
        apply_datings(folder, out, differing)
        click.echo(
            Statement("{folder} is written; check it with: kzschedule validate {folder}", folder=str(out)).say(language)
        )


def _dating(dating: Dating) -> Statement:
    act = dating.act
    days: dict[str, Any] = {"number": act.number, "day": dating.day, "sure": act.from_sure}
    if dating.taken:
        return Statement("act No. {number}: the data assume {sure}, the clone has {day}, which is taken", **days)
    return Statement(
        "act No. {number}: the data have {earliest} to {sure}, the clone has {day}; not taken, decide it by hand",
        earliest=act.from_earliest,
        **days,
    )


def _write_texts(found: list[Text], folder: Path) -> None:
    from kzschedule.official.errors import OfficialTextError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for text in found:
            (folder / f"rus.{text.revision}.md").write_bytes(text.content)
    except OSError as error:
        raise OfficialTextError(f"{folder} cannot be written ({error}); give another --texts") from error


def _folder(data: Path | None) -> Path:
    from kzschedule.records.package import default_directory, verify_files

    folder = default_directory() if data is None else data
    verify_files(folder)  # what is built on data that nobody wrote would be as valid as these are not
    return folder


def _law_for_reading(data: Path | None) -> tuple[Law, Decisions]:
    """Return the law files that lines take their identifiers from; a text can be read without any."""
    from kzschedule.official.law import Law, read_law
    from kzschedule.official.sheet import FOLDER, read_decisions

    try:
        folder = _folder(data)
        return read_law(folder), read_decisions(folder / FOLDER)
    except KzScheduleError:
        if data is not None:
            raise
        return Law(), read_decisions(Path(FOLDER, "none"))


def _write_sheet(reading: Reading, path: Path, data: Path | None) -> None:
    from kzschedule.official.catalogue import Catalogue
    from kzschedule.official.errors import OfficialTextError
    from kzschedule.official.sheet import SheetRow, dump_sheet
    from kzschedule.official.worksheet import worksheet

    text = dump_sheet(SheetRow, worksheet(reading, Catalogue(_folder(data))))
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OfficialTextError(f"{path} cannot be written ({error}); give another --sheet") from error


def _show_reading(reading: Reading, language: Language) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    revision = reading.revision
    said = Statement("revision of {date}, act No. {number}", date=str(revision.date), number=str(revision.act))
    console = Console()
    console.print(said.say(language))
    heads = [Statement(head).say(language) for head in (N_("part"), N_("rows"), N_("repealed"))]
    counts = Table(*heads)
    for place, rows in _parts(reading).items():
        counts.add_row(place, str(len(rows)), str(sum(getattr(row, "repealed", False) for row in rows)))
    console.print(counts)
    rows_read = sum(reading.tally.values())
    fates = ", ".join(f"{count} {fate}" for fate, count in sorted(reading.tally.items()))
    console.print(counted("{count} table rows: {fates}", count=rows_read, fates=fates).say(language))
    for problem in reading.problems[:_SHOWN]:
        console.print(
            f"[yellow]{escape(problem.place)}[/yellow] {escape(problem.problem)}: {escape(problem.printed[:_WIDTH])}"
        )
    if len(reading.problems) > _SHOWN:
        more = counted("and {count} more; --json prints all", count=len(reading.problems) - _SHOWN)
        console.print(more.say(language))


def _parts(reading: Reading) -> dict[str, list[Any]]:
    """Return what was read by the place where it stands."""
    found: dict[str, list[Any]] = {}
    for row in reading.list:
        found.setdefault(f"{row.table} {row.section} {row.list or ''}".strip(), []).append(row)
    for size in reading.sizes:
        found.setdefault(f"sizes {size.size_table}", []).append(size)
    rest = ("substituents", "notes", "cultivation", "veterinary", "amendments")
    return found | {part: list(getattr(reading, part)) for part in rest}


def _show_plan(planned: Plan, language: Language) -> None:
    counts = Counter((step.part, step.action) for step in planned.steps)
    for (part, action), count in counts.items():
        click.echo(f"{part}: {action} {count}")
    undecided = [step for step in planned.steps if step.needs]
    shown = (undecided or list(planned.steps))[:_SHOWN]
    for step in shown:
        click.echo(f"  {_step_line(step)}")
    if len(planned.steps) > len(shown):
        click.echo(counted("{count} steps in all; --json prints them", count=len(planned.steps)).say(language))
    if undecided:
        click.echo(counted("{count} need a decision", count=len(undecided)).say(language))
    if not planned.steps:
        click.echo(Statement("the text changes nothing").say(language))


def _step_line(step: Step) -> str:
    row = " ".join(step.row_id.split())[:60]
    after = step.after if isinstance(step.after, str) else ""
    told = f": {' '.join(after.split())[:60]}" if after and after != row else ""
    return f"{step.action} {step.part} {row}{told}" + (f" ({step.needs})" if step.needs else "")
