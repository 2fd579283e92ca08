"""Libraries of mass spectra: ``screen(FILE)`` of MSP and MSL files, with a row of answer for each name."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from fuzz.targets import csv
from kzschedule.errors import KzScheduleError
from kzschedule.schedule import Schedule
from kzschedule.screening.tables.reading import open_table

MAX_BYTES = 4_000
TOKENS = (
    *("Name:", "NAME: PCP\n", "name :", "Name:\n", " Name: x\n", "\n\n", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\x00", "\ufeff"),
    *("Num Peaks: 1\n", "NUM_PEAKS:", "Num peaks: 99999999999\n", "58 999\n", "(  43  999)", "58 999 \"name: x\"\n", "; ", ";  NIST#: 291", ":", "::", "#"),
    *("CAS#: 437-38-7", "CASNO:561-27-3", "Synon: Duragesic\n", "Synon: $:00in-source\n", "Synonym: ", "InChIKey: PJMPHNIQZUBGLI-UHFFFAOYSA-N\n"),
    *('Comments: "SMILES=CNC(C)C(=O)c1ccccc1" "author=A B"\n', 'Comment: "cas=64-17-5"', '"SMILES="', '"="', '"', "Formula: C10H15N\n", "SMILES: C1CC\n"),
    *("Имя: героин\n", "Name: героин;кокаин\n", "query: ", "sheet: ", "MW: 1e999\n", "DB#: -1\n", "BEGIN IONS", "##TITLE=", "{", "["),
)  # fmt: skip
mutate = pieces(TOKENS, cut='\n:;"')
#: What the first byte chooses.
SUFFIXES = ("msp", "msl", "txt", "MSP", "msp.gz", "csv")
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-spectra-")
_NAME = re.compile(r"\s*name\s*:\s?(.*)", re.IGNORECASE)


def seeds() -> Iterator[bytes]:
    """Libraries of the list's own substances, as the programs of several makers write them."""
    chance = random.Random(10)
    substances = Schedule.default().package.substances
    for number in range(18):
        records = [
            "\n".join(
                (
                    f"Name: {item.name_en}\nSynon: {item.name_ru}\nSynon: $:00in-source\nCAS#: {item.cas};  NIST#: 1\nNum Peaks: 3\n44 20; 58 999\n91 100\n",
                    f"NAME:{item.name_en}\nCASNO:{item.cas}\nRT:12.1\nNUM PEAKS:   2\n(  43  999)  ( 327  800)\n",
                    f'NAME: {item.name_en}\nInChIKey: {item.inchikey}\nSMILES: {item.smiles}\nComments: "SMILES={item.smiles}" "author=A B"\nNum peaks: 1\n1.5\t2\t"x: y"\n',
                )[number % 3].split("\n")
            )
            for item in chance.sample(substances, chance.randrange(1, 4))
        ]
        yield bytes([number % 3]) + ("" if number % 2 else "\n").join(records).encode()


def run(data: bytes) -> None:
    """Screen a library; its rows have the names that its lines have, each once and in their order."""
    if not data:
        return
    path = Path(_FOLDER.name, f"library.{SUFFIXES[data[0] % len(SUFFIXES)]}")
    csv.screened_file(path, data[1:])
    if path.suffix.casefold() not in (".msp", ".msl") or not data[1:].isascii() or b"\0" in data:
        return
    try:
        with open_table(path) as opened:
            place = next((place for place, name in enumerate(opened.columns) if name.casefold() == "name"), None)
            read = [cells[place] for cells, _ in opened.records] if place is not None else []
    except KzScheduleError:
        return
    lines = re.split(r"\r\n|\r|\n", data[1:].decode())
    named = [found[1].strip() for line in lines if (found := _NAME.match(line.rstrip()))]
    assert [name for name in read if name] == [name for name in named if name and not name.startswith("$:")], (
        "a record is missing, or one too many"
    )
