"""What is no page of the decree is an error that names what was found and the cure."""

import json

import pytest

from kzschedule.errors import KzScheduleError
from kzschedule.official import OfficialTextError, errors, page, read_page

ROW = "<tr><td>1.</td><td>Вымыслин</td></tr>"
HEADER = "<tr><td>№ п/п</td><td>Наименование</td></tr>"


@pytest.mark.parametrize(
    ("content", "found", "cure"),
    [
        (b"", "empty", "save the page again"),
        (b" \n ", "empty", "save the page again"),
        (b"%PDF-1.7 ...", "a PDF", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word document", "save it as DOCX"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0", "web archive", "save the page as HTML"),
        (b"\x1f\x8b\x08", "gzip", "unpack"),
        (
            b'<html><div id="root"></div><script src="/assets/index-1.js"></script></html>',
            "holds no text",
            "old.",
        ),
        (b"<html><title>Weather</title><p>rain</p></html>", "'Weather'", "adilet"),
        (b'{"error": "not found"}', "found: error", "answer of the document"),
        (b"[1, 2]", "found: list", "answer of the document"),
        (b'{"document": {"text_content": " "}}', "without text", "JSON of the act"),
        (b"{not json", "begins like JSON", ""),
        (b"[" * 100_000, "begins like JSON", ""),
        (b'{"a": ' + b"9" * 5000 + b"}", "begins like JSON", ""),
        (b'{"document": {"text_content": "<article>\\ud800</article>"}}', "no HTML that can be read", ""),
        (b"<html>\x98\xff\xfe</html>", "neither UTF-8 nor windows-1251", ""),
        (b"<html>\x00</html>", "zero bytes", "save the page"),
        (b"<html><article><p>1.</p>", "cut off", "save the page again, whole"),
    ],
)
def test_file_that_is_no_page_of_the_portal(content, found, cure):
    with pytest.raises(OfficialTextError) as caught:
        read_page(content, name="saved.html")
    assert str(caught.value).startswith("saved.html")
    assert found in str(caught.value)
    assert cure in str(caught.value)


def test_utf8_that_was_read_as_windows_1251_before_it_was_saved(nasty):
    spoilt = nasty.encode().decode("cp1251", "ignore")
    with pytest.raises(OfficialTextError, match="wrong encoding"):
        read_page(spoilt.encode())


def test_page_of_another_act_is_named(nasty):
    other = nasty.replace("№&nbsp;470", "№&nbsp;72").replace("P1900000470", "G2500000072")
    with pytest.raises(OfficialTextError, match=r"another act .*№ 72.*P1900000470"):
        read_page(other.encode())


def test_english_page_is_no_official_text(nasty):
    with pytest.raises(OfficialTextError, match="in English"):
        read_page(nasty.replace("lang_rus", "lang_eng").encode())


def test_page_whose_tables_are_others_names_their_headers(decree_page):
    table = "<table><tr><td>№ п/п</td><td>Область</td><td>Коэффициент, наименование</td></tr></table>"
    with pytest.raises(OfficialTextError, match=r"none of the decree's tables.*Область"):
        read_page(decree_page(table, heading="<h3>Перечень утративших силу</h3>"))


def test_file_that_is_not_there(tmp_path):
    with pytest.raises(OfficialTextError, match="cannot be read"):
        read_page(tmp_path / "missing.html")
    with pytest.raises(OfficialTextError, match="cannot be read"):
        read_page("zero\x00byte.html")
    with pytest.raises(OfficialTextError, match="cannot be read"):
        read_page(tmp_path)


def test_file_of_absurd_size_is_not_even_opened(tmp_path):
    huge = tmp_path / "huge.html"
    with huge.open("wb") as stream:
        stream.truncate(page.MAX_PAGE_BYTES + 1)
    with pytest.raises(OfficialTextError, match="larger than"):
        read_page(huge)
    with pytest.raises(OfficialTextError, match="no page of the portal has more"):
        read_page(b"x" * (page.MAX_PAGE_BYTES + 1))


def test_page_nested_too_deep_is_refused_not_cut(decree_page):
    for depth in (110, 230, 3000):
        nested = "<div>" * depth + "</div>" * depth
        with pytest.raises(OfficialTextError, match=r"nested|read to its end"):
            read_page(decree_page(f"{nested}<table>{HEADER}{ROW}</table>"))


def test_page_nested_as_deep_as_is_allowed_is_read(decree_page):
    nested = "<div>" * 90 + f"<table>{HEADER}{ROW}</table>" + "</div>" * 90
    assert len(read_page(decree_page(nested)).tables) == 1


def test_page_with_more_rows_than_any_is_refused(decree_page):
    with pytest.raises(OfficialTextError, match="more than 50000 table rows"):
        read_page(decree_page(f"<table>{HEADER}{'<tr>' * 50_001}</table>"))


def test_footnote_that_names_absurdly_many_acts_is_refused(decree_page):
    note = "Сноска. Список - в редакции постановления " + "от 20.03.2023 № 240; " * 1_001
    with pytest.raises(OfficialTextError, match="more than 1000 acts"):
        read_page(decree_page(f"<p>{note}</p><table>{HEADER}{ROW}</table>"))


def test_table_with_absurd_spans_stays_bounded(decree_page):
    wide = '<tr><td colspan="99999999">А. Наркотические средства</td></tr>'
    tall = '<tr><td rowspan="99999999">1.</td><td>Вымыслин</td></tr>'
    text = read_page(decree_page(f"<table>{HEADER}{tall}<tr><td>Нарратин</td></tr>{wide}</table>"))
    assert text.rows_read == 4


def test_table_with_more_columns_than_any_is_refused(decree_page):
    with pytest.raises(OfficialTextError, match="more than 64 columns"):
        read_page(decree_page("<table><tr>" + "<td>x</td>" * 70 + "</tr></table>"))


def test_entities_and_scripts_of_a_page_are_not_followed(decree_page, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("вымышленная тайна")
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымыслин &x;<script>тайна()</script></td></tr></table>"
    declared = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    text = read_page(declared + decree_page(body))
    assert text.tables[0].name_ru == "Вымыслин &x"
    assert "тайна" not in text.model_dump_json()


def test_control_characters_never_reach_a_terminal(decree_page):
    body = f"<table>{HEADER}<tr><td>1.</td><td>Вымы\x1b[31mслин\x9b</td></tr></table>"
    assert read_page(decree_page(body)).tables[0].name_ru == "Вымы[31mслин"


def test_missing_package_names_the_command_that_installs_it(monkeypatch):
    with pytest.raises(OfficialTextError, match=r"pip install kzschedule\[official\]"):
        errors.load_extra("no_such_package_of_the_extra")


def test_all_errors_are_of_this_library():
    assert issubclass(OfficialTextError, KzScheduleError)
    assert issubclass(errors.FetchError, KzScheduleError)


def test_number_that_json_cannot_hold_is_no_traceback():
    answer = json.dumps({"document": {"text_content": "<article></article>", "updated_at": "9999-12-31T23:59:59"}})
    with pytest.raises(OfficialTextError, match="none of the decree's tables"):
        read_page(answer.encode())
