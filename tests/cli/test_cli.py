"""The command line as a real process: output, JSON, exit codes."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kzschedule import check
from kzschedule.datapackage import default_directory

DAY = ("--as-of", "2024-03-01")


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **settings}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


@pytest.mark.parametrize(
    ("queries", "code"),
    [
        (["мефедрон"], 1),
        (["кетамин"], 1),
        (["MPPP"], 1),
        (["aspirin"], 0),
        (["тропикамид"], 0),
        (["aspirin", "мефедрон"], 1),
        (["537-46-3"], 2),
        (["мефедрон", ""], 2),
        (["aspirin", "537-46-3", "мефедрон"], 2),
    ],
)
def test_exit_codes_of_check(queries: list[str], code: int) -> None:
    assert run("check", *DAY, *queries).returncode == code
    assert run("check", "--exit-zero", *DAY, *queries).returncode == 0


def test_json_of_one_query_is_the_dump_of_the_answer() -> None:
    result = run("check", "--json", *DAY, "мефедрон")
    assert result.stdout.rstrip("\n") == check("мефедрон", as_of="2024-03-01").model_dump_json()


def test_json_of_several_queries_is_an_array_in_their_order() -> None:
    answers = json.loads(run("check", "--json", *DAY, "PCP", "мефедрон", "537-46-3").stdout)
    assert [answer["query"] for answer in answers] == ["PCP", "мефедрон", "537-46-3"]
    assert [answer["status"] for answer in answers] == ["listed", "listed", "invalid"]


def test_plain_output_states_status_table_section_date_evidence_and_source_at_a_glance() -> None:
    lines = run("check", *DAY, "эутилон").stdout.split("\n")
    assert lines[0] == "эутилон: LISTED: on the list, on 2024-03-01"
    text = "\n".join(lines)
    for words in (
        "Table I",
        "psychotropic",
        "since 2024-02-06",
        "kz-gov-2024-22",
        "reported",
        "kursiv-2024-01-30",
    ):
        assert words in text
    assert "\x1b" not in text


def test_output_on_a_terminal_has_the_same_words() -> None:
    text = run("check", *DAY, "эутилон", FORCE_COLOR="1", COLUMNS="200").stdout
    assert "\x1b[" in text
    for words in ("LISTED", "Table I", "since 2024-02-06", "reported"):
        assert words in text


def test_how_a_query_is_read_can_be_forced() -> None:
    assert json.loads(run("check", "--json", "--smiles", "PCP").stdout)["query_kind"] == "smiles"
    assert json.loads(run("check", "--json", "--name", "CCO").stdout)["query_kind"] == "name"


def test_a_query_that_begins_with_a_dash_goes_behind_two_dashes() -> None:
    result = run("check", *DAY, "--", "-PVP")
    assert result.returncode == 0
    assert "not found" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "give one or several queries"),
        (["check", "--as-of", "06.02.2024", "мефедрон"], "write it as 2024-02-06"),
        (["list", "--table", "V"], "'V' is not one of"),
        (["validate", "/no/such/folder"], "is no folder"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_why(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_list_prints_the_positions_of_a_table() -> None:
    rows = list(csv.DictReader(io.StringIO(run("list", "--table", "IV", "--csv", *DAY).stdout)))
    assert len(rows) == 149
    assert {(row["table"], row["section"]) for row in rows} == {("IV", "precursor")}
    assert {row["substance_id"]: row["evidence"] for row in rows}["4-methylpropiophenone"] == "reported"
    as_json = json.loads(run("list", "--table", "IV", "--json", *DAY).stdout)
    assert [row["substance_id"] for row in as_json] == [row["substance_id"] for row in rows]
    assert len(run("list", "--table", "IV", *DAY).stdout.splitlines()) == 149


def test_list_leaves_out_what_was_not_yet_in_force() -> None:
    before = run("list", "--section", "psychotropic", "--csv", "--as-of", "2024-02-05").stdout
    after = run("list", "--section", "psychotropic", "--csv", "--as-of", "2024-02-06").stdout
    assert "\neutylone," not in before
    assert "\neutylone," in after


def test_history_shows_the_act_and_the_claims_without_names() -> None:
    result = run("history", "эутилон")
    assert result.returncode == 0
    assert "kz-gov-2024-22" in result.stdout
    assert "11 synthetic drugs (ijirss-2025)" in result.stdout
    assert json.loads(run("history", "эутилон", "--json").stdout)["status"] == "listed"


def test_validate_passes_the_shipped_package_with_a_warning_about_its_age() -> None:
    result = run("validate")
    assert result.returncode == 0
    assert "[staleness]" in result.stdout
    assert "0 errors" in result.stdout


def test_validate_prints_every_problem_of_a_folder_one_a_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    path = folder / "substances.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("561-27-3", "561-27-4"), encoding="utf-8")
    result = run("validate", str(folder))
    assert result.returncode == 1
    assert "substances.csv" in result.stdout
    assert "[cas]" in result.stdout
    assert "[hash]" in result.stdout
    findings = json.loads(run("validate", str(folder), "--json").stdout)
    assert {"file", "row", "column", "check", "severity", "message", "cure"} == set(findings[0])
    assert run("validate", str(folder), "--exit-zero").returncode == 0


def test_help_and_version_are_there() -> None:
    for command in ("check", "history", "list", "validate"):
        assert command in run("--help").stdout
        assert run(command, "--help").returncode == 0
    assert "kzschedule" in run("--version").stdout
