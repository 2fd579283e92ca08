"""Workbooks: ``screen(FILE)`` of Excel and OpenDocument files, taken apart so that what is damaged is inside of them.

The first two bytes of an input choose how the file is called and what is wrong with the archive. Behind them stand the
parts of a ZIP archive, each behind a mark and its name; without a mark it is the stream of records of an Excel file of
the older kind, or the file as it is.
"""

from __future__ import annotations

import io
import random
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from fuzz.targets import csv
from kzschedule.errors import KzScheduleError
from kzschedule.schedule import Schedule
from kzschedule.screening.tables.reading import open_table
from kzschedule.screening.tables.workbook import cells_of, read_sheet

MAX_BYTES = 16_000
#: Stands before the name of a part, which ends with its line; XML has no such character.
MARK = "\x1e"
TOKENS = (
    *('r="A1"', 'r="XFD1048576"', 'r="A0"', 'r="1048577"', 'r="4294967295"', 'r="AAAAAAAA1"', 'ref="A1:XFD1048576"', 'spans="1:16384"'),
    *('t="s"', 't="b"', 't="e"', 't="d"', 't="str"', 't="inlineStr"', "<v>-1</v>", "<v>99999999</v>", "<v>1e308</v>", "<v>NaN</v>", "<v/>", "<f>1+1</f>"),
    *('table:number-columns-repeated="1048576"', 'table:number-rows-repeated="1048576"', 'office:value-type="float"', 'office:value="1e999"'),
    *('office:value-type="date"', 'office:date-value="9999-99-99"', 'office:time-value="PT99999999999H"', "<text:s text:c='99999999'/>"),
    *('state="hidden"', 'r:id="rId9"', 'Target="../../a"', 'Target="/xl/worksheets/sheet1.xml"', 'date1904="1"', 'numFmtId="14"', 's="99"'),
    *("&amp;", "&#x0;", "&#1114112;", "&x;", "<!DOCTYPE x [<!ENTITY a 'aa'>]>", "<![CDATA[x]]>", "<!--", "<?x?>", "]]>", "\ufeff", "\x00"),
    *("name", "SMILES", "мефедрон", "537-46-2", "CCO", "<si><t>PCP</t></si>", "<row>", "</row>", "<c><v>1</v></c>", '<c t="s"><v>0</v></c>'),
    *(f"{MARK}mimetype\napplication/vnd.oasis.opendocument.spreadsheet", f"{MARK}xl/x.xml\n", f"{MARK}word/document.xml\n"),
    *(f"{MARK}xl/sharedStrings.xml\n", f"{MARK}META-INF/manifest.xml\n<manifest:encryption-data>", f"{MARK}EncryptionInfo\n"),
)  # fmt: skip
#: What the first byte chooses; what is in a file decides, but where it cannot be told.
SUFFIXES = ("xlsx", "ods", "xls", "xlsb", "xlsm", "csv", "")
#: What the second byte chooses.
DAMAGE = ("none", "stored", "checksum", "size", "end cut off", "encrypted", "unknown method", "bytes in front")
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-workbook-")
_inside = pieces(TOKENS, cut="< ")
_anywhere = pieces(TOKENS)
#: Beginning of the stream of an Excel file of the older kind: its first record.
_BIFF = b"\x09\x08"


def mutate(text: str, chance: random.Random) -> str:
    """Damage one part, or leave out, double or rename one; of records of the older kind, one or its length."""
    head, body = text[:2], text[2:]
    if MARK not in body:
        return head + _records(body, chance)
    if chance.randrange(8) == 0:
        head = chance.choice((chr(chance.randrange(8)) + head[1:], head[:1] + chr(chance.randrange(8))))
    first, *parts = body.split(MARK)
    place = chance.randrange(len(parts))
    kind = chance.randrange(16)
    name, line, content = parts[place].partition("\n")
    if kind == 0:
        del parts[place]
    elif kind == 1:
        parts.insert(chance.randrange(len(parts)), parts[place])
    elif kind == 2:
        parts[place] = chance.choice(parts).partition("\n")[0] + line + content
    elif kind == 3:
        parts[place] = name + line + _anywhere(content, chance)
    else:
        parts[place] = name + line + _inside(content, chance)
    return head + MARK.join([first, *parts])


def _records(text: str, chance: random.Random) -> str:
    """Damage a stream of records: each has a number, a length and as many bytes."""
    stream = text.encode("utf-8", "surrogateescape")
    found = []
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        found.append((number, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not found:
            break
        place = chance.randrange(len(found))
        number, content = found[place]
        kind = chance.randrange(6)
        if kind == 0:
            del found[place]
        elif kind == 1:
            found.insert(chance.randrange(len(found)), found[place])
        elif kind == 2:
            found[place] = chance.choice(found)[0], content
        elif kind == 3:
            found[place] = number, content[: chance.randrange(len(content) + 1)]
        elif len(content) >= 2:
            where = chance.randrange(len(content) - 1)
            value = struct.pack(
                "<H", chance.choice((0, 1, 2, 255, 256, 0x7FFF, 0x8000, 0xFFFF, chance.randrange(65536)))
            )
            found[place] = number, content[:where] + value + content[where + 2 :]
    written = b"".join(struct.pack("<HH", number, len(content)) + content for number, content in found)
    return written.decode("utf-8", "surrogateescape")


def seeds() -> Iterator[bytes]:
    """Tables of the list's own names as workbooks of all kinds."""
    chance = random.Random(9)
    substances = Schedule.default().package.substances
    for size in (1, 3):
        rows = [[item.name_ru or "", item.cas or "", item.smiles or ""] for item in chance.sample(substances, size)]
        table: list[list[str | float]] = [["№", "Наименование", "CAS", "SMILES"]]
        table += [[number, *row] for number, row in enumerate(rows, 1)]
        for suffix, parts in (
            ("xlsx", _xlsx(table)),
            ("xlsx", _openpyxl(table)),
            ("ods", _ods(table)),
            ("xlsb", _xlsb(table)),
        ):
            body = b"".join(MARK.encode() + name.encode() + b"\n" + content for name, content in parts.items())
            yield bytes([SUFFIXES.index(suffix), 0]) + body
        yield bytes([SUFFIXES.index("xls"), 0]) + _biff(table)
    for damage in range(1, len(DAMAGE)):
        body = b"".join(
            MARK.encode() + name.encode() + b"\n" + content for name, content in _xlsx([["name"], ["PCP"]]).items()
        )
        yield bytes([0, damage]) + body


def run(data: bytes) -> None:
    """Screen a workbook; there is an answer for each row of the sheet, below what stands above its header."""
    if len(data) < 3:
        return
    suffix, damage = SUFFIXES[data[0] % len(SUFFIXES)], DAMAGE[data[1] % len(DAMAGE)]
    content = packed(data[2:], damage)
    path = Path(_FOLDER.name, f"book.{suffix}")
    csv.screened_file(path, content)
    if not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return
    try:
        with path.open("rb") as stream:
            book = [cells for _, cells in cells_of(path.name, stream)]
        with path.open("rb") as stream:
            sheet = read_sheet(path.name, stream)
            read = list(sheet.rows)
    except KzScheduleError:
        return
    others = any("--sheet" in remark for remark in sheet.remarks)
    above = next((int(remark.values["number"]) for remark in sheet.remarks if "number" in remark.values), 0)
    if not others and all(any(map(_filled, cells)) for cells in book):
        header = sheet.columns != ("query",)
        assert len(book) == above + header + len(read), "a row of the sheet is missing, or one too many"
    for wanted in ("1", 2, "Sheet1", "Лист 1", ""):
        try:
            with open_table(path, sheet=wanted) as opened:
                sum(1 for _ in opened.records)
        except KzScheduleError:
            continue


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def packed(body: bytes, damage: str = "none") -> bytes:
    """Put the parts of an input together to a file."""
    if body.startswith(_BIFF):
        return _compound(body)
    mark = MARK.encode()
    if mark not in body:
        return body
    target = io.BytesIO()
    method = zipfile.ZIP_STORED if damage == "stored" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", method) as archive:
        for part in body.split(mark)[1:]:
            name, _, content = part.partition(b"\n")
            _put(archive, name.decode("utf-8", "replace"), content)
    written = bytearray(target.getvalue())
    entry, local = written.find(b"PK\x01\x02"), written.find(b"PK\x03\x04")
    if entry < 0 or local < 0:
        return bytes(written)
    if damage == "checksum":
        written[entry + 16] ^= 0xFF
        written[local + 14] ^= 0xFF
    elif damage == "size":
        written[entry + 24 : entry + 28] = b"\xff\xff\xff\x7f"
    elif damage == "end cut off":
        del written[-30:]
    elif damage == "encrypted":
        written[entry + 8] |= 1
        written[local + 6] |= 1
    elif damage == "unknown method":
        written[entry + 10] = written[local + 8] = 99
    elif damage == "bytes in front":
        written[:0] = b"PK\x03\x04"
    return bytes(written)


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Write a part; a name that stands there twice is no matter for who makes such a file."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(zipfile.ZipInfo(name[:200].encode("utf-8", "replace").decode()), content)


def _compound(stream: bytes) -> bytes:
    """Put a stream of records into the container of Office files of the older kind."""
    from xlwt.CompoundDoc import XlsDoc

    target = io.BytesIO()
    XlsDoc().save(target, stream)
    return target.getvalue()


def _parts(file: io.BytesIO) -> dict[str, bytes]:
    """Return the parts of an archive that matter to who reads its table."""
    with zipfile.ZipFile(file) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.startswith(("xl/theme", "docProps", "Thumb"))
        }


def _xlsx(table: list[list[str | float]]) -> dict[str, bytes]:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Лист1")
        for number, cells in enumerate(table):
            page.write_row(number, 0, cells)
        book.add_worksheet("empty").hide()
    return _parts(target)


def _openpyxl(table: list[list[str | float]]) -> dict[str, bytes]:
    import datetime

    import openpyxl

    target = io.BytesIO()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Goods of May"])
    page.append([None])
    for cells in table:
        page.append([*cells, datetime.datetime(2024, 3, 1, 12), 0.5, True, "=1+1"])
    page.merge_cells("A1:C1")
    book.save(target)
    return _parts(target)


def _ods(table: list[list[str | float]]) -> dict[str, bytes]:
    import pandas as pd

    target = io.BytesIO()
    pd.DataFrame(table[1:], columns=table[0]).to_excel(target, index=False, engine="odf")
    return _parts(target)


def _biff(table: list[list[str | float]]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("Лист1")
    for number, cells in enumerate(table):
        for place, cell in enumerate(cells):
            page.write(number, place, cell)
    return bytes(book.get_biff_data())


def _xlsb(table: list[list[str | float]]) -> dict[str, bytes]:
    """Write a workbook of binary parts, which no library writes, with what is needed of it."""

    def record(number: int, content: bytes = b"") -> bytes:
        name = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        length = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
        return name + length + content

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = [record(129), record(148, struct.pack("<4I", 0, len(table) - 1, 0, len(table[0]) - 1)), record(145)]
    for number, cells in enumerate(table):
        sheet.append(record(0, struct.pack("<I", number) + bytes(21)))
        for place, cell in enumerate(cells):
            start = struct.pack("<II", place, 0)
            sheet.append(
                record(6, start + text(cell)) if isinstance(cell, str) else record(5, start + struct.pack("<d", cell))
            )
    sheet += [record(146), record(130)]
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text("Лист1")
    relation = '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
    return {
        "xl/workbook.bin": b"".join([record(131), record(143), record(156, bundle), record(144), record(132)]),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'.encode(),
        "xl/worksheets/sheet1.bin": b"".join(sheet),
    }
