"""The official list in the data: complete, read as printed, written as the search writes groups of atoms."""

from collections import Counter
from datetime import date

import networkx
import pytest
from rdkit import Chem

from kzschedule.analogues.approved import ApprovedList, InForce, printed_order, substituents_on, written_forms
from kzschedule.analogues.substituents import substituent_smiles
from kzschedule.law.periods import Calendar
from kzschedule.records.model import Act, Revision, Substituent
from kzschedule.records.package import default_directory, read_file

DATA = default_directory()
RECORDS = read_file(DATA / "substituents.csv", Substituent)
IN_FORCE = [record for record in RECORDS if record.last_revision is None]
FORMS = [(record, smiles) for record in RECORDS for smiles in (*record.smiles, *record.doubtful_smiles)]


def named(case: object) -> str:
    return case.number if isinstance(case, Substituent) else str(case)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(read_file(DATA / "acts.csv", Act), read_file(DATA / "revisions.csv", Revision))


def test_the_list_has_82_monovalent_and_15_bivalent_substituents_in_force():
    assert Counter(record.valence for record in IN_FORCE) == {"1": 82, "2": 15}
    assert {record.number for record in RECORDS} - {record.number for record in IN_FORCE} == {"2.16"}
    assert all(record.number.startswith(f"{record.valence}.") for record in RECORDS)


@pytest.mark.parametrize(
    ("day", "count", "maybe"),
    [
        (date(2019, 8, 1), 91, set()),
        (date(2020, 6, 1), 94, {"1.2-2", "1.2-3", "1.2-4"}),
        (date(2022, 6, 1), 94, set()),
        (date(2023, 7, 1), 95, set()),
        (date(2024, 2, 5), 95, set()),
        (date(2024, 2, 6), 97, set()),
    ],
)
def test_what_stands_on_a_day(calendar, day, count, maybe):
    lines = substituents_on(day, RECORDS, calendar)
    assert len(lines) == count
    assert {line.substituent.number for line in lines if line.interval} == maybe
    numbers = [line.substituent.number for line in lines]
    assert numbers == sorted(numbers, key=printed_order)
    assert ("1.74" in numbers, "2.16" in numbers) == (
        day >= date(2024, 2, 6),
        date(2023, 7, 1) <= day < date(2024, 2, 6),
    )


@pytest.mark.parametrize(("record", "smiles"), FORMS, ids=named)
def test_a_form_has_the_valence_of_its_line(record, smiles):
    mol = Chem.MolFromSmiles(smiles)
    bonds = [
        bond for bond in mol.GetBonds() if 0 in (bond.GetBeginAtom().GetAtomicNum(), bond.GetEndAtom().GetAtomicNum())
    ]
    valence = int(sum(bond.GetBondTypeAsDouble() for bond in bonds))
    # What stands under the wrong heading says so.
    assert valence == (1 if record.rule == "printed_as_bivalent" else int(record.valence))
    assert all(atom.GetNumRadicalElectrons() == 0 for atom in mol.GetAtoms() if atom.GetAtomicNum())
    assert len(Chem.GetMolFrags(mol)) == 1


def carried(smiles: str) -> str:
    """The group as the search writes it, cut out of a molecule that carries it."""
    mol = Chem.MolFromSmiles(smiles)
    stars = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() == 0]
    editable = Chem.RWMol(mol)
    for star in stars:
        editable.GetAtomWithIdx(star).SetAtomicNum(6)
    whole = Chem.MolFromSmiles(Chem.MolToSmiles(editable, canonical=False))
    order = list(editable.GetPropsAsDict(True, True)["_smilesAtomOutputOrder"])
    place = {old: new for new, old in enumerate(order)}
    attachments = []
    for star in stars:
        [bond] = mol.GetAtomWithIdx(star).GetBonds()
        attachments.append((place[star], place[bond.GetOtherAtomIdx(star)], int(bond.GetBondTypeAsDouble())))
    atoms = [place[atom.GetIdx()] for atom in mol.GetAtoms() if atom.GetIdx() not in stars]
    return substituent_smiles(whole, sorted(atoms), sorted(attachments))


@pytest.mark.parametrize(("record", "smiles"), FORMS, ids=named)
def test_a_form_is_recognised_as_the_search_writes_it(record, smiles):
    approved = ApprovedList([InForce(record)])
    assert approved.reading(carried(smiles)).number == record.number
    doubtful = smiles in record.doubtful_smiles
    assert bool(approved.reading(carried(smiles)).reasons) == doubtful


def test_no_form_belongs_to_two_lines_in_force():
    forms = Counter(smiles for record in IN_FORCE for smiles, _ in written_forms(record))
    assert max(forms.values()) == 1


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_examples_are_covered_and_decoys_are_not(record):
    forms = {smiles for smiles, _ in written_forms(record)}
    assert record.examples
    assert record.decoys
    assert {Chem.CanonSmiles(smiles) for smiles in record.examples} <= forms
    assert not {Chem.CanonSmiles(smiles) for smiles in record.decoys} & forms
    if record.doubtful_smiles:
        assert record.reading


def alkyls(carbons: int) -> set[str]:
    """Every saturated acyclic alkyl group, from the trees of that many nodes, with each node as the first."""
    found = set()
    for tree in networkx.nonisomorphic_trees(carbons):
        if max(dict(tree.degree).values(), default=0) > 4:
            continue
        for first in tree:
            if tree.degree(first) < 4:
                mol = Chem.RWMol()
                for _ in tree:
                    mol.AddAtom(Chem.Atom(6))
                for begin, end in tree.edges:
                    mol.AddBond(begin, end, Chem.BondType.SINGLE)
                mol.AddBond(first, mol.AddAtom(Chem.Atom(0)), Chem.BondType.SINGLE)
                Chem.SanitizeMol(mol)
                found.add(Chem.MolToSmiles(mol))
    return found


@pytest.mark.parametrize(
    ("number", "carbons", "count"), [("1.7", 4, 4), ("1.43", 5, 8), ("1.8", 6, 17), ("1.9", 7, 39)]
)
def test_an_alkyl_group_and_its_isomers_are_all_there(number, carbons, count):
    [record] = [record for record in RECORDS if record.number == number]
    forms = {smiles for smiles, _ in written_forms(record)}
    assert forms == alkyls(carbons)
    assert len(forms) == count


@pytest.mark.parametrize(
    ("number", "smiles", "doubtful"),
    [
        ("1.1", "*C12CC3CC(CC(C3)C1)C2", False),
        ("1.1", "*C1C2CC3CC(C2)CC1C3", True),
        ("1.38", "*C(C)N1CCOCC1", True),
        ("1.45", "*N1CCCC1", False),
        ("1.45", "*C1CCCN1", True),
        ("1.56", "*C(C)c1ccccc1", True),
        ("1.59", "*CCCCCF", False),
        ("1.59", "*CCCC(C)F", True),
        ("2.3", "*=C", True),
        ("2.16", "*C(=O)OC", True),
    ],
)
def test_what_the_pictures_leave_open_is_doubtful(number, smiles, doubtful):
    [record] = [record for record in RECORDS if record.number == number]
    assert dict(written_forms(record))[Chem.CanonSmiles(smiles)] == doubtful
