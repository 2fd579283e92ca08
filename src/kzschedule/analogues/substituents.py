"""Substituents: writing the rest that hangs on a skeleton as a substituent, and recognising its class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rdkit import Chem

from kzschedule.analogues.rule import SubstituentClass
from kzschedule.structures.logs import silent

#: The substituent that stands where a halogen or hydroxyl group is gone and nothing else took its place.
HYDROGEN = "*[H]"
#: A hydroxyl group where there was none.
HYDROXYL = "*O"


def substituent_smiles(mol: Chem.Mol, atoms: Sequence[int], attachments: Sequence[tuple[int, int, int]]) -> str:
    """Write the rest of a molecule beside a skeleton as a substituent.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        The candidate.
    atoms : sequence of int
        Atoms of the rest.
    attachments : sequence of (int, int, int)
        Atom of the skeleton, atom of the rest, and valences used there (2 for a double bond).

    Returns
    -------
    str
        Canonical SMILES without stereochemistry and isotopes, ``*`` for each attachment.

    Examples
    --------
    >>> mol = Chem.MolFromSmiles("CC(N)Cc1ccc2OCOc2c1")
    >>> substituent_smiles(mol, [8, 9, 10], [(7, 8, 1), (11, 10, 1)])
    '*OCO*'

    A ring fused onto an aromatic one is written with the double bonds that it has when its two bonds to the
    skeleton are single ones:

    >>> substituent_smiles(Chem.MolFromSmiles("c1ccc2ccccc2c1"), [0, 1, 2, 9], [(3, 2, 1), (8, 9, 1)])
    '*C=CC=C*'
    """
    if len(attachments) > 1:
        return _put_together(mol, atoms, attachments)
    if len(atoms) == 1:
        return _single(mol.GetAtomWithIdx(atoms[0]), attachments[0][2])
    return _cut_out(mol, frozenset(atoms), attachments[0][0])


def _single(atom: Chem.Atom, valences: int) -> str:
    """Write a rest of one atom; the few that there are are written once."""
    return _single_smiles(
        atom.GetAtomicNum(), atom.GetTotalNumHs(), atom.GetFormalCharge(), atom.GetNumRadicalElectrons(), valences
    )


@lru_cache(maxsize=1_000)
def _single_smiles(number: int, hydrogens: int, charge: int, radicals: int, valences: int) -> str:
    rest = Chem.RWMol()
    atom = Chem.Atom(number)
    atom.SetFormalCharge(charge)
    atom.SetNumExplicitHs(hydrogens)
    atom.SetNoImplicit(True)
    atom.SetNumRadicalElectrons(radicals)
    kind = Chem.BondType.DOUBLE if valences == 2 else Chem.BondType.SINGLE
    rest.AddBond(rest.AddAtom(Chem.Atom(0)), rest.AddAtom(atom), kind)
    with silent():
        Chem.SanitizeMol(rest, catchErrors=True)
    return str(Chem.MolToSmiles(rest, isomericSmiles=False))


def _cut_out(mol: Chem.Mol, atoms: frozenset[int], carrier: int) -> str:
    """Write a rest with one bond to the skeleton: the molecule without its other atoms, which is quick."""
    rest = Chem.RWMol(mol)
    attachment = rest.GetAtomWithIdx(carrier)
    attachment.SetAtomicNum(0)
    attachment.SetFormalCharge(0)
    attachment.SetNumExplicitHs(0)
    attachment.SetNoImplicit(True)
    attachment.SetIsAromatic(False)
    attachment.SetAtomMapNum(0)
    rest.BeginBatchEdit()
    for index in range(rest.GetNumAtoms()):
        if index in atoms:
            rest.GetAtomWithIdx(index).SetAtomMapNum(0)
        elif index != carrier:
            rest.RemoveAtom(index)
    rest.CommitBatchEdit()
    return str(Chem.MolToSmiles(rest, isomericSmiles=False))


def _put_together(mol: Chem.Mol, atoms: Sequence[int], attachments: Sequence[tuple[int, int, int]]) -> str:
    """Write a rest with two bonds to the skeleton, atom by atom: each bond gets its own attachment."""
    rest = Chem.RWMol()
    place_of: dict[int, int] = {}
    for index in atoms:
        place_of[index] = rest.AddAtom(mol.GetAtomWithIdx(index))
        copy = rest.GetAtomWithIdx(place_of[index])
        copy.SetAtomMapNum(0)
    inside = frozenset(atoms)
    for index in atoms:
        for bond in mol.GetAtomWithIdx(index).GetBonds():
            other = bond.GetOtherAtomIdx(index)
            if index < other and other in inside:
                rest.AddBond(place_of[index], place_of[other], bond.GetBondType())
    fused = False
    for carrier, index, valences in attachments:
        kind = Chem.BondType.DOUBLE if valences == 2 else Chem.BondType.SINGLE
        rest.AddBond(place_of[index], rest.AddAtom(Chem.Atom(0)), kind)
        fused = fused or mol.GetBondBetweenAtoms(carrier, index).GetIsAromatic()
    if fused:
        rest.UpdatePropertyCache(strict=False)
        _localise(rest)
    for bond in rest.GetBonds():
        bond.SetIsAromatic(bond.GetBondType() == Chem.BondType.AROMATIC)
    with silent():
        Chem.SanitizeMol(rest, catchErrors=True)
    return str(Chem.MolToSmiles(rest, isomericSmiles=False))


def _localise(rest: Chem.RWMol) -> None:
    """Give the aromatic bonds of an opened ring single and double orders; leave them if there is no way."""
    aromatic = {atom.GetIdx() for atom in rest.GetAtoms() if atom.GetIsAromatic()}
    open_ended = {index for index in aromatic if _needs_double_bond(rest.GetAtomWithIdx(index))}
    partners = {
        index: [
            bond.GetOtherAtomIdx(index)
            for bond in rest.GetAtomWithIdx(index).GetBonds()
            if bond.GetBondType() == Chem.BondType.AROMATIC and bond.GetOtherAtomIdx(index) in open_ended
        ]
        for index in open_ended
    }
    pairs = _pairing(open_ended, partners)
    if pairs is None:
        return
    for bond in rest.GetBonds():
        if bond.GetBondType() == Chem.BondType.AROMATIC:
            ends = frozenset((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()))
            bond.SetBondType(Chem.BondType.DOUBLE if ends in pairs else Chem.BondType.SINGLE)
    for index in aromatic:
        rest.GetAtomWithIdx(index).SetIsAromatic(False)


def _needs_double_bond(atom: Chem.Atom) -> bool:
    """Whether an aromatic atom contributes one electron to its ring, so has one double bond in it."""
    if any(bond.GetBondType() == Chem.BondType.DOUBLE for bond in atom.GetBonds()):
        return False
    if atom.GetAtomicNum() == 6:
        return bool(atom.GetFormalCharge() == 0)
    if atom.GetAtomicNum() in {7, 15}:
        substituted = atom.GetDegree() > 2 or atom.GetTotalNumHs() > 0
        return bool(substituted) == (atom.GetFormalCharge() == 1)
    return bool(atom.GetFormalCharge() == 1)


def _pairing(atoms: set[int], partners: dict[int, list[int]]) -> set[frozenset[int]] | None:
    """Pair all atoms with a neighbour each, or None; always continues where there is least choice."""
    if len(atoms) % 2:
        return None
    if not atoms:
        return set()
    first = min(atoms, key=lambda index: (sum(other in atoms for other in partners[index]), index))
    for other in partners[first]:
        if other in atoms:
            rest = _pairing(atoms - {first, other}, partners)
            if rest is not None:
                return rest | {frozenset((first, other))}
    return None


def recognise(
    smiles: str, span: int, classes: Iterable[SubstituentClass], bridge_span: int | None
) -> SubstituentClass | None:
    """Find the class of a substituent.

    Parameters
    ----------
    smiles : str
        The substituent with ``*`` at its attachments.
    span : int
        Bonds between the atoms of the skeleton that carry it: 0 for one atom.
    classes : iterable of SubstituentClass
        Classes of the rule.
    bridge_span : int or None
        Widest bridge that is a substituent at all; a wider one changes the skeleton.

    Returns
    -------
    SubstituentClass or None
        A class that the rule keeps out before any other, an official one before an assumed one, else the
        first that fits; None if no class covers the substituent.
    """
    if bridge_span is not None and span > bridge_span:
        return None
    fitting = [substituent for substituent in classes if covers(substituent, smiles, span)]
    if not fitting:
        return None
    return min(fitting, key=lambda substituent: (substituent.permitted, substituent.basis != "official"))


def covers(substituent: SubstituentClass, smiles: str, span: int | None = None) -> bool:
    """Tell whether a class covers a substituent.

    Parameters
    ----------
    substituent : SubstituentClass
        The class.
    smiles : str
        The substituent with ``*`` at its attachments.
    span : int, optional
        Bonds between the two atoms that a bivalent substituent bridges; not compared if None.

    Examples
    --------
    >>> alkyl = SubstituentClass(
    ...     substituent_id="alkyl", name_en="alkyl", name_ru="алкил", valence=1,
    ...     pattern="[#0]-[CX4]", limits="C 1-6|rings 0", basis="assumed")
    >>> covers(alkyl, "*C(C)C"), covers(alkyl, "*CCl"), covers(alkyl, "*C1CC1")
    (True, False, False)
    """
    described = _described(smiles)
    if described is None or described.valence != substituent.valence:
        return False
    for key, (low, high) in substituent.limits.items():
        if key == "span":
            counts: tuple[int, ...] = () if span is None else (span,)
        else:
            counts = described.counts.get(key, (0,))
        if any(count < low or (high is not None and count > high) for count in counts):
            return False
    if substituent.elements and not described.elements <= substituent.elements:
        return False
    return bool(described.mol.HasSubstructMatch(substituent.query))


class _Described(NamedTuple):
    """A substituent with everything that a limit can bound; several counts under one key are bounded each."""

    mol: Chem.Mol
    valence: int
    elements: frozenset[str]
    counts: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1_000)
def _described(smiles: str) -> _Described | None:
    with silent():
        rest: Chem.Mol | None = Chem.MolFromSmiles(smiles)
    if rest is None:
        return None
    atoms = list(rest.GetAtoms())
    elements = Counter(atom.GetSymbol() for atom in atoms if atom.GetAtomicNum() > 1)
    valence = 0
    orders = Counter[Chem.BondType]()
    for bond in rest.GetBonds():
        if bond.GetBeginAtom().GetAtomicNum() and bond.GetEndAtom().GetAtomicNum():
            orders[bond.GetBondType()] += 1
        else:
            valence += int(bond.GetBondTypeAsDouble())
    rings = rest.GetRingInfo().AtomRings()
    counts = {
        **{symbol: (count,) for symbol, count in elements.items()},
        "heavy_atoms": (elements.total(),),
        "rings": (len(rings),),
        "ring_size": tuple(len(ring) for ring in rings),
        "branches": (sum(atom.GetDegree() > 2 for atom in atoms),),
        "double_bonds": (orders[Chem.BondType.DOUBLE],),
        "triple_bonds": (orders[Chem.BondType.TRIPLE],),
    }
    return _Described(rest, valence, frozenset(elements), counts)
