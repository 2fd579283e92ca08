"""The command line: ``kzschedule COMMAND``.

Each command lives in a module of its own and is imported when it is called, so that a name check pays for
nothing else.
"""

from __future__ import annotations

from importlib import import_module

import click

import kzschedule

#: Where the commands live, with the line that ``kzschedule --help`` shows of each.
_COMMANDS = {
    "check": "Say what is known of one or several substances.",
    "history": "Show the acts that touched a substance.",
    "list": "List the positions in force.",
    "official": "Read, fetch, compare or apply the decree's own text.",
    "screen": "Screen all rows of a file.",
    "size": "Say into which size an amount falls.",
    "validate": "Check a data package and print all problems.",
}


class _WithoutData(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # the same
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kzschedule.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; without its data none can answer, so that it is an error like a file that cannot be read."""
        from kzschedule.errors import DataPackageError

        try:
            return super().invoke(ctx)
        except DataPackageError as error:
            raise _WithoutData(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # the same
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kzschedule.__version__, prog_name="kzschedule")
def main() -> None:
    """Kazakhstan's list of narcotic drugs, psychotropic substances and precursors (Decree No. 470 of 2019).

    Exit codes: 0 nothing found or done, 1 something found, 2 a query or file that cannot be read.
    """
