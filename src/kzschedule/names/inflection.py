"""Grammatical forms of Russian and Kazakh names, as they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kzschedule._regex import regex

#: Endings of the genitive, dative, accusative, instrumental and prepositional by the ending of the
#: nominative. The first ending that fits counts.
RUSSIAN_ADJECTIVES: dict[str, tuple[str, str, str, str, str]] = {
    "ый": ("ого", "ому", "ый", "ым", "ом"),
    "ий": ("ого", "ому", "ий", "им", "ом"),
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "яя": ("ей", "ей", "юю", "ей", "ей"),
    "ое": ("ого", "ому", "ое", "ым", "ом"),
    "ые": ("ых", "ым", "ые", "ыми", "ых"),
    "ие": ("их", "им", "ие", "ими", "их"),
}
RUSSIAN_NOUNS: dict[str, tuple[str, str, str, str, str]] = {
    "ия": ("ии", "ии", "ию", "ией", "ии"),
    "ий": ("ия", "ию", "ий", "ием", "ии"),
    "ья": ("ьев", "ьям", "ья", "ьями", "ьях"),
    "я": ("и", "е", "ю", "ей", "е"),
    "ка": ("ки", "ке", "ку", "кой", "ке"),
    "га": ("ги", "ге", "гу", "гой", "ге"),
    "ха": ("хи", "хе", "ху", "хой", "хе"),
    "ша": ("ши", "ше", "шу", "шой", "ше"),
    "а": ("ы", "е", "у", "ой", "е"),
    "о": ("а", "у", "о", "ом", "е"),
    "й": ("я", "ю", "й", "ем", "е"),
    "ь": ("я", "ю", "ь", "ем", "е"),
    "ы": ("", "ам", "ы", "ами", "ах"),
    "ш": ("ша", "шу", "ш", "шем", "ше"),
    "ж": ("жа", "жу", "ж", "жем", "же"),
    "ц": ("ца", "цу", "ц", "цем", "це"),
    "": ("а", "у", "", "ом", "е"),
}
#: Kazakh case endings (genitive, dative, accusative, locative, ablative, instrumental) after back and after
#: front vowels, by the last sound.
KAZAKH_CASES: dict[str, tuple[str, str]] = {
    "пткқсшщчцхфһбвгд": ("тың қа ты та тан пен", "тің ке ті те тен пен"),
    "мнң": ("ның ға ды да нан мен", "нің ге ді де нен мен"),
    "рлйу": ("дың ға ды да дан мен", "дің ге ді де ден мен"),
    "зж": ("дың ға ды да дан бен", "дің ге ді де ден бен"),
    "аәеёиіоөуұүыэюя": ("ның ға ны да дан мен", "нің ге ні де ден мен"),
}
#: Endings that say whose something is, after a consonant, in the nominative, accusative and genitive: кодеині бар.
_OWNED = (("ы", "ын", "ының"), ("і", "ін", "інің"))
#: How the Kazakh plural (дар, дер) begins, by the last sound of the noun.
_KAZAKH_PLURALS = {"пткқсшщчцхфһбвгд": "т", "мнңлзж": "д", "рйуаәеёиіоөұүыэюя": "л"}
_BACK_VOWELS = "аоұыуюя"
_FRONT_VOWELS = "әөүіеиэё"

#: What makes an adjective of a noun, that says what something consists of: кокаиновый.
ADJECTIVE = f"[ое]в(?:{'|'.join(sorted({*RUSSIAN_ADJECTIVES, *chain(*RUSSIAN_ADJECTIVES.values())}))})"
_RELATIVE = regex(rf"(?P<noun>[^\W\d_]{{4,}}){ADJECTIVE}", re.IGNORECASE)

_CYRILLIC_WORD = regex("[\u0400-\u052f]{3,}")
_VOWEL = regex(f"[{_BACK_VOWELS}{_FRONT_VOWELS}]")
#: Names of more words than this are descriptions and stand in a text as they are.
_MOST_WORDS = 4
_NO_NOUN_ENDING = "еёиуэюіүұөәъ"


def inflected(name: str) -> Iterator[str]:
    """Iterate over the grammatical forms of a name other than the one given.

    Parameters
    ----------
    name : str
        A name in the nominative; one that does not end in a Cyrillic word has no forms.

    Examples
    --------
    >>> list(inflected("героин"))[:4]
    ['героина', 'героину', 'героином', 'героине']
    >>> {"героиннің", "героині", "героиндер"} <= set(inflected("героин"))
    True
    >>> list(inflected("маковая солома"))[:2], list(inflected("5F-ADB"))
    (['маковой соломы', 'маковой соломе'], [])
    """
    words = name.split(" ")
    if len(words) > _MOST_WORDS or any(mark in name for mark in ",;(["):
        words = [name]
    last = re.split("[-\\s]", name)[-1]
    if not _CYRILLIC_WORD.fullmatch(last) or last.isupper():
        return
    seen = {name}
    forms = list(_cases(words))
    if len(words) == 1:
        forms += [(name + ending,) for ending in (*_kazakh_endings(last), *_plural_endings(last))]
    else:
        forms += [(*words[:-1], form) for form in _noun_forms(words[-1])]
        forms += [(*words[:-1], words[-1] + ending) for ending in _possessive_endings(words[-1])]
    for form in (" ".join(form) for form in forms):
        if form not in seen:
            seen.add(form)
            yield form


def noun_of(adjective: str) -> str | None:
    """Return the noun of which a Russian adjective was made, or None where it has not the form of one.

    Examples
    --------
    >>> noun_of("кокаиновая"), noun_of("героинового"), noun_of("белый")
    ('кокаин', 'героин', None)
    """
    match = _RELATIVE.fullmatch(adjective)
    return match["noun"] if match else None


def _cases(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Iterate over the five cases of a phrase: adjectives and the first noun change, what hangs on it stays."""
    columns: list[tuple[str, ...]] = []
    has_noun = False
    for word in words:
        adjective = next((ending for ending in RUSSIAN_ADJECTIVES if word.endswith(ending)), None)
        if adjective is not None and len(words) > 1 and len(word) > len(adjective) + 2:
            columns.append(tuple(word.removesuffix(adjective) + ending for ending in RUSSIAN_ADJECTIVES[adjective]))
        elif not has_noun:
            has_noun = True
            columns.append(_noun_forms(word))
        else:
            columns.append((word,) * 5)
    yield from zip(*columns, strict=True)


def _noun_forms(word: str) -> tuple[str, ...]:
    if not _CYRILLIC_WORD.search(word) or word[-1] in _NO_NOUN_ENDING:
        return (word,) * 5
    ending = next(ending for ending in RUSSIAN_NOUNS if word.endswith(ending))
    return tuple(word.removesuffix(ending) + case for case in RUSSIAN_NOUNS[ending])


def _plural_endings(word: str) -> tuple[str, ...]:
    return () if _VOWEL.match(word[-1]) or word[-1] in "йь" else ("ы", "ов", "ам", "ами", "ах")


def _possessive_endings(word: str) -> tuple[str, ...]:
    """Return the Kazakh endings behind a noun that another one owns: күкірт қышқылы, күкірт қышқылын."""
    if word.endswith("ы"):
        return ("ның", "на", "н", "нда", "нан", "мен")
    return ("нің", "не", "н", "нде", "нен", "мен") if word.endswith("і") else ()


def _kazakh_endings(word: str) -> list[str]:
    vowels = _VOWEL.findall(word.lower())
    if not vowels:
        return []
    front = vowels[-1] in _FRONT_VOWELS
    cases = next((endings[front].split() for sounds, endings in KAZAKH_CASES.items() if word[-1].lower() in sounds), [])
    owned = _OWNED[front] if cases and not _VOWEL.match(word[-1].lower()) else ()
    plurals = (f"{first}{'ае'[front]}р" for sounds, first in _KAZAKH_PLURALS.items() if word[-1].lower() in sounds)
    return [*cases, *owned, *plurals]
