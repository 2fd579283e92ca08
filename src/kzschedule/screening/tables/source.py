"""Opening a file of queries: compression, encoding and format are found from its bytes."""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kzschedule.errors import TableError
from kzschedule.language.statement import Statement
from kzschedule.screening.tables.encodings import among, guess
from kzschedule.screening.tables.kinds import (
    OLE,
    PARQUET,
    SUFFIXES,
    ZIP,
    Format,
    format_of_text,
    no_table,
    other_binary,
    other_text,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Bytes from which compression, encoding, format and delimiter are found.
SAMPLE = 1 << 16
#: Longest line that is read, in characters: a row of twenty mol blocks is shorter.
MAX_LINE = 8_000_000
_GZIP = b"\x1f\x8b"
#: Formats that are read from their end, or twice.
_WOUND_BACK: frozenset[Format] = frozenset({"parquet", "workbook", "sdf", "json lines", "library"})


@dataclass
class Source:
    """An open file of queries.

    Attributes
    ----------
    name : str
        What it is called in messages.
    format : str
        As in `kzschedule.screening.tables.kinds.Format`.
    encoding : str
        Of its text; empty where it is none.
    stream : binary file
        Its bytes, without compression, at their beginning.
    sample : bytes
        Its first bytes.
    file : binary file
        Its bytes as they are stored.
    size : int
        Their number, 0 where it is not known.
    sheet : str, int or None
        The sheet of a workbook that is asked for.
    """

    name: str
    format: Format
    encoding: str
    stream: IO[bytes] | gzip.GzipFile
    sample: bytes
    file: IO[bytes]
    size: int
    sheet: str | int | None = None

    def done(self) -> float | None:
        """Return which part of the file has been read, from 0 to 1, None where that is not known."""
        if not self.size:
            return None
        # It is closed when its last row has been read.
        return 1.0 if self.file.closed else min(self.file.tell() / self.size, 1.0)

    def text(self) -> io.TextIOWrapper:
        """Return the stream as text, in its encoding, with its line ends as they are."""
        errors = _OR_ANOTHER if self.encoding.startswith("utf-8") else "replace"
        return io.TextIOWrapper(self.stream, self.encoding, errors, newline="")

    def sample_text(self) -> str:
        """Return its beginning as text."""
        return self.sample.decode(self.encoding, "replace")

    def lines(self, text: io.TextIOWrapper | None = None) -> Iterator[str]:
        """Yield the lines of the text, with their ends.

        Raises
        ------
        TableError
            At a line that is too long to be held: a few kilobytes of compressed data can be gigabytes of text.
        """
        text = text or self.text()
        while line := text.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                raise TableError(
                    Statement(
                        "{file} has a line of more than {most} characters; give a table with a row on each line",
                        file=self.name,
                        most=MAX_LINE,
                    )
                )
            yield line


@contextmanager
def open_source(path: str | Path, encoding: str | None = None) -> Iterator[Source]:
    """Open a file of queries, or standard input for ``-``.

    Parameters
    ----------
    path : str or Path
        The file.
    encoding : str, optional
        Of its text; found where none is named.

    Raises
    ------
    TableError
        If it holds no table, or its encoding is not certain.
    OSError, EOFError
        If it cannot be opened, or its compression is damaged.
    """
    with ExitStack() as stack:
        if str(path) == "-":
            name, file, size = "standard input", sys.stdin.buffer, 0
        else:
            name, file = str(path), stack.enter_context(Path(path).open("rb"))
            size = Path(path).stat().st_size if file.seekable() else 0
        sample, stream = _sampled(file, rewind=size > 0)
        compressed = sample.startswith(_GZIP)
        if compressed:
            sample, stream = _sampled(gzip.GzipFile(fileobj=stream), rewind=size > 0)
        form, found = _format(sample, Path(name.removesuffix(".gz")).suffix.casefold(), name, encoding)
        if form in _WOUND_BACK and (not size or (compressed and form in ("parquet", "workbook"))):
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            stream = copy
        yield Source(name, form, found, stream, sample, file, size)


def _format(sample: bytes, suffix: str, name: str, encoding: str | None) -> tuple[Format, str]:
    """Return format and encoding, or say what the file is instead."""
    if sample.startswith(PARQUET):
        return "parquet", ""
    if sample.startswith((ZIP, OLE)):
        return "workbook", ""
    kind = other_binary(sample)
    if kind is not None:
        raise no_table(name, kind)
    found = encoding_of(sample, encoding, name)
    if SUFFIXES.get(suffix) in ("parquet", "workbook") or (
        b"\0" in sample and not found.startswith(("utf-16", "utf-32"))
    ):
        _refuse_by_name(sample.decode(found, "replace"), suffix, name)
    text = sample.decode(found, "replace")
    kind = other_text(text)
    if kind is not None:
        raise no_table(name, kind)
    return format_of_text(text, suffix), found


def _refuse_by_name(text: str, suffix: str, name: str) -> None:
    """Say that a file is not what its name says; what it is instead, where that shows."""
    kind = None if "\0" in text else other_text(text)
    if kind is not None:
        raise no_table(name, kind)
    if SUFFIXES.get(suffix) == "parquet":
        raise TableError(Statement("{file} holds no Parquet table; give a table of queries", file=name))
    if "\0" in text:
        raise TableError(Statement("{file} holds no text; give a table of queries", file=name))


def encoding_of(sample: bytes, asked: str | None = None, name: str = "the text") -> str:
    r"""Return the encoding of a text, as named or as found.

    Raises
    ------
    TableError
        If there is no encoding of that name, or it is not certain which one it is.

    Examples
    --------
    >>> [encoding_of("мефедрон\n".encode(name)) for name in ("utf-8", "utf-16", "utf-16-le", "cp1251", "cp866")]
    ['utf-8', 'utf-16', 'utf-16-le', 'cp1251', 'cp866']
    """
    if asked is not None:
        return _named(asked)
    found = guess(sample, cut=len(sample) >= SAMPLE)
    if not found.certain and b"\0" not in sample:
        raise TableError(
            Statement(
                "it is not certain in which encoding {file} is (perhaps {encodings}); name it with --encoding, "
                "or save the file as UTF-8",
                file=name,
                encodings=", ".join((found.encoding, *found.others[:2])),
            )
        )
    return found.encoding


def _named(encoding: str) -> str:
    """Return an encoding of text by its name in Python's form."""
    try:
        found = codecs.lookup(encoding)
        "".encode(encoding)
    except LookupError:
        raise TableError(
            Statement("there is no encoding {name!r}; it is called utf-8, cp1251, cp866 or alike", name=encoding)
        ) from None
    return "utf-8-sig" if found.name == "utf-8" else found.name


_OR_ANOTHER = "kzschedule-or-another"


def _or_another(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8 in a file of UTF-8, as in files that were joined, where its encoding is certain.

    The rest of the line is read so; where that is not certain, it is marked as unreadable.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, data = error.start, error.object
    line_start = data.rfind(b"\n", 0, start) + 1
    end = data.find(b"\n", start)
    end = len(data) if end < 0 else end
    found = among(data[line_start:end])
    if found.certain and line_start <= start:
        return data[start:end].decode(found.encoding, "replace"), end
    return "\ufffd", error.end


codecs.register_error(_OR_ANOTHER, _or_another)


class _Rejoined(io.RawIOBase):
    """A stream that cannot be wound back, with the sample that was taken from it put back in front."""

    def __init__(self, sample: bytes, rest: IO[bytes] | gzip.GzipFile) -> None:
        self._sample = sample
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        if self._sample:
            part, self._sample = self._sample[: len(view)], self._sample[len(view) :]
        else:
            part = self._rest.read(len(view))
        view[: len(part)] = part
        return len(part)


def _sampled(stream: IO[bytes] | gzip.GzipFile, *, rewind: bool) -> tuple[bytes, IO[bytes] | gzip.GzipFile]:
    """Return the first bytes of a stream, and the stream at its beginning."""
    sample = stream.read(SAMPLE)
    if rewind:
        stream.seek(0)
        return sample, stream
    return sample, io.BufferedReader(_Rejoined(sample, stream), SAMPLE)
