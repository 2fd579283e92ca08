import pytest

from kzschedule.official.amounts import amounts_of


@pytest.mark.parametrize(
    ("small", "large", "xlarge", "unit", "bounds"),
    [
        ("до 0,02", "от 0,02 до 2,0", "свыше 2,0", "g", ["0.02", "0.02", "2.0", "2.0"]),
        ("до 0.02 г.", "от 0.02 г. до 2 г.", "более 2 г", "g", ["0.02", "0.02", "2", "2"]),
        ("не более 0,5", "0,5-10", "10 и более", "g", ["0.5", "0.5", "10", "10"]),
        ("0,5", "свыше 0,5 до 10", "свыше 10", "g", ["0.5", "0.5", "10", "10"]),
        ("до 0,5", "0,5", "10", "g", ["0.5", "0.5", None, "10"]),
        ("до 500 г", "от 500 г до 1,5 кг", "свыше 1,5 кг", "g", ["500", "500", "1500", "1500"]),
        ("до 500 г", "от 500 до 1,5 кг", "свыше 1,5 кг", "g", ["500", "500", "1500", "1500"]),
        ("до 0,5 кг", "от 0,5 до 1,5 кг", "свыше 1500 г", "kg", ["0.5", "0.5", "1.5", "1.5"]),
        ("до 100 мл", "от 100 мл до 2 л", "свыше 2 литров", "ml", ["100", "100", "2000", "2000"]),
        ("до 5 кустов", "от 5 до 50", "свыше 50 растений", "plants", ["5", "5", "50", "50"]),
        ("до 1 000", "от 1\u00a0000 до 15 881", "свыше 15 881", "g", ["1000", "1000", "15881", "15881"]),
        ("до О,5", "от О,5 до 1О", "свыше 1О", "g", ["0.5", "0.5", "10", "10"]),
        ("0,02-ге дейін", "0,02-ден 2,0-ге дейін", "2,0-ден жоғары", "g", ["0.02", "0.02", "2.0", "2.0"]),
        ("-", "–", "", "g", [None, None, None, None]),
        ("до 0,5 кг", "от 5 мл", "нет", "kg", ["0.5", None, None, None]),
    ],
)
def test_bounds_of_a_row_are_decimal_strings_in_one_unit(small, large, xlarge, unit, bounds):
    cells = {"small": small.replace("\xa0", " "), "large": large.replace("\xa0", " "), "xlarge": xlarge}
    amounts = amounts_of(cells, {})
    keys = ("small_max", "large_min", "large_max", "xlarge_min")
    assert amounts.unit == unit
    assert [amounts.bounds.get(key) for key in keys] == bounds


def test_cell_that_says_no_amount_is_reported():
    amounts = amounts_of({"small": "до 1", "large": "по усмотрению", "xlarge": "-"}, {})
    assert amounts.not_understood == ["по усмотрению"]


def test_inclusive_only_where_it_is_written():
    assert amounts_of({"small": "до 1 включительно"}, {}).inclusive_stated
    assert not amounts_of({"small": "до 1"}, {}).inclusive_stated


def test_unit_of_the_header_counts_where_the_cell_names_none():
    amounts = amounts_of(
        {"small": "до 5", "large": "от 5 до 9", "xlarge": "свыше 0,009 л"}, {"small": "ml", "large": "ml"}
    )
    assert (amounts.unit, amounts.bounds["small_max"], amounts.bounds["xlarge_min"]) == (
        "l",
        "0.005",
        "0.009",
    )


def test_figure_of_absurd_length_is_no_error():
    assert amounts_of({"small": "до " + "9" * 5000}, {}).not_understood


def test_unit_of_the_header_gives_way_to_plants_in_a_cell():
    amounts = amounts_of({"small": "до 10", "large": "от 10 до 100 растений"}, {"small": "g", "large": "g"})
    assert (amounts.unit, amounts.bounds["small_max"]) == ("plants", "10")
