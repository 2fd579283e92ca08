"""The answers to real queries are those that were reviewed.

``answers.csv`` has a line for each query, which a lawyer can read and write, ``answers.ru.txt`` what is shown of it, and of
the size of an amount; some queries have their whole answer beside it, chosen so that every field and most messages occur. ``pytest tests/snapshots --snapshot-update`` writes all
anew; docs/develop/testing.md says how a change is reviewed.
"""

import csv
import json
import re
from collections import OrderedDict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension
from tests.snapshots.written import message_ids, nearest, of_analogue, of_match

from kzschedule import check
from kzschedule.answer.size import SizeVerdict, size_of_verdict
from kzschedule.names.systematic import unavailable
from kzschedule.render.sizes import size_lines
from kzschedule.schedule import Schedule
from kzschedule.units import read_amount
from kzschedule.verdict import Verdict

ANSWERS = Path(__file__).parent / "answers.csv"
QUESTION = ["id", "query", "kind", "as_of", "needs", "whole", "why"]
ANSWER = ["status", "matches", "analogues", "suggestions", "messages"]

with ANSWERS.open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))

SHOWN = Path(__file__).parent / "answers.ru.txt"
TEXTS = dict(
    re.findall(r"^=== (\S+)\n(.*?)\n(?=\n===|\Z)", SHOWN.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
)
#: The beginnings of lines that stand in every answer, and change with each release.
EVERYWHERE = ("  источник", "  просмотрено", "  получено", "  примечание  Просмотрено")
#: Two of them are asked about with each query, one with a concentration.
AMOUNTS = (
    "0,5 г",
    "10 мл",
    "3 таблетки",
    "1 500 г",
    "40 растений",
    "5 мкг",
    "2 кг смеси",
    "0,01 г",
    "25 г",
    "2 ампулы",
)
PERCENTS = (Decimal(2), Decimal(45), Decimal("99.5"))


def line_of(verdict: Verdict) -> dict[str, str]:
    return {
        "status": verdict.status,
        "matches": " | ".join(map(of_match, verdict.matches)),
        "analogues": " | ".join(map(of_analogue, nearest(verdict.analogues))),
        "suggestions": " | ".join(item.substance_id for item in verdict.suggestions),
        "messages": " ".join(message_ids(verdict)),
    }


@cache
def answer_to(number: int) -> Verdict:
    line = LINES[number]
    if line["needs"] == "opsin" and unavailable() is not None:
        pytest.skip("the extra opsin or Java is missing")
    return check(line["query"], kind=line["kind"] or "auto", as_of=line["as_of"])


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line["id"] for line in LINES])
def test_answer(number: int, pytestconfig: pytest.Config) -> None:
    answer = line_of(answer_to(number))
    if not pytestconfig.getoption("update_snapshots"):
        assert answer == {column: LINES[number][column] for column in ANSWER}
        return
    LINES[number].update(answer)
    with ANSWERS.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, [*QUESTION, *ANSWER], lineterminator="\n")
        writer.writeheader()
        writer.writerows(LINES)


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line["id"] for line in LINES])
def test_an_answer_that_is_checked_field_by_field_is_the_same(number: int) -> None:
    answer = answer_to(number)
    assert Verdict.model_validate_json(answer.model_dump_json()) == answer
    assert Verdict.model_validate(answer.model_dump(round_trip=True)) == answer
    size = size_of_verdict(answer, read_amount("5 г"), Schedule.default())
    assert SizeVerdict.model_validate_json(size.model_dump_json()) == size


def as_shown(verdict: Verdict, identifier: str) -> str:
    """Write all that is said of an answer in Russian, how its name was read, and which sizes two amounts have."""
    number = sum(map(ord, identifier))
    told = verdict.to_text(language="ru", full=True).splitlines()
    if verdict.query_kind == "name":
        reading = Schedule.default().names.read(verdict.query)
        told += ["", *(f"  прочитано  {step.say('ru')}" for step in reading.explain())]
    for place, percent in ((number, None), (number * 7 + 3, PERCENTS[number % len(PERCENTS)])):
        amount = read_amount(AMOUNTS[place % len(AMOUNTS)])
        sizes = size_of_verdict(verdict, amount, Schedule.default(), percent=percent)
        told += ["", *size_lines(sizes, "ru")]
    return "\n".join(line.rstrip() for line in told if not line.startswith(EVERYWHERE))


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line["id"] for line in LINES])
def test_answer_as_it_is_shown(number: int, pytestconfig: pytest.Config) -> None:
    identifier = LINES[number]["id"]
    shown = as_shown(answer_to(number), identifier)
    if not pytestconfig.getoption("update_snapshots"):
        assert shown == TEXTS[identifier]
        return
    TEXTS[identifier] = shown
    sections = (f"=== {line['id']}\n{TEXTS[line['id']]}\n" for line in LINES if line["id"] in TEXTS)
    SHOWN.write_text("\n".join(sections), encoding="utf-8")


@pytest.mark.parametrize(
    "number",
    [number for number, line in enumerate(LINES) if line["whole"]],
    ids=[line["id"] for line in LINES if line["whole"]],
)
def test_whole_answer(number: int, snapshot: SnapshotAssertion) -> None:
    # Versions change with every release and say nothing about the answer; the order of the fields is kept.
    answer = json.loads(answer_to(number).model_dump_json(exclude={"versions"}), object_pairs_hook=OrderedDict)
    assert answer == snapshot(extension_class=JSONSnapshotExtension)


def test_every_field_of_an_answer_occurs_in_the_whole_ones() -> None:
    whole = [answer_to(number) for number, line in enumerate(LINES) if line["whole"]]
    assert len(whole) <= 30
    for field in Verdict.model_fields:
        assert any(getattr(verdict, field) for verdict in whole), field


def test_each_query_has_its_own_identifier_and_says_why_it_is_there() -> None:
    identifiers = [line["id"] for line in LINES]
    assert identifiers == sorted(set(identifiers))
    assert len(identifiers) >= 300
    assert all(line["why"] for line in LINES)
