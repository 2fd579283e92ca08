"""An answer as lines of plain text: at a glance, or in full; several answers as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import get_args

from kzschedule.language import N_, Language, vocabulary
from kzschedule.language.statement import Statement, counted
from kzschedule.language.vocabulary import Status
from kzschedule.render import words
from kzschedule.render.columns import folded, labelled, table
from kzschedule.verdict import Analogue, ListingAnswer, Match, Suggestion, Verdict

#: Analogues that are shown in full.
SHOWN_ANALOGUES = 3
#: Lines of an answer at a glance.
LINES = 12
#: How many of a kind such an answer shows.
_SHOWN = 4
_LONGEST_PRINTED = 150
_LONGEST_QUERY = 60
#: Beginnings of what an answer at a glance says already by its other lines.
SAID_ELSEWHERE = (
    "Searched: ",
    "Covered as {form}",
    "Row {row} names a group, {name}; the structure",
    "Row {row} came by No.",
    "By its formula it is formed from",
    "Further listed substances that lead to it, less nearly",
    "Found after replacing isotopes",
    "Found as a tautomer",
    "The structure was compared as drawn",
)

#: Labels and texts of an answer; the labels are English texts of the catalogues.
Lines = Iterator[tuple[str, str]]

STYLE: dict[Status, dict[str, str | bool]] = {
    "invalid": {"fg": "magenta", "bold": True},
    "listed": {"fg": "red", "bold": True},
    "unconfirmed": {"fg": "yellow", "bold": True},
    "unresolved": {"fg": "yellow", "bold": True},
    "analogue": {"fg": "red", "bold": True},
    "no_match": {"bold": True},
}


def verdict_text(
    verdict: Verdict, language: Language = "en", *, full: bool = False, width: int | None = None, colour: bool = False
) -> str:
    """Return an answer as lines of plain text.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    language : str
        ``en``, ``ru`` or ``kk``.
    full : bool
        Whether everything is said; else at most a dozen lines are.
    width : int, optional
        Where lines are broken; without it they are not.
    colour : bool
        Whether the status is coloured, for a terminal; the words are the same.

    Returns
    -------
    str

    Examples
    --------
    >>> from kzschedule import check
    >>> print(verdict_text(check("героин", as_of="2024-03-01"), "ru"))
    героин: В СПИСКЕ, Таблица I, раздел А (наркотические средства), строка 20, на 01.03.2024
      вещество  героин / Heroin [heroin], CAS 561-27-3
      ...
    """
    head = headline(verdict, language)
    said = list(full_lines(verdict, language) if full else short_lines(verdict, language))
    lines = [*folded(head, width), *labelled([(words.word(label, language), text) for label, text in said], width)]
    text = "\n".join(lines)
    return _with_colour(text, verdict, language) if colour else text


def _with_colour(text: str, verdict: Verdict, language: Language) -> str:
    from click import style

    status = words.capitals(vocabulary.STATUS[verdict.status], language)
    return text.replace(status, style(status, **STYLE[verdict.status]), 1)  # type: ignore[arg-type]  # its own words


def headline(verdict: Verdict, language: Language = "en") -> str:
    """Return the first line of an answer: the query, its status, where it stands, and the day.

    Examples
    --------
    >>> from kzschedule import check
    >>> headline(check("героин", as_of="2024-03-01"))
    'героин: ON THE LIST, Table I, section A (narcotic drugs), row 20, on 2024-03-01'
    """
    query = " ".join(verdict.query.split()) or words.word(N_("(empty)"), language)
    parts = [f"{query}: {words.capitals(vocabulary.STATUS[verdict.status], language)}", *_where(verdict, language)]
    if verdict.status != "invalid":
        parts.append(Statement("on {day}", day=words.day(verdict.as_of)).say(language))
    return ", ".join(parts)


def _where(verdict: Verdict, language: Language) -> Iterator[str]:
    if verdict.status in ("listed", "unconfirmed"):
        rows = _rows(verdict)
        if rows:
            others = f" (+{len(rows) - 1})" if len(rows) > 1 else ""
            yield words.place(rows[0], language) + others
    if verdict.status == "analogue":
        parents = [verdict.analogues[number] for number in words.nearest(verdict)]
        if len(parents) == 1:
            yield Statement("formed from {name}", name=_placed(parents[0], language)).say(language)
        elif parents:
            said = counted("formed from {count} listed substances that are equally near", count=len(parents))
            yield said.say(language)


def _rows(verdict: Verdict) -> list[ListingAnswer]:
    """Return the rows that an answer is about, each once: those that stand on the day, or all if none does."""
    rows = {listing.row_id: listing for match in reversed(verdict.matches) for listing in reversed(match.listings)}
    found = list(reversed(rows.values()))
    return [row for row in found if words.standing(row, verdict.as_of) != "no"] or found


def short_lines(verdict: Verdict, language: Language = "en") -> Lines:
    """Iterate over the labels and texts of an answer at a glance, behind its first line."""
    body = [*_matches(verdict, language), *_parents(verdict, language), *_perhaps(verdict, language)]
    notes = [(N_("note"), text) for text in _notes(verdict, language)]
    room = LINES - 2
    kept = body[: room - 1] if notes else body[:room]
    shown = [*kept, *notes[: room - len(kept)]]
    left = len(body) + len(notes) - len(shown)
    yield from shown
    last = words.searched(verdict, language)
    full = Statement("More ({left} lines): --full", left=left) if left else Statement("More: --full")
    yield N_("searched"), f"{last}. {full.say(language)}"


def _notes(verdict: Verdict, language: Language) -> Iterator[str]:
    """Iterate over the messages that no other line says."""
    if not verdict.statements:
        yield from verdict.messages
    for statement in verdict.statements:
        if not statement.template.startswith(SAID_ELSEWHERE):
            yield statement.say(language)


def _matches(verdict: Verdict, language: Language) -> Lines:
    if len(verdict.matches) == 1:
        yield from _one_match(verdict, verdict.matches[0], language)
        return
    for match in _substances_first(verdict)[:_SHOWN]:
        yield N_("substance"), _match_in_a_line(match, language)
    if len(verdict.matches) > _SHOWN:
        yield N_("more"), words.more(len(verdict.matches) - _SHOWN, language)


def _substances_first(verdict: Verdict) -> list[Match]:
    """Return what was found, the groups behind the substances: a reader looks for what was asked about."""
    return sorted(verdict.matches, key=lambda match: match.relation == "group_member")


def _one_match(verdict: Verdict, match: Match, language: Language) -> Lines:
    near = bool(words.nearest(verdict))
    why = words.why(match, language)
    yield N_("substance"), f"{_named(match, language)}; {why}" if near else _named(match, language)
    rows = list({listing.row_id: listing for listing in match.listings}.values())
    shown = rows[: 1 if near else _SHOWN]
    for listing in shown:
        said = Statement("{row}: «{printed}»", row=listing.row_id, printed=_clipped(words.printed(listing, language)))
        several = f" ({words.place(listing, language)})" if len(rows) > 1 else ""
        yield N_("printed"), said.say(language) + several
    if len(rows) > len(shown):
        yield N_("more"), words.more(len(rows) - len(shown), language)
    if not near:
        yield N_("why"), why
    if rows:
        periods = (_in_force(listing, verdict.as_of, language) for listing in rows)
        yield N_("in force"), "; ".join(dict.fromkeys(periods))
    if any(words.standing(listing, verdict.as_of) != "no" for listing in rows):
        yield N_("sizes"), words.sizes(match.sizes, language)
    clauses = tuple(dict.fromkeys(words.row(item.row_id) for item in verdict.preparations))
    if clauses:
        said = Statement("Table III, section A speaks of preparations of it: {clauses}", clauses=clauses)
        yield N_("preparations"), said.say(language)


def _match_in_a_line(match: Match, language: Language) -> str:
    parts = [_named(match, language), *(words.place(listing, language) for listing in match.listings[:2])]
    if match.listings:
        parts.append(words.sizes(match.sizes, language))
    else:
        parts.append(words.word(N_("not named in the List"), language))
    if match.relation != "group_member":
        parts.append(words.why(match, language))
    return "; ".join(parts)


def _named(match: Match, language: Language) -> str:
    if match.relation == "group_member" and match.listings:
        # The record is that of some member: what covers the query is the group, as the row prints it.
        listing = match.listings[0]
        printed = _clipped(words.printed(listing, language))
        return Statement("group of row {row}: «{printed}»", row=listing.row_id, printed=printed).say(language)
    beside: tuple[Language, ...] = ("ru",) if language == "en" else ("en",)
    cas = f", CAS {match.cas}" if match.cas else ""
    return f"{words.names_of(match, language, beside)} [{match.substance_id}]{cas}"


def _in_force(listing: ListingAnswer, as_of: date, language: Language) -> str:
    parts = [words.period(listing, language), words.doubt(listing, as_of, language)]
    if listing.evidence != "official":
        parts.append(words.evidence(listing, language))
    return "; ".join(part for part in parts if part)


def _parents(verdict: Verdict, language: Language) -> Lines:
    """Iterate over the nearest parents, all that are equally near, and how many more there are."""
    numbers = words.nearest(verdict)
    shown = [verdict.analogues[number] for number in numbers[:SHOWN_ANALOGUES]]
    for analogue in shown:
        said = [f"{_placed(analogue, language)}: {words.replacements(analogue, language)}"]
        said += _reservations(analogue, language)
        sizes = _sizes_of_parent(analogue, language)
        yield N_("parent"), "; ".join(said if len(shown) == 1 else (*said, sizes))
        if len(shown) == 1:
            yield N_("its sizes"), sizes
    left = len(words.formal(verdict)) - len(shown)
    if left:
        as_near = len(numbers) - len(shown)
        counts = [counted("{count} more that are equally near", count=as_near)] if as_near else []
        counts += [counted("{count} less near", count=left - as_near)] if left - as_near else []
        yield N_("more parents"), f"{', '.join(part.say(language) for part in counts)} (--full)"
    if numbers:
        yield N_("in law"), words.word(IF_CONFIRMED, language)


#: Who decides what a formal analogue is.
IF_CONFIRMED = N_("judged by the structural formula only; forensic examination decides what it is in law")


def _sizes_of_parent(analogue: Analogue, language: Language) -> str:
    said = Statement("if examination confirms it: {sizes}", sizes=words.sizes(analogue.sizes, language))
    return said.say(language)


def _placed(analogue: Analogue, language: Language) -> str:
    places = "; ".join(words.place(listing, language) for listing in analogue.listings[:2])
    return f"{words.name(analogue, language)} ({places})" if places else words.name(analogue, language)


def _reservations(analogue: Analogue, language: Language) -> Iterator[str]:
    if analogue.open_reasons:
        yield Statement("open: {reasons}", reasons=words.open_reasons(analogue, language)).say(language)
    if analogue.remote:
        yield words.word(N_("near by the letter only"), language)


def _perhaps(verdict: Verdict, language: Language) -> Lines:
    meant = words.perhaps(verdict)
    for suggestion in meant[:_SHOWN]:
        yield N_("perhaps"), _suggested(suggestion, language)
    if len(meant) > _SHOWN:
        yield N_("more"), words.more(len(meant) - _SHOWN, language)


def _suggested(suggestion: Suggestion, language: Language) -> str:
    parts = [f"{suggestion.name} [{suggestion.substance_id}]"]
    parts += [words.place(listing, language) for listing in suggestion.listings[:2]]
    reason = suggestion.reason_statement.say(language) if suggestion.reason_statement else suggestion.reason
    return "; ".join((*parts, reason) if reason else parts)


def full_lines(verdict: Verdict, language: Language = "en") -> Lines:
    """Iterate over the labels and texts of everything that an answer holds."""
    yield N_("means"), words.word(vocabulary.MEANING[verdict.status], language)
    for match in verdict.matches:
        yield from _full_match(match, verdict.as_of, language)
    for number in _told(verdict):
        yield from _full_analogue(verdict.analogues[number], language)
    left = len(verdict.analogues) - len(_told(verdict))
    if left:
        yield N_("more parents"), counted("{count} more: --json shows all", count=left).say(language)
    yield from _perhaps(verdict, language)
    yield from _information(verdict, language)
    if verdict.structure is not None:
        yield N_("structure"), verdict.structure.smiles
    if verdict.classes:
        said = Statement("{classes} (for orientation only)", classes=verdict.classes)
        yield N_("class"), said.say(language)
    for statement in verdict.statements:
        if not statement.template.startswith("Searched: "):
            yield N_("note"), statement.say(language)
    for answer in verdict.sources:
        yield N_("source"), words.source(answer, language)
    yield N_("searched"), words.searched(verdict, language)
    yield N_("computed by"), versions(verdict, language)


def versions(verdict: Verdict, language: Language = "en") -> str:
    """Say what computed an answer."""
    return Statement(
        "kzschedule {kzschedule}, data {data}, RDKit {rdkit}",
        kzschedule=verdict.versions.kzschedule,
        data=verdict.versions.data,
        rdkit=verdict.versions.rdkit,
    ).say(language)


def _told(verdict: Verdict) -> list[int]:
    """Return the numbers of the analogues that are told in full: the nearest, or the first one of any grade."""
    formal = words.formal(verdict)
    near = words.nearest(verdict)
    return list(dict.fromkeys((*near, *formal[:SHOWN_ANALOGUES]))) or list(range(len(verdict.analogues)))[:1]


def _full_match(match: Match, as_of: date, language: Language) -> Lines:
    yield N_("substance"), _with_all_names(match, language)
    yield N_("why"), words.why(match, language)
    if not match.listings:
        yield N_("position"), words.word(N_("not named in the List"), language)
    for listing in match.listings:
        yield from _full_listing(listing, as_of, language)
    if match.listings:
        yield from _full_sizes(match, language)


def _with_all_names(match: Match, language: Language) -> str:
    cas = f", CAS {match.cas}" if match.cas else ""
    return f"{words.names_of(match, language)} [{match.substance_id}]{cas}"


def _full_listing(listing: ListingAnswer, as_of: date, language: Language) -> Lines:
    yield N_("position"), f"{words.place(listing, language)} [{listing.row_id}]"
    yield N_("printed"), " ".join(listing.printed_ru.split())
    if listing.printed_kk and listing.printed_kk != listing.printed_ru:
        yield N_("in Kazakh"), " ".join(listing.printed_kk.split())
    if listing.conflict:
        yield N_("texts differ"), words.of_data(listing.conflict, language)
    if listing.reading_note:
        yield N_("reading"), words.of_data(listing.reading_note, language)
    yield N_("in force"), _in_force(listing, as_of, language)
    said = Statement(
        "{evidence}; revision {revision}", evidence=words.evidence(listing, language), revision=listing.revision
    )
    yield N_("evidence"), said.say(language)


def _full_sizes(record: Match | Analogue, language: Language) -> Lines:
    for row in record.sizes or ():
        told = f"{words.size(row, language)}; {words.period(row, language)}"
        uncertain = words.word(N_("not certain on the day"), language)
        doubt = "" if row.in_force else f" [{uncertain}]"
        yield N_("sizes"), f"{told}{doubt}"
        yield N_("as printed"), f"{row.size_id}: {words.printed(row, language)}: {row.raw}"
        if row.conflict:
            yield N_("texts differ"), words.of_data(row.conflict, language)
        if row.reading_note:
            yield N_("reading"), words.of_data(row.reading_note, language)
    if not record.sizes:
        yield N_("sizes"), words.sizes(None, language)


def _full_analogue(analogue: Analogue, language: Language) -> Lines:
    grade = words.word(vocabulary.GRADE[analogue.grade], language)
    yield N_("parent"), f"{_placed(analogue, language)} [{analogue.parent_id}]; {grade}"
    yield N_("replacements"), "; ".join((words.replacements(analogue, language), *_reservations(analogue, language)))
    yield N_("how"), words.sentence(analogue, language)
    yield N_("its sizes"), _sizes_of_parent(analogue, language)


def _information(verdict: Verdict, language: Language) -> Lines:
    """Iterate over what is said for information: UN control, clauses on preparations, veterinary, other lists."""
    for item in verdict.treaties:
        yield N_("UN control"), f"{item.substance_id}: {words.treaty(item, language)}"
    for clause in verdict.preparations:
        yield N_("preparations"), f"{clause.row_id}: {words.printed(clause, language)}"
    for line in verdict.veterinary:
        text = (line.printed_kk if language == "kk" else None) or line.printed_ru
        yield N_("veterinary"), f"{line.vet_id}: {' '.join(text.split())}"
    for other in verdict.other_lists:
        remark = {"en": other.remark, "ru": other.remark_ru, "kk": other.remark_kk}[language] or other.remark
        yield N_("other list"), f"{other.act}: {remark}"


def _clipped(text: str, longest: int = _LONGEST_PRINTED) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


_COLUMNS = (N_("query"), N_("answer"), N_("substance"), N_("position"), N_("certain from"))


def verdicts_table(verdicts: Sequence[Verdict], language: Language = "en", width: int | None = None) -> Iterator[str]:
    """Iterate over the lines of a table with a row for each answer, and over what is common to them, said once.

    Parameters
    ----------
    verdicts : sequence of Verdict
        The answers.
    language : str
        ``en``, ``ru`` or ``kk``.
    width : int, optional
        Width of the table; without it no cell is wrapped.
    """
    header = [words.word(column, language) for column in _COLUMNS]
    yield from table(header, [_row(verdict, language) for verdict in verdicts], width)
    yield ""
    for note in common_notes(verdicts, language):
        yield from folded(note, width)


def _row(verdict: Verdict, language: Language) -> tuple[str, ...]:
    rows = _rows(verdict) if verdict.status in ("listed", "unconfirmed") else []
    parents = [verdict.analogues[number] for number in words.nearest(verdict)]
    where = rows or [listing for parent in parents for listing in parent.listings]
    since = words.since(rows[0], language) if rows else "–"
    others = f" (+{len(where) - 1})" if len(where) > 1 else ""
    return (
        _clipped(verdict.query, _LONGEST_QUERY) or words.word(N_("(empty)"), language),
        words.capitals(vocabulary.STATUS[verdict.status], language),
        what(verdict, language) or "–",
        _where_in_a_cell(where[0], language, parent=not rows) + others if where else "–",
        since,
    )


def _where_in_a_cell(listing: ListingAnswer, language: Language, *, parent: bool) -> str:
    place = words.short_place(listing, language)
    return Statement("parent: {place}", place=place).say(language) if parent else place


def what(verdict: Verdict, language: Language = "en") -> str:
    """Say in a few words which substances an answer is about."""
    said = [_in_a_cell(match, language) for match in _substances_first(verdict)[:_SHOWN]]
    parents = [verdict.analogues[number] for number in words.nearest(verdict)]
    if parents:
        names = tuple(words.name(parent, language) for parent in parents[:SHOWN_ANALOGUES])
        others = f" (+{len(parents) - len(names)})" if len(parents) > len(names) else ""
        said.append(Statement("formed from {name}", name=", ".join(names)).say(language) + others)
    if said:
        return ", ".join(said)
    if verdict.suggestions:
        names = tuple(suggestion.name for suggestion in verdict.suggestions[:SHOWN_ANALOGUES])
        return Statement("perhaps {names}", names=names).say(language)
    if verdict.status == "invalid":
        return next(_notes(verdict, language), "")
    return ""


def _in_a_cell(match: Match, language: Language) -> str:
    if match.relation == "group_member" and match.listings:
        return Statement("a member of the group of row {row}", row=match.listings[0].row_id).say(language)
    covered = match.covered_by
    beside = covered is not None and covered.kind != "row"
    relation = f" ({words.word(vocabulary.RELATION[match.relation], language)})" if beside else ""
    return words.name(match, language) + relation


def common_notes(verdicts: Sequence[Verdict], language: Language = "en") -> Iterator[str]:
    """Iterate over what is said once of several answers: their number, what their statuses mean, what was searched."""
    statuses = Counter(verdict.status for verdict in verdicts)
    counts = tuple(
        Statement("{what} {number}", what=Statement(vocabulary.STATUS[status]), number=statuses[status])
        for status in get_args(Status)
        if statuses[status]
    )
    days = ", ".join(dict.fromkeys(words.day(verdict.as_of).say(language) for verdict in verdicts))
    said = Statement("On {day}: queries {number} ({counts}).", number=len(verdicts), day=days, counts=counts)
    yield said.say(language)
    for status in ("unconfirmed", "unresolved", "analogue", "no_match"):
        if statuses[status]:
            meaning = words.word(vocabulary.MEANING[status], language)
            yield f"{words.capitals(vocabulary.STATUS[status], language)}: {meaning}."
    if statuses["analogue"]:
        judged = words.word(IF_CONFIRMED, language)
        yield f"{judged[0].upper()}{judged[1:]}."
    yield from _shared(verdicts, language)
    for last in dict.fromkeys(words.searched(verdict, language) for verdict in verdicts):
        yield Statement("Searched: {what}. All of an answer: --full", what=last).say(language)


def _shared(verdicts: Iterable[Verdict], language: Language) -> Iterator[str]:
    """Iterate over the notes that several answers have in common."""
    told = Counter(note for verdict in verdicts for note in dict.fromkeys(_notes(verdict, language)))
    return (note for note, times in told.items() if times > 1)


TSV_COLUMNS = (
    "query", "status", "table", "section", "row_id", "substance_id", "name_en", "relation", "covered_by", "evidence",
    "in_force", "from_earliest", "from_sure", "parent_ids", "as_of", "revision",
)  # fmt: skip


def tsv_row(verdict: Verdict) -> tuple[str, ...]:
    """Return an answer as cells for a program; what it holds several times is that of the first match.

    Examples
    --------
    >>> from kzschedule import check
    >>> tsv_row(check("heroin", as_of="2024-03-01"))[:6]
    ('heroin', 'listed', 'I', 'narcotic', 'I-A-20', 'heroin')
    """
    match = next((match for match in verdict.matches if match.listings), next(iter(verdict.matches), None))
    listing = next(iter(match.listings), None) if match else None
    covered = f"{match.covered_by.kind}:{match.covered_by.id}" if match and match.covered_by else ""
    cells: dict[str, object] = {
        "query": " ".join(verdict.query.split()),
        "status": verdict.status,
        "covered_by": covered,
        "parent_ids": "|".join(verdict.analogues[number].parent_id for number in words.nearest(verdict)),
        "as_of": verdict.as_of,
        "revision": verdict.revision.revision_id if verdict.revision else "",
    }
    for record, columns in ((match, ("substance_id", "name_en", "relation")), (listing, _OF_LISTING)):
        cells |= {column: getattr(record, column) for column in columns} if record else {}
    return tuple(str(cells.get(column, "")).replace("\t", " ") for column in TSV_COLUMNS)


_OF_LISTING = ("table", "section", "row_id", "evidence", "in_force", "from_earliest", "from_sure")
