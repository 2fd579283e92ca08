"""The command line: ``kzschedule COMMAND``.

Each command lives in a module of its own and is imported when it is called, so that a name check pays for
nothing else.
"""

from __future__ import annotations

import gc
import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

import kzschedule
from kzschedule.cli.options import data_in_use_option, language_option
from kzschedule.cli.output import never_fail
from kzschedule.cli.speaking import language_asked, speaking, translated
from kzschedule.language import N_, default_language

# The first model would look for plugins of pydantic in all packages installed; none has a part in this program.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

#: New objects after which garbage is looked for.
_OBJECTS = 100_000
#: Where the commands live, with the line that ``kzschedule --help`` shows of each.
_COMMANDS = {
    "check": N_("Say what is known of one or several substances."),
    "data": N_("Say which data are in use, use others, or edit a copy."),
    "explain": N_("Explain a row, a note, a substituent, an act, or a word of an answer."),
    "history": N_("Show the acts that touched a substance."),
    "list": N_("List the positions in force."),
    "official": N_("Read, plan, apply or fetch the decree's own text."),
    "report": N_("Write what is known of substances as a page for a screen and for paper."),
    "screen": N_("Screen all rows of a file."),
    "size": N_("Say into which size an amount falls."),
    "update": N_("Get the revisions of the decree that are newer than the data, and use them."),
    "validate": N_("Check a data package and print all problems."),
}


class _WithoutData(click.ClickException):
    exit_code = 2


def _no_such_command(name: str) -> str:
    """Say that there is no such command, and what may be meant: another one, or a question about a substance."""
    from difflib import get_close_matches

    from kzschedule.language.statement import Statement

    near = get_close_matches(name.lower(), _COMMANDS)
    if near:
        said = Statement("there is no command {name!r}; perhaps {names} is meant", name=name, names=tuple(near))
    else:
        said = Statement(
            "there is no command {name!r}; to ask about a substance, write kzschedule check {name!r}", name=name
        )
    return said.say(default_language())


class _Commands(click.Group):
    """A group whose commands are imported when they are called, in the language asked for."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Run the command that the arguments name."""
        # Not by list(): here that name is the module of the command, once it is imported.
        given = [*(sys.argv[1:] if args is None else args)]
        language = language_asked(given)
        never_fail()
        # Modules and data stay as long as the program; looking among them for garbage is a twentieth of a short answer.
        gc.set_threshold(_OBJECTS)
        with speaking(language):
            return click.Group.main(translated(self, language), given, *more, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # the same
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kzschedule.cli.{cmd_name}").command
        return translated(command, default_language())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name; say which ones are spelt like one that there is not."""
        name = str(args[0])
        if name in _COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(_no_such_command(name), ctx)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; without its data none can answer, so that it is an error like a file that cannot be read."""
        from kzschedule.errors import DataPackageError

        try:
            return super().invoke(ctx)
        except DataPackageError as error:
            raise _WithoutData(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # the same
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, gettext.gettext(said)) for name, said in sorted(_COMMANDS.items())])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kzschedule.__version__, prog_name="kzschedule")
@data_in_use_option
@language_option
def main(language: str) -> None:  # what stands before the command counts for it, see language_asked
    """Kazakhstan's list of narcotic drugs, psychotropic substances and precursors (Decree No. 470 of 2019).

    Exit codes: 0 nothing found or done, 1 something found, 2 a query or file that cannot be read.
    """
