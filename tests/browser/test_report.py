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


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that the command writes, by language."""
    folder = tmp_path_factory.mktemp("pages")
    written = {language: folder / f"{language}.html" for language in ("en", "ru")}
    for language, page in written.items():
        command = [sys.executable, "-m", "kzschedule", "report", *QUERIES, "--html", str(page), "--lang", language]
        subprocess.run(command, check=True, capture_output=True)
    return written


@pytest.fixture(scope="module")
def looks(pages: dict[str, Path]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(Path(found["page"]).stem, found["look"]): found for found in look_at(*pages.values())}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_is_accessible_and_needs_nothing_else(
    looks: dict[tuple[str, str], dict[str, Any]], language: str, look: str
) -> None:
    found = looks[language, look]
    assert found["violations"] == []
    assert {"color-contrast", "document-title", "html-has-lang", "svg-img-alt", "heading-order"} <= set(found["rules"])
    assert (found["requests"], found["console"], found["refused"]) == ([], [], [])
    assert found["overflow"] <= 0
    assert (found["paper"] == LIGHT) == (not look.endswith("dark"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_prints_on_a4(
    pages: dict[str, Path], looks: dict[tuple[str, str], dict[str, Any]], language: str
) -> None:
    assert (language, "print") in looks  # this look leaves the file
    printed = pages[language].with_suffix(".pdf").read_bytes()
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", printed)
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
