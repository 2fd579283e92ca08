"""The pages of ``kzschedule report`` in a real browser: accessible, self-contained, narrow and dark, printed on A4.

Chromium opens each page as ``look.mjs`` says, with axe-core. What the tests need (node, Chromium, the packages of
``package-lock.json``) is installed by ``.ci/run``, which sets KZSCHEDULE_BROWSER so that nothing missing passes for
a success.
"""

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from tests.browser.looking import LIGHT, LOOKS, RULES, a4_pages, look_at

from kzschedule import check
from kzschedule.render.report import report

QUERIES = [
    "heroin", "мефедрон", "CNC(C)C(=O)c1ccc(F)cc1", "PCP", "фентонил", "537-46-3", "aspirin",
    "<script>alert(1)</script>\u202e", "N" * 10_000, "",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_is_accessible_needs_nothing_else_and_prints_on_a4(tmp_path: Path, language: str) -> None:
    page = tmp_path / "page.html"
    command = [sys.executable, "-m", "kzschedule", "report", *QUERIES, "--html", str(page), "--lang", language]
    subprocess.run(command, check=True, capture_output=True)
    looks = look_at(page)
    assert [found["look"] for found in looks] == LOOKS
    for found in looks:
        assert found["violations"] == [], found["look"]
        assert set(found["rules"]) >= RULES
        assert (found["requests"], found["console"], found["refused"]) == ([], [], [])
        assert found["overflow"] <= 0
        assert (found["paper"] == LIGHT) == (not found["look"].endswith("dark"))
    assert a4_pages(page.with_suffix(".pdf")) > len(QUERIES) / 2


#: What is asked, and on how many pages of A4 the answers have to fit.
FITS = [
    (["мефедрон"], 2),
    (["героин"], 2),
    (["CCCCc1ccc(cc1)C(=O)C(C)N(C)C"], 2),
    (["героин", "мефедрон", "кетамин", "фентонил", "аспирин"], 6),
    (["героин", "кокаин", "CNC(C)C(=O)c1ccc(F)cc1", "тетрагидроканнабинол", "эфедрин"], 6),
]


def test_one_answer_fits_two_sheets_and_five_fit_six(tmp_path: Path) -> None:
    most: dict[Path, int] = {}
    for language, (number, (queries, sheets)) in product(("en", "ru"), enumerate(FITS)):
        page = tmp_path / f"{number}-{language}.html"
        page.write_text(report(map(check, queries), language=language), encoding="utf-8")
        most[page] = sheets
    look_at(*most, look="print")
    assert {page.name: sheets for page, sheets in most.items() if a4_pages(page.with_suffix(".pdf")) > sheets} == {}


def test_what_is_wrong_with_a_page_is_noticed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kzschedule", "report", "CO", "--html", "-", "--lang", "en"]
    whole = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.replace("&#39;", "'")
    broken = {
        "contrast": whole.replace("--faint: #555", "--faint: #ddd"),
        "label": whole.replace('role="img" aria-label=', 'role="img" data-label='),
        "overflow": whole.replace("<main>", '<main><svg width="900" height="9" role="img" aria-label="wide"></svg>'),
        "request": whole.replace("default-src 'none'", "default-src *").replace(
            "<main>", '<main><img src="https://kzschedule.invalid/" alt="">'
        ),
        "script": whole.replace("<main>", "<main><script>console.log(1)</script>"),
    }
    # A changed style sheet needs its own hash; without one the browser refuses it.
    contrast = re.sub(r"style-src 'sha256-[^']*'", "style-src 'unsafe-inline'", broken["contrast"])
    files = {}
    for name, page in (broken | {"contrast": contrast, "style": broken["contrast"]}).items():
        files[name] = tmp_path / f"{name}.html"
        files[name].write_text(page, encoding="utf-8")
        assert page != whole, name
    found = {Path(item["page"]).stem: item for item in look_at(*files.values(), look="narrow-light")}
    assert "color-contrast" in {item["rule"] for item in found["contrast"]["violations"]}
    assert "svg-img-alt" in {item["rule"] for item in found["label"]["violations"]}
    assert found["overflow"]["overflow"] > 0
    assert found["request"]["requests"] == ["https://kzschedule.invalid/"]
    assert any("script-src" in item for item in found["script"]["refused"])
    assert any("style-src" in item for item in found["style"]["refused"])
