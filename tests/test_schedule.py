"""The list: the view on a date, frames, history."""

import dataclasses
from datetime import date
from typing import get_args

import pandas as pd
import pytest

from kzschedule import check
from kzschedule.answer.history import history
from kzschedule.records.package import DataPackage, read_package
from kzschedule.schedule import FrameName, Schedule


def with_row(package: DataPackage, row_id: str, **changes: object) -> Schedule:
    """The shipped list with one row changed, as a later amendment might."""
    rows = tuple(row.model_copy(update=changes) if row.row_id == row_id else row for row in package.rows)
    return Schedule(dataclasses.replace(package, rows=rows))


def test_a_row_ends_on_its_first_day_out_of_force() -> None:
    schedule = with_row(read_package(), "I-B-23", last_revision="2023-03-20")
    assert schedule.positions("methcathinone", date(2024, 2, 5))[0].in_force
    [ended] = schedule.positions("methcathinone", date(2024, 2, 6))
    assert (ended.in_force, ended.until) == (False, date(2024, 2, 6))
    verdict = check("меткатинон", as_of="2024-02-06", schedule=schedule)
    assert verdict.status == "analogue"
    assert verdict.matches[0].covered_by is None
    assert any("Row I-B-23 is out of force since 2024-02-06" in message for message in verdict.messages)
    events = history("меткатинон", schedule=schedule)["substances"][0]["events"]
    assert [event["kind"] for event in events if event["what"] == "row"] == ["added", "ended"]


def test_the_end_of_a_row_by_an_act_whose_day_is_open_is_unconfirmed_in_between() -> None:
    schedule = with_row(read_package(), "I-B-23", last_revision="2022-05-23")
    days = ("2023-03-30", "2023-03-31", "2023-06-17", "2023-06-18")
    statuses = [check("меткатинон", as_of=day, schedule=schedule).status for day in days]
    assert statuses == ["listed", "unconfirmed", "unconfirmed", "analogue"]


def test_what_is_no_longer_named_may_be_covered_by_the_note_to_another_row() -> None:
    """Heroin is an ester of 6-monoacetylmorphine."""
    schedule = with_row(read_package(), "I-A-20", last_revision="2023-03-20")
    verdict = check("героин", as_of="2024-02-06", schedule=schedule)
    assert verdict.status == "listed"
    assert {(match.substance_id, match.relation) for match in verdict.matches} >= {("6-monoacetylmorphine", "ester")}


def test_the_newest_act_is_by_date_of_signing(schedule: Schedule) -> None:
    newest = schedule.newest_act()
    assert newest is not None
    assert newest.act_id == "kz-gov-2024-22"
    earlier = schedule.newest_act(date(2021, 1, 1))
    assert earlier is not None
    assert earlier.act_id == "kz-gov-2019-975"
    assert schedule.newest_act(date(2010, 1, 1)) is None


@pytest.mark.parametrize("which", get_args(FrameName))
def test_records_become_a_frame_row_by_row(schedule: Schedule, which: FrameName) -> None:
    frame = schedule.to_frame(which)
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == len(getattr(schedule.package, which))


def test_the_frame_of_the_list_has_rows_names_structures_and_days(schedule: Schedule) -> None:
    frame = schedule.to_frame().set_index("row_id")
    heroin = frame.loc["I-A-20"]
    assert (heroin["substance_id"], heroin["name_ru"], heroin["printed_ru"]) == ("heroin", "героин", "ГЕРОИН")
    assert (heroin["from_earliest"], heroin["from_sure"]) == (pd.Timestamp("2019-07-05"), pd.Timestamp("2019-07-09"))
    assert set(frame.index) <= set(schedule.law.row_ids)
    assert set(frame["substance_id"].dropna()) <= set(schedule.law.listed_substances)


def test_history_has_rows_acts_and_days() -> None:
    record = history("эутилон")
    events = record["substances"][0]["events"]
    assert [(event["kind"], event["what"], event["id"]) for event in events] == [
        ("added", "row", "I-B-63"),
        ("added", "size", "S-II-142"),
    ]
    assert {(event["act_id"], str(event["from_sure"])) for event in events} == {("kz-gov-2024-22", "2024-02-06")}
    assert record["revision"]["revision_id"] == "2024-01-23"


def test_history_of_an_analogue_is_that_of_its_parent() -> None:
    record = history("мефедрон")
    assert [(item["substance_id"], item["parent"]) for item in record["substances"]] == [
        ("mephedrone", False),
        ("methcathinone", True),
    ]
    assert [event["id"] for event in record["substances"][0]["events"]] == []
    assert "I-B-23" in [event["id"] for event in record["substances"][1]["events"]]


def test_history_of_what_is_not_held_says_so() -> None:
    record = history("aspirin")
    assert record["substances"] == []
    assert any("no statement of legality" in message for message in record["messages"])
