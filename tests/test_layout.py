"""The layout: every import points to a part below, so that a newcomer can read the library from the bottom up."""

from tools.layout import ORDER, ROOT, UPWARDS, imports, upwards


def test_every_part_has_its_place_and_every_place_its_part() -> None:
    there = {path.stem for path in ROOT.glob("*.py")} | {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert there == set(ORDER)


def test_no_import_points_upwards_but_those_that_say_why() -> None:
    assert [one for one in upwards() if one not in UPWARDS] == []


def test_no_leave_is_left_that_nothing_needs() -> None:
    assert set(upwards()) == set(UPWARDS)


def test_the_imports_are_seen() -> None:
    assert ("schedule", "names.index") in set(imports())
    assert ("cli.options", "answer.check") in set(imports())
