"""Checks of keys: rows that stand twice, references that lead nowhere, rows that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RULE_FILE, RawPackage, error

_Target = tuple[str, str]

_SUBSTANCE, _SOURCE, _ACT, _CLASS, _ROW, _GROUP, _REVISION = (
    ("substances.csv", "substance_id"),
    ("sources.csv", "source_id"),
    ("acts.csv", "act_id"),
    ("structure_classes.csv", "class_id"),
    ("rows.csv", "row_id"),
    ("groups.csv", "group_id"),
    ("revisions.csv", "revision_id"),
)
#: What every record of a printed state refers to.
_PRINTED: Mapping[str, _Target] = {
    "first_revision": _REVISION,
    "last_revision": _REVISION,
    "act_id": _ACT,
    "or_act_id": _ACT,
}

#: Columns of each file that tell its rows apart.
PRIMARY: Mapping[str, tuple[str, ...]] = {
    "acts.csv": ("act_id",),
    "claims.csv": ("act_id", "kind", "source_id", "count"),
    "collisions.csv": ("name", "substance_id", "meaning"),
    "counterions.csv": ("smiles",),
    "cultivation.csv": ("cult_id", "first_revision"),
    "groups.csv": ("group_id",),
    "listings.csv": ("row_id", "substance_id", "group_id"),
    "names.csv": ("substance_id", "name", "language"),
    "notes.csv": ("note_id", "first_revision"),
    "other_lists.csv": ("substance_id", "act"),
    "preparations.csv": ("row_id", "first_revision"),
    "revisions.csv": ("revision_id",),
    "rows.csv": ("row_id", "first_revision"),
    "sizes.csv": ("size_id", "first_revision"),
    "sources.csv": ("source_id",),
    "structure_classes.csv": ("class_id",),
    "substances.csv": ("substance_id",),
    "substituents.csv": ("number", "first_revision"),
    "treaties.csv": ("substance_id", "convention", "schedule"),
    "veterinary.csv": ("vet_id", "first_revision"),
}

#: Which column of which file refers to what; a cell may hold several references.
REFERENCES: Mapping[str, Mapping[str, _Target]] = {
    "acts.csv": {"source_ids": _SOURCE},
    "claims.csv": {"act_id": _ACT, "source_id": _SOURCE, "row_ids": _ROW},
    "collisions.csv": {"substance_id": _SUBSTANCE, "source_id": _SOURCE},
    "counterions.csv": {"source_id": _SOURCE},
    "cultivation.csv": {"plant_id": _SUBSTANCE, **_PRINTED},
    "groups.csv": {"row_id": _ROW, "members": _SUBSTANCE},
    "listings.csv": {"row_id": _ROW, "substance_id": _SUBSTANCE, "group_id": _GROUP},
    "names.csv": {"substance_id": _SUBSTANCE, "source_id": _SOURCE},
    "notes.csv": {"except": _ROW, **_PRINTED},
    "other_lists.csv": {"substance_id": _SUBSTANCE, "source_ids": _SOURCE},
    "preparations.csv": {"row_id": _ROW, "substance_ids": _SUBSTANCE, **_PRINTED},
    "revisions.csv": {"act_id": _ACT},
    "rows.csv": _PRINTED,
    "sizes.csv": _PRINTED,
    "substances.csv": {
        "name_en_source": _SOURCE,
        "name_ru_source": _SOURCE,
        "name_kk_source": _SOURCE,
        "cas_sources": _SOURCE,
        "remark_source": _SOURCE,
        "structure_class": _CLASS,
        "structure_evidence": _SOURCE,
    },
    "substituents.csv": _PRINTED,
    "treaties.csv": {"substance_id": _SUBSTANCE, "source_ids": _SOURCE},
    "veterinary.csv": {"substance_ids": _SUBSTANCE, **_PRINTED},
}


def check_primary_keys(package: RawPackage) -> Iterator[Finding]:
    """No two rows of a file are about the same thing."""
    for name, columns in PRIMARY.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in package.rows[name]:
            key = tuple(row.cells[column] for column in columns)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                shown = ", ".join(f"{column} {value}" for column, value in zip(columns, key, strict=True))
                yield error(name, row.line, "primary-key", f"{shown} stands in line {first} too", "merge the rows")


def check_foreign_keys(package: RawPackage) -> Iterator[Finding]:
    """Each reference leads to a row that is there."""
    for name, references in REFERENCES.items():
        for column, (target, key) in references.items():
            known = {row.cells[key] for row in package.rows[target]}
            for row in package.rows[name]:
                for value in filter(None, row.cells[column].split("|")):
                    if value not in known:
                        message = f"{column}: {value} is not in {target}"
                        cure = f"correct it or add the row to {target}"
                        yield error(name, row.line, "foreign-key", message, cure, column)


def check_rule_sources(package: RawPackage) -> Iterator[Finding]:
    """Each source of the analogue rule is known."""
    known = {row.cells["source_id"] for row in package.rows["sources.csv"]}
    for source_id in package.rule_sources:
        if source_id not in known:
            message = f"source_ids: {source_id} is not in sources.csv"
            yield error(RULE_FILE, None, "foreign-key", message, "correct it or add the row to sources.csv")


def check_unused(package: RawPackage) -> Iterator[Finding]:
    """Each source and each group is used by a row; acts may stand alone."""
    used = _used(package, _SOURCE) | set(package.rule_sources)
    sized = {target for row in package.rows["sizes.csv"] for target in row.cells["targets"].split("|")}
    grouped = _used(package, _GROUP) | {target.removeprefix("group:") for target in sized}
    grouped |= {row.cells["group_id"] for row in package.rows["groups.csv"] if row.cells["row_id"] in sized}
    for name, column, known in (("sources.csv", "source_id", used), ("groups.csv", "group_id", grouped)):
        for row in package.rows[name]:
            if row.cells[column] not in known:
                yield error(name, row.line, "unused", f"no row uses {row.cells[column]}", "delete the row", column)


def _used(package: RawPackage, target: _Target) -> set[str]:
    """Return what the references to a file name."""
    return {
        value
        for name, references in REFERENCES.items()
        for column, refers_to in references.items()
        if refers_to == target
        for row in package.rows[name]
        for value in row.cells[column].split("|")
    }
