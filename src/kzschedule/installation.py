"""Files that come with the library, beside its code: what to say when one of them is missing or damaged."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from kzschedule.errors import InstallationError

#: The cure for a damaged installation.
REINSTALL: Final = "install again: pip install --force-reinstall kzschedule"

#: Where an installation has its data package; in a source checkout it stands at the top.
INSTALLED_DATA: Final = Path(__file__).resolve().parent / "data" / "decree_470"


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
    path = files(package) / name
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InstallationError(f"{path}: cannot be read ({error}); {REINSTALL}") from error
