"""Checks of rules and tables: clean on what is shipped, and each fault is found."""

import json
import shutil
from pathlib import Path

import pytest

from kzschedule.datapackage import default_directory, read_package
from kzschedule.validation.rules import check_rule_file, check_structure_classes, check_substituents

STRUCTURES = {
    entry.substance_id: entry.smiles for entry in read_package(default_directory()).substances if entry.smiles
}
RULES = [None, "docs/rules/russia_decree_681_note_6.json", "docs/rules/strict_c1_c4.json"]


@pytest.mark.parametrize("file", RULES)
def test_shipped_rules_have_no_findings(file):
    assert check_rule_file(file, default_directory()) == []


def test_shipped_tables_have_no_findings():
    assert check_substituents(default_directory()) == []
    assert check_structure_classes(default_directory(), STRUCTURES) == []


@pytest.fixture
def package_dir(tmp_path) -> Path:
    for name in ("analogue_rule.json", "substituents.csv", "structure_classes.csv"):
        shutil.copy(default_directory() / name, tmp_path)
    return tmp_path


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "check", "row"),
    [
        ("[#0]-[F,Cl,Br,I]", "[#0]-[F", "pattern", 20),
        ("[#0]-[F,Cl,Br,I]", "[#0]-[Si]", "example", 20),
        ("heavy_atoms 1", "heavy_toms 1", "pattern", 20),
        ("*C|*CF|*O", "*C|*F|*O", "decoy", 20),
        ("heavy_atoms 1,assumed", "heavy_atoms 1,guessed", "row-form", 20),
        ("галоген,1,", "галоген,3,", "row-form", 20),
        ("heavy_atoms 1,", "heavy_atoms many,", "row-form", 20),
        ("hydrogen,hydrogen", "halogen,hydrogen", "substituent-id", None),
    ],
)
def test_a_fault_in_the_substituents_is_found(package_dir, old, new, check, row):
    replaced(package_dir / "substituents.csv", old, new)
    findings = check_substituents(package_dir)
    assert (check, row) in {(finding.check, finding.row) for finding in findings}
    assert all(finding.cure for finding in findings)


def test_an_unknown_source_is_found(package_dir):
    findings = check_substituents(package_dir, source_ids={"uk-mda-1971-generic"})
    assert {finding.check for finding in findings} == {"source"}


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("O=[#6]-[NX3](-[c])", "O=[#6", "pattern"),
        ("O=[#6]-[NX3](-[c])", "O=[#6]-[SiX3](-[c])", "example"),
        ("acetylfentanyl|alfentanil|", "acetylfentanyl|no-such-substance|", "example"),
        ("anpp|norfentanyl|", "anpp|fentanyl|", "decoy"),
        ("anpp|norfentanyl|", "", "decoy"),
        ("fentanyl,fentanyls", "cathinone,fentanyls", "class-id"),
    ],
)
def test_a_fault_in_the_structure_classes_is_found(package_dir, old, new, check):
    replaced(package_dir / "structure_classes.csv", old, new)
    findings = check_structure_classes(package_dir, STRUCTURES)
    assert check in {finding.check for finding in findings}


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"replaceable": []}, "replaceable"),
        ({"basis": "guessed"}, "rule-form"),
        (
            {
                "cores": [
                    {"core_id": "x", "name_en": "x", "name_ru": "x", "smiles": "[CH4:1]", "places": {"1": ["none"]}}
                ]
            },
            "core-places",
        ),
    ],
)
def test_a_fault_in_a_rule_is_found(package_dir, change, check):
    file = package_dir / "analogue_rule.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, **change}), encoding="utf-8")
    assert check in {finding.check for finding in check_rule_file(file, package_dir)}


def test_missing_files_are_findings(tmp_path):
    assert check_substituents(tmp_path)[0].check == "file"
    assert check_structure_classes(tmp_path, {})[0].check == "file"
    assert check_rule_file(None, tmp_path)[0].check == "rule-form"
