"""Esters and ethers of listed substances, and position isomers."""

import pickle

import pytest
from rdkit import Chem

from kzschedule.analogues.esters import EsterSearch
from kzschedule.analogues.isomers import PositionIsomers, taken_apart
from kzschedule.records.model import Listing, Row
from kzschedule.records.package import default_directory, read_file

DATA = default_directory()


@pytest.fixture(scope="module")
def narcotics(structures) -> list[tuple[str, str]]:
    """Substances of Table I, section A, in the order of the file."""
    rows = {row.row_id for row in read_file(DATA / "rows.csv", Row) if (row.table, row.section) == ("I", "narcotic")}
    found = dict.fromkeys(
        listing.substance_id
        for listing in read_file(DATA / "listings.csv", Listing)
        if listing.row_id in rows and listing.reading != "other"
    )
    return [(substance_id, structures[substance_id]) for substance_id in found if substance_id in structures]


@pytest.fixture(scope="module")
def esters(narcotics) -> EsterSearch:
    return EsterSearch(narcotics)


@pytest.fixture(scope="module")
def isomers(narcotics) -> PositionIsomers:
    return PositionIsomers(narcotics)


DESOMORPHINE = "CN1CCC23c4c5ccc({})c4OC2CCCC3C1C5"
DIFENOXIN = "C1(c2ccccc2)CCN(CCC(C#N)(c2ccccc2)c2ccccc2)CC1"


@pytest.mark.parametrize(
    ("name", "smiles", "expected"),
    [
        ("acetyldesomorphine", DESOMORPHINE.format("OC(C)=O"), {("desomorphine", "ester")}),
        ("3-O-methyldesomorphine", DESOMORPHINE.format("OC"), {("desomorphine", "ether")}),
        ("its sulfate ester", DESOMORPHINE.format("OS(=O)(=O)O"), {("desomorphine", "ester")}),
        ("its nitrate ester", DESOMORPHINE.format("O[N+](=O)[O-]"), {("desomorphine", "ester")}),
        ("its carbamate", DESOMORPHINE.format("OC(=O)NC"), {("desomorphine", "ester")}),
        ("its silyl ether", DESOMORPHINE.format("O[Si](C)(C)C"), set()),
        ("desomorphine itself", DESOMORPHINE.format("O"), set()),
        ("desoxydesomorphine", DESOMORPHINE.format("[H]"), set()),
        (
            "acetylcodeine",
            "CN1CCC23c4c5ccc(OC)c4OC2C(OC(C)=O)C=CC3C1C5",
            {("6-monoacetylmorphine", "ether")},
        ),
        ("codeine N-oxide", "C[N+]1([O-])CCC23c4c5ccc(OC)c4OC2C(O)C=CC3C1C5", {("morphine-n-oxide", "ether")}),
        ("codeine", "CN1CCC23c4c5ccc(OC)c4OC2C(O)C=CC3C1C5", set()),
        (
            "codeine methobromide",
            "C[N+]1(C)CCC23c4c5ccc(OC)c4OC2C(O)C=CC3C1C5",
            {("morphine-methobromide", "ether")},
        ),
        ("methyl difenoxin", f"COC(=O){DIFENOXIN}", {("difenoxin", "ester")}),
        ("the amide of difenoxin", f"NC(=O){DIFENOXIN}", set()),
        (
            "methyl 1-methyl-4-phenylpiperidine-4-carboxylate",
            "COC(=O)C1(c2ccccc2)CCN(C)CC1",
            {("pethidine-intermediate-c", "ester")},
        ),
        ("fentanyl", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", set()),
    ],
)
def test_esters_and_ethers(esters, name, smiles, expected):
    assert set(esters.find(Chem.MolFromSmiles(smiles))) == expected


def test_what_is_an_ether_and_an_ester_of_one_substance_is_an_ester():
    search = EsterSearch([("diol", "OCc1ccc(O)cc1")])
    assert search.find(Chem.MolFromSmiles("COCc1ccc(OC(C)=O)cc1")) == (("diol", "ester"),)
    assert search.find(Chem.MolFromSmiles("COCc1ccc(OC)cc1")) == (("diol", "ether"),)
    assert search.find(Chem.MolFromSmiles("OCc1ccc(OC)cc1")) == (("diol", "ether"),)


def test_a_bridge_over_two_hydroxyl_groups_is_neither():
    search = EsterSearch([("catechol", "Oc1ccccc1O")])
    assert search.find(Chem.MolFromSmiles("C1Oc2ccccc2O1")) == ()


def test_every_other_atom_is_the_same(esters, narcotics):
    """No listed substance is an ester or ether of itself, and a methyl group at carbon makes none."""
    for substance_id, smiles in narcotics:
        mol = Chem.MolFromSmiles(smiles)
        assert substance_id not in dict(esters.find(mol))
        editable = Chem.RWMol(mol)
        carbon = next((atom for atom in editable.GetAtoms() if atom.GetSymbol() == "C" and atom.GetTotalNumHs()), None)
        if carbon is not None:
            editable.AddBond(carbon.GetIdx(), editable.AddAtom(Chem.Atom(6)), Chem.BondType.SINGLE)
            carbon.SetNumExplicitHs(max(0, carbon.GetNumExplicitHs() - 1))
            carbon.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
            grown = Chem.MolFromSmiles(Chem.MolToSmiles(editable))
            assert substance_id not in dict(esters.find(grown))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ortho-fluorofentanyl", ("para-fluorofentanyl",)),
        ("meta-fluorofentanyl", ("para-fluorofentanyl",)),
        ("butyrylfentanyl", ()),
        ("beta-methylfentanyl", ()),
        ("methoxyacetylfentanyl", ()),
        ("protonitazene", ()),
        ("cumyl-pica", ()),
        ("para-fluorofentanyl", ()),
    ],
)
def test_position_isomers(isomers, structures, name, expected):
    assert isomers.find(Chem.MolFromSmiles(structures[name])) == expected


@pytest.mark.parametrize(
    ("smiles", "core", "groups"),
    [
        ("CCOc1ccc(O)cc1", "c1ccccc1", ("*O", "*OCC")),
        ("O=[N+]([O-])c1ccccc1Br", "c1ccccc1", ("*Br", "*[N+](=O)[O-]")),
        ("NCCc1ccc(OCc2ccccc2)c(F)c1", "NCCc1ccccc1", ("*F", "*OCc1ccccc1")),
        ("COC(=O)c1ccccc1", "COC(=O)c1ccccc1", ()),  # an ester of the core's own acid
        ("OC(=O)c1ccccc1", "O=C(O)c1ccccc1", ()),
        ("C1CCOC1", "C1CCOC1", ()),
        ("CN(O)C", "CN(C)O", ()),
        ("C[C@H](O)c1ccccc1", "CCc1ccccc1", ("*O",)),
    ],
)
def test_what_is_taken_off(smiles, core, groups):
    assert taken_apart(Chem.MolFromSmiles(smiles)) == (core, groups)


def test_both_travel_to_another_process(esters, isomers, structures):
    acetyl = Chem.MolFromSmiles(DESOMORPHINE.format("OC(C)=O"))
    assert pickle.loads(pickle.dumps(esters)).find(acetyl) == esters.find(acetyl)
    moved = Chem.MolFromSmiles(structures["ortho-fluorofentanyl"])
    assert pickle.loads(pickle.dumps(isomers)).find(moved) == isomers.find(moved)
