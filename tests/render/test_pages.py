"""The pages of the list and of the hits of a file, cards of a notebook, and the errors that name the cure."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from kzschedule import check, report, size_of
from kzschedule.errors import DataPackageError, KzScheduleError
from kzschedule.language import LANGUAGES, Language
from kzschedule.records.package import read_package, write_package
from kzschedule.render.hits import Hits, hits_report
from kzschedule.render.list_page import list_page
from kzschedule.render.thumbnail import thumbnail
from kzschedule.schedule import Schedule

DAY = date(2024, 3, 1)
HOSTILE = "<script>alert('x')</script>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_row_once_with_what_can_be_searched(schedule: Schedule, language: Language) -> None:
    view = schedule.as_of(DAY)
    positions = [*view.in_force, *view.maybe]
    root = lxml.html.document_fromstring(list_page(positions, view, schedule, language))
    rows = root.xpath("//tbody/tr")
    identifiers = [row.get("id") for row in rows]
    assert set(identifiers) == {position.row_id for position in positions}
    assert len(identifiers) >= len(set(identifiers))
    methcathinone = next(row for row in rows if row.get("id") == "I-B-23")
    text = methcathinone.text_content() + methcathinone.get("data-words")
    for fact in ("МЕТКАТИНОН (ЭФЕДРОН)", "меткатинон", "Methcathinone", "5650-44-2"):
        assert fact in text
    assert methcathinone.xpath(".//*[local-name()='svg']")
    assert methcathinone.get("data-act") == "kz-gov-2019-470"


def test_the_list_needs_nothing_else_and_allows_its_own_script_only(schedule: Schedule) -> None:
    view = schedule.as_of(DAY)
    page = list_page(view.in_force[:20], view, schedule, "ru")
    root = lxml.html.document_fromstring(page)
    assert not root.xpath("//link | //img | //iframe | //@src | //@style | //@onclick")
    assert len(root.xpath("//script")) == 1
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert re.search(r"script-src 'sha256-[^']+'", policy)
    assert "unsafe" not in policy
    assert not re.search(r"https?://", root.xpath("//script")[0].text)


def test_a_reworded_row_stands_with_the_act_that_brought_it(schedule: Schedule) -> None:
    rows = {position.row_id: position.act_id for position in schedule.as_of(DAY).in_force}
    assert rows["IV-2.13"] == "kz-gov-2019-470"
    assert rows["I-B-63"] == "kz-gov-2024-22"


def test_a_small_drawing_takes_the_colour_of_the_page_and_escapes_its_name() -> None:
    picture = thumbnail("CC(=O)O", 'a "name" <b>')
    assert "currentColor" in picture
    assert 'aria-label="a &quot;name&quot; &lt;b&gt;"' in picture
    assert len(picture) < 1500


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("screened")
    goods, page = folder / "goods.csv", folder / "hits.html"
    names = ["героин", "сахар", "мефедрон", "537-46-3", "фентонил", HOSTILE, "мефедрон"]
    goods.write_text("name\n" + "\n".join(names) + "\n", encoding="utf-8")
    command = [
        sys.executable, "-m", "kzschedule", "screen", str(goods), "--as-of", "2024-03-01", "--report", str(page),
        "--lang", "ru", "--jobs", "1",
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, env={**os.environ}, check=False)
    assert result.returncode == 1, result.stderr
    return {"page": page, "goods": goods}


def test_the_report_of_a_file_has_its_hits_and_nothing_else(screened: dict[str, Path]) -> None:
    root = lxml.html.parse(str(screened["page"])).getroot()
    numbers = [row.get("id") for row in root.xpath("//section[@id='hits']//tbody/tr")]
    assert numbers[:4] == ["row-1", "row-3", "row-4", "row-5"]
    assert "row-7" in numbers
    assert "row-2" not in numbers
    text = re.sub(r"\s+", " ", root.text_content())
    for fact in ("goods.csv", "ГЕРОИН", "I-A-20", "I-B-23", "неверная контрольная цифра", "01.03.2024"):
        assert fact in text, fact
    assert "сахар" not in text
    card = next(card for card in root.xpath("//dl[@id='I-B-23']"))
    assert card.xpath(".//a/@href") == ["#row-3", "#row-7"]
    targets = {link[1:] for link in root.xpath("//a/@href")}
    assert targets <= set(root.xpath("//@id"))
    assert not root.xpath("//script | //img | //@src | //@style")


def test_the_report_of_a_file_without_hits_says_so(schedule: Schedule) -> None:
    hits = Hits()
    hits.take(["name", "status"], ["name"], [("sugar", "no_match")])
    assert "Nothing was found in any row." in hits_report(hits, "f.csv", DAY, schedule, language="en")


def test_rows_beyond_the_limit_are_counted(schedule: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzschedule.render.hits.SHOWN", 2)
    monkeypatch.setattr("kzschedule.render.hits.ANSWERED", 0)
    hits = Hits()
    row = ("heroin", "listed", "I-A-20", "heroin")
    hits.take(["input", "status", "row_id", "substance_id"], ["input"], [row] * 5)
    page = hits_report(hits, "f.csv", DAY, schedule, language="ru")
    assert "ещё 3 строки" in page or "3 further rows" in page
    assert "героин" in page
    assert 'id="I-A-20"' in page


def test_a_page_is_not_called_like_a_pdf(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("name\nгероин\n", encoding="utf-8")
    for arguments in (["list"], ["explain", "I-B-23"]):
        command = [sys.executable, "-m", "kzschedule", *arguments, "--html", str(tmp_path / "page.pdf")]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    command = [sys.executable, "-m", "kzschedule", "screen", str(goods), "--report", str(tmp_path / "page.pdf")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    assert not list(tmp_path.glob("*.pdf"))


def test_a_list_and_an_answer_about_sizes_are_shown_in_short(schedule: Schedule) -> None:
    assert re.fullmatch(
        r"<Schedule, data .*: newest revision read 2024-01-23, \d+ rows, \d+ substances>", repr(schedule)
    )
    card = schedule._repr_html_()
    assert "2024-01-23" in card
    assert "psychotropic substances" in card
    size = size_of("героин", "0,5 г", as_of=DAY)
    assert repr(size) == "<SizeVerdict 'героин', 0.5 g: large on 2024-03-01>"
    assert "LARGE" in size._repr_html_()
    assert size.to_text(language="ru").startswith("героин, 0,5 г: КРУПНЫЙ РАЗМЕР")
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(size)
    hostile = size_of(HOSTILE, "1 g", as_of=DAY)
    assert "<script" not in hostile._repr_html_()


@pytest.mark.parametrize("wrong", ["мефедрон", ["мефедрон"], 3, None, [check("героин"), "x"]])
def test_a_report_of_what_is_no_answer_names_the_cure(wrong: object) -> None:
    with pytest.raises(KzScheduleError, match="give what kzschedule\\.check returns"):
        report(wrong)  # type: ignore[arg-type]


def test_a_package_is_written_to_a_path_as_text(tmp_path: Path, schedule: Schedule) -> None:
    package = schedule.package
    with pytest.raises(DataPackageError, match="no folder of a data package"):
        write_package(package, str(tmp_path / "nowhere"))
    (tmp_path / "datapackage.json").write_bytes((package.directory / "datapackage.json").read_bytes())
    (tmp_path / "analogue_rule.json").write_bytes((package.directory / "analogue_rule.json").read_bytes())
    write_package(package, str(tmp_path))
    assert read_package(tmp_path, verify=False).rows == package.rows


def test_windows_says_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes
    import locale
    from types import SimpleNamespace

    from kzschedule import language

    spoken = SimpleNamespace(kernel32=SimpleNamespace(GetUserDefaultUILanguage=lambda: 0x0419))
    monkeypatch.setattr(language.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", spoken, raising=False)
    assert language.default_language({}) == "ru"
    assert language.default_language({"KZSCHEDULE_LANG": "kk"}) == "kk"
    assert language.default_language({"LANG": "en_US.UTF-8"}) == "en"
    spoken.kernel32.GetUserDefaultUILanguage = lambda: 0x043F
    assert language.default_language({}) == "kk"
    spoken.kernel32.GetUserDefaultUILanguage = lambda: 0x0407
    assert language.default_language({}) == "en"
    monkeypatch.delattr(ctypes, "windll")
    monkeypatch.setattr(locale, "getlocale", lambda: ("Russian_Kazakhstan", "1251"))
    assert language.default_language({}) == "ru"
