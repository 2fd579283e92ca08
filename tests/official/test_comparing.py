import json
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser

import pytest
from pydantic import ValidationError

from kzschedule.official.comparing import Comparison, compare
from kzschedule.render.comparison import comparison_lines, comparison_page
from kzschedule.schedule import Schedule


@pytest.fixture(scope="module")
def comparison(arranged, schedule) -> Comparison:
    return compare(arranged, schedule)


@pytest.fixture
def run():
    def run(*arguments):
        command = [sys.executable, "-m", "kzschedule", "official", "compare", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run


def group_of(comparison, table, item_no):
    return next(row for row in comparison.rows if (row.table, row.item_no) == (table, item_no))


@pytest.mark.parametrize(
    ("table", "item_no", "group"),
    [
        ("I", "1", "agreed"),
        ("I", "5", "place_differs"),
        ("II", "4", "place_differs"),
        ("IV", "3", "missing_here"),
        ("I", "6", "not_matched"),
        ("I", "8", "not_matched"),
        ("I", "10", "not_matched"),
        ("II", "3", "still_listed"),
        ("I", "4", "repealed"),
    ],
)
def test_each_kind_of_row_has_its_group(comparison, table, item_no, group):
    assert group_of(comparison, table, item_no).group == group


def test_row_in_another_place_names_ours(comparison):
    (ours,) = group_of(comparison, "I", "5").ours
    assert (ours.substance_id, ours.table, ours.section, ours.evidence) == ("morphine", "II", "narcotic", "treaty")


def test_rows_in_are_rows_out(arranged, comparison):
    assert len(comparison.rows) == len(arranged.tables) == comparison.rows_in
    counts = Counter(row.group for row in comparison.rows)
    assert sum(counts.values()) == comparison.rows_in
    assert all(comparison.counts[group] == count for group, count in counts.items())


def test_comparison_that_loses_a_row_is_refused(comparison):
    with pytest.raises(ValidationError, match="rows in the text"):
        Comparison(**{**dict(comparison), "rows": comparison.rows[1:]})


def test_every_position_of_the_data_is_accounted_for_once(comparison, schedule):
    standing = [one for one in schedule.package.listings if one.listed_until is None]
    named = [(one.substance_id, one.table) for row in comparison.rows for one in row.ours]
    rest = [
        (one.substance_id, one.table)
        for part in (comparison.missing_there, comparison.unverified_there, comparison.outside)
        for one in part
    ]
    assert not set(named) & set(rest)
    assert len(set(named)) + len(rest) == len(standing)


def test_table_that_the_page_does_not_have_says_nothing(comparison):
    assert {one.table for one in comparison.outside} == {"III"}
    assert "III" not in {one.table for one in comparison.missing_there}


def test_older_text_does_not_speak_against_a_later_addition(arranged_with, schedule):
    older = compare(arranged_with(("01.10.2024", "01.10.2022"), ("15.08.2024", "15.08.2022")), schedule)
    later = {one.substance_id for one in schedule.package.listings if str(one.listed_from) > "2022-10-01"}
    assert later
    assert not later & {one.substance_id for one in older.missing_there}


def test_unverified_position_is_no_difference(comparison):
    assert "1-4-butanediol" in {one.substance_id for one in comparison.unverified_there}
    assert "unverified" not in {one.evidence for one in comparison.missing_there}


def test_structure_unknown_is_no_difference(arranged, applied_to):
    after = compare(arranged, Schedule.load(applied_to))
    assert {row.item_no for row in after.of("structure_unknown")} == {"6", "8", "10"}
    assert after.differences == 0


def test_lines_show_counts_differences_and_candidates(comparison):
    lines = list(comparison_lines(comparison))
    assert any(line.startswith("arranged.html: 19 rows, as of 2024-10-01") for line in lines)
    assert "  Table I, narcotic, item 5: Морфин; here Table II, narcotic (treaty)" in lines
    assert any("4-MA; the name fits several substances; perhaps" in line for line in lines)
    assert lines[-1] == f"{comparison.differences} differences"


class TagCounter(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = Counter()
        self.attributes = Counter()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)


def test_page_is_self_contained_and_escaped(arranged_with, schedule):
    text = arranged_with(
        ("Фабулозин (небылица)", "Фабулозин &lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Fabulosine", "&lt;img src=x onerror=alert(1)&gt;"),
    )
    page = comparison_page(compare(text, schedule))
    parsed = TagCounter()
    parsed.feed(page)
    assert not {"script", "img", "link", "iframe"} & set(parsed.tags)
    assert set(parsed.attributes) <= {"lang", "charset"}
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"https?://|url\(|@import", page)
    assert "@media print" in page


def test_page_holds_every_row(comparison):
    parsed = TagCounter()
    page = comparison_page(comparison)
    parsed.feed(page)
    tables = page.count("<thead>")
    positions = len(comparison.missing_there) + len(comparison.unverified_there) + len(comparison.outside)
    counted = page[: page.index("<h2>")].count("<tr>") - 1
    assert parsed.tags["tr"] == tables + counted + comparison.rows_in + positions


def test_command_prints_json_writes_html_and_exits_with_1(run, pages, tmp_path):
    html = tmp_path / "differences.html"
    result = run(pages / "arranged.html", "--json", "--html", html)
    assert result.returncode == 1
    printed = json.loads(result.stdout)
    assert len(printed["rows"]) == printed["rows_in"] == 19
    assert printed["counts"]["place_differs"] == 3
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_exit_zero_prints_the_same(run, pages):
    result = run(pages / "arranged.html", "--exit-zero")
    assert result.returncode == 0
    assert "table or section differs" in result.stdout


def test_no_differences_exit_with_0(run, pages, applied_to):
    result = run(pages / "arranged.html", "--data", applied_to)
    assert (result.returncode, result.stdout.splitlines()[-1]) == (0, "0 differences")


@pytest.mark.parametrize(
    "arguments", [["none.html"], ["{page}", "--data", "nowhere"], ["{page}", "--html", "no/dir/x"]]
)
def test_what_cannot_be_read_or_written_exits_with_2(run, pages, arguments):
    result = run(*(argument.format(page=pages / "arranged.html") for argument in arguments))
    assert result.returncode == 2
    assert result.stderr.startswith("Error: ")
