"""Where a value stands on a ladder of edges, and which part of a way along it lies in each tier.

In: edges as the plan writes them, the quota, the part of the window worked. Out: tier numbers and signed parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from comp_rules.kernel.steps import Edge
from comp_rules.kernel.world import Amount


def tier_of(value: Amount, edges: Sequence[Edge], unit: Amount = 1) -> int:
    """Return the number of the highest edge reached by `value`; the first tier also covers everything below it.

    Edges in percent are multiplied by `unit`, the quota, when the value is an amount.
    """
    return tier_at(value, edges, starts_of(edges, unit))


def tier_at(value: Amount, edges: Sequence[Edge], starts: Sequence[Amount]) -> int:
    """Return the number of the highest edge reached, where `starts` says where each edge lies."""
    for number in range(len(edges) - 1, 0, -1):
        at = starts[number]
        if value > at or (value == at and edges[number].included):
            return number
    return 0


def edge_amount(edge: Edge, quota: Amount) -> Fraction:
    """Return where an edge lies: a percent edge times the quota (not rounded), any other as it is written."""
    return edge.at * quota if edge.form == "percent" else edge.at


def starts_of(
    edges: Sequence[Edge], quota: Amount = 1, part: Fraction = Fraction(1), fields: Mapping[str, Fraction] | None = None
) -> list[Amount]:
    """Return where each edge lies; never before the edge in front of it.

    Percent edges are multiplied by `quota`, those in money or counts by `part`; an edge with a field lies at that
    field's value. Raises KeyError when `fields` has no such field.
    """
    starts: list[Amount] = []
    for edge in edges:
        if edge.field:
            at: Amount = whole((fields or {})[edge.field])
        else:
            at = whole(edge.at * quota if edge.form == "percent" else edge.at * part)
        starts.append(at if len(starts) < 2 else max(at, starts[-1]))
    return starts


def slices(opened: Amount, closed: Amount, edges: Sequence[Edge], quota: Amount) -> list[tuple[int, Amount]]:
    """Return (tier, signed part) of the way from `opened` to `closed`; a return goes from the top down.

    A way of no length is one part of 0 in the tier where it stands.
    """
    return slices_at(opened, closed, edges, starts_of(edges, quota))


def slices_at(
    opened: Amount, closed: Amount, edges: Sequence[Edge], starts: Sequence[Amount]
) -> list[tuple[int, Amount]]:
    """Return what `slices` does, where `starts` says where each edge lies."""
    if opened == closed:
        return [(tier_at(opened, edges, starts), 0)]
    up = closed > opened
    low, high = (opened, closed) if up else (closed, opened)
    last = len(starts) - 1
    parts: list[tuple[int, Amount]] = []
    for tier in range(last + 1):
        top = high if tier == last else min(high, starts[tier + 1])
        if top > low:
            parts.append((tier, whole(top - low if up else low - top)))
            low = top
            if low == high:
                break
    return parts if up else parts[::-1]


def whole(value: Amount) -> Amount:
    """Return an exact value as an int when it is one."""
    return value.numerator if value.denominator == 1 else value
