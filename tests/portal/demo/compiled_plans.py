"""In: the plan texts of the demo company. Out: the plans compiled, those that are made of others beside those.
Versions of one year stand beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from comp_rules import compile_plan
from comp_rules.facts.facts import Company
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault
from portal.demo.plans_from_files import PlanText


def compiled_beside_others(
    texts: Sequence[PlanText], company: Company
) -> dict[tuple[str, int], tuple[CompiledPlan, list[Fault]]]:
    """Return each version with its faults, by plan and number. An error fails the test that asks."""
    alone = {(text.plan, text.version_no): _compiled(text, company, ()) for text in texts}
    return {
        (text.plan, text.version_no): _compiled(text, company, others_of(text.plan, text.version_no, alone))
        for text in texts
    }


def others_of(
    plan: str, version: int, compiled: dict[tuple[str, int], tuple[CompiledPlan, list[Fault]]]
) -> list[CompiledPlan]:
    """Return the plans of the same year."""
    return [other for (name, number), (other, _) in compiled.items() if name != plan and number == version]


def _compiled(text: PlanText, company: Company, others: Sequence[CompiledPlan]) -> tuple[CompiledPlan, list[Fault]]:
    plan, faults = compile_plan(text.text, text.plan, company, text.version_no, others)
    assert plan is not None, [(str(fault.place), fault.say("en")) for fault in faults]
    return plan, faults
