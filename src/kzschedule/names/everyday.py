"""Words of everyday language, and names of everyday substances, that a name of the data is like or is spelt as.

They stand in ``everyday.csv``. For some nothing is found or suggested, for others the substances are only suggested;
those of the answer ``text`` are ambiguous inside a text, and names where they stand alone.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Literal, NamedTuple

from kzschedule.names.fold import plain
from kzschedule.records.installation import shipped_text


class EverydayWord(NamedTuple):
    """What else a word means, and whether a substance is suggested for it all the same."""

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
    return {plain(row["word"]): EverydayWord(row["meaning"], _ANSWERS[row["answer"]]) for row in rows}


def names_something_else(text: str) -> bool:
    """Whether a text is a word for which nothing is found or suggested.

    Examples
    --------
    >>> names_something_else("Кофеин"), names_something_else("катин")
    (True, False)
    """
    word = everyday_words().get(plain(text))
    return word is not None and word.answer == "nothing"


_ANSWERS: dict[str, Literal["nothing", "ambiguous", "text"]] = {
    "nothing": "nothing",
    "ambiguous": "ambiguous",
    "text": "text",
}
