"""Names that lost something on their way: Greek letters, commas of locants, letters read in another encoding.

Each mending comes with a statement of what was taken for what. What a mended name names is asserted only where the
damage leaves no choice; elsewhere it is suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from kzschedule.language.statement import Statement
from kzschedule.names.words import SALT_WORDS
from kzschedule.text import clean


class Mended(NamedTuple):
    """A mended name, what was mended, and whether nothing else can have stood there."""

    text: str
    reason: Statement
    certain: bool


#: Letters of text in UTF-8 that was read as one byte a letter; UTF-8 never looks so by chance.
_OTHER_ENCODING = re.compile(
    "[ÃÂÎÏÐÑ\u00e2][\u0080-\u00ff\u0152-\u0153\u0160-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_CODE_PAGES = ("cp1252", "latin-1", "cp1251")
_LOST_LETTER = re.compile(r"(?:^|(?<=[\s(,-]))[?�□_*](?=\s?-)")
_LOW_LINE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_GREEK = "αβγδω"
_NOTHING_BEFORE = re.compile(r"^\s*-\s*(?=[^\W\d_]{2})")
_COUNTS = {"di": 2, "bis": 2, "tri": 3, "tetra": 4, "penta": 5, "methylenedioxy": 2}
_COUNTS |= {"ди": 2, "бис": 2, "три": 3, "тетра": 4, "пента": 5, "метилендиокси": 2}
_NO_COMMAS = re.compile(
    rf"(?<![\d,.])(?P<digits>\d{{2,5}})(?P<behind>[\s-]*(?P<count>{'|'.join(sorted(_COUNTS, key=len, reverse=True))}))"
)
#: The end of a name as indexes have it, and the comma behind the parent in front, where no blank follows it.
_INVERTED = re.compile(r"-(?:,|$)")
_PARENT_COMMA = re.compile(r"(?<=[^\W\d]),(?=[^\W_]|[(\[])|(?<=[)\]-]),(?=[^\W_]|[(\[])")
_SPACED_COMMAS = re.compile(r"(?<=\d)\s(?=\d[\d\s]*-)")
_N_N = re.compile(r"(?<![^\W_])(?:nn|n[\s.]n|нн|н[\s.]н)(?=-?(?:di|ди))", re.IGNORECASE)


@cache
def _salt_at_the_end() -> re.Pattern[str]:
    """Return the pattern of a word for a salt of a base that is written in one with the name in front of it."""
    words = (word for word, kind in SALT_WORDS.items() if kind == "acid" and len(word) >= _LONG)
    return re.compile(rf"(?<=[^\W\d_]{{4}})(?:{'|'.join(sorted(words, key=len, reverse=True))})$", re.IGNORECASE)


#: A word for a salt of fewer letters ends many names.
_LONG = 6


def mended(text: str) -> Iterator[Mended]:
    """Iterate over what a name can have been before it was damaged, the surest first.

    Parameters
    ----------
    text : str
        A name as typed or copied.

    Examples
    --------
    >>> [(one.text, one.certain) for one in mended("25-dimethoxyamphetamine")]
    [('2,5-dimethoxyamphetamine', True)]
    >>> [one.text for one in mended("?-PVP")][:2], list(mended("a-PVP"))
    (['α-PVP', 'β-PVP'], [])
    >>> [one.text for one in mended("phenethylamine,3,4,5-trimethoxy-")]
    ['phenethylamine, 3,4,5-trimethoxy-']
    >>> [one.text for one in mended("Î±-PVP")], [one.text for one in mended("морфингидрохлорид")]
    (['α-PVP'], ['морфин гидрохлорид'])
    """
    if (read := _in_other_encoding(text)) is not None:
        yield Mended(read, Statement("read in another encoding: {text}", text=read), certain=True)
    elif not text.isascii() and (bare := "".join(map(_without_accent, text))) != text:
        yield Mended(bare, Statement("without the marks on letters: {text}", text=bare), certain=True)
    if (unmarked := _without_marks(text)) != text:
        said = Statement("without the marks of a page or a program: {text}", text=unmarked)
        yield Mended(unmarked, said, certain=True)
    if "_" in text and (joined := _LOW_LINE.sub("-", text)) != text:
        yield Mended(joined, Statement("with hyphens for low lines: {text}", text=joined), certain=True)
    if (found := _salt_at_the_end().search(text)) is not None:
        apart = f"{text[: found.start()]} {text[found.start() :]}"
        yield Mended(apart, Statement("with a blank before the word for a salt: {text}", text=apart), certain=True)
    if (commas := _with_commas(text)) != text:
        yield Mended(commas, Statement("with commas between the locants: {text}", text=commas), certain=True)
    if _INVERTED.search(text) and (spaced := _PARENT_COMMA.sub(", ", text)) != text:
        yield Mended(spaced, Statement("with a blank behind the comma: {text}", text=spaced), certain=True)
    if (lost := _LOST_LETTER.search(text)) is not None:
        for letter in _GREEK:
            whole = text[: lost.start()] + letter + text[lost.end() :].lstrip()
            yield Mended(whole, Statement("with {letter} for the lost letter", letter=letter), certain=False)
    if "'" in (cleaned := clean(text)):
        reason = Statement("without the prime, which says on which ring a group is")
        yield Mended(cleaned.replace("'", ""), reason, certain=False)
    if _NOTHING_BEFORE.match(text):
        rest = _NOTHING_BEFORE.sub("", text)
        for letter in _GREEK:
            reason = Statement("with {letter} for the lost letter", letter=letter)
            yield Mended(f"{letter}-{rest}", reason, certain=False)


def _in_other_encoding(text: str) -> str | None:
    if _OTHER_ENCODING.search(text) is None:
        return None
    for page in _CODE_PAGES:
        try:
            return text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _without_marks(text: str) -> str:
    """Return a name without tags of HTML, and with the characters that were written by their numbers or names."""
    if "<" in text:
        text = _TAG.sub(lambda match: "" if match[1].lower() in _INSIDE_WORDS else " ", text).strip()
    if "\\" in text:
        text = _TEX.sub(r"\1", _ESCAPED.sub(_character, text))
    return unquote(text) if _PERCENT.search(text) else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() else match[0]


_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]*)?/?>")
#: Tags that may stand inside a word.
_INSIDE_WORDS = frozenset(["a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"])
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TEX = re.compile(r"\$?\\(alpha|beta|gamma|delta|omega)\b\$?", re.IGNORECASE)
_PERCENT = re.compile("(?:%[0-9a-fA-F]{2}){2}")


def _without_accent(letter: str) -> str:
    """Return a Latin letter without its mark, and a Ukrainian one as Russian has it."""
    if "\u00c0" <= letter <= "\u024f":
        return unicodedata.normalize("NFD", letter)[0]
    return _UKRAINIAN.get(letter, letter)


_UKRAINIAN = dict(zip("їєґЇЄҐ", "иегИЕГ", strict=True))


def _with_commas(text: str) -> str:
    """Return a name with commas between digits that are as many as the groups behind them."""
    text = _SPACED_COMMAS.sub(",", text)
    text = _N_N.sub(lambda match: "N,N-" if match[0][0] in "nN" else "Н,Н-", text).replace("--", "-")
    return _NO_COMMAS.sub(_separated, text)


def _separated(match: re.Match[str]) -> str:
    digits = match["digits"]
    if len(digits) != _COUNTS[match["count"].lower()]:
        return match[0]
    return ",".join(digits) + match["behind"]
