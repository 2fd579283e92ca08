"""Finding the parents of which a structure is a formal analogue, and the replacements that lead to it.

The definition, for a parent P with skeleton S(P) and a candidate C: S(P) maps injectively onto atoms of C
with equal element, charge, bond order and aromaticity; no bond of C joins two mapped atoms that P does not
join; every connected rest of C hangs on mapped atoms by one single bond, one double bond or two single bonds
(an aromatic bond to the rest counts as a single one) and uses at no mapped atom more valences than P has
hydrogens, halogens and hydroxyl groups there; and C is not P.

Speed comes from screening: bit sets of the skeletons that a molecule's element counts, rings and a few
substructures common to many skeletons still allow. Only what is left is matched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from kzschedule.analogues.rule import GROUP_ORDER, AnalogueRule, Group, SubstituentClass
from kzschedule.analogues.screen import SkeletonScreen
from kzschedule.analogues.skeleton import Leaf, Skeleton, skeleton_of
from kzschedule.analogues.substituents import HYDROGEN, recognise, substituent_smiles, without_oxygen
from kzschedule.errors import KzScheduleError

Grade = Literal["official", "assumed", "open"]
Permission = Literal["official", "assumed", "outside"]

#: Largest candidate, in heavy atoms: more than twice any skeleton of the list, and a bound on the time.
MAX_CANDIDATE_ATOMS = 150
#: Most mappings of one skeleton that are compared; symmetry alone rarely gives more than a hundred.
MAX_MAPPINGS = 2_000
#: Substituents whose class is remembered, by SMILES.
_REMEMBERED = 50_000


class CandidateTooLargeError(KzScheduleError):
    """A structure that is too large to be compared with the list's skeletons in bounded time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a substituent is: its SMILES with ``*`` at each attachment, and its class, if one covers it."""

    smiles: str
    substituent: SubstituentClass | None
    permitted: Permission


@dataclass(frozen=True, slots=True)
class Replacement:
    """One replacement.

    Attributes
    ----------
    positions : tuple of int
        Atoms of the candidate that carry the substituent, two for a bridge.
    parent_positions : tuple of int
        The atoms of the parent's SMILES that they correspond to.
    replaced : tuple of str
        Groups of the parent whose place was taken, one for each valence: hydroxyl, then halogen, then
        hydrogen.
    replaced_symbols : tuple of str
        The same as element symbols, ``O`` for hydroxyl: which halogen it was.
    reading : Reading
        The substituent.
    other_reading : Reading or None
        Where a hydroxyl group became OR: R in place of its hydrogen.
    atoms : tuple of int
        Atoms of the substituent in the candidate; empty where hydrogen took the place of a group.
    """

    positions: tuple[int, ...]
    parent_positions: tuple[int, ...]
    replaced: tuple[Group, ...]
    replaced_symbols: tuple[str, ...]
    reading: Reading
    other_reading: Reading | None
    atoms: tuple[int, ...]

    @property
    def permitted(self) -> Permission:
        """The better permission of the two readings."""
        readings = (self.reading,) if self.other_reading is None else (self.reading, self.other_reading)
        return min((reading.permitted for reading in readings), key=_PERMISSION_ORDER.index)

    @property
    def permitted_reading(self) -> Reading:
        """The reading on which the permission rests; the main one where both do equally well."""
        if self.other_reading is not None and self.reading.permitted != self.permitted:
            return self.other_reading
        return self.reading


_PERMISSION_ORDER: tuple[Permission, ...] = ("official", "assumed", "outside")


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A candidate read as a parent with replacements.

    Attributes
    ----------
    parent_id : str
        The parent.
    grade : str
        ``official`` or ``assumed``: within the rule, at that basis. ``open``: formally an analogue only.
    skeleton_share : float
        Heavy atoms of the skeleton by heavy atoms of the candidate.
    replacements : tuple of Replacement
        In the order of the parent's atoms.
    matched_atoms, parent_atoms : tuple of int
        Atoms of the candidate, and of the parent's SMILES, that the skeleton joins, in the same order.
    rest_atoms : int
        Heavy atoms in all substituents together.
    open_reasons : tuple of str
        Why the grade is ``open``: ``substituent``, ``share``, ``small_skeleton``, or another limit's name.
    complete : bool
        False where a symmetric structure has more mappings than were compared: a nearer one may exist.
    """

    parent_id: str
    grade: Grade
    skeleton_share: float
    replacements: tuple[Replacement, ...]
    matched_atoms: tuple[int, ...]
    parent_atoms: tuple[int, ...]
    rest_atoms: int
    open_reasons: tuple[str, ...]
    complete: bool

    @property
    def only_esters_or_ethers(self) -> bool:
        """Whether every replacement can be read as one of a hydroxyl's hydrogen.

        The schedules of the 1961 Convention speak of esters and ethers themselves.
        """
        return all(replacement.other_reading is not None for replacement in self.replacements)


@dataclass(frozen=True, slots=True)
class _Rest:
    """A connected rest; an attachment is (mapped atom, atom of the rest, valences used)."""

    atoms: tuple[int, ...]
    attachments: tuple[tuple[int, int, int], ...]


#: What stood at a valence of the parent that is now used by a rest: its group and its element.
_Place = tuple[Group, str]
_HYDROGEN_PLACE: _Place = ("hydrogen", "H")


@dataclass(frozen=True, slots=True)
class _Mapping:
    """An admissible mapping: what hangs where, before it is put into words."""

    match: tuple[int, ...]
    rests: tuple[_Rest, ...]
    lost: tuple[tuple[int, Leaf], ...]
    taken: tuple[tuple[_Place, ...], ...]

    @property
    def nearness(self) -> tuple[int, int]:
        """Number of replacements, and of heavy atoms in substituents."""
        return len(self.rests) + len(self.lost), sum(len(rest.atoms) for rest in self.rests)


class AnalogueSearch:
    """The parents of a schedule, compiled for one rule.

    Parameters
    ----------
    parents : iterable of (str, str)
        Substance_id and SMILES of each parent; the caller chooses those in force.
    rule : AnalogueRule
        The rule. Its cores are parents too.

    Notes
    -----
    Compiled on first use, and again in a process to which it is sent.

    Examples
    --------
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.datapackage import default_directory
    >>> rule = load_rule(None, default_directory())
    >>> search = AnalogueSearch([("methcathinone", "CNC(C)C(=O)c1ccccc1")], rule)
    >>> [found] = search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    >>> found.parent_id, found.grade, [r.reading.smiles for r in found.replacements]
    ('methcathinone', 'assumed', ['*C'])
    """

    def __init__(self, parents: Iterable[tuple[str, str]], rule: AnalogueRule) -> None:
        self.parents = tuple(parents)
        self.rule = rule

    def __reduce__(self) -> tuple[type[AnalogueSearch], tuple[tuple[tuple[str, str], ...], AnalogueRule]]:
        return AnalogueSearch, (self.parents, self.rule)

    @cached_property
    def skeletons(self) -> tuple[Skeleton, ...]:
        """Skeletons of all parents that have one."""
        found = [skeleton_of(parent_id, smiles, self.rule) for parent_id, smiles in self.parents]
        found += [skeleton_of(core.core_id, core.smiles, self.rule, core.places) for core in self.rule.cores]
        return tuple(skeleton for skeleton in found if skeleton is not None)

    @cached_property
    def _screen(self) -> SkeletonScreen:
        return SkeletonScreen(self.skeletons)

    @cached_property
    def _readings(self) -> _Readings:
        return _Readings(self.rule)

    def find(self, mol: Chem.Mol) -> tuple[Decomposition, ...]:
        """Find all parents of which a structure is a formal analogue.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised structure of one substance: the caller takes salts apart and isotopes off.

        Returns
        -------
        tuple of Decomposition
            One for each parent, of all grades, nearest first: fewest replacements, fewest heavy atoms in
            substituents, highest skeleton share, parent_id.

        Raises
        ------
        CandidateTooLargeError
            If the structure is too large for bounded time.
        """
        size = mol.GetNumHeavyAtoms()
        if size > MAX_CANDIDATE_ATOMS:
            raise CandidateTooLargeError(
                f"structure of {size} heavy atoms; analogues are sought up to {MAX_CANDIDATE_ATOMS}, "
                "check its parts one at a time"
            )
        if size != mol.GetNumAtoms():
            return self._find_without_hydrogens(mol)
        found = []
        candidate: _Candidate | None = None
        for number in self._screen.possible(mol):
            skeleton = self.skeletons[number]
            matches = mol.GetSubstructMatches(skeleton.query, uniquify=False, maxMatches=MAX_MAPPINGS)
            if matches:
                candidate = candidate or _Candidate(mol)
                decomposition = self._decompose(skeleton, candidate, matches)
                if decomposition is not None:
                    found.append(decomposition)
        return tuple(sorted(found, key=_nearness))

    def _find_without_hydrogens(self, mol: Chem.Mol) -> tuple[Decomposition, ...]:
        """Find analogues of a structure with hydrogens drawn as atoms; positions stay those of it."""
        heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
        plain = Chem.RemoveAllHs(mol)
        if plain.GetNumAtoms() == 0 or plain.GetNumHeavyAtoms() != plain.GetNumAtoms():
            return ()
        return tuple(_renumbered(decomposition, heavy) for decomposition in self.find(plain))

    def _decompose(
        self, skeleton: Skeleton, candidate: _Candidate, matches: Sequence[tuple[int, ...]]
    ) -> Decomposition | None:
        """Choose the reading of a candidate as this parent's analogue; None if there is none."""
        admissible: dict[tuple[int, int], list[_Mapping]] = {}
        for match in matches:
            mapping = _admissible(skeleton, candidate, match)
            if mapping is not None:
                if not mapping.rests and not mapping.lost:
                    return None  # nothing is replaced: the candidate is the parent itself
                admissible.setdefault(mapping.nearness, []).append(mapping)
        complete = len(matches) < MAX_MAPPINGS
        nearest: Decomposition | None = None
        for nearness in sorted(admissible):
            readings = [self._reading(skeleton, candidate, mapping, complete) for mapping in admissible[nearness]]
            best = _preferred(readings, candidate)
            if best.grade != "open":
                return best
            nearest = nearest or best
            if self._always_open(skeleton, candidate):
                break
        return nearest

    def _always_open(self, skeleton: Skeleton, candidate: _Candidate) -> bool:
        """Tell whether every reading stays open, whatever its substituents are."""
        return bool(self._structural_reasons(skeleton, candidate))

    def _reading(self, skeleton: Skeleton, candidate: _Candidate, mapping: _Mapping, complete: bool) -> Decomposition:
        index_of = {atom: index for index, atom in enumerate(mapping.match)}
        replacements = []
        for rest, taken in zip(mapping.rests, mapping.taken, strict=True):
            replaced = tuple(group for group, _ in taken)
            carriers = sorted({index_of[carrier] for carrier, _, _ in rest.attachments})
            smiles = candidate.smiles_of(rest)
            span = _span(skeleton, carriers, self.rule.limits.bridge_span.value)
            reading = self._readings.of(smiles, span, skeleton, carriers)
            other = self._readings.of_hydroxyl(smiles, skeleton, carriers) if replaced == ("hydroxyl",) else None
            replacements.append(
                Replacement(
                    positions=tuple(mapping.match[index] for index in carriers),
                    parent_positions=tuple(skeleton.atoms[index] for index in carriers),
                    replaced=replaced,
                    replaced_symbols=tuple(symbol for _, symbol in taken),
                    reading=reading,
                    other_reading=other,
                    atoms=rest.atoms,
                )
            )
        for index, leaf in mapping.lost:
            replacements.append(
                Replacement(
                    positions=(mapping.match[index],),
                    parent_positions=(skeleton.atoms[index],),
                    replaced=(leaf.group,),
                    replaced_symbols=(leaf.symbol,),
                    reading=self._readings.of(HYDROGEN, 0, skeleton, [index]),
                    other_reading=None,
                    atoms=(),
                )
            )
        replacements.sort(key=_place)
        rest_atoms = sum(len(rest.atoms) for rest in mapping.rests)
        share = skeleton.size / candidate.size
        reasons = self._open_reasons(skeleton, candidate, replacements)
        grade: Grade = "open"
        if not reasons:
            official = all(replacement.permitted == "official" for replacement in replacements)
            grade = "official" if official else "assumed"
        return Decomposition(
            parent_id=skeleton.parent_id,
            grade=grade,
            skeleton_share=share,
            replacements=tuple(replacements),
            matched_atoms=mapping.match,
            parent_atoms=skeleton.atoms,
            rest_atoms=rest_atoms,
            open_reasons=reasons,
            complete=complete,
        )

    def _open_reasons(
        self, skeleton: Skeleton, candidate: _Candidate, replacements: list[Replacement]
    ) -> tuple[str, ...]:
        """Name what keeps a reading outside the rule."""
        limits = self.rule.limits
        reasons = []
        if any(replacement.permitted == "outside" for replacement in replacements):
            reasons.append("substituent")
        reasons += self._structural_reasons(skeleton, candidate)
        if limits.replacements is not None and len(replacements) > limits.replacements.value:
            reasons.append("replacements")
        if limits.substituent_carbons is not None:
            most = limits.substituent_carbons.value
            carbons = sum(candidate.is_carbon[atom] for replacement in replacements for atom in replacement.atoms)
            if carbons > (skeleton.parent_carbons if most == "parent" else most):
                reasons.append("substituent_carbons")
        return tuple(reasons)

    def _structural_reasons(self, skeleton: Skeleton, candidate: _Candidate) -> list[str]:
        """Name what keeps every reading of a candidate outside the rule, whatever the substituents are."""
        limits = self.rule.limits
        least = limits.skeleton_atoms_with_ring if skeleton.rings else limits.skeleton_atoms
        reasons = []
        if skeleton.size / candidate.size < limits.skeleton_share.value:
            reasons.append("share")
        if skeleton.size < min(least.value, limits.skeleton_atoms.value):
            reasons.append("small_skeleton")
        if limits.molecular_mass is not None and candidate.mass > limits.molecular_mass.value:
            reasons.append("molecular_mass")
        if limits.elements is not None and not candidate.elements <= frozenset(limits.elements.value):
            reasons.append("elements")
        return reasons


class _Candidate:
    """A candidate's bonds and rests, worked out when a skeleton is found in it."""

    def __init__(self, mol: Chem.Mol) -> None:
        self.mol = mol
        self.size = mol.GetNumAtoms()
        self.everything = (1 << self.size) - 1
        #: Atoms bound to an atom, as bits.
        self.adjacent = [0] * self.size
        #: Atoms bound to an atom, each with the valences that the bond uses: 1, 2, or 9 for anything else.
        self.bonds: list[list[tuple[int, int]]] = [[] for _ in range(self.size)]
        for number in range(mol.GetNumBonds()):
            bond = mol.GetBondWithIdx(number)
            begin, end = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
            valences = _VALENCES.get(bond.GetBondType(), 9)
            self.adjacent[begin] |= 1 << end
            self.adjacent[end] |= 1 << begin
            self.bonds[begin].append((end, valences))
            self.bonds[end].append((begin, valences))
        self._rests: dict[int, tuple[_Rest, ...] | None] = {}
        self._smiles: dict[_Rest, str] = {}

    @cached_property
    def leaf_symbols(self) -> list[str | None]:
        """Symbol of each atom that could be a leaf of a parent: a halogen, or the oxygen of a hydroxyl."""
        return [
            atom.GetSymbol()
            if atom.GetDegree() == 1
            and not atom.GetFormalCharge()
            and (atom.GetSymbol() in _HALOGENS or (atom.GetSymbol() == "O" and atom.GetTotalNumHs() == 1))
            else None
            for atom in self.mol.GetAtoms()
        ]

    @cached_property
    def ranks(self) -> list[int]:
        """Ranks that do not depend on the order of the atoms; equal for equivalent atoms."""
        plain = Chem.Mol(self.mol)
        Chem.FastFindRings(plain)  # ranks depend on ring information, which renumbering may have spoilt
        return list(Chem.CanonicalRankAtoms(plain, breakTies=False, includeChirality=False))

    @cached_property
    def is_carbon(self) -> list[bool]:
        return [atom.GetAtomicNum() == 6 for atom in self.mol.GetAtoms()]

    @cached_property
    def mass(self) -> float:
        return float(rdMolDescriptors.Properties(["amw"]).ComputeProperties(self.mol)[0])

    @cached_property
    def elements(self) -> frozenset[str]:
        hydrogen = {"H"} if any(atom.GetTotalNumHs() for atom in self.mol.GetAtoms()) else set()
        return frozenset({atom.GetSymbol() for atom in self.mol.GetAtoms()} | hydrogen)

    def rests(self, image: int) -> tuple[_Rest, ...] | None:
        """Split off the connected rests; None if one hangs on in a way that no substituent does."""
        if image not in self._rests:
            self._rests[image] = self._split(image)
        return self._rests[image]

    def _split(self, image: int) -> tuple[_Rest, ...] | None:
        left = self.everything & ~image
        rests = []
        while left:
            start = (left & -left).bit_length() - 1
            left ^= 1 << start
            atoms = [start]
            attachments = []
            used = 0
            for atom in atoms:
                for other, valences in self.bonds[atom]:
                    if image >> other & 1:
                        attachments.append((other, atom, valences))
                        used += valences
                        if used > 2:
                            return None
                    elif left >> other & 1:
                        left ^= 1 << other
                        atoms.append(other)
            if used == 0:
                return None
            rests.append(_Rest(tuple(sorted(atoms)), tuple(sorted(attachments))))
        return tuple(rests)

    def begins_with_oxygen(self, rest: _Rest) -> bool:
        return bool(self.mol.GetAtomWithIdx(rest.attachments[0][1]).GetAtomicNum() == 8)

    def smiles_of(self, rest: _Rest) -> str:
        if rest not in self._smiles:
            self._smiles[rest] = substituent_smiles(self.mol, rest.atoms, rest.attachments)
        return self._smiles[rest]


_VALENCES = {Chem.BondType.SINGLE: 1, Chem.BondType.AROMATIC: 1, Chem.BondType.DOUBLE: 2}
_HALOGENS = frozenset({"F", "Cl", "Br", "I"})


class _Readings:
    """Classes of the substituents met so far."""

    def __init__(self, rule: AnalogueRule) -> None:
        self.classes = rule.substituents
        self.bridge_span = rule.limits.bridge_span.value
        self.recognised = lru_cache(maxsize=_REMEMBERED)(self._recognised)
        self.under_oxygen = lru_cache(maxsize=_REMEMBERED)(without_oxygen)

    def of(self, smiles: str, span: int, skeleton: Skeleton, carriers: Iterable[int]) -> Reading:
        """Read a substituent; a class that a core does not admit at that place is outside."""
        reading = self.recognised(smiles, span)
        admitted = (skeleton.places[index] for index in carriers)
        if reading.substituent is not None and any(
            place is not None and reading.substituent.substituent_id not in place for place in admitted
        ):
            return Reading(smiles, reading.substituent, "outside")
        return reading

    def of_hydroxyl(self, smiles: str, skeleton: Skeleton, carriers: Iterable[int]) -> Reading | None:
        """Read a substituent that begins with oxygen as one of a hydroxyl's hydrogen."""
        inner = self.under_oxygen(smiles)
        return None if inner is None else self.of(inner, 0, skeleton, carriers)

    def _recognised(self, smiles: str, span: int) -> Reading:
        substituent = recognise(smiles, span, self.classes, self.bridge_span)
        permitted = substituent is not None and substituent.permitted
        return Reading(smiles, substituent, substituent.basis if substituent and permitted else "outside")


def _admissible(skeleton: Skeleton, candidate: _Candidate, match: tuple[int, ...]) -> _Mapping | None:
    """Check what the query does not: an induced subgraph, rests that are substituents, capacities."""
    image = 0
    for atom in match:
        image |= 1 << atom
    rests = candidate.rests(image)
    if rests is None:
        return None
    if sum((candidate.adjacent[atom] & image).bit_count() for atom in match) != 2 * skeleton.bonds:
        return None
    index_of = {atom: index for index, atom in enumerate(match)}
    used = Counter[int]()
    for rest in rests:
        for carrier, _, valences in rest.attachments:
            used[index_of[carrier]] += valences
    if any(valences > skeleton.capacity[index] for index, valences in used.items()):
        return None
    return _with_leaves(skeleton, candidate, match, rests, index_of)


def _with_leaves(
    skeleton: Skeleton,
    candidate: _Candidate,
    match: tuple[int, ...],
    rests: tuple[_Rest, ...],
    index_of: dict[int, int],
) -> _Mapping:
    """Say which halogens and hydroxyl groups are still there, which were replaced, and which are gone."""
    gone = {index: list(leaves) for index, leaves in enumerate(skeleton.leaves) if leaves}
    if not gone:
        hydrogens = tuple((_HYDROGEN_PLACE,) * sum(valences for _, _, valences in rest.attachments) for rest in rests)
        return _Mapping(match, rests, (), hydrogens)
    foreign = []
    for rest in rests:
        leaves = gone.get(index_of[rest.attachments[0][0]], [])
        symbol = candidate.leaf_symbols[rest.atoms[0]] if len(rest.atoms) == 1 else None
        kept = next((leaf for leaf in leaves if leaf.symbol == symbol), None)
        if kept is None:
            foreign.append(rest)
        else:
            leaves.remove(kept)
    for leaves in gone.values():
        leaves.sort(key=lambda leaf: GROUP_ORDER.index(leaf.group))
    carriers = Counter(index_of[carrier] for rest in foreign for carrier in {end[0] for end in rest.attachments})
    # Where several rests meet fewer leaves, one that begins with oxygen goes first: it has both readings.
    if any(count > 1 and gone.get(index) for index, count in carriers.items()):
        foreign.sort(key=lambda rest: (not candidate.begins_with_oxygen(rest), candidate.smiles_of(rest)))
    taken = []
    for rest in foreign:
        places: list[_Place] = []
        for carrier, _, valences in rest.attachments:
            leaves = gone.get(index_of[carrier], [])
            replaced = [leaves.pop(0) for _ in range(min(valences, len(leaves)))]
            places += [(leaf.group, leaf.symbol) for leaf in replaced]
            places += [_HYDROGEN_PLACE] * (valences - len(replaced))
        taken.append(tuple(sorted(places, key=lambda place: GROUP_ORDER.index(place[0]))))
    lost = tuple((index, leaf) for index, leaves in gone.items() for leaf in leaves)
    return _Mapping(match, tuple(foreign), lost, tuple(taken))


def _span(skeleton: Skeleton, carriers: list[int], widest: int) -> int:
    """Count the bonds between the atoms that carry a substituent, up to one more than the widest bridge."""
    seen = frontier = frozenset(carriers[:1])
    for span in range(widest + 1):
        if carriers[-1] in seen:
            return span
        frontier = frozenset(other for atom in frontier for other in skeleton.neighbours[atom]) - seen
        seen |= frontier
    return widest + 1


def _place(replacement: Replacement) -> tuple[object, ...]:
    return (
        replacement.parent_positions,
        tuple(GROUP_ORDER.index(group) for group in replacement.replaced),
        replacement.reading.smiles,
    )


def _preferred(readings: Sequence[Decomposition], candidate: _Candidate) -> Decomposition:
    """Choose among equally near readings: within the rule first, then by permission, then by places.

    The law asks whether the structure is formed by permitted replacements, so a reading that is comes before
    one that is not. The atoms' ranks decide the rest, so that their order in the drawing does not.
    """
    if len(readings) == 1:
        return readings[0]
    best = min(map(_preference, readings))
    tied = [reading for reading in readings if _preference(reading) == best]
    if len(tied) == 1:
        return tied[0]
    ranks = candidate.ranks
    return min(tied, key=lambda tie: (tuple(ranks[atom] for atom in tie.matched_atoms), tie.matched_atoms))


def _preference(decomposition: Decomposition) -> tuple[object, ...]:
    return (
        decomposition.grade == "open",
        sorted(_PERMISSION_ORDER.index(replacement.permitted) for replacement in decomposition.replacements),
        [_place(replacement) for replacement in decomposition.replacements],
    )


def _nearness(decomposition: Decomposition) -> tuple[object, ...]:
    """Order parents, nearest first."""
    return (
        len(decomposition.replacements),
        decomposition.rest_atoms,
        -decomposition.skeleton_share,
        decomposition.parent_id,
    )


def _renumbered(decomposition: Decomposition, heavy: list[int]) -> Decomposition:
    """Name the atoms of a structure without hydrogens by their places in the one with hydrogens."""
    return replace(
        decomposition,
        matched_atoms=tuple(heavy[atom] for atom in decomposition.matched_atoms),
        replacements=tuple(
            replace(
                replacement,
                positions=tuple(heavy[atom] for atom in replacement.positions),
                atoms=tuple(heavy[atom] for atom in replacement.atoms),
            )
            for replacement in decomposition.replacements
        ),
    )
