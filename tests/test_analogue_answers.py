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
    assert (verdict.analogues[0].parent_id, verdict.analogues[0].grade) == ("methcathinone", "official")
    assert says(verdict, "By its formula it is formed from Methcathinone by substituents of the decree's list")
    assert says(verdict, "whether the Law counts it as one of their analogues is established by forensic examination")
    assert verdict.classes == ("cathinone",)


def test_nearest_parents_come_first() -> None:
    verdict = check(UNKNOWN_CATHINONE, as_of=DAY)
    counts = [len(analogue.replacements) for analogue in verdict.analogues]
    assert counts == sorted(counts)


def test_each_parent_has_its_rows_sizes_replacements_and_sentences() -> None:
    parent = of(check(UNKNOWN_CATHINONE, as_of="2025-06-01"), "methcathinone")
    assert [(listing.row_id, listing.evidence) for listing in parent.listings] == [("I-B-23", "official")]
    assert parent.sizes is not None
    assert [size.printed_ru for size in parent.sizes]
    assert sorted((item.number, item.name_ru, item.permitted) for item in parent.replacements) == [
        ("1.70", "этил", "official"),
        ("1.70", "этил", "official"),
    ]
    assert parent.sentence_en.startswith("Formed from Methcathinone")
    assert parent.sentence_ru.startswith("Образовано из вещества «меткатинон»")
    assert parent.sentence_kk
    for sentence in (parent.sentence_en, parent.sentence_ru, parent.sentence_kk):
        assert "1.70" in sentence


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


@pytest.mark.parametrize("query", ["меткатинон", "эфедрин", "CC(N)Cc1ccccc1", "537-46-2", "MPPP"])
def test_what_is_listed_or_several_things_is_no_analogue(query: str) -> None:
    assert check(query, as_of=DAY).analogues == ()


def test_a_substance_of_the_data_without_a_row_is_an_analogue_as_any_other_structure_is() -> None:
    verdict = check("флефедрон", as_of=DAY)
    assert verdict.status == "analogue"
    assert verdict.matches[0].listings == ()
    assert (verdict.analogues[0].parent_id, verdict.analogues[0].grade) == ("methcathinone", "official")
    assert [item.number for item in verdict.analogues[0].replacements] == ["1.57"]


def test_what_is_unconfirmed_keeps_its_status_and_shows_its_parents() -> None:
    verdict = check("этизолам", as_of="2023-04-15")
    assert verdict.status == "unconfirmed"
    isomer = check("CN1CC[C@]23c4c5cc(O)cc4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5", as_of=DAY)
    assert isomer.status == "unconfirmed"
    assert isomer.analogues
    assert all(set(analogue.open_reasons) & {"hydrogen", "hydroxyl"} for analogue in isomer.analogues)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("O=C1CCCO1", "carboxyl"),  # from 4-hydroxybutyric acid
        ("CNC(C)C(=O)c1ccc(CCCC(F)C)cc1", "position"),
    ],
)
def test_what_is_left_open_is_said_and_leaves_an_analogue(query: str, reason: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "analogue"
    assert (verdict.analogues[0].grade, reason in verdict.analogues[0].open_reasons) == ("open", True)


def test_what_needs_a_group_outside_the_list_makes_no_status_and_is_told() -> None:
    verdict = check("CCCCCCCCCCCCNC(C)C(=O)c1ccccc1", as_of=DAY)  # dodecyl is not among the substituents
    reasons = {reason for analogue in verdict.analogues for reason in analogue.open_reasons}
    assert verdict.status == "no_match"
    assert "not_in_list" in reasons
    assert says(verdict, "not all in the list of substituents")


def test_an_analogue_by_the_letter_only_is_marked_remote() -> None:
    verdict = check("CCOc1ccc(C(=O)C(C)NC)cc1", as_of=DAY)
    assert not verdict.analogues[0].remote
    remote = check("O=C1CCCO1", as_of=DAY)
    assert remote.status == "analogue"
    assert remote.analogues[0].remote
    assert says(remote, "by the letter")


def test_substituents_count_from_the_day_they_are_in_force() -> None:
    """The methoxycarbonyl group stood among the bivalent ones until Act No. 22."""
    query = "CNC(C)C(=O)c1ccc(C(=O)OC)cc1"
    before, after = check(query, as_of="2024-02-05"), check(query, as_of="2024-02-06")
    assert (before.status, of(before, "methcathinone").grade) == ("analogue", "open")
    assert of(before, "methcathinone").open_reasons == ("printed_as_bivalent",)
    assert (after.status, of(after, "methcathinone").grade) == ("analogue", "official")
    assert [item.number for item in of(after, "methcathinone").replacements] == ["1.74"]


def test_a_parent_counts_from_the_day_it_is_in_force() -> None:
    candidate = "CCCOc1cccc(C2(N3CCCCC3)CCCCC2)c1"  # 3-propoxyphencyclidine
    before = {analogue.parent_id for analogue in check(candidate, as_of="2024-02-05").analogues}
    after = {analogue.parent_id for analogue in check(candidate, as_of="2024-02-06").analogues}
    assert "3-methoxyphencyclidine" in after - before


def test_precursors_are_never_parents(schedule: Schedule, today) -> None:
    parents = {parent.substance_id for parent in schedule.analogue_search(today).parents}
    sections = {
        (listing.table, listing.section)
        for parent in parents
        for listing in schedule.positions(parent, today)
        if listing.in_force
    }
    assert sections == {
        ("I", "narcotic"), ("I", "psychotropic"), ("II", "narcotic"), ("II", "psychotropic"), ("III", "psychotropic"),
    }  # fmt: skip
    assert not {"ephedrine", "p-2-p", "acetic-anhydride"} & parents


def test_second_readings_are_never_parents(schedule: Schedule, today) -> None:
    parents = {parent.substance_id for parent in schedule.analogue_search(today).parents}
    second = {item.substance_id for item in schedule.package.listings if item.reading == "other"}
    first = {item.substance_id for item in schedule.package.listings if item.reading != "other"}
    assert second - first
    assert not (second - first) & parents


def test_a_common_chemical_stays_no_match() -> None:
    for smiles in ("CC(=O)Oc1ccccc1C(=O)O", "CCO", "Cn1cnc2c1c(=O)n(C)c(=O)n2C"):
        assert check(smiles, as_of=DAY).status == "no_match"


def test_a_structure_too_large_for_the_comparison_is_said_to_be() -> None:
    verdict = check("C" * 300, as_of=DAY)
    assert verdict.status == "no_match"
    assert says(verdict, "analogues are sought up to")


def test_an_ester_of_a_narcotic_drug_is_listed_by_the_note_and_no_analogue() -> None:
    verdict = check("CN1CC[C@]23c4c5ccc(OC(=O)CC)c4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5", as_of=DAY)
    assert verdict.status == "listed"
    assert {match.relation for match in verdict.matches} == {"ester"}
    assert {match.covered_by.id for match in verdict.matches if match.covered_by} == {"NOTE-I-A-1"}
    assert verdict.analogues == ()


def test_the_rule_is_data() -> None:
    strict = RULES / "strict_c1_c4.json"
    hexyl = "CCCCCCNC(C)C(=O)c1ccccc1"
    assert of(check(hexyl, as_of=DAY), "methcathinone").grade == "official"
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
    assert check("меткатинон", as_of=DAY).draw() is None
    assert verdict.draw(len(verdict.analogues)) is None


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_command_line_takes_rules_and_writes_drawings(tmp_path: Path) -> None:
    picture = tmp_path / "drawing.svg"
    result = run("check", "--as-of", DAY, "--svg", picture, UNKNOWN_CATHINONE)
    assert result.returncode == 1
    assert "ANALOGUE" in result.stdout
    assert "formed from Methcathinone" in result.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    strict = run("check", "--json", "--as-of", DAY, "--rule", RULES / "strict_c1_c4.json", "CCCCCCNC(C)C(=O)c1ccccc1")
    assert json.loads(strict.stdout)["status"] == "no_match"
    assert run("check", "--rule", tmp_path / "none.json", "мефедрон").returncode == 2
    nothing = run("check", "--svg", tmp_path / "none.svg", "меткатинон")
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
