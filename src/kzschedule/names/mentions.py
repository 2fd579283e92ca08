"""Names of the list in running text.

All names and their Russian and Kazakh forms are searched for at once (Aho-Corasick). A match counts where
words begin and end, and of overlapping matches the longest counts. Short names need care:

- names of one or two letters are not searched for;
- codes and abbreviations are found only as the data spell them, capitals included;
- brand names of one word are found only with a capital at the front;
- street names, and names that the data declare to have other meanings, are found and marked `ambiguous`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from kzschedule.names.fold import one_script
from kzschedule.names.inflection import inflected
from kzschedule.names.words import DASHES, GREEK, INVISIBLE

if TYPE_CHECKING:
    from kzschedule.datapackage import DataPackage
    from kzschedule.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the list in a text.

    Attributes
    ----------
    start, end : int
        Its place in the text, in characters; the end is excluded.
    text : str
        The name as it stands there.
    name : str
        The name as the data spell it.
    substance_ids : tuple of str
        The substances that have it; several where it has several meanings.
    ambiguous : bool
        Whether it is a street name, or has other meanings inside or outside the data.
    """

    start: int
    end: int
    text: str
    name: str
    substance_ids: tuple[str, ...]
    ambiguous: bool = False


def find_mentions(text: str, *, schedule: Schedule | None = None) -> tuple[Mention, ...]:
    """Find the names of the list in a text in Russian, Kazakh or English.

    Parameters
    ----------
    text : str
        A protocol, a page of prose, a chat.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.

    Returns
    -------
    tuple of Mention
        In the order of the text, not overlapping. Substances without a position are found too.

    Examples
    --------
    >>> [(found.start, found.end, found.text) for found in find_mentions("Изъято 0,5 г героина и 5F-ADB.")]
    [(13, 20, 'героина'), (23, 29, '5F-ADB')]
    """
    if schedule is None:
        return _default_finder().find(text)
    return MentionFinder(schedule.package).find(text)


@cache
def _default_finder() -> MentionFinder:
    from kzschedule.schedule import Schedule

    return MentionFinder(Schedule.default().package)


@dataclass(slots=True)
class _Entry:
    """What a pattern stands for; `capitals` are the places of capitals that count if case does."""

    name: str
    substance_ids: dict[str, None] = field(default_factory=dict)
    capitals: set[tuple[bool, ...]] = field(default_factory=set)
    any_case: bool = False
    capital: bool = False
    street: bool = False


class MentionFinder:
    """All names of a data package, prepared to be searched for at once.

    Parameters
    ----------
    package : DataPackage
        The records.
    """

    def __init__(self, package: DataPackage) -> None:
        entries: dict[str, _Entry] = {}
        for name, substance_id, kind in _names(package):
            for form in _forms(name):
                pattern = _lowered(form)
                if sum(character.isalnum() for character in pattern) < _SHORTEST:
                    continue
                entry = entries.setdefault(pattern, _Entry(name))
                entry.substance_ids[substance_id] = None
                entry.street |= kind == "street"
                if _is_code(name, kind):
                    entry.capitals.add(_capitals(form))
                elif kind == "brand" and name.isalpha():
                    entry.capital = True
                else:
                    entry.any_case = True
        declared = {_lowered(meaning.name) for meaning in package.collisions}
        self._automaton: Any = ahocorasick.Automaton()
        for pattern, entry in entries.items():
            ambiguous = entry.street or len(entry.substance_ids) > 1 or pattern in declared
            self._automaton.add_word(pattern, (len(pattern), entry, ambiguous))
        self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the names in a text; see `find_mentions`."""
        prepared, places = _prepare(text)
        lowered = _lowered(prepared)
        found: list[tuple[int, int, _Entry, bool]] = []
        size = len(lowered)
        for last, (length, entry, ambiguous) in self._automaton.iter(lowered):
            start, end = last + 1 - length, last + 1
            # Most matches are parts of longer words; the quick question comes first.
            if (end < size and lowered[end].isalnum()) or (start and lowered[start - 1].isalnum()):
                continue
            if _inside_name(lowered, start, end) or not _written_right(prepared[start:end], entry):
                continue
            found.append((start, end, entry, ambiguous))
        found.sort(key=lambda item: (item[0], -item[1]))
        return tuple(self._mentions(found, text, places))

    @staticmethod
    def _mentions(found: Iterable[tuple[int, int, _Entry, bool]], text: str, places: _Places) -> Iterator[Mention]:
        covered = 0
        for start, end, entry, ambiguous in found:
            if start < covered:
                continue
            covered = end
            first, last = places.original(start), places.original(end)
            yield Mention(first, last, text[first:last], entry.name, tuple(entry.substance_ids), ambiguous)


#: Names with fewer letters and digits than this are not searched for.
_SHORTEST = 3
#: A name in capitals up to this length is a code, whatever the data call it.
_LONGEST_CODE = 5


def _names(package: DataPackage) -> Iterator[tuple[str, str, str | None]]:
    """Iterate over names with their substances and kinds; the names of the records have none."""
    for substance in package.substances:
        for name in dict.fromkeys((substance.name_en, substance.name_ru, substance.name_kk)):
            if name:
                yield name, substance.substance_id, None
    for entry in package.names:
        if entry.kind != "salt_cas":
            yield entry.name, entry.substance_id, entry.kind
    for meaning in package.collisions:
        if meaning.substance_id:
            yield meaning.name, meaning.substance_id, None


def _is_code(name: str, kind: str | None) -> bool:
    if any(character.isdigit() for character in name):
        return False
    return kind in ("code", "abbreviation") or (name.isupper() and len(name) <= _LONGEST_CODE)


def _forms(name: str) -> Iterator[str]:
    """Iterate over the ways in which a name is written in a text."""
    yield name
    letter = next((letter for letter in GREEK if letter in name.lower()), None)
    for latin, cyrillic in GREEK.values():
        for word in (latin, cyrillic):
            if name.lower().startswith(f"{word}-"):
                yield _letter_of[word] + name[len(word) :]
    if letter is not None:
        yield name.replace(letter, GREEK[letter][0])
    if any(character.isdigit() for character in name) and "-" in name and len(name) <= _LONGEST_TOGETHER:
        # Codes with digits are also written in one piece or with spaces: 4 MMC, 2CB.
        yield name.replace("-", " ")
        if not _DIGITS_MEET.search(name):
            yield name.replace("-", "")
    yield from inflected(name)


_letter_of = {word: letter for letter, words in GREEK.items() for word in words}
_LONGEST_TOGETHER = 12
_DIGITS_MEET = re.compile(r"\d-\d")
_MIXED = re.compile(r"[a-z][\u0400-\u052f]|[\u0400-\u052f][a-z]")
#: Characters that stand for one another, each replaced by one other: hyphens, spaces, primes, ё.
_REPLACED = (
    *((dash, "-") for dash in DASHES),
    *((space, " ") for space in "\t\n\r\x0b\x0c\u00a0\u2009\u202f"),
    *((prime, "'") for prime in "’‘ʼ′`´"),
    ("ё", "е"),
)


def _lowered(text: str) -> str:
    """Return a text in lower case, one typography and one script a word, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # One letter of Unicode becomes two in lower case; it is not in any name.
        lowered = "".join(letter.lower()[:1] for letter in text)
    for character, other in _REPLACED:
        # Searching for a character that is not there costs next to nothing, translating each one does not.
        if character in lowered:
            lowered = lowered.replace(character, other)
    return one_script(lowered) if _MIXED.search(lowered) else lowered


def _inside_name(text: str, start: int, end: int) -> bool:
    """Whether a hyphen, prime or comma makes a match a part of a longer name."""
    if start > 1 and text[start - 1] in "-'," and _joins(text[start - 2], text[start]):
        return True
    return end + 1 < len(text) and text[end] in "-'" and _joins(text[end - 1], text[end + 1])


def _joins(before: str, behind: str) -> bool:
    """Whether a hyphen or comma between two characters makes one name of them."""
    return before.isalnum() and behind.isalnum()


def _written_right(written: str, entry: _Entry) -> bool:
    if entry.any_case:
        return True
    if entry.capital and written[:1].isupper():
        return True
    return bool(entry.capitals) and _capitals(written) in entry.capitals


def _capitals(text: str) -> tuple[bool, ...]:
    return tuple(letter.isupper() for letter in text)


class _Places:
    """Where the characters of a prepared text stand in the original one."""

    def __init__(self) -> None:
        self._starts, self._shifts = [0], [0]

    def shift(self, start: int, shift: int) -> None:
        """Note that from here on, characters stand so many places further on in the original text."""
        self._starts.append(start)
        self._shifts.append(shift)

    def original(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._starts, place) - 1]


#: What is shorter in a prepared text: invisible characters, runs of space, lines broken at a hyphen, and
#: letters that are written with separate marks.
_SHORTENED = re.compile(rf"[{INVISIBLE}]+|\s{{2,}}|(?<=-)[\r\n]\s*|\w[\u0300-\u036f]+")


_MARK = re.compile("[\u0300-\u036f]")


def _has_shortened(text: str) -> bool:
    """Whether a text has what `_SHORTENED` finds; asked before, because that is a slow search."""
    if any(character in text for character in INVISIBLE) or _MARK.search(text):
        return True
    return "  " in text or any(space in text for space in "\t\n\r\x0b\x0c\u00a0")


def _prepare(text: str) -> tuple[str, _Places]:
    """Return a text without what stands between the letters of a name, and where its characters stood."""
    places = _Places()
    if not _has_shortened(text):
        return text, places
    pieces: list[str] = []
    done = length = 0
    for match in _SHORTENED.finditer(text):
        if match[0].isspace():
            short = "" if text[match.start() - 1 : match.start()] == "-" else " "
        else:
            short = unicodedata.normalize("NFC", match[0]) if match[0][0] not in INVISIBLE else ""
        if len(short) == len(match[0]):
            continue
        pieces += (text[done : match.start()], short)
        length += match.start() - done + len(short)
        done = match.end()
        places.shift(length, done - length)
    pieces.append(text[done:])
    return "".join(pieces), places
