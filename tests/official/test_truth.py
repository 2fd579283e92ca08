"""The data say what the decree prints, revision by revision: excerpts of the five texts, and the whole texts where they are at hand."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kzschedule.cli import main
from kzschedule.official import read_text
from kzschedule.official.apply import apply
from kzschedule.official.law import KEYS, Law, read_law, with_records
from kzschedule.official.plan import Step, plan
from kzschedule.official.sheet import FOLDER, read_decisions
from kzschedule.records import installation
from kzschedule.records.installation import last_look, shipped_directory

from .conftest import DAYS, HERE
from .later import later_text
from .shapes import database_html
from .site import FAULTS, Site

EXCERPTS = HERE / "excerpts" / "revisions"
CAUSE = "Постановление Правительства Республики Казахстан от 23 января 2024 года № 22"


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(shipped_directory())


def standing(law: Law, day: str) -> Law:
    """The law as the data have it in a revision."""

    def states(name: str) -> tuple[Any, ...]:
        stood = (state for state in getattr(law, name) if state.first_revision <= day <= (state.last_revision or day))
        return tuple(state.model_copy(update={"last_revision": None}) for state in stood)

    revisions = tuple(revision for revision in law.revisions if revision.revision_id <= day)
    return replace(law, revisions=revisions, **{name: states(name) for name in KEYS})


def steps(text: bytes, law: Law, day: str) -> list[Step]:
    return list(plan(read_text(text), standing(law, day), read_decisions(shipped_directory() / FOLDER)).steps)


def parted(text: bytes, law: Law, day: str) -> list[Step]:
    """Where an excerpt and the data part; that an excerpt leaves rows out is none of it."""
    return [step for step in steps(text, law, day) if step.action != "end"]


@pytest.mark.parametrize("day", DAYS)
def test_the_data_say_what_an_excerpt_prints(day: str, law: Law) -> None:
    text = (EXCERPTS / f"{day}.md").read_bytes()
    assert parted(text, law, day) == []
    read = read_text(text)
    assert str(read.revision.date) == day
    assert len(read.list) > 30
    assert len(read.sizes) > 5
    assert read.substituents
    assert read.notes


@pytest.mark.parametrize("day", DAYS)
def test_the_data_say_what_a_whole_text_prints(day: str, law: Law, texts: Path) -> None:
    assert steps((texts / f"rus.{day}.md").read_bytes(), law, day) == []


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("part", KEYS)
def test_data_that_part_from_a_text_are_noticed(part: str, day: str, law: Law) -> None:
    text = (EXCERPTS / f"{day}.md").read_bytes()
    left_out = {step.row_id for step in steps(text, law, day)}
    column = {"substituents": "name_ru"}.get(part, "printed_ru")
    told = "printed_ru" if part == "sizes" else KEYS[part]
    here = [state for state in getattr(standing(law, day), part) if getattr(state, told) not in left_out]
    assert here, "the excerpt has no row of the part"
    state = here[-1]
    others = [other for other in getattr(law, part) if other.model_copy(update={"last_revision": None}) != state]
    altered = state.model_copy(update={column: f"{getattr(state, column)}-altered"})
    assert parted(text, with_records(law, part, [*others, altered]), day)
    assert parted(text, with_records(law, part, others), day)  # a row that is missing
    if part == "sizes":
        figure = state.model_copy(update={"large_to": (state.large_to or 0) + 1})
        assert [step.action for step in parted(text, with_records(law, part, [*others, figure]), day)] == ["change"]


# --- validate --online


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installation, "user_folder", lambda: tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def held(excerpt: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data that hold the excerpt of the newest text."""
    folder = tmp_path_factory.mktemp("held") / "decree_470"
    apply(read_text(excerpt.encode()), shipped_directory(), folder)
    return folder


class Newest(Site):
    """A database whose newest revision is that of 2024, with a text that a test gives."""

    def __init__(self, text: bytes) -> None:
        super().__init__(text)
        self.versions = self.versions[:2]  # type: ignore[index]
        self.html = database_html(text, pages=3, day="2024-01-23", cause=CAUSE)

    def answer(self, path: str) -> bytes | None:
        return super().answer(path.replace("/23.01.2024", "/01.02.2026"))


@pytest.fixture
def newest(excerpt: str) -> Iterator[Newest]:
    site = Newest(excerpt.encode())
    yield site
    site.end()


def online(folder: Path, site: Site) -> Result:
    return CliRunner().invoke(
        main, ["validate", str(folder), "--online", "--server", site.url, "--lang", "en"], catch_exceptions=False
    )


def test_data_that_hold_the_newest_text_pass_and_the_look_is_noted(newest: Newest, held: Path) -> None:
    found = [line for line in online(held, newest).output.splitlines() if "[online]" in line]
    # The excerpt has rows of sizes whose rows of the List it leaves out; they are the size of nothing.
    assert all(line.startswith("sizes.csv") and "the data lack" in line for line in found), found
    assert last_look() is not None


def test_the_shipped_data_say_what_the_newest_text_does(texts: Path) -> None:
    site = Newest((texts / f"rus.{DAYS[-1]}.md").read_bytes())
    found = online(shipped_directory(), site)
    site.end()
    assert "[online]" not in found.output, found.output


def test_each_place_where_data_and_newest_text_part_is_an_error(excerpt: str, held: Path) -> None:
    site = Newest(excerpt.replace("<td>Метонитазен</td>", "<td>Метонитазин</td>").encode())
    found = online(held, site)
    site.end()
    assert found.exit_code == 1
    assert Counter(line.split(":")[0] for line in found.output.splitlines() if "[online]" in line)["rows.csv"] == 1
    assert "Метонитазин" in found.output


def test_a_newer_revision_is_an_error(excerpt: str, held: Path) -> None:
    site = Site(later_text(excerpt))
    found = online(held, site)
    site.end()
    assert found.exit_code == 1
    assert "revisions.csv: error [online]" in found.output
    assert "has a revision of 2026-02-01" in found.output
    assert "kzschedule update" in found.output


def test_what_cannot_be_fetched_is_said(newest: Newest, held: Path) -> None:
    newest.faults = {"/": FAULTS["an error"]}
    found = online(held, newest)
    assert found.exit_code == 2
    assert "nothing could be fetched" in found.output
    assert last_look() is None
