"""What an answer about sizes says in words. Each function gives one sentence or a part of one, about one thing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from kzschedule.answer.messages import SIZE, of_data
from kzschedule.language import N_
from kzschedule.language.statement import Statement, counted
from kzschedule.language.statement import day as written
from kzschedule.language.vocabulary import Unit
from kzschedule.units import Amount, Item, PlantState, plain, quantity

SizeName = Literal["small", "large", "especially_large"]

SIZES_OF_PARENTS = Statement(
    "An analogue has the sizes of the listed substance to which it is analogous, mixtures included where a star says "
    "so (notes to the size table)."
)
SEVERAL_PARENTS = Statement(
    "It has several such substances, equally near; which of their sizes counts, the law does not say, so each is told."
)
UNCONFIRMED = Statement("Its position is not confirmed: its own sizes count only if the list covers it.")
NO_SIZES_ASSERTED = Statement("No size is answered, because it is not settled which substance is meant.")
DRY_RESIDUE = Statement(
    "Of solutions, extracts and soaked materials the dry residue is measured, after extraction (rule at the end of "
    "the size table): give its mass, as in 0.5 g of dry residue."
)

_UNIT_KIND: dict[Unit, str] = {"g": N_("a mass"), "ml": N_("a volume"), "piece": N_("a number of pieces")}
_ITEM_KIND: dict[Item, str] = {
    "tablet": N_("a number of tablets"),
    "ampoule": N_("a number of ampoules"),
    "plant": N_("a number of plants"),
}

#: Lines of a row, by the end of its identifier; others are named as printed.
LINE: dict[str, str] = {"dried": N_("dried"), "fresh": N_("not dried")}


# --- what a row makes of an amount: the middle of a sentence


def is_size(amount: Amount, size: SizeName, bounds: Statement) -> Statement:
    """Say into which size an amount falls, and between which bounds that lies."""
    return Statement(
        "{amount} is {size} ({bounds})", amount=amount.statement, size=Statement(SIZE[size]), bounds=bounds
    )


def up_to(end: Statement) -> Statement:
    """Name the bounds of a size that begins at nothing."""
    return Statement("up to {end} inclusive", end=end)


def from_to(first: Decimal, end: Statement) -> Statement:
    """Name the bounds of a small size."""
    return Statement("from {first} to {end}, both inclusive", first=plain(first), end=end)


def over_to(first: Decimal, end: Statement) -> Statement:
    """Name the bounds of a large size."""
    return Statement("over {first} up to {end} inclusive", first=plain(first), end=end)


def over(first: Statement) -> Statement:
    """Name the lower bound of an especially large size."""
    return Statement("over {first}", first=first)


def exactly(count: Statement) -> Statement:
    """Name the only number that is small."""
    return Statement("exactly {number}", number=count)


def one_number(amount: Amount, count: Statement) -> Statement:
    """Say that an amount is less than the only number that is small."""
    return Statement("{amount} has no size: small is exactly {number}", amount=amount.statement, number=count)


def below_small(amount: Amount, first: Statement) -> Statement:
    """Say that an amount does not reach the small size."""
    return Statement("{amount} is below small, which begins with {first}", amount=amount.statement, first=first)


def no_small(amount: Amount, first: Statement) -> Statement:
    """Say that an amount does not exceed where large begins, in a row that has no small size."""
    return Statement(
        "{amount} has no size: the row has none below large, and large begins over {first}",
        amount=amount.statement,
        first=first,
    )


def between(amount: Amount, end: Statement, first: Statement) -> Statement:
    """Say that an amount lies between two sizes, where the row prints none."""
    return Statement(
        "{amount} has no size: the row ends one size at {end} and begins the next one over {first}, and prints nothing "
        "between them",
        amount=amount.statement,
        end=end,
        first=first,
    )


def no_figures(amount: Amount, printed: str) -> Statement:
    """Say that a row prints words in the place of figures."""
    return Statement(
        "{amount} has no size: the row prints no figures but {printed!r}", amount=amount.statement, printed=printed
    )


def too_thin(amount: Amount, percent: Decimal, least: Decimal) -> Statement:
    """Say that a precursor's concentration does not reach the one from which it counts."""
    return Statement(
        "{amount} of {percent} per cent has no size: the row counts from a concentration of {least} per cent on",
        amount=amount.statement,
        percent=plain(percent),
        least=plain(least),
    )


def other_unit(amount: Amount, unit: Unit, item: Item | None, printed: str | None) -> Statement:
    """Say that a row counts in another unit than the amount, and what it prints if that has counts in it."""
    given, counts = _kind(amount.unit, amount.item), _kind(unit, item)
    if printed is None:
        return Statement("unknown: the amount is {given}, and the row counts {counts}", given=given, counts=counts)
    return Statement(
        "unknown: the amount is {given}, and the row counts {counts}; compare the counts that it prints beside the "
        "figures, for that strength: {printed}",
        given=given,
        counts=counts,
        printed=printed.rstrip("."),
    )


def _kind(unit: Unit, item: Item | None) -> Statement:
    return Statement(_UNIT_KIND[unit] if item is None else _ITEM_KIND[item])


def of_a_solution(amount: Amount) -> Statement:
    """Say that an amount is that of a solution, which is not what a row counts."""
    return Statement(
        "unknown: {amount} is the amount of a solution, an extract or a soaked material, and the row counts the dry "
        "residue",
        amount=amount.statement,
    )


def of_a_mixture(amount: Amount) -> Statement:
    """Say that an amount is that of a mixture, of which a row counts a part only."""
    return Statement(
        "unknown: {amount} is the amount of a mixture, and the row counts only what it contains of the substance",
        amount=amount.statement,
    )


def no_row() -> Statement:
    """Say that no row stands for a substance."""
    return Statement("unknown: no row of the size table stands for it on this day")


def grown(amount: Amount, first: int, *, large: bool) -> Statement:
    """Say what the cultivation of a number of plants is."""
    template = (
        N_("growing {amount} is {size} (from {first} on)")
        if large
        else N_("growing {amount} has no size: {size} begins with {first}")
    )
    begin = quantity(Decimal(first), "piece", "plant")
    return Statement(template, amount=amount.statement, size=Statement(SIZE["large"]), first=begin)


# --- whole sentences


def of_subject(subject: str, finding: Statement) -> Statement:
    """Say what a row makes of an amount of a substance."""
    return Statement("{subject}: {finding}.", subject=subject, finding=finding)


def of_analogue(subject: str, finding: Statement) -> Statement:
    """Say what a row of a parent makes of an amount of its formal analogue."""
    return Statement(
        "If examination confirms it as an analogue of {subject}: {finding}.", subject=subject, finding=finding
    )


def in_form(subject: str, printed: str, line: str) -> Statement:
    """Name a substance in the form of which a line of a row speaks, as its identifier or the decree says it."""
    form = Statement(LINE[line]) if line in LINE else printed
    return Statement("{subject} ({form})", subject=subject, form=form)


def in_state(state: PlantState) -> Statement:
    """Say that only the line for a plant in one state was asked."""
    return Statement("Only the line {line!r} is answered, as the question says.", line=Statement(LINE[state]))


def equal_to_bound(rows: tuple[str, ...]) -> Statement:
    """Say that the texts differ about an amount that equals a lower bound of large."""
    return Statement(
        "{rows}: the amount equals the bound from which large begins. Large is over it in the Russian text, which is "
        "answered; the head of the Kazakh table counts the bound itself as large.",
        rows=rows,
    )


def printed_beside(rows: tuple[str, ...], subject: str) -> Statement:
    """Say that a row prints the name of a substance beside that of another one."""
    return Statement(
        "{rows}: the row prints the name of {subject} beside that of the substance to which it belongs in the List; "
        "its size is told too, and which of them counts is not settled.",
        rows=rows,
        subject=subject,
    )


def by_star(rows: tuple[str, ...]) -> Statement:
    """Say that a size is that of the whole mixture, by a star."""
    return Statement("{rows}: the size is that of the whole mixture (preparation), by the star of the row.", rows=rows)


def by_words(rows: tuple[str, ...]) -> Statement:
    """Say that a size is that of the whole mixture, by the words of the row."""
    return Statement("{rows}: the size is that of the whole mixture, by the words of the row.", rows=rows)


def content(rows: tuple[str, ...]) -> Statement:
    """Say that a row does not speak of mixtures."""
    return Statement(
        "{rows}: no star and no words extend the size to mixtures; the amount is taken as that of the substance in it.",
        rows=rows,
    )


def percent_reached(rows: tuple[str, ...], least: Decimal) -> Statement:
    """Say that a concentration was not given and is taken to be reached."""
    return Statement(
        "{rows}: counts from a concentration of {least} per cent on; none was given, so it is taken as reached.",
        rows=rows,
        least=plain(least),
    )


def percent_not_used(rows: tuple[str, ...]) -> Statement:
    """Say that a row has no least concentration."""
    return Statement("{rows}: the row prints no least concentration; the one given was not used.", rows=rows)


def condition(rows: tuple[str, ...], words: str) -> Statement:
    """Say for what only a row holds."""
    return Statement("{rows}: holds only under a condition: {words}.", rows=rows, words=words)


def texts_differ(rows: tuple[str, ...], words: str) -> Statement:
    """Say where the two official texts of a row differ."""
    return Statement("{rows}: the Russian and the Kazakh text differ: {words}.", rows=rows, words=of_data(words))


def read_so(rows: tuple[str, ...], words: str) -> Statement:
    """Say what had to be decided in reading a row."""
    return Statement("{rows}: {words}.", rows=rows, words=of_data(words))


def may_stand(rows: tuple[str, ...]) -> Statement:
    """Say that it is not certain which rows stand on a day."""
    return Statement(
        "{rows}: may or may not stand on this day, because it is not certain on which day an act came into force.",
        rows=rows,
    )


def one_of_two(rows: tuple[str, ...]) -> Statement:
    """Say that two states of a row may stand on a day."""
    return Statement(
        "{rows}: one of two states of the row stands on this day, and which is not certain, because it is not certain "
        "on which day an act came into force; each is answered.",
        rows=rows,
    )


def milder(subject: str, day: date, finding: Statement) -> Statement:
    """Say what a later state of the table makes of an amount, where that is milder."""
    return Statement(
        "An offence is measured by the table of its day, unless a later one is milder (Criminal Code, article 6). The "
        "table of {day} is milder: {subject}: {finding}.",
        day=written(day),
        subject=subject,
        finding=finding,
    )


def gone(subject: str, day: date) -> Statement:
    """Say that a later table has no row for a substance any more."""
    return Statement(
        "An offence is measured by the table of its day, unless a later one is milder (Criminal Code, article 6). The "
        "table of {day} has no such row for {subject} any more.",
        day=written(day),
        subject=subject,
    )


def further_parents(count: int) -> Statement:
    """Say that parents were left out which are less near."""
    return counted(
        "{count} further listed substances are parents too, but less near; their sizes are left out.", count=count
    )


def open_parents(count: int) -> Statement:
    """Say that substances of which the query is no analogue by the rule were left out."""
    return counted(
        "{count} further structures are related, but by the rule it is no analogue of them; their sizes are left out.",
        count=count,
    )


def comma_as_decimal(text: str, amount: str) -> Statement:
    """Say that a comma before three digits was read as a decimal mark."""
    return Statement(
        "{text!r} was read as {amount}: a comma is a decimal mark here, thousands are set apart by spaces.",
        text=text,
        amount=amount,
    )
