"""Whether the library has become slower: ratios to baselines of the same run, against those recorded before.

    python benchmarks/ratios.py            measure and print
    python benchmarks/ratios.py --record   write them to ratios.json and to docs/why/performance.md
    python benchmarks/ratios.py --check    fail if one has fallen by more than a third, measured three times

A ratio is the rate of what is measured as a share of the rate of its baseline, so that higher is better and the
speed of the machine cancels out. Rounds of both alternate; in one process their processor time counts, of
programs that are started the time that passes. A record is compared with records of its own kind of machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

RECORDS = Path(__file__).with_name("ratios.json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "why" / "performance.md"
#: A ratio has fallen when it is below this share of the recorded one in every measurement.
ALLOWED = 2 / 3
MEASUREMENTS = 3
#: How many records of a kind of machine the page shows.
SHOWN = 6
ROUNDS = 7
SEED = 470
DAY = "2024-03-01"

Action = Callable[[], object]


class Measure(NamedTuple):
    """What is compared with what; `make` prepares both and returns them, with the tasks that each does."""

    title: str
    baseline: str
    make: Callable[[], tuple[Action, int, Action, int]]
    clock: Callable[[], float] = time.process_time


def cold_name() -> tuple[Action, int, Action, int]:
    from check import process

    return (
        process("-m", "kzschedule", "check", "--json", "меткатинон"),
        1,
        process("-c", "import click; from pydantic import BaseModel, TypeAdapter"),
        1,
    )


def _listed() -> tuple[list[str], list[str]]:
    """Names and structures of the substances that rows control."""
    from kzschedule.schedule import Schedule

    schedule = Schedule.default()
    package, ids = schedule.package, schedule.law.listed_substances
    names = [row.name for row in package.names if row.kind != "salt_cas" and row.substance_id in ids]
    return names, [row.smiles for row in package.substances if row.smiles and row.substance_id in ids]


def _parsing(smiles: list[str]) -> Action:
    from rdkit import Chem

    return lambda: [Chem.MolFromSmiles(text) for text in smiles]


def listed_names() -> tuple[Action, int, Action, int]:
    from kzschedule import check

    names, smiles = _listed()
    return lambda: [check(name, kind="name", as_of=DAY) for name in names], len(names), _parsing(smiles), len(smiles)


def listed_structures() -> tuple[Action, int, Action, int]:
    from kzschedule import check

    _, smiles = _listed()
    return (
        lambda: [check(text, kind="smiles", as_of=DAY) for text in smiles],
        len(smiles),
        _parsing(smiles),
        len(smiles),
    )


def _catalogue(count: int) -> list[str]:
    """The same random structures of the package ``chemicals`` each time."""
    from screening import structures

    every = structures(71_000)
    random.Random(SEED).shuffle(every)
    return every[:count]


def analogues() -> tuple[Action, int, Action, int]:
    from rdkit import Chem

    from kzschedule.screening.rows import view_of

    smiles = _catalogue(2_000)
    mols = [mol for text in smiles if (mol := Chem.MolFromSmiles(text)) is not None and mol.GetNumHeavyAtoms() <= 100]
    search = view_of(DAY).search
    return lambda: [search.find(mol) for mol in mols], len(mols), _parsing(smiles), len(smiles)


def screening() -> tuple[Action, int, Action, int]:
    from kzschedule.screening.rows import Screener, chunked, view_of
    from screening import CHUNK, exact

    smiles = _catalogue(3_000)
    screener = Screener((("smiles", "smiles"),), view_of(DAY))
    screener.prepare()

    def screen() -> None:
        for chunk in chunked(smiles, CHUNK):
            screener.rows((text,) for text in chunk)

    return screen, len(smiles), lambda: exact(smiles), len(smiles)


def mentions() -> tuple[Action, int, Action, int]:
    import re

    from kzschedule.answer.mentions import find_mentions
    from text_search import text_of

    text = text_of(200_000)
    pattern = re.compile("фентанил", re.IGNORECASE)
    return lambda: find_mentions(text), 1, lambda: pattern.search(text), 1


def loading() -> tuple[Action, int, Action, int]:
    import csv

    from kzschedule.records.package import FILES, default_directory, read_package

    def read_plainly() -> None:
        for file in sorted(default_directory().glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                list(csv.reader(lines))

    def read_all() -> None:
        package = read_package()
        for name in FILES:
            list(getattr(package, name.removesuffix(".csv")))

    return read_all, 1, read_plainly, 1


MEASURES: dict[str, Measure] = {
    "cold_name": Measure(
        "`kzschedule check меткатинон`, a new process",
        "a process that imports click and pydantic",
        cold_name,
        time.perf_counter,
    ),
    "loading": Measure("the data package read and checked by hash", "its CSV files read by `csv`", loading),
    "listed_names": Measure("a listed name checked", "a structure parsed", listed_names),
    "listed_structures": Measure("a listed structure checked", "a structure parsed", listed_structures),
    "analogues": Measure("analogues of all grades sought", "a structure parsed", analogues),
    "screening": Measure("a structure screened", "a structure parsed and written as canonical SMILES", screening),
    "mentions": Measure("all names found in a text", "one name found in it by `re`", mentions),
}


def ratio(measure: Measure) -> float:
    """Return the median over the rounds of the rate of the subject as a share of the baseline's."""
    subject, subject_tasks, baseline, baseline_tasks = measure.make()
    subject(), baseline()

    def spent(action: Action) -> float:
        start = measure.clock()
        action()
        return measure.clock() - start

    rounds = [(spent(subject) / subject_tasks, spent(baseline) / baseline_tasks) for _ in range(ROUNDS)]
    return statistics.median(base / own for own, base in rounds)


def measured() -> dict[str, float]:
    return {name: float(f"{ratio(measure):.3g}") for name, measure in MEASURES.items()}


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def last_record(records: list[dict], kind: str) -> dict | None:
    return next((record for record in reversed(records) if record["machine"] == kind), None)


def fallen(recorded: Mapping[str, float], measure: Callable[[str], float]) -> dict[str, list[float]]:
    """Return the ratios that have fallen, each with all its measurements; one that has not ends the matter.

    A recorded ratio that is no longer measured counts as fallen: it was taken out of the sources or renamed, and a
    new record has to say so.
    """
    found = {}
    for name, before in recorded.items():
        if name not in MEASURES:
            found[name] = []
            continue
        values = []
        while len(values) < MEASUREMENTS:
            values.append(measure(name))
            if values[-1] >= ALLOWED * before:
                break
        else:
            found[name] = values
    return found


def page(records: list[dict]) -> str:
    """Return the page of the docs: for each kind of machine its last records, side by side."""
    lines = [
        "# Performance",
        "",
        "Written by `python benchmarks/ratios.py --record`; do not edit.",
        "",
        "Each number is the rate of what is measured as a share of the rate of its baseline, measured in the same",
        "run, so that the speed of the machine cancels out: 0.5 is half as fast as the baseline. CI measures again",
        "and fails when one has fallen by more than a third, three times in a row, against the last record of its kind",
        "of machine. How fast many rows are screened stands in [Screening](../reference/screening.md).",
    ]
    for kind in dict.fromkeys(record["machine"] for record in records):
        of_kind = [record for record in records if record["machine"] == kind][-SHOWN:]
        last = of_kind[-1]
        lines += [
            "",
            f"## {kind}",
            "",
            f"The last one: kzschedule {last['kzschedule']}, Python {last['python']}, RDKit {last['rdkit']}.",
            "",
            "| what | baseline |" + "".join(f" {record['date']} |" for record in of_kind),
            f"|---|---|{'---|' * len(of_kind)}",
        ]
        for name in last["ratios"]:
            values = (record["ratios"].get(name) for record in of_kind)
            cells = "".join(" |" if value is None else f" {value:g} |" for value in values)
            lines.append(f"| {MEASURES[name].title} | {MEASURES[name].baseline} |{cells}")
    return "\n".join(lines) + "\n"


def record_now(records: list[dict]) -> dict:
    import rdkit

    import kzschedule

    record = {
        "machine": machine(),
        "date": date.today().isoformat(),
        "kzschedule": kzschedule.__version__,
        "python": platform.python_version(),
        "rdkit": rdkit.__version__,
        "ratios": measured(),
    }
    records.append(record)
    RECORDS.write_text(json.dumps(records, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(page(records), encoding="utf-8")
    return record


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the ratios down")
    parser.add_argument("--check", action="store_true", help="compare them with the last record")
    options = parser.parse_args()
    records = json.loads(RECORDS.read_text(encoding="utf-8")) if RECORDS.is_file() else []
    if not options.check:
        ratios = record_now(records)["ratios"] if options.record else measured()
        for name, value in ratios.items():
            print(f"{name}: {value:g} ({MEASURES[name].title}; baseline: {MEASURES[name].baseline})")
        return 0
    before = last_record(records, machine())
    if before is None:
        print(f"no ratios are recorded for {machine()}; record them with --record")
        return 0
    seen: dict[str, float] = {}

    def measure(name: str) -> float:
        seen[name] = ratio(MEASURES[name])
        return seen[name]

    found = fallen(before["ratios"], measure)
    for name, value in seen.items():
        print(f"{name}: {value:.3g}, recorded {before['ratios'][name]:g}")
    for name, values in found.items():
        tried = ", ".join(f"{value:.3g}" for value in values) or "no longer measured"
        print(f"{name} has fallen: {tried}; recorded {before['ratios'][name]:g}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
