"""Text of a page as a data package can hold it: one script a word, no invisible characters, no stray spaces."""

from __future__ import annotations

import re

from kzschedule.official.text import clean, to_cyrillic

_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u052f]")
_NOT_TEXT = re.compile("[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u2064]")
_CYRILLIC_TO_LATIN = str.maketrans("АВЕКМНОРСТХУаеорсхуІі", "ABEKMHOPCTXYaeopcxyIi")


def storable(text: str | None) -> str | None:
    r"""Return a text as a data package can hold it.

    Parameters
    ----------
    text : str or None
        Text of a page.

    Returns
    -------
    str or None
        The text with look-alike letters of the other script mended; None where it is empty, or where a word
        mixes scripts in a way that cannot be mended.

    Examples
    --------
    >>> storable(" МDМА\xa0 "), storable("сухо"), storable("Жmerinka"), storable("")
    ('MDMA', 'сухо', None, None)
    """
    # The validation package reads structures, which only this step needs.
    from kzschedule.validation.form import text_problems

    mended = _WORD.sub(_one_script, clean(_NOT_TEXT.sub(" ", text or "")))
    return mended if mended and not any(text_problems(mended)) else None


def _one_script(found: re.Match[str]) -> str:
    word = found[0]
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    latin = word.translate(_CYRILLIC_TO_LATIN)
    return latin if latin.isascii() else to_cyrillic(word)[0]
