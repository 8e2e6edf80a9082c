"""Target: a part of the target incentive, or a sum, by how far one measure has come in its window.

In: a component with `by`, and `tiers` or `curve`. Out: one line for a window, or its difference each period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comp_rules.kernel.steps import AnyStep
from comp_rules.kinds.component import component_of
from comp_rules.kinds.curve import points_of
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.payout import (
    PAYOUT_KEYS,
    form_of_payout,
    needs_quota,
    payout_faults,
    payout_steps,
    starts_of,
)
from comp_rules.kinds.window_pay import (
    PAID_KEYS,
    TARGET_SHARE,
    component_place,
    line_shape,
    paid_faults,
    share_faults,
    window_lines,
)
from comp_rules.kinds.window_prose import target_prose
from comp_rules.kinds.window_reach import cap_faults, reach_faults
from comp_rules.kinds.window_words import target_words
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Map
from comp_rules.plan.literals import Literal
from comp_rules.plan.schema import Key, Value, may
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words


def _check(part: Part) -> Iterator[Fault]:
    node = part.node
    measure = part.outline.measures.get(node.text("by") or "")
    yield from payout_faults(node, measure, component_place(part))
    yield from share_faults(part, form_of_payout(node))
    yield from paid_faults(part, (measure,))
    yield from reach_faults(part, node, measure)
    yield from cap_faults(part, paid_literals(node))


def paid_literals(node: Map) -> list[Literal]:
    """Return everything that `tiers` or `curve` pay, as written."""
    curve = node.map("curve")
    pays = [point.pays for point in points_of(curve)] if curve else [row.pays for row in starts_of(node, "tiers")]
    return [literal for literal in pays if literal is not None]


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "target", line_shape(part.node))
    measure = part.outline.measures[part.node.text("by") or ""]
    payout = payout_steps(part.node, measure, part.outline, part.name)
    steps = window_lines(part, payout, measure, part.name)
    reads = (measure.name,) if needs_quota(part.node, measure) else ()
    return replace(component, by=measure.name, reads=reads, tiers=payout.rows), steps


TARGET = Kind(
    name="target",
    label=Words("Target bonus", "목표 성과급"),
    keys=(may("target_share", TARGET_SHARE), Key("by", Value(names="measure")), *PAYOUT_KEYS, *PAID_KEYS),
    check=_check,
    compiled=_compiled,
    words=target_words,
    prose=target_prose,
)
