"""Substituents on substituents: groups that are not on the list, but are formed from one of it by others of it.

The law speaks of replacing atoms in the formula of a narcotic drug or psychotropic substance, not in that of a
substituent, so such a group is outside. It is told apart from other groups because a reader may ask why the
4-fluorobutyl group is none although butyl and fluorine are on the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from rdkit import Chem

from kzschedule._cache import cached_property
from kzschedule.analogues.approved import InForce, written_forms
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import AnalogueRule

if TYPE_CHECKING:
    from kzschedule.analogues.search import AnalogueSearch

#: Stands at an attachment: an element that no substituent has, and that no rule replaces.
_ATTACHMENT = "[At]"
_HALOGENS = frozenset({9, 17, 35, 53, 85})
_REMEMBERED = 50_000


class Nesting:
    """The substituents of a list as parents, one level deep.

    Parameters
    ----------
    rule : AnalogueRule
        Says what is replaceable in a substituent, as in a parent.
    lines : iterable of InForce
        The list on the day. A halogen is no parent: nothing hangs on it.
    """

    def __init__(self, rule: AnalogueRule, lines: Iterable[InForce]) -> None:
        self.rule = rule.model_copy(update={"cores": ()})
        self.lines = tuple(lines)
        self.is_nested = lru_cache(maxsize=_REMEMBERED)(self._is_nested)

    @cached_property
    def _searches(self) -> dict[int, AnalogueSearch]:
        """The substituents as parents, by their number of attachments."""
        from kzschedule.analogues.search import AnalogueSearch

        parents: dict[int, list[AnalogueParent]] = {1: [], 2: []}
        for line in self.lines:
            for form, doubtful in written_forms(line.substituent):
                marked = _marked(form)
                if not doubtful and marked is not None and _is_parent(marked):
                    parents[form.count("*")].append(AnalogueParent(form, marked))
        return {ends: AnalogueSearch(group, self.rule, self.lines) for ends, group in parents.items()}

    def _is_nested(self, smiles: str) -> bool:
        marked = _marked(smiles)
        mol: Chem.Mol | None = Chem.MolFromSmiles(marked) if marked else None
        if mol is None or mol.GetNumAtoms() - smiles.count("*") > _LARGEST:
            return False
        search = self._searches[smiles.count("*")]
        return any(not found.open_reasons for found in search.find(mol, include_open=False))


#: A larger group is left without the closer look, in heavy atoms: it would be as large as the list's largest.
_LARGEST = 12


def _marked(smiles: str) -> str | None:
    """Put an element in the place of each attachment; None where one is a double bond."""
    plain = smiles.replace("[*]", "*")
    return None if "*=" in plain or "=*" in plain else plain.replace("*", _ATTACHMENT)


def _is_parent(marked: str) -> bool:
    """Whether anything can hang on a group: it is no halogen."""
    return any(atom.GetAtomicNum() not in _HALOGENS for atom in Chem.MolFromSmiles(marked).GetAtoms())
