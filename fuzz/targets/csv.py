"""Tables of text: ``screen(FILE)`` of CSV, TSV and SMILES files, plain and compressed, whatever they are called."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import kzschedule
from fuzz.answers import DAY
from fuzz.mutation import pieces, table
from kzschedule.errors import KzScheduleError
from kzschedule.schedule import Schedule
from kzschedule.screening.rows import Unreadable
from kzschedule.screening.tables.reading import open_table
from kzschedule.verdict import Verdict

MAX_BYTES = 1_500
TOKENS = (
    *("name", "smiles", "cas", "Наименование", "InChIKey", "query", "structure", '"', '""', '"\n', "'", ",", ";", "\t", "|"),
    *("\n", "\r\n", "\r", "\n\n", "\x00", "\x1a", "\x1f", "\ufeff", "\x85", "\u2028", " ", "  ", "#", "=1+1", "NaN", "null", "1e5"),
    *("мефедрон", "PCP", "CCO", "c1ccccc1", "C1CC", "537-46-2", "537-46-3", "N,N-DMT", "героин;кокаин", "$$$$", "M  END", "PAR1", "PK\x03\x04"),
)  # fmt: skip
_table, _lines = table(TOKENS), pieces(TOKENS)
#: What the first byte of the input chooses.
SUFFIXES = ("csv", "tsv", "smi", "txt", "parquet", "csv.gz", "sdf", "")
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-csv-")


def mutate(text: str, chance: random.Random) -> str:
    """Move cells, or pieces."""
    return chance.choice((_table, _lines))(text, chance)


def seeds() -> Iterator[bytes]:
    """Tables of the list's own names and numbers, with all delimiters and encodings, and a list of SMILES."""
    chance = random.Random(5)
    substances = Schedule.default().package.substances
    for number in range(24):
        rows = [
            [item.name_ru or "", item.name_en, item.cas or "", item.smiles or ""]
            for item in chance.sample(substances, chance.randrange(1, 6))
        ]
        delimiter = ",;\t|"[number % 4]
        lines = [delimiter.join(row) for row in [["Наименование", "name", "CAS", "SMILES"], *rows]]
        encoding = ("utf-8", "utf-8-sig", "utf-16", "cp1251", "utf-16-le")[number % 5]
        yield bytes([number % 2]) + "\r\n".join(lines).encode(encoding, "replace")
    for _ in range(6):
        yield b"\x02" + "\n".join(f"{item.smiles} {item.name_en}" for item in chance.sample(substances, 3)).encode()
        yield b"\x03" + "\n".join(item.name_en for item in chance.sample(substances, 4)).encode()


def run(data: bytes) -> None:
    """Screen a file; there is one row of answer for each row that the reader gives, and for each line of a list."""
    if not data:
        return
    suffix = SUFFIXES[data[0] % len(SUFFIXES)]
    screened_file(Path(_FOLDER.name, f"table.{suffix}"), data[1:])


def rows_of(path: Path) -> int | None:
    """Return how many rows a file has as it is read; None where it is refused."""
    try:
        with open_table(path) as opened:
            return sum(1 for _ in opened.records)
    except KzScheduleError:
        return None


def screened_file(path: Path, content: bytes) -> None:
    """Write and screen a file, and hold the answers against those to its cells one by one."""
    path.write_bytes(content)
    try:
        found = kzschedule.screen(path, as_of=DAY)
    except KzScheduleError:
        return
    with open_table(path) as opened:
        columns = opened.columns_asked()
        rows = list(opened.queries(columns))
    assert len(found) == len(rows), f"{len(rows)} rows were read, {len(found)} answered"
    assert set(found["status"]) <= _STATUSES
    for status, cells in list(zip(found["status"], rows, strict=True))[:3]:
        if isinstance(cells, Unreadable):
            assert status == "invalid"
        elif len(cells) == 1 and isinstance(cells[0], str):
            one = kzschedule.check(cells[0], kind=columns[0][1], as_of=DAY)
            if one.status == "invalid" and columns[0][1] in (
                "smiles",
                "cas",
            ):  # it may be a name or a number all the same
                other = kzschedule.check(cells[0], as_of=DAY)
                one = one if other.status in ("invalid", "no_match") else other
            assert one.status == status, f"{cells[0]!r} is {one.status} alone and {status} in a file"


_STATUSES = set(Verdict.model_json_schema()["properties"]["status"]["enum"])
