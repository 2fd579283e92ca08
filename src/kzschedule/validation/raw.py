"""A data package as it stands, read as far as it can be: what cannot be read is a finding, not the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from rdkit import Chem

from kzschedule.errors import DataPackageError
from kzschedule.records.model import Record, Source
from kzschedule.records.package import FILES, BrokenRowError, arranged_rows, columns_of, parse_cells, read_descriptor
from kzschedule.structures.logs import silent
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding

_R = TypeVar("_R", bound=Record)

RULE_FILE = "analogue_rule.json"


@dataclass(frozen=True)
class Row:
    """A row with the line in the file where it begins, its cells, and its record where the cells make one."""

    line: int
    cells: dict[str, str]
    record: Record | None


@dataclass
class RawPackage:
    """The rows of each file that could be read, and what was found in reading them."""

    directory: Path
    descriptor: dict[str, Any] | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rule_sources: tuple[str, ...] = ()
    _mols: dict[str, Chem.Mol | None] = field(default_factory=dict)

    def records(self, model: type[_R]) -> Iterator[tuple[int, _R]]:
        """Iterate over the readable records of one model, with their lines."""
        for row in self.rows.get(file_of(model), ()):
            if isinstance(row.record, model):
                yield row.line, row.record

    def sources(self) -> dict[str, Source]:
        """Return the readable sources by their identifiers."""
        return {source.source_id: source for _, source in self.records(Source)}

    def mol(self, smiles: str) -> Chem.Mol | None:
        """Return the structure of a SMILES, read once; None if it cannot be read."""
        if smiles not in self._mols:
            with silent():
                self._mols[smiles] = Chem.MolFromSmiles(smiles)
        return self._mols[smiles]


def file_of(model: type[Record]) -> str:
    """Return the name of the file whose rows a model describes.

    Examples
    --------
    >>> from kzschedule.records.model import Act
    >>> file_of(Act)
    'acts.csv'
    """
    return next(name for name, described in FILES.items() if described is model)


def problem(
    model: type[Record], line: int | None, check: Check, message: str, cure: str, column: str | None = None
) -> Finding:
    """Return an error in a row of a file.

    Examples
    --------
    >>> from kzschedule.records.model import Act
    >>> print(problem(Act, 2, "dates", "ends before it begins", "correct the dates"))
    acts.csv:2: error [dates] ends before it begins; correct the dates
    """
    return error(file_of(model), line, check, message, cure, column)


def error(file: str, row: int | None, check: Check, message: str, cure: str, column: str | None = None) -> Finding:
    """Return an error in a file."""
    return Finding(file=file, row=row, column=column, check=check, severity="error", message=message, cure=cure)


def read_raw(directory: Path) -> RawPackage:
    """Read a data package as far as it can be read."""
    package = RawPackage(directory)
    try:
        package.descriptor = read_descriptor(directory)
    except DataPackageError as broken:
        package.findings.append(error("datapackage.json", None, "descriptor", str(broken), "restore it"))
    for name, model in FILES.items():
        package.rows[name] = list(_read_rows(package, name, model))
    package.rule_sources = tuple(_source_ids(_read_json(directory / RULE_FILE)))
    return package


def _read_json(path: Path) -> object:
    """Read a file of JSON; what is wrong with it is said by the checks of rules."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _source_ids(content: object) -> Iterator[str]:
    """Iterate over the sources that a rule names as a whole."""
    if isinstance(content, dict) and isinstance(content.get("source_ids"), list):
        yield from filter(lambda name: isinstance(name, str), content["source_ids"])


def _read_rows(package: RawPackage, name: str, model: type[Record]) -> Iterator[Row]:
    columns = columns_of(model)
    text = _read_text(package, name)
    if text is None:
        return
    rows = _read_cells(package, name, text, columns)
    _, header = next(rows, (1, []))
    if header != columns:
        message, cure = f"columns are {header}", f"name them {columns}, in this order"
        package.findings.append(error(name, 1, "columns", message, cure))
        return
    for line, cells in rows:
        if len(cells) != len(columns):
            message = f"{len(cells)} cells instead of {len(columns)}"
            package.findings.append(error(name, line, "cells", message, "quote cells with commas"))
            continue
        named = dict(zip(columns, cells, strict=True))
        yield Row(line, named, _record(package, name, line, named))


def _record(package: RawPackage, name: str, line: int, cells: dict[str, str]) -> Record | None:
    model = FILES[name]
    try:
        return model.model_validate(parse_cells(model, cells))
    except ValidationError as broken:
        for one in broken.errors():
            message = f"{one['loc'][-1]}: {one['msg']} (is {one['input']!r})"
            cure = "write a value that the data dictionary allows"
            package.findings.append(error(name, line, "schema", message, cure, str(one["loc"][0])))
        return None


def _read_cells(package: RawPackage, name: str, text: str, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the cells of the rows, with their lines, up to a row that cannot be taken apart."""
    try:
        yield from arranged_rows(text, columns)
    except BrokenRowError as broken:
        package.findings.append(error(name, broken.line, "cells", broken.reason, "correct the row"))


def _read_text(package: RawPackage, name: str) -> str | None:
    path = package.directory / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as broken:
        package.findings.append(error(name, None, "file", f"cannot be read ({broken.strerror})", "restore the file"))
    except UnicodeDecodeError as broken:
        message = f"is not UTF-8 (byte {broken.start})"
        package.findings.append(error(name, None, "file", message, "save it as UTF-8"))
    return None
