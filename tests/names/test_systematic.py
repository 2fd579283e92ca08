"""Systematic English names become structures, if the extra and Java are there."""

import sys
from pathlib import Path

import pytest

from kzschedule import check
from kzschedule.names import systematic
from kzschedule.names.systematic import looks_systematic, read_all_systematic, read_systematic, repeats, unavailable

needs_opsin = pytest.mark.skipif(unavailable() is not None, reason="the extra opsin or Java is missing")


@needs_opsin
def test_a_systematic_name_that_no_list_knows_is_checked_as_its_structure() -> None:
    verdict = check("1-(4-methylphenyl)-2-(methylamino)propan-1-one", as_of="2024-06-01")
    assert (verdict.status, verdict.query_kind) == ("listed", "name")
    assert (verdict.matches[0].substance_id, verdict.matches[0].relation) == ("mephedrone", "systematic_name")
    assert verdict.structure is not None
    assert any("systematic name" in message for message in verdict.messages)


@needs_opsin
def test_a_salt_in_a_systematic_name_is_found_as_a_salt() -> None:
    verdict = check("1-(4-methylphenyl)-2-(methylamino)propan-1-one hydrobromide")
    assert verdict.matches[0].relation == "salt"


@needs_opsin
def test_one_bad_name_never_shifts_others() -> None:
    names = ["ethanol", "no-such\nname", "", "propan-\n2‑ol", "x" * 1000, "methanol"]
    found = read_all_systematic(names)
    assert [structure is not None for structure in found] == [True, False, False, True, False, True]


@needs_opsin
def test_names_that_were_read_ahead_need_the_program_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["2-methyl-\n1-nitropropane", "", "x" * (systematic.MAX_LENGTH + 1), "no-such-name"]
    systematic.read_ahead(names)
    monkeypatch.setenv("PATH", "")  # no Java any more
    assert read_systematic("2-methyl-1-nitropropane") is not None
    assert read_systematic("no-such-name") is None
    assert read_systematic("3-methyl-1-nitrobutane") is None  # was not read ahead
    monkeypatch.undo()
    systematic.read_ahead(["2-methyl-1-nitropropane"])  # it is at hand, so nothing is started
    assert systematic._at_hand.get("3-methyl-1-nitrobutane") is not None
    assert [systematic._at_hand.get(name) for name in ("", names[2])] == [
        None,
        None,
    ]  # the program is not asked about what is no name


@pytest.mark.skipif(sys.platform == "win32", reason="the program that stands in for Java is a shell script")
def test_a_name_that_stops_the_program_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text('#!/bin/sh\nnames=$(/bin/cat)\ncase "$names" in *stop*) exit 1;; esac\necho "$names"\n')
    java.chmod(0o755)
    (tmp_path / "opsin-cli-0.jar").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(systematic, "_program", lambda: tmp_path / "opsin-cli-0.jar")
    long = "C" * (systematic.MAX_LENGTH + 1)
    names = ["C", "CC", "stop", "CCC", long, "CCCC", "stop it", long[1:]]
    assert read_all_systematic(names) == ["C", "CC", None, "CCC", None, "CCCC", None, long[1:]]


@needs_opsin
def test_a_systematic_name_outside_the_data_is_no_match() -> None:
    assert check("2-(acetyloxy)benzoic acid").status in ("no_match", "analogue")


def test_without_the_extra_the_answer_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systematic, "find_spec", lambda _: None)
    for cached in (systematic.unavailable, systematic._program):
        cached.cache_clear()
    try:
        verdict = check("1-(4-methylphenyl)-2-(methylamino)propan-1-one")
        assert any("kzschedule[opsin]" in message for message in verdict.messages)
        assert verdict.status in ("no_match", "unresolved")
    finally:
        for cached in (systematic.unavailable, systematic._program):
            cached.cache_clear()


@pytest.mark.parametrize(
    "name",
    ["мефедрон", "5F-ADB", "aspirin", "heroin", "JWH-018", "", "a" * 5000, "3-MMC", "1-propionyl-LSD", "2-xyzine"],
)
def test_other_names_are_not_taken_for_systematic_ones(name: str) -> None:
    assert not looks_systematic(name)


@pytest.mark.parametrize(
    "name", ["propan-2-ol", "2-methylaziridine", "1,4-dioxane", "dimethyl carbonate", "4-fluoromethylphenidat"]
)
def test_systematic_names_are_recognised(name: str) -> None:
    assert looks_systematic(name)


@pytest.mark.parametrize(
    ("name", "times"),
    [("bis(bis(bis(methyl)amino)methyl)amine", 8), ("tris(methyl)(bis(ethyl)amine)", 3), ("N-(bis(2-chloroethyl))", 2)],
)
def test_the_most_repeated_part_counts(name: str, times: int) -> None:
    assert repeats(name) == times


def test_a_single_text_is_no_list_of_names() -> None:
    with pytest.raises(TypeError, match="list"):
        read_all_systematic("ethanol")
