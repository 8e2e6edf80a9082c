"""What a result shows beside its lines: what a measure held before, rates of others, tiers, and versions of plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Value
from comp_rules.flow.pipeline import version_in_force
from comp_rules.values.period import month_of, span_of_days
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import FLAT, SALE, days, holds, part, quota, reports, run, team, team_plan
from tests.scenarios.folder import worked

OTHER = """
  late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date,
    amount: amount, to: owner}"""
LATE = "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: late, rate: 1%}"
TOTAL = "total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date, quota: target}"
OWNERS = SALE.replace("TO", "to: owner")


def test_a_measure_says_what_it_held_before_the_period_and_counts_its_own_credits() -> None:
    plan = team_plan(credit=OWNERS + OTHER, measure=TOTAL, earn=FLAT + LATE)
    records = [
        deal("D0", date(2025, 12, 31), 40_00),
        deal("D1", date(2026, 1, 10), 100_00),
        deal("D2", date(2026, 2, 10), 7_00, stage="late"),
        deal("D3", date(2026, 3, 1), 50_00),
        deal("D4", date(2026, 4, 1), 9_00),
    ]
    facts = team([holds("ann", span=days(date(2025, 1, 1), None))], records, quotas=(quota("ann", 1000_00),))
    (value,) = part(run([plan], facts), "ann").measures
    assert (value.opened, value.total, value.credits) == (100_00, 150_00, 2)
    assert value.attainment == Fraction(15, 100)
    assert value.quota is not None
    assert (value.quota.stated, value.quota.days_worked, value.quota.days) == (1000_00, 90, 90)
    (first,) = part(run([plan], facts, "2026-01"), "ann").measures
    assert (first.opened, first.total, first.credits) == (0, 100_00, 1)


def test_of_two_rules_with_dates_of_their_own_each_counts_a_record_on_its_day() -> None:
    credit = OWNERS + OTHER.replace("when: {stage: late}, date: close_date", "date: started")
    plan = team_plan(credit=credit, earn=FLAT + LATE)
    record = deal("D1", date(2026, 3, 5), 100_00, started=Value("date", date(2026, 5, 5)))
    facts = team([holds("ann")], [record])
    months = {month: part(run([plan], facts, month), "ann") for month in ("2026-03", "2026-05")}
    assert {month: [(line.component, line.amount) for line in of.lines] for month, of in months.items()} == {
        "2026-03": [("pay", 10_00)],
        "2026-05": [("more", 1_00)],
    }


def test_a_spread_shows_both_rates() -> None:
    folder = worked("override-spread-nneessen")
    (line,) = part(folder.result("plan.yaml", 1, "2026-03"), "mia", "override-spread-nneessen").lines
    (rate,) = [operand for operand in line.operands if operand.via]
    assert [(one.role, one.value, one.source.table) for one in rate.via] == [
        ("own_rate", Fraction(120, 100), "plan"),
        ("rate_below", Fraction(1), "plan"),
    ]
    assert (rate.value, line.amount) == (Fraction(20, 100), 2000_00)


def test_the_lines_of_a_plan_that_ended_within_the_month_are_overridden() -> None:
    above = team_plan("bosses", earn="""  over: {label: {en: Over, ko: 관리 수당}, kind: override,
    earnings: [reps.pay], reach: {levels: 1}, rate: 5%}""")  # fmt: skip
    half = span_of_days(date(2026, 1, 1), date(2026, 3, 15))
    ended = replace(team_plan(), span=half)
    facts = team(
        [holds("mia", "bosses"), holds("ann", span=half)],
        [deal("D1", date(2026, 3, 5), 1000_00, owner="ann")],
        hierarchy=(reports("ann", "mia"),),
    )
    assert part(run([above, ended], facts), "mia").total == 5_00


def test_the_newest_version_in_force_of_the_same_plan_counts() -> None:
    old, other = team_plan(), team_plan("others")
    new = replace(old, version=2, span=span_of_days(date(2026, 3, 31), None))
    march, february = month_of(date(2026, 3, 1)), month_of(date(2026, 2, 1))
    newest = replace(other, version=9)
    assert version_in_force([new, old, newest], holds("ann"), march) is new
    assert version_in_force([new, old, newest], holds("ann"), february) is old
    assert version_in_force([other], holds("ann"), march) is None


def test_tiers_are_shown_with_starts_and_rates_in_their_units() -> None:
    earn = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: total, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 1%}, {above: 50%, rate: 2.5%}]}"""
    plan = team_plan(earn=earn, measure=TOTAL)
    facts = team([holds("ann")], [deal("D1", date(2026, 3, 5), 100_00)], quotas=(quota("ann", 300_00),))
    tiers = part(run([plan], facts), "ann").components[0].tiers
    assert [(t.start_text, t.start, t.included, t.rate, t.rate_unit) for t in tiers] == [
        ("", None, True, Fraction(1, 100), "percent"),
        ("50%", 150_00, False, Fraction(25, 1000), "percent"),
    ]


def test_a_sum_for_each_piece_is_shown_as_money_for_each() -> None:
    credit = "sale: {label: {en: Deals, ko: 거래}, records: deal, date: close_date, count: 1, to: owner}"
    earn = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: total, ladder: window,
    applies: marginal, tiers: [{from: 0, rate: 10 USD}, {from: 2, rate: 15 USD}]}"""
    plan = team_plan(credit=credit, earn=earn, measure="total: {label: {en: N, ko: 수}, count: sale, over: month}")
    sold = [deal(f"D{n}", date(2026, 3, n), 1) for n in (1, 2, 3)]
    ann = part(run([plan], team([holds("ann")], sold)), "ann")
    assert [(t.start_text, t.start, t.rate, t.rate_unit) for t in ann.components[0].tiers] == [
        ("", None, 10_00, "money_each:USD"),
        ("2", 2, 15_00, "money_each:USD"),
    ]
    assert [line.amount for line in ann.lines] == [10_00, 10_00, 15_00]


@pytest.mark.parametrize(
    ("scales", "worked", "of", "prorated"),
    # from February 15, a Sunday: 32 of the quarter's 64 work days, 45 of its 90 days
    [("[quota, target]", 32, 64, 500_00), ("[]", 45, 90, 1000_00)],
)
def test_a_quota_says_which_part_of_its_window_was_worked(scales: str, worked: int, of: int, prorated: int) -> None:
    plan = team_plan(
        measure=TOTAL,
        earn=FLAT,
        proration=f"{{basis: work_days, scales: {scales}, leave: absent}}",
    )
    later = holds("ann", span=days(date(2026, 2, 15), None))
    ann = part(run([plan], team([later], [deal("D1", date(2026, 3, 5), 1)], quotas=(quota("ann", 1000_00),))), "ann")
    used = ann.measures[0].quota
    assert used is not None
    assert (used.days_worked, used.days, used.stated, used.prorated) == (worked, of, 1000_00, prorated)


def test_of_two_rules_that_refuse_a_record_the_one_that_came_furthest_says_why() -> None:
    plan = team_plan(credit=OWNERS + OTHER, earn=FLAT + LATE)
    records = [
        deal("D1", date(2026, 3, 5), None, stage="late"),
        deal("D2", date(2026, 3, 5), 1_00, stage="open"),
        deal("D3", date(2026, 3, 5), 1_00, stage="late", split=[("ann", Fraction(1, 2))], owner="bo"),
    ]
    ann = part(run([plan], team([holds("ann"), holds("bo")], records)), "ann")
    assert {refused.record.record_id: refused.code for refused in ann.refusals} == {
        "D1": "no_amount",
        "D2": "condition",
        "D3": "no_share",
    }


def test_without_deals_it_says_so_and_with_deals_that_conditions_said_no() -> None:
    plan = team_plan(earn=FLAT.replace("rate: 10%", "rate: 10%, when: {kind: big}"))
    none = part(run([plan], team([holds("ann")], [])), "ann")
    assert [component.reason_code for component in none.components] == ["no_credit"]
    refused = part(run([plan], team([holds("ann")], [deal("D1", date(2026, 3, 5), 1_00)])), "ann")
    assert [component.reason_code for component in refused.components] == ["conditions"]
