r"""Cleaning of the portal's text: breaks, invisible characters, look-alike letters, Roman numerals.

Raw text carries line breaks as ``\n`` and superscripts between two private characters, because a superscript
decides what an item number (12 and a raised 2 is 12-2) or a footnote mark is; `clean` flattens both.
"""

import re
import unicodedata

from kzschedule.official.model import TableNumber

SUP_OPEN, SUP_CLOSE = "\ue000", "\ue001"

# Dropped, not turned into a space: they stand inside words (soft hyphen, zero width characters, BOM). Private
# use characters of the page itself go too, so that no page can forge the marks above.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xE000, 0xF900)])
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# A hyphen that ends a line belongs to the word ("2,5-" and "диметокси"); a dash after a space does not.
_BROKEN_AFTER_HYPHEN = re.compile(r"(?<=\S)-[^\S\r\n]*[\r\n]\s*")
_SPACE = re.compile(r"\s+")

_SUPERSCRIPTS = str.maketrans("0123456789-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾")

_LATIN_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXYaeopcxyIi", "АВЕКМНОРСТХУаеорсхуІі")
_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")

EMPTY_CELLS = frozenset({"", "-", "–", "—", "−"})

# Tables are numbered in Latin letters, in Cyrillic look-alikes of them, or in digits.
_TABLE_NUMBERS: dict[str, TableNumber] = {
    "I": "I", "II": "II", "III": "III", "IV": "IV",
    "1": "I", "2": "II", "3": "III", "4": "IV",
    "Ш": "III", "IУ": "IV",
}  # fmt: skip


def without_forged_marks(raw: str) -> str:
    r"""Drop from the text of a page the private characters that stand for superscripts here.

    Examples
    --------
    >>> without_forged_marks("мор\xadфин\ue000")
    'морфин'
    """
    return _CONTROL.sub("", raw.translate(_INVISIBLE))


def clean(raw: str) -> str:
    r"""Text as one line: NFC, no invisible characters, breaks and all spaces as one space.

    Parameters
    ----------
    raw : str
        Text with ``\n`` for breaks.

    Returns
    -------
    str
        The cleaned line; superscripts are flattened.

    Examples
    --------
    >>> clean("2,5-\nдиметокси\xa0 амфе\xadтамин")
    '2,5-диметокси амфетамин'
    """
    return clean_marked(without_forged_marks(raw))


def clean_marked(raw: str) -> str:
    """`clean` for text of a passage, where superscripts stay marked: for item numbers and footnote marks."""
    text = unicodedata.normalize("NFC", raw.translate(_HYPHENS))
    return _SPACE.sub(" ", _BROKEN_AFTER_HYPHEN.sub("-", text)).strip()


def superscripts_shown(marked: str) -> str:
    """Show marked superscripts as raised digits, for showing an item number as printed.

    Examples
    --------
    >>> superscripts_shown(f"12{SUP_OPEN}2{SUP_CLOSE}.")
    '12².'
    """
    raised = re.compile(f"{SUP_OPEN}([^{SUP_CLOSE}]*){SUP_CLOSE}")
    return raised.sub(lambda found: found[1].translate(_SUPERSCRIPTS), marked)


def none_if_empty(text: str) -> str | None:
    """None for an empty cell or a placeholder dash.

    Examples
    --------
    >>> none_if_empty("–"), none_if_empty("морфин")
    (None, 'морфин')
    """
    return None if text in EMPTY_CELLS else text


def to_cyrillic(text: str) -> tuple[str, tuple[str, ...]]:
    """Latin look-alikes in words that hold a Cyrillic letter, made Cyrillic.

    Parameters
    ----------
    text : str
        Cleaned text.

    Returns
    -------
    tuple of str and tuple of str
        The text, and the words as printed that were changed. A word is a run of letters, so the locant ``N``
        of ``N-метил`` is left alone.

    Examples
    --------
    >>> to_cyrillic("Mорфин, N-метил, LSD")
    ('Морфин, N-метил, LSD', ('Mорфин',))
    """
    changed = []

    def mended(found: re.Match[str]) -> str:
        word = found[0]
        if not _CYRILLIC.search(word):
            return word
        cyrillic = word.translate(_LATIN_TO_CYRILLIC)
        if cyrillic != word:
            changed.append(word)
        return cyrillic

    return _LETTERS.sub(mended, text), tuple(changed)


def folded(text: str) -> str:
    """Text for comparing words of the page (headings, headers): look-alikes mended, ё as е, lower case.

    Examples
    --------
    >>> folded("Tаблица ЗАМЕЩЁННЫХ")
    'таблица замещенных'
    """
    return to_cyrillic(text)[0].casefold().replace("ё", "е")


def table_number(printed: str) -> TableNumber | None:
    """Latin Roman numeral I to IV for a table number however it is printed.

    Examples
    --------
    >>> table_number("ІІ"), table_number("4"), table_number("V")
    ('II', 'IV', None)
    """
    return _TABLE_NUMBERS.get(printed.upper().replace("І", "I"))
