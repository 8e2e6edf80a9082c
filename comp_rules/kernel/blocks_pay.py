"""Lines become money in a block: the factors are multiplied exactly and rounded once, each state by itself.

In: the rows of a line step and the factors of a Pay step. Out: amounts in minor units, with the exact values.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comp_rules.kernel.blocks_layout import (
    Numbers,
    above,
    both,
    constant,
    listed,
    over,
    plus,
    product,
    reduced,
    tidied,
    times,
)
from comp_rules.kernel.blocks_rows import Environment, Money, Rows, Side, Value, factors_in
from comp_rules.kernel.steps import Factor, Frame, Pay, Ref
from comp_rules.kernel.wide import Flags, Ints, mul, muldiv, subtract

#: What differs from credit to credit, and so is no part of what lines of one cell and tier share.
_OWN: frozenset[Ref] = frozenset(("record_field", "table", "spread"))
#: What a Pay step may multiply here; the others only explain.
PAYABLE: frozenset[Ref] = _OWN | {"credit", "part", "cell", "literal", "by_tier", "personal"}


def money(pay: Pay, env: Environment) -> Money:
    """Return the paid lines of a Pay step: a difference that is nothing leaves no line, unless the rate changed."""
    rows = env.rows[pay.lines]
    now, shared = _value(pay, rows, rows.now, rows.period, env)
    amount = _rounded(now, rows.now, env)
    if rows.before is None:
        return Money(np.arange(len(rows)), amount, now, None)
    before, shared_before = _value(pay, rows, rows.before, rows.period - 1, env)
    earlier = _rounded(before, rows.before, env)
    here = rows.before.here
    if here is not None:
        earlier = np.where(here, earlier, 0)
    difference = subtract(amount, earlier)
    keep = (difference != 0) | _moved(rows, shared, shared_before)
    if here is not None:
        keep = keep | ~here
    kept = np.flatnonzero(keep)
    values = [Value(value.amount.at(kept), value.rest.at(kept)) for value in (now, before)]
    return Money(kept, difference[kept], *values)


def _moved(rows: Rows, shared: Numbers, shared_before: Numbers) -> Flags:
    """Whether a line stands in another tier at another rate, though rounding hides what that comes to."""
    now, before = rows.now, rows.before
    if before is None or now.tier is None or before.tier is None:
        return np.zeros(len(rows), dtype=np.bool_)
    same = mul(shared.upper, shared_before.lower) == mul(shared_before.upper, shared.lower)
    moved: Flags = (now.tier != before.tier) & ~np.asarray(same, dtype=np.bool_)
    for on in (now.on, before.on):
        if on is not None:
            moved = moved & on
    return moved


def _rounded(value: Value, side: Side, env: Environment) -> Ints:
    unit, mode = env.block.rounding
    amount, rest = value.amount, value.rest
    lower = product(amount.lower, rest.lower)
    result = muldiv(amount.upper, rest.upper, lower, mode, unit)
    pays = both(side.on, both(amount.defined, rest.defined))
    return result if pays is None else np.where(pays, result, 0)


def _value(pay: Pay, rows: Rows, side: Side, period: Ints, env: Environment) -> tuple[Value, Numbers]:
    """The value of a state, and the part of it that lines of one cell and tier share."""
    count = len(rows)
    amounts = [factor for factor in pay.factors if factor.ref in ("credit", "part")]
    others = [factor for factor in pay.factors if factor not in amounts]
    single = [factor for factor in others if any(part.ref in _OWN for part in factors_in((factor,)))]
    amount = constant(1, count)
    for number, factor in enumerate(amounts):
        found = _one(factor, rows, side, period, env)
        amount = found if number == 0 and not factor.divide else _times(amount, found, divide=factor.divide)
    shared = _shared([factor for factor in others if factor not in single], rows, side, period, env)
    rest = shared
    for factor in single:
        rest = tidied(_times(rest, _one(factor, rows, side, period, env), divide=factor.divide))
    return Value(amount, rest), shared


def _times(a: Numbers, b: Numbers, *, divide: bool) -> Numbers:
    return over(a, b) if divide else times(a, b)


def _shared(factors: Sequence[Factor], rows: Rows, side: Side, period: Ints, env: Environment) -> Numbers:
    """The product of what is the same for many lines. Cells of the rows' own frame are multiplied cell by cell."""
    rest: Numbers | None = None
    own = [factor for factor in factors if factor.ref == "cell" and env.frames[factor.name] == rows.frame]
    if own and side.cell is not None:
        product = constant(1, len(env.cells[own[0].name].upper))
        for factor in own:
            product = reduced(_times(product, env.cells[factor.name], divide=factor.divide))
        rest = product.at(side.cell)
        factors = [factor for factor in factors if factor not in own]
    for factor in factors:
        found = _one(factor, rows, side, period, env)
        if rest is None and not factor.divide:
            rest = found
        else:
            rest = tidied(_times(constant(1, len(rows)) if rest is None else rest, found, divide=factor.divide))
    return constant(1, len(rows)) if rest is None else rest


def _one(factor: Factor, rows: Rows, side: Side, period: Ints, env: Environment) -> Numbers:
    """What a factor is worth, row by row."""
    credits = env.block.credits
    match factor.ref:
        case "credit":
            return credits.amount.at(_credit(rows))
        case "part":
            return constant(0, len(rows)) if side.part is None else side.part
        case "literal":
            return constant(factor.numbers[0].value, len(rows))
        case "by_tier":
            return _by_tier(factor, rows, side, period, env)
        case "cell":
            return env.cells[factor.name].at(_cells(env.frames[factor.name], rows, side, period, env))
        case "personal":
            return _personal(factor, rows, env)
        case "record_field":
            return credits.fields[factor.name].at(_credit(rows))
        case "table":
            return credits.rates[factor.name].at(_credit(rows))
        case "spread":
            return _spread(factor.name, rows, env)
        case _:
            raise ValueError(f"blocks cannot multiply by {factor.ref}")


def _credit(rows: Rows) -> Ints:
    assert rows.credit is not None
    return rows.credit


def _by_tier(factor: Factor, rows: Rows, side: Side, period: Ints, env: Environment) -> Numbers:
    tier = np.zeros(len(rows), dtype=np.int64) if side.tier is None else np.maximum(side.tier, 0)
    if not factor.choices:
        return listed([number.value for number in factor.numbers]).at(tier)
    found: Numbers | None = None
    for number, choice in enumerate(factor.choices):
        here = np.asarray(tier == number, dtype=np.bool_)
        if here.any() or found is None:
            one = _one(choice, rows, side, period, env)
            found = one if found is None else _chosen(here, one, found)
    assert found is not None
    return found


def _chosen(which: Flags, one: Numbers, other: Numbers) -> Numbers:
    upper = np.where(which, mul(one.upper, other.lower), mul(other.upper, one.lower))
    lower = times(one, other).lower
    whole = np.ones(len(which), dtype=np.bool_)
    defined = [whole if side.defined is None else side.defined for side in (one, other)]
    return reduced(Numbers(upper, lower, np.where(which, *defined)))


def _cells(frame: Frame, rows: Rows, side: Side, period: Ints, env: Environment) -> Ints:
    """The cell at which a row reads a column of a frame."""
    if frame == rows.frame and side.cell is not None:
        return side.cell
    block = env.block
    if rows.credit is not None:
        own = block.own(frame)[rows.credit]
        return block.grids[frame].latest(own, period) if rows.live else own
    assert rows.frame is not None
    assert side.cell is not None
    return across(rows.frame, side.cell, frame, env)


def across(from_: Frame, cells: Ints, frame: Frame, env: Environment) -> Ints:
    """Return the cells of another frame that hold the last day that counts in these, in the same period."""
    if frame == from_:
        return cells
    grid, safe = env.block.grids[from_], np.maximum(cells, 0)
    found = env.block.grids[frame].own(grid.owner[safe], grid.through[safe] - 1, grid.period[safe])
    return np.where(cells >= 0, found, -1)


def _personal(factor: Factor, rows: Rows, env: Environment) -> Numbers:
    """The personal value on the credit date, or on the last day that counts in the window."""
    if rows.credit is not None:
        return env.block.personal[factor.name, factor.unit, None].at(rows.credit)
    assert rows.now.cell is not None
    cell = rows.now.cell if rows.granted is None else np.where(rows.granted >= 0, rows.granted, rows.now.cell)
    return env.block.personal[factor.name, factor.unit, rows.frame].at(cell)


def _spread(name: str, rows: Rows, env: Environment) -> Numbers:
    """The own rate less that of the person next below, never under 0; without such a person the own rate."""
    rates = env.block.credits.rates
    own = rates[name].at(_credit(rows))
    if f"{name}:below" not in rates:
        return own
    below = rates[f"{name}:below"].at(_credit(rows))
    if below.defined is not None:
        below = Numbers(np.where(below.defined, below.upper, 0), below.lower)
    rest = plus(own, below, -1)
    positive = above(rest, constant(0, len(rows)), included=True)
    there = np.ones(len(rows), dtype=np.bool_) if below.defined is None else below.defined
    return _chosen(positive | ~there, rest, constant(0, len(rows)))
