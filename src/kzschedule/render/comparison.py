"""A comparison with the official text, as lines of text and as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import kzschedule
from kzschedule.language import N_, Language
from kzschedule.messages import SECTION
from kzschedule.model import Section
from kzschedule.official.comparing import (
    DIFFERENT,
    GROUPS,
    MISSING_THERE,
    OUTSIDE,
    UNVERIFIED_THERE,
    ComparedRow,
    Comparison,
    OurPosition,
    candidate_words,
)
from kzschedule.official.matching import Outcome
from kzschedule.render.words import word
from kzschedule.statement import Statement, counted

_OUTCOMES: dict[Outcome, str] = {
    "ambiguous": N_("the name fits several substances"),
    "conflict": N_("the names of the row contradict each other"),
    "not_found": N_("no name of the row is known"),
    "unnamed": N_("the row prints no name"),
}


def place_of_row(row: ComparedRow, language: Language = "en") -> str:
    """Say where a row stands in the text."""
    parts = (
        Statement("Table {table}", table=row.table),
        _section(row.section),
        Statement("item {number}", number=row.item_no or "-"),
    )
    return ", ".join(part.say(language) for part in parts)


def place_of_position(position: OurPosition, language: Language = "en") -> str:
    """Say where a position of the data stands, and how well it is known."""
    parts = [Statement("Table {table}", table=position.table), _section(position.section)]
    if position.item_no:
        parts.append(Statement("item {number}", number=position.item_no))
    return f"{', '.join(part.say(language) for part in parts)} ({position.evidence})"


def _section(section: Section | None) -> Statement:
    return Statement("no section stated") if section is None else Statement(SECTION[section])


def remark(row: ComparedRow, language: Language = "en") -> str:
    """Say what a reader of a row must know: why it is not matched, and what is doubtful."""
    said = []
    if row.match.outcome in _OUTCOMES:
        said.append(Statement(_OUTCOMES[row.match.outcome]))
    if row.match.candidates:
        said.append(Statement("perhaps {candidates}", candidates=candidate_words(row.match.candidates)))
    if row.match.by == "place":
        said.append(Statement("several substances have this name; the place decided"))
    if row.match.by == "number":
        said.append(Statement("found by its number"))
    return "; ".join([*(statement.say(language) for statement in said), *row.match.doubts])


def comparison_lines(comparison: Comparison, language: Language = "en") -> Iterator[str]:
    """Iterate over the lines of a comparison: counts first, then all differences.

    Parameters
    ----------
    comparison : Comparison
        What `kzschedule.official.compare` returns.
    language : str
        ``en``, ``ru`` or ``kk``; doubts and warnings about the page are in English.
    """
    head = counted(
        "{file}: {count} rows, as of {day}; data {version}",
        file=comparison.file,
        count=comparison.rows_in,
        day=_day(comparison),
        version=comparison.data_version,
    )
    yield head.say(language)
    groups = {group: word(meaning, language) for group, meaning in GROUPS.items()}
    for group, words in groups.items():
        yield f"{comparison.counts[group]:6} {words}"
    for words, positions in _positions(comparison):
        yield f"{len(positions):6} {word(words, language)}"
    if comparison.agreed_by_evidence:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(comparison.agreed_by_evidence.items()))
        yield Statement("agreed positions by the evidence that they have here: {counts}", counts=counts).say(language)
    for group, words in groups.items():
        rows = comparison.of(group)
        if rows and group in DIFFERENT:
            yield f"{words}:"
            for row in rows:
                ours = "; ".join(place_of_position(one, language) for one in row.ours)
                name = row.name or row.name_lat or Statement("no name").say(language)
                shown = [f"  {place_of_row(row, language)}: {name}"]
                shown += [Statement("here {places}", places=ours).say(language)] if ours else []
                shown += [said] if (said := remark(row, language)) else []
                yield "; ".join(shown)
    if comparison.missing_there:
        yield f"{word(MISSING_THERE, language)}:"
        for one in comparison.missing_there:
            yield f"  {one.name_ru or one.name_en} [{one.substance_id}]: {place_of_position(one, language)}"
    for warning in comparison.warnings:
        yield Statement("warning: {warning}", warning=warning).say(language)
    yield counted("{count} differences", count=comparison.differences).say(language)


def _day(comparison: Comparison) -> str:
    return str(comparison.stands_on) if comparison.stands_on else Statement("an unknown day")


def _positions(comparison: Comparison) -> tuple[tuple[str, tuple[OurPosition, ...]], ...]:
    """Return the positions of the data that no row of the text is about, under their headings."""
    return (
        (MISSING_THERE, comparison.missing_there),
        (UNVERIFIED_THERE, comparison.unverified_there),
        (OUTSIDE, comparison.outside),
    )


def comparison_page(comparison: Comparison, language: Language = "en") -> str:
    """Return a comparison as a page of HTML: no scripts, nothing from outside, every text escaped.

    Parameters
    ----------
    comparison : Comparison
        What `kzschedule.official.compare` returns.
    language : str
        As for `comparison_lines`.

    Returns
    -------
    str
        A whole document.
    """
    title = escape(Statement("Official text and data: {file}", file=comparison.file).say(language))
    head = counted("{count} rows of Tables I to IV, as of {day}.", count=comparison.rows_in, day=_day(comparison)).say(
        language
    )
    differences = counted("{count} differences.", count=comparison.differences).say(language)
    counts = [(word(words, language), str(comparison.counts[group])) for group, words in GROUPS.items()]
    counts += [(word(words, language), str(len(positions))) for words, positions in _positions(comparison)]
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{escape(head)} <b>{escape(differences)}</b></p>",
        _table((N_("Group"), N_("Count")), counts, language),
    ]
    for group, words in GROUPS.items():
        rows = comparison.of(group)
        if rows:
            parts.append(f"<h2>{escape(word(words, language))} ({len(rows)})</h2>")
            parts.append(_table(_ROW_HEADER, (_row_cells(row, language) for row in rows), language))
    for words, positions in _positions(comparison):
        if positions:
            parts.append(f"<h2>{escape(word(words, language))} ({len(positions)})</h2>")
            parts.append(_table(_POSITION_HEADER, (_position_cells(one, language) for one in positions), language))
    if comparison.warnings:
        warnings = "".join(f"<li>{escape(warning)}</li>" for warning in comparison.warnings)
        doubtful = word(N_("What the reader of the page found doubtful"), language)
        parts.append(f"<h2>{escape(doubtful)}</h2><ul>{warnings}</ul>")
    foot = Statement(
        "sha256 of the page {sha256}; data {version}; kzschedule {library}",
        sha256=comparison.sha256,
        version=comparison.data_version,
        library=kzschedule.__version__,
    )
    parts.append(f"<footer>{escape(foot.say(language))}</footer>")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


_ROW_HEADER = (N_("In the text"), N_("Name"), N_("Latin"), N_("Substance"), N_("Here"), N_("Remark"))
_POSITION_HEADER = (N_("Substance"), N_("Name"), N_("Here"))
_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #999;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "thead{display:table-header-group;background:#eee}tr{break-inside:avoid}h2{break-after:avoid}"
    "footer{color:#555;font-size:.85em;overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;font-size:10pt}thead{background:none}}"
)


def _row_cells(row: ComparedRow, language: Language) -> tuple[str, ...]:
    here = "; ".join(place_of_position(one, language) for one in row.ours)
    return (
        place_of_row(row, language),
        row.name or "",
        row.name_lat or "",
        row.match.substance_id or "",
        here,
        remark(row, language),
    )


def _position_cells(position: OurPosition, language: Language) -> tuple[str, ...]:
    names = " / ".join(dict.fromkeys(name for name in (position.name_en, position.name_ru) if name))
    return position.substance_id, names, place_of_position(position, language)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]], language: Language) -> str:
    head = "".join(f"<th>{escape(word(cell, language))}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
