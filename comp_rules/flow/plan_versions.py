"""The versions of one plan: which of them rules on a day, and which of them a window was worked under.

In: compiled plans and assignments. Out: the version of a day; the days on which a version rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comp_rules.facts.facts import Assignment
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Period, Span


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one plan, in order of their number."""

    name: str
    plans: tuple[CompiledPlan, ...]

    def on(self, day: date | None) -> CompiledPlan | None:
        """Return the newest version in force on the day."""
        newest: CompiledPlan | None = None
        for plan in self.plans:
            if day in plan.span and (newest is None or plan.version > newest.version):
                newest = plan
        return newest

    def ruling(self, span: Span) -> list[CompiledPlan]:
        """Return the versions that rule on a day of the span, in order of the first such day."""
        turns = {span.first, *(p.span.first for p in self.plans), *(p.span.after for p in self.plans)}
        ruling: list[CompiledPlan] = []
        for day in sorted(turn for turn in turns if turn in span):
            plan = self.on(day)
            if plan is not None and not any(plan is known for known in ruling):
                ruling.append(plan)
        return ruling


@dataclass(frozen=True, slots=True)
class Days:
    """The days within `horizon` on which a version rules; `undated`: it also looks at records without a date."""

    versions: Versions
    plan: CompiledPlan
    horizon: Span
    undated: bool = False

    #: the days on which no version rules: a look at what it would have counted
    unruled: bool = False

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date) or day not in self.horizon:
            return False
        ruling = self.versions.on(day)
        return ruling is None if self.unruled else ruling is self.plan


def versions_by_name(plans: Iterable[CompiledPlan]) -> dict[str, Versions]:
    """Return the versions of each plan by its name."""
    named: dict[str, list[CompiledPlan]] = {}
    for plan in plans:
        named.setdefault(plan.name, []).append(plan)
    return {name: Versions(name, tuple(sorted(of, key=lambda plan: plan.version))) for name, of in named.items()}


def version_in_force(plans: Iterable[CompiledPlan], assignment: Assignment, period: Period) -> CompiledPlan | None:
    """Return the newest version of the assignment's plan in force on its last day in the period."""
    last_day = assignment.span.overlap(period.span).last_day
    fitting = [plan for plan in plans if plan.name == assignment.plan and last_day in plan.span]
    return max(fitting, key=lambda plan: plan.version, default=None)
