"""A copy of the data package is damaged in one way at a time, and the check that should catch it does.

Each damage is written in canonical form with fresh hashes, so that only the meaning is wrong.
"""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kzschedule.datapackage import FILES, default_directory, dump_rows, refresh_hashes
from kzschedule.validation import validate

Rows = list[dict[str, str]]


def row(rows: Rows, **cells: str) -> dict[str, str]:
    """The first row with these cells."""
    return next(found for found in rows if all(found[column] == value for column, value in cells.items()))


def put(file: str, where: dict[str, str], **cells: str) -> Callable[[dict[str, Rows]], None]:
    """Damage: write cells into a row."""

    def damage(files: dict[str, Rows]) -> None:
        target = row(files[file], **where)
        assert any(target[column] != value for column, value in cells.items()), "this changes nothing"
        target.update(cells)

    return damage


def add(file: str, like: dict[str, str], **cells: str) -> Callable[[dict[str, Rows]], None]:
    """Damage: add a row like another one."""

    def damage(files: dict[str, Rows]) -> None:
        files[file].append({**row(files[file], **like), **cells})

    return damage


def drop(file: str, **where: str) -> Callable[[dict[str, Rows]], None]:
    """Damage: delete a row."""

    def damage(files: dict[str, Rows]) -> None:
        files[file].remove(row(files[file], **where))

    return damage


SUB, NAM, COL, CNT = "substances.csv", "names.csv", "collisions.csv", "counterions.csv"
SBT, CLS = "substituents.csv", "structure_classes.csv"
LST, ACT, CLM, SIZ, SRC, RUL = (
    "listings.csv",
    "acts.csv",
    "claims.csv",
    "sizes.csv",
    "sources.csv",
    "treaty_rule.csv",
)
MEPHEDRONE, HEROIN = {"substance_id": "mephedrone"}, {"substance_id": "heroin"}
KETAMINE, TRAMADOL = {"substance_id": "ketamine"}, {"substance_id": "tramadol"}
EUTYLONE = {"substance_id": "eutylone"}
BASE = {"act_id": "kz-gov-2019-470"}

#: What is damaged, how, and which check should catch it.
DAMAGES: list[tuple[str, Callable[[dict[str, Rows]], None], str]] = [
    # chemistry
    ("SMILES that cannot be parsed", put(SUB, MEPHEDRONE, smiles="CNC(C)C(=O)c1ccc(C)cc"), "smiles"),
    ("SMILES with an impossible valence", put(SUB, MEPHEDRONE, smiles="CN(C)(C)(C)C(=O)c1ccc(C)cc1"), "smiles"),
    ("SMILES of an isomer", put(SUB, MEPHEDRONE, smiles="CNC(C)C(=O)c1cccc(C)c1"), "inchikey"),
    ("InChIKey of another substance", put(SUB, MEPHEDRONE, inchikey="OKKJLVBELUTLKV-UHFFFAOYSA-N"), "inchikey"),
    ("formula with one hydrogen less", put(SUB, MEPHEDRONE, formula="C11H14NO"), "formula"),
    ("formula left out", put(SUB, MEPHEDRONE, formula=""), "structure"),
    ("structure left out of a substance", put(SUB, MEPHEDRONE, smiles="", inchikey="", formula=""), "structure"),
    ("structure on a plant", put(SUB, {"substance_id": "khat"}, smiles="C", inchikey="VNWKTOKETHGBQD-UHFFFAOYSA-N", formula="CH4"), "structure"),
    ("stereo absolute on a flat structure", put(SUB, MEPHEDRONE, stereo="absolute"), "stereo"),
    ("stereo none where there is a centre", put(SUB, MEPHEDRONE, stereo="none"), "stereo"),
    ("stereo unspecified on a drawn form", put(SUB, HEROIN, stereo="unspecified"), "stereo"),
    ("stereo word that is none", put(SUB, HEROIN, stereo="racemic"), "schema"),
    ("structure that only knowledge confirms", put(SUB, MEPHEDRONE, structure_evidence="recalled-structures"), "structure-evidence"),
    ("structure that nothing confirms", put(SUB, MEPHEDRONE, structure_evidence=""), "structure-evidence"),
    ("structure source that does not exist", put(SUB, MEPHEDRONE, structure_evidence="cayman|nobody"), "foreign-key"),
    ("CAS number with a wrong digit", put(SUB, HEROIN, cas="561-27-4"), "cas"),
    ("CAS number with a long dash", put(SUB, HEROIN, cas="561–27–3"), "cas"),
    ("CAS number without a source", put(SUB, HEROIN, cas_sources=""), "cas-source"),
    ("source without a CAS number", put(SUB, HEROIN, cas=""), "cas-source"),
    ("CAS number of another substance", put(SUB, HEROIN, cas="537-46-2"), "cas-duplicate"),
    ("structure of another substance", put(SUB, MEPHEDRONE, smiles="CNC(C)Cc1ccccc1", inchikey="MYWUZJCMWCOHBA-UHFFFAOYSA-N", formula="C10H15N"), "duplicate-structure"),
    ("two rows of one structure, undeclared", lambda files: [files[COL].remove(r) for r in list(files[COL]) if r["name"] in ("norpseudoephedrine", "норпсевдоэфедрин")], "duplicate-structure"),
    ("counterion that is charged", add(CNT, {"smiles": "Cl"}, smiles="[Cl-]", name="chloride"), "counterion"),
    ("counterion that is not canonical", put(CNT, {"smiles": "CC(=O)O"}, smiles="OC(=O)C"), "counterion"),
    ("counterion that cannot be read", put(CNT, {"smiles": "CC(=O)O"}, smiles="CC(=O"), "counterion"),
    ("counterion of two fragments", put(CNT, {"smiles": "CC(=O)O"}, smiles="CC(=O)O.O"), "counterion"),
    ("counterion that stands twice", add(CNT, {"smiles": "Cl"}, name="muriatic acid"), "primary-key"),
    # names
    ("name of another substance", add(NAM, MEPHEDRONE, name="heroin", language="en", kind="trivial"), "duplicate-name"),
    ("name of another substance in other case", add(NAM, MEPHEDRONE, name="HEROIN", language="en", kind="trivial"), "duplicate-name"),
    ("declared name of a third substance", add(NAM, HEROIN, name="MPPP", language="code", kind="abbreviation"), "duplicate-name"),
    ("declaration of a shared name deleted", drop(COL, name="norpseudoephedrine", substance_id="cathine"), "collision"),
    ("main name repeated as another name", add(NAM, MEPHEDRONE, name="mephedrone", language="en", kind="trivial"), "repeated-name"),
    ("name repeated with another dash", add(NAM, MEPHEDRONE, name="4‑MMC", language="code", kind="code"), "repeated-name"),
    ("empty name", add(NAM, MEPHEDRONE, name=""), "schema"),
    ("Russian name called English", put(NAM, {"substance_id": "mephedrone", "language": "ru"}, language="en"), "language"),
    ("English name called Kazakh", put(NAM, {"substance_id": "heroin", "language": "en"}, language="kk"), "language"),
    ("language that is not known", put(NAM, {"substance_id": "mephedrone", "language": "ru"}, language="de"), "schema"),
    ("name of a substance that is not there", add(NAM, MEPHEDRONE, substance_id="mefedron", name="mefa"), "foreign-key"),
    ("name without a known source", put(NAM, MEPHEDRONE, source_id="hearsay"), "foreign-key"),
    ("Russian name without a source", put(SUB, HEROIN, name_ru_source=""), "name-source"),
    ("source of a Kazakh name that is not there", put(SUB, HEROIN, name_kk=""), "name-source"),
    ("salt number with a wrong digit", put(NAM, {"kind": "salt_cas"}, name="51-57-1"), "cas"),
    ("salt number that is the base's", add(NAM, {"kind": "salt_cas"}, name="561-27-3"), "cas-duplicate"),
    ("collision with one meaning", drop(COL, name="PCP", substance_id=""), "collision"),
    ("collision outside the data only", drop(COL, name="PCP", substance_id="phencyclidine"), "collision"),
    ("collision with a structure that is another's", put(COL, {"name": "PCP", "substance_id": "phencyclidine"}, smiles="CCO"), "meaning"),
    ("collision with an unreadable structure", put(COL, {"name": "PCP", "substance_id": ""}, smiles="C1CC"), "meaning"),
    # text
    ("Latin letter in a Russian word", put(SUB, HEROIN, name_ru="гepоин"), "text"),
    ("zero-width space", put(SUB, HEROIN, name_ru="геро\u200bин"), "text"),
    ("soft hyphen", put(SUB, HEROIN, name_ru="геро\u00adин"), "text"),
    ("trailing space", put(SUB, HEROIN, name_ru="героин "), "text"),
    ("two spaces", put(NAM, {"substance_id": "heroin", "language": "en"}, name="diacetyl  morphine"), "text"),
    ("no-break space", put(SUB, HEROIN, name_en="Heroin\u00a0base"), "text"),
    ("decomposed letter", put(SUB, HEROIN, name_ru="герои\u0306н"), "text"),
    ("control character", put(SUB, HEROIN, note="a\u0007b"), "text"),
    # law
    ("reported as official", put(LST, MEPHEDRONE, evidence="official"), "evidence"),
    ("treaty as reported", put(LST, HEROIN, evidence="reported"), "evidence"),
    ("practice as treaty", put(LST, KETAMINE, evidence="treaty"), "evidence"),
    ("no source of law", put(LST, HEROIN, source_ids="chemicals"), "evidence"),
    ("no source at all", put(LST, HEROIN, source_ids=""), "evidence"),
    ("size better than its source", put(SIZ, TRAMADOL, evidence="official"), "evidence"),
    ("evidence that is none", put(LST, HEROIN, evidence="certain"), "schema"),
    ("inferred table called reported", put(LST, HEROIN, table_basis="reported"), "basis"),
    ("assumed date called official", put(LST, HEROIN, date_basis="official"), "basis"),
    ("assumed date called a revision's", put(LST, MEPHEDRONE, date_basis="revision"), "basis"),
    ("source of a listing that does not exist", put(LST, HEROIN, source_ids="incb-yellow-2024|unknown"), "foreign-key"),
    ("act that is not known", put(LST, HEROIN, act_id="kz-gov-2020-1"), "foreign-key"),
    ("listing of a substance that is not there", put(LST, HEROIN, substance_id="heroine"), "foreign-key"),
    ("listed before the act is in force", put(LST, EUTYLONE, listed_from="2024-02-05"), "dates"),
    ("listed before the decree", put(LST, HEROIN, listed_from="2018-01-01", act_id=""), "dates"),
    ("ends before it begins", put(LST, HEROIN, listed_until="2019-07-05", until_act_id="kz-gov-2019-470"), "dates"),
    ("ends without an act", put(LST, HEROIN, listed_until="2024-02-06"), "dates"),
    ("ended by an act before it was in force", put(LST, HEROIN, listed_until="2024-02-01", until_act_id="kz-gov-2024-22"), "dates"),
    ("act named without a day", put(LST, KETAMINE, act_id="kz-gov-2019-470"), "dates"),
    ("date without a basis", put(LST, HEROIN, date_basis=""), "dates"),
    ("unverified with a date", put(LST, KETAMINE, listed_from="2019-07-05", date_basis="assumed"), "dates"),
    ("shown without a date", put(LST, HEROIN, listed_from="", date_basis="", act_id=""), "dates"),
    ("date that is none", put(LST, HEROIN, listed_from="2019-02-30"), "schema"),
    ("act in force before it was signed", put(ACT, BASE, effective_from="2019-07-02"), "dates"),
    ("act with another year in its identifier", put(ACT, BASE, date="2018-07-03"), "act-id"),
    ("act with another number in its identifier", put(ACT, BASE, number="471"), "act-id"),
    ("precursor in Table I", put(LST, {"substance_id": "acetic-anhydride"}, table="I"), "section"),
    ("narcotic drug in Table IV", put(LST, HEROIN, table="IV"), "section"),
    ("section that does not follow from the convention", put(LST, HEROIN, section="psychotropic"), "section"),
    ("section that is not known", put(LST, HEROIN, section="poison"), "schema"),
    ("table that is not known", put(LST, HEROIN, table="V"), "schema"),
    ("table that the rule does not give", put(LST, HEROIN, table="III"), "treaty-rule"),
    ("treaty without a convention", put(LST, HEROIN, un_convention=""), "treaty-rule"),
    ("treaty by a decision that is too late", put(LST, HEROIN, un_decision_year="2024"), "treaty-rule"),
    ("rule line deleted", drop(RUL, convention="1971 Convention", schedule="III"), "treaty-rule"),
    ("two positions in one place", add(LST, HEROIN, note="again"), "primary-key"),
    ("listed though excluded by name", add(LST, HEROIN, substance_id="dextromethorphan"), "excluded"),
    ("excluded by a source that is not there", put(SUB, {"substance_id": "dextrorphan"}, excluded_by="somebody"), "foreign-key"),
    ("sizes out of order", put(SIZ, TRAMADOL, small_max="20"), "sizes"),
    ("negative size", put(SIZ, TRAMADOL, small_max="-0.1"), "sizes"),
    ("side of a bound that is not there", put(SIZ, {"substance_id": "cannabis"}, inclusive="large_max:large"), "sizes"),
    ("side that is no size", put(SIZ, TRAMADOL, inclusive="small_max:tiny"), "sizes"),
    ("bound on two sides", put(SIZ, TRAMADOL, inclusive="small_max:large|small_max:small"), "sizes"),
    ("size that ends before it begins", put(SIZ, TRAMADOL, valid_until="2020-01-01"), "dates"),
    ("size in an unknown unit", put(SIZ, TRAMADOL, unit="oz"), "schema"),
    ("size that is no number", put(SIZ, TRAMADOL, large_max="ten"), "schema"),
    ("claim of nothing", put(CLM, {"count": "15"}, count="0"), "claim"),
    ("claim on an act that is not known", put(CLM, {"count": "15"}, act_id="kz-gov-2023-999"), "foreign-key"),
    # analogues and classes
    ("substituent pattern that is no SMARTS", put(SBT, {"substituent_id": "nitro"}, pattern="[#0]-[N+"), "rule-form"),
    ("substituent pattern that matches nothing", put(SBT, {"substituent_id": "nitro"}, pattern="[#0]-[Xe]"), "example"),
    ("substituent that covers its decoy", put(SBT, {"substituent_id": "alkyl"}, limits="C 1-9|rings 0"), "decoy"),
    ("substituent limit that counts nothing known", put(SBT, {"substituent_id": "alkyl"}, limits="legs 4"), "rule-form"),
    ("substituent without examples", put(SBT, {"substituent_id": "nitro"}, examples=""), "examples"),
    ("substituent of an unknown source", put(SBT, {"substituent_id": "nitro"}, source_id="hearsay"), "foreign-key"),
    ("substituent said to be official by nobody", put(SBT, {"substituent_id": "nitro"}, basis="certain"), "schema"),
    ("substituent that stands twice", add(SBT, {"substituent_id": "nitro"}, reason="again"), "primary-key"),
    ("class pattern that is no SMARTS", put(CLS, {"class_id": "fentanyl"}, smarts="C1CC"), "pattern"),
    ("class that misses its examples", put(CLS, {"class_id": "fentanyl"}, smarts="[Xe]"), "example"),
    ("class that matches its decoys", put(CLS, {"class_id": "fentanyl"}, smarts="[#6]"), "decoy"),
    ("class of another structure", put(SUB, MEPHEDRONE, structure_class="fentanyl"), "structure-class"),
    ("class that is not there", put(SUB, MEPHEDRONE, structure_class="cathinones"), "foreign-key"),
    # sources
    ("source that nothing uses", add(SRC, {"source_id": "cayman"}, source_id="catalogue"), "unused"),
    ("source that stands twice", add(SRC, {"source_id": "cayman"}, title="again"), "primary-key"),
    ("report without an address", put(SRC, {"source_id": "medservice-2023"}, url=""), "source"),
    ("source of an unknown kind", put(SRC, {"source_id": "cayman"}, kind="rumour"), "schema"),
    ("report turned into practice", put(SRC, {"source_id": "medservice-2023"}, kind="practice"), "evidence"),
    ("substance that stands twice", add(SUB, HEROIN, note="again"), "primary-key"),
]  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_directory(), tmp_path / "package"))


def read(directory: Path) -> dict[str, Rows]:
    return {
        name: list(csv.DictReader(io.StringIO((directory / name).read_text(encoding="utf-8"), newline="")))
        for name in FILES
    }


def write(directory: Path, files: dict[str, Rows]) -> None:
    for name, model in FILES.items():
        text = dump_rows(model, (list(cells.values()) for cells in files[name]))
        (directory / name).write_text(text, encoding="utf-8", newline="")
    refresh_hashes(directory)


def errors(directory: Path) -> set[str]:
    return {finding.check for finding in validate(directory) if finding.severity == "error"}


def test_the_undamaged_package_has_no_error(package: Path) -> None:
    write(package, read(package))
    assert errors(package) == set()


def test_there_are_enough_ways_to_damage_it() -> None:
    assert len({name for name, _, _ in DAMAGES}) == len(DAMAGES) >= 60


@pytest.mark.parametrize(("damage", "check"), [pytest.param(d, c, id=name) for name, d, c in DAMAGES])
def test_damage_is_caught_by_its_check(damage: Callable[[dict[str, Rows]], None], check: str, package: Path) -> None:
    files = read(package)
    damage(files)
    write(package, files)
    found = errors(package)
    assert check in found, f"caught by {found}"
    assert not found & {"canonical", "hash"}, "form is not what is damaged"


# --- damage to form


def test_a_file_that_is_missing_is_named(package: Path) -> None:
    (package / "names.csv").unlink()
    assert {"file", "descriptor"} <= errors(package)


def test_a_file_in_another_encoding_is_named(package: Path) -> None:
    text = (package / "names.csv").read_text(encoding="utf-8")
    (package / "names.csv").write_bytes(text.encode("utf-16"))
    assert "file" in errors(package)


@pytest.mark.parametrize(
    ("file", "change", "check"),
    [
        ("acts.csv", lambda text: text.replace("act_id,", "act,", 1), "columns"),
        ("acts.csv", lambda text: text + "one,cell,too,few\n", "cells"),
        ("acts.csv", lambda text: text.replace("\n", "\r\n"), "canonical"),
        ("claims.csv", lambda text: "\n".join([text.split("\n")[0], *reversed(text.split("\n")[1:-1])]) + "\n", "canonical"),
        ("claims.csv", lambda text: text.replace("synthetic drugs", '"synthetic drugs"', 1), "canonical"),
        ("acts.csv", lambda text: text.replace("base act", "first act", 1), "hash"),
        ("datapackage.json", lambda text: text.replace("  ", " "), "canonical"),
        ("datapackage.json", lambda text: text[:-20], "descriptor"),
        ("datapackage.json", lambda text: text.replace('"sizes.csv"', '"size.csv"'), "descriptor"),
        ("datapackage.json", lambda text: text.replace('"name": "formula"', '"name": "mass"'), "descriptor"),
    ],
)  # fmt: skip
def test_damage_to_form_is_caught(file: str, change: Callable[[str], str], check: str, package: Path) -> None:
    path = package / file
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8", newline="")
    assert check in errors(package)


def test_all_problems_are_reported_not_the_first(package: Path) -> None:
    files = read(package)
    for _, damage, _ in DAMAGES[:5]:
        damage(files)
    row(files[LST], **KETAMINE)["evidence"] = "treaty"
    write(package, files)
    assert {"inchikey", "evidence"} <= errors(package)


def test_each_finding_says_where_and_what_to_do(package: Path) -> None:
    files = read(package)
    put(SUB, HEROIN, cas="561-27-4")(files)
    write(package, files)
    [finding] = [item for item in validate(package) if item.severity == "error"]
    line = (package / SUB).read_text(encoding="utf-8").split("\n")[finding.row - 1]
    assert line.startswith("heroin,")
    assert finding.cure
    assert json.loads(finding.model_dump_json()).keys() == {
        "file", "row", "column", "check", "severity", "message", "cure",
    }  # fmt: skip
