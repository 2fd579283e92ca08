"""What a text changes against the law files, step by step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kzschedule.language.statement import Statement
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.law import KEYS, Law
from kzschedule.official.letters import key_of
from kzschedule.official.model import Reading, RevisionRead
from kzschedule.official.rows import UNREAD
from kzschedule.official.settle import FIGURES, PRINTED_COLUMN, Entry, in_doubt, place_of, revision_id, settle, unread
from kzschedule.official.sheet import Decisions, Part

#: Columns whose change is one of substance; a change of any other column is one of wording.
_SUBSTANCE: Mapping[str, tuple[str, ...]] = {
    "sizes": (*FIGURES, "unit", "mixture", "condition"),
    "notes": ("covers",),
    "preparations": ("max_mg", "max_percent", "min_adjunct_mg", "min_adjunct_percent"),
    "cultivation": ("large_from",),
    "substituents": ("valence",),
}
#: The part of the decree that the place of a row that could not be read is in, elsewhere the List.
_PARTS: Mapping[str, Part] = {
    "sizes": "sizes", "substituents": "substituents", "veterinary": "veterinary", "cultivation": "cultivation",
}  # fmt: skip
_UNREAD_THERE = "rows there could not be read: say whether it is one of them; until then it stays"

Action = Literal["add", "end", "change", "reword", "renumber"]


class Step(BaseModel):
    """One thing that a text changes, and what a human has to decide about it."""

    model_config = ConfigDict(frozen=True)

    action: Action
    part: Part
    row_id: str
    before: str | dict[str, str | None] | None
    after: str | dict[str, str | None] | None
    needs: str


class Plan(BaseModel):
    """The steps from the data to a text."""

    model_config = ConfigDict(frozen=True)

    revision: RevisionRead
    steps: tuple[Step, ...]

    @property
    def undecided(self) -> int:
        """How many steps need a decision."""
        return sum(bool(step.needs) for step in self.steps)


def doubt_of_day(planned: Plan, newest: str) -> Statement | None:
    """Say so where a text that changes something is not later than the data: only a human can tell why."""
    day = planned.revision.date.isoformat() if planned.revision.date else ""
    if not planned.steps or not newest or day > newest:
        return None
    if day == newest:
        return Statement("the text names no act after {date}, but its rows are others", date=newest)
    return Statement("the text is of {date}, older than the data ({newest})", date=day, newest=newest)


def plan(
    reading: Reading, law: Law, decisions: Decisions | None = None, proposals: Mapping[str, str] | None = None
) -> Plan:
    """List the steps from the law files to a text.

    Parameters
    ----------
    reading : Reading
        A Russian text.
    law : Law
        The law files; their current states count.
    decisions : Decisions, optional
        What a human decided.
    proposals : mapping, optional
        Substances by the printed names that plainly name them.

    Returns
    -------
    Plan

    Raises
    ------
    OfficialTextError
        If the text names no act, is not Russian, or a sheet does not fit it.
    """
    decisions = decisions or Decisions()
    entries = settle(russian(reading), law, decisions)
    steps = [
        step
        for file in ("rows", "preparations", "sizes", "substituents", "notes", "cultivation", "veterinary")
        for step in _steps(
            file, [entry for entry in entries if entry.file == file], law, decisions, proposals or {}, reading
        )
    ]
    steps += _unread(entries, law, reading)
    return Plan(revision=reading.revision, steps=tuple(steps))


def _unread(entries: list[Entry], law: Law, reading: Reading) -> Iterable[Step]:
    """Iterate over rows that could not be read, at places that have more of them than rows of the data are missing.

    Where they are as many they are told as what they seem to end.
    """
    seen = {(entry.file, entry.row_id) for entry in entries}
    missing = Counter(
        place_of(file, record)
        for file, key in KEYS.items()
        for record in law.current(file)
        if (file, getattr(record, key)) not in seen
    )
    rows = defaultdict(list)
    for problem in unread(reading):
        rows[problem.place].append(problem.printed)
    for place, printed in rows.items():
        if len(printed) > missing[place]:
            part = _PARTS.get(place.partition(" ")[0], "list")
            for row in printed:
                yield Step(action="add", part=part, row_id=place, before=None, after=row, needs=UNREAD)


def russian(reading: Reading) -> Reading:
    """Return a reading that is Russian, and refuse any other."""
    if reading.language != "rus":
        raise OfficialTextError("the text is Kazakh: the rows are those of the Russian text; apply it after that one")
    return reading


def _steps(
    file: str, entries: list[Entry], law: Law, decisions: Decisions, proposals: Mapping[str, str], reading: Reading
) -> Iterable[Step]:
    standing = {getattr(record, KEYS[file]): record for record in law.current(file)}
    part: Any = "list" if file == "rows" else file
    seen = {entry.row_id for entry in entries}
    for entry in entries:
        record = standing.get(entry.row_id)
        if file == "rows" and entry.columns["section"] == "preparation":
            continue  # told once, as a clause on preparations
        step: dict[str, Any] = {"part": part, "row_id": _told_id(entry.file, entry.row_id, entry.printed)}
        if record is None:
            needs = _needs_of_new(entry, decisions, proposals, revision_id(reading))
            yield Step(action="add", before=None, after=_told(file, entry.columns), needs=needs, **step)
        elif changed := changed_columns(entry, record):
            decided = decisions.decided.get((part, entry.printed))
            yield Step(
                action=_action(file, changed),
                before=record.item_no if changed == ["item_no"] else _told(file, _dumped(record)),
                after=entry.columns["item_no"] if changed == ["item_no"] else _told(file, entry.columns),
                needs="" if decided else entry.needs,
                **step,
            )
    for row_id, record in standing.items():
        if row_id not in seen and not (file == "rows" and record.section == "preparation"):
            told_id = _told_id(file, row_id, getattr(record, PRINTED_COLUMN.get(file, "printed_ru")))
            doubt = _UNREAD_THERE if in_doubt(reading, file, record) else ""
            before = _told(file, _dumped(record))
            yield Step(action="end", part=part, row_id=told_id, before=before, after=None, needs=doubt)


def _told_id(file: str, row_id: str, printed: str) -> str:
    return printed if file == "sizes" else row_id


def _dumped(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def _told(file: str, columns: Mapping[str, Any]) -> str | dict[str, str | None]:
    if file != "sizes":
        printed = str(columns[PRINTED_COLUMN.get(file, "printed_ru")])
        return f"{printed}: {columns['raw']}" if file == "cultivation" and columns["raw"] not in printed else printed
    figures = {name: None if columns[name] is None else str(columns[name]) for name in FIGURES}
    return {**figures, "mixture": columns["mixture"], **({"form": columns["form"]} if columns["form"] else {})}


def changed_columns(entry: Entry, record: Any) -> list[str]:
    """Return the printed columns that differ; where a line breaks is no difference."""
    return [name for name, value in entry.columns.items() if _on_one_line(getattr(record, name)) != _on_one_line(value)]


def _on_one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _action(file: str, changed: list[str]) -> Action:
    if changed == ["item_no"]:
        return "renumber"
    return "change" if any(name in _SUBSTANCE.get(file, ()) for name in changed) else "reword"


def _needs_of_new(entry: Entry, decisions: Decisions, proposals: Mapping[str, str], revision: str) -> str:
    part = "list" if entry.file == "rows" else entry.file
    if decisions.decided.get((part, entry.printed)):
        return ""
    if entry.file == "rows" and key_of(entry.printed) not in proposals:
        return "structure unknown: no substance of the data has this name alone"
    if entry.file == "substituents":
        return "draw it: structure unknown; until then it is left out"
    known = decisions.of_record(part, entry.row_id, revision)
    if entry.file == "preparations" and "substance_ids" not in known:
        return "say which substances it speaks of"
    return entry.needs
