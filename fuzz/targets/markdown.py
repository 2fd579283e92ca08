"""Texts of the decree in Markdown: the reader of blocks, `kzschedule.official.page`, and that of rows above it.

Headings, notes, rows and cells are moved as a whole, so that what is tried is a text of the decree with another shape.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzz.mutation import pieces
from fuzz.targets import page
from kzschedule.errors import KzScheduleError
from kzschedule.official.page import Table, page_of

MAX_BYTES = 24_000
TOKENS = (
    *("<table>\n", "</table>\n", "<tr><td>1.</td><td>МЕТАДОН</td></tr>\n", "<tr>\n", "</tr>\n", "<td>", "</td>", "<td colspan='3'>", "<td colspan='99'>", "<br>", "<p>"),
    *("## ТАБЛИЦА I СПИСОК\n", "## ТАБЛИЦА IV СПИСОК\n", "## А. СРЕДСТВА\n", "## B. СРЕДСТВА\n", "Таблица III\n", "Таблица IV\n", "## С. ПРЕКУРСОРЫ\n", "ПЕРЕЧЕНЬ I", "I тізбе"),
    *("## Сводная таблица об отнесении\n", "## Размеры незаконной культивации\n", "## Список заместителей\n", "## Список лекарственных средств в ветеринарии\n"),
    *("№ п/п", "Наименование", "1.", "20-1.", "1-99.", "3.-1.", "1. Исключена", "Исключены", "1.1.", "2.12-1.", "а)", "1. Мак", "²", "٣.", "1.²", "0.", "99999."),
    *("> *Сноска. Таблица с изменениями от 31.02.2020 № 1.*\n", "> *Сноска. В редакции от 23.01.2024 № 22 (вводится в действие с 06.02.2024).*\n", "Ескерту. "),
    *("от 3 июля 2019 года № 470", "от 99 июля 0000 года № 1", "2019 жылғы 3 шілдедегі № 470", "1. Препараты не свыше 10 мг\n", "Соли всех веществ\n", "* кроме\n"),
    *("до 0,002", "0-0, 0002", "0,5-2,5 мг", "свыше 1e9", "1 таб. по 0,05 г", "высушенная", "невысушенная", "от 10 растений", "одно растение", "15 % и более", "Размеры в мл"),
    *("---\n", "---\nrequisite: от 3 июля 2019 года № 470\n---\n", "**", "*", " | ", "&nbsp;", "&lt;td&gt;", "&#0;", "<!--", "-->", "<![CDATA[", "<?", "<script>", "\u00ad", "\ue000", "\x0b", "\x1c", "\u2028", "\t", ">", "#######"),
)  # fmt: skip
_CELLS, _ROWS, _LINES = (
    re.compile(r"(?=<t[dh]\b)|(?<=</td>)"),
    re.compile(r"(?=<tr\b)|(?<=</tr>)"),
    re.compile(r"(?<=\n)"),
)
_anywhere = pieces(TOKENS, cut="<>\n")
_inside = pieces(TOKENS)
#: Texts in which a row is a row to anybody: no mark but those of tables, and no table inside another.
_TAME = re.compile(r"</?(?:table|tr|td|th)>|<t[dh] colspan=(?:'\d{1,2}'|\"\d{1,2}\")>|<br>")
_ODD = re.compile(r"<(?![a-z/])|border", re.IGNORECASE)


def mutate(text: str, chance: random.Random) -> str:
    """Move, double, leave out and exchange rows, cells and lines, or damage one of them."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        parts = chance.choice((_CELLS, _ROWS, _LINES)).split(text)
        place, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        kind = chance.randrange(8)
        if kind == 0:
            del parts[place]
        elif kind == 1:
            parts.insert(other, parts[place])
        elif kind == 2:
            parts[place], parts[other] = parts[other], parts[place]
        elif kind == 3:
            parts.insert(place, chance.choice(TOKENS))
        elif kind == 4:
            parts[place] = re.sub(r"(?<=>)[^<]*|^[^<>]+$", lambda _: chance.choice(TOKENS), parts[place], count=1)
        elif kind == 5:
            parts[place] = parts[place] * min(chance.choice((2, 3, 60)), 1 + 60_000 // (1 + len(parts[place])))
        else:
            parts[place] = _damaged(_inside if kind == 6 else _anywhere, parts[place], chance)
        text = "".join(parts)[:100_000]
    return text


def _damaged(damage: Callable[[str, random.Random], str], text: str, chance: random.Random) -> str:
    return damage(text, chance) if text else chance.choice(TOKENS)


def seeds() -> Iterator[bytes]:
    """The excerpt of the real text, whole and by its parts."""
    folder = Path(__file__).parents[2] / "tests" / "official"
    yield (folder / "excerpts" / "text.md").read_bytes()
    for file in (folder / "excerpt.md", *sorted((folder / "excerpts" / "revisions").iterdir())):
        text = file.read_text(encoding="utf-8")
        first, *parts = re.split(r"(?m)^(?=## (?:ТАБЛИЦА|Сводная|Размеры|Список зам|Список лек))", text)
        for part in parts:
            yield (first[-1_000:] + part).encode()[:MAX_BYTES]


def run(data: bytes) -> None:
    """Read a text; where its marks are only those of tables, it has as many rows as they say."""
    try:
        reading = page.read(data)
    except KzScheduleError:
        return
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text) or "<" in _TAME.sub("", text) or text.lstrip()[:1] in ("{", "[", "<"):
        return
    rows, words = 0, Counter[str]()
    for table in re.findall(r"<table>.*?</table>", text, re.DOTALL):
        # A cell, or a word, in front of the first row is in one of its own.
        front = table.removeprefix("<table>").removesuffix("</table>").partition("<tr>")[0]
        rows += table.count("<tr>") + bool(re.search(r"<t[dh]\b", front) or _TAME.sub("", front).strip())
        words.update(_TAME.sub(" ", table).split())
    assert sum(reading.tally.values()) == rows, f"{rows} rows were given, {sum(reading.tally.values())} have a fate"
    if "&" not in text:
        tables = [block for block in page_of(data, "text.md").blocks if isinstance(block, Table)]
        read = Counter(word for block in tables for row in block.rows for cell in row for word in cell.text.split())
        assert not words - read, f"words were lost: {words - read}"
