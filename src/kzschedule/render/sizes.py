"""An answer about sizes as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kzschedule.render.words import EVIDENCE, source
from kzschedule.sizes import RowStatus, SizeStatus, SizeVerdict, SubstanceSize
from kzschedule.verdict import SizeAnswer

STATUS: dict[SizeStatus, str] = {
    "answered": "answered by each row that is held",
    "unknown": "no row decides it",
    "refused": "not answered for such an amount",
    "invalid": "cannot be read",
}

ROW_STATUS: dict[RowStatus, str] = {
    "small": "SMALL",
    "large": "LARGE",
    "especially_large": "ESPECIALLY LARGE",
    "more_than_small": "MORE THAN SMALL, upper bound unknown",
    "at_bound": "EXACTLY A BOUND, its side not stated",
    "unknown": "UNKNOWN",
}


def size_lines(verdict: SizeVerdict) -> Iterator[str]:
    """Iterate over the lines of an answer, the most important first.

    Examples
    --------
    >>> from kzschedule import size_of
    >>> lines = list(size_lines(size_of("трамадол", "0,5 г", as_of="2024-03-01")))
    >>> lines[1]
    '  Tramadol / трамадол [tramadol]: LARGE'
    """
    yield f"{verdict.query}, {verdict.amount}: {verdict.status.upper()}: {STATUS[verdict.status]}, on {verdict.as_of}"
    for answer in verdict.answers:
        yield from _answer_lines(answer)
    for item in verdict.sources:
        yield f"  source: {source(item)}"
    for message in verdict.messages:
        yield f"  note: {message}"


def _answer_lines(answer: SubstanceSize) -> Iterator[str]:
    names = " / ".join(dict.fromkeys(name for name in (answer.name_en, answer.name_ru) if name))
    parent = f", parent of an analogue ({answer.grade})" if answer.grade else ""
    form = f", {answer.row.form}" if answer.row is not None and answer.row.form else ""
    yield f"  {names} [{answer.substance_id}]{parent}{form}: {ROW_STATUS[answer.status]}"
    yield f"    {answer.sentence}"
    if answer.row is not None:
        yield f"    row: {_bounds(answer.row)}"
        yield f"    as its source says: {answer.row.raw}"
        sources = ", ".join(answer.row.source_ids)
        yield f"    evidence: {answer.row.evidence}: {EVIDENCE[answer.row.evidence]}; sources: {sources}"
        if answer.row.note:
            yield f"    doubts: {answer.row.note}"


def _bounds(row: SizeAnswer) -> str:
    """Say what the bounds of a row are, and to which size each of them belongs."""
    said = []
    for name, value in (("small_max", row.small_max), ("large_max", row.large_max)):
        label = name.removesuffix("_max")
        if value is None:
            said.append(f"{label} up to an unknown bound")
        else:
            sides = [token.removeprefix(f"{name}:") for token in row.inclusive if token.startswith(f"{name}:")]
            side = f"itself {' or '.join(sides).replace('_', ' ')}" if sides else "its own side not stated"
            said.append(f"{label} up to {value:f} {row.unit} ({side})")
    return "; ".join(said)
