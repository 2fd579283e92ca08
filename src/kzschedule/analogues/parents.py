"""Which substances of the list are parents on a given day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kzschedule.analogues.rule import AnalogueRule
from kzschedule.model import Listing, Substance


def parents_on(
    day: date,
    substances: Iterable[Substance],
    listings: Iterable[Listing],
    rule: AnalogueRule,
    *,
    include_unverified: bool = False,
) -> tuple[tuple[str, str], ...]:
    """Choose the parents: positions in force of the tables, sections and evidence that the rule names.

    Precursors are never among them, because the law speaks of narcotic drugs and psychotropic substances.

    Parameters
    ----------
    day : datetime.date
        The day that the answer is about.
    substances, listings : iterables of records
        The data package.
    rule : AnalogueRule
        Its `parents` name tables, sections and evidence.
    include_unverified : bool
        Also take positions whose presence on the list was not shown, dated or not; say so in the answer.

    Returns
    -------
    tuple of (str, str)
        Substance_id and SMILES, sorted.

    Examples
    --------
    >>> from kzschedule.analogues.rule import load_rule
    >>> from kzschedule.datapackage import default_directory, read_package
    >>> package = read_package(default_directory())
    >>> rule = load_rule(None, package.directory)
    >>> parents = dict(parents_on(date(2025, 1, 1), package.substances, package.listings, rule))
    >>> "methcathinone" in parents, "ephedrine" in parents
    (True, False)
    """
    listed = {listing.substance_id for listing in listings if _is_parent(listing, day, rule, include_unverified)}
    return tuple(
        sorted(
            (substance.substance_id, substance.smiles)
            for substance in substances
            if substance.substance_id in listed and substance.smiles
        )
    )


def _is_parent(listing: Listing, day: date, rule: AnalogueRule, include_unverified: bool) -> bool:
    if listing.table not in rule.parents.tables or listing.section not in rule.parents.sections:
        return False
    if listing.evidence == "unverified" and include_unverified:
        return listing.listed_until is None or day < listing.listed_until
    if listing.evidence not in rule.parents.evidence or listing.listed_from is None:
        return False
    return listing.listed_from <= day and (listing.listed_until is None or day < listing.listed_until)
