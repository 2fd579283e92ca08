"""A server on loopback that answers like the official database and its mirror, or fails as it is told."""

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from .later import CAUSE
from .shapes import database_elements, database_html

CERTIFICATE = Path(__file__).parent / "tls" / "self_signed.pem"
DAY = "2026-02-01"
DATABASE = "/api/documents/132913/rus"
SHA = "0123456789abcdef0123456789abcdef01234567"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server  # type: ignore[assignment]
        site.asked.append(self.path)
        site.headers.append(dict(self.headers))
        fault = next((fault for part, fault in site.faults.items() if part in self.path), None)
        body = site.answer(self.path)
        if fault is not None:
            fault(self, body or b"")
        elif body is None:
            self.reply(404, b"none")
        else:
            self.reply(200, body)

    def reply(self, status: int, body: bytes = b"", *, length: int | None = None, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


Fault = Callable[[_Handler, bytes], None]
FAULTS: dict[str, Fault] = {
    "an error": lambda handler, _: handler.reply(503, b"down"),
    "a body that is cut": lambda handler, body: handler.reply(200, body[: len(body) // 2], length=len(body) + 1),
    "half a body, said to be whole": lambda handler, body: handler.reply(200, body[: len(body) // 2]),
    "nothing": lambda handler, _: handler.reply(200),
    "a redirect elsewhere": lambda handler, _: handler.reply(302, location="http://localhost.invalid/"),
    "a redirect to another port": lambda handler, _: handler.reply(302, location="http://127.0.0.1:1/"),
    "a circle": lambda handler, _: handler.reply(302, location=handler.path),
    "no JSON": lambda handler, _: handler.reply(200, b"<!doctype html><div id='root'></div>"),
    "another JSON": lambda handler, _: handler.reply(200, b'{"a": [1, null]}'),
    "a connection that is dropped": lambda handler, _: handler.connection.close(),
    "too much": lambda handler, _: handler.reply(200, b"[" + b" " * 6_000_000 + b"]"),
}


class Site(ThreadingHTTPServer):
    """Serves a text as the revision of an invented act, after that of 2024."""

    daemon_threads = True

    def __init__(self, text: bytes, *, tls: bool = False, elements: bool = False, pages: int = 3) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.text = text
        self.versions: object = [
            {"id": "1", "versionDate": "2019-07-03", "metadata": {}},
            {"id": "2", "versionDate": "2024-01-23", "cause": {}},
            {"id": "3", "versionDate": DAY, "cause": {"requisites": {"rus": CAUSE}}},
        ]
        self.html = [] if elements else database_html(text, pages=pages, day=DAY, cause=CAUSE)
        self.elements = database_elements(text, pages=pages, day=DAY, cause=CAUSE)
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, path: str) -> bytes | None:
        parts = urlsplit(path)
        if parts.path == f"{DATABASE}/versions":
            return json.dumps(self.versions).encode()
        if parts.path == f"{DATABASE}/01.02.2026":
            asked = parse_qs(parts.query)
            pages = self.html if asked["withHtml"] == ["true"] else self.elements
            number = int(asked["page"][0])
            return json.dumps(pages[number - 1]).encode() if pages else b'{"content": "no table", "pagesCount": 1}'
        if parts.path.startswith("/mirror/api/"):
            message = f"Постановление № 45\n\nCause-Act-Requisite: {CAUSE}\n"
            return json.dumps(
                [{"sha": SHA, "commit": {"message": message, "author": {"date": "2026-02-21T00:00:00Z"}}}]
            ).encode()
        if parts.path.startswith("/mirror/raw/") and SHA in parts.path:
            return self.text
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is what some tests are about

    def end(self) -> None:
        self.shutdown()
        self.server_close()
