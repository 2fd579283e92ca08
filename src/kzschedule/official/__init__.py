"""The official text: reading pages of the legal portal and fetching them, and turning them into data.

`read_page` turns a saved page of Decree No. 470 (HTML, JSON answer or DOCX; Russian or Kazakh) into rows;
`fetch_page` downloads one; `compare` holds the rows against the data; `apply` writes the data package that
the text gives. Reading and fetching need the extra ``official`` (lxml, python-docx, httpx), which is
imported only when a page is read or fetched. A page is untrusted input: its size, depth and archives
are bounded, and nothing in it is run or followed.

Examples
--------
>>> from kzschedule.official import OfficialTextError, read_page
>>> try:
...     read_page(b"<html><div id='root'></div></html>", name="saved.html")
... except OfficialTextError as error:
...     print(error)
saved.html is the portal's new page, which holds no text: save it from old.adilet.zan.kz, ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kzschedule.official.errors import FetchError, OfficialTextError
from kzschedule.official.fetching import fetch_page
from kzschedule.official.model import (
    Amendment,
    Ignored,
    ListRow,
    Note,
    OfficialText,
    SizeRow,
    Source,
    SubstituentRow,
    Warned,
)
from kzschedule.official.reading import read_page

if TYPE_CHECKING:
    from kzschedule.official.applying import Application, apply
    from kzschedule.official.comparing import Comparison, compare

__all__ = [
    "Amendment",
    "Application",
    "Comparison",
    "FetchError",
    "Ignored",
    "ListRow",
    "Note",
    "OfficialText",
    "OfficialTextError",
    "SizeRow",
    "Source",
    "SubstituentRow",
    "Warned",
    "apply",
    "compare",
    "fetch_page",
    "read_page",
]

#: What needs names and structures, imported when it is first used: reading a page does without.
_HOMES = {
    "Application": "kzschedule.official.applying",
    "Comparison": "kzschedule.official.comparing",
    "apply": "kzschedule.official.applying",
    "compare": "kzschedule.official.comparing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
