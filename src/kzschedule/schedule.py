"""The list: the records of a data package, their indexes, and the view on a date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from kzschedule._cache import Lock, Recent, cached_property
from kzschedule.errors import DataPackageError
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import Covered
from kzschedule.law.positions import Law, Position, SizeRow, natural
from kzschedule.names.fold import plain
from kzschedule.names.index import NameIndex
from kzschedule.records.installation import shipped_directory
from kzschedule.records.model import Act, OtherList, Preparation, Source, Substance, Treaty, Veterinary
from kzschedule.records.package import DataPackage, default_directory, read_package
from kzschedule.verdict import ActAnswer, ListingAnswer, RevisionAnswer, SizeAnswer, SourceAnswer

if TYPE_CHECKING:
    import pandas as pd

    from kzschedule.analogues.approved import InForce
    from kzschedule.analogues.classes import ClassPattern
    from kzschedule.analogues.esters import EsterSearch
    from kzschedule.analogues.isomers import PositionIsomers
    from kzschedule.analogues.parents import AnalogueParent
    from kzschedule.analogues.rule import AnalogueRule
    from kzschedule.analogues.search import AnalogueSearch
    from kzschedule.answer.changes import ScheduleDiff, ScheduleView
    from kzschedule.law.groups import GroupSearch
    from kzschedule.structures.index import StructureIndex

#: The parents of analogues on a day.
_Parents = tuple["AnalogueParent", ...]
#: What a search is compiled from: the parents, and the lines of the list of substituents.
_Stand = tuple[_Parents, tuple["InForce", ...]]
_S = TypeVar("_S", Treaty, OtherList)
_M = TypeVar("_M", Preparation, Veterinary)
FrameName = Literal[
    "rows",
    "listings",
    "substances",
    "names",
    "acts",
    "claims",
    "sizes",
    "substituents",
    "treaties",
    "sources",
    "collisions",
]


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
        self.law = Law(package)
        for meaning in package.collisions:
            if meaning.substance_id is not None and meaning.substance_id not in self.substances:
                raise DataPackageError(
                    f"collisions.csv: {meaning.name!r} means the substance {meaning.substance_id!r}, which "
                    "substances.csv does not have; correct it, or leave it empty for what lies outside the data"
                )
        self._answers: dict[Position, ListingAnswer] = {}
        self._positions: dict[tuple[str, date], tuple[Position, ...]] = {}
        #: What `kzschedule.answer.messages` has said of a substance on a day.
        self.said: dict[tuple[str, date], tuple[Statement, ...]] = {}
        self._rules: Recent[tuple[Path | None, int | None], AnalogueRule] = Recent(_CACHED_RULES)
        self._compiled: Recent[int, _Compiled] = Recent(_CACHED_RULES)

    def __reduce__(self) -> tuple[object, tuple[DataPackage, ...]]:
        # Another process builds its own indexes, and reads the library's own list from its files.
        shipped = self.package.directory == shipped_directory() and self is _default()
        return (_shipped, ()) if shipped else (Schedule, (self.package,))

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
        """Return the list of the data in use, by default the one that comes with the library; it is read once."""
        return _default()

    def __repr__(self) -> str:
        newest = self.law.newest_revision
        rows, substances = len(self.law.row_ids), len(self.law.listed_substances)
        return (
            f"<Schedule, data {self.package.version}: newest revision read {newest.revision_id}, "
            f"{rows} rows, {substances} substances>"
        )

    def _repr_html_(self) -> str:
        from kzschedule.language import default_language
        from kzschedule.render.html import schedule_html

        return schedule_html(self, default_language())

    @cached_property
    def names(self) -> NameIndex:
        """The names of the substances."""
        return NameIndex(self.package)

    def rows_printing(self, text: str) -> tuple[str, ...]:
        """Return the rows of which a text is the whole cell, in Russian or Kazakh, in any revision.

        Examples
        --------
        >>> Schedule.default().rows_printing("Кокаин, кроме кокаина гидрохлорида")
        ('I-A-37',)
        """
        return self._rows_by_print.get(_cell(text), ())

    @cached_property
    def _rows_by_print(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.package.rows:
            for printed in (row.printed_ru, row.printed_kk):
                if printed:
                    found[_cell(printed)][row.row_id] = None
        return {cell: tuple(rows) for cell, rows in found.items()}

    @cached_property
    def structures(self) -> StructureIndex:
        """The structures of the substances."""
        from kzschedule.structures.index import StructureIndex

        # A row that prints a racemate does not answer for a drawing that leaves the configuration open.
        racemates = {
            name
            for name in self.law.listed_substances
            if self.substances[name].stereo == "unspecified"
            and all(listing.stereo == "printed" for listing in self.law.listings(name))
        }
        return StructureIndex(self.package.substances, self.counterions, self.law.listed_substances - racemates)

    @cached_property
    def groups(self) -> GroupSearch:
        """The groups that rows name without their members."""
        from kzschedule.law.groups import GroupSearch

        return GroupSearch(self.law.groups.values())

    @cached_property
    def class_patterns(self) -> tuple[ClassPattern, ...]:
        """The structure classes, compiled for `kzschedule.analogues.classes.classes_of`."""
        from kzschedule.analogues.classes import compile_classes

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

    def analogue_search(self, day: date, rule: AnalogueRule | str | Path | None = None) -> AnalogueSearch:
        """Return the search for analogues of what is in force on a day; it is compiled once for each state of the law.

        Raises
        ------
        AnalogueRuleError
            If a rule file cannot be read or is no rule.
        """
        from kzschedule.analogues.approved import substituents_on
        from kzschedule.analogues.search import AnalogueSearch

        chosen = self.rule(rule)
        compiled = self._compiled.get(id(chosen))
        if compiled is None:
            compiled = _Compiled(chosen)
            self._compiled.put([(id(chosen), compiled)])
        known = compiled.days.get(day)
        if known is None:
            lines = substituents_on(day, self.package.substituents, self.law.calendar)
            known = self.parents(day, chosen), lines
            compiled.days.put([(day, known)])
        search = compiled.searches.get(known)
        if search is None:
            parents, lines = known
            search = AnalogueSearch(parents, chosen, lines)
            compiled.searches.put([(known, search)])
        return search

    def parents(self, day: date, rule: AnalogueRule) -> _Parents:
        """Return the structures of which a rule seeks analogues on a day, in the order of the rows.

        A row of two readings makes a doubtful parent, and the second reading none.
        """
        from kzschedule.analogues.parents import AnalogueParent

        found: list[AnalogueParent] = []
        for substance_id in self._listed_in_order:
            smiles = self.substances[substance_id].smiles
            standing = [
                position
                for position in self.law.positions(substance_id, day)
                if position.standing != "no"
                and position.listing.reading != "other"
                and rule.parents.include(position.row.table, position.row.section)
                and (position.listing.group_id is None or rule.parents.include_group(position.listing.group_id))
            ]
            if smiles and standing:
                doubtful = all(position.listing.reading == "likely" for position in standing)
                interval = all(position.standing == "maybe" for position in standing)
                found.append(AnalogueParent(substance_id, smiles, doubtful, interval))
        return tuple(found)

    @cached_property
    def _listed_in_order(self) -> tuple[str, ...]:
        """The substances that rows control, in the order of the rows."""
        rows = {
            name: min(natural(item.row_id) for item in self.law.listings(name))
            for name in self.substances
            if self.law.listed(name)
        }
        return tuple(sorted(rows, key=lambda name: (rows[name], name)))

    @cached_property
    def esters(self) -> EsterSearch:
        """The search for esters and ethers of what sections name whose notes cover them."""
        from kzschedule.analogues.esters import EsterSearch

        return EsterSearch(self._structures_with_note("esters"))

    @cached_property
    def position_isomers(self) -> PositionIsomers:
        """The search for position isomers of what sections name whose notes cover isomers."""
        from kzschedule.analogues.isomers import PositionIsomers

        return PositionIsomers(self._structures_with_note("isomers"))

    def _structures_with_note(self, covered: Covered) -> list[tuple[str, str]]:
        """Return substances and structures of rows whose section has, on any day, a note on such forms."""
        places = {(note.table, note.section) for note in self.package.notes if covered in note.covers}
        found = []
        for substance_id in self._listed_in_order:
            smiles = self.substances[substance_id].smiles
            rows = [
                self.law.row(listing.row_id, self.law.start)
                for listing in self.law.listings(substance_id)
                if listing.reading != "other"
            ]
            if smiles and any((row.table, row.section) in places for row in rows):
                found.append((substance_id, smiles))
        return found

    @cached_property
    def cas_numbers(self) -> dict[str, list[str]]:
        """Identifiers of the substances by CAS number."""
        found: dict[str, list[str]] = defaultdict(list)
        for substance in self.package.substances:
            if substance.cas:
                found[substance.cas].append(substance.substance_id)
        return found

    def source_answers(self, names: Iterable[str]) -> tuple[SourceAnswer, ...]:
        """Return sources as an answer shows them, each once."""
        return tuple(SourceAnswer.showing(self.sources[name]) for name in dict.fromkeys(names))

    @property
    def start(self) -> date:
        """First day on which the decree is in force; the lists before it are not held."""
        return self.law.start

    def newest_act(self, as_of: date | None = None) -> Act | None:
        """Return the newest act that is held, or the newest that was signed by a day."""
        acts = [act for act in self.acts.values() if as_of is None or act.date <= as_of]
        return max(acts, key=lambda act: act.date, default=None)

    @cached_property
    def newest_act_answer(self) -> ActAnswer | None:
        """The newest act that is held, as an answer shows it."""
        act = self.newest_act()
        return None if act is None else ActAnswer.showing(act)

    def revision(self, as_of: date) -> RevisionAnswer:
        """Return the revision that is searched, and those that stand on a day.

        Examples
        --------
        >>> Schedule.default().revision(date(2024, 3, 1)).on_day
        ('2024-01-23',)
        """
        newest = self.law.newest_revision
        act = self.acts[newest.act_id]
        return RevisionAnswer.model_construct(
            revision_id=newest.revision_id,
            act_id=act.act_id,
            number=act.number,
            date=act.date,
            on_day=self.law.revisions_on(as_of),
        )

    def standings(self, substance_id: str, as_of: date) -> tuple[Position, ...]:
        """Return the positions of a substance as the law has them, the strictest first."""
        key = (substance_id, as_of)
        known = self._positions.get(key)
        if known is None:
            known = self.law.positions(substance_id, as_of)
            if len(self._positions) < _CACHED_POSITIONS:
                self._positions[key] = known
        return known

    def positions(self, substance_id: str, as_of: date) -> tuple[ListingAnswer, ...]:
        """Return the positions of a substance, the strictest first, with whether each is in force.

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
        return tuple(self.listing_answer(position) for position in self.standings(substance_id, as_of))

    def listing_answer(self, position: Position) -> ListingAnswer:
        """Return a position as an answer shows it."""
        answer = self._answers.get(position)
        if answer is None:
            answer = _listing_answer(position, self.law)
            if len(self._answers) < _CACHED_POSITIONS:
                self._answers[position] = answer
        return answer

    def sizes(self, substance_id: str, as_of: date) -> tuple[SizeAnswer, ...] | None:
        """Return the rows of the size table that stand, or may stand, on a day for a substance; None without one."""
        own: dict[str, SizeRow] = {}
        for position in self.standings(substance_id, as_of):
            if position.standing != "no" and position.listing.reading != "other":
                for row in self.law.sizes(position.row.row_id, as_of):
                    own.setdefault(f"{row.size.size_id} {row.size.first_revision}", row)
        rows = own.values() or self.law.group_sizes(substance_id, as_of)
        return tuple(_size_answer(row) for row in rows) or None

    @cached_property
    def second_names_in_sizes(self) -> dict[str, str]:
        """Substances without a position whose name stands in brackets in a row of the size table, with that row."""
        return {
            hit.substance_id: size.size_id
            for size in self.package.sizes
            for inner in _BRACKETS.findall(size.printed_ru)
            for name in re.split("[,;]", inner)
            for hit in self.names.find(name)
            if not self.law.listed(hit.substance_id)
        }

    def row_sizes(self, row_id: str, as_of: date) -> tuple[SizeAnswer, ...]:
        """Return the rows of the size table that stand, or may stand, on a day for a row of the List."""
        return tuple(_size_answer(row) for row in self.law.sizes(row_id, as_of))

    @cached_property
    def medicines(self) -> frozenset[str]:
        """Substances with an international non-proprietary name."""
        return frozenset(entry.substance_id for entry in self.package.names if entry.kind == "inn")

    @cached_property
    def treaties(self) -> dict[str, list[Treaty]]:
        """UN schedules by substance."""
        return _by_substance(self.package.treaties)

    @cached_property
    def other_lists(self) -> dict[str, list[OtherList]]:
        """Lists of other acts by substance."""
        return _by_substance(self.package.other_lists)

    @cached_property
    def preparations(self) -> dict[str, list[Preparation]]:
        """The clauses on preparations by substance."""
        return _by_each_substance(self.package.preparations)

    @cached_property
    def veterinary(self) -> dict[str, list[Veterinary]]:
        """The lines of the list of veterinary medicines by substance."""
        return _by_each_substance(self.package.veterinary)

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
        from kzschedule.answer.changes import view
        from kzschedule.dates import read_date

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
        >>> [act] = [item for item in changes.acts if item.act.number == "240"]
        >>> "III-B-66" in {change.id for change in act.added}
        True
        """
        from kzschedule.answer.changes import diff
        from kzschedule.dates import read_date

        return diff(self, read_date(first), read_date(second))

    def to_frame(self, which: FrameName = "listings") -> pd.DataFrame:
        """Return records as a pandas frame, one row each.

        Parameters
        ----------
        which : str
            ``listings`` (with the printed rows, and the names and structures of the substances), ``rows``,
            ``substances``, ``names``, ``acts``, ``claims``, ``sizes``, ``substituents``, ``treaties``, ``sources`` or
            ``collisions``.

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
        >>> frame.loc[frame["row_id"] == "I-A-20", "name_en"].tolist()
        ['Heroin']
        """
        import pandas as pd

        frame = pd.DataFrame([record.model_dump() for record in getattr(self.package, which)])
        if which == "listings":
            periods = [self.law.lifetime(row_id) for row_id in frame["row_id"]]
            frame["from_earliest"] = [period.from_earliest for period in periods]
            frame["from_sure"] = [period.from_sure for period in periods]
        if which != "sources":  # of which the day is often a year only
            for column in frame.columns.intersection(_DATE_COLUMNS):
                frame[column] = pd.to_datetime(frame[column])
        if which == "listings":
            rows = self.to_frame("rows")
            newest_states = rows[rows["last_revision"].isna()].drop(columns=["first_revision", "last_revision"])
            chemistry = self.to_frame("substances")[_LISTED_CHEMISTRY]
            frame = frame.merge(newest_states, on="row_id", how="left", validate="many_to_one")
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
_DATE_COLUMNS = ["date", "from_earliest", "from_sure"]
_LISTED_CHEMISTRY = ["substance_id", "kind", "name_en", "name_ru", "name_kk", "cas", "smiles", "inchikey"]


class _Compiled:
    """What is remembered of a rule; it holds the rule, so that no other one has its number meanwhile."""

    def __init__(self, rule: AnalogueRule) -> None:
        self.rule = rule
        self.days: Recent[date, _Stand] = Recent(_CACHED_DAYS)
        self.searches: Recent[_Stand, AnalogueSearch] = Recent(_CACHED_SEARCHES)


def _default() -> Schedule:
    return _of(default_directory())


def _shipped() -> Schedule:
    return _of(shipped_directory())


def _of(folder: Path) -> Schedule:
    with _loading:  # threads that come first together get one list
        return _loaded(folder)


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Schedule:
    return Schedule.load(folder)


_loading = Lock()


def _by_substance(records: Iterable[_S]) -> dict[str, list[_S]]:
    found: dict[str, list[_S]] = defaultdict(list)
    for record in records:
        found[record.substance_id].append(record)
    return found


def _by_each_substance(records: Iterable[_M]) -> dict[str, list[_M]]:
    found: dict[str, list[_M]] = defaultdict(list)
    for record in records:
        for substance_id in record.substance_ids:
            found[substance_id].append(record)
    return found


def _listing_answer(position: Position, law: Law) -> ListingAnswer:
    row, listing, period = position.row, position.listing, position.period
    return ListingAnswer.model_construct(
        row_id=row.row_id,
        table=row.table,
        section=row.section,
        list=row.list,
        item_no=row.item_no,
        printed_ru=row.printed_ru,
        printed_kk=row.printed_kk,
        conflict=row.conflict,
        evidence=row.evidence,
        act_id=law.states(row.row_id)[0][0].act_id,
        in_force=position.standing == "yes",
        from_earliest=period.from_earliest,
        from_sure=period.from_sure,
        until=period.until_sure,
        revision=row.last_revision or law.newest_revision.revision_id,
        reading=listing.reading,
        reading_note=listing.reading_note,
        source_ids=(f"decree-470-{row.last_revision or law.newest_revision.revision_id}",),
    )


def _size_answer(row: SizeRow) -> SizeAnswer:
    return SizeAnswer.showing(
        row.size,
        in_force=row.standing == "yes",
        from_earliest=row.period.from_earliest,
        from_sure=row.period.from_sure,
        until=row.period.until_sure,
    )


_BRACKETS = re.compile(r"\(([^()]+)\)")


def _cell(text: str) -> str:
    """Return a printed cell without what does not count in it: capitals, spaces, and the marks behind it."""
    return plain(text).rstrip(" .;:,*")
