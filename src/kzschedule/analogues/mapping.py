"""Reading a mapping of a skeleton onto a candidate: what hangs where, and what was replaced by what.

Where a parent has a hydroxyl group and the candidate has OR there, two readings are open: OR took the place of the
group, or R that of its hydrogen. A bridge that ends in oxygen at such places has as many readings for each of them.
For each rest the reading with the fewest doubts counts, then the one with the fewest atoms in the substituent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from kzschedule.analogues.candidate import Attachment, Candidate, Rest
from kzschedule.analogues.decomposition import Reading
from kzschedule.analogues.readings import Choice, Flag, Readings
from kzschedule.analogues.rule import GROUP_ORDER, Group
from kzschedule.analogues.skeleton import Leaf, Skeleton

#: What stood at a valence of the parent that is now used by a rest: its group and its element.
Place = tuple[Group, str]
HYDROGEN_PLACE: Place = ("hydrogen", "H")


class Taken(NamedTuple):
    """A rest that is new, read: the leaf at each attachment where a hydroxyl group was, and the reading chosen."""

    rest: Rest
    leaves: tuple[Leaf | None, ...]
    places: tuple[Place, ...]
    choice: Choice


class Mapping(NamedTuple):
    """An admissible mapping, read.

    `carriers` are the atoms that carry a rest, each with its atom of the skeleton. `lost` are the groups that are gone
    with nothing in their place, each with its atom of the skeleton and its reading. `kept_doubtful` counts the groups
    still there that are hydroxyl groups in a wider reading only, `doubtful` says whether such a group was replaced.
    """

    match: tuple[int, ...]
    carriers: frozenset[tuple[int, int]]
    taken: tuple[Taken, ...]
    lost: tuple[tuple[int, Leaf, Reading], ...]
    kept_doubtful: int
    rank: tuple[int, int, int, int]
    doubtful: bool

    @property
    def changes(self) -> int:
        """Number of replacements."""
        return len(self.taken) + len(self.lost)


def image_of(match: Iterable[int]) -> int:
    """Write the atoms of a match as bits."""
    image = 0
    for atom in match:
        image |= 1 << atom
    return image


def admissible_rests(skeleton: Skeleton, candidate: Candidate, match: tuple[int, ...]) -> tuple[Rest, ...] | None:
    """Check what the query does not: an induced subgraph, rests that are substituents, capacities."""
    image = image_of(match)
    rests = candidate.rests(image) if candidate.is_induced(image, match, skeleton.bonds) else None
    return rests if rests is not None and has_room(skeleton, match, rests) else None


def has_room(skeleton: Skeleton, match: tuple[int, ...], rests: Iterable[Rest]) -> bool:
    """Tell whether the parent has as many replaceable groups at each atom as rests use valences there."""
    used: dict[int, int] = {}
    for rest in rests:
        for carrier, _, valences in rest.attachments:
            used[carrier] = used.get(carrier, 0) + valences
    return all(used[atom] <= room for atom, room in zip(match, skeleton.capacity, strict=True) if atom in used)


def read_mapping(
    skeleton: Skeleton, candidate: Candidate, match: tuple[int, ...], rests: Sequence[Rest], readings: Readings
) -> Mapping:
    """Say which halogens and hydroxyl groups are still there, which were replaced, and which are gone."""
    index_of = {atom: index for index, atom in enumerate(match)}
    carriers = frozenset((end[0], index_of[end[0]]) for rest in rests for end in rest.attachments)
    gone = {match[index]: list(leaves) for index, leaves in enumerate(skeleton.leaves) if leaves}
    if not gone:
        taken = [_taken(skeleton, candidate, rest, {}, index_of, readings) for rest in rests]
        return _mapping(skeleton, match, carriers, taken, (), 0)
    foreign, kept_doubtful = _foreign(candidate, rests, gone)
    best: Mapping | None = None
    for order in _orders(candidate, foreign, gone):
        left = {carrier: list(leaves) for carrier, leaves in gone.items()}
        given = _given(order, left)
        taken = [_taken(skeleton, candidate, rest, given, index_of, readings) for rest in foreign]
        lost = tuple(
            (index_of[carrier], leaf, readings.lost(leaf, skeleton, index_of[carrier]))
            for carrier, leaves in left.items()
            for leaf in leaves
        )
        mapping = _mapping(skeleton, match, carriers, taken, lost, kept_doubtful)
        if best is None or mapping.rank < best.rank:
            best = mapping
    assert best is not None
    return best


def _foreign(candidate: Candidate, rests: Sequence[Rest], gone: dict[int, list[Leaf]]) -> tuple[list[Rest], int]:
    """Take the leaves that are still there out of `gone`; return the other rests, and how many such are doubtful."""
    foreign = []
    doubtful = 0
    for rest in rests:
        leaves = gone.get(rest.attachments[0][0], [])
        symbol = candidate.leaf_symbol(rest.atoms[0]) if len(rest.atoms) == 1 and leaves else None
        kept = next((leaf for leaf in leaves if leaf.symbol == symbol), None)
        if kept is None:
            foreign.append(rest)
        else:
            leaves.remove(kept)
            doubtful += kept.reason is not None
    for leaves in gone.values():
        leaves.sort(key=lambda leaf: GROUP_ORDER.index(leaf.group))
    return foreign, doubtful


def _orders(
    candidate: Candidate, foreign: Sequence[Rest], gone: dict[int, list[Leaf]]
) -> Iterator[list[tuple[Rest, Attachment]]]:
    """Iterate over the orders in which attachments can take leaves: those that begin with oxygen first.

    Which of them do matters only where there are more of them than hydroxyl groups, which is rare.
    """
    attachments = [(rest, attachment) for rest in foreign for attachment in rest.attachments]
    at = Counter(attachment[0] for _, attachment in attachments if gone.get(attachment[0]))
    if max(at.values(), default=0) < 2:
        yield attachments
        return
    attachments.sort(key=lambda one: (not candidate.begins_with_oxygen(one[1]), candidate.leaf_order(one[1])))
    choices = []
    for carrier, leaves in gone.items():
        hydroxyls = sum(leaf.group == "hydroxyl" for leaf in leaves)
        with_oxygen = [one for one in attachments if one[1][0] == carrier and candidate.begins_with_oxygen(one[1])]
        if 0 < hydroxyls < len(with_oxygen):
            choices.append(list(combinations(with_oxygen, hydroxyls)))
    if not choices:
        yield attachments
        return
    for chosen in product(*choices):
        first = [one for group in chosen for one in group]
        yield first + [one for one in attachments if one not in first]


def _given(order: Sequence[tuple[Rest, Attachment]], left: dict[int, list[Leaf]]) -> dict[Attachment, list[Leaf]]:
    """Give attachments the leaves that they replace, as many as they use valences; those not given stay in `left`."""
    given = {}
    for _, attachment in order:
        carrier, _, valences = attachment
        leaves = left.get(carrier, [])
        given[attachment] = [leaves.pop(0) for _ in range(min(valences, len(leaves)))]
    return given


def _taken(
    skeleton: Skeleton,
    candidate: Candidate,
    rest: Rest,
    given: dict[Attachment, list[Leaf]],
    index_of: dict[int, int],
    readings: Readings,
) -> Taken:
    places: list[Place] = []
    hydroxyls: list[Leaf | None] = []
    flags: list[Flag] = []
    for attachment in rest.attachments:
        leaves = given.get(attachment, [])
        places += [(leaf.group, leaf.symbol) for leaf in leaves]
        places += [HYDROGEN_PLACE] * (attachment[2] - len(leaves))
        hydroxyl = next((leaf for leaf in leaves if leaf.group == "hydroxyl"), None)
        hydroxyls.append(hydroxyl)
        flags.append(None if hydroxyl is None else (hydroxyl.reason, hydroxyl.hydrogen))
    places.sort(key=lambda place: GROUP_ORDER.index(place[0]))
    choice = readings.choice(candidate, rest, tuple(flags), skeleton, index_of)
    return Taken(rest, tuple(hydroxyls), tuple(places), choice)


def _mapping(
    skeleton: Skeleton,
    match: tuple[int, ...],
    carriers: frozenset[tuple[int, int]],
    taken: list[Taken],
    lost: tuple[tuple[int, Leaf, Reading], ...],
    kept_doubtful: int,
) -> Mapping:
    reasons = Counter[str]()
    for one in taken:
        reasons.update(one.choice.reasons)
    for _, _, reading in lost:
        reasons.update(reading.reasons)
    tier = max((one.choice.tier for one in taken), default=0)
    rank = (
        3 if any(reading.permitted == "outside" for _, _, reading in lost) else tier,
        len(taken) + len(lost),
        sum(len(one.choice.rest.atoms) for one in taken),
        len(reasons),
    )
    return Mapping(match, carriers, tuple(taken), lost, kept_doubtful, rank, not skeleton.doubts.isdisjoint(reasons))
