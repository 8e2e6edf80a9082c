"""What a line is worth now and what was paid before, where it is the difference of the two.

In: a line of the trace. Out: both in minor units, rounded as the line is; its operands say them.
"""

from __future__ import annotations

from dataclasses import dataclass

from comp_rules.flow.records import Line
from comp_rules.kernel.operand import HALF_AWAY, in_units, is_cut, product_of, states_of


@dataclass(frozen=True, slots=True)
class Worth:
    """Minor units; `before` is None for a line of one value."""

    now: int
    before: int | None


def worth_from_line(line: Line) -> Worth:
    """Return what the line is worth now and was before; together they make its amount."""
    if is_cut(line.operands):
        return Worth(line.amount, None)
    _now, before = states_of(line.operands)
    if not before:
        return Worth(line.amount, None)
    rounding = (line.round_to, line.rounding)
    posted = before[0].role == "posted"
    earlier = in_units(before[0].value if posted else product_of(before), HALF_AWAY if posted else rounding)
    return Worth(line.amount + earlier, earlier)
