"""Comparing a folder of data with the newest revision that the official database, or its mirror, has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kzschedule.official.law import read_law
from kzschedule.official.plan import Step, plan
from kzschedule.official.revisions import Text
from kzschedule.official.sheet import FOLDER, read_decisions
from kzschedule.official.update import ask
from kzschedule.validation.finding import Finding

_SHOWN = 120


def check_online(directory: Path, *, server: str | None = None, certificates: Path | None = None) -> Iterator[Finding]:
    """Iterate over the places where a folder of data and the newest text part.

    Parameters
    ----------
    directory : pathlib.Path
        The folder.
    server : str, optional
        Address of another server that answers like the database and its mirror.
    certificates : pathlib.Path, optional
        A file of certificates to trust beside those of the system.

    Raises
    ------
    KzScheduleError
        If no text can be fetched or read.
    """
    law = read_law(directory)
    source = ask(law.before(law.newest), server=server, certificates=certificates)
    text = max(source.texts, key=lambda text: text.revision, default=None)
    if text is None or text.revision < law.newest:
        message = f"{source.name} has no revision of {law.newest}, the newest of the data"
        yield _finding("revisions.csv", message, "find out which of the two is right")
        return
    steps = plan(text.reading, law, read_decisions(directory / FOLDER)).steps
    if text.revision > law.newest:
        yield _newer(source.name, text, law.newest, len(steps))
        return
    for step in steps:
        file = "rows.csv" if step.part == "list" else f"{step.part}.csv"
        message = f"{source.name}, revision of {text.revision}: {_said(step)}"
        yield _finding(file, message, "compare the row with the text, and correct the one that is wrong")


def _newer(name: str, text: Text, newest: str, steps: int) -> Finding:
    message = f"{name} has a revision of {text.revision}, which changes {steps} things; the data end with {newest}"
    return _finding("revisions.csv", message, "let kzschedule update get it")


def _said(step: Step) -> str:
    what = {"add": "the data lack", "end": "the text lacks"}.get(step.action, "the text has otherwise")
    parts = [f"{what} {' '.join(step.row_id.split())}"]
    parts += [" ".join(str(told).split()) for told in (step.before, step.after) if told is not None]
    return "; ".join(part[:_SHOWN] for part in parts)


def _finding(file: str, message: str, cure: str) -> Finding:
    return Finding(file=file, row=None, check="online", severity="error", message=message, cure=cure)
