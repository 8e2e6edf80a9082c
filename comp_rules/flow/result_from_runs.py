"""The runs of an assignment become its result: credits, measures, components, lines, refusals and faults.

In: a calculation, an assignment and the period. Out: the part of a person's month that one assignment makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from comp_rules.facts.facts import Assignment
from comp_rules.flow.calculation import Calculation, Ran
from comp_rules.flow.credits_from_credits import looked_from_credit
from comp_rules.flow.credits_from_records import Named
from comp_rules.flow.earnings_from_measures import Earnings, earnings_from_measures
from comp_rules.flow.faults_from_missing import facts_fault, missing_fault
from comp_rules.flow.lines_from_runs import component_missing, credits_in_order
from comp_rules.flow.measures_from_credits import measures_from_credits
from comp_rules.flow.names_from_plans import with_sources
from comp_rules.flow.qualified_from_records import BOUNDS
from comp_rules.flow.reasons_from_columns import Reason, of_refusal, refusal_cell
from comp_rules.flow.records import AssignmentResult, Credit, Refusal
from comp_rules.flow.refusals_from_credits import measure_refusal, refusal_of
from comp_rules.kernel.columns import Refused
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import Gate, Pay
from comp_rules.plan.compiled import Component
from comp_rules.values.fault import Place
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.period import Period
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

_NO_VALUE = Words("without a value", "값 없음")


def result_from_runs(calculation: Calculation, assignment: Assignment, period: Period) -> AssignmentResult | None:
    """Return the result of an assignment; None for one that ended before and has nothing due in the period."""
    runs = calculation.runs_of(assignment, period)
    if not runs:
        return _unplanned(assignment, period)
    current, company = runs[-1], calculation.facts.company
    plan = current.plan
    measures = measures_from_credits(current, company)
    before = calculation.before if calculation.keeps else None
    earnings = earnings_from_measures(runs, calculation.families[plan.name], measures, before)
    if not assignment.span.overlap(period.span).days and not earnings.lines and not _due(current, earnings):
        return None
    last_day = period.span.last_day or period.span.first
    components = with_sources(earnings.components, plan.components, calculation.families, last_day)
    labels = {table.name: table.label for run in runs for table in run.plan.tables}
    labels |= {name: label for component in components for name, label in component.named}
    faults = [
        missing_fault(missing, company, component.label, component.path, labels)
        for component, missing in earnings.blocked.values()
    ]
    credits = credits_in_order(runs)
    named = [n for n in calculation.credited[plan.name].named if n.payee == assignment.payee]
    return AssignmentResult(
        assignment=assignment.row_id,
        payee=assignment.payee,
        period=period.name,
        position=assignment.position,
        title=assignment.title,
        plan=plan.name,
        plan_label=plan.label,
        plan_version=plan.version,
        plan_digest=plan.digest,
        span=assignment.span,
        currency=plan.currency,
        credits=tuple(c for c in credits if c.day in period.span),
        earlier=tuple(c for c in credits if c.day < period.span.first),
        measures=tuple(measures),
        components=components,
        lines=earnings.lines,
        refusals=(
            *(refusal for run in runs for refusal in (*run.prepared.refusals, *_judged(calculation, run))),
            *(refusal_of(one, company) for one in _named_here(named, period)),
        ),
        faults=tuple(faults),
        total=sum(line.amount for line in earnings.lines),
    )


def _due(run: Ran, earnings: Earnings) -> bool:
    """Whether a component of someone who left is blocked in the period in which its window ends."""
    world = run.prepared.world
    for component, _ in earnings.blocked.values():
        pay = run.columns.steps.get(component.pay_step)
        frame = getattr(run.columns.steps.get(pay.lines), "frame", None) if isinstance(pay, Pay) else None
        if frame is not None and any(c.period == world.last and c.over for c in world.cells[frame]):
            return True
    return False


def _named_here(named: Iterable[Named], period: Period) -> list[Named]:
    """Records that bear the name and have their day in the period, or no day at all."""
    return [n for n in named if n.looked.day is None or n.looked.day in period.span]


def _judged(calculation: Calculation, run: Ran) -> list[Refusal]:
    """The credits of the period that a component does not pay: a condition does not hold, or a rate has no value."""
    found = []
    for component in run.plan.components:
        if component_missing(run, component) is not None:
            continue
        pay = run.columns.steps[component.pay_step]
        assert isinstance(pay, Pay)
        for refused in run.columns.refused.get(pay.lines, ()):
            credit = run.prepared.credits.get(refused.credit.credit_id)
            if refused.period == run.prepared.world.last and credit is not None:
                found.append(_refusal(calculation, run, component, refused, credit))
    return found


def _refusal(calculation: Calculation, run: Ran, component: Component, refused: Refused, credit: Credit) -> Refusal:
    cell = refusal_cell(refused.step, refused.credit.day, run)
    reason = of_refusal(component, refused.code, refused.step, cell, run) if cell else Reason("undefined")
    measure = run.plan.measure(reason.measure) if reason.measure else None
    credited = calculation.credited[run.plan.name]
    looked = looked_from_credit(
        run.plan.credit(credit.rule), credit, credited.versions[credit.credit_id], credited.people[credit.credit_id]
    )  # fmt: skip
    label = measure.label if measure else component.label
    gate = run.columns.steps.get(refused.step)
    wanted = _wanted(gate, run.plan.currency) if isinstance(gate, Gate) else _NO_VALUE
    found = _found(reason.operands, isinstance(gate, Gate) and gate.line.form == "percent")
    return measure_refusal(reason.code or refused.code, component.name, component.path, looked, label, found, wanted)


def _wanted(gate: Gate, currency: str) -> Words:
    unit = f"money:{currency}" if gate.line.form == "money" else gate.line.form
    return BOUNDS[gate.comparison].with_values(value=_text(gate.line.value, unit))


def _found(operands: Sequence[Operand], ratio: bool) -> Words:
    """The measure as the condition looks at it: its attainment for a percentage, else its value."""
    values = {operand.role: operand for operand in operands}
    operand = values.get("attainment") if ratio else values.get("total")
    if operand is None and ratio and "window_quota" not in values:
        operand = values.get("total")
    if operand is None:
        return _NO_VALUE
    text = _text(operand.value, operand.unit)
    return Words(text, text)


def _text(value: Fraction, unit: str) -> str:
    kind, _, currency = unit.partition(":")
    if kind == "money":
        return f"{decimal_text(value, minor_digits(currency))} {currency}"
    return percent_text(value) if kind == "percent" else decimal_text(value, 0)


def _unplanned(assignment: Assignment, period: Period) -> AssignmentResult:
    """No version of the plan is in force: a fault, and no currency in which anything could be zero."""
    last_day = assignment.span.overlap(period.span).last_day
    fault = facts_fault("plan_missing", Place("plans", path=assignment.plan), name=assignment.plan, day=str(last_day))
    label = Words(assignment.plan, assignment.plan)
    return AssignmentResult(
        assignment.row_id, assignment.payee, period.name, assignment.position, assignment.title, assignment.plan,
        label, 0, "", assignment.span, "", (), (), (), (), (), (), (fault,), 0,
    )  # fmt: skip


def once_refused(parts: Sequence[AssignmentResult]) -> list[AssignmentResult]:
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
