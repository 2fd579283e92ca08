"""The list: the records of a data package, their indexes, and the view on a date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kzschedule import messages
from kzschedule.datapackage import DataPackage, read_package
from kzschedule.errors import DataPackageError
from kzschedule.locks import Lock
from kzschedule.model import EVIDENCE_ORDER, Act, Listing, Size, Source, Substance
from kzschedule.names.index import NameIndex
from kzschedule.recent import Recent
from kzschedule.statement import Statement
from kzschedule.verdict import ActAnswer, ListingAnswer, SizeAnswer, SourceAnswer

if TYPE_CHECKING:
    import pandas as pd

    from kzschedule.analogues.rule import AnalogueRule
    from kzschedule.analogues.search import AnalogueSearch
    from kzschedule.changes import ScheduleDiff, ScheduleView
    from kzschedule.classes import ClassPattern
    from kzschedule.structures.index import StructureIndex

#: Identifier and structure of each parent of analogues.
_Parents = tuple[tuple[str, str], ...]
FrameName = Literal["listings", "substances", "names", "acts", "claims", "sizes", "sources", "collisions"]


class Schedule:
    """The list of narcotic drugs, psychotropic substances and precursors, as a data package holds it.

    Parameters
    ----------
    package : DataPackage
        The records; `Schedule.load` reads them from a folder.

    Examples
    --------
    >>> schedule = Schedule.default()
    >>> [listing.table for listing in schedule.positions("heroin", date(2024, 3, 1))]
    ['I']
    """

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.substances: dict[str, Substance] = {item.substance_id: item for item in package.substances}
        self.acts: dict[str, Act] = {act.act_id: act for act in package.acts}
        self.sources: dict[str, Source] = {source.source_id: source for source in package.sources}
        self.listings: dict[str, list[Listing]] = defaultdict(list)
        for listing in package.listings:
            self.listings[listing.substance_id].append(listing)
        self.size_rows: dict[str, list[Size]] = defaultdict(list)
        for size in package.sizes:
            self.size_rows[size.substance_id].append(size)
        for meaning in package.collisions:
            if meaning.substance_id is not None and meaning.substance_id not in self.substances:
                raise DataPackageError(
                    f"collisions.csv: {meaning.name!r} means the substance {meaning.substance_id!r}, which "
                    "substances.csv does not have; correct it, or leave it empty for what lies outside the data"
                )
        self._positions: dict[tuple[str, date], tuple[ListingAnswer, ...]] = {}
        self._statements: dict[tuple[str, date], tuple[Statement, ...]] = {}
        self._rules: Recent[tuple[Path | None, int | None], AnalogueRule] = Recent(_CACHED_RULES)
        self._compiled: Recent[int, _Compiled] = Recent(_CACHED_RULES)

    def __reduce__(self) -> tuple[object, tuple[DataPackage, ...]]:
        # Another process builds its own indexes, and reads the library's own list from its files.
        return (_default, ()) if self is _default() else (Schedule, (self.package,))

    @classmethod
    def load(cls, directory: str | Path | None = None) -> Schedule:
        """Read a data package.

        Raises
        ------
        DataPackageError
            If it cannot be read.
        """
        return cls(read_package(directory))

    @staticmethod
    def default() -> Schedule:
        """Return the list that comes with the library; it is read once."""
        return _default()

    @cached_property
    def names(self) -> NameIndex:
        """The names of the substances."""
        return NameIndex(self.package)

    @cached_property
    def structures(self) -> StructureIndex:
        """The structures of the substances."""
        from kzschedule.structures.index import StructureIndex

        standing = set(self.listings) | {item.substance_id for item in self.package.substances if item.excluded_by}
        return StructureIndex(self.package.substances, self.counterions, standing)

    @cached_property
    def class_patterns(self) -> tuple[ClassPattern, ...]:
        """The structure classes, compiled for `kzschedule.classes.classes_of`."""
        from kzschedule.classes import compile_classes

        return compile_classes(self.package.structure_classes)

    @cached_property
    def counterions(self) -> frozenset[str]:
        """Fragments that are never the substance meant, as canonical SMILES without stereo."""
        return frozenset(ion.smiles for ion in self.package.counterions)

    def rule(self, rule: AnalogueRule | str | Path | None = None) -> AnalogueRule:
        """Return a rule for analogues: one that is given, that of a file, or that of the data package.

        Raises
        ------
        AnalogueRuleError
            If a file cannot be read or is no rule.
        """
        from kzschedule.analogues.rule import AnalogueRule, load_rule

        if isinstance(rule, AnalogueRule):
            return rule
        path = None if rule is None else Path(rule).resolve()
        # A file that was edited since is read again.
        written = path.stat().st_mtime_ns if path is not None and path.is_file() else None
        key = (path, written)
        known = self._rules.get(key)
        if known is None:
            known = load_rule(path, self.package.directory)
            self._rules.put([(key, known)])
        return known

    def analogue_search(
        self,
        day: date,
        rule: AnalogueRule | str | Path | None = None,
        *,
        include_unverified: bool = False,
    ) -> AnalogueSearch:
        """Return the search for analogues of what is in force on a day; it is compiled once for each set of parents.

        Raises
        ------
        AnalogueRuleError
            If a rule file cannot be read or is no rule.
        """
        from kzschedule.analogues.parents import parents_on
        from kzschedule.analogues.search import AnalogueSearch

        chosen = self.rule(rule)
        compiled = self._compiled.get(id(chosen))
        if compiled is None:
            compiled = _Compiled(chosen)
            self._compiled.put([(id(chosen), compiled)])
        parents = compiled.parents.get((day, include_unverified))
        if parents is None:
            parents = parents_on(
                day, self.package.substances, self.package.listings, chosen, include_unverified=include_unverified
            )
            compiled.parents.put([((day, include_unverified), parents)])
        search = compiled.searches.get(parents)
        if search is None:
            search = AnalogueSearch(parents, chosen)
            compiled.searches.put([(parents, search)])
        return search

    @cached_property
    def cas_numbers(self) -> dict[str, list[str]]:
        """Identifiers of the substances by CAS number."""
        found: dict[str, list[str]] = defaultdict(list)
        for substance in self.package.substances:
            if substance.cas:
                found[substance.cas].append(substance.substance_id)
        return found

    @cached_property
    def source_answers(self) -> dict[str, SourceAnswer]:
        """The sources as an answer shows them, by identifier."""
        columns = set(SourceAnswer.model_fields)
        return {
            name: SourceAnswer.model_validate(source.model_dump(include=columns))
            for name, source in self.sources.items()
        }

    @cached_property
    def start(self) -> date | None:
        """First day on which an act of the data is in force; the law before it is not held."""
        return min((act.effective_from for act in self.acts.values() if act.effective_from), default=None)

    def newest_act(self, as_of: date | None = None) -> Act | None:
        """Return the newest act that is held, or the newest that was signed by a day."""
        acts = [act for act in self.acts.values() if as_of is None or act.date <= as_of]
        return max(acts, key=lambda act: act.date, default=None)

    @cached_property
    def newest_act_answer(self) -> ActAnswer | None:
        """The newest act that is held, as an answer shows it."""
        act = self.newest_act()
        return None if act is None else ActAnswer.model_validate(act.model_dump(include=set(ActAnswer.model_fields)))

    def positions(self, substance_id: str, as_of: date) -> tuple[ListingAnswer, ...]:
        """Return the positions of a substance, strongest evidence first, with whether each is in force.

        Parameters
        ----------
        substance_id : str
            Identifier of a substance.
        as_of : datetime.date
            The day that is asked about.

        Returns
        -------
        tuple of ListingAnswer
        """
        key = (substance_id, as_of)
        answers = self._positions.get(key)
        if answers is None:
            listings = sorted(self.listings.get(substance_id, ()), key=_strength)
            answers = tuple(_listing_answer(listing, as_of) for listing in listings)
            if len(self._positions) < _CACHED_POSITIONS:
                self._positions[key] = answers
        return answers

    def statements(self, substance_id: str, as_of: date) -> tuple[Statement, ...]:
        """Return what every answer about a substance says of its positions on a day, and of itself.

        Examples
        --------
        >>> [said, *_] = Schedule.default().statements("tropicamide", date(2024, 3, 1))
        >>> said
        'Tropicamide: known, no position found.'
        """
        key = (substance_id, as_of)
        said = self._statements.get(key)
        if said is None:
            substance = self.substances[substance_id]
            positions = self.positions(substance_id, as_of)
            known = messages.position(substance.name, positions, self.sources, as_of)
            remark = messages.remark(substance)
            said = (*(known or [messages.no_position(substance)]), *([remark] if remark else []))
            if len(self._statements) < _CACHED_POSITIONS:
                self._statements[key] = said
        return said

    def sizes(self, substance_id: str, as_of: date) -> tuple[SizeAnswer, ...] | None:
        """Return the rows of the size table that are shown to stand on a day, None where none is known."""
        rows = tuple(
            SizeAnswer.model_validate(size.model_dump(include=set(SizeAnswer.model_fields)))
            for size in self.size_rows.get(substance_id, ())
            if _covers(size.valid_from, size.valid_until, as_of)
        )
        return rows or None

    def as_of(self, day: date | str) -> ScheduleView:
        """Return the list on a day: positions in force, those that are not shown to be, and what is not named.

        Parameters
        ----------
        day : datetime.date or str
            The day that is asked about; a text is read as an ISO date.

        Returns
        -------
        ScheduleView

        Raises
        ------
        InvalidDateError
            If `day` is no date.

        Examples
        --------
        >>> view = Schedule.default().as_of(date(2024, 2, 5))
        >>> "eutylone" in {position.substance_id for position in view.in_force}
        False
        >>> view.newest_act.number
        '22'
        """
        from kzschedule.changes import view
        from kzschedule.checking import read_date

        return view(self, read_date(day))

    def diff(self, first: date | str, second: date | str) -> ScheduleDiff:
        """Return what each act added, moved and removed after one day and up to another, with evidence.

        Parameters
        ----------
        first, second : datetime.date or str
            The days, the earlier one first; a text is read as an ISO date.

        Returns
        -------
        ScheduleDiff
            Acts of which nothing is named are in it too, with what they are said to have added.

        Raises
        ------
        InvalidDateError
            If one is no date, or the second day is before the first.

        Examples
        --------
        >>> changes = Schedule.default().diff(date(2023, 3, 20), date(2023, 5, 1))
        >>> [(item.act.number, [change.substance_id for change in item.added]) for item in changes.acts]
        [('240', ['tramadol'])]
        >>> [(claim.count, claim.unnamed) for claim in changes.acts[0].claims]
        [(12, 12), (15, 14)]
        """
        from kzschedule.changes import diff
        from kzschedule.checking import read_date

        return diff(self, read_date(first), read_date(second))

    def to_frame(self, which: FrameName = "listings") -> pd.DataFrame:
        """Return records as a pandas frame, one row each.

        Parameters
        ----------
        which : str
            ``listings`` (with the names and structures of the substances), ``substances``, ``names``,
            ``acts``, ``claims``, ``sizes``, ``sources`` or ``collisions``.

        Returns
        -------
        pandas.DataFrame
            Dates are ``datetime64``; a list in a cell stays a list; missing values are missing. ``attrs`` holds
            the version of the data and the newest act that they hold.

        Examples
        --------
        >>> frame = Schedule.default().to_frame()
        >>> frame.attrs["newest_act"]
        'kz-gov-2024-22'
        >>> set(frame["table"]) == {"I", "II", "III", "IV"}
        True
        """
        import pandas as pd

        frame = pd.DataFrame([record.model_dump() for record in getattr(self.package, which)])
        for column in frame.columns.intersection(_DATE_COLUMNS):
            frame[column] = pd.to_datetime(frame[column])
        if which == "listings":
            chemistry = self.to_frame("substances")[_LISTED_CHEMISTRY]
            frame = frame.merge(chemistry, on="substance_id", how="left", validate="many_to_one")
        newest = self.newest_act()
        frame.attrs = {"data": self.package.version, "newest_act": newest.act_id if newest else None}
        return frame


#: Positions are asked for again and again on few days; the limit keeps a run over many days from growing.
_CACHED_POSITIONS = 100_000
#: Rules that are remembered; of each, the days for which parents were sought, and the searches that were compiled: the
#: acts of the list make few different sets of parents.
_CACHED_RULES = 8
_CACHED_DAYS = 5_000
_CACHED_SEARCHES = 16
_DATE_COLUMNS = ["listed_from", "listed_until", "effective_from", "valid_from", "valid_until"]
_LISTED_CHEMISTRY = ["substance_id", "kind", "name_en", "name_ru", "name_kk", "cas", "smiles", "inchikey"]


class _Compiled:
    """What is remembered of a rule; it holds the rule, so that no other one has its number meanwhile."""

    def __init__(self, rule: AnalogueRule) -> None:
        self.rule = rule
        self.parents: Recent[tuple[date, bool], _Parents] = Recent(_CACHED_DAYS)
        self.searches: Recent[_Parents, AnalogueSearch] = Recent(_CACHED_SEARCHES)


def _default() -> Schedule:
    with _loading:  # threads that come first together get one list
        return _loaded()


@cache
def _loaded() -> Schedule:
    return Schedule.load()


_loading = Lock()


def _covers(first: date | None, end: date | None, day: date) -> bool:
    """Whether a day lies in a period; a period without a first day is not shown to have begun."""
    return first is not None and first <= day and (end is None or day < end)


def _strength(listing: Listing) -> tuple[int, str, str]:
    return EVIDENCE_ORDER.index(listing.evidence), listing.table, listing.section


def _listing_answer(listing: Listing, as_of: date) -> ListingAnswer:
    return ListingAnswer(
        table=listing.table,
        section=listing.section,
        item_no=listing.item_no,
        listed_from=listing.listed_from,
        listed_until=listing.listed_until,
        act_id=listing.act_id,
        until_act_id=listing.until_act_id,
        in_force=_covers(listing.listed_from, listing.listed_until, as_of),
        evidence=listing.evidence,
        table_basis=listing.table_basis,
        date_basis=listing.date_basis,
        source_ids=listing.source_ids,
        note=listing.note,
    )
