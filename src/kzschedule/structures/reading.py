"""Reading a structure from text, in bounded time, with an error that says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rdkit import Chem
from rdkit.Chem import rdqueries

from kzschedule.errors import InvalidStructureError
from kzschedule.language.statement import Statement, counted
from kzschedule.structures import rings
from kzschedule.structures.drawings import amide_form, salt_form
from kzschedule.structures.logs import reason, silent
from kzschedule.structures.notations import other_notation

#: Longest SMILES or InChI that is read, in characters, and longest mol block.
MAX_LINE_NOTATION = 4_000
MAX_MOLBLOCK = 400_000
#: Largest structure that is examined, in heavy atoms: a protein is not a position of a list of substances.
MAX_HEAVY_ATOMS = 600
#: Most independent rings. Finding the smallest rings is what takes RDKit unbounded time: a graph of 100 atoms that
#: are all bound to each other overflows its stack, and one of 250 with eight bonds each takes minutes. Fullerenes
#: have 31 to 43 rings, and with at most 80 the slowest graph that was found takes half a second.
MAX_RINGS = 80

#: The line with the counts of a mol block, and how many stand before it.
_COUNTS = re.compile(r"V[23]000\s*$")
_HEADER = 3
#: Most characters that a message names.
_MOST_NAMED = 3
_MOLECULE = Statement("the molecule")
_MOL_BLOCK = Statement("the mol block")
#: A two-digit count of hydrogen isotopes on an atom, for which the InChI library asks for all memory there is.
_MANY_ISOTOPES = re.compile(r"/i[^/]*?[HDT](\d\d+)")
#: How a SMILES writes an atom that is none.
_WILDCARD_SIGN = re.compile(r"\*|#0")
_WILDCARD = Chem.MolFromSmarts("[#0]")
_LABEL = re.compile(r"(?:(?:canonical|isomeric)[\s_]*)?smiles\b[\s:=]*(?=\S)", re.IGNORECASE)
_INCHI_LABEL = re.compile(r"inchi[\s:]+(?=(?:inchi\s*=|1S?/))", re.IGNORECASE)
_INCHI_PREFIX = re.compile(r"inchi\s*=\s*", re.IGNORECASE)
_ATOM_MAP = re.compile(r":\d+\]")
_MAPPED = rdqueries.HasPropQueryAtom("molAtomMapNumber")
#: How RDKit describes a query that leaves a choice.
_EITHER = re.compile(r"Or(?!der)")
#: The arrow of a reaction; that of a dative bond has a hyphen.
_ARROW = re.compile(r"(?<!-)>")
_ARROWS = 2
_CONDITION = re.compile(r"[#;&!,$]")
#: What a pattern has and a structure has not: numbers of elements, and conditions on an atom.
_PATTERN_SIGN = re.compile(r"\[[^\]]*(?:#[1-9]|[;&!,]|\$\()")
#: Atoms in brackets that lack hydrogens, as a SMILES writes them, and as they are found; nitroxides are stable.
_BARE_SIGN = re.compile(r"\[\d*(?:C@{0,2}|c|CH\d?|C@{1,2}H\d?|N|NH|O|S)(?::\d+)?\]")
_UNPAIRED = rdqueries.NumRadicalElectronsGreaterQueryAtom(0)
_RADICAL = Chem.MolFromSmarts(
    "[$([#6;+0;!D0;v1,v2,v3]),$([#7;+0;!D0;v1,v2;!$([#7]~[#8])]),$([#8;+0;D1;v1;!$([#8]~[#7,#8])]),$([#16;+0;D1;v1])]"
)


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
    text = _unlabelled(text.strip())
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
    written, extension = _parted(text)
    _check_notation(written, text)
    _check_rings(rings.of_smiles(written, MAX_RINGS))
    if _WILDCARD_SIGN.search(written):
        # With places left open in an aromatic ring, RDKit tries every way of giving them a double bond.
        with silent():
            _check_wildcards(Chem.MolFromSmiles(written, sanitize=False), text)
    with silent():
        mol = _mol_from_smiles(written, extension)
    if mol is None:
        # Catching the reason costs as much as reading, so it is done only where there is one.
        raise InvalidStructureError(
            Statement(
                "{text!r} is no readable SMILES ({reason}); check brackets, ring closures and valences",
                text=_shown(text),
                reason=reason(lambda: Chem.MolFromSmiles(written)),
            )
        )
    if "~" in written:
        raise InvalidStructureError(
            Statement(
                "{text!r} has a bond without an order (~); write it as a single, double, triple or aromatic one",
                text=_shown(text),
            )
        )
    if "[" in written:
        if ":" in written and _ATOM_MAP.search(written):
            mol = _without_maps(mol)
        if _BARE_SIGN.search(written):
            _check_radicals(mol, text)
    elif "^" in extension:
        _check_radicals(mol, text)
    return _within_limits(mol, text, wildcards=bool(extension))


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
    text = _whole_inchi(text)
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
        raise InvalidStructureError(_no_inchi(text))
    return _within_limits(amide_form(salt_form(mol)), text)


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
    block = _with_header(text.partition("$$$$")[0])
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
    if mol.HasQuery() or mol.GetAtomsMatchingQuery(_MAPPED):
        return _redrawn(mol, _MOL_BLOCK)
    _check_radicals(mol, _MOL_BLOCK)
    return _within_limits(mol, _MOL_BLOCK)


def checked(mol: Chem.Mol, text: str = _MOLECULE, *, wildcards: bool = True) -> Chem.Mol:
    """Return a molecule that was made elsewhere as one that was read here, if it is within the limits of this module.

    Atom maps, explicit hydrogens and the marks of a query are left off, and what was not sanitised is. The molecule
    itself stays as it is.

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
        If it is empty, too large, a pattern, or leaves places open, or if it cannot be sanitised.

    Examples
    --------
    >>> Chem.MolToSmiles(checked(Chem.AddHs(Chem.MolFromSmiles("[CH3:1]CO"))))
    'CCO'
    """
    _within_limits(mol, text, wildcards=wildcards)
    if mol.NeedsUpdatePropertyCache() and mol.HasQuery():
        raise InvalidStructureError(_pattern(text))
    return _redrawn(mol, text)


def _within_limits(mol: Chem.Mol, text: str, *, wildcards: bool = True) -> Chem.Mol:
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


def _redrawn(mol: Chem.Mol, text: str) -> Chem.Mol:
    """Return a copy without atom maps, explicit hydrogens and query marks, sanitised."""
    _within_limits(mol, text)
    with silent():
        try:
            drawn = _without_queries(mol, text) if mol.HasQuery() else Chem.Mol(mol)
            for atom in drawn.GetAtomsMatchingQuery(_MAPPED):
                atom.SetAtomMapNum(0)
            Chem.SanitizeMol(drawn)
            drawn = Chem.RemoveHs(drawn)
            Chem.AssignStereochemistry(drawn, cleanIt=True, force=True)
        except InvalidStructureError:
            raise
        except (ValueError, RuntimeError) as error:  # RDKit's own are of both kinds
            raise InvalidStructureError(
                Statement(
                    "{text!r} is no structure ({reason}); sanitise it, or give a SMILES or a mol block",
                    text=_shown(text),
                    reason=str(error).strip().partition("\n")[0] or type(error).__name__,
                )
            ) from error
    _check_radicals(drawn, text)
    return drawn


def _without_maps(mol: Chem.Mol) -> Chem.Mol:
    for atom in mol.GetAtomsMatchingQuery(_MAPPED):
        atom.SetAtomMapNum(0)
    with silent():
        plain = Chem.RemoveHs(mol)
    Chem.AssignStereochemistry(plain, cleanIt=True, force=True)
    return plain


def _without_queries(mol: Chem.Mol, text: str) -> Chem.Mol:
    """Return a structure that was drawn as a query without its marks, if they leave no element and no bond open."""
    plain = Chem.RWMol(mol)
    for atom in mol.GetAtoms():
        if atom.HasQuery():
            if _EITHER.search(atom.DescribeQuery()) or "AtomicNum" not in atom.DescribeQuery():
                raise InvalidStructureError(_open_places(text))
            plain.ReplaceAtom(atom.GetIdx(), _plain_atom(atom), preserveProps=True)
    for bond in mol.GetBonds():
        if bond.HasQuery():
            if bond.GetBondType() == Chem.BondType.UNSPECIFIED or _EITHER.search(bond.DescribeQuery()):
                raise InvalidStructureError(_open_places(text))
            plain.ReplaceBond(bond.GetIdx(), _plain_bond(bond), preserveProps=True)
    return plain.GetMol()


def _plain_atom(atom: Chem.Atom) -> Chem.Atom:
    plain = Chem.Atom(atom.GetAtomicNum())
    plain.SetFormalCharge(atom.GetFormalCharge())
    plain.SetIsotope(atom.GetIsotope())
    plain.SetNumRadicalElectrons(atom.GetNumRadicalElectrons())
    plain.SetChiralTag(atom.GetChiralTag())
    plain.SetIsAromatic(atom.GetIsAromatic())
    if atom.GetIsAromatic() or atom.GetChiralTag():
        plain.SetNumExplicitHs(atom.GetNumExplicitHs())
    return plain


def _plain_bond(bond: Chem.Bond) -> Chem.Bond:
    carrier = Chem.RWMol()
    for number in (6, 6):
        carrier.AddAtom(Chem.Atom(number))
    carrier.AddBond(0, 1, bond.GetBondType())
    plain = carrier.GetBondWithIdx(0)
    plain.SetIsAromatic(bond.GetIsAromatic())
    plain.SetBondDir(bond.GetBondDir())
    return plain


def _check_radicals(mol: Chem.Mol, text: str) -> None:
    if mol.GetAtomsMatchingQuery(_UNPAIRED) and mol.HasSubstructMatch(_RADICAL):
        atom = mol.GetAtomWithIdx(mol.GetSubstructMatch(_RADICAL)[0])
        raise InvalidStructureError(
            Statement(
                "{text!r} has an atom {symbol} without all its hydrogens, a radical; give it the hydrogens that it has",
                text=_shown(text),
                symbol=atom.GetSymbol(),
            )
        )


def _unlabelled(text: str) -> str:
    return _LABEL.sub("", text, count=1) if "miles" in text or "MILES" in text else text


def _parted(text: str) -> tuple[str, str]:
    """Return the SMILES of a text, the parts of a reaction side by side, and its extension, the part between bars."""
    written, rest = (*text.split(None, 1), "", "")[:2]
    if ">" in written and len(parts := _ARROW.split(written)) == _ARROWS + 1:
        written = ".".join(part for part in parts if part)
    return written, rest if rest.startswith("|") else ""


def _mol_from_smiles(written: str, extension: str) -> Chem.Mol | None:
    if not extension:
        return Chem.MolFromSmiles(written)
    return Chem.MolFromSmiles(f"{written} {extension}", _extended()) or Chem.MolFromSmiles(written)


@cache
def _extended() -> Chem.SmilesParserParams:
    params = Chem.SmilesParserParams()
    params.strictCXSMILES = False  # type: ignore[assignment]  # RDKit's types take these for the parameters themselves
    params.parseName = False  # type: ignore[assignment]  # the stub takes it for a method
    return params


def _check_notation(written: str, text: str) -> None:
    """Refuse what is another notation for certain, and patterns."""
    if "[" in written and _CONDITION.search(written) and _PATTERN_SIGN.search(written):
        raise InvalidStructureError(_pattern(text))
    name = other_notation(written)
    if name is not None:
        raise InvalidStructureError(
            Statement("{text!r} is {notation}, which is not read; give a SMILES", text=_shown(text), notation=name)
        )


def _pattern(text: str) -> Statement:
    return Statement("{text!r} is a pattern (SMARTS), not a structure; give a SMILES or a mol block", text=_shown(text))


def _open_places(text: str) -> Statement:
    return Statement("{text!r} leaves places open (a wildcard or R group); replace them by atoms", text=_shown(text))


def _no_inchi(text: str) -> Statement:
    """Say why there is no structure: the text is no InChI, or it is one of what RDKit cannot draw, as boranes."""
    shown, why = _shown(text), reason(lambda: _mol_from_inchi(text))
    with silent():
        if _mol_from_inchi(text, sanitize=False) is None:
            return Statement(
                "{text!r} is no readable InChI ({reason}); copy it whole, from 'InChI=' to its last layer",
                text=shown,
                reason=why,
            )
        key = Chem.InchiToInchiKey(text)  # type: ignore[no-untyped-call]  # RDKit has no types for it
    return Statement(
        "no structure can be drawn of {text!r} ({reason}); look it up by its InChIKey, {key}",
        text=shown,
        reason=why,
        key=key,
    )


def _whole_inchi(text: str) -> str:
    """Return an InChI with its prefix and without what stands around it, as a label or a title."""
    text = _INCHI_LABEL.sub("", text.strip(), count=1)
    text = _INCHI_PREFIX.sub("", text, count=1)
    return "InChI=" + next(iter(text.split(None, 1)), "")


def _with_header(block: str) -> str:
    """Return a mol block with line feeds, and with the three lines before its counts, which copying may have lost."""
    if "\r" in block:
        block = block.replace("\r\n", "\n").replace("\r", "\n")
    lines = block.split("\n")
    counts = next((number for number, line in enumerate(lines[:8]) if _COUNTS.search(line)), _HEADER)
    if counts == _HEADER:
        return block
    return "\n".join([*[""] * (_HEADER - counts), *lines[max(0, counts - _HEADER) :]])


def _check_wildcards(mol: Chem.Mol | None, text: str) -> None:
    if mol is not None and mol.HasSubstructMatch(_WILDCARD):
        raise InvalidStructureError(_open_places(text))


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


def _mol_from_inchi(text: str, *, sanitize: bool = True) -> Chem.Mol | None:
    return Chem.MolFromInchi(text, sanitize=sanitize)  # type: ignore[no-untyped-call,no-any-return]  # RDKit has no types for it
