"""The warning that no newer act is known for long: its limit, and that it says how to update."""

from datetime import date, timedelta

import pytest

from kzschedule.records.model import Act
from kzschedule.records.package import default_directory, read_file
from kzschedule.validation.finding import Finding
from kzschedule.validation.periods import check_staleness
from kzschedule.validation.raw import RawPackage, Row


def findings(*ages: int) -> list[Finding]:
    """What is found where acts of these ages in days are known."""
    [base] = [act for act in read_file(default_directory() / "acts.csv", Act) if act.number == "470"]
    acts: list[Act] = [base.model_copy(update={"date": date.today() - timedelta(days=age)}) for age in ages]
    rows = [Row(line=line, cells={}, record=act) for line, act in enumerate(acts, 2)]
    return list(check_staleness(RawPackage(default_directory(), rows={"acts.csv": rows})))


@pytest.mark.parametrize(("ages", "warnings"), [((300,), 0), ((301,), 1), ((2000, 10), 0), ((10, 2000), 0), ((), 0)])
def test_a_warning_comes_after_300_days_without_a_newer_act(ages: tuple[int, ...], warnings: int) -> None:
    found = findings(*ages)
    assert [finding.severity for finding in found] == ["warning"] * warnings


def test_the_warning_says_how_old_the_newest_act_is_and_how_to_update() -> None:
    [finding] = findings(400, 301)
    assert "301 days old" in finding.message
    assert "legal portal" in finding.cure
    assert "kzschedule update" in finding.cure
