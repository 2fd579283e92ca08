"""A text that is no name by itself, as cells of files hold it: what in it names a substance.

Nothing here asserts: a name among other words, and a number that a spreadsheet has changed, are suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from kzschedule._regex import regex
from kzschedule.answer.identify import cas_check_digit, identifiers_within, identify, without_label
from kzschedule.errors import KzScheduleError
from kzschedule.language.statement import Statement
from kzschedule.names.company import words
from kzschedule.names.damage import DIGITS_LIKE
from kzschedule.names.everyday import everyday_words
from kzschedule.names.fold import plain
from kzschedule.names.index import NameSuggestion
from kzschedule.names.phonetic import phonetic
from kzschedule.names.within import MOST_WORDS, parts_within
from kzschedule.text import LOOKS_LATIN, clean

if TYPE_CHECKING:
    from kzschedule.answer.mentions import Mention
    from kzschedule.schedule import Schedule

#: A CAS number without one of its hyphens or both, or with another sign in their place, perhaps behind the word CAS.
_DIGITS = regex(
    r"(?:(?:cas|кас)\b[^\d]{0,12})?0*(?:(?P<whole>\d{5,10})(?:\.0+)?"
    r"|(?P<first>[1-9]\d{1,6})[./_ -](?P<second>\d\d)[./_ -]0?(?P<digit>\d)"
    r"|(?P<half>[1-9]\d{1,6}(?:[./_ -]\d{3}|\d\d[./_ -]\d)))",
    re.IGNORECASE,
)
#: A CAS number that a spreadsheet took for a date: 1972-08-3 becomes 1972-08-03, and 77-10-1 becomes 1977-10-01.
_DATE = regex(r"(?P<year>\d{4})([-/.])(?P<month>\d\d)\2(?P<day>\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_DOTTED_DATE = regex(r"(?P<day>\d\d)[./](?P<month>\d\d)[./](?P<year>\d{4})(?: 0?0:00(?::00)?)?")
_MONTH_FIRST = regex(r"(?P<month>1?\d)/(?P<day>\d)/(?P<year>\d{4})(?: 0?0:00(?::00)?)?")
#: A quick look for what a structure among words cannot do without.
_NOTATION = regex(r"[=#@]|[A-Za-z]1|[A-Za-z]\([A-Z=]|1S?/")
_INCHI = regex(r"(?:InChI\s*=\s*|(?<!\S))1S?/(?=[A-Z0-9.]+/[a-z])\S+", re.IGNORECASE)
#: What stands around a structure in a text, and is no part of it.
_AROUND = ".,;:\"'«»<>{}"
_SHORTEST_SMILES = 4
_EXTENSION = regex(r"^\|[^|]*\|")
_FEWEST_ATOMS = 3
_SEPARATED = regex(r"[\W_]")
#: A word with what a maker or a list has put behind it: tramadol-Teva, heroin-5.
_WITH_SUFFIX = regex(r"(?<![\w,-])([^\W\d_]{4,})-(?:\d{1,3}|([^\W\d_]{2,}(?:-[^\W\d_]{2,})*))(?![\w'-])")
#: A code of a synthetic cannabinoid or the like with the letter of a fluorine behind it: PB-22F.
_CODE_WITH_FLUORINE = regex(r"(?<![\w-])((?:[^\W\d_]+-)?[^\W\d_]{2,}-?\d{2,3})[FФ](?![\w-])")
#: Shortest of these that is read in other forms and spellings too.
_SHORTEST_OF_OTHER_FORM = 6
#: A word that is looked up by itself.
_WORD = regex(r"""(?<![^\s"'«„“])[^\W\d_]{5,}(?![^\s"'»”“,;:.])""")
#: A word or code of any text, of six characters or more.
_WORD_OR_CODE = regex(r"""(?<![^\s"'«„“(])[^\W_](?:[^\W_]|-(?=[^\W_])){5,}(?![^\s"'»”“,;:.)])""")
#: Each word with the one behind it, as names of plants and acids are written.
_TWO_WORDS = regex(r"(?<![^\W_])(?=([^\W\d_]{3,} [^\W\d_]{4,})(?![\w-]))[^\W\d_]")
#: What may be an abbreviation in small letters.
_SMALL_LETTERS = regex(r"(?<![\w-])[^\W\d_]{3,6}(?![\w-])")
#: A cell of so few words with a code in Latin capitals is no sentence in which the letters stand for something else.
_FEW_WORDS = 3
#: What stands on both sides of a word that is quoted.
_QUOTES = frozenset("«»„“”\"'")
_LATIN_CODE = regex(r"[A-Z]{3,}")
#: Endings of words that name chemicals, in Russian and English.
_CHEMICAL_ENDING = regex(
    r"(?:[оаеи]л|он|ин|ид|ат|ит|ен|ан|ая|ый|та|ты|ol|one|ine?|ide|ate|ite|yl|ene|ane|acid|d)$", re.IGNORECASE
)
#: Numbers of other registers, and formulas.
_EC_NUMBER = regex(r"(?:(?:EC|EINECS|ELINCS|ЕС)(?:\s?(?:no\.?|number|№))?[\s:#№]*)?(\d{3})-(\d{3})-(\d)", re.IGNORECASE)
_UN_NUMBER = regex(r"(?:no\.?\s?)?(?:UN|ООН|БҰҰ)(?:\s?(?:no\.?|number))?[\s:#-]*\d{4}", re.IGNORECASE)
_DATABASE_NUMBER = regex(
    r"CHEMBL\d+|DTX[SC]ID\d{6,}|(?:PubChem\s?)?[CS]ID[\s:=]*\d+|PubChem[\s:=]*\d+|DB\d{5}|HMDB\d{5,}|CHEBI:\d+|MFCD\d{8}|ZINC\d{6,}"
    r"|(?:FDA\s?)?UNII[\s:-]*[A-Z0-9]{10}|KEGG[\s:]*[CD]\d{5}|[CD]\d{5}|CB\d{7,}|RTECS\b.*|NSC[\s-]?\d{3,}"
    r"|(?:wikidata[\s:]*)?Q\d{5,}|(?:ChemSpider|RXCUI|BRN|Beilstein|NDC)[\s:#-]*\d[\d-]*|SPLASH\d\d-\S+"
    # the Anatomical Therapeutic Chemical classification, of which the data have some codes, and customs tariffs
    r"|(?:код\s)?(?:ATC|АТХ|АТС)?[\s:-]*[ABCDGHJLMNPRSV]\d\d[A-Z]{2}\d\d|(?:HS|ТН\s?ВЭД)(?:\scode)?[\s:]*\d{4}[\d\s]*",
    re.IGNORECASE,
)
_FORMULA = regex(
    # Each token begins in its own way, so that there is one way only to take a text apart.
    r"(?:C\d+H\d+(?:[A-Z][a-z]?\d*)*|(?=.*C\d*H\d)(?:\(|\)\d*|(?:Cl|Br|Na|Li|Mg|[CHNOSPFIK])\d*){3,}"
    # With the usual short forms of groups: PhCH2COMe.
    r"|(?=.*(?:Me|Et|Pr|Bu|Ph|Bn|Ac|Bz))(?:\(|\)\d*|(?:Me|Et|Pr|Bu|Ph|Bn|Ac|Bz|Cl|Br|[CHNOSI])\d*){2,}"
    r"|(?:[A-Z][a-z]?\d?){1,4}O\d(?:[A-Z][a-z]?\d?)*|[A-Z][a-z]?\d?\((?:[A-Z][a-z]?\d*)+\)\d)"
)
#: An abbreviation in Cyrillic letters, of which the data may have the Latin one only.
_ABBREVIATION = regex(r"(?<!\w)[А-Я]{3,5}(?!\w)(?!-)")
#: What is in front of a part of a name: a bracket, or a letter that was lost.
_PART_BEFORE = regex(r"(?:[)\]]|[?\ufffd□_*]\s?-)$")
#: What makes another substance of a name that is that of a class too: diphenyl ether, and an adjective that agrees with
#: the name, as in сложный эфир and в прямом эфире, but not in флаконом эфира.
_OF_CLASS = regex(
    r"(?:yl|ol|um|ose|crown)[ -][a-z]+$|[ыои]й [^\W\d_]+[^\W\d_аеуы]$|[ое]го [^\W\d_]+а$|[ое]му [^\W\d_]+у$"
    r"|[ое]м [^\W\d_]+е$|[ыи]е [^\W\d_]+ы$",
    re.IGNORECASE,
)
_WORD_BEFORE = regex(r"([^\W\d_]+)[ -]$")
#: The word behind a name, which may make another substance of it.
_NEXT_WORD = regex(r"[ -]([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Inside:
    """What a text names, and whether it is a list of names."""

    suggestions: tuple[NameSuggestion, ...] = ()
    names: tuple[str, ...] = ()


def inside(text: str, schedule: Schedule) -> Inside:
    """Return the substances that a text names among other words, by name, CAS number or InChIKey, in its order.

    Names that are ordinary words too, or have other meanings, do not count: they would make a hit of every sentence.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> inside("Crack cocaine, seized", Schedule.default()).names
    ('cocaine',)
    >>> inside("катион, этилен", Schedule.default()).names
    ()
    """
    found = {**dict(_identified(text, schedule)), **dict(_named(text, schedule))}
    in_order = sorted(found.items(), key=lambda item: text.find(item[1]))
    suggestions = tuple(NameSuggestion(name, shown, 1.0) for name, shown in in_order)
    return Inside(suggestions, tuple(dict.fromkeys(shown for _, shown in in_order)))


def _identified(text: str, schedule: Schedule) -> Iterator[tuple[str, str]]:
    for identifier in identifiers_within(text):
        for substance_id in with_identifier(identifier.lstrip("0"), schedule):
            yield substance_id, identifier


def with_identifier(identifier: str, schedule: Schedule) -> Iterator[str]:
    """Iterate over the substances that have a CAS number or an InChIKey, also as that of a salt."""
    if identifier[0].isalpha():
        yield from (hit.substance_id for hit in schedule.structures.find_inchikey(identifier))
        return
    own = schedule.cas_numbers.get(identifier)
    salts = (hit.substance_id for hit in schedule.names.find(identifier) if hit.salt)
    yield from own or tuple(salts) or schedule.names.with_number(identifier)


def _named(text: str, schedule: Schedule) -> Iterator[tuple[str, str]]:
    if _SEPARATED.search(text) is None:
        return
    for reading in parts_within(text, schedule.names):
        yield from ((hit.substance_id, hit.matched_text) for hit in reading.hits)
    from kzschedule.answer.mentions import finder_of  # what it is built of is read for texts only

    mentions = finder_of(schedule).find(text)
    count = len(text.split())
    short = count <= _FEW_WORDS
    if count <= MOST_WORDS:
        yield from _one_word(text, schedule, mentions, in_sentence=not short)
    if short:
        yield from _small_letters(text, schedule)
    few = short and sum(map(str.isalpha, text.split())) > 1
    for mention in mentions:
        if identifiers_within(mention.text):
            continue  # which is not what its substance is called by
        before = text[: mention.start]
        part_of_another = _PART_BEFORE.search(before) is not None or _is_derivative(text, mention.end)
        if mention.name.casefold() in words("class") and _OF_CLASS.search(text[: mention.end]):
            word = _WORD_BEFORE.search(before)
            part_of_another |= word is not None and word[1].casefold() not in words("form") | words("grade")
        if not part_of_another and (not mention.ambiguous or _counts(mention, text, schedule, few=few)):
            yield from ((substance_id, mention.text) for substance_id in mention.substance_ids)
    yield from _with_suffix(text, schedule)
    yield from _fluorinated(text, schedule)
    for word in _ABBREVIATION.findall(text):
        yield from ((hit.substance_id, word) for hit in schedule.names.read(word, suggest=False).hits)


def _counts(mention: Mention, text: str, schedule: Schedule, *, few: bool) -> bool:
    """Whether a mention that may mean something else is said.

    It is if it is no everyday word and no name of the street only, or stands in quotation marks by itself.
    """
    quoted = text[mention.start - 1 : mention.start] in _QUOTES and text[mention.end : mention.end + 1] in _QUOTES
    if quoted or mention.name.casefold() in words("slang") or (few and _LATIN_CODE.fullmatch(mention.text)):
        return True
    everyday = plain(mention.text) in everyday_words() and not mention.text.isupper()
    return not everyday and bool(schedule.names.find(mention.name))


def _one_word(
    text: str, schedule: Schedule, mentions: Sequence[Mention], *, in_sentence: bool
) -> Iterator[tuple[str, str]]:
    """Iterate over the substances of single words, brands without their capital or in another script among them.

    In a sentence everyday words do not count, nor words inside a longer name that is found anyhow. The same holds for a
    short word that stands behind another one in a short cell: it may be the end of a chemical's name.
    """
    plainly = [range(one.start, one.end) for one in mentions if not one.ambiguous]
    for match in (*_WORD.finditer(text), *(code for code in _WORD_OR_CODE.finditer(text) if not code[0].isalpha())):
        short = len(match[0]) < _SHORTEST_OF_OTHER_FORM
        careful = in_sentence or (short and match.start() > 0)
        if careful and (plain(match[0]) in everyday_words() or any(match.start() in place for place in plainly)):
            continue
        if not _is_derivative(text, match.end()):
            reading = schedule.names.read(match[0], suggest=False)
            certain = reading.relation == "exact_name" and not (match.start() and reading.outside)
            if len(reading.hits) == 1 and (not short or certain):
                yield reading.hits[0].substance_id, match[0]
            if reading.hint == "combination":
                yield from ((held.substance_id, match[0]) for held in reading.suggestions)


def _small_letters(text: str, schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Iterate over the substances of abbreviations that a short cell has in small letters: pma pills, дма марки."""
    for word in _SMALL_LETTERS.findall(text):
        if not word[1:].islower():
            continue
        something_else = plain(word) in everyday_words()
        for hit in schedule.names.read_exact(word).hits:
            listed = hit.substance_id in schedule.law.listed_substances
            if hit.matched_text.isupper() and (listed or not something_else):
                yield hit.substance_id, word


def similar_words(text: str, schedule: Schedule) -> Iterator[NameSuggestion]:
    """Iterate over what single words of a text are similar to; words that are not long only to substances' own names.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> [one.name for one in similar_words("sold as cocane", Schedule.default())]
    ['Cocaine']
    >>> list(similar_words("an accurate mapping", Schedule.default()))
    []
    """
    from kzschedule.names.similar import LONG

    if _SEPARATED.search(text) is None or len(text.split()) > MOST_WORDS:
        return
    of_one = ((match[0], match.end()) for match in _WORD_OR_CODE.finditer(text))
    of_two = ((match[1], match.end(1)) for match in _TWO_WORDS.finditer(text))
    for word, end in chain(of_one, of_two):
        if word.casefold() in words("form") or _is_derivative(text, end):
            continue
        reason = Statement("similar to the word {word}", word=word)
        for one in schedule.names.similar_to_word(word):
            own = {phonetic(name.lower()) for name in schedule.substances[one.substance_id].own_names}
            is_own = phonetic(one.name.lower()) in own
            if is_own and " " in one.name if " " in word else is_own or len(word) >= LONG:
                yield replace(one, reason=reason)


def _with_suffix(text: str, schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Iterate over the substances of words behind which a maker's name or a number stands, and no chemical's."""
    for match in _WITH_SUFFIX.finditer(text):
        if match[2] is None or not _CHEMICAL_ENDING.search(match[2]):
            short = len(match[1]) < _SHORTEST_OF_OTHER_FORM
            names = schedule.names
            reading = names.read_exact(match[1]) if short else names.read(match[1], suggest=False)
            yield from ((hit.substance_id, match[1]) for hit in reading.hits if len(reading.hits) == 1)


def _fluorinated(text: str, schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Iterate over the substances of codes with the letter of fluorine behind them, which makes derivatives of them."""
    for match in _CODE_WITH_FLUORINE.finditer(text):
        if not schedule.names.read_exact(match[0]).hits:
            yield from ((hit.substance_id, match[1]) for hit in schedule.names.read_exact(match[1]).hits)


def _is_derivative(text: str, end: int) -> bool:
    """Whether the word behind a name makes another substance of it, as in acetone oxime."""
    match = _NEXT_WORD.match(text, end)
    return match is not None and match[1].casefold() in words("derivative")


#: A CAS number with a mark of a note or a hyphen behind it, a comma or a wave in it, or a letter stuck to its label.
_MISREAD_NUMBER = regex(
    r"(?:CAS[a-z]?\s*)?(?P<first>\d{2,7}|\d{1,4},\d{3})[-~](?P<second>\d{2})[-~](?P<digit>\d)(?:[-~*†‡]{0,3}|[^\W\d_])"
)


def cas_numbers_meant(text: str) -> tuple[str, ...]:
    """Return the CAS numbers that a number or a date in a cell may have been, by the check digit.

    Programs leave out hyphens and put zeros in front, and spreadsheets take some numbers for dates.

    Examples
    --------
    >>> cas_numbers_meant("437387"), cas_numbers_meant("1972-08-03"), cas_numbers_meant("1977-10-01 00:00:00")
    (('437-38-7',), ('1972-08-3',), ('77-10-1',))
    >>> cas_numbers_meant("CAS 437387"), cas_numbers_meant("437.38.7"), cas_numbers_meant("437388")
    (('437-38-7',), ('437-38-7',), ())
    >>> cas_numbers_meant("437-38-07"), cas_numbers_meant("437-387"), cas_numbers_meant("1977/10/01")
    (('437-38-7',), ('437-38-7',), ('77-10-1',))
    >>> cas_numbers_meant("4З7-38-7"), cas_numbers_meant("42,542-10-9"), cas_numbers_meant("437~38~7")
    (('437-38-7',), ('42542-10-9',), ('437-38-7',))
    >>> cas_numbers_meant("437-38-7O"), cas_numbers_meant("437-38-7а)")
    (('437-38-7',), ())
    """
    text = clean(text).strip()
    if (match := _day(text)) is not None:
        year, month, day = match["year"], match["month"].zfill(2), match["day"].lstrip("0")
        candidates = [f"{year}-{month}-{day}", f"{year[-2:]}-{month}-{day}"] if len(day) == 1 else []
    elif (match := _DIGITS.fullmatch(text)) is not None:
        parted = match["whole"] or match["half"] or match["first"] + match["second"] + match["digit"]
        whole = re.sub(r"\D", "", parted)
        candidates = [f"{whole[:-3]}-{whole[-3:-1]}-{whole[-1]}"]
    elif (
        match := _MISREAD_NUMBER.fullmatch(text) or _MISREAD_NUMBER.fullmatch(text.translate(DIGITS_LIKE))
    ) is not None:
        candidates = [f"{match['first'].replace(',', '')}-{match['second']}-{match['digit']}"]
    else:
        return ()
    return tuple(one for one in candidates if cas_check_digit(one[:-2].replace("-", "")) == int(one[-1]))


def _day(text: str) -> re.Match[str] | None:
    return _DATE.fullmatch(text) or _DOTTED_DATE.fullmatch(text) or _MONTH_FIRST.fullmatch(text)


def is_date(text: str) -> bool:
    """Whether a text is a day, as spreadsheets write it.

    Examples
    --------
    >>> is_date("2024-02-06"), is_date("06.02.2024"), is_date("2/6/2024"), is_date("537-46-2")
    (True, True, True, False)
    """
    return _day(clean(text).strip()) is not None


def other_identifier(text: str) -> Literal["EC number", "UN number", "number of a database", "formula"] | None:
    """Say which number of another register a text is, or that it is a formula: they are not looked up.

    Examples
    --------
    >>> other_identifier("EC 200-662-2"), other_identifier("UN 1090"), other_identifier("C11H15NO")
    ('EC number', 'UN number', 'formula')
    >>> other_identifier("(C2H5)2O"), other_identifier("PhCH2COMe"), other_identifier("MePPP")
    ('formula', 'formula', None)
    >>> other_identifier("С3Н6О") is other_identifier("C3H6O")  # the first in Cyrillic letters
    True
    >>> other_identifier("200-662-3"), other_identifier("U-47700"), other_identifier("2C-B")
    (None, None, None)
    """
    text = clean(text).strip()
    match = _EC_NUMBER.fullmatch(text)
    if match is not None:
        expected = sum(int(digit) * place for place, digit in enumerate(match[1] + match[2], 1)) % 11
        return "EC number" if int(match[3]) == expected else None
    if _UN_NUMBER.fullmatch(text):
        return "UN number"
    if _DATABASE_NUMBER.fullmatch(text):
        return "number of a database"
    return "formula" if _FORMULA.fullmatch(text.translate(LOOKS_LATIN)) else None


def structures_within(text: str) -> tuple[str, ...]:
    """Return the structures among the words of a text; several SMILES are one, of which each is a part.

    Only what can be read as a structure of some atoms counts: words and formulas are none.

    Examples
    --------
    >>> structures_within("sample 5: CNC(C)C(=O)c1ccc(C)cc1, 2 mg")
    ('CNC(C)C(=O)c1ccc(C)cc1',)
    >>> structures_within("n=5, p=0.05 (acetone)"), structures_within("мефедрон")
    ((), ())
    """
    if _NOTATION.search(text) is None:
        return ()
    inchis = [one for match in _INCHI.finditer(text) for one in _inchis(match[0])]
    if inchis:
        return tuple(dict.fromkeys(inchis))
    pieces = (without_label(piece.strip(_AROUND)) for piece in _BETWEEN_STRUCTURES.split(clean(text)))
    readings = (one for piece in pieces for one in dict.fromkeys((piece, piece[1:-1] if piece[:1] == "(" else piece)))
    smiles = [one for one in readings if len(one) >= _SHORTEST_SMILES and _is_smiles(one)]
    return (".".join(dict.fromkeys(smiles)),) if smiles else ()


#: What stands between structures and no structure has in it, a tag of HTML among it.
_BETWEEN_STRUCTURES = regex(r"(?:[\s,;|\"{}]|<[a-z]{1,4}\s?/?>)+")


def divided_structure(text: str) -> str | None:
    r"""Return the SMILES or InChI that a text is in one piece, where blanks or the ends of lines stand in it.

    Examples
    --------
    >>> divided_structure("CNC(C)C(=O)c1ccc(\nC)cc1")
    'CNC(C)C(=O)c1ccc(C)cc1'
    >>> divided_structure("CNC(C)C(=O)c1ccc(C)cc1 mephedrone") is None
    True
    """
    pieces = without_label(clean(text).strip()).split()
    if len(pieces) < 2:
        return None
    *others, last = pieces
    wholes = ("".join(pieces), "".join([*(piece.removesuffix("-") for piece in others), last]))
    return next((whole for whole in wholes if len(whole) >= _SHORTEST_SMILES and _is_structure(whole)), None)


def title_of(text: str) -> str:
    """Return what stands behind a structure, its extension between bars left out.

    Examples
    --------
    >>> title_of("CC(N)Cc1ccccc1 |&1:1| amphetamine"), title_of("CC(N)Cc1ccccc1")
    ('amphetamine', '')
    """
    _, *behind = without_label(text.strip()).split(None, 1)
    return _EXTENSION.sub("", behind[0], count=1).strip(f"{_AROUND}| ") if behind else ""


def _inchis(text: str) -> list[str]:
    """Return the InChI in a piece of a text, if it can be read; semicolons may be part of it or not."""
    whole = text.rstrip(_AROUND + ")")
    cut = re.split(r"[;|\"]", text)[0].rstrip(_AROUND)
    return next(([one] for one in (whole, text, cut) if _atoms(one, "inchi")), [])


def _is_structure(text: str) -> bool:
    return _is_smiles(text) or (identify(text) == "inchi" and bool(_atoms(text, "inchi")))


def _is_smiles(text: str) -> bool:
    return identify(text) == "smiles" and _atoms(text, "smiles") >= _FEWEST_ATOMS


def _atoms(text: str, notation: str) -> int:
    """Return how many atoms a notation draws, hydrogens apart; none where it cannot be read."""
    from kzschedule.structures.locating import READERS

    try:
        return int(READERS[notation](text).GetNumHeavyAtoms())
    except KzScheduleError:
        return 0
