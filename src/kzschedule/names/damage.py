"""Names that lost something on their way: Greek letters, commas of locants, letters read in another encoding.

Each mending comes with a statement of what was taken for what. What a mended name names is asserted only where the
damage leaves no choice; elsewhere it is suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import permutations
from string import ascii_lowercase
from typing import NamedTuple
from urllib.parse import unquote

from kzschedule._regex import regex
from kzschedule.language.statement import Statement
from kzschedule.names.inflection import noun_of
from kzschedule.names.words import RUSSIAN_ENDINGS, SALT_WORDS, is_kazakh_ending
from kzschedule.text import LOOKS_LATIN, clean


class Mended(NamedTuple):
    """A mended name, what was mended, and whether nothing else can have stood there."""

    text: str
    reason: Statement
    certain: bool


#: Encodings of one byte a letter in which programs write names, or take names of another encoding for.
_READ_IN = ("cp1252", "latin-1", "cp1251", "koi8-r", "cp866", "cp437")
#: What a name in Russian or Kazakh is made of, and a word of two alphabets, or of letters in no usual case.
_CYRILLIC_NAME = regex("(?=.*[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{2})[ -~№«»–—А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+")
#: Letters and signs of the scripts of Europe.
_EUROPEAN = regex("[\\s!-~\u00a0-\u052f\u2010-\u22ff]+")
_MARKED_WORD = regex("(?<![^\\W\\d_])[À-ÿ]{4}")
_HALF_MARKED = regex("[A-Za-z][À-ÿ]|[À-ÿ][A-Za-z]")
_NO_WORD = regex("[A-Za-z][А-ӿ]|[А-ӿ][A-Za-z]|[а-яё][А-ЯЁ]")
_LOST_LETTER = regex(r"(?:^|(?<=[\s(,-]))[?�□_*](?=\s?-)")
#: The sign for a letter inside a word, or at its end, that could not be shown.
_LOST_INSIDE = regex(r"(?<=[^\W\d_])[?�□*](?=[^\W\d_]|$)")
#: A code in Cyrillic letters with the one that some write for the Latin c, which others write as it sounds.
_CODE_WITH_C = regex(r"(?=.*[Цц])(?=.*\d|.*Ц)[\d-]*[А-Яа-я]{2,5}(?:-?\d+)?")
#: An abbreviation in capitals with the ending of a case in small letters: ЛСД-ның, ТГКны.
_CODE_IN_A_CASE = regex(r"(?P<code>[\dА-ЯA-Z-]*[А-ЯA-Z]{2}[\dА-ЯA-Z-]*?)-?(?P<ending>[а-яәғқңөұүһі]{1,5})")
#: The mark of a note, the number of a line or an amount, right at a word.
_STUCK = regex(r"^\d{1,3}(?=[^\W\d_]{5})|(?<=[^\W\d_]{5})\d{1,3}\s?(?:м?г|мл|гр|m?g|ml)?$", re.IGNORECASE)
#: A digit among letters, and by alphabet the letters that it looks like; of a 1 there are two.
_DIGIT_IN_WORD = regex(
    r"((?<=[^\W\d_])\d(?=[^\W\d_])|(?<=[^\W\d_]{4})\d(?![\w-])|(?<![\w-])\d(?=[^\W\d_]{4})|(?<=[A-Z])8(?=-))"
)
_LETTERS_LIKE: tuple[dict[str, str], ...] = (
    {"0": "о", "3": "з", "4": "ч", "6": "б"},
    {"0": "o", "1": "l", "5": "s", "8": "b"},
    {"0": "o", "1": "i", "5": "s", "8": "b"},
)
#: A number with letters in it, and the digits that these look like.
_NUMBER_WITH_LETTERS = regex(r"(?<![^\W\d_])[\dOОЗзlI]*\d[\dOОЗзlI]*(?![^\W\d_])")
DIGITS_LIKE = str.maketrans("OОЗзlI", "003311")
#: Letters for one that looks like both, and the letter that stands for the 5 of a code.
_PAIRS_LIKE = (("rn", "m"), ("VV", "W"), ("SF-", "5F-"))
#: The small letter that looks like a capital one of a code: AB-PlNACA.
_SMALL_AMONG_CAPITALS = regex(r"(?<=[A-Z])l(?=[A-Z]{2})")
#: The thousands of a maker's number apart from its rest: U-47,700.
_GROUPED = regex(r"(?P<code>[^\W\d_]{1,3}[ -]?\d{1,2})[ ,.](?P<rest>\d{3})")
#: A formula, and a naught in it that stands for oxygen: H2S04.
_FORMULA = regex(r"(?:[A-Z][a-z]?\d{0,2}){2,8}")
_NAUGHT_IN_FORMULA = regex(r"(?<=[A-Za-z])0(?=\d?$)")
#: What says that something holds a substance: кодеинсодержащий.
_HOLDING = regex(r"(?P<noun>[^\W\d_]{4,}?)-?о?содержащ[а-я]{2,3}", re.IGNORECASE)
_LOW_LINE = regex(r"(?<=[^\W_])_(?=[^\W_])")
_GREEK = "αβγδω"
_NOTHING_BEFORE = regex(r"^\s*-\s*(?=[^\W\d_]{2})")
_COUNTS = {"di": 2, "bis": 2, "tri": 3, "tetra": 4, "penta": 5, "methylenedioxy": 2}
_COUNTS |= {"ди": 2, "бис": 2, "три": 3, "тетра": 4, "пента": 5, "метилендиокси": 2}
_NO_COMMAS = regex(
    rf"(?<![\d,.])(?P<digits>\d{{2,5}})(?P<behind>[\s-]*(?P<count>{'|'.join(sorted(_COUNTS, key=len, reverse=True))}))"
)
#: The end of a name as indexes have it, and the comma behind the parent in front, where no blank follows it.
_INVERTED = regex(r"-(?:,|$)")
_PARENT_COMMA = regex(r"(?<=[^\W\d]),(?=[^\W_]|[(\[])|(?<=[)\]-]),(?=[^\W_]|[(\[])")
_SPACED_COMMAS = regex(r"(?<=\d)\s(?=\d[\d\s]*-)")
_N_N = regex(r"(?<![^\W_])(?:nn|n[\s.]n|нн|н[\s.]н)(?=-?(?:di|ди))", re.IGNORECASE)


@cache
def _salt_at_the_end() -> re.Pattern[str]:
    """Return the pattern of a word for a salt of a base that is written in one with the name in front of it."""
    words = (word for word, kind in SALT_WORDS.items() if kind == "acid" and len(word) >= _LONG)
    return regex(rf"(?<=[^\W\d_]{{4}})(?:{'|'.join(sorted(words, key=len, reverse=True))})$", re.IGNORECASE)


#: Letters in Cyrillic that may be an abbreviation of anything: КЯД, which is ЛСД in another encoding.
_LONGEST_ABBREVIATION = 5
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
    >>> {one.certain for one in mended("КЯД") if one.text == "лсд"}, {one.certain for one in mended("ЦЕПНХМ")}
    ({False}, {True})
    """
    others = list(_in_other_encodings(text))
    # A few Cyrillic letters are as well what they are.
    certain = len(text) > _LONGEST_ABBREVIATION or _CYRILLIC_NAME.fullmatch(text) is None
    yield from (Mended(read, said_of_encoding(read), certain=certain) for read in others)
    if not others and not text.isascii() and (bare := "".join(map(_without_accent, text))) != text:
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
    if (grouped := _GROUPED.fullmatch(text)) is not None:
        whole = f"{grouped['code']}{grouped['rest']}"
        yield Mended(whole, Statement("with its number in one: {text}", text=whole), certain="," in text)
    if (holding := _HOLDING.fullmatch(text)) is not None:
        said = Statement("what holds it: {text}", text=holding["noun"])
        yield Mended(holding["noun"], said, certain=False)
    if (noun := noun_of(text)) is not None:
        yield Mended(noun, Statement("without what makes an adjective of it: {text}", text=noun), certain=False)
    if (code := _CODE_IN_A_CASE.fullmatch(text)) is not None and (
        code["ending"] in RUSSIAN_ENDINGS or is_kazakh_ending(code["ending"])
    ):
        said = Statement("in another grammatical form: {form}", form=code["code"])
        yield Mended(code["code"], said, certain=len(code["ending"]) > 1)
    if (alone := _STUCK.sub("", text)) != text:
        yield Mended(alone, Statement("without the number stuck to it: {text}", text=alone), certain=False)
    yield from _with_look_alikes(text)
    yield from _with_what_is_lost(text)


def _with_look_alikes(text: str) -> Iterator[Mended]:
    """Iterate over what a name can have been in which a machine read a sign for another that looks like it."""
    if len(text) > _LONGEST:
        return
    parts = _DIGIT_IN_WORD.split(text)
    letters = ("".join(table.get(part, part) for part in parts) for table in _LETTERS_LIKE)
    digits = _NUMBER_WITH_LETTERS.sub(lambda number: number[0].translate(DIGITS_LIKE), text)
    others = [text.replace(read, meant) for read, meant in _PAIRS_LIKE]
    others.append(_SMALL_AMONG_CAPITALS.sub("I", text))
    latin = _NAUGHT_IN_FORMULA.sub("O", text.translate(LOOKS_LATIN).replace("CI", "Cl"))
    for read in dict.fromkeys((*letters, digits, *others, *((latin,) if _FORMULA.fullmatch(latin) else ()))):
        if read != text:
            said = Statement("with letters and digits for others that look like them: {text}", text=read)
            yield Mended(read, said, certain=False)


def _with_what_is_lost(text: str) -> Iterator[Mended]:
    """Iterate over what a name can have been that has lost a letter or a prime; none of it is certain."""
    if (lost := _LOST_LETTER.search(text)) is not None:
        for letter in _GREEK:
            yield _with_letter(letter, text[: lost.start()], text[lost.end() :].lstrip())
    inside = list(_LOST_INSIDE.finditer(text)) if len(text) <= _LONGEST else []
    if len(inside) == 1:
        [lost] = inside
        for letter in _LETTERS[text[lost.start() - 1].isascii()]:
            yield _with_letter(letter, text[: lost.start()], text[lost.end() :])
    if _CODE_WITH_C.fullmatch(text):
        sounded = text.replace("Ц", "К").replace("ц", "к")
        yield Mended(sounded, Statement("with К for Ц, as c may sound: {text}", text=sounded), certain=False)
    if "'" in (cleaned := clean(text)):
        reason = Statement("without the prime, which says on which ring a group is")
        yield Mended(cleaned.replace("'", ""), reason, certain=False)
    if _NOTHING_BEFORE.match(text):
        rest = _NOTHING_BEFORE.sub("", text)
        yield from (_with_letter(letter, "", f"-{rest}") for letter in _GREEK)


def _with_letter(letter: str, before: str, behind: str) -> Mended:
    reason = Statement("with {letter} for the lost letter", letter=letter)
    return Mended(before + letter + behind, reason, certain=False)


def as_written(text: str) -> str | None:
    """Return a text that was certainly read in another encoding than it was written in as it was written, or None.

    That is one in UTF-8, or one with words of nothing but letters with marks, as Russian of Windows has them where it
    was read as western.

    Examples
    --------
    >>> as_written("РіРµСЂРѕРёРЅ"), as_written("êîäåèí ÷.ä.à."), as_written("méphédrone")
    ('героин', 'кодеин ч.д.а.', None)
    """
    if (read := in_utf8(text)) is not None:
        return read
    if _MARKED_WORD.search(text) is None or _HALF_MARKED.search(text) is not None:
        return None
    try:
        return text.encode("cp1252").decode("cp1251")
    except UnicodeError:
        return None


def in_utf8(text: str) -> str | None:
    """Return a text that was written in UTF-8 and read in another encoding as it was written; None if it was not.

    A text of European letters never looks so by chance; толуол, in an encoding of DOS, is Chinese.

    Examples
    --------
    >>> in_utf8("РіРµСЂРѕРёРЅ"), in_utf8("героин"), in_utf8("толуол")
    ('героин', None, None)
    """
    if text.isascii():
        return None
    for wrong in _READ_IN:
        try:
            # What an encoding does not define is shown as the control character of that number.
            read = b"".join(_byte(letter, wrong) for letter in text).decode("utf-8")
        except UnicodeError:
            continue
        if _EUROPEAN.fullmatch(read) and any(map(str.isalpha, read)):
            return read
    return None


def _byte(letter: str, encoding: str) -> bytes:
    return letter.encode("latin-1" if "\x80" <= letter < "\xa0" else encoding)


def said_of_encoding(text: str) -> Statement:
    """Say that a text was written in another encoding than it was read in, and what it is."""
    return Statement("read in another encoding: {text}", text=text)


def _in_other_encodings(text: str) -> Iterator[str]:
    """Iterate over what a text can have been that was written in one encoding and read in another."""
    if text.isascii():
        return
    found: dict[str, None] = {}
    if (read := in_utf8(text)) is not None:
        found[read] = None
    for wrong, right in permutations(_READ_IN, 2):
        try:
            read = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _CYRILLIC_NAME.fullmatch(read) and not _NO_WORD.search(read):
            found[read] = None
    written_so = bool(_CYRILLIC_NAME.fullmatch(text)) and not text.isupper() and not _NO_WORD.search(text)
    yield from (read for read in found if read != text and not (written_so and read.isupper()))


#: Most characters of a name in which each letter is tried in one place.
_LONGEST = 100
#: The letters of Russian and Kazakh, and those of English.
_LETTERS = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", ascii_lowercase)


def _without_marks(text: str) -> str:
    """Return a name without tags of HTML, and with the characters that were written by their numbers or names."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    if "<" in text:
        text = _TAG.sub(lambda match: "" if match[1].lower() in _INSIDE_WORDS else " ", text).strip()
    if "\\" in text:
        text = _TEX.sub(r"\1", _ESCAPED.sub(_character, text))
    return unquote(text) if _PERCENT.search(text) else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() else match[0]


_TAG = regex(r"</?([a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]*)?/?>")
#: Tags that may stand inside a word.
_INSIDE_WORDS = frozenset(["a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"])
_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
_ESCAPED = regex(r"\\u([0-9a-fA-F]{4})")
_TEX = regex(r"\$?\\(alpha|beta|gamma|delta|omega)\b\$?", re.IGNORECASE)
_PERCENT = regex("(?:%[0-9a-fA-F]{2}){2}")


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
