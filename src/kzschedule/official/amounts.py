"""Numbers and units of the Summary table.

A cell says "до 0,02", "от 0,02 до 2,0", "свыше 2,0" (or the same in Kazakh, or in another order). What is
returned are decimal strings in one unit a row: the unit of the first cell that names one, else the header's.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from kzschedule.official.model import Unit
from kzschedule.official.text import folded

# Letters О in a number are zeros: "О,5".
_LETTER_ZERO = re.compile(r"(?<![^\W\d_])[OОoо](?=[.,]\d)|(?<=\d[.,])[OОoо]+(?![^\W\d_])|(?<=\d)[OОoо](?![^\W\d_])")
_THOUSANDS_OR_PLAIN = r"\d{1,3}(?: \d{3}){1,3}(?:[.,]\d{1,12})?|\d{1,12}(?:[.,]\d{1,12})?"

# Unit words of the page, longest first: a unit is a whole word, but a full stop may follow.
_UNIT_WORDS: tuple[tuple[str, Unit], ...] = (
    (r"микрограмм\w*|мкг", "ug"),
    (r"миллиграмм\w*|мг", "mg"),
    (r"килограмм\w*|кг", "kg"),
    (r"грамм\w*|гр|г", "g"),
    (r"миллилитр\w*|мл", "ml"),
    (r"литр\w*|л", "l"),
    (r"растени\w*|куст\w*|өсімдік\w*|түп\w*", "plants"),
    (r"штук\w*|шт|дана\w*", "pieces"),
)
_UNIT = re.compile("|".join(rf"(?P<{unit}>\b(?:{words})\b)" for words, unit in _UNIT_WORDS))
_ANY_UNIT = "|".join(words for words, _ in _UNIT_WORDS)
_NUMBER_AND_UNIT = re.compile(rf"(?<![\d.,])(?P<figure>{_THOUSANDS_OR_PLAIN})(?!\d)(?:\s*(?P<unit>{_ANY_UNIT})\b)?")
# In the base unit of its kind; units of different kinds are never converted.
_FACTORS: dict[Unit, tuple[str, Decimal]] = {
    "ug": ("mass", Decimal("0.000001")),
    "mg": ("mass", Decimal("0.001")),
    "g": ("mass", Decimal(1)),
    "kg": ("mass", Decimal(1000)),
    "ml": ("volume", Decimal(1)),
    "l": ("volume", Decimal(1000)),
    "plants": ("plants", Decimal(1)),
    "pieces": ("pieces", Decimal(1)),
}

_SMALLER: dict[Unit | None, Unit] = {"kg": "g", "g": "mg", "l": "ml"}

_UPPER, _LOWER = "upper", "lower"
# What the words before and after a number make of it; the first that is found wins, so negations come first.
_WORDS_BEFORE = tuple(
    (re.compile(rf"(?<!\w)(?:{words})\s*$"), side)
    for words, side in (
        (r"не\s+(?:менее|ниже)", _LOWER),
        (r"не\s+(?:более|свыше|больше|выше)|до|менее|меньше|<|≤", _UPPER),
        (r"от|с|свыше|более|больше|выше|>|≥", _LOWER),
    )
)
_WORDS_AFTER = (
    (
        re.compile(r"\s*(?:-?\s*(?:ге|ға|ке|қа|не|на))?\s*(?:\S+\s+)?(?:дейін|аспайтын|кем)\b|\s*и\s+(?:менее|ниже)"),
        _UPPER,
    ),
    (
        re.compile(r"\s*(?:-?\s*(?:ден|дан|тен|тан|нен|нан))\b|\s*(?:\S+\s+)?(?:астам|жоғары|артық|бастап)\b"),
        _LOWER,
    ),
    (re.compile(r"\s*и\s+(?:более|выше|свыше|больше)"), _LOWER),
)
_DASH = re.compile(r"\s*[-–—]\s*$")
_INCLUSIVE = re.compile(r"включительно|қоса\s+алғанда")

_LONGEST_CELL = 1_000

BANDS = ("small", "large", "xlarge")
# What a bare number means in each column: the end of the small band, the beginning of the others.
_BARE = {"small": _UPPER, "large": _LOWER, "xlarge": _LOWER}
_BOUNDS = {
    ("small", _UPPER): "small_max",
    ("small", _LOWER): "small_min",
    ("large", _LOWER): "large_min",
    ("large", _UPPER): "large_max",
    ("xlarge", _LOWER): "xlarge_min",
}


@dataclass(frozen=True, slots=True)
class _Bound:
    side: str
    figure: Decimal
    unit: Unit | None


@dataclass(slots=True)
class Amounts:
    """Bounds of one row as decimal strings in `unit`, and what could not be understood of its cells."""

    unit: Unit
    bounds: dict[str, str] = field(default_factory=dict)
    inclusive_stated: bool = False
    not_understood: list[str] = field(default_factory=list)


def unit_in(text: str) -> Unit | None:
    """Find the unit that a text names, if it names one.

    Examples
    --------
    >>> unit_in("Размеры (в граммах)"), unit_in("1,5 кг"), unit_in("до 60")
    ('g', 'kg', None)
    """
    found = _UNIT.search(folded(text))
    return cast("Unit", found.lastgroup) if found else None


def amounts_of(cells: dict[str, str], header_units: dict[str, Unit], default: Unit = "g") -> Amounts:
    """Bounds in the cells of one row of the Summary table.

    Parameters
    ----------
    cells : dict
        Cleaned cells by band: ``small``, ``large``, ``xlarge``.
    header_units : dict
        Units that the header names, by band.
    default : str
        Unit where neither the cells nor the header name one.

    Returns
    -------
    Amounts
        All bounds in one unit; gaps between bands are kept, not closed.

    Examples
    --------
    >>> amounts_of({"small": "до 0,5", "large": "от 0,5 до 1,5 кг", "xlarge": "свыше 1,5 кг"}, {}).bounds
    {'small_max': '0.5', 'large_min': '0.5', 'large_max': '1.5', 'xlarge_min': '1.5'}
    """
    read = {band: _bounds_in(cells.get(band, ""), band) for band in BANDS}
    named = [bound.unit for band in BANDS for bound in read[band] if bound.unit]
    unit = named[0] if named else next((header_units[band] for band in BANDS if band in header_units), default)
    amounts = Amounts(unit, inclusive_stated=any(_INCLUSIVE.search(folded(cell)) for cell in cells.values()))
    for band in BANDS:
        cell = cells.get(band, "")
        if not read[band] and cell.strip("-–— "):
            amounts.not_understood.append(cell)
        for bound in read[band]:
            key = _BOUNDS.get((band, bound.side))
            in_header = header_units.get(band, unit)
            same_kind = _FACTORS[in_header][0] == _FACTORS[unit][0]
            figure = _converted(bound, bound.unit or (in_header if same_kind else unit), unit)
            if key is None or figure is None or key in amounts.bounds:
                amounts.not_understood.append(cell)
            else:
                amounts.bounds[key] = figure
    return amounts


def _bounds_in(cell: str, band: str) -> list[_Bound]:
    if len(cell) > _LONGEST_CELL:
        return []
    text = _LETTER_ZERO.sub(lambda found: "0" * len(found[0]), cell)
    text = folded(text)
    found = list(_NUMBER_AND_UNIT.finditer(text))
    bounds: list[_Bound] = []
    for index, match in enumerate(found):
        before = text[found[index - 1].end() if index else 0 : match.start()]
        after = text[match.end() : found[index + 1].start() if index + 1 < len(found) else len(text)]
        side = next((side for words, side in _WORDS_AFTER if words.match(after)), None) or next(
            (side for words, side in _WORDS_BEFORE if words.search(before)), None
        )
        ranged_on = index + 1 < len(found) and bool(_DASH.match(after))
        ranged_from = index > 0 and bool(_DASH.match(before))
        side = side or (_LOWER if ranged_on else _UPPER if ranged_from else _BARE[band])
        figure = Decimal(match["figure"].replace(" ", "").replace(",", "."))
        unit = unit_in(match["unit"]) if match["unit"] else None
        bounds.append(_Bound(side, figure, unit))
    return _with_shared_unit(bounds)


def _with_shared_unit(bounds: list[_Bound]) -> list[_Bound]:
    """In "от 0,5 до 1,5 кг" the unit is said once for both; "от 500 до 1,5 кг" can only begin in grams."""
    if len(bounds) != 2 or bounds[0].unit or not bounds[1].unit or bounds[0].side != _LOWER:
        return bounds
    first, second = bounds
    unit = second.unit if first.figure <= second.figure else _SMALLER.get(second.unit)
    return [_Bound(first.side, first.figure, unit), second]


def _converted(bound: _Bound, unit: Unit, wanted: Unit) -> str | None:
    if unit == wanted:
        return f"{bound.figure:f}"
    kind, factor = _FACTORS[unit]
    wanted_kind, wanted_factor = _FACTORS[wanted]
    if kind != wanted_kind:
        return None
    figure = bound.figure * factor / wanted_factor
    return f"{figure.normalize():f}"
