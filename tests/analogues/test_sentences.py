"""Sentences that a court expert can follow, in three languages, and the fields of an answer."""

import re
from dataclasses import replace

import pytest
from rdkit import Chem

from kzschedule.analogues.decomposition import Reading, Replacement
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.places import Places
from kzschedule.analogues.search import AnalogueSearch
from kzschedule.analogues.sentences import answer, sentences
from kzschedule.language import LANGUAGES
from kzschedule.language.statement import SubstanceName
from kzschedule.language.vocabulary import OPEN_REASON, STATUS_MAKING

METHCATHINONE = "CNC(C)C(=O)c1ccccc1"
MORPHINE = "CN1CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5"
PSILOCIN = "CN(C)CCc1c[nH]c2cccc(O)c12"
FENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
GHB = "OCCCC(=O)O"


@pytest.fixture(scope="module")
def find(rule, lines):
    def one(parent: str, candidate: str):
        [found] = AnalogueSearch([AnalogueParent("parent", parent)], rule, lines).find(Chem.MolFromSmiles(candidate))
        return found

    return one


def said(found, parent: str) -> tuple[str, str, str]:
    """What is replaced, by what and where, without the frame."""
    words = sentences(found, parent, SubstanceName("parent", ru="вещество", kk="зат"))
    en = words.say("en").removeprefix("Formed from parent by replacing ")
    ru = words.say("ru").removeprefix("Образовано из вещества «вещество» заменой: ")
    kk = words.say("kk").removeprefix("Негізгі зат: «зат». Алмастыру: ")
    return tuple(re.split(r"\. (?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ])", text)[0] for text in (en, ru, kk))


@pytest.mark.parametrize(
    ("parent", "candidate", "en", "ru"),
    [
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc(C)cc1",
            'hydrogen with substituent 1.21 "methyl" in the para position of the benzene ring',
            "водорода на заместитель 1.21 «метил» в пара-положении бензольного кольца",
        ),
        (
            "CNC(C)C(=O)c1ccc(Cl)cc1",
            "CNC(C)C(=O)c1ccc(C)cc1",
            'chlorine with substituent 1.21 "methyl" in the para position of the benzene ring',
            "хлора на заместитель 1.21 «метил» в пара-положении бензольного кольца",
        ),
        (
            METHCATHINONE,
            "CCN(C)C(C)C(=O)c1ccccc1",
            'hydrogen with substituent 1.70 "ethyl" at nitrogen',
            "водорода на заместитель 1.70 «этил» при атоме азота",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc2OCOc2c1",
            'two hydrogens with substituent 2.4 "methylenedioxy" in positions 3 and 4 of the benzene ring',
            "двух атомов водорода на заместитель 2.4 «метиленбис(окси) [метилендиокси]» "
            "в положениях 3 и 4 бензольного кольца",
        ),
        (
            "CC(N)Cc1ccccc1",
            "CC(N)C(=O)c1ccccc1",
            'two hydrogens with substituent 2.8 "oxo" at the beta carbon of the chain',
            "двух атомов водорода на заместитель 2.8 «оксо» при бета-атоме углерода цепи",
        ),
        (
            METHCATHINONE,
            "CNC(CC)C(=O)c1ccccc1",
            'hydrogen with substituent 1.21 "methyl" at the chain carbon CH3 (next to: CH)',
            "водорода на заместитель 1.21 «метил» при атоме углерода цепи CH3 (рядом: CH)",
        ),
        (
            PSILOCIN,
            "CN(C)CCc1c[nH]c2cccc(OC(C)=O)c12",
            'hydrogen with substituent 1.2-2 "acetyl" at the oxygen of the hydroxyl group (in position 4 of the indole '
            'ring) (or: that hydroxyl group with substituent 1.2-3 "acetoxy")',
            "водорода на заместитель 1.2-2 «ацетил (этаноил)» при кислороде гидроксильной группы (в положении 4 кольца "
            "«индол») (или: этой гидроксильной группы на заместитель 1.2-3 «ацетокси (ацетилокси)»)",
        ),
        (
            PSILOCIN,
            "CN(C)CCc1c[nH]c2ccccc12",
            "the hydroxyl group with hydrogen in position 4 of the indole ring",
            "гидроксильной группы на водород в положении 4 кольца «индол»",
        ),
        (
            MORPHINE,
            "CN1CCC23c4c5ccc(O)c4OC2C(=O)C=CC3C1C5",
            'the hydroxyl group and hydrogen with substituent 2.8 "oxo" at the ring carbon CH (next to: CH, CH, OH)',
            "гидроксильной группы и водорода на заместитель 2.8 «оксо» при атоме углерода цикла CH (рядом: CH, CH, OH)",
        ),
        (
            "CC(N)C(=O)c1ccccc1",
            "CC(NC(C)(C)C)C(=O)c1ccccc1",
            'hydrogen with substituent 1.7 "butyl and its structural isomers" (tert-butyl) at nitrogen',
            "водорода на заместитель 1.7 «бутил и его структурные изомеры» (трет-бутил) при атоме азота",
        ),
        (
            METHCATHINONE,
            "CNC(C)C(=O)c1ccc([Si](C)(C)C)cc1",
            "hydrogen with the group *[Si](C)(C)C in the para position of the benzene ring",
            "водорода на группу *[Si](C)(C)C в пара-положении бензольного кольца",
        ),
        (
            "CC(S)Cc1ccccc1",
            "CC(SC)Cc1ccccc1",
            'hydrogen with substituent 1.21 "methyl" at the S atom',
            "водорода на заместитель 1.21 «метил» при атоме S",
        ),
        (
            GHB,
            "NC(=O)CCCO",
            'the OH of the acid group with substituent 1.2-4 "amino" at the chain carbon C(=O)',
            "группы OH кислотной группы на заместитель 1.2-4 «амино» при атоме углерода цепи C(=O)",
        ),
    ],
)
def test_what_is_said(find, parent, candidate, en, ru):
    english, russian, _ = said(find(parent, candidate), parent)
    assert english == en
    assert russian == ru


@pytest.mark.parametrize(
    ("parent", "candidates"),
    [
        # 4-Ethylmethcathinone and 4-methylbuphedrone.
        ("CNC(C)C(=O)c1ccc(C)cc1", ["CNC(C)C(=O)c1ccc(CC)cc1", "CNC(CC)C(=O)c1ccc(C)cc1"]),
        (METHCATHINONE, ["CNC(C)C(=O)c1cccc(C)c1C", "CNC(C)C(=O)c1cc(C)ccc1C", "CNC(C)C(=O)c1ccc(C)cc1C"]),
        (FENTANYL, [FENTANYL.replace("N(c1ccccc1)", "N(c1ccccc1F)"), FENTANYL.replace("c2ccccc2", "c2ccccc2F")]),
        ("CCN(CC)CCc1ccccc1", ["CCN(CC(F)F)CCc1ccccc1", "FCCN(CCF)CCc1ccccc1"]),
        (
            "c1ccc(C(N)c2ccccc2)cc1",
            ["Fc1ccc(C(N)c2ccccc2)cc1F", "Fc1ccc(C(N)c2ccc(F)cc2)cc1", "Fc1ccc(C(N)c2cccc(F)c2)cc1"],
        ),
        (
            "CNC1(c2ccccc2Cl)CCCCC1=O",
            ["CNC1(c2c(Cl)cccc2F)CCCCC1=O", "CNC1(c2ccccc2Cl)C(F)CCCC1=O", "CNC1(c2ccccc2Cl)CCCC(F)C1=O"],
        ),
    ],
)
def test_different_compounds_read_differently(find, parent, candidates):
    words = [said(find(parent, candidate), parent) for candidate in candidates]
    for language in range(3):
        assert len({one[language] for one in words}) == len(candidates)


def test_every_place_of_every_parent_has_words_of_its_own(parents):
    """Atoms that are not alike never read the same, in any language."""
    methyl = Reading("*C", None, "official")
    for parent in parents[::6]:
        mol = Chem.MolFromSmiles(parent.smiles)
        Chem.RemoveStereochemistry(mol)
        ranks = list(Chem.CanonicalRankAtoms(mol, breakTies=False, includeChirality=False))
        skeleton = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetDegree() > 1 or atom.GetSymbol() in "CN"]
        places: dict[tuple[str, str], int] = {}
        for atom in mol.GetAtoms():
            if atom.GetTotalNumHs():
                part = Replacement((0,), (atom.GetIdx(),), ("hydrogen",), ("H",), methyl, None, ())
                [words] = Places(parent.smiles, skeleton, [part]).words()
                for language in LANGUAGES:
                    rank = places.setdefault((language, words.say(language)), ranks[atom.GetIdx()])
                    assert rank == ranks[atom.GetIdx()], parent.substance_id


def test_the_kazakh_sentence_lists_labels_without_endings_on_what_is_filled_in(find):
    found = find(METHCATHINONE, "CNC(C)C(=O)c1cccc(OC)c1")
    named = SubstanceName("Methcathinone", ru="меткатинон", kk="меткатинон")
    assert sentences(found, METHCATHINONE, named).say("kk") == (
        "Негізгі зат: «меткатинон». Алмастыру: сутек → 1.28 «метокси» орынбасары (бензол сақинасының мета-орны). "
        "Барлық орынбасарлар ресми тізімде бар."
    )
    named = SubstanceName("Methcathinone", ru="меткатинон")
    assert "«Methcathinone»" in sentences(found, METHCATHINONE, named).say("kk")


def test_a_missing_russian_name_is_replaced_by_the_english_one(find):
    found = find(METHCATHINONE, "CNC(C)C(=O)c1ccc(F)cc1")
    assert "«methcathinone»" in sentences(found, METHCATHINONE, SubstanceName("methcathinone")).say("ru")


@pytest.mark.parametrize(
    ("candidate", "frame", "reason"),
    [
        ("NCCCC(=O)O", "All substituents are on the official list", "By the letter only"),
        ("O=C1CCCO1", "with a doubt", "the wider reading"),
        ("OCC1(CC1)CC(=O)O", "with a doubt", "both bonds of a bivalent substituent are at one atom"),
        ("OCC(=C)CC(=O)O", "with a doubt", "its picture was not seen"),
        ("CCCC(=O)O", "for information only", "hydrogen would have to take the place"),
        ("OCC(O)CC(=O)O", "for information only", "a hydroxyl group would have to be put in"),
        ("OCC(CCCF)CC(=O)O", "for information only", "a group is not on the list"),
    ],
)
def test_what_is_doubtful_is_said(find, candidate, frame, reason):
    found = find(GHB, candidate)
    words = sentences(found, GHB, SubstanceName("GHB", ru="ГОМК"))
    assert frame in words
    assert reason in words


def test_a_substituent_on_a_substituent_is_said(find):
    parent = "NCCc1ccccc1"
    found = find(parent, "NCCc1ccc(CCCF)cc1")
    assert "a substituent stands on a substituent" in sentences(found, parent, SubstanceName("parent"))


def test_every_reason_has_words_and_none_claims_too_much():
    assert set(OPEN_REASON) > STATUS_MAKING
    for told in OPEN_REASON.values():
        assert told
        assert "is an analogue" not in told


def test_an_answer_has_the_number_and_the_marks(find):
    found = find(METHCATHINONE, "CNC(C)C(=O)c1ccc(F)cc1")
    entry = answer(found, METHCATHINONE, SubstanceName("methcathinone", ru="меткатинон"), None)
    assert (entry.parent_id, entry.grade, entry.remote, entry.open_reasons) == ("parent", "official", False, ())
    assert (entry.parent_smiles, entry.sizes, entry.listings, entry.complete) == (METHCATHINONE, None, (), True)
    assert entry.parent_atoms == tuple(range(12))
    assert entry.skeleton_share == round(12 / 13, 4)
    [part] = entry.replacements
    assert (part.number, part.substituent_id, part.smiles, part.permitted) == ("1.57", "1.57", "*F", "official")
    assert (part.position, part.positions, part.replaced, part.substituent) == (9, (9,), "hydrogen", "F")
    assert (part.name_en, part.name_ru, part.name_kk) == ("fluoro", "фтор", "фтор")


def test_an_answer_says_when_not_all_mappings_were_compared(find):
    parent = "CC(C)(C)c1cc(C(C)(C)C)c(C(C)(C)C)cc1C(C)(C)C"
    found = find(parent, parent.replace("c1cc(", "c1c(F)c("))
    assert answer(found, parent, SubstanceName("parent", ru="вещество"), ()).complete is False


def test_a_skeleton_that_is_too_small_a_part_is_told_with_its_share(find):
    found = replace(find(METHCATHINONE, "CNC(C)C(=O)c1ccc(F)cc1"), grade="open", open_reasons=("share",))
    words = sentences(found, METHCATHINONE, SubstanceName("methcathinone"))
    assert words.endswith(f"for information only: {OPEN_REASON['share']} (92 %).")
    assert words.say("ru").endswith("неводородных атомов (92 %).")


@pytest.mark.parametrize(
    ("symbols", "en", "ru", "kk"),
    [
        (("Cl",), "chlorine with", "хлора на", "хлор →"),
        (("Br", "Br"), "two bromines with", "двух атомов брома на", "бромның екі атомы →"),
        (("O", "O"), "two hydroxyl groups with", "двух гидроксильных групп на", "екі гидроксил тобы →"),
        (("F", "H"), "fluorine and hydrogen with", "фтора и водорода на", "фтор және сутек →"),
        (
            ("O", "I"),
            "the hydroxyl group and iodine with",
            "гидроксильной группы и йода на",
            "гидроксил тобы және йод →",
        ),
    ],
)
def test_each_language_has_its_case_for_what_is_replaced(find, symbols, en, ru, kk):
    found = find(METHCATHINONE, "CNC(C)C(=O)c1ccc(F)cc1")
    parts = tuple(replace(part, replaced_symbols=symbols) for part in found.replacements)
    texts = said(replace(found, replacements=parts), METHCATHINONE)
    for text, start in zip(texts, (en, ru, kk), strict=True):
        assert text.startswith(start)
