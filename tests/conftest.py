"""What the tests share: the shipped list, and a day on which all dated positions are in force.

They read English output, whatever the locale of the machine is.
"""

import os
from datetime import date

import pytest

from kzschedule.schedule import Schedule

#: What gettext and the processes that tests start take as the user's language, before all other variables.
os.environ["LANGUAGE"] = "en"


@pytest.fixture(scope="session")
def schedule() -> Schedule:
    return Schedule.default()


@pytest.fixture(scope="session")
def today() -> date:
    """A day after the newest act."""
    return date(2024, 3, 1)
