"""Structure classes: fentanyls, cathinones, benzodiazepines and the like, for orientation only.

A class says what a chemist would call a structure. It is no legal category and never decides a status.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from kzschedule.errors import DataPackageError
from kzschedule.records.model import StructureClass
from kzschedule.records.package import default_directory, read_file
from kzschedule.structures.logs import silent

CLASSES_FILE = "structure_classes.csv"


def compiled(smarts: str) -> Chem.Mol:
    """Compile a pattern.

    Raises
    ------
    DataPackageError
        If it is no SMARTS.
    """
    with silent():
        query: Chem.Mol | None = Chem.MolFromSmarts(smarts)
    if query is None or not smarts:
        raise DataPackageError(f"{smarts!r} is no SMARTS; correct the pattern")
    return query


class ClassPattern(NamedTuple):
    """A compiled class; a molecule with fewer atoms or rings than its pattern need not be searched."""

    class_id: str
    query: Chem.Mol
    atoms: int
    rings: int


def compile_classes(classes: Iterable[StructureClass]) -> tuple[ClassPattern, ...]:
    """Compile classes for `classes_of`, in the order of their identifiers.

    Raises
    ------
    DataPackageError
        If a pattern is no SMARTS.
    """
    return tuple(_pattern(entry) for entry in sorted(classes, key=lambda entry: entry.class_id))


def classes_of(mol: Chem.Mol, patterns: Iterable[ClassPattern] | None = None) -> tuple[str, ...]:
    """Name the structure classes of a molecule.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised structure.
    patterns : iterable of ClassPattern, optional
        Classes to look for; those of the data package that comes with the library by default.

    Returns
    -------
    tuple of str
        Identifiers in alphabetical order; empty for most of chemistry.

    Examples
    --------
    >>> classes_of(Chem.MolFromSmiles("CNC(C)C(=O)c1ccc(C)cc1"))
    ('cathinone',)
    >>> classes_of(Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O"))
    ()
    """
    atoms, rings = mol.GetNumAtoms(), rdMolDescriptors.CalcNumRings(mol)
    return tuple(
        pattern.class_id
        for pattern in (_default_patterns() if patterns is None else patterns)
        if atoms >= pattern.atoms and rings >= pattern.rings and mol.HasSubstructMatch(pattern.query)
    )


@cache
def _default_patterns() -> tuple[ClassPattern, ...]:
    return compile_classes(read_file(default_directory() / CLASSES_FILE, StructureClass))


def _pattern(entry: StructureClass) -> ClassPattern:
    query = compiled(entry.smarts)
    atoms, bonds = query.GetNumAtoms(), query.GetNumBonds()
    return ClassPattern(entry.class_id, query, atoms, max(0, bonds - atoms + 1))
