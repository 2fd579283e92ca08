"""Which columns of a table hold the queries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from kzschedule.errors import TableError
from kzschedule.examining import Kind

#: Names under which columns with names, CAS numbers and structures are known, without case, spaces and signs.
_KNOWN = frozenset(
    {
        *("query", "name", "names", "substance", "substancename", "compound", "compoundname", "inn", "rn"),
        *("chemical", "chemicalname", "product", "productname"),
        *("cas", "casno", "casnr", "casnumber", "casrn", "casregistrynumber"),
        *("smiles", "canonicalsmiles", "isomericsmiles", "structure", "molblock"),
        *("inchi", "inchikey", "standardinchi", "standardinchikey"),
        *("название", "наименование", "наименованиевещества", "имя", "вещество", "препарат", "структура"),
        *("кас", "номеркас", "касномер", "номерcas", "casномер"),
        *("атауы", "зат"),
    }
)
_SIGNS = re.compile(r"[\W_]+")


def is_known(name: str) -> bool:
    """Whether a column is called as columns with queries are.

    Examples
    --------
    >>> is_known("CAS-No."), is_known("Наименование"), is_known("price")
    (True, True, False)
    """
    return _SIGNS.sub("", name.casefold()) in _KNOWN


def asked(
    column: str | Sequence[str] | Mapping[str, Kind] | None,
    names: Sequence[str],
    kinds: Mapping[str, Kind] | None = None,
) -> tuple[tuple[str, Kind], ...]:
    """Return the columns to be screened, with their kinds.

    Parameters
    ----------
    column : str, sequence of str, or mapping of str to str, optional
        What was asked for; by default all columns that are called so, or the only one.
    names : sequence of str
        The columns that there are.
    kinds : mapping of str to str, optional
        Kinds that are known of the table's format; ``auto`` for the others.

    Raises
    ------
    TableError
        If a column is not there, or none is asked for and none is called so.

    Examples
    --------
    >>> asked(None, ["id", "Name", "SMILES"])
    (('Name', 'auto'), ('SMILES', 'auto'))
    >>> asked({"SMILES": "smiles"}, ["id", "Name", "SMILES"])
    (('SMILES', 'smiles'),)
    """
    kinds = dict(kinds or {})
    if column is None:
        wanted: Sequence[str] = [name for name in names if is_known(name)] or (names if len(names) == 1 else [])
        if not wanted:
            raise TableError(
                "no column is called as names, CAS numbers or structures are; "
                f"name one of {_listed(names)}, or put a line with 'name' above a list without a header"
            )
    elif isinstance(column, Mapping):
        kinds |= column
        wanted = list(column)
    else:
        wanted = [column] if isinstance(column, str) else list(column)
    found = tuple(_find(name, names) for name in dict.fromkeys(wanted))
    if not found:
        raise TableError(f"no column to screen is named; name one of {_listed(names)}")
    for kind in kinds.values():
        if kind not in get_args(Kind):
            raise TableError(f"kind {kind!r} is not known; it is one of {', '.join(get_args(Kind))}")
    return tuple((name, kinds.get(name, "auto")) for name in found)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, each once: a column without a name, or with that of another, gets one.

    Examples
    --------
    >>> unique(["name", "", "name"])
    ('name', 'column 2', 'name (3)')
    """
    found: list[str] = []
    for number, given in enumerate(names, start=1):
        name = given.strip() or f"column {number}"
        found.append(f"{name} ({number})" if name in found else name)
    return tuple(found)


def _find(wanted: str, names: Sequence[str]) -> str:
    """Return the column that is meant: the one of that name, else the only one that differs in case alone."""
    same = [name for name in names if name == wanted]
    found = same or [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    if len(found) != 1:
        problem = f"there are {len(found)} columns {wanted!r}" if found else f"there is no column {wanted!r}"
        raise TableError(f"{problem}; the columns are {_listed(names)}")
    return found[0]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names[:30]) + (" ..." if len(names) > 30 else "")
