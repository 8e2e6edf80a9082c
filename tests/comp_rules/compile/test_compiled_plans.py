"""What a plan compiles to: rules with their paths, steps once each, and one factor of money in every line."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.kernel.steps import Dated, Each, Once, Pay, Restate, Running, Scale, Slice, Tier
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import span_of_days

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GOOD = sorted(path.parent.name for path in SCENARIOS.glob("*/plan.yaml"))


def compiled(name: str, *changes: tuple[str, str]) -> CompiledPlan:
    text = (SCENARIOS / name / "plan.yaml").read_text()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    plan, faults = compiled_from_text(text, name)
    assert plan is not None, [fault.say("en") for fault in faults]
    return plan


def pay_of(plan: CompiledPlan, component: str) -> Pay:
    return next(step for step in plan.steps if isinstance(step, Pay) and step.component == component)


def roles(plan: CompiledPlan, component: str) -> list[str]:
    return [("/" if factor.divide else "") + factor.role for factor in pay_of(plan, component).factors]


def lines_of(plan: CompiledPlan, component: str) -> object:
    return next(step for step in plan.steps if step.name == pay_of(plan, component).lines)


@pytest.mark.parametrize("name", GOOD)
def test_every_step_appears_once_and_after_what_it_reads(name: str) -> None:
    plan = compiled(name)
    seen: set[str] = set()
    for step in plan.steps:
        assert step.name not in seen
        reads = [getattr(step, key, None) for key in ("amount", "upper", "lower", "value", "running", "quota", "tier")]
        assert {read for read in reads if read and not isinstance(step, Running)} <= seen, step.name
        if isinstance(step, Once):
            assert set(step.gates) <= seen
        if isinstance(step, Pay):
            assert step.lines in seen
            assert {factor.name for factor in (*step.factors, *step.context) if factor.ref == "cell"} <= seen
        seen.add(step.name)


@pytest.mark.parametrize("name", GOOD)
def test_a_line_has_exactly_one_factor_of_money_and_every_role_once(name: str) -> None:
    plan = compiled(name)
    for component in plan.components:
        pay = pay_of(plan, component.name)
        assert sum(-1 if factor.divide else 1 for factor in pay.factors if factor.unit == "money") == 1
        named = [factor.role for factor in (*pay.factors, *pay.context)]
        assert len(named) == len(set(named))


def test_the_head_of_a_plan() -> None:
    text = (SCENARIOS / "account-executive" / "plan.yaml").read_text()
    plan = compiled("account-executive")
    assert (plan.name, plan.version, plan.currency, plan.year_starts) == ("account-executive", 0, "USD", 1)
    assert plan.span == span_of_days(date(2026, 1, 1), date(2026, 12, 31))
    assert plan.digest == hashlib.sha256(text.encode()).hexdigest()
    assert plan.fx is not None
    assert (plan.fx.rates, plan.fx.as_of) == ("plan_rates", "credit_date")
    assert compiled("renewals").year_starts == 4


def test_a_marginal_ladder_slices_the_running_total_by_the_prorated_quota() -> None:
    plan = compiled("account-executive")
    lines = lines_of(plan, "commission")
    assert isinstance(lines, Slice)
    assert lines.quota == plan.measure("arr_this_year").prorated_step
    assert [(edge.at, edge.included) for edge in lines.edges] == [(0, True), (1, True), (Fraction(8, 5), False)]
    assert roles(plan, "commission") == ["part", "rate", "target", "share", "/quota"]
    quota = next(factor for factor in pay_of(plan, "commission").factors if factor.role == "quota")
    assert quota.name == plan.measure("arr_this_year").quota_step
    assert plan.component("commission").reads == ("arr_this_year",)


def test_a_plan_that_prorates_nothing_uses_the_quota_as_stated() -> None:
    plan = compiled("account-executive", ("scales: [quota, target, draw]", "scales: []"))
    assert not any(isinstance(step, Scale) for step in plan.steps)
    measure = plan.measure("arr_this_year")
    assert measure.prorated_step == measure.quota_step


def test_the_target_of_a_quarter_is_three_twelfths_of_the_year() -> None:
    plan = compiled("quarterly-growth")
    assert roles(plan, "commission") == ["part", "rate", "target", "months", "/year_months", "/quota"]
    factors = {factor.role: factor for factor in pay_of(plan, "commission").factors}
    months = next(step for step in plan.steps if step.name == factors["months"].name)
    assert isinstance(months, Dated)
    assert (months.table, months.frame.window, months.to_date) == ("target_months", "quarter_to_date", False)
    assert factors["year_months"].numbers[0].value == 12


def test_a_whole_ladder_restates_by_attainment() -> None:
    plan = compiled("partner")
    lines = lines_of(plan, "new_business")
    assert isinstance(lines, Restate)
    tier = next(step for step in plan.steps if step.name == lines.tier)
    assert isinstance(tier, Tier)
    assert tier.value == plan.measure("partner_year").attainment_step
    assert roles(plan, "new_business") == ["credit", "rate"]


def test_a_ladder_in_money_needs_no_quota() -> None:
    plan = compiled("partner", ("{from: 0%, rate: 2.5%}, {from: 100%,", "{from: 0 KRW, rate: 2.5%}, {from: 5000 KRW,"))
    lines = lines_of(plan, "new_business")
    assert isinstance(lines, Restate)
    assert plan.component("new_business").reads == ()
    context = [factor.role for factor in pay_of(plan, "new_business").context]
    assert context == ["total"]


def test_credits_alone_are_placed_by_their_amount_or_a_field() -> None:
    plan = compiled("renewals")
    by_field, own_whole = lines_of(plan, "renewal"), lines_of(plan, "large_deal")
    assert isinstance(by_field, Each)
    assert isinstance(own_whole, Each)
    assert by_field.tier_field == "uplift_percent"
    assert own_whole.tier_field is None
    assert len(own_whole.edges) == 2
    alone = lines_of(plan, "expansion")
    assert isinstance(alone, Slice)
    assert alone.running is None


def test_an_award_has_a_gate_for_each_condition() -> None:
    plan = compiled("quarterly-growth", ("at_least: 110%}", "at_least: 110%}, {measure: signed_quarter, above: 5 KRW}"))
    once = lines_of(plan, "quarter_award")
    assert isinstance(once, Once)
    assert len(once.gates) == 2
    assert not once.kept
    context = [factor.role for factor in pay_of(plan, "quarter_award").context]
    assert context == ["needed", "total", "window_quota", "attainment", "needed_2", "total_2"]


def test_a_price_may_have_more_digits_than_its_currency() -> None:
    plan = compiled("meetings", ("rate: 55 USD", "rate: 0.005 USD"))
    rate = next(factor for factor in pay_of(plan, "meeting_pay").factors if factor.role == "rate")
    assert rate.numbers[0].value == Fraction(1, 2)
    assert rate.unit == "money"


def test_labels_that_are_missing_are_taken_from_the_other_language() -> None:
    plan = compiled("partner", ("label: {en: New business, ko: 신규 계약}", "label: {en: New business}"))
    assert plan.component("new_business").label.ko == "New business"
