import os
import shutil
from pathlib import Path

import pytest

from kzschedule.official import Reading, read_text
from kzschedule.records.package import default_directory, refresh_hashes

HERE = Path(__file__).parent
DAYS = ("2019-07-03", "2021-09-27", "2022-05-23", "2023-03-20", "2024-01-23")


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder with the decree's texts, which are not part of the repository."""
    folder = os.environ.get("KZSCHEDULE_TEXTS", "")
    if not folder:
        pytest.skip("KZSCHEDULE_TEXTS names no folder with the texts of the decree (rus.2024-01-23.md and others)")
    if not (Path(folder) / f"rus.{DAYS[-1]}.md").is_file():
        pytest.skip(f"KZSCHEDULE_TEXTS names {folder}, which has no rus.{DAYS[-1]}.md")
    return Path(folder)


@pytest.fixture(scope="session")
def readings(texts: Path) -> dict[str, Reading]:
    """All texts that were read, by their revision."""
    return {day: read_text(texts / f"rus.{day}.md") for day in DAYS}


@pytest.fixture(scope="session")
def excerpt() -> str:
    """Some rows of each part of the real text, the parts as they stand there."""
    return (HERE / "excerpt.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped data, whose hashes hold while it is edited."""
    folder = tmp_path_factory.mktemp("data") / "decree_470"
    shutil.copytree(default_directory(), folder)
    refresh_hashes(folder)
    return folder
