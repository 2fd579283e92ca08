"""The watch over the speed: what counts as fallen, and that the page shows what is recorded."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def ratios():
    spec = importlib.util.spec_from_file_location("ratios", ROOT / "benchmarks" / "ratios.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measuring(*values: float):
    remaining = list(values)
    return lambda _: remaining.pop(0)


def test_a_ratio_has_fallen_only_if_every_measurement_is_below_two_thirds(ratios) -> None:
    recorded = {"screening": 0.6}
    assert ratios.fallen(recorded, measuring(0.41)) == {}
    assert ratios.fallen(recorded, measuring(0.3, 0.39, 0.5)) == {}
    assert ratios.fallen(recorded, measuring(0.3, 0.39, 0.2)) == {"screening": [0.3, 0.39, 0.2]}


def test_a_recorded_ratio_that_is_no_longer_measured_is_said(ratios) -> None:
    assert ratios.fallen({"no such measure": 1.0}, measuring()) == {"no such measure": []}


def test_records_of_other_machines_are_not_compared(ratios) -> None:
    records = [{"machine": "a", "n": 1}, {"machine": "b", "n": 2}, {"machine": "a", "n": 3}]
    assert ratios.last_record(records, "a") == {"machine": "a", "n": 3}
    assert ratios.last_record(records, "c") is None


def test_a_slower_library_is_noticed(ratios, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real check of one real measure, with the look-up of structures slowed down."""
    import time

    from kzschedule.structures.index import StructureIndex

    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.setattr(ratios, "ROUNDS", 1)
    measure = ratios.MEASURES["listed_structures"]
    before = ratios.ratio(measure)
    found = StructureIndex.find_parents

    def slow(*arguments, **named):
        until = time.process_time() + 0.002
        while time.process_time() < until:
            pass
        return found(*arguments, **named)

    monkeypatch.setattr(StructureIndex, "find_parents", slow)
    assert list(ratios.fallen({"listed_structures": before}, lambda name: ratios.ratio(ratios.MEASURES[name])))


def test_the_page_shows_the_records_and_they_hold_every_measure(ratios) -> None:
    records = json.loads(ratios.RECORDS.read_text(encoding="utf-8"))
    assert ratios.PAGE.read_text(encoding="utf-8") == ratios.page(records)
    for kind in {record["machine"] for record in records}:
        assert set(ratios.last_record(records, kind)["ratios"]) == set(ratios.MEASURES)
    assert records
