"""The rows in force as one page of HTML to be searched, sorted and filtered, without a network and on a phone.

All rows stand in the page; its one script only hides, orders and counts them, so that without it the page is the whole
list. The content security policy allows that script and the one style sheet, by their hashes, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

import kzschedule
from kzschedule._cache import cached_property
from kzschedule.answer.changes import Position, ScheduleView
from kzschedule.language import N_, Language, vocabulary
from kzschedule.language.statement import Statement
from kzschedule.records.model import Act
from kzschedule.render import pages, words
from kzschedule.render.thumbnail import thumbnail
from kzschedule.schedule import Schedule


class Shown(NamedTuple):
    """A substance or group of a row as the page shows it."""

    name: str
    others: tuple[tuple[str, str], ...]
    identifier: str
    cas: str
    remark: str
    drawing: Markup | None


class Line(NamedTuple):
    """A row of the List as the page shows it; `words` are what the search finds beside what can be read."""

    first: Position
    place: str
    substances: tuple[Shown, ...]
    sizes: tuple[str, ...]
    since: str
    act: Act
    words: str

    @property
    def name(self) -> str:
        """What the row is sorted by when it is sorted by name."""
        return self.substances[0].name if self.substances else self.first.printed_ru


def list_page(found: Sequence[Position], view: ScheduleView, schedule: Schedule, language: Language = "en") -> str:
    """Write rows of the List as one page of HTML that needs nothing else.

    Parameters
    ----------
    found : sequence of Position
        The rows with what they control, in the order of the page; those of a row stand together.
    view : ScheduleView
        The day, and the revision that was read.
    schedule : Schedule
        The list, for structures, other names and sizes.
    language : str
        ``en``, ``ru`` or ``kk``.

    Returns
    -------
    str
        A whole document: a search, filters by table, section and act, an order, and the rows with drawings and sizes.

    Examples
    --------
    >>> from datetime import date
    >>> schedule = Schedule.default()
    >>> view = schedule.as_of(date(2024, 3, 1))
    >>> page = list_page(view.in_force[:3], view, schedule, "ru")
    >>> page.startswith("<!DOCTYPE html>"), "АЛЛИЛПРОДИН" in page
    (True, True)
    """
    lines = list(_Lines(view, schedule, language).of(found))
    style = pages.style(f"kzschedule, {view.as_of}", "list.css")
    script = (pages.TEMPLATES / "list.js").read_text(encoding="utf-8")
    acts = {line.act.act_id: line.act for line in lines}
    values = {
        "lines": lines,
        "style": Markup(style),
        "script": Markup(script),
        "policy": pages.policy(style, script),
        "generator": kzschedule.__version__,
        "data": schedule.package.version,
        "tables": list(dict.fromkeys(line.first.table for line in lines)),
        "sections": [
            (name, words.word(vocabulary.SECTION_SHORT[name], language))
            for name in dict.fromkeys(line.first.section for line in lines)
        ],
        "acts": [
            (act.act_id, Statement("No. {number} of {day}", number=act.number, day=words.day(act.date)).say(language))
            for act in sorted(acts.values(), key=lambda act: act.date)
        ],
        "day": words.day(view.as_of).say(language),
        "revision": _revision(view, language),
        "mark": words.word(N_("* may not be in force on the day, or is a second reading of the row"), language),
        "doubtful": any(not position.certain for position in found),
    }
    return pages.environment(language).get_template("list.html").render(values) + "\n"


def _revision(view: ScheduleView, language: Language) -> str:
    said = Statement(
        "Newest revision read: {day} (No. {number}); a later one may exist.",
        day=words.day(view.revision.date),
        number=view.revision.number,
    )
    return said.say(language)


class _Lines:
    """Makes the lines of a page, in one language."""

    def __init__(self, view: ScheduleView, schedule: Schedule, language: Language) -> None:
        self.view = view
        self.schedule = schedule
        self.language = language

    def of(self, found: Iterable[Position]) -> Iterator[Line]:
        """Iterate over the lines of positions, those of one row in one line."""
        for row_id, group in groupby(found, key=lambda position: position.row_id):
            yield self._line(row_id, list(group))

    def _line(self, row_id: str, positions: Sequence[Position]) -> Line:
        first = positions[0]
        certain = any(position.certain for position in positions)
        earliest = first.from_sure if certain else first.from_earliest
        named = [position for position in positions if position.substance_id or position.group_id]
        return Line(
            first=first,
            place=words.place(first, self.language),
            substances=tuple(self._shown(position) for position in named),
            sizes=tuple(self._sizes(row_id)),
            since=words.interval(earliest, first.from_sure).say(self.language) + ("" if certain else " *"),
            act=self.schedule.acts[first.act_id],
            words=" ".join(self._other_names(positions)),
        )

    def _shown(self, position: Position) -> Shown:
        names = {"en": position.name_en, "ru": position.name_ru, "kk": position.name_kk}
        name = names[self.language] or position.name_en or position.row_id
        others = tuple((code, other) for code, other in names.items() if other and other != name)
        second = words.word(N_("a second reading of the row, not confirmed"), self.language)
        return Shown(
            name=name,
            others=others if len({other for _, other in others}) == len(others) else others[:1],
            identifier=position.substance_id or position.group_id or "",
            cas=position.cas or "",
            remark=second if position.reading == "other" else "",
            drawing=self._drawing(position, name),
        )

    def _drawing(self, position: Position, name: str) -> Markup | None:
        substance = self.schedule.substances.get(position.substance_id or "")
        if substance is None or not substance.smiles:
            return None
        label = Statement("Drawing of {name}", name=name).say(self.language)
        return Markup(thumbnail(substance.smiles, label))

    def _sizes(self, row_id: str) -> Iterator[str]:
        sizes = self.schedule.row_sizes(row_id, self.view.as_of)
        yield from dict.fromkeys(words.size(size, self.language) for size in sizes)

    def _other_names(self, positions: Iterable[Position]) -> Iterator[str]:
        for position in positions:
            yield from dict.fromkeys(self._names.get(position.substance_id or "", ()))

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The other names of the substances."""
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.schedule.package.names:
            found[entry.substance_id].append(entry.name)
        return found
