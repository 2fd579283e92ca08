"""Checks of law: evidence within its sources, dates within the acts, tables, sections, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kzschedule.model import (
    EVIDENCE_CAP,
    EVIDENCE_ORDER,
    Act,
    Claim,
    Listing,
    Record,
    Size,
    Source,
    Substance,
    TreatyRule,
)
from kzschedule.validation.catalogue import Check
from kzschedule.validation.finding import Finding
from kzschedule.validation.raw import RawPackage, file_of

#: The kinds of source on which a statement of each basis can rest.
_BASIS_SOURCES = {
    "official": {"official_text"},
    "revision": {"official_text"},
    "reported": {"official_text", "report"},
}

#: After how many days without a newer act a reader should look for one.
_STALE_AFTER = timedelta(days=300)


def check_evidence(package: RawPackage) -> Iterator[Finding]:
    """No row has better evidence, or a better basis for table or date, than its sources give."""
    sources = package.sources()
    rows: list[tuple[int, Listing | Size]] = [*package.records(Listing), *package.records(Size)]
    for line, row in rows:
        model = type(row)
        kinds = {sources[name].kind for name in row.source_ids if name in sources}
        caps = [EVIDENCE_ORDER.index(EVIDENCE_CAP[kind]) for kind in kinds if kind in EVIDENCE_CAP]
        if not caps:
            cure = "name the source, or delete the row"
            yield _error(model, line, "evidence", "no source of law", cure, "source_ids")
        elif EVIDENCE_ORDER.index(row.evidence) < min(caps):
            best = EVIDENCE_ORDER[min(caps)]
            message = f"evidence is {row.evidence}, the sources give {best} at most"
            yield _error(model, line, "evidence", message, f"write {best}, or name the better source", "evidence")
        if isinstance(row, Listing):
            yield from _basis_problems(line, row, kinds)


def _basis_problems(line: int, listing: Listing, kinds: set[str]) -> Iterator[Finding]:
    for column, basis in (("table_basis", listing.table_basis), ("date_basis", listing.date_basis)):
        allowed = _BASIS_SOURCES.get(basis or "")
        if allowed is not None and not allowed & kinds:
            message = f"{column} is {basis}, but no such source is named"
            yield _error(Listing, line, "basis", message, "name the source, or weaken the basis", column)


def check_dates(package: RawPackage) -> Iterator[Finding]:
    """Dates are in order and inside the dates of the acts; a date has a basis and an unverified row has none."""
    acts = {act.act_id: act for _, act in package.records(Act)}
    start = min((act.effective_from for act in acts.values() if act.effective_from), default=None)
    for line, act in package.records(Act):
        if act.effective_from is not None and act.effective_from < act.date:
            yield _error(Act, line, "dates", "in force before it was signed", "correct the dates", "effective_from")
        if act.act_id != f"kz-gov-{act.date.year}-{act.number}":
            message = f"{act.act_id} is not kz-gov-{act.date.year}-{act.number}"
            yield _error(Act, line, "act-id", message, "correct the identifier, the number or the date", "act_id")
    for line, listing in package.records(Listing):
        for message in _date_problems(listing, acts, start):
            yield _error(Listing, line, "dates", message, "correct the dates, their basis or the act")
    for line, size in package.records(Size):
        if size.valid_from and size.valid_until and size.valid_until <= size.valid_from:
            yield _error(Size, line, "dates", "ends before it begins", "correct the dates", "valid_until")


def _date_problems(listing: Listing, acts: dict[str, Act], start: date | None) -> Iterator[str]:
    first, end = listing.listed_from, listing.listed_until
    if (first is None) != (listing.date_basis is None):
        yield "listed_from and date_basis go together"
    if listing.evidence == "unverified" and (first is not None or listing.act_id is not None):
        yield "an unverified position has a date or an act"
    if listing.evidence != "unverified" and first is None:
        yield "a position whose presence is shown has no date"
    if first is not None and start is not None and first < start:
        yield f"listed from {first}, before the first act is in force"
    for name, day in ((listing.act_id, first), (listing.until_act_id, end)):
        act = acts.get(name or "")
        if name is not None and day is None:
            yield f"{name} is named without a day"
        elif act is not None and day is not None and day < (act.effective_from or act.date):
            yield f"{day} is before {act.act_id} is in force"
    if end is not None and (first is None or end <= first):
        yield "ends before it begins"
    if end is not None and listing.until_act_id is None:
        yield "ends without an act"


def check_tables(package: RawPackage) -> Iterator[Finding]:
    """Precursors stand in the table of precursors, and nothing else does; sections fit the substance."""
    kinds = {substance.substance_id: substance.kind for _, substance in package.records(Substance)}
    excluded = {substance.substance_id for _, substance in package.records(Substance) if substance.excluded_by}
    conventions = {rule.table: set[str]() for _, rule in package.records(TreatyRule)}
    for _, rule in package.records(TreatyRule):
        conventions[rule.table].add(rule.convention)
    precursor_tables = {rule.table for _, rule in package.records(TreatyRule) if _is_precursor(rule)}
    for line, listing in package.records(Listing):
        # The text itself places a position as it will; the rule is about what was inferred without it.
        inferred = listing.table_basis != "official"
        if inferred and (listing.section == "precursor") != (listing.table in precursor_tables):
            message = f"section {listing.section} in Table {listing.table}"
            yield _error(Listing, line, "section", message, "correct the table or the section", "section")
        if listing.substance_id in excluded:
            message = f"{listing.substance_id} is listed and excluded by name"
            yield _error(Listing, line, "excluded", message, "delete the row, or excluded_by of the substance")
        if (
            listing.un_convention
            and _sections(listing.un_convention) != listing.section
            and (kinds.get(listing.substance_id) == "substance" and listing.evidence == "treaty")
        ):
            message = f"section {listing.section} does not follow from the {listing.un_convention}"
            yield _error(Listing, line, "section", message, "correct the section or the convention", "section")


def _is_precursor(rule: TreatyRule) -> bool:
    return _sections(rule.convention) == "precursor"


def _sections(convention: str) -> str | None:
    """Return the section that the year of a convention stands for: each convention has one subject."""
    return {"1961": "narcotic", "1971": "psychotropic", "1988": "precursor"}.get(convention[:4])


def check_treaty_rule(package: RawPackage) -> Iterator[Finding]:
    """A ``treaty`` position rests on a UN decision that is early enough, and its table follows the rule."""
    rules = sorted((rule for _, rule in package.records(TreatyRule)), key=lambda rule: rule.priority)
    for line, listing in package.records(Listing):
        if listing.evidence != "treaty":
            continue
        expected = next((rule.table for rule in rules if _applies(rule, listing)), None)
        if expected is None:
            message = "no line of treaty_rule.csv covers its convention, schedule and year"
            yield _error(Listing, line, "treaty-rule", message, "correct them, or write unverified", "evidence")
        elif listing.table_basis == "inferred" and listing.table != expected:
            message = f"the rule gives Table {expected}, not {listing.table}"
            cure = "correct the table, or name the report that places it"
            yield _error(Listing, line, "treaty-rule", message, cure, "table")


def _applies(rule: TreatyRule, listing: Listing) -> bool:
    if rule.substance_id not in (None, listing.substance_id):
        return False
    if rule.convention != listing.un_convention or rule.schedule not in (listing.un_schedule or "").split("|"):
        return False
    year = listing.un_decision_year or 0
    return (rule.decided_from or 0) <= year and (rule.decided_until is None or year <= rule.decided_until)


def check_sizes(package: RawPackage) -> Iterator[Finding]:
    """Bounds are positive and in order, and ``inclusive`` speaks of bounds that are there."""
    sizes_of = {"small_max": ("small", "large"), "large_max": ("large", "especially_large")}
    for line, size in package.records(Size):
        bounds = {"small_max": size.small_max, "large_max": size.large_max}
        present = [bound for bound in bounds.values() if bound is not None]
        if any(bound <= 0 for bound in present) or present != sorted(set(present)):
            yield _error(Size, line, "sizes", "the bounds are not positive and in order", "correct the bounds")
        for token in size.inclusive:
            bound, _, belongs = token.partition(":")
            if bounds.get(bound) is None or belongs not in sizes_of[bound]:
                message = f"inclusive: {token!r} speaks of no bound of the row"
                yield _error(Size, line, "sizes", message, "write bound:size, as in small_max:large", "inclusive")
        if len({token.partition(":")[0] for token in size.inclusive}) < len(size.inclusive):
            message = "inclusive: a bound belongs to two sizes"
            yield _error(Size, line, "sizes", message, "name the size that the source names, or none", "inclusive")


def check_claims(package: RawPackage) -> Iterator[Finding]:
    """A claim counts something."""
    for line, claim in package.records(Claim):
        if claim.count <= 0:
            cure = "correct the count, or delete the row"
            yield _error(Claim, line, "claim", f"count is {claim.count}", cure, "count")


def check_sources(package: RawPackage) -> Iterator[Finding]:
    """A source of law that a reader can open has an address."""
    for line, source in package.records(Source):
        if source.kind in ("official_text", "report", "treaty_list") and not source.url:
            yield _error(Source, line, "source", f"{source.source_id} has no address", "give its url", "url")


def check_staleness(package: RawPackage) -> Iterator[Finding]:
    """Warn when no act is known for long: there may be a newer one."""
    newest = max((act for _, act in package.records(Act)), key=lambda act: act.date, default=None)
    if newest is not None and date.today() - newest.date > _STALE_AFTER:
        days = (date.today() - newest.date).days
        yield Finding(
            file="acts.csv",
            row=None,
            check="staleness",
            severity="warning",
            message=f"the newest act known, No. {newest.number} of {newest.date}, is {days} days old",
            cure="look for newer amendments on the legal portal and add them to acts.csv and listings.csv",
        )


def _error(model: type[Record], line: int, check: Check, message: str, cure: str, column: str | None = None) -> Finding:
    return Finding(
        file=file_of(model), row=line, column=column, check=check, severity="error", message=message, cure=cure
    )
