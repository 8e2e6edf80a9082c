"""What a plan pays at exactly 100% everywhere: by hand for each kind, and unknown where single deals decide."""

from fractions import Fraction

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.at_target_from_plan import AtTarget, at_target_words, pays_at_target, target_paid
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in

_PLAN = """language: 1
plan: test-plan
label: {{en: Test, ko: 시험}}
effective: {{first_day: 2026-01-01, last_day: 2026-12-31}}
currency: USD
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [quota, target], leave: absent}}
credit:
  sale: {{label: {{en: Sales, ko: 매출}}, records: deal, date: day, amount: amount, to: owner}}
measure:
  ytd: {{label: {{en: Year, ko: 연간}}, sum: sale, over: year_to_date, quota: year}}
  qtd: {{label: {{en: Quarter, ko: 분기}}, sum: sale, over: quarter_to_date, quota: quarter}}
  margin: {{label: {{en: Margin, ko: 이익률}}, input: margin, over: year_to_date, quota: margin_year}}
earn:
{earn}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples:
  - label: {{en: One, ko: 하나}}
    given: {{people: [{{person: ann}}], quotas: [{{person: ann, quota: margin_year, value: 20%}}],
      inputs: [{{person: ann, input: margin, value: 20%, last_day: 2026-12-31}}]}}
    expect: [{{person: ann, period: 2026-03, measure: ytd, value: 0 USD}}]
"""
LABEL = "label: {en: X, ko: 엑스}"
WINDOW = "kind: tiered, pays_on: sale, ladder: window"


def plan_of(*components: str) -> CompiledPlan:
    earn = "\n".join(f"  c{n}: {{{LABEL}, {text}}}" for n, text in enumerate(components))
    plan, faults = compiled_from_text(_PLAN.format(earn=earn), "p.yaml")
    assert plan is not None, [f"{fault.place} {fault.say('en')}" for fault in errors_in(faults)]
    return plan


def of_target(component: str, rest: str = "") -> Fraction | None:
    plan = plan_of(component, rest) if rest else plan_of(component)
    found = pays_at_target(plan)[0]
    assert found.of == "target"
    return found.amount


@pytest.mark.parametrize(
    ("component", "paid"),
    [
        (
            f"{WINDOW}, by: ytd, applies: marginal, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, "
            "rate: 0.5x}, {from: 80%, rate: 2x}, {from: 100%, rate: 5x}]",
            "4/5",
        ),
        (
            f"{WINDOW}, by: qtd, applies: marginal, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, rate: 1x}}]",
            "1",
        ),
        (
            f"{WINDOW}, by: ytd, applies: whole, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, "
            "rate: 1x}, {from: 100%, rate: 1.5x}]",
            "3/2",
        ),
        (
            f"{WINDOW}, by: ytd, applies: whole, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, "
            "rate: 1x}, {above: 100%, rate: 1.5x}]",
            "1",
        ),
        (
            f"{WINDOW}, by: ytd, applies: overage, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, "
            "rate: 0x}, {from: 60%, rate: 1x}, {from: 100%, rate: 2x}]",
            "4/5",
        ),
        (
            "kind: target, target_share: 100%, by: qtd, paid: window_end, curve: {points: [[50%, 0%], [150%, "
            "180%]], below: nothing, beyond: edge}",
            "9/10",
        ),
        (
            "kind: target, target_share: 100%, by: ytd, paid: quarterly_to_date, target_counted: to_date, "
            "tiers: [{from: 0%, pays: 0%}, {from: 100%, pays: 110%}]",
            "11/10",
        ),
        (
            "kind: scorecard, target_share: 100%, paid: window_end, items: [{by: ytd, weight: 40%, "
            "tiers: [{from: 0%, pays: 50%}]}, {by: margin, weight: 60%, curve: {points: [[0%, 0%], [100%, "
            "100%]], below: edge, beyond: extend}}]",
            "4/5",
        ),
        (
            "kind: matrix, target_share: 100%, paid: window_end, rows: {by: ytd, edges: [{from: 0%}, "
            "{from: 100%}]}, columns: {by: margin, edges: [{from: 0%}, {above: 100%}]}, pays: [[0%, 10%], "
            "[75%, 200%]]",
            "3/4",
        ),
        (
            f"{WINDOW}, by: ytd, applies: whole, base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, "
            "rate: 1x}, {from: 100%, rate: 2x}], caps: [{limit: 120%, of: target, per: window, "
            "excess: lost}]",
            "6/5",
        ),
        (
            "kind: target, target_share: 100%, by: ytd, paid: window_end, tiers: [{from: 0%, pays: 100%}], "
            "only_if: [{measure: margin, above: 100%}]",
            "0",
        ),
    ],
)
def test_the_part_of_the_target_that_each_kind_pays(component: str, paid: str) -> None:
    assert of_target(component) == Fraction(paid)


def test_components_that_no_quota_decides_count_as_they_are_expected() -> None:
    tiered = f"{WINDOW}, by: ytd, applies: marginal, base_rate: {{target_share: 75%}}, tiers: [{{from: 0%, rate: 1x}}]"
    plan = plan_of(
        tiered, "kind: flat, pays_on: sale, rate: 1%, expected_share: 25%", "kind: flat, pays_on: sale, rate: 1%"
    )
    assert pays_at_target(plan) == (
        AtTarget("c0", Fraction(3, 4)),
        AtTarget("c1", Fraction(1, 4), "target", True),
        AtTarget("c2", None),
    )
    assert target_paid(plan) == 1
    words = at_target_words(plan)
    assert words is not None
    assert words.en == "At exactly 100% everywhere this plan pays 100% of the target incentive."
    assert "100%에 해당하는 금액" in words.ko


def test_rates_of_the_credits_are_parts_of_the_quota() -> None:
    plan = plan_of(f"{WINDOW}, by: ytd, applies: marginal, tiers: [{{from: 0%, rate: 2%}}, {{from: 50%, rate: 4%}}]")
    assert pays_at_target(plan) == (AtTarget("c0", Fraction(3, 100), "quota"),)
    assert target_paid(plan) is None
    assert at_target_words(plan) is None


def test_awards_and_sums_are_money_of_all_windows_of_the_year() -> None:
    reached = "kind: award, reached: [{measure: qtd, at_least: 100%}], pays: 500 USD, kept: yes"
    missed = "kind: award, reached: [{measure: qtd, above: 100%}], pays: 500 USD, kept: yes"
    sums = "kind: target, by: qtd, paid: window_end, tiers: [{from: 0%, pays: 0 USD}, {from: 100%, pays: 100 USD}]"
    plan = plan_of(reached, missed, sums)
    assert [(at.amount, at.of) for at in pays_at_target(plan)] == [(200000, "money"), (0, "money"), (40000, "money")]


def test_what_depends_on_the_size_of_a_quota_is_unknown() -> None:
    money = "tiers: [{from: 0 USD, rate: 1x}, {from: 5 USD, rate: 2x}]"
    plan = plan_of(f"{WINDOW}, by: ytd, applies: marginal, base_rate: {{target_share: 100%}}, {money}")
    assert pays_at_target(plan)[0].amount is None
    assert target_paid(plan) is None
