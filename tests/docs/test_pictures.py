"""The pictures of README show what the library answers."""

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click import unstyle

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["answer", "analogue"])
def test_a_picture_shows_the_answer(name: str) -> None:
    script = runpy.run_path(str(DOCS / "pictures.py"))
    root = ElementTree.parse(DOCS / "pictures" / f"{name}.svg").getroot()
    shown = "".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text"))
    said = unstyle(script["text"](name))
    assert re.sub(r"\s", "", shown).removeprefix("kzschedule") == re.sub(r"\s", "", said)
    assert "http" not in ElementTree.tostring(root, encoding="unicode").replace("http://www.w3.org/2000/svg", "")
