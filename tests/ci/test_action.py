"""The action for GitHub: its form, and its steps run for real, as the runner would run them.

What the runner does is done here for the few forms of expressions that the action uses; the schema of actions and an
auditor of actions, both from independent packages, read the file as a whole.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kzschedule.records.package import default_directory

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
TOOLS = Path(sys.executable).parent


class Runner:
    """A job: a workspace, an installed action, and what its steps print."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self.temporary = folder / "workspace", folder / "temp"
        self.output = folder / "output"
        for path in (self.workspace, self.temporary):
            path.mkdir()
        self.outputs = {"python": {"python-path": sys.executable}}

    def value(self, expression: str, inputs: dict[str, str]) -> str:
        expression = expression.strip()
        if expression.startswith("'"):
            return expression.strip("'")
        kind, name, *rest = expression.split(".")
        if kind == "inputs":
            return inputs[name]
        assert (kind, rest[0]) == ("steps", "outputs"), expression
        return self.outputs.get(name, {}).get(rest[1], "")

    def holds(self, condition: str, inputs: dict[str, str]) -> bool:
        parts = [re.fullmatch(r"(\S+) (==|!=) (\S+)", part.strip()) for part in condition.split("&&")]
        return all((self.value(part[1], inputs) == self.value(part[3], inputs)) == (part[2] == "==") for part in parts)

    def filled(self, text: str, inputs: dict[str, str]) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1], inputs), text)

    def run(self, **given: str) -> tuple[int, str]:
        """Run the steps with inputs; the installation is kept between runs."""
        inputs = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()}
        assert set(given) <= set(inputs)
        inputs |= given
        printed = ""
        for step in STEPS:
            if "uses" in step or not self.holds(step.get("if", "'' == ''"), inputs):
                continue
            if step.get("id") == "install" and "install" in self.outputs:
                continue
            self.output.write_text("", encoding="utf-8")
            environment = {
                name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GITHUB_"))
            }
            environment |= {
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temporary),
                **{name: self.filled(value, inputs) for name, value in step["env"].items()},
            }
            script = self.temporary / "step.sh"
            script.write_text(step["run"], encoding="utf-8")
            result = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
                cwd=self.workspace, env=environment, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            printed += result.stdout + result.stderr
            if step.get("id"):
                lines = self.output.read_text(encoding="utf-8").splitlines()
                self.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
            if result.returncode:
                return result.returncode, printed
        return 0, printed


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    runner = Runner(tmp_path_factory.mktemp("job"))
    shutil.copytree(default_directory(), runner.workspace / "my data")
    code, printed = runner.run(path="my data")
    assert code == 0, printed
    assert "0 errors" in printed
    return runner


# --- form


@pytest.mark.parametrize("command", [("check-jsonschema", "--builtin-schema", "vendor.github-actions"), ("zizmor", "--offline")])  # fmt: skip
def test_independent_readers_of_actions_accept_it_and_refuse_a_damaged_one(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    name, *arguments = command
    good = subprocess.run(
        [TOOLS / name, *arguments, ROOT / "action.yml"], capture_output=True, encoding="utf-8", check=False
    )
    assert good.returncode == 0, good.stdout + good.stderr
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    damaged = tmp_path / "action.yml"
    # Without a shell a step is malformed; with an input in its script it can be told to do anything.
    damaged.write_text(
        text.replace("shell: bash", "", 1).replace('-- "$DATA"', "-- ${{ inputs.path }}"), encoding="utf-8"
    )
    assert subprocess.run([TOOLS / name, *arguments, damaged], capture_output=True, check=False).returncode != 0


def test_no_script_holds_an_expression_and_every_foreign_action_is_pinned() -> None:
    assert all("${{" not in step.get("run", "") for step in STEPS)
    foreign = [step["uses"] for step in STEPS if "uses" in step]
    assert len(foreign) == 1
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in foreign)


# --- steps


def test_an_error_is_annotated_and_fails_the_job(runner: Runner) -> None:
    path = runner.workspace / "my data" / "substances.csv"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace(",50-36-2,", ",50-36-3,"), encoding="utf-8", newline="")
    code, printed = runner.run(path="my data")
    path.write_text(content, encoding="utf-8", newline="")
    assert code == 1
    assert re.search(r"^::error file=my data/substances\.csv,line=\d+,.*::CAS number 50-36-3", printed, re.MULTILINE)


def test_inputs_are_never_read_as_code(runner: Runner) -> None:
    for name in ("path", "rules", "screen", "screened"):
        hostile = f'"; touch {name}.injected; $(touch {name}.injected) `touch {name}.injected` #'
        inputs = {"path": "my data", "screen": "catalogue.csv"} | {name: hostile}
        (runner.workspace / "catalogue.csv").write_text("name\naspirin\n", encoding="utf-8")
        runner.run(**inputs)
    assert not list(runner.workspace.rglob("*.injected"))
    code, printed = runner.run(path="--help")
    assert code == 2, printed


def test_rules_are_checked_one_a_line(runner: Runner) -> None:
    shutil.copytree(ROOT / "docs" / "rules", runner.workspace / "rules")
    names = "rules/strict_c1_c4.json\n\nrules/russia_decree_681_note_6.json\n"
    assert runner.run(path="", rules=names)[0] == 0
    (runner.workspace / "rules" / "broken.json").write_text("{}", encoding="utf-8")
    code, printed = runner.run(path="", rules=names + "rules/broken.json")
    assert code == 1
    assert "::error file=rules/broken.json,title=kzschedule rule-form::" in printed


def test_a_file_is_screened_and_a_hit_fails_the_job(runner: Runner) -> None:
    (runner.workspace / "catalogue.csv").write_text("name\naspirin\nметкатинон\n", encoding="utf-8")
    code, _ = runner.run(path="", screen="catalogue.csv", screened="answers.csv")
    assert code == 1
    assert runner.outputs["screen"] == {"screened": "answers.csv"}
    with (runner.workspace / "answers.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["status"] for row in csv.DictReader(stream)] == ["no_match", "listed"]
    (runner.workspace / "catalogue.csv").write_text("name\naspirin\n", encoding="utf-8")
    assert runner.run(path="", screen="catalogue.csv")[0] == 0
