"""Rule files for analogues: ``check(..., rule=FILE)``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.answers import answer
from fuzz.mutation import json_values
from fuzz.small import small_folder, small_schedule
from kzschedule.errors import KzScheduleError

MAX_BYTES = 8_000
TOKENS = (
    *("hydrogen", "halogen", "hydroxyl", "official", "assumed", "parent", "I", "II", "IV", "psychotropic", "reported", "I-B-23"),
    *("[#0]", "[#0]-[F]", "[F,Cl,Br,I;D1]", "[OX2H1]", "[#6;!H0]", "*", "[*]", "C", "[$([#0])", "[#0]-[#6;R{1-}]", "[#0]~*~*~*~*~*~*"),
    *("C 1-6|rings 0", "C 1-", "Xx 1", "span 1", "heavy_atoms 99999999999999999999", "1-6", "6-1", "-1", "c1ccc([*:1])cc1", "C1CC", ""),
    *("[CH3:1]C([CH3:2])N", "fluoro", "\x00", "é", "c1ccccc1.Cl"),
)  # fmt: skip
mutate = json_values(TOKENS)
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-rule-")
_ASKED = ("CNC(C)C(=O)c1ccc(F)cc1", "CC(N)Cc1ccc(Br)cc1", "OCC.[Na+]")


def seeds() -> Iterator[bytes]:
    """The rule of the data package, and the other rules that the docs show."""
    yield (small_folder() / "analogue_rule.json").read_bytes()
    for path in sorted((Path(__file__).parents[2] / "docs" / "rules").glob("*.json")):
        yield path.read_bytes()


def run(data: bytes) -> None:
    """Ask for analogues by a rule from a file; a file that is no rule is refused."""
    path = Path(_FOLDER.name, "rule.json")
    path.write_bytes(data)
    try:
        for smiles in _ASKED:
            answer(smiles, kind="smiles", rule=path, schedule=small_schedule())
    except KzScheduleError:
        return
