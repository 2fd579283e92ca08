"""The shipped law files are what the texts give with the committed sheets, byte for byte."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from kzschedule.official import Reading, read_text
from kzschedule.official.advance import advance, with_kazakh
from kzschedule.official.apply import apply
from kzschedule.official.law import Law, read_acts, read_law, write_law
from kzschedule.official.letters import key_of
from kzschedule.official.sheet import FOLDER, read_decisions
from kzschedule.records.model import Substituent
from kzschedule.records.package import columns_of, default_directory, refresh_hashes

from .conftest import DAYS
from .kazakh import kazakh_text

FILES = ("revisions", "rows", "notes", "preparations", "veterinary", "cultivation", "sizes")


@pytest.fixture(scope="module")
def built(texts: Path, readings: dict[str, Reading]) -> tuple[Law, list[str]]:
    decisions, law = read_decisions(default_directory() / FOLDER), Law()
    for reading in readings.values():
        law = advance(reading, law, decisions, read_acts(default_directory()))
    return with_kazakh(read_text(kazakh_text(texts), "kaz.md"), law, decisions)


def test_the_files_are_built_byte_for_byte(built: tuple[Law, list[str]], tmp_path: Path):
    write_law(built[0], tmp_path, *FILES)
    for name in FILES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (default_directory() / f"{name}.csv").read_bytes(), name


def test_the_texts_applied_in_order_to_data_without_law_give_the_shipped_files(texts: Path, data: Path, tmp_path: Path):
    folder = tmp_path / "none"
    shutil.copytree(data, folder)
    write_law(Law(), folder)
    refresh_hashes(folder)
    (tmp_path / "kaz.md").write_bytes(kazakh_text(texts))
    for number, path in enumerate([*(texts / f"rus.{day}.md" for day in DAYS), tmp_path / "kaz.md"]):
        apply(read_text(path), folder, tmp_path / str(number))
        folder = tmp_path / str(number)
    # What is drawn of a substituent is chemistry; the rest of the folder is as it was.
    differing = {
        path.name for path in data.rglob("*.csv") if path.read_bytes() != (folder / path.relative_to(data)).read_bytes()
    }
    assert differing == {"substituents.csv"}


def test_three_rows_of_sizes_have_no_kazakh_words(built: tuple[Law, list[str]]):
    assert built[1] == ["sizes S-II-143", "sizes S-II-144", "sizes S-II-145"]


def test_what_is_printed_of_substituents_agrees_with_the_chemistry_beside_it(built: tuple[Law, list[str]]):
    printed = [
        column
        for column in columns_of(Substituent)
        if column
        in ("number", "name_ru", "name_kk", "valence", "first_revision", "last_revision", "act_id", "or_act_id")
    ]

    def told(law: Law) -> list[list[object]]:
        return sorted([getattr(row, column) or "" for column in printed] for row in law.substituents)

    assert told(read_law(default_directory())) == told(built[0])


def test_states_and_acts_against_a_history_typed_by_hand(texts: Path, built: tuple[Law, list[str]]):
    acts = {"470": 2019, "975": 2019, "677": 2021, "326": 2022, "240": 2023, "22": 2024}

    def act_ids(said: str) -> tuple[str, str | None]:
        later, earlier = ("677", "975") if said == "975/677" else (said, None)
        return f"kz-gov-{acts[later]}-{later}", f"kz-gov-{acts[earlier]}-{earlier}" if earlier else None

    with (texts / "history_list.csv").open(encoding="utf-8", newline="") as stream:
        typed = Counter(
            (key_of(row["printed"]), row["first_revision"], row["last_revision"] or None, *act_ids(row["act"]))
            for row in csv.DictReader(stream)
        )
    found = Counter(
        (key_of(row.printed_ru), row.first_revision, row.last_revision, row.act_id, row.or_act_id)
        for row in (*built[0].rows, *built[0].veterinary)
    )
    # One printed line names two substances, which the history counts as two rows.
    split = {key_of(name) for name in ("Сафрол", "1-фенил-2-пропанон", "Сафрол 1-фенил-2-пропанон")}
    differing = {state[0] for state in (typed - found) + (found - typed)}
    assert differing <= split
    with (texts / "history_sizes.csv").open(encoding="utf-8", newline="") as stream:
        ends = Counter(
            (row["first_revision"], row["last_revision"] or None, *act_ids(row["act"]))
            for row in csv.DictReader(stream)
        )
    sizes = [size for size in built[0].sizes if not size.size_id.endswith(".ampoule")]  # one line for both forms there
    assert Counter((s.first_revision, s.last_revision, s.act_id, s.or_act_id) for s in sizes) == ends


def test_each_target_is_a_row_that_stands(built: tuple[Law, list[str]]):
    law = built[0]
    rows = {row.row_id for row in law.rows}
    groups = {target for size in law.sizes for target in size.targets if target.startswith("group:")}
    assert groups == {"group:benzodiazepines-of-table-iii"}
    assert {target for size in law.sizes for target in size.targets} - groups <= rows
    assert all(size.targets for size in law.sizes)
    sized = {target for size in law.current("sizes") for target in size.targets}
    assert {row.row_id for row in law.current("rows")} - sized == {
        row.row_id for row in law.rows if row.section == "preparation" or row.row_id.startswith("I-B-61.")
    }
