"""Typography does not tell names apart, everything else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzschedule.names.fold import plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МЕФЕДРОН", "мефедрон"),
        ("5F‑ADB", "5f-adb"),
        ("4–MMC", "4-mmc"),
        ("  опий ", "опий"),
        ("маковая\u00a0солома", "маковая солома"),
        ("геро\u00adин", "героин"),
        ("й", "и\u0306"),
    ],
)
def test_typography_does_not_count(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3-MMC", "4-MMC"), ("2C-B", "2C-I"), ("(+)-x", "(-)-x"), ("метил", "этил")]
)
def test_what_tells_substances_apart_stays(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)
