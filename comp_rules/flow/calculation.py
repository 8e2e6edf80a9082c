"""A calculation under way: the plans in order, everyone's credits, and what each assignment's steps leave.

In: plan versions, facts and a period. Out: credits by plan, and runs of assignments, each made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from comp_rules.facts.facts import Assignment, Facts, RecordVersion
from comp_rules.flow.cells import horizon_of, needs_earlier_lines
from comp_rules.flow.columns_from_worlds import Execution
from comp_rules.flow.credit_rows_from_credits import RowMaker, row_maker
from comp_rules.flow.credits_from_credits import credits_from_credits, looked_from_credit
from comp_rules.flow.credits_from_records import Credited, Named, RecordsByType, credits_from_records
from comp_rules.flow.hierarchy import Hierarchy
from comp_rules.flow.order_from_plans import plans_in_order, reads_of
from comp_rules.flow.plan_versions import Days, Versions
from comp_rules.flow.world_from_facts import OwnRows, Prepared, own_rows, world_from_facts
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.steps import AnyStep, Due, Limit, Once
from comp_rules.kernel.world import GivenRow, Missing
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault
from comp_rules.values.period import Period, Span, period_of

Given = Mapping[str, Sequence[GivenRow]]
Runner = Callable[["Calculation", Assignment, Period], Sequence["Ran"]]


@dataclass(frozen=True, slots=True)
class Ran:
    """What the steps of one plan version left for an assignment; `missing` by component what its given rows lack."""

    prepared: Prepared
    columns: Columns
    missing: Mapping[str, Missing] = field(default_factory=dict)

    @property
    def plan(self) -> CompiledPlan:
        """The version that was run."""
        return self.prepared.plan


@dataclass(slots=True)
class Calculation:
    """Facts and plans of one calculation; credits are made at once, runs when they are asked for."""

    facts: Facts
    families: Mapping[str, Versions]
    period: Period
    records: RecordsByType
    rows: OwnRows
    hierarchy: Hierarchy
    #: makes the runs of an assignment
    runner: Runner
    #: plans whose earnings other plans are paid on
    read_by_others: frozenset[str] = frozenset()
    #: names of the plans, those that are read first
    order: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    credited: dict[str, Credited] = field(default_factory=dict)
    _makers: dict[int, RowMaker] = field(default_factory=dict)
    _holders: dict[str, list[Assignment]] = field(default_factory=dict)
    #: by assignment, version and period: worlds and runs that others read
    kept: dict[object, object] = field(default_factory=dict)
    #: which plan versions run as blocks
    execution: Execution = field(default_factory=Execution)
    #: what is made of each credit is kept, for calculations of the same facts with a few records more
    keeps: bool = False
    #: while `keeps`: the lines of each assignment as they were first
    before: dict[object, Any] = field(default_factory=dict)
    #: the direct credits of each plan alone, while `keeps`
    direct: dict[str, Credited] = field(default_factory=dict)

    def credit_again(self, kept: Mapping[str, Credited], records: RecordsByType) -> None:
        """Credit `records` beside the direct credits `kept` of each plan, and then what is made of credits."""
        horizons = _horizons(self)
        for name in self.order:
            self.credited[name] = _direct(self, self.families[name], horizons[name], kept[name], records)
        if self.keeps:
            self.direct = {name: credited.copied() for name, credited in self.credited.items()}
        for name in self.order:
            _indirect(self, self.families[name], horizons[name])

    def with_records(self, versions: Sequence[RecordVersion]) -> Calculation:
        """Return the calculation of the same facts with these versions of records after all others of theirs.

        Records that are new and credited to someone are credited alone. Others change what is said of records nobody
        is credited for, and in which order, so that all are credited again. It needs `keeps`.
        """
        assert self.keeps
        new = records_by_type(versions)
        records = dict(self.records)
        for record_type, of_type in new.items():
            known = self.records.get(record_type, {})
            more = {record_id: [*known.get(record_id, ()), *own] for record_id, own in of_type.items()}
            records[record_type] = {**known, **more}
        facts = replace(self.facts, records=(*self.facts.records, *versions))
        changed = replace(self, facts=facts, records=records, credited={}, kept={}, direct={})
        if self._stand_alone(new):
            changed.credit_again({name: credited.copied() for name, credited in self.direct.items()}, new)
        if not all(changed.credits_plainly(version) for version in versions):
            changed.credit_again({name: Credited() for name in self.order}, records)
        changed._makers = {
            number: replace(maker, facts=facts, credited=changed.credited[maker.plan.name])
            for number, maker in self._makers.items()
        }
        return changed

    def _stand_alone(self, new: RecordsByType) -> bool:
        """Whether the records are not known and no known record takes one of them back."""
        return not any(
            record_id in new.get(record_type, {}) or known[-1].reverses in new.get(record_type, {})
            for record_type, of_type in self.records.items()
            for record_id, known in of_type.items()
        )

    def credits_plainly(self, version: RecordVersion) -> bool:
        """Say whether the record is credited to someone, and refused to nobody whom it names."""
        credited = self.credited.values()
        return any(known is version for one in credited for known in one.versions.values()) and not any(
            named.looked.version is version for one in credited for named in one.named
        )

    def set_holders(self, holders: dict[str, list[Assignment]]) -> None:
        """Keep the assignments by plan."""
        self._holders = holders

    def holders(self, plan: str) -> Sequence[Assignment]:
        """Return all assignments under the plan."""
        return self._holders.get(plan, ())

    def prepared(self, assignment: Assignment, plan: CompiledPlan, period: Period) -> Prepared:
        """Return the world of an assignment without given rows."""
        return self.execution.prepared(assignment, plan, period, self._world)

    def run_as_blocks(self, holders: Sequence[Assignment], period: Period, blocks_from: int) -> None:
        """Let plan versions whose `holders` have so many credits together run as blocks in the period."""
        self.execution = Execution(blocks_from)
        self.execution.choose(holders, self.credited, lambda one: self.versions_for(one, period)[1], period)

    def _world(self, assignment: Assignment, plan: CompiledPlan, period: Period) -> Prepared:
        maker = self._makers.get(id(plan))
        if maker is None:
            maker = row_maker(plan, self.facts, self.credited[plan.name])
            if self.keeps:
                maker = replace(maker, made={})
            self._makers[id(plan)] = maker
        return world_from_facts(maker, self.rows, self.families[plan.name], assignment, period, {})

    def run(self, prepared: Prepared, given: Given, missing: Mapping[str, Missing]) -> Ran:
        """Run a version's steps for an assignment, with what was worked out across people."""
        if given:
            prepared = replace(prepared, world=replace(prepared.world, given=given))
        before = self.before.get((prepared.assignment.row_id, prepared.plan.version))
        return Ran(prepared, self.execution.columns(prepared, before.columns if before else None), missing)

    def runs_of(self, assignment: Assignment, period: Period) -> Sequence[Ran]:
        """Return the runs of an assignment in a period of its plan."""
        return self.runner(self, assignment, period)

    def versions_for(self, assignment: Assignment, period: Period) -> tuple[CompiledPlan | None, list[CompiledPlan]]:
        """Return the version in force on the last day worked, and all that rule on a day of the windows it reads."""
        family = self.families.get(assignment.plan)
        if family is None:
            return None, []
        current = family.on(last_day_worked(assignment, period))
        if current is None:
            return None, []
        horizon = horizon_of(current, period, self.rows.quotas.get(assignment.payee, ()))
        ruling = family.ruling(assignment.span.overlap(horizon.span))
        return current, [*(plan for plan in ruling if plan is not current), current]

    def here(self, period: Period) -> Sequence[Assignment]:
        """Return the assignments of the period, and those that ended in a window that still pays."""
        found = self.kept.get(("here", period.name))
        if found is None:
            found = self.kept["here", period.name] = [
                assignment
                for assignment in self.facts.assignments
                if assignment.span.overlap(period.span).days or self._still_pays(assignment, period)
            ]
        return found  # type: ignore[return-value]

    def _still_pays(self, assignment: Assignment, period: Period) -> bool:
        """Whether the assignment ended before and some window in which it was worked is paid to its own end."""
        if assignment.span.after > period.span.first:
            return False
        current, _ = self.versions_for(assignment, period)
        if current is None or not any(_pays_later(step) for step in current.steps):
            return False
        horizon = horizon_of(current, period, self.rows.quotas.get(assignment.payee, ()))
        return assignment.span.overlap(horizon.span).days > 0


def records_by_type(versions: Iterable[RecordVersion]) -> dict[str, dict[str, list[RecordVersion]]]:
    """Return the versions of each record by its type and id."""
    found: dict[str, dict[str, list[RecordVersion]]] = {}
    for version in versions:
        found.setdefault(version.record_type, {}).setdefault(version.record_id, []).append(version)
    return found


def last_day_worked(assignment: Assignment, period: Period) -> date:
    """Return the assignment's last day up to the end of the period."""
    return min(assignment.span.after, period.span.after) - timedelta(days=1)


def _pays_later(step: AnyStep) -> bool:
    """Whether a step pays for a window after the last day worked in it."""
    if isinstance(step, Once):
        return step.frame.window == "quota_window"
    return isinstance(step, Due) or (isinstance(step, Limit) and step.excess == "year_end")


def calculation_of(
    families: Mapping[str, Versions],
    facts: Facts,
    records: RecordsByType,
    period: Period,
    runner: Runner,
    keeps: bool = False,
) -> Calculation:
    """Credit all records, level by level, and return the calculation ready to be asked; `keeps` as in Calculation."""
    order, faults = plans_in_order(families)
    hierarchy = Hierarchy(facts.hierarchy, facts.relations)
    holders: dict[str, list[Assignment]] = {}
    for assignment in facts.assignments:
        holders.setdefault(assignment.plan, []).append(assignment)
    read = frozenset(
        source.partition(".")[0]
        for family in families.values()
        for plan in family.plans
        for component in plan.components
        if component.override is not None
        for source in component.override.sources
    )
    calculation = Calculation(
        facts, families, period, records, own_rows(facts), hierarchy, runner, read, order, faults, keeps=keeps
    )  # fmt: skip
    calculation.set_holders(holders)
    calculation.credit_again({name: Credited() for name in order}, records)
    return calculation


def _direct(
    calculation: Calculation, family: Versions, horizon: Span, result: Credited, records: RecordsByType
) -> Credited:
    newest = family.on(calculation.period.span.last_day) or family.plans[-1]
    for plan in family.ruling(horizon):
        days = Days(family, plan, horizon, undated=plan is newest)
        credits_from_records(
            plan, records, calculation.records, calculation.holders(family.name), calculation.facts, days, result
        )
    _name_unruled(calculation, family, newest, result, records)
    result.in_order()
    return result


def _name_unruled(
    calculation: Calculation, family: Versions, newest: CompiledPlan, result: Credited, records: RecordsByType
) -> None:
    """Name the records of the period that the version would credit on days on which none is in force."""
    span = calculation.period.span
    if newest.span.overlap(span).days == span.days:
        return
    would = Credited()
    days = Days(family, newest, span, unruled=True)
    holders = calculation.holders(family.name)
    credits_from_records(newest, records, calculation.records, holders, calculation.facts, days, would)
    for credits in would.credits.values():
        for credit in credits:
            version, people = would.versions[credit.credit_id], would.people[credit.credit_id]
            looked = looked_from_credit(newest.credit(credit.rule), credit, version, people)
            result.named.append(Named(credit.payee, "plan_not_in_force", looked))
            result.nobody.setdefault(version.key, ("plan_not_in_force", looked, ""))


def _indirect(calculation: Calculation, family: Versions, horizon: Span) -> None:
    """Add the credits that a plan makes of those of plans before it, and of its own."""
    result = calculation.credited[family.name]
    for plan in family.ruling(horizon):
        if any(rule.shape != "direct" for rule in plan.credits):
            days = Days(family, plan, horizon)
            credits_from_credits(
                plan, calculation.credited, calculation.holders(family.name), calculation.facts,
                calculation.hierarchy, days, result,
            )  # fmt: skip
    result.in_order()


def _horizons(calculation: Calculation) -> dict[str, Span]:
    """The days of each plan whose credits are needed: its own windows and those of the plans that read it."""
    families, period = calculation.families, calculation.period
    firsts: dict[str, date] = {}
    for name in reversed(calculation.order):
        family = families[name]
        readers = [r for r in calculation.order if name in reads_of(families[r], families) and r in firsts]
        periods = [period]
        for reader in readers:
            if any(needs_earlier_lines(plan.steps) for plan in families[reader].plans):
                # a cap on an override needs what was earned below in earlier periods, and their windows
                periods.append(period_of(firsts[reader], family.plans[-1].calculate, family.plans[-1].year_starts))
        own = [horizon_of(plan, each, calculation.facts.quotas).span.first for plan in family.plans for each in periods]
        firsts[name] = min([*own, *(firsts[reader] for reader in readers)])
    return {name: Span(first, period.span.after) for name, first in firsts.items()}
