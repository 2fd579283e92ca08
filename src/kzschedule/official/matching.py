"""Which substance of the data a row of the official text means.

A row prints several names: the main name, a Latin one, a chemical one, synonyms. The main, Latin and chemical
names have to agree on one substance; a synonym alone never overrules them. Where they leave several substances
open, the place of the row decides if it decides at all; where they contradict each other nothing is decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from kzschedule.datapackage import DataPackage
from kzschedule.model import Listing, Section
from kzschedule.names.fold import plain
from kzschedule.names.index import NameIndex
from kzschedule.official.model import ListRow, OfficialText, TableNumber
from kzschedule.official.placing import Sections

Part = Literal["name", "latin", "chemical", "synonym"]
By = Literal["names", "place", "number"]
Outcome = Literal["matched", "ambiguous", "conflict", "not_found", "unnamed"]

#: Names that must agree; synonyms only help to choose between what these leave open.
_DECIDING: tuple[Part, ...] = ("name", "latin", "chemical")
_MOST_CANDIDATES = 3
#: Share of letters below which a name is not near enough to be worth showing.
_NEAR = 60.0


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PrintedName(_Frozen):
    """A name as a row prints it, and the substances of the data that have it.

    `others` are meanings of the name that lie outside the data.
    """

    part: Part
    text: str
    substance_ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Candidate(_Frozen):
    """A substance that a row may mean: one of several that have its name, or one with a similar name."""

    substance_id: str
    name: str
    score: float


class Match(_Frozen):
    """What a row was read as.

    Attributes
    ----------
    outcome : str
        ``matched``; ``ambiguous`` (its names fit several substances), ``conflict`` (its names contradict each
        other), ``not_found`` (no name is known), ``unnamed`` (a repealed row that prints no name, and no
        position of that number is known).
    substance_id : str or None
        The substance, where it is matched.
    names : tuple of PrintedName
        All names of the row.
    by : str or None
        What decided: ``names``, ``place`` or ``number``.
    candidates : tuple of Candidate
        Where it is not matched, the substances that it may mean, the nearest first.
    doubts : tuple of str
        What a reader should look at, although the row is matched.
    """

    outcome: Outcome
    substance_id: str | None = None
    names: tuple[PrintedName, ...] = ()
    by: By | None = None
    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[str, ...] = ()


class Place(_Frozen):
    """Where a row stands, in the words of the data; None where the page does not say."""

    table: TableNumber | None
    section: Section | None
    item_no: str | None


class Matcher:
    """The names and positions of a data package, ready for the rows of a text.

    Parameters
    ----------
    package : DataPackage
        The records.
    day : str, optional
        The day of the text in ISO form: positions that were read from a text of that very day have its numbers.

    Examples
    --------
    >>> from kzschedule.datapackage import read_package
    >>> matcher = Matcher(read_package())
    >>> names = [matcher.printed("name", "Мефедрон"), matcher.printed("synonym", "4-MMC")]
    >>> matcher.match(names, Place(table="I", section="psychotropic", item_no="7")).substance_id
    'mephedrone'
    """

    def __init__(self, package: DataPackage, day: str | None = None) -> None:
        self._names = NameIndex(package)
        self._english = {substance.substance_id: substance.name_en for substance in package.substances}
        self._listings: dict[str, list[Listing]] = defaultdict(list)
        for listing in package.listings:
            self._listings[listing.substance_id].append(listing)
        same_text = {source.source_id for source in package.sources if source.consulted == "yes" and day == source.date}
        self._numbered: dict[Place, list[Listing]] = defaultdict(list)
        self._same_text: dict[Place, list[Listing]] = defaultdict(list)
        for listing in package.listings:
            if listing.evidence == "official" and listing.item_no:
                place = Place(table=listing.table, section=listing.section, item_no=listing.item_no)
                self._numbered[place].append(listing)
                if same_text & set(listing.source_ids):
                    self._same_text[place].append(listing)
        self._plain_names: dict[str, str] = {}

    def printed(self, part: Part, text: str) -> PrintedName:
        """Look a name up."""
        reading = self._names.read(text, suggest=False)
        return PrintedName(
            part=part,
            text=text,
            substance_ids=tuple(hit.substance_id for hit in reading.hits),
            others=tuple(meaning.meaning for meaning in reading.outside),
        )

    def match(self, names: Sequence[PrintedName], place: Place) -> Match:
        """Decide which substance a row means.

        Parameters
        ----------
        names : sequence of PrintedName
            The names that the row prints.
        place : Place
            Where it stands.

        Returns
        -------
        Match
        """
        found = [name for name in names if name.substance_ids]
        if not names:
            return self._by_number(self._numbered[place]) or Match(outcome="unnamed")
        if not found:
            numbered = self._by_number(self._same_text[place], names)
            return numbered or Match(outcome="not_found", names=tuple(names), candidates=self._nearest(names))
        deciding = [name for name in found if name.part in _DECIDING] or found
        common = _common(deciding)
        if not common:
            numbered = self._by_number(self._same_text[place], names)
            return numbered or self._open("conflict", names, _union(deciding))
        by: By = "names"
        if len(common) > 1:
            narrowed = _common([*deciding, *(name for name in found if name.part == "synonym")])
            common = narrowed or common
        if len(common) > 1:
            common, by = self._placed(common, place)
        if len(common) > 1:
            return self._open("ambiguous", names, common)
        (substance_id,) = common
        others = dict.fromkeys(other for name in found for other in name.others)
        certain = any(substance_id in name.substance_ids and not name.others for name in found)
        if others and not certain and not self._stands_in(substance_id, place):
            return self._open("ambiguous", names, common, tuple(f"it also means {other}" for other in others))
        return Match(
            outcome="matched",
            substance_id=substance_id,
            names=tuple(names),
            by=by,
            doubts=tuple(self._doubts(substance_id, found)),
        )

    def _by_number(self, listings: list[Listing], names: Sequence[PrintedName] = ()) -> Match | None:
        """Match a row whose names say nothing with the position that has its number, if there is just one."""
        meant = {listing.substance_id for listing in listings}
        if len(meant) != 1:
            return None
        return Match(outcome="matched", substance_id=meant.pop(), names=tuple(names), by="number")

    def _placed(self, common: frozenset[str], place: Place) -> tuple[frozenset[str], By]:
        """Narrow substances down by where they are listed, the narrowest way first."""
        numbered = common & {listing.substance_id for listing in self._numbered[place]}
        if len(numbered) == 1:
            return numbered, "number"
        ways = [
            frozenset(one for one in common if any(self._fits(listing, place, way) for listing in self._listings[one]))
            for way in ("place", "table", "section")
        ]
        return next((standing for standing in ways if len(standing) == 1), common), "place"

    @staticmethod
    def _fits(listing: Listing, place: Place, way: str) -> bool:
        table, section = listing.table == place.table, place.section in (None, listing.section)
        return {"place": table and section, "table": table, "section": section}[way]

    def _stands_in(self, substance_id: str, place: Place) -> bool:
        return any(self._fits(listing, place, "section") for listing in self._listings[substance_id])

    def _doubts(self, substance_id: str, found: Iterable[PrintedName]) -> Iterator[str]:
        for name in found:
            if substance_id not in name.substance_ids:
                yield f"its {name.part} {name.text!r} is a name of {', '.join(name.substance_ids)}"

    def _open(
        self, outcome: Outcome, names: Sequence[PrintedName], meant: Iterable[str], doubts: tuple[str, ...] = ()
    ) -> Match:
        candidates = tuple(Candidate(substance_id=one, name=self._english[one], score=1.0) for one in sorted(meant))
        return Match(outcome=outcome, names=tuple(names), candidates=candidates, doubts=doubts)

    def _nearest(self, names: Sequence[PrintedName]) -> tuple[Candidate, ...]:
        """Find the substances whose names are most like those of a row."""
        if not self._plain_names:
            self._plain_names = {plain(hit.matched_text): hit.substance_id for hit in self._names.names_of()}
        best: dict[str, Candidate] = {}
        for name in names:
            near = process.extract(
                plain(name.text)[:_LONGEST], self._plain_names.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR
            )
            for spelling, score, _ in near:
                one = self._plain_names[spelling]
                share = round(score / 100, 3)
                if one not in best or best[one].score < share:
                    best[one] = Candidate(substance_id=one, name=spelling, score=share)
        return tuple(sorted(best.values(), key=lambda one: (-one.score, one.substance_id))[:_MOST_CANDIDATES])


#: Longer names are compared by their beginnings.
_LONGEST = 200


def match_rows(text: OfficialText, package: DataPackage) -> tuple[Match, ...]:
    """Match the rows of Tables I to IV to the substances of a data package, one answer a row, in order.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.
    package : DataPackage
        The records.

    Returns
    -------
    tuple of Match
    """
    matcher = Matcher(package, text.stands_on.isoformat() if text.stands_on else None)
    sections = Sections(text)
    return tuple(
        matcher.match(
            [matcher.printed(part, name) for part, name in names_of_row(row)],
            Place(table=row.table, section=sections.of(row), item_no=row.item_no),
        )
        for row in text.tables
    )


def names_of_row(row: ListRow) -> Iterator[tuple[Part, str]]:
    """Iterate over the names that a row prints, each once, the deciding ones first.

    Examples
    --------
    >>> row = ListRow(table="I", section="А", item_no="1", name_ru="Героин", name_lat="Heroin", chemical_name=None,
    ...     synonyms=("диаморфин", "героин"))
    >>> list(names_of_row(row))
    [('name', 'Героин'), ('latin', 'Heroin'), ('synonym', 'диаморфин')]
    """
    printed: list[tuple[Part, str | None]] = [
        ("name", row.name_ru),
        ("name", row.name_kk),
        ("latin", row.name_lat),
        ("latin", row.name_en),
        ("chemical", row.chemical_name),
        *(("synonym", synonym) for synonym in row.synonyms),
    ]
    seen: set[str] = set()
    for part, text in printed:
        if text and plain(text) not in seen:
            seen.add(plain(text))
            yield part, text


def _common(names: Sequence[PrintedName]) -> frozenset[str]:
    """Substances that all names mean."""
    return frozenset(names[0].substance_ids).intersection(*(name.substance_ids for name in names[1:]))


def _union(names: Iterable[PrintedName]) -> frozenset[str]:
    return frozenset(one for name in names for one in name.substance_ids)
