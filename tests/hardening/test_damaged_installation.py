"""A file of an installation that is missing, cut off or edited is noticed when the list is read, and said with the cure."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kzschedule
from kzschedule.errors import DataPackageError, InstallationError
from kzschedule.records import package as datapackage
from kzschedule.records.installation import REINSTALL
from kzschedule.records.package import DESCRIPTOR, FILES, default_directory, read_package, refresh_hashes
from kzschedule.schedule import Schedule

DATA = (*FILES, "analogue_rule.json", DESCRIPTOR)


def missing(path: Path) -> None:
    path.unlink()


def one_byte_changed(path: Path) -> None:
    """In the middle of a word, so that most files stay readable."""
    content = bytearray(path.read_bytes())
    place = next(place for place in range(len(content) // 2, len(content)) if chr(content[place]).isalpha())
    content[place] = ord("x") if content[place] != ord("x") else ord("y")
    path.write_bytes(content)


def cut_off(path: Path) -> None:
    """At the end of a line, as by a disk that was full: what is left is a readable file."""
    content = path.read_bytes()
    path.write_bytes(content[: content.rfind(b"\n", 0, len(content) // 2 + 1) + 1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = (missing, one_byte_changed, cut_off, emptied)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library as an installation has it: the data inside the folder of the code."""
    site = tmp_path_factory.mktemp("site")
    code = Path(kzschedule.__file__).parent
    shutil.copytree(code, site / "kzschedule", ignore=shutil.ignore_patterns("__pycache__"))
    if not (site / "kzschedule" / "data").exists():
        shutil.copytree(default_directory(), site / "kzschedule" / "data" / "decree_470")
    return site


def test_there_is_no_file_of_the_package_without_a_test() -> None:
    beside = {"README.md", "LICENSE", "sheets"}
    assert {path.name for path in default_directory().iterdir()} - beside == set(DATA)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", DATA)
def test_each_damage_is_noticed_when_the_package_is_read(
    name: str, damage: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    assert Schedule.load(folder).package.version.startswith(Schedule.default().package.version)
    damage(folder / name)
    with pytest.raises(DataPackageError) as raised:
        Schedule.load(folder)
    assert str(folder / name) in str(raised.value)
    assert ";" in str(raised.value), "no cure"
    assert not isinstance(raised.value, InstallationError), "a package of one's own is not cured by installing again"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", DATA)
def test_in_an_installation_the_cure_is_to_install_again(
    name: str, damage: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "decree_470")).resolve()
    monkeypatch.setattr(datapackage, "INSTALLED_DATA", folder)
    damage(folder / name)
    with pytest.raises(InstallationError, match=REINSTALL) as raised:
        read_package(folder)
    assert str(folder / name) in str(raised.value)


def test_a_meant_change_is_read_after_its_hashes_were_refreshed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    path = folder / "substances.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",героин,", ",героин и только,"), encoding="utf-8")
    with pytest.raises(DataPackageError, match="kzschedule data format"):
        Schedule.load(folder)
    assert read_package(folder, verify=False).substances != read_package().substances
    refresh_hashes(folder)
    assert kzschedule.check("героин и только", schedule=Schedule.load(folder)).matches


def test_a_file_that_the_descriptor_no_longer_names_is_noticed(tmp_path: Path) -> None:
    import json

    folder = Path(shutil.copytree(default_directory(), tmp_path / "package"))
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    descriptor["resources"] = [item for item in descriptor["resources"] if item["path"] != "listings.csv"]
    datapackage.write_descriptor(descriptor, folder)
    with pytest.raises(DataPackageError, match=r"listings\.csv: is not the file"):
        Schedule.load(folder)


@pytest.mark.parametrize(
    "arguments",
    [["check", "меткатинон"], ["check", "CCO"], ["list"], ["history", "меткатинон"], ["size", "героин", "1 г"]],
)
@pytest.mark.parametrize("damage", [missing, one_byte_changed])
def test_the_command_line_says_it_and_ends_with_2(
    arguments: list[str], damage: Callable[[Path], None], installation: Path
) -> None:
    path = installation / "kzschedule" / "data" / "decree_470" / "listings.csv"
    whole = path.read_bytes()
    damage(path)
    try:
        result = run(installation, "-m", "kzschedule", *arguments)
    finally:
        path.write_bytes(whole)
    assert result.returncode == 2, result.stdout
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {path}: ")
    assert result.stderr.endswith(f"; {REINSTALL}\n")


@pytest.mark.parametrize(
    ("name", "program", "says"),
    [
        ("data/decree_470/datapackage.json", "kzschedule.check('мефедрон')", "install again"),
        (
            "analogues/group_names.csv",
            "from kzschedule.analogues.sentences import group_names; group_names()",
            "group_names.csv: cannot be read",
        ),
        ("names/everyday.csv", "kzschedule.check('вода')", "everyday.csv: cannot be read"),
        ("names/company.csv", "kzschedule.check('трамадол 50 мг')", "company.csv: cannot be read"),
        ("names/equal_words.csv", "kzschedule.check('4-метокси-PCP')", "equal_words.csv: cannot be read"),
    ],
)
def test_other_files_of_the_library_are_named_when_they_are_missed(
    name: str, program: str, says: str, installation: Path
) -> None:
    path = installation / "kzschedule" / name
    aside = path.rename(path.with_name(path.name + ".aside"))
    try:
        result = run(installation, "-c", f"import kzschedule\n{program}")
    finally:
        aside.rename(path)
    assert "InstallationError" in result.stderr
    assert says in result.stderr
    assert REINSTALL in result.stderr


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_catalogue_people_read_english(damage: Callable[[Path], None], installation: Path) -> None:
    path = installation / "kzschedule" / "language" / "locale" / "ru" / "LC_MESSAGES" / "kzschedule.mo"
    whole = path.read_bytes()
    damage(path)
    try:
        result = run(
            installation,
            "-c",
            "from kzschedule.language import translation; print(translation('ru').gettext('on the List'))",
        )
    finally:
        path.write_bytes(whole)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_the_schema_of_the_answer_is_not_needed_to_answer(installation: Path) -> None:
    """It is for other programs; the library's own is made from the code."""
    path = installation / "kzschedule" / "verdict.schema.json"
    aside = path.rename(path.with_name("aside"))
    try:
        result = run(installation, "-c", "import kzschedule; print(kzschedule.check('меткатинон').status)")
    finally:
        aside.rename(path)
    assert result.stdout == "listed\n"


def run(installation: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installation), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=installation, env=environment, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip
