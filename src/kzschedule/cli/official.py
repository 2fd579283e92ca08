"""`kzschedule official`: read, fetch, compare and apply the official text."""

from collections import Counter
from pathlib import Path

import click

from kzschedule.cli.options import exit_zero_option, language_option
from kzschedule.errors import KzScheduleError
from kzschedule.language import N_, Language, default_language
from kzschedule.official import OfficialText, fetch_page, read_page
from kzschedule.official.fetching import BASE_URL
from kzschedule.official.page import DECREE_CODE
from kzschedule.statement import Statement, counted

_ROWS_SHOWN = 5
_IGNORED_SHOWN = 10


class _CannotRead(click.ClickException):
    exit_code = 2


@click.group("official")
def command() -> None:
    """Read, fetch, compare or apply the official text of the decree."""


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a data package, by default the one that comes with the library.",
)


@command.command("read")
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
@language_option
def read(page: Path, *, as_json: bool, language: Language) -> None:
    """Read PAGE, a saved page of the legal portal (HTML, its JSON answer, or its DOCX), into rows."""
    try:
        text = read_page(page)
    except KzScheduleError as error:
        raise _CannotRead(error.statement.say(default_language())) from error
    if as_json:
        click.echo(text.model_dump_json(indent=1))
    else:
        _show(text, language)


@command.command("fetch")
@click.argument("code", default=DECREE_CODE)
@click.option("--language", type=click.Choice(["rus", "kaz"]), default="rus", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="File to write.  [default: CODE.LANGUAGE.html]")
@click.option("--base-url", default=BASE_URL, show_default=True, help="Address of the portal.")
def fetch(code: str, language: str, out: Path | None, base_url: str) -> None:
    """Download the page of the act CODE from the legal portal, with one request."""
    try:
        written = fetch_page(code, out=out or Path(f"{code}.{language}.html"), language=language, base_url=base_url)
    except KzScheduleError as error:
        raise _CannotRead(error.statement.say(default_language())) from error
    click.echo(f"{written} ({written.stat().st_size} bytes); read it with: kzschedule official read {written}")


@command.command("compare")
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print every row with its group as JSON.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page that needs nothing else.")
@data_option
@exit_zero_option
@language_option
def compare_page(
    page: Path, *, as_json: bool, html: Path | None, data: Path | None, exit_zero: bool, language: Language
) -> None:
    """Hold PAGE, a saved page of the legal portal, against the data.

    Exit codes: 1 for differences, 0 for none, 2 if the page or the data cannot be read.
    """
    from kzschedule.official import compare
    from kzschedule.render.comparison import comparison_lines, comparison_page
    from kzschedule.schedule import Schedule

    try:
        comparison = compare(read_page(page), Schedule.load(data))
        if html is not None:
            html.write_text(comparison_page(comparison, language), encoding="utf-8")
    except KzScheduleError as error:
        raise _CannotRead(error.statement.say(default_language())) from error
    except OSError as error:
        raise _CannotRead(
            Statement(
                "{file} cannot be written ({reason}); give another --html", file=str(html), reason=error.strerror or ""
            ).say(language)
        ) from error
    if as_json:
        click.echo(comparison.model_dump_json(indent=1))
    else:
        for line in comparison_lines(comparison, language):
            click.echo(line)
    if comparison.differences and not exit_zero:
        click.get_current_context().exit(1)


@command.command("apply")
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")
@data_option
@click.option("--overwrite", is_flag=True, help="Allow --out to be the data package that is read.")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
def apply_page(page: Path, *, out: Path, data: Path | None, overwrite: bool, as_json: bool) -> None:
    """Write the data package that PAGE, a saved page of the legal portal, gives.

    Exit codes: 0 when done, 2 if the page or the data cannot be read, or the folder cannot be written.
    """
    from kzschedule.datapackage import read_package
    from kzschedule.official.applying import application_lines, apply

    try:
        application = apply(read_page(page), read_package(data), out, overwrite=overwrite)
    except KzScheduleError as error:
        raise _CannotRead(error.statement.say(default_language())) from error
    if as_json:
        click.echo(application.model_dump_json(indent=1))
    else:
        for line in application_lines(application):
            click.echo(line)
        click.echo(f"{out} is written; check it with: kzschedule validate {out}")


def _show(text: OfficialText, language: Language) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    def said(template: str, **values: object) -> str:
        return Statement(template, **values).say(language)

    console = Console()
    source = text.source
    newest = text.newest_act
    console.print(f"[bold]{escape(source.title or source.file)}[/bold]")
    act = (
        Statement("newest act named: No. {number} of {date}", number=newest.number, date=str(newest.date))
        if newest
        else Statement("newest act named: none")
    )
    console.print(f"{source.shape}, {source.encoding}, {source.language}; {source.revision_note}; {act.say(language)}")
    counts = Table(*(said(head) for head in (N_("place"), N_("section"), N_("rows"), N_("repealed"))))
    places = Counter((said(N_("Table {table}"), table=row.table), row.section or "-") for row in text.tables)
    repealed = Counter(
        (said(N_("Table {table}"), table=row.table), row.section or "-") for row in text.tables if row.repealed
    )
    for (place, section), count in places.items():
        counts.add_row(place, section, str(count), str(repealed[place, section]))
    for place, rows in (
        (N_("sizes"), text.sizes),
        (N_("plants"), text.plants),
        (N_("substituents"), text.substituents),
    ):
        counts.add_row(said(place), "-", str(len(rows)), str(sum(row.repealed for row in rows)))
    console.print(counts)
    heads = (N_("table"), N_("no."), N_("name"), N_("Latin"), N_("chemical name"))
    title = counted("first {count} rows", count=_ROWS_SHOWN).say(language)
    first = Table(*(said(head) for head in heads), title=title)
    for row in text.tables[:_ROWS_SHOWN]:
        cells = (row.table, row.item_no, row.name or row.footnote, row.name_lat, row.chemical_name)
        first.add_row(*(escape(cell or "") for cell in cells))
    console.print(first)
    fates = ", ".join(f"{count} {fate.replace('_', ' ')}" for fate, count in text.row_fates.items())
    console.print(counted("{count} table rows read: {fates}", count=text.rows_read, fates=fates).say(language))
    console.print(
        said(N_("{notes} notes, {acts} mentions of amending acts"), notes=len(text.notes), acts=len(text.amendments))
    )
    doubt = said(N_("warning"))
    for warning in text.warnings:
        console.print(f"[yellow]{doubt}[/yellow] {escape(warning.message)}")
    for entry in text.ignored[:_IGNORED_SHOWN]:
        console.print(
            escape(
                said(
                    N_("not read ({kind}, {reason}): {cells}"),
                    kind=entry.kind,
                    reason=entry.reason,
                    cells=" | ".join(entry.cells)[:150],
                )
            )
        )
    if len(text.ignored) > _IGNORED_SHOWN:
        more = counted("and {count} more not read; --json prints all", count=len(text.ignored) - _IGNORED_SHOWN)
        console.print(more.say(language))
