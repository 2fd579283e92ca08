"""Notations of structures that are not read, known by their form alone, so that an answer can say which it is."""

from __future__ import annotations

import re

from kzschedule._regex import regex

#: How they begin, and what else one of them has; most texts are told by it to be none.
_BEGINNINGS = ("[", "<", "RInChI=", "AuxInfo=", "PEPTIDE", "RNA", "CHEM", "BLOB")
_RING_SIGN = regex(r"@\d")
#: The name of a notation before what is written in it.
_LABEL = regex(r"(SELFIES|HELM|SLN|WLN|CDXML|CML)(?:\s*[:=]\s*|\s+)(?=\S*[\[{@<\d])")
_NOTATIONS = (
    ("SELFIES", regex(r"(?:\[[^\]\s]+\])*\[[=#]?(?:Branch|Ring|Expl)[^\]\s]*\](?:\[[^\]\s]+\])*")),
    ("SELFIES", regex(r"(?:\[[=#]?[A-Z][a-z]?\]){3,}")),
    ("SLN", regex(r"(?=\S*@\d)(?=\S*\[\d+[\]:;])\S+")),
    ("HELM", regex(r"(?:PEPTIDE|RNA|CHEM|BLOB)\d+\{.*", re.DOTALL)),
    ("CDXML", regex(r"<(?:.*<)?CDXML\b.*", re.DOTALL)),
    ("CML", regex(r"<(?:\?xml|cml|molecule)\b.*", re.DOTALL)),
    ("RInChI", regex(r"RInChI=.*", re.DOTALL)),
    ("AuxInfo", regex(r"AuxInfo=.*", re.DOTALL)),
)


def other_notation(text: str) -> str | None:
    """Return the name of a notation that is not read, where its form is certain.

    Examples
    --------
    >>> other_notation("[C][N][C][Branch1][C][C][C]"), other_notation("CNC")
    ('SELFIES', None)
    >>> other_notation("SELFIES: [C][O]")
    'SELFIES'
    """
    text = text.strip()
    if (label := _LABEL.match(text)) is not None:
        return label[1]
    if not text.startswith(_BEGINNINGS) and not _RING_SIGN.search(text):
        return None
    return next((name for name, form in _NOTATIONS if form.fullmatch(text)), None)
