"""The answer as a thing: frozen, with a JSON Schema that is up to date and that every answer satisfies."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from kzschedule import Verdict, check
from kzschedule.documents import SCHEMA, dump_schema
from kzschedule.verdict import Structure

QUERIES = [
    "мефедрон",
    "CNC(C)C(=O)c1ccc(C)cc1.Cl",
    "MPPP",
    "тропикамид",
    "aspirin",
    "",
    "cannabis",
    "кетамин",
    "трамадол",
]


def test_the_schema_in_the_package_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == dump_schema(), "run: python -m kzschedule.documents"


@pytest.mark.parametrize("query", QUERIES)
def test_every_answer_satisfies_the_schema_and_comes_back_from_its_json(query: str) -> None:
    verdict = check(query, as_of="2025-06-01")
    text = verdict.model_dump_json()
    jsonschema.Draft202012Validator(json.loads(Path(SCHEMA).read_text(encoding="utf-8"))).validate(json.loads(text))
    assert Verdict.model_validate_json(text) == verdict


def test_an_answer_has_the_fields_that_others_rely_on() -> None:
    answer = json.loads(check("мефедрон", as_of="2025-06-01").model_dump_json())
    assert {
        "query", "query_kind", "as_of", "structure", "status", "matches", "analogues", "suggestions", "classes",
        "messages", "versions",
    } <= set(answer)  # fmt: skip
    assert answer["structure"] == {
        "smiles": "CNC(C)C(=O)c1ccc(C)cc1",
        "inchikey": "YELGFTGWJGBAQU-UHFFFAOYSA-N",
    }
    [match] = answer["matches"]
    assert {
        "substance_id", "name_en", "name_ru", "name_kk", "relation", "score", "matched_text", "listings", "sizes",
    } <= set(match)  # fmt: skip
    assert {
        "table", "section", "item_no", "listed_from", "act_id", "evidence", "table_basis", "date_basis", "source_ids",
    } <= set(match["listings"][0])  # fmt: skip
    assert set(answer["versions"]) >= {"kzschedule", "data", "rdkit"}


def test_an_answer_cannot_be_changed() -> None:
    verdict = check("мефедрон")
    with pytest.raises(ValidationError, match="frozen"):
        verdict.status = "no_match"  # type: ignore[misc]


def test_the_inchikey_of_a_structure_is_computed_when_asked() -> None:
    assert Structure(smiles="CO").inchikey == "OKKJLVBELUTLKV-UHFFFAOYSA-N"
    assert Structure(smiles="CO", inchikey="OKKJLVBELUTLKV-UHFFFAOYSA-N") == Structure(smiles="CO")
    assert len({Structure(smiles="CO"), Structure(smiles="CO"), Structure(smiles="CC")}) == 2


def test_the_whole_of_a_salt_is_shown_as_read() -> None:
    verdict = check("Cl.CNC(C)C(=O)c1ccc(C)cc1")
    assert verdict.structure is not None
    assert verdict.structure.smiles == "CNC(C)C(=O)c1ccc(C)cc1.Cl"


def test_sizes_that_are_known_go_with_the_match_from_their_day_on() -> None:
    [match] = check("трамадол", as_of="2025-06-01").matches
    assert match.sizes is not None
    assert (str(match.sizes[0].small_max), str(match.sizes[0].large_max)) == ("0.1", "10")
    assert check("трамадол", as_of="2023-01-01").matches[0].sizes is None
    assert check("героин", as_of="2025-06-01").matches[0].sizes is None
