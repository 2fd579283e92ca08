"""What an answer says in words. Each function gives one sentence or none, about one thing.

A sentence is a `Statement`: its English text, and what is needed to say it in Russian or Kazakh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from kzschedule.language import N_
from kzschedule.language.statement import Statement, SubstanceName
from kzschedule.language.statement import day as written
from kzschedule.language.vocabulary import Hint, Relation
from kzschedule.records.model import Collision, OtherList, Revision, Substance

if TYPE_CHECKING:
    from kzschedule.law.positions import Position
    from kzschedule.schedule import Schedule
    from kzschedule.verdict import Suggestion

SIZE: dict[str, str] = {
    "small": N_("small"),
    "large": N_("large"),
    "especially_large": N_("especially large"),
}


_RELATION: dict[Relation, Statement] = {
    "isotopologue": Statement("Found after replacing isotopes by the natural elements: it is read as the substance."),
    "stereo_unspecified": Statement(
        "The query leaves stereochemistry open; a definite form may have another position."
    ),
    "tautomer": Statement("Found as a tautomer of the record's structure."),
}


def relation(found: Relation) -> Statement | None:
    """Say on what a relation between structures rests."""
    return _RELATION.get(found)


def by_note(row_id: str, note_id: str, found: Relation) -> Statement:
    """Say that a note covers the query, and as what."""
    return Statement(
        "Covered as {form} of what row {row} names, by the note {note}.",
        form=Statement(_FORM.get(found, _SOME_FORM)),
        row=row_id,
        note=note_id,
    )


def perhaps_by_note(row_id: str, note_id: str, found: Relation) -> Statement:
    """Say that the words of a note reach the query, and that it is not settled whether they mean it."""
    return Statement(
        "The note {note} speaks of {form} of what row {row} names; whether it means this one is not settled, "
        "so it is unconfirmed.",
        form=Statement(_FORM.get(found, _SOME_FORM)),
        row=row_id,
        note=note_id,
    )


_SOME_FORM = N_("a form")
_FORM: dict[Relation, str] = {
    "salt": N_("a salt"),
    "stereoisomer": N_("a stereoisomer"),
    "isomer": N_("a position isomer"),
    "ester": N_("an ester"),
    "ether": N_("an ether"),
}


def by_group(row_id: str, name: str) -> Statement:
    """Say that a row names a group to which the query belongs."""
    return Statement("Row {row} names a group, {name}; the structure belongs to it.", row=row_id, name=name)


def perhaps_by_group(row_id: str, name: str) -> Statement:
    """Say that the words of a group may reach the query."""
    return Statement(
        "Row {row} names a group, {name}; the words may reach this structure, which is not settled, "
        "so it is unconfirmed.",
        row=row_id,
        name=name,
    )


def other_stereoisomer(name: str, row_id: str) -> Statement:
    """Say that the query contradicts the stereochemistry that a row means."""
    return Statement(
        "The query is another stereoisomer than {name}, which row {row} means, and no note covers it for certain, "
        "so it is unconfirmed.",
        name=name,
        row=row_id,
    )


LABELLED_KEY = Statement(
    "The InChIKey is that of a labelled or of another stereo form of the substance, which a key does not tell apart; "
    "check the structure."
)


def other_form(name: str, row_id: str) -> Statement:
    """Say that a row controls other forms of a substance than the query."""
    return Statement("Row {row} controls {name} in other forms than this one.", name=name, row=row_id)


def doubtful_salt(name: str, row_id: str) -> Statement:
    """Say that the query is a salt of a listed acid, which the words of the note reach."""
    return Statement(
        "By the letter of the note the query is a salt of {name} (row {row}); whether it is meant is not settled, "
        "so it is unconfirmed.",
        name=name,
        row=row_id,
    )


#: Of how many substances and days what is said is remembered, so that a process that runs for weeks does not grow.
_REMEMBERED = 10_000


def about(substance_id: str, day: date, schedule: Schedule) -> tuple[Statement, ...]:
    """Say what every answer about a substance says: doubts about its rows, UN control without a row, remarks.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> about("mephedrone", date(2024, 3, 1), Schedule.default())[0]
    'Mephedrone: under UN control (1971 Convention, Schedule II, decided 2015); not named in the decree.'
    """
    said = schedule.said.get((substance_id, day))
    if said is None:
        said = tuple(_about(substance_id, day, schedule))
        if len(schedule.said) < _REMEMBERED:
            schedule.said[substance_id, day] = said
    return said


def _about(substance_id: str, day: date, schedule: Schedule) -> Iterable[Statement]:
    substance = schedule.substances[substance_id]
    positions = schedule.standings(substance_id, day)
    for position in positions:
        yield from _doubts(position, substance.name, day, schedule)
    if not positions:
        yield _no_position(substance, schedule)
        if (size_id := schedule.second_names_in_sizes.get(substance_id)) is not None:
            yield Statement(
                "{name}: row {size} of the size table prints the name beside that of another substance, whose size it "
                "gives.",
                name=substance.name,
                size=size_id,
            )
    yield from (
        Statement("{name}: {remark}.", name=substance.name, remark=_remark(item))
        for item in schedule.other_lists.get(substance_id, ())
    )
    if substance.remark:
        yield Statement("{name}: {remark}.", name=substance.name, remark=of_data(substance.remark.rstrip(".")))


def _remark(item: OtherList) -> SubstanceName:
    """Return what the data say of a substance on another list, in each language."""
    kazakh = item.remark_kk.rstrip(".") if item.remark_kk else None
    return SubstanceName(item.remark.rstrip("."), ru=item.remark_ru.rstrip("."), kk=kazakh)


def of_data(text: str) -> Statement:
    """Return a sentence of the data as a statement, which the catalogues may translate."""
    return Statement(text.replace("{", "{{").replace("}", "}}"))


def _doubts(position: Position, name: str, day: date, schedule: Schedule) -> Iterable[Statement]:
    """Say what is not plain about a row: its day, its reading, a conflict between the two texts."""
    row, listing, period = position.row, position.listing, position.period
    act = schedule.acts[schedule.law.states(row.row_id)[0][0].act_id]
    if day < schedule.start:
        yield Statement(
            "Row {row} stands since the decree is in force, {day}; the lists before it are not held.",
            row=row.row_id,
            day=written(schedule.start),
        )
    elif position.standing == "maybe":
        yield Statement(
            "Row {row} came by No. {number} of {signed}, in force from {earliest} at the earliest and from {sure} "
            "for certain; the day asked about lies between.",
            row=row.row_id,
            number=act.number,
            signed=written(act.date),
            earliest=written(period.from_earliest),
            sure=written(period.from_sure),
        )
    elif position.standing == "no" and period.until_sure is not None and day >= period.until_sure:
        yield Statement("Row {row} is out of force since {day}.", row=row.row_id, day=written(period.until_sure))
    elif position.standing == "no":
        yield Statement(
            "Row {row} came by No. {number} of {signed}, in force from {day} at the earliest: not on the day asked "
            "about.",
            row=row.row_id,
            number=act.number,
            signed=written(act.date),
            day=written(period.from_earliest),
        )
    if listing.reading in ("likely", "other") and listing.reading_note:
        template = (
            N_("Row {row} is read as {name}: {reason}.")
            if listing.reading == "likely"
            else N_("Row {row} may also be read as {name}, which is unconfirmed: {reason}.")
        )
        yield Statement(template, row=row.row_id, name=name, reason=of_data(listing.reading_note.rstrip(".")))
    if row.conflict and not row.conflict.startswith(_WORDING):
        yield Statement(
            "Row {row}: the Russian and the Kazakh text differ: {conflict}.",
            row=row.row_id,
            conflict=of_data(row.conflict.rstrip(".")),
        )


#: How the data mark what differs in words only.
_WORDING = ("wording:", "print:")


def _no_position(substance: Substance, schedule: Schedule) -> Statement:
    """Say that the List does not name a substance, and which UN schedule or which table on plants has it."""
    grown = (line.cult_id for line in schedule.package.cultivation if line.plant_id == substance.substance_id)
    if lines := tuple(dict.fromkeys(grown)):
        return Statement(
            "{name}: named in the table on the growing of plants ({lines}), not in the List.",
            name=substance.name,
            lines=lines,
        )
    treaties = schedule.treaties.get(substance.substance_id, ())
    if not treaties:
        return Statement("{name}: known, not named in the decree.", name=substance.name)
    places = tuple(
        Statement(
            N_("{convention} Convention, Schedule {schedule}, decided {year}")
            if item.decision_year
            else N_("{convention} Convention, Schedule {schedule}"),
            convention=item.convention,
            schedule=item.schedule,
            year=str(item.decision_year),
        )
        for item in treaties
    )
    return Statement(
        "{name}: under UN control ({places:; }); not named in the decree.", name=substance.name, places=places
    )


def several_meanings(query: str, names: Iterable[str]) -> Statement:
    """Say that a name has several meanings inside the data."""
    return Statement(
        "{query!r} has several meanings: {names}. Nothing is asserted; give a CAS number, an InChIKey or a structure.",
        query=query,
        names=tuple(names),
    )


def street_name(query: str, names: Iterable[str]) -> Statement:
    """Say what a street name may mean."""
    return Statement(
        "{query!r} is a street name, which says little of what is in it; it may mean: {names}. Nothing is asserted.",
        query=query,
        names=tuple(names),
    )


def combination(query: str, names: Iterable[str]) -> Statement:
    """Say what a medicine of several active substances holds."""
    return Statement(
        "{query!r} is a medicine of several active substances, among them {names}. Nothing is asserted; check the "
        "substance, and what the notes and clauses at its rows say of preparations.",
        query=query,
        names=tuple(names),
    )


#: What is said of names that only suggest.
HINTS: dict[Hint, Callable[[str, Iterable[str]], Statement]] = {"street": street_name, "combination": combination}


def outside_meanings(query: str, meanings: Iterable[Collision]) -> Statement | None:
    """Say which meanings of a name lie outside the data."""
    named = tuple(meaning.meaning for meaning in meanings)
    if not named:
        return None
    return Statement(
        "{query!r} is also used for {meanings}, outside the data; check the structure.", query=query, meanings=named
    )


def read_as_name(query: str) -> Statement:
    """Say that a text that could be a SMILES was read as a name."""
    return Statement(
        "{query!r} was read as a name; to read it as a SMILES, say so (kind='smiles', --smiles).", query=query
    )


def read_as_spelling(query: str, name: str, steps: Sequence[str]) -> Statement:
    """Say that a query was read as another spelling of a name, and how."""
    return Statement("{query!r} was read as {name!r} ({steps:; }).", query=query, name=name, steps=tuple(steps))


def read_as_systematic(query: str, smiles: str, english: str | None = None) -> Statement:
    """Say that a query was read as a systematic name, as which one in English, and as which structure."""
    if english is not None:
        return Statement(
            "{query!r} was read as a systematic name, in English {english}: OPSIN gives {smiles}; it is answered as "
            "that structure.",
            query=query,
            english=english,
            smiles=smiles,
        )
    return Statement(
        "{query!r} was read as a systematic name: OPSIN gives {smiles}; it is answered as that structure.",
        query=query,
        smiles=smiles,
    )


def read_as_composed(query: str, parts: Statement, smiles: str) -> Statement:
    """Say that a query was read as a name that the field composes, from which parts, and as which structure."""
    return Statement("{query!r} was read as {parts}: {smiles}.", query=query, parts=parts, smiles=smiles)


SYSTEMATIC_MENDED = Statement("The name was mended where a bracket or a letter is missing; compare the structure.")
SYSTEMATIC_NOT_READ = Statement("The query looks like a systematic name, but cannot be read as one.")
SYSTEMATIC_OPEN = Statement(
    "The name does not say where all its groups are bound, so that it may be several compounds; give their places, as "
    "in 4-hydroxybutanoic acid, or a structure."
)


def systematic_unavailable(reason: str) -> Statement:
    """Say that a query looks like a systematic name and what is missing to read it."""
    return Statement("The query looks like a systematic name; to have it read as a structure: {reason}.", reason=reason)


def similar_names(query: str) -> Statement:
    """Say that only similar names were found."""
    return Statement(
        "No name of the data is spelt {query!r}, but some are similar. Nothing is asserted; compare the source.",
        query=query,
    )


def everyday_name(query: str) -> Statement:
    """Say that a name of the data is an everyday word too."""
    return Statement(
        "{query!r} may be meant as a name of the data, or as the everyday word. Nothing is asserted; "
        "compare the source.",
        query=query,
    )


def perhaps(suggestions: Iterable[Suggestion]) -> Statement:
    """Say which substances a query may mean."""
    return Statement("Perhaps meant: {names}.", names=tuple(f"{one.name} ({one.substance_id})" for one in suggestions))


def name_of_class(query: str) -> Statement:
    """Say that a text names a class of substances."""
    return Statement(
        "{query!r} has the name of a class of substances, of which those named here are examples. Nothing is asserted; "
        "check each substance by itself.",
        query=query,
    )


def names_within(query: str, names: Sequence[str]) -> Statement:
    """Say that a text is no name of the data but has some in it."""
    return Statement(
        "{query!r} is no name of the data but has names of it inside: {names}. Nothing is asserted; check them one at "
        "a time, or search the text (find_mentions, check --text).",
        query=query,
        names=tuple(names),
    )


def read_in_company(query: str, name: str, left_off: Sequence[str]) -> Statement:
    """Say that a query was read as a name without what stood around it."""
    return Statement(
        "{query!r} was read as {name!r}; left off: {words:; }.", query=query, name=name, words=tuple(left_off)
    )


def read_with_aliases(query: str, names: Sequence[str]) -> Statement:
    """Say that a query was read as one name with others of the same substance."""
    return Statement(
        "{query!r} was read as several names of one substance: {names:; }.", query=query, names=tuple(names)
    )


def other_identifier(
    query: str, kind: Literal["EC number", "UN number", "number of a database", "formula"]
) -> Statement:
    """Say that a number of another register, or a formula, is not looked up."""
    said = {
        "EC number": N_("{query!r} is an EC number, which is not looked up; give a name, a CAS number or a structure"),
        "UN number": N_("{query!r} is a UN number, which is not looked up; give a name, a CAS number or a structure"),
        "number of a database": N_(
            "{query!r} is a number of a database, which is not looked up; give a name, a CAS number or a structure"
        ),
        "formula": N_("{query!r} is a formula, which many substances share; give a name, a CAS number or a structure"),
    }
    return Statement(said[kind], query=query)


def collected_number(number: str, names: Iterable[str]) -> Statement:
    """Say that a CAS number is known from a collection of names only."""
    return Statement(
        "A collection of names gives the CAS number {number} to {names:, } or to a salt or form of it. Nothing is "
        "asserted; compare the source.",
        number=number,
        names=tuple(names),
    )


def perhaps_cas(query: str, numbers: Sequence[str]) -> Statement:
    """Say that a number or date may have been a CAS number."""
    return Statement(
        "{query!r} may be the CAS number {numbers}, as a program or a spreadsheet has changed it. Nothing is asserted; "
        "compare the source.",
        query=query,
        numbers=tuple(numbers),
    )


def is_date(query: str) -> Statement:
    """Say that a query is a day."""
    return Statement(
        "{query!r} is a date; a spreadsheet may have changed a CAS number into it, compare the source", query=query
    )


def other_title(query: str, names: Sequence[str]) -> Statement:
    """Say that another substance is named behind a structure."""
    return Statement(
        "The structure was looked up; behind it in {query!r} stands the name of another substance ({names}), which was "
        "not: check it by itself.",
        query=query,
        names=tuple(names),
    )


def perhaps_divided(query: str, whole: str) -> Statement:
    """Say which SMILES or InChI the pieces of a text make."""
    return Statement(
        "{query!r} may be a structure in pieces; in one piece it is {whole}. Nothing is asserted; compare the source, "
        "and check it in one piece.",
        query=query,
        whole=whole,
    )


def perhaps_misread(query: str, whole: str) -> Statement:
    """Say which InChIKey or InChI a text may be."""
    return Statement(
        "{query!r} may be {whole}, misread or cut. Nothing is asserted; compare the source.", query=query, whole=whole
    )


def similar_because(name: str, reason: str) -> Statement:
    """Say in which way a similar name differs."""
    return Statement("{name}: {reason}.", name=name, reason=reason)


def neither_name_nor_smiles(query: str, reason: str) -> Statement:
    """Say that a text is neither a name of the data nor a readable SMILES."""
    return Statement(
        "{query!r} is no name of the data, and as a SMILES it cannot be read: {reason}", query=query, reason=reason
    )


def read_as_smiles(query: str) -> Statement:
    """Say that a text that could be a name was read as a SMILES."""
    return Statement("{query!r} was read as a SMILES; no name of the data is spelt so.", query=query)


def several_components(found: int, missing: Sequence[str]) -> Statement:
    """Say that a query is a mixture, and which parts of it were not found."""
    if missing:
        return Statement(
            "The query has several organic components; {found} found; not found: {missing}.",
            found=found,
            missing=tuple(missing),
        )
    return Statement("The query has several organic components; {found} found.", found=found)


def conflict(meanings: Sequence[tuple[str, str]], *, stereo_only: bool) -> Statement:
    """Say that the columns of a row mean different substances."""
    template = (
        N_("The columns differ in stereochemistry: {meanings}; the strongest answer is given, check the row.")
        if stereo_only
        else N_("The columns disagree: {meanings}; the strongest answer is given, check the row.")
    )
    told = tuple(Statement("{column!r} is {meaning}", column=column, meaning=meaning) for column, meaning in meanings)
    return Statement(template, meanings=told)


#: What a structure column holds whose structure is not in the data, beside a name that is.
ANOTHER_STRUCTURE = Statement("a structure that is not in the data")


def unreadable_cell(column: str, reason: str) -> Statement:
    """Say that one of several columns of a row cannot be read."""
    return Statement("{column!r} cannot be read: {reason}.", column=column, reason=reason)


def too_many_cells(found: int, columns: int) -> Statement:
    """Say that it is not known which cell of a row belongs to which column."""
    return Statement(
        "The row has {found} cells in a table of {columns} columns; put cells with a delimiter into quotes.",
        found=found,
        columns=columns,
    )


def broken_row(reason: str) -> Statement:
    """Say that a row of delimited text cannot be taken apart."""
    return Statement("The row cannot be read ({reason}); look for a quote that is not closed.", reason=reason)


_UNKNOWN = {
    "name": Statement("This name is not in the data; check its spelling, or give a CAS number or a structure."),
    "cas": Statement(
        "This CAS number is not in the data; salts and labelled forms have numbers of their own, "
        "so check a structure or a name."
    ),
    "inchikey": Statement(
        "This InChIKey is not in the data; the key of a salt or mixture does not show its parts, so check a SMILES."
    ),
}
_UNKNOWN_STRUCTURE = Statement("This structure is not in the data.")


def unknown(kind: str) -> Statement:
    """Say that nothing was found, and what else to ask."""
    return _UNKNOWN.get(kind, _UNKNOWN_STRUCTURE)


def text_of_row(query: str, rows: Sequence[str], *, named: bool) -> Statement:
    """Say that the query is what a row prints, and whether it names a substance."""
    if named:
        return Statement("{query!r} is the text of row {rows:, }; it is answered as that row.", query=query, rows=rows)
    return Statement(
        "{query!r} is the text of row {rows:, }, which names no substance by itself; check those that it speaks of.",
        query=query,
        rows=rows,
    )


def before_start(start: date) -> Statement:
    """Say that the lists before the decree are not held."""
    return Statement(
        "Before {day} the lists of the Law itself were in force, which are not held: nothing follows from "
        "this answer for the day asked about.",
        day=written(start),
    )


def searched(newest: Revision, on_day: Sequence[str], day: date, start: date) -> list[Statement]:
    """Say which revision was searched, and that a later one may exist."""
    said = [
        Statement(
            "Searched: Decree No. 470, newest revision read that of {day}; a later one may exist.",
            day=written(date.fromisoformat(newest.revision_id)),
        )
    ]
    if day < start:
        said.append(before_start(start))
    elif len(on_day) > 1:
        said.append(
            Statement(
                "On the day asked about it is not certain which of the revisions {revisions} was in force.",
                revisions=tuple(written(date.fromisoformat(name)) for name in on_day),
            )
        )
    return said


def analogues(parents: Sequence[str], others: int, rule_title: str, basis: str) -> list[Statement]:
    """Say from which substances a structure is formed by listed substituents, and who decides what that means."""
    said = [
        Statement(
            "By its formula it is formed from {names} by substituents of the decree's list; "
            "whether the Law counts it as one of their analogues is established by forensic examination.",
            names=tuple(parents),
        )
    ]
    if others:
        said.append(Statement("Further listed substances that lead to it, less nearly: {number}.", number=others))
    if basis != "official":
        said.append(Statement("Rule: {title}; it is assumed and not the decree's own.", title=rule_title))
    said.append(AS_DRAWN)
    return said


AS_DRAWN = Statement(
    "The structure was compared as drawn; its tautomers were not. Properties, of which the Law also speaks, are not "
    "judged here."
)

REMOTE = Statement(
    "The nearest listed substance is far: near by the letter only. The Law also speaks of similar structure and "
    "properties (No. 279, article 2, item 3)."
)

SEVERAL_PARENTS = Statement("Several listed substances are equally near; the Law has no rule which one counts.")


def medicine(name: str) -> Statement:
    """Say that what is formed so is the active substance of a medicine."""
    return Statement("{name} has an international non-proprietary name: it is the substance of a medicine.", name=name)


def open_analogues(count: int) -> Statement:
    """Say that there are formal replacements that the list of substituents does not have."""
    return Statement(
        "For information: listed substances from which formal replacements lead to it that are not all in the list of "
        "substituents: {number}.",
        number=count,
    )


MORE_MAPPINGS = Statement(
    "The structure is so symmetric that not all ways to compare it were tried; a nearer reading may exist."
)

NOT_LEGALITY = Statement(
    "Not found is no statement of legality: other lists exist, such as those of the Eurasian Economic Union and of "
    "potent substances."
)
