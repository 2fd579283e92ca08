"""Reading a structure from text, in bounded time, with an error that says what is wrong."""

from __future__ import annotations

import re
import unicodedata

from rdkit import Chem

from kzschedule.errors import InvalidStructureError
from kzschedule.statement import Statement, counted
from kzschedule.structures import rings
from kzschedule.structures.logs import reason, silent

#: Longest SMILES or InChI that is read, in characters, and longest mol block.
MAX_LINE_NOTATION = 4_000
MAX_MOLBLOCK = 400_000
#: Largest structure that is examined, in heavy atoms: a protein is not a position of a list of substances.
MAX_HEAVY_ATOMS = 600
#: Most independent rings. Finding the smallest rings is what takes RDKit unbounded time: a graph of 100 atoms that
#: are all bound to each other overflows its stack, and one of 250 with eight bonds each takes minutes. Fullerenes
#: have 31 to 43 rings, and with at most 80 the slowest graph that was found takes half a second.
MAX_RINGS = 80

#: Most characters that a message names.
_MOST_NAMED = 3
_MOLECULE = Statement("the molecule")
_MOL_BLOCK = Statement("the mol block")
#: A two-digit count of hydrogen isotopes on an atom, for which the InChI library asks for all memory there is.
_MANY_ISOTOPES = re.compile(r"/i[^/]*?[HDT](\d\d+)")
#: How a SMILES writes an atom that is none.
_WILDCARD_SIGN = re.compile(r"\*|#0")
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
            counted(
                "SMILES of {count} characters; at most {most} are read, check one substance at a time",
                count=len(text),
                most=MAX_LINE_NOTATION,
            )
        )
    if not text.isascii():
        _check_letters(text)
    _check_rings(rings.of_smiles(text, MAX_RINGS))
    if _WILDCARD_SIGN.search(text.split(None, 1)[0] if text else ""):
        # With places left open in an aromatic ring, RDKit tries every way of giving them a double bond.
        with silent():
            _check_wildcards(Chem.MolFromSmiles(text, sanitize=False), text)
    with silent():
        mol = Chem.MolFromSmiles(text)
    if mol is None:
        # Catching the reason costs as much as reading, so it is done only where there is one.
        raise InvalidStructureError(
            Statement(
                "{text!r} is no readable SMILES ({reason}); check brackets, ring closures and valences",
                text=_shown(text),
                reason=reason(lambda: Chem.MolFromSmiles(text)),
            )
        )
    return checked(mol, text, wildcards=False)


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
            counted(
                "InChI of {count} characters; at most {most} are read, check one substance at a time",
                count=len(text),
                most=MAX_LINE_NOTATION,
            )
        )
    _check_rings(rings.of_inchi(text))
    if count := _MANY_ISOTOPES.search(text):
        raise InvalidStructureError(
            Statement(
                "{text!r} gives an atom {number} hydrogen isotopes; compare it with its source, no atom has ten",
                text=_shown(text),
                number=count[1],
            )
        )
    with silent():
        mol = _mol_from_inchi(text)
    if mol is None:
        raise InvalidStructureError(
            Statement(
                "{text!r} is no readable InChI ({reason}); copy it whole, from 'InChI=' to its last layer",
                text=_shown(text),
                reason=reason(lambda: _mol_from_inchi(text)),
            )
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
            counted(
                "mol block of {count} characters; at most {most} are read, check one substance at a time",
                count=len(text),
                most=MAX_MOLBLOCK,
            )
        )
    block = text.partition("$$$$")[0]
    _check_rings(rings.of_molblock(block, MAX_RINGS))
    with silent():
        _check_wildcards(Chem.MolFromMolBlock(block, sanitize=False, removeHs=False), _MOL_BLOCK)
        mol = Chem.MolFromMolBlock(block)
    if mol is None:
        raise InvalidStructureError(
            Statement(
                "the mol block cannot be read ({reason}); it needs three header lines, a counts line and 'M  END'",
                reason=reason(lambda: Chem.MolFromMolBlock(block)),
            )
        )
    return checked(mol, _MOL_BLOCK)


def checked(mol: Chem.Mol, text: str = _MOLECULE, *, wildcards: bool = True) -> Chem.Mol:
    """Return a molecule, which may have been made elsewhere, if it is within the limits of this module.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        The molecule.
    text : str
        What a message calls it.
    wildcards : bool, default True
        Whether it may have wildcards; a SMILES was looked through for them.

    Raises
    ------
    InvalidStructureError
        If it is empty, too large, or leaves places open.
    """
    count = mol.GetNumHeavyAtoms()
    if mol.GetNumAtoms() == 0:
        raise InvalidStructureError(Statement("{text!r} has no atoms; give a structure", text=_shown(text)))
    if count > MAX_HEAVY_ATOMS:
        raise InvalidStructureError(
            counted(
                "structure of {count} heavy atoms; at most {most} are examined, check one substance at a time",
                count=count,
                most=MAX_HEAVY_ATOMS,
            )
        )
    if mol.GetNumBonds() > MAX_RINGS:
        _check_rings(mol.GetNumBonds() - mol.GetNumAtoms() + len(Chem.GetMolFrags(mol)))
    if wildcards:
        _check_wildcards(mol, text)
    return mol


def _check_wildcards(mol: Chem.Mol | None, text: str) -> None:
    if mol is not None and mol.HasSubstructMatch(_WILDCARD):
        raise InvalidStructureError(
            Statement("{text!r} leaves places open (a wildcard or R group); replace them by atoms", text=_shown(text))
        )


def _check_letters(text: str) -> None:
    """Refuse a SMILES with letters of another alphabet: RDKit passes over them at its ends."""
    foreign = dict.fromkeys(character for character in text.split(None, 1)[0] if not character.isascii())
    if foreign:
        raise InvalidStructureError(
            Statement(
                "{text!r} has characters that no SMILES has: {characters:, }; type it in Latin letters and plain signs",
                text=_shown(text),
                characters=tuple(
                    f"{character} ({unicodedata.name(character, f'U+{ord(character):04X}')})"
                    for character in list(foreign)[:_MOST_NAMED]
                ),
            )
        )


def _check_rings(count: int) -> None:
    if count > MAX_RINGS:
        raise InvalidStructureError(
            counted(
                "structure of {count} rings; at most {most} are examined, check one substance at a time",
                count=count,
                most=MAX_RINGS,
            )
        )


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _mol_from_inchi(text: str) -> Chem.Mol | None:
    return Chem.MolFromInchi(text)  # type: ignore[no-untyped-call,no-any-return]  # RDKit has no types for it
