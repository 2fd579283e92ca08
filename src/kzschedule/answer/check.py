"""One question, one answer: `check`, which writes an outcome out in full."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kzschedule
from kzschedule.answer import messages
from kzschedule.answer.examine import examine
from kzschedule.answer.judge import Judged, Outcome, View, parent_of
from kzschedule.answer.query import KINDS, Kind, echo
from kzschedule.dates import read_date, today
from kzschedule.errors import InvalidDateError, KzScheduleError
from kzschedule.records.model import Record
from kzschedule.schedule import Schedule
from kzschedule.verdict import (
    Analogue,
    ListingAnswer,
    Match,
    OtherListAnswer,
    Part,
    PreparationAnswer,
    SourceAnswer,
    Structure,
    Suggestion,
    TreatyAnswer,
    Verdict,
    Versions,
    VeterinaryAnswer,
)

if TYPE_CHECKING:
    from rdkit import Chem

    from kzschedule.analogues.rule import AnalogueRule
    from kzschedule.structures.molecule import Molecule


def check(
    query: str | Chem.Mol,
    *,
    kind: Kind = "auto",
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
    rule: AnalogueRule | str | Path | None = None,
) -> Verdict:
    """Say what is known of one substance's position on the list.

    Parameters
    ----------
    query : str or rdkit.Chem.Mol
        A name in Russian, Kazakh or English, a code, a CAS number, an InChIKey, an InChI, a SMILES or a mol
        block of one substance; salts and mixtures are taken apart.
    kind : str, default ``"auto"``
        How to read the text: ``auto``, ``name``, ``cas``, ``inchikey``, ``inchi``, ``smiles`` or ``molblock``.
    as_of : datetime.date or str, optional
        The day that is asked about, as a date or in ISO form; today by default.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.
    rule : AnalogueRule, str or pathlib.Path, optional
        The rule for analogues, or its file; by default that of the data package.

    Returns
    -------
    Verdict
        Never an error for what a user can type: what cannot be read is answered ``invalid``.

    Raises
    ------
    KzScheduleError
        If `kind` is none of the kinds, or the rule file cannot be read or is no rule.

    Notes
    -----
    The list is that of Government Decree No. 470 of 3 July 2019, as five revisions of it print it; the answer names
    the newest one read, and a later one may exist.

    Examples
    --------
    >>> verdict = check("меткатинон", as_of="2024-03-01")
    >>> verdict.status, verdict.matches[0].listings[0].row_id
    ('listed', 'I-B-23')
    >>> check("мефедрон", as_of="2024-03-01").status
    'analogue'
    >>> check("эутилон", as_of="06.02.2024").status
    'listed'
    """
    if kind not in KINDS:
        raise KzScheduleError(f"kind {kind!r} is not known; it is one of {', '.join(KINDS)}")
    schedule = schedule or Schedule.default()
    try:
        day = read_date(as_of)
    except InvalidDateError as error:
        outcome = Outcome("name", "invalid", messages=(error.statement,))
        return _verdict(query, outcome, View(schedule, today()))
    view = View(schedule, day, None if rule is None else schedule.rule(rule))
    return _verdict(query, examine(query, kind, view), view)


def _verdict(query: object, outcome: Outcome, view: View) -> Verdict:
    """Write an outcome out in full."""
    schedule, day = view.schedule, view.day
    said = list(outcome.messages)
    revision = schedule.revision(day)
    if outcome.status != "invalid":
        said += messages.searched(schedule.law.newest_revision, revision.on_day, day, schedule.start)
    if outcome.status == "no_match":
        said.append(messages.NOT_LEGALITY)
    analogues = tuple(_analogue_answers(outcome, view))
    matches = tuple(_match(item, day, schedule) for item in outcome.judged)
    suggestions = tuple(_suggestions(outcome, day, schedule))
    # Of the substance that a group or note names beside the query they would say nothing of the query itself.
    found = dict.fromkeys(match.substance_id for match in matches if match.relation not in _OF_ANOTHER)
    information = _information(found, schedule)
    resting = chain(
        *(match.listings for match in matches),
        *(analogue.listings for analogue in analogues),
        *(suggestion.listings for suggestion in suggestions),
        *(items for key, items in information.items() if key in ("treaties", "other_lists")),
    )
    return Verdict.model_construct(
        query=echo(query),
        query_kind=outcome.kind,
        as_of=day,
        structure=_structure(outcome.structure),
        status=outcome.status,
        matches=matches,
        analogues=analogues,
        suggestions=suggestions,
        classes=_classes(outcome, schedule),
        sources=_sources(resting, schedule),
        messages=tuple(map(str, said)),
        statements=tuple(said),
        versions=_versions(schedule.package.version),
        newest_act=schedule.newest_act_answer,
        treaties=information["treaties"],
        veterinary=information["veterinary"],
        preparations=information["preparations"],
        other_lists=information["other_lists"],
        revision=revision,
    )


def _structure(examined: Molecule | None) -> Structure | None:
    if examined is None:
        return None
    return Structure.model_construct(smiles=examined.smiles, known_inchikey=examined.known_inchikey)


_OF_ANOTHER = ("group_member", "isomer", "ester", "ether")


def _information(substances: Iterable[str], schedule: Schedule) -> dict[str, tuple[Any, ...]]:
    """Return what the data say of substances beside their positions."""
    sought: dict[str, tuple[Mapping[str, Sequence[Record]], type[Part]]] = {
        "treaties": (schedule.treaties, TreatyAnswer),
        "veterinary": (schedule.veterinary, VeterinaryAnswer),
        "preparations": (schedule.preparations, PreparationAnswer),
        "other_lists": (schedule.other_lists, OtherListAnswer),
    }
    return {
        field: tuple(
            answer.showing(record, substance_id=substance_id)
            for substance_id in substances
            for record in records.get(substance_id, ())
        )
        for field, (records, answer) in sought.items()
    }


def _analogue_answers(outcome: Outcome, view: View) -> Iterable[Analogue]:
    """Iterate over the analogues as an answer shows them, with the atoms of its SMILES."""
    if not outcome.analogues or outcome.structure is None:
        return
    from rdkit import Chem

    from kzschedule.analogues.search import renumbered
    from kzschedule.analogues.sentences import answer

    # The order in which the atoms stand in the SMILES of the answer.
    mol = outcome.structure.mol
    if Chem.MolToSmiles(mol) == outcome.structure.smiles:
        order = list(mol.GetPropsAsDict(True, True)["_smilesAtomOutputOrder"])
    else:
        order = list(range(mol.GetNumAtoms()))
    place = [order.index(atom) for atom in range(len(order))]
    for found in outcome.analogues:
        parent = parent_of(found.parent_id, view)
        yield answer(
            renumbered(found, place),
            parent.smiles or "",
            parent.name,
            view.schedule.sizes(found.parent_id, view.day),
            view.schedule.positions(found.parent_id, view.day),
        )


def _classes(outcome: Outcome, schedule: Schedule) -> tuple[str, ...]:
    """Name the structure classes: of the substances found, from the data; else of the structure."""
    if outcome.judged:
        named = (schedule.substances[item.hit.substance_id].structure_class for item in outcome.judged)
        return tuple(sorted({name for names in named for name in names}))
    if outcome.structure is None:
        return ()
    from kzschedule.analogues.classes import classes_of

    return classes_of(outcome.structure.mol, schedule.class_patterns)


def _sources(
    resting: Iterable[ListingAnswer | TreatyAnswer | OtherListAnswer], schedule: Schedule
) -> tuple[SourceAnswer, ...]:
    """Return the sources of positions and of other information, each once."""
    return schedule.source_answers(name for row in resting for name in row.source_ids)


def _suggestions(outcome: Outcome, day: date, schedule: Schedule) -> Iterable[Suggestion]:
    """Iterate over what a query may mean: each meaning of its name, or the substances with similar names."""
    if outcome.several_meanings:
        for item in outcome.judged:
            hit = item.hit
            yield Suggestion.model_construct(
                substance_id=hit.substance_id, name=hit.matched_text, score=1.0, listings=item.positions
            )
    elif not outcome.judged or outcome.status == "unresolved":
        for similar in outcome.suggestions:
            yield Suggestion.model_construct(
                substance_id=similar.substance_id,
                name=similar.name,
                score=similar.score,
                listings=schedule.positions(similar.substance_id, day),
                reason=similar.reason,
                reason_statement=similar.reason,
            )


def _match(item: Judged, day: date, schedule: Schedule) -> Match:
    hit = item.hit
    substance = schedule.substances[hit.substance_id]
    return Match.model_construct(
        substance_id=hit.substance_id,
        name_en=substance.name_en,
        name_ru=substance.name_ru,
        name_kk=substance.name_kk,
        relation=hit.relation,
        score=1.0,
        matched_text=hit.matched_text,
        listings=item.positions,
        sizes=schedule.sizes(hit.substance_id, day),
        covered_by=item.covered_by,
        cas=substance.cas,
    )


@cache
def _versions(data: str) -> Versions:
    return Versions.model_construct(kzschedule=kzschedule.__version__, data=data, rdkit=_rdkit_version())


def _rdkit_version() -> str:
    """Return the version of RDKit, which a listed name does not import: what its folder is called, or says of itself.

    Examples
    --------
    >>> from importlib.metadata import version
    >>> _rdkit_version() == version("rdkit")
    True
    """
    found = importlib.util.find_spec("rdkit")
    beside = Path(found.origin).parents[1].glob("rdkit-*.dist-info") if found and found.origin else ()
    named = [folder.name.removesuffix(".dist-info").partition("-")[2] for folder in beside]
    if len(named) == 1:
        return named[0]
    from importlib.metadata import version

    return version("rdkit")
