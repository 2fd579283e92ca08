"""Which column is which: by the words of the header, never by position alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kzschedule.official.amounts import BANDS, unit_in
from kzschedule.official.blocks import Cell
from kzschedule.official.model import Language, Unit
from kzschedule.official.text import folded

# Header words in Russian and Kazakh, the specific before the general: "Наименование (на латинском языке)" is
# the Latin column though it says "наименование" too. The first that fits wins.
_HEADER_WORDS = tuple(
    (column, re.compile(words))
    for column, words in (
        ("number", r"^№|^n\b|п/п|р/с|порядков|^номер|реттік"),
        ("xlarge", r"особо\s+крупн|аса\s+ірі"),
        ("small", r"небольш|шағын|аз\s+мөлшер"),
        ("large", r"крупн|\bірі\b"),
        (
            "synonyms",
            r"синоним|\b(?:друг|ин[оы])\w*\s+(?:\S+\s+)?(?:наименован|назван)|тривиальн|торгов|(?:басқа|өзге)\s+атау",
        ),
        ("chemical", r"химическ|систематическ|июпак|iupac|формул|химиялық"),
        ("name_lat", r"латинск|латын"),
        ("name_en", r"английск|международн|\bмнн\b|\binn\b|ағылшын|халықаралық"),
        ("name_kk", r"казахск|\bқазақ(?!стан)"),
        ("name_ru", r"русск|орыс"),
        ("unit", r"единиц\w*\s+измер|өлшем\s+бірлі"),
        ("table", r"^(?:номер\s+)?таблиц|кесте"),
        ("remark", r"примечан|ескерт"),
        ("name", r"наименован|назван|атау"),
        ("name", r"заместител|алмастыр|орынбас|орын\s*бас"),
        ("weak_name", r"веществ|средств|препарат|растени|\bзат|өсімдік"),
    )
)
_GROUP_OF_SIZES = re.compile(r"размер|количеств|мөлшер")
_PLANTS = re.compile(r"растени|куст|өсімдік|түп")
_PLANT_NAMES = re.compile(r"наименован\w*\s+растени|^растени|өсімдік\w*\s+атау")
_NUMBERED = re.compile(r"\d+(?:-\d+)?[.)]?")
_LONGEST_HEADER = 200
_NAMES = ("name", "name_ru", "name_kk", "name_lat", "name_en", "weak_name")


def column_of(header: str) -> str | None:
    """Say what the column under a header cell is.

    Examples
    --------
    >>> column_of("Наименование (на латинском/английском языке)"), column_of("№ п/п"), column_of("аса ірі")
    ('name_lat', 'number', 'xlarge')
    """
    words = folded(header)
    if len(words) > _LONGEST_HEADER:
        return None
    bands = 0
    rest = words
    for column, pattern in _HEADER_WORDS:
        if column in BANDS:
            rest, times = pattern.subn("", rest)
            bands += bool(times)
    if bands > 1:  # one cell over all three sizes
        return None
    found = [column for column, pattern in _HEADER_WORDS if pattern.search(words)]
    if "number" in found and "name" in found:  # "№ и наименование": the number stands in front of the name
        return "name"
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table: what each is, its header, and the units that the header names."""

    kinds: tuple[str | None, ...]
    headers: tuple[str, ...]
    units: dict[str, Unit] = field(default_factory=dict)

    @property
    def has_sizes(self) -> bool:
        """Whether this is a table of sizes."""
        return sum(band in self.kinds for band in BANDS) >= 2

    @property
    def is_of_plants(self) -> bool:
        """Whether the header counts plants, not substances."""
        return any(
            (_PLANTS if kind in {*BANDS, "unit"} else _PLANT_NAMES).search(folded(header))
            for kind, header in zip(self.kinds, self.headers, strict=True)
            if kind in {*BANDS, "unit", "name"}
        )

    def index(self, kind: str) -> int | None:
        """Place of a column, None if the table has none."""
        return self.kinds.index(kind) if kind in self.kinds else None


def is_header(row: Sequence[Cell]) -> bool:
    r"""Whether a row is a header: a number or name column and at least one other, none of it an item number.

    Examples
    --------
    >>> from kzschedule.official.blocks import Passage
    >>> is_header([Cell(Passage("№\nп/п")), Cell(Passage("Наименование"))])
    True
    >>> is_header([Cell(Passage("1.")), Cell(Passage("Наименование"))])
    False
    """
    texts = [cell.text for cell in row if cell.text]
    merged = len(row) > 1 and any(cell.width >= len(row) for cell in row)
    if not texts or merged or any(_NUMBERED.fullmatch(text) for text in texts):
        return False
    kinds = {kind for text in texts if (kind := column_of(text))}
    grouped = any(_GROUP_OF_SIZES.search(folded(text)) for text in texts)
    if kinds == {"number"} and len(texts) == len(row) == 2:  # "№" beside the only other column
        return True
    anchored = bool(kinds & {"number", *_NAMES[:-1]})
    return anchored and (len(kinds) + grouped >= 2 or len(row) == 1) and len(texts) - len(kinds) <= 2


def continues_header(row: Sequence[Cell]) -> bool:
    """Whether a row below a header is its second level: every cell of its own names a column."""
    own = [cell for cell in row if cell.text and not cell.carried]
    if not own or own[0].width >= len(row):
        return False
    return all(column_of(cell.text) not in {None, "weak_name", "remark", "table"} for cell in own)


def are_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns (1, 2, 3 …).

    Examples
    --------
    >>> from kzschedule.official.blocks import Passage
    >>> are_column_numbers([Cell(Passage("1")), Cell(Passage("2"))])
    True
    """
    texts = [cell.text.rstrip(".") for cell in row]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def columns_of(header_rows: Sequence[Sequence[Cell]], language: Language) -> Columns:
    """Columns of a table from its header rows.

    Parameters
    ----------
    header_rows : sequence of rows
        One row, or two where "Размеры" stands over the three sizes; the lowest words of a column decide.
    language : str
        Language of the page, which a name column without a language is in.

    Returns
    -------
    Columns
        With exactly one column ``name``, if any column can be one.

    Examples
    --------
    >>> from kzschedule.official.blocks import Passage
    >>> row = [Cell(Passage(text)) for text in ("Латинское название", "№", "Название")]
    >>> columns_of([row], "rus").kinds
    ('name_lat', 'number', 'name')
    """
    width = max(len(row) for row in header_rows)
    levels = []
    for column in range(width):
        passages = [row[column].passage.text for row in header_rows if column < len(row)]
        levels.append(list(dict.fromkeys(text for text in passages if text)))
    kinds: list[str | None] = []
    for texts in levels:
        found = next((kind for text in reversed(texts) if (kind := column_of(text))), None)
        kinds.append(found if found not in kinds else None)
    own_language = "name_ru" if language == "rus" else "name_kk"
    main = next((kinds.index(kind) for kind in (own_language, *_NAMES) if kind in kinds), None)
    besides = [column for column, kind in enumerate(kinds) if kind != "number"]
    if main is None and "number" in kinds and len(besides) == 1:
        main = besides[0]
    if main is not None:
        kinds[main] = "name"
    units = {
        kind: unit
        for kind, texts in zip(kinds, levels, strict=True)
        if kind in BANDS and (unit := next((unit for text in reversed(texts) if (unit := unit_in(text))), None))
    }
    return Columns(tuple(kinds), tuple(" / ".join(texts) for texts in levels), units)
