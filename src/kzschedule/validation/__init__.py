"""Checks of a data package: one function a check, and a runner that prints all problems, not the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kzschedule.records.package import default_directory
from kzschedule.validation import chemistry, form, groups, law, naming, periods, references, rules, sizes
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, read_raw

__all__ = ["Finding", "validate"]

_CHECKS: tuple[Callable[[RawPackage], Iterator[Finding]], ...] = (
    form.check_canonical,
    form.check_descriptor,
    form.check_text,
    references.check_primary_keys,
    references.check_foreign_keys,
    references.check_rule_sources,
    references.check_unused,
    periods.check_acts,
    periods.check_revisions,
    periods.check_states,
    periods.check_staleness,
    law.check_rows,
    law.check_listed,
    law.check_listings,
    law.check_readings,
    law.check_notes,
    law.check_preparations,
    law.check_lines,
    law.check_claims,
    law.check_treaties,
    law.check_sources,
    sizes.check_targets,
    sizes.check_sizes,
    groups.check_groups,
    groups.check_group_patterns,
    groups.check_substituents,
    chemistry.check_structures,
    chemistry.check_cas_numbers,
    chemistry.check_duplicate_structures,
    chemistry.check_counterions,
    chemistry.check_meanings,
    naming.check_shared_names,
    naming.check_repeated_names,
    naming.check_collisions,
    naming.check_languages,
    naming.check_name_sources,
    rules.check_rules,
    rules.check_structure_classes,
    rules.check_classes_of_substances,
)


def validate(directory: str | Path | None = None) -> list[Finding]:
    """Run every check on a data package.

    Parameters
    ----------
    directory : str or pathlib.Path, optional
        The folder; by default the data package that comes with the library.

    Returns
    -------
    list of Finding
        All problems, in the order of files and lines; warnings among them.

    Examples
    --------
    >>> [finding for finding in validate() if finding.severity == "error"]
    []
    """
    package = read_raw(Path(directory) if directory is not None else default_directory())
    findings = [*package.findings, *(finding for check in _CHECKS for finding in check(package))]
    return sorted(findings, key=lambda finding: (finding.file, finding.row or 0, finding.check, finding.message))
