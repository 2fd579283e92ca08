"""Libraries of mass spectra in the formats MSP and MSL: records of named fields, with the peaks behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzschedule.screening.tables.columns import is_known

_NAME = "name"
_FIELD = re.compile(r"\s*([A-Za-z][\w #./()-]{0,40}?)\s*:\s?(.*)")
_PEAKS = re.compile(r"num[ _]?peaks$", re.IGNORECASE)
#: Fields that stand on a line with another: ``CAS#: 437-38-7;  NIST#: 291``.
_NEXT = re.compile(r";\s+(?=[A-Za-z]+#?\s*:)")
#: Fields in the comment of a record: ``"SMILES=CCO" "cas=64-17-5"``.
_IN_COMMENT = re.compile(r'"([^"=]{1,40})=([^"]*)"')
_COMMENT = re.compile(r"comments?$", re.IGNORECASE)
#: Entries among the synonyms that are none: how the spectrum was taken.
_NO_SYNONYM = "$:"

#: What a record has by its field: one value, or several.
Data = dict[str, str | tuple[str, ...]]


def library_fields(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the fields of a library, in the order of their first appearance, without the peaks.

    Examples
    --------
    >>> library_fields(["Name: Fentanyl", "CAS#: 437-38-7;  NIST#: 291", "Num Peaks: 1", "245 999"])
    ('Name', 'CAS#', 'NIST#')
    """
    return tuple(dict.fromkeys(name for record in library_records(lines) for name in record))


def library_records(lines: Iterable[str]) -> Iterator[Data]:
    """Yield the fields of each record; of a field that stands there several times, all values.

    A record ends with a blank line behind its peaks, or with the name of the next.

    Examples
    --------
    >>> text = ["NAME: Fentanyl", "SYNON: $:00in-source", "Synon: Duragesic", "Synon: Sentonil", "Num peaks: 1"]
    >>> list(library_records(text))
    [{'NAME': 'Fentanyl', 'SYNON': ('Duragesic', 'Sentonil')}]
    """
    spellings: dict[str, str] = {}
    record: dict[str, list[str]] = {}
    in_peaks = False
    for line in lines:
        field = _FIELD.match(line.rstrip())
        starts = field is not None and field[1].casefold() == _NAME and (in_peaks or _NAME in record)
        if record and (starts or not line.strip()):
            yield _written(record, spellings)
            record = {}
        in_peaks = in_peaks and not starts and bool(line.strip())
        if field is None or in_peaks:
            continue
        if _PEAKS.match(field[1]):
            in_peaks = True
            continue
        for name, value in _values(line.rstrip()):
            record.setdefault(name.casefold(), []).append(value)
            spellings.setdefault(name.casefold(), name)
    if record:
        yield _written(record, spellings)


def _values(line: str) -> Iterator[tuple[str, str]]:
    """Iterate over the fields of a line."""
    first, *more = _NEXT.split(line) if line.lstrip()[:3].casefold() == "cas" else [line]
    for part in (first, *more):
        if (field := _FIELD.match(part)) is None:
            continue
        yield field[1], field[2].strip()
        if _COMMENT.match(field[1]):
            yield from ((name, value) for name, value in _IN_COMMENT.findall(part) if is_known(name))


def _written(record: dict[str, list[str]], spellings: dict[str, str]) -> Data:
    data: Data = {}
    for name, values in record.items():
        kept = list(dict.fromkeys(value for value in values if value and not value.startswith(_NO_SYNONYM)))
        if kept:
            data[spellings[name]] = kept[0] if len(kept) == 1 else tuple(kept)
    return data
