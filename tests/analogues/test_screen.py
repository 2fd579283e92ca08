"""The screen before matching: it lets every match through, and little else."""

from collections import Counter

import pytest
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.analogues.prefilter import SkeletonScreen

MOLECULES = [
    "CN1CCC[C@H]1c1cccnc1",  # nicotine
    "Cn1cnc2c1c(=O)n(C)c(=O)n2C",  # caffeine
    "CNC(C)C(=O)c1ccc(C)cc1",  # mephedrone
    "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1",  # 4-fluorofentanyl
    "CC(=O)Oc1ccccc1C(=O)O",  # aspirin
    "CCCCCCCCCCCC",
    "OCC1OC(O)C(O)C(O)C1O",  # glucose
    "COc1ccc2[nH]cc(CCN(C)C(C)C)c2c1",  # 5-MeO-MiPT
    "FC(F)(F)C(Cl)Br",  # halothane
    "C1CC1",
]


@pytest.fixture(scope="module")
def screen(search):
    return SkeletonScreen(search.skeletons, few=0)


@pytest.mark.parametrize("smiles", MOLECULES)
def test_every_skeleton_that_matches_is_possible(search, screen, smiles):
    mol = Chem.MolFromSmiles(smiles)
    matching = {i for i, skeleton in enumerate(search.skeletons) if mol.HasSubstructMatch(skeleton.query)}
    assert matching <= set(screen.possible(mol))


@pytest.mark.parametrize("smiles", MOLECULES)
def test_what_is_possible_has_no_more_rings_and_atoms_of_each_element_than_the_molecule(search, screen, smiles):
    mol = Chem.MolFromSmiles(smiles)
    elements = Counter(atom.GetSymbol() for atom in mol.GetAtoms())
    possible = [search.skeletons[number] for number in screen.possible(mol)]
    for skeleton in possible:
        assert skeleton.rings <= mol.GetRingInfo().NumRings()
        assert all(count <= elements[symbol] for symbol, count in skeleton.elements.items())


@pytest.mark.parametrize("smiles", MOLECULES)
def test_a_formula_rules_out_every_skeleton_with_more_of_an_element_and_no_other(search, screen, smiles):
    mol = Chem.MolFromSmiles(smiles)
    elements = Counter(atom.GetSymbol() for atom in mol.GetAtoms())
    bits = screen.by_formula(CalcMolFormula(mol))
    for number, skeleton in enumerate(search.skeletons):
        fits = all(count <= elements[symbol] for symbol, count in skeleton.elements.items())
        assert (bits >> number & 1 == 1) == fits


def test_of_hundreds_of_skeletons_few_are_left_to_be_matched(search, screen):
    left = [len(screen.possible(Chem.MolFromSmiles(smiles))) for smiles in MOLECULES]
    assert len(search.skeletons) > 200
    assert sum(left) / len(left) < len(search.skeletons) / 20


def test_only_wanted_skeletons_are_possible(screen):
    mol = Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1")
    possible = screen.possible(mol)
    assert screen.possible(mol, 1 << possible[1]) == [possible[1]]
    assert screen.possible(mol, 0) == []
