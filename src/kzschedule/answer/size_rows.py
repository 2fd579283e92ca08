"""What one row of the size table makes of an amount: the size, exact at every figure, and the sentence that says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, cast

from kzschedule.answer import size_messages
from kzschedule.answer.size_messages import SizeName
from kzschedule.language.statement import Statement
from kzschedule.units import Amount, Item, Material, PlantState, quantity
from kzschedule.verdict import Part, SizeAnswer

RowStatus = Literal["below_small", "small", "large", "especially_large", "no_band", "unknown"]

#: Counts that a row in grams prints beside its figures: tablets, ampoules, dragées.
_COUNTED = re.compile(r"таб|амп|драже")


class Bands(Protocol):
    """The figures of a row of the size table."""

    @property
    def small_from(self) -> Decimal | None: ...  # noqa: D102  # see kzschedule.records.model.Size
    @property
    def small_to(self) -> Decimal | None: ...  # noqa: D102  # a protocol, named by its class
    @property
    def large_from(self) -> Decimal | None: ...  # noqa: D102  # a protocol, named by its class
    @property
    def large_to(self) -> Decimal | None: ...  # noqa: D102  # a protocol, named by its class
    @property
    def xlarge_over(self) -> Decimal | None: ...  # noqa: D102  # a protocol, named by its class


class CultivationRow(Part):
    """A line of the table of plants whose growing is an offence; see `kzschedule.records.model.Cultivation`.

    `size_id` is its identifier. Large begins with `large_from` plants, and no other size is printed.
    """

    size_id: str
    heading_ru: str
    heading_kk: str | None
    printed_ru: str
    printed_kk: str | None
    large_from: int
    raw: str
    raw_kk: str | None
    act_id: str
    in_force: bool
    from_earliest: date
    from_sure: date
    until: date | None
    reading_note: str | None


#: What an answer about a size rests on.
AnyRow = SizeAnswer | CultivationRow


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount, the concentration, what the material is, and in which state a plant."""

    amount: Amount
    percent: Decimal | None = None
    material: Material | None = None
    state: PlantState | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row makes of an amount: its status, and the middle of a sentence that says it."""

    row: AnyRow | None
    status: RowStatus
    finding: Statement


def band(value: Decimal, row: Bands) -> RowStatus:
    """Return the size into which a number falls by the figures of a row.

    Small is from the first to the second figure of its cell, both inclusive; large is over the first figure of its
    cell up to the second, inclusive; especially large is over its figure.

    Parameters
    ----------
    value : decimal.Decimal
        The number, more than zero and in the unit of the row.
    row : Size, SizeAnswer or another record with the figures

    Returns
    -------
    str
        ``small``, ``large`` or ``especially_large``; ``below_small`` under a printed lower figure of small;
        ``no_band`` where the row prints no size. A cell that prints one number makes that number alone small.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> figures = {"small_from": "0.5", "small_to": "5", "large_from": "5", "large_to": "200", "xlarge_over": "200"}
    >>> row = SimpleNamespace(**{name: Decimal(figure) for name, figure in figures.items()})
    >>> [band(Decimal(value), row) for value in ("0.4", "0.5", "5", "5.01", "200", "200.01")]
    ['below_small', 'small', 'small', 'large', 'large', 'especially_large']
    """
    if row.small_to is not None and value <= row.small_to:
        return _in_small(value, row)
    if row.xlarge_over is not None and value > row.xlarge_over:
        return "especially_large"
    if row.large_to is not None and value <= row.large_to and (row.large_from is None or value > row.large_from):
        return "large"
    return "no_band"


def _in_small(value: Decimal, row: Bands) -> RowStatus:
    """Return the size of what does not exceed small; where its cell prints one number, no other number is small."""
    if row.small_from is None:
        return "small" if value == row.small_to else "no_band"
    return "below_small" if value < row.small_from else "small"


def read_row(row: AnyRow, measured: Measured) -> Reading:
    """Return what a row makes of an amount.

    Parameters
    ----------
    row : SizeAnswer or CultivationRow
    measured : Measured

    Returns
    -------
    Reading
        ``unknown`` if the row counts something else: another unit, the dry residue of a solution, a part of a mixture.
    """
    if isinstance(row, CultivationRow):
        return _grown(row, measured.amount)
    unknown = _not_counted(row, measured)
    if unknown is not None:
        return Reading(row, "unknown", unknown)
    amount, percent = measured.amount, measured.percent
    if percent is not None and row.min_percent is not None and percent < row.min_percent:
        return Reading(row, "no_band", size_messages.too_thin(amount, percent, row.min_percent))
    status = band(amount.value, row)
    return Reading(row, status, _finding(status, row, amount))


def label(row: AnyRow) -> str:
    """Name a row by its identifier; a state that may or may not stand on the day also by the act that made it."""
    return row.size_id if row.in_force else f"{row.size_id} ({row.act_id})"


def cells(raw: str, between: str = " ") -> list[str]:
    r"""Return the printed cells of a row, each on one line; an empty one is a dash.

    Examples
    --------
    >>> cells(" | 0-0,0002 1-20 амп.\nпо 2 мл | 0,0002")
    ['—', '0-0,0002 1-20 амп. по 2 мл', '0,0002']
    """
    return [between.join(cell.split("\n")).strip() or "—" for cell in raw.split(" | ")]


def sizes_given(reading: Reading, amount: Amount) -> tuple[SizeName, ...]:
    """Return the sizes that the two texts give: the Kazakh one counts the lower bound of large as large."""
    status, row = reading.status, reading.row
    found: list[SizeName] = [status] if status in ("small", "large", "especially_large") else []
    if status in ("small", "no_band") and isinstance(row, SizeAnswer) and amount.value == row.large_from:
        found.append("large")
    return tuple(found)


def at_lower_bound(reading: Reading, amount: Amount) -> bool:
    """Whether an amount equals the figure at which small ends or large begins, where the row counts it."""
    row, status = reading.row, reading.status
    if not isinstance(row, SizeAnswer) or status not in ("small", "no_band"):
        return False
    return amount.value in (row.small_to, row.large_from) and status == band(amount.value, row)


def _grown(row: CultivationRow, amount: Amount) -> Reading:
    large = amount.value >= row.large_from
    finding = size_messages.grown(amount, row.large_from, large=large)
    return Reading(row, "large" if large else "no_band", finding)


def _not_counted(row: SizeAnswer, measured: Measured) -> Statement | None:
    """Say why an amount is none that a row counts, if it is none."""
    amount = measured.amount
    if row.unit != amount.unit:
        beside = amount.unit == "piece" and _COUNTED.search(row.raw)
        return size_messages.other_unit(amount, row.unit, _item(row), " | ".join(cells(row.raw)) if beside else None)
    if row.unit == "piece" and amount.item not in (None, _item(row)):
        return size_messages.other_unit(amount, row.unit, _item(row), None)
    if measured.material == "solution" and row.unit == "g":
        return size_messages.of_a_solution(amount)
    if measured.material == "mixture" and row.mixture == "no" and row.min_percent is None:
        return size_messages.of_a_mixture(amount)
    return None


def _item(row: SizeAnswer) -> Item | None:
    """Return what a row counts that counts pieces, as its identifier says: ``S-II-74.ampoule``."""
    kind = row.size_id.rpartition(".")[2]
    return cast("Item", kind) if row.unit == "piece" and kind in ("tablet", "ampoule") else None


def _finding(status: RowStatus, row: SizeAnswer, amount: Amount) -> Statement:
    """Say the size of an amount by the figures of a row."""
    if status == "small":
        return size_messages.is_size(amount, status, _small_bounds(row))
    if status == "large":
        return size_messages.is_size(amount, status, _large_bounds(row))
    if status == "especially_large":
        return size_messages.is_size(amount, status, size_messages.over(_quantity(row, row.xlarge_over)))
    if status == "below_small":
        return size_messages.below_small(amount, _quantity(row, row.small_from))
    return _no_band(row, amount)


def _no_band(row: SizeAnswer, amount: Amount) -> Statement:
    """Say why a row has no size for an amount."""
    if row.small_to is not None and amount.value < row.small_to:
        return size_messages.one_number(amount, _quantity(row, row.small_to))
    ends = [bound for bound in (row.small_to, row.large_to) if bound is not None and bound < amount.value]
    begins = [bound for bound in (row.large_from, row.xlarge_over) if bound is not None and bound >= amount.value]
    if not begins:
        return size_messages.no_figures(amount, row.raw.rpartition(" | ")[2])
    if not ends:
        return size_messages.no_small(amount, _quantity(row, min(begins)))
    return size_messages.between(amount, _quantity(row, max(ends)), _quantity(row, min(begins)))


def _small_bounds(row: SizeAnswer) -> Statement:
    end = _quantity(row, row.small_to)
    if row.small_from is None:
        return size_messages.exactly(end)
    return size_messages.from_to(row.small_from, end) if row.small_from else size_messages.up_to(end)


def _large_bounds(row: SizeAnswer) -> Statement:
    end = _quantity(row, row.large_to)
    return size_messages.over_to(row.large_from, end) if row.large_from else size_messages.up_to(end)


def _quantity(row: SizeAnswer, bound: Decimal | None) -> Statement:
    return quantity(cast("Decimal", bound), row.unit, _item(row))
