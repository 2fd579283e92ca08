"""``kzschedule explain``, and what is said of a mistyped command, as real processes."""

import os
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from kzschedule.schedule import Schedule

DAY = ("--on", "2024-03-01")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kzschedule", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


def explained(*arguments: str) -> str:
    result = run("explain", *DAY, *arguments)
    assert (result.returncode, result.stderr) == (0, ""), arguments
    return result.stdout


def test_a_row_is_told_as_printed_with_its_place_day_act_notes_and_sizes() -> None:
    text = explained("I-B-23")
    for fact in (
        "Table I, section B (psychotropic substances), row 23", "МЕТКАТИНОН (ЭФЕДРОН)", "No. 470", "2019-07-09",
        "[methcathinone], CAS 5650-44-2", "CNC(C)C(=O)c1ccccc1", "NOTE-I-B-1 (salts)", "S-II-63", "0.02 g",
        "read in the decree's own text",
    ):  # fmt: skip
        assert fact in text, fact


@pytest.mark.parametrize("spelling", ["i-b-23", "I-В-23", "I B 23", "І–В–23"])
def test_an_identifier_may_be_spelt_with_other_letters_signs_and_capitals(spelling: str) -> None:
    assert explained(spelling).startswith("I-B-23: ")


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("1.21", ["methyl", "метил", "*C", "*CC", "No. 470"]),
        ("1,59", ["fluoropentyl", "*CCCCCF", "left open", "*CC(F)CCC", "picture"]),
        ("2.16", ["bivalent", "not in force on 2024-03-01"]),
        ("unresolved", ["TO BE CLARIFIED", "nothing is asserted", "kzschedule check: 1"]),
        ("не найдено", ["no_match", "no statement of legality", "kzschedule check: 0"]),
        ("22/2024", ["in force from 2024-02-06", "rows added 9", "its revision was read", "history --act 22/2024"]),
        ("975", ["its revision was not read", "2020-01-05"]),
        ("NOTE-I-A-2", ["Table I, section A", "isomers", "изомеры наркотических средств"]),
        ("NOTE-IV-2", ["IV-2.13, IV-2.14"]),
        ("S-I-10", ["0.00001", "I-A-8", "wording", "No. 326"]),
        ("I-A-37", ["except its salt with hydrochloric acid"]),
        ("I-B-61", ["kzschedule list --search I-B-61", "S-II-137"]),
        ("I-B-61.59", ["the likely one of two readings", "a second reading of the row, not confirmed"]),
        ("I-B-35", ["thc-isomers", "a group"]),
        ("III-A-2", ["Propiram", "at most 100 mg"]),
        ("IV-2.13", ["by No. 470", "wording", "No. 240"]),
        ("VET-A-1", ["no position and no permission"]),
        ("CULT-1a", ["1 plant"]),
        ("thc-isomers", ["C21H30O2", "I-B-35"]),
        ("stereo_unspecified", ["this structure, its stereochemistry left open"]),
    ],
)
def test_what_else_can_be_explained(asked: str, facts: list[str]) -> None:
    text = explained(asked)
    assert not [fact for fact in facts if fact not in text], text


def test_every_identifier_of_the_law_is_explained(schedule: Schedule) -> None:
    from kzschedule.dates import read_date
    from kzschedule.language import LANGUAGES
    from kzschedule.render.explain import explain, explanation_text, find

    package, day = schedule.package, read_date("2024-03-01")
    named = [
        *schedule.law.row_ids, *(item.note_id for item in package.notes), *(item.number for item in package.substituents),
        *(item.size_id for item in package.sizes), *(item.act_id for item in package.acts),
        *(item.group_id for item in package.groups), *(item.vet_id for item in package.veterinary),
        *(item.cult_id for item in package.cultivation),
    ]  # fmt: skip
    for number, identifier in enumerate(dict.fromkeys(named)):
        target = find(identifier, schedule)
        assert target.id == identifier
        language = LANGUAGES[number % len(LANGUAGES)]
        assert len(list(explanation_text(explain(target, schedule, day, language), language, 80))) > 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("I-B-99", "perhaps: I-B-9"),
        ("unresolvd", "perhaps: unresolved"),
        ("23/2024", "perhaps: kz-gov-2024-22"),
        ("героин", "its rows: I-A-20"),
        ("qqqqqq", "give a row (I-B-23)"),
        ("", "give a row (I-B-23)"),
    ],
)
def test_what_is_not_known_exits_with_2_and_names_what_is_near(asked: str, said: str) -> None:
    result = run("explain", asked)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_the_page_draws_the_structures_and_needs_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("explain", "1.59", *DAY, "--html", str(page), "--lang", "ru").returncode == 0
    root = lxml.html.parse(str(page)).getroot()
    assert root.get("lang") == "ru"
    assert len(root.xpath("//*[local-name()='svg'][@role='img'][@aria-label]")) == 5
    assert not root.xpath("//script | //img | //link | //@src | //@style")
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


@pytest.mark.parametrize(
    ("typed", "meant"), [("chek", "check"), ("lst", "list"), ("explian", "explain"), ("SIZE", "size")]
)
def test_a_mistyped_command_is_told_which_one_may_be_meant(typed: str, meant: str) -> None:
    result = run(typed)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"perhaps {meant} is meant" in result.stderr


def test_a_substance_in_the_place_of_a_command_is_told_how_to_ask() -> None:
    result = run("мефедрон")
    assert result.returncode == 2
    assert "kzschedule check 'мефедрон'" in result.stderr


def test_the_language_is_that_of_the_variable_unless_an_option_says_otherwise() -> None:
    assert "Таблица" in run("explain", "I-B-23", KZSCHEDULE_LANG="ru").stdout
    assert "Table" in run("explain", "I-B-23", "--lang", "en", KZSCHEDULE_LANG="ru").stdout
    assert "is no date" in run("check", "PCP", "--as-of", "x", "--lang", "en", KZSCHEDULE_LANG="ru").stderr


def test_the_shell_gets_a_script_for_completion() -> None:
    for shell, word in (("bash", "complete"), ("zsh", "compdef"), ("fish", "complete")):
        program = "import sys; sys.argv = ['kzschedule']; from kzschedule.cli import main; main(prog_name='kzschedule')"
        environment = {**os.environ, "_KZSCHEDULE_COMPLETE": f"{shell}_source"}
        result = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, encoding="utf-8", env=environment, check=False
        )
        assert word in result.stdout, result.stderr
