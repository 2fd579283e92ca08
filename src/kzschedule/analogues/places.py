"""The place of a replacement in words, so that different compounds read differently.

A ring atom is named by its ring and its position there, an atom of a chain by its hydrogens, and by its neighbours
where several are alike. Groups are written as formulas (``CH2``, ``NH``), which every language reads. Where words are
not enough, the number of the atom in the parent's SMILES is added, the first atom being 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rdkit import Chem

from kzschedule._cache import cached_property
from kzschedule.analogues.decomposition import Replacement
from kzschedule.language import N_
from kzschedule.language.statement import Statement

_CHAIN = Chem.MolFromSmarts("c-[#6;!R]-[#6;X4;!R]-[#7;X3;!$(NC=O)]")


class _Ring(NamedTuple):
    """A ring that is numbered: its pattern, whose atoms have their positions as map numbers, and its name."""

    pattern: Chem.Mol
    name: Statement


#: Larger systems first; an atom between two rings has no position.
_RINGS = tuple(
    _Ring(Chem.MolFromSmarts(smarts), Statement(name))
    for smarts, name in (
        ("[c:1]1[c:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", N_("naphthalene")),
        ("[n:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", N_("indole")),
        ("[n:1]1[n:2][c:3]c2[c:4][c:5][c:6][c:7]c12", N_("indazole")),
        ("[n:1]1[c:2][n:3]c2[c:4][c:5][c:6][c:7]c12", N_("benzimidazole")),
        ("[n:1]1[c:2][c:3]c2[c:4][c:5][c:6][n:7]c12", N_("7-azaindole")),
        ("[o:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", N_("benzofuran")),
        ("[s:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", N_("benzothiophene")),
        ("[O:1]1[C:2][O:3]c2[c:4][c:5][c:6][c:7]c12", N_("1,3-benzodioxole")),
        ("[n:1]1[c:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", N_("quinoline")),
        ("[c:1]1[n:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", N_("isoquinoline")),
        ("[#7:1]1~[#6:2]~[#6:3]~[#7:4]~[#6:5]~c2[c:6][c:7][c:8][c:9]c12", N_("1,4-benzodiazepine")),
        ("[c:1]1[c:2][c:3][c:4][c:5][c:6]1", N_("benzene")),
        ("[n:1]1[c:2][c:3][c:4][c:5][c:6]1", N_("pyridine")),
        ("[s:1]1[c:2][c:3][c:4][c:5]1", N_("thiophene")),
        ("[o:1]1[c:2][c:3][c:4][c:5]1", N_("furan")),
        ("[n:1]1[c:2][c:3][c:4][c:5]1", N_("pyrrole")),
        ("[N:1]1[C:2][C:3][N:4][C:5][C:6]1", N_("piperazine")),
        ("[O:1]1[C:2][C:3][N:4][C:5][C:6]1", N_("morpholine")),
        ("[N:1]1[C:2][C:3][C:4][C:5][C:6]1", N_("piperidine")),
        ("[N:1]1[C:2][C:3][C:4][C:5]1", N_("pyrrolidine")),
        ("[O:1]1[C:2][C:3][C:4][C:5]1", N_("oxolane")),
        ("[C:1]1[C:2][C:3][C:4][C:5][C:6]1", N_("cyclohexane")),
        ("[C:1]1[C:2][C:3][C:4][C:5]1", N_("cyclopentane")),
        ("[C:1]1[C:2][C:3]1", N_("cyclopropane")),
    )
)
#: Where positions of a benzene ring are from its one branch.
_TO_FIRST = {
    2: N_("in the ortho position"),
    3: N_("in the meta position"),
    4: N_("in the para position"),
    5: N_("in the meta position"),
    6: N_("in the ortho position"),
}


class _System(NamedTuple):
    """A ring system of a parent: its atoms, and its ring with the positions of its atoms, if it is a known one.

    Its branches are its atoms that carry a part of the skeleton, each with the size of that part; its leaves those
    with halogens and hydroxyl groups.
    """

    atoms: frozenset[int]
    branches: dict[int, int]
    leaves: set[int]
    ring: _Ring | None = None
    positions: Mapping[int, int] = {}


def also(words: Statement, more: str) -> Statement:
    """Add something in brackets."""
    return Statement("{words} ({more})", words=words, more=more)


class Places:
    """The places of a parent.

    Parameters
    ----------
    smiles : str
        The parent's SMILES.
    skeleton : collection of int
        Its atoms that are not replaced.
    replacements : sequence of Replacement
        What is replaced.
    """

    def __init__(self, smiles: str, skeleton: Iterable[int], replacements: Sequence[Replacement]) -> None:
        self.mol = _flat(smiles)
        self.skeleton = frozenset(skeleton)
        self.replacements = replacements
        self._known: dict[int, Statement] = {}

    def words(self) -> list[Statement]:
        """Return the place of each replacement in words."""
        said = [[self._atom(atom) for atom in part.parent_positions] for part in self.replacements]
        # Two atoms that are alike, or that words do not tell apart, are told apart by their numbers.
        users: dict[Statement, set[int]] = {}
        for part, words in zip(self.replacements, said, strict=True):
            for atom, own in zip(part.parent_positions, words, strict=True):
                users.setdefault(own, set()).add(atom)
        result = []
        for part, words in zip(self.replacements, said, strict=True):
            numbered = [
                _numbered(atom, own) if len(users[own]) > 1 else own
                for atom, own in zip(part.parent_positions, words, strict=True)
            ]
            result.append(self._pair(part.parent_positions, numbered))
        return result

    def _pair(self, atoms: Sequence[int], words: list[Statement]) -> Statement:
        """Say both ends of a bridge at once where they are positions of one ring."""
        if len(words) == 1:
            return words[0]
        systems = [self._system_of(atom) for atom in atoms]
        first = systems[0]
        if first is not None and systems[1] is first and first.positions.keys() >= set(atoms):
            one, two = sorted(first.positions[atom] for atom in atoms)
            return self._in_ring(first, Statement("in positions {one} and {two}", one=one, two=two))
        return Statement("{one} and {other}", one=words[0], other=words[1])

    def _atom(self, atom: int) -> Statement:
        """Describe an atom so that no other atom of the parent that is not alike is described in the same way."""
        for describe in self._levels:
            words = describe(atom)
            if all(describe(other) != words for other in range(self.mol.GetNumAtoms()) if self._differs(atom, other)):
                return words
        return _numbered(atom, self._levels[-1](atom))

    @property
    def _levels(self) -> tuple[Callable[[int], Statement], ...]:
        return self._plain, self._with_neighbours, self._with_more

    def _differs(self, atom: int, other: int) -> bool:
        return self._ranks[atom] != self._ranks[other]

    @cached_property
    def _ranks(self) -> list[int]:
        return list(Chem.CanonicalRankAtoms(self.mol, breakTies=False, includeChirality=False))

    def _plain(self, atom: int) -> Statement:
        if atom not in self._known:
            self._known[atom] = self._described(atom)
        return self._known[atom]

    def _described(self, atom: int) -> Statement:
        held = self.mol.GetAtomWithIdx(atom)
        system = self._system_of(atom)
        if system is not None and atom in system.positions:
            return self._position(system, atom)
        if held.GetAtomicNum() == 7:
            return Statement("at nitrogen")
        if held.GetAtomicNum() == 8:
            return self._oxygen(held)
        if held.GetAtomicNum() != 6:
            return Statement("at the {symbol} atom", symbol=held.GetSymbol())
        label = self._label(atom)
        if held.GetIsAromatic():
            return Statement("on an aromatic ring, at {formula}", formula=label)
        if held.IsInRing():
            return Statement("at the ring carbon {formula}", formula=label)
        if atom in self._side_chain:
            return self._side_chain[atom]
        return Statement("at the chain carbon {formula}", formula=label)

    def _oxygen(self, atom: Chem.Atom) -> Statement:
        if atom.GetTotalNumHs() != 1:
            return Statement("at oxygen")
        carrier = atom.GetNeighbors()[0]
        if not _has_oxo(carrier):
            return also(Statement("at the oxygen of the hydroxyl group"), self._plain(carrier.GetIdx()))
        if carrier.GetAtomicNum() != 6:
            return Statement("at the oxygen of the acid group")
        return Statement("at the oxygen of the carboxyl group")

    def _with_neighbours(self, atom: int) -> Statement:
        system = self._system_of(atom)
        if system is not None and system.ring is not None:
            return self._of_which_ring(self._plain(atom), system)
        return also(self._plain(atom), self._next_to(atom))

    def _with_more(self, atom: int) -> Statement:
        """Name the neighbours, and theirs; of a ring those of the group that it is bound to."""
        system = self._system_of(atom)
        if system is not None and system.ring is not None:
            return self._of_which_ring(self._plain(atom), system, further=True)
        around = {other.GetIdx() for other in self.mol.GetAtomWithIdx(atom).GetNeighbors()}
        further = sorted(
            self._label(other.GetIdx())
            for one in around
            for other in self.mol.GetAtomWithIdx(one).GetNeighbors()
            if other.GetIdx() != atom and other.GetIdx() not in around
        )
        near = Statement("{near}; then {formulas}", near=self._next_to(atom), formulas=tuple(further))
        return also(self._plain(atom), near)

    def _next_to(self, atom: int) -> Statement:
        names = sorted(self._name(other.GetIdx()) for other in self.mol.GetAtomWithIdx(atom).GetNeighbors())
        return Statement("next to: {names}", names=tuple(names or "-"))

    def _name(self, atom: int) -> str:
        """Name a neighbour: by its ring if that has a name, else by its formula."""
        system = self._system_of(atom)
        if system is not None and system.ring is not None:
            return Statement("{ring} ring", ring=system.ring.name)
        return self._label(atom)

    def _label(self, atom: int) -> str:
        """Write an atom with its hydrogens and its oxo oxygen as a formula."""
        held = self.mol.GetAtomWithIdx(atom)
        hydrogens = held.GetTotalNumHs()
        label = held.GetSymbol() + ("H" if hydrogens else "") + (str(hydrogens) if hydrogens > 1 else "")
        return f"{label}(=O)" if _has_oxo(held) and held.GetSymbol() != "O" else label

    # Rings

    def _position(self, system: _System, atom: int) -> Statement:
        position = system.positions[atom]
        if _is_benzene(system) and position in _TO_FIRST and self._is_plain(system):
            return self._in_ring(system, Statement(_TO_FIRST[position]))
        return self._in_ring(system, Statement("in position {position}", position=position))

    def _is_plain(self, system: _System) -> bool:
        """Whether ortho, meta and para say enough: one branch, and nothing else but what is replaced at one atom."""
        return len(system.branches) == 1 and len(self._replaced_in(system.atoms) | system.leaves) < 2

    def _in_ring(self, system: _System, place: Statement) -> Statement:
        assert system.ring is not None
        if not _is_benzene(system):
            return Statement("{place} of the {ring} ring", place=place, ring=system.ring.name)
        said = Statement("{place} of the benzene ring", place=place)
        several = len(system.branches) + len(system.leaves - self._replaced_in(system.atoms)) > 1
        return self._counted_from(said, system) if several else said

    def _counted_from(self, words: Statement, system: _System) -> Statement:
        """Say what stands in position 1, where the ring does not say it."""
        first = next(atom for atom, position in system.positions.items() if position == 1)
        neighbours = [atom.GetIdx() for atom in self.mol.GetAtomWithIdx(first).GetNeighbors()]
        outside = [atom for atom in neighbours if atom not in system.atoms]
        return also(words, f"1: {self._label(outside[0])}") if outside else words

    def _of_which_ring(self, words: Statement, system: _System, *, further: bool = False) -> Statement:
        """Say what a ring is bound to, and what that is bound to."""
        labels = []
        for _, outside in self._bonds_out(system.atoms):
            label = self._label(outside)
            if further:
                neighbours = self.mol.GetAtomWithIdx(outside).GetNeighbors()
                beyond = sorted(self._label(one.GetIdx()) for one in neighbours if one.GetIdx() not in system.atoms)
                label += f"–{'/'.join(beyond)}" if beyond else ""
            labels.append(label)
        return also(words, Statement("the ring at: {formulas}", formulas=tuple(sorted(labels)))) if labels else words

    def _bonds_out(self, atoms: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Iterate over the bonds of a ring system to other atoms: its atom, and the other."""
        for atom in atoms:
            for other in self.mol.GetAtomWithIdx(atom).GetNeighbors():
                if other.GetIdx() not in atoms:
                    yield atom, other.GetIdx()

    def _replaced_in(self, atoms: frozenset[int]) -> set[int]:
        return {atom for part in self.replacements for atom in part.parent_positions if atom in atoms}

    def _system_of(self, atom: int) -> _System | None:
        return next((system for system in self._systems if atom in system.atoms), None)

    @cached_property
    def _systems(self) -> list[_System]:
        return [self._numbered_system(atoms) for atoms in _ring_systems(self.mol)]

    def _numbered_system(self, atoms: frozenset[int]) -> _System:
        bonds = list(self._bonds_out(atoms))
        branches = {atom: _size(self.mol, other, atoms) for atom, other in bonds if other in self.skeleton}
        system = _System(atoms, branches, {atom for atom, other in bonds if other not in self.skeleton})
        for ring in _RINGS:
            if ring.pattern.GetNumAtoms() == len(atoms):
                numberings = self._numberings(ring, atoms)
                if numberings:
                    best = min(numberings, key=lambda one: self._preference(system, one))
                    return system._replace(ring=ring, positions=best)
        return system

    def _numberings(self, ring: _Ring, atoms: frozenset[int]) -> list[dict[int, int]]:
        numbers = [atom.GetAtomMapNum() for atom in ring.pattern.GetAtoms()]
        matches = self.mol.GetSubstructMatches(ring.pattern, uniquify=False, maxMatches=1_000)
        return [
            {atom: number for atom, number in zip(match, numbers, strict=True) if number}
            for match in matches
            if set(match) == atoms
        ]

    def _preference(self, system: _System, numbering: dict[int, int]) -> tuple[object, ...]:
        """Number a ring from its largest branch, then so that leaves, and what is replaced, have low numbers."""
        by_size = sorted(system.branches, key=lambda atom: (-system.branches[atom], self._ranks[atom]))
        leaves = sorted(numbering.get(atom, 0) for atom in system.leaves)
        replaced = sorted(numbering.get(atom, 0) for atom in self._replaced_in(system.atoms))
        return [numbering.get(atom, 0) for atom in by_size], leaves, replaced, sorted(numbering.items())

    @cached_property
    def _side_chain(self) -> dict[int, Statement]:
        """The alpha and beta carbon, where there is one chain between an aromatic ring and an amine."""
        chains = {chain[1:] for chain in self.mol.GetSubstructMatches(_CHAIN)}
        if len(chains) != 1:
            return {}
        [(beta, alpha, _)] = chains
        return {
            alpha: Statement("at the alpha carbon of the chain"),
            beta: Statement("at the beta carbon of the chain"),
        }


def _numbered(atom: int, words: Statement) -> Statement:
    return also(words, Statement("atom {number} of the parent's SMILES", number=atom + 1))


def _is_benzene(system: _System) -> bool:
    return system.ring is not None and system.ring.name == "benzene"


def _has_oxo(atom: Chem.Atom) -> bool:
    return any(
        bond.GetBondTypeAsDouble() == 2 and bond.GetOtherAtom(atom).GetSymbol() == "O" for bond in atom.GetBonds()
    )


@lru_cache(maxsize=1_000)
def _flat(smiles: str) -> Chem.Mol:
    mol = Chem.MolFromSmiles(smiles)
    Chem.RemoveStereochemistry(mol)
    return mol


def _ring_systems(mol: Chem.Mol) -> list[frozenset[int]]:
    """Rings that share atoms, together."""
    systems: list[set[int]] = []
    for ring in mol.GetRingInfo().AtomRings():
        own = set(ring)
        for system in [one for one in systems if one & own]:
            own |= system
            systems.remove(system)
        systems.append(own)
    return [frozenset(system) for system in systems]


def _size(mol: Chem.Mol, start: int, without: frozenset[int]) -> int:
    """Count the atoms that hang on a ring system by one of them."""
    found = {start}
    queue = [start]
    while queue:
        for neighbour in mol.GetAtomWithIdx(queue.pop()).GetNeighbors():
            if neighbour.GetIdx() not in found and neighbour.GetIdx() not in without:
                found.add(neighbour.GetIdx())
                queue.append(neighbour.GetIdx())
    return len(found)
