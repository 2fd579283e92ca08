"""Draw the rows of the list by act and table: ``python docs/why/growth.py docs/why/growth.svg``.

One bar for each revision of the text: the rows that stand in it, by table, and how many its act added. Of the
revision that was not read, what later texts say of it is drawn.
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

#: How each part of a bar is filled and outlined; they differ without colour.
STYLES = {
    "Table I": {"facecolor": "#222222"},
    "Table II": {"facecolor": "#888888", "hatch": "xx"},
    "Table III": {"facecolor": "#c8c8c8"},
    "Table IV": {"facecolor": "#ffffff", "hatch": "//"},
}


class Bar(NamedTuple):
    """A bar of the chart: its label, the number of rows by table, and how many the act added."""

    label: str
    parts: dict[str, int]
    added: int


def bars(schedule: Schedule) -> list[Bar]:
    """Return a bar for each revision, in order."""
    found = []
    for revision in sorted(schedule.package.revisions, key=lambda item: item.revision_id):
        day = revision.revision_id
        rows = {
            row.row_id: f"Table {row.table}"
            for row in schedule.package.rows
            if row.first_revision <= day and (row.last_revision is None or day <= row.last_revision)
        }
        before = {row.row_id for row in schedule.package.rows if row.first_revision < day}
        act = schedule.acts[revision.act_id]
        unread = "" if revision.read else "\nnot read"
        counts = Counter(rows.values())
        parts = {part: counts[part] for part in STYLES}
        found.append(Bar(f"No. {act.number}\n{act.date.year}{unread}", parts, len(rows.keys() - before)))
    return found


def draw(found: list[Bar], path: Path) -> None:
    """Write the chart as SVG, the same bytes for the same numbers."""
    with mpl.rc_context({"svg.hashsalt": "kzschedule", "svg.fonttype": "none", "font.size": 9, "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(7.5, 4.8), layout="constrained")
        axes = figure.subplots()
        for column, bar in enumerate(found):
            height = 0
            for part, count in bar.parts.items():
                axes.bar(column, count, bottom=height, width=0.55, edgecolor="black", linewidth=0.8, **STYLES[part])
                axes.annotate(str(count), (column + 0.3, height + count / 2), va="center")
                height += count
            new = f" (+{bar.added})" if column else ""
            axes.annotate(f"{height}{new}", (column, height + 6), ha="center", weight="bold")
        handles = [Patch(edgecolor="black", linewidth=0.8, label=part, **style) for part, style in STYLES.items()]
        axes.legend(handles=handles[::-1], loc="upper left", ncols=4, frameon=False)
        axes.set_xticks(range(len(found)), [bar.label for bar in found])
        axes.set_xlim(-0.5, len(found) - 0.3)
        axes.set_ylim(0, max(sum(bar.parts.values()) for bar in found) * 1.16)
        axes.set_ylabel("rows")
        axes.set_title("Rows of the list in each revision, by table, and how many its act added", loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, format="svg", metadata={"Date": None})


if __name__ == "__main__":
    draw(bars(Schedule.default()), Path(sys.argv[1]))
