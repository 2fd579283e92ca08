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
from kzschedule.screening.tables.extent import check_extents
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
