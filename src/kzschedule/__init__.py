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

from kzschedule._version import __version__

TYPE_CHECKING = False  # as type checkers read it; to import it from typing would take most of the time of this file
if TYPE_CHECKING:
    from kzschedule.answer.check import check
    from kzschedule.answer.mentions import Mention, find_mentions
    from kzschedule.answer.size import size_of
    from kzschedule.errors import KzScheduleError
    from kzschedule.render.report import report
    from kzschedule.schedule import Schedule
    from kzschedule.screening.rows import screen
    from kzschedule.verdict import Verdict

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
    "Mention": "kzschedule.answer.mentions",
    "Schedule": "kzschedule.schedule",
    "Verdict": "kzschedule.verdict",
    "check": "kzschedule.answer.check",
    "find_mentions": "kzschedule.answer.mentions",
    "report": "kzschedule.render.report",
    "screen": "kzschedule.screening.rows",
    "size_of": "kzschedule.answer.size",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
