"""The working rule and the parents of the data package, compiled once."""

from datetime import date

import pytest

from kzschedule.analogues.parents import parents_on
from kzschedule.analogues.rule import AnalogueRule, load_rule
from kzschedule.analogues.search import AnalogueSearch
from kzschedule.datapackage import DataPackage, default_directory, read_package


@pytest.fixture(scope="session")
def package() -> DataPackage:
    return read_package(default_directory())


@pytest.fixture(scope="session")
def rule() -> AnalogueRule:
    return load_rule(None, default_directory())


@pytest.fixture(scope="session")
def parents(package, rule) -> dict[str, str]:
    return dict(parents_on(date(2026, 1, 1), package.substances, package.listings, rule))


@pytest.fixture(scope="session")
def unverified(package, parents, rule) -> dict[str, str]:
    everything = dict(parents_on(date(2026, 1, 1), package.substances, package.listings, rule, include_unverified=True))
    return {substance_id: smiles for substance_id, smiles in everything.items() if substance_id not in parents}


@pytest.fixture(scope="session")
def search(parents, rule) -> AnalogueSearch:
    return AnalogueSearch(parents.items(), rule)
