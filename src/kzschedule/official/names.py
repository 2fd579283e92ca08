"""Item numbers as printed, and names taken apart."""

import re
from dataclasses import dataclass, field

from kzschedule.official.notes import repeals_several
from kzschedule.official.text import SUP_CLOSE, SUP_OPEN, clean, folded, superscripts_shown, to_cyrillic

_SUP = re.compile(f"{SUP_OPEN}\\s*([^{SUP_CLOSE}]*?)\\s*{SUP_CLOSE}")
_ZERO_LETTERS = str.maketrans("OОoо", "0000")
_ONE = r"\d{1,6}(?:\s*[-–—]\s*\d{1,6})?"
# A number is taken greedily but once: "2.2,5-Диметокси…" is item 2, "3-Метил…" is no item at all.
_PREFIX = re.compile(
    rf"\s*(?P<number>[\dOОoо]{{0,5}}\d[\dOОoо]{{0,5}}(?:\s*[-–—]\s*\d{{1,6}})?(?:{SUP_OPEN}\d+{SUP_CLOSE})?)\s*[.)]\s*"
)
_RAISED_IN_FRONT = re.compile(rf"^(\s*\d{{1,6}})\s*{SUP_OPEN}(\d{{1,6}}){SUP_CLOSE}")
_RANGE = re.compile(rf"\s*(?P<numbers>{_ONE}(?:\s*(?:[-–—,]|\sи\s)\s*{_ONE})*)\s*(?:-?\s*тармақтар)?\s*[.):]?\s*")
_NUMBER_CELL = re.compile(r"№?\s*(\d{1,6}(?:[-.]\d{1,6}){0,3})([^\W\d_]?)\s*[.):]*")

# The kinds of parentheses, by how they begin (in Kazakh also by how they end).
_QUALIFIER = re.compile(
    r"(?:все(?:\s|х\s)|в\s+том\s+числе|за\s+исключением|кроме\s|включая\s|независимо\s|барлық\s|соның\s+ішінде"
    r"|оның\s+ішінде)|.*(?:қоспағанда|қоса\s+алғанда)$"
)
_REFERENCE = re.compile(r"(?:см\.?|смотри)\s|см\.|.*қараңыз\.?$")
# "(±)", "(R)", "(2S,3R)": a descriptor is part of the name.
_DESCRIPTOR = re.compile(r"[\s+\-–−±/,\dRSEZ]*", re.ASCII | re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]\s+")
_MARK = re.compile(r"\s*(\*+|\d{1,2}\))\s*$")
_LONGEST_RANGE = 500
_LONGEST_RANGE_TEXT = 100
_LONGEST_NAME = 5000
_CHEMICAL_NAME = re.compile(r"\s\[(?P<name>.+)\]\s*$")


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """Item number as the contract writes it, and as printed where the spelling is odd."""

    value: str
    printed: str | None = None


def item_number(marked: str) -> ItemNumber | None:
    """Read the number in a number cell: without dot or bracket, raised digits as ``-2``, letter О as zero.

    Parameters
    ----------
    marked : str
        Cleaned text with superscripts marked.

    Returns
    -------
    ItemNumber or None
        None if the cell holds no number.

    Examples
    --------
    >>> item_number("84-1."), item_number("1О.")
    (ItemNumber(value='84-1', printed=None), ItemNumber(value='10', printed='1О.'))
    >>> item_number(f"12{SUP_OPEN}2{SUP_CLOSE}.").value
    '12-2'
    """
    shown = superscripts_shown(marked)
    text = _SUP.sub(r"-\1", marked)
    if any(letter.isdecimal() for letter in text):
        text = text.translate(_ZERO_LETTERS)
    found = _NUMBER_CELL.fullmatch(re.sub(r"\s*[-–—−]\s*", "-", text))
    if not found:
        return None
    value = found[1] + found[2]
    return ItemNumber(value, None if re.fullmatch(rf"{re.escape(value)}\s*[.)]*", shown) else shown)


def number_before_name(marked: str) -> tuple[ItemNumber, str] | None:
    """Take a number from the front of a name.

    Returns
    -------
    tuple of ItemNumber and str, or None
        The number and the rest; None if the text begins with no number that a dot or bracket ends.

    Examples
    --------
    >>> number_before_name("2.2,5-Диметокси")[1], number_before_name("3-Метилфентанил")
    ('2,5-Диметокси', None)
    """
    found = _PREFIX.match(marked)
    number = item_number(found["number"]) if found else None
    return (number, marked[found.end() :]) if found and number else None


def numbers_of_repeal(number_cell: str, note: str) -> tuple[list[ItemNumber], str]:
    """Numbers that a repeal names, ranges expanded, and the note without them.

    Parameters
    ----------
    number_cell : str
        Cleaned number cell with superscripts marked, empty if there is none.
    note : str
        Cleaned note with superscripts marked, which may begin with the number.

    Returns
    -------
    tuple of list of ItemNumber and str
        Numbers and note.

    Examples
    --------
    >>> numbers, note = numbers_of_repeal("", "8-10. Исключены постановлением")
    >>> [number.value for number in numbers], note
    (['8', '9', '10'], 'Исключены постановлением')
    """
    whole = f"{number_cell} {note}"
    note = _RAISED_IN_FRONT.sub(r"\1-\2", note)
    front = _RANGE.match(note)
    printed = number_cell
    if front:
        printed, note = printed or front["numbers"], note[front.end() :]
    note = clean(note)
    found = _RANGE.fullmatch(printed) if len(printed) <= _LONGEST_RANGE_TEXT else None
    if found and (repeals_several(note) or "тармақтар" in whole):
        pieces = [piece for piece in re.split(r"\s*,\s*|\s+и\s+", found["numbers"]) if piece]
        return [ItemNumber(number) for piece in pieces for number in _expanded(piece)], note
    number = item_number(printed)
    return [number] if number else [], note


def _expanded(piece: str) -> list[str]:
    ends = re.fullmatch(r"(\d+)(?:-(\d+))?\s*[-–—]\s*(\d+)(?:-(\d+))?", piece)
    tight = re.sub(r"\s*[-–—]\s*", "-", piece)
    if not ends:
        return [tight]
    first, first_sub, last, last_sub = (int(part) if part else None for part in ends.groups())
    if first is None or last is None or last - first > _LONGEST_RANGE:
        return [tight]
    if first_sub and last_sub and first == last and 0 < last_sub - first_sub <= _LONGEST_RANGE:
        return [f"{first}-{sub}" for sub in range(first_sub, last_sub + 1)]
    if first_sub is None and last_sub is None and first < last:
        return [str(number) for number in range(first, last + 1)]
    return [tight]


@dataclass(slots=True)
class NameParts:
    """A name cell taken apart."""

    whole: str
    name: str
    synonyms: list[str] = field(default_factory=list)
    qualifier: str | None = None
    footnote: str | None = None
    chemical_name: str | None = None
    lookalikes: tuple[str, ...] = ()


def take_apart(marked: str, *, chemical_in_brackets: bool = False) -> NameParts:
    """Take a name cell apart: main name, synonyms, qualifier, reference and mark.

    Parameters
    ----------
    marked : str
        Cleaned text with superscripts marked.
    chemical_in_brackets : bool
        Whether a trailing ``[…]`` is the chemical name (when the table has no column for it).

    Returns
    -------
    NameParts
        The parts, with Latin look-alikes made Cyrillic in Cyrillic words.

    Examples
    --------
    >>> parts = take_apart("Кетамин (калипсол, кеталар) (все изомеры)*")
    >>> parts.name, parts.synonyms, parts.qualifier, parts.footnote
    ('Кетамин', ['калипсол', 'кеталар'], 'все изомеры', '*')
    """
    if len(marked) > _LONGEST_NAME:
        return NameParts(whole=clean(marked), name=clean(marked))
    footnotes = [mark for found in _SUP.finditer(marked) if _MARK.fullmatch(mark := found[1].strip())]
    text = _SUP.sub(lambda found: "" if found[1].strip() in footnotes else found[1], marked)
    text = _without_stars(text, footnotes)
    text, lookalikes = to_cyrillic(clean(text))
    parts = NameParts(whole=text, name=text, lookalikes=lookalikes)
    if chemical_in_brackets and (bracketed := _CHEMICAL_NAME.search(text)):
        parts.chemical_name, text = bracketed["name"], text[: bracketed.start()]
    kept: list[str] = []
    end = 0
    qualifiers = []
    for start, stop in _parentheses(text):
        inside = text[start + 1 : stop - 1].strip()
        if _DESCRIPTOR.fullmatch(inside):
            continue
        kept.append(text[end:start])
        end = stop
        for words in _pieces(inside):
            if _REFERENCE.match(folded(words)):
                footnotes.append(words)
            elif _QUALIFIER.match(folded(words)):
                qualifiers.append(words)
            else:
                parts.synonyms.append(words)
    name = re.sub(r"\s+", " ", "".join([*kept, text[end:]])).strip(" ,;")
    name = _without_stars(name, footnotes)
    parts.name = re.sub(r"\s+([,;])", r"\1", name)
    parts.qualifier = "; ".join(qualifiers) or None
    parts.footnote = "; ".join(dict.fromkeys(footnotes)) or None
    return parts


def _without_stars(text: str, footnotes: list[str]) -> str:
    while (found := _MARK.search(text)) and found[1][0] == "*":
        footnotes.append(found[1])
        text = text[: found.start()]
    return text


def _parentheses(text: str) -> list[tuple[int, int]]:
    """Find outermost parentheses that stand apart from a chemical name; none if they do not balance."""
    depth, opened = 0, 0
    groups = []
    for index, letter in enumerate(text):
        if letter in "([":
            if depth == 0:
                opened = index
            depth += 1
        elif letter in ")]":
            depth -= 1
            if depth < 0:
                return []
            apart = (
                opened > 0
                and text[opened - 1].isspace()
                and text[index + 1 : index + 2] in {"", " ", ",", ";", ".", "*"}
            )
            if depth == 0 and letter == ")" and text[opened] == "(" and apart:
                groups.append((opened, index + 1))
    return groups if depth == 0 else []


def _pieces(inside: str) -> list[str]:
    """Synonyms of one parenthesis; a qualifier or reference keeps its own commas."""
    pieces: list[str] = []
    rest = inside
    while rest:
        if _QUALIFIER.match(folded(rest)) or _REFERENCE.match(folded(rest)):
            return [*pieces, rest]
        divider = next((found for found in _SEPARATOR.finditer(rest) if _balanced(rest[: found.start()])), None)
        piece = rest[: divider.start()] if divider else rest
        rest = rest[divider.end() :] if divider else ""
        if piece.strip():
            pieces.append(piece.strip())
    return pieces


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def synonyms_in(text: str) -> list[str]:
    """Synonyms of a synonyms cell; locants keep their commas.

    Examples
    --------
    >>> synonyms_in("2,5-ДМА, ДМА; диметокси")
    ['2,5-ДМА', 'ДМА', 'диметокси']
    """
    return _pieces(text) if len(text) <= _LONGEST_NAME else [text]
