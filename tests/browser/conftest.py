"""The tests here need a browser; .ci/run sets KZSCHEDULE_BROWSER so that nothing missing passes for a success."""

import os

import pytest
from tests.browser.looking import missing


@pytest.fixture(scope="module", autouse=True)
def _needs_a_browser() -> None:
    reason = missing()
    if reason is None:
        return
    if os.environ.get("KZSCHEDULE_BROWSER"):
        pytest.fail(f"{reason}, and KZSCHEDULE_BROWSER demands it")
    pytest.skip(reason)
