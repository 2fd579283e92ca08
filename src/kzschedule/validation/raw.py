"""A data package as it stands, read as far as it can be: what cannot be read is a finding, not the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kzschedule.analogues.rule import AnalogueRuleError, load_rule
from kzschedule.datapackage import FILES, BrokenRowError, numbered_rows, parse_cells, read_descriptor
from kzschedule.errors import DataPackageError
from kzschedule.model import Record, Source
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding

_R = TypeVar("_R", bound=Record)


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

    def records(self, model: type[_R]) -> Iterator[tuple[int, _R]]:
        """Iterate over the readable records of one model, with their lines."""
        for row in self.rows.get(file_of(model), ()):
            if isinstance(row.record, model):
                yield row.line, row.record

    def sources(self) -> dict[str, Any]:
        """Return the readable sources by their identifiers."""
        return {source.source_id: source for _, source in self.records(Source)}


def file_of(model: type[Record]) -> str:
    """Return the name of the file whose rows a model describes.

    Examples
    --------
    >>> from kzschedule.model import Act
    >>> file_of(Act)
    'acts.csv'
    """
    return next(name for name, described in FILES.items() if described is model)


def read_raw(directory: Path) -> RawPackage:
    """Read a data package as far as it can be read."""
    package = RawPackage(directory)
    try:
        package.descriptor = read_descriptor(directory)
    except DataPackageError as error:
        package.findings.append(_error("datapackage.json", None, "descriptor", str(error), "restore it"))
    for name, model in FILES.items():
        package.rows[name] = list(_read_rows(package, name, model))
    # What is wrong with the rule is said by the checks of rules.
    with suppress(AnalogueRuleError):
        package.rule_sources = load_rule(None, directory).source_ids
    return package


def _read_rows(package: RawPackage, name: str, model: type[Record]) -> Iterator[Row]:
    columns = list(model.model_fields)
    text = _read_text(package, name)
    if text is None:
        return
    rows = _read_cells(package, name, text)
    _, header = next(rows, (1, []))
    if header != columns:
        package.findings.append(
            _error(name, 1, "columns", f"columns are {header}", f"name them {columns}, in this order")
        )
        return
    for line, cells in rows:
        if len(cells) != len(columns):
            message = f"{len(cells)} cells instead of {len(columns)}"
            package.findings.append(_error(name, line, "cells", message, "quote cells with commas"))
            continue
        named = dict(zip(columns, cells, strict=True))
        record: Record | None = None
        try:
            record = model.model_validate(parse_cells(model, named))
        except ValidationError as error:
            for problem in error.errors():
                message = f"{problem['loc'][-1]}: {problem['msg']} (is {problem['input']!r})"
                cure = "write a value that the data dictionary allows"
                package.findings.append(_error(name, line, "schema", message, cure, str(problem["loc"][0])))
        yield Row(line, named, record)


def _read_cells(package: RawPackage, name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the cells of the rows, with their lines, up to a row that cannot be taken apart."""
    try:
        yield from numbered_rows(text)
    except BrokenRowError as error:
        package.findings.append(_error(name, error.line, "cells", error.reason, "correct the row"))


def _read_text(package: RawPackage, name: str) -> str | None:
    path = package.directory / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        package.findings.append(_error(name, None, "file", f"cannot be read ({error.strerror})", "restore the file"))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start})"
        package.findings.append(_error(name, None, "file", message, "save it as UTF-8"))
    return None


def _error(file: str, row: int | None, check: Check, message: str, cure: str, column: str | None = None) -> Finding:
    return Finding(file=file, row=row, column=column, check=check, severity="error", message=message, cure=cure)
