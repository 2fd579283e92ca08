"""``kzschedule check``: one or several substances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from kzschedule.cli.options import as_of_option, exit_zero_option, json_option
from kzschedule.verdict import Verdict


@click.command("check")
@click.argument("queries", metavar="QUERY...", nargs=-1, required=True)
@json_option
@as_of_option
@click.option("--smiles", "kind", flag_value="smiles", help="Read the queries as SMILES.")
@click.option("--name", "kind", flag_value="name", help="Read the queries as names.")
@exit_zero_option
def command(queries: Sequence[str], *, as_json: bool, as_of: date | None, kind: str | None, exit_zero: bool) -> None:
    """Say what is known of one or several substances.

    QUERY is a name in Russian, Kazakh or English, a code, a CAS number, an InChIKey, an InChI, a SMILES or a
    mol block. Put -- before queries that begin with a dash.

    Exit codes: 2 if a query cannot be read, else 1 if anything is found, else 0.
    """
    from kzschedule.checking import check

    verdicts = [check(query, kind=kind or "auto", as_of=as_of) for query in queries]  # type: ignore[arg-type]
    if as_json:
        click.echo(_json(verdicts))
    else:
        _print(verdicts)
    if not exit_zero:
        click.get_current_context().exit(_exit_code(verdicts))


def _json(verdicts: list[Verdict]) -> str:
    """Return one answer as an object, several as an array in the order of the queries."""
    dumps = [verdict.model_dump_json() for verdict in verdicts]
    return dumps[0] if len(dumps) == 1 else f"[{','.join(dumps)}]"


def _print(verdicts: list[Verdict]) -> None:
    from rich.console import Console

    from kzschedule.render.text import print_verdict

    console = Console(highlight=False, soft_wrap=False)
    for verdict in verdicts:
        print_verdict(verdict, console)


def _exit_code(verdicts: list[Verdict]) -> int:
    statuses = {verdict.status for verdict in verdicts}
    if "invalid" in statuses:
        return 2
    return 0 if statuses <= {"no_match"} else 1
