"""In: the `earn` of a plan and facts in the words of examples. Out: the plan, its faults, and the lines of a month with
their sentences in both languages, checked for what every line must have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import Line
from comp_rules.kernel.steps import AnyStep, Pay
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Words
from tests.formula import value_of

FIELDS: dict[str, FieldType] = {
    "day": "date", "amount": "money", "owner_rate": "percent", "fee": "money", "gross": "money", "cost": "money",
    "goal": "money", "product": "text", "uplift": "percent", "started": "date", "units": "number",
}  # fmt: skip


def _declared(name: str, unit: str = "") -> Declared:
    return Declared(name, Words(name, name), unit)


COMPANY = Company(
    "Test",
    {"deal": RecordType("deal", Words("deal", "거래"), {n: Field(n, t, Words(n, n)) for n, t in FIELDS.items()})},
    {"year": _declared("year", "money"), "held": _declared("held", "number")},
    {"own_rate": _declared("own_rate", "percent"), "own_sum": _declared("own_sum", "money")},
    {},
    {},
)
MEASURES = """
  ytd: {label: {en: Sales, ko: 매출}, sum: sale, over: year_to_date, quota: year}
  qtd: {label: {en: Quarter, ko: 분기}, sum: sale, over: quarter_to_date}
  won: {label: {en: Won, ko: 수주}, count: each, over: year_to_date, quota: held}
  kept: {label: {en: Kept, ko: 유지}, ratio: [first, qtd]}
  first: {label: {en: First, ko: 처음}, sum: cheap, over: quarter_to_date}
"""
_PLAN = """language: 1
plan: test-plan
label: {{en: Test, ko: 시험}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: USD
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [{scales}], leave: absent}}
{head}
credit:
  sale: {{label: {{en: Sales, ko: 매출}}, records: deal, date: day, amount: amount, to: owner}}
  cheap: {{label: {{en: Cheap, ko: 저가}}, records: deal, when: {{product: cheap}}, date: day, amount: amount,
    to: owner}}
  each: {{label: {{en: Deals, ko: 거래}}, records: deal, date: day, count: 1, to: owner}}
measure:{measures}
earn:
{earn}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples:
  - label: {{en: One, ko: 하나}}
    given: {given}
    expect: [{{person: ann, period: 2026-03, measure: qtd, value: 0 USD}}]
"""


def text_of(
    earn: str, given: str = "{people: [{person: ann}]}", head: str = "", scales: str = "", measures: str = MEASURES
) -> str:
    """The text of a plan; every component of `earn` stands on lines indented by two."""
    return _PLAN.format(earn=earn, given=given, head=head, scales=scales, measures=measures)


def codes(earn: str, **more: str) -> list[tuple[str, str]]:
    """Code and path of every fault of the plan's components."""
    return [(fault.code, fault.place.path) for fault in faults_of(earn, **more)]


def faults_of(earn: str, **more: str) -> list[Fault]:
    """The faults of the plan's components; it has one example only, and does not use all it declares."""
    faults = compiled_from_text(text_of(earn, **more), "p.yaml", COMPANY)[1]
    return [f for f in faults if "unused" not in f.code and f.code != "examples_missing"]


def plan_of(earn: str, *, company: Company | None = COMPANY, **more: str) -> CompiledPlan:
    plan, faults = compiled_from_text(text_of(earn, **more), "p.yaml", company)
    assert plan is not None, [f"{fault.place} {fault.say('en')}" for fault in errors_in(faults)]
    return plan


def pay_of(plan: CompiledPlan, component: str) -> Pay:
    return next(step for step in plan.steps if isinstance(step, Pay) and step.component == component)


def step_of(plan: CompiledPlan, name: str) -> AnyStep:
    return next(step for step in plan.steps if step.name == name)


@dataclass(frozen=True)
class Told:
    """A line with its sentences."""

    line: Line
    en: str
    ko: str


def told(plan: CompiledPlan, period: str, component: str) -> list[Told]:
    """The lines of ann's component in a month; each formula gives its amount, each sentence is whole."""
    facts, faults = facts_from_example(plan.document, 0, plan)
    assert errors_in(faults) == []
    result = calculate([plan], facts, period_from_text(period))
    found = []
    for part in result.payees[0].parts if result.payees else ():
        assert [fault.say("en") for fault in part.faults] == []
        for line in part.lines:
            if line.component != component:
                continue
            en, ko = (explained_line(line, part, lang, PLAIN).sentence for lang in ("en", "ko"))  # type: ignore[arg-type]
            assert value_of(line.formula) * 100 == line.amount, (line.formula, line.amount)
            assert "{" not in en + ko
            assert "RATE" not in en + ko
            assert re.search("[가-힣]", ko)
            found.append(Told(line, en, ko))
    return found


def amounts(plan: CompiledPlan, period: str, component: str) -> list[int]:
    """The amounts of ann's lines in a month, in cents."""
    return [told_line.line.amount for told_line in told(plan, period, component)]
