"""Whole pages, hand-checked: the expected files beside the pages were compared with them line by line."""

import json
import re
from html.parser import HTMLParser

import pytest

from kzschedule.official import OfficialText, read_page

ROWS = ("tables", "notes", "sizes", "plants", "substituents", "amendments", "warnings", "ignored")


def dumped(text: OfficialText) -> dict:
    return json.loads(text.model_dump_json())


class RowCounter(HTMLParser):
    """Counts the table rows of the article with nothing but the standard library."""

    def __init__(self):
        super().__init__()
        self.rows = 0
        self.inside = False

    def handle_starttag(self, tag, _attrs):
        self.inside = self.inside or tag == "article"
        self.rows += self.inside and tag == "tr"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "article"


@pytest.mark.parametrize("name", ["nasty", "kazakh"])
def test_page_reads_as_expected_key_by_key(pages, name):
    expected = json.loads((pages / f"{name}.expected.json").read_text(encoding="utf-8"))
    got = dumped(read_page(pages / f"{name}.html"))
    del got["source"]["sha256"]
    assert got.keys() == expected.keys()
    for key, value in expected.items():
        assert got[key] == value, key


@pytest.mark.parametrize("name", ["nasty", "kazakh"])
def test_every_table_row_of_the_article_is_accounted_for(pages, name):
    counter = RowCounter()
    counter.feed((pages / f"{name}.html").read_text(encoding="utf-8"))
    text = read_page(pages / f"{name}.html")
    assert text.rows_read == counter.rows == sum(text.row_fates.values())
    reported = [entry for entry in text.ignored if entry.kind == "row"]
    assert len(reported) == text.row_fates.get("ignored", 0)


def test_windows_1251_reads_the_same(nasty, nasty_expected):
    page = nasty.replace("charset=UTF-8", "charset=windows-1251").encode("cp1251", "xmlcharrefreplace")
    text = dumped(read_page(page, name="nasty.html"))
    assert text["source"]["encoding"] == "cp1251"
    for key in ROWS:
        assert text[key] == nasty_expected[key], key


def test_windows_1251_without_a_charset_reads_the_same(nasty, nasty_expected):
    page = re.sub("<meta[^>]*>", "", nasty).encode("cp1251", "xmlcharrefreplace")
    assert dumped(read_page(page))["tables"] == nasty_expected["tables"]


def test_utf8_that_declares_windows_1251_is_read_as_utf8(nasty, nasty_expected):
    text = dumped(read_page(nasty.replace("charset=UTF-8", "charset=windows-1251").encode()))
    assert text["source"]["encoding"] == "utf-8"
    assert text["tables"] == nasty_expected["tables"]


def test_page_saved_as_html_only_reads_the_same(nasty, nasty_expected):
    raw = re.sub(r"<!-- saved from.*?-->|</?tbody>|<p></p>", "", nasty)
    raw = raw.replace("./nasty_files/", "/tpl/etherna/")
    text = dumped(read_page(raw.encode()))
    assert text["source"]["shape"] == "legacy-raw"
    for key in ROWS:
        assert text[key] == nasty_expected[key], key


def test_answer_of_the_document_api_reads_the_same(nasty, nasty_expected):
    article = re.search(r"<article>.*</article>", nasty, re.DOTALL)[0]
    document = {
        "group_number": "P1900000470",
        "language": "rus",
        "status": "upd",
        "title_ru": "О вымышленном списке",
        "title_kz": "Постановление Правительства Республики Казахстан от 3 июля 2019 года № 470.",
        "start_date": "2023-03-19T18:00:00.000Z",
        "text_content": f"<!DOCTYPE html>\n{article}",
    }
    for answer in ({"document": document}, document):
        text = dumped(read_page(json.dumps(answer).encode(), name="answer.json"))
        assert text["source"]["shape"] == "api-json"
        # The time is local midnight stored in UTC: 18:00 of the day before.
        assert text["source"]["revision_date"] == "2023-03-20"
        assert text["source"]["title"] == "О вымышленном списке"
        assert text["source"]["act_date"] == "2019-07-03"
        for key in ROWS:
            assert text[key] == nasty_expected[key], key


def test_page_pasted_into_another_site_is_read_from_its_body(nasty, nasty_expected):
    article = re.search(r"<article>(.*)</article>", nasty, re.DOTALL)[1]
    pasted = f"<html><body><div class=MsoNormal>{article}</div></body></html>"
    text = dumped(read_page(pasted.encode()))
    assert text["source"]["shape"] == "pasted"
    for key in ("tables", "sizes", "plants", "substituents", "amendments"):
        assert text[key] == nasty_expected[key], key


def test_dump_is_read_back_to_the_same_dump(pages):
    text = read_page(pages / "nasty.html")
    assert OfficialText.model_validate_json(text.model_dump_json()).model_dump_json() == text.model_dump_json()


def test_newest_act_is_the_latest_one_a_footnote_names(pages):
    newest = read_page(pages / "kazakh.html").newest_act
    assert (newest.number, str(newest.date)) == ("22", "2024-01-23")
