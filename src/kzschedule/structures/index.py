"""Finding a structure in the data: by canonical keys, the dear ones only where the formula occurs.

A record is parsed and its keys are computed when a query first has its molecular formula, so that loading
costs nothing and a structure that is not in the data is answered by one look-up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from rdkit import Chem

from kzschedule._cache import cached_property
from kzschedule.language.vocabulary import Relation
from kzschedule.records.model import Substance
from kzschedule.structures.beside import Beside
from kzschedule.structures.keys import inchikey_of
from kzschedule.structures.labels import labelled, stereoisomers
from kzschedule.structures.molecule import Molecule
from kzschedule.structures.parent import Parent, inorganic_form, parents_of
from kzschedule.structures.stereo import StereoDifference, compare_stereo, laid_on, mappings, stereo_forms

#: Relations in which the query is the record itself, in another salt or with other isotopes.
_OWN_FORM = frozenset({"same_structure", "salt", "isotopologue"})
#: Second block of an InChIKey without stereochemistry or isotopes, but for its last letters, which say how it was made.
_PLAIN_BLOCK = "UHFFFAOY"
_FIRST = slice(14)
#: A molecular formula with carbon.
_WITH_CARBON = re.compile(r"C(?![a-z])")
_SECOND = slice(15, 23)


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
        Whether it was a salt or an ion, and whether isotope labels were taken away to find it. A hydrate or solvate is
        no salt, though its relation is.
    contradicted : bool
        Whether the query contradicts the stereochemistry of the record, so that it is another stereoisomer. Where the
        relation is ``isotopologue``, an InChIKey does not tell whether it does, and none may be asserted.
    drawn : rdkit.Chem.Mol or None
        The record with its atoms in the order of that part of the query, where that is another tautomer or drawing of
        it; what depends on the drawing is asked of this one.
    """

    substance_id: str
    relation: Relation
    smiles: str
    salt: bool = False
    isotopes: bool = False
    contradicted: bool = False
    drawn: Chem.Mol | None = field(default=None, compare=False, repr=False)


class _Entry:
    """A record of the data; `ion` is set where it is found by its ion instead of its whole structure."""

    def __init__(self, substance: Substance, ion: Chem.Mol | None = None) -> None:
        self.substance = substance
        self.is_ion = ion is not None
        self._ion = ion

    @cached_property
    def keys(self) -> Molecule:
        return Molecule(self._ion if self._ion is not None else Chem.MolFromSmiles(self.substance.smiles))


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

    def find(self, mol: Chem.Mol) -> tuple[StructureHit, ...]:
        """Return the substances that a structure is, or is a form of.

        Parameters
        ----------
        mol : rdkit.Chem.Mol
            A sanitised molecule.

        Returns
        -------
        tuple of StructureHit
            Empty when the structure is not in the data. Each organic component of a mixture is looked up.
        """
        if len(mol.GetStereoGroups()):
            return self.find_forms(stereo_forms(mol))
        whole = Molecule(mol)
        return self.find_parents(whole, parents_of(mol, self._counterions, whole.smiles))

    def find_parents(self, whole: Molecule, parents: tuple[Parent, ...]) -> tuple[StructureHit, ...]:
        """Return what `find` does, for a caller who has the substances that a structure consists of.

        Enhanced stereochemistry is not looked at, for which there is `find_forms`.
        """
        if parents and "." not in whole.shown:
            return self._find_parents(parents, whole)
        # A salt that is a record with a position of its own is answered by it; of another one the parts count too. What
        # has no organic part is compared whole.
        hits = self._find_whole(whole)
        if not hits and not parents and (form := inorganic_form(whole.mol, whole.smiles)) is not None:
            hits = self._find_whole(Molecule(form[0]), isotopes=form[1])
        if any(hit.substance_id in self._standing for hit in hits):
            return hits
        known = {hit.substance_id for hit in hits}
        return hits + tuple(hit for hit in self._find_in_mixture(parents, whole) if hit.substance_id not in known)

    def find_forms(self, forms: Iterable[Chem.Mol]) -> tuple[StructureHit, ...]:
        """Return the substances that a structure may be which stands for several stereoisomers.

        Examples
        --------
        >>> from kzschedule.schedule import Schedule
        >>> found = Schedule.default().structures.find_forms(stereo_forms(Chem.MolFromSmiles("CCCC |&1:0|")))
        >>> found
        ()
        """
        forms = tuple(forms)
        if len(forms) == 1:
            return self.find(forms[0])
        found: dict[str, list[StructureHit]] = defaultdict(list)
        for form in forms:
            for hit in self._find_every(form):
                found[hit.substance_id].append(hit)
        return _without_contradicted([_of_several(hits, len(forms)) for hits in found.values()], self._standing)

    def components(self, mol: Chem.Mol) -> tuple[str, ...]:
        """Return the organic components of a structure as canonical SMILES of their parent structures."""
        return tuple(parent.smiles for parent in parents_of(mol, self._counterions))

    def find_inchikey(self, key: str) -> tuple[StructureHit, ...]:
        """Return the substances that an InChIKey, or the first block of one, names or may name.

        A key of another second block is compared with those of stereoisomers and of usual labelled standards. What is
        left is an isotopologue of a configuration that cannot be told: it is marked as contradicted where the record
        has one.

        Parameters
        ----------
        key : str
            An InChIKey, or its first 14 letters.
        """
        if len(key) == _FIRST.stop:
            return self.find_block(key)
        entries = self._by_block.get(key[_FIRST], ())
        exact = [entry for entry in entries if entry.substance.inchikey == key]
        if exact:
            return tuple(_named(entry, "inchikey") for entry in exact)
        if not entries or key[_SECOND] == _PLAIN_BLOCK or any(_second(entry) == key[_SECOND] for entry in entries):
            return _without_contradicted([_compare_key(entry, key) for entry in entries], self._standing)
        meant = _meant(entries, key)
        if meant is None:
            return _without_contradicted([_compare_key(entry, key) for entry in entries], self._standing)
        return tuple(
            replace(hit, relation="inchikey") if hit.relation == "same_structure" else hit for hit in self.find(meant)
        )

    def find_block(self, block: str) -> tuple[StructureHit, ...]:
        """Return all substances of a connectivity, by the first block of their InChIKeys.

        The block leaves stereochemistry, isotopes and charges open: a record that has a configuration is
        ``stereo_unspecified``, any other ``inchikey``.

        Examples
        --------
        >>> from kzschedule.schedule import Schedule
        >>> [(hit.substance_id, hit.relation) for hit in Schedule.default().structures.find_block("YELGFTGWJGBAQU")]
        [('mephedrone', 'inchikey')]
        """
        return tuple(
            _named(entry, "inchikey" if _second(entry) == _PLAIN_BLOCK else "stereo_unspecified")
            for entry in self._by_block.get(block, ())
        )

    @cached_property
    def _beside(self) -> Beside:
        records = (entry.substance for entries in self._whole.values() for entry in entries)
        return Beside(
            (
                (record.substance_id, record.smiles)
                for record in records
                if record.smiles in self._counterions or not _WITH_CARBON.match(record.formula or "C")
                if record.smiles is not None
            ),
            self._counterions,
        )

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

    def _find_whole(self, query: Molecule, *, isotopes: bool = False) -> tuple[StructureHit, ...]:
        relation: Relation = "isotopologue" if isotopes else "same_structure"
        return tuple(
            StructureHit(entry.substance.substance_id, relation, query.smiles, isotopes=isotopes)
            for entry in self._whole.get(query.formula, ())
            if query.smiles == entry.keys.smiles
            or (query.inchikey is not None and query.inchikey == entry.substance.inchikey)
        )

    def _find_in_mixture(self, parents: tuple[Parent, ...], whole: Molecule) -> tuple[StructureHit, ...]:
        """Look up the organic parts of several fragments, and what stands beside them."""
        hits = self._find_parents(parents, whole)
        known = {hit.substance_id for hit in hits}
        beside = [StructureHit(found, "component", whole.smiles) for found in self._beside.find(whole.shown)]
        others = tuple(hit for hit in beside if hit.substance_id not in known)
        return (*(replace(hit, relation="component") for hit in hits), *others) if others else hits

    def _find_parents(self, parents: tuple[Parent, ...], whole: Molecule) -> tuple[StructureHit, ...]:
        if len(parents) == 1:
            [parent] = parents
            return self._find_parent(parent, whole if parent.mol is whole.mol else parent.molecule)
        return tuple(
            replace(hit, relation="component")
            for parent in parents
            for hit in self._find_parent(parent, parent.molecule)
        )

    def _find_parent(self, parent: Parent, query: Molecule) -> tuple[StructureHit, ...]:
        entries = self._by_formula.get(parent.formula)
        if entries is None:
            return ()
        exact = [entry for entry in entries if entry.keys.smiles == query.smiles and not entry.is_ion]
        if any(entry.substance.substance_id in self._standing for entry in exact):
            # The common case. Only a relative record could be this structure too, drawn as its mirror image.
            others = [entry for entry in entries if entry.substance.stereo == "relative" and entry not in exact]
            own = [_hit(entry, _own_relation(parent), query, parent) for entry in exact]
            return tuple(own + [hit for hit in _same_connectivity(query, parent, others) if hit.relation in _OWN_FORM])
        hits = _compared(query, parent, entries)
        own = [hit for hit in hits if hit.relation in _OWN_FORM]
        if any(hit.substance_id in self._standing for hit in own):
            return tuple(own)
        return _without_contradicted(hits, self._standing)

    def _find_every(self, mol: Chem.Mol) -> Iterator[StructureHit]:
        """Iterate over the records of each organic part's connectivity, those that are contradicted too."""
        parents = parents_of(mol, self._counterions)
        for parent in parents:
            hits = _compared(parent.molecule, parent, self._by_formula.get(parent.formula, ()))
            yield from (replace(hit, relation="component") for hit in hits) if len(parents) > 1 else hits


def _of_several(hits: list[StructureHit], forms: int) -> StructureHit:
    """Say how a structure that stands for several forms relates to a record that some or all of them are compared with.

    Where one form is the record and another is not, it is left open which is meant, or both are there.
    """
    fitting = [hit for hit in hits if not hit.contradicted]
    if not fitting or len(fitting) == forms or fitting[0].relation in ("component", "tautomer"):
        return (fitting or hits)[0]
    return replace(fitting[0], relation="stereo_unspecified")


def _compared(query: Molecule, parent: Parent, entries: Collection[_Entry]) -> list[StructureHit]:
    return _same_connectivity(query, parent, entries) or _other_drawing(query, parent, entries)


def _same_connectivity(query: Molecule, parent: Parent, entries: Iterable[_Entry]) -> list[StructureHit]:
    """Compare a query with the records that are equal to it but for stereochemistry."""
    hits = []
    for entry in entries:
        record = entry.keys
        if query.smiles == record.smiles:
            difference = StereoDifference(0, 0, 0)
        elif query.flat == record.flat:
            difference = compare_stereo(query.mol, record.mol, relative=entry.substance.stereo == "relative")
        else:
            continue
        hits.append(_hit_by(difference, entry, query, parent))
    return hits


def _other_drawing(query: Molecule, parent: Parent, entries: Iterable[_Entry]) -> list[StructureHit]:
    """Compare a query with records that are drawn otherwise: one connectivity for InChI, or tautomers."""
    entries = [entry for entry in entries if entry.keys.graph == query.graph]
    block = (query.inchikey or "")[_FIRST] if entries else ""
    equal = [entry for entry in entries if block and block == (entry.keys.inchikey or "")[_FIRST]]
    hits = []
    for entry in equal or [entry for entry in entries if not query.drawings.isdisjoint(entry.keys.drawings)]:
        record = entry.keys
        difference, mapping = laid_on(query.mol, record.mol, relative=entry.substance.stereo == "relative")
        if equal and query.inchikey == record.inchikey:
            difference = StereoDifference(0, 0, 0)
        hit = _hit_by(difference, entry, query, parent)
        hits.append(
            replace(
                hit,
                relation=hit.relation if equal else "tautomer",
                drawn=_in_order_of(query.mol, record.mol, mapping),
            )
        )
    return hits


def _in_order_of(query: Chem.Mol, record: Chem.Mol, mapping: tuple[int, ...]) -> Chem.Mol:
    """Return a record with its atoms in the order of a query's on which it was laid."""
    mapping = mapping or next(iter(mappings(query, record)), ())
    order = sorted(range(len(mapping)), key=mapping.__getitem__)
    return Chem.RenumberAtoms(record, order) if len(order) == record.GetNumAtoms() else record


def _hit_by(difference: StereoDifference, entry: _Entry, query: Molecule, parent: Parent) -> StructureHit:
    """Return the hit of a record of the query's connectivity by how their stereochemistry differs."""
    relation: Relation = "salt" if entry.is_ion else _own_relation(parent)
    if difference.contradicted or (difference.added and not difference.left_open):
        relation = "stereoisomer"
    elif difference.left_open:
        relation = "stereo_unspecified"
    return _hit(entry, relation, query, parent, contradicted=difference.contradicted > 0)


def _own_relation(parent: Parent) -> Relation:
    return "isotopologue" if parent.isotopes else "salt" if parent.salt or parent.mixed else "same_structure"


def _hit(
    entry: _Entry, relation: Relation, query: Molecule, parent: Parent, *, contradicted: bool = False
) -> StructureHit:
    return StructureHit(
        entry.substance.substance_id, relation, query.smiles, parent.salt, parent.isotopes, contradicted
    )


def _second(entry: _Entry) -> str:
    return (entry.substance.inchikey or "")[_SECOND]


def _named(entry: _Entry, relation: Relation) -> StructureHit:
    return StructureHit(entry.substance.substance_id, relation, entry.substance.smiles or "")


def _compare_key(entry: _Entry, key: str) -> StructureHit:
    """Return how an InChIKey that no structure was drawn for relates to a record of the same connectivity."""
    relation: Relation = "isotopologue"
    if key[_SECOND] == _second(entry):
        relation = "salt"
    elif key[_SECOND] == _PLAIN_BLOCK:
        relation = "stereo_unspecified"
    isotopes = relation == "isotopologue"
    contradicted = isotopes and entry.substance.stereo in ("absolute", "relative")
    return replace(_named(entry, relation), salt=relation == "salt", isotopes=isotopes, contradicted=contradicted)


def _meant(entries: Iterable[_Entry], key: str) -> Chem.Mol | None:
    """Return the structure of an InChIKey, if it is a stereoisomer or a usual labelled form of a record."""
    records = [entry.keys.mol for entry in entries]
    drawn = [*records, *(one for record in records for one in stereoisomers(record))]
    plain = list({Chem.MolToSmiles(mol): mol for mol in drawn}.values())
    meant = (one for one in chain(plain, *map(labelled, plain)) if (inchikey_of(one) or "")[_SECOND] == key[_SECOND])
    return next(meant, None)


def _without_contradicted(hits: list[StructureHit], standing: Collection[str]) -> tuple[StructureHit, ...]:
    """Leave out records that the query contradicts where another record that answers for itself covers it."""
    covered = any(hit.substance_id in standing and not hit.contradicted for hit in hits)
    return tuple(hit for hit in hits if not (covered and hit.contradicted))
