"""Texts of the decree in JSON: what the official database and the legal portal answer, read as blocks and rows.

Values are exchanged inside of the JSON, so that it stays JSON; the HTML in it is damaged for itself.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz.mutation import json_values, pieces
from fuzz.targets import page
from kzschedule.errors import KzScheduleError
from kzschedule.official.page import Passage, page_of

MAX_BYTES = 30_000
TOKENS = (
    *("content", "pagesCount", "versionDate", "language", "rus", "kaz", "metadata", "version", "cause", "requisites", "document", "text_content", "title_kz"),
    *("type", "text", "level", "properties", "key", "value", "html", "title", "heading", "note", "sideNote", "sideNoteGroup", "point", "table", "doc"),
    *("<table>", "</table>", "<table border='0'>", "<tr>", "<td>", "<td colspan='0'>", "<td colspan=9999>", "<th>", "<br>", "<p class='note'>", "<p align='center'>", "<h3>"),
    *("<article>", "</article>", 'class="aftertext"', '<div class="container_gamma text', "<!--", "-->", "<![CDATA[", "<![x[", "<!x", "<?", "<script>", "</script>", "<title>", "<plaintext>", "<textarea>"),
    *("&nbsp;", "&#0;", "&#x110000;", "&amp;lt;", "\u0000", "\ud800", "\ufffd", "\u00ad", "20-1.", "Исключена", "№ п/п", "ПЕРЕЧЕНЬ II", "Таблица III", "ТАБЛИЦА I СПИСОК", "А. СРЕДСТВА"),
    *("Сноска. от 31.02.2020 № 1", "Сноска. Вводится в действие с 05.07.2019", "от 3 июля 2019 года № 470", "0,5-2,5 мг", "от 10 растений", "İ<article>", "<ARTICLE>"),
)  # fmt: skip
_values, _marks = json_values(TOKENS), pieces(TOKENS, cut="<>")
_EXCERPTS = Path(__file__).parents[2] / "tests" / "official" / "excerpts"


def mutate(text: str, chance: random.Random) -> str:
    """Exchange values, or damage the HTML or the words of one."""
    if chance.randrange(3) == 0:
        return _values(text, chance)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return _marks(text, chance)
    places = list(_long(content))
    for _ in range(chance.choice((1, 2, 4)) if places else 0):
        inside, key = chance.choice(places)
        inside[key] = _marks(inside[key], chance)
    return json.dumps(content, ensure_ascii=False)


def _long(value: Any) -> Iterator[tuple[Any, Any]]:
    """Iterate over the places of the texts in a value that are more than a word."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            if isinstance(value[key], str) and len(value[key]) > 20:
                yield value, key
            yield from _long(value[key])


def seeds() -> Iterator[bytes]:
    """Answers in all shapes, whole, and with as much of their text as is quickly read."""
    for name in ("database_html.json", "database_elements.json", "portal_answer.json"):
        content = json.loads((_EXCERPTS / name).read_text(encoding="utf-8"))
        yield json.dumps(content, ensure_ascii=False).encode()
        if isinstance(content, list):
            for one in content:
                yield json.dumps(one | {"pagesCount": 1}, ensure_ascii=False).encode()
    elements = json.loads((_EXCERPTS / "database_elements.json").read_text(encoding="utf-8"))
    first = elements[0]
    tables = [element for one in elements for element in one["content"] if element["type"] == "table"]
    headings = [{"type": "heading", "level": 2, "text": text} for text in ("ТАБЛИЦА I СПИСОК", "А. СРЕДСТВА")]
    for table in tables:
        yield json.dumps(first | {"pagesCount": 1, "content": [*headings, table]}, ensure_ascii=False).encode()


def run(data: bytes) -> None:
    """Read an answer; each row has a fate, and of elements each that has words is in the text."""
    try:
        page.read(data)
        blocks = page_of(data, "answer.json").blocks
    except KzScheduleError:
        return
    said = json.loads(data.decode("utf-8-sig")) if data.decode("utf-8-sig").lstrip()[:1] in ("{", "[") else None
    pages = said if isinstance(said, list) else [said]
    contents = [one["content"] for one in pages if isinstance(one, dict) and isinstance(one.get("content"), list)]
    if isinstance(said, dict) and ("document" in said or isinstance(said.get("text_content"), str)):
        return
    worded = [element for content in contents for element in content if _has_words(element)]
    passages = sum(isinstance(block, Passage) for block in blocks)
    assert passages >= len(worded), f"{len(worded)} elements have words, of which {passages} are in the text"
    expected = len(worded) + sum(element["type"] == "table" for content in contents for element in content)
    assert len(blocks) >= expected, "a table is missing"


def _has_words(element: dict[str, Any]) -> bool:
    """Whether an element has words of its own and no table."""
    table = any(
        isinstance(pair, dict) and pair.get("key") == "html" and "<table" in str(pair.get("value")).lower()
        for pair in (element.get("properties") if isinstance(element.get("properties"), list) else None) or ()
    )
    return (
        not table
        and element["type"] != "table"
        and isinstance(element.get("text"), str)
        and element["text"].strip() != ""
    )
