"""``kzschedule check``: one or several substances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TextIO, get_args

import click

from kzschedule.cli.options import (
    answers_to,
    as_of_option,
    data_option,
    exit_zero_option,
    json_option,
    language_option,
    lines_of,
    name_option,
    not_utf_8,
    rule_option,
    schedule_of,
    smiles_option,
)
from kzschedule.language import Language
from kzschedule.language.statement import Statement
from kzschedule.verdict import Verdict

Format = Literal["text", "table", "tsv", "json", "jsonl"]


@click.command("check")
@click.argument("queries", metavar="[QUERY]...", nargs=-1)
@click.option("--file", "file", metavar="FILE", help="Read one query a line from a file (- for standard input).")
@click.option(
    "--text",
    "text_file",
    type=click.File("r", encoding="utf-8"),
    help="Find the names of the list in a text file (- for standard input) instead.",
)
@click.option("--full", "--verbose", "full", is_flag=True, help="Say everything that is known.")
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    help="How to print: text (one query), table (several), tsv, json, jsonl.",
)
@click.option("--explain", is_flag=True, help="Show how each query was read as a name.")
@json_option
@as_of_option
@rule_option
@click.option(
    "--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw the nearest analogue's replacements."
)
@smiles_option
@name_option
@data_option
@exit_zero_option
@language_option
def command(  # one parameter an option
    queries: Sequence[str],
    *,
    file: str | None,
    text_file: TextIO | None,
    full: bool,
    form: Format | None,
    explain: bool,
    as_json: bool,
    as_of: date | None,
    rule: Path | None,
    svg: Path | None,
    kind: str | None,
    data: Path | None,
    exit_zero: bool,
    language: Language,
) -> None:
    """Say what is known of one or several substances.

    QUERY is a name in Russian, Kazakh or English, a code, a CAS number, an InChIKey, an InChI, a SMILES or a
    mol block; - reads one query a line from standard input. Put -- before queries that begin with a dash.

    One answer is at most a dozen lines, several are a table; --full says everything. With --text, print each name
    found with its place in the text (characters from 0, the end excluded).

    Exit codes: 2 if a query cannot be read, else 1 if anything is found, else 0.
    """
    if as_json and form not in (None, "json"):
        said = Statement("--json and --format {form} contradict each other; give one of them", form=form)
        raise click.UsageError(said.say(language))
    asked = [] if text_file is not None else _asked(queries, file, language)
    if (text_file is not None) == (bool(queries) or file is not None):
        said = Statement("give one or several queries, --file FILE, or --text FILE")
        raise click.UsageError(said.say(language))
    if explain and (as_json or text_file is not None):
        raise click.UsageError(Statement("--explain goes with queries and without --json").say(language))
    if text_file is not None:
        found = _print_mentions(text_file, as_json=as_json, language=language)
        if not exit_zero:
            click.get_current_context().exit(int(found))
        return
    verdicts = answers_to(asked, kind=kind, as_of=as_of, rule=rule, data=data, language=language)
    if svg is not None:
        _draw(verdicts, svg, language)
    shape: Format = form or ("json" if as_json else "text" if full or explain or len(verdicts) == 1 else "table")
    from kzschedule.render.columns import coloured

    for line in _printed(verdicts, shape, full=full, language=language):
        click.echo(line, color=coloured())
    if explain:
        _explain(verdicts, data, language)
    if not exit_zero:
        click.get_current_context().exit(_exit_code(verdicts))


def _asked(queries: Sequence[str], file: str | None, language: Language) -> list[str]:
    """Return the queries: those given, those of standard input where one is a dash, and those of a file."""
    asked: list[str] = []
    for query in queries:
        asked += lines_of("-", language) if query == "-" else [query]
    if file is not None:
        asked += lines_of(file, language)
    return asked


def _draw(verdicts: list[Verdict], file: Path, language: Language) -> None:
    """Write the drawing of the first answer that has an analogue."""
    drawing = next((svg for verdict in verdicts if (svg := verdict.draw(language=language)) is not None), None)
    if drawing is None:
        said = Statement("{file}: not written, no query has an analogue to draw", file=str(file))
        click.echo(said.say(language), err=True)
    else:
        file.write_text(drawing, encoding="utf-8")


def _printed(verdicts: list[Verdict], form: Format, *, full: bool, language: Language) -> Iterator[str]:
    """Iterate over what is printed of the answers."""
    if form == "json":
        yield _json(verdicts)
    elif form == "jsonl":
        yield from (verdict.model_dump_json() for verdict in verdicts)
    elif form == "tsv":
        from kzschedule.render.text import TSV_COLUMNS, tsv_row

        yield "\t".join(TSV_COLUMNS)
        yield from ("\t".join(tsv_row(verdict)) for verdict in verdicts)
    else:
        yield from _for_people(verdicts, form, full=full, language=language)


def _for_people(verdicts: list[Verdict], form: Format, *, full: bool, language: Language) -> Iterator[str]:
    from kzschedule.render.columns import coloured, terminal_width
    from kzschedule.render.text import verdict_text, verdicts_table

    width = terminal_width()
    if form == "table":
        yield from verdicts_table(verdicts, language, width)
        return
    for number, verdict in enumerate(verdicts):
        if number:
            yield ""
        yield verdict_text(verdict, language, full=full, width=width, colour=coloured())


def _json(verdicts: list[Verdict]) -> str:
    """Return one answer as an object, several as an array in the order of the queries."""
    dumps = [verdict.model_dump_json() for verdict in verdicts]
    return dumps[0] if len(dumps) == 1 else f"[{','.join(dumps)}]"


def _print_mentions(text_file: TextIO, *, as_json: bool, language: Language) -> bool:
    """Print the names of the list in a text, one a line, and return whether there are any."""
    import dataclasses
    import json

    from kzschedule.answer.mentions import find_mentions

    try:
        text = text_file.read()
    except UnicodeDecodeError as error:
        raise not_utf_8(text_file.name, error, language) from error
    mentions = find_mentions(text)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(mention) for mention in mentions], ensure_ascii=False))
    else:
        other = Statement("has other meanings").say(language)
        for mention in mentions:
            doubt = f" ({other})" if mention.ambiguous else ""
            click.echo(f"{mention.start}-{mention.end}\t{mention.text}\t{', '.join(mention.substance_ids)}{doubt}")
    if not mentions:
        said = Statement(
            "Nothing of the data was found in the text, which is no proof that it names no substance of the List: "
            "misspelt names, names that the data do not have, and formal analogues are not found in texts."
        )
        click.echo(said.say(language), err=True)
    return bool(mentions)


def _explain(verdicts: list[Verdict], data: Path | None, language: Language) -> None:
    """Print how each query is read as a name."""
    read = Statement("read")
    for verdict in verdicts:
        for line in schedule_of(data).names.read(verdict.query).explain():
            click.echo(f"{verdict.query}: {read.say(language)}: {line.say(language)}")


def _exit_code(verdicts: list[Verdict]) -> int:
    statuses = {verdict.status for verdict in verdicts}
    if "invalid" in statuses:
        return 2
    return 0 if statuses <= {"no_match"} else 1
