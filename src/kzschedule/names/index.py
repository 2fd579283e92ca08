"""Finding a name in the data: exact matches only, all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kzschedule.datapackage import DataPackage
from kzschedule.model import Collision
from kzschedule.names.fold import plain


@dataclass(frozen=True)
class NameHit:
    """A substance that has the name, and the name as the data spell it.

    `salt` is true for a name that stands for a salt of the substance (the CAS number of one).
    """

    substance_id: str
    matched_text: str
    salt: bool = False


class NameIndex:
    """All names of a data package; a name leads to every substance that has it.

    Parameters
    ----------
    package : DataPackage
        The records.

    Examples
    --------
    >>> from kzschedule.datapackage import read_package
    >>> names = NameIndex(read_package())
    >>> [hit.substance_id for hit in names.find("МЕФЕДРОН")]
    ['mephedrone']
    >>> sorted(hit.substance_id for hit in names.find("MPPP"))
    ['4-methyl-alpha-pyrrolidinopropiophenone', 'mppp']
    """

    def __init__(self, package: DataPackage) -> None:
        self._hits: dict[str, dict[str, NameHit]] = defaultdict(dict)
        self._outside: dict[str, list[Collision]] = defaultdict(list)
        for substance in package.substances:
            for name in (substance.name_en, substance.name_ru, substance.name_kk):
                if name:
                    self._add(name, substance.substance_id)
        for entry in package.names:
            self._add(entry.name, entry.substance_id, salt=entry.kind == "salt_cas")
        for meaning in package.collisions:
            if meaning.substance_id:
                self._add(meaning.name, meaning.substance_id)
            else:
                self._outside[plain(meaning.name)].append(meaning)

    def find(self, text: str) -> tuple[NameHit, ...]:
        """Return the substances that have this name; several where the name has several meanings."""
        return tuple(self._hits.get(plain(text), {}).values())

    def meanings_outside(self, text: str) -> tuple[Collision, ...]:
        """Return the meanings of this name that lie outside the data."""
        return tuple(self._outside.get(plain(text), ()))

    def _add(self, name: str, substance_id: str, *, salt: bool = False) -> None:
        self._hits[plain(name)].setdefault(substance_id, NameHit(substance_id, name, salt))
