"""Where newer revisions come from: the official database, its mirror, a local clone of that, or files.

The database and the mirror are asked as other projects ask them; nothing else is known of their interfaces. Whatever
they answer is untrusted: a day has to be one, an address is made of it alone, and each text is read before it counts.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kzschedule.official.errors import FetchError, OfficialTextError
from kzschedule.official.fetch import Get
from kzschedule.official.model import Reading
from kzschedule.official.page import MAX_BYTES, MAX_PAGES, read_bounded
from kzschedule.official.rows import read_text, requisite

DATABASE = "https://zan.gov.kz"
MIRROR_LIST = "https://api.github.com"
MIRROR_FILES = "https://raw.githubusercontent.com"
MIRROR = "kazakhstan-law/government"
_ACT = "132913"
_PATH = (
    "06-government/103-pravitelstvo/2019/"
    "0703-ob-utverzhdenii-spiska-narkoticheskikh-sredstv-psikhotropnykh-ve-132913/rus.md"
)
#: What the database's own page sends with its requests.
_HEADERS = {"Accept": "*/*", "X-Requested-With": "XMLHttpRequest", "Referer": f"{DATABASE}/client/"}
_MAX_REVISIONS = 100
_COMMIT = re.compile(r"[0-9a-f]{40}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the decree as it came, where from, what was read, and from which day the source has it in force."""

    name: str
    content: bytes
    reading: Reading
    in_force: date | None = None

    @property
    def revision(self) -> str:
        """The revision that it is, empty if it names no act."""
        return "" if self.reading.revision.date is None else self.reading.revision.date.isoformat()


def text_of(content: bytes, name: str, in_force: date | None = None) -> Text:
    """Read a text.

    Raises
    ------
    OfficialTextError
        If it is none.
    """
    return Text(name, content, read_text(content, name), in_force)


# ---- the official database


def from_database(get: Get, newest: str, *, server: str = DATABASE) -> list[Text]:
    """Return the revisions of the official database that are newer than one, the oldest first.

    Raises
    ------
    FetchError
        If the database cannot be asked.
    OfficialTextError
        If what it answers is not what is known of its answers.
    """
    address = f"{server}/api/documents/{_ACT}/rus"
    versions = _json(get(f"{address}/versions", **_HEADERS), f"{address}/versions")
    if not isinstance(versions, list) or not versions or len(versions) > _MAX_REVISIONS:
        raise OfficialTextError(f"{address}/versions does not list the revisions of the decree")
    days = {_day_of(version, address) for version in versions}
    return [_revision(get, address, day) for day in sorted(days) if day > newest]


def _day_of(version: Any, address: str) -> str:
    day = version.get("versionDate") if isinstance(version, dict) else None
    if not isinstance(day, str) or not _is_day(day):
        raise OfficialTextError(f"{address}/versions has a revision without a day: {str(day)[:40]!r}")
    return day


def _revision(get: Get, address: str, day: str) -> Text:
    """Fetch one revision, with HTML in it, or, if that cannot be read, as elements."""
    try:
        return text_of(_pages(get, address, day, "true"), f"{day}.json")
    except OfficialTextError:
        return text_of(_pages(get, address, day, "false"), f"{day}.json")


def _pages(get: Get, address: str, day: str, with_html: str) -> bytes:
    """Return all pages of a revision in one file, as they were answered."""
    written = ".".join(reversed(day.split("-")))
    pages: list[Any] = []
    size, count = 0, 1
    while len(pages) < count:
        url = f"{address}/{written}?withHtml={with_html}&page={len(pages) + 1}"
        answer = get(url, **_HEADERS)
        page = _json(answer, url)
        said = page.get("pagesCount", 1) if isinstance(page, dict) else None
        size += len(answer)
        if not isinstance(said, int) or not 0 < said <= MAX_PAGES or size > MAX_BYTES:
            raise OfficialTextError(f"{url} is no page of the decree, or one of too many")
        count = said
        pages.append(page)
    return json.dumps(pages, ensure_ascii=False).encode()


def _json(answer: bytes, url: str) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise OfficialTextError(f"{url} does not answer JSON ({str(error)[:80]}); open it in a browser") from error


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


# ---- the mirror, which keeps one commit a revision


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the mirror: its day is that of the entry into force, its words name the act."""

    sha: str
    day: date
    act: tuple[date, str] | None


def from_mirror(get: Get, newest: str, *, lists: str = MIRROR_LIST, files: str = MIRROR_FILES) -> list[Text]:
    """Return the revisions of the mirror that are newer than one, the oldest first.

    Raises
    ------
    FetchError
        If the mirror cannot be asked.
    OfficialTextError
        If what it answers is not what is known of its answers.
    """
    url = f"{lists}/repos/{MIRROR}/commits?path={_PATH}&per_page={_MAX_REVISIONS}"
    said = _json(get(url), url)
    commits = [_commit(item) for item in said] if isinstance(said, list) else []
    if not commits or None in commits:
        raise OfficialTextError(f"{url} does not list the revisions of the decree")
    found = []
    for commit in reversed([commit for commit in commits if commit is not None]):
        if commit.act is None or commit.act[0].isoformat() > newest:
            content = get(f"{files}/{MIRROR}/{commit.sha}/{_PATH}")
            found.append(text_of(content, f"{commit.sha[:12]}.md", commit.day))
    return found


def _commit(item: Any) -> Commit | None:
    try:
        told = item["commit"]
        return _commit_of(item["sha"], told["author"]["date"][:10], told["message"])
    except (KeyError, TypeError, ValueError):
        return None


def _commit_of(sha: str, day: str, message: str) -> Commit:
    if _COMMIT.fullmatch(sha) is None:
        raise ValueError(sha)
    trailer = re.search(r"^Cause-Act-Requisite:(.*)$", message, re.MULTILINE)
    return Commit(sha, date.fromisoformat(day), requisite(trailer[1] if trailer else message))


# ---- a clone of the mirror


def from_clone(clone: Path) -> list[Text]:
    """Return every revision that a local clone of the mirror has, with its day of entry into force.

    Raises
    ------
    OfficialTextError
        If there is no clone, or it has no text of the decree.
    """
    said = _git(
        clone,
        "log",
        "--format=%x1e%H%x1f%as%x1f%B%x1f",
        "--name-only",
        "--diff-filter=d",
        "--reverse",
        "--",
        f"*-{_ACT}/rus.md",
    )
    found = []
    for record in said.decode("utf-8", errors="replace").split("\x1e")[1:]:
        sha, day, message, names = record.split("\x1f")
        path = names.strip().split("\n")[-1]
        commit = _commit_of(sha, day, message)
        text = text_of(_git(clone, "show", f"{sha}:{path}"), f"{sha[:12]}.md", commit.day)
        found.append(text)
    if not found:
        raise OfficialTextError(f"{clone} has no file …-{_ACT}/rus.md: clone https://github.com/{MIRROR}")
    return found


def _git(clone: Path, *arguments: str) -> bytes:
    """Run git on a clone; nothing that a repository's settings name is run."""
    quiet = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotePath=false")
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", "-C", str(clone), *quiet, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=120, env=environment)
    except FileNotFoundError as error:
        raise OfficialTextError("git is not installed; give the files of the texts instead of a clone") from error
    except (subprocess.SubprocessError, ValueError) as error:
        said = (getattr(error, "stderr", None) or b"").decode("utf-8", errors="replace").strip() or str(error)
        raise OfficialTextError(f"{clone} cannot be read as a git repository ({said[:200]})") from error
    return done.stdout[: MAX_BYTES + 1]


# ---- files


def from_files(path: Path) -> list[Text]:
    """Return the Russian texts of a file, of the files in a folder, or of a clone of the mirror.

    Raises
    ------
    OfficialTextError
        If there is none.
    """
    if (path / ".git").exists():
        return from_clone(path)
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    found, refused = [], []
    for file in files[:_MAX_REVISIONS]:
        try:
            found.append(text_of(read_bounded(file), file.name))
        except OfficialTextError as error:
            refused.append(error)
    if not found:
        raise refused[0] if refused else OfficialTextError(f"{path} holds no file; give a text of the decree")
    return found


def newer(texts: Iterable[Text], newest: str) -> Iterator[Text]:
    """Iterate over the Russian texts of later revisions than one, the oldest first, each once.

    A day that the text itself prints counts more than one that its source has.
    """
    chosen = {text.revision: text for text in texts if text.revision > newest and text.reading.language == "rus"}
    for _, text in sorted(chosen.items()):
        printed = text.reading.revision.in_force
        yield replace(text, in_force=printed or text.in_force)


__all__ = [
    "DATABASE", "MIRROR", "MIRROR_FILES", "MIRROR_LIST", "FetchError", "Text", "from_clone", "from_database",
    "from_files", "from_mirror", "newer", "text_of",
]  # fmt: skip
