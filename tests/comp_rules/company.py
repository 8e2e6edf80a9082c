"""In: a few words about people, deals and quotas. Out: facts and plans for tests, in two currencies.
One payee `ann` unless another is named; record ids decide the order of deals of one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from comp_rules import compile_plan
from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Facts,
    Field,
    PersonalValue,
    Quota,
    RecordType,
    RecordVersion,
    TargetIncentive,
    Value,
)
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.words import Words

YEAR = span_of_days(date(2026, 1, 1), date(2026, 12, 31))

_FIELDS = {
    "stage": "text", "kind": "text", "close_date": "date", "amount": "money", "term_months": "number",
    "uplift": "percent", "helper": "person", "customer": "text",
}  # fmt: skip


def words(text: str) -> Words:
    return Words(text, text)


COMPANY = Company(
    "Test",
    {
        "deal": RecordType(
            "deal",
            words("deal"),
            {name: Field(name, kind, words(name.replace("_", " "))) for name, kind in _FIELDS.items()},  # type: ignore[arg-type]
            "customer",
        )
    },
    {"year": Declared("year", words("yearly quota"), "money")},
    {
        "own_rate": Declared("own_rate", words("own rate"), "percent"),
        "own_sum": Declared("own_sum", words("own sum"), "money"),
    },
    {},
    {"plan_rates": Declared("plan_rates", words("plan rates"))},
)  # fmt: skip

_HEAD = """language: 1
plan: test-plan
label: {{en: Test plan, ko: 시험 플랜}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: {currency}
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [quota, target], leave: absent}}
fx: {{rates: plan_rates, as_of: credit_date}}
credit:
  sale: {{label: {{en: Sales, ko: 매출}}, records: deal, when: {{stage: won}}, date: close_date, {amount}, {to}}}
measure:
  ytd: {{label: {{en: Sales this year, ko: 연간 매출}}, {measure}: sale, over: {over}{quota}}}
earn:
{earn}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples: []
"""


def plan_of(
    earn: str,
    currency: str = "USD",
    over: str = "year_to_date",
    to: str = "to: owner",
    company: Company | None = COMPANY,
    counted: bool = False,
) -> CompiledPlan:
    """Compile a plan with one credit `sale` and one measure `ytd` with quota `year`; `earn` is indented by two.

    `counted` credits 1 for each deal, and the measure is their count without quota.
    """
    kinds = ("count: 1", "count", "") if counted else ("amount: amount", "sum", ", quota: year")
    amount, measure, quota = kinds
    values = {"currency": currency, "over": over, "to": to, "earn": earn}
    text = _HEAD.format(amount=amount, measure=measure, quota=quota, **values)
    plan, faults = compile_plan(text, "plan.yaml", company)
    assert plan is not None, [f"{fault.place} {fault.say('en')}" for fault in errors_in(faults)]
    return plan


def money(minor: int, currency: str = "USD") -> Value:
    return Value("money", Money(minor, currency))


def deal(
    number: str,
    day: date | None,
    minor: int | None,
    currency: str = "USD",
    owner: str | None = "ann",
    stage: str = "won",
    split: Iterable[tuple[str, Fraction]] = (),
    known_no: int = 0,
    version_no: int = 1,
    reverses: str | None = None,
    **fields: Value,
) -> RecordVersion:
    """A version of a deal; amounts in minor units."""
    values = {"stage": Value("text", stage), "customer": Value("text", f"Customer {number}"), **fields}
    if day is not None:
        values["close_date"] = Value("date", day)
    if minor is not None:
        values["amount"] = money(minor, currency)
    return RecordVersion("deal", number, version_no, known_no, values, owner, tuple(split), reverses=reverses)


def assigned(payee: str = "ann", span: Span = YEAR, row_id: str | None = None) -> Assignment:
    return Assignment(row_id or f"a-{payee}", payee, f"p-{payee}", "account_executive", "test-plan", span)


def facts_of(
    records: Iterable[RecordVersion],
    quota: Value | None = None,
    target: Money | None = None,
    personal: Iterable[PersonalValue] = (),
    assignments: Iterable[Assignment] | None = None,
    quota_span: Span = YEAR,
    **more: object,
) -> Facts:
    """Facts with one quota and target for `ann`, or for everyone assigned."""
    people = tuple(assignments) if assignments is not None else (assigned(),)
    payees = list(dict.fromkeys(a.payee for a in people))
    quotas = [Quota(f"q-{p}", p, "year", quota, quota_span) for p in payees] if quota else []
    targets = [TargetIncentive(f"t-{p}", p, target, YEAR) for p in payees] if target else []
    return Facts(
        COMPANY, assignments=people, quotas=tuple(quotas), targets=tuple(targets), personal=tuple(personal),
        records=tuple(records), **more,  # type: ignore[arg-type]
    )  # fmt: skip
