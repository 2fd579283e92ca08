"""The text that was meant when it was typed in the other keyboard layout."""

from __future__ import annotations

from kzschedule._regex import regex

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "йцукенгшщзхъфывапролджэячсмитьбю"

#: Marks behind a digit belong to locants: they were typed as they are.
_MARKS = {"б": ",", "э": "'"}
_BETWEEN_DIGITS = regex(r"(?<=\d)б(?=\d)|(?<=\d)э(?=[-б])")
_TO_CYRILLIC = str.maketrans(_QWERTY, _JCUKEN)
_TO_LATIN = str.maketrans(_JCUKEN, _QWERTY)


def other_layout(text: str) -> str:
    """Return what the same keys give in the other layout, QWERTY for Russian and the reverse.

    Parameters
    ----------
    text : str
        A text in lower case.

    Returns
    -------
    str

    Examples
    --------
    >>> other_layout("vtatlhjy")
    'мефедрон'
    >>> other_layout("ьузрувкщту")
    'mephedrone'
    """
    cyrillic = sum(letter in _JCUKEN for letter in text)
    latin = sum(letter in _QWERTY for letter in text)
    if cyrillic > latin:
        return text.translate(_TO_LATIN)
    return _BETWEEN_DIGITS.sub(lambda match: _MARKS[match[0]], text.translate(_TO_CYRILLIC))
