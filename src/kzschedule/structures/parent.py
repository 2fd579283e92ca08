"""The parent structure: what is left of a structure without salt formers, solvents, charges and isotopes.

Standardising costs ten to forty times what parsing does, so each step is taken only where there is
something to do: fragments where there are several, charges where an atom has one, isotopes where one is
marked, metal bonds where there is a metal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize

from kzschedule._cache import cached_property
from kzschedule.structures.drawings import amide_form, may_be_imidic
from kzschedule.structures.keys import flat_smiles
from kzschedule.structures.logs import silent
from kzschedule.structures.molecule import Molecule

#: A SMILES without fragments, charges, isotopes and metals: its bracket atoms are stereocentres, radicals and the
#: like, and the charges are those of nitro groups, which stay as they are.
_NOTHING_TO_DO = re.compile(
    r"(?:[^\[.]++|\[nH\]|\[(?:C|N|O|S|P|B|Si|Se|se|Ge|As|Sb|Te)@{0,2}(?:H\d?)?\]"
    r"|(?<=O=)\[N\+\]\(\[O-\]\)|\[N\+\]\(=O\)\[O-\])+"
)
#: A SMILES without numbers of atoms, extensions and arrows.
_BARE = re.compile(r"(?:[^\s<>|:]|:(?!\d))+")
#: What a SMILES shows where there is something to do.
_CHARGE_SIGN = re.compile(r"[+-]\d*\]")
_ISOTOPE_SIGN = re.compile(r"\[\d")
_METALS = (
    "Li|Na|K|Rb|Cs|Be|Mg|Ca|Sr|Ba|Sc|Ti|V|Cr|Mn|Fe|Co|Ni|Cu|Zn|Y|Zr|Nb|Mo|Ru|Rh|Pd|Ag|Cd|La|Ce|Pr|Nd|Sm|Eu|Gd|Tb|Dy"
    "|Ho|Er|Tm|Yb|Lu|Hf|Ta|W|Re|Os|Ir|Pt|Au|Hg|Al|Ga|In|Tl|Sn|Pb|Bi"
)
_METAL_SIGN = re.compile(rf"\[\d*(?:{_METALS})(?![a-z])")
_STEREO_SIGN = re.compile(r"[@/\\]")
_CARBON_SYMBOL = re.compile(r"c|C(?!l)")
_CARBON = Chem.MolFromSmarts("[#6]")
_CARBON_NUMBER = 6
#: A charge that is not the half of a charge-separated group such as nitro, which stays as it is.
_CHARGED = Chem.MolFromSmarts("[+!$(*~[-]),-!$(*~[+])]")
_ISOTOPE = Chem.MolFromSmarts("[!0*]")
_HYDROGEN_ATOM = Chem.MolFromSmarts("[#1]")


def _numbers(symbols: str) -> str:
    table = Chem.GetPeriodicTable()
    return ",".join(f"#{table.GetAtomicNumber(symbol)}" for symbol in symbols.split("|"))


#: A metal that is an ion in its salts and complexes: not one with a double bond, as in permanganate.
_ION = "D1,D2,D3,D4,D5,D6;!$(*=*)"
_METAL = f"[{_numbers(_METALS)};{_ION}]"
#: One whose bonds to carbon are those of a salt: tin, lead and their like have carbon compounds that stay whole.
_CARBON_METAL = f"[{_numbers(_METALS)};{_ION};!#50;!#82;!#83;!#81;!#31;!#49]"
#: What gets a hydrogen in the place of a metal, though its brackets say that it has none.
_FREED = Chem.MolFromSmarts(f"[$([#6;+0]-{_CARBON_METAL}),$([#7;+0]-{_METAL})]")
#: Such a metal bound to a heteroatom or to carbon, as salts are sometimes drawn.
_BOUND_METAL = Chem.MolFromSmarts(f"[$({_METAL}~[#7,#8,#16,F,Cl,Br,I]),$({_CARBON_METAL}~[#6])]")
#: What makes a fragment an acid or a base, so that with its opposite it is a salt; both are wide, amides are neither. A
#: metal beside either makes a salt or a complex of it.
_ACIDIC = Chem.MolFromSmarts(
    "[$([O,S;X2;!H0][C,S,P,As,Se]=[O,S,N]),$([O;!H0][N+]=O),$([O;!H0][Cl,Br,I]),$([O;!H0]B),$([O,S;!H0]c),$([O;!H0]C=C)"
    ",$([O,S;!H0]C#N),$([S;!H0]C),$([F,Cl,Br,I,S;!H0;X1,X2;D0]),$([N;!H0](S(=O)=O)),$([N;!H0](C=O)C=O),$([H+]),$([OH3+])"
    f",{_numbers(_METALS)}]"
)
_BASIC = Chem.MolFromSmarts(f"[$([#7;+0;!X1;!$([#7]~[OX1]);!$(N-C=[O,S]);!$(NS(=O)=O)]),$([OH-]),{_numbers(_METALS)}]")


#: Fragments of salts and mixtures whose parent structure is remembered: the same few stand in most of them.
_REMEMBERED = 2_048


@dataclass(frozen=True, slots=True)
class Parent:
    """A substance that a structure consists of.

    Attributes
    ----------
    molecule : Molecule
        The parent structure: neutral as far as it can be, without isotopes.
    salt : bool
        Whether it was a salt or an ion: a charge was taken away, or an acid beside a base.
    isotopes : bool
        Whether isotope labels were taken away.
    mixed : bool
        Whether other fragments stood beside it: counterions, solvents, other substances.
    """

    molecule: Molecule
    salt: bool
    isotopes: bool
    mixed: bool = False

    @property
    def mol(self) -> Chem.Mol:
        """The molecule of RDKit."""
        return self.molecule.mol

    @property
    def smiles(self) -> str:
        """Its canonical SMILES."""
        return self.molecule.smiles

    @property
    def formula(self) -> str:
        """Its molecular formula, charge included."""
        return self.molecule.formula


def parents_of(mol: Chem.Mol, counterions: Collection[str], smiles: str | None = None) -> tuple[Parent, ...]:
    """Take a structure apart into the organic substances that it consists of, imidic acids drawn as amides.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised molecule.
    counterions : collection of str
        Canonical SMILES, without stereo, of neutral fragments that are never the substance meant when another fragment
        is organic (``counterions.csv`` of the data package).
    smiles : str, optional
        The canonical SMILES of the molecule, or one that `shows_fragments`: most structures show in it that there is
        nothing to do.

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
        if not _CARBON_SYMBOL.search(smiles):
            return ()
        return (Parent(Molecule(amide_form(mol) if may_be_imidic(smiles) else mol), salt=False, isotopes=False),)
    complexed = _has_bound_metal(mol, smiles)
    if complexed:
        mol = _disconnected(mol if smiles is None else _reread(mol))
        smiles = None  # it shows nothing of the charges that are left
    parts = _organic_parts(mol, smiles)
    if complexed:
        parts = [replace(parent, salt=True) if parent.mixed else parent for parent in parts]
    if len(parts) > 1:
        parts = list({parent.smiles: parent for parent in reversed(parts)}.values())
    if len(parts) > 1:
        meant = [parent for parent in parts if _flat(parent) not in counterions and not _is_onium(parent.mol)]
        return tuple(sorted(meant or parts, key=_largest_first))
    return tuple(parts)


def shows_fragments(smiles: str) -> bool:
    """Whether a SMILES as it was given shows the fragments of the structure: as it is when read part by part.

    Examples
    --------
    >>> shows_fragments("CN.Cl"), shows_fragments("C1C.C1"), shows_fragments("C>>N"), shows_fragments("[CH3:1]C")
    (True, False, False, False)
    """
    return _BARE.fullmatch(smiles) is not None and ("." not in smiles or fragments_of(smiles) is not None)


def _is_onium(mol: Chem.Mol) -> bool:
    """Whether a parent structure is a cation of carbon about one nitrogen or phosphorus, as tetrabutylammonium is."""
    others = [atom for atom in mol.GetAtoms() if atom.GetAtomicNum() != _CARBON_NUMBER]
    return len(others) == 1 and others[0].GetFormalCharge() == 1 and others[0].GetSymbol() in ("N", "P")


def ions_of(mol: Chem.Mol, counterions: Collection[str]) -> frozenset[str]:
    """Return the counterions of a salt as neutral SMILES, the metals as bare atoms; water and solvents are none.

    Examples
    --------
    >>> sorted(ions_of(Chem.MolFromSmiles("C[NH2+]C(C)C(=O)c1ccccc1.[Cl-].[Na+]"), {"Cl"}))
    ['Cl', '[Na]']
    """
    plain, _ = _without_isotopes(mol)
    ionic = _disconnected(plain) if _has_bound_metal(plain, None) else plain
    found = set()
    for fragment in Chem.GetMolFrags(ionic, asMols=True):
        neutral = flat_smiles(neutralised(fragment)[0])
        charged = Chem.GetFormalCharge(fragment) != 0
        if not charged and not _ionises(fragment):
            continue
        if neutral in counterions or not fragment.HasSubstructMatch(_CARBON):
            found.add(_CHARGE.sub("]", neutral) if fragment.GetNumAtoms() == 1 else neutral)
    return frozenset(found)


_CHARGE = re.compile(r"[+-]\d*\]")


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
    ionic = _disconnected(_reread(mol)) if _has_bound_metal(mol, smiles) else mol
    plain, had_isotopes = _without_isotopes(ionic)
    return None if plain is mol else (plain, had_isotopes)


def _has_bound_metal(mol: Chem.Mol, smiles: str | None) -> bool:
    return _shows(_METAL_SIGN, smiles) and bool(mol.HasSubstructMatch(_BOUND_METAL))


def _reread(mol: Chem.Mol) -> Chem.Mol:
    """Return a molecule as its canonical SMILES is read, so that hydrogens in brackets make no difference."""
    with silent():
        read: Chem.Mol | None = Chem.MolFromSmiles(Chem.MolToSmiles(mol))
    return mol if read is None else read


def _disconnected(mol: Chem.Mol) -> Chem.Mol:
    """Return the molecule with its metals as ions; as it is where the rest would have a valence that there is not."""
    with silent():
        whole = Chem.Mol(mol)
        for atom, *_ in whole.GetSubstructMatches(_FREED):
            whole.GetAtomWithIdx(atom).SetNoImplicit(False)  # what takes the place of the metal is a hydrogen
        try:
            return _disconnector().Disconnect(whole)
        except Chem.MolSanitizeException:
            return mol


def _largest_first(parent: Parent) -> tuple[int, str]:
    """Order parents, those of equal size by their SMILES, not by how the query was drawn."""
    return -parent.mol.GetNumHeavyAtoms(), parent.smiles


class Fragment:
    """A fragment of a structure.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        It alone.
    smiles : str, optional
        A SMILES of it, as for `parents_of`.

    Attributes
    ----------
    molecule : Molecule
        It as drawn.
    parent : Parent or None
        Its parent structure, if it is organic.
    size : int
        Its atoms.
    charged : bool
        Whether it bears a charge as drawn.
    """

    def __init__(self, mol: Chem.Mol, smiles: str | None) -> None:
        self.size = mol.GetNumAtoms()
        self.molecule = Molecule(mol)
        self.parent = _reduced(mol, smiles) if mol.HasSubstructMatch(_CARBON) else None
        self.charged = Chem.GetFormalCharge(mol) != 0

    @cached_property
    def acid(self) -> bool:
        """Whether it can make a salt with a base."""
        return bool(self._plain.HasSubstructMatch(_ACIDIC))

    @cached_property
    def base(self) -> bool:
        """Whether it can make a salt with an acid."""
        return bool(self._plain.HasSubstructMatch(_BASIC))

    @property
    def _plain(self) -> Chem.Mol:
        return _without_isotopes(self.molecule.mol)[0] if self.parent is None else self.parent.mol


def fragments_of(smiles: str) -> tuple[Fragment, ...] | None:
    """Return the fragments of a SMILES, read part by part; None where one cannot be read alone.

    Examples
    --------
    >>> [(one.parent is not None, one.acid, one.base) for one in fragments_of("CNC.Cl")]
    [(True, False, True), (False, True, False)]
    """
    fragments = tuple(map(fragment_of, smiles.split(".")))
    return None if None in fragments else fragments  # type: ignore[return-value]  # looked through for None


def _organic_parts(mol: Chem.Mol, smiles: str | None) -> list[Parent]:
    """Reduce each organic fragment of a structure to its parent structure."""
    if smiles is not None and "." in smiles and (read := fragments_of(smiles)) is not None:
        return _told_salts(read)
    if "." not in smiles if smiles is not None else len(Chem.GetMolFrags(mol)) == 1:
        return [_reduced(mol, smiles)] if mol.HasSubstructMatch(_CARBON) else []
    return _told_salts([Fragment(fragment, None) for fragment in Chem.GetMolFrags(mol, asMols=True)])


def _told_salts(fragments: Sequence[Fragment]) -> list[Parent]:
    """Return the parents of fragments, each with whether it is a salt with another fragment."""
    parents = []
    for place, one in enumerate(fragments):
        if one.parent is not None:
            salt = one.parent.salt or one.charged
            # Of the others, which are the same few in most salts, it is known already.
            others = (*fragments[:place], *fragments[place + 1 :])
            salt = salt or (any(other.acid for other in others) and one.base)
            salt = salt or (any(other.base for other in others) and one.acid)
            parents.append(replace(one.parent, salt=salt, mixed=True))
    return parents


@lru_cache(maxsize=_REMEMBERED)
def fragment_of(smiles: str) -> Fragment | None:
    """Return a fragment of several by its SMILES; None where that cannot be read alone.

    Examples
    --------
    >>> fragment_of("CNC").base, fragment_of("Cl").parent
    (True, None)
    """
    with silent():
        fragment: Chem.Mol | None = Chem.MolFromSmiles(smiles)
    return None if fragment is None else Fragment(fragment, smiles)


def _ionises(mol: Chem.Mol) -> bool:
    return bool(mol.HasSubstructMatch(_ACIDIC) or mol.HasSubstructMatch(_BASIC))


def _reduced(fragment: Chem.Mol, smiles: str | None) -> Parent:
    """Take charges and isotopes off a fragment."""
    neutral, was_charged = neutralised(fragment) if _shows(_CHARGE_SIGN, smiles) else (fragment, False)
    plain, had_isotopes = _without_isotopes(neutral) if _shows(_ISOTOPE_SIGN, smiles) else (neutral, False)
    usual = amide_form(plain) if smiles is None or may_be_imidic(smiles) else plain
    return Parent(Molecule(usual), was_charged, had_isotopes)


def _shows(sign: re.Pattern[str], smiles: str | None) -> bool:
    """Whether a SMILES shows a sign; where there is none, it has to be looked for in the structure."""
    return smiles is None or sign.search(smiles) is not None


def _flat(parent: Parent) -> str:
    """Return the canonical SMILES without stereo, which most canonical SMILES are."""
    return parent.molecule.flat if _STEREO_SIGN.search(parent.smiles) else parent.smiles


def neutralised(mol: Chem.Mol) -> tuple[Chem.Mol, bool]:
    """Return the molecule uncharged where that is possible, and whether that changed it.

    Examples
    --------
    >>> Chem.MolToSmiles(neutralised(Chem.MolFromSmiles("C[NH3+]"))[0])
    'CN'
    """
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
