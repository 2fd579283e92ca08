"""Groups that a row names without their members: which structures belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """A pattern of a group, with the fewest atoms and independent rings of what has it."""

    query: Chem.Mol
    confirmed: bool
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
        self._patterns = [(group, tuple(_patterns(group))) for group in groups]

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
        atoms, rings = _size(mol)
        for group, patterns in self._patterns:
            if group.formula not in (None, formula):
                continue
            for item in patterns:
                if item.atoms <= atoms and item.rings <= rings and mol.HasSubstructMatch(item.query):
                    found.append(GroupHit(group.group_id, item.confirmed))
                    break
        return tuple(found)


def _patterns(group: Group) -> Iterator[_Pattern]:
    """Iterate over the compiled patterns of a group, what belongs to it for certain first."""
    given = [(group.pattern, True)] if group.pattern else []
    for smarts, confirmed in (*given, *((one, False) for one in group.unconfirmed_pattern)):
        with silent():
            query = Chem.MolFromSmarts(smarts)
        yield _Pattern(query, confirmed, *_size(query))


def _size(mol: Chem.Mol) -> tuple[int, int]:
    """Return the numbers of atoms and of independent rings."""
    atoms = mol.GetNumAtoms()
    return atoms, mol.GetNumBonds() - atoms + 1
