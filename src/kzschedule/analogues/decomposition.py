"""What a formal analogue is found to be: a parent, and the replacements that lead from it to the candidate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kzschedule.analogues.rule import Group, SubstituentClass
from kzschedule.language.vocabulary import OPEN_REASON, STATUS_MAKING, Grade, Permission
from kzschedule.records.model import Substituent

#: All reasons, in the order in which they are given.
REASON_ORDER = tuple(OPEN_REASON)
#: It is only possible that a substituent or the parent is in force on the day.
INTERVAL = "interval"
#: Doubts about an analogue that leave it one: what is doubtful is told.
STATUS_REASONS = tuple(reason for reason in REASON_ORDER if reason in STATUS_MAKING - {INTERVAL})

_TIERS = dict.fromkeys(STATUS_REASONS, 1) | {INTERVAL: 2}
#: The tier of what is no analogue by the rule.
OUTSIDE = 3


def tier_of(reasons: Iterable[str]) -> int:
    """Rank reasons: 0 none, 1 doubts that leave an analogue, 2 with an interval too, 3 anything else.

    Examples
    --------
    >>> [tier_of(reasons) for reasons in ((), ("position",), ("position", "interval"), ("carboxyl", "hydrogen"))]
    [0, 1, 2, 3]
    """
    return max((_TIERS.get(reason, OUTSIDE) for reason in reasons), default=0)


def in_order(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return reasons once each, in the order of `REASON_ORDER`; others, which a caller may add, come last."""
    given = dict.fromkeys(reasons)
    return (*(reason for reason in REASON_ORDER if reason in given), *(one for one in given if one not in REASON_ORDER))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a substituent is.

    Attributes
    ----------
    smiles : str
        Its SMILES with ``*`` at each attachment.
    substituent : Substituent or SubstituentClass or None
        The line of the official list, or the class of another rule, that covers it.
    permitted : str
        The basis on which it is permitted; ``outside`` if it is not.
    reasons : tuple of str
        Doubts about it, or why it is outside.
    """

    smiles: str
    substituent: Substituent | SubstituentClass | None
    permitted: Permission
    reasons: tuple[str, ...] = ()

    @property
    def number(self) -> str | None:
        """Its number in the official list."""
        return self.substituent.number if isinstance(self.substituent, Substituent) else None

    @property
    def substituent_id(self) -> str | None:
        """Its number in the official list, or the identifier of the class of another rule."""
        if isinstance(self.substituent, SubstituentClass):
            return self.substituent.substituent_id
        return self.number


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
        Where OR stands in the place of a hydroxyl group, the other way to read it, if it may be permitted: OR for the
        group if `reading` is R for its hydrogen, and R for its hydrogen if `reading` is OR.
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
        """On which basis the replacement is permitted."""
        return self.reading.permitted

    @property
    def number(self) -> str | None:
        """The number of the substituent in the official list."""
        return self.reading.number


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A candidate read as a parent with replacements.

    Attributes
    ----------
    parent_id : str
        The parent.
    grade : str
        ``official`` or ``assumed``: within the rule, at that basis. ``open``: with a doubt, or outside it.
    skeleton_share : float
        Heavy atoms of the skeleton by heavy atoms of the candidate.
    replacements : tuple of Replacement
        In the order of the parent's atoms.
    matched_atoms, parent_atoms : tuple of int
        Atoms of the candidate, and of the parent's SMILES, that correspond, in the same order: those of the
        skeleton, and oxygen of hydroxyl groups whose hydrogen was replaced.
    rest_atoms : int
        Heavy atoms in all substituents together.
    open_reasons : tuple of str
        Why the grade is ``open``: of `REASON_ORDER`.
    complete : bool
        False where a symmetric structure has more mappings than were compared: a nearer one may exist.
    remote : bool
        An analogue by the letter only: the skeleton is small, or a small part of the candidate.
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
    remote: bool = False

    @property
    def tier(self) -> int:
        """0 within the rule, 1 with doubts that leave an analogue, 2 with an interval too, 3 outside."""
        return tier_of(self.open_reasons)

    @property
    def makes_status(self) -> bool:
        """Whether it makes a structure an analogue: within the rule, or only with doubts that leave it one."""
        return self.tier <= 1

    @property
    def maybe_in_force(self) -> bool:
        """Whether it would make a structure an analogue, if what is only possibly in force on the day is."""
        return self.tier == 2

    @property
    def nearness(self) -> tuple[int, int, float]:
        """How near the parent is: fewest replacements, fewest atoms in them, highest share. Equal is equally near."""
        return len(self.replacements), self.rest_atoms, -round(self.skeleton_share, 9)
