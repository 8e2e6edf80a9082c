"""The steps whose rows are windows: dated numbers, totals, ratios, tiers, payouts and gates.

In: the cells of a frame, the columns of steps before. Out: a column with a Known, a Missing or None (undefined) a cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from comp_rules.kernel.ladder import starts_of, tier_at, whole
from comp_rules.kernel.run import Run
from comp_rules.kernel.steps import (
    Add,
    Curve,
    Dated,
    Gate,
    Number,
    Outside,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.world import Amount, Cell, CreditRow, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio

Value = Known | Missing | None
Column = list[Value]


def dated(step: Dated, run: Run) -> Column:
    """Return the dated number of every cell, or which one is missing."""
    return [_dated(step, cell, run) for cell in run.grid(step.frame).cells]


def _dated(step: Dated, cell: Cell, run: Run) -> Value:
    lookup = run.world.lookup
    if step.table == "quota":
        return lookup.quota(step.key, cell, step.frame.window == "quota_window")
    if step.table == "input":
        return lookup.input(step.key, cell)
    if step.table == "target":
        return lookup.target(cell.day)
    months: Amount = cell.months_to_date if step.to_date else cell.months
    if lookup.target_is_of_window(cell.day):
        months = whole(Fraction(12 * months, cell.months)) if cell.months else 12
    return Known(months, Source("plan", step.path))


def scaled(step: Scale, run: Run) -> Column:
    """Return the amounts times the part of the window, rounded half away from zero; a part of 1 changes nothing.

    A row stated as 0 keeps saying what then holds; an amount that only proration makes 0 does not.
    """
    column: Column = []
    for cell, amount in zip(run.grid(step.frame).cells, run.columns.cells[step.amount], strict=True):
        part = cell.part if step.by == "worked" else _part_to_date(cell)
        if isinstance(amount, Known) and part != 1:
            column.append(Known(rounded_ratio(amount.value * part), amount.source, amount.form, _if_zero(amount)))
        else:
            column.append(amount)
    return column


def _part_to_date(cell: Cell) -> Fraction:
    return Fraction(cell.months_to_date, cell.months) if cell.months else Fraction(1)


def _if_zero(amount: Known) -> str:
    return amount.if_zero if amount.value == 0 else ""


def shared(step: Share, run: Run) -> Column:
    """Return the product of cells and literals, rounded half away from zero; undefined where it divides by 0."""
    source = Source("plan", step.path)
    return [_shared(step, index, source, run) for index in range(len(run.grid(step.frame).cells))]


def _shared(step: Share, index: int, source: Source, run: Run) -> Value:
    product = Fraction(1)
    for factor, divide in step.factors:
        value = factor if isinstance(factor, Number) else run.columns.cells[factor][index]
        if value is None or isinstance(value, Missing):
            return value
        if divide and value.value == 0:
            return None
        product = product / value.value if divide else product * value.value
    return Known(rounded_ratio(product), source, "money")


def worked(step: Worked, run: Run) -> Column:
    """Return the part of every window that was worked, exact."""
    source = Source("plan", step.path)
    return [Known(whole(cell.part), source, "percent") for cell in run.grid(step.frame).cells]


class Summed:
    """The credits of some rules in order, with the sums up to each: every window's total is two look-ups."""

    def __init__(self, rules: Sequence[str], run: Run) -> None:
        if len(rules) == 1:
            self.credits: Sequence[CreditRow] = run.credits_of(rules[0])
        else:
            self.credits = [credit for credit in run.world.credits if credit.rule in rules]
        self.sums: list[Amount] = [0, *accumulate(credit.amount for credit in self.credits)]
        self._days = [credit.day for credit in self.credits]

    def before(self, cell: Cell) -> Amount:
        """Return the sum of everything before the window."""
        return self.sums[bisect_left(self._days, cell.window.first)]

    def total(self, cell: Cell) -> Amount:
        """Return the total from the window's first day to the last day that counts."""
        return self.sums[bisect_left(self._days, cell.through)] - self.before(cell)


def opened(of: str, cell: Cell, run: Run) -> Amount:
    """Return the opening total of the measure `of` for a cell, 0 without one."""
    opening = run.world.lookup.opening("measure", of, cell) if of else None
    return opening.value if opening is not None else 0


def total(step: Total, run: Run) -> Column:
    """Return the credits of every cell added up, with the opening that lies in its window."""
    summed, source = Summed(step.credits, run), Source("credit", "+".join(step.credits))
    return [
        Known(whole(summed.total(cell) + opened(step.opening, cell, run)), source)
        for cell in run.grid(step.frame).cells
    ]


def running(
    step_credits: Sequence[str], opening: str, cells: Callable[[CreditRow], Cell | None], run: Run
) -> Iterable[tuple[str, tuple[Amount, Amount]]]:
    """Yield (credit id, (total before, total after)) of each credit inside the window of its own cell."""
    summed = Summed(step_credits, run)
    base: dict[int, Amount] = {}
    for number, credit in enumerate(summed.credits):
        cell = cells(credit)
        if cell is None:
            continue
        start = base.get(id(cell))
        if start is None:
            start = base[id(cell)] = opened(opening, cell, run) - summed.before(cell)
        yield credit.credit_id, (start + summed.sums[number], start + summed.sums[number + 1])


def added(step: Add, run: Run) -> Column:
    """Return the signed sums of cells; undefined where one of them is."""
    source, columns = Source("measure", step.name), [run.columns.cells[name] for name, _ in step.terms]
    signs = [sign for _, sign in step.terms]
    return [_added(values, signs, source) for values in zip(*columns, strict=True)]


def _added(values: Sequence[Value], signs: Sequence[int], source: Source) -> Value:
    known, other = _all_known(values)
    if known is None:
        return other
    return Known(whole(sum(sign * value.value for sign, value in zip(signs, known, strict=True))), source)


def _all_known(values: Sequence[Value]) -> tuple[list[Known] | None, Missing | None]:
    """The values when all are known; otherwise the first that is missing, or None when one is undefined."""
    missing = next((value for value in values if isinstance(value, Missing)), None)
    known = [value for value in values if isinstance(value, Known)]
    return (known, None) if len(known) == len(values) else (None, missing)


def ratios(step: Ratio, run: Run) -> Column:
    """Return upper / lower of every cell. The lower one is looked at first, so that it is the one named missing."""
    source = Source("measure", step.name)
    uppers, lowers = run.columns.cells[step.upper], run.columns.cells[step.lower]
    return [_ratio(upper, lower, source) for upper, lower in zip(uppers, lowers, strict=True)]


def _ratio(upper: Value, lower: Value, source: Source) -> Value:
    known, other = _all_known((lower, upper))
    if known is None:
        return other
    below, above = known
    if below.value > 0:
        return Known(Fraction(above.value) / below.value, source)
    if below.value == 0 and below.if_zero == "at_target":
        return Known(1, below.source)
    if below.value == 0 and below.if_zero == "base_rate":
        return Known(0, below.source, if_zero="base_rate")
    return None


def weighted(step: Weighted, run: Run) -> Column:
    """Return the sums of weight x ratio; an item under its floor counts 0."""
    source = Source("measure", step.name)
    columns = [run.columns.cells[name] for name, _, _ in step.items]
    column: Column = []
    for values in zip(*columns, strict=True):
        known, other = _all_known([defined(value) for value in values])
        if known is None:
            column.append(other)
            continue
        total: Amount = 0
        for value, (_, weight, floor) in zip(known, step.items, strict=True):
            if floor is None or value.value >= floor.value:
                total += weight.value * value.value
        column.append(Known(whole(total), source))
    return column


def defined(value: Value) -> Value:
    """Return the value, None where it only says that rates are the base rate itself: it has no place of its own."""
    return None if isinstance(value, Known) and value.if_zero == "base_rate" else value


def tiers(step: Tier, run: Run) -> Column:
    """Return the number of the tier of every cell; one whose quota is stated as 0 at the base rate keeps saying so."""
    source, values = Source("plan", step.path), run.columns.cells[step.value]
    plain = starts_of(step.edges)
    column: Column = []
    for cell, value in zip(run.grid(step.frame).cells, values, strict=True):
        if isinstance(value, Known):
            starts = starts_of(step.edges, part=cell.part) if step.scaled else plain
            at_base = value.if_zero == "base_rate"
            tier = 0 if at_base else tier_at(value.value, step.edges, starts)
            column.append(Known(tier, value.source if at_base else source, if_zero="base_rate" if at_base else ""))
        else:
            column.append(value)
    return column


def curves(step: Curve, run: Run) -> Column:
    """Return the payout on the curve, exact; undefined where the value is, or where its quota is stated as 0."""
    source, form = Source("plan", step.path), step.points[0][1].form
    column: Column = []
    for value in run.columns.cells[step.value]:
        known = defined(value)
        column.append(Known(payout(step, known.value), source, form) if isinstance(known, Known) else known)
    return column


def payout(step: Curve, value: Amount) -> Amount:
    """Return what the curve pays at a value."""
    stretch = stretch_of(step, value)
    if stretch is None:
        return 0
    (at0, pays0), (at1, pays1) = stretch
    if at0.value == at1.value or value == at0.value:
        return pays0.value
    return whole(pays0.value + (value - at0.value) * (pays1.value - pays0.value) / (at1.value - at0.value))


def stretch_of(step: Curve, value: Amount) -> tuple[tuple[Number, Number], tuple[Number, Number]] | None:
    """Return the two points between which a value is paid, the same one twice for an end point's payout, None for 0."""
    points = step.points
    if value < points[0][0].value:
        return _outside(step.below, points[0], points[1] if len(points) > 1 else points[0])
    if value > points[-1][0].value:
        return _outside(step.beyond, points[-1], points[-2] if len(points) > 1 else points[-1])
    for low, high in pairwise(points):
        if value < high[0].value:
            return low, high
    return points[-1], points[-1]


def _outside(
    rule: Outside, end: tuple[Number, Number], next_to_it: tuple[Number, Number]
) -> tuple[tuple[Number, Number], tuple[Number, Number]] | None:
    if rule == "nothing":
        return None
    return (end, end) if rule == "edge" else (min(end, next_to_it, key=_at), max(end, next_to_it, key=_at))


def _at(point: tuple[Number, Number]) -> Fraction:
    return point[0].value


def picked(step: Pick, run: Run) -> Column:
    """Return the number that the tiers pick; undefined where a tier is."""
    columns = [run.columns.cells[name] for name in step.tiers]
    column: Column = []
    for values in zip(*columns, strict=True):
        known, other = _all_known([defined(value) for value in values])
        if known is None:
            column.append(other)
            continue
        place = [int(value.value) for value in known]
        number = step.numbers[place[0] if len(place) == 1 else place[0] * step.columns + place[1]]
        column.append(Known(whole(number.value), Source("plan", number.path), number.form))
    return column


def gates(step: Gate, run: Run) -> Column:
    """Return 1 where the comparison holds, 0 where it does not; undefined passes as 1 or stays undefined."""
    source, line = Source("plan", step.path), step.line.value
    compare: Callable[[Amount], bool] = {
        "at_least": lambda value: value >= line,
        "above": lambda value: value > line,
        "at_most": lambda value: value <= line,
        "under": lambda value: value < line,
    }[step.comparison]
    column: Column = []
    for value in run.columns.cells[step.value]:
        known = defined(value)
        if isinstance(known, Known):
            column.append(Known(int(compare(known.value)), source))
        elif known is None and step.undefined == "pass":
            column.append(Known(1, source))
        else:
            column.append(known)
    return column
