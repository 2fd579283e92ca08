"""Pages of rows and substances of the site in a real browser: readable by everybody, wide, narrow, dark and on paper."""

import runpy
from pathlib import Path

from tests.browser.looking import LIGHT, LOOKS, RULES, look_at

ROWS = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "rows.py"))


def test_pages_of_rows_are_accessible_and_need_nothing_from_elsewhere(tmp_path: Path) -> None:
    ROWS["write_pages"](tmp_path)
    folder = tmp_path / "rows"
    pages = ("ru/I-B-23", "en/I-B-61", "kk/III-A-1", "kk/substances/methcathinone", "ru/substances/cannabis-plant")
    looks = look_at(*(folder / f"{page}.html" for page in pages))
    assert [found["look"] for found in looks] == LOOKS * len(pages)
    for found in looks:
        assert found["violations"] == [], found
        assert set(found["rules"]) >= RULES - {"heading-order", "svg-img-alt"}
        assert {Path(request).name for request in found["requests"]} <= {"style.css"}
        # The auditor itself asks for the style sheet again, which the page's policy refuses to scripts.
        assert [line for line in found["console"] if "connect-src" not in line and "preload" not in line] == []
        assert found["refused"] == []
        assert found["overflow"] <= 0, found
        assert (found["paper"] == LIGHT) == (not found["look"].endswith("dark"))
