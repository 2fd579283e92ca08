"""What an answer says in words. Each function gives one sentence or none, about one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kzschedule.model import Act, Collision, Source, Substance
from kzschedule.verdict import ListingAnswer, Relation

_EVIDENCE = {
    "official": "{name}: read from the decree's own text.",
    "reported": "{name}: a public report on the decree or an amendment names it; the decree's text was not seen.",
    "treaty": "{name}: its position is inferred from the UN schedules, to which the list is tied by law; "
    "the decree's text was not seen.",
    "unverified": "{name}: commonly controlled in the region or scheduled by the UN too late to be sure; "
    "a position in the decree was not shown.",
}

_RELATION: dict[Relation, str] = {
    "salt": "Found as a salt, solvate or charged form; that the list covers it rests on notes to the tables "
    "that were not seen.",
    "isotopologue": "Found after replacing isotopes by the natural elements; whether the list means "
    "isotopically labelled forms was not seen.",
    "stereo_unspecified": "The query leaves open stereochemistry that the record has; a definite form may "
    "have another position.",
    "stereoisomer": "Found as a stereoisomer of a record that leaves its centres open; that the list covers it "
    "rests on notes to the tables that were not seen.",
    "tautomer": "Found as a tautomer of the record's structure.",
}


def relation(found: Relation) -> str | None:
    """Say on what a relation between structures rests."""
    return _RELATION.get(found)


def other_stereoisomer(name: str) -> str:
    """Say that the query contradicts the stereochemistry of a record."""
    return (
        f"The query is another stereoisomer than {name}; whether the notes on isomers cover it was not seen, "
        "so its status is unconfirmed."
    )


def position(name: str, listings: Sequence[ListingAnswer], sources: dict[str, Source], day: date) -> list[str]:
    """Say how well the positions of a substance are known and since when they are in force."""
    if not listings:
        return []
    said = [_EVIDENCE[listings[0].evidence].format(name=name)]
    if any(sources[source].consulted == "recalled" for source in listings[0].source_ids if source in sources) and (
        listings[0].evidence == "treaty"
    ):
        said.append("The UN list behind it was recalled and cross-checked, not consulted.")
    said += [_place(name, listing, day) for listing in listings]
    return said


def _place(name: str, listing: ListingAnswer, day: date) -> str:
    """Say of one position how sure its table is, and since when it is in force."""
    said = [f"{name}, Table {listing.table} ({listing.section})"]
    if listing.table_basis == "inferred":
        said.append("the table is inferred, not read")
    if listing.listed_until is not None and listing.listed_until <= day:
        said.append(
            f"ended on {listing.listed_until}" + (f" by {listing.until_act_id}" if listing.until_act_id else "")
        )
    elif listing.listed_from is None:
        said.append("no day of entry into force is known")
    elif not listing.in_force:
        said.append(f"listed from {listing.listed_from}, so not shown to be in force on {day}")
    elif listing.date_basis == "assumed":
        said.append(f"in force at the latest by {listing.listed_from} (assumed)")
    else:
        said.append(f"in force since {listing.listed_from}")
    return "; ".join(said) + "."


def no_position(substance: Substance) -> str:
    """Say that the data know a substance without a position."""
    return f"{substance.name_en}: known, no position found."


def remark(substance: Substance) -> str | None:
    """Say what the data say of a substance in every answer."""
    return f"{substance.name_en}: {substance.remark}." if substance.remark else None


def several_meanings(query: str, names: Iterable[str]) -> str:
    """Say that a name has several meanings inside the data."""
    return (
        f"{query!r} has several meanings: {', '.join(names)}. Nothing is asserted; "
        "give a CAS number, an InChIKey or a structure."
    )


def outside_meanings(query: str, meanings: Iterable[Collision]) -> str | None:
    """Say which meanings of a name lie outside the data."""
    named = ", ".join(meaning.meaning for meaning in meanings)
    return f"{query!r} is also used for {named}, outside the data; check the structure." if named else None


def read_as_name(query: str) -> str:
    """Say that a text that could be a SMILES was read as a name."""
    return f"{query!r} was read as a name; to read it as a SMILES, say so (kind='smiles', --smiles)."


def read_as_spelling(query: str, name: str, steps: Sequence[str]) -> str:
    """Say that a query was read as another spelling of a name, and how."""
    return f"{query!r} was read as {name!r} ({'; '.join(steps)})."


def read_as_systematic(query: str, smiles: str) -> str:
    """Say that a query was read as a systematic name, and as which structure."""
    return f"{query!r} was read as a systematic name: OPSIN gives {smiles}; it is answered as that structure."


def systematic_unavailable(reason: str) -> str:
    """Say that a query looks like a systematic name and what is missing to read it."""
    return f"The query looks like a systematic name; to have it read as a structure: {reason}."


def similar_names(query: str) -> str:
    """Say that only similar names were found."""
    return f"No name of the data is spelt {query!r}, but some are similar. Nothing is asserted; compare the source."


def similar_because(name: str, reason: str) -> str:
    """Say in which way a similar name differs."""
    return f"{name}: {reason}."


def neither_name_nor_smiles(query: str, reason: str) -> str:
    """Say that a text is neither a name of the data nor a readable SMILES."""
    return f"{query!r} is no name of the data, and as a SMILES it cannot be read: {reason}"


def read_as_smiles(query: str) -> str:
    """Say that a text that could be a name was read as a SMILES."""
    return f"{query!r} was read as a SMILES; no name of the data is spelt so."


MIXTURE = (
    "Refused: this is a mixture or a solution. For these the text speaks of the dry residue, whose mass such an "
    "amount does not give; name one substance and give the mass of the dry residue."
)
NOT_PURE = (
    "The amount is compared as given; for mixtures and solutions the text speaks of the dry residue, and what the "
    "size table says of salts, purity and admixtures was not seen."
)
SIZES_OF_PARENTS = (
    "An analogue has the sizes of the substance of which it is an analogue (Criminal Code, article 296, note 1)."
)
SEVERAL_PARENTS = "It has several such substances; which of their sizes counts, the law that was seen does not say."
SIZE_IF_ANALOGUE = (
    "Its own position is not confirmed; the sizes of its parents count only if it is an analogue of them."
)
NO_SIZES_ASSERTED = "No size is answered, because it is not settled which substance is meant."
SIZE_TABLE_NOT_SEEN = (
    "The size table of the decree is held in a few rows only: that no row is held says nothing about the sizes."
)


def refused_unit(name: str, unit: str, row_unit: str) -> str:
    """Say that a row counts in another kind of unit than the amount."""
    words = {"g": "a mass", "ml": "a volume", "piece": "a number of pieces"}
    residue = "; for solutions the text speaks of the dry residue" if unit == "ml" else ""
    return f"{name}: refused, the amount is {words[unit]} and the row speaks of {words[row_unit]}{residue}."


def size_row_of_other_days(name: str, first: date | None, end: date | None) -> str:
    """Say that a row of the size table is held, but not shown to stand on the day asked about."""
    since = f"from {first} on" if first else "on no known day"
    until = f", until {end}" if end else ""
    return f"{name}: a row of the size table is held, but it is shown to stand {since}{until} only."


def open_parents(count: int) -> str:
    """Say that substances of which the query is no analogue by the rule were left out."""
    return (
        f"{count} further structures are related, but by the rule it is no analogue of them; their sizes are left out."
    )


def perhaps(names: Iterable[str]) -> str:
    """Say which substances a query may mean."""
    return f"Perhaps meant: {', '.join(names)}."


def comma_as_decimal(text: str, amount: str) -> str:
    """Say that a comma before three digits was read as a decimal mark."""
    return f"{text!r} was read as {amount}: a comma is a decimal mark here, thousands are set apart by spaces."


def view_is_partial(in_force: int, unconfirmed: int) -> str:
    """Say how many positions a view shows as in force, and that this is not the whole list."""
    return (
        f"{in_force} positions are shown to be in force and {unconfirmed} are not; the decree's full text is not held, "
        "so neither number is that of the list."
    )


def diff_is_partial(undated: int, without_act: int) -> str:
    """Say what a comparison of two days cannot show."""
    of_no_act = (
        f"; of {without_act} changes the act is not known, they may be among those that acts are said to have made"
        if without_act
        else ""
    )
    return f"Only named changes with a day are shown: {undated} positions have no day{of_no_act}."


def claimed(act: Act, count: int, kind: str, source_id: str, named: int | None) -> str:
    """Say how many positions an act is said to have added, and how many of them are named here."""
    known = "not compared with the positions" if named is None else f"{named} of these named"
    return f"No. {act.number} of {act.date} is said to have added {count} {kind} ({source_id}); {known} here."


def several_components(found: int, missing: Sequence[str]) -> str:
    """Say that a query is a mixture, and which parts of it were not found."""
    rest = f"; not found: {', '.join(missing)}" if missing else ""
    return f"The query has several organic components; {found} found{rest}."


def unknown(kind: str) -> str:
    """Say that nothing was found, and what else to ask."""
    what = {
        "name": "This name is not in the data; check its spelling, or give a CAS number or a structure.",
        "cas": "This CAS number is not in the data; salts and labelled forms have numbers of their own, "
        "so check a structure or a name.",
        "inchikey": "This InChIKey is not in the data; the key of a salt or mixture does not show its parts, "
        "so check a SMILES.",
    }
    return what.get(kind, "This structure is not in the data.")


def searched(newest: Act | None, day: date, start: date | None) -> list[str]:
    """Say which revision was searched."""
    said = []
    if newest is not None:
        since = f", in force {newest.effective_from}" if newest.effective_from else ""
        said.append(
            "Searched: Decree No. 470 with the acts held here, "
            f"the newest No. {newest.number} of {newest.date}{since}; later acts, if any, are not held."
        )
    if start is not None and day < start:
        said.append(f"The law before {start} is not held.")
    return said


def analogues(parents: Sequence[str], rule_title: str, basis: str) -> list[str]:
    """Say of which substances a structure is a formal analogue within the rule, and what the rule rests on."""
    listed = ", ".join(parents[:5]) + (f" and {len(parents) - 5} more" if len(parents) > 5 else "")
    said = [f"Formal analogue, within the rule, of: {listed}. Whether it is one in law is for an expert to say."]
    if basis != "official":
        said.append(
            f"Rule: {rule_title}. The approved list of substituents was not available, so the list and limits used "
            "are assumed."
        )
    said.append(
        "An analogue has the sizes of its parent (Criminal Code, art. 296, note 1). "
        "The structure was compared as drawn; its tautomers were not."
    )
    return said


def open_analogues(count: int) -> str:
    """Say that there are formal analogues outside the rule."""
    return f"Outside the rule, for information: formal replacements lead from {count} listed substances to it."


def unverified_parents(names: Sequence[str]) -> str:
    """Say that parents were taken whose presence on the list was not shown."""
    return f"On request, parents whose presence on the list was not shown were taken too: {', '.join(names[:5])}."


ESTER_OR_ETHER = (
    "The only change is an ester or ether of a hydroxyl group: the schedules of the 1961 Convention speak of esters "
    "and ethers, so the position of the substance itself may cover it."
)

MORE_MAPPINGS = "The structure is so symmetric that not all ways to compare it were tried; a nearer reading may exist."

NOT_LEGALITY = "Not found is not a statement of legality: the data do not hold the full text of the decree."
