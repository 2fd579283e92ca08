"""From blocks to rows: the shape of the decree's real text, and nothing that it does not have.

Rows in are rows out or rows reported: what has another shape than its table is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kzschedule.language.vocabulary import Covered, Mixture
from kzschedule.official import words
from kzschedule.official.amounts import Figures, figures_of, number, read_band, read_counts, read_percent
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.model import (
    Amendment,
    CultivationRow,
    ListRow,
    NoteRead,
    PreparationRead,
    Problem,
    Reading,
    RevisionRead,
    SizeRow,
    SubstituentRow,
    VeterinaryRow,
)
from kzschedule.official.page import Cell, Page, Passage, Row, Table, load_page, page_of

# A description below a name has two or three lines; a cell with more is a heading with a list of names.
_LINES_OF_A_LIST = 5
_SHOWN = 300
#: What is said of a row that was not read; what is missing from the text at its place may be that row.
UNREAD = "a row of another shape than those of its table: read it by hand"
_UNREAD_ACT = "an act whose day or number could not be read: say which, or the text passes for an older one"
_Count = tuple[int, int | None]
_NO_FIGURES = Figures()
_SECTIONS: dict[str, Any] = {"A": "narcotic", "B": "psychotropic"}


def read_text(text: str | Path | bytes, name: str = "text.md") -> Reading:
    r"""Read a text of the decree, Russian or Kazakh: Markdown, the database's or portal's answer, or a saved page.

    Parameters
    ----------
    text : path or bytes
        The file, or its content.
    name : str
        What messages call the content.

    Returns
    -------
    Reading

    Raises
    ------
    OfficialTextError
        If it is no such text; what is in it and could not be read stands in `Reading.problems`.

    Examples
    --------
    >>> page = "## ТАБЛИЦА II СПИСОК\n\n## А. СРЕДСТВА\n\n<table><tr><td>20-1.</td><td>МЕТАДОН</td></tr></table>"
    >>> read_text(page.encode()).list[0].row_id
    'II-A-20-1'
    """
    page = page_of(text, name) if isinstance(text, bytes) else load_page(text)
    return _Reader(page).reading()


class _Reader:
    """Walks over the blocks of a page and remembers in which part of the decree it is."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._part = "decree"
        self._table = ""
        self._letter = ""
        self._list: list[ListRow] = []
        self._sizes: list[SizeRow] = []
        self._substituents: list[SubstituentRow] = []
        self._notes: list[NoteRead] = []
        self._preparations: list[PreparationRead] = []
        self._cultivation: list[CultivationRow] = []
        self._veterinary: list[VeterinaryRow] = []
        self._amendments: list[Amendment] = []
        self._read_numbers: set[tuple[str, str]] = set()
        self._problems: list[Problem] = []
        self._tally: Counter[str] = Counter()
        self._base: tuple[date, str] | None = requisite(page.head.get("requisite", ""))
        self._size_no = Counter[str]()
        self._grams = True
        self._columns: list[str] = []
        self._places: Counter[str] = Counter()

    def reading(self) -> Reading:
        """Read all blocks."""
        passages = [block.text for block in self._page.blocks if isinstance(block, Passage)]
        kazakh = sum(len(words.KAZAKH.findall(text)) for text in passages)
        for block in self._page.blocks:
            if isinstance(block, Table):
                self._read_table(block)
            else:
                self._read_passage(block)
        if not self._list and not self._sizes:
            raise OfficialTextError(
                f"{self._page.name} has no table of the decree (no heading 'ТАБЛИЦА I …' with rows below it);"
                " take the text of act 132913 from the official database"
            )
        return Reading(
            revision=self._revision(),
            list=tuple(self._list),
            sizes=tuple(self._sizes),
            substituents=tuple(self._substituents),
            notes=tuple(self._notes),
            preparations=tuple(self._preparations),
            cultivation=tuple(self._cultivation),
            veterinary=tuple(self._veterinary),
            amendments=tuple(self._amendments),
            problems=tuple(self._problems),
            language="kaz" if kazakh * 20 > sum(map(len, passages)) else "rus",
            sha256=self._page.sha256,
            tally=dict(self._tally),
        )

    def _revision(self) -> RevisionRead:
        acts = [(act.date, act.act) for act in self._amendments if act.date and act.act]
        acts += filter(None, (self._base, requisite(self._page.head.get("cause", ""))))
        if not acts:
            self._report(self._page.name, "no act is named: the revision of the text is not known")
            return RevisionRead(date=None, act=None, in_force=None)
        newest = max(acts)
        days = [
            act.in_force for act in self._amendments if act.in_force and (act.date, act.act) in (newest, (None, None))
        ]
        entry = newest == self._base or any(act.act == newest[1] and act.in_force for act in self._amendments)
        return RevisionRead(date=newest[0], act=newest[1], in_force=max(days) if days and entry else None)

    # ---- where it is

    @property
    def _place(self) -> str:
        if self._part == "list":
            return f"{self._table}-{self._letter}" if self._letter else self._table
        if self._part in ("sizes", "veterinary"):
            return f"{self._part} {self._table or self._letter}".strip()
        return self._part

    def _read_passage(self, block: Passage) -> None:
        text = words.plain(block.text)
        if words.SERVICE.match(text):
            return  # what the portal announces is no law yet
        if words.FOOTNOTE.match(text):
            self._read_footnote(block.text)
        elif not self._moves(text, block.level) and block.level == 0 and text.strip("_- "):
            self._read_paragraph(block.text)
        elif block.level == -1 and self._base is None:
            self._base = requisite(block.text)

    def _moves(self, text: str, level: int) -> bool:
        """Go to the part that a heading begins; some headings are set as paragraphs or quotes."""
        for part, pattern in (
            ("veterinary", words.VETERINARY),
            ("sizes", words.SIZES),
            ("cultivation", words.CULTIVATION),
            ("substituents", words.SUBSTITUENTS),
        ):
            if level != 1 and pattern.fullmatch(text) and len(text) < _SHOWN:
                self._part, self._table, self._letter = part, "", ""
                return True
        if self._part in ("sizes", "cultivation"):
            return self._moves_in_sizes(text)
        found = words.LIST_TABLE.fullmatch(text) if level > 1 else None
        if found is not None:
            self._part, self._table, self._letter = "list", _roman(found), ""
            self._columns, self._places = [], Counter()
            return True
        found = words.SECTION.fullmatch(text) if level > 1 and self._part in ("list", "veterinary") else None
        if found is not None:
            self._letter = words.PART_LETTERS[found["letter"]]
        return level > 0

    def _moves_in_sizes(self, text: str) -> bool:
        found = words.SIZE_TABLE.fullmatch(text)
        if found is not None:
            self._table, self._grams = _roman(found), True
            self._part = "cultivation" if self._table == "IV" else "sizes"
        return found is not None

    def _report(self, printed: str, problem: str) -> None:
        self._problems.append(Problem(place=self._place, printed=printed[:_SHOWN], problem=problem))

    # ---- passages

    def _read_footnote(self, text: str) -> None:
        if not words.ACT.search(text):
            for entry in words.ENTRY.finditer(text):
                self._amend("entry", None, None, _day(entry["day"] or entry["day_kk"]), text)
        kind, end = "amended", 0
        for found in words.ACT.finditer(text):
            if words.WORDED.search(text, end, found.start()):
                kind = "worded"
            elif end and "измен" in text[end : found.start()]:
                kind = "amended"
            end = found.end()
            day = _entry_day(text[end : end + 200].partition(";")[0])
            if (dated := _day(found["date"])) is None:
                self._report(found[0], _UNREAD_ACT)
            self._amend(kind, found["number"], dated, day, text)
        if len(words.ACT_NUMBER.findall(text)) > len(words.ACT.findall(text)):
            self._report(text, _UNREAD_ACT)

    def _amend(self, kind: Any, act: str | None, day: date | None, in_force: date | None, text: str) -> None:
        self._amendments.append(
            Amendment(place=self._place, act=act, date=day, in_force=in_force, kind=kind, printed=text)
        )

    def _read_paragraph(self, text: str) -> None:
        clause = words.CLAUSE.fullmatch(text)
        if self._part == "list" and self._table == "III" and self._letter == "A" and clause is not None:
            self._read_clause(clause["number"], clause["text"])
        elif self._part == "list" and self._table:
            self._read_note(text, covers=_covers(text))
        elif self._part in ("sizes", "cultivation"):
            self._read_note(text, covers=())
        elif self._part == "veterinary":
            self._report(text, "a paragraph in the veterinary list, which has none: read it by hand")

    def _read_note(self, text: str, covers: tuple[Covered, ...]) -> None:
        place = self._place
        order = sum(note.place == place for note in self._notes) + 1
        listed = self._part == "list"
        section = None
        if listed:
            clauses = (self._table, self._letter) == ("III", "A")
            section = "preparation" if clauses else "precursor" if self._table == "IV" else _SECTIONS.get(self._letter)
        if listed and section is None:
            self._report(text, "a note that stands in no section of its table: read it by hand")
            return
        if listed and not covers and not text.startswith("*"):
            self._report(text, "a note that says of none of the known forms what it covers: read it by hand")
        self._notes.append(
            NoteRead.model_validate(
                {
                    "note_id": f"NOTE-{place.replace(' ', '-')}-{order}",
                    "place": place,
                    "table": self._table if listed else None,
                    "section": section,
                    "covers": covers,
                    "printed": text,
                }
            )
        )

    def _read_clause(self, item_no: str, text: str) -> None:
        row_id, repealed = f"III-A-{item_no}", self._repealed(text)
        self._add_row(row_id, "III", "preparation", item_no=item_no, printed=text, repealed=repealed)
        mg, percent = words.MAX_MG.search(text), words.MAX_PERCENT.search(text)
        adjunct = words.ADJUNCT_PERCENT.search(text)
        share = Decimal(100) if words.ADJUNCT_EQUAL.search(words.plain(text).replace("i", "і")) else _figure(adjunct)
        self._preparations.append(
            PreparationRead(
                row_id=row_id,
                item_no=item_no,
                printed=text,
                repealed=repealed,
                max_mg=_figure(mg),
                max_percent=_figure(percent),
                min_adjunct_mg=None,
                min_adjunct_percent=share,
            )
        )

    # ---- tables

    def _read_table(self, table: Table) -> None:
        read = {
            "list": self._read_precursors if self._table == "IV" else self._read_numbered,
            "veterinary": self._read_numbered,
            "sizes": self._read_sizes,
            "cultivation": self._read_cultivation,
            "substituents": self._read_substituents,
        }.get(self._part)
        if read is None or (self._part in ("list", "sizes") and not self._table):
            for row in table.rows:
                self._reported(row, "a row outside the parts of the decree that are known")
            return
        for row in read(table.rows):
            self._reported(row, UNREAD)

    def _reported(self, row: Row, problem: str) -> None:
        self._tally["reported"] += 1
        self._report(" | ".join(cell.text for cell in row), problem)

    def _count(self, fate: str) -> None:
        self._tally[fate] += 1

    def _add_row(self, row_id: str, table: Any, section: Any, **cells: Any) -> None:
        values = {"list": None, "item_no": None, "sub_no": None, "line": None, "repealed": False, **cells}
        self._list.append(ListRow(row_id=row_id, table=table, section=section, **values))

    def _read_numbered(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        """Read rows of two cells, the number and the name."""
        for row in rows:
            if _is_head(row):
                self._count("head")
                continue
            cells = _apart(row)
            numbers = _numbers(cells)
            if (
                not numbers
                or not self._letter
                or not self._read_numbers.isdisjoint((self._place, no) for no in numbers)
            ):
                yield row
                continue
            self._read_numbers.update((self._place, no) for no in numbers)
            self._count("read")
            for item_no in numbers:
                self._read_item(item_no, cells[1])

    def _read_item(self, item_no: str, cell: Cell) -> None:
        repealed = self._repealed(cell.text)
        if self._part == "veterinary":
            self._veterinary.append(
                VeterinaryRow.model_validate(
                    {
                        "vet_id": f"VET-{self._letter}-{item_no}",
                        "part": self._letter,
                        "item_no": item_no,
                        "printed": cell.printed,
                        "repealed": repealed,
                    }
                )
            )
            return
        section = _SECTIONS.get(self._letter)
        if section is None:
            self._report(cell.text, f"section {self._letter} of Table {self._table} is not known")
            return
        row_id = f"{self._table}-{self._letter}-{item_no}"
        if len(cell.lines) < _LINES_OF_A_LIST:
            self._add_row(row_id, self._table, section, item_no=item_no, printed=cell.printed, repealed=repealed)
            return
        self._add_row(row_id, self._table, section, item_no=item_no, printed=cell.lines[0])
        for line, text in enumerate(cell.lines[1:], 1):
            self._add_line(row_id, section, line, text, item_no=item_no)

    def _add_line(self, cell: str, section: str, line: int, text: str, **cells: Any) -> None:
        values = {"sub_no": str(line), "printed": text, "repealed": self._repealed(text), "line": line}
        self._add_row(f"{cell}.{line}", self._table, section, **values, **cells)

    def _repealed(self, text: str) -> bool:
        """Whether the words of a row say that it is repealed; the act that they name is read too."""
        repealed = _is_repealed(text)
        for found in words.ACT.finditer(text) if repealed else ():
            self._amend("repealed", found["number"], _day(found["date"]), _entry_day(text), text)
        return repealed

    def _read_precursors(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        """Read a table whose columns are lists, one line a row."""
        for row in rows:
            heads = [words.PRECURSOR_LIST.fullmatch(words.plain(cell.text)) for cell in row]
            if row and all(heads):
                self._columns = [str(len(_roman(head))) for head in heads if head]
                self._count("head")
            elif not any(cell.lines for cell in row):
                self._count("head")
            elif len(row) != len(self._columns):
                yield row
            else:
                self._count("read")
                for list_no, cell in zip(self._columns, row, strict=True):
                    self._read_precursor_lines(list_no, cell)

    def _read_precursor_lines(self, list_no: str, cell: Cell) -> None:
        for text in cell.lines:
            self._places[list_no] += 1
            place = self._places[list_no]
            if _runs_on(text) and not _is_repealed(text):
                self._report(text, f"list {list_no}, line {place}: the line seems to hold several names")
            self._add_line(f"IV-{list_no}", "precursor", place, text, list=list_no)

    # ---- sizes

    def _read_sizes(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        width = 6 if self._table == "III" else 4
        in_order = True
        for row in rows:
            if _is_size_head(row, width):
                self._count("head")
                if not (in_order := in_order and _is_in_order(row)):
                    self._report(" | ".join(cell.text for cell in row), "the columns of sizes stand in another order")
                if row:
                    self._repealed(row[0].text)
                self._grams = self._grams and not words.OTHER_UNIT.search(
                    " ".join(cell.text for cell in row).casefold()
                )
                continue
            cells = [cell for cell in row for _ in range(cell.span)]
            if not in_order or len(cells) != width or not cells[0].lines:
                yield row
                continue
            self._count("read")
            self._size_no[self._table] += 1
            self._read_size(row, cells)

    def _read_size(self, row: Row, cells: list[Cell]) -> None:
        name, (small, large, xlarge) = cells[0], cells[-3:]
        extra = cells[1:-3]
        plain = words.plain(name.text)
        concentration = extra[1].text if extra else ""
        percent = read_percent(concentration)
        condition = words.CONDITION.search(name.text)
        known = {
            "size_table": self._table,
            "row_no": self._size_no[self._table],
            "printed_name": name.printed,
            "chemical_name": (extra[0].printed or None) if extra else None,
            "concentration": concentration or None,
            "condition": condition[0] if condition else None,
            "mixture": _mixture(name.text),
            "min_percent": percent,
            "raw": " | ".join(cell.printed for cell in row[1:]),
            "repealed": _is_repealed(small.text),
        }
        if percent is None and concentration:
            self._report(f"{name.text}: {concentration}", "a concentration that cannot be read")
        for form in self._forms(plain, name, (small, large, xlarge), row):
            self._sizes.append(SizeRow.model_validate(known | form))

    def _forms(self, plain: str, name: Cell, cells: tuple[Cell, Cell, Cell], row: Row) -> list[dict[str, Any]]:
        """Return the figures of a row, one entry for each form."""
        printed = f"{name.text}: {' | '.join(cell.text for cell in cells)}"
        if row[-1].span > 1 and not any(map(str.isdigit, cells[0].text)):
            return [_form()]  # words over all columns instead of figures
        forms = [(key, found) for key, pattern in words.FORMS if (found := pattern.search(plain))]
        if forms:
            if any(len(cell.lines) not in (0, len(forms)) for cell in cells):
                self._report(printed, "its figures do not have one line for each form: no figure is taken")
                return [_form()]
            lines = [[" ".join(cell.lines[order : order + 1]) for cell in cells] for order in range(len(forms))]
            return [
                self._figures(name, line) | {"form_id": key, "form": name.text[slice(*found.span())]}
                for line, (key, found) in zip(lines, forms, strict=True)
            ]
        counts = [read_counts(cell.text) or {} for cell in cells]
        if not all(counts):
            return [self._figures(name, [cell.text for cell in cells])]
        small, large, xlarge = counts
        if not set(small) == set(large) == set(xlarge):
            self._report(printed, "its columns count different forms: no figure is taken")
            return [_form()]
        return [_counted(form, small[form], large[form], xlarge[form]) for form in small]

    def _figures(self, name: Cell, printed: list[str]) -> dict[str, Any]:
        bands = [read_band(text) if text else None for text in printed]
        units = {band.unit for band in bands if band}
        figures = figures_of(*bands)
        unread = any(text and not band for text, band in zip(printed, bands, strict=True))
        told = f"{name.text}: {' | '.join(printed)}"
        if not self._grams:
            self._report(told, "the head names another unit than grams: no figure is taken")
        elif unread or figures is None or len(units) > 1:
            self._report(told, "figures that cannot be read: no figure is taken")
        else:
            if not units:
                self._report(name.text, "no figures")
            elif (figures.small_to or figures.large_from) != figures.large_from or (
                figures.large_to != figures.xlarge_over
            ):
                self._report(told, "bounds that do not join, as printed")
            return _form(figures, *units)
        return _form()

    # ---- plants and substituents

    def _read_cultivation(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        for row in rows:
            if len(row) == 1 and row[0].span > 1:
                self._count("read")
                self._read_note(row[0].printed, covers=())
            elif len(row) != 2:
                yield row
            elif words.PLANT_HEADING.match(row[0].text) is None:
                self._count("head")
            else:
                self._count("read")
                self._read_plants(row[0], row[1])

    def _read_plants(self, names: Cell, sizes: Cell) -> None:
        heading, *plants = names.lines
        plants = plants or [heading]
        found = words.PLANT_HEADING.match(heading)
        group = found["number"] if found else "0"
        if len(plants) != len(sizes.lines):
            self._report(f"{names.text}: {sizes.text}", "not one size for each plant: no figure is taken")
        for order, printed in enumerate(plants):
            raw = sizes.lines[order] if len(plants) == len(sizes.lines) else sizes.printed
            letter = words.PLANT_LETTER.match(printed)
            place = "абвгд".find(letter["letter"]) if letter else order
            self._cultivation.append(
                CultivationRow(
                    cult_id=f"CULT-{group}{chr(ord('a') + (place if place >= 0 else order))}",
                    heading=heading,
                    printed=printed,
                    large_from=self._plants(printed, raw) if len(plants) == len(sizes.lines) else None,
                    raw=raw,
                )
            )

    def _plants(self, printed: str, raw: str) -> int | None:
        found = words.PLANTS.match(raw)
        if found is not None:
            return int(found["count"] or found["count_kk"])
        if words.ONE_PLANT.match(raw):
            return 1
        self._report(f"{printed}: {raw}", "a number of plants that cannot be read")
        return None

    def _read_substituents(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        for row in rows:
            found = words.SUBSTITUENT.fullmatch(row[0].text) if row else None
            if row and (_is_head(row) or row[0].text in ("1", "2", "1.", "2.")):
                self._count("head")
            elif found is None or len(row) < 2 or not row[1].lines:
                yield row
            else:
                number, printed = row[0].text.rstrip("."), row[1].printed
                repealed = self._repealed(printed)
                if not repealed and any(entry.number == number and not entry.repealed for entry in self._substituents):
                    self._reported(row, "a row with the number of one before it: read it by hand")
                    continue
                self._count("read")
                values = {"number": number, "printed": printed, "valence": found["valence"], "repealed": repealed}
                self._substituents.append(SubstituentRow.model_validate(values))


def _roman(found: re.Match[str]) -> str:
    return (found["roman"] or found["roman_kk"]).upper()


def _day(printed: str | None) -> date | None:
    """Read a day: 01.02.2026, or 1 февраля 2026."""
    try:
        day, month, year = re.split("[. ]", printed or "")
        return date(int(year), words.MONTHS.get(month) or int(month), int(day))
    except ValueError:
        return None


def _entry_day(text: str) -> date | None:
    found = words.ENTRY.search(text)
    return _day(found["day"] or found["day_kk"]) if found else None


def requisite(text: str) -> tuple[date, str] | None:
    """Return day and number of the act that a stamp or requisite names."""
    found = words.BASE_ACT.search(" ".join(text.split()))
    if found is None:
        return None
    suffix = "" if found["number"] else "_kk"
    month = words.MONTHS.get(found[f"month{suffix}"])
    try:
        day = date(int(found[f"year{suffix}"]), month or 0, int(found[f"day{suffix}"]))
    except ValueError:
        return None
    return day, found[f"number{suffix}"]


def _is_repealed(text: str) -> bool:
    return words.REPEALED.match(text.strip()) is not None


def _runs_on(text: str) -> bool:
    """Whether a line seems to hold several names; what stands in brackets is part of one."""
    before = ""
    while text != before:
        before, text = text, words.BRACKETED.sub("<>", text)
    return words.RUN_ON.search(text.replace("<>", "()")) is not None


def _is_head(row: Row) -> bool:
    """Whether a row is a head or empty: its first cell names the column of numbers."""
    first = words.plain(row[0].text) if row else ""
    return not any(cell.lines for cell in row) or first in ("№ п/п", "n п/п", "р/с №", "№")


def _apart(row: Row) -> Row:
    """Return a repealed row that is set in one cell as its two: the number, and the words."""
    found = words.CLAUSE.fullmatch(row[0].text) if len(row) == 1 else None
    if found is None or not _is_repealed(found["text"]):
        return row
    return Cell((found["number"],)), Cell((found["text"],))


def _numbers(row: Row) -> list[str]:
    """Return the numbers of a row with two cells: one, or those of a range that is repealed."""
    if len(row) != 2 or not row[1].lines:
        return []
    found = words.NUMBERED.fullmatch(row[0].text)
    several = words.REPEALED_RANGE.fullmatch(row[0].text) if _is_repealed(row[1].text) else None
    if several is not None and 0 < int(several["last"]) - int(several["first"]) < 500:
        return [str(item_no) for item_no in range(int(several["first"]), int(several["last"]) + 1)]
    return [found["number"]] if found else []


def _is_size_head(row: Row, width: int) -> bool:
    if not row or not any(cell.lines for cell in row):
        return True
    first = words.plain(row[0].text)
    numbers = [cell.text for cell in row] == [str(place) for place in range(1, width + 1)]
    # What stands beside a head over the whole width is no part of it.
    over_all = row[0].span == width and not any(cell.lines for cell in row[1:])
    return over_all or first in ("наименование", "атауы") or numbers


def _is_in_order(head: Row) -> bool:
    """Whether the heads of the bands, where a row has them, stand as they are read: small, large, especially large."""
    found = [band[0] for cell in head if (band := words.BAND.match(words.plain(cell.text))) is not None]
    places = [next(place for place, word in enumerate(words.BANDS) if text.startswith(word)) for text in found]
    return places == sorted(places)


def _covers(text: str) -> tuple[Covered, ...]:
    if text.startswith("*"):
        return ()  # a note to a star takes out, or says of what; it covers nothing
    plain = words.plain(text).replace("i", "і")
    return next((covered for pattern, covered in words.COVERS if pattern.match(plain)), ())


def _mixture(name: str) -> Mixture:
    if name.rstrip().endswith("*"):
        return "star"
    return "words" if words.MIXTURE.search(" ".join(name.casefold().split())) else "no"


def _figure(found: re.Match[str] | None) -> Decimal | None:
    if found is None:
        return None
    return next((number(figure) for figure in found.groups() if figure and figure.strip(",")), None)


def _form(figures: Figures = _NO_FIGURES, unit: str = "g") -> dict[str, Any]:
    """Return the columns of a row of sizes that has one form."""
    return {"form_id": None, "form": None, "unit": unit, **figures._asdict()}


def _counted(form: str, small: _Count, large: _Count, xlarge: _Count) -> dict[str, Any]:
    """Return the columns of a form that is counted in pieces."""
    bounds = (None, small[1] or small[0], *large, xlarge[0])
    figures = Figures(*(None if bound is None else Decimal(bound) for bound in bounds))
    token = next((token for sign, token in words.COUNTED_FORMS.items() if form.startswith(sign)), form)
    return _form(figures, "piece") | {"form_id": token, "form": form}
