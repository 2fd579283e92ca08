"""One problem that a check has found."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Finding(BaseModel):
    """A problem of a data package: where it is, which check found it, and what to do.

    Attributes
    ----------
    file : str
        Name of the file.
    row : int or None
        Line in the file, the header being line 1; None where the file as a whole is meant.
    check : str
        Name of the check.
    severity : str
        ``error`` or ``warning``.
    message, cure : str
        What is wrong, and what to do.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    row: int | None
    check: str
    severity: Literal["error", "warning"]
    message: str
    cure: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return f"{place}: {self.severity} [{self.check}] {self.message}; {self.cure}"
