"""`screen` answers as `check` does, row by row, whatever the number of processes and the size of the chunks."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kzschedule import check, screen
from kzschedule.messages import NOT_LEGALITY, open_analogues
from kzschedule.names import systematic
from kzschedule.recent import Recent
from kzschedule.screening import COLUMNS
from kzschedule.verdict import Verdict

DAY = "2024-03-01"


def row_of(verdict: Verdict) -> dict[str, object]:
    """Write an answer of `check` as `screen` would."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, pd.NA)
    row |= {"status": verdict.status, "as_of": verdict.as_of.isoformat(), "newest_act": "kz-gov-2024-22"}
    # What holds for the whole run, and analogues that are only formal, are not repeated in each row.
    left_out = ("Searched: ", "The law before ", *(open_analogues(count) for count in range(1, 200)))
    row["message"] = " ".join(said for said in verdict.messages if not said.startswith(left_out))
    closed = [analogue for analogue in verdict.analogues if analogue.grade != "open"]
    asserted = [
        analogue
        for analogue in closed
        if any(item.in_force and item.evidence != "unverified" for item in analogue.listings)
    ]
    for nearest in (asserted or closed)[:1]:
        row |= {"parent_id": nearest.parent_id, "grade": nearest.grade}
        if asserted:
            row["evidence"] = nearest.listings[0].evidence
    if verdict.matches and verdict.status != "unresolved":
        match = verdict.matches[0]
        row |= {"substance_id": match.substance_id, "name": match.name_en, "relation": match.relation}
        standing = [item for item in match.listings if item.in_force and item.evidence != "unverified"]
        for listing in (standing or list(match.listings))[:1]:
            row |= {"table": listing.table, "section": listing.section, "evidence": listing.evidence}
    return row


@pytest.fixture(scope="module")
def screened(mixed: list[str | None]) -> pd.DataFrame:
    return screen(mixed, as_of=DAY)


def test_rows_equal_the_answers_of_check(mixed: list[str | None], screened: pd.DataFrame) -> None:
    assert len(screened) == len(mixed) == 5_000
    expected = pd.DataFrame([row_of(check(query or "", as_of=DAY)) for query in mixed], dtype="string")
    assert_frame_equal(screened, expected)


def test_the_mixed_rows_have_every_status_that_there_is(screened: pd.DataFrame) -> None:
    counts = screened["status"].value_counts()
    assert {"listed", "unconfirmed", "unresolved", "analogue", "no_match", "invalid"} == set(counts.index)
    assert set(screened["grade"].dropna()) == {"assumed"}
    assert screened.loc[screened["status"] == "no_match", "message"].str.endswith(NOT_LEGALITY).all()
    assert screened["message"].notna().all()


@pytest.mark.parametrize(("jobs", "chunk_size"), [(1, 7), (2, 500), (2, 61), (3, 2_000)])
def test_neither_processes_nor_chunks_show(
    mixed: list[str | None], screened: pd.DataFrame, jobs: int, chunk_size: int
) -> None:
    part = mixed[:1_500]
    assert_frame_equal(screen(part, as_of=DAY, jobs=jobs, chunk_size=chunk_size), screened.iloc[:1_500])


@pytest.mark.skipif(systematic.unavailable() is not None, reason="the program that reads systematic names is missing")
def test_reading_names_ahead_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "2-(methylamino)-1-(4-methylphenyl)propan-1-one",
        "1-phenylpropan-2-amine",
        "no-1-such-2-ylamine",
        "butan-1-ol",
    ]
    monkeypatch.setattr(systematic, "_at_hand", Recent(4096))
    singly = [check(name, as_of=DAY) for name in names]
    monkeypatch.setattr(systematic, "_at_hand", Recent(4096))
    together = screen(names, as_of=DAY)
    assert list(together["status"]) == [verdict.status for verdict in singly]
    assert list(together["relation"].fillna("")) == [
        next((match.relation for match in verdict.matches), "") for verdict in singly
    ]
