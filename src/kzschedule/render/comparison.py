"""A comparison with the official text, as lines of text and as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import kzschedule
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

_OUTCOMES = {
    "matched": "",
    "ambiguous": "the name fits several substances",
    "conflict": "the names of the row contradict each other",
    "not_found": "no name of the row is known",
    "unnamed": "the row prints no name",
}


def place_of_row(row: ComparedRow) -> str:
    """Say where a row stands in the text."""
    parts = [f"Table {row.table}", row.section or "no section stated", f"item {row.item_no or '-'}"]
    return ", ".join(parts)


def place_of_position(position: OurPosition) -> str:
    """Say where a position of the data stands, and how well it is known."""
    number = f", item {position.item_no}" if position.item_no else ""
    return f"Table {position.table}, {position.section}{number} ({position.evidence})"


def remark(row: ComparedRow) -> str:
    """Say what a reader of a row must know: why it is not matched, and what is doubtful."""
    said = [_OUTCOMES[row.match.outcome]]
    if row.match.candidates:
        said.append(f"perhaps {candidate_words(row.match.candidates)}")
    if row.match.by == "place":
        said.append("several substances have this name; the place decided")
    if row.match.by == "number":
        said.append("found by its number")
    return "; ".join([*filter(None, said), *row.match.doubts])


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Iterate over the lines of a comparison: counts first, then all differences.

    Parameters
    ----------
    comparison : Comparison
        What `kzschedule.official.compare` returns.
    """
    day = comparison.stands_on or "an unknown day"
    yield f"{comparison.file}: {comparison.rows_in} rows, as of {day}; data {comparison.data_version}"
    for group, words in GROUPS.items():
        yield f"{comparison.counts[group]:6} {words}"
    yield f"{len(comparison.missing_there):6} {MISSING_THERE}"
    yield f"{len(comparison.unverified_there):6} {UNVERIFIED_THERE}"
    yield f"{len(comparison.outside):6} {OUTSIDE}"
    evidence = ", ".join(f"{count} {name}" for name, count in sorted(comparison.agreed_by_evidence.items()))
    if evidence:
        yield f"agreed positions by the evidence that they have here: {evidence}"
    for group, words in GROUPS.items():
        rows = comparison.of(group)
        if rows and group in DIFFERENT:
            yield f"{words}:"
            for row in rows:
                ours = "; ".join(place_of_position(one) for one in row.ours)
                shown = [f"  {place_of_row(row)}: {row.name or row.name_lat or 'no name'}"]
                shown += [f"here {ours}"] if ours else []
                shown += [said] if (said := remark(row)) else []
                yield "; ".join(shown)
    if comparison.missing_there:
        yield f"{MISSING_THERE}:"
        for one in comparison.missing_there:
            yield f"  {one.name_ru or one.name_en} [{one.substance_id}]: {place_of_position(one)}"
    for warning in comparison.warnings:
        yield f"warning: {warning}"
    yield f"{comparison.differences} differences"


def comparison_page(comparison: Comparison) -> str:
    """Return a comparison as a page of HTML: no scripts, nothing from outside, every text escaped.

    Parameters
    ----------
    comparison : Comparison
        What `kzschedule.official.compare` returns.

    Returns
    -------
    str
        A whole document.
    """
    title = f"Official text and data: {comparison.file}"
    counts = [(words, str(comparison.counts[group])) for group, words in GROUPS.items()]
    counts += [
        (MISSING_THERE, str(len(comparison.missing_there))),
        (UNVERIFIED_THERE, str(len(comparison.unverified_there))),
        (OUTSIDE, str(len(comparison.outside))),
    ]
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{comparison.rows_in} rows of Tables I to IV, as of {comparison.stands_on or 'an unknown day'}. "
        f"<b>{comparison.differences} differences.</b></p>",
        _table(("Group", "Count"), counts),
    ]
    for group, words in GROUPS.items():
        rows = comparison.of(group)
        if rows:
            parts.append(f"<h2>{escape(words)} ({len(rows)})</h2>")
            parts.append(_table(_ROW_HEADER, (_row_cells(row) for row in rows)))
    for words, positions in (
        (MISSING_THERE, comparison.missing_there),
        (UNVERIFIED_THERE, comparison.unverified_there),
        (OUTSIDE, comparison.outside),
    ):
        if positions:
            parts.append(f"<h2>{escape(words)} ({len(positions)})</h2>")
            parts.append(_table(_POSITION_HEADER, (_position_cells(one) for one in positions)))
    if comparison.warnings:
        warnings = "".join(f"<li>{escape(warning)}</li>" for warning in comparison.warnings)
        parts.append(f"<h2>What the reader of the page found doubtful</h2><ul>{warnings}</ul>")
    parts.append(
        f"<footer>sha256 of the page {escape(comparison.sha256)}; data {escape(comparison.data_version)}; "
        f"kzschedule {escape(kzschedule.__version__)}</footer>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


_ROW_HEADER = ("In the text", "Name", "Latin", "Substance", "Here", "Remark")
_POSITION_HEADER = ("Substance", "Name", "Here")
_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #999;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "thead{display:table-header-group;background:#eee}tr{break-inside:avoid}h2{break-after:avoid}"
    "footer{color:#555;font-size:.85em;overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;font-size:10pt}thead{background:none}}"
)


def _row_cells(row: ComparedRow) -> tuple[str, ...]:
    here = "; ".join(place_of_position(one) for one in row.ours)
    return (
        place_of_row(row),
        row.name or "",
        row.name_lat or "",
        row.match.substance_id or "",
        here,
        remark(row),
    )


def _position_cells(position: OurPosition) -> tuple[str, ...]:
    names = " / ".join(dict.fromkeys(name for name in (position.name_en, position.name_ru) if name))
    return position.substance_id, names, place_of_position(position)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
