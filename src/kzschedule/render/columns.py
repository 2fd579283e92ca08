"""Columns of text: aligned in a pipe, and wrapped so that they fit a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TextIO

#: Widths between which an answer fits itself to a terminal.
NARROWEST, WIDEST = 60, 160
_GAP = 2
#: A column is not made narrower than this, nor than its longest word, as long as another one can be.
_LEAST = 10
_LONG_WORD = 25
#: In a pipe a column is padded no further than this: a longer cell pushes those behind it away.
_PADDED = 60


def terminal_width(stream: TextIO | None = None) -> int | None:
    """Return the width to which text is wrapped: that of the terminal, None for a pipe or file.

    Parameters
    ----------
    stream : text file, optional
        Where the text goes; standard output by default.
    """
    stream = stream or sys.stdout
    if not stream.isatty():
        return None
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def coloured(stream: TextIO | None = None) -> bool:
    """Whether colours are wanted: on a terminal, unless ``NO_COLOR`` forbids them, or by ``FORCE_COLOR``."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream or sys.stdout).isatty()


def labelled(lines: Sequence[tuple[str, str]], width: int | None = None) -> Iterator[str]:
    """Iterate over labels with their texts as lines, the texts below each other.

    Parameters
    ----------
    lines : sequence of pairs
        Labels and texts.
    width : int, optional
        Where a line ends; without it a text stays on one line.

    Examples
    --------
    >>> list(labelled([("row", "one two three"), ("sizes", "four")], 18))
    ['  row    one two', '         three', '  sizes  four']
    """
    indent = 2 + max((len(label) for label, _ in lines), default=0) + _GAP
    for label, text in lines:
        first, *rest = folded(text, None if width is None else max(width - indent, _LEAST))
        yield f"  {label}".ljust(indent) + first
        for line in rest:
            yield " " * indent + line


def folded(text: str, width: int | None) -> list[str]:
    """Return a text as lines, broken between words only; a word that is longer has a line of its own."""
    if width is None:
        return [text]
    return wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """Iterate over the lines of a table: a line a row, or as many as its longest cell needs in a width.

    Parameters
    ----------
    header : sequence of str
        Names of the columns; the table keeps them in a pipe too.
    rows : sequence of sequence of str
        Cells; line breaks in them become spaces.
    width : int, optional
        Width of the table; without it no cell is wrapped.

    Examples
    --------
    >>> for line in table(("query", "answer"), [("heroin", "ON THE LIST"), ("aspirin", "NOT FOUND")]):
    ...     print(line)
    query    answer
    heroin   ON THE LIST
    aspirin  NOT FOUND
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in (header, *rows)]
    widths = _widths(cells, width)
    for row in cells:
        parts = [[cell] if width is None else _cell(cell, room) for cell, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, parts))):
            line = (part[number] if number < len(part) else "" for part in parts)
            padded = (text.ljust(room) for text, room in zip(line, widths, strict=True))
            yield (" " * _GAP).join(padded).rstrip()


def _cell(text: str, room: int) -> list[str]:
    """Return a cell as lines; a word that is longer than the column is broken, lest it push the others away."""
    return wrap(text, room) or [""]


def _widths(cells: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """Return the width of each column: that of its longest cell, the widest ones narrowed until all fit."""
    columns = range(len(cells[0]))
    widths = [max(1, *(len(row[number]) for row in cells)) for number in columns]
    if width is None:
        return [min(room, _PADDED) for room in widths]
    excess = sum(widths) + _GAP * (len(widths) - 1) - width
    words = [max(len(word) for row in cells for word in _words(row[number])) for number in columns]
    for least in ([max(_LEAST, min(word, _LONG_WORD)) for word in words], [_LEAST for _ in columns]):
        while excess > 0:
            widest = max(columns, key=lambda number: widths[number] - least[number])
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
            excess -= 1
    return widths


def _words(text: str) -> list[str]:
    """Return the parts of a text between which a line may end: words, and words up to a hyphen."""
    return [part for word in text.split() for part in word.replace("-", "- ").split()] or [""]
