import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kzschedule.cli.official import command

HERE = Path(__file__).parent
READ = ["revision", "list", "sizes", "substituents", "notes", "preparations", "cultivation", "veterinary", "amendments", "problems"]  # fmt: skip


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def text(excerpt: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "excerpt.md"
    path.write_text(excerpt, encoding="utf-8")
    return path


def test_read_prints_what_was_read_as_json(text: Path, data: Path):
    found = run("read", text, "--data", data, "--json")
    assert found.exit_code == 0, found.output
    said = json.loads(found.output)
    assert list(said) == READ
    assert {"row_id", "table", "section", "list", "item_no", "sub_no", "printed", "repealed"} <= set(said["list"][0])
    assert {
        *("size_table", "printed_name", "form", "small_from", "small_to", "large_from", "large_to"),
        *("xlarge_over", "mixture", "min_percent", "raw"),
    } <= set(said["sizes"][0])
    assert said["sizes"][0]["small_to"] == "0.5"
    assert set(said["substituents"][0]) == {"number", "printed", "valence", "repealed"}


def test_read_prints_counts_and_problems(text: Path, data: Path):
    found = run("read", text, "--data", data, "--lang", "en")
    assert found.exit_code == 0
    assert "revision of 2024-01-23" in found.output
    assert "bounds that do not join" in found.output


def test_read_writes_a_worksheet(text: Path, data: Path, tmp_path: Path):
    sheet = tmp_path / "sheet.csv"
    assert run("read", text, "--data", data, "--sheet", sheet).exit_code == 0
    assert sheet.read_text(encoding="utf-8").startswith(
        "part,row_id,place,printed,read_as,proposed,why,problem,decide\n"
    )
    assert "I-A-86,86,Метонитазен" in sheet.read_text(encoding="utf-8")
    assert run("read", text, "--data", data, "--sheet", tmp_path / "no" / "sheet.csv").exit_code == 2


def test_plan_has_the_contract_of_its_json(text: Path, data: Path):
    found = run("plan", text, "--data", data, "--json")
    assert found.exit_code == 1, found.output
    said = json.loads(found.output)
    assert list(said) == ["revision", "steps"]
    assert list(said["revision"]) == ["date", "act", "in_force"]
    assert list(said["steps"][0]) == ["action", "part", "row_id", "before", "after", "needs"]
    assert {step["action"] for step in said["steps"]} == {"end"}  # an excerpt lacks rows and has no other
    assert run("plan", text, "--data", data, "--exit-zero").exit_code == 0


def test_a_plan_without_steps_exits_with_0(texts: Path, data: Path):
    found = run("plan", texts / "rus.2024-01-23.md", "--data", data, "--lang", "en")
    assert (found.exit_code, found.output) == (0, "the text changes nothing\n")


def test_apply_writes_a_folder(text: Path, data: Path, tmp_path: Path):
    found = run("apply", text, "--out", tmp_path / "out", "--data", data, "--in-force", "2024-02-06", "--lang", "en")
    assert found.exit_code == 0, found.output
    assert "steps carried out" in found.output
    assert (tmp_path / "out" / "rows.csv").is_file()


@pytest.mark.parametrize("name", ["read", "plan"])
def test_what_cannot_be_read_exits_with_2(name: str, data: Path, tmp_path: Path):
    (tmp_path / "a.md").write_text("no table", encoding="utf-8")
    assert run(name, tmp_path / "a.md", "--data", data).exit_code == 2
    assert run(name, tmp_path / "missing.md", "--data", data).exit_code == 2
    assert run(name, tmp_path, "--data", data).exit_code == 2
    assert run(name, HERE / "excerpt.md", "--data", tmp_path).exit_code == 2


def test_apply_refuses_what_it_cannot_write(text: Path, data: Path):
    assert run("apply", text, "--out", data, "--data", data).exit_code == 2
    assert run("apply", text, "--out", "/proc/none/out", "--data", data).exit_code == 2


def test_fetch_refuses_what_is_no_address(tmp_path: Path):
    assert run("fetch", "file:///etc/hosts", "--out", tmp_path / "a").exit_code == 2
