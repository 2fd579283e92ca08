"""Reducing a name to a form in which typography does not count."""

from __future__ import annotations

import re
import unicodedata

#: Hyphens, dashes and minus signs that stand for one another in names.
_DASHES = re.compile("[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")
#: Characters without a picture: soft hyphen, zero-width characters, marks of direction, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a name without differences of typography: Unicode form, case, dashes, spaces.

    Two names that are equal in this form are the same name; nothing that tells substances apart is lost.

    Parameters
    ----------
    text : str
        A name as typed.

    Returns
    -------
    str

    Examples
    --------
    >>> plain("  5F‑ADB ") == plain("5f-adb")
    True
    >>> plain("МЕФЕДРОН")
    'мефедрон'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _DASHES.sub("-", text)))
    return _SPACE.sub(" ", text).strip()
