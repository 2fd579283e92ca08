"""Checks of rules for analogues: clean on what is shipped, and each fault is found."""

import json
from pathlib import Path

import pytest

from kzschedule.records.package import default_directory
from kzschedule.validation.rules import check_rule_file

RULES = [None, *sorted((Path(__file__).parents[2] / "docs" / "rules").glob("*.json"))]
NITRO = {
    "substituent_id": "nitro",
    "name_en": "nitro",
    "name_ru": "нитро",
    "valence": 1,
    "pattern": "[#0]-[N+](=O)[O-]",
    "limits": {"N": "1", "O": "2"},
    "basis": "assumed",
    "examples": ["*[N+](=O)[O-]"],
    "decoys": ["*N", "*C[N+](=O)[O-]"],
}
CORE = {"core_id": "amine", "name_en": "x", "name_ru": "x", "smiles": "[CH3:1]CN", "places": {"1": ["nitro"]}}


@pytest.mark.parametrize("file", RULES, ids=lambda path: path.name if path else "shipped")
def test_shipped_rules_have_no_findings(file: Path | None) -> None:
    assert check_rule_file(file, default_directory()) == []


def found(tmp_path: Path, **change: object) -> set[str]:
    """The checks that find something in the shipped rule with these parts."""
    content = json.loads((default_directory() / "analogue_rule.json").read_text(encoding="utf-8"))
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(content | change), encoding="utf-8")
    findings = check_rule_file(file, default_directory())
    assert all(finding.cure and finding.file == "rule.json" for finding in findings)
    return {finding.check for finding in findings}


def test_a_rule_with_substituents_and_cores_of_its_own_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path, substituents=[NITRO], cores=[CORE]) == set()


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"replaceable": []}, "replaceable"),
        ({"basis": "guessed"}, "rule-form"),
        ({"parents": {}}, "rule-form"),
        ({"substituents": [NITRO | {"pattern": "[#0]-[N+"}]}, "rule-form"),
        ({"substituents": [NITRO | {"limits": {"legs": "4"}}]}, "rule-form"),
        ({"substituents": [NITRO | {"limits": {"N": "many"}}]}, "rule-form"),
        ({"substituents": [NITRO | {"valence": 3}]}, "rule-form"),
        ({"substituents": [NITRO | {"basis": "guessed"}]}, "rule-form"),
        ({"substituents": [NITRO, NITRO]}, "substituent-id"),
        ({"substituents": [NITRO | {"pattern": "[#0]-[Xe]"}]}, "example"),
        ({"substituents": [NITRO | {"decoys": ["*[N+](=O)[O-]"]}]}, "decoy"),
        ({"substituents": [NITRO | {"decoys": ["*C("]}]}, "decoy"),
        ({"substituents": [NITRO], "cores": [CORE | {"places": {"1": ["none"]}}]}, "core-places"),
        ({"substituents": [NITRO], "cores": [CORE, CORE]}, "core-id"),
    ],
)
def test_a_fault_in_a_rule_is_found(tmp_path: Path, change: dict[str, object], check: str) -> None:
    assert check in found(tmp_path, **change)


def test_a_group_that_is_named_twice_is_found(tmp_path: Path) -> None:
    rule = json.loads((default_directory() / "analogue_rule.json").read_text(encoding="utf-8"))
    assert found(tmp_path, replaceable=[*rule["replaceable"], rule["replaceable"][0]]) == {"replaceable"}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert [finding.check for finding in check_rule_file(None, tmp_path)] == ["rule-form"]
