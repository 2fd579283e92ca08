"""The official list of substituents on a day: what a group of atoms is by it, and what is doubtful about that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rdkit import Chem

from kzschedule.analogues.decomposition import Reading, in_order, tier_of
from kzschedule.analogues.substituents import HYDROGEN, HYDROXYL
from kzschedule.law.periods import Calendar
from kzschedule.records.model import Substituent

#: The reason of a doubtful form for which the line names no other.
_POSITION = "position"
_NUMBER = re.compile(r"\d+")


class InForce(NamedTuple):
    """A line of the list that stands on a day; `interval` where that is only possible."""

    substituent: Substituent
    interval: bool = False


def substituents_on(day: date, records: Iterable[Substituent], calendar: Calendar) -> tuple[InForce, ...]:
    """Choose the lines of the list that stand on a day, in the order of their numbers.

    Examples
    --------
    >>> from kzschedule.records.package import read_package
    >>> package = read_package()
    >>> calendar = Calendar(package.acts, package.revisions)
    >>> len(substituents_on(date(2024, 2, 6), package.substituents, calendar))
    97
    """
    found = []
    for states in calendar.periods(records, lambda record: record.number).values():
        for record, period in states:
            standing = period.on(day)
            if standing != "no":
                found.append(InForce(record, interval=standing == "maybe"))
    return tuple(sorted(found, key=lambda line: printed_order(line.substituent.number)))


def printed_order(number: str) -> tuple[int, ...]:
    """Return what sorts numbers as they are printed.

    Examples
    --------
    >>> sorted(["2.1", "1.10", "1.2-1", "1.2", "1.9"], key=printed_order)
    ['1.2', '1.2-1', '1.9', '1.10', '2.1']
    """
    return tuple(int(part) for part in _NUMBER.findall(number))


class _Entry(NamedTuple):
    substituent: Substituent
    reasons: tuple[str, ...]


class ApprovedList:
    """The list on a day, for looking up groups of atoms.

    Parameters
    ----------
    lines : iterable of InForce
        What stands on the day; where several lines have one group, one without a doubt counts, then the first.
    """

    def __init__(self, lines: Iterable[InForce]) -> None:
        self.lines = tuple(lines)
        self.entries: dict[str, _Entry] = {}
        for substituent, interval in self.lines:
            for smiles, doubtful in written_forms(substituent):
                doubts = ((substituent.rule or _POSITION),) if doubtful else ()
                entry = _Entry(substituent, in_order((*doubts, *(("interval",) if interval else ()))))
                known = self.entries.get(smiles)
                if known is None or tier_of(entry.reasons) < tier_of(known.reasons):
                    self.entries[smiles] = entry

    def reading(self, smiles: str, *, one_atom: bool = False) -> Reading:
        """Read a group of atoms; `one_atom` if it hangs by two single bonds on one atom.

        Examples
        --------
        >>> methyl = Substituent(
        ...     number="1.21", name_ru="метил", name_kk="метил", name_en="methyl", valence="1", smiles=("*C",),
        ...     doubtful_smiles=(), rule=None, reading=None, examples=(), decoys=(), first_revision="2019-07-03",
        ...     last_revision=None, act_id="kz-gov-2019-470", or_act_id=None)
        >>> approved = ApprovedList([InForce(methyl)])
        >>> approved.reading("*C").number, approved.reading("*CC").reasons, approved.reading("*O").reasons
        ('1.21', ('not_in_list',), ('hydroxyl',))
        """
        entry = self.entries.get(smiles)
        if entry is None:
            return Reading(smiles, None, "outside", (_OUTSIDE.get(smiles, "not_in_list"),))
        reasons = in_order(("one_atom", *entry.reasons)) if one_atom else entry.reasons
        return Reading(smiles, entry.substituent, "official", reasons)


_OUTSIDE = {HYDROGEN: "hydrogen", HYDROXYL: "hydroxyl"}


def written_forms(substituent: Substituent) -> Iterable[tuple[str, bool]]:
    """Iterate over the canonical SMILES of a line, each with whether it is doubtful."""
    for doubtful, forms in ((False, substituent.smiles), (True, substituent.doubtful_smiles)):
        for form in forms:
            yield str(Chem.MolToSmiles(Chem.MolFromSmiles(form), isomericSmiles=False)), doubtful
