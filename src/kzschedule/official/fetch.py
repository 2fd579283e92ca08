"""Fetching, politely: one request at a time, each answer whole or not at all."""

from __future__ import annotations

import os
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from kzschedule.official.errors import FetchError, load_extra
from kzschedule.official.page import MAX_BYTES

TIMEOUT_SECONDS = 30.0
#: No answer may take longer as a whole, however steadily it drips.
MAX_SECONDS = 300.0
MAX_REDIRECTS = 5
#: How a body may be compressed, with what the decompression is told of it.
_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_BY_BROWSER = "open the address in a browser and save the file"


class Client:
    """Gets files from the web, one after the other, and says who it is.

    Parameters
    ----------
    timeout : float
        Seconds to wait for the connection and for each piece of an answer.
    max_bytes : int
        Limit of an answer, kept while streaming.
    certificates : pathlib.Path, optional
        A file of certificates (PEM) to trust, for a site that leaves links of its chain out. None is accepted
        unchecked.
    """

    def __init__(
        self, *, timeout: float = TIMEOUT_SECONDS, max_bytes: int = MAX_BYTES, certificates: Path | None = None
    ) -> None:
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._httpx = load_extra("httpx")
        from kzschedule._version import __version__

        headers = {
            "User-Agent": f"kzschedule/{__version__} (texts of one act on request; open-source library)",
            "Accept-Encoding": "gzip, deflate",
        }
        self._client = self._httpx.Client(
            timeout=timeout, headers=headers, follow_redirects=False, verify=_trusting(certificates)
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, **headers: str) -> bytes:
        """Return what is at an address.

        Raises
        ------
        FetchError
            If the answer is an error, too large or cut off, or the certificate does not hold; the message names the
            address and the cure.
        """
        if not url.startswith(("https://", "http://")):
            raise FetchError(f"{url!r} is no address of the web: it begins with https://")
        with self._told(url):
            request = self._client.build_request("GET", url, headers=headers)
            return self._content(request, url)

    @contextmanager
    def _told(self, url: str) -> Iterator[None]:
        """Say what went wrong in the library's own words."""
        httpx = self._httpx
        try:
            yield
        except httpx.ConnectError as error:
            if isinstance(_root_cause(error), ssl.SSLError) or "CERTIFICATE" in str(error).upper():
                # Sites of the state are known to send certificates without the chain; none is accepted unchecked.
                raise FetchError(
                    f"{url}: the certificate cannot be verified ({error}); give the missing ones by --certificates, or"
                    f" {_BY_BROWSER}"
                ) from error
            raise FetchError(f"{url}: no connection ({error}); check the network, or {_BY_BROWSER}") from error
        except httpx.TimeoutException as error:
            raise FetchError(
                f"{url}: no answer within {self._timeout:g} seconds; try later, or {_BY_BROWSER}"
            ) from error
        except httpx.RemoteProtocolError as error:
            raise FetchError(f"{url}: the answer was cut off ({error}); try again") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise FetchError(f"{url}: the request failed ({error}); check the address, or {_BY_BROWSER}") from error

    def _content(self, request: Any, url: str) -> bytes:
        """Body at an address; redirects are followed on the same host only and never away from https."""
        for _ in range(MAX_REDIRECTS + 1):
            response = self._client.send(request, stream=True)
            try:
                following = response.next_request
                if following is None:
                    return self._whole(response, url)
            finally:
                response.close()
            same = (following.url.host, following.url.port) == (request.url.host, request.url.port)
            if not same or (request.url.scheme, following.url.scheme) == ("https", "http"):
                raise FetchError(f"{url}: the site sends on to {following.url}, another one; {_BY_BROWSER}")
            request = following
        raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects; {_BY_BROWSER}")

    def _whole(self, response: Any, url: str) -> bytes:
        if response.status_code != 200:
            raise FetchError(f"{url}: the site answers {response.status_code}; check the address, or {_BY_BROWSER}")
        chunks, size, began = [], 0, time.monotonic()
        for chunk in self._inflated(response, url):
            size += len(chunk)
            if size > self._max_bytes:
                raise FetchError(
                    f"{url}: the answer has more than {self._max_bytes} bytes, as no text of the decree has"
                )
            if time.monotonic() - began > MAX_SECONDS:
                raise FetchError(f"{url}: the answer takes longer than {MAX_SECONDS:g} seconds; try later")
            chunks.append(chunk)
        if not size:
            raise FetchError(f"{url}: the answer is empty; try again")
        return b"".join(chunks)

    def _inflated(self, response: Any, url: str) -> Iterator[bytes]:
        """Yield the pieces of a body without its compression, none larger than an answer may be.

        What the client's own reader would make of some kilobytes that are compressed twice are gigabytes.
        """
        named = response.headers.get("Content-Encoding", "").lower().split(",")
        how = [name.strip() for name in named if name.strip() not in ("", "identity")]
        if not how:
            yield from response.iter_raw()
            return
        if len(how) > 1 or how[0] not in _WINDOWS:
            shown = ", ".join(how)[:80]
            raise FetchError(
                f"{url}: the answer is compressed in a way that was not asked for ({shown}); {_BY_BROWSER}"
            )
        try:
            inflating = zlib.decompressobj(_WINDOWS[how[0]])
            for number, piece in enumerate(response.iter_raw()):
                if number == 0 and how[0] == "deflate" and piece and piece[0] & 0x0F != zlib.DEFLATED:
                    inflating = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers leave the head out
                yield inflating.decompress(piece, self._max_bytes + 1)
        except zlib.error as error:
            raise FetchError(f"{url}: the answer is damaged ({error}); try again") from error
        if not inflating.eof and not inflating.unconsumed_tail:
            raise FetchError(f"{url}: the answer was cut off; try again")


def fetch(
    url: str, out: str | os.PathLike[str], *, timeout: float = TIMEOUT_SECONDS, max_bytes: int = MAX_BYTES
) -> Path:
    """Download a file with one request, as it is.

    Parameters
    ----------
    url : str
        Its address.
    out : path
        File to write; it is replaced only by one that came whole.
    timeout : float
        Seconds to wait for the connection and for each piece of the answer.
    max_bytes : int
        Limit, kept while streaming.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    FetchError
        If the answer is an error, too large or cut off, or the certificate does not hold; the message names the
        address and the cure, and no file is written.

    Examples
    --------
    >>> fetch("ftp://example.org/a", "a.md")
    Traceback (most recent call last):
        ...
    kzschedule.official.errors.FetchError: 'ftp://example.org/a' is no address of the web: it begins with https://
    """
    with Client(timeout=timeout, max_bytes=max_bytes) as client:
        content = client.get(url)
    file = Path(out)
    partial = file.with_name(file.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except OSError as error:
        raise FetchError(f"{file} cannot be written: {error}") from error
    return file


def _trusting(certificates: Path | None) -> ssl.SSLContext | bool:
    """Return what is trusted: the certificates of the system, and those of a file beside them."""
    if certificates is None:
        return True
    try:
        context = ssl.create_default_context()
        context.load_verify_locations(certificates)
    except (OSError, ssl.SSLError) as error:
        raise FetchError(
            f"{certificates}: holds no certificates that can be read ({error}); give a PEM file"
        ) from error
    return context


def _root_cause(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


#: What gets the bytes at an address, with headers.
Get = Callable[..., bytes]
