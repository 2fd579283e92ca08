"""The official text turned into a data package: the law as the text has it, the chemistry as the data had it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kzschedule.analogues.rule import RULE_FILE, load_rule
from kzschedule.datapackage import (
    DESCRIPTOR,
    FILES,
    DataPackage,
    read_descriptor,
    write_descriptor,
    write_package,
)
from kzschedule.errors import DataPackageError
from kzschedule.model import Source
from kzschedule.official.dating import Acts
from kzschedule.official.errors import OfficialTextError
from kzschedule.official.fetching import BASE_URL
from kzschedule.official.matching import Match, Matcher, match_rows
from kzschedule.official.model import ListRow, OfficialText
from kzschedule.official.naming import REASONS, Naming
from kzschedule.official.page import DECREE_CODE
from kzschedule.official.positions import Positions, words_of
from kzschedule.official.sizing import Sizing
from kzschedule.official.substituting import substituents_of
from kzschedule.official.written import storable


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unmatched(_Frozen):
    """A row of the text that could not be matched, and what became of it."""

    place: str
    name: str | None
    reason: str
    candidates: tuple[str, ...]
    became: str | None


class Application(_Frozen):
    """What applying a text changed.

    Attributes
    ----------
    source_id : str
        The source that the page became.
    stands_on : datetime.date
        The day on which its text is shown to stand.
    counts : dict
        How many positions, acts, names, sizes and substances were changed, by what happened to them.
    unmatched : tuple of Unmatched
        Rows of the list whose names could not be matched.
    unmatched_sizes : tuple of str
        Rows of the Summary table that belong to no known substance, and were left out.
    unrecognised_substituents : tuple of str
        Lines of the list of substituents that are neither a class of the rule nor a known group, and were left out.
    doubts : tuple of str
        What a reader should look at.
    """

    source_id: str
    stands_on: date
    counts: dict[str, int]
    unmatched: tuple[Unmatched, ...]
    unmatched_sizes: tuple[str, ...]
    unrecognised_substituents: tuple[str, ...]
    doubts: tuple[str, ...]


def apply(text: OfficialText, package: DataPackage, directory: Path, *, overwrite: bool = False) -> Application:
    """Write the data package that the official text gives.

    Parameters
    ----------
    text : OfficialText
        What `read_page` returns.
    package : DataPackage
        The data to start from; their chemistry is kept.
    directory : pathlib.Path
        Folder to write: new, empty, or a data package, which is replaced.
    overwrite : bool, default False
        Whether `directory` may be the folder that `package` was read from.

    Returns
    -------
    Application
        What was changed, and what could not be matched.

    Raises
    ------
    OfficialTextError
        If the page gives no day, or the data rest on a later one.
    DataPackageError
        If the folder is the input, holds something else, or cannot be written.
    """
    result, application = applied(text, package)
    _check_target(directory, package.directory, overwrite=overwrite)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".kzschedule-") as folder:
            prepared = Path(folder)
            for file in package.directory.iterdir():
                if file.is_file():
                    shutil.copyfile(file, prepared / file.name)
            _describe(prepared, result.version, text)
            if application.counts.get("substituents_official"):
                _tell_rule(prepared, application.source_id, text)
            write_package(result, prepared)
            directory.mkdir(exist_ok=True)
            for file in sorted(prepared.iterdir()):
                file.replace(directory / file.name)
    except OSError as error:
        raise DataPackageError(f"{directory} cannot be written ({error.strerror}); give another folder") from error
    return application


def applied(text: OfficialText, package: DataPackage) -> tuple[DataPackage, Application]:
    """Return the records that the official text gives, without writing them.

    Parameters
    ----------
    text : OfficialText
        What `read_page` returns.
    package : DataPackage
        The data to start from.

    Raises
    ------
    OfficialTextError
        If the page gives no day, or the data rest on a later one.
    """
    day = text.stands_on
    if day is None:
        raise OfficialTextError(
            f"{text.source.file} says neither of which day it is nor which acts amended it, so that no row could be"
            " dated; save the whole page, with its foot"
        )
    newest = max(
        (source.date for source in package.sources if _is_page(source) and source.date),
        default="",
    )
    if newest > day.isoformat():
        raise OfficialTextError(
            f"{text.source.file} stands on {day}, but the data rest on the text of {newest}; apply it to the data"
            " that were there before"
        )
    return _Applying(text, package, day).result()


class _Applying:
    def __init__(self, text: OfficialText, package: DataPackage, day: date) -> None:
        self.text, self.package, self.day = text, package, day
        self.source = _source_of(text, day)
        self.source_id = self.source.source_id
        self.acts = Acts(package.acts, package.sources, text, self.source_id)
        self.naming = Naming(package, text, self.source_id)
        self.may_be: dict[str, str] = {}
        self.positions = Positions(text, day, self.source_id, self.acts, self.may_be)
        self.counts: Counter[str] = Counter()
        self.unmatched: list[Unmatched] = []
        self.doubts: list[str] = []

    def result(self) -> tuple[DataPackage, Application]:
        rows = [
            (row, substance_id, match)
            for row, match in zip(self.text.tables, match_rows(self.text, self.package), strict=True)
            if (substance_id := self.substance_of(row, match)) is not None
        ]
        self.positions.place([(row, substance_id) for row, substance_id, _ in rows], self.package.listings)
        for row, substance_id, match in rows:
            self.naming.add_names(row, substance_id, match)
            if not row.repealed:
                self.no_longer_excluded(substance_id)
        self.naming.declare_shared_names()
        result = self.records()
        sizing = Sizing(self.text, Matcher(result, self.day.isoformat()), self.day, self.source_id, self.acts)
        sizing.measure(self.package.sizes)
        self.counts["acts_added"] = len(self.acts.added)
        self.counts["sizes_official"] = sum(size.evidence == "official" for size in sizing.sizes)
        substituents = substituents_of(self.text, self.package.substituents, self.source_id)
        self.counts["substituents_official"] = substituents.recognised
        application = Application(
            source_id=self.source_id,
            stands_on=self.day,
            counts=dict(sorted((self.counts + self.naming.counts + self.positions.counts).items())),
            unmatched=tuple(self.unmatched),
            unmatched_sizes=tuple(sizing.unmatched),
            unrecognised_substituents=substituents.unrecognised,
            doubts=(*self.doubts, *self.positions.doubts, *self.naming.doubts, *self.acts.doubts),
        )
        result = replace(result, sizes=tuple(sizing.sizes), substituents=substituents.records)
        return self.without_unused_sources(result), application

    def records(self) -> DataPackage:
        sources = {source.source_id: source for source in self.package.sources}
        base = self.package.version.partition("+")[0]
        return replace(
            self.package,
            version=f"{base}+official.{self.day}",
            acts=tuple(self.acts.acts.values()),
            collisions=tuple(self.naming.collisions),
            listings=tuple(self.acts.in_order(listing) for listing in self.positions.listings),
            names=tuple(self.naming.names),
            sources=tuple({**sources, self.source_id: self.source}.values()),
            substances=tuple(self.naming.substances.values()),
        )

    def without_unused_sources(self, result: DataPackage) -> DataPackage:
        """Drop sources of which nothing is left: reports whose every statement the text replaced."""
        kept = set(load_rule(None, self.package.directory).source_ids)
        unused = _cited(self.package) - _cited(result) - kept
        return replace(
            result,
            acts=tuple(self.acts.acts.values()),
            sources=tuple(source for source in result.sources if source.source_id not in unused),
        )

    def substance_of(self, row: ListRow, match: Match) -> str | None:
        """Return the substance of a row, a new one where none is matched; None for a repealed row without one."""
        where = words_of(row)
        if match.substance_id is not None:
            self.doubts += [f"{where} ({row.name}): {doubt}" for doubt in match.doubts]
            return match.substance_id
        became = None if row.repealed else self.naming.new_substance(row, match)
        self.unmatched.append(
            Unmatched(
                place=where,
                name=row.name or row.name_lat,
                reason=REASONS[match.outcome],
                candidates=tuple(candidate.substance_id for candidate in match.candidates),
                became=became,
            )
        )
        if match.outcome in {"ambiguous", "conflict"}:
            for candidate in match.candidates:
                self.may_be.setdefault(candidate.substance_id, where)
        self.counts["repealed_rows_without_substance" if became is None else "rows_without_structure"] += 1
        return became

    def no_longer_excluded(self, substance_id: str) -> None:
        substance = self.naming.substances[substance_id]
        if substance.excluded_by is not None:
            self.naming.substances[substance_id] = substance.model_copy(update={"excluded_by": None})
            self.doubts.append(f"{substance_id} was excluded by name by a convention, but the text lists it")


def application_lines(application: Application) -> Iterator[str]:
    """Iterate over the lines of a report: counts first, then everything that could not be matched.

    Parameters
    ----------
    application : Application
        What `apply` returns.
    """
    yield f"source {application.source_id}, the text stands on {application.stands_on}"
    for name, count in application.counts.items():
        yield f"{count:6} {name.replace('_', ' ')}"
    for row in application.unmatched:
        became = f", became {row.became} without structure" if row.became else ", left out"
        perhaps = f" (compare {', '.join(row.candidates)})" if row.candidates else ""
        yield f"not matched: {row.place}, {row.name or 'no name'}: {row.reason}{perhaps}{became}"
    for size in application.unmatched_sizes:
        yield f"size not matched, left out: {size}"
    for line in application.unrecognised_substituents:
        yield f"substituent not recognised, left out: {line}"
    for doubt in application.doubts:
        yield f"doubt: {doubt}"


def _source_of(text: OfficialText, day: date) -> Source:
    """Return the source that a page becomes; nothing in it depends on when it was applied."""
    page = text.source
    code = page.doc_code or DECREE_CODE
    title = "Decree No. 470 of 3 July 2019" if page.act_number is None else f"Decree No. {page.act_number}"
    if page.act_number is not None and page.act_date is not None:
        title += f" of {page.act_date}"
    file = f", file {name}" if (name := storable(page.file)) else ""
    return Source(
        source_id=f"official-{page.language}-{day}-{page.sha256[:8]}",
        title=f"{title}, text as of {day}{file}",
        publisher="Adilet, legal information system of the Ministry of Justice of Kazakhstan",
        url=f"{BASE_URL}/{page.language}/docs/{code}",
        kind="official_text",
        consulted="yes",
        date=day.isoformat(),
        licence=None,
        note=f"sha256 {page.sha256}; {page.revision_note}"
        + (f"; copy current to {page.base_updated}" if page.base_updated else ""),
    )


def _is_page(source: Source) -> bool:
    """Whether a source is a page of the decree that was applied before."""
    return source.kind == "official_text" and source.source_id.startswith("official-")


def _cited(package: DataPackage) -> set[str]:
    """Sources that rows of a data package name."""
    columns = (
        "source_id",
        "source_ids",
        "name_en_source",
        "name_ru_source",
        "name_kk_source",
        "cas_sources",
        "excluded_by",
        "remark_source",
        "structure_evidence",
    )
    cited: set[str] = set()
    for file in FILES:
        if file == "sources.csv":
            continue
        for record in getattr(package, file.removesuffix(".csv")):
            for column in columns:
                value = getattr(record, column, None)
                cited.update((value,) if isinstance(value, str) else value or ())
    return cited


def _check_target(directory: Path, origin: Path, *, overwrite: bool) -> None:
    """Refuse to overwrite the input without being told, and any folder that is no data package."""
    if directory.exists() and not directory.is_dir():
        raise DataPackageError(f"{directory} is no folder; give a folder")
    if directory.is_dir() and any(directory.iterdir()):
        if not (directory / DESCRIPTOR).is_file():
            raise DataPackageError(f"{directory} is not empty and no data package; give a new folder")
        if directory.resolve() == origin.resolve() and not overwrite:
            raise DataPackageError(f"{directory} is the data package that is read; give another, or ask to overwrite")


def _describe(directory: Path, version: str, text: OfficialText) -> None:
    """Put the version, and the page that was applied, into the descriptor and the text beside the data."""
    readme = directory / "README.md"
    if readme.is_file():
        said = readme.read_text(encoding="utf-8").partition(_APPLIED_HEADING)[0].rstrip()
        note = f"The text as of {text.stands_on} (sha256 {text.source.sha256}) was applied to these data: see the"
        note += " rows with the evidence `official`, and `sources.csv`. What is said above of a text that was not"
        note += " seen describes the data before that."
        readme.write_text(f"{said}\n\n{_APPLIED_HEADING}\n\n{note}\n", encoding="utf-8", newline="")
    descriptor = read_descriptor(directory)
    said = str(descriptor.get("description", "")).partition(_APPLIED)[0]
    descriptor["version"] = version
    descriptor["description"] = f"{said}{_APPLIED}{text.stands_on}."
    write_descriptor(descriptor, directory)


def _tell_rule(directory: Path, source_id: str, text: OfficialText) -> None:
    """Name the page among the sources of the rule; its limits and what is replaceable stay as they were."""
    path = directory / RULE_FILE
    rule = json.loads(path.read_text(encoding="utf-8"))
    rule["source_ids"] = sorted({*rule.get("source_ids", ()), source_id})
    said = str(rule.get("note", "")).partition(_LIST_READ)[0]
    rule["note"] = f"{said}{_LIST_READ}{text.stands_on}; substituents with the basis official are from there."
    path.write_text(json.dumps(rule, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="")


_LIST_READ = " The list of substituents was read later, in the text as of "
_APPLIED_HEADING = "## The decree's own text"
_APPLIED = " The decree's own text was applied to it, as of "
