"""Where in the decree a heading or label stands: which of its three lists, which table, which section."""

import re
from dataclasses import dataclass
from typing import Literal

from kzschedule.model import Section as Kind
from kzschedule.official.model import Section, TableNumber
from kzschedule.official.text import folded, table_number

Part = Literal["preamble", "list", "sizes", "plants", "substituents", "other"]

_SUBSTANCES = re.compile(r"наркотич|психотроп|прекурсор|есірткі")
# Titles of the decree's appendices in Russian and Kazakh, the narrow before the wide.
_TITLES: tuple[tuple[Part, tuple[re.Pattern[str], ...]], ...] = (
    ("other", (re.compile(r"утративш|утратившими|күші\s+жойылған"),)),
    ("substituents", (re.compile(r"заместител|алмастыр|орынбас"),)),
    ("plants", (re.compile(r"растени|өсімдік"), re.compile(r"размер|крупн|мөлшер|ірі\b"))),
    ("sizes", (re.compile(r"сводн\w*\s+таблиц|жиынтық\s+кесте"),)),
    ("sizes", (re.compile(r"размер|мөлшер"), re.compile(r"крупн|\bірі\b"))),
    ("list", (re.compile(r"список|перечень|тізім|тізбе"), _SUBSTANCES)),
)
_TITLE_OF_THE_ACT = re.compile(r"об?\s+(?:утвержден|внесен)|.*(?:бекіту|енгізу)\s+туралы")
_PLANTS_LABEL = re.compile(r"растени|(?:\S+\s+)*өсімдіктер")

_TABLE = re.compile(
    r"(?:продолжение\s+)?\bтаблиц[аыуе]\s*(?:№\s*)?(?P<ru>[ivіш\d]{1,3})\b"
    r"|\b(?P<kk>[ivіш\d]{1,3})\s*-?\s*кесте\w*|\bкесте\s*(?:№\s*)?(?P<kk_after>[ivіш\d]{1,3})\b"
)
_LETTERED = re.compile(
    r"(?:(?:раздел|подраздел|бөлім|часть|группа)\s+)?(?P<letter>[абвab])\s*(?:бөлімі\b)?\s*(?:[.):–—-]|$)\s*(?P<rest>.*)"
)
_LETTERED_SECTION = re.compile(r"(?:раздел|подраздел|бөлім)\s+(?P<letter>[абвab])\b(?P<rest>.*)")
# В is how a Latin B, the second letter, ends up in Cyrillic.
_SECTIONS: dict[str, Section] = {"а": "А", "a": "А", "б": "Б", "b": "Б", "в": "Б"}
_NARCOTIC = re.compile(r"наркотич|есірткі")
_PSYCHOTROPIC = re.compile(r"психотроп")
_PRECURSOR = re.compile(r"прекурсор")
_NOTE = re.compile(r"примечани|сноска|ескерт")
_LONGEST_LABEL = 80
_LONGEST_TITLE = 300
_LONGEST_HEADING = 3_000

_APPENDIX = re.compile(
    r"приложени[ея]\b|утвержден[аы]?\b|(?:\d+\s*-?\s*)?қосымша\b|.*(?:бекітілген|-\s*қосымша|бекітілді)\.?$"
)
_LONGEST_APPENDIX = 900


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading or label row sets; a section is set or cleared only when `names_section`."""

    part: Part | None = None
    table: TableNumber | None = None
    section: Section | None = None
    names_section: bool = False


def label_of(text: str, *, is_title: bool) -> Label | None:
    """Take what a heading, label row or short paragraph says about the place of what follows.

    Parameters
    ----------
    text : str
        Cleaned text.
    is_title : bool
        Whether it stands where a title of an appendix can stand (a heading, a merged row).

    Returns
    -------
    Label or None
        None if it names no part, table or section.

    Examples
    --------
    >>> label_of("Таблица ІІ. Наркотические средства и психотропные вещества", is_title=True).table
    'II'
    >>> label_of("B. Психотропные вещества", is_title=False).section
    'Б'
    """
    if len(text) > _LONGEST_HEADING:
        return None
    words = folded(text).rstrip(" .") if is_title else folded(text)
    if _TITLE_OF_THE_ACT.match(words) or _NOTE.match(words):
        return None
    # A title may name the table at its end ("Вещества, включенные в Таблицу II"), a sentence is no label.
    table = _TABLE.search(words) if is_title and len(words) <= _LONGEST_TITLE else _TABLE.match(words)
    if table and (number := table_number(table["ru"] or table["kk"] or table["kk_after"])):
        rest = words[table.end() :].lstrip(" .:-–—(")
        section = _section_of(rest)
        return Label(
            table=number,
            section=section.section if section else None,
            names_section=section is not None,
        )
    if is_title:
        for part, patterns in _TITLES:
            if all(pattern.search(words) for pattern in patterns):
                return Label(part=part)
        if _PLANTS_LABEL.match(words):
            return Label(part="plants")
    return _section_of(words)


def _section_of(words: str) -> Label | None:
    if len(words) > _LONGEST_LABEL:
        return None
    lettered = _LETTERED_SECTION.match(words) or _LETTERED.match(words)
    if lettered and (not lettered["rest"].strip(" .") or _SUBSTANCES.search(lettered["rest"])):
        return Label(section=_SECTIONS[lettered["letter"]], names_section=True)
    kinds = [bool(kind.match(words)) for kind in (_NARCOTIC, _PSYCHOTROPIC, _PRECURSOR)]
    others = [bool(kind.search(words)) for kind in (_NARCOTIC, _PSYCHOTROPIC, _PRECURSOR)]
    if any(kinds) and sum(others) == 1 and not words.endswith((";", ".")):
        sections: tuple[Section | None, ...] = ("А", "Б", None)
        return Label(section=sections[kinds.index(True)], names_section=True)
    return None


def kinds_named(title: str) -> tuple[Kind, ...]:
    """Kinds of substances that a title names.

    Examples
    --------
    >>> kinds_named("Б. Психотропные вещества"), kinds_named("Таблица II")
    (('psychotropic',), ())
    """
    words = folded(title)
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("narcotic", _NARCOTIC),
        ("psychotropic", _PSYCHOTROPIC),
        ("precursor", _PRECURSOR),
    )
    return tuple(kind for kind, pattern in kinds if pattern.search(words))


def opens_appendix(text: str) -> bool:
    """Whether a paragraph or layout table is the head of an appendix ("Утвержден постановлением …").

    Examples
    --------
    >>> opens_appendix("Утверждена постановлением Правительства"), opens_appendix("Премьер-Министр")
    (True, False)
    """
    return len(text) <= _LONGEST_APPENDIX and bool(_APPENDIX.match(folded(text)))
