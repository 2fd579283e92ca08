"""Draw the pictures of README from real answers: ``python docs/pictures.py`` writes docs/pictures."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from kzschedule import check
from kzschedule.render.text import verdict_text

FOLDER = Path(__file__).with_name("pictures")
#: Query and day of each picture.
PICTURES = {"answer": ("эутилон", "2024-03-01"), "analogue": ("мефедрон", "2024-03-01")}
_WIDTH = 100
#: That of rich, without fonts from the net.
_FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{ font-family: Consolas, Menlo, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
 line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def text(name: str) -> str:
    """Return what a picture shows, with its colours."""
    query, day = PICTURES[name]
    answer = verdict_text(check(query, as_of=day), "en", width=_WIDTH, colour=True)
    return f"$ kzschedule check {query} --as-of {day}\n{answer}"


def picture(name: str) -> str:
    """Return a picture as SVG."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text(name)), soft_wrap=True)
    return console.export_svg(title="kzschedule", code_format=_FRAME, theme=MONOKAI, unique_id=f"kz-{name}")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for _name in PICTURES:
        (FOLDER / f"{_name}.svg").write_text(picture(_name), encoding="utf-8")
