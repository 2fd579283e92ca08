"""Ruling out skeletons before matching: element counts, rings, then paths of atoms that skeletons share.

The skeletons that a molecule can still contain are the bits of an integer, so that one operation rules out
any number of them. Each test is implied by the definition: a molecule that contains a skeleton has at least
its atoms of each element, its independent rings, and every path of its atoms and bonds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from kzschedule._cache import cached_property
from kzschedule.analogues.skeleton import Skeleton

#: Longest path that serves as a test, in atoms.
_LONGEST_PATH = 6
#: Guessed chances that a molecule goes on as a path does: for a further bond, and for a change of the kind of
#: atom. They decide which tests come first, never what is found.
_BOND_CHANCE = 0.75
_CHANGE_CHANCE = 0.5
#: Molecules for which the tests of paths would not pay: to divide the skeletons by them takes longer than to match.
_FEW = 100
#: Molecular formulas whose element counts are remembered.
_REMEMBERED = 20_000

_FORMULA = re.compile(r"([A-Z][a-z]?)(\d*)")

#: SMARTS of atoms and bonds in turn.
Path = tuple[str, ...]


def match_options(most: int, *, uniquify: bool = True) -> Chem.SubstructMatchParameters:
    """Return the options of a substructure search in the form that RDKit reads fastest.

    Examples
    --------
    >>> options = match_options(3, uniquify=False)
    >>> Chem.MolFromSmiles("CCO").GetSubstructMatches(Chem.MolFromSmarts("CC"), options)
    ((0, 1), (1, 0))
    """
    options = Chem.SubstructMatchParameters()
    options.maxMatches = most  # type: ignore[assignment]  # the stub gives each option the type of all of them
    options.uniquify = uniquify  # type: ignore[assignment]  # the stub gives each option the type of all of them
    return options


#: The first match is enough.
_ANY = match_options(1)


class PathTest(NamedTuple):
    """A path that all skeletons in `members` contain; `rest` are the tests among them."""

    query: Chem.Mol
    members: int
    rest: tuple[PathTest, ...]


class SkeletonScreen:
    """Bit sets of skeletons by element count, ring count and path.

    Parameters
    ----------
    skeletons : sequence of Skeleton
        The skeletons; bit i stands for the i-th.
    few : int, optional
        How many molecules are tested by element and ring counts alone, before paths are compiled.
    """

    def __init__(self, skeletons: Sequence[Skeleton], few: int = _FEW) -> None:
        self.everything = (1 << len(skeletons)) - 1
        elements = {symbol for skeleton in skeletons for symbol in skeleton.elements}
        self.by_element = {
            symbol: _at_most([skeleton.elements.get(symbol, 0) for skeleton in skeletons]) for symbol in elements
        }
        self.by_rings = _at_most([skeleton.rings for skeleton in skeletons])
        self._skeletons = skeletons
        self._before_paths = few
        self.by_formula = lru_cache(maxsize=_REMEMBERED)(self._by_formula)

    @cached_property
    def tests(self) -> tuple[PathTest, ...]:
        """The paths of atoms that rule skeletons out, divided."""
        return _tests(_members_by_path(self._skeletons), self.everything)

    def prepare(self) -> None:
        """Compile the tests of paths, and use them from the next molecule on."""
        self._before_paths = 0
        _ = self.tests

    def possible(self, mol: Chem.Mol, wanted: int = -1, formula: str | None = None) -> list[int]:
        """Numbers of the skeletons that a molecule may contain, of those whose bits are set in `wanted`."""
        # Of connected atoms this is the number of independent rings; a mixture is no analogue anyhow.
        rings = max(0, mol.GetNumBonds() - mol.GetNumAtoms() + 1)
        left = wanted & self.by_rings[min(rings, len(self.by_rings) - 1)]
        if left:
            left &= self.by_formula(formula or rdMolDescriptors.CalcMolFormula(mol))
        if self._before_paths > 0:
            self._before_paths -= 1
        elif left:
            left = _passing(mol, self.tests, left)
        found = []
        while left:
            lowest = left & -left
            found.append(lowest.bit_length() - 1)
            left ^= lowest
        return found

    def _by_formula(self, formula: str) -> int:
        left = self.everything
        counts = {symbol: int(count or 1) for symbol, count in _FORMULA.findall(formula)}
        for symbol, at_most in self.by_element.items():
            left &= at_most[min(counts.get(symbol, 0), len(at_most) - 1)]
        return left


def _passing(mol: Chem.Mol, tests: tuple[PathTest, ...], left: int) -> int:
    """Take away the skeletons whose path the molecule lacks; testing for a single one would not pay."""
    for test in tests:
        members = left & test.members
        if members & (members - 1):
            if not mol.HasSubstructMatch(test.query, _ANY):
                left ^= members
            elif test.rest:
                left ^= members ^ _passing(mol, test.rest, members)
    return left


def _at_most(counts: Sequence[int]) -> list[int]:
    """For each number n up to the largest count, the bits of the entries that are at most n."""
    return [
        sum(1 << index for index, count in enumerate(counts) if count <= number)
        for number in range(max(counts, default=0) + 1)
    ]


def _members_by_path(skeletons: Sequence[Skeleton]) -> dict[int, tuple[float, Path]]:
    """Find the sets of skeletons with a path in common, each with the path least likely elsewhere and its chance."""
    members: dict[Path, int] = {}
    for index, skeleton in enumerate(skeletons):
        for path in _paths(skeleton):
            members[path] = members.get(path, 0) | 1 << index
    rarest: dict[int, tuple[float, Path]] = {}
    for path in sorted(members):
        known = rarest.get(members[path])
        chance = _chance(path)
        if known is None or chance < known[0]:
            rarest[members[path]] = chance, path
    return rarest


def _chance(path: Path) -> float:
    atoms = path[::2]
    changes = sum(atom != following for atom, following in pairwise(atoms))
    return float(_BOND_CHANCE ** (len(atoms) - 1) * _CHANGE_CHANCE**changes)


def _paths(skeleton: Skeleton) -> set[Path]:
    """Every path of up to `_LONGEST_PATH` atoms, each in one direction."""
    atoms = [
        f"[#{atom.GetAtomicNum()};{'a' if skeleton.aromatic[atom.GetIdx()] else 'A'}]"
        for atom in skeleton.query.GetAtoms()
    ]
    bonds = {}
    for bond in skeleton.query.GetBonds():
        ends = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        bonds[ends] = bonds[ends[::-1]] = bond.GetSmarts()  # type: ignore[call-arg]  # the stub counts self twice
    found: set[Path] = set()
    stack: list[tuple[tuple[int, ...], Path]] = [((index,), (atom,)) for index, atom in enumerate(atoms)]
    while stack:
        visited, path = stack.pop()
        if len(visited) > 1:
            found.add(min(path, path[::-1]))
        if len(visited) < _LONGEST_PATH:
            stack.extend(
                ((*visited, other), (*path, bonds[visited[-1], other], atoms[other]))
                for other in skeleton.neighbours[visited[-1]]
                if other not in visited
            )
    return found


def _tests(by_members: dict[int, tuple[float, Path]], group: int) -> tuple[PathTest, ...]:
    """Divide a group of skeletons: each test takes out those that have its path, and divides them further."""
    candidates = [(members & group, chance, path) for members, (chance, path) in by_members.items()]
    tests = []
    left = group
    while left:
        best = max(
            ((members & left, chance, path) for members, chance, path in candidates if members != group),
            key=lambda test: (test[0].bit_count() * (1 - test[1]), test[2]),
            default=None,
        )
        if best is None or best[0].bit_count() < 2:
            break
        members, _, path = best
        tests.append(PathTest(Chem.MolFromSmarts("".join(path)), members, _tests(by_members, members)))
        left ^= members
    return tuple(tests)
