"""Overrides: what a manager is paid on, the rounded lines that people in reach earned by other plans' components.

In: a calculation, an assignment and its plan version. Out: one given row for each source component and period, or what
is missing: the base of an override is whole or it is not paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.facts.facts import Assignment
from comp_rules.flow.calculation import Calculation
from comp_rules.flow.converted import converted
from comp_rules.flow.lines_from_runs import component_missing, kept_lines
from comp_rules.flow.world_from_facts import Prepared
from comp_rules.kernel.world import GivenRow, Known, Missing
from comp_rules.plan.compiled import CompiledPlan, Component, OverrideRule
from comp_rules.values.identity import Source
from comp_rules.values.period import Period, Span, periods_between

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Earned:
    """A rounded line of someone else: minor units of `currency`."""

    payee: str
    day: date
    amount: int
    currency: str


def override_rows(calculation: Calculation, prepared: Prepared, component: Component) -> list[GivenRow] | Missing:
    """Return the rows of an override for the periods whose lines are made, or the first number that is missing."""
    rule = component.override
    assert rule is not None
    world = prepared.world
    rows = []
    for index in range(world.first_line, world.last + 1):
        period = world.periods[index]
        if not prepared.assignment.span.overlap(period.span).days:
            continue
        for source in rule.sources:
            row = _row(calculation, prepared, rule, source, index, period)
            if isinstance(row, Missing):
                return row
            rows += [row] if row is not None else []
    return rows


def _row(
    calculation: Calculation, prepared: Prepared, rule: OverrideRule, source: str, index: int, period: Period
) -> GivenRow | Missing | None:
    """The base of one source component in one period; None when nobody in reach earned by it."""
    last_day = period.span.after - _ONE_DAY
    name, _, component = source.partition(".")
    sums: dict[str, int] = {}
    people: set[str] = set()
    for lower in _periods_below(calculation, name, period):
        for earned in _earned(calculation, prepared.assignment.payee, rule, name, component, lower, last_day):
            if isinstance(earned, Missing):
                return earned
            sums[earned.currency] = sums.get(earned.currency, 0) + earned.amount
            people.add(earned.payee)
    if not people:
        return None
    base = 0
    for currency, amount in sums.items():
        in_plan = _in_plan_currency(calculation, prepared.plan, currency, amount, last_day)
        if isinstance(in_plan, Missing):
            return in_plan
        base += in_plan
    origin = Source("earnings", source)
    values = {"base": Known(base, origin, "money"), "people": Known(len(people), origin, "count")}
    return GivenRow(index, source, last_day, values)


def _periods_below(calculation: Calculation, name: str, period: Period) -> list[Period]:
    """The periods of the lower plan that end in this period."""
    family = calculation.families.get(name)
    if family is None:
        return []
    plan = family.on(period.span.after - _ONE_DAY) or family.plans[-1]
    periods = periods_between(period.span.first, period.span.after - _ONE_DAY, plan.calculate, plan.year_starts)
    return [lower for lower in periods if lower.span.after - _ONE_DAY in period.span]


def _earned(
    calculation: Calculation,
    receiver: str,
    rule: OverrideRule,
    plan: str,
    component: str,
    period: Period,
    last_day: date,
) -> Iterator[Earned | Missing]:
    """What people in reach earned by a component in a period of their own plan."""
    for assignment in calculation.here(period):
        if assignment.plan != plan or assignment.payee == receiver:
            continue
        if rule.as_of == "period_end" and not in_reach(calculation, receiver, rule, assignment.payee, last_day):
            continue
        yield from _of_assignment(calculation, receiver, rule, assignment, component, period)


def _of_assignment(
    calculation: Calculation,
    receiver: str,
    rule: OverrideRule,
    assignment: Assignment,
    component: str,
    period: Period,
) -> Iterator[Earned | Missing]:
    family = calculation.families[assignment.plan]
    for run in calculation.runs_of(assignment, period):
        if component not in {known.name for known in run.plan.components}:
            continue
        rows = [
            (line.row.credit.day if line.row.credit else last_day_of(period.span), line.amount)
            for kept, _, line, _ in kept_lines(run, family)
            if kept.name == component
        ]
        reached = [
            (day, amount)
            for day, amount in rows
            if rule.as_of == "period_end" or in_reach(calculation, receiver, rule, assignment.payee, day)
        ]
        concerned = reached or rule.as_of == "period_end" or in_reach(
            calculation, receiver, rule, assignment.payee, last_day_of(period.span)
        )  # fmt: skip
        if concerned and component_missing(run, run.plan.component(component)) is not None:
            yield Missing("earnings_missing", f"{assignment.plan}.{component}", last_day_of(period.span))
            return
        for day, amount in reached:
            yield Earned(assignment.payee, day, amount, run.plan.currency)


def in_reach(calculation: Calculation, receiver: str, rule: OverrideRule, payee: str, day: date) -> bool:
    """Say whether a person is below the receiver, or related to them, on the day."""
    if rule.relation is not None:
        return receiver in calculation.hierarchy.related_to(rule.relation, payee, day)
    key = ("above", payee, rule.levels, day)
    above = calculation.kept.get(key)
    if above is None:
        above = calculation.kept[key] = frozenset(calculation.hierarchy.managers_above(payee, day, rule.levels or 0))
    return receiver in above  # type: ignore[operator]


def last_day_of(span: Span) -> date:
    """Return the last day of a span that has an end."""
    return span.after - _ONE_DAY


def _in_plan_currency(
    calculation: Calculation, plan: CompiledPlan, currency: str, amount: int, day: date
) -> int | Missing:
    """A sum in the plan's currency, by the rate of the period's last day, rounded once."""
    if currency == plan.currency:
        return amount
    exchanged = converted(Fraction(amount), currency, day, plan, calculation.facts.fx)
    return exchanged[0] if exchanged is not None else Missing("rate_of_exchange_missing", currency, day)
