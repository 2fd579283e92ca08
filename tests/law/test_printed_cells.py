"""Every printed cell of the List, pasted whole into a check, is answered by its own row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kzschedule import check
from kzschedule.schedule import Schedule

DAY = "2024-03-01"
SCHEDULE = Schedule.default()
#: Rows that name no substance: the clauses on preparations, and the heading of the closed list.
NAMELESS = {row_id for row_id in SCHEDULE.law.row_ids if row_id.startswith("III-A-")} | {"I-B-61"}


def cells() -> Iterator[tuple[str, str, str]]:
    for row in SCHEDULE.package.rows:
        if row.last_revision is None:
            for language in ("ru", "kk"):
                if (printed := getattr(row, f"printed_{language}")) is not None:
                    yield row.row_id, language, printed


def test_a_printed_cell_is_answered_by_its_own_row() -> None:
    wrong = []
    for row_id, language, printed in cells():
        verdict = check(printed, as_of=DAY)
        rows = {listing.row_id for match in verdict.matches for listing in match.listings}
        if row_id not in NAMELESS and (verdict.status != "listed" or row_id not in rows):
            wrong.append((row_id, language))
    # Its Kazakh cell prints the name of row I-B-19, which the row itself says.
    assert wrong == [("I-B-13", "kk")]


@pytest.mark.parametrize("row_id", sorted(NAMELESS))
def test_a_row_that_names_no_substance_is_told(row_id: str) -> None:
    [(row, _)] = SCHEDULE.law.states(row_id)
    verdict = check(row.printed_ru, as_of=DAY)
    assert verdict.status == "unresolved"
    assert row_id in verdict.messages[0]


def test_the_number_of_the_item_is_left_off() -> None:
    assert check("37. КОКАИН, кроме кокаина гидрохлорида", as_of=DAY).row.row_id == "I-A-37"  # type: ignore[union-attr]
