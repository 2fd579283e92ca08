"""The runner: ``python -m fuzz [TARGET]... --seconds 60 --runs 1000 --jobs 2 --corpus DIR --findings DIR``.

Each target is fuzzed by a process of its own, which is started again after a hang or a crash until its time is over.
With ``--runs`` chance begins the same way each time, and a process ends after so many executions, so that luck has
little part in what a change is held against. The exit code is 1 if anything was found. Findings are files: copy those
that show a defect to ``fuzz/corpus/TARGET/``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.targets import NAMES, target

#: The file that holds the input that a process is trying; the process knows it too.
CURRENT = "current"
KEPT = Path(__file__).parent / "corpus"
#: Seconds of processor time after which one input is a hang, and memory after which it is too much, in MB. The slowest
#: answers known take half a second, and some times that in a process that counts what it reaches.
HANG, MEMORY = 20, 3_000
#: Seconds after which libFuzzer, which goes by the clock, takes an input for a hang: of the program that reads
#: systematic names, whose time is not that of this process.
_CLOCK = 200
#: Seconds that a process may go on after its time before its parent ends it: a hang that libFuzzer has not seen.
_GRACE = 600
#: How much more memory a process may have at its end than after it has warmed up, in MB. libFuzzer's own corpus and
#: the library's bounded caches fill during the run; a leak of 1 KB an answer would be more than this in an hour.
GROWTH = 400
_STATISTIC = re.compile(r"stat::(\w+):\s+(\d+)")


@dataclass
class Run:
    """What came of fuzzing a target."""

    name: str
    executions: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    slowest: int = 0
    corpus: int = 0
    coverage: int = 0
    warm: int = 0
    end: int = 0
    findings: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the summary in one line; executions are those of a second of processor time."""
        rate = self.executions / self.processor if self.processor else 0.0
        found = "; ".join(self.findings) or "nothing found"
        return (
            f"{self.name:10} {self.executions:9} executions {rate:7.1f}/s slowest {self.slowest}s "
            f"processor {self.processor:.0f}s of {self.seconds:.0f}s coverage {self.coverage} corpus {self.corpus} "
            f"memory {self.warm}->{self.end} MB: {found}"
        )


def fuzz(name: str, seconds: int, corpus: Path, findings: Path, runs: int | None = None) -> Run:
    """Fuzz one target for some seconds, or for a number of executions from the same beginning."""
    folder, found = corpus / name, findings / name
    folder.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    module = target(name)
    for number, seed in enumerate(module.seeds()):
        if len(seed) <= module.MAX_BYTES:
            (folder / f"seed-{number:03}").write_bytes(seed)
    words = found / "dictionary.txt"
    words.write_text("".join(f'"{_quoted(token)}"\n' for token in module.TOKENS if token), encoding="ascii")
    run = Run(name)
    began = time.monotonic()
    log = found / "log.txt"
    log.write_bytes(b"")
    repeated = [] if runs is None else [f"-runs={runs}", "-seed=1"]
    environment = os.environ if runs is None else os.environ | {"PYTHONHASHSEED": "0"}
    while (left := int(began + seconds - time.monotonic())) > 0:
        memory = found / "memory.json"
        memory.unlink(missing_ok=True)
        command = [
            *(sys.executable, "-m", "fuzz.worker", name, str(found), str(memory), str(HANG), str(folder)),
            *([str(KEPT / name)] if (KEPT / name).is_dir() else []),
            *(f"-max_total_time={left}", f"-timeout={_CLOCK}", f"-rss_limit_mb={MEMORY}"),
            *(f"-max_len={module.MAX_BYTES}", "-len_control=20", f"-dict={words}"),
            *(f"-artifact_prefix={found}/", "-print_final_stats=1"),
            *repeated,
        ]
        with log.open("ab") as stream:
            process = subprocess.Popen(command, stdout=stream, stderr=stream, cwd=KEPT.parents[1], env=environment)
            try:
                code = process.wait(left + _GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
                run.findings.append("a hang that ended only by force")
        if -code in (signal.SIGPROF, signal.SIGKILL):
            _keep_current(found)
        _statistics(run, log.read_text(encoding="utf-8", errors="replace"), memory)
        if code == 0 or (repeated and any(found.glob("*-*"))):
            break
        if not any(found.glob("*-*")):
            run.findings.append(f"the process ended with {code}, see {log}")
            break
    run.seconds = time.monotonic() - began
    kinds = ("error-", "crash-", "timeout-", "oom-", "leak-")
    run.findings += sorted(
        path.name for path in found.iterdir() if path.name.startswith(kinds) and not path.name.endswith(".txt")
    )
    if run.end - run.warm > GROWTH:
        run.findings.append(f"memory grew by {run.end - run.warm} MB")
    run.corpus = sum(1 for _ in folder.iterdir())
    return run


def _keep_current(found: Path) -> None:
    """Write down the input that a process was ended at."""
    content = (found / CURRENT).read_bytes()
    data = content[4 : 4 + int.from_bytes(content[:4], "big")]
    (found / f"timeout-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)


def _statistics(run: Run, log: str, memory: Path) -> None:
    """Read what the last process of a run says of itself."""
    run.executions = sum(int(number) for key, number in _STATISTIC.findall(log) if key == "number_of_executed_units")
    slowest = [int(number) for key, number in _STATISTIC.findall(log) if key == "slowest_unit_time_sec"]
    run.slowest = max(slowest, default=0)
    run.coverage = max((int(number) for number in re.findall(r"\bcov: (\d+)", log)), default=0)
    samples = json.loads(memory.read_text()) if memory.is_file() else []
    if samples:
        executions, end, processor = samples[-1]
        # What is compared is the state after a fifth of the run, when all that is built once is there, with its end.
        run.warm = next(size for number, size, _ in samples if number >= executions / 5) >> 20
        run.end = end >> 20
        run.processor += processor


def _quoted(token: str) -> str:
    """Return a token as a dictionary of libFuzzer writes it."""
    return "".join(f"\\x{byte:02x}" for byte in token.encode("utf-8", "surrogatepass"))


def main() -> None:
    """Fuzz the targets that the command line names, all by default."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--runs", type=int, help="executions of each target, begun alike; no bound by default")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time")
    parser.add_argument("--corpus", type=Path, help="folder for inputs that reach new code; a temporary one by default")
    parser.add_argument("--findings", type=Path, help="folder for what is found; a temporary one by default")
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(NAMES):
        parser.error(f"there is no target {', '.join(sorted(unknown))}; the targets are {', '.join(NAMES)}")
    corpus, findings = (
        path or Path(tempfile.mkdtemp(prefix=f"fuzz-{what}-"))
        for path, what in ((arguments.corpus, "corpus"), (arguments.findings, "findings"))
    )
    with ThreadPoolExecutor(arguments.jobs) as pool:
        runs = [
            pool.submit(fuzz, name, arguments.seconds, corpus, findings.resolve(), arguments.runs)
            for name in arguments.targets or NAMES
        ]
        for run in runs:
            print(run.result().line(), flush=True)
    if any(run.result().findings for run in runs):
        sys.exit(f"findings are in {findings}")


if __name__ == "__main__":
    main()
