"""A lock that a process which was forked does not inherit in the hands of a thread that it has not."""

from __future__ import annotations

import os
import threading
from types import TracebackType


class Lock:
    """A lock for one process, which the thread that holds it may take again.

    Examples
    --------
    >>> lock = Lock()
    >>> with lock, lock:
    ...     print("held")
    held
    """

    def __init__(self) -> None:
        self._renew()
        if hasattr(os, "register_at_fork"):  # not on Windows, which forks no processes
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
