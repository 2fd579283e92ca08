"""What fuzzing found once is given to the library again, each input in bounded time; no Atheris is needed."""

import subprocess
import sys
from pathlib import Path

import pytest
from fuzz.targets import NAMES, target

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "fuzz" / "corpus"
FOUND = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))

# A hang inside RDKit cannot be ended from Python, so a process tries the input and its parent holds the watch. What was
# found took minutes, or all memory; an answer takes less than a second, and a process that starts a few.
WATCH = 60
PROGRAM = """
import resource, sys
from pathlib import Path
from fuzz.targets import target
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
for path in map(Path, sys.argv[1:]):
    target(path.parent.name).run(path.read_bytes())
    print(path.name)
"""


@pytest.mark.parametrize("found", FOUND)
def test_what_was_found_is_answered_or_refused(found: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(CORPUS / found)],
        cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=WATCH, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [Path(found).name]


@pytest.mark.parametrize("name", NAMES)
def test_each_target_takes_its_first_seeds_and_their_damaged_forms(name: str) -> None:
    import random

    tried = target(name)
    chance = random.Random(1)
    seeds = [seed for seed in tried.seeds() if len(seed) <= tried.MAX_BYTES]
    assert seeds
    for seed in seeds[: 1 if name == "systematic" else 3]:
        tried.run(seed)
        text = tried.mutate(seed.decode("utf-8", "surrogateescape"), chance)
        tried.run(text.encode("utf-8", "surrogateescape")[: tried.MAX_BYTES])


def test_a_target_sees_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of an answer is no check if nothing can fail it."""
    import kzschedule
    from kzschedule.verdict import Verdict

    answered = kzschedule.check("мефедрон")
    broken = Verdict.model_construct(**{**dict(answered), "status": "permitted"})
    monkeypatch.setattr(kzschedule, "check", lambda *_, **__: broken)
    with pytest.raises(ValueError, match="permitted"):
        target("name").run("мефедрон".encode())


def environment() -> dict[str, str]:
    import os

    import kzschedule

    return os.environ | {"PYTHONPATH": str(Path(kzschedule.__file__).parents[1])}
