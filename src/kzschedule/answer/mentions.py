"""Names, numbers and structures of the list in running text.

All names with their Russian and Kazakh forms, CAS numbers and InChIKeys are searched for at once (Aho-Corasick). A
match counts where words begin and end, and of overlapping matches the longest counts. An InChI, and a word that only a
SMILES can be, is looked up as a structure. Short names need care:

- names of one or two letters are not searched for;
- codes and abbreviations are found only as the data spell them, capitals included, but for letters that cannot be said
  as a word (lsd, мдма);
- brand names of one word are found only with a capital at the front;
- street names, everyday words, codes without their Greek letter (PVP), and names that the data declare to have other
  meanings, are found and marked `ambiguous`; the name of a medicine of several active substances is not: it means
  those that the data have.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick

from kzschedule._cache import Kept
from kzschedule.language.vocabulary import NUMBERS
from kzschedule.names.everyday import everyday_words
from kzschedule.names.fold import one_script
from kzschedule.names.inflection import ADJECTIVE, inflected
from kzschedule.names.words import GREEK, SALT_WORDS, is_kazakh_ending
from kzschedule.text import clean_in_place, is_invisible, unusual

if TYPE_CHECKING:
    from kzschedule.records.package import DataPackage
    from kzschedule.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, number or structure of the list in a text.

    Attributes
    ----------
    start, end : int
        Its place in the text, in characters; the end is excluded.
    text : str
        The name as it stands there.
    name : str
        The name as the data spell it; of a structure, what is to be looked up.
    substance_ids : tuple of str
        The substances that have it; several where it has several meanings, or is a medicine that holds them.
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
    """Find the names, CAS numbers, InChIKeys and structures of the list in a text in Russian, Kazakh or English.

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
    >>> [found.substance_ids for found in find_mentions("CAS 561-27-3, CNC(C)C(=O)c1ccccc1")]
    [('heroin',), ('methcathinone',)]
    """
    from kzschedule.schedule import Schedule

    found = finder_of(schedule or Schedule.default()).find(text)
    drawn = tuple(_structures(text, schedule))
    if not drawn:
        return found
    apart = (one for one in found if all(one.end <= other.start or one.start >= other.end for other in drawn))
    return tuple(sorted((*apart, *drawn), key=lambda one: one.start))


@lru_cache(maxsize=4)
def finder_of(schedule: Schedule) -> MentionFinder:
    """Return the finder of the names of a list; those of the lists asked last are remembered."""
    return MentionFinder(schedule.package)


#: What the notation of a structure of some atoms has, and ordinary words have not.
_SIGNS = ("=", "#", "@", "c1", "C1", "c(", "C(")
_NOTATION = re.compile("|".join(map(re.escape, _SIGNS)))
_SPACE = re.compile(r"\s")
#: No structure of the data is written with more characters.
_LONGEST_STRUCTURE = 1_000


def _structures(text: str, schedule: Schedule | None) -> Iterator[Mention]:
    """Iterate over the structures of the data that stand in a text as an InChI or a SMILES."""
    if not any(sign in text for sign in _SIGNS):  # the quickest question
        return
    end = 0
    for sign in _NOTATION.finditer(text):
        if sign.start() < end:
            continue
        start = sign.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        end = match.start() if (match := _SPACE.search(text, sign.end())) else len(text)
        if end - start <= _LONGEST_STRUCTURE:
            yield from _structure(text[start:end], start, schedule)


def _structure(word: str, place: int, schedule: Schedule | None) -> Iterator[Mention]:
    """Iterate over the structure of the data that a word of a text is, if it is one."""
    from kzschedule.answer.cells import structures_within
    from kzschedule.answer.check import check

    for written in structures_within(word):
        if found := tuple(one.substance_id for one in check(written, schedule=schedule).matches):
            start = place + max(word.find(written), 0)
            yield Mention(start, start + len(written), written, written, found)


class _Entry(NamedTuple):
    """What a pattern stands for; `capitals` are the places of capitals that count if case does."""

    name: str
    substance_ids: Sequence[str]
    capitals: Sequence[str]
    any_case: bool
    capital: bool
    ambiguous: bool


class MentionFinder:
    """All names of a data package, prepared to be searched for at once.

    Parameters
    ----------
    package : DataPackage
        The records.
    """

    def __init__(self, package: DataPackage) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        for pattern, entry in Kept(package.digest).table("mentions", lambda: _patterns(package)).items():
            self._automaton.add_word(pattern, (len(pattern), _Entry(*entry)))
        self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the names in a text; see `find_mentions`."""
        found = self._find(text)
        if (divided := _joined_lines(text)) is not None:
            # What stands behind a hyphen at the end of a line is read as one word too.
            found = tuple(sorted({*found, *self._find(text, divided)}, key=lambda one: (one.start, -one.end)))
            found = tuple(one for at, one in enumerate(found) if all(one.start >= before.end for before in found[:at]))
        return found

    def _find(self, text: str, prepared_already: tuple[str, _Places] | None = None) -> tuple[Mention, ...]:
        characters = unusual(text)
        prepared, places = prepared_already or _prepare(text, characters)
        lowered = _lowered(prepared, characters if prepared is text else None)
        found: list[tuple[int, int, _Entry]] = []
        size = len(lowered)
        for last, (length, entry) in self._automaton.iter(lowered):
            start, end = last + 1 - length, last + 1
            # Most matches are parts of longer words; the quick question comes first.
            if (
                start
                and lowered[start - 1].isalnum()
                and not (lowered[start].isdigit() and lowered.endswith("cas", 0, start))
            ):
                continue
            if end < size and lowered[end].isalnum():
                joined = _JOINED_WORD.match(lowered, end)
                if joined is None or (joined["adjective"] and lowered[start:end] in everyday_words()):
                    continue
            if _inside_name(lowered, start, end) or not _written_right(prepared[start:end], entry):
                continue
            if lowered[start:end] in SALT_WORDS and (
                _BEHIND_NAME.search(lowered, max(start - 40, 0), start) or _SALT_OF.match(lowered, end)
            ):
                continue  # the salt of what stands before it, not the acid
            found.append((start, end, entry))
        found.sort(key=lambda item: (item[0], -item[1]))
        return tuple(self._mentions(found, text, places))

    @staticmethod
    def _mentions(found: Iterable[tuple[int, int, _Entry]], text: str, places: _Places) -> Iterator[Mention]:
        covered = 0
        for start, end, entry in found:
            if start < covered:
                continue
            covered = end
            first, last = places.original(start), places.original(end)
            yield Mention(first, last, text[first:last], entry.name, tuple(entry.substance_ids), entry.ambiguous)


#: Names with fewer letters and digits than this are not searched for.
_SHORTEST = 3
#: A name in capitals up to this length is a code, whatever the data call it; so is oFF.
_LONGEST_CODE = 5


@dataclass(slots=True)
class _Gathered:
    """What is gathered of a pattern.

    `only_medicine` says whether it is the name of a medicine of several active substances and nothing else.
    """

    name: str
    substance_ids: dict[str, None] = field(default_factory=dict)
    capitals: dict[str, None] = field(default_factory=dict)
    any_case: bool = False
    capital: bool = False
    doubtful: bool = False
    only_medicine: bool = True


def _patterns(package: DataPackage) -> dict[str, _Entry]:
    """Return what is searched for, each with what it stands for."""
    entries: dict[str, _Gathered] = {}
    for name, substance_id, kind in _names(package):
        rest = tuple(_without_greek(name))
        for form in (*_forms(name), *rest):
            pattern = _lowered(form)
            if sum(character.isalnum() for character in pattern) < _SHORTEST:
                continue
            entry = entries.setdefault(pattern, _Gathered(name))
            entry.substance_ids[substance_id] = None
            entry.doubtful |= kind == "street" or form in rest
            entry.only_medicine &= kind == "combination"
            if _is_code(name, kind):
                entry.capitals[_capitals(form)] = None
                entry.any_case |= _UNSPEAKABLE.fullmatch(pattern) is not None
            elif (kind == "brand" or (kind == "combination" and name.isascii())) and name.isalpha():
                entry.capital = True
            else:
                entry.any_case = True
    for number, substance_id, certain in _numbers(package):
        entry = entries.setdefault(_lowered(number), _Gathered(number, any_case=True, only_medicine=False))
        entry.substance_ids[substance_id] = None
        entry.doubtful |= not certain
    declared = {
        _lowered(word)
        for name in (*(one.name for one in package.collisions), *everyday_words())
        for word in (name, *inflected(name))
    }
    found: dict[str, _Entry] = {}
    for pattern, entry in entries.items():
        several = len(entry.substance_ids) > 1 and not entry.only_medicine
        ambiguous = entry.doubtful or several or pattern in declared
        found[pattern] = _Entry(
            entry.name, [*entry.substance_ids], [*entry.capitals], entry.any_case, entry.capital, ambiguous
        )
    return found


def _names(package: DataPackage) -> Iterator[tuple[str, str, str | None]]:
    """Iterate over names with their substances and kinds; the names of the records have none."""
    for substance in package.substances:
        for name in dict.fromkeys((substance.name_en, substance.name_ru, substance.name_kk)):
            if name:
                yield name, substance.substance_id, None
    for entry in package.names:
        if entry.kind not in NUMBERS:
            yield entry.name, entry.substance_id, entry.kind
    for meaning in package.collisions:
        if meaning.substance_id:
            yield meaning.name, meaning.substance_id, None


def _numbers(package: DataPackage) -> Iterator[tuple[str, str, bool]]:
    """Iterate over CAS numbers and InChIKeys with their substances, and whether they are certainly theirs."""
    for substance in package.substances:
        for number in (substance.cas, substance.inchikey):
            if number:
                yield number, substance.substance_id, True
    for entry in package.names:
        if entry.kind in NUMBERS:
            yield entry.name, entry.substance_id, entry.kind != "other_cas"


def _is_code(name: str, kind: str | None) -> bool:
    if any(character.isdigit() for character in name) or _GREEK_FIRST.match(name):
        return False
    return kind in ("code", "abbreviation") or (name[1:].isupper() and len(name) <= _LONGEST_CODE)


#: Letters that cannot be said as a word, so that they are no word in small letters either: lsd, мдма.
_UNSPEAKABLE = re.compile(r"(?=[^\W\d_]{3,6}$)(?:[^aeiouyаеёиоуыэюяіәөүұ]+|.*[^aeiouyаеёиоуыэюяіәөүұ]{3}.*)")
_GREEK_FIRST = re.compile(
    f"(?:{'|'.join((*GREEK, *(word for words in GREEK.values() for word in words)))})-", re.IGNORECASE
)


def _without_greek(name: str) -> Iterator[str]:
    """Iterate over a code without the Greek letter that belongs to it, as it is often written: PVP for α-PVP."""
    code = name.partition("-")[2]
    if _GREEK_FIRST.match(name) and code.isupper() and _UNSPEAKABLE.fullmatch(code.lower()):
        yield code


def _forms(name: str) -> Iterator[str]:
    """Iterate over the ways in which a name is written in a text."""
    yield name
    yield from _in_cyrillic(name)
    if "THC" in name:
        cyrillic = name.replace("THC", "ТГК")
        yield from (*_forms(cyrillic), *_forms(cyrillic.replace("delta-", "дельта-")))
    words = name.split(" ")
    if len(words) == _TWO and _CYRILLIC_WORDS.fullmatch(name):
        # An adjective stands in front of its noun in prose, and behind it in lists.
        yield from (f"{words[1]} {words[0]}", *inflected(f"{words[1]} {words[0]}"))
    if len(words) > _TWO and words[-1] == "кислоты" and _CYRILLIC_WORDS.fullmatch(name):
        # So does the name of an acid, of which something is the ester or amide.
        acid = " ".join(words[1:])
        yield from (f"{acid} {word}" for word in (words[0], *inflected(words[0])))
    if name.startswith(("MD", "МД")) and name.isupper() and name.isalpha():
        yield f"3,4-{name}"
    if "кислота" in words:
        yield name.replace("кислота", "к-та")
    letter = next((letter for letter in GREEK if letter in name.lower()), None)
    for latin, cyrillic in GREEK.values():
        for word in (latin, cyrillic):
            if name.lower().startswith(f"{word}-"):
                rest = name[len(word) + 1 :]
                yield from (f"{_letter_of[word]}-{rest}", f"{word} {rest}", f"{word}{rest}")
                yield from (f"{letters}-{rest}" for letters in _TYPED_FOR.get(_letter_of[word], ()))
    if letter is not None:
        yield name.replace(letter, GREEK[letter][0])
        if name.lower().startswith(f"{letter}-"):
            rest = name[2:]
            yield from (f"{typed}-{rest}" for typed in _TYPED_FOR.get(letter, ()))
            yield from (f"{word}{mark}{rest}" for word in GREEK[letter] for mark in "- ")
    yield from _code_forms(name)
    yield from inflected(name)


def _code_forms(name: str) -> Iterator[str]:
    """Iterate over the ways in which a code is written: with blanks, in one piece, with the word for fluorine."""
    if any(character.isdigit() for character in name) and "-" in name and len(name) <= _LONGEST_TOGETHER:
        # Codes with digits are also written in one piece or with spaces: 4 MMC, 2CB.
        yield name.replace("-", " ")
        if not _DIGITS_MEET.search(name):
            yield name.replace("-", "")
    elif "-" in name and name.isupper() and len(name) <= _LONGEST_TOGETHER:
        yield name.replace("-", " ")
    if (fluoro := _FLUORO.fullmatch(name)) is not None:
        for code in (fluoro["code"], fluoro["code"].translate(_CYRILLIC_OF)):
            yield from (f"{fluoro['place']}-{word}-{code}" for word in ("F", "fluoro", "фтор"))


def _in_cyrillic(name: str) -> Iterator[str]:
    """Iterate over a code with digits as it is written with Cyrillic letters, wholly or behind its first part."""
    if not (_CODE_WITH_DIGITS.fullmatch(name) and len(name) <= _LONGEST_IN_CYRILLIC):
        return
    yield from (name.translate(_CYRILLIC_OF), name.translate(_CYRILLIC_OF | _LOOKS_OF))
    first, hyphen, rest = name.partition("-")
    while hyphen and rest:
        yield f"{first}-{rest.translate(_CYRILLIC_OF)}"
        more, hyphen, rest = rest.partition("-")
        first = f"{first}-{more}"


#: Latin letters of codes with the Cyrillic ones that are written for them.
_CYRILLIC_OF = str.maketrans(
    {**dict(zip("ABCDEFGHIJKLMNOPRSTUVZ", "АБКДЕФГХИЙКЛМНОПРСТУВЗ", strict=True)), "e": "е", "o": "о", "P": "П"}
)
#: The one that looks like it, which is typed for the C of a code with the others by sound: 2С-Б.
_LOOKS_OF = {ord("C"): "С"}
_FLUORO = re.compile(r"(?P<place>\d)F-(?P<code>[A-Z]{2,}(?:-[A-Z]{2,})*)")
_CODE_WITH_DIGITS = re.compile(r"(?=.*\d)(?=.*-)(?:\d{1,2}[A-Z]{0,2}|[A-Z]{2,})(?:-(?:[A-Z]+|MeO|AcO|\d{1,3}))+")
_LONGEST_IN_CYRILLIC = 20
_TWO = 2
_CYRILLIC_WORDS = re.compile("[\u0400-\u052f]{4,}(?: [\u0400-\u052f]{4,})+")
#: What is typed where a keyboard lacks a Greek letter.
_TYPED_FOR = {"α": ("a", "A", "а", "А"), "β": ("b", "B")}
_letter_of = {word: letter for letter, words in GREEK.items() for word in words}
_LONGEST_TOGETHER = 12
_DIGITS_MEET = re.compile(r"\d-\d")
#: A Latin letter beside a Cyrillic one.
_MIXED = re.compile(r"[a-z](?:(?=[\u0400-\u052f])|(?<=[\u0400-\u052f].))")


def _lowered(text: str, characters: set[str] | None = None) -> str:
    """Return a text, whose unusual characters may be known, in lower case, one typography and one script a word.

    Each character stays in its place.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        # One letter of Unicode becomes two in lower case; it is not in any name.
        lowered = "".join(letter.lower()[:1] for letter in text)
    small = None if characters is None else {character.lower()[:1] for character in characters}
    lowered = clean_in_place(lowered, small).replace("ё", "е")
    for space in "\t\n\r\x0b\x0c":
        # Searching for a character that is not there costs next to nothing.
        if space in lowered:
            lowered = lowered.replace(space, " ")
    return one_script(lowered) if _MIXED.search(lowered) else lowered


#: A word, then a space: what follows may say which salt of it is meant.
_BEHIND_NAME = re.compile(
    r"[^\W\d_]{2,}(?:in[ei]?|in?um|ol|one|an[ei]?|am|yl|ин[аеу]?|ином|ол[ау]?|он[ау]?|ам[ау]?|ил[ау]?)(?: ?[.·*(] ?| )$"
    r"|[^\W_] ?[·•∙⋅*×] ?$|[^\W\d_] x $|\d[a-z]\d*\.$|\(as $|(?:hydrochloride|гидрохлорид[а-я]?) \($"
)
#: What makes the word of a salt before it one, though a comma stands between it and the name.
_SALT_OF = re.compile(r" (?:salts?|сол[ьи])\b")
#: What may be joined to a name without making another of it: cocaine-containing, MDMA tablets, кокаиновая.
_JOINED_WORD = re.compile(
    rf"(?P<adjective>{ADJECTIVE}\b)|-?(?:о?содержащ|contain)"
    r"|-(?:таблет|порош|капсул|кристалл|раствор|tablet|powder|pill|capsule|crystal|laced)"
)


def _inside_name(text: str, start: int, end: int) -> bool:
    """Whether a hyphen, prime or comma makes a match a part of a longer name."""
    if start > 1 and text[start - 1] in "-'," and _joins(text[start - 2], text[start]):
        return True
    if end + 1 < len(text) and text[end] in "-'" and _joins(text[end - 1], text[end + 1]):
        return _JOINED_WORD.match(text, end) is None and not _in_a_case(text, end)
    return False


def _in_a_case(text: str, end: int) -> bool:
    """Whether a hyphen joins the ending of a Kazakh case to a code: МДМА-ны, 5F-ADB-мен."""
    match = _ENDING.match(text, end)
    return match is not None and is_kazakh_ending(match[1])


#: Letters behind a hyphen that may be one.
_ENDING = re.compile(r"-([а-яәғқңөұүһі]{2,5})(?![\w-])")


def _joins(before: str, behind: str) -> bool:
    """Whether a hyphen or comma between two characters makes one name of them."""
    return before.isalnum() and behind.isalnum()


def _written_right(written: str, entry: _Entry) -> bool:
    if entry.any_case:
        return True
    if entry.capital and written[:1].isupper():
        return True
    return bool(entry.capitals) and _capitals(written) in entry.capitals


def _capitals(text: str) -> str:
    return "".join("A" if letter.isupper() else "a" for letter in text)


class _Places:
    """Where the characters of a prepared text stand in the original one."""

    def __init__(self) -> None:
        self._starts, self._shifts = [0], [0]

    def shift(self, start: int, shift: int) -> None:
        """Note that from here on, characters stand so many places further on in the original text."""
        self._starts.append(start)
        self._shifts.append(shift)

    def original(self, place: int) -> int:
        if len(self._starts) == 1:
            return place  # nothing was shifted
        return place + self._shifts[bisect_right(self._starts, place) - 1]


def _shortened(text: str, characters: set[str]) -> re.Pattern[str] | None:
    """Return the pattern of what is shorter in a prepared text, or None where its characters show that nothing is.

    That is invisible characters, runs of space, lines broken at a hyphen, and letters that are written with separate
    marks.
    """
    invisible = "" if text.isascii() else "".join(sorted(filter(is_invisible, characters)))
    marked = any("\u0300" <= character <= "\u036f" for character in characters)
    if invisible or marked or "  " in text or not characters.isdisjoint("\t\n\r\x0b\x0c\u00a0"):
        unseen = f"[{re.escape(invisible)}]+|" if invisible else ""
        return re.compile(rf"\u00ad[ \t]*[\r\n]+\s*|{unseen}\s{{2,}}|(?<=-)[\r\n]\s*|\w[\u0300-\u036f]+")
    return None


#: A word that is divided at the end of a line.
_DIVIDED = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u2011][ \t]*\r?\n[ \t]*(?=[^\W\d_]{2})")


def _joined_lines(text: str) -> tuple[str, _Places] | None:
    """Return a text whose divided words are one, with the places of its characters; None if it has none."""
    if "\n" not in text or _DIVIDED.search(text) is None:
        return None
    places, pieces, done, length = _Places(), [], 0, 0
    for match in _DIVIDED.finditer(text):
        pieces.append(text[done : match.start()])
        length += match.start() - done
        done = match.end()
        places.shift(length, done - length)
    pieces.append(text[done:])
    return "".join(pieces), places


#: The mark of stress on a Cyrillic letter.
_STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]")


def _prepare(text: str, characters: set[str]) -> tuple[str, _Places]:
    """Return a text without what stands between the letters of a name, and where its characters stood."""
    places = _Places()
    pattern = _shortened(text, characters)
    if pattern is None:
        return text, places
    pieces: list[str] = []
    done = length = 0
    for match in pattern.finditer(text):
        if match[0].isspace():
            short = "" if text[match.start() - 1 : match.start()] == "-" else " "
        else:
            short = _STRESS.sub("", unicodedata.normalize("NFC", match[0])) if not is_invisible(match[0][0]) else ""
        if len(short) == len(match[0]):
            continue
        pieces += (text[done : match.start()], short)
        length += match.start() - done + len(short)
        done = match.end()
        places.shift(length, done - length)
    pieces.append(text[done:])
    return "".join(pieces), places
