"""How fast many structures are screened, as ratios to baselines measured in the same run.

Run it with ``python benchmarks/screening.py [ROWS]``: the structures of the package ``chemicals`` (71,000 and more,
repeated for more rows), 2 processes. The subject is the full check: salts, identity, and the analogue rule with every
parent. With ``--parents`` it measures how the cost grows with their number instead.

a. ``MolFromSmiles`` and the canonical SMILES in a set: what any exact look-up costs.
b. Parsing, a pattern-fingerprint screen of all skeletons in numpy, and matching what is left.
c. RDKit's ``FilterCatalog`` with the same skeletons, on 2 threads.

Rounds of the subject and the baselines alternate, and the ratios are medians, so that a busy machine slows all.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import cycle, islice

import numpy as np
from rdkit import Chem, RDLogger
from rdkit.Chem.FilterCatalog import FilterCatalog, FilterCatalogEntry, RunFilterCatalog, SmartsMatcher
from rdkit.DataStructs import BitVectToBinaryText

from kzschedule.analogues.search import AnalogueSearch
from kzschedule.screening.rows import CHUNK_SIZE, Screener, screened, view_of

DAY = "2024-03-01"
JOBS = 2
CHUNK = CHUNK_SIZE
ROUNDS = 3

RDLogger.DisableLog("rdApp.*")


def structures(count: int) -> list[str]:
    from chemicals.identifiers import get_pubchem_db

    database = get_pubchem_db()
    database.autoload_main_db()
    return list(islice(cycle(sorted({entry.smiles for entry in database.CAS_index.values() if entry.smiles})), count))


@cache
def skeletons() -> tuple[Chem.Mol, ...]:
    return tuple(skeleton.query for skeleton in view_of(DAY).search.skeletons)


@cache
def fingerprints() -> np.ndarray:
    return np.stack([fingerprint(query) for query in skeletons()])


def fingerprint(mol: Chem.Mol) -> np.ndarray:
    return np.frombuffer(BitVectToBinaryText(Chem.PatternFingerprint(mol, fpSize=2048)), dtype=np.uint64)


def exact(smiles: list[str]) -> int:
    known = {"CNC(C)C(=O)c1ccc(C)cc1"}
    mols = map(Chem.MolFromSmiles, smiles)
    return sum(Chem.MolToSmiles(mol) in known for mol in mols if mol is not None)


def fingerprint_screen(smiles: list[str]) -> int:
    found = 0
    queries, wanted = skeletons(), fingerprints()
    for text in smiles:
        mol = Chem.MolFromSmiles(text)
        if mol is not None:
            left = np.flatnonzero(~np.any(wanted & ~fingerprint(mol), axis=1))
            found += sum(mol.HasSubstructMatch(queries[number]) for number in left)
    return found


def catalogue(smiles: list[str]) -> int:
    entries = FilterCatalog()
    for number, query in enumerate(skeletons()):
        entries.AddEntry(FilterCatalogEntry(str(number), SmartsMatcher(str(number), query, 1)))
    return sum(bool(found) for found in RunFilterCatalog(entries, smiles, numThreads=JOBS))


def in_processes(action: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    def run(smiles: list[str]) -> int:
        chunks = [smiles[start : start + CHUNK] for start in range(0, len(smiles), CHUNK)]
        with ProcessPoolExecutor(JOBS) as pool:
            return sum(pool.map(action, chunks))

    return run


def subject(smiles: list[str]) -> int:
    screener = Screener((("smiles", "smiles"),), view_of(DAY))
    return sum(
        row.status not in ("no_match", "invalid") for row in screened(screener, ((text,) for text in smiles), JOBS)
    )


def seconds(action: Callable[[list[str]], int], smiles: list[str]) -> float:
    start = time.perf_counter()
    action(smiles)
    return time.perf_counter() - start


def throughput(count: int) -> None:
    smiles = structures(count)
    few = smiles[:: max(1, count // 2_000)]  # the catalogue is too slow for more; its rate is per structure
    baselines = {
        "a. MolFromSmiles and canonical SMILES": (in_processes(exact), smiles),
        "b. pattern fingerprints in numpy, then matching": (in_processes(fingerprint_screen), smiles),
        "c. FilterCatalog": (catalogue, few),
    }
    skeletons(), fingerprints()
    rates: dict[str, list[float]] = {name: [] for name in ("screen", *baselines)}
    for _ in range(ROUNDS):
        rates["screen"].append(len(smiles) / seconds(subject, smiles))
        for name, (action, part) in baselines.items():
            rates[name].append(len(part) / seconds(action, part))
    print(f"{count:,} structures, {len(skeletons())} skeletons, {JOBS} processes, {ROUNDS} rounds")
    print(f"screen: {statistics.median(rates['screen']):,.0f} structures a second")
    for name in baselines:
        ratio = statistics.median(own / other for own, other in zip(rates["screen"], rates[name], strict=True))
        print(f"{name}: {statistics.median(rates[name]):,.0f} a second; screen does {ratio:.2f} times that")


def growth(count: int) -> None:
    smiles = structures(count)
    whole = view_of(DAY)
    parents = whole.search.parents
    for number in (50, 100, 200, 400, len(parents)):
        if number > len(parents):
            continue
        view = replace(whole)
        some = parents[:: max(1, len(parents) // number)][:number]
        view.__dict__["search"] = AnalogueSearch(some, whole.search.rule, whole.search.substituents)
        screener = Screener((("smiles", "smiles"),), view)
        screener.rows((text,) for text in smiles[:200])
        start = time.perf_counter()
        screener.rows((text,) for text in smiles)
        print(f"{number} parents: {count / (time.perf_counter() - start):,.0f} structures a second, 1 process")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the throughput of screening.")
    parser.add_argument("rows", type=int, nargs="?", default=71_000)
    parser.add_argument("--parents", action="store_true", help="measure how the cost grows with the parents")
    arguments = parser.parse_args()
    (growth if arguments.parents else throughput)(arguments.rows)
