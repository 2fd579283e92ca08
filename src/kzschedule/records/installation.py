"""Files that come with the library, and which folder of data is in use: the one asked for, the user's, or the shipped.

A folder of data is taken from the first of these that names one: the environment variable ``KZSCHEDULE_DATA`` (the
option ``--data`` sets it for one command), the user's data folder, what comes with the library. The user's data folder
holds the folders that were installed, and one small file that says which is in use. That file is replaced as a whole,
so that a reader finds the old folder or the new one and never half of one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from kzschedule.errors import DataPackageError, InstallationError

#: The cure for a damaged installation.
REINSTALL: Final = "install again, in a copy of the project: pip install --force-reinstall ."

#: Where an installation has its data package; in a source checkout it stands at the top.
INSTALLED_DATA: Final = Path(__file__).resolve().parents[1] / "data" / "decree_470"
#: The environment variable that names a folder of data.
DATA_VARIABLE: Final = "KZSCHEDULE_DATA"
_DESCRIPTOR: Final = "datapackage.json"
_POINTER: Final = "in_use.json"
_LOOK: Final = "looked.txt"

Origin = Literal["asked", "user", "shipped"]


def shipped_text(package: str, name: str) -> str:
    """Return the text of a file that comes with the library.

    Parameters
    ----------
    package : str
        The Python package in whose folder it stands.
    name : str
        Its name.

    Raises
    ------
    InstallationError
        If it is missing or is no text.

    Examples
    --------
    >>> shipped_text("kzschedule.analogues", "group_names.csv").partition(",")[0]
    'smiles'
    """
    path = Path(sys.modules[package].__path__[0], name)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InstallationError(f"{path}: cannot be read ({error}); {REINSTALL}") from error


@lru_cache(maxsize=1)
def shipped_directory() -> Path:
    """Return the folder of the data package that comes with the library.

    Raises
    ------
    InstallationError
        If the installation has lost it.

    Examples
    --------
    >>> (shipped_directory() / "listings.csv").exists()
    True
    """
    # Inside a wheel the data stands beside the code, in a source checkout at the top.
    for candidate in (INSTALLED_DATA, Path(__file__).resolve().parents[3] / "data" / "decree_470"):
        if (candidate / _DESCRIPTOR).is_file():
            return candidate
    raise InstallationError(f"{INSTALLED_DATA / _DESCRIPTOR}: the data package is missing; {REINSTALL}")


def user_folder() -> Path:
    """Return the user's data folder of this library, which may not exist yet.

    Examples
    --------
    >>> user_folder().is_absolute()
    True
    """
    import platformdirs

    return Path(platformdirs.user_data_dir("kzschedule", appauthor=False)).absolute()


def last_look() -> date | None:
    """Return the day of the last look of the user's ``kzschedule update`` for a newer revision; None without any."""
    try:
        return date.fromisoformat((user_folder() / _LOOK).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def note_look(day: date) -> None:
    """Note that the user looked for a newer revision on a day; where that cannot be written, it is not noted."""
    with suppress(OSError):
        user_folder().mkdir(parents=True, exist_ok=True)
        (user_folder() / _LOOK).write_text(f"{day.isoformat()}\n", encoding="utf-8")


@dataclass(frozen=True)
class Installed:
    """What ``kzschedule update`` notes of a folder that it installs: the shipped one it was made over, and its hash."""

    over: str
    hash: str


@dataclass(frozen=True)
class InUse:
    """The folder of data in use, and who named it.

    `installed` is what was noted of a folder that ``kzschedule update`` made; `passed_over` is such a folder where the
    shipped data are as new by now, because the library was upgraded since.
    """

    folder: Path
    origin: Origin
    installed: Installed | None = None
    passed_over: Path | None = None

    @property
    def cure(self) -> str:
        """What to do if the folder is damaged."""
        if self.origin == "shipped":
            return REINSTALL
        if self.origin == "asked":
            return f"give another folder by --data or {DATA_VARIABLE}, or none, for the shipped data"
        return "kzschedule data use --shipped goes back to the shipped data, kzschedule update installs newer ones"


def data_in_use() -> InUse:
    """Return which folder of data is in use.

    Raises
    ------
    DataPackageError
        If what says so is damaged.

    Examples
    --------
    >>> with using(shipped_directory()):
    ...     data_in_use().origin
    'asked'
    """
    return _in_use(os.environ.get(DATA_VARIABLE, ""))


@lru_cache(maxsize=8)
def _in_use(asked: str) -> InUse:
    """Work it out once for each value of the variable, and not again for every question."""
    if asked:
        return InUse(Path(asked).absolute(), "asked")
    pointer = user_folder() / _POINTER
    try:
        said = json.loads(pointer.read_text(encoding="utf-8"))
        folder = Path(said["folder"])
        noted = said.get("installed")
        installed = None if noted is None else Installed(str(noted["over"]), str(noted["hash"]))
    except (FileNotFoundError, NotADirectoryError):
        return InUse(shipped_directory(), "shipped")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataPackageError(
            f"{pointer}: does not say which data are in use ({error!r}); kzschedule data use --shipped writes it anew"
        ) from error
    folder = pointer.parent / folder
    if installed is not None and _is_outdated(folder, installed):
        return InUse(shipped_directory(), "shipped", passed_over=folder)
    return InUse(folder, "user", installed)


def _is_outdated(folder: Path, installed: Installed) -> bool:
    """Whether the library was upgraded since, to data that hold the same revision of the decree or a later one."""
    shipped = shipped_directory()
    return hash_of(shipped) != installed.over and newest_revision(shipped) >= newest_revision(folder) != ""


def hash_of(folder: Path) -> str:
    """Return the hash that stands in the descriptor of a folder of data; empty if it has none that can be read."""
    try:
        return str(json.loads((folder / _DESCRIPTOR).read_text(encoding="utf-8"))["hash"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def newest_revision(folder: Path) -> str:
    """Return the newest revision that a folder of data holds; empty if it cannot be read.

    Examples
    --------
    >>> newest_revision(shipped_directory()) >= "2024-01-23"
    True
    """
    import csv

    try:
        with (folder / "revisions.csv").open(encoding="utf-8", newline="") as stream:
            return max((row["revision_id"] for row in csv.DictReader(stream) if row["read"] == "true"), default="")
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return ""


def use(folder: Path | None, *, installed: Installed | None = None) -> None:
    """Have the user's commands use a folder of data from now on, or the shipped one.

    Parameters
    ----------
    folder : pathlib.Path or None
        None goes back to the shipped data; the folders that were installed stay.
    installed : Installed, optional
        What ``kzschedule update`` notes of a folder that it made.

    Raises
    ------
    DataPackageError
        If the user's data folder cannot be written.
    """
    pointer = user_folder() / _POINTER
    try:
        if folder is None:
            pointer.unlink(missing_ok=True)
        else:
            _write_pointer(pointer, folder, installed)
    except OSError as error:
        raise DataPackageError(f"{pointer} cannot be written ({error}); {DATA_VARIABLE} names a folder too") from error
    finally:
        _in_use.cache_clear()


def _write_pointer(pointer: Path, folder: Path, installed: Installed | None) -> None:
    inside = folder.absolute().parent == pointer.parent
    said: dict[str, Any] = {"folder": folder.name if inside else str(folder.absolute())}
    if installed is not None:
        said["installed"] = {"over": installed.over, "hash": installed.hash}
    pointer.parent.mkdir(parents=True, exist_ok=True)
    part = pointer.with_name(f"{_POINTER}.{os.getpid()}.part")
    part.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(pointer)


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Use a folder of data for a while, here and in the processes that are started meanwhile."""
    before = os.environ.get(DATA_VARIABLE)
    os.environ[DATA_VARIABLE] = str(folder.absolute())
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(DATA_VARIABLE, None)
        else:
            os.environ[DATA_VARIABLE] = before
