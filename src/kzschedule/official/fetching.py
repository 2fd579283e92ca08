"""Fetching a page of the legal portal: one page, politely, whole or not at all."""

import os
import re
import ssl
from pathlib import Path
from typing import Any

from kzschedule import __version__
from kzschedule.official.errors import FetchError, load_extra
from kzschedule.official.page import DECREE_CODE, MAX_PAGE_BYTES

# The new site answers with a page that holds no text; the old one still serves the legacy markup.
BASE_URL = "https://old.adilet.zan.kz"
TIMEOUT_SECONDS = 30.0
MAX_REDIRECTS = 5
_CODE = re.compile(r"[A-Z][0-9A-Z]{6,12}_?")
_BY_BROWSER = "open the page in a browser and save it as HTML"


def fetch_page(
    code: str = DECREE_CODE,
    *,
    out: str | os.PathLike[str],
    language: str = "rus",
    base_url: str = BASE_URL,
    timeout: float = TIMEOUT_SECONDS,
    max_bytes: int = MAX_PAGE_BYTES,
) -> Path:
    """Download the page of an act to a file, with one request and as it is.

    Parameters
    ----------
    code : str
        Document code of the portal.
    out : path
        File to write; it is replaced only by a page that came whole.
    language : str
        ``rus`` or ``kaz``.
    base_url : str
        Address of the portal or a mirror.
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
        If the code is none, the answer is an error, too large, cut off or no page with text, or the
        certificate does not hold; the message names the address and the cure, and no file is written.

    Examples
    --------
    >>> fetch_page("../secret", out="page.html")
    Traceback (most recent call last):
        ...
    kzschedule.official.errors.FetchError: '../secret' is no document code: codes look like P1900000470
    """
    if not _CODE.fullmatch(code):
        raise FetchError(f"{code!r} is no document code: codes look like {DECREE_CODE}")
    if language not in {"rus", "kaz"}:
        raise FetchError(f"the decree is published in rus and kaz, not in {language!r}")
    httpx = load_extra("httpx")
    url = f"{base_url.rstrip('/')}/{language}/docs/{code}"
    agent = {"User-Agent": f"kzschedule/{__version__} (one page on request; open-source library)"}
    try:
        with httpx.Client(timeout=timeout, headers=agent, follow_redirects=False) as client:
            content = _content(client, url, max_bytes)
    except httpx.ConnectError as error:
        if isinstance(_root_cause(error), ssl.SSLError) or "CERTIFICATE" in str(error).upper():
            # The portal is known to send its certificate without the chain; it is never accepted unchecked.
            raise FetchError(f"{url}: the certificate cannot be verified ({error}); {_BY_BROWSER}") from error
        raise FetchError(f"{url}: no connection ({error}); check the network, or {_BY_BROWSER}") from error
    except httpx.TimeoutException as error:
        raise FetchError(f"{url}: no answer within {timeout:g} seconds; try later, or {_BY_BROWSER}") from error
    except httpx.RemoteProtocolError as error:
        raise FetchError(f"{url}: the answer was cut off ({error}); try again") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url}: the request failed ({error}); check the address, or {_BY_BROWSER}") from error
    return _written(content, Path(out), url)


def _content(client: Any, url: str, max_bytes: int) -> bytes:
    """Body at an address; redirects are followed on the same host only and never away from https."""
    request = client.build_request("GET", url)
    for _ in range(MAX_REDIRECTS + 1):
        with client.stream(request.method, request.url) as response:
            following = response.next_request
            if following is not None:
                if following.url.host != request.url.host or (request.url.scheme, following.url.scheme) == (
                    "https",
                    "http",
                ):
                    raise FetchError(f"{url}: the portal sends on to {following.url}, another site; {_BY_BROWSER}")
                request = following
                continue
            if response.status_code != 200:
                raise FetchError(f"{url}: the portal answers {response.status_code}; check the code, or {_BY_BROWSER}")
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > max_bytes:
                    raise FetchError(f"{url}: the answer has more than {max_bytes} bytes, as no page of the portal has")
                chunks.append(chunk)
            return b"".join(chunks)
    raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects, as for clients the portal refuses; {_BY_BROWSER}")


def _root_cause(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


def _written(content: bytes, out: Path, url: str) -> Path:
    lowered = content.lower()
    if b"<article" not in lowered:
        raise FetchError(f"{url}: the answer holds no text of an act (a notice or an empty page); {_BY_BROWSER}")
    # Without a length in the answer, a lost connection looks like its end.
    if b"</article" not in lowered or b"</html" not in lowered:
        raise FetchError(f"{url}: the answer was cut off, its text does not end; try again")
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        raise FetchError(f"{out} cannot be written: {error}") from error
    return out
