"""Analogues in answers: status, parents, atoms, words, and how the rule is chosen."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from rdkit import Chem

from kzschedule import KzScheduleError, check
from kzschedule.schedule import Schedule
from kzschedule.verdict import Analogue, Verdict

DAY = "2024-03-01"
RULES = Path(__file__).parents[1] / "docs" / "rules"
#: 4-Ethyl-N-propylcathinone: no row of the data, one ring substituent and one at nitrogen from methcathinone.
UNKNOWN_CATHINONE = "CCCNC(C)C(=O)c1ccc(CC)cc1"


def says(verdict: Verdict, words: str) -> bool:
    return any(words in message for message in verdict.messages)


def of(verdict: Verdict, parent_id: str) -> Analogue:
    return next(analogue for analogue in verdict.analogues if analogue.parent_id == parent_id)


def test_a_structure_that_is_in_no_row_but_formed_from_one_is_an_analogue() -> None:
    verdict = check(UNKNOWN_CATHINONE, as_of=DAY)
    assert verdict.status == "analogue"
    assert not verdict.matches
    assert {analogue.grade for analogue in verdict.analogues} <= {"assumed", "open"}
    assert "methcathinone" in {analogue.parent_id for analogue in verdict.analogues}
    assert says(verdict, "Formal analogue, within the rule")
    assert says(verdict, "are assumed")
    assert says(verdict, "sizes of its parent")
    assert verdict.classes == ("cathinone",)


def test_nearest_parents_come_first() -> None:
    verdict = check(UNKNOWN_CATHINONE, as_of=DAY)
    counts = [len(analogue.replacements) for analogue in verdict.analogues]
    assert counts == sorted(counts)


def test_each_parent_has_its_positions_evidence_sizes_and_sentences() -> None:
    parent = of(check(UNKNOWN_CATHINONE, as_of="2025-06-01"), "mephedrone")
    assert [(listing.table, listing.evidence) for listing in parent.listings] == [("I", "reported")]
    assert parent.sizes is not None
    assert parent.sentence_en.startswith("Formed from Mephedrone")
    assert parent.sentence_ru.startswith("Образовано из вещества «мефедрон»")


@pytest.mark.parametrize(
    "query",
    [
        UNKNOWN_CATHINONE,
        UNKNOWN_CATHINONE + ".Cl",
        "Cl.CC[NH2+]C(C)C(=O)c1ccc(CC)cc1.[Cl-]",
        "[2H]C([2H])([2H])CCNC(C)C(=O)c1ccc(CC)cc1",
        "c1c(CC)ccc(c1)C(=O)[C@H](C)NCCC",
    ],
)
def test_atoms_are_those_of_the_smiles_in_the_answer(query: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.structure is not None
    mol = Chem.MolFromSmiles(verdict.structure.smiles)
    parent = of(verdict, "methcathinone")
    skeleton = Chem.MolFromSmiles(parent.parent_smiles)
    for mine, theirs in zip(parent.matched_atoms, parent.parent_atoms, strict=True):
        assert mol.GetAtomWithIdx(mine).GetSymbol() == skeleton.GetAtomWithIdx(theirs).GetSymbol()
        assert mol.GetAtomWithIdx(mine).GetIsAromatic() == skeleton.GetAtomWithIdx(theirs).GetIsAromatic()
    ring = [r for r in parent.replacements if mol.GetAtomWithIdx(r.position).GetIsAromatic()]
    [substituent] = ring
    carriers = [n for n in mol.GetAtomWithIdx(substituent.position).GetNeighbors() if not n.GetIsAromatic()]
    assert len(carriers) == 1
    assert carriers[0].GetIdx() not in parent.matched_atoms


def test_salts_isotopes_and_mixtures_change_nothing_but_the_numbering() -> None:
    plain = check(UNKNOWN_CATHINONE, as_of=DAY)
    for query in (UNKNOWN_CATHINONE + ".Cl", UNKNOWN_CATHINONE + ".O.O.OS(=O)(=O)O"):
        verdict = check(query, as_of=DAY)
        assert verdict.status == "analogue"
        assert [a.parent_id for a in verdict.analogues] == [a.parent_id for a in plain.analogues]
    mixture = check(UNKNOWN_CATHINONE + ".CC(=O)Oc1ccccc1C(=O)O", as_of=DAY)
    assert mixture.status == "analogue"
    assert {a.parent_id for a in plain.analogues} <= {a.parent_id for a in mixture.analogues}


@pytest.mark.parametrize("query", ["мефедрон", "эфедрин", "CC(N)Cc1ccccc1", "537-46-2", "MPPP"])
def test_what_is_listed_or_several_things_is_no_analogue(query: str) -> None:
    assert check(query, as_of=DAY).analogues == ()


def test_an_unconfirmed_substance_keeps_its_status_and_shows_its_parents() -> None:
    verdict = check("флефедрон", as_of=DAY)
    assert verdict.status == "unconfirmed"
    assert of(verdict, "methcathinone").grade == "assumed"


def test_what_is_excluded_by_name_is_no_analogue_either() -> None:
    verdict = check("декстрорфан", as_of=DAY)
    assert verdict.status == "no_match"
    assert {analogue.grade for analogue in verdict.analogues} <= {"open"}
    assert all("excluded" in analogue.open_reasons for analogue in verdict.analogues)


def test_a_parent_counts_from_the_day_it_is_in_force() -> None:
    candidate = "CCCOc1cccc(C2(N3CCCCC3)CCCCC2)c1"  # 3-propoxyphencyclidine
    before = {analogue.parent_id for analogue in check(candidate, as_of="2024-02-05").analogues}
    after = {analogue.parent_id for analogue in check(candidate, as_of="2024-02-06").analogues}
    assert "3-methoxyphencyclidine" in after - before


def test_precursors_are_never_parents(schedule: Schedule, today) -> None:
    parents = dict(schedule.analogue_search(today).parents)
    assert parents
    tables = {listing.table for parent in parents for listing in schedule.positions(parent, today) if listing.in_force}
    assert tables == {"I", "II", "III"}
    assert not {"ephedrine", "p-2-p", "acetic-anhydride"} & set(parents)


def test_unverified_parents_are_taken_on_request_marked_and_assert_nothing() -> None:
    candidate = "CC(C)CNC1(c2ccccc2Cl)CCCCC1=O"  # N-isobutyl in place of ketamine's N-methyl
    without, with_them = check(candidate, as_of=DAY), check(candidate, as_of=DAY, include_unverified=True)
    assert "ketamine" not in {analogue.parent_id for analogue in without.analogues}
    assert of(with_them, "ketamine").listings[0].evidence == "unverified"
    assert says(with_them, "presence on the list was not shown")
    assert with_them.status == without.status


def test_a_common_chemical_stays_no_match() -> None:
    for smiles in ("CC(=O)Oc1ccccc1C(=O)O", "CCO", "Cn1cnc2c1c(=O)n(C)c(=O)n2C"):
        assert check(smiles, as_of=DAY).status == "no_match"


def test_a_structure_too_large_for_the_comparison_is_said_to_be() -> None:
    verdict = check("C" * 300, as_of=DAY)
    assert verdict.status == "no_match"
    assert says(verdict, "analogues are sought up to")


def test_an_ester_of_a_narcotic_drug_carries_the_word_of_the_convention() -> None:
    verdict = check("CN1CC[C@]23c4c5ccc(OC(=O)CC)c4O[C@H]2[C@@H](OC(=O)CC)C=C[C@H]3[C@H]1C5", as_of=DAY)
    assert verdict.status == "analogue"
    assert says(verdict, "esters and ethers")


def test_the_rule_is_data() -> None:
    strict = RULES / "strict_c1_c4.json"
    hexyl = "CCCCCCNC(C)C(=O)c1ccccc1"
    assert of(check(hexyl, as_of=DAY), "methcathinone").grade == "assumed"
    assert of(check(hexyl, as_of=DAY, rule=strict), "methcathinone").grade == "open"
    assert of(check(hexyl, as_of=DAY, rule=Schedule.default().rule(strict)), "methcathinone").grade == "open"
    assert check(hexyl, as_of=DAY, rule=RULES / "russia_decree_681_note_6.json").analogues


def test_a_rule_file_that_was_edited_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "rule.json"
    file.write_bytes((RULES / "strict_c1_c4.json").read_bytes())
    strict = Schedule.default().rule(file)
    file.write_bytes((RULES / "russia_decree_681_note_6.json").read_bytes())
    os.utime(file, ns=(1, 1))
    assert Schedule.default().rule(file).rule_id != strict.rule_id


def test_a_rule_that_cannot_be_read_is_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(KzScheduleError, match="cannot be read"):
        check("мефедрон", rule=tmp_path / "none.json")


def test_a_schedule_with_its_searches_can_be_sent_to_another_process(schedule: Schedule, today) -> None:
    search = schedule.analogue_search(today)
    again = pickle.loads(pickle.dumps(search))
    mol = Chem.MolFromSmiles(UNKNOWN_CATHINONE)
    assert again.find(mol) == search.find(mol)


def test_drawings_are_in_the_answer_in_notebooks_and_in_a_file(tmp_path: Path) -> None:
    verdict = check(UNKNOWN_CATHINONE, as_of=DAY)
    drawing = verdict.draw()
    assert drawing is not None
    assert drawing.startswith("<svg")
    assert "R1" in drawing
    assert "<svg" in verdict._repr_html_()
    assert check("мефедрон", as_of=DAY).draw() is None
    assert verdict.draw(len(verdict.analogues)) is None


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_command_line_takes_rules_and_writes_drawings(tmp_path: Path) -> None:
    picture = tmp_path / "drawing.svg"
    result = run("check", "--as-of", DAY, "--svg", picture, UNKNOWN_CATHINONE)
    assert result.returncode == 1
    assert "ANALOGUE" in result.stdout
    assert "Formed from" in result.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    strict = run("check", "--json", "--as-of", DAY, "--rule", RULES / "strict_c1_c4.json", "CCCCCCNC(C)C(=O)c1ccccc1")
    assert json.loads(strict.stdout)["status"] == "no_match"
    assert run("check", "--rule", tmp_path / "none.json", "мефедрон").returncode == 2
    nothing = run("check", "--svg", tmp_path / "none.svg", "мефедрон")
    assert "not written" in nothing.stderr
    assert not (tmp_path / "none.svg").exists()


def test_the_command_line_checks_rules(tmp_path: Path) -> None:
    for rule in (RULES / "strict_c1_c4.json", RULES / "russia_decree_681_note_6.json"):
        assert run("validate", "--rule", rule).returncode == 0, rule
    broken = tmp_path / "broken.json"
    broken.write_text('{"rule_id": "x"}', encoding="utf-8")
    result = run("validate", "--rule", broken)
    assert result.returncode == 1
    assert "[rule-form]" in result.stdout
