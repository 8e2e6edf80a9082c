"""Versions inside one window, people who leave inside it, and plans that calculate half months and quarters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comp_rules.explain.form import PLAIN
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.facts.facts import Quota
from comp_rules.flow.trace import json_from_run, run_from_json
from comp_rules.plan.compiled import CompiledPlan
from tests.comp_rules.company import YEAR, deal, money
from tests.comp_rules.flow.team import FLAT, days, holds, incentive, part, quota, run, team, team_plan

MEASURE = "total: {label: {en: Total, ko: 합계}, sum: sale, over: OVER, quota: target}"
TARGET = """  bonus: {label: {en: Bonus, ko: 성과급}, kind: target, target_share: 100%, by: total, paid: PAID,
    curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}MORE}"""
JUNE = days(date(2026, 1, 1), date(2026, 6, 30))
JULY = days(date(2026, 7, 1), date(2026, 12, 31))


def target(paid: str = "window_end", over: str = "quarter_to_date", more: str = "", **words: str) -> CompiledPlan:
    earn = TARGET.replace("PAID", paid).replace("MORE", more)
    return team_plan(earn=earn, measure=MEASURE.replace("OVER", over), **words)


def test_each_credit_is_paid_by_the_version_of_its_day_also_inside_a_month() -> None:
    before = replace(team_plan(), version=1, span=days(date(2026, 1, 1), date(2026, 3, 15)))
    after = team_plan(earn=FLAT.replace("10%", "20%"))
    after = replace(after, version=2, span=days(date(2026, 3, 16), date(2026, 12, 31)))
    sold = [deal(f"D{n}", date(2026, 3, n), 100_00) for n in (15, 16)]
    ann = part(run([before, after], team([holds("ann")], sold)), "ann")
    assert [(line.amount, line.plan_version) for line in ann.lines] == [(10_00, 1), (20_00, 0)]
    assert (ann.plan_version, ann.components[0].total) == (2, 30_00)


def test_a_component_that_only_the_earlier_version_has_still_stands_in_the_month() -> None:
    before = replace(team_plan(), version=1, span=days(date(2026, 1, 1), date(2026, 3, 15)))
    after = team_plan(earn=FLAT.replace("pay:", "other:", 1))
    after = replace(after, version=2, span=days(date(2026, 3, 16), date(2026, 12, 31)))
    sold = [deal(f"D{n}", date(2026, 3, n), 100_00) for n in (15, 16)]
    ann = part(run([before, after], team([holds("ann")], sold)), "ann")
    assert {c.component: c.total for c in ann.components} == {"other": 10_00, "pay": 10_00}


def test_a_marginal_ladder_goes_on_across_versions() -> None:
    ladder = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: total, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 10%}, {from: 100%, rate: HIGH}]}"""
    plans = [
        team_plan(earn=ladder.replace("HIGH", high), measure=MEASURE.replace("OVER", "year_to_date"))
        for high in ("20%", "30%")
    ]
    versions = [replace(plans[0], version=1, span=JUNE), replace(plans[1], version=2, span=JULY)]
    sold = [deal("D1", date(2026, 5, 5), 90_00), deal("D2", date(2026, 7, 5), 30_00)]
    facts = team([holds("ann")], sold, quotas=(quota("ann", 100_00),))
    assert [line.amount for line in part(run(versions, facts, "2026-07"), "ann").lines] == [1_00, 6_00]


def test_a_window_is_paid_by_the_version_under_which_it_ended() -> None:
    new = target()
    half = team_plan(
        earn=TARGET.replace("PAID", "window_end").replace("MORE", "").replace("[100%, 100%]", "[100%, 50%]"),
        measure=MEASURE.replace("OVER", "quarter_to_date"),
    )
    versions = [
        replace(half, version=1, span=days(date(2026, 1, 1), date(2026, 2, 28))),
        replace(new, version=2, span=days(date(2026, 3, 1), date(2026, 12, 31))),
    ]
    facts = team([holds("ann")], [deal("D1", date(2026, 1, 5), 100_00)], quotas=(quota("ann", 100_00),),
                 targets=(incentive("ann", 1200_00),))  # fmt: skip
    march = part(run(versions, facts), "ann")
    assert [(line.amount, line.plan_version) for line in march.lines] == [(300_00, 0)]


def test_a_record_of_a_day_without_a_version_says_so() -> None:
    late = replace(team_plan(), span=days(date(2026, 3, 16), date(2026, 12, 31)))
    result = run([late], team([holds("ann")], [deal("D1", date(2026, 3, 5), 100)]))
    assert [refusal.code for refusal in part(result, "ann").refusals] == ["plan_not_in_force"]
    assert [record.code for record in result.uncredited] == ["plan_not_in_force"]


def test_someone_who_left_inside_the_window_is_paid_when_it_ends_on_what_was_prorated() -> None:
    left = holds("ann", span=days(date(2026, 1, 1), date(2026, 2, 14)))
    facts = team([left], [deal("D1", date(2026, 1, 5), 100_00)], quotas=(quota("ann", 100_00),),
                 targets=(incentive("ann", 1200_00),))  # fmt: skip
    plan = target()
    assert run([plan], facts, "2026-04").payee("ann") is None
    march = part(run([plan], facts), "ann")
    assert march.measures[0].quota is not None
    assert (march.measures[0].quota.prorated, march.measures[0].quota.days_worked) == (50_00, 45)
    # half a quarter of the year's target, at the most that the curve pays
    assert [line.amount for line in march.lines] == [150_00]
    february = part(run([plan], facts, "2026-02"), "ann")
    assert february.components[0].reason_code == "window_not_over"


def test_a_payout_to_date_says_when_nothing_changed() -> None:
    facts = team([holds("ann")], [deal("D1", date(2026, 1, 5), 100_00)], quotas=(quota("ann", 100_00),),
                 targets=(incentive("ann", 1200_00),))  # fmt: skip
    plan = target("monthly_to_date", more=", target_counted: full_window")
    january, february = part(run([plan], facts, "2026-01"), "ann"), part(run([plan], facts, "2026-02"), "ann")
    assert (january.total, february.total) == (300_00, 0)
    assert february.components[0].reason_code == "unchanged"
    assert zero_reason(february.components[0], february, "en", PLAIN).startswith("Nothing changed")


@pytest.mark.parametrize(("if_zero", "total", "code"), [("at_target", 300_00, None), ("nothing", 0, "quota_zero")])
def test_a_quota_stated_as_0_does_what_its_row_says(if_zero: str, total: int, code: str | None) -> None:
    row = Quota("q", "ann", "target", money(0), YEAR, if_zero=if_zero)  # type: ignore[arg-type]
    facts = team([holds("ann")], [deal("D1", date(2026, 1, 5), 100)], quotas=(row,),
                 targets=(incentive("ann", 1200_00),))  # fmt: skip
    march = part(run([target()], facts), "ann")
    assert (march.total, march.components[0].reason_code) == (total, code)
    assert not march.faults


def test_half_months_are_calculated_and_paid_by_their_own_period() -> None:
    plan = team_plan(calculate="half_month")
    sold = [deal("D1", date(2026, 3, 15), 100_00), deal("D2", date(2026, 3, 16), 200_00)]
    facts = team([holds("ann")], sold)
    assert [part(run([plan], facts, f"2026-03-H{n}"), "ann").total for n in (1, 2)] == [10_00, 20_00]
    assert run([plan], facts, "2026-03").payee("ann") is None


GATED = """  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: 10%, judged: JUDGED,
    only_if: [{measure: total, at_least: 100%}]}"""


def test_a_condition_on_a_measure_refuses_each_credit_and_says_where_it_stands() -> None:
    gated = {
        judged: team_plan(earn=GATED.replace("JUDGED", judged), measure=MEASURE.replace("OVER", "quarter_to_date"))
        for judged in ("at_credit", "to_date")
    }
    sold = [deal("D1", date(2026, 2, 5), 90_00), deal("D2", date(2026, 3, 5), 10_00)]
    facts = team([holds("ann")], sold, quotas=(quota("ann", 100_00),))
    february = part(run([gated["to_date"]], facts, "2026-02"), "ann")
    assert february.components[0].reason_code == "only_if"
    assert [(r.code, r.component) for r in february.refusals] == [("only_if", "pay")]
    assert "90%" in february.refusals[0].sentence.en
    assert "100% or more" in february.refusals[0].sentence.en
    assert "100% 이상" in february.refusals[0].sentence.ko
    assert [line.amount for line in part(run([gated["to_date"]], facts), "ann").lines] == [9_00, 1_00]
    assert [line.amount for line in part(run([gated["at_credit"]], facts), "ann").lines] == [1_00]


def test_a_cap_per_record_gives_back_only_what_was_paid() -> None:
    capped = FLAT.replace("10%", "10%, caps: [{limit: 5 USD, per: record, excess: lost}]")
    sold = [
        deal("D1", date(2026, 3, 5), 100_00),
        deal("D2", date(2026, 3, 6), -40_00, reverses="D1"),
        deal("D3", date(2026, 3, 7), -60_00, reverses="D1"),
    ]
    for month, upto in (("2026-03", 1), ("2026-03", 2), ("2026-03", 3)):
        ann = part(run([team_plan(earn=capped)], team([holds("ann")], sold[:upto]), month), "ann")
        assert ann.total == [5_00, 5_00, 0][upto - 1]
    alone = part(run([team_plan(earn=capped)], team([holds("ann")], sold[:1])), "ann")
    assert [(line.amount, line.state) for line in alone.lines] == [(10_00, "new"), (-5_00, "cap")]


def test_a_ratio_shows_its_parts_and_says_when_it_is_undefined() -> None:
    measure = """won: {label: {en: Won, ko: 수주}, sum: sale, over: quarter_to_date}
  all: {label: {en: All, ko: 전체}, sum: sale, over: quarter_to_date}
  share: {label: {en: Share, ko: 비율}, ratio: [won, all]}"""
    earn = """  bonus: {label: {en: Bonus, ko: 성과급}, kind: target, target_share: 100%, by: share, paid: window_end,
    tiers: [{from: 0%, pays: 0%}, {from: 50%, pays: 100%}]}"""
    plan = team_plan(measure=measure, earn=earn)
    targets = (incentive("ann", 1200_00),)
    march = part(run([plan], team([holds("ann")], [deal("D1", date(2026, 2, 5), 90)], targets=targets)), "ann")
    share = march.measures[2]
    assert (share.unit, share.total, share.attainment) == ("percent", 1, 1)
    assert [(p.measure, p.role, p.value) for p in share.parts] == [("won", "upper", 90), ("all", "lower", 90)]
    empty = part(run([plan], team([holds("ann")], [], targets=targets)), "ann")
    assert (empty.measures[2].undefined, empty.components[0].reason_code) == ("undefined", "undefined")
    assert "no value" in zero_reason(empty.components[0], empty, "en", PLAIN)


def test_a_month_of_every_new_part_of_the_trace_is_read_back_without_loss() -> None:
    facts = team([holds("ann")], [deal("D1", date(2026, 1, 5), 75_00)], quotas=(quota("ann", 100_00),),
                 targets=(incentive("ann", 1200_00),))  # fmt: skip
    result = run([target("monthly_to_date", more=", target_counted: full_window")], facts, "2026-01")
    assert part(result, "ann").lines
    assert run_from_json(json_from_run(result)) == result


def test_a_trace_written_before_the_language_was_whole_is_still_read() -> None:
    result = run([team_plan()], team([holds("ann")], [deal("D1", date(2026, 1, 5), 75_00)]), "2026-01")
    data = json_from_run(result)
    month = data["payees"][0]["parts"][0]
    for row, names in (
        (month["credits"][0], ("payee", "sources")),
        (month["measures"][0], ("shape", "parts", "undefined", "opening", "opening_source", "source")),
        (month["lines"][0], ("item", "measure", "plan_version", "round_to", "rounding")),
        (month["lines"][0]["operands"][0], ("how", "via")),
    ):
        for name in names:
            del row[name]
    old = run_from_json(data)
    assert old.payees[0].parts[0].lines == result.payees[0].parts[0].lines
