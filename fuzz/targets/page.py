"""Texts of the decree: `kzschedule.official.read_text`, and what a text changes against another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fuzz.mutation import pieces
from kzschedule.errors import KzScheduleError
from kzschedule.official import read_text
from kzschedule.official.advance import advance
from kzschedule.official.law import Law
from kzschedule.official.page import Table, page_of
from kzschedule.official.plan import plan
from kzschedule.official.sheet import Decisions

MAX_BYTES = 60_000
TOKENS = (
    *("<table>", "</table>", "<tr>", "<td>", "</td>", "<td colspan='0'>", "<td colspan='3'>", "<td colspan=9999>", "<th>", "<br>"),
    *("<!--", "-->", "<![CDATA[", "<![x[", "<?", "<script>", "</script>", "&nbsp;", "&#0;", "&#x110000;", "\u00ad", "\ue000", "\x00", "---\n"),
    *("## ТАБЛИЦА I СПИСОК\n", "## А. СРЕДСТВА\n", "Таблица III\n", "## С. ПРЕКУРСОРЫ\n", "ПЕРЕЧЕНЬ I", "ПЕРЕЧЕНЬ II", "№ п/п"),
    *("Исключены", "1-99999999.", "3.-1.", "20-1.", "²", "1.²", "Сноска. от 31.02.2020 № 1", "от 99.99.9999 № 470", "с 01.01.0001"),
    *("0-0, 0002", "0,5-2,5 мг", "1 таб. по 0,05 г", "высушенная", "невысушенная", "от 10 растений", "15 % и более", "*", " | ", "> *"),
)  # fmt: skip
mutate = pieces(TOKENS, cut="<")
_EXCERPT = Path(__file__).parents[2] / "tests" / "official" / "excerpt.md"
_EXCERPTS = _EXCERPT.parent / "excerpts"


def seeds() -> Iterator[bytes]:
    """The excerpt of the real text, whole and by its parts, and a shorter one in each shape."""
    for file in sorted(path for path in _EXCERPTS.rglob("*") if path.is_file()):
        yield file.read_bytes()
    text = _EXCERPT.read_text(encoding="utf-8")
    yield text.encode()
    for part in text.split("\n## ")[1:]:
        yield f"## ТАБЛИЦА I СПИСОК\n\n## {part}".encode()


@cache
def _law() -> Law:
    return advance(read_text(_EXCERPT), Law(), Decisions())


def run(data: bytes) -> None:
    """Read a text: every row of it has a fate, and carried out it leaves nothing to change."""
    try:
        reading = read_text(data)
        rows = sum(len(block.rows) for block in page_of(data, "text.md").blocks if isinstance(block, Table))
        assert sum(reading.tally.values()) == rows, "a row went missing"
        plan(reading, _law())
        after = advance(reading, _law(), Decisions())
        again = plan(reading, after)
    except KzScheduleError:
        return
    left = [step for step in again.steps if not step.needs]
    assert not left, f"a step is left: {left[0]}"
