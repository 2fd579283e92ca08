"""Words of the field for one group, in names and codes: methoxy and MeO, hydroxy, HO and OH, fluoro, F and фтор.

The words stand in ``equal_words.csv``, each with a source that uses them for the same. A word that is short, or that
other words begin with, counts only behind a locant, so that ethylone is not read as Et and -one.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import NamedTuple

from kzschedule._regex import regex
from kzschedule.names.fold import joined
from kzschedule.records.installation import shipped_text

#: What stands in front of a group: a number, a Greek letter, a position, or the nitrogen on which it is.
_LOCANT = (
    r"(?:\d'*|(?<![^\W\d_])(?:n|н|alpha|beta|gamma|omega|ortho|meta|para"
    r"|альфа|бета|гамма|омега|орто|мета|пара))"
)
_COUNT = r"(?:di|tri|tetra|ди|три|тетра)?"
#: What makes another word of the name of a group: methylene, chloride.
_NOT_BEHIND = r"(?!ene|iden|en(?![a-z])|ид|ен|at(?:e|$)|ат)"
#: A word of so few letters is that of a group only where it ends there.
_SHORT = 3
_THREE_FOUR = regex(r"(?<![\d,])3,4-?(?=md|мд)")
_CANNABINOID = regex(r"(?:inaca|ica|icaca|inata|inac|инака|ика|cumyl|кумил|mdmb|мдмб|adb|адб|amb|амб)")
_TAIL = regex(r"(?<![\w,'])(\d)[ -]?(f|cl|br|cn|en|ho)(?:[ -]|(?=[^\W\d_]{3})|$)")
_BUTYL = regex("but(?=inaca|ica)")
#: Positions on the ring of these, by the number for them; elsewhere numbers may count from another place.
_RING = regex(
    r"^(ortho|meta|para|орто|мета|пара)-?(?P<group>(?:meo|eto|cf3|cl|br|me|et|f|i|ho)-?)"
    r"(?=(?:meth?)?am(?:ph|f)etamine?$|(?:meth?)?cathinone?$|(?:мет)?амфетамин|(?:мет)?катинон)"
)
_NUMBER = {"ortho": "2", "meta": "3", "para": "4", "орто": "2", "мета": "3", "пара": "4"}


class _Tables(NamedTuple):
    """The patterns of words anywhere and behind locants, and what each word is written as."""

    anywhere: re.Pattern[str]
    placed: re.Pattern[str]
    tokens: dict[str, str]


@cache
def _tables() -> _Tables:
    text = shipped_text(__package__, "equal_words.csv")
    tokens: dict[str, str] = {}
    words: dict[str, list[str]] = {"anywhere": [], "locant": []}
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split("|"):
            tokens[word] = row["token"]
            words[row["where"]].append(word)
    anywhere = "|".join(re.escape(word) for word in _longest_first(words["anywhere"]))
    placed = "|".join(
        re.escape(word) + (r"(?![^\W\d_])" if len(word) <= _SHORT else _NOT_BEHIND)
        for word in _longest_first(words["locant"])
    )
    return _Tables(
        regex(rf"(?<![^\W\d_])(?:{anywhere})|(?:{_without_short(words['anywhere'])})"),
        regex(rf"({_LOCANT}[\s-]?{_COUNT})({placed})"),
        tokens,
    )


def _longest_first(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _without_short(words: list[str]) -> str:
    """Return the alternatives that are long enough to stand inside another word."""
    return "|".join(re.escape(word) for word in _longest_first(words) if len(word) >= 6)


def equal_words(spelled: str) -> str:
    """Return a spelled name with one word for each group that has several.

    Parameters
    ----------
    spelled : str
        A name as `kzschedule.names.fold.spell` returns it.

    Examples
    --------
    >>> equal_words("4-methoxy-pcp"), equal_words("4-meo-pcp"), equal_words("ethylone")
    ('4-meo-pcp', '4-meo-pcp', 'ethylone')
    >>> equal_words("4-cyano cumyl-butinaca"), equal_words("cumyl-4cn-binaca")
    ('4cn-cumyl-binaca', '4cn-cumyl-binaca')
    """
    tables = _tables()
    text = tables.anywhere.sub(lambda match: tables.tokens[match[0]], spelled)
    text = _THREE_FOUR.sub("", text)
    text = tables.placed.sub(lambda match: match[1] + tables.tokens[match[2]], text)
    text = _RING.sub(lambda match: _NUMBER[match[1]] + "-" + match["group"], text)
    return _tail_first(text) if _CANNABINOID.search(text) else text


def _tail_first(text: str) -> str:
    """Put the group on the tail of a synthetic cannabinoid in front, where it has one such group only."""
    if len(found := list(_TAIL.finditer(text))) != 1:
        return text
    match = found[0]
    rest = (text[: match.start()] + text[match.end() :]).strip(" -")
    # Beside a group on the tail BUTINACA and BINACA are both butyl; alone the second is benzyl too.
    return f"{match[1]}{match[2]}-" + _BUTYL.sub("b", rest)


def equal_key(spelled: str) -> str:
    """Return the key by which names in equal words are compared.

    Examples
    --------
    >>> equal_key("4-methoxy-pcp") == equal_key("4meo pcp") != equal_key("3-methoxy-pcp")
    True
    >>> equal_key("3,4-mdma") == equal_key("mdma") != equal_key("2,3-mdma")
    True
    """
    return joined(equal_words(spelled))
