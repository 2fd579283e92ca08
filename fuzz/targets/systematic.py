"""Systematic names: lines for OPSIN in one call of the program, each with a line of answer of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator

from fuzz.answers import answer
from fuzz.mutation import pieces
from kzschedule.names.systematic import looks_systematic, read_systematic
from kzschedule.schedule import Schedule

MAX_BYTES = 2_000
TOKENS = (
    *("methyl", "ethyl", "phenyl", "propan-2-", "amine", "-1-one", "(", ")", "[", "]", "2,5-", "N-", "N,N-", "di", "tri", "bis(", "cyclo"),
    *("spiro[4.5]", "bicyclo[2.2.1]", "poly", "hydro", "benzo", "1H-", "\n", "\t", "\x00", "é", "α-", "(R)-", "(1R,2S)-", "acid", "ol", "²"),
    *("tetrakis(decakis", "hecta", "nonacontanonactane", "[1,2-b]", "λ5-", "^{1,5}", "lambda5", "-d3", "(2H)"),
)  # fmt: skip
mutate = pieces(TOKENS, cut="()-[],\n")


def seeds() -> Iterator[bytes]:
    """Systematic names of the list."""
    names = [name.name for name in Schedule.default().package.names if looks_systematic(name.name)]
    chance = random.Random(8)
    for _ in range(12):
        yield "\n".join(chance.sample(names, min(8, len(names)))).encode()


def run(data: bytes) -> None:
    """Read all lines, and ask for the first."""
    lines = data.decode("utf-8", "replace").split("\n")[:32]
    for line in lines:
        read_systematic(line)
    answer(lines[0], kind="name")
