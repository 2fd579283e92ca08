"""Comparing the configuration of a structure with that of a parent, atom by atom of what they have in common."""

from __future__ import annotations

from functools import lru_cache

from rdkit import Chem

from kzschedule.analogues.decomposition import Decomposition

_CLOCKWISE = Chem.ChiralType.CHI_TETRAHEDRAL_CW
_ANTICLOCKWISE = Chem.ChiralType.CHI_TETRAHEDRAL_CCW
_SPECIFIED = {_CLOCKWISE, _ANTICLOCKWISE}
#: Whether the two atoms that a double bond's stereo is about lie on the same side.
_SAME_SIDE = {
    Chem.BondStereo.STEREOZ: True,
    Chem.BondStereo.STEREOCIS: True,
    Chem.BondStereo.STEREOE: False,
    Chem.BondStereo.STEREOTRANS: False,
}


def configuration_difference(mol: Chem.Mol, parent_smiles: str, decomposition: Decomposition) -> tuple[int, int]:
    """Count centres and double bonds on which a structure and a parent contradict each other, or only one speaks.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        The structure, whose atoms the decomposition names.
    parent_smiles : str
        The parent's SMILES.
    decomposition : Decomposition
        What corresponds to what.

    Returns
    -------
    tuple of (int, int)
        Contradicted, and specified in one of the two only; the smaller, the better they fit.
    """
    parent = _with_hydrogens(parent_smiles)
    image = dict(zip(decomposition.parent_atoms, decomposition.matched_atoms, strict=True))
    centres = {a for a in image if parent.GetAtomWithIdx(a).GetChiralTag() in _SPECIFIED}
    bonds = [bond for bond in parent.GetBonds() if bond.GetStereo() in _SAME_SIDE]
    asked = {a for a, c in image.items() if mol.GetAtomWithIdx(c).GetChiralTag() in _SPECIFIED}
    if not centres and not asked and not bonds and not any(bond.GetStereo() in _SAME_SIDE for bond in mol.GetBonds()):
        return 0, 0
    drawn = Chem.AddHs(mol)
    contradicted = 0
    one_sided = len(centres ^ asked)
    for centre in centres & asked:
        same = _same_hand(parent.GetAtomWithIdx(centre), drawn.GetAtomWithIdx(image[centre]), image)
        contradicted += same is False
        one_sided += same is None
    for bond in parent.GetBonds():
        begin, end = image.get(bond.GetBeginAtomIdx()), image.get(bond.GetEndAtomIdx())
        other: Chem.Bond | None = None if begin is None or end is None else drawn.GetBondBetweenAtoms(begin, end)
        if other is None:
            continue
        said, asked_side = bond.GetStereo() in _SAME_SIDE, other.GetStereo() in _SAME_SIDE
        one_sided += said != asked_side
        contradicted += said and asked_side and not _same_side(bond, other, image)
    return contradicted, one_sided


@lru_cache(maxsize=1_000)
def _with_hydrogens(smiles: str) -> Chem.Mol:
    return Chem.AddHs(Chem.MolFromSmiles(smiles))


def _same_hand(atom: Chem.Atom, other: Chem.Atom, image: dict[int, int]) -> bool | None:
    """Tell whether two centres have the same hand; None where more than one of their neighbours do not correspond.

    The one that does not is the hydrogen, or what stands in its place.
    """
    theirs = [neighbour.GetIdx() for neighbour in other.GetNeighbors()]
    ours = [image.get(neighbour.GetIdx()) for neighbour in atom.GetNeighbors()]
    ours = [index if index in theirs else None for index in ours]
    unknown = [index for index in theirs if index not in ours]
    if len(ours) != len(theirs) or len(unknown) > 1:
        return None
    filled = [unknown[0] if index is None else index for index in ours]
    return (atom.GetChiralTag() == other.GetChiralTag()) == _is_even([theirs.index(index) for index in filled])


def _is_even(order: list[int]) -> bool:
    inversions = sum(first > second for place, first in enumerate(order) for second in order[place + 1 :])
    return inversions % 2 == 0


def _same_side(bond: Chem.Bond, other: Chem.Bond, image: dict[int, int]) -> bool:
    """Tell whether two double bonds agree, whatever neighbours their stereo is about."""
    ours = {image.get(atom) for atom in bond.GetStereoAtoms()}
    turned = sum(atom not in ours for atom in other.GetStereoAtoms()) % 2 == 1
    return (_SAME_SIDE[bond.GetStereo()] == _SAME_SIDE[other.GetStereo()]) != turned
