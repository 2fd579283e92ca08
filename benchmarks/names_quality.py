"""Measure how well names are read, and write docs/why/names_quality.md: ``python benchmarks/names_quality.py``.

(a) Every name of the data with one slip of each kind; (b) names of chemicals that the data do not hold, from the
PyPI package chemicals; (c) speed beside rapidfuzz.process.extractOne over the raw names, in the same run.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import process

from kzschedule import check
from kzschedule.names.fold import fold_key, looks_latin, plain, spell
from kzschedule.names.guard import identity_difference
from kzschedule.names.index import NameHit, NameIndex
from kzschedule.names.phonetic import phonetic
from kzschedule.schedule import Schedule

REPORT = Path(__file__).resolve().parents[1] / "docs" / "why" / "names_quality.md"
SEED = 470

QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
JCUKEN = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
KEYS_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
KEYS_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
LOOKS = dict(zip("авсенкмортухABCEHKMOPTXacekopxy", "abcehkmoptyxАВСЕНКМОРТХасекорху", strict=True))


def neighbours() -> dict[str, str]:
    """Return the keys beside each key of both layouts, on its row."""
    found = {}
    for rows in (QWERTY, JCUKEN):
        for row in rows:
            for place, letter in enumerate(row):
                found[letter] = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return found


NEIGHBOURS = neighbours()


def letters(name: str) -> list[int]:
    return [place for place, character in enumerate(name) if character.isalpha()]


def swap(name: str, chance: random.Random) -> tuple[str, int] | None:
    places = [p for p in range(len(name) - 1) if name[p].isalpha() and name[p + 1].isalpha() and name[p] != name[p + 1]]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :], place


def drop(name: str, chance: random.Random) -> tuple[str, int] | None:
    place = chance.choice(letters(name))
    return name[:place] + name[place + 1 :], place


def double(name: str, chance: random.Random) -> tuple[str, int] | None:
    place = chance.choice(letters(name))
    return name[:place] + name[place] + name[place:], place


def neighbour(name: str, chance: random.Random) -> tuple[str, int] | None:
    places = [place for place, letter in enumerate(name.lower()) if NEIGHBOURS.get(letter)]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + chance.choice(NEIGHBOURS[name[place].lower()]) + name[place + 1 :], place


def layout(name: str, _: random.Random) -> tuple[str, int] | None:
    lowered = name.lower()
    cyrillic = sum("а" <= letter <= "я" for letter in lowered)
    latin = sum("a" <= letter <= "z" for letter in lowered)
    if cyrillic and latin:
        return None  # nobody types half a name in the wrong layout
    keys = (KEYS_CYRILLIC, KEYS_LATIN) if cyrillic else (KEYS_LATIN, KEYS_CYRILLIC)
    return lowered.translate(str.maketrans(*keys)), -1


def look_alike(name: str, chance: random.Random) -> tuple[str, int] | None:
    places = [place for place, letter in enumerate(name) if letter in LOOKS]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + LOOKS[name[place]] + name[place + 1 :], -1


def hyphen(name: str, chance: random.Random) -> tuple[str, int] | None:
    places = [place for place, character in enumerate(name) if character == "-" and 0 < place < len(name) - 1]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + name[place + 1 :], place


def case(name: str, chance: random.Random) -> tuple[str, int] | None:
    return "".join(chance.choice((letter.lower(), letter.upper())) for letter in name), -1


SLIPS: dict[str, Callable[[str, random.Random], tuple[str, int] | None]] = {
    "swap": swap,
    "drop": drop,
    "double": double,
    "neighbour key": neighbour,
    "keyboard layout": layout,
    "look-alike letter": look_alike,
    "missing hyphen": hyphen,
    "case": case,
}

#: Hits that were looked at: why the name means the substance although the structure in the package is another.
LOOKED_AT = {
    "ammonium hydroxide": "a true synonym: the name of aqueous ammonia, and in the data",
    "benzenamine, monohydrochloride": "a true name of the hydrochloride; the package gives it to a dye by mistake",
    "desalkylflurazepam dihydrobromide": "a true name of the salt; the package gives it to a ring-opened compound",
    "ammonium, formate": "a true name; the package has lost the beginning of tetramethylammonium formate",
    "propionic acid, anhydride": "a true name; the package has lost the beginning of pentafluoropropionic anhydride",
    "ephedrine phosphate": "names the salt as well as the ester that the package draws; ephedrine is in both",
    "methylbenzene": "a true name; the package gives it to radicals too",
    "hexane": "a true name; the package gives it to a radical too",
    "ethanenitrile": "a true name; the package gives it to a radical too",
    "methanamine": "a true name; the package gives it to a radical too",
    "lsd tartrate": "a true name of the salt (two to one)",
    "lysergide tartrate": "a true name of the salt (two to one)",
    "lsd 25 tartrate": "a true name of the salt (two to one)",
    "lysergic acid diethylamide tartrate": "a true name of the salt (two to one)",
    "d-lsd tartrate": "a true name of the salt (two to one)",
    "(+)-lsd tartrate": "a true name of the salt (two to one)",
    "acetic acid potassium salt": "a true name; the package gives it to a salt of furosemide by mistake",
    "1,2-dimethylbenzene": "a true name; the package gives it to a radical too",
    "1,3-dimethylbenzene": "a true name; the package gives it to a radical too",
    "1,4-dimethylbenzene": "a true name; the package gives it to a radical too",
    "acetonitrile, sulfate (2:1)": "the package has lost the beginning of aminoacetonitrile sulfate",
    "ethylamine, hydrobromide": "a true name; the package has lost the beginning of 2-bromoethylamine hydrobromide",
}

_WORD = re.compile(r"[^\W\d_]+")


def in_code(name: str, place: int) -> bool:
    """Whether a place in a name lies in a locant or in a letter code (or between two digits)."""
    if place < 0:
        return False
    if not name[place].isalpha():
        return name[place - 1].isdigit() and name[place + 1 : place + 2].isdigit()
    if len(letters(name)) <= 4:
        return True
    for word in _WORD.finditer(name):
        if word.start() <= place < word.end():
            return len(word[0]) <= 3 or sum(letter.isupper() for letter in word[0]) > 1
    return False


@dataclass
class Tally:
    """What became of the slips of one kind."""

    asked: int = 0
    first: int = 0
    asserted_right: int = 0
    asserted_wrong: list[tuple[str, str, str]] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    another_name: int = 0
    code: int = 0
    code_asserted_wrong: list[tuple[str, str, str]] = field(default_factory=list)
    word: int = 0
    word_first: int = 0


def measure_slips(names: NameIndex, hits: list[NameHit]) -> dict[str, Tally]:
    owners: dict[str, set[str]] = defaultdict(set)
    sounds: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        owners[plain(hit.matched_text)].add(hit.substance_id)
        owners[fold_key(hit.matched_text)].add(hit.substance_id)
        sounds[phonetic(fold_key(hit.matched_text))].add(hit.substance_id)
    chance = random.Random(SEED)
    tallies = {kind: Tally() for kind in SLIPS}
    for hit in hits:
        right = owners[plain(hit.matched_text)]
        for kind, slip in SLIPS.items():
            damaged = slip(hit.matched_text, chance) if letters(hit.matched_text) else None
            if damaged is None or damaged[0] == hit.matched_text or not damaged[0].strip():
                continue
            text, place = damaged
            tally = tallies[kind]
            keys = {fold_key(text), fold_key(looks_latin(spell(text)) or text), fold_key(text).removesuffix("um")}
            same = owners.get(plain(text), set()).union(*(owners.get(key, ()) for key in keys))
            alike = set[str]().union(*(sounds.get(phonetic(key), ()) for key in keys))
            if (same and not same & right) or alike - right:
                tally.another_name += 1
                continue
            reading = names.read(text)
            asserted = {found.substance_id for found in reading.hits}
            wrong = len(asserted) == 1 and not asserted & right
            shown = next(iter([*reading.hits, *reading.suggestions]), None)
            is_first = bool(asserted & right) or (shown is not None and shown.substance_id in right)
            record = (hit.matched_text, text, shown.substance_id if shown else "nothing")
            if in_code(hit.matched_text, place):
                tally.code += 1
                if wrong:
                    tally.code_asserted_wrong.append(record)
                continue
            if wrong:
                tally.asserted_wrong.append(record)
            if place >= 0 and not asserted and identity_difference(text, hit.matched_text) is not None:
                tally.word += 1
                tally.word_first += is_first
                continue
            tally.asked += 1
            tally.asserted_right += bool(asserted & right)
            tally.first += is_first
            if not is_first:
                tally.missed.append(record)
    return tallies


@dataclass
class Strangers:
    """What became of the names of chemicals that the data do not hold."""

    chemicals: int = 0
    names: int = 0
    asserted: list[tuple[str, str, str, bool]] = field(default_factory=list)
    declared: list[tuple[str, str, str]] = field(default_factory=list)
    sampled: int = 0
    suggested: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


def strangers(schedule: Schedule) -> Iterator[tuple[str, str, list[str]]]:
    """Iterate over chemicals whose CAS number and constitution the data do not hold: name, SMILES, all names."""
    from chemicals.identifiers import pubchem_db

    pubchem_db.autoload_main_db()
    known = {item.inchikey[:14] for item in schedule.package.substances if item.inchikey}
    cas = set(schedule.cas_numbers) | {entry.name for entry in schedule.package.names if entry.kind == "salt_cas"}
    for chemical in pubchem_db.CAS_index.values():
        if chemical.InChI_key[:14] in known or chemical.CASs in cas:
            continue
        everything = dict.fromkeys(name for name in (chemical.common_name, *chemical.synonyms) if name)
        yield chemical.common_name, chemical.smiles, list(everything)


def measure_strangers(names: NameIndex, schedule: Schedule, sample: int) -> Strangers:
    found = Strangers()
    everything = list(strangers(schedule))
    found.chemicals = len(everything)
    for _, smiles, synonyms in everything:
        found.names += len(synonyms)
        for synonym in synonyms:
            reading = names.read(synonym, suggest=False)
            if len(reading.hits) == 1:
                hit = reading.hits[0]
                if reading.outside:
                    found.declared.append((synonym, hit.substance_id, ", ".join(m.meaning for m in reading.outside)))
                    continue
                matches = {match.substance_id for match in check(smiles, kind="smiles", schedule=schedule).matches}
                found.asserted.append((synonym, hit.substance_id, smiles, hit.substance_id in matches))
    for name, _, _ in random.Random(SEED).sample(everything, min(sample, len(everything))):
        reading = names.read(name)
        found.sampled += 1
        if reading.suggestions and not reading.hits:
            found.suggested += 1
            found.examples.append((name, reading.suggestions[0].name))
    return found


def measure_speed(names: NameIndex, hits: list[NameHit]) -> dict[str, float]:
    """Return microseconds for each way of asking, over the same names."""
    chance = random.Random(SEED)
    chosen = [hit.matched_text for hit in chance.sample(hits, 300)]
    damaged = [slip[0] for name in chosen if (slip := drop(name, chance))]
    raw = [hit.matched_text for hit in hits]
    names.read("мефидрон")
    check("мефедрон")
    ways: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "exact name, `NameIndex.read`": (names.read, chosen),
        "exact name, `check`": (check, chosen),
        "name with a slip, `NameIndex.read`": (names.read, damaged),
        "name with a slip, `rapidfuzz.process.extractOne` over the raw names": (
            lambda name: process.extractOne(name, raw),
            damaged,
        ),
    }
    found = {}
    for label, (way, queries) in ways.items():
        start = time.perf_counter()
        for query in queries:
            way(query)
        found[label] = (time.perf_counter() - start) / len(queries) * 1e6
    return found


def report(tallies: dict[str, Tally], others: Strangers | None, speed: dict[str, float]) -> str:
    asked, first = sum(t.asked for t in tallies.values()), sum(t.first for t in tallies.values())
    wrong = [record for tally in tallies.values() for record in (*tally.asserted_wrong, *tally.code_asserted_wrong)]
    lines = [
        "# How well names are read",
        "",
        "Written by `python benchmarks/names_quality.py`; do not edit.",
        "",
        "## Names of the data with one slip",
        "",
        f"The right substance is first in {first} of {asked} cases ({first / asked:.2%}); "
        f"a different one is asserted in {len(wrong)}.",
        "",
        "*Another name* counts cases in which the damaged text is, after folding, a name of another substance; they",
        "are left out. *Codes* counts damage to locants and letter codes, *words* damage that leaves one substituent",
        "word where another stood (methyl, ethyl) or none: both decide identity and have no target.",
        "",
        "| slip | cases | right first | of these asserted | different asserted | another name | codes | words |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {t.asked} | {t.first} ({t.first / max(t.asked, 1):.1%}) | {t.asserted_right} | "
        f"{len(t.asserted_wrong) + len(t.code_asserted_wrong)} | {t.another_name} | {t.code} | {t.word} |"
        for kind, t in tallies.items()
    ]
    lines += ["", *(f"- different one asserted: {name} as {text}: {found}" for name, text, found in wrong)]
    if others is not None:
        bad = [record for record in others.asserted if not record[3]]
        unexplained = [record for record in bad if record[0] not in LOOKED_AT]
        lines += [
            "",
            "## Names of chemicals that the data do not hold",
            "",
            f"{others.names} names of {others.chemicals} chemicals of the package `chemicals` whose CAS number and",
            f"constitution the data do not hold. Asserted wrongly: {len(unexplained)}.",
            "",
            f"- {len(others.asserted) - len(bad)} names are asserted and the structure agrees (salts, labelled",
            "  forms, parts of mixtures);",
            f"- {len(others.declared)} names have declared meanings outside the data, and the answer names these;",
            f"- {len(bad)} names are asserted although the package draws something else; each was looked at:",
            "",
            *(
                f"  - {name} (`{smiles}`): {found}; {LOOKED_AT.get(name, 'NOT EXPLAINED')}"
                for name, found, smiles, _ in bad
            ),
            "",
            "Declared meanings, as the answers name them:",
            "",
            *(
                f"- {name}: {found}, outside the data {meaning}"
                for name, found, meaning in sorted(set(others.declared))
            ),
            "",
            f"Suggestions are shown for {others.suggested} of {others.sampled} main names "
            f"({others.suggested / max(others.sampled, 1):.2%}).",
        ]
    lines += ["", "## Speed", "", "| question | microseconds |", "|---|---|"]
    lines += [f"| {label} | {value:.1f} |" for label, value in speed.items()]
    return "\n".join(lines) + "\n"


def held_out() -> str:
    """Return the part of the report that names_held_out.py writes, as it is."""
    _, begin, rest = REPORT.read_text(encoding="utf-8").partition("<!-- held out -->")
    return f"\n{begin}{rest}" if begin else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--strangers", type=int, default=20_000, help="how many unlisted chemicals to ask for suggestions"
    )
    parser.add_argument("--show", type=int, default=0, help="how many missed cases of each kind to print")
    arguments = parser.parse_args()
    schedule = Schedule.default()
    names = schedule.names
    hits = [hit for hit in names.names_of() if letters(hit.matched_text)]
    tallies = measure_slips(names, hits)
    others = measure_strangers(names, schedule, arguments.strangers) if arguments.strangers else None
    text = report(tallies, others, measure_speed(names, hits))
    print(text)
    for kind, tally in tallies.items():
        for record in tally.missed[: arguments.show]:
            print(kind, *record, sep=" | ")
    if arguments.show and others is not None:
        for name, suggestion in others.examples[: arguments.show * 5]:
            print("suggested", name, suggestion, sep=" | ")
        print(Counter(suggestion for _, suggestion in others.examples).most_common(20))
    if arguments.strangers:
        REPORT.write_text(text + held_out(), encoding="utf-8")
    else:
        print("without the unlisted chemicals no report is written")


if __name__ == "__main__":
    main()
