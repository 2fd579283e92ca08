"""Draw the pictures of the docs with the library: ``python docs/drawings.py``; the build calls it too.

They are not kept in the repository, since each version of RDKit draws a little differently.
"""

from __future__ import annotations

from pathlib import Path

import kzschedule

#: Query, day and language of each drawing of a formal analogue beside its nearest parent.
DRAWINGS = {
    "mephedrone": ("мефедрон", "2024-03-01", "en"),
    "mephedrone_ru": ("мефедрон", "2024-03-01", "ru"),
    "mephedrone_kk": ("мефедрон", "2024-03-01", "kk"),
    "ethylmethcathinone": ("CNC(C)C(=O)c1ccc(CC)cc1", "2024-03-01", "en"),
    "eutylone": ("эутилон", "2024-02-05", "en"),
}


def draw(folder: Path) -> None:
    """Write the drawings that a folder lacks or has in another form."""
    folder.mkdir(exist_ok=True)
    for name, (query, day, language) in DRAWINGS.items():
        drawing = kzschedule.check(query, as_of=day).draw(language=language)
        path = folder / f"{name}.svg"
        if not path.exists() or path.read_text(encoding="utf-8") != drawing:
            path.write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    draw(Path(__file__).with_name("drawings"))
