"""The list over time: views on days, what acts changed, what changed between two days, the history of a substance."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzschedule import check
from kzschedule.answer.changes import Change, ScheduleDiff, ScheduleView, act_changes, changes_of, claims_of
from kzschedule.answer.history import history
from kzschedule.errors import InvalidDateError, KzScheduleError
from kzschedule.render.history import act_lines, claim_line, counts_line, event_line, events
from kzschedule.schedule import Schedule

NEWEST = date(2024, 2, 6)
#: Between these two days it is not certain whether No. 677 of 2021 is in force.
EARLIEST, SURE = date(2021, 10, 8), date(2021, 10, 31)


def rows(view: ScheduleView) -> set[str]:
    return {position.row_id for position in view.in_force}


def added(diff: ScheduleDiff) -> list[str]:
    return [change.id for item in diff.acts for change in item.added]


# --- views


def test_a_view_has_the_rows_of_the_revision(schedule: Schedule) -> None:
    before, after = schedule.as_of(NEWEST - timedelta(days=1)), schedule.as_of(NEWEST)
    assert len(rows(after)) == 461
    assert rows(after) - rows(before) == {
        "I-A-84", "I-A-85", "I-A-86", "I-B-62", "I-B-63", "III-B-68", "III-B-69", "III-B-70", "IV-1.32",
    }  # fmt: skip
    assert rows(before) <= rows(after)
    assert after.messages[0] == f"In force on 2024-02-06: rows 461, positions {len(after.in_force)}."
    assert "a later one may exist" in after.messages[-1]


def test_a_view_has_each_substance_and_each_group_in_its_row(schedule: Schedule) -> None:
    view = schedule.as_of(NEWEST)
    held = {(position.row_id, position.substance_id or position.group_id) for position in view.in_force}
    assert ("I-A-20", "heroin") in held
    assert ("I-B-35", "thc-isomers") in held
    assert {row_id for row_id, what in held if what == "cocaine"} == {"I-A-37", "II-A-15"}
    assert {row_id for row_id, what in held if what is None} >= {"I-B-61", "III-A-1"}
    order = [position.row_id for position in view.in_force]
    assert order.index("I-A-9") < order.index("I-A-10") < order.index("II-A-1") < order.index("IV-2.1")


def test_inside_an_interval_rows_are_neither_in_force_nor_missing(schedule: Schedule) -> None:
    for day, certain, doubtful in (
        (EARLIEST - timedelta(days=1), False, False),
        (EARLIEST, False, True),
        (SURE - timedelta(days=1), False, True),
        (SURE, True, False),
    ):
        view = schedule.as_of(day)
        assert ("I-A-74" in rows(view)) == certain
        assert ("I-A-74" in {position.row_id for position in view.maybe}) == doubtful


def test_second_readings_are_not_in_force_for_certain(schedule: Schedule) -> None:
    view = schedule.as_of(NEWEST)
    others = {position.substance_id for position in view.maybe if position.reading == "other"}
    assert others
    assert all(position.reading != "other" for position in view.in_force)


def test_a_view_agrees_with_check(schedule: Schedule, today: date) -> None:
    view = schedule.as_of(today)
    for position in view.in_force[::40]:
        if position.substance_id and position.cas:
            verdict = check(position.cas, as_of=today, schedule=schedule)
            assert position.row_id in {listing.row_id for match in verdict.matches for listing in match.listings}


def test_before_the_first_act_nothing_is_in_force_and_the_view_says_why(schedule: Schedule) -> None:
    view = schedule.as_of(date(2019, 7, 4))
    assert (view.in_force, view.maybe, view.claims) == ((), (), ())
    assert any("which are not held" in message for message in view.messages)
    assert not schedule.as_of(date(2019, 7, 5)).in_force, "published on 9 July"
    assert schedule.as_of(date(2019, 7, 5)).maybe
    assert schedule.as_of(date(2019, 7, 9)).in_force


def test_a_view_survives_json(schedule: Schedule) -> None:
    view = schedule.as_of(NEWEST)
    assert ScheduleView.model_validate_json(view.model_dump_json()) == view


# --- what acts changed


def test_an_act_has_its_rows_sizes_and_substituents(schedule: Schedule) -> None:
    act = act_changes(schedule, "22/2024")
    assert len(act.of("row", "added")) == 9
    assert [change.id for change in act.of("substituent", "added")] == ["1.73", "1.74", "1.75"]
    assert [(change.id, change.before_ru) for change in act.of("substituent", "ended")] == [("2.16", "Метоксикарбонил")]
    starred = [change for change in act.of("size", "changed") if "mixture" in change.fields]
    assert len(starred) > 150
    assert {change.from_sure for change in act.changes} == {NEWEST}


def test_what_two_acts_cannot_be_told_apart_for_stands_with_both(schedule: Schedule) -> None:
    both = [change for change in changes_of(schedule) if change.or_act_id == "kz-gov-2019-975"]
    assert both
    assert {change.act_id for change in both} == {"kz-gov-2021-677"}
    assert {(change.from_earliest, change.from_sure) for change in both} == {(date(2020, 1, 5), SURE)}
    assert set(both) <= set(act_changes(schedule, "975").changes)
    assert set(both) <= set(act_changes(schedule, "677").changes)


def test_methadone_came_by_the_act_that_was_not_read(schedule: Schedule) -> None:
    assert [change.id for change in act_changes(schedule, "975/2019").added] == ["II-A-20-1"]


def test_a_row_worded_anew_keeps_both_wordings(schedule: Schedule) -> None:
    changed = {change.id: change for change in changes_of(schedule) if (change.what, change.kind) == ("row", "changed")}
    hemp = changed["I-A-62"]
    assert hemp.before_ru != hemp.after_ru
    assert "высушенном или невысушенном" in hemp.after_ru
    assert hemp.act_id == "kz-gov-2023-240"
    assert "printed_ru" in hemp.fields


@pytest.mark.parametrize("act", ["22/2024", "22", "№22/2024", "kz-gov-2024-22"])
def test_an_act_is_named_in_several_ways(schedule: Schedule, act: str) -> None:
    assert act_changes(schedule, act).act.act_id == "kz-gov-2024-22"


def test_an_act_that_is_not_held_is_refused_with_those_that_are(schedule: Schedule) -> None:
    for act in ("22/2023", "1", "", "x"):
        with pytest.raises(KzScheduleError, match="these are: 470/2019, 975/2019, 677/2021"):
            act_changes(schedule, act)


def test_a_claim_is_explained_by_rows(schedule: Schedule) -> None:
    claims = {(claim.act_id, claim.count): claim for claim in claims_of(schedule)}
    assert claims["kz-gov-2024-22", 8].unnamed == 0
    assert {claim.count for claim in act_changes(schedule, "22/2024").claims} == {1, 8}
    assert claims["kz-gov-2021-677", 17].named == 16, "one of the lines has two names"
    assert claims[None, 1000].named is None
    held = {row.row_id for row in schedule.package.rows}
    for claim in claims.values():
        assert set(claim.row_ids) <= held
        if claim.act_id:
            assert set(claim.row_ids) <= {change.id for change in act_changes(schedule, claim.act_id).added}


# --- comparisons


def test_a_comparison_is_by_act_and_the_first_day_is_outside(schedule: Schedule) -> None:
    diff = schedule.diff(NEWEST - timedelta(days=1), NEWEST)
    assert [item.act.number for item in diff.acts] == ["22"]
    assert len(added(diff)) == 9
    assert schedule.diff(NEWEST, NEWEST + timedelta(days=99)).acts == ()
    assert schedule.diff(NEWEST, NEWEST).acts == ()


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        (date(2021, 10, 1), date(2021, 12, 31), ["677"]),
        (date(2021, 10, 10), date(2021, 10, 12), ["677"]),  # may have come in these days
        (date(2021, 10, 31), date(2022, 6, 1), []),
        (date(2022, 6, 1), date(2023, 4, 1), ["326", "240"]),
        (date(2019, 7, 9), date(2019, 12, 31), []),
        (date(2000, 1, 1), date(2000, 12, 31), []),
    ],
)
def test_acts_are_shown_where_they_may_have_come_into_force(
    schedule: Schedule, first: date, second: date, numbers: list[str]
) -> None:
    diff = schedule.diff(first, second)
    assert [item.act.number for item in diff.acts if item.act.number != "975"] == numbers


def test_days_in_the_wrong_order_are_an_error_with_the_cure(schedule: Schedule) -> None:
    with pytest.raises(InvalidDateError, match="give the earlier day first"):
        schedule.diff(NEWEST, date(2019, 7, 5))


@settings(max_examples=20)
@given(st.lists(st.dates(date(2019, 1, 1), date(2025, 1, 1)), min_size=2, max_size=2, unique=True).map(sorted))
def test_what_was_added_between_two_days_is_the_difference_of_their_views(days: list[date]) -> None:
    schedule = Schedule.default()
    first, second = days
    came = set(added(schedule.diff(first, second)))
    before, after = schedule.as_of(first), schedule.as_of(second)
    assert rows(after) - rows(before) <= came
    everywhere = {position.row_id for position in (*after.in_force, *after.maybe)}
    assert came <= everywhere


def test_days_may_be_given_as_text_and_what_is_no_day_is_said(schedule: Schedule) -> None:
    assert schedule.as_of("06.02.2024") == schedule.as_of(NEWEST)
    assert schedule.diff("2024-02-05", "2024-02-06") == schedule.diff(date(2024, 2, 5), NEWEST)
    with pytest.raises(InvalidDateError, match="'yesterday' is no date"):
        schedule.as_of("yesterday")


# --- in words


def test_the_history_of_a_substance_is_its_rows_and_sizes_in_order() -> None:
    record = history("трамадол")
    [substance] = record["substances"]
    assert [(event["kind"], event["id"]) for event in substance["events"]][:2] == [
        ("added", "III-B-66"),
        ("added", substance["events"][1]["id"]),
    ]
    changes = [Change.model_validate(event) for event in substance["events"]]
    (day, said), *_ = events(changes, "ru")
    assert day == "31.03.2023 – 18.06.2023, № 240"
    assert said == "внесена строка III-B-66, Таблица III, раздел В (психотропные вещества): «Трамадол»"
    assert record["revision"]["revision_id"] == "2024-01-23"


def test_the_history_of_an_analogue_is_that_of_its_nearest_parent() -> None:
    record = history("CNC(C)C(=O)c1ccc(C)cc1")
    parents = [substance for substance in record["substances"] if substance["parent"]]
    assert [substance["substance_id"] for substance in parents] == ["methcathinone"]
    assert parents[0]["events"][0]["id"] == "I-B-23"
    assert history("aspirin")["substances"] == []


def test_an_act_in_lines_says_itself_its_counts_and_an_event_a_line(schedule: Schedule) -> None:
    head, counts, *rest = act_lines(act_changes(schedule, "326/2022"))
    assert head == "No. 326 of 2022-05-23, in force from 2022-06-03 at the earliest, from 2022-08-21 for certain"
    assert counts.strip().startswith("rows added 1")
    assert "  row II-A-55 added, Table II, section A (narcotic drugs): «Ацетилфентанил»" in rest
    assert counts_line(act_changes(schedule, "22/2024"), "ru").startswith("внесено строк 9")


def test_a_size_that_got_a_star_only_is_said_so(schedule: Schedule) -> None:
    changes = {change.id: change for change in act_changes(schedule, "22/2024").of("size", "changed")}
    said = event_line(changes["S-I-1"])
    assert said == "size S-I-1: a star was added, it holds for the whole mixture: Аллилпродин*: 0-0,5 | 0,5-2,5 | 2,5"


def test_a_claim_says_its_source_and_the_rows(schedule: Schedule) -> None:
    claims = {(claim.act_id, claim.count): claim for claim in claims_of(schedule)}
    said = claim_line(claims["kz-gov-2023-240", 12], "ru")
    assert said == "medservice-2023 сообщает: прекурсоры, 12; строк, которые это объясняют: 12"
    assert claim_line(claims[None, 1000]).endswith("no rows explain it")
