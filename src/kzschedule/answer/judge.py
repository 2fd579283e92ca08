"""What it means: the law on the day, by rows, notes and groups, and what the list of substituents makes of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzschedule._cache import cached_property
from kzschedule.answer import messages
from kzschedule.answer.lookup import Finding, Hit
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.vocabulary import Covered, QueryKind, Relation, Status
from kzschedule.law.coverage import Coverage, coverage, coverage_by_note
from kzschedule.law.coverage import Form as SubstanceForm
from kzschedule.law.forms import SOME_SALT
from kzschedule.law.positions import Position
from kzschedule.names.index import NameSuggestion
from kzschedule.records.model import Substance
from kzschedule.schedule import Schedule
from kzschedule.verdict import CoveredBy, ListingAnswer

if TYPE_CHECKING:
    from rdkit import Chem

    from kzschedule.analogues.decomposition import Decomposition
    from kzschedule.analogues.rule import AnalogueRule, Core
    from kzschedule.analogues.search import AnalogueSearch
    from kzschedule.structures.molecule import Molecule
    from kzschedule.structures.parent import Parent


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
    structure : Molecule or None
        The structure that was examined.
    judged : tuple of Judged
        The substances that were found, strongest first.
    several_meanings : bool
        Whether they are the meanings of one name, so that none is asserted.
    suggestions : tuple of NameSuggestion
        Similar names, where none was found.
    analogues : tuple of Decomposition
        Formal analogues, nearest first, with the atoms of `structure`.
    decisive : Decomposition or None
        The nearest of them that makes a status.
    messages : tuple of str
        What is to be said of this query; what holds for every query of the day is not among it.
    """

    kind: QueryKind
    status: Status
    structure: Molecule | None = None
    judged: tuple[Judged, ...] = ()
    several_meanings: bool = False
    suggestions: tuple[NameSuggestion, ...] = ()
    analogues: tuple[Decomposition, ...] = ()
    decisive: Decomposition | None = None
    messages: tuple[Statement, ...] = ()


def judge(finding: Finding, view: View) -> Outcome:
    """Judge what was found by the list's view on a day."""
    if not finding.hits and not finding.suggestions:
        said = (*finding.messages, messages.unknown(finding.kind))
        status: Status = "unresolved" if finding.unread else "no_match"
        return Outcome(finding.kind, status, finding.structure, messages=tuple(dict.fromkeys(said)))
    judged = _in_order(_judged(hit, view) for hit in finding.hits)
    status = judged[0].standing if judged else "no_match"
    unclear = finding.several_meanings or (finding.suggestions and not judged)
    if unclear or (status == "no_match" and any(_holds_listed(item.hit, view) for item in judged)):
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
    )


def _holds_listed(hit: Hit, view: View) -> bool:
    """Whether what was found is a plant or a mixture of which the data say which rows name what is in it."""
    substance = view.schedule.substances[hit.substance_id]
    return substance.kind != "substance" and substance.remark is not None


def _judged(hit: Hit, view: View) -> Judged:
    """Judge one substance that was found by its rows, and by the groups that name it."""
    schedule, day = view.schedule, view.day
    found = [
        (position, coverage(hit.form, position, schedule.law, day))
        for position in schedule.standings(hit.substance_id, day)
        if hit.row_id in (None, position.row.row_id)
    ]
    kept = [(position, cover) for position, cover in found if cover is None or cover.fit != "no"]
    covers = [(position, cover) for position, cover in kept if cover is not None]
    unknown_salt = SOME_SALT in (hit.form.ions or ())
    _, best = min(covers, key=lambda item: _covers_best(*item, unknown_salt=unknown_salt), default=(None, None))
    name = schedule.substances[hit.substance_id].name
    said = list(_coverage_messages(hit, name, best, [position for position, _ in found]))
    said += messages.about(hit.substance_id, day, schedule)
    positions = tuple(schedule.listing_answer(position) for position, _ in kept)
    if best is None:
        return Judged("no_match", hit, positions, None, tuple(said))
    standing: Status = "listed" if best.confirmed else "unconfirmed"
    return Judged(standing, hit, positions, CoveredBy.model_construct(kind=best.kind, id=best.id), tuple(said))


def _covers_best(position: Position, cover: Coverage, *, unknown_salt: bool) -> tuple[object, ...]:
    """Order what covers a query: what is certain, then the strictest table, then a row before a note.

    A row for one salt does not outrank the note on all of them where which salt it is was not told.
    """
    return not cover.confirmed, _TABLES.index(position.row.table), (cover.kind == "note") != unknown_salt


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


def with_notes_and_groups(outcome: Outcome, parents: Sequence[Parent], view: View) -> Outcome:
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
                Hit(law.spokesman(group), "group_member", parent.smiles),
                (view.schedule.listing_answer(position),),
                CoveredBy.model_construct(kind="group", id=group.group_id),
                (say(group.row_id, name),),
            )


def _by_notes(parent: Parent, view: View) -> Iterator[Judged]:
    """Iterate over what the notes on esters, ethers and isomers cover of a structure."""
    schedule = view.schedule
    forms: list[tuple[str, Relation, Covered, bool]] = [
        (substance_id, relation, "esters" if relation == "ester" else "ethers", True)
        for substance_id, relation in schedule.esters.find(parent.mol, parent.formula)
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
                Hit(substance_id, relation, parent.smiles),
                (schedule.listing_answer(position),),
                CoveredBy.model_construct(kind="note", id=cover.id),
                (say(position.row.row_id, cover.id, relation),),
            )


def with_analogues(outcome: Outcome, mol: Chem.Mol, parents: tuple[Parent, ...], view: View) -> Outcome:
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
