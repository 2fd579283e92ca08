"""``kzschedule explain``: what an identifier or a word of an answer means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kzschedule.cli.options import CannotRead, as_of_option, data_option, language_option, schedule_of, write_page
from kzschedule.cli.paging import show
from kzschedule.language import Language


@click.command("explain")
@click.argument("what", metavar="ROW|NOTE|SUBSTITUENT|ACT|SIZE|STATUS", nargs=-1, required=True)
@as_of_option
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a page with the structures drawn there (- for standard output).",
)
@data_option
@language_option
def command(
    what: tuple[str, ...], *, as_of: date | None, file: str | None, data: Path | None, language: Language
) -> None:
    """Say what an identifier means: a row of the List, a note, a substituent, an act, a size, a status.

    Such as I-B-23, NOTE-I-A-2, 1.21, 22/2024, S-I-25 or unresolved: as printed in Russian and Kazakh, where, since
    when and by which act, what it controls and how it was read.

    Exit codes: 0 explained, 2 for what is not known; then those that are spelt alike are named.
    """
    from kzschedule.dates import read_date
    from kzschedule.render.columns import terminal_width
    from kzschedule.render.explain import UnknownIdentifierError, explain, explanation_page, explanation_text, find

    schedule = schedule_of(data)
    try:
        target = find(" ".join(what), schedule)
    except UnknownIdentifierError as error:
        raise CannotRead(error.statement.say(language)) from error
    said = explain(target, schedule, read_date(as_of), language)
    if file is None:
        show(explanation_text(said, language, terminal_width()))
        return
    write_page(explanation_page(said, language), file, language)
