"""Tables that are kept on disk between processes: quicker answers, and the same."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kzschedule._cache import CACHE_VARIABLE, Kept
from kzschedule.names.index import NameIndex
from kzschedule.records.package import default_directory, read_package

QUERIES = [
    "меткатинон",
    "mefedron",
    "4-MeO-PCP",
    "героина гидрохлорид",
    "меф",
    "fentanil",
    "катин",
    "537-46-2",
    "сахар",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def answers() -> list[object]:
    names = NameIndex(read_package())
    return [names.read(query) for query in QUERIES]


def test_what_is_kept_gives_the_same_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = answers()
    kept = {file.stem for file in folder.rglob("*.json")}
    assert {"names", "by_key", "by_equal", "readable"} <= kept
    assert answers() == first
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert answers() == first


def test_records_are_the_same_whether_they_are_read_at_once_or_later(folder: Path) -> None:
    first, second = read_package(), read_package()
    assert first == second
    assert first.names[3:5] == second.names[3:5]
    assert [*first.rows] == [*second.rows]


@pytest.mark.parametrize("damage", ["cut", "altered", "empty", "no digest", "a folder"])
def test_a_damaged_table_is_made_again(folder: Path, damage: str) -> None:
    first = answers()
    for file in folder.rglob("*.json"):
        content = file.read_bytes()
        if damage == "a folder":
            file.unlink()
            file.mkdir()
        else:
            cut, altered = content[: len(content) // 2], content[:-3] + bytes([content[-3] ^ 1]) + content[-2:]
            file.write_bytes({"cut": cut, "altered": altered, "empty": b"", "no digest": content[65:]}[damage])
    assert answers() == first


def test_a_table_whose_text_was_altered_is_not_read(folder: Path) -> None:
    Kept("content").put("table", {"a": "1"})
    assert Kept("content").get("table") == {"a": "1"}
    [file] = folder.rglob("table.json")
    file.write_bytes(file.read_bytes().replace(b'"a"', b'"b"'))
    assert Kept("content").get("table") is None


def test_other_content_has_other_tables(folder: Path) -> None:
    Kept("one").put("table", [1])
    assert Kept("other").get("table") is None
    assert Kept("one").get("table") == [1]


def test_only_the_tables_of_the_last_contents_stay(folder: Path) -> None:
    for number in range(9):
        Kept(f"content {number}").put("table", number)
    assert Kept("content 8").get("table") == 8
    assert len([*folder.iterdir()]) < 9


def test_without_a_place_to_keep_them_tables_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv(CACHE_VARIABLE, str(place))
        kept = Kept("content")
        assert kept.table("table", lambda: [1]) == [1]
        assert kept.get("table") is None


def test_threads_that_keep_one_table_leave_a_whole_one(folder: Path) -> None:
    table = {str(number): "x" * number for number in range(300)}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Kept("content").table("table", lambda: table), range(50)))
    assert all(one == table for one in found)
    assert Kept("content").get("table") == table
    assert not [*folder.rglob("*.part")]


def test_a_package_changed_in_memory_has_tables_of_its_own(folder: Path) -> None:
    """Only what was read from files, as it was read, is named by their hash."""
    from dataclasses import replace

    package = read_package()
    assert NameIndex(package).read_exact("меткатинон").hits
    without = tuple(name for name in package.names if name.substance_id != "methcathinone")
    kept = tuple(item for item in package.substances if item.substance_id != "methcathinone")
    assert not NameIndex(replace(package, names=without, substances=kept)).read_exact("меткатинон").hits


def test_a_name_that_is_added_to_a_copy_of_the_data_is_found_at_once(folder: Path, tmp_path: Path) -> None:
    import shutil

    from kzschedule.records.package import refresh_hashes

    copy = tmp_path / "copy"
    shutil.copytree(default_directory(), copy)
    program = (
        "import sys; from kzschedule.schedule import Schedule; "
        "print([hit.substance_id for hit in Schedule.load(sys.argv[1]).names.find('новое имя')])"
    )

    def found() -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(copy)], env=os.environ, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert found() == "[]"
    names = copy / "names.csv"
    names.write_text(names.read_text(encoding="utf-8") + "heroin,новое имя,ru,trivial,chemicals\n", encoding="utf-8")
    refresh_hashes(copy)
    assert found() == "['heroin']"


def test_a_record_that_cannot_be_read_is_an_error_each_time(folder: Path, tmp_path: Path) -> None:
    import shutil

    from kzschedule.errors import DataPackageError
    from kzschedule.records.package import refresh_hashes

    copy = tmp_path / "copy"
    shutil.copytree(default_directory(), copy)
    acts = copy / "acts.csv"
    acts.write_text(acts.read_text(encoding="utf-8").replace("2019-07-03", "the third of July"), encoding="utf-8")
    refresh_hashes(copy)
    for _ in range(2):
        with pytest.raises(DataPackageError, match=r"acts\.csv, line"):
            read_package(copy)


def test_what_is_kept_is_plain_text(folder: Path) -> None:
    """A table is data: whoever can write it can make an answer slower, and run nothing."""
    answers()
    for file in folder.rglob("*.json"):
        json.loads(file.read_bytes().partition(b"\n")[2])
