"""The client of ``kzschedule update``: a server on loopback answers whatever stands in the input, byte by byte.

The input is cut at its marks into answers with their heads, which are given one after the other. A head that names a
compression has the body compressed so, but where ``!raw`` stands in front of it; ``!zeros`` is a megabyte of zeros, and
``OTHER`` is the address of another server, which nobody may ask.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from unittest.mock import patch

from fuzz.mutation import pieces
from kzschedule.errors import KzScheduleError
from kzschedule.official import fetch
from kzschedule.official.fetch import Client
from kzschedule.official.page import MAX_BYTES as MOST
from kzschedule.official.revisions import from_database, from_mirror, newer

MAX_BYTES = 30_000
MARK = "\n\x1e\n"
TOKENS = (
    *("HTTP/1.1 200 OK\r\n", "HTTP/1.0 200\r\n", "HTTP/2 200\r\n", "HTTP/1.1 302 Found\r\n", "HTTP/1.1 308 x\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 204 x\r\n", "HTTP/1.1 206 x\r\n", "HTTP/1.1 304 x\r\n", "HTTP/1.1 503 x\r\n", "HTTP/1.1 999999 x\r\n"),
    *("Location: /a\r\n", "Location: OTHER\r\n", "Location: OTHER/a\r\n", "Location: //example.org\r\n", "Location: http://[::1\r\n", "Location: http://a:99999/\r\n", "Location: file:///etc/passwd\r\n", "Location: \r\n", "Location: http://\ud83d\ude00.invalid/\r\n", "Location: HTTP://127.0.0.1@OTHER\r\n", "Location: ..\\..\r\n", "Location: ?" + "a" * 70_000 + "\r\n", "Location: javascript:a\r\n", "Location: https://xn--a/\r\n", "Location: /\x7f\x00\r\n"),
    *("Content-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: 0\r\n", "Content-Length: 1, 2\r\n", "Content-Length: +5\r\n"),
    *("Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "5\r\n[1,2]\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "-1\r\n", "0;a=b\r\nX: y\r\n\r\n"),
    *("Content-Encoding: gzip\r\n", "Content-Encoding: deflate\r\n", "Content-Encoding: gzip, gzip\r\n", "Content-Encoding: br\r\n", "Content-Encoding: zstd\r\n", "Content-Encoding: identity, gzip\r\n", "Content-Encoding: x-gzip\r\n", "Content-Encoding: " + "gzip," * 500 + "\r\n", "!raw", "!zeros"),
    *("Set-Cookie: a=b; Domain=.\r\n", "Set-Cookie: \xff=\x00\r\n", "Content-Type: text/html; charset=x\r\n", "Content-Type: " + "a" * 3_000 + "\r\n", "Connection: close\r\n", "Connection: upgrade\r\nUpgrade: h2c\r\n", "WWW-Authenticate: Digest realm=\r\n", "X: \xff\r\n", "X : y\r\n", ": \r\n", " folded\r\n", "\r\n\r\n", "\n", MARK),
)  # fmt: skip
mutate = pieces(TOKENS, cut="\n")
#: Seconds that the client waits: the server closes each connection when it has answered.
_WAIT = 3.0
_EXCERPTS = Path(__file__).parents[2] / "tests" / "official" / "excerpts"
_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def seeds() -> Iterator[bytes]:
    """Answers in the shapes that are known, whole, in pieces, compressed and by a roundabout way."""
    versions = json.dumps([{"versionDate": "2024-01-23"}, {"versionDate": "2026-02-01"}])
    pages = json.loads((_EXCERPTS / "database_html.json").read_text(encoding="utf-8"))
    answers = [versions, *(json.dumps(page, ensure_ascii=False)[:8_000] for page in pages)]
    for head in (
        "",
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: deflate\r\n",
        "Connection: close\r\n",
        "Set-Cookie: a=b\r\n",
    ):
        yield MARK.join(f"{_HEAD}{head}\r\n{answer}" for answer in answers).encode()
    yield MARK.join(f"{_HEAD}Content-Length: {len(answer.encode())}\r\n\r\n{answer}" for answer in answers).encode()
    chunked = (f"{len(answer.encode()):x}\r\n{answer}\r\n0\r\n\r\n" for answer in answers)
    yield MARK.join(f"{_HEAD}Transfer-Encoding: chunked\r\n\r\n{answer}" for answer in chunked).encode()
    for place in ("/a", "OTHER/a"):
        yield MARK.join(
            [f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n", f"{_HEAD}\r\n{versions}"]
        ).encode()
    commit = {"message": "от 1 февраля 2026 года № 45", "author": {"date": "2026-02-21T00:00:00Z"}}
    commits = json.dumps([{"sha": "0" * 40, "commit": commit}])
    text = (_EXCERPTS / "text.md").read_text(encoding="utf-8")
    down = "HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n"
    yield MARK.join([down, *(f"{_HEAD}\r\n{answer}" for answer in (commits, text))]).encode()
    yield f"{_HEAD}Content-Encoding: gzip, gzip\r\n\r\n{'!zeros' * 8}".encode()


def run(data: bytes) -> None:
    """Ask for revisions, as the update does: they are read, or an error of the library says why not."""
    site, other = _sites()
    site.answers = [_answer(part, other.url) for part in data.split(MARK.encode())]
    for way in (_by_database, _by_mirror):
        # Nothing is encrypted here, and the list of those who vouch for certificates takes most of the time to read.
        with patch.object(fetch, "_trusting", return_value=False):
            client = Client(timeout=_WAIT)
        with client, suppress(KzScheduleError):
            way(client, site.url)
    assert not other.asked, "another server was asked"


def _by_database(client: Client, url: str) -> None:
    assert len(client.get(f"{url}/first")) <= MOST
    list(newer(from_database(client.get, "2024-01-22", server=url), "2024-01-22"))


def _by_mirror(client: Client, url: str) -> None:
    list(newer(from_mirror(client.get, "2024-01-22", lists=url, files=url), "2024-01-22"))


def _answer(part: bytes, other: str) -> bytes:
    """Return the bytes that are sent: a body is compressed as its head says."""
    part = part.replace(b"OTHER", other.encode())
    head, end, body = part.partition(b"\r\n\r\n")
    body = body.replace(b"!zeros", bytes(1 << 20), 64)
    said = re.search(rb"(?i)content-encoding:([^\r\n]*)", head)
    if said is None or body.startswith(b"!raw"):
        return head + end + body.removeprefix(b"!raw")
    for name in said[1].split(b",")[:8]:
        if name.strip() in (b"gzip", b"x-gzip"):
            body = gzip.compress(body, 6, mtime=0)
        elif name.strip() == b"deflate":
            body = zlib.compress(body)
    return head + end + body


class _Site:
    """A server on loopback that gives the answers that it has, one to a connection, and counts who asks."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                connection.settimeout(_WAIT)
                try:
                    asked = b""
                    while b"\r\n\r\n" not in asked and (part := connection.recv(65_536)):
                        asked += part
                    self.asked += 1
                    connection.sendall(self.answers.pop(0) if self.answers else b"")
                    connection.shutdown(socket.SHUT_WR)
                except OSError:
                    continue  # who asked has heard enough


@cache
def _sites() -> tuple[_Site, _Site]:
    """Return the server that is asked, and the one that is not."""
    return _Site(), _Site()
