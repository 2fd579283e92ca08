"""A user's program: what the public interface gives has the types that a checker expects."""

from collections.abc import Iterable
from datetime import date
from typing import assert_type

import kzschedule
from kzschedule import KzScheduleError, Mention, Schedule, Verdict, check, find_mentions, screen, size_of
from kzschedule.answer.size import SizeVerdict
from kzschedule.language.vocabulary import Evidence
from kzschedule.records.model import Act
from kzschedule.records.package import DataPackage, read_package
from kzschedule.validation import Finding, validate

DAY = date(2024, 3, 1)


def tables(queries: Iterable[str]) -> dict[str, list[str]]:
    """Tables of each query that is listed."""
    found: dict[str, list[str]] = {}
    for query in queries:
        verdict = check(query, as_of=DAY)
        assert_type(verdict, Verdict)
        if verdict.status == "listed":
            found[query] = [listing.table for match in verdict.matches for listing in match.listings]
    return found


def evidence(verdict: Verdict) -> set[Evidence]:
    """Evidence of all positions of an answer."""
    return {listing.evidence for match in verdict.matches for listing in match.listings}


def newest(schedule: Schedule) -> str:
    """Number of the newest act."""
    act = schedule.newest_act()
    assert_type(act, Act | None)
    return "none" if act is None else act.number


def main() -> None:
    """Use every public name once."""
    assert_type(kzschedule.__version__, str)
    assert_type(read_package(), DataPackage)
    assert_type(validate(), list[Finding])
    assert_type(size_of("трамадол", "0,5 г", as_of=DAY), SizeVerdict)
    mentions: list[Mention] = list(find_mentions("изъят мефедрон"))
    frame = screen(["мефедрон", "aspirin"], as_of="2024-03-01", jobs=1)
    verdict = check("CNC(C)C(=O)c1ccc(C)cc1", kind="smiles", as_of=DAY)
    try:
        Schedule.load("no such folder")
    except KzScheduleError as error:
        print(error, ValueError in type(error).__mro__)
    print(tables(["мефедрон"]), evidence(verdict), newest(Schedule.default()), len(mentions), len(frame))


if __name__ == "__main__":
    main()
