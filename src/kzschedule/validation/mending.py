"""Mending a folder of data: what is wrong with its form alone is written anew, and its hashes with it."""

from __future__ import annotations

from pathlib import Path

from kzschedule.errors import DataPackageError
from kzschedule.records.model import Record
from kzschedule.records.package import (
    DESCRIPTOR,
    FILES,
    BrokenRowError,
    arranged_rows,
    columns_of,
    dump_rows,
    read_descriptor,
    read_text,
    refresh_hashes,
)
from kzschedule.validation.catalogue import Check

#: The checks whose findings `mend` mends, where the changes to the files are meant.
MENDED: frozenset[Check] = frozenset({"canonical", "hash"})


def mend(directory: str | Path) -> tuple[str, ...]:
    r"""Bring the files of a folder of data into canonical form, and write their hashes.

    The columns and rows are put in order, empty rows dropped; ends of lines, quotes and separators become those of
    the canonical form. No cell is changed.

    Parameters
    ----------
    directory : str or pathlib.Path
        The folder.

    Returns
    -------
    tuple of str
        The names of the files that changed.

    Raises
    ------
    DataPackageError
        If a file cannot be read; nothing is written then.

    Examples
    --------
    >>> import shutil, tempfile
    >>> from kzschedule.records.installation import shipped_directory
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = Path(shutil.copytree(shipped_directory(), folder, dirs_exist_ok=True))
    ...     first, *rest = (data / "acts.csv").read_text("utf-8").splitlines()
    ...     _ = (data / "acts.csv").write_text("\n".join([first, *reversed(rest)]), "utf-8")
    ...     mend(data), mend(data)
    (('acts.csv',), ())
    """
    folder = Path(directory)
    read_descriptor(folder)
    texts = {name: _canonical(folder / name, model).encode() for name, model in FILES.items()}
    changed = [name for name, content in texts.items() if (folder / name).read_bytes() != content]
    before = (folder / DESCRIPTOR).read_bytes()
    for name in changed:
        (folder / name).write_bytes(texts[name])
    refresh_hashes(folder)
    return (*changed, *([DESCRIPTOR] if (folder / DESCRIPTOR).read_bytes() != before else ()))


def _canonical(path: Path, model: type[Record]) -> str:
    columns = columns_of(model)
    rows = arranged_rows(read_text(path), columns)
    try:
        _, header = next(rows, (1, []))
        if header != columns:
            raise DataPackageError(f"{path}: columns are {header}, expected {columns}; restore the header")
        cells = []
        for line, row in rows:
            if len(row) != len(columns):
                raise DataPackageError(
                    f"{path}, line {line}: {len(row)} cells instead of {len(columns)}; quote cells with commas"
                )
            cells.append(row)
    except BrokenRowError as error:
        raise DataPackageError(f"{path}, line {error.line}: {error.reason}; correct the row") from error
    return dump_rows(model, cells)
