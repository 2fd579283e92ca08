"""How answers are written in the tables of this folder."""

import re
from collections.abc import Iterable

from kzschedule.verdict import Analogue, Match, Verdict


def of_match(match: Match) -> str:
    """Write a match: the substance, how it was found, what covers it, and its rows; a row not in force in brackets."""
    covered = match.covered_by.kind if match.covered_by else "-"
    rows = [row.row_id if row.in_force else f"({row.row_id})" for row in match.listings]
    return " ".join((match.substance_id, match.relation, covered, *rows))


def of_analogue(analogue: Analogue) -> str:
    """Write an analogue: the parent, the grade and its reasons, and what was put in by the numbers of the list."""
    grade = "+".join((analogue.grade, *analogue.open_reasons))
    numbers = ",".join(item.number or "?" for item in analogue.replacements)
    return f"{analogue.parent_id} {grade}{' remote' if analogue.remote else ''} {numbers}"


def nearest(analogues: Iterable[Analogue]) -> list[Analogue]:
    """Return the analogues that are named first, at most five, and none that makes no status."""
    outside = {"not_in_list", "hydrogen", "hydroxyl", "repeated"}
    return [item for item in analogues if not outside & set(item.open_reasons)][:5]


def message_ids(verdict: Verdict) -> list[str]:
    """Return what names a message: the first words of its template."""
    words = (re.findall(r"[A-Za-z]+", re.sub(r"\{.*?\}", "", said.template)) for said in verdict.statements)
    return list(dict.fromkeys("-".join(found[:4]).lower() for found in words))
