"""The hooks for pre-commit, run by pre-commit itself in a repository of a user."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kzschedule.records.package import default_directory

ROOT = Path(__file__).parents[2]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
CONFIGURATION = """\
repos:
  - repo: {library}
    rev: {revision}
    hooks:
      - id: kzschedule-validate
        args: [my_data]
        files: ^my_data/
      - id: kzschedule-rule
        args: [rules/one.json, --rule, rules/two.json]
        files: ^rules/
"""


def git(*arguments: str, cwd: Path) -> str:
    settings = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *settings, *arguments], cwd=cwd, check=True, capture_output=True, encoding="utf-8").stdout  # fmt: skip


def commit(folder: Path) -> str:
    """Make a folder a repository with all its files in one commit."""
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "State of the folder", cwd=folder)
    return git("rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository with data and rules, whose configuration takes the hooks from a repository of this library."""
    folder = tmp_path_factory.mktemp("pre_commit")
    library, user = folder / "library", folder / "user"
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, library / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, library)
    shutil.copytree(default_directory(), user / "my_data")
    (user / "rules").mkdir()
    for name, rule in (("one", "strict_c1_c4"), ("two", "russia_decree_681_note_6")):
        shutil.copy(ROOT / "docs" / "rules" / f"{rule}.json", user / "rules" / f"{name}.json")
    text = CONFIGURATION.format(library=library.as_uri(), revision=commit(library))
    (user / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    commit(user)
    return user


def run(user: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PRE_COMMIT_HOME": str(user.parent / "home"), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run([PRE_COMMIT, "run", "--all-files"], cwd=user, env=environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip


def test_the_hooks_pass_good_files_and_stop_bad_ones(user: Path) -> None:
    good = run(user)
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("Passed") == 2

    path = user / "my_data" / "substances.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",50-36-2,", ",50-36-3,"), encoding="utf-8", newline="")
    (user / "rules" / "two.json").write_text("{}", encoding="utf-8")
    bad = run(user)
    assert bad.returncode == 1
    assert bad.stdout.count("Failed") == 2
    assert "CAS number 50-36-3 has a wrong check digit" in bad.stdout
    assert "two.json: error [rule-form]" in bad.stdout

    # Files that are none of the hooks' business do not start them.
    git("reset", "--hard", cwd=user)
    (user / "notes.txt").write_text("nothing of theirs\n", encoding="utf-8")
    git("add", "notes.txt", cwd=user)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(user.parent / "home"), "PRE_COMMIT_COLOR": "never"}
    other = subprocess.run([PRE_COMMIT, "run"], cwd=user, env=environment, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert other.returncode == 0
    assert other.stdout.count("Skipped") == 2
