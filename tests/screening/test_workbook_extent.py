"""Workbooks whose cells stand far apart: a table of them would have more cells than any memory holds."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from fuzz.targets import workbook as parts

from kzschedule import screen
from kzschedule.errors import TableError
from kzschedule.screening.tables.columns import unique
from kzschedule.screening.tables.extent import _of_open_document, check_extents
from kzschedule.screening.tables.kinds import OLE
from kzschedule.screening.tables.reading import open_table

FAR = r"filled cells, which reach to row {} and column {}, so that its table would have .* delete what stands far"


def xlsx(path: Path, *, row: int, column: int, sheets: int = 1) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for number in range(sheets):
            page = book.add_worksheet()
            page.write(0, 0, "name")
            page.write(1, 0, "PCP")
            if number == sheets - 1:
                page.write(row, column, "x")


def xls(path: Path, *, row: int, column: int, sheets: int = 1) -> None:
    book = xlwt.Workbook()
    for number in range(sheets):
        page = book.add_sheet(f"s{number}")
        page.write(0, 0, "name")
        page.write(1, 0, "PCP")
        page.write(row, column, "x")
    book.save(str(path))


def ods(path: Path, *, row: int, column: int) -> None:
    name = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a"><table:table-row>{name.format("name")}</table:table-row>'
        f"<table:table-row>{name.format('PCP')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="{max(row - 2, 1)}"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="{max(column, 1)}"/>{name.format("x")}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )


def test_two_cells_in_opposite_corners_are_refused_with_their_place(tmp_path: Path) -> None:
    """The reader asked for 400 GB, and the process ended."""
    path = tmp_path / "a.xlsx"
    xlsx(path, row=1_048_575, column=16_383)
    began = time.process_time()
    with pytest.raises(TableError, match=FAR.format(1048576, 16384)):
        screen(path)
    assert time.process_time() - began < 5


def test_the_other_kinds_of_workbooks_are_refused_as_well(tmp_path: Path) -> None:
    ods(tmp_path / "a.ods", row=1_000_000, column=9_999)
    with pytest.raises(TableError, match=FAR.format(r"\d+", 10000)):
        screen(tmp_path / "a.ods")
    xls(tmp_path / "a.xls", row=65_535, column=255, sheets=3)
    with pytest.raises(TableError, match=FAR.format(65536, 256)):
        screen(tmp_path / "a.xls")
    binary = parts._xlsb([["name", "x"], ["PCP", 1.0]])
    sheet = binary["xl/worksheets/sheet1.bin"]
    place = sheet.rindex(bytes([5, 16])) + 2
    binary["xl/worksheets/sheet1.bin"] = sheet[:place] + struct.pack("<I", 1 << 29) + sheet[place + 4 :]
    (tmp_path / "a.xlsb").write_bytes(packed(binary))
    with pytest.raises(TableError, match=FAR.format(2, (1 << 29) + 1)):
        screen(tmp_path / "a.xlsb")


def packed(found: dict[str, bytes]) -> bytes:
    mark = parts.MARK.encode()
    return parts.packed(b"".join(mark + name.encode() + b"\n" + content for name, content in found.items()))


@pytest.mark.parametrize(("write", "name"), [(xlsx, "a.xlsx"), (xls, "a.xls"), (ods, "a.ods")])
def test_cells_that_stand_a_little_apart_are_read(tmp_path: Path, write: Callable[..., None], name: str) -> None:
    write(tmp_path / name, row=2_000, column=200)
    with open_table(tmp_path / name) as table:
        assert sum(1 for _ in table.records) == 2_000
        assert len(table.columns) == 201


def test_a_sheet_that_is_not_read_may_be_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    xlsx(path, row=1_048_575, column=16_383, sheets=2)
    assert screen(path)["status"].tolist() == ["listed"]
    with pytest.raises(TableError, match="delete what stands far"), open_table(path, sheet=2):
        pass


def test_a_look_without_a_value_is_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write(0, 0, "name")
        page.write(1, 0, "PCP")
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert screen(path)["status"].tolist() == ["listed"]


def test_what_is_cut_off_anywhere_is_told_by_an_error_of_the_library(tmp_path: Path) -> None:
    xls(tmp_path / "a.xls", row=5, column=5)
    whole = (tmp_path / "a.xls").read_bytes()
    for end in range(8, len(whole), 97):
        check_extents("a.xls", io.BytesIO(whole[:end]))
    for place in range(30, 80):
        check_extents("a.xls", io.BytesIO(whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]))


@pytest.mark.parametrize("end", ["</table:table>", "</table:table-row></table:table>", "</office:body>"])
def test_a_table_of_open_document_that_does_not_end_is_refused(tmp_path: Path, end: str) -> None:
    """The reader looked for its end for ever."""
    ods(tmp_path / "a.ods", row=2, column=1)
    with zipfile.ZipFile(tmp_path / "a.ods") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found["content.xml"] = found["content.xml"].partition(end.encode())[0]
    (tmp_path / "a.ods").write_bytes(packed(found))
    with pytest.raises(TableError, match="no workbook that can be read: its content is no XML"):
        screen(tmp_path / "a.ods")


def test_a_sheet_that_says_that_it_is_larger_than_any_is_refused(tmp_path: Path) -> None:
    """The reader made room for what it says: a record that was shifted by some bytes asked for petabytes."""
    xls(tmp_path / "a.xls", row=2, column=1)
    whole = (tmp_path / "a.xls").read_bytes()
    place = whole.index(struct.pack("<HH", 0x200, 14)) + 4
    for size in (struct.pack("<IIHH", 0, 1 << 31, 0, 256), struct.pack("<IIHH", 5, 2, 0, 2)):
        (tmp_path / "b.xls").write_bytes(whole[:place] + size + whole[place + 12 :])
        with pytest.raises(TableError, match="no workbook that can be read: a sheet says that it has"):
            screen(tmp_path / "b.xls")


def test_tags_that_never_end_are_passed_over_once() -> None:
    """Each pattern went on to the end of the text from each of its beginnings."""
    began = time.process_time()
    for content in (b'<c r="A1" ', b"<c r='A1' r='A1' ", b'<row x="', b"<c "):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", content * 100_000)
            archive.writestr("xl/worksheets/sheet2.xml", b"<c " + b"r='A1' " * 200_000)
        check_extents("a.xlsx", target, 0)
    for content in (b'<table:table-cell "', b"<table:table-row table:number-rows-repeated='"):
        assert sum(extent.filled for extent in _of_open_document(io.BytesIO(content * 100_000))) == 0
    assert time.process_time() - began < 10


def test_a_small_workbook_of_the_older_kind_is_looked_at_too() -> None:
    """A stream of less than 4,096 bytes stands in small sectors, which have a table of their own."""
    cells = b"".join(struct.pack("<HHHHHd", 0x203, 14, row, column, 0, 1.0) for row, column in ((0, 0), (65_535, 255)))
    records = b"".join(struct.pack("<HHI", 0x809, 4, 0x100600) + cells for _ in range(2))
    small = records.ljust(512, b"\0")
    end, free = 0xFFFFFFFE, 0xFFFFFFFF

    def entry(name: str, kind: int, start: int, length: int) -> bytes:
        written = name.encode("utf-16-le") + b"\0\0"
        head = (
            written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + struct.pack("<III", free, free, 1)
        )
        return (head + bytes(36) + struct.pack("<III", start, length, 0)).ljust(128, b"\0")

    directory = (entry("Root Entry", 5, 3, 512) + entry("Workbook", 2, 0, len(records))).ljust(512, b"\0")
    header = OLE + b"\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    following = struct.pack("<128I", *[end] * 4, *[free] * 124)
    following_small = struct.pack("<128I", *range(1, 8), end, *[free] * 120)
    container = header + following + directory + following_small + small
    with pytest.raises(TableError, match=FAR.format(65536, 256)):
        check_extents("a.xls", io.BytesIO(container))


def test_more_columns_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    """Each of millions of commas, and each key of its own in each record, made a column."""
    (tmp_path / "a.csv").write_text("name" + "," * 500_000 + "\nPCP\n")
    lines = "".join(f'{{"name": "PCP", "key {number}": 1}}\n' for number in range(20_000))
    (tmp_path / "a.jsonl").write_text(lines)
    began = time.process_time()
    for name, columns in (("a.csv", 500_001), ("a.jsonl", 20_001)):
        with pytest.raises(TableError, match=f"has {columns} columns; at most 16384 are read"):
            screen(tmp_path / name)
    assert time.process_time() - began < 10


def test_a_column_beyond_the_last_of_a_sheet_is_refused(tmp_path: Path) -> None:
    binary = parts._xlsb([["name"], ["PCP"]])
    sheet = binary["xl/worksheets/sheet1.bin"]
    place = sheet.index(bytes([6, 18])) + 2
    binary["xl/worksheets/sheet1.bin"] = sheet[:place] + struct.pack("<I", 1_000_000) + sheet[place + 4 :]
    (tmp_path / "a.xlsb").write_bytes(packed(binary))
    with pytest.raises(TableError, match=FAR.format(2, 1_000_001)):
        screen(tmp_path / "a.xlsb")


def test_thousands_of_columns_without_a_name_are_named_in_no_time() -> None:
    """The name of each was looked for among all before it."""
    began = time.process_time()
    names = unique(["", "name"] * 30_000)
    assert time.process_time() - began < 2
    assert len(set(names)) == len(names) == 60_000


@pytest.mark.parametrize("sheet", ["worksheets/sheet1.bin", "data/one.bin"])
@pytest.mark.parametrize("other", [{}, {"mimetype": b"", "content.xml": b"<x/>"}])
def test_a_binary_sheet_is_looked_at_however_it_is_called_and_whatever_stands_beside_it(
    sheet: str, other: dict[str, bytes]
) -> None:
    """The reader takes an archive for a workbook of that kind, though it also holds one of OpenDocument."""
    book = parts._xlsb([["name"], ["PCP"]])
    cells = book.pop("xl/worksheets/sheet1.bin")
    far = (
        bytes([0, 25]) + struct.pack("<I", 1_048_575) + bytes(21) + bytes([5, 16]) + struct.pack("<IId", 16_383, 0, 1.0)
    )
    end = cells.rindex(bytes([146, 1, 0]))
    book["xl/" + sheet] = cells[:end] + far + cells[end:]
    relations = "xl/_rels/workbook.bin.rels"
    book[relations] = book[relations].replace(b"worksheets/sheet1.bin", sheet.encode())
    with pytest.raises(TableError, match=FAR.format(1_048_576, 16_384)):
        check_extents("a.xlsb", io.BytesIO(packed(book | other)), 0)
