"""Forms of a substance: which salts a row controls, and which form a query is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

#: A salt of which only that it is one is known, as a CAS number of a salt tells.
SOME_SALT = "?"
EVERY_SALT = "*"

Fit = Literal["yes", "doubt", "no"]


def fits(forms: Iterable[str], ions: frozenset[str] | None) -> Fit:
    """Say whether a row that controls certain forms controls a query.

    Parameters
    ----------
    forms : iterable of str
        Tokens of ``listings.csv``: ``any``, ``except_salt:X``, ``only_salt:X`` or ``doubt_salt:X``, where X is the
        neutral counterion as SMILES, or ``*`` for every salt.
    ions : frozenset of str, or None
        The counterions of the query as neutral SMILES; empty for the substance itself, None where a name does not
        say which form is meant: then each row is told.

    Examples
    --------
    >>> fits(["only_salt:Cl"], frozenset({"Cl"})), fits(["except_salt:Cl"], frozenset({"Cl"}))
    ('yes', 'no')
    >>> fits(["only_salt:Cl"], frozenset()), fits(["only_salt:Cl"], None), fits(["doubt_salt:*"], frozenset({"[Na]"}))
    ('no', 'yes', 'doubt')
    """
    if ions is None:
        return "yes"
    fit: Fit = "yes"
    for token in forms:
        rule, _, ion = token.partition(":")
        has = bool(ions) if ion == EVERY_SALT else ion in ions
        unknown = SOME_SALT in ions and ion != EVERY_SALT
        if (rule == "except_salt" and has) or (rule == "only_salt" and not has and not unknown):
            return "no"
        if rule == "doubt_salt" and has:
            fit = "doubt"
    return fit
