"""``kzschedule history``: the acts that touched a substance."""

from __future__ import annotations

import json
from typing import Any

import click

from kzschedule.cli.options import json_option


@click.command("history")
@click.argument("query")
@json_option
def command(query: str, *, as_json: bool) -> None:
    """Show the acts that touched a substance, with dates and evidence, and what acts added without names."""
    from kzschedule.history import history

    record = history(query)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
        return
    for message in record["messages"]:
        click.echo(f"note: {message}")
    for substance in record["substances"]:
        click.echo(f"{substance['name_en']} [{substance['substance_id']}]")
        for event in substance["events"]:
            click.echo(f"  {event_line(event)}")
        if not substance["events"]:
            click.echo("  no position found")
    click.echo("Acts held, and what is claimed that they added without naming it here:")
    for act in record["acts"]:
        click.echo(f"  No. {act['number']} of {act['date']}, in force {act['effective_from'] or 'on a day not found'}")
        for claim in act["claims"]:
            click.echo(f"    {_claim(claim)}")
    for claim in record["claims_without_act"]:
        click.echo(f"  no act named: {_claim(claim)}")


def _claim(claim: dict[str, Any]) -> str:
    named = "" if claim["named"] is None else f", {claim['named']} named and {claim['unnamed']} unnamed here"
    return f"{claim['count']} {claim['kind']} ({claim['source_id']}){named}: {claim['note'] or ''}"


def event_line(event: dict[str, Any]) -> str:
    """Say what happened to a position, when, by which act, and how well that is known."""
    when = event["date"] or "no date known"
    basis = f" ({event['date_basis']})" if event["date_basis"] else ""
    act = f" by {event['act_id']}" if event["act_id"] and event["date_basis"] != "assumed" else ""
    origin = f" from Table {event['from_table']} ({event['from_section']})" if event["from_table"] else ""
    return (
        f"{when}{basis}: {event['event']} Table {event['table']} ({event['section']}){origin}{act}; "
        f"evidence {event['evidence']}; sources: {', '.join(event['source_ids'])}"
    )
