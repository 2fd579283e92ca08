"""Checks of time: acts, revisions, and the printed states of one thing, which follow each other without a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from kzschedule.dates import today
from kzschedule.records.installation import last_look
from kzschedule.records.model import (
    Act,
    Cultivation,
    Note,
    Preparation,
    Revision,
    Row,
    Size,
    Substituent,
    Veterinary,
)
from kzschedule.records.package import looked_on
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, problem

State = Row | Note | Preparation | Veterinary | Cultivation | Size | Substituent

#: The records that are printed states, each with the column that says of what.
STATES: Mapping[type[State], str] = {
    Row: "row_id",
    Note: "note_id",
    Preparation: "row_id",
    Veterinary: "vet_id",
    Cultivation: "cult_id",
    Size: "size_id",
    Substituent: "number",
}

#: After how many days without a look for a newer act a reader should look for one.
STALE_AFTER = timedelta(days=300)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def stands_in(state: State, revision_id: str) -> bool:
    """Whether a printed state stands in a revision."""
    return state.first_revision <= revision_id and (state.last_revision is None or revision_id <= state.last_revision)


def check_acts(package: RawPackage) -> Iterator[Finding]:
    """An act's identifier follows from its number and day, and it is in force after it was signed."""
    for line, act in package.records(Act):
        expected = f"kz-gov-{act.date.year}-{act.number}"
        if act.act_id != expected:
            message = f"{act.act_id} is not {expected}"
            yield problem(Act, line, "act-id", message, "correct the identifier, the number or the date", "act_id")
        if not act.date <= act.from_earliest <= act.from_sure:
            message = "date, from_earliest and from_sure are not in order"
            yield problem(Act, line, "dates", message, "correct the dates", "from_earliest")


def check_revisions(package: RawPackage) -> Iterator[Finding]:
    """A revision is named by the day of its act, and one that was read has a copy with its hash."""
    dates = {act.act_id: act.date for _, act in package.records(Act)}
    for line, revision in package.records(Revision):
        day = dates.get(revision.act_id)
        if day is not None and revision.revision_id != str(day):
            message = f"{revision.act_id} was signed on {day}"
            yield problem(Revision, line, "revision", message, "name the revision by that day", "revision_id")
        hashed = revision.sha256 is not None and _SHA256.fullmatch(revision.sha256) is not None
        if revision.read != (hashed and bool(revision.copy_of)) or (revision.sha256 and not hashed):
            message = "a revision that was read has a copy and its SHA-256, one that was not has neither"
            yield problem(Revision, line, "revision", message, "give both, or correct read", "read")


def check_staleness(package: RawPackage) -> Iterator[Finding]:
    """Warn when nobody has looked for a newer act for long: there may be one."""
    looks = [act.date for _, act in package.records(Act)]
    looks += filter(None, (looked_on(package.descriptor or {}), last_look()))
    looked = max(looks, default=None)
    if looked is not None and today() - looked > STALE_AFTER:
        yield Finding(
            file="datapackage.json",
            row=None,
            check="staleness",
            severity="warning",
            message=f"the last look for a newer act was on {looked}, {(today() - looked).days} days ago",
            cure="look for newer revisions on the legal portal, or let kzschedule update look for them",
        )


def check_states(package: RawPackage) -> Iterator[Finding]:
    """Each printed state begins and ends with revisions, by their acts, and the next one follows it."""
    revisions = {revision.revision_id: revision for _, revision in package.records(Revision)}
    signed = {act.act_id: act.date for _, act in package.records(Act)}
    for model, key in STATES.items():
        by_id: dict[str, list[tuple[int, State]]] = defaultdict(list)
        for line, state in package.records(model):
            by_id[getattr(state, key)].append((line, state))
            for check, column, message in _state_problems(state, revisions, signed):
                yield problem(model, line, check, message, "correct the revision or the act", column)
        for name, states in by_id.items():
            yield from _sequence_problems(model, name, states, revisions)


def _sequence_problems(
    model: type[State], name: str, states: list[tuple[int, State]], revisions: Mapping[str, Revision]
) -> Iterator[Finding]:
    ordered = sorted(states, key=lambda found: found[1].first_revision)
    for (_, before), (line, after) in pairwise(ordered):
        broken = _break_between(before, after, revisions)
        if broken is not None:
            message = f"{name} from {after.first_revision}: {broken}"
            yield problem(model, line, "states", message, "correct this or the state before", "first_revision")


def _state_problems(
    state: State, revisions: Mapping[str, Revision], signed: Mapping[str, date]
) -> Iterator[tuple[Check, str, str]]:
    first, last = state.first_revision, state.last_revision
    newest = max(revisions, default=None)
    if last is not None and last < first:
        yield "states", "last_revision", f"ends with {last}, before it begins with {first}"
    if last is not None and last == newest:
        yield "states", "last_revision", f"stands in the newest revision, {last}, and so has not ended"
    if first in revisions and state.act_id != revisions[first].act_id:
        yield "act", "act_id", f"revision {first} is that of {revisions[first].act_id}, not of {state.act_id}"
    other, act = signed.get(state.or_act_id or ""), signed.get(state.act_id)
    if other is not None and act is not None and other >= act:
        yield "act", "or_act_id", f"{state.or_act_id} is not earlier than {state.act_id}"
    elif other is not None and not _unread_before(other, first, revisions):
        message = f"{state.or_act_id} and {state.act_id} can be told apart: a revision that was read lies between them"
        yield "act", "or_act_id", message


def _unread_before(other: date, first: str, revisions: Mapping[str, Revision]) -> bool:
    """Whether none of the revisions from the day of an act up to a later one was read."""
    return not any(revision.read for name, revision in revisions.items() if str(other) <= name < first)


def _break_between(before: State, after: State, revisions: Mapping[str, Revision]) -> str | None:
    """Say how two states of one thing fail to follow each other: only revisions that were not read may lie between."""
    last, first = before.last_revision, after.first_revision
    if last is None or last >= first:
        return f"overlaps with the state from {before.first_revision}"
    between = [name for name, revision in revisions.items() if last < name < first and revision.read]
    return (
        f"leaves a gap at {', '.join(sorted(between))} after the state from {before.first_revision}"
        if between
        else None
    )
