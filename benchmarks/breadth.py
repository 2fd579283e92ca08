"""How far the letter of the law reaches; writes docs/why/analogue_breadth.md.

    pip install --no-deps admet-ai        # ships a table of approved medicines with structures
    python benchmarks/breadth.py [--medicines FILE.csv] [--structures N]

Four sets: structures of the package `chemicals`, approved medicines (a CSV file with the columns ``name`` and
``smiles``), substances of the data that have an international non-proprietary name, and all others of the data, each
without what the List names.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path

import rdkit
from rdkit import Chem, rdBase

from analogues import lines_on, parents_on, shipped, structures
from kzschedule import __version__
from kzschedule.analogues.decomposition import STATUS_REASONS, Decomposition
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import load_rule
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch
from kzschedule.analogues.sentences import sentences
from kzschedule.dates import today
from kzschedule.records.model import Counterion, Group, Listing, Name, Substance
from kzschedule.records.package import default_directory, read_descriptor
from kzschedule.structures.parent import parents_of

ROOT = Path(__file__).parents[1]
RULES = {
    "the law": None,
    "working_rule_2026": ROOT / "docs/rules/working_rule_2026.json",
    "strict_c1_c4": ROOT / "docs/rules/strict_c1_c4.json",
    "russia_decree_681_note_6": ROOT / "docs/rules/russia_decree_681_note_6.json",
}
CHEMICALS, MEDICINES, INN, OTHERS = (
    "common chemicals",
    "approved medicines",
    "INN of the data, not listed",
    "other substances of the data, not listed",
)
#: How many parents a table names.
_SHOWN = 15


@dataclass(frozen=True)
class Entry:
    """A structure that is examined."""

    name: str
    mol: Chem.Mol


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--structures", type=int, default=20_000)
    parser.add_argument("--medicines", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/why/analogue_breadth.md")
    options = parser.parse_args()
    sets = samples(options.structures, options.medicines or installed_medicines())
    text = report(sets, today())
    options.out.write_text(text.replace("DRAWN", f"{options.structures:,}"), encoding="utf-8")


def installed_medicines() -> Path | None:
    """Find the table of approved medicines that the package admet-ai ships; None if it is not installed."""
    try:
        table = next(file for file in files("admet-ai") or () if file.name == "drugbank_approved.csv")
    except PackageNotFoundError:
        return None
    return Path(str(table.locate()))


def samples(count: int, medicines: Path | None) -> dict[str, list[Entry]]:
    """Read the sets, each reduced to parent structures that the List does not name, without repetitions."""
    substances = {record.substance_id: record for record in shipped("substances.csv", Substance) if record.smiles}
    names = listed_names()
    listed = {
        connectivity(parent.mol)
        for name in names & set(substances)
        for parent in parents_of(Chem.MolFromSmiles(substances[name].smiles), frozenset())
    }
    inn = {record.substance_id for record in shipped("names.csv", Name) if record.kind == "inn"}
    unlisted = {name: record.smiles for name, record in substances.items() if name not in names}
    sources: dict[str, Iterable[tuple[str, str]]] = {
        CHEMICALS: [(smiles, smiles) for smiles in structures(count)],
        INN: [(name, smiles) for name, smiles in unlisted.items() if name in inn],
        OTHERS: [(name, smiles) for name, smiles in unlisted.items() if name not in inn],
    }
    if medicines is not None:
        with medicines.open(encoding="utf-8", newline="") as stream:
            sources[MEDICINES] = [(row["name"], row["smiles"]) for row in csv.DictReader(stream)]
    counterions = {entry.smiles for entry in shipped("counterions.csv", Counterion)}
    order = (CHEMICALS, MEDICINES, INN, OTHERS)
    return {name: entries(sources[name], listed, counterions) for name in order if name in sources}


def listed_names() -> set[str]:
    """Substances that a row names, or a group of a row."""
    rows = shipped("listings.csv", Listing)
    named = {row.group_id for row in rows}
    members = {member for group in shipped("groups.csv", Group) if group.group_id in named for member in group.members}
    return {row.substance_id for row in rows if row.substance_id} | members


def connectivity(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(mol, isomericSmiles=False))


def entries(pairs: Iterable[tuple[str, str]], listed: set[str], counterions: set[str]) -> list[Entry]:
    """Reduce each to its parent structure; leave out what is unreadable, inorganic, large, or listed."""
    found: dict[str, Entry] = {}
    with rdBase.BlockLogs():
        for name, smiles in pairs:
            mol = Chem.MolFromSmiles(smiles)
            for parent in parents_of(mol, counterions)[:1] if mol is not None else ():
                key = connectivity(parent.mol)
                if key not in listed and parent.mol.GetNumHeavyAtoms() <= MAX_CANDIDATE_ATOMS:
                    found.setdefault(key, Entry(name, parent.mol))
    return list(found.values())


def nearest(found: tuple[Decomposition, ...]) -> list[Decomposition]:
    """Take the parents that make a status and are equally near, the nearest of all."""
    making = [one for one in found if one.makes_status]
    return [one for one in making if one.nearness == making[0].nearness]


def percent(count: int, total: int) -> str:
    return f"{count:,} ({100 * count / total:.1f} %)" if total else "0"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def report(sets: dict[str, list[Entry]], day: date) -> str:
    lines = lines_on(day)
    shares, reasons, by_parent, explained = [], [], [], []
    for rule_name, file in RULES.items():
        rule = load_rule(file, default_directory())
        parents = parents_on(day, rule)
        search = AnalogueSearch(parents, rule, lines)
        for set_name, sample in sets.items():
            with rdBase.BlockLogs():
                found = [search.find(entry.mol) for entry in sample]
            shares.append(shares_of(set_name, rule_name, found))
            if file is None:
                near = [nearest(one) for one in found]
                reasons += reasons_of(set_name, near)
                by_parent += parents_of_set(set_name, near)
                if set_name == MEDICINES:
                    explained = explanations(sample, near, parents)
    shares.sort(key=lambda row: list(sets).index(row[0]))
    header = (
        "set",
        "structures",
        "rule",
        "an analogue",
        "of these remote",
        "with a doubt",
        "formally only",
        "no parent",
    )
    return TEXT.format(
        today=day,
        parents=len(parents),
        lines=len(lines),
        kzschedule=__version__,
        data=read_descriptor(default_directory())["version"],
        rdkit=rdkit.__version__,
        chemicals=version("chemicals"),
        shares=table(header, shares),
        reasons=table(("set", "doubt", "structures"), reasons),
        by_parent=table(("set", "nearest parent", "structures", "of these remote"), by_parent),
        explained=table(("medicine", "how it is formed"), explained) if explained else "No table was given.\n",
        count=len(explained),
    )


def shares_of(set_name: str, rule_name: str, found: list[tuple[Decomposition, ...]]) -> tuple[str, ...]:
    """Count by what is found; under a rule that marks nothing as remote the column is empty."""
    near = [nearest(one) for one in found]
    making = sum(map(bool, near))
    remote = sum(all(one.remote for one in each) for each in near if each)
    doubtful = sum(each[0].grade == "open" for each in near if each)
    formal = sum(bool(one) for one in found) - making
    law = rule_name == "the law"
    return (
        set_name,
        f"{len(found):,}",
        rule_name,
        percent(making, len(found)),
        percent(remote, making) if law else "",
        percent(doubtful, making) if law else "",
        percent(formal, len(found)),
        percent(len(found) - making - formal, len(found)),
    )


def reasons_of(set_name: str, near: list[list[Decomposition]]) -> list[tuple[str, ...]]:
    counts = Counter(reason for each in near for reason in {one for found in each for one in found.open_reasons})
    return [(set_name, reason, f"{counts[reason]:,}") for reason in STATUS_REASONS if counts[reason]]


def parents_of_set(set_name: str, near: list[list[Decomposition]]) -> list[tuple[str, ...]]:
    """Count structures by nearest parent; parents that are equally near count as one entry, named by the first."""
    counts: Counter[str] = Counter()
    remote: Counter[str] = Counter()
    for each in near:
        if each:
            name = each[0].parent_id + (f" and {len(each) - 1} as near" if len(each) > 1 else "")
            counts[name] += 1
            remote[name] += each[0].remote
    return [(set_name, name, f"{count:,}", percent(remote[name], count)) for name, count in counts.most_common(_SHOWN)]


def explanations(
    sample: list[Entry], near: list[list[Decomposition]], parents: list[AnalogueParent]
) -> list[tuple[str, str]]:
    """Explain the medicines whose nearest parent is not remote."""
    smiles = {parent.substance_id: parent.smiles for parent in parents}
    names = {record.substance_id: record.name for record in shipped("substances.csv", Substance)}
    rows = []
    for entry, each in zip(sample, near, strict=True):
        if each and not each[0].remote:
            parent_id = each[0].parent_id
            said = sentences(each[0], smiles[parent_id], names[parent_id]).partition(" All substituents")[0]
            rows.append((entry.name, said))
    return sorted(rows)


TEXT = """# How far the letter of the law reaches

Measured on {today} by `python benchmarks/breadth.py` with {parents} parents and {lines} substituents in force,
kzschedule {kzschedule}, data {data}, RDKit {rdkit}, chemicals {chemicals}. The file is written by that command; change
the command, not the file.

The law has no limit on the size or number of substituents, no exception for medicines, and no least size of what must
stay of the listed substance. So the definition reaches compounds that nobody would call similar. The library says of
them what the letter says, with the mark `remote` where the common skeleton is less than half of the structure or tiny
(6 atoms with a ring, 8 without); that mark is this library's, not the law's. An answer about one substance shows it; a
table can be sorted and filtered by it.

The sets: DRAWN structures drawn at random, with a fixed seed, from the package `chemicals`; approved medicines (the
table of the package admet-ai, from DrugBank); substances of the data that have an international non-proprietary name;
and all others of the data. Each was reduced to its parent structure; what the List names, what is inorganic, and
repetitions were left out.

"An analogue" is what makes that status: every substituent on the list, with or without a doubt. "Formally only" is
what could be formed if hydrogen, hydroxyl or another group were on the list; it makes no status. The other rules are
examples: another country's, a narrow one, and the assumed one of the first edition.

## Shares

{shares}
## Doubts

A structure can have several.

{reasons}
## By nearest parent

The {shown} most frequent of each set. Where several parents are equally near they are one line.

{by_parent}
## The medicines that are not remote

{count} approved medicines that no row of the List names come out as analogues of a listed substance whose skeleton is
at least half of theirs. Many are close relatives of listed drugs, some are controlled elsewhere, others show how far
oxo and the alkyl groups reach. Whether any of them is an analogue in law is established by forensic examination. The
nearest parent is named, the first of equally near ones.

{explained}""".replace("{shown}", str(_SHOWN))


if __name__ == "__main__":
    main()
