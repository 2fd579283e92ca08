"""Files that follow from the code and the descriptor; ``python -m kzschedule.documents`` writes them.

The JSON Schema of the answer and the catalogues of translations stand beside the code, the data dictionary in the
README of the data package. Tests compare them with what is written here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kzschedule.catalogues import TRANSLATED, catalogue_file, dump_mo, dump_po, refreshed
from kzschedule.datapackage import default_directory, read_descriptor
from kzschedule.verdict import Verdict

SCHEMA = Path(__file__).with_name("verdict.schema.json")
_BEGIN, _END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"


def dump_schema() -> str:
    """Return the JSON Schema (2020-12) of the answer as text.

    Examples
    --------
    >>> json.loads(dump_schema())["title"]
    'Verdict'
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Verdict.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


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


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    SCHEMA.write_text(dump_schema(), encoding="utf-8")
    _readme = default_directory() / "README.md"
    _text = with_dictionary(_readme.read_text(encoding="utf-8"), read_descriptor(default_directory()))
    _readme.write_text(_text, encoding="utf-8")
    for _language in TRANSLATED:
        _catalogue = refreshed(_language)
        catalogue_file(_language, "po").write_bytes(dump_po(_catalogue))
        catalogue_file(_language, "mo").write_bytes(dump_mo(_catalogue))
