"""The operands of lines that are shown: looked up in the columns of a run, never computed again.

In: a Pay or Limit step and one of its lines. Out: the operands, whose product or cut is the amount of the line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from comp_rules.kernel.columns import CapUse, Columns, LineRow, PaidLine, State
from comp_rules.kernel.factors import credit_source, value_of
from comp_rules.kernel.limits import cap_source
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.run import Run, factors_in, run_of
from comp_rules.kernel.steps import Factor, Limit, Pay, Restate
from comp_rules.kernel.via import Computed, computed_from, unit_name
from comp_rules.kernel.world import Amount, CreditRow, Known, World
from comp_rules.values.identity import Source

#: What differs from credit to credit; every other operand is shared by lines of one cell and tier.
_OF_CREDIT = frozenset(
    ("credit", "part", "open", "close", "edge", "record_field", "table", "spread", "given", "personal")
)  # fmt: skip
_PLAIN = ("credit", "part", "open", "close")


def operands_of(step: Pay | Limit, line: PaidLine, columns: Columns, world: World) -> tuple[Operand, ...]:
    """Return the operands of a line: those of its amount, each with what it was computed from, and those that explain.

    `amount_of` them is the amount of the line.
    """
    run = run_of(columns, world)
    if isinstance(step, Limit):
        return _of_limit(step, line, world)
    key = ("shown", step.name)
    shown = run.memo.get(key)
    if not isinstance(shown, _Shown):
        shown = run.memo[key] = _Shown(step, run)
    return shown.operands(line.row)


@dataclass(frozen=True, slots=True)
class _Shows:
    """A factor as an operand: its number, and what lines must have in common to share it."""

    number: int
    factor: Factor
    in_amount: bool
    unit: str
    #: `fixed`, `tier`, `edge` of a tier, `cell` of the line's own frame, `place` of credits of one day, or `own`
    common: Literal["fixed", "tier", "edge", "cell", "place", "own"]
    #: the credit, its part, or a total around it: nearly every line has them
    of_credit: bool


class _Shown:
    """Looks up the operands of the lines of one Pay step."""

    def __init__(self, pay: Pay, run: Run) -> None:
        self._pay, self._run = pay, run
        self._live = isinstance(run.columns.steps[pay.lines], Restate)
        rows = run.columns.lines[pay.lines]
        self._frame = rows[0].frame if rows else None
        every = [(factor, True) for factor in pay.factors] + [(factor, False) for factor in pay.context]
        self._factors = [
            _Shows(number, factor, in_amount, self._unit(factor, ""), self._common(factor), factor.ref in _PLAIN)
            for number, (factor, in_amount) in enumerate(every)
        ]
        self._shared: dict[object, Operand | None] = {}
        self._credit: CreditRow | None = None
        self._source = Source("credit", "")
        self._exact: dict[Amount, Fraction] = run.memo.setdefault("exact", {})  # type: ignore[assignment]

    def _common(self, factor: Factor) -> Literal["fixed", "tier", "edge", "cell", "place", "own"]:
        if factor.ref == "literal":
            return "fixed"
        if factor.ref == "by_tier" and not factor.choices:
            return "tier"
        if factor.ref == "edge":
            edges = getattr(self._run.columns.steps[self._pay.lines], "edges", ())
            return "own" if any(edge.field for edge in edges) else "edge"
        if factor.ref == "cell" and self._run.columns.frames[factor.name] == self._frame:
            return "cell"
        return "own" if any(part.ref in _OF_CREDIT for part in factors_in((factor,))) else "place"

    def _unit(self, factor: Factor, form: str) -> str:
        return unit_name(factor.unit, form, self._run.world.currency, each=factor.role == "rate")

    def operands(self, row: LineRow) -> tuple[Operand, ...]:
        """Return the operands of a row; of one that goes back those of its value before, the first of them negative."""
        operands: list[Operand] = []
        before = row.before
        if before is None:
            for shows in self._factors:
                now = self._operand(shows, row, row.now, row.period)
                if now is not None:
                    operands.append(now)
            return tuple(operands)
        back = not row.now.on
        if before.posted is not None:
            operands.append(self._posted(before.posted, taken_back=back))
        for shows in self._factors:
            if back and shows.in_amount:
                now = self._operand(shows, row, before, row.period_before)
            else:
                now = self._operand(shows, row, row.now, row.period)
            if now is None:
                continue
            operands.append(now)
            if back or not before.on or before.posted is not None:
                continue
            earlier = self._operand(shows, row, before, row.period_before)
            if earlier is not None and earlier is not now and earlier.value != now.value:
                operands.append(replace(earlier, before=True))
        return tuple(_negated(operands) if back else operands)

    def _posted(self, posted: Known, *, taken_back: bool) -> Operand:
        unit = f"money:{self._run.world.currency}"
        return Operand("posted", Fraction(posted.value), unit, posted.source, True, before=not taken_back)

    def _operand(self, shows: _Shows, row: LineRow, state: State, period: int) -> Operand | None:
        """The operand of a factor; None when one that only explains has nothing to say for this line."""
        if shows.in_amount and state.posted is not None:
            return None
        common = shows.common
        if common == "own":
            if shows.of_credit:
                return self._of_credit(shows, row, state)
            return self._looked_up(shows, row, state, period)
        credit = row.credit
        key: object
        if common == "fixed":
            key = shows.number
        elif common == "tier":
            key = (shows.number, state.tier, state.at_base)
        elif common == "edge":
            key = (shows.number, state.tier, state.cell)
        elif common == "cell" and (self._live or shows.in_amount or credit is None or credit.period == period):
            key = (shows.number, state.cell)
        else:
            given = row.given
            where: object = (given.day, row.period) if given is not None else row.granted
            if credit is not None:
                where = (credit.day, credit.period)
            key = (shows.number, state.cell, state.tier, state.at_base, period, where)
        if key not in self._shared:
            self._shared[key] = self._looked_up(shows, row, state, period)
        return self._shared[key]

    def _of_credit(self, shows: _Shows, row: LineRow, state: State) -> Operand | None:
        """The operands that nearly every line has: the credit, its part and the totals around it."""
        credit, factor = row.credit, shows.factor
        if credit is None:
            return None
        ref = factor.ref
        value = (
            row.opened
            if ref == "open"
            else row.closed
            if ref == "close"
            else state.part
            if ref == "part"
            else credit.amount
        )
        if value is None:
            return None
        if self._credit is not credit:
            self._credit, self._source = credit, credit_source(credit)
        exact = self._exact.get(value)
        if exact is None:
            # a total after one credit is the total before the next
            exact = self._exact[value] = Fraction(value)
        return Operand(factor.role, exact, shows.unit, self._source, shows.in_amount, factor.divide)

    def _looked_up(self, shows: _Shows, row: LineRow, state: State, period: int) -> Operand | None:
        factor, in_amount, lines = shows.factor, shows.in_amount, self._pay.lines
        known = value_of(factor, row, state, period, lines, self._run, shown=not in_amount)
        if not isinstance(known, Known):
            return None
        computed = Computed("", ())
        if factor.ref == "cell":
            computed = computed_from(factor.name, row, state, period, lines, self._run, shown=not in_amount)
        elif factor.ref == "spread":
            computed = Computed("", _both_rates(factor, row, self._run))
        unit = self._unit(factor, known.form) if known.form else shows.unit
        return Operand(
            factor.role, Fraction(known.value), unit, known.source, in_amount, factor.divide, False, *computed
        )


def _both_rates(factor: Factor, row: LineRow, run: Run) -> tuple[Operand, ...]:
    """The own rate and that of the person next below, of a spread."""
    rates = row.credit.rates if row.credit is not None else {}
    operands = []
    for role, name in (("own_rate", factor.name), ("rate_below", f"{factor.name}:below")):
        known = rates.get(name)
        if isinstance(known, Known):
            unit = unit_name(factor.unit, known.form, run.world.currency, each=True)
            operands.append(Operand(role, Fraction(known.value), unit, known.source, False))
    return tuple(operands)


def _negated(operands: list[Operand]) -> list[Operand]:
    """Money that goes back is printed with its sign, so that the formula needs no other."""
    plain = next((o for o in operands if o.in_amount and not o.how), None)
    return [replace(o, value=-o.value) if o is plain else o for o in operands]


def _of_limit(step: Limit, line: PaidLine, world: World) -> tuple[Operand, ...]:
    """The sums to date and the cap; of a carried or paid out line the sum alone."""
    use = line.cap
    assert use is not None
    unit, source = f"money:{world.currency}", cap_source(step)
    if use.what != "cut":
        return (Operand(use.what, Fraction(line.amount), unit, source, True),)
    both = step.per == "record"
    operands: list[Operand] = []
    if use.cap_now is not None:
        operands += _side("", use.cap_now, use.sum_now, step, world, both)
    if use.sum_before and use.cap_before is not None:
        operands += _before(use, step, world, both)
    return tuple(operands)


def _before(use: CapUse, step: Limit, world: World, both: bool) -> list[Operand]:
    """How the group stood before; the cap only where it is another."""
    assert use.cap_before is not None
    side = _side("_before", use.cap_before, use.sum_before, step, world, both)
    now = use.cap_now
    if now is None or now.value != use.cap_before.value:
        return side
    low = use.sum_now < -now.value
    return [o for o in side if o.role == "sum_before" or (o.role == "floor_before" and not low)]


def _side(suffix: str, cap: Known, total: int, step: Limit, world: World, both: bool) -> list[Operand]:
    unit = f"money:{world.currency}"
    operands = [
        Operand(f"sum{suffix}", Fraction(total), unit, cap_source(step), True),
        Operand(f"cap{suffix}", Fraction(cap.value), unit, cap.source, True),
    ]
    if both and total < -cap.value:
        operands.append(Operand(f"floor{suffix}", Fraction(-cap.value), unit, cap.source, True))
    return operands
