"""What a release says of itself: one version, a citation that readers of citations accept, and whose period changes are."""

import json
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from tools.documents import CITATIONS, with_version

import kzschedule
from kzschedule.records.model import Revision
from kzschedule.records.package import default_directory, read_descriptor, read_file

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
ZENODO = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))

#: Values that Zenodo takes, by the documentation of its deposits.
RELATIONS = {"cites", "references", "isDerivedFrom", "isSupplementTo", "isSupplementedBy", "documents", "describes"}
TAGS = {"a", "p", "br", "blockquote", "strong", "b", "u", "i", "em", "ul", "ol", "li", "sub", "sup", "div"}


def test_the_version_stands_in_one_place_and_all_others_follow() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/kzschedule/_version.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", kzschedule.__version__)
    for path in CITATIONS:
        text = path.read_text(encoding="utf-8")
        assert text == with_version(text), "run: python -m tools.documents"
    assert str(CITATION["version"]) == ZENODO["version"] == kzschedule.__version__


def test_a_version_that_differs_would_be_written_anew() -> None:
    for path in CITATIONS:
        text = path.read_text(encoding="utf-8")
        assert with_version(text.replace(kzschedule.__version__, "0.0.1")) == text


def test_the_version_of_the_data_is_the_day_of_the_newest_revision_read() -> None:
    revisions = read_file(default_directory() / "revisions.csv", Revision)
    newest = max(revision.revision_id for revision in revisions if revision.read)
    assert read_descriptor(default_directory())["version"] == newest.replace("-", ".")


def test_the_citation_fits_the_schema_of_citations(tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.citation-file-format"]
    result = subprocess.run([*command, ROOT / "CITATION.cff"], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout
    damaged = tmp_path / "CITATION.cff"
    damaged.write_text((ROOT / "CITATION.cff").read_text(encoding="utf-8").replace("MIT", "MITT"), encoding="utf-8")
    assert subprocess.run([*command, damaged], capture_output=True, check=False).returncode == 1


def test_zenodo_is_told_what_it_needs_in_its_words() -> None:
    assert ZENODO["upload_type"] == "software"
    assert ZENODO["access_right"] == "open"
    assert ZENODO["creators"]
    assert all(
        set(person) <= {"name", "affiliation", "orcid", "gnd"} and person["name"] for person in ZENODO["creators"]
    )
    assert all(isinstance(word, str) for word in ZENODO["keywords"])
    for related in ZENODO["related_identifiers"]:
        assert set(related) == {"identifier", "relation", "resource_type"}
        assert related["relation"] in RELATIONS
    known = {
        "title", "upload_type", "version", "description", "creators", "access_right", "license", "keywords", "language",
        "notes", "related_identifiers",
    }  # fmt: skip
    assert set(ZENODO) == known


def test_the_description_for_zenodo_is_html_that_it_keeps() -> None:
    seen = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            seen.add(tag)

    Tags().feed(ZENODO["description"])
    assert seen
    assert seen <= TAGS


def test_title_authors_keywords_and_licences_are_the_same_everywhere() -> None:
    assert ZENODO["title"] == CITATION["title"]
    authors = [author["name"] for author in CITATION["authors"]]
    assert [person["name"] for person in ZENODO["creators"]] == authors
    assert [author["name"] for author in PROJECT["project"]["authors"]] == authors
    assert ZENODO["keywords"] == CITATION["keywords"]
    # A deposit has one licence: that of the code. The one of the data stands in the notes.
    assert PROJECT["project"]["license"] == " AND ".join(CITATION["license"])
    assert [ZENODO["license"].upper()] == CITATION["license"][:1]
    assert CITATION["license"][1] in ZENODO["notes"]
    assert {entry["name"] for entry in read_descriptor(default_directory())["licenses"]} == set(CITATION["license"][1:])


def sections(text: str) -> list[tuple[str, str, str]]:
    """Each entry of the changelog, with its version and the heading above it."""
    version, heading, entries = "", "", []
    for line in text.splitlines():
        if line.startswith("## "):
            version, heading = line[3:], ""
        elif line.startswith("### "):
            heading = line[4:]
        elif line.startswith("- "):
            entries.append((version, heading, line))
    return entries


def test_every_entry_of_the_changelog_says_which_period_of_the_law_it_affects() -> None:
    entries = sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert entries
    for version, heading, line in entries:
        assert re.fullmatch(r"Unreleased|\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", version), line
        assert heading == "Not about the law" or re.match(r"Law in force from \d{4}-\d\d-\d\d( |$)", heading), line


@pytest.mark.parametrize("text", ["## Unreleased\n\n- entry", "## 1.0\n\n### Law\n\n- entry"])
def test_an_entry_without_a_period_would_be_noticed(text: str) -> None:
    [(_, heading, _)] = sections(text)
    assert heading != "Not about the law"
    assert not re.match(r"Law in force from \d{4}-\d\d-\d\d( |$)", heading)
