"""Reading a recognised page from its first block to its last, with an account of every table row."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kzschedule.official.amounts import BANDS
from kzschedule.official.blocks import Cell, Paragraph, Passage, Table
from kzschedule.official.columns import Columns, are_column_numbers, columns_of, continues_header, is_header
from kzschedule.official.doubts import doubts
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.headings import Label, Part, label_of, opens_appendix
from kzschedule.official.items import Destination, Position, Record
from kzschedule.official.model import (
    Amendment,
    Fate,
    Ignored,
    ListRow,
    Note,
    OfficialText,
    Place,
    Section,
    SectionTitle,
    SizeRow,
    SubstituentRow,
    TableNumber,
    Warned,
)
from kzschedule.official.names import ItemNumber, item_number, number_before_name, numbers_of_repeal
from kzschedule.official.notes import (
    amendments_in,
    divided,
    is_footnote,
    is_note,
    is_numbered_note,
    is_repealed,
    is_service_note,
    note_marker,
)
from kzschedule.official.page import MAX_PAGE_BYTES, Page, recognised
from kzschedule.official.text import clean, table_number

_PARAGRAPH_COLUMNS = Columns(("number", "name"), ("№", ""))
_END_OF_LIST_ITEM = re.compile(r"[;.]$")
_SHORT = 160
_HEADER_DEPTH = 3
_SCOPES = {
    "rus": (
        "Таблица {}",
        "пункт {}",
        {"list": "Список", "sizes": "Сводная таблица", "substituents": "Список заместителей"},
    ),
    "kaz": (
        "{} кесте",
        "{}-тармақ",
        {"list": "Тізім", "sizes": "Жиынтық кесте", "substituents": "Алмастырушылар тізбесі"},
    ),
}


def read_page(page: str | os.PathLike[str] | bytes, *, name: str = "page") -> OfficialText:
    """Read a saved page of the legal portal into rows.

    Parameters
    ----------
    page : path or bytes
        A page as a browser saved it (HTML), the portal's JSON answer, or its DOCX; or the bytes of one.
    name : str
        What to call bytes in messages.

    Returns
    -------
    OfficialText
        The rows, notes, amendments and warnings, and an account of every table row of the page.

    Raises
    ------
    OfficialTextError
        If the file cannot be read, is something else, or holds no table that can be placed; the message names
        what was found and the cure.

    Examples
    --------
    >>> read_page(b"%PDF-1.7", name="decree.pdf")
    Traceback (most recent call last):
        ...
    kzschedule.official.errors.OfficialTextError: decree.pdf is a PDF: take the DOCX of the portal, ...
    """
    if isinstance(page, bytes):
        content = page
    else:
        path = Path(page)
        name = path.name
        try:
            if path.stat().st_size > MAX_PAGE_BYTES:
                raise OfficialTextError(f"{path} is larger than {MAX_PAGE_BYTES} bytes, as no page of the portal is")
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            if isinstance(error, OfficialTextError):
                raise
            raise OfficialTextError(f"{path} cannot be read: {error}") from error
    return _Reading(recognised(content, name)).result()


class _Reading:
    """State of a reading: the place in the decree, the columns in force, and the position being gathered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.language = page.source.language
        self.part: Part = "preamble"
        self.appendix_part: Part | None = None
        self.title: list[str] | None = None  # since the head of an appendix, until its part is known
        self.columns_fit = True
        self.table: TableNumber | None = None
        self.section: Section | None = None
        self.columns: Columns | None = None
        self.rows_here = False
        self.in_notes = False
        self.position: Position | None = None
        self.records: list[tuple[Destination, Record]] = []
        self.notes: list[Note] = []
        self.amendments: list[Amendment] = []
        self.warnings: list[Warned] = []
        self.ignored: list[Ignored] = []
        self.section_titles: list[SectionTitle] = []
        self.headers_found: list[str] = []
        self.fates: Counter[Fate] = Counter()
        self.from_paragraphs = 0
        self.from_ranges = 0

    def result(self) -> OfficialText:
        for block in self.page.blocks:
            if isinstance(block, Table):
                self.read_table(block)
            else:
                for passage in divided(block.passage):
                    self.read_paragraph(replace(block, passage=passage))
        self.leave_untitled()
        self.close()
        if not self.records:
            found = "; ".join(self.headers_found[:5]) or "no table with a header"
            title = self.page.source.title or "no title"
            raise OfficialTextError(
                f"{self.page.source.file} ({title[:120]!r}) holds none of the decree's tables"
                f" (found: {found}); take the whole page of the decree from the portal"
            )
        by_place: dict[Destination, list[Record]] = {
            "list": [],
            "sizes": [],
            "plants": [],
            "substituents": [],
        }
        for destination, record in self.records:
            by_place[destination].append(record)
        tables = [row for row in by_place["list"] if isinstance(row, ListRow)]
        sizes = [row for row in by_place["sizes"] if isinstance(row, SizeRow)]
        plants = [row for row in by_place["plants"] if isinstance(row, SizeRow)]
        substituents = [row for row in by_place["substituents"] if isinstance(row, SubstituentRow)]
        self.warnings += doubts(tables, sizes, plants, substituents)
        return OfficialText(
            source=self.page.source,
            tables=tuple(tables),
            notes=tuple(self.notes),
            sizes=tuple(sizes),
            plants=tuple(plants),
            substituents=tuple(substituents),
            amendments=tuple(self.amendments),
            warnings=tuple(self.warnings),
            ignored=tuple(self.ignored),
            rows_read=self.page.rows,
            row_fates={fate: count for fate, count in sorted(self.fates.items()) if count},
            items_from_paragraphs=self.from_paragraphs,
            items_from_ranges=self.from_ranges,
            section_titles=tuple(dict.fromkeys(self.section_titles)),
        )

    # Where we are

    @property
    def place(self) -> Place:
        return self.table if self.part == "list" and self.table else self.part

    @property
    def scope(self) -> str | None:
        table, _, parts = _SCOPES[self.language]
        return table.format(self.table) if self.part == "list" and self.table else parts.get(self.part)

    def open_appendix(self) -> None:
        self.leave_untitled()
        self.close()
        self.part, self.appendix_part, self.title = "other", None, []
        self.table = self.section = self.columns = None
        self.rows_here = self.in_notes = False

    def enter(self, label: Label, text: str, *, in_table: bool = False) -> None:
        self.close()
        self.in_notes = False
        if label.part:
            moved_within = in_table and label.part == "plants" and self.part == "sizes"
            same = label.part == self.part
            if not same and not moved_within:
                self.columns = None
            # The title of a list may stand below the title of its first table; only rows make it another's.
            if not same or (self.rows_here and not in_table):
                self.table = self.section = None
                self.rows_here = False
            self.part = self.appendix_part = label.part
            self.title = None
        if label.table:
            if self.part in {"preamble", "other"}:
                self.part = self.appendix_part or "list"
            # A title ends the columns in force; "Таблица I (продолжение)" and a label inside a table do not.
            if not in_table and label.table != self.table and self.part == "list":
                self.columns = None
            if self.part == "plants" and in_table:
                self.part = "sizes"
            self.table, self.section, self.title = label.table, None, None
            self.rows_here = False
        if label.names_section:
            self.section = label.section
        if self.part == "list" and self.table and (label.table or label.names_section):
            self.section_titles.append(SectionTitle(table=self.table, section=self.section, title=text))

    # Paragraphs

    def read_paragraph(self, paragraph: Paragraph) -> None:
        passage, text = paragraph.passage, paragraph.passage.text
        if is_footnote(text):
            found = amendments_in(passage, self.scope)
            self.amendments += found
            if not found:
                self.ignore("paragraph", (text,), "a footnote that names no act")
        elif is_service_note(text):
            self.ignore("paragraph", (text,), "a service note of the portal")
        elif opens_appendix(text) and not paragraph.heading and self.part != "list":
            self.open_appendix()
        elif not self.read_label(paragraph):
            if self.part in {"preamble", "other"}:
                self.read_title(paragraph)
            else:
                self.read_in_part(paragraph)

    def read_in_part(self, paragraph: Paragraph) -> None:
        """Read a paragraph of one of the lists: a note, an item, more of the title, or nothing known."""
        text = paragraph.passage.text
        if is_note(text):
            self.note(text)
        elif self.in_notes and not paragraph.heading:
            self.note(text, numbered=is_numbered_note(text))
        elif self.read_numbered(paragraph.passage):
            return
        elif paragraph.heading:
            # Above the rows it is more of the title; below them, rows that follow are no longer this list's.
            if self.rows_here:
                self.leave(text)
        elif opens_appendix(text):
            self.open_appendix()
        else:
            self.ignore("paragraph", (text,), "neither an item, a heading nor a note")

    def read_label(self, paragraph: Paragraph) -> bool:
        text = paragraph.passage.text
        if not paragraph.heading and (len(text) > _SHORT or self.part == "preamble"):
            return False
        label = label_of(text, is_title=paragraph.heading or self.title is not None)
        if label and (label.part or label.table or self.part not in {"preamble", "other"}):
            if label.part == "other":
                self.leave(text)
            else:
                self.enter(label, text)
            return True
        return False

    def read_title(self, paragraph: Paragraph) -> None:
        """Take a title that is spread over several headings after the head of an appendix."""
        if self.title is None:
            return
        self.title.append(paragraph.passage.text)
        title = " ".join(self.title)
        label = label_of(title, is_title=True) if paragraph.heading else None
        if label and label.part and label.part != "other":
            self.enter(label, title)

    def leave_untitled(self) -> None:
        """Report an appendix whose title names none of the decree's lists."""
        if self.title:
            self.leave(" ".join(self.title)[:_SHORT])

    def leave(self, title: str) -> None:
        self.close()
        self.part, self.title = "other", None
        self.table = self.section = self.columns = None
        self.ignore("part", (title,), "a part that is none of the decree's lists")

    def read_numbered(self, passage: Passage) -> bool:
        """Read an item of a list that is printed as numbered paragraphs instead of a table."""
        if (self.part == "list" and self.table) or self.part == "substituents":
            destination: Destination = "list" if self.part == "list" else "substituents"
            numbered = number_before_name(passage.marked)
            numbers, note = numbers_of_repeal("", passage.marked)
            if not (numbered and clean(numbered[1])) and not is_repealed(note):
                return False
            self.close()
            position = self.new_position(destination, _PARAGRAPH_COLUMNS)
            if is_repealed(note):
                self.from_paragraphs += 1
                self.repeal(position, numbers, passage, note)
                return True
            if numbered:
                position.number = numbered[0]
                position.add(1, _END_OF_LIST_ITEM.sub("", numbered[1]))
            self.position = position
            self.rows_here = True
            self.from_paragraphs += 1
            self.close()
            return True
        return False

    def note(self, text: str, *, numbered: bool = True) -> None:
        self.close()
        self.in_notes = True
        marker = note_marker(text)
        if marker is None and numbered and is_numbered_note(text):
            marker = text.partition(".")[0]
        self.notes.append(Note(table=self.place, marker=marker, text=text))

    def ignore(self, kind: str, cells: tuple[str, ...], reason: str) -> None:
        place = self.scope or self.part
        self.ignored.append(Ignored.model_validate({"kind": kind, "place": place, "cells": cells, "reason": reason}))

    def warn(self, kind: str, message: str) -> None:
        self.warnings.append(Warned(kind=kind, table=self.place, item_no=None, message=message))

    # Tables

    def read_table(self, table: Table) -> None:
        self.fates["nested"] += table.nested
        if self.is_layout(table):
            self.fates["layout"] += len(table.rows)
            return
        rows = table.rows
        width = max((len(row) for row in rows), default=0)
        self.columns_fit = self.columns is not None and len(self.columns.kinds) == width
        warned, ignored = len(self.warnings), len(self.ignored)
        index = 0
        at_top = True
        while index < len(rows):
            row = rows[index]
            if is_header(row):
                depth = 1
                while depth < _HEADER_DEPTH and index + depth < len(rows) and continues_header(rows[index + depth]):
                    depth += 1
                self.close()
                self.start_columns(rows[index : index + depth])
                self.fates["header"] += depth
                index += depth
                if index < len(rows) and are_column_numbers(rows[index]):
                    self.fates["column_numbers"] += 1
                    index += 1
                at_top = False
                continue
            fate = self.read_row(row, width, at_top=at_top)
            self.fates[fate] += 1
            at_top = at_top and fate in {"label", "empty", "column_numbers", "note"}
            index += 1
        self.leave_untitled()
        self.title = None
        lost = len(self.ignored) - ignored
        if lost and warned == len(self.warnings) and (self.part != "other" or self.appendix_part):
            columns = " | ".join(self.columns.headers) if self.columns and self.columns_fit else "no header"
            self.warn(
                "table_not_placed",
                f"{lost} rows of a table under {self.scope or self.part} were not read (columns: {columns})",
            )

    def is_layout(self, table: Table) -> bool:
        """Tell the head of an appendix or a signature, which are tables too, from a table of rows."""
        if any(is_header(row) for row in table.rows[:_HEADER_DEPTH]):
            return False
        texts = [cell.text for row in table.rows for cell in row if cell.text]
        if len(table.rows) <= 4 and any(opens_appendix(text) for text in texts):
            self.open_appendix()
            return True
        signature = self.part == "preamble" and len(texts) <= 4
        return signature or (table.borderless and (not texts or self.part in {"preamble", "other"}))

    def start_columns(self, header: Sequence[Sequence[Cell]]) -> None:
        columns = columns_of(header, self.language)
        self.headers_found.append(f"{self.scope or self.part}: {' | '.join(columns.headers)}"[:200])
        self.columns, self.columns_fit = columns, True

    @property
    def destination(self) -> Destination | None:
        """Where the rows under the columns in force belong; a label inside a table may change it."""
        columns = self.columns
        if columns is None or not self.columns_fit:
            return None
        if self.part in {"preamble", "other"} or "name" not in columns.kinds:
            return None
        if columns.has_sizes:
            return "plants" if self.part == "plants" or columns.is_of_plants else "sizes"
        if self.part == "list":
            return "list" if self.table or "table" in columns.kinds else None
        return "substituents" if self.part == "substituents" else None

    def read_row(self, row: tuple[Cell, ...], width: int, *, at_top: bool) -> Fate:
        own = [(index, cell) for index, cell in enumerate(row) if cell.text and not cell.carried]
        if not own:
            return "empty"
        if at_top and are_column_numbers(row):
            return "column_numbers"
        if len(own) == 1:
            cell = own[0][1]
            merged = cell.width >= max(2, width) or (len(row) == 1 and width != 1)
            fate = self.read_single(cell.passage, merged=merged, at_top=at_top)
            if fate:
                return fate
        columns, destination = self.columns, self.destination
        if columns is None or destination is None:
            return self.ignored_row(row, "no header of the decree's tables stands over this row")
        position = self.new_position(destination, columns)
        table_at = columns.index("table")
        if table_at is not None and table_at < len(row) and (table := table_number(row[table_at].text)):
            position.table = table
        return self.read_position(row, own, position)

    def ignored_row(self, row: Sequence[Cell], reason: str) -> Fate:
        self.ignore("row", tuple(cell.text for cell in row if not cell.spilled), reason)
        return "ignored"

    def read_single(self, passage: Passage, *, merged: bool, at_top: bool) -> Fate | None:
        """Read a row with one cell as a label, a note or a footnote; None if it is (part of) a position."""
        text = passage.text
        if number_before_name(passage.marked) or is_repealed(numbers_of_repeal("", passage.marked)[1]):
            return None
        label = label_of(text, is_title=merged)
        if label and label.part != "other":
            self.enter(label, text, in_table=not at_top or self.columns is None)
            return "label"
        if not merged:
            return None
        if is_footnote(text):
            self.amendments += amendments_in(passage, self.scope)
            return "note"
        if is_note(text) or is_service_note(text):
            self.note(text)
            self.in_notes = False
            return "note"
        if at_top and self.columns is None:
            return "label"
        self.ignore("row", (text,), "a merged row that names no table and no section")
        self.warn("row_not_placed", f"a merged row was not read: {text}")
        self.close()
        return "ignored"

    def new_position(self, destination: Destination, columns: Columns) -> Position:
        return Position(destination, columns, self.table, self.section, self.language)

    def read_position(self, row: tuple[Cell, ...], own: list[tuple[int, Cell]], position: Position) -> Fate:
        columns = position.columns
        number_at, name_at = columns.index("number"), columns.index("name")
        number_cell = row[number_at] if number_at is not None and number_at < len(row) else None
        name_cell = row[name_at] if name_at is not None and name_at < len(row) else None
        number_text = number_cell.marked if number_cell and not number_cell.carried else ""
        # A merged row begins in the number column, but its text is more than a number.
        in_front = bool(number_cell and number_cell.width > 1 and not item_number(number_text))
        cells = [cell for _, cell in own if in_front or cell is not number_cell]
        first = (cells or [own[0][1]])[0].passage
        numbers, note = numbers_of_repeal("" if in_front else number_text, first.marked)
        repealed = is_repealed(note) and (number_text or first.text != note or len(cells) == 1)
        number, front = _number_of(columns, number_cell, name_cell)
        own_name = name_cell.text if name_cell and not name_cell.carried else ""
        is_new = bool(number_text or number) or (bool(own_name) and (number_at is None or len(own) > 1))
        if number_cell and number_cell.carried and not number:
            is_new = False
        if not is_new and not repealed:
            return self.continue_position(row, own)
        self.close()
        if position.destination == "list" and position.table is None:
            return self.ignored_row(row, "neither a heading nor the row itself names its table")
        self.rows_here = True
        if repealed:
            self.repeal(position, numbers, first, note)
            return "item"
        position.number = number
        position.repealed = any(is_repealed(cell.text) for cell in cells)
        if number is None and number_text:
            position.number_raw = clean(number_text)
        if front:
            position.add(columns.kinds.index("name"), front[1])
        for index, cell in enumerate(row):
            if cell is not number_cell and not (front and index == front[0]):
                self.add_cell(position, index, cell)
        self.position = position
        return "item"

    def add_cell(self, position: Position, index: int, cell: Cell) -> None:
        if cell.spilled:
            return
        for passage in divided(cell.passage):
            if is_footnote(passage.text) or is_repealed(passage.text):
                position.footnotes.append(passage.text)
                self.amendments += amendments_in(
                    passage, self.row_scope(position.number.value if position.number else "")
                )
            else:
                position.add(index, passage.marked)

    def row_scope(self, number: str) -> str | None:
        point = _SCOPES[self.language][1].format(number) if number else None
        return ", ".join(text for text in (self.scope, point) if text) or None

    def continue_position(self, row: tuple[Cell, ...], own: list[tuple[int, Cell]]) -> Fate:
        """Add a row to the position above; a row with amounts of its own is a position of its own."""
        above = self.position
        if above is None:
            return self.ignored_row(row, "a row without number and name that follows no position")
        amounts = [above.columns.kinds[index] for index, _ in own if index < len(above.columns.kinds)]
        if any(kind in above.parts for kind in amounts if kind in BANDS):
            self.close()
            sibling = self.new_position(above.destination, above.columns)
            sibling.table, sibling.number, sibling.shares_number = above.table, above.number, True
            own_names = any(kind == "name" for kind in amounts)
            if not own_names:
                sibling.parts["name"] = above.parts.get("name", [])
            for index, cell in own:
                if index != above.columns.index("number"):
                    self.add_cell(sibling, index, cell)
            self.position = sibling
            return "item"
        for index, cell in own:
            self.add_cell(above, index, cell)
        return "continuation"

    def repeal(self, position: Position, numbers: list[ItemNumber], passage: Passage, note: str) -> None:
        ends = [numbers[0], numbers[-1]] if len(numbers) > 1 else numbers
        scope = self.row_scope("-".join(number.value for number in ends))
        self.amendments += amendments_in(passage, scope)
        text = passage.text
        every: list[ItemNumber | None] = [*numbers] or [None]
        for number in every:
            repealed = replace(position, number=number, parts={}, cells=[text], footnotes=[note], repealed=True)
            self.records.append((repealed.destination, repealed.record()))
        self.from_ranges += max(0, len(numbers) - 1)

    def close(self) -> None:
        """Finish the position being gathered."""
        if self.position is not None:
            self.records.append((self.position.destination, self.position.record()))
            self.position = None


def _number_of(
    columns: Columns, number_cell: Cell | None, name_cell: Cell | None
) -> tuple[ItemNumber | None, tuple[int, str] | None]:
    """Find the number in its own column or in front of the name, and the rest of that name."""
    if number_cell and number_cell.text and not number_cell.carried:
        number = item_number(number_cell.marked)
        if number:
            return number, None
        prefixed = number_before_name(number_cell.marked)
        at = columns.kinds.index("number")
    elif name_cell and name_cell.text and not name_cell.carried:
        prefixed = number_before_name(name_cell.marked)
        at = columns.kinds.index("name")
    else:
        return None, None
    return (prefixed[0], (at, prefixed[1])) if prefixed else (None, None)
