"""From a text of the decree, in any of its shapes, to blocks: headings, paragraphs, notes and tables.

The shapes are the Markdown of the official database's mirror, the database's own answer (elements, or HTML, in one page
or several), a page of the legal portal, and the answer of its interface. A text is untrusted: its size and the number
of its rows and cells are bounded, scripts and styles are left out, entities are only characters, and nothing is
followed or run.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from kzschedule.official.errors import OfficialTextError

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_CELLS = 50
MAX_PAGES = 200
_BLANK = re.compile(r"[ \t\r\f\v\u00a0]+")
_MARKUP = re.compile(r"</?(?:a|b|em|i|p|span|strong)\b[^>]{0,200}>", re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|article|div|p|h[1-6]|table|font|a|span)\b", re.IGNORECASE)
_CYRILLIC_1251 = re.compile(rb"charset\s*=\s*[\"']?windows-1251", re.IGNORECASE)
#: Which act a page of the portal is of: the first paragraph below its title.
_REQUISITE = re.compile(r"container_alpha slogan\b.{0,4000}?<p>(?P<text>[^<]{10,500})</p>", re.DOTALL)
#: A replaced letter, or the box that a page shows for one that it lost.
_LOST = re.compile("[\ufffd\u2610]")
_UNSEEN = {"script", "style", "template", "textarea", "title", "iframe", "object"}
_BREAKS = {"br", "p", "div", "li"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {*_HEADINGS, "p", "div", "li", "article", "section", "ul", "ol", "blockquote"}
_SAVE = "save the page from old.adilet.zan.kz, or take the text of act 132913 from the official database"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines, without markup, and over how many columns it goes."""

    lines: tuple[str, ...]
    span: int = 1

    @property
    def printed(self) -> str:
        """The cell as printed, with its line breaks."""
        return "\n".join(self.lines)

    @property
    def text(self) -> str:
        """The cell on one line."""
        return " ".join(self.lines)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading (`level` 1 to 6), a quoted note (`level` -1) or a paragraph (0)."""

    text: str
    level: int = 0


Block = Table | Passage


@dataclass(frozen=True, slots=True)
class Page:
    """A text as blocks, with what its head says: ``requisite`` names the act, ``cause`` the act behind the revision."""

    name: str
    sha256: str
    head: dict[str, str]
    blocks: tuple[Block, ...]


def load_page(path: str | Path) -> Page:
    """Read a file with the text of the decree into blocks.

    Raises
    ------
    OfficialTextError
        If the file cannot be read, is too large, or is no text with tables.
    """
    file = Path(path)
    return page_of(read_bounded(file), file.name)


def read_bounded(file: Path) -> bytes:
    """Return the bytes of a file, one more than a text may have at the most.

    Raises
    ------
    OfficialTextError
        If it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise OfficialTextError(f"{file}: cannot be read ({error}); give a file with the text of the decree") from error


def page_of(content: bytes, name: str) -> Page:
    r"""Take the bytes of a text apart.

    Raises
    ------
    OfficialTextError
        If they are too many, no text, or hold no table; the message says what to do.

    Examples
    --------
    >>> page = page_of("## Список\n\n<table><tr><td>1.</td><td>ИМЯ<br>слова</td></tr></table>\n".encode(), "a.md")
    >>> page.blocks[0].text, page.blocks[1].rows[0][1].lines
    ('Список', ('ИМЯ', 'слова'))
    >>> page_of(b"<h3>A\nb</h3><p><table><tr><td><p>1.</p></td></tr></table>", "a.html").blocks[0]
    Passage(text='A b', level=3)
    """
    if len(content) > MAX_BYTES:
        raise OfficialTextError(f"{name} has more than {MAX_BYTES} bytes, as no text of the decree has")
    text = _decoded(content, name)
    if "\x00" in text:
        raise OfficialTextError(f"{name} holds zero bytes: it is no text; {_SAVE}")
    if lost := _LOST.search(text):
        raise OfficialTextError(f"{name} has lost letters in copying (character {lost.start()}); {_SAVE}")
    head, found = _parts(text.replace("\r\n", "\n").replace("\r", "\n"), name)
    blocks = []
    rows = 0
    for block in found:
        rows += len(block.rows) if isinstance(block, Table) else 0
        if rows > MAX_ROWS:
            raise OfficialTextError(f"{name} has more than {MAX_ROWS} rows, as no text of the decree has")
        blocks.append(block)
    if not any(isinstance(block, Table) for block in blocks):
        raise OfficialTextError(f"{name} holds no table: it is not the text of the decree; {_SAVE}")
    return Page(name, hashlib.sha256(content).hexdigest(), head, tuple(blocks))


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _CYRILLIC_1251.search(content[:4000]):
            return content.decode("cp1251", errors="replace")  # what is lost by that is refused with the lost letters
        raise OfficialTextError(f"{name} is not UTF-8 (byte {error.start}); save the text as UTF-8") from error


def _parts(text: str, name: str) -> tuple[dict[str, str], Iterable[Block]]:
    """What the head says and the blocks, in whichever shape."""
    if text.lstrip()[:1] in ("{", "["):
        return _from_json(text, name)
    if _HTML.match(text):
        said = _REQUISITE.search(text)
        return {"requisite": _MARKUP.sub("", said["text"])} if said else {}, _from_html(text, name)
    head, lines = _front(text.split("\n"))
    return head, _from_markdown(lines, name)


# ---- Markdown, which carries its tables as HTML


def _front(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """What stands between two rules of dashes before the text, as names and values."""
    if lines[0].strip() != "---":
        return {}, lines
    end = next((number for number, line in enumerate(lines[1:200], 1) if line.strip() == "---"), None)
    if end is None:
        return {}, lines
    pairs = (line.partition(":") for line in lines[1:end] if not line.startswith(("-", " ")))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}, lines[end + 1 :]


def _from_markdown(lines: list[str], name: str) -> Iterator[Block]:
    number = 0
    while number < len(lines):
        line = lines[number]
        if "<table" in line.lower():
            end = _end_of_table(lines, number, name)
            yield from _blocks("\n".join(lines[number : end + 1]), name, breaks=True)
            number = end + 1
        else:
            end = number + 1
            while end < len(lines) and _goes_on(line, lines[end]):
                end += 1
            passage = _passage(lines[number:end])
            if passage.text:
                yield passage
            number = end


def _end_of_table(lines: list[str], start: int, name: str) -> int:
    for number in range(start, len(lines)):
        if "</table" in lines[number].lower():
            return number
    raise OfficialTextError(f"{name} is cut off: a table does not end; take the whole text again")


def _goes_on(first: str, line: str) -> bool:
    """Whether a line belongs to the block that another one begins."""
    if "<table" in line.lower():
        return False
    if first.startswith(">"):
        return line.startswith(">")
    return not line.startswith(("#", ">")) and not first.startswith("#") and bool(first.strip()) and bool(line.strip())


def _passage(lines: list[str]) -> Passage:
    level = 0
    if lines[0].startswith(">"):
        level = -1
        lines = [line.lstrip(">") for line in lines]
    elif lines[0].startswith("#"):
        level = min(len(lines[0]) - len(lines[0].lstrip("#")), 6)
        lines = [lines[0].lstrip("#")]
    return Passage("\n".join(filter(None, map(_plain, lines))), level)


def _plain(line: str) -> str:
    """Return a line without emphasis; a star at its beginning alone is printed and stays."""
    text = _BLANK.sub(" ", _MARKUP.sub("", line)).strip()
    for mark in ("**", "*"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    return text


# ---- the answers of the database and of the portal


def _from_json(text: str, name: str) -> tuple[dict[str, str], Iterable[Block]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OfficialTextError(f"{name} is cut off or no JSON ({error}); take the whole answer again") from error
    if isinstance(said, dict):
        said = said.get("document", said)
    if isinstance(said, dict) and isinstance(said.get("text_content"), str):
        # The portal's Russian record names the act in a field for the Kazakh title.
        title = said.get("title_kz")
        return {"requisite": title} if isinstance(title, str) else {}, _from_html(said["text_content"], name)
    pages = said if isinstance(said, list) else [said]
    if not pages or not all(isinstance(page, dict) and isinstance(page.get("content"), str | list) for page in pages):
        raise OfficialTextError(f"{name} is no answer with the text of an act; {_SAVE}")
    wanted = [page.get("pagesCount", 1) for page in pages]
    revisions = [(page.get("versionDate"), page.get("language")) for page in pages]
    if any(count != len(pages) for count in wanted) or any(revision != revisions[0] for revision in revisions):
        said = ", ".join(dict.fromkeys(str(count)[:20] for count in wanted))
        raise OfficialTextError(f"{name} holds {len(pages)} pages of {said}; take all pages of one revision")
    head = _head_of(pages[0])
    content = [page["content"] for page in pages]
    if all(isinstance(part, str) for part in content):
        return head, _from_html("\n".join(content), name)
    if not all(isinstance(part, list) for part in content):
        raise OfficialTextError(f"{name} holds pages of two shapes; take all pages of one")
    return head, _from_elements([element for part in content for element in part], name)


def _head_of(page: dict[str, Any]) -> dict[str, str]:
    """What the database says of a text beside it."""
    head = {}
    for key, path in (("requisite", ("metadata",)), ("cause", ("version", "cause"))):
        part: Any = page
        for step in (*path, "requisites", page.get("language") if page.get("language") == "kaz" else "rus"):
            part = part.get(step) if isinstance(part, dict) else None
        if isinstance(part, str):
            head[key] = part
    return head


def _from_elements(elements: list[Any], name: str) -> Iterator[Block]:
    """Read the elements of the database: what has a table is read as HTML, everything else by its type."""
    aside: int | None = None
    for element in elements:
        if not isinstance(element, dict) or not isinstance(element.get("type"), str):
            raise OfficialTextError(f"{name} holds an element without a type; take the whole answer again")
        kind, level = element["type"], element.get("level")
        if kind.startswith("sideNote"):
            aside = level if isinstance(level, int) and aside is None else aside
        elif kind != "text" or (isinstance(level, int) and aside is not None and level <= aside):
            aside = None
        html = _property(element, "html")
        text = element.get("text") or ""
        if not isinstance(text, str):
            raise OfficialTextError(f"{name} holds an element whose text is none; take the whole answer again")
        blocks = list(_from_html(html, name)) if "<table" in html.lower() else []
        if blocks:
            yield from blocks
        elif kind == "table":
            raise OfficialTextError(f"{name} holds a table without its rows; take the answer with HTML, or {_SAVE}")
        elif text.strip():
            rank = {"title": 1, "heading": 2, "note": -1, "sideNote": -1}.get(kind, 0 if aside is None else -1)
            lines = [_plain(line) for line in text.split("\n")]
            yield Passage("\n".join(filter(None, lines)), rank)


def _property(element: dict[str, Any], key: str) -> str:
    pairs = element.get("properties")
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, dict) and pair.get("key") == key and isinstance(pair.get("value"), str):
            return str(pair["value"])
    return ""


# ---- HTML


def _from_html(text: str, name: str) -> Iterable[Block]:
    """Read the body of a page: the article, or what stands where the portal has it."""
    low = text.lower()
    start = low.find("<article")
    if start < 0:
        start = max(0, low.find('<div class="container_gamma text'))
    end = low.rfind("</article>")
    if end < start:
        end = low.find('class="aftertext"', start)
    return _blocks(text[start:] if end < start else text[start:end], name, breaks=False)


def _blocks(text: str, name: str, *, breaks: bool) -> Iterable[Block]:
    reader = _Html(name, breaks=breaks)
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, RecursionError) as error:  # the parser's own word for marks that it cannot take
        raise OfficialTextError(f"{name} holds a table that cannot be taken apart ({error})") from error
    return reader.finished()


@dataclass
class _Run:
    """The words since the last block began, and what they are."""

    level: int = 0
    text: list[str] = field(default_factory=list)


class _Html(HTMLParser):
    """Collects blocks; rows, cells and paragraphs end where the next begin, marked or not.

    Parameters
    ----------
    name : str
        What messages call the text.
    breaks : bool
        Whether a line feed in the source is one in print, as in the mirror's Markdown.
    """

    def __init__(self, name: str, *, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._breaks = breaks
        self._blocks: list[Block] = []
        self._run = _Run()
        self._rows: list[list[Cell]] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._unseen = 0
        self._layout = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table(dict(attrs))
        elif self._rows is not None and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif self._rows is not None and tag in ("td", "th"):
            self._end_cell()
            self._cell, self._span = [], _span(dict(attrs))
        elif self._rows is None and (tag in _BLOCKS or tag in ("td", "tr")):
            self._begin_block(tag, dict(attrs))
        elif tag in _BREAKS:
            self._add("\n")
        elif tag == "img":
            self._add("[Image]")
        elif tag in _UNSEEN:
            self._unseen += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            self._end_table()
        elif tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif self._rows is None and tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        self._add(data if self._breaks else data.replace("\n", " "))

    def _add(self, data: str) -> None:
        if self._unseen:
            return
        if self._rows is None:
            self._run.text.append(data)
        elif self._cell is not None:
            self._cell.append(data)
        elif data.strip():
            self._cell, self._span = [data], 1  # words between cells belong to the table: its row is of another shape

    # ---- passages

    def _begin_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        self._end_block()
        centred = tag == "p" and "center" in (attributes.get("align") or attributes.get("style") or "").lower()
        note = self._layout or "note" in (attributes.get("class") or "").split()
        self._run.level = -1 if note else 2 if centred else _HEADINGS.get(tag, 0)

    def _end_block(self) -> None:
        text = "\n".join(_lines(self._run.text))
        if text:
            self._blocks.append(Passage(text, -1 if self._layout else self._run.level))
        self._run = _Run()

    # ---- tables

    def _begin_table(self, attributes: dict[str, str | None]) -> None:
        if self._rows is not None or self._layout:
            raise OfficialTextError(f"{self._name} has a table inside a table, as no text of the decree has")
        self._end_block()
        self._layout = attributes.get("border") == "0"  # a stamp or a signature, not a table of the decree
        if not self._layout:
            self._rows = []

    def _end_table(self) -> None:
        self._end_block()
        if self._rows is not None:
            self._blocks.append(Table(tuple(tuple(row) for row in self._rows)))
        self._rows, self._layout = None, False

    def _end_cell(self) -> None:
        if self._cell is None or self._rows is None:
            return
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        row.append(Cell(tuple(_lines(self._cell)), self._span))
        if sum(cell.span for cell in row) > MAX_CELLS or len(self._rows) > MAX_ROWS:
            raise OfficialTextError(f"{self._name} has a table with more cells than any text of the decree has")
        self._cell = None

    def finished(self) -> list[Block]:
        """Return the blocks; a table that does not end was cut off.

        Raises
        ------
        OfficialTextError
            If the text ends in a table.
        """
        if self._rows is not None:
            raise OfficialTextError(f"{self._name} is cut off: a table does not end; take the whole text again")
        self._end_block()
        return self._blocks


def _lines(text: list[str]) -> Iterator[str]:
    return filter(None, (_BLANK.sub(" ", line).strip() for line in "".join(text).split("\n")))


def _span(attributes: dict[str, str | None]) -> int:
    said = attributes.get("colspan") or "1"
    return max(1, min(int(said), MAX_CELLS + 1)) if said.isascii() and said.isdigit() and 0 < len(said) < 6 else 1
