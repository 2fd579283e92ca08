"""Findings for other people's CI: the line and the cell are right, and hostile data steer nothing."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest

from kzschedule.records.model import Source
from kzschedule.records.package import default_directory, refresh_hashes
from kzschedule.render.github import SHOWN
from kzschedule.validation.catalogue import CHECKS, Check

HOSTILE = "two\n::error file=x,line=1::not mine\r\n##[add-mask]a %0A::set-output name=a::b"


def run(*arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "GITHUB_WORKSPACE"}
    environment |= {"PYTHONIOENCODING": "utf-8", **settings}
    command = [sys.executable, "-m", "kzschedule", "validate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", env=environment, check=False)


def rewrite(path: Path, change) -> None:
    """Change the rows of a file as they stand, without sorting them."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a data package whose folder has an awkward name, and whose cells were written by an enemy."""
    root = tmp_path_factory.mktemp("repository")
    folder = Path(shutil.copytree(default_directory(), root / "мои данные, 100%"))

    def hostile_sources(rows: list[list[str]]) -> None:
        note = rows[0].index("note")
        rows[1][note] = HOSTILE  # the cell has several lines, so that all rows below it move
        rows[-1][rows[0].index("source_id")] = HOSTILE

    def wrong_numbers(rows: list[list[str]]) -> None:
        cas = rows[0].index("cas")
        for row in [row for row in rows[1:] if row[cas]][:25]:
            row[cas] = row[cas][:-1] + str((int(row[cas][-1]) + 1) % 10)

    rewrite(folder / "sources.csv", hostile_sources)
    rewrite(folder / "substances.csv", wrong_numbers)
    descriptor = (folder / "datapackage.json").read_text(encoding="utf-8")
    looked = re.sub('"looked": "[0-9-]+"', '"looked": "2024-03-01"', descriptor)  # long ago: a warning
    (folder / "datapackage.json").write_text(looked, encoding="utf-8")
    refresh_hashes(folder)
    return root


@pytest.fixture(scope="module")
def package(repository: Path) -> Path:
    return next(repository.iterdir())


@pytest.fixture(scope="module")
def findings(repository: Path, package: Path) -> list[dict]:
    result = run(package.name, "--format", "json", cwd=repository)
    assert result.returncode == 1
    return json.loads(result.stdout)


def test_every_check_says_what_it_asks_for() -> None:
    assert set(CHECKS) == set(get_args(Check))
    assert all(text.endswith(".") and len(text) > 20 for text in CHECKS.values())


# --- places


def test_a_finding_names_the_line_and_the_cell_below_a_cell_of_several_lines(
    findings: list[dict], package: Path
) -> None:
    [unused] = [item for item in findings if item["check"] == "unused" and "set-output" in item["message"]]
    assert unused["column"] == "source_id"
    lines = (package / "sources.csv").read_text(encoding="utf-8").split("\n")
    assert lines[unused["row"] - 1] == '"two'
    wrong = [item for item in findings if item["check"] == "cas"]
    assert len(wrong) == 25
    numbers = (package / "substances.csv").read_text(encoding="utf-8").split("\n")
    assert all(item["message"].split()[2] in numbers[item["row"] - 1] for item in wrong)


def test_an_unreadable_cell_is_found_below_a_cell_of_several_lines(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))

    def damage(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("reading")] = "two\nlines"
        rows[2][rows[0].index("valence")] = "9"

    rewrite(folder / "substituents.csv", damage)
    found = json.loads(run(str(folder), "--json", cwd=tmp_path).stdout)
    assert ("schema", 4, "valence") in {(item["check"], item["row"], item["column"]) for item in found}


# --- text


def test_each_finding_is_one_line_of_text_whatever_the_cells_hold(
    repository: Path, package: Path, findings: list[dict]
) -> None:
    lines = run(package.name, cwd=repository).stdout.split("\n")
    of_form = [item for item in findings if item["check"] in ("canonical", "hash")]
    assert len(lines) == len(findings) - len(of_form) + 3
    assert lines[-3].startswith(f"kzschedule data format mends these {len(of_form)}, ")
    assert all(re.match(r"[a-z_]+\.(csv|json)(:\d+)?: (error|warning) \[", line) for line in lines[:-3])


# --- annotations


def runner(output: str) -> tuple[list[tuple[str, dict[str, str], str]], list[str]]:
    """Commands and plain lines, as the runner of GitHub Actions reads them (its two forms of commands)."""
    commands, plain, stopped = [], [], None
    for line in re.split(r"\r\n|\r|\n", output):
        found = re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
        if stopped:
            if found and found[1] == stopped:
                stopped = None
            else:
                plain.append(line)
        elif found:
            assert "##[" not in line or line.index("##[") > 0
            properties = dict(part.split("=", 1) for part in (found[2] or "").split(",") if part)
            if found[1] == "stop-commands":
                stopped = found[3]
            commands.append((found[1], {key: unquote(value) for key, value in properties.items()}, unquote(found[3])))
        else:
            assert "##[" not in line
            plain.append(line)
    assert stopped is None
    return commands, plain


def test_annotations_mark_the_cells_and_no_cell_gives_a_command(
    repository: Path, package: Path, findings: list[dict]
) -> None:
    result = run(package.name, "--format", "github", cwd=repository)
    assert result.returncode == 1
    commands, plain = runner(result.stdout)
    assert Counter(name for name, _, _ in commands) == {"error": SHOWN, "warning": 1, "stop-commands": 1}
    said = {(f"{item['message']}; {item['cure']}", item["row"]): item for item in findings}
    for name, properties, message in commands:
        if name == "stop-commands":
            continue
        item = said[message, int(properties["line"]) if "line" in properties else None]
        assert properties["file"] == f"{package.name}/{item['file']}"
        assert properties["title"] == f"kzschedule {item['check']}"
    # What is not an annotation stands in the log, and nothing is lost.
    assert len(plain) == len(findings) - SHOWN - 1 + 2
    assert any("set-output" in message for _, _, message in commands) or any("set-output" in line for line in plain)


def test_a_hostile_cell_is_carried_as_text(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "a:b,c%2C"))

    def damage(rows: list[list[str]]) -> None:
        rows[1][list(Source.model_fields).index("source_id")] = HOSTILE

    rewrite(folder / "sources.csv", damage)
    refresh_hashes(folder)
    commands, plain = runner(run(folder.name, "--format", "github", cwd=tmp_path).stdout)
    assert any(HOSTILE.replace("\r\n", "\n") in message for _, _, message in commands)
    assert {properties["file"].split("/")[0] for name, properties, _ in commands if name == "error"} == {folder.name}
    assert {name for name, _, _ in commands} <= {"error", "warning", "stop-commands"}
    assert [line for line in plain if line and "errors" in line]


def test_the_reading_of_commands_here_would_notice_an_injection() -> None:
    commands, _ = runner("names.csv:1: error\n::error file=x,line=1::not mine")
    assert commands == [("error", {"file": "x", "line": "1"}, "not mine")]


def test_paths_are_those_of_the_repository_wherever_the_step_works(repository: Path, package: Path) -> None:
    result = run("--format", "github", ".", cwd=package, GITHUB_WORKSPACE=str(repository))
    commands, _ = runner(result.stdout)
    assert {Path(item["file"]).parent.name for _, item, _ in commands if item} == {package.name}


# --- what all forms share


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_exit_codes_do_not_depend_on_the_form(form: str, repository: Path, package: Path) -> None:
    assert run(package.name, "--format", form, "--exit-zero", cwd=repository).returncode == 0
    assert run("--format", form, cwd=repository).returncode == 0
    assert run("nowhere", "--format", form, cwd=repository).returncode == 2


def test_forms_that_contradict_each_other_are_refused(repository: Path) -> None:
    result = run("--json", "--format", "github", cwd=repository)
    assert result.returncode == 2
    assert "give one of them" in result.stderr


def test_several_rules_are_checked_at_once_each_with_its_path(tmp_path: Path) -> None:
    good = json.loads((default_directory() / "analogue_rule.json").read_text(encoding="utf-8"))
    for name, content in (("one", good), ("two", good | {"replaceable": []}), ("three", {})):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rule.json").write_text(json.dumps(content), encoding="utf-8")
    arguments = [word for name in ("one", "two", "three") for word in ("--rule", f"{name}/rule.json")]
    result = run(*arguments, "--format", "github", cwd=tmp_path)
    assert result.returncode == 1
    assert {item["file"] for _, item, _ in runner(result.stdout)[0]} == {"two/rule.json", "three/rule.json"}
