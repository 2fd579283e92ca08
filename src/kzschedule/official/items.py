"""From table rows to records: a position is gathered over its rows, then built once it is complete."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, cast

from kzschedule.official.amounts import BANDS, amounts_of, unit_in
from kzschedule.official.blocks import Passage
from kzschedule.official.columns import Columns
from kzschedule.official.model import Language, ListRow, Section, SizeRow, SubstituentRow, TableNumber, Unit
from kzschedule.official.names import ItemNumber, NameParts, synonyms_in, take_apart
from kzschedule.official.text import clean, none_if_empty

Destination = Literal["list", "sizes", "plants", "substituents"]
Record = ListRow | SizeRow | SubstituentRow
_JOIN = "; "


@dataclass(slots=True)
class Position:
    """A position as its rows come in: the parts of each column, still marked."""

    destination: Destination
    columns: Columns
    table: TableNumber | None
    section: Section | None
    language: Language
    number: ItemNumber | None = None
    number_raw: str | None = None
    parts: dict[str, list[str]] = field(default_factory=dict)
    other: dict[str, list[str]] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    repealed: bool = False
    shares_number: bool = False

    def add(self, column: int, marked: str) -> None:
        """Add the text of a cell to its column; a column without a meaning is kept by its header."""
        text = clean(marked)
        if text:
            self.cells.append(text)
        if none_if_empty(text) is None and self._kind(column) not in BANDS:
            return
        kind = self._kind(column)
        if kind is None:
            header = self.columns.headers[column] if column < len(self.columns.headers) else ""
            self.other.setdefault(header or f"column {column + 1}", []).append(text)
        elif text:
            self.parts.setdefault(kind, []).append(marked)

    def _kind(self, column: int) -> str | None:
        return self.columns.kinds[column] if column < len(self.columns.kinds) else None

    def joined(self, kind: str) -> str | None:
        """Join the parts of a column."""
        return none_if_empty(_JOIN.join(clean(part) for part in self.parts.get(kind, [])))

    def names(self) -> NameParts:
        """Take all parts of the name cell apart and join them."""
        in_brackets = "chemical" not in self.columns.kinds
        taken = [take_apart(part, chemical_in_brackets=in_brackets) for part in self.parts.get("name", [])]
        return NameParts(
            whole=_JOIN.join(part.whole for part in taken),
            name=_JOIN.join(part.name for part in taken if part.name),
            synonyms=[synonym for part in taken for synonym in part.synonyms],
            qualifier=_joined(part.qualifier for part in taken),
            footnote=_joined(part.footnote for part in taken),
            chemical_name=_joined(part.chemical_name for part in taken),
            lookalikes=tuple(word for part in taken for word in part.lookalikes),
        )

    def record(self) -> Record:
        """Build the finished record."""
        return _BUILDERS[self.destination](self)


def _joined(texts: object) -> str | None:
    return _JOIN.join(text for text in cast("list[str | None]", texts) if text) or None


def _footnote(position: Position, names: NameParts | None = None) -> str | None:
    remark = position.joined("remark")
    return _joined([names.footnote if names else None, remark, *position.footnotes])


def _other(position: Position) -> dict[str, str]:
    return {header: _JOIN.join(texts) for header, texts in position.other.items()}


def _list_row(position: Position) -> ListRow:
    names = position.names()
    synonyms = [*names.synonyms, *synonyms_in(position.joined("synonyms") or "")]
    by_language = {"rus": "name_ru", "kaz": "name_kk"}
    name = {by_language[position.language]: none_if_empty(names.name)}
    other_language = "name_kk" if position.language == "rus" else "name_ru"
    english = position.joined("name_en")
    latin = position.joined("name_lat")
    return ListRow(
        table=cast("TableNumber", position.table),  # a row of the list without a table is reported, not built
        section=position.section,
        item_no=position.number.value if position.number else None,
        item_no_raw=(position.number.printed if position.number else None) or position.number_raw,
        name_ru=name.get("name_ru", position.joined("name_ru") if other_language == "name_ru" else None),
        name_kk=name.get("name_kk", position.joined("name_kk") if other_language == "name_kk" else None),
        name_lat=latin or english,
        name_en=english if latin else None,
        chemical_name=position.joined("chemical") or names.chemical_name,
        synonyms=tuple(dict.fromkeys(synonyms)),
        qualifier=names.qualifier,
        repealed=position.repealed,
        footnote=_footnote(position, names),
        lookalikes=names.lookalikes,
        other=_other(position),
        cells=tuple(position.cells),
    )


def _size_row(position: Position) -> SizeRow:
    names = position.names()
    cells = {band: _JOIN.join(clean(part) for part in position.parts.get(band, [])) for band in BANDS}
    default: Unit = unit_in(position.joined("unit") or "") or ("plants" if position.destination == "plants" else "g")
    amounts = amounts_of(cells, position.columns.units, default)
    whole = none_if_empty(names.whole)
    printed_bands = [band for band in BANDS if band in position.columns.kinds]
    return SizeRow(
        table=position.table,
        section=position.section,
        item_no=position.number.value if position.number else None,
        item_no_raw=(position.number.printed if position.number else None) or position.number_raw,
        name_ru=whole if position.language == "rus" else position.joined("name_ru"),
        name_kk=whole if position.language == "kaz" else position.joined("name_kk"),
        name_base=none_if_empty(names.name),
        synonyms=tuple(names.synonyms),
        qualifier=names.qualifier,
        unit=None if position.repealed else amounts.unit,
        small_min=amounts.bounds.get("small_min"),
        small_max=amounts.bounds.get("small_max"),
        large_min=amounts.bounds.get("large_min"),
        large_max=amounts.bounds.get("large_max"),
        xlarge_min=amounts.bounds.get("xlarge_min"),
        raw=() if position.repealed else tuple(cells[band] for band in printed_bands),
        repealed=position.repealed,
        footnote=_footnote(position, names),
        inclusive_stated=amounts.inclusive_stated,
        lookalikes=names.lookalikes,
        other=_other(position),
        cells=tuple(position.cells),
        shares_number=position.shares_number,
    )


def _substituent_row(position: Position) -> SubstituentRow:
    text = position.joined("name")
    return SubstituentRow(
        item_no=position.number.value if position.number else None,
        item_no_raw=(position.number.printed if position.number else None) or position.number_raw,
        text=text,
        repealed=position.repealed,
        footnote=_footnote(position),
        other=_other(position) | ({"formula": formula} if (formula := position.joined("chemical")) else {}),
        cells=tuple(position.cells),
    )


_BUILDERS: dict[Destination, Callable[[Position], Record]] = {
    "list": _list_row,
    "sizes": _size_row,
    "plants": _size_row,
    "substituents": _substituent_row,
}
