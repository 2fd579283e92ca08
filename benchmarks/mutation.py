"""Mutation testing by a sample: draw mutants, try the tests on them, say how many are noticed.

mutmut makes the mutants. One session of pytest collects the tests, notes which of them enter which function, and is
forked for each mutant, whose code takes the place of the function's in that process; so the library runs at its own
speed. See docs/develop/testing.md.
"""

from __future__ import annotations
import __future__

import ast
import cProfile
import difflib
import importlib
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType

import click
import pytest
from mutmut.configuration import Config, config
from mutmut.mutation.file_mutation import mutate_file_contents

#: What came of each mutant that was tried, by its name.
OUTCOMES = Path("mutants/outcomes.json")
#: Processor time for one mutant: some never end, and count as noticed. In seconds, and in times of its tests.
LEAST_TIME, TIMES = 60, 5
#: Most memory for one mutant, in bytes: some of those that never end would take all there is.
MEMORY_LIMIT = 6 << 30
#: What is built once for all tests is entered by the first of them alone: a function that so few tests enter has to
#: meet the snapshots of answers too, and the tests of the file that enters its folder most.
FEW_TESTS, SNAPSHOTS = 30, "tests/snapshots/"


@dataclass(frozen=True)
class Mutant:
    """A function with one mistake in it."""

    path: Path
    owner: str
    node: ast.FunctionDef
    number: int
    lines: tuple[int, int]

    @property
    def module(self) -> str:
        """Name of the module."""
        return ".".join(self.path.with_suffix("").parts[1:]).removesuffix(".__init__")

    @property
    def function(self) -> str:
        """Qualified name of the function within its module."""
        return f"{self.owner}.{self.node.name}" if self.owner else self.node.name

    @property
    def name(self) -> str:
        """Name of the mutant, such as ``kzschedule.names.fold:fold.3``."""
        return f"{self.module}:{self.function}.{self.number}"

    @cached_property
    def tree(self) -> ast.Module:
        """A module that defines the mutated function and nothing else, within its class if it has one."""
        tree: ast.Module = ast.parse(f"class {self.owner}: pass" if self.owner else "")
        home: ast.Module | ast.ClassDef = tree.body[0] if self.owner else tree
        home.body = [self.node]
        return tree

    def live(self) -> None:
        """Let the function of the loaded library run the code of the mutant."""
        home = vars(importlib.import_module(self.module))
        flags = __future__.annotations.compiler_flag
        made: dict[str, object] = {}
        exec(compile(ast.fix_missing_locations(self.tree), str(self.path), "exec", flags), home, made)
        new, old = (
            _plain((vars(names[self.owner]) if self.owner else names)[self.node.name]) for names in (made, home)
        )
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def _plain(found: object) -> FunctionType:
    """Find the function in what decorators have made of it."""
    while not isinstance(found, FunctionType) or hasattr(found, "__wrapped__"):
        found = next(
            getattr(found, name) for name in ("__wrapped__", "__func__", "fget", "func") if hasattr(found, name)
        )
    return found


def mutated(settings: Config) -> Iterator[tuple[Path, str]]:
    """Iterate over the files that are to be mutated, each as one text with all its mutants."""
    for path in sorted(Path("src").rglob("*.py")):
        if settings.should_mutate(path):
            yield path, mutate_file_contents(str(path), path.read_text(encoding="utf-8")).code


def mutants_of(path: Path, code: str) -> list[Mutant]:
    """Find the mutants in the text of a file, in the order of their names."""
    found = []
    for top in ast.parse(code).body:
        for node in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(node, ast.FunctionDef) and (number := re.search(r"__mutmut_(\d+)$", node.name)):
                owner = top.name if isinstance(top, ast.ClassDef) else ""
                mangled = node.name[: number.start()]
                lines = min([node.lineno, *(one.lineno for one in node.decorator_list)]), node.end_lineno or node.lineno
                node.name = mangled.rpartition("ǁ")[2] if owner else mangled.removeprefix("x_")
                node.decorator_list = []
                found.append(Mutant(path, owner, node, int(number[1]), lines))
    return sorted(found, key=lambda mutant: mutant.name)


def drawn(settings: Config, share: float, seed: int) -> list[Mutant]:
    """Draw a share of each file's mutants, without those that the type checker refuses.

    A larger share of one seed holds the smaller one.
    """
    chosen: list[Mutant] = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy("pyproject.toml", folder)
        shutil.copytree("src", Path(folder, "src"))
        for path, code in mutated(settings):
            every = mutants_of(path, code)
            random.Random(f"{seed} {path.as_posix()}").shuffle(every)
            most = math.ceil(share * len(every))
            chosen += every[:most]
            lines = code.splitlines()
            for first, last in (mutant.lines for mutant in every[most:]):
                lines[first - 1 : last] = [""] * (last - first + 1)
            Path(folder, path).write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", *settings.type_check_command]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wrong = {(Path(error["file"]), error["line"]) for error in map(json.loads, done.stdout.splitlines())}
    return [
        mutant
        for mutant in chosen
        if not any((mutant.path, line) in wrong for line in range(mutant.lines[0], mutant.lines[1] + 1))
    ]


def survivors_of(settings: Config) -> list[Mutant]:
    """Find the mutants of the last sample that were not noticed."""
    left = {name for name, outcome in json.loads(OUTCOMES.read_text()).items() if outcome != "killed"}
    return [mutant for path, code in mutated(settings) for mutant in mutants_of(path, code) if mutant.name in left]


class Forks:
    """A plugin of pytest that runs, for each mutant, the tests of its function in a process of its own."""

    def __init__(self, mutants: list[Mutant], jobs: int, outcomes: dict[str, str]) -> None:
        self.mutants, self.jobs = mutants, jobs
        self.outcomes = outcomes
        self.tried = 0
        self.failed = ""
        self._running: dict[int, Mutant] = {}
        self._entered: dict[str, list[str]] = {}
        self._seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._note(session.items)
        items = sorted(session.items, key=lambda item: self._seconds[item.nodeid])
        for mutant in self.mutants:
            names = set(self._entered.get(f"{mutant.path.resolve()}:{mutant.function}", ()))
            if 0 < len(names) < FEW_TESTS:
                nearest = (SNAPSHOTS, self._file_of(mutant.path.resolve().parent))
                names |= {item.nodeid for item in items if item.nodeid.startswith(nearest)}
            if not names:
                self._keep(mutant, "no test")
                continue
            if len(self._running) >= self.jobs:
                self._wait()
            if (process := os.fork()) == 0:
                self._try(mutant, [item for item in items if item.nodeid in names])
            self._running[process] = mutant
        while self._running:
            self._wait()
        return True

    def _file_of(self, folder: Path) -> str:
        """Return the file of which most tests enter functions of the files of a folder."""
        tests = {name for entered, names in self._entered.items() if Path(entered).parent == folder for name in names}
        return Counter(name.partition("::")[0] for name in tests).most_common(1)[0][0]

    def _note(self, items: list[pytest.Item]) -> None:
        """Note in a process of its own, which builds all there is to build, which test enters which function."""
        with tempfile.TemporaryDirectory() as folder:
            noted = Path(folder, "noted.json")
            if (process := os.fork()) == 0:
                entered: dict[str, list[str]] = defaultdict(list)
                seconds = {}
                for item, following in zip(items, [*items[1:], None], strict=True):
                    start = time.process_time()
                    profile = cProfile.Profile(builtins=False)
                    profile.enable()
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    profile.disable()
                    for function in {_function(entry.code) for entry in profile.getstats()}:
                        entered[function].append(item.nodeid)
                    seconds[item.nodeid] = time.process_time() - start
                    if self.failed:
                        click.echo(f"{self.failed} fails without a mutant", file=sys.__stderr__)
                        os._exit(1)
                noted.write_text(json.dumps([entered, seconds]))
                os._exit(0)
            if os.waitpid(process, 0)[1]:
                raise click.ClickException("the tests do not pass without a mutant")
            self._entered, self._seconds = json.loads(noted.read_text())

    def _try(self, mutant: Mutant, items: list[pytest.Item]) -> None:
        """Run the tests of a mutant, the quickest first, up to the first that fails; ends the process."""
        most = LEAST_TIME + int(TIMES * sum(self._seconds[item.nodeid] for item in items))
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
        signal.alarm(10 * most)  # one that waits for ever takes no processor time
        mutant.live()
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                os._exit(1)
        os._exit(0)

    def _wait(self) -> None:
        process, status = os.wait()
        if mutant := self._running.pop(process, None):
            self._keep(mutant, "killed" if status else "survived")

    def _keep(self, mutant: Mutant, outcome: str) -> None:
        self.outcomes[mutant.name] = outcome
        self.tried += 1
        click.echo(f"{self.tried} of {len(self.mutants)}: {mutant.name} {outcome}", file=sys.__stderr__)
        OUTCOMES.parent.mkdir(exist_ok=True)
        OUTCOMES.write_text(json.dumps(self.outcomes, indent=1))


def _function(code: CodeType | str) -> str:
    if isinstance(code, str):
        return code
    return f"{code.co_filename}:{code.co_qualname.partition('.<locals>')[0]}"


@click.group()
def main() -> None:
    """Run it in the folder of pyproject.toml."""


@main.command()
@click.option("--share", default=0.1, show_default=True, help="Part of each file's mutants.")
@click.option("--seed", default=470, show_default=True)
@click.option("--jobs", default=1, show_default=True)
@click.option("--again", is_flag=True, help="Try those of the last sample once more that were not noticed.")
def run(share: float, seed: int, jobs: int, *, again: bool) -> None:
    """Try the tests on a sample, and keep what came of it in mutants/outcomes.json."""
    settings = config()
    mutants = survivors_of(settings) if again else drawn(settings, share, seed)
    random.Random(seed).shuffle(mutants)  # what was tried when it is stopped is a sample too
    os.environ["MUTATION_TESTING"] = "1"
    pytest.main(
        ["--quiet", *settings.pytest_add_cli_args, *settings.pytest_add_cli_args_test_selection],
        plugins=[Forks(mutants, jobs, json.loads(OUTCOMES.read_text()) if again else {})],
    )


@main.command()
@click.option("--survivors", is_flag=True, help="Show what was changed in each that was not noticed.")
def report(survivors: bool) -> None:
    """Count the outcomes."""
    outcomes: dict[str, str] = json.loads(OUTCOMES.read_text())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, outcome in outcomes.items():
        for line in (name.partition(":")[0].removeprefix("kzschedule."), "all"):
            counts[line][outcome == "killed"] += 1
    if survivors:
        for mutant in survivors_of(config()):
            click.echo(f"{mutant.name} {outcomes[mutant.name]}\n{_difference(mutant)}\n")
    click.echo(f"{'module':40}{'killed':>8}{'survived':>10}{'rate':>7}")
    for line in sorted(counts, key=lambda line: (line == "all", line)):
        killed, survived = counts[line][True], counts[line][False]
        click.echo(f"{line:40}{killed:>8}{survived:>10}{killed / (killed + survived):>7.0%}")
    low, high = interval(counts["all"][True], counts["all"].total())
    click.echo(f"95 % interval of the rate: {low:.1%} to {high:.1%}")


def _difference(mutant: Mutant) -> str:
    """Show the lines of a function that a mutant changes."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    owner = next((top for top in tree.body if getattr(top, "name", None) == mutant.owner), tree)
    function = next(node for node in owner.body if getattr(node, "name", None) == mutant.node.name)
    function.decorator_list = []
    texts = (ast.unparse(node).splitlines() for node in (function, mutant.node))
    return "\n".join(line for line in difflib.unified_diff(*texts, n=1, lineterm="") if line[:3] not in ("---", "+++"))


def interval(killed: int, tested: int) -> tuple[float, float]:
    """Wilson's interval of a share, at 95 %."""
    z = 1.959964
    share = killed / tested
    middle = share + z * z / (2 * tested)
    width = z * math.sqrt(share * (1 - share) / tested + z * z / (4 * tested * tested))
    return (middle - width) / (1 + z * z / tested), (middle + width) / (1 + z * z / tested)


if __name__ == "__main__":
    main()
