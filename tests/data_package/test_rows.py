"""Every row of the data comes back through the public interface, in every form that it can be asked in."""

import random
from functools import cache

import pytest
from rdkit import Chem, rdBase

from kzschedule import check
from kzschedule.language.vocabulary import HINTS
from kzschedule.names.everyday import everyday_words
from kzschedule.names.fold import plain
from kzschedule.records.package import read_package
from kzschedule.structures.keys import flat_smiles
from kzschedule.structures.stereo import StereoDifference, compare_stereo

PACKAGE = read_package()
DAY = "2024-03-01"
STRUCTURES = [substance for substance in PACKAGE.substances if substance.smiles]
CHUNKS = [STRUCTURES[start::16] for start in range(16)]
OWN = {"same_structure", "salt", "isotopologue"}
AMINE = Chem.MolFromSmarts("[NX3;H0,H1,H2;+0;!$(N~[!#6;!#1]);!$(NC=[O,N,S]);!$(N-[c,$(C=C)]);!$(N-C#N)]")


RECORDS = {row.substance_id: Chem.MolFromSmiles(row.smiles) for row in STRUCTURES}
FLAT = {key: flat_smiles(mol) for key, mol in RECORDS.items()}
SAME = StereoDifference(contradicted=0, left_open=0, added=0)


def relations(query: str) -> dict[str, str]:
    return {match.substance_id: match.relation for match in check(query, as_of=DAY).matches}


MEANINGS = [(plain(row.name), row.substance_id) for row in PACKAGE.collisions if row.substance_id]


def declared(name: str) -> set[str]:
    written = plain(name)
    return {substance_id for meaning, substance_id in MEANINGS if meaning == written}


def holders(mol: Chem.Mol) -> set[str]:
    """Rows whose structure is exactly this one, mirror images of relative rows included."""
    flat = flat_smiles(mol)
    return {
        row.substance_id
        for row in STRUCTURES
        if FLAT[row.substance_id] == flat
        and compare_stereo(mol, RECORDS[row.substance_id], relative=row.stereo == "relative") == SAME
    }


@cache
def forms_of(substance_id: str) -> set[str]:
    """The substances that one without a position is a form of, as a note or a group says: its name leads there too."""
    [row] = [row for row in PACKAGE.substances if row.substance_id == substance_id]
    if row.smiles is None or any(listing.substance_id == substance_id for listing in PACKAGE.listings):
        return set()
    return set(relations_of_smiles(row.smiles)) - {substance_id}


def test_every_name_leads_to_its_substance() -> None:
    # Street names and medicines of several substances assert nothing; everyday words are looked at where they stand for themselves.
    open_names = {plain(row.name) for row in PACKAGE.names if row.kind in HINTS} | set(everyday_words())
    # So do numbers that only a collection of names gives.
    rows = (row for row in PACKAGE.names if row.kind != "other_cas" and plain(row.name) not in open_names)
    names = [(row.name, row.substance_id, row.kind) for row in rows]
    for row in PACKAGE.substances:
        names += [(name, row.substance_id, "main") for name in (row.name_en, row.name_ru, row.name_kk) if name]
    # A plant or mixture whose remark names the rows of what is in it is left to be clarified.
    held = {row.substance_id for row in PACKAGE.substances if row.kind != "substance" and row.remark}
    for name, substance_id, kind in names:
        verdict = check(name, as_of=DAY)
        matched = {match.substance_id: match.relation for match in verdict.matches}
        assert matched.get(substance_id) == ("salt" if kind.endswith("_cas") else "exact_name"), name
        meant = declared(name) or {substance_id}
        others = set().union(*map(forms_of, meant)) - meant
        assert set(matched) - others == meant, name
        assert (verdict.status == "unresolved") == (len(meant) > 1 or substance_id in held), name


def test_every_meaning_outside_the_data_is_named() -> None:
    for row in PACKAGE.collisions:
        messages = " ".join(check(row.name, as_of=DAY).messages)
        assert row.substance_id or row.meaning in messages, row.name


def test_every_cas_number_and_inchikey_leads_to_its_substance() -> None:
    for row in PACKAGE.substances:
        if row.cas:
            found = relations(row.cas)
            assert found.pop(row.substance_id) == "cas"
            assert set(found) == forms_of(row.substance_id)
        if row.inchikey:
            assert relations(row.inchikey)[row.substance_id] == "inchikey"


@pytest.mark.parametrize("chunk", CHUNKS, ids=range(len(CHUNKS)))
def test_every_structure_comes_back_in_every_form(chunk: list) -> None:
    for row in chunk:
        mol = RECORDS[row.substance_id]
        generator = random.Random(row.substance_id)
        order = list(range(mol.GetNumAtoms()))
        generator.shuffle(order)
        shuffled = Chem.MolToSmiles(Chem.RenumberAtoms(mol, order), canonical=False)
        for smiles in (row.smiles, shuffled):
            assert relations_of_smiles(smiles)[row.substance_id] == "same_structure", smiles
        _check_inchi(row, mol)
        _check_without_stereo(row, mol)
        _check_deuterated(row, mol)
        if "." not in row.smiles and mol.HasSubstructMatch(AMINE):
            assert relations_of_smiles(row.smiles + ".Cl")[row.substance_id] == "salt"
            assert relations_of_smiles(_protonated(mol))[row.substance_id] == "salt"


def relations_of_smiles(smiles: str) -> dict[str, str]:
    return {m.substance_id: m.relation for m in check(smiles, kind="smiles", as_of=DAY).matches}


def _check_inchi(row, mol: Chem.Mol) -> None:
    with rdBase.BlockLogs():
        inchi = Chem.MolToInchi(mol)
        again = Chem.MolFromInchi(inchi)
    if again is None:  # InChI takes the permanganate's metal apart so that RDKit cannot read it back
        assert check(inchi, as_of=DAY).status == "invalid"
        return
    assert row.substance_id in relations(inchi), inchi
    assert relations(inchi)[row.substance_id] in {"inchi", "tautomer", "salt"}


def _check_without_stereo(row, mol: Chem.Mol) -> None:
    flat = Chem.Mol(mol)
    Chem.RemoveStereochemistry(flat)
    matched = relations_of_smiles(Chem.MolToSmiles(flat))
    owners = holders(flat)
    if row.substance_id in owners:
        assert matched[row.substance_id] == "same_structure"
    elif owners:
        assert owners <= set(matched), "another row holds the flat form"
    else:
        assert matched[row.substance_id] == "stereo_unspecified"


def _check_deuterated(row, mol: Chem.Mol) -> None:
    carbon = next((a for a in mol.GetAtoms() if a.GetAtomicNum() == 6 and a.GetTotalNumHs() in (2, 3)), None)
    if carbon is None or "." in row.smiles:
        return
    labelled = Chem.RWMol(mol)
    for _ in range(carbon.GetTotalNumHs()):
        deuterium = Chem.Atom(1)
        deuterium.SetIsotope(2)
        labelled.AddBond(carbon.GetIdx(), labelled.AddAtom(deuterium), Chem.BondType.SINGLE)
    labelled.GetAtomWithIdx(carbon.GetIdx()).SetNumExplicitHs(0)
    Chem.SanitizeMol(labelled)
    assert relations_of_smiles(Chem.MolToSmiles(labelled))[row.substance_id] == "isotopologue"


def _protonated(mol: Chem.Mol) -> str:
    ion = Chem.RWMol(mol)
    nitrogen = ion.GetAtomWithIdx(mol.GetSubstructMatch(AMINE)[0])
    nitrogen.SetFormalCharge(1)
    nitrogen.SetNumExplicitHs(nitrogen.GetTotalNumHs() + 1)
    nitrogen.SetNoImplicit(True)
    Chem.SanitizeMol(ion)
    return Chem.MolToSmiles(ion)
