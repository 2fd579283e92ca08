"""Amounts, and the sizes they fall into: small, large, especially large.

An amount is compared with each row of the size table that is held for a substance, as numbers and exactly.
What the row does not say (an upper bound, the side to which a bound itself belongs) the answer does not say
either: it names the sizes that are possible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from kzschedule import messages
from kzschedule.checking import check
from kzschedule.errors import InvalidAmountError
from kzschedule.language import N_
from kzschedule.model import Unit
from kzschedule.schedule import Schedule
from kzschedule.statement import Statement, SubstanceName, alternatives
from kzschedule.verdict import Grade, Part, Said, SizeAnswer, SourceAnswer, Status, Verdict, Versions

SizeName = Literal["small", "large", "especially_large"]
RowStatus = Literal["small", "large", "especially_large", "more_than_small", "at_bound", "unknown"]
SizeStatus = Literal["answered", "unknown", "refused", "invalid"]

#: Longest amount that is read, in characters; no amount that somebody weighed is longer.
MAX_AMOUNT = 100

#: Words by unit of the size table and power of ten, in their folded form: no case, no final dot.
_UNIT_WORDS: dict[tuple[Unit, int], str] = {
    ("g", -9): "ng нг nanogram nanograms нанограмм нанограмма нанограммов",
    ("g", -6): "μg ug mcg мкг microgram micrograms микрограмм микрограмма микрограммов",
    ("g", -3): "mg мг milligram milligrams milligramme milligrammes миллиграмм миллиграмма миллиграммов",
    ("g", 0): "g г гр gram grams gramme grammes грамм грамма граммов граммы",
    ("g", 3): "kg кг kilo kilos kilogram kilograms kilogramme kilogrammes кило килограмм килограмма килограммов келі",
    ("g", 6): "tonne tonnes т тонна тонны тонн",
    ("ml", -3): "μl ul мкл microlitre microlitres microliter microliters микролитр микролитра микролитров",
    ("ml", 0): "ml мл millilitre millilitres milliliter milliliters миллилитр миллилитра миллилитров",
    ("ml", 3): "l л litre litres liter liters литр литра литров",
    ("piece", 0): "piece pieces pc pcs tablet tablets tab tabs pill pills capsule capsules "
    "шт штука штуки штук таблетка таблетки таблеток табл капсула капсулы капсул дана",
}
_UNITS = {word: meaning for meaning, words in _UNIT_WORDS.items() for word in words.split()}

#: Words for what is no single substance, in the three languages; "растворитель" (solvent) is none of them.
_MIXTURE = re.compile(
    r"\b(?:solutions?|dissolved|mixtures?|mixed|раствор(?!ит)\w*|р-р\w*|смес[ьиеяюй]\w*|ерітінді\w*|қоспа\w*)\b"
)
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"([1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:([.,])([0-9]+))?(?![0-9.,])")


class Amount(BaseModel):
    """An amount in a unit of the size table: grams, millilitres or pieces.

    Attributes
    ----------
    value : decimal.Decimal
        The number in that unit, exact and without trailing zeros.
    unit : str
        ``g``, ``ml`` or ``piece``.
    text : str
        The amount as typed.

    Examples
    --------
    >>> amount = read_amount("1 500 мг")
    >>> amount.value, amount.unit, str(amount)
    (Decimal('1.5'), 'g', '1.5 g')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Decimal = Field(gt=0, allow_inf_nan=False)
    unit: Unit
    text: str

    @field_serializer("value", when_used="json")
    def _plain_value(self, value: Decimal) -> str:
        return f"{value:f}"

    @property
    def statement(self) -> Statement:
        """The amount in words."""
        if self.unit == "piece" and self.value != 1:
            return Statement("{value} pieces", value=f"{self.value:f}")
        return Statement("{value} {unit}", value=f"{self.value:f}", unit=Statement(messages.UNIT[self.unit]))

    def __str__(self) -> str:
        return str(self.statement)


def read_amount(text: str) -> Amount:
    """Read an amount.

    Parameters
    ----------
    text : str
        A number and a unit in English, Russian or Kazakh. A comma and a dot are both decimal marks; thousands
        may be set apart by spaces (also thin and no-break ones). A word for a mixture may follow.

    Returns
    -------
    Amount

    Raises
    ------
    InvalidAmountError
        If there is no number, no unit, or more than both; fractions and powers are not read.

    Examples
    --------
    >>> str(read_amount("0,5 г")), str(read_amount("2 келі")), str(read_amount("3 таблетки"))
    ('0.5 g', '2000 g', '3 pieces')
    >>> read_amount("5")
    Traceback (most recent call last):
    kzschedule.errors.InvalidAmountError: amount '5' has no unit; write it as 0.5 g, 500 mg, 10 ml or 3 pieces
    """
    if not isinstance(text, str):
        raise InvalidAmountError(Statement("an amount is a text such as '0.5 g', not {type}", type=type(text).__name__))
    shown = text[:MAX_AMOUNT].encode("utf-8", "replace").decode("utf-8")
    if len(text) > MAX_AMOUNT:
        raise InvalidAmountError(Statement("amount {text!r}... is too long; write it as 0.5 g", text=shown))
    typed = text.strip()
    found = _NUMBER.match(typed)
    if found is None:
        raise InvalidAmountError(
            Statement(
                "amount {text!r} does not begin with a number that can be read; write digits with one comma or dot, "
                "and thousands set apart by spaces, as in 0.5 g or 1 500 mg",
                text=shown,
            )
        )
    unit, power = _read_unit(typed[found.end() :], shown)
    value = _shifted(found[1].translate({ord(space): None for space in _SPACES}), found[3] or "", power)
    if not value:
        raise InvalidAmountError(
            Statement("amount {text!r} is nothing; write one that is more than zero, as in 0.5 g", text=shown)
        )
    return Amount(value=value, unit=unit, text=shown)


def _read_unit(text: str, shown: str) -> tuple[Unit, int]:
    """Return the unit that stands behind a number, and the power of ten it brings."""
    words = unicodedata.normalize("NFKC", text).casefold().split()
    if not words:
        raise InvalidAmountError(
            Statement("amount {text!r} has no unit; write it as 0.5 g, 500 mg, 10 ml or 3 pieces", text=shown)
        )
    unit = _UNITS.get(words[0].removesuffix("."))
    if unit is None:
        raise InvalidAmountError(
            Statement(
                "amount {text!r}: {unit!r} is no unit that is read; use mg, g, kg, ml, l or pieces "
                "(мг, г, кг, мл, л, шт) behind a number in digits, as in 0.5 g",
                text=shown,
                unit=" ".join(words),
            )
        )
    if len(words) > 1 and not _MIXTURE.search(" ".join(words[1:])):
        raise InvalidAmountError(
            Statement("amount {text!r} has more than a number and a unit; write it as 0.5 g", text=shown)
        )
    return unit


def _shifted(whole: str, fraction: str, power: int) -> Decimal:
    """Return a decimal number times a power of ten, exactly: no context of decimal arithmetic rounds it."""
    digits, exponent = int(whole + fraction), power - len(fraction)
    while digits and exponent < 0 and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    if exponent > 0:
        digits, exponent = digits * 10**exponent, 0
    return Decimal((0, tuple(int(digit) for digit in str(digits)), exponent))


class SubstanceSize(Part):
    """Into which size an amount falls by one row of the size table.

    Attributes
    ----------
    substance_id, name_en, name_ru : str
        The substance that the row is about: the one asked about, or one of which it is an analogue.
    grade : str or None
        How sure the analogue is; None for the substance itself.
    status : str
        ``small``, ``large``, ``especially_large``, ``more_than_small`` (the upper bound is unknown),
        ``at_bound`` (exactly a bound of which the side was not stated) or ``unknown``.
    possible : tuple of str
        The sizes that the amount may have: one where the row decides it.
    row : SizeAnswer or None
        The row with its raw text, evidence, doubts (`note`), form, and sides of the bounds (`inclusive`);
        None where no row is held for the day.
    sentence : str
        The same in words, in English.
    statement : Statement
        The same as a template with its values, so that it can be said in other languages.
    """

    substance_id: str
    name_en: str
    name_ru: str | None
    name_kk: str | None = None
    grade: Grade | None
    status: RowStatus
    possible: tuple[SizeName, ...]
    row: SizeAnswer | None
    sentence: str
    statement: Said


class SizeVerdict(Part):
    """The answer to the question into which size an amount falls.

    Attributes
    ----------
    query : str
        The query, cut to 200 characters.
    amount : Amount
        The amount as it was read.
    as_of : datetime.date
        The day that the answer is about.
    status : str
        ``answered`` if any row says something, ``unknown``, ``refused`` (a mixture, a solution or a unit of
        another kind) or ``invalid`` (the query cannot be read).
    list_status : str
        What `kzschedule.check` says of the query.
    answers : tuple of SubstanceSize
        One for each row of each substance; the law does not say which counts where there are several.
    sources : tuple of SourceAnswer
        The sources that the rows rest on.
    messages : tuple of str
        What a reader has to know before acting on the answer, in English.
    statements : tuple of Statement
        The same, each as a template with its values, so that it can be said in other languages.
    versions : Versions
        Versions of the library, the data and RDKit.
    """

    query: str
    amount: Amount
    as_of: date
    status: SizeStatus
    list_status: Status
    answers: tuple[SubstanceSize, ...] = ()
    sources: tuple[SourceAnswer, ...] = ()
    messages: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()
    versions: Versions


def size_of(
    query: str, amount: str | Amount, *, as_of: date | str | None = None, schedule: Schedule | None = None
) -> SizeVerdict:
    """Say into which size an amount of a substance falls: small, large or especially large.

    Parameters
    ----------
    query : str
        What `kzschedule.check` takes.
    amount : str or Amount
        Such as ``"0.5 g"``, ``"1 500 мг"`` or ``"3 шт"``; see `read_amount`.
    as_of : datetime.date or str, optional
        The day that is asked about; today by default.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.

    Returns
    -------
    SizeVerdict

    Raises
    ------
    InvalidAmountError
        If the amount cannot be read.

    Examples
    --------
    >>> size_of("трамадол", "0,5 г", as_of="2024-03-01").answers[0].status
    'large'
    >>> size_of("мефедрон", "20 mg", as_of="2026-01-01").answers[0].possible
    ('small', 'large')
    """
    schedule = schedule or Schedule.default()
    read = amount if isinstance(amount, Amount) else read_amount(amount)
    return size_of_verdict(check(query, as_of=as_of, schedule=schedule), read, schedule)


def size_of_verdict(verdict: Verdict, amount: Amount, schedule: Schedule) -> SizeVerdict:
    """Say into which size an amount falls of what an answer of `kzschedule.check` has found.

    Parameters
    ----------
    verdict : Verdict
        An answer; its day and its substances count.
    amount : Amount
        See `read_amount`.
    schedule : Schedule
        The list with the size table.

    Returns
    -------
    SizeVerdict

    Examples
    --------
    >>> from kzschedule import check
    >>> schedule = Schedule.default()
    >>> verdict = check("раствор героина", schedule=schedule)
    >>> size_of_verdict(verdict, read_amount("10 ml"), schedule).status
    'refused'
    """
    answers: list[SubstanceSize] = []
    status: SizeStatus
    said: list[Statement]
    if verdict.status == "invalid":
        status, said = "invalid", []
    elif _is_mixture(verdict, amount, schedule):
        status, said = "refused", [messages.MIXTURE]
    elif verdict.status == "unresolved":
        status, said = "unknown", [messages.NO_SIZES_ASSERTED]
        if verdict.suggestions:
            said.append(messages.perhaps(f"{item.name} ({item.substance_id})" for item in verdict.suggestions))
    else:
        answers = [
            answer for found in _subjects(verdict) for answer in _answers(found, amount, verdict.as_of, schedule)
        ]
        status, said = _overall(answers, amount), list(_size_messages(verdict, amount, answers, schedule))
    said = list(dict.fromkeys([*said, *verdict.statements]))
    sources = dict.fromkeys(name for answer in answers if answer.row for name in answer.row.source_ids)
    return SizeVerdict(
        query=verdict.query,
        amount=amount,
        as_of=verdict.as_of,
        status=status,
        list_status=verdict.status,
        answers=tuple(answers),
        sources=tuple(schedule.source_answers[name] for name in sources),
        messages=tuple(said),
        statements=tuple(said),
        versions=verdict.versions,
    )


def _is_mixture(verdict: Verdict, amount: Amount, schedule: Schedule) -> bool:
    """Whether the question is about a mixture or solution that is not itself a substance of the data."""
    if _MIXTURE.search(amount.text.casefold()):
        return True
    if verdict.query_kind == "name":
        words = set(_MIXTURE.findall(verdict.query.casefold()))
        named = {word for match in verdict.matches for word in _MIXTURE.findall(match.matched_text.casefold())}
        return bool(words - named)
    if verdict.matches or verdict.structure is None or "." not in verdict.structure.smiles:
        return any(match.relation == "component" for match in verdict.matches)
    from kzschedule.structures.reading import read_smiles

    return len(schedule.structures.components(read_smiles(verdict.structure.smiles))) > 1


class _Subject(NamedTuple):
    """A substance whose rows count; a parent has a grade, and may be a core of the rule that no record has."""

    substance_id: str
    name_en: str
    name_ru: str | None
    name_kk: str | None
    grade: Grade | None

    @property
    def name(self) -> SubstanceName:
        """The name in each language that has one."""
        return SubstanceName(self.name_en, ru=self.name_ru, kk=self.name_kk)


def _subjects(verdict: Verdict) -> Iterator[_Subject]:
    """Iterate over the substances whose rows count, the parents of an analogue among them."""
    for match in verdict.matches:
        yield _Subject(match.substance_id, match.name_en, match.name_ru, match.name_kk, None)
    if verdict.status in ("analogue", "unconfirmed"):
        for analogue in verdict.analogues:
            if analogue.grade != "open":
                yield _Subject(analogue.parent_id, analogue.name_en, analogue.name_ru, analogue.name_kk, analogue.grade)


def _answers(subject: _Subject, amount: Amount, day: date, schedule: Schedule) -> Iterator[SubstanceSize]:
    """Answer by each row of a substance, or say that there is none."""
    for row in schedule.sizes(subject.substance_id, day) or (None,):
        possible = () if row is None else _possible(amount, row)
        status = _status(amount, row, possible)
        statement = _statement(_shown(subject, row), amount, row, status, possible)
        yield SubstanceSize(
            **subject._asdict(),
            status=status,
            possible=possible,
            row=row,
            sentence=statement,
            statement=statement,
        )


def _possible(amount: Amount, row: SizeAnswer) -> tuple[SizeName, ...]:
    """Return the sizes that a row leaves open for an amount; none if it counts in another unit."""
    if amount.unit != row.unit:
        return ()
    value, small_max, large_max = amount.value, row.small_max, row.large_max
    under_small, over_small = _sides(value, small_max, "small_max", ("small", "large"), row.inclusive)
    under_large, over_large = _sides(value, large_max, "large_max", ("large", "especially_large"), row.inclusive)
    # The bounds are in order: what does not exceed the lower one is not especially large, and so on.
    over_large = over_large and (small_max is None or value > small_max)
    under_small = under_small and (large_max is None or value < large_max)
    found: dict[SizeName, bool] = {
        "small": under_small and under_large,
        "large": over_small and under_large,
        "especially_large": over_small and over_large,
    }
    return tuple(name for name, holds in found.items() if holds)


def _sides(
    value: Decimal, bound: Decimal | None, name: str, sizes: tuple[SizeName, SizeName], inclusive: tuple[str, ...]
) -> tuple[bool, bool]:
    """Return whether a value may lie below a bound, and whether above it."""
    if bound is None:
        return True, True
    if value != bound:
        return value < bound, value > bound
    below, above = (f"{name}:{size}" in inclusive for size in sizes)
    return (below, above) if below or above else (True, True)


def _status(amount: Amount, row: SizeAnswer | None, possible: tuple[SizeName, ...]) -> RowStatus:
    if len(possible) == 1:
        return possible[0]
    if row is None or not possible:
        return "unknown"
    if amount.value in (row.small_max, row.large_max):
        return "at_bound"
    return "more_than_small" if "small" not in possible else "unknown"


def _shown(subject: _Subject, row: SizeAnswer | None) -> str:
    if row is None or not row.form:
        return subject.name
    return Statement("{name} ({form})", name=subject.name, form=row.form)


def _statement(
    subject: str, amount: Amount, row: SizeAnswer | None, status: RowStatus, possible: tuple[SizeName, ...]
) -> Statement:
    """Say one answer in words."""
    if row is None:
        return Statement("{subject}: unknown, no row of the size table is held for this day.", subject=subject)
    if amount.unit != row.unit:
        return messages.refused_unit(subject, amount.unit, row.unit)
    values = {"subject": subject, "amount": amount.statement}
    if not possible:
        return Statement("{subject}: {amount} is unknown: the row contradicts itself.", **values)
    choice = alternatives(tuple(Statement(messages.SIZE[name]) for name in possible))
    template = {
        "more_than_small": N_(
            "{subject}: {amount} is more than small, so {choice}: the bound between them is unknown."
        ),
        "at_bound": N_(
            "{subject}: {amount} is exactly a bound, so {choice}: "
            "to which side the bound itself belongs was not stated."
        ),
        "unknown": N_("{subject}: {amount} is {choice}: the row has no bound that decides it."),
    }.get(status, N_("{subject}: {amount} is {choice}."))
    return Statement(template, **values, choice=choice)


def _overall(answers: list[SubstanceSize], amount: Amount) -> SizeStatus:
    if any(answer.status != "unknown" for answer in answers):
        return "answered"
    rows = [answer.row for answer in answers if answer.row is not None]
    return "refused" if rows and all(row.unit != amount.unit for row in rows) else "unknown"


def _size_messages(
    verdict: Verdict, amount: Amount, answers: list[SubstanceSize], schedule: Schedule
) -> Iterator[Statement]:
    """Say what has to be known about the answers as a whole."""
    if re.match(r"[1-9][0-9]{0,2},[0-9]{3}(?![0-9])", amount.text.strip()):
        yield messages.comma_as_decimal(amount.text, amount.statement)
    parents = {answer.substance_id for answer in answers if answer.grade is not None}
    if parents:
        yield messages.SIZES_OF_PARENTS
        if verdict.status == "unconfirmed":
            yield messages.SIZE_IF_ANALOGUE
        if len(parents) > 1:
            yield messages.SEVERAL_PARENTS
        left_out = sum(analogue.grade == "open" for analogue in verdict.analogues)
        if left_out:
            yield messages.open_parents(left_out)
    if any(answer.row is not None for answer in answers):
        yield messages.NOT_PURE
    missing = [answer for answer in answers if answer.row is None]
    for answer in missing:
        for row in schedule.size_rows.get(answer.substance_id, ()):
            yield messages.size_row_of_other_days(
                SubstanceName(answer.name_en, ru=answer.name_ru, kk=answer.name_kk), row.valid_from, row.valid_until
            )
    if missing or not answers:
        yield messages.SIZE_TABLE_NOT_SEEN
