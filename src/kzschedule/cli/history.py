"""``kzschedule history``: the acts that touched a substance."""

from __future__ import annotations

import json
from typing import Any

import click

from kzschedule.cli.options import json_option, language_option
from kzschedule.language import Language
from kzschedule.messages import SECTION
from kzschedule.statement import Statement, SubstanceName


@click.command("history")
@click.argument("query")
@json_option
@language_option
def command(query: str, *, as_json: bool, language: Language) -> None:
    """Show the acts that touched a substance, with dates and evidence, and what acts added without names."""
    from kzschedule.history import history

    record = history(query)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
        return
    note = Statement("note").say(language)
    for message in record["messages"]:
        click.echo(f"{note}: {message.say(language)}")
    for substance in record["substances"]:
        name = SubstanceName(substance["name_en"], ru=substance["name_ru"], kk=substance["name_kk"])
        click.echo(f"{name.say(language)} [{substance['substance_id']}]")
        for event in substance["events"]:
            click.echo(f"  {event_line(event, language)}")
        if not substance["events"]:
            nothing = Statement("no position found")
            click.echo(f"  {nothing.say(language)}")
    head = Statement("Acts held, and what is claimed that they added without naming it here:")
    click.echo(head.say(language))
    for act in record["acts"]:
        values = {"number": act["number"], "date": str(act["date"])}
        said = (
            Statement("No. {number} of {date}, in force {since}", **values, since=str(act["effective_from"]))
            if act["effective_from"]
            else Statement("No. {number} of {date}, in force on a day not found", **values)
        )
        click.echo(f"  {said.say(language)}")
        for claim in act["claims"]:
            click.echo(f"    {_claim(claim, language)}")
    for claim in record["claims_without_act"]:
        unnamed = Statement("no act named")
        click.echo(f"  {unnamed.say(language)}: {_claim(claim, language)}")


def _claim(claim: dict[str, Any], language: Language) -> str:
    values = {"added": claim["count"], "kind": claim["kind"], "source": claim["source_id"], "note": claim["note"] or ""}
    if claim["named"] is None:
        return Statement("{added} {kind} ({source}): {note}", **values).say(language)
    return Statement(
        "{added} {kind} ({source}), {named} named and {unnamed} unnamed here: {note}",
        **values,
        named=claim["named"],
        unnamed=claim["unnamed"],
    ).say(language)


def event_line(event: dict[str, Any], language: Language = "en") -> str:
    """Say what happened to a position, when, by which act, and how well that is known."""
    when = str(event["date"]) if event["date"] else Statement("no date known").say(language)
    basis = f" ({event['date_basis']})" if event["date_basis"] else ""
    what, section = event["event"], SECTION[event["section"]]
    done = [
        Statement(
            "{event} Table {table} ({section})",
            event=Statement(what),
            table=event["table"],
            section=Statement(section),
        )
    ]
    if event["from_table"]:
        origin = SECTION[event["from_section"]]
        done.append(Statement("from Table {table} ({section})", table=event["from_table"], section=Statement(origin)))
    if event["act_id"] and event["date_basis"] != "assumed":
        done.append(Statement("by {act}", act=event["act_id"]))
    known = Statement(
        "evidence {evidence}; sources: {sources}", evidence=event["evidence"], sources=tuple(event["source_ids"])
    )
    return f"{when}{basis}: {' '.join(said.say(language) for said in done)}; {known.say(language)}"
