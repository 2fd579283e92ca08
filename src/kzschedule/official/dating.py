"""Days of entry into force that the mirror has, beside those that the data assume."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kzschedule.official.apply import set_version, write_copy, write_records
from kzschedule.official.law import read_acts
from kzschedule.official.revisions import MIRROR, Text
from kzschedule.records.model import Act, Source
from kzschedule.records.package import read_file

_SOURCE = "mirror-kazakhstan-law"


@dataclass(frozen=True, slots=True)
class Dating:
    """An act whose days in the data differ from that of the mirror, and whether that one is taken.

    It is taken where the data only assume their day. A day before `from_earliest` is not: the words of the text itself
    exclude it.
    """

    act: Act
    day: date

    @property
    def taken(self) -> bool:
        """Whether the day of the mirror is to be taken."""
        return self.act.date_source == "assumed" and self.day >= self.act.from_earliest


def datings(acts: Iterable[Act], texts: Iterable[Text]) -> list[Dating]:
    """Compare the days of acts with those that the texts of a clone have.

    A day inside an interval that is not assumed is no contradiction.
    """
    known = {(act.date, act.number): act for act in acts}
    found = []
    for text in texts:
        read = text.reading.revision
        act = known.get((read.date, read.act)) if read.date and read.act else None
        if act is None or text.in_force is None:
            continue
        if act.date_source == "assumed" or not act.from_earliest <= text.in_force <= act.from_sure:
            found.append(Dating(act, text.in_force))
    return found


def apply_datings(folder: Path, out: Path, found: Iterable[Dating]) -> None:
    """Write a copy of a folder of data that takes the days of the mirror where it only assumed its own.

    Raises
    ------
    KzScheduleError
        If the data cannot be read or the copy not be written.
    """
    taken = {dating.act.act_id: dating for dating in found if dating.taken}
    acts = [_dated(act, taken[act.act_id]) if act.act_id in taken else act for act in read_acts(folder)]
    sources = read_file(folder / "sources.csv", Source)

    def change(copy: Path) -> None:
        write_records(copy, "acts.csv", acts)
        if taken and _SOURCE not in {source.source_id for source in sources}:
            write_records(copy, "sources.csv", (*sources, _source()))
        if taken:
            set_version(copy, "mirror-dates")

    write_copy(folder, out, change)


def _dated(act: Act, dating: Dating) -> Act:
    said = f"the git mirror dates its entry into force to {dating.day}; {act.from_sure} was assumed before"
    return act.model_copy(
        update={
            "from_earliest": dating.day,
            "from_sure": dating.day,
            "date_source": "reported",
            "source_ids": (*act.source_ids, _SOURCE),
            "note": f"{act.note}; {said}" if act.note else said,
        }
    )


def _source() -> Source:
    return Source(
        source_id=_SOURCE, title="Git mirror of the official database of Kazakhstan's law", publisher=None,
        url=f"https://github.com/{MIRROR}", kind="report", consulted="yes", date=None, licence=None,
        note="one commit a revision, dated with the day of its entry into force; unofficial",
    )  # fmt: skip
