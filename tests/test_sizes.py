"""Amounts and sizes: reading, exact units, bounds, what a row leaves open, refusals, analogues."""

import decimal
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kzschedule
from kzschedule import KzScheduleError, check, messages, size_of
from kzschedule.datapackage import DataPackage, read_package
from kzschedule.errors import InvalidAmountError
from kzschedule.model import Size
from kzschedule.schedule import Schedule
from kzschedule.sizes import Amount, SizeVerdict, read_amount, size_of_verdict
from kzschedule.verdict import Analogue, Verdict

DAY = "2026-01-01"
ORDER = ("small", "large", "especially_large")


def with_sizes(*sizes: Size) -> Schedule:
    """The shipped list with another size table."""
    package = read_package()
    fields = {name: getattr(package, name) for name in package.__dataclass_fields__}
    return Schedule(DataPackage(**{**fields, "sizes": sizes}))


def row(substance_id: str = "heroin", **changes: object) -> Size:
    values = {
        "substance_id": substance_id,
        "form": None,
        "unit": "g",
        "small_max": Decimal("0.01"),
        "large_max": Decimal(1),
        "inclusive": (),
        "raw": "as printed",
        "valid_from": date(2019, 7, 5),
        "valid_until": None,
        "evidence": "reported",
        "source_ids": ("qz-inform-2025",),
        "note": None,
    }
    return Size.model_validate({**values, **changes})


def analogue(parent_id: str, grade: str = "assumed") -> Analogue:
    return Analogue.model_validate(
        {
            "parent_id": parent_id,
            "name_en": parent_id,
            "name_ru": None,
            "grade": grade,
            "skeleton_share": 0.9,
            "sentence_en": "",
            "sentence_ru": "",
            "sizes": None,
            "parent_atoms": (),
            "replacements": (),
            "matched_atoms": (),
        }
    )


def says(verdict: SizeVerdict, words: str) -> bool:
    return any(words in message for message in verdict.messages)


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
        ("3 таблетки", "3", "piece"),
        ("12 дана", "12", "piece"),
        ("1 piece", "1", "piece"),
        ("10 мл раствора", "10", "ml"),
        ("5 g of a mixture", "5", "g"),
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


# --- the shipped rows


@pytest.mark.parametrize(
    ("query", "amount", "status", "possible"),
    [
        ("трамадол", "99 мг", "small", ("small",)),
        ("трамадол", "0,1 г", "large", ("large",)),
        ("трамадол", "10 г", "large", ("large",)),
        ("трамадол", "10,001 г", "especially_large", ("especially_large",)),
        ("мефедрон", "0,019 г", "small", ("small",)),
        ("мефедрон", "20 мг", "at_bound", ("small", "large")),
        ("мефедрон", "2 кг", "more_than_small", ("large", "especially_large")),
        ("alpha-PVP", "11 mg", "more_than_small", ("large", "especially_large")),
        ("гашиш", "4,99 г", "small", ("small",)),
        ("гашиш", "5 г", "at_bound", ("small", "large")),
        ("гашиш", "200 г", "large", ("large",)),
        ("гашиш", "0,2001 кг", "especially_large", ("especially_large",)),
        ("каннабис", "50 г", "at_bound", ("small", "large")),
        ("CC(NC)C(=O)c1ccc(C)cc1.Cl", "1 g", "more_than_small", ("large", "especially_large")),
    ],
)
def test_bounds_of_the_shipped_rows(query: str, amount: str, status: str, possible: tuple[str, ...]) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    [answer] = verdict.answers
    assert verdict.status == "answered"
    assert (answer.status, answer.possible) == (status, possible)
    assert answer.row is not None
    assert answer.row.raw
    assert answer.row.note
    assert answer.row.evidence == "reported"
    assert {item.source_id for item in verdict.sources} == set(answer.row.source_ids)


def test_an_unknown_upper_bound_is_said() -> None:
    [answer] = size_of("мефедрон", "1 г", as_of=DAY).answers
    assert answer.sentence == (
        "Mephedrone: 1 g is more than small, so large or especially large: the bound between them is unknown."
    )


def test_the_form_stands_in_the_answer() -> None:
    [answer] = size_of("каннабис", "49 г", as_of=DAY).answers
    assert answer.row is not None
    assert answer.row.form == "dried"
    assert answer.sentence == "Cannabis (dried): 49 g is small."


def test_a_bound_without_a_side_is_said_to_be_either() -> None:
    [answer] = size_of("гашиш", "5 г", as_of=DAY).answers
    assert "small or large" in answer.sentence
    assert "not stated" in answer.sentence


def test_before_the_row_is_shown_to_stand_nothing_is_answered() -> None:
    verdict = size_of("мефедрон", "5 г", as_of="2025-03-02")
    assert verdict.status == "unknown"
    assert verdict.answers[0].row is None
    assert says(verdict, "from 2025-03-03 on")
    assert size_of("мефедрон", "5 г", as_of="2025-03-03").status == "answered"


def test_a_substance_without_a_row_is_unknown_and_the_answer_says_why() -> None:
    verdict = size_of("героин", "5 г", as_of=DAY)
    assert (verdict.status, verdict.list_status, statuses(verdict)) == ("unknown", "listed", ["unknown"])
    assert says(verdict, "says nothing about the sizes")


@pytest.mark.parametrize(
    ("query", "status", "list_status", "words"),
    [
        ("aspirin", "unknown", "no_match", "not a statement of legality"),
        ("MPPP", "unknown", "unresolved", "not settled which substance is meant"),
        ("537-46-3", "invalid", "invalid", "wrong check digit"),
        ("", "invalid", "invalid", "is empty"),
    ],
)
def test_a_query_that_is_not_found_settled_or_readable_is_said(
    query: str, status: str, list_status: str, words: str
) -> None:
    verdict = size_of(query, "5 г", as_of=DAY)
    assert (verdict.status, verdict.list_status, verdict.answers) == (status, list_status, ())
    assert says(verdict, words)


def test_names_of_an_unresolved_query_are_given() -> None:
    assert says(size_of("MPPP", "5 г", as_of=DAY), "MPPP (mppp)")


def test_an_unreadable_amount_is_an_error_and_an_unreadable_day_an_answer() -> None:
    with pytest.raises(InvalidAmountError, match="no unit"):
        size_of("мефедрон", "5", as_of=DAY)
    assert size_of("мефедрон", "5 г", as_of="01.02.2024").status == "invalid"


def test_a_comma_before_three_digits_is_said() -> None:
    assert says(size_of("гашиш", "1,500 г", as_of=DAY), "was read as 1.5 g")
    assert not says(size_of("гашиш", "0,500 г", as_of=DAY), "was read as")


# --- refusals


@pytest.mark.parametrize(
    ("query", "amount"),
    [
        ("раствор трамадола", "5 г"),
        ("смесь мефедрона и кофеина", "5 г"),
        ("tramadol solution", "5 g"),
        ("р-р трамадола", "5 г"),
        ("трамадол", "5 мл р-ра"),
        ("трамадол ерітіндісі", "5 г"),
        ("трамадол", "5 мл раствора"),
        ("трамадол", "5 g of the mixture"),
        ("CC(NC)C(=O)c1ccc(C)cc1.CC(=O)Oc1ccccc1C(=O)O", "5 g"),
        ("CC(=O)Oc1ccccc1C(=O)O.Cn1c(=O)c2c(ncn2C)n(C)c1=O", "5 g"),
    ],
)
def test_mixtures_and_solutions_are_refused_with_the_reason(query: str, amount: str) -> None:
    verdict = size_of(query, amount, as_of=DAY)
    assert (verdict.status, verdict.answers) == ("refused", ())
    assert says(verdict, "dry residue")


@pytest.mark.parametrize("query", ["CC(NC)C(=O)c1ccc(C)cc1.OC(=O)C(O)C(O)C(=O)O", "CC(NC)C(=O)c1ccc(C)cc1.Cl.O"])
def test_a_salt_is_no_mixture(query: str) -> None:
    assert size_of(query, "5 g", as_of=DAY).status == "answered"


def test_a_listed_preparation_may_be_called_a_mixture() -> None:
    schedule = with_sizes(row("synthetic-cannabinoid-smoking-mixtures"))
    query = schedule.substances["synthetic-cannabinoid-smoking-mixtures"].name_en
    assert statuses(size_of(query, "5 g", as_of=DAY, schedule=schedule)) == ["especially_large"]


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("5 мл", "g", "a volume and the row speaks of a mass; for solutions the text speaks of the dry residue"),
        ("5 шт", "g", "a number of pieces and the row speaks of a mass"),
        ("5 г", "ml", "a mass and the row speaks of a volume"),
        ("5 г", "piece", "a mass and the row speaks of a number of pieces"),
    ],
)
def test_another_kind_of_unit_is_refused(amount: str, unit: str, words: str) -> None:
    verdict = size_of("героин", amount, as_of=DAY, schedule=with_sizes(row(unit=unit)))
    assert (verdict.status, statuses(verdict)) == ("refused", ["unknown"])
    assert words in verdict.answers[0].sentence


# --- rows of other kinds


def test_all_rows_are_answered_each_with_its_form() -> None:
    schedule = with_sizes(row(form="dried"), row(form="fresh", small_max=Decimal(5), large_max=Decimal(50)))
    verdict = size_of("героин", "3 г", as_of=DAY, schedule=schedule)
    assert [(answer.row and answer.row.form, answer.status) for answer in verdict.answers] == [
        ("dried", "especially_large"),
        ("fresh", "small"),
    ]


def test_rows_in_several_units_are_answered_where_the_unit_fits() -> None:
    schedule = with_sizes(row(), row(unit="piece", small_max=Decimal(2), large_max=Decimal(9)))
    verdict = size_of("героин", "3 шт", as_of=DAY, schedule=schedule)
    assert (verdict.status, statuses(verdict)) == ("answered", ["unknown", "large"])


@pytest.mark.parametrize(
    ("bounds", "amount", "status", "possible"),
    [
        ((None, "1"), "0.5 g", "unknown", ("small", "large")),
        ((None, "1"), "1 g", "at_bound", ("large", "especially_large")),
        ((None, "1", "large_max:especially_large"), "1 g", "especially_large", ("especially_large",)),
        ((None, "1"), "2 g", "especially_large", ("especially_large",)),
        (("0.01", None, "small_max:large"), "0.01 g", "large", ("large",)),
        (("0.01", None, "small_max:small"), "0.01 g", "small", ("small",)),
        (("0.01", "1", "small_max:small", "small_max:large"), "0.01 g", "at_bound", ("small", "large")),
        (("0.01", "1"), "1000 mg", "at_bound", ("large", "especially_large")),
        ((None, None), "1 g", "unknown", ORDER),
        (("5", "1"), "3 g", "unknown", ()),
    ],
)
def test_what_a_row_does_not_say_the_answer_leaves_open(
    bounds: tuple, amount: str, status: str, possible: tuple
) -> None:
    small_max, large_max, *inclusive = bounds
    schedule = with_sizes(row(small_max=small_max, large_max=large_max, inclusive=tuple(inclusive)))
    [answer] = size_of("героин", amount, as_of=DAY, schedule=schedule).answers
    assert (answer.status, answer.possible) == (status, possible)
    assert all(name.replace("_", " ") in answer.sentence for name in possible)


positive = st.one_of(st.none(), st.decimals(min_value="0.001", max_value="100", places=3))
TOKENS = ("small_max:small", "small_max:large", "large_max:large", "large_max:especially_large")


@given(
    positive,
    positive,
    st.sets(st.sampled_from(TOKENS)),
    st.lists(st.decimals(min_value="0.001", max_value="101", places=3), min_size=1, max_size=4),
)
def test_a_larger_amount_is_never_in_a_smaller_size(
    small: Decimal | None, large: Decimal | None, inclusive: set[str], values: list[Decimal]
) -> None:
    if small is not None and large is not None:
        if small == large:
            large += 1
        small, large = sorted((small, large))
    schedule = _Rows.with_row(row(small_max=small, large_max=large, inclusive=tuple(sorted(inclusive))))
    found = []
    for value in sorted({*values, *(bound for bound in (small, large) if bound is not None)}):
        amount = Amount(value=value, unit="g", text="")
        [answer] = size_of_verdict(_Rows.verdict, amount, schedule).answers
        assert answer.possible
        found.append([ORDER.index(name) for name in answer.possible])
    for before, after in pairwise(found):
        assert min(before) <= min(after)
        assert max(before) <= max(after)


class _Rows:
    """One list whose row is replaced, since building a list takes longer than asking it."""

    schedule = with_sizes()
    verdict = check("героин", as_of=DAY)

    @classmethod
    def with_row(cls, size: Size) -> Schedule:
        cls.schedule.size_rows["heroin"] = [size]
        return cls.schedule


# --- analogues


def analogue_verdict(*analogues: Analogue, status: str = "analogue") -> Verdict:
    verdict = check("CNC(C)C(=O)c1ccc(CF)cc1", as_of=DAY)
    return Verdict.model_validate({**dict(verdict), "status": status, "matches": (), "analogues": analogues})


def test_an_analogue_gets_the_answer_of_each_of_its_parents(schedule: Schedule) -> None:
    verdict = size_of_verdict(
        analogue_verdict(analogue("mephedrone"), analogue("alpha-pvp", "official"), analogue("tramadol", "open")),
        read_amount("15 мг"),
        schedule,
    )
    assert [(answer.substance_id, answer.grade, answer.status) for answer in verdict.answers] == [
        ("mephedrone", "assumed", "small"),
        ("alpha-pvp", "official", "more_than_small"),
    ]
    assert says(verdict, "article 296")
    assert says(verdict, "does not say")
    assert says(verdict, "1 further structure")


def test_a_parent_that_is_a_core_of_the_rule_has_no_row(schedule: Schedule) -> None:
    verdict = size_of_verdict(analogue_verdict(analogue("some-core")), read_amount("15 мг"), schedule)
    assert (verdict.status, statuses(verdict)) == ("unknown", ["unknown"])


def test_one_parent_raises_no_question_of_several(schedule: Schedule) -> None:
    verdict = size_of_verdict(analogue_verdict(analogue("mephedrone")), read_amount("15 мг"), schedule)
    assert not says(verdict, "several such substances")


def test_parents_of_an_unconfirmed_substance_are_answered_with_the_condition(schedule: Schedule) -> None:
    found = check("кетамин", as_of=DAY)
    verdict = size_of_verdict(
        found.model_copy(update={"analogues": (analogue("mephedrone"),)}), read_amount("15 мг"), schedule
    )
    assert [(answer.substance_id, answer.grade, answer.status) for answer in verdict.answers] == [
        ("ketamine", None, "unknown"),
        ("mephedrone", "assumed", "small"),
    ]
    assert says(verdict, "only if it is an analogue")


def test_open_relations_of_what_is_not_found_give_no_size(schedule: Schedule) -> None:
    verdict = analogue_verdict(analogue("mephedrone", "open"), status="no_match")
    assert size_of_verdict(verdict, read_amount("15 мг"), schedule).answers == ()


def test_a_mixture_of_analogues_is_refused(schedule: Schedule) -> None:
    verdict = check("CNC(C)C(=O)c1ccc(CF)cc1.CC(=O)Oc1ccccc1C(=O)O", as_of=DAY)
    with_parent = verdict.model_copy(update={"status": "analogue", "analogues": (analogue("mephedrone"),)})
    assert size_of_verdict(with_parent, read_amount("15 мг"), schedule).status == "refused"


# --- the answer


def test_a_row_without_bounds_and_one_that_contradicts_itself_are_said() -> None:
    none = with_sizes(row(small_max=None, large_max=None))
    [answer] = size_of("героин", "2 г", as_of=DAY, schedule=none).answers
    assert answer.sentence == "Heroin: 2 g is small or large or especially large: the row has no bound that decides it."
    crossed = with_sizes(row(small_max=Decimal(3), large_max=Decimal(1)))
    [answer] = size_of("героин", "2 г", as_of=DAY, schedule=crossed).answers
    assert answer.sentence == "Heroin: 2 g is unknown: the row contradicts itself."


def test_a_list_with_another_size_table_is_asked() -> None:
    found = size_of("героин", "2 г", as_of=DAY, schedule=with_sizes(row(large_max=Decimal(3))))
    [answer] = found.answers
    assert (answer.status, answer.name_en, answer.name_ru, answer.name_kk) == ("large", "Heroin", "героин", "героин")
    assert len(found.statements) == len(found.messages) > 1
    [shipped] = size_of("героин", "2 г", as_of=DAY).answers
    assert shipped.status == "unknown"


def test_an_analogue_is_answered_by_the_names_of_its_parent(schedule: Schedule) -> None:
    verdict = check("CNC(C)C(=O)c1ccc(CC)c(C)c1", as_of=DAY)
    names = {(found.name_en, found.name_ru, found.name_kk) for found in verdict.analogues if found.grade != "open"}
    assert len(names) > 1
    answers = size_of_verdict(verdict, read_amount("1 г"), schedule).answers
    assert {(found.name_en, found.name_ru, found.name_kk) for found in answers} == names
    assert [found.sentence for found in answers if not found.sentence.startswith(found.name_en)] == []


def test_the_answer_survives_json_and_is_a_public_name() -> None:
    verdict = size_of("мефедрон", "1 500 кг", as_of=DAY)
    assert SizeVerdict.model_validate_json(verdict.model_dump_json()) == verdict
    assert '"value":"1500000"' in verdict.model_dump_json()
    assert kzschedule.size_of is size_of


def test_a_row_of_other_days_is_named_with_its_days() -> None:
    past = with_sizes(row(valid_until=date(2024, 1, 1)))
    said = size_of("героин", "1 g", as_of=DAY, schedule=past)
    assert said.answers[0].row is None
    message = (
        "Heroin: a row of the size table is held, but it is shown to stand from 2019-07-05 on, until 2024-01-01 only."
    )
    assert message in said.messages
    assert messages.NOT_PURE not in said.messages  # of what no row was compared with
    assert messages.NOT_PURE in size_of("героин", "1 g", as_of=DAY, schedule=with_sizes(row())).messages
    undated = with_sizes(row(valid_from=None))
    message = "Heroin: a row of the size table is held, but it is shown to stand on no known day only."
    assert message in size_of("героин", "1 g", as_of=DAY, schedule=undated).messages
