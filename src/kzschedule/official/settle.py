"""Which row of the data each row of a text is, as columns of its file, with what a human has to decide about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kzschedule.official.errors import OfficialTextError
from kzschedule.official.law import Law
from kzschedule.official.letters import key_of, names_in
from kzschedule.official.match import Known, Printed, align, next_id
from kzschedule.official.model import ListRow, Problem, Reading, SizeRow
from kzschedule.official.rows import UNREAD
from kzschedule.official.sheet import Decisions

FIGURES = ("small_from", "small_to", "large_from", "large_to", "xlarge_over", "min_percent")
PRINTED_COLUMN = {"substituents": "name_ru"}
#: What is said of a row of sizes that is the size of nothing; it is left out until somebody says what it is of.
NO_TARGET = "say which rows of the List it is the size of; until then it is left out"
_ANOTHER_NAME = "the name is another: say whether it means the same"
# A line of several names has fewer words than this, and a name fewer than that.
_WORDS = 400
_WORDS_OF_A_NAME = 20
_NATURAL = re.compile(r"\d+|\D+")


@dataclass(frozen=True)
class Entry:
    """A row of the text with its identifier, as columns of its file, and what a human has to decide about it.

    `targets` are the rows of the List that a row of sizes is the size of, none where nobody knows or none stands.
    """

    file: str
    row_id: str
    place: str
    columns: Mapping[str, Any]
    needs: str = ""
    targets: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """What is printed."""
        return str(self.columns[PRINTED_COLUMN.get(self.file, "printed_ru")])


def revision_id(reading: Reading) -> str:
    """Return the revision that a text is.

    Raises
    ------
    OfficialTextError
        If it names no act.
    """
    if reading.revision.date is None:
        raise OfficialTextError("the text names no act, so its revision is not known: take the whole text")
    return reading.revision.date.isoformat()


def settle(reading: Reading, law: Law, decisions: Decisions) -> list[Entry]:
    """Say which row of the data each row of a text is, and give the new ones their identifiers.

    Raises
    ------
    OfficialTextError
        If a sheet does not fit the text.
    """
    _check_whole(reading, law)
    listed = list(_listed(reading, law, decisions))

    def targets(size_id: str) -> str:
        return decisions.of_record("sizes", size_id, revision_id(reading)).get("targets", "")

    return [
        *listed,
        *_plain("notes", [n for n in reading.notes if n.table], law, "note_id", decisions),
        *_plain("veterinary", [v for v in reading.veterinary if not v.repealed], law, "vet_id", decisions),
        *_plain("cultivation", reading.cultivation, law, "cult_id", decisions),
        *_targeted(_sized(reading, law, decisions), listed, law, targets),
        *_substituents(reading, law),
    ]


def _check_whole(reading: Reading, law: Law) -> None:
    """Refuse a text that has no rows at all where the data have some: it is cut off, not amended."""
    groups = {f"Table {row.table}, {row.section}" for row in reading.list} | {
        f"sizes {s.size_table}" for s in reading.sizes
    }
    groups |= {part for part in ("substituents", "cultivation", "veterinary") if getattr(reading, part)}
    known = {f"Table {row.table}, {row.section}" for row in law.current("rows")}
    known |= {f"sizes {size.size_table}" for size in law.current("sizes")}
    known |= {part for part in ("substituents", "cultivation", "veterinary") if any(law.current(part))}
    if missing := sorted(known - groups):
        raise OfficialTextError(
            f"the text has no rows of {', '.join(missing)}: it is cut off; take the whole text again"
        )


def unread(reading: Reading) -> Iterable[Problem]:
    """Iterate over the rows of a text that could not be read."""
    return (problem for problem in reading.problems if problem.problem == UNREAD)


def in_doubt(reading: Reading, file: str, record: Any) -> bool:
    """Whether a row of the data that the text does not seem to have may be one of those that could not be read."""
    return any(problem.place == place_of(file, record) for problem in unread(reading))


def place_of(file: str, record: Any) -> str:
    """Return where in a text a row of the data stands, as its problems name the place."""
    letter = {"psychotropic": "B", "precursor": ""}
    return {
        "rows": lambda: f"{record.table}-{letter.get(record.section, 'A')}".rstrip("-"),
        "sizes": lambda: f"sizes {record.size_table}",
        "veterinary": lambda: f"veterinary {record.part}",
    }.get(file, lambda: file)()


def _listed(reading: Reading, law: Law, decisions: Decisions) -> Iterable[Entry]:
    cells: dict[str, list[ListRow]] = defaultdict(list)
    for row in reading.list:
        if not row.repealed:
            cells[row.cell or f"{row.table}-{row.section}"].append(row)
    limits = {clause.row_id: clause for clause in reading.preparations}
    for cell, lines in cells.items():
        numbered = lines[0].line is None
        rows = lines if numbered else cut(lines, cell, decisions)
        for row, (new_id, needs) in zip(rows, _identify(cell, rows, law, decisions), strict=True):
            columns = row.model_dump(include={"table", "section", "list", "item_no"})
            columns["sub_no"] = None if numbered else new_id.rpartition(".")[2]
            columns["printed_ru"] = row.printed
            yield Entry("rows", new_id, cell, columns, needs)
            if row.row_id in limits:
                clause = limits[row.row_id]
                numbers = clause.model_dump(exclude={"row_id", "item_no", "printed", "repealed"})
                yield Entry("preparations", new_id, cell, {**numbers, "printed_ru": row.printed}, needs)


def cut(lines: list[ListRow], cell: str, decisions: Decisions) -> list[ListRow]:
    """Cut lines that hold several names into these, where a human said which names the cell has.

    A name that goes on in the next line is put together; what is between two known names is a row of its own.
    """
    found: list[ListRow] = []
    skip = 0
    for place, row in enumerate(lines):
        if place < skip:
            continue
        pieces, skip = [row.printed], place + 1
        if decisions.row_id(cell, row.printed) is None:
            alone = _pieces(row.printed, cell, decisions)
            joined = (
                [] if place + 1 == len(lines) else _pieces(f"{row.printed} {lines[place + 1].printed}", cell, decisions)
            )
            if joined and all(known for _, known in joined) and not all(known for _, known in alone):
                pieces, skip = [text for text, _ in joined], place + 2
            elif sum(known for _, known in alone) > 1:
                pieces = [text for text, _ in alone]
        found += [row.model_copy(update={"printed": text}) for text in pieces]
    return found


def _pieces(line: str, cell: str, decisions: Decisions) -> list[tuple[str, bool]]:
    """Return a line as names that were decided, the longest first, and what stands between them."""
    run = line.split()[:_WORDS]
    found: list[tuple[str, bool]] = []
    start = place = 0
    while place < len(run):
        ends = range(min(len(run), place + _WORDS_OF_A_NAME), place, -1)
        end = next((end for end in ends if decisions.row_id(cell, " ".join(run[place:end]))), None)
        if end is None:
            place += 1
            continue
        found += [(" ".join(run[start:place]), False)] if start < place else []
        found.append((" ".join(run[place:end]), True))
        start = place = end
    return [*found, *([(" ".join(run[start:]), False)] if start < len(run) else [])]


def _identify(cell: str, rows: list[ListRow], law: Law, decisions: Decisions) -> list[tuple[str, str]]:
    """Return identifier and doubt of each row of a cell, in the order of the text."""
    known = [
        Known(row.row_id, row.printed_ru, None if row.sub_no else row.item_no)
        for row in sorted(law.current("rows"), key=lambda row: natural(row.row_id))
        if cell_of(row) == cell
    ]
    given = _given([row.printed for row in rows], cell, decisions)
    numbers = [None if row.line else row.item_no for row in rows]
    printed = [Printed(row.printed, number, row_id) for row, number, row_id in zip(rows, numbers, given, strict=True)]
    used = {row.row_id for row in law.rows} | (decisions.reserved(cell) if rows[0].line else set())
    words = {row.row_id: row.printed for row in known}
    found = []
    for row, row_id, decided in zip(rows, align(known, printed), given, strict=True):
        new_id, needs = row_id, ""
        if new_id is None:
            new_id = next_id(row.row_id, used) if row.line or row.row_id in used else row.row_id
            needs = (
                ""
                if row.line or new_id == row.row_id
                else f"the number was that of {row.row_id}, which had another name"
            )
        elif decided is None and new_id in words and key_of(words[new_id]) != key_of(row.printed):
            needs = _ANOTHER_NAME
        used.add(new_id)
        found.append((new_id, needs))
    return found


def line_ids(reading: Reading, law: Law, decisions: Decisions) -> dict[str, str]:
    """Return the identifier in the data of each line that has no number of its own, by the one of its place.

    A line is not cut here: one that holds several names has the identifier of the first that is known.
    """
    cells: dict[str, list[ListRow]] = defaultdict(list)
    for row in reading.list:
        if row.cell is not None:
            cells[row.cell].append(row)
    found: dict[str, str] = {}
    for cell, rows in cells.items():
        if reading.language == "kaz":
            found |= _in_order(cell, rows, decisions)
            continue
        firsts = [next((text for text, known in _pieces(row.printed, cell, decisions) if known), None) for row in rows]
        lines = [
            row.model_copy(update={"printed": first or row.printed}) for row, first in zip(rows, firsts, strict=True)
        ]
        settled = _identify(cell, lines, law, decisions)
        found |= {row.row_id: row_id for row, (row_id, _) in zip(rows, settled, strict=True)}
    return found


def _in_order(cell: str, rows: list[ListRow], decisions: Decisions) -> dict[str, str]:
    """Return the identifiers of Kazakh lines, whose words the data do not know: they stand in the Russian order."""
    found, place = {}, 1
    for row in rows:
        found[row.row_id] = f"{cell}.{place}"
        place += max(1, len(cut([row], cell, decisions)))
    return found


def several_names(reading: Reading, decisions: Decisions) -> list[ListRow]:
    """Return the lines that hold more than one name that a human told apart."""
    lines = (row for row in reading.list if row.cell is not None and not row.repealed)
    return [row for row in lines if len(cut([row], row.cell or "", decisions)) > 1]


def _given(printed: list[str], cell: str, decisions: Decisions) -> list[str | None]:
    """Return the identifiers that were decided for names; a name that stands twice has its own only once."""
    found: list[str | None] = []
    for text in printed:
        row_id = decisions.row_id(cell, text)
        found.append(None if row_id in found else row_id)
    return found


def cell_of(row: Any) -> str:
    """Return the cell that a row of the data stands in: its section, or the cell of its line."""
    return row.row_id.rpartition(".")[0] if row.sub_no else f"{row.table}-{row.section}"


def natural(identifier: str) -> list[tuple[int, str]]:
    """Return a key that sorts identifiers as a reader counts.

    Examples
    --------
    >>> sorted(["I-A-10", "I-A-9"], key=natural)
    ['I-A-9', 'I-A-10']
    """
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NATURAL.findall(identifier)]


def _plain(file: str, items: Iterable[Any], law: Law, key: str, decisions: Decisions) -> Iterable[Entry]:
    """Settle the rows of a small part: by their words within a group, else by their own place."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        groups[_group(getattr(item, key))].append(item)
    for group, rows in groups.items():
        known = [
            Known(getattr(record, key), record.printed_ru)
            for record in sorted(law.current(file), key=lambda record: natural(getattr(record, key)))
            if _group(getattr(record, key)) == group
        ]
        used = {getattr(record, key) for record in getattr(law, file)} | decisions.reserved(group)
        given = _given([row.printed for row in rows], group, decisions)
        matched = align(known, [Printed(row.printed, None, row_id) for row, row_id in zip(rows, given, strict=True)])
        for row, row_id in zip(rows, matched, strict=True):
            new_id = row_id or next_id(getattr(row, key), used)
            used.add(new_id)
            columns = _columns(file, row)
            needs = "" if columns.get("large_from", 1) else "its number of plants could not be read"
            yield Entry(file, new_id, group, {k: v for k, v in columns.items() if k != "large_from" or v}, needs)


def _group(row_id: str) -> str:
    return row_id.rstrip("0123456789") if row_id.startswith(("NOTE", "VET")) else row_id[:-1]


def _columns(file: str, item: Any) -> dict[str, Any]:
    if file == "notes":
        place = {"table": item.table, "section": item.section, "list": None}
        return {**place, "covers": item.covers, "printed_ru": item.printed}
    if file == "veterinary":
        return {"part": item.part, "item_no": item.item_no, "printed_ru": item.printed}
    return {
        "heading_ru": item.heading, "printed_ru": item.printed, "large_from": item.large_from, "raw": item.raw
    }  # fmt: skip


def _sized(reading: Reading, law: Law, decisions: Decisions) -> Iterable[Entry]:
    for table in ("I", "II", "III"):
        rows: dict[int, list[SizeRow]] = defaultdict(list)
        for row in reading.sizes:
            if row.size_table == table and not row.repealed:
                rows[row.row_no].append(row)
        cell = f"S-{table}"
        standing = {_stem(size.size_id): size.printed_ru for size in law.current("sizes") if size.size_table == table}
        known = [Known(stem, standing[stem]) for stem in sorted(standing, key=natural)]
        names = [forms[0].printed_name for forms in rows.values()]
        given = _given(names, cell, decisions)
        matched = align(known, [Printed(name, None, row_id) for name, row_id in zip(names, given, strict=True)])
        used = (
            {_stem(size.size_id) for size in law.sizes} | decisions.reserved(cell) | {stem for stem in matched if stem}
        )
        for (place, forms), row_id, decided in zip(rows.items(), matched, given, strict=True):
            stem = row_id or next_id(f"{cell}-{place}", used)
            used.add(stem)
            another = decided is None and stem in standing and key_of(standing[stem]) != key_of(forms[0].printed_name)
            for row in forms:
                needs = _unread(row) or (_ANOTHER_NAME if another else "")
                size_id = f"{stem}.{row.form_id}" if row.form_id else stem
                yield Entry("sizes", size_id, cell, _size(row, stem), needs)


def _targeted(sizes: Iterable[Entry], listed: list[Entry], law: Law, decided: Callable[[str], str]) -> Iterable[Entry]:
    """Give each row of sizes its targets: what a human decided, else what it had, else the rows with the same name."""
    standing = [entry for entry in listed if entry.file == "rows" and entry.columns["section"] != "preparation"]
    ids = {entry.row_id for entry in standing}
    named: dict[str, list[str]] = defaultdict(list)
    for entry in standing:
        named[key_of(names_in(entry.printed)[0])].append(entry.row_id)
    had = {size.size_id: size.targets for size in law.current("sizes")}
    for entry in sizes:
        same = tuple(named.get(key_of(names_in(entry.printed)[0]), ()))
        said = tuple(filter(None, decided(entry.row_id).split("|")))
        # A substance that moved to another place of the List keeps its size, which has the same name there.
        known = (
            targets
            for targets in (said, had.get(entry.row_id, ()), same)
            if ids.intersection(targets) or _of_group(targets)
        )
        targets = next(known, ())
        yield replace(entry, targets=targets, needs=entry.needs if targets else NO_TARGET)


def _of_group(targets: Iterable[str]) -> bool:
    return any(target.startswith("group:") for target in targets)


def _stem(size_id: str) -> str:
    return size_id.partition(".")[0]


def _unread(row: SizeRow) -> str:
    figures = any(getattr(row, name) is not None for name in FIGURES[:-1])
    digits = any(sign.isdigit() for sign in row.raw.rpartition("%")[2])
    return "" if figures or not digits else "its figures could not be read: type them by hand"


def _size(row: SizeRow, stem: str) -> dict[str, Any]:
    same = ("size_table", "form", "condition", "unit", *FIGURES, "mixture", "raw")
    return {
        **{name: getattr(row, name) for name in same},
        "row_no": stem.rpartition("-")[2],
        "printed_ru": row.printed_name,
    }


def _substituents(reading: Reading, law: Law) -> Iterable[Entry]:
    words = {item.number: item.name_ru for item in law.current("substituents")}
    for row in reading.substituents:
        if not row.repealed:
            same = key_of(words.get(row.number, row.printed)) == key_of(row.printed)
            columns = {"name_ru": row.printed, "valence": row.valence}
            yield Entry("substituents", row.number, "", columns, "" if same else _ANOTHER_NAME)
