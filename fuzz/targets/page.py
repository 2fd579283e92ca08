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
from kzschedule.official.model import Reading
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
#: How much of a line is looked for in what was read: what is reported is cut off.
_SHOWN = 40
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


def read(data: bytes) -> Reading:
    """Read a text, and hold what was read against its tables: each row was read, is a head, or is reported."""
    reading = read_text(data)
    rows = [row for block in page_of(data, "text.md").blocks if isinstance(block, Table) for row in block.rows]
    assert sum(reading.tally.values()) == len(rows), "a row went missing"
    assert set(reading.tally) <= {"read", "head", "reported"}
    assert reading.tally.get("reported", 0) <= len(reading.problems), "a row was left out and not reported"
    written = "\n".join(_texts(reading.model_dump(mode="json")))
    worded = [[line[:_SHOWN] for cell in row for line in cell.lines] for row in rows]
    unseen = sum(not any(line in written for line in lines) for lines in worded if lines)
    repealed = sum(row.repealed for row in (*reading.list, *reading.substituents))  # of which the number is left alone
    assert unseen <= reading.tally.get("head", 0) + repealed, "a row is nowhere in what was read or reported"
    return reading


def _texts(value: object) -> Iterator[str]:
    """Iterate over the texts inside of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


@cache
def _law() -> Law:
    return advance(read_text(_EXCERPT), Law(), Decisions())


def run(data: bytes) -> None:
    """Read a text: every row of it has a fate, and carried out it leaves nothing to change."""
    try:
        reading = read(data)
        plan(reading, _law())
        after = advance(reading, _law(), Decisions())
        again = plan(reading, after)
    except KzScheduleError:
        return
    left = [step for step in again.steps if not step.needs]
    assert not left, f"a step is left: {left[0]}"
