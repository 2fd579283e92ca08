"""The structure in question, taken apart around a mapped skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from kzschedule.analogues.substituents import substituent_smiles

#: Valences that a bond to a rest uses; an aromatic bond counts as a single one.
_VALENCES = {Chem.BondType.SINGLE: 1, Chem.BondType.AROMATIC: 1, Chem.BondType.DOUBLE: 2}
_HALOGENS = frozenset({"F", "Cl", "Br", "I"})


@dataclass(frozen=True, slots=True)
class Rest:
    """A connected rest; an attachment is (mapped atom, atom of the rest, valences used)."""

    atoms: tuple[int, ...]
    attachments: tuple[tuple[int, int, int], ...]


class Candidate:
    """A candidate's bonds and rests, worked out when a skeleton is found in it."""

    def __init__(self, mol: Chem.Mol) -> None:
        self.mol = mol
        self.size = mol.GetNumAtoms()
        self.everything = (1 << self.size) - 1
        #: Atoms bound to an atom, as bits.
        self.adjacent = [0] * self.size
        #: Atoms bound to an atom, each with the valences that the bond uses: 1, 2, or 9 for anything else.
        self.bonds: list[list[tuple[int, int]]] = [[] for _ in range(self.size)]
        for number in range(mol.GetNumBonds()):
            bond = mol.GetBondWithIdx(number)
            begin, end = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
            valences = _VALENCES.get(bond.GetBondType(), 9)
            self.adjacent[begin] |= 1 << end
            self.adjacent[end] |= 1 << begin
            self.bonds[begin].append((end, valences))
            self.bonds[end].append((begin, valences))
        self._rests: dict[int, tuple[Rest, ...] | None] = {}
        self._smiles: dict[Rest, str] = {}

    @cached_property
    def leaf_symbols(self) -> list[str | None]:
        """Symbol of each atom that could be a leaf of a parent: a halogen, or the oxygen of a hydroxyl."""
        return [
            atom.GetSymbol()
            if atom.GetDegree() == 1
            and not atom.GetFormalCharge()
            and (atom.GetSymbol() in _HALOGENS or (atom.GetSymbol() == "O" and atom.GetTotalNumHs() == 1))
            else None
            for atom in self.mol.GetAtoms()
        ]

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

    def rests(self, image: int) -> tuple[Rest, ...] | None:
        """Split off the connected rests; None if one hangs on in a way that no substituent does."""
        if image not in self._rests:
            self._rests[image] = self._split(image)
        return self._rests[image]

    def _split(self, image: int) -> tuple[Rest, ...] | None:
        left = self.everything & ~image
        rests = []
        while left:
            start = (left & -left).bit_length() - 1
            left ^= 1 << start
            atoms = [start]
            attachments = []
            used = 0
            for atom in atoms:
                for other, valences in self.bonds[atom]:
                    if image >> other & 1:
                        attachments.append((other, atom, valences))
                        used += valences
                        if used > 2:
                            return None
                    elif left >> other & 1:
                        left ^= 1 << other
                        atoms.append(other)
            if used == 0:
                return None
            rests.append(Rest(tuple(sorted(atoms)), tuple(sorted(attachments))))
        return tuple(rests)

    def begins_with_oxygen(self, rest: Rest) -> bool:
        """Tell whether a rest hangs on by an oxygen atom."""
        return bool(self.mol.GetAtomWithIdx(rest.attachments[0][1]).GetAtomicNum() == 8)

    def smiles_of(self, rest: Rest) -> str:
        """Write a rest as a substituent, once."""
        if rest not in self._smiles:
            self._smiles[rest] = substituent_smiles(self.mol, rest.atoms, rest.attachments)
        return self._smiles[rest]
