"""The hits of a screened file as one page of HTML: a table of them, and the rows of the List that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

import kzschedule
from kzschedule.language import N_, Language, vocabulary
from kzschedule.language.statement import Statement, counted
from kzschedule.render import pages, words
from kzschedule.render.text import IF_CONFIRMED, versions, what
from kzschedule.schedule import Schedule
from kzschedule.verdict import ListingAnswer, Verdict

if TYPE_CHECKING:
    from kzschedule.analogues.rule import AnalogueRule

#: Rows that are shown at most, and different cells that are answered in full; more of them are counted.
SHOWN = 2_000
ANSWERED = 1_000
#: Statuses that are no hits.
_NO_HITS = frozenset({"no_match"})


class Hit(NamedTuple):
    """A row of the file in which something was found, or that cannot be read.

    `number` is that of the row in the file, from 1, its head not counted; `cells` are those that were screened.
    """

    number: int
    cells: tuple[str, ...]
    result: Mapping[str, Any]


@dataclass
class Hits:
    """Gathers the hits of a run; give `take` to `kzschedule.screening.file.screen_file`.

    Parameters
    ----------
    screened : sequence of str
        Names of the columns that are screened; empty where they are not known before the run.
    """

    screened: Sequence[str] = ()
    rows: int = 0
    left_out: int = 0
    hits: list[Hit] = field(default_factory=list)

    def take(self, columns: Sequence[str], screened: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Take rows of results in their order.

        Examples
        --------
        >>> hits = Hits()
        >>> hits.take(["name", "status"], ["name"], [("heroin", "listed"), ("sugar", "no_match"), ("", "invalid")])
        >>> [(hit.number, hit.cells) for hit in hits.hits], hits.rows
        ([(1, ('heroin',)), (3, ('',))], 3)
        """
        self.screened = screened
        for row in rows:
            self.rows += 1
            record = dict(zip(columns, row, strict=True))
            if record["status"] in _NO_HITS:
                continue
            if len(self.hits) < SHOWN:
                # Where what is screened is no column of the results, as a drawing is not, the first one names the row.
                cells = tuple(str(record.get(name) or "").strip() for name in screened or columns[:1])
                self.hits.append(Hit(self.rows, cells, record))
            else:
                self.left_out += 1


class _Line(NamedTuple):
    """A hit as the page shows it."""

    number: int
    query: str
    status: str
    code: str
    about: str
    places: tuple[tuple[str, str], ...]
    remark: str


def hits_report(
    found: Hits,
    name: str,
    day: date,
    schedule: Schedule,
    *,
    rule: AnalogueRule | str | Path | None = None,
    language: Language | None = None,
) -> str:
    """Write the hits of a screened file as one page of HTML that needs nothing else and prints on A4.

    Parameters
    ----------
    found : Hits
        What the run has gathered.
    name : str
        The name of the file.
    day : datetime.date
        The day that was asked about.
    schedule : Schedule
        The list.
    rule : optional
        The rule for analogues; see `kzschedule.check`.
    language : str, optional
        ``en``, ``ru`` or ``kk``; by default that of the user.

    Examples
    --------
    >>> hits = Hits()
    >>> hits.take(["name", "status"], ["name"], [("heroin", "listed"), ("sugar", "no_match")])
    >>> page = hits_report(hits, "goods.csv", date(2024, 3, 1), Schedule.default(), language="en")
    >>> "I-A-20" in page, "sugar" in page
    (True, False)
    """
    language = pages.language_of_page(language)
    made = _Hits(day, schedule, rule, language)
    lines = [made.line(hit) for hit in found.hits]
    style = pages.style(f"kzschedule, {day}", "hits.css")
    newest = schedule.revision(day)
    values = {
        "name": name,
        "lines": lines,
        "rows": list(made.rows.values()),
        "counts": _counts(lines, found, language),
        "day": words.day(day).say(language),
        "revision": Statement(
            "of {day} (No. {number}); a later one may exist", day=words.day(newest.date), number=newest.number
        ).say(language),
        "computed_by": made.computed_by or f"kzschedule {kzschedule.__version__}",
        "if_confirmed": words.word(IF_CONFIRMED, language),
        "generator": kzschedule.__version__,
        "style": Markup(style),
        "policy": pages.policy(style),
    }
    return pages.environment(language).get_template("hits.html").render(values) + "\n"


def _counts(lines: Sequence[_Line], found: Hits, language: Language) -> Iterator[str]:
    statuses = [line.status for line in lines]
    counts = tuple(f"{status} {statuses.count(status)}" for status in dict.fromkeys(statuses))
    said = Statement("rows in the file: {rows}; shown here: {shown}", rows=found.rows, shown=len(lines))
    yield "; ".join((said.say(language), *counts))
    if found.left_out:
        yield counted("{count} further rows are not shown", count=found.left_out).say(language)


class _Hits:
    """Makes the lines of the page, in one language, and gathers the rows of the List that they are about."""

    def __init__(
        self, day: date, schedule: Schedule, rule: AnalogueRule | str | Path | None, language: Language
    ) -> None:
        self.day = day
        self.schedule = schedule
        self.rule = rule
        self.language = language
        self.rows: dict[str, dict[str, Any]] = {}
        self.computed_by = ""
        self._answers: dict[str, Verdict] = {}

    def line(self, hit: Hit) -> _Line:
        """Return a hit as the page shows it."""
        status = hit.result["status"]
        verdict = self._answer(hit)
        places = self._places(verdict, hit)
        return _Line(
            number=hit.number,
            query="; ".join(cell for cell in hit.cells if cell) or words.word(N_("(empty)"), self.language),
            status=words.capitals(vocabulary.STATUS[status], self.language),
            code=status,
            about=self._about(verdict, hit),
            places=places,
            remark=self._remark(verdict, hit),
        )

    def _answer(self, hit: Hit) -> Verdict | None:
        """Return the answer to the cell that has decided; None where there were too many different ones."""
        found = [answer for cell in hit.cells if cell and (answer := self._check(cell)) is not None]
        return next((answer for answer in found if answer.status == hit.result["status"]), None)

    def _check(self, cell: str) -> Verdict | None:
        from kzschedule.answer.check import check

        if cell not in self._answers and len(self._answers) < ANSWERED:
            answer = check(cell, as_of=self.day, schedule=self.schedule, rule=self.rule)
            self.computed_by = versions(answer, self.language)
            self._answers[cell] = answer
        return self._answers.get(cell)

    def _about(self, verdict: Verdict | None, hit: Hit) -> str:
        if verdict is not None:
            return what(verdict, self.language)
        substance = self.schedule.substances.get(hit.result.get("substance_id") or hit.result.get("parent_id") or "")
        return words.name(substance, self.language) if substance is not None else ""

    def _remark(self, verdict: Verdict | None, hit: Hit) -> str:
        """Say what cannot be read, where that is so."""
        if hit.result["status"] != "invalid":
            return ""
        if verdict is not None and verdict.statements:
            return verdict.statements[0].say(self.language)
        return str(hit.result.get("message") or "")

    def _places(self, verdict: Verdict | None, hit: Hit) -> tuple[tuple[str, str], ...]:
        """Return the rows of the List that a hit is about, each with its place; they are gathered for the page."""
        found = [hit.result["row_id"]] if verdict is None and hit.result.get("row_id") else []
        row_ids = found if verdict is None else [listing.row_id for listing in _listings(verdict)]
        for row_id in row_ids:
            self._gather(row_id, hit.number)
        rows = (self.schedule.law.row(row_id, self.day) for row_id in row_ids)
        return tuple((row.row_id, words.short_place(row, self.language)) for row in rows)

    def _gather(self, row_id: str, number: int) -> None:
        row = self.rows.get(row_id) or self._row(row_id)
        self.rows[row_id] = row
        if number not in row["numbers"]:
            row["numbers"].append(number)

    def _row(self, row_id: str) -> dict[str, Any]:
        """Return a row of the List as the page shows it."""
        law = self.schedule.law
        row, period = law.row(row_id, self.day), law.lifetime(row_id)
        first = law.states(row_id)[0][0]
        acts = [act_id for act_id in (first.or_act_id, first.act_id) if act_id]
        standing = period.on(self.day)
        doubts = {"no": N_("not in force on the day asked about"), "maybe": N_("not certain on the day asked about")}
        return {
            "row_id": row_id,
            "place": words.place(row, self.language),
            "printed_ru": row.printed_ru,
            "printed_kk": row.printed_kk,
            "since": words.in_force(acts, period, self.language),
            "doubt": words.word(doubts[standing], self.language) if standing in doubts else "",
            "sizes": words.sizes(self.schedule.row_sizes(row_id, self.day), self.language),
            "numbers": [],
        }


def _listings(verdict: Verdict) -> list[ListingAnswer]:
    """Return the rows that an answer is about: those found, of an analogue those of its nearest parents."""
    found = [listing for match in verdict.matches for listing in match.listings]
    if verdict.status == "analogue" or not found:
        parents = (verdict.analogues[number] for number in words.nearest(verdict))
        found = [listing for parent in parents for listing in parent.listings] or found
    if not found and verdict.status == "unresolved":
        found = [listing for suggestion in verdict.suggestions for listing in suggestion.listings]
    rows = {listing.row_id: listing for listing in reversed(found)}
    return list(reversed(rows.values()))
