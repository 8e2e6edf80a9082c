"""Where a person stands on the payout curves of a month: by measure for the month, and of one component.

In: a result and the plan versions it was calculated with. Out: curves and grids in words, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from comp_rules import CompiledPlan
from comp_rules.flow.records import AssignmentResult, PayeeResult
from statements.formatting import LocaleForm
from statements.payout_view import CurveView, Payout
from statements.payouts_from_plan import payouts_from_plan

Plans = Mapping[tuple[str, int], CompiledPlan | None]
#: What rates of a ladder are drawn as already, beside the measure that climbs it.
_AS_STAIRS = ("tiered",)


def payouts_by_measure(result: PayeeResult, plans: Plans, form: LocaleForm) -> dict[str, list[CurveView]]:
    """Return the curves that each measure decides, by the key of its view; ladders of rates are drawn as stairs."""
    found: dict[str, list[CurveView]] = {}
    for part in result.parts:
        plan = plans.get((part.plan, part.plan_version))
        for component in part.components if plan else ():
            if component.kind in _AS_STAIRS:
                continue
            for measure, payout in _by_measure(part, plan, component.component, form):
                found.setdefault(f"measure:{part.assignment}:{measure}", []).append(payout)
    return found


def payouts_of_component(
    part: AssignmentResult, plan: CompiledPlan | None, component: str, form: LocaleForm
) -> tuple[Payout, ...]:
    """Return what can be drawn of one component, with the place of the person in it."""
    if plan is None or component not in {each.name for each in plan.components}:
        return ()
    return payouts_from_plan(plan, component, form, part)


def _by_measure(
    part: AssignmentResult, plan: CompiledPlan | None, component: str, form: LocaleForm
) -> list[tuple[str, CurveView]]:
    payouts = payouts_of_component(part, plan, component, form)
    return [(each.measure, each) for each in payouts if isinstance(each, CurveView) and each.here is not None]
