"""The official text held against the data: every row of the text in exactly one group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

from kzschedule.language import N_
from kzschedule.model import Evidence, Listing, Section, Substance
from kzschedule.official.matching import Candidate, Match, match_rows
from kzschedule.official.model import ListRow, OfficialText, TableNumber
from kzschedule.official.placing import Sections

if TYPE_CHECKING:
    from kzschedule.schedule import Schedule

Group = Literal[
    "agreed",
    "structure_unknown",
    "place_differs",
    "missing_here",
    "not_matched",
    "still_listed",
    "repealed",
]

#: What each group of rows means, in the order in which they are shown.
GROUPS: Mapping[Group, str] = {
    "place_differs": N_("table or section differs"),
    "missing_here": N_("missing here: in the text, the substance is known, no position of it is"),
    "not_matched": N_("name not matched"),
    "still_listed": N_("repealed in the text, still listed here"),
    "structure_unknown": N_("agreed, but the structure of the substance is not known"),
    "agreed": N_("agreed"),
    "repealed": N_("repealed in the text, and not listed here"),
}
#: The groups that are differences between the text and the data.
DIFFERENT: frozenset[Group] = frozenset({"place_differs", "missing_here", "not_matched", "still_listed"})

MISSING_THERE = N_("missing there: our position is not in the text")
UNVERIFIED_THERE = N_("not in the text, and never asserted here (unverified)")
OUTSIDE = N_("positions here of which the page can say nothing: later ones, or in tables that it does not have")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OurPosition(_Frozen):
    """A position of the data that is not ended."""

    substance_id: str
    name_en: str
    name_ru: str | None
    table: TableNumber
    section: Section
    item_no: str | None
    evidence: Evidence


class ComparedRow(_Frozen):
    """A row of the text with its group, what it was read as, and the positions of the data that it concerns."""

    group: Group
    table: TableNumber
    section: Section | None
    item_no: str | None
    name: str | None
    name_lat: str | None
    repealed: bool
    match: Match
    ours: tuple[OurPosition, ...]


class Comparison(_Frozen):
    """A text held against the data.

    Attributes
    ----------
    file, sha256 : str
        The page.
    stands_on : datetime.date or None
        The day on which its text is shown to stand.
    data_version : str
        Version of the data package.
    rows_in : int
        Rows of Tables I to IV in the text; `rows` has as many.
    rows : tuple of ComparedRow
        Each row of the text, in its order, with its group.
    missing_there : tuple of OurPosition
        Positions that the data assert and the text does not have.
    unverified_there : tuple of OurPosition
        Positions that the text does not have and the data never asserted: no difference.
    outside : tuple of OurPosition
        Positions in tables of which the page has no row at all, or listed after the day of the page.
    warnings : tuple of str
        What the reader of the page found doubtful.
    """

    file: str
    sha256: str
    stands_on: date | None
    data_version: str
    rows_in: int
    rows: tuple[ComparedRow, ...]
    missing_there: tuple[OurPosition, ...]
    unverified_there: tuple[OurPosition, ...]
    outside: tuple[OurPosition, ...]
    warnings: tuple[str, ...]

    @model_validator(mode="after")
    def _no_row_is_lost(self) -> Self:
        if len(self.rows) != self.rows_in:
            raise ValueError(f"{self.rows_in} rows in the text, {len(self.rows)} in the comparison")
        return self

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way
    @property
    def counts(self) -> dict[str, int]:
        """How many rows each group has, and how many positions are missing there."""
        rows = Counter(row.group for row in self.rows)
        return {
            **{group: rows[group] for group in GROUPS},
            "missing_there": len(self.missing_there),
            "unverified_there": len(self.unverified_there),
            "outside": len(self.outside),
        }

    @computed_field  # type: ignore[prop-decorator]  # the same
    @property
    def differences(self) -> int:
        """How many differences there are."""
        return sum(row.group in DIFFERENT for row in self.rows) + len(self.missing_there)

    @property
    def agreed_by_evidence(self) -> dict[Evidence, int]:
        """How many rows agree with positions of each evidence: how well the inferred ones did."""
        return dict(Counter(row.ours[0].evidence for row in self.rows if row.group in {"agreed", "structure_unknown"}))

    def of(self, group: Group) -> tuple[ComparedRow, ...]:
        """Return the rows of one group."""
        return tuple(row for row in self.rows if row.group == group)


def compare(text: OfficialText, schedule: Schedule) -> Comparison:
    """Hold the official text against the data.

    Parameters
    ----------
    text : OfficialText
        What `read_page` returns.
    schedule : Schedule
        The data.

    Returns
    -------
    Comparison
        Every row of the text in exactly one group, and what the data have beyond it.
    """
    return _Comparing(text, schedule).result()


class _Comparing:
    def __init__(self, text: OfficialText, schedule: Schedule) -> None:
        self.text, self.schedule = text, schedule
        self.sections = Sections(text)
        self.matches = match_rows(text, schedule.package)
        self.standing = [listing for listing in schedule.package.listings if listing.listed_until is None]
        #: Places of each substance in the text, a section that the page does not state as None.
        self.places: set[tuple[str, TableNumber, Section | None]] = {
            (match.substance_id, row.table, self.sections.of(row))
            for row, match in zip(text.tables, self.matches, strict=True)
            if match.substance_id and not row.repealed
        }
        self.accounted: set[Listing] = set()

    def result(self) -> Comparison:
        rows = tuple(self.row(row, match) for row, match in zip(self.text.tables, self.matches, strict=True))
        left = [listing for listing in self.standing if listing not in self.accounted]
        inside = [listing for listing in left if can_refute(self.text, listing)]
        return Comparison(
            file=self.text.source.file,
            sha256=self.text.source.sha256,
            stands_on=self.text.stands_on,
            data_version=self.schedule.package.version,
            rows_in=len(self.text.tables),
            rows=rows,
            missing_there=self.positions(one for one in inside if one.evidence != "unverified"),
            unverified_there=self.positions(one for one in inside if one.evidence == "unverified"),
            outside=self.positions(one for one in left if one not in inside),
            warnings=tuple(warning.message for warning in self.text.warnings),
        )

    def row(self, row: ListRow, match: Match) -> ComparedRow:
        group, ours = self.group(row, match)
        self.accounted.update(ours)
        return ComparedRow(
            group=group,
            table=row.table,
            section=self.sections.of(row),
            item_no=row.item_no,
            name=row.name,
            name_lat=row.name_lat,
            repealed=row.repealed,
            match=match,
            ours=self.positions(ours),
        )

    def group(self, row: ListRow, match: Match) -> tuple[Group, list[Listing]]:
        if match.substance_id is None:
            return ("repealed" if row.repealed else "not_matched"), []
        ours = [one for one in self.standing if one.substance_id == match.substance_id]
        section = self.sections.of(row)
        here = [one for one in ours if one.table == row.table and section in (None, one.section)]
        if row.repealed:
            # A position that was repealed and stands again under another number is the standing row's.
            kept = [one for one in here if not self.in_text(one)]
            return ("still_listed", kept) if any(one.evidence != "unverified" for one in kept) else ("repealed", [])
        if here:
            unknown = self.structure_unknown(self.schedule.substances[match.substance_id])
            return ("structure_unknown" if unknown else "agreed"), here
        elsewhere = [one for one in ours if not self.in_text(one)]
        return ("place_differs", elsewhere) if elsewhere else ("missing_here", [])

    def in_text(self, listing: Listing) -> bool:
        """Whether a row of the text stands where a position of the data does."""
        return any((listing.substance_id, listing.table, section) in self.places for section in (listing.section, None))

    @staticmethod
    def structure_unknown(substance: Substance) -> bool:
        return substance.kind == "substance" and substance.smiles is None

    def positions(self, listings: Iterable[Listing]) -> tuple[OurPosition, ...]:
        positions = []
        for one in listings:
            substance = self.schedule.substances[one.substance_id]
            positions.append(
                OurPosition(
                    substance_id=one.substance_id,
                    name_en=substance.name_en,
                    name_ru=substance.name_ru,
                    table=one.table,
                    section=one.section,
                    item_no=one.item_no,
                    evidence=one.evidence,
                )
            )
        return tuple(positions)


def can_refute(text: OfficialText, listing: Listing) -> bool:
    """Whether a text that does not have a position speaks against it.

    A page without a single row of a table does not have that table, and a text says nothing of what came later.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.
    listing : Listing
        A position of the data.
    """
    later = bool(listing.listed_from and text.stands_on and listing.listed_from > text.stands_on)
    return not later and any(row.table == listing.table for row in text.tables)


def candidate_words(candidates: Iterable[Candidate]) -> str:
    """Say which substances a row may mean.

    Examples
    --------
    >>> candidate_words([Candidate(substance_id="heroin", name="героин", score=0.9)])
    'героин [heroin] 0.90'
    """
    return ", ".join(f"{one.name} [{one.substance_id}] {one.score:.2f}" for one in candidates)
