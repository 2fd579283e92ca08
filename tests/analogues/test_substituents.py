"""Every class of substituents of the example rules covers its examples and not its decoys; groups are written alike."""

import random

import pytest
from rdkit import Chem

from kzschedule._cache import Recent
from kzschedule.analogues.candidate import Candidate
from kzschedule.analogues.rule import SubstituentClass, load_rule, parse_range
from kzschedule.analogues.substituents import covers, recognise, substituent_smiles
from kzschedule.records.package import default_directory

RULES = {
    "working": load_rule("docs/rules/working_rule_2026.json", default_directory()),
    "russia": load_rule("docs/rules/russia_decree_681_note_6.json", default_directory()),
    "strict": load_rule("docs/rules/strict_c1_c4.json", default_directory()),
}
EXAMPLES = [
    (rule, substituent, smiles)
    for rule, content in RULES.items()
    for substituent in content.substituents
    for smiles in substituent.examples
]
DECOYS = [
    (rule, substituent, smiles)
    for rule, content in RULES.items()
    for substituent in content.substituents
    for smiles in substituent.decoys
]


def named(case: object) -> str:
    return case.substituent_id if isinstance(case, SubstituentClass) else str(case)


@pytest.mark.parametrize(("rule", "substituent", "smiles"), EXAMPLES, ids=named)
def test_a_class_covers_its_example(rule, substituent, smiles):
    assert covers(substituent, smiles)


@pytest.mark.parametrize(("rule", "substituent", "smiles"), DECOYS, ids=named)
def test_a_class_does_not_cover_its_decoy(rule, substituent, smiles):
    assert not covers(substituent, smiles)


def test_every_class_has_examples_decoys_and_a_reason():
    for substituent in RULES["working"].substituents:
        assert substituent.examples
        assert substituent.decoys
        assert substituent.reason
        assert substituent.source_id
        assert substituent.basis == "assumed"


@pytest.mark.parametrize(
    ("smiles", "span", "expected"),
    [
        ("*F", 0, "halogen"),
        ("*[H]", 0, "hydrogen"),
        ("*OCO*", 1, "methylenedioxy"),
        ("*OCO*", 0, None),  # a ketal at one atom
        ("*OCO*", 2, None),  # a bridge over three atoms
        ("*CCC*", 1, "polymethylene"),
        ("*CCCCCCC", 0, None),  # seven carbon atoms
        ("*C(=O)C1CC1", 0, None),
        ("*=O", 0, "oxo"),
        ("*[Si](C)(C)C", 0, None),
    ],
)
def test_the_class_of_a_substituent(smiles, span, expected):
    found = recognise(smiles, span, RULES["working"].substituents, 1)
    assert (found.substituent_id if found else None) == expected


def test_a_class_that_is_kept_out_wins_over_one_that_is_permitted():
    found = recognise("*O", 0, RULES["russia"].substituents, 1)
    assert (found.substituent_id, found.permitted) == ("hydroxyl", False)


def test_an_element_that_a_class_forbids_is_counted_as_none_where_it_is_not(working_rule):
    alkyl = next(one for one in working_rule.substituents if one.substituent_id == "alkyl")
    without_oxygen = alkyl.model_copy(update={"limits": {"O": (0, 0)}, "elements": frozenset()})
    assert covers(without_oxygen, "*CC")
    assert not covers(without_oxygen, "*CCO")


def test_an_official_class_is_named_before_an_assumed_one(working_rule):
    assumed = next(one for one in working_rule.substituents if one.substituent_id == "alkyl")
    official = assumed.model_copy(update={"substituent_id": "official-alkyl", "basis": "official"})
    for classes in ([assumed, official], [official, assumed]):
        assert recognise("*CC", 0, classes, 1).substituent_id == "official-alkyl"


@pytest.mark.parametrize(
    ("fused", "atoms", "attachments", "expected"),
    [
        ("c1ccc2ccccc2c1", [0, 1, 2, 9], [(3, 2, 1), (8, 9, 1)], "*C=CC=C*"),
        ("c1ccc2occc2c1", [4, 5, 6], [(3, 4, 1), (7, 6, 1)], "*C=CO*"),
        ("c1ccc2[nH]ccc2c1", [4, 5, 6], [(3, 4, 1), (7, 6, 1)], "*C=CN*"),
        ("c1ccc2ncccc2c1", [4, 5, 6, 7], [(3, 4, 1), (8, 7, 1)], "*C=CC=N*"),
        ("c1ccc2[o+]cccc2c1", [4, 5, 6, 7], [(3, 4, 1), (8, 7, 1)], "*C=CC=[O+]*"),
        ("C[n+]1cccc2ccccc12", [0, 1, 2, 3, 4], [(10, 1, 1), (5, 4, 1)], "*C=CC=[N+](*)C"),
        ("C1CCCc2ccccc21", [0, 1, 2, 3], [(4, 3, 1), (9, 0, 1)], "*CCCC*"),
    ],
)
def test_a_ring_fused_onto_an_aromatic_one_is_written_open(fused, atoms, attachments, expected):
    written = substituent_smiles(Chem.MolFromSmiles(fused), atoms, attachments)
    assert written == Chem.CanonSmiles(expected)


def test_a_rest_remembered_from_another_structure_is_written_as_if_it_were_new(schedule):
    """All that hangs on each atom of the structures of the data, drawn in two orders."""
    written: Recent = Recent(100_000)
    asked = 0
    for record in schedule.package.substances[::3]:
        if record.smiles is None or "." in record.smiles:
            continue
        mol = Chem.MolFromSmiles(record.smiles)
        order = list(range(mol.GetNumAtoms()))
        random.Random(record.substance_id).shuffle(order)
        for drawing in (mol, Chem.RenumberAtoms(mol, order)):
            candidate = Candidate(drawing, written=written)
            for skeleton in {1 << bond.GetBeginAtomIdx() for bond in drawing.GetBonds()}:
                for rest in candidate.rests(skeleton) or ():
                    if len(rest.atoms) <= 30:
                        expected = substituent_smiles(drawing, rest.atoms, rest.attachments)
                        assert candidate.smiles_of(rest) == expected, record.smiles
                        asked += 1
    assert asked > 5_000
    assert len(written) < 0.8 * asked  # else nothing was remembered


def test_a_substituent_keeps_no_stereochemistry_and_no_isotopes():
    mol = Chem.MolFromSmiles("c1ccccc1[C@H](C)[13CH3]")
    assert substituent_smiles(mol, [6, 7, 8], [(5, 6, 1)]) == "*C(C)C"


@pytest.mark.parametrize(("text", "expected"), [("3", (3, 3)), ("1-6", (1, 6)), ("2-2", (2, 2)), ("2-", (2, None))])
def test_counts(text, expected):
    assert parse_range(text) == expected


@pytest.mark.parametrize("text", ["", "a", "6-1", "-3", "1-6-7"])
def test_no_counts(text):
    with pytest.raises(ValueError, match=r"count|begins"):
        parse_range(text)
