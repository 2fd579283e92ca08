"""Checks of chemistry: structures, formulas, keys, CAS numbers, counterions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.answer.identify import read_cas
from kzschedule.errors import InvalidIdentifierError
from kzschedule.language.vocabulary import NUMBERS
from kzschedule.records.model import Collision, Counterion, Name, Record, Source, Substance
from kzschedule.structures.keys import flat_smiles, inchikey_of
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, problem

#: Sources that are no independent confirmation of a structure.
_KNOWLEDGE = "recalled"


def check_structures(package: RawPackage) -> Iterator[Finding]:
    """Each structure can be read, and its InChIKey, formula and stereo column are its own."""
    sources = package.sources()
    for line, substance in package.records(Substance):
        parts = (substance.smiles, substance.inchikey, substance.formula)
        if any(parts) != all(parts):
            message = "SMILES, InChIKey and formula go together"
            yield problem(Substance, line, "structure", message, "fill in what is missing")
        if substance.smiles is None:
            yield from _missing_structure(line, substance, sources)
        elif substance.kind != "substance":
            message = f"a {substance.kind} has a structure"
            cure = "correct the kind, or leave the structure out"
            yield problem(Substance, line, "structure", message, cure, "smiles")
        elif (mol := package.mol(substance.smiles)) is None:
            message = f"{substance.smiles!r} cannot be read"
            yield problem(Substance, line, "smiles", message, "correct the SMILES", "smiles")
        else:
            yield from _derived_problems(line, substance, mol)
            yield from _stereo_problems(line, substance, mol)
            yield from _unconfirmed(line, substance, sources)


def _missing_structure(line: int, substance: Substance, sources: Mapping[str, Source]) -> Iterator[Finding]:
    # The decree's own text can name a substance of which no more is known than its name.
    named = sources.get(substance.name_ru_source or "") or sources.get(substance.name_en_source)
    known_by_name = named is not None and named.kind == "official_text"
    if substance.structure_evidence or (substance.kind == "substance" and not known_by_name):
        message = f"{substance.substance_id} has no structure"
        yield problem(Substance, line, "structure", message, "give it, or correct kind and structure_evidence")


def _derived_problems(line: int, substance: Substance, mol: Chem.Mol) -> Iterator[Finding]:
    cure = "find out which of the two is right"
    if substance.inchikey != (key := inchikey_of(mol)):
        message = f"InChIKey of the SMILES is {key}, not {substance.inchikey}"
        yield problem(Substance, line, "inchikey", message, cure, "inchikey")
    if substance.formula != (formula := CalcMolFormula(mol)):
        message = f"formula of the SMILES is {formula}, not {substance.formula}"
        yield problem(Substance, line, "formula", message, cure, "formula")


def _unconfirmed(line: int, substance: Substance, sources: Mapping[str, Source]) -> Iterator[Finding]:
    confirmed = [name for name in substance.structure_evidence if name in sources]
    if all(sources[name].consulted == _KNOWLEDGE for name in confirmed):
        message = f"no independent source confirms the structure of {substance.substance_id}"
        cure = "name one, or leave the structure out"
        yield problem(Substance, line, "structure-evidence", message, cure, "structure_evidence")


def _stereo_problems(line: int, substance: Substance, mol: Chem.Mol) -> Iterator[Finding]:
    specified = {"@", "/", "\\"} & set(substance.smiles or "")
    if substance.stereo in ("absolute", "relative") and not specified:
        message = f"stereo is {substance.stereo}, but the SMILES has none"
    elif substance.stereo in ("unspecified", "none") and specified:
        message = f"stereo is {substance.stereo}, but the SMILES has some"
    elif substance.stereo == "none" and any(is_open_centre(mol, centre) for centre in Chem.FindPotentialStereo(mol)):
        message = "stereo is none, but the structure has centres"
    else:
        return
    yield problem(Substance, line, "stereo", message, "correct one of the two", "stereo")


def is_open_centre(mol: Chem.Mol, centre: Chem.StereoInfo) -> bool:
    """Whether a place is a centre; amine nitrogen is none, since it inverts."""
    if centre.type != Chem.StereoType.Atom_Tetrahedral:
        return True
    nitrogen: bool = mol.GetAtomWithIdx(centre.centeredOn).GetAtomicNum() == 7
    return not nitrogen


def check_cas_numbers(package: RawPackage) -> Iterator[Finding]:
    """Each CAS number has its check digit, its source, and one substance."""
    owners: dict[str, str] = {}
    for line, substance in package.records(Substance):
        if bool(substance.cas) != bool(substance.cas_sources):
            yield problem(
                Substance,
                line,
                "cas-source",
                "a CAS number and its sources go together",
                "give both or neither",
                "cas",
            )
        if substance.cas is None:
            continue
        yield from _cas_problems(Substance, line, substance.cas, "cas")
        owner = owners.setdefault(substance.cas, substance.substance_id)
        if owner != substance.substance_id:
            message = f"{substance.cas} is also the number of {owner}"
            cure = "leave out the one that its source does not give"
            yield problem(Substance, line, "cas-duplicate", message, cure, "cas")
    for line, name in package.records(Name):
        if name.kind in NUMBERS:
            yield from _cas_problems(Name, line, name.name, "name")
            if name.name in owners:
                message = f"{name.name} is the number of {owners[name.name]} itself"
                yield problem(Name, line, "cas-duplicate", message, "delete the row", "name")


def _cas_problems(model: type[Record], line: int, number: str, column: str) -> Iterator[Finding]:
    try:
        wrong = read_cas(number) != number
    except InvalidIdentifierError as error:
        yield problem(model, line, "cas", str(error), "correct it from its source", column)
        return
    if wrong:
        message = f"{number!r} is not in the usual form"
        yield problem(model, line, "cas", message, f"write {read_cas(number)}", column)


def check_duplicate_structures(package: RawPackage) -> Iterator[Finding]:
    """Two substances share a structure only where a declared name means both."""
    declared: dict[str, set[str]] = defaultdict(set)
    for _, meaning in package.records(Collision):
        if meaning.substance_id:
            declared[meaning.name].add(meaning.substance_id)
    owners: dict[str, str] = {}
    for line, substance in package.records(Substance):
        if substance.inchikey is None:
            continue
        owner = owners.setdefault(substance.inchikey, substance.substance_id)
        pair = {owner, substance.substance_id}
        if len(pair) == 2 and not any(pair <= meanings for meanings in declared.values()):
            message = f"{substance.substance_id} has the structure of {owner}"
            yield problem(
                Substance,
                line,
                "duplicate-structure",
                message,
                "merge the rows, or declare their common name",
                "smiles",
            )


def check_counterions(package: RawPackage) -> Iterator[Finding]:
    """Each counterion is one neutral fragment in canonical form without stereo."""
    for line, counterion in package.records(Counterion):
        mol = package.mol(counterion.smiles)
        if mol is None:
            message = f"{counterion.smiles!r} cannot be read"
            yield problem(Counterion, line, "counterion", message, "correct the SMILES", "smiles")
        elif "." in counterion.smiles or Chem.GetFormalCharge(mol):
            message = f"{counterion.smiles} is not one neutral fragment"
            yield problem(Counterion, line, "counterion", message, "write its free acid or base", "smiles")
        elif counterion.smiles != flat_smiles(mol):
            message = f"{counterion.smiles} is not canonical"
            yield problem(Counterion, line, "counterion", message, f"write {flat_smiles(mol)}", "smiles")


def check_meanings(package: RawPackage) -> Iterator[Finding]:
    """The structure of a name's meaning can be read, and is the substance's own where it means one."""
    structures = {substance.substance_id: substance.smiles for _, substance in package.records(Substance)}
    for line, meaning in package.records(Collision):
        if meaning.substance_id is not None:
            if meaning.smiles != structures.get(meaning.substance_id):
                message = f"the structure is not that of {meaning.substance_id}"
                yield problem(Collision, line, "meaning", message, "copy it from substances.csv", "smiles")
            continue
        if meaning.smiles is not None and package.mol(meaning.smiles) is None:
            message = f"{meaning.smiles!r} cannot be read"
            yield problem(Collision, line, "meaning", message, "correct the SMILES", "smiles")
