"""The tables of parts, read when the first name is read."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

_T = TypeVar("_T")

#: Classes of words that may stand as a prefix of any stem.
AFFIX_CLASSES = ("substituent", "fixed", "removal")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of atoms: ``*`` where it is bound, and the numbers of its own places."""

    id: str
    smiles: str
    places: Mapping[str, tuple[int, ...]]
    english: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a frame that is always there: the number of its place, and the group in it unless another is named."""

    place: int
    usual: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all names of a stem have in common: a skeleton with numbered places and slots.

    Attributes
    ----------
    id : str
        Its id.
    smiles : str
        The skeleton; a place is an atom with a number that shows its hydrogens, a slot is ``[*:n]``.
    places : mapping of str to tuple of int
        The atoms that a locant can mean; of several, each that has room is a reading.
    slots : mapping of str to Slot
        The slots.
    usual : mapping of str to tuple of str
        The places of a group without locants (``methylenedioxy``), or of a group with one locant (``3@methyl``).
    """

    id: str
    smiles: str
    places: Mapping[str, tuple[int, ...]]
    slots: Mapping[str, Slot]
    usual: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a part does to a structure: fill a slot, put a group on places, or take one away.

    Attributes
    ----------
    kind : str
        ``fill``, ``put`` or ``drop``.
    group : str
        The group.
    where : tuple of str
        The slot, or the locants; empty where the frame knows them.
    inner : tuple of Effect
        What is done to the group itself, as in (2-methoxybenzyl).
    """

    kind: str
    group: str
    where: tuple[str, ...] = ()
    inner: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem: its name for people, its frame, what it has on it, and whether it is a name alone.

    A prefix on one of the locants in `renews` takes the place of what the stem has there.
    """

    name: str
    frame: str
    has: tuple[Effect, ...]
    alone: bool
    renews: frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a pattern: a literal, an affix, a stem, a filler or a group on places."""

    kind: str
    words: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """An order of parts that makes a name.

    `letters` is the fewest letters of a name that has nothing but letters; `starts` are the first letters of its names,
    and its last letters the keys of `Tables.by_end`: most texts are told from names by these alone.
    """

    family: str
    elements: tuple[Element, ...]
    frame: str
    name: str
    has: tuple[Effect, ...]
    letters: int
    starts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon(Generic[_T]):
    """The words of a class with their meanings, and the lengths of the words, longest first."""

    meanings: Mapping[str, tuple[_T, ...]]
    lengths: tuple[int, ...]

    def at(self, text: str, start: int) -> Iterator[tuple[int, _T]]:
        """Iterate over the words that begin at a place of a text: where each ends, and what it means."""
        left = len(text) - start
        for length in self.lengths:
            if length <= left:
                for meaning in self.meanings.get(text[start : start + length], ()):
                    yield start + length, meaning


@dataclass(frozen=True)
class Tables:
    """All tables."""

    groups: Mapping[str, Group]
    frames: Mapping[str, Frame]
    words: Mapping[str, Lexicon[tuple[Effect, ...]]]
    stems: Mapping[str, Lexicon[Stem]]
    patterns: tuple[Pattern, ...]
    by_end: Mapping[str, tuple[int, ...]]
    unplaced: frozenset[str]
    refused: frozenset[str]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Iterate over the rows of a table of this package.

    Examples
    --------
    >>> list(next(rows("groups")))
    ['group', 'smiles', 'places', 'english', 'source']
    """
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def tables() -> Tables:
    """Return all tables; they are read once.

    Examples
    --------
    >>> tables().groups["methoxy"].smiles
    '*OC'
    """
    words, stems, frames = _words(), _stems(), _frames()
    unplaced = frozenset(name for frame in frames.values() for name in frame.usual if "@" not in name)
    patterns = tuple(_pattern(row) for row in rows("patterns"))
    patterns = tuple(replace(one, starts=frozenset(_starts(one, words, stems, unplaced))) for one in patterns)
    refused = frozenset(row["name"].replace("-", "") for row in rows("refused"))
    return Tables(_groups(), frames, words, stems, patterns, _ends(patterns, words, stems), unplaced, refused)


def _groups() -> dict[str, Group]:
    return {
        row["group"]: Group(row["group"], row["smiles"], _numbers(row["places"]), row["english"])
        for row in rows("groups")
    }


def _numbers(text: str) -> dict[str, tuple[int, ...]]:
    pairs = (item.rpartition("=") for item in text.split())
    return {name: tuple(map(int, numbers.split(","))) for name, _, numbers in pairs}


def _frames() -> dict[str, Frame]:
    return {row["frame"]: _frame(row) for row in rows("frames")}


def _frame(row: dict[str, str]) -> Frame:
    slots = {}
    for item in row["slots"].split():
        name, _, filled = item.partition("=")
        place, _, usual = filled.partition(":")
        slots[name] = Slot(int(place), usual)
    named = (item.rpartition("=") for item in row["usual"].split())
    usual_places = {group: tuple(places.split(",")) for group, _, places in named}
    return Frame(row["frame"], row["smiles"], _numbers(row["places"]), slots, usual_places)


def effects(text: str) -> tuple[Effect, ...]:
    """Return what is written in a cell: ``slot=group``, ``locants@group``, ``-group`` or a group alone.

    Examples
    --------
    >>> effects("2,5@methoxy")
    (Effect(kind='put', group='methoxy', where=('2', '5'), inner=()),)
    """
    return tuple(_effect(item) for item in text.split())


def _effect(item: str) -> Effect:
    kind = "drop" if item.startswith("-") else "put"
    item = item.removeprefix("-")
    if "@" in item:
        where, _, group = item.partition("@")
        return Effect(kind, group, tuple(where.split(",")))
    if "=" in item:
        slot, _, group = item.partition("=")
        return Effect("fill", group, (slot,))
    return Effect(kind, item)


def _words() -> dict[str, Lexicon[tuple[Effect, ...]]]:
    return _lexicons((row, effects(row["means"])) for row in rows("words"))


def _stems() -> dict[str, Lexicon[Stem]]:
    return _lexicons((row, _stem(row)) for row in rows("stems"))


def _stem(row: dict[str, str]) -> Stem:
    renews = frozenset(row["renews"].split())
    return Stem(row["stem"], row["frame"], effects(row["has"]), row["alone"] == "true", renews)


def _lexicons(entries: Iterable[tuple[dict[str, str], _T]]) -> dict[str, Lexicon[_T]]:
    found: dict[str, dict[str, tuple[_T, ...]]] = defaultdict(dict)
    for row, meaning in entries:
        for word in row["words"].split("|"):
            of_class = found[row["class"]]
            of_class[word] = (*of_class.get(word, ()), meaning)
    return {
        name: Lexicon(of_class, tuple(sorted({len(word) for word in of_class}, reverse=True)))
        for name, of_class in found.items()
    }


def _pattern(row: dict[str, str]) -> Pattern:
    elements = tuple(map(_element, row["pattern"].split()))
    return Pattern(row["family"], elements, row["frame"], row["name"], effects(row["has"]), int(row["letters"]))


#: How many times an element stands, by the sign behind it.
_TIMES = {"?": (0, 1), "*": (0, 9), "+": (1, 9)}


def _element(item: str) -> Element:
    least, most = _TIMES.get(item[-1], (1, 1))
    item = item.rstrip("?*+")
    if item.startswith("'"):
        return Element("literal", words=tuple(item.strip("'").split("|")), least=least, most=most)
    if item.startswith("affix"):
        extra = tuple(filter(None, item.removeprefix("affix").strip("[]").split(",")))
        return Element("affix", classes=(*AFFIX_CLASSES, *extra), least=least, most=most)
    if item.startswith("<"):
        return Element("stem", classes=(item.strip("<>"),), least=least, most=most)
    if item.startswith("@"):
        kind = "placed by letter" if item.startswith("@@") else "placed"
        return Element(kind, classes=(item.lstrip("@"),), least=least, most=most)
    kind = "put" if "@" in item else "fill"
    where, _, name = item.partition("@" if kind == "put" else "=")
    return Element(kind, classes=(name,), where=tuple(where.split(",")), least=least, most=most)


#: How many letters of both ends of a name are looked up first.
END = 2
#: How a locant that is a number is shown among the starts.
NUMBER = "0"


def _starts(
    pattern: Pattern,
    words: Mapping[str, Lexicon[tuple[Effect, ...]]],
    stems: Mapping[str, Lexicon[Stem]],
    unplaced: frozenset[str],
) -> Iterator[str]:
    """Iterate over the first letters that a name of a pattern can have."""
    for element in pattern.elements:
        if element.kind == "affix" or element.kind.startswith("placed"):
            yield from (NUMBER, "(")
            yield from _locant_starts(words["locant"].meanings)
        for word in _firsts(element, words, stems, unplaced):
            yield word.lstrip("-")[:END]
        if element.least:
            return


def _locant_starts(locants: Iterable[str]) -> Iterator[str]:
    """Iterate over the first letters of locants; one of one letter has a sign behind it, or a letter of a code."""
    for word in locants:
        if len(word) > 1:
            yield word[:END]
        else:
            yield from (word + sign for sign in "-,fcbimdt")


def _firsts(
    element: Element,
    words: Mapping[str, Lexicon[tuple[Effect, ...]]],
    stems: Mapping[str, Lexicon[Stem]],
    unplaced: frozenset[str],
) -> Iterator[str]:
    yield from element.words
    for name in element.classes:
        if element.kind == "stem":
            yield from stems[name].meanings
        elif name == "substituent":
            found = words[name].meanings.items()
            yield from (word for word, meanings in found if any(one[0].group in unplaced for one in meanings))
        else:
            yield from words[name].meanings


def _ends(
    patterns: tuple[Pattern, ...],
    words: Mapping[str, Lexicon[tuple[Effect, ...]]],
    stems: Mapping[str, Lexicon[Stem]],
) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, pattern in enumerate(patterns):
        for end in {word[-END:] for word in _last(pattern, words, stems)}:
            found[end].append(number)
    return {end: tuple(of_end) for end, of_end in found.items()}


def _last(
    pattern: Pattern, words: Mapping[str, Lexicon[tuple[Effect, ...]]], stems: Mapping[str, Lexicon[Stem]]
) -> Iterator[str]:
    """Iterate over the words that a name of a pattern can end with."""
    for element in reversed(pattern.elements):
        if element.kind == "literal":
            yield from (word.strip("-") for word in element.words)
        else:
            for name in element.classes:
                yield from stems[name].meanings if element.kind == "stem" else words[name].meanings
        if element.least:
            return
