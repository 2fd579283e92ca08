"""Carries a text out on the law files: what changed ends, what is new begins, what stands stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from pydantic import ValidationError

from kzschedule.language import N_
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.law import KEYS, MODELS, Law, with_records
from kzschedule.official.letters import key_of
from kzschedule.official.model import ListRow, Reading
from kzschedule.official.plan import changed_columns, russian
from kzschedule.official.settle import FIGURES, NO_TARGET, Entry, cell_of, cut, in_doubt, natural, revision_id, settle
from kzschedule.official.sheet import Decisions
from kzschedule.records.model import Act, Revision

#: Columns that say what a human decided, with what they are without a decision; a new state takes them over.
_DECIDED: Mapping[str, Mapping[str, Any]] = {
    "rows": {"conflict": None},
    "notes": {"excepted": None, "reading_note": None},
    "preparations": {"substance_ids": (), "adjunct": None, "reading_note": None},
    "veterinary": {"substance_ids": (), "reading_note": None},
    "cultivation": {"plant_id": None, "reading_note": None},
    "sizes": {"targets": (), "conflict": None, "reading_note": None},
    "substituents": {
        "name_en": "", "smiles": (), "doubtful_smiles": (), "rule": None, "reading": None, "examples": (), "decoys": (),
    },
}  # fmt: skip
#: Two names that are less alike than this are not two spellings of one.
_LIKE = 0.6
_OTHER_FIGURES = N_("the figures of the Kazakh text are others")
_KAZAKH = ("printed_kk", "heading_kk", "raw_kk", "name_kk", "conflict")


def advance(reading: Reading, law: Law, decisions: Decisions, acts: Iterable[Act] = ()) -> Law:
    """Return the law files after a text: what changed ends, what is new begins, what stands stays.

    Parameters
    ----------
    reading : Reading
        A Russian text, of the newest revision in the law or a later one.
    law : Law
    decisions : Decisions
    acts : iterable of Act, optional
        Acts that are known, for their identifiers.

    Returns
    -------
    Law

    Raises
    ------
    OfficialTextError
        If a later revision was read already, or a sheet does not fit the text.
    """
    revision = revision_id(russian(reading))
    if law.newest > revision:
        raise OfficialTextError(f"the data hold the revision of {law.newest}, later than the text's of {revision}")
    entries = settle(reading, law, decisions)
    state = _Advance(reading, law, decisions, acts)
    for file in KEYS:
        law = with_records(law, file, state.records(file, [entry for entry in entries if entry.file == file]))
    return replace(law, revisions=state.revisions())


class _Advance:
    """Carries a text out: works out acts and revisions, and ends and begins states."""

    def __init__(self, reading: Reading, law: Law, decisions: Decisions, acts: Iterable[Act]) -> None:
        self._reading = reading
        self._law = law
        self._decisions = decisions
        self._revision = revision_id(reading)
        self._before = law.before(self._revision)
        self._ids = {(act.date.isoformat(), act.number): act.act_id for act in acts}

    def act_id(self, day: str, number: str) -> str:
        """Return the identifier of an act."""
        return self._ids.get((day, number), f"kz-gov-{day[:4]}-{number}")

    def revisions(self) -> tuple[Revision, ...]:
        """Return the revisions with that of the text, and those that it names and that were never read."""
        known = {revision.revision_id: revision for revision in self._law.revisions}
        for day, number in self._acts_named():
            if day not in known and self._before < day < self._revision:
                known[day] = self._revision_of(day, number, read=False)
        act = self._reading.revision.act or ""
        known[self._revision] = self._revision_of(self._revision, act, read=True)
        return tuple(known[day] for day in sorted(known))

    def _revision_of(self, day: str, number: str, *, read: bool) -> Revision:
        decided = self._decisions.of_record("revisions", day, day)
        copy = decided.get("copy") or (f"decree-470-{day}" if read else None)
        values = {
            "revision_id": day, "act_id": self.act_id(day, number), "read": read, "copy": copy,
            "sha256": self._reading.sha256 if read else None, "note": decided.get("note"),
        }  # fmt: skip
        return Revision.model_validate(values)

    def _acts_named(self, here: Callable[[str], bool] | None = None) -> list[tuple[str, str]]:
        """Return day and number of the acts that the footnotes of some places name, in order."""
        found = {
            (amendment.date.isoformat(), amendment.act)
            for amendment in self._reading.amendments
            if amendment.date and amendment.act and (here is None or here(amendment.place))
        }
        return sorted(found)

    def records(self, file: str, entries: list[Entry]) -> list[Any]:
        """Return the states of a file after the text."""
        key = KEYS[file]
        kept, standing = [], {}
        for record in getattr(self._law, file):
            if record.last_revision is None:
                standing[getattr(record, key)] = record
            else:
                kept.append(record)
        for entry in entries:
            if file == "sizes" and not self._targets(entry):
                continue  # told in the plan; the size of nothing answers nothing
            record = standing.pop(entry.row_id, None)
            follows = file == "sizes" and record is not None and record.targets != self._targets(entry)
            if record is not None and not changed_columns(entry, record) and not follows:
                # A row that somebody added by hand before is that of a text that was read from now on.
                kept.append(record.model_copy(update={"evidence": "official"}) if file == "rows" else record)
                continue
            if record is not None:
                kept += self._ended(record)
            elif file == "cultivation" and "large_from" not in entry.columns:
                continue  # a plant without a number that could be read: told in the plan, never guessed
            kept.append(self._begun(file, entry, record))
        for record in standing.values():
            kept += [record] if in_doubt(self._reading, file, record) else self._ended(record)
        return kept

    def _targets(self, entry: Entry) -> tuple[str, ...]:
        """Return the targets of a row of sizes, with those that a human wrote into the worksheet."""
        said = self._decisions.decided.get(("sizes", entry.printed), "")
        return entry.targets or tuple(filter(None, said.split("|")))

    def _ended(self, record: Any) -> list[Any]:
        """Return a state with its last revision; one that this very revision began was misread and goes."""
        if record.first_revision > self._before:
            return []
        return [record.model_copy(update={"last_revision": self._before})]

    def _begun(self, file: str, entry: Entry, before: Any) -> Any:
        part = "list" if file == "rows" else file
        first, act_id, or_act_id, basis = self._acts(part, entry)
        decided = self._decisions.of_record(part, entry.row_id, self._revision)
        columns = {KEYS[file]: entry.row_id, **entry.columns}
        for name, default in _DECIDED[file].items():
            taken = default if before is None or name in _KAZAKH else getattr(before, name)
            columns[name] = _typed(decided.get(name), taken)
        if file == "sizes":
            columns["targets"] = self._targets(entry)
        if before is not None and file == "cultivation":
            columns.setdefault("large_from", before.large_from)
        if "reading_note" in columns and not columns["reading_note"]:
            columns["reading_note"] = (entry.needs if entry.needs != NO_TARGET else None) or _oddity(columns)
        if file == "substituents":
            columns["name_en"] = columns["name_en"] or entry.printed
        if file == "rows":
            columns |= {"evidence": "official", "basis": basis}
        missing = dict.fromkeys(MODELS[file].model_fields)
        period = {"first_revision": first, "last_revision": None, "act_id": act_id, "or_act_id": or_act_id}
        values = missing | columns | period
        if file == "notes":
            values["except"] = values.pop("excepted")
        try:
            return MODELS[file].model_validate(values)
        except ValidationError as error:
            problem = error.errors()[0]
            said = f"{'.'.join(map(str, problem['loc'])) or 'as a whole'}: {problem['msg']}"
            raise OfficialTextError(
                f"{part} {entry.row_id} of the text is no row of the data ({said}); compare it with its source"
            ) from error

    def _acts(self, part: str, entry: Entry) -> tuple[str, str, str | None, str]:
        """Return first revision, act, other act and basis of a state that begins."""
        day, number = self._revision, self._reading.revision.act or ""
        if not self._before:
            return day, self.act_id(day, number), None, "presence"
        for decision in self._decisions.acts:
            if (decision.revision_id, decision.part, decision.record_id) == (self._revision, part, entry.row_id):
                return self._first(decision.act_id), decision.act_id, None, "inferred"
        named = [act for act in self._acts_named(lambda place: _concerns(place, part, entry)) if act[0] > self._before]
        ids = [self.act_id(*act) for act in named]
        if not ids:
            return day, self.act_id(day, number), None, "presence"
        first = named[0][0] if len(named) == 1 else day
        return first, ids[-1], ids[-2] if len(ids) > 1 else None, "footnote and presence"

    def _first(self, act_id: str) -> str:
        """Return the day of an act that a footnote of the text names, else the text's."""
        days = (day for day, number in self._acts_named() if self.act_id(day, number) == act_id)
        return next(days, self._revision)


def _concerns(place: str, part: str, entry: Entry) -> bool:
    """Whether a footnote at a place is about the part that a row stands in."""
    if part in ("list", "preparations", "notes"):
        return place.partition("-")[0] == str(entry.columns.get("table", "III"))
    if part == "sizes":
        return place in ("sizes", f"sizes {entry.columns['size_table']}")
    return place.partition(" ")[0] in ((part, "sizes") if part == "cultivation" else (part,))


def _oddity(columns: Mapping[str, Any]) -> str | None:
    """Return what has to be told of a row of sizes that nobody has looked at yet."""
    if "targets" not in columns:
        return None
    bounds = ((columns["small_to"], columns["large_from"]), (columns["large_to"], columns["xlarge_over"]))
    if any(lower is not None and upper is not None and lower != upper for lower, upper in bounds):
        return "the bounds are printed so: one does not begin where the other ends"
    return None


def _typed(value: str | None, taken: Any) -> Any:
    if value is None:
        return taken
    if isinstance(taken, tuple):
        return tuple(filter(None, value.split("|")))
    return value or None


def with_kazakh(reading: Reading, law: Law, decisions: Decisions) -> tuple[Law, list[str]]:
    """Put the Kazakh words of a revision beside the Russian ones.

    Returns
    -------
    tuple
        The law files, and the rows for which no Kazakh words were found or that do not fit.

    Raises
    ------
    OfficialTextError
        If the text is not of the newest revision in the law.
    """
    revision = revision_id(reading)
    if reading.language != "kaz" or revision != law.newest:
        raise OfficialTextError(
            f"the data hold the revision of {law.newest or 'none'}; a Kazakh text of {revision} does not go with it"
        )
    found = dict(_kazakh_columns(reading, law, decisions))
    told = {row_id for file, row_id in found if decisions.of_record("list", row_id, revision).get("conflict")}
    _check_pairs(found, law, told)
    missing = []
    for file, key in KEYS.items():
        records = []
        for record in getattr(law, file):
            row_id = getattr(record, key)
            if record.last_revision is not None:
                records.append(record)
                continue
            columns = found.get((file, row_id), {})
            missing += [] if columns else [f"{file} {row_id}"]
            part = "list" if file == "rows" else file
            conflict = decisions.of_record(part, row_id, revision).get("conflict")
            extra = {"conflict": conflict} if conflict and "conflict" in type(record).model_fields else {}
            records.append(record.model_copy(update={**columns, **extra}))
        law = with_records(law, file, records)
    return law, missing


def _check_pairs(found: Mapping[tuple[str, str], Mapping[str, str | None]], law: Law, told: Collection[str]) -> None:
    """Refuse a Kazakh text with a row that the Russian one has not, or whose rows stand beside others than their own.

    Kazakh rows are joined to Russian ones by their numbers, and lines by their order: one that is put in or left out
    would shift the words of all behind it. A shift shows where the figures of two names contradict each other, and
    where a name is not like the one beside it, but like another one.
    """
    standing = {(file, getattr(record, key)): record for file, key in KEYS.items() for record in law.current(file)}
    if strange := [row_id for file, row_id in found if file == "rows" and (file, row_id) not in standing]:
        raise OfficialTextError(
            f"the Kazakh text has a row that the Russian one has not, {strange[0]} ({len(strange)} in all), so that"
            " rows may be shifted; compare the two texts"
        )
    rows = {row_id: record for (file, row_id), record in standing.items() if file == "rows"}
    names = {row_id: key_of(row.printed_ru) for row_id, row in rows.items() if row.section != "preparation"}
    for (file, row_id), columns in found.items():
        if file == "rows" and row_id in names.keys() - told:
            printed = columns["printed_kk"] or ""
            name, here = key_of(printed), names.pop(row_id)
            if _contradict(here, name) or (_alike(here, name) < _LIKE and name in names.values()):
                raise OfficialTextError(
                    f"the Kazakh text has {printed!r} beside {rows[row_id].printed_ru!r}, row {row_id}: its rows are"
                    " shifted, or one of the two texts is another; compare them, nothing was written"
                )
            names[row_id] = here


def _contradict(one: str, other: str) -> bool:
    """Whether each of two names has a figure that the other one has not."""
    first, second = (Counter(filter(str.isdigit, name)) for name in (one, other))
    return bool(first - second) and bool(second - first)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _kazakh_columns(
    reading: Reading, law: Law, decisions: Decisions
) -> Iterable[tuple[tuple[str, str], dict[str, str | None]]]:
    cells: dict[str, list[ListRow]] = defaultdict(list)
    for row in reading.list:
        if not row.repealed:
            cells[row.cell or ""].append(row)
    for row in cells.pop("", []):
        yield ("rows", row.row_id), {"printed_kk": row.printed}
    for cell, rows in cells.items():
        names = cut(rows, cell, decisions)
        standing = [row for row in law.current("rows") if row.sub_no and cell_of(row) == cell]
        if len(names) == len(standing):
            standing.sort(key=lambda row: natural(row.row_id))
            for line, row in zip(names, standing, strict=True):
                yield ("rows", row.row_id), {"printed_kk": line.printed}
    for clause in reading.preparations:
        yield ("preparations", clause.row_id), {"printed_kk": clause.printed}
    for note in reading.notes:
        yield ("notes", note.note_id), {"printed_kk": note.printed}
    for medicine in reading.veterinary:
        yield ("veterinary", medicine.vet_id), {"printed_kk": medicine.printed}
    for plant in reading.cultivation:
        columns: dict[str, str | None] = {"heading_kk": plant.heading, "printed_kk": plant.printed, "raw_kk": plant.raw}
        yield ("cultivation", plant.cult_id), columns
    for entry in reading.substituents:
        yield ("substituents", entry.number), {"name_kk": entry.printed}
    yield from _kazakh_sizes(reading, law)


def _kazakh_sizes(reading: Reading, law: Law) -> Iterable[tuple[tuple[str, str], dict[str, str | None]]]:
    """Join the rows of the size tables by their order; one with other figures where its name stood there before."""
    standing = {(size.size_table, size.row_no, size.size_id.partition(".")[2]): size for size in law.current("sizes")}
    for row in reading.sizes:
        size = standing.get((row.size_table, str(row.row_no), row.form_id or ""))
        figures = tuple(getattr(row, name) for name in FIGURES)
        if size is None:
            continue
        columns: dict[str, str | None] = {"printed_kk": row.printed_name, "raw_kk": row.raw}
        if figures == tuple(getattr(size, name) for name in FIGURES):
            yield ("sizes", size.size_id), columns
        elif key_of(size.printed_kk or "") == key_of(row.printed_name):
            yield ("sizes", size.size_id), {**columns, "conflict": _OTHER_FIGURES}
