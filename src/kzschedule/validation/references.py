"""Checks of keys: rows that stand twice, references that lead nowhere, rows that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from kzschedule.analogues.rule import RULE_FILE
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage

#: Columns of each file that tell its rows apart.
_PRIMARY = {
    "acts.csv": ("act_id",),
    "claims.csv": ("act_id", "kind", "source_id", "count"),
    "collisions.csv": ("name", "substance_id", "meaning"),
    "counterions.csv": ("smiles",),
    "listings.csv": ("substance_id", "table", "section", "listed_from", "item_no"),
    "names.csv": ("substance_id", "name", "language"),
    "sizes.csv": ("substance_id", "form", "valid_from"),
    "sources.csv": ("source_id",),
    "structure_classes.csv": ("class_id",),
    "substituents.csv": ("substituent_id",),
    "substances.csv": ("substance_id",),
    "treaty_rule.csv": ("priority",),
}

_SUBSTANCE, _SOURCE, _ACT, _CLASS = (
    ("substances.csv", "substance_id"),
    ("sources.csv", "source_id"),
    ("acts.csv", "act_id"),
    ("structure_classes.csv", "class_id"),
)

#: Which column of which file refers to what; a cell may hold several references.
_REFERENCES = {
    "acts.csv": {"source_ids": _SOURCE},
    "claims.csv": {"act_id": _ACT, "source_id": _SOURCE},
    "collisions.csv": {"substance_id": _SUBSTANCE, "source_id": _SOURCE},
    "counterions.csv": {"source_id": _SOURCE},
    "listings.csv": {
        "substance_id": _SUBSTANCE,
        "act_id": _ACT,
        "until_act_id": _ACT,
        "source_ids": _SOURCE,
    },
    "names.csv": {"substance_id": _SUBSTANCE, "source_id": _SOURCE},
    "sizes.csv": {"substance_id": _SUBSTANCE, "source_ids": _SOURCE},
    "substances.csv": {
        "name_en_source": _SOURCE,
        "name_ru_source": _SOURCE,
        "name_kk_source": _SOURCE,
        "cas_sources": _SOURCE,
        "excluded_by": _SOURCE,
        "remark_source": _SOURCE,
        "structure_class": _CLASS,
        "structure_evidence": _SOURCE,
    },
    "substituents.csv": {"source_id": _SOURCE},
    "treaty_rule.csv": {"substance_id": _SUBSTANCE},
}


def check_primary_keys(package: RawPackage) -> Iterator[Finding]:
    """No two rows of a file are about the same thing."""
    for name, columns in _PRIMARY.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in package.rows[name]:
            key = tuple(row.cells[column] for column in columns)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                shown = ", ".join(f"{column} {value}" for column, value in zip(columns, key, strict=True))
                yield _error(name, row.line, "primary-key", f"{shown} stands in line {first} too", "merge the rows")


def check_foreign_keys(package: RawPackage) -> Iterator[Finding]:
    """Each reference leads to a row that is there."""
    for name, references in _REFERENCES.items():
        for column, (target, key) in references.items():
            known = {row.cells[key] for row in package.rows[target]}
            for row in package.rows[name]:
                for value in filter(None, row.cells[column].split("|")):
                    if value not in known:
                        message = f"{column}: {value} is not in {target}"
                        cure = f"correct it or add the row to {target}"
                        yield _error(name, row.line, "foreign-key", message, cure, column)


def check_rule_sources(package: RawPackage) -> Iterator[Finding]:
    """Each source of the analogue rule is known."""
    known = {row.cells["source_id"] for row in package.rows["sources.csv"]}
    for source_id in package.rule_sources:
        if source_id not in known:
            yield Finding(
                file=RULE_FILE,
                row=None,
                check="foreign-key",
                severity="error",
                message=f"source_ids: {source_id} is not in sources.csv",
                cure="correct it or add the row to sources.csv",
            )


def check_unused(package: RawPackage) -> Iterator[Finding]:
    """Each source is used by a row; acts may stand alone."""
    used = {
        value
        for name, references in _REFERENCES.items()
        for column, target in references.items()
        if target == _SOURCE
        for row in package.rows[name]
        for value in row.cells[column].split("|")
    } | set(package.rule_sources)
    for row in package.rows["sources.csv"]:
        if row.cells["source_id"] not in used:
            message = f"no row uses {row.cells['source_id']}"
            yield _error("sources.csv", row.line, "unused", message, "delete the row", "source_id")


def _error(file: str, row: int, check: Check, message: str, cure: str, column: str | None = None) -> Finding:
    return Finding(file=file, row=row, column=column, check=check, severity="error", message=message, cure=cure)
