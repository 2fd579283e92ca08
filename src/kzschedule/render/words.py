"""The words of an answer that a lawyer reads: statuses, evidence, relations, in the language asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from kzschedule.language import LANGUAGES, N_, Language, translation
from kzschedule.messages import SECTION, UNIT
from kzschedule.model import Consulted, Evidence
from kzschedule.statement import Statement
from kzschedule.verdict import Analogue, Grade, ListingAnswer, Relation, SizeAnswer, SourceAnswer, Status

STATUS: dict[Status, str] = {
    "invalid": N_("cannot be read"),
    "listed": N_("on the list"),
    "unconfirmed": N_("found, position not confirmed"),
    "unresolved": N_("several or similar names, nothing asserted"),
    "analogue": N_("formal analogue of a listed substance"),
    "no_match": N_("not found (no statement of legality)"),
}

EVIDENCE: dict[Evidence, str] = {
    "official": N_("read from the decree's own text"),
    "reported": N_("named in public reports, text not seen"),
    "treaty": N_("inferred from the UN schedules, text not seen"),
    "unverified": N_("presence on the list not shown"),
}

RELATION: dict[Relation, str] = {
    "exact_name": N_("this name"),
    "folded_name": N_("this name in another spelling"),
    "systematic_name": N_("the structure of this systematic name"),
    "cas": N_("this CAS number"),
    "inchikey": N_("this InChIKey"),
    "inchi": N_("this InChI"),
    "same_structure": N_("this structure"),
    "salt": N_("a salt, solvate or charged form of it"),
    "stereo_unspecified": N_("this structure, its stereochemistry left open"),
    "stereoisomer": N_("a stereoisomer of it"),
    "isotopologue": N_("an isotopically labelled form of it"),
    "tautomer": N_("a tautomer of it"),
    "component": N_("a component of the query"),
}

GRADE: dict[Grade, str] = {
    "official": N_("grade official"),
    "assumed": N_("grade assumed"),
    "open": N_("grade open"),
}

CONSULTED: dict[Consulted, str] = {
    "yes": N_("consulted"),
    "partly": N_("consulted in part"),
    "recalled": N_("recalled and cross-checked, not consulted"),
}


class _Named(Protocol):
    """What has the names of a substance."""

    @property
    def name_en(self) -> str: ...
    @property
    def name_ru(self) -> str | None: ...
    @property
    def name_kk(self) -> str | None: ...


def word(text: str, language: Language = "en") -> str:
    """Return a marked text, such as those of the tables above, in a language.

    Examples
    --------
    >>> word(STATUS["listed"], "ru")
    'в Списке'
    """
    return translation(language).gettext(text)


def names_of(record: _Named, language: Language = "en", beside: Collection[Language] = LANGUAGES) -> str:
    """Return the names of a substance, each once: that in the language asked for, and those in others beside it.

    Examples
    --------
    >>> from kzschedule import check
    >>> names_of(check("heroin").matches[0], "ru")
    'героин / Heroin'
    """
    names: Mapping[Language, str | None] = {
        "en": record.name_en,
        "ru": record.name_ru,
        "kk": record.name_kk,
    }
    ordered = [names[language], *(names[other] for other in beside)]
    return " / ".join(dict.fromkeys(name for name in ordered if name))


def sentence(analogue: Analogue, language: Language = "en") -> str:
    """Return the sentence that says how an analogue is formed."""
    said: Mapping[Language, str] = {
        "en": analogue.sentence_en,
        "ru": analogue.sentence_ru,
        "kk": analogue.sentence_kk,
    }
    return said[language] or analogue.sentence_en


def status_line(status: Status, day: date, language: Language = "en") -> str:
    """Say a status and the day it is about; the status itself is a code, which is the same in all languages."""
    said = Statement(
        "{code}: {meaning}, on {day}",
        code=status.upper(),
        meaning=Statement(STATUS[status]),
        day=str(day),
    )
    return said.say(language)


def evidence(listing: ListingAnswer | SizeAnswer, language: Language = "en") -> str:
    """Say how well something is known.

    Examples
    --------
    >>> from kzschedule import check
    >>> evidence(check("heroin").matches[0].listings[0])
    'treaty: inferred from the UN schedules, text not seen'
    """
    return f"{listing.evidence}: {word(EVIDENCE[listing.evidence], language)}"


def source(answer: SourceAnswer, language: Language = "en") -> str:
    """Say what a source is, and whether it was at hand.

    Examples
    --------
    >>> from kzschedule import check
    >>> source(check("heroin").sources[0])
    'incb-yellow-2024: List of narcotic drugs ... (recalled and cross-checked, not consulted) https://www.incb.org'
    """
    address = f" {answer.url}" if answer.url else ""
    return f"{answer.source_id}: {answer.title} ({word(CONSULTED[answer.consulted], language)}){address}"


def place(listing: ListingAnswer, language: Language = "en") -> str:
    """Say where a position stands.

    Examples
    --------
    >>> from kzschedule import check
    >>> listing = check("heroin", as_of="2024-03-01").matches[0].listings[0]
    >>> place(listing)
    'Table I (inferred), narcotic'
    >>> place(listing, "ru")
    'Таблица I (выведена), наркотическое средство'
    """
    template = N_("Table {table} (inferred)") if listing.table_basis == "inferred" else N_("Table {table}")
    parts = [Statement(template, table=listing.table), Statement(SECTION[listing.section])]
    if listing.item_no:
        parts.append(Statement("item {number}", number=listing.item_no))
    return ", ".join(part.say(language) for part in parts)


def period(listing: ListingAnswer, language: Language = "en") -> str:
    """Say since when, and until when, a position is in force, and by which act."""
    if listing.listed_from is None:
        return word(N_("no day of entry into force known"), language)
    since = str(listing.listed_from)
    if listing.date_basis == "assumed":
        # An assumed day is the latest possible one, so no act is named as the one that did it.
        parts = [Statement("at the latest by {day} (assumed)", day=since)]
    else:
        parts = [Statement("since {day}", day=since)]
        if listing.act_id:
            parts.append(Statement("act {act}", act=listing.act_id))
    if listing.listed_until is not None:
        until = str(listing.listed_until)
        parts.append(
            Statement("until {day} by {act}", day=until, act=listing.until_act_id)
            if listing.until_act_id
            else Statement("until {day}", day=until)
        )
    text = ", ".join(part.say(language) for part in parts)
    if listing.in_force:
        return text
    doubt = N_("not shown to be in force on the day asked about")
    return f"{text}; {word(doubt, language)}"


def size(row: SizeAnswer, language: Language = "en") -> str:
    """Say what a row of the size table holds."""
    form = f"{row.form}: " if row.form else ""
    bounds = [
        Statement(template, value=str(value), unit=Statement(UNIT[row.unit])).say(language)
        for template, value in (
            (N_("small up to {value} {unit}"), row.small_max),
            (N_("large up to {value} {unit}"), row.large_max),
        )
        if value is not None
    ]
    known = ", ".join(bounds) or word(N_("bounds unknown"), language)
    return f"{form}{known} ({word(EVIDENCE[row.evidence], language)})"
