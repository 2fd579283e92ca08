"""The data package as a whole: independent readers agree with it, and it says what the sources say."""

import csv
import hashlib
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from tools.documents import with_dictionary

from kzschedule.errors import DataPackageError
from kzschedule.records.model import Record, Size, Source
from kzschedule.records.package import (
    DESCRIPTOR,
    FILES,
    default_directory,
    dump_rows,
    format_cells,
    read_descriptor,
    read_file,
    read_package,
    read_text,
    restored,
)
from kzschedule.validation.periods import State

HERE = Path(__file__).parent
PACKAGE = read_package(verify=False)
#: Rows of each kind in the texts that were read.
COUNTS: dict[str, dict[str, int]] = json.loads((HERE / "revision_counts.json").read_text(encoding="utf-8"))
#: What the texts print: kind, identifier, fingerprint, first and last revision.
PRINTED = list(csv.reader((HERE / "printed.csv").read_text(encoding="utf-8").splitlines()))[1:]

S = TypeVar("S", bound=State)


def test_frictionless_finds_the_descriptor_and_every_file_valid() -> None:
    folder = default_directory()
    report = Package.from_descriptor(read_descriptor(folder), basepath=str(folder)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert {task.place for task in report.tasks} == {*FILES, "analogue_rule.json"}


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_the_descriptor_allows_what_the_library_reads(name: str, model: type) -> None:
    [described] = [item for item in read_descriptor(default_directory())["resources"] if item["path"] == name]
    properties = model.model_json_schema()["properties"]
    assert [field["name"] for field in described["schema"]["fields"]] == list(properties)
    for field in described["schema"]["fields"]:
        kinds = properties[field["name"]].get("anyOf", [properties[field["name"]]])
        constraints = field.get("constraints", {})
        optional = {"type": "null"} in kinds or kinds[0].get("type") == "array"
        assert constraints.get("required", False) != optional, field["name"]
        assert constraints.get("enum") == kinds[0].get("enum"), field["name"]


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_writing_what_was_read_changes_nothing(name: str, model: type) -> None:
    path = default_directory() / name
    text = dump_rows(model, (format_cells(record) for record in read_file(path, model)))
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_what_is_known_to_be_readable_is_read_as_if_it_were_checked(name: str, model: type[Record]) -> None:
    """Every record of every file: the same values of the same types, and a record like any other."""
    checked = read_file(PACKAGE.directory / name, model)
    quick = restored(model, read_text(PACKAGE.directory / name))
    assert quick == checked
    for one, other in zip(quick, checked, strict=True):
        assert [*map(type, dict(one).values())] == [*map(type, dict(other).values())]
        assert one.model_fields_set == other.model_fields_set
    assert quick[0].model_copy() == checked[0]
    assert quick[0].model_dump_json() == checked[0].model_dump_json()
    assert hash(quick[0]) == hash(checked[0])
    assert restored(model, read_text(PACKAGE.directory / name).partition("\n")[0]) == ()


def test_the_data_dictionary_is_up_to_date() -> None:
    readme = (default_directory() / "README.md").read_text(encoding="utf-8")
    expected = with_dictionary(readme, read_descriptor(default_directory()))
    assert readme == expected, "run: python -m tools.documents"


def test_the_licence_of_the_data_is_stated_in_both_places() -> None:
    assert "CC BY 4.0" in (default_directory() / "LICENSE").read_text(encoding="utf-8")
    assert read_descriptor(default_directory())["licenses"][0]["name"] == "CC-BY-4.0"


# --- the five revisions that were read, rebuilt from the files


def stands(state: State, revision_id: str) -> bool:
    return state.first_revision <= revision_id <= (state.last_revision or "9999")


def standing(states: Iterable[S], revision_id: str) -> list[S]:
    return [state for state in states if stands(state, revision_id)]


def fingerprint(text: str) -> str:
    """What was printed, whatever its spaces and line breaks are."""
    return hashlib.sha1("".join(text.split()).encode(), usedforsecurity=False).hexdigest()[:8]


def counted(revision_id: str) -> dict[str, int]:
    """How many rows of each kind the files have in a revision."""
    counts = Counter[str]()
    for row in standing(PACKAGE.rows, revision_id):
        line = row.row_id.startswith("I-B-61.")
        counts["I-B-61 lines" if line else re.match(r"IV-\d|[IV]+-[AB]", row.row_id)[0]] += 1
    for vet in standing(PACKAGE.veterinary, revision_id):
        counts[f"VET-{vet.part}"] += 1
    printed = {(size.size_table, size.row_no): size for size in standing(PACKAGE.sizes, revision_id)}
    for size in printed.values():  # a row of two forms is printed once
        counts[f"sizes {size.size_table}"] += 1
        counts[f"sizes {size.size_table} starred"] += size.mixture == "star"
    for substituent in standing(PACKAGE.substituents, revision_id):
        counts[f"substituents {substituent.valence}"] += 1
    counts["cultivation"] = len(standing(PACKAGE.cultivation, revision_id))
    return dict(counts)


def test_the_revisions_that_were_read_are_those_of_the_texts() -> None:
    assert [revision.revision_id for revision in PACKAGE.revisions if revision.read] == list(COUNTS)
    assert [revision.revision_id for revision in PACKAGE.revisions if not revision.read] == ["2019-12-25"]


@pytest.mark.parametrize("revision_id", COUNTS)
def test_each_revision_has_as_many_rows_as_its_text(revision_id: str) -> None:
    assert counted(revision_id) == COUNTS[revision_id]


@pytest.mark.parametrize("revision_id", COUNTS)
def test_each_revision_has_the_words_of_its_text(revision_id: str) -> None:
    expected = {
        kind: Counter[tuple[str, str]]() for kind in ("row", "cell", "size", "substituent", "veterinary", "note")
    }
    for kind, identifier, printed, first, last in PRINTED:
        if first <= revision_id <= last:
            expected[kind][identifier, printed] += 1
    assert rebuilt(revision_id) == expected


def rebuilt(revision_id: str) -> dict[str, Counter[tuple[str, str]]]:
    """Fingerprints of what the files print in a revision, by kind and identifier."""
    rows = standing(PACKAGE.rows, revision_id)
    sizes = {(size.size_table, size.row_no): size for size in standing(PACKAGE.sizes, revision_id)}
    substituents = standing(PACKAGE.substituents, revision_id)
    veterinary = standing(PACKAGE.veterinary, revision_id)
    # The texts run the lines of the lists of precursors together, in another order than today's.
    lists = grouped((f"IV-{row.list}", row.printed_ru) for row in rows if row.table == "IV")
    notes = grouped((note.note_id.rpartition("-")[0], note.printed_ru) for note in standing(PACKAGE.notes, revision_id))
    return {
        "row": Counter((row.row_id, fingerprint(row.printed_ru)) for row in rows if row.table != "IV"),
        "cell": Counter((name, fingerprint("".join(sorted(words)))) for name, words in lists.items()),
        "note": Counter((name, fingerprint("".join(sorted(words)))) for name, words in notes.items()),
        # A row of the size table has no number in the texts.
        "size": Counter((size.size_table, fingerprint(size.printed_ru + cells_of(size))) for size in sizes.values()),
        "substituent": Counter((item.number, fingerprint(item.name_ru)) for item in substituents),
        "veterinary": Counter((vet.vet_id, fingerprint(vet.printed_ru)) for vet in veterinary),
    }


def grouped(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The words of the texts of each name."""
    words: dict[str, list[str]] = {}
    for name, text in texts:
        words.setdefault(name, []).extend(text.split())
    return words


def cells_of(size: Size) -> str:
    return size.raw.replace("|", "")


# --- what sources say of the acts


def test_act_22_of_2024_has_the_eight_substances_and_one_precursor_that_reports_name() -> None:
    begun = {row.row_id for row in PACKAGE.rows if row.first_revision == "2024-01-23"}
    before = {row.row_id for row in PACKAGE.rows if row.first_revision < "2024-01-23"}
    added = {
        item.substance_id for item in PACKAGE.listings if item.row_id in begun - before and item.reading != "other"
    }
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


def test_both_readings_of_eleven_and_seventeen_stay_visible() -> None:
    claims = {(claim.act_id, claim.count) for claim in PACKAGE.claims}
    assert {("kz-gov-2021-677", 11), ("kz-gov-2021-677", 17), (None, 11), (None, 17)} <= claims


def test_what_the_decree_does_not_name_has_no_position() -> None:
    listed = {listing.substance_id for listing in PACKAGE.listings}
    assert not listed & {"mephedrone", "mdpv", "carfentanil", "pregabalin", "tropicamide", "nitrous-oxide"}
    assert {"mephedrone", "mdpv", "carfentanil"} <= {treaty.substance_id for treaty in PACKAGE.treaties}


def test_the_readme_says_what_was_read_and_what_was_not() -> None:
    readme = (default_directory() / "README.md").read_text(encoding="utf-8")
    acts = {act.act_id: act for act in PACKAGE.acts}
    for revision in PACKAGE.revisions:
        [line] = [
            line
            for line in readme.splitlines()
            if line.startswith("|") and f"| No. {acts[revision.act_id].number} |" in line
        ]
        assert ("not found" in line) != revision.read


# --- the form


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
    shutil.copytree(default_directory(), tmp_path, dirs_exist_ok=True)
    damage(tmp_path)  # type: ignore[operator]
    with pytest.raises(DataPackageError, match=words):
        read_package(tmp_path, verify=False)


def test_an_unreadable_cell_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    shutil.copytree(default_directory(), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1000,", ",many,", 1), encoding="utf-8")
    with pytest.raises(DataPackageError, match=r"claims\.csv, line 2, column count"):
        read_package(tmp_path, verify=False)
