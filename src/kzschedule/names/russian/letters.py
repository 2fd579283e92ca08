"""What printing does to a systematic name, mended: letters of the other alphabet, blanks, hyphens, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzschedule.names.fold import one_typography
from kzschedule.names.russian.parts import cut, detached
from kzschedule.text import LATIN_TO_CYRILLIC_LOOKS

#: The Latin letters of places and descriptors for the Cyrillic ones that are typed for them by looks or by sound.
_PLACE = str.maketrans("АВСЕНКМОРТХабвгдеосрхіј", "ABCEHKMOPTXabbgdeocpxij")
_CAPITAL = {ord(letter): letter.lower() for letter in "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
#: Letters that stand for ortho, meta, para or normal where they are written small before a hyphen.
_SMALL_PREFIX = frozenset("омпн")
_FUSED = re.compile(r"(?<=[\[,\-'])[а-е]{1,3}(?=\])|(?<=\[)[а-е](?=-)|(?<=-)[а-е](?=[:'])")
#: Blanks and hyphens that are put right wherever they stand, in this order.
_SPACING = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\s*-\s*", "-"),
        (r"--+", "-"),
        (r"(?<=[(\[{])\s+|\s+(?=[)\]},;])", ""),
        (r"(?<![^\W\d_])[lI](?=H-)", "1"),
        (r"(?<=\d)[ -]?H(?=-[а-я(])", "H"),
        (r"(?<=\dH)\s+(?=[а-я])", "-"),
        (r"(?<=\d)(?=[а-я]{2})|(?<=[)\]])(?=\d)", "-"),
        (r"(?<=[)\]}])-?\s+(?=[)\]}])", ""),
        (r"[-,]+(?=[)\]}])", ""),
    )
)


def mended(text: str) -> str:
    """Return a name in one typography: words in small Cyrillic letters, places and descriptors in Latin ones.

    Examples
    --------
    >>> mended("(1-Бутил-1 Н-индол-3-ил) (на-фталин- 1-ил) метанон")
    '(1-бутил-1H-индол-3-ил) (нафталин-1-ил) метанон'
    """
    text = one_typography(text).rstrip(" .*").replace("ą", "α").replace("ё", "е")
    text = _WORD.sub(_in_one_alphabet, text)
    text = _FUSED.sub(lambda match: match[0].translate(_PLACE), text)
    for pattern, put in _SPACING:
        text = pattern.sub(put, text)
    if not text.endswith("-"):
        text = re.sub(r",\s+", ",", text)
    return _joined_lines(text)


def _in_one_alphabet(match: re.Match[str]) -> str:
    word = match[0]
    if not _CYRILLIC.search(word):
        return word
    behind = match.string[match.end() : match.end() + 1]
    before = match.string[match.start() - 1 : match.start()]
    if len(word) == 1:
        return word if word in _SMALL_PREFIX and behind == "-" and not before.isdigit() else word.translate(_PLACE)
    if _LATIN.search(word):
        placed = word.translate(_PLACE)
        if before.isdigit() and len(word) <= 3 and not _CYRILLIC.search(placed):
            return placed
        word = "".join(LATIN_TO_CYRILLIC_LOOKS.get(letter, letter) for letter in word.translate(_CAPITAL).lower())
    return word.translate(_CAPITAL)


_BROKEN = re.compile(r"(?<![а-я])([а-я]+)([- ])(?=([а-я]{2,}))")


def _joined_lines(text: str) -> str:
    """Take out hyphens and blanks between letters where a line was broken; parts such as tert- keep their hyphen."""
    for _ in range(4):
        joined = _BROKEN.sub(_joined_line, text)
        if joined == text:
            break
        text = joined
    return text


def _joined_line(match: re.Match[str]) -> str:
    left, between, right = match.groups()
    if (between == "-" and detached(left) is not None) or cut(left + right) is None:
        return match[0]
    # Words that are whole by themselves may be words apart.
    return match[0] if between == " " and cut(left) is not None and cut(right) is not None else left


_PAIRS = {")": "(", "]": "[", "}": "{"}


def depths(text: str) -> list[int]:
    """Return in how many brackets each character of a text stands.

    Examples
    --------
    >>> depths("а(б)в")
    [0, 1, 1, 0, 0]
    """
    found, depth = [], 0
    for sign in text:
        depth += (sign in "([{") - (sign in _PAIRS)
        found.append(depth)
    return found


def unmatched(text: str) -> list[int]:
    """Return where brackets stand that have no other.

    Examples
    --------
    >>> unmatched("N-(2-метил"), unmatched("1-(ил)-2-ил)"), unmatched("(а)[б]")
    ([2], [11], [])
    """
    opened: list[int] = []
    alone = []
    for index, sign in enumerate(text):
        if sign in "([{":
            opened.append(index)
        elif sign in _PAIRS:
            if opened and text[opened[-1]] == _PAIRS[sign]:
                opened.pop()
            else:
                alone.append(index)
    return sorted(opened + alone)


_WORD_ENDS = re.compile(r"(?<=[а-я])(?![а-я])")
_PIECE_STARTS = re.compile(r"(?<![\w,'*])(?=[\w(\[{])")


def with_brackets(text: str) -> Iterator[str]:
    """Iterate over the names that a name with one bracket too few or too many may be; itself if none is.

    Examples
    --------
    >>> list(with_brackets("2-(ил)-3-ил)"))
    ['2-(ил)-3-ил', '(2-(ил)-3-ил)', '2-((ил)-3-ил)', '2-(ил)-(3-ил)', '2-(ил)-3-(ил)']
    """
    alone = unmatched(text)
    if not alone:
        yield text
    if len(alone) != 1:
        return
    (index,) = alone
    yield text[:index] + text[index + 1 :]
    sign = text[index]
    if sign in _PAIRS:
        places = (match.start() for match in _PIECE_STARTS.finditer(text, 0, index))
        added = (text[:place] + _PAIRS[sign] + text[place:] for place in places)
    else:
        closing = next(close for close, opening in _PAIRS.items() if opening == sign)
        places = (match.start() for match in _WORD_ENDS.finditer(text, index + 1))
        added = (text[:place] + closing + text[place:] for place in places)
    yield from dict.fromkeys(name for name in added if not unmatched(name))
