"""``kzschedule size``: into which size an amount falls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from kzschedule.cli.options import as_of_option, json_option, language_option
from kzschedule.language import Language


@click.command("size")
@click.argument("query")
@click.argument("amount", metavar="AMOUNT...", nargs=-1, required=True)
@json_option
@as_of_option
@language_option
def command(query: str, amount: Sequence[str], *, as_json: bool, as_of: date | None, language: Language) -> None:
    """Say into which size an amount of a substance falls: small, large, especially large, or unknown.

    QUERY is what check takes. AMOUNT is a number and a unit, such as 0.5 g, "1 500 мг", 3 шт.

    Exit codes: 0 answered, 1 unknown or refused, 2 if the query or the amount cannot be read.
    """
    from kzschedule.errors import InvalidAmountError
    from kzschedule.sizes import size_of

    try:
        verdict = size_of(query, " ".join(amount), as_of=as_of)
    except InvalidAmountError as error:
        raise click.BadParameter(error.statement.say(language), param_hint="AMOUNT") from error
    if as_json:
        click.echo(verdict.model_dump_json())
    else:
        from kzschedule.render.sizes import size_lines

        for line in size_lines(verdict, language):
            click.echo(line)
    click.get_current_context().exit({"answered": 0, "invalid": 2}.get(verdict.status, 1))
