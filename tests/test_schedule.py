"""The list: the view on a date, frames, history."""

from datetime import date

import pandas as pd
import pytest

from kzschedule import check
from kzschedule.datapackage import DataPackage, read_package
from kzschedule.history import history
from kzschedule.schedule import Schedule


def with_listing(package: DataPackage, substance_id: str, **changes: object) -> Schedule:
    """The shipped list with one position changed, as a later amendment might."""
    listings = tuple(
        listing.model_copy(update=changes) if listing.substance_id == substance_id else listing
        for listing in package.listings
    )
    fields = {name: getattr(package, name) for name in package.__dataclass_fields__}
    return Schedule(DataPackage(**{**fields, "listings": listings}))


def test_a_position_ends_on_its_first_day_out_of_force() -> None:
    schedule = with_listing(read_package(), "heroin", listed_until=date(2024, 2, 6), until_act_id="kz-gov-2024-22")
    assert schedule.positions("heroin", date(2024, 2, 5))[0].in_force
    assert not schedule.positions("heroin", date(2024, 2, 6))[0].in_force
    verdict = check("героин", as_of="2024-02-06", schedule=schedule)
    assert verdict.status == "unconfirmed"
    assert any("ended on 2024-02-06 by kz-gov-2024-22" in message for message in verdict.messages)
    assert [event["event"] for event in history("героин", schedule=schedule)["substances"][0]["events"]] == [
        "listed in",
        "taken off",
    ]


def test_the_newest_act_is_by_date_of_signing(schedule: Schedule) -> None:
    newest = schedule.newest_act()
    assert newest is not None
    assert newest.act_id == "kz-gov-2024-22"
    earlier = schedule.newest_act(date(2021, 1, 1))
    assert earlier is not None
    assert earlier.act_id == "kz-gov-2019-975"
    assert schedule.newest_act(date(2010, 1, 1)) is None


@pytest.mark.parametrize(
    "which", ["listings", "substances", "names", "acts", "claims", "sizes", "sources", "collisions"]
)
def test_records_become_a_frame_row_by_row(schedule: Schedule, which: str) -> None:
    frame = schedule.to_frame(which)  # type: ignore[arg-type]
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == len(getattr(schedule.package, which))


def test_the_frame_of_positions_has_names_structures_and_dates(schedule: Schedule) -> None:
    frame = schedule.to_frame().set_index("substance_id")
    assert frame.loc["mephedrone", "name_ru"] == "мефедрон"
    assert frame.loc["mephedrone", "listed_from"] == pd.Timestamp("2019-07-05")
    assert frame["listed_from"].isna().sum() == (frame["evidence"] == "unverified").sum()


def test_history_names_acts_dates_evidence_and_what_is_claimed_without_names() -> None:
    record = history("эутилон")
    assert record["substances"][0]["events"][0]["act_id"] == "kz-gov-2024-22"
    claims = {act["act_id"]: [claim["count"] for claim in act["claims"]] for act in record["acts"]}
    assert sorted(claims["kz-gov-2023-240"]) == [12, 15]
    assert {claim["count"] for claim in record["claims_without_act"]} >= {11, 17}


def test_history_of_what_is_not_held_says_so() -> None:
    record = history("aspirin")
    assert record["substances"] == []
    assert any("not a statement of legality" in message for message in record["messages"])
