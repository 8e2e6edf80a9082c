"""The ways of paying that Daylight knows: those it calculates, and those the language has besides.

In: nothing. Out: kinds by name, and the shape of `earn`, from which plans are checked and forms made.
"""

from __future__ import annotations

from collections.abc import Mapping

from comp_rules.kinds.award import AWARD
from comp_rules.kinds.component import SHARED
from comp_rules.kinds.flat import FLAT
from comp_rules.kinds.kind import Kind
from comp_rules.kinds.tiered import TIERED
from comp_rules.plan.schema import ByKind, MapOf, Named
from comp_rules.values.words import Words

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (FLAT, TIERED, AWARD)}

_AWARD_INSTEAD = Words(
    "Pay an award for reaching the quota, or leave it out.", "목표 도달 포상(award)으로 적거나 빼 주세요."
)
_LATER: Mapping[str, Words | None] = {
    "target": _AWARD_INSTEAD,
    "scorecard": _AWARD_INSTEAD,
    "matrix": _AWARD_INSTEAD,
    "residual": Words("Pay a flat rate on the later payments.", "이후 입금에 단일 요율(flat)로 지급해 주세요."),
    "contest": None,
    "override": Words(
        "Credit the manager by a field of the record: `to: {field: …}`.",
        "데이터의 필드로 조직장에게 인정해 주세요: `to: {field: …}`.",
    ),
}
#: keys of kinds that are not calculated yet, so that they are not called unknown
_OTHER_KEYS = frozenset(
    """target_share curve paid target_counted items rows columns since rank among prizes ties earnings reach spread
    reached kept pays pays_on by ladder applies tiers base_rate rate when""".split()
)


def _shape(kind: Kind) -> MapOf:
    return MapOf((*SHARED, *kind.keys), elsewhere=_OTHER_KEYS, called=_called(kind))


def _called(kind: Kind) -> Words:
    return Words(f"the {kind.name} component", f"{kind.name} 지급 항목")


EARN = Named(ByKind({kind.name: _shape(kind) for kind in KINDS.values()}, _LATER))
