"""One spelling for a name before its parts are looked for: no hyphens and spaces, Greek letters written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzschedule.names.fold import looks_latin, one_script, plain
from kzschedule.names.words import GREEK, TO_RUSSIAN

#: Longest name that is read, in characters.
MAX_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name without hyphens and spaces, and where they stood; and the letter of a configuration in front."""

    text: str
    hyphens: frozenset[int]
    configuration: str = ""


_BRACKETS = str.maketrans("[]{}", "()()")
_GREEK = {letter: names[0] for letter, names in GREEK.items()}
_RACEMIC = re.compile(r"(?:\((?:±|\+/-|-/\+|\+-|-\+|rs|r,s|dl)\)|±|(?:rac|dl|рац|дл)(?=[\s-]))[\s-]*")
_RACEMATE = re.compile(r"[\s-]+(?:racemate|рацемат|\((?:±|\+/-|-/\+)\))$")
#: R or S, with a sign of rotation beside it, which then says nothing more.
_CONFIGURED = re.compile(r"(?:\([+-]\)[\s-]*)?(?:\(([rs])\)[\s-]*(?:\([+-]\)[\s-]*)?|([rs])-(?=\d|[^\W\d_]{3}))")
_SEPARATED = re.compile(r"[\s-]+")
_LETTER = re.compile(r"[^\W\d_]")
#: A locant between signs of its own: .alpha. in catalogues, ''n'' in the markup of a wiki.
_MARKED = re.compile(r"\.(alpha|beta|omega)\.|''(n|o)''")
#: A Latin O as a locant in front of a word in Cyrillic letters.
_LATIN_O = re.compile(r"(?<![^\W\d_])o(?=[\d,o']*-[\u0400-\u052f])")
#: Two nitrogen locants without a comma, as names of files have them.
_N_N = re.compile(r"(?<![^\W\d_])nn(?=[\s-])")


def spell(text: str) -> tuple[Spelled, ...]:
    """Return the spellings of a name that are looked at: as it is, and with look-alike Cyrillic letters as Latin ones.

    Examples
    --------
    >>> [one.text for one in spell("4-HO-MiPT")], [one.text for one in spell("α-PVP")]
    (['4homipt'], ['alphapvp'])
    >>> [one.text for one in spell("(S)-4-fluoroamphetamine")]
    ['4fluoroamphetamine']
    """
    if not 2 < len(text) <= MAX_LENGTH or text[:3].lower() == "of ":
        return ()
    name = _N_N.sub("n,n", _MARKED.sub(r"\1\2", plain(text).translate(_BRACKETS)))
    if not _LETTER.search(name):
        return ()
    if name.isascii():
        return (_spelled(name),)
    name = one_script(_LATIN_O.sub("\u043e", name)).translate(TO_RUSSIAN)
    latin = looks_latin(name)
    names = (name,) if latin is None else (name, latin)
    return tuple(_spelled("".join(_GREEK.get(letter, letter) for letter in one)) for one in names)


def _spelled(name: str) -> Spelled:
    """Take off the descriptor and the separators; between two digits one of these stays."""
    name = _RACEMATE.sub("", _RACEMIC.sub("", name, count=1) if _RACEMIC.match(name) else name)
    configured = _CONFIGURED.match(name)
    if configured:
        name = name[configured.end() :]
    text = ""
    hyphens = set()
    for part in filter(None, _SEPARATED.split(name.replace(", ", ","))):
        hyphens.add(len(text))
        text += "-" + part if text and text[-1].isdigit() and part[0].isdigit() else part
    letter = (configured[1] or configured[2]).upper() if configured else ""
    return Spelled(text, frozenset(hyphens), letter)
