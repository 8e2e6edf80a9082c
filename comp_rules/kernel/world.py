"""What the steps run on: one assignment's credits, cells and dated numbers.

In: rows that the flow prepared. Out: the same, typed for `exact`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from comp_rules.kernel.steps import Frame
from comp_rules.values.frozen import frozen
from comp_rules.values.identity import Source
from comp_rules.values.money import RoundingMode
from comp_rules.values.period import Period, Span

#: An exact amount: whole minor units or a count, as an int; a part of one as a fraction.
Amount = int | Fraction


@frozen
class CreditRow:
    """A credit as the steps see it. `refused_by` holds the components whose conditions it does not meet."""

    credit_id: str
    rule: str
    day: date
    period: int
    amount: Amount
    #: the numbers of the record version that the plan's steps read, by field, money in minor units of the plan's
    #: currency; and months counted from a date under `since:hire`, `since:assignment`, `since:field:f`, 1 in the month
    #: that begins on that date
    fields: Mapping[str, Fraction]
    refused_by: frozenset[str]
    #: takes back an earlier record: placed alone on a ladder, it stands where that one stood
    reversal: bool = False
    #: the rate that each table of the plan gives it; `<table>:below` the rate of the person next below (for spreads)
    rates: Mapping[str, Known | Missing] = field(default_factory=dict)
    #: of the record, for caps per record; equals across the credits of one record
    record: str = ""
    #: of a line of another component: the credit, window or given row on which that line was paid
    root: str = ""

    @property
    def sign(self) -> int:
        """-1 for a reversal, whose own amount is negative."""
        return -1 if self.reversal else 1

    @property
    def size(self) -> Amount:
        """The amount as it is placed on a ladder of its own: that of the credit a reversal takes back."""
        return self.sign * self.amount


@frozen
class Cell:
    """A window as it stands at the end of a period: the days worked in it, and whether it is over."""

    period: int
    window: Span
    #: the day after the last day that counts: of the period or of the window, whichever ends first
    through: date
    #: days of the window on which the assignment holds
    worked: Span
    #: the day whose dated rows are taken: the last day worked in the window and period
    day: date
    #: the part of the window worked, by the plan's proration basis, leave taken off where the plan says so
    part: Fraction = Fraction(1)
    #: months of the window, and those up to and with the period; halves where half months are calculated
    months: Amount = 0
    months_to_date: Amount = 0
    #: the units of the basis worked, and those of the window, that `part` is the quotient of
    units: tuple[int, int] = (0, 0)

    @property
    def over(self) -> bool:
        """The last day of the window lies in the period or before."""
        return self.window.after <= self.through


@frozen
class Known:
    """A number of a cell with its origin and form (`percent`, `times`, `money` for personal values, rates, payouts).

    `if_zero` is what a quota row stated as 0 says of itself; it stays with what is made of it.
    """

    value: Amount
    source: Source
    form: str = ""
    if_zero: str = ""


@frozen
class Missing:
    """A number that is not there. It is not 0: what reads it is blocked, and says which one is missing.

    `code`: `quota_missing`, `quota_zero`, `quota_twice`, `quota_unit`, `target_missing`, `target_twice`,
    `target_currency`, `personal_missing`, `personal_twice`, `personal_unit`, `field_missing`, `input_missing`,
    `input_unit`, `rate_missing`, `rate_twice`, `rate_unit`, `no_days`; and of what others earned `earnings_missing`,
    `rate_of_exchange_missing`.
    """

    code: str
    name: str
    day: date


class Lookup(Protocol):
    """The dated numbers of one payee."""

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        """Return the quota of a cell; `window_is_row` when the window is the quota row's own."""

    def target(self, day: date) -> Known | Missing:
        """Return the annual target incentive in force on the day, in minor units."""

    def target_is_of_window(self, day: date) -> bool:
        """Say whether the target row in force on the day is the sum of one window rather than of a year."""

    def personal(self, name: str, day: date) -> Known | Missing:
        """Return the personal rate or sum in force on the day."""

    def input(self, name: str, cell: Cell) -> Known | Missing:
        """Return the typed result with the latest last day in the cell's window and not after the cell."""

    def opening(self, of: str, name: str, cell: Cell) -> Known | None:
        """Return the opening of a `measure` or `component` whose last day lies in the cell's window, before its end."""


@frozen
class GivenRow:
    """What the flow worked out for a component across people, in one period.

    `values` by role: `prize`, `rank`, `of`, `base` and others; of these exactly one, `prize` or `base`, is money that
    is paid or paid on. `key` tells rows of one period apart.
    """

    period: int
    key: str
    day: date
    values: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class World:
    """Everything one assignment's steps may look at.

    Lines are made for the periods from `lines_from` on: for the last one only, unless a cap or a component measured on
    another needs those before it.
    """

    periods: Sequence[Period]
    currency: str
    cells: Mapping[Frame, Sequence[Cell]]
    #: in order: credit date, booked time, record id, rule
    credits: Sequence[CreditRow]
    lookup: Lookup
    lines_from: int = -1
    given: Mapping[str, Sequence[GivenRow]] = field(default_factory=dict)
    #: unit (minor units) and mode of the rounding of lines
    rounding: tuple[int, RoundingMode] = (1, "half_away")
    #: number of the month in which the plan year begins, 1 to 12
    year_starts: int = 1

    @property
    def first_line(self) -> int:
        """Index of the first period for which lines are made."""
        return self.last if self.lines_from < 0 else self.lines_from

    @property
    def last(self) -> int:
        """Index of the period that is calculated."""
        return len(self.periods) - 1

    def cell_of(self, frame: Frame, day: date, period: int) -> int | None:
        """Return the index of the cell of `period` whose window holds the day, None when there is none."""
        for index, cell in enumerate(self.cells[frame]):
            if cell.period == period and day in cell.window:
                return index
        return None
