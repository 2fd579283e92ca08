"""The reader of composed names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kzschedule.language.statement import Statement
from kzschedule.names.composed.grammar import Parts, parts_of
from kzschedule.names.composed.spelling import Spelled, spell
from kzschedule.names.composed.tables import Effect, tables
from kzschedule.names.fold import one_typography

#: Most ways to take a text apart that are built; names of the data have a dozen.
_MOST_READINGS = 100


@dataclass(frozen=True, slots=True)
class Composed:
    """A structure that a name was read as.

    Attributes
    ----------
    smiles : str
        The structure, canonical; flat unless the stem itself has a configuration or the name prints one.
    parts : Statement
        What was read: the stem, and the groups with their places.
    name : str
        The name in one typography.
    """

    smiles: str
    parts: Statement
    name: str


def read_composed(text: str) -> tuple[Composed, ...]:
    """Read a name that is composed by the rules of the field.

    Parameters
    ----------
    text : str
        A name in English or Russian, without words for salts.

    Returns
    -------
    tuple of Composed
        One structure; several where the parts have several meanings; none where the name is not read, because anything
        in it is left over, or a locant does not exist or is taken.

    Examples
    --------
    >>> [(one.smiles, str(one.parts)) for one in read_composed("4-фтор-3-метил-α-PVP")]
    [('CCCC(C(=O)c1ccc(F)c(C)c1)N1CCCC1', 'α-pyrrolidinophenone, 4-fluoro, 3-methyl, propyl')]
    >>> read_composed("aspirin"), len(read_composed("4-MMA"))
    ((), 2)
    """
    found: dict[str, Composed] = {}
    rank = None
    readings = list(islice(_readings(text), _MOST_READINGS + 1))
    if len(readings) > _MOST_READINGS:
        return ()
    for spelled, parts in sorted(readings, key=_rank):
        if rank is not None and _rank((spelled, parts)) > rank:
            break
        for smiles in _structures(parts, spelled):
            rank = _rank((spelled, parts))
            found.setdefault(smiles, Composed(smiles, _said(parts), one_typography(text)))
    return tuple(found.values())


def _readings(text: str) -> Iterator[tuple[Spelled, Parts]]:
    for spelled in spell(text):
        for parts in parts_of(spelled.text, spelled.hyphens):
            yield spelled, parts


def _rank(reading: tuple[Spelled, Parts]) -> tuple[int, int]:
    """Rank a reading: the longest stem first, then the fewest parts; the next rank counts where none before can be."""
    _, parts = reading
    return -parts.word, len(parts.effects)


def _structures(parts: Parts, spelled: Spelled) -> tuple[str, ...]:
    from kzschedule.names.composed import building  # RDKit, which few names need

    try:
        found = building.structures(tables().frames[parts.frame], parts.effects, parts.has)
        if spelled.configuration:
            return tuple(building.with_configuration(smiles, spelled.configuration) for smiles in found)
    except building.NoStructureError:
        return ()
    return found


def _said(parts: Parts) -> Statement:
    if not parts.effects:
        return Statement("{stem}", stem=parts.name)
    return Statement("{stem}, {parts:, }", stem=parts.name, parts=tuple(map(_said_part, parts.effects)))


def _said_part(effect: Effect) -> str:
    known = tables().groups.get(effect.group)
    group = known.english if known is not None else effect.group
    if effect.inner:
        group = f"({'-'.join(map(_said_part, effect.inner))}{group})"
    if effect.kind == "drop":
        return Statement("without {group}", group=group)
    if effect.kind == "fill" or not effect.where:
        return group
    return f"{','.join(map(_shown, effect.where))}-{group}"


#: Locants as they are shown.
_SHOWN = {"n": "N", "o": "O", "alpha": "α", "beta": "β"}


def _shown(locant: str) -> str:
    return _SHOWN.get(locant, locant)
