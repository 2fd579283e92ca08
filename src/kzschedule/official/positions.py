"""Positions of the list as the text has them: confirmed, moved, added, ended, or weakened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kzschedule.model import Listing, Section
from kzschedule.official.comparing import can_refute
from kzschedule.official.dating import Acts, Dating
from kzschedule.official.model import ListRow, OfficialText, SizeRow
from kzschedule.official.placing import Sections
from kzschedule.official.written import storable

#: What a new position is put down as where the page states no section; its note and the report say so.
SECTION_NOT_STATED: Section = "narcotic"
_DAY = timedelta(days=1)


class Positions:
    """The positions of the data, brought to what the text has.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.
    day : datetime.date
        The day on which it stands.
    source_id : str
        The source that the page becomes.
    acts : Acts
        The acts that it names.
    may_be : mapping of str to str
        Substances that a row may mean whose names are not clear, with the words for the row.

    Attributes
    ----------
    listings : list of Listing
        The positions, after `place`.
    counts : Counter
        How many were confirmed, moved, added, ended, weakened.
    doubts : list of str
        What a reader should look at.
    """

    def __init__(self, text: OfficialText, day: date, source_id: str, acts: Acts, may_be: Mapping[str, str]) -> None:
        self.text, self.day, self.source_id, self.acts, self.may_be = text, day, source_id, acts, may_be
        self.sections = Sections(text)
        self.listings: list[Listing] = []
        self.counts: Counter[str] = Counter()
        self.doubts: list[str] = []

    def place(self, rows: Sequence[tuple[ListRow, str]], listings: Sequence[Listing]) -> None:
        """Give every row its position, end those that are repealed, and weaken what the text does not have.

        Parameters
        ----------
        rows : sequence of (ListRow, str)
            The rows with their substances.
        listings : sequence of Listing
            The positions of the data.
        """
        ours: dict[str, list[Listing]] = defaultdict(list)
        for listing in listings:
            ours[listing.substance_id].append(listing)
        standing: dict[str, list[ListRow]] = defaultdict(list)
        for row, substance_id in rows:
            if not row.repealed:
                standing[substance_id].append(row)
        # Exact places are served before moves, or a move could take the position that another row has.
        served: set[int] = set()
        for exact in (True, False):
            for index, (row, substance_id) in enumerate(rows):
                if row.repealed or index in served:
                    continue
                old = self.position_of(row, ours[substance_id], standing[substance_id], exact=exact)
                if old is None and exact:
                    continue
                if old is not None:
                    ours[substance_id].remove(old)
                served.add(index)
                self.listings.append(self.official(row, substance_id, old))
        for row, substance_id in rows:
            if row.repealed:
                self.end(row, substance_id, ours[substance_id])
        for left in ours.values():
            self.listings += [self.not_in_text(one) if can_refute(self.text, one) else one for one in left]

    def position_of(self, row: ListRow, ours: list[Listing], standing: list[ListRow], *, exact: bool) -> Listing | None:
        """Find the position that a row is: in its place, or one whose inferred place the text corrects."""
        section = self.sections.of(row)
        open_ones = [one for one in ours if one.listed_until is None]
        if exact:
            here = [one for one in open_ones if one.table == row.table and section in (None, one.section)]
            return min(here, key=lambda one: one.item_no != row.item_no, default=None)
        kept = {(other.table, self.sections.of(other)) for other in standing}
        moved = (
            one
            for one in open_ones
            if one.table_basis != "official" and not {(one.table, one.section), (one.table, None)} & kept
        )
        return next(moved, None)

    def official(self, row: ListRow, substance_id: str, old: Listing | None) -> Listing:
        """Return the position that a row of the text is."""
        if old is not None and old.evidence == "official" and self.source_id in old.source_ids:
            self.counts["positions_unchanged"] += 1
            return old
        section = self.sections.of(row) or (old.section if old is not None else None)
        dating = self.acts.since(row, self.day)
        notes = notes_of(row)
        if section is None:
            section = SECTION_NOT_STATED
            notes.append("the page states no section; which one is not known")
            self.doubts.append(f"{words_of(row)}: the page states no section, and {section} is put down")
        if old is None:
            self.counts["positions_added"] += 1
        else:
            dating = self.earlier(old, dating)
            moved = (old.table, old.section) != (row.table, section)
            if moved and old.evidence != "unverified":
                notes.append(f"stood in Table {old.table}, {old.section} here before the text ({old.table_basis})")
            self.counts["positions_moved" if moved else "positions_confirmed"] += 1
        if dating.note:
            notes.append(dating.note)
        return Listing(
            substance_id=substance_id,
            table=row.table,
            section=section,
            item_no=row.item_no,
            listed_from=dating.day,
            listed_until=None,
            date_basis=dating.basis,
            act_id=dating.act_id,
            until_act_id=None,
            evidence="official",
            table_basis="official",
            source_ids=joined(old.source_ids if old else (), self.source_id),
            un_convention=old.un_convention if old else None,
            un_schedule=old.un_schedule if old else None,
            un_decision_year=old.un_decision_year if old else None,
            note="; ".join(notes) or None,
        )

    @staticmethod
    def earlier(old: Listing, dating: Dating) -> Dating:
        """Keep an earlier day that was read or reported; an assumed one gives way to the text."""
        if old.listed_from is None or old.date_basis in (None, "assumed") or old.listed_from >= dating.day:
            return dating
        return Dating(old.listed_from, old.date_basis, old.act_id, dating.note if old.act_id == dating.act_id else None)

    def end(self, row: ListRow, substance_id: str, ours: list[Listing]) -> None:
        """End the position that a repealed row was."""
        section = self.sections.of(row)
        here = [one for one in ours if one.table == row.table and section in (None, one.section)]
        ended = [one for one in here if one.listed_until is not None]
        if ended:  # by an earlier application: what is left of them is kept as it is
            return
        where = words_of(row)
        dating = self.acts.until(row)
        if dating is None:
            self.doubts.append(f"{where}: repealed, but by no act that can be read; {substance_id} is not ended")
            return
        old = here[0] if here else None
        if old is not None:
            ours.remove(old)
        section = section or (old.section if old is not None else SECTION_NOT_STATED)
        # The position is shown to have stood until it was repealed; since when, only an earlier day can say.
        begun = old is not None and old.listed_from is not None and old.listed_from < dating.day
        notes = notes_of(row)
        if dating.note:
            notes.append(dating.note)
        if not begun:
            notes.append("since when it stood is not known; it did on the day before it was repealed")
        self.listings.append(
            Listing(
                substance_id=substance_id,
                table=row.table,
                section=section,
                item_no=row.item_no,
                listed_from=old.listed_from if old is not None and begun else dating.day - _DAY,
                listed_until=dating.day,
                date_basis=old.date_basis if old is not None and begun else "assumed",
                act_id=old.act_id if old is not None and begun else None,
                until_act_id=dating.act_id,
                evidence="official",
                table_basis="official",
                source_ids=joined(old.source_ids if old else (), self.source_id),
                un_convention=old.un_convention if old else None,
                un_schedule=old.un_schedule if old else None,
                un_decision_year=old.un_decision_year if old else None,
                note="; ".join(notes) or None,
            )
        )
        self.counts["positions_ended"] += 1

    def not_in_text(self, listing: Listing) -> Listing:
        """Return what is left of a position that the text, which is complete, does not have."""
        if listing.listed_until is not None or self.source_id in listing.source_ids:
            return listing
        perhaps = self.may_be.get(listing.substance_id)
        perhaps = f"; it may be {perhaps}, whose names are not clear" if perhaps else ""
        sources = joined(listing.source_ids, self.source_id)
        if listing.evidence == "official" and listing.listed_from is not None and listing.listed_from < self.day:
            newest = self.text.newest_act
            act_id = f"kz-gov-{newest.date.year}-{newest.number}" if newest else None
            if act_id in self.acts.acts:
                said = f"gone from the text of {self.day}; that the newest act did it is assumed{perhaps}"
                self.counts["positions_ended"] += 1
                note = "; ".join(filter(None, (listing.note, said)))
                ended = {"listed_until": self.day, "until_act_id": act_id, "source_ids": sources, "note": note}
                return self.acts.in_order(listing.model_copy(update=ended))
        self.counts["positions_not_in_text" if listing.evidence == "unverified" else "positions_weakened"] += 1
        before = f", evidence was {listing.evidence}" if listing.evidence != "unverified" else ""
        since = f" from {listing.listed_from} ({listing.date_basis})" if listing.listed_from else ""
        said = f"not found in the text of {self.day}{before}{since}{perhaps}"
        return listing.model_copy(
            update={
                "evidence": "unverified",
                "listed_from": None,
                "date_basis": None,
                "act_id": None,
                "table_basis": "inferred" if listing.table_basis == "official" else listing.table_basis,
                "source_ids": sources,
                "note": "; ".join(filter(None, (listing.note, said))),
            }
        )


def joined(sources: Sequence[str], source_id: str) -> tuple[str, ...]:
    """Return sources with one more, sorted.

    Examples
    --------
    >>> joined(("b", "a"), "b")
    ('a', 'b')
    """
    return tuple(sorted({*sources, source_id}))


def notes_of(row: ListRow | SizeRow) -> list[str]:
    """Return what a row prints beside its names."""
    printed = {"as printed": row.qualifier, "footnote": row.footnote, "number printed": row.item_no_raw}
    return [f"{label}: {text}" for label, raw in printed.items() if (text := storable(raw))]


def words_of(row: ListRow | SizeRow) -> str:
    """Say where a row stands.

    Examples
    --------
    >>> row = ListRow(table="I", section="А", item_no="1", name_ru="Вымыслин", name_lat=None, chemical_name=None)
    >>> words_of(row)
    'Table I, section А, item 1'
    """
    section = f", section {row.section}" if row.section else ""
    number = f", item {row.item_no}" if row.item_no else ""
    return (f"Table {row.table}" if row.table else "no table") + section + number
