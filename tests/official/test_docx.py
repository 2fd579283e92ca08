import io
import zipfile

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kzschedule.official import OfficialTextError, read_page


def test_word_document_reads_into_rows_with_its_merged_cells(word_document, docx_bytes):
    text = read_page(docx_bytes(word_document), name="p1900000470.20-03-2023.rus.docx")
    assert [(row.item_no, row.name_ru, row.chemical_name, row.section) for row in text.tables] == [
        ("1", "Вымыслин", "первая часть; вторая часть", "А"),
        ("2-1", "Нарратин", None, "А"),
        ("3", None, None, "А"),
    ]
    assert text.tables[2].repealed
    assert text.sizes[0].small_max == "0.02"
    assert [note.table for note in text.notes] == ["I"]
    assert (text.source.shape, str(text.source.revision_date)) == ("docx", "2023-03-20")
    assert (text.source.act_number, text.source.doc_code) == ("470", "P1900000470")
    assert text.rows_read == sum(text.row_fates.values()) == 11


def test_raised_digit_in_a_word_document_is_an_inserted_number(word_document, docx_bytes):
    paragraph = word_document.tables[2].cell(4, 1).paragraphs[0]
    paragraph.clear()
    paragraph.add_run("12")
    paragraph.add_run("2").font.superscript = True
    text = read_page(docx_bytes(word_document))
    assert [row.item_no for row in text.tables] == ["1", "12-2", "3"]


def test_numbers_that_word_counts_itself_are_counted(word_document, docx_bytes):
    table = word_document.tables[4]
    paragraph = table.cell(1, 0).paragraphs[0]
    paragraph.clear()
    properties = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "7")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        properties.append(element)
    paragraph._p.get_or_add_pPr().append(properties)
    assert [row.item_no for row in read_page(docx_bytes(word_document)).sizes] == ["1"]


def test_deleted_text_of_a_tracked_change_is_not_read(word_document, docx_bytes):
    paragraph = word_document.tables[2].cell(4, 0).paragraphs[0]
    deletion = OxmlElement("w:del")
    deletion.append(paragraph.add_run(" вычеркнуто")._r)
    paragraph._p.append(deletion)
    assert read_page(docx_bytes(word_document)).tables[1].name_ru == "Нарратин"


def rezipped(content: bytes, changes: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return stream.getvalue()


BOMB = b" " * 70_000_000
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"word/media/bomb.xml": BOMB}, "unpacks to"),
        ({"../../outside.xml": b"<a/>"}, "outside of itself"),
        ({"/absolute.xml": b"<a/>"}, "outside of itself"),
        ({"..\\outside.xml": b"<a/>"}, "outside of itself"),
        ({"word/document.xml": ENTITY}, "declares entities"),
        ({"word/document.xml": ENTITY.decode().encode("utf-16")}, "declares entities"),
        ({"word/document.xml": b"<w:document"}, "no Word document that can be read"),
        ({"[Content_Types].xml": b"<Types/>"}, "no Word document that can be read"),
    ],
)
def test_hostile_archive_is_refused(word_document, docx_bytes, changes, words):
    with pytest.raises(OfficialTextError, match=words):
        read_page(rezipped(docx_bytes(word_document), changes), name="page.docx")


def test_zip_that_is_no_word_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("page.html", "<html></html>")
    with pytest.raises(OfficialTextError, match="zip archive, but no Word document"):
        read_page(stream.getvalue())


def test_archive_that_was_cut_off_is_refused(word_document, docx_bytes):
    with pytest.raises(OfficialTextError, match="damaged DOCX"):
        read_page(docx_bytes(word_document)[:-500])


def test_document_nested_too_deep_is_refused(word_document, docx_bytes):
    parent = word_document.paragraphs[0]._p
    for _ in range(220):
        child = OxmlElement("w:ins")
        parent.append(child)
        parent = child
    with pytest.raises(OfficialTextError, match="nested"):
        read_page(docx_bytes(word_document))
