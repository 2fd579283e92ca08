"""The parts of Russian systematic names, and words cut into them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kzschedule.records.installation import shipped_text

PartKind = Literal[
    "stem", "multiplier", "modifier", "detached", "prefix", "plain", "group", "acyl", "root", "fusion", "suffix",
    "ester", "class", "acid", "salt",
]  # fmt: skip
#: Parts that are a piece of a structure; the others modify one.
_CONTENT = frozenset({"stem", "prefix", "plain", "group", "acyl", "root", "fusion", "ester", "acid"})
#: Parts with which a name may end.
_LAST = frozenset({"root", "suffix", "ester", "class", "acid"})
#: Longest run of letters that is cut into parts.
MAX_WORD = 120


@dataclass(frozen=True)
class Part:
    """A part of a name.

    Attributes
    ----------
    russian, english : str
        The part in both languages; ``(e)`` at the end of the English one is written where no vowel follows.
    first : str
        What it is in English where it begins a word, as the Russian word for oxy, which means hydroxy there.
    kind : str
        What it does in a name.
    """

    russian: str
    english: str
    first: str
    kind: PartKind

    @property
    def is_content(self) -> bool:
        """Whether it stands for a piece of a structure."""
        return self.kind in _CONTENT

    @property
    def is_last(self) -> bool:
        """Whether a name may end with it."""
        return self.kind in _LAST

    @property
    def ends_in_yl(self) -> bool:
        """Whether it makes a substituent of what stands before it."""
        return self.english.endswith("yl") and self.kind in ("plain", "group", "suffix")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this package."""
    text = shipped_text(__package__, f"{name}.csv")
    return list(csv.DictReader(text.splitlines()))


@cache
def _parts() -> tuple[dict[str, Part], dict[str, Part]]:
    """Return the parts that make words, and those that stand before a hyphen, such as the word for tert."""
    inside: dict[str, Part] = {}
    detached: dict[str, Part] = {}
    for row in table("parts"):
        first = row["english_first"] or row["english"]
        part = Part(row["russian"], row["english"], first, cast(PartKind, row["kind"]))
        (detached if part.kind == "detached" else inside)[part.russian] = part
    return inside, detached


def detached(word: str) -> Part | None:
    """Return the part that keeps its hyphen, or None.

    Examples
    --------
    >>> detached("трет").english, detached("метил")
    ('tert', None)
    """
    return _parts()[1].get(word)


@cache
def _longest() -> int:
    return max(map(len, _parts()[0]))


#: Suffixes that turn a chain into a parent or a rest, and those that stand behind a parent only.
_BEHIND_STEM = frozenset({"an(e)", "en(e)", "yn(e)", "yl", "ylene", "ylidene", "ylidyne", "oxy"})
_BEHIND_PARENT = frozenset({"ol", "one", "thione", "al", "oic", "oate", "an(e)", "en(e)", "yn(e)", "yl", "nitrile"})


def _fit(part: Part, following: Part) -> bool:
    """Whether a part may stand behind another: prop-yl and propan-one, but not prop-amine or methyl-one."""
    if part.kind == "stem":
        return following.english in _BEHIND_STEM or (part.english[-1] == "a" and following.kind == "multiplier")
    return following.english not in _BEHIND_PARENT or not (
        part.kind in ("plain", "group", "acyl") or part.english in ("yl", "ylidene", "oyl")
    )


def cut(word: str) -> tuple[Part, ...] | None:
    """Cut a word into as few parts as possible; None if it cannot be cut.

    Parameters
    ----------
    word : str
        Cyrillic letters in lower case.

    Examples
    --------
    >>> [part.english for part in cut("диметиламино")], cut("мефедрон")
    (['di', 'methyl', 'amino'], None)
    >>> cut("метилон") is None
    True
    """
    if not 0 < len(word) <= MAX_WORD:
        return None
    inside = _parts()[0]
    best: list[tuple[Part, ...] | None] = [(), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _longest()), end):
            before, part = best[start], inside.get(word[start:end])
            known = best[end]
            if part is None or before is None or (before and not _fit(before[-1], part)):
                continue
            if known is None or len(before) + 1 < len(known):
                best[end] = known = (*before, part)
    return best[-1]
