"""What an InChIKey may stand for: the stereoisomers of a structure, and the labels of its reference standards."""

import pytest
from rdkit import Chem

from kzschedule.structures.labels import labelled, stereoisomers


@pytest.mark.parametrize(
    ("smiles", "count"),
    [
        ("CCO", 1),
        ("CC(N)Cc1ccccc1", 2),
        ("CN[C@@H](C)[C@@H](O)c1ccccc1", 4),
        ("OC(C(O)C(O)=O)C(O)=O", 3),  # one of the four is its own mirror image
        ("CC=CC(N)C", 4),
    ],
)
def test_each_stereoisomer_is_drawn_once(smiles: str, count: int) -> None:
    drawn = {Chem.MolToSmiles(one) for one in stereoisomers(Chem.MolFromSmiles(smiles))}
    without = Chem.CanonSmiles(smiles) in drawn and "@" not in smiles and count > 1  # as it was given, left open
    assert len(drawn) - without == count
    flat = {Chem.MolToSmiles(Chem.MolFromSmiles(one), isomericSmiles=False) for one in drawn}
    assert flat == {Chem.CanonSmiles(smiles, useChiral=0)}


@pytest.mark.parametrize(
    ("smiles", "standard"),
    [
        ("CC(N)Cc1ccccc1", "[2H]C([2H])([2H])C(N)Cc1ccccc1"),
        ("CC(N)Cc1ccccc1", "[2H]c1c([2H])c([2H])c(CC(C)N)c([2H])c1[2H]"),
        ("CC(N)Cc1ccccc1", "[2H]C([2H])([2H])C([2H])(N)C([2H])([2H])c1ccccc1"),
        ("CC(N)Cc1ccccc1", "[2H]c1c([2H])c([2H])c(CC(N)C([2H])([2H])[2H])c([2H])c1[2H]"),
        ("CNC(C)Cc1ccccc1", "[2H]C([2H])([2H])NC(Cc1ccccc1)C([2H])([2H])[2H]"),
        ("CNC(C)Cc1ccccc1", "[13CH3]NC(C)Cc1ccccc1"),
        ("CNC(C)Cc1ccccc1", "[2H][13C]([2H])([2H])NC(C)Cc1ccccc1"),
        (
            "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
            "CCC(=O)N(c1c([2H])c([2H])c([2H])c([2H])c1[2H])C1CCN(CCc2ccccc2)CC1",
        ),
    ],
)
def test_standards_are_among_the_labelled_forms(smiles: str, standard: str) -> None:
    assert Chem.CanonSmiles(standard) in {Chem.MolToSmiles(one) for one in labelled(Chem.MolFromSmiles(smiles))}


def test_labels_are_all_that_is_changed() -> None:
    mol = Chem.MolFromSmiles("CN[C@@H](C)Cc1ccccc1")
    forms = list(labelled(mol))
    for one in forms:
        plain = Chem.Mol(one)
        for atom in plain.GetAtoms():
            atom.SetIsotope(0)
        assert Chem.MolToSmiles(Chem.RemoveHs(plain)) == Chem.MolToSmiles(mol)
        assert any(atom.GetIsotope() for atom in one.GetAtoms())
    isotopes = {atom.GetIsotope() for one in forms for atom in one.GetAtoms()}
    assert isotopes == {0, 2, 13}
