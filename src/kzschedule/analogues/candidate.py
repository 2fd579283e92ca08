"""The structure in question, taken apart around a mapped skeleton."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np  # RDKit imports it in its own code when it makes a matrix; two threads would wait for ever
from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from kzschedule._cache import Recent, cached_property
from kzschedule.analogues.substituents import substituent_smiles

if TYPE_CHECKING:
    from kzschedule.analogues.readings import Choice

#: Valences that a bond to a rest uses, by its order; an aromatic bond counts as a single one, any other is too many.
_VALENCES = {1.0: 1, 1.5: 1, 2.0: 2}
#: Atoms by element, and hydrogens, as digits of one number: equal sums are equal formulas.
_DIGITS = 16
#: A larger rest has no formula written: no substituent of a list has half as many atoms.
_LARGEST = 30
#: The common elements come first, which keeps the numbers short.
_PLACE = {number: place for place, number in enumerate((6, 7, 8, 9, 16, 17, 35, 53), start=1)}

#: Atom of the skeleton, atom of the rest, valences used.
Attachment = tuple[int, int, int]

#: All that the SMILES of a rest follows from.
Drawing = tuple[object, ...]


class Rest(NamedTuple):
    """A connected rest, with its formula as a number (see `atom_weight`); that of a large one is -1."""

    atoms: tuple[int, ...]
    attachments: tuple[Attachment, ...]
    weight: int


def atom_weight(number: int, hydrogens: int) -> int:
    """Write an atom and its hydrogens as a number; the sum over a group of atoms is its formula.

    Examples
    --------
    >>> atom_weight(6, 3) + atom_weight(6, 2) == atom_weight(6, 2) + atom_weight(6, 3) != atom_weight(7, 3)
    True
    """
    return (1 << _DIGITS * _PLACE.get(number, 8 + number)) + hydrogens


#: An oxygen without and with its hydrogen, and what could be a leaf of a parent, each with its symbol.
OXYGEN_ATOM, HYDROXYL_GROUP = atom_weight(8, 0), atom_weight(8, 1)
_LEAVES = {
    HYDROXYL_GROUP: "O",
    **{atom_weight(number, 0): symbol for number, symbol in ((9, "F"), (17, "Cl"), (35, "Br"), (53, "I"))},
}


class Candidate:
    """A candidate's bonds and rests, worked out when a skeleton is found in it.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        The structure.
    largest : int, optional
        Most heavy atoms of a rest, where only structures without a larger one are sought.
    written : Recent, optional
        SMILES of rests by how they are drawn, shared by candidates: most are drawn alike in many structures.
    """

    def __init__(self, mol: Chem.Mol, largest: int | None = None, written: Recent[Drawing, str] | None = None) -> None:
        self.mol = mol
        self._written = written
        self.largest = mol.GetNumAtoms() if largest is None else largest
        self.size = mol.GetNumAtoms()
        self.everything = (1 << self.size) - 1
        #: Atoms bound to an atom, as bits.
        self.adjacent = [0] * self.size
        #: Atoms bound to an atom, each with the order of the bond.
        self.bonds: list[list[tuple[int, float]]] = [[] for _ in range(self.size)]
        # One call gives all bonds; it is quicker than one for each, and a prefix keeps it from being an older answer.
        orders = Chem.GetAdjacencyMatrix(mol, useBO=True, force=True, prefix="kzschedule")
        # The bond of an electron pair counts for the atom alone that receives it.
        orders = np.maximum(orders, orders.T)
        begins, ends = orders.nonzero()
        for begin, end, order in zip(begins.tolist(), ends.tolist(), orders[begins, ends].tolist(), strict=True):
            self.adjacent[begin] |= 1 << end
            self.bonds[begin].append((end, order))
        self._rests: dict[int, tuple[Rest, ...] | None] = {}
        self._weights: list[int | None] = [None] * self.size
        self._smiles: dict[Rest, str] = {}
        #: What `kzschedule.analogues.readings` has found out about rests of this candidate.
        self.choices: dict[tuple[Rest, tuple[object, ...]], Choice] = {}

    def weight(self, atoms: Iterable[int]) -> int:
        """Write the formula of a group of atoms as a number."""
        weights = self._weights
        total = 0
        for index in atoms:
            known = weights[index]
            if known is None:
                atom = self.mol.GetAtomWithIdx(index)
                known = weights[index] = atom_weight(atom.GetAtomicNum(), atom.GetTotalNumHs())
            total += known
        return total

    def _charge(self, index: int) -> int:
        return int(self.mol.GetAtomWithIdx(index).GetFormalCharge())

    def leaf_symbol(self, index: int) -> str | None:
        """Return the symbol of an atom that could be a leaf of a parent: a halogen, or the oxygen of a hydroxyl."""
        symbol = _LEAVES.get(self.weight((index,))) if len(self.bonds[index]) == 1 else None
        return None if symbol is None or self._charge(index) else symbol

    @cached_property
    def ranks(self) -> list[int]:
        """Ranks that do not depend on the order of the atoms; equal for equivalent atoms."""
        plain = Chem.Mol(self.mol)
        Chem.FastFindRings(plain)  # ranks depend on ring information, which renumbering may have spoilt
        return list(Chem.CanonicalRankAtoms(plain, breakTies=False, includeChirality=False))

    @cached_property
    def is_carbon(self) -> list[bool]:
        """Whether each atom is carbon."""
        return [atom.GetAtomicNum() == 6 for atom in self.mol.GetAtoms()]

    @cached_property
    def mass(self) -> float:
        """Relative molecular mass."""
        return float(rdMolDescriptors.Properties(["amw"]).ComputeProperties(self.mol)[0])

    @cached_property
    def elements(self) -> frozenset[str]:
        """Symbols of its elements, hydrogen included."""
        hydrogen = {"H"} if any(atom.GetTotalNumHs() for atom in self.mol.GetAtoms()) else set()
        return frozenset({atom.GetSymbol() for atom in self.mol.GetAtoms()} | hydrogen)

    def is_induced(self, image: int, atoms: Iterable[int], bonds: int) -> bool:
        """Tell whether the atoms of an image have no more bonds among them than so many."""
        return sum((self.adjacent[atom] & image).bit_count() for atom in atoms) == 2 * bonds

    def rests(self, image: int) -> tuple[Rest, ...] | None:
        """Split off the connected rests; None if one hangs on in a way that no substituent does, or is too large."""
        if image not in self._rests:
            self._rests[image] = self._split(image, None)
        return self._rests[image]

    def accepted_rests(self, image: int, accepted: Callable[[Rest], bool]) -> tuple[Rest, ...] | None:
        """Split off the connected rests, as far as they are accepted; None as soon as one is not."""
        known = self._rests.get(image)
        if known is not None:
            return known if all(map(accepted, known)) else None
        return None if image in self._rests else self._split(image, accepted)

    def _split(self, image: int, accepted: Callable[[Rest], bool] | None) -> tuple[Rest, ...] | None:
        left = self.everything & ~image
        adjacent = self.adjacent
        rests = []
        while left:
            atoms = []
            attachments = []
            used = 0
            growing = left & -left
            while growing:
                lowest = growing & -growing
                atom = lowest.bit_length() - 1
                left ^= lowest
                atoms.append(atom)
                if len(atoms) > self.largest:
                    return None
                near = adjacent[atom]
                growing = (growing ^ lowest) | near & left
                if near & image:
                    for carrier, order in self.bonds[atom]:
                        if image >> carrier & 1:
                            valences = _VALENCES.get(order, 3)
                            attachments.append((carrier, atom, valences))
                            used += valences
                    if used > 2:
                        return None
            if used == 0:
                return None
            atoms.sort()
            attachments.sort()
            weight = self.weight(atoms) if len(atoms) <= _LARGEST else -1
            rest = Rest(tuple(atoms), tuple(attachments), weight)
            if accepted is not None and not accepted(rest):
                return None
            rests.append(rest)
        return tuple(rests)

    def begins_with_oxygen(self, attachment: Attachment) -> bool:
        """Tell whether a rest hangs on by an uncharged oxygen atom to which more is bound by a single bond: OR."""
        atom = attachment[1]
        return len(self.bonds[atom]) == 2 and self.weight((atom,)) == OXYGEN_ATOM and not self._charge(atom)

    def leaf_order(self, attachment: Attachment) -> tuple[int, int]:
        """Order attachments that compete for a leaf in a way that does not depend on how the atoms are numbered."""
        return self.ranks[attachment[0]], self.ranks[attachment[1]]

    def behind_oxygen(self, rest: Rest, kept: Sequence[Attachment]) -> Rest | None:
        """Take oxygen atoms by which a rest hangs on off it: R of OR. None if nothing is left, or O holds both ends."""
        oxygens = {atom for _, atom, _ in kept}
        atoms = tuple(atom for atom in rest.atoms if atom not in oxygens)
        attachments = []
        for attachment in rest.attachments:
            if attachment not in kept:
                attachments.append(attachment)
                continue
            carrier, oxygen, _ = attachment
            [following] = [other for other, _ in self.bonds[oxygen] if other != carrier]
            attachments.append((oxygen, following, 1))
        if any(atom not in atoms for _, atom, _ in attachments):
            return None
        return Rest(atoms, tuple(sorted(attachments)), self.weight(atoms) if len(atoms) <= _LARGEST else -1)

    def smiles_of(self, rest: Rest) -> str:
        """Write a rest as a substituent, once."""
        if rest not in self._smiles:
            self._smiles[rest] = self._written_anew(rest) if len(rest.atoms) == 1 else self._remembered(rest)
        return self._smiles[rest]

    def _written_anew(self, rest: Rest) -> str:
        return substituent_smiles(self.mol, rest.atoms, rest.attachments)

    def _remembered(self, rest: Rest) -> str:
        """Write a rest of several atoms, once for all candidates that share what they write."""
        if self._written is None:
            return self._written_anew(rest)
        drawing = self._drawing(rest)
        written = self._written.get(drawing)
        if written is None:
            written = self._written_anew(rest)
            self._written.put([(drawing, written)])
        return written

    def _drawing(self, rest: Rest) -> Drawing:
        """Describe the atoms of a rest, the bonds among them, and those to the skeleton."""
        places = {atom: place for place, atom in enumerate(rest.atoms)}
        drawing: list[object] = []
        for carrier, atom, _ in rest.attachments:
            drawing += places[atom], next(order for other, order in self.bonds[atom] if other == carrier)
        for atom, place in places.items():
            drawn = self.mol.GetAtomWithIdx(atom)
            drawing += self.weight((atom,)), drawn.GetFormalCharge(), drawn.GetNumRadicalElectrons()
            for other, order in self.bonds[atom]:
                there = places.get(other, place)
                if there < place:
                    drawing += there, order
        return tuple(drawing)
