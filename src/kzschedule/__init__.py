"""Kazakhstan's schedule of narcotic drugs, psychotropic substances and precursors, for chemists and lawyers.

The list is that of Government Decree No. 470 of 3 July 2019, held as five revisions of it print it. No answer says that
a substance is not controlled: it says which revision was searched.

Examples
--------
>>> import kzschedule
>>> kzschedule.check("меткатинон").row.row_id
'I-B-23'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzschedule.checking import check
    from kzschedule.errors import KzScheduleError
    from kzschedule.names.mentions import Mention, find_mentions
    from kzschedule.render.report import report
    from kzschedule.schedule import Schedule
    from kzschedule.screening import screen
    from kzschedule.sizes import size_of
    from kzschedule.verdict import Verdict

__version__ = "0.1.0"

__all__ = [
    "KzScheduleError",
    "Mention",
    "Schedule",
    "Verdict",
    "__version__",
    "check",
    "find_mentions",
    "report",
    "screen",
    "size_of",
]

#: Where the public names live; each is imported when it is first used, so that importing the library is free.
_HOMES = {
    "KzScheduleError": "kzschedule.errors",
    "Mention": "kzschedule.names.mentions",
    "Schedule": "kzschedule.schedule",
    "Verdict": "kzschedule.verdict",
    "check": "kzschedule.checking",
    "find_mentions": "kzschedule.names.mentions",
    "report": "kzschedule.render.report",
    "screen": "kzschedule.screening",
    "size_of": "kzschedule.sizes",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
