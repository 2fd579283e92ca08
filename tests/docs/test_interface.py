"""docs/reference/api names every public function and class: of the package, and of each module that it documents."""

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import kzschedule

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((DOCS / "reference" / "api").glob("*.md"))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
DIRECTIVE = re.compile(r"^\.\. auto(module|function|class|exception|data):: (\S+)\n((?:   .*\n)*)", re.MULTILINE)
IMPORT = re.compile(r"^>>> from (kzschedule[\w.]*) import ([\w, ]+)", re.MULTILINE)


def public(module: ModuleType) -> set[str]:
    """What a module offers: its `__all__`, or the functions and classes that it defines."""
    if hasattr(module, "__all__"):
        return set(module.__all__)
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    }


def documented() -> dict[str, set[str]]:
    """Return what the pages show, by the module under whose name it stands there."""
    found: dict[str, set[str]] = {}
    for kind, name, options in DIRECTIVE.findall(TEXT):
        if kind != "module":
            module, _, attribute = name.rpartition(".")
            found.setdefault(module, set()).add(attribute)
            continue
        members = re.search(r":members:(.*)", options)
        names = found.setdefault(name, set())
        if members and members[1].strip():
            names.update(re.split(r",\s*", members[1].strip()))
        elif members:
            names.update(public(importlib.import_module(name)))
    return found


def test_every_public_name_of_the_package_is_there() -> None:
    assert set(kzschedule.__all__) - {"__version__"} <= documented()["kzschedule"]


def test_every_public_name_of_a_documented_module_is_there() -> None:
    known = documented()
    shown = {id(getattr(importlib.import_module(module), name)) for module, names in known.items() for name in names}
    modules = {name for kind, name, _ in DIRECTIVE.findall(TEXT) if kind == "module"}
    assert len(modules) > 10
    for name in modules:
        module = importlib.import_module(name)
        missing = {member for member in public(module) if id(getattr(module, member)) not in shown}
        assert not missing, name


def test_what_is_documented_exists_and_says_what_it_is() -> None:
    for module, names in documented().items():
        for name in names:
            assert inspect.getdoc(getattr(importlib.import_module(module), name)), f"{module}.{name}"


def test_what_the_pages_import_is_documented() -> None:
    known = documented()
    pages = list(DOCS.rglob("*.md"))
    imported = {found for page in pages for found in IMPORT.findall(page.read_text(encoding="utf-8"))}
    assert len(imported) > 5
    for module, names in imported:
        for name in names.split(","):
            assert name.strip() in known.get(module, set()), f"{module}.{name.strip()}"
