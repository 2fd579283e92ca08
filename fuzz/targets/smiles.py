"""SMILES: ``check(text, kind="smiles")``, and the same structure written in another order."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rdkit import Chem, rdBase

from fuzz.answers import answer, essence
from fuzz.mutation import pieces
from kzschedule.schedule import Schedule

MAX_BYTES = 4_100  # a little more than is read
TOKENS = (
    *("C", "N", "O", "S", "P", "F", "Cl", "Br", "I", "B", "c", "n", "o", "s", "p", "H", "[H]", "[2H]", "[3H]", "[13C]"),
    *("=", "#", "$", "-", ":", "/", "\\", "~", "->", "<-", ".", "(", ")", "()", "[", "]", "*", "%10", "%99", "%(100)"),
    *("1", "2", "3", "9", "0", "@", "@@", "[C@H]", "[C@@H]", "[C@]", "[nH]", "[n+]", "[O-]", "[N+]", "[NH3+]", "[C-]"),
    *("[Na+]", "[Cl-]", "[Fe+2]", "[Pt]", "[Cu]", "[Mg]", "[Hg]", "[Li]", "[Si]", "[Se]", "[se]", "[te]", "[U]", "[Og]"),
    *("[C@SP1]", "[C@TB3]", "[Co@OH12]", "[CH4]", "[CH9]", "[C+9]", "[C-9]", "[C:1]", "[999C]", "[#6]", "[R]", "[*:1]"),
    *("c1ccccc1", "C1CC1", "C(=O)O", "C(=O)N", "[N+](=O)[O-]", "S(=O)(=O)", "OC(=O)C", "C#N", "N=[N+]=[N-]", "C(F)(F)F"),
    *("C1CCNCC1", "c1ccc2[nH]ccc2c1", "OB(O)O", "C1=CC=CC=C1", "N1CCOCC1", ".Cl", ".O", ".OS(=O)(=O)O", " |$R1$|", " name"),
)  # fmt: skip
mutate = pieces(TOKENS, cut="CNOSPFIBcnosp[]()=.")


def seeds() -> Iterator[bytes]:
    """Structures of the list, some as salts and mixtures."""
    chance = random.Random(2)
    drawn = [substance.smiles for substance in Schedule.default().package.substances if substance.smiles]
    for smiles in chance.sample(drawn, 200):
        yield smiles.encode()
    for _ in range(30):
        yield ".".join(
            [*chance.sample(drawn, chance.choice((1, 2, 3))), chance.choice(("Cl", "O", "[Na+]", "CC"))]
        ).encode()


def run(data: bytes) -> None:
    """Ask for a SMILES; the same molecule written in other orders has the same answer."""
    text = data.decode("utf-8", "surrogateescape")
    verdict = answer(text, kind="smiles")
    answer(text)
    if verdict.structure is None:
        return
    with rdBase.BlockLogs():
        mol = Chem.MolFromSmiles(text.strip())
        if mol is None:
            return  # read in another typography than as it is
        same = Chem.MolFromSmiles(Chem.MolToSmiles(mol))
    # Where RDKit itself takes what it wrote for something else, two drawings are two structures here as well.
    if same is None or Chem.MolToSmiles(same) != verdict.structure.smiles:
        return
    if answer(verdict.structure.smiles, kind="smiles").status == "invalid":
        return  # so it is where RDKit leaves out what made an odd structure one that can be read
    for other in Chem.MolToRandomSmilesVect(mol, 2, randomSeed=7):
        with rdBase.BlockLogs():
            read = Chem.MolFromSmiles(other)
        if read is not None and Chem.MolToSmiles(read) == verdict.structure.smiles and len(other) < 4_000:
            again = answer(other, kind="smiles")
            assert essence(again) == essence(verdict), f"{text!r} and {other!r} differ"
