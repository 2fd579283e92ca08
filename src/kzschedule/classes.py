"""Structure classes: fentanyls, cathinones, benzodiazepines and the like, for orientation only.

A class says what a chemist would call a structure. It is no legal category and never decides a status.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from rdkit import Chem, rdBase
from rdkit.Chem import rdMolDescriptors

from kzschedule.datapackage import default_directory
from kzschedule.errors import DataPackageError

CLASSES_FILE = "structure_classes.csv"


class StructureClass(BaseModel):
    """A class of structures: a SMARTS, with examples that it matches and decoys that it does not.

    Examples and decoys are substance_ids of the data, or SMILES of real compounds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    class_id: str
    name_en: str
    name_ru: str
    smarts: str
    examples: tuple[str, ...]
    decoys: tuple[str, ...]


def read_classes(directory: Path) -> tuple[StructureClass, ...]:
    """Read ``structure_classes.csv`` of a data package.

    Raises
    ------
    DataPackageError
        If the file is missing.
    """
    file = directory / CLASSES_FILE
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except OSError as error:
        raise DataPackageError(f"{file} cannot be read ({error.strerror}); give a data package") from error
    return tuple(
        StructureClass(
            class_id=row["class_id"],
            name_en=row["name_en"],
            name_ru=row["name_ru"],
            smarts=row["smarts"],
            examples=_list(row["examples"]),
            decoys=_list(row["decoys"]),
        )
        for row in rows
    )


def compiled(smarts: str) -> Chem.Mol:
    """Compile a pattern.

    Raises
    ------
    DataPackageError
        If it is no SMARTS.
    """
    with rdBase.BlockLogs():
        query: Chem.Mol | None = Chem.MolFromSmarts(smarts)
    if query is None or not smarts:
        raise DataPackageError(f"{smarts!r} is no SMARTS; correct the pattern")
    return query


def classes_of(mol: Chem.Mol, classes: Iterable[StructureClass] | None = None) -> tuple[str, ...]:
    """Name the structure classes of a molecule.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised structure.
    classes : iterable of StructureClass, optional
        Classes to look for; those of the data package that comes with the library by default.

    Returns
    -------
    tuple of str
        Class_ids in alphabetical order; empty for most of chemistry.

    Examples
    --------
    >>> classes_of(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    ('cathinone',)
    >>> classes_of(Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O"))
    ()
    """
    patterns = _default_patterns() if classes is None else _patterns(tuple(classes))
    atoms, rings = mol.GetNumAtoms(), rdMolDescriptors.CalcNumRings(mol)
    return tuple(
        pattern.class_id
        for pattern in patterns
        if atoms >= pattern.atoms and rings >= pattern.rings and mol.HasSubstructMatch(pattern.query)
    )


class _Pattern(NamedTuple):
    """A compiled class; a molecule with fewer atoms or rings than its pattern need not be searched."""

    class_id: str
    query: Chem.Mol
    atoms: int
    rings: int


@lru_cache(maxsize=1)
def _default_patterns() -> tuple[_Pattern, ...]:
    return _patterns(read_classes(default_directory()))


@lru_cache(maxsize=8)
def _patterns(classes: tuple[StructureClass, ...]) -> tuple[_Pattern, ...]:
    return tuple(_pattern(entry) for entry in sorted(classes, key=lambda entry: entry.class_id))


def _pattern(entry: StructureClass) -> _Pattern:
    query = compiled(entry.smarts)
    atoms, bonds = query.GetNumAtoms(), query.GetNumBonds()
    return _Pattern(entry.class_id, query, atoms, max(0, bonds - atoms + 1))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
