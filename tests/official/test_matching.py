import pytest

from kzschedule.official.matching import Match, Matcher, Place, match_rows, names_of_row
from kzschedule.official.model import ListRow
from kzschedule.official.placing import Sections


@pytest.fixture(scope="module")
def matches(arranged, package) -> dict[tuple[str, str], Match]:
    found = match_rows(arranged, package)
    return {(row.table, row.item_no): match for row, match in zip(arranged.tables, found, strict=True)}


@pytest.fixture(scope="module")
def matcher(package) -> Matcher:
    return Matcher(package)


def place(table="I", section="psychotropic", item_no="1") -> Place:
    return Place(table=table, section=section, item_no=item_no)


@pytest.mark.parametrize(
    ("where", "substance_id"),
    [
        (("I", "1"), "heroin"),
        (("I", "2"), "cannabis"),
        (("I", "2-1"), "carfentanil"),
        (("I", "7"), "mephedrone"),
        (("II", "2"), "cocaine"),
        (("II", "3"), "codeine"),
        (("IV", "3"), "tropicamide"),
    ],
)
def test_rows_with_known_names_are_matched(matches, where, substance_id):
    assert matches[where].outcome == "matched"
    assert matches[where].substance_id == substance_id


def test_look_alike_letters_do_not_count(arranged, matches):
    assert arranged.tables[0].lookalikes == ("Гepоин",)
    assert matches["I", "1"].by == "names"


def test_ambiguous_name_is_decided_by_its_section(matcher, matches):
    assert (matches["I", "3"].substance_id, matches["I", "3"].by) == ("mppp", "place")
    elsewhere = matcher.match([matcher.printed("name", "MPPP")], place())
    assert elsewhere.substance_id == "4-methyl-alpha-pyrrolidinopropiophenone"


def test_ambiguous_name_in_one_place_is_reported(matches):
    match = matches["I", "8"]
    assert (match.outcome, match.substance_id) == ("ambiguous", None)
    assert {candidate.substance_id for candidate in match.candidates} == {"4-methylamphetamine", "pma"}


def test_another_name_decides_an_ambiguous_one(matcher):
    names = [matcher.printed("name", "4-MA"), matcher.printed("synonym", "PMA")]
    assert matcher.match(names, place()).substance_id == "pma"


def test_name_with_a_meaning_outside_the_data_needs_support(matcher):
    outside = matcher.printed("name", "BMK")
    assert outside.others
    assert matcher.match([outside], place("I", "narcotic")).outcome == "ambiguous"
    assert matcher.match([outside], place("IV", "precursor")).substance_id == outside.substance_ids[0]


def test_names_that_contradict_each_other_decide_nothing(matches):
    match = matches["I", "10"]
    assert (match.outcome, match.substance_id) == ("conflict", None)
    assert [candidate.substance_id for candidate in match.candidates] == ["amfetamine", "methadone"]


def test_synonym_does_not_overrule_the_main_name_but_is_a_doubt(matches):
    match = matches["I", "11"]
    assert match.substance_id == "zolpidem"
    assert match.doubts == ("its synonym 'героин' is a name of heroin",)


def test_unknown_name_gets_the_nearest_candidates(matcher):
    match = matcher.match([matcher.printed("name", "метафедронум")], place())
    assert match.outcome == "not_found"
    assert "mephedrone" in {candidate.substance_id for candidate in match.candidates}
    assert [one.score for one in match.candidates] == sorted((one.score for one in match.candidates), reverse=True)


def test_repealed_row_without_a_name_is_unnamed(matches):
    assert matches["I", "4"] == Match(outcome="unnamed")


def test_every_row_gets_one_answer(arranged, package):
    assert len(match_rows(arranged, package)) == len(arranged.tables)


def test_names_of_a_row_come_once_each():
    row = ListRow(
        table="I", section="А", item_no="1", name_ru="Морфин", name_lat="morphine", chemical_name=None,
        synonyms=("МОРФИН", "м"),
    )  # fmt: skip
    assert list(names_of_row(row)) == [("name", "Морфин"), ("latin", "morphine"), ("synonym", "м")]


def test_words_above_a_section_decide_what_its_letter_means(arranged_with):
    swapped = arranged_with(
        ("А. Наркотические средства", "А. Психотропные вещества (вымышлено)"),
        ("Б. Психотропные вещества</td>", "Б. Наркотические средства</td>"),
    )
    sections = Sections(swapped)
    assert sections.of(swapped.tables[0]) == "psychotropic"
    assert {sections.of(row) for row in swapped.tables if row.section == "Б"} == {"narcotic"}


def test_letters_without_words_mean_the_usual(arranged_with):
    bare = arranged_with(("А. Наркотические средства", "Раздел А"), ("Б. Психотропные вещества</td>", "Раздел Б</td>"))
    sections = Sections(bare)
    assert [sections.of(row) for row in bare.tables if row.item_no == "7"] == ["psychotropic"]
    assert {sections.of(row) for row in bare.tables if row.table == "IV"} == {"precursor"}
