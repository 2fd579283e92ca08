"""Substances and names that the text brings: new ones where no name is known, and more names for the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from kzschedule.datapackage import DataPackage
from kzschedule.model import Collision, Language, Name, NameKind, Substance
from kzschedule.names.fold import fold_key, plain
from kzschedule.names.phonetic import phonetic
from kzschedule.official.matching import Match, Part, names_of_row
from kzschedule.official.model import ListRow, OfficialText
from kzschedule.official.positions import words_of
from kzschedule.official.written import storable

_CYRILLIC = re.compile("[\u0400-\u052f]")
#: Four small letters in a row are a word of a language, not a code or an abbreviation.
_WORD_OF_LANGUAGE = re.compile("[a-z]{4}")
_KINDS: dict[Part, NameKind] = {"name": "trivial", "latin": "trivial", "chemical": "systematic", "synonym": "trivial"}
_NOT_IN_SLUG = re.compile("[^a-z0-9]+")
_LONGEST_SLUG = 60

#: Why a row could not be matched.
REASONS = {
    "ambiguous": "its name fits several substances",
    "conflict": "its names contradict each other",
    "not_found": "no name of it is known",
    "unnamed": "it prints no name",
}


class Naming:
    """The substances, names and shared names of a data package, joined by those of the text.

    Parameters
    ----------
    package : DataPackage
        The records.
    text : OfficialText
        What was read from the page.
    source_id : str
        The source that the page becomes.
    """

    def __init__(self, package: DataPackage, text: OfficialText, source_id: str) -> None:
        self.text, self.source_id = text, source_id
        self.substances = {substance.substance_id: substance for substance in package.substances}
        self.names = list(package.names)
        self.collisions = list(package.collisions)
        self.counts: Counter[str] = Counter()
        self.doubts: list[str] = []
        self._has: dict[str, set[str]] = defaultdict(set)
        for substance in package.substances:
            for name in (substance.name_en, substance.name_ru, substance.name_kk):
                if name:
                    self._has[substance.substance_id].add(plain(name))
        for entry in package.names:
            self._has[entry.substance_id].add(plain(entry.name))
        self._new: dict[str, str] = {}

    def new_substance(self, row: ListRow, match: Match) -> str:
        """Make a substance without structure of a row that is not matched; one for all rows with its name."""
        printed = [name for _, text in names_of_row(row) if (name := storable(text))]
        main = printed[0] if printed else f"{words_of(row)} of the official text"
        if (known := self._new.get(plain(main))) is not None:
            return known
        latin = next((name for name in printed if not _CYRILLIC.search(name)), None)
        substance_id = self._free_id(latin or main)
        by_language = {
            language: next((name for one in names if (name := storable(one)) and _CYRILLIC.search(name)), None)
            for language, names in {
                "ru": (row.name_ru, *(row.synonyms if self.text.source.language == "rus" else ())),
                "kk": (row.name_kk, *(row.synonyms if self.text.source.language == "kaz" else ())),
            }.items()
        }
        candidates = ", ".join(candidate.substance_id for candidate in match.candidates)
        note = f"{words_of(row)}; kind and structure unknown: {REASONS[match.outcome]}"
        self.substances[substance_id] = Substance(
            substance_id=substance_id,
            kind="substance",
            name_en=latin or main,
            name_en_source=self.source_id,
            name_ru=by_language["ru"],
            name_ru_source=self.source_id if by_language["ru"] else None,
            name_kk=by_language["kk"],
            name_kk_source=self.source_id if by_language["kk"] else None,
            cas=None,
            cas_sources=(),
            smiles=None,
            inchikey=None,
            formula=None,
            stereo="none",
            salts_excluded=False,
            excluded_by=None,
            structure_class=(),
            structure_evidence=(),
            structure_agreement=None,
            stereo_agreement=None,
            remark="the official text has this position; which structure it means is not known here",
            remark_source=self.source_id,
            note=f"{note}; compare {candidates}" if candidates else note,
        )
        for name in filter(None, (latin or main, *by_language.values())):
            self._has[substance_id].add(plain(name))
        self._new[plain(main)] = substance_id
        return substance_id

    def _free_id(self, name: str) -> str:
        slug = _NOT_IN_SLUG.sub("-", phonetic(fold_key(name)) if _CYRILLIC.search(name) else name.lower())
        slug = slug.strip("-")[:_LONGEST_SLUG].strip("-") or "position"
        taken, number = slug, 1
        while taken in self.substances:
            number += 1
            taken = f"{slug}-{number}"
        return taken

    def add_names(self, row: ListRow, substance_id: str, match: Match) -> None:
        """Add the names that a row prints to its substance, those excepted that mean another one."""
        others = {
            name.text
            for name in match.names
            if match.substance_id and name.substance_ids and substance_id not in name.substance_ids
        }
        for part, printed in names_of_row(row):
            if printed in others:
                continue
            name = storable(printed)
            if name is None:
                self.doubts.append(f"{words_of(row)}: the name {printed!r} mixes letters of two scripts")
            elif plain(name) not in self._has[substance_id]:
                language = self._language_of(name, part, row)
                kind: NameKind = "code" if language == "code" else _KINDS[part]
                self.names.append(
                    Name(
                        substance_id=substance_id,
                        name=name,
                        language=language,
                        kind=kind,
                        source_id=self.source_id,
                    )
                )
                self._has[substance_id].add(plain(name))
                self.counts["names_added"] += 1

    def _language_of(self, name: str, part: Part, row: ListRow) -> Language:
        if _CYRILLIC.search(name):
            other = row.name_ru if self.text.source.language == "kaz" else row.name_kk
            is_other = other is not None and plain(other) == plain(name)
            return "ru" if (self.text.source.language == "rus") != is_other else "kk"
        if not _WORD_OF_LANGUAGE.search(name) and part != "chemical":
            return "code"
        return "la" if part == "latin" and name != row.name_en else "en"

    def declare_shared_names(self) -> None:
        """Declare each name that the text gave to a substance although another one has it."""
        owners: dict[str, set[str]] = defaultdict(set)
        for substance_id, names in self._has.items():
            for name in names:
                owners[name].add(substance_id)
        declared: dict[str, set[str]] = defaultdict(set)
        spelling: dict[str, str] = {}
        for meaning in self.collisions:
            spelling.setdefault(plain(meaning.name), meaning.name)
            if meaning.substance_id:
                declared[plain(meaning.name)].add(meaning.substance_id)
        for substance in self.substances.values():
            for name in filter(None, (substance.name_en, substance.name_ru, substance.name_kk)):
                spelling.setdefault(plain(name), name)
        for entry in self.names:
            spelling.setdefault(plain(entry.name), entry.name)
        for name, several in sorted(owners.items()):
            if len(several) > 1:
                for substance_id in sorted(several - declared[name]):
                    substance = self.substances[substance_id]
                    self.collisions.append(
                        Collision(
                            name=spelling[name],
                            substance_id=substance_id,
                            meaning=substance.name_en,
                            smiles=substance.smiles,
                            source_id=self.source_id,
                        )
                    )
                    self.counts["meanings_declared"] += 1
