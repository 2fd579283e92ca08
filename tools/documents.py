"""Files that follow from the code and the descriptor; ``python -m tools.documents`` writes them.

The JSON Schema of the answer stands beside the code, those of the rows of the data package and of a rule for
analogues in ``schemas``, the catalogues of translations in ``locale``, the data dictionary in the README of the
data package. Tests compare all of them with what is written here. In a checkout, the version is written from
``kzschedule.__version__``, its one place, into the files by which the library is cited.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kzschedule._version import __version__
from kzschedule.analogues.rule import RULE_FILE, AnalogueRule
from kzschedule.records.installation import shipped_directory
from kzschedule.records.package import FILES, read_descriptor
from kzschedule.verdict import Verdict
from tools.catalogues import TRANSLATED, catalogue_file, dump_mo, dump_po, refreshed

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "src" / "kzschedule" / "verdict.schema.json"
SCHEMAS = ROOT / "src" / "kzschedule" / "records" / "schemas"
#: What says how to cite the library, at the top of a checkout.
CITATIONS = tuple(ROOT / name for name in ("CITATION.cff", ".zenodo.json"))
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DECIMAL = {"number": r"-?[0-9]+(\.[0-9]+)?"}
_BEGIN, _END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"


def dump_schema() -> str:
    """Return the JSON Schema (2020-12) of the answer as text.

    Examples
    --------
    >>> json.loads(dump_schema())["title"]
    'Verdict'
    """
    return _dump({"$schema": _DIALECT, **Verdict.model_json_schema(mode="serialization")})


def dump_data_schemas(descriptor: dict[str, Any]) -> dict[str, str]:
    """Return the JSON Schemas (2020-12) of the files of a data package as texts, by the names of their files.

    The schema of a CSV file describes one row of it as an object: an empty cell is null, a cell of several values
    is an array, a number with decimals is a string, as in ``Record.model_dump(mode="json")``. What the columns mean
    is taken from the descriptor.

    Examples
    --------
    >>> schemas = dump_data_schemas(read_descriptor(shipped_directory()))
    >>> json.loads(schemas["listings.schema.json"])["properties"]["forms"]["type"]
    'array'
    """
    columns = {
        resource["path"]: resource["schema"]["fields"] for resource in descriptor["resources"] if "schema" in resource
    }
    schemas: dict[str, Any] = {RULE_FILE: AnalogueRule.model_json_schema()}
    for name, model in FILES.items():
        schemas[name] = model.model_json_schema(mode="serialization")
        for column in columns[name]:
            described = schemas[name]["properties"][column["name"]]
            described["description"] = column["description"]
            # The descriptor's patterns fit the whole cell; decimals are a string in JSON, lest they be rounded.
            pattern = column.get("constraints", {}).get("pattern") or _DECIMAL.get(column["type"])
            if pattern:
                described["pattern"] = f"^(?:{pattern})$"
    return {
        f"{Path(name).stem}.schema.json": _dump({"$schema": _DIALECT, **schema})
        for name, schema in sorted(schemas.items())
    }


def dump_dictionary(descriptor: dict[str, Any]) -> str:
    """Return the data dictionary as Markdown: a table for each file of a descriptor."""
    lines = []
    for resource in descriptor["resources"]:
        lines += [f"### `{resource['path']}`", "", resource["description"], ""]
        if "schema" not in resource:
            continue
        lines += ["| column | type | values | meaning |", "|---|---|---|---|"]
        for column in resource["schema"]["fields"]:
            constraints = column.get("constraints", {})
            values = ", ".join(constraints.get("enum", ())) or constraints.get("pattern", "")
            required = "" if constraints.get("required") else " (may be empty)"
            shown = values.replace("|", "\\|")
            lines.append(
                f"| `{column['name']}` | {column['type']}{required} | {shown} | {_cell(column['description'])} |"
            )
        lines.append("")
    return "\n".join(lines)


def with_dictionary(readme: str, descriptor: dict[str, Any]) -> str:
    """Return a README with the data dictionary between its marks brought up to date."""
    pattern = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{_BEGIN}\n\n{dump_dictionary(descriptor)}\n{_END}", readme)


def with_version(citation: str) -> str:
    r"""Return the text of a file of `CITATIONS` with the version brought up to date.

    Examples
    --------
    >>> with_version("type: software\nversion: 0.0.1\n") == f"type: software\nversion: {__version__}\n"
    True
    """
    return re.sub(r'^(version: |  "version": ")[^"\n]*', rf"\g<1>{__version__}", citation, flags=re.MULTILINE)


def _dump(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    SCHEMA.write_text(dump_schema(), encoding="utf-8")
    _descriptor = read_descriptor(shipped_directory())
    for _name, _schema in dump_data_schemas(_descriptor).items():
        (SCHEMAS / _name).write_text(_schema, encoding="utf-8")
    _readme = shipped_directory() / "README.md"
    _text = with_dictionary(_readme.read_text(encoding="utf-8"), _descriptor)
    _readme.write_text(_text, encoding="utf-8")
    for _citation in CITATIONS:
        if _citation.is_file():  # an installed library has none
            _citation.write_text(with_version(_citation.read_text(encoding="utf-8")), encoding="utf-8")
    for _language in TRANSLATED:
        _catalogue = refreshed(_language)
        catalogue_file(_language, "po").write_bytes(dump_po(_catalogue))
        catalogue_file(_language, "mo").write_bytes(dump_mo(_catalogue))
