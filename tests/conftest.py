"""What the tests share: the shipped list, and a day on which all dated positions are in force.

They read English output, whatever the locale of the machine is.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import settings

from kzschedule.language import translation
from kzschedule.language.statement import Statement
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
    "" if "MUTATION_TESTING" in os.environ else tempfile.mkdtemp(prefix="kzschedule-tests-")
)


@pytest.fixture(scope="session")
def schedule() -> Schedule:
    return Schedule.default()


@pytest.fixture(scope="session")
def today() -> date:
    """A day after the newest act."""
    return date(2024, 3, 1)


@cache
def _in_catalogue(template: str) -> bool:
    """Whether a sentence can be said in Russian and Kazakh; values alone need no translation."""
    written = re.sub(r"\{[^}]*\}", "", template)
    return not re.search(r"[^\W\d_]{2}", written) or all(
        translation(language).gettext(template) != template
        or translation(language).ngettext(template, template, 2) != template
        for language in ("ru", "kk")
    )


@pytest.fixture(autouse=True)
def _no_sentence_in_english_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test makes the library say stands in the catalogues."""
    unknown = set()
    written = Statement.__new__

    def checked(cls: type[Statement], template: str, /, **values: object) -> Statement:
        if not _in_catalogue(template):
            unknown.add(template)
        return written(cls, template, **values)

    monkeypatch.setattr(Statement, "__new__", checked)
    yield
    assert not unknown


def pytest_collection_finish() -> None:
    """Under mutation testing (docs/develop/testing.md), forget what the code has built while tests were collected."""
    if "MUTATION_TESTING" in os.environ:
        for name, module in list(sys.modules.items()):
            if name.startswith("kzschedule"):
                for value in list(vars(module).values()):
                    if hasattr(value, "cache_clear"):
                        value.cache_clear()
