"""The words of the decree by which its parts, notes and forms are known, in Russian and in Kazakh."""

from __future__ import annotations

import re

from kzschedule.language.vocabulary import Covered

# Headings are compared without case and with one alphabet for letters that look alike: І is I.
_ROMAN = r"(?P<roman>iv|i{1,3})"

LIST_TABLE = re.compile(rf"(?:таблица {_ROMAN}|(?P<roman_kk>iv|i{{1,3}}) кесте)\b.*")
SIZE_TABLE = re.compile(rf"(?:таблица {_ROMAN}|(?P<roman_kk>iv|i{{1,3}}) кесте)\.?")
SECTION = re.compile(r"(?P<letter>[abcавс])\. ?\S.*")
PRECURSOR_LIST = re.compile(r"(?:перечень (?P<roman>i{1,2})|(?P<roman_kk>i{1,2}) тiзбе)")
SIZES = re.compile(r"(?:сводная таблица об отнесении|.*жиынтық кесте$).*")
CULTIVATION = re.compile(r"(?:размеры незаконной культивации|.*заңсыз өсiру мөлшерлерi).*")
SUBSTITUENTS = re.compile(r"(?:список заместителей|.*алмастырғыштар тiзiмi).*")
VETERINARY = re.compile(r"(?:список лекарственных средств.*ветеринарии|.*ветеринарияда.*дәрiлiк.*тiзiмi).*")
FOOTNOTE = re.compile(r"(?:сноска|ескерту)\.")
#: What the portal says beside the law: that the wording changes one day.
SERVICE = re.compile(r"примечание (?:изпи|рцпи)\b|(?:зқаи|рқао)-ның ескертпесi")
KAZAKH = re.compile(r"[әғқңөұүһӘҒҚҢӨҰҮҺ]")

#: A day in figures, or with the month in words.
_DAY = r"\d{2}\.\d{2}\.\d{4}|\d{1,2} [а-я]{3,8} \d{4}(?= года)"
#: The sign of the number of an act: portals write a Latin N too.
_NUMBER_SIGN = r"(?:№|\bN(?:o\.?)?(?=\s*\d))"
#: An act in a footnote: "от 23.01.2024 № 22 (вводится в действие …)".
ACT = re.compile(rf"(?P<date>{_DAY})(?: года)?\s*{_NUMBER_SIGN}\s*(?P<number>\d{{1,6}}(?:-\d{{1,4}})?)")
ACT_NUMBER = re.compile(rf"{_NUMBER_SIGN}\s*\d")
#: The c in front of the day is Latin on some pages.
ENTRY = re.compile(rf"(?:в действие [сc] (?P<day>{_DAY})|(?P<day_kk>\d{{2}}\.\d{{2}}\.\d{{4}}) бастап қолданысқа)")
BASE_ACT = re.compile(
    r"от\s+(?P<day>\d{1,2})\s+(?P<month>[а-я]+)\s+(?P<year>\d{4})\s+года\s+№\s*(?P<number>\d+)"
    r"|(?P<year_kk>\d{4})\s+жылғы\s+(?P<day_kk>\d{1,2})\s+(?P<month_kk>[а-яәғқңөұүһі]+)\s+№\s*(?P<number_kk>\d+)"
)
_MONTHS_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_MONTHS_KK = (
    "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы"
    " шілдедегі тамыздағы қыркүйектегі қазандағы қарашадағы желтоқсандағы"
)
MONTHS = {month: number for months in (_MONTHS_RU, _MONTHS_KK) for number, month in enumerate(months.split(), 1)}
WORDED = re.compile(r"в редакции|жаңа редакцияда")
#: That a row is repealed stands in its place, or in brackets behind its name.
REPEALED = re.compile(
    r"(?:(?:.*\()?(?:исключен|утратил)|(?:.*қаулысы.*)?алып тасталды)[а-яё]*\b", re.IGNORECASE | re.DOTALL
)

#: What a note covers, by its first words (Kazakh notes end with their subject).
COVERS: tuple[tuple[re.Pattern[str], tuple[Covered, ...]], ...] = (
    (re.compile(r"сложные и простые эфиры|.*күрделі және жай эфирлері,"), ("esters", "ethers")),
    (re.compile(r"(?:и )?стереоизомеры|.*стереоизомерлері,"), ("stereoisomers",)),
    (re.compile(r"изомеры|.*изомерлері,"), ("isomers",)),
    (re.compile(r"аналоги|.*тектестер\.?$"), ("analogues",)),
    (re.compile(r"соли|.*тұздары"), ("salts",)),
)
MIXTURE = re.compile(r"включая.*(?:наполнители|сопутствующие вещества)|(?:толтырушылар|ілеспе заттар).*қоса алғанда")
CONDITION = re.compile(r"(?:содержащие не менее [\d,. ]+г\.? в таб\w*\.?|бір таблеткада кемінде [\d,. ]+г\.? болатын)")
CLAUSE = re.compile(r"(?P<number>\d{1,4}(?:-\d{1,3})?)\.\s+(?P<text>\S.*)", re.DOTALL)
NUMBERED = re.compile(r"(?P<number>\d{1,4}(?:-\d{1,3})?)\.?")
REPEALED_RANGE = re.compile(r"(?P<first>\d{1,4})\.?\s*[-–—]\s*(?P<last>\d{1,4})\.?")
SUBSTITUENT = re.compile(r"(?P<valence>[12])\.\d{1,3}(?:-\d{1,3})?\.?")
PLANT_HEADING = re.compile(r"(?P<number>\d{1,2})\.\s")
PLANT_LETTER = re.compile(r"(?P<letter>[а-я])\)")
#: How the heads of the columns of sizes begin, in their order.
BANDS = ("небольш", "крупн", "особо крупн")
BAND = re.compile("|".join(BANDS))
#: Another unit than grams in the head of a table of sizes.
OTHER_UNIT = re.compile(r"размеры в (?!граммах)|мөлшер\w* (?!граммен)\w*м[еа]н\b")
PLANTS = re.compile(r"(?:от (?P<count>\d{1,6}) растени|(?P<count_kk>\d{1,6}) өсімдіктен)")
ONE_PLANT = re.compile(r"одно растение|бір өсімдік")

#: Forms of plant material, by the words in a name; their number is the number of lines in each cell of figures.
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dried", re.compile(r"\bвысушенная|\bкептiрiлген")),
    ("fresh", re.compile(r"\bневысушенная|\bкептiрiлмеген")),
)
COUNTED_FORMS = {"таб": "tablet", "амп": "ampoule"}

PART_LETTERS = {"a": "A", "а": "A", "b": "B", "в": "B", "c": "C", "с": "C"}
MAX_MG = re.compile(r"(?:не свыше (?P<mg>[\d,]+) мг|(?P<mg_kk>[\d,]+) мг)")
MAX_PERCENT = re.compile(r"не свыше (?P<percent>[\d,]+) процент|(?P<percent_kk>[\d,]+) пайыздан аспайтын")
ADJUNCT_PERCENT = re.compile(r"не менее,? чем (?P<percent>[\d,]+) процент|кемінде (?P<percent_kk>[\d,]+) пайызға")
ADJUNCT_EQUAL = re.compile(r"с таким же количеством|осындай мөлшерімен")
#: A small letter after a name, or a name after a name, where one line should hold one name.
RUN_ON = re.compile(r"(?<=[а-яё)*]) (?=[А-ЯЁ][а-яё]{2,}|\d(?:,\d)*-\()|^[а-яё]{3,} ")
BRACKETED = re.compile(r"\([^()]*\)")


def plain(text: str) -> str:
    """Return a heading for comparison: small letters, one line, Ukrainian-looking i as Latin.

    Examples
    --------
    >>> plain("І КЕСТЕ"), plain("ТІЗІМІ")
    ('i кесте', 'тiзiмi')
    """
    return " ".join(text.casefold().replace("і", "i").split())
