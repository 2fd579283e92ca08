"""Judging a mapping of a skeleton onto a candidate, and saying what was replaced by what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kzschedule.analogues.candidate import Candidate, Rest
from kzschedule.analogues.rule import GROUP_ORDER, Group
from kzschedule.analogues.skeleton import Leaf, Skeleton

#: What stood at a valence of the parent that is now used by a rest: its group and its element.
Place = tuple[Group, str]
HYDROGEN_PLACE: Place = ("hydrogen", "H")


@dataclass(frozen=True, slots=True)
class Mapping:
    """An admissible mapping: what hangs where, before it is put into words."""

    match: tuple[int, ...]
    rests: tuple[Rest, ...]
    lost: tuple[tuple[int, Leaf], ...]
    taken: tuple[tuple[Place, ...], ...]

    @property
    def nearness(self) -> tuple[int, int]:
        """Number of replacements, and of heavy atoms in substituents."""
        return len(self.rests) + len(self.lost), sum(len(rest.atoms) for rest in self.rests)


def admissible_mapping(skeleton: Skeleton, candidate: Candidate, match: tuple[int, ...]) -> Mapping | None:
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
    candidate: Candidate,
    match: tuple[int, ...],
    rests: tuple[Rest, ...],
    index_of: dict[int, int],
) -> Mapping:
    """Say which halogens and hydroxyl groups are still there, which were replaced, and which are gone."""
    gone = {index: list(leaves) for index, leaves in enumerate(skeleton.leaves) if leaves}
    if not gone:
        hydrogens = tuple((HYDROGEN_PLACE,) * sum(valences for _, _, valences in rest.attachments) for rest in rests)
        return Mapping(match, rests, (), hydrogens)
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
        places: list[Place] = []
        for carrier, _, valences in rest.attachments:
            leaves = gone.get(index_of[carrier], [])
            replaced = [leaves.pop(0) for _ in range(min(valences, len(leaves)))]
            places += [(leaf.group, leaf.symbol) for leaf in replaced]
            places += [HYDROGEN_PLACE] * (valences - len(replaced))
        taken.append(tuple(sorted(places, key=lambda place: GROUP_ORDER.index(place[0]))))
    lost = tuple((index, leaf) for index, leaves in gone.items() for leaf in leaves)
    return Mapping(match, tuple(foreign), lost, tuple(taken))
