"""The parent structure: what is taken away, what stays, and agreement with an independent standardiser."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from chembl_structure_pipeline import standardizer
from chemicals.identifiers import get_pubchem_db
from rdkit import Chem, rdBase

from kzschedule import check
from kzschedule.records.package import read_package
from kzschedule.structures.keys import flat_smiles, inchikey_of
from kzschedule.structures.parent import parents_of, shows_fragments

PACKAGE = read_package()
COUNTERIONS = {ion.smiles for ion in PACKAGE.counterions}
SALTS = [
    "{}.Cl",
    "{}.Br",
    "{}.OS(=O)(=O)O",
    "{}.OC(=O)C(=O)O",
    "{}.OC(=O)/C=C/C(=O)O",
    "{}.O.Cl",
    "{}.OP(=O)(O)O",
]


def parents(smiles: str) -> list[tuple[str, bool, bool]]:
    found = parents_of(Chem.MolFromSmiles(smiles), COUNTERIONS)
    return [(Chem.MolToSmiles(parent.mol), parent.salt, parent.isotopes) for parent in found]


@pytest.mark.parametrize(
    ("smiles", "expected"),
    [
        ("NC(N)=N/C(N)=[NH2+]", [("N=C(N)N=C(N)N", True, False)]),
        ("CNC(C)C(=O)c1ccccc1", [("CNC(C)C(=O)c1ccccc1", False, False)]),
        ("C[NH2+]C(C)C(=O)c1ccccc1.[Cl-]", [("CNC(C)C(=O)c1ccccc1", True, False)]),
        ("[13CH3]NC", [("CNC", False, True)]),
        ("[2H]C([2H])([2H])NC", [("CNC", False, True)]),
        ("[Na]OC(=O)CCCO", [("O=C(O)CCCO", True, False)]),
        ("[Na+].[O-]C(=O)CCCO", [("O=C(O)CCCO", True, False)]),
        ("C[N+](C)(C)CC.[I-]", [("CC[N+](C)(C)C", True, False)]),
        ("C[N+](C)(C)CC(=O)[O-]", [("C[N+](C)(C)CC(=O)[O-]", False, False)]),
        ("[O-][N+](=O)c1ccccc1", [("O=[N+]([O-])c1ccccc1", False, False)]),
        ("[NH3+]CC(=O)[O-]", [("NCC(=O)O", False, False)]),
        ("[K+].[O-][Mn](=O)(=O)=O", []),
        ("O.O.[Na+].[Cl-]", []),
        ("CC(=O)O", [("CC(=O)O", False, False)]),
        ("CC(=O)O.OC(=O)C=CC(=O)O", [("O=C(O)C=CC(=O)O", False, False), ("CC(=O)O", False, False)]),  # no base
        ("CNC.O", [("CNC", False, False)]),  # a hydrate is no salt
        ("CNC.CCO.Cl", [("CNC", True, False)]),
        ("CCC1(CC)C(O)=NC(=O)N=C1[O-].[Na+]", [("CCC1(CC)C(=O)NC(=O)NC1=O", True, False)]),
        ("CC(O)=NC", [("CNC(C)=O", False, False)]),
        ("CC([NH2]->[Pt](Cl)Cl)Cc1ccccc1", [("CC(N)Cc1ccccc1", True, False)]),
        ("CC(N[Co])Cc1ccccc1", [("CC(N)Cc1ccccc1", True, False)]),
        ("OCCCC(=O)O[Bi]", [("O=C(O)CCCO", True, False)]),
        ("CC([NH2+][Zn-2](Cl)(Cl)Cl)Cc1ccccc1", [("CC(N)Cc1ccccc1", True, False)]),
        ("C[Sn](C)(C)C", [("[CH3][Sn]([CH3])([CH3])[CH3]", False, False)]),
        ("CC(=O)O.CNC", [("CNC", True, False)]),
        ("CCCN.CCCN.OS(=O)(=O)O", [("CCCN", True, False)]),
        ("[2H]", []),
    ],
)
def test_what_is_taken_away(smiles: str, expected: list) -> None:
    assert parents(smiles) == expected


@pytest.mark.parametrize("smiles", ["N", "O", "Cl", "I", "OS(=O)(=O)O"])
def test_what_has_no_carbon_has_no_parent(smiles: str) -> None:
    mol = Chem.MolFromSmiles(smiles)
    assert parents_of(mol, frozenset()) == parents_of(mol, frozenset(), Chem.MolToSmiles(mol)) == ()


def test_an_isotopic_centre_is_none_without_its_isotopes() -> None:
    [(smiles, _, isotopes)] = parents("[2H][C@](C)(CC)C")
    assert (smiles, isotopes) == ("CCC(C)C", True)


@pytest.mark.parametrize("salt", SALTS)
def test_the_standardiser_of_chembl_agrees_on_salts_of_the_amines(salt: str) -> None:
    amine = Chem.MolFromSmarts("[NX3;H0,H1,H2;!$(N-[C,S]=[O,N,S]);!$(N-c);!$(N~[!#6])]")
    rows = [row for row in PACKAGE.substances if row.smiles and "." not in row.smiles]
    for row in rows[:: len(SALTS)]:
        if not Chem.MolFromSmiles(row.smiles).HasSubstructMatch(amine):
            continue
        smiles = salt.format(row.smiles)
        with rdBase.BlockLogs():
            block = Chem.MolToMolBlock(Chem.MolFromSmiles(smiles))
            theirs, _ = standardizer.get_parent_molblock(standardizer.standardize_molblock(block))
            expected = Chem.MolFromMolBlock(theirs)
        assert flat_smiles(parents_of(Chem.MolFromSmiles(smiles), COUNTERIONS)[0].mol) == flat_smiles(expected), row


def test_the_standardiser_of_chembl_agrees_on_the_structures_themselves() -> None:
    for row in PACKAGE.substances:
        if not row.smiles or "." in row.smiles:
            continue
        mol = Chem.MolFromSmiles(row.smiles)
        found = parents_of(mol, COUNTERIONS)
        if not found:
            continue
        with rdBase.BlockLogs():
            theirs, _ = standardizer.get_parent_molblock(standardizer.standardize_molblock(Chem.MolToMolBlock(mol)))
            expected = Chem.MolFromMolBlock(theirs)
            # by InChIKey, because the two draw sulfoxides differently
            assert inchikey_of(found[0].mol)[:14] == inchikey_of(expected)[:14], row.substance_id


def test_the_parents_of_salts_and_mixtures_do_not_depend_on_whether_their_smiles_is_at_hand() -> None:
    database = get_pubchem_db()
    database.autoload_main_db()
    mixtures = sorted({entry.smiles for entry in database.CAS_index.values() if "." in entry.smiles})[::8]
    compared = 0
    for text in mixtures:
        with rdBase.BlockLogs():
            mol = Chem.MolFromSmiles(text)
        if mol is None:
            continue
        apart, read = (parents_of(mol, COUNTERIONS, smiles) for smiles in (None, Chem.MolToSmiles(mol)))
        assert [(Chem.MolToSmiles(parent.mol), parent.salt, parent.isotopes) for parent in read] == [
            (Chem.MolToSmiles(parent.mol), parent.salt, parent.isotopes) for parent in apart
        ], text
        compared += 1
    assert compared > 1_000


@pytest.mark.parametrize(
    "write",
    [
        str,
        lambda text: Chem.MolToSmiles(Chem.MolFromSmiles(text), allHsExplicit=True),
        lambda text: Chem.MolToSmiles(Chem.MolFromSmiles(text), allBondsExplicit=True),
        lambda text: Chem.MolToRandomSmilesVect(Chem.MolFromSmiles(text), 1, randomSeed=1)[0],
    ],
    ids=["as given", "hydrogens written", "bonds written", "another order"],
)
def test_what_a_smiles_shows_is_what_is_in_the_structure(write: Callable[[str], str]) -> None:
    database = get_pubchem_db()
    database.autoload_main_db()
    compared = 0
    for given in sorted({entry.smiles for entry in database.CAS_index.values()})[::20]:
        with rdBase.BlockLogs():
            if Chem.MolFromSmiles(given) is None:
                continue
            text = write(given)
            mol = Chem.MolFromSmiles(text)
            if shows_fragments(text):
                shown, looked_for = (parents_of(mol, COUNTERIONS, smiles) for smiles in (text, None))
                assert [(one.smiles, one.salt, one.isotopes, one.mixed) for one in shown] == [
                    (one.smiles, one.salt, one.isotopes, one.mixed) for one in looked_for
                ], text
                compared += 1
    assert compared > 1_500


@pytest.mark.parametrize("carbon", ["CCCC", "c1ccccc1"])
def test_a_carboxylate_of_tin_is_taken_apart_whatever_carbon_is_on_the_tin(carbon: str) -> None:
    text = f"CC(=O)CCC(=O)O[Sn]({carbon})({carbon}){carbon}"
    [acid] = [one for one in parents_of(Chem.MolFromSmiles(text), COUNTERIONS, text) if "[Sn" not in one.smiles]
    assert acid.smiles == "CC(=O)CCC(=O)O"


@pytest.mark.parametrize(
    ("smiles", "expected"),
    [
        ("SC<-[3H-]OOBS", 1),  # a hydrogen with two bonds, which no molecule without isotopes has
        ("N1CCOCC1CCCCN[NH3+][Li].OCCCCN", 2),  # what is left without the metal would have a nitrogen of four bonds
    ],
)
def test_what_cannot_be_taken_apart_stays_as_it_is(smiles: str, expected: int) -> None:
    assert len(parents(smiles)) == expected
    verdict = check(smiles, kind="smiles")
    assert verdict.status == "no_match"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CC(N<-[Hg])", "C([NH]<-[Hg])C"),
        # a carbon in brackets got no hydrogen in place of the metal
        ("c1ccc(C(c2[Pt]ccccc2)C2CCCN2)cc1", "c1cc(C([C]2=CC=CC=[CH][Pt]2)C2NCCC2)ccc1"),
    ],
)
def test_hydrogens_written_in_brackets_make_no_difference_beside_a_metal(one: str, other: str) -> None:
    first, second = (check(text, kind="smiles") for text in (one, other))
    assert first.structure == second.structure
    assert (first.status, first.matches) == (second.status, second.matches)
    assert [found.parent_id for found in first.analogues] == [found.parent_id for found in second.analogues]


def test_rdkit_writes_nothing_below_a_cell_of_a_notebook() -> None:
    code = (
        "from rdkit import rdBase; rdBase.LogToPythonStderr()\n"  # as in a notebook
        "import kzschedule\n"
        "for query in ('C[NH2+]C(C)C(=O)c1ccccc1.[Cl-]', 'CC(=O)O[Na]'): kzschedule.check(query)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not result.stderr


def test_a_centre_that_is_one_by_its_isotopes_only_is_none() -> None:
    [parent] = parents_of(Chem.MolFromSmiles("C[C@@]([13CH3])(N)Cc1ccccc1"), COUNTERIONS)
    assert (Chem.MolToSmiles(parent.mol), parent.isotopes) == ("CC(C)(N)Cc1ccccc1", True)
