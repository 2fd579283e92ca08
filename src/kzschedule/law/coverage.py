"""Whether a row, with the note to its section, covers a form of the substance that it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzschedule.language.vocabulary import Covered
from kzschedule.law.forms import Fit, fits
from kzschedule.law.positions import Law, Position
from kzschedule.records.model import Note

CoveredKind = Literal["row", "note", "group"]


@dataclass(frozen=True, slots=True)
class Form:
    """In which form of a substance a query is.

    Attributes
    ----------
    ions : frozenset of str, or None
        As for `kzschedule.law.forms.fits`.
    salt : bool
        Whether it is a salt, solvate or charged form.
    contradicted : bool
        Whether it is another stereoisomer than the record.
    """

    ions: frozenset[str] | None = None
    salt: bool = False
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What covers a query, and whether for certain.

    `fit` is ``no`` where the row controls other forms, ``doubt`` where the words reach the salt only by the letter.
    """

    confirmed: bool
    kind: CoveredKind
    id: str
    row_id: str
    fit: Fit = "yes"
    stereo_open: bool = False


def coverage(form: Form, position: Position, law: Law, day: date) -> Coverage | None:
    """Say what covers a form of what a row names on a day.

    Returns
    -------
    Coverage or None
        None where the row is not in force on the day, or controls other forms. Before the first day of the decree,
        when lists that are not held were in force, a row covers without certainty.

    Notes
    -----
    A row is read by its print: a form that contradicts its configuration is covered where the row prints none, by
    the note on isomers of its section, or by that on stereoisomers unless the printed name fixes the configuration.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> law = Schedule.default().law
    >>> day = date(2024, 3, 1)
    >>> [position] = law.positions("heroin", day)
    >>> found = coverage(Form(frozenset({"Cl"}), salt=True), position, law, day)
    >>> found.confirmed, found.kind
    (True, 'note')
    """
    if position.standing == "no" and day >= law.start:
        return None
    listing, row_id = position.listing, position.row.row_id
    fit = fits(listing.forms, form.ions)
    if fit == "no":
        return Coverage(confirmed=False, kind="row", id=row_id, row_id=row_id, fit="no")
    sure = position.asserted and fit == "yes"
    if form.contradicted and listing.stereo != "any":
        noted = law.note(position.row, "isomers", day)
        if noted is None and listing.stereo != "printed":
            noted = law.note(position.row, "stereoisomers", day)
        if noted is None:
            return Coverage(confirmed=False, kind="row", id=row_id, row_id=row_id, stereo_open=True)
        return _by_note(noted[0], row_id, sure=sure and noted[1] == "yes")
    named_salt = any(token.startswith("only_salt") for token in listing.forms)
    if form.salt and not named_salt:
        noted = law.note(position.row, "salts", day)
        if noted is None:
            return Coverage(confirmed=False, kind="row", id=row_id, row_id=row_id, fit=fit)
        return _by_note(noted[0], row_id, sure=sure and noted[1] == "yes", fit=fit)
    if listing.group_id is not None:
        return Coverage(confirmed=sure, kind="group", id=listing.group_id, row_id=row_id, fit=fit)
    return Coverage(confirmed=sure, kind="row", id=row_id, row_id=row_id, fit=fit)


def coverage_by_note(covered: Covered, position: Position, law: Law, day: date) -> Coverage | None:
    """Say whether the note to a row's section covers such a form of what the row names; None where it does not."""
    if position.standing == "no" and day >= law.start:
        return None
    noted = law.note(position.row, covered, day)
    if noted is None or position.listing.reading == "other":
        return None
    return _by_note(noted[0], position.row.row_id, sure=position.asserted and noted[1] == "yes")


def _by_note(note: Note, row_id: str, *, sure: bool, fit: Fit = "yes") -> Coverage:
    return Coverage(confirmed=sure, kind="note", id=note.note_id, row_id=row_id, fit=fit)
