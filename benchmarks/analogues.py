"""Cost of the analogue search as a ratio to parsing, on 20,000 structures of the package `chemicals`.

    python benchmarks/analogues.py [--structures N] [--rounds N]

Parsed molecules in, full decompositions out, one core. Parsing and searching alternate, round by round, and the
best round of each counts, so that other work on the machine hits both alike. Time is that of the process.
"""

from __future__ import annotations

import argparse
import gc
import platform
import random
import time
from collections.abc import Callable, Iterable
from datetime import date

import rdkit
from chemicals.identifiers import pubchem_db
from rdkit import Chem, rdBase

from kzschedule.analogues.approved import InForce, substituents_on
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import AnalogueRule, load_rule
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch
from kzschedule.dates import today
from kzschedule.law.periods import Calendar
from kzschedule.records.model import Act, Group, Listing, Revision, Row, Substance, Substituent
from kzschedule.records.package import default_directory, read_file

SEED = 470
#: Structures after which all is compiled, the substituents on substituents too.
WARM = 2_000


def structures(count: int) -> list[str]:
    """Draw SMILES that RDKit reads from `chemicals`, always the same ones."""
    pubchem_db.finish_loading()
    every = sorted({entry.smiles for entry in pubchem_db.CAS_index.values() if entry.smiles})
    random.Random(SEED).shuffle(every)
    with rdBase.BlockLogs():
        readable = (smiles for smiles in every if Chem.MolFromSmiles(smiles) is not None)
        return [smiles for smiles, _ in zip(readable, range(count), strict=False)]


def shipped(name: str, model: type) -> tuple:
    return read_file(default_directory() / name, model)


def lines_on(day: date) -> tuple[InForce, ...]:
    """The official list of substituents on a day."""
    calendar = Calendar(shipped("acts.csv", Act), shipped("revisions.csv", Revision))
    return substituents_on(day, shipped("substituents.csv", Substituent), calendar)


def parents_on(day: date, rule: AnalogueRule) -> list[AnalogueParent]:
    """The structures of the rows in force on a day, in the order of the rows."""
    calendar = Calendar(shipped("acts.csv", Act), shipped("revisions.csv", Revision))
    standing = {}
    for row_id, states in calendar.periods(shipped("rows.csv", Row), lambda row: row.row_id).items():
        days = {period.on(day) for row, period in states if rule.parents.include(row.table, row.section)}
        if days - {"no"}:
            standing[row_id] = "yes" in days
    members = {group.group_id: group.members for group in shipped("groups.csv", Group)}
    smiles = {record.substance_id: record.smiles for record in shipped("substances.csv", Substance)}
    readings: dict[str, list[tuple[bool, bool]]] = {}
    for listing in shipped("listings.csv", Listing):
        if listing.row_id in standing and listing.reading != "other":
            group = listing.group_id
            named = (listing.substance_id,) if group is None else members[group] * rule.parents.include_group(group)
            for name in named:
                readings.setdefault(name, []).append((listing.reading == "likely", not standing[listing.row_id]))
    return [
        AnalogueParent(name, smiles[name], all(one for one, _ in rows), all(one for _, one in rows))
        for name, rows in readings.items()
        if smiles[name]
    ]


def timed(function: Callable[[object], object], items: Iterable[object]) -> float:
    start = time.process_time()
    results = [function(item) for item in items]
    passed = time.process_time() - start
    del results
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--structures", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rule = load_rule(None, default_directory())
    lines, parents = lines_on(today()), parents_on(today(), rule)
    smiles = structures(options.structures)
    mols = [Chem.MolFromSmiles(text) for text in smiles]
    small = [mol for mol in mols if mol.GetNumHeavyAtoms() <= MAX_CANDIDATE_ATOMS]
    start = time.process_time()
    AnalogueSearch(parents, rule, lines).find(mols[0])
    first = time.process_time() - start
    costs: dict[str, list[float]] = {"parsing": [], "all": [], "status": []}
    gc.collect()
    gc.freeze()  # the data of `chemicals`, which every collection would walk through
    with rdBase.BlockLogs():
        for _ in range(options.rounds):
            costs["parsing"].append(timed(Chem.MolFromSmiles, smiles) / len(smiles))
            for name, include_open in (("all", True), ("status", False)):
                search = AnalogueSearch(parents, rule, lines)
                for mol in small[:WARM]:
                    search.find(mol, include_open=include_open)
                find = lambda mol, search=search, open_=include_open: search.find(mol, include_open=open_)  # noqa: E731  # one name for what is timed
                costs[name].append(timed(find, small) / len(small))
    best = {name: min(rounds) for name, rounds in costs.items()}
    found = [search.find(mol) for mol in small]
    making = sum(any(one.makes_status for one in each) for each in found)
    print(
        f"{len(smiles)} structures, {len(parents)} parents, Python {platform.python_version()}, "
        f"RDKit {rdkit.__version__}, {platform.processor() or platform.machine()}"
    )
    print(f"the first structure    {first:8.2f} s, once a process")
    print(f"MolFromSmiles          {best['parsing'] * 1e6:8.1f} us a structure")
    for name, label in (("status", "for a status, as screen asks"), ("all", "with what makes none, as check asks")):
        print(f"find {label:36} {best[name] * 1e6:8.1f} us, ratio {best[name] / best['parsing']:.2f}")
    print(f"{sum(map(bool, found))} structures have a parent, {making} by the official list")


if __name__ == "__main__":
    main()
