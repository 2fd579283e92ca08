import json
import subprocess
import sys

import pytest


@pytest.fixture
def run():
    def run(*arguments):
        command = [sys.executable, "-m", "kzschedule", "official", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run


def test_json_is_the_whole_reading(run, pages, nasty_expected):
    result = run("read", pages / "nasty.html", "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["tables"] == nasty_expected["tables"]


def test_human_output_counts_rows_and_shows_warnings(run, pages):
    result = run("read", pages / "nasty.html")
    assert result.returncode == 0
    assert "53 table rows read" in result.stdout
    assert "item 3 occurs more than once" in result.stdout
    assert "Вымыслин" in result.stdout


def test_page_that_cannot_be_read_exits_with_2_and_says_why_on_stderr(run, tmp_path):
    page = tmp_path / "decree.pdf"
    page.write_bytes(b"%PDF-1.7")
    result = run("read", page, "--json")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "decree.pdf is a PDF" in result.stderr


def test_missing_page_exits_with_2(run, tmp_path):
    assert run("read", tmp_path / "none.html").returncode == 2


def test_code_that_is_none_exits_with_2(run, tmp_path):
    result = run("fetch", "../x", "--out", tmp_path / "x.html")
    assert result.returncode == 2
    assert "no document code" in result.stderr
