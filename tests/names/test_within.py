"""Names inside a text that is asked as one name: a list is suggested name by name, a sentence says what is in it."""

import pytest

from kzschedule import check
from kzschedule.schedule import Schedule

DAY = "2024-03-01"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("меткатинон, героин", {"methcathinone", "heroin"}),
        ("heroin, cocaine", {"heroin", "cocaine"}),
        ("heroin and кокаин", {"heroin", "cocaine"}),
        ("героин; кокаин; трамадол", {"heroin", "cocaine", "tramadol"}),
        ("героин және кокаин", {"heroin", "cocaine"}),
        ("героин / кокаин", {"heroin", "cocaine"}),
        ("фенобарбитал + сахар", {"phenobarbital"}),
        ("меткатинон, чай, сахар", {"methcathinone"}),
        ("кетамина гидрохлорид, димедрол", {"ketamine"}),
        ("чай с трамадолом; сахар; героин", {"tramadol", "heroin"}),
    ],
)
def test_a_list_of_names_is_unresolved_and_suggests_each(query: str, names: set[str]) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "unresolved"
    assert verdict.matches == ()
    assert {suggestion.substance_id for suggestion in verdict.suggestions} == names
    assert all(suggestion.listings for suggestion in verdict.suggestions)


@pytest.mark.parametrize(
    "query",
    [
        "изъято вещество белого цвета, предположительно мефедрон",
        "изъят порошок героина",
        "Toluene, p-nitro-",
    ],
)
def test_a_text_says_which_names_are_in_it(query: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "unresolved"
    assert verdict.suggestions
    assert "names of it inside: " in verdict.messages[0]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("раствор перманганата калия в ацетоне", {"potassium-permanganate", "acetone"}),
        ("масло КБД", {"cannabidiol"}),
    ],
)
def test_names_of_several_words_and_abbreviations_are_found_inside(query: str, names: set[str]) -> None:
    assert {suggestion.substance_id for suggestion in check(query, as_of=DAY).suggestions} == names


@pytest.mark.parametrize(
    "query", ["веселящий газ", "ice cream", "no such name", "чай и сахар", "мефедрон", "N,N-DMT", "5-MeO-DMT"]
)
def test_other_queries_say_nothing_of_names_inside(query: str) -> None:
    assert not any("inside" in message for message in check(query, as_of=DAY).messages)


def test_a_code_that_could_be_a_smiles_is_a_name_where_the_data_spell_it_otherwise() -> None:
    verdict = check("P2P", as_of=DAY)
    assert verdict.matches[0].substance_id == "p-2-p"
    assert verdict.status == check("P-2-P", as_of=DAY).status == "listed"


@pytest.mark.parametrize("query", ["KWTSXDURSIMDCE-MRVPVSSYSA", "KWTSXDURSIMDCE-MRVPVSSYSA-", "KWTSXDURSIMDCE-MRVPVSS"])
def test_an_inchikey_that_was_cut_short_is_no_name(query: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "invalid"
    assert "no InChIKey" in verdict.messages[0]


WITHOUT_POSITION = [
    substance
    for substance in Schedule.default().package.substances
    if substance.smiles and not Schedule.default().law.listed(substance.substance_id)
]


@pytest.mark.parametrize("substance", WITHOUT_POSITION, ids=lambda substance: substance.substance_id)
def test_the_name_of_a_substance_without_a_position_has_the_status_of_its_structure(substance) -> None:
    by_name = check(substance.name_en, kind="name", as_of=DAY)
    by_structure = check(substance.smiles, kind="smiles", as_of=DAY)
    if len(by_name.suggestions) > 1:  # its name is another substance's too
        assert by_name.status == "unresolved"
    else:
        assert by_name.status == by_structure.status
    assert {match.substance_id for match in by_structure.matches} <= {match.substance_id for match in by_name.matches}
