"""Scorecard: several measures, each with a weight, a payout of its own and a line of its own.

In: a component with `items`. Out: for each item one line for a window, or its difference each period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from comp_rules.kernel.steps import AnyStep, Number
from comp_rules.kinds.component import component_of
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.payout import PAYOUT_KEYS, form_of_payout, needs_quota, payout_faults, payout_steps
from comp_rules.kinds.target import paid_literals
from comp_rules.kinds.window_pay import PAID_KEYS, TARGET_SHARE, line_shape, paid_faults, window_lines
from comp_rules.kinds.window_prose import scorecard_prose
from comp_rules.kinds.window_reach import cap_faults, reach_faults
from comp_rules.kinds.window_words import scorecard_words
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.schema import Key, ListOf, MapOf, Value
from comp_rules.values.fault import Fault
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

_WEIGHT = Value(("percent",))
ITEMS = ListOf(
    MapOf(
        (Key("by", Value(names="measure")), Key("weight", _WEIGHT), *PAYOUT_KEYS),
        called=Words("the item", "스코어카드 지표"),
    )
)


def _check(part: Part) -> Iterator[Fault]:
    items = part.node.maps("items")
    measures = tuple(_measure(part, item) for item in items)
    for item, measure in zip(items, measures, strict=True):
        yield from payout_faults(item, measure, item.place)
        if form_of_payout(item) == "money":
            yield error("mixed_units", item.get("curve") or item.get("tiers") or item, *_SUMS)
        yield from reach_faults(part, item, measure)
    yield from _weight_faults(part)
    yield from paid_faults(part, measures)
    yield from cap_faults(part, _highest(items))


def _weight_faults(part: Part) -> Iterator[Fault]:
    """The weights add up to all of it; each is above nothing."""
    weights = [_weight(item) for item in part.node.maps("items")]
    known = [weight for weight in weights if weight is not None]
    entry = part.node.entry("items")
    for weight in known:
        if weight.number <= 0:
            yield error("weight_not_above_zero", weight.place, *_NO_WEIGHT, weight=weight.text)
            return
    total = sum((weight.number for weight in known), Fraction(0))
    if entry is not None and known and len(known) == len(weights) and total != 1:
        yield error("weights", entry.place, *_WEIGHTS, total=percent_text(total))


def _highest(items: tuple[Map, ...]) -> list[Literal]:
    """The least of the items' highest payouts: above a cap of that size no item alone could ever be paid in full."""
    most = [max(paid, key=lambda literal: literal.number) for paid in map(paid_literals, items) if paid]
    return [min(most, key=lambda literal: literal.number)] if most else []


def _weight(item: Map) -> Literal | None:
    text, entry = item.text("weight"), item.entry("weight")
    return literal_from_text(text, ("percent",), entry.value.place) if text is not None and entry else None


def _measure(part: Part, item: Map) -> MeasureOutline | None:
    return part.outline.measures.get(item.text("by") or "")


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "scorecard", line_shape(part.node))
    steps: list[AnyStep] = []
    reads, pays = [], []
    for number, item in enumerate(part.node.maps("items"), start=1):
        measure, weight = _measure(part, item), _weight(item)
        assert measure is not None
        assert weight is not None
        prefix = f"{part.name}.{number}"
        payout = payout_steps(item, measure, part.outline, prefix)
        share: Number = weight.as_number
        steps += window_lines(part, payout, measure, prefix, weight=share, item=number)
        pays.append(f"{prefix}.pay")
        if needs_quota(item, measure):
            reads.append(measure.name)
    return replace(component, pays=tuple(pays), reads=tuple(dict.fromkeys(reads))), tuple(steps)


_SUMS = (
    Words("A scorecard pays percentages of the target incentive.", "스코어카드의 지급률은 백분율입니다."),
    Words(
        "Write the payouts in percent, or pay a sum with a component of the kind `target`.",
        "지급률을 백분율로 쓰거나 금액은 `target` 항목으로 지급해 주세요.",
    ),
)
_WEIGHTS = (
    Words("The weights add up to {total}, not 100%.", "가중치 합계가 100%가 아니라 {total}입니다."),
    Words("Correct them so that they add up to 100%.", "합계가 100%가 되도록 고쳐 주세요."),
)
_NO_WEIGHT = (
    Words("A weight of {weight} counts for nothing.", "가중치가 {weight}이므로 반영되지 않습니다."),
    Words("Write a weight above 0%, or remove the item.", "0%보다 큰 값을 쓰거나 지표를 지워 주세요."),
)

SCORECARD = Kind(
    name="scorecard",
    label=Words("Scorecard", "스코어카드"),
    keys=(Key("target_share", TARGET_SHARE), Key("items", ITEMS), *PAID_KEYS),
    check=_check,
    compiled=_compiled,
    words=scorecard_words,
    prose=scorecard_prose,
)
