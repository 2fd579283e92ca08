"""What an answer says in words. Each function gives one sentence or none, about one thing.

A sentence is a `Statement`: its English text, and what is needed to say it in Russian or Kazakh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kzschedule.language import N_
from kzschedule.model import Act, Collision, Evidence, Section, Source, Substance
from kzschedule.statement import Statement, counted
from kzschedule.verdict import ListingAnswer, Relation

SECTION: dict[Section, str] = {
    "narcotic": N_("narcotic"),
    "psychotropic": N_("psychotropic"),
    "precursor": N_("precursor"),
}

SIZE: dict[str, str] = {
    "small": N_("small"),
    "large": N_("large"),
    "especially_large": N_("especially large"),
}

UNIT: dict[str, str] = {"g": N_("g"), "ml": N_("ml"), "piece": N_("piece")}

_EVIDENCE: dict[Evidence, str] = {
    "official": N_("{name}: read from the decree's own text."),
    "reported": N_("{name}: a public report on the decree or an amendment names it; the decree's text was not seen."),
    "treaty": N_(
        "{name}: its position is inferred from the UN schedules, to which the list is tied by law; "
        "the decree's text was not seen."
    ),
    "unverified": N_(
        "{name}: commonly controlled in the region or scheduled by the UN too late to be sure; "
        "a position in the decree was not shown."
    ),
}

_RELATION: dict[Relation, Statement] = {
    "salt": Statement(
        "Found as a salt, solvate or charged form; that the list covers it rests on notes to the tables "
        "that were not seen."
    ),
    "isotopologue": Statement(
        "Found after replacing isotopes by the natural elements; whether the list means "
        "isotopically labelled forms was not seen."
    ),
    "stereo_unspecified": Statement(
        "The query leaves open stereochemistry that the record has; a definite form may have another position."
    ),
    "stereoisomer": Statement(
        "Found as a stereoisomer of a record that leaves its centres open; that the list covers it "
        "rests on notes to the tables that were not seen."
    ),
    "tautomer": Statement("Found as a tautomer of the record's structure."),
}


def relation(found: Relation) -> Statement | None:
    """Say on what a relation between structures rests."""
    return _RELATION.get(found)


def other_stereoisomer(name: str) -> Statement:
    """Say that the query contradicts the stereochemistry of a record."""
    return Statement(
        "The query is another stereoisomer than {name}; whether the notes on isomers cover it was not seen, "
        "so its status is unconfirmed.",
        name=name,
    )


def position(name: str, listings: Sequence[ListingAnswer], sources: dict[str, Source], day: date) -> list[Statement]:
    """Say how well the positions of a substance are known and since when they are in force."""
    if not listings:
        return []
    said = [Statement(_EVIDENCE[listings[0].evidence], name=name)]
    if any(sources[source].consulted == "recalled" for source in listings[0].source_ids if source in sources) and (
        listings[0].evidence == "treaty"
    ):
        said.append(RECALLED)
    said += [_place(name, listing, day) for listing in listings]
    return said


RECALLED = Statement("The UN list behind it was recalled and cross-checked, not consulted.")
_INFERRED = Statement("the table is inferred, not read")


def _place(name: str, listing: ListingAnswer, day: date) -> Statement:
    """Say of one position how sure its table is, and since when it is in force."""
    section = Statement(SECTION[listing.section])
    said = [Statement("{name}, Table {table} ({section})", name=name, table=listing.table, section=section)]
    if listing.table_basis == "inferred":
        said.append(_INFERRED)
    if listing.listed_until is not None and listing.listed_until <= day:
        until = str(listing.listed_until)
        if listing.until_act_id:
            said.append(Statement("ended on {day} by {act}", day=until, act=listing.until_act_id))
        else:
            said.append(Statement("ended on {day}", day=until))
    elif listing.listed_from is None:
        said.append(Statement("no day of entry into force is known"))
    elif not listing.in_force:
        said.append(
            Statement(
                "listed from {since}, so not shown to be in force on {day}",
                since=str(listing.listed_from),
                day=str(day),
            )
        )
    elif listing.date_basis == "assumed":
        said.append(Statement("in force at the latest by {day} (assumed)", day=str(listing.listed_from)))
    else:
        said.append(Statement("in force since {day}", day=str(listing.listed_from)))
    return Statement("{facts:; }.", facts=tuple(said))


def no_position(substance: Substance) -> Statement:
    """Say that the data know a substance without a position."""
    return Statement("{name}: known, no position found.", name=substance.name)


def remark(substance: Substance) -> Statement | None:
    """Say what the data say of a substance in every answer."""
    if not substance.remark:
        return None
    return Statement("{name}: {remark}.", name=substance.name, remark=substance.remark)


def several_meanings(query: str, names: Iterable[str]) -> Statement:
    """Say that a name has several meanings inside the data."""
    return Statement(
        "{query!r} has several meanings: {names}. Nothing is asserted; give a CAS number, an InChIKey or a structure.",
        query=query,
        names=tuple(names),
    )


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


def read_as_systematic(query: str, smiles: str) -> Statement:
    """Say that a query was read as a systematic name, and as which structure."""
    return Statement(
        "{query!r} was read as a systematic name: OPSIN gives {smiles}; it is answered as that structure.",
        query=query,
        smiles=smiles,
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


def names_within(query: str, names: Sequence[str]) -> Statement:
    """Say that a text is no name of the data but has some in it."""
    return Statement(
        "{query!r} is no name of the data but has names of it inside: {names}. Nothing is asserted; check them one at "
        "a time, or search the text (find_mentions, check --text).",
        query=query,
        names=tuple(names),
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


MIXTURE = Statement(
    "Refused: this is a mixture or a solution. For these the text speaks of the dry residue, whose mass such an "
    "amount does not give; name one substance and give the mass of the dry residue."
)
NOT_PURE = Statement(
    "The amount is compared as given; for mixtures and solutions the text speaks of the dry residue, and what the "
    "size table says of salts, purity and admixtures was not seen."
)
SIZES_OF_PARENTS = Statement(
    "An analogue has the sizes of the substance of which it is an analogue (Criminal Code, article 296, note 1)."
)
SEVERAL_PARENTS = Statement(
    "It has several such substances; which of their sizes counts, the law that was seen does not say."
)
SIZE_IF_ANALOGUE = Statement(
    "Its own position is not confirmed; the sizes of its parents count only if it is an analogue of them."
)
NO_SIZES_ASSERTED = Statement("No size is answered, because it is not settled which substance is meant.")
SIZE_TABLE_NOT_SEEN = Statement(
    "The size table of the decree is held in a few rows only: that no row is held says nothing about the sizes."
)

_UNIT_KIND: dict[str, str] = {"g": N_("a mass"), "ml": N_("a volume"), "piece": N_("a number of pieces")}


def refused_unit(name: str, unit: str, row_unit: str) -> Statement:
    """Say that a row counts in another kind of unit than the amount."""
    given, held = Statement(_UNIT_KIND[unit]), Statement(_UNIT_KIND[row_unit])
    if unit == "ml":
        return Statement(
            "{name}: refused, the amount is {given} and the row speaks of {held}; "
            "for solutions the text speaks of the dry residue.",
            name=name,
            given=given,
            held=held,
        )
    return Statement(
        "{name}: refused, the amount is {given} and the row speaks of {held}.", name=name, given=given, held=held
    )


def size_row_of_other_days(name: str, first: date | None, end: date | None) -> Statement:
    """Say that a row of the size table is held, but not shown to stand on the day asked about."""
    if first and end:
        period = Statement("from {first} on, until {end}", first=str(first), end=str(end))
    elif first:
        period = Statement("from {first} on", first=str(first))
    elif end:
        period = Statement("on no known day, until {end}", end=str(end))
    else:
        period = Statement("on no known day")
    return Statement(
        "{name}: a row of the size table is held, but it is shown to stand {period} only.", name=name, period=period
    )


def open_parents(count: int) -> Statement:
    """Say that substances of which the query is no analogue by the rule were left out."""
    return counted(
        "{count} further structures are related, but by the rule it is no analogue of them; their sizes are left out.",
        count=count,
    )


def perhaps(names: Iterable[str]) -> Statement:
    """Say which substances a query may mean."""
    return Statement("Perhaps meant: {names}.", names=tuple(names))


def comma_as_decimal(text: str, amount: str) -> Statement:
    """Say that a comma before three digits was read as a decimal mark."""
    return Statement(
        "{text!r} was read as {amount}: a comma is a decimal mark here, thousands are set apart by spaces.",
        text=text,
        amount=amount,
    )


def view_is_partial(in_force: int, unconfirmed: int) -> Statement:
    """Say how many positions a view shows as in force, and that this is not the whole list."""
    return Statement(
        "{in_force} positions are shown to be in force and {unconfirmed} are not; the decree's full text is not held, "
        "so neither number is that of the list.",
        in_force=in_force,
        unconfirmed=unconfirmed,
    )


def diff_is_partial(undated: int, without_act: int) -> Statement:
    """Say what a comparison of two days cannot show."""
    if without_act:
        return Statement(
            "Only named changes with a day are shown: {undated} positions have no day; of {without_act} changes "
            "the act is not known, they may be among those that acts are said to have made.",
            undated=undated,
            without_act=without_act,
        )
    return Statement("Only named changes with a day are shown: {undated} positions have no day.", undated=undated)


def claimed(act: Act, count: int, kind: str, source_id: str, named: int | None) -> Statement:
    """Say how many positions an act is said to have added, and how many of them are named here."""
    values = {"number": act.number, "date": str(act.date), "added": count, "kind": kind, "source": source_id}
    if named is None:
        return Statement(
            "No. {number} of {date} is said to have added {added} {kind} ({source}); "
            "not compared with the positions here.",
            **values,
        )
    return Statement(
        "No. {number} of {date} is said to have added {added} {kind} ({source}); {named} of these named here.",
        **values,
        named=named,
    )


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


def searched(newest: Act | None, day: date, start: date | None) -> list[Statement]:
    """Say which revision was searched."""
    said = []
    if newest is not None and newest.effective_from:
        said.append(
            Statement(
                "Searched: Decree No. 470 with the acts held here, "
                "the newest No. {number} of {date}, in force {since}; later acts, if any, are not held.",
                number=newest.number,
                date=str(newest.date),
                since=str(newest.effective_from),
            )
        )
    elif newest is not None:
        said.append(
            Statement(
                "Searched: Decree No. 470 with the acts held here, the newest No. {number} of {date}; "
                "later acts, if any, are not held.",
                number=newest.number,
                date=str(newest.date),
            )
        )
    if start is not None and day < start:
        said.append(Statement("The law before {day} is not held.", day=str(start)))
    return said


def analogues(parents: Sequence[str], rule_title: str, basis: str) -> list[Statement]:
    """Say of which substances a structure is a formal analogue within the rule, and what the rule rests on."""
    names = tuple(parents[:5])
    if len(parents) > 5:
        said = [
            Statement(
                "Formal analogue, within the rule, of: {names} and {others} more. "
                "Whether it is one in law is for an expert to say.",
                names=names,
                others=len(parents) - 5,
            )
        ]
    else:
        said = [
            Statement(
                "Formal analogue, within the rule, of: {names}. Whether it is one in law is for an expert to say.",
                names=names,
            )
        ]
    if basis != "official":
        said.append(
            Statement(
                "Rule: {title}. The approved list of substituents was not available, so the list and limits used "
                "are assumed.",
                title=rule_title,
            )
        )
    said.append(_AS_DRAWN)
    return said


_AS_DRAWN = Statement(
    "An analogue has the sizes of its parent (Criminal Code, art. 296, note 1). "
    "The structure was compared as drawn; its tautomers were not."
)


def open_analogues(count: int) -> Statement:
    """Say that there are formal analogues outside the rule."""
    return counted(
        "Outside the rule, for information: formal replacements lead from {count} listed substances to it.", count=count
    )


def unverified_parents(names: Sequence[str]) -> Statement:
    """Say that parents were taken whose presence on the list was not shown."""
    return Statement(
        "On request, parents whose presence on the list was not shown were taken too: {names}.", names=tuple(names[:5])
    )


ESTER_OR_ETHER = Statement(
    "The only change is an ester or ether of a hydroxyl group: the schedules of the 1961 Convention speak of esters "
    "and ethers, so the position of the substance itself may cover it."
)

MORE_MAPPINGS = Statement(
    "The structure is so symmetric that not all ways to compare it were tried; a nearer reading may exist."
)

NOT_LEGALITY = Statement("Not found is not a statement of legality: the data do not hold the full text of the decree.")
