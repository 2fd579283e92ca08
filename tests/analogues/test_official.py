"""Analogues by the official list: named substances, doubts, and what is in force on a day."""

import csv
from datetime import date
from pathlib import Path

import pytest
from rdkit import Chem

from kzschedule.analogues.approved import InForce, substituents_on
from kzschedule.analogues.decomposition import Decomposition
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.search import AnalogueSearch, analogues_of
from kzschedule.law.periods import Calendar
from kzschedule.records.model import Act, Revision, Substituent
from kzschedule.records.package import default_directory, read_file

GHB = "OCCCC(=O)O"
FENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
CARFENTANIL = "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCc2ccccc2)CC1"
ACT_240 = date(2023, 7, 1)
ACT_22 = date(2024, 2, 6)
EXPECTED = list(csv.DictReader(Path(__file__).with_name("expected.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def on_day():
    """The official list on a day, by the calendar of the acts."""
    directory = default_directory()
    calendar = Calendar(read_file(directory / "acts.csv", Act), read_file(directory / "revisions.csv", Revision))
    records = read_file(directory / "substituents.csv", Substituent)
    return lambda day: substituents_on(day, records, calendar)


def one(rule, lines, parent: str, candidate: str, **how: bool) -> Decomposition | None:
    search = AnalogueSearch([AnalogueParent("parent", parent, **how)], rule, lines)
    found = search.find(Chem.MolFromSmiles(candidate))
    assert len(found) < 2
    return found[0] if found else None


def told(found: Decomposition | None) -> tuple | None:
    if found is None:
        return None
    return found.grade, found.open_reasons, tuple(sorted(str(part.number) for part in found.replacements))


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["substance"])
def test_what_a_chemist_expects(search, row):
    found = search.find(Chem.MolFromSmiles(row["smiles"]))
    making = [one for one in found if one.makes_status]
    nearest = [one for one in making if one.nearness == making[0].nearness]
    reasons = {" ".join(one.open_reasons) for one in nearest}
    assert bool(making) == (row["analogue"] == "yes")
    assert [one.parent_id for one in nearest] == row["nearest"].split()
    assert reasons == ({row["open_reasons"]} if making else set())
    assert {one.remote for one in nearest} == ({row["remote"] == "yes"} if making else set())
    numbers = {" ".join(sorted(str(part.number) for part in one.replacements)) for one in nearest}
    assert numbers == (set(row["numbers"].split("|")) if making else set())


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("NCCCC(=O)O", ("official", (), ("1.2-4",))),  # GABA: amino in place of the hydroxyl group
        ("COC(=O)CCCO", ("official", (), ("1.21",))),  # its methyl ester: the hydrogen of the carboxyl group
        ("NC(=O)CCCO", ("open", ("carboxyl",), ("1.2-4",))),  # the amide: the OH of the carboxyl group
        ("O=C1CCCO1", ("open", ("carboxyl",), ("2.6",))),  # the lactone
        ("OCCC(=O)O", None),  # a shorter chain
        ("OCCCC=O", None),  # the wider reading is not taken for what is outside anyhow
        ("CCCC(=O)O", ("open", ("hydrogen",), ("None",))),
        ("OCC(O)CC(=O)O", ("open", ("hydroxyl",), ("None",))),
        ("OCC(CCCF)CC(=O)O", ("open", ("not_in_list",), ("None",))),
        ("OCC([Si](C)(C)C)CC(=O)O", ("open", ("not_in_list",), ("None",))),
        ("OCC1(CC1)CC(=O)O", ("open", ("one_atom",), ("2.11",))),
        ("OCC(=O)CC(=O)O", ("official", (), ("2.8",))),  # oxo is at one atom by itself
        ("OCC(=C)CC(=O)O", ("open", ("position",), ("2.3",))),
        ("OCC(C(C)c1ccccc1)CC(=O)O", ("open", ("position",), ("1.56",))),
        ("OCC(CCc1ccccc1)CC(=O)O", ("official", (), ("1.56",))),
    ],
)
def test_doubts_and_what_is_outside(rule, lines, candidate, expected):
    assert told(one(rule, lines, GHB, candidate)) == expected


@pytest.mark.parametrize(
    ("parent", "candidate", "expected"),
    [
        # A bridge from the oxygen of a phenol: propano, whose name with the oxygen is not on the list.
        ("CN(C)CCc1c[nH]c2ccc(O)cc12", "CN(C)CCc1c[nH]c2ccc3c(c12)CCCO3", ("official", (), ("2.10",))),
        # Far apart: no limit to what a bridge spans.
        ("CC(N)Cc1ccccc1", "C1C(N)Cc2cccc1c2", None),  # nothing between the two
        ("CC(N)Cc1ccccc1", "C1CCC(N)Cc2cccc1c2", ("official", (), ("2.11",))),
        # P-OH is an acid's.
        ("CN(C)CCc1c[nH]c2cccc(OP(=O)(O)O)c12", "CN(C)CCc1c[nH]c2cccc(OP(=O)(O)OC)c12", ("official", (), ("1.21",))),
        (
            "CN(C)CCc1c[nH]c2cccc(OP(=O)(O)O)c12",
            "CN(C)CCc1c[nH]c2cccc(OP(=O)(O)F)c12",
            ("open", ("carboxyl",), ("1.57",)),
        ),
        # The OH of an oxime is a hydroxyl group.
        ("CC(=NO)c1ccccc1", "CC(=NN)c1ccccc1", ("official", (), ("1.2-4",))),
        # Substituents on substituents: fluorine on propyl, methyl on ethoxy, methano over the ends of isopropyl.
        ("NCCc1ccccc1", "NCCc1ccc(CCCF)cc1", ("open", ("repeated",), ("None",))),
        ("NCCc1ccccc1", "NCCc1ccc(OCCC)cc1", ("open", ("repeated",), ("None",))),
        ("NCCc1ccccc1", "NCCc1ccc(C2CC2)cc1", ("open", ("repeated",), ("None",))),
        ("NCCc1ccccc1", "NCCc1cc(O)cc(CCCF)c1", ("open", ("not_in_list", "hydroxyl"), ("None", "None"))),
        ("NCCc1ccccc1", "NCCc1ccc([Si](C)(C)C)cc1", ("open", ("not_in_list",), ("None",))),
        # A halogen by a halogen.
        ("NCCc1ccc(Br)cc1", "NCCc1ccc(I)cc1", ("official", (), ("1.13",))),
    ],
)
def test_bridges_acids_and_halogens(rule, lines, parent, candidate, expected):
    assert told(one(rule, lines, parent, candidate)) == expected


def test_methoxycarbonyl_by_the_day(rule, on_day):
    """2.16 stood among the bivalent substituents from No. 240 to No. 22, and is 1.74 since."""
    before = one(rule, on_day(date(2022, 6, 1)), FENTANYL, CARFENTANIL)
    assert [part.number for part in before.replacements] == [None]
    assert not before.makes_status
    then = one(rule, on_day(ACT_240), FENTANYL, CARFENTANIL)
    assert told(then) == ("open", ("printed_as_bivalent",), ("2.16",))
    assert then.makes_status
    assert told(one(rule, on_day(ACT_22), FENTANYL, CARFENTANIL)) == ("official", (), ("1.74",))


def test_what_is_only_maybe_in_force_makes_no_status(rule, lines):
    maybe = tuple(InForce(line.substituent, interval=line.substituent.number == "1.57") for line in lines)
    amfetamine = "CC(N)Cc1ccccc1"
    fluoro = one(rule, maybe, amfetamine, "CC(N)Cc1ccc(F)cc1")
    assert told(fluoro) == ("open", ("interval",), ("1.57",))
    assert (fluoro.makes_status, fluoro.maybe_in_force) == (False, True)
    chloro = one(rule, maybe, amfetamine, "CC(N)Cc1ccc(Cl)cc1")
    assert told(chloro) == ("official", (), ("1.64",))
    parent = one(rule, lines, amfetamine, "CC(N)Cc1ccc(Cl)cc1", interval=True)
    assert told(parent) == ("open", ("interval",), ("1.64",))
    outside = one(rule, maybe, amfetamine, "CC(N)Cc1ccc(F)c(O)c1")
    assert (outside.makes_status, outside.maybe_in_force) == (False, False)


def test_a_parent_of_two_readings_is_a_doubt(rule, lines):
    found = one(rule, lines, "CC(N)Cc1ccccc1", "CC(N)Cc1ccc(F)cc1", doubtful=True)
    assert told(found) == ("open", ("parent_reading",), ("1.57",))
    assert found.makes_status


def test_only_what_makes_a_status_is_found_without_the_open_ones(search, unlisted):
    for smiles in sorted(unlisted.values())[::7]:
        mol = Chem.MolFromSmiles(smiles)
        if mol.GetNumHeavyAtoms() > 150 or "." in smiles:
            continue
        everything = search.find(mol)
        assert search.find(mol, include_open=False) == tuple(
            one for one in everything if one.makes_status or one.maybe_in_force
        )
        tiers = [one.makes_status or one.maybe_in_force for one in everything]
        assert tiers == sorted(tiers, reverse=True)


def test_equally_near_parents_are_ordered_by_configuration_and_then_as_they_were_given(rule, lines):
    racemate, left, right = "CC(N)Cc1ccccc1", "C[C@@H](N)Cc1ccccc1", "C[C@H](N)Cc1ccccc1"
    parents = [AnalogueParent("racemate", racemate), AnalogueParent("left", left), AnalogueParent("right", right)]
    search = AnalogueSearch(parents, rule, lines)

    def order(smiles: str) -> list[str]:
        return [one.parent_id for one in search.find(Chem.MolFromSmiles(smiles))]

    assert order("CC(N)Cc1ccc(F)cc1") == ["racemate", "left", "right"]
    assert order("C[C@@H](N)Cc1ccc(F)cc1") == ["left", "racemate", "right"]
    assert order("C[C@H](N)Cc1ccc(F)cc1") == ["right", "racemate", "left"]
    assert order("C[C@H](NC)Cc1ccc(F)cc1") == ["right", "racemate", "left"]
    # The hydrogen at the centre is replaced: the other neighbours still say which form it is.
    assert order("C[C@](N)(F)Cc1ccccc1")[0] != order("C[C@@](N)(F)Cc1ccccc1")[0]
    assert order("CC(N)C(=O)c1ccccc1") == ["racemate", "left", "right"]
    turned = AnalogueSearch(parents[::-1], rule, lines)
    found = turned.find(Chem.MolFromSmiles("CC(N)Cc1ccc(F)cc1"))
    assert [one.parent_id for one in found] == ["racemate", "right", "left"]


def test_double_bonds_count_as_configuration(rule, lines):
    parents = [AnalogueParent("E", "C/C(N)=C/c1ccccc1"), AnalogueParent("Z", "C/C(N)=C\\c1ccccc1")]
    search = AnalogueSearch(parents, rule, lines)
    for smiles, first in (("C/C(N)=C/c1ccc(F)cc1", "E"), ("C/C(N)=C\\c1ccc(F)cc1", "Z")):
        assert search.find(Chem.MolFromSmiles(smiles))[0].parent_id == first


def test_a_salt_former_or_solvent_beside_it_changes_nothing(search):
    counterions = {"Cl", "CC(C)=O", "O=C(O)C=CC(=O)O"}
    for smiles in ("CNC(C)C(=O)c1ccc(C)cc1.CC(C)=O", "C[NH2+]C(C)C(=O)c1ccc(C)cc1.[Cl-]"):
        found = analogues_of(Chem.MolFromSmiles(smiles), search, counterions)
        assert found[0].parent_id == "methcathinone"


def test_a_parent_is_its_organic_part(rule, lines):
    methylmorphinium = "[Br-].C[N+]1(C)CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5"
    found = one(rule, lines, methylmorphinium, "C[N+]1(C)CCC23c4c5ccc(OC)c4OC2C(O)C=CC3C1C5")
    assert told(found) == ("official", (), ("1.21",))
    assert min(found.parent_atoms) == 1  # atom 0 of the parent's SMILES is bromide
