"""Rings are counted in the text, before RDKit reads it."""

import pytest
from rdkit import Chem

from kzschedule.schedule import Schedule
from kzschedule.structures import rings
from kzschedule.structures.logs import silent


def test_the_count_of_rings_is_that_of_the_molecule() -> None:
    """The count before reading is the one after it, on every structure of the list, in each notation."""
    for substance in Schedule.default().package.substances:
        if not substance.smiles:
            continue
        mol = Chem.MolFromSmiles(substance.smiles)
        count = mol.GetNumBonds() - mol.GetNumAtoms() + len(Chem.GetMolFrags(mol))
        assert rings.of_smiles(substance.smiles, 0) == count, substance.substance_id
        for version in (False, True):
            assert rings.of_molblock(Chem.MolToMolBlock(mol, forceV3000=version), 0) == count, substance.substance_id
        with silent():
            inchi = Chem.MolToInchi(mol)
        # InChI writes salts of metals without the bond, so that it never has more rings.
        assert rings.of_inchi(inchi) <= count, substance.substance_id


@pytest.mark.parametrize(
    ("smiles", "count"),
    [
        ("", 0),
        ("C1CC1 C1CC1", 1),  # what stands behind a space is a name
        ("C1CC1 C1CC1 C1CC1", 1),
        ("C%10CC%10.C%(123)CC%(123)", 2),
        ("[13CH4]", 0),
        ("C1CC1.c1ccccc1.C1CC1", 3),
    ],
)
def test_ring_closures_of_a_smiles(smiles: str, count: int) -> None:
    assert rings.of_smiles(smiles, 0) == count


@pytest.mark.parametrize(
    ("inchi", "count"),
    [
        ("InChI=1S/3C3H6/c3*1-2-3-1/h3*1-3H2", 3),
        ("InChI=1S/C4H8.C3H6/c1-2-4-3-1;1-2-3-1/h1-4H2;1-3H2", 2),
        ("InChI=1S/C3H6.2CH4/c1-2-3-1;;/h1-3H2;2*1H4", 1),
        ("InChI=1S/CH4/h1H4", 0),
    ],
)
def test_rings_of_an_inchi_are_those_of_all_components(inchi: str, count: int) -> None:
    assert rings.of_inchi(inchi) == count


def test_what_is_too_short_for_more_rings_than_are_enough_is_not_looked_through() -> None:
    smiles = "C1CC1" * 40
    assert rings.of_smiles(smiles, 99) == 40
    assert rings.of_smiles(smiles, 100) == 0
    block = Chem.MolToMolBlock(Chem.MolFromSmiles("C1CC1"))
    lines = block.count("\n")
    assert rings.of_molblock(block, lines - 1) == 1
    assert rings.of_molblock(block, lines) == 0
    assert rings.of_molblock("", 80) == rings.of_molblock("\n" * 3, 0) == 0
