"""``kzschedule validate``: every check of a data package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzschedule.cli.options import data_in_use_option, exit_zero_option, json_option, language_option
from kzschedule.language import Language
from kzschedule.language.statement import Statement, counted

if TYPE_CHECKING:
    from kzschedule.validation.finding import Finding


@click.command("validate")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option(
    "--rule",
    "rules",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Check a rule for analogues instead; may be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    help="Print lines of text (this is what is done without it), JSON, annotations of GitHub Actions, or SARIF 2.1.0.",
)
@data_in_use_option
@json_option
@exit_zero_option
@language_option
def command(
    directory: Path | None,
    *,
    rules: tuple[Path, ...],
    form: str | None,
    as_json: bool,
    exit_zero: bool,
    language: Language,
) -> None:
    """Check a data package and print all problems, one a line.

    DIRECTORY is the folder with datapackage.json, by default the package that comes with the library.

    Exit codes: 1 for errors, 0 for none (warnings are printed and do not count), 2 if there is no such folder.
    """
    from kzschedule.records.package import default_directory
    from kzschedule.validation import validate
    from kzschedule.validation.mending import MENDED
    from kzschedule.validation.rules import check_rule_file

    if directory is not None and not directory.is_dir():
        raise click.UsageError(
            Statement("{folder} is no folder; give the folder of a data package", folder=str(directory)).say(language)
        )
    if as_json and form not in (None, "json"):
        raise click.UsageError(
            Statement("--json and --format {form} contradict each other; give one of them", form=form).say(language)
        )
    package = directory or default_directory()
    # Each finding names a file of the folder that stands beside it.
    found = (
        [(rule.parent, finding) for rule in rules for finding in check_rule_file(rule, package)]
        if rules
        else [(package, finding) for finding in validate(package)]
    )
    findings = [finding for _, finding in found]
    errors = sum(finding.severity == "error" for finding in findings)
    summary = Statement("{errors} errors, {warnings} warnings", errors=errors, warnings=len(findings) - errors)
    if as_json or form == "json":
        click.echo(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    elif form == "github":
        from kzschedule.render.github import workflow_commands
        from kzschedule.validation.places import place

        for line in (*workflow_commands(place(found)), summary):
            click.echo(line)
    elif form == "sarif":
        from kzschedule.render.sarif import dump_sarif
        from kzschedule.validation.places import place

        click.echo(dump_sarif(place(found)))
    else:
        mended = [finding for finding in findings if finding.check in MENDED]
        for finding in findings:
            if finding not in mended:
                click.echo(finding)
        if mended:
            click.echo(_mended(mended).say(language))
        click.echo(summary.say(language))
    if errors and not exit_zero:
        click.get_current_context().exit(1)


def _mended(findings: list[Finding]) -> Statement:
    """Say in one line what is wrong with the form of the files alone."""
    files = tuple(dict.fromkeys(finding.file for finding in findings))
    return counted(
        "kzschedule data format mends these {count}, where the changes are meant: {files}",
        count=len(findings),
        files=files,
    )
