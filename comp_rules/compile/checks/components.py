"""Checks of components: what their kinds ask, their conditions, and the parts of the target incentive.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.component import paid_on
from comp_rules.kinds.kind import Part
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import Outline
from comp_rules.values.fault import Fault
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words


def component_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of all components."""
    for name, node in outline.components.items():
        kind = KINDS.get(node.text("kind") or "")
        if kind is not None:
            yield from kind.check(Part(name, node, outline))
            yield from _conditions(node, outline)
    yield from _shares(outline)


def _conditions(node: Map, outline: Outline) -> Iterator[Fault]:
    paid = paid_on(node, outline)
    if paid.component is None:
        yield from conditions_from_node(node.map("when"), paid.fields, paid.record_type)[1]


def _shares(outline: Outline) -> Iterator[Fault]:
    """The parts of the target incentive add up to all of it, where any is written and all could be read."""
    found: list[tuple[Map, Fraction]] = []
    for node in outline.components.values():
        base = node.map("base_rate")
        for holder, key in ((base, "target_share"), (node, "target_share"), (node, "expected_share")):
            value = holder.get(key) if holder else None
            if holder is None or value is None:
                continue
            literal = literal_from_text(holder.text(key) or "", ("percent",), value.place)
            if literal is None:
                return
            found.append((holder, literal.number))
    total = sum((share for _, share in found), Fraction(0))
    if found and total != 1:
        earn = outline.document.top.entry("earn")
        assert earn is not None
        yield error("shares_of_target", earn.place, *_SHARES, total=percent_text(total))


_SHARES = (
    Words(
        "The parts of the target incentive add up to {total}, not 100%.",
        "목표 인센티브의 비중 합계가 100%가 아니라 {total}입니다.",
    ),
    Words(
        "Correct them, or write `expected_share` on the components without a target.",
        "비중을 고치거나, 목표 인센티브와 관계없는 항목에 `expected_share` 키를 적어 주세요.",
    ),
)
