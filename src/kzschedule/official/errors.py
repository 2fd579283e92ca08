"""What can go wrong with the legal portal's pages, and the loading of the packages that read them."""

import importlib
from typing import Any

from kzschedule.errors import KzScheduleError


class OfficialTextError(KzScheduleError):
    """A page that cannot be read as the decree; the message names what was found and the cure."""


class FetchError(KzScheduleError):
    """A page that could not be fetched whole; no file is left behind."""


def load_extra(module: str) -> Any:
    """Import a module of the extra `official` only when a page is read or fetched.

    Parameters
    ----------
    module : str
        Dotted name of the module, for example ``lxml.html``.

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
    >>> load_extra("lxml.html").fromstring("<p>1.</p>").text
    '1.'
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise OfficialTextError(f"the package {error.name} is missing: pip install kzschedule[official]") from error
