"""Pages of the legal portal: `kzschedule.official.read_page` of HTML, JSON and Word documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from kzschedule.errors import KzScheduleError
from kzschedule.official import read_page

MAX_BYTES = 60_000
TOKENS = (
    *("<table>", "</table>", "<tr>", "<td>", "<td rowspan='0'>", "<td colspan='3'>", "<caption>", "<sup>", "<article>", "</article>"),
    *("<div class='aftertext'>", "<h3>", "<p>", "<br>", "<!--", "<script>", "<form>", "&nbsp;", "\u00ad", "\ue000", "\ue001", "\x00"),
    *("Таблица I", "А. Наркотические средства", "Исключены", "1-99999999.", "№ п/п", "Примечание", "Сноска. от 31.02.2020 № 1"),
    *("до 0,02 кг (", "((((((((", "]]]]", "<tr><td>Таблица</td><td>№</td><td>Наименование</td></tr>", "<td rowspan=9999>", "<a href=/rus/docs/P2400000022>"),
)  # fmt: skip
mutate = pieces(TOKENS, cut="<")
_PAGES = Path(__file__).parents[2] / "tests" / "official" / "pages"


def seeds() -> Iterator[bytes]:
    """Pages of the tests, as HTML and as the portal's interface sends them."""
    for path in sorted(_PAGES.glob("*.html")):
        page = path.read_bytes()
        if len(page) < MAX_BYTES:
            yield page
            article = "<article>" + page.decode("utf-8", "replace").partition("<article>")[2]
            document = {"group_number": "P1900000470", "language": "rus", "text_content": article}
            yield json.dumps({"document": document}, ensure_ascii=False).encode()


def run(data: bytes) -> None:
    """Read a page; every row of it has a fate."""
    try:
        text = read_page(data)
    except KzScheduleError:
        return
    assert text.rows_read == sum(text.row_fates.values()), "a row went missing"
