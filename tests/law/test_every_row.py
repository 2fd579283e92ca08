"""Each row of the List is asked back by the structures that it controls; each day has its rows."""

from datetime import date, timedelta

import pytest
from rdkit import Chem

from kzschedule import check
from kzschedule.records.model import Listing
from kzschedule.schedule import Schedule

SCHEDULE = Schedule.default()
DAY = "2024-03-01"
LISTED = [
    (listing.row_id, substance_id)
    for listing in SCHEDULE.package.listings
    for substance_id in (
        [listing.substance_id] if listing.substance_id else SCHEDULE.law.groups[listing.group_id].members
    )
    if SCHEDULE.substances[substance_id].smiles
]


def listing_of(row_id: str, substance_id: str) -> Listing:
    return next(item for item in SCHEDULE.law.listings(substance_id) if item.row_id == row_id)


@pytest.mark.parametrize(("row_id", "substance_id"), LISTED)
def test_the_structure_of_a_row_finds_the_row(row_id: str, substance_id: str) -> None:
    smiles = SCHEDULE.substances[substance_id].smiles
    assert smiles is not None
    listing = listing_of(row_id, substance_id)
    asked = f"{smiles}.Cl" if "only_salt:Cl" in listing.forms else smiles
    verdict = check(asked, kind="smiles", as_of=DAY)
    rows = {row.row_id for match in verdict.matches for row in match.listings}
    assert row_id in rows
    assert verdict.status == ("unconfirmed" if listing.reading == "other" else "listed")


@pytest.mark.parametrize("act", SCHEDULE.package.acts, ids=lambda act: act.number)
def test_what_an_act_brought_is_in_force_from_its_sure_day_and_unconfirmed_before(act) -> None:  # type: ignore[no-untyped-def]
    brought = [
        substance_id
        for row_id, substance_id in LISTED
        if SCHEDULE.law.states(row_id)[0][0].act_id == act.act_id
        and listing_of(row_id, substance_id).reading != "other"
        and len(SCHEDULE.law.listings(substance_id)) == 1
    ]
    for substance_id in brought[:3]:
        smiles = SCHEDULE.substances[substance_id].smiles
        assert check(smiles, kind="smiles", as_of=act.from_sure).status == "listed"
        day_before = act.from_sure - timedelta(days=1)
        expected = {"unconfirmed"} if day_before >= act.from_earliest else {"no_match", "analogue", "unconfirmed"}
        assert check(smiles, kind="smiles", as_of=day_before).status in expected


def test_the_days_of_the_acts_are_in_order() -> None:
    acts = sorted(SCHEDULE.package.acts, key=lambda act: act.date)
    assert [act.number for act in acts] == ["470", "975", "677", "326", "240", "22"]
    assert all(act.from_earliest <= act.from_sure for act in acts)
    assert acts[-1].from_sure == date(2024, 2, 6)


@pytest.mark.parametrize(
    "substance", [item for item in SCHEDULE.package.substances if item.smiles], ids=lambda item: item.substance_id
)
def test_a_structure_of_the_data_is_a_structure(substance) -> None:  # type: ignore[no-untyped-def]
    mol = Chem.MolFromSmiles(substance.smiles)
    assert mol is not None
    assert Chem.MolToInchiKey(mol) == substance.inchikey
