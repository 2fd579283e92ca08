"""The body of a page as a stream of paragraphs and tables in document order.

The portal wraps its tables in ``<p>``; parsers disagree on what becomes of that, so nothing here relies on
parents or siblings of ``p``. Tables come with their spans expanded: each grid cell remembers whether it was
carried down from a row above or spilled over from the cell on its left.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from kzschedule.official.errors import OfficialTextError, load_extra
from kzschedule.official.text import SUP_CLOSE, SUP_OPEN, clean, clean_marked, without_forged_marks

MAX_COLUMNS = 64
MAX_DEPTH = 100
MAX_ROWS = 50_000
TO_THE_END = 10**6

_SKIPPED = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "title"})
_ROW_GROUPS = ("tbody", "thead", "tfoot")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "center",
        "section",
        "article",
        "pre",
        "hr",
    }
    | {"form", "main", "td", "th", "tr", "caption", *_ROW_GROUPS, *_HEADINGS}
)
_BREAK_ENDS_PARAGRAPH = frozenset({"article", "div", "body", "section", "main", "center"})
_CENTRED = re.compile(r"text-align:\s*center", re.IGNORECASE)
_BOLD = frozenset({"b", "strong"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with breaks (``<br>``, paragraphs) and superscripts marked, and its links as (text, address)."""

    raw: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """One cleaned line."""
        return clean(self.raw)

    @property
    def marked(self) -> str:
        """One cleaned line with superscripts still marked."""
        return clean_marked(self.raw)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading."""

    passage: Passage
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A grid cell: `carried` from a row above (rowspan), `spilled` from its left (colspan)."""

    passage: Passage
    width: int = 1
    carried: bool = False
    spilled: bool = False

    @property
    def text(self) -> str:
        """One cleaned line, empty for the columns a merged cell spills into."""
        return "" if self.spilled else self.passage.text

    @property
    def marked(self) -> str:
        """One cleaned line with superscripts still marked, empty likewise."""
        return "" if self.spilled else self.passage.marked


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid; the portal marks layout as `borderless`, `nested` counts rows of tables in cells."""

    rows: tuple[tuple[Cell, ...], ...]
    borderless: bool = False
    nested: int = 0


Block = Paragraph | Table


@dataclass(slots=True)
class _Gathering:
    """Inline content gathered until a block begins or ends."""

    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    bold: bool = True

    def add(self, text: str | None, *, bold: bool = False) -> None:
        if text:
            # A line of the source parts words, but it is no line of the page, which ``<br>`` ends.
            self.pieces.append(without_forged_marks(text).replace("\n", "\r"))
            self.bold = self.bold and (bold or not text.strip())

    def passage(self) -> Passage:
        return Passage("".join(self.pieces), tuple(self.links))


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell as written, with its spans; a rowspan of 0 reaches to the end of the table."""

    passage: Passage
    columns: int = 1
    rows: int = 1
    continues_above: bool = False


def expanded(rows: Iterable[Iterable[SpannedCell]]) -> tuple[tuple[Cell, ...], ...]:
    """Expand the spans of a table's rows into a grid.

    Parameters
    ----------
    rows : iterable of iterables of SpannedCell
        The rows as written.

    Returns
    -------
    tuple of tuples of Cell
        One tuple for each row; a cell carried from above is repeated and marked.

    Examples
    --------
    >>> tall, wide = SpannedCell(Passage("12."), rows=2), SpannedCell(Passage("name"), columns=2)
    >>> [[cell.text for cell in row] for row in expanded([[tall, wide], [SpannedCell(Passage("more"))]])]
    [['12.', 'name', ''], ['12.', 'more']]
    """
    grid: list[tuple[Cell, ...]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        left = deque(row)
        while left or any(column >= len(cells) for column in hanging):
            column = len(cells)
            if column in hanging:
                cell, more = hanging.pop(column)
                if more > 1:
                    hanging[column] = (cell, more - 1)
                cells.append(cell)
            elif left:
                cells += _placed(left.popleft(), column, grid[-1] if grid else (), hanging)
            else:
                cells.append(Cell(Passage()))
        grid.append(tuple(cells))
    return tuple(grid)


def _placed(
    written: SpannedCell, column: int, above: tuple[Cell, ...], hanging: dict[int, tuple[Cell, int]]
) -> list[Cell]:
    if column >= MAX_COLUMNS:
        raise OfficialTextError(f"a table has more than {MAX_COLUMNS} columns, which no table of the portal has")
    if written.continues_above and column < len(above):
        return [replace(cell, carried=True) for cell in above[column : column + written.columns]]
    cells = [
        Cell(written.passage, written.columns, spilled=offset > 0)
        for offset in range(min(written.columns, MAX_COLUMNS - column))
    ]
    if written.rows != 1:
        rows_below = written.rows - 1 if written.rows else TO_THE_END
        hanging |= {column + offset: (replace(cell, carried=True), rows_below) for offset, cell in enumerate(cells)}
    return cells


def html_blocks(body: Any) -> Iterator[Block]:
    """Paragraphs and tables of a pruned HTML body in document order.

    Parameters
    ----------
    body : lxml element
        The element that holds the text.

    Yields
    ------
    Paragraph or Table
        Layout tables that hold other tables are walked into.

    Examples
    --------
    >>> body = load_extra("lxml.html").fromstring("<div><p>1. Text<table><tr><td>12.</td></tr></table></div>")
    >>> [type(block).__name__ for block in html_blocks(body)]
    ['Paragraph', 'Table']
    """
    walk = _HtmlWalk()
    yield from walk.block(body, heading=False, centred=False)
    yield from walk.flush(heading=False, centred=False)


class _HtmlWalk:
    def __init__(self) -> None:
        self.gathering = _Gathering()

    def flush(self, *, heading: bool, centred: bool) -> Iterator[Block]:
        gathered, self.gathering = self.gathering, _Gathering()
        passage = gathered.passage()
        if passage.text:
            yield Paragraph(passage, heading=heading or (centred and gathered.bold))

    def block(self, element: Any, *, heading: bool, centred: bool, bold: bool = False) -> Iterator[Block]:
        tag = element.tag
        heading = heading or tag in _HEADINGS
        centred = centred or tag == "center" or _is_centred(element)
        yield from self.flush(heading=heading, centred=centred)
        yield from self.inline(element, heading=heading, centred=centred, bold=bold)
        yield from self.flush(heading=heading, centred=centred)

    def inline(self, element: Any, *, heading: bool, centred: bool, bold: bool) -> Iterator[Block]:
        bold = bold or element.tag in _BOLD
        self.gathering.add(element.text, bold=bold)
        for child in element:
            tag = child.tag
            if tag == "table":
                yield from self.flush(heading=heading, centred=centred)
                yield from self.table(child)
            elif tag == "br":
                if element.tag in _BREAK_ENDS_PARAGRAPH and not heading:
                    yield from self.flush(heading=heading, centred=centred)
                else:
                    self.gathering.add("\n")
            elif tag in _BLOCKS:
                yield from self.block(child, heading=heading, centred=centred, bold=bold)
            elif isinstance(tag, str):
                yield from self.marked_inline(child, heading=heading, centred=centred, bold=bold)
            self.gathering.add(child.tail, bold=bold)

    def marked_inline(self, child: Any, *, heading: bool, centred: bool, bold: bool) -> Iterator[Block]:
        before = len(self.gathering.pieces)
        gathering = self.gathering
        if child.tag == "sup":
            gathering.pieces.append(SUP_OPEN)
        yield from self.inline(child, heading=heading, centred=centred, bold=bold)
        if child.tag == "sup":
            gathering.pieces.append(SUP_CLOSE)
        if child.tag == "a" and child.get("href") and gathering is self.gathering:
            gathering.links.append((clean("".join(gathering.pieces[before:])), child.get("href")))

    def table(self, element: Any) -> Iterator[Block]:
        rows = _own_rows(element)
        nested = sum(1 for row in rows for inner in row.iter("tr") if inner is not row)
        borderless = element.get("border") == "0"
        yield from self.loose(element)
        if borderless and nested:
            yield Table(tuple(() for _ in rows), borderless=True)
            for row in rows:
                yield from self.block(row, heading=False, centred=False)
        else:
            written = [[_spanned(cell) for cell in row if cell.tag in {"td", "th"}] for row in rows]
            yield Table(expanded(written), borderless, nested)

    def loose(self, part: Any) -> Iterator[Block]:
        """Whatever stands in a table but in none of its rows (a caption, a stray cell) is text too."""
        self.gathering.add(part.text)
        for child in part:
            if child.tag in _ROW_GROUPS:
                yield from self.loose(child)
            elif child.tag == "table":
                yield from self.table(child)
            elif isinstance(child.tag, str) and child.tag != "tr":
                yield from self.block(child, heading=child.tag == "caption", centred=False)
            self.gathering.add(child.tail)
        yield from self.flush(heading=False, centred=False)


def pruned(body: Any, name: str) -> Any:
    """Body without scripts and what follows the text, bounded in depth, with every ``tr`` in a table.

    Parameters
    ----------
    body : lxml element
        The element that holds the text; it is changed in place.
    name : str
        Name of the input, for the message.

    Returns
    -------
    lxml element
        The same body.

    Raises
    ------
    OfficialTextError
        If it is nested deeper or has more rows than any page of the portal.
    """
    check_bounds(body, "tr", name)
    after = next((element for element in body.iter() if "aftertext" in _classes(element)), None)
    while after is not None and after is not body:
        parent = after.getparent()
        for follower in list(after.itersiblings()):
            parent.remove(follower)
        if "aftertext" in _classes(after):
            parent.remove(after)
        after = parent
    for element in [*body.iter(*_SKIPPED)]:
        if element is not body:
            element.drop_tree()
    for row in body.iter("tr"):
        parent = row.getparent()
        in_group = parent is not None and parent.tag in _ROW_GROUPS and parent.getparent() is not None
        if not (parent is not None and parent.tag == "table") and not (in_group and parent.getparent().tag == "table"):
            row.tag = "div"
    return body


def check_bounds(body: Any, row_tag: str, name: str) -> None:
    """Refuse a body that is nested deeper or has more rows than any text of the portal, before it is walked.

    Parameters
    ----------
    body : lxml element
        The body.
    row_tag : str
        Tag of a table row.
    name : str
        Name of the input, for the message.

    Raises
    ------
    OfficialTextError
        If a bound is passed.

    Examples
    --------
    >>> check_bounds(load_extra("lxml.html").fromstring("<div><p>text</p></div>"), "tr", "page.html")
    """
    depth = 0
    for event, _ in load_extra("lxml.etree").iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise OfficialTextError(
                f"{name}: elements are nested more than {MAX_DEPTH} deep, which no page of the portal is;"
                " save the page again from the portal"
            )
    if sum(1 for _ in body.iter(row_tag)) > MAX_ROWS:
        raise OfficialTextError(f"{name}: more than {MAX_ROWS} table rows, which no page of the portal has")


def _own_rows(table: Any) -> list[Any]:
    groups = [table, *table.iterchildren(*_ROW_GROUPS)]
    rows = {row for group in groups for row in group.iterchildren("tr")}
    return [row for row in table.iter("tr") if row in rows]


def _spanned(cell: Any) -> SpannedCell:
    gathering = _Gathering()
    _gather(cell, gathering)
    return SpannedCell(
        gathering.passage(),
        columns=max(1, _span(cell.get("colspan"))),
        rows=_span(cell.get("rowspan")),
    )


def _span(printed: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", printed or "1", re.ASCII)
    return int(digits[1]) if digits else 1


def _gather(element: Any, gathering: _Gathering) -> None:
    """Text of a cell, with a break wherever a block, a nested row or ``<br>`` divides it."""
    gathering.add(element.text)
    for child in element:
        tag = child.tag
        if tag == "br":
            gathering.pieces.append("\n")
        elif isinstance(tag, str):
            divides = tag in _BLOCKS or tag == "table"
            marks = ("\n", "\n") if divides else (SUP_OPEN, SUP_CLOSE) if tag == "sup" else ("", "")
            before = len(gathering.pieces)
            gathering.pieces.append(marks[0])
            _gather(child, gathering)
            gathering.pieces.append(marks[1])
            if tag == "a" and child.get("href"):
                gathering.links.append((clean("".join(gathering.pieces[before:])), child.get("href")))
        gathering.add(child.tail)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split() if isinstance(element.tag, str) else []


def _is_centred(element: Any) -> bool:
    return element.get("align") == "center" or bool(_CENTRED.search(element.get("style") or ""))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCX_ROW = f"{_W}tr"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DOCX_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted text of a tracked change is not text; a field's code is not its result.
_DOCX_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tcPr", "sectPr"})


class DocxWalk:
    """Blocks of a Word document: its cells are read from the XML, since `python-docx` repeats merged ones.

    Parameters
    ----------
    style_names : dict
        Name of each paragraph style by its id.
    targets : dict
        Address of each hyperlink by its relation id.
    """

    def __init__(self, style_names: dict[str, str], targets: dict[str, str]) -> None:
        self.style_names = style_names
        self.targets = targets
        self.counters: dict[tuple[str, str], int] = {}

    def blocks(self, body: Any) -> Iterator[Block]:
        """Paragraphs and tables of the body in document order."""
        for child in body:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                rows = [row for row in child.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is child]
                nested = sum(1 for _ in child.iter(f"{_W}tr")) - len(rows)
                yield Table(expanded([self._cells(row) for row in rows]), nested=nested)
            elif isinstance(child.tag, str) and child.tag.removeprefix(_W) not in _DOCX_SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        gathering = _Gathering()
        self._gather(element, gathering, bold=False)
        passage = gathering.passage()
        if passage.text:
            style = self.style_names.get(_value(element, "pPr/pStyle"), "").casefold()
            centred = _value(element, "pPr/jc") == "center"
            heading = style.startswith(("heading", "заголовок", "title")) or (centred and gathering.bold)
            yield Paragraph(passage, heading)

    def _cells(self, row: Any) -> Iterator[SpannedCell]:
        before = _value(row, "trPr/gridBefore")
        if before.isdecimal() and before != "0":
            yield SpannedCell(Passage(), columns=_span(before))
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            gathering = _Gathering()
            for paragraph in cell.iter(f"{_W}p"):
                self._gather(paragraph, gathering, bold=False)
                gathering.pieces.append("\n")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            yield SpannedCell(
                gathering.passage(),
                columns=max(1, _span(_value(cell, "tcPr/gridSpan"))),
                continues_above=merge is not None and merge.get(f"{_W}val", "continue") == "continue",
            )

    def _gather(self, element: Any, gathering: _Gathering, *, bold: bool) -> None:
        tag = element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""
        if tag == "p":
            gathering.add(self._list_number(element))
        if tag == "r":
            bold = element.find(f"{_W}rPr/{_W}b") is not None
        raised = tag == "r" and _value(element, "rPr/vertAlign") == "superscript"
        before = len(gathering.pieces)
        gathering.pieces.append(SUP_OPEN if raised else "")
        if tag == "t":
            gathering.add(element.text, bold=bold)
        gathering.pieces.append(_DOCX_TEXT.get(tag, ""))
        for child in element:
            name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else "pPr"
            # A paragraph inside a paragraph (a text box) is gathered on its own.
            if name not in _DOCX_SKIPPED and name != "p":
                self._gather(child, gathering, bold=bold)
        gathering.pieces.append(SUP_CLOSE if raised else "")
        if tag == "hyperlink" and (target := self.targets.get(element.get(_R_ID, ""))):
            gathering.links.append((clean("".join(gathering.pieces[before:])), target))

    def _list_number(self, paragraph: Any) -> str:
        """Count the number that Word itself shows before a numbered paragraph: it is not in the text."""
        key = (_value(paragraph, "pPr/numPr/numId"), _value(paragraph, "pPr/numPr/ilvl") or "0")
        if key[0] in {"", "0"}:
            return ""
        self.counters[key] = self.counters.get(key, 0) + 1
        return f"{self.counters[key]}. "


def _value(element: Any, path: str) -> str:
    found = element.find("/".join(_W + step for step in path.split("/")))
    return "" if found is None else str(found.get(f"{_W}val") or "")
