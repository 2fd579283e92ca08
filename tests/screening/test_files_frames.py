"""Frames and series of other libraries than pandas."""

import datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from rdkit import Chem

from kzschedule import KzScheduleError, screen

DAY = "2024-03-01"
DATA = {"id": [1, 2, 3], "name": ["героин", None, "aspirin"]}
EXPECTED = ["listed", "invalid", "no_match"]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(DATA),
        pl.LazyFrame(DATA),
        pa.table(DATA),
        pa.RecordBatch.from_pydict(DATA),
        pa.table(DATA).to_reader(),
        pd.DataFrame(DATA),
    ],
    ids=lambda frame: f"{type(frame).__module__}.{type(frame).__name__}",
)
def test_frames_of_all_libraries_are_screened(frame: object) -> None:
    found = screen(frame, as_of=DAY)  # type: ignore[call-overload, arg-type, unused-ignore]
    assert isinstance(found, pd.DataFrame)
    assert list(found["status"]) == EXPECTED


@pytest.mark.parametrize(
    "series",
    [
        pl.Series("what", DATA["name"]),
        pl.Series(DATA["name"]),
        pa.chunked_array([DATA["name"]]),
        pa.array(DATA["name"]),
    ],
    ids=lambda series: f"{type(series).__module__}.{type(series).__name__}",
)
def test_series_of_all_libraries_are_screened(series: object) -> None:
    assert list(screen(series, as_of=DAY)["status"]) == EXPECTED  # type: ignore[arg-type, unused-ignore]


def test_columns_are_chosen_as_in_pandas() -> None:
    frame = pl.DataFrame({"a": ["героин"], "SMILES": ["CCO"], "names": [["x", "кокаин"]]})
    assert list(screen(frame, as_of=DAY)["status"]) == ["listed"]
    assert list(screen(frame, "SMILES", as_of=DAY)["status"]) == ["no_match"]
    assert list(screen(frame, {"a": "name"}, as_of=DAY)["substance_id"]) == ["heroin"]
    with pytest.raises(KzScheduleError, match="there is no column 'b'"):
        screen(frame, "b")
    with pytest.raises(KzScheduleError, match="name one of 'x', 'y'"):
        screen(pl.DataFrame({"x": ["a"], "y": ["b"]}))


def test_cells_of_any_kind_are_rows() -> None:
    frame = pl.DataFrame({"name": pl.Series([Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1"), "героин"], dtype=pl.Object)})
    assert list(screen(frame, as_of=DAY)["status"]) == ["listed", "listed"]
    frame = pl.DataFrame({"cas": [datetime.date(1972, 8, 3), None]})
    assert len(screen(frame, as_of=DAY)) == 2
    assert list(screen(pl.DataFrame({"name": pl.Series(["героин"], dtype=pl.Categorical)}), as_of=DAY)["status"]) == [
        "listed"
    ]
    assert len(screen(pl.DataFrame({"name": pl.Series([], dtype=pl.String)}), as_of=DAY)) == 0


def test_processes_change_nothing() -> None:
    frame = pl.DataFrame({"name": ["героин", "aspirin", "PCP", None]})
    pd.testing.assert_frame_equal(screen(frame, as_of=DAY, jobs=2, chunk_size=2), screen(frame, as_of=DAY))
