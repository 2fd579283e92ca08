"""Finding structures: decoys that must not be found, and forms that must."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdkit import Chem

from kzschedule.schedule import Schedule
from kzschedule.structures.locating import locate
from kzschedule.structures.parent import ions_of
from kzschedule.structures.reading import read_molblock, read_smiles
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


def test_a_salt_with_a_row_of_its_own_is_answered_by_it() -> None:
    assert find("[K+].[O-][Mn](=O)(=O)=O") == {"potassium-permanganate": "same_structure"}


def test_of_a_salt_without_a_row_the_acid_counts_too() -> None:
    assert find("[NH4+].[O-]C=O") == {"ammonium-formate": "same_structure", "formic-acid": "salt"}
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
    [("[N-]=[N+]=O", "nitrous-oxide"), ("O=[N+]=[N-]", "nitrous-oxide"), ("[PH2](O)=O", "hypophosphorous-acid")],
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
        ("PJMPHNIQZUBGLI-FIBGUPNXSA-N", "fentanyl", "isotopologue", False),  # a trideuteriomethyl group
        ("PJMPHNIQZUBGLI-ZZZZZZZZSA-N", "fentanyl", "isotopologue", False),  # no usual label; fentanyl has no centre
        ("BQJCRHHNABKAKU-LLQNGXJRSA-N", "morphine", "isotopologue", False),  # N-trideuteriomethyl
        ("BQJCRHHNABKAKU-ZZZZZZZZSA-N", "morphine", "isotopologue", True),  # its configuration cannot be told
        ("JAQUASYNZVUNQP-ZHFAENJZSA-N", "levorphanol", "isotopologue", False),  # neither racemorphan nor dextrorphan
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
    assert (hit.salt, hit.isotopes) == (relation == "salt", relation == "isotopologue")
    assert Chem.MolToInchiKey(Chem.MolFromSmiles(hit.smiles))[:14] == key[:14]


def test_an_inchikey_outside_the_data_is_not_found() -> None:
    assert Schedule.default().structures.find_inchikey("RYYVLZVUVIJVGH-UHFFFAOYSA-N") == ()  # caffeine


def test_the_first_block_of_an_inchikey_names_all_substances_of_the_connectivity() -> None:
    index = Schedule.default().structures
    assert [(hit.substance_id, hit.relation) for hit in index.find_inchikey("YELGFTGWJGBAQU")] == [
        ("mephedrone", "inchikey")
    ]
    assert {hit.substance_id: hit.relation for hit in index.find_block("JAQUASYNZVUNQP")} == {
        "dextrorphan": "stereo_unspecified",
        "levorphanol": "stereo_unspecified",
        "racemorphan": "inchikey",
    }
    assert index.find_block("RYYVLZVUVIJVGH") == ()


def test_a_labelled_standard_is_found_by_its_key_as_by_its_structure() -> None:
    index = Schedule.default().structures
    for smiles in (
        "[2H]C([2H])([2H])N1CC[C@@]23CCCC[C@@H]2[C@@H]1Cc1ccc(O)cc13",
        "[2H]c1c([2H])c([2H])c(CC(C)N)c([2H])c1[2H]",
        "[13CH3]NC(C)Cc1ccc2c(c1)OCO2",
        "CC(=O)O[C@H]1C=C[C@H]2[C@H]3Cc4ccc(OC(=O)C([2H])([2H])[2H])c5c4[C@@]2(CCN3C)[C@H]1O5",
    ):
        mol = Chem.MolFromSmiles(smiles)
        by_key, by_structure = (
            {(hit.substance_id, hit.relation, hit.contradicted) for hit in hits}
            for hits in (index.find_inchikey(Chem.MolToInchiKey(mol)), index.find(mol))
        )
        assert by_key == by_structure != set()


# --- enhanced stereochemistry: AND and OR groups


@pytest.mark.parametrize(
    ("smiles", "found"),
    [
        ("C[C@@H](N)Cc1ccccc1 |&1:1|", {"amfetamine": "same_structure"}),
        ("CN[C@@H](C)C(=O)c1ccc(C)cc1 |o1:2|", {"mephedrone": "same_structure"}),
        ("CN[C@@H](C)C(=O)c1ccc(C)cc1 |a:2|", {"mephedrone": "stereoisomer"}),
        ("CN[C@H](C)[C@@H](O)c1ccccc1.Cl |&1:2,4|", {"ephedrine": "stereo_unspecified"}),
        (
            "COC(=O)[C@@H]1[C@H](OC(=O)c2ccccc2)C[C@H]2CC[C@@H]1N2C |&1:4,5,16,19|",
            {"cocaine": "stereo_unspecified"},
        ),
        (
            "CN1CC[C@@]23CCCC[C@@H]2[C@@H]1Cc1ccc(OC)cc13 |o1:4,9,10|",
            {
                "dextromethorphan": "stereo_unspecified",
                "levomethorphan": "stereo_unspecified",
                "racemethorphan": "stereoisomer",
            },
        ),
        ("COc1cccc([C@@]2(O)CCCC[C@@H]2CN(C)C)c1 |&1:8,14|", {"tramadol": "same_structure"}),
    ],
)
def test_a_group_stands_for_both_forms(smiles: str, found: dict[str, str]) -> None:
    assert find(smiles) == found
    block = Chem.MolToMolBlock(Chem.MolFromSmiles(smiles), forceV3000=True)
    schedule = Schedule.default()
    located = locate(read_molblock(block), schedule.structures, schedule.counterions)
    assert {hit.substance_id: hit.relation for hit in located.hits} == found


def test_what_a_group_holds_is_left_open_in_what_is_told() -> None:
    schedule = Schedule.default()
    mol = read_smiles("CN[C@H](C)[C@@H](O)c1ccccc1 |&1:2,4|")
    assert locate(mol, schedule.structures, schedule.counterions).molecule.smiles == "CNC(C)C(O)c1ccccc1"


# --- other drawings


@pytest.mark.parametrize(
    ("smiles", "substance_id", "relation"),
    [
        ("CNC(C)=C(O)c1ccc(C)cc1", "mephedrone", "tautomer"),
        ("CCCC(N1CCCC1)=C(O)c1ccccc1", "alpha-pvp", "tautomer"),
        ("CCC=C(O)CC(c1ccccc1)(c1ccccc1)C(C)N(C)C", None, None),  # no record
        ("CC1NC(=N)OC1c1ccccc1", "4-methylaminorex", "stereo_unspecified"),
        ("CCCCCn1nc(C(O)=NC(C(C)C)C(N)=O)c2ccccc12", "ab-pinaca", "stereo_unspecified"),
        ("CCCCCn1nc(C(O)=N[C@H](C(C)C)C(N)=O)c2ccccc12", "ab-pinaca", "stereoisomer"),
    ],
)
def test_tautomers_of_records_are_found(smiles: str, substance_id: str | None, relation: str | None) -> None:
    found = find(smiles)
    assert found == ({substance_id: relation} if substance_id else {})


def test_isomers_of_one_skeleton_are_no_tautomers() -> None:
    assert set(find("CN1CC[C@]23c4c5ccc(OC)c4O[C@H]2C(=O)CC[C@H]3[C@H]1C5")) == {"hydrocodone"}
    assert "codeine" not in find("CN1CCC23c4c5ccc(OC)c4OC2C(O)=CCC3C1C5")
    assert find("CC(=N)C(O)c1ccccc1") == {}  # of cathinone


def test_the_drawing_of_the_data_has_the_atoms_of_the_query() -> None:
    schedule = Schedule.default()
    enol = Chem.MolFromSmiles("Cc1ccc(cc1)C(O)=C(NC)C")
    drawn = locate(enol, schedule.structures, schedule.counterions).drawn
    assert Chem.MolToSmiles(drawn) == "CNC(C)C(=O)c1ccc(C)cc1"
    assert [atom.GetSymbol() for atom in drawn.GetAtoms()] == [atom.GetSymbol() for atom in enol.GetAtoms()]
    assert {frozenset((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())) for bond in drawn.GetBonds()} == {
        frozenset((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())) for bond in enol.GetBonds()
    }
    plain = Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1")
    assert locate(plain, schedule.structures, schedule.counterions).drawn is None


# --- what stands beside others


@pytest.mark.parametrize(
    ("smiles", "found"),
    [
        ("Cl.O", {"hydrochloric-acid"}),
        ("[Cl-].[OH3+]", {"hydrochloric-acid"}),
        ("Cl.CCO", {"hydrochloric-acid"}),
        ("[2H]Cl.[2H]O[2H]", {"hydrochloric-acid"}),
        ("OS(=O)(=O)O.O", {"sulfuric-acid"}),
        ("OS(=O)(=O)O.CC(C)=O", {"sulfuric-acid", "acetone"}),
        ("[K+].[O-][Mn](=O)(=O)=O.O", {"potassium-permanganate"}),
        ("[K]O[Mn](=O)(=O)=O.CC(C)=O", {"potassium-permanganate", "acetone"}),
        ("[K+].[O-][Mn](=O)(=O)=O.OS(=O)(=O)O", {"potassium-permanganate", "sulfuric-acid"}),
        ("CC(=O)O.CC(C)=O", {"acetic-acid", "acetone"}),
        ("[NH4+].[OH-]", {"ammonia"}),
        ("II.[K+].[I-]", {"iodine"}),
        ("[P].Cc1ccccc1", {"red-phosphorus", "toluene"}),
        ("[Na+].[OH-].O", {"sodium-hydroxide"}),
        ("N.Cl", set()),
        ("O.[NH4+].[Cl-]", set()),
        ("O.[Na+].[Cl-]", set()),
        ("OS(=O)(=O)O.[Cu]", set()),
        ("O=[Ti].Cl.Cl", set()),
        ("N.N.[Cl-].[Cl-].[Zn+2]", set()),
        ("CNC(C)C(=O)c1ccc(C)cc1.Cl", {"mephedrone"}),
        ("CNC(C)C(=O)c1ccc(C)cc1.OS(=O)(=O)O.O", {"mephedrone"}),
        ("CNC(C)C(=O)c1ccc(C)cc1.CC(=O)O", {"mephedrone"}),
        ("C[NH2+]C(C)C(=O)c1ccc(C)cc1.[Cl-].O", {"mephedrone"}),
        ("OCCCC(=O)O.N", {"gamma-hydroxybutyric-acid"}),
    ],
)
def test_acids_and_bases_are_found_where_they_form_no_salt(smiles: str, found: set[str]) -> None:
    assert set(find(smiles)) == found
    hits = Schedule.default().structures.find(Chem.MolFromSmiles(smiles))
    assert len(hits) == len(found)
    if len(found) > 1:
        assert {hit.relation for hit in hits} == {"component"}


def test_acetic_acid_in_water_is_no_salt_of_it() -> None:
    index = Schedule.default().structures
    assert [hit.salt for hit in index.find(Chem.MolFromSmiles("CC(=O)O.O"))] == [False]
    salt = index.find(Chem.MolFromSmiles("CC(=O)[O-].[Na+]"))
    assert {hit.substance_id: hit.salt for hit in salt} == {"sodium-acetate": False, "acetic-acid": True}
    assert ions_of(Chem.MolFromSmiles("CC(=O)O.O"), {"O", "CC(=O)O"}) == {"CC(=O)O"}


def test_what_stands_beside_a_listed_solvent_is_told() -> None:
    schedule = Schedule.default()
    mixture = Chem.MolFromSmiles("CC(C)NC(C)C(=O)c1ccc(C)cc1.CC(C)=O")
    located = locate(mixture, schedule.structures, schedule.counterions)
    assert [hit.substance_id for hit in located.hits] == ["acetone"]
    assert {parent.smiles for parent in located.parents} - {hit.smiles for hit in located.hits} == {
        "Cc1ccc(C(=O)C(C)NC(C)C)cc1"
    }


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


@settings(max_examples=200)
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
