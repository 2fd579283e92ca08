"""What RDKit has to say: kept from the terminal, or caught for a message.

RDKit has one log for the whole process. Whoever reads, changes or silences it takes the same lock, so that a message
about one thread's structure never holds what was said about another's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from rdkit import rdBase

from kzschedule._cache import Lock
from kzschedule.language.statement import Statement

_T = TypeVar("_T")

_LOG_PREFIX = re.compile(r"^\[[\d:]+\]\s*")
#: What RDKit says before it repeats the input, and lines that say nothing.
_INPUT = re.compile(r" for input:| while parsing:")
_EMPTY = re.compile(r"(?:ERROR:|\**)$")

_log = Lock()


class silent:  # noqa: N801  # used like a function, a class because it is entered for each structure
    """Keep what RDKit says from standard error; a structure that cannot be read is told by the result.

    Examples
    --------
    >>> from rdkit import Chem
    >>> with silent():
    ...     Chem.MolFromSmiles("C1CC") is None
    True
    """

    __slots__ = ("_block",)

    def __enter__(self) -> None:
        _log.__enter__()
        self._block = rdBase.BlockLogs()
        self._block.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._block.__exit__(kind, error, trace)
        _log.__exit__(kind, error, trace)


def reason(read: Callable[[], object]) -> str:
    """Say why something cannot be read: the first line that RDKit logs of it, without its time and the input.

    Examples
    --------
    >>> from rdkit import Chem
    >>> reason(lambda: Chem.MolFromSmiles("C1CC"))
    'SMILES Parse Error: unclosed ring'
    """
    with _log, rdBase.BlockLogs(), rdBase.CaptureErrorLog() as log:
        read()
        try:
            said = log.messages
        except UnicodeDecodeError as error:
            said = error.object.decode("utf-8", "replace")  # RDKit cuts long input, at times inside a character
    lines = (_INPUT.split(_LOG_PREFIX.sub("", line))[0].strip() for line in said.splitlines())
    return next((line for line in lines if not _EMPTY.match(line)), Statement("no reason is given"))
