"""What cells hold that are no name: names among words, numbers that programs changed, structures, other registers."""

import re

import pandas as pd
import pytest
from click.testing import CliRunner

from kzschedule import check, find_mentions, screen
from kzschedule.answer.cells import cas_numbers_meant, inside, is_date, other_identifier, structures_within
from kzschedule.cli import main
from kzschedule.language import Language
from kzschedule.names.everyday import everyday_words
from kzschedule.names.fold import plain
from kzschedule.schedule import Schedule


@pytest.mark.parametrize(
    ("query", "substance_id"),
    [
        ("мак", "opium-poppy-plant"),
        ("15 кустов мака", "opium-poppy-plant"),
        ("растения мака", "opium-poppy-plant"),
        ("коробочки мака", "opium-poppy-plant"),
        ("кока", "coca-bush"),
        ("кусты коки", "coca-bush"),
    ],
)
def test_the_everyday_name_of_a_listed_plant_is_suggested(query: str, substance_id: str) -> None:
    verdict = check(query)
    assert verdict.status == "unresolved"
    found = {one.substance_id for one in verdict.matches} | {one.substance_id for one in verdict.suggestions}
    assert substance_id in found


def test_what_an_everyday_word_means_is_said_in_the_language_of_the_answer() -> None:
    verdict = check("мак", as_of="2024-03-01")
    said: dict[Language, str] = {
        "en": "the flower and its seeds",
        "ru": "цветок и его семена",
        "kk": "гүл және оның тұқымы",
    }
    for language, meaning in said.items():
        assert meaning in verdict.to_text(language=language)
    assert not any("spelt" in message for message in verdict.messages)


@pytest.mark.parametrize("query", ["кока-кола", "макароны", "маковка"])
def test_a_word_that_begins_like_a_listed_plant_is_another(query: str) -> None:
    assert check(query).status == "no_match"


@pytest.mark.parametrize(
    ("text", "substances"),
    [
        ("Crack cocaine, seized", {"cocaine"}),
        ("['Caffeine', 'Fentanyl HCl', 'Erythritol']", {"fentanyl"}),
        ("порошок; героин", {"heroin"}),
        ("Furethidine_29", {"furethidine"}),
        ("трамадол-ратиофарм капс", {"tramadol"}),
        ("герoин-5", {"heroin"}),
        ("образец 5, CAS 000437-38-7", {"fentanyl"}),
        ("проба ZPUCINDJVBIVPJ-LJISPDSOSA-N, 5 мг", {"cocaine"}),
        ("катион, этилен", set()),
        ("Acetone oxime", set()),
        ("Toluene diisocyanate, 5 kg", set()),
        ("мука высший сорт, 50 кг", set()),
    ],
)
def test_names_among_words(text: str, substances: set[str]) -> None:
    assert {one.substance_id for one in inside(text, Schedule.default()).suggestions} == substances


def abbreviations() -> list[str]:
    """Every abbreviation of the data that means a listed substance, but for everyday words in small letters: дом."""
    names, listed = Schedule.default().names, Schedule.default().law.listed_substances
    written = {hit.matched_text for hit in names.names_of() if hit.substance_id in listed}
    short = {name for name in written if 2 < len(name) <= 6 and name.isalpha() and name.isupper()}
    return sorted(name for name in short if names.read_exact(name.lower()).hits)


def test_an_abbreviation_in_small_letters_does_not_pass_silently_beside_another_word() -> None:
    found = abbreviations()
    assert {"LSD", "ДМА", "PMA", "ПЦП"} <= set(found)
    for name in found:
        for written in (name.lower(), name.capitalize()):
            for cell in (f"{written} марки", f"10 {written} blotters"):
                assert check(cell).status != "no_match", cell


def test_an_abbreviation_in_capitals_does_not_pass_silently_in_a_sentence() -> None:
    found = abbreviations()
    assert {"LSD", "PCP", "DOB", "MPH"} <= set(found)
    for name in found:
        cell = f"a white powder of {name} was found"
        assert check(cell).status != "no_match", cell


def names_with_other_meanings() -> list[str]:
    """Every name of a listed substance that means something else too, but street names and everyday words."""
    schedule = Schedule.default()
    listed = schedule.law.listed_substances
    written = {meaning.name for meaning in schedule.package.collisions}
    return sorted(
        name
        for name in written
        if len(name) > 2
        and plain(name) not in everyday_words()
        and any(hit.substance_id in listed for hit in schedule.names.find(name))
    )


def test_a_name_with_other_meanings_does_not_pass_silently_in_a_sentence() -> None:
    found = names_with_other_meanings()
    assert {"ether", "эфир", "MDA", "4-MMA", "Butylone"} <= set(found)
    for name in found:
        for cell in (f"a white powder of {name} was found", f"изъят порошок {name} в пакете"):
            assert check(cell).status != "no_match", cell


@pytest.mark.parametrize(
    ("cell", "example"),
    [
        ("nitazenes", "etonitazene"),
        ("барбитураты", "phenobarbital"),
        ("барбитуратов", "phenobarbital"),
        ("бензодиазепиндер", "diazepam"),
        ("synthetic cannabinoids", "ab-pinaca"),
        ("опиоиды", "methadone"),
    ],
)
def test_the_name_of_a_class_leads_to_examples_of_it(cell: str, example: str) -> None:
    verdict = check(cell)
    assert verdict.status == "unresolved"
    assert example in {one.substance_id for one in verdict.suggestions}


@pytest.mark.parametrize(
    "cell",
    ["сложный эфир", "в прямом эфире сказали", "petroleum ether", "diphenyl ether"],
)
def test_a_word_in_front_makes_another_substance_of_the_name_of_a_class(cell: str) -> None:
    assert check(cell).status == "no_match"


@pytest.mark.parametrize(
    "cell",
    ["облил тряпку флаконом эфира", "пахло чистым эфиром в доме", "из них эфир найден", "bottles with ether found"],
)
def test_another_word_in_front_makes_none(cell: str) -> None:
    assert "ethyl-ether" in {one.substance_id for one in check(cell).suggestions}


@pytest.mark.parametrize(
    "cell", ["бутират натрия, 5 кг, пакет", "озеро Ханка в Приморье летом", "white china plates were sold here"]
)
def test_a_street_name_that_means_something_else_too_does_not_count_in_a_sentence(cell: str) -> None:
    assert check(cell).status == "no_match"


def codes_with_a_greek_letter() -> list[str]:
    """Every code of a listed substance that begins with alpha, and whose other letters cannot be said as a word."""
    schedule = Schedule.default()
    listed = schedule.law.listed_substances
    written = {hit.matched_text for hit in schedule.names.names_of() if hit.substance_id in listed}
    codes = (re.fullmatch("(?:α|alpha|альфа)-([B-DF-HJ-NP-TV-XZБ-ДЖЗЙ-НП-ТФ-Щ]{3,6})", name) for name in written)
    return sorted({code[1] for code in codes if code})


def test_a_code_without_its_greek_letter_does_not_pass_silently() -> None:
    found = codes_with_a_greek_letter()
    assert {"PVP", "ПВП"} <= set(found)
    for code in found:
        for cell in (code, f"{code} powder", f"содержит наркотическое средство {code} массой 2 г"):
            assert check(cell).status != "no_match", cell


@pytest.mark.parametrize(
    "cell", ["сбывал «скорость» через тайник", "they sold 'speed' to him", 'покупал "травку" у него']
)
def test_a_street_name_in_quotation_marks_is_said(cell: str) -> None:
    assert check(cell).status == "unresolved"
    assert check(re.sub("[«»'\"]", "", cell)).status == "no_match"


def test_a_substance_does_not_pass_silently_as_an_adjective() -> None:
    schedule = Schedule.default()
    listed = schedule.law.listed_substances
    russian = [(one.substance_id, one.name_ru) for one in schedule.package.substances if one.substance_id in listed]
    nouns = [(substance_id, name) for substance_id, name in russian if name and re.fullmatch("[а-я]{4,}[нлмд]", name)]
    assert len(nouns) > 200
    for substance_id, noun in nouns:
        for cell in (f"{noun}овый порошок", f"следы {noun}ового раствора найдены на столе"):
            assert substance_id in {one.substance_id for one in check(cell).suggestions}, cell


def test_an_everyday_word_in_small_letters_is_no_abbreviation() -> None:
    for cell in ("дом 5", "don juan", "met office", "план работ", "sea water", "мама мыла"):
        assert check(cell).status == "no_match", cell


def test_a_brand_in_small_letters_does_not_pass_silently_in_a_sentence() -> None:
    schedule = Schedule.default()
    listed = schedule.law.listed_substances
    brands = {row.name for row in schedule.package.names if row.kind == "brand" and row.substance_id in listed}
    brands = {name.lower() for name in brands if name.isalpha() and len(name) > 4}
    assert len(brands) > 300
    assert "xanax" in brands
    for name in sorted(brands):
        assert check(f"a box of 20 {name} tablets was found").status != "no_match", name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("изъято таблетки ксанакс 20 штук", "ксанакс"),
        ("порошок риталин в пакете изъят", "риталин"),
        ("ол қалтасынан екі капсула реланиум тапты", "реланиум"),
    ],
)
def test_a_brand_in_another_script_is_found_in_a_sentence(text: str, name: str) -> None:
    assert [one.name for one in inside(text, Schedule.default()).suggestions] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "он был на концерте вчера вечером",
        "the cations and the ethylene of the air",
        "мама мыла раму в субботу",
        "switch off the light",
    ],
)
def test_a_sentence_of_everyday_words_names_nothing(text: str) -> None:
    assert check(text).status == "no_match"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("437387", ("437-38-7",)),
        ("437387.0", ("437-38-7",)),
        ("000437387", ("437-38-7",)),
        ("４３７３８７", ("437-38-7",)),
        ("CAS 437387", ("437-38-7",)),
        ("437.38.7", ("437-38-7",)),
        ("437/38/7", ("437-38-7",)),
        ("437 38 7", ("437-38-7",)),
        ("1972-08-03", ("1972-08-3",)),
        ("1977-10-01 00:00:00", ("77-10-1",)),
        ("1977-10-01T00:00:00", ("77-10-1",)),
        ("03.08.1972", ("1972-08-3",)),
        ("8/3/1972", ("1972-08-3",)),
        ("437388", ()),
        ("437.38.8", ()),
        ("12", ()),
        ("1972-08-13", ()),
        ("фентанил", ()),
    ],
)
def test_numbers_that_programs_and_spreadsheets_changed(text: str, numbers: tuple[str, ...]) -> None:
    assert cas_numbers_meant(text) == numbers


@pytest.mark.parametrize("text", ["2024-02-06", "2024-02-06 00:00:00", "06.02.2024", "2/6/2024"])
def test_days(text: str) -> None:
    assert is_date(text)


MEPHEDRONE = "CNC(C)C(=O)c1ccc(C)cc1"
INCHI = "InChI=1S/C11H15NO/c1-8-4-6-10(7-5-8)11(13)9(2)12-3/h4-7,9,12H,1-3H3"


@pytest.mark.parametrize(
    ("text", "structures"),
    [
        (f"sample 5: {MEPHEDRONE}, 2 mg", (MEPHEDRONE,)),
        (f"мефедрон ({MEPHEDRONE})", (MEPHEDRONE,)),
        (f"{MEPHEDRONE}; CC(=O)OC(C)=O", (f"{MEPHEDRONE}.CC(=O)OC(C)=O",)),
        (f'"SMILES={MEPHEDRONE}" "author=A B"', (MEPHEDRONE,)),
        (f'"SMILES={MEPHEDRONE}" "SMILES=CC(=O)OC(C)=O"', (f"{MEPHEDRONE}.CC(=O)OC(C)=O",)),
        (f"sample {INCHI}, 5 mg", (INCHI,)),
        (f"sample {INCHI};2", (INCHI,)),
        (f"sample {INCHI.replace('=', ' = ')} 2", (INCHI.replace("=", " = "),)),
        (f"sample {INCHI.removeprefix('InChI=')} 2", (INCHI.removeprefix("InChI="),)),
        ("ratio 1/C5, 1S/A/b", ()),
        ("InChI=1S/broken/c1, fentanyl", ()),
        ("n=5, p=0.05 (acetone)", ()),
        ("=SUM(A1:A5)", ()),
        ("мефедрон", ()),
        ("e-mail: a@b.example", ()),
    ],
)
def test_structures_among_words(text: str, structures: tuple[str, ...]) -> None:
    assert structures_within(text) == structures


def test_no_structure_of_the_list_passes_silently_among_words() -> None:
    schedule = Schedule.default()
    listed = schedule.law.listed_substances
    drawn = {one.smiles for one in schedule.package.substances if one.substance_id in listed and one.smiles}
    without_signs = {smiles for smiles in drawn if smiles.isalpha()}  # letters that may be a word of any text
    assert len(without_signs) < 5
    for smiles in sorted(drawn - without_signs):
        text = f"sample 10: {smiles}, 2 mg"
        assert check(text).status != "no_match", text
        assert find_mentions(text), text


def test_two_labelled_structures_in_a_cell_are_answered() -> None:
    """Two fields of a comment were put together with their labels, which is neither a SMILES nor a name."""
    verdict = check(f'"SMILES={MEPHEDRONE}" "SMILES=CC(=O)OC(C)=O" spectrum 5', as_of="2024-03-01")
    assert verdict.messages[0].endswith("left off: spectrum; 5.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("EC 200-662-2", "EC number"),
        ("200-662-2", "EC number"),
        ("EINECS: 200-579-1", "EC number"),
        ("200-662-3", None),
        ("UN 1090", "UN number"),
        ("ООН 1090", "UN number"),
        ("№ ООН 1090", "UN number"),
        ("C11H15NO", "formula"),
        ("(C2H5)2O", "formula"),
        ("PhCH2COMe", "formula"),
        ("BnCl", "formula"),
        ("PhMe", "formula"),
        ("MePPP", None),
        ("K2Cr2O7", "formula"),
        ("CO", None),
        ("U-47700", None),
        ("AM-2201", None),
        ("PB-22", None),
        ("537-46-2", None),
    ],
)
def test_numbers_of_other_registers_and_formulas(text: str, kind: str | None) -> None:
    assert other_identifier(text) == kind


@pytest.mark.parametrize(
    ("cell", "substance_id"),
    [
        ("(iii) Heroin", "heroin"),
        ("№ 5. героин", "heroin"),
        ("► героин", "heroin"),
        ("Наименование - героин", "heroin"),
        ("Heroin (Diamorphine), its salts", "heroin"),
        ("1502-95-0 героин", "heroin"),
        ("CC(C)=O;ацетон", "acetone"),
        ("хлористоводородная кислота", "hydrochloric-acid"),
        ("дельта-9-ТГК", "dronabinol"),
    ],
)
def test_what_stands_around_a_name_is_left_off(cell: str, substance_id: str) -> None:
    verdict = check(cell, as_of="2024-03-01")
    assert verdict.status == "listed"
    assert substance_id in {match.substance_id for match in verdict.matches}


@pytest.mark.parametrize("cell", ["437-38-07", "Трамадол-ретард-акри", "опий-сырец", "LSD blotter", "\ufffd-PVP"])
def test_what_was_changed_or_joined_is_suggested(cell: str) -> None:
    assert check(cell, as_of="2024-03-01").status == "unresolved"


@pytest.mark.parametrize("cell", ["0000-00-0", "CHEMBL596", "(CH3)2CO", "SELFIES: [C][O]", "CC*", "[R1]"])
def test_what_is_no_query_of_ours_is_told(cell: str) -> None:
    assert check(cell, as_of="2024-03-01").status == "invalid"


def test_numbers_of_a_column_called_cas_are_read_by_their_check_digit() -> None:
    found = screen(pd.DataFrame({"CASRN": [50362, 537462, 50363]}), as_of="2024-03-01")
    assert list(found["substance_id"].fillna("")) == ["cocaine", "metamfetamine", ""]


def test_a_number_of_a_collection_is_suggested_and_that_of_a_hydrochloride_has_its_row() -> None:
    suggested = check("60-13-9", as_of="2024-03-01")
    assert suggested.status == "unresolved"
    assert {one.substance_id for one in suggested.suggestions} == {"amfetamine", "dexamfetamine"}
    assert [listing.row_id for listing in check("53-21-4", as_of="2024-03-01").matches[0].listings] == ["II-A-15"]


def test_labels_of_the_acid_and_onium_ions_change_no_answer() -> None:
    cocaine = "COC(=O)[C@H]1[C@@H](OC(=O)c2ccccc2)C[C@@H]2CC[C@H]1N2C"
    assert check(f"{cocaine}.[2H]Cl", as_of="2024-03-01").row == check(f"{cocaine}.Cl", as_of="2024-03-01").row
    assert check("CC(=O)[O-].CCCC[N+](CCCC)(CCCC)CCCC", as_of="2024-03-01").status == "unconfirmed"


@pytest.mark.parametrize(("language", "said"), [("en", "not held"), ("ru", "в данных нет"), ("kk", "деректерде жоқ")])
def test_a_list_before_the_first_day_says_that_it_is_not_held(language: str, said: str) -> None:
    result = CliRunner().invoke(main, ["list", "--on", "2019-01-01", "--lang", language])
    assert result.exit_code == 0
    assert said in result.output
