"""`kzschedule data init|format|add-row|add-substance`: what a spreadsheet did is undone, what collides is said at once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kzschedule import Schedule, check
from kzschedule.cli import main
from kzschedule.records import installation
from kzschedule.records.installation import DATA_VARIABLE, shipped_directory
from kzschedule.validation import validate

NEW = ("--act", "999/2026", "--signed", "2026-12-01", "--url", "https://example.org/999")
SMILES = "CCNC(C)C(=O)c1ccc2c(c1)OCC2"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    monkeypatch.setattr(installation, "user_folder", lambda: tmp_path / "home")
    installation._in_use.cache_clear()
    yield
    installation._in_use.cache_clear()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "mine").exit_code == 0
    return tmp_path / "mine"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["data", *map(str, args), "--lang", "en"], catch_exceptions=False)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_copy_is_whole_and_never_overwrites(mine: Path) -> None:
    assert content(mine) == content(shipped_directory())
    assert (mine / "sheets").is_dir()
    assert run("init", mine).exit_code == 2


def test_the_shipped_data_are_not_edited() -> None:
    for command in (("format",), ("add-row", "I-B", "Х", "--act", "22/2024"), ("add-substance", "X", *NEW)):
        found = run(*command)
        assert (found.exit_code, "kzschedule data init" in found.output) == (2, True)


def test_an_act_has_the_year_of_its_day(mine: Path) -> None:
    before = content(mine)
    found = run("add-row", "I-B", "Х", *("2025-12-01" if one == "2026-12-01" else one for one in NEW), "--data", mine)
    assert (found.exit_code, "cannot have been signed on 2025-12-01" in found.output) == (2, True)
    assert content(mine) == before


@pytest.mark.parametrize("name", ["names.csv", "rows.csv", "sizes.csv"])
def test_what_a_spreadsheet_makes_of_a_file_is_undone(name: str, mine: Path) -> None:
    import csv

    before = content(mine)
    with (mine / name).open(encoding="utf-8", newline="") as stream:
        rows = [row[::-1] for row in csv.reader(stream)]
    with (mine / name).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([rows[0], *reversed(rows[1:]), [""] * len(rows[0])])
    assert {finding.check for finding in validate(mine)} == {"canonical", "hash"}
    said = CliRunner().invoke(main, ["validate", str(mine), "--lang", "en"]).output.splitlines()
    assert said == [
        f"kzschedule data format mends these 2, where the changes are meant: datapackage.json, {name}",
        "2 errors, 0 warnings",
    ]
    assert run("format", "--data", mine).output == f"written: {name}\n"
    assert content(mine) == before
    assert run("format", "--data", mine).output == "all files are in canonical form\n"


@pytest.mark.parametrize("damage", [b"a,b\n1,2\n", b"\xff\xfe", b'substance_id,name,language,kind,source_id\n"a'])
def test_a_file_that_cannot_be_read_stays_and_so_do_all(damage: bytes, mine: Path) -> None:
    (mine / "names.csv").write_bytes(damage)
    (mine / "acts.csv").write_bytes((mine / "acts.csv").read_bytes().replace(b"\n", b"\r\n"))
    before = content(mine)
    found = run("format", "--data", mine)
    assert (found.exit_code, "names.csv" in found.output) == (2, True)
    assert content(mine) == before


def test_a_substance_a_row_and_a_size_are_added_and_answer(mine: Path) -> None:
    assert (
        run("add-substance", "Fictinine", "--ru", "фиктинин", "--smiles", SMILES, *NEW, "--data", mine).exit_code == 0
    )
    row = (
        "add-row",
        "I-B",
        "Фиктинин*",
        "--substance",
        "fictinine",
        "--act",
        "999/2026",
        "--size",
        "0-0,02|0,02-1,5|1,5",
    )
    assert run(*row, "--data", mine).exit_code == 0
    assert [finding for finding in validate(mine) if finding.severity == "error"] == []
    schedule = Schedule.load(mine)
    for query in ("фиктинин", SMILES):
        statuses = [check(query, as_of=day, schedule=schedule).status for day in ("2026-12-15", "2027-06-01")]
        assert statuses == ["unconfirmed", "listed"]
    [listing] = check("фиктинин", as_of="2027-06-01", schedule=schedule).matches[0].listings
    assert (listing.row_id, listing.evidence) == ("I-B-64", "reported")
    [size] = [size for size in schedule.package.sizes if size.targets == ("I-B-64",)]
    assert (str(size.small_to), size.mixture, size.raw) == ("0.02", "star", "0-0,02 | 0,02-1,5 | 1,5")


def test_a_row_that_the_act_takes_out_is_ended_by_hand(mine: Path) -> None:
    run("add-row", "I-A", "Карфентанил", "--substance", "carfentanil", *NEW, "--in-force", "2027-01-01", "--data", mine)
    text = (mine / "rows.csv").read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if line.startswith("I-A-86,")]
    ended = line.replace(",2024-01-23,,", ",2024-01-23,2024-01-23,")
    (mine / "rows.csv").write_text(text.replace(line, ended), encoding="utf-8")
    run("format", "--data", mine)
    assert [finding for finding in validate(mine) if finding.severity == "error"] == []
    schedule = Schedule.load(mine)
    assert check("карфентанил", as_of="2027-01-01", schedule=schedule).matches[0].listings[0].row_id == "I-A-87"
    assert check("метонитазен", as_of="2026-12-31", schedule=schedule).status == "listed"
    assert check("метонитазен", as_of="2027-01-01", schedule=schedule).status != "listed"


COLLISIONS = {
    "duplicate-structure": ("Zutylon", "--smiles", "CCNC(CC)C(=O)c1ccc2c(c1)OCO2"),
    "duplicate-name": ("Zutylon", "--ru", "эутилон", "--smiles", SMILES),
    "cas-duplicate": ("Zutylon", "--cas", "802855-66-9", "--smiles", SMILES),
    "cas": ("Zutylon", "--cas", "802855-66-8", "--smiles", SMILES),
    "meaning": ("3-Methoxyeutylone", "--name", "4-MeO-PCP", "--smiles", SMILES),
    "primary-key": ("Eutylone", "--smiles", SMILES),
    "text": ("Zutуlon", "--smiles", SMILES),
}


@pytest.mark.parametrize("kind", COLLISIONS)
def test_what_stands_against_a_substance_is_said_and_nothing_is_written(kind: str, mine: Path) -> None:
    before = content(mine)
    found = run("add-substance", *COLLISIONS[kind], *NEW, "--data", mine)
    assert found.exit_code == 1, found.output
    assert f"[{kind}]" in found.output
    assert "nothing was written" in found.output
    assert content(mine) == before


WRONG = [
    ("add-substance", "X", "--smiles", "C1CC", *NEW),
    ("add-substance", "X", "--smiles", "CN.Cl", *NEW),
    ("add-substance", "X", "--smiles", SMILES),
    ("add-substance", "X", "--smiles", SMILES, "--act", "999/2026"),
    ("add-substance", "X", "--smiles", SMILES, "--source", "nowhere"),
    ("add-substance", "X", "--smiles", SMILES, "--act", "999"),
    ("add-row", "III-A", "X", *NEW),
    ("add-row", "V-A", "X", *NEW),
    ("add-row", "I-B", "", *NEW),
    ("add-row", "I-B", "X", "--size", "0-1 | 1", *NEW),
    ("add-row", "I-B", "X", "--substance", "eutylone"),
]


@pytest.mark.parametrize("command", WRONG, ids=" ".join)
def test_what_cannot_be_read_is_refused(command: tuple[str, ...], mine: Path) -> None:
    before = content(mine)
    found = run(*command, "--data", mine)
    assert found.exit_code in (1, 2), found.output
    assert content(mine) == before


@pytest.mark.parametrize(
    ("place", "row_id"),
    [("I-B-61", "I-B-61.112"), ("IV-1", "IV-1.33"), ("IV-2", "IV-2.21"), ("II-B", None), ("III-B", None)],
)
def test_a_row_takes_the_next_number_of_its_place(place: str, row_id: str | None, mine: Path) -> None:
    found = run("add-row", place, "Мефедрон", "--substance", "mephedrone", *NEW, "--data", mine)
    assert found.exit_code == 0, found.output
    assert row_id is None or f"rows.csv: {row_id}, " in found.output
    taken = run("add-row", "I-A", "Мефедрон", "--item", "86", "--substance", "mephedrone", *NEW, "--data", mine)
    assert taken.exit_code == 1, taken.output
    shutil.rmtree(mine)
