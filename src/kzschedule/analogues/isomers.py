"""Position isomers of listed substances: a halogen, hydroxyl, ether or nitro group at another place.

The notes speak of isomers without saying which. Those that have the same carbon skeleton, with such groups moved, are
the narrowest sense beyond stereoisomers; a moved carbon atom changes the skeleton.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule._cache import cached_property
from kzschedule.structures.parent import parents_of

#: A group that may have moved: its first atom and the carbon that carries it, which is no carbonyl carbon.
_CARRIER = "[#6;!$([#6]=[OX1,SX1,NX2])]"
_GROUPS = tuple(
    Chem.MolFromSmarts(pattern)
    for pattern in (
        f"[F,Cl,Br,I;X1;+0]-{_CARRIER}",
        f"[OX2;+0;!R]-{_CARRIER}",
        f"[N+;!R](=O)([O-])-{_CARRIER}",
    )
)
#: The carbon that carries a benzyl group.
_BENZYL = Chem.MolFromSmarts("[CH2;!R]([#8])c1[cH][cH][cH][cH][cH]1")

#: What is left without the groups, and the groups.
TakenApart = tuple[str, tuple[str, ...]]


class PositionIsomers:
    """Substances whose isomers are covered, by formula; taken apart on first use.

    Parameters
    ----------
    parents : iterable of (str, str)
        Substance_id and SMILES.

    Examples
    --------
    >>> isomers = PositionIsomers([("4-fluorofentanyl", "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1")])
    >>> isomers.find(Chem.MolFromSmiles("CCC(=O)N(c1ccccc1F)C1CCN(CCc2ccccc2)CC1"))
    ('4-fluorofentanyl',)
    >>> isomers.find(Chem.MolFromSmiles("CCC(=O)N(c1ccccc1)C1CCN(CC(F)c2ccccc2)CC1"))  # the fluorine moved as well
    ('4-fluorofentanyl',)
    """

    def __init__(self, parents: Iterable[tuple[str, str]]) -> None:
        self.parents = tuple(parents)

    def __reduce__(self) -> tuple[type[PositionIsomers], tuple[tuple[tuple[str, str], ...]]]:
        return PositionIsomers, (self.parents,)

    @cached_property
    def _by_formula(self) -> dict[str, list[tuple[str, str, TakenApart]]]:
        found = defaultdict(list)
        for substance_id, smiles in self.parents:
            for parent in parents_of(Chem.MolFromSmiles(smiles), frozenset())[:1]:
                parts = taken_apart(parent.mol)
                if parts[1]:
                    found[parent.formula].append((substance_id, _flat(parent.mol), parts))
        return dict(found)

    def find(self, mol: Chem.Mol, formula: str | None = None) -> tuple[str, ...]:
        """Find the substances of which a structure is a position isomer, in the order in which they were given.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised structure of one substance, without salts and isotopes.
        formula : str, optional
            Its molecular formula, where the caller has it.
        """
        known = self._by_formula.get(formula or CalcMolFormula(mol))
        if not known:
            return ()
        flat, parts = _flat(mol), taken_apart(mol)
        return tuple(
            substance_id for substance_id, other, other_parts in known if other_parts == parts and other != flat
        )


def taken_apart(mol: Chem.Mol) -> TakenApart:
    """Take halogens, hydroxyl groups, OR with acyclic or benzyl R, and nitro groups off carbon atoms.

    Examples
    --------
    >>> taken_apart(Chem.MolFromSmiles("COc1ccc(CC(C)N)cc1Cl"))
    ('CC(N)Cc1ccccc1', ('*Cl', '*OC'))
    """
    cuts = [
        (match[0], match[-1])
        for group in _GROUPS
        for match in mol.GetSubstructMatches(group)
        if _is_group(mol, match[0], match[-1])
    ]
    if not cuts:
        return _flat(mol), ()
    bonds = [mol.GetBondBetweenAtoms(first, carrier).GetIdx() for first, carrier in cuts]
    try:
        pieces = Chem.GetMolFrags(
            Chem.FragmentOnBonds(Chem.RWMol(mol), bonds, dummyLabels=[(0, 0)] * len(bonds)), asMols=True
        )
    except Chem.MolSanitizeException:
        return _flat(mol), ()  # RDKit lets some drawings pass whose pieces it refuses
    core = max(pieces, key=lambda piece: (_dummies(piece), piece.GetNumAtoms()))
    groups = [_flat(piece) for piece in pieces if piece is not core]
    return _flat(_with_hydrogens(core)), tuple(sorted(groups))


def _is_group(mol: Chem.Mol, first: int, carrier: int) -> bool:
    """Whether what hangs on a carbon by an oxygen is no larger part of the molecule: R acyclic or benzyl."""
    atom = mol.GetAtomWithIdx(first)
    if atom.GetAtomicNum() != 8 or atom.GetDegree() == 1:
        return True
    side = _side(mol, first, carrier)
    if 2 * len(side) > mol.GetNumAtoms():
        return False
    ring = any(mol.GetAtomWithIdx(index).IsInRing() for index in side)
    return not ring or _is_benzyl(mol, side)


def _is_benzyl(mol: Chem.Mol, side: set[int]) -> bool:
    return len(side) == 8 and any(set(match[:1] + match[2:]) <= side for match in mol.GetSubstructMatches(_BENZYL))


def _side(mol: Chem.Mol, first: int, carrier: int) -> set[int]:
    """Atoms that hang on the carrier by the first one."""
    found = {first}
    queue = [first]
    while queue:
        for neighbour in mol.GetAtomWithIdx(queue.pop()).GetNeighbors():
            index = neighbour.GetIdx()
            if index != carrier and index not in found:
                found.add(index)
                queue.append(index)
    return found


def _dummies(mol: Chem.Mol) -> int:
    return sum(atom.GetAtomicNum() == 0 for atom in mol.GetAtoms())


def _with_hydrogens(core: Chem.Mol) -> Chem.Mol:
    """Put hydrogen in the places where groups were."""
    editable = Chem.RWMol(core)
    for atom in editable.GetAtoms():
        if atom.GetAtomicNum() == 0:
            atom.SetAtomicNum(1)
    plain = Chem.RemoveAllHs(editable, sanitize=False)
    Chem.SanitizeMol(plain)
    return plain


def _flat(mol: Chem.Mol) -> str:
    """Write a molecule without configuration."""
    return str(Chem.MolToSmiles(mol, isomericSmiles=False))
