"""What the acts did to a substance, and what they are said to have done without names."""

from __future__ import annotations

from typing import Any

from kzschedule.changes import Change, ChangeKind, changes_of, claims_of
from kzschedule.checking import check
from kzschedule.language import N_
from kzschedule.schedule import Schedule

#: What an event is called.
_EVENTS: dict[ChangeKind, str] = {
    "added": N_("listed in"),
    "moved": N_("moved to"),
    "removed": N_("taken off"),
    "restated": N_("restated in"),
}


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
        ``query``, ``status``, ``messages``, ``substances`` (each with its ``events`` in order of date),
        ``acts`` (all that are held, each with the ``claims`` about it: how many it is said to have added, how many
        of them are ``named`` here and how many ``unnamed``) and ``claims_without_act``.

    Examples
    --------
    >>> [event["date"].isoformat() for event in history("эутилон")["substances"][0]["events"]]
    ['2024-02-06']
    """
    schedule = schedule or Schedule.default()
    verdict = check(query, schedule=schedule)
    claims = [claim.model_dump() for claim in claims_of(schedule)]
    return {
        "query": verdict.query,
        "status": verdict.status,
        "messages": list(verdict.statements),
        "substances": [
            {
                "substance_id": match.substance_id,
                "name_en": match.name_en,
                "name_ru": match.name_ru,
                "name_kk": match.name_kk,
                "events": [_event(change) for change in changes_of(schedule.listings.get(match.substance_id, []))],
            }
            for match in verdict.matches
        ],
        "acts": [
            {**act.model_dump(), "claims": [claim for claim in claims if claim["act_id"] == act.act_id]}
            for act in sorted(schedule.package.acts, key=lambda act: act.date)
        ],
        "claims_without_act": [claim for claim in claims if claim["act_id"] is None],
    }


def _event(change: Change) -> dict[str, Any]:
    fields = change.model_dump(exclude={"kind", "substance_id", "day"})
    return {"event": _EVENTS[change.kind], "date": change.day, **fields}
