"""Names of classes of substances, such as nitazenes: they name no substance, and pass no less silently for that."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kzschedule._regex import regex
from kzschedule.text import clean

if TYPE_CHECKING:
    from kzschedule.schedule import Schedule

#: What makes a plural or a case of a word in English, Russian and Kazakh.
_ENDING = regex(r"(?:(?<=[a-z])s|ы|ов|ам|ами|ах|[дтл][ае]р)$")
#: A class name says its head in the plural: opioids, барбитураты.
_HEAD = regex(r"(?<![\w-])(?!analogues)[^\W\d_]{6,}(?:s|ы)\b")
#: A text of more words is no name of a class.
_MOST_WORDS = 3


def members_of_class(text: str, schedule: Schedule) -> tuple[str, ...]:
    """Return the listed substances that are examples of the class which a text names.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> members_of_class("барбитураты", Schedule.default())[:2]
    ('amobarbital', 'barbital')
    >>> members_of_class("a barbiturate of five words", Schedule.default())
    ()
    """
    words = clean(text).casefold().split()
    if len(words) > _MOST_WORDS:
        return ()
    members = _members(schedule)
    return tuple(dict.fromkeys(one for word in words for one in members.get(_ENDING.sub("", word), ())))


@lru_cache(maxsize=4)
def _members(schedule: Schedule) -> dict[str, tuple[str, ...]]:
    """Return the listed examples of the structure classes by the heads of their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in schedule.package.structure_classes:
        listed = [example for example in one.examples if example in schedule.law.listed_substances]
        for head in _HEAD.findall(f"{one.name_en} {one.name_ru}".casefold()):
            found[_ENDING.sub("", head)] += listed
    return {head: tuple(dict.fromkeys(ids)) for head, ids in found.items()}
