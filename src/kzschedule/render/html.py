"""An answer as HTML, for notebooks: no scripts, nothing from outside, every text escaped."""

from __future__ import annotations

from html import escape

from kzschedule.render.text import SHOWN_ANALOGUES
from kzschedule.render.words import EVIDENCE, RELATION, STATUS, period, place, size, source
from kzschedule.verdict import Match, Verdict

_TABLE = "border-collapse:collapse;text-align:left"
_CELL = "border:1px solid currentColor;padding:0.2em 0.6em;text-align:left"


def verdict_html(verdict: Verdict) -> str:
    """Return an answer as a fragment of HTML.

    Parameters
    ----------
    verdict : Verdict
        The answer.

    Returns
    -------
    str
        A ``div`` with the status, the positions with their evidence in words, and the notes.

    Examples
    --------
    >>> from kzschedule import check
    >>> "inferred from the UN schedules" in verdict_html(check("heroin"))
    True
    """
    status = escape(f"{verdict.status}: {STATUS[verdict.status]}")
    parts = [f"<p><b>{escape(verdict.query)}</b>: {status}, on {verdict.as_of}</p>"]
    if verdict.matches:
        rows = "".join(_match_rows(match) for match in verdict.matches)
        parts.append(f'<table style="{_TABLE}">{_row(_HEADER, "th")}{rows}</table>')
    parts += [_analogue(verdict, number) for number in shown_analogues(verdict)]
    if verdict.classes:
        parts.append(f"<p>Structure class, for orientation only: {escape(', '.join(verdict.classes))}</p>")
    if verdict.sources:
        sources = "".join(f"<li>{escape(source(answer))}</li>" for answer in verdict.sources)
        parts.append(f"<p>Sources</p><ul>{sources}</ul>")
    if verdict.messages:
        notes = "".join(f"<li>{escape(message)}</li>" for message in verdict.messages)
        parts.append(f"<ul>{notes}</ul>")
    versions = verdict.versions
    parts.append(
        f"<p><small>kzschedule {escape(versions.kzschedule)}, data {escape(versions.data)}, "
        f"RDKit {escape(versions.rdkit)}</small></p>"
    )
    return f"<div>{''.join(parts)}</div>"


def shown_analogues(verdict: Verdict) -> list[int]:
    """Return the numbers of the analogues within the rule that are shown in full; the nearest one where there are none.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    """
    within = [number for number, analogue in enumerate(verdict.analogues) if analogue.grade != "open"]
    return within[:SHOWN_ANALOGUES] or list(range(len(verdict.analogues)))[:1]


def _analogue(verdict: Verdict, number: int) -> str:
    analogue = verdict.analogues[number]
    places = "; ".join(f"{place(listing)}, {period(listing)}, {listing.evidence}" for listing in analogue.listings)
    sizes = "; ".join(size(row) for row in analogue.sizes or ()) or "unknown"
    return (
        f"<p>Analogue of <b>{escape(analogue.name_en)}</b>, grade {analogue.grade}: "
        f"{escape(analogue.sentence_en)} {escape(analogue.sentence_ru)}<br>"
        f"Position of that substance: {escape(places)}. Sizes: {escape(sizes)}</p>{verdict.draw(number) or ''}"
    )


_HEADER = ("Substance", "Found by", "Position", "In force", "Evidence", "Sources", "Sizes")


def _match_rows(match: Match) -> str:
    names = " / ".join(dict.fromkeys(name for name in (match.name_en, match.name_ru, match.name_kk) if name))
    sizes = "; ".join(size(row) for row in match.sizes or ()) or "unknown"
    found = RELATION[match.relation]
    if not match.listings:
        return _row((names, found, "no position found", "", "", "", sizes))
    return "".join(
        _row(
            (
                names,
                found,
                place(listing),
                period(listing),
                f"{listing.evidence}: {EVIDENCE[listing.evidence]}",
                ", ".join(listing.source_ids),
                sizes,
            )
        )
        for listing in match.listings
    )


def _row(cells: tuple[str, ...], tag: str = "td") -> str:
    inner = "".join(f'<{tag} style="{_CELL}">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{inner}</tr>"
