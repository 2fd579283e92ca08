"""``kzschedule report``: answers as one page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from kzschedule.cli.options import (
    answers_to,
    as_of_option,
    data_option,
    language_option,
    name_option,
    refuse_pdf,
    rule_option,
    smiles_option,
    write_page,
)
from kzschedule.language import Language
from kzschedule.language.statement import counted


@click.command("report")
@click.argument("queries", metavar="QUERY...", nargs=-1, required=True)
@click.option(
    "--html",
    "file",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the page there (- for standard output).",
)
@as_of_option
@rule_option
@smiles_option
@name_option
@data_option
@language_option
def command(
    queries: Sequence[str],
    *,
    file: str,
    as_of: date | None,
    rule: Path | None,
    kind: str | None,
    data: Path | None,
    language: Language,
) -> None:
    """Write what is known of one or several substances as one page of HTML that needs nothing else.

    The page has a summary and, for each QUERY, drawings, the rows as printed, replacements, sizes, UN control and
    sources; it prints on A4. QUERY is the same as for check; one that cannot be read has its section too.

    Exit codes: 0 when the page is written, 2 if it cannot be.
    """
    from kzschedule.render.report import report

    refuse_pdf(file, language)
    verdicts = answers_to(queries, kind=kind, as_of=as_of, rule=rule, data=data, language=language)
    size = write_page(report(verdicts, language=language), file, language)
    if file != "-":
        said = counted("{file}: {count} answers, {size} bytes", count=len(verdicts), file=file, size=size)
        click.echo(said.say(language), err=True)
