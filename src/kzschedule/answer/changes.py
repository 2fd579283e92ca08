"""The list over time: what stands on a day, and what the acts changed between two days.

All of it follows from the revisions of the text that were read. What an act changed is known by comparing them;
the day of some acts is known only as an interval, and both its ends are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from kzschedule.answer import messages
from kzschedule.dates import Period
from kzschedule.errors import InvalidDateError, KzScheduleError
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import Evidence, ListingReading, PrecursorList, Section, Table
from kzschedule.law.positions import Law, natural
from kzschedule.law.positions import Position as LawPosition
from kzschedule.records.model import Act, Claim, Row, Size
from kzschedule.verdict import Part, RevisionAnswer, Said

if TYPE_CHECKING:
    from kzschedule.schedule import Schedule

What = Literal["row", "preparation", "note", "substituent", "size", "cultivation", "veterinary"]
ChangeKind = Literal["added", "changed", "ended"]


class Position(Part):
    """A row of the List with one substance or group that it controls; a row with several stands there several times.

    Attributes
    ----------
    row_id, table, section, list, item_no, printed_ru, printed_kk, evidence, act_id, from_earliest, from_sure, until
        The row; see `kzschedule.verdict.ListingAnswer`.
    certain : bool
        Whether it is certainly in force, and this is how it is read.
    reading, reading_note
        How the row is read; None for a row that is no more than a heading or a clause.
    substance_id, group_id, name_en, name_ru, name_kk, cas
        What it controls, where that has a record.
    """

    row_id: str
    table: Table
    section: Section
    list: PrecursorList | None
    item_no: str | None
    printed_ru: str
    printed_kk: str | None
    evidence: Evidence
    act_id: str
    from_earliest: date
    from_sure: date
    until: date | None
    certain: bool
    reading: ListingReading | None = None
    reading_note: str | None = None
    substance_id: str | None = None
    group_id: str | None = None
    name_en: str | None = None
    name_ru: str | None = None
    name_kk: str | None = None
    cas: str | None = None


class ClaimAnswer(Part):
    """What a source says that an act added, and the rows that explain it.

    Attributes
    ----------
    act_id, count, kind, source_id, row_ids, note
        The claim; see `kzschedule.records.model.Claim`.
    named : int or None
        How many rows explain it; None where none does.
    unnamed : int or None
        How many are missing to the count; None where `named` is.
    """

    act_id: str | None
    count: int
    kind: str
    source_id: str
    row_ids: tuple[str, ...]
    note: str | None
    named: int | None
    unnamed: int | None


class Change(Part):
    """One thing that an act did.

    Attributes
    ----------
    what : str
        ``row``, ``preparation``, ``note``, ``substituent``, ``size``, ``cultivation`` or ``veterinary``.
    kind : str
        ``added``, ``changed`` (worded anew, or with another figure) or ``ended``.
    id : str
        Of the row, the size, the substituent and so on.
    act_id, or_act_id : str or None
        The act that did it; where two cannot be told apart the later one and the earlier one.
    from_earliest, from_sure : datetime.date
        The change is in force at the earliest from the one, and certainly from the other.
    before_ru, before_kk, after_ru, after_kk : str or None
        What was printed before, and what is after.
    fields : tuple of str
        For something changed, the columns that differ.
    table, section, list
        Where a row or a note stands.
    substance_ids : tuple of str
        What a row controls.
    """

    what: What
    kind: ChangeKind
    id: str
    act_id: str
    or_act_id: str | None
    from_earliest: date
    from_sure: date
    before_ru: str | None = None
    before_kk: str | None = None
    after_ru: str | None = None
    after_kk: str | None = None
    fields: tuple[str, ...] = ()
    table: Table | None = None
    section: Section | None = None
    list: PrecursorList | None = None
    substance_ids: tuple[str, ...] = ()


class ActChanges(Part):
    """What one act changed, and what it is said to have added.

    Where two acts cannot be told apart, what they changed stands with the later one.
    """

    act: Act
    changes: tuple[Change, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()

    def of(self, what: What, kind: ChangeKind | None = None) -> tuple[Change, ...]:
        """Return the changes of a sort.

        Examples
        --------
        >>> from kzschedule.schedule import Schedule
        >>> [change.id for change in act_changes(Schedule.default(), "22/2024").of("row", "added")][:3]
        ['I-A-84', 'I-A-85', 'I-A-86']
        """
        return tuple(change for change in self.changes if change.what == what and kind in (None, change.kind))

    @property
    def added(self) -> tuple[Change, ...]:
        """The rows that the act added."""
        return self.of("row", "added")


class ScheduleView(Part):
    """The list on a day.

    Attributes
    ----------
    as_of : datetime.date
        The day.
    newest_act : Act or None
        The newest act that was signed by then.
    revision : RevisionAnswer
        The newest revision read, and those that stand, or may stand, on the day.
    in_force : tuple of Position
        Certainly in force on the day, in the order of the tables.
    maybe : tuple of Position
        Rows that may be in force, because the day of an act is not certain, and second readings of a row.
    claims : tuple of ClaimAnswer
        What acts that were signed by then are said to have added.
    claims_without_act : tuple of ClaimAnswer
        Counts of sources that name no act.
    messages : tuple of Statement
        What a reader has to know.
    """

    as_of: date
    newest_act: Act | None
    revision: RevisionAnswer
    in_force: tuple[Position, ...]
    maybe: tuple[Position, ...]
    claims: tuple[ClaimAnswer, ...]
    claims_without_act: tuple[ClaimAnswer, ...]
    messages: tuple[Said, ...]


class ScheduleDiff(Part):
    """What changed after one day and up to another.

    Attributes
    ----------
    first, second : datetime.date
        The days; what came into force on `first` is no change, what came into force on `second` is one. A change
        whose day is an interval is one if it may have come in this time.
    acts : tuple of ActChanges
        The acts that came, or may have come, into force in this time, in order of signing.
    messages : tuple of Statement
        What a reader has to know.
    """

    first: date
    second: date
    acts: tuple[ActChanges, ...]
    messages: tuple[Said, ...]


def view(schedule: Schedule, day: date) -> ScheduleView:
    """Return the list on a day; see `kzschedule.Schedule.as_of`."""
    positions = sorted(_positions(schedule, day), key=lambda item: (natural(item.row_id), item.name_en or ""))
    in_force = tuple(position for position in positions if position.certain)
    maybe = tuple(position for position in positions if not position.certain)
    signed = {act.act_id for act in schedule.package.acts if act.date <= day}
    claims = claims_of(schedule)
    rows = len({position.row_id for position in in_force})
    values = {"day": str(day), "rows": rows, "positions": len(in_force)}
    count = Statement("In force on {day}: rows {rows}, positions {positions}.", **values)
    doubtful = Statement("Perhaps in force, or a second reading of a row: positions {positions}.", positions=len(maybe))
    return ScheduleView(
        as_of=day,
        newest_act=schedule.newest_act(day),
        revision=schedule.revision(day),
        in_force=in_force,
        maybe=maybe,
        claims=tuple(claim for claim in claims if claim.act_id in signed),
        claims_without_act=tuple(claim for claim in claims if claim.act_id is None),
        messages=(count, *((doubtful,) if maybe else ()), *_searched(schedule, day)),
    )


def _positions(schedule: Schedule, day: date) -> Iterator[Position]:
    law = schedule.law
    of_their_own = {item.substance_id for item in schedule.package.listings if item.substance_id is not None}
    for substance_id in sorted(of_their_own):
        substance = schedule.substances[substance_id]
        named = {"name_en": substance.name_en, "name_ru": substance.name_ru, "name_kk": substance.name_kk,
                 "cas": substance.cas, "substance_id": substance_id}  # fmt: skip
        # A member of a group stands in the row of the group, which is there once.
        alone = (item for item in law.positions(substance_id, day) if item.listing.group_id is None)
        yield from _standing(alone, law, named)
    for group in law.groups.values():
        named = {"name_en": group.name_en, "name_ru": group.name_ru, "name_kk": group.name_kk,
                 "group_id": group.group_id}  # fmt: skip
        yield from _standing(law.group_positions(group.group_id, day), law, named)
    read = {listing.row_id for listing in schedule.package.listings}
    for row_id in law.row_ids:
        if row_id not in read and law.lifetime(row_id).on(day) != "no":
            period = law.lifetime(row_id)
            yield _position(law.row(row_id, day), period, law, certain=period.on(day) == "yes")


def _standing(positions: Iterable[LawPosition], law: Law, named: dict[str, str | None]) -> Iterator[Position]:
    for position in positions:
        if position.standing != "no":
            listing = position.listing
            reading = {"reading": listing.reading, "reading_note": listing.reading_note}
            yield _position(position.row, position.period, law, certain=position.asserted, **reading, **named)


def _position(row: Row, period: Period, law: Law, **values: Any) -> Position:
    days = {"from_earliest": period.from_earliest, "from_sure": period.from_sure, "until": period.until_sure}
    # The period begins with the row, whatever was reworded since, and so does the act.
    return Position.showing(row, act_id=law.states(row.row_id)[0][0].act_id, **days, **values)


def diff(schedule: Schedule, first: date, second: date) -> ScheduleDiff:
    """Return what changed between two days; see `kzschedule.Schedule.diff`.

    Raises
    ------
    InvalidDateError
        If the second day is before the first.
    """
    if second < first:
        raise InvalidDateError(
            Statement("{second} is before {first}; give the earlier day first", first=str(first), second=str(second))
        )
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes_of(schedule):
        if _in_time(change.from_earliest, change.from_sure, first, second):
            found[change.act_id].append(change)
    acts = [
        act
        for act in schedule.package.acts
        if act.act_id in found or _in_time(act.from_earliest, act.from_sure, first, second)
    ]
    grouped = [_of_act(act, found[act.act_id], schedule) for act in sorted(acts, key=lambda act: act.date)]
    return ScheduleDiff(first=first, second=second, acts=tuple(grouped), messages=tuple(_searched(schedule, first)))


def _in_time(earliest: date, sure: date, first: date, second: date) -> bool:
    """Whether what begins on a day between two days may begin after a first day and up to a second one."""
    return first < sure and earliest <= second


def act_changes(schedule: Schedule, act: str) -> ActChanges:
    """Return what one act changed.

    Parameters
    ----------
    schedule : Schedule
        The list.
    act : str
        The act, by its number and year (``22/2024``), its number, or its identifier.

    Raises
    ------
    KzScheduleError
        If the act is not held.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> changes = act_changes(Schedule.default(), "326")
    >>> [change.id for change in changes.added]
    ['II-A-55']
    """
    chosen = act_named(schedule, act)
    changes = [change for change in changes_of(schedule) if chosen.act_id in (change.act_id, change.or_act_id)]
    return _of_act(chosen, changes, schedule)


def act_named(schedule: Schedule, text: str) -> Act:
    """Return the act that a number and year, a number, or an identifier means.

    Raises
    ------
    KzScheduleError
        If none of those held, or several, are meant.
    """
    number, _, year = text.removeprefix("№").strip().partition("/")
    found = [
        act
        for act in schedule.package.acts
        if text == act.act_id or (act.number == number.strip() and year.strip() in ("", str(act.date.year)))
    ]
    if len(found) != 1:
        held = tuple(f"{act.number}/{act.date.year}" for act in sorted(schedule.package.acts, key=lambda act: act.date))
        raise KzScheduleError(Statement("{act!r} is no act that is held; these are: {held}", act=text, held=held))
    return found[0]


def _of_act(act: Act, changes: Iterable[Change], schedule: Schedule) -> ActChanges:
    claims = tuple(claim for claim in claims_of(schedule) if claim.act_id == act.act_id)
    return ActChanges(act=act, changes=tuple(changes), claims=claims)


def claims_of(schedule: Schedule) -> tuple[ClaimAnswer, ...]:
    """Return what sources say that acts added, each with the rows that explain it.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> claims = claims_of(Schedule.default())
    >>> [(claim.count, claim.named) for claim in claims if claim.act_id == "kz-gov-2024-22"]
    [(1, 1), (8, 8)]
    """
    return tuple(map(_claim_answer, schedule.package.claims))


def _claim_answer(claim: Claim) -> ClaimAnswer:
    named = len(claim.row_ids) or None
    unnamed = None if named is None else max(claim.count - named, 0)
    return ClaimAnswer(**claim.model_dump(), named=named, unnamed=unnamed)


def changes_of(schedule: Schedule) -> tuple[Change, ...]:
    """Return all that the acts did, by day and in the order of the text.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> changes = changes_of(Schedule.default())
    >>> [(change.kind, str(change.from_sure)) for change in changes if change.id == "I-B-63" and change.what == "row"]
    [('added', '2024-02-06')]
    """
    controlled = _controlled(schedule)
    found = [
        change for what in get_args(What) for change in _changes(what, schedule, controlled if what == "row" else {})
    ]
    order = get_args(What)
    return tuple(sorted(found, key=lambda item: (item.from_sure, order.index(item.what), natural(item.id))))


def _controlled(schedule: Schedule) -> dict[str, tuple[str, ...]]:
    """Return the substances that rows control, by row."""
    found: dict[str, list[str]] = defaultdict(list)
    for listing in schedule.package.listings:
        if listing.substance_id is not None:
            found[listing.row_id].append(listing.substance_id)
    return {row_id: tuple(substance_ids) for row_id, substance_ids in found.items()}


def _starred(printed: str, size: Size) -> str:
    """Return the name of a row of the size table with the star that stands behind it."""
    return printed if size.mixture != "star" or "*" in printed else f"{printed}*"


#: For each sort: its file, what identifies a record, and what it prints, in Russian and in Kazakh.
_SORTS: dict[What, tuple[str, str, Callable[[Any], tuple[str, str | None]]]] = {
    "row": ("rows", "row_id", lambda item: (item.printed_ru, item.printed_kk)),
    "preparation": ("preparations", "row_id", lambda item: (item.printed_ru, item.printed_kk)),
    "note": ("notes", "note_id", lambda item: (item.printed_ru, item.printed_kk)),
    "substituent": ("substituents", "number", lambda item: (item.name_ru, item.name_kk)),
    "size": ("sizes", "size_id", lambda item: (
        f"{_starred(item.printed_ru, item)}: {item.raw}",
        f"{_starred(item.printed_kk, item)}: {item.raw_kk or item.raw}" if item.printed_kk else None,
    )),
    "cultivation": ("cultivation", "cult_id", lambda item: (f"{item.printed_ru}: {item.raw}", None)),
    "veterinary": ("veterinary", "vet_id", lambda item: (item.printed_ru, item.printed_kk)),
}  # fmt: skip
#: Columns that say when a state stands or how it was found, not what it is.
_ABOUT_A_STATE = {"first_revision", "last_revision", "act_id", "or_act_id", "basis", "reading_note", "evidence"}


def _changes(what: What, schedule: Schedule, controlled: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    file, key, _ = _SORTS[what]
    calendar = schedule.law.calendar
    records = getattr(schedule.package, file)
    for identifier, states in calendar.periods(records, lambda record: str(getattr(record, key))).items():
        where = _where(states[0][0])
        common = {"what": what, "id": identifier, "substance_ids": controlled.get(identifier, ()), **where}
        before = None
        for record, period in states:
            yield _begun(before, record, period, common)
            before = record
        last, period = states[-1]
        if period.until_earliest is not None and period.until_sure is not None:
            yield _ended(last, period.until_earliest, period.until_sure, common, schedule)


def _where(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name, None) for name in ("table", "section", "list")}


def _begun(before: Any, record: Any, period: Period, common: dict[str, Any]) -> Change:
    printed = _SORTS[common["what"]][2]
    after_ru, after_kk = printed(record)
    before_ru, before_kk = printed(before) if before is not None else (None, None)
    differing = tuple(
        name
        for name in type(record).model_fields
        if before is not None and name not in _ABOUT_A_STATE and getattr(before, name) != getattr(record, name)
    )
    return Change(
        kind="added" if before is None else "changed",
        act_id=record.act_id,
        or_act_id=record.or_act_id,
        from_earliest=period.from_earliest,
        from_sure=period.from_sure,
        before_ru=before_ru,
        before_kk=before_kk,
        after_ru=after_ru,
        after_kk=after_kk,
        fields=differing,
        **common,
    )


def _ended(record: Any, earliest: date, sure: date, common: dict[str, Any], schedule: Schedule) -> Change:
    before_ru, before_kk = _SORTS[common["what"]][2](record)
    acts = sorted(schedule.package.acts, key=lambda act: act.date)
    by = next(act for act in acts if act.from_sure == sure)
    others = [act.act_id for act in acts if act.from_earliest == earliest and act.act_id != by.act_id]
    return Change(
        kind="ended",
        act_id=by.act_id,
        or_act_id=others[0] if others and by.from_earliest != earliest else None,
        from_earliest=earliest,
        from_sure=sure,
        before_ru=before_ru,
        before_kk=before_kk,
        **common,
    )


def _searched(schedule: Schedule, day: date) -> list[Statement]:
    law = schedule.law
    return messages.searched(law.newest_revision, law.revisions_on(day), day, schedule.start)
