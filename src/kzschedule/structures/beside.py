"""Substances that stand beside others in a structure: acids, bases and salts in hydrates, solutions and mixtures.

Beside an organic base an acid is a salt former, and nothing else is found of such a salt. Without a base it is what it
is: hydrochloric acid is hydrogen chloride in water.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from rdkit import Chem

from kzschedule.structures.logs import silent
from kzschedule.structures.parent import fragment_of, inorganic_form, neutralised

#: Ions that give a hydrogen to an ion of the opposite charge: hydrogen chloride and ammonia in water.
_GIVING = frozenset({"[OH3+]", "[NH4+]"})


class Beside:
    """Records that are looked for fragment by fragment: those without carbon, and those that are counterions.

    Parameters
    ----------
    records : iterable of tuple of (str, str)
        Identifier and SMILES of each record.
    counterions : collection of str
        Neutral fragments that are never the substance meant in a salt.

    Examples
    --------
    >>> beside = Beside([("hydrochloric-acid", "Cl"), ("acetone", "CC(C)=O")], {"Cl"})
    >>> [beside.find(smiles) for smiles in ("Cl.O", "CCO.Cl", "[Cl-].[OH3+]", "CNC.Cl", "[Cl-].[Na+]")]
    [('hydrochloric-acid',), ('hydrochloric-acid',), ('hydrochloric-acid',), (), ()]
    """

    def __init__(self, records: Iterable[tuple[str, str]], counterions: Collection[str]) -> None:
        looked_for = (
            (substance_id, Counter(_fragments(smiles)))
            for substance_id, smiles in records
            if smiles in counterions or all(map(_without_carbon, smiles.split(".")))
        )
        self._records = tuple(sorted(looked_for, key=lambda record: (-len(record[1]), record[0])))
        self._known = frozenset(part for _, wanted in self._records for part in wanted)
        self._largest = max((one.size for one in map(fragment_of, self._known) if one is not None), default=0)

    def find(self, smiles: str) -> tuple[str, ...]:
        """Return the identifiers of the records that a structure of several fragments holds.

        Parameters
        ----------
        smiles : str
            A SMILES of it, as for `kzschedule.structures.parent.parents_of`.
        """
        parts = _fragments(smiles, self._largest)
        if not _GIVING.isdisjoint(parts):
            parts = _exchanged(parts)
        if self._known.isdisjoint(parts):
            return ()
        held = Counter(parts)
        found = []
        for substance_id, wanted in self._records:
            others = held - wanted
            if wanted <= held and not _forms_a_salt(wanted, others):
                found.append(substance_id)
                if len(wanted) > 1:
                    held = others  # the potassium of permanganate makes no salt of an acid beside it
        return tuple(found)


def _fragments(smiles: str, largest: float = math.inf) -> list[str]:
    """Return fragments as canonical SMILES, those without carbon as their ions; larger ones as they were given."""
    found: list[str] = []
    for part in smiles.split("."):
        fragment = fragment_of(part)
        if fragment is None:
            found.append(part)
        elif fragment.parent is None:
            found += _ions(part)
        else:
            found.append(part if fragment.size > largest else fragment.molecule.smiles)
    return found


def _without_carbon(smiles: str) -> bool:
    fragment = fragment_of(smiles)
    return fragment is not None and fragment.parent is None


@lru_cache(maxsize=512)
def _ions(smiles: str) -> tuple[str, ...]:
    """Return an inorganic fragment as its ions, with natural isotopes."""
    with silent():
        mol = Chem.MolFromSmiles(smiles)
        form = inorganic_form(mol, smiles)
    return (Chem.MolToSmiles(mol),) if form is None else tuple(Chem.MolToSmiles(form[0]).split("."))


def _exchanged(parts: list[str]) -> list[str]:
    """Return fragments with the hydrogens of hydronium and ammonium given back to the anions."""
    inorganic = [part for part in parts if _without_carbon(part)]
    with silent():
        mol = Chem.MolFromSmiles(".".join(inorganic))
    if Chem.GetFormalCharge(mol):
        return parts  # the anion is organic
    neutral = Chem.MolToSmiles(neutralised(mol)[0])
    return [part for part in parts if part not in inorganic] + neutral.split(".")


def _forms_a_salt(wanted: Iterable[str], others: Iterable[str]) -> bool:
    """Whether fragments are an acid beside a base, or a base beside an acid."""
    own, rest = ([one for part in parts if (one := fragment_of(part)) is not None] for parts in (wanted, others))
    # A metal is flagged as both; that of a record has its anion already.
    acid, base = any(one.acid > one.base for one in own), any(one.base > one.acid for one in own)
    return any((acid and other.base) or (base and other.acid) for other in rest)
