"""An answer about sizes as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kzschedule.answer.size import SizeStatus, SizeVerdict, SubstanceSize
from kzschedule.answer.size_rows import CultivationRow, RowStatus, cells, label
from kzschedule.language import N_, Language
from kzschedule.language.statement import Statement, day
from kzschedule.render.columns import folded, labelled
from kzschedule.render.words import word

STATUS: dict[SizeStatus, str] = {
    "answered": N_("answered by each row of the size table"),
    "unknown": N_("no row of the size table decides it"),
    "refused": N_("no row of the size table counts such an amount"),
    "invalid": N_("cannot be read"),
}

ROW_STATUS: dict[RowStatus, str] = {
    "below_small": N_("BELOW SMALL"),
    "small": N_("SMALL"),
    "large": N_("LARGE"),
    "especially_large": N_("ESPECIALLY LARGE"),
    "no_band": N_("NO SIZE PRINTED"),
    "unknown": N_("UNKNOWN"),
}

#: Beginnings of what `kzschedule.check` says of an analogue, and the first line here in other words.
_OF_CHECK = (
    "By its formula it is formed from",
    "Further listed substances that lead to it, less nearly",
    "The structure was compared as drawn",
)


def size_lines(verdict: SizeVerdict, language: Language = "en", width: int | None = None) -> Iterator[str]:
    """Iterate over the lines of an answer: the size, then a line a row, what has to be known, and the sources.

    Parameters
    ----------
    verdict : SizeVerdict
        The answer.
    language : str
        ``en``, ``ru`` or ``kk``.
    width : int, optional
        Where lines are broken; without it they are not.

    Examples
    --------
    >>> from kzschedule import size_of
    >>> verdict = size_of("трамадол", "0,5 г", as_of="2024-03-01")
    >>> list(size_lines(verdict))[0]
    'трамадол, 0.5 g: LARGE, on 2024-03-01'
    >>> list(size_lines(verdict, "ru"))[0]
    'трамадол, 0,5 г: КРУПНЫЙ РАЗМЕР, на 01.03.2024'
    """
    yield from folded(headline(verdict, language), width)
    yield from labelled([(word(label, language), text) for label, text in size_rows(verdict, language)], width)


def headline(verdict: SizeVerdict, language: Language = "en") -> str:
    """Return the first line: what was asked, into which size it falls, and the day if it was read.

    Examples
    --------
    >>> from kzschedule import size_of
    >>> headline(size_of("мефедрон", "1 g", as_of="2024-03-01"))
    'мефедрон, 1 g: LARGE (if examination confirms an analogue), on 2024-03-01'
    """
    said = Statement(
        "{query}, {amount}: {sizes}",
        query=verdict.query,
        amount=verdict.amount.statement,
        sizes=", ".join(_sizes(verdict, language)) or word(STATUS[verdict.status], language).upper(),
    )
    on = [] if verdict.list_status == "invalid" else [Statement("on {day}", day=day(verdict.as_of))]
    return ", ".join(one.say(language) for one in (said, *on))


def _sizes(verdict: SizeVerdict, language: Language) -> Iterator[str]:
    """Iterate over the sizes of an answer, those of parents of an analogue under their condition."""
    own = dict.fromkeys(answer.status for answer in verdict.answers if answer.grade is None)
    yield from (word(ROW_STATUS[status], language) for status in own)
    parents = dict.fromkeys(answer.status for answer in verdict.answers if answer.grade is not None)
    if parents:
        sizes = ", ".join(word(ROW_STATUS[status], language) for status in parents)
        yield Statement("{sizes} (if examination confirms an analogue)", sizes=sizes).say(language)


def size_rows(verdict: SizeVerdict, language: Language = "en") -> Iterator[tuple[str, str]]:
    """Iterate over the labels and texts behind the first line."""
    for answer in verdict.answers:
        yield N_("size"), _answer(answer, language)
    told = {answer.statement for answer in verdict.answers}
    for statement in verdict.statements:
        if statement not in told and not statement.template.startswith(_OF_CHECK):
            yield N_("note"), statement.say(language)
    if verdict.sources:
        yield N_("sources"), ", ".join(item.source_id for item in verdict.sources)


def _answer(answer: SubstanceSize, language: Language) -> str:
    """Return what one row says, in words, and as it is printed."""
    said = answer.statement.say(language)
    return said if answer.row is None else f"{said} {_row(answer, language)}"


def _row(answer: SubstanceSize, language: Language) -> str:
    """Return a row as the decree prints it, in Kazakh for who reads Kazakh, its cells and lines set apart by signs."""
    row = answer.row
    assert row is not None
    kazakh = language == "kk" and row.printed_kk
    printed, raw = (row.printed_kk, row.raw_kk or row.raw) if kazakh else (row.printed_ru, row.raw)
    # Of a row with two lines each cell has two; elsewhere a line ends where the cell was too narrow.
    between = " / " if row.size_id.endswith((".dried", ".fresh")) else " "
    words = [between.join((printed or "").split("\n")), " | ".join(cells(raw, between))]
    if isinstance(row, CultivationRow) and row.heading_ru != row.printed_ru:
        words.insert(0, (row.heading_kk if kazakh else row.heading_ru) or "")
    return f"{label(row)}: {': '.join(word.removesuffix(':') for word in words)}"
