"""A text of the decree in the other shapes that a user may hand over, made from its Markdown.

The markup is that of real pages and answers of the portals (of other acts): anchors, five hard spaces before each
paragraph, paragraphs that wrap tables, layout tables with ``border="0"``, notes as runs of spans, cells of paragraphs.
"""

import json
from html import escape
from itertools import count

from kzschedule.official.page import Block, Cell, Passage, page_of

_INDENT = "\n&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; "
_REQUISITES = {
    "rus": "Постановление Правительства Республики Казахстан от 3 июля 2019 года № 470",
    "kaz": "Қазақстан Республикасы Үкіметінің 2019 жылғы 3 шілдедегі № 470 қаулысы",
}


def blocks_of(text: bytes) -> tuple[Block, ...]:
    return page_of(text, "text.md").blocks


def _cell(cell: Cell, number: int) -> str:
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    if not cell.lines:
        return f"<td{span}><br>\n</td>"
    lines = [escape(line).replace(" ", "\n", 1) for line in cell.lines]  # a line feed in the source is none in print
    body = "<br>\n".join(lines) if number % 2 else "</p><p>\n".join(lines)
    return f'<td{span}><p id="z{number}">\n<a name="z{number}0"></a>{body}</p>\n</td>'


def _passage(block: Passage, number: int) -> str:
    text = escape(block.text)
    if block.text.startswith(("Сноска", "Ескерту")):
        if number % 2:
            return f'<p class="note">{_INDENT}{text}</p>'
        words = text.partition("№")
        return f'<span class="note">{_INDENT}{words[0]}</span><a href="/rus/docs/P1#z2">{words[1]}{words[2]}</a><br>\n'
    if block.level == -1:
        lines = "<br>".join(text.split("\n"))
        return (
            f'<p align="right"><table border="0">\n<tr>\n<td width="387">&nbsp;</td><td>{lines}</td>\n</tr></table></p>'
        )
    if block.level > 0:
        head, _, rest = text.partition(" ")
        return f'<h3 id="z{number}"> {head}<br>{rest}</h3>' if number % 2 else f'<p align="center"><b>{text}</b></p>'
    return f'<p id="z{number}">{_INDENT}{text}</p>'


def article(text: bytes) -> list[str]:
    """The blocks of an article as the legal portal marks them up, one a piece."""
    numbers = count(1)
    found = []
    for block in blocks_of(text):
        if isinstance(block, Passage):
            if block.level != 1:  # the title stands above the article
                found.append(_passage(block, next(numbers)))
            continue
        rows = "".join("<tr>" + "".join(_cell(cell, next(numbers)) for cell in row) + "</tr>" for row in block.rows)
        found.append(f'<p><table width="615">{rows}</table></p>')
    return found


def saved_page(text: bytes) -> bytes:
    """A page of the legal portal as a browser saves it."""
    body = "".join(article(text))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8" /><title>Об утверждении - ИПС &quot;Әділет&quot;</title>
<script>document.write("<table><tr><td>1.</td></tr></table>")</script></head>
<body><div id="container" class="module_npaView lang_rus"><div class="container_alpha slogan"><h1>Об утверждении</h1>
<span class="status status_upd">Обновленный</span><p>{_REQUISITES["rus"]}.</p></div>
<table border="1"><tr><td>1.</td><td>легенда, не текст</td></tr></table>
<div class="container_gamma text text_upd"><div class="gs_12"><article><p>
<font color="#FF0000">&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; <a name="z4"></a>Примечание ИЗПИ!<br>С 01.01.2027 предусматриваются изменения постановлением от 01.12.2026 № 999.</font></p>
{body}</article></div></div><div class="aftertext"><table><tr><td>1.</td><td>после текста</td></tr></table></div></div></body></html>
""".encode()


def portal_answer(text: bytes) -> bytes:
    """The answer of the legal portal's interface."""
    content = f"<!DOCTYPE html>\n<article>{''.join(article(text))}</article>"
    document = {"group_number": "P1900000470", "title_kz": f"{_REQUISITES['rus']}.", "text_content": content}
    return json.dumps({"document": document}).encode()


def _answers(contents: list[object], day: str, cause: str, language: str) -> list[dict[str, object]]:
    requisites = {"rus": cause, "kaz": cause}
    return [
        {
            "id": "132913", "code": "132913", "ngr": "P1900000470", "language": language, "versionDate": day,
            "version": {"id": f"132913_{day}", "versionDate": day, "cause": {"requisites": requisites, "code": "1"}},
            "metadata": {"title": {}, "requisites": _REQUISITES}, "actualVersion": True, "versionsCount": 6,
            "pagesCount": len(contents), "content": content,
        }
        for content in contents
    ]  # fmt: skip


def _cut(pieces: list, pages: int) -> list[list]:
    size = -(-len(pieces) // pages)
    return [pieces[start : start + size] for start in range(0, len(pieces), size)]


def database_html(text: bytes, *, pages: int = 1, day: str = "", cause: str = "", language: str = "rus") -> list[dict]:
    """The pages of the official database's answer, with HTML in them."""
    contents = ["".join(part) for part in _cut(article(text), pages)]
    return _answers(contents, day, cause, language)


def database_elements(
    text: bytes, *, pages: int = 1, day: str = "", cause: str = "", language: str = "rus"
) -> list[dict]:
    """The pages of the official database's answer, with elements in them."""
    elements: list[dict[str, object]] = [{"id": "1", "type": "doc", "level": 1, "properties": []}]
    for block in blocks_of(text):
        if not isinstance(block, Passage):
            rows = "".join(
                "<tr>" + "".join(_cell(cell, number) for number, cell in enumerate(row)) + "</tr>" for row in block.rows
            )
            html = {"key": "html", "value": f"<table>{rows}</table>"}
            elements.append({"type": "table", "level": 4, "text": "таблица", "properties": [html]})
        elif block.level == -1 and not block.text.startswith(("Сноска", "Ескерту")):
            elements += [{"type": "sideNoteGroup", "level": 2, "properties": []}, {"type": "sideNote", "level": 3}]
            elements.append({"type": "text", "level": 4, "text": block.text, "properties": []})
        else:
            kind = {1: "title", -1: "note", 0: "text"}.get(block.level, "heading")
            level = 2 if kind in ("title", "heading") else 3
            if kind == "text":
                elements.append({"type": "point", "level": 2, "index": "1", "properties": []})
            elements.append({"id": "2", "type": kind, "level": level, "text": block.text, "properties": None})
    return _answers(list(_cut(elements, pages)), day, cause, language)


def as_bytes(pages: list[dict]) -> bytes:
    """Several pages of an answer in one file, or one page as it came."""
    return json.dumps(pages if len(pages) > 1 else pages[0], ensure_ascii=False).encode()
