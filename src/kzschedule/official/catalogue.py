"""Which substance of the data a printed name plainly means, for proposals that a human looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kzschedule.official.letters import key_of, names_in
from kzschedule.records.model import Listing, Name, Substance
from kzschedule.records.package import read_file


class Catalogue:
    """The names of a data package, and what its rows mean.

    Parameters
    ----------
    folder : pathlib.Path
        A folder of data.
    """

    def __init__(self, folder: Path) -> None:
        self.substances = read_file(folder / "substances.csv", Substance)
        self.names = read_file(folder / "names.csv", Name)
        self.listings = read_file(folder / "listings.csv", Listing)
        self._by_key: dict[str, set[str]] = defaultdict(set)
        for substance in self.substances:
            for name in substance.own_names:
                self._by_key[key_of(name)].add(substance.substance_id)
        for record in self.names:
            self._by_key[key_of(record.name)].add(record.substance_id)

    @property
    def substance_ids(self) -> set[str]:
        """Identifiers of all substances."""
        return {substance.substance_id for substance in self.substances}

    def of_row(self, row_id: str) -> list[str]:
        """Return the substances and groups that a row of the data is read as."""
        return [item.substance_id or f"group:{item.group_id}" for item in self.listings if item.row_id == row_id]

    def meant(self, printed: str) -> str | None:
        """Return the one substance that a printed name means by all the names that it holds; None if it is not plain.

        A name and its names in brackets may say the same in several ways; that none of them is unknown is not asked.
        """
        found = [self._by_key[key] for key in map(key_of, names_in(printed)) if key in self._by_key]
        common = set.intersection(*found) if found else set()
        return common.pop() if len(common) == 1 and key_of(names_in(printed)[0]) in self._by_key else None

    def proposals(self, printed: Iterable[str]) -> Mapping[str, str]:
        """Return the substances that names plainly mean, by the key of the name."""
        pairs = ((key_of(text), self.meant(text)) for text in printed)
        return {key: substance_id for key, substance_id in pairs if substance_id is not None}
