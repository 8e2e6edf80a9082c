"""What the value of a cell was computed from: the numbers of a ratio, a straight line, a sum or a weighted sum.

In: a cell step and the cell that a line reads. Out: operands that the formula prints in place of the value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from comp_rules.kernel.cells import defined, stretch_of
from comp_rules.kernel.columns import LineRow, State
from comp_rules.kernel.factors import cell_for
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.run import Run
from comp_rules.kernel.steps import Add, Curve, Number, Ratio, Unit, Weighted
from comp_rules.kernel.world import Known
from comp_rules.values.identity import Source


class Computed(NamedTuple):
    """How a value was computed and from what; empty for a number that stands for itself."""

    how: Literal["", "ratio", "line", "sum", "weighted"]
    via: tuple[Operand, ...]


_PLAIN = Computed("", ())


def computed_from(name: str, row: LineRow, state: State, period: int, lines: str, run: Run, *, shown: bool) -> Computed:
    """Return what the cell value that a line reads from column `name` was computed from."""
    at = cell_for(name, row, state, period, lines, run, shown=shown)
    return _PLAIN if at is None else _computed(name, at, run)


def unit_name(unit: Unit, form: str, currency: str, *, each: bool = False) -> str:
    """Return the unit of an operand. A rate in money (`each`) is a price for each thing counted."""
    kind = form or {"ratio": "percent"}.get(unit, unit)
    if kind == "money":
        return f"money_each:{currency}" if each else f"money:{currency}"
    return kind


def _computed(name: str, at: int, run: Run) -> Computed:
    step = run.columns.steps[name]
    match step:
        case Ratio():
            return _ratio(step, at, run)
        case Curve():
            return _line(step, at, run)
        case Add():
            terms = [_operand("term", term, at, run, sign) for term, sign in step.terms]
            return Computed("sum", tuple(terms))
        case Weighted():
            return _weighted(step, at, run)
        case _:
            return _PLAIN


def _ratio(step: Ratio, at: int, run: Run) -> Computed:
    lower = run.columns.cells[step.lower][at]
    if not isinstance(lower, Known) or lower.value <= 0:
        return _PLAIN
    return Computed("ratio", (_operand("upper", step.upper, at, run), _operand("lower", step.lower, at, run)))


def _line(step: Curve, at: int, run: Run) -> Computed:
    """Between two points: the value looked up and both points; an end point or a point itself stands for itself."""
    known = defined(run.columns.cells[step.value][at])
    stretch = stretch_of(step, known.value) if isinstance(known, Known) else None
    if stretch is None or not isinstance(known, Known):
        return _PLAIN
    (at0, pays0), (at1, pays1) = stretch
    if at0.value == at1.value or known.value == at0.value:
        return _PLAIN
    points = (("at", at0), ("pays", pays0), ("next_at", at1), ("next_pays", pays1))
    looked_up = _operand("attainment", step.value, at, run)
    return Computed("line", (looked_up, *(_number(role, number, run) for role, number in points)))


def _weighted(step: Weighted, at: int, run: Run) -> Computed:
    """Weight and item in pairs; an item under its floor counts 0, and names what it came to."""
    operands: list[Operand] = []
    for name, weight, floor in step.items:
        item = _operand("item", name, at, run)
        if floor is not None and item.value < floor.value:
            item = Operand("item", Fraction(0), item.unit, Source("plan", floor.path), False, via=(item,))
        operands += [_number("weight", weight, run), item]
    return Computed("weighted", tuple(operands))


def _operand(role: str, name: str, at: int, run: Run, sign: int = 1) -> Operand:
    """A cell as an operand; with a sign of -1 it is a number of its own."""
    known = run.columns.cells[name][at]
    assert isinstance(known, Known)
    unit = unit_name(getattr(run.columns.steps[name], "unit", "ratio"), known.form, run.world.currency)
    if sign < 0:
        return Operand(role, -Fraction(known.value), unit, known.source, False)
    return Operand(role, Fraction(known.value), unit, known.source, False, False, False, *_computed(name, at, run))


def _number(role: str, number: Number, run: Run) -> Operand:
    unit = unit_name("ratio", number.form, run.world.currency)
    return Operand(role, number.value, unit, Source("plan", number.path), False)
