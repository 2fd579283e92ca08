"""What stands around a name in a cell: taken off, told, and never a part of the name."""

import pytest

from kzschedule import check
from kzschedule.names.company import aliases, is_placeholder, without_company, words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Морфин(У)", "Морфин"),
        ("Трамадол капсулы 50 мг №20", "Трамадол"),
        ("толуол ЧДА", "толуол"),
        ("кислота серная х.ч. 1,2 кг", "кислота серная"),
        ("Acetone, HPLC grade, ≥99.9%", "Acetone"),
        ("Кислота серная 98%", "Кислота серная"),
        ("1. Heroin", "Heroin"),
        ("(1) Heroin", "Heroin"),
        ("[12] Heroin", "Heroin"),
        ("4.1. Heroin", "Heroin"),
        ("a) Heroin", "Heroin"),
        ("IV. ацетон", "ацетон"),
        ("№ 7 героин", "героин"),
        ("МНН: трамадол", "трамадол"),
        ("0.25 grams of MDMA", "MDMA"),
        ("1.5 кг героина", "героина"),
        ("sample of fentanyl", "fentanyl"),
        ("fentanyl compd. with HCl (1:1)", "fentanyl HCl"),
        ("(героин)", "героин"),
        ("ГЕРОИН!!!", "ГЕРОИН"),
    ],
)
def test_company_is_taken_off(text: str, name: str) -> None:
    company = without_company(text)
    assert company.name == name
    assert company.left_off


@pytest.mark.parametrize(
    "name",
    ["4-MMC", "5F-ADB", "3,4-MDMA", "2C-B", "N,N-DMT", "(S)-ketamine", "α-PVP", "1,4-butanediol", "U-47700", "AM-2201"],
)
def test_what_names_a_substance_stays(name: str) -> None:
    assert without_company(name).name == name
    assert without_company(name).left_off == ()


@pytest.mark.parametrize(
    "text", ["N/A", "нет данных", "(нет данных).", "...", "—", "#N/A", "0-00-0", "жоқ", "[ ]", "?"]
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)
    assert check(text).status == "invalid"


@pytest.mark.parametrize("text", ["NAD", "нетто", "героин", "noname", "0-00-01", "none such"])
def test_words_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("лизергид (ЛСД, ЛСД-25)", ("лизергид", "ЛСД", "ЛСД-25")),
        ("P2P (Other names: BMK; phenylacetone);", ("P2P", "BMK", "phenylacetone")),
        ("мефедрон (1189805-46-6)", ("мефедрон", "1189805-46-6")),
        ("мефедрон", ()),
        ("N-(2-phenylethyl)amine", ()),
    ],
)
def test_aliases(text: str, named: tuple[str, ...]) -> None:
    assert aliases(text) == named


def test_aliases_that_all_have_the_same_two_meanings_decide_nothing() -> None:
    verdict = check("MAM (acetylmorphine)", as_of="2024-03-01")
    assert {match.substance_id for match in verdict.matches} == {"3-monoacetylmorphine", "6-monoacetylmorphine"}
    assert verdict.status == check("MAM", as_of="2024-03-01").status == "unresolved"
    assert check("6-MAM (acetylmorphine)", as_of="2024-03-01").status == "listed"


def test_what_is_taken_off_is_told() -> None:
    message = check("Трамадол 50 мг", as_of="2024-03-01").messages[0]
    assert "'Трамадол'" in message
    assert "50 мг" in message


def test_every_word_of_the_table_is_once_and_in_small_letters() -> None:
    kinds = ("form", "grade", "mark", "container", "label", "placeholder", "derivative")
    assert all(words(kind) for kind in kinds)
    assert all(word == word.casefold().strip() for kind in kinds for word in words(kind))
