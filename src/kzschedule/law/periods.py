"""When what the decree prints is in force: from its revisions and the days of the acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

from kzschedule.dates import Period
from kzschedule.language.vocabulary import DateSource
from kzschedule.records.model import Act, Revision

#: Days from signing within which an act of an unknown day is assumed to come into force. The amending acts say "after
#: ten calendar days from the day after its first official publication"; of publication no day is known then.
ASSUMED_DAYS: Final = (11, 90)


def named_act(
    number: str,
    day: date,
    *,
    in_force: date | None,
    date_source: DateSource,
    source_ids: tuple[str, ...],
    url: str | None = None,
    note: str | None = None,
) -> Act:
    """Return an act of which the number and the day of signing are known.

    Parameters
    ----------
    number : str
        Its number.
    day : datetime.date
        The day on which it was signed.
    in_force : datetime.date or None
        The day from which it is in force; without one an interval is assumed (`ASSUMED_DAYS`).
    date_source, source_ids, url, note
        As in `Act`; where no day is known the source of the dates is ``assumed``.

    Examples
    --------
    >>> act = named_act("999", date(2026, 3, 1), in_force=None, date_source="official", source_ids=("a",))
    >>> act.act_id, act.from_earliest.isoformat(), act.date_source
    ('kz-gov-2026-999', '2026-03-12', 'assumed')
    """
    earliest, sure = (in_force or day + timedelta(days=days) for days in ASSUMED_DAYS)
    return Act(
        act_id=f"kz-gov-{day.year}-{number}",
        number=number,
        date=day,
        from_earliest=earliest,
        from_sure=sure,
        date_source=date_source if in_force else "assumed",
        title_ru=f"Постановление Правительства РК от {day:%d.%m.%Y} № {number} (описательное название)",
        title_en=f"Government Decree No. {number} of {day.isoformat()} (descriptive title)",
        url=url,
        source_ids=source_ids,
        note=note,
    )


class Printed(Protocol):
    """What a record of the law says of the revisions that have it."""

    @property
    def first_revision(self) -> str: ...  # noqa: D102  # a protocol, named by its class — see Row
    @property
    def last_revision(self) -> str | None: ...  # noqa: D102  # a protocol, named by its class
    @property
    def act_id(self) -> str: ...  # noqa: D102  # a protocol, named by its class
    @property
    def or_act_id(self) -> str | None: ...  # noqa: D102  # a protocol, named by its class


_P = TypeVar("_P", bound=Printed)


class _Periods(Mapping[str, list[tuple[_P, Period]]]):
    """Printed states by their key: an answer asks for those of a few."""

    def __init__(self, calendar: Calendar, states: Mapping[str, list[_P]]) -> None:
        self._calendar = calendar
        self._states = states
        self._found: dict[str, list[tuple[_P, Period]]] = {}

    def __getitem__(self, name: str) -> list[tuple[_P, Period]]:
        if name not in self._found:
            group = sorted(self._states[name], key=lambda record: record.first_revision)
            followed = zip(group, (*group[1:], None), strict=True)
            self._found[name] = [(record, self._calendar.period(record, after)) for record, after in followed]
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)


class Calendar:
    """The acts and revisions of the decree, for working out periods.

    Examples
    --------
    >>> from kzschedule.records.package import read_package
    >>> package = read_package()
    >>> calendar = Calendar(package.acts, package.revisions)
    >>> [row] = [row for row in package.rows if row.row_id == "I-A-84"]
    >>> calendar.period(row).from_sure
    datetime.date(2024, 2, 6)
    """

    def __init__(self, acts: Iterable[Act], revisions: Iterable[Revision]) -> None:
        self.acts = {act.act_id: act for act in acts}
        self.revisions = sorted(revisions, key=lambda revision: revision.revision_id)

    def period(self, record: Printed, successor: Printed | None = None) -> Period:
        """Return when a printed state stands.

        Parameters
        ----------
        record : Row, Size or another record of the law
        successor : record, optional
            The state that took its place; without one a state that ended was ended by an act between the last
            revision that has it and the next one that was read.
        """
        begin = self._acts_of(record)
        end = self._ending(record, successor)
        return Period(
            min(act.from_earliest for act in begin),
            max(act.from_sure for act in begin),
            min((act.from_earliest for act in end), default=None),
            max((act.from_sure for act in end), default=None),
        )

    def periods(self, records: Iterable[_P], key: Callable[[_P], str]) -> Mapping[str, list[tuple[_P, Period]]]:
        """Return the printed states by their key, in order, each with its period, worked out when it is asked for."""
        states: dict[str, list[_P]] = defaultdict(list)
        for record in records:
            states[key(record)].append(record)
        return _Periods(self, states)

    def _acts_of(self, record: Printed) -> list[Act]:
        named = (record.act_id, record.or_act_id)
        return [self.acts[act_id] for act_id in named if act_id]

    def _ending(self, record: Printed, successor: Printed | None) -> list[Act]:
        last = record.last_revision
        if last is None:
            return []
        if successor is not None:
            return self._acts_of(successor)
        ending = []
        for revision in self.revisions:
            if revision.revision_id > last:
                ending.append(self.acts[revision.act_id])
                if revision.read:
                    break
        return ending
