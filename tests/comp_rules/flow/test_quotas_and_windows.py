"""Quotas: prorated, missing, twice, over their own window; and what a component says when it comes to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules import calculate
from comp_rules.explain.form import PLAIN
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.facts.facts import Facts, PersonalValue, Quota, Value
from comp_rules.flow.records import AssignmentResult
from comp_rules.flow.trace import json_from_run, payee_from_json, run_from_json
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.money import Money
from comp_rules.values.period import period_from_text, span_of_days
from tests.comp_rules.company import YEAR, assigned, deal, facts_of, money, plan_of

TIERED = """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 5%}, {from: 100%, rate: 10%}]}
  extra: {label: {en: Extra, ko: 추가 커미션}, kind: flat, pays_on: sale, rate: 1%}"""
AWARD = """  bonus: {label: {en: Bonus, ko: 성과급}, kind: award, reached: [{measure: ytd, at_least: 100%}],
    pays: PAYS, kept: no}"""


def month_of(facts: Facts, plan: CompiledPlan, month: str) -> AssignmentResult:
    payee = calculate([plan], facts, period_from_text(month)).payee("ann")
    assert payee is not None
    return payee.parts[0]


def test_a_missing_quota_blocks_what_reads_it_and_nothing_else() -> None:
    part = month_of(facts_of([deal("D1", date(2026, 3, 5), 10000)]), plan_of(TIERED), "2026-03")
    assert {c.component: (c.total, c.reason_code) for c in part.components} == {
        "commission": (None, "quota_missing"),
        "extra": (100, None),
    }
    assert part.total == 100
    assert [fault.code for fault in part.faults] == ["quota_missing"]
    assert "“yearly quota” is missing" in part.faults[0].say("en")
    assert zero_reason(part.components[0], part, "en", PLAIN) == part.faults[0].say("en")


def test_a_missing_quota_blocks_also_in_a_month_without_deals() -> None:
    part = month_of(facts_of([]), plan_of(TIERED), "2026-03")
    assert part.components[0].total is None
    assert part.components[1].reason_code == "no_credit"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([money(0)], "quota_zero"),
        ([money(100), money(200)], "quota_twice"),
        ([money(100, "KRW")], "quota_unit"),
    ],
)
def test_a_quota_that_cannot_be_used_is_a_fault_not_a_zero(rows: list[Value], code: str) -> None:
    quotas = tuple(Quota(f"q{n}", "ann", "year", value, YEAR) for n, value in enumerate(rows))
    part = month_of(replace(facts_of([]), quotas=quotas), plan_of(TIERED), "2026-03")
    assert [fault.code for fault in part.faults] == [code]


def test_a_newer_row_replaces_an_older_one_and_a_withdrawn_one_is_gone() -> None:
    old = Quota("q", "ann", "year", money(100_000), YEAR, known_no=1)
    new = replace(old, value=money(200_000), known_no=2)
    gone = replace(old, known_no=3, withdrawn=True)
    facts = replace(facts_of([]), quotas=(new, old, gone))
    stated = [month_of(facts.known_by(n), plan_of(TIERED), "2026-03").measures[0].quota for n in (1, 2, 3)]
    assert [q.stated if q else None for q in stated] == [100_000, 200_000, None]


def test_a_quota_is_prorated_by_the_days_worked_and_shown_with_them() -> None:
    joined = assigned(span=span_of_days(date(2026, 7, 1), date(2026, 12, 31)))
    facts = facts_of([deal("D1", date(2026, 7, 5), 600_000)], money(1_000_000), assignments=[joined])
    part = month_of(facts, plan_of(TIERED), "2026-07")
    quota = part.measures[0].quota
    assert quota is not None
    assert (quota.stated, quota.prorated, quota.days_worked, quota.days) == (1_000_000, 504_110, 184, 365)
    assert part.measures[0].attainment == Fraction(600_000, 504_110)
    assert [(line.tier, line.amount) for line in part.lines if line.component == "commission"] == [
        (0, 25206),
        (1, 9589),
    ]


def test_the_base_rate_divides_the_unprorated_numbers() -> None:
    base = TIERED.replace("applies: marginal,", "applies: marginal, base_rate: {target_share: 100%},")
    base = base.replace("rate: 5%", "rate: 1x").replace("rate: 10%", "rate: 2x")
    joined = assigned(span=span_of_days(date(2026, 7, 1), date(2026, 12, 31)))
    facts = facts_of(
        [deal("D1", date(2026, 7, 5), 10_000)], money(1_000_000), Money(80_000, "USD"), assignments=[joined]
    )
    part = month_of(facts, plan_of(base), "2026-07")
    assert part.lines[0].amount == 800
    assert part.lines[0].formula == "=ROUND(100*1*800/10000,2)"


def test_a_quarterly_base_rate_takes_three_of_twelve_months_of_the_target() -> None:
    base = TIERED.replace("applies: marginal,", "applies: marginal, base_rate: {target_share: 50%},")
    base = base.replace("rate: 1%", "rate: 1%, expected_share: 50%")
    base = base.replace("rate: 5%", "rate: 1x").replace("rate: 10%", "rate: 2x")
    facts = facts_of([deal("D1", date(2026, 5, 5), 10_000)], money(100_000), Money(80_000, "USD"))
    part = month_of(facts, plan_of(base, over="quarter_to_date"), "2026-05")
    assert part.lines[0].amount == 1000  # 100.00 x 800.00 x 50% x 3 / 12 / 1,000.00
    assert "50%" in part.lines[0].formula
    assert "*3" in part.lines[0].formula
    assert "/12" in part.lines[0].formula


def windows() -> Facts:
    spans = [(date(2026, 2, 15), date(2026, 5, 14)), (date(2026, 5, 15), date(2026, 8, 14))]
    quotas = tuple(Quota(f"q{n}", "ann", "year", money(100_000), span_of_days(*days)) for n, days in enumerate(spans))
    return replace(
        facts_of(
            [
                deal("D1", date(2026, 2, 15), 60_000),
                deal("D2", date(2026, 5, 14), 40_000),
                deal("D3", date(2026, 5, 15), 99_999),
            ]
        ),
        quotas=quotas,
    )


def test_a_quota_window_is_paid_in_the_period_of_its_last_day_and_says_so_before() -> None:
    plan = plan_of(AWARD.replace("PAYS", "500 USD"), over="quota_window")
    april, may, june = (month_of(windows(), plan, f"2026-0{n}") for n in (4, 5, 6))
    assert april.components[0].reason_code == "window_not_over"
    assert "2026-05-14" in zero_reason(april.components[0], april, "en", PLAIN)
    assert [(line.amount, line.state) for line in may.lines] == [(50_000, "new")]
    assert [(m.total, m.window_over) for m in may.measures] == [(100_000, True), (99_999, False)]
    assert june.components[0].reason_code == "window_not_over"
    august = month_of(windows(), plan, "2026-08")
    assert august.components[0].reason_code == "not_reached"
    assert "99.999%" in zero_reason(august.components[0], august, "en", PLAIN)


def test_an_award_may_pay_a_personal_sum_in_force_on_the_day_it_is_due() -> None:
    plan = plan_of(AWARD.replace("PAYS", "{personal: own_sum}"))
    sums = [
        PersonalValue("p1", "ann", "own_sum", money(111), span_of_days(date(2026, 1, 1), date(2026, 3, 30))),
        PersonalValue("p2", "ann", "own_sum", money(222), span_of_days(date(2026, 3, 31), None)),
    ]
    facts = facts_of([deal("D1", date(2026, 3, 5), 500)], money(500), personal=sums)
    assert month_of(facts, plan, "2026-03").total == 222
    without = month_of(facts_of([deal("D1", date(2026, 3, 5), 500)], money(500)), plan, "2026-03")
    assert [fault.code for fault in without.faults] == ["personal_missing"]


def test_an_award_takes_back_the_sum_that_it_granted() -> None:
    plan = plan_of(AWARD.replace("PAYS", "{personal: own_sum}"))
    sums = [
        PersonalValue("p1", "ann", "own_sum", money(500_00), span_of_days(date(2026, 1, 1), date(2026, 1, 31))),
        PersonalValue("p2", "ann", "own_sum", money(800_00), span_of_days(date(2026, 2, 1), None)),
    ]
    records = [deal("D1", date(2026, 1, 5), 500), deal("D2", date(2026, 3, 5), -1, reverses="D1")]
    facts = facts_of(records, money(500), personal=sums)
    assert [month_of(facts, plan, f"2026-0{n}").total for n in (1, 2, 3)] == [500_00, 0, -500_00]


def test_a_reason_names_the_condition_that_fails_and_its_own_line() -> None:
    two = """  first: {label: {en: First, ko: 첫째}, kind: award, reached: [{measure: ytd, at_least: 100%}],
    pays: 500 USD, kept: yes}
  second: {label: {en: Second, ko: 둘째}, kind: award, pays: 500 USD, kept: yes,
    reached: [{measure: ytd, at_least: 100%}, {measure: ytd, at_least: 120%}]}"""
    part = month_of(facts_of([deal("D1", date(2026, 3, 5), 105)], money(100)), plan_of(two), "2026-03")
    assert part.components[0].total == 500_00
    assert "120% is needed" in zero_reason(part.components[1], part, "en", PLAIN)


def test_deals_of_an_earlier_version_are_lifted_by_its_own_table_on_one_running_total() -> None:
    whole = """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd, ladder: window,
    applies: whole, tiers: [{from: 0%, rate: 10%}, {from: 100%, rate: 12%}]}"""
    first = replace(plan_of(whole), version=1, span=span_of_days(date(2026, 1, 1), date(2026, 6, 30)))
    second = plan_of(whole.replace("12%", "20%"))
    second = replace(second, version=2, span=span_of_days(date(2026, 7, 1), date(2026, 12, 31)))
    facts = facts_of([deal("D1", date(2026, 1, 5), 900), deal("D2", date(2026, 7, 5), 200)], money(1000))
    payee = calculate([first, second], facts, period_from_text("2026-07")).payee("ann")
    assert payee is not None
    lines = {line.record.record_id: line for line in payee.parts[0].lines if line.record}
    assert (lines["D1"].amount, lines["D1"].state, lines["D1"].plan_version) == (18, "uplift", 1)
    assert (lines["D2"].amount, lines["D2"].state, lines["D2"].plan_version) == (40, "new", 0)
    assert payee.parts[0].measures[0].total == 1100
    assert payee.parts[0].plan_version == 2


def test_an_award_that_falls_back_takes_its_money_back_with_a_line() -> None:
    plan = plan_of(AWARD.replace("PAYS", "500 USD"))
    facts = facts_of([deal("D1", date(2026, 3, 5), 500), deal("D2", date(2026, 4, 5), -1, reverses="D1")], money(500))
    back = month_of(facts, plan, "2026-04")
    assert [(line.amount, line.state, line.formula) for line in back.lines] == [(-50_000, "back", "=ROUND(-500,2)")]


def test_a_rate_of_zero_is_a_line_that_says_so() -> None:
    plan = plan_of("  c: {label: {en: C, ko: 다}, kind: flat, pays_on: sale, rate: {personal: own_rate}}")
    zero = PersonalValue("p", "ann", "own_rate", Value("percent", Fraction(0)), YEAR)
    part = month_of(facts_of([deal("D1", date(2026, 3, 5), 10_000)], personal=[zero]), plan, "2026-03")
    assert [line.amount for line in part.lines] == [0]
    assert part.components[0].reason_code == "rate_zero"
    assert "0%" in zero_reason(part.components[0], part, "en", PLAIN)


def test_what_is_added_and_taken_back_is_said_to_cancel_out() -> None:
    records = [deal("D1", date(2026, 3, 5), 10_000), deal("D2", date(2026, 3, 6), -10_000, reverses="D1")]
    part = month_of(facts_of(records, money(100_000)), plan_of(TIERED), "2026-03")
    assert part.total == 0
    assert part.components[0].reason_code == "cancels_out"


def test_no_version_in_force_is_a_fault_of_that_person_alone() -> None:
    plan = plan_of(TIERED)
    result = calculate(
        [plan],
        facts_of([], assignments=[assigned(span=span_of_days(date(2026, 1, 1), None))]),
        period_from_text("2027-01"),
    )
    assert [fault.code for fault in result.payees[0].faults] == ["plan_missing"]
    assert result.payees[0].totals == {}


def test_the_newest_version_in_force_on_the_last_day_is_used() -> None:
    old = plan_of("  c: {label: {en: C, ko: 다}, kind: flat, pays_on: sale, rate: 1%}")
    new = replace(plan_of("  c: {label: {en: C, ko: 다}, kind: flat, pays_on: sale, rate: 2%}"), version=2)
    later = replace(new, version=3, span=span_of_days(date(2026, 4, 1), date(2026, 12, 31)))
    facts = facts_of([deal("D1", date(2026, 3, 5), 10_000)])
    result = calculate([later, new, replace(old, version=1)], facts, period_from_text("2026-03"))
    assert (result.payees[0].parts[0].plan_version, result.payees[0].parts[0].total) == (2, 200)


def test_the_trace_is_written_and_read_back_without_loss() -> None:
    result = calculate([plan_of(TIERED)], windows(), period_from_text("2026-05"))
    assert run_from_json(json_from_run(result)) == result
    with pytest.raises(ValueError, match=r"daylight\.trace"):
        payee_from_json({"format": "other", "version": 1})
