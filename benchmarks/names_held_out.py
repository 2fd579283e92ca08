"""Measure how names that the data do not have are read: ``python benchmarks/names_held_out.py [--names FILE]``.

Names of the data are drawn by kind and left out, with every spelling of theirs that folds to the same; then they are
asked. Other spellings of names (4-methoxy- for 4-MeO-) are asked of the data as they are. With ``--names`` names of
other sources are asked: a CSV file with the columns name, smiles and kind. A name is *found* where it is read as its
substance or structure alone, *suggested* where that is one of several or is suggested, *lost* where it is neither, and
*wrong* where something else is asserted. ``--write`` puts the table into docs/why/names_quality.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from rdkit import Chem, rdBase

from kzschedule.answer.lookup import look_up
from kzschedule.answer.query import read_query
from kzschedule.errors import KzScheduleError
from kzschedule.names.fold import fold_key
from kzschedule.records.installation import shipped_text
from kzschedule.records.package import DataPackage, read_package
from kzschedule.schedule import Schedule

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs" / "why" / "names_quality.md"
BEGIN = "<!-- held out -->"
HEAD = """
## Names that the data do not have

Written by `python benchmarks/names_held_out.py --names FILE --write`.

Names of the data are drawn by kind and left out with every spelling that folds to the same. *Codes of the field* are
those of substances whose class of structures the field names by parts (cannabinoids, cathinones, fentanyls and so
on); all of them are asked. *Codes without parts* are told by their form alone: letters with a running number, up to
four letters, the classification of medicines; *codes with several meanings* stand in `collisions.csv`. *Other
spellings* are names of the data with another word for a group, *laboratories and makers* and *Russian laboratories*
names as police laboratories, makers of reference materials and checkers of drugs write them, of substances in the
data and of others (the file, which is not published because its lists state no licence; the tables were mended by
what these lost, of the first 247 212 were found before, so they are no test of names unseen), and *variants* names of
metabolites and isomers that begin with the name of a substance, which nothing may assert. A name is found where it
alone is asserted and right, suggested where it is among what is suggested or read in two ways, and lost where the
answer does not hold it.
Trivial names,
medicines, codes without parts and street names have no rule by which they could be read: what is found of them is found
by other names of the data, and what is lost has to be known. The parts of codes were mended by the codes that were lost
here, some of them known from one such name only, so that they are no test of codes unseen either.
"""
SEED = 470
PARTS = 4
RESULTS = ("found", "suggested", "lost", "wrong")
_KINDS = {
    **dict.fromkeys((("code", "code"), ("abbreviation", "code")), "codes"),
    **dict.fromkeys((("code", "ru"), ("abbreviation", "ru")), "Russian codes"),
    **dict.fromkeys((("brand", "en"), ("brand", "ru"), ("inn", "en"), ("inn", "la"), ("inn", "ru")), "medicines"),
    **dict.fromkeys((("trivial", "en"), ("trivial", "la")), "trivial names, English"),
    **dict.fromkeys((("street", "en"), ("street", "ru"), ("street", "kk")), "street names"),
    **dict.fromkeys((("trivial", "kk"), ("systematic", "kk")), "Kazakh"),
    ("trivial", "ru"): "trivial names, Russian",
    ("systematic", "en"): "systematic names, English",
    ("systematic", "ru"): "systematic names, Russian",
}
#: Codes without parts, by their form alone: what no rule gives, and what has too few letters for one.
_WITHOUT_PARTS = re.compile(
    r"""
    (?:\([^()]*\)-?)?  # a sign of rotation or a descriptor in brackets
    (?:
        L{1,8}[ -]?\d[\d,./ -]*L?  # letters and a running number: JWH-018, AD-923, U-41,123F
      | (?:L{1,6}[ .-]?){1,3}\d{2}[\d,./ -]*(?:[ -]?L{1,2})?  # more letters around it: CIBA 20-684BA, ST-155-BS
      | \d{3,}[ -]?L{1,3}  # letters behind it: 4311 CB
      | [A-Z]\d{2}[A-Z]{2}\d{2}  # the classification of medicines: N02AB03
      | L{1,4}  # up to four letters: BMK, DOB, ГБЛ
    )
    """.replace("L", r"[^\W\d_]"),
    re.IGNORECASE | re.VERBOSE,
)
#: A locant with a group at the end, or behind a number: AB-PINACA-5F, AKB48-5F. This is a part.
_PART_AT_END = re.compile(r"-\d(?:F|Cl|Br)", re.IGNORECASE)
#: What no code has: four small letters in a row.
_WORD = re.compile(r"[a-zа-яё]{4}")
#: Classes of structures whose codes the field builds of parts.
FIELD = {
    *("aminoindane", "aminorex", "arylcyclohexylamine", "benzoylindole", "carboxamide-cannabinoid"),
    *("carboxylate-cannabinoid", "cathinone", "cyclopropanoylindole", "diarylethylamine", "fentanyl", "lysergamide"),
    *("naphthoylindole", "nbome", "nitazene", "phenethylamine", "phenidate", "phenylacetylindole"),
    *("phenylmorpholine", "piperazine", "tryptamine", "u-opioid"),
}
#: What is built of parts, so that a name left out can be read all the same; the others can only be known.
_BUILT = re.compile(r"^codes of|^Russian codes of|systematic|other spellings|laborator|trivial")


@cache
def constitution(smiles: str) -> str:
    """Return the first block of the InChIKey of the largest part, stereochemistry left out."""
    with rdBase.BlockLogs():
        mol = Chem.MolFromSmiles(smiles)
        if mol is None or not smiles:
            return smiles
        Chem.RemoveStereochemistry(mol)
        return Chem.MolToInchiKey(max(Chem.GetMolFrags(mol, asMols=True), key=Chem.Mol.GetNumAtoms))[:14]


def ask(name: str, right: set[str], schedule: Schedule) -> tuple[str, str]:
    """Return what became of a name, and what was read; `right` has the ids or constitutions that it means."""
    try:
        finding = look_up(read_query(name, "auto"), schedule, {})
    except KzScheduleError:
        return "lost", "no name"

    def meant(substance_id: str) -> set[str]:
        return {substance_id, constitution(schedule.substances[substance_id].smiles or substance_id)}

    hits = [hit.substance_id for hit in finding.hits]
    read = constitution(finding.structure.smiles) if finding.structure and finding.structure.smiles else None
    asserted = not finding.several_meanings and not finding.within
    if asserted and (read or hits):
        agrees = read in right or any(meant(hit) & right for hit in hits)
        return ("found" if agrees else "wrong"), ", ".join(hits) or str(finding.structure and finding.structure.smiles)
    suggested = [*hits, *(suggestion.substance_id for suggestion in finding.suggestions)]
    said = " ".join(message for message in map(str, finding.messages))
    if any(meant(one) & right for one in suggested) or any(_read_in(said, one) for one in right):
        return "suggested", ", ".join(suggested)
    return "lost", ", ".join(suggested)


def _read_in(said: str, key: str) -> bool:
    """Whether a message of a name with two readings gives the structure."""
    return any(constitution(word.rstrip(".,;")) == key for word in said.split() if "(" in word)


def names_of(package: DataPackage) -> Iterator[tuple[str, str, str]]:
    """Iterate over the names of the data with a kind: kind, name, substance."""
    of_field = {one.substance_id for one in package.substances if FIELD.intersection(one.structure_class)}
    collisions = {fold_key(one.name) for one in package.collisions}

    def of_code(name: str, kind: str, substance_id: str) -> str:
        return kind_of_code(name, kind, of_field=substance_id in of_field, double=fold_key(name) in collisions)

    for entry in package.names:
        kind = _KINDS.get((entry.kind, entry.language))
        if kind in ("codes", "Russian codes"):
            kind = of_code(entry.name, kind, entry.substance_id)
        if kind:
            yield kind, entry.name, entry.substance_id
    for one in package.substances:
        if one.name_kk:
            yield "Kazakh", one.name_kk, one.substance_id
        if one.name_ru and not is_code(one.name_ru):
            yield "trivial names, Russian", one.name_ru, one.substance_id
        for name in (one.name_en, one.name_ru):
            if name and is_code(name):
                kind = of_code(name, "codes" if name.isascii() else "Russian codes", one.substance_id)
                yield kind, name, one.substance_id


def is_code(name: str) -> bool:
    """Whether a name is a code by its form: two letters at least, no space, and nowhere four small ones in a row.

    Examples
    --------
    >>> is_code("5F-MDMB-PICA"), is_code("25B-NBOMe"), is_code("4-фторамфетамин")
    (True, True, False)
    """
    return not _WORD.search(name) and " " not in name and any(letter.isupper() for letter in name)


def kind_of_code(name: str, kind: str, *, of_field: bool, double: bool = False) -> str:
    """Return the kind of a code: without parts by its form, or of a substance whose class has codes of parts.

    Beside these are the codes that the data hold as ones of several meanings: they are right where nothing is asserted.

    Examples
    --------
    >>> kind_of_code("JWH-018", "codes", of_field=True), kind_of_code("ДОБ", "Russian codes", of_field=True)
    ('codes without parts', 'Russian codes without parts')
    >>> kind_of_code("AB-PINACA-5F", "codes", of_field=True), kind_of_code("P2NP", "codes", of_field=False)
    ('codes of the field', 'other codes')
    """
    if _WITHOUT_PARTS.fullmatch(name) and not _PART_AT_END.search(name):
        return f"{kind} without parts"
    if double:
        return f"{kind} with several meanings"
    return f"{kind} of the field" if of_field else f"other {kind}"


def drawn(package: DataPackage, count: int) -> dict[str, list[tuple[str, str]]]:
    """Return at most so many names of each kind, drawn at random; of the codes of the field all."""
    by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, name, substance_id in names_of(package):
        by_kind[kind].append((name, substance_id))
    chance = random.Random(SEED)
    chosen = {}
    for kind, of in sorted(by_kind.items()):
        every = sorted(set(of))
        chosen[kind] = chance.sample(every, len(every) if kind.endswith("of the field") else min(count, len(every)))
    return chosen


def without(package: DataPackage, names: Iterable[str]) -> DataPackage:
    """Return the data without names, in every spelling that folds to the same."""
    keys = set(map(fold_key, names))

    def kept(name: str | None) -> str | None:
        return None if name and fold_key(name) in keys else name

    substances = tuple(
        one.model_copy(
            update={
                "name_en": kept(one.name_en) or f"~{one.substance_id}~",
                "name_ru": kept(one.name_ru),
                "name_kk": kept(one.name_kk),
            }
        )
        for one in package.substances
    )
    return replace(
        package,
        substances=substances,
        names=tuple(one for one in package.names if fold_key(one.name) not in keys),
        collisions=tuple(one for one in package.collisions if fold_key(one.name) not in keys),
    )


def respelled(package: DataPackage, count: int) -> Iterator[tuple[str, str]]:
    """Iterate over names of the data with other words for a group, as 4-methoxy for 4-MeO, in both scripts."""
    words = defaultdict(list)
    for row in csv.DictReader(shipped_text("kzschedule.names", "equal_words.csv").splitlines()):
        for word in row["words"].split("|"):
            words[word].append([other for other in row["words"].split("|") if other != word])
    placed = re.compile(rf"(?<=\d-)({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?=-)")
    chance = random.Random(SEED)
    every = sorted({(name, one) for kind, name, one in names_of(package) if kind != "street names"})
    chance.shuffle(every)
    known = {fold_key(name) for _, name, _ in names_of(package)}
    for name, substance_id in every:
        match = placed.search(name.lower())
        if match is None:
            continue
        other = chance.choice(words[match[1]][0])
        text = name.lower()[: match.start()] + other + name[match.end() :]
        if fold_key(text) not in known:
            yield text, substance_id
            count -= 1
        if not count:
            return


def measure(package: DataPackage, count: int, more: Path | None) -> tuple[dict[str, Counter[str]], list[list[str]]]:
    """Ask all names, and return the tally of each kind, and what was not found."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    rest: list[list[str]] = []

    def note(kind: str, name: str, right: set[str], schedule: Schedule) -> None:
        result, read = ask(name, right, schedule)
        tally[kind][result] += 1
        if result != "found":
            rest.append([kind, result, name, sorted(right)[0], read])

    shared = defaultdict(set)
    for _, name, substance_id in names_of(package):
        shared[fold_key(name)].add(substance_id)
    chosen = drawn(package, count)
    for part in range(PARTS):
        left_out = [name for of in chosen.values() for name, _ in of[part::PARTS]]
        schedule = Schedule(without(package, left_out))
        for kind, of in chosen.items():
            for name, substance_id in of[part::PARTS]:
                note(kind, name, shared[fold_key(name)] | {substance_id}, schedule)
    whole = Schedule(package)
    for name, substance_id in respelled(package, count):
        note("other spellings", name, {substance_id}, whole)
    if more is not None:
        with more.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                note(row["kind"], row["name"], {constitution(row["smiles"])}, whole)
    return tally, rest


def table(tally: dict[str, Counter[str]]) -> str:
    """Return the tally as a table."""
    lines = ["| kind | names | found | suggested | lost | wrong |", "|---|---|---|---|---|---|"]
    for kind, of in sorted(tally.items(), key=lambda item: (not _BUILT.search(item[0]), item[0])):
        total = of.total()
        share = " | ".join(f"{of[one]} ({of[one] / total:.0%})" for one in RESULTS)
        lines.append(f"| {kind} | {total} | {share} |")
    return "\n".join(lines)


def without_opsin(names: Path | None) -> str:
    """Return the same table for an installation without the extra, from another process."""
    code = (
        "import sys; sys.path.insert(0, 'benchmarks'); import kzschedule.names.opsin as opsin, names_held_out as held;"
        "opsin.find_spec = lambda _: None;"
        "names = held.Path(sys.argv[1]) if sys.argv[1:] else None;"
        "print(held.table(held.measure(held.read_package(), 80, names)[0]))"
    )
    file = [] if names is None else [str(names)]
    done = subprocess.run([sys.executable, "-c", code, *file], capture_output=True, text=True, check=True, cwd=ROOT)
    return f"\nWithout the extra `opsin`:\n\n{done.stdout}"


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=80, help="names of each kind")
    parser.add_argument("--names", type=Path, help="a CSV file of names of other sources: name, smiles, kind")
    parser.add_argument("--show", action="store_true", help="print each name that is not found")
    parser.add_argument("--write", action="store_true", help="write the table into docs/why/names_quality.md")
    arguments = parser.parse_args()
    tally, rest = measure(read_package(), arguments.count, arguments.names)
    print(table(tally))
    if arguments.show:
        print(*(" | ".join(one) for one in rest), sep="\n")
    if arguments.write:
        before, _, _ = REPORT.read_text(encoding="utf-8").partition(BEGIN)
        text = f"{before.rstrip()}\n\n{BEGIN}\n{HEAD}\n{table(tally)}\n{without_opsin(arguments.names)}"
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
