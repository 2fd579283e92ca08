"""Building a structure from a frame and what a name says is on it, with RDKit; every valence is counted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rdkit import Chem

from kzschedule.names.composed.tables import Effect, Frame, tables
from kzschedule.structures.logs import silent

#: Most choices among atoms that locants can mean; a name with more is not read.
_MOST_CHOICES = 64
#: A group that is no group: a double bond to the next place of a chain.
_ENE = "ene"
_ORDER = {Chem.BondType.SINGLE: 1, Chem.BondType.DOUBLE: 2, Chem.BondType.TRIPLE: 3}


class NoStructureError(ValueError):
    """What a name says cannot be built: a place that does not exist or is taken, a slot that the frame has not."""


@dataclass
class _Sketch:
    """A structure under work: its atoms and places, the dummies that go at the end, and where it is bound."""

    mol: Chem.RWMol
    places: dict[str, tuple[int, ...]]
    done: list[int] = field(default_factory=list)
    bonds: list[tuple[int, int]] = field(default_factory=list)


def structures(frame: Frame, effects: Iterable[Effect], has: Iterable[Effect] = ()) -> tuple[str, ...]:
    """Return the SMILES of every structure that a frame can be, with what a stem has on it and what a name adds.

    Raises
    ------
    NoStructureError
        If there is none.

    Examples
    --------
    >>> structures(tables().frames["phenethylamine"], [Effect("put", "bromo", ("4",))])
    ('NCCc1ccc(Br)cc1',)
    """
    effects = tuple(effects)
    effects = (*_kept(has, [effect for effect in effects if effect.kind == "drop"]), *effects)
    sketch = _filled(frame, [effect for effect in effects if effect.kind == "fill"])
    puts = [effect for effect in effects if effect.kind == "put"]
    found = dict.fromkeys(_finished(sketch, puts, frame))
    if not found:
        raise NoStructureError("a place is taken, or a valence is full")
    return tuple(found)


def with_configuration(smiles: str, letter: str) -> str:
    """Return a structure with its only centre in a configuration.

    Raises
    ------
    NoStructureError
        If it has several centres or none.

    Examples
    --------
    >>> with_configuration("CC(N)Cc1ccccc1", "S")
    'C[C@H](N)Cc1ccccc1'
    """
    mol = Chem.MolFromSmiles(smiles)
    centres = Chem.FindMolChiralCenters(mol, includeUnassigned=True, useLegacyImplementation=False)  # type: ignore[no-untyped-call]  # RDKit has no types there
    if len(centres) != 1 or centres[0][1] != "?":
        raise NoStructureError("a single letter needs a single centre")
    for tag in (Chem.ChiralType.CHI_TETRAHEDRAL_CW, Chem.ChiralType.CHI_TETRAHEDRAL_CCW):
        mol.GetAtomWithIdx(centres[0][0]).SetChiralTag(tag)
        labelled = Chem.FindMolChiralCenters(mol, force=True, useLegacyImplementation=False)  # type: ignore[no-untyped-call]  # RDKit has no types there
        if labelled[0][1] == letter:
            return Chem.MolToSmiles(mol)
    raise NoStructureError("the centre has no such configuration")


def _kept(has: Iterable[Effect], drops: Iterable[Effect]) -> list[Effect]:
    """Take away what a name takes away ("nor", "deschloro"): what its stem has to have."""
    kept = list(has)
    for drop in drops:
        fits = [one for one in kept if one.kind == "put" and one.group == drop.group and _at(one, drop.where)]
        if not fits or any(one.where != fits[0].where for one in fits):
            raise NoStructureError(f"there is no single {drop.group} to take away")
        kept.remove(fits[0])
    return kept


def _at(effect: Effect, where: tuple[str, ...]) -> bool:
    return not where or effect.where == where


def _filled(frame: Frame, fills: Sequence[Effect]) -> _Sketch:
    """Return a frame with a group in each slot."""
    by_slot = {effect.where[0]: effect for effect in fills}
    if len(by_slot) < len(fills):
        raise NoStructureError("a slot is filled twice")
    if not by_slot.keys() <= frame.slots.keys():
        raise NoStructureError("the frame has no such slot")
    mol = _mol(frame.smiles)
    sketch = _Sketch(Chem.RWMol(mol), _atoms(frame.places, mol))
    for name, slot in frame.slots.items():
        effect = by_slot.get(name, Effect("fill", slot.usual))
        _fill(sketch, _atoms({"": (slot.place,)}, mol)[""][0], effect)
    return sketch


def _mol(smiles: str) -> Chem.Mol:
    with silent():
        mol = Chem.MolFromSmiles(smiles)
    if mol is None:
        raise NoStructureError(f"{smiles} is no SMILES")
    return mol


def _atoms(places: Mapping[str, tuple[int, ...]], mol: Chem.Mol) -> dict[str, tuple[int, ...]]:
    by_number = {atom.GetAtomMapNum(): atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomMapNum()}
    return {name: tuple(by_number[number] for number in numbers) for name, numbers in places.items()}


def _fill(sketch: _Sketch, dummy: int, effect: Effect) -> None:
    neighbour = sketch.mol.GetAtomWithIdx(dummy).GetNeighbors()[0]
    sketch.done.append(dummy)
    if effect.group == "hydrogen":
        if neighbour.GetNoImplicit() or (neighbour.GetIsAromatic() and neighbour.GetAtomicNum() == 7):
            neighbour.SetNumExplicitHs(neighbour.GetNumExplicitHs() + 1)
        return
    group = _group(effect)
    if len(group.bonds) != 1:
        raise NoStructureError("the group does not fit into a slot")
    offset = _insert(sketch, group)
    _, bound = group.bonds[0]
    sketch.mol.AddBond(neighbour.GetIdx(), offset + bound, Chem.BondType.SINGLE)
    for name, atoms in group.places.items():
        sketch.places[name] = (*sketch.places.get(name, ()), *(offset + atom for atom in atoms))


def _group(effect: Effect) -> _Sketch:
    """Return a group with what is on it."""
    group = tables().groups[effect.group]
    mol = _mol(group.smiles)
    sketch = _Sketch(Chem.RWMol(mol), _atoms(group.places, mol))
    for atom in mol.GetAtoms():
        if atom.GetAtomicNum() == 0:
            sketch.bonds.append((atom.GetIdx(), atom.GetNeighbors()[0].GetIdx()))
    for inner in effect.inner:
        chosen = list(_choices(sketch, [inner], {}))
        if len(chosen) != 1:
            raise NoStructureError("a group on a group needs a place that is told")
        _put(sketch, inner, chosen[0])
    return sketch


def _insert(sketch: _Sketch, group: _Sketch) -> int:
    offset = sketch.mol.GetNumAtoms()
    sketch.mol.InsertMol(group.mol)
    sketch.done += [offset + dummy for dummy, _ in group.bonds]
    sketch.done += [offset + atom for atom in group.done]
    return offset


def _finished(sketch: _Sketch, puts: Sequence[Effect], frame: Frame) -> Iterator[str]:
    """Iterate over the structures for each way to choose among the atoms that the locants can mean."""
    for choice in itertools.islice(_choices(sketch, puts, frame.usual), _MOST_CHOICES):
        copy = _Sketch(Chem.RWMol(sketch.mol), dict(sketch.places), list(sketch.done))
        try:
            start = 0
            for effect in puts:
                count = len(_where(effect, frame.usual))
                _put(copy, effect, choice[start : start + count])
                start += count
            yield _smiles(copy)
        except NoStructureError:
            continue


def _choices(
    sketch: _Sketch, puts: Sequence[Effect], usual: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, ...]]:
    options = []
    for effect in puts:
        for place in _where(effect, usual):
            if place not in sketch.places:
                raise NoStructureError(f"there is no place {place}")
            options.append(sketch.places[place])
    return itertools.product(*options)


def _where(effect: Effect, usual: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the places of a group: as the name tells, or where it usually is."""
    if not effect.where:
        if effect.group not in usual:
            raise NoStructureError(f"no place is told for {effect.group}")
        return usual[effect.group]
    return tuple(place for where in effect.where for place in usual.get(f"{where}@{effect.group}", (where,)))


def _put(sketch: _Sketch, effect: Effect, atoms: Sequence[int]) -> None:
    if effect.group == _ENE:
        for atom in atoms:
            _unsaturate(sketch, atom)
        return
    group = _group(effect)
    arity = len(group.bonds)
    if len(atoms) % arity:
        raise NoStructureError("the number of locants does not fit the group")
    for start in range(0, len(atoms), arity):
        _bind(sketch, group, atoms[start : start + arity])


def _bind(sketch: _Sketch, group: _Sketch, atoms: Sequence[int]) -> None:
    if len(atoms) == 2 and sketch.mol.GetBondBetweenAtoms(*atoms) is None:
        raise NoStructureError("a ring is closed between neighbours")
    offset = _insert(sketch, group)
    for atom, (dummy, bound) in zip(atoms, group.bonds, strict=True):
        kind = group.mol.GetBondBetweenAtoms(dummy, bound).GetBondType()
        _take_hydrogens(sketch.mol.GetAtomWithIdx(atom), _ORDER[kind])
        sketch.mol.AddBond(atom, offset + bound, kind)


def _take_hydrogens(atom: Chem.Atom, count: int) -> None:
    left = atom.GetNumExplicitHs() - count
    if left < 0:
        raise NoStructureError("a valence is full")
    atom.SetNumExplicitHs(left)


def _unsaturate(sketch: _Sketch, atom: int) -> None:
    """Make the bond to the next place of a chain a double bond."""
    name = next(name for name, atoms in sketch.places.items() if atom in atoms)
    following = sketch.places.get(str(int(name) + 1), ()) if name.isdigit() else ()
    bond = next(filter(None, (sketch.mol.GetBondBetweenAtoms(atom, other) for other in following)), None)
    if bond is None or bond.GetIsAromatic():
        raise NoStructureError("there is no chain to make unsaturated")
    for end in (bond.GetBeginAtom(), bond.GetEndAtom()):
        _take_hydrogens(end, 1)
    bond.SetBondType(Chem.BondType.DOUBLE)


def _smiles(sketch: _Sketch) -> str:
    mol = sketch.mol
    for atom in sorted(sketch.done, reverse=True):
        mol.RemoveAtom(atom)
    for atom in mol.GetAtoms():
        atom.SetAtomMapNum(0)
    with silent():
        try:
            Chem.SanitizeMol(mol)
        except ValueError as error:
            raise NoStructureError(str(error)) from error
    return str(Chem.MolToSmiles(mol))
