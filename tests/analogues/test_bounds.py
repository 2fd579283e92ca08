"""Absurd structures are answered or refused in bounded time."""

import contextlib
import time

import pytest
from rdkit import Chem

from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.search import MAX_CANDIDATE_ATOMS, AnalogueSearch, CandidateTooLargeError

C60 = (
    "c12c3c4c5c1c6c7c8c2c9c1c3c2c3c4c4c%10c5c5c6c6c7c7c%11c8c9c8c9c1c2c1c2c3c4c3c4c%10c5c5c6c6c7c7c%11c8c8c9c1"
    "c1c2c3c2c4c5c6c3c7c8c1c23"
)
PEPTIDE = "N[C@@H](C)C(=O)" * 50 + "O"


def polyamidoamine(generation: int) -> str:
    """Write a polyamidoamine dendrimer."""
    if generation == 0:
        return "N"
    arm = f"CCC(=O)NCC{polyamidoamine(generation - 1)}"
    return f"N({arm}){arm}"


STRUCTURES = {
    "cubane": "C12C3C4C1C5C2C3C45",
    "buckminsterfullerene": C60,
    "a peptide of 50 residues": PEPTIDE,
    "a peptide of 15 residues": "NC(C)C(=O)" * 15 + "O",
    "a chain of 300 carbon atoms": "C" * 300,
    "a fatty acid of 140 carbon atoms": "C" * 139 + "C(=O)O",
    "a dendrimer": polyamidoamine(4),
    "a small dendrimer": polyamidoamine(3),
    "polyphenylene": "c1ccccc1" + "-c1ccc(cc1)" * 20 + "-c1ccccc1",
    "a perfluorinated chain": "FC(F)(F)" + "C(F)(F)" * 50 + "C(=O)O",
    "an acid with many arms": "OC(=O)CCCN(CCCC(=O)O)CCN(CCCC(=O)O)CCN(CCCC(=O)O)CCCC(=O)O",
    "hydrogen": "[H][H]",
    "helium": "[He]",
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_bounded_time(search, name):
    mol = Chem.MolFromSmiles(STRUCTURES[name])
    assert mol is not None
    search.find(Chem.MolFromSmiles("CCO"))  # compiled
    start = time.perf_counter()
    if mol.GetNumHeavyAtoms() > MAX_CANDIDATE_ATOMS:
        with pytest.raises(CandidateTooLargeError, match="heavy atoms"):
            search.find(mol)
    else:
        search.find(mol)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("name", STRUCTURES)
def test_bounded_time_with_parents_that_fit_everywhere(rule, lines, name):
    """Skeletons of plain carbon, which the list does not have, are the worst case of symmetry."""
    parents = {
        "hexane": "CCCCCC",
        "benzene": "c1ccccc1",
        "biphenyl": "c1ccccc1-c1ccccc1",
        "neopentane": "CC(C)(C)C",
    }
    search = AnalogueSearch([AnalogueParent(*item) for item in parents.items()], rule, lines)
    search.find(Chem.MolFromSmiles("CCO"))
    start = time.perf_counter()
    with contextlib.suppress(CandidateTooLargeError):
        search.find(Chem.MolFromSmiles(STRUCTURES[name]))
    assert time.perf_counter() - start < 1


def test_more_mappings_than_are_compared_are_reported(rule, lines):
    parent = "CC(C)(C)c1cc(C(C)(C)C)c(C(C)(C)C)cc1C(C)(C)C"
    search = AnalogueSearch([AnalogueParent("tetra-tert-butylbenzene", parent)], rule, lines)
    start = time.perf_counter()
    [found] = search.find(Chem.MolFromSmiles(parent.replace("c1cc(", "c1c(F)c(")))
    assert time.perf_counter() - start < 1
    assert not found.complete
    assert [part.reading.smiles for part in found.replacements] == ["*F"]
