"""What `screen` takes and gives back: frames, series, iterables, files; columns, indexes, conflicts, missing values."""

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from rdkit import Chem

import kzschedule
from kzschedule import KzScheduleError, Schedule, screen
from kzschedule.records.package import default_directory
from kzschedule.screening.rows import COLUMNS, META, SPARK_SCHEMA, Screener, Unreadable, view_of

DAY = "2024-03-01"
METHCATHINONE = "CNC(C)C(=O)c1ccccc1"
ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O"


def statuses(frame: pd.DataFrame) -> list[str]:
    return list(frame["status"])


def test_a_frame_keeps_its_index_and_its_order() -> None:
    frame = pd.DataFrame({"smiles": [ASPIRIN, METHCATHINONE, "C1CC", None]}, index=["b", "a", "b", "z"])
    found = screen(frame, "smiles", as_of=DAY)
    assert list(found.index) == ["b", "a", "b", "z"]
    assert statuses(found) == ["no_match", "listed", "invalid", "invalid"]
    assert tuple(found.columns) == COLUMNS


def test_a_series_a_list_and_a_generator_are_rows() -> None:
    queries = ["меткатинон", "537-46-3", "мефедрон"]
    expected = ["listed", "invalid", "analogue"]

    def generated() -> Iterator[str]:
        yield from queries

    assert statuses(screen(queries, as_of=DAY)) == expected
    assert statuses(screen(generated(), as_of=DAY)) == expected
    series = screen(pd.Series(queries, index=[3, 1, 2], name="what"), as_of=DAY)
    assert (statuses(series), list(series.index)) == (expected, [3, 1, 2])


def test_molecules_are_rows() -> None:
    mols = [Chem.MolFromSmiles(METHCATHINONE), Chem.MolFromSmiles(ASPIRIN)]
    assert statuses(screen(mols, as_of=DAY)) == ["listed", "no_match"]
    assert statuses(screen(pd.DataFrame({"mol": mols}), "mol", as_of=DAY, jobs=2, chunk_size=1)) == [
        "listed",
        "no_match",
    ]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_a_missing_value_is_an_unreadable_row_of_its_own(missing: object) -> None:
    for data in (["меткатинон", missing, "PCP"], pd.Series(["меткатинон", missing, "PCP"], dtype=object)):
        found = screen(data, as_of=DAY)
        assert statuses(found) == ["listed", "invalid", "listed"]
        assert "empty" in found["message"][1]


def test_values_that_are_no_text_are_unreadable_rows_except_whole_numbers() -> None:
    found = screen(["меткатинон", 537462, 1.5, b"x", "PCP"], as_of=DAY)
    assert statuses(found) == ["listed", "unresolved", "invalid", "invalid", "listed"]
    assert "may be the CAS number 537-46-2" in found["message"][1]
    assert "not float" in found["message"][2]
    assert "not bytes" in found["message"][3]


def test_a_list_in_a_cell_is_several_values() -> None:
    found = screen(["мефедрон", ["мефедрон", "меткатинон"], ["aspirin"]], as_of=DAY)
    assert statuses(found) == ["analogue", "listed", "no_match"]


@pytest.mark.parametrize("empty", [[], pd.Series([], dtype=object), pd.DataFrame({"name": []})])
def test_no_rows_give_no_rows_of_the_same_form(empty: object) -> None:
    found = screen(empty, as_of=DAY)  # type: ignore[arg-type]
    assert len(found) == 0
    assert {name: str(kind) for name, kind in found.dtypes.items()} == META


def test_published_types_are_those_of_the_result() -> None:
    found = screen(["меткатинон", "aspirin"], as_of=DAY)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == META
    assert ", ".join(f"{name} string" for name in found.columns) == SPARK_SCHEMA


# --- columns


def test_columns_are_found_by_their_names() -> None:
    frame = pd.DataFrame({"id": [1], "Наименование": ["меткатинон"], "CAS No.": ["5650-44-2"]})
    assert statuses(screen(frame, as_of=DAY)) == ["listed"]
    with pytest.raises(KzScheduleError, match="name one of 'a', 'b'"):
        screen(pd.DataFrame({"a": ["x"], "b": ["y"]}))


@pytest.mark.parametrize("column", ["smile", ["name", "nothing"], [], {"name": "formula"}])
def test_a_column_or_kind_that_is_none_is_said_so(column: object) -> None:
    with pytest.raises(KzScheduleError, match=r"no column|is not known"):
        screen(pd.DataFrame({"name": ["меткатинон"]}), column)  # type: ignore[arg-type]


def test_the_strongest_of_several_columns_wins() -> None:
    frame = pd.DataFrame(
        {
            "name": ["no such thing", "мефедрон", None, "меткатинон", "537-46-3", "aspirin"],
            "smiles": [METHCATHINONE, ASPIRIN, "C1CC", "C1CC", None, ASPIRIN],
        }
    )
    found = screen(frame, ["name", "smiles"], as_of=DAY)
    assert statuses(found) == ["listed", "analogue", "invalid", "listed", "invalid", "no_match"]
    assert found["relation"][0] == "same_structure"
    assert "'smiles' cannot be read" in found["message"][3]


def test_a_row_with_an_unreadable_structure_is_no_row_of_which_nothing_was_found() -> None:
    found = screen(pd.DataFrame({"name": ["a catalogue number"], "smiles": ["C1CC"], "cas": ["537-46-3"]}), as_of=DAY)
    assert statuses(found) == ["invalid"]
    assert "'smiles' cannot be read" in found["message"][0]
    assert "'cas' cannot be read" in found["message"][0]


def test_how_a_column_is_read_can_be_said() -> None:
    frame = pd.DataFrame({"what": ["PCP", "CCO"]})
    assert list(screen(frame, {"what": "smiles"}, as_of=DAY)["relation"].isna()) == [True, True]
    assert list(screen(frame, {"what": "name"}, as_of=DAY)["status"]) == ["listed", "no_match"]


# --- conflicts


@pytest.mark.parametrize(
    ("name", "smiles", "words"),
    [
        ("меткатинон", "CC(N)Cc1ccccc1", "columns disagree: 'name' is Methcathinone, 'smiles' is Amfetamine"),
        ("меткатинон", ASPIRIN, "'smiles' is a structure that is not in the data"),
        ("декстроамфетамин", "CC(N)Cc1ccccc1", "columns differ in stereochemistry"),
        ("меткатинон", METHCATHINONE + ".Cl", None),
        ("кетамин", "CN[C@]1(c2ccccc2Cl)CCCCC1=O", None),
        ("MPPP", "O=C(CC)OC1(CCN(C)CC1)c1ccccc1", None),
        ("no such name", METHCATHINONE, None),
        ("апиын", ASPIRIN, None),
    ],
)
def test_a_conflict_between_name_and_structure_is_said(name: str, smiles: str, words: str | None) -> None:
    [message] = screen(pd.DataFrame({"name": [name], "smiles": [smiles]}), as_of=DAY)["message"]
    if words is None:
        assert "The columns" not in message
    else:
        assert words in message


def test_a_conflict_between_name_and_number_is_said() -> None:
    found = screen(pd.DataFrame({"name": ["меткатинон"], "cas": ["537-46-2"]}), as_of=DAY)
    assert "'cas' is Metamfetamine" in found["message"][0]


# --- dates, files, processes


def test_the_day_is_that_of_the_question() -> None:
    assert statuses(screen(["эутилон"], as_of="2024-02-05")) == ["analogue"]
    assert statuses(screen(["эутилон"], as_of=date(2024, 2, 6))) == ["listed"]
    with pytest.raises(KzScheduleError, match="write it as 2024-02-06"):
        screen(["эутилон"], as_of="6 2 2024")


def test_a_path_is_a_file_and_a_text_that_is_none_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("меткатинон\nкетамин\n", encoding="utf-8")
    assert_frame_equal(screen(path, as_of=DAY), screen(["меткатинон", "кетамин"], as_of=DAY))
    assert_frame_equal(screen(str(path), as_of=DAY), screen(["меткатинон", "кетамин"], as_of=DAY))
    with pytest.raises(KzScheduleError, match="use check"):
        screen("меткатинон")
    for wrong in (5, b"x", {"name": ["x"]}):
        with pytest.raises(KzScheduleError, match="screen takes"):
            screen(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("settings", [{"jobs": 0}, {"chunk_size": 0}])
def test_a_number_of_processes_or_rows_that_is_none_is_said_so(settings: dict[str, int]) -> None:
    with pytest.raises(KzScheduleError, match="at least 1"):
        screen(["меткатинон"], **settings)


def test_a_screener_can_be_sent_to_another_process() -> None:
    screener = Screener((("name", "auto"),), view_of(DAY))
    screener.rows([["CCCCN"], ["кетамин"]])
    sent = pickle.dumps(screener)
    assert len(sent) < 1_000, "the library's own list is not sent"
    assert pickle.loads(sent).row(("меткатинон",)) == screener.row(("меткатинон",))


def test_a_list_of_ones_own_is_sent_along() -> None:
    own = Schedule.load(default_directory())
    screener = Screener((("name", "auto"),), view_of(DAY, own))
    assert pickle.loads(pickle.dumps(screener)).view.schedule.package == own.package
    found = screen(["меткатинон", "PCP"], as_of=DAY, schedule=own, jobs=2, chunk_size=1)
    assert statuses(found) == ["listed", "listed"]


def test_a_row_that_was_not_taken_apart_is_answered_in_its_place() -> None:
    screener = Screener((("name", "auto"),), view_of(DAY))
    rows = screener.rows([["меткатинон"], Unreadable("too many cells"), ["PCP"]])
    assert [row.status for row in rows] == ["listed", "invalid", "listed"]
    assert rows[1].message == "too many cells"


def test_the_accessor_is_there_after_its_import() -> None:
    import kzschedule.pandas  # noqa: F401  # registers it

    frame = pd.DataFrame({"smiles": [METHCATHINONE, ASPIRIN]}, index=["x", "y"])
    expected = screen(frame, "smiles", as_of=DAY)
    assert_frame_equal(frame.kzschedule.screen("smiles", as_of=DAY), expected)
    assert_frame_equal(frame["smiles"].kzschedule.screen(as_of=DAY), expected)


def test_screen_is_public() -> None:
    assert kzschedule.screen is screen
    assert "screen" in kzschedule.__all__
