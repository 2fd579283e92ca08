"""`kzschedule data`: which data are in use, and using others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kzschedule.cli.options import DateType, data_in_use_option, language_option
from kzschedule.language import Language
from kzschedule.language.statement import Statement, counted

if TYPE_CHECKING:
    from kzschedule.validation.adding import Draft


@click.group("data", invoke_without_command=True)
@data_in_use_option
@language_option
@click.pass_context
def command(ctx: click.Context, *, language: Language) -> None:
    """Say which data are in use, use others, or edit a copy.

    The data are the first of: the folder of --data, that of the environment variable KZSCHEDULE_DATA, that of
    kzschedule data use or kzschedule update, those that come with the library.

    Exit codes: 0, 2 if the data in use are damaged.
    """
    if ctx.invoked_subcommand is None:
        _show(language)


@command.command("init")
@click.argument("directory", type=click.Path(path_type=Path))
@data_in_use_option
@language_option
def init_data(directory: Path, *, language: Language) -> None:
    """Write a copy of the data in use into DIRECTORY, to be edited.

    Exit codes: 0 done, 2 if DIRECTORY has something in it already or cannot be written.
    """
    import shutil

    from kzschedule.records.package import default_directory, read_package

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise click.UsageError(
            Statement("{folder} has something in it; give a new folder", folder=str(directory)).say(language)
        )
    read_package()  # a copy of what is damaged would have to be mended before it can be edited
    try:
        shutil.copytree(default_directory(), directory, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as error:
        said = Statement("{folder} cannot be written ({reason})", folder=str(directory), reason=error.strerror or "")
        raise click.UsageError(said.say(language)) from error
    for said in (
        Statement("{folder} is written; it is edited with --data {folder}", folder=str(directory)),
        Statement("after changes by hand: kzschedule data format, then kzschedule validate"),
    ):
        click.echo(said.say(language))


@command.command("format")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@data_in_use_option
@language_option
def format_data(directory: Path | None, *, language: Language) -> None:
    """Put the files of the data in DIRECTORY in order, in their canonical form, and write their hashes.

    Columns and rows are sorted, and what a spreadsheet made of separators, quotes and ends of lines is undone; no
    cell is changed. Without DIRECTORY, data of your own that are in use are meant.

    Exit codes: 0 done, 2 if a file cannot be read; then nothing is written.
    """
    from kzschedule.validation.mending import mend

    changed = mend(directory or _own(language))
    if changed:
        click.echo(Statement("written: {files}", files=changed).say(language))
    else:
        click.echo(Statement("all files are in canonical form").say(language))


def _own(language: Language) -> Path:
    """Return the folder in use, or fail: the data that come with the library are edited in a copy."""
    from kzschedule.records.installation import data_in_use

    in_use = data_in_use()
    if in_use.origin == "shipped":
        said = Statement(
            "these data come with the library: edit a copy, kzschedule data init DIR, and name it by --data"
        )
        raise click.UsageError(said.say(language))
    return in_use.folder


def _act_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name an act, with what is said of a new one."""
    for option in (
        click.option("--url", metavar="URL", help="Address of the act's text, of an act that is new."),
        click.option(
            "--in-force", type=DateType(), metavar="DATE", help="The day from which it is in force, if known."
        ),
        click.option("--signed", type=DateType(), metavar="DATE", help="The day on which it was signed, if it is new."),
        click.option("--act", metavar="NUMBER/YEAR", help="The act that names it, such as 22/2024."),
    ):
        command = option(command)
    return command


@command.command("add-substance")
@click.argument("name_en", metavar="NAME")
@click.option("--smiles", help="Its structure; InChIKey, formula, stereo and classes follow from it.")
@click.option("--ru", "name_ru", metavar="NAME", help="Its Russian name.")
@click.option("--kk", "name_kk", metavar="NAME", help="Its Kazakh name.")
@click.option("--name", "names", multiple=True, help="Another name; may be given several times.")
@click.option("--cas", help="Its CAS number.")
@click.option("--id", "substance_id", help="Its identifier, by default its name in small letters.")
@click.option("--source", help="The source that names it, of sources.csv, where it is not an act.")
@click.option(
    "--evidence",
    multiple=True,
    metavar="SOURCE",
    help="A source that confirms the structure; may be given several times.",
)
@click.option(
    "--stereo",
    type=click.Choice(["absolute", "relative", "unspecified", "none"]),
    help="What the SMILES says of stereo, where it is not what it seems.",
)
@_act_options
@data_in_use_option
@language_option
def add_substance_to_data(
    *, act: str | None, signed: date | None, in_force: date | None, url: str | None, language: Language, **said: Any
) -> None:
    """Add a substance, whose English name is NAME, to the data.

    Whatever stands against it is said at once, and then nothing is written: a structure, a name or a CAS number that
    another substance has already, a wrong check digit, a name that means another structure.

    Exit codes: 0 added, 1 something stands against it, 2 if it or the data cannot be read.
    """
    from kzschedule.validation.adding import NewAct, add_substance

    named = None if act is None else NewAct(act, signed, in_force, url)
    _tell(add_substance(_own(language), act=named, **said), language)


@command.command("add-row")
@click.argument("place")
@click.argument("printed")
@click.option(
    "--substance",
    "substances",
    multiple=True,
    metavar="ID",
    help="A substance that it controls; may be given several times.",
)
@click.option("--kk", "printed_kk", metavar="TEXT", help="The row as the Kazakh text prints it.")
@click.option("--item", metavar="NUMBER", help="Its number, by default the next one of its section.")
@click.option(
    "--stereo", type=click.Choice(["any", "printed", "inn"]), default="any", help="What the row says of configuration."
)
@click.option(
    "--size", metavar="CELLS", help="Its size as printed, the cells with a bar between: '0-0,02 | 0,02-1,5 | 1,5'."
)
@click.option(
    "--size-name", "size_printed", metavar="TEXT", help="Its name in the size table, with the star if it has one."
)
@_act_options
@data_in_use_option
@language_option
def add_row_to_data(
    *, act: str | None, signed: date | None, in_force: date | None, url: str | None, language: Language, **said: Any
) -> None:
    """Add a row to the data: at PLACE of the List stands PRINTED.

    PLACE is I-A, I-B, II-A, II-B, III-B, IV-1, IV-2, or a row with lines, such as I-B-61. An act that is new is added
    with its day of signing and address. What stands against it is said at once, and then nothing is written.

    Exit codes: 0 added, 1 something stands against it, 2 if it or the data cannot be read.
    """
    from kzschedule.validation.adding import NewAct, add_row

    if act is None:
        raise click.UsageError(Statement("say which act added the row, by --act").say(language))
    _tell(add_row(_own(language), act=NewAct(act, signed, in_force, url), **said), language)


def _tell(draft: Draft, language: Language) -> None:
    """Say what was added, or what stands against it."""
    if draft.problems:
        for problem in draft.problems:
            click.echo(problem)
        click.echo(
            counted("nothing was written: {count} things stand against it", count=len(draft.problems)).say(language)
        )
        click.get_current_context().exit(1)
    for line in draft.lines():
        click.echo(line)
    click.echo(
        Statement("{folder} is written; check it with: kzschedule validate {folder}", folder=str(draft.folder)).say(
            language
        )
    )


@command.command("use")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option("--shipped", is_flag=True, help="Go back to the data that come with the library.")
@data_in_use_option
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
    from kzschedule.dates import today
    from kzschedule.language.statement import day
    from kzschedule.records.installation import DATA_VARIABLE, data_in_use, last_look, newest_revision, user_folder
    from kzschedule.records.package import looked_on, read_descriptor, read_package
    from kzschedule.validation.periods import STALE_AFTER

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
    looked = max(filter(None, (looked_on(read_descriptor(in_use.folder)), last_look())), default=None)
    if looked is not None:
        lines.append(Statement("last look for a newer revision: {day}", day=day(looked)))
        if today() - looked > STALE_AFTER:
            lines.append(Statement("that is long ago: kzschedule update looks again"))
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
