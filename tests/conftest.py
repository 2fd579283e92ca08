"""What the tests share: the shipped list, and a day on which all dated positions are in force.

They read English output, whatever the locale of the machine is.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from kzschedule.schedule import Schedule

# A busy machine is slow, which is no fault of what is tested.
settings.register_profile("kzschedule", deadline=None)
settings.load_profile("kzschedule")

#: What gettext and the processes that tests start take as the user's language, before all other variables.
os.environ["LANGUAGE"] = "en"
#: Nor the data that a developer has installed for himself.
os.environ.pop("KZSCHEDULE_DATA", None)
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="kzschedule-tests-")
#: Nor the tables that were kept before; where mutation testing changes the code in memory, nothing is kept at all.
os.environ["KZSCHEDULE_CACHE"] = (
    "" if "MUTANT_UNDER_TEST" in os.environ else tempfile.mkdtemp(prefix="kzschedule-tests-")
)


def once(**_: object) -> str:
    """Scope of what is the same for all tests; where mutation testing notes who builds what, each test builds it."""
    return "function" if os.environ.get("MUTANT_UNDER_TEST") == "stats" else "session"


@pytest.fixture(scope=once)
def schedule() -> Schedule:
    return Schedule.default()


@pytest.fixture(scope="session")
def today() -> date:
    """A day after the newest act."""
    return date(2024, 3, 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under mutation testing (docs/develop/testing.md), begin with the quickest tests: most mutants meet one of them."""
    noted = Path("mutmut-stats.json")
    if "MUTANT_UNDER_TEST" in os.environ and noted.exists():
        seconds = json.loads(noted.read_text())["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


def pytest_collection_finish() -> None:
    """Under mutation testing, forget what the unchanged code has built while tests were collected."""
    if "MUTANT_UNDER_TEST" in os.environ:
        forget()


def forget() -> None:
    """Empty the caches of the library."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kzschedule"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


# Mutation testing first notes which test enters which function. What is built once for many
# tests has to be noted for each of them, or the mutants of its builders would meet a single test.
if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    _entered_by_fixture: dict[str, set[str]] = {}

    @pytest.fixture(autouse=True)
    def _nothing_at_hand() -> None:
        forget()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        from mutmut.state import state

        before = set(state()._stats)
        state()._stats.clear()
        result = yield
        if fixturedef.scope != "function":
            _entered_by_fixture[fixturedef.argname] = set(state()._stats)
        state()._stats.update(before)
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(item: pytest.Function) -> None:
        from mutmut.state import state

        for name in item.fixturenames:
            state()._stats.update(_entered_by_fixture.get(name, ()))
