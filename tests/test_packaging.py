"""The built wheel carries the data package, and finds it where it is installed."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kzschedule.analogues.rule import RULE_FILE
from kzschedule.records.package import FILES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_has_the_data_the_schema_and_the_type_mark(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"kzschedule/data/decree_470/{name}" for name in (*FILES, "datapackage.json", "README.md", "LICENSE")}
    templates = {
        f"kzschedule/render/templates/{path.name}"
        for path in (ROOT / "src" / "kzschedule" / "render" / "templates").iterdir()
    }
    schemas = {f"kzschedule/records/schemas/{Path(name).stem}.schema.json" for name in (*FILES, RULE_FILE)}
    assert expected | templates | schemas | {"kzschedule/verdict.schema.json", "kzschedule/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests", "data/"))]


def test_the_wheel_has_every_file_beside_the_code(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    beside = {
        path.relative_to(source).as_posix()
        for path in (source / "kzschedule").rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".po")
    }
    assert {name for name in beside if name.endswith(".csv")}
    assert beside <= names


def test_the_installed_wheel_answers_from_its_own_data(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    program = (
        "import kzschedule, kzschedule.records.package as d; print(d.default_directory()); "
        "print(kzschedule.check('меткатинон').status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(target), "PYTHONIOENCODING": "utf-8"},
        check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    folder, status = result.stdout.split()
    assert Path(folder) == target / "kzschedule" / "data" / "decree_470"
    assert status == "listed"
