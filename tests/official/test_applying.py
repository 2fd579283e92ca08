import json
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from kzschedule.analogues.rule import load_rule
from kzschedule.checking import check
from kzschedule.datapackage import read_package
from kzschedule.errors import DataPackageError
from kzschedule.official import OfficialTextError
from kzschedule.official.applying import applied, apply
from kzschedule.official.comparing import compare
from kzschedule.official.model import SizeRow, SubstituentRow
from kzschedule.official.sizing import bounds_of
from kzschedule.official.substituting import substituents_of
from kzschedule.official.written import storable
from kzschedule.schedule import Schedule
from kzschedule.validation import validate

DAY = date(2024, 10, 1)


@pytest.fixture(scope="module")
def after(applied_to):
    return read_package(applied_to)


@pytest.fixture(scope="module")
def report(arranged, package):
    return applied(arranged, package)[1]


@pytest.fixture
def run():
    def run(*arguments):
        command = [sys.executable, "-m", "kzschedule", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run


def listing_of(package, substance_id, *, item_no=None):
    found = [one for one in package.listings if one.substance_id == substance_id and item_no in (None, one.item_no)]
    assert len(found) == 1, found
    return found[0]


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_result_passes_validate(applied_to):
    assert [str(finding) for finding in validate(applied_to) if finding.severity == "error"] == []


def test_applying_twice_is_applying_once_byte_for_byte(arranged, after, applied_to, tmp_path):
    apply(arranged, after, tmp_path / "twice")
    assert contents(tmp_path / "twice") == contents(applied_to)


def test_applying_again_to_the_same_input_gives_the_same(arranged, package, applied_to, tmp_path):
    apply(arranged, package, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(applied_to)


def test_comparison_after_applying_has_no_differences(arranged, applied_to):
    comparison = compare(arranged, Schedule.load(applied_to))
    assert comparison.differences == 0
    assert {row.group for row in comparison.rows} == {"agreed", "structure_unknown", "repealed"}


def test_every_row_is_a_position_or_reported(arranged, after, report):
    official = [one for one in after.listings if one.evidence == "official"]
    left_out = [row for row in report.unmatched if row.became is None]
    assert len(official) + len(left_out) == len(arranged.tables)


def test_row_without_footnote_counts_from_the_revision_never_from_the_base_act(after):
    heroin = listing_of(after, "heroin")
    assert (heroin.listed_from, heroin.date_basis, heroin.act_id) == (DAY, "revision", None)
    assert (heroin.evidence, heroin.table_basis, heroin.item_no) == ("official", "official", "1")
    assert "все соли" in heroin.note
    assert not [one for one in after.listings if one.evidence == "official" and one.date_basis == "assumed"
                and one.listed_until is None]  # fmt: skip


def test_row_added_by_an_act_counts_from_its_stated_day(after):
    added = listing_of(after, "carfentanil")
    assert (added.listed_from, added.date_basis, added.act_id) == (date(2023, 4, 1), "official", "kz-gov-2023-240")
    assert added.item_no == "2-1"


def test_reported_day_before_the_text_is_kept(after):
    reworded = listing_of(after, "eutylone")
    assert (reworded.listed_from, reworded.date_basis, reworded.evidence) == (date(2024, 2, 6), "reported", "official")


def test_row_in_the_wording_of_an_act_counts_from_the_act_as_a_revision(arranged_with, package):
    text = arranged_with(("<td>Мефедрон</td>", "<td>Мефедрон<br>Сноска. Строка 7 в редакции постановления"
                          " Правительства РК от 20.03.2023 № 240 (вводится в действие с 01.04.2023).</td>"))  # fmt: skip
    row = listing_of(applied(text, package)[0], "mephedrone")
    assert (row.listed_from, row.date_basis, row.act_id) == (date(2023, 4, 1), "revision", "kz-gov-2023-240")
    assert "it may have stood before" in row.note


def test_repealed_row_ends_its_position_instead_of_vanishing(after, applied_to):
    ended = listing_of(after, "codeine")
    assert (ended.listed_until, ended.until_act_id) == (date(2024, 8, 15), "kz-gov-2024-655")
    assert check("кодеин", as_of="2024-08-01", schedule=Schedule.load(applied_to)).status == "listed"
    assert check("кодеин", as_of="2024-09-01", schedule=Schedule.load(applied_to)).status == "unconfirmed"


def test_repealed_row_without_a_name_is_found_by_its_number_in_an_earlier_revision(arranged_with, package, tmp_path):
    unnamed = '<td colspan="4"><p class="note">Исключена постановлением Правительства РК от 20.03.2023 № 240'
    earlier = arranged_with(("01.10.2024", "01.02.2023"), ("15.08.2024", "15.08.2022"), (
        f"{unnamed} (вводится в действие с 01.04.2023).</p></td>", "<td>Дезоморфин</td><td></td><td></td><td></td>"
    ))  # fmt: skip
    first, _ = applied(earlier, package)
    assert listing_of(first, "desomorphine").listed_until is None
    apply(earlier, package, tmp_path / "first")
    later = arranged_with(("01.10.2024", "02.10.2024"))
    apply(later, read_package(tmp_path / "first"), tmp_path / "second")
    ended = listing_of(read_package(tmp_path / "second"), "desomorphine")
    assert (ended.listed_from, ended.listed_until) == (date(2023, 2, 1), date(2023, 4, 1))
    assert ended.until_act_id == "kz-gov-2023-240"
    assert [str(one) for one in validate(tmp_path / "second") if one.severity == "error"] == []


def test_position_that_a_later_revision_does_not_have_is_ended(arranged, arranged_with, package, tmp_path):
    apply(arranged, package, tmp_path / "first")
    later = arranged_with(("01.10.2024", "01.12.2024"), ("<tr><td>2.</td><td>Перманганат калия</td></tr>", ""))
    apply(later, read_package(tmp_path / "first"), tmp_path / "second")
    gone = listing_of(read_package(tmp_path / "second"), "potassium-permanganate")
    assert (gone.evidence, gone.listed_from, gone.listed_until) == ("official", DAY, date(2024, 12, 1))
    kept = listing_of(read_package(tmp_path / "second"), "heroin")
    assert kept.listed_from == DAY
    assert len([one for one in kept.source_ids if one.startswith("official-")]) == 2
    assert [str(one) for one in validate(tmp_path / "second") if one.severity == "error"] == []


def test_older_text_is_not_applied_over_a_newer_one(arranged_with, after):
    with pytest.raises(OfficialTextError, match="the data rest on the text of 2024-10-01"):
        applied(arranged_with(("01.10.2024", "01.09.2024")), after)


def test_table_of_the_text_wins_over_the_inferred_one(after):
    moved = listing_of(after, "morphine")
    assert (moved.table, moved.section, moved.table_basis) == ("I", "narcotic", "official")
    assert "stood in Table II, narcotic here before the text (inferred)" in moved.note
    assert moved.un_convention == "1961 Single Convention"


def test_position_that_is_not_in_the_text_is_weakened_with_a_note(after, package, applied_to):
    old, new = listing_of(package, "desomorphine"), listing_of(after, "desomorphine")
    assert (old.evidence, new.evidence) == ("treaty", "unverified")
    assert (new.listed_from, new.act_id, new.date_basis) == (None, None, None)
    assert "not found in the text of 2024-10-01, evidence was treaty" in new.note
    assert check("дезоморфин", as_of="2024-11-01", schedule=Schedule.load(applied_to)).status == "unconfirmed"


def test_weakened_position_names_the_unclear_row_that_it_may_be(after):
    assert "it may be Table I, section Б, item 8" in listing_of(after, "pma").note


def test_table_that_the_page_does_not_have_stays(after, package):
    kept = [one for one in package.listings if one.table == "III" and one.substance_id not in {"zolpidem", "ketamine"}]
    assert kept
    assert set(kept) <= set(after.listings)


def test_chemistry_is_kept(after, package):
    now = {one.substance_id: one for one in after.substances}
    for before in package.substances:
        assert now[before.substance_id] == before


def test_unmatched_row_becomes_a_substance_without_structure(after, report, applied_to):
    new = next(one for one in after.substances if one.substance_id == "fabulosine")
    assert (new.kind, new.smiles, new.name_ru, new.name_en) == ("substance", None, "Фабулозин", "Fabulosine")
    assert "kind and structure unknown" in new.note
    assert {row.became for row in report.unmatched} == {"fabulosine", "4-ma", "amfetamine-2", None}
    verdict = check("небылица", as_of="2024-11-01", schedule=Schedule.load(applied_to))
    assert verdict.status == "listed"
    assert check("4-MA", as_of="2024-11-01", schedule=Schedule.load(applied_to)).status == "unresolved"


def test_new_names_have_language_and_source_and_none_is_doubled(after, package, report):
    new = [entry for entry in after.names if entry not in package.names]
    assert {(entry.substance_id, entry.name, entry.language) for entry in new} >= {
        ("heroin", "тестовый синоним героина", "ru"),
        ("fabulosine", "небылица", "ru"),
    }
    assert {entry.source_id for entry in new} == {report.source_id}
    assert not [entry for entry in new if entry.name.casefold() in {"диаморфин", "heroin", "марихуана"}]


def test_name_that_the_text_gives_to_two_substances_is_declared(after):
    meanings = {one.substance_id for one in after.collisions if one.name == "тестовый общий синоним"}
    assert meanings == {"cocaine", "zolpidem"}


def test_source_names_the_file_its_hash_and_the_day_of_its_text(arranged, after, report):
    source = next(one for one in after.sources if one.source_id == report.source_id)
    assert (source.kind, source.consulted, source.date) == ("official_text", "yes", "2024-10-01")
    assert "arranged.html" in source.title
    assert arranged.source.sha256 in source.note


def test_acts_of_footnotes_are_added_with_their_days(after):
    acts = {act.act_id: act for act in after.acts}
    assert (acts["kz-gov-2024-655"].date, acts["kz-gov-2024-655"].effective_from) == (date(2024, 8, 15), None)
    assert acts["kz-gov-2024-655"].url.endswith("/P2400000655")
    assert acts["kz-gov-2023-240"].effective_from == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("substance_id", "form", "unit", "small", "large", "inclusive"),
    [
        ("heroin", None, "g", "0.02", "2", ("small_max:small",)),
        ("cannabis", "dried", "g", "50", "1000", ("large_max:large",)),
        ("cannabis", "fresh", "g", "100", None, ()),
        ("acetone", None, "ml", "100", "15000", ()),
    ],
)
def test_sizes_are_filled(after, substance_id, form, unit, small, large, inclusive):
    found = [one for one in after.sizes if one.substance_id == substance_id and one.evidence == "official"]
    size = next(one for one in found if one.form == form)
    bounds = tuple(None if bound is None else str(bound) for bound in (size.small_max, size.large_max))
    assert (size.unit, *bounds, size.inclusive, size.valid_from) == (unit, small, large, inclusive, DAY)
    assert "small: " in size.raw


def test_size_of_an_unknown_substance_is_reported(report):
    assert any("Никем не виданное" in line for line in report.unmatched_sizes)


def test_size_that_the_text_does_not_have_is_weakened_and_a_later_one_is_not(after):
    by_id = {(one.substance_id, one.evidence) for one in after.sizes}
    assert ("tramadol", "unverified") in by_id
    assert ("cannabis-resin", "reported") in by_id  # reported for a time after the text


@pytest.mark.parametrize(
    ("raw", "inclusive"),
    [
        (("до 1 включительно", "от 1 до 2", "свыше 2"), ("small_max:small",)),
        (("до 1", "от 1 включительно до 2", "свыше 2"), ("small_max:large",)),
        (("до 1", "от 1 до 2 включительно", "свыше 2"), ("large_max:large",)),
        (("до 1", "от 1 до 2", "от 2 включительно"), ("large_max:especially_large",)),
        (("до 1 включительно", "от 1 включительно до 2", "свыше 2"), ()),
        (("не более 1", "от 1 до 2", "свыше 2"), ()),
    ],
)
def test_side_of_a_bound_only_where_it_is_written(raw, inclusive):
    row = SizeRow(table="I", section=None, item_no="1", name_ru="х", name_base="х", unit="g", small_max="1",
                  large_min="1", large_max="2", xlarge_min="2", raw=raw)  # fmt: skip
    assert bounds_of(row).inclusive == inclusive


@pytest.mark.parametrize(("unit", "expected"), [("kg", "1500"), ("mg", "0.0015"), ("ug", "0.0000015"), ("g", "1.5")])
def test_units_are_converted_exactly(unit, expected):
    row = SizeRow(table="I", section=None, item_no="1", name_ru="х", name_base="х", unit=unit, small_max="1.50")
    assert bounds_of(row).small_max == Decimal(expected)
    assert str(bounds_of(row).small_max) == expected


def test_substituents_become_those_of_the_rule(after, report, applied_to):
    official = {one.substituent_id for one in after.substituents if one.basis == "official"}
    assert official == {"methyl", "fluorine", "chlorine", "bromine", "iodine", "methylenedioxy", "alkoxy"}
    assert report.unrecognised_substituents == ("item 4: сказочная группа",)
    assert {one.basis for one in after.substituents} == {"official", "assumed"}  # a line is open, so the rest stays
    rule = load_rule(None, applied_to)
    assert report.source_id in rule.source_ids
    analogue = check("CNC(C)C(=O)c1ccc(C)c(C)c1", as_of="2024-11-01", schedule=Schedule.load(applied_to))
    assert [one.grade for one in analogue.analogues if one.parent_id == "mephedrone"] == ["official"]


def test_list_that_is_recognised_whole_replaces_what_was_assumed(arranged_with, package):
    text = arranged_with(("<tr><td>4.</td><td>сказочная группа</td></tr>", ""))
    records, report = applied(text, package)
    assert {one.substituent_id for one in records.substituents if one.basis == "assumed"} == {"hydrogen"}
    assert report.unrecognised_substituents == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("метил и этил", {"methyl", "ethyl"}),
        ("пропил, изопропил (-C3H7)", {"propyl", "isopropyl"}),
        ("группа (–СF3)", {"trifluoromethyl"}),
        ("оксо (=O), двухвалентный атом", {"oxo"}),
        ("алкил", {"alkyl"}),
        ("алкил (C1-C4)", set()),  # narrower than the class in a way that is not understood
        ("алкил (все изомеры)", set()),
        ("пропил (-C2H5)", set()),  # name and formula contradict each other
    ],
)
def test_lines_of_substituents(arranged, package, line, expected):
    text = arranged.model_copy(update={"substituents": (SubstituentRow(item_no="1", text=line),)})
    found = substituents_of(text, package.substituents, "source")
    assert {one.substituent_id for one in found.records if one.basis == "official"} == expected
    assert bool(found.unrecognised) is (not expected)


def test_row_without_a_section_keeps_ours_and_says_so_where_there_is_none(arranged_with, package):
    text = arranged_with(('<tr><td colspan="5">А. Наркотические средства</td></tr>', ""))
    records, report = applied(text, package)
    assert listing_of(records, "heroin").section == "narcotic"
    assert "the page states no section" in listing_of(records, "fabulosine").note
    assert any("item 6" in doubt and "no section" in doubt for doubt in report.doubts)


def test_precursors_in_another_table_of_the_text_pass_validate(arranged_with, package, tmp_path):
    text = arranged_with(("Таблица IV. Прекурсоры", "Таблица III. Прекурсоры (вымышлено)"))
    apply(text, package, tmp_path / "data")
    assert listing_of(read_package(tmp_path / "data"), "acetone").table == "III"
    assert [str(one) for one in validate(tmp_path / "data") if one.severity == "error"] == []


def test_substance_printed_twice_has_two_positions(arranged_with, package, tmp_path):
    again = "<tr><td>6-1.</td><td>Героин</td><td></td><td></td><td></td></tr>"
    text = arranged_with(('<tr><td colspan="5">Б. Психотропные', again + '<tr><td colspan="5">Б. Психотропные'))
    apply(text, package, tmp_path / "data")
    after = read_package(tmp_path / "data")
    assert {one.item_no for one in after.listings if one.substance_id == "heroin"} == {"1", "6-1"}
    assert [str(one) for one in validate(tmp_path / "data") if one.severity == "error"] == []
    assert compare(text, Schedule.load(tmp_path / "data")).differences == 0


def test_name_of_two_scripts_is_mended_or_reported(arranged_with, package, tmp_path):
    text = arranged_with(("небылица", "Фaбулa"), ("тестовый синоним героина", "Жmeринка"))
    report = apply(text, package, tmp_path / "data")
    assert any("Жmeринка" in doubt for doubt in report.doubts)
    assert [str(one) for one in validate(tmp_path / "data") if one.severity == "error"] == []
    assert storable("МДMА") == "МДМА"


def test_text_without_a_day_is_refused(arranged, package):
    undated = arranged.model_copy(
        update={"source": arranged.source.model_copy(update={"base_updated": None}), "amendments": ()}
    )
    with pytest.raises(OfficialTextError, match="says neither of which day it is"):
        applied(undated, package)


def test_input_is_overwritten_only_when_told(arranged, package, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(package.directory, folder)
    before = contents(folder)
    own = read_package(folder)
    with pytest.raises(DataPackageError, match="is the data package that is read"):
        apply(arranged, own, folder)
    assert contents(folder) == before
    apply(arranged, own, folder, overwrite=True)
    assert contents(folder) != before
    assert sorted(before) == sorted(contents(folder))


def test_folder_of_something_else_is_refused(arranged, package, tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataPackageError, match="is not empty and no data package"):
        apply(arranged, package, tmp_path)
    with pytest.raises(DataPackageError, match="is no folder"):
        apply(arranged, package, tmp_path / "letter.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_command_writes_reports_and_the_result_validates(run, pages, applied_to, tmp_path):
    folder = tmp_path / "data"
    result = run("official", "apply", pages / "arranged.html", "--out", folder)
    assert result.returncode == 0, result.stderr
    assert "10 positions confirmed" in result.stdout
    assert "not matched: Table I, section Б, item 8, 4-MA" in result.stdout
    assert contents(folder) == contents(applied_to)
    assert run("validate", folder).returncode == 0
    assert run("official", "apply", pages / "arranged.html", "--out", folder, "--data", folder).returncode == 2


def test_command_prints_json(run, pages, tmp_path):
    result = run("official", "apply", pages / "arranged.html", "--out", tmp_path / "data", "--json")
    printed = json.loads(result.stdout)
    assert printed["stands_on"] == "2024-10-01"
    assert printed["counts"]["positions_ended"] == 1
    assert {row["became"] for row in printed["unmatched"]} >= {"fabulosine"}


@pytest.mark.parametrize("name", ["nasty.html", "kazakh.html"])
def test_invented_pages_apply_and_validate(pages, package, tmp_path, name):
    from kzschedule.official import read_page

    text = read_page(pages / name)
    apply(text, package, tmp_path / "once")
    assert [str(one) for one in validate(tmp_path / "once") if one.severity == "error"] == []
    apply(text, read_package(tmp_path / "once"), tmp_path / "twice")
    assert contents(tmp_path / "once") == contents(tmp_path / "twice")
    assert compare(text, Schedule.load(tmp_path / "once")).differences == 0
