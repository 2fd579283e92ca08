"""What stands in the List on a day: rows, the substances that they control, and what their notes cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kzschedule._cache import cached_property
from kzschedule.dates import Period, Standing
from kzschedule.language.vocabulary import Covered
from kzschedule.law.periods import Calendar
from kzschedule.records.model import Group, Listing, Note, Revision, Row, Size
from kzschedule.records.package import DataPackage

_TABLES = ("I", "II", "III", "IV")
_SECTIONS = ("narcotic", "psychotropic", "preparation", "precursor")


@dataclass(frozen=True, slots=True)
class Position:
    """A row that controls a substance or group, as it stands on a day.

    Attributes
    ----------
    row : Row
        The printed state of that day; before the row began, the first one.
    listing : Listing
        How the row is read.
    period : Period
        From the beginning of the row to its end, whatever was reworded meanwhile.
    standing : str
        Whether it is in force: ``yes``, ``no``, or ``maybe`` while the day of an act is not certain.
    """

    row: Row
    listing: Listing
    period: Period
    standing: Standing

    @property
    def asserted(self) -> bool:
        """Whether the row is in force and this is how it is read."""
        return self.standing == "yes" and self.listing.reading != "other"

    @property
    def rank(self) -> tuple[object, ...]:
        """The order in which positions are told: what is asserted first, then the strictest table."""
        row = self.row
        return (
            not self.asserted,
            self.standing == "no",
            _TABLES.index(row.table),
            _SECTIONS.index(row.section),
            natural(row.row_id),
        )


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A row of the size table that stands, or may stand, on a day."""

    size: Size
    period: Period
    standing: Standing


class Law:
    """The law of a data package.

    Parameters
    ----------
    package : DataPackage

    Examples
    --------
    >>> from kzschedule.records.package import read_package
    >>> law = Law(read_package())
    >>> [position.row.row_id for position in law.positions("heroin", date(2024, 3, 1))]
    ['I-A-20']
    """

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.calendar = Calendar(package.acts, package.revisions)
        self._rows = self.calendar.periods(package.rows, lambda row: row.row_id)
        self._of_substance: dict[str, list[Listing]] = defaultdict(list)
        self._of_group: dict[str, list[Listing]] = defaultdict(list)
        for listing in package.listings:
            if listing.substance_id is not None:
                self._of_substance[listing.substance_id].append(listing)
            if listing.group_id is not None:
                self._of_group[listing.group_id].append(listing)
        self.groups = {group.group_id: group for group in package.groups if group.group_id in self._of_group}
        for group in self.groups.values():
            for member in group.members:
                own = {listing.row_id for listing in self._of_substance[member]}
                self._of_substance[member] += [
                    item for item in self._of_group[group.group_id] if item.row_id not in own
                ]

    @cached_property
    def start(self) -> date:
        """First day on which the decree is in force; the lists before it are not held."""
        return min(act.from_earliest for act in self.package.acts)

    @cached_property
    def newest_revision(self) -> Revision:
        """The newest revision that was read."""
        return max(
            (revision for revision in self.package.revisions if revision.read), key=lambda item: item.revision_id
        )

    def revisions_on(self, day: date) -> tuple[str, ...]:
        """Return the revisions that stand, or may stand, on a day, whether they were read or not."""
        acts = [self.calendar.acts[revision.act_id] for revision in self.calendar.revisions]
        standing = []
        for number, (revision, act) in enumerate(zip(self.calendar.revisions, acts, strict=True)):
            begun = day >= act.from_earliest
            ended = any(day >= later.from_sure for later in acts[number + 1 :])
            if begun and not ended:
                standing.append(revision.revision_id)
        return tuple(standing)

    def listed(self, substance_id: str) -> bool:
        """Whether a row of any day controls a substance, by itself or as a member of a group."""
        return substance_id in self._of_substance

    @cached_property
    def listed_substances(self) -> frozenset[str]:
        """Identifiers of all substances that a row of any day controls, by themselves or as members of a group."""
        return frozenset(self._of_substance)

    def listings(self, substance_id: str) -> tuple[Listing, ...]:
        """Return how the rows that control a substance are read."""
        return tuple(self._of_substance.get(substance_id, ()))

    def positions(self, substance_id: str, day: date) -> tuple[Position, ...]:
        """Return the positions of a substance, the strictest first."""
        return self._positions(self._of_substance.get(substance_id, ()), day)

    def group_positions(self, group_id: str, day: date) -> tuple[Position, ...]:
        """Return the positions of a group, the strictest first."""
        return self._positions(self._of_group.get(group_id, ()), day)

    def spokesman(self, group: Group) -> str:
        """Return the substance by which a group is named in an answer: one that the row names itself, else a member."""
        named = (item.substance_id for item in self.package.listings if item.row_id == group.row_id)
        return next((name for name in named if name is not None), group.members[0])

    def _positions(self, listings: list[Listing] | tuple[()], day: date) -> tuple[Position, ...]:
        found = [self._position(listing, day) for listing in listings]
        return tuple(sorted(found, key=lambda position: position.rank))

    def _position(self, listing: Listing, day: date) -> Position:
        period = self.lifetime(listing.row_id)
        return Position(self.row(listing.row_id, day), listing, period, period.on(day))

    def lifetime(self, row_id: str) -> Period:
        """Return the period of a row, from the beginning of its first printed state to the end of its last."""
        states = self._rows[row_id]
        first, last = states[0][1], states[-1][1]
        return Period(first.from_earliest, first.from_sure, last.until_earliest, last.until_sure)

    def row(self, row_id: str, day: date) -> Row:
        """Return the printed state of a row on a day: the newest that has certainly begun, else the first."""
        states = self._rows[row_id]
        begun = [row for row, period in states if period.from_sure <= day]
        return begun[-1] if begun else states[0][0]

    def states(self, row_id: str) -> list[tuple[Row, Period]]:
        """Return the printed states of a row, each with its period, in order."""
        return self._rows[row_id]

    @cached_property
    def row_ids(self) -> tuple[str, ...]:
        """Identifiers of all rows, in the order of the tables."""
        return tuple(sorted(self._rows, key=natural))

    @cached_property
    def _notes(self) -> list[tuple[Note, Period]]:
        by_id = self.calendar.periods(self.package.notes, lambda note: note.note_id)
        return [state for states in by_id.values() for state in states]

    def note(self, row: Row, covered: Covered, day: date) -> tuple[Note, Standing] | None:
        """Return the note by which a form of what a row names is covered, and whether it is in force.

        Before the decree the note of its first day stands for what is not held.
        """
        asked = max(day, self.start)
        for note, period in self._notes:
            here = (note.table, note.section) == (row.table, row.section) and note.list in (None, row.list)
            if here and covered in note.covers and (standing := period.on(asked)) != "no":
                return note, standing
        return None

    @cached_property
    def _sizes(self) -> Mapping[str, list[tuple[Size, Period]]]:
        return self.calendar.periods(self.package.sizes, lambda size: size.size_id)

    @cached_property
    def _size_ids(self) -> Mapping[str, Collection[str]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for size in self.package.sizes:
            for target in size.targets:
                found[target][size.size_id] = None
        return found

    def _sizes_for(self, target: str) -> list[tuple[Size, Period]]:
        """Return every row of the size table that ever stood for a row of the List or a group."""
        states = (state for size_id in self._size_ids.get(target, ()) for state in self._sizes[size_id])
        return [(size, period) for size, period in states if target in size.targets]

    def sizes(self, row_id: str, day: date) -> tuple[SizeRow, ...]:
        """Return the rows of the size table for a row of the List: its own, else those of a group or heading.

        Rows that may stand on the day are among them. A line of a row with many lines, such as ``I-B-61.7``, has
        the size of the row.
        """
        own = self._sizes_on(row_id, day) or self._sizes_on(row_id.partition(".")[0], day)
        if own:
            return own
        groups = [group.group_id for group in self.package.groups if group.row_id == row_id]
        return tuple(row for group_id in groups for row in self._sizes_on(f"group:{group_id}", day))

    def group_sizes(self, substance_id: str, day: date) -> tuple[SizeRow, ...]:
        """Return the rows of the size table for groups of which a substance is a member."""
        return tuple(
            row
            for group in self.package.groups
            if substance_id in group.members
            for row in self._sizes_on(f"group:{group.group_id}", day)
        )

    def _sizes_on(self, target: str, day: date) -> tuple[SizeRow, ...]:
        found = [SizeRow(size, period, period.on(day)) for size, period in self._sizes_for(target)]
        standing = [row for row in found if row.standing != "no"]
        return tuple(sorted(standing, key=lambda row: (natural(row.size.size_id), row.size.first_revision)))

    def size_states(self, row_id: str) -> list[tuple[Size, Period]]:
        """Return every row of the size table that ever stood for a row of the List, in order."""
        states = self._sizes_for(row_id) or self._sizes_for(row_id.partition(".")[0])
        return sorted(states, key=lambda state: (natural(state[0].size_id), state[0].first_revision))


def natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts identifiers as a reader counts: ``I-A-9`` before ``I-A-10``.

    Examples
    --------
    >>> sorted(["I-A-10", "I-B-61.7", "I-A-9", "I-B-61.111", "II-A-20-1", "II-A-20"], key=natural)
    ['I-A-9', 'I-A-10', 'I-B-61.7', 'I-B-61.111', 'II-A-20', 'II-A-20-1']
    """
    parts = identifier.replace(".", "-").split("-")
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
