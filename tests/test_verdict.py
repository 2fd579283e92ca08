"""The answer as a thing: frozen, with a JSON Schema that is up to date and that every answer satisfies."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError
from tools.documents import SCHEMA, dump_schema

from kzschedule import Verdict, check
from kzschedule.verdict import Structure

QUERIES = [
    "меткатинон",
    "CNC(C)C(=O)c1ccccc1.Cl",
    "мефедрон",
    "кокаин",
    "CBD",
    "кодеин",
    "MPPP",
    "тропикамид",
    "aspirin",
    "",
    "cannabis",
    "кетамин",
    "трамадол",
]


def test_the_schema_in_the_package_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == dump_schema(), "run: python -m tools.documents"


@pytest.mark.parametrize("query", QUERIES)
def test_every_answer_satisfies_the_schema_and_comes_back_from_its_json(query: str) -> None:
    verdict = check(query, as_of="2025-06-01")
    text = verdict.model_dump_json()
    jsonschema.Draft202012Validator(json.loads(Path(SCHEMA).read_text(encoding="utf-8"))).validate(json.loads(text))
    assert Verdict.model_validate_json(text) == verdict


def test_an_answer_has_the_fields_that_others_rely_on() -> None:
    answer = json.loads(check("меткатинон", as_of="2025-06-01").model_dump_json())
    assert {
        "query", "query_kind", "as_of", "structure", "status", "matches", "analogues", "suggestions", "classes",
        "messages", "versions", "treaties", "veterinary", "preparations", "other_lists", "revision", "schema_version",
    } <= set(answer)  # fmt: skip
    assert answer["structure"] == {"smiles": "CNC(C)C(=O)c1ccccc1", "inchikey": "LPLLVINFLBSFRP-UHFFFAOYSA-N"}
    [match] = answer["matches"]
    assert {
        "substance_id", "name_en", "name_ru", "name_kk", "relation", "score", "matched_text", "listings", "sizes",
        "covered_by",
    } <= set(match)  # fmt: skip
    assert {
        "row_id", "table", "section", "item_no", "printed_ru", "printed_kk", "evidence", "act_id", "in_force",
        "from_earliest", "from_sure", "until", "revision", "reading", "reading_note", "source_ids",
    } <= set(match["listings"][0])  # fmt: skip
    gone = {"listed_from", "listed_until", "table_basis", "date_basis", "until_act_id"}
    assert not gone & set(match["listings"][0])
    analogue = json.loads(check("мефедрон", as_of="2025-06-01").model_dump_json())["analogues"][0]
    assert {"parent_id", "grade", "remote", "open_reasons", "listings", "sizes", "replacements"} <= set(analogue)
    assert analogue["replacements"][0]["number"] == "1.21"
    assert set(answer["versions"]) >= {"kzschedule", "data", "rdkit"}


def test_an_answer_cannot_be_changed() -> None:
    verdict = check("меткатинон")
    with pytest.raises(ValidationError, match="frozen"):
        verdict.status = "no_match"  # type: ignore[misc]


def test_the_inchikey_of_a_structure_is_computed_when_asked() -> None:
    assert Structure(smiles="CO").inchikey == "OKKJLVBELUTLKV-UHFFFAOYSA-N"
    assert Structure(smiles="CO", inchikey="OKKJLVBELUTLKV-UHFFFAOYSA-N") == Structure(smiles="CO")
    assert len({Structure(smiles="CO"), Structure(smiles="CO"), Structure(smiles="CC")}) == 2


def test_the_whole_of_a_salt_is_shown_as_read() -> None:
    verdict = check("Cl.CNC(C)C(=O)c1ccccc1")
    assert verdict.structure is not None
    assert verdict.structure.smiles == "CNC(C)C(=O)c1ccccc1.Cl"


def test_sizes_go_with_the_match_from_their_day_on() -> None:
    [match] = check("трамадол", as_of="2025-06-01").matches
    assert match.sizes is not None
    [size] = match.sizes
    assert (size.size_id, str(size.small_to), str(size.large_to), size.mixture) == ("S-II-139", "0.1", "10", "star")
    assert check("трамадол", as_of="2023-01-01").matches[0].sizes is None
    [heroin] = check("героин", as_of="2025-06-01").matches[0].sizes or ()
    assert (str(heroin.small_to), str(heroin.large_to)) == ("0.01", "1.0")


def test_the_row_of_an_answer_is_that_on_which_its_status_rests() -> None:
    for query, day, row_id in (
        ("героин", "2024-03-01", "I-A-20"),
        ("мефедрон", "2024-03-01", "I-B-23"),
        ("эутилон", "2024-02-05", "I-B-16"),
        ("CBD", "2024-03-01", "I-B-35"),
        ("MPPP", "2024-03-01", None),
        ("тропикамид", "2024-03-01", None),
    ):
        row = check(query, as_of=day).row
        assert (row.row_id if row else None) == row_id, query


def test_an_answer_says_all_if_asked_and_names_the_substance_before_its_group() -> None:
    verdict = check("CBD", as_of="2024-03-01")
    assert len(verdict.to_text(language="en", full=True)) > len(verdict.to_text(language="en"))
    lines = [line for line in verdict.to_text(language="en").splitlines() if line.startswith("  substance")]
    assert "Cannabidiol" in lines[0]
    assert "group of row I-B-35" in lines[1]
    assert "to_text(full=True)" in verdict.to_html(language="en")
    assert "--full" not in verdict.to_html(language="en")
