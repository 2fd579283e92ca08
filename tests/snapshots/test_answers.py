"""The answers to real queries are those that were reviewed; docs/testing.md says how a change is reviewed."""

import csv
import json
from collections import OrderedDict
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from kzschedule import check
from kzschedule.names.systematic import unavailable

with (Path(__file__).parent / "queries.csv").open(encoding="utf-8", newline="") as file:
    QUERIES = list(csv.DictReader(file))


# The name is short because it is in the name of each file.
@pytest.mark.parametrize("row", QUERIES, ids=[row["id"] for row in QUERIES])
def test_answer(row: dict[str, str], snapshot: SnapshotAssertion) -> None:
    if row["needs"] == "opsin" and unavailable() is not None:
        pytest.skip("the extra opsin or Java is missing")
    verdict = check(
        row["query"],
        kind=row["kind"] or "auto",
        as_of=row["as_of"],
        include_unverified=bool(row["include_unverified"]),
    )
    # Versions change with every release and say nothing about the answer, statements are the messages again in parts;
    # the order of the fields is kept.
    answer = json.loads(verdict.model_dump_json(exclude={"versions", "statements"}), object_pairs_hook=OrderedDict)
    assert answer == snapshot(extension_class=JSONSnapshotExtension)


def test_each_query_has_its_own_identifier_and_says_why_it_is_there() -> None:
    identifiers = [row["id"] for row in QUERIES]
    assert identifiers == sorted(set(identifiers))
    assert len(identifiers) >= 300
    assert all(row["why"] for row in QUERIES)
