"""How fast one question is answered, as ratios to baselines measured in the same run.

Run it with ``python benchmarks/check.py``. Rounds of the subject and its baseline alternate, and the ratio is
the median over the rounds, so that a busy machine slows both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from rdkit import Chem

from kzschedule import check
from kzschedule.schedule import Schedule

ROUNDS = 15


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(subject: Callable[[], object], baseline: Callable[[], object]) -> tuple[float, float]:
    """Median ratio of times, and median time of the subject in seconds."""
    subject(), baseline()
    rounds = [(seconds(subject), seconds(baseline)) for _ in range(ROUNDS)]
    return statistics.median(a / b for a, b in rounds), statistics.median(a for a, _ in rounds)


def process(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=False)


def cold(title: str, query: str, imports: str) -> None:
    command = process("-m", "kzschedule", "check", "--json", query)
    to_imports, _ = ratio(command, process("-c", imports))
    to_nothing, _ = ratio(command, process("-c", "pass"))
    to_rdkit, _ = ratio(command, process("-c", "from rdkit import Chem"))
    print(
        f"{title}: {to_imports:.2f} x `{imports}`, {to_nothing:.1f} x `pass`, {to_rdkit:.2f} x `from rdkit import Chem`"
    )


def warm(title: str, *, listed: bool) -> None:
    """Names and structures of the substances that rows control, or of the others, one core."""
    schedule = Schedule.default()
    every = (item.substance_id for item in schedule.package.substances)
    ids = {substance_id for substance_id in every if schedule.law.listed(substance_id) == listed}
    package = schedule.package
    names = [row.name for row in package.names if row.kind != "salt_cas" and row.substance_id in ids][::5]
    smiles = [row.smiles for row in package.substances if row.smiles and row.substance_id in ids][::2]

    def check_names() -> None:
        for name in names:
            check(name, kind="name")

    def check_smiles() -> None:
        for text in smiles:
            check(text, kind="smiles")

    def parse() -> None:
        for text in smiles:
            Chem.MolFromSmiles(text)

    _, per_round = ratio(check_names, parse)
    print(f"warm, names, {title}: {len(names) / per_round:,.0f} a second")
    times, per_round = ratio(check_smiles, parse)
    print(f"warm, structures, {title}: {times:.2f} x MolFromSmiles, {len(smiles) / per_round:,.0f} a second")


if __name__ == "__main__":
    cold("cold, name", "меткатинон", "import click; from pydantic import BaseModel, TypeAdapter")
    cold(
        "cold, SMILES",
        "CC(NC)C(=O)c1ccccc1",
        "import click; from pydantic import BaseModel, TypeAdapter; from rdkit import Chem",
    )
    warm("listed", listed=True)
    warm("without a row, so with all their analogues", listed=False)
