"""Tables in JSON: an array of records, columns with their values, or a record on each line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kzschedule.errors import TableError
from kzschedule.language.statement import Statement
from kzschedule.screening.rows import Unreadable
from kzschedule.screening.tables.columns import LEVEL, unique

#: Most of a JSON text that is read at once, in characters.
MAX_JSON = 400_000_000
#: The column of values that are no records.
_VALUE = "query"
#: Halves of characters, which JSON can name and no text has.
_HALF = re.compile("[\ud800-\udfff]")

#: A record, or why there is none on a line.
JsonRecord = dict[str, Any] | Unreadable


def json_records(name: str, text: str) -> list[JsonRecord]:
    """Return the records of a JSON text.

    Raises
    ------
    TableError
        If it is no JSON, or holds no table.

    Examples
    --------
    >>> json_records("a.json", '[{"name": "PCP", "ids": {"cas": "77-10-1"}}]')
    [{'name': 'PCP', 'ids.cas': '77-10-1'}]
    >>> json_records("a.json", '{"name": ["PCP", "MDA"]}'), json_records("a.json", '["PCP"]')
    ([{'name': 'PCP'}, {'name': 'MDA'}], [{'query': 'PCP'}])
    """
    if len(text) > MAX_JSON:
        raise TableError(
            Statement("{file} is too large to be read at once; give it as JSON lines, a record on each line", file=name)
        )
    try:
        rows = _rows(json.loads(text.lstrip("\ufeff"), object_pairs_hook=_pairs))
        records: list[JsonRecord] | None = None if rows is None else [_record(row) for row in rows]
    except (ValueError, RecursionError) as error:  # what can be read may have more levels than can be gone through
        raise TableError(
            Statement("{file} is no JSON that can be read: {reason}", file=name, reason=str(error))
        ) from error
    if records is None:
        raise TableError(
            Statement("{file} holds no table; give an array of objects with the same keys, or JSON lines", file=name)
        )
    return records


def _rows(found: Any) -> list[Any] | None:
    """Return what the rows of a JSON value are."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or not found:
        return None
    lists = [value for value in found.values() if isinstance(value, list)]
    if len(lists) == len(found) and len(set(map(len, lists))) == 1 and not any(map(_has_records, lists)):
        return [dict(zip(found, values, strict=True)) for values in zip(*lists, strict=True)]
    holding = [value for value in lists if _has_records(value)]
    if len(holding) == 1:
        return holding[0]
    return None if holding or len(lists) == len(found) else [found]


def _has_records(values: list[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def json_lines(lines: Iterable[str]) -> Iterator[JsonRecord]:
    """Yield the record of each line, or why there is none; blank lines are none.

    Examples
    --------
    >>> list(json_lines(['{"name": "PCP"}', "", "{"]))
    [{'name': 'PCP'}, Unreadable(reason='The line is no JSON.')]
    """
    for line in lines:
        if not (text := line.strip().lstrip("\ufeff")):
            continue
        try:
            record = _record(json.loads(text, object_pairs_hook=_pairs))
        except (ValueError, RecursionError):
            yield Unreadable(Statement("The line is no JSON."))
        else:
            yield record


def keys_of(records: Iterable[JsonRecord]) -> tuple[str, ...]:
    """Return all keys of records, in the order of their first appearance."""
    found = dict.fromkeys(key for record in records if not isinstance(record, Unreadable) for key in record)
    return tuple(found) or (_VALUE,)


def in_columns(
    records: Iterable[JsonRecord], columns: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], Unreadable | None]]:
    """Yield records as rows of cells."""
    for record in records:
        if isinstance(record, Unreadable):
            yield (None,) * len(columns), record
        else:
            yield tuple(record.get(name) for name in columns), None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object with all its values, though two have one key."""
    names = [name for name, _ in pairs]
    return dict(
        zip(names if len(set(names)) == len(names) else unique(names), (value for _, value in pairs), strict=True)
    )


def _record(value: Any) -> dict[str, Any]:
    return dict(_flat(value, "")) if isinstance(value, dict) else {_VALUE: _cell(value)}


def _flat(value: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Iterate over the values of a record of records, by the names on the way to them."""
    for name, inner in value.items():
        key = _HALF.sub("\ufffd", f"{before}{name}")
        if isinstance(inner, dict) and inner:
            yield from _flat(inner, f"{key}{LEVEL}")
        else:
            yield key, _cell(inner)


def _cell(value: Any) -> Any:
    """Return a value as a cell: a list of texts is one of several values, another as JSON writes it."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(map(_cell, value)) or None
    return _HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)) if isinstance(value, list | dict) else value
