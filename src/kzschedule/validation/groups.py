"""Checks of groups and substituents: their patterns and structures mean what their examples and decoys say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from kzschedule.records.model import Group, Listing, Substance, Substituent
from kzschedule.structures.logs import silent
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, problem


@dataclass(frozen=True)
class _Compiled:
    """A group with its patterns; what only may belong to it counts as well."""

    group: Group
    patterns: tuple[Chem.Mol, ...]

    def takes_in(self, mol: Chem.Mol) -> bool:
        """Whether a structure belongs, or may belong, to the group."""
        if self.group.formula not in (None, CalcMolFormula(mol)):
            return False
        return any(mol.HasSubstructMatch(query) for query in self.patterns)


def check_groups(package: RawPackage) -> Iterator[Finding]:
    """A group's patterns compile and match its examples, not its decoys; the row that names it is its own."""
    rows = {item.group_id: item.row_id for _, item in package.records(Listing) if item.group_id}
    for line, group in package.records(Group):
        if rows.get(group.group_id, group.row_id) != group.row_id:
            message = f"{group.group_id} is listed by {rows[group.group_id]}, not by {group.row_id}"
            yield problem(Group, line, "group", message, "correct row_id here or in listings.csv", "row_id")
        if group.group_id in rows and not (group.pattern or group.members):
            message = f"{group.group_id} has neither a pattern nor members"
            yield problem(Group, line, "group", message, "say what belongs to it", "pattern")


def check_group_patterns(package: RawPackage) -> Iterator[Finding]:
    """The patterns of a group compile, and it takes in its examples and none of its decoys."""
    structures = {item.substance_id: item.smiles for _, item in package.records(Substance)}
    for line, group in package.records(Group):
        patterns = []
        given = [("pattern", group.pattern)] if group.pattern else []
        for column, smarts in (*given, *(("unconfirmed_pattern", one) for one in group.unconfirmed_pattern)):
            with silent():
                query: Chem.Mol | None = Chem.MolFromSmarts(smarts)
            if query is None:
                message = f"{group.group_id}: {smarts!r} is no SMARTS"
                yield problem(Group, line, "pattern", message, "correct the pattern", column)
            else:
                patterns.append(query)
        for check, column, wrong in _example_problems(package, _Compiled(group, tuple(patterns)), structures):
            message = f"{group.group_id} {wrong}"
            yield problem(Group, line, check, message, "correct the pattern or the compound", column)


def _example_problems(
    package: RawPackage, compiled: _Compiled, structures: Mapping[str, str | None]
) -> Iterator[tuple[Check, str, str]]:
    group = compiled.group
    kinds: tuple[tuple[Check, tuple[str, ...], bool], ...] = (
        ("example", group.examples, True),
        ("decoy", group.decoys, False),
    )
    for kind, names, expected in kinds:
        if group.pattern and not names:
            yield kind, f"{kind}s", f"has no {kind}s"
        for name in names:
            smiles = structures.get(name, name)
            mol = package.mol(smiles) if smiles else None
            if mol is None and name not in structures:
                yield kind, f"{kind}s", f"has the {kind} {name}, which is neither a substance_id nor a SMILES"
            elif (name in group.members or (mol is not None and compiled.takes_in(mol))) != expected:
                yield kind, f"{kind}s", f"{'misses its example' if expected else 'takes in its decoy'} {name}"


def check_substituents(package: RawPackage) -> Iterator[Finding]:
    """Each structure of a substituent can be read and has as many free bonds as the substituent valences."""
    for line, item in package.records(Substituent):
        if item.number.partition(".")[0] != item.valence:
            message = f"{item.number} does not stand among those of valence {item.valence}"
            yield problem(Substituent, line, "substituent", message, "correct the number or the valence", "valence")
        if not item.smiles and not (item.rule and item.reading):
            message = f"{item.number} has no structure and says no rule and reading instead"
            yield problem(Substituent, line, "substituent", message, "give one of them", "smiles")
        if not (item.examples and item.decoys):
            message = f"{item.number} lacks examples or decoys"
            yield problem(Substituent, line, "example", message, "give at least one of each", "examples")
        for column in ("smiles", "doubtful_smiles", "examples", "decoys"):
            for smiles in getattr(item, column):
                wrong = _substituent_problem(package, item, column, smiles)
                if wrong is not None:
                    yield problem(Substituent, line, "smiles", f"{item.number}: {wrong}", "correct it", column)
        yield from _coverage_problems(package, line, item)


def _substituent_problem(package: RawPackage, item: Substituent, column: str, smiles: str) -> str | None:
    mol = package.mol(smiles)
    if mol is None:
        return f"{smiles!r} cannot be read"
    free = _free_bonds(mol)
    # A decoy may have another valence, and so may one that is printed under the wrong heading.
    if column != "decoys" and item.smiles and free != int(item.valence):
        return f"{smiles} has {free} free bonds, not {item.valence}"
    return None if free else f"{smiles} has no free bond"


def _free_bonds(mol: Chem.Mol) -> int:
    """Return how many bonds lead to a place of attachment; a double bond counts twice."""
    places = (atom for atom in mol.GetAtoms() if atom.GetAtomicNum() == 0)
    return sum(int(bond.GetBondTypeAsDouble()) for atom in places for bond in atom.GetBonds())


def _coverage_problems(package: RawPackage, line: int, item: Substituent) -> Iterator[Finding]:
    plain, doubtful, examples, decoys = (
        _canonical(package, names) for names in (item.smiles, item.doubtful_smiles, item.examples, item.decoys)
    )
    if plain & doubtful or len(plain) < len(item.smiles) or len(doubtful) < len(item.doubtful_smiles):
        message = f"{item.number}: a structure stands there twice"
        yield problem(Substituent, line, "substituent", message, "name it once", "smiles")
    if item.smiles and not item.rule and not examples <= plain | doubtful:
        message = f"{item.number} misses its examples {', '.join(sorted(examples - plain - doubtful))}"
        yield problem(Substituent, line, "example", message, "correct the structures or the example", "examples")
    if decoys & (plain | doubtful | examples):
        message = f"{item.number} takes in its decoys {', '.join(sorted(decoys & (plain | doubtful | examples)))}"
        yield problem(Substituent, line, "decoy", message, "correct the structures or the decoy", "decoys")


def _canonical(package: RawPackage, names: tuple[str, ...]) -> set[str]:
    mols = (package.mol(smiles) for smiles in names)
    return {Chem.MolToSmiles(mol) for mol in mols if mol is not None}
