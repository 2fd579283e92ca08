"""Mutation testing by a sample: draw mutants, try the tests on them, say how many are noticed.

mutmut makes the mutants and notes which test enters which function (docs/develop/testing.md). It starts a session of
pytest for each mutant; here one session collects the tests and is forked for each, which takes a third of the time.
"""

from __future__ import annotations

import ast
import json
import math
import os
import random
import resource
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

MUTANTS = Path("mutants/src/kzschedule")
STATS = Path("mutants/mutmut-stats.json")
#: Exit codes as mutmut keeps them for each mutant; anything else is a failed test, or no end in time.
SURVIVED, NO_TESTS, TYPE_CHECKER = 0, 33, 37
#: Longest time for one mutant, in seconds of processor time: some mutants never end.
TIME_LIMIT = 120
#: Most memory for one mutant, in bytes: some of those that never end would take all there is.
MEMORY_LIMIT = 6 << 30


def outcomes() -> dict[Path, dict[str, int | None]]:
    """Exit codes of all mutants, by the file that mutmut keeps them in."""
    return {path: json.loads(path.read_text())["exit_code_by_key"] for path in sorted(MUTANTS.rglob("*.meta"))}


def module_of(path: Path) -> str:
    """Module of a file in which mutmut keeps outcomes, such as ``names/fold``."""
    return path.relative_to(MUTANTS).as_posix().removesuffix(".py.meta")


def sampled(share: float, seed: int) -> Iterator[str]:
    """Iterate over a random share of each module's mutants; a larger share of one seed holds the smaller one."""
    for path, mutants in outcomes().items():
        names = sorted(mutants)
        random.Random(f"{seed} {module_of(path)}").shuffle(names)
        yield from names[: math.ceil(share * len(names))]


def refused_by_types(command: list[str]) -> Iterator[str]:
    """Iterate over the mutants in which a type checker finds an error; mutmut does the same, in minutes."""
    done = subprocess.run(command, cwd="mutants", capture_output=True, text=True, check=False)
    lines: dict[str, list[int]] = defaultdict(list)
    for error in map(json.loads, done.stdout.splitlines()):
        if error["severity"] == "error":
            lines[error["file"]].append(error["line"])
    for file, wrong in lines.items():
        module = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
        for node in ast.walk(ast.parse(Path("mutants", file).read_text())):
            if not isinstance(node, ast.FunctionDef) or "__mutmut_" not in node.name:
                continue
            if any(node.lineno <= line <= (node.end_lineno or 0) for line in wrong):
                yield f"{module}.{node.name}"


class Forks:
    """A plugin of pytest that runs, for each mutant, the tests of its function in a process of its own."""

    def __init__(self, names: list[str], jobs: int) -> None:
        self.names, self.jobs = names, jobs
        self.found: dict[str, int] = {}
        self.failed = False
        self._running: dict[int, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from mutmut.mutation.trampoline import set_mutant_under_test

        stats = json.loads((session.config.invocation_params.dir / STATS.name).read_text())
        seconds = stats["duration_by_test"]
        items = sorted(session.items, key=lambda item: seconds.get(item.nodeid, 0.0))
        for name in self.names:
            tests = set(stats["tests_by_mangled_function_name"].get(name.partition("__mutmut_")[0], ()))
            chosen = [item for item in items if item.nodeid in tests]
            if not chosen:
                self.found[name] = NO_TESTS
                continue
            if len(self._running) >= self.jobs:
                self._wait()
            process = os.fork()
            if process == 0:
                resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT, TIME_LIMIT + 1))
                resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
                set_mutant_under_test(name)
                for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if self.failed:
                        os._exit(1)
                os._exit(SURVIVED)
            self._running[process] = name
        while self._running:
            self._wait()
        return True

    def _wait(self) -> None:
        process, status = os.wait()
        name = self._running.pop(process, None)
        if name is not None:
            self.found[name] = os.waitstatus_to_exitcode(status)
            click.echo(f"{len(self.found)} of {len(self.names)}: {name} {self.found[name]}", file=sys.__stderr__)


@click.group()
def main() -> None:
    """Run it in the folder of pyproject.toml, after a run of mutmut."""


@main.command()
@click.option("--share", default=0.2, show_default=True, help="Part of each module's mutants.")
@click.option("--seed", default=470, show_default=True)
@click.option("--jobs", default=1, show_default=True)
def run(share: float, seed: int, jobs: int) -> None:
    """Try the tests on a sample and keep the outcomes where mutmut keeps them."""
    from mutmut.configuration import config

    settings = config()  # read here and kept: the folder changes below
    names = list(sampled(share, seed))
    found = dict.fromkeys(refused_by_types(settings.type_check_command), TYPE_CHECKER)
    forks = Forks([name for name in names if name not in found], jobs)
    arguments = [*settings.pytest_add_cli_args, *settings.pytest_add_cli_args_test_selection]
    os.environ["MUTANT_UNDER_TEST"] = ""
    sys.path.insert(0, str(MUTANTS.parent.absolute()))
    os.chdir("mutants")
    pytest.main(["--rootdir=.", "--quiet", *arguments], plugins=[forks])
    os.chdir("..")
    found |= forks.found
    for path, mutants in outcomes().items():
        kept = json.loads(path.read_text())
        kept["exit_code_by_key"] = {name: found.get(name) if name in names else code for name, code in mutants.items()}
        path.write_text(json.dumps(kept))


@main.command()
@click.option("--share", default=1.0, show_default=True, help="Part of each module's mutants that is counted.")
@click.option("--seed", default=470, show_default=True)
@click.option("--survivors", is_flag=True, help="Name them.")
def report(share: float, seed: int, survivors: bool) -> None:
    """Count the outcomes of the mutants that were tried."""
    wanted = set(sampled(share, seed))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path, mutants in outcomes().items():
        module = module_of(path)
        for name, code in mutants.items():
            if code is None or name not in wanted:
                continue
            outcome = {SURVIVED: "survived", NO_TESTS: "survived", TYPE_CHECKER: "types"}.get(code, "killed")
            for line in (module, "all"):
                counts[line][outcome] += 1
            if survivors and outcome == "survived":
                click.echo(name)
    click.echo(f"{'module':26}{'types':>7}{'killed':>8}{'survived':>10}{'rate':>7}")
    for line in sorted(counts, key=lambda line: (line == "all", line)):
        outcome = counts[line]
        tested = outcome["killed"] + outcome["survived"]
        rate = f"{outcome['killed'] / tested:.0%}" if tested else "-"
        click.echo(f"{line:26}{outcome['types']:>7}{outcome['killed']:>8}{outcome['survived']:>10}{rate:>7}")
    low, high = interval(counts["all"]["killed"], counts["all"]["killed"] + counts["all"]["survived"])
    click.echo(f"95 % interval of the rate: {low:.1%} to {high:.1%}")


def interval(killed: int, tested: int) -> tuple[float, float]:
    """Wilson's interval of a share, at 95 %."""
    z = 1.959964
    share = killed / tested
    middle = share + z * z / (2 * tested)
    width = z * math.sqrt(share * (1 - share) / tested + z * z / (4 * tested * tested))
    return (middle - width) / (1 + z * z / tested), (middle + width) / (1 + z * z / tested)


if __name__ == "__main__":
    main()
