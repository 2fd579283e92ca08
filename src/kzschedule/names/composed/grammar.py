"""Reading the text of a name by the patterns: which parts stand in it, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kzschedule.names.composed.tables import END, NUMBER, Effect, Element, Pattern, Stem, Tables, tables

#: How many steps are taken for one name before it is given up; names of the data need a few hundred.
_MOST_STEPS = 20_000
_MOST_BRACKETS = 2
#: Names of fewer letters have too many meanings: MDA, MET, PCP.
_FEWEST_LETTERS = 4


#: The group that takes the place of none: N-ethylpentedrone has no methyl on its nitrogen, N-methylketamine has two.
_ADDED = "methyl"


@dataclass(frozen=True, slots=True)
class Parts:
    """How a name was read: the pattern, the stem if there is one, what stands around it, and the length of the stem."""

    pattern: Pattern
    stem: Stem | None
    effects: tuple[Effect, ...]
    word: int = 0

    @property
    def frame(self) -> str:
        """The frame, by the stem or the pattern."""
        return self.stem.frame if self.stem is not None else self.pattern.frame

    @property
    def name(self) -> str:
        """The stem for people."""
        return self.stem.name if self.stem is not None else self.pattern.name

    @property
    def has(self) -> tuple[Effect, ...]:
        """What the pattern and the stem have, less what a prefix renews."""
        return (*self.pattern.has, *(filter(self._stays, self.stem.has) if self.stem is not None else ()))

    def _stays(self, effect: Effect) -> bool:
        """Whether a prefix leaves what the stem has; what the name takes away in so many words goes by that."""
        renews = self.stem.renews if self.stem is not None else frozenset()
        if any(other.kind == "drop" and other.group == effect.group for other in self.effects):
            return True
        others = [one for one in self.effects if one.kind == "put" and one.group not in (_ADDED, effect.group)]
        put = {where for other in others for where in other.where}
        return not (put & renews).intersection(effect.where)


def parts_of(text: str, hyphens: frozenset[int] = frozenset()) -> Iterator[Parts]:
    """Iterate over the ways to read a spelled text, as `spelling.spell` returns it.

    Examples
    --------
    >>> [(parts.name, parts.effects) for parts in parts_of("2cb")]
    [('2C', (Effect(kind='put', group='bromo', where=('4',), inner=()),))]
    """
    patterns = _possible(text, hyphens) if text else []
    if not patterns or text in tables().refused:
        return
    reader = _Reader(text, hyphens, tables())
    for pattern in patterns:
        for items in reader.match(pattern.elements, 0, 0, 0):
            yield from _as_parts(text, pattern, items)


def _possible(text: str, hyphens: frozenset[int]) -> list[Pattern]:
    """Return the patterns that names with these first and last letters have: for ordinary words mostly none."""
    known = tables()
    starts = [NUMBER if text[0].isdigit() else text[0], text[:END]]
    if 1 in hyphens:
        starts.append(text[0] + "-")
    ends = {*known.by_end.get(text[-END:], ()), *known.by_end.get(text[-1:], ())}
    found = [known.patterns[number] for number in sorted(ends)]
    return [one for one in found if not one.starts.isdisjoint(starts)]


def _as_parts(text: str, pattern: Pattern, items: tuple[Effect | Stem | int, ...]) -> Iterator[Parts]:
    stem = next((item for item in items if isinstance(item, Stem)), None)
    effects = tuple(item for item in items if isinstance(item, Effect))
    if stem is not None and not stem.alone and not effects:
        return
    if text.isalpha() and len(text) < (_FEWEST_LETTERS if stem is not None else pattern.letters):
        return
    yield Parts(pattern, stem, effects, sum(item for item in items if isinstance(item, int)))


_Items = tuple[Effect | Stem | int, ...]


class _Reader:
    """Reads one text, with a count of steps over all patterns."""

    def __init__(self, text: str, hyphens: frozenset[int], known: Tables) -> None:
        self._text = text
        self._hyphens = hyphens
        self._known = known
        self._steps = 0

    def match(self, elements: tuple[Element, ...], index: int, times: int, start: int) -> Iterator[_Items]:
        """Iterate over what the elements from an index on find in the whole rest of the text."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        if index == len(elements):
            if start == len(self._text):
                yield ()
            return
        element = elements[index]
        if times < element.most:
            for end, found in self._one(element, start):
                for rest in self.match(elements, index, times + 1, end):
                    yield (*found, *rest)
        if times >= element.least:
            yield from self.match(elements, index + 1, 0, start)

    def _one(self, element: Element, start: int) -> Iterator[tuple[int, _Items]]:
        if start == len(self._text):
            return
        if element.kind == "literal":
            yield from self._literal(element.words, start)
        elif element.kind == "affix":
            yield from self._affix(element.classes, start)
        elif element.kind == "stem":
            stems = self._known.stems[element.classes[0]]
            yield from ((end, (stem, end - start)) for end, stem in stems.at(self._text, start))
        elif element.kind.startswith("placed"):
            yield from self._placed(element.classes[0], start, by_letter=element.kind == "placed by letter")
        else:
            kind = "fill" if element.kind == "fill" else "put"
            first = start + self._text.startswith("-", start)  # kept between two digits: AKB48-5F
            for end, meaning in self._words(element.classes[0], first):
                yield (
                    end,
                    tuple(
                        effect if effect.where else replace(effect, kind=kind, where=element.where)
                        for effect in meaning
                    ),
                )

    def _words(self, name: str, start: int) -> Iterator[tuple[int, tuple[Effect, ...]]]:
        return self._known.words[name].at(self._text, start)

    def _affix(self, classes: tuple[str, ...], start: int) -> Iterator[tuple[int, _Items]]:
        """Iterate over prefixes: locants, a multiplier and a group, or words that need neither."""
        for name in classes:
            if name not in _WITH_LOCANTS:
                yield from self._words(name, start)
        for places, behind in self._locants(start):
            for end, effect in self._group("removal", behind):
                yield end, (replace(effect, kind="drop", where=places or effect.where),)
            for end, effect in self._multiplied(places, behind, 0):
                if not places and effect.group not in self._known.unplaced:
                    continue
                if self._text[behind:end] in _AFTER_LETTER or not self._is_loose(start, behind):
                    yield end, (effect,)
        if self._text.startswith("(", start):
            yield from self._in_brackets(start + 1)

    def _in_brackets(self, start: int) -> Iterator[tuple[int, _Items]]:
        """Iterate over a prefix with its locants in brackets: (3,4-methylenedioxy)amphetamine."""
        for places, behind in self._locants(start):
            for end, effect in self._multiplied(places, behind, 0):
                if places and self._text.startswith(")", end):
                    yield end + 1, (effect,)

    def _multiplied(self, places: tuple[str, ...], start: int, depth: int) -> Iterator[tuple[int, Effect]]:
        """Iterate over groups on places, with a multiplier that fits them."""
        for times, first in self._multiplier(start):
            for end, effect in self._group("substituent", first, depth):
                if times is None or not places or len(places) == times:
                    yield end, replace(effect, where=places)

    def _is_loose(self, start: int, behind: int) -> bool:
        """Whether a locant of one letter stands without hyphens around it, where it may be of the words beside it."""
        if behind != start + 1 or not self._text[start].isalpha():
            return False
        return behind not in self._hyphens or (start not in self._hyphens and self._text[start - 1].isalpha())

    def _literal(self, words: tuple[str, ...], start: int) -> Iterator[tuple[int, _Items]]:
        """Iterate over words as they are; a hyphen at one of their ends has to stand in the name."""
        for word in words:
            bare = word.strip("-")
            end = start + len(bare)
            if (
                self._text.startswith(bare, start)
                and (word[0] != "-" or start in self._hyphens)
                and (word[-1] != "-" or end in self._hyphens)
            ):
                yield end, ()

    def _placed(self, name: str, start: int, *, by_letter: bool) -> Iterator[tuple[int, _Items]]:
        """Iterate over codes with locants, as in 4-MMC and 3,4-DMMC; by a letter too, as in pFPP."""
        for places, behind in self._locants(start):
            if not places or not (by_letter or all(place.isdigit() for place in places)):
                continue
            if any(place in _NO_RING for place in places):
                continue
            for end, meaning in self._words(name, behind):
                placed = self._shared_out(meaning, places)
                if placed:
                    yield end, placed

    def _shared_out(self, meaning: tuple[Effect, ...], places: tuple[str, ...]) -> tuple[Effect, ...]:
        """Return what a word means with the locants before it, each group on as many as it binds to.

        Nothing where these do not fit: 3,4-DMMC has two methyl groups, 4-DMMC is no name.
        """
        free = [effect for effect in meaning if not effect.where]
        counts = [self._known.groups[effect.group].smiles.count("*") for effect in free]
        if sum(counts) != len(places):
            return ()
        left = iter(places)
        put = iter([replace(one, where=tuple(islice(left, count))) for one, count in zip(free, counts, strict=True)])
        return tuple(effect if effect.where else next(put) for effect in meaning)

    def _multiplier(self, start: int) -> Iterator[tuple[int | None, int]]:
        yield None, start
        for end, meaning in self._words("times", start):
            yield int(meaning[0].group), end

    def _group(self, name: str, start: int, depth: int = 0) -> Iterator[tuple[int, Effect]]:
        """Iterate over a group by its word, or in brackets with prefixes of its own."""
        for end, meaning in self._words(name, start):
            if len(meaning) == 1:
                yield end, meaning[0]
        if self._text.startswith("(", start) and depth < _MOST_BRACKETS and name == "substituent":
            for end, effect in self._bracket(start + 1, (), depth + 1):
                yield end, effect

    def _bracket(self, start: int, inner: tuple[Effect, ...], depth: int) -> Iterator[tuple[int, Effect]]:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        for end, effect in self._group("substituent", start, depth):
            if self._text.startswith(")", end):
                yield end + 1, replace(effect, inner=(*inner, *effect.inner))
        for places, behind in self._locants(start):
            if places:
                for end, effect in self._multiplied(places, behind, depth):
                    yield from self._bracket(end, (*inner, effect), depth)

    def _locants(self, start: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Iterate over the locants that begin here, none among them."""
        yield (), start
        reached: list[tuple[tuple[str, ...], int]] = [((), start)]
        while reached:
            places, position = reached.pop()
            for end, place in self._locant(position):
                found = (*places, place)
                yield found, end
                if self._text.startswith(",", end) and len(found) < len(self._text):
                    reached.append((found, end + 1))

    def _locant(self, start: int) -> Iterator[tuple[int, str]]:
        if match := _NUMBER.match(self._text, start):
            yield match.end(), match[0]
        for end, meaning in self._words("locant", start):
            primes = _PRIMES.match(self._text, end)
            assert primes is not None
            if self._text[start:end] not in _ALPHA or end in self._hyphens:
                yield primes.end(), meaning[0].group + primes[0]


_NUMBER = re.compile(r"\d+'*")
_PRIMES = re.compile(r"'*")
#: Letters that stand for alpha only before a hyphen.
_ALPHA = ("a", "а")
#: Locants that no code with a letter for a ring has.
_NO_RING = ("n", "o", "alpha", "beta")
#: Classes of words that may have locants.
_WITH_LOCANTS = ("substituent", "removal")
#: Groups that stand right behind a locant of one letter, as in pF.
_AFTER_LETTER = ("f", "cl", "br", "i")
