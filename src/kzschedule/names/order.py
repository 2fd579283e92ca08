"""Keys of names in which the order of words or of substituents does not count."""

from __future__ import annotations

from kzschedule._regex import regex
from kzschedule.names.phonetic import has_cyrillic, phonetic
from kzschedule.names.words import RUSSIAN_HALIDE_STEMS, RUSSIAN_STEM_ENDINGS

_ACID = "кислот"
_MADE_FROM_ACIDS = frozenset({"ангидрид", "эфир", "амид", "хлорангидрид"})
_WORDS = regex(r"[^\s,;]+")
#: Names of more words than this are descriptions, in which the order counts.
_MOST_WORDS = 6
_SHORTEST_STEM = 3


def order_key(spelled: str) -> str | None:
    """Return a key of a Russian name of several words in which neither their order nor their endings count.

    ``None`` for a name of one word, or one not in Cyrillic. The word for acid is left out beside the word
    for what is made from it, and an adjective for a halide is read as the noun.

    Examples
    --------
    >>> order_key("калий перманганат") == order_key("перманганата калия") == order_key("калия перманганат")
    True
    >>> order_key("уксусный ангидрид") == order_key("ангидрид уксусной кислоты")
    True
    >>> order_key("хлористый ацетил") == order_key("ацетил хлорид")
    True
    """
    if " " not in spelled or not has_cyrillic(spelled):
        return None
    words = _WORDS.findall(spelled)
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    stems = [_stem(word) for word in words]
    if _ACID in stems and not _MADE_FROM_ACIDS.isdisjoint(stems):
        stems.remove(_ACID)
    return " ".join(sorted(RUSSIAN_HALIDE_STEMS.get(stem, stem) for stem in stems))


def _stem(word: str) -> str:
    if not "а" <= word[-1] <= "я":
        return word
    for ending in RUSSIAN_STEM_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM + (len(ending) > 2):
            return word.removesuffix(ending)
    return word


#: Substituents that are named in the alphabetical order of each language, by their sounds.
_SUBSTITUENTS = (
    "metoksi etoksi propoksi isopropoksi metilendioksi gidroksi asetoksi brom hlor ftor iod nitro siano amino okso "
    "metil etil propil isopropil butil metiltio etiltio propiltio trifluormetil triftormetil"
)
_ANY_SUBSTITUENT = "|".join(sorted(_SUBSTITUENTS.split(), key=len, reverse=True))
_GROUP = regex(rf"\d+'?(?:,\d+'?)*-(?:di|tri|tetra)?(?:{_ANY_SUBSTITUENT})-?")


def substituent_key(spelled: str) -> str | None:
    """Return a key of a systematic name in which the order of the substituents at its front does not count.

    ``None`` for a name with fewer than two of them. Each keeps its locants.

    Examples
    --------
    >>> first = substituent_key("2,5-диметокси-4-бромфенэтиламин")
    >>> first == substituent_key("4-бром-2,5-диметоксифенэтиламин")
    True
    >>> first == substituent_key("4-bromo-2,5-dimethoxyphenethylamine")
    True
    >>> first == substituent_key("2,5-диметокси-3-бромфенэтиламин")
    False
    """
    if not spelled[:1].isdigit():
        return None
    text = phonetic(spelled).replace(" ", "")
    groups = []
    place = 0
    while match := _GROUP.match(text, place):
        groups.append(match[0].removesuffix("-"))
        place = match.end()
    if len(groups) < 2 or place == len(text):
        return None
    return " ".join((*sorted(groups), text[place:]))


#: A locant in front of a word, or a Greek letter in front of a code: PVP for α-PVP.
_PLACES = regex(
    r"^(?:(?:\d+[\d,']*|ortho|meta|para|орто|мета|пара|alpha|beta|альфа|бета)(?=[^\W\d_]{5})"
    r"|(?:alpha|альфа)(?=[^\W\d_aeiouyаеёиоуыэюя]{3,}$))"
)


def unplaced(key: str) -> str:
    """Return a folded key without the locant or position at its front.

    Examples
    --------
    >>> unplaced("3methylfentanyl"), unplaced("орто" + "фторфентанил"), unplaced("alphapvp")
    ('methylfentanyl', 'фторфентанил', 'pvp')
    """
    return _PLACES.sub("", key)
