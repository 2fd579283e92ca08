"""What is remembered for a while, and locks that a fork does not leave locked."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Hashable, Iterable
from types import TracebackType
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


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
