"""``kzschedule list``: the rows that are in force on a day."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from kzschedule.cli.options import (
    as_of_option,
    data_option,
    json_option,
    language_option,
    refuse_pdf,
    schedule_of,
    write_page,
)
from kzschedule.cli.paging import show
from kzschedule.language import N_, Language
from kzschedule.language.statement import Statement, counted
from kzschedule.language.vocabulary import Section, Table

if TYPE_CHECKING:
    from kzschedule.answer.changes import Position, ScheduleView

_COLUMNS = (
    "row_id", "table", "section", "list", "item_no", "printed_ru", "printed_kk", "substance_id", "group_id", "name_en",
    "name_ru", "name_kk", "cas", "certain", "from_earliest", "from_sure", "until", "act_id", "evidence", "reading",
    "as_of", "revision",
)  # fmt: skip


@click.command("list")
@click.option("--table", type=click.Choice(get_args(Table), case_sensitive=False), help="Only this table.")
@click.option("--section", type=click.Choice(get_args(Section), case_sensitive=False), help="Only this section.")
@click.option("--act", metavar="NUMBER/YEAR", help="Only what this act added, such as 22/2024.")
@click.option("--search", metavar="TEXT", help="Only rows and names with this text in them.")
@as_of_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a page to be searched and sorted there (- for standard output).",
)
@data_option
@language_option
def command(
    *,
    table: str | None,
    section: str | None,
    act: str | None,
    search: str | None,
    as_of: date | None,
    as_csv: bool,
    as_json: bool,
    file: str | None,
    data: Path | None,
    language: Language,
) -> None:
    """List the rows of the decree that are in force on a day, with what they control.

    A row whose act may not yet, or no longer, be in force on the day is marked, and so is a second reading. The page of
    --html needs nothing else: search, order and filters work without a network and on a phone.
    """
    if sum((as_csv, as_json, file is not None)) > 1:
        raise click.UsageError(Statement("--csv, --json and --html exclude each other; give one of them").say(language))
    if file is not None:
        refuse_pdf(file, language)
    from kzschedule.dates import read_date

    view = schedule_of(data).as_of(read_date(as_of))
    act_id = _act_id(act, data, language)
    found = [
        position
        for position in _in_order(view)
        if table in (None, position.table)
        and section in (None, position.section)
        and act_id in (None, position.act_id)
        and _has(position, search)
    ]
    if file is not None:
        _write_page(found, view, file, data, language)
    elif as_json:
        click.echo(json.dumps(list(_records(found, view)), ensure_ascii=False, default=str))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_records(found, view))
    else:
        show(_lines(found, view, language))
    if view.as_of < (start := schedule_of(data).start):
        from kzschedule.answer.messages import before_start

        click.echo(before_start(start).say(language), err=as_csv or as_json or file is not None)


def _write_page(
    found: Sequence[Position], view: ScheduleView, file: str, data: Path | None, language: Language
) -> None:
    from kzschedule.render.list_page import list_page

    size = write_page(list_page(found, view, schedule_of(data), language), file, language)
    if file != "-":
        rows = len({position.row_id for position in found})
        said = counted("{file}: {count} rows, {size} bytes", count=rows, file=file, size=size)
        click.echo(said.say(language), err=True)


def _act_id(act: str | None, data: Path | None, language: Language) -> str | None:
    from kzschedule.answer.changes import act_named
    from kzschedule.errors import DataPackageError, KzScheduleError

    try:
        return None if act is None else act_named(schedule_of(data), act).act_id
    except DataPackageError:
        raise
    except KzScheduleError as error:
        raise click.UsageError(error.statement.say(language)) from error


def _in_order(view: ScheduleView) -> Iterable[Position]:
    from kzschedule.law.positions import natural

    positions = (*view.in_force, *view.maybe)
    return sorted(positions, key=lambda item: (natural(item.row_id), not item.certain, item.name_en or ""))


def _has(position: Position, search: str | None) -> bool:
    """Whether a text stands in a row or in what is known of it, whatever its capitals, and ё or е; or names the row."""
    if search is None:
        return True
    wanted = search.strip().upper()
    if position.row_id == wanted or position.row_id.startswith(f"{wanted}."):
        return True
    texts = (position.printed_ru, position.printed_kk, position.name_en, position.name_ru, position.name_kk,
             position.substance_id, position.cas)  # fmt: skip
    return any(_plain(search) in _plain(text) for text in texts if text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _records(found: Sequence[Position], view: ScheduleView) -> Iterator[dict[str, Any]]:
    for position in found:
        values = {**position.model_dump(), "as_of": view.as_of, "revision": view.revision.revision_id}
        yield {column: values[column] for column in _COLUMNS}


_HEADS = (N_("row"), N_("as printed"), N_("name"), N_("certain from"), N_("act"))


def _lines(found: Sequence[Position], view: ScheduleView, language: Language) -> Iterator[str]:
    from kzschedule.language import translation
    from kzschedule.render import words
    from kzschedule.render.columns import folded, table, terminal_width

    width = terminal_width()
    heads = [translation(language).gettext(head) for head in _HEADS]
    yield from table(heads, [_cells(position, language) for position in found], width)
    yield ""
    values = {"day": words.day(view.as_of), "rows": len({position.row_id for position in found})}
    said = Statement("On {day}: rows {rows}, positions {positions}.", positions=len(found), **values)
    yield from folded(said.say(language), width)
    if not all(position.certain for position in found):
        yield words.word(N_("* may not be in force on the day, or is a second reading of the row"), language)
    newest = view.revision
    last = Statement(
        "Newest revision read: {day} (No. {number}); a later one may exist.",
        day=words.day(newest.date),
        number=newest.number,
    )
    yield from folded(last.say(language), width)


def _cells(position: Position, language: Language) -> tuple[str, ...]:
    from kzschedule.render import words

    printed = (position.printed_kk if language == "kk" else None) or position.printed_ru
    name = getattr(position, f"name_{language}") or position.name_en or ""
    mark = "" if position.certain else " *"
    earliest = position.from_sure if position.certain else position.from_earliest
    since = words.interval(earliest, position.from_sure).say(language)
    return position.row_id + mark, printed, name, since, words.act(position.act_id)
