"""Tiered: the rate depends on how far a measure, or the credit itself, has come.

In: a component with `tiers` and what picks among them. Out: for each credit its parts or its whole at the rate reached.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.kinds.component import PAYS_ON, WHEN
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.tiered_base import BASE_RATE
from comp_rules.kinds.tiered_edges import edge_faults
from comp_rules.kinds.tiered_faults import ladder_faults, rate_faults_of
from comp_rules.kinds.tiered_ladder import ladder_of
from comp_rules.kinds.tiered_prose import tiered_prose
from comp_rules.kinds.tiered_steps import tiered_steps
from comp_rules.kinds.tiered_warnings import tiered_warnings
from comp_rules.kinds.tiered_words import tiered_words
from comp_rules.kinds.tiers import TIERS, above_zero_faults, order_faults
from comp_rules.plan.schema import Either, Key, MapOf, Value, choice, may
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

SINCE_DATE = Either(
    choice("hire", "assignment"),
    map=MapOf((Key("field", Value(("name",))),), called=Words("the date counted from", "기준일")),
)
_BY = Either(
    Value(names="measure"),
    map=MapOf(
        (Key("field", Value(("name",))), Key("since", SINCE_DATE)),
        one_of=(("field", "since"),),
        called=Words("what picks the tier", "구간 기준"),
    ),
)


def _check(part: Part) -> Iterator[Fault]:
    ladder = ladder_of(part)
    yield from order_faults(ladder.rows)
    by = part.node.map("by")
    if by is None or by.get("since") is None:
        yield from above_zero_faults(ladder.rows)
    yield from ladder_faults(ladder)
    yield from edge_faults(ladder)
    yield from rate_faults_of(ladder)
    yield from tiered_warnings(ladder)


TIERED = Kind(
    name="tiered",
    label=Words("Tiers", "구간별 요율"),
    keys=(
        PAYS_ON,
        WHEN,
        may("by", _BY),
        may("ladder", choice("window", "each_credit")),
        may("applies", choice("marginal", "whole", "overage")),
        may("base_rate", BASE_RATE),
        Key("tiers", TIERS),
    ),
    check=_check,
    compiled=tiered_steps,
    words=tiered_words,
    prose=tiered_prose,
)
