"""Revisions and their days of entry into force from a local clone of the mirror."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kzschedule.cli.official import command
from kzschedule.official import OfficialTextError
from kzschedule.official.dating import apply_datings, datings
from kzschedule.official.law import read_acts
from kzschedule.official.revisions import from_clone, from_files
from kzschedule.records.package import read_package
from kzschedule.validation import validate

from .conftest import DAYS

PLACE = "06-government/2019/0703-ob-utverzhdenii-132913"
#: Invented days of entry into force; that of No. 326 is earlier than its text allows.
ENTRY = dict(zip(DAYS, ("2019-07-05", "2021-10-20", "2022-05-25", "2023-04-11", "2024-02-07"), strict=True))
ACTS = {"2019-07-03": "3 июля 2019 года № 470", "2021-09-27": "27 сентября 2021 года № 677", "2022-05-23": "23 мая 2022 года № 326", "2023-03-20": "20 марта 2023 года № 240", "2024-01-23": "23 января 2024 года № 22"}  # fmt: skip


def git(clone: Path, *arguments: str, day: str = "2024-01-01") -> None:
    when = f"{day}T00:00:00+05:00"
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(clone), "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "a"), ("EMAIL", "a@b"), ("DATE", when))},
    }  # fmt: skip
    subprocess.run(["git", "-C", str(clone), *arguments], check=True, capture_output=True, env=environment)


def clone_of(texts: Path, clone: Path, days: tuple[str, ...] = DAYS) -> Path:
    file = clone / PLACE / "rus.md"
    file.parent.mkdir(parents=True)
    git(clone, "init", "-q")
    (clone / "README.md").write_text("mirror")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "another act", day="2019-01-01")
    for day in days:
        file.write_bytes((texts / f"rus.{day}.md").read_bytes())
        git(clone, "add", "-A")
        message = (
            f"Постановление\n\nCause-Act-Requisite: Постановление Правительства Республики Казахстан от {ACTS[day]}\n"
        )
        git(clone, "commit", "-qm", message, day=ENTRY[day])
    return clone


@pytest.fixture(scope="module")
def clone(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone_of(texts, tmp_path_factory.mktemp("clone"))


def test_every_revision_is_found_with_its_day(clone: Path):
    found = from_clone(clone)
    assert [(text.revision, str(text.in_force)) for text in found] == list(ENTRY.items())
    assert [text.reading.revision.act for text in found] == ["470", "677", "326", "240", "22"]


def test_an_assumed_day_is_replaced_and_another_only_told(clone: Path, data: Path, tmp_path: Path):
    found = datings(read_acts(data), from_clone(clone))
    assert [(dating.act.number, str(dating.day), dating.taken) for dating in found] == [
        ("326", "2022-05-25", False),  # before the tenth day after signing
        ("240", "2023-04-11", True),
        ("22", "2024-02-07", False),  # the data have a reported day
    ]
    apply_datings(data, tmp_path / "out", found)
    assert not [finding for finding in validate(tmp_path / "out") if finding.severity == "error"]
    acts = {act.number: act for act in read_package(tmp_path / "out").acts}
    dated = acts.pop("240")
    assert (dated.from_earliest, dated.from_sure, dated.date_source) == (
        date(2023, 4, 11),
        date(2023, 4, 11),
        "reported",
    )
    assert "2023-06-18 was assumed before" in (dated.note or "")
    before = {act.number: act for act in read_package(data).acts}
    assert acts == {number: act for number, act in before.items() if number != "240"}


def test_a_clone_without_contradictions_changes_nothing_but_hashes(clone: Path, data: Path, tmp_path: Path):
    apply_datings(data, tmp_path / "out", [])
    assert {path.name for path in data.rglob("*") if path.is_file() and path.read_bytes() != (tmp_path / "out" / path.relative_to(data)).read_bytes()} == set()  # fmt: skip


def test_the_command_tells_and_writes(clone: Path, data: Path, tmp_path: Path):
    arguments = ["history", str(clone), "--data", str(data), "--out", str(tmp_path / "out"), "--texts", str(tmp_path / "texts"), "--lang", "en"]  # fmt: skip
    found = CliRunner().invoke(command, arguments)
    assert found.exit_code == 0, found.output
    assert "revision of 2023-03-20, act No. 240, in force from 2023-04-11" in found.output
    assert "act No. 240: the data assume 2023-06-18, the clone has 2023-04-11, which is taken" in found.output
    assert "act No. 326: the data have 2022-06-03 to 2022-08-21, the clone has 2022-05-25; not taken" in found.output
    assert sorted(path.name for path in (tmp_path / "texts").iterdir()) == [f"rus.{day}.md" for day in DAYS]
    assert [text.revision for text in from_files(tmp_path / "texts")] == list(DAYS)


@pytest.mark.parametrize("kind", ["missing", "plain", "empty"])
def test_what_is_no_clone_is_refused(kind: str, tmp_path: Path):
    clone = tmp_path / kind
    if kind != "missing":
        clone.mkdir()
    if kind == "empty":
        git(clone, "init", "-q")
        (clone / "a").write_text("a")
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", "a")
    with pytest.raises(OfficialTextError, match=r"git|132913"):
        from_clone(clone)
    assert CliRunner().invoke(command, ["history", str(clone)]).exit_code == 2
