"""Answers as a report: one page that needs nothing else, for a screen and for paper.

The page is the templates in ``templates/``, filled from the answers alone. It has no scripts and loads nothing; its
content security policy allows its one style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from kzschedule.errors import KzScheduleError
from kzschedule.language import N_, Language, vocabulary
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import Permission, QueryKind
from kzschedule.render import pages, words
from kzschedule.render.depict import PANEL_HEIGHT, PANEL_WIDTH, TITLE_HEIGHT, draw_structure
from kzschedule.render.html import shown_analogues
from kzschedule.render.inline import inline_svg
from kzschedule.render.text import IF_CONFIRMED, versions
from kzschedule.verdict import (
    Analogue,
    ListingAnswer,
    Match,
    OtherListAnswer,
    Replacement,
    RevisionAnswer,
    Verdict,
    VeterinaryAnswer,
)

_T = TypeVar("_T")

KIND: dict[QueryKind, str] = {
    "name": N_("a name"),
    "cas": N_("a CAS number"),
    "inchikey": N_("an InChIKey"),
    "inchi": N_("an InChI"),
    "smiles": N_("a SMILES"),
    "molblock": N_("a mol block"),
}
PERMITTED: dict[Permission, str] = {
    "official": N_("on the official list"),
    "assumed": N_("assumed to be permitted"),
    "outside": N_("not on the list"),
}
#: Further parents that are named one by one.
_NAMED_FURTHER = 20
_LANGUAGE_NAMES: dict[Language, str] = {"en": N_("English"), "ru": N_("Russian"), "kk": N_("Kazakh")}


def report(verdicts: Verdict | Iterable[Verdict], *, language: Language | None = None) -> str:
    r"""Write answers as one page of HTML that needs nothing else and prints on A4.

    Parameters
    ----------
    verdicts : Verdict or iterable of Verdict
        The answers, in the order of their sections.
    language : str, optional
        Language of the page: ``en``, ``ru`` or ``kk``; by default that of the locale.

    Returns
    -------
    str
        A whole document: a summary, then for each answer the drawing of its structure, the rows as printed, the
        replacements that lead to it, sizes, UN control and other information, notes and sources.

    Raises
    ------
    KzScheduleError
        If there is no answer, or something that is none, or the language is not known.

    Examples
    --------
    >>> from kzschedule import check
    >>> page = report([check("heroin"), check("aspirin")], language="ru")
    >>> page.startswith('<!DOCTYPE html>\n<html lang="ru">'), "<script" in page
    (True, False)
    """
    language = pages.language_of_page(language)
    answers = _answers(verdicts)
    page = _Page(answers, language)
    return _environment(language).get_template("report.html").render(page.texts()) + "\n"


def _answers(verdicts: object) -> tuple[Verdict, ...]:
    """Return answers as a tuple; what was asked is no answer."""
    if isinstance(verdicts, Verdict):
        return (verdicts,)
    answers = () if isinstance(verdicts, str | bytes) or not isinstance(verdicts, Iterable) else tuple(verdicts)
    others = [verdicts] if not isinstance(verdicts, Iterable) or isinstance(verdicts, str | bytes) else answers
    for other in others:
        if not isinstance(other, Verdict):
            raise KzScheduleError(
                f"a report is made of answers, and {other!r:.60} is none; "
                "give what kzschedule.check returns: report(check('heroin'))"
            )
    if not answers:
        raise KzScheduleError("a report needs at least one answer; give what kzschedule.check returns")
    return answers


@cache
def _environment(language: Language) -> Environment:
    """Return the templates in a language, with the words of an answer."""
    made = pages.environment(language)
    shared: tuple[Callable[..., object], ...] = (
        words.place, words.period, words.size, words.evidence, words.sentence, words.why, words.treaty, words.printed,
        words.open_reasons, words.replacements, words.doubt,
    )  # fmt: skip
    made.globals.update({function.__name__: partial(function, language=language) for function in shared})
    made.globals.update(
        shown_analogues=shown_analogues,
        further_analogues=further_analogues,
        shown_suggestions=words.perhaps,
        percentage="{:.0%}".format,
    )
    return made


class _Page:
    """What the templates say of the answers, in one language."""

    def __init__(self, verdicts: tuple[Verdict, ...], language: Language) -> None:
        self.verdicts = verdicts
        self.language = language
        self.word = partial(words.word, language=language)
        self.sources = _distinct(source for verdict in verdicts for source in verdict.sources)
        self.common = self.said_to_all()

    def texts(self) -> dict[str, object]:
        """Return the names that the templates use."""
        verdicts = self.verdicts
        positions = [listing for verdict in verdicts for listing in _listings_on_page(verdict)]
        days = _distinct(verdict.as_of for verdict in verdicts)
        title = self.word(N_("Substances and the list of Decree No. 470"))
        if len(verdicts) == 1:
            title = f"{pages.visible(self.query(verdicts[0]))}: {title}"
        style = pages.style(f"kzschedule, {', '.join(map(str, days))}")
        return {
            "verdicts": verdicts,
            "title": title,
            "style": Markup(style),
            "policy": pages.policy(style),
            "days": [words.day(day).say(self.language) for day in days],
            "revisions": _distinct(verdict.revision for verdict in verdicts if verdict.revision),
            "query_words": self.query,
            "generator": verdicts[0].versions.kzschedule,
            "versions": _distinct(versions(verdict, self.language) for verdict in verdicts),
            "positions": len(positions),
            "official": sum(listing.evidence == "official" for listing in positions),
            "revision_words": self.revision,
            "status_words": lambda verdict: words.capitals(vocabulary.STATUS[verdict.status], self.language),
            "meaning_words": lambda verdict: self.word(vocabulary.MEANING[verdict.status]),
            "kind_words": lambda verdict: self.word(KIND[verdict.query_kind]),
            "sources": self.sources,
            "anchors": {source.source_id: f"source-{number}" for number, source in enumerate(self.sources, start=1)},
            "common_messages": self.common,
            "own_messages": self.own_messages,
            "consulted_words": lambda source: self.word(vocabulary.CONSULTED[source.consulted]),
            "grade_words": lambda analogue: self.word(vocabulary.GRADE[analogue.grade]),
            "replaced_words": lambda replacement: self.word(vocabulary.REPLACED[replacement.replaced]),
            "permitted_words": lambda replacement: self.word(PERMITTED[replacement.permitted]),
            "if_confirmed": self.word(IF_CONFIRMED),
            "day_words": lambda day: words.day(day).say(self.language),
            "covered_words": self.covered,
            "remark_words": self.remark,
            "vet_words": self.veterinary,
            "group_words": self.group,
            "summary_lines": self.summary,
            "first_name": self.first_name,
            "names": self.names,
            "structure_drawing": self.structure_drawing,
            "analogue_drawings": self.analogue_drawings,
        }

    def query(self, verdict: Verdict) -> str:
        """Return a query as it was asked, an empty one as a word."""
        return verdict.query.strip() or self.word(N_("(empty)"))

    def revision(self, revision: RevisionAnswer) -> str:
        """Say which revision was searched, and that a later one may exist."""
        return Statement(
            "of {day} (No. {number}); a later one may exist", day=words.day(revision.date), number=revision.number
        ).say(self.language)

    def covered(self, match: Match) -> str:
        """Say what of the List covers a match."""
        if match.covered_by is None:
            return ""
        return f"{self.word(_COVERED[match.covered_by.kind])} {match.covered_by.id}"

    def remark(self, other: OtherListAnswer) -> str:
        """Return the remark on another act's list in the language of the page."""
        return {"en": other.remark, "ru": other.remark_ru, "kk": other.remark_kk}[self.language] or other.remark

    def veterinary(self, line: VeterinaryAnswer) -> str:
        """Return a line of the list of veterinary medicines as printed."""
        return (line.printed_kk if self.language == "kk" else None) or line.printed_ru

    def summary(self, verdict: Verdict) -> Iterator[str]:
        """Say in a few lines which substances an answer names, and where the List has them."""
        nowhere = self.word(N_("not named in the List"))
        for match in verdict.matches:
            places = "; ".join(words.place(listing, language=self.language) for listing in match.listings)
            yield f"{self.first_name(match)}: {places or nowhere}"
        near = [verdict.analogues[number] for number in words.nearest(verdict)]
        if near:
            names = ", ".join(self.first_name(analogue) for analogue in near)
            rest = len(words.formal(verdict)) - len(near)
            more = f" (+{rest})" if rest else ""
            yield Statement("formed from {name}", name=names).say(self.language) + more
        perhaps = tuple(suggestion.name for suggestion in words.perhaps(verdict))
        if perhaps:
            yield Statement("Perhaps meant: {names}", names=perhaps).say(self.language)

    def first_name(self, record: Match | Analogue) -> str:
        """Return the name of a substance in the language of the page, else the English one."""
        return getattr(record, f"name_{self.language}", None) or record.name_en

    def names(self, record: Match | Analogue) -> Iterator[tuple[Language, str, str]]:
        """Iterate over the names of a substance: code of the language, its word, the name."""
        for code, label in _LANGUAGE_NAMES.items():
            name = getattr(record, f"name_{code}", None)
            if name:
                yield code, self.word(label), name

    def group(self, replacement: Replacement) -> str:
        """Name a substituent."""
        return getattr(replacement, f"name_{self.language}", "") or replacement.name_en or replacement.substituent

    def messages(self, verdict: Verdict) -> Iterator[tuple[Language, str]]:
        """Iterate over the messages of an answer, each with the code of its language."""
        # An answer that an earlier version wrote as JSON has messages only.
        for statement in verdict.statements or tuple(Statement("{text}", text=text) for text in verdict.messages):
            said = statement.say(self.language)
            yield ("en" if said == statement else self.language), said

    def said_to_all(self) -> list[tuple[Language, str]]:
        """Return the messages that all of several answers have; they are said once."""
        told = [list(self.messages(verdict)) for verdict in self.verdicts]
        if len(told) < 2:
            return []
        common = set(told[0]).intersection(*told[1:])
        return [message for message in dict.fromkeys(told[0]) if message in common]

    def own_messages(self, verdict: Verdict) -> list[tuple[Language, str]]:
        """Return the messages of an answer that are not said of all."""
        return [message for message in self.messages(verdict) if message not in self.common]

    def structure_drawing(self, verdict: Verdict) -> Markup | None:
        """Draw the structure of an answer."""
        if verdict.structure is None:
            return None
        label = self.word(N_("Drawing of the structure examined"))
        return Markup(inline_svg(draw_structure(verdict.structure.smiles), label))

    def analogue_drawings(self, verdict: Verdict, number: int) -> list[Markup]:
        """Draw the parent of an analogue and the structure, as two pictures that stand below each other if they must.

        The legend of the drawing is left out: the table of the replacements says the same.
        """
        picture = verdict.draw(number, language=self.language)
        if picture is None:
            return []
        name = self.first_name(verdict.analogues[number])
        labels = (
            Statement("Drawing of {name}, the places of the replacements marked", name=name).say(self.language),
            self.word(N_("Drawing of the structure in question, the replacements marked")),
        )
        return [
            Markup(
                inline_svg(picture, label, window=(PANEL_WIDTH * panel, 0, PANEL_WIDTH, PANEL_HEIGHT + TITLE_HEIGHT))
            )
            for panel, label in enumerate(labels)
        ]


class Further(NamedTuple):
    """Analogues that are not shown in full: those that are named, how many more, how many of no weight by the list."""

    named: list[Analogue]
    more: int
    outside: int


def further_analogues(verdict: Verdict) -> Further:
    """Return the analogues of an answer that a report does not show in full.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    """
    shown = set(shown_analogues(verdict))
    rest = [analogue for number, analogue in enumerate(verdict.analogues) if number not in shown]
    formal = [analogue for analogue in rest if words.makes_status(analogue)]
    return Further(formal[:_NAMED_FURTHER], len(formal[_NAMED_FURTHER:]), len(rest) - len(formal))


_COVERED = {"row": N_("row"), "note": N_("note"), "group": N_("group")}


def _listings_on_page(verdict: Verdict) -> Iterator[ListingAnswer]:
    for match in verdict.matches:
        yield from match.listings
    for number in shown_analogues(verdict):
        yield from verdict.analogues[number].listings
    for suggestion in words.perhaps(verdict):
        yield from suggestion.listings


def _distinct(values: Iterable[_T]) -> list[_T]:
    return list(dict.fromkeys(values))
