"""Finding the parents of which a structure is a formal analogue, and the replacements that lead to it.

The definition, for a parent P with skeleton S(P) and a candidate C: S(P) maps injectively onto atoms of C
with equal element, charge, bond order and aromaticity; no bond of C joins two mapped atoms that P does not
join; every connected rest of C hangs on mapped atoms by one single bond, one double bond or two single bonds
(an aromatic bond to the rest counts as a single one) and uses at no mapped atom more valences than P has
hydrogens, halogens and hydroxyl groups there; and C is not P.

Speed comes from screening: bit sets of the skeletons that a molecule's element counts, rings and a few
substructures common to many skeletons still allow. Only what is left is matched, and of the ways to match it only
those are read in which each rest has the formula of a substituent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rdkit import Chem

from kzschedule._cache import Recent, cached_property
from kzschedule.analogues.approved import InForce
from kzschedule.analogues.candidate import Candidate, Drawing, Rest
from kzschedule.analogues.configuration import configuration_difference
from kzschedule.analogues.decomposition import (
    OUTSIDE,
    Decomposition,
    Reading,
    Replacement,
    in_order,
)
from kzschedule.analogues.mapping import Mapping, Taken, has_room, image_of, read_mapping
from kzschedule.analogues.nesting import Nesting
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.prefilter import SkeletonScreen, match_options
from kzschedule.analogues.readings import ClassReadings, Readings, listed_readings
from kzschedule.analogues.rule import GROUP_ORDER, AnalogueRule, Limits
from kzschedule.analogues.skeleton import Leaf, Owner, Skeleton, skeletons_of
from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import counted
from kzschedule.language.vocabulary import Grade
from kzschedule.structures.parent import Parent, parents_of

#: Largest candidate, in heavy atoms: more than twice any skeleton of the list, and a bound on the time.
MAX_CANDIDATE_ATOMS = 150
#: Most mappings of one skeleton that are compared; symmetry alone rarely gives more than a hundred.
MAX_MAPPINGS = 2_000
_EVERY_MAPPING = match_options(MAX_MAPPINGS, uniquify=False)
#: Rests whose SMILES is remembered.
_REMEMBERED = 50_000

#: Atoms of a candidate in the order of a skeleton's, and the rests that hang on them.
_Match = tuple[tuple[int, ...], tuple[Rest, ...]]

#: Queries for a skeleton, each with whether a reading outside the rule counts.
_Steps = tuple[tuple[Chem.Mol, bool], ...]

_NUMBER = "_numberAsRead"


class CandidateTooLargeError(KzScheduleError):
    """A structure that is too large to be compared with the list's skeletons in bounded time."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A decomposition with the parent that it is of, for the order among equally near ones."""

    decomposition: Decomposition
    owner: Owner


class AnalogueSearch:
    """The parents on a day, compiled for one rule.

    Parameters
    ----------
    parents : iterable of AnalogueParent
        The structures of the List in force on the day, in the order in which equally near ones are given.
    rule : AnalogueRule
        The rule. Its cores are parents too.
    substituents : collection of InForce
        The official list on the day (`kzschedule.analogues.approved.substituents_on`), for a rule that brings no
        classes of its own.

    Notes
    -----
    Compiled on first use, and again in a process to which it is sent.

    Examples
    --------
    >>> from datetime import date
    >>> from kzschedule.analogues.approved import substituents_on
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.records.package import read_package
    >>> from kzschedule.law.periods import Calendar
    >>> package = read_package()
    >>> lines = substituents_on(date(2024, 2, 6), package.substituents, Calendar(package.acts, package.revisions))
    >>> parent = AnalogueParent("methcathinone", "CNC(C)C(=O)c1ccccc1")
    >>> search = AnalogueSearch([parent], load_rule(None, package.directory), lines)
    >>> [found] = search.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    >>> found.parent_id, found.grade, [part.number for part in found.replacements]
    ('methcathinone', 'official', ['1.21'])
    """

    def __init__(
        self, parents: Iterable[AnalogueParent], rule: AnalogueRule, substituents: Collection[InForce] = ()
    ) -> None:
        self.parents = tuple(parents)
        self.rule = rule
        self.substituents = tuple(substituents)

    def __reduce__(
        self,
    ) -> tuple[type[AnalogueSearch], tuple[tuple[AnalogueParent, ...], AnalogueRule, tuple[InForce, ...]]]:
        return AnalogueSearch, (self.parents, self.rule, self.substituents)

    @cached_property
    def skeletons(self) -> tuple[Skeleton, ...]:
        """Skeletons of all parents that have one."""
        return skeletons_of(self.parents, self.rule)

    @cached_property
    def _screen(self) -> SkeletonScreen:
        return SkeletonScreen(self.skeletons)

    @cached_property
    def _readings(self) -> Readings:
        return ClassReadings(self.rule) if self.rule.substituents else listed_readings(self.substituents)

    @cached_property
    def _written(self) -> Recent[Drawing, str]:
        """SMILES of rests by how they are drawn."""
        return Recent(_REMEMBERED)

    @cached_property
    def _nesting(self) -> Nesting | None:
        return None if self.rule.substituents else Nesting(self.rule, self.substituents)

    def prepare(self) -> None:
        """Compile what pays for many structures only, which otherwise happens after the first hundred."""
        self._screen.prepare()

    def find(
        self, mol: Chem.Mol, *, include_open: bool = True, formula: str | None = None
    ) -> tuple[Decomposition, ...]:
        """Find all parents of which a structure is a formal analogue.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised structure of one substance: the caller takes salts apart and isotopes off.
        include_open : bool, default True
            Whether to find those too that make no status, which takes most of the time; see
            `Decomposition.makes_status` and `Decomposition.maybe_in_force`.
        formula : str, optional
            The molecular formula, where the caller has it.

        Returns
        -------
        tuple of Decomposition
            One for each parent: those that make a status first, then nearest first (`Decomposition.nearness`). Among
            equally near ones those come first whose configuration fits that of the structure, then those that the
            caller gave first.

        Raises
        ------
        CandidateTooLargeError
            If the structure is too large for bounded time.
        """
        size = mol.GetNumHeavyAtoms()
        if size > MAX_CANDIDATE_ATOMS:
            raise CandidateTooLargeError(
                counted(
                    "structure of {count} heavy atoms; analogues are sought up to {most}, "
                    "check its parts one at a time",
                    count=size,
                    most=MAX_CANDIDATE_ATOMS,
                )
            )
        if size != mol.GetNumAtoms():
            return self._find_without_hydrogens(mol, include_open=include_open)
        return tuple(one.decomposition for one in _ordered(self._found(mol, include_open, formula), mol))

    def _found(self, mol: Chem.Mol, include_open: bool, formula: str | None) -> list[_Found]:
        found: list[_Found] = []
        candidate: Candidate | None = None
        wanted = -1 if include_open else self._large_enough(mol.GetNumAtoms())
        steps = self._steps[include_open]
        for number in self._screen.possible(mol, wanted, formula):
            if steps[number] is None:
                steps[number] = self._steps_of(self.skeletons[number], include_open)
            for query, outside_too in steps[number] or ():
                matches = mol.GetSubstructMatches(query, _EVERY_MAPPING)
                if not matches:
                    continue
                skeleton = self.skeletons[number]
                candidate = candidate or Candidate(mol, None if include_open else self._readings.largest, self._written)
                mapping = self._best_mapping(skeleton, candidate, matches, include_open=outside_too)
                if mapping is not None:
                    found += self._decompositions(skeleton, candidate, mapping, len(matches) < MAX_MAPPINGS)
                    break
        return found

    @cached_property
    def _steps(self) -> tuple[list[_Steps | None], list[_Steps | None]]:
        """The queries by which each skeleton was sought, without and with what makes no status; None before."""
        none: list[_Steps | None] = [None] * len(self.skeletons)
        return none, list(none)

    def _steps_of(self, skeleton: Skeleton, include_open: bool) -> _Steps:
        """Say by which queries a skeleton is sought, and whether a reading outside the rule counts.

        By the official list hydrogen takes no place, so that a reading within it loses no group. A group that is
        replaceable in a wider reading only is taken so for an analogue, not for what is outside in any reading.
        """
        if not self._hydrogen_is_outside:
            return ((skeleton.query, include_open),)
        if not include_open:
            return ((skeleton.full_query, False),)
        if skeleton.doubtful_leaves:
            return (skeleton.full_query, False), (skeleton.narrow_query, True)
        return ((skeleton.query, True),)

    @cached_property
    def _hydrogen_is_outside(self) -> bool:
        """Whether a parent whose halogen or hydroxyl group is lost is outside the rule, as by the official list."""
        return not self.rule.substituents

    @cached_property
    def _large_enough(self) -> Callable[[int], int]:
        """Which skeletons, as bits, are large enough for a status in a candidate of a size."""
        # An atom of a bridge may take the places of two groups.
        least = [
            skeleton.size + (sum(skeleton.needed) + 1) // 2 * self._hydrogen_is_outside for skeleton in self.skeletons
        ]

        def bits(size: int) -> int:
            return sum(
                1 << number
                for number, skeleton in enumerate(self.skeletons)
                if least[number] <= size and not _reasons_of_size(self.rule.limits, skeleton, size)
            )

        return lru_cache(maxsize=None)(bits)

    def _find_without_hydrogens(self, mol: Chem.Mol, *, include_open: bool) -> tuple[Decomposition, ...]:
        """Find analogues of a structure with hydrogens drawn as atoms; positions stay those of it."""
        heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
        plain = Chem.RemoveAllHs(mol)
        if plain.GetNumAtoms() == 0 or plain.GetNumHeavyAtoms() != plain.GetNumAtoms():
            return ()
        return tuple(renumbered(decomposition, heavy) for decomposition in self.find(plain, include_open=include_open))

    def _best_mapping(
        self, skeleton: Skeleton, candidate: Candidate, matches: Sequence[tuple[int, ...]], *, include_open: bool
    ) -> Mapping | None:
        """Choose the reading of a candidate as this parent's analogue; None if there is none.

        A reading within the rule comes before a nearer one outside it: the law asks whether the structure is formed
        by substituents of the list.
        """
        ranked: list[tuple[tuple[int, ...], Mapping]] = []
        for group in self._divided(skeleton, candidate, matches, include_open=include_open):
            for match, rests in group:
                mapping = read_mapping(skeleton, candidate, match, rests, self._readings)
                if not mapping.changes:
                    return None  # nothing is replaced: the candidate is the parent itself
                if mapping.rank[0] < OUTSIDE or not mapping.doubtful:
                    ranked.append((self._rank(skeleton, candidate, mapping), mapping))
            if any(not rank[0] for rank, _ in ranked):
                break
        best = min((rank for rank, _ in ranked), default=None)
        if best is None or (best[0] and not include_open):
            return None
        return _preferred([mapping for rank, mapping in ranked if rank == best], candidate)

    def _divided(
        self, skeleton: Skeleton, candidate: Candidate, matches: Sequence[tuple[int, ...]], *, include_open: bool
    ) -> tuple[list[_Match], list[_Match]]:
        """Take the admissible matches, apart by whether each rest may be a substituent; without the others if asked."""
        hopeful: list[_Match] = []
        others: list[_Match] = []
        known: dict[int, tuple[tuple[Rest, ...] | None, list[_Match]]] = {}

        def accepted(rest: Rest) -> bool:
            return not self._readings.hopeless(candidate, rest, skeleton)

        for whole in matches:
            match = whole[: skeleton.size]
            image = image_of(match)
            if image not in known:
                rests = None
                if candidate.is_induced(image, match, skeleton.bonds):
                    rests = candidate.rests(image) if include_open else candidate.accepted_rests(image, accepted)
                hope = rests is not None and (not include_open or all(map(accepted, rests)))
                known[image] = rests, hopeful if hope else others
            rests, group = known[image]
            if rests is not None and has_room(skeleton, match, rests):
                group.append((match, rests))
        return hopeful, others

    def _rank(self, skeleton: Skeleton, candidate: Candidate, mapping: Mapping) -> tuple[int, ...]:
        """Order mappings: what makes a status first, then the fewest doubts, then the nearest."""
        return (int(not self._within(skeleton, candidate, mapping)), *mapping.rank)

    def _within(self, skeleton: Skeleton, candidate: Candidate, mapping: Mapping) -> bool:
        """Tell whether a mapping makes a status, or would if what may be in force is."""
        return mapping.rank[0] < OUTSIDE and not _limit_reasons(self.rule.limits, skeleton, candidate, mapping)

    def _decompositions(
        self, skeleton: Skeleton, candidate: Candidate, mapping: Mapping, complete: bool
    ) -> list[_Found]:
        """Put a mapping into words for each parent that has the skeleton."""
        kept = sorted((pair for taken in mapping.taken for pair in _kept_oxygens(taken)), key=lambda pair: pair[1].atom)
        own = skeleton.size + mapping.kept_doubtful + sum(leaf.reason is not None for _, leaf in kept)
        share = own / candidate.size
        remote = self._is_remote(skeleton, share)
        parts = [self._replacement(skeleton, candidate, mapping, taken) for taken in mapping.taken]
        if mapping.rank[0] == OUTSIDE and not mapping.lost and not remote:
            parts = self._with_nesting(parts)
        parts += [_lost(skeleton, mapping, index, reading, leaf.symbol) for index, leaf, reading in mapping.lost]
        reasons = [reason for part in parts for reason in part.reading.reasons]
        reasons += _limit_reasons(self.rule.limits, skeleton, candidate, mapping)
        drawn = Decomposition(
            parent_id="",
            grade="open",
            skeleton_share=share,
            replacements=tuple(parts),
            matched_atoms=(*mapping.match, *(atom for atom, _ in kept)),
            parent_atoms=(*skeleton.atoms, *(leaf.atom for _, leaf in kept)),
            rest_atoms=sum(len(part.atoms) for part in parts),
            open_reasons=in_order(reasons),
            complete=complete,
            remote=remote,
        )
        return [_Found(_of_owner(drawn, owner), owner) for owner in skeleton.owners]

    def _is_remote(self, skeleton: Skeleton, share: float) -> bool:
        remote = self.rule.remote
        if remote is None:
            return False
        least = remote.skeleton_atoms_with_ring if skeleton.rings else remote.skeleton_atoms
        small = skeleton.size + skeleton.doubtful_leaves < least.value
        return small or share < remote.skeleton_share.value

    def _replacement(self, skeleton: Skeleton, candidate: Candidate, mapping: Mapping, taken: Taken) -> Replacement:
        choice = taken.choice
        index_of = {atom: skeleton.atoms[index] for index, atom in enumerate(mapping.match)}
        index_of |= {atom: leaf.atom for atom, leaf in _kept_oxygens(taken)}
        carriers = sorted({carrier for carrier, _, _ in choice.rest.attachments}, key=index_of.__getitem__)
        reading = choice.reading or self._readings.written(candidate, choice.rest)
        if reading.reasons != choice.reasons:
            reading = replace(reading, reasons=choice.reasons)
        places = list(taken.places)
        for _ in choice.kept:
            places.remove(("hydroxyl", "O"))
            places.append(("hydrogen", "H"))
        other = None if choice.other is None else self._readings.other(candidate, choice.other)
        if other is not None and choice.other_reasons:
            other = replace(other, reasons=in_order((*other.reasons, *choice.other_reasons)))
        return Replacement(
            positions=tuple(carriers),
            parent_positions=tuple(index_of[carrier] for carrier in carriers),
            replaced=tuple(group for group, _ in places),
            replaced_symbols=tuple(symbol for _, symbol in places),
            reading=reading,
            other_reading=other,
            atoms=choice.rest.atoms,
        )

    def _with_nesting(self, parts: list[Replacement]) -> list[Replacement]:
        """Say so where all that is in the way is that substituents stand on substituents."""
        outside = [part for part in parts if part.reading.permitted == "outside"]
        if self._nesting is None or any("not_in_list" not in part.reading.reasons for part in outside):
            return parts
        if not all(self._nesting.is_nested(part.reading.smiles) for part in outside):
            return parts
        return [_repeated(part) if part.reading.permitted == "outside" else part for part in parts]


def _repeated(part: Replacement) -> Replacement:
    """Say of a group that is not on the list that it is a substituent on a substituent."""
    reasons = in_order(("repeated", *(reason for reason in part.reading.reasons if reason != "not_in_list")))
    return replace(part, reading=replace(part.reading, reasons=reasons))


def _kept_oxygens(taken: Taken) -> list[tuple[int, Leaf]]:
    """Oxygen atoms of hydroxyl groups whose hydrogen a substituent replaces, each with its group."""
    by_attachment = dict(zip(taken.rest.attachments, taken.leaves, strict=True))
    return [(attachment[1], leaf) for attachment in taken.choice.kept if (leaf := by_attachment[attachment])]


def _lost(skeleton: Skeleton, mapping: Mapping, index: int, reading: Reading, symbol: str) -> Replacement:
    return Replacement(
        positions=(mapping.match[index],),
        parent_positions=(skeleton.atoms[index],),
        replaced=("hydroxyl",) if symbol == "O" else ("halogen",),
        replaced_symbols=(symbol,),
        reading=reading,
        other_reading=None,
        atoms=(),
    )


def _of_owner(drawn: Decomposition, owner: Owner) -> Decomposition:
    """Say of one parent what was found of the drawing that it shares with others."""
    parts = [_of_owner_part(part, owner) for part in drawn.replacements]
    reasons = in_order((*drawn.open_reasons, *owner.reasons))
    grade: Grade = "open"
    if not reasons:
        grade = "official" if all(part.permitted == "official" for part in parts) else "assumed"
    return replace(
        drawn,
        parent_id=owner.parent_id,
        grade=grade,
        replacements=tuple(sorted(parts, key=_by_place)),
        parent_atoms=tuple(owner.atoms[atom] for atom in drawn.parent_atoms),
        open_reasons=reasons,
    )


def _of_owner_part(part: Replacement, owner: Owner) -> Replacement:
    pairs = sorted(
        (owner.atoms[atom], place) for atom, place in zip(part.parent_positions, part.positions, strict=True)
    )
    return Replacement(
        positions=tuple(place for _, place in pairs),
        parent_positions=tuple(atom for atom, _ in pairs),
        replaced=part.replaced,
        replaced_symbols=part.replaced_symbols,
        reading=part.reading,
        other_reading=part.other_reading,
        atoms=part.atoms,
    )


def _reasons_of_size(limits: Limits, skeleton: Skeleton, size: int) -> list[str]:
    """Name what keeps every reading of a candidate of a size outside the rule."""
    least = limits.skeleton_atoms_with_ring if skeleton.rings else limits.skeleton_atoms
    reasons = []
    if limits.skeleton_share is not None and skeleton.size / size < limits.skeleton_share.value:
        reasons.append("share")
    if least is not None and skeleton.size < least.value:
        reasons.append("small_skeleton")
    return reasons


def _limit_reasons(limits: Limits, skeleton: Skeleton, candidate: Candidate, mapping: Mapping) -> list[str]:
    """Name the limits of the rule, if it has any, that a reading is beyond."""
    if limits == _NO_LIMITS:
        return []
    reasons = _reasons_of_size(limits, skeleton, candidate.size)
    if limits.molecular_mass is not None and candidate.mass > limits.molecular_mass.value:
        reasons.append("molecular_mass")
    if limits.elements is not None and not candidate.elements <= frozenset(limits.elements.value):
        reasons.append("elements")
    if limits.replacements is not None and mapping.changes > limits.replacements.value:
        reasons.append("replacements")
    if limits.substituent_carbons is not None:
        most = limits.substituent_carbons.value
        carbons = sum(candidate.is_carbon[atom] for taken in mapping.taken for atom in taken.choice.rest.atoms)
        if carbons > (skeleton.parent_carbons if most == "parent" else most):
            reasons.append("substituent_carbons")
    return reasons


_NO_LIMITS = Limits()


def _preferred(mappings: Sequence[Mapping], candidate: Candidate) -> Mapping:
    """Choose among equally near mappings: by places of the parent, then by what stands there.

    The atoms' ranks decide that, so that their order in the drawing does not.
    """
    if len(mappings) > 1:
        keys = [_places(mapping) for mapping in mappings]
        best = min(keys)
        mappings = [mapping for mapping, own in zip(mappings, keys, strict=True) if own == best]
    if len({mapping.carriers for mapping in mappings}) == 1:
        # They differ in atoms that carry nothing, so these are alike; ranks, which cost time, are not needed.
        return min(mappings, key=lambda tie: tie.match)
    ranks = candidate.ranks
    return min(mappings, key=lambda tie: (tuple(ranks[atom] for atom in tie.match), tie.match))


def _places(mapping: Mapping) -> list[tuple[int, ...]]:
    index_of = {atom: index for index, atom in enumerate(mapping.match)}
    places = [tuple(sorted(index_of[end[0]] for end in taken.rest.attachments)) for taken in mapping.taken]
    return sorted(places + [(index,) for index, _, _ in mapping.lost])


def _by_place(replacement: Replacement) -> tuple[object, ...]:
    return (
        replacement.parent_positions,
        tuple(GROUP_ORDER.index(group) for group in replacement.replaced),
        replacement.reading.smiles,
    )


def _ordered(found: list[_Found], mol: Chem.Mol) -> list[_Found]:
    """Order parents; the configuration is compared among equally near ones only."""
    if len(found) < 2:
        return found
    keys = [(one.decomposition.tier == OUTSIDE, one.decomposition.nearness) for one in found]
    tied = {key for key in keys if keys.count(key) > 1 and not key[0]}

    def order(number: int) -> tuple[object, ...]:
        one = found[number]
        differs = configuration_difference(mol, one.owner.smiles, one.decomposition) if keys[number] in tied else (0, 0)
        return (*keys[number], differs, one.owner.order)

    return [found[number] for number in sorted(range(len(found)), key=order)]


def analogues_of(
    mol: Chem.Mol,
    search: AnalogueSearch,
    counterions: Collection[str],
    smiles: str | None = None,
    parents: tuple[Parent, ...] | None = None,
    *,
    include_open: bool = True,
) -> tuple[Decomposition, ...]:
    """Find the analogues in a structure as it was read: salts, mixtures, charges and isotopes included.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised structure; the answer numbers its atoms.
    search : AnalogueSearch
        The parents.
    counterions : collection of str
        Canonical SMILES of fragments that are never the substance meant (``counterions.csv``).
    smiles : str, optional
        The canonical SMILES of the molecule, where the caller has it; it saves time.
    parents : tuple of Parent, optional
        The substances that it consists of, where the caller has them.
    include_open : bool, default True
        As for `AnalogueSearch.find`.

    Returns
    -------
    tuple of Decomposition
        As `AnalogueSearch.find` gives them; of a mixture, for each parent the component that is nearest to it.

    Raises
    ------
    CandidateTooLargeError
        If a component is too large for bounded time.

    Examples
    --------
    >>> from datetime import date
    >>> from kzschedule.analogues.approved import substituents_on
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.records.package import read_package
    >>> from kzschedule.law.periods import Calendar
    >>> package = read_package()
    >>> lines = substituents_on(date(2024, 2, 6), package.substituents, Calendar(package.acts, package.revisions))
    >>> parent = AnalogueParent("methcathinone", "CNC(C)C(=O)c1ccccc1")
    >>> search = AnalogueSearch([parent], load_rule(None, package.directory), lines)
    >>> [found] = analogues_of(Chem.MolFromSmiles("[Cl-].C[NH2+]C(C)C(=O)c1ccc(F)cc1"), search, {"Cl"})
    >>> found.replacements[0].positions
    (10,)
    """
    plain = parents_of(mol, counterions, smiles) if parents is None else parents
    if len(plain) == 1 and plain[0].mol is mol:
        return search.find(mol, include_open=include_open, formula=plain[0].formula)
    if not any(search.find(substance.mol, include_open=include_open, formula=substance.formula) for substance in plain):
        return ()
    # Few structures come here, and are taken apart again with their atoms numbered.
    numbered = Chem.Mol(mol)
    for atom in numbered.GetAtoms():
        atom.SetIntProp(_NUMBER, atom.GetIdx())
    nearest: dict[str, Decomposition] = {}
    asked = {substance.smiles for substance in plain}
    for substance in parents_of(numbered, counterions):
        if parents is not None and len(asked) > 0 and None not in asked and substance.smiles not in asked:
            continue
        atoms = [atom.GetIntProp(_NUMBER) for atom in substance.mol.GetAtoms()]
        for decomposition in search.find(substance.mol, include_open=include_open):
            known = nearest.get(decomposition.parent_id)
            if known is None or _nearness(decomposition) < _nearness(known):
                nearest[decomposition.parent_id] = renumbered(decomposition, atoms)
    # Sorting keeps the order among equally near ones that each component gave.
    return tuple(sorted(nearest.values(), key=_nearness))


def _nearness(decomposition: Decomposition) -> tuple[bool, tuple[int, int, float]]:
    return decomposition.tier == OUTSIDE, decomposition.nearness


def renumbered(decomposition: Decomposition, atoms: Sequence[int]) -> Decomposition:
    """Number the atoms of a candidate as in a larger structure: atom i is `atoms[i]` there."""
    return replace(
        decomposition,
        matched_atoms=tuple(atoms[atom] for atom in decomposition.matched_atoms),
        replacements=tuple(
            replace(
                replacement,
                positions=tuple(atoms[atom] for atom in replacement.positions),
                atoms=tuple(atoms[atom] for atom in replacement.atoms),
            )
            for replacement in decomposition.replacements
        ),
    )
