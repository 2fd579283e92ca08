"""What an InChIKey of a known connectivity may stand for: other stereoisomers, and the usual labelled standards.

A key says neither which isotopes nor which configuration it was made of, so both are drawn and their keys compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from rdkit import Chem

#: Most stereoisomers that are drawn of one structure, groups that are labelled in it, and groups labelled at once.
_MOST_STEREOISOMERS = 64
_MOST_GROUPS = 24
_AT_ONCE = 3
_DEUTERIUM, _CARBON_13 = 2, 13
_CUT = Chem.MolFromSmarts("[!#1]-;!@[!#1]")
_METHYL = Chem.MolFromSmarts("[CX4H3]")


def stereoisomers(mol: Chem.Mol) -> list[Chem.Mol]:
    """Return the stereoisomers of a structure, itself and its mirror image first, 64 at most and these.

    Examples
    --------
    >>> [Chem.MolToSmiles(one) for one in stereoisomers(Chem.MolFromSmiles("C[C@H](N)CC"))]
    ['CC[C@H](C)N', 'CC[C@@H](C)N']
    """
    # It imports NumPy, which no other step needs.
    from rdkit.Chem.EnumerateStereoisomers import EnumerateStereoisomers, StereoEnumerationOptions

    flat = Chem.Mol(mol)
    Chem.RemoveStereochemistry(flat)
    options = StereoEnumerationOptions(maxIsomers=_MOST_STEREOISOMERS, unique=True, onlyUnassigned=False)  # type: ignore[no-untyped-call]  # RDKit has no types there
    others = (_mirror_image(mol), *EnumerateStereoisomers(flat, options=options))  # type: ignore[no-untyped-call]  # nor there
    return list({Chem.MolToSmiles(one): one for one in (mol, *others)}.values())


def labelled(mol: Chem.Mol) -> Iterator[Chem.Mol]:
    """Iterate over a structure with the labels that reference standards bear.

    These are groups with deuterium or carbon-13, as trideuteriomethyl and pentadeuteriophenyl, up to three such groups
    at once where they are methyl or phenyl, and single carbon atoms.

    Examples
    --------
    >>> [Chem.MolToSmiles(one) for one in labelled(Chem.MolFromSmiles("CO"))][:2]
    ['[2H]C([2H])([2H])O', '[13CH3]O']
    """
    groups = _groups(mol)
    marks = (frozenset({_DEUTERIUM}), frozenset({_CARBON_13}), frozenset({_DEUTERIUM, _CARBON_13}))
    yield from (_marked(mol, group, mark) for group, mark in product(groups, marks))
    small = [group for group in groups if len(group) == 1 or len(group) == 6]  # methyl and phenyl
    for count in range(2, _AT_ONCE + 1):
        for several in combinations(small, count):
            joined = frozenset().union(*several)
            if len(joined) == sum(map(len, several)):
                yield _marked(mol, joined, marks[0])
    carbons = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetSymbol() == "C"]
    yield from (_marked(mol, frozenset({index}), marks[1]) for index in carbons)


def _groups(mol: Chem.Mol) -> list[frozenset[int]]:
    """Return the carbon atoms on each side of each single bond outside rings, the smallest groups first."""
    found = {frozenset(index) for index in mol.GetSubstructMatches(_METHYL)}
    for begin, end in mol.GetSubstructMatches(_CUT):
        for start, other in ((begin, end), (end, begin)):
            carbons = {index for index in _side(mol, start, other) if mol.GetAtomWithIdx(index).GetSymbol() == "C"}
            found.add(frozenset(carbons))
    return sorted((group for group in found if group), key=lambda group: (len(group), sorted(group)))[:_MOST_GROUPS]


def _side(mol: Chem.Mol, start: int, other: int) -> set[int]:
    side = {start}
    waiting = [start]
    while waiting:
        for neighbour in mol.GetAtomWithIdx(waiting.pop()).GetNeighbors():
            index = neighbour.GetIdx()
            if index not in side and index != other:
                side.add(index)
                waiting.append(index)
    return side


def _marked(mol: Chem.Mol, carbons: Iterable[int], mark: frozenset[int]) -> Chem.Mol:
    """Label carbon atoms, or the hydrogens on them, or both."""
    drawn = Chem.RWMol(Chem.AddHs(mol, onlyOnAtoms=sorted(carbons)))
    for index in carbons:
        atom = drawn.GetAtomWithIdx(index)
        if _CARBON_13 in mark:
            atom.SetIsotope(_CARBON_13)
        if _DEUTERIUM in mark:
            for neighbour in atom.GetNeighbors():
                if neighbour.GetAtomicNum() == 1:
                    neighbour.SetIsotope(_DEUTERIUM)
    return Chem.RemoveHs(drawn.GetMol())


def _mirror_image(mol: Chem.Mol) -> Chem.Mol:
    image = Chem.Mol(mol)
    for atom in image.GetAtoms():
        atom.InvertChirality()
    return image
