"""Rules are data: another file gives another answer without touching the engine."""

import json

import pytest
from rdkit import Chem

from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import AnalogueRule, AnalogueRuleError, SubstituentClass, load_rule
from kzschedule.analogues.search import AnalogueSearch
from kzschedule.records.package import default_directory

METHCATHINONE = AnalogueParent("methcathinone", "CNC(C)C(=O)c1ccccc1")


def outcome(rule: AnalogueRule, candidate: str, parent: AnalogueParent = METHCATHINONE) -> tuple:
    [found] = AnalogueSearch([parent], rule).find(Chem.MolFromSmiles(candidate))
    return found.grade, found.open_reasons


@pytest.fixture(scope="module")
def rule(working_rule) -> AnalogueRule:
    """A rule of classes and limits; the official one has neither."""
    return working_rule


@pytest.fixture(scope="module")
def russian() -> AnalogueRule:
    return load_rule("docs/rules/russia_decree_681_note_6.json", default_directory())


@pytest.fixture(scope="module")
def strict() -> AnalogueRule:
    return load_rule("docs/rules/strict_c1_c4.json", default_directory())


def test_the_limits_of_a_substituent_are_written_as_they_are_read(rule):
    limits = {item.substituent_id: item.model_dump(mode="json")["limits"] for item in rule.substituents}
    for item in rule.substituents:
        again = type(item).model_validate({**item.model_dump(mode="json"), "limits": limits[item.substituent_id]})
        assert again.limits == item.limits
    written = SubstituentClass(
        substituent_id="x",
        name_en="x",
        name_ru="x",
        valence=1,
        pattern="[#0]",
        limits="C 1-6|O 2|N 1-",
        basis="assumed",
    )
    assert written.model_dump(mode="json")["limits"] == "C 1-6|O 2|N 1-"
    assert type(written).model_validate({**written.model_dump(), "examples": "*C|*CC"}).examples == ("*C", "*CC")


def test_the_strict_rule_knows_halogens_and_small_alkyl_only(rule, strict):
    assert outcome(strict, "CNC(C)C(=O)c1ccc(F)cc1")[0] == "assumed"
    assert outcome(strict, "CNC(C)C(=O)c1ccc(CC)cc1")[0] == "assumed"
    methylone = "CNC(C)C(=O)c1ccc2OCOc2c1"
    assert outcome(rule, methylone)[0] == "assumed"
    assert outcome(strict, methylone) == ("open", ("not_in_list",))
    assert outcome(strict, "CNC(C)C(=O)c1ccc(OC)cc1") == ("open", ("not_in_list",))


def test_the_russian_definition_takes_any_group_but_hydroxyl_and_carboxyl(russian):
    assert outcome(russian, "CNC(C)C(=O)c1ccc(S(C)(=O)=O)cc1")[0] == "assumed"
    assert outcome(russian, "CNC(C)C(=O)c1ccc(O)cc1") == ("open", ("hydroxyl",))
    assert outcome(russian, "CNC(C)C(=O)c1ccc(C(=O)O)cc1") == ("open", ("not_in_list",))


def test_the_russian_definition_caps_the_carbon_atoms_at_those_of_the_parent(russian):
    # Methcathinone has ten carbon atoms.
    assert outcome(russian, "CNC(C)C(=O)c1ccc(CCCCCCCCCC)cc1")[0] == "assumed"
    assert outcome(russian, "CNC(C)C(=O)c1ccc(CCCCCCCCCCC)cc1") == ("open", ("substituent_carbons",))


def test_a_rule_can_replace_hydrogens_only(rule):
    """The Belarusian definition speaks of hydrogen atoms: halogens then belong to the skeleton."""
    hydrogens = tuple(group for group in rule.replaceable if group.group == "hydrogen")
    belarusian = rule.model_copy(update={"replaceable": hydrogens})
    clephedrone = AnalogueParent("4-cmc", "CNC(C)C(=O)c1ccc(Cl)cc1")
    assert outcome(belarusian, "CCNC(C)C(=O)c1ccc(Cl)cc1", clephedrone)[0] == "assumed"
    assert AnalogueSearch([clephedrone], belarusian).find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1")) == ()


def test_a_rule_can_replace_some_hydrogens_only(rule):
    """Hydrogens of aromatic rings are replaceable here, those on nitrogen and chains are not."""
    aromatic = tuple(
        group.model_copy(update={"pattern": "[c;!H0]"}) if group.group == "hydrogen" else group
        for group in rule.replaceable
    )
    search = AnalogueSearch([METHCATHINONE], rule.model_copy(update={"replaceable": aromatic}))
    [found] = search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    assert found.grade == "assumed"
    assert search.find(Chem.MolFromSmiles("CCN(C)C(C)C(=O)c1ccccc1")) == ()
    assert search.find(Chem.MolFromSmiles("CNC(CC)C(=O)c1ccccc1")) == ()


def test_a_rule_can_name_core_structures_with_places(rule):
    """The German NpSG names cores, side chains at numbered places, elements and a largest molecular mass."""
    content = rule.model_dump()
    content["cores"] = [
        {
            "core_id": "2-phenylethylamine",
            "name_en": "2-phenylethylamine",
            "name_ru": "2-фенилэтиламин",
            "smiles": "[NH2:1][CH2:2][CH2:2]c1[cH:3][cH:3][cH:3][cH:3][cH:3]1",
            "places": {1: ["alkyl", "benzyl"], 2: ["alkyl", "oxo"], 3: ["halogen", "alkoxy", "alkyl"]},
        }
    ]
    elements = ["H", "C", "N", "O", "F", "Cl", "Br", "I", "S"]
    content["limits"]["elements"] = {"value": elements, "basis": "assumed", "clause": "NpSG, Anlage"}
    content["limits"]["molecular_mass"] = {"value": 500, "basis": "assumed", "clause": "NpSG, Anlage"}
    german = AnalogueRule.model_validate(content)
    search = AnalogueSearch([], german)

    def grade(smiles: str) -> tuple:
        [found] = search.find(Chem.MolFromSmiles(smiles))
        return found.parent_id, found.grade, found.open_reasons

    assert grade("COc1cc(Br)c(OC)cc1CC(C)N") == ("2-phenylethylamine", "assumed", ())  # DOB
    assert grade("NCCc1ccc(C#N)cc1")[1:] == ("open", ("not_in_list",))
    assert grade("COC(C)(C)NCCc1ccccc1")[1:] == ("open", ("not_in_list",))
    assert grade("NCC(F)c1ccccc1")[1:] == ("open", ("not_in_list",))  # halogen, but not on the chain
    assert grade("NCCc1c(I)c(I)c(I)c(I)c1")[1:] == ("open", ("molecular_mass",))
    assert grade("NCCc1ccc(C[Si](C)(C)C)cc1")[1:] == ("open", ("not_in_list", "elements"))


def test_a_limit_of_elements_admits_a_structure_of_exactly_these(rule):
    def limited(*elements):
        content = rule.model_dump(mode="json")
        content["limits"]["elements"] = {"value": elements, "basis": "assumed", "clause": "a test"}
        return AnalogueRule.model_validate(content)

    assert outcome(limited("C", "H", "N", "O", "F"), "CNC(C)C(=O)c1ccc(F)cc1") == ("assumed", ())
    assert outcome(limited("C", "H", "N", "O", "F", "S"), "CNC(C)C(=O)c1ccc(F)cc1") == ("assumed", ())
    assert outcome(limited("C", "H", "N", "O"), "CNC(C)C(=O)c1ccc(F)cc1") == ("open", ("elements",))
    assert outcome(limited("C", "N", "O", "F"), "CNC(C)C(=O)c1ccc(F)cc1") == ("open", ("elements",))


def test_a_limit_of_carbon_atoms_can_be_a_number(rule):
    content = rule.model_dump(mode="json")
    content["limits"]["substituent_carbons"] = {"value": 2, "basis": "assumed", "clause": "a test"}
    two = AnalogueRule.model_validate(content)
    assert outcome(two, "CNC(C)C(=O)c1ccc(CC)cc1") == ("assumed", ())
    assert outcome(two, "CNC(C)C(=O)c1ccc(CCC)cc1") == ("open", ("substituent_carbons",))
    assert outcome(two, "CNC(C)C(=O)c1cc(CC)cc(C)c1") == ("open", ("substituent_carbons",))


def test_a_limit_of_replacements(rule):
    one = {"value": 1, "basis": "assumed", "clause": "test"}
    content = rule.model_dump()
    content["limits"]["replacements"] = one
    narrow = AnalogueRule.model_validate(content)
    assert outcome(narrow, "CNC(C)C(=O)c1ccc(F)cc1")[0] == "assumed"
    assert outcome(narrow, "CNC(C)C(=O)c1ccc(F)c(F)c1") == ("open", ("replacements",))


def test_an_official_list_gives_official_grades(rule):
    official = tuple(
        part.model_copy(update={"basis": "official"}) if part.substituent_id == "halogen" else part
        for part in rule.substituents
    )
    mixed = rule.model_copy(update={"substituents": official})
    assert outcome(mixed, "CNC(C)C(=O)c1ccc(F)cc1")[0] == "official"
    assert outcome(mixed, "CNC(C)C(=O)c1ccc(F)c(C)c1")[0] == "assumed"


def test_a_rule_file_round_trips(rule, tmp_path):
    file = tmp_path / "rule.json"
    file.write_text(rule.model_dump_json(), encoding="utf-8")
    assert load_rule(file, default_directory()) == rule


def test_a_reading_within_the_rule_comes_before_a_nearer_one_outside(rule):
    """One methoxymethyl group is outside; methyl and methoxy, along the other branch, are permitted."""
    search = AnalogueSearch([AnalogueParent("propylbenzene", "CCCc1ccccc1")], rule)
    [found] = search.find(Chem.MolFromSmiles("COCC(C)Cc1ccccc1"))
    assert found.grade == "assumed"
    assert {part.reading.smiles for part in found.replacements} == {"*C", "*OC"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"limits": {"skeleton_share": 1}}, "limits.skeleton_share"),
        ({"parents": {"basis": "x", "clause": "y"}}, "parents.sections"),
        ({"unknown": 1}, "unknown"),
        ({"replaceable": [{"group": "halogen", "pattern": "[", "basis": "x", "clause": "y"}]}, "no SMARTS"),
        ({"cores": [{"core_id": "x", "name_en": "x", "name_ru": "x", "smiles": "C1"}]}, "no readable SMILES"),
    ],
)
def test_what_is_wrong_with_a_rule_file_is_said(rule, tmp_path, change, message):
    file = tmp_path / "rule.json"
    file.write_text(json.dumps({**json.loads(rule.model_dump_json()), **change}), encoding="utf-8")
    with pytest.raises(AnalogueRuleError, match=message):
        load_rule(file, default_directory())


@pytest.mark.parametrize(("text", "message"), [("{", "no JSON"), ("[]", "no object")])
def test_what_is_no_rule_file_is_said(tmp_path, text, message):
    file = tmp_path / "rule.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AnalogueRuleError, match=message):
        load_rule(file, default_directory())
