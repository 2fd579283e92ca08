"""One alphabet for Latin and Cyrillic spellings of a name, by sound.

The table is made for the names of chemistry: ``ph`` and ``ф``, ``c`` and ``ц`` or ``к``, ``chloro`` and
``хлор``. Both sides are folded, so it does not have to say how a sound is written, only which are the same.
"""

from __future__ import annotations

import re

from kzschedule._regex import regex

#: Groups of Latin letters with the sound they stand for, tried in this order.
LATIN_GROUPS: tuple[tuple[str, str], ...] = (
    ("fluoro", "ftor"),
    ("chloro", "hlor"),
    ("bromo", "brom"),
    ("iodo", "iod"),
    ("pseudo", "psevdo"),
    ("sch", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("rh", "r"),
    ("ch", "h"),
    ("kh", "h"),
    ("zh", "j"),
    ("sh", "s"),
    ("ts", "s"),
    ("ck", "k"),
    ("qu", "kv"),
    ("ya", "ia"),
    ("yu", "iu"),
)

#: Single Latin letters; c is decided by what follows it.
LATIN_LETTERS: dict[str, str] = {
    "h": "g",
    "q": "k",
    "w": "v",
    "x": "ks",
    "y": "i",
    "j": "i",
    "z": "s",
}

#: Cyrillic letters; folding has replaced the Kazakh ones by then.
CYRILLIC_LETTERS: dict[str, str] = {
    **dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэ", "abvgdejsiiklmnoprstufhshss\0i\0e", strict=True)),
    "ю": "iu",
    "я": "ia",
}

_GROUPS = dict(LATIN_GROUPS)
_LATIN = regex(
    # The o of these joins words; Russian has none there.
    "(?:fluoro|chloro|bromo|iodo)(?=[a-z\\d-])|"
    + "|".join(group for group, _ in LATIN_GROUPS if not group.endswith("o") or group == "pseudo")
    + "|[chjqwxyz]"
)
_CYRILLIC = str.maketrans({letter: sound.replace("\0", "") for letter, sound in CYRILLIC_LETTERS.items()})
_CYRILLIC_LETTER = regex("[\u0400-\u052f]")
#: Doubled letters and a mute e are spelling in words, but not in codes such as MMDA or NBOMe.
_WORD = regex(r"[^\W\d_]{6,}")
_DOUBLED = regex(r"(?<=[a-z])([a-z])\1(?!\1)")


def phonetic(key: str) -> str:
    """Return a key in one alphabet by sound; digits, signs and separators stay.

    Parameters
    ----------
    key : str
        A key as `kzschedule.names.fold.fold` returns it.

    Returns
    -------
    str

    Examples
    --------
    >>> phonetic("mephedrone") == phonetic("мефедрон") == phonetic("mefedron")
    True
    >>> phonetic("5fadb") == phonetic("5фадб")
    True
    """
    return _WORD.sub(_word_sound, _sound(key))


def sounds_alike(first: str, second: str, doubled: str = "") -> bool:
    """Whether two keys of one sound are alike in their doubled letters too, which in codes are not spelling.

    With `doubled`, whether they are in that letter: ee may join two groups, methyl and ethyl.

    Examples
    --------
    >>> phonetic("броммдма") == phonetic("bromodma"), sounds_alike("броммдма", "bromodma")
    (True, False)
    """
    if doubled:
        return _sound(first).count(2 * doubled) == _sound(second).count(2 * doubled)
    return len(_sound(first)) == len(_sound(second))


def _sound(text: str) -> str:
    # Latin first: the sounds of Cyrillic letters are written with Latin ones that would be read again.
    text = _LATIN.sub(_latin_sound, text)
    return text if text.isascii() else text.translate(_CYRILLIC)


def _word_sound(match: re.Match[str]) -> str:
    return _DOUBLED.sub(r"\1", match[0]).removesuffix("e")


def has_cyrillic(text: str) -> bool:
    """Whether a text has Cyrillic letters.

    Examples
    --------
    >>> has_cyrillic("альфа-PVP"), has_cyrillic("alpha-PVP")
    (True, False)
    """
    return bool(_CYRILLIC_LETTER.search(text))


def _latin_sound(match: re.Match[str]) -> str:
    letters = match[0]
    if letters == "c":
        # The table of single letters has no c: before e, i and y it is a hissing sound, else k.
        return "s" if match.string[match.end() : match.end() + 1] in ("e", "i", "y") else "k"
    return _GROUPS.get(letters) or LATIN_LETTERS[letters]
