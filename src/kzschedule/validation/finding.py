"""One problem that a check has found."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kzschedule.validation.catalogue import Check

#: What would end a line, or steer a terminal, in the middle of a finding.
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]")


class Finding(BaseModel):
    """A problem of a data package: where it is, which check found it, and what to do.

    Attributes
    ----------
    file : str
        Name of the file.
    row : int or None
        Line in the file where the row begins, the header being line 1; None where the file as a whole is meant.
    column : str or None
        Column of the cell that is meant; None where it is the row or the file.
    check : str
        Name of the check, one of `kzschedule.validation.catalogue.CHECKS`.
    severity : str
        ``error`` or ``warning``.
    message, cure : str
        What is wrong, and what to do.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    row: int | None
    column: str | None = None
    check: Check
    severity: Literal["error", "warning"]
    message: str
    cure: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return one_line(f"{place}: {self.severity} [{self.check}] {self.message}; {self.cure}")


def one_line(text: str) -> str:
    r"""Return a text with its control characters written out, since the cells it quotes can hold any.

    Examples
    --------
    >>> print(one_line("a\nb"))
    a\nb
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
