"""Rows of the Summary table as rows of the data's size table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kzschedule.model import Size, Unit
from kzschedule.official.dating import Acts
from kzschedule.official.matching import Match, Matcher, Part, Place
from kzschedule.official.model import OfficialText, SizeRow
from kzschedule.official.model import Unit as PrintedUnit
from kzschedule.official.naming import REASONS
from kzschedule.official.placing import Sections
from kzschedule.official.positions import joined, notes_of, words_of
from kzschedule.official.text import folded, none_if_empty
from kzschedule.official.written import storable

#: What each printed unit is in the units of the data.
_UNITS: dict[PrintedUnit, tuple[Unit, Decimal]] = {
    "kg": ("g", Decimal(1000)),
    "g": ("g", Decimal(1)),
    "mg": ("g", Decimal("0.001")),
    "ug": ("g", Decimal("0.000001")),
    "l": ("ml", Decimal(1000)),
    "ml": ("ml", Decimal(1)),
    "plants": ("piece", Decimal(1)),
    "pieces": ("piece", Decimal(1)),
}
#: Words for the form in which a substance is weighed; the narrow before the wide.
_FORMS = (
    ("fresh", re.compile(r"(?:не\s*высушен|невысушен|свеж|сыр)\w*|кептірілмеген|жаңа\s+жиналған")),
    ("dried", re.compile(r"(?:высушен|сушен|сух)\w*(?:\s+до\s+постоянно\w+\s+(?:массы|веса))?|кептірілген|құрғақ")),
    ("solution", re.compile(r"раствор\w*|ерітінді\w*")),
    ("powder", re.compile(r"порош\w*|ұнтақ\w*")),
    ("liquid", re.compile(r"жидк\w*|сұйық\w*")),
    ("tablets", re.compile(r"таблет\w*|таблетка\w*")),
    ("ampoules", re.compile(r"ампул\w*")),
)
_FORM_OF_PLANTS = "plants"
_INCLUSIVE = re.compile(r"включительно|қоса\s+алғанда")
_FIGURE = re.compile(r"\d[\d\s]*(?:[.,]\d+)?")
_BANDS = ("small", "large", "especially large")


class Bounds(NamedTuple):
    """Bounds of a row in the unit of the data, the sides on which they stand, and what is doubtful."""

    unit: Unit
    small_max: Decimal | None
    large_max: Decimal | None
    inclusive: tuple[str, ...]
    raw: str
    doubts: tuple[str, ...]


class SizeName(NamedTuple):
    """Names under which a row of the Summary table may be known, and the form that it is about."""

    names: tuple[str, ...]
    form: str | None


def name_of_size(row: SizeRow, *, plants: bool) -> SizeName:
    """Take the words for a form off the name of a row.

    Parameters
    ----------
    row : SizeRow
        A row of the Summary table or of the plants.
    plants : bool
        Whether it stands in the table of the plants, which are counted.

    Examples
    --------
    >>> row = SizeRow(table="I", section=None, item_no="1", name_ru="Каннабис (марихуана) высушенный",
    ...     name_base="Каннабис высушенный", synonyms=("марихуана",), unit="g")
    >>> name_of_size(row, plants=False)
    SizeName(names=('Каннабис', 'марихуана'), form='dried')
    """
    forms = [_FORM_OF_PLANTS] if plants else []
    names = []
    for printed in (row.name_base, *row.synonyms):
        name = printed or ""
        words = folded(name)
        for form, pattern in _FORMS:
            # The words of a form stand at the end: at the beginning they are part of a name.
            found = re.search(rf"(?:^|[\s,;(])(?:{pattern.pattern})\W*$", words)
            if found and len(words) == len(name):
                forms.append(form)
                name = name[: found.start()].strip(" ,;(")
                words = folded(name)
        if name:
            names.append(name)
    return SizeName(tuple(dict.fromkeys(names)), ", ".join(dict.fromkeys(forms)) or None)


def bounds_of(row: SizeRow) -> Bounds:
    """Return the bounds of a row in the unit of the data.

    A bound is the end of one size and the beginning of the next. Where both are printed and differ, the text
    contradicts itself, and the bound is left empty; its cells stay in `raw`. A side is given only where the
    page writes "inclusive" beside the figure.

    Parameters
    ----------
    row : SizeRow
        A row that is not repealed.

    Examples
    --------
    >>> row = SizeRow(table="I", section=None, item_no="1", name_ru="Вымыслин", name_base="Вымыслин", unit="mg",
    ...     small_max="20", large_min="20", large_max="2000", xlarge_min="1500",
    ...     raw=("до 20 мг включительно", "от 20 до 2000 мг", "свыше 1500 мг"))
    >>> bounds = bounds_of(row)
    >>> str(bounds.small_max), bounds.large_max, bounds.unit, bounds.inclusive
    ('0.02', None, 'g', ('small_max:small',))
    """
    unit, factor = _UNITS[row.unit or "g"]
    doubts: list[str] = []
    if row.small_min is not None:
        doubts.append(f"the small size begins at {row.small_min} {row.unit}")
    small = _bound(row.small_max, row.large_min, "small", doubts)
    large = _bound(row.large_max, row.xlarge_min, "large", doubts)
    if small is not None and large is not None and large <= small:
        doubts.append("the large size ends before the small one, so both bounds are empty")
        small = large = None
    scaled = [None if bound is None else _plain(bound * factor) for bound in (small, large)]
    present = {name for name, bound in zip(("small_max", "large_max"), scaled, strict=True) if bound is not None}
    cells = dict(zip(_BANDS, row.raw, strict=True)) if len(row.raw) == len(_BANDS) else {}
    sides = dict[str, set[str]]()
    for bound_name, size in _stated_sides(cells):
        sides.setdefault(bound_name, set()).add(size)
    return Bounds(
        unit=unit,
        small_max=scaled[0],
        large_max=scaled[1],
        inclusive=tuple(
            sorted(f"{name}:{size.copy().pop()}" for name, size in sides.items() if name in present and len(size) == 1)
        ),
        raw=_raw(row, cells),
        doubts=tuple(doubts),
    )


def _bound(end: str | None, beginning: str | None, size: str, doubts: list[str]) -> Decimal | None:
    figures = {Decimal(figure) for figure in (end, beginning) if figure is not None}
    if len(figures) > 1:
        doubts.append(f"the {size} size ends at {end} and the next begins at {beginning}, so that bound is empty")
        return None
    figure = figures.pop() if figures else None
    return figure if figure is not None and figure > 0 else None


def _plain(figure: Decimal) -> Decimal:
    """Return a figure without an exponent and without zeros at its end."""
    return Decimal(f"{figure.normalize():f}")


def _stated_sides(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Iterate over the bounds beside which a cell writes "inclusive", with the size of the cell."""
    for band, cell in cells.items():
        figures = [found.end() for found in _FIGURE.finditer(cell)]
        for word in _INCLUSIVE.finditer(folded(cell)):
            before = sum(end <= word.start() for end in figures)
            if band == "small" and before:
                yield "small_max", "small"
            elif band == "large" and before:
                # The first of two figures is where the large size begins, the last is where it ends.
                begins = before == 1 and len(figures) > 1
                yield ("small_max", "large") if begins else ("large_max", "large")
            elif band == "especially large" and before:
                yield "large_max", "especially_large"


def _raw(row: SizeRow, cells: dict[str, str]) -> str:
    labelled = [f"{band}: {cell}" for band, cell in cells.items()] or list(row.raw)
    said = "; ".join(text for text in labelled if none_if_empty(text) is not None)
    return storable(said) or f"item {row.item_no}: the cells mix letters of two scripts"


class Sizing:
    """The size table of the data, brought to what the text has.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.
    matcher : Matcher
        The names and positions as the text left them.
    day : datetime.date
        The day of the text.
    source_id : str
        The source that the page becomes.
    acts : Acts
        The acts that it names.

    Attributes
    ----------
    sizes : list of Size
        The rows of the size table, after `measure`.
    unmatched : list of str
        Rows of the text that belong to no known substance, or repeat another, and were left out.
    """

    def __init__(self, text: OfficialText, matcher: Matcher, day: date, source_id: str, acts: Acts) -> None:
        self.text, self.matcher, self.day, self.source_id, self.acts = text, matcher, day, source_id, acts
        self.sections = Sections(text)
        self.sizes: list[Size] = []
        self.unmatched: list[str] = []

    def measure(self, known: Sequence[Size]) -> None:
        """Fill the sizes from the text; what was known before it gives way.

        Parameters
        ----------
        known : sequence of Size
            The sizes of the data.
        """
        printed = [(row, False) for row in self.text.sizes] + [(row, True) for row in self.text.plants]
        if not printed:
            self.sizes = list(known)
            return
        earlier = {(old.substance_id, old.form): old for old in known if old.evidence == "official"}
        official: dict[tuple[str, str | None], Size] = {}
        for row, plants in printed:
            size = None if row.repealed else self._size(row, plants=plants)
            if size is None:
                continue
            key = (size.substance_id, size.form)
            if key in official:
                self.unmatched.append(f"{_where(row)}: another row is about {size.substance_id} already")
                continue
            old = earlier.get(key)
            if old is not None and _bounds(old) == _bounds(size) and _first(old) < _first(size):
                # The same bounds in an earlier revision: they stand since then.
                sources = joined(old.source_ids, self.source_id)
                size = size.model_copy(update={"valid_from": old.valid_from, "source_ids": sources})
            official[key] = size
        begins: dict[str, date] = {}
        for size in official.values():
            begins[size.substance_id] = min(_first(size), begins.get(size.substance_id, date.max))
        for old in known:
            self.sizes += self._given_way(old, official.get((old.substance_id, old.form)), begins)
        self.sizes += official.values()

    def _given_way(self, old: Size, new: Size | None, begins: dict[str, date]) -> Iterator[Size]:
        """Iterate over what is left of a size that was known before: nothing, the time before, or a doubt."""
        if old.valid_from is not None and old.valid_from > self.day:
            yield old  # of a later time, of which the text says nothing
            return
        end = new.valid_from if new is not None else begins.get(old.substance_id)
        if end is None and old.evidence == "official":
            end = self.day
        if end is not None:
            if old.valid_from is not None and old.valid_from < end:
                yield old.model_copy(update={"valid_until": min(end, old.valid_until or end)})
        elif self.source_id in old.source_ids:
            yield old
        else:
            before = f", evidence was {old.evidence}" if old.evidence != "unverified" else ""
            note = "; ".join(filter(None, (old.note, f"not found in the size table of {self.day}{before}")))
            sources = joined(old.source_ids, self.source_id)
            yield old.model_copy(update={"evidence": "unverified", "source_ids": sources, "note": note})

    def _size(self, row: SizeRow, *, plants: bool) -> Size | None:
        """Return the size that a row is; a row without a known substance is reported."""
        # Words for a form can be part of a name, so the whole of it is tried first, and alone: a synonym beside it
        # would be found whatever the form is.
        whole = SizeName((row.name_base,) if row.name_base else (), _FORM_OF_PLANTS if plants else None)
        place = Place(table=row.table, section=self.sections.of(row), item_no=None)
        match = Match(outcome="unnamed")
        for names, form in (whole, name_of_size(row, plants=plants)):
            parts: list[tuple[Part, str]] = [("synonym" if index else "name", name) for index, name in enumerate(names)]
            match = self.matcher.match([self.matcher.printed(part, name) for part, name in parts], place)
            if match.substance_id is not None:
                return self._official(row, match.substance_id, form)
        self.unmatched.append(f"{_where(row)} ({row.name}): {REASONS[match.outcome]}")
        return None

    def _official(self, row: SizeRow, substance_id: str, form: str | None) -> Size:
        bounds = bounds_of(row)
        dating = self.acts.since(row, self.day)
        notes = [*bounds.doubts, *notes_of(row), *filter(None, (dating.note,))]
        return Size(
            substance_id=substance_id,
            form=form,
            unit=bounds.unit,
            small_max=bounds.small_max,
            large_max=bounds.large_max,
            inclusive=bounds.inclusive,
            raw=bounds.raw,
            valid_from=dating.day,
            valid_until=None,
            evidence="official",
            source_ids=(self.source_id,),
            note="; ".join(notes) or None,
        )


def _bounds(size: Size) -> tuple[object, ...]:
    return size.unit, size.small_max, size.large_max, size.inclusive


def _first(size: Size) -> date:
    return size.valid_from or date.max


def _where(row: SizeRow) -> str:
    return f"size table, {words_of(row)}"
