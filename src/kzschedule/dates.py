"""Days: reading one that a user gives, today as the list counts it, and periods whose ends are not known to the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from kzschedule.errors import InvalidDateError
from kzschedule.language.statement import Statement

#: The time zone of Almaty since 1 March 2024; the day of the law is the day there.
ALMATY = timezone(timedelta(hours=5), "Almaty")

Standing = Literal["yes", "maybe", "no"]

#: A day as it is written in Russian and Kazakh texts.
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")


def today() -> date:
    """Return today's date in Almaty."""
    return datetime.now(ALMATY).date()


def read_date(as_of: date | str | None) -> date:
    """Return the day meant: a date as it is, a text read, today in Almaty for None.

    Raises
    ------
    InvalidDateError
        If it is neither.

    Examples
    --------
    >>> read_date("2024-02-06"), read_date("06.02.2024")
    (datetime.date(2024, 2, 6), datetime.date(2024, 2, 6))
    """
    if as_of is None:
        return today()
    if isinstance(as_of, datetime) and as_of == as_of:  # noqa: PLR0124 — pandas' NaT is a datetime that equals nothing
        return as_of.date()
    if isinstance(as_of, date) and not isinstance(as_of, datetime):
        return as_of
    if type(as_of).__name__ == "datetime64":  # numpy's; NaT is its text
        as_of = str(as_of)[:10]
    try:
        text = as_of.strip()  # type: ignore[union-attr]  # what is no text has no strip, which is an error below
        dotted = _DOTTED.fullmatch(text)
        if dotted is not None:
            return date(int(dotted["year"]), int(dotted["month"]), int(dotted["day"]))
        return date.fromisoformat(text)
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidDateError(
            Statement("as_of {text!r} is no date; write it as 2024-02-06 or 06.02.2024", text=str(as_of)[:40])
        ) from error


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the law: each end has the earliest day and the day from which it is certain.

    An end that is known to the day has the same day twice; a period without an end has None twice.

    Examples
    --------
    >>> period = Period(date(2021, 10, 8), date(2021, 10, 31))
    >>> [period.on(date(2021, 10, day)) for day in (7, 8, 30, 31)]
    ['no', 'maybe', 'maybe', 'yes']
    """

    from_earliest: date
    from_sure: date
    until_earliest: date | None = None
    until_sure: date | None = None

    def on(self, day: date) -> Standing:
        """Say whether a day lies in the period: ``yes``, ``no``, or ``maybe`` while an end is not certain."""
        if day < self.from_earliest or (self.until_sure is not None and day >= self.until_sure):
            return "no"
        if day < self.from_sure or (self.until_earliest is not None and day >= self.until_earliest):
            return "maybe"
        return "yes"
