"""Answers as a report: one page that needs nothing else, for a screen and for paper.

The page is the templates in ``templates/``, filled from the answers alone. It has no scripts and loads nothing; its
content security policy allows its one style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kzschedule.errors import KzScheduleError
from kzschedule.language import LANGUAGES, N_, Language, default_language, translation
from kzschedule.render import words
from kzschedule.render.depict import PANEL_HEIGHT, PANEL_WIDTH, TITLE_HEIGHT, draw_structure
from kzschedule.render.html import shown_analogues
from kzschedule.render.inline import inline_svg
from kzschedule.statement import Statement
from kzschedule.verdict import (
    ActAnswer,
    Analogue,
    Grade,
    ListingAnswer,
    Match,
    Permission,
    QueryKind,
    Replacement,
    Suggestion,
    Verdict,
    Versions,
)

_T = TypeVar("_T")

#: Templates and style sheet of the page.
TEMPLATES = Path(__file__).with_name("templates")

KIND: dict[QueryKind, str] = {
    "name": N_("a name"),
    "cas": N_("a CAS number"),
    "inchikey": N_("an InChIKey"),
    "inchi": N_("an InChI"),
    "smiles": N_("a SMILES"),
    "molblock": N_("a mol block"),
}
GRADE_MEANING: dict[Grade, str] = {
    "official": N_("within the rule, by the approved list of substituents"),
    "assumed": N_("within the working rule, whose substituents and limits are assumed"),
    "open": N_("outside the rule, shown for information only"),
}
REPLACED = {
    "hydrogen": N_("hydrogen"),
    "halogen": N_("halogen"),
    "hydroxyl": N_("hydroxyl group"),
}
PERMITTED: dict[Permission, str] = {
    "official": N_("on the approved list"),
    "assumed": N_("assumed to be permitted"),
    "outside": N_("outside the rule"),
}
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
        A whole document: a summary, then for each answer the drawing of its structure, the positions with their
        evidence, the replacements that lead to it, sizes, notes and sources.

    Raises
    ------
    KzScheduleError
        If there is no answer, or the language is not known.

    Examples
    --------
    >>> from kzschedule import check
    >>> page = report([check("heroin"), check("aspirin")], language="ru")
    >>> page.startswith('<!DOCTYPE html>\n<html lang="ru">'), "<script" in page
    (True, False)
    """
    language = language or default_language()
    if language not in LANGUAGES:
        raise KzScheduleError(f"language {language!r} is not known; it is one of {', '.join(LANGUAGES)}")
    answers = (verdicts,) if isinstance(verdicts, Verdict) else tuple(verdicts)
    if not answers:
        raise KzScheduleError("a report needs at least one answer; give what kzschedule.check returns")
    page = _Page(answers, language)
    return _environment(language).get_template("report.html").render(page.texts()) + "\n"


@cache
def _environment(language: Language) -> Environment:
    """Return the templates in a language: all text is escaped, and a name that is not known is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
        extensions=["jinja2.ext.i18n"],
    )
    # The method is put there by the extension.
    environment.install_gettext_translations(translation(language), newstyle=False)  # type: ignore[attr-defined]
    shared: tuple[Callable[..., object], ...] = (
        words.place, words.period, words.size, words.evidence, words.sentence,
    )  # fmt: skip
    environment.globals.update({function.__name__: partial(function, language=language) for function in shared})
    environment.globals.update(
        language=language,
        is_web_address=_is_web_address,
        shown_analogues=shown_analogues,
        further_analogues=further_analogues,
        shown_suggestions=_shown_suggestions,
        source_anchors=_source_anchors,
        percentage="{:.0%}".format,
    )
    return environment


class _Page:
    """What the templates say of the answers, in one language."""

    def __init__(self, verdicts: tuple[Verdict, ...], language: Language) -> None:
        self.verdicts = verdicts
        self.language = language
        self.word = partial(words.word, language=language)

    def texts(self) -> dict[str, object]:
        """Return the names that the templates use."""
        verdicts = self.verdicts
        positions = [listing for verdict in verdicts for listing in _listings_on_page(verdict)]
        days = _distinct(str(verdict.as_of) for verdict in verdicts)
        title = self.word(N_("Substances and the list of Decree No. 470"))
        if len(verdicts) == 1:
            title = f"{_visible(self.query(verdicts[0]))}: {title}"
        style = _style(f"kzschedule, {', '.join(days)}")
        return {
            "verdicts": verdicts,
            "title": title,
            "style": Markup(style),
            "policy": _policy(style),
            "days": days,
            "acts": _distinct(verdict.newest_act for verdict in verdicts if verdict.newest_act),
            "query_words": self.query,
            "versions": _distinct(verdict.versions for verdict in verdicts),
            "positions": len(positions),
            "official": sum(listing.evidence == "official" for listing in positions),
            "act_words": self.act,
            "version_words": self.versions,
            "status_words": lambda verdict: self.word(words.STATUS[verdict.status]),
            "kind_words": lambda verdict: self.word(KIND[verdict.query_kind]),
            "relation_words": lambda match: self.word(words.RELATION[match.relation]),
            "consulted_words": lambda source: self.word(words.CONSULTED[source.consulted]),
            "grade_words": lambda analogue: self.word(GRADE_MEANING[analogue.grade]),
            "replaced_words": lambda replacement: self.word(REPLACED[replacement.replaced]),
            "permitted_words": lambda replacement: self.word(PERMITTED[replacement.permitted]),
            "group_words": self.group,
            "summary_lines": self.summary,
            "first_name": self.first_name,
            "names": self.names,
            "messages": self.messages,
            "structure_drawing": self.structure_drawing,
            "analogue_drawings": self.analogue_drawings,
        }

    def query(self, verdict: Verdict) -> str:
        """Return a query as it was asked, an empty one as a word."""
        return verdict.query.strip() or self.word(N_("(empty)"))

    def act(self, act: ActAnswer) -> str:
        """Say which act it is, and from which day it is in force."""
        number, day, first = act.number, str(act.date), act.effective_from
        if first is None:
            said = Statement("No. {number} of {day}, day of entry into force not known", number=number, day=day)
        else:
            said = Statement("No. {number} of {day}, in force from {first}", number=number, day=day, first=str(first))
        return said.say(self.language)

    def versions(self, versions: Versions) -> str:
        """Say what computed an answer."""
        return Statement(
            "kzschedule {kzschedule}, data {data}, RDKit {rdkit}",
            kzschedule=versions.kzschedule, data=versions.data, rdkit=versions.rdkit,
        ).say(self.language)  # fmt: skip

    def summary(self, verdict: Verdict) -> Iterator[str]:
        """Say in a few lines which substances an answer names, and where the list has them."""
        nowhere = self.word(N_("no position found"))
        for match in verdict.matches:
            places = "; ".join(words.place(listing, language=self.language) for listing in match.listings)
            yield f"{self.first_name(match)}: {places or nowhere}"
        within = [analogue for analogue in verdict.analogues if analogue.grade != "open"]
        if within:
            rest = f" (+{len(within) - 1})" if len(within) > 1 else ""
            yield Statement("Formal analogue of: {name}", name=self.first_name(within[0])).say(self.language) + rest
        names = tuple(suggestion.name for suggestion in _shown_suggestions(verdict))
        if names:
            yield Statement("Perhaps meant: {names}", names=names).say(self.language)

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
    """Analogues that are not shown in full: those within the rule, the number of those outside it."""

    within: list[Analogue]
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
    within = [analogue for analogue in rest if analogue.grade != "open"]
    return Further(within, len(rest) - len(within))


def _listings_on_page(verdict: Verdict) -> Iterator[ListingAnswer]:
    for match in verdict.matches:
        yield from match.listings
    for number in shown_analogues(verdict):
        yield from verdict.analogues[number].listings
    for suggestion in _shown_suggestions(verdict):
        yield from suggestion.listings


def _shown_suggestions(verdict: Verdict) -> tuple[Suggestion, ...]:
    """Return the suggestions; the meanings of a name that has several are shown as matches already."""
    return () if verdict.matches else verdict.suggestions


def _source_anchors(verdict: Verdict, number: int) -> dict[str, str]:
    """Return the place on the page of each source of an answer, by its identifier."""
    return {source.source_id: f"q{number}-source-{index}" for index, source in enumerate(verdict.sources, start=1)}


def _is_web_address(url: str) -> bool:
    """Whether an address may be a link: data could hold one that is a script."""
    return re.match(r"https?://", url) is not None


def _distinct(values: Iterable[_T]) -> list[_T]:
    return list(dict.fromkeys(values))


def _visible(value: object) -> object:
    r"""Show signs that have no picture or turn the direction of text as their numbers; lines become spaces.

    Examples
    --------
    >>> _visible("PCP\u202etxt")
    'PCP[U+202E]txt'
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = re.sub(r"\s+", " ", value)
    return "".join(f"[U+{ord(sign):04X}]" if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def _style(running: str) -> str:
    """Return the style sheet, with a line for the foot of each printed page."""
    # Signs other than letters, figures and the plainest are written as numbers, so that none can end the string.
    quoted = "".join(sign if sign.isalnum() or sign in " ,.-" else f"\\{ord(sign):x} " for sign in running)
    page = (
        "@page { size: A4; margin: 16mm 15mm 18mm; "
        f'@bottom-left {{ content: "{quoted}"; font: 8pt sans-serif; color: #555; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }'
    )
    return f"{(TEMPLATES / 'report.css').read_text(encoding='utf-8')}{page}\n"


def _policy(style: str) -> str:
    """Return the content security policy of a page whose only style sheet is this one."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
