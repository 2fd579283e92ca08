"""The figures of the size table: bands of grams, and nothing that stands beside them.

A cell holds a band such as ``0,5-5,0`` or a bound such as ``5,0``. What follows, in brackets or not, says the same
in tablets or ampoules and is never the amount; where there is no amount in grams but counts of tablets and ampoules,
each form is a row of its own. What is neither is not read: the cell is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

# A comma is sometimes followed by a stray blank, as in "0-0, 0002".
_NUMBER = r"\d{1,9}(?:[ ]?[,.][ ]?\d{1,9})?"
_BAND = re.compile(rf"(?P<low>{_NUMBER})(?:\s*[-–—]\s*(?P<high>{_NUMBER}))?(?P<rest>.*)", re.DOTALL)
_COUNTED = r"таб|амп|драже|капс|свеч|фл"
_FORM = r"(?:таб|амп|драже|капс|свеч|фл)[^\W\d_]*"
#: Counts of a form, as "1-100 таб. по 0,05 г" or, in Kazakh, "0,05 гр-нан 1-100 таб.".
_COUNT = re.compile(
    rf"(?P<low>\d{{1,6}})(?:\s*-\s*(?P<high>\d{{1,6}}))?\s*(?P<form>{_FORM})\.?\s*по\s*(?P<dose>{_NUMBER})\s*(?P<unit>м?г|мл)?"
)
_COUNT_KK = re.compile(
    rf"(?P<dose>{_NUMBER})\s*(?P<unit>м?г|мл)р?-?[^\W\d_]{{2,4}}\s+(?P<low>\d{{1,6}})(?:\s*-\s*(?P<high>\d{{1,6}}))?\s*(?P<form>{_FORM})"
)
_EQUIVALENT = re.compile(rf"\s*(?:\(.*\)|\d.*(?:{_COUNTED}|р-ра).*)", re.DOTALL | re.IGNORECASE)
_UNIT = re.compile(r"\s*(?P<unit>мл|гр|г)\b\.?(?!-)", re.IGNORECASE)
_PERCENT = re.compile(rf"(?P<percent>{_NUMBER})\s*%")
_ANY_CONCENTRATION = re.compile(r"независимо от концентрации|концентрациясына қарамастан")
_UNITS = {"мл": "ml", "г": "g", "гр": "g"}


class Figures(NamedTuple):
    """The bounds of a row of the size table, as printed numbers."""

    small_from: Decimal | None = None
    small_to: Decimal | None = None
    large_from: Decimal | None = None
    large_to: Decimal | None = None
    xlarge_over: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A cell of the size table: one figure or two, and in which unit."""

    low: Decimal
    high: Decimal | None
    unit: str


def number(printed: str) -> Decimal:
    """Read a printed number.

    Examples
    --------
    >>> number("0, 0002"), number("10,0")
    (Decimal('0.0002'), Decimal('10.0'))
    """
    return Decimal(printed.replace(" ", "").replace(",", "."))


def read_band(printed: str) -> Band | None:
    """Read a cell with an amount; None if it holds anything else.

    Examples
    --------
    >>> read_band("0,5-5,0 (255-2550 таб. по 2 мг)")
    Band(low=Decimal('0.5'), high=Decimal('5.0'), unit='g')
    >>> read_band("0-1 мл").unit, read_band("1 таб.по 0,05 г"), read_band("передан на контроль")
    ('ml', None, None)
    """
    found = _BAND.fullmatch(printed.strip())
    if found is None:
        return None
    rest, unit = found["rest"], "g"
    named = _UNIT.match(rest)
    if named is not None:
        rest, unit = rest[named.end() :], _UNITS[named["unit"].casefold()]
    if rest.strip() and not _beside(rest):
        return None
    low, high = found["low"], found["high"]
    return Band(number(low), None if high is None else number(high), unit)


def _beside(rest: str) -> bool:
    """Whether what follows a figure says the same in tablets or ampoules; a word right after it makes it a count."""
    return rest[0].isspace() and _EQUIVALENT.fullmatch(rest) is not None


def read_counts(printed: str) -> dict[str, tuple[int, int | None]] | None:
    """Read a cell with counts of tablets and ampoules alone, by form; None if it holds anything else.

    Examples
    --------
    >>> read_counts("1-100 таб. по 0,05 г., 1-100 амп. по 0,03 г.")
    {'таб. по 0,05 г': (1, 100), 'амп. по 0,03 г': (1, 100)}
    >>> read_counts("0,5-5,0 (10 таб. по 2 мг)") is None
    True
    """
    for pattern in (_COUNT, _COUNT_KK):
        found = list(pattern.finditer(printed))
        if found and not pattern.sub("", printed).strip(" .,;"):
            return {_form(match): _counts(match) for match in found}
    return None


def _form(match: re.Match[str]) -> str:
    return f"{match['form']}. по {match['dose']} {match['unit'] or 'г'}"


def _counts(match: re.Match[str]) -> tuple[int, int | None]:
    return int(match["low"]), int(match["high"]) if match["high"] else None


def figures_of(small: Band | None, large: Band | None, xlarge: Band | None) -> Figures | None:
    """Put the three cells of a row together; None where they do not fit (a band without its second figure).

    Examples
    --------
    >>> figures_of(None, read_band("0-0,0001"), read_band("0,001")).xlarge_over
    Decimal('0.001')
    """
    bands = [band for band in (small, large) if band is not None]
    if any(band.high is None or band.high < band.low for band in bands) or (xlarge and xlarge.high is not None):
        return None
    return Figures(
        small.low if small else None,
        small.high if small else None,
        large.low if large else None,
        large.high if large else None,
        xlarge.low if xlarge else None,
    )


def read_percent(printed: str) -> Decimal | None:
    """Read the least concentration of a precursor; any concentration is nought per cent, an empty cell says nothing.

    Examples
    --------
    >>> read_percent("15 % и более"), read_percent("независимо от концентрации"), read_percent("")
    (Decimal('15'), Decimal('0'), None)
    """
    found = _PERCENT.match(printed.strip())
    if found is None:
        return Decimal(0) if _ANY_CONCENTRATION.search(printed) else None
    return number(found["percent"])
