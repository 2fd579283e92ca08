"""``kzschedule validate``: every check of a data package."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kzschedule.cli.options import exit_zero_option, json_option, language_option
from kzschedule.language import Language
from kzschedule.statement import Statement


@click.command("validate")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option("--rule", type=click.Path(path_type=Path), metavar="FILE", help="Check a rule for analogues instead.")
@json_option
@exit_zero_option
@language_option
def command(directory: Path | None, *, rule: Path | None, as_json: bool, exit_zero: bool, language: Language) -> None:
    """Check a data package and print all problems, one a line.

    DIRECTORY is the folder with datapackage.json, by default the package that comes with the library.

    Exit codes: 1 for errors, 0 for none (warnings are printed and do not count), 2 if there is no such folder.
    """
    from kzschedule.datapackage import default_directory
    from kzschedule.validation import validate
    from kzschedule.validation.rules import check_rule_file

    if directory is not None and not directory.is_dir():
        raise click.UsageError(
            Statement("{folder} is no folder; give the folder of a data package", folder=str(directory)).say(language)
        )
    findings = validate(directory) if rule is None else check_rule_file(rule, directory or default_directory())
    if as_json:
        click.echo(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding))
        errors = sum(finding.severity == "error" for finding in findings)
        said = Statement("{errors} errors, {warnings} warnings", errors=errors, warnings=len(findings) - errors)
        click.echo(said.say(language))
    if not exit_zero and any(finding.severity == "error" for finding in findings):
        click.get_current_context().exit(1)
