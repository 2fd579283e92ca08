"""What the acts did, as lines: an event a line, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kzschedule.answer.changes import ActChanges, Change, ChangeKind, ClaimAnswer, What
from kzschedule.language import N_, Language
from kzschedule.language.statement import Statement
from kzschedule.records.model import Act
from kzschedule.render import words

#: What happened to what, with its identifier and what is printed.
_EVENTS: dict[tuple[What, ChangeKind], str] = {
    ("row", "added"): N_("row {id} added, {place}: «{text}»"),
    ("row", "changed"): N_("row {id} worded anew: «{text}» instead of «{before}»"),
    ("row", "ended"): N_("row {id} ended: «{before}»"),
    ("preparation", "added"): N_("clause {id} on preparations: «{text}»"),
    ("preparation", "changed"): N_("clause {id} on preparations worded anew: «{text}» instead of «{before}»"),
    ("preparation", "ended"): N_("clause {id} on preparations ended: «{before}»"),
    ("note", "added"): N_("note {id} added: «{text}»"),
    ("note", "changed"): N_("note {id} worded anew: «{text}» instead of «{before}»"),
    ("note", "ended"): N_("note {id} ended: «{before}»"),
    ("substituent", "added"): N_("substituent {id} added: «{text}»"),
    ("substituent", "changed"): N_("substituent {id} worded anew: «{text}» instead of «{before}»"),
    ("substituent", "ended"): N_("substituent {id} ended: «{before}»"),
    ("size", "added"): N_("size {id} added: {text}"),
    ("size", "changed"): N_("size {id} changed: {text} instead of {before}"),
    ("size", "ended"): N_("size {id} ended: {before}"),
    ("cultivation", "added"): N_("size of cultivation {id} added: {text}"),
    ("cultivation", "changed"): N_("size of cultivation {id} changed: {text} instead of {before}"),
    ("cultivation", "ended"): N_("size of cultivation {id} ended: {before}"),
    ("veterinary", "added"): N_("list of veterinary medicines, {id} added: «{text}»"),
    ("veterinary", "changed"): N_("list of veterinary medicines, {id} worded anew: «{text}» instead of «{before}»"),
    ("veterinary", "ended"): N_("list of veterinary medicines, {id} ended: «{before}»"),
}
#: A size of which nothing but a star changed: with it the size holds for the whole mixture.
_STAR = N_("size {id}: a star was added, it holds for the whole mixture: {text}")
_SAME = N_("size {id} restated: {text}")
_COUNTED: dict[tuple[What, ChangeKind], str] = {
    ("row", "added"): N_("rows added"),
    ("row", "changed"): N_("rows worded anew"),
    ("row", "ended"): N_("rows ended"),
    ("substituent", "added"): N_("substituents added"),
    ("substituent", "changed"): N_("substituents worded anew"),
    ("substituent", "ended"): N_("substituents ended"),
    ("size", "added"): N_("sizes added"),
    ("size", "changed"): N_("sizes changed"),
    ("size", "ended"): N_("sizes ended"),
}
_OTHERS = N_("other changes")


def event_line(change: Change, language: Language = "en") -> str:
    """Say what happened, without its day and act.

    Examples
    --------
    >>> from kzschedule.answer.changes import act_changes
    >>> from kzschedule.schedule import Schedule
    >>> event_line(act_changes(Schedule.default(), "326").added[0], "ru")
    'внесена строка II-A-55, Таблица II, раздел А (наркотические средства): «...
    """
    before, after = _texts(change, language)
    template = _EVENTS[change.what, change.kind]
    if (change.what, change.kind) == ("size", "changed") and before.replace("*", "") == after.replace("*", ""):
        template = _STAR if "*" in after and "*" not in before else _SAME
    place = words.table(change).say(language) if change.table and change.section else ""  # type: ignore[arg-type]  # both are there
    return Statement(template, id=change.id, place=place, text=after, before=before).say(language)


def _texts(change: Change, language: Language) -> tuple[str, str]:
    before, after = change.before_ru, change.after_ru
    if language == "kk":
        before, after = change.before_kk or before, change.after_kk or after
    return " ".join((before or "").split()), " ".join((after or "").split())


def events(changes: Iterable[Change], language: Language = "en") -> list[tuple[str, str]]:
    """Return the days and acts of changes, each with what happened, in order."""
    return [(_when(change, language), event_line(change, language)) for change in changes]


def _when(change: Change, language: Language) -> str:
    day = words.interval(change.from_earliest, change.from_sure)
    if change.or_act_id is None:
        said = Statement("{day}, No. {act}", day=day, act=words.act(change.act_id))
    else:
        numbers = {"act": words.act(change.or_act_id), "other": words.act(change.act_id)}
        said = Statement("{day}, No. {act} or {other}", day=day, **numbers)
    return said.say(language)


def act_line(act: Act, language: Language = "en") -> str:
    """Say which act it is, and from which day it is in force.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> act_line(Schedule.default().acts["kz-gov-2021-677"])
    'No. 677 of 2021-09-27, in force from 2021-10-08 at the earliest, from 2021-10-31 for certain'
    """
    values = {"number": act.number, "date": words.day(act.date), "sure": words.day(act.from_sure)}
    if act.from_earliest == act.from_sure:
        return Statement("No. {number} of {date}, in force from {sure}", **values).say(language)
    return Statement(
        "No. {number} of {date}, in force from {earliest} at the earliest, from {sure} for certain",
        **values,
        earliest=words.day(act.from_earliest),
    ).say(language)


def counts_line(changes: ActChanges, language: Language = "en") -> str:
    """Say how many changes of each sort an act made."""
    kinds = Counter((change.what, change.kind) for change in changes.changes)
    said = [f"{words.word(label, language)} {kinds[sort]}" for sort, label in _COUNTED.items() if kinds[sort]]
    others = sum(number for sort, number in kinds.items() if sort not in _COUNTED)
    if others:
        said.append(f"{words.word(_OTHERS, language)} {others}")
    return ", ".join(said) or words.word(N_("no change of the text that was read"), language)


def claim_line(claim: ClaimAnswer, language: Language = "en") -> str:
    """Say what a source says that an act added, and how many rows explain it."""
    values = {"added": claim.count, "kind": Statement(_KINDS.get(claim.kind, claim.kind)), "source": claim.source_id}
    if claim.named is None:
        return Statement("{source} speaks of {added} {kind}; no rows explain it", **values).say(language)
    said = Statement("{source} speaks of {added} {kind}; rows that explain it: {named}", **values, named=claim.named)
    return said.say(language)


#: What claims count, as the data have it.
_KINDS = {
    kind: kind
    for kind in (
        N_("synthetic drugs"),
        N_("precursors"),
        N_("narcotic drugs and psychotropic substances"),
        N_("analogues under control"),
        N_("names on the lists"),
        N_("substances under control"),
    )
}


def act_lines(changes: ActChanges, language: Language = "en") -> Iterator[str]:
    """Iterate over lines about an act: itself, counts, claims, then an event a line."""
    yield act_line(changes.act, language)
    yield f"  {counts_line(changes, language)}"
    for claim in changes.claims:
        yield f"  {claim_line(claim, language)}"
    for change in changes.changes:
        doubt = "" if change.or_act_id is None else f" [{_when(change, language)}]"
        yield f"  {event_line(change, language)}{doubt}"
