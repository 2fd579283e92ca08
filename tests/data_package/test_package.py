"""The data package as a whole: independent readers agree with it, and it says what the sources say."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from kzschedule.datapackage import (
    DESCRIPTOR,
    FILES,
    default_directory,
    dump_rows,
    format_cells,
    read_descriptor,
    read_file,
    read_package,
)
from kzschedule.documents import with_dictionary
from kzschedule.errors import DataPackageError
from kzschedule.model import Source
from kzschedule.schedule import Schedule


def test_frictionless_finds_the_descriptor_and_every_file_valid() -> None:
    folder = default_directory()
    report = Package.from_descriptor(read_descriptor(folder), basepath=str(folder)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert {task.place for task in report.tasks} == {*FILES, "analogue_rule.json"}


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_writing_what_was_read_changes_nothing(name: str, model: type) -> None:
    path = default_directory() / name
    text = dump_rows(model, (format_cells(record) for record in read_file(path, model)))
    assert text == path.read_text(encoding="utf-8")


def test_the_data_dictionary_is_up_to_date() -> None:
    readme = (default_directory() / "README.md").read_text(encoding="utf-8")
    expected = with_dictionary(readme, read_descriptor(default_directory()))
    assert readme == expected, "run: python -m kzschedule.documents"


def test_the_licence_of_the_data_is_stated_in_both_places() -> None:
    assert "CC BY 4.0" in (default_directory() / "LICENSE").read_text(encoding="utf-8")
    assert read_descriptor(default_directory())["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_whole_of_the_sources_is_there(schedule: Schedule) -> None:
    evidence = Counter(listing.evidence for listing in schedule.package.listings)
    assert len(schedule.package.substances) == 1054
    assert len(schedule.package.listings) == 979
    assert evidence == {"unverified": 631, "treaty": 333, "reported": 15}
    assert sum(substance.substance_id not in schedule.listings for substance in schedule.package.substances) == 75


def test_act_22_of_2024_has_the_eight_substances_and_one_precursor_that_reports_name(
    schedule: Schedule,
) -> None:
    added = {listing.substance_id for listing in schedule.package.listings if listing.act_id == "kz-gov-2024-22"}
    assert added == {
        "para-fluorofentanyl",
        "brorphine",
        "metonitazene",
        "3-methoxyphencyclidine",
        "eutylone",
        "clonazolam",
        "diclazepam",
        "flubromazolam",
        "4-methylpropiophenone",
    }


def test_both_readings_of_eleven_and_seventeen_stay_visible(schedule: Schedule) -> None:
    claims = {(claim.act_id, claim.count) for claim in schedule.package.claims}
    assert {("kz-gov-2021-677", 11), ("kz-gov-2021-677", 17), (None, 11), (None, 17)} <= claims


def test_a_kilogram_printed_for_a_gram_is_no_bound(schedule: Schedule) -> None:
    [row] = [size for size in schedule.package.sizes if size.substance_id == "mephedrone"]
    assert row.large_max is None
    assert "1.5 kg" in row.raw


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12), min_size=9, max_size=9))
def test_any_text_survives_the_form_of_the_files(cells: list[str]) -> None:
    text = dump_rows(Source, [cells])
    _, again = csv.reader(io.StringIO(text, newline=""))
    assert again == cells


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda folder: (folder / "acts.csv").unlink(), "cannot be read"),
        (lambda folder: (folder / "acts.csv").write_bytes(b"\xff\xfe"), "is not UTF-8"),
        (lambda folder: (folder / "acts.csv").write_text("a,b\n"), "expected"),
        (lambda folder: (folder / DESCRIPTOR).unlink(), "give the folder of a data package"),
        (lambda folder: (folder / DESCRIPTOR).write_text("{"), "is no JSON"),
        (lambda folder: (folder / DESCRIPTOR).write_text("[]"), "has no version"),
    ],
)
def test_a_package_that_cannot_be_read_is_refused_with_the_file_and_the_cure(
    damage: object, words: str, tmp_path: Path
) -> None:
    for file in default_directory().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    damage(tmp_path)  # type: ignore[operator]
    with pytest.raises(DataPackageError, match=words):
        read_package(tmp_path, verify=False)


def test_an_unreadable_cell_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    for file in default_directory().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1000,", ",many,", 1), encoding="utf-8")
    with pytest.raises(DataPackageError, match=r"claims\.csv, line 2, column count"):
        read_package(tmp_path, verify=False)
