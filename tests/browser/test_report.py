"""The pages of ``kzschedule report`` in a real browser: accessible, self-contained, narrow and dark, printed on A4.

Chromium opens each page as ``look.mjs`` says, with axe-core. What the tests need (node, Chromium, the packages of
``package-lock.json``) is installed by ``.ci/run``, which sets KZSCHEDULE_BROWSER so that nothing missing passes for
a success.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
QUERIES = [
    "heroin", "мефедрон", "CNC(C)C(=O)c1ccc(F)cc1", "PCP", "фентонил", "537-46-3", "aspirin",
    "<script>alert(1)</script>\u202e", "N" * 10_000, "",
]  # fmt: skip
LOOKS = ["wide-light", "wide-dark", "narrow-light", "narrow-dark", "print"]
#: A4 in points, and what rounding to whole pixels makes of it.
A4, ROUNDING = (595.28, 841.89), 1.0
#: Rules of axe-core that must have had something to judge.
RULES = {"color-contrast", "document-title", "html-has-lang", "svg-img-alt", "heading-order"}
LIGHT = "rgb(255, 255, 255)"


def missing() -> str | None:
    """Say what the tests need and this machine does not have."""
    for program, found in (("node", shutil.which("node")), ("chromium", chromium())):
        if found is None:
            return f"{program} is not installed"
    if not (HERE / "node_modules" / "axe-core").is_dir():
        return f"the packages are not installed: npm ci --prefix {HERE}"
    return None


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module", autouse=True)
def _needs_a_browser() -> None:
    reason = missing()
    if reason is None:
        return
    if os.environ.get("KZSCHEDULE_BROWSER"):
        pytest.fail(f"{reason}, and KZSCHEDULE_BROWSER demands it")
    pytest.skip(reason)


def look_at(*pages: Path) -> list[dict[str, Any]]:
    """Return what the browser finds in pages; their PDFs are left beside them."""
    command = ["node", str(HERE / "look.mjs"), str(chromium()), str(pages[0].parent), *map(str, pages)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


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
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", page.with_suffix(".pdf").read_bytes())
    assert len(boxes) > len(QUERIES) / 2
    for box in boxes:
        assert [float(side) for side in box] == pytest.approx(A4, abs=ROUNDING)


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
    found = {(Path(item["page"]).stem, item["look"]): item for item in look_at(*files.values())}
    assert "color-contrast" in {item["rule"] for item in found["contrast", "wide-light"]["violations"]}
    assert "svg-img-alt" in {item["rule"] for item in found["label", "wide-light"]["violations"]}
    assert found["overflow", "narrow-light"]["overflow"] > 0
    assert found["request", "wide-light"]["requests"] == ["https://kzschedule.invalid/"]
    assert any("script-src" in item for item in found["script", "wide-light"]["refused"])
    assert any("style-src" in item for item in found["style", "wide-light"]["refused"])
