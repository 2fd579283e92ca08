import pytest

from kzschedule.official.blocks import Passage
from kzschedule.official.names import item_number, number_before_name, numbers_of_repeal, take_apart
from kzschedule.official.notes import amendments_in
from kzschedule.official.text import SUP_CLOSE, SUP_OPEN, clean, table_number, to_cyrillic


@pytest.mark.parametrize(
    ("printed", "number", "odd"),
    [
        ("1", "1", False),
        ("16.", "16", False),
        ("84-1.", "84-1", False),
        ("87-19)", "87-19", False),
        ("1О", "10", True),
        ("О1.", "01", True),
        ("12–1.", "12-1", True),
        (f"12{SUP_OPEN}2{SUP_CLOSE}", "12-2", True),
        ("5а.", "5а", False),
        ("№ 7", "7", True),
    ],
)
def test_item_number_is_read_without_dot_and_kept_as_printed_when_odd(printed, number, odd):
    read = item_number(printed)
    assert read.value == number
    assert (read.printed is not None) == odd


@pytest.mark.parametrize("printed", ["", "-", "Вымыслин", "б/н", "О", "1 2"])
def test_cell_without_a_number_is_none(printed):
    assert item_number(printed) is None


@pytest.mark.parametrize(
    ("printed", "number", "rest"),
    [
        ("6. 3-Метилвымыслин", "6", "3-Метилвымыслин"),
        ("2.2,5-Диметокси", "2", "2,5-Диметокси"),
        ("12-1. Нарратин", "12-1", "Нарратин"),
        ("12.1-Бензил", "12", "1-Бензил"),
        ("3) Фабулон", "3", "Фабулон"),
    ],
)
def test_number_in_front_of_a_name_is_taken_once(printed, number, rest):
    read = number_before_name(printed)
    assert (read[0].value, read[1]) == (number, rest)


@pytest.mark.parametrize("name", ["3-Метилвымыслин", "2,5-Диметокси", "(±)-Вымыслин", "Вымыслин 1."])
def test_locant_is_no_item_number(name):
    assert number_before_name(name) is None


@pytest.mark.parametrize(
    ("cell", "note", "numbers"),
    [
        ("", "8-10. Исключены постановлением", ["8", "9", "10"]),
        ("8–10.", "Исключены постановлением", ["8", "9", "10"]),
        ("", "8, 9 и 10. Исключены", ["8", "9", "10"]),
        ("", "12-1 – 12-3. Исключены", ["12-1", "12-2", "12-3"]),
        ("8-10", "Исключен постановлением", ["8-10"]),
        ("10-8", "Исключены постановлением", ["10-8"]),
        ("1-999999", "Исключены постановлением", ["1-999999"]),
        ("", "6–8-тармақтар алып тасталды", ["6", "7", "8"]),
        ("", "Исключена", []),
        (f"12{SUP_OPEN}2{SUP_CLOSE}.", "Исключена", ["12-2"]),
        ("", f"12{SUP_OPEN}2{SUP_CLOSE}. Исключена", ["12-2"]),
        ("1О.", "Исключена", ["10"]),
    ],
)
def test_range_is_expanded_only_when_the_verb_is_plural(cell, note, numbers):
    assert [number.value for number in numbers_of_repeal(cell, note)[0]] == numbers


@pytest.mark.parametrize(
    ("printed", "name", "synonyms"),
    [
        ("Вымыслин (выдумка)", "Вымыслин", ["выдумка"]),
        ("Вымыслин (2,5-ДМВ, выдумка; фикция)", "Вымыслин", ["2,5-ДМВ", "выдумка", "фикция"]),
        ("Вымыслин (выдумка (сушёная), фикция)", "Вымыслин", ["выдумка (сушёная)", "фикция"]),
        ("Вымыслин (выдумка) сушёный", "Вымыслин сушёный", ["выдумка"]),
        ("N-(3-метил)анилид", "N-(3-метил)анилид", []),
        ("Вымыслин (R)", "Вымыслин (R)", []),
        ("(±)-Вымыслин", "(±)-Вымыслин", []),
        ("Вымыслин (без конца", "Вымыслин (без конца", []),
        ("Вымыслин) без начала", "Вымыслин) без начала", []),
    ],
)
def test_synonyms_are_split_at_separators_with_a_space(printed, name, synonyms):
    parts = take_apart(printed)
    assert (parts.name, parts.synonyms) == (name, synonyms)


@pytest.mark.parametrize(
    ("printed", "qualifier", "footnote"),
    [
        ("Вымыслин (все изомеры)", "все изомеры", None),
        ("Вымыслин (в том числе соли, эфиры)", "в том числе соли, эфиры", None),
        ("Вымыслин (за исключением фикции)", "за исключением фикции", None),
        ("Вымыслин (см. примечание 2)", None, "см. примечание 2"),
        ("Вымыслин*", None, "*"),
        (f"Вымыслин{SUP_OPEN}1){SUP_CLOSE}", None, "1)"),
        ("Қиялин (барлық изомерлері)", "барлық изомерлері", None),
        ("Қиялин (аңызды қоспағанда)", "аңызды қоспағанда", None),
    ],
)
def test_qualifiers_and_references_are_no_synonyms(printed, qualifier, footnote):
    parts = take_apart(printed)
    assert parts.name in {"Вымыслин", "Қиялин"}
    assert (parts.qualifier, parts.footnote, parts.synonyms) == (qualifier, footnote, [])


def test_chemical_name_in_brackets_is_taken_only_without_a_column_for_it():
    assert take_apart("Вымыслин [2-фикцил]", chemical_in_brackets=True).chemical_name == "2-фикцил"
    assert take_apart("Вымыслин [2-фикцил]").name == "Вымыслин [2-фикцил]"


def test_latin_letters_are_mended_only_in_cyrillic_words():
    assert to_cyrillic("Kокс N-метил LSD") == ("Кокс N-метил LSD", ("Kокс",))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("п\u00adр\u200bимер", "пример"),
        ("2,5-\nдиметил", "2,5-диметил"),
        ("вымысел -\nфикция", "вымысел - фикция"),
        ("и\u0306од", "йод"),
        ("1\u00a0400\u202f000", "1 400 000"),
        ("теле\u2011радио", "теле-радио"),
        ("-\n", "-"),
    ],
)
def test_text_is_cleaned(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("printed", "number"), [("І", "I"), ("ІІ", "II"), ("iii", "III"), ("ІV", "IV"), ("3", "III"), ("V", None)]
)
def test_table_number_in_any_letters(printed, number):
    assert table_number(printed) == number


def test_one_footnote_lists_many_acts_with_their_organs_and_codes():
    note = Passage(
        "Сноска. Список с изменениями, внесенными законами РК от 01.02.2020 № 269-V (вводится в действие "
        "с 01.03.2020 (частично)); постановлением Правительства РК от 03.02.2021 № 12; приказом Министра "
        "здравоохранения РК от 04.02.2024 № 12 (порядок введения см.ст.2).",
        links=(("№ 12", "/rus/docs/V2400000012#z1"), ("№ 12", "/rus/docs/P2100000012")),
    )
    acts = [(act.organ, str(act.date), act.number, act.doc_code, act.in_force_raw) for act in amendments_in(note)]
    assert acts == [
        (None, "2020-02-01", "269-V", None, "вводится в действие с 01.03.2020 (частично)"),
        ("Правительство РК", "2021-02-03", "12", "P2100000012", None),
        ("Министр здравоохранения РК", "2024-02-04", "12", "V2400000012", "порядок введения см.ст.2"),
    ]


@pytest.mark.parametrize("number", ["312-НҚ", "216-н/қ", "48-VII", "166-VІ", "22"])
def test_act_numbers_keep_their_suffix(number):
    assert (
        amendments_in(Passage(f"Сноска. Строка 1 - в редакции приказа от 01.02.2020 № {number}."))[0].number == number
    )


def test_date_that_no_day_has_is_skipped():
    assert amendments_in(Passage("Сноска. Строка 1 - в редакции постановления от 31.02.2020 № 5.")) == []
