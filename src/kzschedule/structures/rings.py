"""Counting the independent rings of a structure in its text, before RDKit looks for them.

RDKit finds rings in whatever it reads, sanitised or not, and for some graphs never comes to an end. The number of
independent rings (bonds less atoms plus components) says beforehand how much there is to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A bracket atom, whose digits close no ring, or the number of a ring closure.
_SMILES_CLOSURE = re.compile(r"\[[^\]]*\]|(%\(\d+\)|%\d\d|\d)")
_INCHI_CONNECTIONS = re.compile(r"/c([^/]*)")
_INCHI_COMPONENT = re.compile(r"(?:(\d+)\*)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+")
_V3000_BOND = re.compile(r"M  V30\s+\W*\d+\W+\d+\W+(\d+)\W+(\d+)")
_V3000_CONTINUED = re.compile(r"-\r?\nM  V30 ")


def of_smiles(text: str, enough: int) -> int:
    """Return the number of independent rings of a SMILES; 0 where it is too short to have more than `enough`.

    Each ring needs a pair of ring closures.

    Examples
    --------
    >>> of_smiles("c1ccccc1C%10CCCC%10 1,3-dioxane", 0), of_smiles("[13CH4]", 0), of_smiles("C1CC1", 80)
    (2, 0, 0)
    """
    if len(text) <= 2 * enough:
        return 0
    return sum(bool(number) for number in _SMILES_CLOSURE.findall(next(iter(text.split(None, 1)), ""))) // 2


def of_inchi(text: str) -> int:
    """Return the number of independent rings of an InChI: each atom that is named again closes one.

    Examples
    --------
    >>> of_inchi("InChI=1S/C6H6/c1-2-4-6-5-3-1/h1-6H"), of_inchi("InChI=1S/CH4O/c1-2/h2H,1H3")
    (1, 0)
    """
    found = 0
    for layer in _INCHI_CONNECTIONS.findall(text):
        for component in layer.split(";"):
            times, connections = _INCHI_COMPONENT.fullmatch(component).groups()  # type: ignore[union-attr]  # it matches all
            numbers = _NUMBER.findall(connections)
            found += int(times or 1) * (len(numbers) - len(set(numbers)))
    return found


def of_molblock(block: str, enough: int) -> int:
    r"""Return the number of independent rings of a mol block; 0 where it has too few bonds to have more than `enough`.

    Lines that are no bonds are passed over: RDKit refuses the block for them, or does not read so far.

    Examples
    --------
    >>> block = "\n\n\n  3  3  0  0 V2000\n C\n C\n C\n  1  2  1\n  2  3  1\n  1  3  1\n"
    >>> of_molblock(block, 0), of_molblock(block, 100)
    (1, 0)
    """
    if block.count("\n") <= enough:
        return 0
    lines = block.split("\n")
    # RDKit goes by the header; counting both ways leaves no way to write one version and hide the other.
    return max(_closing(_v2000_ends(lines)), _closing(_v3000_ends(block)))


def _v2000_ends(lines: list[str]) -> Iterable[tuple[str, str]]:
    """Yield the numbers of the two atoms of each bond, which have three columns each."""
    try:
        atoms, bonds = int(lines[3][:3]), int(lines[3][3:6])
    except (IndexError, ValueError):
        return
    for line in lines[4 + atoms : 4 + atoms + bonds]:
        yield line[:3].strip(), line[3:6].strip()


def _v3000_ends(block: str) -> Iterable[tuple[str, str]]:
    """Yield the numbers of the two atoms of each bond: of the lines with four numbers, no others begin so."""
    for line in _V3000_CONTINUED.sub("", block).split("\n"):
        if bond := _V3000_BOND.match(line):
            yield bond[1], bond[2]


def _closing(ends: Iterable[tuple[str, str]]) -> int:
    """Count the bonds between atoms that other bonds have joined already."""
    joined: dict[str, str] = {}

    def root(atom: str) -> str:
        while (next_one := joined.get(atom, atom)) != atom:
            joined[atom] = joined.get(next_one, next_one)  # halves the way for the next time
            atom = next_one
        return atom

    closing = 0
    for begin, end in ends:
        first, second = root(begin), root(end)
        if first == second:
            closing += 1
        else:
            joined[first] = second
    return closing
