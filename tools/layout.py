"""The layout of the package: which part imports which, and whether every import points one way.

``python -m tools.layout`` prints it, and ends with 1 where an import points upwards that is not declared.

Parts are the modules and packages at the top of ``kzschedule``, in the order of the work: each may import from those
before it. What is only imported for its types does not count; an import inside a function does.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1] / "src" / "kzschedule"

#: The parts, from what everything rests on to what a person calls.
ORDER: Final = (
    "_version", "_regex", "_cache", "text", "language", "errors", "dates", "records", "units", "verdict", "structures",
    "law", "names", "analogues", "schedule", "answer", "screening", "pandas", "spark", "validation", "official",
    "render", "cli", "__main__", "__init__",
)  # fmt: skip

#: Imports upwards inside a function, so that an object can do what a reader expects of it, and why.
UPWARDS: Final = {
    ("verdict", "structures.keys"): "the InChIKey of an answer is computed when it is asked for",
    ("verdict", "render.text"): "an answer can print itself",
    ("verdict", "render.html"): "an answer can print itself",
    ("verdict", "render.depict"): "an answer can draw itself",
    ("answer.size", "render.sizes"): "an answer can print itself",
    ("answer.size", "render.html"): "an answer can print itself",
    ("schedule", "render.html"): "a notebook shows the list",
    ("schedule", "answer.changes"): "Schedule.as_of and Schedule.diff",
}


class Import(NamedTuple):
    """An import of one module of the package by another, without the package's name."""

    importer: str
    imported: str


def imports() -> Iterator[Import]:
    """Iterate over the imports between modules of the package, but those for types only."""
    paths = {_name(path): path for path in sorted(ROOT.rglob("*.py"))}
    for name, path in paths.items():
        for module, item in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            inside, whole = f"{module}.{item}".partition(".")[2], module.partition(".")[2]
            yield Import(name, inside if inside in paths else whole or "__init__")


def upwards() -> list[Import]:
    """Return the imports that point from an earlier part to a later one, or to a part that has no place."""
    return sorted({one for one in imports() if _place(_part(one.importer)) < _place(_part(one.imported))})


def _place(part: str) -> int:
    return ORDER.index(part) if part in ORDER else -1


def _part(module: str) -> str:
    return module.partition(".")[0]


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.ImportFrom) and (child.module or "").split(".")[0] == "kzschedule":
            yield from ((child.module or "", alias.name) for alias in child.names)
        yield from _imported(child)


def main() -> int:
    """Print what each part imports, and what points upwards without leave."""
    parts: dict[str, set[str]] = defaultdict(set)
    for importer, imported in imports():
        if _part(importer) != _part(imported):
            parts[_part(importer)].add(_part(imported))
    for part in ORDER:
        print(f"{part:12} <- {', '.join(sorted(parts[part], key=_place))}")  # noqa: T201 — a command
    wrong = [one for one in upwards() if one not in UPWARDS]
    for importer, imported in wrong:
        print(f"{importer} imports {imported}, which stands above it")  # noqa: T201 — a command
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
