"""Readings of rests as substituents, by the official list or by the classes of another rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol

from rdkit import Chem

from kzschedule.analogues.approved import ApprovedList, InForce
from kzschedule.analogues.candidate import HYDROXYL_GROUP, OXYGEN_ATOM, Attachment, Candidate, Rest, atom_weight
from kzschedule.analogues.decomposition import OUTSIDE, Reading, in_order, tier_of
from kzschedule.analogues.rule import AnalogueRule
from kzschedule.analogues.skeleton import Leaf, Skeleton
from kzschedule.analogues.substituents import HYDROGEN, HYDROXYL, recognise

#: At an attachment where a hydroxyl group was: the reason that replacing it whole has, and whether its hydrogen can be.
Flag = tuple[str | None, bool] | None

#: Substituents whose class is remembered, by SMILES.
_REMEMBERED = 50_000


class Choice(NamedTuple):
    """How a rest is read.

    Attributes
    ----------
    rest : Rest
        The substituent: the rest, or what is behind the oxygen atoms of hydroxyl groups that are kept.
    kept : tuple of Attachment
        The attachments by those oxygen atoms.
    tier : int
        That of its reasons, see `kzschedule.analogues.decomposition.tier_of`.
    reasons : tuple of str
        Doubts, or why it is outside.
    reading : Reading or None
        What it is; None if it is not on the list, where it is written when it is needed.
    other : Rest or None
        Where there is one hydroxyl group: the rest in the other reading.
    other_reasons : tuple of str
        Reasons that the other reading has from the group itself.
    """

    rest: Rest
    kept: tuple[Attachment, ...]
    tier: int
    reasons: tuple[str, ...]
    reading: Reading | None
    other: Rest | None = None
    other_reasons: tuple[str, ...] = ()


class Readings(Protocol):
    """What reads rests, whether by the official list or by classes.

    `largest` is the number of heavy atoms above which a rest is outside in any reading; None: there is none.
    """

    largest: int | None

    def choice(
        self, candidate: Candidate, rest: Rest, flags: tuple[Flag, ...], skeleton: Skeleton, index_of: Mapping[int, int]
    ) -> Choice:
        """Choose the reading of a rest: the fewest doubts, then the fewest atoms."""

    def lost(self, leaf: Leaf, skeleton: Skeleton, index: int) -> Reading:
        """Read the loss of a halogen or hydroxyl group with nothing in its place."""

    def written(self, candidate: Candidate, rest: Rest) -> Reading:
        """Read a substituent that was not looked up before: one that is outside."""

    def other(self, candidate: Candidate, rest: Rest) -> Reading | None:
        """Read a substituent as the other reading of one; None where it says nothing."""

    def hopeless(self, candidate: Candidate, rest: Rest, skeleton: Skeleton) -> bool:
        """Tell whether a rest is outside in any reading, as far as that can be seen quickly."""


def variants(
    candidate: Candidate, rest: Rest, flags: Sequence[Flag]
) -> Iterator[tuple[Rest, tuple[Attachment, ...], tuple[str, ...]]]:
    """Iterate over the ways to read a rest at places where hydroxyl groups were.

    Each is the substituent, the attachments whose oxygen stays with the parent, and the reasons that follow from the
    groups replaced whole.
    """
    able = [
        attachment
        for attachment, flag in zip(rest.attachments, flags, strict=True)
        if flag is not None and flag[1] and candidate.begins_with_oxygen(attachment)
    ]
    for count in range(len(able) + 1):
        for kept in combinations(able, count):
            behind = candidate.behind_oxygen(rest, kept) if kept else rest
            if behind is not None:
                replaced = zip(rest.attachments, flags, strict=True)
                yield behind, kept, tuple(flag[0] for one, flag in replaced if flag and flag[0] and one not in kept)


@lru_cache(maxsize=8)
def listed_readings(lines: tuple[InForce, ...]) -> ListedReadings:
    """Return the readings by the official list; all searches by one list share them."""
    return ListedReadings(lines)


class ListedReadings:
    """Readings by the official list."""

    def __init__(self, lines: Collection[InForce]) -> None:
        self.approved = ApprovedList(lines)
        #: Formula and number of attachments of everything on the list: what has another is not on it.
        self.formulas: set[tuple[int, int]] = set()
        self.largest: int | None = 2  # the oxygen of a hydroxyl group at each end
        for smiles in self.approved.entries:
            atoms = [atom for atom in Chem.MolFromSmiles(smiles).GetAtoms() if atom.GetAtomicNum()]
            weight = sum(atom_weight(atom.GetAtomicNum(), atom.GetTotalNumHs()) for atom in atoms)
            self.formulas.add((weight, smiles.count("*")))
            self.largest = max(self.largest, 2 + len(atoms))

    def choice(
        self,
        candidate: Candidate,
        rest: Rest,
        flags: tuple[Flag, ...],
        skeleton: Skeleton,  # noqa: ARG002  # of the protocol, as the next
        index_of: Mapping[int, int],  # noqa: ARG002  # the interface of both kinds of readings
    ) -> Choice:
        """Choose the reading of a rest: the fewest doubts, then the fewest atoms."""
        known = candidate.choices.get((rest, flags))
        if known is None:
            known = candidate.choices[rest, flags] = self._choice(candidate, rest, flags)
        return known

    def _choice(self, candidate: Candidate, rest: Rest, flags: tuple[Flag, ...]) -> Choice:
        if flags.count(None) == len(flags):
            return self._as_read(candidate, rest, (), ())
        found = [self._as_read(candidate, *variant) for variant in variants(candidate, rest, flags)]
        best = min(found, key=lambda one: _by_doubts(candidate, one))
        return _with_other(best, found)

    def _as_read(
        self, candidate: Candidate, rest: Rest, kept: tuple[Attachment, ...], doubts: tuple[str, ...]
    ) -> Choice:
        if (rest.weight, len(rest.attachments)) not in self.formulas:
            outside = "hydroxyl" if rest.weight == HYDROXYL_GROUP else "not_in_list"
            return Choice(rest, kept, OUTSIDE, in_order((*doubts, outside)), None)
        reading = self.written(candidate, rest)
        reasons = in_order((*doubts, *reading.reasons)) if doubts else reading.reasons
        return Choice(rest, kept, tier_of(reasons), reasons, reading)

    def written(self, candidate: Candidate, rest: Rest) -> Reading:
        """Read a substituent that was not looked up before."""
        one_atom = len(rest.attachments) == 2 and rest.attachments[0][0] == rest.attachments[1][0]
        return self.approved.reading(candidate.smiles_of(rest), one_atom=one_atom)

    def other(self, candidate: Candidate, rest: Rest) -> Reading | None:
        """Read a substituent as the other reading of one; None if it has no formula of the list."""
        return self.written(candidate, rest) if (rest.weight, len(rest.attachments)) in self.formulas else None

    def lost(self, leaf: Leaf, skeleton: Skeleton, index: int) -> Reading:  # noqa: ARG002  # of the protocol
        """Read the loss of a halogen or hydroxyl group: hydrogen is not on the list."""
        reading = self.approved.reading(HYDROGEN)
        reasons = in_order((leaf.reason, *reading.reasons)) if leaf.reason else reading.reasons
        return Reading(reading.smiles, None, "outside", reasons)

    def hopeless(self, candidate: Candidate, rest: Rest, skeleton: Skeleton) -> bool:
        """Tell whether neither the formula of a rest, nor that without oxygen at its ends, is on the list."""
        weight, ends = rest.weight, len(rest.attachments)
        if (weight, ends) in self.formulas:
            return False
        if not skeleton.hydroxyls:
            return True
        if weight == HYDROXYL_GROUP:
            return False  # it may be one that the parent has
        with_oxygen = sum(candidate.begins_with_oxygen(attachment) for attachment in rest.attachments)
        return not any((weight - kept * OXYGEN_ATOM, ends) in self.formulas for kept in range(1, with_oxygen + 1))


class ClassReadings:
    """Readings by the classes of a rule that brings its own."""

    def __init__(self, rule: AnalogueRule) -> None:
        self.classes = rule.substituents
        self.bridge_span = None if rule.limits.bridge_span is None else rule.limits.bridge_span.value
        self.recognised = lru_cache(maxsize=_REMEMBERED)(self._recognised)
        self.largest: int | None = None

    def choice(
        self, candidate: Candidate, rest: Rest, flags: tuple[Flag, ...], skeleton: Skeleton, index_of: Mapping[int, int]
    ) -> Choice:
        """Choose the reading of a rest: the fewest doubts, then the fewest atoms."""
        carriers = [index_of[carrier] for carrier, _, _ in rest.attachments]
        found = []
        for behind, kept, doubts in variants(candidate, rest, flags):
            span = _span(skeleton, carriers, self.bridge_span or 0) + len(kept) if len(carriers) > 1 else 0
            reading = self._at(candidate.smiles_of(behind), span, skeleton, carriers)
            reasons = in_order((*doubts, *reading.reasons))
            found.append(Choice(behind, kept, tier_of(reasons), reasons, reading))
        best = min(found, key=lambda one: _by_doubts(candidate, one))
        return _with_other(best, found)

    def written(self, candidate: Candidate, rest: Rest) -> Reading:
        """Read a substituent that was not looked up before."""
        return self.recognised(candidate.smiles_of(rest), 0)

    def other(self, candidate: Candidate, rest: Rest) -> Reading | None:
        """Read a substituent as the other reading of one."""
        return self.written(candidate, rest)

    def lost(self, leaf: Leaf, skeleton: Skeleton, index: int) -> Reading:
        """Read the loss of a halogen or hydroxyl group; a rule may permit hydrogen."""
        reading = self._at(HYDROGEN, 0, skeleton, [index])
        doubts = (leaf.reason,) if leaf.reason else ()
        return Reading(reading.smiles, reading.substituent, reading.permitted, in_order((*doubts, *reading.reasons)))

    def hopeless(self, candidate: Candidate, rest: Rest, skeleton: Skeleton) -> bool:  # noqa: ARG002  # of the protocol
        """Tell nothing: a class can be wide."""
        return False

    def _at(self, smiles: str, span: int, skeleton: Skeleton, carriers: Iterable[int]) -> Reading:
        """Read a substituent; a class that a core does not admit at that place is outside."""
        reading = self.recognised(smiles, span)
        name = reading.substituent_id
        admitted = (skeleton.places[index] for index in carriers)
        if name is not None and any(place is not None and name not in place for place in admitted):
            return Reading(smiles, reading.substituent, "outside", ("not_in_list",))
        return reading

    def _recognised(self, smiles: str, span: int) -> Reading:
        substituent = recognise(smiles, span, self.classes, self.bridge_span)
        if substituent is not None and substituent.permitted:
            return Reading(smiles, substituent, substituent.basis)
        outside = {HYDROGEN: "hydrogen", HYDROXYL: "hydroxyl"}.get(smiles, "not_in_list")
        return Reading(smiles, substituent, "outside", (outside,))


def _by_doubts(candidate: Candidate, choice: Choice) -> tuple[object, ...]:
    """Order choices; what a tie rests on is their SMILES, never the order of the atoms."""
    return (
        choice.tier,
        len(choice.rest.atoms),
        len(choice.reasons),
        candidate.smiles_of(choice.rest) if choice.reading is not None else "",
    )


def _with_other(best: Choice, found: Sequence[Choice]) -> Choice:
    """Add the other reading, where a single hydroxyl group gives two."""
    if len(found) != 2 or len(best.rest.attachments) != 1:
        return best
    [other] = [one for one in found if one is not best]
    reasons = tuple(reason for reason in other.reasons if other.reading is None or reason not in other.reading.reasons)
    return Choice(best.rest, best.kept, best.tier, best.reasons, best.reading, other.rest, reasons)


def _span(skeleton: Skeleton, carriers: Sequence[int], widest: int) -> int:
    """Count the bonds between the atoms that carry a substituent, up to one more than the widest bridge."""
    seen = frontier = frozenset(carriers[:1])
    for span in range(widest + 1):
        if carriers[-1] in seen:
            return span
        frontier = frozenset(other for atom in frontier for other in skeleton.neighbours[atom]) - seen
        seen |= frontier
    return widest + 1
