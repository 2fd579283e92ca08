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
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from rdkit import Chem, RDLogger
from rdkit.Chem.FilterCatalog import FilterCatalog, FilterCatalogEntry, RunFilterCatalog, SmartsMatcher
from rdkit.DataStructs import BitVectToBinaryText

from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch
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


def lists(whole: AnalogueSearch) -> Iterator[tuple[str, tuple[AnalogueParent, ...]]]:
    """Yield parts of the parents of the list, all, and invented lists that are longer, each with what it is."""
    parents = whole.parents
    for number in (100, 200, 400):
        if number < len(parents):
            yield "a part of the list", parents[:: max(1, len(parents) // number)][:number]
    yield "the list", parents
    larger = islice(dict.fromkeys(one for group in ("C", "CC", "CCC") for one in with_group(parents, group)), 10_000)
    invented = tuple(AnalogueParent(f"invented-{number}", smiles) for number, smiles in enumerate(larger))
    for number in (2_000, 10_000):
        yield "the list, and each parent with one group more", (*parents, *invented)[:number]


def with_group(parents: tuple[AnalogueParent, ...], group: str) -> Iterator[str]:
    """Iterate over the parents with a group in the place of one hydrogen, each in each way."""
    for parent in parents:
        mol = Chem.MolFromSmiles(parent.smiles)
        for atom in mol.GetAtoms() if "." not in parent.smiles else ():
            if atom.GetTotalNumHs() and not atom.GetNumExplicitHs():
                larger = Chem.RWMol(Chem.CombineMols(mol, Chem.MolFromSmiles(group)))
                larger.AddBond(atom.GetIdx(), mol.GetNumAtoms(), Chem.BondType.SINGLE)
                if Chem.SanitizeMol(larger, catchErrors=True) == Chem.SanitizeFlags.SANITIZE_NONE:
                    yield Chem.MolToSmiles(larger)


def growth(count: int, plot: Path | None) -> None:
    """Print how the cost of the search of analogues grows with the parents, as a ratio to baseline (a)."""
    smiles = structures(71_000)[:: 71_000 // count][:count]
    whole = view_of(DAY).search
    measured = []
    for what, parents in lists(whole):
        search = AnalogueSearch(parents, whole.rule, whole.substituents)
        searched(search, smiles[: count // 2])  # what many structures need is compiled
        others = smiles[count // 2 :]
        ratios = [searched(search, others) / seconds(exact, others) for _ in range(ROUNDS)]
        measured.append((len(parents), statistics.median(ratios), what))
        print(f"{len(parents):,} parents ({what}): {measured[-1][1]:.2f} times baseline a", flush=True)
    if plot is not None:
        draw([(number, ratio) for number, ratio, _ in measured], plot)


def searched(search: AnalogueSearch, smiles: list[str]) -> float:
    """Return the seconds in which the analogues that make a status are sought of structures that were read before."""
    mols = [mol for mol in map(Chem.MolFromSmiles, smiles) if mol is not None]
    mols = [mol for mol in mols if mol.GetNumHeavyAtoms() <= MAX_CANDIDATE_ATOMS]
    start = time.perf_counter()
    for mol in mols:
        search.find(mol, include_open=False)
    return time.perf_counter() - start


def draw(measured: list[tuple[int, float]], path: Path) -> None:
    """Write the plot as SVG, the same bytes for the same numbers."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "kzschedule", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(6, 3.6), layout="constrained")
        axes = figure.subplots()
        numbers, ratios = zip(*measured, strict=True)
        axes.plot(numbers, ratios, color="#222222", marker="o", label="measured")
        axes.plot(
            [numbers[0], numbers[-1]],
            [ratios[0], ratios[0] * numbers[-1] / numbers[0]],
            color="#888888",
            linestyle="--",
            label="in proportion",
        )
        axes.set(xscale="log", yscale="log", xlabel="parents", ylabel="cost of the search, baseline (a) = 1")
        axes.legend(frameon=False)
        figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the throughput of screening.")
    parser.add_argument("rows", type=int, nargs="?", default=71_000)
    parser.add_argument("--parents", action="store_true", help="measure how the cost grows with the parents")
    parser.add_argument("--plot", type=Path, help="where the plot of that is written, as SVG")
    arguments = parser.parse_args()
    if arguments.parents:
        growth(arguments.rows, arguments.plot)
    else:
        throughput(arguments.rows)
