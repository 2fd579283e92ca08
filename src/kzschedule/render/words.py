"""The words of an answer that a person reads: statuses, places, days, sizes, in the language asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from kzschedule.answer import messages
from kzschedule.answer.size_messages import LINE
from kzschedule.dates import Period, Standing
from kzschedule.language import LANGUAGES, N_, Language, translation
from kzschedule.language.statement import Statement, counted
from kzschedule.language.statement import day as day  # noqa: PLC0414 — they belong to the words of this module too
from kzschedule.language.statement import number as number  # noqa: PLC0414 — the same
from kzschedule.language.vocabulary import (
    CONSULTED,
    EVIDENCE,
    MIXTURE,
    OPEN_REASON,
    PRECURSOR_LIST,
    RELATION,
    REPLACED,
    SECTION,
    SECTION_SHORT,
    STATUS_MAKING,
    UNIT,
    Mixture,
    PrecursorList,
    Section,
    Table,
    Unit,
)
from kzschedule.verdict import (
    Analogue,
    ListingAnswer,
    Match,
    PreparationAnswer,
    Replacement,
    SizeAnswer,
    SourceAnswer,
    Suggestion,
    TreatyAnswer,
    Verdict,
)


class _Named(Protocol):
    """What has the names of a substance."""

    @property
    def name_en(self) -> str: ...
    @property
    def name_ru(self) -> str | None: ...
    @property
    def name_kk(self) -> str | None: ...


class _Placed(Protocol):
    """What has a place in the List."""

    @property
    def row_id(self) -> str: ...
    @property
    def table(self) -> Table: ...
    @property
    def section(self) -> Section: ...
    @property
    def list(self) -> PrecursorList | None: ...
    @property
    def item_no(self) -> str | None: ...


class _Sized(Protocol):
    """What holds the bounds of a row of the size table: `Size` and `SizeAnswer`."""

    @property
    def size_id(self) -> str: ...
    @property
    def form(self) -> str | None: ...
    @property
    def condition(self) -> str | None: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def small_from(self) -> Decimal | None: ...
    @property
    def small_to(self) -> Decimal | None: ...
    @property
    def large_from(self) -> Decimal | None: ...
    @property
    def large_to(self) -> Decimal | None: ...
    @property
    def xlarge_over(self) -> Decimal | None: ...
    @property
    def mixture(self) -> Mixture: ...
    @property
    def min_percent(self) -> Decimal | None: ...


def word(text: str, language: Language = "en") -> str:
    """Return a marked text, such as those of the tables above, in a language.

    Examples
    --------
    >>> from kzschedule.language.vocabulary import STATUS
    >>> word(STATUS["listed"], "ru")
    'в Списке'
    """
    return translation(language).gettext(text)


def capitals(text: str, language: Language = "en") -> str:
    """Return a marked text in capital letters."""
    return word(text, language).upper()


def act(act_id: str) -> str:
    """Return the number of an act from its identifier.

    Examples
    --------
    >>> act("kz-gov-2024-22")
    '22'
    """
    return act_id.rpartition("-")[2]


def names_of(record: _Named, language: Language = "en", beside: Collection[Language] = LANGUAGES) -> str:
    """Return the names of a substance, each once: that in the language asked for, and those in others beside it.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> names_of(Schedule.default().substances["heroin"], "ru", ["en"])
    'героин / Heroin'
    """
    ordered = [_names(record)[language], *(_names(record)[other] for other in beside)]
    return " / ".join(dict.fromkeys(name for name in ordered if name))


def name(record: _Named, language: Language = "en") -> str:
    """Return the name of a substance in a language, else the English one."""
    return _names(record)[language] or record.name_en


def _names(record: _Named) -> Mapping[Language, str | None]:
    return {"en": record.name_en, "ru": record.name_ru, "kk": record.name_kk}


def printed(record: ListingAnswer | SizeAnswer | PreparationAnswer, language: Language = "en") -> str:
    """Return what the decree prints: in Kazakh where that is asked for, else in Russian, on one line."""
    text = (record.printed_kk if language == "kk" else None) or record.printed_ru
    return " ".join(text.split())


def of_data(text: str, language: Language = "en") -> str:
    """Say a sentence of the data, in English where the catalogues do not have it.

    Examples
    --------
    >>> of_data("The second printed name has a misprint; the first decides.", "ru")
    'Во втором напечатанном наименовании опечатка; решает первое.'
    """
    stop = "." if text.endswith(".") else ""
    return messages.of_data(text.rstrip(".")).say(language) + stop


def table(listing: _Placed) -> Statement:
    """Say in which table and section a row stands.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> law = Schedule.default().law
    >>> table(law.states("I-A-20")[0][0])
    'Table I, section A (narcotic drugs)'
    >>> table(law.states("IV-1.9")[0][0])
    'Table IV, list I of precursors'
    """
    part = PRECURSOR_LIST[listing.list] if listing.list else SECTION[listing.section]
    return Statement("Table {table}, {part}", table=listing.table, part=Statement(part))


def row(row_id: str) -> Statement:
    """Say which row an identifier names, by its numbers; a line of row I-B-61 has two.

    Examples
    --------
    >>> row("I-A-20"), row("II-A-20-1"), row("I-B-61.7"), row("IV-1.9"), row("III-A-1")
    ('row 20', 'row 20-1', 'row 61, line 7', 'line 9', 'clause 1')
    """
    of_table, _, rest = row_id.partition("-")
    if of_table == "IV":
        return Statement("line {line}", line=rest.partition(".")[2] or rest)
    numbers = rest.partition("-")[2] or rest
    if row_id.startswith("III-A-"):
        return Statement("clause {number}", number=numbers)
    item, _, line = numbers.partition(".")
    if line:
        return Statement("row {row}, line {line}", row=item, line=line)
    return Statement("row {row}", row=item)


def place(listing: _Placed, language: Language = "en") -> str:
    """Say where a row stands.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> heroin = Schedule.default().law.states("I-A-20")[0][0]
    >>> place(heroin)
    'Table I, section A (narcotic drugs), row 20'
    >>> place(heroin, "ru")
    'Таблица I, раздел А (наркотические средства), строка 20'
    """
    return _joined((table(listing), _row_printed(listing)), language)


def _row_printed(listing: _Placed) -> Statement:
    """Say which row it is, by the number that it is printed with: one that was renumbered keeps its identifier."""
    named, item = row(listing.row_id), listing.item_no
    if item is None or f"-{item}." in f"{listing.row_id}.":
        return named
    return Statement("row {row} now, {before} before", row=item, before=named)


def short_place(listing: _Placed, language: Language = "en") -> str:
    """Say where a row stands, for a column: table, what it lists, row."""
    said = (
        Statement("Table {table}", table=listing.table),
        Statement(SECTION_SHORT[listing.section]),
        _row_printed(listing),
    )
    return _joined(said, language)


def period(listing: ListingAnswer | SizeAnswer, language: Language = "en") -> str:
    """Say since when, and until when, a row is in force, and by which act.

    The day of some acts is known only as an interval: then both ends are told, as what they are.
    """
    return _joined(_period(act(listing.act_id), listing.from_earliest, listing.from_sure, listing.until), language)


def in_force(acts: Sequence[str], period: Period, language: Language = "en") -> str:
    """Say since when, and until when, something printed is in force, and by which act.

    Parameters
    ----------
    acts : sequence of str
        Identifiers of the act, or of two that cannot be told apart.
    period : Period
        From its beginning to its end.
    language : str
        ``en``, ``ru`` or ``kk``.

    Examples
    --------
    >>> sure = Period(date(2021, 10, 8), date(2021, 10, 31), None, None)
    >>> in_force(["kz-gov-2019-975", "kz-gov-2021-677"], sure)
    'by No. 975 or 677, for certain from 2021-10-31, at the earliest from 2021-10-08'
    """
    numbers = [act(act_id) for act_id in acts]
    by = numbers[0] if len(numbers) == 1 else Statement("{act} or {other}", act=numbers[0], other=numbers[1])
    return _joined(_period(by, period.from_earliest, period.from_sure, period.until_sure), language)


def _period(by: str, earliest: date, sure: date, until: date | None) -> Iterable[Statement]:
    if earliest == sure:
        yield Statement("from {day} by No. {act}", day=day(sure), act=by)
    else:
        yield Statement(
            "by No. {act}, for certain from {sure}, at the earliest from {earliest}",
            act=by,
            sure=day(sure),
            earliest=day(earliest),
        )
    if until is not None:
        yield Statement("ended by {day}", day=day(until))


def interval(earliest: date, sure: date) -> Statement:
    """Say a day that is known only as an interval; one that is known is only itself.

    Examples
    --------
    >>> interval(date(2024, 2, 6), date(2024, 2, 6)), interval(date(2021, 10, 8), date(2021, 10, 31))
    ('2024-02-06', '2021-10-08 to 2021-10-31')
    """
    if earliest == sure:
        return Statement("{day}", day=day(sure))
    return Statement("{first} to {last}", first=day(earliest), last=day(sure))


def standing(listing: ListingAnswer, as_of: date) -> Standing:
    """Say whether a position stands on the day of an answer, or only may.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> [eutylone] = Schedule.default().positions("eutylone", date(2024, 2, 5))
    >>> standing(eutylone, date(2024, 2, 5))
    'no'
    """
    if listing.in_force:
        return "yes"
    ended = listing.until is not None and as_of >= listing.until
    return "no" if as_of < listing.from_earliest or ended else "maybe"


def doubt(listing: ListingAnswer, as_of: date, language: Language = "en") -> str:
    """Say why a position is not asserted on the day of an answer; nothing where it is."""
    if listing.reading == "other":
        return word(N_("a second reading of the row, not confirmed"), language)
    said = {"no": N_("not in force on the day asked about"), "maybe": N_("not certain on the day asked about")}
    found = standing(listing, as_of)
    return "" if found == "yes" else word(said[found], language)


def since(listing: ListingAnswer, language: Language = "en") -> str:
    """Say in a column since when a row is certainly in force; where that is doubtful on the day, the interval."""
    said = day(listing.from_sure) if listing.in_force else interval(listing.from_earliest, listing.from_sure)
    return said.say(language)


def size(row: _Sized, language: Language = "en") -> str:
    """Say what a row of the size table holds.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> [heroin] = Schedule.default().row_sizes("I-A-20", date(2024, 3, 1))
    >>> size(heroin)
    'small up to 0.01 g; large over 0.01 to 1 g; especially large over 1 g (of the whole mixture)'
    """
    bands = "; ".join(band.say(language) for band in _bands(row)) or word(N_("no size printed"), language)
    limits = [limit.say(language) for limit in _limits(row)]
    return f"{bands} ({', '.join(limits)})" if limits else bands


def _bands(row: _Sized) -> Iterable[Statement]:
    unit = Statement(UNIT[row.unit])
    if row.small_to is not None:
        yield _band(
            N_("small up to {last} {unit}"), N_("small {first} to {last} {unit}"), row.small_from, row.small_to, unit
        )
    if row.large_to is not None:
        from_where = row.large_from
        yield _band(
            N_("large up to {last} {unit}"), N_("large over {first} to {last} {unit}"), from_where, row.large_to, unit
        )
    elif row.large_from is not None:
        yield Statement("large over {first} {unit}", first=number(row.large_from), unit=unit)
    if row.xlarge_over is not None:
        yield Statement("especially large over {first} {unit}", first=number(row.xlarge_over), unit=unit)


def _band(without: str, template: str, first: Decimal | None, last: Decimal, unit: Statement) -> Statement:
    if not first:
        return Statement(without, last=number(last), unit=unit)
    return Statement(template, first=number(first), last=number(last), unit=unit)


def _limits(row: _Sized) -> Iterable[Statement]:
    if row.form:
        line = row.size_id.rpartition(".")[2]
        yield Statement("{form}", form=Statement(LINE[line]) if line in LINE else row.form)
    if row.condition:
        yield Statement("{condition}", condition=row.condition)
    if row.min_percent:
        yield Statement("at a concentration of {percent} % or more", percent=number(row.min_percent))
    if row.mixture in MIXTURE:
        yield Statement(MIXTURE[row.mixture])


def sizes(rows: Sequence[SizeAnswer] | None, language: Language = "en") -> str:
    """Say all rows of the size table that hold for a substance; one that may not stand on the day says so."""
    if not rows:
        return word(N_("no row of the size table that day"), language)
    doubt = word(N_("not certain on the day"), language)
    said = [size(row, language) + ("" if row.in_force else f" [{doubt}]") for row in rows]
    return " | ".join(dict.fromkeys(said))


def evidence(listing: ListingAnswer, language: Language = "en") -> str:
    """Say how well a row is known.

    Examples
    --------
    >>> from kzschedule.schedule import Schedule
    >>> [heroin] = Schedule.default().positions("heroin", date(2024, 3, 1))
    >>> evidence(heroin)
    "read in the decree's own text"
    """
    return word(EVIDENCE[listing.evidence], language)


def why(match: Match, language: Language = "en") -> str:
    """Say how a substance was found, and what of the List covers the query."""
    said = [word(RELATION[match.relation], language)]
    covered = match.covered_by
    if covered is not None and covered.kind == "note":
        places = tuple(dict.fromkeys(table(listing) for listing in match.listings))
        said.append(Statement("by a note to {places:; }", places=places).say(language))
    if covered is not None and covered.kind == "group" and match.relation != "group_member":
        said.append(Statement("by the group that the row names").say(language))
    return "; ".join(said)


def treaty(item: TreatyAnswer, language: Language = "en") -> str:
    """Say which UN schedule has a substance.

    Examples
    --------
    >>> treaty(TreatyAnswer(substance_id="x", convention="1971", schedule="II", decision_year=2015, consulted="yes",
    ...                     source_ids=()))
    '1971 Convention, Schedule II, decided 2015'
    """
    if item.decision_year is None:
        said = Statement(
            "{convention} Convention, Schedule {schedule}", convention=item.convention, schedule=item.schedule
        )
    else:
        said = Statement(
            "{convention} Convention, Schedule {schedule}, decided {year}",
            convention=item.convention,
            schedule=item.schedule,
            year=str(item.decision_year),
        )
    return said.say(language)


def sentence(analogue: Analogue, language: Language = "en") -> str:
    """Return the sentence that says how an analogue is formed."""
    said: Mapping[Language, str] = {
        "en": analogue.sentence_en,
        "ru": analogue.sentence_ru,
        "kk": analogue.sentence_kk,
    }
    return said[language] or analogue.sentence_en


def replacement(item: Replacement, language: Language = "en") -> str:
    """Say what is replaced by what, with the substituent's number in the decree's list."""
    group = {"en": item.name_en, "ru": item.name_ru, "kk": item.name_kk}[language] or item.name_en or item.substituent
    arrow = f"{word(REPLACED[item.replaced], language)} → "
    return f"{arrow}{item.number} «{group}»" if item.number else f"{arrow}{group}"


def replacements(analogue: Analogue, language: Language = "en") -> str:
    """Say all replacements of an analogue; the same one several times with its count."""
    said = [replacement(item, language) for item in analogue.replacements]
    counts = {text: said.count(text) for text in said}
    return ", ".join(text if count == 1 else f"{count} × {text}" for text, count in counts.items())


def open_reasons(analogue: Analogue, language: Language = "en") -> str:
    """Say what keeps the grade of an analogue open."""
    return "; ".join(word(OPEN_REASON.get(reason, reason), language) for reason in analogue.open_reasons)


def makes_status(analogue: Analogue) -> bool:
    """Whether an analogue by itself makes the status ``analogue``, or would if an act is in force on the day."""
    if analogue.grade != "open":
        return True
    return bool(analogue.open_reasons) and STATUS_MAKING.issuperset(analogue.open_reasons)


def formal(verdict: Verdict) -> list[int]:
    """Return the numbers of the analogues that make the status, those that may be in force only behind the others."""
    making = [number for number, analogue in enumerate(verdict.analogues) if makes_status(analogue)]
    return sorted(making, key=lambda number: "interval" in verdict.analogues[number].open_reasons)


def perhaps(verdict: Verdict) -> tuple[Suggestion, ...]:
    """Return what a query may mean beside what was found: the meanings of a name are what was found.

    Parameters
    ----------
    verdict : Verdict
        The answer.
    """
    found = {match.substance_id for match in verdict.matches}
    return tuple(suggestion for suggestion in verdict.suggestions if suggestion.substance_id not in found)


def nearest(verdict: Verdict) -> list[int]:
    """Return the numbers of the nearest analogues that make the status: all that are equally near.

    Parameters
    ----------
    verdict : Verdict
        The answer, whose analogues stand nearest first.
    """
    making = formal(verdict)
    near = _nearness(verdict.analogues[making[0]]) if making else None
    return [number for number in making if _nearness(verdict.analogues[number]) == near]


def _nearness(analogue: Analogue) -> tuple[bool, int, float]:
    return "interval" in analogue.open_reasons, len(analogue.replacements), round(analogue.skeleton_share, 9)


def source(answer: SourceAnswer, language: Language = "en") -> str:
    """Say what a source is, and whether it was at hand."""
    address = f" {answer.url}" if answer.url else ""
    return f"{answer.source_id}: {answer.title} ({word(CONSULTED[answer.consulted], language)}){address}"


def searched(verdict: Verdict, language: Language = "en") -> str:
    """Say which revision was searched, that a later one may exist, and which data answered."""
    if verdict.revision is None:
        said = Statement("data {data}", data=verdict.versions.data)
    else:
        said = Statement(
            "revision of {day} (No. {number}); a later one may exist; data {data}",
            day=day(verdict.revision.date),
            number=verdict.revision.number,
            data=verdict.versions.data,
        )
    return said.say(language)


def more(count: int, language: Language = "en") -> str:
    """Say that there is more which ``--full`` shows."""
    return counted("{count} more: --full", count=count).say(language)


def _joined(said: Iterable[Statement], language: Language) -> str:
    return ", ".join(part.say(language) for part in said)
