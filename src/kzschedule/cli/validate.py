"""``kzschedule validate``: every check of a data package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzschedule.cli.options import CannotRead, data_in_use_option, exit_zero_option, json_option, language_option
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
    type=click.Choice(["text", "json", "github"]),
    help="Print lines of text (this is what is done without it), JSON, or annotations of GitHub Actions.",
)
@click.option("--online", is_flag=True, help="Compare with the newest revision of the official database, too.")
@click.option(
    "--certificates",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Certificates (PEM) to trust beside those of the system, for a site that leaves out a part of its chain.",
)
@click.option("--server", metavar="URL", hidden=True, help="Ask this server instead, for tests.")
@data_in_use_option
@json_option
@exit_zero_option
@language_option
def command(
    directory: Path | None,
    *,
    rules: tuple[Path, ...],
    form: str | None,
    online: bool,
    certificates: Path | None,
    server: str | None,
    as_json: bool,
    exit_zero: bool,
    language: Language,
) -> None:
    """Check a data package and print all problems, one a line.

    DIRECTORY is the folder with datapackage.json, by default the package that comes with the library.

    With --online the newest revision of the official database, or of its mirror, is fetched and compared row by row.

    Exit codes: 1 for errors, 0 for none (warnings are printed and do not count), 2 if there is no such folder or
    nothing could be fetched.
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
    if online:
        found += [(package, finding) for finding in _online(package, server, certificates, language)]
    findings = [finding for _, finding in found]
    errors = sum(finding.severity == "error" for finding in findings)
    summary = Statement("{errors} errors, {warnings} warnings", errors=errors, warnings=len(findings) - errors)
    if as_json or form == "json":
        click.echo(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    elif form == "github":
        from kzschedule.render.github import workflow_commands

        for line in (*workflow_commands(found), summary):
            click.echo(line)
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


def _online(folder: Path, server: str | None, certificates: Path | None, language: Language) -> list[Finding]:
    """Return where the data and the newest text part, and note that somebody looked."""
    from kzschedule.dates import today
    from kzschedule.errors import DataPackageError, KzScheduleError
    from kzschedule.official.online import check_online
    from kzschedule.records.installation import note_look

    try:
        found = list(check_online(folder, server=server, certificates=certificates))
    except DataPackageError:
        raise  # the data are damaged: said as everywhere
    except KzScheduleError as error:
        raise CannotRead(error.statement.say(language)) from error
    note_look(today())
    return found


def _mended(findings: list[Finding]) -> Statement:
    """Say in one line what is wrong with the form of the files alone."""
    files = tuple(dict.fromkeys(finding.file for finding in findings))
    return counted(
        "kzschedule data format mends these {count}, where the changes are meant: {files}",
        count=len(findings),
        files=files,
    )
