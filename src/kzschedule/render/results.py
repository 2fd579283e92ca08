"""Rows of a screened file as people read them: in a language, with what they need first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from kzschedule.language import N_, Language, vocabulary
from kzschedule.language.statement import Statement
from kzschedule.render import words
from kzschedule.screening.rows import COLUMNS

if TYPE_CHECKING:
    from kzschedule.language.vocabulary import PrecursorList, Section, Table
    from kzschedule.schedule import Schedule

#: What a person needs, which stands behind the cells that were screened.
_ANSWER = (N_("answer"), N_("substance"), N_("position"), N_("parent"), N_("why"), N_("note"))
#: What stands behind all other columns of the input: how sure it is, and the identifiers.
_REST = (
    N_("evidence"), N_("grade of the analogue"), N_("by the letter only"), N_("row of the List"), N_("substance (id)"),
    N_("parent (id)"), N_("on the day"), N_("revision read"),
)  # fmt: skip
_ROW = N_("row number")


class _Place(NamedTuple):
    """A row of the List, as far as the results name it."""

    row_id: str
    table: Table
    section: Section
    list: PrecursorList | None = None
    item_no: str | None = None


@dataclass(frozen=True)
class Wording:
    """Says rows of results in a language.

    Parameters
    ----------
    schedule : Schedule
        The list that was searched.
    language : str
        ``en``, ``ru`` or ``kk``.
    short : bool
        Whether only the number of a row, the cells that were screened and the answer are shown, without notes.
    """

    schedule: Schedule
    language: Language = "en"
    short: bool = False

    def heads(self, given: Sequence[str], screened: Sequence[str], *, numbered: bool) -> tuple[str, ...]:
        """Return the names of the columns, in their order.

        Parameters
        ----------
        given, screened : sequence of str
            The columns of the input, and those of them that were screened.
        numbered : bool
            Whether the number of the row stands in front.

        Examples
        --------
        >>> from kzschedule.schedule import Schedule
        >>> wording = Wording(Schedule.default(), "ru", short=True)
        >>> wording.heads(["партия", "название"], ["название"], numbered=False)
        ('название', 'ответ', 'вещество', 'позиция', 'исходное')
        """
        first, others = _parted(given, screened)
        answer, rest = ([words.word(name, self.language) for name in names] for names in (_ANSWER, _REST))
        number = [words.word(_ROW, self.language)] if numbered else []
        if self.short:
            return (*number, *(given[place] for place in first), *answer[:-2])
        taken = {*number, *answer, *rest}
        names = {place: self._renamed(given[place], taken) for place in (*first, *others)}
        return (*number, *(names[place] for place in first), *answer, *(names[place] for place in others), *rest)

    def row(self, cells: Sequence[Any], given: Sequence[str], screened: Sequence[str]) -> tuple[Any, ...]:
        """Return a row of results as it is shown.

        Parameters
        ----------
        cells : sequence
            The cells of the input, the number of the row if there is one, and the columns of a
            `kzschedule.screening.rows.Row`.
        given, screened : sequence of str
            As for `heads`.
        """
        first, others = _parted(given, screened)
        number = cells[len(given) : -len(COLUMNS)]
        found = dict(zip(COLUMNS, cells[-len(COLUMNS) :], strict=True))
        answer = self._answer(found)
        before = (*number, *(cells[place] for place in first))
        if self.short:
            return (*before, *answer[:-2])
        return (*before, *answer, *(cells[place] for place in others), *self._rest(found))

    def _renamed(self, name: str, taken: set[str]) -> str:
        """Return the name of a column of the input, another one where a result is called so."""
        while name in taken:
            name = Statement("{name} (input)", name=name).say(self.language)
        taken.add(name)
        return name

    def _answer(self, found: Mapping[str, Any]) -> tuple[str, ...]:
        place = _Place(found["row_id"], found["table"], found["section"]) if found["row_id"] else None
        parent = self.schedule.substances.get(found["parent_id"] or "")
        instead = self._instead(found["message"]) if found["status"] in ("invalid", "unresolved") else ""
        return (
            words.word(vocabulary.STATUS[found["status"]], self.language),
            found["name"] or instead or "",
            words.short_place(place, self.language) if place else "",
            words.name(parent, self.language) if parent else "",
            words.word(vocabulary.RELATION[found["relation"]], self.language) if found["relation"] else "",
            found["message"] or "",
        )

    def _instead(self, message: str) -> str:
        """Return what stands without notes where the substance would: the candidates, else why there is none."""
        if not self.short:
            return ""
        perhaps = words.word(N_("Perhaps: {names}."), self.language).partition("{")[0]
        return message[max(message.rfind(perhaps), 0) :]

    def _rest(self, found: Mapping[str, Any]) -> tuple[str, ...]:
        return (
            words.word(vocabulary.EVIDENCE[found["evidence"]], self.language) if found["evidence"] else "",
            words.word(vocabulary.GRADE[found["grade"]], self.language) if found["grade"] else "",
            words.word(N_("yes"), self.language) if found["remote"] == "true" else "",
            found["row_id"] or "",
            found["substance_id"] or "",
            found["parent_id"] or "",
            words.day(date.fromisoformat(found["as_of"])).say(self.language),
            words.day(date.fromisoformat(found["revision"])).say(self.language) if found["revision"] else "",
        )


def _parted(given: Sequence[str], screened: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the places of the columns that were screened, else that of the first, and those of the others."""
    first = [given.index(name) for name in screened if name in given] or [*range(len(given))][:1]
    return first, [place for place in range(len(given)) if place not in first]
