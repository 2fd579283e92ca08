"""How the decree is read, case by case: ``cases.csv`` is for a lawyer to read, and to write.

An asterisk leaves a cell open, a bar stands between values; `rows` are the rows that cover the query.
"""

import csv
from pathlib import Path

import pytest

from kzschedule import check
from kzschedule.verdict import Verdict

with (Path(__file__).parent / "cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def covering(verdict: Verdict) -> set[str]:
    return {listing.row_id for match in verdict.matches if match.covered_by for listing in match.listings}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['query'][:40]} {case['as_of']}" for case in CASES])
def test_case(case: dict[str, str]) -> None:
    verdict = check(case["query"], as_of=case["as_of"])
    assert verdict.status in case["status"].split("|"), case["why"]
    assert covering(verdict) == set(filter(None, case["rows"].split("|"))), case["why"]
    if not case["rows"]:
        return
    first = next(match for match in verdict.matches if match.covered_by)
    assert first.covered_by is not None
    assert case["relation"] in ("*", first.relation), case["why"]
    assert case["covered_by"] in ("*", first.covered_by.kind), case["why"]


def test_every_section_of_the_list_has_its_cases() -> None:
    sections = {row.rpartition("-")[0] for case in CASES for row in case["rows"].split("|")}
    assert {"I-A", "I-B", "II-A", "II-B", "III-B", "IV"} <= sections
