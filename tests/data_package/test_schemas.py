"""The JSON Schemas of the data: up to date, true of every shipped row by an independent reader, and not of damaged ones."""

import json
from pathlib import Path

import jsonschema
import pytest
from tools.documents import SCHEMAS, dump_data_schemas

from kzschedule.records.package import FILES, default_directory, read_descriptor, read_file

RULES = [
    default_directory() / "analogue_rule.json",
    *sorted((Path(__file__).parents[2] / "docs" / "rules").glob("*.json")),
]


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{Path(name).stem}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def rows(name: str) -> list[dict]:
    return [
        record.model_dump(mode="json", by_alias=True) for record in read_file(default_directory() / name, FILES[name])
    ]


def test_the_schemas_are_up_to_date_and_there_is_one_for_each_file() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()}
    assert written == dump_data_schemas(read_descriptor(default_directory())), "run: python -m tools.documents"
    assert len(written) == len(FILES) + 1


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_row_fits_its_schema(name: str) -> None:
    check = validator(name)
    found = rows(name)
    assert found
    for row in found:
        check.validate(row)


@pytest.mark.parametrize("name", FILES)
def test_a_row_with_a_cell_too_few_or_too_many_does_not_fit(name: str) -> None:
    check = validator(name)
    [row, *_] = rows(name)
    assert not check.is_valid(row | {"another": "cell"})
    for column in row:
        assert not check.is_valid({key: value for key, value in row.items() if key != column}), column
        assert not check.is_valid(row | {column: {"no": "cell"}}), column


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("rows.csv", "table", "V"),
        ("rows.csv", "evidence", "certain"),
        ("rows.csv", "first_revision", "03.07.2019"),
        ("rows.csv", "list", "3"),
        ("rows.csv", "printed_ru", ""),
        ("listings.csv", "forms", "any|only_salt:Cl"),
        ("listings.csv", "reading", "certain"),
        ("notes.csv", "covers", ["hydrates"]),
        ("notes.csv", "except", 1),
        ("acts.csv", "from_sure", "2024-02-30"),
        ("acts.csv", "date_source", "recalled"),
        ("revisions.csv", "read", "yes"),
        ("revisions.csv", "sha256", "abc"),
        ("treaties.csv", "decision_year", "2014"),
        ("substances.csv", "cas", "CAS 561-27-3"),
        ("substances.csv", "inchikey", "GVGLGOZIDCSQPN"),
        ("substances.csv", "substance_id", ""),
        ("sizes.csv", "large_to", "one"),
        ("sizes.csv", "unit", "kg"),
        ("sizes.csv", "mixture", "yes"),
        ("claims.csv", "count", 1.5),
        ("names.csv", "language", "de"),
        ("sources.csv", "kind", "rumour"),
        ("substituents.csv", "valence", 1),
    ],
)
def test_a_damaged_row_does_not_fit(name: str, column: str, value: object) -> None:
    check = validator(name)
    [row, *_] = rows(name)
    assert check.is_valid(row)
    assert not check.is_valid(row | {column: value})


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_shipped_rule_fits_the_schema_of_rules(path: Path) -> None:
    check = validator("analogue_rule.json")
    rule = json.loads(path.read_text(encoding="utf-8"))
    check.validate(rule)
    assert not check.is_valid(rule | {"basis": "certain"})
    assert not check.is_valid({key: value for key, value in rule.items() if key != "replaceable"})
