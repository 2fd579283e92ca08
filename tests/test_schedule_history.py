"""The list over time: views on days, comparisons of days, moved and removed positions, claims without names."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzschedule import check
from kzschedule.changes import Change, ScheduleDiff, ScheduleView, changes_of
from kzschedule.cli.history import event_line
from kzschedule.datapackage import DataPackage, read_package
from kzschedule.errors import InvalidDateError
from kzschedule.history import history
from kzschedule.model import Act, Claim, Listing
from kzschedule.schedule import Schedule

START, NEWEST = date(2019, 7, 5), date(2024, 2, 6)
ACT = "kz-gov-2024-22"


def package_with(**records: object) -> Schedule:
    package = read_package()
    fields = {name: getattr(package, name) for name in package.__dataclass_fields__}
    return Schedule(DataPackage(**{**fields, **records}))


def with_positions(substance_id: str, *changes: dict[str, object]) -> Schedule:
    """The shipped list where a substance has these positions instead, as later amendments might make."""
    package = read_package()
    [listing] = [listing for listing in package.listings if listing.substance_id == substance_id]
    others = [other for other in package.listings if other.substance_id != substance_id]
    return package_with(listings=(*others, *(listing.model_copy(update=change) for change in changes)))


def shown(diff: ScheduleDiff, kind: str) -> list[Change]:
    return [change for item in diff.acts for change in getattr(item, kind)]


def in_force(view: ScheduleView) -> set[tuple[str, str]]:
    return {(position.substance_id, position.listing.table) for position in view.in_force}


ENDED = {"listed_until": NEWEST, "until_act_id": ACT}
BEGUN = {"listed_from": NEWEST, "act_id": ACT, "date_basis": "reported"}


# --- views


def test_a_view_has_every_position_once_before_and_after_an_act(schedule: Schedule) -> None:
    before, after = schedule.as_of(NEWEST - timedelta(days=1)), schedule.as_of(NEWEST)
    for view in (before, after):
        assert len(view.in_force) + len(view.unconfirmed) == len(schedule.package.listings)
    assert ("eutylone", "I") not in in_force(before)
    assert ("eutylone", "I") in in_force(after)
    assert len(after.in_force) - len(before.in_force) == 41
    assert all(position.listing.evidence != "unverified" for position in after.in_force)


def test_a_view_agrees_with_check(schedule: Schedule, today: date) -> None:
    view = schedule.as_of(today)
    for query in ("мефедрон", "героин", "кетамин", "эутилон"):
        verdict = check(query, as_of=today, schedule=schedule)
        held = verdict.matches[0].substance_id in {position.substance_id for position in view.in_force}
        assert held == (verdict.status == "listed")


def test_before_the_first_act_nothing_is_shown_and_the_view_says_why(schedule: Schedule) -> None:
    view = schedule.as_of(START - timedelta(days=1))
    assert view.in_force == ()
    assert view.claims == ()
    assert any("The law before 2019-07-05 is not held" in message for message in view.messages)
    assert schedule.as_of(START).in_force


def test_a_view_counts_what_acts_signed_by_then_are_said_to_have_added(schedule: Schedule) -> None:
    assert schedule.as_of(date(2021, 9, 26)).claims == ()
    early = schedule.as_of(date(2021, 9, 27))
    assert [(claim.count, claim.named, claim.unnamed) for claim in early.claims] == [(11, 0, 11), (17, 0, 17)]
    assert early.newest_act is not None
    assert early.newest_act.number == "677"
    late = schedule.as_of(NEWEST)
    assert {(claim.count, claim.unnamed) for claim in late.claims} == {
        (11, 11),
        (17, 17),
        (12, 12),
        (15, 14),
        (1, 0),
        (8, 0),
    }
    assert sum("is said to have added" in message for message in late.messages) == 4
    assert {claim.named for claim in late.claims_without_act} == {None}


def test_a_removed_position_is_unconfirmed_with_the_act_that_ended_it() -> None:
    schedule = with_positions("heroin", ENDED)
    assert ("heroin", "I") in in_force(schedule.as_of(NEWEST - timedelta(days=1)))
    [position] = [item for item in schedule.as_of(NEWEST).unconfirmed if item.substance_id == "heroin"]
    assert position.listing.until_act_id == ACT


# --- comparisons


def test_what_an_act_added_is_shown_with_evidence(schedule: Schedule) -> None:
    diff = schedule.diff(NEWEST - timedelta(days=1), NEWEST)
    act, without = diff.acts
    assert act.act is not None
    assert act.act.act_id == ACT
    assert len(act.added) == 9
    assert {change.evidence for change in act.added} == {"reported"}
    assert all(change.source_ids for change in act.added)
    assert [(claim.count, claim.unnamed) for claim in act.claims] == [(1, 0), (8, 0)]
    assert without.act is None
    assert {(change.date_basis, change.evidence) for change in without.added} == {("assumed", "treaty")}
    assert len(without.added) == 32


def test_the_first_day_is_outside_and_the_second_inside(schedule: Schedule) -> None:
    assert schedule.diff(NEWEST, NEWEST + timedelta(days=99)).acts == ()
    assert schedule.diff(NEWEST, NEWEST).acts == ()
    assert len(schedule.diff(START - timedelta(days=1), START).acts[0].added) == 306


def test_an_act_of_which_nothing_is_named_is_not_passed_over(schedule: Schedule) -> None:
    diff = schedule.diff(date(2021, 9, 1), date(2022, 1, 1))
    numbers = {item.act.number: item for item in diff.acts if item.act}
    assert numbers["677"].added == ()
    assert [claim.unnamed for claim in numbers["677"].claims] == [11, 17]
    assert any("No. 677" in message and "said to have added 11" in message for message in diff.messages)
    assert diff.undated == 631
    assert any("631 positions have no day" in message for message in diff.messages)


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        (date(2021, 10, 1), date(2021, 12, 31), ["677"]),  # signed before, on a day not known in force
        (date(2022, 5, 23), date(2022, 6, 1), ["326"]),
        (date(2023, 5, 1), date(2023, 12, 31), []),  # a position of No. 240 was in force by 30 April
        (date(2019, 1, 1), date(2019, 12, 31), ["470", "975"]),
        (date(2000, 1, 1), date(2000, 12, 31), []),
    ],
)
def test_acts_without_a_known_day_are_shown_where_they_may_belong(
    schedule: Schedule, first: date, second: date, numbers: list[str]
) -> None:
    assert [item.act.number for item in schedule.diff(first, second).acts if item.act] == numbers


def test_a_removed_position_is_removed_by_its_act() -> None:
    diff = with_positions("heroin", ENDED).diff(START, NEWEST)
    [change] = shown(diff, "removed")
    assert (change.substance_id, change.day, change.act_id, change.table) == ("heroin", NEWEST, ACT, "I")


def test_a_position_that_changes_its_table_is_moved_not_added_and_removed() -> None:
    diff = with_positions("heroin", ENDED, {**BEGUN, "table": "II"}).diff(NEWEST - timedelta(days=1), NEWEST)
    [change] = shown(diff, "moved")
    assert (change.from_table, change.table, change.act_id) == ("I", "II", ACT)
    assert not shown(diff, "removed")
    assert "heroin" not in {added.substance_id for added in shown(diff, "added")}


def test_a_change_of_section_is_a_move_and_the_same_place_is_a_restatement() -> None:
    section = with_positions("heroin", ENDED, {**BEGUN, "section": "psychotropic"}).diff(START, NEWEST)
    [moved] = shown(section, "moved")
    assert (moved.from_section, moved.section) == ("narcotic", "psychotropic")
    again = with_positions("heroin", ENDED, BEGUN).diff(START, NEWEST)
    assert [change.substance_id for change in shown(again, "restated")] == ["heroin"]
    assert not shown(again, "moved")


@pytest.mark.parametrize(
    ("tables", "kinds"),
    [
        (("I", "II"), {"I": "restated", "II": "added"}),
        (("II", "III"), {"II": "moved", "III": "added"}),
    ],
)
def test_a_position_that_is_split_has_one_predecessor(tables: tuple[str, str], kinds: dict[str, str]) -> None:
    schedule = with_positions("heroin", ENDED, *({**BEGUN, "table": table} for table in tables))
    changes = changes_of(schedule.listings["heroin"])
    assert {change.table: change.kind for change in changes if change.day == NEWEST} == kinds


def test_staying_in_place_comes_before_moving() -> None:
    schedule = with_positions("heroin", {**ENDED, "table": "III"}, {**BEGUN, "table": "II"}, {**BEGUN, "table": "III"})
    changes = changes_of(schedule.listings["heroin"])
    assert {change.table: change.kind for change in changes if change.day == NEWEST} == {
        "II": "added",
        "III": "restated",
    }


def test_a_position_that_comes_back_later_is_removed_and_added() -> None:
    later = {"listed_from": NEWEST + timedelta(days=30), "act_id": ACT}
    changes = changes_of(with_positions("heroin", ENDED, later).listings["heroin"])
    assert [change.kind for change in changes] == ["added", "removed", "added"]


def test_the_act_that_ended_a_position_moves_it_where_the_new_one_names_none() -> None:
    begun = {**BEGUN, "act_id": None, "table": "II"}
    [change] = shown(with_positions("heroin", ENDED, begun).diff(START, NEWEST), "moved")
    assert change.act_id == ACT


def test_days_in_the_wrong_order_are_an_error_with_the_cure(schedule: Schedule) -> None:
    with pytest.raises(InvalidDateError, match="give the earlier day first"):
        schedule.diff(NEWEST, START)


days = st.dates(date(2019, 1, 1), date(2025, 1, 1))


@settings(max_examples=25, deadline=None)
@given(st.lists(days, min_size=3, max_size=3).map(sorted))
def test_two_comparisons_in_a_row_are_one(days: list[date]) -> None:
    schedule = Schedule.default()
    first, middle, last = days
    steps = [*shown(schedule.diff(first, middle), "added"), *shown(schedule.diff(middle, last), "added")]
    key = Change.model_dump_json
    assert sorted(map(key, steps)) == sorted(map(key, shown(schedule.diff(first, last), "added")))
    assert len(steps) == len(schedule.as_of(last).in_force) - len(schedule.as_of(first).in_force)


@pytest.mark.parametrize(
    ("kind", "named", "unnamed"),
    [
        ("narcotic drugs", 3, 7),
        ("Psychotropic substances", 5, 5),
        ("narcotic drugs and psychotropic substances", 8, 2),
        ("precursors", 1, 9),
        ("synthetic drugs", None, None),
    ],
)
def test_a_claim_is_compared_with_the_positions_of_its_kind(kind: str, named: int | None, unnamed: int | None) -> None:
    claim = Claim(act_id=ACT, count=10, kind=kind, source_id="kursiv-2024-01-30", note=None)
    view = package_with(claims=(claim,)).as_of(NEWEST)
    assert [(item.named, item.unnamed) for item in view.claims] == [(named, unnamed)]
    assert sum("said to have added 10" in message for message in view.messages) == 1


def test_a_later_act_without_changes_here_is_shown_after_its_signing() -> None:
    act = (
        read_package()
        .acts[0]
        .model_copy(update={"act_id": "kz-gov-2026-1", "number": "1", "date": date(2026, 1, 9), "effective_from": None})
    )
    schedule = package_with(acts=(*read_package().acts, act))
    assert isinstance(act, Act)
    assert [item.act and item.act.number for item in schedule.diff(date(2024, 3, 1), date(2027, 1, 1)).acts] == ["1"]
    assert schedule.diff(date(2024, 3, 1), date(2026, 1, 8)).acts == ()


# --- history of one substance


def test_history_shows_a_move_as_one_event_and_what_is_unnamed() -> None:
    record = history("героин", schedule=with_positions("heroin", ENDED, {**BEGUN, "table": "II"}))
    events = record["substances"][0]["events"]
    assert [event["event"] for event in events] == ["listed in", "moved to"]
    assert (events[1]["from_table"], events[1]["table"], events[1]["act_id"]) == ("I", "II", ACT)
    assert event_line(events[1]).startswith(
        "2024-02-06 (reported): moved to Table II (narcotic) from Table I (narcotic) by kz-gov-2024-22; evidence treaty"
    )
    unnamed = {(act["number"], claim["unnamed"]) for act in record["acts"] for claim in act["claims"]}
    assert unnamed == {("677", 11), ("677", 17), ("240", 12), ("240", 14), ("22", 0)}


def test_a_position_without_a_day_is_an_event_without_a_day(schedule: Schedule) -> None:
    [change] = changes_of(schedule.listings["ketamine"])
    assert (change.kind, change.day, change.evidence) == ("added", None, "unverified")
    assert isinstance(schedule.listings["ketamine"][0], Listing)


def test_days_may_be_given_as_text_and_what_is_no_day_is_said(schedule: Schedule) -> None:
    assert schedule.as_of("2024-02-06") == schedule.as_of(date(2024, 2, 6))
    assert schedule.diff("2024-02-05", "2024-02-06") == schedule.diff(date(2024, 2, 5), date(2024, 2, 6))
    with pytest.raises(InvalidDateError, match="'yesterday' is no date"):
        schedule.as_of("yesterday")
