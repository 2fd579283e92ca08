"""The README runs: its Python session, its commands, its two set-up commands as CI uses them."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_session_gives_what_it_shows() -> None:
    for block in blocks("python"):
        test = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
        results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
        assert results.attempted > 0
        assert results.failed == 0


def test_the_shown_commands_run() -> None:
    commands = [line for block in blocks("console") for line in block.splitlines() if line.startswith("kzschedule")]
    assert len(commands) >= 5
    for line in commands:
        result = subprocess.run(
            [sys.executable, "-m", *shlex.split(line)], capture_output=True, encoding="utf-8", check=False
        )
        assert result.returncode in (0, 1), line
        assert result.stdout, line
        assert not result.stderr, line


def test_the_shown_answer_is_the_answer() -> None:
    [shown] = blocks("text")
    result = subprocess.run(
        [sys.executable, "-m", "kzschedule", "check", "--as-of", "2026-11-27", "эутилон"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    for line in shown.splitlines()[:-1]:
        assert line in result.stdout


def test_there_are_two_set_up_commands_and_ci_takes_the_one_for_the_tests_from_here() -> None:
    set_up = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(set_up) == 2
    assert "kzschedule check" in set_up[0]
    assert "pytest" in set_up[1]
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
