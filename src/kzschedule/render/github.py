"""Findings as annotations of GitHub Actions: workflow commands that mark the line of a file.

The cells that a finding quotes come from whoever changed the data, and the runner obeys lines that look like
commands. So what goes into a command is escaped, and what is printed beside the commands stands between marks
that stop their reading.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kzschedule.validation.finding import Finding

#: Annotations of each severity that GitHub shows of one step; further findings are in the log only.
SHOWN = 10

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def workflow_commands(findings: Iterable[tuple[Path, Finding]]) -> Iterator[str]:
    """Iterate over the lines to print: commands for the first findings of each severity, text for the others.

    Each finding comes with the folder of its file.
    """
    counts = Counter[str]()
    further = []
    for folder, finding in findings:
        counts[finding.severity] += 1
        if counts[finding.severity] <= SHOWN:
            yield _command(folder / finding.file, finding)
        else:
            further.append(str(finding))
    if further:
        token = secrets.token_hex(16)
        yield f"::stop-commands::{token}"
        yield from further
        yield f"::{token}::"


def _command(path: Path, finding: Finding) -> str:
    properties = {"file": from_root(path) or str(path)}
    if finding.row is not None:
        properties["line"] = str(finding.row)
    properties["title"] = f"kzschedule {finding.check}"
    shown = ",".join(f"{name}={_escape(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{finding.severity} {shown}::{_escape(f'{finding.message}; {finding.cure}', _DATA)}"


def from_root(path: Path) -> str | None:
    """Return a path as seen from the root of the repository that is checked, with ``/``; None if it lies outside.

    The root is what GitHub Actions and its relatives name in ``GITHUB_WORKSPACE``, elsewhere the working folder.
    """
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    absolute = path.resolve()
    if not absolute.is_relative_to(root):
        return None
    # A name that is no UTF-8 can be printed only with its odd bytes replaced.
    return os.fsencode(absolute.relative_to(root).as_posix()).decode("utf-8", "replace")


def _escape(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)
