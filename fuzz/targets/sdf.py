"""SD files: ``screen(FILE)``, with one row of answer for each record."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from fuzz.targets import csv, molblock
from kzschedule.errors import TableError
from kzschedule.schedule import Schedule
from kzschedule.screening.tables.reading import open_table

MAX_BYTES = 8_000
TOKENS = (
    *molblock.TOKENS,
    ">  <CAS>\n537-46-2\n\n",
    "> <NAME> (1)\n",
    ">",
    "<name>",
    "$$$$",
    "$$$$ \n",
    "$$$$\r\n",
    ">  <>\n",
)
mutate = pieces(TOKENS, cut="\n")
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-sdf-")


def seeds() -> Iterator[bytes]:
    """Records of the list's structures with fields."""
    chance = random.Random(6)
    blocks = list(molblock.seeds())
    substances = Schedule.default().package.substances
    for _ in range(20):
        records = [
            chance.choice(blocks).decode() + f">  <CAS>\n{item.cas or ''}\n\n>  <NAME>\n{item.name_en}\n\n$$$$\n"
            for item in chance.sample(substances, chance.choice((1, 2, 3)))
        ]
        yield "".join(records).encode()


def run(data: bytes) -> None:
    """Screen an SD file; the records are those between the lines of dollar signs."""
    path = Path(_FOLDER.name, "records.sdf")
    csv.screened_file(path, data)
    if data.isascii() and b"\r" not in data and b"\0" not in data and data.strip():
        parts = ("\n" + data.decode()).split("\n")
        ends = sum(line.rstrip() == "$$$$" for line in parts)
        last = next((place for place in range(len(parts) - 1, -1, -1) if parts[place].rstrip() == "$$$$"), 0)
        expected = ends + any(line.strip() for line in parts[last + 1 :])
        try:
            with open_table(path) as opened:
                assert sum(1 for _ in opened.records) == expected, "a record is missing, or one too many"
        except TableError:
            return  # what it looks like is refused
