import gzip
import ssl
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kzschedule import __version__
from kzschedule.official import FetchError
from kzschedule.official.fetch import fetch

BODY = "## ТАБЛИЦА I\n".encode() * 1000
CERTIFICATE = Path(__file__).parent / "tls" / "self_signed.pem"


class Site(BaseHTTPRequestHandler):
    """A site on loopback; the path says how it behaves."""

    def do_GET(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        server.asked.append((self.path, self.headers["User-Agent"]))
        getattr(self, self.path.strip("/").partition("/")[0] or "plain")()

    def answer(
        self, status: int, body: bytes = b"", location: str = "", length: int | None = None, encoding: str = ""
    ) -> None:
        self.send_response(status)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def plain(self) -> None:
        self.answer(200, BODY)

    def error(self) -> None:
        self.answer(503, BODY)

    def empty(self) -> None:
        self.answer(200)

    def moved(self) -> None:
        self.answer(302, location="/plain")

    def circle(self) -> None:
        self.answer(302, location="/circle")

    def elsewhere(self) -> None:
        self.answer(302, location="http://example.invalid/")

    def short(self) -> None:
        self.answer(200, BODY[:50], length=len(BODY))

    def endless(self) -> None:
        self.answer(200, b"x" * 3_000_000)

    def zipped(self) -> None:
        self.answer(200, gzip.compress(BODY), encoding="GZIP")

    def deflated(self) -> None:
        self.answer(200, zlib.compress(BODY), encoding="deflate")

    def bare(self) -> None:
        self.answer(200, zlib.compress(BODY)[2:-4], encoding="identity, deflate")

    def swollen(self) -> None:
        self.answer(200, gzip.compress(bytes(300_000_000)), encoding="gzip")

    def twice(self) -> None:
        self.answer(200, gzip.compress(gzip.compress(BODY)), encoding="gzip, gzip")

    def unknown(self) -> None:
        self.answer(200, BODY, encoding="br")

    def unzipped(self) -> None:
        self.answer(200, BODY, encoding="gzip")

    def half(self) -> None:
        self.answer(200, gzip.compress(BODY)[:-20], encoding="gzip")

    def slow(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        server.released.wait(5)

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *, tls: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.asked: list[tuple[str, str]] = []
        self.released = threading.Event()
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is what some tests are about

    def address(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.server_address[1]}/{path}"

    def end(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server()
    yield server
    server.end()


@pytest.mark.parametrize("path", ["plain", "moved", "zipped", "deflated", "bare"])
def test_a_file_is_fetched_as_it_is_by_a_client_that_names_itself(site: Server, tmp_path: Path, path: str):
    assert fetch(site.address(path), tmp_path / "a.md").read_bytes() == BODY
    assert site.asked[-1][0] == ("/plain" if path == "moved" else f"/{path}")
    assert site.asked[0][1].startswith(f"kzschedule/{__version__} ")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("error", "answers 503"),
        ("empty", "is empty"),
        ("circle", "more than 5 redirects"),
        ("elsewhere", "another one"),
        ("short", "cut off"),
        ("endless", "more than 2000000 bytes"),
        ("swollen", "more than 2000000 bytes"),
        ("twice", r"compressed in a way that was not asked for \(gzip, gzip\)"),
        ("unknown", r"not asked for \(br\)"),
        ("unzipped", "the answer is damaged"),
        ("half", "cut off"),
        ("slow", "no answer within 0.3 seconds"),
    ],
)
def test_what_is_not_the_whole_file_leaves_the_old_one_as_it_was(site: Server, tmp_path: Path, path: str, said: str):
    out = tmp_path / "a.md"
    out.write_text("old")
    with pytest.raises(FetchError, match=said):
        fetch(site.address(path), out, max_bytes=2_000_000, timeout=0.3 if path == "slow" else 10)
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
    assert out.read_text() == "old"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path):
    server = Server(tls=True)
    with pytest.raises(FetchError, match=r"certificate cannot be verified.*browser"):
        fetch(server.address("plain", "https"), tmp_path / "a.md")
    server.end()
    assert server.asked == []


def test_a_site_that_is_not_there_is_an_error_with_a_cure(tmp_path: Path):
    gone = Server()
    gone.end()
    with pytest.raises(FetchError, match=r"no connection.*check the network"):
        fetch(gone.address("plain"), tmp_path / "a.md")


@pytest.mark.parametrize("address", ["nonsense", "http://", "ftp://127.0.0.1/a", "file:///etc/hosts", "http://[broken"])
def test_an_address_that_is_none_is_an_error(tmp_path: Path, address: str):
    with pytest.raises(FetchError):
        fetch(address, tmp_path / "a.md")


def test_a_folder_that_is_not_there_is_an_error(site: Server, tmp_path: Path):
    with pytest.raises(FetchError, match="cannot be written"):
        fetch(site.address("plain"), tmp_path / "no" / "a.md")
