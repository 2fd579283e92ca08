"""What the acts did to a substance, and what they are said to have done without names."""

from __future__ import annotations

from typing import Any

from kzschedule.checking import check
from kzschedule.model import Listing
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
        ``query``, ``status``, ``messages``, ``substances`` (each with its ``events`` in order of date),
        ``acts`` (all that are held, each with the ``claims`` about it) and ``claims_without_act``.

    Examples
    --------
    >>> [event["date"].isoformat() for event in history("эутилон")["substances"][0]["events"]]
    ['2024-02-06']
    """
    schedule = schedule or Schedule.default()
    verdict = check(query, schedule=schedule)
    claims = [claim.model_dump() for claim in schedule.package.claims]
    return {
        "query": verdict.query,
        "status": verdict.status,
        "messages": list(verdict.messages),
        "substances": [
            {
                "substance_id": match.substance_id,
                "name_en": match.name_en,
                "name_ru": match.name_ru,
                "events": _events(schedule.listings.get(match.substance_id, [])),
            }
            for match in verdict.matches
        ],
        "acts": [
            {**act.model_dump(), "claims": [claim for claim in claims if claim["act_id"] == act.act_id]}
            for act in sorted(schedule.package.acts, key=lambda act: act.date)
        ],
        "claims_without_act": [claim for claim in claims if claim["act_id"] is None],
    }


def _events(listings: list[Listing]) -> list[dict[str, Any]]:
    events = []
    for listing in listings:
        shared = {
            "table": listing.table,
            "section": listing.section,
            "evidence": listing.evidence,
            "table_basis": listing.table_basis,
            "source_ids": listing.source_ids,
            "note": listing.note,
        }
        events.append(
            {
                "event": "listed in",
                "date": listing.listed_from,
                "date_basis": listing.date_basis,
                "act_id": listing.act_id,
                **shared,
            }
        )
        if listing.listed_until is not None:
            events.append(
                {
                    "event": "taken off",
                    "date": listing.listed_until,
                    "date_basis": listing.date_basis,
                    "act_id": listing.until_act_id,
                    **shared,
                }
            )
    return sorted(events, key=lambda event: (event["date"] is None, str(event["date"]), event["table"]))
