"""An answer as lines of plain text, and the same lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kzschedule.language import N_, Language
from kzschedule.render.words import (
    GRADE,
    RELATION,
    evidence,
    names_of,
    period,
    place,
    sentence,
    size,
    source,
    status_line,
    word,
)
from kzschedule.statement import Statement, counted
from kzschedule.verdict import ListingAnswer, Match, Status, Verdict

if TYPE_CHECKING:
    from rich.console import Console

#: Analogues within the rule that are shown in full.
SHOWN_ANALOGUES = 3

_STYLE: dict[Status, str] = {
    "invalid": "bold magenta",
    "listed": "bold red",
    "unconfirmed": "bold yellow",
    "unresolved": "bold yellow",
    "analogue": "bold red",
    "no_match": "bold",
}


def verdict_lines(verdict: Verdict, language: Language = "en") -> Iterator[tuple[str, str]]:
    """Iterate over the labels and texts of an answer, the most important first."""
    yield verdict.query, status_line(verdict.status, verdict.as_of, language)
    for label, text in _lines(verdict, language):
        yield (word(label, language) if label else ""), text


def verdict_text(verdict: Verdict, language: Language = "en") -> str:
    """Return an answer as lines of plain text."""
    (query, status), *lines = verdict_lines(verdict, language)
    shown = [f"  {label}: {text}" if label else f"    {text}" for label, text in lines]
    return "\n".join([f"{query}: {status}", *shown])


def _lines(verdict: Verdict, language: Language) -> Iterator[tuple[str, str]]:
    """Iterate over the lines below the first, their labels still in English."""
    for match in verdict.matches:
        yield from _match_lines(match, language)
    yield from _analogue_lines(verdict, language)
    if verdict.classes:
        said = Statement("{classes} (for orientation only)", classes=verdict.classes)
        yield N_("class"), said.say(language)
    for suggestion in verdict.suggestions if not verdict.matches else ():
        yield N_("perhaps"), f"{suggestion.name} ({suggestion.substance_id})"
        yield from _listing_lines(suggestion.listings, language)
    for answer in verdict.sources:
        yield N_("source"), source(answer, language)
    for statement in verdict.statements:
        yield N_("note"), statement.say(language)


def _match_lines(match: Match, language: Language) -> Iterator[tuple[str, str]]:
    found = Statement(
        "{names} [{substance}], found by {relation}",
        names=names_of(match, language),
        substance=match.substance_id,
        relation=Statement(RELATION[match.relation]),
    )
    yield N_("substance"), found.say(language)
    if not match.listings:
        yield N_("position"), word(N_("none found"), language)
    yield from _listing_lines(match.listings, language)
    for row in match.sizes or ():
        yield N_("size"), size(row, language)


def _analogue_lines(verdict: Verdict, language: Language) -> Iterator[tuple[str, str]]:
    """The analogues within the rule, nearest first; of those outside it only the nearest where there are no others."""
    within = [analogue for analogue in verdict.analogues if analogue.grade != "open"]
    shown = within[:SHOWN_ANALOGUES] or list(verdict.analogues[:1])
    for analogue in shown:
        grade = word(GRADE[analogue.grade], language)
        yield N_("analogue of"), f"{names_of(analogue, language, ('en', 'ru'))} [{analogue.parent_id}], {grade}"
        yield "", sentence(analogue, language)
        yield from _listing_lines(analogue.listings, language)
        for row in analogue.sizes or ():
            yield N_("size"), size(row, language)
    if len(verdict.analogues) > len(shown):
        more = counted("{count} other parents; --json shows all", count=len(verdict.analogues) - len(shown))
        yield N_("more"), more.say(language)


def _listing_lines(listings: tuple[ListingAnswer, ...], language: Language) -> Iterator[tuple[str, str]]:
    for listing in listings:
        yield N_("position"), f"{place(listing, language)}; {period(listing, language)}"
        said = Statement(
            "{evidence}; sources: {sources}", evidence=evidence(listing, language), sources=listing.source_ids
        )
        yield N_("evidence"), said.say(language)


def print_verdict(verdict: Verdict, console: Console, language: Language = "en") -> None:
    """Print an answer: a table on a terminal, plain lines in a pipe or file."""
    if not console.is_terminal:
        print(verdict_text(verdict, language), file=console.file)
        return
    from rich.table import Table
    from rich.text import Text

    (query, status), *lines = verdict_lines(verdict, language)
    console.print(Text(query, style="bold"), Text(status, style=_STYLE[verdict.status]))
    grid = Table.grid(padding=(0, 2))
    for label, text in lines:
        grid.add_row(Text(f"  {label}", style="dim"), Text(text))
    console.print(grid)
