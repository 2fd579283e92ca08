"""What the letter of a section means: the words above the section first, the usual letters otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache

from kzschedule.installation import shipped_text
from kzschedule.model import Section
from kzschedule.official.headings import kinds_named
from kzschedule.official.model import ListRow, OfficialText, SizeRow, TableNumber


class Sections:
    """The sections of one text.

    A page that prints "Б. Психотропные вещества" says itself what its letter means, and is believed. Where the
    words are missing, or name several kinds, ``sections.csv`` beside this module holds the usual meaning: А and Б
    are the two kinds of Tables I to III, and Table IV is that of the precursors.

    Parameters
    ----------
    text : OfficialText
        What was read from the page.

    Examples
    --------
    >>> Sections.usual()["I", "Б"], Sections.usual()["IV", None]
    ('psychotropic', 'precursor')
    """

    def __init__(self, text: OfficialText) -> None:
        self._stated: dict[tuple[TableNumber, str | None], Section] = {}
        for title in text.section_titles:
            kinds = kinds_named(title.title)
            if len(kinds) == 1:
                self._stated.setdefault((title.table, title.section), kinds[0])

    def of(self, row: ListRow | SizeRow) -> Section | None:
        """Return the section of a row; None if the page does not say it."""
        if row.table is None:
            return None
        place = (row.table, row.section)
        return self._stated.get(place) or self.usual().get(place)

    @staticmethod
    @cache
    def usual() -> Mapping[tuple[str, str | None], Section]:
        """Return the usual meaning of the letters, by table and letter."""
        table = shipped_text("kzschedule.official", "sections.csv")
        return {
            (row["table"], row["letter"] or None): row["section"]  # type: ignore[misc]  # a file of this package
            for row in csv.DictReader(io.StringIO(table))
        }
