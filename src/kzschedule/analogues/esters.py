"""Esters and ethers of listed substances, which the note to a section covers.

An ester or ether of a parent is the parent with R in place of the hydrogen of one or several hydroxyl groups, every
other atom, bond and hydrogen being the same. R hangs on by one bond: by carbon, or by the atom of an acid's residue
(sulfur, phosphorus, nitrogen). At the hydroxyl group of a carboxyl or other acid group any R makes an ester: an ester
of the listed acid. Configuration is ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rdkit import Chem

from kzschedule._cache import cached_property
from kzschedule.analogues.candidate import Candidate, Rest
from kzschedule.analogues.mapping import admissible_rests
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.prefilter import SkeletonScreen
from kzschedule.analogues.rule import AnalogueRule, Parents, Replaceable
from kzschedule.analogues.skeleton import Skeleton, skeletons_of

Relation = Literal["ester", "ether"]

#: Most ways to lay a parent on a structure that are looked at.
_MOST = 500
#: Oxygen of a hydroxyl group, water and peroxides left out.
_HYDROXYL = "[OX2H1;+0;!$(O[#8])]"
#: Oxygen of a carboxyl or other acid group, whose ester is one whatever R is.
_ACID = Chem.MolFromSmarts("[OX2;$(O[#6]=[OX1,SX1]),$(O[#7]=[OX1]),$(O[#7+][O-]),$(O[#15]),$(O[#16])]")
#: The first atom of R in an ester: that of an acid's residue, with a double bond to another atom than carbon.
_ACYL = Chem.MolFromSmarts(
    "[$([#6]=[O,S,N]),$([#15]=[O,S]),$([#16]=O),$([#15+][O-]),$([#16+][O-]),$([#7]=O),$([#7+][O-])]"
)
#: The first atom of R in an ether.
_ALKYL = Chem.MolFromSmarts("[#6]")

#: The definition as a rule: of a parent only the hydrogens of hydroxyl groups can be replaced.
_RULE = AnalogueRule(
    rule_id="esters-and-ethers",
    title_en="Esters and ethers",
    title_ru="Сложные и простые эфиры",
    basis="official",
    replaceable=(Replaceable(group="hydrogen", pattern=_HYDROXYL, basis="official", clause="notes to the sections"),),
    parents=Parents(sections=(), basis="official", clause="notes to the sections"),
)


class EsterSearch:
    """Substances whose esters and ethers are covered, compiled on first use.

    Parameters
    ----------
    parents : iterable of (str, str)
        Substance_id and SMILES; those without a hydroxyl group are left out.

    Examples
    --------
    >>> search = EsterSearch([("6-monoacetylmorphine", "CN1CCC23c4c5ccc(O)c4OC2C(OC(C)=O)C=CC3C1C5")])
    >>> search.find(Chem.MolFromSmiles("CN1CCC23c4c5ccc(OC)c4OC2C(OC(C)=O)C=CC3C1C5"))  # acetylcodeine
    (('6-monoacetylmorphine', 'ether'),)
    """

    def __init__(self, parents: Iterable[tuple[str, str]]) -> None:
        self.parents = tuple(parents)

    def __reduce__(self) -> tuple[type[EsterSearch], tuple[tuple[tuple[str, str], ...]]]:
        return EsterSearch, (self.parents,)

    @cached_property
    def _skeletons(self) -> tuple[Skeleton, ...]:
        found = skeletons_of((AnalogueParent(name, smiles) for name, smiles in self.parents), _RULE)
        return tuple(skeleton for skeleton in found if any(skeleton.capacity))

    @cached_property
    def _screen(self) -> SkeletonScreen:
        return SkeletonScreen(self._skeletons)

    def find(self, mol: Chem.Mol, formula: str | None = None) -> tuple[tuple[str, Relation], ...]:
        """Find the substances of which a structure is an ester or ether, in the order in which they were given.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised structure of one substance, without salts and isotopes.
        formula : str, optional
            Its molecular formula, where the caller has it.

        Returns
        -------
        tuple of (str, str)
            Substance_id and ``ester`` or ``ether``; what is both (an ether at one group and an ester at another) is
            an ester.
        """
        found: list[tuple[int, str, Relation]] = []
        candidate: Candidate | None = None
        for number in self._screen.possible(mol, formula=formula):
            skeleton = self._skeletons[number]
            matches = mol.GetSubstructMatches(skeleton.query, uniquify=False, maxMatches=_MOST)
            if matches:
                candidate = candidate or Candidate(mol)
                relation = _relation(skeleton, candidate, matches)
                if relation is not None:
                    found += [(owner.order, owner.parent_id, relation) for owner in skeleton.owners]
        return tuple((parent_id, relation) for _, parent_id, relation in sorted(found))


def _relation(skeleton: Skeleton, candidate: Candidate, matches: Iterable[tuple[int, ...]]) -> Relation | None:
    """Say what a structure is of a parent; an ether where it can be read as one."""
    relations = set()
    for match in matches:
        rests = admissible_rests(skeleton, candidate, match)
        if rests and all(len(rest.attachments) == 1 for rest in rests):
            kinds = {_kind(candidate.mol, rest) for rest in rests}
            if None not in kinds:
                relations.add("ester" if "ester" in kinds else "ether")
    return min(relations, key=("ether", "ester").index, default=None)  # type: ignore[arg-type]  # every relation is in the tuple


def _kind(mol: Chem.Mol, rest: Rest) -> Relation | None:
    """Say what R in place of one hydroxyl group's hydrogen makes; None if neither an ester nor an ether."""
    oxygen, first, valences = rest.attachments[0]
    if valences != 1:
        return None
    if _matches(mol, first, _ACYL):
        return "ester"
    if not _matches(mol, first, _ALKYL):
        return None
    return "ester" if _matches(mol, oxygen, _ACID, without=first) else "ether"


def _matches(mol: Chem.Mol, atom: int, pattern: Chem.Mol, without: int | None = None) -> bool:
    """Tell whether an atom is the first of a pattern; `without` is a neighbour that does not count."""
    if without is not None:
        editable = Chem.RWMol(mol)
        editable.RemoveBond(atom, without)
        editable.GetAtomWithIdx(atom).SetNumExplicitHs(1)
        editable.UpdatePropertyCache(strict=False)
        mol = editable
    return any(match[0] == atom for match in mol.GetSubstructMatches(pattern, maxMatches=10_000))
