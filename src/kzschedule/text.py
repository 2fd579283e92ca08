"""Which characters do not count: what a reader of the page sees as one text is one text to every entrance.

Characters are told by their Unicode category, and those that only look like others by their Unicode names. Nothing
here knows a name or a structure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kzschedule._regex import regex

#: Dashes and minus signs that Unicode does not count among the dashes.
_OTHER_DASHES = frozenset({"MINUS SIGN", "HYPHEN BULLET", "MODIFIER LETTER MINUS SIGN", "HEAVY MINUS SIGN"})
#: Characters without a picture beside those of the category Cf, and marks that makers put behind their names.
_BLANK = frozenset(
    {
        "COMBINING GRAPHEME JOINER",
        "HANGUL CHOSEONG FILLER",
        "HANGUL JUNGSEONG FILLER",
        "HANGUL FILLER",
        "HALFWIDTH HANGUL FILLER",
        "REGISTERED SIGN",
        "TRADE MARK SIGN",
    }
)
#: Signs that stand for a prime in a locant, or for an apostrophe.
_PRIMES = frozenset(
    {
        "GRAVE ACCENT",
        "ACUTE ACCENT",
        "MODIFIER LETTER PRIME",
        "MODIFIER LETTER APOSTROPHE",
        "MODIFIER LETTER ACUTE ACCENT",
        "PRIME",
        "REVERSED PRIME",
        "LEFT SINGLE QUOTATION MARK",
        "RIGHT SINGLE QUOTATION MARK",
        "SINGLE HIGH-REVERSED-9 QUOTATION MARK",
    }
)
#: Signs that are typed for a Greek letter.
_GREEK = {
    "INCREMENT": "Δ",
    "WHITE UP-POINTING TRIANGLE": "Δ",
    "BLACK UP-POINTING TRIANGLE": "Δ",
    "APL FUNCTIONAL SYMBOL DELTA UNDERBAR": "Δ",
    "LATIN SMALL LETTER SHARP S": "β",
    "LATIN CAPITAL LETTER SHARP S": "β",
    "FOR ALL": "α",
    "PROPORTIONAL TO": "α",
    "APL FUNCTIONAL SYMBOL ALPHA": "α",
    "LATIN SMALL LETTER ALPHA": "α",
    "GREEK BETA SYMBOL": "β",
    "LATIN SMALL LETTER GAMMA": "γ",
    "LATIN SMALL LETTER OPEN E": "ε",
}
#: Cyrillic and Greek letters that look like a Latin one.
_LOOKS = dict(zip("авсенкмортухіјѕ", "abcehkmoptyxijs", strict=True))
_CAPITAL_LOOKS = dict(zip("АВСЕНКМОРТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABCEHKMOPTYXIJSABEZHIKMNOPTYXo", strict=True))

#: Cyrillic letters that look like a Latin one, in lower case, and back.
CYRILLIC_TO_LATIN_LOOKS = _LOOKS
LATIN_TO_CYRILLIC_LOOKS = {latin: cyrillic for cyrillic, latin in _LOOKS.items()}
#: Letters that stand in structures and keys only by mistake, with the Latin ones that they look like; of the small
#: ones only those whose picture is the same.
LOOKS_LATIN = str.maketrans(
    {**_CAPITAL_LOOKS, **{letter: latin for letter, latin in _LOOKS.items() if letter in "асеорухіјѕ"}}
)


class _Characters(dict[int, str]):
    """What each character is read as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        read = self[code] = _read(chr(code))
        return read


def _read(character: str) -> str:
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    if category == "Cf" or name in _BLANK or name.startswith(("VARIATION SELECTOR", "MONGOLIAN FREE VARIATION")):
        return ""
    if category == "Pd" or name in _OTHER_DASHES:
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("Zs", "Zl", "Zp") or name == "BRAILLE PATTERN BLANK":
        return " "
    if name in _PRIMES:
        return "'"
    if category in ("Pi", "Pf") or name == "DOUBLE LOW-9 QUOTATION MARK":
        return "'" if "SINGLE" in name and "ANGLE" not in name else '"'
    return _GREEK.get(name, character)


_CHARACTERS = _Characters()


def clean(text: str) -> str:
    """Return a text in one typography: what cannot be seen is left out, one kind of dash, space, digit and quote.

    Parameters
    ----------
    text : str
        A text as typed or copied.

    Returns
    -------
    str
        The text in the Unicode form NFKC; letters and their case are as they were, but for signs that are typed for
        Greek letters.

    Examples
    --------
    >>> clean("５３７\uff0d46-2"), clean("\u2068героин\u2069"), clean("\u2206\u20119-THC")
    ('537-46-2', 'героин', 'Δ-9-THC')
    """
    if text.isascii():
        return text.replace("`", "'") if "`" in text else text
    # A sign that NFKC takes apart is read before that.
    read = unicodedata.normalize("NFKC", text.translate(_CHARACTERS))
    return read if read.isascii() else unicodedata.normalize("NFKC", read.translate(_CHARACTERS))


#: What is not plain Latin and Cyrillic typing: all other characters are read as they are.
_UNUSUAL = regex(r"[^ -_a-~\u0400-\u04ff]")


def unusual(text: str) -> set[str]:
    """Return the characters of a text that may be read as others; to look for them costs less than to collect all.

    Examples
    --------
    >>> unusual("героин, 5F‑ADB")
    {'‑'}
    """
    return set(_UNUSUAL.findall(text))


def clean_in_place(text: str, characters: Iterable[str] | None = None) -> str:
    """Return a text as `clean` does, but character for character: what has no picture stays, and NFKC is not applied.

    Where the caller has its `unusual` characters, they are not looked for again.

    Examples
    --------
    >>> clean_in_place("5F‑ADB")
    '5F-ADB'
    """
    if text.isascii():
        return text.replace("`", "'")
    for one in unusual(text) if characters is None else characters:
        read = _CHARACTERS[ord(one)]
        if read != one and len(read) == 1:
            text = text.replace(one, read)  # quicker than translating a long text for the few that it has
    return text


def is_invisible(character: str) -> bool:
    """Whether a character has no picture, so that a text without it looks the same.

    Examples
    --------
    >>> is_invisible("\u200b"), is_invisible(" ")
    (True, False)
    """
    return _CHARACTERS[ord(character)] == ""


def unwrapped(text: str) -> str:
    """Return a cleaned text without the quotation marks around it.

    Examples
    --------
    >>> unwrapped(clean("«героин»")), unwrapped("5'-")
    ('героин', "5'-")
    """
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return text
