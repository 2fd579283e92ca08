"""What is read from a text of the decree, as frozen records."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kzschedule.language.vocabulary import Covered, Mixture, PrecursorList, Section, Table, Unit

Language = Literal["rus", "kaz"]
Valence = Literal["1", "2"]
SizeTable = Literal["I", "II", "III"]


class Read(BaseModel):
    """Something read: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RevisionRead(Read):
    """The revision that a text is: the newest act that it names, and the day that it prints for it."""

    date: datetime.date | None
    act: str | None
    in_force: datetime.date | None


class ListRow(Read):
    """A row or line of the List, or a clause of Table III, section A.

    `line` is the place of a line that has no number of its own; `row_id` then follows that place until the text is
    compared with the data, where a line keeps the id that it has.
    """

    row_id: str
    table: Table
    section: Section
    list: PrecursorList | None
    item_no: str | None
    sub_no: str | None
    printed: str
    repealed: bool
    line: int | None = None

    @property
    def cell(self) -> str | None:
        """The cell that a line without a number stands in, as ``I-B-61`` or ``IV-1``."""
        return None if self.line is None else self.row_id.rpartition(".")[0]


class SizeRow(Read):
    """A row of the size table, or one of its two forms; figures in `unit`, which is grams for nearly all."""

    size_table: SizeTable
    row_no: int
    printed_name: str
    chemical_name: str | None
    concentration: str | None
    form: str | None
    form_id: str | None
    condition: str | None
    unit: Unit
    small_from: Decimal | None
    small_to: Decimal | None
    large_from: Decimal | None
    large_to: Decimal | None
    xlarge_over: Decimal | None
    mixture: Mixture
    min_percent: Decimal | None
    raw: str
    repealed: bool


class SubstituentRow(Read):
    """A row of the list of substituents."""

    number: str
    printed: str
    valence: Valence
    repealed: bool


class NoteRead(Read):
    """A note below a table: `place` is a section of the List, or a table of sizes."""

    note_id: str
    place: str
    table: Table | None
    section: Section | None
    covers: tuple[Covered, ...]
    printed: str


class PreparationRead(Read):
    """A clause on preparations, with the limits that it prints."""

    row_id: str
    item_no: str
    printed: str
    repealed: bool
    max_mg: Decimal | None
    max_percent: Decimal | None
    min_adjunct_mg: Decimal | None
    min_adjunct_percent: Decimal | None


class CultivationRow(Read):
    """A plant whose cultivation has a size, counted in plants."""

    cult_id: str
    heading: str
    printed: str
    large_from: int | None
    raw: str


class VeterinaryRow(Read):
    """A line of the list of medicines in veterinary use."""

    vet_id: str
    part: Literal["A", "B", "C"]
    item_no: str
    printed: str
    repealed: bool


class Amendment(Read):
    """An act that a footnote names, and the day that it prints, if it prints one."""

    place: str
    act: str | None
    date: datetime.date | None
    in_force: datetime.date | None
    kind: Literal["amended", "worded", "repealed", "entry"]
    printed: str


class Problem(Read):
    """Something that was not read, or that only a human can decide."""

    place: str
    printed: str
    problem: str


class Reading(Read):
    """Everything that was read from one text.

    `tally` counts the rows of its tables by what became of them: ``read``, ``head`` or ``reported``.
    """

    revision: RevisionRead
    list: tuple[ListRow, ...]
    sizes: tuple[SizeRow, ...]
    substituents: tuple[SubstituentRow, ...]
    notes: tuple[NoteRead, ...]
    preparations: tuple[PreparationRead, ...]
    cultivation: tuple[CultivationRow, ...]
    veterinary: tuple[VeterinaryRow, ...]
    amendments: tuple[Amendment, ...]
    problems: tuple[Problem, ...]
    language: Language = Field("rus", exclude=True)
    sha256: str = Field("", exclude=True)
    tally: dict[str, int] = Field(default_factory=dict, exclude=True)
