"""Systematic English names become structures, if the extra is there."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from kzschedule import check
from kzschedule.names import opsin, systematic
from kzschedule.names.english import canonical
from kzschedule.names.systematic import looks_systematic, read_systematic, repeats, unavailable

needs_opsin = pytest.mark.skipif(unavailable() is not None, reason="the extra opsin is missing")


@needs_opsin
def test_a_systematic_name_that_no_list_knows_is_checked_as_its_structure() -> None:
    verdict = check("1-(4-methylphenyl)-2-(methylamino)propan-1-one", as_of="2024-06-01")
    assert (verdict.status, verdict.query_kind) == ("analogue", "name")
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
    found = [read_systematic(name) for name in names]
    assert [structure is not None for structure in found] == [True, False, False, True, False, True]


@needs_opsin
def test_names_that_were_read_need_the_program_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["2-methyl-\n1-nitropropane", "", "x" * (systematic.MAX_LENGTH + 1), "no-such-name"]
    for name in names:
        read_systematic(name)
    monkeypatch.setattr(opsin, "jar", lambda: None)  # no program any more
    assert read_systematic("2-methyl-1-nitropropane") is not None
    assert read_systematic("no-such-name") is None
    assert read_systematic("3-methyl-1-nitrobutane") is None  # was not read ahead
    monkeypatch.undo()
    assert systematic._at_hand.get("3-methyl-1-nitrobutane") is None
    assert read_systematic("3-methyl-1-nitrobutane") is not None


JAVA = """#!/bin/sh
while read -r line; do
  case "$line" in
    *stop*) exit 1 ;;
    *slow*) sleep 60 ;;
    *other*) printf 'C\\tanother name\\n' ;;
    *) printf '%s\\t%s\\n' "$line" "$line" ;;
  esac
done
"""
needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the program that stands in for Java is a shell script")


@pytest.fixture
def found_anew() -> Iterator[None]:
    """Java and the program are looked for anew in a test, and after it."""
    for looked_for in (opsin.java, opsin.jar):
        looked_for.cache_clear()
    yield
    for looked_for in (opsin.java, opsin.jar):
        looked_for.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found_anew: None) -> Iterator[opsin.Opsin]:
    """A program that gives each name as its structure, started by a Java that is none."""
    java = tmp_path / "java"
    java.write_text(JAVA)
    java.chmod(0o755)
    monkeypatch.setenv(opsin.JAVA_VARIABLE, str(java))
    monkeypatch.setattr(opsin, "jar", cache(lambda: tmp_path / "opsin-cli-0.jar"))
    monkeypatch.setattr(opsin, "NAME_LIMIT", 1.0)
    running = opsin.Opsin()
    yield running
    running.stop()


def asked(program: opsin.Opsin, name: str) -> str | None:
    try:
        return program.ask(name)
    except opsin.OpsinError:
        return None


@needs_sh
def test_a_name_that_stops_the_program_or_takes_too_long_stops_no_other(program: opsin.Opsin) -> None:
    names = ["C", "stop", "CC", "slow", "CCC", "other", "CCCC", "stop it", "α"]
    assert [asked(program, name) for name in names] == ["C", None, "CC", None, "CCC", None, "CCCC", None, "α"]
    assert not program.does_not_start


@needs_sh
def test_the_program_is_started_once_for_many_names(program: opsin.Opsin) -> None:
    program.ask("C")
    running = program._running
    assert [program.ask("C" * length) for length in range(1, 200)]
    assert program._running is running
    program.stop()
    assert running is not None
    assert running.poll() is not None


@needs_sh
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # forking with threads is what is tried
def test_a_forked_process_starts_a_program_of_its_own(program: opsin.Opsin) -> None:
    program.ask("C")
    process = os.fork()
    if not process:
        right = program._running is None and asked(program, "CC") == "CC"
        program.stop()
        os._exit(0 if right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert program.ask("CCC") == "CCC"


@needs_sh
def test_a_program_that_does_not_start_is_tried_once(program: opsin.Opsin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opsin, "_GREETING", "stop")
    monkeypatch.setattr(opsin, "_program", program)
    assert asked(program, "C") is None
    assert "does not start" in str(unavailable())
    monkeypatch.setattr(opsin, "_GREETING", "methane")
    assert asked(program, "C") is None


def test_the_java_that_is_set_comes_first_then_that_of_the_package_then_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found_anew: None
) -> None:
    homes = {name: tmp_path / name for name in ("set", "package/java-runtime", "home")}
    for home in homes.values():
        (home / "bin").mkdir(parents=True)
        (home / "bin" / opsin._JAVA).touch(0o755)
    monkeypatch.setattr(opsin, "_package", lambda _: tmp_path / "package")
    monkeypatch.setenv("PATH", str(homes["home"] / "bin"))
    monkeypatch.setenv("JAVA_HOME", str(homes["home"]))
    monkeypatch.setenv(opsin.JAVA_VARIABLE, str(homes["set"]))
    found = []
    for forget in (
        lambda: monkeypatch.delenv(opsin.JAVA_VARIABLE),
        lambda: monkeypatch.setattr(opsin, "_package", lambda _: None),
        lambda: monkeypatch.delenv("JAVA_HOME"),
        lambda: monkeypatch.setenv("PATH", ""),
        lambda: None,
    ):
        found.append(opsin.java())
        forget()
        opsin.java.cache_clear()
    ends = [path and path.relative_to(tmp_path).parts[0] for path in found]
    assert ends == ["set", "package", "home", "home", None]


@needs_opsin
def test_no_program_is_left_when_a_process_ends() -> None:
    asking = (
        "from kzschedule.names import opsin\n"
        "assert opsin.structure_of('ethanol') is not None\n"
        "print(opsin._program._running.pid)"
    )
    ended = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(ended.stdout), 0)


@needs_opsin
def test_threads_share_the_program() -> None:
    names = [f"{carbons}-methyl{chain}" for chain in ("octane", "nonane", "decane") for carbons in (2, 3, 4)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(opsin.structure_of, names * 5))
    assert found == [opsin.structure_of(name) for name in names] * 5


@needs_opsin
@pytest.mark.parametrize(
    ("name", "smiles"),
    [
        ("Benzeneethanamine, N,α-dimethyl-", "CNC(C)Cc1ccccc1"),
        ("Benzeneethanamine, N,α-dimethyl-, (αS)-", "CN[C@@H](C)Cc1ccccc1"),
        ("Benzeneethanamine, α-methyl-, hydrochloride", "CC(N)Cc1ccccc1.Cl"),
        ("benzeneethanamine, 2,5-dimethoxy-", "COc1ccc(OC)c(CCN)c1"),
        ("[S-(R*,R*)]-α-[1-(methylamino)ethyl]benzenemethanol", "CN[C@@H](C)[C@@H](O)c1ccccc1"),
        ("(R*,S*)-α-(1-aminoethyl)benzenemethanol", "C[C@H](N)[C@H](O)c1ccccc1 |o1:1,3|"),
        ("trans-2-methylcyclohexan-1-ol", "C[C@@H]1CCCC[C@H]1O |o1:1,6|"),
        ("(±)-1-phenylpropan-2-amine", "C[C@H](N)Cc1ccccc1 |&1:1|"),
    ],
)
def test_names_as_indexes_have_them_and_relative_descriptors(name: str, smiles: str) -> None:
    assert looks_systematic(name)
    found = read_systematic(name)
    assert found is not None
    assert canonical(found) == canonical(smiles)
    assert found.english is None


@needs_opsin
@pytest.mark.parametrize(
    "name",
    [
        *("chlorobutane", "Chlorobutane", "dimethoxyphenethylamine", "methylbenzylpiperazine", "hydroxybutanoic acid"),
        *("1-(chlorophenyl)propan-2-amine", "(naphthyl)(1-pentyl-1H-indol-3-yl)methanone"),  # no place is said
        *("para-chlorophenylpiperazine", "4-methylvalerophenone", "6-acetylmorphine", "3-methylmorphine"),
        *("2-phenyl 3-methylbutanoate", "4-methoxymethylamphetamine"),
    ],
)
def test_a_name_that_is_open_or_that_chemists_read_otherwise_is_not_read(name: str) -> None:
    assert read_systematic(name) is None


@needs_opsin
@pytest.mark.parametrize(
    "name", ["гидроксибутановая кислота", "bromodimethoxyphenethylamine", "фторметилфенилпиперазин", "chlorobutane"]
)
def test_a_name_that_leaves_a_place_open_is_unresolved(name: str) -> None:
    """Gamma-hydroxybutyric acid is on the List, and may be meant by a name that gives no place."""
    verdict = check(name)
    assert verdict.status == "unresolved"
    assert verdict.structure is None
    assert any("where all its groups are bound" in str(message) for message in verdict.messages)


@needs_opsin
@pytest.mark.parametrize(
    "name",
    [
        "nitromethane",
        "docosyl octadecanoate",
        "bromobenzene",
        "ethyl phenylacetate",
        "diethylamine",
        "1-(cyclohexylmethyl)-1H-indole",
        "2-(pentyloxy)ethanol",
    ],
)
def test_a_name_that_needs_no_place_is_read(name: str) -> None:
    assert read_systematic(name) is not None


@needs_opsin
def test_what_was_read_goes_through_a_pickle() -> None:
    found = read_systematic("этанамин")
    again = pickle.loads(pickle.dumps(found))
    assert found is not None
    assert (again, again.english, again.repair) == (found, "ethanamine", 0)


@needs_opsin
def test_a_systematic_name_outside_the_data_is_no_match() -> None:
    assert check("2-(acetyloxy)benzoic acid").status in ("no_match", "analogue")


def test_without_the_extra_the_answer_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, found_anew: None) -> None:
    monkeypatch.setattr(opsin, "find_spec", lambda _: None)
    assert "pip install '.[opsin]'" in str(unavailable())
    assert read_systematic("2-methyl-2-nitropentane") is None
    for name in ("1-(4-methylphenyl)-3-(methylamino)hexan-1-one", "1-(4-метилфенил)-3-(метиламино)гексан-1-он"):
        verdict = check(name)
        assert any("'.[opsin]'" in message for message in verdict.messages)
        assert verdict.status in ("no_match", "unresolved")


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


@needs_opsin
@pytest.mark.parametrize(
    ("name", "substance_id"),
    [
        ("2-bromo-4-methylpropiophenone", "2-bromo-4-methylpropiophenone"),
        ("2-бром-4-метилпропиофенон", "2-bromo-4-methylpropiophenone"),
        ("alpha-bromo-4-methylpropiophenone", "2-bromo-4-methylpropiophenone"),
        ("2-iodo-4-methylpropiophenone", "2-iodo-1-p-tolylpropan-1-one"),
    ],
)
def test_a_number_that_the_chain_of_a_ketone_has_not_is_one_of_its_ring(name: str, substance_id: str) -> None:
    verdict = check(name, as_of="2024-03-01")
    assert verdict.status == "listed"
    assert verdict.substance is not None
    assert verdict.substance.substance_id == substance_id
    assert any("4'-methylpropiophenone" in message for message in verdict.messages)


@needs_opsin
@pytest.mark.parametrize(
    ("name", "row_id"),
    [
        ("4-fluorovalerophenone", "IV-1.29"),
        ("4-фторвалерофенон", "IV-1.29"),
        ("4-methoxyvalerophenone", "IV-1.27"),
        ("3,4-methylenedioxyvalerophenone", "IV-1.22"),
    ],
)
def test_a_number_that_may_be_one_of_the_chain_suggests_the_ring(name: str, row_id: str) -> None:
    verdict = check(name, as_of="2024-03-01")
    assert verdict.status == "unresolved"
    assert not verdict.matches
    [suggestion] = verdict.suggestions
    assert [listing.row_id for listing in suggestion.listings] == [row_id]
