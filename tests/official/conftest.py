import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

from kzschedule.datapackage import DataPackage, read_package
from kzschedule.official import OfficialText, read_page
from kzschedule.official.applying import apply

PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def pages() -> Path:
    return PAGES


@pytest.fixture
def nasty() -> str:
    return (PAGES / "nasty.html").read_text(encoding="utf-8")


@pytest.fixture
def nasty_expected() -> dict:
    return json.loads((PAGES / "nasty.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def decree_page() -> Callable[[str], bytes]:
    """Wrap a piece of body in as much of a page as the reader asks for; the piece stands in Table I."""

    def page(body: str, *, heading: str = "<h3>Таблица I</h3>") -> bytes:
        return (
            '<html><head><meta charset="utf-8"></head><body>'
            '<div id="container" class="module_npaView lang_rus">'
            f"<article><h3>Список вымышленных прекурсоров</h3>{heading}{body}</article></div></body></html>"
        ).encode()

    return page


@pytest.fixture
def word_document() -> WordDocument:
    """A synthetic decree as a Word document: some titles are plain paragraphs, no table has borders."""
    document = Document()
    document.add_paragraph("О вымышленном списке (для проверки программы)")
    document.add_paragraph("Постановление Правительства Республики Казахстан от 3 июля 2019 года № 470.")
    filled(document, [["Премьер-Министр", "В. Вымыслов"]])
    filled(document, [["", "Утвержден\nпостановлением Правительства\nот 3 июля 2019 года № 470"]])
    document.add_heading("Список наркотических средств и прекурсоров (вымышленный)", level=1)
    centred = document.add_paragraph()
    centred.alignment = 1
    centred.add_run("Таблица I").bold = True
    table = filled(
        document,
        [
            ["Наименование", "№ п/п", "Химическое название"],
            ["А. Наркотические средства", "", ""],
            ["Вымыслин (выдумка)", "1.", "первая часть"],
            ["", "", "вторая часть"],
            ["Нарратин", "2-1.", "-"],
            ["", "3.", "Исключена постановлением Правительства РК от 20.03.2023 № 240."],
        ],
    )
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(2, 1).merge(table.cell(3, 1))
    document.add_paragraph("Примечание: вымышленное примечание.")
    filled(document, [["", "Приложение 2\nк постановлению"]])
    document.add_heading("Сводная таблица (вымышленная)", level=1)
    filled(
        document,
        [
            ["№", "Наименование", "небольшой", "крупный", "особо крупный"],
            ["1.", "Вымыслин", "до 0,02", "от 0,02 до 2,0", "свыше 2,0"],
        ],
    )
    return document


def filled(document: WordDocument, rows: list[list[str]]) -> Table:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    return table


@pytest.fixture
def docx_bytes() -> Callable[[WordDocument], bytes]:
    def saved(document: WordDocument) -> bytes:
        stream = BytesIO()
        document.save(stream)
        return stream.getvalue()

    return saved


@pytest.fixture(scope="session")
def arranged() -> OfficialText:
    """A page of real names in an invented arrangement, read through the reader."""
    return read_page(PAGES / "arranged.html")


@pytest.fixture(scope="session")
def arranged_with() -> Callable[..., OfficialText]:
    """Read the arranged page with pieces of it replaced."""
    page = (PAGES / "arranged.html").read_text(encoding="utf-8")

    def changed(*replacements: tuple[str, str]) -> OfficialText:
        content = page
        for old, new in replacements:
            assert old in content, old
            content = content.replace(old, new)
        return read_page(content.encode(), name="arranged.html")

    return changed


@pytest.fixture(scope="session")
def package() -> DataPackage:
    return read_package()


@pytest.fixture(scope="session")
def applied_to(tmp_path_factory: pytest.TempPathFactory, arranged: OfficialText, package: DataPackage) -> Path:
    """Return the folder of the shipped data with the arranged page applied."""
    folder = tmp_path_factory.mktemp("applied") / "data"
    apply(arranged, package, folder)
    return folder
