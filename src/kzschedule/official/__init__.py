"""The official text: getting it, reading it, planning what it changes, and writing the data that it gives.

`read_text` turns a text of the decree (Russian or Kazakh; Markdown, an answer of the database or the portal, a saved
page) into rows; `plan` lists what a text changes against the law files of a data package, `apply` writes a new folder
with it, and `update` does all that with the revisions that are newer than the data. What only a human can decide stands
in sheets beside the data, and in a worksheet for a new text. A text is untrusted input: its size is bounded, nothing in
it is run or followed, and only errors of this library are raised.

Examples
--------
>>> from kzschedule.official import OfficialTextError, read_text
>>> try:
...     read_text(b"<html></html>", name="saved.md")
... except OfficialTextError as error:
...     print(error)
saved.md holds no table: ...
"""

from __future__ import annotations

from kzschedule.official.errors import FetchError, OfficialTextError
from kzschedule.official.model import Problem, Reading
from kzschedule.official.rows import read_text

__all__ = ["FetchError", "OfficialTextError", "Problem", "Reading", "read_text"]
