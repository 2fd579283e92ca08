"""Canonical keys by which structures are compared, from the cheap to the dear."""

from __future__ import annotations

from functools import lru_cache

from rdkit import Chem
from rdkit.Chem import rdMolHash

from kzschedule.structures.logs import silent

_TAUTOMER_HASHES = (rdMolHash.HashFunction.HetAtomTautomer, rdMolHash.HashFunction.HetAtomTautomerv2)


def inchikey_of(mol: Chem.Mol) -> str | None:
    """Return the standard InChIKey of a molecule, or None where InChI cannot describe it.

    Examples
    --------
    >>> inchikey_of(Chem.MolFromSmiles("CO"))
    'OKKJLVBELUTLKV-UHFFFAOYSA-N'
    """
    with silent():
        return Chem.MolToInchiKey(mol) or None  # type: ignore[no-untyped-call]  # RDKit has no types for it


@lru_cache(maxsize=4096)
def inchikey_of_smiles(smiles: str) -> str | None:
    """Return the standard InChIKey of a SMILES, or None where there is none."""
    with silent():
        mol = Chem.MolFromSmiles(smiles)
    return None if mol is None else inchikey_of(mol)


def flat_smiles(mol: Chem.Mol) -> str:
    """Return the canonical SMILES without stereochemistry.

    Examples
    --------
    >>> flat_smiles(Chem.MolFromSmiles("C[C@H](N)Cc1ccccc1"))
    'CC(N)Cc1ccccc1'
    """
    return Chem.MolToSmiles(mol, isomericSmiles=False)


def element_graph(mol: Chem.Mol) -> str:
    """Return a key of the atoms' elements and of which are bound, which all drawings of a structure share.

    Stereochemistry is left out. It costs a tenth of what an InChIKey does.

    Examples
    --------
    >>> keto, enol = Chem.MolFromSmiles("CC(=O)CC(C)=O"), Chem.MolFromSmiles("CC(O)=CC(C)=O")
    >>> element_graph(keto) == element_graph(enol)
    True
    """
    return rdMolHash.MolHash(_flat(mol), rdMolHash.HashFunction.ElementGraph)


def tautomer_keys(mol: Chem.Mol) -> tuple[str, str]:
    """Return two keys that tautomers of a structure share, stereochemistry left out.

    The first covers hydrogens that move between heteroatoms through conjugation, the second the keto and
    enol forms too; neither covers all that the other does. Structures with one key in common are tautomers.

    Examples
    --------
    >>> keto, enol = Chem.MolFromSmiles("CC(=O)CC(C)=O"), Chem.MolFromSmiles("CC(O)=CC(C)=O")
    >>> tautomer_keys(keto)[1] == tautomer_keys(enol)[1]
    True
    """
    flat = _flat(mol)
    first, second = (rdMolHash.MolHash(flat, function) for function in _TAUTOMER_HASHES)
    return first, second


def _flat(mol: Chem.Mol) -> Chem.Mol:
    flat = Chem.Mol(mol)
    Chem.RemoveStereochemistry(flat)
    return flat
