"""How much memory a run takes: 1,000,000 rows against 50,000, which has to stay within 1.2 times that.

Run it with ``python benchmarks/memory.py [FEW MANY]``. It writes a CSV file with the structures of the package
``chemicals``, repeated, runs ``kzschedule screen`` on it with 2 processes, and watches the resident size of the
command and its workers together (memory that they share is counted for each), 10 times a second.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

PAGE = 4096


def write(path: Path, count: int) -> None:
    from chemicals.identifiers import get_pubchem_db

    database = get_pubchem_db()
    database.autoload_main_db()
    entries = [entry for entry in database.CAS_index.values() if entry.smiles]
    with path.open("w", encoding="utf-8") as file:
        file.write("id,smiles\n")
        file.writelines(f"{number},{entry.smiles}\n" for number, entry in enumerate(islice(cycle(entries), count)))


def family(process: int) -> list[int]:
    """Return a process and those that it started (Linux)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(int(child) for child in children)]


def resident(process: int) -> int:
    return sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) * PAGE for member in family(process))


def peak(source: Path, out: Path) -> tuple[int, float]:
    """Return the largest resident size in bytes, and the seconds taken."""
    command = [sys.executable, "-m", "kzschedule", "screen", str(source), "--out", str(out), "--jobs", "2"]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--column", "smiles", "--exit-zero"], stderr=subprocess.DEVNULL)
    largest = 0
    while process.poll() is None:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a worker has just ended
            largest = max(largest, resident(process.pid))
        time.sleep(0.1)
    assert process.returncode == 0
    return largest, time.perf_counter() - start


if __name__ == "__main__":
    few, many = (int(argument) for argument in (sys.argv[1:] or ("50000", "1000000")))
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (few, many):
            write(Path(folder, "in.csv"), count)
            largest, taken = peak(Path(folder, "in.csv"), Path(folder, "out.csv"))
            peaks.append(largest)
            print(f"{count:,} rows: {largest / 1e6:,.0f} MB, {count / taken:,.0f} rows a second", flush=True)
    print(f"{peaks[1] / peaks[0]:.2f} times the memory")
