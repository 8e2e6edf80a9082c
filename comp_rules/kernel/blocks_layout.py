"""A block: many assignments of one plan as columns of integers, laid out so that windows are arithmetic on indices.

In: columns made from worlds, or arrays at once. Out: what the steps run on; nothing is calculated here but places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from comp_rules.kernel.steps import Frame
from comp_rules.kernel.wide import Flags, Ints, add, column_of, ints, largest, mul, narrowed, running_sum, subtract
from comp_rules.values.money import RoundingMode


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of exact numbers, `upper` / `lower` row by row; `lower` is above 0, one integer when all rows share it.

    `defined` says which rows have a number; None: all of them.
    """

    upper: Ints
    lower: Ints | int = 1
    defined: Flags | None = None

    def at(self, rows: Ints) -> Numbers:
        """Return the numbers of some rows; a negative row has none."""
        if len(rows) == len(self.upper) and bool((rows == np.arange(len(rows))).all()):
            return self
        inside = rows >= 0
        whole = bool(inside.all())
        safe = rows if whole else np.where(inside, rows, 0)
        if not whole and len(self.upper) == 0:
            return Numbers(np.zeros(len(rows), dtype=np.int64), 1, np.zeros(len(rows), dtype=np.bool_))
        lower = self.lower if isinstance(self.lower, int) else self.lower[safe]
        defined = None if self.defined is None else self.defined[safe]
        if not whole:
            defined = inside if defined is None else inside & defined
        return Numbers(self.upper[safe], lower, defined)

    @property
    def all_defined(self) -> bool:
        """Whether every row has a number."""
        return self.defined is None or bool(self.defined.all())


def both(one: Flags | None, other: Flags | None) -> Flags | None:
    """Return where both hold; None holds everywhere."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def times(a: Numbers, b: Numbers) -> Numbers:
    """Return a x b, not reduced."""
    lower = b.lower if isinstance(a.lower, int) and a.lower == 1 else product(a.lower, b.lower)
    return Numbers(mul(a.upper, b.upper), lower, both(a.defined, b.defined))


def product(a: Ints | int, b: Ints | int) -> Ints | int:
    """Return a x b of columns or single numbers."""
    if isinstance(a, int):
        return a * b if isinstance(b, int) else mul(b, a)
    return mul(a, b)


def over(a: Numbers, b: Numbers) -> Numbers:
    """Return a / b, undefined where b is 0; the sign is kept above the line."""
    sign = np.sign(b.upper).astype(np.int64)
    zero = sign == 0
    size = np.where(zero, 1, mul(b.upper, sign))
    upper = mul(mul(a.upper, sign), b.lower)
    defined = both(both(a.defined, b.defined), None if not zero.any() else ~zero)
    return Numbers(upper, product(a.lower, size), defined)


def reduced(a: Numbers) -> Numbers:
    """Return the same numbers in lowest terms."""
    if isinstance(a.lower, int) and a.lower == 1:
        return a
    below = column_of(a.lower, len(a.upper))
    common = np.gcd(a.upper, below)
    lower: Ints = below // common
    one = len(lower) > 0 and largest(lower) == 1
    return Numbers(narrowed(a.upper // common), 1 if one else narrowed(lower), a.defined)


#: Up to this size numbers are left as they are; beyond it they are brought to lowest terms before they grow.
_LARGE = 2**31


def tidied(a: Numbers) -> Numbers:
    """Return the same numbers, in lowest terms when some are large."""
    return reduced(a) if max(largest(a.upper), largest(a.lower)) > _LARGE else a


def constant(value: int | Fraction, rows: int) -> Numbers:
    """Return a column of one number."""
    return Numbers(column_of(value.numerator, rows), value.denominator)


def listed(values: Sequence[int | Fraction]) -> Numbers:
    """Return a column of the numbers over one common denominator."""
    lower = lcm(*(value.denominator for value in values))
    return Numbers(ints([value.numerator * (lower // value.denominator) for value in values]), lower)


def plus(a: Numbers, b: Numbers, sign: int = 1) -> Numbers:
    """Return a + b, or a - b for a sign of -1; whole numbers stay whole."""
    defined = both(a.defined, b.defined)
    if isinstance(a.lower, int) and isinstance(b.lower, int) and a.lower == b.lower:
        return Numbers(add(a.upper, b.upper) if sign > 0 else subtract(a.upper, b.upper), a.lower, defined)
    left, right = mul(a.upper, b.lower), mul(b.upper, a.lower)
    sum_ = add(left, right) if sign > 0 else subtract(left, right)
    return reduced(Numbers(sum_, product(a.lower, b.lower), defined))


def above(a: Numbers, b: Numbers, *, included: bool) -> Flags:
    """Return where a > b, or a >= b when `included`; undefined rows may say anything."""
    if isinstance(a.lower, int) and isinstance(b.lower, int) and a.lower == b.lower:
        left, right = a.upper, b.upper
    else:
        left, right = mul(a.upper, b.lower), mul(b.upper, a.lower)
    return np.asarray(left >= right if included else left > right, dtype=np.bool_)


@dataclass(frozen=True)
class Grid:
    """The cells of a frame, sorted by (assignment, window, period): those of one window follow each other.

    Days are proleptic ordinals; `window_after` and `through` are the days after the last one. `local` is the number of
    the cell among those of its assignment, as `State.cell` counts; None where it is the place itself.
    """

    owner: Ints
    period: Ints
    window_first: Ints
    window_after: Ints
    through: Ints
    part: Numbers
    months: Numbers
    months_to_date: Numbers
    assignments: int
    periods: int
    local: Ints | None = None

    @cached_property
    def first(self) -> Ints:
        """The first cell of every assignment, and the number of cells: one more row than there are assignments."""
        return np.searchsorted(self.owner, np.arange(self.assignments + 1)).astype(np.int64)

    def first_cell(self, owner: Ints) -> Ints:
        """Return the first cell of each of the assignments; one without cells may give any."""
        return np.minimum(self.first[owner], max(len(self.owner) - 1, 0))

    @cached_property
    def starts(self) -> Flags:
        """Whether a cell is the first of its window."""
        new = np.ones(len(self.owner), dtype=np.bool_)
        new[1:] = (self.owner[1:] != self.owner[:-1]) | (self.window_first[1:] != self.window_first[:-1])
        new[1:] |= self.window_after[1:] != self.window_after[:-1]
        return new

    @cached_property
    def window(self) -> Ints:
        """The number of the window of every cell, counted through the block."""
        return np.cumsum(self.starts) - 1

    @cached_property
    def window_start(self) -> Ints:
        """The first cell of every window, and the number of cells."""
        return np.append(np.flatnonzero(self.starts), len(self.owner))

    @cached_property
    def over(self) -> Flags:
        """Whether the last day of the window lies in the period or before."""
        return np.asarray(self.window_after <= self.through, dtype=np.bool_)

    def latest(self, cells: Ints, period: Ints) -> Ints:
        """Return the last cell of the same window that does not stand after the period; -1 stays -1."""
        if len(self.owner) == 0:
            return cells
        safe = np.maximum(cells, 0)
        last = self.window_start[self.window[safe] + 1] - 1
        return np.where(cells < 0, -1, np.minimum(safe + (period - self.period[safe]), last))

    @cached_property
    def _by_period(self) -> tuple[Ints, Ints, int]:
        """Cells ordered by (assignment, period), where each pair begins, and the most cells that one pair has."""
        key = self.owner * self.periods + self.period
        local = np.arange(len(key)) if self.local is None else self.local
        order = np.lexsort((local, key)) if bool((np.diff(key) <= 0).any()) else np.arange(len(key))
        begins = np.searchsorted(key[order], np.arange(self.assignments * self.periods + 1)).astype(np.int64)
        most = int(np.diff(begins).max()) if self.assignments else 0
        return order, begins, most

    def by_period(self) -> Ints:
        """Return the cells by assignment and period, those of one period in their local order."""
        return self._by_period[0]

    def own(self, owner: Ints, day: Ints, period: Ints) -> Ints:
        """Return the cell of the period whose window holds the day, -1 where there is none."""
        order, begins, most = self._by_period
        found = np.full(len(owner), -1, dtype=np.int64)
        pair = owner * self.periods + period
        begin, end = begins[pair], begins[pair + 1]
        for number in range(most):
            at = begin + number if number else begin
            inside = at < end
            everywhere = bool(inside.all())
            cell = order[at if everywhere else np.where(inside, at, 0)]
            holds = (self.window_first[cell] <= day) & (day < self.window_after[cell])
            if not everywhere:
                holds &= inside
            if number:
                holds &= found < 0
            found = cell if number == 0 and bool(holds.all()) else np.where(holds, cell, found)
        return found


@dataclass(frozen=True)
class Credits:
    """The credits of a block, sorted by (assignment, credit date, booked time, record id, rule).

    `rule` is an index into `rules`; `record` a number that equals across the credits of one record (of any
    assignment). `fields` and `rates` hold what the steps read of each credit; `refused` the credits that a component's
    conditions turn away.
    """

    owner: Ints
    day: Ints
    period: Ints
    rule: Ints
    amount: Numbers
    rules: Sequence[str]
    record: Ints | None = None
    reversal: Flags | None = None
    fields: Mapping[str, Numbers] = field(default_factory=dict)
    rates: Mapping[str, Numbers] = field(default_factory=dict)
    refused: Mapping[str, Flags] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.owner)


@dataclass(frozen=True)
class Block:
    """Everything that the steps of one plan read of many assignments.

    `dated` is keyed by the name of a Dated step, one row a cell; `openings` by ("measure" or "component", name, frame)
    with 0 and not defined where there is none; `personal` by (name, unit, grain): grain `credit`, or a frame for the
    last day of each cell. `odd` are assignments that exact runs: a number is missing there, or a quota is stated as 0.
    """

    assignments: int
    #: the first day of every period, and the day after the last one
    periods: Ints
    grids: Mapping[Frame, Grid]
    credits: Credits
    dated: Mapping[str, Numbers]
    openings: Mapping[tuple[str, str, Frame], Numbers] = field(default_factory=dict)
    personal: Mapping[tuple[str, str, Frame | None], Numbers] = field(default_factory=dict)
    odd: Flags | None = None
    first_line: int = 0
    rounding: tuple[int, RoundingMode] = (1, "half_away")
    year_starts: int = 1
    currency: str = "USD"

    @property
    def last(self) -> int:
        """Index of the period that is calculated."""
        return len(self.periods) - 2

    @cached_property
    def _own(self) -> dict[Frame, Ints]:
        return {}

    def own(self, frame: Frame) -> Ints:
        """Return, of every credit, the cell of its own period whose window holds its day, -1 where there is none."""
        if frame not in self._own:
            credits = self.credits
            self._own[frame] = self.grids[frame].own(credits.owner, credits.day, credits.period)
        return self._own[frame]

    @cached_property
    def _sums(self) -> dict[tuple[str, ...], Ints]:
        return {}

    def counted(self, rules: Sequence[str]) -> Flags | None:
        """Return which credits are of one of the rules; None: all of them."""
        wanted = [number for number, rule in enumerate(self.credits.rules) if rule in rules]
        if len(wanted) == len(self.credits.rules):
            return None
        return np.isin(self.credits.rule, wanted)

    def sums(self, rules: Sequence[str]) -> Ints:
        """Return the sum of the credits of the rules before each credit, and of all of them at the end.

        Sums run through the block; only differences within one assignment mean something.
        """
        key = tuple(sorted(rules))
        if key not in self._sums:
            counted, amount = self.counted(rules), self.credits.amount.upper
            self._sums[key] = running_sum(amount if counted is None else np.where(counted, amount, 0))
        return self._sums[key]

    @cached_property
    def period_starts(self) -> Ints:
        """The first credit of every assignment and period, and the number of credits."""
        count = len(self.periods) - 1
        pair = self.credits.owner * count + self.credits.period
        found = (
            np.bincount(pair, minlength=self.assignments * count)
            if len(pair)
            else np.zeros(self.assignments * count, dtype=np.int64)
        )
        starts: Ints = np.concatenate(([0], np.cumsum(found))).astype(np.int64)
        return starts

    def place(self, owner: Ints, day: Ints) -> Ints:
        """Return the number of the first credit of each assignment on or after the day."""
        count = len(self.periods) - 1
        period = np.searchsorted(self.periods, day)
        exact = self.periods[np.minimum(period, count)] == day
        if bool((exact | (day <= self.periods[0]) | (day >= self.periods[-1])).all()):
            found: Ints = self.period_starts[owner * count + np.minimum(period, count)]
            return found
        low = int(self.periods[0])
        wide = int(self.periods[-1]) - low + 1
        known = self.credits.owner * wide + np.clip(self.credits.day - low, 0, wide - 1)
        place: Ints = np.searchsorted(known, owner * wide + np.clip(day - low, 0, wide - 1)).astype(np.int64)
        return place
