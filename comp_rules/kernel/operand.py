"""The operands of a line: what a printed number is, how big, and where it came from.

In: values of steps. Out: the rows of the trace, and the amount that they make, rounded as the plan says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from comp_rules.values.frozen import frozen
from comp_rules.values.identity import Source
from comp_rules.values.money import RoundingMode, rounded

#: Unit of a payable line in minor units, and how it is rounded to it.
Rounding = tuple[int, RoundingMode]
HALF_AWAY: Rounding = (1, "half_away")
_CAPS = ("cap", "cap_before")


@frozen
class Operand:
    """A number in a line: its role, exact value, unit and origin.

    `unit` is `money:USD` (minor units), `money_each:USD` (minor units for each unit counted), `count`, `percent`,
    `times` or `date` (proleptic ordinal). `in_amount` says that it is a factor of the amount, so it stands in the
    formula. `how` and `via` say what the value was computed from, so that the formula prints the whole of it:
    `ratio` is the first over the second · `line` lies between two points, `via` is the value looked up, then place and
    payout of the point below and of the one above · `sum` adds up, signed · `weighted` adds up weight x item, in pairs.
    """

    role: str
    value: Fraction
    unit: str
    source: Source
    in_amount: bool
    #: stands below the line in the formula
    divide: bool = False
    #: of a restated line: belongs to the value before, which is taken off
    before: bool = False
    how: Literal["", "ratio", "line", "sum", "weighted"] = ""
    via: tuple[Operand, ...] = ()


def product_of(operands: Sequence[Operand]) -> Fraction:
    """Return the exact product of the operands in the amount, in minor units."""
    upper = lower = 1
    for operand in operands:
        above, below = operand.value.numerator, operand.value.denominator
        if operand.divide:
            above, below = below, above
        upper, lower = upper * above, lower * below
    return Fraction(upper, lower)


def states_of(operands: Sequence[Operand]) -> tuple[list[Operand], list[Operand]]:
    """Return the factors of the value now and of the value before; the second is empty for a line of one value.

    An operand of the value before is recorded only where it differs; the others are those of the value now. What was
    posted before an opening is a sum of its own.
    """
    now: list[Operand] = []
    replaced: dict[str, Operand] = {}
    for operand in operands:
        if not operand.in_amount:
            continue
        if operand.before:
            replaced[operand.role] = operand
        else:
            now.append(operand)
    if "posted" in replaced:
        return now, [replaced["posted"]]
    return now, [replaced.get(operand.role, operand) for operand in now] if replaced else []


def is_cut(operands: Sequence[Operand]) -> bool:
    """Say whether the operands are those of a cap: sums to date and what they are held at."""
    for operand in operands:  # noqa: SIM110 - asked of every line: a loop costs a third of what any() does
        if operand.role in _CAPS and operand.in_amount:
            return True
    return False


def amount_of(operands: Sequence[Operand], rounding: Rounding = HALF_AWAY) -> int:
    """Return the amount that the operands of a line make, in minor units: what the line must be.

    One rounded value, the difference of two, or of a cap what is above it now less what was above it before.
    """
    upper = lower = 1
    unit, mode = rounding
    for operand in operands:
        if not operand.in_amount:
            continue
        if operand.before or operand.role in _CAPS:
            return _amount_of_two(operands, rounding)
        above, below = operand.value.as_integer_ratio()
        if operand.divide:
            upper, lower = upper * below, lower * above
        else:
            upper, lower = upper * above, lower * below
    return rounded(upper, lower * unit, mode) * unit


def _amount_of_two(operands: Sequence[Operand], rounding: Rounding) -> int:
    if is_cut(operands):
        return _cut(operands)
    now, before = states_of(operands)
    amount = in_units(product_of(now), rounding)
    if not before:
        return amount
    if before[0].role == "posted":
        return amount - in_units(before[0].value, HALF_AWAY)
    return amount - in_units(product_of(before), rounding)


def in_units(value: Fraction, rounding: Rounding) -> int:
    """Return an exact value in minor units rounded to a multiple of the rounding's unit."""
    unit, mode = rounding
    return rounded(value.numerator, value.denominator * unit, mode) * unit


def cut_parts(operands: Sequence[Operand]) -> list[tuple[Operand, Operand, Operand | None]]:
    """Return (sum, cap, floor) now and, when something stood above the cap before, the same before.

    The floor is the cap of a record below 0; without it the sum is held on one side.
    """
    found = {operand.role: operand for operand in operands if operand.in_amount}
    parts = []
    if "cap" in found:
        parts.append((found["sum"], found["cap"], found.get("floor")))
    if "sum_before" in found:
        cap = found.get("cap_before", found.get("cap"))
        assert cap is not None
        parts.append((found["sum_before"], cap, found.get("floor_before", found.get("floor"))))
    return parts


def _cut(operands: Sequence[Operand]) -> int:
    amount = Fraction(0)
    for part, (total, cap, floor) in enumerate(cut_parts(operands)):
        held = min(cap.value, total.value)
        if floor is not None:
            held = max(floor.value, held)
        above = held - total.value
        amount += -above if part or total.role == "sum_before" else above
    return int(amount)
