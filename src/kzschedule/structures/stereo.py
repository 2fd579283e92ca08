"""Comparing the stereochemistry of two drawings of one connectivity."""

from __future__ import annotations

from dataclasses import dataclass

from rdkit import Chem
from rdkit.Chem import rdCIPLabeler

#: Mappings of one drawing onto the other that are looked at; symmetric molecules have many.
_MAX_MAPPINGS = 512

_CLOCKWISE = Chem.ChiralType.CHI_TETRAHEDRAL_CW
_ANTICLOCKWISE = Chem.ChiralType.CHI_TETRAHEDRAL_CCW
_FLIPPED = {_CLOCKWISE: _ANTICLOCKWISE, _ANTICLOCKWISE: _CLOCKWISE}
_SPECIFIED_BONDS = {Chem.BondStereo.STEREOE, Chem.BondStereo.STEREOZ}


@dataclass(frozen=True, order=True)
class StereoDifference:
    """How the query's stereochemistry differs from the record's, as counts of centres and double bonds.

    Attributes
    ----------
    contradicted : int
        Both say it, and differently.
    left_open : int
        The record says it, the query does not.
    added : int
        The query says it, the record does not.
    """

    contradicted: int
    left_open: int
    added: int


_NONE = StereoDifference(0, 0, 0)


def compare_stereo(query: Chem.Mol, record: Chem.Mol, *, relative: bool = False) -> StereoDifference:
    """Compare the stereochemistry of a query with that of a record of the same connectivity.

    Of the ways to lay one on the other, the one with the fewest contradictions counts.

    Parameters
    ----------
    query, record : rdkit.Chem.Mol
        Two molecules that are equal but for stereochemistry.
    relative : bool
        Whether the record stands for its mirror image as well.

    Returns
    -------
    StereoDifference

    Examples
    --------
    >>> flat, drawn = Chem.MolFromSmiles("CC(N)Cc1ccccc1"), Chem.MolFromSmiles("C[C@H](N)Cc1ccccc1")
    >>> compare_stereo(drawn, flat)
    StereoDifference(contradicted=0, left_open=0, added=1)
    >>> compare_stereo(drawn, Chem.MolFromSmiles("C[C@@H](N)Cc1ccccc1"), relative=True)
    StereoDifference(contradicted=0, left_open=0, added=0)
    """
    if not (centres := _stereo_count(query)) or not _stereo_count(record):
        # Nothing to lay on top of each other: one of the two leaves everything open.
        return StereoDifference(0, 0 if centres else _stereo_count(record), centres)
    bare_query, bare_record = Chem.Mol(query), Chem.Mol(record)
    for bare in (bare_query, bare_record):
        Chem.RemoveStereochemistry(bare)
    mappings = bare_query.GetSubstructMatches(bare_record, uniquify=False, maxMatches=_MAX_MAPPINGS)
    images = (False, True) if relative else (False,)
    best: StereoDifference | None = None
    for mapping in mappings:
        for mirrored in images:
            difference = _difference(query, record, mapping, mirrored=mirrored)
            if difference == _NONE:
                return difference
            best = difference if best is None else min(best, difference)
    return best or _NONE


def configurations(smiles: str) -> list[str]:
    """Return the configuration of each stereocentre of a structure, ``r`` or ``s``.

    Examples
    --------
    >>> configurations("CN[C@@H](C)[C@H](O)c1ccccc1")
    ['s', 'r']
    """
    mol = Chem.MolFromSmiles(smiles)
    rdCIPLabeler.AssignCIPLabels(mol)
    return [atom.GetProp("_CIPCode").lower() for atom in mol.GetAtoms() if atom.HasProp("_CIPCode")]


def _stereo_count(mol: Chem.Mol) -> int:
    """Return the number of centres and double bonds whose configuration is specified."""
    centres = sum(atom.GetChiralTag() in _FLIPPED for atom in mol.GetAtoms())
    return centres + sum(bond.GetStereo() in _SPECIFIED_BONDS for bond in mol.GetBonds())


def _difference(query: Chem.Mol, record: Chem.Mol, mapping: tuple[int, ...], *, mirrored: bool) -> StereoDifference:
    contradicted = left_open = added = 0
    for atom in record.GetAtoms():
        other = query.GetAtomWithIdx(mapping[atom.GetIdx()])
        said, asked = atom.GetChiralTag() in _FLIPPED, other.GetChiralTag() in _FLIPPED
        if said and asked:
            contradicted += _same_hand(atom, other, mapping) is mirrored
        elif said:
            left_open += 1
        elif asked:
            added += 1
    for bond in record.GetBonds():
        begin, end = mapping[bond.GetBeginAtomIdx()], mapping[bond.GetEndAtomIdx()]
        said_as, asked_as = bond.GetStereo(), query.GetBondBetweenAtoms(begin, end).GetStereo()
        if said_as in _SPECIFIED_BONDS and asked_as in _SPECIFIED_BONDS:
            contradicted += said_as != asked_as
        elif said_as in _SPECIFIED_BONDS:
            left_open += 1
        elif asked_as in _SPECIFIED_BONDS:
            added += 1
    return StereoDifference(contradicted, left_open, added)


def _same_hand(atom: Chem.Atom, other: Chem.Atom, mapping: tuple[int, ...]) -> bool:
    """Whether two mapped centres have the same configuration.

    A chiral tag is about the order of the atom's own bonds; it is carried over by the parity of the
    permutation between the two orders. Labels such as R and S would not do: ring centres have none.
    """
    order = [mapping[neighbour.GetIdx()] for neighbour in atom.GetNeighbors()]
    own = [neighbour.GetIdx() for neighbour in other.GetNeighbors()]
    places = [own.index(index) for index in order]
    odd = sum(a > b for i, a in enumerate(places) for b in places[i + 1 :]) % 2
    tag = _FLIPPED[other.GetChiralTag()] if odd else other.GetChiralTag()
    return tag == atom.GetChiralTag()
