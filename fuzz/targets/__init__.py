"""One module for each entrance of the library.

Each has ``TOKENS`` (what decides something there), ``seeds()`` (real input, from the data), ``mutate`` (damage that
keeps some of the form), ``MAX_BYTES`` and ``run(data)``, which gives the bytes to the library and raises where something
else comes back than an answer or an error of the library, or where two ways to ask the same thing differ.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

NAMES = (
    *("name", "smiles", "inchi", "molblock", "systematic", "csv", "sdf", "workbook", "parquet", "spectra", "json"),
    *("rule", "package", "page", "markdown", "answers", "update", "client"),
)


def target(name: str) -> Any:
    """Return the module of a target."""
    return import_module(f"fuzz.targets.{name}")
