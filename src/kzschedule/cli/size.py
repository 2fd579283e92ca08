"""``kzschedule size``: into which size an amount falls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from kzschedule.cli.options import as_of_option, data_in_use_option, json_option, language_option
from kzschedule.language import Language


@click.command("size")
@click.argument("query")
@click.argument("amount", metavar="AMOUNT...", nargs=-1)
@click.option("--percent", metavar="P", help="The concentration of a precursor, in per cent.")
@as_of_option
@data_in_use_option
@json_option
@language_option
def command(
    query: str,
    amount: Sequence[str],
    *,
    percent: str | None,
    as_of: date | None,
    as_json: bool,
    language: Language,
) -> None:
    """Say into which size an amount of a substance falls: small, large, especially large, or none.

    QUERY is what check takes. AMOUNT is a number and a unit, such as 0.5 g, "1 500 мг", 3 ампулы; of plants that are
    grown, 12 растений. Both may stand in one argument.

    Exit codes: 0 answered, 1 not answered, 2 if the amount or an option cannot be read.
    """
    from kzschedule.answer.size import size_of
    from kzschedule.errors import InvalidAmountError
    from kzschedule.units import read_amount, read_percent, split_amount

    hint = "AMOUNT"
    try:
        if amount:
            read = read_amount(" ".join(amount))
        elif (parts := split_amount(query)) is not None:
            query, read = parts
        else:
            raise click.MissingParameter(param_type="argument", param_hint="'AMOUNT...'")
        hint = "--percent"
        share = None if percent is None else read_percent(percent)
    except InvalidAmountError as error:
        raise click.BadParameter(error.statement.say(language), param_hint=hint) from error
    verdict = size_of(query, read, percent=share, as_of=as_of)
    if as_json:
        click.echo(verdict.model_dump_json())
    else:
        from kzschedule.render.columns import terminal_width
        from kzschedule.render.sizes import size_lines

        for line in size_lines(verdict, language, terminal_width()):
            click.echo(line)
    click.get_current_context().exit(0 if verdict.status == "answered" else 1)
