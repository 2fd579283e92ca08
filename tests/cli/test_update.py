"""`kzschedule update` against a server that serves a text in the database's shape, and fails in every way."""

import csv
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.official.later import later_text
from tests.official.shapes import portal_answer, saved_page
from tests.official.site import DATABASE, FAULTS, Site

from kzschedule import Schedule, __version__, check
from kzschedule.cli import main
from kzschedule.dates import today
from kzschedule.official import read_text
from kzschedule.official.apply import apply
from kzschedule.official.update import ask
from kzschedule.records import installation
from kzschedule.records.installation import data_in_use, last_look, shipped_directory
from kzschedule.records.package import refresh_hashes

TEXTS = os.environ.get("KZSCHEDULE_TEXTS", "")
NEW = "Выдуманное вещество"
EXCERPT = Path(__file__).parents[1] / "official" / "excerpt.md"


@pytest.fixture(scope="module")
def old_text() -> str:
    """The newest real text; an excerpt of it where the texts are not at hand."""
    file = Path(TEXTS) / "rus.2024-01-23.md" if TEXTS else EXCERPT
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(old_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data that hold that text: those that come with the library, or what the excerpt leaves of them."""
    folder = tmp_path_factory.mktemp("shipped") / "decree_470"
    if TEXTS:
        shutil.copytree(shipped_directory(), folder)
        refresh_hashes(folder)
    else:
        apply(read_text(old_text.encode()), shipped_directory(), folder)
    return folder


@pytest.fixture(scope="module")
def new_text(old_text: str) -> bytes:
    return later_text(old_text)


@pytest.fixture(autouse=True)
def home(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user without data of their own, for whom the library came with the data above."""
    monkeypatch.delenv("KZSCHEDULE_DATA", raising=False)
    monkeypatch.setattr(installation, "user_folder", lambda: tmp_path / "home")
    for module in ("records.installation", "records.package", "schedule", "official.update"):
        monkeypatch.setattr(f"kzschedule.{module}.shipped_directory", lambda: shipped)
    monkeypatch.setattr("kzschedule.official.update.user_folder", lambda: tmp_path / "home")
    installation._in_use.cache_clear()
    yield tmp_path / "home"
    installation._in_use.cache_clear()


@pytest.fixture
def site(new_text: bytes) -> Iterator[Site]:
    site = Site(new_text)
    yield site
    site.end()


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--lang", "en"])


def nothing_changed(home: Path) -> bool:
    """Whether the data in use are those from before, and no half of others lies about."""
    left = [path.name for path in home.rglob("*")] if home.exists() else []
    return data_in_use().origin == "shipped" and not [name for name in left if "decree" in name or ".part" in name or ".update" in name]  # fmt: skip


def test_a_newer_revision_is_fetched_installed_and_used(site: Site, home: Path):
    found = run("update", "--server", site.url)
    assert found.exit_code == 1, found.output  # a new row waits for its structure
    lines = found.output.splitlines()
    assert len(lines) == 5
    assert lines[0] == f"{site.url}: revision of 2026-02-01, after that of 2024-01-23"
    assert "list: 2 added, 1 ended, 0 altered" in lines[1]
    assert "act No. 45 is in force from 2026-02-12 at the earliest" in lines[2]
    assert str(home / "decree_470-2026-02-01") in lines[4]
    assert [path.partition("?")[0] for path in site.asked] == [f"{DATABASE}/versions", *[f"{DATABASE}/01.02.2026"] * 3]
    assert site.headers[0]["User-Agent"].startswith(f"kzschedule/{__version__} ")
    assert site.headers[0]["X-Requested-With"] == "XMLHttpRequest"
    assert data_in_use().folder == home / "decree_470-2026-02-01"
    for name in (NEW, f"{NEW} (выдумка-1; Выдум-Ф)", "выдумка-1", "Выдум-Ф"):
        verdict = check(name, as_of="2026-11-01")
        assert (verdict.status, verdict.matches[0].listings[0].row_id) == ("listed", "I-A-87")
        assert any("structure unknown" in message for message in verdict.messages)
        assert verdict.versions.data.endswith(f"+decree.20260201 ({home / 'decree_470-2026-02-01'})")
    assert check("карфентанил", as_of="2026-11-01").matches[0].listings[0].row_id == "I-A-88"
    again = run("update", "--server", site.url)
    assert again.exit_code == 0
    up_to_date, reminder = again.output.splitlines()
    assert up_to_date == f"up to date: {site.url} has no revision after 2026-02-01"
    sheet = home / "worksheets" / "2026-02-01.csv"
    assert f"need a decision, see {sheet}; then: kzschedule update --sheet {sheet}" in reminder
    run("data", "use", "--shipped")
    assert "need a decision" not in run("update", "--from", EXCERPT).output  # the shipped data do not hold the text


def test_a_dry_run_writes_nothing(site: Site, home: Path):
    found = run("update", "--server", site.url, "--dry-run")
    assert found.exit_code == 1
    assert found.output.splitlines()[-1] == "nothing was written"
    assert not home.exists()


def test_a_revision_that_is_not_newer_is_up_to_date(site: Site, home: Path):
    site.versions = site.versions[:2]  # type: ignore[index]
    found = run("update", "--server", site.url)
    assert (found.exit_code, found.output) == (0, f"up to date: {site.url} has no revision after 2024-01-23\n")
    assert len(site.asked) == 1
    assert nothing_changed(home)
    assert (last_look(), [path.name for path in home.iterdir()]) == (today(), ["looked.txt"])


def test_elements_are_asked_for_where_the_html_is_not_read(new_text: bytes, home: Path):
    site = Site(new_text, elements=True)
    assert "in use from now on" in run("update", "--server", site.url).output
    assert "withHtml=false" in site.asked[-1]
    assert not any("mirror" in path for path in site.asked)
    site.end()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["/versions", "&page=1", "&page=3"])
def test_the_mirror_is_asked_where_the_database_fails(site: Site, fault: str, where: str):
    site.faults = {where: FAULTS[fault]}
    source = ask("2024-01-23", server=site.url)
    assert source.name == "github.com/kazakhstan-law/government"
    assert [(text.revision, str(text.in_force)) for text in source.texts] == [("2026-02-01", "2026-02-21")]
    [failed] = source.failed
    assert site.url in failed


def test_the_day_of_the_mirror_dates_the_act(site: Site, home: Path):
    site.faults = {"/versions": FAULTS["an error"]}
    found = run("update", "--server", site.url, "--dry-run")
    assert "act No. 45 is in force from 2026-02-21" in found.output


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["/mirror/api", "/mirror/raw"])
def test_the_old_data_stay_where_both_fail(site: Site, home: Path, fault: str, where: str):
    site.faults = {"&page=2": FAULTS[fault], where: FAULTS[fault]}
    found = run("update", "--server", site.url)
    assert found.exit_code == 2
    for said in (
        "nothing could be fetched",
        "update --from FILE",
        "old.adilet.zan.kz",
        "--from FOLDER",
        "next release of the library",
    ):
        assert said in found.output
    assert nothing_changed(home)


def test_a_server_that_stops_half_way(site: Site, home: Path):
    answer = site.answer

    def stop(path: str) -> bytes | None:
        if "&page=2" in path:
            site.socket.close()  # no further connection is taken
            return None
        return answer(path)

    site.answer = stop  # type: ignore[method-assign]
    found = run("update", "--server", site.url)
    assert found.exit_code == 2
    assert nothing_changed(home)


def test_a_server_that_is_not_there(new_text: bytes, home: Path):
    site = Site(new_text)
    site.end()
    found = run("update", "--server", site.url)
    assert found.exit_code == 2
    assert "no connection" in found.output
    assert nothing_changed(home)


def test_a_certificate_that_nobody_vouches_for(new_text: bytes, home: Path, tmp_path: Path):
    site = Site(new_text, tls=True)
    found = run("update", "--server", site.url)
    assert found.exit_code == 2
    assert "certificate cannot be verified" in found.output
    assert "--certificates" in found.output
    assert site.asked == []
    (tmp_path / "none.pem").write_text("none")
    assert "give a PEM file" in run("update", "--server", site.url, "--certificates", tmp_path / "none.pem").output
    assert nothing_changed(home)
    site.end()


def test_a_text_that_would_end_much_of_the_list_is_not_installed(new_text: bytes, home: Path):
    text = new_text.decode()
    start = text.index("<tr>\n<td>2.</td>", text.index("## В. ПСИХОТРОПНЫЕ"))
    end = text.index("<tr>\n<td>61.</td>", start)
    site = Site(
        (text[:start] + text[end:]).encode() if TEXTS else new_text.replace(b"<td>1.</td>\n<td>", b"<td>1.</td>\n<td>X")
    )
    found = run("update", "--server", site.url)
    site.end()
    if TEXTS:
        assert found.exit_code == 1
        assert "rows of the List would end; the data in use stay" in found.output
        assert nothing_changed(home)


@pytest.mark.parametrize("shape", [bytes, saved_page, portal_answer])
def test_a_saved_text_does_as_well(shape, new_text: bytes, home: Path, tmp_path: Path):
    (tmp_path / "saved").write_bytes(shape(new_text))
    found = run("update", "--from", tmp_path / "saved")
    assert "in use from now on" in found.output, found.output
    assert check(NEW, as_of="2026-11-01").status == "listed"


def test_a_folder_of_texts_is_taken_in_order(old_text: str, new_text: bytes, home: Path, tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "b.md").write_bytes(new_text)
    (tmp_path / "texts" / "c.md").write_text(old_text, encoding="utf-8")
    (tmp_path / "texts" / "notes.txt").write_text("no text of the decree")
    assert "revision of 2026-02-01, after that of 2024-01-23" in run("update", "--from", tmp_path / "texts").output


@pytest.mark.parametrize("content", [b"", b"no text", b'{"content": []}', b"\xff\xfe"])
def test_a_file_that_is_no_text_is_refused(content: bytes, home: Path, tmp_path: Path):
    (tmp_path / "saved").write_bytes(content)
    assert run("update", "--from", tmp_path / "saved").exit_code == 2
    assert nothing_changed(home)


def test_a_changed_text_of_the_same_revision_is_not_taken_silently(old_text: str, home: Path, tmp_path: Path):
    (tmp_path / "a.md").write_text(old_text.replace("<td>0-0,5</td>", "<td>0-0,6</td>", 1), encoding="utf-8")
    found = run("update", "--from", tmp_path / "a.md")
    assert found.exit_code == 1
    assert "the text names no act after 2024-01-23, but its rows are others" in found.output
    assert nothing_changed(home)


def test_a_reviewed_worksheet_completes_what_was_left(site: Site, home: Path, tmp_path: Path, new_text: bytes):
    run("update", "--server", site.url)
    sheet = home / "worksheets" / "2026-02-01.csv"
    with sheet.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["printed"].startswith("Выдуманное"):
            row["decide"] = "mephedrone" if row["part"] == "list" else "I-A-87"
    with (tmp_path / "reviewed.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    found = run("update", "--server", site.url, "--sheet", tmp_path / "reviewed.csv")
    assert found.exit_code == (0 if TEXTS else 1), found.output  # of the excerpt other rows of sizes wait too
    assert data_in_use().folder == home / "decree_470-2026-02-01-2"
    assert TEXTS == "" or "earlier update" not in run("update", "--server", site.url).output
    [match] = check(NEW, as_of="2026-11-01").matches
    assert (match.substance_id, match.listings[0].row_id) == ("mephedrone", "I-A-87")
    third = new_text.replace("от 01.02.2026 № 45".encode(), "от 01.03.2026 № 99".encode()).replace(b"0-0,7", b"0-0,8")
    (tmp_path / "third.md").write_bytes(third)
    run("update", "--from", tmp_path / "third.md")  # the data are made anew, and what was decided counts
    assert data_in_use().folder.name == "decree_470-2026-03-01"
    assert check(NEW, as_of="2026-11-01").matches[0].substance_id == "mephedrone"
    assert (home / "decree_470-2026-02-01").is_dir()  # what was in use before stays


def test_data_of_a_newer_library_take_over_when_they_hold_as_much(
    site: Site, home: Path, shipped: Path, tmp_path: Path, monkeypatch
):
    run("update", "--server", site.url)
    installed = data_in_use().folder
    upgraded = tmp_path / "upgraded"
    shutil.copytree(shipped, upgraded)
    (upgraded / "README.md").write_text("another release", encoding="utf-8")
    descriptor = json.loads((upgraded / "datapackage.json").read_text(encoding="utf-8"))
    (upgraded / "datapackage.json").write_text(
        json.dumps({**descriptor, "created": "2027-01-01T00:00:00Z"}), encoding="utf-8"
    )
    refresh_hashes(upgraded)
    for module in ("records.installation", "records.package", "schedule", "official.update"):
        monkeypatch.setattr(f"kzschedule.{module}.shipped_directory", lambda: upgraded)
    installation._in_use.cache_clear()
    assert data_in_use().folder == installed  # it still holds a later revision
    found = run("update", "--server", site.url)  # and is made anew over the new release
    assert data_in_use().folder.name == "decree_470-2026-02-01-2", found.output
    newest = tmp_path / "newest"
    shutil.copytree(data_in_use().folder, newest)
    (newest / "datapackage.json").write_text(
        json.dumps({**descriptor, "created": "2028-01-01T00:00:00Z"}), encoding="utf-8"
    )
    refresh_hashes(newest)
    for module in ("records.installation", "records.package", "schedule", "official.update"):
        monkeypatch.setattr(f"kzschedule.{module}.shipped_directory", lambda: newest)
    installation._in_use.cache_clear()
    assert data_in_use().folder == newest
    assert "is not used any more" in run("data").output


def test_data_that_somebody_edited_are_not_made_anew(site: Site, home: Path, new_text: bytes, tmp_path: Path):
    run("update", "--server", site.url)
    folder = data_in_use().folder
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "title": "mine"}), encoding="utf-8")
    refresh_hashes(folder)
    third = new_text.replace("от 01.02.2026 № 45".encode(), "от 01.03.2026 № 99".encode()).replace(b"0-0,7", b"0-0,8")
    (tmp_path / "third.md").write_bytes(third)
    run("update", "--from", tmp_path / "third.md")
    title = json.loads((data_in_use().folder / "datapackage.json").read_text(encoding="utf-8"))["title"]
    assert (data_in_use().folder.name, title) == ("decree_470-2026-03-01", "mine")


def test_a_home_that_cannot_be_written_is_said(site: Site, home: Path):
    home.write_text("a file where the folder should be")
    found = run("update", "--server", site.url)
    assert found.exit_code == 2
    assert "cannot be written" in found.output
    assert home.read_text() == "a file where the folder should be"


def test_the_list_of_a_program_that_runs_stays_as_it_is(site: Site, home: Path):
    before = Schedule.default()
    run("update", "--server", site.url)
    assert before.package.directory == shipped_directory() or before.package.version
    assert Schedule.default() is not before
