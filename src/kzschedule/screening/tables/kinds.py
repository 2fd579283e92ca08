"""What a file is, by its first bytes or lines: a table of one of the formats that are read, or something else."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import Literal

from kzschedule.answer.identify import identify
from kzschedule.errors import TableError
from kzschedule.language import N_
from kzschedule.language.statement import Statement

Format = Literal["delimited", "tsv", "smi", "sdf", "parquet", "workbook", "json", "json lines", "library"]

#: Formats by the end of a file's name; what stands in the file decides where it can.
SUFFIXES: dict[str, Format] = {
    ".csv": "delimited",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".smi": "smi",
    ".smiles": "smi",
    ".ism": "smi",
    ".cxsmiles": "smi",
    ".sdf": "sdf",
    ".sd": "sdf",
    ".mol": "sdf",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
    ".json": "json",
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".msp": "library",
    ".msl": "library",
}
PARQUET = b"PAR1"
#: The beginnings of ZIP archives, as workbooks are, and of Office files of the older kind.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

#: What begins with certain bytes, and is no table.
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"GIF8", N_("an image")),
    (b"BM", N_("an image")),
    (b"II*\x00", N_("an image")),
    (b"MM\x00*", N_("an image")),
    (b"RIFF", N_("an image")),
    (b"7z\xbc\xaf", N_("a compressed archive")),
    (b"Rar!", N_("a compressed archive")),
    (b"BZh", N_("a compressed archive")),
    (b"\xfd7zXZ", N_("a compressed archive")),
    (b"\x28\xb5\x2f\xfd", N_("a compressed archive")),
    (b"SQLite format 3", N_("a database")),
    (b"\x00\x01\x00\x00Standard", N_("a database")),
    (b"\x89HDF", N_("an HDF5 file")),
    (b"ARROW1", N_("an Arrow file")),
    (b"VjCD", N_("a ChemDraw drawing")),
)
#: Of these the first bytes are text as well, so that they count with a zero byte only.
_SHORT = frozenset({b"BM", b"II*\x00", b"MM\x00*", b"RIFF"})
#: What text of other kinds begins with.
_TEXT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{\\rtf"), N_("an RTF document")),
    (
        re.compile(r"(?:MIME-Version|Return-Path|Received|From|Message-ID):\s.*\n(?:.*\n)*?Content-", re.I),
        N_("a message or saved page (MIME)"),
    ),
    (re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.I), N_("an HTML page")),
    (re.compile(r"<(?:\?xml|!doctype|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>))", re.I), N_("an XML file")),
    (re.compile(r"@<TRIPOS>"), N_("a MOL2 file")),
    (re.compile(r"\$R(?:XN|DFILE)\b"), N_("a reaction file")),
    (re.compile(r"##TITLE\s*=", re.I), N_("a spectrum in JCAMP-DX")),
    (re.compile(r"%!PS"), N_("a PostScript document")),
)
#: A line that belongs to a structure, or ends a record, of an SD file.
_OF_RECORDS = re.compile(r"^(?:M  (?:END|V30|CHG)|\$\$\$\$)", re.MULTILINE)
#: How much of a text, and how many lines of it, show what it is.
_LOOKED_AT, _LINES = 20_000, 100
#: Characters of a word that show whether it is a SMILES.
_TOKEN = 1_000
_MGF_HEAD = re.compile(r"[#;!/]|[A-Z_]+=")
_PDB_RECORD = ("HEADER", "TITLE ", "COMPND", "REMARK", "CRYST1", "MODEL ", "AUTHOR", "ATOM  ", "HETATM")
_PDB_ATOM = re.compile(r"(?:ATOM  |HETATM)[ \d]{5} .{4}.[A-Z0-9 ]{3}")
_XYZ = re.compile(
    r"\s*\d+[ \t]*\n[^\n]*\n(?:[ \t]*(?:[A-Z][a-z]?|\d+)(?:[ \t]+-?\d+\.\d*(?:[eE][+-]?\d+)?){3}[^\n]*(?:\n|$))"
)
_JSON_START = re.compile(r"\[\s*[{\[\"\]]|\{\s*[\"}]")
_LIBRARY = re.compile(r"^[ \t]*name[ \t]*:", re.I | re.M)
_PEAKS = re.compile(r"^[ \t]*num[ \t]?peaks[ \t]*:", re.I | re.M)


def no_table(name: str, kind: str) -> TableError:
    """Return what is raised for a file of another kind."""
    return TableError(
        Statement(
            "{file} is {kind}, not a table of queries; save the table as .xlsx, .ods or .csv",
            file=name,
            kind=Statement(kind),
        )
    )


def other_binary(sample: bytes) -> str | None:
    """Return what a file is whose first bytes are those of no table.

    Examples
    --------
    >>> other_binary(b"%PDF-1.7"), other_binary(b"name;CAS")
    ('a PDF document', None)
    """
    for start, kind in _BINARY:
        if sample.startswith(start) and (start not in _SHORT or b"\0" in sample):
            return kind
    return None


def other_text(text: str) -> str | None:
    r"""Return what a text is that is no table.

    Examples
    --------
    >>> other_text("<html><body>"), other_text("2\n\nH 0.0 0.0 0.0\nH 0.0 0.0 0.7"), other_text("name")
    ('an HTML page', 'a file of coordinates (XYZ)', None)
    """
    text = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    if _OF_RECORDS.search(text):
        return None  # the title of a structure may be <name>
    while text.startswith("<!--"):
        text = text.partition("-->")[2].lstrip()
    for pattern, kind in _TEXT:
        if pattern.match(text):
            return kind
    if _XYZ.match(text):
        return N_("a file of coordinates (XYZ)")
    return _by_its_lines([line for line in text.split("\n")[:_LINES] if line.strip()])


def _by_its_lines(lines: list[str]) -> str | None:
    """Return what a text is whose first line does not tell it."""
    if not lines:
        return None
    if lines[0].startswith(_PDB_RECORD) and any(map(_PDB_ATOM.match, lines)):
        return N_("a file of coordinates (PDB)")
    if lines[0].startswith("data_") and any(line.lstrip().startswith(("loop_", "_")) for line in lines[1:]):
        return N_("a CIF file")
    head = list(takewhile(_MGF_HEAD.match, lines))
    return N_("a list of spectra in MGF") if lines[len(head) : len(head) + 1] == ["BEGIN IONS"] else None


def format_of_text(text: str, suffix: str) -> Format:
    r"""Find the format of a text, by what stands in it and by the end of the file's name.

    Examples
    --------
    >>> format_of_text('{"name": "PCP"}\n{"name": "MDA"}', "")
    'json lines'
    >>> [format_of_text(text, "") for text in ("Name: x\nNum Peaks: 1\n1 2", "PCP")]
    ['library', 'delimited']
    """
    known = SUFFIXES.get(suffix)
    if known == "json lines" or (known in (None, "json") and _JSON_START.match(text.lstrip("\ufeff \t\r\n"))):
        return "json lines" if known == "json lines" or _are_json_lines(text) else "json"
    if known in ("library", "json"):
        return known
    if known in (None, "delimited") and _LIBRARY.match(text.lstrip("\ufeff \t\r\n")) and _PEAKS.search(text):
        return "library"
    # A workbook or Parquet file by its name only is text all the same.
    return known if known and known not in ("workbook", "parquet") else _by_lines(text)


def _are_json_lines(text: str) -> bool:
    """Whether the first line is a value of its own, and another follows."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or lines[1].strip()[:1] not in ("{", "[", '"'):
        return False
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    return True


def _by_lines(text: str) -> Format:
    """Find the format of text without a name that tells it."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if any(line.startswith(("$$$$", "M  END")) for line in lines):
        return "sdf"
    forms = [identify(line.split(None, 1)[0][:_TOKEN]) for line in lines[:50]]
    if "smiles" in forms and set(forms) <= {"smiles", "ambiguous"}:
        return "smi"
    return "delimited"
