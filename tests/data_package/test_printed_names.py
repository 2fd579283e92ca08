"""Each name that the decree prints leads to what its row controls, as it stands there, in Russian and in Kazakh.

The names are taken out of the printed cells (`printed_names`), so that a row that is added, or a cell that is
corrected, is asked back too. Where a printed name must not lead to its row alone, `OTHERWISE` says where it leads, and
why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from tests.data_package.printed_names import head, names_of

from kzschedule.names.index import NameIndex
from kzschedule.schedule import Schedule

#: The id of a row and a name that it prints, with the substances that the name means, and why it is not the row's.
OTHERWISE: dict[tuple[str, str], tuple[frozenset[str], str]] = {
    ("I-A-54", "АПИЫН"): (frozenset({"opium"}), "the Kazakh text prints opium for the plant"),
    ("I-B-13", "МЕТАМФЕТАМИН"): (frozenset({"metamfetamine"}), "the Kazakh text prints row 19 once more"),
    ("I-B-13", "ПЕРВИТИН"): (frozenset({"metamfetamine"}), "the Kazakh text prints row 19 once more"),
    ("I-B-31", "ФЦП"): (frozenset({"rolicyclidine", "phencyclidine"}), "usually phencyclidine"),
    ("S-II-85", "ФЦП"): (frozenset({"rolicyclidine", "phencyclidine"}), "usually phencyclidine"),
    ("I-B-38", "ЕРН"): (frozenset({"ethylphenidate", "ephedrine"}), "a catalogue uses it for ephedrine"),
    ("S-II-115", "EPH"): (frozenset({"ethylphenidate", "ephedrine"}), "a catalogue uses it for ephedrine"),
    ("I-B-61", "СИНТЕТИЧЕСКИЕ КАННАБИНОИДЫ"): (frozenset(), "a heading over a closed list, no substance"),
    ("I-B-61", "СИНТЕТИКАЛЫҚ КАННАБИНОИДТЕР"): (frozenset(), "a heading over a closed list, no substance"),
    ("S-II-137", "Синтетические каннабиноиды"): (frozenset(), "a heading over a closed list, no substance"),
    ("S-II-137", "Синтетикалық каннабиноидтар"): (frozenset(), "a heading over a closed list, no substance"),
    ("I-B-61.78", "MMB-CHMINACA"): (
        frozenset({"mdmb-chmica", "mmb-chminaca"}),
        "today the code of another substance, which the row does not name",
    ),
    ("S-II-31", "норпсевдоэфедрин"): (
        frozenset({"cathine", "norpseudoephedrine"}),
        "the name of a racemate, while the row of the List is its plus form",
    ),
    ("S-I-11", "ацетилкодеин"): (frozenset({"acetylcodeine"}), "another substance, wrongly printed as a synonym"),
}

#: Cells that name several substances at once, or none; copied as a whole they are no name.
NO_NAME_AS_A_WHOLE = {
    "I-A-54": "the Kazakh cell has the name of opium and that of the plant",
    "I-A-58": "three substances",
    "I-B-13": "the Kazakh text prints row 19 once more",
    "I-B-61": "a heading over a closed list",
    "II-A-40": "two or three substances",
    "IV-1.9": "two substances",
}

_PREPARATION = re.compile(
    r"^(?:Раствор|Препараты|Свечи|Таблетки|препарат) |(?:ерітіндісі|препараттары|препараты|балауызшамдар|таблеткалары)$"
)
_LETTER = re.compile(r"^[а-я]\) ")


@pytest.fixture(scope="module")
def owners(schedule: Schedule) -> dict[str, frozenset[str]]:
    """What each row controls, and each group: by all of its readings."""
    package = schedule.package
    members = {group.group_id: frozenset(group.members) for group in package.groups}
    found: dict[str, frozenset[str]] = {f"group:{name}": substances for name, substances in members.items()}
    for listing in package.listings:
        substances = {listing.substance_id} if listing.substance_id else members[listing.group_id or ""]
        found[listing.row_id] = found.get(listing.row_id, frozenset()) | substances
    return found


def test_the_rows_of_the_list(schedule: Schedule, owners: dict[str, frozenset[str]]) -> None:
    rows = [row for row in schedule.package.rows if row.section != "preparation"]
    cells = ((row.row_id, row.printed_ru, row.printed_kk, owners.get(row.row_id, frozenset())) for row in rows)
    assert missed(cells, schedule.names) == []


def test_the_chemical_names_in_the_third_table_of_sizes(schedule: Schedule, owners: dict[str, frozenset[str]]) -> None:
    # The cell of the chemical name or formula is the first of the printed ones.
    cells = (
        (
            size.size_id,
            size.raw.partition(" | ")[0],
            (size.raw_kk or "").partition(" | ")[0],
            frozenset().union(*(owners.get(target, frozenset()) for target in size.targets)),
        )
        for size in schedule.package.sizes
        if size.size_table == "III"
    )
    assert missed(cells, schedule.names) == []


def test_the_rows_of_the_sizes(schedule: Schedule, owners: dict[str, frozenset[str]]) -> None:
    cells = (
        (
            re.sub(r"\..*", "", size.size_id),
            size.printed_ru,
            size.printed_kk,
            frozenset().union(*(owners.get(target, frozenset()) for target in size.targets)),
        )
        for size in schedule.package.sizes
    )
    assert missed(cells, schedule.names) == []


def test_whole_cells_without_their_definitions(schedule: Schedule, owners: dict[str, frozenset[str]]) -> None:
    wrong = []
    for row in schedule.package.rows:
        if row.section == "preparation" or row.row_id in NO_NAME_AS_A_WHOLE:
            continue
        for text in filter(None, (row.printed_ru, row.printed_kk)):
            found = meant(head(text), schedule.names)
            if not found or not found <= owners[row.row_id]:
                wrong.append((row.row_id, head(text), found))
    assert wrong == []


def test_the_veterinary_list(schedule: Schedule) -> None:
    lines = schedule.package.veterinary
    # One line prints hexenal, which is hexobarbital, as a synonym of cyclobarbital: its two names mean two substances.
    assert [line.vet_id for line in lines if not line.substance_ids] == ["VET-B-16"]
    cells = (
        (line.vet_id, line.printed_ru, line.printed_kk, frozenset(line.substance_ids))
        for line in lines
        if line.substance_ids
    )
    # A solution or tablets of a substance are none of its names.
    assert [one for one in missed(cells, schedule.names) if not _PREPARATION.search(one[1])] == []


def test_the_plants_of_the_table_of_cultivation(schedule: Schedule) -> None:
    wrong = []
    for plant in schedule.package.cultivation:
        for text in filter(None, (plant.printed_ru, plant.printed_kk)):
            name = _LETTER.sub("", text).strip()
            if len(name) < 60 and meant(name, schedule.names) != {plant.plant_id}:
                wrong.append((plant.cult_id, name))
    assert wrong == []


def test_what_leads_elsewhere_is_still_printed(schedule: Schedule) -> None:
    printed = {
        (re.sub(r"\.(?:dried|fresh|tablet|ampoule)$", "", name), one)
        for name, ru, kk in (
            *((row.row_id, row.printed_ru, row.printed_kk) for row in schedule.package.rows),
            *((size.size_id, size.printed_ru, size.printed_kk) for size in schedule.package.sizes),
        )
        for text in (ru, kk)
        if text
        for one in names_of(text)
    }
    assert set(OTHERWISE) <= printed


def missed(
    cells: Iterable[tuple[str, str, str | None, frozenset[str]]], names: NameIndex
) -> list[tuple[str, str, frozenset[str]]]:
    """Return the printed names that lead nowhere, or elsewhere, with what they lead to."""
    return sorted(set(_missed(cells, names)), key=str)


def _missed(
    cells: Iterable[tuple[str, str, str | None, frozenset[str]]], names: NameIndex
) -> Iterator[tuple[str, str, frozenset[str]]]:
    for printed_id, russian, kazakh, controlled in cells:
        for text in filter(None, (russian, kazakh)):
            for name in names_of(text):
                found = meant(name, names)
                if (printed_id, name) in OTHERWISE:
                    right = found == OTHERWISE[printed_id, name][0]
                else:
                    right = bool(found) and found <= controlled
                if not right:
                    yield printed_id, name, found


def meant(name: str, names: NameIndex) -> frozenset[str]:
    """Return the substances that a name means, in the first two steps of reading it."""
    return frozenset(hit.substance_id for hit in names.read(name, suggest=False).hits)
