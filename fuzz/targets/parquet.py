"""Parquet files: ``screen(FILE)``, with one row of answer for each row that the file says it has."""

from __future__ import annotations

import io
import random
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from fuzz.targets import csv
from kzschedule.schedule import Schedule

MAX_BYTES = 6_000
TOKENS = (
    "PAR1",
    "name",
    "SMILES",
    "мефедрон",
    "\x00",
    "\x00\x00\x00\x00",
    "\x15\x00",
    "\x15\x02",
    "\x19",
    "\x1c",
    "UTC",
    "schema",
    "ARROW:schema",
)
_anywhere = pieces(TOKENS)
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-parquet-")


def mutate(text: str, chance: random.Random) -> str:
    """Change some bytes, or pieces, and keep the length of the foot right, without which nothing else is read."""
    data = bytearray(text.encode("utf-8", "surrogateescape"))
    if chance.randrange(4) == 0:
        data = bytearray(_anywhere(text, chance).encode("utf-8", "surrogateescape"))
    for _ in range(chance.choice((1, 1, 2, 4)) if data else 0):
        data[chance.randrange(len(data))] = chance.choice((0, 1, 2, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    if len(data) > 16 and chance.randrange(8):
        length = min(len(data) - 12, struct.unpack("<I", data[-8:-4])[0])
        data[:4], data[-8:] = b"PAR1", struct.pack("<I", length) + b"PAR1"
    return data.decode("utf-8", "surrogateescape")


def seeds() -> Iterator[bytes]:
    """Tables of the list's own names, with columns of all kinds beside them."""
    import pyarrow as pa
    from pyarrow import parquet

    chance = random.Random(12)
    substances = Schedule.default().package.substances
    kinds = (
        pa.array([1.5, None]),
        pa.array([0, 2**40], pa.timestamp("us", tz="UTC")),
        pa.array([1, 20_000], pa.date32()),
        pa.array([["a"], []]),
        pa.array([{"a": 1, "b": None}, None]),
        pa.array([b"\xff", b""]),
        pa.array(["x", "x"]).dictionary_encode(),
        pa.array([True, None]),
    )
    for kind in kinds:
        for compression in ("none", "snappy"):
            chosen = chance.sample(substances, 2)
            table = pa.table(
                {"name": [item.name_ru for item in chosen], "x": kind, "SMILES": [item.smiles for item in chosen]}
            )
            target = io.BytesIO()
            parquet.write_table(table, target, compression=compression, store_schema=compression == "none")
            yield target.getvalue()


def run(data: bytes) -> None:
    """Screen a file; what is read whole has as many rows as it says."""
    path = Path(_FOLDER.name, "table.parquet")
    csv.screened_file(path, data)
    if not data.startswith(b"PAR1"):
        return
    from pyarrow import parquet

    if (rows := csv.rows_of(path)) is None:
        return
    assert rows == parquet.ParquetFile(path).metadata.num_rows, "a row is missing, or one too many"
