"""Tables in JSON and JSON lines: ``screen(FILE)``, with a row of answer for each record."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import json_values, pieces
from fuzz.targets import csv
from kzschedule.schedule import Schedule

MAX_BYTES = 3_000
TOKENS = (
    *("name", "smiles", "CAS", "Наименование", "мефедрон", "PCP", "CCO", "C1CC", "537-46-2", "537-46-3", "героин;кокаин", "query", "name (2)", "a.b"),
    *("{", "}", "[", "]", "[[", "[]", "{}", ":", ",", '"', "\\", "\\ud800", "\\u0000", "null", "true", "NaN", "-Infinity", "1e999", "-0", "0.1", "1" * 5_000),
    *("\n", "\r\n", "\n\n", "\u2028", "\ufeff", "\x00", "//", "<", "'", '{"name": "PCP"}\n', '"PCP"\n', "[1]\n", "[" * 2_000),
)  # fmt: skip
_values, _text = json_values([token for token in TOKENS if len(token) < 100]), pieces(TOKENS, cut='{}[],:"\n')
#: What the first byte chooses.
SUFFIXES = ("json", "jsonl", "ndjson", "", "json.gz", "csv")
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-json-")


def mutate(text: str, chance: random.Random) -> str:
    """Exchange values of the whole or of one line, or move pieces of text."""
    head, body = text[:1], text[1:]
    if chance.randrange(3) == 0:
        return head + _text(body, chance)
    lines = body.split("\n")
    if len(lines) > 1 and chance.randrange(4):
        place = chance.randrange(len(lines))
        lines[place] = _values(lines[place], chance)
        return head + "\n".join(lines)
    return head + _values(body, chance)


def seeds() -> Iterator[bytes]:
    """Records of the list's own substances, as arrays, columns, records of records and lines."""
    chance = random.Random(11)
    substances = Schedule.default().package.substances
    for _ in range(4):
        chosen = chance.sample(substances, chance.randrange(1, 4))
        rows = [
            {"name": item.name_ru, "ids": {"cas": item.cas, "other": [item.name_en, ""]}, "x": 1.5} for item in chosen
        ]
        yield b"\0" + json.dumps(rows, ensure_ascii=False).encode()
        yield b"\1" + "\n".join(json.dumps(row) for row in rows).encode()
        yield b"\0" + json.dumps({"meta": {"count": 1}, "rows": rows}).encode()
        yield (
            b"\3"
            + json.dumps({"name": [item.name_en for item in chosen], "cas": [item.cas for item in chosen]}).encode()
        )
        yield b"\0" + json.dumps([item.smiles for item in chosen]).encode()


def run(data: bytes) -> None:
    """Screen a file; an array has as many rows as values, and of lines each that is not blank has one."""
    if not data:
        return
    suffix, content = SUFFIXES[data[0] % len(SUFFIXES)], data[1:]
    path = Path(_FOLDER.name, f"rows.{suffix}")
    csv.screened_file(path, content)
    if suffix not in ("json", "jsonl", "ndjson") or not content.isascii() or b"\0" in content:
        return
    if (rows := csv.rows_of(path)) is None:
        return
    text = content.decode()
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if suffix == "json" and isinstance(whole, list):
        assert rows == len(whole), "a value is missing, or one too many"
    elif suffix != "json":
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert rows == sum(1 for line in lines if line.strip()), "a line is missing, or one too many"
