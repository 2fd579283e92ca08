"""What is remembered for a while or kept on disk, and locks that a fork does not leave locked."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
import threading
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")

if TYPE_CHECKING or sys.version_info >= (3, 12):
    cached_property = functools.cached_property
else:

    class WithoutLock(functools.cached_property):
        """A cached property without the lock that Python 3.11 holds while one is built, which a fork leaves locked."""

        def __get__(self, instance: object, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value

    cached_property = WithoutLock


class Lock:
    """A lock for one process, which the thread that holds it may take again.

    A process that was forked does not inherit it in the hands of a thread that it has not.

    Examples
    --------
    >>> lock = Lock()
    >>> with lock, lock:
    ...     print("held")
    held
    """

    def __init__(self) -> None:
        self.renew()
        _locks.add(self)

    def renew(self) -> None:
        """Forget who holds it."""
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()


_locks: weakref.WeakSet[Lock] = weakref.WeakSet()


def _renew_all() -> None:
    for lock in _locks:
        lock.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, which forks no processes
    os.register_at_fork(after_in_child=_renew_all)


class Recent(Generic[_K, _V]):
    """Values by key, of which the least recently used are forgotten; threads may share it.

    Parameters
    ----------
    most : int
        How many are remembered.

    Examples
    --------
    >>> recent = Recent(2)
    >>> recent.put([("a", 1), ("b", 2)])
    >>> recent.get("a")
    1
    >>> recent.put([("c", 3)])
    >>> recent.get("a"), recent.get("b"), len(recent)
    (1, None, 2)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[_K, _V] = {}
        self._changing = Lock()

    def get(self, key: _K) -> _V | None:
        """Return a value, None where it is not remembered.

        There is no way to ask first: another thread may push it out in between.
        """
        with self._changing:
            value = self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
        return value

    def put(self, items: Iterable[tuple[_K, _V]]) -> None:
        """Remember values by their keys."""
        with self._changing:
            for key, value in items:
                self._values.pop(key, None)
                self._values[key] = value
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]

    def __len__(self) -> int:
        return len(self._values)


#: The environment variable that names the folder in which tables are kept; empty, nothing is kept.
CACHE_VARIABLE: Final = "KZSCHEDULE_CACHE"
#: How many sets of tables stay on disk: those of the data and versions used last.
_KEPT_SETS = 4


class Kept:
    """Tables that are made once from some content, and read from disk by the processes that come later.

    They stand in the user's folder for caches, or in the one that the environment variable ``KZSCHEDULE_CACHE`` names.
    Nothing depends on them: a table that is missing, damaged or made by another version of the library is made again,
    and what cannot be written is not kept.

    Parameters
    ----------
    content : str, optional
        The hash of what the tables are made from; without it, nothing is kept.

    Examples
    --------
    >>> Kept().table("squares", lambda: {"2": 4})
    {'2': 4}
    """

    def __init__(self, content: str | None = None) -> None:
        self._folder: Path | None = None
        folder = None if content is None else _cache_folder()
        if folder is not None:
            with suppress(OSError):  # the library's own files may be exchanged at this moment
                self._folder = folder / hashlib.sha256(f"{content} {_code()}".encode()).hexdigest()[:32]

    def table(self, name: str, make: Callable[[], Any]) -> Any:
        """Return a table as it was kept; if it was not, make it and keep it.

        Parameters
        ----------
        name : str
            The name of its file.
        make : callable
            Makes the table, of what JSON can write.
        """
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found)
        return found

    def get(self, name: str) -> Any:
        """Return a table as it was kept; None where it was not, or is not what was written."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError):
            digest, _, text = (self._folder / f"{name}.json").read_bytes().partition(b"\n")
            if hashlib.sha256(text).hexdigest().encode() == digest:
                return json.loads(text)
        return None

    def put(self, name: str, table: Any) -> None:
        """Keep a table, where that can be written."""
        if self._folder is None:
            return
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
        part = self._folder / f"{name}.{os.getpid()}.{threading.get_ident()}.part"
        with suppress(OSError):
            if not self._folder.is_dir():
                self._folder.mkdir(parents=True)
                _forget_oldest(self._folder.parent)
            part.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
            part.replace(self._folder / f"{name}.json")


def _cache_folder() -> Path | None:
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named).absolute() if named else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("kzschedule", appauthor=False)).absolute()


@functools.cache
def _code() -> str:
    """Return what tells this version of the library from each other, one that is being edited too."""
    files = sorted((entry.path, entry.stat()) for entry in _files(Path(__file__).parent))
    stamp = ((path, stat.st_size, stat.st_mtime_ns) for path, stat in files)
    return hashlib.sha256(repr((sys.version_info, *stamp)).encode()).hexdigest()


def _files(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.name.endswith((".py", ".csv")):
            yield entry


def _forget_oldest(folder: Path) -> None:
    """Remove the sets of tables that were made longest ago, but for so many."""
    import shutil

    sets = sorted((entry for entry in folder.iterdir() if entry.is_dir()), key=lambda entry: entry.stat().st_mtime)
    for entry in sets[:-_KEPT_SETS]:
        shutil.rmtree(entry, ignore_errors=True)
