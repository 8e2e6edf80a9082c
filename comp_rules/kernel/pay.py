"""Lines become money: the factors of each line are multiplied exactly in integers and rounded once.

In: the rows of a line step and the factors of a Pay step. Out: its lines with their amounts; operands come later.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from comp_rules.kernel.again import money_before
from comp_rules.kernel.columns import LineRow, PaidLine, State
from comp_rules.kernel.factors import value_of
from comp_rules.kernel.run import Run, factors_in
from comp_rules.kernel.steps import Factor, Pay, Ref, Restate
from comp_rules.kernel.world import Missing
from comp_rules.values.money import rounded

#: What differs from credit to credit, and so is multiplied line by line.
_OWN: frozenset[Ref] = frozenset(("record_field", "table", "spread", "given", "open", "close", "edge"))


class Product(NamedTuple):
    """An exact product in integers; the lower one is above 0."""

    upper: int
    lower: int


@dataclass(frozen=True, slots=True)
class _Blocked(Exception):
    """A number is missing."""

    missing: Missing


def paid(pay: Pay, run: Run) -> list[PaidLine]:
    """Return the lines of a Pay step; none in a period in which a number is missing for its component."""
    missing = run.columns.missing.get(pay.lines)
    if missing is not None:
        run.miss(pay, run.world.last, missing)
    money = _Money(pay, run)
    blocked = run.blocked.setdefault(pay.component, {})
    known = money_before(pay, run)
    lines = []
    for row in run.columns.lines[pay.lines]:
        if row.period in blocked:
            continue
        try:
            line = known.get(id(row)) or money.line(row)
        except _Blocked as without:
            run.miss(pay, row.period, without.missing)
            continue
        if line is not None:
            lines.append(line)
    return [line for line in lines if line.row.period not in blocked]


class _Money:
    """Works out the money of rows; what many rows share is multiplied once."""

    def __init__(self, pay: Pay, run: Run) -> None:
        self._pay, self._run = pay, run
        self._unit, self._mode = run.world.rounding
        self._amounts = [f for f in pay.factors if f.ref in ("credit", "part")]
        rest = [f for f in pay.factors if f.ref not in ("credit", "part")]
        self._single = [f for f in rest if any(part.ref in _OWN for part in factors_in((f,)))]
        self._common = [f for f in rest if f not in self._single]
        refs = {part.ref for part in factors_in(self._common)}
        live = isinstance(run.columns.steps[pay.lines], Restate)
        #: what a line shares with others of its cell and tier depends on its day besides, where a personal value or the
        #: cells of another frame are multiplied, and on the period where these are read again
        self._personal, self._live = "personal" in refs, live
        self._frames = {run.columns.frames[part.name] for part in factors_in(self._common) if part.ref == "cell"}
        self._shared: dict[object, Product] = {}

    def line(self, row: LineRow) -> PaidLine | None:
        """Return the line of a row, None when its value is what it was before."""
        now, shared_now = self._value(row, row.now, row.period)
        amount = self._rounded(now)
        before = row.before
        if before is None:
            return PaidLine(row, Fraction(*now), amount)
        if before.posted is not None:
            earlier = Product(before.posted.value.numerator, before.posted.value.denominator)
            difference = amount - self._plain(earlier)
            return PaidLine(row, _less(now, earlier), difference) if difference else None
        earlier, shared = self._value(row, before, row.period_before)
        difference = amount - self._rounded(earlier)
        in_another_tier = row.now.on and before.on and row.now.tier != before.tier and not _equal(shared, shared_now)
        if not difference and not in_another_tier:
            return None
        return PaidLine(row, _less(now, earlier), difference)

    def _rounded(self, value: Product) -> int:
        if self._unit == 1:
            return rounded(value.upper, value.lower, self._mode)
        return rounded(value.upper, value.lower * self._unit, self._mode) * self._unit

    @staticmethod
    def _plain(value: Product) -> int:
        """What was posted is a sum as it stands."""
        return rounded(value.upper, value.lower)

    def _value(self, row: LineRow, state: State, period: int) -> tuple[Product, Product]:
        """The exact value of a state, and the part of it that lines of one cell and tier share."""
        if not state.on:
            return _NOTHING, _NOTHING
        shared = self._common_product(row, state, period)
        upper, lower = shared
        for factor in self._amounts:
            amount = state.part if factor.ref == "part" else row.credit.amount if row.credit else 0
            if amount is None:
                amount = 0
            if isinstance(amount, int):
                upper *= amount
            else:
                upper, lower = upper * amount.numerator, lower * amount.denominator
        for factor in self._single:
            upper, lower = self._times(upper, lower, factor, row, state, period)
        return Product(upper, lower), shared

    def _common_product(self, row: LineRow, state: State, period: int) -> Product:
        credit = row.credit
        elsewhere = any(frame != row.frame for frame in self._frames)
        if credit is not None:
            where: object = (credit.day, credit.period) if self._personal or elsewhere else None
        elif row.given is not None:
            where = (row.given.day, row.period)
        else:
            where = (row.granted, row.now.cell if self._personal else None)
        key = (state.cell, state.tier, state.at_base, where, period if self._live and elsewhere else 0)
        product = self._shared.get(key)
        if product is None:
            upper = lower = 1
            for factor in self._common:
                upper, lower = self._times(upper, lower, factor, row, state, period)
            product = self._shared[key] = Product(upper, lower)
        return product

    def _times(
        self, upper: int, lower: int, factor: Factor, row: LineRow, state: State, period: int
    ) -> tuple[int, int]:
        """The product with one more factor; an undefined one makes it nothing. Raises _Blocked for a missing one."""
        known = value_of(factor, row, state, period, self._pay.lines, self._run, shown=False)
        if isinstance(known, Missing):
            raise _Blocked(known)
        if known is None or (factor.divide and known.value == 0):
            return 0, 1
        above, below = known.value.numerator, known.value.denominator
        if not factor.divide:
            return upper * above, lower * below
        return (upper * below, lower * above) if above > 0 else (-upper * below, lower * -above)


_NOTHING = Product(0, 1)


def _equal(one: Product, other: Product) -> bool:
    return one.upper * other.lower == other.upper * one.lower


def _less(now: Product, before: Product) -> Fraction:
    return Fraction(now.upper * before.lower - before.upper * now.lower, now.lower * before.lower)
