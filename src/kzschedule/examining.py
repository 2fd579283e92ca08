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

from kzschedule import messages
from kzschedule.errors import InvalidStructureError, KzScheduleError
from kzschedule.identify import Form, identifiers_within, identify, kind_of, read_cas, read_inchikey
from kzschedule.model import Substance
from kzschedule.names.index import NameSuggestion
from kzschedule.names.systematic import looks_systematic
from kzschedule.names.within import names_within
from kzschedule.names.words import INVISIBLE
from kzschedule.schedule import Schedule
from kzschedule.statement import Statement, SubstanceName, counted
from kzschedule.verdict import (
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
    from kzschedule.names.index import NameReading
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
#: Characters that nobody sees; copying brings them from pages and tables.
_QUOTATION_MARKS = frozenset({"«»", "“”", "„“", '""', "''", "‘’", "``"})
_LABEL = re.compile(r"^smiles\s*[:=]\s*(?=\S)", re.IGNORECASE)
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


#: Structures that were read and found ahead of the rest, by text and notation.
_Located: TypeAlias = "Mapping[tuple[str, str], Located | InvalidStructureError]"
_NOWHERE: _Located = MappingProxyType({})


@dataclass(frozen=True)
class Hit:
    """A substance that was found, before it is judged."""

    substance_id: str
    relation: Relation
    matched_text: str
    contradicted: bool = False


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


@dataclass(frozen=True)
class View:
    """The list as it is asked about: on a day, and with a rule for analogues.

    Attributes
    ----------
    schedule : Schedule
    day : datetime.date
    rule : AnalogueRule, str, pathlib.Path or None
        A rule, its file, or None for that of the data package.
    include_unverified : bool
        Whether substances whose presence on the list was not shown are parents too.
    include_open : bool
        Whether analogues that are only formal, of grade ``open``, are sought too. They never make a status.
    """

    schedule: Schedule
    day: date
    rule: AnalogueRule | str | Path | None = None
    include_unverified: bool = False
    include_open: bool = True

    def __reduce__(self) -> tuple[object, ...]:
        # Another process compiles the search itself.
        return View, (self.schedule, self.day, self.rule, self.include_unverified, self.include_open)

    @cached_property
    def search(self) -> AnalogueSearch:
        """The search for analogues."""
        return self.schedule.analogue_search(self.day, self.rule, include_unverified=self.include_unverified)

    @cached_property
    def newest_act(self) -> str | None:
        """Identifier of the newest act that is held."""
        act = self.schedule.newest_act()
        return act.act_id if act else None


class Judged(NamedTuple):
    """A substance that was found, what that says on the day, and its positions, strongest evidence first."""

    standing: Status
    hit: Hit
    positions: tuple[ListingAnswer, ...]


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
        The nearest of them that makes an analogue of the structure: not ``open``, and of a parent shown to be in force.
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
        outcome
        # What is listed is no analogue, and a name of several meanings has no structure to compare.
        if isinstance(item, Outcome) or outcome.structure is None or outcome.status in ("listed", "unresolved")
        else _with_analogues(outcome, item.parents, view)
        for item, outcome in zip(found, judged, strict=True)
    ]


def _found(query: object, kind: Kind, schedule: Schedule, located: _Located) -> _Finding | Outcome:
    """Look a query up; what cannot be read has its outcome at once."""
    try:
        return _look_up(query, kind, schedule, located)
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


def _readable(query: str, kind: Kind) -> str:
    """Return the text of a query without characters that nobody sees, or say why it is none."""
    if not query.isascii():
        query = query.translate(_UNSEEN)
    if not query.strip():
        raise KzScheduleError(Statement("the query is empty; give a name, a CAS number, an InChIKey or a structure"))
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
    if len(text) > 2 and (text[0] + text[-1]) in _QUOTATION_MARKS:
        text = text[1:-1].strip()
    return _LABEL.sub("", text)


def _look_up_name(text: str, form: Form, schedule: Schedule) -> _Finding:
    """Look a name up; a text that could be a SMILES has to be a name as it is."""
    if form != "name":
        reading = schedule.names.read_exact(text)
        if not reading.hits:
            return _Finding("name")
    else:
        systematic = looks_systematic(text)
        reading = schedule.names.read(text, suggest=not systematic)
        if systematic and not reading.hits:
            finding = _look_up_systematic(text, schedule)
            if finding.structure is not None:
                return finding
            return _name_finding(text, schedule.names.read(text), schedule, finding.messages)
    finding = _name_finding(text, reading, schedule, [])
    if finding.hits and form != "name":
        finding.messages.append(messages.read_as_name(echo(text)))
    return finding


def _name_finding(text: str, reading: NameReading, schedule: Schedule, said: list[Statement]) -> _Finding:
    shown = echo(text)
    finding = _Finding("name", several_meanings=len(reading.hits) > 1, suggestions=reading.suggestions)
    finding.hits = [Hit(hit.substance_id, reading.relation or "exact_name", hit.matched_text) for hit in reading.hits]
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
    if not finding.hits:
        finding.messages += said
        if not reading.suggestions:
            _add_names_within(finding, text, schedule)
    if reading.suggestions:
        finding.messages.append(messages.similar_names(shown))
        finding.messages += [
            messages.similar_because(suggestion.name, suggestion.reason)
            for suggestion in reading.suggestions
            if suggestion.reason
        ]
    return finding


def _add_names_within(finding: _Finding, text: str, schedule: Schedule) -> None:
    """Say which names of the data stand in a text that is none; those of a list or mixture are suggested."""
    if _CUT_INCHIKEY.fullmatch(text):
        read_inchikey(text)  # says what an InChIKey looks like
    within = names_within(text, schedule.names)
    identified = [
        NameSuggestion(substance_id, identifier, 1.0)
        for identifier in identifiers_within(text)
        for substance_id in _identified(identifier, schedule)
    ]
    named = [reading.hits[0].matched_text for reading in within.readings]
    if not named and not identified:
        return
    named += dict.fromkeys(suggestion.name for suggestion in identified)
    finding.messages.append(messages.names_within(echo(text), named))
    if within.parts or identified:
        hits = (hit for reading in within.readings for hit in reading.hits)
        suggestions: dict[str, NameSuggestion] = {}
        for suggestion in (*(NameSuggestion(hit.substance_id, hit.matched_text, 1.0) for hit in hits), *identified):
            suggestions.setdefault(suggestion.substance_id, suggestion)
        finding.suggestions = tuple(suggestions.values())


def _identified(identifier: str, schedule: Schedule) -> Iterator[str]:
    """Iterate over the substances that a CAS number or an InChIKey inside a text leads to."""
    look_up = _look_up_inchikey if identifier[0].isalpha() else _look_up_cas
    for hit in look_up(identifier, schedule).hits:
        yield hit.substance_id


def _look_up_systematic(text: str, schedule: Schedule) -> _Finding:
    """Read a name as a systematic one and check its structure; without one, say why there is none."""
    from kzschedule.names.systematic import read_systematic, unavailable

    missing = unavailable()
    if missing is not None:
        return _Finding("name", messages=[messages.systematic_unavailable(missing)])
    smiles = read_systematic(text)
    if smiles is None:
        return _Finding("name")
    try:
        finding = _look_up_notation(smiles, "smiles", schedule)
    except InvalidStructureError:
        return _Finding("name")
    finding.kind = "name"
    finding.hits = [
        replace(hit, relation="systematic_name") if hit.relation == "same_structure" else hit for hit in finding.hits
    ]
    finding.messages.insert(0, messages.read_as_systematic(echo(text), smiles))
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
    finding.hits = [Hit(found, "cas", number) for found in schedule.cas_numbers.get(number, ())]
    if not finding.hits:
        salts = [hit for hit in schedule.names.find(number) if hit.salt]
        finding.hits = [Hit(hit.substance_id, "salt", number) for hit in salts]
    if len(finding.hits) == 1:
        finding.structure = _structure_of(schedule.substances[finding.hits[0].substance_id])
    return finding


def _look_up_inchikey(text: str, schedule: Schedule) -> _Finding:
    key = read_inchikey(text)
    hits = schedule.structures.find_inchikey(key)
    finding = _Finding("inchikey")
    finding.hits = [Hit(hit.substance_id, hit.relation, key, hit.contradicted) for hit in hits]
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
    for hit in found.hits:
        relation: Relation = "inchi" if kind == "inchi" and hit.relation == "same_structure" else hit.relation
        finding.hits.append(Hit(hit.substance_id, relation, hit.smiles, hit.contradicted))
    if found.hits:
        finding.messages += _structure_messages(found.mol, found.hits, schedule)
    return finding


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
        or any(schedule.listings.get(hit.substance_id) for hit in finding.hits)
    ):
        return finding
    from kzschedule.structures.locating import READERS, locate

    named = {hit.substance_id for hit in finding.hits}
    located = locate(READERS["smiles"](finding.structure.smiles), schedule.structures, schedule.counterions)
    finding.hits += [
        Hit(hit.substance_id, hit.relation, hit.smiles, hit.contradicted)
        for hit in located.hits
        if hit.substance_id not in named
    ]
    return finding


def _judge(finding: _Finding, view: View) -> Outcome:
    """Judge what was found by the list's view on a day."""
    schedule, day = view.schedule, view.day
    if not finding.hits and not finding.suggestions:
        said = (*finding.messages, messages.unknown(finding.kind))
        return Outcome(
            finding.kind, "no_match", finding.structure, messages=tuple(dict.fromkeys(said)), mol=finding.mol
        )
    judged = []
    for hit in finding.hits:
        positions = schedule.positions(hit.substance_id, day)
        judged.append(Judged(_standing(hit, positions), hit, positions))
    judged.sort(key=lambda item: _PRECEDENCE.index(item.standing))
    status: Status = judged[0].standing if judged else "no_match"
    if finding.several_meanings or (finding.suggestions and not judged):
        status = "unresolved"
    said = (*finding.messages, *_hit_messages(judged, schedule, day))
    return Outcome(
        kind=finding.kind,
        status=status,
        structure=finding.structure,
        judged=tuple(judged),
        several_meanings=finding.several_meanings,
        suggestions=finding.suggestions,
        messages=tuple(dict.fromkeys(said)),
        mol=finding.mol,
    )


def _with_analogues(outcome: Outcome, parents: tuple[Parent, ...] | None, view: View) -> Outcome:
    """Add the formal analogues of a structure that is not listed, and what they make of its status."""
    from kzschedule.analogues.search import CandidateTooLargeError, analogues_of

    smiles = outcome.structure.smiles if outcome.structure is not None else ""
    mol = outcome.mol
    if mol is None:
        from rdkit import Chem

        mol = Chem.MolFromSmiles(smiles)
    try:
        found = analogues_of(
            mol, view.search, view.schedule.counterions, smiles, parents, include_open=view.include_open
        )
    except CandidateTooLargeError as error:
        return replace(outcome, messages=(*outcome.messages, error.statement))
    if not found:
        return outcome
    if any(view.schedule.substances[item.hit.substance_id].excluded_by for item in outcome.judged):
        # What a provision excludes by name is no analogue either.
        found = tuple(replace(item, grade="open", open_reasons=(*item.open_reasons, "excluded")) for item in found)
        found = found if view.include_open else ()
    asserted = [item for item in found if item.grade != "open" and _is_asserted(item.parent_id, view)]
    status: Status = "analogue" if asserted and outcome.status == "no_match" else outcome.status
    said = (*outcome.messages, *_analogue_messages(found, asserted, view))
    decisive = next(iter(asserted), None)
    return replace(outcome, status=status, analogues=found, decisive=decisive, messages=said, mol=mol)


def parent_of(parent_id: str, view: View) -> Substance | Core:
    """Return the substance of the list, or the core of the rule, that is a parent."""
    substance = view.schedule.substances.get(parent_id)
    if substance is not None:
        return substance
    return next(core for core in view.search.rule.cores if core.core_id == parent_id)


def _is_asserted(parent_id: str, view: View) -> bool:
    """Whether a parent is shown to be in force on the day; what the rule itself names is."""
    if parent_id not in view.schedule.substances:
        return True
    return any(
        listing.in_force and listing.evidence != "unverified"
        for listing in view.schedule.positions(parent_id, view.day)
    )


def _analogue_messages(
    found: tuple[Decomposition, ...], asserted: list[Decomposition], view: View
) -> Iterable[Statement]:
    schedule = view.schedule
    if asserted:
        names = [parent_of(item.parent_id, view).name for item in asserted]
        rule = view.search.rule
        yield from messages.analogues(names, SubstanceName(rule.title_en, ru=rule.title_ru), rule.basis)
        if any(item.only_esters_or_ethers and _of_single_convention(item.parent_id, schedule) for item in asserted):
            yield messages.ESTER_OR_ETHER
    unverified = [item.parent_id for item in found if not _is_asserted(item.parent_id, view)]
    if unverified:
        yield messages.unverified_parents([schedule.substances[name].name for name in unverified])
    outside = sum(item.grade == "open" for item in found)
    if outside:
        yield messages.open_analogues(outside)
    if not all(item.complete for item in found):
        yield messages.MORE_MAPPINGS


def _of_single_convention(substance_id: str, schedule: Schedule) -> bool:
    """Whether a substance is a narcotic drug, whose schedules speak of esters and ethers."""
    return any(listing.section == "narcotic" for listing in schedule.listings.get(substance_id, ()))


_PRECEDENCE: tuple[Status, ...] = ("listed", "unconfirmed", "no_match")


def _standing(hit: Hit, positions: tuple[ListingAnswer, ...]) -> Status:
    """Judge one hit: what is unverified, not shown to be in force or another stereoisomer is not asserted."""
    if not positions:
        return "no_match"
    asserted = any(listing.in_force and listing.evidence != "unverified" for listing in positions)
    return "listed" if asserted and not hit.contradicted else "unconfirmed"


def _hit_messages(judged: Iterable[Judged], schedule: Schedule, day: date) -> Iterable[Statement]:
    for _, hit, _ in judged:
        if hit.contradicted:
            yield messages.other_stereoisomer(schedule.substances[hit.substance_id].name)
        elif (basis := messages.relation(hit.relation)) is not None:
            yield basis
        yield from schedule.statements(hit.substance_id, day)


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
