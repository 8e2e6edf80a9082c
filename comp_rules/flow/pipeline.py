"""The stages in order: records, credits, measures, earnings, trace. Preview, run and shell all call this.

In: compiled plans, facts as known at a moment, a period. Out: everyone's month, explained, or why it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from comp_rules.facts.facts import Assignment, Facts, RecordVersion
from comp_rules.flow.cells import cells_of, frames_of, horizon_of, periods_of
from comp_rules.flow.credits_from_records import Credited, Named, credits_from_records
from comp_rules.flow.earnings_from_measures import earnings_from_measures
from comp_rules.flow.faults_from_missing import facts_fault, missing_fault
from comp_rules.flow.faults_from_reversals import faults_from_reversals
from comp_rules.flow.laws import check_laws
from comp_rules.flow.lookup import DatedNumbers
from comp_rules.flow.measures_from_credits import measures_from_credits
from comp_rules.flow.qualified_from_records import Looked, looks
from comp_rules.flow.records import AssignmentResult, Credit, PayeeResult, Refusal, RunResult, Uncredited
from comp_rules.flow.refusals_from_credits import component_refusal, refusal_of, uncredited_of
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.world import CreditRow, World
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, Place, in_order
from comp_rules.values.period import Period, month_of
from comp_rules.values.words import Words

#: Written into every result; changes when a result could.
ENGINE_VERSION = "1"

RecordsByType = Mapping[str, Mapping[str, Sequence[RecordVersion]]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Stage:
    """One plan version with what the period needs of it."""

    plan: CompiledPlan
    assignments: Sequence[Assignment]
    credited: Credited


def calculate(
    plans: Sequence[CompiledPlan],
    facts: Facts,
    period: Period,
    payees: Container[str] | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Calculate a period for everyone assigned in it, or for `payees` only.

    `facts` are taken as they are: `Facts.known_by` makes those of a moment. Of several versions of a plan the newest
    in force on the last day worked in the period is used. `progress` is told (people done, people in all).
    """
    facts = facts.known_by(facts.as_of or facts.last_known_no)
    records = _by_type(facts.records)
    here = [a for a in facts.assignments if a.span.overlap(period.span).days]
    stages, unplanned = _stages(plans, facts, records, period, here)
    wanted = [payee for payee in dict.fromkeys(a.payee for a in here) if payees is None or payee in payees]
    results = []
    for number, payee in enumerate(sorted(wanted), start=1):
        results.append(_payee_result(payee, stages, unplanned, facts, period))
        if progress:
            progress(number, len(wanted))
    uncredited, faults = _nobody(stages, period, facts)
    faults = (*faults, *_overlaps(here, period), *faults_from_reversals(plans, records, period))
    result = RunResult(
        period=period.name,
        span=period.span,
        as_of=facts.as_of,
        engine=ENGINE_VERSION,
        plans=tuple((stage.plan.name, stage.plan.version, stage.plan.digest) for stage in stages),
        payees=tuple(results),
        uncredited=uncredited,
        faults=faults,
    )
    check_laws(result)
    return result


def _by_type(versions: Iterable[RecordVersion]) -> RecordsByType:
    records: dict[str, dict[str, list[RecordVersion]]] = {}
    for version in versions:
        records.setdefault(version.record_type, {}).setdefault(version.record_id, []).append(version)
    return records


def version_in_force(plans: Iterable[CompiledPlan], assignment: Assignment, period: Period) -> CompiledPlan | None:
    """Return the newest version of the assignment's plan in force on its last day in the period."""
    last_day = assignment.span.overlap(period.span).last_day
    fitting = [plan for plan in plans if plan.name == assignment.plan and last_day in plan.span]
    return max(fitting, key=lambda plan: plan.version, default=None)


def _stages(
    plans: Sequence[CompiledPlan], facts: Facts, records: RecordsByType, period: Period, here: Sequence[Assignment]
) -> tuple[list[_Stage], list[Assignment]]:
    """Credit the records of every plan version in use; assignments whose plan has none are returned apart."""
    by_plan: dict[tuple[str, int], tuple[CompiledPlan, list[Assignment]]] = {}
    unplanned = []
    for assignment in here:
        plan = version_in_force(plans, assignment, period)
        if plan is None:
            unplanned.append(assignment)
        else:
            by_plan.setdefault((plan.name, plan.version), (plan, []))[1].append(assignment)
    stages = []
    for plan, _ in by_plan.values():
        holders = [a for a in facts.assignments if a.plan == plan.name]
        horizon = horizon_of(frames_of(plan.steps), period, plan.year_starts, facts.quotas)
        credited = credits_from_records(plan, records, holders, facts.company, facts.fx, horizon)
        stages.append(_Stage(plan, by_plan[plan.name, plan.version][1], credited))
    return stages, unplanned


def _payee_result(
    payee: str, stages: Sequence[_Stage], unplanned: Sequence[Assignment], facts: Facts, period: Period
) -> PayeeResult:
    parts = [
        _assignment_result(assignment, stage, facts, period)
        for stage in stages
        for assignment in stage.assignments
        if assignment.payee == payee
    ]
    parts += [_unplanned_result(assignment, facts, period) for assignment in unplanned if assignment.payee == payee]
    parts.sort(key=lambda part: (part.span.first, part.assignment))
    return PayeeResult(payee, period.name, tuple(_once_refused(parts)))


def _once_refused(parts: Sequence[AssignmentResult]) -> list[AssignmentResult]:
    """Drop the refusal of a record that another part of the month credits, and keep each of the others once."""
    seen = {(c.record.record_type, c.record.record_id) for part in parts for c in part.credits}
    kept = []
    for part in parts:
        mine = []
        for refusal in part.refusals:
            key = (refusal.record.record_type, refusal.record.record_id)
            if refusal.component is not None or key not in seen:
                mine.append(refusal)
            if refusal.component is None:
                seen.add(key)
        kept.append(replace(part, refusals=tuple(mine)))
    return kept


def _assignment_result(assignment: Assignment, stage: _Stage, facts: Facts, period: Period) -> AssignmentResult:
    plan, payee = stage.plan, assignment.payee
    quotas = [row for row in facts.quotas if row.payee == payee]
    frames = frames_of(plan.steps)
    periods = periods_of(horizon_of(frames, period, plan.year_starts, quotas))
    credits = {
        c.credit_id: c for c in stage.credited.credits.get(assignment.row_id, []) if c.day >= periods[0].span.first
    }
    rows, refusals = _credit_rows(credits, stage, facts, [p.name for p in periods])
    numbers = DatedNumbers(
        plan.currency,
        quotas,
        [row for row in facts.targets if row.payee == payee],
        [row for row in facts.personal if row.payee == payee],
    )
    cells = {frame: cells_of(frame, periods, assignment, plan.year_starts, quotas) for frame in frames}
    world = World(periods, plan.currency, cells, rows, numbers)
    columns = run_steps(plan.steps, world)
    measures = measures_from_credits(plan, columns, world, facts.company)
    lines, components, blocked = earnings_from_measures(plan, columns, world, credits, measures)
    refusals += [refusal_of(named, facts.company) for named in _named_here(stage.credited.named, payee, period)]
    faults = [
        missing_fault(missing, facts.company, plan.component(name).label, plan.component(name).path)
        for name, missing in blocked.items()
    ]
    return AssignmentResult(
        assignment=assignment.row_id,
        payee=payee,
        period=period.name,
        position=assignment.position,
        title=assignment.title,
        plan=plan.name,
        plan_label=plan.label,
        plan_version=plan.version,
        plan_digest=plan.digest,
        span=assignment.span,
        currency=plan.currency,
        credits=tuple(c for c in credits.values() if c.day in period.span),
        earlier=tuple(c for c in credits.values() if c.day < period.span.first),
        measures=tuple(measures),
        components=tuple(components),
        lines=tuple(lines),
        refusals=tuple(refusals),
        faults=tuple(faults),
        total=sum(line.amount for line in lines),
    )


def _credit_rows(
    credits: Mapping[str, Credit], stage: _Stage, facts: Facts, periods: Sequence[str]
) -> tuple[list[CreditRow], list[Refusal]]:
    """The credits as the steps see them, and the components that do not pay on those of the calculated period."""
    rows, refusals = [], []
    for credit in credits.values():
        version = stage.credited.versions[credit.credit_id]
        index = periods.index(month_of(credit.day).name)
        refused = set()
        for component in stage.plan.components:
            if component.pays_on != credit.rule or not component.conditions:
                continue
            looked = looks(component.conditions, version, facts.company)
            if any(look.state == "not_met" for look in looked):
                refused.add(component.name)
                if index == len(periods) - 1:
                    record = _looked(stage, credit, version)
                    refusals.append(component_refusal(component.name, component.path, credit.record, looked, record))
        amount = credit.amount.numerator if credit.amount.denominator == 1 else credit.amount
        fields = {name: value.data for name, value in version.fields.items() if isinstance(value.data, Fraction)}
        reversal = credit.reverses is not None
        rows.append(
            CreditRow(credit.credit_id, credit.rule, credit.day, index, amount, fields, frozenset(refused), reversal)
        )
    return rows, refusals


def _looked(stage: _Stage, credit: Credit, version: RecordVersion) -> Looked:
    rule = stage.plan.credit(credit.rule)
    return Looked(
        rule, credit.record, version, version, credit.day, credit.original, credit.original_unit, None, None, ()
    )


def _named_here(named: Iterable[Named], payee: str, period: Period) -> list[Named]:
    """Records that bear the name and have their day in the period, or no day at all."""
    return [n for n in named if n.payee == payee and (n.looked.day is None or n.looked.day in period.span)]


def _unplanned_result(assignment: Assignment, facts: Facts, period: Period) -> AssignmentResult:
    last_day = assignment.span.overlap(period.span).last_day
    fault = facts_fault(
        "plan_missing", Place("plans", path=assignment.plan), name=assignment.plan, day=str(last_day)
    )  # fmt: skip
    label = Words(assignment.plan, assignment.plan)
    return AssignmentResult(
        assignment.row_id, assignment.payee, period.name, assignment.position, assignment.title, assignment.plan,
        label, 0, "", assignment.span, "", (), (), (), (), (), (), (fault,), 0,
    )  # fmt: skip


def _overlaps(here: Sequence[Assignment], period: Period) -> list[Fault]:
    """Two assignments of a person under one plan on one day: only one of them can be credited."""
    faults = []
    ordered = sorted(here, key=lambda a: (a.payee, a.plan, a.span.first, a.row_id))
    for first, second in pairwise(ordered):
        both = first.span.overlap(second.span).overlap(period.span)
        if (first.payee, first.plan) == (second.payee, second.plan) and both.days:
            place = second.place or Place("assignments")
            values = {"found": second.plan, "day": both.first.isoformat()}
            faults.append(facts_fault("assignments_overlap", place, name=second.payee, **values))
    return faults


def _nobody(stages: Sequence[_Stage], period: Period, facts: Facts) -> tuple[tuple[Uncredited, ...], tuple[Fault, ...]]:
    """The records of the period that no plan credits to anyone, and the faults among them that somebody must mend."""
    credited = {
        (credit.record.record_type, credit.record.record_id)
        for stage in stages
        for credits in stage.credited.credits.values()
        for credit in credits
    }
    found: dict[tuple[str, str], Uncredited] = {}
    faults = []
    for stage in stages:
        for key, (code, looked, detail) in stage.credited.nobody.items():
            if key in credited or key in found or (looked.day is not None and looked.day not in period.span):
                continue
            found[key] = uncredited_of(code, looked, detail, facts.company)
            if code in ("split_total", "split_twice", "split_negative", "no_rate_of_exchange"):
                faults.append(_record_fault(code, looked, detail))
    return tuple(found.values()), tuple(in_order(faults))


def _record_fault(code: str, looked: Looked, detail: str) -> Fault:
    first, _, second = detail.partition(" ")
    place = looked.version.place or Place("records")
    return facts_fault(code, place, name=looked.record.title, found=first, wanted=second, day=str(looked.day))
