"""Which data are in use: `--data`, KZSCHEDULE_DATA, the user's folder, the shipped ones, in that order."""

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kzschedule import Schedule, check
from kzschedule.cli import main
from kzschedule.errors import DataPackageError
from kzschedule.records import installation
from kzschedule.records.installation import DATA_VARIABLE, data_in_use, shipped_directory, use, using
from kzschedule.records.package import default_directory, refresh_hashes

COMMANDS = [
    ("check", "героин"),
    ("list",),
    ("history", "героин"),
    ("size", "героин", "1 г"),
    ("report", "героин"),
    ("validate",),
    ("data",),
    ("data", "init", "new"),
    ("screen", "text.md"),
    ("explain", "I-A-1"),
    ("official", "plan", "text.md"),
    ("official", "apply", "text.md", "--out", "new"),
    ("official", "read", "text.md"),
    ("update", "--from", "."),
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    monkeypatch.setattr(installation, "user_folder", lambda: tmp_path / "home")
    installation._in_use.cache_clear()
    yield tmp_path / "home"
    installation._in_use.cache_clear()


def copy(folder: Path, version: str) -> Path:
    shutil.copytree(shipped_directory(), folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "version": version}), encoding="utf-8")
    refresh_hashes(folder)
    return folder


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--lang", "en"])


def data_of_an_answer() -> str:
    return check("героин").versions.data


def test_the_first_that_names_a_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, two, three = (copy(tmp_path / name, name) for name in ("1", "2", "3"))
    assert data_of_an_answer() == Schedule.load(shipped_directory()).package.version
    use(one)
    assert data_of_an_answer() == f"1 ({one})"
    monkeypatch.setenv(DATA_VARIABLE, str(two))
    assert data_of_an_answer() == f"2 ({two})"
    with using(three):
        assert data_of_an_answer() == f"3 ({three})"
        assert default_directory() == three
    assert data_of_an_answer() == f"2 ({two})"
    said = json.loads(run("check", "героин", "--json", "--data", three).stdout)["versions"]["data"]
    assert said == f"3 ({three})"
    before = json.loads(run("--data", three, "check", "героин", "--json").stdout)["versions"]["data"]
    assert before == said
    assert data_of_an_answer() == f"2 ({two})"  # the option is for one command
    monkeypatch.delenv(DATA_VARIABLE)
    use(None)
    assert data_in_use().origin == "shipped"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_takes_the_option_and_refuses_a_folder_without_data(command: tuple[str, ...], tmp_path: Path):
    (tmp_path / "empty").mkdir()
    found = run(*command, "--data", tmp_path / "empty")
    assert found.exit_code == 2, found.output
    assert "No such option" not in found.output


def test_a_process_that_is_started_uses_the_same(tmp_path: Path):
    folder = copy(tmp_path / "mine", "mine")
    program = "from kzschedule import check; print(check('героин').versions.data)"
    with using(folder):
        said = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True).stdout
        assert said.strip() == f"mine ({folder})"
        assert pickle.loads(pickle.dumps(Schedule.default())).package.version == f"mine ({folder})"
    assert pickle.loads(pickle.dumps(Schedule.default())) is Schedule.default()


def test_data_says_which_are_in_use_and_uses_others(tmp_path: Path, home: Path):
    folder = copy(tmp_path / "mine", "mine")
    assert run("data").output.startswith("in use: the data that come with the library, ")
    found = run("data", "use", folder)
    assert (found.exit_code, found.output.splitlines()[0]) == (0, f"in use: {folder}")
    assert "version mine, newest revision of the decree: 2024-01-23" in run("data").output
    assert "named by --data or KZSCHEDULE_DATA" in run("data", "--data", folder).output
    found = run("data", "use", "--shipped")
    assert (found.exit_code, data_in_use().origin) == (0, "shipped")
    assert run("data", "use").exit_code == run("data", "use", folder, "--shipped").exit_code == 2
    assert [path.name for path in home.iterdir()] == []


@pytest.mark.parametrize("damage", ["missing", "cut", "no descriptor"])
def test_a_damaged_folder_is_refused_before_it_is_used(damage: str, tmp_path: Path, home: Path):
    folder = copy(tmp_path / "mine", "mine")
    _damage(folder, damage)
    assert run("data", "use", folder).exit_code == 2
    assert data_in_use().origin == "shipped"
    assert not home.exists()


@pytest.mark.parametrize("damage", ["missing", "cut", "no descriptor", "gone"])
def test_a_folder_that_is_damaged_later_is_never_half_used(damage: str, tmp_path: Path):
    folder = copy(tmp_path / "mine", "mine")
    use(folder)
    _damage(folder, damage)
    with pytest.raises(DataPackageError, match="kzschedule data use --shipped"):
        check("героин")
    found = run("check", "героин")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "kzschedule data use --shipped goes back" in found.output
    assert run("data", "use", "--shipped").exit_code == 0
    assert check("героин").status == "listed"


def _damage(folder: Path, damage: str) -> None:
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "missing":
        (folder / "rows.csv").unlink()
    elif damage == "cut":
        (folder / "rows.csv").write_bytes((folder / "rows.csv").read_bytes()[:1000])
    else:
        (folder / "datapackage.json").unlink()


@pytest.mark.parametrize(
    "said", ["", "{}", "[]", '{"folder": 5}', "null", '{"folder": "a", "installed": 3}', "[" * 9999, "\x00"]
)
def test_a_damaged_note_of_what_is_in_use_names_the_cure(said: str, home: Path):
    home.mkdir()
    (home / "in_use.json").write_text(said, encoding="utf-8")
    found = run("check", "героин")
    assert found.exit_code == 2
    assert "kzschedule data use --shipped" in found.output
    assert run("data", "use", "--shipped").exit_code == 0
    assert run("check", "героин", "--exit-zero").exit_code == 0


def test_an_environment_variable_that_names_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "nowhere"))
    found = run("check", "героин")
    assert found.exit_code == 2
    assert "KZSCHEDULE_DATA" in found.output


def leaves(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            yield from leaves(below, *path, name)
    else:
        yield path, command


def test_every_command_has_the_option_behind_it() -> None:
    without = [path for path, command in leaves(main) if "--data" not in {o for p in command.params for o in p.opts}]
    assert without == []


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("listings.csv", lambda text: text.replace("I-A-1,allylprodine", "I-A-1,nosuch", 1), "nosuch is not in"),
        ("revisions.csv", lambda text: text.partition("\n")[0] + "\n", "no revision that was read"),
        ("rows.csv", lambda text: text + text.splitlines(keepends=True)[2], "stands there twice"),
    ],
    ids=["reference", "no revision", "twice"],
)
def test_files_that_contradict_each_other_are_refused_though_their_hashes_are_right(
    name: str, change: Callable[[str], str], told: str, tmp_path: Path
):
    folder = copy(tmp_path / "mine", "mine")
    file = folder / name
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    refresh_hashes(folder)
    for command in (("check", "героин"), ("size", "героин", "1 г"), ("screen", str(file))):
        found = run(*command, "--data", folder)
        assert (found.exit_code, told in found.output) == (2, True), found.output
