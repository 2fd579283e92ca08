"""The warning that nobody has looked for a newer act for long: its limit, and that it says how to look."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kzschedule.dates import today
from kzschedule.records import installation
from kzschedule.records.installation import note_look
from kzschedule.records.model import Act
from kzschedule.records.package import default_directory, looked_on, read_descriptor, read_file
from kzschedule.validation.finding import Finding
from kzschedule.validation.periods import check_staleness
from kzschedule.validation.raw import RawPackage, Row

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "user_folder", lambda: tmp_path / "home")


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def findings(*ages: int, looked: int | None = None) -> list[Finding]:
    """What is found where acts of these ages in days are known, and somebody looked so many days ago."""
    [base] = [act for act in read_file(default_directory() / "acts.csv", Act) if act.number == "470"]
    acts: list[Act] = [base.model_copy(update={"date": ago(age)}) for age in ages]
    rows = [Row(line=line, cells={}, record=act) for line, act in enumerate(acts, 2)]
    descriptor = {} if looked is None else {"looked": str(ago(looked))}
    return list(check_staleness(RawPackage(default_directory(), descriptor, rows={"acts.csv": rows})))


@pytest.mark.parametrize(
    ("ages", "looked", "warnings"),
    [
        ((300,), None, 0), ((301,), None, 1), ((2000, 10), None, 0), ((10, 2000), None, 0), ((), None, 0),
        ((2000,), 300, 0), ((2000,), 301, 1), ((10,), 2000, 0),
    ],
)  # fmt: skip
def test_a_warning_comes_after_300_days_without_a_look(ages: tuple[int, ...], looked: int, warnings: int) -> None:
    found = findings(*ages, looked=looked)
    assert [finding.severity for finding in found] == ["warning"] * warnings


def test_the_warning_says_when_the_last_look_was_and_how_to_look() -> None:
    [finding] = findings(2000, looked=400)
    assert f"{ago(400)}, 400 days ago" in finding.message
    assert "legal portal" in finding.cure
    assert "kzschedule update" in finding.cure


def test_a_look_of_the_user_counts() -> None:
    note_look(ago(5))
    assert findings(2000, looked=400) == []


def test_the_readme_says_when_the_text_was_last_looked_at() -> None:
    looked = looked_on(read_descriptor(default_directory()))
    assert looked is not None
    assert f"last on {looked.day} {looked:%B %Y}" in " ".join((ROOT / "README.md").read_text("utf-8").split())
