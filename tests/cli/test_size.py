"""``kzschedule size`` as a real process: output, JSON, exit codes."""

import json
import os
import subprocess
import sys

import pytest

from kzschedule import size_of

DAY = ("--as-of", "2026-01-01")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", "size", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["мефедрон", "0.5 g"], 0),
        (["мефедрон", "0,5", "г"], 0),
        (["гашиш", "5 г"], 0),
        (["героин", "5 г"], 1),
        (["aspirin", "5 g"], 1),
        (["MPPP", "5 g"], 1),
        (["гашиш", "5 мл"], 1),
        (["раствор трамадола", "5 г"], 1),
        (["537-46-3", "5 g"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    result = run(*DAY, *arguments)
    assert (result.returncode, result.stderr) == (code, "")
    assert json.loads(run("--json", *DAY, *arguments).stdout)["query"] == arguments[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["мефедрон", "5"], "has no unit; write it as 0.5 g"),
        (["мефедрон", "много"], "does not begin with a number"),
        (["мефедрон"], "Missing argument"),
        (["--as-of", "06.02.2024", "мефедрон", "5 г"], "write it as 2024-02-06"),
    ],
)
def test_an_unreadable_call_exits_with_2_and_says_why(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_text_states_size_row_side_evidence_doubts_and_source() -> None:
    text = run(*DAY, "гашиш", "200 г").stdout
    assert text.splitlines()[0] == "гашиш, 200 g: ANSWERED: answered by each row that is held, on 2026-01-01"
    for words in (
        "Cannabis resin / смола каннабиса [cannabis-resin]: LARGE",
        "small up to 5 g (its own side not stated); large up to 200 g (itself large)",
        "evidence: reported",
        "doubts: 16 kg was reported",
        "source: qz-inform-2025: Interview",
        "dry residue",
    ):
        assert words in text


def test_text_shows_unknown_bounds_and_forms() -> None:
    text = run(*DAY, "каннабис", "60 г").stdout
    assert "[cannabis], dried: MORE THAN SMALL, upper bound unknown" in text
    assert "large up to an unknown bound" in text


def test_json_is_the_dump_of_the_answer() -> None:
    result = run("--json", *DAY, "мефедрон", "0,5 г")
    assert result.stdout.rstrip("\n") == size_of("мефедрон", "0,5 г", as_of="2026-01-01").model_dump_json()


def test_a_name_needs_neither_pandas_nor_rdkit() -> None:
    program = (
        "import sys; from kzschedule import size_of; size_of('мефедрон', '5 г'); "
        "print(*sorted({'pandas', 'rdkit', 'numpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == ""
