"""Which row of the data a printed row is: by its number, by its name, by its place; what is left is a new one.

An identifier is a name. It is never given to another row and never renumbered; a line that a later text adds gets the
next free number of its cell, wherever it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kzschedule.official.letters import key_of, likeness

#: From this likeness on two names at one place are taken for two wordings of one row.
LIKE = 0.5
_LAST_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the data that stands: its identifier, what is printed, and its number where it has one."""

    row_id: str
    printed: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A row of the text: what is printed, its number where it has one, and an identifier that a human gave it."""

    printed: str
    number: str | None = None
    row_id: str | None = None


def align(known: Sequence[Known], rows: Sequence[Printed]) -> list[str | None]:
    """Return for each printed row the identifier that it has in the data, None for a new one.

    Parameters
    ----------
    known : sequence of Known
        The rows that stand in the data, in their order.
    rows : sequence of Printed
        The rows of the text, in their order.

    Examples
    --------
    >>> old = [Known("IV-1.1", "Эфедрин"), Known("IV-1.2", "Сафрол"), Known("IV-1.3", "Эрготамин")]
    >>> align(old, [Printed("ЭФЕДРИН"), Printed("Сафролы"), Printed("Ацетон"), Printed("Эрготамин")])
    ['IV-1.1', 'IV-1.2', None, 'IV-1.3']
    """
    found: dict[int, int] = {}
    by_id = {row.row_id: place for place, row in enumerate(known)}
    settled = [row.row_id for row in rows]
    for place, row in enumerate(rows):
        if row.row_id in by_id:
            found[place] = by_id[row.row_id]
    free = [place for place, row_id in enumerate(settled) if row_id is None]
    _same_number(known, rows, free, found)
    _same_name(known, rows, free, found)
    _alike(known, rows, free, found)
    return [settled[place] or (known[found[place]].row_id if place in found else None) for place in range(len(rows))]


def _same_number(known: Sequence[Known], rows: Sequence[Printed], free: list[int], found: dict[int, int]) -> None:
    """Join rows that have both number and name in common, so that a name that is printed twice keeps its rows."""
    numbered = {(row.number, key_of(row.printed)): place for place, row in enumerate(known) if row.number}
    for place in free:
        match = numbered.get((rows[place].number or "", key_of(rows[place].printed)))
        if match is not None and match not in found.values():
            found[place] = match


def _same_name(known: Sequence[Known], rows: Sequence[Printed], free: list[int], found: dict[int, int]) -> None:
    taken = set(found.values())
    named: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(known):
        if place not in taken:
            named[key_of(row.printed)].append(place)
    for place in free:
        if place not in found and (places := named.get(key_of(rows[place].printed))):
            found[place] = places.pop(0)


def _alike(known: Sequence[Known], rows: Sequence[Printed], free: list[int], found: dict[int, int]) -> None:
    """Join what is left where it stands between the same neighbours, or has the same number, and is alike."""
    taken = set(found.values())
    left = [place for place in range(len(known)) if place not in taken]
    for place in free:
        if place in found:
            continue
        before = max((found[other] for other in range(place) if other in found), default=-1)
        after = min((found[other] for other in range(place + 1, len(rows)) if other in found), default=len(known))
        number = rows[place].number
        near = [
            other
            for other in left
            if (known[other].number == number if number else before < other < after or before > after)
        ]
        key = key_of(rows[place].printed)
        scores = [(likeness(key, key_of(known[other].printed)), -other) for other in near[:50]]
        best = max(scores, default=(0.0, 0))
        if best[0] >= LIKE:
            found[place] = -best[1]
            left.remove(-best[1])


def next_id(row_id: str, used: Collection[str]) -> str:
    """Return the next free identifier of a row's cell: the number at its end counts on from the highest used.

    Examples
    --------
    >>> next_id("I-B-61.9", {"I-B-61.1", "I-B-61.111", "I-B-62"}), next_id("CULT-2c", {"CULT-2b"})
    ('I-B-61.112', 'CULT-2c')
    """
    if row_id not in used:
        siblings = _siblings(row_id, used)
        numbered = _LAST_NUMBER.search(row_id)
        if numbered is None or not siblings or int(numbered[0]) > max(siblings):
            return row_id
    numbered = _LAST_NUMBER.search(row_id)
    if numbered is None:
        letter = max(used_id[-1] for used_id in used if used_id[:-1] == row_id[:-1])
        return f"{row_id[:-1]}{chr(ord(letter) + 1)}"
    return f"{row_id[: numbered.start()]}{max(_siblings(row_id, used)) + 1}"


def _siblings(row_id: str, used: Collection[str]) -> list[int]:
    stem = _LAST_NUMBER.sub("", row_id)
    tails = (used_id.removeprefix(stem) for used_id in used if used_id.startswith(stem))
    return [int(number[0]) for tail in tails if (number := re.match(r"\d+", tail)) is not None]
