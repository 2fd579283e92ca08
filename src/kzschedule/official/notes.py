"""Footnotes, the acts they name, and notes of content.

Three kinds of remark stand between and inside the tables: footnotes of the editor ("Сноска", Kazakh
"Ескерту") that name amending acts, service notes of the portal ("Примечание ИЗПИ!") that announce future
wording and are not law text, and notes of content ("Примечание:") that belong to a table.
"""

import re
from collections.abc import Iterator
from datetime import date

from kzschedule.official.blocks import Passage
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.model import Amendment
from kzschedule.official.text import clean, folded

_FOOTNOTE = re.compile(r"[(\[]?\s*(?:сноска|ескерту|footnote)\b\s*[.:]", re.IGNORECASE)
# A footnote may begin in the middle of a line, right after the text it belongs to.
_LINE_OR_FOOTNOTE = re.compile(r"\n|(?=\bСноска\.)")
_SERVICE = re.compile(r"[(\[]?\s*(?:примечани[ея]\s+(?:изпи|рцпи)|(?:зқаи|рқао|кзқаи)\S*\s+ескертпес)", re.IGNORECASE)
_NOTE = re.compile(r"(?:примечани[ея]|ескертпе(?:лер)?|ескерту(?:лер)?)\b|\*+\s*[-–—]?\s*\S", re.IGNORECASE)
_MARKER = re.compile(r"(\*+|\d{1,2}\))")
_NUMBERED_NOTE = re.compile(r"(\d{1,2}[.)]|\*+)\s*\S")

_REPEALED = re.compile(
    r"[(\[]?\s*(?:исключен[аоы]?|исключить|утратил[аои]?\s+силу|алып\s+тасталды|алынып\s+тасталды|күші\s+жойылды)\b"
)
_REPEALED_KAZAKH_LATE = re.compile(r"(?:алып\s+тасталды|алынып\s+тасталды|күші\s+жойылды)\b")
_PLURAL_REPEAL = re.compile(r"[(\[]?\s*(?:исключены|утратили\s+силу)\b")

_MONTHS = {
    "январ": 1, "феврал": 2, "март": 3, "апрел": 4, "ма": 5, "июн": 6, "июл": 7, "август": 8, "сентябр": 9,
    "октябр": 10, "ноябр": 11, "декабр": 12,
    "қаңтар": 1, "ақпан": 2, "наурыз": 3, "сәуір": 4, "мамыр": 5, "маусым": 6, "шілде": 7, "тамыз": 8,
    "қыркүйек": 9, "қазан": 10, "қараша": 11, "желтоқсан": 12,
}  # fmt: skip

_ACT_NUMBER = r"(?:№|\bN)\s*(?P<number>\d{1,6}(?:-[\w/]{1,12})?)"
_MENTION = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{2})\.(?P<year>\d{4})\s*(?:г\.|года?|ж\.)?,?\s*" + _ACT_NUMBER)
_MENTION_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[а-яё]+)\s+(?P<year>\d{4})\s+(?:года|г\.)\s*" + _ACT_NUMBER
    + r"|(?P<year_kk>\d{4})\s+жыл\w*\s+(?P<day_kk>\d{1,2})\s+"
    r"(?P<month_kk>[а-яёәғқңөұүһі]+?)(?:дегі|дағы|тегі|тағы|нің)?\s*"
    + _ACT_NUMBER.replace("number", "number_kk")
)  # fmt: skip

_DAY = re.compile(r"\b(?P<day>\d{1,2})(?:\.(?P<month>\d{2})\.|\s+(?P<word>[а-яё]+)\s+)(?P<year>\d{4})\b")

# What the text is amended stands before these words: "Таблица II с изменением, внесенным …".
_SCOPE_ENDS = re.compile(
    r"\s*[-–—]?\s*(?:в редакции|с изменени|с дополнени|дополнен|исключен|изложен|утратил|внесен"
    r"|жаңа редакция|өзгеріс|толықтыр|алып тастал|алынып тастал)"
)
_RUSSIAN_ORGAN = re.compile(
    r"(?:постановлени|закон|указ|приказ|решени|распоряжени)\w*\s+(?P<organ>[^;:]+?)\s+от\s*$", re.IGNORECASE
)
_KAZAKH_ORGAN = re.compile(r"(?P<organ>ҚР\s+[^;:()–—]+?)(?:нің|ның|дің|дың|тің|тың)\s*$", re.IGNORECASE)
_LONGEST_ORGAN = 300
_MOST_ACTS = 1_000
# First words of an organ, from "постановлением Правительства" back to what it is called.
_NOMINATIVE = {
    "Правительства": "Правительство", "Президента": "Президент", "Министра": "Министр",
    "Правления": "Правление",
    "Министерства": "Министерство", "Комитета": "Комитет", "Председателя": "Председатель",
}  # fmt: skip


def is_footnote(text: str) -> bool:
    """Whether a paragraph is a footnote of the editor.

    In Kazakh "Ескерту" heads footnotes and, at times, notes of content: a footnote is one that names an act.

    Examples
    --------
    >>> is_footnote("Сноска. Список с изменениями"), is_footnote("Ескерту: барлық тұздар")
    (True, False)
    """
    found = _FOOTNOTE.match(text)
    if found is None:
        return False
    return "ескерту" not in found[0].casefold() or bool(_MENTION.search(text))


def is_service_note(text: str) -> bool:
    """Whether a paragraph is a service note of the portal, which is not law text.

    Examples
    --------
    >>> is_service_note("Примечание ИЗПИ! Вводится в действие с 05.07.2019.")
    True
    """
    return bool(_SERVICE.match(text))


def is_note(text: str) -> bool:
    """Whether a paragraph is a note of content.

    Examples
    --------
    >>> is_note("Примечание: соли"), is_note("* высушенный"), is_note("Сноска. Список")
    (True, True, False)
    """
    return bool(_NOTE.match(text)) and not is_service_note(text) and not is_footnote(text)


def is_numbered_note(text: str) -> bool:
    """Whether a paragraph that follows a note is a further point of it ("2. …", "** …")."""
    return bool(_NUMBERED_NOTE.match(text))


def note_marker(text: str) -> str | None:
    """Marker a note begins with, if it has one.

    Examples
    --------
    >>> note_marker("* высушенный"), note_marker("1) в пересчёте"), note_marker("Примечание: соли")
    ('*', '1)', None)
    """
    found = _MARKER.match(text)
    return found[1] if found else None


def is_repealed(text: str) -> bool:
    """Whether a cell says that its position is excluded (without "Сноска", in any gender).

    Examples
    --------
    >>> is_repealed("Исключена постановлением"), is_repealed("Исключительно в растворе")
    (True, False)
    """
    words = folded(text)
    return bool(_REPEALED.match(words)) or (bool(_REPEALED_KAZAKH_LATE.search(words)) and bool(_MENTION.search(text)))


def repeals_several(text: str) -> bool:
    """Whether the repeal is said in the plural, so that ``8-10.`` is a range and not an inserted number."""
    return bool(_PLURAL_REPEAL.match(folded(text)))


def divided(passage: Passage) -> list[Passage]:
    r"""Divide a passage where one of its lines begins a footnote, a service note or a note.

    Examples
    --------
    >>> [part.text for part in divided(Passage("морфин\nСноска. Строка 1\nв редакции"))]
    ['морфин', 'Сноска. Строка 1 в редакции']
    """
    parts: list[list[str]] = [[]]
    for line in _LINE_OR_FOOTNOTE.split(passage.raw):
        words = clean(line)
        if is_service_note(words) or bool(_FOOTNOTE.match(words)) or words.casefold().startswith("примечани"):
            parts.append([])
        parts[-1].append(line)
    passages = [Passage("\n".join(lines), passage.links) for lines in parts]
    return [part for part in passages if part.text]


def date_and_number(text: str) -> tuple[date, str] | None:
    """First act named in a requisites line, in either language.

    Examples
    --------
    >>> date_and_number("Постановление Правительства Республики Казахстан от 3 июля 2019 года № 470.")
    (datetime.date(2019, 7, 3), '470')
    >>> date_and_number("Қазақстан Республикасы Үкіметінің 2019 жылғы 3 шілдедегі № 470 қаулысы.")
    (datetime.date(2019, 7, 3), '470')
    """
    return next(((day, number) for _, _, day, number in _mentions(text)), None)


def day_in(text: str) -> date | None:
    """First day that a text names, in figures or in Russian words.

    Examples
    --------
    >>> day_in("вводится в действие с 01.06.2022"), day_in("с 1 июня 2022 года"), day_in("со дня опубликования")
    (datetime.date(2022, 6, 1), datetime.date(2022, 6, 1), None)
    """
    found = _DAY.search(text)
    if found is None:
        return None
    month = int(found["month"]) if found["month"] else _month(found["word"])
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None


def _mentions(text: str) -> Iterator[tuple[int, int, date, str]]:
    found = sorted([*_MENTION.finditer(text), *_MENTION_IN_WORDS.finditer(text)], key=lambda match: match.start())
    for match in found:
        groups = match.groupdict()
        day, month, year, number = (
            groups.get(key) or groups.get(f"{key}_kk") or "" for key in ("day", "month", "year", "number")
        )
        month_number = int(month) if month.isdecimal() else _month(month)
        try:
            day_of_act = date(int(year), month_number, int(day))
        except ValueError:
            continue  # "31.02.2020": a slip of the page, which no act can be dated
        yield match.start(), match.end(), day_of_act, re.sub(r"\s", "", number)


def _month(word: str) -> int:
    stems = [stem for stem in _MONTHS if word.casefold().startswith(stem)]
    return _MONTHS[max(stems, key=len)] if stems else 0


def amendments_in(passage: Passage, scope: str | None = None) -> list[Amendment]:
    """Acts that a footnote or a repealed row names, one entry for each mention.

    Parameters
    ----------
    passage : Passage
        The whole note, its run of spans and links already joined.
    scope : str, optional
        What is amended, where the note itself does not say it (a repealed row).

    Returns
    -------
    list of Amendment
        In the order of the text; the organ is carried on to the acts listed after it.

    Raises
    ------
    OfficialTextError
        If there are absurdly many.

    Examples
    --------
    >>> note = Passage("Сноска. Таблица II с изменением постановлением Правительства РК от 23.05.2022 № 326.")
    >>> [(act.scope, act.organ, str(act.date), act.number) for act in amendments_in(note)]
    [('Таблица II', 'Правительство РК', '2022-05-23', '326')]
    """
    text = passage.text
    head = _FOOTNOTE.match(text)
    mentions = list(_mentions(text))
    if len(mentions) > _MOST_ACTS or len(passage.links) > _MOST_ACTS:
        raise OfficialTextError(f"a footnote names more than {_MOST_ACTS} acts, as none does: {text[:80]!r}")
    if head and mentions:
        scope = _scope(text[head.end() : mentions[0][0]]) or scope
    amendments: list[Amendment] = []
    organ = None
    before = 0
    links = list(passage.links)
    for start, end, day, number in mentions:
        organ = _organ(text[max(before, start - _LONGEST_ORGAN) : start]) or organ
        in_force, before = _in_force(text, end)
        amendments.append(
            Amendment(
                scope=scope,
                organ=organ,
                date=day,
                number=number,
                doc_code=_doc_code(links, number, day),
                in_force_raw=in_force,
            )
        )
    return amendments


def _scope(text: str) -> str | None:
    found = _SCOPE_ENDS.search(text)
    return (text[: found.start()].strip(" ,-–—") or None) if found else None


def _organ(text: str) -> str | None:
    russian = _RUSSIAN_ORGAN.search(text)
    if russian:
        words = russian["organ"].split()
        if words == ["РК"]:  # "Законом РК": a law is named without its organ
            return None
        return " ".join([_NOMINATIVE.get(words[0], words[0]), *words[1:]])
    kazakh = _KAZAKH_ORGAN.search(text.strip())
    return kazakh["organ"] if kazakh else None


def _in_force(text: str, end: int) -> tuple[str | None, int]:
    opening = re.match(r"[^\S\n]*(?:ЗРК|ҚРЗ)?\s*\(", text[end:])
    if not opening:
        return None, end
    depth = 0
    start = end + opening.end()
    for index in range(start - 1, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return text[start:index].strip(), index + 1
    return text[start:].strip(), len(text)


def _doc_code(links: list[tuple[str, str]], number: str, day: date) -> str | None:
    """Find the code in the link on the number, of several the one that carries the year of the act."""
    named = re.compile(rf"(?:№|\bN)\s*{re.escape(number)}(?![\w/-])")
    codes = [
        (f"{day:%y}" not in found[1][1:3], position, found[1])
        for position, (text, address) in enumerate(links)
        if named.search(text) and (found := DOC_CODE.search(address))
    ]
    if not codes:
        return None
    _, position, code = min(codes)
    del links[position]
    return code


# "/rus/docs/P2400000022#z4"; older codes end in letters or an underscore.
DOC_CODE = re.compile(r"/docs/([A-Z]\w{6,12})")
