"""A dictionary that remembers the latest entries only, so that a process that runs for weeks does not grow."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from kzschedule.locks import Lock

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Recent(Generic[_K, _V]):
    """Values by key, of which the oldest are forgotten; threads may share it.

    Parameters
    ----------
    most : int
        How many are remembered.

    Examples
    --------
    >>> recent = Recent(2)
    >>> recent.put([("a", 1), ("b", 2), ("c", 3)])
    >>> recent.get("a"), recent.get("c"), len(recent)
    (None, 3, 2)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[_K, _V] = {}
        self._changing = Lock()

    def get(self, key: _K) -> _V | None:
        """Return a value, None where it is not remembered.

        There is no way to ask first: another thread may push it out in between.
        """
        return self._values.get(key)

    def put(self, items: Iterable[tuple[_K, _V]]) -> None:
        """Remember values by their keys."""
        with self._changing:
            self._values.update(items)
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]

    def __len__(self) -> int:
        return len(self._values)
