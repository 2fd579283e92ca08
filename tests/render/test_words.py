"""The words by themselves: places, days, numbers, sizes; and words that readers took wrongly stay away."""

import re
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from tools.catalogues import TRANSLATED, refreshed

from kzschedule.answer.changes import changes_of
from kzschedule.language import LANGUAGES, translation, vocabulary
from kzschedule.language.vocabulary import Relation, Status
from kzschedule.records.model import Size
from kzschedule.render import words
from kzschedule.render.history import event_line
from kzschedule.schedule import Schedule


@pytest.mark.parametrize(
    ("row_id", "english", "russian", "kazakh"),
    [
        ("I-A-20", "Table I, section A (narcotic drugs), row 20", "Таблица I, раздел А (наркотические средства), строка 20", "I кесте, А бөлімі (есірткі заттар), 20-жол"),
        ("II-A-20-1", "Table II, section A (narcotic drugs), row 20-1", "Таблица II, раздел А (наркотические средства), строка 20-1", "II кесте, А бөлімі (есірткі заттар), 20-1-жол"),
        ("I-B-61.7", "Table I, section B (psychotropic substances), row 61, line 7", "Таблица I, раздел В (психотропные вещества), строка 61, подпункт 7", "I кесте, В бөлімі (психотроптық заттар), 61-жол, 7-тармақша"),
        ("III-A-1", "Table III, section A (preparations of narcotic drugs), clause 1", "Таблица III, раздел А (препараты наркотических средств), пункт 1", "III кесте, А бөлімі (есірткі заттардың препараттары), 1-тармақ"),
        ("IV-2.3", "Table IV, list II of precursors, line 3", "Таблица IV, перечень II прекурсоров, строка 3", "IV кесте, прекурсорлардың II тізбесі, 3-жол"),
    ],
)  # fmt: skip
def test_a_place_is_said_in_words(row_id: str, english: str, russian: str, kazakh: str) -> None:
    row = Schedule.default().law.states(row_id)[0][0]
    assert [words.place(row, language) for language in LANGUAGES] == [english, russian, kazakh]


def test_every_row_has_a_place_and_no_two_rows_have_the_same() -> None:
    law = Schedule.default().law
    places = [words.place(law.states(row_id)[0][0]) for row_id in law.row_ids]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        ("0.0001", "0.0001", "0,0001"),
        ("1.0", "1", "1"),
        ("100", "100", "100"),
        ("3500", "3500", "3500"),
        ("100000", "100,000", "100\N{NO-BREAK SPACE}000"),
        ("12345.5", "12,345.5", "12\N{NO-BREAK SPACE}345,5"),
    ],
)
def test_a_number_is_written_as_the_language_does(value: str, english: str, russian: str) -> None:
    number = words.number(Decimal(value))
    assert (number.say("en"), number.say("ru"), number.say("kk")) == (english, russian, russian)


def test_a_day_is_written_as_the_language_does() -> None:
    assert [words.day(date(2024, 2, 6)).say(language) for language in LANGUAGES] == [
        "2024-02-06",
        "06.02.2024",
        "06.02.2024",
    ]


def size(**values: object) -> Size:
    [row] = [item for item in Schedule.default().package.sizes if item.size_id == "S-I-1" and not item.last_revision]
    return row.model_copy(update={"mixture": "no", **values})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (size(), "small up to 0.5 g; large over 0.5 to 2.5 g; especially large over 2.5 g"),
        (size(small_from=Decimal("0.1")), "small 0.1 to 0.5 g; large over 0.5 to 2.5 g; especially large over 2.5 g"),
        (
            size(small_from=None, small_to=None, large_from=Decimal(0)),
            "large up to 2.5 g; especially large over 2.5 g",
        ),
        (size(small_to=None, large_to=None, xlarge_over=None), "large over 0.5 g"),
        (size(small_to=None, large_from=None, large_to=None, xlarge_over=None), "no size printed"),
        (
            size(mixture="star", min_percent=Decimal(15)),
            "small up to 0.5 g; large over 0.5 to 2.5 g; especially large over 2.5 g "
            "(at a concentration of 15 % or more, of the whole mixture)",
        ),
    ],
)
def test_a_size_says_its_bands_and_what_it_holds_for(row: Size, said: str) -> None:
    assert words.size(row) == said


def test_every_size_of_the_data_can_be_said_in_every_language() -> None:
    for row in Schedule.default().package.sizes:
        for language in LANGUAGES:
            said = words.size(row, language)
            assert "{" not in said
            assert "None" not in said


def test_every_status_and_relation_has_words_in_every_language() -> None:
    for table, values in ((vocabulary.STATUS, get_args(Status)), (vocabulary.MEANING, get_args(Status)),
                          (vocabulary.RELATION, get_args(Relation))):  # fmt: skip
        assert set(table) == set(values)
        for language in TRANSLATED:
            assert all(translation(language).gettext(text) != text for text in table.values())


@pytest.mark.parametrize("language", TRANSLATED)
def test_words_that_readers_took_for_removed_do_not_occur(language: str) -> None:
    for message in refreshed(language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            assert not re.search(r"выведен[оаы]?\b|шығарылған", (string or "").lower()), message.id


def test_every_change_of_the_law_can_be_said(schedule: Schedule) -> None:
    for change in changes_of(schedule):
        for language in LANGUAGES:
            assert change.id in event_line(change, language)
