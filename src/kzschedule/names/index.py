"""Finding a name in the data, in three steps of which the first that answers wins.

1. The name as it is, without typography (`kzschedule.names.fold.plain`).
2. The name in another spelling: folded, in another grammatical form or word order, or in another script.
3. Something like it. This step asserts nothing; it only suggests.

Only the first step is prepared when an index is made. The others are prepared when a name needs them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from kzschedule._cache import Kept, cached_property
from kzschedule._regex import regex
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import HINTS, NUMBERS, Hint
from kzschedule.names.damage import mended
from kzschedule.names.equal import equal_key
from kzschedule.names.everyday import everyday_word
from kzschedule.names.fold import (
    FoldedName,
    descriptors,
    fold,
    fold_key,
    joined,
    looks_latin,
    plain,
    spell,
    without_isotopes,
)
from kzschedule.names.keyboard import other_layout
from kzschedule.names.order import order_key, substituent_key, unplaced
from kzschedule.names.phonetic import has_cyrillic, phonetic, sounds_alike
from kzschedule.names.words import KAZAKH_ENDINGS, RUSSIAN_ENDINGS, SaltKind
from kzschedule.records.model import Collision, Substance
from kzschedule.records.package import DataPackage

if TYPE_CHECKING:
    from kzschedule.names.similar import SimilarNames

#: Most suggestions for one name.
MAX_SUGGESTIONS = 5
#: How often the signs, descriptors and labels of what is left of a name are looked through, and most of them at once.
_DEPTH = 3
_MOST_SIGNS = 4


@dataclass(frozen=True, slots=True)
class NameHit:
    """A substance that has the name, and the name as the data spell it.

    `salt` is true for a name that stands for a salt of the substance (the CAS number of one); `ion` is the counterion
    as neutral SMILES, where that is known.
    """

    substance_id: str
    matched_text: str
    salt: bool = False
    ion: str | None = None


#: Letters from which on a word is long.
_LONG_WORD = 7
#: How often one name is taken for damaged in another way: each way is tried after each other one.
_MOST_DAMAGES = 2


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A substance whose name is like the one asked for; `reason` says in which way, where that is known."""

    substance_id: str
    name: str
    score: float
    reason: Statement | None = None


@dataclass(frozen=True)
class NameReading:
    """How a name was read.

    Attributes
    ----------
    hits : tuple of NameHit
        The substances that have the name; several where it has several meanings.
    relation : str or None
        ``exact_name`` or ``folded_name`` where there are hits.
    steps : tuple of Statement
        What was done to the name to find them.
    folded : FoldedName or None
        The folded name; None where the name was found as it is.
    suggestions : tuple of NameSuggestion
        Substances with a similar name, best first, where there are no hits.
    outside : tuple of Collision
        Meanings of the name that lie outside the data.
    hint : str or None
        ``street`` or ``combination`` where the suggestions are what a street name may mean, or what a medicine of
        several substances holds: the name is spelt right, and asserts nothing.
    """

    hits: tuple[NameHit, ...] = ()
    relation: Literal["exact_name", "folded_name"] | None = None
    steps: tuple[Statement, ...] = ()
    folded: FoldedName | None = None
    suggestions: tuple[NameSuggestion, ...] = ()
    outside: tuple[Collision, ...] = ()
    hint: Hint | None = None

    def explain(self) -> Iterator[Statement]:
        r"""Iterate over lines that say how the name was read.

        Examples
        --------
        >>> from kzschedule.records.package import read_package
        >>> print("\n".join(NameIndex(read_package()).read("Эфедрина г/х").explain()))
        folded: эфедринагидрохлорид, by sound efedrinagidrohlorid
        words for a salt or form: гидрохлорид
        name without them: эфедрина, by sound efedrina
        step: without the words for a salt or form: гидрохлорид
        step: in another grammatical form: эфедрин
        found: эфедрин [ephedrine], folded_name
        """
        if self.folded is not None:
            yield Statement("folded: {key}, by sound {sound}", key=self.folded.key, sound=self.folded.script_key)
            if self.folded.stereo:
                yield Statement("sign or configuration: {sign}", sign=self.folded.stereo)
            if self.folded.salt_words:
                yield Statement("words for a salt or form: {words}", words=" ".join(self.folded.salt_words))
                yield Statement(
                    "name without them: {key}, by sound {sound}",
                    key=self.folded.bare_key,
                    sound=self.folded.bare_script_key,
                )
        for step in self.steps:
            yield Statement("step: {step}", step=step)
        for hit in self.hits:
            yield Statement(
                "found: {name} [{substance}], {relation}",
                name=hit.matched_text,
                substance=hit.substance_id,
                relation=self.relation or "exact_name",
            )
        for suggestion in self.suggestions:
            values = {
                "name": suggestion.name,
                "substance": suggestion.substance_id,
                "score": f"{suggestion.score:.2f}",
            }
            if suggestion.reason is None:
                yield Statement("similar: {name} [{substance}], {score}", **values)
            else:
                yield Statement("similar: {name} [{substance}], {score}, {reason}", **values, reason=suggestion.reason)
        for meaning in self.outside:
            yield Statement("outside the data: {meaning}", meaning=meaning.meaning)
        if not self.hits and not self.suggestions:
            yield Statement("no name and no similar name found")


_Suggest = Callable[[str, FoldedName], "tuple[NameSuggestion, ...]"]


class _Table(Mapping[str, list[NameHit]]):
    """The names that have a key, by their places among all names.

    Names and places are kept as plain texts, of which tens of thousands are read from disk in a moment: see
    `_written` and `_read`.
    """

    def __init__(self, places: dict[str, str], names: list[str]) -> None:
        self.places = places
        self._names = names

    def __getitem__(self, key: str) -> list[NameHit]:
        return [_read(self._names[int(place)]) for place in self.places[key].split()]

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def _written(hit: NameHit) -> str:
    return "\t".join((hit.substance_id, hit.matched_text, "salt" if hit.salt else "", hit.ion or ""))


def _read(written: str) -> NameHit:
    substance_id, name, salt, ion = written.split("\t")
    return NameHit(substance_id, name, bool(salt), ion or None)


class NameIndex:
    """All names of a data package; a name leads to every substance that has it.

    Parameters
    ----------
    package : DataPackage
        The records.

    Examples
    --------
    >>> from kzschedule.records.package import read_package
    >>> names = NameIndex(read_package())
    >>> [hit.substance_id for hit in names.find("МЕФЕДРОН")]
    ['mephedrone']
    >>> sorted(hit.substance_id for hit in names.find("MPPP"))
    ['4-methyl-alpha-pyrrolidinopropiophenone', 'mppp']
    """

    def __init__(self, package: DataPackage) -> None:
        self._package = package
        self._substances: dict[str, Substance] = {item.substance_id: item for item in package.substances}
        self._counterions = frozenset(ion.smiles for ion in package.counterions)
        self._outside: dict[str, list[Collision]] = defaultdict(list)
        for meaning in package.collisions:
            if not meaning.substance_id:
                self._outside[plain(meaning.name)].append(meaning)
        self._kept = Kept(package.digest)
        prepared = self._kept.table("names", self._prepared)
        self._names: list[str] = prepared["names"]
        self._hits = _Table(prepared["hits"], self._names)
        self._hints = {kind: _Table(prepared[kind], self._names) for kind in HINTS}
        self._hints_by_key = {kind: _Table(prepared[f"{kind} by key"], self._names) for kind in HINTS}
        self._hints_by_sound = {kind: _Table(prepared[f"{kind} by sound"], self._names) for kind in HINTS}
        self._numbers: dict[str, str] = prepared["numbers"]

    def _prepared(self) -> dict[str, Any]:
        """Return all names, the places among them of each without typography, and other CAS numbers."""
        names: list[str] = []
        hits: dict[str, dict[str, int]] = defaultdict(dict)
        hints: dict[str, dict[str, dict[str, int]]] = {kind: defaultdict(dict) for kind in HINTS}
        hints_by_key: dict[str, dict[str, dict[str, int]]] = {kind: defaultdict(dict) for kind in HINTS}
        by_sound: dict[str, dict[str, dict[str, int]]] = {kind: defaultdict(dict) for kind in HINTS}
        numbers: dict[str, list[str]] = defaultdict(list)

        def add(to: dict[str, dict[str, int]], hit: NameHit, key: str | None = None) -> None:
            found = to[plain(hit.matched_text) if key is None else key]
            if hit.substance_id not in found:
                found[hit.substance_id] = len(names)
                names.append(_written(hit))

        for substance in self._package.substances:
            for name in substance.own_names:
                add(hits, NameHit(substance.substance_id, name))
        for entry in self._package.names:
            if entry.kind in hints:
                hit, key = NameHit(entry.substance_id, entry.name), fold_key(entry.name)
                add(hints[entry.kind], hit)
                add(hints_by_key[entry.kind], hit, key)
                if len(sound := phonetic(key)) >= _SHORTEST_SOUND[entry.kind]:
                    add(by_sound[entry.kind], hit, sound)
            elif entry.kind == "other_cas":
                numbers[entry.name].append(entry.substance_id)
            else:
                ion = "Cl" if entry.kind == "hydrochloride_cas" else None
                add(hits, NameHit(entry.substance_id, entry.name, entry.kind in NUMBERS, ion))
        for meaning in self._package.collisions:
            if meaning.substance_id and meaning.substance_id not in hints["street"].get(plain(meaning.name), {}):
                add(hits, NameHit(meaning.substance_id, meaning.name))
        places = {"hits": hits, **hints}
        places |= {f"{kind} by key": table for kind, table in hints_by_key.items()}
        places |= {f"{kind} by sound": table for kind, table in by_sound.items()}
        return {
            "names": names,
            "numbers": _texts(numbers),
            **{kind: _texts({key: found.values() for key, found in table.items()}) for kind, table in places.items()},
        }

    def find(self, text: str) -> tuple[NameHit, ...]:
        """Return the substances that have exactly this name; several where it has several meanings.

        Street names, and medicines of several substances, are no names in this sense: they only suggest.
        """
        return tuple(self._hits.get(plain(text), ()))

    def read_exact(self, text: str) -> NameReading:
        """Read a name in the first step only."""
        key = plain(text)
        found = self._hits.get(key)
        if not found:
            return _NOT_FOUND
        everyday = everyday_word(text)
        # In capitals it is written as the data write an abbreviation, or as a list prints its names.
        if everyday is not None and everyday.answer != "text" and not text.isupper():
            return NameReading(suggestions=_everyday(_not_abbreviated(found, text), everyday.meaning))
        outside = tuple(self._outside.get(key, ()))
        # What a street name may mean too is one meaning more.
        hits = {hit.substance_id: hit for hit in (*self._hints["street"].get(key, ()), *found)}
        return NameReading(tuple(hits.values()), "exact_name", (_AS_IT_IS,), outside=outside)

    def read(self, text: str, *, suggest: bool = True) -> NameReading:
        """Read a name in three steps.

        Parameters
        ----------
        text : str
            A name as typed.
        suggest : bool, default True
            Whether to look for similar names where none is found.

        Returns
        -------
        NameReading

        Examples
        --------
        >>> from kzschedule.records.package import read_package
        >>> names = NameIndex(read_package())
        >>> names.read("Героина гидрохлорид").hits[0].matched_text
        'героин'
        >>> reading = names.read("мефидрон")
        >>> reading.hits, reading.suggestions[0].substance_id
        ((), 'mephedrone')
        """
        return self._read(text, self._suggest if suggest else _nothing, _MOST_DAMAGES)

    def similar_to_word(self, word: str) -> tuple[NameSuggestion, ...]:
        """Return what a word of a text is similar to; another first letter makes a short one another word.

        Examples
        --------
        >>> from kzschedule.records.package import read_package
        >>> names = NameIndex(read_package())
        >>> names.similar_to_word("better"), names.similar_to_word("cocane")[0].name
        ((), 'Cocaine')
        """
        name = fold(word)
        of_word = partial(self._similar.suggest, same_initial=len(word) < _LONG_WORD)
        similar = next(filter(None, map(of_word, chain((name,), _uninflected(name)))), ())
        if not similar:
            return ()
        reading = self._read(word, lambda _text, _name: similar, _MOST_DAMAGES)
        return reading.suggestions if reading.hint is None else ()

    def _read(self, text: str, suggest: _Suggest, damages: int) -> NameReading:
        """Read a name that may have been damaged so often."""
        exact = self.read_exact(text)
        if exact.hits or exact.suggestions:
            return exact
        name = fold(text)
        if not any(character.isalpha() for character in name.key):
            return NameReading(folded=name)
        if (result := _RESULT.search(text)) is not None:
            return NameReading(folded=name, suggestions=self._of_result(text[: result.start()], name))
        for kind in HINTS:
            hint = self._hint_reading(kind, text, name)
            if hint is not None:
                return hint
        doubts: list[NameSuggestion] = []
        found, steps = self._folded(name, doubts)
        if not found and text.rstrip().endswith(")"):
            found, steps = self._with_synonym(text)
        everyday = everyday_word(text)
        if everyday is not None and everyday.answer != "text":
            meant = _not_abbreviated(found, text) if everyday.answer == "ambiguous" else ()
            suggested = _everyday(meant, everyday.meaning)
            return NameReading(folded=name, suggestions=suggested)
        if not found and not doubts and damages:
            found, steps = self._mended(text, doubts, damages - 1)
        if found and _HYPHEN_IN_FRONT.match(plain(text)):
            found = self._of_hyphen(found, text, doubts)
        if found:
            outside = [one for hit in found for one in self._outside_by_key.get(fold_key(hit.matched_text), ())]
            return NameReading(found, "folded_name", steps, name, outside=tuple(dict.fromkeys(outside)))
        if not doubts and (hint := self._hint_in_another_script(name)) is not None:
            return hint
        suggestions = tuple(_best(doubts)) if doubts else suggest(text, name)
        return NameReading(folded=name, suggestions=suggestions)

    def _of_result(self, tested: str, name: FoldedName) -> tuple[NameSuggestion, ...]:
        """Suggest what is named before a sign that may be the result of a test, and its form with that sign."""
        hits = chain(self._read(tested, _nothing, 0).hits, self._folded(name, [])[0])
        return tuple(_best(_doubt(hit, _SIGN_OR_RESULT) for hit in _one_each(hits)))

    def _of_hyphen(self, found: tuple[NameHit, ...], text: str, doubts: list[NameSuggestion]) -> tuple[NameHit, ...]:
        """Return what a name with a hyphen in front names, if that is the same with it as a sign and without it."""
        plain_hits = self._folded(fold(plain(text)[1:]), [])[0]
        if {hit.substance_id for hit in plain_hits} == {hit.substance_id for hit in found} or not plain_hits:
            return found
        sign = Statement("with the sign {sign}", sign="(-)")
        doubts += [_doubt(hit, Statement("without the sign {sign}", sign="(-)")) for hit in plain_hits]
        doubts += [_doubt(hit, sign) for hit in found]
        return ()

    def names_of(self) -> Iterator[NameHit]:
        """Iterate over all names with their substances, CAS numbers of salts left out."""
        yield from (hit for _, hit in self._numbered())

    def with_number(self, number: str) -> tuple[str, ...]:
        """Return the substances to which, or to a form of which, a collection of names gives a CAS number."""
        return tuple(self._numbers.get(number, "").split())

    def _numbered(self) -> Iterator[tuple[str, NameHit]]:
        """Iterate over all names but the CAS numbers of salts, each with its place."""
        for key, places in self._hits.places.items():
            yield from (
                (place, hit) for place, hit in zip(places.split(), self._hits[key], strict=True) if not hit.salt
            )

    def _table(self, name: str, make: Callable[[], dict[str, str]]) -> _Table:
        """Return a table of names by a key, as it was kept or as it is made now."""
        return _Table(self._kept.table(name, make), self._names)

    # Names that only suggest, and names that were damaged.

    def _hint_reading(self, kind: Hint, text: str, name: FoldedName) -> NameReading | None:
        """Read a name that only suggests, also in another grammatical form; None if it is none."""
        exact = self._hints[kind].get(plain(text))
        found: Sequence[NameHit] | None = exact
        if not found and not name.stereo:
            keys = (name.key, *(_dictionary_forms(name, name.key) if has_cyrillic(name.key) else ()))
            by_key = self._hints_by_key[kind]
            found = next((by_key[key] for key in keys if key in by_key), None)
        if not found or (not exact and self._by_key.get(name.key)):
            return None
        return self._hinted(kind, found, name)

    def _hint_in_another_script(self, name: FoldedName) -> NameReading | None:
        """Read a name that only suggests, of which the data have another spelling with the same sound."""
        found = {kind: self._hints_by_sound[kind].get(name.script_key) for kind in HINTS}
        return next((self._hinted(kind, hits, name) for kind, hits in found.items() if hits), None)

    def _hinted(self, kind: Hint, found: Sequence[NameHit], name: FoldedName) -> NameReading:
        suggestions = tuple(
            NameSuggestion(hit.substance_id, hit.matched_text, 1.0, _HINTS[kind]) for hit in _one_each(found)
        )
        outside = tuple(
            dict.fromkeys(one for hit in found for one in self._outside_by_key.get(fold_key(hit.matched_text), ()))
        )
        return NameReading(folded=name, suggestions=suggestions, outside=outside, hint=kind)

    def _mended(
        self, text: str, doubts: list[NameSuggestion], damages: int
    ) -> tuple[tuple[NameHit, ...], tuple[Statement, ...]]:
        """Read a name that was damaged; what may have been another name too is only suggested."""
        for one in mended(text):
            if plain(one.text) == plain(text):
                continue
            reading = self._read(one.text, _nothing, damages if one.certain else 0)
            if reading.hits and one.certain:
                return reading.hits, (one.reason, *(reading.steps if reading.relation == "folded_name" else ()))
            doubts += [_doubt(hit, one.reason) for hit in reading.hits]
        return (), ()

    # The second step: the same name in another spelling.

    def _with_synonym(self, text: str) -> tuple[tuple[NameHit, ...], tuple[Statement, ...]]:
        """Read a name that is followed by a second one in brackets; both have to mean the same."""
        first, bracket, second = text.strip().removesuffix(")").partition(" (")
        if not bracket or second.count(" (") > _MOST_BRACKETS:
            return (), ()
        readings = [self.read(part, suggest=False).hits for part in (first, second)]
        if {hit.substance_id for hit in readings[0]} != {hit.substance_id for hit in readings[1]}:
            return (), ()
        return readings[0], (Statement("as two names of the same: {first}, and {second}", first=first, second=second),)

    def _folded(
        self, name: FoldedName, doubts: list[NameSuggestion], depth: int = _DEPTH
    ) -> tuple[tuple[NameHit, ...], tuple[Statement, ...]]:
        for key, step in _keys(name):
            found = self._by_key.get(key, ())
            if found:
                return _one_each(found), (step,)
        # Words for salts are part of such names as potassium permanganate, in whatever order they stand.
        for hits, step in self._reordered(name.whole, name.stereo):
            if hits:
                return _one_each(hits), (step,)
        salt_words = " ".join(name.salt_words)
        bare = [Statement("without the words for a salt or form: {words}", words=salt_words)] if salt_words else []
        for hits, spelling in self._spellings(name):
            if not hits:
                continue
            good = [hit for hit in hits if self._salt_fits(hit, name.salt_kinds)]
            if good:
                return _one_each(good), (*bare, *([spelling] if spelling else []))
            reason = Statement("the words {words} may name another compound", words=salt_words)
            doubts += [_doubt(hit, reason) for hit in hits]
            return (), ()
        return self._signs(name, doubts, depth - 1) if depth else ((), ())

    def _spellings(self, name: FoldedName) -> Iterator[tuple[list[NameHit], Statement | None]]:
        """Iterate over what a name, without its salt words, can be a spelling of, the surest first."""
        if name.salt_words:
            for key, step in _keys_of(name.bare_key, name.spelled, name.stereo):
                yield self._by_key.get(key, []), step if key != name.bare_key else None
            yield from self._reordered(name.spelled, name.stereo)
        yield from self._in_equal_words(name)
        if has_cyrillic(name.bare_key):
            for key in _dictionary_forms(name, name.bare_key):
                if forms := [hit for hit in self._by_key.get(key, ()) if _may_inflect(hit, key, name.bare_key)]:
                    yield forms, Statement("in another grammatical form: {form}", form=key)
        for key in _latin_forms(name.bare_key):
            if hits := self._by_key.get(key):
                yield hits, Statement("in another grammatical form: {form}", form=key)
        for key in _script_forms(name):
            yield self._in_other_script(key), _OTHER_SCRIPT

    def _in_equal_words(self, name: FoldedName) -> Iterator[tuple[list[NameHit], Statement]]:
        """Iterate over names with other words for the same groups, as MeO for methoxy, in one script and by sound."""
        key = equal_key(name.spelled)
        changed = key != joined(name.spelled)
        found = self._equal(self._by_equal.get(name.stereo + key, ()), changed=changed)
        yield found, _EQUAL_WORDS
        script = _script(key)
        sounds = phonetic(key)
        if sum(character.isalpha() for character in sounds) <= _SHORT:
            return
        found = self._equal(self._by_equal_sound.get(name.stereo + sounds, ()), changed=changed)
        found = [hit for hit in found if _script(equal_key(fold(hit.matched_text).whole)) != script]
        found = [hit for hit in found if len(equal_key(fold(hit.matched_text).whole)) == len(key)] or found
        found = [hit for hit in found if sounds_alike(key, equal_key(fold(hit.matched_text).whole), "e")]
        # Sounds and words together are too weak a ground where they leave a choice, or where a name has other meanings.
        if len({hit.substance_id for hit in found}) == 1:
            yield [hit for hit in found if plain(hit.matched_text) not in self._outside], _EQUAL_WORDS

    @staticmethod
    def _equal(hits: Iterable[NameHit], *, changed: bool) -> list[NameHit]:
        """Return the names among hits for which equal words were needed, on the one side or the other."""
        if changed:
            return list(hits)
        spellings = ((hit, fold(hit.matched_text).whole) for hit in hits)
        return [hit for hit, spelled in spellings if equal_key(spelled) != joined(spelled)]

    def _reordered(self, spelled: str, stereo: str) -> Iterator[tuple[list[NameHit], Statement]]:
        """Iterate over names with the same words, or the same substituents, in another order."""
        if (order := order_key(spelled)) is not None and not stereo:
            yield self._by_order.get(order, []), _OTHER_ORDER
        if (order := substituent_key(spelled)) is not None:
            yield self._by_substituents.get(stereo + order, []), _OTHER_SUBSTITUENTS

    def _in_other_script(self, key: str) -> list[NameHit]:
        """Return names that sound the same and are written in another script: in one script, letters count.

        Sounds are too weak a ground for names that are declared to have other meanings, and for reading short
        Russian abbreviations from Latin letters.
        """
        script = _script(key)
        sounds = phonetic(key)
        least = _SHORT if script == "latin" else _SHORT_CYRILLIC - any(character.isdigit() for character in sounds)
        if sum(character.isalpha() for character in sounds) <= least:
            return []
        found = []
        for hit in self._by_script.get(sounds, ()):
            other = fold_key(hit.matched_text)
            if script != _script(other) or (script == "mixed" and _latin_letters(key) == _latin_letters(other)):
                found.append(hit)
        found = [hit for hit in _of_length(found, key) if not _CODE_PART.search(hit.matched_text) or _spells(hit, key)]
        return [hit for hit in found if plain(hit.matched_text) not in self._outside]

    def _signs(
        self, name: FoldedName, doubts: list[NameSuggestion], depth: int
    ) -> tuple[tuple[NameHit, ...], tuple[Statement, ...]]:
        """Compare signs of rotation: a racemate covers its forms, everything else is left open, as isotopes are."""
        unlabelled, label = without_isotopes(name.spelled)
        if label:
            reason = Statement("without the label for isotopes {label}", label=label)
            doubts += [_doubt(hit, reason) for hit in self._alone(f"{name.stereo}{unlabelled}", depth).hits]
            return (), ()
        signs, rest = descriptors(name)
        if len(signs) > 1:
            return self._several_signs(signs, rest, doubts, depth) if len(signs) <= _MOST_SIGNS else ((), ())
        if signs and not name.stereo:
            reason = Statement("without the sign {sign}", sign=signs[0])
            doubts += [_doubt(hit, reason) for hit in self._alone(rest, depth).hits]
            return (), ()
        if name.stereo:
            unsigned = fold(name.whole)
            found, steps = self._folded(unsigned, [], depth) if unsigned.key != name.key else ((), ())
            if (form := self._of_sign(found, name.stereo)) is not None:
                step = Statement("{name}, whose record is the form {sign}", name=form.matched_text, sign=name.stereo)
                return (form,), (*steps, step)
            covered = [hit for hit in found if self._covers(hit.substance_id, name.stereo)]
            if covered and len(covered) == len(found):
                step = Statement(
                    "the name is found without {sign}, and its record leaves the configuration open", sign=name.stereo
                )
                return tuple(covered), (*steps, step)
            doubts += [_doubt(hit, Statement("without the sign {sign}", sign=name.stereo)) for hit in found]
        other = [
            hit for hit in self._by_unsigned.get(name.unsigned_key, ()) if fold(hit.matched_text).stereo != name.stereo
        ]
        doubts += [_doubt(hit, Statement("with the sign {sign}", sign=fold(hit.matched_text).stereo)) for hit in other]
        doubts += [_doubt(hit, _PLACED) for hit in self._by_unplaced.get(name.bare_key, ())]
        return (), ()

    def _of_sign(self, found: tuple[NameHit, ...], sign: str) -> NameHit | None:
        """Return the record that is the form with a sign of the one substance that a name without it names.

        That is one of whose names has the sign, or whose structure has the configuration.
        """
        if len(found) != 1:
            return None
        inchikey = self._substances[found[0].substance_id].inchikey
        if inchikey is None:
            return None
        meant = found[0].substance_id
        same = [one for one in self._of_skeleton[inchikey[:14]] if self._has_sign(one, sign, meant)]
        if len(same) != 1:
            return None
        return found[0] if same[0] == meant else NameHit(same[0], self._substances[same[0]].name_en)

    def _has_sign(self, substance_id: str, sign: str, meant: str) -> bool:
        """Whether a record is the form with a sign of a substance: by a name with it, or by the structure."""
        if self._substances[substance_id].stereo != "absolute":
            return False
        named = (sign, meant) in self._signs_of.get(substance_id, ())
        return named or self._has_configuration(substance_id, sign) is True

    @cached_property
    def _signs_of(self) -> dict[str, set[tuple[str, str]]]:
        """The signs in the names of each substance, each with the substance that the name means without it."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, hits in self._by_unsigned.items():
            for hit in hits:
                inchikey = self._substances[hit.substance_id].inchikey or ""
                for plain_hit in self._by_key.get(key, ()):
                    other = self._substances[plain_hit.substance_id].inchikey or ""
                    if inchikey and inchikey[:14] == other[:14]:
                        found[hit.substance_id].add((fold(hit.matched_text).stereo, plain_hit.substance_id))
        return dict(found)

    @cached_property
    def _of_skeleton(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for substance in self._substances.values():
            if substance.inchikey:
                found[substance.inchikey[:14]].append(substance.substance_id)
        return found

    def _several_signs(
        self, signs: tuple[str, ...], rest: str, doubts: list[NameSuggestion], depth: int
    ) -> tuple[tuple[NameHit, ...], tuple[Statement, ...]]:
        """Read a name with several signs and descriptors by each alone, those of rotation first: they have to agree."""
        rotation = [sign for sign in signs if sign[1:2] in _ROTATION]
        # Beside a sign of rotation, d and l say how a substance is related to glyceraldehyde, which no name here does.
        told = rotation + [sign for sign in signs if sign not in rotation and not (rotation and sign in _ROTATORY)]
        readings = {sign: self._alone(f"{sign}-{rest}", depth) for sign in told}
        found = {sign: reading for sign, reading in readings.items() if reading.hits}
        if not found:
            reason = Statement("without the sign {sign}", sign="-".join(signs))
            doubts += [_doubt(hit, reason) for hit in self._alone(rest, depth).hits]
            return (), ()
        if len({frozenset(hit.substance_id for hit in reading.hits) for reading in found.values()}) > 1:
            for sign, reading in found.items():
                doubts += [_doubt(hit, Statement("with the sign {sign}", sign=sign)) for hit in reading.hits]
            return (), ()
        sign, reading = next(iter(found.items()))
        others = tuple(other for other in signs if other not in found)
        fit = {other: [self._has_configuration(hit.substance_id, other) for hit in reading.hits] for other in others}
        if wrong := tuple(other for other in others if False in fit[other]):
            reason = Statement(
                "with the sign {sign}, but {others:, } is not its configuration", sign=sign, others=wrong
            )
            doubts += [_doubt(hit, reason) for hit in reading.hits]
            return (), ()
        unknown = tuple(other for other in others if None in fit[other])
        if geometry := _GEOMETRY.intersection(unknown):
            reason = Statement("without the sign {sign}", sign="-".join(sorted(geometry)))
            doubts += [_doubt(hit, reason) for hit in reading.hits]
            return (), ()
        if unknown:
            step = Statement("by {sign} alone, without comparing {others:, }", sign=sign, others=unknown)
        else:
            step = Statement("by each of its signs, {signs:, }", signs=signs)
        return reading.hits, (*(reading.steps if reading.relation == "folded_name" else ()), step)

    def _alone(self, text: str, depth: int) -> NameReading:
        """Read what is left of a name without a sign or label; what it has itself is looked through so many times."""
        exact = self.read_exact(text)
        if exact.hits:
            return exact
        hits, steps = self._folded(fold(text), [], depth)
        return NameReading(hits, "folded_name" if hits else None, steps)

    def _has_configuration(self, substance_id: str, descriptor: str) -> bool | None:
        """Whether the structure of a record has a configuration; None where that cannot be compared."""
        substance = self._substances[substance_id]
        letters = sorted(_CIP.findall(descriptor))
        if substance.stereo != "absolute" or substance.smiles is None or not letters:
            return None
        from kzschedule.structures.stereo import configurations  # RDKit, which few names need

        labels = sorted(configurations(substance.smiles))
        if len(letters) != len(labels):
            return None
        if letters != labels:
            return False
        # Which centre is which is not known from numbers, whose scheme the name chooses.
        return True if len(set(labels)) == 1 else None

    def _covers(self, substance_id: str, sign: str) -> bool:
        """Whether the record of a substance covers its form with a sign, and no other record is that form."""
        substance = self._substances[substance_id]
        if substance.stereo == "relative" or (substance.stereo == "unspecified" and sign == "(±)"):
            return True
        if substance.stereo != "unspecified" or substance.inchikey is None:
            return False
        return self._connectivity[substance.inchikey[:14]] == 1

    def _salt_fits(self, hit: NameHit, kinds: frozenset[SaltKind]) -> bool:
        """Whether a substance has salts of these kinds; where not, the words name another compound.

        Only organic substances are read so. Acids make salts of bases, so of what has nitrogen; metals of what
        has an acidic hydrogen, so oxygen or sulfur. A salt former itself,
        and a name with other meanings outside the data are meant only as they are.
        Acids whose salts are named like their esters leave open which is meant.
        """
        if not kinds:
            return True
        substance = self._substances[hit.substance_id]
        formula = substance.formula or ""
        if substance.kind != "substance" or substance.smiles in self._counterions:
            return False
        if not _CARBON.search(formula) or plain(hit.matched_text) in self._outside:
            return False
        if "ester" in kinds:
            return "O" not in formula and _NITROGEN.search(formula) is not None
        if "acid" in kinds and not _NITROGEN.search(formula):
            return False
        return "metal" not in kinds or "O" in formula or "S" in formula

    @cached_property
    def _outside_by_key(self) -> dict[str, list[Collision]]:
        found: dict[str, list[Collision]] = defaultdict(list)
        for meanings in self._outside.values():
            for meaning in meanings:
                found[fold_key(meaning.name)].append(meaning)
        return found

    @cached_property
    def _by_key(self) -> _Table:
        return self._table("by_key", lambda: self._index(fold_key))

    @cached_property
    def _by_script(self) -> _Table:
        return self._table("by_script", lambda: _joined(self._by_key, phonetic))

    @cached_property
    def _by_equal(self) -> _Table:
        def key_of(name: str) -> str:
            folded = fold(name)
            return folded.stereo + equal_key(folded.whole)

        return self._table("by_equal", lambda: self._index(key_of))

    @cached_property
    def _by_equal_sound(self) -> _Table:
        return self._table("by_equal_sound", lambda: _joined(self._by_equal, phonetic))

    @cached_property
    def _by_order(self) -> _Table:
        def key_of(name: str) -> str | None:
            return order_key(spell(name)) if " " in name else None

        return self._table("by_order", lambda: self._index(key_of))

    @cached_property
    def _by_substituents(self) -> _Table:
        def key_of(name: str) -> str | None:
            if not _SEVERAL_GROUPS.search(name):
                return None
            folded = fold(name)
            order = substituent_key(folded.spelled)
            return order and folded.stereo + order

        return self._table("by_substituents", lambda: self._index(key_of))

    @cached_property
    def _by_unplaced(self) -> _Table:
        def key_of(name: str) -> str | None:
            key = fold_key(name)
            without = unplaced(key)
            return without if without != key else None

        return self._table("by_unplaced", lambda: self._index(key_of))

    @cached_property
    def _by_unsigned(self) -> _Table:
        def key_of(name: str) -> str | None:
            folded = fold(name)
            return folded.unsigned_key if folded.stereo and folded.key[0] == "(" else None

        return self._table("by_unsigned", lambda: self._index(key_of))

    def _index(self, key_of: Callable[[str], str | None]) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for place, hit in self._numbered():
            key = key_of(hit.matched_text)
            if key:
                found[key].append(place)
        return _texts(found)

    @cached_property
    def _connectivity(self) -> dict[str, int]:
        count: dict[str, int] = defaultdict(int)
        for substance in self._substances.values():
            if substance.inchikey:
                count[substance.inchikey[:14]] += 1
        return count

    # The third step: similar names.

    def _suggest(self, text: str, name: FoldedName) -> tuple[NameSuggestion, ...]:
        typed = other_layout(plain(text))
        reading = self.read(typed, suggest=False)
        if reading.hits:
            return tuple(
                NameSuggestion(
                    hit.substance_id,
                    hit.matched_text,
                    _LAYOUT_SCORE,
                    Statement("in the other keyboard layout: {typed}", typed=typed),
                )
                for hit in reading.hits
            )
        names = chain((name,), (fold(one.text) for one in mended(text) if one.certain), _uninflected(name))
        return next(filter(None, map(self._similar.suggest, names)), ())

    @cached_property
    def _similar(self) -> SimilarNames:
        from kzschedule.names.similar import SimilarNames

        own = {
            (item.substance_id, name)
            for item in self._substances.values()
            for name in item.own_names
            if not name.isupper()  # every letter of a code counts
        }
        return SimilarNames(self._by_key, self._by_script, own)


_NOT_FOUND = NameReading()
_AS_IT_IS = Statement("found as it is")
_FOLDED = Statement("folded")
_LOOK_ALIKE = Statement("with look-alike Cyrillic letters read as Latin")
_EQUAL_WORDS = Statement("with other words for the same groups")
_OTHER_SCRIPT = Statement("in another script")
_OTHER_ORDER = Statement("in another word order or grammatical form")
_OTHER_SUBSTITUENTS = Statement("with its substituents in another order")
_HINTS: dict[Hint, Statement] = {
    "street": Statement("a street name, which says little of what is in it"),
    "combination": Statement("a medicine of several active substances, of which this is one"),
}
_SIGN_OR_RESULT = Statement("the sign behind it may be the result of a test, or of rotation")
_PLACED = Statement("with its position, which the name asked for does not give")
#: Shorter names sound like too many others.
_SHORTEST_SOUND: dict[str, int] = {"combination": 5, "street": 7}
#: Names with no more letters than this are not read from Latin letters into Cyrillic ones.
_SHORT = 3
#: Nor are those in Cyrillic with no more letters than this, and no digit, read into Latin ones, nor forms of words so
#: short.
_SHORT_CYRILLIC = 2
_SHORT_FORM = 4
_LONGEST_UNINFLECTED = 8
#: Most further brackets behind the first of a name with a synonym; whatever has more is no name.
_MOST_BRACKETS = 3
_LAYOUT_SCORE = 0.95
_DOUBT_SCORE = 0.9
_SEVERAL_GROUPS = regex(r"\d.*\d-")
_CARBON = regex("C(?![a-z])")
_NITROGEN = regex("N(?![a-z])")
#: What a sign of rotation in brackets begins with, and how it is written by letters.
_ROTATION = frozenset("+-±")
_ROTATORY = frozenset({"d", "l", "dl", "d,l", "(d)", "(l)", "(dl)", "(d,l)", "д", "л", "дл", "д,л"})
#: A hyphen right in front of a word, which may be a sign of rotation or mark an item of a list.
_HYPHEN_IN_FRONT = regex(r"-[^\W\d_]")
#: A plus or minus behind a name, as laboratories write results, where indexes write signs of rotation.
_RESULT = regex(r"(?<=\w)(?:\s*[(\[]\s*[+−–-]{1,4}\s*[)\]]|\s*[:=]\s*[+−–-]{1,4})$")
_GEOMETRY = frozenset({"cis", "trans", "цис", "транс"})
#: R and S of a single centre, with or without a number in front; (r,s) is a mixture of both.
_CIP = regex(r"(?<=\()[rs](?=\))|(?:(?<=\d)|(?<=\d[a-z]))[rs](?=[,)])")
#: The endings of Latin names, in the nominative and in the genitive of prescriptions.
_LATIN_ENDING = regex(r"(?<=[a-z]{4})um$|(?<=[a-z]{6})i$|(?<=i)i$")


def _texts(found: Mapping[str, Iterable[object]]) -> dict[str, str]:
    return {key: " ".join(map(str, places)) for key, places in found.items()}


def _joined(table: _Table, key_of: Callable[[str], str]) -> dict[str, str]:
    """Return the places of a table by what its keys have in common."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, places in table.places.items():
        found[key_of(key)].append(places)
    return _texts(found)


def _keys(name: FoldedName) -> Iterator[tuple[str, Statement]]:
    """Iterate over the keys of a name with its salt words still in it."""
    return _keys_of(name.key, name.whole, name.stereo)


def _keys_of(key: str, spelled: str, stereo: str) -> Iterator[tuple[str, Statement]]:
    latin = looks_latin(spelled)
    yield key, _FOLDED
    if latin is not None:
        yield stereo + fold_key(latin), _LOOK_ALIKE


def _dictionary_forms(name: FoldedName, key: str) -> Iterator[str]:
    """Iterate over what the last word of one of a name's keys can be a grammatical form of."""
    if not "а" <= key[-1] <= "я":
        return
    letters = _LAST_LETTERS.search(key)
    known = len(letters[0]) if letters else 0
    for length in (1, 2, 3):
        stem = key[:-length]
        for lemma_ending in RUSSIAN_ENDINGS.get(key[-length:], ()):
            if known - length + len(lemma_ending) < _SHORTEST_WORD:
                continue
            if stem[-1] in _BEFORE_ENDING.get((key[-length:], lemma_ending), _BEFORE_LEMMA[lemma_ending]):
                yield stem + lemma_ending
    for ending in KAZAKH_ENDINGS:
        if ending == _OF_CHEMISTRY and not name.kazakh:
            continue
        stem = key.removesuffix(ending)
        if stem != key and known - len(ending) >= _SHORTEST_WORD and not (ending == "ка" and stem[-1] in _VOICED):
            yield stem


_LAST_LETTERS = regex("[а-я]*$")
_SHORTEST_WORD = 4
#: The ending ін as Russian letters write it, which makes other names in chemistry: ацетонин, морфинин.
_OF_CHEMISTRY = "ин"
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_VOWELS = "аеиоуыэюя"
#: What no Kazakh dative in қа stands behind: with к it is a Russian ending.
_VOICED = _VOWELS + "лмнрзжй"
#: What letters stand before an ending of the dictionary form, and before it when the form asked about has a
#: certain ending itself.
_BEFORE_LEMMA = {
    "": _CONSONANTS,
    "а": _CONSONANTS,
    "о": _CONSONANTS,
    "ь": "лнртс",
    "я": _CONSONANTS + "и",
    "й": _VOWELS,
    "е": _CONSONANTS + "и",
}
_BEFORE_ENDING = {
    ("ем", ""): "жшщчц",
    ("и", ""): "гкхжшщч",
    ("и", "а"): "гкхжшщч",
    ("ы", ""): _CONSONANTS,
    ("ы", "а"): _CONSONANTS,
}


def _uninflected(name: FoldedName) -> Iterator[FoldedName]:
    """Iterate over what a long word is without its ending: a short one is similar to something with some ending."""
    if has_cyrillic(name.key) and len(name.key) > _LONGEST_UNINFLECTED:
        yield from map(fold, _dictionary_forms(name, name.key))


def _nothing(_text: str, _name: FoldedName) -> tuple[NameSuggestion, ...]:
    return ()


def _latin_forms(key: str) -> Iterator[str]:
    """Iterate over the names of which a key can be the Latin one, in the nominative or genitive: Codeini phosphas."""
    if (ending := _LATIN_ENDING.search(key)) is not None:
        stem = key[: ending.start()]
        yield from (stem, stem + "e") if ending[0] == "um" else (stem, stem + "um", stem + "e")


def _script_forms(name: FoldedName) -> Iterator[str]:
    key = name.bare_key
    if not _SOFT.search(key):
        yield key
    if (latin := looks_latin(name.spelled)) is not None:
        yield name.stereo + fold_key(latin)
    if has_cyrillic(key):
        # A soft sign has no sound of its own, nor has an e behind a name: forms that differ in these are none.
        forms = (form for form in _dictionary_forms(name, key) if len(form) > _SHORT_FORM)
        yield from (form for form in forms if not form.endswith(("ь", "е")))
    yield from _latin_forms(key)


#: Sounds hear no soft sign; names in ль are written without it too.
_SOFT = regex("[бвгджзкмнпрстфхцчшщ]ь$")


def _script(key: str) -> Literal["latin", "cyrillic", "mixed"]:
    if not has_cyrillic(key):
        return "latin"
    return "mixed" if _LATIN_LETTER.search(key) else "cyrillic"


def _of_length(hits: list[NameHit], key: str) -> list[NameHit]:
    """Return of names of several substances those with as many letters: by sound doubled letters are one."""
    if len({hit.substance_id for hit in hits}) < _SEVERAL:
        return hits
    return [hit for hit in hits if len(fold_key(hit.matched_text)) == len(key)] or hits


def _may_inflect(hit: NameHit, form: str, key: str) -> bool:
    """Whether a name can be another one in a grammatical form: abbreviations take no ending of one letter."""
    return not hit.matched_text.isupper() or len(form) + 1 < len(key)


def _spells(hit: NameHit, key: str) -> bool:
    """Whether a key and a code that sounds the same have the same letters: БСП is not BZP, бром-МДМА not bromo-DMA."""
    other = fold_key(hit.matched_text)
    if not sounds_alike(key, other):
        return False
    return not hit.matched_text.isupper() or all(
        sum(map(key.count, pair)) == sum(map(other.count, pair)) for pair in _HISSING
    )


#: A part of a name that is an abbreviation, whose letters count.
_CODE_PART = regex(r"(?<![^\W\d_])[^\W\d_]{2,4}(?![^\W\d_])")
#: Letters of both scripts that sound alike where they stand for each other in abbreviations, and those that never do.
_HISSING = ("zз", "sс", "ч", "ш", "щ")
_SEVERAL = 2
_LATIN_LETTER = regex("[a-z]")


def _latin_letters(key: str) -> str:
    return "".join(_LATIN_LETTER.findall(key))


def _one_each(hits: Iterable[NameHit]) -> tuple[NameHit, ...]:
    """Return one hit for each substance, in order."""
    found: dict[str, NameHit] = {}
    for hit in hits:
        found.setdefault(hit.substance_id, hit)
    return tuple(found.values())


def _not_abbreviated(hits: Iterable[NameHit], text: str) -> list[NameHit]:
    """Return what an everyday word may name: in small letters it is no abbreviation."""
    return [hit for hit in hits if text.isupper() or not hit.matched_text.isupper()]


def _everyday(hits: Iterable[NameHit], meaning: str) -> tuple[NameSuggestion, ...]:
    return tuple(_doubt(hit, Statement("also an everyday word: {meaning}", meaning=Statement(meaning))) for hit in hits)


def _doubt(hit: NameHit, reason: Statement) -> NameSuggestion:
    return NameSuggestion(hit.substance_id, hit.matched_text, _DOUBT_SCORE, reason)


def _best(suggestions: Iterable[NameSuggestion]) -> Iterator[NameSuggestion]:
    """Iterate over the best suggestion for each substance."""
    seen: set[str] = set()
    for suggestion in suggestions:
        if suggestion.substance_id not in seen and len(seen) < MAX_SUGGESTIONS:
            seen.add(suggestion.substance_id)
            yield suggestion
