"""What the tests share: the shipped list, and a day on which all dated positions are in force."""

from datetime import date

import pytest

from kzschedule.schedule import Schedule


@pytest.fixture(scope="session")
def schedule() -> Schedule:
    return Schedule.default()


@pytest.fixture(scope="session")
def today() -> date:
    """A day after the newest act."""
    return date(2024, 3, 1)
