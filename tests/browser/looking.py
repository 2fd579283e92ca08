"""Opening pages in a real browser: Chromium by ``look.mjs`` and ``use.mjs``, with axe-core."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
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


def look_at(*pages: Path, look: str | None = None) -> list[dict[str, Any]]:
    """Return what the browser finds in pages, in every look or one; their PDFs are left beside them."""
    command = ["node", str(HERE / "look.mjs"), str(chromium()), str(pages[0].parent), *map(str, pages)]
    environment = os.environ if look is None else {**os.environ, "LOOK": look}
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300, env=environment)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def use(page: Path, steps: list[list[str]]) -> list[dict[str, Any]]:
    """Return what a page of rows shows after each step of a reader; a step is what ``use.mjs`` does."""
    command = ["node", str(HERE / "use.mjs"), str(chromium()), str(page), json.dumps(steps)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def a4_pages(pdf: Path) -> int:
    """Return the number of pages of a PDF, all of which are A4."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf.read_bytes())
    for box in boxes:
        assert [float(side) for side in box] == pytest.approx(A4, abs=ROUNDING)
    return len(boxes)
