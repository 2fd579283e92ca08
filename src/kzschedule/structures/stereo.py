"""Comparing the stereochemistry of two drawings of one connectivity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

from rdkit import Chem
from rdkit.Chem import rdCIPLabeler

from kzschedule.structures.drawings import skeleton

#: Mappings of one drawing onto the other that are looked at; symmetric molecules have many.
_MAX_MAPPINGS = 512
#: AND and OR groups of several centres that are written out; more are left open.
_MAX_GROUPS = 3

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
    return laid_on(query, record, relative=relative)[0]


def laid_on(query: Chem.Mol, record: Chem.Mol, *, relative: bool = False) -> tuple[StereoDifference, tuple[int, ...]]:
    """Lay a record on a query of the same atoms and bonds, so that their stereochemistry differs least.

    Returns
    -------
    tuple of (StereoDifference, tuple of int)
        The difference, and for each atom of the record that of the query; none where no comparison was needed. Where
        the two are drawn as different tautomers, what one of them cannot show is left open.

    Examples
    --------
    >>> laid_on(Chem.MolFromSmiles("CO"), Chem.MolFromSmiles("OC"))
    (StereoDifference(contradicted=0, left_open=0, added=0), ())
    """
    if not (centres := _stereo_count(query)) or not _stereo_count(record):
        # Nothing to lay on top of each other: one of the two leaves everything open.
        return StereoDifference(0, 0 if centres else _stereo_count(record), centres), ()
    images = (False, True) if relative else (False,)
    best: tuple[StereoDifference, tuple[int, ...]] | None = None
    for mapping in mappings(query, record):
        for mirrored in images:
            difference = _difference(query, record, mapping, mirrored=mirrored)
            if difference == _NONE:
                return difference, mapping
            best = (difference, mapping) if best is None or difference < best[0] else best
    return best or (_NONE, ())


def mappings(query: Chem.Mol, record: Chem.Mol) -> tuple[tuple[int, ...], ...]:
    """Return the ways to lay a record on a query: by their bonds, or where these are drawn otherwise, by the skeleton.

    Examples
    --------
    >>> mappings(Chem.MolFromSmiles("CC(O)=N"), Chem.MolFromSmiles("NC(C)=O"))
    ((3, 1, 0, 2),)
    """
    bare_query, bare_record = Chem.Mol(query), Chem.Mol(record)
    for bare in (bare_query, bare_record):
        Chem.RemoveStereochemistry(bare)
    found = bare_query.GetSubstructMatches(bare_record, uniquify=False, maxMatches=_MAX_MAPPINGS)
    return tuple(
        found or skeleton(query).GetSubstructMatches(skeleton(record), uniquify=False, maxMatches=_MAX_MAPPINGS)
    )


def stereo_forms(mol: Chem.Mol) -> tuple[Chem.Mol, ...]:
    """Return the forms for which AND and OR groups of enhanced stereochemistry stand, one without such groups each.

    A group of one centre leaves it open; one of several stands for them as drawn and for their opposite. Programs do
    not agree on centres in no group beside one: they stay as drawn, and the mirror image of the whole is a form too.

    Examples
    --------
    >>> drawn = Chem.MolFromSmiles("CN[C@H](C)[C@@H](O)c1ccccc1 |&1:2,4|")
    >>> [Chem.MolToSmiles(form) for form in stereo_forms(drawn)]
    ['CN[C@H](C)[C@@H](O)c1ccccc1', 'CN[C@@H](C)[C@H](O)c1ccccc1']
    >>> [Chem.MolToSmiles(form) for form in stereo_forms(Chem.MolFromSmiles("C[C@H](N)Cc1ccccc1 |o1:1|"))]
    ['CC(N)Cc1ccccc1']
    """
    groups = _open_groups(mol)
    several = [group for group in groups if len(group) > 1]
    if len(several) > _MAX_GROUPS:
        return (without_groups(mol),)
    opened = {index for group in groups if len(group) == 1 for index in group}
    choices = product((False, True), repeat=len(several))
    turned = [
        {index for group, turn in zip(several, turns, strict=True) if turn for index in group} for turns in choices
    ]
    centres = {atom.GetIdx() for atom in mol.GetAtoms() if atom.GetChiralTag() in _FLIPPED}
    if centres - opened not in turned:
        turned.append(centres - opened)
    return tuple(_configured(mol, opened, indices) for indices in turned)


def without_groups(mol: Chem.Mol) -> Chem.Mol:
    """Return a molecule with what its AND and OR groups hold left open.

    Examples
    --------
    >>> Chem.MolToSmiles(without_groups(Chem.MolFromSmiles("CN[C@H](C)[C@@H](O)c1ccccc1 |&1:2,4|")))
    'CNC(C)C(O)c1ccccc1'
    """
    return _configured(mol, {index for group in _open_groups(mol) for index in group}, set())


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


def _open_groups(mol: Chem.Mol) -> list[list[int]]:
    return [
        [atom.GetIdx() for atom in group.GetAtoms()]
        for group in mol.GetStereoGroups()
        if group.GetGroupType() != Chem.StereoGroupType.STEREO_ABSOLUTE
    ]


def _configured(mol: Chem.Mol, opened: Collection[int], turned: Collection[int]) -> Chem.Mol:
    """Return a molecule without stereo groups, some centres left open and some turned round."""
    form = Chem.RWMol(mol)
    form.SetStereoGroups([])
    for index in opened:
        form.GetAtomWithIdx(index).SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    for index in turned:
        form.GetAtomWithIdx(index).InvertChirality()
    Chem.AssignStereochemistry(form, cleanIt=True, force=True)
    return form.GetMol()


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
        other_bond = query.GetBondBetweenAtoms(mapping[bond.GetBeginAtomIdx()], mapping[bond.GetEndAtomIdx()])
        said_as, asked_as = bond.GetStereo(), other_bond.GetStereo()
        if said_as in _SPECIFIED_BONDS and asked_as in _SPECIFIED_BONDS:
            contradicted += said_as != asked_as
        elif said_as in _SPECIFIED_BONDS:
            left_open += 1
        elif asked_as in _SPECIFIED_BONDS and bond.GetBondType() == Chem.BondType.DOUBLE:
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
