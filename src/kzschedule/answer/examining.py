"""Looking a query up and judging what is found: the `Outcome` that every answer is written from.

The text is identified, looked up as a name, an identifier or a structure, and what is found is judged by the
list's view on the day that is asked about. `kzschedule.check` writes an outcome out as a `Verdict`,
`kzschedule.screen` as a row.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kzschedule.answer import messages
from kzschedule.answer.cells import cas_numbers_meant, inside, is_date, other_identifier, structures_within
from kzschedule.answer.identify import Form, identify, key_block, kind_of, read_cas, read_inchikey
from kzschedule.errors import DataPackageError, InvalidIdentifierError, InvalidStructureError, KzScheduleError
from kzschedule.language.statement import Statement, SubstanceName, counted
from kzschedule.law.coverage import Coverage, coverage, coverage_by_note
from kzschedule.law.coverage import Form as SubstanceForm
from kzschedule.law.forms import SOME_SALT
from kzschedule.law.positions import Position
from kzschedule.names.company import aliases, is_placeholder, without_company
from kzschedule.names.fold import descriptors, fold
from kzschedule.names.index import NameSuggestion
from kzschedule.names.systematic import looks_systematic
from kzschedule.names.words import ions_named
from kzschedule.records.model import Covered, Substance
from kzschedule.schedule import Schedule
from kzschedule.text import clean, unwrapped
from kzschedule.verdict import (
    CoveredBy,
    ListingAnswer,
    QueryKind,
    Relation,
    Status,
    Structure,
)

if TYPE_CHECKING:
    from rdkit import Chem

    from kzschedule.analogues.decomposition import Decomposition
    from kzschedule.analogues.rule import AnalogueRule, Core
    from kzschedule.analogues.search import AnalogueSearch
    from kzschedule.names.index import NameHit, NameReading
    from kzschedule.structures.index import StructureHit
    from kzschedule.structures.locating import Located
    from kzschedule.structures.parent import Parent

Kind = Literal["auto", "name", "cas", "inchikey", "inchi", "smiles", "molblock"]
KINDS = ("auto", "name", "cas", "inchikey", "inchi", "smiles", "molblock")
#: Those that are a structure.
_NOTATIONS = ("smiles", "inchi", "molblock")
#: Longest query that is read as anything but a mol block, in characters.
MAX_QUERY = 4_000
#: How much of a query an answer repeats, in characters.
ECHOED = 200
#: A digit between atoms closes a ring; codes such as CB-13 have theirs behind a hyphen or at the end.
_RING_CLOSURE = re.compile(r"[A-Za-z]\d[A-Za-z]")
#: An InChIKey without its end, as copying leaves it; names have no such long words in capitals.
_CUT_INCHIKEY = re.compile(r"[A-Z]{14}-[A-Z]{7,10}-?")
#: Control characters, halves of characters, and the mark that decoding leaves for what it could not read.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_LABEL = re.compile(r"^smiles\s*[:=]\s*(?=\S)", re.IGNORECASE)


#: Structures that were read and found ahead of the rest, by text and notation.
_Located: TypeAlias = "Mapping[tuple[str, str], Located | InvalidStructureError]"
_NOWHERE: _Located = MappingProxyType({})


@dataclass(frozen=True)
class Hit:
    """A substance that was found, before it is judged, and in which form the query is."""

    substance_id: str
    relation: Relation
    matched_text: str
    form: SubstanceForm = field(default_factory=SubstanceForm)


@dataclass
class _Finding:
    """What looking a query up has brought."""

    kind: QueryKind
    structure: Structure | None = None
    hits: list[Hit] = field(default_factory=list)
    messages: list[Statement] = field(default_factory=list)
    several_meanings: bool = False
    suggestions: tuple[NameSuggestion, ...] = ()
    mol: Chem.Mol | None = None
    parents: tuple[Parent, ...] | None = None
    #: The drawing of the data, where the query draws the substance otherwise; analogues are those of this one.
    drawn: Chem.Mol | None = None
    #: Whether the query could name a structure that nothing here can read: then silence would be no answer.
    unread: bool = False
    #: Whether the names stand among others, so that those of substances without a position are none of concern.
    within: bool = False


@dataclass(frozen=True)
class View:
    """The list as it is asked about: on a day, and with a rule for analogues.

    Attributes
    ----------
    schedule : Schedule
    day : datetime.date
    rule : AnalogueRule, str, pathlib.Path or None
        A rule, its file, or None for that of the data package.
    include_open : bool
        Whether analogues that are only formal, of grade ``open``, are sought too. They never make a status.
    """

    schedule: Schedule
    day: date
    rule: AnalogueRule | str | Path | None = None
    include_open: bool = True

    def __reduce__(self) -> tuple[object, ...]:
        # Another process compiles the search itself.
        return View, (self.schedule, self.day, self.rule, self.include_open)

    @cached_property
    def search(self) -> AnalogueSearch:
        """The search for analogues."""
        return self.schedule.analogue_search(self.day, self.rule)

    @cached_property
    def alone(self) -> dict[str, Status]:
        """What substances of the data have by themselves, as far as it was asked."""
        return {}

    @cached_property
    def newest_act(self) -> str | None:
        """Identifier of the newest act that is held."""
        act = self.schedule.newest_act()
        return act.act_id if act else None


class Judged(NamedTuple):
    """A substance that was found, what that says on the day, its positions, and what covers the query."""

    standing: Status
    hit: Hit
    positions: tuple[ListingAnswer, ...]
    covered_by: CoveredBy | None = None
    messages: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What is known of one query on one day, before it is written out.

    Attributes
    ----------
    kind : str
        How the query was read.
    status : str
        As in `Verdict`.
    structure : Structure or None
        The structure that was examined.
    judged : tuple of Judged
        The substances that were found, strongest first.
    several_meanings : bool
        Whether they are the meanings of one name, so that none is asserted.
    suggestions : tuple of NameSuggestion
        Similar names, where none was found.
    analogues : tuple of Decomposition
        Formal analogues, nearest first, with the atoms of `mol`.
    decisive : Decomposition or None
        The nearest of them that makes a status.
    messages : tuple of str
        What is to be said of this query; what holds for every query of the day is not among it.
    mol : rdkit.Chem.Mol or None
        The molecule that was examined, where one was.
    """

    kind: QueryKind
    status: Status
    structure: Structure | None = None
    judged: tuple[Judged, ...] = ()
    several_meanings: bool = False
    suggestions: tuple[NameSuggestion, ...] = ()
    analogues: tuple[Decomposition, ...] = ()
    decisive: Decomposition | None = None
    messages: tuple[Statement, ...] = ()
    mol: Chem.Mol | None = None


def examine(query: object, kind: Kind, view: View) -> Outcome:
    """Look a query up and judge what is found, as `check` does; what cannot be read is an outcome too.

    Examples
    --------
    >>> examine("мефедрон", "auto", View(Schedule.default(), date(2024, 3, 1))).judged[0].hit.substance_id
    'mephedrone'
    """
    return examine_all([(query, kind)], view)[0]


def examine_all(queries: Sequence[tuple[object, Kind]], view: View) -> list[Outcome]:
    """Examine many queries, each as `examine` does.

    Each step is taken for all of them before the next, so that what a step needs stays in the processor's caches.
    """
    located = _locate(queries, view.schedule) if len(queries) > 1 else {}
    found = [_found(query, kind, view.schedule, located) for query, kind in queries]
    judged = [
        item if isinstance(item, Outcome) else _judge(_with_own_structure(item, view.schedule), view) for item in found
    ]
    return [
        outcome if isinstance(item, Outcome) else _completed(outcome, item, view)
        for item, outcome in zip(found, judged, strict=True)
    ]


def _completed(outcome: Outcome, finding: _Finding, view: View) -> Outcome:
    """Add what notes, groups and the list of substituents make of the parts of a structure that no row covers.

    A name of several meanings has no structure to compare, and what is listed is no analogue.
    """
    structure, several = outcome.structure, len(finding.parents or ()) > 1
    open_parts = outcome.status in ("unconfirmed", "no_match") or (outcome.status == "listed" and several)
    if structure is not None and open_parts:
        from kzschedule.structures.parent import parents_of
        from kzschedule.structures.reading import read_smiles

        mol = outcome.mol if outcome.mol is not None else read_smiles(structure.smiles)
        outcome = replace(outcome, mol=mol)
        if finding.drawn is not None:
            mol, parts = finding.drawn, parents_of(finding.drawn, view.schedule.counterions)
        else:
            parts = finding.parents or parents_of(mol, view.schedule.counterions, structure.smiles)
        outcome = _with_notes_and_groups(outcome, _left(parts, _covering(outcome.judged)), view)
        left = _left(parts, [item for item in outcome.judged if item.standing == "listed"])
        outcome = _with_analogues(outcome, mol, left, view) if left else outcome
    if finding.within and outcome.status == "unresolved" and not finding.unread and not _any_of_concern(outcome, view):
        outcome = replace(outcome, status="no_match", suggestions=(), several_meanings=False)
    if outcome.status == "no_match" and view.day < view.schedule.start:
        return replace(outcome, status="unresolved")  # other lists were in force, which are not held
    return outcome


def _covering(judged: Iterable[Judged]) -> list[Judged]:
    """Return what a row covers, also one that is unconfirmed because of the day or of its reading.

    A row outranks a note; only another stereoisomer than the row means is left to the notes.
    """
    return [
        item
        for item in judged
        if item.covered_by is not None and (item.standing == "listed" or not item.hit.form.contradicted)
    ]


def _left(parts: Sequence[Parent], judged: Sequence[Judged]) -> tuple[Parent, ...]:
    """Return the organic parts of a structure that are not among what was judged."""
    if len(parts) == 1:
        return () if judged else tuple(parts)
    done = {item.hit.matched_text for item in judged}
    return tuple(part for part in parts if part.smiles not in done)


def _any_of_concern(outcome: Outcome, view: View) -> bool:
    """Whether one of the substances that were named among words has an answer other than ``no_match`` by itself."""
    found = {item.hit.substance_id for item in outcome.judged} | {one.substance_id for one in outcome.suggestions}
    return any(_alone(substance_id, view) != "no_match" for substance_id in sorted(found))


def _alone(substance_id: str, view: View) -> Status:
    if substance_id not in view.alone:
        substance = view.schedule.substances[substance_id]
        query: tuple[str, Kind] = (substance.smiles, "smiles") if substance.smiles else (substance.name_en, "name")
        view.alone[substance_id] = examine(*query, view).status
    return view.alone[substance_id]


def _found(query: object, kind: Kind, schedule: Schedule, located: _Located) -> _Finding | Outcome:
    """Look a query up; what cannot be read has its outcome at once."""
    try:
        return _look_up(query, kind, schedule, located)
    except DataPackageError:  # nothing that the query could help
        raise
    except KzScheduleError as error:
        return Outcome(_failed_kind(query, kind), "invalid", messages=(error.statement,))


def _locate(queries: Iterable[tuple[object, Kind]], schedule: Schedule) -> _Located:
    """Read and find at once the structures among many queries; what needs another reading first is left out."""
    texts: dict[tuple[str, str], None] = {}
    for query, kind in queries:
        if isinstance(query, str) and kind in ("auto", *_NOTATIONS):
            try:
                text = _readable(query, kind)
            except KzScheduleError:
                continue
            form = identify(text) if kind == "auto" else kind
            if form in _NOTATIONS:
                texts[text, form] = None
    if not texts:
        return {}
    from kzschedule.structures.locating import locate_texts

    return locate_texts(texts, schedule.structures, schedule.counterions)


def read_ahead(queries: Iterable[tuple[object, Kind]], schedule: Schedule) -> None:
    """Do at once for many queries what is dear for each: read systematic names, which starts a program.

    `examine` gives the same outcomes without it, only later.
    """
    names = [
        text
        for query, kind in queries
        if isinstance(query, str)
        and kind in ("auto", "name")
        and (text := query.strip())
        and (kind == "name" or identify(text) == "name")
        and looks_systematic(text)
        and not schedule.names.read_exact(text).hits
    ]
    if names:
        from kzschedule.names import systematic

        systematic.read_ahead(names)


def _look_up(query: object, kind: Kind, schedule: Schedule, located: _Located) -> _Finding:
    if _is_mol(query):
        from kzschedule.structures.locating import locate
        from kzschedule.structures.reading import checked

        mol = checked(query)  # type: ignore[arg-type]  # checked by _is_mol
        return _structure_finding(locate(mol, schedule.structures, schedule.counterions), "smiles", schedule)
    query = _as_text(query)
    if not isinstance(query, str):
        raise KzScheduleError(
            Statement(
                "a query is one text or molecule, not {type}; "
                "for several at once use kzschedule.screen, or call check for each",
                type=type(query).__name__,
            )
        )
    text = _readable(query, kind)
    form: Form = identify(text) if kind == "auto" else kind
    if kind in ("auto", "name") and form in ("name", "ambiguous", "smiles"):
        finding = _look_up_name(text, form, schedule)
        if finding.hits or form == "name":
            return finding
    if form == "ambiguous":
        return _look_up_ambiguous(text, schedule)
    if form == "cas":
        return _look_up_cas(text, schedule)
    if form == "inchikey":
        return _look_up_inchikey(text, schedule)
    return _look_up_notation(text, form, schedule, located)


def _as_text(query: object) -> object:
    """Return the number or day of a cell as the text that it was: spreadsheets take CAS numbers for both."""
    if isinstance(query, float) and query.is_integer():
        query = int(query)
    if isinstance(query, int) and not isinstance(query, bool):
        return str(query)
    if isinstance(query, date) and query == query:  # noqa: PLR0124 — pandas' NaT is a day that equals nothing
        return query.isoformat()[:10]
    return query


def _readable(query: str, kind: Kind) -> str:
    """Return the text of a query in one typography, or say why it is none."""
    query = clean(query)
    if not query.strip():
        raise KzScheduleError(Statement("the query is empty; give a name, a CAS number, an InChIKey or a structure"))
    if kind != "smiles" and is_placeholder(query):
        raise KzScheduleError(
            Statement(
                "{text!r} stands for a value that is not there; leave the cell empty", text=query.strip()[:ECHOED]
            )
        )
    if _CONTROL.search(query):
        raise KzScheduleError(
            Statement("the query has characters that no text has, as binary data do; give it as text")
        )
    if len(query) > MAX_QUERY and kind != "molblock" and identify(query[:MAX_QUERY]) != "molblock":
        raise KzScheduleError(
            counted(
                "the query has {count} characters; at most {most} are read, check one substance at a time",
                count=len(query),
                most=MAX_QUERY,
            )
        )
    return query if "\n" in query else _unwrapped(query.strip())


def _unwrapped(text: str) -> str:
    """Return a text without the quotation marks around it, and without the word that says that it is a SMILES."""
    return _LABEL.sub("", unwrapped(text))


def _look_up_name(text: str, form: Form, schedule: Schedule) -> _Finding:
    """Look a name up; a text that could be a SMILES has to be a name as it is."""
    if form != "name":
        reading = schedule.names.read_exact(text)
        finding = _name_finding(text, reading, schedule) if reading.hits else _Finding("name")
        if finding.hits:
            finding.messages.append(messages.read_as_name(echo(text)))
        return finding
    reading = schedule.names.read(text, suggest=False)
    if reading.hits:
        return _name_finding(text, reading, schedule)
    if key_block(text) is not None:
        finding = _look_up_inchikey(text, schedule)
        if finding.hits:
            return finding
    for look_up in (_look_up_in_company, _look_up_composed, _look_up_structures_within):
        found = look_up(text, schedule)
        if found is not None:
            return found
    finding = _name_finding(text, reading, schedule)
    if looks_systematic(text):
        systematic = _look_up_systematic(text, schedule)
        if systematic.structure is not None:
            return systematic
        finding.messages += systematic.messages
        finding.unread = systematic.unread
    _suggest(finding, text, schedule)
    return finding


def _look_up_in_company(text: str, schedule: Schedule) -> _Finding | None:
    """Look up what is left of a text without markers, labels, amounts and forms, or its name and its aliases.

    Returns
    -------
    _Finding or None
        None where that names nothing.
    """
    company = without_company(text)
    if company.left_off:
        finding = _look_up_part(company.name, schedule)
        if finding.hits:
            finding.messages.insert(0, messages.read_in_company(echo(text), company.name, company.left_off))
            return finding
    named = aliases(company.name)
    if not named:
        return None
    findings = [_look_up_part(name, schedule) for name in named]
    found = [finding for finding in findings if finding.hits]
    if not found:
        return None
    meant = [{hit.substance_id for hit in finding.hits} for finding in found]
    common = set.intersection(*meant)
    if findings[0].hits and common:
        first = findings[0]
        first.hits = [hit for hit in first.hits if hit.substance_id in common]
        first.several_meanings = len(common) > 1
        first.messages.insert(0, messages.read_with_aliases(echo(text), named))
        return first
    hits = {hit.substance_id: hit for finding in found for hit in finding.hits}
    several = _Finding("name", hits=list(hits.values()), several_meanings=True, within=True)
    several.messages.append(messages.names_within(echo(text), list(named)))
    return several


def _look_up_composed(text: str, schedule: Schedule) -> _Finding | None:
    """Read a name that the field composes by rule, and look up its structure; None where it is none.

    What the rules read in several ways is not settled, and each way is said.
    """
    from kzschedule.names.composed import read_composed

    core = without_company(text).name
    folded = fold(core)
    if len(descriptors(folded)[0]) > 1:
        return None  # signs and configurations have to agree, which the names of the data decide
    readings = read_composed(core) or (read_composed(folded.stereo + folded.spelled) if folded.salt_words else ())
    if not readings:
        return None
    findings = [_look_up_notation(reading.smiles, "smiles", schedule) for reading in readings]
    said = [
        messages.read_as_composed(echo(text), reading.parts, finding.structure.smiles if finding.structure else "")
        for reading, finding in zip(readings, findings, strict=True)
    ]
    if len(findings) > 1:
        hits = {hit.substance_id: hit.matched_text for finding in findings for hit in finding.hits}
        suggestions = tuple(NameSuggestion(name, smiles, 1.0) for name, smiles in hits.items())
        return _Finding("name", messages=said, suggestions=suggestions, unread=True)
    [finding] = findings
    finding.kind = "name"
    finding.hits = [
        replace(hit, relation="composed_name") if hit.relation == "same_structure" else hit for hit in finding.hits
    ]
    finding.messages.insert(0, said[0])
    return finding


def _look_up_structures_within(text: str, schedule: Schedule) -> _Finding | None:
    """Look up a structure that stands among words; names of other substances beside it leave it open.

    Returns
    -------
    _Finding or None
        None where no structure stands there.
    """
    written = structures_within(text)
    if not written:
        return None
    findings = [_look_up_notation(one, identify(one), schedule) for one in written]
    meant = {hit.substance_id: hit.matched_text for finding in findings for hit in finding.hits}
    beside = [one for one in inside(text, schedule).suggestions if one.substance_id not in meant]
    if len(findings) == 1 and not beside:
        [finding] = findings
        around = tuple(word for word in text.split() if word.strip(".,;:\"'()") not in written[0])
        finding.messages.insert(0, messages.read_in_company(echo(text), written[0], around))
        return finding
    suggestions = (*(NameSuggestion(one, shown, 1.0) for one, shown in meant.items()), *beside)
    said = messages.names_within(echo(text), [*written, *(one.name for one in beside)])
    return _Finding("name", messages=[said], suggestions=suggestions, within=True, unread=True)


def _look_up_part(text: str, schedule: Schedule) -> _Finding:
    """Look up a part of a text: a name, or a number or key that is one."""
    form = identify(text) if text else "name"
    try:
        if form == "cas":
            return _look_up_cas(text, schedule)
        if form == "inchikey":
            return _look_up_inchikey(text, schedule)
    except InvalidIdentifierError:
        return _Finding("name")
    finding = _name_finding(text, schedule.names.read(text, suggest=False), schedule)
    finding.hits = [
        replace(hit, relation="folded_name" if hit.relation == "exact_name" else hit.relation) for hit in finding.hits
    ]
    return finding


def _suggest(finding: _Finding, text: str, schedule: Schedule) -> None:
    """Suggest what a text that is no name of the data may mean: what it names inside, and similar names."""
    _add_names_within(finding, text, schedule)
    similar = schedule.names.read(without_company(text).name).suggestions
    known = {suggestion.substance_id for suggestion in finding.suggestions}
    finding.suggestions += tuple(suggestion for suggestion in similar if suggestion.substance_id not in known)
    if not similar:
        return
    finding.within = finding.within and all(suggestion.substance_id in known for suggestion in similar)
    finding.messages.append(messages.similar_names(echo(text)))
    finding.messages += [
        messages.similar_because(suggestion.name, suggestion.reason) for suggestion in similar if suggestion.reason
    ]


def _name_finding(text: str, reading: NameReading, schedule: Schedule) -> _Finding:
    shown = echo(text)
    finding = _Finding("name", several_meanings=len(reading.hits) > 1)
    relation = reading.relation or "exact_name"
    finding.hits = [
        Hit(hit.substance_id, relation, hit.matched_text, _form_named(text, hit, schedule)) for hit in reading.hits
    ]
    if len(finding.hits) > 1:
        names = (schedule.substances[hit.substance_id].name for hit in finding.hits)
        finding.messages.append(messages.several_meanings(shown, names))
    elif finding.hits:
        finding.structure = _structure_of(schedule.substances[finding.hits[0].substance_id])
    if reading.relation == "folded_name":
        finding.messages.append(messages.read_as_spelling(shown, reading.hits[0].matched_text, reading.steps))
    outside = messages.outside_meanings(shown, reading.outside)
    if outside:
        finding.messages.append(outside)
    return finding


def _form_named(text: str, hit: NameHit, schedule: Schedule) -> SubstanceForm:
    """Return the form that the words of a name say: which salt, the base, or none in particular.

    Words that belong to the substance's own name, as in acetyl chloride, say nothing, but where rows tell forms apart.
    """
    words = fold(text).salt_words
    own = fold(hit.matched_text).salt_words
    told_apart = any(listing.forms != ("any",) for listing in schedule.law.listings(hit.substance_id))
    if not words or (words == own and not told_apart):
        return SubstanceForm()
    ions = ions_named(words)
    return SubstanceForm(ions, salt=bool(ions))


def _add_names_within(finding: _Finding, text: str, schedule: Schedule) -> None:
    """Suggest what a text that is none names, and the CAS number that a number or date may have been."""
    if _CUT_INCHIKEY.fullmatch(text):
        read_inchikey(text)  # says what an InChIKey looks like
    meant = [number for number in cas_numbers_meant(text) if _look_up_cas(number, schedule).hits]
    if meant:
        finding.suggestions = tuple(
            NameSuggestion(hit.substance_id, number, 1.0)
            for number in meant
            for hit in _look_up_cas(number, schedule).hits
        )
        finding.messages.append(messages.perhaps_cas(echo(text), meant))
        return
    if is_date(text):
        raise KzScheduleError(messages.is_date(echo(text)))
    if (other := other_identifier(text)) is not None:
        raise KzScheduleError(messages.other_identifier(echo(text), other))
    within = inside(text, schedule)
    if within.names:
        finding.within = True
        finding.suggestions = within.suggestions
        finding.messages.append(messages.names_within(echo(text), within.names))


def _look_up_systematic(text: str, schedule: Schedule) -> _Finding:
    """Read a name as a systematic one and check its structure; without one, say why there is none."""
    from kzschedule.names.systematic import read_systematic, unavailable

    missing = unavailable()
    if missing is not None:
        return _Finding("name", messages=[messages.systematic_unavailable(missing)], unread=True)
    smiles = read_systematic(text)
    if smiles is None:
        return _Finding("name", messages=[messages.SYSTEMATIC_NOT_READ])
    try:
        finding = _look_up_notation(smiles, "smiles", schedule)
    except InvalidStructureError:
        return _Finding("name")
    finding.kind = "name"
    finding.hits = [
        replace(hit, relation="systematic_name") if hit.relation == "same_structure" else hit for hit in finding.hits
    ]
    finding.messages.insert(0, messages.read_as_systematic(echo(text), smiles, smiles.english))
    if smiles.repair:
        finding.messages.insert(1, messages.SYSTEMATIC_MENDED)
    return finding


def _look_up_ambiguous(text: str, schedule: Schedule) -> _Finding:
    """Read as a SMILES a text that no name of the data has; if it is none, it was a name after all."""
    try:
        finding = _look_up_notation(text, "smiles", schedule)
    except InvalidStructureError as error:
        message = messages.neither_name_nor_smiles(echo(text), error.statement)
        if _RING_CLOSURE.search(text) and not schedule.names.read(text, suggest=False).hits:
            raise InvalidStructureError(message) from error
        finding = _look_up_name(text, "name", schedule)
        if not finding.hits:
            finding.messages.insert(0, message)
        return finding
    finding.messages.insert(0, messages.read_as_smiles(echo(text)))
    return finding


def _look_up_cas(text: str, schedule: Schedule) -> _Finding:
    number = read_cas(text)
    finding = _Finding("cas")
    finding.hits = [Hit(found, "cas", number, _ITSELF) for found in schedule.cas_numbers.get(number, ())]
    if not finding.hits:
        salts = [hit for hit in schedule.names.find(number) if hit.salt]
        finding.hits = [Hit(hit.substance_id, "salt", number, _SOME_SALT) for hit in salts]
    if len(finding.hits) == 1:
        finding.structure = _structure_of(schedule.substances[finding.hits[0].substance_id])
    return finding


def _look_up_inchikey(text: str, schedule: Schedule) -> _Finding:
    key = read_inchikey(text)
    hits = schedule.structures.find_inchikey(key)
    finding = _Finding("inchikey")
    finding.hits = [
        Hit(
            hit.substance_id,
            hit.relation,
            key,
            replace(_SOME_SALT if hit.salt else _ITSELF, contradicted=hit.contradicted),
        )
        for hit in hits
    ]
    exact = [hit for hit in hits if hit.relation == "inchikey"]
    if exact:
        finding.structure = _structure_of(schedule.substances[exact[0].substance_id])
    return finding


def _look_up_notation(text: str, form: Form, schedule: Schedule, located: _Located = _NOWHERE) -> _Finding:
    found = located.get((text, form))
    if found is None:
        from kzschedule.structures.locating import READERS, locate

        found = locate(READERS[form](text), schedule.structures, schedule.counterions)
    if isinstance(found, InvalidStructureError):
        raise found
    return _structure_finding(found, kind_of(form), schedule)


def _structure_finding(found: Located, kind: QueryKind, schedule: Schedule) -> _Finding:
    finding = _Finding(kind, structure=Structure(smiles=found.smiles), mol=found.mol, parents=found.parents)
    finding.drawn = found.drawn
    for hit in found.hits:
        relation: Relation = "inchi" if kind == "inchi" and hit.relation == "same_structure" else hit.relation
        finding.hits.append(Hit(hit.substance_id, relation, hit.smiles, _form_drawn(hit, found, schedule)))
    if found.hits:
        finding.messages += _structure_messages(found.mol, found.hits, schedule)
    return finding


#: Forms of what an identifier names: the substance itself, or a salt of which it does not say which.
_ITSELF = SubstanceForm(frozenset())
_SOME_SALT = SubstanceForm(frozenset({SOME_SALT}), salt=True)


def _form_drawn(hit: StructureHit, found: Located, schedule: Schedule) -> SubstanceForm:
    """Return the form of a substance that a structure shows; which salt it is, where a row asks for that.

    Parts that stand side by side uncharged, without a counterion, are a mixture and no salt.
    """
    if not hit.salt:
        return SubstanceForm(frozenset(), contradicted=hit.contradicted)
    told_apart = any(listing.forms != ("any",) for listing in schedule.law.listings(hit.substance_id))
    if not told_apart and hit.relation != "component":
        return SubstanceForm(frozenset({SOME_SALT}), salt=True, contradicted=hit.contradicted)
    from rdkit import Chem

    from kzschedule.structures.parent import ions_of

    ions = ions_of(found.mol, schedule.counterions)
    if not ions and Chem.GetFormalCharge(found.mol):
        ions = frozenset({SOME_SALT})
    return SubstanceForm(ions, salt=bool(ions), contradicted=hit.contradicted)


def _structure_messages(mol: Chem.Mol, hits: tuple[StructureHit, ...], schedule: Schedule) -> list[Statement]:
    said = []
    if any(hit.relation == "component" for hit in hits):
        found = {hit.smiles for hit in hits}
        missing = [smiles for smiles in schedule.structures.components(mol) if smiles not in found]
        said.append(messages.several_components(len(found), missing))
    return said


def _with_own_structure(finding: _Finding, schedule: Schedule) -> _Finding:
    """Add what the structure of a substance without a position is a form of, as esketamine is one of ketamine.

    So its name has the answer that its structure has.
    """
    if (
        finding.mol is not None
        or finding.structure is None
        or finding.several_meanings
        or any(schedule.law.listed(hit.substance_id) for hit in finding.hits)
    ):
        return finding
    from kzschedule.structures.locating import READERS, locate

    named = {hit.substance_id for hit in finding.hits}
    located = locate(READERS["smiles"](finding.structure.smiles), schedule.structures, schedule.counterions)
    finding.hits += [
        Hit(hit.substance_id, hit.relation, hit.smiles, _form_drawn(hit, located, schedule))
        for hit in located.hits
        if hit.substance_id not in named
    ]
    return finding


def _judge(finding: _Finding, view: View) -> Outcome:
    """Judge what was found by the list's view on a day."""
    if not finding.hits and not finding.suggestions:
        said = (*finding.messages, messages.unknown(finding.kind))
        status: Status = "unresolved" if finding.unread else "no_match"
        return Outcome(finding.kind, status, finding.structure, messages=tuple(dict.fromkeys(said)), mol=finding.mol)
    judged = _in_order(_judged(hit, view) for hit in finding.hits)
    status = judged[0].standing if judged else "no_match"
    if finding.several_meanings or (finding.suggestions and not judged):
        status = "unresolved"
    said = (*finding.messages, *(statement for item in judged for statement in item.messages))
    return Outcome(
        kind=finding.kind,
        status=status,
        structure=finding.structure,
        judged=judged,
        several_meanings=finding.several_meanings,
        suggestions=finding.suggestions,
        messages=tuple(dict.fromkeys(said)),
        mol=finding.mol,
    )


def _judged(hit: Hit, view: View) -> Judged:
    """Judge one substance that was found by its rows, and by the groups that name it."""
    schedule, day = view.schedule, view.day
    found = [
        (position, coverage(hit.form, position, schedule.law, day))
        for position in schedule.standings(hit.substance_id, day)
    ]
    kept = [(position, cover) for position, cover in found if cover is None or cover.fit != "no"]
    covers = [(position, cover) for position, cover in kept if cover is not None]
    _, best = min(covers, key=_covers_best, default=(None, None))
    name = schedule.substances[hit.substance_id].name
    said = list(_coverage_messages(hit, name, best, [position for position, _ in found]))
    said += schedule.statements(hit.substance_id, day)
    positions = tuple(schedule.listing_answer(position) for position, _ in kept)
    if best is None:
        return Judged("no_match", hit, positions, None, tuple(said))
    standing: Status = "listed" if best.confirmed else "unconfirmed"
    return Judged(standing, hit, positions, CoveredBy(kind=best.kind, id=best.id), tuple(said))


def _covers_best(covered: tuple[Position, Coverage]) -> tuple[object, ...]:
    """Order what covers a query: what is certain, then the strictest table, then a row before a note."""
    position, cover = covered
    return not cover.confirmed, _TABLES.index(position.row.table), cover.kind == "note"


def _coverage_messages(hit: Hit, name: str, best: Coverage | None, positions: list[Position]) -> Iterable[Statement]:
    """Say what a judgement rests on, where that is not the plain row."""
    if best is None:
        excluded = [position for position in positions if position.standing != "no"]
        yield from (messages.other_form(name, position.row.row_id) for position in excluded)
        return
    if best.stereo_open and hit.relation == "isotopologue":
        yield messages.LABELLED_KEY
    elif best.stereo_open:
        yield messages.other_stereoisomer(name, best.row_id)
    elif best.fit == "doubt":
        yield messages.doubtful_salt(name, best.row_id)
    elif best.kind == "note":
        yield messages.by_note(best.row_id, best.id, "stereoisomer" if hit.form.contradicted else "salt")
    elif (basis := messages.relation(hit.relation)) is not None:
        yield basis


def _in_order(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Order what was found: what is listed first, and of that the strictest table."""
    return tuple(sorted(judged, key=lambda item: (_PRECEDENCE.index(item.standing), _strictness(item.positions))))


def _strictness(positions: tuple[ListingAnswer, ...]) -> int:
    return min((_TABLES.index(listing.table) for listing in positions if listing.in_force), default=len(_TABLES))


_PRECEDENCE: tuple[Status, ...] = ("listed", "unconfirmed", "no_match")
_TABLES = ("I", "II", "III", "IV")


def _with_notes_and_groups(outcome: Outcome, parents: Sequence[Parent], view: View) -> Outcome:
    """Add what notes to sections and groups cover of the parts of a structure that no row covers."""
    added: list[Judged] = []
    for parent in parents:
        added += _by_groups(parent, view)
        added += _by_notes(parent, view)
    known = {(item.hit.substance_id, item.covered_by) for item in outcome.judged}
    added = [item for item in added if (item.hit.substance_id, item.covered_by) not in known]
    if not added:
        return outcome
    judged = _in_order((*outcome.judged, *added))
    said = [*(messages_of for messages_of in outcome.messages if messages_of not in _NOTHING_FOUND)]
    said += [statement for item in judged for statement in item.messages]
    status = judged[0].standing
    return replace(outcome, status=status, judged=judged, messages=tuple(dict.fromkeys(said)))


_NOTHING_FOUND = frozenset(map(messages.unknown, ("smiles", "name", "cas", "inchikey")))


def _by_groups(parent: Parent, view: View) -> Iterator[Judged]:
    """Iterate over the groups to which a structure belongs, each by the substance that its row names."""
    law = view.schedule.law
    for found in view.schedule.groups.find(parent.mol, parent.formula):
        group = law.groups[found.group_id]
        for position in law.group_positions(found.group_id, view.day):
            cover = coverage(SubstanceForm(None, salt=parent.salt), position, law, view.day)
            if cover is None:
                continue
            sure = cover.confirmed and found.confirmed
            say = messages.by_group if found.confirmed else messages.perhaps_by_group
            name = SubstanceName(group.name_en, ru=group.name_ru, kk=group.name_kk)
            yield Judged(
                "listed" if sure else "unconfirmed",
                Hit(law.spokesman(group), "group_member", parent.smiles or ""),
                (view.schedule.listing_answer(position),),
                CoveredBy(kind="group", id=group.group_id),
                (say(group.row_id, name),),
            )


def _by_notes(parent: Parent, view: View) -> Iterator[Judged]:
    """Iterate over what the notes on esters, ethers and isomers cover of a structure."""
    schedule = view.schedule
    forms: list[tuple[str, Relation, Covered, bool]] = [
        (substance_id, relation, "esters" if relation == "ester" else "ethers", True)
        for substance_id, relation in schedule.esters.find(parent.mol)
    ]
    isomers = schedule.position_isomers.find(parent.mol, parent.formula)
    forms += [(substance_id, "isomer", "isomers", False) for substance_id in isomers]
    for substance_id, relation, covered, certain in forms:
        for position in schedule.standings(substance_id, view.day):
            cover = coverage_by_note(covered, position, schedule.law, view.day)
            if cover is None:
                continue
            say = messages.by_note if certain else messages.perhaps_by_note
            yield Judged(
                "listed" if cover.confirmed and certain else "unconfirmed",
                Hit(substance_id, relation, parent.smiles or ""),
                (schedule.listing_answer(position),),
                CoveredBy(kind="note", id=cover.id),
                (say(position.row.row_id, cover.id, relation),),
            )


def _with_analogues(outcome: Outcome, mol: Chem.Mol, parents: tuple[Parent, ...], view: View) -> Outcome:
    """Add the formal analogues of a structure that is not listed, and what they make of its status."""
    from kzschedule.analogues.search import CandidateTooLargeError, analogues_of

    try:
        found = analogues_of(mol, view.search, view.schedule.counterions, None, parents, include_open=view.include_open)
    except CandidateTooLargeError as error:
        return replace(outcome, messages=(*outcome.messages, error.statement))
    if not found:
        return outcome
    certain = [item for item in found if item.makes_status]
    asserted = certain or [item for item in found if item.maybe_in_force]
    status = outcome.status
    if status == "no_match" and asserted:
        status = "analogue" if certain else "unconfirmed"
    said = (*outcome.messages, *_analogue_messages(outcome, found, asserted, view))
    decisive = next(iter(asserted), None)
    return replace(outcome, status=status, analogues=found, decisive=decisive, messages=said)


def parent_of(parent_id: str, view: View) -> Substance | Core:
    """Return the substance of the list, or the core of the rule, that is a parent."""
    substance = view.schedule.substances.get(parent_id)
    if substance is not None:
        return substance
    return next(core for core in view.search.rule.cores if core.core_id == parent_id)


def _analogue_messages(
    outcome: Outcome, found: tuple[Decomposition, ...], asserted: list[Decomposition], view: View
) -> Iterable[Statement]:
    if asserted:
        nearest = [item for item in asserted if item.nearness == asserted[0].nearness]
        names = [parent_of(item.parent_id, view).name for item in nearest]
        rule = view.search.rule
        title = SubstanceName(rule.title_en, ru=rule.title_ru)
        yield from messages.analogues(names, len(asserted) - len(nearest), title, rule.basis)
        if len(nearest) > 1:
            yield messages.SEVERAL_PARENTS
        if asserted[0].remote:
            yield messages.REMOTE
        for item in outcome.judged:
            if item.hit.substance_id in view.schedule.medicines:
                yield messages.medicine(view.schedule.substances[item.hit.substance_id].name)
    formal = len(found) - len(asserted)
    if formal:
        yield messages.open_analogues(formal)
    if not all(item.complete for item in found):
        yield messages.MORE_MAPPINGS


def _structure_of(substance: Substance) -> Structure | None:
    if substance.smiles is None:
        return None
    return Structure(smiles=substance.smiles, inchikey=substance.inchikey)


def _failed_kind(query: object, kind: Kind) -> QueryKind:
    """Return how a query that could not be read was read."""
    if kind != "auto":
        return kind
    return kind_of(identify(query[:MAX_QUERY])) if isinstance(query, str) and query.strip() else "name"


def echo(query: object) -> str:
    """Return a query as an answer repeats it: short, and without what no text format can carry."""
    if _is_mol(query):
        from rdkit import Chem

        query = Chem.MolToSmiles(query)
    text = query if isinstance(query, str) else repr(query)
    return text[:ECHOED].encode("utf-8", "replace").decode("utf-8")


def _is_mol(query: object) -> bool:
    """Whether a query is an RDKit molecule; asking does not import RDKit."""
    # While another thread imports RDKit its module stands there without the class; nothing is a molecule yet.
    mol = getattr(sys.modules.get("rdkit.Chem"), "Mol", None)
    return mol is not None and isinstance(query, mol)
