"""Findings as a log in the Static Analysis Results Interchange Format (SARIF 2.1.0, an OASIS standard)."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import kzschedule
from kzschedule.validation.catalogue import CHECKS
from kzschedule.validation.places import Placed, from_root

#: GitHub refuses a run with more results than this.
MOST_RESULTS = 25_000

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_WARNINGS = frozenset({"staleness"})
_RULES = {check: index for index, check in enumerate(CHECKS)}


def dump_sarif(findings: Iterable[Placed]) -> str:
    """Return the log of one run as text; every letter is ASCII, so no shell can spoil its encoding.

    Examples
    --------
    >>> log = json.loads(dump_sarif([]))
    >>> log["version"], log["runs"][0]["results"]
    ('2.1.0', [])
    """
    seen = Counter[str]()
    # Errors first: they are what must not be cut off.
    ordered = sorted(findings, key=lambda placed: placed.finding.severity != "error")
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if len(ordered) > MOST_RESULTS:
        text = f"{len(ordered) - MOST_RESULTS} further findings are left out; correct some of those given first"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    run = {
        "tool": {
            "driver": {
                "name": "kzschedule",
                "version": kzschedule.__version__,
                "semanticVersion": kzschedule.__version__,
                "shortDescription": {"text": "Checks of a data package of Decree No. 470, and of rules for analogues."},
                "rules": [_rule(check, text) for check, text in CHECKS.items()],
            }
        },
        "invocations": [invocation],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository that is checked."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(placed, seen) for placed in ordered[:MOST_RESULTS]],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(check: str, text: str) -> dict[str, Any]:
    return {
        "id": check,
        "name": "".join(part.capitalize() for part in check.split("-")),
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} Each finding says what is wrong and what to do about it."},
        "defaultConfiguration": {"level": "warning" if check in _WARNINGS else "error"},
    }


def _result(placed: Placed, seen: Counter[str]) -> dict[str, Any]:
    finding = placed.finding
    location: dict[str, Any] = {"artifactLocation": _artifact(placed)}
    if placed.region is not None:
        region = placed.region
        location["region"] = {
            "startLine": region.start_line,
            "startColumn": region.start_column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        }
    elif finding.row is not None:
        location["region"] = {"startLine": finding.row}
    return {
        "ruleId": finding.check,
        "ruleIndex": _RULES[finding.check],
        "level": finding.severity,
        "message": {"text": f"{finding.message}; {finding.cure}"},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"kzschedule/v1": _fingerprint(placed, seen)},
    }


def _artifact(placed: Placed) -> dict[str, str]:
    relative = from_root(placed.path)
    if relative is None:
        return {"uri": placed.path.resolve().as_uri()}
    return {"uri": quote(relative), "uriBaseId": _ROOT}


def _fingerprint(placed: Placed, seen: Counter[str]) -> str:
    """What stays the same about a finding while other rows come and go, and days pass.

    Numbers in its words are left out, since they can be lines and ages; the text of the row stands for its line.
    """
    finding = placed.finding
    parts = (
        from_root(placed.path) or os.fspath(placed.path.name),
        finding.check,
        finding.column or "",
        re.sub(r"\d+", "#", finding.message),
        placed.text,
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
