"""The command line as a real process: output, formats, exit codes."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kzschedule import check
from kzschedule.cli import main
from kzschedule.records.package import default_directory
from kzschedule.render.text import TSV_COLUMNS, verdict_text

DAY = ("--as-of", "2024-03-01")
MEPHEDRONE = "CNC(C)C(=O)c1ccc(C)cc1"


def run(*arguments: str, given: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **settings}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False, input=given
    )  # fmt: skip


def quick(*arguments: str, given: str | None = None) -> str:
    """What a command prints, without a process of its own."""
    result = CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)
    return result.stdout


# --- check


@pytest.mark.parametrize(
    ("queries", "code"),
    [
        (["героин"], 1),
        ([MEPHEDRONE], 1),
        (["кофеин"], 0),
        (["aspirin"], 0),
        (["aspirin", "героин"], 1),
        (["537-46-3"], 2),
        (["героин", ""], 2),
        (["aspirin", "537-46-3", "героин"], 2),
    ],
)
def test_exit_codes_of_check(queries: list[str], code: int) -> None:
    assert run("check", *DAY, *queries).returncode == code
    assert run("check", "--exit-zero", *DAY, *queries).returncode == 0


def test_json_of_one_query_is_the_dump_of_the_answer() -> None:
    dump = check("героин", as_of="2024-03-01").model_dump_json()
    assert run("check", "--json", *DAY, "героин").stdout.rstrip("\n") == dump
    assert quick("check", "--format", "json", *DAY, "героин").rstrip("\n") == dump
    assert quick("check", "--format", "jsonl", *DAY, "героин", "героин").splitlines() == [dump, dump]


def test_json_of_several_queries_is_an_array_in_their_order() -> None:
    answers = json.loads(run("check", "--json", *DAY, "PCP", "героин", "537-46-3").stdout)
    assert [answer["query"] for answer in answers] == ["PCP", "героин", "537-46-3"]
    assert [answer["status"] for answer in answers] == ["listed", "listed", "invalid"]


def test_one_query_is_answered_at_a_glance_and_in_full() -> None:
    verdict = check("эутилон", as_of="2024-03-01")
    result = run("check", *DAY, "эутилон")
    assert result.stdout == f"{verdict_text(verdict)}\n"
    assert "\x1b" not in result.stdout
    for option in ("--full", "--verbose"):
        assert quick("check", *DAY, option, "эутилон") == f"{verdict_text(verdict, full=True)}\n"


def test_colours_come_where_they_are_forced_and_words_stay() -> None:
    plain = run("check", *DAY, "эутилон").stdout
    coloured = run("check", *DAY, "эутилон", FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    assert coloured.replace("\x1b[31m", "").replace("\x1b[1m", "").replace("\x1b[0m", "") == plain
    assert "\x1b" not in run("check", *DAY, "эутилон", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_several_queries_are_a_table_that_keeps_its_header_in_a_pipe() -> None:
    lines = run("check", *DAY, "героин", "aspirin", "537-46-3").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[:4]] == ["query", "героин", "aspirin", "537-46-3"]
    assert "ON THE LIST" in lines[1]
    assert "NOT FOUND" in lines[2]
    assert "CANNOT BE READ" in lines[3]
    assert "On 2024-03-01: queries 3 (cannot be read 1, on the List 1, not found 1)." in lines
    assert len(quick("check", *DAY, "--format", "table", "героин").splitlines()) > 3
    assert quick("check", *DAY, "--format", "text", "героин", "PCP").count("  searched ") == 2


def test_a_table_for_programs_has_one_row_a_query() -> None:
    rows = [line.split("\t") for line in run("check", *DAY, "--format", "tsv", "героин", "aspirin").stdout.splitlines()]
    assert rows[0] == list(TSV_COLUMNS)
    assert [row[:5] for row in rows[1:]] == [["героин", "listed", "I", "narcotic", "I-A-20"], ["aspirin", "no_match", "", "", ""]]  # fmt: skip


def test_queries_are_read_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "queries.txt"
    file.write_text("\ufeffгероин\n\n  aspirin \r\n", encoding="utf-8")
    tsv = ("check", *DAY, "--format", "tsv")
    for shown in (
        run(*tsv, "--file", str(file)).stdout,
        run(*tsv, "-", given="героин\naspirin\n").stdout,
        run(*tsv, "--file", "-", given="героин\naspirin\n").stdout,
    ):
        assert [line.split("\t")[0] for line in shown.splitlines()] == ["query", "героин", "aspirin"]
    both = quick(*tsv, "PCP", "--file", str(file))
    assert [line.split("\t")[0] for line in both.splitlines()[1:]] == ["PCP", "героин", "aspirin"]
    file.write_bytes("героин".encode("cp1251"))
    wrong = run("check", "--file", str(file))
    assert wrong.returncode == 2
    assert "is not UTF-8" in wrong.stderr
    missing = run("check", "--file", str(tmp_path / "missing"))
    assert missing.returncode == 2
    assert "No such file" in missing.stderr


def test_how_a_query_is_read_can_be_forced() -> None:
    assert json.loads(run("check", "--json", "--smiles", "PCP").stdout)["query_kind"] == "smiles"
    assert json.loads(run("check", "--json", "--name", "CCO").stdout)["query_kind"] == "name"


def test_a_query_that_begins_with_a_dash_goes_behind_two_dashes() -> None:
    result = run("check", *DAY, "--", "-PVP")
    assert result.stdout.startswith("-PVP: ")


def test_a_folder_of_data_is_used(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    shipped, used = quick("check", *DAY, "героин"), quick("check", *DAY, "--data", str(folder), "героин")
    assert used.splitlines()[:-1] == shipped.splitlines()[:-1]
    assert folder.name in used
    (folder / "rows.csv").unlink()
    broken = run("check", "--data", str(folder), "героин")
    assert broken.returncode == 2
    assert "rows.csv" in broken.stderr
    assert "Traceback" not in broken.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "give one or several queries"),
        (["check", "--text", "-", "героин"], "give one or several queries"),
        (["check", "--json", "--format", "tsv", "героин"], "contradict each other"),
        (["check", "--as-of", "06/02/2024", "героин"], "write it as 2024-02-06"),
        (["list", "--table", "V"], "'V' is not one of"),
        (["list", "--act", "1/2000"], "these are: 470/2019"),
        (["history"], "give a query, --act NUMBER/YEAR, or --from DATE"),
        (["history", "героин", "--act", "22"], "give a query, --act NUMBER/YEAR, or --from DATE"),
        (["history", "--from", "2024-01-01", "--to", "2023-01-01"], "give the earlier day first"),
        (["validate", "/no/such/folder"], "is no folder"),
        (["nonsense"], "there is no command"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_why(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_day_may_be_written_with_dots() -> None:
    assert quick("check", "--as-of", "06.02.2024", "эутилон") == quick("check", "--as-of", "2024-02-06", "эутилон")


# --- list


def listed(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(quick("list", "--csv", "--on", "2024-03-01", *arguments))))


def test_list_prints_the_rows_of_a_table() -> None:
    rows = listed("--table", "iv")
    assert len({row["row_id"] for row in rows}) == 52
    assert {(row["table"], row["section"]) for row in rows} == {("IV", "precursor")}
    as_json = json.loads(quick("list", "--table", "IV", "--json", "--on", "2024-03-01"))
    assert [row["row_id"] for row in as_json] == [row["row_id"] for row in rows]
    lines = run("list", "--table", "IV", "--on", "2024-03-01").stdout.splitlines()
    assert lines[0].split() == ["row", "as", "printed", "name", "certain", "from", "act"]
    assert len([line for line in lines if line.startswith("IV-")]) == len(rows)
    assert "a later one may exist" in lines[-1]


def test_list_is_narrowed_by_section_act_and_search() -> None:
    assert {row["section"] for row in listed("--section", "preparation")} == {"preparation"}
    assert [row["row_id"] for row in listed("--act", "22/2024", "--table", "I")] == [
        "I-A-84", "I-A-85", "I-A-86", "I-B-62", "I-B-63",
    ]  # fmt: skip
    for search in ("эутилон", "EUTYLONE", "I-B-63"):
        assert [row["row_id"] for row in listed("--search", search)] == ["I-B-63"], search


def test_list_shows_names_in_full() -> None:
    lines = quick("list", "--on", "2024-03-01", "--lang", "ru").splitlines()
    assert not any("…" in line for line in lines)
    assert any("Специально приготовленная смесь пыльцы растения каннабис" in line for line in lines)


def test_list_marks_what_may_not_be_in_force() -> None:
    before = quick("list", "--search", "митрагинин", "--on", "2021-10-07")
    during = quick("list", "--search", "митрагинин", "--on", "2021-10-15")
    after = quick("list", "--search", "митрагинин", "--on", "2021-10-31")
    assert "I-A-74" not in before
    assert "I-A-74 *" in during
    assert "* may not be in force on the day" in during
    assert "I-A-74 *" not in after
    assert "I-A-74" in after


# --- history


def test_history_is_an_event_a_line_in_order() -> None:
    result = run("history", "эутилон")
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Eutylone [eutylone]"
    assert lines[1] == "  2024-02-06, No. 22  row I-B-63 added, Table I, section B (psychotropic substances): «Эутилон»"
    assert "size S-II-" in lines[2]
    assert "a later one may exist" in lines[-1]
    assert json.loads(quick("history", "эутилон", "--json"))["status"] == "listed"


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("фентонил", 1, "Fentanyl (fentanyl)"),
        ("PVP", 1, "alpha-PVP (alpha-pvp)"),
        ("изъят порошок героин и кокаин", 1, "героин (heroin), кокаин (cocaine)"),
        ("537-46-3", 2, "wrong check digit"),
        ("aspirin", 0, "no statement of legality"),
    ],
)
def test_history_of_what_is_not_settled_says_so(query: str, code: int, words: str) -> None:
    result = run("history", query)
    assert result.returncode == code
    assert words in result.stdout


def test_history_of_an_act_and_between_two_days() -> None:
    act = quick("history", "--act", "22/2024").splitlines()
    assert act[0] == "No. 22 of 2024-01-23, in force from 2024-02-06"
    assert "rows added 9" in act[1]
    between = quick("history", "--from", "2024-02-05", "--to", "06.02.2024")
    assert between.splitlines()[: len(act)] == act
    assert json.loads(quick("history", "--act", "22", "--json"))["act"]["act_id"] == "kz-gov-2024-22"
    assert [item["act"]["number"] for item in json.loads(quick("history", "--from", "2022-06-01", "--json"))["acts"]] == ["326", "240", "22"]  # fmt: skip
    assert "No act that was read" in quick("history", "--from", "2024-03-01")


def test_history_of_what_is_not_in_the_data_says_so() -> None:
    assert "nothing of the List was found for 'aspirin'" in quick("history", "aspirin")


# --- validate, help


def test_validate_prints_every_problem_of_a_folder_one_a_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    path = folder / "substances.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("561-27-3", "561-27-4"), encoding="utf-8")
    result = run("validate", str(folder))
    assert result.returncode == 1
    assert "substances.csv" in result.stdout
    assert "[cas]" in result.stdout
    assert "kzschedule data format mends these 1, where the changes are meant: datapackage.json" in result.stdout
    findings = json.loads(run("validate", str(folder), "--json").stdout)
    assert {"file", "row", "column", "check", "severity", "message", "cure"} == set(findings[0])
    assert run("validate", str(folder), "--exit-zero").returncode == 0


def test_validate_passes_the_shipped_package() -> None:
    result = run("validate")
    assert result.returncode == 0
    assert "0 errors" in result.stdout


def test_help_and_version_are_there() -> None:
    for command in ("check", "history", "list", "validate"):
        assert command in run("--help").stdout
        assert run(command, "--help").returncode == 0
    assert "kzschedule" in run("--version").stdout
