"""Output that cannot hold a letter, as a redirected console of Windows: letters are replaced, nothing fails."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENCODINGS = ("cp1251", "cp1252", "cp866")
COMMANDS = (
    ("check", "героин", "қара сора"),
    ("check", "--json", "героин"),
    ("list",),
    ("list", "--csv"),
    ("size", "героин", "1", "г"),
    ("history", "героин"),
    ("validate", "--help"),
    ("--help",),
    ("check", "--no-such-option-ү"),
)


def run(*arguments: str, encoding: str, language: str = "kk") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LANGUAGE": language}
    command = [sys.executable, "-m", "kzschedule", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, check=False)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_text_command_fails(arguments: tuple[str, ...], encoding: str) -> None:
    result = run(*arguments, encoding=encoding)
    plain = run(*arguments, encoding="utf-8")
    assert b"Traceback" not in result.stderr
    assert result.returncode == plain.returncode
    expected = plain.stdout.decode().encode(encoding, "backslashreplace")
    assert result.stdout == expected


def test_json_and_csv_are_whole_all_the_same() -> None:
    [verdict] = [json.loads(run("check", "--json", "қара сора", encoding="cp1251").stdout.decode("cp1251"))]
    assert verdict["query"] == "қара сора"
    rows = list(csv.reader(io.StringIO(run("list", "--csv", encoding="cp866").stdout.decode("cp866"))))
    assert len({len(row) for row in rows}) == 1


def test_results_of_screen_are_utf_8_whatever_the_console_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\nқара сора\n", encoding="utf-8")
    result = run("screen", str(path), encoding="cp1252")
    assert result.stdout.decode("utf-8").splitlines()[1].startswith("қара сора,listed")
    assert b"Traceback" not in result.stderr
