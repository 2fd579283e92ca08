"""An answer as lines of plain text, and the same lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kzschedule.render.words import EVIDENCE, RELATION, STATUS, period, place, size, source
from kzschedule.verdict import ListingAnswer, Match, Status, Verdict

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


def verdict_lines(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Iterate over the labels and texts of an answer, the most important first."""
    yield verdict.query, f"{verdict.status.upper()}: {STATUS[verdict.status]}, on {verdict.as_of}"
    for match in verdict.matches:
        yield from _match_lines(match)
    yield from _analogue_lines(verdict)
    if verdict.classes:
        yield "class", f"{', '.join(verdict.classes)} (for orientation only)"
    for suggestion in verdict.suggestions if not verdict.matches else ():
        yield "perhaps", f"{suggestion.name} ({suggestion.substance_id})"
        yield from _listing_lines(suggestion.listings)
    for answer in verdict.sources:
        yield "source", source(answer)
    for message in verdict.messages:
        yield "note", message


def _match_lines(match: Match) -> Iterator[tuple[str, str]]:
    names = " / ".join(dict.fromkeys(name for name in (match.name_en, match.name_ru, match.name_kk) if name))
    yield "substance", f"{names} [{match.substance_id}], found by {RELATION[match.relation]}"
    if not match.listings:
        yield "position", "none found"
    yield from _listing_lines(match.listings)
    for row in match.sizes or ():
        yield "size", size(row)


def _analogue_lines(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """The analogues within the rule, nearest first; of those outside it only the nearest where there are no others."""
    within = [analogue for analogue in verdict.analogues if analogue.grade != "open"]
    shown = within[:SHOWN_ANALOGUES] or list(verdict.analogues[:1])
    for analogue in shown:
        names = " / ".join(dict.fromkeys(name for name in (analogue.name_en, analogue.name_ru) if name))
        yield "analogue of", f"{names} [{analogue.parent_id}], grade {analogue.grade}"
        yield "", analogue.sentence_en
        yield "", analogue.sentence_ru
        yield from _listing_lines(analogue.listings)
        for row in analogue.sizes or ():
            yield "size", size(row)
    if len(verdict.analogues) > len(shown):
        yield "more", f"{len(verdict.analogues) - len(shown)} other parents; --json shows all"


def _listing_lines(listings: tuple[ListingAnswer, ...]) -> Iterator[tuple[str, str]]:
    for listing in listings:
        yield "position", f"{place(listing)}; {period(listing)}"
        yield (
            "evidence",
            f"{listing.evidence}: {EVIDENCE[listing.evidence]}; sources: {', '.join(listing.source_ids)}",
        )


def print_verdict(verdict: Verdict, console: Console) -> None:
    """Print an answer: a table on a terminal, plain lines in a pipe or file."""
    (query, status), *lines = verdict_lines(verdict)
    if not console.is_terminal:
        print(f"{query}: {status}", file=console.file)
        for label, text in lines:
            print(f"  {label}: {text}" if label else f"    {text}", file=console.file)
        return
    console.print(Text(query, style="bold"), Text(status, style=_STYLE[verdict.status]))
    grid = Table.grid(padding=(0, 2))
    for label, text in lines:
        grid.add_row(Text(f"  {label}", style="dim"), Text(text))
    console.print(grid)
