"""A small data package: some rows of the shipped one, with all that they refer to, so that it can be damaged quickly."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kzschedule.records.package import DESCRIPTOR, FILES, default_directory, dump_rows, refresh_hashes
from kzschedule.validation.raw import RULE_FILE

Rows = list[dict[str, str]]
Files = dict[str, Rows]

#: Rows of the List that are taken over: each section, a row for each thing that can be wrong.
ROWS = {
    "I-A-1", "I-A-20", "I-A-37", "I-A-46", "I-A-62", "I-A-73", "I-A-84", "I-A-85", "I-A-86", "I-B-7", "I-B-35", "I-B-55", "I-B-61",
    "I-B-61.11", "II-A-13", "II-A-15", "II-A-20-1", "II-A-26", "II-A-54", "II-B-6", "III-A-1", "III-A-2", "III-A-3",
    "III-A-4", "III-A-5", "III-A-6", "III-A-7", "III-B-42", "III-B-65", "III-B-66", "IV-1.9", "IV-1.12", "IV-1.32",
    "IV-2.1", "IV-2.13", "IV-2.14", "IV-2.18",
}  # fmt: skip
#: Substances that are taken over, whether one of the rows means them or not.
SUBSTANCES = {
    "mephedrone",
    "khat",
    "cathine",
    "phencyclidine",
    "mppp",
    "fentanyl",
    "metamfetamine",
    "metamfetamine-racemate",
}
CLASSES = {"cathinone", "fentanyl"}
SUBSTITUENTS = {"1.1", "1.59", "2.2", "2.3", "2.8", "2.16"}


def split(cell: str) -> set[str]:
    return set(cell.split("|")) - {""}


def read_files(directory: Path) -> Files:
    """The cells of each file."""
    return {
        name: list(csv.DictReader(io.StringIO((directory / name).read_text(encoding="utf-8"), newline="")))
        for name in FILES
    }


def write_files(directory: Path, files: Files) -> None:
    """Write the cells in canonical form with fresh hashes, so that only the meaning can be wrong."""
    for name, model in FILES.items():
        text = dump_rows(model, (list(cells.values()) for cells in files[name]))
        (directory / name).write_text(text, encoding="utf-8", newline="")
    refresh_hashes(directory)


def closed(files: Files, kept: set[str]) -> set[str]:
    """The substances, and those that share a declared name with them."""
    meanings: dict[str, set[str]] = {}
    for row in files["collisions.csv"]:
        meanings.setdefault(row["name"], set()).add(row["substance_id"])
    while True:
        more = kept.union(*(group for group in meanings.values() if group & kept)) - {""}
        if more == kept:
            return kept
        kept = more


def excerpt_of(files: Files) -> Files:
    """The rows of `ROWS` with all that they refer to."""
    known = {row["substance_id"] for row in files["substances.csv"]}
    files = dict(files)

    def keep(name: str, wanted: Callable[[dict[str, str]], bool]) -> Rows:
        files[name] = [row for row in files[name] if wanted(row)]
        return files[name]

    for name in ("rows.csv", "listings.csv", "groups.csv", "preparations.csv"):
        keep(name, lambda row: row["row_id"] in ROWS and row.get("group_id") != "synthetic-cannabinoids")
    keep("substituents.csv", lambda row: row["number"] in SUBSTITUENTS)
    keep("structure_classes.csv", lambda row: row["class_id"] in CLASSES)
    groups = {f"group:{row['group_id']}" for row in files["groups.csv"]}
    keep("sizes.csv", lambda row: split(row["targets"]) <= ROWS | groups)
    keep("claims.csv", lambda row: split(row["row_ids"]) <= ROWS)
    kept = set(SUBSTANCES)
    for name in ("groups.csv", "structure_classes.csv"):
        for row in files[name]:
            kept |= (split(row.get("members", "")) | split(row["examples"]) | split(row["decoys"])) & known
    for row in (*files["listings.csv"], *files["preparations.csv"], *files["cultivation.csv"]):
        kept |= {row.get("substance_id", ""), row.get("plant_id", "")} | split(row.get("substance_ids", ""))
    kept = closed(files, kept - {""})
    for name in ("substances.csv", "names.csv", "treaties.csv", "other_lists.csv"):
        keep(name, lambda row: row["substance_id"] in kept)
    for row in files["substances.csv"]:
        row["structure_class"] = "|".join(sorted(split(row["structure_class"]) & CLASSES))
    told = {row["name"] for row in files["collisions.csv"] if row["substance_id"] in kept}
    keep("collisions.csv", lambda row: row["name"] in told)
    keep("veterinary.csv", lambda row: split(row["substance_ids"]) <= kept)
    used = set(json.loads((default_directory() / RULE_FILE).read_text(encoding="utf-8"))["source_ids"])
    for name in files.keys() - {"sources.csv"}:
        columns = [column for column in files[name][0] if "source" in column or column == "structure_evidence"]
        used.update(value for row in files[name] for column in columns for value in split(row[column]))
    keep("sources.csv", lambda row: row["source_id"] in used)
    return files


@pytest.fixture(scope="session")
def excerpt_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("excerpt")
    for name in (DESCRIPTOR, RULE_FILE):
        shutil.copy(default_directory() / name, folder)
    write_files(folder, excerpt_of(read_files(default_directory())))
    return folder


@pytest.fixture
def package(excerpt_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small package."""
    return Path(shutil.copytree(excerpt_folder, tmp_path / "package"))


@pytest.fixture
def files(package: Path) -> Files:
    """The cells of its files."""
    return read_files(package)


@pytest.fixture
def write() -> Callable[[Path, Files], None]:
    return write_files
