"""The sizes that amounts fall into: small, large, especially large, by the decree's own table.

Each row of the size table is compared with the amount by itself. Of what a row does not print nothing is said, and the
law does not say which row counts where there are several: each is answered. An answer about a formal analogue holds if
examination confirms the analogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from kzschedule.answer import messages, size_messages
from kzschedule.answer.check import check
from kzschedule.answer.size_messages import SizeName
from kzschedule.answer.size_rows import (
    AnyRow,
    CultivationRow,
    Measured,
    Reading,
    RowStatus,
    at_lower_bound,
    label,
    read_row,
    sizes_given,
)
from kzschedule.dates import Period
from kzschedule.language import Language, default_language
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.vocabulary import Grade, Status
from kzschedule.records.model import Cultivation
from kzschedule.schedule import Schedule
from kzschedule.units import (
    Amount,
    Material,
    PlantState,
    comma_before_thousand,
    material_in,
    plant_state_in,
    read_amount,
    read_percent,
)
from kzschedule.verdict import Analogue, Match, Part, RevisionAnswer, Said, SizeAnswer, SourceAnswer, Verdict, Versions

__all__ = ["Amount", "SizeVerdict", "SubstanceSize", "read_amount", "size_of", "size_of_verdict"]

SizeStatus = Literal["answered", "unknown", "refused", "invalid"]

#: How severe what a row says is, for finding a later table that is milder.
_SEVERITY: dict[RowStatus, int] = {"below_small": 0, "no_band": 0, "small": 1, "large": 2, "especially_large": 3}


class SubstanceSize(Part):
    """Into which size an amount falls by one row of the size table.

    Attributes
    ----------
    substance_id, name_en, name_ru, name_kk : str
        The substance that the row is about: the one asked about, or one of which it is a formal analogue.
    grade : str or None
        How sure the analogue is; None for the substance itself.
    status : str
        ``below_small``, ``small``, ``large``, ``especially_large``; ``no_band`` where the row prints no size for such
        an amount (between or below its figures, or below its least concentration); ``unknown`` where no row stands on
        the day, or the amount is none that the row counts (another unit, the mass of a solution).
    possible : tuple of str
        The sizes that the two official texts give: one or none; at a lower bound of large the Kazakh one adds it.
    row : SizeAnswer, CultivationRow or None
        The row as printed, with its figures; None where none stands on the day.
    sentence : str
        The same in words, in English.
    statement : Statement
        The same as a template with its values, so that it can be said in other languages.
    """

    substance_id: str
    name_en: str
    name_ru: str | None
    name_kk: str | None = None
    grade: Grade | None
    status: RowStatus
    possible: tuple[SizeName, ...]
    row: SizeAnswer | CultivationRow | None
    sentence: str
    statement: Said


class SizeVerdict(Part):
    """The answer to the question into which size an amount falls.

    Attributes
    ----------
    query : str
        The query, cut to 200 characters.
    amount : Amount
        The amount as it was read.
    as_of : datetime.date
        The day that the answer is about.
    status : str
        ``answered`` if any row says something, ``unknown``, ``refused`` (the amount is none that the rows count: a
        unit of another kind, the mass of a solution) or ``invalid`` (the query cannot be read).
    list_status : str
        What `kzschedule.check` says of the query.
    answers : tuple of SubstanceSize
        One for each row of each substance; the law does not say which counts where there are several.
    sources : tuple of SourceAnswer
        The texts of the decree that print the rows.
    messages : tuple of str
        What a reader has to know before acting on the answer, in English.
    statements : tuple of Statement
        The same, each as a template with its values, so that it can be said in other languages.
    versions : Versions
        Versions of the library, the data and RDKit.
    percent : decimal.Decimal or None
        The concentration that was given.
    milder : tuple of SubstanceSize
        Answers by a table of a later day that are milder than those of the day asked about.
    revision : RevisionAnswer or None
        The revision that was searched.
    """

    query: str
    amount: Amount
    as_of: date
    status: SizeStatus
    list_status: Status
    answers: tuple[SubstanceSize, ...] = ()
    sources: tuple[SourceAnswer, ...] = ()
    messages: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()
    versions: Versions
    percent: Decimal | None = None
    milder: tuple[SubstanceSize, ...] = ()
    revision: RevisionAnswer | None = None

    def to_text(self, *, language: Language | None = None) -> str:
        """Return the answer as lines of plain text, in the language of the user if none is given."""
        from kzschedule.render.sizes import size_lines

        return "\n".join(size_lines(self, language or default_language()))

    def to_html(self, *, language: Language | None = None) -> str:
        """Return the answer as a fragment of HTML, as a notebook shows it."""
        from kzschedule.render.html import size_html

        return size_html(self, language or default_language())

    def __bool__(self) -> bool:
        raise TypeError(
            "a SizeVerdict is neither true nor false; ask for its answers, each with a status such as 'large', or for "
            "its status, which is 'answered' where a row of the size table says something"
        )

    def __repr__(self) -> str:
        found = ", ".join(dict.fromkeys(answer.status for answer in self.answers)) or self.status
        return f"<SizeVerdict {self.query!r}, {self.amount.statement}: {found} on {self.as_of}>"

    def _repr_html_(self) -> str:
        return self.to_html()


def size_of(
    query: str,
    amount: str | Amount,
    *,
    percent: Decimal | float | str | None = None,
    as_of: date | str | None = None,
    schedule: Schedule | None = None,
) -> SizeVerdict:
    """Say into which size an amount of a substance falls: small, large or especially large.

    Parameters
    ----------
    query : str
        What `kzschedule.check` takes.
    amount : str or Amount
        Such as ``"0.5 g"``, ``"1 500 мг"``, ``"3 ампулы"`` or, of plants that are grown, ``"12 растений"``; see
        `kzschedule.units.read_amount`.
    percent : decimal.Decimal, int, float or str, optional
        The concentration of a precursor; without it the least one that counts is taken as reached.
    as_of : datetime.date or str, optional
        The day that is asked about; today by default.
    schedule : Schedule, optional
        The list; by default the one that comes with the library.

    Returns
    -------
    SizeVerdict

    Raises
    ------
    InvalidAmountError
        If the amount or the concentration cannot be read.

    Examples
    --------
    >>> [answer] = size_of("трамадол", "0,5 г", as_of="2024-03-01").answers
    >>> print(answer.sentence)
    Tramadol: 0.5 g is large (over 0.1 up to 10 g inclusive).
    >>> size_of("опийный мак", "9 растений", as_of="2024-03-01").answers[0].status
    'no_band'
    """
    schedule = schedule or Schedule.default()
    read = amount if isinstance(amount, Amount) else read_amount(amount)
    share = None if percent is None else read_percent(percent)
    return size_of_verdict(check(query, as_of=as_of, schedule=schedule), read, schedule, percent=share)


def size_of_verdict(
    verdict: Verdict, amount: Amount, schedule: Schedule, *, percent: Decimal | None = None
) -> SizeVerdict:
    """Say into which size an amount falls of what an answer of `kzschedule.check` has found.

    Parameters
    ----------
    verdict : Verdict
        An answer; its day and its substances count.
    amount : Amount
        See `kzschedule.units.read_amount`.
    schedule : Schedule
        The list with the size table.
    percent : decimal.Decimal, optional
        The concentration of a precursor.

    Returns
    -------
    SizeVerdict

    Examples
    --------
    >>> from kzschedule import check
    >>> schedule = Schedule.default()
    >>> verdict = check("героин", as_of="2024-03-01", schedule=schedule)
    >>> size_of_verdict(verdict, read_amount("10 ml"), schedule).status
    'refused'
    """
    measured = Measured(amount, percent, _material(verdict, amount, schedule), _plant_state(verdict, amount))
    question = _Question(verdict, measured, schedule)
    read = [(subject, reading) for subject in _subjects(question) for reading in _readings(subject, measured)]
    read.sort(key=lambda item: item[1].status == "unknown")  # what is answered stands first
    answers = tuple(_answer(subject, reading, amount) for subject, reading in read)
    milder = [found for subject in _subjects(question) for found in _milder(subject, question)]
    said = [*_said(question, read), *(found.statement for found in milder), *verdict.statements]
    said = list(dict.fromkeys(said))
    return SizeVerdict(
        query=verdict.query,
        amount=amount,
        as_of=verdict.as_of,
        status="invalid" if verdict.status == "invalid" else _overall(answers),
        list_status=verdict.status,
        answers=answers,
        sources=_sources(answers, schedule),
        messages=tuple(said),
        statements=tuple(said),
        versions=verdict.versions,
        percent=percent,
        milder=tuple(found.answer for found in milder if found.answer is not None),
        revision=verdict.revision,
    )


@dataclass(frozen=True, slots=True)
class _Question:
    """What `check` has found, and of how much of it the size is asked."""

    verdict: Verdict
    measured: Measured
    schedule: Schedule

    @property
    def amount(self) -> Amount:
        """The amount asked about."""
        return self.measured.amount


@dataclass(frozen=True, slots=True)
class _Subject:
    """A substance whose rows count, and these rows; a parent of an analogue has a grade."""

    substance_id: str
    name_en: str
    name_ru: str | None
    name_kk: str | None
    grade: Grade | None
    rows: tuple[AnyRow, ...]
    row_ids: tuple[str, ...] = ()  # of the List
    by_print: bool = False  # only the size table names it

    @property
    def name(self) -> SubstanceName:
        """The name in each language that has one."""
        return SubstanceName(self.name_en, ru=self.name_ru, kk=self.name_kk)


_Read = tuple[_Subject, Reading]


# --- what is asked about


def _material(verdict: Verdict, amount: Amount, schedule: Schedule) -> Material | None:
    """Return of what the amount is: the words say so, or the structure has several substances."""
    if amount.material is not None:
        return amount.material
    if verdict.query_kind == "name":
        return material_in(verdict.query, " ".join(match.matched_text for match in verdict.matches))
    if any(match.relation == "component" for match in verdict.matches):
        return "mixture"
    if verdict.matches or verdict.structure is None or "." not in verdict.structure.smiles:
        return None
    from kzschedule.structures.reading import read_smiles

    several = len(schedule.structures.components(read_smiles(verdict.structure.smiles))) > 1
    return "mixture" if several else None


def _plant_state(verdict: Verdict, amount: Amount) -> PlantState | None:
    """Return in which state the words say that a plant is, if they say one."""
    texts = (amount.text, verdict.query if verdict.query_kind == "name" else "")
    states = {state for text in texts if (state := plant_state_in(text)) is not None}
    return states.pop() if len(states) == 1 else None


def _is_open(verdict: Verdict) -> bool:
    """Whether it is not settled which substance is meant; a plant that holds listed ones is what it is."""
    return verdict.status == "unresolved" and (bool(verdict.suggestions) or not verdict.matches)


def _subjects(question: _Question) -> list[_Subject]:
    """Return the substances whose rows count: those found that something covers, and the nearest parents.

    One that is covered as a form of another, and whose name the size table prints, has that row too. Where there are
    none, what was found is told to have no row.
    """
    verdict = question.verdict
    if verdict.status == "invalid" or _is_open(verdict):
        return []
    found = [_found(match, question) for match in verdict.matches]
    covered = [
        subject
        for match, subject in zip(verdict.matches, found, strict=True)
        if subject.rows or match.covered_by is not None
    ]
    parents = [
        _Subject(item.parent_id, item.name_en, item.name_ru, item.name_kk, item.grade, item.sizes or ())
        for item in _nearest(verdict)
    ]
    printed = [subject for match in verdict.matches if (subject := _printed(match, question)) is not None]
    return covered + printed + parents or found


def _found(match: Match, question: _Question) -> _Subject:
    """Return a substance that was found, with its rows; what nothing covers has none."""
    day, row_ids = question.verdict.as_of, tuple(dict.fromkeys(listing.row_id for listing in match.listings))
    sizes: tuple[SizeAnswer, ...] = ()
    if match.covered_by is not None:
        sizes = match.sizes or _sizes_on(day, match.substance_id, row_ids, question.schedule)
    rows = _rows(match.substance_id, sizes, day, question)
    return _Subject(match.substance_id, match.name_en, match.name_ru, match.name_kk, None, rows, row_ids)


def _sizes_on(day: date, substance_id: str, row_ids: Iterable[str], schedule: Schedule) -> tuple[SizeAnswer, ...]:
    """Return the rows of the size table of a substance on a day, or else of the rows of the List that cover it."""
    own = schedule.sizes(substance_id, day)
    if own:
        return own
    rows = (row for row_id in row_ids for row in schedule.row_sizes(row_id, day))
    return tuple({_state(row): row for row in rows}.values())


#: The last bracket of a printed name, which holds other names.
_OTHER_NAMES = re.compile(r"\(([^()]+)\)\*?$")


def _printed(match: Match, question: _Question) -> _Subject | None:
    """Return a substance without a row of its own whose name a row prints beside that of another substance."""
    if match.covered_by is not None or question.verdict.status not in ("listed", "unconfirmed"):
        return None
    schedule, day = question.schedule, question.verdict.as_of
    names = {item.name.casefold() for item in schedule.package.names if item.substance_id == match.substance_id}
    names |= {name.casefold() for name in (match.name_en, match.name_ru) if name}
    sizes = [size for size in schedule.package.sizes if names & _other_names(size.printed_ru)]
    rows = {
        _state(row): row
        for size in sizes
        for row in schedule.row_sizes(size.targets[0], day)
        if row.size_id == size.size_id
    }
    if not rows:
        return None
    return _Subject(
        match.substance_id, match.name_en, match.name_ru, match.name_kk, None, tuple(rows.values()), by_print=True
    )


def _other_names(printed: str) -> set[str]:
    found = _OTHER_NAMES.search(printed.strip())
    return set() if found is None else {name.strip().casefold() for name in re.split("; |, ", found[1])}


def _rows(substance_id: str, sizes: tuple[SizeAnswer, ...], day: date, question: _Question) -> tuple[AnyRow, ...]:
    """Return the rows that count for an amount: of plants those of the table of what is grown, if it has any."""
    amount = question.amount
    if amount.unit != "piece" or amount.item not in (None, "plant"):
        return sizes
    plants = _plants(substance_id, day, question.schedule)
    # What is grown is not what is held: of plants the other table is not asked.
    return plants if plants and amount.item == "plant" else (*plants, *sizes)


def _plants(substance_id: str, day: date, schedule: Schedule) -> tuple[CultivationRow, ...]:
    """Return the lines on the growing of a plant that stand, or may stand, on a day."""
    states = schedule.law.calendar.periods(schedule.package.cultivation, lambda line: line.cult_id).values()
    return tuple(
        _cultivation_row(line, period, day)
        for lines in states
        for line, period in lines
        if line.plant_id == substance_id and period.on(day) != "no"
    )


def _cultivation_row(line: Cultivation, period: Period, day: date) -> CultivationRow:
    return CultivationRow.showing(
        line,
        size_id=line.cult_id,
        in_force=period.on(day) == "yes",
        from_earliest=period.from_earliest,
        from_sure=period.from_sure,
        until=period.until_sure,
    )


def _parents(verdict: Verdict) -> list[Analogue]:
    """Return the parents of which a query is a formal analogue, certainly or perhaps, in the order of the answer."""
    if verdict.status not in ("analogue", "unconfirmed") or not verdict.analogues:
        return []
    from kzschedule.analogues.decomposition import OUTSIDE, tier_of

    return [item for item in verdict.analogues if tier_of(item.open_reasons) < OUTSIDE]


def _nearest(verdict: Verdict) -> list[Analogue]:
    """Return the nearest parents, every one that is as near; one that perhaps is in force never hides one that is."""
    parents = _parents(verdict)
    certain = [parent for parent in parents if "interval" not in parent.open_reasons]
    farthest = min(map(_nearness, certain or parents), default=None)
    return [parent for parent in parents if farthest is not None and _nearness(parent) <= farthest]


def _nearness(parent: Analogue) -> tuple[int, int, float]:
    """Return what orders parents: the number of replacements, the atoms in them, the share of the skeleton."""
    from rdkit import Chem

    rests = [Chem.MolFromSmiles(item.smiles) for item in parent.replacements]
    atoms = sum(atom.GetAtomicNum() > 1 for rest in rests for atom in rest.GetAtoms())
    return len(rests), atoms, -round(parent.skeleton_share, 9)


# --- what the rows say


def _readings(subject: _Subject, measured: Measured) -> Iterator[Reading]:
    """Iterate over what each row of a substance makes of the amount, or say that there is none."""
    yield from (read_row(row, measured) for row in subject.rows if not _in_other_state(row, measured))
    if not subject.rows:
        yield Reading(None, "unknown", size_messages.no_row())


def _in_other_state(row: AnyRow, measured: Measured) -> bool:
    """Whether a row speaks of a plant in the other state than the one that was said."""
    line = row.size_id.rpartition(".")[2]
    return measured.state is not None and line in size_messages.LINE and line != measured.state


def _answer(subject: _Subject, reading: Reading, amount: Amount) -> SubstanceSize:
    say = size_messages.of_subject if subject.grade is None else size_messages.of_analogue
    statement = say(_shown(subject, reading.row), reading.finding)
    return SubstanceSize(
        substance_id=subject.substance_id,
        name_en=subject.name_en,
        name_ru=subject.name_ru,
        name_kk=subject.name_kk,
        grade=subject.grade,
        status=reading.status,
        possible=sizes_given(reading, amount),
        row=reading.row,
        sentence=statement,
        statement=statement,
    )


def _shown(subject: _Subject, row: AnyRow | None) -> str:
    if not isinstance(row, SizeAnswer) or not row.form:
        return subject.name
    return size_messages.in_form(subject.name, row.form, row.size_id.rpartition(".")[2])


def _overall(answers: Iterable[SubstanceSize]) -> SizeStatus:
    answers = tuple(answers)
    if any(answer.status != "unknown" for answer in answers):
        return "answered"
    return "refused" if any(answer.row is not None for answer in answers) else "unknown"


def _sources(answers: Iterable[SubstanceSize], schedule: Schedule) -> tuple[SourceAnswer, ...]:
    """Return the texts that print the rows, Russian and Kazakh."""
    newest = schedule.law.newest_revision.revision_id
    last = {(size.size_id, size.act_id): size.last_revision or newest for size in schedule.package.sizes}
    last |= {(line.cult_id, line.act_id): line.last_revision or newest for line in schedule.package.cultivation}
    rows = [answer.row for answer in answers if answer.row is not None]
    revisions = dict.fromkeys(last.get((row.size_id, row.act_id), newest) for row in rows)
    named = [name for revision in revisions for name in (f"decree-470-{revision}", f"decree-470-kk-{revision}")]
    return schedule.source_answers(name for name in named if name in schedule.sources)


# --- later tables that are milder


@dataclass(frozen=True, slots=True)
class _Milder:
    """What a later table says that is milder; no answer where it has no row any more."""

    statement: Statement
    answer: SubstanceSize | None = None


def _milder(subject: _Subject, question: _Question) -> Iterator[_Milder]:
    """Iterate over what tables of later days say of a substance that is milder than what the day's own says."""
    then = [reading for reading in _readings(subject, question.measured) if _SEVERITY.get(reading.status)]
    known = {_state(row) for row in subject.rows}
    for day in _later_days(question) if then and not subject.by_print else ():
        later = _on(day, subject, question)
        if not later.rows:
            yield _Milder(size_messages.gone(subject.name, day))
            return
        fresh = replace(later, rows=tuple(row for row in later.rows if _state(row) not in known))
        known |= {_state(row) for row in fresh.rows}
        for reading in _readings(fresh, question.measured) if fresh.rows else ():
            if _is_milder(reading, then):
                said = size_messages.milder(_shown(fresh, reading.row), day, reading.finding)
                yield _Milder(said, _answer(fresh, reading, question.amount))


def _later_days(question: _Question) -> list[date]:
    return sorted({act.from_sure for act in question.schedule.acts.values() if act.from_sure > question.verdict.as_of})


def _state(row: AnyRow) -> tuple[str, date]:
    return row.size_id, row.from_earliest


def _on(day: date, subject: _Subject, question: _Question) -> _Subject:
    """Return a substance with its rows on another day, in the same tables."""
    rows: list[AnyRow] = []
    if any(isinstance(row, CultivationRow) for row in subject.rows):
        rows += _plants(subject.substance_id, day, question.schedule)
    if any(isinstance(row, SizeAnswer) for row in subject.rows):
        rows += _sizes_on(day, subject.substance_id, subject.row_ids, question.schedule)
    return replace(subject, rows=tuple(rows))


def _is_milder(reading: Reading, then: list[Reading]) -> bool:
    """Whether a later row says less than each row of the day that speaks of the same form, or than each of them."""
    if reading.status not in _SEVERITY:
        return False
    same = [item for item in then if _form(item.row) == _form(reading.row)] or then
    return _SEVERITY[reading.status] < min(_SEVERITY[item.status] for item in same)


def _form(row: AnyRow | None) -> str | None:
    return row.form if isinstance(row, SizeAnswer) else None


# --- what has to be known about the answers


def _said(question: _Question, read: list[_Read]) -> Iterator[Statement]:
    """Say what has to be known about the answers as a whole."""
    verdict, amount = question.verdict, question.amount
    if verdict.status == "invalid":
        return
    if comma_before_thousand(amount.text):
        yield size_messages.comma_as_decimal(amount.text, amount.statement)
    if _is_open(verdict):
        yield size_messages.NO_SIZES_ASSERTED
        if verdict.suggestions:
            yield messages.perhaps(verdict.suggestions)
    measured = question.measured
    if measured.state and any(_in_other_state(row, measured) for one in _subjects(question) for row in one.rows):
        yield size_messages.in_state(measured.state)
    yield from _of_analogues(question, read)
    yield from _of_rows(question, read)
    if measured.material == "solution" or amount.unit == "ml":
        yield size_messages.DRY_RESIDUE


def _of_analogues(question: _Question, read: list[_Read]) -> Iterator[Statement]:
    """Say on what the sizes of an analogue rest, and whose are left out."""
    verdict = question.verdict
    own = any(subject.grade is None and reading.row is not None for subject, reading in read)
    if verdict.status == "unconfirmed" and own:
        yield size_messages.UNCONFIRMED
    parents, nearest = _parents(verdict), _nearest(verdict)
    if not parents:
        return
    yield size_messages.SIZES_OF_PARENTS
    if len(nearest) > 1:
        yield size_messages.SEVERAL_PARENTS
    if len(parents) > len(nearest):
        yield size_messages.further_parents(len(parents) - len(nearest))
    if len(verdict.analogues) > len(parents):
        yield size_messages.open_parents(len(verdict.analogues) - len(parents))


#: A sentence about rows, and what it needs beside them.
_Remark = tuple[Callable[..., Statement], tuple[Any, ...]]


def _of_rows(question: _Question, read: list[_Read]) -> Iterator[Statement]:
    """Say what has to be known about the rows, each sentence once for all rows of which it is true."""
    rows: dict[_Remark, dict[str, None]] = {}
    states = [reading.row.size_id for _, reading in read if reading.row is not None and not reading.row.in_force]
    for subject, reading in read:
        if reading.row is not None:
            for remark in _remarks(subject, reading, question, two_states=states.count(reading.row.size_id) > 1):
                rows.setdefault(remark, {})[label(reading.row)] = None
    for (say, values), names in rows.items():
        yield say(tuple(names), *values)


def _remarks(subject: _Subject, reading: Reading, question: _Question, *, two_states: bool) -> Iterator[_Remark]:
    """Iterate over what has to be known about one row, the most important first."""
    row = reading.row
    if row is not None and not row.in_force:
        yield (size_messages.one_of_two if two_states else size_messages.may_stand), ()
    if row is None or reading.status == "unknown":
        return
    if at_lower_bound(reading, question.amount):
        yield size_messages.equal_to_bound, ()
    if subject.by_print:
        yield size_messages.printed_beside, (subject.name,)
    if isinstance(row, SizeAnswer):
        yield from _of_words(row)
        yield from _of_percent(row, question.measured)
        yield from _of_mixture(row, subject, question)
    if row.reading_note:
        yield size_messages.read_so, (row.reading_note,)


def _of_words(row: SizeAnswer) -> Iterator[_Remark]:
    """Say under which condition a row holds, and where its two texts differ."""
    if row.condition:
        yield size_messages.condition, (row.condition.rstrip("."),)
    if row.conflict:
        yield size_messages.texts_differ, (row.conflict,)


def _of_percent(row: SizeAnswer, measured: Measured) -> Iterator[_Remark]:
    """Say what became of the concentration."""
    if row.min_percent and measured.percent is None:
        yield size_messages.percent_reached, (row.min_percent,)
    if row.min_percent is None and measured.percent is not None:
        yield size_messages.percent_not_used, ()


def _of_mixture(row: SizeAnswer, subject: _Subject, question: _Question) -> Iterator[_Remark]:
    """Say whether a size is that of a whole mixture; of a plant or a preparation nothing else can be meant."""
    if row.mixture == "star":
        yield size_messages.by_star, ()
    elif row.mixture == "words":
        yield size_messages.by_words, ()
    elif row.min_percent is None and row.unit == "g":
        known = question.schedule.substances.get(subject.substance_id)
        if known is None or known.kind == "substance":
            yield size_messages.content, ()
