"""Systematic names turned into structures: English ones by OPSIN, Russian ones by way of English.

`kzschedule.names.opsin` finds and runs the program, `kzschedule.names.english` asks it, `kzschedule.names.russian` puts
a Russian name into English. They are imported when they are needed. What is read carries the English name, so that an
answer can show it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from kzschedule._cache import Recent
from kzschedule._regex import regex
from kzschedule.language.statement import Statement
from kzschedule.names.fold import one_typography
from kzschedule.names.words import GREEK

#: Longest name that is given to the program, in characters.
MAX_LENGTH = 600
#: How many times a name may repeat a part: a part has an atom, and a structure of more atoms is not examined.
MAX_REPEATS = 600

#: How many ways to see a text as names are tried, how many names it may hold, and for how long, in seconds.
MAX_ALTERNATIVES = 8
TIME_LIMIT = 10.0

#: A bracket that opens, with what says how many times it stands, or one that closes.
_BRACKET = regex(r"(bis|tris|tetrakis|[a-z]*kis)?[-,\d']*[(\[{]|[)\]}]")
#: At least how many times a multiplying prefix repeats what stands behind it, by what is found in it first.
_TIMES = (
    *(("lia", 1000), ("trict", 300), ("dict", 200), ("hect", 100), ("cont", 30), ("cos", 20), ("dec", 10)),
    *(("bis", 2), ("tris", 3), ("tetra", 4), ("kis", 5)),
)

_ROOT = regex(
    "meth|eth|prop|but|pent|hex|hept|oct|non|dec|phen|benz|tol|naphth|anthr|pyr|pip|pirid|indol|indazol|imidazol|"
    "quinol|morph|thi|fur|ox|az|chlor|brom|fluor|iod|hydr|amin|nitr|cyan|acet|form|cycl|carb|sulf|phosph|sil"
)
_ENDING = regex(
    r"(?:ane|ene|yne|ol|al|one|ine|ide|ate|ite|acid|ole|yl|ium|ether|ester|amide|amine|imine|nitrile|phenone)s?\)?$"
)
#: A part that is used for methoxyphenyl and for methoxybenzyl; the program knows the second.
_TWO_MEANINGS = regex("anisyl", re.IGNORECASE)
_CYRILLIC = regex("[а-яё]", re.IGNORECASE)
#: What nearly each Russian systematic name holds, so that most other names need no table.
_RUSSIAN = regex(
    r"\d|-|ил|бенз|фен|цикло|окси|хлор|бром|фтор|нитр|амин|амид|[мэ]т[аи]н|пропан|кислот|эфир|ангидрид", re.IGNORECASE
)
_GREEK = "αβγδεζηω"
_LOCANT = regex(rf"(?:^|[\s(\[,-])(?:\d+[a-z]?'?|[nos{_GREEK}]|alpha|beta|gamma|[rsez])(?:,[\dnos{_GREEK}']+)*[-)]")
_LEGAL = regex(rf"[a-z{_GREEK}±0-9\s()\[\]{{}},.'+\-:;*^~/]+")

#: A Greek letter written out in Russian right behind a locant: 8бета.
_GREEK_LETTERS = {words[1]: letter for letter, words in GREEK.items()}
_GREEK_BEHIND_DIGIT = regex(rf"(?<=\d)(?:{'|'.join(_GREEK_LETTERS)})(?=[-,)\]])", re.IGNORECASE)
#: A suffix with its locants behind it, as older books and most Russian ones write: heptanone-3, butanediol-1,4.
_SUFFIX_FIRST = regex(
    r"(?<=[a-zа-яё])(?P<stem>(?:an|en|yn|in|ан|ен|ин)e?)(?P<suffix>(?:di|ди)?(?:one|ol|amine|(?:он|ол|амин)а?)|al|аль)"
    r"-(?P<at>\d(?:,\d)*)(?=$| )"
    r"|(?<=[a-zа-яё])(?P<ring>id|ид)(?P<ketone>one|он)-(?P<place>\d)(?=$| )"
    r"|(?P<chain>prop|but|pent|hex|hept|oct|проп|бут|пент|гекс|гепт|окт)(?P<bond>ene|yne|ен|ин)-(?P<first>\d)(?=$| )",
    re.IGNORECASE,
)
#: Propanone, which without a locant has its oxygen in the middle, or, where that place is taken, at the end.
_PROPANONE = regex(r"(?<=[a-zа-яё)\]])(propan|пропан)(one|он)(?=$| )", re.IGNORECASE)
#: A longer ketone without a locant: it may have its oxygen at the end, as those of this field mostly have.
_LONGER_KETONE = regex(r"(?<=[a-z)\]])(butan|pentan|hexan|heptan|octan)one?(?=$| )", re.IGNORECASE)
#: Locants with points between them.
_POINT = regex(r"(?<![\[\w.])(?:\d+'*|N)(?:\.(?:\d+'*|N))+(?=-)")
#: Locants and indicated hydrogens that have lost their capitals: n-benzyl-n-methyl, 1h-indole. In front of a longer
#: chain n may say that it is a straight one.
_SMALL_LOCANT = regex(
    r"(?<![^\W\d_])(?<!\d)n(?=[,']|\d+'*[,-]|-(?!(?:prop|but|pent|hex|hept|oct|non|dec|проп|бут|пент|гекс|гепт|окт)))"
    r"|(?<=\d)h(?=[-,)\]])"
)


class SystematicStructure(str):
    """The SMILES of a systematic name, with what was read.

    Attributes
    ----------
    english : str or None
        The English name into which a Russian one was put, or with primes that it lacked; None for one read as it is.
    repair : int
        How much of the name had to be guessed: 0 nothing, 1 a bracket, 2 a known misprint.

    Examples
    --------
    >>> structure = SystematicStructure("CO", english="methanol")
    >>> structure, structure.english, structure.repair
    ('CO', 'methanol', 0)
    """

    __slots__ = ("english", "repair")
    english: str | None
    repair: int

    def __new__(cls, smiles: str, *, english: str | None = None, repair: int = 0) -> SystematicStructure:
        """Keep what was read beside the SMILES."""
        structure = super().__new__(cls, smiles)
        structure.english = english
        structure.repair = repair
        return structure

    def __reduce__(self) -> tuple[Any, tuple[str, str | None, int]]:
        return _restored, (str(self), self.english, self.repair)


def _restored(smiles: str, english: str | None, repair: int) -> SystematicStructure:
    return SystematicStructure(smiles, english=english, repair=repair)


def looks_systematic(text: str) -> bool:
    """Whether a text looks like an English or a Russian systematic name.

    Examples
    --------
    >>> looks_systematic("2-(methylamino)-1-(4-methylphenyl)propan-1-one"), looks_systematic("4-MMC")
    (True, False)
    >>> looks_systematic("dimethyl carbonate"), looks_systematic("aspirin"), looks_systematic("мефедрон")
    (True, False, False)
    >>> looks_systematic("Benzeneethanamine, N,α-dimethyl-"), looks_systematic("2-(метиламино)-1-фенилпентан-1-он")
    (True, True)
    """
    text = with_suffix_last(cleaned(text))
    if _CYRILLIC.search(text):
        if not _RUSSIAN.search(text):
            return False
        from kzschedule.names import russian

        return russian.looks_systematic(text)
    name = text.lower()
    if not 6 <= len(name) <= MAX_LENGTH or not _LEGAL.fullmatch(name):
        return False
    roots = len(_ROOT.findall(name))
    if _LOCANT.search(name):
        return roots >= 1 and (bool(_ENDING.search(name)) or roots >= 3)
    return roots >= 2 and bool(_ENDING.search(name))


def cleaned(text: str) -> str:
    r"""Return a name in one line of plain characters.

    Examples
    --------
    >>> cleaned("propan-\n2‑ol")
    'propan-2-ol'
    """
    line = re.sub(r"(?<=-) | (?=-)", "", one_typography(text))
    return _GREEK_BEHIND_DIGIT.sub(lambda match: _GREEK_LETTERS[match[0].lower()], line)


def with_suffix_last(name: str) -> str:
    """Return a name with the locants of its suffix in front of that, if they stand behind it.

    Examples
    --------
    >>> [with_suffix_last(name) for name in ("1-phenylpropanone-2", "бутандиол-1,4", "пиперидон-4", "бутен-1")]
    ['1-phenylpropan-2-one', 'бутан-1,4-диол', 'пиперидин-4-он', 'бут-1-ен']
    >>> with_suffix_last("бутандиола-1,4"), with_suffix_last("methadone-3"), with_suffix_last("propan-2-ol")
    ('бутан-1,4-диола', 'methadone-3', 'propan-2-ol')
    """

    def turned(match: re.Match[str]) -> str:
        if match["ring"]:
            return f"{match['ring']}{'in' if match['ring'].isascii() else 'ин'}-{match['place']}-{match['ketone']}"
        if match["chain"]:
            return f"{match['chain']}-{match['first']}-{match['bond']}"
        return f"{match['stem']}-{match['at']}-{match['suffix']}"

    return _SUFFIX_FIRST.sub(turned, name)


def with_commas(name: str) -> str:
    """Return a name with commas between its locants, where points stand.

    Examples
    --------
    >>> with_commas("2-(1.3-dioxolan-2-yl)-N.N-dimethylaniline"), with_commas("bicyclo[2.2.1]heptane")
    ('2-(1,3-dioxolan-2-yl)-N,N-dimethylaniline', 'bicyclo[2.2.1]heptane')
    """
    return _POINT.sub(lambda match: match[0].replace(".", ","), name)


def with_capital_locants(name: str) -> str:
    """Return a name with capitals for the locants of nitrogen and for indicated hydrogens, if it has no capitals.

    Examples
    --------
    >>> with_capital_locants("n-benzyl-n-methyl-1h-indole"), with_capital_locants("Methyl n-Butyl ether")
    ('N-benzyl-N-methyl-1H-indole', 'Methyl n-Butyl ether')
    """
    return _SMALL_LOCANT.sub(lambda match: match[0].upper(), name) if name[1:] == name[1:].lower() else name


def repeats(name: str) -> int:
    """Return at least how many times a name repeats its innermost part, by prefixes in front of nested brackets.

    Examples
    --------
    >>> repeats("N,N-bis(2-chloroethyl)ethanamine"), repeats("tris(tris(tris(methyl)methyl)methyl)amine")
    (2, 27)
    """
    most, around = 1, [1]
    for found in _BRACKET.finditer(name.lower()):
        if found[0] in ")]}":
            if len(around) > 1:
                around.pop()
            continue
        prefix = found[1] or ""
        times = next((number for part, number in _TIMES if part in prefix), 1)
        around.append(around[-1] * times)
        most = max(most, around[-1])
    return most


def unavailable() -> Statement | None:
    """Say what is missing to read systematic names; None if nothing is."""
    from kzschedule.names import opsin

    return opsin.missing()


def read_systematic(name: str) -> SystematicStructure | None:
    """Return the structure of a systematic name.

    Parameters
    ----------
    name : str
        An English or a Russian name.

    Returns
    -------
    SystematicStructure or None
        SMILES, in which enhanced stereochemistry may stand behind a bar, with the English name of a Russian one; None
        if the name cannot be read, or can be read in several ways, or the program is not there.
    """
    line = cleaned(name)
    known = _at_hand.get(line)
    if known is None:
        known = (_read(line),)
        if unavailable() is None:
            _at_hand.put([(line, known)])
    return known[0]


def leaves_place_open(name: str) -> bool:
    """Whether a name that has no structure may be several, because it does not say a place.

    Parameters
    ----------
    name : str
        An English or a Russian name.

    Examples
    --------
    >>> leaves_place_open("methanol"), leaves_place_open("no such name")
    (False, False)
    """
    from kzschedule.names import english

    return any(
        0 < len(one) <= MAX_LENGTH and repeats(one) <= MAX_REPEATS and english.leaves_place_open(one)
        for one in _in_english(name)
    )


def read_on_ring(name: str) -> SystematicStructure | None:
    """Return the structure of a phenyl ketone whose numbers may be those of its chain, as if they were of its ring.

    Parameters
    ----------
    name : str
        An English or a Russian name.

    Returns
    -------
    SystematicStructure or None
        None for any other name.
    """
    from kzschedule.names.english import ketone_of

    ketones = map(ketone_of, _in_english(name))
    return _first_read(ketone.name for ketone in ketones if ketone is not None)


def read_at_end(name: str) -> SystematicStructure | None:
    """Return the structure of a ketone of which no place is told, as if its oxygen were at the end of the chain.

    Parameters
    ----------
    name : str
        An English or a Russian name.

    Returns
    -------
    SystematicStructure or None
        None for any other name.
    """
    mended = (with_capital_locants(with_commas(one)) for one in _in_english(name))
    return _first_read(_LONGER_KETONE.sub(r"\1-1-one", one) for one in mended if _LONGER_KETONE.search(one))


def _first_read(names: Iterable[str]) -> SystematicStructure | None:
    """Return the structure of the first of some English names that can be read."""
    read = ((one, _read_english(one)) for one in names)
    return next((SystematicStructure(smiles, english=one) for one, smiles in read if smiles is not None), None)


def _in_english(name: str) -> list[str]:
    """Return a name, or the most literal English names of a Russian one."""
    line = cleaned(name)
    if not _CYRILLIC.search(line):
        return [line]
    from kzschedule.names import russian

    return [one.english for group in russian.translations(line)[:1] for one in group][:MAX_ALTERNATIVES]


#: Names that were read, each with its structure or None in a tuple.
_at_hand: Recent[str, tuple[SystematicStructure | None]] = Recent(4096)


def _read(line: str) -> SystematicStructure | None:
    """Read a name as it is written; one that cannot be read so, with what its locants lack."""
    mended = with_commas(with_suffix_last(line))
    capital = with_capital_locants(mended)
    for way in dict.fromkeys((line, mended, capital, _PROPANONE.sub(r"\1-1-\2", capital))):
        found = _read_as_written(way)
        if found is not None:
            english = found.english or (None if way == line else way)
            return SystematicStructure(found, english=english, repair=found.repair)
    return None


def _read_as_written(line: str) -> SystematicStructure | None:
    if not 0 < len(line) <= MAX_LENGTH:
        return None
    if not _CYRILLIC.search(line):
        smiles = _read_english(line)
        return None if smiles is None else SystematicStructure(smiles, english=_mended(line))
    from kzschedule.names import russian

    until = time.monotonic() + TIME_LIMIT
    for names, all_of_them in islice(russian.alternatives(line), MAX_ALTERNATIVES):
        if len(names) > MAX_ALTERNATIVES:
            continue
        found = _agreed([_read_russian(name, until) for name in names], all_of_them=all_of_them)
        if found is not None:
            return found
    return None


def _read_english(name: str) -> str | None:
    """Return the structure of an English name, if it has a size for which the program does not take all its time."""
    if not 0 < len(name) <= MAX_LENGTH or repeats(name) > MAX_REPEATS or _TWO_MEANINGS.search(name):
        return None
    from kzschedule.names.english import read_english

    return read_english(name)


def _agreed(found: list[SystematicStructure | None], *, all_of_them: bool) -> SystematicStructure | None:
    """Return the structure of several names, if those that can be read mean the same."""
    read = [one for one in found if one is not None]
    if not read or (all_of_them and len(read) < len(found)):
        return None
    return read[0] if len(set(map(_canonical, read))) == 1 else None


def _read_russian(text: str, until: float) -> SystematicStructure | None:
    """Read a Russian name by its English ones: the most literal that can be read, if there is only one such.

    Nothing is read after the time `until`.
    """
    from kzschedule.names import russian

    for group in russian.translations(text):
        found: dict[str, SystematicStructure] = {}
        for translation in group:
            if time.monotonic() > until:
                return None
            smiles = _read_english(translation.english)
            if smiles is not None:
                english = _mended(translation.english) or translation.english
                told = SystematicStructure(smiles, english=english, repair=translation.repair)
                found.setdefault(_canonical(smiles), told)
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _mended(name: str) -> str | None:
    """Return a ketone's name with the primes of its ring; None for a name that has what it needs."""
    from kzschedule.names.english import ketone_of

    ketone = ketone_of(name)
    return None if ketone is None else ketone.name


def _canonical(smiles: str) -> str:
    from kzschedule.names.english import canonical

    return canonical(smiles)
