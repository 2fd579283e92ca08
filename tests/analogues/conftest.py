"""The rule, the official list and the parents of the newest revision, read from the data package, compiled once."""

from pathlib import Path

import pytest

from kzschedule.analogues.approved import InForce, printed_order
from kzschedule.analogues.parents import AnalogueParent
from kzschedule.analogues.rule import AnalogueRule, load_rule
from kzschedule.analogues.search import AnalogueSearch
from kzschedule.records.model import Group, Listing, Row, Substance, Substituent
from kzschedule.records.package import default_directory, read_file

DATA = default_directory()


def lines_of(revision: str) -> tuple[InForce, ...]:
    """The official list in a revision."""
    records = read_file(DATA / "substituents.csv", Substituent)
    standing = [
        record
        for record in records
        if record.first_revision <= revision and (record.last_revision is None or record.last_revision >= revision)
    ]
    return tuple(InForce(record) for record in sorted(standing, key=lambda record: printed_order(record.number)))


@pytest.fixture(scope="session")
def lines() -> tuple[InForce, ...]:
    return lines_of("2024-01-23")


@pytest.fixture(scope="session")
def rule() -> AnalogueRule:
    return load_rule(None, DATA)


@pytest.fixture(scope="session")
def working_rule() -> AnalogueRule:
    return load_rule(Path("docs/rules/working_rule_2026.json"), DATA)


@pytest.fixture(scope="session")
def structures() -> dict[str, str]:
    return {
        record.substance_id: record.smiles for record in read_file(DATA / "substances.csv", Substance) if record.smiles
    }


@pytest.fixture(scope="session")
def parent_rows(rule) -> dict[str, list[tuple[str, str]]]:
    """Rows of the sections of parents by substance, each with how it is read."""
    rows = {
        row.row_id
        for row in read_file(DATA / "rows.csv", Row)
        if row.last_revision is None and rule.parents.include(row.table, row.section)
    }
    members = {group.group_id: group.members for group in read_file(DATA / "groups.csv", Group)}
    found: dict[str, list[tuple[str, str]]] = {}
    for listing in read_file(DATA / "listings.csv", Listing):
        if listing.row_id in rows and listing.reading != "other":
            group = listing.group_id
            named = (listing.substance_id,) if group is None else members[group] * rule.parents.include_group(group)
            for substance_id in named:
                found.setdefault(substance_id, []).append((listing.row_id, listing.reading))
    return dict(sorted(found.items(), key=lambda item: min(printed_order(row_id) for row_id, _ in item[1])))


@pytest.fixture(scope="session")
def parents(parent_rows, structures) -> tuple[AnalogueParent, ...]:
    return tuple(
        AnalogueParent(substance_id, structures[substance_id], doubtful=all(reading == "likely" for _, reading in rows))
        for substance_id, rows in parent_rows.items()
        if substance_id in structures
    )


@pytest.fixture(scope="session")
def unlisted(structures) -> dict[str, str]:
    """Substances of the data that no row names, by itself or in a group's name."""
    listed = {listing.substance_id for listing in read_file(DATA / "listings.csv", Listing)}
    listed |= {member for group in read_file(DATA / "groups.csv", Group) for member in group.members}
    return {substance_id: smiles for substance_id, smiles in structures.items() if substance_id not in listed}


@pytest.fixture(scope="session")
def search(parents, rule, lines) -> AnalogueSearch:
    return AnalogueSearch(parents, rule, lines)
