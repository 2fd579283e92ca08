import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kzschedule import __version__
from kzschedule.official import FetchError, fetch_page, read_page

PAGE = (Path(__file__).parent / "pages" / "nasty.html").read_bytes()
CERTIFICATE = Path(__file__).parent / "tls" / "self_signed.pem"
CODE = "P1900000470"


class Portal(BaseHTTPRequestHandler):
    """A portal on loopback; the first part of the path says how it behaves."""

    requests: list[tuple[str, str]]

    def do_GET(self):
        self.server.requests.append((self.path, self.headers["User-Agent"]))
        behaviour = self.path.split("/")[1]
        getattr(self, behaviour if behaviour in BEHAVIOURS else "plain")()

    def answer(self, status, body=b"", headers=(), length=None):
        self.send_response(status)
        for key, value in headers:
            self.send_header(key, value)
        if length != "none":
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def plain(self):
        self.answer(200, PAGE)

    def error(self):
        self.answer(503, b"<article></article></html>")

    def moved(self):
        self.answer(302, headers=[("Location", f"/rus/docs/{CODE}")])

    def circle(self):
        self.answer(302, headers=[("Location", self.path)])

    def elsewhere(self):
        self.answer(302, headers=[("Location", "http://example.invalid/")])

    def nowhere(self):
        self.answer(302, headers=[("Location", "http://[broken")])

    def short(self):
        self.answer(200, PAGE[: len(PAGE) // 2], length=len(PAGE))

    def short_unsaid(self):
        self.answer(200, PAGE[: len(PAGE) // 2], length="none")

    def endless(self):
        self.answer(200, b"x" * 3_000_000, length="none")

    def shell(self):
        self.answer(200, b'<html><div id="root"></div></html>')

    def slow(self):
        self.server.released.wait(5)
        self.answer(200, PAGE)

    def log_message(self, *_):
        pass


BEHAVIOURS = {
    "error",
    "moved",
    "circle",
    "elsewhere",
    "nowhere",
    "short",
    "short_unsaid",
    "endless",
    "shell",
    "slow",
}


def serving(*, tls):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    server.daemon_threads = True
    server.requests = []
    server.handle_error = lambda *_: None  # a client that hangs up is what some tests are about
    server.released = threading.Event()
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture
def portal():
    server = serving(tls=False)
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def address(server, behaviour=""):
    return f"http://127.0.0.1:{server.server_address[1]}/{behaviour}"


def test_page_is_fetched_with_one_request_that_names_the_project(portal, tmp_path):
    written = fetch_page(base_url=address(portal), out=tmp_path / "page.html")
    assert written.read_bytes() == PAGE
    assert portal.requests == [(f"/rus/docs/{CODE}", portal.requests[0][1])]
    assert portal.requests[0][1].startswith(f"kzschedule/{__version__} ")
    assert read_page(written).tables


def test_kazakh_page_has_an_address_of_its_own(portal, tmp_path):
    fetch_page("P2400000022", language="kaz", base_url=address(portal), out=tmp_path / "page.html")
    assert portal.requests[0][0] == "/kaz/docs/P2400000022"


def test_redirect_on_the_same_host_is_followed(portal, tmp_path):
    fetch_page(base_url=address(portal, "moved"), out=tmp_path / "page.html")
    assert [path for path, _ in portal.requests] == [f"/moved/rus/docs/{CODE}", f"/rus/docs/{CODE}"]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("error", "answers 503"),
        ("circle", "more than 5 redirects"),
        ("elsewhere", "another site"),
        ("nowhere", "another site"),
        ("short", "cut off"),
        ("short_unsaid", "cut off"),
        ("endless", "more than 2000000 bytes"),
        ("shell", "no text of an act"),
        ("slow", "no answer within 0.3 seconds"),
    ],
)
def test_answer_that_is_not_the_whole_page_leaves_the_old_file_as_it_was(portal, tmp_path, behaviour, words):
    out = tmp_path / "page.html"
    out.write_text("old")
    timeout = 0.3 if behaviour == "slow" else 10
    with pytest.raises(FetchError, match=words) as caught:
        fetch_page(base_url=address(portal, behaviour), out=out, max_bytes=2_000_000, timeout=timeout)
    assert "127.0.0.1" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert out.read_text() == "old"


def test_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    server = serving(tls=True)
    with pytest.raises(FetchError, match=r"certificate cannot be verified.*browser"):
        fetch_page(base_url=address(server).replace("http:", "https:"), out=tmp_path / "page.html")
    server.shutdown()
    server.server_close()
    assert server.requests == []
    assert list(tmp_path.iterdir()) == []


def test_portal_that_is_not_there_is_an_error_with_a_cure(portal, tmp_path):
    gone = serving(tls=False)
    gone.shutdown()
    gone.server_close()
    with pytest.raises(FetchError, match=r"no connection.*check the network"):
        fetch_page(base_url=address(gone), out=tmp_path / "page.html")


@pytest.mark.parametrize("code", ["", "../../etc", "P1900000470/../x", "p1900000470", "P19 0000470", "P1900000470?x"])
def test_code_that_is_none_never_reaches_the_net(portal, tmp_path, code):
    with pytest.raises(FetchError, match="no document code"):
        fetch_page(code, base_url=address(portal), out=tmp_path / "page.html")
    assert portal.requests == []


def test_language_of_no_official_text_is_refused(tmp_path):
    with pytest.raises(FetchError, match="rus and kaz"):
        fetch_page(language="eng", out=tmp_path / "page.html")


def test_folder_that_is_not_there_is_an_error(portal, tmp_path):
    with pytest.raises(FetchError, match="cannot be written"):
        fetch_page(base_url=address(portal), out=tmp_path / "no" / "page.html")


@pytest.mark.parametrize("base", ["nonsense", "http://", "ftp://127.0.0.1"])
def test_address_that_is_none_is_an_error(tmp_path, base):
    with pytest.raises(FetchError):
        fetch_page(base_url=base, out=tmp_path / "page.html")
