"""Groups that a row names without their members: which structures belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdkit import Chem

from kzschedule.records.model import Group
from kzschedule.structures.logs import silent


@dataclass(frozen=True, slots=True)
class GroupHit:
    """A group to which a structure belongs; `confirmed` is False where the words of the row reach it only perhaps."""

    group_id: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A group with its patterns, and the fewest atoms and independent rings of what has one of them."""

    group: Group
    pattern: Chem.Mol | None
    unconfirmed: Chem.Mol | None
    atoms: int
    rings: int


class GroupSearch:
    """The groups of the List, compiled.

    Parameters
    ----------
    groups : iterable of Group
        Their members are answered by `kzschedule.law.positions.Law.groups_of`.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> groups = Schedule.default().groups
    >>> groups.find(Chem.MolFromSmiles("C[N+]1(C)CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5"), "C18H22NO3+")
    (GroupHit(group_id='morphine-methylates', confirmed=True),)
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        self._patterns = [
            _pattern(group, _compiled(group.pattern), _compiled(group.unconfirmed_pattern))
            for group in groups
            if group.pattern or group.unconfirmed_pattern
        ]

    def find(self, mol: Chem.Mol, formula: str) -> tuple[GroupHit, ...]:
        """Return the groups to which a structure belongs.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            The parent structure of one substance.
        formula : str
            Its molecular formula.
        """
        found = []
        atoms = mol.GetNumAtoms()
        rings = mol.GetNumBonds() - atoms + 1
        for item in self._patterns:
            if item.group.formula not in (None, formula) or atoms < item.atoms or rings < item.rings:
                continue
            if item.pattern is not None and mol.HasSubstructMatch(item.pattern):
                found.append(GroupHit(item.group.group_id, confirmed=True))
            elif item.unconfirmed is not None and mol.HasSubstructMatch(item.unconfirmed):
                found.append(GroupHit(item.group.group_id, confirmed=False))
        return tuple(found)


def _pattern(group: Group, pattern: Chem.Mol | None, unconfirmed: Chem.Mol | None) -> _Pattern:
    drawn = [one for one in (pattern, unconfirmed) if one is not None]
    return _Pattern(
        group,
        pattern,
        unconfirmed,
        atoms=min(one.GetNumAtoms() for one in drawn),
        rings=min(one.GetNumBonds() - one.GetNumAtoms() + 1 for one in drawn),
    )


def _compiled(smarts: str | None) -> Chem.Mol | None:
    if not smarts:
        return None
    with silent():
        return Chem.MolFromSmarts(smarts)
