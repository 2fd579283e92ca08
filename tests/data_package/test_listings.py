"""Which substances the rows of the List mean: every row of ``listings.csv`` and ``groups.csv``, by files and RDKit alone.

``printed_structures.csv`` has the printed systematic names in English, with what OPSIN reads in them: an independent
way from the print to a structure.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.records.model import Counterion, Cultivation, Group, Listing, Row, Source, Substance
from kzschedule.records.package import default_directory, read_file

FOLDER = default_directory()
LISTINGS = read_file(FOLDER / "listings.csv", Listing)
GROUPS = {group.group_id: group for group in read_file(FOLDER / "groups.csv", Group)}
SUBSTANCES = {item.substance_id: item for item in read_file(FOLDER / "substances.csv", Substance)}
STRUCTURES = {key: Chem.MolFromSmiles(item.smiles) for key, item in SUBSTANCES.items() if item.smiles}
SOURCES = {source.source_id: source for source in read_file(FOLDER / "sources.csv", Source)}
BY_ROW: dict[str, list[Listing]] = defaultdict(list)
for _listing in LISTINGS:
    BY_ROW[_listing.row_id].append(_listing)

#: Rows that control nothing by themselves, and why.
WITHOUT_LISTING = {"I-B-61": "heading", **{f"III-A-{number}": "clause on preparations" for number in range(1, 8)}}
#: How many rows each part of the List has, numbered from 1.
LAST = {
    "I-A-": 86,
    "I-B-": 63,
    "I-B-61.": 111,
    "II-A-": 55,
    "II-B-": 16,
    "III-A-": 7,
    "III-B-": 70,
    "IV-1.": 32,
    "IV-2.": 20,
}
EXPECTED = {f"{part}{number}" for part, last in LAST.items() for number in range(1, last + 1)} | {"II-A-20-1"}
#: Rows that name one substance twice.
DUPLICATES = [
    ("I-A-55", "I-A-84"), ("I-B-13", "I-B-52"), ("I-B-22", "I-B-57"), ("I-B-25", "I-B-51"), ("I-B-26", "I-B-46"),
    ("I-B-38", "I-B-56"), ("II-A-26", "II-A-27"), ("II-A-37", "II-A-47"), ("I-A-37", "II-A-15"),
]  # fmt: skip
#: Only the size table speaks of these groups.
OF_SIZES = {"benzodiazepines-of-table-iii", "synthetic-cannabinoids"}
#: Printed words that say another structure than the printed code, with the reading that is listed.
AGAINST_THE_CODE = {"I-B-55": "5-meo-dalt", "I-B-61.59": "ab-fubinaca"}


def first_block(inchikey: str) -> str:
    return inchikey[:14]


def ids(row_id: str) -> set[str]:
    """The substances of a row, second readings left out."""
    return {item.substance_id for item in BY_ROW[row_id] if item.substance_id and item.reading != "other"}


def standing(group: Group, mol: Chem.Mol) -> str:
    """Whether a structure is in a group, by its patterns."""
    if group.formula not in (None, CalcMolFormula(mol)):
        return "out"
    if group.pattern and mol.HasSubstructMatch(Chem.MolFromSmarts(group.pattern)):
        return "in"
    if any(mol.HasSubstructMatch(Chem.MolFromSmarts(smarts)) for smarts in group.unconfirmed_pattern):
        return "unconfirmed"
    return "out"


def structure(name: str) -> Chem.Mol | None:
    return STRUCTURES.get(name) if name in SUBSTANCES else Chem.MolFromSmiles(name)


# rows


def test_every_row_has_a_listing_or_a_reason() -> None:
    assert set(BY_ROW) | set(WITHOUT_LISTING) == EXPECTED
    assert not set(BY_ROW) & set(WITHOUT_LISTING)
    assert len(EXPECTED) == 461


def test_rows_are_those_of_the_printed_list() -> None:
    path = FOLDER / "rows.csv"
    if not path.exists():
        pytest.skip("no rows.csv")
    printed = {row.row_id for row in read_file(path, Row)}
    assert set(BY_ROW) <= printed
    assert printed - set(BY_ROW) == set(WITHOUT_LISTING)


def test_a_listing_names_a_substance_or_a_group_that_is_there() -> None:
    for listing in LISTINGS:
        assert bool(listing.substance_id) != bool(listing.group_id), listing
        assert (listing.substance_id or "heroin") in SUBSTANCES, listing
        assert (listing.group_id or "thc-isomers") in GROUPS, listing
        assert (listing.reading == "group") == bool(listing.group_id), listing
    keys = [(item.row_id, item.substance_id, item.group_id) for item in LISTINGS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("pair", DUPLICATES, ids="-and-".join)
def test_duplicates_give_both_rows(pair: tuple[str, str]) -> None:
    assert ids(pair[0]) == ids(pair[1]) != set()


def test_a_structure_stands_in_the_same_rows_under_every_identifier() -> None:
    rows: dict[str, set[str]] = defaultdict(set)
    for listing in LISTINGS:
        rows[listing.substance_id or ""].add(listing.row_id)
    same: dict[str, list[str]] = defaultdict(list)
    for item in SUBSTANCES.values():
        if item.inchikey:
            same[item.inchikey].append(item.substance_id)
    # The racemate of which cathine is one form is not named, though both are drawn alike.
    for names in (names for names in same.values() if "norpseudoephedrine" not in names):
        assert len({frozenset(rows[name]) for name in names}) == 1, names


def test_other_substances_share_a_row_only_where_the_print_names_several() -> None:
    several = {row_id for row_id, items in BY_ROW.items() if len([item for item in items if item.substance_id]) > 1}
    second_readings = {item.row_id for item in LISTINGS if item.reading == "other"}
    assert several - second_readings == {"I-A-58", "II-A-40", "II-A-52", "IV-1.9"}
    assert ids("I-A-58") == {f"pethidine-intermediate-{letter}" for letter in "abc"}
    assert ids("II-A-40") == {"racemethorphan", "dextromethorphan"}
    assert ids("IV-1.9") == {"safrole", "p-2-p", "sassafras-oil"}


# readings


def test_second_readings_have_notes_and_a_first_reading() -> None:
    for row_id, items in BY_ROW.items():
        readings = {item.reading for item in items}
        if "other" in readings:
            assert readings & {"plain", "likely"}, row_id
            assert all(item.reading_note for item in items if item.reading == "other"), row_id
        assert all(item.reading_note for item in items if item.reading == "likely"), row_id


def test_a_second_reading_is_listed_nowhere_else() -> None:
    others = [item.substance_id for item in LISTINGS if item.reading == "other"]
    assert len(others) == len(set(others))
    assert not {item.substance_id for item in LISTINGS if item.reading != "other"} & set(others)


def test_rows_with_two_readings() -> None:
    two = {row_id for row_id, items in BY_ROW.items() if {"likely", "other"} <= {item.reading for item in items}}
    assert two == {"I-A-79", "I-A-80", "I-B-55", "I-B-61.59", "I-B-61.81", "I-B-61.107"}


def test_second_code_of_a_line_is_no_key() -> None:
    assert ids("I-B-61.78") == {"mdmb-chmica"}
    assert "mmb-chminaca" not in {item.substance_id for item in LISTINGS}


def test_reading_notes_are_sentences_and_few() -> None:
    notes = {item.reading_note for item in LISTINGS if item.reading_note}
    assert all(note.endswith(".") and note[0].isupper() and len(note) < 120 for note in notes)
    assert len(notes) <= 20


# forms and stereo


def test_forms() -> None:
    told = {(item.row_id, item.substance_id): item.forms for item in LISTINGS if item.forms != ("any",)}
    assert told == {
        ("I-A-37", "cocaine"): ("except_salt:Cl",),
        ("II-A-15", "cocaine"): ("only_salt:Cl",),
        ("II-A-27", "morphine"): ("only_salt:Cl",),
        ("IV-2.13", "sulfuric-acid"): ("except_salt:*",),
        ("IV-2.14", "hydrochloric-acid"): ("except_salt:*",),
        ("IV-2.18", "acetic-acid"): ("doubt_salt:*",),
    }
    counterions = {item.smiles for item in read_file(FOLDER / "counterions.csv", Counterion)} | {"*"}
    assert {token.partition(":")[2] for forms in told.values() for token in forms} <= counterions


def test_a_row_prints_a_configuration_only_where_its_substance_has_one() -> None:
    for listing in LISTINGS:
        configured = listing.substance_id and SUBSTANCES[listing.substance_id].stereo in ("absolute", "relative")
        if listing.stereo != "any":
            # "метамфетамин рацемат" prints that it is the racemate.
            assert configured or listing.row_id == "I-B-20", listing


def test_stereo_of_rows_that_a_reader_asks_for() -> None:
    stereo = {(item.row_id, item.substance_id): item.stereo for item in LISTINGS}
    assert {stereo[f"I-B-61.{number}", name] for number, name in [(1, "cp-47-497"), (5, "hu-210")]} == {"printed"}
    assert stereo["I-B-9", "lysergide"] == stereo["II-A-10", "dextropropoxyphene"] == "printed"
    assert stereo["III-B-66", "tramadol"] == stereo["III-B-67", "ketamine"] == "any"
    assert stereo["I-B-61.70", "ab-pinaca"] == stereo["I-B-61.111", "bzo-hexoxizid"] == "any"
    for row_id, name in [("I-B-8", "cathinone"), ("III-B-18", "cathine"), ("III-B-25", "lefetamine")]:
        assert stereo[row_id, name] == "inn"


# the printed names, read by OPSIN


def printed_structures() -> list[tuple[str, str, str]]:
    with (Path(__file__).parent / "printed_structures.csv").open(encoding="utf-8", newline="") as file:
        return [(row["row_id"], row["translated_name"], row["inchikey"]) for row in csv.DictReader(file)]


def test_printed_systematic_names_are_the_structures_of_their_rows() -> None:
    for row_id, name, inchikey in printed_structures():
        readings = {item.substance_id: item.reading for item in BY_ROW[row_id]}
        # The row may print no configuration where the substance has one.
        found = {
            key: reading
            for key, reading in readings.items()
            if first_block(SUBSTANCES[key].inchikey or "") == first_block(inchikey)
        }
        assert found, (row_id, name)
        expected = "other" if row_id in AGAINST_THE_CODE else None
        assert expected is None or set(found.values()) == {expected}, (row_id, name)


def test_printed_configurations_are_those_of_the_substance() -> None:
    for row_id, name, inchikey in printed_structures():
        flat = inchikey[15:25] == "UHFFFAOYSA"
        keys = {SUBSTANCES[item.substance_id].inchikey for item in BY_ROW[row_id]}
        assert flat or inchikey in keys, (row_id, name)
        if flat:
            assert all(item.stereo != "printed" for item in BY_ROW[row_id]), row_id


def test_every_line_of_the_cannabinoids_was_read() -> None:
    read = {row_id for row_id, _, _ in printed_structures()}
    assert {f"I-B-61.{number}" for number in range(1, 112)} - read == {"I-B-61.11"}, "its printed name cannot be drawn"


# substances


def test_structures_of_what_is_listed_are_confirmed() -> None:
    for listing in LISTINGS:
        substance = SUBSTANCES.get(listing.substance_id or "")
        if substance is not None and substance.kind == "substance":
            assert substance.smiles, listing
            assert any(SOURCES[name].consulted != "recalled" for name in substance.structure_evidence), listing
            assert substance.structure_agreement in ("agreed", "single"), listing


def test_what_is_listed_has_a_russian_name() -> None:
    assert [item for item in LISTINGS if item.substance_id and not SUBSTANCES[item.substance_id].name_ru] == []


def test_remarks_only_say_what_rows_name_of_a_plant_or_mixture() -> None:
    remarked = {item.substance_id for item in SUBSTANCES.values() if item.remark}
    assert remarked == {"coca-bush", "khat", "kratom", "synthetic-cannabinoid-smoking-mixtures"}


def test_plants_of_the_table_on_growing_are_on_the_list_or_have_a_remark() -> None:
    listed = {item.substance_id for item in LISTINGS}
    for line in read_file(FOLDER / "cultivation.csv", Cultivation):
        assert line.plant_id in listed or SUBSTANCES[line.plant_id].remark, line.cult_id


# groups


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_examples_belong_and_decoys_do_not(group: Group) -> None:
    for name in group.examples:
        mol = structure(name)
        assert mol is not None, name
        assert standing(group, mol) == "in", name
    for name in group.decoys:
        mol = structure(name)
        assert name not in group.members
        assert mol is None or standing(group, mol) == "out", name
        assert mol is not None or name in SUBSTANCES, name


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_members_are_substances_and_the_row_is_the_listings_own(group: Group) -> None:
    assert set(group.members) <= set(SUBSTANCES)
    named = {item.row_id for item in LISTINGS if item.group_id == group.group_id}
    assert named == (set() if group.group_id in OF_SIZES else {group.row_id})


def test_what_the_patterns_catch_among_all_substances() -> None:
    caught: dict[tuple[str, str], set[str]] = defaultdict(set)
    for group in GROUPS.values():
        for name, mol in STRUCTURES.items():
            caught[group.group_id, standing(group, mol)].add(name)
    assert caught["thc-isomers", "in"] == set(GROUPS["thc-isomers"].members)
    assert len(caught["thc-isomers", "in"]) == 7
    assert caught["thc-isomers", "unconfirmed"] == {"cannabidiol", "cannabichromene"}
    assert caught["morphine-methylates", "in"] == {"morphine-methobromide"}
    ecgonines = {"benzoylecgonine", "cocaethylene", "ecgonine", "ecgonine-methyl-ester", "norcocaine"}
    assert caught["ecgonine-esters-and-derivatives", "in"] == ecgonines
    assert ("ecgonine-esters-and-derivatives", "unconfirmed") not in caught


@pytest.mark.parametrize(
    ("group_id", "smiles", "expected"),
    [
        ("thc-isomers", "CCCCCc1cc(O)cc2OC(C)(C)C3CCC(C)=CC3c12", "unconfirmed"),  # the phenol moved
        ("ecgonine-esters-and-derivatives", "COC(=O)C1=CCC2CCC1N2C", "unconfirmed"),  # anhydroecgonine methyl ester
        ("ecgonine-esters-and-derivatives", "COC(=O)C1C(=O)CC2CCC1N2C", "unconfirmed"),
        ("ecgonine-esters-and-derivatives", "COC(=O)C1C(OC(=O)c2ccccc2)CC2CCC1[N+]2(C)[O-]", "unconfirmed"),
        ("ecgonine-esters-and-derivatives", "C[NH+]1C2CCC1C(C(=O)[O-])C(OC(=O)c1ccccc1)C2", "in"),  # inner salt
        ("ecgonine-esters-and-derivatives", "COC(=O)C1C(OC(=O)c2ccccc2)CC2CCC1[NH+]2C", "out"),  # cocaine has its rows
        ("ecgonine-esters-and-derivatives", "CN1C2CC(CC1C1C2O1)OC(=O)C(CO)c1ccccc1", "out"),  # scopolamine
        ("morphine-methylates", "CC[N+]1(C)CCC23c4c5ccc(O)c4OC2C(O)C=CC3C1C5", "out"),  # an ethyl group
        ("morphine-methylates", "C[N+]1(C)CCC23c4c5ccc(OC)c4OC2C(O)C=CC3C1C5", "out"),  # an ether: by the note
    ],
)
def test_borders_of_the_groups(group_id: str, smiles: str, expected: str) -> None:
    assert standing(GROUPS[group_id], Chem.MolFromSmiles(smiles)) == expected


def test_groups_of_the_size_table() -> None:
    lines = {item.substance_id for item in LISTINGS if item.row_id.startswith("I-B-61.") and item.reading != "other"}
    assert set(GROUPS["synthetic-cannabinoids"].members) == lines
    rows = {item.substance_id: item.row_id for item in LISTINGS if item.row_id.startswith("III-B-")}
    members = GROUPS["benzodiazepines-of-table-iii"].members
    assert set(members) <= set(rows)
    assert {"diazepam", "clobazam", "etizolam", "flubromazolam"} <= set(members)
    assert not {"zolpidem", "phenobarbital"} & set(members)
