"""Names inside a text that is no name itself: a list of names that was asked as one, a sentence, a cell with marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kzschedule.names.index import NameIndex, NameReading

#: What stands between the names of a list. A hyphen, a bracket or a point may be part of a name.
_BETWEEN_NAMES = re.compile(r"[,;|\n/+&]|\s(?:and|or|и|или|және|мен)\s")
_BETWEEN_WORDS = re.compile(r"[\s,;|/<>«»\"“”()+&:]+")
#: Words that are looked at: whoever asks for more has a text, for which `find_mentions` is made.
_MOST_WORDS = 60
#: Shortest word that is taken for a name; single letters are chemical symbols or prepositions.
_SHORTEST = 3


class NamesWithin(NamedTuple):
    """The readings of the names inside a text, each once; `alone` where it holds nothing else."""

    readings: tuple[NameReading, ...]
    alone: bool


def names_within(text: str, index: NameIndex) -> NamesWithin:
    """Find the names inside a text that is none.

    Parameters
    ----------
    text : str
        A text that the index does not have as a name.
    index : NameIndex
        The names.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> index = Schedule.default().names
    >>> found = names_within("мефедрон, heroin", index)
    >>> [reading.hits[0].substance_id for reading in found.readings], found.alone
    (['mephedrone', 'heroin'], True)
    >>> found = names_within("<b>мефедрон</b>", index)
    >>> [reading.hits[0].substance_id for reading in found.readings], found.alone
    (['mephedrone'], False)
    """
    parts = [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]
    if 1 < len(parts) <= _MOST_WORDS:
        readings = [index.read(part, suggest=False) for part in parts]
        if all(reading.hits for reading in readings):
            return NamesWithin(_distinct(readings), alone=True)
    words = [word for word in _BETWEEN_WORDS.split(text)[:_MOST_WORDS] if len(word) >= _SHORTEST]
    if len(words) == 1 and words[0] == text:
        return NamesWithin((), alone=False)
    return NamesWithin(_distinct([reading for word in words if (reading := index.read_exact(word)).hits]), alone=False)


def _distinct(readings: list[NameReading]) -> tuple[NameReading, ...]:
    return tuple({reading.hits: reading for reading in readings}.values())
