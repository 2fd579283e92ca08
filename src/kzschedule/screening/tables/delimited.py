"""Tables of delimited text (CSV, TSV, one query a line), and the lines of SMILES files."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from kzschedule.answer import messages
from kzschedule.screening.rows import Unreadable
from kzschedule.screening.tables.columns import is_known, unique

Cells = tuple[str | None, ...]
#: A row of a file: its cells, one for each column, and why they cannot be told apart, if so.
Record = tuple[Cells, Unreadable | None]

#: Stands for "no delimiter": no text has it.
ONE_COLUMN = "\x1f"
_DELIMITERS = ("\t", ";", ",", "|")
#: Records by which a delimiter is judged.
_JUDGED = 50
#: The line by which Excel is told the delimiter; it is no row.
_SEP = re.compile(r'\ufeff?"?sep=([^\r\n])"?[,;]*\s*(?:\r\n?|\n|$)', re.IGNORECASE)
#: Lines above a header that are looked through for it.
_ABOVE = 30


def told_delimiter(sample: str) -> str | None:
    r"""Return the delimiter that the first line tells, as tables for Excel have it.

    Examples
    --------
    >>> told_delimiter("sep=;\r\nname;CAS\r\n"), told_delimiter("name;CAS\r\n")
    (';', None)
    """
    told = _SEP.match(sample)
    return told[1] if told else None


def delimiter_of(sample: str, delimiters: Sequence[str] = _DELIMITERS) -> str:
    r"""Find the delimiter of a table from its first lines.

    It is the one that shows a column called as names or structures are; else the one that cuts most of the
    first lines into as many cells as the first. Names have commas of their own.

    Examples
    --------
    >>> delimiter_of("id;name\n1;N,N-DMT\n"), delimiter_of("N,N-DMT\nмефедрон\nкокаин\n") == ONE_COLUMN
    (';', True)
    """
    lines = [line for line in sample.splitlines()[: _JUDGED + 1] if line.strip()]
    if not lines or (is_known(lines[0]) and not any(delimiter in lines[0] for delimiter in delimiters)):
        return ONE_COLUMN
    fits = []
    for delimiter in delimiters:
        widths = [len(next(csv.reader([line], delimiter=delimiter))) for line in lines]
        agreeing = sum(width == widths[0] for width in widths) / len(widths)
        known = sum(map(is_known, next(csv.reader(lines[:1], delimiter=delimiter))))
        if widths[0] > 1 and (known or agreeing > 0.5):
            fits.append((known, agreeing, widths[0], delimiter))
    return max(fits)[-1] if fits else ONE_COLUMN


def lines_above(first: Sequence[Sequence[object]]) -> int:
    """Return how many of the first records stand above the header, as titles of a sheet do.

    The header is the first record with a cell that is called as columns are, if those above have fewer cells filled.

    Examples
    --------
    >>> lines_above([["Goods of May", "", ""], ["", "", ""], ["№", "Наименование", "CAS"], ["1", "acetone", ""]])
    2
    >>> lines_above([["№", "x"], ["1", "name"]])
    0
    """
    filled = [sum(cell is not None and str(cell).strip() != "" for cell in cells) for cells in first]
    for number, cells in enumerate(first[:_ABOVE]):
        if any(isinstance(cell, str) and is_known(cell) for cell in cells):
            return number if all(above < filled[number] for above in filled[:number]) else 0
    return 0


def header_of(first: Sequence[str], delimiter: str) -> tuple[tuple[str, ...], bool]:
    """Return the names of the columns, and whether the first record holds them.

    A table of one column has a header only if it is called so: a list of names has none, and its first name
    must not be lost.

    Examples
    --------
    >>> header_of(["мефедрон"], ONE_COLUMN), header_of(["Name"], ONE_COLUMN)
    ((('query',), False), (('Name',), True))
    """
    if delimiter == ONE_COLUMN and not is_known(first[0]):
        return ("query",), False
    return unique(first), True


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    r"""Yield the cells of each record of delimited text, with what is wrong with it, if anything.

    A record with a quote that is never closed, or a cell of more than 131,072 characters, is its first line
    alone: the lines behind it are read again, as records of their own, and none is lost. Blank lines are
    records, except at the end.

    Examples
    --------
    >>> list(records(['a,"b\n', 'c,d\n'], ","))
    [(['a,"b'], 'unexpected end of data'), (['c', 'd'], None)]
    """
    again: deque[str] = deque()
    taken: deque[str] = deque()
    rest = iter(lines)

    def feed() -> Iterator[str]:
        while (line := again.popleft() if again else next(rest, None)) is not None:
            taken.append(line)
            yield line

    blank = 0
    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        problem = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells, problem = [taken.popleft().rstrip("\r\n")], str(error)
            again.extendleft(reversed(taken))
            reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        taken.clear()
        if not cells or (len(cells) == 1 and not cells[0].strip() and problem is None):
            blank += 1
            continue
        for _ in range(blank):
            yield [], None
        blank = 0
        yield cells, problem


def fitted(found: Iterable[tuple[list[str], str | None]], width: int) -> Iterator[Record]:
    """Give each record as many cells as there are columns, or say why that is not possible.

    Cells that are missing at the end are empty. A record with more cells than columns has a delimiter inside a
    cell, so that it is not known which cell is which.
    """
    for cells, problem in found:
        if len(cells) > width:
            shown = (*cells[: width - 1], " ".join(cells[width - 1 :]))
            yield shown, Unreadable(messages.too_many_cells(len(cells), width))
        else:
            shown = (*cells, *[""] * (width - len(cells)))
            yield shown, Unreadable(messages.broken_row(problem)) if problem else None


def smiles_lines(lines: Iterable[str]) -> Iterator[Record]:
    """Yield SMILES and name of each line of a SMILES file; a header line is passed over.

    An extension of the SMILES (``|...|``) belongs to it. Blank lines are records, except at the end.

    Examples
    --------
    >>> [cells for cells, _ in smiles_lines(["smiles name", "CCO ethyl alcohol", "CO |$a;b$| wood spirit"])]
    [('CCO', 'ethyl alcohol'), ('CO |$a;b$|', 'wood spirit')]
    """
    blank = 0
    for number, line in enumerate(lines):
        smiles, name = (*line.split(None, 1), "", "")[:2]
        if number == 0 and is_known(smiles):
            continue
        if not smiles:
            blank += 1
            continue
        for _ in range(blank):
            yield ("", ""), None
        blank = 0
        name = name.strip()
        if name.startswith("|") and (end := name.find("|", 1)) > 0:
            smiles, name = f"{smiles} {name[: end + 1]}", name[end + 1 :].strip()
        yield (smiles, name), None
