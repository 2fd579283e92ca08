"""A copy of a small data package is damaged in one way at a time, and the check that should catch it does.

Each damage is written in canonical form with fresh hashes, so that only the meaning is wrong.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kzschedule.records.package import default_directory, read_descriptor
from kzschedule.validation import validate
from kzschedule.validation.catalogue import CHECKS
from kzschedule.validation.references import PRIMARY, REFERENCES

Rows = list[dict[str, str]]
Files = dict[str, Rows]
Damage = Callable[[Files], None]
Write = Callable[[Path, Files], None]


def row(rows: Rows, **cells: str) -> dict[str, str]:
    """The first row with these cells."""
    return next(found for found in rows if all(found[column] == value for column, value in cells.items()))


def put(file: str, where: dict[str, str], **cells: str) -> Damage:
    """Damage: write cells into a row."""

    def damage(files: Files) -> None:
        target = row(files[file], **where)
        assert any(target[column] != value for column, value in cells.items()), "this changes nothing"
        target.update(cells)

    return damage


def add(file: str, like: dict[str, str], **cells: str) -> Damage:
    """Damage: add a row like another one."""

    def damage(files: Files) -> None:
        files[file].append({**row(files[file], **like), **cells})

    return damage


def drop(file: str, **where: str) -> Damage:
    """Damage: delete a row."""

    def damage(files: Files) -> None:
        files[file].remove(row(files[file], **where))

    return damage


def both(*damages: Damage) -> Damage:
    """Damage: several at once."""

    def damage(files: Files) -> None:
        for one in damages:
            one(files)

    return damage


def change(file: str, where: dict[str, str], column: str, old: str, new: str) -> Damage:
    """Damage: change a part of a cell."""

    def damage(files: Files) -> None:
        target = row(files[file], **where)
        assert old in target[column]
        target[column] = target[column].replace(old, new)

    return damage


SUB, NAM, COL, CNT = "substances.csv", "names.csv", "collisions.csv", "counterions.csv"
SBT, CLS, GRP = "substituents.csv", "structure_classes.csv", "groups.csv"
ROW, LST, NOT, SIZ, PRE = "rows.csv", "listings.csv", "notes.csv", "sizes.csv", "preparations.csv"
ACT, REV, CLM, TRE, OTH, SRC = (
    "acts.csv",
    "revisions.csv",
    "claims.csv",
    "treaties.csv",
    "other_lists.csv",
    "sources.csv",
)
VET, CUL = "veterinary.csv", "cultivation.csv"
MEPHEDRONE, HEROIN = {"substance_id": "mephedrone"}, {"substance_id": "heroin"}
BASE, ROW_20 = {"act_id": "kz-gov-2019-470"}, {"row_id": "I-A-20"}
COCAINE, HYDROCHLORIDE = {"row_id": "I-A-37"}, {"row_id": "II-A-15"}
CODE, NAME = {"row_id": "I-B-55", "reading": "likely"}, {"row_id": "I-B-55", "reading": "other"}
THC, MORPHINE = {"group_id": "thc-isomers"}, {"group_id": "morphine-methylates"}
PENTYL, CLAUSE = {"number": "1.59"}, {"row_id": "III-A-1"}
#: The size of heroin.
SIZE = {"targets": "I-A-20"}

#: What is damaged, how, and which check should catch it.
DAMAGES: list[tuple[str, Damage, str]] = [
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
    # rows, listings, notes
    ("row without a listing", drop(LST, **ROW_20), "unlisted-row"),
    ("listing of a heading", add(LST, ROW_20, row_id="I-B-61"), "unlisted-row"),
    ("listing of a clause on preparations", add(LST, ROW_20, row_id="III-A-1"), "unlisted-row"),
    ("listing of a row that is not there", add(LST, ROW_20, row_id="I-A-999"), "foreign-key"),
    ("listing of a substance that is not there", put(LST, ROW_20, substance_id="heroine"), "foreign-key"),
    ("listing of a group that is not there", put(LST, {"group_id": "thc-isomers"}, group_id="thc"), "foreign-key"),
    ("listing of nothing", put(LST, ROW_20, substance_id=""), "listing"),
    ("listing of a substance and a group", put(LST, ROW_20, group_id="thc-isomers"), "listing"),
    ("listing that stands twice", add(LST, ROW_20, reading_note="again"), "primary-key"),
    ("group that is read as a substance", put(LST, {"group_id": "thc-isomers"}, reading="plain"), "reading"),
    ("second reading without a likely one", put(LST, CODE, reading="plain"), "reading"),
    ("second reading without a first", drop(LST, **CODE), "reading"),
    ("likely reading without a note", put(LST, CODE, reading_note=""), "reading"),
    ("second reading without a note", put(LST, NAME, reading_note=""), "reading"),
    ("reading that is none", put(LST, ROW_20, reading="certain"), "schema"),
    ("form beside any", put(LST, COCAINE, forms="any|except_salt:Cl"), "forms"),
    ("form of no counterion", put(LST, COCAINE, forms="except_salt:CCC"), "forms"),
    ("form of a word that is none", put(LST, COCAINE, forms="without_salt:Cl"), "forms"),
    ("no form", put(LST, HYDROCHLORIDE, forms=""), "forms"),
    ("configuration of what can have none", put(LST, {"row_id": "IV-2.1"}, stereo="printed"), "listing-stereo"),
    ("row with another number than its identifier's", put(ROW, ROW_20, item_no="21"), "row-id"),
    ("row under the number of one that stands", put(ROW, {"row_id": "I-A-86"}, item_no="85"), "row-id"),
    ("row in another section than its identifier's", put(ROW, ROW_20, section="psychotropic"), "row-id"),
    ("line with another place than its identifier's", put(ROW, {"row_id": "I-B-61.11"}, sub_no="12"), "row-id"),
    ("precursor in Table I", put(ROW, {"row_id": "IV-2.1"}, table="I"), "section"),
    ("precursor in no list", put(ROW, {"row_id": "IV-2.1"}, list=""), "section"),
    ("narcotic drug in a list of precursors", put(ROW, ROW_20, list="1"), "section"),
    ("preparation in Table II", put(ROW, CLAUSE, table="II"), "section"),
    ("row that moves to another section", both(put(ROW, ROW_20, last_revision="2021-09-27"), add(ROW, ROW_20, section="psychotropic", first_revision="2022-05-23", last_revision="", act_id="kz-gov-2022-326")), "section"),
    ("row that only a report names", put(ROW, ROW_20, evidence="reported"), "evidence"),
    ("row of a revision that was not read called official", put(ROW, {"row_id": "II-A-20-1"}, last_revision="2019-12-25"), "evidence"),
    ("table that is not known", put(ROW, ROW_20, table="V"), "schema"),
    ("row without printed words", put(ROW, ROW_20, printed_ru=""), "schema"),
    ("note in a section without rows", put(NOT, {"table": "I", "section": "narcotic"}, section="preparation"), "note"),
    ("note to no section", put(NOT, {"table": "I", "section": "narcotic"}, section=""), "schema"),
    ("note that covers nothing", put(NOT, {"table": "I", "section": "narcotic"}, covers=""), "note"),
    ("note that takes out what is not there", put(NOT, {"note_id": "NOTE-IV-2"}, **{"except": "IV-2.99"}), "foreign-key"),
    ("note that covers what is not known", put(NOT, {"table": "I", "section": "narcotic"}, covers="hydrates"), "schema"),
    ("clause on preparations without its limits", drop(PRE, **CLAUSE), "preparation"),
    ("limits of what is no clause", put(PRE, CLAUSE, row_id="I-A-20"), "preparation"),
    ("limit that is not printed", put(PRE, CLAUSE, max_mg="110"), "preparation"),
    ("clause that is printed otherwise", put(PRE, CLAUSE, printed_ru="100 2,5"), "preparation"),
    ("preparation of a substance that is not there", put(PRE, CLAUSE, substance_ids="codein"), "foreign-key"),
    ("veterinary line of a substance that is not there", put(VET, {"part": "A"}, substance_ids="morphin"), "foreign-key"),
    ("veterinary line with another place than its identifier's", put(VET, {"part": "A"}, part="C"), "row-id"),
    ("plant that is not there", put(CUL, {}, plant_id="tree"), "foreign-key"),
    ("number of plants that is not printed", put(CUL, {}, large_from="7"), "figures"),
    # dates, revisions, states
    ("row from a revision that is none", put(ROW, ROW_20, first_revision="2020-01-01"), "foreign-key"),
    ("row up to a revision that is none", put(ROW, ROW_20, last_revision="2020-01-01"), "foreign-key"),
    ("row from a day that is none", put(ROW, ROW_20, first_revision="3 July 2019"), "schema"),
    ("row that ends before it begins", put(ROW, {"row_id": "I-A-84"}, last_revision="2022-05-23"), "states"),
    ("row that ends with the newest revision", put(ROW, ROW_20, last_revision="2024-01-23"), "states"),
    ("row of an act that is not known", put(ROW, ROW_20, act_id="kz-gov-2020-1"), "foreign-key"),
    ("row of another act than its revision's", put(ROW, ROW_20, act_id="kz-gov-2021-677"), "act"),
    ("row of a later act perhaps", put(ROW, ROW_20, or_act_id="kz-gov-2024-22"), "act"),
    ("row of an act that can be told apart", put(ROW, {"row_id": "I-A-84"}, or_act_id="kz-gov-2022-326"), "act"),
    ("states that overlap", add(ROW, ROW_20, first_revision="2022-05-23", act_id="kz-gov-2022-326"), "states"),
    ("states with a gap", both(put(ROW, ROW_20, last_revision="2021-09-27"), add(ROW, ROW_20, first_revision="2023-03-20", last_revision="", act_id="kz-gov-2023-240")), "states"),
    ("states of a size that overlap", add(SIZ, {"size_id": "S-I-1"}, first_revision="2022-05-23", act_id="kz-gov-2022-326"), "states"),
    ("states of a substituent that overlap", add(SBT, PENTYL, first_revision="2022-05-23", act_id="kz-gov-2022-326"), "states"),
    ("state that stands twice", add(ROW, ROW_20, basis="again"), "primary-key"),
    ("substituent that stands twice", add(SBT, PENTYL, reading="again"), "primary-key"),
    ("act in force before it was signed", put(ACT, BASE, from_earliest="2019-07-02"), "dates"),
    ("act that is surely in force before it may be", put(ACT, BASE, from_sure="2019-07-04"), "dates"),
    ("day that is none", put(ACT, BASE, from_sure="2019-02-30"), "schema"),
    ("act with another year in its identifier", put(ACT, BASE, date="2018-07-03"), "act-id"),
    ("act with another number in its identifier", put(ACT, BASE, number="471"), "act-id"),
    ("revision of another day than its act's", put(REV, BASE, revision_id="2019-07-04"), "revision"),
    ("revision that was read without a copy", put(REV, BASE, copy=""), "revision"),
    ("revision that was not read with a copy", put(REV, BASE, read="false"), "revision"),
    ("hash of a copy that is none", put(REV, BASE, sha256="abc"), "revision"),
    ("claim of nothing", put(CLM, {"count": "1"}, count="0"), "claim"),
    ("claim on an act that is not known", put(CLM, {"count": "1"}, act_id="kz-gov-2023-999"), "foreign-key"),
    ("claim on rows of another act", put(CLM, {"count": "1"}, row_ids="I-A-20"), "claim"),
    ("claim on a row that is not there", put(CLM, {"count": "1"}, row_ids="I-A-999"), "foreign-key"),
    ("claim on one row twice", put(CLM, {"count": "1"}, row_ids="IV-1.32|IV-1.32"), "claim"),
    ("claim that other rows explain, unsaid", put(CLM, {"count": "1"}, count="2", note=""), "claim"),
    # sizes
    ("size of nothing", put(SIZ, SIZE, targets=""), "size-target"),
    ("size of a row that is not there", put(SIZ, SIZE, targets="I-A-999"), "size-target"),
    ("size of a group that is not there", put(SIZ, SIZE, targets="group:nobody"), "size-target"),
    ("size of a row of another section", put(SIZ, SIZE, targets="IV-2.1"), "size-target"),
    ("size that ends before its row begins", put(SIZ, SIZE, targets="I-A-84", last_revision="2021-09-27"), "size-target"),
    ("size with another place than its identifier's", put(SIZ, SIZE, row_no="999"), "row-id"),
    ("size in an unknown unit", put(SIZ, SIZE, unit="oz"), "schema"),
    ("size that is no number", put(SIZ, SIZE, large_to="ten"), "schema"),
    *[(f"{column} that is not printed", put(SIZ, SIZE, **{column: "7.5"}), "figures") for column in ("small_from", "small_to", "large_from", "large_to", "xlarge_over")],
    ("bound left out", put(SIZ, SIZE, small_to=""), "figures"),
    ("figure of the cell that is another", change(SIZ, SIZE, "raw", "0-", "0,1-"), "figures"),
    ("figure of the Kazakh cell that is another", change(SIZ, SIZE, "raw_kk", "0-", "0,1-"), "figures"),
    ("cell left out", put(SIZ, SIZE, raw="0,1 | 1,0"), "figures"),
    ("pieces of another form", put(SIZ, {"size_id": "S-II-74.tablet"}, large_to="50"), "figures"),
    ("concentration that is not printed", put(SIZ, {"size_table": "III", "min_percent": "15"}, min_percent="10"), "figures"),
    ("odd bounds without a note", put(SIZ, {"printed_ru": "Эторфин"}, reading_note=""), "sizes"),
    ("bounds out of order", put(SIZ, SIZE, small_from="0.01", small_to="0.005", raw="0,01-0,005 | 0,01-1,0 | 1,0"), "sizes"),
    ("no bound at all", put(SIZ, SIZE, small_from="", small_to="", large_from="", large_to="", xlarge_over="", raw=" |  | ", reading_note=""), "sizes"),
    ("star that is not printed", put(SIZ, {"mixture": "no"}, mixture="star"), "mixture"),
    ("star that is left out", put(SIZ, {"mixture": "star"}, mixture="no"), "mixture"),
    # groups, substituents, classes
    ("group pattern that is no SMARTS", put(GRP, THC, pattern="C1CC"), "pattern"),
    ("unconfirmed pattern that is no SMARTS", put(GRP, THC, unconfirmed_pattern="C1CC"), "pattern"),
    ("group that misses its examples", put(GRP, MORPHINE, pattern="[Xe]"), "example"),
    ("group whose formula is not that of its examples", put(GRP, THC, formula="C21H32O2", members=""), "example"),
    ("group that takes in its decoys", put(GRP, MORPHINE, pattern="[#6]"), "decoy"),
    ("group with a decoy among its members", put(GRP, MORPHINE, decoys="morphine-methobromide"), "decoy"),
    ("group without examples", put(GRP, MORPHINE, examples=""), "example"),
    ("group example that is no compound", put(GRP, MORPHINE, examples="nobody"), "example"),
    ("group member that is not there", put(GRP, MORPHINE, members="nobody"), "foreign-key"),
    ("group of another row than its listing's", put(GRP, MORPHINE, row_id="I-A-20"), "group"),
    ("group without pattern and members", put(GRP, MORPHINE, pattern="", members="", examples="", decoys=""), "group"),
    ("group that nothing uses", add(GRP, MORPHINE, group_id="others", row_id="I-B-61.11"), "unused"),
    ("substituent that cannot be read", put(SBT, PENTYL, smiles="*CCC("), "smiles"),
    ("substituent with two free bonds among those with one", put(SBT, PENTYL, smiles="*CCCCC(F)*"), "smiles"),
    ("substituent without a free bond", put(SBT, PENTYL, decoys="CCCCCF"), "smiles"),
    ("bivalent substituent with one free bond", put(SBT, {"number": "2.2"}, smiles="*CCCC"), "smiles"),
    ("substituent with the number of another valence", put(SBT, PENTYL, valence="2"), "substituent"),
    ("substituent without a structure", put(SBT, PENTYL, smiles=""), "substituent"),
    ("substituent with a structure twice", put(SBT, PENTYL, smiles="*CCCCCF|FCCCCC*"), "substituent"),
    ("substituent with a structure that is doubtful too", put(SBT, PENTYL, smiles="*CCCCCF|*C(F)CCCC"), "substituent"),
    ("substituent that misses its example", put(SBT, PENTYL, examples="*CCCCF"), "example"),
    ("substituent that takes in its decoy", put(SBT, PENTYL, decoys="*CCCCCF"), "decoy"),
    ("substituent without examples", put(SBT, PENTYL, examples=""), "example"),
    ("class pattern that is no SMARTS", put(CLS, {"class_id": "fentanyl"}, smarts="C1CC"), "pattern"),
    ("class that misses its examples", put(CLS, {"class_id": "fentanyl"}, smarts="[Xe]"), "example"),
    ("class that matches its decoys", put(CLS, {"class_id": "fentanyl"}, smarts="[#6]"), "decoy"),
    ("class with too few decoys", put(CLS, {"class_id": "fentanyl"}, decoys="anpp"), "decoy"),
    ("class of another structure", put(SUB, MEPHEDRONE, structure_class="fentanyl"), "structure-class"),
    ("class that is not there", put(SUB, MEPHEDRONE, structure_class="cathinones"), "foreign-key"),
    # treaties, other lists, sources
    ("schedule that the convention has not", put(TRE, {"convention": "1988"}, schedule="IV"), "treaty"),
    ("decision before the convention", put(TRE, HEROIN, decision_year="1950"), "treaty"),
    ("treaty without a source", put(TRE, HEROIN, source_ids=""), "treaty"),
    ("treaty consulted in what was recalled", put(TRE, {"consulted": "recalled"}, consulted="yes"), "treaty"),
    ("treaty of a substance that is not there", put(TRE, HEROIN, substance_id="heroine"), "foreign-key"),
    ("convention that is not known", put(TRE, HEROIN, convention="1925"), "schema"),
    ("other list of a substance that is not there", put(OTH, {}, substance_id="nobody"), "foreign-key"),
    ("source that nothing uses", add(SRC, {"source_id": "cayman"}, source_id="catalogue"), "unused"),
    ("source that stands twice", add(SRC, {"source_id": "cayman"}, title="again"), "primary-key"),
    ("official text without an address", put(SRC, {"kind": "official_text"}, url=""), "source"),
    ("source of an unknown kind", put(SRC, {"source_id": "cayman"}, kind="rumour"), "schema"),
    ("substance that stands twice", add(SUB, HEROIN, note="again"), "primary-key"),
]  # fmt: skip


def errors(directory: Path) -> set[str]:
    return {finding.check for finding in validate(directory) if finding.severity == "error"}


def test_the_shipped_package_has_no_error() -> None:
    assert [str(finding) for finding in validate() if finding.severity == "error"] == []


def test_the_undamaged_package_has_no_error(package: Path) -> None:
    assert [str(finding) for finding in validate(package) if finding.severity == "error"] == []


def test_there_are_enough_ways_to_damage_it() -> None:
    assert len({name for name, _, _ in DAMAGES}) == len(DAMAGES) >= 150


@pytest.mark.parametrize(("damage", "check"), [pytest.param(d, c, id=name) for name, d, c in DAMAGES])
def test_damage_is_caught_by_its_check(damage: Damage, check: str, package: Path, files: Files, write: Write) -> None:
    damage(files)
    write(package, files)
    found = errors(package)
    assert check in found, f"caught by {found}"
    assert not found & {"canonical", "hash"}, "form is not what is damaged"


def test_the_keys_that_are_checked_are_those_that_are_described() -> None:
    for resource in read_descriptor(default_directory())["resources"]:
        if "schema" not in resource:
            continue
        name, schema = resource["path"], resource["schema"]
        assert tuple(schema["primaryKey"]) == PRIMARY[name]
        described = {
            key["fields"][0]: (f"{key['reference']['resource']}.csv", key["reference"]["fields"][0])
            for key in schema.get("foreignKeys", ())
        }
        assert described.items() <= REFERENCES.get(name, {}).items()


def test_every_check_is_caught_at_something() -> None:
    caught = {check for _, _, check in DAMAGES}
    of_form = {"file", "columns", "cells", "canonical", "hash", "descriptor"}  # below
    of_rules = {
        "rule-form",
        "core-id",
        "core-places",
        "replaceable",
        "substituent-id",
    }  # tests/validation/test_rules.py
    assert caught | of_form | of_rules | {"staleness", "online"} == set(CHECKS)


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
        ("acts.csv", lambda text: text.replace(",reported,", ',"reported",', 1), "canonical"),
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


def test_all_problems_are_reported_not_the_first(package: Path, files: Files, write: Write) -> None:
    for _, damage, _ in DAMAGES[:5]:
        damage(files)
    row(files[ROW], **ROW_20)["evidence"] = "reported"
    write(package, files)
    assert {"inchikey", "evidence"} <= errors(package)


def test_each_finding_says_where_and_what_to_do(package: Path, files: Files, write: Write) -> None:
    put(SUB, HEROIN, cas="561-27-4")(files)
    write(package, files)
    [finding] = [item for item in validate(package) if item.severity == "error"]
    line = (package / SUB).read_text(encoding="utf-8").split("\n")[finding.row - 1]
    assert line.startswith("heroin,")
    assert finding.cure
    assert json.loads(finding.model_dump_json()).keys() == {
        "file", "row", "column", "check", "severity", "message", "cure",
    }  # fmt: skip
