"""What an interrupted run left, damaged: told by an error of the library with the cure."""

import json
from pathlib import Path

import pytest

from kzschedule.errors import TableError
from kzschedule.screening.file import screen_file

DAY = "2024-03-01"


def interrupted(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """Leave what a run leaves that was broken off behind its first rows."""
    table, out = folder / "a.csv", folder / name
    table.write_text("name\nгероин\nаспирин\n", encoding="utf-8")
    kept: dict[str, bytes] = {}

    def keep(*_: object) -> None:
        kept.update({path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith(f"{name}.p")})

    screen_file(table, out, as_of=DAY, progress=keep)
    results = out.read_bytes()
    out.unlink()
    settings, partial = out.with_name(f"{name}.partial.json"), out.with_name(f"{name}.partial")
    settings.write_bytes(kept[settings.name])
    partial.write_bytes(results)
    return table, settings, partial


@pytest.mark.parametrize("name", ["b.csv", "b.jsonl"])
def test_what_is_whole_is_gone_on_with(tmp_path: Path, name: str) -> None:
    table, _, _ = interrupted(tmp_path, name)
    assert screen_file(table, tmp_path / name, as_of=DAY, resume=True).rows == 2


@pytest.mark.parametrize("content", [b"", b'{"input', b"[]", b"5", b"\xff", b"[" * 100_000])
def test_damaged_settings_are_told(tmp_path: Path, content: bytes) -> None:
    table, settings, _ = interrupted(tmp_path, "b.csv")
    settings.write_bytes(content)
    with pytest.raises(TableError, match=r"b\.csv\.partial\.json is what an interrupted run left .* without --resume"):
        screen_file(table, tmp_path / "b.csv", as_of=DAY, resume=True)


@pytest.mark.parametrize(("name", "content"), [("b.csv", b"\xff\xfe\n"), ("b.jsonl", b"{\n"), ("b.jsonl", b"\xff\n")])
def test_damaged_results_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    table, _, partial = interrupted(tmp_path, name)
    partial.write_bytes(partial.read_bytes() + content)
    with pytest.raises(TableError, match=r"is what an interrupted run left .* start again without --resume"):
        screen_file(table, tmp_path / name, as_of=DAY, resume=True)


def test_the_settings_of_a_run_are_an_object(tmp_path: Path) -> None:
    _, settings, _ = interrupted(tmp_path, "b.csv")
    assert json.loads(settings.read_text(encoding="utf-8"))["as_of"] == DAY
