"""Drawings: both structures in one orientation, replacements coloured, labelled and explained."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from rdkit import Chem

from kzschedule.analogues.approved import substituents_on
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.search import AnalogueSearch
from kzschedule.analogues.sentences import answer
from kzschedule.language.statement import SubstanceName
from kzschedule.render.depict import align, draw_analogue
from kzschedule.schedule import Schedule

RULE = Schedule.default().rule()
LINES = substituents_on(date(2024, 3, 1), Schedule.default().package.substituents, Schedule.default().law.calendar)
PAIRS = {
    "4-fluoromethcathinone": ("CNC(C)C(=O)c1ccccc1", "CNC(C)C(=O)c1ccc(F)cc1"),
    "methylone": ("CNC(C)C(=O)c1ccccc1", "CNC(C)C(=O)c1ccc2OCOc2c1"),
    "a naphthyl analogue": ("CNC(C)C(=O)c1ccccc1", "CNC(C)C(=O)c1ccc2ccccc2c1"),
    "two new and one kept halogen": ("CNC(C)C(=O)c1ccc(Cl)cc1", "CCNC(C)C(=O)c1cc(F)c(Cl)c(F)c1"),
    "a lost hydroxyl group": ("CN(C)CCc1c[nH]c2cccc(O)c12", "CN(C)CCc1c[nH]c2ccccc12"),
    "two at one atom": ("CC(N)Cc1ccccc1", "CC(N)C(F)(F)c1ccccc1"),
    "a salt": ("CNC(C)C(=O)c1ccccc1", "Cl.CNC(C)C(=O)c1ccc(F)cc1"),
    "heroin": (
        "CN1CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5",
        "CN1CCC23c4c5ccc(OC(C)=O)c4OC2C(OC(C)=O)C=CC3C1C5",
    ),
}


def analogue_of(parent: str, candidate: str):
    """The entry of an answer, with positions in the whole candidate, salts included."""
    whole = Chem.MolFromSmiles(candidate)
    largest = max(Chem.GetMolFrags(whole), key=len)
    fragment = max(Chem.GetMolFrags(whole, asMols=True), key=lambda mol: mol.GetNumAtoms())
    [found] = AnalogueSearch([AnalogueParent("parent", parent)], RULE, LINES).find(fragment)
    entry = answer(found, parent, SubstanceName("parent", ru="вещество"), None)
    return entry.model_copy(
        update={
            "matched_atoms": tuple(largest[atom] for atom in entry.matched_atoms),
            "replacements": tuple(
                part.model_copy(update={"position": largest[part.position]}) for part in entry.replacements
            ),
        }
    )


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", PAIRS)
def test_a_drawing_is_xml_with_a_legend_line_for_each_replacement(name):
    parent, candidate = PAIRS[name]
    analogue = analogue_of(parent, candidate)
    legend = [text for text in texts(draw_analogue(analogue, candidate, parent)) if " → " in text]
    assert [line.split(":")[0] for line in legend] == [f"R{n + 1}" for n in range(len(analogue.replacements))]


def test_the_legend_says_what_is_replaced_in_russian():
    parent, candidate = PAIRS["4-fluoromethcathinone"]
    svg = draw_analogue(analogue_of(parent, candidate), candidate, parent, language="ru")
    assert "R1: водород → 1.57 «фтор»" in texts(svg)


@pytest.mark.parametrize("name", PAIRS)
def test_both_structures_have_one_orientation(name):
    parent_smiles, candidate_smiles = PAIRS[name]
    analogue = analogue_of(parent_smiles, candidate_smiles)
    parent, candidate = Chem.MolFromSmiles(parent_smiles), Chem.MolFromSmiles(candidate_smiles)
    align(parent, candidate, analogue.parent_atoms, analogue.matched_atoms)
    ours, theirs = candidate.GetConformer(), parent.GetConformer()
    shifts = [
        (
            ours.GetAtomPosition(mine).x - theirs.GetAtomPosition(its).x,
            ours.GetAtomPosition(mine).y - theirs.GetAtomPosition(its).y,
        )
        for mine, its in zip(analogue.matched_atoms, analogue.parent_atoms, strict=True)
    ]
    assert max(x for x, _ in shifts) - min(x for x, _ in shifts) < 0.1
    assert max(y for _, y in shifts) - min(y for _, y in shifts) < 0.1


def test_each_replacement_has_its_own_colour_and_the_skeleton_none():
    parent, candidate = PAIRS["two new and one kept halogen"]
    svg = draw_analogue(analogue_of(parent, candidate), candidate, parent)
    colours = set(re.findall(r"#[0-9A-F]{6}", svg)) - {"#000000", "#FFFFFF"}
    assert len(colours) == 3


def test_text_from_outside_is_escaped():
    parent, candidate = PAIRS["4-fluoromethcathinone"]
    analogue = analogue_of(parent, candidate)
    forged = analogue.replacements[0].model_copy(update={"name_en": "<script>"})
    svg = draw_analogue(analogue.model_copy(update={"replacements": (forged,)}), candidate, parent)
    assert "<script>" not in svg
