"""How much the analogue rule catches, beside structural similarity; writes docs/analogue_breadth.md.

    pip install --no-deps admet-ai        # ships a table of approved medicines with structures
    python benchmarks/breadth.py [--medicines FILE.csv] [--structures N]

Three sets: the substances of the data whose position is unverified, structures of the package `chemicals`, and
approved medicines (a CSV file with the columns ``name`` and ``smiles``), each without what is listed.
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
from rdkit import Chem, DataStructs, rdBase
from rdkit.Chem import rdFingerprintGenerator

from analogues import structures
from kzschedule import __version__
from kzschedule.analogues.decomposition import Decomposition
from kzschedule.analogues.parents import parents_on
from kzschedule.analogues.rule import AnalogueRule, load_rule
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch
from kzschedule.analogues.sentences import sentences
from kzschedule.classes import classes_of
from kzschedule.datapackage import DataPackage, default_directory, read_package
from kzschedule.structures.parent import parents_of

ROOT = Path(__file__).parents[1]
RULES = {
    "working rule": None,
    "strict_c1_c4": ROOT / "docs/rules/strict_c1_c4.json",
    "russia_decree_681_note_6": ROOT / "docs/rules/russia_decree_681_note_6.json",
}
THRESHOLDS = (0.35, 0.7)


@dataclass(frozen=True)
class Entry:
    """A structure that is examined."""

    name: str
    mol: Chem.Mol


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--structures", type=int, default=20_000)
    parser.add_argument("--medicines", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/analogue_breadth.md")
    options = parser.parse_args()
    package = read_package(default_directory())
    rules = {name: load_rule(file, package.directory) for name, file in RULES.items()}
    working = rules["working rule"]
    today = date.today()
    parents = dict(parents_on(today, package.substances, package.listings, working))
    listed = listed_structures(package, today)
    counterions = {entry.smiles for entry in package.counterions}
    every = parents_on(today, package.substances, package.listings, working, include_unverified=True)
    sources: dict[str, Iterable[tuple[str, str]]] = {
        "unverified substances": [pair for pair in every if pair[0] not in parents],
        "common chemicals": [(smiles, smiles) for smiles in structures(options.structures)],
    }
    medicines = options.medicines or installed_medicines()
    if medicines is not None:
        with medicines.open(encoding="utf-8", newline="") as stream:
            sources["approved medicines"] = [(row["name"], row["smiles"]) for row in csv.DictReader(stream)]
    sets = {name: entries(pairs, listed, counterions) for name, pairs in sources.items()}
    text = report(package, rules, parents, sets, today).replace("DRAWN", f"{options.structures:,}")
    options.out.write_text(text, encoding="utf-8")


def installed_medicines() -> Path | None:
    """Find the table of approved medicines that the package admet-ai ships; None if it is not installed."""
    try:
        table = next(file for file in files("admet-ai") or () if file.name == "drugbank_approved.csv")
    except PackageNotFoundError:
        return None
    return Path(str(table.locate()))


def listed_structures(package: DataPackage, day: date) -> set[str]:
    """Connectivity of everything in force on any table with evidence better than unverified."""
    in_force = {
        entry.substance_id
        for entry in package.listings
        if entry.evidence != "unverified"
        and entry.listed_from is not None
        and entry.listed_from <= day
        and (entry.listed_until is None or day < entry.listed_until)
    }
    return {
        connectivity(parent.mol)
        for substance in package.substances
        if substance.smiles and substance.substance_id in in_force
        for parent in parents_of(Chem.MolFromSmiles(substance.smiles), frozenset())
    }


def connectivity(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(mol, isomericSmiles=False))


def entries(pairs: Iterable[tuple[str, str]], listed: set[str], counterions: set[str]) -> list[Entry]:
    """Reduce each to its parent structure; leave out what is unreadable, inorganic, or listed."""
    found: dict[str, Entry] = {}
    with rdBase.BlockLogs():
        for name, smiles in pairs:
            mol = Chem.MolFromSmiles(smiles)
            if mol is None:
                continue
            for parent in parents_of(mol, counterions)[:1]:
                key = connectivity(parent.mol)
                if key not in listed:
                    found.setdefault(key, Entry(name, parent.mol))
    return list(found.values())


def decompose(search: AnalogueSearch, mol: Chem.Mol) -> tuple[Decomposition, ...]:
    return search.find(mol) if mol.GetNumHeavyAtoms() <= MAX_CANDIDATE_ATOMS else ()


def best(found: tuple[Decomposition, ...]) -> Decomposition | None:
    """Take the nearest within the rule, else the nearest of all."""
    return next((entry for entry in found if entry.grade != "open"), found[0] if found else None)


def similarities(parents: dict[str, str], sample: list[Entry]) -> list[float]:
    generator = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=2048)
    references = [generator.GetFingerprint(Chem.MolFromSmiles(smiles)) for smiles in parents.values()]
    return [
        max(DataStructs.BulkTanimotoSimilarity(generator.GetFingerprint(entry.mol), references)) for entry in sample
    ]


def percent(count: int, total: int) -> str:
    return f"{count:,} ({100 * count / total:.1f} %)"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def report(
    package: DataPackage,
    rules: dict[str, AnalogueRule],
    parents: dict[str, str],
    sets: dict[str, list[Entry]],
    today: date,
) -> str:
    names = {entry.substance_id: entry.name_en for entry in package.substances}
    shares, by_parent, by_class = [], [], []
    explained: list[tuple[str, ...]] = []
    for set_name, sample in sets.items():
        for rule_name, rule in rules.items():
            search = AnalogueSearch(parents.items(), rule)
            found = [best(decompose(search, entry.mol)) for entry in sample]
            grades = Counter("none" if entry is None else entry.grade for entry in found)
            within = grades["assumed"] + grades["official"]
            shares.append(
                (
                    set_name,
                    f"{len(sample):,}",
                    rule_name,
                    percent(within, len(sample)),
                    percent(grades["open"], len(sample)),
                    percent(grades["none"], len(sample)),
                )
            )
            if rule_name != "working rule":
                continue
            hits = [(entry, hit) for entry, hit in zip(sample, found, strict=True) if hit and hit.grade != "open"]
            nearest = Counter(hit.parent_id for _, hit in hits)
            by_parent += [(set_name, names[parent], f"{count:,}") for parent, count in nearest.most_common(15)]
            everywhere = Counter(name for entry in sample for name in classes_of(entry.mol) or ("(no class)",))
            caught = Counter(name for entry, _ in hits for name in classes_of(entry.mol) or ("(no class)",))
            by_class += [
                (set_name, name, f"{count:,}", percent(caught[name], count))
                for name, count in everywhere.most_common()
                if caught[name]
            ]
            if set_name == "approved medicines":
                explained = sorted(
                    (
                        entry.name,
                        names[hit.parent_id],
                        f"{hit.skeleton_share:.2f}",
                        sentences(hit, parents[hit.parent_id], names[hit.parent_id], None).en.split(". ")[0] + ".",
                    )
                    for entry, hit in hits
                )
        similar = similarities(parents, sample)
        shares += [
            (
                set_name,
                f"{len(sample):,}",
                f"Tanimoto (Morgan, radius 2) at least {threshold}",
                percent(sum(value >= threshold for value in similar), len(sample)),
                "",
                "",
            )
            for threshold in THRESHOLDS
        ]
    return TEXT.format(
        today=today,
        parents=len(parents),
        kzschedule=__version__,
        data=package.version,
        rdkit=rdkit.__version__,
        chemicals=version("chemicals"),
        shares=table(("set", "structures", "measure", "within the rule", "open", "no parent"), shares),
        by_parent=table(("set", "nearest parent", "structures within the rule"), by_parent),
        by_class=table(("set", "class", "structures of the class", "of these within the rule"), by_class),
        explained=table(("medicine", "nearest parent", "skeleton share", "how it is formed"), explained)
        if explained
        else "No table of medicines was given.\n",
        count=len(explained),
    )


TEXT = """# How much the analogue rule catches

Measured on {today} by `python benchmarks/breadth.py` with {parents} parents in force (evidence official, reported
or treaty), kzschedule {kzschedule}, data {data}, RDKit {rdkit}, chemicals {chemicals}. The file is written by that
command; change the command, not the file.

The sets: substances of the data whose position on the list is unverified (regional practice: what a wider law is
meant to reach); DRAWN structures drawn at random, with a fixed seed, from the package `chemicals`; and approved
medicines (the table of the package admet-ai, from DrugBank). Each was reduced to its parent structure; what is listed
in any table, what is inorganic, and repetitions were left out.

"Within the rule" means grade `official` or `assumed`: all substituents are permitted, the skeleton makes up enough of
the structure and is not tiny. "Open" means a formal analogue outside these limits, shown for information only. For
Tanimoto the column holds the share that is at least so similar to a parent. The list of substituents is assumed, so
these numbers describe the working rule, not the law.

## Shares

{shares}
## By nearest parent (working rule, the fifteen most frequent)

{by_parent}
## By structure class (working rule)

{by_class}
## The hits among medicines, each explained

Breadth is the known fault of generic laws. {count} approved medicines that no position of the list covers are within
the working rule. Some are controlled elsewhere or are close relatives of listed substances; others show where the
assumed list of substituents, or the limits on the skeleton, reach too far. The library says `analogue` of them, with
the parent and the replacements, and leaves the judgement to the reader. The plainest case of overreach: amino acids
such as phenylalanine, tyrosine and levodopa become analogues of amfetamine, because the assumed list holds oxo,
hydroxyl and carboxyl. Russia's definition, as far as it is known, keeps hydroxyl and carboxyl out.

{explained}"""


if __name__ == "__main__":
    main()
