from decimal import Decimal

import pytest

from kzschedule.official.amounts import Band, figures_of, read_band, read_counts


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("0-0,5", "0", "0.5"),
        ("0-0, 0002", "0", "0.0002"),
        ("0,5-2, 5", "0.5", "2.5"),
        ("0 - 0,0001", "0", "0.0001"),
        ("2,5", "2.5", None),
        ("100000", "100000", None),
        ("0,5-5,0 (255-2550 таб. по 2 мг) (500 таб. по 1 мг)", "0.5", "5.0"),
        ("0-0,0002 1-20 амп. по 0,005 % р-ра по 2 мл", "0", "0.0002"),
        ("0,0002 20 амп. по 0,005 % р-ра по 2 мл", "0.0002", None),
        ("0-0,2 0,015-тен 1-14 таб.", "0", "0.2"),
        ("5,0 (20000 таб. по 0,25 г) (10000 таб. по 0,5 мг) (5 таб. по 1 г)", "5.0", None),
    ],
)
def test_grams_are_read_and_what_stands_beside_them_never_is(printed: str, low: str, high: str | None):
    assert read_band(printed) == Band(Decimal(low), None if high is None else Decimal(high), "g")


@pytest.mark.parametrize(
    "printed",
    [
        *("1 таб.по 0,05 г, 1 амп. по 0,03 г.", "передан на внутриведомственный контроль", "5 мг", "2 кг", "0,5 мг/мл"),
        *("0-0,5 и более", "до 0,5", "0,5-2,5-3,0", "0,05 гр-нан 1 таб.", "10 000", "0-5 000", "1,0-50,0 ml", "", "-1"),
    ],
)
def test_what_is_not_an_amount_in_grams_is_not_read(printed: str):
    assert read_band(printed) is None


def test_millilitres_are_their_own_unit():
    assert read_band("1,0-50,0 мл") == Band(Decimal("1.0"), Decimal("50.0"), "ml")


@pytest.mark.parametrize(
    "printed", ["1-100 таб. по 0,05 г., 1-100 амп. по 0,03 г.", "0,05 гр-нан 1-100 таб., 0,03 гр-нан 1-100 амп."]
)
def test_counts_alone_are_read_by_form(printed: str):
    assert read_counts(printed) == {"таб. по 0,05 г": (1, 100), "амп. по 0,03 г": (1, 100)}


def test_counts_beside_grams_are_not_counts_alone():
    assert read_counts("0-0,6 (1-6 таб. по 0,1)") is None


def test_a_band_without_its_second_figure_fits_nothing():
    assert figures_of(read_band("0,5"), read_band("0,5-1,0"), read_band("1,0")) is None
    assert figures_of(read_band("2-1"), None, None) is None
    assert figures_of(None, None, read_band("1-2")) is None
