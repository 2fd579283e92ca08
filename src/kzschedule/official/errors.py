"""What can go wrong with the texts of the decree, and the loading of the packages that fetch them."""

import importlib
from typing import Any

from kzschedule.errors import KzScheduleError


class OfficialTextError(KzScheduleError):
    """A text that cannot be read as the decree, or decisions that do not fit; the message names the cure."""


class FetchError(KzScheduleError):
    """A page that could not be fetched whole; no file is left behind."""


def load_extra(module: str) -> Any:
    """Import a module of the extra `official` only when it is needed.

    Parameters
    ----------
    module : str
        Dotted name of the module, for example ``httpx``.

    Returns
    -------
    module
        The imported module, typed as `Any`: the reader does not depend on the stubs of the extra.

    Raises
    ------
    OfficialTextError
        If the package is not installed; the message names the command that installs it.

    Examples
    --------
    >>> load_extra("json").loads("1")
    1
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise OfficialTextError(
            f"the package {error.name} is missing; in a copy of the project: pip install '.[official]'"
        ) from error
