"""Long output: through a pager on a terminal where it does not fit, as it is elsewhere."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click


def show(lines: Iterable[str]) -> None:
    """Print lines, through the user's pager if they are more than the terminal has.

    Parameters
    ----------
    lines : iterable of str
        What is printed, without line ends.
    """
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line)
        return
    printed = list(lines)
    if len(printed) < shutil.get_terminal_size().lines:
        click.echo("\n".join(printed))
    else:
        click.echo_via_pager(f"{line}\n" for line in printed)
