"""What tells substances apart in their names, and so is never taken for a slip of the pen.

Digits and locants, chain lengths, positions, halogens and other substituent words, and every letter inside a
code decide which substance is meant. The guard is a rule: two names are lined up, and where they differ it
asks whether one of these has become another or has gone. No threshold is involved.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from kzschedule._regex import regex
from kzschedule.language import N_
from kzschedule.language.statement import Statement
from kzschedule.names.fold import fold
from kzschedule.names.phonetic import has_cyrillic, phonetic

#: Words that decide identity, in the alphabet of `kzschedule.names.phonetic`.
IDENTITY_WORDS: dict[str, str] = {
    "chain length": """
        met et prop but pent geks gept okt metil etil propil butil pentil geksil geptil oktil metilen etilen
        metoksi etoksi propoksi butoksi metan etan propan butan pentan geksan geptan oktan metion
        metkat etkat metamf etamf
        """,
    "ring or branch": """
        fenil bensil bensoil fenetil naftil furanil furil tienil siklo iso alil vinil fur tien tenil tienil
        """,
    "halogen": "ftor flu flor hlor klor brom iod",
    "position": "orto meta para sek tert alfa beta gama delta",
    "number": "mono di tri tetra penta geksa bis tris",
    "substituent": """
        nor des deso gidro digidro tetragidro oksi gidroksi okso amino nitro tio siano asetil asetoksi metiltio
        amil amid amin asetamid
        """,
    "metal": "sodium amonium potasium kalsium litium natri natria kali kalia amonia kalsi liti",
    "configuration": "dekstro levo rase psevdo sis trans eritro treo",
}

#: Endings that say what kind of compound a name is, at the end of a word; ephedrone is not ephedrine.
ENDINGS = ("anon", "on", "in", "ol", "en", "an", "am", "at", "id", "il", "al")

_KIND = {word: kind for kind, words in IDENTITY_WORDS.items() for word in words.split()}
_IDENTITY = regex("|".join(sorted(_KIND, key=len, reverse=True)))
_UNIT = regex(r"\d+|[^\W\d_]+|'+")
_SHORT_RUN = regex(r"(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_])")
_NUMBERS = regex(r"\d+|'+")
_LETTERS = regex(r"[^\W\d_]+")
#: Runs of letters up to this length are locants or codes.
_CODE_LENGTH = 3
#: Names with no more letters than this are codes as a whole.
_CODE_NAME_LENGTH = 4

_Span = tuple[int, int]


def identity_difference(query: str, name: str) -> Statement | None:
    """Say which difference between a query and a name makes them different substances.

    Parameters
    ----------
    query : str
        What was typed.
    name : str
        A name of the data as it is spelt there: capitals mark its codes.

    Returns
    -------
    Statement or None
        The difference in words; None if the two differ in spelling only.

    Examples
    --------
    >>> identity_difference("3-MMC", "4-MMC")
    'numbers and locants: 3, not 4'
    >>> identity_difference("этилон", "метилон")
    'chain length: etil, not metil'
    >>> identity_difference("мтеилон", "метилон") is None
    True
    >>> identity_difference("JWH-O18", "JWH-018") is None
    False
    """
    first, second = fold(query), fold(name)
    if first.stereo != second.stereo:
        return _not_same("sign", first.stereo, second.stereo)
    typed, known = phonetic(first.whole), phonetic(second.whole)
    numbers, expected = _NUMBERS.findall(typed), _NUMBERS.findall(known)
    if numbers != expected:
        # What the known name has may be nothing at all.
        return Statement(
            "numbers and locants: {typed}, not {known}", typed=" ".join(numbers) or _NONE, known=" ".join(expected)
        )
    runs, expected = _short_runs(first.whole), _short_runs(second.whole)
    if len(runs) == len(expected) and runs != expected and has_cyrillic(first.whole) == has_cyrillic(second.whole):
        # Sounds are no measure for codes in one script: 2C-G is not 2C-H, though g and h are alike elsewhere.
        return _not_same("code", " ".join(runs), " ".join(expected))
    if _is_swapped(first.whole, second.whole):
        return None
    if typed != known and _residue(typed) == _residue(known):
        return Statement("{differences:; }", differences=tuple(_apart(typed, known)))
    typed_letters, typed_words, _ = _parts(typed, frozenset())
    known_letters, known_words, codes = _parts(known, _code_words(name))
    blocks = [
        (op.dest_start, op.dest_end, op.src_start, op.src_end, op.tag == "equal")
        for op in Levenshtein.opcodes(typed_letters, known_letters)
    ]
    for span in codes:
        if any(not same and _touches(span, (start, end)) for start, end, _, _, same in blocks):
            return Statement("code: {code} is another one", code=known_letters[slice(*span)])
    if (endings := _endings_apart(typed, known)) is not None:
        return endings
    for word, image in _images(known_letters, known_words, typed_letters, blocks):
        if image != word and (not image or image in _KIND):
            return _not_same(_KIND[word], image, word)
    back = [(src_start, src_end, start, end, same) for start, end, src_start, src_end, same in blocks]
    for word, image in _images(typed_letters, typed_words, known_letters, back):
        if image != word and (not image or image in _KIND):
            return _not_same(_KIND[word], word, image)
    return None


def _is_swapped(typed: str, known: str) -> bool:
    """Whether two letters side by side in a word have changed places, and nothing else differs: cociane."""
    if len(typed) != len(known):
        return False
    places = [place for place, (one, other) in enumerate(zip(typed, known, strict=True)) if one != other]
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    here = slice(places[0], places[1] + 1)
    return typed[here].isalpha() and typed[here] == known[here][::-1]


def _endings_apart(typed: str, known: str) -> Statement | None:
    """Say which endings differ of two names that are else as long and end in a consonant."""
    first, second = _LAST_WORD.search(typed), _LAST_WORD.search(known)
    if first is None or second is None or len(first[0]) != len(second[0]):
        return None
    ending, other = (next((one for one in ENDINGS if match[0].endswith(one)), "") for match in (first, second))
    if (
        {ending, other} in _SOUNDED_ALIKE
        and len(first[0]) >= _LONG_TRIVIAL
        and not any(map(str.isdigit, typed + known))
    ):
        return None  # unstressed, they sound alike
    if ending and other and ending != other and len(ending) == len(other):
        return _not_same("ending", ending, other)
    return None


#: Endings that are heard as one where they are not stressed.
_SOUNDED_ALIKE = ({"an", "on"}, {"an", "am"})
#: From how many letters on a name without numbers is hardly that of an alkane.
_LONG_TRIVIAL = 8
_LAST_WORD = regex(r"[^\W\d_]{5,}$")

#: How a difference of each kind is told.
_TOLD = {
    "ending": N_("ending: {typed}, not {known}"),
    "chain length": N_("chain length: {typed}, not {known}"),
    "ring or branch": N_("ring or branch: {typed}, not {known}"),
    "halogen": N_("halogen: {typed}, not {known}"),
    "position": N_("position: {typed}, not {known}"),
    "number": N_("number: {typed}, not {known}"),
    "substituent": N_("substituent: {typed}, not {known}"),
    "metal": N_("metal: {typed}, not {known}"),
    "configuration": N_("configuration: {typed}, not {known}"),
    "sign": N_("sign or configuration: {typed}, not {known}"),
    "code": N_("code: {typed}, not {known}"),
}
_NONE = Statement("none")


def _not_same(kind: str, typed: str, known: str) -> Statement:
    return Statement(_TOLD[kind], typed=typed or _NONE, known=known or _NONE)


def _residue(text: str) -> str:
    """Return a text with every identity word and every short run of letters masked."""
    return _IDENTITY.sub("~", _SHORT_RUN.sub("?", text))


def _apart(typed: str, known: str) -> Iterator[Statement]:
    """Iterate over the identity words in which two texts with one residue differ, in words."""
    words = [(*_SHORT_RUN.findall(text), *_IDENTITY.findall(_SHORT_RUN.sub("?", text))) for text in (typed, known)]
    for first, second in zip(*words, strict=True):
        if first != second:
            yield _not_same(_KIND.get(second, "code"), first, second)


def _short_runs(spelled: str) -> list[str]:
    """Return the runs of letters that are locants or codes; all of them in a short name."""
    runs = _LETTERS.findall(spelled)
    short_name = sum(map(len, runs)) <= _CODE_NAME_LENGTH
    return [run for run in runs if short_name or len(run) <= _CODE_LENGTH]


def _code_words(name: str) -> frozenset[str]:
    """Return the words of a name that are codes: those with several capitals."""
    words = _LETTERS.findall(name)
    return frozenset(phonetic(word.lower()) for word in words if sum(letter.isupper() for letter in word) > 1)


def _parts(text: str, code_words: frozenset[str]) -> tuple[str, list[_Span], list[_Span]]:
    """Return the letters and digits of a text in one piece, with the places of identity words and of codes."""
    pieces = _UNIT.findall(text)
    short_name = sum(len(piece) for piece in pieces if piece.isalpha()) <= _CODE_NAME_LENGTH
    joined, words, codes = "", [], []
    for piece in pieces:
        start = len(joined)
        joined += piece
        if not piece.isalpha():
            continue
        if short_name or len(piece) <= _CODE_LENGTH or piece in code_words:
            codes.append((start, len(joined)))
        else:
            words += [(start + found.start(), start + found.end()) for found in _IDENTITY.finditer(piece)]
    return joined, words, codes


def _touches(span: _Span, place: _Span) -> bool:
    if place[0] == place[1]:
        return span[0] < place[0] < span[1]
    return place[0] < span[1] and place[1] > span[0]


def _images(
    letters: str, words: list[_Span], other: str, blocks: list[tuple[int, int, int, int, bool]]
) -> Iterator[tuple[str, str]]:
    """Iterate over identity words and what stands in their place in the other name."""
    for start, end in words:
        word = letters[start:end]
        yield word, other[_image(start, blocks, at_end=False) : _image(end, blocks, at_end=True)]


def _image(place: int, blocks: list[tuple[int, int, int, int, bool]], *, at_end: bool) -> int:
    """Return where a place of one name lies in the other: the blocks cover both names without gaps."""
    start, _, other_start, other_end, _ = next(
        block for block in blocks if (block[0] < place <= block[1] if at_end else block[0] <= place < block[1])
    )
    return min(other_start + place - start, other_end)
