"""Finding a structure in the data: by canonical keys, the dear ones only where the formula occurs.

A record is parsed and its keys are computed when a query first has its molecular formula, so that loading
costs nothing and a structure that is not in the data is answered by one look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.model import Substance
from kzschedule.structures.keys import element_graph, flat_smiles, inchikey_of, tautomer_keys
from kzschedule.structures.parent import Parent, inorganic_form, parents_of
from kzschedule.structures.stereo import compare_stereo
from kzschedule.verdict import Relation

#: Relations in which the query is the record itself, in another salt or with other isotopes.
_OWN_FORM = frozenset({"same_structure", "salt", "isotopologue"})
#: Second block of an InChIKey without stereochemistry or isotopes.
_PLAIN_BLOCK = "UHFFFAOYSA"


@dataclass(frozen=True)
class StructureHit:
    """A substance whose structure the query has, or is a form of.

    Attributes
    ----------
    substance_id : str
    relation : str
        How the query relates to the record's structure.
    smiles : str
        The part of the query that was found, reduced to its parent structure.
    salt, isotopes : bool
        Whether a salt, solvate or charge, or isotope labels were taken away to find it.
    contradicted : bool
        Whether the query contradicts the stereochemistry of the record, so that it is another stereoisomer.
    """

    substance_id: str
    relation: Relation
    smiles: str
    salt: bool = False
    isotopes: bool = False
    contradicted: bool = False


class _Keys:
    """A molecule with its keys, each computed once when it is needed."""

    def __init__(self, mol: Chem.Mol, smiles: str | None = None) -> None:
        self.mol = mol
        self._smiles = smiles

    @cached_property
    def smiles(self) -> str:
        return self._smiles or Chem.MolToSmiles(self.mol)

    @cached_property
    def flat(self) -> str:
        return flat_smiles(self.mol)

    @cached_property
    def graph(self) -> str:
        return element_graph(self.mol)

    @cached_property
    def inchikey(self) -> str | None:
        return inchikey_of(self.mol)

    @cached_property
    def tautomers(self) -> tuple[str, str]:
        return tautomer_keys(self.mol)


class _Entry:
    """A record of the data; `ion` is set where it is found by its ion instead of its whole structure."""

    def __init__(self, substance: Substance, ion: Chem.Mol | None = None) -> None:
        self.substance = substance
        self.is_ion = ion is not None
        self._ion = ion

    @cached_property
    def keys(self) -> _Keys:
        return _Keys(self._ion if self._ion is not None else Chem.MolFromSmiles(self.substance.smiles))


class StructureIndex:
    """The structures of a data package.

    Parameters
    ----------
    substances : iterable of Substance
        The records; those without a structure are passed over.
    counterions : collection of str
        Neutral fragments, canonical SMILES without stereo, that are never the substance meant.
    standing : collection of str
        Identifiers of the substances that answer for their own stereo form: those with a position on the
        list, and those that a provision excludes by name.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> index = Schedule.default().structures
    >>> [(hit.substance_id, hit.relation) for hit in index.find(Chem.MolFromSmiles("CNC(C)C(=O)c1ccccc1.Cl"))]
    [('methcathinone', 'salt')]
    """

    def __init__(
        self, substances: Iterable[Substance], counterions: Collection[str], standing: Collection[str]
    ) -> None:
        self._counterions = frozenset(counterions)
        self._standing = frozenset(standing)
        self._whole: dict[str, list[_Entry]] = defaultdict(list)
        self._by_formula: dict[str, list[_Entry]] = defaultdict(list)
        self._by_block: dict[str, list[_Entry]] = defaultdict(list)
        for substance in substances:
            if substance.smiles and substance.formula and substance.inchikey:
                self._add(substance, substance.smiles, substance.formula, substance.inchikey)

    def find(
        self, mol: Chem.Mol, smiles: str | None = None, parents: tuple[Parent, ...] | None = None
    ) -> tuple[StructureHit, ...]:
        """Return the substances that a structure is, or is a form of.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised molecule.
        smiles : str, optional
            Its canonical SMILES, where the caller has it.
        parents : tuple of Parent, optional
            The substances that it consists of, where the caller has them.

        Returns
        -------
        tuple of StructureHit
            Empty when the structure is not in the data. Each organic component of a mixture is looked up.
        """
        whole = _Keys(mol, smiles)
        if parents is None:
            parents = parents_of(mol, self._counterions, whole.smiles)
        if not parents or "." in whole.smiles:
            # A salt that is a record of its own is answered by it; what has no organic part is compared whole.
            hits = self._find_whole(whole)
            if not hits and not parents and (form := inorganic_form(mol, whole.smiles)) is not None:
                hits = self._find_whole(_Keys(form[0]), isotopes=form[1])
            if hits or not parents:
                return hits
        if len(parents) == 1:
            [parent] = parents
            return self._find_parent(parent, whole if parent.mol is mol else _Keys(parent.mol, parent.smiles))
        return tuple(
            replace(hit, relation="component")
            for parent in parents
            for hit in self._find_parent(parent, _Keys(parent.mol, parent.smiles))
        )

    def components(self, mol: Chem.Mol) -> tuple[str, ...]:
        """Return the organic components of a structure as canonical SMILES of their parent structures."""
        return tuple(Chem.MolToSmiles(parent.mol) for parent in parents_of(mol, self._counterions))

    def find_inchikey(self, key: str) -> tuple[StructureHit, ...]:
        """Return the substances that an InChIKey names, or of which it names another stereo form.

        Without the structure a stereo form that differs from an ``absolute`` record cannot be told from one
        that contradicts it; it is marked as contradicted.
        """
        entries = self._by_block.get(key[:14], ())
        exact = [entry for entry in entries if entry.substance.inchikey == key]
        if exact:
            return tuple(
                StructureHit(entry.substance.substance_id, "inchikey", entry.substance.smiles or "") for entry in exact
            )
        return _without_contradicted([_compare_key(entry, key) for entry in entries])

    def _add(self, substance: Substance, smiles: str, formula: str, inchikey: str) -> None:
        entry = _Entry(substance)
        self._by_block[inchikey[:14]].append(entry)
        if "." not in smiles:
            self._by_formula[formula].append(entry)
            self._whole[formula].append(entry)
            return
        self._whole[formula].append(entry)
        # A record that is a salt is found in its other salts only where its ion exists in salts alone.
        for parent in parents_of(entry.keys.mol, self._counterions):
            if Chem.GetFormalCharge(parent.mol):
                self._by_formula[parent.formula].append(_Entry(substance, parent.mol))

    def _find_whole(self, query: _Keys, *, isotopes: bool = False) -> tuple[StructureHit, ...]:
        relation: Relation = "isotopologue" if isotopes else "same_structure"
        return tuple(
            StructureHit(entry.substance.substance_id, relation, query.smiles, isotopes=isotopes)
            for entry in self._whole.get(CalcMolFormula(query.mol), ())
            if query.smiles == entry.keys.smiles
            or (query.inchikey is not None and query.inchikey == entry.substance.inchikey)
        )

    def _find_parent(self, parent: Parent, query: _Keys) -> tuple[StructureHit, ...]:
        entries = [
            entry
            for entry in self._by_formula.get(parent.formula, ())
            if not (parent.salt and entry.substance.salts_excluded)
        ]
        exact = [entry for entry in entries if entry.keys.smiles == query.smiles and not entry.is_ion]
        if any(entry.substance.substance_id in self._standing for entry in exact):
            # The common case. Only a relative record could be this structure too, drawn as its mirror image.
            others = [entry for entry in entries if entry.substance.stereo == "relative" and entry not in exact]
            own = [_hit(entry, _own_relation(parent), query, parent) for entry in exact]
            return tuple(own + [hit for hit in _same_connectivity(query, parent, others) if hit.relation in _OWN_FORM])
        hits = _same_connectivity(query, parent, entries)
        if not hits:
            return _other_drawing(query, parent, entries)
        own = [hit for hit in hits if hit.relation in _OWN_FORM]
        if any(hit.substance_id in self._standing for hit in own):
            return tuple(own)
        return _without_contradicted(hits)


def _same_connectivity(query: _Keys, parent: Parent, entries: Iterable[_Entry]) -> list[StructureHit]:
    """Compare a query with the records that are equal to it but for stereochemistry."""
    hits = []
    for entry in entries:
        record = entry.keys
        same: Relation = "salt" if entry.is_ion else _own_relation(parent)
        contradicted = False
        relation: Relation
        if query.smiles == record.smiles:
            relation = same
        elif query.flat == record.flat:
            difference = compare_stereo(query.mol, record.mol, relative=entry.substance.stereo == "relative")
            contradicted = difference.contradicted > 0
            if contradicted:
                relation = "stereoisomer"
            elif difference.left_open:
                relation = "stereo_unspecified"
            else:
                relation = "stereoisomer" if difference.added else same
        else:
            continue
        hits.append(_hit(entry, relation, query, parent, contradicted=contradicted))
    return hits


def _other_drawing(query: _Keys, parent: Parent, entries: list[_Entry]) -> tuple[StructureHit, ...]:
    """Compare a query with records that are drawn otherwise: one InChI for both, or tautomers."""
    entries = [entry for entry in entries if entry.keys.graph == query.graph]
    if not entries:
        return ()
    key = query.inchikey
    equal = [entry for entry in entries if key is not None and key == entry.keys.inchikey]
    if equal:
        return tuple(_hit(entry, _own_relation(parent), query, parent) for entry in equal)
    return tuple(
        _hit(entry, "tautomer", query, parent)
        for entry in entries
        if any(mine == theirs for mine, theirs in zip(query.tautomers, entry.keys.tautomers, strict=True))
    )


def _own_relation(parent: Parent) -> Relation:
    return "isotopologue" if parent.isotopes else "salt" if parent.salt else "same_structure"


def _hit(
    entry: _Entry, relation: Relation, query: _Keys, parent: Parent, *, contradicted: bool = False
) -> StructureHit:
    return StructureHit(
        entry.substance.substance_id, relation, query.smiles, parent.salt, parent.isotopes, contradicted
    )


def _compare_key(entry: _Entry, key: str) -> StructureHit:
    """Return how an InChIKey relates to a record of the same connectivity and another key."""
    relation: Relation
    contradicted = False
    if key[15:25] == (entry.substance.inchikey or "")[15:25]:
        relation = "salt"
    elif key[15:25] == _PLAIN_BLOCK:
        relation = "stereo_unspecified"
    elif entry.substance.stereo == "none":
        relation = "isotopologue"
    elif entry.substance.stereo == "unspecified":
        relation = "stereoisomer"
    elif entry.substance.stereo == "relative" and key == inchikey_of(_mirror_image(entry.keys.mol)):
        relation = "inchikey"
    else:
        relation, contradicted = "stereoisomer", True
    return StructureHit(
        entry.substance.substance_id, relation, entry.keys.smiles, relation == "salt", False, contradicted
    )


def _mirror_image(mol: Chem.Mol) -> Chem.Mol:
    image = Chem.Mol(mol)
    for atom in image.GetAtoms():
        atom.InvertChirality()
    return image


def _without_contradicted(hits: list[StructureHit]) -> tuple[StructureHit, ...]:
    """Leave out records that the query contradicts where another record covers it."""
    covering = tuple(hit for hit in hits if not hit.contradicted)
    return covering or tuple(hits)
