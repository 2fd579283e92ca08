"""How cells of files are read, by kind of cell: ``python benchmarks/cells.py [--show] [--rounds N]``.

Two lists, the same at every run. (a) 2,000 lines of labels, invoices, registers and protocols in Russian, Kazakh and
English that hold a name, a number or a structure of the List: the patterns of ``cells_patterns.csv``, half of the lines
by those of a text with an address, with names of the data, and the declined names of ``cells_declined.csv``. Missed is
what finds nothing; another, what finds only another substance. (b) 5,000 ordinary words, phrases, goods and chemicals
that hold none: those of ``cells_ordinary.csv``, medicines, reagents and goods of it in the same patterns, and chemicals
of the package chemicals that the List does not have by their structures; half of them are from texts with an address.
False is what is listed, unconfirmed or unresolved; a formal analogue, and a word that is a street name too, are counted
apart.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

from kzschedule.answer.examine import examine_all
from kzschedule.answer.judge import Outcome, View
from kzschedule.names.everyday import everyday_words
from kzschedule.records.model import Substance
from kzschedule.schedule import Schedule
from kzschedule.text import CYRILLIC_TO_LATIN_LOOKS, LATIN_TO_CYRILLIC_LOOKS

HERE = Path(__file__).parent
DAY = date(2024, 3, 1)
SEED = 470
LINES = 2_000
ORDINARY = 5_000
CHEMICALS = 1_500
#: Codes with a Greek letter as hands type them.
GREEK = ("α-PVP", "α-ПВП", "а-ПВП", "a-PVP", "α-PHP", "альфа-ПВП", "альфа ПВП", "Δ9-THC", "Δ9-ТГК", "α-PiHP", "A-PVP")


@dataclass(frozen=True)
class Line:
    """A cell, of which kind it is, where its wording is from, and the substance that it holds, if one."""

    text: str
    kind: str
    language: str
    address: str
    substance_id: str | None = None


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def schedule() -> Schedule:
    return Schedule.default()


@cache
def listed() -> tuple[Substance, ...]:
    """Return the substances that a row in force names."""
    return tuple(
        substance
        for substance in schedule().package.substances
        if any(position.standing == "yes" for position in schedule().standings(substance.substance_id, DAY))
    )


@cache
def ambiguous() -> frozenset[str]:
    """Return the names that are everyday words or of the street: nothing is said of them inside a text."""
    street = {entry.name.casefold() for entry in schedule().package.names if entry.kind == "street"}
    return frozenset(street | set(everyday_words()))


@cache
def names(substance: Substance, language: str) -> tuple[str, ...]:
    """Return the names of a substance in a language, those of records first, without everyday words."""
    own = {"ru": substance.name_ru, "kk": substance.name_kk, "en": substance.name_en}[language]
    kinds = ("trivial", "inn", "code") if language != "kk" else ("trivial", "systematic")
    further = [
        entry.name
        for entry in schedule().package.names
        if entry.substance_id == substance.substance_id
        and entry.kind in kinds
        and (entry.language == language or entry.kind == "code")
        and 3 <= len(entry.name) <= 40
    ]
    found = dict.fromkeys((*((own,) if own else ()), *further))
    return tuple(name for name in found if name.casefold() not in ambiguous() and len(name) > 3)


def subjects(subject: str, language: str) -> list[Substance]:
    """Return the substances of which a pattern speaks."""
    chosen = []
    for substance in listed():
        tables = {position.row.table for position in schedule().standings(substance.substance_id, DAY)}
        fits = {
            "precursor": "IV" in tables,
            "medicine": bool(tables & {"II", "III"}) and substance.kind == "substance",
            "base": bool(tables & {"I", "II", "III"}) and "N" in (substance.formula or ""),
        }.get(subject, True)
        if fits and names(substance, language):
            chosen.append(substance)
    return chosen


def padded(number: str) -> str:
    return f"{number[:-5].zfill(6)}-{number[-4:]}"


def day_of(number: str) -> str | None:
    """Return the day that a spreadsheet makes of a CAS number, if it makes one."""
    first, second, digit = number.split("-")
    if not 1 <= int(second) <= 12 or digit == "0":
        return None
    if len(first) == 2:
        return f"{'19' if int(first) > 29 else '20'}{first}-{second}-0{digit}"
    return f"{first}-{second}-0{digit}" if len(first) == 4 and 1900 <= int(first) <= 2099 else None


def full_width(number: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if character.isdigit() else "－" for character in number)


def broken(name: str) -> str:
    half = len(name) // 2
    return f"{name[:half]}-\n{name[half:]}"


def mixed(name: str, chance: random.Random) -> str | None:
    """Return a name with two of its letters from the other alphabet, as hands type them."""
    looks = {**CYRILLIC_TO_LATIN_LOOKS, **LATIN_TO_CYRILLIC_LOOKS}
    same = [place for place, letter in enumerate(name) if letter in "аеосрхaeocpx" and letter in looks]
    if len(same) < 2:
        return None
    chosen = set(chance.sample(same, 2))
    return "".join(looks[letter] if place in chosen else letter for place, letter in enumerate(name))


def filled(row: dict[str, str], chance: random.Random) -> Line | None:
    """Fill a pattern with a substance; None where the one that was drawn has not what the pattern needs."""
    subject, language, pattern = row["subject"], row["language"], row["pattern"]
    number = str(chance.randint(2, 95))
    if subject == "greek":
        name = chance.choice(GREEK)
        return line(row, pattern.replace("{greek}", name).replace("{n}", number), None)
    if subject.startswith("declined"):
        form = chance.choice([one for one in rows("cells_declined.csv") if one["case"] == subject.partition(":")[2]])
        return line(row, pattern.replace("{declined}", form["form"]).replace("{n}", number), form["substance_id"])
    substance = chance.choice(subjects(subject, language))
    return line(row, *with_values(pattern, substance, language, number, chance))


def with_values(
    pattern: str, substance: Substance, language: str, number: str, chance: random.Random
) -> tuple[str | None, str | None]:
    own = names(substance, language)
    name, *others = chance.sample(own, min(2, len(own)))
    if "{other}" in pattern and not others:
        return None, None
    cas = substance.cas or ""
    values: dict[str, Callable[[], str | None]] = {
        "name": lambda: name,
        "NAME": name.upper,
        "other": lambda: others[0],
        "n": lambda: number,
        "cas": lambda: cas,
        "cas_any": lambda: cas or "n/a",
        "cas_padded": lambda: padded(cas) if cas else None,
        "cas_digits": lambda: cas.replace("-", ""),
        "cas_full": lambda: full_width(cas),
        "cas_dots": lambda: cas.replace("-", "."),
        "cas_date": lambda: day_of(cas) if cas else None,
        "key": lambda: substance.inchikey,
        "smiles": lambda: substance.smiles if len(substance.smiles or "") > 8 else None,
        "inchi": lambda: inchi(substance.smiles),
        "broken": lambda: broken(name) if name.isalpha() and len(name) > 5 else None,
        "mixed": lambda: mixed(name, chance) if name.isalpha() and len(name) > 5 else None,
    }
    for key, value in values.items():
        if f"{{{key}}}" in pattern:
            shown = value()
            if not shown:
                return None, None
            pattern = pattern.replace(f"{{{key}}}", shown)
    return pattern, substance.substance_id


def inchi(smiles: str | None) -> str | None:
    from rdkit import Chem

    if not smiles or len(smiles) <= 8:
        return None
    return str(Chem.MolToInchi(Chem.MolFromSmiles(smiles)))  # type: ignore[no-untyped-call]  # RDKit has no types there


def line(row: dict[str, str], text: str | None, substance_id: str | None) -> Line | None:
    return Line(text, row["kind"], row["language"], row["address"], substance_id) if text else None


def lines(count: int = LINES) -> list[Line]:
    """Return lines that hold a substance, half of them by patterns of texts with an address."""
    chance = random.Random(SEED)
    patterns = rows("cells_patterns.csv")
    found: dict[str, Line] = {}
    for with_address in (True, False):
        chosen = [row for row in patterns if bool(row["address"]) is with_address]
        wanted = count // 2 * (1 if with_address else 2)
        for row in cycle(chosen):
            if len(found) >= wanted:
                break
            filled_line = next((one for _ in range(40) if (one := filled(row, chance)) is not None), None)
            if filled_line is not None:
                found.setdefault(filled_line.text, filled_line)
    return list(found.values())


#: Of which kind an ordinary thing is that stands in a pattern for a substance.
STANDS_FOR = {"medicine": ("medicine",), "precursor": ("reagent",), "drug": ("medicine", "reagent", "goods")}


def ordinary(count: int = ORDINARY) -> list[Line]:
    """Return words, phrases and goods that hold no substance of the list, and chemicals that it does not have."""
    things = rows("cells_ordinary.csv")
    found = [Line(row["text"], row["kind"], row["language"], row["address"]) for row in things]
    found += in_patterns(things, count - CHEMICALS - len(found))
    return [*found, *chemicals(CHEMICALS)]


def in_patterns(things: list[dict[str, str]], count: int) -> list[Line]:
    """Return ordinary things in the patterns of the other list, each pattern about as often."""
    chance = random.Random(SEED)
    patterns = [row for row in rows("cells_patterns.csv") if row["subject"] in STANDS_FOR]
    patterns = [row for row in patterns if "cas" not in row["pattern"]]
    found: dict[str, Line] = {}
    for row in cycle(patterns):
        if len(found) >= count:
            break
        fits = [
            thing
            for thing in things
            if thing["kind"] in STANDS_FOR[row["subject"]] and thing["language"] == row["language"]
        ]
        if fits:
            name, other = (one["text"] for one in chance.sample(fits, 2))
            text = row["pattern"].replace("{n}", str(chance.randint(2, 95)))
            for place, value in (("{name}", name), ("{NAME}", name.upper()), ("{other}", other)):
                text = text.replace(place, value)
            found.setdefault(text, Line(text, f"in {row['kind']}", row["language"], row["address"]))
    return list(found.values())


def chemicals(count: int) -> Iterator[Line]:
    """Iterate over names and numbers of common chemicals that the List does not have by their structures."""
    from chemicals.identifiers import get_pubchem_db

    database = get_pubchem_db()
    database.autoload_main_db()
    entries = sorted({entry.CASs: entry for entry in database.CAS_index.values() if entry.smiles}.items())
    random.Random(SEED).shuffle(entries)
    structures = [entry.smiles for _, entry in entries[: count * 2]]
    by_structure = examined(structures, "smiles")
    kept = [
        entry
        for (_, entry), outcome in zip(entries, by_structure, strict=False)
        if outcome.status in ("no_match", "analogue") and not outcome.judged
    ]
    for place, entry in enumerate(kept[:count]):
        kind = ("common name", "common name", "IUPAC name", "CAS number", "InChIKey", "CAS without hyphens")[place % 6]
        text = {"IUPAC name": entry.iupac_name, "CAS number": entry.CASs, "InChIKey": entry.InChI_key}.get(
            kind, entry.common_name
        )
        if kind == "CAS without hyphens":
            text = entry.CASs.replace("-", "")
        yield Line(text or entry.common_name, kind, "en", "https://github.com/CalebBell/chemicals")


def examined(texts: Iterable[str], kind: str = "auto") -> list[Outcome]:
    view = View(schedule(), DAY)
    queries = [(text, kind) for text in texts]
    found: list[Outcome] = []
    for start in range(0, len(queries), 200):
        found += examine_all(queries[start : start + 200], view)  # type: ignore[arg-type]  # a list of pairs
    return found


def names_of(outcome: Outcome) -> set[str]:
    return {item.hit.substance_id for item in outcome.judged} | {one.substance_id for one in outcome.suggestions}


def only_street(outcome: Outcome) -> bool:
    """Whether nothing is suggested but what an everyday word is called by in the street."""
    said = [one.reason for one in outcome.suggestions]
    return bool(said) and all(reason is not None and "street" in reason.template for reason in said)


def missed(outcome: Outcome) -> bool:
    """Whether a line that holds a substance finds nothing."""
    return outcome.status in ("no_match", "invalid") or not names_of(outcome)


def false(outcome: Outcome) -> bool:
    return outcome.status in ("listed", "unconfirmed", "unresolved") and not only_street(outcome)


def table(title: str, lines: list[Line], counted: list[str | None]) -> None:
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, said in zip(lines, counted, strict=True):
        kinds[one.kind]["lines"] += 1
        kinds[one.kind][said or "right"] += 1
    names = [name for name in dict.fromkeys(key for counts in kinds.values() for key in counts) if name != "right"]
    print(f"{title:24}" + "".join(f"{name:>18}" for name in names))
    for kind, counts in sorted(kinds.items()):
        print(f"{kind:24}" + "".join(f"{counts[name]:18}" for name in names))
    total: Counter[str] = sum(kinds.values(), Counter())
    shares = "".join(f"{total[name]:9} {total[name] / len(lines):8.2%}" for name in names)
    print(f"{'all':24}{shares}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print every line that is missed or false")
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which the ordinary list is timed")
    arguments = parser.parse_args()
    holding, plain = lines(), ordinary()
    addressed = sum(bool(one.address) for one in holding), sum(bool(one.address) for one in plain)
    print(f"{len(holding)} lines ({addressed[0]} with an address), {len(plain)} ordinary ({addressed[1]})\n")

    outcomes = examined(one.text for one in holding)
    said = ["missed" if missed(outcome) else None for outcome in outcomes]
    said = [
        "another" if mark is None and one.substance_id and one.substance_id not in names_of(outcome) else mark
        for mark, one, outcome in zip(said, holding, outcomes, strict=True)
    ]
    show(arguments.show, holding, outcomes, said)
    table("lines that hold one", holding, said)

    timed, plain_outcomes = [], []
    for _ in range(arguments.rounds):
        start = time.process_time()
        plain_outcomes = examined(one.text for one in plain)
        timed.append((time.process_time() - start) / len(plain) * 1e6)
    marks = [
        "false"
        if false(outcome)
        else "street"
        if outcome.status == "unresolved"
        else "analogue"
        if outcome.status == "analogue"
        else None
        for outcome in plain_outcomes
    ]
    show(arguments.show, plain, plain_outcomes, marks)
    table("ordinary", plain, marks)
    print(f"{min(timed):.0f} µs a cell of the ordinary list (best of {len(timed)}), on one processor")


def show(wanted: bool, lines: list[Line], outcomes: list[Outcome], said: list[str | None]) -> None:
    for one, outcome, mark in zip(lines, outcomes, said, strict=True):
        if wanted and mark:
            print(
                mark, one.kind, repr(one.text), one.substance_id, outcome.status, sorted(names_of(outcome)), sep=" | "
            )


if __name__ == "__main__":
    main()
