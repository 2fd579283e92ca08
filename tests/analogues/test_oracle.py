"""The search agrees with an independent oracle on every pair of some hundred candidates and all parents."""

import random
import zlib

import networkx
import pytest
from chemicals.identifiers import pubchem_db
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdkit import Chem
from tests.analogues.oracle import ListOracle, best_outcomes, graph_of, read_list, skeleton_of

from kzschedule.analogues.search import AnalogueSearch
from kzschedule.records.package import default_directory

REVISION = "2024-01-23"


@pytest.fixture(scope="module")
def approved() -> ListOracle:
    return ListOracle(read_list(default_directory() / "substituents.csv", REVISION))


@pytest.fixture(scope="module")
def skeletons(parents) -> dict[str, networkx.Graph]:
    return {parent.substance_id: skeleton_of(graph_of(parent.smiles)) for parent in parents}


def assert_agreement(search: AnalogueSearch, skeletons, approved, smiles: str) -> int:
    """Compare one candidate with every parent; return how many it is an analogue of."""
    doubtful = {parent.substance_id for parent in search.parents if parent.doubtful}
    engine = {found.parent_id: found for found in search.find(Chem.MolFromSmiles(smiles))}
    candidate = graph_of(smiles)
    by_skeleton: dict[int, list] = {}
    oracle = {}
    for parent_id, skeleton in skeletons.items():
        key = flat_key(skeleton)
        if key not in by_skeleton:
            by_skeleton[key] = best_outcomes(candidate, skeleton, approved)
        if by_skeleton[key]:
            oracle[parent_id] = by_skeleton[key]
    assert set(engine) == set(oracle), smiles
    for parent_id, outcomes in oracle.items():
        assert_same(engine[parent_id], outcomes, skeletons[parent_id], len(candidate), parent_id in doubtful)
    return len(oracle)


def assert_same(found, outcomes, skeleton, size: int, doubtful: bool) -> None:
    reasons = {"not_in_list" if reason == "repeated" else reason for reason in found.open_reasons} - {"parent_reading"}
    numbers = sorted((part.number for part in found.replacements), key=str)
    fitting = [
        outcome
        for outcome in outcomes
        if outcome.reasons == reasons and fits(numbers, [list(group) for group in outcome.numbers])
    ]
    assert fitting, (found, outcomes)
    assert (len(found.replacements), found.rest_atoms) == (outcomes[0].changes, outcomes[0].heavy)
    assert ("parent_reading" in found.open_reasons) == doubtful
    assert (found.grade == "official") == (not reasons and not doubtful)
    assert found.makes_status == (outcomes[0].tier < 3)
    shares = {(len(skeleton) + outcome.kept_acid) / size for outcome in fitting}
    assert found.skeleton_share in shares
    acids = sum(leaves.count("acid") for _, leaves in skeleton.nodes(data="leaves"))
    small = len(skeleton) + acids < (6 if skeleton.number_of_edges() >= len(skeleton) else 8)
    assert found.remote == (small or found.skeleton_share < 0.5)


def fits(numbers: list, groups: list[list]) -> bool:
    """Whether each number can be had from a group of equally good ones."""
    if not numbers:
        return not groups
    return any(
        numbers[0] in group and fits(numbers[1:], groups[:place] + groups[place + 1 :])
        for place, group in enumerate(groups)
    )


def flat_key(skeleton: networkx.Graph) -> int:
    """Equal for parents that were drawn atom by atom the same: amfetamine and its enantiomers."""
    return zlib.crc32(repr((sorted(skeleton.nodes(data=True)), sorted(skeleton.edges(data=True)))).encode())


def sample_of(smiles: dict[str, str], count: int) -> list[str]:
    names = sorted(smiles)
    random.Random(470).shuffle(names)
    return sorted(smiles[name] for name in names[:count] if "." not in smiles[name])


def test_agrees_with_the_oracle_on_substances_that_are_not_listed(search, skeletons, approved, unlisted):
    sample = sample_of(unlisted, 200)
    analogues = sum(assert_agreement(search, skeletons, approved, smiles) for smiles in sample)
    assert analogues > 400


def test_agrees_with_the_oracle_on_the_parents_themselves(search, skeletons, approved, parents):
    sample = sample_of({parent.substance_id: parent.smiles for parent in parents}, 80)
    analogues = sum(assert_agreement(search, skeletons, approved, smiles) for smiles in sample)
    assert analogues > 100


def test_agrees_with_the_oracle_on_common_chemicals(search, skeletons, approved):
    pubchem_db.finish_loading()
    common = {
        str(entry.CASs): entry.smiles
        for entry in pubchem_db.CAS_index.values()
        if entry.smiles and "." not in entry.smiles and 40 < len(entry.smiles) < 90
    }
    for smiles in sample_of(common, 60):
        if Chem.MolFromSmiles(smiles) is not None:
            assert_agreement(search, skeletons, approved, smiles)


def test_agrees_with_the_oracle_on_relatives_of_small_acids(search, skeletons, approved):
    """Carboxyl groups, lactones and bridges over hydroxyl groups, where readings compete."""
    for smiles in SMALL:
        assert_agreement(search, skeletons, approved, smiles)


SMALL = [
    "NCCCC(=O)O",
    "COC(=O)CCCO",
    "COC(=O)CCCOC",
    "O=C1CCCO1",
    "O=C1OCCC1c1ccccc1",
    "CCCCOC(=O)CCCO",
    "CCCCOCCCC(=O)O",
    "CC(=O)OCCCC(N)=O",
    "OCCCC(=O)Oc1ccc2ccccc2c1",
    "OC1(CCC1)CCC(O)=O",
    "OCC1CC1C(=O)OCC=C",
    "O=C(O)C1CCCCO1",
    "O=C1COCCCCO1",
    "O=C(O)CCCOC1CCCC1",
    "O=C(OC(C(N)=O)C(C)C)CCCO",
    "CN(C)CCc1c[nH]c2ccc3c(c12)OCCC3",
    "CN(C)CCc1c[nH]c2cccc(OP(=O)(O)OC)c12",
    "CN(C)CCc1c[nH]c2cccc(OP(=O)(N)O)c12",
    "CNC(C)C(OC)(OCCC)c1ccccc1",
    "CNC(C)C1(OCCO1)c1ccccc1",
    "CNC(C)C1(OCCCO1)c1ccccc1",
    "CC(N)C(O)c1ccc2OCOc2c1",
    "CC1NCCOC1c1ccccc1",
    "CC1C(c2ccccc2)OCCN1C",
]

EDITS = ("add", "drop", "swap", "cut", "insert", "join", "oxidise")
GROUPS = ("C", "F", "O", "Cl", "OC", "N", "C(F)(F)F", "OC(C)=O", "c1ccccc1", "C1CC1", "C#N", "C(=O)O")


def mutate(mol: Chem.Mol, edit: str, place: int, group: str) -> Chem.Mol | None:  # noqa: PLR0912
    """Edit a molecule at one of the places where that can be done; None if the result is no molecule."""
    editable = Chem.RWMol(mol)
    atoms = [atom.GetIdx() for atom in editable.GetAtoms()]
    with_hydrogen = [index for index in atoms if editable.GetAtomWithIdx(index).GetTotalNumHs()]
    if edit == "add" and with_hydrogen:
        carrier = with_hydrogen[place % len(with_hydrogen)]
        offset = editable.GetNumAtoms()
        editable.InsertMol(Chem.MolFromSmiles(group))
        editable.AddBond(carrier, offset, Chem.BondType.SINGLE)
        spend_hydrogen(editable.GetAtomWithIdx(carrier))
    elif edit == "drop":
        ends = [index for index in atoms if editable.GetAtomWithIdx(index).GetDegree() == 1]
        if not ends:
            return None
        editable.RemoveAtom(ends[place % len(ends)])
    elif edit == "swap":
        editable.GetAtomWithIdx(atoms[place % len(atoms)]).SetAtomicNum((6, 7, 8, 16)[place % 4])
    elif edit in {"cut", "insert"}:
        bond = editable.GetBondWithIdx(place % editable.GetNumBonds())
        begin, end = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        if bond.GetIsAromatic():
            return None
        editable.RemoveBond(begin, end)
        if edit == "insert":
            middle = editable.AddAtom(Chem.Atom(6))
            editable.AddBond(begin, middle, Chem.BondType.SINGLE)
            editable.AddBond(middle, end, Chem.BondType.SINGLE)
    elif edit == "join" and len(with_hydrogen) > 1:
        begin = with_hydrogen[place % len(with_hydrogen)]
        end = with_hydrogen[(place // 7) % len(with_hydrogen)]
        if begin == end or editable.GetBondBetweenAtoms(begin, end):
            return None
        bridge = editable.AddAtom(Chem.Atom(6 if place % 2 else 8))
        for index in (begin, end):
            editable.AddBond(index, bridge, Chem.BondType.SINGLE)
            spend_hydrogen(editable.GetAtomWithIdx(index))
    elif edit == "oxidise":
        methylene = [index for index in with_hydrogen if editable.GetAtomWithIdx(index).GetTotalNumHs() > 1]
        if not methylene:
            return None
        carrier = methylene[place % len(methylene)]
        editable.AddBond(carrier, editable.AddAtom(Chem.Atom(8)), Chem.BondType.DOUBLE)
    for atom in editable.GetAtoms():
        atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    try:
        smiles = Chem.MolToSmiles(editable)
        result = Chem.MolFromSmiles(smiles)
    except (ValueError, RuntimeError):
        return None
    return None if result is None or "." in smiles else result


def spend_hydrogen(atom: Chem.Atom) -> None:
    if atom.GetNumExplicitHs():
        atom.SetNumExplicitHs(atom.GetNumExplicitHs() - 1)


@settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_agrees_with_the_oracle_on_mutants_of_the_parents(search, skeletons, approved, parents, data):
    parent = data.draw(st.sampled_from(parents))
    mol = Chem.MolFromSmiles(parent.smiles)
    edits = data.draw(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 997), st.sampled_from(GROUPS)), max_size=3)
    )
    for edit, place, group in edits:
        mol = mutate(mol, edit, place, group) or mol
    smiles = Chem.MolToSmiles(mol, isomericSmiles=False)
    if "." not in smiles and mol.GetNumAtoms() > 1:
        assert_agreement(search, skeletons, approved, smiles)
