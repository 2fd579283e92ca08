"""Every record of the data is found in every form in which files, programs and hands draw it."""

import csv
from collections.abc import Callable, Iterable
from functools import cache

import pytest
from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize

from kzschedule.records.model import Substance
from kzschedule.records.package import default_directory, read_file
from kzschedule.structures.index import StructureHit, StructureIndex
from kzschedule.structures.locating import locate
from kzschedule.structures.reading import checked, read_inchi, read_molblock, read_smiles

DATA = default_directory()
RECORDS = [record for record in read_file(DATA / "substances.csv", Substance) if record.smiles and record.inchikey]
AMINE = Chem.MolFromSmarts("[NX3;!H3;!$(N-[C,S,P]=[O,N,S]);!$(N-c);!$(N-[!#6]);!$(N-C=C)]")
KETONE = Chem.MolFromSmarts("[CX4;!H0;!$(C[OH])]-[CX3;$(C(=O)([#6])[#6])]=[OX1]")
#: A mesoionic ring, which InChI comes back as with its charges elsewhere.
MESOIONIC = "mesocarb"
#: Forms that leave the configuration open, so that another record of the connectivity may be found instead.
FLAT = ("flat", "flat InChI", "flat enol")


def column(name: str, of: str) -> frozenset[str]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return frozenset(row[of] for row in csv.DictReader(file) if row[of])


@cache
def counterions() -> frozenset[str]:
    return column("counterions.csv", "smiles")


@cache
def index() -> StructureIndex:
    return StructureIndex(RECORDS, counterions(), column("listings.csv", "substance_id"))


def found(mol: Chem.Mol) -> tuple[StructureHit, ...]:
    return locate(mol, index(), counterions()).hits


def flat(mol: Chem.Mol | None) -> Chem.Mol | None:
    if mol is None:
        return None
    bare = Chem.Mol(mol)
    Chem.RemoveStereochemistry(bare)
    return Chem.MolFromSmiles(Chem.MolToSmiles(bare))


def mapped(mol: Chem.Mol) -> Chem.Mol:
    numbered = Chem.Mol(mol)
    for atom in numbered.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    return numbered


def deuterated(mol: Chem.Mol) -> Chem.Mol | None:
    carbons = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetSymbol() == "C" and atom.GetTotalNumHs()]
    if not carbons or len(Chem.GetMolFrags(mol)) > 1:
        return None
    labelled = Chem.AddHs(mol, onlyOnAtoms=carbons[:1])
    for atom in labelled.GetAtoms():
        if atom.GetAtomicNum() == 1:
            atom.SetIsotope(2)
    return labelled


def protonated(mol: Chem.Mol) -> Chem.Mol | None:
    match = mol.GetSubstructMatch(AMINE)
    if not match:
        return None
    ion = Chem.RWMol(mol)
    nitrogen = ion.GetAtomWithIdx(match[0])
    nitrogen.SetNumExplicitHs(nitrogen.GetTotalNumHs() + 1)
    nitrogen.SetFormalCharge(1)
    nitrogen.SetNoImplicit(True)
    Chem.SanitizeMol(ion)
    return ion.GetMol()


def beside(mol: Chem.Mol | None, other: str) -> Chem.Mol | None:
    return None if mol is None else Chem.MolFromSmiles(f"{Chem.MolToSmiles(mol)}.{other}")


def hydrochloride(mol: Chem.Mol) -> Chem.Mol | None:
    return beside(mol, "Cl") if mol.HasSubstructMatch(AMINE) else None


def enol(mol: Chem.Mol) -> Chem.Mol | None:
    match = mol.GetSubstructMatch(KETONE)
    if not match:
        return None
    alpha, carbonyl, oxygen = match
    drawn = Chem.RWMol(mol)
    drawn.GetBondBetweenAtoms(alpha, carbonyl).SetBondType(Chem.BondType.DOUBLE)
    drawn.GetBondBetweenAtoms(carbonyl, oxygen).SetBondType(Chem.BondType.SINGLE)
    for number in match:
        drawn.GetAtomWithIdx(number).SetNoImplicit(False)
        drawn.GetAtomWithIdx(number).SetNumExplicitHs(0)
    drawn.GetAtomWithIdx(alpha).SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    Chem.SanitizeMol(drawn)
    Chem.AssignStereochemistry(drawn, cleanIt=True, force=True)
    return drawn.GetMol()


def tautomer(mol: Chem.Mol) -> Chem.Mol | None:
    """Return another tautomer in which hydrogens have moved between heteroatoms only, and rings are as aromatic."""
    own = Chem.MolToSmiles(mol, isomericSmiles=False)
    for other in tautomers().Enumerate(mol):
        if Chem.MolToSmiles(other, isomericSmiles=False) != own and shape(other) == shape(mol):
            return other
    return None


@cache
def tautomers() -> rdMolStandardize.TautomerEnumerator:
    enumerator = rdMolStandardize.TautomerEnumerator()
    enumerator.SetMaxTautomers(20)
    enumerator.SetRemoveSp3Stereo(False)
    return enumerator


def shape(mol: Chem.Mol) -> tuple[int, list[int]]:
    carbons = [atom.GetTotalNumHs() for atom in mol.GetAtoms() if atom.GetAtomicNum() == 6]
    return sum(atom.GetIsAromatic() for atom in mol.GetAtoms()), carbons


FORMS: dict[str, Callable[[Chem.Mol], Chem.Mol | None]] = {
    "base": checked,
    "hydrochloride": hydrochloride,
    "hydrochloride hydrate": lambda mol: beside(hydrochloride(mol), "O"),
    "protonated": protonated,
    "protonated with chloride": lambda mol: beside(protonated(mol), "[Cl-]"),
    "explicit hydrogens": lambda mol: checked(Chem.AddHs(mol)),
    "mapped": lambda mol: checked(mapped(mol)),
    "mapped SMILES": lambda mol: read_smiles(Chem.MolToSmiles(mapped(mol))),
    "not sanitised": lambda mol: checked(Chem.MolFromSmiles(Chem.MolToSmiles(mol), sanitize=False)),
    "deuterated": deuterated,
    "flat": flat,
    "tautomer": tautomer,
    "enol": enol,
    "flat enol": lambda mol: flat(enol(mol)),
    "InChI": lambda mol: read_inchi(Chem.MolToInchi(mol)),
    "flat InChI": lambda mol: read_inchi(Chem.MolToInchi(flat(mol))),
    "V2000": lambda mol: read_molblock(Chem.MolToMolBlock(mol)),
    "V3000": lambda mol: read_molblock(Chem.MolToMolBlock(mol, forceV3000=True)),
    "mapped V3000": lambda mol: read_molblock(Chem.MolToMolBlock(mapped(mol), forceV3000=True)),
}
#: How many records have such a form at the least, so that no form is tested on none.
AT_LEAST = {"hydrochloride": 500, "protonated": 500, "deuterated": 900, "tautomer": 100, "enol": 150, "flat enol": 150}


@pytest.mark.parametrize("form", FORMS)
def test_every_record_is_found_in_the_form(form: str) -> None:
    families: dict[str, set[str]] = {}
    for record in RECORDS:
        families.setdefault(record.inchikey[:14], set()).add(record.substance_id)
    missed, drawn = [], 0
    for record in RECORDS:
        mol = FORMS[form](Chem.MolFromSmiles(record.smiles))
        if mol is None:
            continue
        drawn += 1
        expected = families[record.inchikey[:14]] if form in FLAT else {record.substance_id}
        if expected.isdisjoint(names(found(mol))):
            missed.append((record.substance_id, Chem.MolToSmiles(mol)))
    assert missed == []
    assert drawn >= AT_LEAST.get(form, 0)


def names(hits: Iterable[StructureHit]) -> set[str]:
    return {hit.substance_id for hit in hits if not hit.contradicted}


@pytest.mark.parametrize("form", ["base", "explicit hydrogens", "mapped", "InChI", "V2000", "V3000", "not sanitised"])
def test_forms_that_say_all_are_the_structure_itself(form: str) -> None:
    for record in RECORDS:
        hits = found(FORMS[form](Chem.MolFromSmiles(record.smiles)))
        own = [(hit.relation, hit.salt, hit.isotopes) for hit in hits if hit.substance_id == record.substance_id]
        if record.substance_id == MESOIONIC and form == "InChI":
            assert own == [("tautomer", False, False)]
        else:
            assert own == [("same_structure", False, False)], record.substance_id


def test_deuterium_is_an_isotope_and_explicit_hydrogen_is_none() -> None:
    mol = Chem.MolFromSmiles("[2H]C([2H])([2H])NC(C)C(=O)c1ccc(C)cc1")
    for drawn in (mol, Chem.AddHs(mol)):
        [hit] = found(checked(drawn))
        assert (hit.substance_id, hit.relation, hit.isotopes) == ("mephedrone", "isotopologue", True)
