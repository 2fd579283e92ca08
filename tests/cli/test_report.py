"""``kzschedule report`` as a real process: the page, its options, its errors, its exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from kzschedule import check
from kzschedule.language import Language
from kzschedule.render.report import report

DAY = ("--as-of", "2024-03-01")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kzschedule", "report", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LANGUAGE": "", "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, env=environment, check=False)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_file_is_the_page_of_the_answers(tmp_path: Path, language: Language) -> None:
    queries = ["героин", "aspirin", "537-46-3"]
    result = run(*queries, *DAY, "--html", tmp_path / "page.html", "--lang", language)
    assert (result.returncode, result.stdout) == (0, b"")
    page = (tmp_path / "page.html").read_bytes()
    assert page.decode("utf-8") == report([check(query, as_of="2024-03-01") for query in queries], language=language)
    assert f" {len(page)}".encode() in result.stderr


def test_a_dash_writes_to_standard_output_as_utf_8_whatever_the_locale() -> None:
    result = run("героин", *DAY, "--html", "-", "--lang", "ru")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode("utf-8") == report(check("героин", as_of="2024-03-01"), language="ru")


def test_queries_are_read_as_the_options_say(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("PCP", "--smiles", "--html", page, *DAY).returncode == 0
    [title] = lxml.html.parse(str(page)).xpath("//section[@class='answer']//h2")
    assert "PCP" in title.text_content()
    assert page.read_text(encoding="utf-8") == report(check("PCP", kind="smiles", as_of="2024-03-01"), language="en")


def test_another_rule_is_used(tmp_path: Path) -> None:
    rule = Path(__file__).parents[2] / "docs" / "rules" / "strict_c1_c4.json"
    query = "CCCCc1ccc(cc1)C(=O)C(C)N(C)C"
    assert run(query, *DAY, "--rule", rule, "--html", tmp_path / "page.html").returncode == 0
    expected = report(check(query, as_of="2024-03-01", rule=rule), language="en")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == expected
    assert expected != report(check(query, as_of="2024-03-01"), language="en")


def test_what_cannot_be_written_is_refused_with_the_cure(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "missing" / "page.html"):
        result = run("aspirin", "--html", file)
        assert result.returncode == 2
        assert str(file).encode() in result.stderr
        assert b"Traceback" not in result.stderr


def test_a_broken_rule_and_missing_arguments_are_usage_errors(tmp_path: Path) -> None:
    (tmp_path / "rule.json").write_text("{}", encoding="utf-8")
    for arguments in (
        ("aspirin", "--html", tmp_path / "page.html", "--rule", tmp_path / "rule.json"),
        ("aspirin", "--html", tmp_path / "page.html", "--as-of", "yesterday"),
        ("aspirin", "--html", tmp_path / "page.pdf"),
        ("--html", tmp_path / "page.html"),
        ("aspirin",),
    ):
        result = run(*arguments)
        assert result.returncode == 2, arguments
        assert b"Traceback" not in result.stderr
    assert not list(tmp_path.glob("page.*"))


def test_other_commands_do_not_pay_for_it() -> None:
    program = (
        "import sys\nfrom kzschedule.cli import main\ntry:\n    main(['check', 'героин', '--json'])\n"
        "except SystemExit:\n    pass\nprint('jinja2' in sys.modules, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "False"
