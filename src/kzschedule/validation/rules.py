"""Checks of a rule file, and of the structure classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from rdkit import Chem

from kzschedule.analogues.classes import ClassPattern, classes_of, compile_classes, compiled
from kzschedule.analogues.rule import RULE_FILE, AnalogueRule, AnalogueRuleError, SubstituentClass, load_rule
from kzschedule.analogues.substituents import covers
from kzschedule.errors import DataPackageError
from kzschedule.records.model import StructureClass, Substance
from kzschedule.structures.logs import silent
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, error, problem

#: Fewest examples and decoys of a structure class.
FEWEST_EXAMPLES = 5


def check_rule_file(path: Path | str | None, package_dir: Path | str) -> list[Finding]:
    """Check a rule file: its form, its patterns, and the classes of substituents that it brings along.

    Parameters
    ----------
    path : path or None
        The rule file; None for the one of the data package.
    package_dir : path
        Folder of the data package.

    Examples
    --------
    >>> from kzschedule.records.package import default_directory
    >>> check_rule_file(None, default_directory())
    []
    """
    file = Path(path) if path is not None else Path(package_dir) / RULE_FILE
    try:
        rule = load_rule(file, package_dir)
    except AnalogueRuleError as broken:
        cure = "correct it; kzschedule/records/schemas/analogue_rule.schema.json describes the form"
        return [error(file.name, None, "rule-form", str(broken), cure)]
    return [*_part_problems(file.name, rule), *_class_problems(file.name, rule)]


def check_rules(package: RawPackage) -> Iterator[Finding]:
    """Check the rule of a data package."""
    yield from check_rule_file(None, package.directory)


def _part_problems(file: str, rule: AnalogueRule) -> Iterator[Finding]:
    yield from _repeated(file, "substituent-id", [part.substituent_id for part in rule.substituents])
    yield from _repeated(file, "core-id", [core.core_id for core in rule.cores])
    for (group, _), count in Counter((part.group, part.reason) for part in rule.replaceable).items():
        if count > 1:
            message = f"the group {group} is named {count} times"
            yield error(file, None, "replaceable", message, "join the patterns into one")
    if not rule.replaceable:
        yield error(file, None, "replaceable", "nothing is replaceable", "name a group")
    known = {part.substituent_id for part in rule.substituents}
    for core in rule.cores:
        for missing in sorted({name for names in (core.places or {}).values() for name in names} - known):
            message = f"core {core.core_id} admits {missing}, which is no class of substituents"
            yield error(file, None, "core-places", message, "name a class of the rule")


def _class_problems(file: str, rule: AnalogueRule) -> Iterator[Finding]:
    for substituent in rule.substituents:
        yield from _check_substituent(file, substituent)


def _check_substituent(file: str, substituent: SubstituentClass) -> Iterator[Finding]:
    identifier = substituent.substituent_id
    for smiles in substituent.examples:
        if not covers(substituent, smiles):
            message = f"{identifier} does not cover its example {smiles}"
            yield error(file, None, "example", message, "correct the pattern, the limits or the example")
    for smiles in substituent.decoys:
        with silent():
            unreadable = Chem.MolFromSmiles(smiles) is None
        if unreadable:
            yield error(file, None, "decoy", f"decoy {smiles} of {identifier} is no SMILES", "correct it")
        elif covers(substituent, smiles):
            message = f"{identifier} covers its decoy {smiles}"
            yield error(file, None, "decoy", message, "correct the pattern, the limits or the decoy")


def check_structure_classes(package: RawPackage) -> Iterator[Finding]:
    """The patterns of structure classes match their examples and not their decoys."""
    structures = {item.substance_id: item.smiles for _, item in package.records(Substance) if item.smiles}
    for line, entry in package.records(StructureClass):
        yield from _check_class(package, line, entry, structures)


def _check_class(
    package: RawPackage, line: int, entry: StructureClass, structures: Mapping[str, str]
) -> Iterator[Finding]:
    try:
        query = compiled(entry.smarts)
    except DataPackageError as broken:
        yield problem(StructureClass, line, "pattern", f"{entry.class_id}: {broken}", "correct the pattern", "smarts")
        return
    kinds: tuple[tuple[Check, tuple[str, ...], bool], ...] = (
        ("example", entry.examples, True),
        ("decoy", entry.decoys, False),
    )
    for kind, names, expected in kinds:
        if len(names) < FEWEST_EXAMPLES:
            message = f"{entry.class_id} has {len(names)} {kind}s, fewer than {FEWEST_EXAMPLES}"
            yield problem(StructureClass, line, kind, message, "add real compounds", f"{kind}s")
        for name in names:
            mol = package.mol(structures.get(name, name))
            if mol is None:
                message = f"{kind} {name} of {entry.class_id} is neither a substance_id nor a SMILES"
                yield problem(StructureClass, line, kind, message, "correct it", f"{kind}s")
            elif mol.HasSubstructMatch(query) != expected:
                message = f"{entry.class_id} {'misses its example' if expected else 'matches its decoy'} {name}"
                yield problem(StructureClass, line, kind, message, "correct the pattern or the compound", f"{kind}s")


def check_classes_of_substances(package: RawPackage) -> Iterator[Finding]:
    """The classes of a substance are those of its structure."""
    patterns = _patterns(package)
    for line, item in package.records(Substance):
        mol = package.mol(item.smiles) if item.smiles else None
        if mol is not None and patterns is not None and item.structure_class != (found := classes_of(mol, patterns)):
            message = f"structure_class of {item.substance_id} is not {'|'.join(found)!r}"
            cure = "write the classes of its structure"
            yield problem(Substance, line, "structure-class", message, cure, "structure_class")


def _patterns(package: RawPackage) -> tuple[ClassPattern, ...] | None:
    """Return the compiled classes; None if one is no SMARTS, which `check_structure_classes` says."""
    try:
        return compile_classes(entry for _, entry in package.records(StructureClass))
    except DataPackageError:
        return None


def _repeated(file: str, check: Check, identifiers: list[str]) -> Iterator[Finding]:
    for identifier, count in Counter(identifiers).items():
        if count > 1:
            message = f"{identifier} stands there {count} times"
            yield error(file, None, check, message, "give each its own identifier")
