"""Two quota windows that meet within a month, deals of one day, several rules in one measure: each where it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import FLAT, SALE, days, holds, part, quota, run, team, team_plan

OWNERS = SALE.replace("TO", "to: owner")
WINDOW = "total: {label: {en: Total, ko: 합계}, sum: sale, over: quota_window, quota: target}"
TIERS = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: total, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 10%}, {from: 100%, rate: 20%}],
    caps: [{limit: 30 USD, per: window, excess: lost, unless: [{measure: total, at_least: 200%}]}]}"""  # fmt: skip


@pytest.mark.parametrize(
    ("first", "lines"),
    [
        # 250% of 100 USD: 10 USD and 30 USD, no cap; 400 USD of 1,000 USD: 40 USD, of which 30 USD are kept
        (250_00, [10_00, 30_00, 40_00, -10_00]),
        # 150%: the cap binds, and 20 USD are below it
        (150_00, [10_00, 10_00, 40_00, -10_00]),
        # 199%: 10 USD and 19.80 USD
        (199_00, [10_00, 19_80, 40_00, -10_00]),
        # 210% up to which nothing is cut though the cap is far below
        (2100_00, [10_00, 400_00, 40_00, -10_00]),
    ],
)
def test_two_quota_windows_of_a_month_have_their_own_totals_tiers_and_caps(first: int, lines: list[int]) -> None:
    plan = team_plan(measure=WINDOW, earn=TIERS)
    quotas = (
        quota("ann", 100_00, span=days(date(2026, 1, 1), date(2026, 3, 14))),
        quota("ann", 1000_00, span=days(date(2026, 3, 15), date(2026, 6, 30))),
    )
    sold = [deal("D1", date(2026, 3, 14), first), deal("D2", date(2026, 3, 15), 400_00)]
    ann = part(run([plan], team([holds("ann")], sold, quotas=quotas)), "ann")
    assert [line.amount for line in ann.lines] == lines
    assert [(value.window.first, value.total) for value in ann.measures] == [
        (date(2026, 1, 1), first),
        (date(2026, 3, 15), 400_00),
    ]
    assert {line.item for line in ann.lines} == {0}


def test_deals_of_one_day_come_in_the_order_in_which_they_were_booked() -> None:
    records = [
        replace(deal("D1", date(2026, 3, 5), 100_00), booked_at="15:00:00"),
        replace(deal("D2", date(2026, 3, 5), 200_00), booked_at="09:00:00"),
        deal("D3", date(2026, 3, 5), 300_00),
    ]
    ann = part(run([team_plan()], team([holds("ann")], records)), "ann")
    assert [line.amount for line in ann.lines] == [30_00, 20_00, 10_00]


def test_a_measure_of_two_rules_leaves_out_a_third() -> None:
    credit = OWNERS + "".join(f"\n  {name}{OWNERS[4:].replace('won', name)}" for name in ("renewed", "lost"))
    earn = FLAT + "\n" + TIERS.replace("pay:", "more:")
    earn += "".join(
        f"\n  on_{name}: {{label: {{en: X, ko: 엑스}}, kind: flat, pays_on: {name}, rate: 1%}}"
        for name in ("renewed", "lost")
    )
    measure = "total: {label: {en: Total, ko: 합계}, sum: [sale, renewed], over: year_to_date, quota: target}"
    plan = team_plan(credit=credit, measure=measure, earn=earn)
    sold = [
        deal("D1", date(2026, 3, 1), 1_00, stage="lost"),
        deal("D2", date(2026, 3, 2), 20_00, stage="renewed"),
        deal("D3", date(2026, 3, 3), 300_00),
    ]
    ann = part(run([plan], team([holds("ann")], sold, quotas=(quota("ann", 120_00),))), "ann")
    assert [(value.total, value.credits) for value in ann.measures] == [(320_00, 2)]
    # the way of D3 leads from 20 USD to 320 USD: 100 USD below the quota, 200 USD above it;
    # more than 200% of the quota lift the cap
    assert [line.amount for line in ann.lines if line.component == "more"] == [10_00, 40_00]


def test_a_condition_says_what_it_wants_and_what_it_excludes() -> None:
    def wanted(condition: str) -> tuple[str, str]:
        plan = team_plan(credit=OWNERS.replace("stage: won", condition))
        facts = team([holds("ann")], [deal("D1", date(2026, 3, 5), 1, stage="open")])
        (refused,) = part(run([plan], facts), "ann").refusals
        (look,) = refused.conditions
        return look.wanted.en, look.wanted.ko

    assert wanted("stage: [won, signed]") == ("won or signed", "won 또는 signed")
    assert wanted("stage: {except: [lost, open]}") == ("anything but lost or open", "lost 또는 open 외")


def test_a_condition_on_a_count_says_how_many_there_were() -> None:
    credit = OWNERS + "\n  each: {label: {en: Deals, ko: 거래}, records: deal, date: close_date, count: 1, to: owner}"
    measure = "won: {label: {en: Won, ko: 수주}, count: each, over: month}"
    earn = FLAT.replace("rate: 10%", "rate: 10%, only_if: [{measure: won, at_least: 3}], judged: at_credit")
    plan = team_plan(credit=credit, measure=measure, earn=earn)
    sold = [deal(f"D{n}", date(2026, 3, n), 100_00) for n in (1, 2)]
    refusals = part(run([plan], team([holds("ann")], sold)), "ann").refusals
    assert {refused.sentence.en for refused in refusals} == {
        "Won is 2; this part of the plan pays only for “3 or more”."
    }


def test_rules_of_two_types_of_records_do_not_look_at_each_others() -> None:
    orders = OWNERS.replace("sale:", "order:").replace("records: deal", "records: order")
    earn = FLAT + "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: order, rate: 1%}"
    plan = team_plan(credit=f"{OWNERS}\n  {orders}", earn=earn)
    sold = [
        deal("D1", date(2026, 3, 5), 100_00),
        replace(deal("O1", date(2026, 3, 6), 300_00), record_type="order"),
    ]
    ann = part(run([plan], team([holds("ann")], sold)), "ann")
    assert [(credit.rule, credit.record.record_id) for credit in ann.credits] == [("sale", "D1"), ("order", "O1")]
    assert [line.amount for line in ann.lines] == [10_00, 3_00]
    assert ann.refusals == ()


def test_of_two_deals_of_one_day_the_one_booked_first_uses_up_the_lower_tier() -> None:
    plan = team_plan(measure=WINDOW.replace("quota_window", "year_to_date"), earn=TIERS)
    records = [
        replace(deal("D1", date(2026, 3, 5), 100_00), booked_at="15:00:00"),
        replace(deal("D2", date(2026, 3, 5), 100_00), booked_at="09:00:00"),
    ]
    ann = part(run([plan], team([holds("ann")], records, quotas=(quota("ann", 100_00),))), "ann")
    assert [(line.record.record_id if line.record else "", line.amount) for line in ann.lines] == [
        ("D2", 10_00),
        ("D1", 20_00),
    ]
