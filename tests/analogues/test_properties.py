"""Properties that hold for every parent and candidate, whatever the list says."""

import pickle
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdkit import Chem

from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.search import AnalogueSearch, analogues_of
from kzschedule.structures.parent import parents_of

PERMITTED = ("C", "F", "Cl", "OC", "CC", "C(F)(F)F", "C#N", "[N+](=O)[O-]", "SC")

relaxed = settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))


def substituted(mol: Chem.Mol, place: int, group: str) -> Chem.Mol | None:
    """Put a group in the place of a hydrogen on carbon."""
    carriers = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() == 6 and atom.GetTotalNumHs()]
    if not carriers:
        return None
    editable = Chem.RWMol(mol)
    attached = editable.GetNumAtoms()
    editable.InsertMol(Chem.MolFromSmiles(group))
    editable.AddBond(carriers[place % len(carriers)], attached, Chem.BondType.SINGLE)
    atom = editable.GetAtomWithIdx(carriers[place % len(carriers)])
    atom.SetNumExplicitHs(max(0, atom.GetNumExplicitHs() - 1))
    atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    return Chem.MolFromSmiles(Chem.MolToSmiles(editable, isomericSmiles=False))


def described(decompositions, mol) -> list[tuple]:
    """What was found, with atoms by rank instead of number, so that it can be compared across drawings."""
    mol = Chem.Mol(mol)
    Chem.FastFindRings(mol)
    ranks = list(Chem.CanonicalRankAtoms(mol, breakTies=False, includeChirality=False))
    return [
        (
            found.parent_id,
            found.grade,
            found.parent_atoms,
            tuple(ranks[atom] for atom in found.matched_atoms),
            tuple(
                (part.parent_positions, part.replaced_symbols, part.reading.smiles, part.permitted)
                for part in found.replacements
            ),
        )
        for found in decompositions
    ]


def pairs(parents) -> list[tuple[str, str]]:
    return [(parent.substance_id, parent.smiles) for parent in parents]


def test_no_parent_is_its_own_analogue(search, parents):
    for parent_id, smiles in pairs(parents):
        whole = parents_of(Chem.MolFromSmiles(smiles), frozenset())[0].mol
        assert parent_id not in {found.parent_id for found in search.find(whole)}


def test_every_parent_is_found_from_its_simplest_analogue(search, parents):
    for parent_id, smiles in pairs(parents):
        whole = parents_of(Chem.MolFromSmiles(smiles), frozenset())[0].mol
        candidate = substituted(whole, 0, "C")
        if candidate is not None:
            assert parent_id in {found.parent_id for found in search.find(candidate)}


@relaxed
@given(data=st.data())
def test_one_permitted_replacement_makes_an_analogue(search, parents, data):
    parent_id, smiles = data.draw(st.sampled_from(sorted(pairs(parents))))
    group = data.draw(st.sampled_from(PERMITTED))
    whole = parents_of(Chem.MolFromSmiles(smiles), frozenset())[0].mol
    candidate = substituted(whole, data.draw(st.integers(0, 997)), group)
    assume(candidate is not None)
    [found] = [found for found in search.find(candidate) if found.parent_id == parent_id]
    assert len(found.replacements) == 1
    assert found.replacements[0].permitted == "official"
    assert found.makes_status


@relaxed
@given(data=st.data())
def test_an_analogue_with_one_more_permitted_replacement_is_one(search, unlisted, data):
    smiles = unlisted[data.draw(st.sampled_from(sorted(unlisted)))]
    mol = Chem.MolFromSmiles(smiles)
    more = substituted(mol, data.draw(st.integers(0, 997)), data.draw(st.sampled_from(PERMITTED[:2])))
    assume(more is not None)
    # The wider reading of a carboxyl group is not taken for what is outside anyhow, so it may be lost.
    before = {found.parent_id: found for found in search.find(mol) if "carboxyl" not in found.open_reasons}
    after = {found.parent_id: found for found in search.find(more)}
    # Grown on the skeleton, or on a hydrogen atom that is beside it: the parents stay parents.
    mapped = {atom for found in before.values() for atom in found.matched_atoms}
    assume(mapped)
    assert set(before) <= set(after)


@relaxed
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_the_order_of_atoms_changes_nothing(search, unlisted, parents, data, seed):
    everything = {**unlisted, **dict(pairs(parents))}
    mol = Chem.MolFromSmiles(everything[data.draw(st.sampled_from(sorted(everything)))])
    order = list(range(mol.GetNumAtoms()))
    random.Random(seed).shuffle(order)
    turned = Chem.RenumberAtoms(mol, order)
    assert described(search.find(turned), turned) == described(search.find(mol), mol)


def test_salt_form_isotopes_and_stereochemistry_change_nothing(search):
    plain = Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1")
    expected = described(search.find(plain), plain)
    for smiles in (
        "C[NH2+]C(C)C(=O)c1ccc(F)cc1.[Cl-]",
        "CNC(C)C(=O)c1ccc(F)cc1.OC(=O)C=CC(=O)O",
        "[2H]C([2H])([2H])NC(C)C(=O)c1ccc(F)cc1",
        "CN[13CH](C)C(=O)c1ccc(F)cc1",
        "CN[C@H](C)C(=O)c1ccc(F)cc1",
    ):
        substances = parents_of(Chem.MolFromSmiles(smiles), frozenset({"O=C(O)C=CC(=O)O", "Cl"}))
        mol = substances[0].mol
        # Configuration decides only which of equally near parents comes first.
        assert sorted(entry[:3] for entry in described(search.find(mol), mol)) == sorted(
            entry[:3] for entry in expected
        )


def test_open_analogues_of_a_structure_as_read_are_found_unless_left_out(rule, lines):
    search = AnalogueSearch([AnalogueParent("ghb", "OCCCC(=O)O")], rule, lines)
    salt = Chem.MolFromSmiles("CCC(N)C(=O)O.Cl")
    assert [found.grade for found in analogues_of(salt, search, {"Cl"})] == ["open"]
    assert analogues_of(salt, search, {"Cl"}, include_open=False) == ()


@pytest.mark.parametrize(
    "smiles",
    [
        "C[NH2+]C(C)C(=O)c1ccc(F)cc1.[Cl-]",
        "[Cl-].C[NH2+]C(C)C(=O)c1ccc(F)cc1",
        "OS(=O)(=O)O.CNC(C)C(=O)c1ccc(F)cc1",
        "[2H]C([2H])([2H])NC(C)C(=O)c1ccc(F)cc1",
        "CC(=O)Oc1ccccc1C(=O)O.CNC(C)C(=O)c1ccc(F)cc1",
        "CCCCNC(C)C(=O)c1ccc(F)c(F)c1.CNC(C)C(=O)c1ccc(F)cc1",
        "CNC(C)C(=O)c1ccc(F)cc1.CCNC(C)C(=O)c1cccc(F)c1",
    ],
)
def test_a_structure_as_read_keeps_the_numbers_of_its_atoms(rule, lines, smiles):
    search = AnalogueSearch([AnalogueParent("methcathinone", "CNC(C)C(=O)c1ccccc1")], rule, lines)
    mol = Chem.MolFromSmiles(smiles)
    [found] = analogues_of(mol, search, {"Cl", "O=S(=O)(O)O"})
    [part] = found.replacements
    assert part.reading.smiles == "*F"
    assert [mol.GetAtomWithIdx(atom).GetSymbol() for atom in part.atoms] == ["F"]
    neighbours = mol.GetAtomWithIdx(part.positions[0]).GetNeighbors()
    assert part.atoms[0] in {neighbour.GetIdx() for neighbour in neighbours}
    assert not any(atom.HasProp("_numberAsRead") for atom in mol.GetAtoms())


def test_a_search_travels_to_another_process(search):
    mol = Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1")
    assert pickle.loads(pickle.dumps(search)).find(mol) == search.find(mol)
