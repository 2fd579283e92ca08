"""Reading structures and finding them in the data: one, or many step by step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from rdkit import Chem

from kzschedule.errors import InvalidStructureError
from kzschedule.structures.index import StructureHit, StructureIndex
from kzschedule.structures.molecule import Molecule
from kzschedule.structures.parent import Parent, parents_of, shows_fragments
from kzschedule.structures.reading import read_inchi, read_molblock, read_smiles
from kzschedule.structures.stereo import stereo_forms, without_groups

#: How each notation is read.
READERS: Final[dict[str, Callable[[str], Chem.Mol]]] = {
    "smiles": read_smiles,
    "inchi": read_inchi,
    "molblock": read_molblock,
}


@dataclass(frozen=True, slots=True)
class Located:
    """A structure and what it is in the data.

    Attributes
    ----------
    molecule : Molecule
    parents : tuple of Parent
        The organic substances that it consists of.
    hits : tuple of StructureHit
        The substances of the data that it is, or is a form of.

    Notes
    -----
    What AND and OR groups of enhanced stereochemistry hold is left open in `molecule`, and compared for `hits`.
    """

    molecule: Molecule
    parents: tuple[Parent, ...]
    hits: tuple[StructureHit, ...]

    @property
    def drawn(self) -> Chem.Mol | None:
        """The drawing of the data, its atoms numbered alike, where the structure is another one of a single record.

        Analogues of such a structure are those of this drawing.
        """
        drawings = [hit.drawn for hit in self.hits if hit.drawn is not None]
        if len(self.parents) == 1 and drawings and drawings[0].GetNumAtoms() == self.molecule.mol.GetNumAtoms():
            return drawings[0]
        return None


def locate(mol: Chem.Mol, index: StructureIndex, counterions: Collection[str]) -> Located:
    """Find a structure in the data.

    Parameters
    ----------
    mol : rdkit.Chem.Mol
        A sanitised molecule.
    index : StructureIndex
        The structures of the data.
    counterions : collection of str
        As for `kzschedule.structures.parent.parents_of`.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> schedule = Schedule.default()
    >>> found = locate(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1.Cl"), schedule.structures, schedule.counterions)
    >>> [(hit.substance_id, hit.relation) for hit in found.hits]
    [('methcathinone', 'salt')]
    """
    return locate_all([(mol, None)], index, counterions)[0]


def locate_all(
    mols: Iterable[tuple[Chem.Mol, str | None]], index: StructureIndex, counterions: Collection[str]
) -> list[Located]:
    """Find many structures in the data, each as `locate` does, with the SMILES that it was read from, if it was.

    Each step is taken for all of them before the next, so that what a step needs stays in the processor's caches:
    that is faster than one structure after the other.
    """
    taken = [_taken(mol, text, counterions) for mol, text in mols]
    return [
        Located(molecule, parents, index.find_forms(forms) if forms else index.find_parents(molecule, parents))
        for molecule, parents, forms in taken
    ]


def _taken(
    mol: Chem.Mol, text: str | None, counterions: Collection[str]
) -> tuple[Molecule, tuple[Parent, ...], tuple[Chem.Mol, ...]]:
    """Take a structure apart, into its parents and what its enhanced stereochemistry stands for, if it has such."""
    forms = stereo_forms(mol) if len(mol.GetStereoGroups()) else ()
    shown = text if text is not None and shows_fragments(text) else None
    molecule = Molecule(without_groups(mol) if forms else mol, shown=shown)
    return molecule, parents_of(molecule.mol, counterions, molecule.shown), forms


def locate_texts(
    texts: Iterable[tuple[str, str]], index: StructureIndex, counterions: Collection[str]
) -> dict[tuple[str, str], Located | InvalidStructureError]:
    """Read texts, each with its notation, and find them in the data; with the error where a text cannot be read."""
    located: dict[tuple[str, str], Located | InvalidStructureError] = {}
    mols: dict[tuple[str, str], Chem.Mol] = {}
    for text, notation in texts:
        try:
            mols[text, notation] = READERS[notation](text)
        except InvalidStructureError as error:
            located[text, notation] = error
    read = ((mol, text if notation == "smiles" else None) for (text, notation), mol in mols.items())
    located.update(zip(mols, locate_all(read, index, counterions), strict=True))
    return located
