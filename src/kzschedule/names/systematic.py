"""Systematic English names turned into structures, by OPSIN (the extra ``opsin``, which needs Java).

The program is run as it comes in the package py2opsin: names on its standard input, one a line, structures
on its standard output. That leaves no files behind, gives each name its own line of the answer, and can be
given a time limit.

References
----------
D. M. Lowe et al., J. Chem. Inf. Model. 51 (2011) 739-753, doi:10.1021/ci100384d.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kzschedule.names.fold import one_typography
from kzschedule.recent import Recent
from kzschedule.statement import Statement

#: Longest name that is given to the program, in characters.
MAX_LENGTH = 600
#: How long the program may take for one call, in seconds: a second to start, then some hundred names a second.
TIME_LIMIT = 30.0

#: How many times a name may repeat a part: a part has an atom, and a structure of more atoms is not examined.
MAX_REPEATS = 600

#: A bracket that opens, with what says how many times it stands, or one that closes.
_BRACKET = re.compile(r"(bis|tris|tetrakis|[a-z]*kis)?[-,\d']*[(\[{]|[)\]}]")
#: At least how many times a multiplying prefix repeats what stands behind it, by what is found in it first.
_TIMES = (
    *(("lia", 1000), ("trict", 300), ("dict", 200), ("hect", 100), ("cont", 30), ("cos", 20), ("dec", 10)),
    *(("bis", 2), ("tris", 3), ("tetra", 4), ("kis", 5)),
)
_ROOT = re.compile(
    "meth|eth|prop|but|pent|hex|hept|oct|non|dec|phen|benz|tol|naphth|anthr|pyr|pip|pirid|indol|indazol|imidazol|"
    "quinol|morph|thi|fur|ox|az|chlor|brom|fluor|iod|hydr|amin|nitr|cyan|acet|form|cycl|carb|sulf|phosph|sil"
)
_ENDING = re.compile(
    r"(?:ane|ene|yne|ol|al|one|ine|ide|ate|ite|acid|ole|yl|ium|ether|ester|amide|amine|imine|nitrile|phenone)s?\)?$"
)
_LOCANT = re.compile(r"(?:^|[\s(\[,-])(?:\d+[a-z]?'?|[nos]|[rsez])(?:,[\dnos']+)*[-)]")
_LEGAL = re.compile(r"[a-z0-9\s()\[\]{},.'+\-:;*^~]+")


def looks_systematic(text: str) -> bool:
    """Whether a text looks like an English systematic name.

    Examples
    --------
    >>> looks_systematic("2-(methylamino)-1-(4-methylphenyl)propan-1-one"), looks_systematic("4-MMC")
    (True, False)
    >>> looks_systematic("dimethyl carbonate"), looks_systematic("aspirin"), looks_systematic("мефедрон")
    (True, False, False)
    """
    name = cleaned(text).lower()
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
    return re.sub(r"(?<=-) | (?=-)", "", one_typography(text))


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


@cache
def unavailable() -> Statement | None:
    """Say what is missing to read systematic names; None if nothing is."""
    if _program() is None:
        return Statement("the extra opsin is not installed: pip install 'kzschedule[opsin]'")
    if shutil.which("java") is None:
        return Statement("Java is not found; install Java 8 or newer")
    return None


def read_systematic(name: str) -> str | None:
    """Return the structure of a systematic name.

    Parameters
    ----------
    name : str
        An English name.

    Returns
    -------
    str or None
        SMILES; None if the name cannot be read, or the program is not there.
    """
    line = cleaned(name)
    known = _at_hand.get(line)
    if known is None:
        known = (read_all_systematic([line])[0],)
        _at_hand.put([(line, known)])
    return known[0]


def read_all_systematic(names: Sequence[str]) -> list[str | None]:
    """Return the structures of systematic names, in their order; a name that cannot be read gives None.

    Raises
    ------
    TypeError
        If `names` is one text.
    """
    if isinstance(names, str):
        raise TypeError("names is one text; give a list of names")
    lines = [cleaned(name) for name in names]
    found = _found(list(dict.fromkeys(filter(_is_bounded, lines))))
    return [found.get(line) for line in lines]


def read_ahead(names: Iterable[str]) -> None:
    """Read many names in one call of the program, so that `read_systematic` has them at hand.

    Starting the program takes longer than reading a hundred names.
    """
    lines = dict.fromkeys(map(cleaned, names))
    missing = [line for line in lines if _is_bounded(line) and _at_hand.get(line) is None]
    if missing:
        _at_hand.put((line, (structure,)) for line, structure in _found(missing).items())


#: Names that were read, each with its structure or None in a tuple.
_at_hand: Recent[str, tuple[str | None]] = Recent(4096)


def _is_bounded(line: str) -> bool:
    """Whether a name has a length and a size for which the program does not take all its time."""
    return 0 < len(line) <= MAX_LENGTH and repeats(line) <= MAX_REPEATS


def _found(lines: list[str]) -> dict[str, str | None]:
    """Return the structures of distinct names; one name that stops the program stops no other."""
    if not lines:
        return {}
    answer = _run(lines)
    if answer is not None:
        return dict(zip(lines, answer, strict=True))
    if len(lines) == 1:
        return {lines[0]: None}
    half = len(lines) // 2
    return _found(lines[:half]) | _found(lines[half:])


@cache
def _program() -> Path | None:
    """Return the program's file in the installed package, which is not imported: that would start Java."""
    spec = find_spec("py2opsin")
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("opsin-cli-*.jar"))), None)


def _run(lines: list[str]) -> list[str | None] | None:
    """Return the program's answer, a structure or None for each line; None if it failed as a whole."""
    program = _program()
    java = shutil.which("java")
    if program is None or java is None:
        return [None] * len(lines)
    try:
        answer = subprocess.run(
            [java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", str(program), "-osmi"],
            input="\n".join(lines) + "\n",
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    structures = answer.stdout.split("\n")[: len(lines)]
    if answer.returncode or len(structures) != len(lines):
        return None
    return [structure.strip() or None for structure in structures]
