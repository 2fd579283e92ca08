"""``kzschedule size`` as a real process: output, JSON, exit codes."""

import json
import os
import subprocess
import sys

import pytest

from kzschedule import size_of

DAY = ("--as-of", "2024-03-01")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", "size", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["героин", "0.5 g"], 0),
        (["героин", "0,5", "г"], 0),
        (["гашиш", "0,1 г"], 0),  # below small is an answer
        (["эторфин", "0,5 мг"], 0),  # so is that no size is printed
        (["опийный мак", "12 растений"], 0),
        (["ацетон", "5 кг", "--percent", "70"], 0),
        (["гашиш", "5 мл"], 1),
        (["aspirin", "5 g"], 1),
        (["раствор трамадола", "5 г"], 1),
        (["537-46-3", "5 g"], 1),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    result = run(*DAY, *arguments)
    assert (result.returncode, result.stderr) == (code, "")
    assert json.loads(run("--json", *DAY, *arguments).stdout)["query"] == arguments[0]


def test_both_may_stand_in_one_argument() -> None:
    together, apart = run("--json", *DAY, "героин 0,5 г"), run("--json", *DAY, "героин", "0,5 г")
    assert (together.returncode, together.stdout) == (0, apart.stdout)
    without = run(*DAY, "героин")
    assert without.returncode == 2
    assert "AMOUNT" in without.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["героин", "5"], "has no unit; write it as 0.5 g"),
        (["героин", "0 г"], "write one that is more than zero"),
        (["героин", "много"], "does not begin with a number"),
        (["героин"], "Missing argument"),
        (["--as-of", "soon", "героин", "5 г"], "write it as 2024-02-06"),
        (["--percent", "101", "ацетон", "5 г"], "is no percentage"),
    ],
)
def test_an_unreadable_call_exits_with_2_and_says_why(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_text_begins_with_the_size_its_figures_and_the_row_as_printed() -> None:
    lines = run(*DAY, "гашиш", "200 г").stdout.splitlines()
    assert lines[0] == "гашиш, 200 g: LARGE, on 2024-03-01"
    assert lines[1] == (
        "  size     Hashish: 200 g is large (over 5 up to 200 g inclusive). S-I-24: Гашиш: 0,5-5,0 | 5,0-200 | 200"
    )
    assert lines[-1].startswith("  sources  decree-470-")


def test_text_is_said_in_russian_and_kazakh() -> None:
    assert "КРУПНЫЙ РАЗМЕР" in run(*DAY, "гашиш", "200 г", "--lang", "ru").stdout
    assert "ІРІ МӨЛШЕР" in run(*DAY, "гашиш", "200 г", "--lang", "kk").stdout


def test_the_day_may_be_given_in_either_way() -> None:
    same = [run(option, "2020-06-01", "пировалерон", "0,1 г").stdout for option in ("--on", "--as-of")]
    assert same[0] == same[1]
    assert "one of two states" in same[0]


def test_the_concentration_of_a_precursor_is_an_option() -> None:
    assert ": NO SIZE PRINTED" in run(*DAY, "ацетон", "5 кг", "--percent", "10").stdout
    assert "taken as reached" in run(*DAY, "ацетон", "5 кг").stdout


def test_the_size_of_an_analogue_is_never_told_without_the_examination() -> None:
    lines = run(*DAY, "мефедрон", "1 г").stdout.splitlines()
    told = [line for line in lines if ": LARGE" in line or "is large" in line]
    assert told
    assert all("f examination confirms" in line for line in told)


def test_json_is_the_dump_of_the_answer() -> None:
    result = run("--json", *DAY, "ацетон", "0,5 г", "--percent", "60 %")
    expected = size_of("ацетон", "0,5 г", percent=60, as_of="2024-03-01")
    assert result.stdout.rstrip("\n") == expected.model_dump_json()


def test_a_name_needs_neither_pandas_nor_rdkit() -> None:
    program = (
        "import sys; from kzschedule import size_of; size_of('героин', '5 г'); "
        "print(*sorted({'pandas', 'rdkit', 'numpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == ""
