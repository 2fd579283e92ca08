"""What a change does to thousands of answers that nobody has reviewed one by one.

``cells.csv`` has cells as files hold them, ``structures.csv`` each structure of the data in a notation by which it is not
named, with what is said of them. They are no expectations: a difference says that an answer has become another one, and
whoever makes the change looks whether it is better. ``pytest tests/snapshots --snapshot-update`` writes them anew.
"""

import csv
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from rdkit import Chem
from tests.snapshots.written import message_ids, nearest, of_analogue, of_match

from kzschedule import check
from kzschedule.schedule import Schedule
from kzschedule.verdict import Verdict

FOLDER = Path(__file__).parent
DAY = "2024-03-01"
#: Lines of one test.
TOGETHER = 40
#: The beginnings of messages that stand in every answer.
EVERYWHERE = ("Searched: ", "Not found is no statement")


def as_it_is(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(mol))


def with_hydrogens(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(Chem.AddHs(mol)))


def kekulized(mol: Chem.Mol) -> str:
    Chem.Kekulize(mol)
    return str(Chem.MolToSmiles(mol, kekuleSmiles=True))


def mapped(mol: Chem.Mol) -> str:
    for atom in mol.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    return str(Chem.MolToSmiles(mol))


def labelled(mol: Chem.Mol) -> str:
    mol.GetAtomWithIdx(0).SetIsotope(13)
    return str(Chem.MolToSmiles(mol))


def flat(mol: Chem.Mol) -> str:
    Chem.RemoveStereochemistry(mol)
    return str(Chem.MolToSmiles(mol))


def with_another(other: str, mol: Chem.Mol) -> str:
    return f"{Chem.MolToSmiles(mol)}.{other}"


#: How the structures of the data are written, one after the other.
NOTATIONS: dict[str, Callable[[Chem.Mol], str]] = {
    "plain": as_it_is,
    "InChI": Chem.MolToInchi,
    "hydrogens": with_hydrogens,
    "V2000": Chem.MolToMolBlock,
    "flat": flat,
    "kekulized": kekulized,
    "hydrochloride": partial(with_another, "Cl"),
    "V3000": Chem.MolToV3KMolBlock,
    "mapped": mapped,
    "acetate": partial(with_another, "CC(=O)O"),
    "CXSMILES": Chem.MolToCXSmiles,
    "labelled": labelled,
    "with caffeine": partial(with_another, "Cn1cnc2c1c(=O)n(C)c(=O)n2C"),
}


def said_of_cell(verdict: Verdict) -> Iterator[str]:
    yield verdict.status
    yield " | ".join(of_match(item) for item in verdict.matches)
    yield " | ".join(f"{item.substance_id} {item.name} {item.score:.2f}" for item in verdict.suggestions)
    yield " ".join(message for message in verdict.messages if not message.startswith(EVERYWHERE))


def said_of_structure(verdict: Verdict) -> Iterator[str]:
    analogues = nearest(verdict.analogues)
    yield verdict.status
    yield " | ".join(of_match(item) for item in verdict.matches)
    yield " | ".join(map(of_analogue, analogues))
    yield analogues[0].sentence_en if analogues else ""
    yield " ".join(message_ids(verdict))


def structures() -> Iterator[tuple[str, str]]:
    """Iterate over the structures of the data, each by one notation."""
    names = list(NOTATIONS)
    substances = [one for one in Schedule.default().package.substances if one.smiles]
    random.Random(470).shuffle(substances)
    for place, substance in enumerate(substances):
        yield substance.substance_id, names[place % len(names)]


def written(substance_id: str, notation: str) -> str:
    mol = Chem.MolFromSmiles(Schedule.default().substances[substance_id].smiles)
    return NOTATIONS[notation](mol)


def cell(text: str) -> list[str]:
    return [text, *said_of_cell(check(text, as_of=DAY))]


def structure(substance_id: str, notation: str) -> list[str]:
    verdict = check(written(substance_id, notation), as_of=DAY)
    return [substance_id, notation, *said_of_structure(verdict)]


def lines_of(name: str) -> list[list[str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(name: str, lines: list[list[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


CELLS, STRUCTURES = lines_of("cells.csv"), lines_of("structures.csv")


@pytest.mark.parametrize("first", range(1, len(CELLS), TOGETHER))
def test_cells(first: int, pytestconfig: pytest.Config) -> None:
    recorded = CELLS[first : first + TOGETHER]
    answered = [cell(text) for text, *_ in recorded]
    if pytestconfig.getoption("update_snapshots"):
        CELLS[first : first + TOGETHER] = answered
        write("cells.csv", CELLS)
    else:
        assert answered == recorded


@pytest.mark.parametrize("first", range(1, len(STRUCTURES), TOGETHER))
def test_structures(first: int, pytestconfig: pytest.Config) -> None:
    recorded = STRUCTURES[first : first + TOGETHER]
    answered = [structure(substance_id, notation) for substance_id, notation, *_ in recorded]
    if pytestconfig.getoption("update_snapshots"):
        STRUCTURES[first : first + TOGETHER] = answered
        write("structures.csv", STRUCTURES)
    else:
        assert answered == recorded
