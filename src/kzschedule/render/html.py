"""An answer as a card of HTML, for notebooks: no scripts, nothing from outside, every text escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from kzschedule.language import Language, vocabulary
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import Status
from kzschedule.render import words
from kzschedule.render.text import SHOWN_ANALOGUES, headline, short_lines, versions
from kzschedule.verdict import Verdict

if TYPE_CHECKING:
    from kzschedule.answer.size import SizeVerdict
    from kzschedule.schedule import Schedule

_CARD = "border:1px solid #8888;border-left:6px solid {colour};border-radius:4px;padding:0.5em 0.9em;max-width:60em"
_HEAD = "margin:0 0 0.4em;font-weight:bold"
_GRID = "border-collapse:collapse;text-align:left;background:transparent"
_LABEL = (
    "padding:0.1em 1em 0.1em 0;text-align:left;vertical-align:top;font-weight:normal;opacity:0.7;white-space:nowrap"
)
_TEXT = "padding:0.1em 0;text-align:left;vertical-align:top;overflow-wrap:anywhere"
#: The stripe at the left of a card, in colours that light and dark pages show alike; the words say the same.
_STRIPE: dict[Status, str] = {
    "invalid": "#a05195",
    "listed": "#d1495b",
    "unconfirmed": "#d9a404",
    "unresolved": "#d9a404",
    "analogue": "#e07a3f",
    "no_match": "#8a8f98",
}


#: The stripe of what has no status.
_SIZE_STRIPE = "#4a6fa5"


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
        A ``div`` with the answer at a glance, and drawings of the nearest analogues.

    Examples
    --------
    >>> from kzschedule import check
    >>> "ON THE LIST, Table I" in verdict_html(check("heroin", as_of="2024-03-01"))
    True
    """
    # What the command line calls --full, a notebook calls so.
    said = ((label, text.replace("--full", "to_text(full=True)")) for label, text in short_lines(verdict, language))
    rows = [(words.word(label, language), text) for label, text in said]
    drawings = (verdict.draw(number, language=language) or "" for number in words.nearest(verdict)[:SHOWN_ANALOGUES])
    return (
        f'<div lang="{language}" style="{_CARD.format(colour=_STRIPE[verdict.status])}">'
        f'<p style="{_HEAD}">{escape(headline(verdict, language))}</p>{_grid(rows)}'
        f"{''.join(_drawing(svg) for svg in drawings if svg)}"
        f"<p><small>{escape(versions(verdict, language))}</small></p></div>"
    )


def size_html(verdict: SizeVerdict, language: Language = "en") -> str:
    """Return an answer about sizes as a fragment of HTML.

    Examples
    --------
    >>> from kzschedule import size_of
    >>> "LARGE" in size_html(size_of("heroin", "0.5 g", as_of="2024-03-01"))
    True
    """
    from kzschedule.render.sizes import headline as size_headline
    from kzschedule.render.sizes import size_rows

    rows = list(size_rows(verdict, language))
    return (
        f'<div lang="{language}" style="{_CARD.format(colour=_SIZE_STRIPE)}">'
        f'<p style="{_HEAD}">{escape(size_headline(verdict, language))}</p>{_grid(rows)}</div>'
    )


def schedule_html(schedule: Schedule, language: Language = "en") -> str:
    """Return a list as a fragment of HTML: which data, which revision, and how many rows stand today, by table.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> "2024-01-23" in schedule_html(Schedule.default())
    True
    """
    from kzschedule.dates import today

    day = today()
    revision = schedule.revision(day)
    values = {"day": words.day(revision.date), "number": revision.number, "data": schedule.package.version}
    said = Statement("revision of {day} (No. {number}); a later one may exist; data {data}", **values).say(language)
    standing = [schedule.law.row(row_id, day) for row_id in schedule.law.row_ids]
    standing = [row for row in standing if schedule.law.lifetime(row.row_id).on(day) != "no"]
    counts = Counter((row.table, row.section) for row in standing)
    rows = [
        (f"{table}, {words.word(vocabulary.SECTION_SHORT[section], language)}", str(count))
        for (table, section), count in counts.items()
    ]
    head = Statement("List of Decree No. 470, rows on {day}", day=words.day(day)).say(language)
    return (
        f'<div lang="{language}" style="{_CARD.format(colour=_SIZE_STRIPE)}"><p style="{_HEAD}">{escape(head)}</p>'
        f"{_grid(rows)}<p><small>{escape(said)}</small></p></div>"
    )


def shown_analogues(verdict: Verdict) -> list[int]:
    """Return the numbers of the analogues that are shown in full: the nearest ones, or the first where none counts.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    """
    return words.nearest(verdict)[:SHOWN_ANALOGUES] or list(range(len(verdict.analogues)))[:1]


def _grid(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><th scope="row" style="{_LABEL}">{escape(label)}</th><td style="{_TEXT}">{escape(text)}</td></tr>'
        for label, text in rows
    )
    return f'<table style="{_GRID}">{lines}</table>'


def _drawing(svg: str) -> str:
    return f'<div style="overflow-x:auto;background:#fff;margin-top:0.5em">{svg}</div>'
