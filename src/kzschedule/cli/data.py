"""`kzschedule data`: which data are in use, and using others."""

from __future__ import annotations

from pathlib import Path

import click

from kzschedule.cli.options import data_in_use_option, language_option
from kzschedule.language import Language
from kzschedule.language.statement import Statement


@click.group("data", invoke_without_command=True)
@data_in_use_option
@language_option
@click.pass_context
def command(ctx: click.Context, *, language: Language) -> None:
    """Say which data are in use, or use others.

    The data are the first of: the folder of --data, that of the environment variable KZSCHEDULE_DATA, that of
    kzschedule data use or kzschedule update, those that come with the library.

    Exit codes: 0, 2 if the data in use are damaged.
    """
    if ctx.invoked_subcommand is None:
        _show(language)


@command.command("use")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option("--shipped", is_flag=True, help="Go back to the data that come with the library.")
@language_option
def use_data(directory: Path | None, *, shipped: bool, language: Language) -> None:
    """Use the data package in DIRECTORY from now on, or with --shipped those that come with the library.

    A damaged folder is refused. Nothing is copied or deleted: the folder stays where it is.

    Exit codes: 0 done, 2 if the folder cannot be used.
    """
    from kzschedule.records.installation import use
    from kzschedule.schedule import Schedule

    if (directory is None) != shipped:
        raise click.UsageError(Statement("give a folder or --shipped, one of them").say(language))
    if directory is not None:
        Schedule.load(directory)  # a folder that cannot be read whole is refused before it is used
    use(directory)
    _show(language)


def _show(language: Language) -> None:
    from kzschedule.records.installation import DATA_VARIABLE, data_in_use, newest_revision, user_folder
    from kzschedule.records.package import read_package

    in_use = data_in_use()
    package = read_package()
    said = {
        "asked": Statement(
            "in use: {folder}, named by --data or {variable}", folder=in_use.folder, variable=DATA_VARIABLE
        ),
        "user": Statement("in use: {folder}", folder=in_use.folder),
        "shipped": Statement("in use: the data that come with the library, {folder}", folder=in_use.folder),
    }[in_use.origin]
    lines = [
        said,
        Statement(
            "version {version}, newest revision of the decree: {revision}",
            version=package.version.partition(" ")[0],
            revision=newest_revision(in_use.folder),
        ),
    ]
    if in_use.passed_over is not None:
        lines.append(
            Statement(
                "{folder} is not used any more: the library was upgraded to data as new", folder=in_use.passed_over
            )
        )
    others = (
        path for path in sorted(user_folder().glob("decree_470-*")) if path not in (in_use.folder, in_use.passed_over)
    )
    lines += [
        Statement("also installed: {folder}, {revision}", folder=path, revision=newest_revision(path))
        for path in others
    ]
    for line in lines:
        click.echo(line.say(language))
