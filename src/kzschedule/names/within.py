"""Names inside a text that is no name itself: a list of names that was asked as one, a sentence, a cell with marks."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from kzschedule._regex import regex
from kzschedule.names.systematic import looks_systematic

if TYPE_CHECKING:
    from kzschedule.names.index import NameIndex, NameReading

#: What stands between the parts of a mixture or list. A hyphen, a bracket or a point may be part of a name, and so may
#: a comma in English, behind which catalogues put what stands before it: toluene, p-nitro-.
_BETWEEN_PARTS = regex(r"[;|\n/+&]|\s(?:and|or|with|и|или|с|және|мен)\s")
_BETWEEN_NAMES = regex(rf",|{_BETWEEN_PARTS.pattern}")
#: Words that are looked at: whoever asks for more has a text, for which `find_mentions` is made.
MOST_WORDS = 60
#: Shortest name that is sought behind the name of a group: shorter ones end many words.
_SHORTEST_BEHIND_GROUP = 6
#: Where a group is, in front of its name.
_LOCANTS = regex(r"^(?:\d+'*|[noоα-ω]|alpha|beta|альфа|бета)(?:,(?:\d+'*|[noо]))*-")
#: Shortest name that is sought beside a hyphen.
_SHORTEST_BESIDE_HYPHEN = 3


def behind_group(word: str, index: NameIndex) -> tuple[str, NameReading] | None:
    """Read the name behind that of a group in one word, which is the name of a derivative: acetyl, desomorphine.

    A locant may stand in front.

    Returns
    -------
    tuple of (str, NameReading) or None
        The group, and the reading of the rest; None where the word is not made so.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> group, reading = behind_group("acetyldesomorphine", Schedule.default().names)
    >>> group, reading.hits[0].substance_id
    ('acetyl', 'desomorphine')
    """
    from kzschedule.names.composed.tables import tables

    text = _LOCANTS.sub("", word.strip().casefold())
    if not text.replace("-", "").isalpha():
        return None
    words = tables().words
    for end, _ in chain.from_iterable(words[kind].at(text, 0) for kind in ("substituent", "removal", "fentanyl-acyl")):
        rest = text[end:].removeprefix("-")
        if len(rest) >= _SHORTEST_BEHIND_GROUP and (reading := index.read_exact(rest)).hits:
            return text[:end], reading
    return None


def beside_hyphen(text: str, index: NameIndex) -> tuple[str, NameReading] | None:
    """Read the name at one end of a text that goes on behind a hyphen, which is the name of a derivative: THC-COOH.

    Returns
    -------
    tuple of (str, NameReading) or None
        What else stands in the text, and the reading of the name; None where no end is one.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> rest, reading = beside_hyphen("11-hydroxy-THC", Schedule.default().names)
    >>> rest, reading.hits[0].substance_id
    ('11-hydroxy', 'dronabinol')
    """
    pieces = text.strip().split("-")[:MOST_WORDS]
    for count in range(len(pieces) - 1, 0, -1):
        for name, rest in ((pieces[:count], pieces[count:]), (pieces[-count:], pieces[:-count])):
            whole = "-".join(name)
            if len(whole) >= _SHORTEST_BESIDE_HYPHEN and not looks_systematic(whole):
                reading = index.read_exact(whole)
                if len(reading.hits) == 1 and not reading.outside:
                    return "-".join(rest), reading
    return None


def parts_within(text: str, index: NameIndex) -> tuple[NameReading, ...]:
    """Return the readings of the names in a list or mixture, each once; none where a text is not one.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> index = Schedule.default().names
    >>> [reading.hits[0].substance_id for reading in parts_within("чай; героин", index)]
    ['heroin']
    >>> parts_within("порошок героина", index), parts_within("toluene, p-nitro-", index)
    ((), ())
    """
    if _BETWEEN_NAMES.search(text) is None:
        return ()
    names = _split(_BETWEEN_NAMES, text)
    read = {name: index.read(name, suggest=False) for name in names} if len(names) > 1 else {}
    if read and all(reading.hits for reading in read.values()):
        return _distinct(list(read.values()))
    parts = _split(_BETWEEN_PARTS, text) if text.isascii() else names
    if len(parts) < 2:
        return ()
    readings = [read[part] if part in read else index.read(part, suggest=False) for part in parts]
    return _distinct([reading for reading in readings if reading.hits])


def _split(between: re.Pattern[str], text: str) -> list[str]:
    return [part.strip() for part in between.split(text) if part.strip()][:MOST_WORDS]


def _distinct(readings: list[NameReading]) -> tuple[NameReading, ...]:
    return tuple({reading.hits: reading for reading in readings}.values())
