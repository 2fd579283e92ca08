"""InChI and identifiers: ``check(text, kind=...)`` for ``inchi``, ``inchikey`` and ``cas``."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rdkit import Chem, rdBase

from fuzz.answers import answer
from fuzz.mutation import pieces
from kzschedule.schedule import Schedule

MAX_BYTES = 500
TOKENS = (
    *("InChI=1S/", "InChI=1/", "InChI=", "/c", "/h", "/q", "/p", "/b", "/t", "/m0", "/m1", "/s1", "/s2", "/i", "/f", "/r", "/o"),
    *("1-2", "1,2", "(3)", "(H,1,2)", "H2", "H3", "+1", "-1", "+", "-", ";", ".", "*", "1D", "1T", "/fixedH", "99", "1000", "2*"),
    *("C", "N", "O", "Cl", "Na", "U", "CH4O", "C6H6", "537-46-2", "CAS ", "UHFFFAOYSA", "-N", "AAAAAAAAAAAAAA-", "\x00"),
)  # fmt: skip
mutate = pieces(TOKENS, cut="/-,()")


def seeds() -> Iterator[bytes]:
    """InChIs, InChIKeys and CAS numbers of the list."""
    chance = random.Random(3)
    drawn = [substance for substance in Schedule.default().package.substances if substance.smiles]
    for substance in chance.sample(drawn, 120):
        with rdBase.BlockLogs():
            yield Chem.MolToInchi(Chem.MolFromSmiles(substance.smiles)).encode()
    for substance in chance.sample(drawn, 20):
        yield (substance.inchikey or "").encode()
        yield (substance.cas or "").encode()


def run(data: bytes) -> None:
    """Ask for a text as each of the three."""
    text = data.decode("utf-8", "surrogateescape")
    for kind in ("inchi", "inchikey", "cas"):
        answer(text, kind=kind)
    answer(text)
