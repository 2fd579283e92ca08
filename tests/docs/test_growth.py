"""The chart of the list's growth: its numbers are those of the list, and the script writes the shipped file."""

import doctest
import runpy
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kzschedule.model import Claim
from kzschedule.schedule import Schedule

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def script() -> dict[str, object]:
    return runpy.run_path(str(DOCS / "growth.py"))


def words(path: Path) -> list[str]:
    return [element.text or "" for element in ElementTree.parse(path).iter() if element.tag.endswith("}text")]


def test_every_position_is_in_the_last_act_or_without_a_day(script: dict, schedule: Schedule) -> None:
    *acts, undated = script["bars"](schedule)
    last = {part: count for part, count in acts[-1].parts.items() if part != "claimed, not named"}
    assert sum(last.values()) + sum(undated.parts.values()) == len(schedule.package.listings)
    assert [bar.label.split("\n")[0] for bar in acts] == [
        "No. 470",
        "No. 975",
        "No. 677",
        "No. 326",
        "No. 240",
        "No. 22",
    ]
    assert [bar.parts.get("claimed, not named", 0) for bar in acts] == [0, 0, 28, 28, 54, 54]


def test_of_several_sources_on_one_act_the_highest_count_is_drawn(script: dict, schedule: Schedule) -> None:
    def claim(count: int, source_id: str, kind: str) -> Claim:
        return Claim(act_id="kz-gov-2021-677", count=count, kind=kind, source_id=source_id, note=None)

    claims = (claim(3, "a", "precursors"), claim(4, "a", "narcotic drugs"), claim(6, "b", "substances"))
    package = schedule.package
    fields = {name: getattr(package, name) for name in package.__dataclass_fields__}
    bars = script["bars"](Schedule(type(package)(**{**fields, "claims": claims})))
    assert bars[-2].parts["claimed, not named"] == 7


def test_the_script_writes_the_shipped_chart(tmp_path: Path) -> None:
    path = tmp_path / "growth.svg"
    subprocess.run([sys.executable, str(DOCS / "growth.py"), str(path)], check=True)
    assert words(path) == words(DOCS / "growth.svg")
    assert {"reported", "treaty", "unverified", "claimed, not named", "631", "54"} <= set(words(path))


def test_the_page_shows_what_the_library_answers() -> None:
    results = doctest.testfile(str(DOCS / "growth.md"), module_relative=False, encoding="utf-8")
    assert results.attempted > 0
    assert results.failed == 0
