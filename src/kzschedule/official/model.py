"""What a reading of the official text is: frozen records, dumped as the JSON of `official read --json`.

A key that says something unusual (an odd spelling of a number, a qualifier in parentheses, a stated
"inclusive") is printed only when it is set, so that the common row stays short and comparable.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

TableNumber = Literal["I", "II", "III", "IV"]
Section = Literal["А", "Б"]
Place = Literal["I", "II", "III", "IV", "list", "sizes", "plants", "substituents", "preamble", "other"]
Shape = Literal["legacy-raw", "legacy-saved", "pasted", "api-json", "docx"]
Language = Literal["rus", "kaz"]
Unit = Literal["g", "kg", "mg", "ug", "ml", "l", "plants", "pieces"]
Fate = Literal[
    "item",
    "continuation",
    "header",
    "column_numbers",
    "label",
    "note",
    "layout",
    "empty",
    "nested",
    "ignored",
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    printed_when_set: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _leave_out_what_is_not_set(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = dump(self)
        return {key: value for key, value in fields.items() if value or key not in self.printed_when_set}


class Source(_Record):
    """The file that was read and what it says about itself."""

    file: str
    encoding: str
    shape: Shape
    language: Language
    status: str | None
    title: str | None
    act_number: str | None
    act_date: date | None
    revision_note: str
    base_updated: date | None
    revision_date: date | None
    doc_code: str | None
    sha256: str


class ListRow(_Record):
    """One position of Tables I to IV."""

    printed_when_set: ClassVar[frozenset[str]] = frozenset(
        {"item_no_raw", "qualifier", "name_kk", "name_en", "lookalikes", "other"}
    )

    table: TableNumber
    section: Section | None
    item_no: str | None
    name_ru: str | None
    name_lat: str | None
    chemical_name: str | None
    synonyms: tuple[str, ...] = ()
    repealed: bool = False
    footnote: str | None = None
    item_no_raw: str | None = None
    qualifier: str | None = None
    name_kk: str | None = None
    name_en: str | None = None
    lookalikes: tuple[str, ...] = ()
    other: Mapping[str, str] = Field(default_factory=dict)
    cells: tuple[str, ...] = Field(default=(), exclude=True)

    @property
    def name(self) -> str | None:
        """The name in the language of the page."""
        return self.name_ru or self.name_kk


class SizeRow(_Record):
    """One row of the Summary table (or of the plants): decimal strings in `unit`, raw cells beside them."""

    printed_when_set: ClassVar[frozenset[str]] = frozenset(
        {"inclusive_stated", "small_min", "item_no_raw", "qualifier", "name_kk", "lookalikes", "other"}
    )

    table: TableNumber | None
    section: Section | None
    item_no: str | None
    name_ru: str | None
    name_base: str | None
    synonyms: tuple[str, ...] = ()
    unit: Unit | None
    small_max: str | None = None
    large_min: str | None = None
    large_max: str | None = None
    xlarge_min: str | None = None
    raw: tuple[str, ...] = ()
    repealed: bool = False
    footnote: str | None = None
    inclusive_stated: bool = False
    small_min: str | None = None
    item_no_raw: str | None = None
    qualifier: str | None = None
    name_kk: str | None = None
    lookalikes: tuple[str, ...] = ()
    other: Mapping[str, str] = Field(default_factory=dict)
    cells: tuple[str, ...] = Field(default=(), exclude=True)
    shares_number: bool = Field(default=False, exclude=True)

    @property
    def name(self) -> str | None:
        """The whole name cell in the language of the page."""
        return self.name_ru or self.name_kk


class SubstituentRow(_Record):
    """One line of the list of permitted substituents."""

    printed_when_set: ClassVar[frozenset[str]] = frozenset({"footnote", "item_no_raw", "other"})

    item_no: str | None
    text: str | None
    repealed: bool = False
    footnote: str | None = None
    item_no_raw: str | None = None
    other: Mapping[str, str] = Field(default_factory=dict)
    cells: tuple[str, ...] = Field(default=(), exclude=True)


class Note(_Record):
    """A note that belongs to a table ("Примечание"), with its marker (``*``, ``1)``) if it has one."""

    table: Place
    marker: str | None
    text: str


class Amendment(_Record):
    """One mention of an amending act in a footnote or a repealed row; the same act may be mentioned often."""

    scope: str | None
    organ: str | None
    date: date
    number: str
    doc_code: str | None
    in_force_raw: str | None


class Warned(_Record):
    """Something a reader of the rows must know; `kind` is for programs, `message` for people."""

    kind: str
    table: Place | None
    item_no: str | None
    message: str


class Ignored(_Record):
    """A row, paragraph or part of the page that gave no row, and why; never dropped without this."""

    kind: Literal["row", "paragraph", "part"]
    place: str
    cells: tuple[str, ...]
    reason: str


class SectionTitle(_Record):
    """The words above a section of a table, as printed: they say what the letter of the section means."""

    table: TableNumber
    section: Section | None
    title: str


class OfficialText(_Record):
    """All that was read from one page, and the account of its table rows.

    Every table row of the body has exactly one fate; `rows_read` is counted apart from the reading, and a
    reading whose account does not close is refused.
    """

    source: Source
    tables: tuple[ListRow, ...]
    notes: tuple[Note, ...]
    sizes: tuple[SizeRow, ...]
    plants: tuple[SizeRow, ...]
    substituents: tuple[SubstituentRow, ...]
    amendments: tuple[Amendment, ...]
    warnings: tuple[Warned, ...]
    ignored: tuple[Ignored, ...]
    rows_read: int
    row_fates: Mapping[Fate, int]
    items_from_paragraphs: int = 0
    items_from_ranges: int = 0
    section_titles: tuple[SectionTitle, ...] = Field(default=(), exclude=True)

    @model_validator(mode="after")
    def _account_closes(self) -> Self:
        if sum(self.row_fates.values()) != self.rows_read:
            raise ValueError(f"{self.rows_read} table rows read, but accounted for {dict(self.row_fates)}")
        expected = self.row_fates.get("item", 0) + self.items_from_paragraphs + self.items_from_ranges
        given = len(self.tables) + len(self.sizes) + len(self.plants) + len(self.substituents)
        if given != expected:
            raise ValueError(f"{expected} items read, {given} given")
        reported = sum(entry.kind == "row" for entry in self.ignored)
        if reported != self.row_fates.get("ignored", 0):
            raise ValueError(f"{self.row_fates.get('ignored', 0)} rows ignored, {reported} reported")
        return self

    @property
    def newest_act(self) -> Amendment | None:
        """The latest act named in the footnotes: what this text is up to date with, at the least."""
        return max(self.amendments, key=lambda amendment: amendment.date, default=None)

    @property
    def stands_on(self) -> date | None:
        """The day on which the text is shown to stand.

        It is the day of the revision that the page is; else the day up to which the portal says that its copy is
        current; else the day of the newest act that a footnote names. None if the page gives no day at all.
        """
        newest = self.newest_act
        return self.source.revision_date or self.source.base_updated or (newest.date if newest else None)
