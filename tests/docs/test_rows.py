"""The pages of rows and substances: each has its page in three languages, says what the data say, and every link leads somewhere."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from kzschedule import Schedule
from kzschedule.language import LANGUAGES

DOCS = Path(__file__).parents[2] / "docs"
ROWS = runpy.run_path(str(DOCS / "rows.py"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    (out / "index.html").write_text("", encoding="utf-8")
    assert ROWS["write_pages"](out) == sum(1 for _ in pages(out))
    return out


def pages(site: Path) -> Iterator[Path]:
    return (site / "rows").rglob("*.html")


def text(page: Path) -> str:
    return " ".join(html.fromstring(page.read_bytes()).text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_and_every_substance_has_its_page_and_stands_in_the_list(language: str, site: Path) -> None:
    schedule, folder = Schedule.default(), site / "rows" / language
    assert {path.stem for path in folder.glob("*.html")} == {*schedule.law.row_ids, "index"}
    assert {path.stem for path in (folder / "substances").iterdir()} == set(schedule.substances)
    listed = set(re.findall(r'<a href="([^"]+)\.html">', (folder / "index.html").read_text(encoding="utf-8")))
    assert {row.row_id for row in schedule.package.rows if row.last_revision is None} - listed <= {"I-B-61"} | {
        row_id for row_id in schedule.law.row_ids if row_id.startswith("III-A-")
    }


def test_every_link_leads_to_a_page(site: Path) -> None:
    there = {str(path.relative_to(site)) for path in pages(site)} | {"index.html", "rows/style.css"}
    for page in pages(site):
        folder = page.parent
        for link in set(re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8"))):
            target = (folder / link).resolve().relative_to(site.resolve())
            assert str(target) in there, f"{page}: {link}"


def test_a_row_says_what_is_printed_its_acts_its_sizes_over_time_and_its_neighbours(site: Path) -> None:
    said = text(site / "rows" / "ru" / "I-A-1.html")
    for part in (
        "АЛЛИЛПРОДИН",
        "№ 470",
        "размеры по времени",
        "S-I-1",
        "№ 22",
        "I-A-2",
        "Новейшая прочитанная редакция: 23.01.2024",
    ):
        assert part in said, part
    assert (
        '<svg role="img" aria-label="аллилпродин"' in (site / "rows" / "ru" / "I-A-1.html").read_text("utf-8").lower()
    )
    assert "I-B-61.111" in text(site / "rows" / "en" / "I-B-61.html")


def test_a_substance_says_its_names_its_rows_and_the_analogues_of_the_tests(site: Path) -> None:
    [known] = [item for item in ROWS["known_analogues"]() if item.name == "mephedrone"]
    parent = site / "rows" / "en" / "substances" / f"{known.parents[0]}.html"
    assert "Mephedrone" in text(parent)
    assert "forensic examination" in text(parent)
    assert known.parents[0] in (parent.parent / "mephedrone.html").read_text(encoding="utf-8")
    assert "I-B-23" in text(parent.parent / "methcathinone.html")


def test_the_pages_are_in_their_language_without_scripts_and_say_no_more_than_they_may(site: Path) -> None:
    for language in LANGUAGES:
        for page in (site / "rows" / language).glob("*.html"):
            content = page.read_text(encoding="utf-8")
            assert f'<html lang="{language}">' in content
            assert page.stem == "index" or "<script" not in content
            assert "\0" not in content
            for wrong in ("not controlled", "is allowed", "не контролируется", "разрешено"):
                assert wrong not in content, f"{page}: {wrong}"


def test_the_site_writes_the_pages_and_leads_to_the_lists() -> None:
    assert 'connect("build-finished", _after_build)' in (DOCS / "conf.py").read_text(encoding="utf-8")
    for language, page in {"en": "index.md", "ru": "ru/index.md", "kk": "kk/index.md"}.items():
        assert f'rows/{language}/index.html"' in (DOCS / page).read_text(encoding="utf-8")
