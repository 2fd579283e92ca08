"""The page of ``kzschedule list --html`` in a real browser: searched, sorted, filtered, on a phone and without a network."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.browser.looking import LIGHT, LOOKS, RULES, a4_pages, look_at, use

DAY = ("--on", "2024-03-01")


def written(folder: Path, *options: str) -> Path:
    page = folder / "list.html"
    command = [sys.executable, "-m", "kzschedule", "list", *DAY, *options, "--html", str(page)]
    subprocess.run(command, check=True, capture_output=True)
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("list"), "--lang", "ru")


def test_it_is_accessible_needs_nothing_else_and_prints_on_a4(tmp_path: Path) -> None:
    page = written(tmp_path, "--table", "II", "--lang", "ru")
    looks = look_at(page)
    assert [found["look"] for found in looks] == LOOKS
    for found in looks:
        assert found["violations"] == [], found["look"]
        assert set(found["rules"]) >= RULES - {"heading-order"}
        assert (found["requests"], found["console"], found["refused"]) == ([], [], [])
        assert found["overflow"] <= 0, found["look"]
        assert (found["paper"] == LIGHT) == (not found["look"].endswith("dark"))
    assert a4_pages(page.with_suffix(".pdf")) > 1


def test_it_is_searched_filtered_and_sorted(page: Path) -> None:
    found = use(
        page,
        [
            ["fill", "#search", "метадон"],
            ["fill", "#search", "76-99-3"],
            ["fill", "#search", "ЭФЁДРОН"],
            ["fill", "#search", "i-b-23"],
            ["fill", "#search", ""],
            ["select", "#act", "kz-gov-2024-22"],
            ["select", "#section", "psychotropic"],
            ["click", "button[type=reset]"],
            ["select", "#table", "IV"],
            ["select", "#sort", "newest"],
            ["click", "[data-sorts~=oldest] button"],
            ["click", "[data-sorts=name] button"],
        ],
    )
    assert all(not step["console"] for step in found)
    methadone, cas, folded, row, all_rows, act, both, again, precursors, newest, oldest, named = (
        step["rows"] for step in found
    )
    assert {"I-A-32", "II-A-20-1"} <= set(methadone)
    assert cas == ["II-A-20-1"]
    assert "I-B-23" in folded
    assert row[0] == "I-B-23"
    assert len(all_rows) == len(again) > 400
    assert len(act) == 9
    assert set(both) < set(act)
    assert all(name.startswith("IV-") for name in precursors)
    assert newest != precursors
    assert set(newest) == set(oldest) == set(named) == set(precursors)
    assert found[-1]["rows"] != found[-2]["rows"]
    assert str(len(act)) in found[5]["count"]


def test_an_address_opens_it_as_it_was_and_a_phone_shows_all_of_it(page: Path) -> None:
    asked, opened, narrow = use(
        page,
        [
            ["fill", "#search", "фентанил"],
            ["open", "#q=%D0%BC%D0%B5%D1%82%D0%B0%D0%B4%D0%BE%D0%BD&table=II"],
            ["width", "320"],
        ],
    )
    assert asked["hash"].startswith("#q=")
    assert opened["rows"] == ["II-A-20-1"]
    assert narrow["overflow"] <= 0
    assert narrow["rows"] == opened["rows"]
