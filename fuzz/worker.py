"""The process that fuzzes one target: started by `fuzz.__main__`, it ends by crashing, by a hang, or in time.

An error is written down, once for each place that it comes from, and the run goes on. No Python code runs while RDKit
is at work, so a hang is ended by the system: by a timer of processor time, which a busy machine does not use up, and
whose signal ends the process. The input stands in a file before it is tried. A crash and too much memory are seen by
libFuzzer.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import mmap
import os
import pkgutil
import random
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

import atheris

#: The file that holds the input that is being tried, behind its length in four bytes; the runner knows it too.
CURRENT = "current"
#: Executions between two looks at the memory.
_SAMPLED = 200


def main() -> None:
    """Fuzz the target that is named first; the rest of the command line is libFuzzer's."""
    name, findings, memory = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    seconds = float(sys.argv[4])
    if name != "systematic":
        # Without Java no program is started for each name that looks systematic.
        os.environ["PATH"] = str(Path(__file__).parent)
        assert shutil.which("java") is None
    with atheris.instrument_imports(include=["kzschedule"], enable_loader_override=False):
        import kzschedule

        for module in pkgutil.walk_packages(kzschedule.__path__, "kzschedule."):
            if not module.name.endswith(("__main__", ".spark")):
                importlib.import_module(module.name)
    from fuzz.targets import target

    tried = target(name)
    with (findings / CURRENT).open("w+b") as file:
        file.truncate(4 + 2 * tried.MAX_BYTES)
        current = mmap.mmap(file.fileno(), 0)
    seen: set[str] = set()
    executions = 0
    samples: list[tuple[int, int, float]] = []

    def one(data: bytes) -> None:
        nonlocal executions
        current[: 4 + len(data)] = len(data).to_bytes(4, "big") + data
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            tried.run(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # any error is a finding, that of a library in Rust included
            _keep(error, data, findings, seen)
        executions += 1
        if executions % _SAMPLED == 0:
            samples.append((executions, resident_bytes(), time.process_time()))
            memory.write_text(json.dumps(samples))

    def mutated(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.randrange(3) == 0:
            return atheris.Mutate(data, max_size)
        text = tried.mutate(data.decode("utf-8", "surrogateescape"), chance)
        try:
            return text.encode("utf-8", "surrogateescape")[:max_size]
        except UnicodeEncodeError:  # halves of characters, as JSON can write them
            return text.encode("utf-8", "surrogatepass")[:max_size]

    atheris.Setup([sys.argv[0], *sys.argv[5:]], one, custom_mutator=mutated)
    atheris.Fuzz()


def _keep(error: BaseException, data: bytes, findings: Path, seen: set[str]) -> None:
    """Write an input down that raised an error, if none was yet that came from there."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "kzschedule" in frame.filename or "fuzz" in frame.filename
    ]
    signature = " ".join([type(error).__name__, *places[-2:]])
    if signature in seen:
        return
    seen.add(signature)
    number = hashlib.sha256(signature.encode()).hexdigest()[:12]
    if not (findings / f"error-{number}").exists():
        (findings / f"error-{number}").write_bytes(data)
        (findings / f"error-{number}.txt").write_text(
            "".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace"
        )


def resident_bytes() -> int:
    """Return the memory that the process has, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
