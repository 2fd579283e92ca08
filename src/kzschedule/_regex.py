"""Regular expressions that are compiled when they are first used: one question about a name meets few of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a pattern, whose methods are its own from the first use on."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__ |= {method: getattr(compiled, method) for method in _METHODS}
        return getattr(compiled, name)


_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled at its first use.

    Examples
    --------
    >>> regex("[a-z]+").sub("-", "1a2")
    '1-2'
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))
