"""What the acts did to a substance: its rows, their wordings, its sizes, in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kzschedule.answer import messages
from kzschedule.answer.changes import Change, changes_of
from kzschedule.answer.check import check
from kzschedule.schedule import Schedule


def history(query: str, *, schedule: Schedule | None = None) -> dict[str, Any]:
    """Return the events of the list that touched a substance.

    Parameters
    ----------
    query : str
        What `kzschedule.check` takes.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.

    Returns
    -------
    dict
        ``query``, ``status``, ``revision``, ``messages``, and ``substances``: each with its names and its ``events``
        in order, an event being the fields of a `kzschedule.answer.changes.Change`. Where the query is only a formal
        analogue, the substances are those of which it is one, with ``parent`` true.

    Examples
    --------
    >>> [(event["kind"], event["id"]) for event in history("эутилон")["substances"][0]["events"]]
    [('added', 'I-B-63'), ('added', 'S-II-142')]
    """
    schedule = schedule or Schedule.default()
    verdict = check(query, schedule=schedule)
    changes = changes_of(schedule)
    parents = () if any(match.listings for match in verdict.matches) else verdict.analogues
    records = [
        {
            "substance_id": getattr(found, "substance_id", None) or getattr(found, "parent_id", None),
            "name_en": found.name_en,
            "name_ru": found.name_ru,
            "name_kk": found.name_kk,
            "parent": parent,
            "events": [change.model_dump() for change in _touching(found, changes, schedule)],
        }
        for parent, group in ((False, verdict.matches), (True, parents[:1]))
        for found in group
    ]
    # What may be meant is said where nothing is asserted.
    perhaps = [messages.perhaps(verdict.suggestions)] if verdict.suggestions and not records else []
    return {
        "query": verdict.query,
        "status": verdict.status,
        "revision": verdict.revision.model_dump() if verdict.revision else None,
        "messages": [*perhaps, *verdict.statements],
        "substances": records,
    }


def _touching(found: Any, changes: Iterable[Change], schedule: Schedule) -> list[Change]:
    """Return the changes of the rows of a substance, of their sizes, and of what else speaks of it."""
    substance_id = getattr(found, "substance_id", None) or found.parent_id
    rows = {listing.row_id for listing in found.listings}
    rows |= {listing.row_id for listing in schedule.law.listings(substance_id)}
    touched = {("row", row_id) for row_id in rows}
    touched |= {("size", size.size_id) for row_id in rows for size, _ in schedule.law.size_states(row_id)}
    touched |= {("preparation", item.row_id) for item in schedule.preparations.get(substance_id, ())}
    touched |= {("veterinary", item.vet_id) for item in schedule.veterinary.get(substance_id, ())}
    return [change for change in changes if (change.what, change.id) in touched]
