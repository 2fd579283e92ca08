"""Words of everyday language, and names of everyday substances, that a name of the data is like or is spelt as.

They stand in ``everyday.csv``. For some nothing is found or suggested, for others the substances are only suggested;
those of the answer ``text`` are ambiguous inside a text, and names where they stand alone. One with a capital inside
is the word only where it is written so: МПа is a unit, МПА and мпа are not.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Literal, NamedTuple

from kzschedule._regex import regex
from kzschedule.names.fold import plain
from kzschedule.records.installation import shipped_text


class EverydayWord(NamedTuple):
    """What else a word means, as it is written, and whether a substance is suggested for it all the same."""

    word: str
    meaning: str
    answer: Literal["nothing", "ambiguous", "text"]


@cache
def everyday_words() -> dict[str, EverydayWord]:
    """Return the words, as `kzschedule.names.fold.plain` writes them.

    Examples
    --------
    >>> everyday_words()["кофеин"].answer, "мефедрон" in everyday_words()
    ('nothing', False)
    """
    text = shipped_text(__package__, "everyday.csv")
    rows = csv.DictReader(text.splitlines())
    return {plain(row["word"]): EverydayWord(row["word"], row["meaning"], _ANSWERS[row["answer"]]) for row in rows}


def everyday_word(text: str) -> EverydayWord | None:
    """Return what a name is as a word of everyday language; None if it is none.

    Examples
    --------
    >>> everyday_word("0.1 MPa"), everyday_word("MPA"), everyday_word("MPa").meaning
    (None, None, 'megapascal, a unit of pressure')
    """
    found = everyday_words().get(plain(text))
    return None if found is None or (_CAPITAL_INSIDE.search(found.word) and found.word != text.strip()) else found


def names_something_else(text: str) -> bool:
    """Whether a text is a word for which nothing is found or suggested.

    Examples
    --------
    >>> names_something_else("Кофеин"), names_something_else("катин")
    (True, False)
    """
    word = everyday_word(text)
    return word is not None and word.answer == "nothing"


_CAPITAL_INSIDE = regex(r"(?<=\w)[A-ZА-Я]")
_ANSWERS: dict[str, Literal["nothing", "ambiguous", "text"]] = {
    "nothing": "nothing",
    "ambiguous": "ambiguous",
    "text": "text",
}
