"""Write the tables of nomenclature.md from the tables of parts: ``python docs/reference/nomenclature.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kzschedule.names.composed.tables import rows

PAGE = Path(__file__).with_suffix(".md")
#: Where the written tables begin and end.
BEGIN, END = "<!-- tables -->\n", "<!-- end of tables -->\n"


def page() -> str:
    """Return the page with the tables as the data have them."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, behind = rest.partition(END)
    return before + BEGIN + "\n".join(tables()) + "\n" + END + behind


def tables() -> Iterator[str]:
    """Iterate over the lines of the tables."""
    yield from ("\n## Families and patterns\n", *table(("family", "pattern", "it has"), _patterns()))
    yield from ("\n## Stems\n", *table(("class", "stem", "words", "on it"), _stems()))
    yield from ("\n## Equal words and codes\n", *table(("class", "means", "words"), _words()))
    yield from ("\n## Sources\n", *table(("source", "title", "how it was used"), _sources()))


def table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Iterate over the lines of one table."""
    for cells in (head, tuple("---" for _ in head), *body):
        yield f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return ", ".join(f"`{word}`" for word in text.split("|")) if text else ""


def _pattern(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _patterns() -> Iterator[tuple[str, ...]]:
    for row in rows("patterns"):
        yield row["family"], _pattern(row["pattern"]), _code(row["has"].replace(" ", "|"))


def _stems() -> Iterator[tuple[str, ...]]:
    for row in rows("stems"):
        yield row["class"], row["stem"], _code(row["words"]), _code(row["has"].replace(" ", "|"))


def _words() -> Iterator[tuple[str, ...]]:
    of_meaning = sorted(rows("words"), key=lambda row: (row["class"], row["means"]))
    for (name, means), group in groupby(of_meaning, key=lambda row: (row["class"], row["means"])):
        words = "|".join(row["words"] for row in group)
        yield name, _code(means.replace(" ", "|")), _code(words)


def _sources() -> Iterator[tuple[str, ...]]:
    for row in rows("sources"):
        title = f"[{row['title']}]({row['url']})" if row["url"] else row["title"]
        yield f"`{row['source']}`", title, row["note"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
