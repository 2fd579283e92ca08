"""Reducing a name to forms in which spelling does not count.

`plain` takes away typography only; two names that are equal in this form are the same name. `fold` takes
away the rest: look-alike letters, spellings of Greek letters and positions, spaces and hyphens, and keeps
apart what is information, the sign of rotation and the words for a salt. ``docs/why/names.md`` shows both as a
table.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kzschedule._cache import cached_property
from kzschedule._regex import regex
from kzschedule.names.phonetic import phonetic
from kzschedule.names.words import ABBREVIATIONS, GREEK, POSITIONS, SALT_WORDS, STEREO, TO_RUSSIAN, SaltKind
from kzschedule.text import CYRILLIC_TO_LATIN_LOOKS, LATIN_TO_CYRILLIC_LOOKS, clean

_SPACE = regex(r"\s+")


def plain(text: str) -> str:
    """Return a name without differences of typography: Unicode form, case, dashes, spaces.

    Two names that are equal in this form are the same name; nothing that tells substances apart is lost.

    Parameters
    ----------
    text : str
        A name as typed.

    Returns
    -------
    str

    Examples
    --------
    >>> plain("  5F‑ADB ") == plain("5f-adb")
    True
    >>> plain("МЕФЕДРОН")
    'мефедрон'
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", clean(text).casefold())).strip()


def one_typography(text: str) -> str:
    """Return a text with one kind of hyphen and space and without invisible characters, its case as it is.

    Examples
    --------
    >>> one_typography("N‑Methyl\u00a0formamide")
    'N-Methyl formamide'
    """
    return _SPACE.sub(" ", clean(text)).strip()


@dataclass(frozen=True)
class FoldedName:
    """A name with spelling taken away and information set apart.

    Attributes
    ----------
    spelled : str
        The name in one typography, words and hyphens still in place, salt words taken off.
    whole : str
        The same with its salt words.
    key : str
        The name as it is compared, with its salt words.
    bare_key : str
        The same without salt words; equal to `key` where there are none.
    stereo : str
        The sign or descriptor at the front, such as ``(-)``; empty if there is none. It is part of the keys.
    salt_words : tuple of str
        The words for salts, hydrates and forms that stood at the ends.
    salt_kinds : frozenset of str
        What kinds of words they are.
    kazakh : bool
        Whether it was written with a letter that Kazakh has and Russian has not.
    """

    spelled: str
    whole: str
    key: str
    bare_key: str
    stereo: str
    salt_words: tuple[str, ...]
    salt_kinds: frozenset[SaltKind]
    kazakh: bool

    @property
    def unsigned_key(self) -> str:
        """The bare key without its sign."""
        return self.bare_key.removeprefix(self.stereo)

    @cached_property
    def script_key(self) -> str:
        """The key in one alphabet by sound."""
        return phonetic(self.key)

    @cached_property
    def bare_script_key(self) -> str:
        """The bare key in one alphabet by sound."""
        return phonetic(self.bare_key)


def fold(text: str) -> FoldedName:
    """Return a name with spelling taken away.

    Parameters
    ----------
    text : str
        A name as typed.

    Returns
    -------
    FoldedName

    Examples
    --------
    >>> fold("Ephedrine HCl").bare_key, fold("Ephedrine HCl").salt_words
    ('ephedrine', ('hcl',))
    >>> fold("a-PVP").key == fold("α-PVP").key == fold("alpha pvp").key
    True
    >>> fold("l-ephedrine").key == fold("(-)-Ephedrine").key != fold("ephedrine").key
    True
    >>> fold("sodium hydroxide").key
    'sodiumhydroxide'
    """
    stereo, spelled = _sign(spell(text))
    bare, words = strip_salts(spelled)
    if words and not stereo:
        stereo, bare = _sign(bare)
    key = stereo + joined(spelled)
    return FoldedName(
        spelled=bare,
        whole=spelled,
        key=key,
        bare_key=stereo + joined(bare) if words else key,
        stereo=stereo,
        salt_words=words,
        salt_kinds=frozenset(SALT_WORDS[word] for word in words),
        kazakh=_KAZAKH.search(text) is not None,
    )


def fold_key(text: str) -> str:
    """Return only the key of a name: what an index of many names needs.

    Examples
    --------
    >>> fold_key("4-MMC") == fold_key("4 mmc") == fold_key("4mmc")
    True
    >>> fold_key("3-MMC") == fold_key("4-MMC")
    False
    """
    stereo, spelled = _sign(spell(text))
    return stereo + joined(spelled)


_BRACKETS = str.maketrans("[]{}", "()()")
_CYRILLIC = regex("[\u0400-\u052f]")
_LATIN = regex("[a-z]")
_KAZAKH = regex("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]|(?<=[\u0400-\u052f])i")
_WORD = regex(r"[^\W\d_]+")
_GREEK = regex(f"[{''.join(GREEK)}ά]-?")
_GREEK_LETTER_WRITTEN_LATIN = regex(r"(?<![^\s(\[,-])(?:([aа])-(?=[^\W\d_]{2})|b-(?=[a-z]{4}))")
_POSITION = regex(r"(?<![\w,'])([ompомпt])-(?=\(?[^\W\d_]{4})")
_ABBREVIATION = regex("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in ABBREVIATIONS))
_INVERTED = regex(r"([^,(]*+), (\S.*)-")
_FOUR_LETTERS = regex(r"[^\W\d_]{4}")
#: A blank between a letter that stands for a position and its hyphen, and one between the hyphen and the name.
_BLANK_AT_LETTER = regex(r"(?<![\w,'-])([abompnаомпнα-ω])(?: - ?| ?- )(?=\(?[^\W\d_]{2})")
_DOT_BETWEEN_DIGITS = regex(r"(?<=\d)\.(?=\d)")


def spell(text: str) -> str:
    """Return a name in one typography: one script a word, Greek letters and positions written out.

    Examples
    --------
    >>> spell("α-ПВП"), spell("о‑фторфентанил"), spell("ангидрид уксусной к-ты")
    ('альфа-пвп', 'орто-фторфентанил', 'ангидрид уксусной кислоты')
    >>> spell("piperazine, 1-(3-chlorophenyl)-")
    '1-(3-chlorophenyl)piperazine'
    """
    text = plain(text).translate(_BRACKETS)
    if not text.isascii():
        text = one_script(text).translate(TO_RUSSIAN)
    if '"' in text:
        text = text.replace('"', "")
    cyrillic = bool(_CYRILLIC.search(text))
    if "-" in text and " " in text:
        text = _BLANK_AT_LETTER.sub(r"\1-", text)
    if not text.isascii():
        text = _GREEK.sub(lambda match: _greek_name(match[0], cyrillic=cyrillic), text)
    if "-" in text:
        text = _GREEK_LETTER_WRITTEN_LATIN.sub(
            lambda match: _greek_name("α" if match[1] else "β", cyrillic=cyrillic), text
        )
        text = _POSITION.sub(lambda match: f"{POSITIONS[match[1]]}-", text)
    if cyrillic or "2h" in text:
        text = _ABBREVIATION.sub(lambda match: ABBREVIATIONS[match[0]], text)
    if text.endswith("-") and not _SIGN_BEHIND.search(text) and (inverted := _inverted(text)):
        text = inverted
    return _DOT_BETWEEN_DIGITS.sub(",", text) if "." in text else text


def _inverted(text: str) -> str | None:
    """Return the straight form of a name as indexes have it, with what stands in front behind a comma."""
    match = _INVERTED.fullmatch(text)
    return match[2] + match[1] if match is not None and _FOUR_LETTERS.search(match[1]) else None


def _greek_name(letter: str, *, cyrillic: bool) -> str:
    return GREEK[letter[0].replace("ά", "α")][cyrillic] + "-"


def one_script(text: str) -> str:
    """Return a text in lower case in which each word is of one script, where look-alike letters allow it.

    Examples
    --------
    >>> one_script("a" + "\u0441" + "id")
    'acid'
    """
    if not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return text
    return _WORD.sub(lambda match: _one_script_word(match[0]), text)


def _one_script_word(word: str) -> str:
    latin = [letter for letter in word if "a" <= letter <= "z"]
    cyrillic = [letter for letter in word if "\u0400" <= letter <= "\u052f"]
    if not latin or not cyrillic:
        return word
    if all(letter in CYRILLIC_TO_LATIN_LOOKS for letter in cyrillic):
        to_latin = "".join(CYRILLIC_TO_LATIN_LOOKS.get(letter, letter) for letter in word)
        if len(latin) >= len(cyrillic) or any(letter not in LATIN_TO_CYRILLIC_LOOKS for letter in latin):
            return to_latin
    if all(letter in LATIN_TO_CYRILLIC_LOOKS for letter in latin):
        return "".join(LATIN_TO_CYRILLIC_LOOKS.get(letter, letter) for letter in word)
    return word


def looks_latin(spelled: str) -> str | None:
    """Return a name with every Cyrillic word that could be Latin by its looks as Latin; None if there is none.

    Examples
    --------
    >>> looks_latin("тнс") == "thc", looks_latin("мефедрон")
    (True, None)
    """
    changed = _WORD.sub(lambda match: _latin_by_looks(match[0]), spelled)
    return changed if changed != spelled else None


def _latin_by_looks(word: str) -> str:
    if all(letter in CYRILLIC_TO_LATIN_LOOKS for letter in word):
        return "".join(CYRILLIC_TO_LATIN_LOOKS[letter] for letter in word)
    return word


_SIGN_IN_BRACKETS = regex(r"\((\+/-|-/\+|\+-|-\+|[+±-]|dl|d,l|[dlrsze]|rs|r,s)\)[\s-]*")
#: A hyphen with a blank behind it is no sign: it numbers an item of a list.
_SIGN_BARE = regex(
    r"(?:(±|\+/-|\+-|\+|-(?!\s))[\s-]*|(dl|d,l|дл|д,л|rac|рац|[dlдл])-|([rsz]|rs|r,s)-)(?=[^\W\d_]{3}|\d[\w,']*-)"
)
_SIGN_BEHIND = regex(r",? ?\((\+/-|-/\+|\+-|-\+|[+±-]|dl|[dlrs])\)-?$")
_RACEMIC_WORDS = regex(r"^(?:racemic|рацемическ(?:ий|ая|ое|ого|ой|им)) ")


def _sign(spelled: str) -> tuple[str, str]:
    """Take the sign of rotation or configuration off a name: at the front, or behind as in indexes."""
    if not spelled:
        return "", spelled
    first = spelled[0]
    match = _SIGN_IN_BRACKETS.match(spelled) if first == "(" else _SIGN_BARE.match(spelled)
    if match is None and spelled.startswith(("rac", "рац")):
        match = _RACEMIC_WORDS.match(spelled)
        if match is not None:
            return "(±)", spelled[match.end() :]
    if match is not None and match.end() < len(spelled):
        sign = next(group for group in match.groups() if group)
        return STEREO[sign], spelled[match.end() :]
    if spelled[-1] in ")-" and (match := _SIGN_BEHIND.search(spelled)) and match.start() > 0:
        rest = spelled[: match.start()]
        if rest.endswith("-") and (inverted := _inverted(rest)):
            rest = inverted
        return STEREO[match[1]], rest
    return "", spelled


_ISOTOPES = r"(?:d\d{1,2}|(?:[23]h|1[134]c|15n|1[78]o)\d{0,2})"
_ISOTOPE_LABEL = regex(
    rf"(?<![\s-])[\s-]+\(?((?:(?<=\()[a-z]+-)?{_ISOTOPES}(?:[\s,-]+{_ISOTOPES})*)\)?$|^\(?({_ISOTOPES}(?:[\s,-]+{_ISOTOPES})*)\)?[\s-]+"
    # In brackets, with where the label is: (14c), (1-14c), (n-methyl-3h), (7-3h(n)); behind a number, it is a hydrogen.
    rf"|(?<!\d)\(((?:[\w,']+-)*{_ISOTOPES}(?:\(n\))?(?:[\s,-]+{_ISOTOPES})*)\)[\s-]*"
)


def without_isotopes(spelled: str) -> tuple[str, str]:
    """Take the labels for isotopes off a name.

    Returns
    -------
    tuple of (str, str)
        The rest, and the labels; empty if there are none.

    Examples
    --------
    >>> without_isotopes("mdma-d5"), without_isotopes("(1-14c)cocaine"), without_isotopes("mdma")
    (('mdma', 'd5'), ('cocaine', '1-14c'), ('mdma', ''))
    """
    labels = []
    while match := _ISOTOPE_LABEL.search(spelled):
        labels.append(next(filter(None, match.groups())))
        spelled = spelled[: match.start()] + spelled[match.end() :]
    return spelled, ",".join(labels)


#: One descriptor of several at the front, such as "l-", "(+)-" or "(1r,2s)-".
_DESCRIPTOR = regex(
    r"(?:\((\+/-|-/\+|\+-|-\+|[+±-]|dl|d,l|[dlrsze]|rs|r,s|\d+[a-z]?[rsez](?:,\d+[a-z]?[rsez])*)\)"
    r"|(rs|r,s|[rs])(?=-|\([+±-])|(dl|d,l|дл|д,л|rac|рац|[dlдл]|cis|trans|цис|транс)(?=-))[\s-]*"
)


def descriptors(name: FoldedName) -> tuple[tuple[str, ...], str]:
    """Take apart a name with signs and descriptors at its front, and return them and the rest.

    Examples
    --------
    >>> descriptors(fold("(S)-(+)-Methamphetamine HCl")), descriptors(fold("D-(-)-ephedrine"))
    ((('(s)', '(+)'), 'methamphetamine hcl'), (('d', '(-)'), 'ephedrine'))
    """
    found = []
    text = name.stereo + name.whole
    while (match := _DESCRIPTOR.match(text)) and match.end() < len(text):
        found.append(match[3] or f"({match[1] or match[2]})")
        text = text[match.end() :]
    return tuple(found), text


_LAST_WORD = regex(r"(?:[\s\-,.(·•*+]+|(?<=\w)[·•*+])(?:x )?([^\s\-,.()·•*+]+)\)?\.?$")
_FIRST_WORD = regex(r"([^\s\-,.()·•*]+)[\s-]+(?:of )?")
#: How many parts of a substance there are to one of the acid, as in "fentanyl citrate (1:1)".
_SALT_RATIO = regex(r"\s*\(\d:\d\)$")
_SALT_TAIL = regex(r"[\s\-,.(·•*+]*(?:\bx)?[\s(]*(?:\d:\d\)?)?$")


def strip_salts(spelled: str) -> tuple[str, tuple[str, ...]]:
    """Take whole words for salts, hydrates and forms off the ends of a name.

    Returns
    -------
    tuple
        The rest, never empty, and the words.

    Examples
    --------
    >>> strip_salts("morphine sulfate pentahydrate")
    ('morphine', ('sulfate', 'pentahydrate'))
    >>> strip_salts("мефедрона гидрохлорид"), strip_salts("гидрохлорид мефедрона")
    (('мефедрона', ('гидрохлорид',)), ('мефедрона', ('гидрохлорид',)))
    >>> strip_salts("hydrochloride")
    ('hydrochloride', ())
    """
    behind: list[str] = []
    before: list[str] = []
    rest = _SALT_RATIO.sub("", spelled)
    if rest != spelled and not ((match := _LAST_WORD.search(rest)) and match[1] in SALT_WORDS):
        return spelled, ()
    while (match := _LAST_WORD.search(rest)) and match[1] in SALT_WORDS and match.start() > 2:
        behind.insert(0, match[1])
        rest = _SALT_TAIL.sub("", rest[: match.start()])
    while (match := _FIRST_WORD.match(rest)) and match[1] in SALT_WORDS and len(rest) - match.end() > 2:
        before.append(match[1])
        rest = rest[match.end() :]
    if not _WORD.search(rest):
        return spelled, ()
    return rest, (*before, *behind)


_SEPARATOR = regex(r"[\s-]+")
_ANION = regex(r"^\w*(?:ate|ates|ат|ата|ату|атом|ате)$")
_DROPPED = regex(r"(?<!\d)(?<!\d')[,;.:](?!\d)|[,;.:](?!\d)|(?<![\d'])[,;.:]")


def joined(spelled: str) -> str:
    """Return a spelled name without the spaces and hyphens that say nothing.

    A separator stays between two digits. A space stays between a word and one for an anion, where it tells phenyl
    acetate from phenylacetate, and a hyphen that ends a part of an inverted name stays, where it tells
    "acetic acid, phenyl-, methyl ester" from "acetic acid, phenylmethyl ester".

    Examples
    --------
    >>> joined("2c-t-2"), joined("win 55,212-2"), joined("methyl fentanyl"), joined("phenyl acetate")
    ('2ct2', 'win55,212-2', 'methylfentanyl', 'phenyl acetate')
    """
    spelled = spelled.replace("-,", "~")
    if not (" " in spelled or "-" in spelled):
        return _DROPPED.sub("", spelled) if "," in spelled or "." in spelled else spelled
    spelled = _DROPPED.sub("", spelled)
    text = ""
    for part in filter(None, _SEPARATOR.split(spelled)):
        if text and text[-1].isdigit() and part[0].isdigit():
            text += "-"
        elif text and not text[-1].isdigit() and len(part) > 4 and part[-1] in "estаеумт" and _ANION.match(part):
            text += " "
        text += part
    return text
