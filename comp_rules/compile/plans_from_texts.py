"""Several plan files compiled together, each checked against those that it is made of.

In: the texts of plans, in any order, and what the company declared. Out: compiled plans, and the faults of each file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.compile.faults_from_plans import faults_from_plans
from comp_rules.facts.facts import Company
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, in_order


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan file: its compiled plan, None when it has errors, and every fault in reading order."""

    file: str
    plan: CompiledPlan | None
    faults: tuple[Fault, ...]

    @property
    def name(self) -> str:
        """The name of the plan, empty when it has errors."""
        return self.plan.name if self.plan else ""


def plans_from_texts(texts: Sequence[tuple[str, bytes]], company: Company | None = None) -> list[PlanFile]:
    """Return the plans of (file, text) pairs in the order given.

    A plan alone is taken as it is; of several, the names that they take from each other are checked. What stands in a
    file with errors is not known to the others, so those are not blamed for naming it. Files that bear one plan's name
    are its versions, numbered from 1 in the order given; a plan with one file has version 0.
    """
    alone = [_compiled(file, text, company, ()) for file, text in texts]
    if len(texts) == 1 or any(found.plan is None for found in alone):
        return _numbered(alone)
    together = alone
    for _ in texts:
        # what a plan counts in may follow from the plan that it reads, and that from another
        before = together
        together = [
            _compiled(
                found.file, text, company, [other.plan for other in before if other.plan and other.name != found.name]
            )
            for found, (_, text) in zip(before, texts, strict=True)
        ]
        if [found.plan for found in together] == [found.plan for found in before]:
            break
    return _numbered(_with_circles(together))


def _compiled(file: str, text: bytes, company: Company | None, others: Sequence[CompiledPlan]) -> PlanFile:
    plan, faults = compiled_from_text(text, file, company, others=others)
    return PlanFile(file, plan, tuple(faults))


def _with_circles(files: Sequence[PlanFile]) -> list[PlanFile]:
    """Add the faults of plans that read each other in a circle."""
    circles = [f for f in faults_from_plans([found.plan for found in files if found.plan]) if f.code == "plan_circle"]
    added = []
    for found in files:
        own = [fault for fault in circles if fault.place.file == found.file]
        plan = None if own else found.plan
        added.append(PlanFile(found.file, plan, tuple(in_order(dict.fromkeys([*found.faults, *own])))))
    return added


def _numbered(files: Sequence[PlanFile]) -> list[PlanFile]:
    counted = Counter(found.plan.name for found in files if found.plan)
    seen: Counter[str] = Counter()
    numbered = []
    for found in files:
        plan = found.plan
        if plan is not None and counted[plan.name] > 1:
            seen[plan.name] += 1
            plan = replace(plan, version=seen[plan.name])
        numbered.append(replace(found, plan=plan))
    return numbered
