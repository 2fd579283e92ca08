"""``frame.kzschedule.screen("smiles")``: import this module to have it on frames and series.

Examples
--------
>>> import pandas as pd
>>> import kzschedule.pandas
>>> frame = pd.DataFrame({"name": ["меткатинон", "aspirin"]}, index=["a", "b"])
>>> frame.kzschedule.screen("name", as_of="2024-03-01")["status"].to_dict()
{'a': 'listed', 'b': 'no_match'}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kzschedule.analogues.rule import AnalogueRule
from kzschedule.answer.query import Kind
from kzschedule.schedule import Schedule
from kzschedule.screening.rows import screen

__all__ = ["KzScheduleAccessor"]


@pd.api.extensions.register_series_accessor("kzschedule")
@pd.api.extensions.register_dataframe_accessor("kzschedule")
class KzScheduleAccessor:
    """Screening as a method of a frame or series."""

    def __init__(self, data: pd.DataFrame | pd.Series[Any]) -> None:
        self._data = data

    def screen(
        self,
        column: str | Sequence[str] | Mapping[str, Kind] | None = None,
        *,
        as_of: date | str | None = None,
        schedule: Schedule | None = None,
        rule: AnalogueRule | str | Path | None = None,
        jobs: int = 1,
    ) -> pd.DataFrame:
        """Say of each row what is known of its substance's position on the list; see `kzschedule.screen`."""
        return screen(
            self._data,
            column,
            as_of=as_of,
            schedule=schedule,
            rule=rule,
            jobs=jobs,
        )
