"""Draw how the list grew by act and evidence: ``python docs/growth.py docs/growth.svg``.

One bar for each act: what is held as in force once the act is, by evidence, and on top what the acts up to
then are said to have added without naming it. Positions without a day stand in a bar of their own.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kzschedule import Schedule
from kzschedule.changes import ClaimAnswer, ScheduleView
from kzschedule.model import EVIDENCE_ORDER

#: How each part of a bar is filled and outlined; they differ without colour.
STYLES = {
    "official": {"facecolor": "#888888", "hatch": "xx"},
    "reported": {"facecolor": "#222222"},
    "treaty": {"facecolor": "#c8c8c8"},
    "unverified": {"facecolor": "#ffffff", "hatch": "//"},
    "claimed, not named": {"facecolor": "#ffffff", "linestyle": "--"},
}


class Bar(NamedTuple):
    """A bar of the chart: its label, and the number of positions by part."""

    label: str
    parts: dict[str, int]


def bars(schedule: Schedule) -> list[Bar]:
    """Return the bars: acts in order of signing, then the positions without a day."""
    found = []
    for act in sorted(schedule.acts.values(), key=lambda act: act.date):
        named = [item.listed_from for item in schedule.package.listings if item.act_id == act.act_id]
        day = act.effective_from or min((day for day in named if day), default=act.date)
        view = schedule.as_of(day)
        found.append(Bar(f"No. {act.number}\n{act.date.year}", {**_by_evidence(view), **_unnamed(view.claims)}))
    undated = Counter(item.evidence for item in schedule.package.listings if item.listed_from is None)
    found.append(Bar("without\na day", dict(undated)))
    return found


def _by_evidence(view: ScheduleView) -> dict[str, int]:
    counts = Counter(position.listing.evidence for position in view.in_force)
    return {evidence: counts[evidence] for evidence in EVIDENCE_ORDER if counts[evidence]}


def _unnamed(claims: tuple[ClaimAnswer, ...]) -> dict[str, int]:
    """Return what is claimed and unnamed; of several sources on one act the highest count."""
    counts: dict[str | None, Counter[str]] = {}
    for claim in claims:
        missing = claim.count if claim.unnamed is None else claim.unnamed
        counts.setdefault(claim.act_id, Counter())[claim.source_id] += missing
    total = sum(max(by_source.values()) for by_source in counts.values())
    return {"claimed, not named": total} if total else {}


def draw(found: list[Bar], path: Path) -> None:
    """Write the chart as SVG, the same bytes for the same numbers."""
    with mpl.rc_context({"svg.hashsalt": "kzschedule", "svg.fonttype": "none", "font.size": 9, "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(7.5, 4.6), layout="constrained")
        axes = figure.subplots()
        for column, bar in enumerate(found):
            height = 0
            for part, count in bar.parts.items():
                axes.bar(column, count, bottom=height, width=0.6, edgecolor="black", linewidth=0.8, **STYLES[part])
                axes.annotate(str(count), (column + 0.33, max(height + count / 2, 8)), va="center")
                height += count
        shown = [part for part in STYLES if any(part in bar.parts for bar in found)]
        handles = [Patch(edgecolor="black", linewidth=0.8, label=part, **STYLES[part]) for part in shown]
        axes.legend(handles=handles[::-1], loc="upper left", frameon=False)
        axes.set_xticks(range(len(found)), [bar.label for bar in found])
        axes.set_xlim(-0.5, len(found) - 0.3)
        axes.set_ylabel("positions")
        axes.set_title("Positions held once each act is in force, by evidence", loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, format="svg", metadata={"Date": None})


if __name__ == "__main__":
    draw(bars(Schedule.default()), Path(sys.argv[1]))
