"""docs/reference/api is the interface: its table names all of it, and no guide uses anything else."""

import importlib
import inspect
import json
import re
from pathlib import Path

import kzschedule
from kzschedule import KzScheduleError, errors

DOCS = Path(__file__).parents[2] / "docs"
API = DOCS / "reference" / "api"
DIRECTIVE = re.compile(r"^\.\. auto(module|function|class|exception|data):: (\S+)\n((?:   .*\n)*)", re.MULTILINE)
IMPORT = re.compile(r"^(?:>>> )?from (kzschedule[\w.]*) import ([\w, ]+)", re.MULTILINE)
NAMED = re.compile(r"`kzschedule\.([\w.]+)`")
MOST = 40


def the_table() -> set[str]:
    """The names in the table of the first page."""
    rows = [line for line in (API / "index.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return {f"kzschedule.{name}" for line in rows for name in NAMED.findall(line.split("|")[1])} - {"kzschedule.errors"}


def documented() -> set[str]:
    """What the pages show, by the name under which it stands there."""
    found = set()
    for page in API.glob("*.md"):
        for kind, name, options in DIRECTIVE.findall(page.read_text(encoding="utf-8")):
            members = re.search(r":members:(.*)", options)
            if kind != "module":
                found.add(name)
            elif members and members[1].strip():
                found |= {f"{name}.{member}" for member in re.split(r",\s*", members[1].strip())}
            else:
                found |= {f"{name}.{member}" for member in importlib.import_module(name).__all__}
    return found


def found_at(name: str) -> object:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def guides() -> dict[str, str]:
    """The text of every page and notebook for users, by its path."""
    pages = {path: path.read_text(encoding="utf-8") for path in (*DOCS.rglob("*.md"), DOCS.parent / "README.md")}
    for path in DOCS.rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        pages[path] = "\n".join("".join(cell["source"]) for cell in cells)
    inside = (DOCS / "develop", DOCS / "_build")
    return {
        str(path.relative_to(DOCS.parent)): text
        for path, text in pages.items()
        if not any(folder in path.parents for folder in inside)
    }


def test_the_table_has_the_top_level_names_and_what_the_pages_show_as_functions() -> None:
    table = the_table()
    assert {f"kzschedule.{name}" for name in kzschedule.__all__} - {"kzschedule.__version__"} <= table
    assert table <= documented()
    functions = {name for name in documented() if inspect.isfunction(found_at(name))}
    assert functions <= table


def test_the_interface_is_small() -> None:
    assert len(the_table()) + len(vars(errors).keys() & {name.rpartition(".")[2] for name in documented()}) <= MOST


def test_every_error_of_the_library_is_told() -> None:
    kinds = {name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, KzScheduleError)}
    assert kinds - {"KzScheduleError"} <= {name.rpartition(".")[2] for name in documented()}


def test_what_is_documented_says_what_it_is() -> None:
    for name in documented():
        assert inspect.getdoc(found_at(name)), name


def test_the_guides_use_nothing_else() -> None:
    imported = {
        (page, f"{module}.{name.strip()}")
        for page, text in guides().items()
        for module, names in IMPORT.findall(text)
        for name in names.split(",")
    }
    assert len(imported) > 30
    assert not {(page, name) for page, name in imported if name not in the_table()}


def test_a_name_that_a_guide_mentions_is_there() -> None:
    pages = [(page, f"kzschedule.{name}") for page, text in guides().items() for name in NAMED.findall(text)]
    for page, name in pages:
        parts = name.split(".")
        known = [".".join(parts[: end + 1]) for end in range(1, len(parts))]
        assert any(one in documented() for one in known) or importlib.util.find_spec(name), (page, name)
