"""What GitHub reads of the repository: workflows and forms, by its own schemas and an auditor, and what they run exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
TOOLS = Path(sys.executable).parent
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def tool(*command: object) -> subprocess.CompletedProcess[str]:
    name, *arguments = map(str, command)
    return subprocess.run([TOOLS / name, *arguments], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_the_files_fit_the_schemas_of_github_and_damaged_ones_do_not(
    schema: str, files: list[Path], tmp_path: Path
) -> None:
    assert files
    found = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    assert found.returncode == 0, found.stdout
    (tmp_path / "damaged.yml").write_text("body: 3\njobs: 3\nblank_issues_enabled: 3\n", encoding="utf-8")
    assert tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", tmp_path / "damaged.yml").returncode == 1


def test_an_auditor_finds_no_hole_in_the_workflows() -> None:
    found = tool("zizmor", "--offline", "--pedantic", GITHUB / "workflows")
    assert found.returncode == 0, found.stdout + found.stderr


def test_workflows_call_the_script_of_ci_and_build_the_site_with_pinned_actions() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    steps = [
        step
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in job["steps"]
    ]
    runs = [step["run"] for step in steps if "run" in step]
    assert ".ci/run" in runs
    assert any(run.startswith("sphinx-build ") for run in runs)
    assert all("${{" not in run for run in runs)
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
    [command] = [run for run in runs if run.startswith("sphinx-build ")]
    flags = command.split(" docs ")[0]
    assert flags in (ROOT / ".ci" / "run").read_text(encoding="utf-8")  # what CI builds is what the site shows
    assert "secrets." not in text


def test_the_forms_ask_for_a_source_and_name_pages_that_exist() -> None:
    assert [path.stem for path in FORMS] == ["missing_name", "new_amendment", "wrong_answer"]
    for path in [*FORMS, GITHUB / "pull_request_template.md"]:
        for page in re.findall(r"docs/[\w/]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / page).is_file(), page
    for path in FORMS:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))["body"]
        assert sum(field.get("validations", {}).get("required", False) for field in fields) >= 2
