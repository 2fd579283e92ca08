"""Findings as annotations of GitHub Actions: workflow commands that mark the line of a file.

The cells that a finding quotes come from whoever changed the data, and the runner obeys lines that look like
commands. So what goes into a command is escaped, and what is printed beside the commands stands between marks
that stop their reading.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator

from kzschedule.validation.places import Placed, from_root

#: Annotations of each severity that GitHub shows of one step; further findings are in the log only.
SHOWN = 10

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def workflow_commands(findings: Iterable[Placed]) -> Iterator[str]:
    """Iterate over the lines to print: commands for the first findings of each severity, text for the others."""
    counts = Counter[str]()
    further = []
    for placed in findings:
        severity = placed.finding.severity
        counts[severity] += 1
        if counts[severity] <= SHOWN:
            yield _command(placed)
        else:
            further.append(str(placed.finding))
    if further:
        token = secrets.token_hex(16)
        yield f"::stop-commands::{token}"
        yield from further
        yield f"::{token}::"


def _command(placed: Placed) -> str:
    finding, region = placed.finding, placed.region
    properties = {"file": from_root(placed.path) or str(placed.path)}
    if region is not None:
        properties |= {"line": str(region.start_line), "endLine": str(region.end_line)}
        # GitHub takes columns only where the end lies in the same line.
        if finding.column is not None and region.start_line == region.end_line:
            properties |= {"col": str(region.start_column), "endColumn": str(region.end_column)}
    elif finding.row is not None:
        properties["line"] = str(finding.row)
    properties["title"] = f"kzschedule {finding.check}"
    shown = ",".join(f"{name}={_escape(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{finding.severity} {shown}::{_escape(f'{finding.message}; {finding.cure}', _DATA)}"


def _escape(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)
