"""A structure with what it is compared by, each made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzschedule._cache import cached_property

if TYPE_CHECKING:
    from rdkit import Chem


class Molecule:
    """A structure as RDKit's molecule and as canonical SMILES, with its keys.

    To write a SMILES canonically costs as much as to read one, and most structures are answered without.

    Parameters
    ----------
    mol : rdkit.Chem.Mol, optional
        The sanitised molecule; without it, it is read from `smiles`.
    smiles : str, optional
        Its canonical SMILES; without it, it is written from `mol`.
    known_inchikey : str, optional
        Its standard InChIKey, where the data have it.
    shown : str, optional
        A SMILES of it, canonical or not, that shows its fragments as `kzschedule.structures.parent.parents_of` asks.

    Examples
    --------
    >>> from rdkit import Chem
    >>> Molecule(Chem.MolFromSmiles("C(=O)c1ccccc1")).smiles
    'O=Cc1ccccc1'
    >>> Molecule(smiles="CCO").mol.GetNumAtoms()
    3
    """

    def __init__(
        self,
        mol: Chem.Mol | None = None,
        smiles: str | None = None,
        known_inchikey: str | None = None,
        shown: str | None = None,
    ) -> None:
        self._mol = mol
        self._smiles = smiles
        self._shown = shown
        self.known_inchikey = known_inchikey

    @cached_property
    def mol(self) -> Chem.Mol:
        """The sanitised molecule."""
        if self._mol is not None:
            return self._mol
        from rdkit import Chem

        return Chem.MolFromSmiles(self._smiles or "")

    @cached_property
    def smiles(self) -> str:
        """Its canonical SMILES."""
        if self._smiles is not None:
            return self._smiles  # for a name that is listed, RDKit is not even imported
        from rdkit import Chem

        return Chem.MolToSmiles(self.mol)

    @property
    def shown(self) -> str:
        """A SMILES that shows its fragments; the canonical one, where no other was given."""
        return self._shown or self.smiles

    @cached_property
    def formula(self) -> str:
        """Its molecular formula, charge included."""
        from rdkit.Chem.rdMolDescriptors import CalcMolFormula

        return CalcMolFormula(self.mol)

    @cached_property
    def flat(self) -> str:
        """Its canonical SMILES without stereochemistry."""
        from kzschedule.structures.keys import flat_smiles

        return flat_smiles(self.mol)

    @cached_property
    def graph(self) -> str:
        """As of `kzschedule.structures.keys.element_graph`."""
        from kzschedule.structures.keys import element_graph

        return element_graph(self.mol)

    @cached_property
    def inchikey(self) -> str | None:
        """Its standard InChIKey; None where no InChI exists for it."""
        from kzschedule.structures.keys import inchikey_of

        return self.known_inchikey or inchikey_of(self.mol)

    @cached_property
    def drawings(self) -> frozenset[tuple[int, str]]:
        """As of `kzschedule.structures.drawings.drawing_keys`."""
        from kzschedule.structures.drawings import drawing_keys

        return drawing_keys(self.mol)
