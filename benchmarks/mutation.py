"""Mutation testing: draw a sample of mutants, and say how many of them the tests kill.

mutmut makes the mutants and runs the tests; docs/testing.md says how the two are used together.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter, defaultdict
from pathlib import Path

import click

MUTANTS = Path("mutants/src/kzschedule")
#: Exit codes that mutmut keeps for each mutant.
SURVIVED, NO_TESTS, TYPE_CHECKER = 0, 33, 37


def results() -> dict[str, dict[str, int | None]]:
    """Exit codes of the mutants, by module."""
    return {
        str(path.relative_to(MUTANTS)).removesuffix(".py.meta"): json.loads(path.read_text())["exit_code_by_key"]
        for path in sorted(MUTANTS.rglob("*.meta"))
    }


def interval(killed: int, tested: int) -> tuple[float, float]:
    """Wilson's interval of a share, at 95 %."""
    z = 1.959964
    share = killed / tested
    middle = share + z * z / (2 * tested)
    width = z * math.sqrt(share * (1 - share) / tested + z * z / (4 * tested * tested))
    return (middle - width) / (1 + z * z / tested), (middle + width) / (1 + z * z / tested)


@click.group()
def main() -> None:
    """Run it in the folder of pyproject.toml."""


@main.command()
@click.option("--share", default=0.2, show_default=True, help="Part of each module's mutants.")
@click.option("--seed", default=470, show_default=True)
def sample(share: float, seed: int) -> None:
    """Print the names of a random sample, drawn module by module."""
    for module, mutants in results().items():
        names = sorted(mutants)
        random.Random(f"{seed} {module}").shuffle(names)
        # A larger share of the same seed holds the smaller one.
        for name in names[: math.ceil(share * len(names))]:
            click.echo(name)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--survivors", is_flag=True, help="Name them.")
def report(names: tuple[str, ...], survivors: bool) -> None:
    """Count the outcomes of mutants that were run, of NAMES if any are given."""
    totals: Counter[str] = Counter()
    wanted = set(names)
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    for module, mutants in results().items():
        for name, code in mutants.items():
            if code is None or (wanted and name not in wanted):
                continue
            outcome = {SURVIVED: "survived", NO_TESTS: "survived", TYPE_CHECKER: "types"}.get(code, "killed")
            lines[module][outcome] += 1
            if survivors and outcome == "survived":
                click.echo(name)
    click.echo(f"{'module':26}{'types':>7}{'killed':>8}{'survived':>10}{'rate':>7}")
    for module, counts in lines.items():
        totals += counts
        click.echo(_line(module, counts))
    click.echo(_line("all", totals))
    low, high = interval(totals["killed"], totals["killed"] + totals["survived"])
    click.echo(f"95 % interval: {low:.1%} to {high:.1%}")


def _line(module: str, counts: Counter[str]) -> str:
    tested = counts["killed"] + counts["survived"]
    rate = f"{counts['killed'] / tested:.0%}" if tested else "-"
    return f"{module:26}{counts['types']:>7}{counts['killed']:>8}{counts['survived']:>10}{rate:>7}"


if __name__ == "__main__":
    main()
