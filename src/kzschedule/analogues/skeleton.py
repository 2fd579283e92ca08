"""The skeleton of a parent: the parent without its replaceable halogens and hydroxyl groups.

Hydrogens, halogens and hydroxyl groups of the parent can be replaced (Law No. 279 of 10 July 1998, art. 1),
so what a candidate must have in common with it is all the rest, and at each atom of that rest no more
valences may lead elsewhere than the parent has replaceable groups there.

Parents that differ in configuration only have one skeleton.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rdkit import Chem

from kzschedule._cache import cached_property
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import AnalogueRule, AnalogueRuleError, Core, Group, compiled_group
from kzschedule.structures.parent import parents_of

_INDEX = "_parentIndex"
#: Atoms by which the groups hang on the skeleton.
#: Oxygen of a group that is kept, whether its hydrogen is or not.
_OXYGEN = "[#8;+0;D1,D2]"
_LEAVES: dict[Group, tuple[str, ...]] = {"halogen": ("F", "Cl", "Br", "I"), "hydroxyl": ("O",)}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A halogen or hydroxyl group of the parent.

    Attributes
    ----------
    group, symbol : str
        What it is, and the element of its atom.
    atom : int
        Its atom in the drawing of the parent.
    reason : str or None
        The open reason of a reading in which the whole group is replaced.
    hydrogen : bool
        Whether the hydrogen of a hydroxyl group can be replaced too.
    """

    group: Group
    symbol: str
    atom: int
    reason: str | None = None
    hydrogen: bool = True


@dataclass(frozen=True, slots=True)
class Owner:
    """A parent that has a skeleton: which atom of its SMILES each atom of the drawing is, and its place in the order.

    `reasons` are those that all its analogues have.
    """

    parent_id: str
    smiles: str
    atoms: tuple[int, ...]
    order: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skeleton:
    """A skeleton. Tuples have one entry for each of its atoms unless said otherwise.

    Attributes
    ----------
    owners : tuple of Owner
        The parents, in the order in which they were given.
    drawn : tuple of rdkit.Chem.Atom
        Its atoms in the parent.
    drawn_bonds : tuple of (int, int, rdkit.Chem.Bond)
        Its bonds, by their atoms.
    atoms : tuple of int
        Its atoms in the drawing of the parent, which is the same for all owners.
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

    owners: tuple[Owner, ...]
    drawn: tuple[Chem.Atom, ...]
    drawn_bonds: tuple[tuple[int, int, Chem.Bond], ...]
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

    @cached_property
    def doubtful_leaves(self) -> int:
        """Number of groups that are doubtful as replaceable ones: in the narrower reading they are skeleton."""
        return sum(leaf.reason is not None for leaves in self.leaves for leaf in leaves)

    @cached_property
    def doubts(self) -> frozenset[str]:
        """Open reasons of its doubtful groups."""
        return frozenset(leaf.reason for leaves in self.leaves for leaf in leaves if leaf.reason is not None)

    @cached_property
    def hydroxyls(self) -> bool:
        """Whether the parent has replaceable hydroxyl groups."""
        return any(leaf.group == "hydroxyl" for leaves in self.leaves for leaf in leaves)

    @cached_property
    def query(self) -> Chem.Mol:
        """The skeleton as a query: element, aromaticity, charge, bond orders, and the largest degree."""
        return self._query((0,) * self.size)

    @cached_property
    def full_query(self) -> Chem.Mol:
        """The same, with something at each atom that has halogens or hydroxyl groups, so that none of them is lost."""
        return self._query(self.needed)

    @cached_property
    def narrow_query(self) -> Chem.Mol:
        """The first, followed by the oxygen atoms of doubtful groups, which are skeleton in the narrower reading."""
        return _with_oxygens(self.query, self.leaves)

    def _query(self, needed: tuple[int, ...]) -> Chem.Mol:
        return _query(self.drawn, self.drawn_bonds, self.capacity, needed, self.neighbours)

    @property
    def needed(self) -> tuple[int, ...]:
        """Fewest bonds to rests where no halogen or hydroxyl group is lost: a double bond takes two."""
        return tuple((len(leaves) + 1) // 2 for leaves in self.leaves)


def skeletons_of(parents: Iterable[AnalogueParent], rule: AnalogueRule) -> tuple[Skeleton, ...]:
    """Take the replaceable halogens and hydroxyl groups off parents, and off the cores of a rule.

    Parameters
    ----------
    parents : iterable of AnalogueParent
        The parents; of a salt the largest organic fragment counts, uncharged where that is possible.
    rule : AnalogueRule
        Says what is replaceable, and may name cores.

    Returns
    -------
    tuple of Skeleton
        One for each constitution, in the order of the first parent; none for what is not organic.

    Raises
    ------
    AnalogueRuleError
        If a SMILES cannot be read.

    Examples
    --------
    Of GHB both hydroxyl groups are taken off, that of the carboxyl group as a doubtful one:

    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.records.package import default_directory
    >>> rule = load_rule(None, default_directory())
    >>> [ghb] = skeletons_of([AnalogueParent("ghb", "OCCCC(=O)O")], rule)
    >>> ghb.size, ghb.capacity, [leaf.reason for leaves in ghb.leaves for leaf in leaves]
    (5, (0, 1, 2, 2, 3), ['carboxyl', None])
    """
    drawings: dict[str, tuple[Chem.Mol, list[Owner]]] = {}
    for order, parent in enumerate(parents):
        drawn = _drawn(parent.substance_id, parent.smiles)
        if drawn is not None:
            smiles, mol, atoms = drawn
            reasons = ("parent_reading",) * parent.doubtful + ("interval",) * parent.interval
            owner = Owner(parent.substance_id, parent.smiles, atoms, order, reasons)
            drawings.setdefault(smiles, (mol, []))[1].append(owner)
    found = [_skeleton(mol, tuple(owners), rule, None) for mol, owners in drawings.values()]
    found += [_of_core(core, len(drawings) + number, rule) for number, core in enumerate(rule.cores)]
    return tuple(skeleton for skeleton in found if skeleton is not None)


def _of_core(core: Core, order: int, rule: AnalogueRule) -> Skeleton | None:
    drawn = _drawn(core.core_id, core.smiles)
    if drawn is None:
        return None
    _, mol, atoms = drawn
    return _skeleton(mol, (Owner(core.core_id, core.smiles, atoms, 10**6 + order),), rule, core.places)


def _drawn(parent_id: str, smiles: str) -> tuple[str, Chem.Mol, tuple[int, ...]] | None:
    """Draw the organic part of a parent as its canonical SMILES does, without configuration; None if there is none."""
    whole: Chem.Mol | None = Chem.MolFromSmiles(smiles)
    if whole is None:
        raise AnalogueRuleError(f"{parent_id}: {smiles!r} is no readable SMILES; correct the parent's structure")
    for atom in whole.GetAtoms():
        atom.SetIntProp(_INDEX, atom.GetIdx())
    substances = parents_of(whole, frozenset())
    if not substances:
        return None
    flat = Chem.Mol(substances[0].mol)
    Chem.RemoveStereochemistry(flat)
    canonical = str(Chem.MolToSmiles(flat))
    order = list(flat.GetPropsAsDict(True, True)["_smilesAtomOutputOrder"])
    atoms = tuple(flat.GetAtomWithIdx(index).GetIntProp(_INDEX) for index in order)
    return canonical, Chem.MolFromSmiles(canonical), atoms


def _skeleton(
    mol: Chem.Mol, owners: tuple[Owner, ...], rule: AnalogueRule, places: Mapping[int, tuple[str, ...]] | None
) -> Skeleton | None:
    hydrogens = _replaceable_hydrogens(mol, rule)
    leaves = _leaves(mol, rule, hydrogens)
    kept = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetIdx() not in leaves]
    if not kept:
        return None
    place_of = {old: new for new, old in enumerate(kept)}
    attached: list[list[Leaf]] = [[] for _ in kept]
    for index, leaf in leaves.items():
        attached[place_of[mol.GetAtomWithIdx(index).GetNeighbors()[0].GetIdx()]].append(leaf)
    capacity = tuple(len(attached[new]) + hydrogens[old] for new, old in enumerate(kept))
    bonds = tuple(
        (place_of[bond.GetBeginAtomIdx()], place_of[bond.GetEndAtomIdx()], bond)
        for bond in mol.GetBonds()
        if bond.GetBeginAtomIdx() in place_of and bond.GetEndAtomIdx() in place_of
    )
    neighbours: list[set[int]] = [set() for _ in kept]
    for begin, end, _ in bonds:
        neighbours[begin].add(end)
        neighbours[end].add(begin)
    atoms = tuple(mol.GetAtomWithIdx(old) for old in kept)
    return Skeleton(
        owners=owners,
        drawn=atoms,
        drawn_bonds=bonds,
        atoms=tuple(kept),
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


def _leaves(mol: Chem.Mol, rule: AnalogueRule, hydrogens: list[int]) -> dict[int, Leaf]:
    """Replaceable halogens and hydroxyl groups by their atoms, each bound to an atom that stays."""
    found: dict[int, Leaf] = {}
    for replaceable in rule.replaceable:
        if replaceable.group != "hydrogen":
            for match in mol.GetSubstructMatches(compiled_group(replaceable)):
                index = match[0]
                symbol = mol.GetAtomWithIdx(index).GetSymbol()
                if symbol not in _LEAVES[replaceable.group]:
                    raise AnalogueRuleError(
                        f"{replaceable.group}: {replaceable.pattern!r} matches an atom of {symbol}; "
                        f"let its first atom be one of {', '.join(_LEAVES[replaceable.group])}"
                    )
                leaf = Leaf(replaceable.group, symbol, index, replaceable.reason, hydrogens[index] > 0)
                found.setdefault(index, leaf)
    # Two leaves bound to each other (a hypohalite) have no skeleton to hang on: they stay.
    return {
        index: leaf
        for index, leaf in found.items()
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
    atoms: Sequence[Chem.Atom],
    bonds: Iterable[tuple[int, int, Chem.Bond]],
    capacity: Sequence[int],
    needed: Sequence[int],
    neighbours: Sequence[Collection[int]],
) -> Chem.Mol:
    """Write the skeleton as a query.

    The largest and the least degree follow from the definition; they let the search give up early. Membership of
    rings would too, but `Chem.RenumberAtoms` leaves wrong ring information in some molecules.
    """
    query = Chem.RWMol()
    for index, atom in enumerate(atoms):
        degree = len(neighbours[index])
        smarts = (
            f"[#{atom.GetAtomicNum()};{'a' if atom.GetIsAromatic() else 'A'};{atom.GetFormalCharge():+d};"
            f"D{{{degree + needed[index]}-{degree + capacity[index]}}}]"
        )
        query.AddAtom(_atom_query(smarts))
    for begin, end, bond in bonds:
        symbol = {1.0: "-", 1.5: ":", 2.0: "=", 3.0: "#"}.get(bond.GetBondTypeAsDouble(), "~")
        number = query.AddBond(begin, end, Chem.BondType.SINGLE) - 1
        query.ReplaceBond(number, _bond_query(symbol))
    result = query.GetMol()
    Chem.FastFindRings(result)
    return result


def _with_oxygens(query: Chem.Mol, leaves: Iterable[Iterable[Leaf]]) -> Chem.Mol:
    """Add the oxygen atoms of doubtful groups to a skeleton."""
    carriers = [index for index, group in enumerate(leaves) for leaf in group if leaf.reason is not None]
    if not carriers:
        return query
    narrow = Chem.RWMol(query)
    for carrier in carriers:
        number = narrow.AddBond(carrier, narrow.AddAtom(_atom_query(_OXYGEN)), Chem.BondType.SINGLE) - 1
        narrow.ReplaceBond(number, _bond_query("-,:"))
    result = narrow.GetMol()
    Chem.FastFindRings(result)
    return result


@cache
def _atom_query(smarts: str) -> Chem.Atom:
    return Chem.AtomFromSmarts(smarts)


@cache
def _bond_query(smarts: str) -> Chem.Bond:
    return Chem.BondFromSmarts(smarts)
