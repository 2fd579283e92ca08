"""Checks of law: rows and how they are read, notes, clauses, lines for information, claims, treaties, sources."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kzschedule.records.model import (
    Claim,
    Counterion,
    Cultivation,
    Group,
    Listing,
    Note,
    Preparation,
    Revision,
    Row,
    Source,
    Substance,
    Treaty,
    Veterinary,
)
from kzschedule.validation.finding import Finding
from kzschedule.validation.periods import stands_in
from kzschedule.validation.raw import RawPackage, problem

#: The letters of the sections in identifiers.
_LETTERS = {"narcotic": "A", "psychotropic": "B", "preparation": "A"}
#: Schedules of each UN convention.
_SCHEDULES = {"1961": {"I", "II", "III", "IV"}, "1971": {"I", "II", "III", "IV"}, "1988": {"I", "II"}}
_FORM = re.compile(r"(?:except|only|doubt)_salt:(?P<counterion>.+)")
_NUMBER = re.compile(r"\d+(?:,\d+)?")


def is_heading(row_id: str, row_ids: set[str]) -> bool:
    """Whether a row is the heading of lines that are rows themselves.

    Examples
    --------
    >>> is_heading("I-B-61", {"I-B-61", "I-B-61.1"}), is_heading("I-B-6", {"I-B-61", "I-B-61.1"})
    (True, False)
    """
    return any(other.startswith(f"{row_id}.") for other in row_ids)


def check_rows(package: RawPackage) -> Iterator[Finding]:
    """A row's identifier says where it stands, all its states stand there, and a revision that was read shows it.

    A later text may number a row anew: its identifier stays that of its first number.
    """
    places: dict[str, tuple[object, ...]] = {}
    sections: dict[tuple[object, ...], list[Row | Veterinary]] = defaultdict(list)
    for _, row in package.records(Row):
        sections[row.table, row.section].append(row)
    for line, row in package.records(Row):
        expected = _row_id(row)
        if expected is None:
            message = f"section {row.section}, list {row.list} in Table {row.table}"
            yield problem(Row, line, "section", message, "correct the table, the section or the list", "section")
        elif not re.fullmatch(expected, row.row_id) and not _has_moved(
            row, sections[row.table, row.section], rf"{row.table}-{_LETTERS.get(row.section)}-\d+(?:-\d+)?(?:\.\d+)?"
        ):
            message = f"{row.row_id} is not the identifier of item {row.item_no}, {row.sub_no} there"
            yield problem(Row, line, "row-id", message, "correct the identifier or the place", "row_id")
        place = (row.table, row.section, row.list)
        if places.setdefault(row.row_id, place) != place:
            message = f"{row.row_id} stands in another table, section or list before"
            yield problem(Row, line, "section", message, "give what moved an identifier of its own", "table")
        yield from _evidence_problems(package, line, row)


def _row_id(row: Row) -> str | None:
    """Return the pattern of the identifiers at a place; None if there is no such place."""
    precursor = row.section == "precursor"
    if precursor != (row.table == "IV") or precursor != (row.list is not None):
        return None
    if precursor:
        return rf"IV-{row.list}\.\d+"
    if row.section == "preparation" and row.table != "III":
        return None
    line = f".{row.sub_no}" if row.sub_no else ""
    return re.escape(f"{row.table}-{_LETTERS[row.section]}-{row.item_no}{line}")


def _has_moved(state: Row | Veterinary, states: Sequence[Row | Veterinary], pattern: str) -> bool:
    """Whether a row stands under another number than its identifier says, which is never given up.

    No other row stands under that number at the time, and either the row had its own in a state before, or the number
    that it has now was another row's first.
    """
    key = "row_id" if isinstance(state, Row) else "vet_id"
    number = (state.item_no, getattr(state, "sub_no", None))
    own = [other for other in states if getattr(other, key) == getattr(state, key)]
    others = [
        other
        for other in states
        if getattr(other, key) != getattr(state, key) and (other.item_no, getattr(other, "sub_no", None)) == number
    ]
    if re.fullmatch(pattern, getattr(state, key)) is None or any(_overlap(state, other) for other in others):
        return False
    return bool(others) or any(other.first_revision < state.first_revision for other in own)


def _overlap(one: Row | Veterinary, other: Row | Veterinary) -> bool:
    return one.first_revision <= (other.last_revision or "9") and other.first_revision <= (one.last_revision or "9")


def _evidence_problems(package: RawPackage, line: int, row: Row) -> Iterator[Finding]:
    seen = any(revision.read and stands_in(row, revision.revision_id) for _, revision in package.records(Revision))
    if seen != (row.evidence == "official"):
        shown = "a revision that was read has it" if seen else "no revision that was read has it"
        message = f"evidence is {row.evidence}, but {shown}"
        yield problem(Row, line, "evidence", message, "correct the evidence or the revisions", "evidence")


def check_listed(package: RawPackage) -> Iterator[Finding]:
    """Each row has a listing, but for headings and clauses on preparations, which have none."""
    row_ids = {row.row_id for _, row in package.records(Row)}
    listed = {listing.row_id: line for line, listing in reversed(list(package.records(Listing)))}
    told = set[str]()
    for line, row in package.records(Row):
        if row.row_id in told:
            continue
        told.add(row.row_id)
        silent = row.section == "preparation" or is_heading(row.row_id, row_ids)
        if not silent and row.row_id not in listed:
            cure = "say in listings.csv which substance or group it means"
            yield problem(Row, line, "unlisted-row", f"{row.row_id} has no listing", cure, "row_id")
        if silent and row.row_id in listed:
            message = f"{row.row_id} is a heading or a clause, which controls nothing by itself"
            yield problem(Listing, listed[row.row_id], "unlisted-row", message, "delete the listing", "row_id")


def check_listings(package: RawPackage) -> Iterator[Finding]:
    """A listing means one thing, in some form, and a configuration is printed only of what can have one."""
    counterions = {counterion.smiles for _, counterion in package.records(Counterion)}
    flat = {substance.substance_id for _, substance in package.records(Substance) if substance.stereo == "none"}
    for line, listing in package.records(Listing):
        if (listing.substance_id is None) == (listing.group_id is None):
            message = f"{listing.row_id} means either a substance or a group"
            yield problem(Listing, line, "listing", message, "name one of them", "substance_id")
        if listing.stereo == "printed" and listing.substance_id in flat:
            message = f"{listing.row_id}: a configuration is printed, but {listing.substance_id} can have none"
            yield problem(Listing, line, "listing-stereo", message, "correct stereo or the structure", "stereo")
        yield from _form_problems(line, listing, counterions)


def check_readings(package: RawPackage) -> Iterator[Finding]:
    """A reading that is not plain says why, and a second structure has a likely one beside it."""
    likely = {listing.row_id for _, listing in package.records(Listing) if listing.reading == "likely"}
    drawn = {substance.substance_id for _, substance in package.records(Substance) if substance.smiles}
    explained = {group.group_id for _, group in package.records(Group) if group.reading_note}
    for line, listing in package.records(Listing):
        if (listing.group_id is not None) != (listing.reading == "group"):
            message = f"{listing.row_id}: a group is read as group, and nothing else is"
            yield problem(Listing, line, "reading", message, "correct the reading", "reading")
        if listing.reading == "other" and listing.substance_id in drawn and listing.row_id not in likely:
            message = f"{listing.row_id}: the other reading has no likely one beside it"
            yield problem(Listing, line, "reading", message, "add the likely reading", "reading")
        if listing.reading != "plain" and not (listing.reading_note or listing.group_id in explained):
            message = f"{listing.row_id}: reading {listing.reading} has no note"
            yield problem(Listing, line, "reading", message, "say why it was read so", "reading_note")


def _form_problems(line: int, listing: Listing, counterions: set[str]) -> Iterator[Finding]:
    cure = "write any, or except_salt:, only_salt: or doubt_salt: with a counterion or *"
    if not listing.forms or ("any" in listing.forms and len(listing.forms) > 1):
        message = f"{listing.row_id}: forms are {'|'.join(listing.forms) or 'empty'}"
        yield problem(Listing, line, "forms", message, cure, "forms")
    for token in listing.forms:
        found = _FORM.fullmatch(token)
        if token != "any" and (found is None or found["counterion"] not in counterions | {"*"}):
            yield problem(Listing, line, "forms", f"{listing.row_id}: {token!r} is no form", cure, "forms")


def check_notes(package: RawPackage) -> Iterator[Finding]:
    """A note stands in a section that has rows, and covers something or takes something out."""
    sections = {(row.table, row.section, row.list) for _, row in package.records(Row)}
    sections |= {(table, section, None) for table, section, _ in sections}
    for line, note in package.records(Note):
        if (note.table, note.section, note.list) not in sections:
            message = f"{note.note_id} stands in a section without rows"
            yield problem(Note, line, "note", message, "correct the table, the section or the list", "section")
        if not note.covers and not note.excepted:
            message = f"{note.note_id} covers nothing and takes nothing out"
            yield problem(Note, line, "note", message, "say what it covers", "covers")


def check_preparations(package: RawPackage) -> Iterator[Finding]:
    """Each clause on preparations has its limits, in the words of the row and with figures that it prints."""
    clauses = {row.row_id: line for line, row in package.records(Row) if row.section == "preparation"}
    printed = {(row.row_id, row.printed_ru) for _, row in package.records(Row)}
    described = {preparation.row_id for _, preparation in package.records(Preparation)}
    for row_id in sorted(clauses.keys() - described):
        message = f"{row_id} is a clause on preparations without a row in preparations.csv"
        yield problem(Row, clauses[row_id], "preparation", message, "add it there", "row_id")
    for line, preparation in package.records(Preparation):
        if preparation.row_id not in clauses:
            message = f"{preparation.row_id} is no clause on preparations"
            yield problem(Preparation, line, "preparation", message, "correct row_id", "row_id")
        elif (preparation.row_id, preparation.printed_ru) not in printed:
            message = f"{preparation.row_id} is printed otherwise in rows.csv"
            yield problem(Preparation, line, "preparation", message, "copy the clause", "printed_ru")
        yield from _limit_problems(line, preparation)


def _limit_problems(line: int, preparation: Preparation) -> Iterator[Finding]:
    printed = {Decimal(figure.replace(",", ".")) for figure in _NUMBER.findall(preparation.printed_ru)}
    for column in ("max_mg", "max_percent", "min_adjunct_mg", "min_adjunct_percent"):
        limit = getattr(preparation, column)
        # As much of the adjunct as of the substance itself is printed in words.
        in_words = column == "min_adjunct_percent" and limit == Decimal(100)
        if limit is not None and limit not in printed and not in_words:
            message = f"{column}: {limit} is not printed in the clause"
            yield problem(Preparation, line, "preparation", message, "copy the figure", column)


def check_lines(package: RawPackage) -> Iterator[Finding]:
    """The identifiers of veterinary lines say where they stand, and plants are counted as printed."""
    lines = [vet for _, vet in package.records(Veterinary)]
    for line, vet in package.records(Veterinary):
        if vet.vet_id != f"VET-{vet.part}-{vet.item_no}" and not _has_moved(
            vet, lines, rf"VET-{vet.part}-\d+(?:-\d+)?"
        ):
            message = f"{vet.vet_id} is not VET-{vet.part}-{vet.item_no}"
            yield problem(Veterinary, line, "row-id", message, "correct the identifier or the place", "vet_id")
    for line, plant in package.records(Cultivation):
        figures = _NUMBER.findall(plant.raw) or ["1"]
        if figures != [str(plant.large_from)]:
            message = f"large from {plant.large_from}, but {plant.raw!r} is printed"
            yield problem(Cultivation, line, "figures", message, "copy the figure", "large_from")


def check_claims(package: RawPackage) -> Iterator[Finding]:
    """A claim counts something, and the rows that explain it are rows of its act."""
    acts: dict[str, set[str | None]] = defaultdict(set)
    for _, row in package.records(Row):
        acts[row.row_id] |= {row.act_id, row.or_act_id}
    for line, claim in package.records(Claim):
        if claim.count <= 0:
            cure = "correct the count, or delete the row"
            yield problem(Claim, line, "claim", f"count is {claim.count}", cure, "count")
        strange = [row_id for row_id in claim.row_ids if row_id in acts and claim.act_id not in acts[row_id]]
        if claim.act_id is not None and strange:
            message = f"{claim.act_id} did not print {', '.join(strange)}"
            yield problem(Claim, line, "claim", message, "correct the act or the rows", "row_ids")
        if claim.row_ids and len(claim.row_ids) != claim.count and not claim.note:
            message = f"{len(claim.row_ids)} rows explain a count of {claim.count}"
            yield problem(Claim, line, "claim", message, "say in a note how they are counted", "row_ids")
        for row_id, times in Counter(claim.row_ids).items():
            if times > 1:
                yield problem(Claim, line, "claim", f"{row_id} is named {times} times", "name it once", "row_ids")


def check_treaties(package: RawPackage) -> Iterator[Finding]:
    """A UN schedule is one of its convention, and what was consulted has a source that was."""
    sources = package.sources()
    for line, treaty in package.records(Treaty):
        if treaty.schedule not in _SCHEDULES[treaty.convention]:
            message = f"the convention of {treaty.convention} has no Schedule {treaty.schedule}"
            yield problem(Treaty, line, "treaty", message, "correct the convention or the schedule", "schedule")
        if treaty.decision_year is not None and treaty.decision_year < int(treaty.convention):
            message = f"decided in {treaty.decision_year}, before the convention of {treaty.convention}"
            yield problem(Treaty, line, "treaty", message, "correct the year", "decision_year")
        if not treaty.source_ids:
            message = f"no source says that {treaty.substance_id} is scheduled"
            yield problem(Treaty, line, "treaty", message, "name one", "source_ids")
        seen = [sources[name].consulted for name in treaty.source_ids if name in sources]
        if treaty.consulted != "recalled" and seen and set(seen) == {"recalled"}:
            message = f"consulted is {treaty.consulted}, but every source named was recalled"
            yield problem(Treaty, line, "treaty", message, "name what was consulted", "consulted")


def check_sources(package: RawPackage) -> Iterator[Finding]:
    """A source of law that a reader can open has an address."""
    for line, source in package.records(Source):
        if source.kind in ("official_text", "report", "treaty_list") and not source.url:
            yield problem(Source, line, "source", f"{source.source_id} has no address", "give its url", "url")
