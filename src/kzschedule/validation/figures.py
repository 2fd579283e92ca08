"""The figures of the size table read again from the printed cells, by other means than those that wrote them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

#: A point before three digits may part thousands, so it is left for somebody to decide.
_NUMBER = r"\d+(?:(?:,\s?|\.(?!\d{3}(?!\d)))\d+)?"
_BAND = rf"(?P<low>{_NUMBER})(?:\s*[-–—]\s*(?P<high>{_NUMBER}))?"
#: The amount that a cell, or a line of it, begins with; what follows counts the same in tablets or ampoules.
_AMOUNT = re.compile(_BAND)
#: How many pieces of a form a cell names, wherever it stands in it.
_PIECES = {form: re.compile(rf"{_BAND}\s*{word}") for form, word in (("tablet", "таб"), ("ampoule", "амп"))}
#: Which line of a cell a form has, where a cell has a line for each.
_LINES = {"dried": 0, "fresh": 1}
_PERCENT = re.compile(rf"(?P<low>{_NUMBER})\s*%")


class Figures(NamedTuple):
    """The bounds of a row of the size table, as `kzschedule.records.model.Size` has them."""

    small_from: Decimal | None
    small_to: Decimal | None
    large_from: Decimal | None
    large_to: Decimal | None
    xlarge_over: Decimal | None


def read_figures(cells: list[str], form: str = "") -> Figures:
    r"""Read the printed cells for small, large and especially large; a single cell stands for all three.

    Parameters
    ----------
    cells : list of str
    form : str, optional
        ``tablet`` or ``ampoule`` where the cells count pieces of both, ``dried`` or ``fresh`` where they have a line
        for each.

    Examples
    --------
    >>> read_figures(["0-0.5", "0,5—2,5", "2,5"])[1:3]
    (Decimal('0.5'), Decimal('0.5'))
    >>> read_figures(["0-0,2 1-14 таб.", "0,2-10,0 (14 таб.- 660 таб.)", "10,0 (660 таб.)"]).large_to
    Decimal('10.0')
    >>> read_figures(["1 таб., 1 амп.", "1-100 таб., 1-100 амп.", "100 таб., 100 амп."], "ampoule")[:3]
    (None, Decimal('1'), Decimal('1'))
    >>> read_figures(["0,5-50,0\n5,0-200,0", "50,0-1000\n200,0-5000", "1000\n5000"], "fresh").xlarge_over
    Decimal('5000')
    """
    small, large, xlarge = (_band(cell, form) for cell in (cells * 3 if len(cells) == 1 else cells))
    return Figures(*small, *large, xlarge[1])


def read_percent(text: str) -> Decimal | None:
    """Read the least concentration that a cell names: none, a figure, or words that take every concentration in.

    Examples
    --------
    >>> read_percent("15 % и более"), read_percent("независимо от концентрации"), read_percent("")
    (Decimal('15'), Decimal('0'), None)
    """
    found = _PERCENT.search(text)
    return _decimal(found["low"]) if found else Decimal(0) if text else None


def _band(cell: str, form: str) -> tuple[Decimal | None, Decimal | None]:
    """Read a cell's band; a single figure is the upper end."""
    if form in _PIECES:
        found = _PIECES[form].search(cell)
    else:
        lines = cell.strip().splitlines()
        line = _LINES.get(form, 0)
        found = _AMOUNT.match(lines[line].strip()) if line < len(lines) else None
    if found is None:
        return None, None
    if found["high"] is None:
        return None, _decimal(found["low"])
    return _decimal(found["low"]), _decimal(found["high"])


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))
