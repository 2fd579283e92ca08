"""An answer about sizes as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kzschedule.language import N_, Language
from kzschedule.messages import SIZE, UNIT
from kzschedule.render.words import evidence, names_of, source, word
from kzschedule.sizes import RowStatus, SizeStatus, SizeVerdict, SubstanceSize
from kzschedule.statement import Statement, alternatives
from kzschedule.verdict import SizeAnswer

STATUS: dict[SizeStatus, str] = {
    "answered": N_("answered by each row that is held"),
    "unknown": N_("no row decides it"),
    "refused": N_("not answered for such an amount"),
    "invalid": N_("cannot be read"),
}

ROW_STATUS: dict[RowStatus, str] = {
    "small": N_("SMALL"),
    "large": N_("LARGE"),
    "especially_large": N_("ESPECIALLY LARGE"),
    "more_than_small": N_("MORE THAN SMALL, upper bound unknown"),
    "at_bound": N_("EXACTLY A BOUND, its side not stated"),
    "unknown": N_("UNKNOWN"),
}

_KNOWN_BOUND = {
    "small_max": N_("small up to {value} {unit} ({side})"),
    "large_max": N_("large up to {value} {unit} ({side})"),
}
_UNKNOWN_BOUND = {
    "small_max": N_("small up to an unknown bound"),
    "large_max": N_("large up to an unknown bound"),
}


def size_lines(verdict: SizeVerdict, language: Language = "en") -> Iterator[str]:
    """Iterate over the lines of an answer, the most important first.

    Examples
    --------
    >>> from kzschedule import size_of
    >>> verdict = size_of("трамадол", "0,5 г", as_of="2024-03-01")
    >>> list(size_lines(verdict))[1]
    '  Tramadol / трамадол [tramadol]: LARGE'
    >>> list(size_lines(verdict, "ru"))[1]
    '  трамадол / Tramadol [tramadol]: КРУПНЫЙ РАЗМЕР'
    """
    status = Statement(
        "{code}: {meaning}, on {day}",
        code=verdict.status.upper(),
        meaning=Statement(STATUS[verdict.status]),
        day=str(verdict.as_of),
    )
    yield f"{verdict.query}, {verdict.amount.statement.say(language)}: {status.say(language)}"
    for answer in verdict.answers:
        yield from _answer_lines(answer, language)
    for item in verdict.sources:
        yield _labelled(N_("source"), source(item, language), language)
    for statement in verdict.statements:
        yield _labelled(N_("note"), statement.say(language), language)


def _labelled(label: str, text: str, language: Language) -> str:
    return f"  {word(label, language)}: {text}"


def _answer_lines(answer: SubstanceSize, language: Language) -> Iterator[str]:
    parent = ""
    if answer.grade:
        of_analogue = Statement("parent of an analogue ({grade})", grade=answer.grade)
        parent = f", {of_analogue.say(language)}"
    form = f", {answer.row.form}" if answer.row is not None and answer.row.form else ""
    status = word(ROW_STATUS[answer.status], language)
    yield f"  {names_of(answer, language, ('en', 'ru'))} [{answer.substance_id}]{parent}{form}: {status}"
    yield f"    {answer.statement.say(language)}"
    if answer.row is not None:
        yield "  " + _labelled(N_("row"), _bounds(answer.row, language), language)
        yield "  " + _labelled(N_("as its source says"), answer.row.raw, language)
        said = Statement(
            "evidence: {evidence}; sources: {sources}",
            evidence=evidence(answer.row, language),
            sources=answer.row.source_ids,
        )
        yield f"    {said.say(language)}"
        if answer.row.note:
            yield "  " + _labelled(N_("doubts"), answer.row.note, language)


def _bounds(row: SizeAnswer, language: Language) -> str:
    """Say what the bounds of a row are, and to which size each of them belongs."""
    said = []
    for name, value in (("small_max", row.small_max), ("large_max", row.large_max)):
        if value is None:
            said.append(Statement(_UNKNOWN_BOUND[name]))
            continue
        sides = [token.removeprefix(f"{name}:") for token in row.inclusive if token.startswith(f"{name}:")]
        side = (
            Statement("itself {size}", size=alternatives(tuple(Statement(SIZE[size]) for size in sides)))
            if sides
            else Statement("its own side not stated")
        )
        said.append(Statement(_KNOWN_BOUND[name], value=f"{value:f}", unit=Statement(UNIT[row.unit]), side=side))
    return "; ".join(statement.say(language) for statement in said)
