"""What an identifier or a word of an answer means: a row, a note, a substituent, an act, a status, a size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from kzschedule.answer.changes import act_changes, act_named
from kzschedule.dates import Period
from kzschedule.errors import KzScheduleError
from kzschedule.language import LANGUAGES, N_, Language, vocabulary
from kzschedule.language.statement import Statement, counted
from kzschedule.language.vocabulary import Agreement, Covered, DateSource, ListingReading, ListingStereo, Status
from kzschedule.records.model import Act, Listing, Row, Size, Substance, Substituent
from kzschedule.render import words
from kzschedule.render.columns import folded, labelled
from kzschedule.render.history import act_line, claim_line, counts_line
from kzschedule.schedule import Schedule
from kzschedule.units import quantity

Lines = Iterator[tuple[str, str]]

#: Letters of Cyrillic that look like those of identifiers.
_LOOKALIKES = str.maketrans("АВСЕІЅТОНРКХМ–—−‑", "ABCEISTOHPKXM----")
#: How many identifiers are suggested for one that is not known, and how near they have to be, in per cent.
_SUGGESTED = 5
_NEAR = 55
#: Below this many letters a text is no name of a substance.
_LEAST_NAME = 3
#: Readings and lines that are named one by one.
_NAMED = 40

COVERED: dict[Covered, str] = {
    "salts": N_("salts"),
    "isomers": N_("isomers"),
    "stereoisomers": N_("stereoisomers"),
    "esters": N_("esters"),
    "ethers": N_("ethers"),
    "analogues": N_("analogues"),
}
READING: dict[ListingReading, str] = {
    "plain": N_("the row plainly means this substance"),
    "likely": N_("the likely one of two readings of the row"),
    "other": N_("a second reading of the row, not confirmed"),
    "group": N_("a group, which the row names without its members"),
}
STEREO: dict[ListingStereo, str] = {
    "printed": N_("the row prints a configuration: that form, and mixtures with it"),
    "any": N_("the row prints no configuration: any"),
    "inn": N_("the name means one form: that form, racemates, and what leaves it open"),
}
BASIS: dict[str, str] = {
    "presence": N_("the row stands in the text of the revisions read"),
    "footnote": N_("a footnote of the text names the act"),
    "footnote and presence": N_("the row stands in the text of the revisions read, and a footnote names the act"),
}
DATE_SOURCE: dict[DateSource, str] = {
    "official": N_("the day is that of the official publication"),
    "reported": N_("the day is that of a report"),
    "assumed": N_("the day is not known; sure is ninety days after signing"),
}
AGREEMENT: dict[Agreement, str] = {
    "agreed": N_("several sources agree on the structure"),
    "single": N_("one source has the structure"),
    "unconfirmed": N_("the structure is not confirmed"),
}
_VALENCE = {"1": N_("monovalent: it takes the place of one atom or group"), "2": N_("bivalent: it takes two places")}

#: What a status means beside `vocabulary.MEANING`: what follows from it, and what does not.
_FOLLOWS: dict[Status, str] = {
    "invalid": N_("correct the query as its message says; nothing was searched"),
    "listed": N_("see the row, the act and the day; the forms that its section covers are those of its notes"),
    "unconfirmed": N_(
        "it is not said that the List covers it, nor that it does not: a day on which an act may or may not be in "
        "force, a form that no note settles, or a second reading of a row; the answer says which"
    ),
    "unresolved": N_(
        "choose among the suggestions and ask again by the exact name, the CAS number or the structure; also a text "
        "that holds a listed name among other words has this status"
    ),
    "analogue": N_(
        "an analogue has the control and the sizes of its parent if forensic examination confirms it; an answer names "
        "all parents that are equally near, and picks none"
    ),
    "no_match": N_(
        "it is no statement of legality: other lists exist, a later revision may exist, and a name may be misspelt; "
        "a structure is searched for analogues, a name without a structure is not"
    ),
}
_CODES: dict[Status, str] = {
    "invalid": "2", "listed": "1", "unconfirmed": "1", "unresolved": "1", "analogue": "1", "no_match": "0",
}  # fmt: skip

#: Other words of answers, by what they are about.
_WORDS: dict[str, Mapping[Any, str]] = {
    N_("how a substance was found (relation)"): vocabulary.RELATION,
    N_("the evidence for a row"): vocabulary.EVIDENCE,
    N_("the grade of an analogue"): vocabulary.GRADE,
    N_("what keeps the grade of an analogue open"): vocabulary.OPEN_REASON,
    N_("how a row is read"): READING,
    N_("what a note covers"): COVERED,
    N_("whether a source was at hand"): vocabulary.CONSULTED,
}


class UnknownIdentifierError(KzScheduleError):
    """A text that is none of what can be explained."""


class Target(NamedTuple):
    """What is to be explained: its sort and its identifier."""

    sort: str
    id: str


class Drawing(NamedTuple):
    """A structure that an explanation shows, with what it is."""

    smiles: str
    caption: str


@dataclass
class Explanation:
    """What is said of an identifier.

    Attributes
    ----------
    heading : str
        What it is, in one line.
    lines : list of (str, str)
        Labels, which are English texts of the catalogues, and texts.
    drawings : list of Drawing
        Structures; as text their SMILES stand in the lines.
    """

    heading: str
    lines: list[tuple[str, str]]
    drawings: list[Drawing] = field(default_factory=list)


# --- which one is meant


def find(text: str, schedule: Schedule) -> Target:
    """Return what a text names: an identifier in any spelling, or a word of an answer in any of the languages.

    Parameters
    ----------
    text : str
        Such as ``I-B-23``, ``1.21``, ``22/2024``, ``NOTE-I-A-2``, ``S-I-25`` or ``unresolved``.
    schedule : Schedule
        The list.

    Raises
    ------
    UnknownIdentifierError
        If it names none; the message has those that are spelt alike.

    Examples
    --------
    >>> schedule = Schedule.default()
    >>> find("i-в-23", schedule), find("1,21", schedule), find("№ 22", schedule)
    (Target(sort='row', id='I-B-23'), Target(sort='substituent', id='1.21'), Target(sort='act', id='kz-gov-2024-22'))
    """
    known = _known(schedule)
    for key in (_key(text), _key(text).replace(" ", "-"), text.strip().casefold()):
        if key in known:
            return known[key]
    try:
        return Target("act", act_named(schedule, text.strip()).act_id)
    except KzScheduleError:
        raise _unknown(text, known, schedule) from None


def _key(text: str) -> str:
    plain = " ".join(text.upper().translate(_LOOKALIKES).split())
    return plain.replace(",", ".") if re.fullmatch(r"[\d.,-]+", plain) else plain


def _known(schedule: Schedule) -> dict[str, Target]:
    package = schedule.package
    found: dict[str, Target] = {}
    for sort, records, key in (
        ("row", package.rows, "row_id"),
        ("note", package.notes, "note_id"),
        ("substituent", package.substituents, "number"),
        ("size", package.sizes, "size_id"),
        ("veterinary", package.veterinary, "vet_id"),
        ("cultivation", package.cultivation, "cult_id"),
        ("group", package.groups, "group_id"),
    ):
        identifiers = dict.fromkeys(str(getattr(record, key)) for record in records)
        found |= {_key(name): Target(sort, name) for name in identifiers}
    found |= {act.act_id.upper(): Target("act", act.act_id) for act in package.acts}
    found |= {f"{act.number}/{act.date.year}": Target("act", act.act_id) for act in package.acts}
    for terms in _WORDS.values():
        found |= {code: Target("word", code) for code in terms}
    for status, said in vocabulary.STATUS.items():
        names = (words.word(said, language).casefold() for language in LANGUAGES)
        found |= dict.fromkeys((*names, status), Target("status", status))
    return found


def _unknown(text: str, known: Mapping[str, Target], schedule: Schedule) -> UnknownIdentifierError:
    named = tuple(_rows_of_substance(text, schedule))
    shown = " ".join(text.split())[:60]
    if named:
        return UnknownIdentifierError(
            Statement(
                "{text!r} is a substance; its rows: {rows}. To ask about it, write kzschedule check {text!r}",
                text=shown,
                rows=named,
            )
        )
    near = tuple(_spelt_alike(text, known))
    if near:
        return UnknownIdentifierError(
            Statement("{text!r} is nothing that can be explained; perhaps: {names}", text=shown, names=near)
        )
    return UnknownIdentifierError(
        Statement(
            "{text!r} is nothing that can be explained; give a row (I-B-23), a note (NOTE-I-A-2), a substituent "
            "(1.21), an act (22/2024), a size (S-I-25) or a status (unresolved)",
            text=shown,
        )
    )


def _rows_of_substance(text: str, schedule: Schedule) -> Iterator[str]:
    """Iterate over the rows of a substance that a text names."""
    from kzschedule.answer.check import check

    if sum(map(str.isalpha, text)) >= _LEAST_NAME:
        verdict = check(text, kind="name", schedule=schedule)
        yield from dict.fromkeys(listing.row_id for match in verdict.matches for listing in match.listings)


def _spelt_alike(text: str, known: Mapping[str, Target]) -> list[str]:
    from rapidfuzz import fuzz, process

    keys = {key.casefold(): target.id for key, target in known.items()}
    wanted = text.strip().casefold() if re.search("[а-я]{3}", text.casefold()) else _key(text).casefold()
    found = process.extract(wanted, list(keys), scorer=fuzz.ratio, limit=_SUGGESTED * 2, score_cutoff=_NEAR)
    return list(dict.fromkeys(keys[key] for key, _, _ in found))[:_SUGGESTED]


# --- what is said


def explain(target: Target, schedule: Schedule, day: date, language: Language = "en") -> Explanation:
    """Say what an identifier or a word means.

    Parameters
    ----------
    target : Target
        What `find` has found.
    schedule : Schedule
        The list.
    day : datetime.date
        The day that is asked about.
    language : str
        ``en``, ``ru`` or ``kk``.

    Examples
    --------
    >>> schedule = Schedule.default()
    >>> said = explain(find("I-B-23", schedule), schedule, date(2024, 3, 1))
    >>> said.heading
    'I-B-23: Table I, section B (psychotropic substances), row 23'
    >>> said.drawings[0].smiles
    'CNC(C)C(=O)c1ccccc1'
    """
    return _Explaining(schedule, day, language).explained(target)


def explanation_text(said: Explanation, language: Language = "en", width: int | None = None) -> Iterator[str]:
    """Iterate over the lines of an explanation as plain text."""
    yield from folded(said.heading, width)
    yield from labelled([(words.word(label, language), text) for label, text in said.lines], width)


class _Explaining:
    """What is said of identifiers on a day, in a language."""

    def __init__(self, schedule: Schedule, day: date, language: Language) -> None:
        self.schedule = schedule
        self.law = schedule.law
        self.day = day
        self.language = language

    def explained(self, target: Target) -> Explanation:
        return {
            "row": self._row,
            "note": self._note,
            "substituent": self._substituent,
            "size": self._size,
            "veterinary": self._veterinary,
            "cultivation": self._cultivation,
            "group": self._group,
            "act": self._act,
            "status": self._status,
            "word": self._word,
        }[target.sort](target.id)

    def _told(self, text: str) -> str:
        return words.word(text, self.language)

    # --- what has states

    def _states(self, records: Iterable[Any], key: str, identifier: str) -> list[tuple[Any, Period]]:
        """Return the printed states of something, each with its period, in order."""
        own = [record for record in records if str(getattr(record, key)) == identifier]
        return self.law.calendar.periods(own, lambda record: str(getattr(record, key)))[identifier]

    def _on_day(self, states: Sequence[tuple[Any, Period]]) -> Any:
        """Return the state of the day: the newest that has certainly begun, else the first."""
        begun = [record for record, period in states if period.from_sure <= self.day]
        return begun[-1] if begun else states[0][0]

    def _print(self, record: Any, ru: str = "printed_ru", kk: str = "printed_kk") -> Lines:
        yield N_("as printed"), _one_line(getattr(record, ru))
        kazakh = getattr(record, kk)
        if kazakh:
            yield N_("in Kazakh"), _one_line(kazakh)
        conflict = getattr(record, "conflict", None)
        if conflict:
            yield N_("texts differ"), words.of_data(conflict, self.language)

    def _time(self, states: Sequence[tuple[Any, Period]], ru: str = "printed_ru") -> Lines:
        """Say since when something is in force, and what was printed before or will be after."""
        first, last = states[0], states[-1]
        whole = Period(first[1].from_earliest, first[1].from_sure, last[1].until_earliest, last[1].until_sure)
        said = words.in_force(_acts(first[0]), whole, self.language)
        yield N_("in force"), "; ".join(part for part in (said, self._standing(whole)) if part)
        current = self._on_day(states)
        for record, period in states if len(states) > 1 else ():
            shown = _one_line(getattr(record, ru)) if record is not current else self._told(N_("as printed above"))
            raw = getattr(record, "raw", None)
            text = f"{shown}: {_one_line(raw)}" if raw and record is not current else shown
            yield N_("wording"), f"{words.in_force(_acts(record), period, self.language)}: {text}"

    def _standing(self, period: Period) -> str:
        said = {"no": N_("not in force on {day}"), "maybe": N_("not certain on {day}")}
        standing = period.on(self.day)
        return "" if standing == "yes" else Statement(said[standing], day=words.day(self.day)).say(self.language)

    def _reading(self, record: Any) -> Lines:
        note = getattr(record, "reading_note", None)
        if note:
            yield N_("reading"), words.of_data(note, self.language)

    # --- a row

    def _row(self, row_id: str) -> Explanation:
        states = self.law.states(row_id)
        row = self._on_day(states)
        listings = [listing for listing in self.schedule.package.listings if listing.row_id == row_id]
        lines = [*self._print(row), *self._time(states)]
        for listing in listings:
            lines += self._controlled(listing)
        lines += [*self._lines_of(row_id), *self._clause(row_id), *self._notes(row), *self._sizes(row_id)]
        lines += self._evidence(row)
        heading = f"{row_id}: {words.place(row, self.language)}"
        return Explanation(heading, lines, list(self._drawings(listings)))

    def _controlled(self, listing: Listing) -> Lines:
        name = self._controlled_name(listing)
        reading = self._told(READING[listing.reading])
        forms = [form.say(self.language) for form in self._forms(listing.forms)]
        yield N_("controls"), "; ".join((name, *forms, reading))
        if listing.substance_id is not None:
            substance = self.schedule.substances[listing.substance_id]
            if substance.smiles:
                yield N_("structure"), "; ".join((substance.smiles, *self._about_structure(substance, listing)))
        if listing.reading_note:
            yield N_("reading"), words.of_data(listing.reading_note, self.language)

    def _controlled_name(self, listing: Listing) -> str:
        if listing.substance_id is None:
            group = self.law.groups[str(listing.group_id)]
            beside: tuple[Language, ...] = ("en",)
            return f"{words.names_of(group, self.language, beside)} [{group.group_id}]"
        substance = self.schedule.substances[listing.substance_id]
        cas = f", CAS {substance.cas}" if substance.cas else ""
        return f"{words.names_of(substance, self.language)} [{substance.substance_id}]{cas}"

    def _about_structure(self, substance: Substance, listing: Listing) -> Iterator[str]:
        if substance.stereo != "none":
            yield self._told(STEREO[listing.stereo])
        if substance.structure_agreement is not None:
            yield self._told(AGREEMENT[substance.structure_agreement])

    def _forms(self, tokens: Iterable[str]) -> Iterator[Statement]:
        """Say in which forms a row controls a substance; nothing where it is any."""
        ions = {ion.smiles: ion.name for ion in self.schedule.package.counterions}
        templates = {
            "except_salt": (N_("except its salts"), N_("except its salt with {ion}")),
            "only_salt": (N_("only its salts"), N_("only its salt with {ion}")),
            "doubt_salt": (N_("its salts are not settled"), N_("its salt with {ion} is not settled")),
        }
        for token in tokens:
            rule, _, ion = token.partition(":")
            if rule in templates:
                yield Statement(templates[rule][ion != "*"], ion=ions.get(ion, ion))

    def _lines_of(self, row_id: str) -> Lines:
        """Say how many lines a heading has."""
        below = [name for name in self.law.row_ids if name.startswith(f"{row_id}.")]
        standing = [name for name in below if self.law.lifetime(name).on(self.day) != "no"]
        if below:
            said = counted("{number} on {day}", count=len(standing), number=len(standing), day=words.day(self.day))
            yield N_("lines"), f"{said.say(self.language)}: kzschedule list --search {row_id}"

    def _clause(self, row_id: str) -> Lines:
        """Say of which substances a clause on preparations speaks, and its limits."""
        for clause in self.schedule.package.preparations:
            if clause.row_id == row_id and clause.last_revision is None:
                named = (self.schedule.substances[name] for name in clause.substance_ids)
                yield N_("speaks of"), ", ".join(words.name(substance, self.language) for substance in named)
                limits = [limit.say(self.language) for limit in _limits(clause)]
                if limits:
                    yield N_("limits"), "; ".join(limits)
                yield from self._reading(clause)

    def _notes(self, row: Row) -> Lines:
        for note, period in self._notes_of(row):
            covers = ", ".join(self._told(COVERED[form]) for form in note.covers)
            standing = self._standing(period)
            about = "; ".join(part for part in (covers, standing) if part)
            text = (note.printed_kk if self.language == "kk" else None) or note.printed_ru
            yield N_("note"), f"{note.note_id}{f' ({about})' if about else ''}: «{_one_line(text)}»"

    def _notes_of(self, row: Row) -> Iterator[tuple[Any, Period]]:
        notes = self.law.calendar.periods(self.schedule.package.notes, lambda note: note.note_id)
        for states in notes.values():
            for note, period in states:
                here = (note.table, note.section) == (row.table, row.section) and note.list in (None, row.list)
                if here and period.on(max(self.day, self.law.start)) != "no":
                    yield note, period

    def _sizes(self, row_id: str) -> Lines:
        sizes = self.schedule.row_sizes(row_id, self.day)
        for size in sizes:
            uncertain = self._told(N_("not certain on the day"))
            doubt = "" if size.in_force else f" [{uncertain}]"
            printed = words.printed(size, self.language)
            yield N_("sizes"), f"{size.size_id}, «{printed}»: {words.size(size, self.language)}{doubt}"
        if not sizes:
            yield N_("sizes"), words.sizes(None, self.language)

    def _evidence(self, row: Row) -> Lines:
        newest = row.last_revision or self.law.newest_revision.revision_id
        yield (
            N_("evidence"),
            "; ".join(
                (
                    self._told(vocabulary.EVIDENCE[row.evidence]),
                    self._revisions(row.first_revision, newest),
                    self._told(BASIS.get(row.basis, row.basis)),
                )
            ),
        )

    def _revisions(self, first: str, last: str) -> str:
        if first == last:
            return Statement("revision {first}", first=first).say(self.language)
        return Statement("revisions {first} to {last}", first=first, last=last).say(self.language)

    def _drawings(self, listings: Iterable[Listing]) -> Iterator[Drawing]:
        for listing in listings:
            substance = self.schedule.substances.get(listing.substance_id or "")
            if substance is not None and substance.smiles:
                reading = "" if listing.reading in ("plain", "group") else f" ({self._told(READING[listing.reading])})"
                yield Drawing(substance.smiles, words.name(substance, self.language) + reading)

    # --- other parts of the law

    def _note(self, note_id: str) -> Explanation:
        states = self._states(self.schedule.package.notes, "note_id", note_id)
        note = self._on_day(states)
        covers = ", ".join(self._told(COVERED[form]) for form in note.covers)
        lines = [*self._print(note)]
        if covers:
            lines.append((N_("covers"), covers))
        if note.excepted:
            lines.append((N_("except"), note.excepted.replace("|", ", ")))
        lines += [*self._reading(note), *self._time(states)]
        place = Statement("note to {place}", place=words.table(note)).say(self.language)
        return Explanation(f"{note_id}: {place}", lines)

    def _substituent(self, number: str) -> Explanation:
        states = self._states(self.schedule.package.substituents, "number", number)
        record: Substituent = self._on_day(states)
        lines = [*self._print(record, "name_ru", "name_kk"), (N_("in English"), record.name_en)]
        lines.append((N_("valence"), self._told(_VALENCE[record.valence])))
        lines += self._time(states, "name_ru")
        for label, forms in ((N_("means"), record.smiles), (N_("left open"), record.doubtful_smiles)):
            if forms:
                lines.append((label, self._structures(forms)))
        if record.doubtful_smiles:
            doubt = vocabulary.OPEN_REASON.get(record.rule or "position", record.rule or "")
            lines.append((N_("why open"), self._told(doubt)))
        if record.reading:
            lines.append((N_("reading"), record.reading))
        if record.decoys:
            lines.append((N_("does not mean"), self._structures(record.decoys)))
        name = {"en": record.name_en, "ru": record.name_ru, "kk": record.name_kk}[self.language] or record.name_ru
        heading = Statement("{number}: substituent of the official list, «{name}»", number=number, name=name).say(
            self.language
        )
        return Explanation(heading, lines, list(self._readings(record)))

    def _structures(self, forms: Sequence[str]) -> str:
        left = len(forms) - _NAMED
        more = (counted("{count} more", count=left).say(self.language),) if left > 0 else ()
        return ", ".join((*forms[:_NAMED], *more))

    def _readings(self, record: Substituent) -> Iterator[Drawing]:
        for forms, caption in ((record.smiles, N_("means")), (record.doubtful_smiles, N_("left open"))):
            for smiles in forms[:_NAMED]:
                yield Drawing(smiles, f"{self._told(caption)}: {smiles}")

    def _size(self, size_id: str) -> Explanation:
        states = self._states(self.schedule.package.sizes, "size_id", size_id)
        size: Size = self._on_day(states)
        lines = [*self._print(size), (N_("cells"), _one_line(size.raw))]
        if size.raw_kk and size.raw_kk != size.raw:
            lines.append((N_("in Kazakh"), _one_line(size.raw_kk)))
        lines.append((N_("sizes"), words.size(size, self.language)))
        lines.append((N_("rows"), "; ".join(map(self._target, size.targets))))
        lines += [*self._reading(size), *self._time(states)]
        values = {"id": size_id, "table": size.size_table, "row": size.row_no}
        return Explanation(Statement("{id}: size table {table}, row {row}", **values).say(self.language), lines)

    def _target(self, target: str) -> str:
        """Name a row of the List, or a group, that a size is about."""
        group = self.law.groups.get(target.removeprefix("group:"))
        if group is not None:
            return f"{words.name(group, self.language)} [{target}]"
        if target not in self.law.row_ids:
            return target
        return f"{target} «{_one_line(self.law.row(target, self.day).printed_ru)}»"

    def _veterinary(self, vet_id: str) -> Explanation:
        states = self._states(self.schedule.package.veterinary, "vet_id", vet_id)
        line = self._on_day(states)
        lines = [*self._print(line)]
        if line.substance_ids:
            named = (self.schedule.substances[name] for name in line.substance_ids)
            lines.append((N_("speaks of"), ", ".join(words.name(substance, self.language) for substance in named)))
        lines += [*self._reading(line), *self._time(states)]
        said = Statement(
            "list of veterinary medicines, part {part}, line {line}", part=line.part, line=line.item_no
        ).say(self.language)
        none = self._told(N_("information, no position and no permission"))
        return Explanation(f"{vet_id}: {said} ({none})", lines)

    def _cultivation(self, cult_id: str) -> Explanation:
        states = self._states(self.schedule.package.cultivation, "cult_id", cult_id)
        line = self._on_day(states)
        lines = [*self._print(line), (N_("cells"), _one_line(line.raw))]
        first = quantity(Decimal(line.large_from), "piece", "plant")
        lines.append((N_("sizes"), Statement("large from {number} on", number=first).say(self.language)))
        lines += [*self._reading(line), *self._time(states)]
        what = self._told(N_("sizes of what is grown"))
        return Explanation(f"{cult_id}: {what}", lines)

    def _group(self, group_id: str) -> Explanation:
        group = next(item for item in self.schedule.package.groups if item.group_id == group_id)
        lines = [(N_("row"), self._target(group.row_id))]
        if group.formula:
            lines.append((N_("formula"), group.formula))
        if group.pattern:
            lines.append((N_("pattern"), group.pattern))
        if group.members:
            lines.append((N_("members"), self._structures(group.members)))
        lines += self._reading(group)
        what = self._told(N_("a group of the List"))
        return Explanation(f"{group_id}: {what}: {words.names_of(group, self.language)}", lines)

    # --- acts and words

    def _act(self, act_id: str) -> Explanation:
        act: Act = self.schedule.acts[act_id]
        changes = act_changes(self.schedule, act_id)
        read = any(revision.act_id == act_id and revision.read for revision in self.schedule.package.revisions)
        lines = [(N_("title"), act.title_en if self.language == "en" else act.title_ru)]
        lines.append((N_("day"), self._told(DATE_SOURCE[act.date_source])))
        lines.append((N_("text"), self._told(N_("its revision was read") if read else N_("its revision was not read"))))
        lines.append((N_("changes"), counts_line(changes, self.language)))
        lines += [(N_("reported"), claim_line(claim, self.language)) for claim in changes.claims]
        if act.note:
            lines.append((N_("note"), words.of_data(act.note, self.language)))
        if act.url:
            lines.append((N_("address"), act.url))
        lines.append((N_("sources"), ", ".join(act.source_ids)))
        lines.append((N_("each change"), f"kzschedule history --act {act.number}/{act.date.year}"))
        return Explanation(act_line(act, self.language), lines)

    def _status(self, code: str) -> Explanation:
        status = next(known for known in vocabulary.STATUS if known == code)
        follows = [(N_("means"), self._told(vocabulary.MEANING[status])), (N_("follows"), self._told(_FOLLOWS[status]))]
        order = ", ".join(vocabulary.STATUS)
        lines = [
            *follows,
            (N_("order"), Statement("the first that applies of {order}", order=order).say(self.language)),
        ]
        lines.append((N_("exit code"), f"kzschedule check: {_CODES[status]}"))
        return Explanation(f"{status}: {words.capitals(vocabulary.STATUS[status], self.language)}", lines)

    def _word(self, code: str) -> Explanation:
        meanings = [(self._told(topic), self._told(terms[code])) for topic, terms in _WORDS.items() if code in terms]
        lines = [(N_("means"), f"{topic}: {meaning}") for topic, meaning in meanings]
        return Explanation(Statement("{code}: a word of answers", code=code).say(self.language), lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _acts(record: Any) -> list[str]:
    """Return the act that brought something, or the two that cannot be told apart, the earlier one first."""
    return [act_id for act_id in (record.or_act_id, record.act_id) if act_id]


def _limits(clause: Any) -> Iterator[Statement]:
    if clause.max_mg is not None:
        yield Statement("at most {amount} mg in a unit of dose", amount=words.number(clause.max_mg))
    if clause.max_percent is not None:
        yield Statement("at most {percent} %", percent=words.number(clause.max_percent))
    if clause.adjunct:
        yield Statement("with {adjunct}", adjunct=clause.adjunct)
    if clause.min_adjunct_mg is not None:
        yield Statement("of it at least {amount} mg", amount=words.number(clause.min_adjunct_mg))
    if clause.min_adjunct_percent is not None:
        yield Statement("of it at least {percent} % of the drug", percent=words.number(clause.min_adjunct_percent))


def explanation_page(said: Explanation, language: Language) -> str:
    """Return an explanation as one page of HTML, its structures drawn.

    Parameters
    ----------
    said : Explanation
        What `explain` says.
    language : str
        ``en``, ``ru`` or ``kk``.
    """
    from markupsafe import Markup

    import kzschedule
    from kzschedule.render import pages
    from kzschedule.render.depict import draw_structure
    from kzschedule.render.inline import inline_svg

    style = pages.style("kzschedule")
    drawings = [(Markup(inline_svg(draw_structure(smiles), caption)), caption) for smiles, caption in said.drawings]
    values = {
        "said": said,
        "lines": [(words.word(label, language), text) for label, text in said.lines],
        "drawings": drawings,
        "style": Markup(style),
        "policy": pages.policy(style),
        "generator": kzschedule.__version__,
    }
    return pages.environment(language).get_template("explain.html").render(values) + "\n"
