"""Checks of a rule file, and of the tables of substituents and structure classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError
from rdkit import Chem

from kzschedule.analogues.rule import (
    RULE_FILE,
    SUBSTITUENTS_FILE,
    AnalogueRuleError,
    SubstituentClass,
    load_rule,
    read_substituents,
)
from kzschedule.analogues.substituents import covers
from kzschedule.classes import CLASSES_FILE, classes_of, compile_classes, compiled
from kzschedule.datapackage import numbered_rows, read_file
from kzschedule.errors import DataPackageError
from kzschedule.model import StructureClass, Substance
from kzschedule.structures.logs import silent
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage

#: Fewest examples and decoys of a structure class.
FEWEST_EXAMPLES = 5


def check_rule_file(path: Path | str | None, package_dir: Path | str) -> list[Finding]:
    """Check a rule file: its form, its patterns, and the classes of substituents that it brings along.

    Parameters
    ----------
    path : path or None
        The rule file; None for the one of the data package.
    package_dir : path
        Folder of the data package, whose substituents a rule without its own takes.

    Examples
    --------
    >>> from kzschedule.datapackage import default_directory
    >>> check_rule_file(None, default_directory())
    []
    """
    file = Path(path) if path is not None else Path(package_dir) / RULE_FILE
    try:
        rule = load_rule(file, package_dir)
    except AnalogueRuleError as error:
        cure = "correct it; kzschedule/schemas/analogue_rule.schema.json describes the form"
        return [_finding(file.name, None, "rule-form", str(error), cure)]
    findings = list(_repeated(file.name, "substituent-id", [part.substituent_id for part in rule.substituents]))
    findings += _repeated(file.name, "core-id", [core.core_id for core in rule.cores])
    for group, count in Counter(part.group for part in rule.replaceable).items():
        if count > 1:
            message = f"the group {group} is named {count} times"
            findings.append(_finding(file.name, None, "replaceable", message, "join the patterns into one"))
    if not rule.replaceable:
        findings.append(_finding(file.name, None, "replaceable", "nothing is replaceable", "name a group"))
    known = {part.substituent_id for part in rule.substituents}
    for core in rule.cores:
        for missing in sorted({name for names in (core.places or {}).values() for name in names} - known):
            message = f"core {core.core_id} admits {missing}, which is no class of substituents"
            findings.append(_finding(file.name, None, "core-places", message, "name a class of the rule"))
    for substituent in rule.substituents:
        findings += _check_substituent(file.name, None, substituent)
    return findings


def check_rules(package: RawPackage) -> Iterator[Finding]:
    """Check the rule, the substituents and the structure classes of a data package."""
    structures = {item.substance_id: item.smiles for _, item in package.records(Substance) if item.smiles}
    yield from check_rule_file(None, package.directory)
    yield from check_substituents(package.directory)
    yield from check_structure_classes(package.directory, structures)
    try:
        patterns = compile_classes(entry for _, entry in package.records(StructureClass))
    except DataPackageError:
        return  # said by check_structure_classes
    for line, item in package.records(Substance):
        with silent():
            mol: Chem.Mol | None = Chem.MolFromSmiles(item.smiles or "")
        if item.smiles and mol is not None and item.structure_class != classes_of(mol, patterns):
            expected = "|".join(classes_of(mol, patterns))
            message = f"structure_class of {item.substance_id} is not {expected!r}"
            cure = "write the classes of its structure"
            yield _finding("substances.csv", line, "structure-class", message, cure, "structure_class")


def check_substituents(package_dir: Path | str, source_ids: Iterable[str] | None = None) -> list[Finding]:
    """Check ``substituents.csv``: rows can be read, patterns match, examples do, decoys do not, ids are unique.

    Parameters
    ----------
    package_dir : path
        Folder of the data package.
    source_ids : iterable of str, optional
        Known sources; not compared if None.

    Examples
    --------
    >>> from kzschedule.datapackage import default_directory
    >>> check_substituents(default_directory())
    []
    """
    name = SUBSTITUENTS_FILE
    try:
        rows = read_substituents(Path(package_dir) / name)
    except AnalogueRuleError as error:
        return [_finding(name, None, "file", str(error), "restore the file")]
    findings = list(_repeated(name, "substituent-id", [str(row.get("substituent_id")) for row in rows]))
    sources = None if source_ids is None else frozenset(source_ids)
    for line, row in zip(_lines(Path(package_dir) / name), rows, strict=True):
        try:
            substituent = SubstituentClass.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            message = f"{place}: {first['msg']}"
            findings.append(_finding(name, line, "row-form", message, "correct the cell", str(first["loc"][0])))
            continue
        findings += _check_substituent(name, line, substituent)
        if not substituent.examples or not substituent.decoys:
            message = f"{substituent.substituent_id} lacks examples or decoys"
            findings.append(_finding(name, line, "examples", message, "give at least one of each", "examples"))
        if sources is not None and substituent.source_id not in sources:
            message = f"source {substituent.source_id!r} of {substituent.substituent_id} is unknown"
            findings.append(_finding(name, line, "source", message, "add it to sources.csv", "source_id"))
    return findings


def check_structure_classes(package_dir: Path | str, structures: Mapping[str, str]) -> list[Finding]:
    """Check ``structure_classes.csv``: patterns match their examples and not their decoys, ids are unique.

    Parameters
    ----------
    package_dir : path
        Folder of the data package.
    structures : mapping of str to str
        SMILES by substance_id, for examples that are substances of the data.
    """
    try:
        classes = read_file(Path(package_dir) / CLASSES_FILE, StructureClass)
    except DataPackageError as error:
        return [_finding(CLASSES_FILE, None, "file", str(error), "restore the file")]
    findings = list(_repeated(CLASSES_FILE, "class-id", [entry.class_id for entry in classes]))
    for line, entry in zip(_lines(Path(package_dir) / CLASSES_FILE), classes, strict=True):
        findings += _check_class(line, entry, structures)
    return findings


def _check_substituent(file: str, line: int | None, substituent: SubstituentClass) -> Iterator[Finding]:
    identifier = substituent.substituent_id
    try:
        _ = substituent.query
    except AnalogueRuleError as error:
        yield _finding(file, line, "pattern", str(error), "correct the pattern or the limit")
        return
    for smiles in substituent.examples:
        if not covers(substituent, smiles):
            message = f"{identifier} does not cover its example {smiles}"
            yield _finding(file, line, "example", message, "correct the pattern, the limits or the example")
    for smiles in substituent.decoys:
        with silent():
            unreadable = Chem.MolFromSmiles(smiles) is None
        if unreadable:
            yield _finding(file, line, "decoy", f"decoy {smiles} of {identifier} is no SMILES", "correct it")
        elif covers(substituent, smiles):
            message = f"{identifier} covers its decoy {smiles}"
            yield _finding(file, line, "decoy", message, "correct the pattern, the limits or the decoy")


def _check_class(line: int, entry: StructureClass, structures: Mapping[str, str]) -> Iterator[Finding]:
    try:
        query = compiled(entry.smarts)
    except DataPackageError as error:
        yield _finding(CLASSES_FILE, line, "pattern", f"{entry.class_id}: {error}", "correct the pattern")
        return
    kinds: tuple[tuple[Check, tuple[str, ...], bool], ...] = (
        ("example", entry.examples, True),
        ("decoy", entry.decoys, False),
    )
    for kind, names, expected in kinds:
        if len(names) < FEWEST_EXAMPLES:
            message = f"{entry.class_id} has {len(names)} {kind}s, fewer than {FEWEST_EXAMPLES}"
            yield _finding(CLASSES_FILE, line, kind, message, "add real compounds")
        for name in names:
            with silent():
                mol: Chem.Mol | None = Chem.MolFromSmiles(structures.get(name, name))
            if mol is None:
                message = f"{kind} {name} of {entry.class_id} is neither a substance_id nor a SMILES"
                yield _finding(CLASSES_FILE, line, kind, message, "correct it")
            elif mol.HasSubstructMatch(query) != expected:
                message = f"{entry.class_id} {'misses its example' if expected else 'matches its decoy'} {name}"
                yield _finding(CLASSES_FILE, line, kind, message, "correct the pattern or the compound")


def _repeated(file: str, check: Check, identifiers: list[str]) -> Iterator[Finding]:
    for identifier, count in Counter(identifiers).items():
        if count > 1:
            message = f"{identifier} stands there {count} times"
            yield _finding(file, None, check, message, "give each its own identifier")


def _lines(file: Path) -> list[int]:
    """Lines where the rows of a readable file begin; empty lines hold none."""
    rows = numbered_rows(file.read_text(encoding="utf-8"))
    return [line for line, cells in rows if cells][1:]


def _finding(file: str, row: int | None, check: Check, message: str, cure: str, column: str | None = None) -> Finding:
    return Finding(file=file, row=row, column=column, check=check, severity="error", message=message, cure=cure)
