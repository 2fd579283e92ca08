"""SD files: mol blocks with data fields. A record that is no mol block is a record all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzschedule.structures.reading import MAX_MOLBLOCK

#: Columns of an SD file beside its data fields; the mol block is screened and not repeated in the results.
STRUCTURE, TITLE = "structure", "title"
_END_OF_RECORD = "$$$$"
_FIELD = re.compile(r"^>.*?<(.+)>")
#: Most of a record that is kept: the largest mol block that is read, and as much again for the fields.
_KEPT = 2 * MAX_MOLBLOCK


def field_names(lines: Iterable[str]) -> list[str]:
    """Return the names of all data fields of a file, in the order of their first appearance.

    Examples
    --------
    >>> field_names([">  <CAS> (1)", "537-46-2", "", "$$$$", "> <NAME>"])
    ['CAS', 'NAME']
    """
    return list(dict.fromkeys(found[1] for line in lines if line.startswith(">") and (found := _FIELD.match(line))))


def sdf_records(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the mol block and the data fields of each record.

    A record ends with ``$$$$`` or the file. Of one that is too large to be read only the beginning is kept.

    Examples
    --------
    >>> text = ["x", "", "", "  0  0 V2000", "M  END", ">  <CAS>", "537-46-2", "", "$$$$"]
    >>> [fields for _, fields in sdf_records(text)]
    [{'CAS': '537-46-2'}]
    """
    record: list[str] = []
    size = 0
    for line in lines:
        stripped = line.rstrip("\r\n")
        if stripped.rstrip() == _END_OF_RECORD:
            yield _parsed(record)
            record, size = [], 0
            continue
        size += len(stripped) + 1
        if size <= _KEPT:
            record.append(stripped)
    if any(line.strip() for line in record):
        yield _parsed(record)


def _parsed(record: list[str]) -> tuple[str, dict[str, str]]:
    end = next((number for number, line in enumerate(record) if line.startswith(">")), len(record))
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in record[end:]:
        if line.startswith(">") and (found := _FIELD.match(line)):
            values = fields.setdefault(found[1], [])
        elif line:
            values.append(line)
    return "\n".join(record[:end]) + "\n", {name: "\n".join(lines) for name, lines in fields.items()}
