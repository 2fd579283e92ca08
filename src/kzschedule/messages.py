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
    return f"No name of the data is spelt {query!r}, but some are similar. Nothing is asserted; compare them with the source."


def similar_because(name: str, reason: str) -> str:
    """Say in which way a similar name differs."""
    return f"{name}: {reason}."


def neither_name_nor_smiles(query: str, reason: str) -> str:
    """Say that a text is neither a name of the data nor a readable SMILES."""
    return f"{query!r} is no name of the data, and as a SMILES it cannot be read: {reason}"


def read_as_smiles(query: str) -> str:
    """Say that a text that could be a name was read as a SMILES."""
    return f"{query!r} was read as a SMILES; no name of the data is spelt so."


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


NOT_LEGALITY = "Not found is not a statement of legality: the data do not hold the full text of the decree."
