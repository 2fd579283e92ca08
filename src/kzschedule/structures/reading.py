"""Reading a structure from text, in bounded time, with an error that says what is wrong."""

from __future__ import annotations

import re
from typing import Any

from rdkit import Chem, rdBase

from kzschedule.errors import InvalidStructureError
from kzschedule.structures import rings

#: Longest SMILES or InChI that is read, in characters, and longest mol block.
MAX_LINE_NOTATION = 4_000
MAX_MOLBLOCK = 400_000
#: Largest structure that is examined, in heavy atoms: a protein is not a position of a list of substances.
MAX_HEAVY_ATOMS = 600
#: Most independent rings. Finding the smallest rings is what takes RDKit unbounded time: a graph of 100 atoms that
#: are all bound to each other overflows its stack, and one of 250 with eight bonds each takes minutes. Fullerenes
#: have 31 to 43 rings, and with at most 80 the slowest graph that was found takes half a second.
MAX_RINGS = 80

_LOG_PREFIX = re.compile(r"^\[[\d:]+\]\s*")
#: A two-digit count of hydrogen isotopes on an atom, for which the InChI library asks for all memory there is.
_MANY_ISOTOPES = re.compile(r"/i[^/]*?[HDT](\d\d+)")
#: What RDKit says before it repeats the input.
_INPUT = re.compile(r" for input:| while parsing:")
_WILDCARD = Chem.MolFromSmarts("[#0]")


def read_smiles(text: str) -> Chem.Mol:
    """Read a SMILES.

    Parameters
    ----------
    text : str
        A SMILES of one substance, salts and mixtures included, without wildcards.

    Returns
    -------
    rdkit.Chem.Mol
        The sanitised molecule.

    Raises
    ------
    InvalidStructureError
        If it cannot be read, is empty, is too large, or leaves places open.

    Examples
    --------
    >>> read_smiles("CNC(C)C(=O)c1ccccc1").GetNumAtoms()
    12
    >>> read_smiles("C1CC")
    Traceback (most recent call last):
    ...
    kzschedule.errors.InvalidStructureError: 'C1CC' is no readable SMILES (...); check ...
    """
    text = text.strip()
    if len(text) > MAX_LINE_NOTATION:
        raise InvalidStructureError(
            f"SMILES of {len(text)} characters; at most {MAX_LINE_NOTATION} are read, check one substance at a time"
        )
    _check_rings(rings.of_smiles(text))
    with rdBase.BlockLogs():
        mol = Chem.MolFromSmiles(text)
    if mol is None:
        # Capturing the reason costs as much as reading, so it is done only where there is one.
        with rdBase.BlockLogs(), rdBase.CaptureErrorLog() as log:
            Chem.MolFromSmiles(text)
        raise InvalidStructureError(
            f"{_shown(text)} is no readable SMILES ({_reason(log)}); "
            "check brackets, ring closures and valences"
        )
    return checked(mol, text)


def read_inchi(text: str) -> Chem.Mol:
    """Read an InChI.

    Raises
    ------
    InvalidStructureError
        As for `read_smiles`.

    Examples
    --------
    >>> read_inchi("InChI=1S/CH4O/c1-2/h2H,1H3").GetNumAtoms()
    2
    """
    text = text.strip()
    if len(text) > MAX_LINE_NOTATION:
        raise InvalidStructureError(
            f"InChI of {len(text)} characters; at most {MAX_LINE_NOTATION} are read, check one substance at a time"
        )
    _check_rings(rings.of_inchi(text))
    if count := _MANY_ISOTOPES.search(text):
        raise InvalidStructureError(
            f"{_shown(text)} gives an atom {count[1]} hydrogen isotopes; compare it with its source, no atom has ten"
        )
    with rdBase.BlockLogs(), rdBase.CaptureErrorLog() as log:
        mol = Chem.MolFromInchi(text)  # type: ignore[no-untyped-call]  # RDKit has no types for it
    if mol is None:
        raise InvalidStructureError(
            f"{_shown(text)} is no readable InChI ({_reason(log)}); "
            "copy it whole, from 'InChI=' to its last layer"
        )
    return checked(mol, text)


def read_molblock(text: str) -> Chem.Mol:
    """Read a mol block (V2000 or V3000), or the first record of an SD file.

    Raises
    ------
    InvalidStructureError
        As for `read_smiles`.
    """
    if len(text) > MAX_MOLBLOCK:
        raise InvalidStructureError(
            f"mol block of {len(text)} characters; at most {MAX_MOLBLOCK} are read, check one substance at a time"
        )
    block = text.partition("$$$$")[0]
    _check_rings(rings.of_molblock(block, MAX_RINGS))
    with rdBase.BlockLogs(), rdBase.CaptureErrorLog() as log:
        mol = Chem.MolFromMolBlock(block)
    if mol is None:
        raise InvalidStructureError(
            f"the mol block cannot be read ({_reason(log)}); "
            "it needs three header lines, a counts line and 'M  END'"
        )
    return checked(mol, "the mol block")


def checked(mol: Chem.Mol, text: str = "the molecule") -> Chem.Mol:
    """Return a molecule, which may have been made elsewhere, if it is within the limits of this module.

    Raises
    ------
    InvalidStructureError
        If it is empty, too large, or leaves places open.
    """
    count = mol.GetNumHeavyAtoms()
    if mol.GetNumAtoms() == 0:
        raise InvalidStructureError(f"{_shown(text)} has no atoms; give a structure")
    if mol.GetNumAtoms() > MAX_HEAVY_ATOMS and count > MAX_HEAVY_ATOMS:
        raise InvalidStructureError(
            f"structure of {count} heavy atoms; at most {MAX_HEAVY_ATOMS} are examined, check one substance at a time"
        )
    _check_rings(mol.GetNumBonds() - mol.GetNumAtoms() + len(Chem.GetMolFrags(mol)))
    if mol.HasSubstructMatch(_WILDCARD):
        raise InvalidStructureError(f"{_shown(text)} leaves places open (a wildcard or R group); replace them by atoms")
    return mol


def _check_rings(count: int) -> None:
    if count > MAX_RINGS:
        raise InvalidStructureError(
            f"structure of {count} rings; at most {MAX_RINGS} are examined, check one substance at a time"
        )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")


def _reason(log: Any) -> str:
    """First line that RDKit logged, without its time and without the input, which the message shows."""
    try:
        messages = log.messages
    except UnicodeDecodeError as error:
        messages = error.object.decode("utf-8", "replace")  # RDKit cuts long input, at times inside a character
    lines = [_INPUT.split(_LOG_PREFIX.sub("", line))[0].strip() for line in messages.splitlines()]
    told = [line for line in lines if line not in ("", "ERROR:")]
    return told[0] if told else "no reason is given"
