"""``kzschedule list``: the positions in force."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from typing import Any, get_args

import click

from kzschedule.cli.options import as_of_option, json_option, language_option
from kzschedule.language import N_, Language, translation
from kzschedule.model import Section, Table
from kzschedule.statement import counted

_COLUMNS = (
    "substance_id",
    "name_en",
    "name_ru",
    "name_kk",
    "cas",
    "table",
    "section",
    "listed_from",
    "act_id",
    "evidence",
    "table_basis",
    "date_basis",
    "source_ids",
)


@click.command("list")
@click.option("--table", type=click.Choice(get_args(Table)), help="Only this table.")
@click.option("--section", type=click.Choice(get_args(Section)), help="Only this section.")
@as_of_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
@language_option
def command(
    *,
    table: str | None,
    section: str | None,
    as_of: date | None,
    as_csv: bool,
    as_json: bool,
    language: Language,
) -> None:
    """List the positions that are in force, and those that are not shown to be.

    A position without evidence of its presence (unverified) has no date; it is listed too, marked so.
    """
    from kzschedule.checking import read_date

    rows = list(_rows(read_date(as_of), table, section))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "source_ids": "|".join(row["source_ids"])} for row in rows)
    else:
        _print(rows, language)


def _rows(day: date, table: str | None, section: str | None) -> Any:
    from kzschedule.schedule import Schedule

    schedule = Schedule.default()
    for substance in schedule.package.substances:
        for listing in schedule.positions(substance.substance_id, day):
            wanted = table in (None, listing.table) and section in (None, listing.section)
            if wanted and (listing.in_force or listing.listed_from is None):
                values = {**substance.model_dump(), **listing.model_dump()}
                yield {column: values[column] for column in _COLUMNS}


#: The two names that are shown, by language, with the heads of their columns.
_NAMES: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (("name_en", N_("English")), ("name_ru", N_("Russian"))),
    "ru": (("name_ru", N_("Russian")), ("name_en", N_("English"))),
    "kk": (("name_kk", N_("Kazakh")), ("name_en", N_("English"))),
}


def _print(rows: list[dict[str, Any]], language: Language) -> None:
    from rich.console import Console
    from rich.table import Table as Grid

    console = Console(highlight=False)
    columns = {
        **dict(_NAMES[language]),
        "table": N_("table"),
        "section": N_("section"),
        "listed_from": N_("in force from"),
        "evidence": N_("evidence"),
    }
    if not console.is_terminal:
        for row in rows:
            click.echo("\t".join(str(row[column] or "") for column in columns))
        return
    grid = Grid(*map(translation(language).gettext, columns.values()))
    for row in rows:
        grid.add_row(*(str(row[column] or "") for column in columns))
    console.print(grid)
    said = counted("{count} positions. The decree's full text is not held; see the evidence of each.", count=len(rows))
    console.print(said.say(language))
