"""Names of medicines of several active substances: they say what is in them, and assert nothing."""

from collections import defaultdict

import pytest

from kzschedule import check, find_mentions
from kzschedule.names.fold import plain
from kzschedule.records.package import read_package

DAY = "2024-03-01"


def holdings() -> dict[str, set[str]]:
    """What each medicine of the data holds."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_package().names:
        if row.kind == "combination":
            found[row.name].add(row.substance_id)
    return found


HOLDINGS = holdings()


def test_there_are_such_names() -> None:
    assert len(HOLDINGS) > 50
    assert HOLDINGS["Пенталгин-Н"] == {"codeine", "phenobarbital"}


@pytest.mark.parametrize("name", HOLDINGS)
@pytest.mark.parametrize("written", [str, str.lower, str.upper])
def test_each_says_what_it_holds(name: str, written: type[str]) -> None:
    verdict = check(written(name), as_of=DAY)
    assert verdict.status == "unresolved"
    assert not verdict.matches
    assert {one.substance_id for one in verdict.suggestions} == HOLDINGS[name]
    assert any("medicine of several active substances" in message for message in verdict.messages)


def test_no_such_name_is_that_of_a_substance() -> None:
    package = read_package()
    others = {plain(row.name) for row in package.names if row.kind != "combination"}
    others |= {plain(row.name_en) for row in package.substances}
    assert others.isdisjoint(map(plain, HOLDINGS))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("солутан", {"ephedrine"}),  # the data have it in Latin letters only
        ("перкоцет", {"oxycodone"}),
        ("ломотил", {"diphenoxylate"}),
        ("Corvalol", {"phenobarbital"}),
        ("корвалола", {"phenobarbital"}),
        ("таблетки Пенталгин-Н № 10", {"codeine", "phenobarbital"}),
        ("рецепт: корвалол, 20 капель", {"phenobarbital"}),
    ],
)
def test_another_script_form_or_sentence_is_no_silent_miss(text: str, held: set[str]) -> None:
    verdict = check(text, as_of=DAY)
    assert verdict.status == "unresolved"
    assert {one.substance_id for one in verdict.suggestions} == held


def test_in_a_text_it_means_what_it_holds() -> None:
    [found] = find_mentions("Изъято: две упаковки Пенталгин-Н.")
    assert found.substance_ids == ("codeine", "phenobarbital")
    assert not found.ambiguous
