"""Checks of names: what stands on two substances, what stands twice, languages, sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kzschedule.language.vocabulary import NameKind
from kzschedule.names.fold import plain
from kzschedule.records.model import Collision, Name, Record, Substance
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, problem

_CYRILLIC = re.compile("[\u0400-\u04ff]")


def check_shared_names(package: RawPackage) -> Iterator[Finding]:
    """A name that stands on several substances is declared, once for each; a medicine holds all of its own."""
    declared: dict[str, set[str]] = defaultdict(set)
    for _, meaning in package.records(Collision):
        if meaning.substance_id:
            declared[plain(meaning.name)].add(meaning.substance_id)
    owners: dict[str, dict[str, bool]] = defaultdict(dict)
    for model, line, name, substance_id, kind in _all_names(package):
        key = plain(name)
        others = owners[key].keys() - {substance_id}
        together = kind == "combination" and all(owners[key].values())
        if others and not together and not owners[key].keys() | {substance_id} <= declared[key]:
            message = f"{name!r} is also a name of {', '.join(sorted(others))}"
            yield problem(
                model,
                line,
                "duplicate-name",
                message,
                "declare each meaning in collisions.csv, or delete one",
            )
        owners[key][substance_id] = kind == "combination"


def check_repeated_names(package: RawPackage) -> Iterator[Finding]:
    """A row of names adds a name that the substance does not have already."""
    seen: dict[tuple[str, str], str] = {}
    for model, line, name, substance_id, _ in _all_names(package):
        key = (plain(name), substance_id)
        if model is Name and key in seen:
            message = f"{name!r} is no other name than {seen[key]!r}"
            yield problem(model, line, "repeated-name", message, "delete the row", "name")
        seen.setdefault(key, name)


def check_collisions(package: RawPackage) -> Iterator[Finding]:
    """A declared name has at least two meanings, one of them inside the data."""
    meanings: dict[str, list[tuple[int, Collision]]] = defaultdict(list)
    for line, meaning in package.records(Collision):
        meanings[plain(meaning.name)].append((line, meaning))
    for rows in meanings.values():
        line, first = rows[0]
        if len({meaning.substance_id or meaning.meaning for _, meaning in rows}) < 2:
            message = f"{first.name!r} has one meaning only"
            yield problem(Collision, line, "collision", message, "add the other, or delete the row")
        if all(meaning.substance_id is None for _, meaning in rows):
            message = f"no meaning of {first.name!r} lies inside the data"
            yield problem(Collision, line, "collision", message, "add the one that does, or delete the rows")


def check_languages(package: RawPackage) -> Iterator[Finding]:
    """A Russian or Kazakh name has Cyrillic letters, an English or Latin one has none."""
    for line, name in package.records(Name):
        cyrillic = bool(_CYRILLIC.search(name.name))
        if name.language != "code" and cyrillic != (name.language in ("ru", "kk")):
            message = f"{name.name!r} is not {name.language}"
            yield problem(Name, line, "language", message, "correct the language", "language")


def check_name_sources(package: RawPackage) -> Iterator[Finding]:
    """Each main name and remark has a source, and each such source a name or remark."""
    for line, substance in package.records(Substance):
        for column, source in (
            ("name_ru", "name_ru_source"),
            ("name_kk", "name_kk_source"),
            ("remark", "remark_source"),
        ):
            if bool(getattr(substance, column)) != bool(getattr(substance, source)):
                yield problem(
                    Substance,
                    line,
                    "name-source",
                    f"{column} and {source} go together",
                    "give both or neither",
                    source,
                )


def _all_names(package: RawPackage) -> Iterator[tuple[type[Record], int, str, str, NameKind | None]]:
    for line, substance in package.records(Substance):
        for name in dict.fromkeys((substance.name_en, substance.name_ru, substance.name_kk)):
            if name:
                yield Substance, line, name, substance.substance_id, None
    for line, entry in package.records(Name):
        if entry.kind != "other_cas":  # which several may have
            yield Name, line, entry.name, entry.substance_id, entry.kind
