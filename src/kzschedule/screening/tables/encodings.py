"""In which encoding a text is: told by its bytes where that is certain.

UTF-8 and UTF-16 show themselves by their form. Among the older encodings that Russian, Kazakh and western programs
write, each byte is a letter in several of them; the right one is that in which the words look like words. How letters
follow each other in words is learnt from the texts of the list itself, in Russian and Kazakh.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

#: The encodings that are told apart, in the order in which the first counts where several read a text alike.
CANDIDATES = ("cp1251", "kz1048", "cp866", "koi8-r", "cp1252", "mac-cyrillic", "iso8859-5")
#: What counts against encodings that hardly any program writes today.
_RARE = {"mac-cyrillic": -10.0, "iso8859-5": -5.0}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Runs of letters and of bytes that are no ASCII.
_TOKEN = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
#: What stands between two letters.
_INSIDE = re.compile(r"(?<=[^\W_])[\W_](?=[^\W_])")
#: Tokens, each counted once, by which an encoding is judged.
_JUDGED = 600
#: By how much, in natural logarithms, the best reading has to be likelier than the next: a thousand times and more.
_CERTAIN = 7.5
#: How likely a character of the best reading has to be in the mean; words of another language are less so.
_PLAUSIBLE = -4.2
_ALPHABET = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")
#: Letters of neighbouring languages: no word of the list has them, but a text may.
_NEIGHBOURS = frozenset("їєґў")
#: Signs that stand in tables, alone or beside words.
_SIGNS = frozenset("«»–—№°±µ×÷·•…“”„’‘®©™§\u00a0")
_ACCENTED = frozenset("éèêëäöüßçñóáíúàâîôûåøæãõ")
_BESIDE_WORDS = frozenset("«»–—“”„’‘\u00a0")
#: What a step costs that no table of letters tells: a letter of a neighbouring language, another letter, a sign, a
#: sign inside a word, anything else (pseudo-graphics, bytes that the encoding lacks), a change of script or of case.
_NEIGHBOUR, _OTHER_LETTER, _SIGN, _SIGN_INSIDE, _STRANGE = -6.0, -12.0, -4.0, -6.0, -12.0
_ACCENT, _NEXT_ACCENT, _RARE_ACCENT, _SCRIPT, _CASE = -3.0, -5.0, -7.0, -5.0, -6.0


class Guess(NamedTuple):
    """An encoding, and whether it is certain.

    Attributes
    ----------
    encoding : str
        The likeliest.
    certain : bool
        Whether no other is nearly as likely.
    others : tuple of str
        The next, in their order.
    """

    encoding: str
    certain: bool
    others: tuple[str, ...] = ()


def guess(sample: bytes, *, cut: bool = False) -> Guess:
    r"""Find the encoding of text: UTF-8, UTF-16, Windows-1251, -1252, KZ-1048, DOS 866 or KOI8-R.

    Parameters
    ----------
    sample : bytes
        The beginning of the text.
    cut : bool
        Whether the text goes on behind it, so that its last line may be cut.

    Examples
    --------
    >>> [guess("мефедрон;қара сора\n".encode(name)).encoding for name in ("utf-8", "utf-16", "kz1048")]
    ['utf-8', 'utf-16', 'kz1048']
    >>> [guess("Наименование\nмефедрон\n".encode(name)).encoding for name in ("cp1251", "cp866", "koi8-r")]
    ['cp1251', 'cp866', 'koi8-r']
    >>> guess("汉字汉字\n".encode("gbk")).certain
    False
    """
    if sample.startswith(codecs.BOM_UTF8):
        return Guess("utf-8-sig", certain=True)
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Guess("utf-32", certain=True)
    if sample.startswith(_UTF16):
        return Guess("utf-16", certain=True)
    # Line ends at least have a zero byte in UTF-16, and all zero bytes are on the same side.
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if bool(even) != bool(odd) and 2 * (even + odd) >= sample.count(b"\n"):
        return Guess("utf-16-le" if odd else "utf-16-be", certain=True)
    lines = sample.splitlines()
    if cut and len(lines) > 1:
        lines = lines[:-1]
    elif cut:
        sample = sample.rstrip(bytes(range(0x80, 0x100)))
        lines = [sample]
    lines = [line for line in lines if not line.isascii()]
    valid = [line for line in lines if _is_utf_8(line)]
    single = among(b"\n".join(lines))
    if not lines:
        return Guess("utf-8", certain=True)
    strange = _looks_strange(valid)
    if len(valid) == len(lines):
        doubtful = strange and (single.certain or not _is_one_script(valid))
        return single if doubtful else Guess("utf-8", certain=True)
    # Lines that are none may be damaged or joined to it, if the others are beyond doubt.
    return Guess("utf-8", certain=True) if not strange and 2 * len(valid) >= len(lines) else single


def among(text: bytes, candidates: Iterable[str] = CANDIDATES) -> Guess:
    """Find out in which of several encodings of one byte a letter the words of a text look like words."""
    tokens = list(dict.fromkeys(_TOKEN.findall(text)))[:_JUDGED]
    if not tokens:
        return Guess("utf-8", certain=True)
    readings = [(name, [token.decode(name, "replace") for token in tokens]) for name in candidates]
    scored = sorted(
        (
            (sum(map(_likelihood, read)) + _RARE.get(name, 0.0), -place, name, read)
            for place, (name, read) in enumerate(readings)
        ),
        reverse=True,
    )
    best, _, name, read = scored[0]
    others = [(score, other) for score, _, other, text in scored[1:] if text != read]
    letters = sum(byte > 0x7F for token in tokens for byte in token)
    certain = best / letters >= _PLAUSIBLE and (not others or best - others[0][0] >= _CERTAIN)
    return Guess(name, certain, tuple(other for _, other in others))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_strange(lines: list[bytes]) -> bool:
    """Whether what is UTF-8 by its form has no letter that Russian, Kazakh, western or Greek texts have.

    A few words in another encoding may be UTF-8 by chance.
    """
    letters = {one for line in lines for one in line.decode("utf-8") if not one.isascii()}
    return bool(letters) and not any(
        one in _SIGNS or (one.isalpha() and (one < "\u0250" or "\u0386" <= one < "\u0500")) for one in letters
    )


def _is_one_script(lines: list[bytes]) -> bool:
    """Whether all letters are of one script, as in Chinese; what is no letter is none by chance."""
    letters = {one for line in lines for one in line.decode("utf-8") if not one.isascii()}
    scripts = {unicodedata.name(one, "").partition(" ")[0] for one in letters if one.isalpha()}
    return scripts <= {"CJK", "HIRAGANA", "KATAKANA"} or (len(scripts) == 1 and all(map(str.isalpha, letters)))


def _likelihood(token: str) -> float:
    """Return the logarithm of how likely a run of letters and signs is in the tables of this library's users."""
    steps = _steps()
    inside = sum(one in _SIGNS - _BESIDE_WORDS for one in _INSIDE.findall(token))
    return sum(_step(before, one, steps) for before, one in pairwise(f"^{token}$")) + inside * _SIGN_INSIDE


def _step(before: str, one: str, steps: Mapping[str, Mapping[str, float]]) -> float:
    lower, previous = one.lower(), before.lower()
    if lower in _ALPHABET:
        if before.isascii() and before.isalpha():
            return _SCRIPT + steps["^"][lower]
        changed = _CASE if one.isupper() and before.islower() else 0.0
        known = steps.get(previous)
        return changed + (steps["^"] if known is None else known)[lower]
    if one == "$":
        return steps[previous]["$"] if previous in _ALPHABET else 0.0
    if one.isascii():
        return _SCRIPT if previous in _ALPHABET else 0.0
    if one in _SIGNS:
        return _SIGN
    if not one.isalpha():
        return _STRANGE
    if lower in _NEIGHBOURS:
        return _NEIGHBOUR if previous in _ALPHABET or before == "^" else _OTHER_LETTER
    if unicodedata.name(one).startswith("LATIN"):
        changed = _CASE if one.isupper() and before.islower() else 0.0
        if lower not in _ACCENTED:
            return changed + _RARE_ACCENT
        beside = before in _BESIDE_WORDS or before.isascii()
        return changed + (_ACCENT if beside else _NEXT_ACCENT)
    return _OTHER_LETTER


@lru_cache(maxsize=1)
def _steps() -> dict[str, dict[str, float]]:
    """Return the logarithm of how likely each letter stands behind each, at the beginning and the end of words too."""
    counts: dict[str, Counter[str]] = {letter: Counter() for letter in ("^", *_ALPHABET)}
    for word in set(_words()):
        for before, one in pairwise(f"^{word}$"):
            counts[before][one] += 1
    symbols = (*_ALPHABET, "$")
    return {
        before: {one: math.log((found[one] + 0.3) / (found.total() + 0.3 * len(symbols))) for one in symbols}
        for before, found in counts.items()
    }


def _words() -> Iterator[str]:
    """Iterate over the words of the list, as printed in Russian and Kazakh, and of its names."""
    from kzschedule.schedule import Schedule

    package = Schedule.default().package
    texts = [text for row in package.rows for text in (row.printed_ru, row.printed_kk)]
    texts += [text for size in package.sizes for text in (size.printed_ru, size.printed_kk)]
    texts += [name.name for name in package.names]
    word = re.compile(rf"[{''.join(sorted(_ALPHABET))}]+")
    for text in texts:
        if text:
            yield from word.findall(text.lower())
