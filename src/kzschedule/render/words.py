"""The words of an answer that a lawyer reads: statuses, evidence, relations."""

from __future__ import annotations

from kzschedule.language import N_
from kzschedule.model import Consulted, Evidence
from kzschedule.verdict import ListingAnswer, Relation, SizeAnswer, SourceAnswer, Status

STATUS: dict[Status, str] = {
    "invalid": N_("cannot be read"),
    "listed": N_("on the list"),
    "unconfirmed": N_("found, position not confirmed"),
    "unresolved": N_("several or similar names, nothing asserted"),
    "analogue": N_("formal analogue of a listed substance"),
    "no_match": N_("not found (no statement of legality)"),
}

EVIDENCE: dict[Evidence, str] = {
    "official": "read from the decree's own text",
    "reported": "named in public reports, text not seen",
    "treaty": "inferred from the UN schedules, text not seen",
    "unverified": "presence on the list not shown",
}

RELATION: dict[Relation, str] = {
    "exact_name": "this name",
    "folded_name": "this name in another spelling",
    "systematic_name": "the structure of this systematic name",
    "cas": "this CAS number",
    "inchikey": "this InChIKey",
    "inchi": "this InChI",
    "same_structure": "this structure",
    "salt": "a salt, solvate or charged form of it",
    "stereo_unspecified": "this structure, its stereochemistry left open",
    "stereoisomer": "a stereoisomer of it",
    "isotopologue": "an isotopically labelled form of it",
    "tautomer": "a tautomer of it",
    "component": "a component of the query",
}


_CONSULTED: dict[Consulted, str] = {
    "yes": "consulted",
    "partly": "consulted in part",
    "recalled": "recalled and cross-checked, not consulted",
}


def source(answer: SourceAnswer) -> str:
    """Say what a source is, and whether it was at hand.

    Examples
    --------
    >>> from kzschedule import check
    >>> source(check("heroin").sources[0])
    'incb-yellow-2024: List of narcotic drugs ... (recalled and cross-checked, not consulted) https://www.incb.org'
    """
    address = f" {answer.url}" if answer.url else ""
    return f"{answer.source_id}: {answer.title} ({_CONSULTED[answer.consulted]}){address}"


def place(listing: ListingAnswer) -> str:
    """Say where a position stands.

    Examples
    --------
    >>> from kzschedule import check
    >>> place(check("heroin", as_of="2024-03-01").matches[0].listings[0])
    'Table I (inferred), narcotic'
    """
    inferred = " (inferred)" if listing.table_basis == "inferred" else ""
    number = f", item {listing.item_no}" if listing.item_no else ""
    return f"Table {listing.table}{inferred}, {listing.section}{number}"


def period(listing: ListingAnswer) -> str:
    """Say since when, and until when, a position is in force, and by which act."""
    if listing.listed_from is None:
        return "no day of entry into force known"
    act = f", act {listing.act_id}" if listing.act_id else ""
    if listing.date_basis == "assumed":
        # An assumed day is the latest possible one, so no act is named as the one that did it.
        text = f"at the latest by {listing.listed_from} (assumed)"
    else:
        text = f"since {listing.listed_from}{act}"
    if listing.listed_until is not None:
        text += f", until {listing.listed_until}" + (f" by {listing.until_act_id}" if listing.until_act_id else "")
    return text if listing.in_force else f"{text}; not shown to be in force on the day asked about"


def size(row: SizeAnswer) -> str:
    """Say what a row of the size table holds."""
    form = f"{row.form}: " if row.form else ""
    bounds = [
        f"{label} {value} {row.unit}"
        for label, value in (("small up to", row.small_max), ("large up to", row.large_max))
        if value is not None
    ]
    return f"{form}{', '.join(bounds) or 'bounds unknown'} ({EVIDENCE[row.evidence]})"
