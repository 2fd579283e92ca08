"""The list over time: what stood on a day, and what the acts changed between two days.

What is held is not all that the acts did. Each view and each comparison therefore carries the counts that
sources claim for the acts, with how many of them are named here, so that nobody takes silence for completeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from kzschedule import messages
from kzschedule.errors import InvalidDateError
from kzschedule.model import Act, Claim, DateBasis, Evidence, Listing, Section, Table, TableBasis
from kzschedule.verdict import ListingAnswer, Part

if TYPE_CHECKING:
    from kzschedule.schedule import Schedule

ChangeKind = Literal["added", "moved", "removed", "restated"]


class Position(Part):
    """A position with the substance that holds it; several positions of a substance are several."""

    substance_id: str
    name_en: str
    name_ru: str | None
    listing: ListingAnswer


class ClaimAnswer(Part):
    """What a source says that an act added, and how much of it is named here.

    Attributes
    ----------
    act_id, count, kind, source_id, note
        The claim; see `kzschedule.model.Claim`.
    named : int or None
        How many positions of this kind the act has here; None where the claim names no act, or a kind that is no
        section of the list.
    unnamed : int or None
        How many are missing to the count; None where `named` is.
    """

    act_id: str | None
    count: int
    kind: str
    source_id: str
    note: str | None
    named: int | None
    unnamed: int | None


class Change(Part):
    """One thing that happened to a position.

    Attributes
    ----------
    kind : str
        ``added``, ``moved`` (ended in one table or section and begun in another on the same day), ``removed``, or
        ``restated`` (ended and begun again in the same place).
    day : datetime.date or None
        The first day of the new state; None for a position whose day is not known.
    act_id : str or None
        The act that did it, where known.
    table, section
        Where the position stands after the change, or stood before it was removed.
    from_table, from_section
        Where a position that was moved or restated stood before.
    date_basis, evidence, table_basis, source_ids, note
        How well the change is known; an ``assumed`` day is the latest possible one.
    """

    kind: ChangeKind
    substance_id: str
    day: date | None
    act_id: str | None
    table: Table
    section: Section
    from_table: Table | None
    from_section: Section | None
    date_basis: DateBasis | None
    evidence: Evidence
    table_basis: TableBasis
    source_ids: tuple[str, ...]
    note: str | None


class ActChanges(Part):
    """What is held of one act's changes between two days, and what it is said to have added.

    `act` is None for changes whose act is not known. An act without any change here is listed too: that
    nothing of it is held does not mean that it changed nothing.
    """

    act: Act | None
    added: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    restated: tuple[Change, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()


class ScheduleView(Part):
    """The list on a day.

    Attributes
    ----------
    as_of : datetime.date
        The day.
    newest_act : Act or None
        The newest act that was signed by then.
    in_force : tuple of Position
        In force on the day, with better evidence than ``unverified``.
    unconfirmed : tuple of Position
        All others: unverified, without a day, not yet in force, or ended.
    claims : tuple of ClaimAnswer
        What acts that were signed by then are said to have added, with how much of it is named here.
    claims_without_act : tuple of ClaimAnswer
        Counts of sources that name no act.
    messages : tuple of str
        What a reader has to know.
    """

    as_of: date
    newest_act: Act | None
    in_force: tuple[Position, ...]
    unconfirmed: tuple[Position, ...]
    claims: tuple[ClaimAnswer, ...]
    claims_without_act: tuple[ClaimAnswer, ...]
    messages: tuple[str, ...]


class ScheduleDiff(Part):
    """What changed after one day and up to another.

    Attributes
    ----------
    first, second : datetime.date
        The days; what came into force on `first` is no change, what came into force on `second` is one.
    acts : tuple of ActChanges
        In order of signing: acts that came, or may have come, into force in this time, and all that changed
        something here. Changes without a known act come last.
    undated : int
        How many positions have no day: they may have come or gone in this time too.
    claims_without_act : tuple of ClaimAnswer
        Counts of sources that name no act.
    messages : tuple of str
        What a reader has to know.
    """

    first: date
    second: date
    acts: tuple[ActChanges, ...]
    undated: int
    claims_without_act: tuple[ClaimAnswer, ...]
    messages: tuple[str, ...]


def view(schedule: Schedule, day: date) -> ScheduleView:
    """Return the list on a day; see `kzschedule.Schedule.as_of`."""
    in_force: list[Position] = []
    unconfirmed: list[Position] = []
    for substance in schedule.package.substances:
        for listing in schedule.positions(substance.substance_id, day):
            standing = in_force if listing.in_force and listing.evidence != "unverified" else unconfirmed
            standing.append(
                Position(
                    substance_id=substance.substance_id,
                    name_en=substance.name_en,
                    name_ru=substance.name_ru,
                    listing=listing,
                )
            )
    signed = {act.act_id for act in schedule.package.acts if act.date <= day}
    claims = tuple(claim for claim in claims_of(schedule) if claim.act_id in signed)
    return ScheduleView(
        as_of=day,
        newest_act=schedule.newest_act(day),
        in_force=tuple(in_force),
        unconfirmed=tuple(unconfirmed),
        claims=claims,
        claims_without_act=_without_act(schedule),
        messages=(
            *messages.searched(schedule.newest_act(), day, schedule.start),
            messages.view_is_partial(len(in_force), len(unconfirmed)),
            *_claim_messages(claims, schedule),
        ),
    )


def diff(schedule: Schedule, first: date, second: date) -> ScheduleDiff:
    """Return what changed between two days; see `kzschedule.Schedule.diff`.

    Raises
    ------
    InvalidDateError
        If the second day is before the first.
    """
    if second < first:
        raise InvalidDateError(f"{second} is before {first}; give the earlier day first")
    found: dict[str | None, list[Change]] = defaultdict(list)
    for listings in schedule.listings.values():
        for change in changes_of(listings):
            if change.day is not None and first < change.day <= second:
                found[change.act_id].append(change)
    acts = [act for act in schedule.acts.values() if act.act_id in found or _in_time(act, first, second, schedule)]
    claims = claims_of(schedule)
    grouped = [_act_changes(act, found.pop(act.act_id, []), claims) for act in sorted(acts, key=lambda act: act.date)]
    rest = [change for changes in found.values() for change in changes]
    if rest:
        grouped.append(_act_changes(None, rest, ()))
    shown = [claim for item in grouped for claim in item.claims]
    undated = sum(listing.listed_from is None for listing in schedule.package.listings)
    return ScheduleDiff(
        first=first,
        second=second,
        acts=tuple(grouped),
        undated=undated,
        claims_without_act=_without_act(schedule),
        messages=(
            *messages.searched(schedule.newest_act(), first, schedule.start),
            messages.diff_is_partial(undated, len(rest)),
            *_claim_messages(shown, schedule),
        ),
    )


def changes_of(listings: Iterable[Listing]) -> list[Change]:
    """Return what happened to the positions of one substance, in order of days.

    Parameters
    ----------
    listings : iterable of Listing
        All positions of the substance.

    Returns
    -------
    list of Change
        A position that begins on the day on which another ends is one change, not two.

    Examples
    --------
    >>> from kzschedule import Schedule
    >>> [(change.kind, str(change.day)) for change in changes_of(Schedule.default().listings["eutylone"])]
    [('added', '2024-02-06')]
    """
    listings = sorted(listings, key=lambda item: (item.table, item.section))
    ended = [listing for listing in listings if listing.listed_until is not None]
    before: dict[int, Listing] = {}
    for same_place in (True, False):  # what is restated first, so that the rest is what moved
        for number, listing in enumerate(listings):
            found = next((other for other in ended if _follows(listing, other, same_place)), None)
            if found is not None and number not in before:
                before[number] = found
                ended.remove(found)
    changes = [_begun(listing, before.get(number)) for number, listing in enumerate(listings)]
    changes += [_removed(listing) for listing in ended]
    return sorted(changes, key=lambda change: (change.day is None, change.day or date.max, change.table))


def _follows(listing: Listing, other: Listing, same_place: bool) -> bool:
    """Whether a position begins on the day on which another ends, in the same place or in another."""
    if listing.listed_from is None or listing.listed_from != other.listed_until:
        return False
    return ((listing.table, listing.section) == (other.table, other.section)) == same_place


def _begun(listing: Listing, before: Listing | None) -> Change:
    kind: ChangeKind = "added"
    act_id = listing.act_id
    if before is not None:
        kind = "restated" if (before.table, before.section) == (listing.table, listing.section) else "moved"
        act_id = listing.act_id or before.until_act_id
    return Change(
        kind=kind,
        substance_id=listing.substance_id,
        day=listing.listed_from,
        act_id=act_id,
        table=listing.table,
        section=listing.section,
        from_table=before.table if before else None,
        from_section=before.section if before else None,
        date_basis=listing.date_basis,
        evidence=listing.evidence,
        table_basis=listing.table_basis,
        source_ids=listing.source_ids,
        note=listing.note,
    )


def _removed(listing: Listing) -> Change:
    begun = _begun(listing, None)
    return begun.model_copy(update={"kind": "removed", "day": listing.listed_until, "act_id": listing.until_act_id})


def claims_of(schedule: Schedule) -> tuple[ClaimAnswer, ...]:
    """Return what sources say that acts added, each with how much of it is named here.

    Examples
    --------
    >>> from kzschedule import Schedule
    >>> claims = claims_of(Schedule.default())
    >>> [(claim.count, claim.named) for claim in claims if claim.act_id == "kz-gov-2024-22"]
    [(1, 1), (8, 8)]
    """
    return tuple(_claim_answer(claim, schedule) for claim in schedule.package.claims)


def _claim_answer(claim: Claim, schedule: Schedule) -> ClaimAnswer:
    named = None
    if claim.act_id is not None:
        positions = [listing.section for listing in schedule.package.listings if listing.act_id == claim.act_id]
        sections = [section for section in get_args(Section) if section in claim.kind.casefold()]
        if sections or not positions:
            named = sum(section in sections for section in positions)
    unnamed = None if named is None else max(claim.count - named, 0)
    return ClaimAnswer(**claim.model_dump(), named=named, unnamed=unnamed)


def _without_act(schedule: Schedule) -> tuple[ClaimAnswer, ...]:
    return tuple(claim for claim in claims_of(schedule) if claim.act_id is None)


def _act_changes(act: Act | None, changes: list[Change], claims: tuple[ClaimAnswer, ...]) -> ActChanges:
    kinds = {kind: tuple(change for change in changes if change.kind == kind) for kind in get_args(ChangeKind)}
    of_act = tuple(claim for claim in claims if act is not None and claim.act_id == act.act_id)
    return ActChanges(act=act, claims=of_act, **kinds)


def _in_time(act: Act, first: date, second: date, schedule: Schedule) -> bool:
    """Whether an act came into force after one day and up to another, or may have done so.

    Where its own day is not known, an act is taken to be in force by the first day of a position that it made, or
    by the day on which the next act was signed.
    """
    if act.effective_from is not None:
        return first < act.effective_from <= second
    known = [listing.listed_from for listing in schedule.package.listings if listing.act_id == act.act_id]
    known += [other.date for other in schedule.acts.values() if other.date > act.date]
    latest = min((day for day in known if day is not None), default=date.max)
    return act.date <= second and first < latest


def _claim_messages(claims: Iterable[ClaimAnswer], schedule: Schedule) -> Iterator[str]:
    for claim in claims:
        if claim.unnamed != 0 and claim.act_id in schedule.acts:
            yield messages.claimed(schedule.acts[claim.act_id], claim.count, claim.kind, claim.source_id, claim.named)
