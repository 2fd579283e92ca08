"""Acts and days: since when a row of the text is shown to stand, and until when a repealed one stood."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kzschedule.model import Act, DateBasis, Listing, Source
from kzschedule.official.blocks import Passage
from kzschedule.official.fetching import BASE_URL
from kzschedule.official.model import Amendment, ListRow, OfficialText, SizeRow
from kzschedule.official.notes import amendments_in, day_in
from kzschedule.official.text import folded, table_number

_ADDED = re.compile(r"дополн|толықтыр")
_SIGNED = re.compile(r"со\s+дня\s+(?:его\s+)?(?:подписани|приняти)|қол\s+қойыл")
_GOVERNMENT = re.compile(r"правительств|үкімет")
#: "Пункт 12-1 таблицы II": an item that a footnote outside of the tables names.
_ITEM = re.compile(r"(?:пункт|строк|позици)\w*\s+(?P<item>\d+(?:-\d+)?)\b|\b(?P<kk>\d+(?:-\d+)?)\s*-\s*тармақ")
_TABLE = re.compile(r"таблиц\w*\s+(?P<ru>[ivіш\d]{1,3})\b|\b(?P<kk>[ivіш\d]{1,3})\s*-?\s*кесте")
_MONTHS = (
    ("января", "January"), ("февраля", "February"), ("марта", "March"), ("апреля", "April"), ("мая", "May"),
    ("июня", "June"), ("июля", "July"), ("августа", "August"), ("сентября", "September"), ("октября", "October"),
    ("ноября", "November"), ("декабря", "December"),
)  # fmt: skip


@dataclass(frozen=True)
class Dating:
    """A day, where it comes from, the act behind it, and what a reader should know of it."""

    day: date
    basis: DateBasis
    act_id: str | None = None
    note: str | None = None


class Acts:
    """The acts of a data package, joined by those that the text names.

    Parameters
    ----------
    known : iterable of Act
        The acts of the data package.
    sources : iterable of Source
        Its sources: a day that rests on an official text is official.
    text : OfficialText
        What was read from the page.
    source_id : str
        The source that the page becomes.
    """

    def __init__(self, known: Iterable[Act], sources: Iterable[Source], text: OfficialText, source_id: str) -> None:
        self.acts = {act.act_id: act for act in known}
        self.added: list[Act] = []
        self.doubts: list[str] = []
        self._text, self._source_id = text, source_id
        self._official = {one.source_id for one in sources if one.kind == "official_text" and one.consulted == "yes"}
        self._start = min((act.effective_from for act in self.acts.values() if act.effective_from), default=None)
        self._items: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
        for amendment in text.amendments:
            self._add(amendment)
            if item := _item_of(amendment.scope):
                self._items[item].append(amendment)

    def since(self, row: ListRow | SizeRow, day: date) -> Dating:
        """Return since when a row is shown to stand.

        Of the acts that its own footnote names, the first counts. An act that added the row put it there; an act
        that gave it its wording shows it in a revision of that day only. A row without a footnote of its own
        stood in the revision that was read, and nothing is said of the time before.

        Parameters
        ----------
        row : ListRow or SizeRow
            The row.
        day : datetime.date
            The day of the text.
        """
        footnote = row.footnote or ""
        amendments = amendments_in(Passage(footnote)) if footnote else []
        if not amendments and isinstance(row, ListRow) and row.item_no and self._is_only(row):
            amendments = self._items[row.table, row.item_no]
        acts = [(one, act) for one in amendments if (act := self._add(one)) is not None]
        if not acts:
            return Dating(day, "revision")
        amendment, act = min(acts, key=lambda pair: pair[1].date)
        first, stated = self._in_force(amendment, act)
        if self._start is not None and first < self._start:
            return Dating(day, "revision")
        if _ADDED.search(folded(footnote)):
            note = None if stated else "day of entry into force not stated; counted from the day of the act"
            return Dating(first, stated or "revision", act.act_id, note)
        return Dating(
            first, "revision", act.act_id, f"in the wording of Act No. {act.number}; it may have stood before"
        )

    def until(self, row: ListRow | SizeRow) -> Dating | None:
        """Return from when a repealed row is out of force; None if its note names no act of the Government."""
        amendments = amendments_in(Passage(row.footnote or ""))
        acts = [(one, act) for one in amendments if (act := self._add(one)) is not None]
        if not acts:
            return None
        amendment, act = max(acts, key=lambda pair: pair[1].date)
        last, stated = self._in_force(amendment, act)
        note = None if stated else "last day not stated; counted to the day of the act"
        return Dating(last, stated or "revision", act.act_id, note)

    def _in_force(self, amendment: Amendment, act: Act) -> tuple[date, DateBasis | None]:
        """Return the first day of an act and its basis; None for the basis where it is the day of signing."""
        if (stated := _stated_day(amendment)) is not None:
            return stated, "official"
        if act.effective_from is not None:
            return act.effective_from, "official" if self._official & set(act.source_ids) else "reported"
        return act.date, None

    def _add(self, amendment: Amendment) -> Act | None:
        """Return the act of an amendment, made known if it was not; None for what is no act of the Government."""
        government = amendment.organ is None or bool(_GOVERNMENT.search(folded(amendment.organ)))
        if not government or not amendment.number.isdecimal():
            return None
        act_id = f"kz-gov-{amendment.date.year}-{amendment.number}"
        stated = _stated_day(amendment)
        act = self.acts.get(act_id)
        if act is None:
            act = self._new_act(act_id, amendment, stated)
            self.added.append(act)
        elif act.date != amendment.date:
            self._doubt(f"{act_id} is of {act.date} here and of {amendment.date} in the text")
            return None
        elif stated is not None and act.effective_from != stated:
            if act.effective_from is not None:
                self._doubt(f"{act_id} was in force from {act.effective_from} here; the text says {stated}")
            sources = tuple(sorted({*act.source_ids, self._source_id}))
            note = "; ".join(filter(None, (act.note, f"in force from {stated} by the text read")))
            act = act.model_copy(update={"effective_from": stated, "source_ids": sources, "note": note})
        self.acts[act_id] = act
        return act

    def in_order(self, listing: Listing) -> Listing:
        """Return a position with no day before its act is in force, where the text has moved the act's day."""
        began, ended = self.acts.get(listing.act_id or ""), self.acts.get(listing.until_act_id or "")
        changed: dict[str, date] = {}
        if began and began.effective_from and listing.listed_from and listing.listed_from < began.effective_from:
            changed["listed_from"] = began.effective_from
        if ended and ended.effective_from and listing.listed_until and listing.listed_until < ended.effective_from:
            changed["listed_until"] = ended.effective_from
        return listing.model_copy(update=changed) if changed else listing

    def _new_act(self, act_id: str, amendment: Amendment, stated: date | None) -> Act:
        day, (russian, english) = amendment.date, _MONTHS[amendment.date.month - 1]
        language = self._text.source.language
        return Act(
            act_id=act_id,
            number=amendment.number,
            date=day,
            effective_from=stated,
            title_ru=f"Постановление Правительства Республики Казахстан от {day.day} {russian} {day.year} года "
            f"№ {amendment.number} (описательное название)",
            title_en=f"Government Decree No. {amendment.number} of {day.day} {english} {day.year} (descriptive title)",
            url=f"{BASE_URL}/{language}/docs/{amendment.doc_code}" if amendment.doc_code else None,
            source_ids=(self._source_id,),
            note="named in a footnote of the text" + ("" if stated else "; day of entry into force not stated there"),
        )

    def _is_only(self, row: ListRow) -> bool:
        """Whether the number of a row is the only one of its table, so that a footnote can mean no other row."""
        return sum(one.table == row.table and one.item_no == row.item_no for one in self._text.tables) == 1

    def _doubt(self, doubt: str) -> None:
        if doubt not in self.doubts:
            self.doubts.append(doubt)


def _stated_day(amendment: Amendment) -> date | None:
    """Return the first day in force that a footnote states, or that follows from what it states."""
    raw = amendment.in_force_raw or ""
    day = amendment.date if _SIGNED.search(folded(raw)) else day_in(raw)
    return day if day is not None and day >= amendment.date else None


def _item_of(scope: str | None) -> tuple[str, str] | None:
    words = folded(scope or "")
    item, table = _ITEM.search(words), _TABLE.search(words)
    number = table_number(table["ru"] or table["kk"]) if table else None
    return (number, item["item"] or item["kk"]) if item and number else None
