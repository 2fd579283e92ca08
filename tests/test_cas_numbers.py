"""CAS numbers, judged by another library too."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import casrn

from kzschedule.answer.identify import read_cas
from kzschedule.errors import InvalidIdentifierError
from kzschedule.language.vocabulary import NUMBERS
from kzschedule.schedule import Schedule


def is_read(number: str) -> bool:
    try:
        return read_cas(number) == number
    except InvalidIdentifierError:
        return False


def test_numbers_of_the_data_are_valid_for_another_library_too(schedule: Schedule) -> None:
    numbers = {item.cas for item in schedule.package.substances if item.cas}
    numbers |= {entry.name for entry in schedule.package.names if entry.kind in NUMBERS}
    assert len(numbers) > 1000
    for number in numbers:
        assert casrn.is_valid(number), number
        for digit in "0123456789":  # one of them is right, as both say
            assert is_read(number[:-1] + digit) == casrn.is_valid(number[:-1] + digit)


@given(st.from_regex(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", fullmatch=True))
def test_any_number_is_judged_as_another_library_does(number: str) -> None:
    assert is_read(number) == casrn.is_valid(number)
