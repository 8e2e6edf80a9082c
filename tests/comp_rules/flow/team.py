"""In: the parts of plans as text, and a few words about people. Out: compiled plans and months of several people.
Plans are compiled without a company, so that they may name what they like; records are the deals of `company`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from comp_rules import calculate, compile_plan
from comp_rules.facts.facts import Assignment, Facts, Quota, RecordVersion, Relation, Reporting, TargetIncentive
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in
from comp_rules.values.money import Money
from comp_rules.values.period import Span, period_from_text, span_of_days
from tests.comp_rules.company import COMPANY, YEAR, money

SALE = "sale: {label: {en: Sales, ko: 매출}, records: deal, when: {stage: won}, date: close_date, amount: amount, TO}"
FLAT = "  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: 10%}"

_HEAD = """language: 1
plan: {name}
label: {{en: A plan, ko: 플랜}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: {currency}
calendar: {{calculate: {calculate}, year_starts: January}}
proration: {proration}
fx: {{rates: plan_rates, as_of: credit_date}}
{tables}credit:
  {credit}
measure:
  {measure}
earn:
{earn}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples: []
"""
_NO_MEASURE = "any: {label: {en: Any, ko: 지표}, sum: CREDIT, over: month}"


def team_plan(
    name: str = "reps",
    credit: str = SALE.replace("TO", "to: owner"),
    earn: str = FLAT,
    measure: str = "",
    currency: str = "USD",
    calculate: str = "month",
    tables: str = "",
    proration: str = "{basis: calendar_days, scales: [quota, target], leave: absent}",
) -> CompiledPlan:
    """A plan; `credit`, `measure` and `earn` are the entries of their sections, `earn` indented by two."""
    over = "quarter_to_date" if calculate == "quarter" else "month"
    measure = measure or _NO_MEASURE.replace("CREDIT", credit.partition(":")[0]).replace("month", over)
    text = _HEAD.format(
        name=name, currency=currency, calculate=calculate, credit=credit, measure=measure, earn=earn,
        tables=f"tables:\n  {tables}\n" if tables else "", proration=proration,
    )  # fmt: skip
    plan, faults = compile_plan(text, f"{name}.yaml")
    assert plan is not None, [f"{fault.place} {fault.say('en')}" for fault in errors_in(faults)]
    return plan


def rollup(
    name: str = "team", source: str = "reps.sale", levels: str = "1", once: str = "yes", as_of: str = "credit_date"
) -> str:
    """The credit rule of a manager."""
    return (
        f"{name}: {{label: {{en: Team, ko: 팀}}, rollup: [{source}], levels: {levels}, as_of: {as_of}, "
        f"once_per_record: {once}}}"
    )


def holds(payee: str, plan: str = "reps", span: Span = YEAR, title: str = "rep", grade: str = "") -> Assignment:
    return Assignment(f"{plan}-{payee}-{span.first}", payee, f"p-{payee}", title, plan, span, grade=grade)


def reports(payee: str, manager: str, span: Span = YEAR) -> Reporting:
    return Reporting(f"h-{payee}-{manager}", payee, manager, span)


def related(relation: str, payee: str, other: str, span: Span = YEAR) -> Relation:
    return Relation(f"r-{payee}-{other}", relation, payee, other, span)


def quota(payee: str, minor: int, name: str = "target", span: Span = YEAR) -> Quota:
    return Quota(f"q-{payee}-{name}-{span.first}", payee, name, money(minor), span)


def incentive(payee: str, minor: int) -> TargetIncentive:
    return TargetIncentive(f"t-{payee}", payee, Money(minor, "USD"), YEAR)


def team(assignments: Iterable[Assignment], records: Iterable[RecordVersion], **more: object) -> Facts:
    """Facts of several people; `more` are further tables of facts."""
    return Facts(COMPANY, assignments=tuple(assignments), records=tuple(records), **more)  # type: ignore[arg-type]


def run(plans: Sequence[CompiledPlan], facts: Facts, period: str = "2026-03", *payees: str) -> RunResult:
    return calculate(plans, facts, period_from_text(period), payees or None)


def part(result: RunResult, payee: str, plan: str = "") -> AssignmentResult:
    month = result.payee(payee)
    assert month is not None
    return next(one for one in month.parts if not plan or one.plan == plan)


def days(first: date, last: date | None) -> Span:
    return span_of_days(first, last)
