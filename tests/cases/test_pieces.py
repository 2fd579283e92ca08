"""A listed structure is not passed over because copying has put a blank or the end of a line into it."""

import random

import pytest
from rdkit import Chem

from kzschedule import check
from kzschedule.records.model import Substance
from kzschedule.schedule import Schedule

SCHEDULE = Schedule.default()
DRAWN = [
    one
    for one in SCHEDULE.package.substances
    if one.smiles and SCHEDULE.law.listings(one.substance_id) and Chem.MolFromSmiles(one.smiles).GetNumAtoms() > 7
]
#: What stands behind an InChI may be a later layer of it: then it may be the structure without that layer.
FOUND = {"unresolved", "listed", "unconfirmed"}


def in_pieces(text: str, between: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(text))
    return text[:place] + between + text[place:]


@pytest.mark.parametrize("substance", DRAWN, ids=[one.substance_id for one in DRAWN])
def test_a_structure_in_pieces_is_found(substance: Substance) -> None:
    chance = random.Random(substance.substance_id)
    for text in (substance.smiles, Chem.MolToInchi(Chem.MolFromSmiles(substance.smiles))):
        for between in (" ", "\n", "-\n"):
            query = in_pieces(text, between, chance)
            verdict = check(query, as_of="2024-03-01")
            found = {one.substance_id for one in (*verdict.suggestions, *verdict.matches)}
            assert verdict.status in FOUND, query
            assert substance.substance_id in found, query
