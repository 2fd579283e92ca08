"""Printed names made comparable: letters that look alike, case, spaces and dashes do not count.

The decree mixes Latin and Cyrillic letters of one look inside a word, and sets the same name with other spaces in the
next revision. What is printed is kept; only comparisons are made on the key.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from kzschedule.text import CYRILLIC_TO_LATIN_LOOKS, LATIN_TO_CYRILLIC_LOOKS, clean

# Cyrillic and Kazakh letters that are drawn like Latin ones, in both cases.
_LOOKALIKES = str.maketrans(
    dict(zip("авекмнорстухіһё", "abekmhopctyxihe", strict=True))
    | {"–": "-", "—": "-", "‑": "-", "\u2212": "-", "\u00ad": "", "*": ""}
)
_BRACKET = re.compile(r"\(([^()]*)\)\s*\*?$")
_BETWEEN = re.compile(r"[;,]\s+")
_SPACES = re.compile(r"\s+|[\u200b-\u200f\u2060\ufeff]")


def key_of(printed: str) -> str:
    """Return what two spellings of one name have in common.

    Examples
    --------
    >>> key_of("МAK 2 -Бром*") == key_of("MAК 2-бром")
    True
    """
    return _SPACES.sub("", printed.casefold().translate(_LOOKALIKES))


def mended(printed: str) -> str | None:
    """Return a printed name with letters of the wrong alphabet put right; None where that cannot be told.

    Examples
    --------
    >>> mended("Фeнтанил"), mended("кетамин F\u200b-2"), mended("жq")
    ('Фентанил', 'кетамин F-2', None)
    """
    words = [_one_alphabet(word) for word in re.split(r"([^\W\d_]+)", clean(printed).strip())]
    return None if None in words else "".join(filter(None, words))


def _one_alphabet(word: str) -> str | None:
    latin = [letter for letter in word if letter.isascii() and letter.isalpha()]
    cyrillic = [letter for letter in word if "\u0400" <= letter <= "\u04ff"]
    if not latin or not cyrillic:
        return word
    looks = LATIN_TO_CYRILLIC_LOOKS if len(cyrillic) >= len(latin) else CYRILLIC_TO_LATIN_LOOKS
    wrong = latin if looks is LATIN_TO_CYRILLIC_LOOKS else cyrillic
    if any(letter.lower() not in looks for letter in wrong):
        return None
    # Only letters of the wrong alphabet are in the table.
    return "".join(
        (other.upper() if letter.isupper() else other) if (other := looks.get(letter.lower())) else letter
        for letter in word
    )


def likeness(one: str, other: str) -> float:
    """Return how much two keys have in common, from 0 to 1.

    Examples
    --------
    >>> likeness("abcd", "abcde") > 0.8 > likeness("abcd", "xyz")
    True
    """
    return SequenceMatcher(None, one[:2000], other[:2000], autojunk=False).ratio()


def names_in(printed: str) -> list[str]:
    """Return the names of a printed row: what stands before a bracket at its end, and what stands in it.

    Examples
    --------
    >>> names_in("Акрилоилфентанил (акрилфентанил; акрил-Ф)")
    ['Акрилоилфентанил', 'акрилфентанил', 'акрил-Ф']
    """
    first = printed.partition("\n")[0].strip()
    bracket = _BRACKET.search(first)
    if bracket is None or not bracket.start():
        return [first]
    return [first[: bracket.start()].strip(), *filter(None, _BETWEEN.split(bracket[1].strip()))]
