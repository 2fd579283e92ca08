"""Looking a query up and judging what is found: the `Outcome` that every answer is written from.

`kzschedule.check` writes an outcome out as a `Verdict`, `kzschedule.screen` as a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kzschedule.answer.identify import kind_of
from kzschedule.answer.judge import Judged, Outcome, View, judge, with_analogues, with_notes_and_groups
from kzschedule.answer.lookup import Finding, Found, locate, look_up, with_own_structure
from kzschedule.answer.query import Kind, Query, failed_kind, read_query
from kzschedule.errors import DataPackageError, KzScheduleError
from kzschedule.language.vocabulary import Status
from kzschedule.schedule import Schedule

if TYPE_CHECKING:
    from kzschedule.structures.parent import Parent


def examine(query: object, kind: Kind, view: View) -> Outcome:
    """Look a query up and judge what is found, as `check` does; what cannot be read is an outcome too.

    Examples
    --------
    >>> from datetime import date
    >>> examine("мефедрон", "auto", View(Schedule.default(), date(2024, 3, 1))).judged[0].hit.substance_id
    'mephedrone'
    """
    return examine_all([(query, kind)], view)[0]


def examine_all(queries: Sequence[tuple[object, Kind]], view: View) -> list[Outcome]:
    """Examine many queries, each as `examine` does.

    Each step is taken for all of them before the next, so that what a step needs stays in the processor's caches.
    """
    read = [_read(query, kind) for query, kind in queries]
    located = locate((item for item in read if isinstance(item, Query)), view.schedule) if len(read) > 1 else {}
    found = [_found(item, view.schedule, located) if isinstance(item, Query) else item for item in read]
    judged = [
        item if isinstance(item, Outcome) else judge(with_own_structure(item, view.schedule), view) for item in found
    ]
    return [
        outcome if isinstance(item, Outcome) else _completed(outcome, item, view)
        for item, outcome in zip(found, judged, strict=True)
    ]


def _completed(outcome: Outcome, finding: Finding, view: View) -> Outcome:
    """Add what notes, groups and the list of substituents make of the parts of a structure that no row covers.

    A name of several meanings has no structure to compare, and what is listed is no analogue.
    """
    structure, several = outcome.structure, len(finding.parents or ()) > 1
    open_parts = outcome.status in ("unconfirmed", "no_match") or (outcome.status == "listed" and several)
    if structure is not None and open_parts:
        from kzschedule.structures.parent import parents_of

        mol = structure.mol if finding.drawn is None else finding.drawn
        known = finding.parents if finding.drawn is None else None
        parts = known or parents_of(mol, view.schedule.counterions)
        outcome = with_notes_and_groups(outcome, _left(parts, _covering(outcome.judged)), view)
        left = _left(parts, [item for item in outcome.judged if item.standing == "listed"])
        outcome = with_analogues(outcome, mol, left, view) if left else outcome
    if finding.within and outcome.status == "unresolved" and not finding.unread and not _any_of_concern(outcome, view):
        outcome = replace(outcome, status="no_match", suggestions=(), several_meanings=False)
    if outcome.status == "no_match" and finding.beside:
        return replace(outcome, status="unresolved", suggestions=finding.beside)
    if outcome.status == "no_match" and view.day < view.schedule.start:
        return replace(outcome, status="unresolved")  # other lists were in force, which are not held
    return outcome


def _covering(judged: Iterable[Judged]) -> list[Judged]:
    """Return what a row covers, also one that is unconfirmed because of the day or of its reading.

    A row outranks a note; only another stereoisomer than the row means is left to the notes.
    """
    return [
        item
        for item in judged
        if item.covered_by is not None and (item.standing == "listed" or not item.hit.form.contradicted)
    ]


def _left(parts: Sequence[Parent], judged: Sequence[Judged]) -> tuple[Parent, ...]:
    """Return the organic parts of a structure that are not among what was judged."""
    if len(parts) == 1:
        return () if judged else tuple(parts)
    done = {item.hit.matched_text for item in judged}
    return tuple(part for part in parts if part.smiles not in done)


def _any_of_concern(outcome: Outcome, view: View) -> bool:
    """Whether one of the substances that were named among words has an answer other than ``no_match`` by itself."""
    found = {item.hit.substance_id for item in outcome.judged} | {one.substance_id for one in outcome.suggestions}
    return any(_alone(substance_id, view) != "no_match" for substance_id in sorted(found))


def _alone(substance_id: str, view: View) -> Status:
    if substance_id not in view.alone:
        substance = view.schedule.substances[substance_id]
        query: tuple[str, Kind] = (substance.smiles, "smiles") if substance.smiles else (substance.name_en, "name")
        view.alone[substance_id] = examine(*query, view).status
    return view.alone[substance_id]


def _read(query: object, kind: Kind) -> Query | Outcome:
    """Read a query; one that cannot be read has its outcome at once."""
    try:
        return read_query(query, kind)
    except DataPackageError:
        raise
    except KzScheduleError as error:
        return Outcome(failed_kind(query, kind), "invalid", messages=(error.statement,))


def _found(query: Query, schedule: Schedule, located: Found) -> Finding | Outcome:
    """Look a query up; so has one that is none of its kind."""
    try:
        finding = look_up(query, schedule, located)
    except DataPackageError:  # nothing that the query could help
        raise
    except KzScheduleError as error:
        kind = kind_of(query.form) if query.form is not None else "smiles"
        return Outcome(kind, "invalid", messages=(error.statement,))
    if query.said is not None:
        finding.messages.insert(0, query.said)
    return finding
