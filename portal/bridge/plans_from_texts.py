"""Plans beside one another: each version compiled with those of the other plans that it may be made of.

In: the texts of plan versions and what the company declared. Out: compiled plans, and the faults of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comp_rules import CompiledPlan, compile_plan
from comp_rules.compile.faults_from_plans import faults_from_plans
from comp_rules.facts.facts import Company
from comp_rules.values.fault import Fault, errors_in, in_order
from comp_rules.values.period import Span

Found = tuple[CompiledPlan | None, list[Fault]]


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of a version, and the days on which it is in force."""

    plan: str
    version: int
    text: str = field(repr=False)
    span: Span


class PlanLibrary:
    """All versions there are; each is compiled once, when it is asked for."""

    def __init__(self, texts: Iterable[PlanText], company: Company) -> None:
        """Sort the texts by plan and version."""
        self._company = company
        self._versions: dict[str, list[PlanText]] = {}
        for text in sorted(texts, key=lambda text: (text.plan, text.version)):
            self._versions.setdefault(text.plan, []).append(text)
        self._alone: dict[tuple[str, int], Found] = {}
        self._together: dict[tuple[str, int], Found] = {}

    def compiled(self, text: PlanText) -> Found:
        """Return a version compiled beside the others, None with its faults when one is an error.

        A plan that is made of no other needs none; one that is, is refused while such a plan is not there or leads
        back to it.
        """
        return self._compiled(text, frozenset())

    def beside(self, plan: str, span: Span) -> list[CompiledPlan]:
        """Return the other plans as they are on the days of `span`: of each its newest version that applies then.

        Of a plan that never applies then, its newest version; a plan that has errors is left out.
        """
        return list(self._beside(plan, span, frozenset({plan})))

    def with_sources(self, plans: Iterable[str]) -> frozenset[str]:
        """Return these plans with all that some version of them is made of, and so on."""
        found: set[str] = set()
        waiting = set(plans)
        while waiting:
            found |= waiting
            read = {name for plan in waiting for text in self._versions.get(plan, ()) for name in self._reads(text)}
            waiting = read - found
        return frozenset(found)

    def _reads(self, text: PlanText) -> tuple[str, ...]:
        plan = self._by_itself(text)[0]
        return plan.reads if plan else ()

    def _compiled(self, text: PlanText, asking: frozenset[str]) -> Found:
        key = text.plan, text.version
        if key in self._together:
            return self._together[key]
        found = self._by_itself(text)
        if found[0] is None or not found[0].reads or text.plan in asking:
            return found
        others = list(self._beside(text.plan, text.span, asking | {text.plan}))
        plan, faults = compile_plan(text.text, text.plan, self._company, text.version, others)
        if asking:
            # Whoever is asked about is told of a circle; those on the way to it stay, so that it can be seen.
            return plan, faults
        faults = in_order([*faults, *faults_between(plan, others)])
        self._together[key] = (None if errors_in(faults) else plan), faults
        return self._together[key]

    def _beside(self, plan: str, span: Span, asking: frozenset[str]) -> Iterator[CompiledPlan]:
        for name, versions in self._versions.items():
            if name != plan:
                applying = [version for version in versions if version.span.overlap(span).days]
                other = self._compiled((applying or versions)[-1], asking)[0]
                if other is not None:
                    yield other

    def _by_itself(self, text: PlanText) -> Found:
        key = text.plan, text.version
        if key not in self._alone:
            self._alone[key] = compile_plan(text.text, text.plan, self._company, text.version)
        return self._alone[key]


def faults_between(plan: CompiledPlan | None, others: Iterable[CompiledPlan]) -> Iterator[Fault]:
    """Yield where a plan without errors takes something from a plan that is not there, or that leads back to it."""
    if plan is not None:
        found = faults_from_plans([plan, *others])
        yield from (fault for fault in found if fault.place.file == plan.document.file)
