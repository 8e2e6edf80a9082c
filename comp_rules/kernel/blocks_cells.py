"""The steps whose rows are windows, for all assignments of a block at once.

In: a block and the columns of steps before. Out: a column of exact numbers, with what is undefined marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from comp_rules.kernel.blocks_layout import (
    Block,
    Grid,
    Numbers,
    above,
    both,
    constant,
    listed,
    over,
    plus,
    reduced,
    tidied,
    times,
)  # fmt: skip
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Edge,
    Gate,
    Number,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.wide import Flags, Ints, mul, muldiv

Cells = Mapping[str, Numbers]


def cell_column(step: AnyStep, block: Block, cells: Cells) -> Numbers | None:
    """Return the column of a step whose rows are cells, None for any other step."""
    match step:
        case Dated():
            return block.dated[step.name]
        case Scale():
            return _scaled(cells[step.amount], _part(step, block.grids[step.frame]))
        case Share():
            return _shared(step, cells, len(block.grids[step.frame].owner))
        case Worked():
            return block.grids[step.frame].part
        case Total():
            return _total(step, block)
        case Add():
            return _added(step, cells)
        case Ratio():
            return _ratio(cells[step.upper], cells[step.lower])
        case Weighted():
            return _weighted(step, cells)
        case Tier():
            return _tier(step, cells[step.value], block.grids[step.frame])
        case Curve():
            return _curve(step, cells[step.value])
        case Pick():
            return _picked(step, [cells[name] for name in step.tiers])
        case Gate():
            return _gate(step, cells[step.value])
        case _:
            return None


def _part(step: Scale, grid: Grid) -> Numbers:
    if step.by == "worked":
        return grid.part
    months = over(grid.months_to_date, grid.months)
    if months.defined is None:
        return months
    return Numbers(np.where(months.defined, months.upper, months.lower), months.lower)


def _scaled(amount: Numbers, part: Numbers) -> Numbers:
    """Whole windows keep their amount, also one with a fraction; any other is rounded to whole units."""
    partly = part.upper != part.lower
    if not partly.any():
        return amount
    lower = part.lower if isinstance(amount.lower, int) and amount.lower == 1 else times(amount, part).lower
    whole = muldiv(amount.upper, part.upper, lower)
    if isinstance(amount.lower, int) and amount.lower == 1:
        return Numbers(whole, 1, amount.defined)
    return Numbers(np.where(partly, mul(whole, amount.lower), amount.upper), amount.lower, amount.defined)


def _shared(step: Share, cells: Cells, rows: int) -> Numbers:
    product = constant(1, rows)
    for factor, divide in step.factors:
        value = constant(factor.value, rows) if isinstance(factor, Number) else cells[factor]
        product = tidied(over(product, value) if divide else times(product, value))
    return Numbers(muldiv(product.upper, 1, product.lower), 1, product.defined)


def opened(of: str, frame: object, block: Block) -> Numbers | None:
    """Return the opening totals of a measure on the cells of a frame, None when there are none at all."""
    found = [value for (kind, name, at), value in block.openings.items() if (kind, name, at) == ("measure", of, frame)]
    if not of or not found:
        return None
    opening = found[0]
    if opening.defined is None:
        return opening
    return Numbers(np.where(opening.defined, opening.upper, 0), opening.lower)


def base_of(rules: Sequence[str], grid: Grid, block: Block) -> Ints:
    """Return, of every cell, the sum of the credits before its window."""
    return block.sums(rules)[block.place(grid.owner, grid.window_first)]


def _total(step: Total, block: Block) -> Numbers:
    grid = block.grids[step.frame]
    upto = block.sums(step.credits)[block.place(grid.owner, grid.through)]
    total = Numbers(upto - base_of(step.credits, grid, block), block.credits.amount.lower)
    opening = opened(step.opening, step.frame, block)
    return total if opening is None else plus(total, opening)


def _added(step: Add, cells: Cells) -> Numbers:
    (first, sign), *others = step.terms
    total = cells[first] if sign > 0 else times(cells[first], constant(-1, len(cells[first].upper)))
    for name, sign in others:
        total = plus(total, cells[name], sign)
    return total


def _ratio(upper: Numbers, lower: Numbers) -> Numbers:
    """Undefined where the lower number is not above 0."""
    positive = lower.upper > 0
    if positive.all():
        return tidied(over(upper, lower))
    safe = Numbers(np.where(positive, lower.upper, 1), lower.lower, lower.defined)
    ratio = tidied(over(upper, safe))
    return Numbers(ratio.upper, ratio.lower, both(ratio.defined, np.asarray(positive, dtype=np.bool_)))


def _weighted(step: Weighted, cells: Cells) -> Numbers:
    rows = len(cells[step.items[0][0]].upper)
    total = constant(0, rows)
    for name, weight, floor in step.items:
        value = cells[name]
        part = times(value, constant(weight.value, rows))
        if floor is not None:
            counts = above(value, constant(floor.value, rows), included=True)
            part = Numbers(np.where(counts, part.upper, 0), part.lower, part.defined)
        total = tidied(plus(total, part))
    return total


def starts_in_order(edges: Sequence[Edge]) -> list[Fraction]:
    """Return where edges lie in their own form; from the third on never before the edge in front of it."""
    starts: list[Fraction] = []
    for number, edge in enumerate(edges):
        starts.append(edge.at if number < 2 else max(edge.at, starts[-1]))
    return starts


def tier_on(value: Numbers, edges: Sequence[Edge], starts: Sequence[Numbers]) -> Ints:
    """Return the number of the highest edge reached, row by row."""
    tier = np.zeros(len(value.upper), dtype=np.int64)
    for number in range(1, len(edges)):
        reached = above(value, starts[number], included=edges[number].included)
        tier = np.where(reached, number, tier)
    return tier


def _tier(step: Tier, value: Numbers, grid: Grid) -> Numbers:
    starts = [constant(at, len(value.upper)) for at in starts_in_order(step.edges)]
    if step.scaled:
        pairs = zip(starts, step.edges, strict=True)
        starts = [at if edge.form == "percent" else times(at, grid.part) for at, edge in pairs]
    return Numbers(tier_on(value, step.edges, starts), 1, value.defined)


def _curve(step: Curve, value: Numbers) -> Numbers:
    """Each stretch is (at, pays, slope); a value counts the points that it has reached."""
    at = [point.value for point, _ in step.points]
    pays = [pay.value for _, pay in step.points]
    last = len(at) - 1
    slopes = [_slope(at[i], pays[i], at[i + 1], pays[i + 1]) for i in range(last)] or [Fraction(0)]
    nothing = (Fraction(0), Fraction(0), Fraction(0))
    first_stretch, last_stretch = (at[0], pays[0], slopes[0]), (at[last], pays[last], slopes[-1])
    below = {"nothing": nothing, "edge": (at[0], pays[0], Fraction(0)), "extend": first_stretch}[step.below]
    beyond = {"nothing": nothing, "edge": (at[last], pays[last], Fraction(0)), "extend": last_stretch}[step.beyond]
    stretches = [below, *zip(at[:-1], pays[:-1], slopes, strict=False), (at[last], pays[last], Fraction(0)), beyond]
    reached = sum(
        (above(value, constant(point, len(value.upper)), included=True).astype(np.int64) for point in at),
        np.zeros(len(value.upper), dtype=np.int64),
    )
    past = above(value, constant(at[last], len(value.upper)), included=False)
    row = reached + past
    lows, base, slope = (listed([stretch[i] for stretch in stretches]).at(row) for i in range(3))
    rise = tidied(times(tidied(plus(value, lows, -1)), slope))
    total = reduced(plus(base, rise))
    return Numbers(total.upper, total.lower, value.defined)


def _slope(at: Fraction, pays: Fraction, next_at: Fraction, next_pays: Fraction) -> Fraction:
    return (next_pays - pays) / (next_at - at) if next_at != at else Fraction(0)


def _picked(step: Pick, tiers: Sequence[Numbers]) -> Numbers:
    place, defined = tiers[0].upper, tiers[0].defined
    if len(tiers) > 1:
        place, defined = place * step.columns + tiers[1].upper, both(defined, tiers[1].defined)
    numbers = listed([number.value for number in step.numbers])
    picked = numbers.at(place if defined is None else np.where(defined, place, 0))
    return Numbers(picked.upper, picked.lower, defined)


def _gate(step: Gate, value: Numbers) -> Numbers:
    line = constant(step.line.value, len(value.upper))
    met: Flags = above(value, line, included=step.comparison in ("at_least", "under"))
    if step.comparison in ("at_most", "under"):
        met = ~met
    holds = met.astype(np.int64)
    if value.defined is None or step.undefined == "fail":
        return Numbers(holds, 1, value.defined)
    return Numbers(np.where(value.defined, holds, 1))
