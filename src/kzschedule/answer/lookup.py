"""What a query is: looked up as a name, a number or a structure, before anything is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from kzschedule._regex import regex
from kzschedule.answer import messages
from kzschedule.answer.cells import (
    cas_numbers_meant,
    divided_structure,
    inside,
    is_date,
    other_identifier,
    similar_words,
    structures_within,
    title_of,
    with_identifier,
)
from kzschedule.answer.class_names import members_of_class
from kzschedule.answer.identify import (
    Form,
    identifiers_within,
    identify,
    key_block,
    kind_of,
    misread,
    read_cas,
    read_inchikey,
    without_label,
)
from kzschedule.answer.query import NOTATIONS, Query, echo
from kzschedule.errors import InvalidIdentifierError, InvalidStructureError, KzScheduleError
from kzschedule.language import N_
from kzschedule.language.statement import Statement
from kzschedule.language.vocabulary import QueryKind, Relation
from kzschedule.law.coverage import Form as SubstanceForm
from kzschedule.law.forms import EVERY_SALT, SOME_SALT
from kzschedule.names.company import aliases, without_company, without_marker
from kzschedule.names.everyday import names_something_else
from kzschedule.names.fold import descriptors, fold, plain, without_isotopes
from kzschedule.names.index import NameSuggestion
from kzschedule.names.phonetic import has_cyrillic
from kzschedule.names.systematic import looks_systematic
from kzschedule.names.within import behind_group, beside_hyphen
from kzschedule.names.words import ions_named
from kzschedule.records.model import Substance
from kzschedule.schedule import Schedule
from kzschedule.structures.molecule import Molecule

if TYPE_CHECKING:
    from rdkit import Chem

    from kzschedule.names.index import NameHit, NameReading
    from kzschedule.structures.index import StructureHit
    from kzschedule.structures.locating import Located
    from kzschedule.structures.parent import Parent

#: A digit between atoms closes a ring; codes such as CB-13 have theirs behind a hyphen or at the end.
_RING_CLOSURE = regex(r"[A-Za-z]\d[A-Za-z]")
#: What says that a number follows.
_NUMBER_LABEL = regex(r"\W*\b(?:CAS(?:\s*(?:RN|No\.?|number|номер|№|#))?|КАС|InChIKey)\W*$", re.IGNORECASE)
#: What stands in a SMILES for any atom or group.
_OPEN_PLACE = regex(r"\*|\[R\d*\]")
#: Letters of an InChIKey that say how the atoms are bound.
_SKELETON = 14
#: Capitals that are a code rather than a SMILES, although they can be read as one: CBN, F-PCP.
_CODE = regex(r"(?=.*(?:P|B(?!r)))(?=.*[A-Z]-?[A-Z]-?[A-Z])(?:[A-Z]|Cl|Br|-){3,6}")
#: An InChIKey without its end, as copying leaves it; names have no such long words in capitals.
_CUT_INCHIKEY = regex(r"[A-Z]{14}-[A-Z]{7,10}-?")


#: Structures that were read and found ahead of the rest, by text and notation.
Found: TypeAlias = "Mapping[tuple[str, str], Located | InvalidStructureError]"
_NOWHERE: Found = MappingProxyType({})


@dataclass(frozen=True)
class Hit:
    """A substance that was found, before it is judged, and in which form the query is."""

    substance_id: str
    relation: Relation
    matched_text: str
    form: SubstanceForm = field(default_factory=SubstanceForm)
    #: The row whose text the query is, where it is the text of one.
    row_id: str | None = None


@dataclass
class Finding:
    """What looking a query up has brought."""

    kind: QueryKind
    structure: Molecule | None = None
    hits: list[Hit] = field(default_factory=list)
    messages: list[Statement] = field(default_factory=list)
    several_meanings: bool = False
    suggestions: tuple[NameSuggestion, ...] = ()
    #: The organic substances that the structure consists of, where the query gives the structure itself.
    parents: tuple[Parent, ...] | None = None
    #: The drawing of the data, where the query draws the substance otherwise; analogues are those of this one.
    drawn: Chem.Mol | None = None
    #: Whether the query could name a structure that nothing here can read: then silence would be no answer.
    unread: bool = False
    #: Whether the names stand among others, so that those of substances without a position are none of concern.
    within: bool = False
    #: Other substances, named behind a structure: what is none of concern itself is open because of them.
    beside: tuple[NameSuggestion, ...] = ()


def locate(queries: Iterable[Query], schedule: Schedule) -> Found:
    """Read and find at once the structures among many queries."""
    texts = {(query.text, query.form): None for query in queries if query.form in NOTATIONS}
    if not texts:
        return {}
    from kzschedule.structures.locating import locate_texts

    return locate_texts(texts, schedule.structures, schedule.counterions)


def look_up(query: Query, schedule: Schedule, located: Found) -> Finding:
    """Look a query up, by the kind that it is said to be or looks like.

    Raises
    ------
    KzScheduleError
        If it is none of its kind.
    """
    if query.mol is not None:
        from kzschedule.structures.locating import locate

        return _structure_finding(locate(query.mol, schedule.structures, schedule.counterions), "smiles", schedule)
    text, form = query.text, query.form or "name"
    if query.kind in ("auto", "name") and form in ("name", "ambiguous", "smiles"):
        finding = _look_up_name(text, form, schedule)
        if finding.hits or form == "name":
            return finding
    if form == "ambiguous":
        return _look_up_ambiguous(text, schedule)
    if form == "cas":
        return _look_up_cas(text, schedule)
    if form == "inchikey":
        return _look_up_inchikey(text, schedule)
    try:
        finding = _look_up_notation(text, form, schedule, located)
    except InvalidStructureError:
        if form != "molblock" and (divided := _look_up_divided(text, schedule)) is not None:
            return divided
        raise
    return _compared_with_title(finding, text, schedule) if form != "molblock" else finding


def _look_up_name(text: str, form: Form, schedule: Schedule) -> Finding:
    """Look a name up; a text that could be a SMILES has to be a name as it is."""
    if form != "name":
        reading = schedule.names.read_exact(text)
        finding = _name_finding(text, reading, schedule) if reading.hits else Finding("name")
        if finding.hits:
            finding.messages.append(messages.read_as_name(echo(text)))
        return finding
    reading = schedule.names.read(text, suggest=False)
    if reading.hits:
        return _name_finding(text, reading, schedule)
    if key_block(text) is not None:
        finding = _look_up_inchikey(text, schedule)
        if finding.hits:
            return finding
    for look_up in (
        _look_up_printed,
        _look_up_in_company,
        _look_up_composed,
        _look_up_divided,
        _look_up_structures_within,
    ):
        found = look_up(text, schedule)
        if found is not None:
            return found
    finding = _name_finding(text, reading, schedule)
    meant: tuple[NameSuggestion, ...] = ()
    if looks_systematic(text) and not names_something_else(text):
        systematic = _look_up_systematic(text, schedule)
        if systematic.structure is None:
            finding.messages += systematic.messages
            finding.unread = systematic.unread
            meant = systematic.suggestions
        elif not _disagrees(text, reading, systematic, schedule):
            return systematic
    _suggest(finding, text, schedule, derived=not meant)
    finding.suggestions += meant
    return finding


def _look_up_printed(text: str, schedule: Schedule) -> Finding | None:
    """Look up what is the whole text of a row, with its exceptions and descriptions; None where it is none."""
    rows = schedule.rows_printing(text) or schedule.rows_printing(without_marker(text))
    if not rows:
        return None
    law = schedule.law
    substances = {
        (listing.substance_id or law.spokesman(law.groups[listing.group_id or ""]), listing.row_id): None
        for listing in schedule.package.listings
        if listing.row_id in rows and (listing.substance_id or listing.group_id in law.groups)
    }
    printed = echo(text).partition("\n")[0]
    hits = [Hit(name, "exact_name", printed, row_id=row_id) for name, row_id in substances]
    finding = Finding("name", hits=hits, messages=[messages.text_of_row(echo(text), rows, named=bool(hits))])
    if not hits:
        _suggest(finding, text, schedule)
        finding.unread, finding.within = True, False
    elif len(hits) == 1:
        finding.structure = _structure_of(schedule.substances[hits[0].substance_id])
    return finding


def _disagrees(text: str, reading: NameReading, systematic: Finding, schedule: Schedule) -> bool:
    """Whether a name is without its signs and labels one of another constitution in the data, or its signs disagree."""
    folded = fold(text)
    signs, _ = descriptors(folded)
    if not reading.suggestions or not (signs or without_isotopes(folded.spelled)[1]):
        return False
    meant = {suggestion.substance_id for suggestion in reading.suggestions}
    if len(signs) > 1 and len(meant) > 1:
        return True
    known = {(schedule.substances[one].inchikey or "")[:_SKELETON] for one in meant}
    read = (systematic.structure.inchikey or "") if systematic.structure else ""
    return "" not in known and read[:_SKELETON] not in known


def _look_up_in_company(text: str, schedule: Schedule) -> Finding | None:
    """Look up what is left of a text without markers, labels, amounts and forms, or its name and its aliases.

    Returns
    -------
    Finding or None
        None where that names nothing.
    """
    company = without_company(text)
    if company.left_off:
        finding = _look_up_part(company.name, schedule)
        if finding.hits:
            finding.messages.insert(0, messages.read_in_company(echo(text), company.name, company.left_off))
            return finding
    others = aliases(company.name)
    named = others or _with_identifier(company.name)
    findings = [_look_up_part(name, schedule) for name in named]
    found = [finding for finding in findings if finding.hits]
    if not found or not (others or findings[0].hits):
        return None
    meant = [{hit.substance_id for hit in finding.hits} for finding in found]
    common = set.intersection(*meant)
    if findings[0].hits and common:
        first = findings[0]
        first.hits = [hit for hit in first.hits if hit.substance_id in common]
        first.several_meanings = len(common) > 1
        first.messages.insert(0, messages.read_with_aliases(echo(text), named))
        return first
    hits = {hit.substance_id: hit for finding in found for hit in finding.hits}
    several = Finding("name", hits=list(hits.values()), several_meanings=True, within=True)
    several.messages.append(messages.names_within(echo(text), list(named)))
    return several


def _with_identifier(text: str) -> tuple[str, ...]:
    """Return the name and the number or key of a cell that has both side by side; empty if it has not."""
    found = identifiers_within(text)
    if len(found) != 1 or found[0] not in text:
        return ()
    before, _, behind = text.partition(found[0])
    name = f"{_NUMBER_LABEL.sub('', before)} {behind}".strip(" ,;:()[]-–/|")
    return (name, found[0]) if name else ()


def _look_up_composed(text: str, schedule: Schedule) -> Finding | None:
    """Read a name that the field composes by rule, and look up its structure; None where it is none.

    What the rules read in several ways is not settled, and each way is said.
    """
    from kzschedule.names.composed import read_composed

    core = without_company(text).name
    folded = fold(core)
    if len(descriptors(folded)[0]) > 1:
        return None  # signs and configurations have to agree, which the names of the data decide
    readings = read_composed(core) or (read_composed(folded.stereo + folded.spelled) if folded.salt_words else ())
    if not readings:
        return None
    findings = [_look_up_notation(reading.smiles, "smiles", schedule) for reading in readings]
    said = [
        messages.read_as_composed(echo(text), reading.parts, finding.structure.smiles if finding.structure else "")
        for reading, finding in zip(readings, findings, strict=True)
    ]
    if len(findings) > 1:
        hits = {hit.substance_id: hit.matched_text for finding in findings for hit in finding.hits}
        suggestions = tuple(NameSuggestion(name, smiles, 1.0) for name, smiles in hits.items())
        return Finding("name", messages=said, suggestions=suggestions, unread=True)
    [finding] = findings
    finding.kind = "name"
    finding.hits = [
        replace(hit, relation="composed_name") if hit.relation == "same_structure" else hit for hit in finding.hits
    ]
    finding.messages.insert(0, said[0])
    return finding


def _look_up_divided(text: str, schedule: Schedule) -> Finding | None:
    """Look up a SMILES or InChI in pieces, as copying leaves it, without asserting it; None where it is none."""
    whole, said = divided_structure(text), messages.perhaps_divided
    if whole is None:
        whole, said = misread(text), messages.perhaps_misread
    if whole is None:
        return None
    form = identify(whole)
    joined = _look_up_inchikey(whole, schedule) if form == "inchikey" else _look_up_notation(whole, form, schedule)
    suggestions = tuple(NameSuggestion(hit.substance_id, whole, 1.0) for hit in joined.hits)
    return Finding("name", messages=[said(echo(text), whole)], suggestions=suggestions, unread=True)


def _compared_with_title(finding: Finding, text: str, schedule: Schedule) -> Finding:
    """Add to a structure what stands behind it: another structure, or the name of another controlled substance."""
    title = title_of(text)
    if not title:
        return finding
    if (divided := _look_up_divided(text, schedule)) is not None and divided.suggestions:
        return divided
    if structures_within(title) and (several := _look_up_structures_within(text, schedule)) is not None:
        return several
    reading = schedule.names.read(title, suggest=False)
    named = {hit.substance_id: hit.matched_text for hit in reading.hits} if len(reading.hits) == 1 else {}
    named |= {one.substance_id: one.name for one in inside(title, schedule).suggestions}
    drawn = _skeletons(finding, schedule)
    others = {
        name: NameSuggestion(name, shown, 1.0)
        for name, shown in named.items()
        if (schedule.law.listings(name) or name in schedule.treaties)
        and (schedule.substances[name].inchikey or "")[:_SKELETON] not in drawn
    }
    if others:
        finding.beside = tuple(others.values())
        finding.messages.append(messages.other_title(echo(text), tuple(one.name for one in others.values())))
    return finding


def _skeletons(finding: Finding, schedule: Schedule) -> set[str]:
    """Return what says how the atoms of a structure are bound, and those of its parts and of what it is."""
    drawn = [finding.structure, *(part.molecule for part in finding.parents or ())]
    keys = {molecule.inchikey for molecule in drawn if molecule is not None}
    keys |= {schedule.substances[hit.substance_id].inchikey for hit in finding.hits}
    return {key[:_SKELETON] for key in keys if key}


def _look_up_structures_within(text: str, schedule: Schedule) -> Finding | None:
    """Look up a structure that stands among words; names of other substances beside it leave it open.

    Returns
    -------
    Finding or None
        None where no structure stands there.
    """
    written = structures_within(text)
    if not written:
        return None
    # What is not an InChI is a SMILES, and read as one however it looks when several are put together.
    forms: list[Form] = ["inchi" if identify(one) == "inchi" else "smiles" for one in written]
    findings = [_look_up_notation(one, form, schedule) for one, form in zip(written, forms, strict=True)]
    meant = {hit.substance_id: hit.matched_text for finding in findings for hit in finding.hits}
    beside = [one for one in inside(text, schedule).suggestions if one.substance_id not in meant]
    if len(findings) == 1 and not beside:
        [finding] = findings
        around = tuple(word for word in text.split() if without_label(word.strip(".,;:\"'()")) not in written[0])
        finding.messages.insert(0, messages.read_in_company(echo(text), written[0], around))
        return finding
    suggestions = (*(NameSuggestion(one, shown, 1.0) for one, shown in meant.items()), *beside)
    said = messages.names_within(echo(text), [*written, *(one.name for one in beside)])
    return Finding("name", messages=[said], suggestions=suggestions, within=True, unread=True)


def _look_up_part(text: str, schedule: Schedule) -> Finding:
    """Look up a part of a text: a name, or a number or key that is one."""
    form = identify(text) if text else "name"
    try:
        if form == "cas":
            return _look_up_cas(text, schedule)
        if form == "inchikey":
            return _look_up_inchikey(text, schedule)
    except InvalidIdentifierError:
        return Finding("name")
    finding = _name_finding(text, schedule.names.read(text, suggest=False), schedule)
    finding.hits = [
        replace(hit, relation="folded_name" if hit.relation == "exact_name" else hit.relation) for hit in finding.hits
    ]
    return finding


def _suggest(finding: Finding, text: str, schedule: Schedule, *, derived: bool = True) -> None:
    """Suggest what a text that is no name may mean: what it names inside, similar names, and `derived` ones.

    The last say of what a name is a derivative, where nothing nearer is known.
    """
    reading = schedule.names.read(without_company(text).name)
    if reading.hint is None:
        _add_names_within(finding, text, schedule)
    similar = (
        tuple(_own_name(one, text, schedule) for one in reading.suggestions) if reading.hint else reading.suggestions
    )
    known = {suggestion.substance_id for suggestion in finding.suggestions}
    finding.suggestions += tuple(suggestion for suggestion in similar if suggestion.substance_id not in known)
    if not similar:
        if not finding.suggestions and (members := members_of_class(text, schedule)):
            finding.suggestions = tuple(_own_name(NameSuggestion(one, one, 1.0), text, schedule) for one in members)
            finding.messages.append(messages.name_of_class(echo(text)))
        if derived and not finding.suggestions:
            _suggest_derived(finding, text, schedule)
        if derived and not finding.suggestions:
            _suggest_by_words(finding, text, schedule)
        return
    finding.within = finding.within and all(suggestion.substance_id in known for suggestion in similar)
    if reading.hint:
        names = (schedule.substances[suggestion.substance_id].name for suggestion in similar)
        finding.messages.append(messages.HINTS[reading.hint](echo(text), names))
        return
    spelt_so = any(plain(suggestion.name) == plain(text) for suggestion in similar)
    finding.messages.append((messages.everyday_name if spelt_so else messages.similar_names)(echo(text)))
    finding.messages += [
        messages.similar_because(suggestion.name, suggestion.reason) for suggestion in similar if suggestion.reason
    ]


def _suggest_derived(finding: Finding, text: str, schedule: Schedule) -> None:
    """Suggest the listed substance of which the name is that of a derivative; solvents have too many."""
    name = without_company(text).name
    found = behind_group(name, schedule.names)
    reason = Statement("with a group in front: {group}", group=found[0] if found else "")
    if found is None:
        found = beside_hyphen(name, schedule.names)
        reason = Statement(
            "the name has more to it ({rest}), so that it may be a derivative", rest=found[0] if found else ""
        )
    if found is None:
        return
    controlled = [hit for hit in found[1].hits if _is_no_solvent(hit.substance_id, schedule)]
    finding.suggestions = tuple(NameSuggestion(hit.substance_id, hit.matched_text, 1.0, reason) for hit in controlled)
    finding.messages += [messages.similar_because(hit.matched_text, reason) for hit in controlled]


def _suggest_by_words(finding: Finding, text: str, schedule: Schedule) -> None:
    """Suggest the substances whose names single words of a text are similar to; solvents are like too many words."""
    similar = {one.substance_id: one for one in similar_words(text, schedule)}
    finding.suggestions = tuple(
        one
        for name, one in similar.items()
        if _is_no_solvent(name, schedule) or (name in schedule.treaties and not schedule.law.listings(name))
    )
    if finding.suggestions:
        finding.messages.append(messages.similar_names(echo(text)))
        finding.messages += [
            messages.similar_because(one.name, one.reason) for one in finding.suggestions if one.reason
        ]


def _is_no_solvent(substance_id: str, schedule: Schedule) -> bool:
    """Whether a row of Tables I to III, or of the first list of precursors, names a substance, on any day."""
    rows = (schedule.law.states(listing.row_id)[0][0] for listing in schedule.law.listings(substance_id))
    return any(row.section != "precursor" or row.list == "1" for row in rows)


def _own_name(meaning: NameSuggestion, text: str, schedule: Schedule) -> NameSuggestion:
    """Name a substance that a street name, a medicine or a number may mean by its own name, in the query's script."""
    substance = schedule.substances[meaning.substance_id]
    return replace(meaning, name=(substance.name_ru if has_cyrillic(text) else None) or substance.name_en)


def _name_finding(text: str, reading: NameReading, schedule: Schedule) -> Finding:
    shown = echo(text)
    finding = Finding("name", several_meanings=len(reading.hits) > 1)
    relation = reading.relation or "exact_name"
    finding.hits = [
        Hit(hit.substance_id, relation, hit.matched_text, _form_named(text, hit, schedule)) for hit in reading.hits
    ]
    if len(finding.hits) > 1:
        names = (schedule.substances[hit.substance_id].name for hit in finding.hits)
        finding.messages.append(messages.several_meanings(shown, names))
    elif finding.hits:
        finding.structure = _structure_of(schedule.substances[finding.hits[0].substance_id])
    if reading.relation == "folded_name":
        finding.messages.append(messages.read_as_spelling(shown, reading.hits[0].matched_text, reading.steps))
    outside = messages.outside_meanings(shown, reading.outside)
    if outside:
        finding.messages.append(outside)
    return finding


def _form_named(text: str, hit: NameHit, schedule: Schedule) -> SubstanceForm:
    """Return the form that the words of a name say: which salt, the base, or none in particular.

    Words that belong to the substance's own name, as in acetyl chloride, say nothing, but where rows tell salts apart.
    """
    words = fold(text).salt_words
    own = fold(hit.matched_text).salt_words
    forms = (form for listing in schedule.law.listings(hit.substance_id) for form in listing.forms)
    told_apart = any(form.partition(":")[2] not in ("", EVERY_SALT) for form in forms)
    if not words or (words == own and not told_apart):
        return SubstanceForm()
    ions = ions_named(words)
    return SubstanceForm(ions, salt=bool(ions))


def _add_names_within(finding: Finding, text: str, schedule: Schedule) -> None:
    """Suggest what a text that is none names, and the CAS number that a number or date may have been."""
    if _CUT_INCHIKEY.fullmatch(text):
        read_inchikey(text)  # says what an InChIKey looks like
    meant = {number: tuple(with_identifier(number, schedule)) for number in cas_numbers_meant(text)}
    meant = {number: found for number, found in meant.items() if found}
    if meant:
        finding.suggestions = tuple(
            _own_name(NameSuggestion(name, number, 1.0), text, schedule)
            for number, found in meant.items()
            for name in dict.fromkeys(found)
        )
        finding.messages.append(messages.perhaps_cas(echo(text), tuple(meant)))
        return
    if is_date(text):
        raise KzScheduleError(messages.is_date(echo(text)))
    within = inside(text, schedule)
    if not within.names and (other := other_identifier(text)) is not None:
        raise KzScheduleError(messages.other_identifier(echo(text), other))
    if within.names:
        finding.within = True
        finding.suggestions = tuple(
            one if any(map(str.isalpha, one.name)) else _own_name(one, text, schedule) for one in within.suggestions
        )
        finding.messages.append(messages.names_within(echo(text), within.names))


def _look_up_systematic(text: str, schedule: Schedule) -> Finding:
    """Read a name as a systematic one and check its structure; without one, say why there is none."""
    from kzschedule.names.systematic import leaves_place_open, read_systematic, unavailable

    missing = unavailable()
    if missing is not None:
        return Finding("name", messages=[messages.systematic_unavailable(missing)], unread=True)
    smiles = read_systematic(text)
    if smiles is None:
        is_open = leaves_place_open(text)
        said = messages.SYSTEMATIC_OPEN if is_open else messages.SYSTEMATIC_NOT_READ
        return Finding("name", messages=[said], unread=is_open, suggestions=tuple(_perhaps(text, schedule)))
    try:
        finding = _look_up_notation(smiles, "smiles", schedule)
    except InvalidStructureError:
        return Finding("name")
    finding.kind = "name"
    finding.hits = [
        replace(hit, relation="systematic_name") if hit.relation == "same_structure" else hit for hit in finding.hits
    ]
    finding.messages.insert(0, messages.read_as_systematic(echo(text), smiles, smiles.english))
    if smiles.repair:
        finding.messages.insert(1, messages.SYSTEMATIC_MENDED)
    return finding


def _perhaps(text: str, schedule: Schedule) -> Iterator[NameSuggestion]:
    """Iterate over the substances that a ketone is if its numbers, or its oxygen, are where they mostly are."""
    from kzschedule.names.systematic import read_at_end, read_on_ring

    for read, reason in (
        (read_on_ring(text), N_("with its numbers on the ring: {name}")),
        (read_at_end(text), N_("with its oxygen at the end of the chain: {name}")),
    ):
        if read is not None:
            said = Statement(reason, name=read.english)
            with suppress(InvalidStructureError):
                for hit in _look_up_notation(read, "smiles", schedule).hits:
                    yield NameSuggestion(hit.substance_id, read.english or text, 1.0, said)


def _look_up_ambiguous(text: str, schedule: Schedule) -> Finding:
    """Read as a SMILES a text that no name of the data has; if it is none, it was a name after all."""
    if _CODE.fullmatch(text):
        finding = _look_up_name(text, "name", schedule)
        finding.unread = True
        return finding
    try:
        finding = _look_up_notation(text, "smiles", schedule)
    except InvalidStructureError as error:
        message = messages.neither_name_nor_smiles(echo(text), error.statement)
        if _RING_CLOSURE.search(text) and not schedule.names.read(text, suggest=False).hits:
            raise InvalidStructureError(message) from error
        finding = _look_up_name(text, "name", schedule)
        if not finding.hits and not finding.suggestions and _OPEN_PLACE.search(text):
            raise InvalidStructureError(message) from error
        if not finding.hits:
            finding.messages.insert(0, message)
        return finding
    finding.messages.insert(0, messages.read_as_smiles(echo(text)))
    return finding


def _look_up_cas(text: str, schedule: Schedule) -> Finding:
    number = read_cas(text)
    finding = Finding("cas")
    finding.hits = [Hit(found, "cas", number, _ITSELF) for found in schedule.cas_numbers.get(number, ())]
    if not finding.hits:
        salts = [hit for hit in schedule.names.find(number) if hit.salt]
        finding.hits = [Hit(hit.substance_id, "salt", number, _salt_of(hit.ion)) for hit in salts]
    if not finding.hits and (given := schedule.names.with_number(number)):
        finding.suggestions = tuple(NameSuggestion(name, number, 1.0) for name in given)
        finding.messages.append(messages.collected_number(number, [schedule.substances[name].name for name in given]))
    if len(finding.hits) == 1:
        finding.structure = _structure_of(schedule.substances[finding.hits[0].substance_id])
    return finding


def _salt_of(ion: str | None) -> SubstanceForm:
    return _SOME_SALT if ion is None else SubstanceForm(frozenset({ion}), salt=True)


def _look_up_inchikey(text: str, schedule: Schedule) -> Finding:
    key = read_inchikey(text)
    hits = schedule.structures.find_inchikey(key)
    finding = Finding("inchikey")
    finding.hits = [
        Hit(
            hit.substance_id,
            hit.relation,
            key,
            replace(_SOME_SALT if hit.salt else _ITSELF, contradicted=hit.contradicted),
        )
        for hit in hits
    ]
    exact = [hit for hit in hits if hit.relation == "inchikey"]
    if exact:
        finding.structure = _structure_of(schedule.substances[exact[0].substance_id])
    return finding


def _look_up_notation(text: str, form: Form, schedule: Schedule, located: Found = _NOWHERE) -> Finding:
    found = located.get((text, form))
    if found is None:
        from kzschedule.structures.locating import READERS, locate

        found = locate(READERS[form](text), schedule.structures, schedule.counterions)
    if isinstance(found, InvalidStructureError):
        raise found
    return _structure_finding(found, kind_of(form), schedule)


def _structure_finding(found: Located, kind: QueryKind, schedule: Schedule) -> Finding:
    finding = Finding(kind, structure=found.molecule, parents=found.parents)
    finding.drawn = found.drawn
    for hit in found.hits:
        relation: Relation = "inchi" if kind == "inchi" and hit.relation == "same_structure" else hit.relation
        finding.hits.append(Hit(hit.substance_id, relation, hit.smiles, _form_drawn(hit, found, schedule)))
    if found.hits:
        finding.messages += _structure_messages(found.molecule.mol, found.hits, schedule)
    return finding


#: Forms of what an identifier names: the substance itself, or a salt of which it does not say which.
_ITSELF = SubstanceForm(frozenset())
_SOME_SALT = SubstanceForm(frozenset({SOME_SALT}), salt=True)


def _form_drawn(hit: StructureHit, found: Located, schedule: Schedule) -> SubstanceForm:
    """Return the form of a substance that a structure shows; which salt it is, where a row asks for that.

    Parts that stand side by side uncharged, without a counterion, are a mixture and no salt.
    """
    if not hit.salt:
        return SubstanceForm(frozenset(), contradicted=hit.contradicted)
    told_apart = any(listing.forms != ("any",) for listing in schedule.law.listings(hit.substance_id))
    if not told_apart and hit.relation != "component":
        return SubstanceForm(frozenset({SOME_SALT}), salt=True, contradicted=hit.contradicted)
    from rdkit import Chem

    from kzschedule.structures.parent import ions_of

    ions = ions_of(found.molecule.mol, schedule.counterions)
    if not ions and Chem.GetFormalCharge(found.molecule.mol):
        ions = frozenset({SOME_SALT})
    return SubstanceForm(ions, salt=bool(ions), contradicted=hit.contradicted)


def _structure_messages(mol: Chem.Mol, hits: tuple[StructureHit, ...], schedule: Schedule) -> list[Statement]:
    said = []
    if any(hit.relation == "component" for hit in hits):
        found = {hit.smiles for hit in hits}
        missing = [smiles for smiles in schedule.structures.components(mol) if smiles not in found]
        said.append(messages.several_components(len(found), missing))
    return said


def with_own_structure(finding: Finding, schedule: Schedule) -> Finding:
    """Add what the structure of a substance without a position is a form of, as esketamine is one of ketamine.

    So its name has the answer that its structure has.
    """
    if (
        finding.structure is None
        or finding.parents is not None
        or finding.several_meanings
        or any(schedule.law.listed(hit.substance_id) for hit in finding.hits)
    ):
        return finding
    from kzschedule.structures.locating import locate

    named = {hit.substance_id for hit in finding.hits}
    located = locate(finding.structure.mol, schedule.structures, schedule.counterions)
    finding.hits += [
        Hit(hit.substance_id, hit.relation, hit.smiles, _form_drawn(hit, located, schedule))
        for hit in located.hits
        if hit.substance_id not in named
    ]
    return finding


def _structure_of(substance: Substance) -> Molecule | None:
    if substance.smiles is None:
        return None
    return Molecule(smiles=substance.smiles, known_inchikey=substance.inchikey)
