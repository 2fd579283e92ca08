"""The chart of the list's growth: its numbers are those of the list, and the script writes the shipped file."""

import doctest
import itertools
import runpy
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kzschedule.answer.changes import act_changes
from kzschedule.schedule import Schedule

DOCS = Path(__file__).parents[2] / "docs" / "why"


@pytest.fixture(scope="module")
def script() -> dict[str, object]:
    return runpy.run_path(str(DOCS / "growth.py"))


def words(path: Path) -> list[str]:
    return [element.text or "" for element in ElementTree.parse(path).iter() if element.tag.endswith("}text")]


def test_the_bars_are_the_rows_of_the_revisions(script: dict, schedule: Schedule) -> None:
    found = script["bars"](schedule)
    assert [bar.label.split("\n")[0] for bar in found] == [
        "No. 470",
        "No. 975",
        "No. 677",
        "No. 326",
        "No. 240",
        "No. 22",
    ]
    assert [bar.label.endswith("not read") for bar in found] == [False, True, False, False, False, False]
    now = [row for row in schedule.package.rows if row.last_revision is None]
    assert sum(found[-1].parts.values()) == len(now)
    for table in ("I", "II", "III", "IV"):
        assert found[-1].parts[f"Table {table}"] == sum(row.table == table for row in now)


def test_a_bar_grows_by_what_its_act_added(script: dict, schedule: Schedule) -> None:
    found = script["bars"](schedule)
    totals = [sum(bar.parts.values()) for bar in found]
    assert totals[0] == found[0].added
    assert [later - earlier for earlier, later in itertools.pairwise(totals)] == [bar.added for bar in found[1:]]
    acts = sorted(schedule.package.acts, key=lambda act: act.date)
    assert [bar.added for bar in found] == [len(act_changes(schedule, act.act_id).added) for act in acts]


def test_the_script_writes_the_shipped_chart(tmp_path: Path) -> None:
    path = tmp_path / "growth.svg"
    subprocess.run([sys.executable, str(DOCS / "growth.py"), str(path)], check=True)
    assert words(path) == words(DOCS / "growth.svg")
    assert {"Table I", "Table II", "Table III", "Table IV", "396", "461 (+9)"} <= set(words(path))


def test_the_page_shows_what_the_library_answers() -> None:
    results = doctest.testfile(str(DOCS / "growth.md"), module_relative=False, encoding="utf-8")
    assert results.attempted > 0
    assert results.failed == 0
