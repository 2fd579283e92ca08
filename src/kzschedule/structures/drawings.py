"""Drawings of one substance that differ by where hydrogens stand: amides and imidic acids, ketones and enols, salts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rdkit import Chem

from kzschedule.structures.keys import flat_smiles, tautomer_keys

#: An imidic acid, or its sulfur form: the drawing that InChI comes back as for each amide with a hydrogen on nitrogen.
_IMIDIC_ACID = Chem.MolFromSmarts("[OX2H1,SX2H1;+0]-[CX3;+0]=[NX2;+0]")
#: An enol, a vinylogous one, an enamine and an azo compound; the hydrogen goes to the far end, which is the usual form.
_ENOLS = (
    Chem.MolFromSmarts("[OX2H1,SX2H1;+0]-[CX3;+0]=[CX3;+0]"),
    Chem.MolFromSmarts("[OX2H1,SX2H1;+0]-[CX3;+0]=[CX3;+0]-[CX3;+0]=[CX3,NX2;+0]"),
    Chem.MolFromSmarts("[NX3;!H0;+0]-[CX3;+0]=[CX3;+0;!$(C[OH])]"),
    Chem.MolFromSmarts("[CX4;!H0;+0]-[NX2;+0]=[NX2;+0]"),
)
#: Most forms of an enol that are drawn.
_MOST_FORMS = 8
#: What InChI makes of the salt of an ammonium ion without hydrogen: the acid, and a zwitterion.
_ACID = Chem.MolFromSmarts("[F,Cl,Br,I;X1H1;+0]")
_ZWITTERION = Chem.MolFromSmarts("[O-;X1]-[#6,#15,#16;!$(*~[N+](=O))]")
_QUATERNARY = Chem.MolFromSmarts("[N+;H0;!$([N+]~[O-]);!$([N+]~[N-])]")


def amide_form(mol: Chem.Mol) -> Chem.Mol:
    """Return a structure with its imidic acids drawn as amides; the molecule itself if it has none.

    The atoms keep their numbers. Hydroxyl groups on aromatic rings stay.

    Examples
    --------
    >>> Chem.MolToSmiles(amide_form(Chem.MolFromSmiles("CCC1(CC)C(O)=NC(=O)N=C1O")))
    'CCC1(CC)C(=O)NC(=O)NC1=O'
    """
    while found := mol.GetSubstructMatch(_IMIDIC_ACID):
        mol = _shifted(mol, found)
    return mol


def may_be_imidic(smiles: str) -> bool:
    """Whether a SMILES, canonical or not, has all that an imidic acid shows; where not, there is none to look for.

    Examples
    --------
    >>> may_be_imidic("CC(=N)O"), may_be_imidic("CC(N)C")
    (True, False)
    """
    return "N" in smiles and "=" in smiles and ("O" in smiles or "S" in smiles)


def keto_forms(mol: Chem.Mol) -> tuple[Chem.Mol, ...]:
    """Return the ketones, acids, imines and hydrazones of which a structure is an enol or the like, eight at most.

    Examples
    --------
    >>> [Chem.MolToSmiles(form) for form in keto_forms(Chem.MolFromSmiles("CNC(C)=C(O)c1ccccc1"))]
    ['CNC(C)C(=O)c1ccccc1']
    """
    found: dict[str, Chem.Mol] = {}
    waiting = [mol]
    while waiting and len(found) < _MOST_FORMS:
        new = {flat_smiles(form): form for form in _next_forms(waiting.pop())}
        waiting += [form for key, form in new.items() if key not in found]
        found = {**new, **found}
    return tuple(found.values())[:_MOST_FORMS]


def drawing_keys(mol: Chem.Mol) -> frozenset[tuple[int, str]]:
    """Return keys of a structure and of the ketones of which it is an enol; tautomers have one in common.

    Examples
    --------
    >>> ketone, enol = map(Chem.MolFromSmiles, ("CNC(C)C(=O)c1ccccc1", "CNC(C)=C(O)c1ccccc1"))
    >>> drawing_keys(ketone).isdisjoint(drawing_keys(enol))
    False
    """
    return frozenset(key for form in (mol, *keto_forms(mol)) for key in enumerate(tautomer_keys(form)))


def salt_form(mol: Chem.Mol) -> Chem.Mol:
    """Return a zwitterion beside a hydrogen halide as the salt that it is; the molecule itself if it is none.

    Examples
    --------
    >>> Chem.MolToSmiles(salt_form(Chem.MolFromSmiles("Br.C[N+](C)(C)c1cccc([O-])c1")))
    'C[N+](C)(C)c1cccc(O)c1.[Br-]'
    >>> Chem.MolToSmiles(salt_form(Chem.MolFromSmiles("Br.Br.C[N+](C)(C)c1cccc([O-])c1")))
    'Br.C[N+](C)(C)c1cccc(O)c1.[Br-]'
    """
    acids = [index for [index] in mol.GetSubstructMatches(_ACID)]
    if not acids or not mol.HasSubstructMatch(_QUATERNARY):
        return mol
    anions = [match[0] for match in mol.GetSubstructMatches(_ZWITTERION)]
    salt = Chem.RWMol(mol)
    for acid, anion in zip(acids, anions, strict=False):
        for index, charge, hydrogens in ((acid, -1, 0), (anion, 0, 1)):
            atom = salt.GetAtomWithIdx(index)
            atom.SetFormalCharge(charge)
            atom.SetNumExplicitHs(hydrogens)
            atom.SetNoImplicit(True)
    return _tidied(salt)


def skeleton(mol: Chem.Mol) -> Chem.Mol:
    """Return the atoms and which are bound, without orders of bonds, charges and stereochemistry, to lay on another.

    Examples
    --------
    >>> ketone, enol = map(Chem.MolFromSmiles, ("CC(C)=O", "C=C(C)O"))
    >>> skeleton(enol).HasSubstructMatch(skeleton(ketone))
    True
    """
    bare = Chem.RWMol(mol)
    Chem.RemoveStereochemistry(bare)
    for atom in bare.GetAtoms():
        atom.SetFormalCharge(0)
        atom.SetIsAromatic(False)
        atom.SetIsotope(0)
    for bond in bare.GetBonds():
        bond.SetIsAromatic(False)
        bond.SetBondType(Chem.BondType.SINGLE)
    return bare.GetMol()


def _next_forms(mol: Chem.Mol) -> Iterator[Chem.Mol]:
    for pattern in _ENOLS:
        for found in mol.GetSubstructMatches(pattern):
            form = _shifted(mol, found)
            if form is not mol:
                yield amide_form(form)


def _shifted(mol: Chem.Mol, chain: tuple[int, ...]) -> Chem.Mol:
    """Move a hydrogen from the first atom of a chain to its last, and each double bond one place towards the first."""
    moved = Chem.RWMol(mol)
    for place, (begin, end) in enumerate(pairwise(chain)):
        bond = moved.GetBondBetweenAtoms(begin, end)
        bond.SetStereo(Chem.BondStereo.STEREONONE)
        bond.SetBondDir(Chem.BondDir.NONE)
        bond.SetBondType(Chem.BondType.SINGLE if place % 2 else Chem.BondType.DOUBLE)
    for index in chain:
        atom = moved.GetAtomWithIdx(index)
        atom.SetNoImplicit(False)
        atom.SetNumExplicitHs(0)
    return _tidied(moved)


def _tidied(changed: Chem.RWMol) -> Chem.Mol:
    Chem.SanitizeMol(changed)
    Chem.AssignStereochemistry(changed, cleanIt=True, force=True)
    return changed.GetMol()
