"""The same rows from every shape of a text."""

import json
from pathlib import Path
from typing import Any

import pytest

from kzschedule.official import OfficialTextError, Reading, read_text

from .conftest import DAYS
from .kazakh import kazakh_text
from .shapes import as_bytes, database_elements, database_html, portal_answer, saved_page

HERE = Path(__file__).parent
SHAPES = {
    "saved page": saved_page,
    "saved page in cp1251": lambda text: (
        saved_page(text)
        .decode()
        .replace('charset="utf-8"', 'charset="windows-1251"')
        .encode("cp1251", errors="xmlcharrefreplace")
    ),
    "portal's answer": portal_answer,
    "database, HTML": lambda text: as_bytes(database_html(text)),
    "database, HTML in pages": lambda text: as_bytes(database_html(text, pages=7)),
    "database, elements": lambda text: as_bytes(database_elements(text)),
    "database, elements in pages": lambda text: as_bytes(database_elements(text, pages=5)),
}


def told(reading: Reading) -> dict[str, Any]:
    """What was read, to the line break."""
    return reading.model_dump()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("day", DAYS)
def test_each_shape_of_each_text_gives_the_same(texts: Path, readings: dict[str, Reading], day: str, shape: str):
    text = (texts / f"rus.{day}.md").read_bytes()
    assert told(read_text(SHAPES[shape](text), "a")) == told(readings[day])


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_the_kazakh_text_gives_the_same(texts: Path, shape: str):
    text = kazakh_text(texts)
    found = read_text(SHAPES[shape](text), "a")
    assert told(found) == told(read_text(text, "a"))
    assert found.language == "kaz"


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_the_excerpt_gives_the_same(excerpt: str, shape: str):
    assert told(read_text(SHAPES[shape](excerpt.encode()), "a")) == told(read_text(excerpt.encode(), "a"))


@pytest.mark.parametrize(
    "name", ["saved_page.html", "portal_answer.json", "database_html.json", "database_elements.json"]
)
def test_committed_excerpts_in_each_shape(name: str):
    found = read_text(HERE / "excerpts" / name)
    assert told(found) == told(read_text(HERE / "excerpts" / "text.md"))
    assert found.revision.act == "22"
    assert [row.row_id for row in found.list if row.table == "I"] == ["I-A-1", "I-A-86", "I-B-62", "I-B-63"]
    assert found.sizes
    assert found.substituents


def test_pages_of_a_table_that_goes_on_are_joined():
    head = "<h3>ТАБЛИЦА IV СПИСОК</h3><table><tr><td>ПЕРЕЧЕНЬ I</td><td>ПЕРЕЧЕНЬ II</td></tr><tr><td>Эфедрин</td><td>Ацетон</td></tr></table>"
    rest = "<table><tr><td>Эргометрин</td><td>Толуол</td></tr></table>"
    sizes = "<h3>Сводная таблица об отнесении</h3><p>Таблица I</p><table><tr><td colspan='4'>Размеры в миллилитрах</td></tr>"
    pages = [head, rest + sizes + "</table>", "<table><tr><td>Имя</td><td>0-1</td><td>1-2</td><td>2</td></tr></table>"]
    answer = [{"content": part, "pagesCount": 3, "versionDate": "2024-01-23", "language": "rus"} for part in pages]
    found = read_text(as_bytes(answer), "a")
    assert [row.row_id for row in found.list] == ["IV-1.1", "IV-2.1", "IV-1.2", "IV-2.2"]
    assert found.sizes[0].small_to is None  # the head of the page before says another unit


def test_the_act_behind_a_text_is_taken_from_the_answer():
    cause = "Постановление Правительства Республики Казахстан от 1 февраля 2026 года № 45"
    page = "<h3>ТАБЛИЦА I СПИСОК</h3><h3>А. СРЕДСТВА</h3><table><tr><td>1.</td><td>ИМЯ</td></tr></table>"
    answer = {"content": page, "pagesCount": 1, "language": "rus", "version": {"cause": {"requisites": {"rus": cause}}}}
    revision = read_text(json.dumps(answer).encode(), "a").revision
    assert (str(revision.date), revision.act) == ("2026-02-01", "45")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no answer with the text"),
        ("{}", "no answer with the text"),
        ('{"content": 5}', "no answer with the text"),
        ('{"content": "<table>", "pagesCount": 1}', "a table does not end"),
        ('{"content": "<table></table>", "pagesCount": 3}', "take all pages"),
        ('[{"content": "a", "pagesCount": 2}, {"content": [], "pagesCount": 2}]', "two shapes"),
        ('[{"content": "a", "pagesCount": 2, "versionDate": "1"}, {"content": "b", "pagesCount": 2}]', "one revision"),
        ('{"content": [5]}', "without a type"),
        ('{"content": "<table></table>", "pagesCount": [1]}', "take all pages"),
        ('{"content": "<table></table>", "pagesCount": 1, "versionDate": {}}', "no table of the decree"),
        ('{"content": [{"type": "table", "text": "таблица"}]}', "a table without its rows"),
        ('{"content": [{"type": "table", "properties": [{"key": "html", "value": "<tables>"}]}]}', "without its rows"),
        ('{"content": [{"type": "text", "text": ["a"]}]}', "an element whose text is none"),
        ('{"document": null}', "no answer with the text"),
        ('{"content": "<table', "cut off"),
        ("[" * 20000, "cut off"),
        ("<!doctype html><div id='root'></div><script src='/a.js'></script>", "holds no table"),
        ("<p>☐</p><table></table>", "lost letters"),
        ("<table><tr><td><table></table>", "a table inside a table"),
    ],
)
def test_what_is_no_text_is_refused_with_the_cure(text: str, said: str):
    with pytest.raises(OfficialTextError, match=said):
        read_text(text.encode(), "a")
