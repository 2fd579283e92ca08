"""How far the cells of a sheet reach, before it is read: the reader makes room for all cells between the outermost.

Two cells in opposite corners of a sheet are a file of some kilobytes and a table of gigabytes, for which no room is
left and the process ends. A value that was typed somewhere far off by mistake is such a cell.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from kzschedule.errors import TableError
from kzschedule.language.statement import Statement
from kzschedule.screening.tables.kinds import OLE

if TYPE_CHECKING:
    import gzip

#: Cells that a table may have: those of Excel's longest sheet with a hundred columns, each takes some 30 bytes.
MOST_CELLS = 110_000_000
#: Cells up to which it is no matter how few of them are filled, and how many may stand around one that is.
_FEW_CELLS, _AROUND_ONE = 20_000_000, 20
#: Rows and columns that a sheet of the newest kind has; the readers of OpenDocument repeat none beyond them.
_ROWS, _COLUMNS = 1 << 20, 1 << 14
_CHUNK = 1 << 20
#: Longest tag that is looked at across two chunks.
_TAG = 1 << 16
#: The patterns pass over each tag once, and none over the beginning of the next: in XML no value holds ``<``.
_ATTRIBUTES = rb"(?P<attributes>(?:[^<>\"'/]|/(?!>)|\"[^\"<]*\"|'[^'<]*')*+)"
#: Cells of Excel by their place; one that is closed at once has a look and no value.
_CELL = re.compile(rb"<(?:\w+:)?c\s(?>(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,12})[\"'])[^<>]*+(?<!/)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s(?>(?:[^<>]*?\s)?r\s*=\s*[\"'](\d{1,12})[\"'])[^<>]*+(?<!/)>")
#: The same as nearly all programs write them, so that they are quickly found.
_PLAIN_CELL, _PLAIN_ROW = (
    re.compile(rb'<c r="([A-Z]{1,9})(\d{1,12})"[^<>]*+(?<!/)>'),
    re.compile(rb'<row r="(\d{1,12})"'),
)
#: How many columns a sheet has at the most in which a name of such a form is found.
_WIDTHS = (
    (re.compile(rb'<c r="[A-Z]{2}'), 52),
    (re.compile(rb'<c r="[B-Z][A-Z]'), 26 + 26**2),
    (re.compile(rb'<c r="[A-Z]{3}'), 26 + 26**2 + 26**3),
    (re.compile(rb'<c r="[A-Z]{4}'), 1 << 40),
)
#: Where an archive says which of its parts are sheets, of both kinds.
_RELATIONS = ("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s" + _ATTRIBUTES)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s" + _ATTRIBUTES)
#: What makes the tables of OpenDocument: tables, their rows, and cells with what stands in them.
_OPEN = re.compile(
    rb"<table:(?P<kind>table|table-row|(?:covered-)?table-cell)(?=[\s>/])" + _ATTRIBUTES + rb"(?P<end>/?)>"
)
_REPEATED = re.compile(rb"table:number-(?:rows|columns)-repeated\s*=\s*[\"'](\d{1,12})[\"']")
#: Numbers of the records of cells, of both binary kinds.
_BIFF_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_BIFF_START, _BIFF_SEVERAL = 0x0809, 0x00BD
_BINARY_ROW, _BINARY_CELLS = 0, frozenset(range(2, 12))
#: Numbers of the records that say how large a sheet is: the reader makes room for that, whatever it is.
_BIFF_SIZE, _BINARY_SIZE = 0x0200, 148


class _DamagedError(Exception):
    """What the reader takes in a way that ends the process, or never ends."""


@dataclass
class Extent:
    """The outermost places of a sheet that are filled, from 0, and how many are."""

    top: int = 1 << 62
    bottom: int = -1
    left: int = 1 << 62
    right: int = -1
    filled: int = 0

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Count cells side by side and one below the other."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row + rows - 1)
        self.left, self.right = min(self.left, column), max(self.right, column + columns - 1)
        self.filled += rows * columns

    @property
    def cells(self) -> int:
        """How many cells the table between the outermost places has."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


def check_extents(name: str, stream: IO[bytes] | gzip.GzipFile, sheet: int | None = None) -> None:
    """Refuse a workbook of which a table would have more cells than can be held, nearly all of them empty.

    Parameters
    ----------
    name : str
        What it is called in messages.
    stream : binary file
        Its bytes; they are at their beginning afterwards.
    sheet : int, optional
        The place of the sheet that is read, where sheets are read one by one; by default what is read at once: all
        sheets of OpenDocument and of Excel's older kind.

    Raises
    ------
    TableError
        If it has such a table; the message says where its last cell is.
    """
    stream.seek(0)
    try:
        found = list(_of_older_kind(stream) if stream.read(4) == OLE else _of_archive(stream, sheet))
    except (
        zipfile.BadZipFile,
        RuntimeError,  # of a part that is encrypted
        NotImplementedError,  # of a compression that is not known
        OSError,
        EOFError,
        KeyError,
        struct.error,
        zlib.error,
    ):
        return  # damaged: the reader says so
    except _DamagedError as error:
        raise TableError(
            Statement("{file} is no workbook that can be read: {reason}", file=name, reason=str(error))
        ) from error
    finally:
        stream.seek(0)
    total = sum(extent.cells for extent in found)
    filled = sum(extent.filled for extent in found)
    beyond = any(extent.right >= _COLUMNS for extent in found)
    if beyond or total > MOST_CELLS or (total > _FEW_CELLS and total > _AROUND_ONE * filled):
        widest = max(found, key=lambda extent: (extent.right >= _COLUMNS, extent.cells))
        raise TableError(
            Statement(
                "{file} has {filled} filled cells, which reach to row {row} and column {column}, so that its table"
                " would have {cells} cells; delete what stands far from the table, or save the table as CSV",
                file=name,
                filled=widest.filled,
                row=widest.bottom + 1,
                column=widest.right + 1,
                cells=widest.cells,
            )
        )


def _of_archive(stream: IO[bytes] | gzip.GzipFile, sheet: int | None) -> Iterator[Extent]:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
        # An archive may hold workbooks of both kinds, and the reader chooses.
        if sheet is None:
            if "content.xml" in names and "mimetype" in names:
                with archive.open("content.xml") as part:
                    _check_whole(part)
                    part.seek(0)
                    yield from _of_open_document(part)
        else:
            for name in _parts_of(archive, names, sheet):
                with archive.open(name) as part:
                    if name.endswith(".bin"):
                        yield _of_binary_sheet(part.read())
                    elif not _is_small(part):
                        part.seek(0)
                        yield _of_sheet(part)


def _parts_of(archive: zipfile.ZipFile, names: list[str], sheet: int) -> list[str]:
    """Return the part of a sheet, or, where that does not show, whatever may be one."""
    related = [
        (
            _attribute(tag["attributes"], rb"Id"),
            _attribute(tag["attributes"], rb"Type"),
            posixpath.normpath(posixpath.join("/xl", _attribute(tag["attributes"], rb"Target"))).lstrip("/"),
        )
        for name in names
        if name.casefold() in _RELATIONS
        for tag in _RELATION.finditer(_head(archive, name))
    ]
    if "xl/workbook.xml" in names and "xl/workbook.bin" not in names:
        sheets = [
            _attribute(tag["attributes"], rb"\w+:id") for tag in _SHEET.finditer(_head(archive, "xl/workbook.xml"))
        ]
        found = {target for key, _, target in related if sheet < len(sheets) and key == sheets[sheet]}
        if found and found <= set(names):
            return sorted(found)
    targets = {target for _, kind, target in related if kind.endswith("/worksheet")}
    return [
        name
        for name in names
        if name in targets or (name.casefold().endswith((".xml", ".bin")) and "sheet" in name.casefold())
    ]


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that is short in any workbook, as much of it as there is in one."""
    with archive.open(name) as part:
        return part.read(_CHUNK)


def _check_whole(part: IO[bytes]) -> None:
    """Refuse XML that is cut off: the reader of OpenDocument looks for the end of a table for ever."""
    parser = expat.ParserCreate("UTF-8")  # whatever it says: the reader takes it for that
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _DamagedError(f"its content is no XML ({error})") from error


def _attribute(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part of an archive in pieces that end between two tags."""
    rest = b""
    while chunk := part.read(_CHUNK):
        rest += chunk
        cut = rest.rfind(b"<")
        if cut > 0 and len(rest) - cut <= _TAG:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _CHUNK + _TAG:
            yield rest
            rest = b""
    yield rest


def _is_plain(chunk: bytes) -> bool:
    """Whether the cells and rows of a piece of a sheet begin with their places, as nearly all programs write them."""
    cells, rows = chunk.count(b"<c"), chunk.count(b"<row")
    return (
        cells == chunk.count(b'<c r="')
        and rows == chunk.count(b'<row r="')
        and b":c" not in chunk
        and b":row" not in chunk
    )


def _is_small(part: IO[bytes]) -> bool:
    """Whether a sheet of Excel is one that may be read however few of its cells are filled, by a quick look."""
    width, bottom = 26, 1
    for chunk in _chunks(part):
        if _is_plain(chunk):
            rows = set(_PLAIN_ROW.findall(chunk))
            width = max([width, *(most for pattern, most in _WIDTHS if pattern.search(chunk))])
        else:
            found = _CELL.findall(chunk)
            rows = {row for _, row in found} | set(_ROW.findall(chunk))
            width = max([width, *(_column(letters) + 1 for letters in {letters for letters, _ in found})])
        bottom = max([bottom, *map(int, rows)])
        if width * bottom > _FEW_CELLS:
            return False
    return True


def _of_sheet(part: IO[bytes]) -> Extent:
    """Return how far a sheet of Excel reaches."""
    extent = Extent()
    for chunk in _chunks(part):
        plain = _is_plain(chunk)
        found = (_PLAIN_CELL if plain else _CELL).findall(chunk)
        rows = {row for _, row in found} | set((_PLAIN_ROW if plain else _ROW).findall(chunk))
        if found:
            columns = [_column(letters) for letters in {letters for letters, _ in found}]
            extent.left, extent.right = min(extent.left, *columns), max(extent.right, *columns)
            extent.filled += len(found)
        for row in map(int, rows):
            extent.top, extent.bottom = min(extent.top, row - 1), max(extent.bottom, row - 1)
    extent.right = max(extent.right, 0)
    extent.left = min(extent.left, extent.right)
    return extent


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _of_open_document(part: IO[bytes]) -> Iterator[Extent]:
    """Yield how far each table of OpenDocument reaches."""
    extent, row, rows, column = Extent(), 0, 0, 0
    for chunk in _chunks(part):
        for tag in _OPEN.finditer(chunk):
            again = _REPEATED.search(tag["attributes"])
            times = int(again[1]) if again else 1
            if tag["kind"] == b"table":
                yield extent
                extent, row, rows, column = Extent(), 0, 0, 0
            elif tag["kind"] == b"table-row":
                row, rows, column = row + rows, min(times, _ROWS), 0
            else:
                times = min(times, _COLUMNS)
                if not tag["end"] or b"value" in tag["attributes"]:
                    extent.add(row, column, max(rows, 1), times)
                column += times
    yield extent


def _of_binary_sheet(data: bytes) -> Extent:
    """Return how far a sheet of Excel in binary records reaches."""
    extent, row = Extent(), 0
    at = 0
    while at < len(data):
        number, at = _variable(data, at, 2)
        length, at = _variable(data, at, 4)
        if length < 4 and (number == _BINARY_ROW or number in _BINARY_CELLS):
            # The reader would take the place from whatever it read before.
            raise _DamagedError(f"a cell is cut short at byte {at} of its sheet")
        if number == _BINARY_SIZE and length >= 16:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", data, at)
            _check_size(first_row, last_row + 1, first_column, last_column + 1, most=_ROWS * _COLUMNS)
        elif number == _BINARY_ROW:
            row = int.from_bytes(data[at : at + 4], "little")
        elif number in _BINARY_CELLS:
            extent.add(row, int.from_bytes(data[at : at + 4], "little"))
        at += length
    return extent


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most):
        byte = data[at + place] if at + place < len(data) else 0
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return number, at + place + 1
    return number, at + most


def _of_older_kind(stream: IO[bytes] | gzip.GzipFile) -> Iterator[Extent]:
    """Yield how far each sheet of Excel's older kind reaches."""
    extent = Extent()
    for number, content in _records(_workbook_stream(stream)):
        if number == _BIFF_START:
            yield extent
            extent = Extent()
        elif number == _BIFF_SIZE and len(content) in (10, 14):
            _check_size(*struct.unpack_from("<4H" if len(content) == 10 else "<IIHH", content), most=1 << 24)
        elif number in _BIFF_CELLS and len(content) >= 4:
            row, column = struct.unpack_from("<HH", content)
            last = struct.unpack_from("<H", content, len(content) - 2)[0] if number == _BIFF_SEVERAL else column
            extent.add(row, column, 1, max(1, last - column + 1))
    yield extent


def _check_size(first_row: int, end_row: int, first_column: int, end_column: int, *, most: int) -> None:
    """Refuse a sheet that says of itself that it is larger than any, or ends before it begins."""
    rows, columns = end_row - first_row, end_column - first_column
    if end_row and end_column and (rows < 0 or columns < 0 or rows * columns > most):
        raise _DamagedError(f"a sheet says that it has {rows} rows and {columns} columns")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, at)
        yield number, data[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook_stream(stream: IO[bytes] | gzip.GzipFile) -> bytes:
    """Return the records of a workbook out of the container that they are in, a file system of sectors."""
    stream.seek(0)
    data = stream.read()
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 2 <= small_shift <= shift:
        return b""  # no container that can be read
    size = 1 << shift
    sectors = _Sectors(data[size:], size, _table_of(data, size))
    first_directory, _, least, first_small = struct.unpack_from("<4I", data, 48)
    directory = sectors.chain(first_directory)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for entry in entries:
        if entry[:64].decode("utf-16-le", "replace").partition("\0")[0].casefold() in ("workbook", "book"):
            start, length = struct.unpack_from("<II", entry, 116)
            if length >= least:
                return sectors.chain(start)
            small = sectors.chain(struct.unpack_from("<I", entries[0], 116)[0])
            table = [number for (number,) in struct.iter_unpack("<I", sectors.chain(first_small))]
            return _Sectors(small, 1 << small_shift, table).chain(start)
    return b""


def _table_of(data: bytes, size: int) -> list[int]:
    """Return the table of a container that says which sector follows which."""
    following, more = struct.unpack_from("<II", data, 68)
    places = list(struct.unpack_from("<109I", data, 76))
    seen: set[int] = set()
    while len(seen) < more and following not in seen and (following + 2) * size <= len(data):
        seen.add(following)
        *several, following = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        places += several
    table: list[int] = []
    for sector in dict.fromkeys(places):
        if (sector + 2) * size <= len(data):
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


@dataclass(frozen=True)
class _Sectors:
    """Sectors of one size, and which of them follows which."""

    data: bytes
    size: int
    table: list[int]

    def chain(self, sector: int) -> bytes:
        """Return the sectors of a file, one after the other; one that was taken is not taken again."""
        found: dict[int, bytes] = {}
        while sector < len(self.table) and sector not in found:
            found[sector] = self.data[sector * self.size : (sector + 1) * self.size]
            sector = self.table[sector]
        return b"".join(found.values())
