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
from typing import IO, TYPE_CHECKING, Literal

from kzschedule.errors import TableError
from kzschedule.identify import identify

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Format = Literal["delimited", "tsv", "smi", "sdf", "parquet"]

#: Formats by the end of a file's name; what stands in the file decides where it can.
_SUFFIXES: dict[str, Format] = {
    ".csv": "delimited",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".smi": "smi",
    ".smiles": "smi",
    ".ism": "smi",
    ".sdf": "sdf",
    ".sd": "sdf",
    ".mol": "sdf",
    ".parquet": "parquet",
    ".pq": "parquet",
}
#: Bytes from which compression, encoding, format and delimiter are found.
SAMPLE = 1 << 16
#: Longest line that is read, in characters: a row of twenty mol blocks is shorter.
MAX_LINE = 8_000_000
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
#: ZIP archives, as workbooks are, and workbooks of the older kind.
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass
class Source:
    """An open file of queries.

    Attributes
    ----------
    name : str
        What it is called in messages.
    format : str
        ``delimited``, ``tsv``, ``smi``, ``sdf`` or ``parquet``.
    stream : binary file
        Its bytes, without compression, at their beginning.
    sample : bytes
        Its first bytes.
    file : binary file
        Its bytes as they are stored.
    size : int
        Their number, 0 where it is not known.
    """

    name: str
    format: Format
    stream: IO[bytes] | gzip.GzipFile
    sample: bytes
    file: IO[bytes]
    size: int

    def done(self) -> float | None:
        """Return which part of the file has been read, from 0 to 1, None where that is not known."""
        if not self.size:
            return None
        # It is closed when its last row has been read.
        return 1.0 if self.file.closed else min(self.file.tell() / self.size, 1.0)

    def text(self) -> io.TextIOWrapper:
        """Return the stream as text, in the encoding that was found, with its line ends as they are."""
        encoding = encoding_of(self.sample)
        errors = _OR_CP1251 if encoding.startswith("utf-8") else "replace"
        return io.TextIOWrapper(self.stream, encoding, errors, newline="")

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
                    f"{self.name} has a line of more than {MAX_LINE} characters; give a table with a row on each line"
                )
            yield line


@contextmanager
def open_source(path: str | Path) -> Iterator[Source]:
    """Open a file of queries, or standard input for ``-``.

    Raises
    ------
    TableError
        If it holds no table.
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
        form = _format(sample, Path(name.removesuffix(".gz")).suffix.casefold(), name)
        # Parquet is read from its end, and the fields of an SD file are collected before it is read.
        if (form == "parquet" and (compressed or not size)) or (form == "sdf" and not size):
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            stream = copy
        yield Source(name, form, stream, sample, file, size)


def encoding_of(sample: bytes) -> str:
    r"""Find the encoding of text: UTF-8 or UTF-16, with or without a mark, else Windows-1251.

    Examples
    --------
    >>> [encoding_of("мефедрон\n".encode(name)) for name in ("utf-8", "utf-16", "utf-16-le", "cp1251")]
    ['utf-8', 'utf-16', 'utf-16-le', 'cp1251']
    """
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith(_UTF16):
        return "utf-16"
    # Line ends at least have a zero byte in UTF-16, and all zero bytes are on the same side.
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if bool(even) != bool(odd):
        return "utf-16-le" if odd else "utf-16-be"
    readable = codecs.getincrementaldecoder("utf-8")("ignore").decode(sample)
    valid = sum(not character.isascii() for character in readable)
    invalid = sum(byte > 0x7F for byte in sample) - sum(byte > 0x7F for byte in readable.encode())
    # The last character of a sample may be cut, which leaves up to three bytes that belong to it.
    return "utf-8" if valid >= invalid or (invalid <= 3 and len(sample) == SAMPLE) else "cp1251"


_OR_CP1251 = "kzschedule-or-cp1251"


def _or_cp1251(error: UnicodeError) -> tuple[str, int]:
    """Read as Windows-1251 the bytes of a file in UTF-8 that are none, as in files that were joined."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1251", "replace"), error.end


codecs.register_error(_OR_CP1251, _or_cp1251)


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


def _format(sample: bytes, suffix: str, name: str) -> Format:
    if sample.startswith(_PARQUET):
        return "parquet"
    if sample.startswith(_WORKBOOK):
        raise TableError(f"{name} is a workbook or an archive; save the table as CSV")
    form = _SUFFIXES.get(suffix)
    encoding = encoding_of(sample)
    if form == "parquet" or (b"\0" in sample and not encoding.startswith("utf-16")):
        raise TableError(f"{name} holds no {'Parquet table' if form == 'parquet' else 'text'}; give a table of queries")
    return form or _format_of_text(sample.decode(encoding, "replace"))


def _format_of_text(text: str) -> Format:
    """Find the format of text without a name that tells it."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if any(line.startswith(("$$$$", "M  END")) for line in lines):
        return "sdf"
    forms = [identify(line.split(None, 1)[0]) for line in lines[:50]]
    if "smiles" in forms and set(forms) <= {"smiles", "ambiguous"}:
        return "smi"
    return "delimited"
