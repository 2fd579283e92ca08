"""The parent structure: what is left of a structure without salt formers, solvents, charges and isotopes.

Standardising costs ten to forty times what parsing does, so each step is taken only where there is
something to do: fragments where there are several, charges where an atom has one, isotopes where one is
marked, metal bonds where there is a metal.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.structures.keys import flat_smiles
from kzschedule.structures.logs import silent

#: A SMILES without fragments, charges, isotopes and metals: its bracket atoms are stereocentres, radicals and the
#: like, and the charges are those of nitro groups, which stay as they are.
_NOTHING_TO_DO = re.compile(
    r"(?:[^\[.]++|\[nH\]|\[(?:C|N|O|S|P|B|Si|Se|se|Ge|As|Sb|Sn|Te)@{0,2}(?:H\d?)?\]"
    r"|(?<=O=)\[N\+\]\(\[O-\]\)|\[N\+\]\(=O\)\[O-\])+"
)
#: What a SMILES shows where there is something to do.
_CHARGE_SIGN = re.compile(r"[+-]\d*\]")
_ISOTOPE_SIGN = re.compile(r"\[\d")
_METAL_SIGN = re.compile(r"\[\d*(?:Li|Na|K|Rb|Cs|Mg|Ca|Sr|Ba|Zn|Al|Ag|Hg|Cu|Fe|Pb|Mn)")
_STEREO_SIGN = re.compile(r"[@/\\]")
_CARBON_SYMBOL = re.compile(r"c|C(?!l)")
_CARBON = Chem.MolFromSmarts("[#6]")
#: A charge that is not the half of a charge-separated group such as nitro, which stays as it is.
_CHARGED = Chem.MolFromSmarts("[+!$(*~[-]),-!$(*~[+])]")
_ISOTOPE = Chem.MolFromSmarts("[!0*]")
_HYDROGEN_ATOM = Chem.MolFromSmarts("[#1]")
#: A metal that is an ion in its salts: not one in an oxo anion such as permanganate.
_METAL = "[Li,Na,K,Rb,Cs,Mg,Ca,Sr,Ba,Zn,Al,Ag,Hg,Cu,Fe,Pb,Mn;D1,D2,D3;!$([Mn,Hg,Fe,Cu](=O))]"
#: Such a metal bound to a heteroatom or to carbon, as salts are sometimes drawn.
_BOUND_METAL = Chem.MolFromSmarts(f"{_METAL}~[#6,#7,#8,#16,F,Cl,Br,I]")


#: Fragments of salts and mixtures whose parent structure is remembered: the same few stand in most of them.
_REMEMBERED = 2_048


@dataclass(frozen=True)
class Parent:
    """A substance that a structure consists of.

    Attributes
    ----------
    mol : rdkit.Chem.Mol
        The parent structure: neutral as far as it can be, without isotopes.
    salt : bool
        Whether counterions, solvents or charges were taken away.
    isotopes : bool
        Whether isotope labels were taken away.
    smiles : str or None
        Its canonical SMILES, where that was needed to find it.
    formula : str
        Its molecular formula, charge included.
    """

    mol: Chem.Mol
    salt: bool
    isotopes: bool
    smiles: str | None = None
    formula: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", CalcMolFormula(self.mol))


def parents_of(mol: Chem.Mol, counterions: Collection[str], smiles: str | None = None) -> tuple[Parent, ...]:
    """Take a structure apart into the organic substances that it consists of.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised molecule.
    counterions : collection of str
        Canonical SMILES, without stereo, of neutral fragments that are never the substance meant when another fragment
        is organic (``counterions.csv`` of the data package).
    smiles : str, optional
        The canonical SMILES of the molecule, where the caller has it: most structures show in it that there
        is nothing to do.

    Returns
    -------
    tuple of Parent
        Distinct parents, largest first; empty when no fragment is organic. Several are a mixture.

    Examples
    --------
    >>> [p] = parents_of(Chem.MolFromSmiles("C[NH2+]C(C)C(=O)c1ccccc1.[Cl-]"), {"Cl"})
    >>> Chem.MolToSmiles(p.mol), p.salt
    ('CNC(C)C(=O)c1ccccc1', True)
    >>> parents_of(Chem.MolFromSmiles("[Na+].[Cl-]"), {"Cl"})
    ()
    """
    if smiles is not None and _NOTHING_TO_DO.fullmatch(smiles):
        return (Parent(mol, salt=False, isotopes=False, smiles=smiles),) if _CARBON_SYMBOL.search(smiles) else ()
    if _has_bound_metal(mol, smiles):
        mol = _disconnected(mol, smiles)
        smiles = None  # it shows nothing of the charges that are left
    found: dict[str | None, Parent] = {}
    for parent in _organic_parts(mol, smiles):
        found.setdefault(parent.smiles, parent)
    if len(found) > 1:
        meant = [parent for key, parent in found.items() if _flat(parent, key) not in counterions]
        return tuple(sorted(meant or found.values(), key=_largest_first))
    return tuple(found.values())


def inorganic_form(mol: Chem.Mol, smiles: str) -> tuple[Chem.Mol, bool] | None:
    """Return a structure without carbon as records are drawn, and whether isotopes were taken off.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised molecule.
    smiles : str
        Its canonical SMILES.

    Returns
    -------
    tuple of (rdkit.Chem.Mol, bool), or None
        The molecule with its metals as ions and with natural isotopes; None if that changes nothing.

    Examples
    --------
    >>> drawn = Chem.MolFromSmiles("[K]O[Mn](=O)(=O)=O")
    >>> Chem.MolToSmiles(inorganic_form(drawn, Chem.MolToSmiles(drawn))[0])
    '[K+].[O]=[Mn](=[O])(=[O])[O-]'
    """
    ionic = _disconnected(mol, smiles) if _has_bound_metal(mol, smiles) else mol
    plain, had_isotopes = _without_isotopes(ionic)
    return None if plain is mol else (plain, had_isotopes)


def _has_bound_metal(mol: Chem.Mol, smiles: str | None) -> bool:
    return _shows(_METAL_SIGN, smiles) and bool(mol.HasSubstructMatch(_BOUND_METAL))


def _disconnected(mol: Chem.Mol, smiles: str | None) -> Chem.Mol:
    """Return the molecule with its metals as ions; as it is where the rest would have a valence that there is not."""
    # Read from the canonical SMILES, so that hydrogens written out in brackets make no difference.
    drawn: Chem.Mol | None = None if smiles is None else Chem.MolFromSmiles(smiles)
    with silent():
        try:
            return _disconnector().Disconnect(mol if drawn is None else drawn)
        except Chem.MolSanitizeException:
            return mol


def _largest_first(parent: Parent) -> tuple[int, str]:
    """Order parents, those of equal size by their SMILES, not by how the query was drawn."""
    return -parent.mol.GetNumHeavyAtoms(), parent.smiles or ""


def _organic_parts(mol: Chem.Mol, smiles: str | None) -> list[Parent]:
    """Reduce each organic fragment of a structure to its parent structure."""
    if smiles is not None and "." in smiles:
        parts = [_part(fragment) for fragment in smiles.split(".")]
        if None not in parts:
            return [parent for part in parts for parent in part or ()]
    if "." not in smiles if smiles is not None else len(Chem.GetMolFrags(mol)) == 1:
        return [_reduced(mol, smiles)] if mol.HasSubstructMatch(_CARBON) else []
    fragments = Chem.GetMolFrags(mol, asMols=True)
    organic = [_reduced(fragment, None) for fragment in fragments if fragment.HasSubstructMatch(_CARBON)]
    return [replace(part, salt=True, smiles=Chem.MolToSmiles(part.mol)) for part in organic]


@lru_cache(maxsize=_REMEMBERED)
def _part(smiles: str) -> tuple[Parent, ...] | None:
    """Reduce a fragment of several, given as canonical SMILES, if it is organic; None where it cannot be read back."""
    if not _CARBON_SYMBOL.search(smiles):
        return ()
    fragment: Chem.Mol | None = Chem.MolFromSmiles(smiles)
    if fragment is None:
        return None
    if not fragment.HasSubstructMatch(_CARBON):
        return ()
    part = _reduced(fragment, smiles)
    return (replace(part, salt=True, smiles=smiles if part.mol is fragment else Chem.MolToSmiles(part.mol)),)


def _reduced(fragment: Chem.Mol, smiles: str | None) -> Parent:
    """Take charges and isotopes off a fragment."""
    neutral, was_charged = _neutralised(fragment) if _shows(_CHARGE_SIGN, smiles) else (fragment, False)
    plain, had_isotopes = _without_isotopes(neutral) if _shows(_ISOTOPE_SIGN, smiles) else (neutral, False)
    return Parent(plain, was_charged, had_isotopes)


def _shows(sign: re.Pattern[str], smiles: str | None) -> bool:
    """Whether a SMILES shows a sign; where there is none, it has to be looked for in the structure."""
    return smiles is None or sign.search(smiles) is not None


def _flat(parent: Parent, smiles: str | None) -> str:
    """Return the canonical SMILES without stereo, which most canonical SMILES are."""
    return flat_smiles(parent.mol) if smiles is None or _STEREO_SIGN.search(smiles) else smiles


def _neutralised(mol: Chem.Mol) -> tuple[Chem.Mol, bool]:
    """Return the molecule uncharged where that is possible, and whether that changed it."""
    if not mol.HasSubstructMatch(_CHARGED):
        return mol, False
    with silent():  # in a notebook RDKit writes its progress below the cell
        neutral = _uncharger().uncharge(mol)
    if Chem.GetFormalCharge(neutral) == Chem.GetFormalCharge(mol):
        return neutral, False
    # A double bond may have had two sides by a charge only, as in guanidinium drawn with one.
    Chem.AssignStereochemistry(neutral, cleanIt=True, force=True)
    return neutral, True


@cache
def _disconnector() -> rdMolStandardize.MetalDisconnector:
    disconnector = rdMolStandardize.MetalDisconnector()
    disconnector.SetMetalNof(Chem.MolFromSmarts(f"{_METAL}~[#7,#8,F]"))
    return disconnector


@cache
def _uncharger() -> rdMolStandardize.Uncharger:
    return rdMolStandardize.Uncharger()


def _without_isotopes(mol: Chem.Mol) -> tuple[Chem.Mol, bool]:
    """Return the molecule with natural isotopes, deuterium as plain hydrogen, and whether that changed it."""
    if not mol.HasSubstructMatch(_ISOTOPE):
        return mol, False
    plain = Chem.RWMol(mol)
    for atom in plain.GetAtoms():
        atom.SetIsotope(0)
    result = plain.GetMol()
    if result.HasSubstructMatch(_HYDROGEN_ATOM):
        with silent(), suppress(Chem.MolSanitizeException):  # one that has two bonds stays
            result = Chem.RemoveHs(result)
    # A centre may have been one by its isotopes only.
    Chem.AssignStereochemistry(result, cleanIt=True, force=True)
    return result, True
