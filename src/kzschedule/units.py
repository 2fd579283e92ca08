"""Amounts as people write them: one table of units in English, Russian and Kazakh, with exact factors.

`read_amount` reads a number and a unit into grams, millilitres or pieces, the units of the size table.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from kzschedule._regex import regex
from kzschedule.errors import InvalidAmountError
from kzschedule.language import N_
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.vocabulary import Unit

#: What is counted, where the words of an amount say it.
Item = Literal["tablet", "ampoule", "plant"]
#: What the words behind a unit say of the material.
Material = Literal["solution", "mixture", "residue"]

#: In which state a plant is, as words say it.
PlantState = Literal["dried", "fresh"]

#: Longest amount that is read, in characters; no amount that somebody weighed is longer.
MAX_AMOUNT = 100


class _Meaning(NamedTuple):
    """A unit of the size table, the power of ten that a word brings, and what is counted."""

    unit: Unit
    power: int = 0
    item: Item | None = None


#: Words of a unit in their folded form: no case, no final dot.
_WORDS: dict[_Meaning, str] = {
    _Meaning("g", -9): "ng нг nanogram nanograms нанограмм нанограмма нанограммов",
    _Meaning("g", -6): "μg ug mcg мкг microgram micrograms микрограмм микрограмма микрограммов",
    _Meaning("g", -3): "mg мг milligram milligrams milligramme milligrammes миллиграмм миллиграмма миллиграммов",
    _Meaning("g", 0): "g г гр gram grams gramme grammes грамм грамма граммов граммы",
    _Meaning("g", 3): "kg кг kilo kilos kilogram kilograms kilogramme kilogrammes "
    "кило килограмм килограмма килограммов келі",
    _Meaning("g", 6): "tonne tonnes т тонна тонны тонн",
    _Meaning("ml", -3): "μl ul мкл microlitre microlitres microliter microliters микролитр микролитра микролитров",
    _Meaning("ml", 0): "ml мл millilitre millilitres milliliter milliliters миллилитр миллилитра миллилитров",
    _Meaning("ml", 3): "l л litre litres liter liters литр литра литров",
    _Meaning("piece"): "piece pieces pc pcs шт штука штуки штук дана",
    _Meaning("piece", 0, "tablet"): "tablet tablets tab tabs pill pills capsule capsules dragee dragees "
    "таблетка таблетки таблеток табл таб капсула капсулы капсул драже",
    _Meaning("piece", 0, "ampoule"): "ampoule ampoules ampule ampules amp amps ампула ампулы ампул амп",
    _Meaning("piece", 0, "plant"): "plant plants bush bushes растение растения растений раст куст куста кустов "
    "өсімдік түп",
}
_UNITS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}

#: An amount in words, for one and for several.
_ONE: dict[Item | None, str] = {
    None: N_("piece"),
    "tablet": N_("tablet"),
    "ampoule": N_("ampoule"),
    "plant": N_("plant"),
}
_SEVERAL: dict[Item | None, str] = {
    None: N_("{value} pieces"),
    "tablet": N_("{value} tablets"),
    "ampoule": N_("{value} ampoules"),
    "plant": N_("{value} plants"),
}
_MEASURED: dict[str, str] = {"g": N_("g"), "ml": N_("ml")}

#: Words for what is no single dry substance; "растворитель" (solvent) is none of them.
_MATERIAL: dict[Material, re.Pattern[str]] = {
    "residue": regex(r"\b(?:dry residue|сух\w* остат\w*|құрғақ қалды\w*)"),
    "solution": regex(
        r"\b(?:solutions?|dissolved|extracts?|soaked|раствор(?!ит)\w*|р-р\w*|экстракт\w*|пропитан\w*"
        r"|ерітінді\w*|сығынды\w*)\b"
    ),
    "mixture": regex(r"\b(?:mixtures?|mixed|смес[ьиеяюй]\w*|қоспа\w*)\b"),
}
#: Words for the state of a plant; those for a fresh one first, since they hold the others.
_STATE: dict[PlantState, re.Pattern[str]] = {
    "fresh": regex(r"\b(?:fresh|undried|not dried|не\s?(?:вы)?суш\w*|свеж\w*|кептірілмеген)\b"),
    "dried": regex(r"\b(?:dried|dry(?! residue)|(?:вы)?суш[её]н\w*|сух\w*(?! остат)|кептірілген)\b"),
}
_SPACES = " \u00a0\u2009\u202f"
#: What stands before an amount, and an amount in words behind it.
_WEIGHING = regex(
    r"^(?:масс(?:а|ой|ою)|вес(?:ом)?|количеств(?:о|ом)|mass|weight|салмағы|массасы)(?:\s+(?:of|нетто))?[\s:=–—-]+(?=\d)",
    re.IGNORECASE,
)
_IN_WORDS = regex(r"\s*\([^()\d]+\)$")
_NUMBER = regex(rf"([1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:([.,])([0-9]+))?(?![0-9.,])")
_PERCENT = regex(r"([0-9]+)(?:[.,]([0-9]+))?\s*%?")


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
    item : str or None
        What is counted, where the words say it: ``tablet``, ``ampoule`` or ``plant``.

    Examples
    --------
    >>> amount = read_amount("1 500 мг")
    >>> amount.value, amount.unit, str(amount)
    (Decimal('1.5'), 'g', '1.5 g')
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    value: Decimal = Field(gt=0, allow_inf_nan=False)
    unit: Unit
    text: str
    item: Item | None = None

    @field_serializer("value", when_used="json")
    def _plain_value(self, value: Decimal) -> str:
        return f"{value:f}"

    @property
    def statement(self) -> Statement:
        """The amount in words."""
        return quantity(self.value, self.unit, self.item)

    @property
    def material(self) -> Material | None:
        """What the words behind the unit say: a solution, a mixture, or a dry residue."""
        return material_in(self.text)

    def __str__(self) -> str:
        return str(self.statement)


def quantity(value: Decimal, unit: Unit, item: Item | None = None) -> Statement:
    """Return a number with its unit in words.

    Examples
    --------
    >>> quantity(Decimal("50.0"), "g"), quantity(Decimal(3), "piece", "ampoule")
    ('50 g', '3 ampoules')
    """
    if unit != "piece":
        return Statement("{value} {unit}", value=plain(value), unit=Statement(_MEASURED[unit]))
    if value == 1:
        return Statement("{value} {unit}", value=plain(value), unit=Statement(_ONE[item]))
    return Statement(_SEVERAL[item], value=plain(value))


def read_amount(text: str) -> Amount:
    """Read an amount.

    Parameters
    ----------
    text : str
        A number and a unit in English, Russian or Kazakh. A comma and a dot are both decimal marks; thousands
        may be set apart by spaces (also thin and no-break ones). A word for a mixture, a solution, a dry residue, or
        the state of a plant may follow.

    Returns
    -------
    Amount

    Raises
    ------
    InvalidAmountError
        If there is no number, no unit, or more than both; fractions and powers are not read, and nothing is no amount.

    Examples
    --------
    >>> str(read_amount("0,5 г")), str(read_amount("2 келі")), str(read_amount("3 таблетки"))
    ('0.5 g', '2000 g', '3 tablets')
    >>> str(read_amount("массой 5 г (пять грамм)"))
    '5 g'
    >>> read_amount("5")
    Traceback (most recent call last):
    kzschedule.errors.InvalidAmountError: amount '5' has no unit; write it as 0.5 g, 500 mg, 10 ml or 3 pieces
    """
    if not isinstance(text, str):
        raise InvalidAmountError(Statement("an amount is a text such as '0.5 g', not {type}", type=type(text).__name__))
    shown = text[:MAX_AMOUNT].encode("utf-8", "replace").decode("utf-8")
    if len(text) > MAX_AMOUNT:
        raise InvalidAmountError(Statement("amount {text!r}... is too long; write it as 0.5 g", text=shown))
    typed = _IN_WORDS.sub("", _WEIGHING.sub("", text.strip()))
    found = _NUMBER.match(typed)
    if found is None:
        raise InvalidAmountError(
            Statement(
                "amount {text!r} does not begin with a number that can be read; write digits with one comma or dot, "
                "and thousands set apart by spaces, as in 0.5 g or 1 500 mg",
                text=shown,
            )
        )
    meaning = _read_unit(typed[found.end() :], shown)
    value = _shifted(found[1].translate({ord(space): None for space in _SPACES}), found[3] or "", meaning.power)
    if not value:
        raise InvalidAmountError(
            Statement("amount {text!r} is nothing; write one that is more than zero, as in 0.5 g", text=shown)
        )
    return Amount(value=value, unit=meaning.unit, text=shown, item=meaning.item)


def split_amount(text: str) -> tuple[str, Amount] | None:
    """Take a text apart that is a name with an amount behind it, or return None where it is none.

    Examples
    --------
    >>> name, amount = split_amount("JWH 018, 1 500 мг")
    >>> name, str(amount), split_amount("JWH 018")
    ('JWH 018', '1.5 g', None)
    """
    for gap in re.finditer(r"(?<=[^\s,:;])[,:;]?\s+(?:[–—-]\s+)?(?=\d)", text):
        try:
            return text[: gap.start()], read_amount(text[gap.end() :])
        except InvalidAmountError:
            continue
    return None


def read_percent(percent: Decimal | float | str) -> Decimal:
    """Read a share in per cent.

    Parameters
    ----------
    percent : decimal.Decimal, int, float or str
        Such as ``15``, ``"12,5"`` or ``"12.5 %"``.

    Returns
    -------
    decimal.Decimal

    Raises
    ------
    InvalidAmountError
        If it is no number over 0 and up to 100.

    Examples
    --------
    >>> read_percent("12,5 %"), read_percent(0.1)
    (Decimal('12.5'), Decimal('0.1'))
    """
    shown = str(percent)[:MAX_AMOUNT].encode("utf-8", "replace").decode("utf-8")
    # The shortest text of a float is what its user wrote, its binary value is not.
    text = f"{percent:f}" if isinstance(percent, Decimal) else str(percent)[: MAX_AMOUNT + 1]
    found = None if isinstance(percent, bool) else _PERCENT.fullmatch(text.strip())
    value = None if found is None else _shifted(found[1], found[2] or "", 0)
    if value is None or not 0 < value <= 100:
        raise InvalidAmountError(
            Statement("{text!r} is no percentage; write a number over 0 and up to 100, as in 15", text=shown)
        )
    return value


def comma_before_thousand(text: str) -> bool:
    """Whether an amount has a comma that somebody might have meant to set thousands apart.

    Examples
    --------
    >>> comma_before_thousand("1,500 г"), comma_before_thousand("0,500 г")
    (True, False)
    """
    return re.match(r"[1-9][0-9]{0,2},[0-9]{3}(?![0-9])", text.strip()) is not None


def material_in(text: str, named: str = "") -> Material | None:
    """Return what the words of a text say of the material: a dry residue, else a solution, else a mixture.

    Parameters
    ----------
    text : str
        An amount or a query.
    named : str
        A name whose own words do not count, such as that of an extract which is itself listed.

    Examples
    --------
    >>> material_in("10 мл раствора"), material_in("5 г сухого остатка раствора"), material_in("5 г растворителя")
    ('solution', 'residue', None)
    """
    text, named = text.casefold(), named.casefold()
    for material, words in _MATERIAL.items():
        if set(words.findall(text)) - set(words.findall(named)):
            return material
    return None


def plant_state_in(text: str) -> PlantState | None:
    """Return in which state the words of a text say that a plant is.

    Examples
    --------
    >>> plant_state_in("150 г высушенной"), plant_state_in("не высушенная марихуана"), plant_state_in("150 г")
    ('dried', 'fresh', None)
    """
    return next((state for state, words in _STATE.items() if words.search(text.casefold())), None)


def plain(value: Decimal) -> SubstanceName:
    """Return a number as each language writes it, without an exponent and trailing zeros: a value for a statement.

    Examples
    --------
    >>> plain(Decimal("50.0")), plain(Decimal("1E+3")), plain(Decimal("0.0100")), plain(Decimal("0.0100")).say("ru")
    ('50', '1000', '0.01', '0,01')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    comma = text.replace(".", ",")
    return SubstanceName(text, ru=comma, kk=comma)


def _read_unit(text: str, shown: str) -> _Meaning:
    """Return the unit that stands behind a number, the power of ten it brings, and what is counted."""
    words = unicodedata.normalize("NFKC", text).casefold().split()
    if not words:
        raise InvalidAmountError(
            Statement("amount {text!r} has no unit; write it as 0.5 g, 500 mg, 10 ml or 3 pieces", text=shown)
        )
    meaning = _UNITS.get(words[0].removesuffix("."))
    if meaning is None:
        raise InvalidAmountError(
            Statement(
                "amount {text!r}: {unit!r} is no unit that is read; use mg, g, kg, ml, l or pieces "
                "(мг, г, кг, мл, л, шт) behind a number in digits, as in 0.5 g",
                text=shown,
                unit=" ".join(words),
            )
        )
    behind = " ".join(words[1:])
    if behind and material_in(behind) is None and plant_state_in(behind) is None:
        raise InvalidAmountError(
            Statement("amount {text!r} has more than a number and a unit; write it as 0.5 g", text=shown)
        )
    return meaning


def _shifted(whole: str, fraction: str, power: int) -> Decimal:
    """Return a decimal number times a power of ten, exactly: no context of decimal arithmetic rounds it."""
    digits, exponent = int(whole + fraction), power - len(fraction)
    while digits and exponent < 0 and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    if exponent > 0:
        digits, exponent = digits * 10**exponent, 0
    return Decimal((0, tuple(int(digit) for digit in str(digits)), exponent))
