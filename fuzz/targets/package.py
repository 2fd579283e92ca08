"""Data packages: reading one of which a file was edited, asking it, and validating it.

The first line of an input is the name of the file, the rest its content.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.answers import answer
from fuzz.mutation import json_values, table
from fuzz.small import small_folder
from kzschedule.errors import KzScheduleError
from kzschedule.records.package import DESCRIPTOR, FILES, refresh_hashes
from kzschedule.schedule import Schedule
from kzschedule.validation import validate

MAX_BYTES = 40_000
TOKENS = (
    *("mephedrone", "amfetamine", "phencyclidine", "nobody", "PCP", "Кокаин", "II", "V", "official", "reported", "absolute", "none"),
    *("any", "except_salt:Cl", "only_salt:*", "I-B-23", "I-A-37", "thc-isomers", "group:thc-isomers", "2024-02-30", "9999-12-31", "0001-01-01", "2024-02-06", "kz-gov-2024-22", "kz-gov-2019-470", "assumed", "salt_cas", "code", "kk"),
    *("C", "C1CC", "[Na+].[Cl-]", "*", "c1ccccc1", "[#0]-F", "1e999", "NaN", "-1", "0.5", "true", "a|b", "||", '"', '"a""b"', "\n", "\r", "\x00"),
    *("\ufeff", "\u200b", " ", "", "537-46-2", "MYWUZJCMWCOHBA-UHFFFAOYSA-N", "C10H15N", "names.csv", "../names.csv", "/etc", "sha256:00"),
)  # fmt: skip
FILES_READ = (*FILES, "analogue_rule.json", DESCRIPTOR)
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-edited-")
_cells, _values = table(TOKENS), json_values(TOKENS)


def mutate(text: str, chance: random.Random) -> str:
    """Change the content and keep the name of the file."""
    name, _, content = text.partition("\n")
    return f"{name}\n{(_values if name.endswith('.json') else _cells)(content, chance)}"


def seeds() -> Iterator[bytes]:
    """Each file of a small package."""
    for name in FILES_READ:
        yield f"{name}\n".encode() + (small_folder() / name).read_bytes()


def run(data: bytes) -> None:
    """Read, ask and validate a package with one edited file, whose hash was brought up to date if possible."""
    first, _, content = data.partition(b"\n")
    name = first.decode("ascii", "replace")
    if name not in FILES_READ:
        return
    folder = Path(_FOLDER.name)
    for path in small_folder().iterdir():
        shutil.copy(path, folder / path.name)
    (folder / name).write_bytes(content)
    try:
        refresh_hashes(folder)
    except KzScheduleError:
        assert name == DESCRIPTOR, "hashes can be refreshed whatever stands in a file of records"
    for finding in validate(folder):
        finding.model_dump_json()
    try:
        schedule = Schedule.load(folder)
        for query in ("мефедрон", "PCP", "CNC(C)C(=O)c1ccc(F)cc1", "537-46-2", "MYWUZJCMWCOHBA-UHFFFAOYSA-N"):
            answer(query, schedule=schedule)
    except KzScheduleError:
        return
