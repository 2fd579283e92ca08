"""What stands around a name in a cell of a file: markers, labels, strengths, grades, forms, and aliases in brackets.

The words stand in ``company.csv``; what they are taken off from is looked up by the caller, and what was taken off is
told. Locants, digits inside names and everything else that names a substance stay.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kzschedule._regex import regex
from kzschedule.records.installation import shipped_text
from kzschedule.text import clean

#: What numbers an item of a list: 1. (1) [1] 1.2. a) (iii) IV. No 1, and signs that stand for it.
_MARKER = regex(
    r"^\s*(?:\(?\d{1,3}[.)]\s+|\d{1,3}\)\s*|\d{1,3}\.(?=[^\W\d_]{4})"
    r"|\((?:[ivx]{1,5}|[abcабвг])\)\s+|\[\d{1,3}\]\s*|\d{1,2}(?:\.\d{1,2})+\.\s+|\d{1,2}(?:\.\d{1,2}){2,}\s+|[a-zа-я]\)\s*"
    r"|[IVX]{1,4}[.)]\s+|[*•·#>\u2190-\u21ff\u25a0-\u27bf]+(?!-)\s*|(?:\d{1,3}\s+)?-\s+|(?:№|No\.?)\s*\d+[.:)]?\s+)"
)
_ZEROS = regex(r"0+(?:[-./ ]0+)*")
#: Signs behind a name, and the mark of a note: 1).
_END = regex(r"[\s.!?;,:/\\|]+$|(?<=[^\W\d_]{4})\s?\d{1,2}\)$")
#: What lists of law put behind a name: and its salts, including their isomers.
_ITS_FORMS = regex(
    r"(?:,\s*|\s+)(?:(?:and|including|incl\.|и|включая|а также|және)\s+)?(?:all\s+|все\s+)?"
    r"(?:its|their|его|её|ее|их|оның)\s+(?:(?:optical|stereo|geometric|оптические|барлық)\s*)?"
    r"(?:salt|isomer|stereoisomer|ester|ether|derivative|сол[ия]|изомер|стереоизомер|эфир|тұз)[^()]*$"
)
_UNIT = (
    r"(?:мкг|мг|кг|г|гр|мл|л|мкл|ng|mcg|ug|μg|mg|kg|g|gr|ml|mL|l|ul|μl|шт|таб|табл|амп|капс|фл|уп|pcs|tabs?|caps?|amps?"
    r"|ед|iu|me|ppm|mm|mol|(?:милли|кило)?грамм(?:а|ов)?|(?:милли)?литр(?:а|ов)?|(?:milli|kilo)?grams?|lit(?:er|re)s?"
    r"|штук[аи]?|доз[аы]?)"
)
#: An amount, a strength, a purity or a count, as a whole piece between spaces.
_AMOUNT = regex(
    rf"(?:[≥≤<>~±]?\s?\d+(?:[.,]\d+)?(?:\s?[-–x×*/]\s?\d+(?:[.,]\d+)?)?\s?\+?(?:%|{_UNIT}\.?)"
    rf"(?:\s?/\s?(?:\d+\s?)?{_UNIT}\.?)?|(?:№|n|no\.?)\s?\d+|[≥≤]\s?\d+(?:[.,]\d+)?|\d:\d"
    r"|0[.,]\d+|\d+[.,]0)",  # no locant is a naught, so that a prescription's grams are an amount without a unit too
    re.IGNORECASE,
)
_IN_SOLVENT = regex(r"\s+(?:in|в)\s+(?:methanol|acetonitrile|water|ethanol|метаноле|ацетонитриле|воде|этаноле)\b")
#: How indexes join a base and its acid.
_JOINED = regex(r"\s+comp(?:oun)?d\.?\s+with(?=\s)")
_BRACKETS = regex(r"^(?P<outer>[^()]*\S)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\s*(?P<behind>[^()]*)$")
_BETWEEN_ALIASES = regex(r"\s*(?:[;|]|,(?=\s)|\s/\s|\bor\b|\bили\b)\s*")
#: A text that is longer is prose, for which `find_mentions` is made.
_LONGEST: Final = 300
_MOST_STEPS = 12
#: What joins a name to the amount before it: 5 g of fentanyl.
_LINK = regex(r"^of\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Company:
    """A name without what stood around it.

    Attributes
    ----------
    name : str
        What is left.
    left_off : tuple of str
        What was taken off, as it stood.
    """

    name: str
    left_off: tuple[str, ...]


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind: ``form``, ``grade``, ``mark``, ``container``, ``label`` or ``placeholder``.

    Those of the kind ``derivative`` make another substance of what stands before them, those of the kind ``class`` name
    a substance and, behind some words, a class of others, and those of the kind ``slang`` are street names that mean
    nothing else.

    Examples
    --------
    >>> "ч.д.а." in words("grade"), "нет данных" in words("placeholder")
    (True, True)
    """
    text = shipped_text(__package__, "company.csv")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind)


def is_placeholder(text: str) -> bool:
    """Whether a text stands for a value that is not there.

    Examples
    --------
    >>> is_placeholder("N/A"), is_placeholder("(нет данных)."), is_placeholder("..."), is_placeholder("NAD")
    (True, True, True, False)
    """
    said = clean(text).strip().casefold()
    return (
        said in words("placeholder")
        or _ZEROS.fullmatch(said) is not None
        or said.strip(" .;,()[]<>#\"'*") in words("placeholder") | {""}
    )


@lru_cache(maxsize=64)  # one cell is asked about by several steps
def without_company(text: str) -> Company:
    """Take off what stands around a name: list markers, labels, amounts, purities, grades, forms, marks.

    Examples
    --------
    >>> without_company("1. Heroin")
    Company(name='Heroin', left_off=('1.',))
    >>> without_company("толуол ЧДА").name, without_company("Трамадол капсулы 50 мг №20").name
    ('толуол', 'Трамадол')
    >>> without_company("4-MMC").left_off
    ()
    """
    name = clean(text).strip()
    if not name or len(name) > _LONGEST:
        return Company(name, ())
    left_off: list[str] = []
    for _ in range(_MOST_STEPS):
        rest, taken = _step(name)
        rest = _LINK.sub("", rest)
        if not taken or not rest:
            break
        name = rest
        left_off.append(taken)
    return Company(name, tuple(left_off))


def without_marker(text: str) -> str:
    """Take off the number or sign of an item of a list, however long the text is.

    Examples
    --------
    >>> without_marker("37. КОКАИН, кроме кокаина гидрохлорида")
    'КОКАИН, кроме кокаина гидрохлорида'
    """
    return _MARKER.sub("", text, count=1)


def _step(name: str) -> tuple[str, str]:
    """Take one thing off a name; return the rest, and what it was."""
    if (match := _END.search(name)) is not None:
        return name[: match.start()], match[0].strip() or " "
    if name[0] in "([{" and name[-1] in ")]}" and not any(bracket in name[1:-1] for bracket in "()[]{}"):
        return name[1:-1].strip(), name[0] + name[-1]
    for pattern in (_MARKER, _IN_SOLVENT, _JOINED, _ITS_FORMS):
        if (match := pattern.search(name)) is not None and match.end() - match.start() < len(name):
            return (name[: match.start()] + name[match.end() :]).strip(), match[0].strip()
    for sign in (":", " - ", "="):
        label, mark, rest = name.partition(sign)
        if mark and rest.strip() and label.strip().casefold() in words("label"):
            return rest.strip(), f"{label}{mark}".rstrip()
    *before, number = name.split()
    if before and number.isdecimal() and before[-1].casefold() in words("form"):
        return name.removesuffix(number).rstrip(), number  # tablets 100
    if (match := _BRACKETS.match(name)) is not None and _is_company(match["inner"]):
        return f"{match['outer']} {match['behind']}".strip(), f"({match['inner']})"
    return _end_piece(name)


def _end_piece(name: str) -> tuple[str, str]:
    """Take a word or an amount off one of the ends of a name."""
    pieces = name.split()
    for count in range(min(4, len(pieces) - 1), 0, -1):
        for piece, rest in ((pieces[-count:], pieces[:-count]), (pieces[:count], pieces[count:])):
            text = " ".join(piece)
            if _is_company(text):
                return " ".join(rest).rstrip(" ,;-"), text
    return name, ""


def _is_company(text: str) -> bool:
    """Whether a piece of a text names no substance: an amount, or words of the tables."""
    bare = text.strip(" ,;()").casefold()
    if _AMOUNT.fullmatch(bare):
        return True
    if any(bare in words(kind) or bare.rstrip(".") in words(kind) for kind in ("form", "grade", "mark", "container")):
        return True
    pieces = bare.split()
    return len(pieces) > 1 and all(_is_company(piece) for piece in pieces)


def aliases(text: str) -> tuple[str, ...]:
    """Return the names of a cell that gives a name and others of the same substance in brackets; empty if it does not.

    Examples
    --------
    >>> aliases("лизергид (ЛСД, ЛСД-25)"), aliases("мефедрон"), aliases("мефедрон (1189805-46-6)")
    (('лизергид', 'ЛСД', 'ЛСД-25'), (), ('мефедрон', '1189805-46-6'))
    """
    match = _BRACKETS.match(_END.sub("", clean(text).strip()))
    if match is None or match["behind"].strip() or len(text) > _LONGEST:
        return ()
    inner = match["inner"]
    label, mark, rest = inner.partition(":")
    if mark and label.strip().casefold() in words("label"):
        inner = rest
    parts = _BETWEEN_ALIASES.split(inner.strip())
    named = [match["outer"].strip(), *(part for part in parts if any(map(str.isalnum, part)))]
    return tuple(named) if len(named) > 1 else ()
