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

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from rdkit import Chem

from kzschedule.analogues.candidate import Candidate
from kzschedule.analogues.decomposition import PERMISSION_ORDER, Decomposition, Grade, Reading, Replacement
from kzschedule.analogues.mapping import Mapping, admissible_mapping
from kzschedule.analogues.rule import GROUP_ORDER, AnalogueRule
from kzschedule.analogues.screen import SkeletonScreen
from kzschedule.analogues.skeleton import Skeleton, skeleton_of
from kzschedule.analogues.substituents import HYDROGEN, recognise, without_oxygen
from kzschedule.errors import KzScheduleError
from kzschedule.statement import counted
from kzschedule.structures.parent import Parent, parents_of

#: Largest candidate, in heavy atoms: more than twice any skeleton of the list, and a bound on the time.
MAX_CANDIDATE_ATOMS = 150
#: Most mappings of one skeleton that are compared; symmetry alone rarely gives more than a hundred.
MAX_MAPPINGS = 2_000
#: Substituents whose class is remembered, by SMILES.
_REMEMBERED = 50_000

_NUMBER = "_numberAsRead"


class CandidateTooLargeError(KzScheduleError):
    """A structure that is too large to be compared with the list's skeletons in bounded time."""


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

    def find(
        self, mol: Chem.Mol, *, include_open: bool = True, formula: str | None = None
    ) -> tuple[Decomposition, ...]:
        """Find all parents of which a structure is a formal analogue.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised structure of one substance: the caller takes salts apart and isotopes off.
        include_open : bool, default True
            Whether to find those of grade ``open`` too, which takes most of the time.
        formula : str, optional
            The molecular formula, where the caller has it.

        Returns
        -------
        tuple of Decomposition
            One for each parent, of all grades asked for, nearest first: fewest replacements, fewest heavy atoms in
            substituents, highest skeleton share, parent_id.

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
        found = []
        candidate: Candidate | None = None
        for number in self._screen.possible(mol, -1 if include_open else self._large_enough(size), formula):
            skeleton = self.skeletons[number]
            matches = mol.GetSubstructMatches(skeleton.query, uniquify=False, maxMatches=MAX_MAPPINGS)
            if matches:
                candidate = candidate or Candidate(mol)
                decomposition = self._decompose(skeleton, candidate, matches)
                if decomposition is not None and (include_open or decomposition.grade != "open"):
                    found.append(decomposition)
        return tuple(sorted(found, key=_nearness))

    @cached_property
    def _large_enough(self) -> Callable[[int], int]:
        """Which skeletons, as bits, are large enough for a grade other than ``open`` in a candidate of a size."""

        def bits(size: int) -> int:
            return sum(
                1 << number
                for number, skeleton in enumerate(self.skeletons)
                if not self._reasons_of_size(skeleton, size)
            )

        return lru_cache(maxsize=None)(bits)

    def _find_without_hydrogens(self, mol: Chem.Mol, *, include_open: bool) -> tuple[Decomposition, ...]:
        """Find analogues of a structure with hydrogens drawn as atoms; positions stay those of it."""
        heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
        plain = Chem.RemoveAllHs(mol)
        if plain.GetNumAtoms() == 0 or plain.GetNumHeavyAtoms() != plain.GetNumAtoms():
            return ()
        return tuple(renumbered(decomposition, heavy) for decomposition in self.find(plain, include_open=include_open))

    def _decompose(
        self, skeleton: Skeleton, candidate: Candidate, matches: Sequence[tuple[int, ...]]
    ) -> Decomposition | None:
        """Choose the reading of a candidate as this parent's analogue; None if there is none."""
        admissible: dict[tuple[int, int], list[Mapping]] = {}
        for match in matches:
            mapping = admissible_mapping(skeleton, candidate, match)
            if mapping is not None:
                if not mapping.rests and not mapping.lost:
                    return None  # nothing is replaced: the candidate is the parent itself
                admissible.setdefault(mapping.nearness, []).append(mapping)
        complete = len(matches) < MAX_MAPPINGS
        always_open = bool(self._structural_reasons(skeleton, candidate))
        nearest: Decomposition | None = None
        for nearness in sorted(admissible):
            readings = [self._reading(skeleton, candidate, mapping, complete) for mapping in admissible[nearness]]
            best = _preferred(readings, candidate)
            if best.grade != "open":
                return best
            nearest = nearest or best
            if always_open:
                break
        return nearest

    def _reading(self, skeleton: Skeleton, candidate: Candidate, mapping: Mapping, complete: bool) -> Decomposition:
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
        replacements.sort(key=_by_place)
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
        self, skeleton: Skeleton, candidate: Candidate, replacements: list[Replacement]
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

    def _reasons_of_size(self, skeleton: Skeleton, size: int) -> list[str]:
        """Name what keeps every reading of a candidate of a size outside the rule."""
        limits = self.rule.limits
        least = limits.skeleton_atoms_with_ring if skeleton.rings else limits.skeleton_atoms
        reasons = []
        if skeleton.size / size < limits.skeleton_share.value:
            reasons.append("share")
        if skeleton.size < min(least.value, limits.skeleton_atoms.value):
            reasons.append("small_skeleton")
        return reasons

    def _structural_reasons(self, skeleton: Skeleton, candidate: Candidate) -> list[str]:
        """Name what keeps every reading of a candidate outside the rule, whatever the substituents are."""
        limits = self.rule.limits
        reasons = self._reasons_of_size(skeleton, candidate.size)
        if limits.molecular_mass is not None and candidate.mass > limits.molecular_mass.value:
            reasons.append("molecular_mass")
        if limits.elements is not None and not candidate.elements <= frozenset(limits.elements.value):
            reasons.append("elements")
        return reasons


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
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.datapackage import default_directory
    >>> rule = load_rule(None, default_directory())
    >>> search = AnalogueSearch([("methcathinone", "CNC(C)C(=O)c1ccccc1")], rule)
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
    for substance in parents_of(numbered, counterions):
        atoms = [atom.GetIntProp(_NUMBER) for atom in substance.mol.GetAtoms()]
        for decomposition in search.find(substance.mol, include_open=include_open):
            known = nearest.get(decomposition.parent_id)
            if known is None or _nearness(decomposition) < _nearness(known):
                nearest[decomposition.parent_id] = renumbered(decomposition, atoms)
    return tuple(sorted(nearest.values(), key=_nearness))


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


def _span(skeleton: Skeleton, carriers: list[int], widest: int) -> int:
    """Count the bonds between the atoms that carry a substituent, up to one more than the widest bridge."""
    seen = frontier = frozenset(carriers[:1])
    for span in range(widest + 1):
        if carriers[-1] in seen:
            return span
        frontier = frozenset(other for atom in frontier for other in skeleton.neighbours[atom]) - seen
        seen |= frontier
    return widest + 1


def _by_place(replacement: Replacement) -> tuple[object, ...]:
    return (
        replacement.parent_positions,
        tuple(GROUP_ORDER.index(group) for group in replacement.replaced),
        replacement.reading.smiles,
    )


def _preferred(readings: Sequence[Decomposition], candidate: Candidate) -> Decomposition:
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
        sorted(PERMISSION_ORDER.index(replacement.permitted) for replacement in decomposition.replacements),
        [_by_place(replacement) for replacement in decomposition.replacements],
    )


def _nearness(decomposition: Decomposition) -> tuple[object, ...]:
    """Order parents, nearest first."""
    return (
        len(decomposition.replacements),
        decomposition.rest_atoms,
        -decomposition.skeleton_share,
        decomposition.parent_id,
    )
