"""Sentences that a court expert can follow, in three languages, and the fields of an answer."""

import pytest
from rdkit import Chem

from kzschedule.analogues.search import AnalogueSearch
from kzschedule.analogues.sentences import answer, sentences

METHCATHINONE = "CNC(C)C(=O)c1ccccc1"
MORPHINE = "CN1CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5"
PSILOCIN = "CN(C)CCc1c[nH]c2cccc(O)c12"


def said(rule, parent: str, candidate: str) -> tuple[str, str]:
    """The first sentences, without 'Formed from ... by replacing' and its Russian counterpart."""
    [found] = AnalogueSearch([("parent", parent)], rule).find(Chem.MolFromSmiles(candidate))
    words = sentences(found, parent, "parent", "вещество")
    en = words.en.removeprefix("Formed from parent by replacing ").split(". ")[0]
    ru = words.ru.removeprefix("Образовано из вещества «вещество» заменой ").split(". ")[0]
    return en, ru


def test_a_place_at_another_element_is_said_without_naming_it(rule):
    en, ru = said(rule, "CC(S)Cc1ccccc1", "CC(SC)Cc1ccccc1")
    assert en == "hydrogen with methyl at an atom of the skeleton"
    assert ru == "водорода на метил при атоме скелета"


def test_an_answer_says_when_not_all_mappings_were_compared(rule):
    parent = "CC(C)(C)c1cc(C(C)(C)C)c(C(C)(C)C)cc1C(C)(C)C"
    [found] = AnalogueSearch([("parent", parent)], rule).find(Chem.MolFromSmiles(parent.replace("c1cc(", "c1c(F)c(")))
    assert found.complete is False
    assert answer(found, parent, "parent", "вещество", ()).complete is False


@pytest.mark.parametrize(
    ("parent", "candidate", "en", "ru"),
    [
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc(C)cc1",
            "hydrogen with methyl in the para position of the benzene ring",
            "водорода на метил в пара-положении бензольного кольца",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1cccc(OC)c1",
            "hydrogen with methoxy in the meta position of the benzene ring",
            "водорода на метоксигруппу в мета-положении бензольного кольца",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccccc1Cl",
            "hydrogen with chlorine in the ortho position of the benzene ring",
            "водорода на хлор в орто-положении бензольного кольца",
        ),
        (
            "CNC(C)C(=O)c1ccc(Cl)cc1",
            "CNC(C)C(=O)c1ccc(C)cc1",
            "chlorine with methyl in the para position of the benzene ring",
            "хлора на метил в пара-положении бензольного кольца",
        ),
        (
            METHCATHINONE,
            "CCN(C)C(C)C(=O)c1ccccc1",
            "hydrogen with ethyl at nitrogen",
            "водорода на этил при атоме азота",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc2OCOc2c1",
            "two hydrogens with a methylenedioxy bridge at two adjacent atoms of an aromatic ring",
            "двух атомов водорода на метилендиоксимостик при двух соседних атомах ароматического кольца",
        ),
        (
            METHCATHINONE,
            "CC(C(=O)c1ccccc1)N1CCCC1",
            "two hydrogens with a trimethylene bridge at nitrogen and the carbon beside it",
            "двух атомов водорода на триметиленовый мостик при атоме азота и соседнем атоме углерода",
        ),
        (
            "CC(N)Cc1ccccc1",
            "CC(N)C(=O)c1ccccc1",
            "two hydrogens with oxo at the beta carbon of the chain",
            "двух атомов водорода на оксогруппу при бета-атоме углерода цепи",
        ),
        (
            "CC(N)Cc1ccccc1",
            "CC(C)(N)Cc1ccccc1",
            "hydrogen with methyl at the alpha carbon of the chain",
            "водорода на метил при альфа-атоме углерода цепи",
        ),
        (
            PSILOCIN,
            "CN(C)CCc1c[nH]c2cccc(OC(C)=O)c12",
            "the hydroxyl group with acetoxy on an aromatic ring (or: the hydrogen of that hydroxyl group with acetyl)",
            "гидроксильной группы на ацетоксигруппу в ароматическом кольце "
            "(или: водорода этой гидроксильной группы на ацетил)",
        ),
        (
            PSILOCIN,
            "CN(C)CCc1c[nH]c2ccccc12",
            "the hydroxyl group with hydrogen on an aromatic ring",
            "гидроксильной группы на водород в ароматическом кольце",
        ),
        (
            MORPHINE,
            "CN1CCC23c4c5ccc(O)c4OC2C(=O)C=CC3C1C5",
            "the hydroxyl group and hydrogen with oxo on a ring carbon",
            "гидроксильной группы и водорода на оксогруппу при атоме углерода цикла",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1cc(F)c(F)c(Cl)c1",
            "hydrogen with chlorine in the meta position of the benzene ring, hydrogen with fluorine in the meta "
            "position of the benzene ring, and hydrogen with fluorine in the para position of the benzene ring",
            None,
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc([Si](C)(C)C)cc1",
            "hydrogen with the group *[Si](C)(C)C in the para position of the benzene ring",
            "водорода на группу *[Si](C)(C)C в пара-положении бензольного кольца",
        ),
    ],
)
def test_what_is_said(rule, parent, candidate, en, ru):
    english, russian = said(rule, parent, candidate)
    if " and " in en and ", and " in en:
        assert sorted(english.replace(", and ", ", ").split(", ")) == sorted(en.replace(", and ", ", ").split(", "))
    else:
        assert english == en
        assert russian == ru


def test_a_ring_with_two_groups_of_the_skeleton_has_no_simple_name(rule):
    english, _ = said(rule, "CC(N)Cc1cc(OC)ccc1OC", "CC(N)Cc1cc(OC)c(Br)cc1OC")
    assert english == "hydrogen with bromine on an aromatic ring"


def test_a_missing_russian_name_is_replaced_by_the_english_one(rule):
    [found] = AnalogueSearch([("x", METHCATHINONE)], rule).find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1"))
    assert "«methcathinone»" in sentences(found, METHCATHINONE, "methcathinone", None).ru


@pytest.mark.parametrize(
    ("parent", "candidate", "reason"),
    [
        (METHCATHINONE, "CNC(C)C(=O)c1ccc([Si](C)(C)C)cc1", "a substituent is in no permitted class"),
        ("OCCCC(=O)O", "CCCCC(=O)O", "the parent's skeleton is too small to tell anything"),
        ("CC(N)Cc1ccccc1", "CCCCCCCCCCCCC(C)(N)Cc1ccccc1", "the skeleton makes up only 45 % of the heavy atoms"),
    ],
)
def test_why_a_grade_is_open_is_said(rule, parent, candidate, reason):
    [found] = AnalogueSearch([("parent", parent)], rule).find(Chem.MolFromSmiles(candidate))
    assert found.grade == "open"
    assert reason in sentences(found, parent, "parent", None).en


def test_every_grade_and_reason_has_words(rule):
    [found] = AnalogueSearch([("x", METHCATHINONE)], rule).find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(F)cc1"))
    assert "assumed" in sentences(found, METHCATHINONE, "x", None).en
    entry = answer(found, METHCATHINONE, "methcathinone", "меткатинон", None)
    assert (entry.parent_id, entry.name_en, entry.name_ru) == ("x", "methcathinone", "меткатинон")
    assert (entry.parent_smiles, entry.sizes, entry.listings) == (METHCATHINONE, None, ())
    assert (entry.skeleton_share, entry.open_reasons, entry.complete) == (0.9231, (), True)
    assert entry.model_dump()["replacements"] == (
        {
            "position": 9,
            "replaced": "hydrogen",
            "substituent": "F",
            "smiles": "*F",
            "substituent_id": "halogen",
            "permitted": "assumed",
            "positions": (9,),
            "name_en": "fluorine",
            "name_ru": "фтор",
            "name_kk": "фтор",
        },
    )
    assert entry.parent_atoms == tuple(range(12))
    assert entry.skeleton_share == round(12 / 13, 4)


def test_the_kazakh_sentence_lists_labels_without_endings_on_what_is_filled_in(rule) -> None:
    [found] = AnalogueSearch([("parent", METHCATHINONE)], rule).find(Chem.MolFromSmiles("CNC(C)C(=O)c1cccc(OC)c1"))
    said = sentences(found, METHCATHINONE, "Methcathinone", "меткатинон", "меткатинон").kk
    assert said.startswith(
        "Негізгі зат: «меткатинон». Алмастыру: сутек → метокси тобы (бензол сақинасының мета-орны). "
    )
    assert "болжамды" in said
    assert "«Methcathinone»" in sentences(found, METHCATHINONE, "Methcathinone", "меткатинон").kk
