"""Names that are like a name: the approximate step, which suggests and never asserts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from kzschedule.names.fold import FoldedName, fold_key
from kzschedule.names.guard import identity_difference
from kzschedule.names.index import MAX_SUGGESTIONS, NameHit, NameSuggestion

#: Most slips (a letter more, less, another, or two swapped) by the number of letters in a name.
SLIPS: tuple[tuple[int, int], ...] = ((12, 2), (5, 1))
#: In names of fewer letters one letter for another is a slip only where both are easily taken for each other; with as
#: many as the second number, any is one in what a substance is itself called.
LONG, _MIDDLE = 9, 6
#: Rows of keys, and sets of letters that are heard or seen as one.
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_ALIKE = (
    "aeiouy аеиоуыэюя dt bp szc kgcqh vwf mn il1 o0 дт бп зс вф кгх жшщ сц чц йи лп ши мн".split()  # noqa: SIM905  # a list of 24 strings is harder to read
)


_GROUP = re.compile(
    "(?:di)?(?:iso)?(?:meth|eth|prop|but|pent|hex|oct|benz|phen|vin|all)yl"
    "|(?:ди)?(?:изо)?(?:мет|эт|проп|бут|пент|гекс|окт|бенз|фен|вин|алл)ил"
)


class SimilarNames:
    """The keys of all names, by length, to be searched by edit distance.

    Two names are as far apart as the nearer of their spellings and their sounds; what `identity_difference`
    tells apart is not similar at all.

    Parameters
    ----------
    by_key, by_script : mapping of str to sequence of NameHit
        The names by their folded and by their phonetic keys.
    own : set of tuple
        Each substance with the words, no codes, that it is itself called.
    """

    def __init__(
        self,
        by_key: Mapping[str, list[NameHit]],
        by_script: Mapping[str, list[NameHit]],
        own: Set[tuple[str, str]],
    ) -> None:
        self._names = (by_key, by_script)
        self._own = own
        self._alike = (_by_length(by_key), _by_length(by_script))

    def suggest(self, name: FoldedName, *, same_initial: bool = False) -> tuple[NameSuggestion, ...]:
        """Return the substances with the most similar names, best first.

        Parameters
        ----------
        name : FoldedName
            A name that was not found.
        same_initial : bool, default False
            Whether only names with the same first letter, or sound, count.

        Returns
        -------
        tuple of NameSuggestion
            At most `MAX_SUGGESTIONS`; the score is the share of letters that agree.
        """
        found: dict[tuple[str, str], float] = {}
        # With the name of a group, the word for a salt makes an ester: methyl salicylate is no salt of a methyl.
        spellings, sounds = [name.key], [name.script_key]
        if not _GROUP.fullmatch(name.bare_key):
            spellings.append(name.bare_key)
            sounds.append(name.bare_script_key)
        for which, keys in enumerate((spellings, sounds)):
            for key in dict.fromkeys(keys):
                self._collect(key, which, key[:1] if same_initial else "", found)
        readings = tuple(dict.fromkeys((name.stereo + name.whole, name.stereo + name.spelled)))
        best: dict[str, NameSuggestion] = {}
        for (substance_id, text), score in sorted(found.items(), key=lambda item: (-item[1], len(item[0][1]), item[0])):
            if len(best) == MAX_SUGGESTIONS:
                break
            spelt_alike = any(identity_difference(reading, text) is None for reading in readings)
            if substance_id not in best and (spelt_alike or _miscopied(name.key, text)):
                best[substance_id] = NameSuggestion(substance_id, text, round(score, 3))
        return tuple(best.values())

    @staticmethod
    def _is_slip(key: str, candidate: str, letters: int) -> bool:
        """Whether letters that stand for others in a short name can have been taken for them."""
        if letters >= LONG:
            return True
        for op in Levenshtein.editops(key, candidate):
            if op.tag == "replace" and not _easily_taken(key[op.src_pos], candidate[op.dest_pos]):
                return sorted(key) == sorted(candidate)  # two letters in each other's place
        return True

    def _collect(self, key: str, which: int, initial: str, found: dict[tuple[str, str], float]) -> None:
        letters = sum(character.isalpha() for character in key)
        slips = next((slips for least, slips in SLIPS if letters >= least), 0)
        if not slips:
            return
        for length in range(len(key) - slips, len(key) + slips + 1):
            keys = self._alike[which].get((initial, length))
            if not keys:
                continue
            for candidate, distance, _ in process.extract_iter(key, keys, scorer=OSA.distance, score_cutoff=slips):
                slip = self._is_slip(key, candidate, letters)
                if not slip and letters < _MIDDLE:
                    continue
                score = 1 - distance / max(len(key), len(candidate))
                for hit in self._names[which][candidate]:
                    place = (hit.substance_id, hit.matched_text)
                    if not slip and place not in self._own:
                        continue
                    found[place] = max(score, found.get(place, 0.0))


def _miscopied(key: str, name: str) -> bool:
    """Whether a long code has one letter more or less than another, or two in each other's place.

    Another letter makes another code; but no code is so near to a long one otherwise, unless the data have it.
    """
    if not name.isupper() or sum(map(str.isalpha, name)) < _LONG_CODE:
        return False
    known = fold_key(name)
    digits = [list(filter(str.isdigit, one)) for one in (key, known)]
    return digits[0] == digits[1] and (len(key) != len(known) or sorted(key) == sorted(known))


#: Letters from which on a code is long: AB-PINACA.
_LONG_CODE = 6


def _easily_taken(letter: str, other: str) -> bool:
    """Whether one letter is easily typed, heard or seen for another."""
    if any(letter in letters and other in letters for letters in _ALIKE):
        return True
    return any(abs(row.find(letter) - row.find(other)) == 1 for row in _KEYS if letter in row and other in row)


def _by_length(keys: Mapping[str, object]) -> dict[tuple[str, int], list[str]]:
    """Return the keys by their length, and by their first letter and length."""
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in keys:
        alike["", len(key)].append(key)
        alike[key[:1], len(key)].append(key)
    return alike
