"""Screening a Spark frame, on as many machines as Spark has.

Each task reads the list from the installed library; nothing else is sent. PySpark itself is not imported.

Examples
--------
>>> schema = with_columns("id long")
>>> schema.startswith("id long, status string, table string")
True

``frame.mapInPandas(screening("smiles", keep=["id"]), schema)`` gives the results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kzschedule.answer.query import Kind
from kzschedule.dates import read_date
from kzschedule.schedule import Schedule
from kzschedule.screening.rows import COLUMNS, SPARK_SCHEMA, screen
from kzschedule.screening.tables.writing import output_columns

if TYPE_CHECKING:
    import pandas as pd

    from kzschedule.analogues.rule import AnalogueRule

#: Columns and types of the results.
SCHEMA = SPARK_SCHEMA


def with_columns(kept: str) -> str:
    """Return the schema of results with columns of the input in front, given as a schema themselves.

    Examples
    --------
    >>> with_columns("id long")[:24]
    'id long, status string, '
    """
    return f"{kept}, {SCHEMA}" if kept else SCHEMA


def screening(
    column: str | Sequence[str] | Mapping[str, Kind],
    *,
    as_of: date | str | None = None,
    rule: AnalogueRule | str | Path | None = None,
    keep: Sequence[str] = (),
) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """Return a function for ``mapInPandas`` that screens rows.

    Parameters
    ----------
    column : str, sequence of str, or mapping of str to str
        As for `kzschedule.screen`.
    as_of : datetime.date or str, optional
        The day that is asked about; by default the day on which this is called, for all tasks the same.
    rule
        As for `kzschedule.check`; a rule file is read once, here.
    keep : sequence of str
        Columns of the input to keep, in front of the results: Spark rows have no index to be joined by. One with
        the name of a result is called ``input_name`` and so on.

    Returns
    -------
    callable
        From an iterator of frames to an iterator of frames with the columns of ``with_columns``.

    Examples
    --------
    >>> import pandas as pd
    >>> frames = [pd.DataFrame({"id": [7], "name": ["меткатинон"]})]
    >>> [result] = screening("name", as_of="2024-03-01", keep=["id"])(iter(frames))
    >>> result[["id", "status", "table"]].to_dict("records")
    [{'id': 7, 'status': 'listed', 'table': 'I'}]
    """
    day = read_date(as_of)
    read_rule = None if rule is None else Schedule.default().rule(rule)

    def screen_frames(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            results = screen(frame, column, as_of=day, rule=read_rule)
            # Arrow, by which Spark takes frames, wants missing text as None.
            results = results.astype(object).where(results.notna(), None)
            for place, (name, shown) in enumerate(zip(keep, output_columns(keep, COLUMNS), strict=False)):
                results.insert(place, shown, frame[name])
            yield results

    return screen_frames
