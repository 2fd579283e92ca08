"""Files as programs and hands bring them: workbooks, JSON, libraries of spectra, and what is no table at all."""

import datetime
import gzip
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwt

from kzschedule import KzScheduleError, screen
from kzschedule.errors import TableError
from kzschedule.screening.rows import Unreadable
from kzschedule.screening.tables.columns import is_known, looks_known
from kzschedule.screening.tables.jsonrows import json_lines, json_records
from kzschedule.screening.tables.reading import open_table

DAY = "2024-03-01"
HEROIN, ASPIRIN, METAMFETAMINE = "героин", "аспирин", "537-46-2"


def rows(path: Path, **settings: Any) -> list[tuple[Any, ...]]:
    with open_table(path, **settings) as table:
        return [cells for cells, _ in table.records]


def columns(path: Path) -> tuple[str, ...]:
    with open_table(path) as table:
        return table.columns


def statuses(path: Path, **settings: Any) -> list[str]:
    return list(screen(path, as_of=DAY, **settings)["status"])


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- workbooks

SHEET = [["№", "Наименование", "CAS"], [1, HEROIN, None], [2, ASPIRIN, "50-78-2"], [3, None, METAMFETAMINE]]


def by_xlsxwriter(path: Path, sheet: list[list[Any]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Лист1")
    for number, cells in enumerate(sheet):
        page.write_row(number, 0, cells)
    book.close()


def by_openpyxl(path: Path, sheet: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for cells in sheet:
        book.active.append(cells)
    book.save(path)


def by_xlwt(path: Path, sheet: list[list[Any]]) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Лист1")
    for number, cells in enumerate(sheet):
        for place, cell in enumerate(cells):
            page.write(number, place, cell)
    book.save(str(path))


def by_odfpy(path: Path, sheet: list[list[Any]]) -> None:
    pd.DataFrame(sheet[1:], columns=sheet[0]).to_excel(path, index=False, engine="odf")


WRITERS = {"a.xlsx": by_xlsxwriter, "b.xlsx": by_openpyxl, "c.xls": by_xlwt, "d.ods": by_odfpy}


@pytest.mark.parametrize("name", WRITERS)
def test_workbooks_of_all_kinds_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, SHEET)
    assert columns(path) == ("№", "Наименование", "CAS")
    assert rows(path) == [(1, HEROIN, None), (2, ASPIRIN, "50-78-2"), (3, None, METAMFETAMINE)]
    assert statuses(path) == ["listed", "no_match", "listed"]
    assert statuses(written(tmp_path / "nameless", path.read_bytes())) == ["listed", "no_match", "listed"]
    assert statuses(written(tmp_path / "a.csv.gz", gzip.compress(path.read_bytes()))) == [
        "listed",
        "no_match",
        "listed",
    ]


def test_text_stays_text_and_days_are_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for cells in (
        ["CAS", "n"],
        ["50-36-2", 1],
        ["0050-36-2", 1.5],
        [datetime.date(1972, 8, 3), True],
        [datetime.datetime(1972, 8, 3, 0, 0), 1e20],
        [50362, None],
    ):
        book.active.append(cells)
    book.save(path)
    found = rows(path)
    assert [cells[0] for cells in found[:2]] == ["50-36-2", "0050-36-2"]
    days = [cells[0] for cells in found[2:4]]
    assert [f"{day:%Y-%m-%d}" for day in days] == ["1972-08-03"] * 2
    assert all(isinstance(day, datetime.date) for day in days)
    assert found[4][0] == 50362
    assert type(found[4][0]) is int
    assert [cells[1] for cells in found] == [1, 1.5, True, 1e20, None]
    assert statuses(path)[0] == "listed"


def test_titles_above_the_header_are_passed_over_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    by_xlsxwriter(path, [["Goods of May"], [], [], ["№", "Зат атауы", "x"], [1, HEROIN, None], [], [2, ASPIRIN, 5]])
    with open_table(path) as table:
        assert table.columns == ("№", "Зат атауы", "x")
        assert [remark.say("en") for remark in table.remarks] == [
            "Rows above the header of the table that were not screened: 3."
        ]
    assert statuses(path) == ["listed", "invalid", "no_match"], "an empty row is a row"


def test_a_sheet_of_one_column_may_be_a_list(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "a.xlsx", [[HEROIN], [ASPIRIN]])
    by_xlsxwriter(tmp_path / "b.xlsx", [["name"], [HEROIN]])
    assert statuses(tmp_path / "a.xlsx") == ["listed", "no_match"]
    assert statuses(tmp_path / "b.xlsx") == ["listed"]


def test_hidden_and_empty_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    hidden, shown, empty = (book.add_worksheet(name) for name in ("hidden", "shown", "empty"))
    hidden.write_row(0, 0, ["name"])
    hidden.write_row(1, 0, [ASPIRIN])
    shown.write_row(0, 0, ["name"])
    shown.write_row(1, 0, [HEROIN])
    hidden.hide()
    shown.activate()
    assert empty is not None
    book.close()
    assert statuses(path) == ["listed"]
    assert statuses(path, sheet="hidden") == ["no_match"]
    assert statuses(path, sheet=1) == ["no_match"]
    with pytest.raises(TableError, match=r"sheet 'empty' of .* is empty; name another with --sheet: 'hidden', 'shown'"):
        rows(path, sheet="empty")
    with pytest.raises(TableError, match="there is no sheet '4'"):
        rows(path, sheet=4)


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    by_xlsxwriter(path, SHEET)
    data = path.read_bytes()
    for number, part in enumerate(
        (data[: len(data) // 2], data[:-30], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    ):
        with pytest.raises(TableError, match=r"is no workbook that can be read|cannot be read"):
            rows(written(tmp_path / f"{number}.xlsx", part))


def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = written(tmp_path / "export.xls", f"№\tНаименование\n1\t{HEROIN}\n")
    assert statuses(path) == ["listed"]


# --- JSON


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([{"Наименование": HEROIN}, {"Наименование": ASPIRIN, "price": 5}], ["listed", "no_match"]),
        ([HEROIN, ASPIRIN], ["listed", "no_match"]),
        ({"name": [HEROIN, ASPIRIN], "n": [1, 2]}, ["listed", "no_match"]),
        ({"count": 1, "data": [{"name": HEROIN}]}, ["listed"]),
        ({"name": HEROIN}, ["listed"]),
        ([{"ids": {"name": HEROIN, "cas": {"value": 1}}}], ["listed"]),
        ([{"name": ASPIRIN, "synonyms": ["a", HEROIN]}], ["listed"]),
        ([{"name": None}, {"name": HEROIN}, 5], ["invalid", "listed", "no_match"]),
        ([], []),
    ],
)
def test_json_is_read(tmp_path: Path, content: object, expected: list[str]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    assert statuses(written(tmp_path / "a.json", text)) == expected
    if isinstance(content, dict) or (content and isinstance(content, list) and isinstance(content[0], dict)):
        assert statuses(written(tmp_path / "nameless", text)) == expected


def test_json_lines_are_read_and_a_broken_line_is_its_row(tmp_path: Path) -> None:
    text = f'{{"name": "{HEROIN}"}}\n\n{{"name": "PCP", "x": [1]}}\n{{"name": \n"{ASPIRIN}"\n'
    for name in ("a.jsonl", "a.json", "a.txt", "a.ndjson"):
        path = written(tmp_path / name, text)
        assert statuses(path) == ["listed", "listed", "invalid", "no_match"], name
    assert "no JSON" in screen(path, as_of=DAY)["message"][2]


def test_what_screen_writes_as_json_lines_it_reads(tmp_path: Path) -> None:
    from kzschedule.screening.file import screen_file

    screen_file(written(tmp_path / "a.csv", f"name\n{HEROIN}\n{ASPIRIN}\n"), tmp_path / "b.jsonl", as_of=DAY)
    with open_table(tmp_path / "b.jsonl") as table:
        assert table.columns[:2] == ("input_name", "status")
    assert statuses(tmp_path / "b.jsonl", column="input_name") == ["listed", "no_match"]


@pytest.mark.parametrize(
    "text", ['{"name": ', '{"a": 5, "b": [1]', "[[[", '{"x": {}, "y": []}x', "[" * 100_000, "[" * 9_000 + "\n["]
)
def test_json_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match="no JSON that can be read"):
        rows(written(tmp_path / "a.json", text))


def test_json_of_more_levels_than_can_be_gone_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.13 reads thousands of levels, and going through them was a RecursionError."""
    deep: object = 1
    for _ in range(5_000):
        deep = {"a": deep}
    monkeypatch.setattr(json, "loads", lambda *_, **__: [deep])
    with pytest.raises(TableError, match="no JSON that can be read"):
        json_records("a.json", "[]")
    monkeypatch.setattr(json, "loads", lambda *_, **__: deep)
    assert [isinstance(record, Unreadable) for record in json_lines(["{}"])] == [True]


def test_keys_that_stand_twice_and_halves_of_characters_lose_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", f'{{"name": "{ASPIRIN}", "name": "{HEROIN}", "x": "\\ud800"}}\n')
    assert columns(path) == ("name", "name (2)", "x")
    assert statuses(path) == ["listed"]
    assert rows(path)[0][2] == "\ufffd"


# --- libraries of spectra

MSP = """Name: Fentanyl
CAS#: 437-38-7;  NIST#: 291472
Synon: Duragesic
Synon: $:00in-source
InChIKey: PJMPHNIQZUBGLI-UHFFFAOYSA-N
Num Peaks: 5
42 100; 44 20
91 300; 146 999; 245 998

Name: Unknown 1
Comments: "SMILES=CNC(C)C(=O)c1ccccc1" "author=A B"
Num Peaks: 1
58 999
Name: Aspirin
CAS#: 50-78-2
Num Peaks: 1
120 999
"""
MSL = """NAME:Heroin
CASNO:561-27-3
RT:12.1
NUM PEAKS:   3
(  43  999)  ( 327  800)  ( 369  500)

NAME:Aspirin
CASNO:50-78-2
NUM PEAKS:   1
( 120  999)
"""


def test_libraries_have_a_row_for_each_record(tmp_path: Path) -> None:
    for name in ("library.msp", "library.txt"):
        path = written(tmp_path / name, MSP)
        assert columns(path) == ("Name", "CAS#", "NIST#", "Synon", "InChIKey", "Comments", "SMILES")
        assert statuses(path) == ["listed", "listed", "no_match"]
    assert rows(path)[0][:4] == ("Fentanyl", "437-38-7", "291472", "Duragesic")
    assert statuses(written(tmp_path / "library.msl", MSL)) == ["listed", "no_match"]
    assert statuses(written(tmp_path / "b.msp.gz", gzip.compress(MSP.encode()))) == ["listed", "listed", "no_match"]


def test_a_listed_name_among_the_synonyms_is_found(tmp_path: Path) -> None:
    path = written(tmp_path / "a.msp", "Name: Compound 7\nSynon: Smack\nSynon: Diacetylmorphine\nNum Peaks: 1\n1 1\n")
    assert statuses(path) == ["listed"]
    with pytest.raises(TableError, match="no record of a substance"):
        rows(written(tmp_path / "b.msp", "1 2\n3 4\n"))


# --- what Excel writes into CSV


def test_the_line_that_tells_the_delimiter_is_no_row(tmp_path: Path) -> None:
    text = f"sep=;\r\nНазвание;CAS\r\n{HEROIN};561-27-3\r\nx, y;\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
        path = written(tmp_path / f"{encoding}.csv", text.encode(encoding))
        assert columns(path) == ("Название", "CAS")
        assert rows(path) == [(HEROIN, "561-27-3"), ("x, y", "")]
    assert statuses(path)[0] == "listed"
    assert rows(written(tmp_path / "tab.csv", "sep=\t\nname\tn\nPCP\t1\n")) == [("PCP", "1")]


# --- what is no table


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr(name, "name\nPCP\n")
    return buffer.getvalue()


XYZ = "3\nwater\nO 0.000 0.000 0.119\nH 0.000 0.763 -0.477\nH 0.000 -0.763 -0.477\n"
PDB = (
    "HEADER    HYDROLASE\nREMARK   2\nATOM      1  N   MET A   1      27.340  24.430   2.614  1.00  9.67           N\n"
)
OTHERS: dict[str, tuple[str | bytes, str]] = {
    "page.html": ("<!DOCTYPE html>\n<html><table><tr><td>героин</td></tr></table></html>", "an HTML page"),
    "portal.xls": ("\ufeff\n<table><tr><td>героин</td></tr></table>", "an HTML page"),
    "feed.xml": ('<?xml version="1.0"?><items><item>героин</item></items>', "an XML file"),
    "molecule.cml": ('<molecule id="m1"><atomArray/></molecule>', "an XML file"),
    "letter.rtf": ("{\\rtf1\\ansi героин}", "an RTF document"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "water.xyz": (XYZ, "a file of coordinates"),
    "protein.pdb": (PDB, "a file of coordinates"),
    "atoms.pdb": (PDB.splitlines()[2] + "\n", "a file of coordinates"),
    "scan.png": (png(), "an image"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "an image"),
    "packed.zip": (archive("list.csv"), "a ZIP archive"),
    "letter.docx": (archive("word/document.xml"), "a text document"),
    "list.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "a compressed archive"),
    "ligand.mol2": ("@<TRIPOS>MOLECULE\nx\n", "a MOL2 file"),
    "crystal.cif": ("data_x\nloop_\n_atom_site_label\nC1\n", "a CIF file"),
    "reaction.rxn": ("$RXN\n\n  x\n", "a reaction file"),
    "spectrum.jdx": ("##TITLE=fentanyl\n##JCAMP-DX=4.24\n", "a spectrum in JCAMP-DX"),
    "spectra.mgf": ("BEGIN IONS\nNAME=fentanyl\n58 999\nEND IONS\n", "a list of spectra"),
    "base.sqlite": (b"SQLite format 3\x00", "a database"),
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("suffix", [None, ".csv"])
def test_what_is_no_table_is_refused_with_its_kind(tmp_path: Path, name: str, suffix: str | None) -> None:
    content, kind = OTHERS[name]
    path = written(tmp_path / (name if suffix is None else Path(name).with_suffix(suffix)), content)
    with pytest.raises(KzScheduleError, match=f"is {kind}"):
        screen(path)


def test_lists_that_only_look_like_something_else_are_read(tmp_path: Path) -> None:
    for number, text in enumerate(
        (
            "3\nгероин\nаспирин\n",
            "BM-123\nгероин\nx\n",
            "[Na+].[Cl-]\nCCO\n",
            "RIFF\nгероин\nx\n",
            "data\nгероин\nx\n",
            "Name: x, y\nгероин\naspirin\n",
        )
    ):
        assert len(rows(written(tmp_path / f"{number}.txt", text))) == len(text.splitlines())


# --- columns


@pytest.mark.parametrize(
    "name",
    [
        *(
            "МНН",
            "Действующее вещество",
            "Зат атауы",
            "Наименование товара",
            "Товар",
            "описание",
            "Торговое наименование",
        ),
        *("Халықаралық патенттелмеген атауы", "Название (рус.)", "номер CAS", "№ CAS", "CAS#", "CASNO", "CAS RN"),
        *("Substance Name", "compound_name", "ProductName", "IUPAC name", "Standard InChI", "InChIKey2D", "name (3)"),
    ],
)
def test_columns_are_known_by_what_they_are_called(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize(
    "name", ["Цена", "Код товара", "Product number", "№", "id", "Дата", "Supplier name", "Страна", ""]
)
def test_columns_of_other_things_are_not(name: str) -> None:
    assert not is_known(name)
    assert not looks_known(name)


def test_a_column_called_smiles_is_read_as_such_and_loses_no_name(tmp_path: Path) -> None:
    text = "id,SMILES\n1,CNC(C)C(=O)c1ccccc1 |$;;$|\n2,CCO ethanol\n3,героин\n4,C1CC\n5,537-46-2\n"
    path = written(tmp_path / "a.csv", text)
    found = screen(path, as_of=DAY)
    assert list(found["status"]) == ["listed", "no_match", "listed", "invalid", "listed"]
    assert "no name of the data" not in " ".join(found["message"])
    assert list(screen(path, "SMILES", as_of=DAY)["status"]) == list(found["status"])
    with open_table(path) as table:
        assert table.columns_asked({"SMILES": "auto"}) == (("SMILES", "auto"),)


def test_a_list_in_a_cell_is_several_values() -> None:
    found = screen(pd.DataFrame({"name": [["аспирин", "героин"], ("аспирин",), []]}), as_of=DAY)
    assert list(found["status"]) == ["listed", "no_match", "invalid"]
