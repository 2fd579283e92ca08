"""Damaged names, street names and everyday words: what is asserted, suggested, and left alone."""

import pytest

from kzschedule import check
from kzschedule.names.everyday import everyday_words
from kzschedule.names.index import NameIndex
from kzschedule.schedule import Schedule


def names() -> NameIndex:
    return Schedule.default().names


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("a -PVP", "alpha-pvp"),
        ("а -ПВП", "alpha-pvp"),
        ("Î±-PVP", "alpha-pvp"),
        ("Ð¼ÐµÑ„ÐµÐ´Ñ€Ð¾Ð½", "mephedrone"),
        ("25-dimethoxyamphetamine", "dma"),
        ("345-trimethoxyamphetamine", "tma"),
        ("34-methylenedioxymethamphetamine", "mdma"),
        ("NN-dimethyltryptamine", "dmt"),
        ("N N-dimethyltryptamine", "dmt"),
        ("м е ф е д р о н", "mephedrone"),
        ("мефедрон,,", "mephedrone"),
        ("<b>мефедрон</b>", "mephedrone"),
        ("<i>N</i>-этилпентедрон", "n-ethylpentedrone"),
        ("Δ<sup>9</sup>-THC", "dronabinol"),
        ("\\u03b1-PVP", "alpha-pvp"),
        ("$\\alpha$-PVP", "alpha-pvp"),
        ("%CE%B1-PVP", "alpha-pvp"),
        ("cocaïne", "cocaine"),
        ("amphétamine", "amfetamine"),
        ("героїн", "heroin"),
    ],
)
def test_damage_that_leaves_no_choice_is_mended(query: str, substance_id: str) -> None:
    assert [hit.substance_id for hit in names().read(query).hits] == [substance_id]


@pytest.mark.parametrize("query", ["?-PVP", "□-PVP", "-PVP", "? -PVP"])
def test_a_lost_letter_is_suggested_with_the_reason(query: str) -> None:
    reading = names().read(query)
    assert reading.hits == ()
    assert [found.substance_id for found in reading.suggestions] == ["alpha-pvp"]
    assert reading.suggestions[0].reason


@pytest.mark.parametrize("query", ["234-trimethoxy", "2-dimethoxyamphetamine", "1234-dimethoxyamphetamine"])
def test_digits_that_are_not_as_many_as_the_groups_are_left_alone(query: str) -> None:
    assert names().read(query).hits == ()


@pytest.mark.parametrize(
    ("query", "substances"),
    [
        ("скорость", {"alpha-pvp", "amfetamine", "mephedrone"}),
        ("меф", {"mephedrone"}),
        ("speed", {"amfetamine", "metamfetamine", "pyrovalerone"}),
        ("крокодил", {"desomorphine"}),
        ("China White", {"alpha-methylfentanyl", "heroin"}),
    ],
)
def test_a_street_name_suggests_every_meaning_and_asserts_none(query: str, substances: set[str]) -> None:
    reading = names().read(query)
    assert reading.hint == "street"
    assert reading.hits == ()
    assert {found.substance_id for found in reading.suggestions} == substances
    assert check(query).status == "unresolved"


def test_there_are_street_names_in_three_languages_and_each_has_a_source() -> None:
    package = Schedule.default().package
    streets = [entry for entry in package.names if entry.kind == "street"]
    assert len({entry.name.lower() for entry in streets}) >= 150
    assert {entry.language for entry in streets} == {"en", "ru", "kk"}
    addresses = {source.source_id: source.url for source in package.sources}
    told = [entry for entry in streets if addresses[entry.source_id]]
    assert len({entry.name.lower() for entry in told}) >= 150


def test_an_everyday_word_asserts_nothing() -> None:
    for everyday in everyday_words().values():
        word = everyday.word
        reading = names().read(word)
        if everyday.answer != "text":
            assert reading.hits == (), word
        if everyday.answer == "nothing":
            assert reading.suggestions == (), word


@pytest.mark.parametrize("word", ["кофеин", "метанол", "бензин", "Героиня", "катион", "этилен"])
def test_nothing_is_suggested_for_what_is_something_else(word: str) -> None:
    assert check(word).status == "no_match"


@pytest.mark.parametrize("word", ["Катина", "сора"])
def test_a_word_that_is_a_name_too_is_left_open(word: str) -> None:
    verdict = check(word)
    assert verdict.status == "unresolved"
    assert verdict.matches == ()


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("(-)-кокаин", "cocaine"),
        ("d-ЛСД", "lysergide"),
        ("(S)-метамфетамин", "metamfetamine"),
        ("(R)-метамфетамин", "levomethamphetamine"),
        ("(-)-methorphan", "levomethorphan"),
    ],
)
def test_a_sign_finds_the_record_of_that_form(query: str, substance_id: str) -> None:
    assert [hit.substance_id for hit in names().read(query).hits] == [substance_id]


def test_a_name_without_its_position_means_each() -> None:
    found = {hit.substance_id for hit in names().read("моноацетилморфин").hits}
    assert found == {"3-monoacetylmorphine", "6-monoacetylmorphine"}


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("морфингидрохлорид", "morphine"),
        ("фентанилцитрата", "fentanyl"),
        ("Codeinphosphat", "codeine"),
        ("amphetaminesulfate", "amfetamine"),
        ("метадонгидрохлоридом", "methadone"),
    ],
)
def test_a_word_for_a_salt_may_be_written_in_one_with_the_name(query: str, substance_id: str) -> None:
    reading = names().read(query)
    assert [hit.substance_id for hit in reading.hits] == [substance_id]


def test_a_slip_in_a_name_written_in_one_with_its_salt_is_suggested() -> None:
    reading = names().read("мефидронгидрохлорид")
    assert not reading.hits
    assert reading.suggestions[0].substance_id == "mephedrone"


@pytest.mark.parametrize("query", ["холинхлорид", "метилсульфат", "methyl salicylate", "этилнитрат"])
def test_a_word_for_a_salt_behind_something_else_says_nothing(query: str) -> None:
    reading = names().read(query)
    assert not reading.hits
    assert not reading.suggestions


@pytest.mark.parametrize(
    ("name", "substance_id"),
    [
        ("phenethylamine,3,4,5-trimethoxy-", "mescaline"),
        ("Benzene,(chloromethyl)-", "benzyl-chloride"),
        ("barbituric acid,5,5-diallyl-", "allobarbital"),
    ],
)
def test_a_name_of_an_index_is_found_without_the_blank_behind_its_comma(name: str, substance_id: str) -> None:
    verdict = check(name, as_of="2024-03-01")
    assert verdict.status == "listed"
    assert [match.substance_id for match in verdict.matches] == [substance_id]


@pytest.mark.parametrize(
    ("name", "substance_id"),
    [
        ("3-ММЦ", "3-methylmethcathinone"),
        ("3-ммц", "3-methylmethcathinone"),
        ("4-ЦМЦ", "4-cmc"),
        ("ЦП-47497", "cp-47-497"),
        ("ЦБД", "cannabidiol"),
        ("цинк", None),
        ("ЦНС", None),
    ],
)
def test_a_code_with_a_cyrillic_letter_for_a_latin_c_is_suggested(name: str, substance_id: str | None) -> None:
    reading = names().read(name)
    assert not reading.hits
    assert {one.substance_id for one in reading.suggestions} == {substance_id} - {None}


@pytest.mark.parametrize(("name", "substance_id"), [("КЯД", "lysergide"), ("ДОР", "dpt")])
def test_a_few_cyrillic_letters_are_not_certainly_of_another_encoding(name: str, substance_id: str) -> None:
    reading = names().read(name)
    assert not reading.hits
    assert substance_id in {one.substance_id for one in reading.suggestions}


def test_a_word_in_another_cyrillic_encoding_is_read() -> None:
    for name in ("героин", "мефедрон", "амфетамин"):
        written = name.encode("cp1251").decode("koi8-r")
        assert names().read(written).hits == names().read(name).hits


@pytest.mark.parametrize(
    ("text", "substance_id"),
    [
        ("гер0ин", "heroin"),
        ("алпра3олам", "alprazolam"),
        ("C0caine", "cocaine"),
        ("To1uene", "toluene"),
        ("Diazeparn", "diazepam"),
        ("JWH-O18", "jwh-018"),
        ("JVVH-018", "jwh-018"),
        ("AB-P1NACA", "ab-pinaca"),
        ("A8-PINACA", "ab-pinaca"),
        ("AB-PlNACA", "ab-pinaca"),
        ("U-47.700", "u-47700"),
        ("U 47 700", "u-47700"),
        ("437-38-7O", "fentanyl"),
        ("437-38-7a", "fentanyl"),
        ("бромазепан", "bromazepam"),
        ("U-477OO", "u-47700"),
        ("SF-ADB", "5f-mdmb-pinaca"),
        ("толуол²", "toluene"),
        ("героин5г", "heroin"),
        ("12изосафрол", "isosafrole"),
        ("H2S04", "sulfuric-acid"),
        ("НСІ", "hydrochloric-acid"),
        ("кодеинсодержащий", "codeine"),
        ("5О-36-2", "cocaine"),
        ("42,542-10-9", "mdma"),
        ("42542~10~9", "mdma"),
        ("KWTSXDURSIMDCE-UHFFFA0YSA-N", "amfetamine"),
        ("lnChI=1S/C9H13N/c1-8(10)7-9-5-3-2-4-6-9/h2-6,8H,7,10H2,1H3", "amfetamine"),
        ("C9H13N/c1-8(10)7-9-5-3-2-4-6-9/h2-6,8H,7,10H2,1H3", "amfetamine"),
    ],
)
def test_signs_that_a_machine_misread_are_suggested_and_nothing_is_asserted(text: str, substance_id: str) -> None:
    answer = check(text)
    assert (answer.status, answer.matches) == ("unresolved", ())
    assert substance_id in {one.substance_id for one in answer.suggestions}


@pytest.mark.parametrize("text", ["U-47,700", "У-47,700", "u-47,700"])
def test_a_number_of_a_maker_is_found_with_the_comma_of_its_thousands(text: str) -> None:
    answer = check(text)
    assert ([match.substance_id for match in answer.matches], answer.status) == (["u-47700"], "listed")


@pytest.mark.parametrize("text", ["C3H6O", "С3Н6О", "С21Н23NО5"])
def test_a_formula_is_no_name_in_letters_of_either_alphabet(text: str) -> None:
    assert check(text).status == "invalid"


@pytest.mark.parametrize(
    "text",
    [
        "KWTSXDURSIMDCE_UHFFFAOYSA_N",
        "KWTSXDURSIMDCEUHFFFAOYSAN",
        "CC(N)Cc1ccccc1,CCO",
        '{"smiles":"CC(N)Cc1ccccc1"}',
        "CC(N)Cc1ccccc1<br>",
    ],
)
def test_signs_around_a_structure_or_key_hide_nothing(text: str) -> None:
    assert "amfetamine" in {match.substance_id for match in check(text).matches}


@pytest.mark.parametrize("word", ["Modern", "barn", "вода1", "METHYLENEDIOXYAMPHETAMINES"])
def test_other_words_are_not_mended_into_names(word: str) -> None:
    assert (check(word).status, check(word).suggestions) == ("no_match", ())
