"""One question, one answer: precedence, statuses, relations, dates, and input that is no question."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdkit import Chem

from kzschedule import KzScheduleError, check
from kzschedule.schedule import Schedule
from kzschedule.verdict import Verdict

DAY = "2024-03-01"


def found(verdict: Verdict) -> dict[str, str]:
    return {match.substance_id: match.relation for match in verdict.matches}


def says(verdict: Verdict, words: str) -> bool:
    return any(words in message for message in verdict.messages)


# --- statuses


@pytest.mark.parametrize(
    ("query", "status", "substance", "relation"),
    [
        ("меткатинон", "listed", "methcathinone", "exact_name"),
        ("Меткатинон", "listed", "methcathinone", "exact_name"),
        ("CC(NC)C(=O)c1ccccc1", "listed", "methcathinone", "same_structure"),
        ("LPLLVINFLBSFRP-UHFFFAOYSA-N", "listed", "methcathinone", "inchikey"),
        (
            "InChI=1S/C10H13NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,11H,1-2H3",
            "listed",
            "methcathinone",
            "inchi",
        ),
        ("мефедрон", "analogue", "mephedrone", "exact_name"),
        ("CC(NC)C(=O)c1ccc(C)cc1", "analogue", "mephedrone", "same_structure"),
        ("537-46-2", "listed", "metamfetamine", "cas"),
        ("PCP", "listed", "phencyclidine", "exact_name"),
        ("4-метилпропиофенон", "listed", "4-methylpropiophenone", "exact_name"),
        ("5F-ADB", "listed", "5f-mdmb-pinaca", "exact_name"),
        ("трамадол", "listed", "tramadol", "exact_name"),
        ("апиын", "listed", "opium", "exact_name"),
        ("кетамин", "listed", "ketamine", "exact_name"),
    ],
)
def test_what_is_found_by_which_query(query: str, status: str, substance: str, relation: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == status
    assert found(verdict) == {substance: relation}


@pytest.mark.parametrize("query", ["aspirin", "CC(=O)Oc1ccccc1C(=O)O", "50-78-2", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N"])
def test_what_is_not_found_is_no_statement_of_legality(query: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "no_match"
    assert not verdict.matches
    assert says(verdict, "no statement of legality")


@pytest.mark.parametrize("query", ["меткатинон", "мефедрон", "aspirin", "MPPP", "тропикамид", "циклопропилфентанил"])
def test_every_answer_names_the_newest_revision_read_and_that_a_later_one_may_exist(query: str) -> None:
    verdict = check(query, as_of=DAY)
    assert says(verdict, "newest revision read that of 2024-01-23; a later one may exist")
    assert verdict.revision is not None
    assert (verdict.revision.revision_id, verdict.revision.act_id) == ("2024-01-23", "kz-gov-2024-22")
    assert verdict.revision.on_day == ("2024-01-23",)


def test_a_row_is_named_with_what_it_prints_and_since_when() -> None:
    [row] = check("гидрохлорид меткатинона", as_of=DAY).matches[0].listings
    assert (row.row_id, row.table, row.section, row.item_no) == ("I-B-23", "I", "psychotropic", "23")
    assert (row.printed_ru, row.evidence, row.act_id) == ("МЕТКАТИНОН (ЭФЕДРОН)", "official", "kz-gov-2019-470")
    assert (row.in_force, row.from_earliest, row.from_sure) == (True, date(2019, 7, 5), date(2019, 7, 9))
    assert (row.until, row.revision, row.reading) == (None, "2024-01-23", "plain")


@pytest.mark.parametrize(
    ("query", "kind", "identifier"),
    [
        ("меткатинон", "row", "I-B-23"),
        ("CNC(C)C(=O)c1ccccc1.Cl", "note", "NOTE-I-B-1"),
        ("CN1CC[C@]23c4c5ccc(OC)c4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5", "note", "NOTE-I-A-1"),
        ("CCCOC(=O)[C@H]1[C@@H](O)C[C@@H]2CC[C@H]1N2C", "group", "ecgonine-esters-and-derivatives"),
    ],
)
def test_a_match_says_what_covers_it(query: str, kind: str, identifier: str) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "listed"
    covered = verdict.matches[0].covered_by
    assert covered is not None
    assert (covered.kind, covered.id) == (kind, identifier)


def test_a_row_outranks_the_notes() -> None:
    """Methadone is an isomer of isomethadone, and morphine one of norcodeine; each is answered by its own row alone."""
    for query, row in (("метадон", "II-A-20-1"), ("морфин", "II-A-26"), ("дифеноксилат", "II-A-13")):
        verdict = check(query, as_of=DAY)
        assert [match.listings[0].row_id for match in verdict.matches] == [row], query


def test_a_row_that_names_a_salt_outranks_the_note() -> None:
    for query in ("морфина гидрохлорид", "CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5.Cl"):
        match = check(query, as_of=DAY).matches[0]
        assert match.covered_by is not None
        assert (match.covered_by.kind, match.covered_by.id) == ("row", "II-A-27")


def test_a_position_isomer_of_a_narcotic_drug_is_unconfirmed() -> None:
    verdict = check("CN1CC[C@]23c4c5cc(O)cc4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5", as_of=DAY)
    assert verdict.status == "unconfirmed"
    assert "isomer" in found(verdict).values()
    assert says(verdict, "position isomer")


def test_what_a_second_reading_of_a_row_means_is_unconfirmed() -> None:
    schedule = Schedule.default()
    other = next(item for item in schedule.package.listings if item.reading == "other" and item.substance_id)
    assert other.substance_id is not None
    verdict = check(schedule.substances[other.substance_id].name_en, kind="name", as_of=DAY)
    assert verdict.status == "unconfirmed"
    assert [(row.row_id, row.reading) for row in verdict.matches[0].listings] == [(other.row_id, "other")]
    assert says(verdict, "may also be read as")


def test_a_substance_without_a_position_is_known_and_nothing_more() -> None:
    verdict = check("тропикамид", as_of=DAY)
    assert verdict.status == "no_match"
    assert found(verdict) == {"tropicamide": "exact_name"}
    assert verdict.matches[0].listings == ()
    assert says(verdict, "known, not named in the decree")
    assert says(verdict, "potent substances")
    assert [item.act for item in verdict.other_lists]


def test_un_control_without_a_row_is_information() -> None:
    verdict = check("мефедрон", as_of=DAY)
    assert [(item.convention, item.schedule) for item in verdict.treaties] == [("1971", "II")]
    assert verdict.matches[0].listings == ()
    assert verdict.matches[0].covered_by is None
    assert says(verdict, "under UN control")
    assert says(verdict, "not named in the decree")


def test_a_name_with_several_meanings_in_the_data_asserts_nothing() -> None:
    verdict = check("MPPP", as_of=DAY)
    assert verdict.status == "unresolved"
    assert set(found(verdict)) == {"mppp", "4-methyl-alpha-pyrrolidinopropiophenone"}
    assert {suggestion.substance_id for suggestion in verdict.suggestions} == set(found(verdict))
    assert [bool(suggestion.listings) for suggestion in verdict.suggestions] == [True, False]


def test_a_name_with_another_meaning_outside_the_data_keeps_its_status_and_names_it() -> None:
    verdict = check("PCP", as_of=DAY)
    assert verdict.status == "listed"
    assert says(verdict, "pentachlorophenol")


def test_one_structure_with_two_names_in_a_row_shows_both() -> None:
    verdict = check("C[C@H](N)[C@@H](O)c1ccccc1", as_of=DAY)
    assert found(verdict) == {"cathine": "same_structure", "norpseudoephedrine": "same_structure"}
    assert verdict.status == "listed"
    assert {listing.row_id for match in verdict.matches for listing in match.listings} == {"III-B-18"}


def test_of_the_rows_of_a_substance_the_strictest_comes_first() -> None:
    verdict = check("кокаин", as_of=DAY)
    assert [listing.row_id for listing in verdict.matches[0].listings] == ["I-A-37", "II-A-15"]


# --- names before SMILES


def test_a_text_that_is_a_name_and_a_smiles_is_a_name_first() -> None:
    as_name, as_smiles = check("PCP", as_of=DAY), check("PCP", kind="smiles", as_of=DAY)
    assert as_name.query_kind == "name"
    assert says(as_name, "read as a name")
    assert as_smiles.query_kind == "smiles"
    assert as_smiles.structure is not None
    assert as_smiles.structure.smiles == "PCP"


def test_a_text_that_no_name_has_is_read_as_a_smiles() -> None:
    verdict = check("CO", as_of=DAY)
    assert verdict.query_kind == "smiles"
    assert says(verdict, "read as a SMILES")


def test_a_code_that_no_name_has_and_no_smiles_is_stays_a_name() -> None:
    verdict = check("CB-99", as_of=DAY)
    assert (verdict.query_kind, verdict.status) == ("name", "no_match")
    assert says(verdict, "cannot be read")


# --- structures


@pytest.mark.parametrize(
    ("smiles", "substance", "relation", "status"),
    [
        ("CNC(C)C(=O)c1ccccc1.Cl", "methcathinone", "salt", "listed"),
        ("C[NH2+]C(C)C(=O)c1ccccc1.[Cl-]", "methcathinone", "salt", "listed"),
        ("C[NH2+]C(C)C(=O)c1ccccc1", "methcathinone", "salt", "listed"),
        ("CC(N)Cc1ccccc1.CC(N)Cc1ccccc1.OS(=O)(=O)O", "amfetamine", "salt", "listed"),
        ("[2H]C([2H])([2H])NC(C)C(=O)c1ccccc1", "methcathinone", "isotopologue", "listed"),
        ("C[C@H](NC)C(=O)c1ccccc1", "methcathinone", "stereoisomer", "listed"),
        ("CN1C=Cc2ccccc2C(c2ccccc2Cl)=NCC1=O", None, None, "no_match"),
        ("CC1=C2C(=C3C=CC(=CC3=N2)OC)CCN1", "harmaline", "tautomer", "no_match"),
        ("COc1ccc2c(c1)C13CCCCC1C(C2)N(C)CC3", "racemethorphan", "same_structure", "listed"),
        ("COc1ccc2c(c1)[C@@]13CCCC[C@H]1[C@@H](C2)N(C)CC3", "levomethorphan", "same_structure", "listed"),
        ("COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3", "dextromethorphan", "same_structure", "listed"),
        ("COc1cccc([C@]2(O)CCCC[C@H]2CN(C)C)c1", "tramadol", "same_structure", "listed"),
        ("COc1cccc([C@@]2(O)CCCC[C@@H]2CN(C)C)c1", "tramadol", "same_structure", "listed"),
        ("COc1cccc(C2(O)CCCCC2CN(C)C)c1", "tramadol", "stereo_unspecified", "listed"),
        ("COc1cccc([C@@]2(O)CCCC[C@H]2CN(C)C)c1", "tramadol", "stereoisomer", "listed"),
        ("[K+].[O-][Mn](=O)(=O)=O", "potassium-permanganate", "same_structure", "listed"),
        ("Cl", "hydrochloric-acid", "same_structure", "listed"),
    ],
)
def test_forms_of_a_structure(smiles: str, substance: str | None, relation: str | None, status: str) -> None:
    verdict = check(smiles, as_of=DAY)
    assert verdict.status == status
    assert found(verdict) == ({substance: relation} if substance else {})


def test_a_form_that_no_row_names_falls_through_to_its_racemate() -> None:
    verdict = check("CN[C@]1(c2ccccc2Cl)CCCCC1=O", as_of=DAY)
    assert found(verdict) == {"esketamine": "same_structure", "ketamine": "stereoisomer"}
    assert verdict.status == "listed"


def test_a_flat_structure_that_fits_several_rows_shows_them_all() -> None:
    verdict = check("CC(N)C(O)c1ccccc1", as_of=DAY)
    assert found(verdict) == dict.fromkeys(("cathine", "norephedrine", "norpseudoephedrine"), "stereo_unspecified")
    assert verdict.status == "listed"
    assert says(verdict, "leaves stereochemistry open")


def test_another_stereoisomer_than_a_row_means_is_covered_where_its_section_has_a_note() -> None:
    verdict = check("O=C(OC)[C@@H]1[C@H](OC(=O)c2ccccc2)C[C@@H]2CC[C@H]1N2C", as_of=DAY)
    assert found(verdict) == {"cocaine": "stereoisomer"}
    assert verdict.status == "listed"
    assert says(verdict, "as a stereoisomer of what row I-A-37 names, by the note NOTE-I-A-2")


@pytest.mark.parametrize(
    ("smiles", "status", "row"),
    [
        ("CCC(=O)O[C@@](Cc1ccccc1)(c1ccccc1)[C@@H](C)CN(C)C", "unconfirmed", "II-A-10"),  # levopropoxyphene
        ("CN1CC[C@@]23c4c5ccc(O)c4O[C@@H]2[C@H](O)C=C[C@@H]3[C@@H]1C5", "listed", "II-A-26"),  # (+)-morphine
        ("CN1CC[C@@]23CCCC[C@@H]2[C@@H]1Cc1ccc(O)cc13", "listed", "II-A-42"),  # dextrorphan, a form of racemorphan
        ("CCC(=O)C(C[C@@H](C)N(C)C)(c1ccccc1)c1ccccc1", "listed", "II-A-20-1"),  # one form of methadone
    ],
)
def test_a_prefix_in_the_printed_name_excludes_the_antipode_from_the_note(smiles: str, status: str, row: str) -> None:
    verdict = check(smiles, as_of=DAY)
    assert verdict.status == status
    assert verdict.matches[0].listings[0].row_id == row


def test_another_stereoisomer_than_a_row_means_is_not_asserted_without_one() -> None:
    verdict = check("CN(C)[C@@H](Cc1ccccc1)c1ccccc1", as_of=DAY)
    assert verdict.status == "unconfirmed"
    assert set(found(verdict).values()) == {"stereoisomer"}
    assert says(verdict, "another stereoisomer than")


def test_each_component_of_a_mixture_is_looked_up_strongest_first() -> None:
    verdict = check("CN1CCC(CC1)c1ccccc1.CNC1(c2ccccc2Cl)CCCCC1=O.CNC(C)C(=O)c1ccccc1", as_of=DAY)
    assert [(match.substance_id, match.relation) for match in verdict.matches] == [
        ("methcathinone", "component"),
        ("ketamine", "component"),
    ]
    assert verdict.status == "listed"
    assert says(verdict, "not found: CN1CCC(c2ccccc2)CC1")


@pytest.mark.parametrize(
    "smiles",
    [
        "CCN(CC)CCOC(=O)c1ccc(N)cc1.Cl",  # procaine hydrochloride
        "[Na+].[Cl-]",
        "[NH4+].[Cl-]",
        "[Na+].[Na+].[O-]S(=O)(=O)[O-]",
        "[Na+].O=C([O-])c1ccccc1",  # sodium benzoate
        "O",
        "CCN(CC)CC.Cl",
        "Nc1ccc(S(=O)(=O)c2ccc(N)cc2)cc1.CC(=O)O",  # dapsone acetate: acetic acid is a precursor
    ],
)
def test_a_counterion_is_no_hit(smiles: str) -> None:
    verdict = check(smiles, as_of=DAY)
    assert verdict.status == "no_match"
    assert not verdict.matches


def test_an_acid_without_a_base_is_the_acid() -> None:
    verdict = check("CC(=O)Nc1ccc(O)cc1.CC(=O)O", as_of=DAY)  # paracetamol, an amide, with acetic acid
    assert found(verdict) == {"acetic-acid": "component"}
    assert verdict.status == "listed"


def test_a_metal_salt_of_a_listed_acid_is_unconfirmed_where_the_note_does_not_except_it() -> None:
    assert found(check("[Na+].CC(=O)[O-]", as_of=DAY))["acetic-acid"] == "salt"
    assert check("[Na+].CC(=O)[O-]", as_of=DAY).status == "unconfirmed"


def test_a_cas_number_of_a_salt_leads_to_the_substance() -> None:
    assert found(check("51-57-0", as_of=DAY)) == {"metamfetamine": "salt"}


def test_an_inchikey_without_stereo_of_a_definite_row_leaves_it_open() -> None:
    verdict = check("ZPUCINDJVBIVPJ-UHFFFAOYSA-N", as_of=DAY)
    assert found(verdict) == {"cocaine": "stereo_unspecified"}
    assert verdict.status == "listed"


def test_an_rdkit_molecule_is_a_query() -> None:
    verdict = check(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1"), as_of=DAY)
    assert (verdict.status, verdict.query, verdict.query_kind) == ("listed", "CNC(C)C(=O)c1ccccc1", "smiles")


def test_a_mol_block_is_a_query() -> None:
    verdict = check(Chem.MolToMolBlock(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1")), as_of=DAY)
    assert (verdict.status, verdict.query_kind) == ("listed", "molblock")
    v3000 = Chem.MolToV3KMolBlock(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1"))
    assert check(v3000, as_of=DAY).status == "listed"


# --- dates


@pytest.mark.parametrize(
    ("query", "day", "status"),
    [
        ("3-метоксифенциклидин", "2024-02-05", "analogue"),
        ("3-метоксифенциклидин", "2024-02-06", "listed"),
        ("эутилон", "2024-02-05", "analogue"),
        ("эутилон", "2024-02-06", "listed"),
        ("героин", "2019-07-04", "unconfirmed"),
        ("героин", "2019-07-05", "unconfirmed"),
        ("героин", "2019-07-08", "unconfirmed"),
        ("героин", "2019-07-09", "listed"),
    ],
)
def test_before_an_act_is_in_force_its_rows_are_not_asserted(query: str, day: str, status: str) -> None:
    assert check(query, as_of=day).status == status


def test_a_row_that_is_not_yet_in_force_is_told() -> None:
    verdict = check("эутилон", as_of="2024-02-05")
    assert [(row.row_id, row.in_force) for row in verdict.matches[0].listings] == [("I-B-63", False)]
    assert verdict.matches[0].covered_by is None
    assert says(verdict, "Row I-B-63 came by No. 22 of 2024-01-23, in force from 2024-02-06 at the earliest")


def test_before_the_decree_the_answer_says_that_the_law_is_not_held() -> None:
    verdict = check("героин", as_of="2015-01-01")
    assert says(verdict, "Before 2019-07-05 the lists of the Law itself were in force, which are not held")
    assert verdict.revision is not None
    assert verdict.revision.on_day == ()


@pytest.mark.parametrize("query", ["aspirin", "CCO", "тропикамид", "50-78-2"])
def test_before_the_decree_nothing_is_said_not_to_be_found(query: str) -> None:
    assert check(query, as_of="2019-07-04").status == "unresolved"
    assert check(query, as_of="2019-07-05").status == "no_match"


@pytest.mark.parametrize(
    ("query", "row_id", "act", "earliest", "sure"),
    [
        ("изотонитазен", "I-A-75", "240 of 2023-03-20", "2023-03-31", "2023-06-18"),
        ("ацетилфентанил", "II-A-55", "326 of 2022-05-23", "2022-06-03", "2022-08-21"),
        ("митрагинин", "I-A-74", "677 of 2021-09-27", "2021-10-08", "2021-10-31"),
        ("метадон", "II-A-20-1", "975 of 2019-12-25", "2020-01-05", "2020-03-24"),
    ],
)
def test_inside_an_interval_a_row_is_unconfirmed_and_both_days_are_said(
    query: str, row_id: str, act: str, earliest: str, sure: str
) -> None:
    before_sure = str(date.fromisoformat(sure) - timedelta(days=1))
    for day in (earliest, before_sure):
        verdict = check(query, as_of=day)
        assert (verdict.status, verdict.matches[0].listings[0].row_id) == ("unconfirmed", row_id)
        assert says(
            verdict,
            f"Row {row_id} came by No. {act}, in force from {earliest} at the earliest and from {sure} for certain",
        )
        assert says(verdict, "it is not certain which of the revisions")
        assert verdict.revision is not None
        assert len(verdict.revision.on_day) >= 2
    assert check(query, as_of=sure).status == "listed"
    assert check(query, as_of=date.fromisoformat(earliest) - timedelta(days=1)).status not in ("listed", "unconfirmed")


@pytest.mark.parametrize(
    "day", [date(2024, 2, 6), datetime(2024, 2, 6, 12), "2024-02-06", " 2024-02-06 ", "06.02.2024", "6.2.2024"]
)
def test_days_in_all_their_forms(day: object) -> None:
    verdict = check("эутилон", as_of=day)  # type: ignore[arg-type]
    assert (verdict.status, verdict.as_of) == ("listed", date(2024, 2, 6))


@pytest.mark.parametrize("day", ["06.02", "2024-13-01", "31.02.2024", "", "yesterday", 20240206, []])
def test_an_unreadable_day_is_said_so(day: object) -> None:
    verdict = check("эутилон", as_of=day)  # type: ignore[arg-type]
    assert verdict.status == "invalid"
    assert says(verdict, "write it as 2024-02-06")


# --- input that is no question


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("537-46-3", "wrong check digit"),
        ("InChI=1S/garbage", "no readable InChI"),
        ("InChI=", "no readable InChI"),
        ("CC(C", "no readable SMILES"),
        ("C1CC", "cannot be read"),
        ("CC(C)(C)(C)(C)C", "no readable SMILES"),
        ("c1ccc(=O)c1(=O)[X]", "no readable SMILES"),
        ("[*]C(=O)c1ccccc1", "leaves places open"),
        ("C" * 5000, "at most"),
        ("a" * 1_000_000, "at most"),
        ("мефедрон\x00", "characters that no text has"),
        ("\x89PNG\x1a", "characters that no text has"),
        ("\ud800", "characters that no text has"),
        (["мефедрон"], "kzschedule.screen"),
        (b"mephedrone", "not bytes"),
        (None, "not NoneType"),
        ("\n\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END", "has no atoms"),
        ("x\n\nx\n  9  9 V2000\nnonsense\nM  END", "mol block cannot be read"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_reason(query: object, words: str) -> None:
    verdict = check(query, as_of=DAY)  # type: ignore[arg-type]
    assert verdict.status == "invalid"
    assert not verdict.matches
    assert says(verdict, words), verdict.messages
    assert len(verdict.query) <= 200
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict


def test_a_whole_number_is_the_cas_number_that_a_spreadsheet_has_left_of_one() -> None:
    verdict = check(537462, as_of=DAY)  # type: ignore[arg-type]
    assert (verdict.status, [item.substance_id for item in verdict.suggestions]) == ("unresolved", ["metamfetamine"])
    assert says(verdict, "may be the CAS number 537-46-2")


def test_a_structure_beyond_the_limit_is_refused() -> None:
    chain = Chem.MolFromSmiles("C" * 700)
    assert says(check(chain, as_of=DAY), "at most 600")


def test_a_wrong_kind_is_an_error_of_the_program_not_of_the_query() -> None:
    with pytest.raises(KzScheduleError, match="one of auto"):
        check("мефедрон", kind="formula")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "query", "status"),
    [
        ("cas", "мефедрон", "invalid"),
        ("inchikey", "мефедрон", "invalid"),
        ("smiles", "мефедрон", "invalid"),
        ("inchi", "CCO", "invalid"),
        ("molblock", "CCO", "invalid"),
        ("name", "CCO", "no_match"),
    ],
)
def test_a_kind_that_is_asked_for_is_kept(kind: str, query: str, status: str) -> None:
    verdict = check(query, kind=kind, as_of=DAY)  # type: ignore[arg-type]
    assert (verdict.query_kind, verdict.status) == (kind, status)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=80), st.text("CNOcno()[]=#123.+-@/\\%", max_size=40)))
def test_no_text_raises(text: str) -> None:
    verdict = check(text, as_of=DAY)
    assert verdict.messages
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict


@pytest.mark.parametrize(
    "query",
    [
        "\ufeffCNC(C)C(=O)c1ccccc1",
        "CNC(C)C(=O)\u200bc1ccccc1",
        "\u200eInChI=1S/C10H13NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,11H,1-2H3\u200b",
        "5650-44-2\ufeff",
        "LPLLVINFLBSFRP-UHFFFAOYSA-N\u00ad",
        "\ufeffметкатинон",
    ],
)
def test_characters_that_nobody_sees_change_no_answer(query: str) -> None:
    assert [match.substance_id for match in check(query).matches] == ["methcathinone"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("СNС(С)С(=O)с1ccccc1", "CYRILLIC CAPITAL LETTER ES"),
        ("CNC(C)C(=O)c1ccccc1с", "CYRILLIC SMALL LETTER ES"),
        ("LPLLVINFLBSFRP-UHFFFАОYSA-N", "no InChIKey"),
        ("\u200b\ufeff", "the query is empty"),
        ('"\r"', "the query is empty"),
    ],
)
def test_a_structure_in_letters_of_two_alphabets_is_no_name(query: str, words: str) -> None:
    verdict = check(query)
    assert verdict.status == "invalid"
    assert words in verdict.messages[0]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("«CNC(C)C(=O)c1ccccc1»", "smiles"),
        ('"CNC(C)C(=O)c1ccccc1"', "smiles"),
        ("SMILES: CNC(C)C(=O)c1ccccc1", "smiles"),
        ('"InChI=1S/C10H13NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,11H,1-2H3"', "inchi"),
        ("(5650-44-2).", "cas"),
        ("InChIKey LPLLVINFLBSFRP-UHFFFAOYSA-N;", "inchikey"),
        ("“methcathinone”", "name"),
    ],
)
def test_what_is_written_around_a_query_is_no_part_of_it(query: str, kind: str) -> None:
    verdict = check(query)
    assert verdict.query_kind == kind
    assert [match.substance_id for match in verdict.matches] == ["methcathinone"]


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("5650-44-2 / 1189805-46-6", ["methcathinone", "mephedrone"]),
        ("CAS 58-08-2 or 537-46-2", ["metamfetamine"]),
        ("мефедрон (5650-44-2)", ["methcathinone", "mephedrone"]),
    ],
)
def test_numbers_and_keys_inside_a_text_are_suggested(query: str, suggested: list[str]) -> None:
    verdict = check(query, as_of=DAY)
    assert verdict.status == "unresolved"
    assert [suggestion.substance_id for suggestion in verdict.suggestions] == suggested
    assert "inside: " in verdict.messages[0]


@pytest.mark.parametrize(
    ("query", "kind", "status"),
    [
        ("меткатинон (5650-44-2)", "name", "listed"),
        ("methcathinone [5650-44-2]", "name", "listed"),
        ("мефедрон (1189805-46-6)", "name", "analogue"),
        ("вещество LPLLVINFLBSFRP-UHFFFAOYSA-N, 10 мг", "inchikey", "listed"),
    ],
)
def test_a_name_and_its_number_or_what_stands_around_them_is_one_question(query: str, kind: str, status: str) -> None:
    verdict = check(query, as_of=DAY)
    assert (verdict.query_kind, verdict.status, len(verdict.matches)) == (kind, status, 1)
    assert "was read as" in verdict.messages[0]


def test_a_number_of_nothing_in_the_data_inside_a_text_is_not_suggested() -> None:
    assert check("вещество с CAS 58-08-2").status == "no_match"


def test_the_number_of_a_hydrochloride_is_answered_as_its_name(schedule: Schedule) -> None:
    numbers = [name for name in schedule.package.names if name.kind == "hydrochloride_cas"]
    assert numbers
    for number in numbers:
        name = f"{schedule.substances[number.substance_id].name_en} hydrochloride"
        by_number, by_name = (check(query, as_of="2024-03-01") for query in (number.name, name))
        assert by_number.status == by_name.status
        assert [(one.substance_id, one.covered_by) for one in by_number.matches] == [
            (one.substance_id, one.covered_by) for one in by_name.matches
        ]


def test_what_only_the_un_controls_is_told_with_the_year_of_the_decision(schedule: Schedule) -> None:
    decided = [
        item for item in schedule.package.treaties if item.decision_year and not schedule.law.listed(item.substance_id)
    ]
    assert len(decided) > 50
    for item in decided[::7]:
        verdict = check(schedule.substances[item.substance_id].name_en, kind="name", as_of="2024-03-01")
        year = f"{item.convention} Convention, Schedule {item.schedule}, decided {item.decision_year}"
        assert any(year in message for message in verdict.messages)
