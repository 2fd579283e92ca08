"""What a formal analogue is found to be: a parent, and the replacements that lead from it to the candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kzschedule.analogues.rule import Group, SubstituentClass

Grade = Literal["official", "assumed", "open"]
Permission = Literal["official", "assumed", "outside"]

#: Permissions from the strongest to the weakest.
PERMISSION_ORDER: tuple[Permission, ...] = ("official", "assumed", "outside")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a substituent is: its SMILES with ``*`` at each attachment, and its class, if one covers it."""

    smiles: str
    substituent: SubstituentClass | None
    permitted: Permission


@dataclass(frozen=True, slots=True)
class Replacement:
    """One replacement.

    Attributes
    ----------
    positions : tuple of int
        Atoms of the candidate that carry the substituent, two for a bridge.
    parent_positions : tuple of int
        The atoms of the parent's SMILES that they correspond to.
    replaced : tuple of str
        Groups of the parent whose place was taken, one for each valence: hydroxyl, then halogen, then
        hydrogen.
    replaced_symbols : tuple of str
        The same as element symbols, ``O`` for hydroxyl: which halogen it was.
    reading : Reading
        The substituent.
    other_reading : Reading or None
        Where a hydroxyl group became OR: R in place of its hydrogen.
    atoms : tuple of int
        Atoms of the substituent in the candidate; empty where hydrogen took the place of a group.
    """

    positions: tuple[int, ...]
    parent_positions: tuple[int, ...]
    replaced: tuple[Group, ...]
    replaced_symbols: tuple[str, ...]
    reading: Reading
    other_reading: Reading | None
    atoms: tuple[int, ...]

    @property
    def permitted(self) -> Permission:
        """The better permission of the two readings."""
        readings = (self.reading,) if self.other_reading is None else (self.reading, self.other_reading)
        return min((reading.permitted for reading in readings), key=PERMISSION_ORDER.index)

    @property
    def permitted_reading(self) -> Reading:
        """The reading on which the permission rests; the main one where both do equally well."""
        if self.other_reading is not None and self.reading.permitted != self.permitted:
            return self.other_reading
        return self.reading


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A candidate read as a parent with replacements.

    Attributes
    ----------
    parent_id : str
        The parent.
    grade : str
        ``official`` or ``assumed``: within the rule, at that basis. ``open``: formally an analogue only.
    skeleton_share : float
        Heavy atoms of the skeleton by heavy atoms of the candidate.
    replacements : tuple of Replacement
        In the order of the parent's atoms.
    matched_atoms, parent_atoms : tuple of int
        Atoms of the candidate, and of the parent's SMILES, that the skeleton joins, in the same order.
    rest_atoms : int
        Heavy atoms in all substituents together.
    open_reasons : tuple of str
        Why the grade is ``open``: ``substituent``, ``share``, ``small_skeleton``, or another limit's name.
    complete : bool
        False where a symmetric structure has more mappings than were compared: a nearer one may exist.
    """

    parent_id: str
    grade: Grade
    skeleton_share: float
    replacements: tuple[Replacement, ...]
    matched_atoms: tuple[int, ...]
    parent_atoms: tuple[int, ...]
    rest_atoms: int
    open_reasons: tuple[str, ...]
    complete: bool

    @property
    def only_esters_or_ethers(self) -> bool:
        """Whether every replacement can be read as one of a hydroxyl's hydrogen.

        The schedules of the 1961 Convention speak of esters and ethers themselves.
        """
        return all(replacement.other_reading is not None for replacement in self.replacements)
