"""Russian systematic names put into English: the words of acids, esters and amides, and the parts between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from kzschedule.names.fold import one_typography
from kzschedule.names.russian.letters import depths, mended, unmatched, with_brackets
from kzschedule.names.russian.parts import Part, cut, detached, table

#: Longest name that is translated, in characters.
MAX_LENGTH = 600
#: At most how many English names of one name are tried.
MAX_READINGS = 40

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LEGAL = re.compile(r"[\w\s()\[\]{},.;:'\"+\-*±^~/]+")


@dataclass(frozen=True)
class Translation:
    """An English name for a Russian one.

    Attributes
    ----------
    english : str
        The English name.
    repair : int
        How much was guessed: 0 nothing, 1 a bracket was put right, 2 a word that the decree is known to misprint.
    """

    english: str
    repair: int = 0


def is_russian(text: str) -> bool:
    """Whether a text has Cyrillic letters.

    Examples
    --------
    >>> is_russian("метан"), is_russian("methane")
    (True, False)
    """
    return bool(_CYRILLIC.search(text))


# Does it look like one?

_FUNCTION = re.compile(r"(?<![а-я])(?:кислот(?:[аыуе]|ой)|эфира?|амид|(?:хлор)?ангидрид)(?![а-я])")
_ADJECTIVE = re.compile(r"(?:ов)?(?:ая|ой|ую|ый|ого|ые|ых)$")
_PLACED = re.compile(
    r"(?:\d[a-zH]*'*|\b[NOSαβγ]|(?<![а-я])(?:[омп]|орто|мета|пара|альфа|бета|гамма|трет|втор)|\*\))[)\]]*-"
    r"(?=[\d,(\[{]*[а-я(\[{αN])"
)


#: Modifiers that put an atom into a ring or chain: a piece of a structure as well.
_HETERO = frozenset({"aza", "oxa", "thia", "sila"})


def looks_systematic(text: str) -> bool:
    """Whether a text looks like a Russian systematic name.

    All its words must be made of parts of such names, and enough of them stand for pieces of a structure.

    Examples
    --------
    >>> looks_systematic("1-(4-метилфенил)пропан-1-он"), looks_systematic("мефедрон"), looks_systematic("декан")
    (True, False, False)
    """
    text = one_typography(text)
    if not 6 <= len(text) <= MAX_LENGTH or not is_russian(text) or not _LEGAL.fullmatch(text):
        return False
    return any(any(map(_is_made_of_parts, names)) for names, _ in alternatives(text))


#: Latin letters that are no places, descriptors or letters of fused rings.
_FOREIGN = re.compile(
    r"(?<![\[,\-:'])(?<![a-z])(?![a-z]?[RSEZ]{1,2}(?![a-z]))[a-z]{2,}|(?![RSEZ]{2}(?![a-z]))[A-Z]{2,}"
)


def _is_made_of_parts(text: str) -> bool:
    name = _without_misprints(mended(text))
    if _FOREIGN.search(name):
        return False
    words = [word for word in re.findall("[а-я]+", _FUNCTION.sub(" ", name)) if detached(word) is None]
    if not words or max(map(len, words)) < 4:
        return False
    cuts = [_cut(word) for word in words]
    pieces = sum(part.is_content or part.english in _HETERO for parts in cuts for part in parts or ())
    if None in cuts or pieces == 0:
        return False
    if _PLACED.search(name):
        return True
    last = cuts[-1]
    functions = len(_FUNCTION.findall(name))
    return pieces + functions > 1 and (functions > 0 or (last is not None and last[-1].is_last))


def _cut(word: str) -> tuple[Part, ...] | None:
    """Cut a word, also one in the genitive, or an adjective."""
    parts = cut(word)
    if parts is None and (ending := _ADJECTIVE.search(word)):
        parts = cut(word[: ending.start()]) or cut(word[: ending.start()] + "ов")
    return cut(word[:-1]) if parts is None and word.endswith("а") else parts


# One name among others, as a printed cell has them

_LEADING_CODE = re.compile(r"^(?=[A-Z\d-]*[A-Z]{2})[A-Z\d-]+\s+(?=\S*[а-я(])")
_BEHIND = re.compile(r"\s+(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\[\]]*\]|\([^а-я]*)$")
_CODE = re.compile(r"(?!.*[а-яё]{3})(?=.*[A-ZА-ЯЁ].*[A-ZА-ЯЁ\d]).+")
#: Words in brackets behind a name that are no other name for it but say something about it.
_ABOUT = re.compile(
    "изомер|рацем|энантиомер|сол[ьи]|смес|раствор|гидрат|хлорид|бромид|цис|транс|лево|право|основани|форм|содерж|кроме|"
    "масл|кислот[ыуе]|кислотой|эфир[аы]|производн|аналог|включая|также|порошок"
)


def alternatives(text: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Iterate over ways to see a text as one name, or as several names of one substance.

    Yields
    ------
    tuple of (tuple of str, bool)
        Names that have to mean the same, and whether all of them have to be systematic ones.

    Examples
    --------
    >>> [names for names, _ in alternatives("1-Фенилпиперазин (Нечто, ABC-1)")]
    [('1-Фенилпиперазин (Нечто, ABC-1)',), ('1-Фенилпиперазин', 'Нечто')]
    """
    text = one_typography(text)
    yield (text,), True
    bare = _LEADING_CODE.sub("", text, count=1)
    if bare != text:
        yield (bare,), True
    if "; " in bare:
        yield tuple(_without_codes(piece) for piece in bare.split("; ")), True
    before, names = bare, list[str]()
    while (behind := _BEHIND.search(before)) and (others := _other_names(behind[1])) is not None:
        before, names = before[: behind.start()], [*others, *names]
        if _CODE.fullmatch(before):
            yield tuple(names), False
        elif _is_made_of_parts(before):
            yield (before, *names), False
    for match in re.finditer(r"(?<=[а-я])\s+(?=N-|\d)", bare):
        if not unmatched(bare[: match.start()]):
            yield (bare[: match.start()], bare[match.end() :]), True


def _without_codes(text: str) -> str:
    """Return a name without the codes in brackets behind it."""
    behind = _BEHIND.search(text)
    return text[: behind.start()] if behind and _other_names(behind[1]) == () else text


def _other_names(bracket: str) -> tuple[str, ...] | None:
    """Return the names that stand in brackets behind another, without codes; None if something else stands there."""
    inner = bracket[1:-1] if bracket[-1] in ")]" else bracket[1:]
    items = [item.strip() for item in re.split(r"[;,]\s+", inner)]
    names = tuple(item for item in items if item and not _CODE.fullmatch(item))
    return None if any(_ABOUT.search(name.lower()) and not _is_made_of_parts(name) for name in names) else names


# Translation


def translations(text: str) -> list[list[Translation]]:
    """Return the English names that a Russian systematic name may be: groups, the most literal first.

    Those of one group are as likely as each other.

    Examples
    --------
    >>> translations("2-(пирролидин-1-ил)-1-фенилпентан-1-он")
    [[Translation(english='2-(pyrrolidin-1-yl)-1-phenylpentan-1-one', repair=0)]]
    >>> translations("метиловый эфир 3-метилбутановой кислоты")[0][0].english, translations("мефедрон")
    ('3-methylbutanoic acid methyl ester', [])
    """
    text = one_typography(text)
    if len(text) > MAX_LENGTH or not _LEGAL.fullmatch(text):
        return []
    name = mended(text)
    correct = _without_misprints(name)
    groups = [_group([name], 0), *_bracketed(name, 1)]
    if correct != name:
        groups += [_group([correct], 2), *_bracketed(correct, 2)]
    return [group for group in groups if group]


def _bracketed(name: str, repair: int) -> list[list[Translation]]:
    """Return the translations of a name with a bracket too few or too many: without a doubled one, or any other way."""
    alone = unmatched(name)
    if len(alone) != 1:
        return []
    (index,) = alone
    groups = [_group(with_brackets(name), repair)]
    if name[index] in ")]}" and name[index + 1 : index + 2] in (")", "]", "}"):
        groups.insert(0, _group([name[:index] + name[index + 1 :]], repair))
    return groups


def _group(names: Iterator[str] | list[str], repair: int) -> list[Translation]:
    """Return the translations of names without brackets alone."""
    found: dict[str, None] = {}
    for name in names:
        if not unmatched(name) and len(found) < MAX_READINGS:
            found.update(dict.fromkeys(_in_english(name)))
    return [Translation(_respelt(english), repair) for english in list(found)[:MAX_READINGS]]


@cache
def _misprints() -> dict[str, str]:
    return {row["printed"]: row["meant"] for row in table("misprints")}


@cache
def _misprint() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![а-я]){word}" for word in _misprints()))


def _without_misprints(name: str) -> str:
    return _misprint().sub(lambda match: _misprints()[match[0]], name)


_GENITIVE = r"(?P<acid>\S.*)ой кислоты"
#: Names of several words, each with what makes English of it.
_CLASSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (
            rf"(?P<front>\S.*)-(?P<ester>\d[\d,]*-[а-я]+)ов(?:ый|ого) эфира?-{_GENITIVE}",
            "{acid} acid, {front}-, {ester} ester",
        ),
        (rf"(?P<ester>\S.*?)ов(?:ый|ого) эфира?[ -]{_GENITIVE}", "{acid} acid {ester} ester"),
        (rf"{_GENITIVE}[ -]+(?P<ester>\S.*)ов(?:ый|ого) эфира?", "{acid} acid {ester} ester"),
        (rf"(?P<amide>\S.*?)амида?[ -]{_GENITIVE}", "{acid} acid {amide}amide"),
        (rf"амида? {_GENITIVE}", "{acid} acid amide"),
        (rf"{_GENITIVE}[ -]+(?P<amide>\S.*?)амида?", "{acid} acid {amide}amide"),
        (rf"{_GENITIVE} амида?", "{acid} acid amide"),
        (rf"хлорангидрида? {_GENITIVE}", "{acid} acid chloride"),
        (rf"ангидрида? {_GENITIVE}", "{acid} anhydride"),
        (r"(?P<acid>\S.*)(?:ый|ого) ангидрида?", "{acid} anhydride"),
        (r"(?P<acid>\S.*)(?:ая|ой|ую) кислот(?:[аыуе]|ой)", "{acid} acid"),
        (r"(?P<ester>[а-я-]+)ов(?:ый|ого) эфира?", "{ester} ether"),
        (r"(?P<base>\S.*)а (?P<salt>[а-я]+)", "{base} {salt}"),
        (r"(?P<base>\S.*) (?P<salt>[а-я]+)", "{base} {salt}"),
        (r"(?P<salt>[а-я]+) (?P<base>\S.*)а", "{base} {salt}"),
    )
)


def _in_english(name: str) -> Iterator[str]:
    """Iterate over the English names that a mended name may be; the first way to see it that makes any wins."""
    for pattern, english in _CLASSES:
        match = pattern.fullmatch(name)
        pieces = match and {key: _piece(key, text) for key, text in match.groupdict().items()}
        if pieces and None not in pieces.values():
            yield english.format(**pieces)
            return
    yield from _with_words_apart(name)


def _piece(key: str, text: str) -> str | None:
    """Return a piece of a name of several words in English, if it is of the kind that must stand there."""
    text = text.strip()
    parts = _last_parts(text)
    if key == "front" or (key == "amide" and text.endswith((")", "]", "}"))):
        return _substitutive(text)
    if not parts:
        return None
    fits: dict[str, Callable[[Part], bool]] = {
        "acid": lambda part: part.kind == "acid",
        "ester": lambda part: part.ends_in_yl,
        "amide": lambda part: part.ends_in_yl,
        "salt": lambda part: part.kind == "salt",
    }
    if key == "base":
        return next(_in_english(text), None)
    if key == "salt" and len(parts) > 1:
        return None
    fit = fits.get(key)
    return _substitutive(text) if fit is None or fit(parts[-1]) else None


def _last_parts(text: str) -> tuple[Part, ...]:
    """Return the parts of the word with which a text ends; none if it ends with something else."""
    match = re.search("[а-я]+$", text)
    return (match and cut(match[0])) or ()


def _with_words_apart(name: str) -> Iterator[str]:
    """Iterate over the English names of one word in Russian, of which English sets words apart: esters, halides."""
    parts = _last_parts(name)
    if parts and parts[-1].kind == "ester":
        for left, right in _ester_places(name):
            words = _substitutive(left), _substitutive(right)
            if None not in words:
                yield " ".join(filter(None, words))
    elif parts and parts[-1].kind == "class":
        last = parts[-1].english
        rest = _substitutive(name.removesuffix(parts[-1].russian).rstrip())
        if rest is not None:
            yield f"{_YL_INSIDE.sub(' ', rest) if last == 'ketone' else rest} {last}"
    elif (english := _substitutive(name)) is not None:
        yield english


#: Where one rest of a ketone ends and the other begins, as in methyl ethyl ketone.
_YL_INSIDE = re.compile("(?<=yl)(?=[a-z])")


#: A substituent that is no more than its place and a group that has no places, such as 2-methyl: no alcohol's rest.
_NO_ALCOHOL = re.compile(r"[\dNOS,'αβγ]+-([а-я]+)")


def _ester_places(name: str) -> list[tuple[str, str]]:
    """Return the ways to set the alcohol's rest of an ester apart from its acid.

    A blank or hyphen behind it decides; without one, every place behind a rest is as good.
    """
    deep = depths(name)
    of_alcohol = re.fullmatch(r"(\S.*ол)а\s+([а-я]+)", name)
    if of_alcohol:
        return [(of_alcohol[1], of_alcohol[2])]
    apart = [
        (name[: match.start()], name[match.end() :])
        for sign in (r"(?<=ил)\s+(?=\S)|(?<=илиден)\s+(?=\S)", r"(?<=ил)-(?=[\dN(\[{])", r"(?<=ил)(?=[(\[{])")
        for match in re.finditer(sign, name)
        if deep[match.start() - 1] == 0 and _is_rest(name[: match.start()])
    ]
    if apart:
        return apart[:1]
    return list(_places_in_word(name))


def _is_rest(text: str) -> bool:
    """Whether a substituent may be the rest of an alcohol."""
    parts = _last_parts(text)
    if not parts or not (parts[-1].ends_in_yl or parts[-1].english == "ylidene"):
        return False
    alone = _NO_ALCOHOL.fullmatch(text)
    if alone is None:
        return True
    kinds = {part.kind for part in parts}
    return bool(kinds & {"group", "root"}) or sum(part.is_content for part in parts) > 1


def _places_in_word(name: str) -> Iterator[tuple[str, str]]:
    """Iterate over the places inside the last word where the rest of an alcohol may end."""
    parts = _last_parts(name)
    start = len(name) - sum(len(part.russian) for part in parts)
    end = start
    for index, part in enumerate(parts[:-1]):
        end += len(part.russian)
        whole = index == len(parts) - 2 or start == 0
        if part.ends_in_yl and whole and _is_rest(name[:end]):
            yield name[:end], name[end:]


_BLANK = re.compile(r"(?<=[^\s\-,(\[{])\s+(?=\d|N-)|(?<=\d)\s+(?=[а-я])")
_TOKEN = re.compile("[а-я]+|.", re.DOTALL)
_VOWEL_FOLLOWS = re.compile(r"(?:-[\dNHOS,'()αβγ]+-)?[aeiouy]")


def _substitutive(text: str) -> str | None:
    """Return a name, or a piece of one, in English part by part; None if a word of it is not made of known parts."""
    if _FOREIGN.search(text):
        return None
    inverted = text.endswith("-") and ", " in text
    text = text if inverted else re.sub(r"\s+", "", _BLANK.sub("-", text))
    written: list[str] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if not "а" <= word[0] <= "я":
            written.append(word)
        elif text[match.end() : match.end() + 1] == "-" and (part := detached(word)):
            written.append(part.english)
        elif (parts := cut(word)) is not None:
            written += [part.english if index else part.first for index, part in enumerate(parts)]
        else:
            return None
    return _with_vowels(written)


def _with_vowels(written: list[str]) -> str:
    """Join parts, and write the vowel with which some end unless another follows."""
    name = ""
    for part in reversed(written):
        vowel = "" if _VOWEL_FOLLOWS.match(name) else "e"
        name = part.removesuffix("(e)") + (vowel if part.endswith("(e)") else "") + name
    return name


#: What the Russian way to write asks of the English name: where double bonds are, and which atom binds a ring.
_RESPELT = (
    (
        re.compile(r"-?\(?((?:\d+[EZ],)+\d+[EZ])\)?-((?:hex|oct|dec|icos|docos)a)(?=(?:di|tri|tetra|penta|hexa)en)"),
        r"\2-\1-",
    ),
    (re.compile(r"(?<=[(\[{])4-morpholino(?=[)\]}])"), "4-morpholinyl"),
    (re.compile(r"(?<=[(\[{])1-(piperidin|pyrrolidin)o(?=[)\]}])"), r"1-\1yl"),
)


def _respelt(english: str) -> str:
    """Write an English name as the program reads it: icosa-5Z,8Z-dien for 5Z,8Z-icosadien."""
    for pattern, put in _RESPELT:
        english = pattern.sub(put, english)
    return english
