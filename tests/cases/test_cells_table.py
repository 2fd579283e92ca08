"""Cells as files hold them, each with the answer of today: a change of an answer is a change of this table."""

import csv
from pathlib import Path

import pytest

from kzschedule import check

with (Path(__file__).parent / "cells.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {case['input']}" for case in CASES])
def test_a_cell_has_its_answer(case: dict[str, str]) -> None:
    verdict = check(case["input"].replace("\\n", "\n").replace("\\u00ad", "\u00ad"), as_of="2024-03-01")
    found = {one.substance_id for one in verdict.matches} | {one.substance_id for one in verdict.suggestions}
    assert verdict.status == case["status"], verdict.messages
    assert found == set(filter(None, case["substances"].split("|")))
