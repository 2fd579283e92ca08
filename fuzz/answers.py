"""What holds for every answer, whatever was asked."""

from __future__ import annotations

import functools
import json
import zlib
from typing import Any

import kzschedule
from kzschedule.analogues.decomposition import STATUS_REASONS
from kzschedule.verdict import Analogue, Verdict

#: A day on which all rows read are in force; answers must not depend on the day of the run.
DAY = "2024-03-01"


def answer(query: object, **how: Any) -> Verdict:
    """Check a query, and hold the answer against what is promised of every answer."""
    verdict = kzschedule.check(query, as_of=DAY, **how)  # type: ignore[arg-type]  # anything may be asked
    written = verdict.model_dump_json()
    assert Verdict.model_validate_json(written) == verdict, "an answer is not what its own JSON says"
    if zlib.crc32(written.encode()) % 8 == 0:  # the independent check costs more than most answers
        _validator().validate(json.loads(written))
    assert verdict.messages, f"{verdict.status} without a message"
    if verdict.status != "invalid":
        assert any("a later one may exist" in message for message in verdict.messages), "no word on the revision"
    if verdict.status == "invalid":
        assert not verdict.matches
        assert not verdict.analogues
    if verdict.status == "analogue":
        assert any(_makes_status(analogue) for analogue in verdict.analogues)
    return verdict


def _makes_status(analogue: Analogue) -> bool:
    return analogue.grade != "open" or set(analogue.open_reasons) <= set(STATUS_REASONS)


def essence(verdict: Verdict) -> tuple[object, ...]:
    """What of an answer must not depend on how the same thing is written."""
    return (
        verdict.status,
        sorted({match.substance_id for match in verdict.matches}),
        sorted({(analogue.parent_id, analogue.grade) for analogue in verdict.analogues}),
    )


@functools.cache
def _validator() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(Verdict.model_json_schema())
