"""In: components in the plan language. Out: plans with measures over every window, for tests of what windows pay.
People hold the plan all year unless an example says otherwise; every measure adds up the amounts of won deals."""

from __future__ import annotations

import re
from collections.abc import Callable

from comp_rules import compile_plan
from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, errors_in

_TEXT = """language: 1
plan: test-plan
label: {{en: Test plan, ko: 시험 플랜}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: {currency}
calendar: {{calculate: {calculate}, year_starts: January}}
proration: {{basis: calendar_days, scales: [{scales}], leave: active}}
credit:
  sale: {{label: {{en: Sales, ko: 매출}}, records: deal, when: {{stage: won}}, date: closed, amount: amount, to: owner}}
  deals: {{label: {{en: Deals, ko: 거래}}, records: deal, when: {{stage: won}}, date: closed, count: 1, to: owner}}
measure:
  month: {{label: {{en: Month, ko: 월 매출}}, sum: sale, over: month, quota: month_quota}}
  quarter: {{label: {{en: Quarter, ko: 분기 매출}}, sum: sale, over: quarter_to_date, quota: quarter_quota}}
  year: {{label: {{en: Year, ko: 연간 매출}}, sum: sale, over: year_to_date, quota: year_quota}}
  last_three: {{label: {{en: Last three, ko: 최근 매출}}, sum: sale, over: {{rolling_months: 3}}, quota: three_quota}}
  won: {{label: {{en: Deals won, ko: 계약 건수}}, count: deals, over: quarter_to_date}}
  sales: {{label: {{en: Sales of the quarter, ko: 분기 합계}}, sum: sale, over: quarter_to_date}}
  margin: {{label: {{en: Margin, ko: 이익률}}, input: margin, over: quarter_to_date}}
earn:
{earn}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples:
{examples}
"""
#: a typed result has the unit of what an example enters
_TYPED = (
    "  - {label: {en: Typed, ko: 입력}, given: {people: [{person: typist}], "
    "inputs: [{person: typist, input: margin, value: 10%, last_day: 2026-01-31}]}, "
    "expect: [{person: typist, period: 2026-01, measure: margin, value: 10%}]}"
)


def text_of(
    earn: str, examples: str = "", scales: str = "quota, target", currency: str = "USD", calculate: str = "month"
) -> str:
    """The text of a plan whose components are `earn`, indented by two."""
    more = f"{_TYPED}\n{examples}"
    return _TEXT.format(earn=earn, examples=more, scales=scales, currency=currency, calculate=calculate)


def faults_of(earn: str, **more: str) -> list[Fault]:
    """Every fault and warning of the components; that most measures have no use is not what is tested."""
    _, faults = compile_plan(text_of(earn, **more), "plan.yaml")
    return [fault for fault in faults if fault.place.path.startswith("earn")]


def codes_of(earn: str, **more: str) -> list[str]:
    """The codes of the faults, in reading order."""
    return [fault.code for fault in faults_of(earn, **more)]


def said(earn: str, **more: str) -> list[tuple[str, str, str]]:
    """(code, the text from the place on up to the next comma or bracket, sentence) of each fault in reading order."""
    lines = text_of(earn, **more).split("\n")
    found = []
    for fault in faults_of(earn, **more):
        text = lines[fault.place.line - 1][fault.place.column - 1 :]
        match = re.match(r"[\[{]*[^,\[\]{}]*", text)
        assert match is not None
        severe = "" if fault.severity == "error" else "?"
        found.append((fault.code + severe, match.group().strip(), fault.sentence.en))
        assert not re.search(r"[{}]", fault.sentence.ko.replace("{en: …, ko: …}", ""))
    return found


def plan_of(earn: str, change: Callable[[str], str] = str, **more: str) -> CompiledPlan:
    """The plan of components without errors; `change` may put something else into its text."""
    plan, faults = compile_plan(change(text_of(earn, **more)), "plan.yaml")
    assert plan is not None, [f"{fault.place.path}: {fault.say('en')}" for fault in errors_in(faults)]
    return plan


def example(given: str, expect: str) -> str:
    """One example: facts and expected rows as the plan language writes them, without their outer braces."""
    return f"  - {{label: {{en: Case, ko: 사례}}, given: {{{given}}}, expect: [{expect}]}}"


def differing(earn: str, given: str, expect: str, **more: str) -> list[str]:
    """The rows of one example that do not agree with what the plan gives."""
    plan = plan_of(earn, examples=example(given, expect), **more)
    rows = [row for outcome in outcomes_from_examples(plan)[1:] for row in outcome.rows]
    assert rows
    return [row.words.en for row in rows if row.state != "agrees"]
