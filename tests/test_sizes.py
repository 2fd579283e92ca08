"""Amounts and sizes: reading, exact units, every figure of the table, what is told beside an answer, analogues."""

import decimal
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kzschedule
from kzschedule import KzScheduleError, check, size_of
from kzschedule.answer.size import SizeVerdict, SubstanceSize, size_of_verdict
from kzschedule.answer.size_rows import CultivationRow, band
from kzschedule.dates import Period
from kzschedule.errors import InvalidAmountError
from kzschedule.records.model import Cultivation, Size
from kzschedule.schedule import Schedule
from kzschedule.units import Amount, read_amount, read_percent, split_amount
from kzschedule.verdict import Analogue, SizeAnswer

#: A day on which the revision of 23.01.2024 certainly stands.
DAY = "2024-03-01"


def says(verdict: SizeVerdict, words: str) -> bool:
    return any(words in message for message in verdict.messages)


def of_row(verdict: SizeVerdict, size_id: str) -> SubstanceSize:
    """The answer by one row of the size table."""
    [answer] = [answer for answer in verdict.answers if answer.row is not None and answer.row.size_id == size_id]
    return answer


def statuses(verdict: SizeVerdict) -> list[str]:
    return [answer.status for answer in verdict.answers]


# --- reading amounts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.5 g", "0.5", "g"),
        ("0,5 г", "0.5", "g"),
        ("0,5г.", "0.5", "g"),
        ("0,500 г", "0.5", "g"),
        (" 5 гр ", "5", "g"),
        ("1 грамм", "1", "g"),
        ("2 грамма", "2", "g"),
        ("7 ГРАММОВ", "7", "g"),
        ("20 mg", "0.02", "g"),
        ("20 мг", "0.02", "g"),
        ("1 500 мг", "1.5", "g"),
        ("1\u00a0500\u202f000\u2009мг", "1500", "g"),
        ("1 234,5 кг", "1234500", "g"),
        ("1,234 г", "1.234", "g"),
        ("2 kg", "2000", "g"),
        ("2 килограмма", "2000", "g"),
        ("2 келі", "2000", "g"),
        ("0.1 µg", "0.0000001", "g"),
        ("5 \u03bcg", "0.000005", "g"),
        ("5 мкг", "0.000005", "g"),
        ("3 ㎎", "0.003", "g"),
        ("1,5 т", "1500000", "g"),
        ("10 ml", "10", "ml"),
        ("10 мл", "10", "ml"),
        ("0,25 л", "250", "ml"),
        ("2 литра", "2000", "ml"),
        ("3 шт.", "3", "piece"),
        ("2 ампулы", "2", "piece"),
        ("5 драже", "5", "piece"),
        ("12 растений", "12", "piece"),
        ("4 өсімдік", "4", "piece"),
        ("3 таблетки", "3", "piece"),
        ("12 дана", "12", "piece"),
        ("1 piece", "1", "piece"),
        ("10 мл раствора", "10", "ml"),
        ("5 g of a mixture", "5", "g"),
        ("5 г сухого остатка", "5", "g"),
        ("5 g of dry residue", "5", "g"),
    ],
)
def test_amounts_are_read_exactly(text: str, value: str, unit: str) -> None:
    amount = read_amount(text)
    assert (amount.value, amount.unit, amount.text) == (Decimal(value), unit, text)
    assert "E" not in str(amount)
    assert "E" not in amount.model_dump_json().split('"text"')[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "does not begin with a number"),
        ("много", "does not begin with a number"),
        ("-5 г", "does not begin with a number"),
        ("½ г", "does not begin with a number"),
        (".5 g", "does not begin with a number"),
        ("٥ г", "does not begin with a number"),
        ("5", "has no unit"),
        ("1 500", "has no unit"),
        ("0 г", "more than zero"),
        ("0,00 мг", "more than zero"),
        ("5 стаканов", "is no unit"),
        ("5 gr", "is no unit"),
        ("1½ таблетки", "is no unit"),
        ("5² g", "is no unit"),
        ("1/2 g", "is no unit"),
        ("1e3 g", "is no unit"),
        ("15 00 г", "is no unit"),
        ("1.5.2 g", "does not begin with a number"),
        ("1,500,000 mg", "does not begin with a number"),
        ("1 500 00 мг", "is no unit"),
        ("5 г мефедрона", "more than a number and a unit"),
        ("5 г 3 мг", "more than a number and a unit"),
        ("9" * 200 + " g", "too long"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_cure(text: str, words: str) -> None:
    with pytest.raises(InvalidAmountError, match=words) as caught:
        read_amount(text)
    assert isinstance(caught.value, KzScheduleError)
    assert text[:20] in str(caught.value)
    assert "0.5 g" in str(caught.value)


def test_what_is_no_text_is_no_amount() -> None:
    with pytest.raises(InvalidAmountError, match="not float"):
        read_amount(0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_is_a_positive_number(value: Decimal) -> None:
    with pytest.raises(ValueError, match="value"):
        Amount(value=value, unit="g", text="")


numbers = st.decimals(min_value="0.000000001", max_value="999999999", allow_nan=False, allow_infinity=False, places=9)


@given(numbers, st.sampled_from(["g", "ml", "piece"]))
def test_reading_what_was_printed_gives_the_amount_back(value: Decimal, unit: str) -> None:
    amount = Amount.model_validate({"value": value, "unit": unit, "text": ""})
    again = read_amount(str(amount))
    assert (again.value, again.unit) == (amount.value, amount.unit)
    assert Amount.model_validate_json(again.model_dump_json()) == again


@given(
    st.integers(1, 10**12),
    st.sampled_from([("µg", "mg"), ("мг", "г"), ("g", "kg"), ("г", "келі"), ("kg", "тонн"), ("µl", "ml"), ("мл", "л")]),
)
def test_a_thousand_of_a_unit_is_one_of_the_next(count: int, units: tuple[str, str]) -> None:
    small, big = units
    with decimal.localcontext(decimal.Context(prec=3)):
        assert read_amount(f"{count}000 {small}").value == read_amount(f"{count} {big}").value
        in_small = read_amount(f"{count:,} {small}".replace(",", " "))
        assert in_small.value == read_amount(f"{count // 1000},{count % 1000:03d} {big}").value


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        amount = read_amount(text)
    except InvalidAmountError:
        return
    assert amount.value > 0


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("3 шт", None),
        ("3 таб.", "tablet"),
        ("3 capsules", "tablet"),
        ("1 амп.", "ampoule"),
        ("1 куст", "plant"),
        ("3 g", None),
    ],
)
def test_what_is_counted_is_kept_where_the_words_say_it(text: str, item: str | None) -> None:
    assert read_amount(text).item == item


@pytest.mark.parametrize(
    ("text", "words"),
    [("1 ampoule", "1 ampoule"), ("2 амп", "2 ampoules"), ("1 растение", "1 plant"), ("10 кустов", "10 plants")],
)
def test_a_count_is_said_with_what_is_counted(text: str, words: str) -> None:
    assert str(read_amount(text)) == words


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("10 мл раствора", "solution"),
        ("5 г экстракта", "solution"),
        ("5 г пропитанной марли", "solution"),
        ("5 мл ерітінді", "solution"),
        ("5 g of a mixture", "mixture"),
        ("5 г қоспа", "mixture"),
        ("5 г сухого остатка раствора", "residue"),
        ("5 г құрғақ қалдық", "residue"),
        ("5 г", None),
    ],
)
def test_words_for_the_material_are_read(text: str, material: str | None) -> None:
    assert read_amount(text).material == material


@pytest.mark.parametrize(
    ("given", "value"),
    [(15, "15"), ("15", "15"), ("12,5 %", "12.5"), (0.1, "0.1"), (Decimal("100"), "100"), ("7.50%", "7.5")],
)
def test_a_percentage_is_read_exactly(given: object, value: str) -> None:
    assert read_percent(given) == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [0, 101, -1, "", "много", "1e1", "NaN", float("inf"), True, None, "9" * 500])
def test_what_is_no_percentage_is_refused(given: object) -> None:
    with pytest.raises(InvalidAmountError, match="no percentage"):
        read_percent(given)  # type: ignore[arg-type]


# --- the table as a lawyer reads it


@pytest.mark.parametrize(
    ("query", "amount", "size_id", "status"),
    [
        # Hashish: 0,5-5,0 | 5,0-200 | 200
        ("гашиш", "0,499 г", "S-I-24", "below_small"),
        ("гашиш", "0,5 г", "S-I-24", "small"),
        ("гашиш", "5 г", "S-I-24", "small"),
        ("гашиш", "5,001 г", "S-I-24", "large"),
        ("гашиш", "200 г", "S-I-24", "large"),
        ("гашиш", "0,2001 кг", "S-I-24", "especially_large"),
        # Heroin: 0-0,01 | 0,01-1,0 | 1,0
        ("героин", "1 мкг", "S-I-25", "small"),
        ("героин", "0,01 г", "S-I-25", "small"),
        ("героин", "10,1 мг", "S-I-25", "large"),
        ("героин", "1 г", "S-I-25", "large"),
        ("героин", "1000,1 мг", "S-I-25", "especially_large"),
        # Etorphine: an empty cell | 0-0,0001 | 0,001: no small size, and a gap between the others
        ("эторфин", "0,0001 г", "S-I-124", "large"),
        ("эторфин", "0,0002 г", "S-I-124", "no_band"),
        ("эторфин", "0,001 г", "S-I-124", "no_band"),
        ("эторфин", "1,01 мг", "S-I-124", "especially_large"),
        # Isotonitazene: an empty cell | 0,0001-0,001 | 0,001
        ("изотонитазен", "0,0001 г", "S-I-127", "no_band"),
        ("изотонитазен", "0,00011 г", "S-I-127", "large"),
        ("изотонитазен", "0,001 г", "S-I-127", "large"),
        # Ketamine: an empty cell | 0-0,01 | 0,01: no small size and no gap
        ("кетамин", "1 мг", "S-II-140", "large"),
        ("кетамин", "0,011 г", "S-II-140", "especially_large"),
        # Mefenorex: 0-0,2 | 0,2-30,0 | 30,0
        ("мефенорекс", "30 г", "S-II-64", "large"),
        # Cannabis: dried 0,5-50,0 | 50,0-1000 | 1000; fresh 5,0-200,0 | 200,0-5000 | 5000
        ("марихуана", "60 г", "S-I-57.dried", "large"),
        ("марихуана", "60 г", "S-I-57.fresh", "small"),
        ("растение каннабис", "4 г", "S-I-57.fresh", "below_small"),
        # Pentazocine: 1 tablet, 1 ampoule | 1-100 | 100
        ("пентазоцин", "1 таблетка", "S-II-74.tablet", "small"),
        ("пентазоцин", "2 таблетки", "S-II-74.tablet", "large"),
        ("пентазоцин", "100 таблеток", "S-II-74.tablet", "large"),
        ("пентазоцин", "101 таблетка", "S-II-74.tablet", "especially_large"),
        ("пентазоцин", "101 таблетка", "S-II-74.ampoule", "unknown"),
        ("пентазоцин", "2 ампулы", "S-II-74.ampoule", "large"),
        ("пентазоцин", "2 шт", "S-II-74.tablet", "large"),
        ("пентазоцин", "2 шт", "S-II-74.ampoule", "large"),
        ("пентазоцин", "5 г", "S-II-74.tablet", "unknown"),
        # Amphetamine: in grams, and preparations with it in millilitres
        ("амфетамин", "0,2 г", "S-II-5", "small"),
        ("амфетамин", "0,2 г", "S-II-82", "unknown"),
        ("амфетамин", "50 мл", "S-II-82", "large"),
        ("амфетамин", "51 мл раствора", "S-II-82", "especially_large"),
        # Each line of the row of synthetic cannabinoids has the size of the row
        ("JWH-018", "1,1 г", "S-II-137", "especially_large"),
        # A benzodiazepine with a row of its own has that one, another the row for all others
        ("клоназолам", "0,5 г", "S-II-143", "no_band"),
        ("диазепам", "5 г", "S-II-23", "large"),
        ("метадон", "0,02 г", "S-I-60", "large"),
    ],
)
def test_a_row_answers_at_its_figures(query: str, amount: str, size_id: str, status: str) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    assert of_row(verdict, size_id).status == status


def test_an_answer_says_the_size_and_the_figures_behind_it() -> None:
    said = {
        "0,4 г": "Hashish: 0.4 g is below small, which begins with 0.5 g.",
        "5 г": "Hashish: 5 g is small (from 0.5 to 5 g, both inclusive).",
        "6 г": "Hashish: 6 g is large (over 5 up to 200 g inclusive).",
        "201 г": "Hashish: 201 g is especially large (over 200 g).",
    }
    assert {amount: size_of("гашиш", amount, as_of=DAY).answers[0].sentence for amount in said} == said


def test_where_the_table_prints_nothing_the_answer_says_so() -> None:
    [gap] = size_of("эторфин", "0,5 мг", as_of=DAY).answers
    assert gap.sentence == (
        "Etorphine: 0.0005 g has no size: the row ends one size at 0.0001 g and begins the next one over 0.001 g, and "
        "prints nothing between them."
    )
    [below] = size_of("изотонитазен", "0,05 мг", as_of=DAY).answers
    assert below.sentence == (
        "Isotonitazene: 0.00005 g has no size: the row has none below large, and large begins over 0.0001 g."
    )


def test_a_row_without_figures_is_answered_in_its_own_words() -> None:
    verdict = size_of("ацетон", "5 кг", as_of="2019-09-01")
    [answer] = verdict.answers
    assert (verdict.status, answer.status) == ("answered", "no_band")
    assert "передан на внутриведомственный контроль" in answer.sentence


@pytest.mark.parametrize(
    ("query", "amount", "possible"),
    [
        ("героин", "0,01 г", ("small", "large")),  # small ends here
        ("изотонитазен", "0,0001 г", ("large",)),  # large begins here, and there is no small
        ("пентазоцин", "1 таблетка", ("small", "large")),
    ],
)
def test_at_the_lower_bound_of_large_the_kazakh_text_is_told(
    query: str, amount: str, possible: tuple[str, ...]
) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    assert says(verdict, "the head of the Kazakh table counts the bound itself as large")
    assert verdict.answers[0].possible == possible


@pytest.mark.parametrize(("query", "amount"), [("героин", "0,011 г"), ("героин", "0,009 г"), ("героин", "1 г")])
def test_elsewhere_the_two_texts_agree(query: str, amount: str) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    assert not says(verdict, "Kazakh table")
    assert verdict.answers[0].possible == (verdict.answers[0].status,)


# --- plants that are grown


@pytest.mark.parametrize(
    ("query", "amount", "statuses_of_lines"),
    [
        ("опийный мак", "9 растений", {"no_band"}),
        ("опийный мак", "10 растений", {"large"}),
        ("кокаиновый куст", "1 растение", {"large"}),
        ("khat", "3 plants", {"large"}),
        ("эфедра", "1 өсімдік", {"large"}),
    ],
)
def test_growing_is_large_from_a_number_of_plants_on(query: str, amount: str, statuses_of_lines: set[str]) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    assert set(statuses(verdict)) == statuses_of_lines
    assert all(isinstance(answer.row, CultivationRow) for answer in verdict.answers)
    assert all(answer.row is not None and answer.row.size_id.startswith("CULT-") for answer in verdict.answers)


def test_growing_is_said_in_plants() -> None:
    [answer] = size_of("опийный мак", "9 растений", as_of=DAY).answers
    assert answer.sentence.endswith(": growing 9 plants has no size: large begins with 10 plants.")


def test_plants_of_what_is_not_in_the_table_of_plants_are_no_amount_that_counts() -> None:
    verdict = size_of("героин", "3 растения", as_of=DAY)
    assert (verdict.status, statuses(verdict)) == ("refused", ["unknown"])


def test_grams_of_a_plant_are_measured_by_the_other_table() -> None:
    answers = size_of("эфедра", "200 г", as_of=DAY).answers
    assert {answer.row.size_id: answer.status for answer in answers if answer.row} == {
        "S-III-34.dried": "small",
        "S-III-34.fresh": "below_small",
    }
    names = [answer.sentence.partition(":")[0] for answer in answers if answer.row]
    assert names == ["Ephedra (dried)", "Ephedra (not dried)"]


# --- what is told beside an answer


def test_a_star_or_words_make_the_size_that_of_the_whole_mixture() -> None:
    assert says(
        size_of("метадон", "1 г", as_of=DAY), "S-I-60: the size is that of the whole mixture (preparation), by the star"
    )
    assert says(size_of("героин", "1 г", as_of=DAY), "S-I-25: the size is that of the whole mixture, by the words")
    assert says(size_of("изотонитазен", "1 г", as_of=DAY), "S-I-127: no star and no words extend the size to mixtures")
    assert not says(size_of("гашиш", "1 г", as_of=DAY), "extend the size to mixtures")


def test_a_star_counts_from_the_act_on_that_added_it() -> None:
    assert says(size_of("фентанил", "1 мг", as_of="2024-03-01"), "by the star")
    assert not says(size_of("фентанил", "1 мг", as_of="2020-12-01"), "by the star")


@pytest.mark.parametrize(
    ("query", "amount", "status"),
    [
        ("героин", "5 г смеси", "especially_large"),
        ("метадон", "5 г смеси", "especially_large"),
        ("изотонитазен", "5 г смеси", "unknown"),
        ("героин", "5 г раствора", "unknown"),
        ("героин", "5 мл", "unknown"),
        ("героин", "5 г сухого остатка раствора", "especially_large"),
    ],
)
def test_mixtures_count_where_the_row_says_so_and_solutions_by_their_dry_residue(
    query: str, amount: str, status: str
) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    [answer] = verdict.answers
    assert answer.status == status
    assert verdict.status == ("refused" if status == "unknown" else "answered")
    assert says(verdict, "dry residue is measured") == (
        ("раствора" in amount and "остатка" not in amount) or "мл" in amount
    )


def test_the_words_of_a_listed_extract_do_not_make_a_solution_of_it() -> None:
    assert size_of("экстракт каннабиса", "5 г", as_of=DAY).status == "answered"


def test_a_salt_is_no_mixture_and_several_substances_are_one() -> None:
    ketamine = "CNC1(CCCCC1=O)c1ccccc1Cl"
    assert size_of(f"{ketamine}.Cl", "5 g", as_of=DAY).answers[0].status == "especially_large"
    isotonitazene = "CC(C)Oc1ccc(Cc2nc3cc(ccc3n2CCN(CC)CC)[N+](=O)[O-])cc1"
    mixed = size_of(f"{isotonitazene}.Cn1c(=O)c2c(ncn2C)n(C)c1=O", "5 g", as_of=DAY)
    assert "unknown" in statuses(mixed)


def test_a_form_whose_name_the_size_table_prints_elsewhere_has_both_sizes() -> None:
    verdict = size_of("ацетилкодеин", "0,2 г", as_of=DAY)  # an ether of 6-monoacetylmorphine, covered by the note
    assert of_row(verdict, "S-I-68").status == "especially_large"
    assert of_row(verdict, "S-I-11").status == "large"
    assert says(verdict, "S-I-11: the row prints the name of Acetylcodeine beside that of the substance")


@pytest.mark.parametrize(
    ("query", "amount", "lines"),
    [
        ("марихуана", "150 г", {"S-I-57.dried": "large", "S-I-57.fresh": "small"}),
        ("марихуана высушенная", "150 г", {"S-I-57.dried": "large"}),
        ("марихуана", "150 г сухой", {"S-I-57.dried": "large"}),
        ("dried cannabis", "150 g", {"S-I-57.dried": "large"}),
        ("невысушенная марихуана", "150 г", {"S-I-57.fresh": "small"}),
        ("не высушенная марихуана", "150 г", {"S-I-57.fresh": "small"}),
        ("марихуана свежая", "150 г", {"S-I-57.fresh": "small"}),
        ("марихуана высушенная", "150 г свежей", {"S-I-57.dried": "large", "S-I-57.fresh": "small"}),
        ("кептірілген марихуана", "150 г", {"S-I-57.dried": "large"}),
        ("кептірілмеген марихуана", "150 г", {"S-I-57.fresh": "small"}),
    ],
)
def test_a_plant_is_measured_in_the_state_that_is_said(query: str, amount: str, lines: dict[str, str]) -> None:
    verdict = size_of(query, amount, as_of="2024-03-01")
    assert {answer.row.size_id: answer.status for answer in verdict.answers} == lines
    assert any(message.startswith("Only the line") for message in verdict.messages) == (len(lines) == 1)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("героин 0,5 г", ("героин", "0.5 g")),
        ("JWH 018, 1 500 мг", ("JWH 018", "1.5 g")),
        ("2C-B: 10 mg", ("2C-B", "0.01 g")),
        ("JWH 018", None),
        ("героин", None),
        ("0,5 г", None),
    ],
)
def test_an_amount_is_taken_off_from_behind_a_name(text: str, parts: tuple[str, str] | None) -> None:
    found = split_amount(text)
    assert (found and (found[0], str(found[1]))) == parts


def test_the_condition_of_a_row_is_told() -> None:
    verdict = size_of("кодеин", "0,3 г", as_of=DAY)
    assert of_row(verdict, "S-I-48").status == "large"
    assert says(verdict, "S-I-48: holds only under a condition")
    assert says(verdict, "0.015") or says(verdict, "0,015")


def test_counts_that_a_row_prints_beside_its_grams_are_shown() -> None:
    [answer] = size_of("морфин", "5 ампул", as_of=DAY).answers
    assert answer.status == "unknown"
    assert "a number of ampoules, and the row counts a mass" in answer.sentence
    assert "100 амп" in answer.sentence


@pytest.mark.parametrize(
    ("percent", "status", "words"),
    [
        (
            None,
            "small",
            "S-III-12: counts from a concentration of 10 per cent on; none was given, so it is taken as reached.",
        ),
        (10, "small", ""),
        ("9,9", "no_band", ""),
        ("60 %", "small", ""),
    ],
)
def test_a_precursor_counts_from_a_concentration_on(percent: float | str | None, status: str, words: str) -> None:
    verdict = size_of("эфедрин", "5 г", percent=percent, as_of=DAY)
    assert verdict.percent == (None if percent is None else read_percent(percent))
    assert of_row(verdict, "S-III-12").status == status
    assert says(verdict, "taken as reached") == bool(words)
    assert says(verdict, words)


def test_below_the_concentration_the_reason_is_said() -> None:
    answer = of_row(size_of("эфедрин", "5 г", percent=9, as_of=DAY), "S-III-12")
    assert answer.sentence.endswith(
        ": 5 g of 9 per cent has no size: the row counts from a concentration of 10 per cent on."
    )
    assert answer.possible == ()


def test_a_concentration_that_no_row_asks_for_is_said_not_to_be_used() -> None:
    assert says(size_of("героин", "5 г", percent=9, as_of=DAY), "S-I-25: the row prints no least concentration")
    # "независимо от концентрации": any concentration counts, and nothing is taken as reached
    whatever = size_of("1-фенил-2-пропанон", "25 г", percent=1, as_of=DAY)
    assert of_row(whatever, "S-III-9").status == "large"
    assert not says(whatever, "concentration")


def test_where_the_two_texts_differ_is_told() -> None:
    assert says(size_of("клоназолам", "1 г", as_of=DAY), "the Russian and the Kazakh text differ")


def test_a_comma_before_three_digits_is_said() -> None:
    assert says(size_of("гашиш", "1,500 г", as_of=DAY), "was read as 1.5 g")
    assert not says(size_of("гашиш", "0,500 г", as_of=DAY), "was read as")


def test_the_texts_that_print_the_rows_are_named() -> None:
    assert {item.source_id for item in size_of("гашиш", "1 г", as_of=DAY).sources} == {
        "decree-470-2024-01-23",
        "decree-470-kk-2024-01-23",
    }


# --- days


def test_while_the_day_of_an_act_is_not_certain_both_states_are_answered() -> None:
    verdict = size_of("пировалерон", "0,1 г", as_of="2020-06-01")
    assert sorted(statuses(verdict)) == ["large", "small"]
    assert not any(answer.row.in_force for answer in verdict.answers if answer.row)
    assert says(verdict, "S-II-78 (kz-gov-2019-470), S-II-78 (kz-gov-2021-677): one of two states of the row stands")
    assert says(verdict, "S-II-78 (kz-gov-2021-677): the size is that of the whole mixture")


@pytest.mark.parametrize(("day", "status"), [("2019-12-01", "small"), ("2022-01-01", "large")])
def test_before_and_after_it_the_row_of_the_day_is_answered(day: str, status: str) -> None:
    verdict = size_of("пировалерон", "0,1 г", as_of=day)
    assert statuses(verdict) == [status]
    assert not says(verdict, "not certain on which day")


def test_a_row_that_may_not_have_begun_is_told_to_be_uncertain() -> None:
    verdict = size_of("метадон", "1 г", as_of="2020-02-01")
    assert verdict.answers[0].status == "large"
    assert says(verdict, "may or may not stand on this day")


def test_before_the_decree_no_row_is_held() -> None:
    verdict = size_of("героин", "5 г", as_of="2019-07-01")
    assert (verdict.status, verdict.milder) == ("unknown", ())


def with_sizes(schedule: Schedule, *sizes: Size) -> Schedule:
    """The shipped list with other rows for those of the size table with the same identifier."""
    replaced = {size.size_id for size in sizes}
    kept = tuple(size for size in schedule.package.sizes if size.size_id not in replaced)
    return Schedule(replace(schedule.package, sizes=(*kept, *sizes)))


def hashish(schedule: Schedule, **changes: object) -> Size:
    [row] = [row for row in schedule.package.sizes if row.size_id == "S-I-24"]
    return row.model_copy(update=changes)


def test_a_later_table_that_is_milder_is_shown_too(schedule: Schedule) -> None:
    before = hashish(schedule, small_to=Decimal(1), large_from=Decimal(1), last_revision="2022-05-23")
    after = hashish(schedule, first_revision="2023-03-20", act_id="kz-gov-2023-240")
    verdict = size_of("гашиш", "3 г", as_of="2020-12-01", schedule=with_sizes(schedule, before, after))
    assert statuses(verdict) == ["large"]
    [milder] = verdict.milder
    assert (milder.status, milder.row and milder.row.act_id) == ("small", "kz-gov-2023-240")
    assert says(verdict, "unless a later one is milder (Criminal Code, article 6)")
    # The other way round the table of the day stands.
    stricter = size_of(
        "гашиш", "3 г", as_of="2020-12-01", schedule=with_sizes(schedule, *reversed_states(before, after))
    )
    assert (statuses(stricter), stricter.milder) == (["small"], ())


def test_a_member_of_a_group_has_the_row_of_the_group_then_and_now() -> None:
    for day in ("2020-12-01", DAY):
        verdict = size_of("бензоилэкгонин", "1 г", as_of=day)
        assert of_row(verdict, "S-I-117").status == "large"
        assert verdict.milder == ()
        assert not says(verdict, "milder")


def reversed_states(before: Size, after: Size) -> tuple[Size, Size]:
    """The same two states with their figures exchanged."""
    figures = ("small_to", "large_from")
    first = {name: getattr(after, name) for name in figures}
    second = {name: getattr(before, name) for name in figures}
    return before.model_copy(update=first), after.model_copy(update=second)


def test_a_line_that_has_gone_since_is_said_to_have_gone() -> None:
    verdict = size_of("растение каннабис", "20 растений", as_of="2020-12-01")
    assert "large" in statuses(verdict)
    assert says(verdict, "has no such row for")
    assert size_of("растение каннабис", "20 растений", as_of=DAY).status != "answered"


# --- what is not found, settled or readable


@pytest.mark.parametrize(
    ("query", "status", "list_status"),
    [
        ("aspirin", "unknown", "no_match"),
        ("MPPP", "unknown", "unresolved"),
        ("537-46-3", "invalid", "invalid"),
        ("", "invalid", "invalid"),
    ],
)
def test_a_query_that_is_not_found_settled_or_readable_is_said(query: str, status: str, list_status: str) -> None:
    verdict = size_of(query, "5 г", as_of=DAY)
    assert (verdict.status, verdict.list_status) == (status, list_status)
    assert all(answer.status == "unknown" for answer in verdict.answers)


def test_of_what_is_not_settled_no_size_is_asserted() -> None:
    verdict = size_of("MPPP", "5 г", as_of=DAY)
    assert verdict.answers == ()
    assert says(verdict, "not settled which substance is meant")
    solution = size_of("раствор героина", "5 г", as_of=DAY)
    assert solution.status == "refused"
    assert {answer.status for answer in solution.answers} == {"unknown"}
    assert says(solution, "dry residue is measured")


def test_an_unreadable_amount_is_an_error_and_an_unreadable_day_an_answer() -> None:
    with pytest.raises(InvalidAmountError, match="no unit"):
        size_of("героин", "5", as_of=DAY)
    with pytest.raises(InvalidAmountError, match="more than zero"):
        size_of("героин", "0 г", as_of=DAY)
    assert size_of("героин", "5 г", as_of="soon").status == "invalid"


# --- analogues


def analogue(
    schedule: Schedule, parent_id: str, *reasons: str, grade: str = "official", share: float = 0.9
) -> Analogue:
    """A formal analogue of a listed substance by one methyl, with the sizes of that parent."""
    substance = schedule.substances[parent_id]
    replacement = {
        "position": 0,
        "replaced": "hydrogen",
        "substituent": "methyl",
        "smiles": "*C",
        "substituent_id": "methyl",
        "permitted": "official",
    }
    return Analogue.model_validate(
        {
            "parent_id": parent_id,
            "name_en": substance.name_en,
            "name_ru": substance.name_ru,
            "grade": grade,
            "skeleton_share": share,
            "sentence_en": "",
            "sentence_ru": "",
            "sizes": schedule.sizes(parent_id, date.fromisoformat(DAY)),
            "parent_atoms": (),
            "replacements": (replacement,),
            "matched_atoms": (),
            "open_reasons": reasons,
        }
    )


def of_analogues(
    schedule: Schedule, *analogues: Analogue, status: str = "analogue", amount: str = "1 г"
) -> SizeVerdict:
    verdict = check("героин", as_of=DAY)
    matches = verdict.matches if status == "unconfirmed" else ()
    changed = verdict.model_copy(
        update={"status": status, "matches": matches, "analogues": analogues, "statements": ()}
    )
    return size_of_verdict(changed, read_amount(amount), schedule)


def test_an_analogue_has_the_sizes_of_each_nearest_parent(schedule: Schedule) -> None:
    verdict = of_analogues(
        schedule,
        analogue(schedule, "methcathinone"),
        analogue(schedule, "tramadol", "position", grade="open"),
        analogue(schedule, "ketamine", share=0.5),
    )
    assert [(answer.substance_id, answer.grade, answer.status) for answer in verdict.answers] == [
        ("methcathinone", "official", "large"),
        ("tramadol", "open", "large"),
    ]
    assert says(verdict, "notes to the size table")
    assert says(verdict, "equally near")
    assert says(verdict, "1 further listed substance")


def test_no_size_of_an_analogue_is_told_without_the_examination(schedule: Schedule) -> None:
    verdict = of_analogues(schedule, analogue(schedule, "methcathinone"))
    assert all(answer.sentence.startswith("If examination confirms") for answer in verdict.answers)
    [answer] = verdict.answers
    assert answer.sentence == (
        "If examination confirms it as an analogue of Methcathinone: 1 g is large (over 0.02 up to 1.5 g inclusive)."
    )
    assert not says(verdict, "equally near")


@pytest.mark.parametrize("reason", ["not_in_list", "hydrogen", "hydroxyl", "repeated"])
def test_a_formal_relation_that_makes_no_analogue_gives_no_size(schedule: Schedule, reason: str) -> None:
    parent = analogue(schedule, "methcathinone", reason, grade="open")
    verdict = of_analogues(schedule, analogue(schedule, "tramadol"), parent)
    assert [answer.substance_id for answer in verdict.answers] == ["tramadol"]
    assert says(verdict, "1 further structure")
    assert of_analogues(schedule, parent, status="no_match").answers == ()


def test_an_unconfirmed_substance_has_its_own_sizes_and_those_of_its_parents(schedule: Schedule) -> None:
    verdict = of_analogues(schedule, analogue(schedule, "methcathinone"), status="unconfirmed")
    assert [(answer.substance_id, answer.grade) for answer in verdict.answers] == [
        ("heroin", None),
        ("methcathinone", "official"),
    ]
    assert says(verdict, "Its position is not confirmed")


def test_the_row_for_all_other_benzodiazepines_is_only_for_those_without_one(schedule: Schedule) -> None:
    [group] = [group for group in schedule.package.groups if group.group_id == "benzodiazepines-of-table-iii"]
    rows = {member: {row.size_id for row in schedule.sizes(member, date(2024, 3, 1)) or ()} for member in group.members}
    assert {"S-II-23"} in rows.values()
    assert all(found == {"S-II-23"} or "S-II-23" not in found for found in rows.values() if found)


def test_an_analogue_of_a_benzodiazepine_has_the_row_of_its_parent(schedule: Schedule) -> None:
    [answer] = of_analogues(schedule, analogue(schedule, "clonazepam")).answers
    assert answer.row is not None
    assert answer.row.size_id == "S-II-36"


def test_a_known_substance_without_a_position_is_measured_as_an_analogue_only(schedule: Schedule) -> None:
    verdict = size_of("мефедрон", "1 г", as_of=DAY)
    assert verdict.list_status == "analogue"
    assert all(answer.grade is not None for answer in verdict.answers)
    assert "methcathinone" in {answer.substance_id for answer in verdict.answers}
    assert all(answer.sentence.startswith("If examination confirms") for answer in verdict.answers)


# --- every figure of the table


@pytest.fixture(scope="module")
def periods(schedule: Schedule) -> dict[tuple[str, str], Period]:
    """When each state of each row stands."""
    states = schedule.law.calendar.periods(schedule.package.sizes, lambda row: row.size_id)
    return {(row.size_id, row.first_revision): period for rows in states.values() for row, period in rows}


def days_of(period: Period) -> date:
    """A day on which a state stands, certainly if there is one."""
    return period.from_sure if period.on(period.from_sure) == "yes" else period.from_earliest


_FIGURE = r"\d+(?:,\s*\d+)?"


def cell(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The figures with which a printed cell begins: two with a dash, one, or none."""
    found = re.match(rf"\s*({_FIGURE})(?:\s*[-–]\s*({_FIGURE}))?", text)
    if found is None:
        return None, None
    first, second = (number and Decimal(re.sub(r"\s", "", number).replace(",", ".")) for number in found.groups())
    return first, second


def printed_figures(size: Size) -> list[tuple[Decimal | None, Decimal | None]]:
    """The three cells of a row, read from the text alone; of a row of two lines or counts those of its own line.

    The table of precursors has two more cells before them, and words in one cell instead of them where it has no size.
    """
    cells = [part.strip() for part in size.raw.split(" | ")]
    if len(cells) != (5 if size.size_table == "III" else 3):
        return [(None, None)] * 3
    line = size.size_id.rpartition(".")[2]
    if line in ("dried", "fresh"):
        cells = [part.split("\n")[line == "fresh"] if "\n" in part else part for part in cells]
    if line in ("tablet", "ampoule"):
        cells = [counted(part, {"tablet": "таб", "ampoule": "амп"}[line]) for part in cells]
    return [cell(part) for part in cells[-3:]]


def counted(text: str, what: str) -> str:
    """What a cell prints before the word for what is counted."""
    found = re.search(rf"(\d+(?:-\d+)?)\s*{what}", text)
    return found[1] if found else ""


def expected(value: Decimal, figures: list[tuple[Decimal | None, Decimal | None]]) -> str:
    """The size by the heads of the table: from-to inclusive, over-to inclusive, over."""
    (small, small_end), (large, large_end), (xlarge, _) = figures
    if small is not None and small_end is None:
        small_end = small
        if value < small:
            return "no_band"  # one number alone is small
    if small is not None and small_end is not None and value <= small_end:
        return "small" if small <= value else "below_small"
    if large is not None and large_end is not None and large < value <= large_end:
        return "large"
    if xlarge is not None and value > xlarge:
        return "especially_large"
    return "no_band"


def around(figures: list[tuple[Decimal | None, Decimal | None]]) -> Iterator[Decimal]:
    """Each figure, and what is just below and just above it; nothing is no amount."""
    for figure in sorted({figure for pair in figures for figure in pair if figure is not None}):
        step = Decimal(1).scaleb(min(int(figure.as_tuple().exponent), 0) - 3)
        yield from (value for value in (figure - step, figure, figure + step) if value > 0)


def names_of_targets(size: Size, schedule: Schedule) -> list[str]:
    """Names of the substances that the rows control to which a size belongs."""
    found: list[str] = []
    for listing in schedule.package.listings:
        heading = listing.row_id.partition(".")[0]
        if {listing.row_id, heading} & set(size.targets) and listing.substance_id and listing.reading != "other":
            found.append(listing.substance_id)
    groups = [
        group
        for group in schedule.package.groups
        if f"group:{group.group_id}" in size.targets or group.row_id in size.targets
    ]
    found += [member for group in groups for member in group.members if member in schedule.substances]
    known = [schedule.substances[name] for name in dict.fromkeys(found)]
    return [name for item in known for name in (item.name_ru, item.name_en) if name]


UNITS = {"g": "г", "ml": "мл"}
ITEMS = {"tablet": "таблеток", "ampoule": "ампул"}


def asked(value: Decimal, size: Size) -> str:
    return f"{value:f} {UNITS.get(size.unit) or ITEMS[size.size_id.rpartition('.')[2]]}"


def answering(size: Size, schedule: Schedule, day: date) -> str | None:
    """A name by which the public interface finds a state of a row on a day."""
    for name in names_of_targets(size, schedule):
        answers = size_of(name, "1 г", as_of=day, schedule=schedule).answers
        if any(matches(answer, size) for answer in answers):
            return name
    return None


def matches(answer: SubstanceSize, size: Size) -> bool:
    row = answer.row
    return isinstance(row, SizeAnswer) and (row.size_id, row.act_id, row.raw) == (size.size_id, size.act_id, size.raw)


def test_every_figure_that_ever_stood_is_the_printed_one(schedule: Schedule) -> None:
    asked_for = [
        (size, value, expected(value, figures))
        for size in schedule.package.sizes
        for figures in [printed_figures(size)]
        for value in around(figures)
    ]
    assert len(asked_for) > 5 * len(schedule.package.sizes)
    assert [(size, value, status) for size, value, status in asked_for if band(value, size) != status] == []


def test_every_figure_is_answered_by_the_name_of_what_it_is_about(
    schedule: Schedule, periods: dict[tuple[str, str], Period]
) -> None:
    wrong, unnamed, lines = [], [], 0
    for size in schedule.package.sizes:
        day = days_of(periods[size.size_id, size.first_revision])
        name = answering(size, schedule, day)
        if name is None:
            unnamed.append((size.size_id, size.first_revision))
            continue
        figures = printed_figures(size)
        for value in around(figures):
            verdict = size_of(name, asked(value, size), as_of=day, schedule=schedule)
            [answer] = [answer for answer in verdict.answers if matches(answer, size)]
            if answer.status != expected(value, figures):
                wrong.append((size.size_id, str(day), name, value, answer.status, expected(value, figures)))
        lines += size.last_revision is None
    assert (wrong, unnamed, lines) == ([], [], 339)


#: Rows that print no name of a substance: a heading, and words for a group.
NO_NAME_PRINTED = {"S-II-137"}


def printed_names(size: Size) -> list[str]:
    """The names that a row of the size table prints: the whole, and what stands between its brackets and commas."""
    printed = re.sub(r"\s+", " ", size.printed_ru)
    parts = re.split(r"[*(),;:]| - | и (?:его|други[ех])\b|(?:не)?высушенная", printed)
    whole = [printed.rstrip("*"), re.sub(r" ?\([^()]*\)\*?$", "", printed)]
    return [name for name in dict.fromkeys([*whole, *map(str.strip, parts)]) if len(name) > 2]


def test_every_row_is_found_by_a_name_that_it_prints(schedule: Schedule) -> None:
    unfound = set()
    for size in (size for size in schedule.package.sizes if size.last_revision is None):
        answered = (size_of(name, "1 г", as_of=DAY, schedule=schedule).answers for name in printed_names(size))
        if not any(matches(answer, size) for answers in answered for answer in answers if answer.grade is None):
            unfound.add(size.size_id)
    assert unfound == NO_NAME_PRINTED


def test_every_line_of_plants_is_answered_at_its_number(schedule: Schedule) -> None:
    states = schedule.law.calendar.periods(schedule.package.cultivation, lambda line: line.cult_id)
    for line, period in (state for states_of in states.values() for state in states_of):
        assert line.plant_id is not None, line.cult_id
        printed = int("".join(re.findall(r"\d", line.raw)) or 1)  # "одно растение"
        for count in (printed - 1, printed, printed + 1):
            if count:
                verdict = size_of(plant_name(line, schedule), f"{count} растений", as_of=days_of(period))
                found = {
                    a.status for a in verdict.answers if isinstance(a.row, CultivationRow) and a.row.raw == line.raw
                }
                assert found == {"large" if count >= printed else "no_band"}, (line.cult_id, count)


def plant_name(line: Cultivation, schedule: Schedule) -> str:
    assert line.plant_id is not None
    plant = schedule.substances[line.plant_id]
    return plant.name_ru or plant.name_en


positive = st.decimals(min_value="0.001", max_value="100", places=3)


@given(st.lists(positive, min_size=4, max_size=4), st.booleans(), st.lists(positive, min_size=1, max_size=4))
def test_a_larger_amount_is_never_in_a_smaller_size(bounds: list[Decimal], small: bool, values: list[Decimal]) -> None:
    first, second, third, fourth = sorted(bounds)
    row = _Row(first if small else None, second if small else None, second, third, fourth)
    order = ["below_small", "no_band", "small", "large", "especially_large"]
    found = [band(value, row) for value in sorted({*values, *bounds})]
    sizes = [order.index(status) for status in found if status != "no_band"]
    assert all(before <= after for before, after in pairwise(sizes))
    assert small or not {"below_small", "small"} & set(found)


class _Row:
    """The figures of an invented row."""

    def __init__(self, *figures: Decimal | None) -> None:
        self.small_from, self.small_to, self.large_from, self.large_to, self.xlarge_over = figures


# --- the form of the answer


def test_the_answer_survives_json_and_is_a_public_name() -> None:
    for query, amount in (("гашиш", "1 500 кг"), ("опийный мак", "12 растений"), ("героин", "10 мл")):
        verdict = size_of(query, amount, as_of=DAY, percent=50)
        assert SizeVerdict.model_validate_json(verdict.model_dump_json()) == verdict
    assert '"value":"1500000"' in size_of("гашиш", "1 500 кг", as_of=DAY).model_dump_json()
    assert kzschedule.size_of is size_of


def test_statements_are_the_messages_and_the_names_stand_in_each_language() -> None:
    found = size_of("героин", "2 г", as_of=DAY)
    [answer] = found.answers
    assert tuple(found.statements) == found.messages
    assert (answer.name_en, answer.name_ru) == ("Heroin", "героин")
    assert answer.statement.say("ru").startswith("героин")


def test_an_answer_about_a_size_shows_itself_in_a_line() -> None:
    assert (
        repr(size_of("трамадол", "0,5 г", as_of="2024-03-01")) == "<SizeVerdict 'трамадол', 0.5 g: large on 2024-03-01>"
    )
