"""Finding structures: decoys that must not be found, and forms that must."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdkit import Chem

from kzschedule.schedule import Schedule
from kzschedule.structures.stereo import StereoDifference, compare_stereo


def find(smiles: str) -> dict[str, str]:
    found = Schedule.default().structures.find(Chem.MolFromSmiles(smiles))
    return {hit.substance_id: hit.relation for hit in found}


@pytest.mark.parametrize(
    "smiles",
    [
        "CNCC(C)C(=O)c1ccc(C)cc1",  # one carbon more between nitrogen and carbonyl than mephedrone
        "CNC(C)C(=O)Cc1ccccc1",  # carbonyl moved
        "CN(C)C(C)C(=O)c1ccc(C)cc1C",
        "OCC(N)Cc1ccccc1",
        "Cn1cnc2c1c(=O)n(C)c(=O)n2C",  # caffeine
        "CC(=O)Nc1ccc(O)cc1",  # paracetamol
        "CN1[C@H]2CC[C@@H]1CC(C2)OC(=O)C(CO)c1ccccc1",  # atropine
    ],
)
def test_neighbours_of_listed_structures_are_not_found(smiles: str) -> None:
    assert find(smiles) == {}


def test_several_relations_at_once_name_the_weakest_link() -> None:
    assert find("[2H]C([2H])([2H])N[C@@H](C)C(=O)c1ccc(C)cc1.Cl") == {"mephedrone": "stereoisomer"}


def test_a_salt_that_is_a_row_of_its_own_is_answered_by_it() -> None:
    assert find("[NH4+].[O-]C=O") == {"ammonium-formate": "same_structure"}
    assert find("[Na+].[O-]C=O") == {"formic-acid": "salt"}


def test_an_ion_that_exists_in_salts_only_is_found_in_every_salt() -> None:
    ion = "C[N+]1(C)CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5"
    assert find(ion + ".[Br-]") == {"morphine-methobromide": "same_structure"}
    assert find(ion + ".[I-]") == {"morphine-methobromide": "salt"}
    assert find(ion) == {"morphine-methobromide": "salt"}


@pytest.mark.parametrize("smiles", ["[Na+].[Cl-]", "[NH4+].[Cl-]", "[K+].[K+].[O-]S(=O)(=O)[O-]", "CN.Cl"])
def test_the_salts_of_the_acids_are_not_the_acids(smiles: str) -> None:
    assert not {"hydrochloric-acid", "sulfuric-acid"} & set(find(smiles))


def test_two_drawings_with_one_inchi_are_one_structure() -> None:
    assert find("Cc1cccc(C(C)c2cnc[nH]2)c1C") == {"medetomidine": "same_structure"}
    assert find("Cc1cccc(C(C)c2c[nH]cn2)c1C") == {"medetomidine": "same_structure"}
    assert find("CC(O)=Cc1ccccc1") == {"p-2-p": "tautomer"}  # another InChI


@pytest.mark.parametrize(
    ("smiles", "found"),
    [
        ("[K]O[Mn](=O)(=O)=O", {"potassium-permanganate": "same_structure"}),
        ("O[Na]", {"sodium-hydroxide": "same_structure"}),
        ("[2H]OS(=O)(=O)O[2H]", {"sulfuric-acid": "isotopologue"}),
        ("[2H]Cl", {"hydrochloric-acid": "isotopologue"}),
        ("[Na]Cl", {}),
        ("[2H]O[2H]", {}),
        ("[Na]O[Mn](=O)(=O)=O", {}),
        ("[K]O[Cr](=O)(=O)O", {}),
    ],
)
def test_a_structure_without_carbon_is_found_however_its_metals_and_isotopes_are_drawn(
    smiles: str, found: dict[str, str]
) -> None:
    assert find(smiles) == found
    hits = Schedule.default().structures.find(Chem.MolFromSmiles(smiles))
    assert [hit.isotopes for hit in hits] == [relation == "isotopologue" for relation in found.values()]


@pytest.mark.parametrize(
    ("smiles", "substance_id"),
    [("[N-]=[N+]=O", "nitrous-oxide"), ("N.OC=O", "ammonium-formate"), ("[PH2](O)=O", "hypophosphorous-acid")],
)
def test_other_drawings_of_records_without_a_parent_are_found_by_their_inchikey(smiles: str, substance_id: str) -> None:
    assert find(smiles) == {substance_id: "same_structure"}


@pytest.mark.parametrize(
    ("smiles", "substance_id"),
    [
        ("CN[C@@]1(c2ccccc2Cl)CCCCC1=O", "ketamine"),  # arketamine, not esketamine
        ("COc1ccc2c(c1)[C@]13CCCC[C@H]1[C@H](C2)N(C)CC3", "racemethorphan"),  # neither of its mirror images
    ],
)
def test_records_that_are_contradicted_are_left_out_where_another_covers_the_structure(
    smiles: str, substance_id: str
) -> None:
    assert find(smiles) == {substance_id: "stereoisomer"}


# --- InChIKeys, which tell less than structures


@pytest.mark.parametrize(
    ("key", "substance_id", "relation", "contradicted"),
    [
        ("YELGFTGWJGBAQU-UHFFFAOYSA-N", "mephedrone", "inchikey", False),
        ("YELGFTGWJGBAQU-UHFFFAOYSA-O", "mephedrone", "salt", False),  # the ammonium ion
        ("YELGFTGWJGBAQU-VIFPVBQESA-N", "mephedrone", "stereoisomer", False),  # the record leaves the centre open
        ("PJMPHNIQZUBGLI-FIBGUPNXSA-N", "fentanyl", "isotopologue", False),  # deuterated; fentanyl has no centre
        ("TVYLLZQTGLZFBW-GOEBONIOSA-N", "tramadol", "inchikey", False),  # the mirror image, as good as the record
        ("TVYLLZQTGLZFBW-HOCLYGCPSA-N", "tramadol", "stereoisomer", True),  # the other pair
        ("BQJCRHHNABKAKU-UHFFFAOYSA-N", "morphine", "stereo_unspecified", False),
        ("BQJCRHHNABKAKU-QHQPWPDESA-N", "morphine", "stereoisomer", True),  # the mirror image of an absolute record
        ("MKXZASYAUGDDCJ-UHFFFAOYSA-N", "racemethorphan", "inchikey", False),  # not its mirror images too
    ],
)
def test_an_inchikey_says_how_it_relates_to_the_record(
    key: str, substance_id: str, relation: str, contradicted: bool
) -> None:
    [hit] = Schedule.default().structures.find_inchikey(key)
    assert (hit.substance_id, hit.relation, hit.contradicted) == (substance_id, relation, contradicted)
    assert (hit.salt, hit.isotopes) == (relation == "salt", False)
    assert Chem.MolToInchiKey(Chem.MolFromSmiles(hit.smiles))[:14] == key[:14]


def test_an_inchikey_outside_the_data_is_not_found() -> None:
    assert Schedule.default().structures.find_inchikey("RYYVLZVUVIJVGH-UHFFFAOYSA-N") == ()  # caffeine


# --- stereochemistry


@pytest.mark.parametrize(
    ("query", "record", "relative", "expected"),
    [
        ("C[C@H](N)Cc1ccccc1", "C[C@H](N)Cc1ccccc1", False, (0, 0, 0)),
        ("C[C@H](N)Cc1ccccc1", "C[C@@H](N)Cc1ccccc1", False, (1, 0, 0)),
        ("C[C@H](N)Cc1ccccc1", "C[C@@H](N)Cc1ccccc1", True, (0, 0, 0)),
        ("CC(N)Cc1ccccc1", "C[C@@H](N)Cc1ccccc1", False, (0, 1, 0)),
        ("C[C@H](N)Cc1ccccc1", "CC(N)Cc1ccccc1", False, (0, 0, 1)),
        ("C/C=C/C", "C/C=C\\C", False, (1, 0, 0)),
        ("CC=CC", "C/C=C\\C", False, (0, 1, 0)),
        ("C/C=C/C", "CC=CC", False, (0, 0, 1)),
        ("C/C=C/C=C/C", "C/C=C\\C=C/C", False, (2, 0, 0)),
        ("C/C=C/C/C=C/C", "C/C=C\\C/C=C\\C", False, (2, 0, 0)),
        ("CC=CCC=CC", "C/C=C\\C/C=C\\C", False, (0, 2, 0)),
        ("C/C=C/C/C=C/C", "CC=CCC=CC", False, (0, 0, 2)),
        ("CC=CC[C@H](F)Cl", "C/C=C/C[C@H](F)Cl", False, (0, 1, 0)),
        ("C/C=C/C[C@H](F)Cl", "CC=CC[C@H](F)Cl", False, (0, 0, 1)),
        ("C/C=C/C[C@H](F)Cl", "C/C=C\\C[C@@H](F)Cl", False, (2, 0, 0)),
        ("C/C=C/C[C@H](F)Cl", "C/C=C\\C[C@@H](F)Cl", True, (1, 0, 0)),
        ("C[C@H](F)[C@H](Cl)Br", "CC(F)C(Cl)Br", False, (0, 0, 2)),
        ("C[C@H](F)C(Cl)Br", "C[C@H](F)[C@H](Cl)Br", False, (0, 1, 0)),
        ("C[C@H](F)CC(Cl)CC(Br)I", "C[C@H](F)C[C@H](Cl)C[C@H](Br)I", False, (0, 2, 0)),
        ("C[C@H](F)C(Cl)Br", "C[C@@H](F)[C@H](Cl)Br", False, (1, 1, 0)),
        ("CC(F)[C@H](Cl)Br", "C[C@H](F)C(Cl)Br", False, (0, 1, 1)),
        ("CC(F)C[C@H](Cl)C[C@H](Br)I", "C[C@H](F)CC(Cl)CC(Br)I", False, (0, 1, 2)),
        ("C[C@H](N)Cc1ccccc1", "C[C@H](N)Cc1ccccc1", True, (0, 0, 0)),
        ("C[C@H]1CC[C@@H](O)CC1", "C[C@H]1CC[C@H](O)CC1", False, (1, 0, 0)),
        ("C[C@@H]1CC[C@H](O)CC1", "C[C@H]1CC[C@@H](O)CC1", False, (0, 0, 0)),
        ("C[C@H](O)[C@@H](C)O", "C[C@@H](O)[C@H](C)O", False, (0, 0, 0)),  # one meso form, drawn twice
        ("C[C@H](O)[C@H](C)O", "C[C@@H](O)[C@@H](C)O", False, (2, 0, 0)),
        ("C[C@H](O)[C@H](C)O", "C[C@@H](O)[C@@H](C)O", True, (0, 0, 0)),
    ],
)
def test_differences_of_stereochemistry(
    query: str, record: str, relative: bool, expected: tuple[int, int, int]
) -> None:
    difference = compare_stereo(Chem.MolFromSmiles(query), Chem.MolFromSmiles(record), relative=relative)
    assert difference == StereoDifference(*expected)


STEREO = [row for row in Schedule.default().package.substances if row.stereo in ("absolute", "relative")]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STEREO), st.randoms(use_true_random=False))
def test_atom_order_does_not_change_stereochemistry(row, generator) -> None:
    mol = Chem.MolFromSmiles(row.smiles)
    order = list(range(mol.GetNumAtoms()))
    generator.shuffle(order)
    shuffled = Chem.RenumberAtoms(mol, order)
    assert compare_stereo(shuffled, mol) == StereoDifference(0, 0, 0)
    mirror = Chem.Mol(shuffled)
    for atom in mirror.GetAtoms():
        atom.InvertChirality()
    assert compare_stereo(mirror, mol, relative=True) == StereoDifference(0, 0, 0)
    same = Chem.MolToSmiles(mirror) == Chem.MolToSmiles(mol)
    assert (compare_stereo(mirror, mol).contradicted == 0) == same
