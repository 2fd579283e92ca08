"""An answer as HTML, for notebooks: no scripts, nothing from outside, every text escaped."""

from __future__ import annotations

from html import escape

from kzschedule.language import N_, Language
from kzschedule.render.text import SHOWN_ANALOGUES
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
from kzschedule.statement import Statement
from kzschedule.verdict import Match, Verdict

_TABLE = "border-collapse:collapse;text-align:left"
_CELL = "border:1px solid currentColor;padding:0.2em 0.6em;text-align:left"


def verdict_html(verdict: Verdict, language: Language = "en") -> str:
    """Return an answer as a fragment of HTML.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    language : str
        ``en``, ``ru`` or ``kk``.

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
    status = escape(status_line(verdict.status, verdict.as_of, language))
    parts = [f"<p><b>{escape(verdict.query)}</b>: {status}</p>"]
    if verdict.matches:
        rows = "".join(_match_rows(match, language) for match in verdict.matches)
        header = _row(tuple(word(cell, language) for cell in _HEADER), "th")
        parts.append(f'<table style="{_TABLE}">{header}{rows}</table>')
    parts += [_analogue(verdict, number, language) for number in shown_analogues(verdict)]
    if verdict.classes:
        classes = Statement("Structure class, for orientation only: {classes}", classes=verdict.classes)
        parts.append(f"<p>{escape(classes.say(language))}</p>")
    if verdict.sources:
        sources = "".join(f"<li>{escape(source(answer, language))}</li>" for answer in verdict.sources)
        parts.append(f"<p>{escape(word(_SOURCES, language))}</p><ul>{sources}</ul>")
    if verdict.statements:
        notes = "".join(f"<li>{escape(statement.say(language))}</li>" for statement in verdict.statements)
        parts.append(f"<ul>{notes}</ul>")
    versions = Statement(
        "kzschedule {kzschedule}, data {data}, RDKit {rdkit}",
        kzschedule=verdict.versions.kzschedule,
        data=verdict.versions.data,
        rdkit=verdict.versions.rdkit,
    )
    parts.append(f"<p><small>{escape(versions.say(language))}</small></p>")
    return f'<div lang="{language}">{"".join(parts)}</div>'


def shown_analogues(verdict: Verdict) -> list[int]:
    """Return the numbers of the analogues within the rule that are shown in full; the nearest one where there are none.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    """
    within = [number for number, analogue in enumerate(verdict.analogues) if analogue.grade != "open"]
    return within[:SHOWN_ANALOGUES] or list(range(len(verdict.analogues)))[:1]


def _analogue(verdict: Verdict, number: int, language: Language) -> str:
    analogue = verdict.analogues[number]
    places = "; ".join(
        f"{place(listing, language)}, {period(listing, language)}, {evidence(listing, language)}"
        for listing in analogue.listings
    )
    name = names_of(analogue, language, ["en"])
    head = Statement("Analogue of {name}, {grade}:", name=name, grade=Statement(GRADE[analogue.grade]))
    known = Statement(
        "Position of that substance: {places}. Sizes: {sizes}",
        places=places,
        sizes="; ".join(size(row, language) for row in analogue.sizes or ()) or Statement("unknown"),
    )
    return (
        f"<p><b>{escape(head.say(language))}</b> {escape(sentence(analogue, language))}<br>"
        f"{escape(known.say(language))}</p>{verdict.draw(number, language=language) or ''}"
    )


_SOURCES = N_("Sources")
_HEADER = (
    N_("Substance"),
    N_("Found by"),
    N_("Position"),
    N_("In force"),
    N_("Evidence"),
    _SOURCES,
    N_("Sizes"),
)


def _match_rows(match: Match, language: Language) -> str:
    names = names_of(match, language)
    sizes = "; ".join(size(row, language) for row in match.sizes or ()) or word(N_("unknown"), language)
    found = word(RELATION[match.relation], language)
    if not match.listings:
        return _row((names, found, word(N_("no position found"), language), "", "", "", sizes))
    return "".join(
        _row(
            (
                names,
                found,
                place(listing, language),
                period(listing, language),
                evidence(listing, language),
                ", ".join(listing.source_ids),
                sizes,
            )
        )
        for listing in match.listings
    )


def _row(cells: tuple[str, ...], tag: str = "td") -> str:
    inner = "".join(f'<{tag} style="{_CELL}">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{inner}</tr>"
