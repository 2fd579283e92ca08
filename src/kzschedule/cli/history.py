"""``kzschedule history``: what the acts did to a substance, what one act did, what changed between two days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kzschedule.cli.options import DateType, data_option, json_option, language_option, schedule_of
from kzschedule.cli.paging import show
from kzschedule.language import Language
from kzschedule.language.statement import Statement, SubstanceName

if TYPE_CHECKING:
    from kzschedule.answer.changes import ScheduleDiff
    from kzschedule.schedule import Schedule


#: Exit codes of a query for which no substance is asserted.
_NOTHING_FOUND = {"unresolved": 1, "invalid": 2}


@click.command("history")
@click.argument("query", required=False)
@click.option("--act", metavar="NUMBER/YEAR", help="Show what one act changed, such as 22/2024.")
@click.option("--from", "first", type=DateType(), metavar="DATE", help="Show what changed after this day ...")
@click.option("--to", "second", type=DateType(), metavar="DATE", help="... and up to this one, today by default.")
@json_option
@data_option
@language_option
def command(
    query: str | None,
    *,
    act: str | None,
    first: date | None,
    second: date | None,
    as_json: bool,
    data: Path | None,
    language: Language,
) -> None:
    """Show what happened to a substance in order, an event a line; or what an act, or the acts of a time, changed.

    QUERY is what check takes. An event has its day, or the interval in which the day lies, and its act.

    Exit codes: 0 shown or not found, 1 for a query that has to be clarified, 2 for one that cannot be read.
    """
    if sum((query is not None, act is not None, first is not None)) != 1:
        raise click.UsageError(Statement("give a query, --act NUMBER/YEAR, or --from DATE").say(language))
    schedule = schedule_of(data)
    if query is not None:
        _of_query(query, schedule, as_json=as_json, language=language)
    elif act is not None:
        _of_act(act, schedule, as_json=as_json, language=language)
    else:
        _between(first, second, schedule, as_json=as_json, language=language)


def _of_query(query: str, schedule: Schedule, *, as_json: bool, language: Language) -> None:
    from kzschedule.answer.history import history

    record = history(query, schedule=schedule)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
    else:
        show(_lines_of(record, language))
    if not record["substances"]:
        click.get_current_context().exit(_NOTHING_FOUND.get(record["status"], 0))


def _lines_of(record: dict[str, Any], language: Language) -> Iterator[str]:
    from kzschedule.answer.changes import Change
    from kzschedule.render.columns import labelled, terminal_width
    from kzschedule.render.history import events

    for substance in record["substances"]:
        name = SubstanceName(substance["name_en"], ru=substance["name_ru"], kk=substance["name_kk"]).say(language)
        head = Statement("parent {name}", name=name).say(language) if substance["parent"] else name
        yield f"{head} [{substance['substance_id']}]"
        changes = [Change.model_validate(event) for event in substance["events"]]
        if not changes:
            nothing = Statement("no row of the List names it")
            yield f"  {nothing.say(language)}"
        yield from labelled(events(changes, language), terminal_width())
    if not record["substances"]:
        yield Statement("nothing of the List was found for {query!r}", query=record["query"]).say(language)
        yield from (f"  {message.say(language)}" for message in record["messages"])
    else:
        yield _searched(record["revision"], language)


def _searched(revision: dict[str, Any] | None, language: Language) -> str:
    from kzschedule.render import words

    if revision is None:
        return ""
    said = Statement(
        "Newest revision read: {day} (No. {number}); a later one may exist.",
        day=words.day(revision["date"]),
        number=revision["number"],
    )
    return said.say(language)


def _of_act(act: str, schedule: Schedule, *, as_json: bool, language: Language) -> None:
    from kzschedule.answer.changes import act_changes
    from kzschedule.errors import DataPackageError, KzScheduleError
    from kzschedule.render.history import act_lines

    try:
        changes = act_changes(schedule, act)
    except DataPackageError:
        raise
    except KzScheduleError as error:
        raise click.UsageError(error.statement.say(language)) from error
    if as_json:
        click.echo(changes.model_dump_json())
    else:
        show(act_lines(changes, language))


def _between(first: date | None, second: date | None, schedule: Schedule, *, as_json: bool, language: Language) -> None:
    from kzschedule.answer.changes import diff
    from kzschedule.dates import today
    from kzschedule.errors import InvalidDateError

    try:
        found = diff(schedule, first or schedule.start, second or today())
    except InvalidDateError as error:
        raise click.UsageError(error.statement.say(language)) from error
    if as_json:
        click.echo(found.model_dump_json())
    else:
        show(_lines_between(found, schedule, language))


def _lines_between(found: ScheduleDiff, schedule: Schedule, language: Language) -> Iterator[str]:
    from kzschedule.render.history import act_lines

    for changes in found.acts:
        yield from act_lines(changes, language)
    if not found.acts:
        yield Statement("No act that was read came into force in this time.").say(language)
    yield _searched(schedule.revision(found.second).model_dump(), language)
