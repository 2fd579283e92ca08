"""Cost of the analogue search as a ratio to parsing, on 20,000 structures of the package `chemicals`.

    python benchmarks/analogues.py [--structures N] [--rounds N]

Parsed molecules in, full decompositions out, one core. Parsing and searching alternate, round by round, and the
best round of each counts, so that other work on the machine hits both alike.
"""

from __future__ import annotations

import argparse
import platform
import random
import time
from collections.abc import Iterator
from datetime import date

import rdkit
from chemicals.identifiers import pubchem_db
from rdkit import Chem, rdBase

from kzschedule.analogues.parents import parents_on
from kzschedule.analogues.rule import load_rule
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch
from kzschedule.datapackage import default_directory, read_package

SEED = 470


def structures(count: int) -> list[str]:
    """Draw SMILES that RDKit reads from `chemicals`, always the same ones."""
    pubchem_db.finish_loading()
    every = sorted({entry.smiles for entry in pubchem_db.CAS_index.values() if entry.smiles})
    random.Random(SEED).shuffle(every)
    with rdBase.BlockLogs():
        readable = (smiles for smiles in every if Chem.MolFromSmiles(smiles) is not None)
        return [smiles for smiles, _ in zip(readable, range(count), strict=False)]


def timed(function, items: list) -> Iterator[float]:
    start = time.perf_counter()
    results = [function(item) for item in items]
    yield time.perf_counter() - start
    del results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--structures", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    package = read_package(default_directory())
    rule = load_rule(None, package.directory)
    parents = parents_on(date.today(), package.substances, package.listings, rule)
    smiles = structures(options.structures)
    mols = [Chem.MolFromSmiles(text) for text in smiles]
    small = [mol for mol in mols if mol.GetNumHeavyAtoms() <= MAX_CANDIDATE_ATOMS]
    start = time.perf_counter()
    search = AnalogueSearch(parents, rule)
    search.find(mols[0])
    compiling = time.perf_counter() - start
    parsing: list[float] = []
    finding: list[float] = []
    with rdBase.BlockLogs():
        for _ in range(options.rounds):
            search = AnalogueSearch(parents, rule)  # nothing remembered from the round before
            search.find(Chem.MolFromSmiles("CCO"))
            parsing += timed(Chem.MolFromSmiles, smiles)
            finding += timed(search.find, small)
    hits = sum(bool(search.find(mol)) for mol in small)
    parse, find = min(parsing) / len(smiles), min(finding) / len(small)
    print(
        f"{len(smiles)} structures, {len(parents)} parents, Python {platform.python_version()}, "
        f"RDKit {rdkit.__version__}, {platform.processor() or platform.machine()}"
    )
    print(f"compiling the parents  {compiling:8.2f} s, once a process")
    print(f"MolFromSmiles          {parse * 1e6:8.1f} us a structure")
    print(f"AnalogueSearch.find    {find * 1e6:8.1f} us a structure, {1 / find:,.0f} structures a second")
    print(f"ratio                  {find / parse:8.2f}   (aim 2, at most 4); {hits} structures have a parent")


if __name__ == "__main__":
    main()
