"""Mol blocks: ``check(text, kind="molblock")``."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rdkit import Chem
from rdkit.Chem import rdDepictor

from fuzz.answers import answer, essence
from fuzz.mutation import pieces, table
from kzschedule.schedule import Schedule

MAX_BYTES = 6_000
TOKENS = (
    *("M  END\n", "M  CHG  1   1   1\n", "M  ISO  1   1  13\n", "M  RAD  1   1   2\n", "M  RGP  1   1   1\n", "M  STY  1   1 SUP\n"),
    *("M  SAL   1  1   1\n", "M  ALS   1  2 F C   N\n", "A    1\nR\n", "V2000", "V3000", "V    1 x\n", "G    1  2\nx\n", "S  SKP  1\n"),
    *("M  V30 BEGIN CTAB\n", "M  V30 END CTAB\n", "M  V30 COUNTS 1 0 0 0 0\n", "M  V30 BEGIN ATOM\n", "M  V30 1 C 0 0 0 0 CFG=1\n"),
    *("M  V30 BEGIN BOND\n", "M  V30 BEGIN SGROUP\n", "M  V30 BEGIN COLLECTION\n", "M  V30 LINKNODE 1 4 2 1 2 1 3\n", "M  V30 -\n"),
    *("  0", "  1", "  2", "  4", "  8", "  9", "999", " -1", "    0.0000", "      nan", "1e9999", " C  ", " Cl ", " *  ", " R# ", " D  ", " Q  "),
    *(" A  ", " L  ", " Xx ", "\n", "\r\n", "\r", "$$$$\n", ">  <x>\n", "\x00", "\t", "é", "CFG=3", "ENDPTS=(2 1 2) ATTACH=ALL", "[C,N]", "not"),
)  # fmt: skip
_lines, _columns = pieces(TOKENS, cut="\n"), table(TOKENS, " ")


def mutate(text: str, chance: random.Random) -> str:
    """Move lines or columns."""
    return chance.choice((_lines, _columns))(text, chance)


def seeds() -> Iterator[bytes]:
    """Drawings of structures of the list, in both versions of the format."""
    chance = random.Random(4)
    drawn = [substance.smiles for substance in Schedule.default().package.substances if substance.smiles]
    for number, smiles in enumerate(chance.sample([text for text in drawn if len(text) < 60], 80)):
        mol = Chem.MolFromSmiles(smiles)
        rdDepictor.Compute2DCoords(mol)
        yield Chem.MolToMolBlock(mol, forceV3000=number % 2 == 1).encode()


def run(data: bytes) -> None:
    """Ask for a mol block, and the same with other line ends."""
    text = data.decode("utf-8", "surrogateescape")
    verdict = answer(text, kind="molblock")
    answer(text)
    if "\r" not in text:
        assert essence(answer(text.replace("\n", "\r\n"), kind="molblock")) == essence(verdict), "line ends matter"
