"""``kzschedule check``: one or several substances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from kzschedule.cli.options import as_of_option, exit_zero_option, include_unverified_option, json_option, rule_option
from kzschedule.errors import DataPackageError, KzScheduleError
from kzschedule.verdict import Verdict

if TYPE_CHECKING:
    from kzschedule.examining import Kind


@click.command("check")
@click.argument("queries", metavar="[QUERY]...", nargs=-1)
@click.option(
    "--text",
    "text_file",
    type=click.File("r", encoding="utf-8"),
    help="Find the names of the list in a text file (- for standard input) instead.",
)
@click.option("--explain", is_flag=True, help="Show how each query was read as a name.")
@json_option
@as_of_option
@rule_option
@include_unverified_option
@click.option(
    "--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw the nearest analogue's replacements."
)
@click.option("--smiles", "kind", flag_value="smiles", help="Read the queries as SMILES.")
@click.option("--name", "kind", flag_value="name", help="Read the queries as names.")
@exit_zero_option
def command(  # one parameter an option
    queries: Sequence[str],
    *,
    text_file: TextIO | None,
    explain: bool,
    as_json: bool,
    as_of: date | None,
    rule: Path | None,
    include_unverified: bool,
    svg: Path | None,
    kind: str | None,
    exit_zero: bool,
) -> None:
    """Say what is known of one or several substances.

    QUERY is a name in Russian, Kazakh or English, a code, a CAS number, an InChIKey, an InChI, a SMILES or a
    mol block. Put -- before queries that begin with a dash.

    With --text, print each name found with its place in the text (characters from 0, the end excluded).

    Exit codes: 2 if a query cannot be read, else 1 if anything is found, else 0.
    """
    if (text_file is None) == (not queries):
        raise click.UsageError("give one or several queries, or --text FILE")
    if explain and (as_json or text_file is not None):
        raise click.UsageError("--explain goes with queries and without --json")
    if text_file is not None:
        found = _print_mentions(text_file, as_json=as_json)
        if not exit_zero:
            click.get_current_context().exit(int(found))
        return
    from kzschedule.checking import check

    read_as = cast("Kind", kind or "auto")
    try:
        verdicts = [
            check(query, kind=read_as, as_of=as_of, rule=rule, include_unverified=include_unverified)
            for query in queries
        ]
    except DataPackageError:
        raise  # what is wrong is not how the command was called
    except KzScheduleError as error:
        raise click.UsageError(str(error)) from error
    if svg is not None:
        _draw(verdicts, svg)
    if as_json:
        click.echo(_json(verdicts))
    else:
        _print(verdicts, explain=explain)
    if not exit_zero:
        click.get_current_context().exit(_exit_code(verdicts))


def _draw(verdicts: list[Verdict], file: Path) -> None:
    """Write the drawing of the first answer that has an analogue."""
    drawing = next((svg for verdict in verdicts if (svg := verdict.draw()) is not None), None)
    if drawing is None:
        click.echo(f"{file}: not written, no query has an analogue to draw", err=True)
    else:
        file.write_text(drawing, encoding="utf-8")


def _json(verdicts: list[Verdict]) -> str:
    """Return one answer as an object, several as an array in the order of the queries."""
    dumps = [verdict.model_dump_json() for verdict in verdicts]
    return dumps[0] if len(dumps) == 1 else f"[{','.join(dumps)}]"


def _print_mentions(text_file: TextIO, *, as_json: bool) -> bool:
    """Print the names of the list in a text, one a line, and return whether there are any."""
    import dataclasses
    import json

    from kzschedule.names.mentions import find_mentions

    try:
        text = text_file.read()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{text_file.name}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    mentions = find_mentions(text)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(mention) for mention in mentions], ensure_ascii=False))
    else:
        for mention in mentions:
            doubt = " (has other meanings)" if mention.ambiguous else ""
            click.echo(f"{mention.start}-{mention.end}\t{mention.text}\t{', '.join(mention.substance_ids)}{doubt}")
    return bool(mentions)


def _print(verdicts: list[Verdict], *, explain: bool) -> None:
    from rich.console import Console

    from kzschedule.render.text import print_verdict
    from kzschedule.schedule import Schedule

    console = Console(highlight=False, soft_wrap=False)
    for verdict in verdicts:
        print_verdict(verdict, console)
        if explain:
            for line in Schedule.default().names.read(verdict.query).explain():
                click.echo(f"  read: {line}")


def _exit_code(verdicts: list[Verdict]) -> int:
    statuses = {verdict.status for verdict in verdicts}
    if "invalid" in statuses:
        return 2
    return 0 if statuses <= {"no_match"} else 1
