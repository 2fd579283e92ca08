"""Output that cannot hold a letter: a redirected console of Windows has an encoding of 256 characters."""

from __future__ import annotations

import io
import sys


def never_fail() -> None:
    r"""Have standard output and standard error write what their encoding lacks as ``\u049b`` instead of failing.

    In the texts that JSON holds this is the letter itself. What programs read in UTF-8 whatever the console has
    (the results of ``screen``, the page of ``report``) is written past this.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict" and not _holds_all(stream.encoding):
            stream.reconfigure(errors="backslashreplace")


def _holds_all(encoding: str) -> bool:
    """Whether an encoding has all characters.

    Examples
    --------
    >>> _holds_all("utf-8"), _holds_all("cp1251")
    (True, False)
    """
    return encoding.casefold().replace("_", "-").startswith("utf")
