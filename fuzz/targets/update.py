"""Answers of the database and of its mirror: `kzschedule.official.revisions`, whatever they send.

The input is cut at its NUL bytes into the answers that are given, one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from fuzz.mutation import pieces
from kzschedule.errors import KzScheduleError
from kzschedule.official.errors import FetchError
from kzschedule.official.revisions import from_database, from_mirror, newer

MAX_BYTES = 60_000
TOKENS = (
    *('"versionDate"', '"2026-02-01"', '"2024-01-23"', '"9999-99-99"', '"0001-01-01"', '"../../a"', '"pagesCount"', ": 1", ": 3", ": 1e9", ": -1"),
    *(": true", "null", "[]", "{}", "[[[[", '"content"', '"version"', '"cause"', '"requisites"', '"rus"', '"language"', '"kaz"', '"\\ud800"'),
    *('"sha"', '"0123456789abcdef0123456789abcdef01234567"', '"commit"', '"message"', '"author"', '"date"', "Cause-Act-Requisite:", "\x00"),
    *('"type"', '"text"', '"table"', '"level"', '"properties"', '"key"', '"html"', '"value"', "<table>", "</table>", "<tr>", "<td>", "<article>", "<p class='note'>"),
)  # fmt: skip
mutate = pieces(TOKENS, cut=",")
_EXCERPTS = Path(__file__).parents[2] / "tests" / "official" / "excerpts"


def seeds() -> Iterator[bytes]:
    """Answers in the shapes that are known."""
    versions = json.dumps([{"versionDate": "2024-01-23"}, {"versionDate": "2026-02-01"}])
    for name in ("database_html.json", "database_elements.json"):
        pages = json.loads((_EXCERPTS / name).read_text(encoding="utf-8"))
        answers = [versions, *(json.dumps(page, ensure_ascii=False) for page in pages)]
        yield "\0".join(answers).encode()[:MAX_BYTES]
    commit = {"message": "от 1 февраля 2026 года № 45", "author": {"date": "2026-02-21T00:00:00Z"}}
    commits = json.dumps([{"sha": "0" * 40, "commit": commit}])
    yield "\0".join([commits, (_EXCERPTS / "text.md").read_text(encoding="utf-8")]).encode()


def run(data: bytes) -> None:
    """Ask for revisions: they are later ones, each once, or an error of the library is raised."""
    for way in (from_database, from_mirror):
        answers = iter(data.split(b"\0"))

        def get(url: str, answers: Iterator[bytes] = answers, **headers: str) -> bytes:  # noqa: ARG001  # as the client is called
            assert url.startswith("https://"), url
            assert ".." not in url, url
            answer = next(answers, None)
            if answer is None:
                raise FetchError("the server has stopped")
            return answer

        try:
            found = list(newer(way(get, "2024-01-22"), "2024-01-22"))
        except KzScheduleError:
            continue
        days = [text.revision for text in found]
        assert days == sorted(set(days)), "not one text a revision"
