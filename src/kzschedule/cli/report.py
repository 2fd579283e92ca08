"""``kzschedule report``: answers as one page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kzschedule.cli.options import (
    answers_to,
    as_of_option,
    include_unverified_option,
    name_option,
    rule_option,
    smiles_option,
)
from kzschedule.language import LANGUAGES

if TYPE_CHECKING:
    from kzschedule.language import Language


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
@include_unverified_option
@smiles_option
@name_option
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help="Language of the page.")
def command(
    queries: Sequence[str],
    *,
    file: str,
    as_of: date | None,
    rule: Path | None,
    include_unverified: bool,
    kind: str | None,
    language: str | None,
) -> None:
    """Write what is known of one or several substances as one page of HTML that needs nothing else.

    The page has a summary and, for each QUERY, drawings, positions with their evidence, replacements, sizes and
    sources; it prints on A4. QUERY is the same as for check; one that cannot be read has its section too.

    Exit codes: 0 when the page is written, 2 if it cannot be.
    """
    from kzschedule.render.report import report

    verdicts = answers_to(queries, kind=kind, as_of=as_of, rule=rule, include_unverified=include_unverified)
    page = report(verdicts, language=cast("Language | None", language)).encode("utf-8")
    try:
        with click.open_file(file, "wb") as out:
            out.write(page)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written ({error.strerror}); give another --html") from error
    if file != "-":
        click.echo(f"{file}: {len(verdicts)} answers, {len(page):,} bytes", err=True)
