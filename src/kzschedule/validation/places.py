"""Where in a file's text a finding points: the lines of a row, and in them the characters of a cell."""

from __future__ import annotations

import csv
import io
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kzschedule.validation.finding import Finding

#: A cell as the csv module reads it: quoted, with quotes doubled inside and line breaks allowed, or plain.
_CELL = re.compile(r'"(?:[^"]|"")*"?[^,\n]*|[^,\n]*')


@dataclass(frozen=True)
class Region:
    """A stretch of text: lines and characters count from 1, the end character lies behind the last one."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Placed:
    """A finding with the path of its file and, where it is about a row that can be read, the place in it.

    `text` is what stands in the lines of the row: it tells findings with the same words apart.
    """

    finding: Finding
    path: Path
    region: Region | None
    text: str


@dataclass(frozen=True)
class CsvText:
    """The text of a CSV file, in which rows and cells can be found."""

    text: str

    def region(self, line: int, column: str | None = None) -> Region | None:
        r"""Return the place of the row that begins in a line, or of one of its cells; None if no row begins there.

        Examples
        --------
        >>> text = CsvText('name,cas\n"a, b",50-36-2\n')
        >>> text.region(2, "cas")
        Region(start_line=2, start_column=8, end_line=2, end_column=15)
        >>> text.region(2).end_column, text.region(9)
        (15, None)
        """
        cells = self._rows.get(line)
        if cells is None:
            return None
        # A row that is too short, or a column that the file lacks: the row as a whole is meant.
        index = self._header.index(column) if column in self._header else len(cells)
        start, end = cells[index] if index < len(cells) else (cells[0][0], cells[-1][1])
        return Region(*self._position(start), *self._position(end))

    def lines(self, region: Region) -> str:
        """Return the whole lines in which a region lies."""
        end = self._starts[region.end_line] if region.end_line < len(self._starts) else len(self.text)
        return self.text[self._starts[region.start_line - 1] : end]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @cached_property
    def _header(self) -> list[str]:
        return next(csv.reader(io.StringIO(self.text, newline="")), [])

    @cached_property
    def _rows(self) -> dict[int, list[tuple[int, int]]]:
        """Offsets of the cells of each row, by the line where the row begins."""
        rows, cells, offset = dict[int, list[tuple[int, int]]](), list[tuple[int, int]](), 0
        while offset < len(self.text) or cells:
            start, end = _CELL.match(self.text, offset).span()  # type: ignore[union-attr]  # it can match nothing
            cells.append((start, end))
            offset = end + 1
            if end == len(self.text) or self.text[end] == "\n":
                rows[self._position(cells[0][0])[0]] = cells
                cells = []
        return rows


def place(findings: Iterable[tuple[Path, Finding]]) -> Iterator[Placed]:
    """Find the places of findings in the files on which they were made, each given with its folder."""
    texts: dict[Path, CsvText | None] = {}
    for folder, finding in findings:
        path = folder / finding.file
        if finding.row is None:
            yield Placed(finding, path, None, "")
            continue
        if path not in texts:
            texts[path] = _read(path)
        text = texts[path]
        region = text.region(finding.row, finding.column) if text is not None else None
        yield Placed(finding, path, region, text.lines(region) if text is not None and region is not None else "")


def from_root(path: Path) -> str | None:
    """Return a path as seen from the root of the repository that is checked, with ``/``; None if it lies outside.

    The root is what GitHub Actions and its relatives name in ``GITHUB_WORKSPACE``, elsewhere the working folder.
    """
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    absolute = path.resolve()
    if not absolute.is_relative_to(root):
        return None
    # A name that is no UTF-8 can be printed only with its odd bytes replaced.
    return os.fsencode(absolute.relative_to(root).as_posix()).decode("utf-8", "replace")


def _read(path: Path) -> CsvText | None:
    try:
        return CsvText(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
