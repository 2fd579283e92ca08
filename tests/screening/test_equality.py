"""`screen` answers as `check` does, row by row, whatever the number of processes and the size of the chunks."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kzschedule import Schedule, check, screen
from kzschedule._cache import Recent
from kzschedule.answer.messages import NOT_LEGALITY, open_analogues
from kzschedule.language.vocabulary import STATUS_MAKING
from kzschedule.names import systematic
from kzschedule.screening.rows import COLUMNS
from kzschedule.verdict import Verdict

DAY = "2024-03-01"


def row_of(verdict: Verdict) -> dict[str, object]:
    """Write an answer of `check` as `screen` would."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, pd.NA)
    row |= {"status": verdict.status, "as_of": verdict.as_of.isoformat()}
    row |= {"newest_act": "kz-gov-2024-22", "revision": "2024-01-23"}
    # What holds for the whole run, and analogues that are only formal, are not repeated in each row.
    left_out = ("Searched: ", *(open_analogues(count) for count in range(1, 200)))
    row["message"] = " ".join(said for said in verdict.messages if not said.startswith(left_out))
    if verdict.status == "unresolved" and verdict.suggestions and "several meanings" not in str(row["message"]):
        known = Schedule.default().substances
        perhaps = list(dict.fromkeys(known[one.substance_id].name_en for one in verdict.suggestions))[:3]
        row["message"] += f" Perhaps: {', '.join(perhaps)}."
    for nearest in [item for item in verdict.analogues if set(item.open_reasons) <= STATUS_MAKING][:1]:
        row |= {"parent_id": nearest.parent_id, "grade": nearest.grade, "remote": str(nearest.remote).lower()}
    if verdict.row is not None:
        row |= {name: getattr(verdict.row, name) for name in ("table", "section", "row_id", "evidence")}
    if verdict.matches and not (verdict.status == "unresolved" and verdict.suggestions):
        match = verdict.matches[0]
        row |= {"substance_id": match.substance_id, "name": match.name_en, "relation": match.relation}
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
    assert set(screened["grade"].dropna()) == {"official", "open"}
    assert set(screened["remote"].dropna()) == {"true", "false"}
    assert screened.loc[screened["status"] == "no_match", "message"].str.endswith(NOT_LEGALITY).all()
    assert screened["message"].notna().all()


def test_before_a_row_is_in_force_the_nearest_parent_is_told() -> None:
    day = "2024-02-05"
    verdict = check("эутилон", as_of=day)
    [table, row_id, parent_id] = screen(["эутилон"], as_of=day).loc[0, ["table", "row_id", "parent_id"]]
    nearest = verdict.analogues[0]
    assert verdict.status == "analogue"
    assert (parent_id, row_id, table) == (nearest.parent_id, nearest.listings[0].row_id, "I")
    assert verdict.row == nearest.listings[0]


def test_a_row_that_is_not_in_force_is_no_row_of_what_was_not_found() -> None:
    found = screen(["митрагинин"], as_of="2019-08-01")
    assert found.loc[0, "status"] == check("митрагинин", as_of="2019-08-01").status == "no_match"
    assert found.loc[0, ["table", "section", "row_id", "evidence"]].isna().all()


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
