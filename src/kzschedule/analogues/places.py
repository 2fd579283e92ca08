"""The place of a replacement in words, in English, Russian and Kazakh, so that different compounds read differently.

A ring atom is named by its ring and its position there, an atom of a chain by its hydrogens, and by its neighbours
where several are alike. Groups are written as formulas (``CH2``, ``NH``), which every language reads. Where words are
not enough, the number of the atom in the parent's SMILES is added, the first atom being 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from rdkit import Chem

from kzschedule.analogues.decomposition import Replacement

_CHAIN = Chem.MolFromSmarts("c-[#6;!R]-[#6;X4;!R]-[#7;X3;!$(NC=O)]")


class Words(NamedTuple):
    """The same in English, Russian and Kazakh; in Kazakh a label in the nominative, which needs no endings."""

    en: str
    ru: str
    kk: str

    def also(self, en: str, ru: str, kk: str) -> Words:
        """Add something in brackets."""
        return Words(f"{self.en} ({en})", f"{self.ru} ({ru})", f"{self.kk} ({kk})")


def joined(parts: Sequence[Words]) -> Words:
    """Join two places by "and"."""
    en, ru, kk = zip(*parts, strict=True)
    return Words(" and ".join(en), " и ".join(ru), " және ".join(kk))


class _Ring(NamedTuple):
    """A ring that is numbered: its pattern, whose atoms have their positions as map numbers, and its name."""

    pattern: Chem.Mol
    name: Words
    #: Whether position 1 is that of an atom, not only a place to begin at.
    fixed: bool


def _ring(smarts: str, en: str, ru: str, kk: str) -> _Ring:
    pattern = Chem.MolFromSmarts(smarts)
    return _Ring(pattern, Words(en, ru, kk), any(atom.GetAtomicNum() not in (0, 6) for atom in pattern.GetAtoms()))


#: Larger systems first; an atom between two rings has no position.
_RINGS = tuple(
    _ring(*row)
    for row in (
        ("[c:1]1[c:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", "naphthalene", "нафталин", "нафталин"),
        ("[n:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", "indole", "индол", "индол"),
        ("[n:1]1[n:2][c:3]c2[c:4][c:5][c:6][c:7]c12", "indazole", "индазол", "индазол"),
        ("[n:1]1[c:2][n:3]c2[c:4][c:5][c:6][c:7]c12", "benzimidazole", "бензимидазол", "бензимидазол"),
        ("[n:1]1[c:2][c:3]c2[c:4][c:5][c:6][n:7]c12", "7-azaindole", "7-азаиндол", "7-азаиндол"),
        ("[o:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", "benzofuran", "бензофуран", "бензофуран"),
        ("[s:1]1[c:2][c:3]c2[c:4][c:5][c:6][c:7]c12", "benzothiophene", "бензотиофен", "бензотиофен"),
        ("[O:1]1[C:2][O:3]c2[c:4][c:5][c:6][c:7]c12", "1,3-benzodioxole", "1,3-бензодиоксол", "1,3-бензодиоксол"),
        ("[n:1]1[c:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", "quinoline", "хинолин", "хинолин"),
        ("[c:1]1[n:2][c:3][c:4]c2[c:5][c:6][c:7][c:8]c12", "isoquinoline", "изохинолин", "изохинолин"),
        (
            "[#7:1]1~[#6:2]~[#6:3]~[#7:4]~[#6:5]~c2[c:6][c:7][c:8][c:9]c12",
            "1,4-benzodiazepine",
            "1,4-бензодиазепин",
            "1,4-бензодиазепин",
        ),
        ("[c:1]1[c:2][c:3][c:4][c:5][c:6]1", "benzene", "бензол", "бензол"),
        ("[n:1]1[c:2][c:3][c:4][c:5][c:6]1", "pyridine", "пиридин", "пиридин"),
        ("[s:1]1[c:2][c:3][c:4][c:5]1", "thiophene", "тиофен", "тиофен"),
        ("[o:1]1[c:2][c:3][c:4][c:5]1", "furan", "фуран", "фуран"),
        ("[n:1]1[c:2][c:3][c:4][c:5]1", "pyrrole", "пиррол", "пиррол"),
        ("[N:1]1[C:2][C:3][N:4][C:5][C:6]1", "piperazine", "пиперазин", "пиперазин"),
        ("[O:1]1[C:2][C:3][N:4][C:5][C:6]1", "morpholine", "морфолин", "морфолин"),
        ("[N:1]1[C:2][C:3][C:4][C:5][C:6]1", "piperidine", "пиперидин", "пиперидин"),
        ("[N:1]1[C:2][C:3][C:4][C:5]1", "pyrrolidine", "пирролидин", "пирролидин"),
        ("[O:1]1[C:2][C:3][C:4][C:5]1", "oxolane", "оксолан", "оксолан"),
        ("[C:1]1[C:2][C:3][C:4][C:5][C:6]1", "cyclohexane", "циклогексан", "циклогексан"),
        ("[C:1]1[C:2][C:3][C:4][C:5]1", "cyclopentane", "циклопентан", "циклопентан"),
        ("[C:1]1[C:2][C:3]1", "cyclopropane", "циклопропан", "циклопропан"),
    )
)
_BENZENE = "benzene"
_TO_FIRST = {2: "ortho", 3: "meta", 4: "para", 5: "meta", 6: "ortho"}
_RU_TO_FIRST = {"ortho": "орто", "meta": "мета", "para": "пара"}


class _System(NamedTuple):
    """A ring system of a parent: its atoms, and its ring with the positions of its atoms, if it is a known one."""

    atoms: frozenset[int]
    ring: _Ring | None
    positions: dict[int, int]


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

    def words(self) -> list[Words]:
        """Return the place of each replacement in words."""
        said = [[self._atom(atom) for atom in part.parent_positions] for part in self.replacements]
        # Two atoms that are alike, or that words do not tell apart, are told apart by their numbers.
        users: dict[Words, set[int]] = {}
        for part, words in zip(self.replacements, said, strict=True):
            for atom, own in zip(part.parent_positions, words, strict=True):
                users.setdefault(own, set()).add(atom)
        result = []
        for part, words in zip(self.replacements, said, strict=True):
            numbered = [
                self._numbered(atom, own) if len(users[own]) > 1 else own
                for atom, own in zip(part.parent_positions, words, strict=True)
            ]
            result.append(self._pair(part.parent_positions, numbered))
        return result

    def _pair(self, atoms: Sequence[int], words: list[Words]) -> Words:
        """Say both ends of a bridge at once where they are positions of one ring."""
        if len(words) == 1:
            return words[0]
        systems = [self._system_of(atom) for atom in atoms]
        first = systems[0]
        if first is not None and first.ring is not None and systems[1] is first:
            positions = [first.positions.get(atom) for atom in atoms]
            if None not in positions:
                one, two = sorted(positions)  # type: ignore[type-var]  # there is no None among them
                return self._in_ring(
                    first,
                    Words(
                        f"in positions {one} and {two}", f"в положениях {one} и {two}", f"{one}- және {two}-орындары"
                    ),
                )
        return joined(words)

    def _atom(self, atom: int) -> Words:
        """Describe an atom so that no other atom of the parent that is not alike is described in the same way."""
        for describe in self._levels:
            words = describe(atom)
            if all(describe(other) != words for other in range(self.mol.GetNumAtoms()) if self._differs(atom, other)):
                return words
        return self._numbered(atom, self._levels[-1](atom))

    @property
    def _levels(self) -> tuple[Callable[[int], Words], ...]:
        return self._plain, self._with_neighbours, self._with_more

    def _differs(self, atom: int, other: int) -> bool:
        return self._ranks[atom] != self._ranks[other]

    def _numbered(self, atom: int, words: Words) -> Words:
        number = atom + 1
        return words.also(
            f"atom {number} of the parent's SMILES",
            f"атом {number} в SMILES этого вещества",
            f"SMILES-тегі {number}-атом",
        )

    @cached_property
    def _ranks(self) -> list[int]:
        return list(Chem.CanonicalRankAtoms(self.mol, breakTies=False, includeChirality=False))

    @cached_property
    def _known(self) -> dict[int, Words]:
        return {}

    def _plain(self, atom: int) -> Words:
        if atom not in self._known:
            self._known[atom] = self._described(atom)
        return self._known[atom]

    def _described(self, atom: int) -> Words:
        held = self.mol.GetAtomWithIdx(atom)
        system = self._system_of(atom)
        if system is not None and system.ring is not None and atom in system.positions:
            return self._position(system, atom)
        if held.GetAtomicNum() == 7:
            return Words("at nitrogen", "при атоме азота", "азот атомы")
        if held.GetAtomicNum() == 8:
            return self._oxygen(held)
        if held.GetAtomicNum() != 6:
            symbol = held.GetSymbol()
            return Words(f"at the {symbol} atom", f"при атоме {symbol}", f"{symbol} атомы")
        label = self._label(atom)
        if held.GetIsAromatic():
            return Words(
                f"on an aromatic ring, at {label}",
                f"в ароматическом кольце, при {label}",
                f"ароматты сақинаның {label} атомы",
            )
        if held.IsInRing():
            return Words(f"at the ring carbon {label}", f"при атоме углерода цикла {label}", f"циклдің {label} атомы")
        if atom in self._side_chain:
            en, ru, kk = self._side_chain[atom]
            return Words(
                f"at the {en} carbon of the chain", f"при {ru}-атоме углерода цепи", f"тізбектің {kk}-көміртек атомы"
            )
        return Words(f"at the chain carbon {label}", f"при атоме углерода цепи {label}", f"тізбектің {label} атомы")

    def _oxygen(self, atom: Chem.Atom) -> Words:
        if atom.GetTotalNumHs() != 1:
            return Words("at oxygen", "при атоме кислорода", "оттек атомы")
        carrier = atom.GetNeighbors()[0]
        oxo = any(
            bond.GetBondTypeAsDouble() == 2
            for bond in carrier.GetBonds()
            if bond.GetOtherAtom(carrier).GetSymbol() == "O"
        )
        if oxo and carrier.GetAtomicNum() != 6:
            return Words("at the oxygen of the acid group", "при кислороде кислотной группы", "қышқыл тобының оттегі")
        if oxo:
            return Words(
                "at the oxygen of the carboxyl group", "при кислороде карбоксильной группы", "карбоксил тобының оттегі"
            )
        place = self._plain(carrier.GetIdx())
        return Words(
            "at the oxygen of the hydroxyl group", "при кислороде гидроксильной группы", "гидроксил тобының оттегі"
        ).also(*place)

    def _with_neighbours(self, atom: int) -> Words:
        system = self._system_of(atom)
        if system is not None and system.ring is not None:
            return self._of_which_ring(self._plain(atom), system)
        return self._plain(atom).also(*self._next_to(atom))

    def _with_more(self, atom: int) -> Words:
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
        near, listed = self._next_to(atom), ", ".join(further)
        return self._plain(atom).also(
            f"{near.en}; then {listed}", f"{near.ru}; далее {listed}", f"{near.kk}; одан әрі {listed}"
        )

    def _next_to(self, atom: int) -> Words:
        labels = sorted(self._name(other.GetIdx()) for other in self.mol.GetAtomWithIdx(atom).GetNeighbors())
        en, ru, kk = (", ".join(part) for part in zip(*labels, strict=True)) if labels else ("-", "-", "-")
        return Words(f"next to: {en}", f"рядом: {ru}", f"көршісі: {kk}")

    def _name(self, atom: int) -> Words:
        """Name a neighbour: by its ring if that has a name, else by its formula."""
        system = self._system_of(atom)
        if system is not None and system.ring is not None:
            en, ru, kk = system.ring.name
            return Words(f"{en} ring", f"кольцо «{ru}»", f"«{kk}» сақинасы")
        label = self._label(atom)
        return Words(label, label, label)

    def _label(self, atom: int) -> str:
        """Write an atom with its hydrogens and its oxo oxygen as a formula."""
        held = self.mol.GetAtomWithIdx(atom)
        hydrogens = held.GetTotalNumHs()
        label = held.GetSymbol() + ("H" if hydrogens else "") + (str(hydrogens) if hydrogens > 1 else "")
        oxo = any(
            bond.GetBondTypeAsDouble() == 2 and bond.GetOtherAtom(held).GetSymbol() == "O" for bond in held.GetBonds()
        )
        return f"{label}(=O)" if oxo and held.GetSymbol() != "O" else label

    # Rings

    def _position(self, system: _System, atom: int) -> Words:
        position = system.positions[atom]
        assert system.ring is not None
        if system.ring.name.en == _BENZENE and position in _TO_FIRST and self._is_plain(system):
            place = _TO_FIRST[position]
            ru = _RU_TO_FIRST[place]
            return self._in_ring(system, Words(f"in the {place} position", f"в {ru}-положении", f"{ru}-орны"))
        return self._in_ring(system, Words(f"in position {position}", f"в положении {position}", f"{position}-орны"))

    def _is_plain(self, system: _System) -> bool:
        """Whether ortho, meta and para say enough: one branch, and nothing else but what is replaced at one atom."""
        others = self._replaced_in(system) | self._leaves(system)
        return len(self._branches(system)) == 1 and len(others) < 2

    def _leaves(self, system: _System) -> set[int]:
        """Atoms of a ring system with halogens and hydroxyl groups."""
        return {
            atom
            for atom in system.atoms
            for other in self.mol.GetAtomWithIdx(atom).GetNeighbors()
            if other.GetIdx() not in system.atoms and other.GetIdx() not in self.skeleton
        }

    def _in_ring(self, system: _System, words: Words) -> Words:
        assert system.ring is not None
        en, ru, kk = system.ring.name
        if en == _BENZENE:
            said = Words(
                f"{words.en} of the benzene ring", f"{words.ru} бензольного кольца", f"бензол сақинасының {words.kk}"
            )
            several = len(self._branches(system)) + len(self._leaves(system) - self._replaced_in(system)) > 1
            return self._counted_from(said, system) if several else said
        return Words(f"{words.en} of the {en} ring", f"{words.ru} кольца «{ru}»", f"«{kk}» сақинасының {words.kk}")

    def _counted_from(self, words: Words, system: _System) -> Words:
        """Say what stands in position 1, where the ring does not say it."""
        first = next(atom for atom, position in system.positions.items() if position == 1)
        neighbours = [atom.GetIdx() for atom in self.mol.GetAtomWithIdx(first).GetNeighbors()]
        outside = [atom for atom in neighbours if atom not in system.atoms]
        if not outside:
            return words
        label = self._label(outside[0])
        return words.also(f"1: {label}", f"1: {label}", f"1: {label}")

    def _of_which_ring(self, words: Words, system: _System, *, further: bool = False) -> Words:
        """Say what a ring is bound to, and what that is bound to."""
        labels = []
        for outside in self._bound_to(system):
            label = self._label(outside)
            if further:
                neighbours = self.mol.GetAtomWithIdx(outside).GetNeighbors()
                beyond = sorted(self._label(one.GetIdx()) for one in neighbours if one.GetIdx() not in system.atoms)
                label += f"–{'/'.join(beyond)}" if beyond else ""
            labels.append(label)
        listed = ", ".join(sorted(labels))
        return words.also(f"the ring at: {listed}", f"кольцо при: {listed}", f"сақина: {listed}") if labels else words

    def _bound_to(self, system: _System) -> list[int]:
        """Atoms that a ring system is bound to."""
        return [
            other.GetIdx()
            for atom in system.atoms
            for other in self.mol.GetAtomWithIdx(atom).GetNeighbors()
            if other.GetIdx() not in system.atoms
        ]

    def _branches(self, system: _System) -> dict[int, int]:
        """Atoms of a ring system that carry a part of the skeleton, with its number of atoms."""
        found = {}
        for atom in system.atoms:
            for other in self.mol.GetAtomWithIdx(atom).GetNeighbors():
                if other.GetIdx() not in system.atoms and other.GetIdx() in self.skeleton:
                    found[atom] = _size(self.mol, other.GetIdx(), system.atoms)
        return found

    def _replaced_in(self, system: _System) -> set[int]:
        return {atom for part in self.replacements for atom in part.parent_positions if atom in system.atoms}

    def _system_of(self, atom: int) -> _System | None:
        return next((system for system in self._systems if atom in system.atoms), None)

    @cached_property
    def _systems(self) -> list[_System]:
        found = []
        for atoms in _ring_systems(self.mol):
            system = _System(atoms, None, {})
            for ring in _RINGS:
                if ring.pattern.GetNumAtoms() == len(atoms):
                    numberings = self._numberings(ring, atoms)
                    if numberings:
                        system = _System(atoms, ring, min(numberings, key=lambda one: self._preference(atoms, one)))
                        break
            found.append(system)
        return found

    def _numberings(self, ring: _Ring, atoms: frozenset[int]) -> list[dict[int, int]]:
        numbers = [atom.GetAtomMapNum() for atom in ring.pattern.GetAtoms()]
        matches = self.mol.GetSubstructMatches(ring.pattern, uniquify=False, maxMatches=1_000)
        return [
            {atom: number for atom, number in zip(match, numbers, strict=True) if number}
            for match in matches
            if set(match) == atoms
        ]

    def _preference(self, atoms: frozenset[int], numbering: dict[int, int]) -> tuple[object, ...]:
        """Number a ring from its largest branch, then so that leaves, and what is replaced, have low numbers."""
        unnumbered = _System(atoms, None, {})
        branches = self._branches(unnumbered)
        by_size = sorted(branches, key=lambda atom: (-branches[atom], self._ranks[atom]))
        leaves = sorted(numbering.get(atom, 0) for atom in self._leaves(unnumbered))
        replaced = sorted(numbering.get(atom, 0) for atom in self._replaced_in(unnumbered))
        return [numbering.get(atom, 0) for atom in by_size], leaves, replaced, sorted(numbering.items())

    @cached_property
    def _side_chain(self) -> dict[int, tuple[str, str, str]]:
        """The alpha and beta carbon, where there is one chain between an aromatic ring and an amine."""
        chains = {chain[1:] for chain in self.mol.GetSubstructMatches(_CHAIN)}
        if len(chains) != 1:
            return {}
        [(beta, alpha, _)] = chains
        return {alpha: ("alpha", "альфа", "альфа"), beta: ("beta", "бета", "бета")}


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
