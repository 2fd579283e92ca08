"""The skeleton of a parent: the parent without its replaceable halogens and hydroxyl groups.

Hydrogens, halogens and hydroxyl groups of the parent can be replaced (Law No. 279 of 10 July 1998, art. 1),
so what a candidate must have in common with it is all the rest, and at each atom of that rest no more
valences may lead elsewhere than the parent has replaceable groups there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from rdkit import Chem

from kzschedule.analogues.rule import AnalogueRule, AnalogueRuleError, Group, compiled_group
from kzschedule.structures.parent import parents_of

_INDEX = "_parentIndex"
#: Atoms by which the groups hang on the skeleton.
_LEAVES: dict[Group, tuple[str, ...]] = {"halogen": ("F", "Cl", "Br", "I"), "hydroxyl": ("O",)}


@dataclass(frozen=True)
class Leaf:
    """A halogen or hydroxyl group of the parent; `atom` is its atom in the parent's SMILES."""

    group: Group
    symbol: str
    atom: int


@dataclass(frozen=True)
class Skeleton:
    """A parent's skeleton. Tuples have one entry for each of its atoms unless said otherwise.

    Attributes
    ----------
    parent_id : str
        The parent's substance_id, or the core_id of a core.
    query : rdkit.Chem.Mol
        The skeleton as a query: element, aromaticity, charge, bond orders, and the largest degree.
    atoms : tuple of int
        Its atoms in the parent's SMILES.
    capacity : tuple of int
        Hydrogens, halogens and hydroxyl groups that the parent has there and the rule lets be replaced.
    leaves : tuple of tuple of Leaf
        Halogens and hydroxyl groups that the parent has there.
    neighbours : tuple of frozenset of int
        Atoms of the skeleton that it is bound to.
    aromatic : tuple of bool
        Whether it is aromatic.
    bonds : int
        Number of bonds of the skeleton.
    rings : int
        Number of independent rings of the skeleton.
    elements : dict
        Number of atoms by element symbol.
    parent_carbons : int
        Carbon atoms of the parent.
    places : tuple of (frozenset of str or None)
        Classes of substituents that a core admits there; None: all.
    """

    parent_id: str
    query: Chem.Mol
    atoms: tuple[int, ...]
    capacity: tuple[int, ...]
    leaves: tuple[tuple[Leaf, ...], ...]
    neighbours: tuple[frozenset[int], ...]
    aromatic: tuple[bool, ...]
    bonds: int
    rings: int
    elements: dict[str, int]
    parent_carbons: int
    places: tuple[frozenset[str] | None, ...]

    @property
    def size(self) -> int:
        """Number of heavy atoms of the skeleton."""
        return len(self.atoms)


def skeleton_of(
    parent_id: str, smiles: str, rule: AnalogueRule, places: dict[int, tuple[str, ...]] | None = None
) -> Skeleton | None:
    """Take the replaceable halogens and hydroxyl groups off a parent.

    Parameters
    ----------
    parent_id : str
        The parent's substance_id.
    smiles : str
        Its structure; of a salt the largest organic fragment counts, uncharged where that is possible.
    rule : AnalogueRule
        Says what is replaceable.
    places : dict, optional
        Classes of substituents by atom map number, for a core that limits them.

    Returns
    -------
    Skeleton or None
        None when nothing organic is left.

    Raises
    ------
    AnalogueRuleError
        If the SMILES cannot be read.

    Examples
    --------
    The carboxyl group of GHB stays, its hydroxyl group and the hydrogens can be replaced:

    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.datapackage import default_directory
    >>> rule = load_rule(None, default_directory())
    >>> ghb = skeleton_of("ghb", "OCCCC(=O)O", rule)
    >>> ghb.atoms, ghb.capacity
    ((1, 2, 3, 4, 5, 6), (3, 2, 2, 0, 0, 1))
    """
    whole: Chem.Mol | None = Chem.MolFromSmiles(smiles)
    if whole is None:
        raise AnalogueRuleError(f"{parent_id}: {smiles!r} is no readable SMILES; correct the parent's structure")
    for atom in whole.GetAtoms():
        atom.SetIntProp(_INDEX, atom.GetIdx())
    substances = parents_of(whole, frozenset())
    if not substances:
        return None
    mol = substances[0].mol
    leaves = _leaves(mol, rule)
    kept = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetIdx() not in leaves]
    if not kept:
        return None
    place_of = {old: new for new, old in enumerate(kept)}
    attached: list[list[Leaf]] = [[] for _ in kept]
    for index, group in leaves.items():
        atom = mol.GetAtomWithIdx(index)
        carrier = atom.GetNeighbors()[0].GetIdx()
        attached[place_of[carrier]].append(Leaf(group, atom.GetSymbol(), atom.GetIntProp(_INDEX)))
    hydrogens = _replaceable_hydrogens(mol, rule)
    capacity = tuple(len(attached[new]) + hydrogens[old] for new, old in enumerate(kept))
    bonds = [
        (place_of[bond.GetBeginAtomIdx()], place_of[bond.GetEndAtomIdx()], bond)
        for bond in mol.GetBonds()
        if bond.GetBeginAtomIdx() in place_of and bond.GetEndAtomIdx() in place_of
    ]
    neighbours: list[set[int]] = [set() for _ in kept]
    for begin, end, _ in bonds:
        neighbours[begin].add(end)
        neighbours[end].add(begin)
    atoms = [mol.GetAtomWithIdx(old) for old in kept]
    return Skeleton(
        parent_id=parent_id,
        query=_query(atoms, bonds, capacity, neighbours),
        atoms=tuple(atom.GetIntProp(_INDEX) for atom in atoms),
        capacity=capacity,
        leaves=tuple(tuple(group) for group in attached),
        neighbours=tuple(frozenset(group) for group in neighbours),
        aromatic=tuple(atom.GetIsAromatic() for atom in atoms),
        bonds=len(bonds),
        rings=len(bonds) - len(kept) + 1,
        elements=dict(Counter(atom.GetSymbol() for atom in atoms)),
        parent_carbons=sum(atom.GetAtomicNum() == 6 for atom in mol.GetAtoms()),
        places=tuple(None if places is None else frozenset(places.get(atom.GetAtomMapNum(), ())) for atom in atoms),
    )


def _leaves(mol: Chem.Mol, rule: AnalogueRule) -> dict[int, Group]:
    """Atoms of replaceable halogens and hydroxyl groups, each bound to an atom that stays."""
    found: dict[int, Group] = {}
    for replaceable in rule.replaceable:
        if replaceable.group != "hydrogen":
            for match in mol.GetSubstructMatches(compiled_group(replaceable)):
                symbol = mol.GetAtomWithIdx(match[0]).GetSymbol()
                if symbol not in _LEAVES[replaceable.group]:
                    raise AnalogueRuleError(
                        f"{replaceable.group}: {replaceable.pattern!r} matches an atom of {symbol}; "
                        f"let its first atom be one of {', '.join(_LEAVES[replaceable.group])}"
                    )
                found[match[0]] = replaceable.group
    # Two leaves bound to each other (a hypohalite) have no skeleton to hang on: they stay.
    return {
        index: group
        for index, group in found.items()
        if [neighbour.GetIdx() not in found for neighbour in mol.GetAtomWithIdx(index).GetNeighbors()] == [True]
    }


def _replaceable_hydrogens(mol: Chem.Mol, rule: AnalogueRule) -> list[int]:
    """Count the replaceable hydrogens on each heavy atom."""
    carriers = {
        match[0]
        for replaceable in rule.replaceable
        if replaceable.group == "hydrogen"
        for match in mol.GetSubstructMatches(compiled_group(replaceable))
    }
    return [atom.GetTotalNumHs() if atom.GetIdx() in carriers else 0 for atom in mol.GetAtoms()]


def _query(
    atoms: list[Chem.Atom],
    bonds: list[tuple[int, int, Chem.Bond]],
    capacity: tuple[int, ...],
    neighbours: list[set[int]],
) -> Chem.Mol:
    """Write the skeleton as a query.

    The largest degree follows from the definition; it lets the search give up early. Membership of rings
    would too, but `Chem.RenumberAtoms` leaves wrong ring information in some molecules.
    """
    query = Chem.RWMol()
    for index, atom in enumerate(atoms):
        degree = len(neighbours[index])
        smarts = (
            f"[#{atom.GetAtomicNum()};{'a' if atom.GetIsAromatic() else 'A'};{atom.GetFormalCharge():+d};"
            f"D{{{degree}-{degree + capacity[index]}}}]"
        )
        query.AddAtom(_atom_query(smarts))
    for begin, end, bond in bonds:
        symbol = {1.0: "-", 1.5: ":", 2.0: "=", 3.0: "#"}.get(bond.GetBondTypeAsDouble(), "~")
        number = query.AddBond(begin, end, Chem.BondType.SINGLE) - 1
        query.ReplaceBond(number, _bond_query(symbol))
    result = query.GetMol()
    Chem.FastFindRings(result)
    return result


@cache
def _atom_query(smarts: str) -> Chem.Atom:
    return Chem.AtomFromSmarts(smarts)


@cache
def _bond_query(smarts: str) -> Chem.Bond:
    return Chem.BondFromSmarts(smarts)
