"""Links of the docs: those inside lead to a file and a heading that exist, those outside are well-formed."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
OTHERS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
    ROOT / "data" / "decree_470" / "README.md",
    ROOT / "tests" / "README.md",
]


def links(path: Path) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    children = [child for token in tokens for child in token.children or ()]
    return [
        str(child.attrGet("href") or child.attrGet("src")) for child in children if child.type in ("link_open", "image")
    ]


def headings(path: Path) -> set[str]:
    tokens = MarkdownIt("commonmark").use(anchors_plugin, max_level=3).parse(path.read_text(encoding="utf-8"))
    return {str(token.attrGet("id")) for token in tokens if token.type == "heading_open"}


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            assert parts.scheme == "https", link
            assert "." in parts.netloc, link
            assert not set(link) & set(" <>\"'"), link
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.is_file(), link
        if parts.fragment and target.suffix == ".md":
            assert unquote(parts.fragment) in headings(target), link


def test_every_page_has_a_title_and_only_one() -> None:
    for page in PAGES:
        if page == DOCS / "reference" / "data.md":
            continue  # its title comes with the README of the data
        tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
        assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1, page.name
