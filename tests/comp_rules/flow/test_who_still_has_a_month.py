"""People who left and are still paid, and people together in blocks: who is calculated where, and it is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules import calculate
from comp_rules.facts.facts import Facts, RecordVersion
from comp_rules.flow import columns_from_worlds
from comp_rules.flow.pipeline import version_in_force
from comp_rules.flow.records import Executed, RunResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Span, period_from_text
from tests.comp_rules.company import YEAR, deal
from tests.comp_rules.flow.team import FLAT, days, holds, incentive, part, quota, run, team, team_plan

MEASURES = """quarter: {label: {en: Quarter, ko: 분기}, sum: sale, over: quarter_to_date, quota: target}
  own: {label: {en: Own, ko: 집계}, sum: sale, over: quota_window, quota: win}"""
LEFT = holds("ann", span=days(date(2026, 1, 1), date(2026, 1, 31)))
WINDOW = days(date(2026, 1, 10), date(2026, 5, 20))
QUOTAS = (quota("ann", 100_00), quota("ann", 100_00, "win", WINDOW))
SOLD = [deal("D1", date(2026, 1, 15), 100_00)]
AWARD = """  pay: {label: {en: Award, ko: 포상}, kind: award, pays: 70 USD, kept: yes,
    reached: [{measure: M, at_least: 20%}]}"""
TARGET = """  pay: {label: {en: Target, ko: 목표}, kind: target, target_share: 100%, by: M, paid: window_end,
    tiers: [{from: 0%, pays: 100%}]}"""
CAPPED = FLAT.replace("10%", "10%, caps: [{limit: 6 USD, per: period, excess: EXCESS}]")


def months(plan: CompiledPlan, facts: Facts | None = None) -> dict[str, int]:
    """The totals of ann's months of the year 2026, those that she has."""
    known = facts or team([LEFT], SOLD, quotas=QUOTAS, targets=(incentive("ann", 1200_00),))
    found = ((f"2026-{n:02d}", run([plan], known, f"2026-{n:02d}").payee("ann")) for n in range(1, 13))
    return {name: month.parts[0].total for name, month in found if month is not None}


@pytest.mark.parametrize(
    ("earn", "paid"),
    [
        # a quarter's 300.00 for 31 of 90 days, and an award of a window of her own: due when these are over
        (TARGET.replace("M,", "quarter,"), {"2026-01": 0, "2026-03": 103_33}),
        (AWARD.replace("M,", "own,"), {"2026-01": 0, "2026-05": 70_00}),
        # what is reached is due in the month in which it is reached
        (AWARD.replace("M,", "quarter,"), {"2026-01": 70_00}),
        (FLAT, {"2026-01": 10_00}),
        # what a cap keeps for the year's end is paid then, what it loses never
        (CAPPED.replace("EXCESS", "year_end"), {"2026-01": 6_00, "2026-12": 4_00}),
        (CAPPED.replace("EXCESS", "lost"), {"2026-01": 6_00}),
    ],
)
def test_whoever_left_has_a_month_when_a_window_pays(earn: str, paid: dict[str, int]) -> None:
    assert months(team_plan(measure=MEASURES, earn=earn)) == paid


def test_what_a_cap_kept_is_paid_on_the_last_day_of_the_year() -> None:
    plan = team_plan(measure=MEASURES, earn=CAPPED.replace("EXCESS", "year_end"))
    (line,) = part(run([plan], team([LEFT], SOLD, quotas=QUOTAS), "2026-12"), "ann").lines
    assert (line.day, line.amount, line.state, line.record) == (date(2026, 12, 31), 4_00, "paid_out", None)
    assert (line.earned_period, line.rule_path, line.shape) == ("2026-12", "earn.pay.caps[0]", "period")


def test_whoever_left_lacks_no_quota_of_windows_that_began_afterwards() -> None:
    measures = MEASURES + "\n  year: {label: {en: Year, ko: 연간}, sum: sale, over: year_to_date, quota: yearly}"
    half = TARGET.replace("100%, by: M", "50%, by: quarter")
    both = half + "\n" + half.replace("pay:", "whole:").replace("by: quarter", "by: year")
    facts = team(
        [LEFT], SOLD, quotas=(*QUOTAS, quota("ann", 400_00, "yearly")), targets=(incentive("ann", 1200_00),)
    )  # fmt: skip
    december = part(run([team_plan(measure=measures, earn=both)], facts, "2026-12"), "ann")
    # half of 1,200.00 for 31 of 365 days; of the last quarter she worked nothing, and nothing is missing
    assert [(c.component, c.total, c.reason_code) for c in december.components] == [
        ("pay", 0, "no_window"), ("whole", 50_96, None),
    ]  # fmt: skip
    assert december.faults == ()


def test_a_window_that_began_after_someone_left_pays_nothing() -> None:
    later = (quota("ann", 100_00), quota("ann", 100_00, "win", days(date(2026, 2, 1), date(2026, 5, 20))))
    facts = team([LEFT], SOLD, quotas=later)
    assert set(months(team_plan(measure=MEASURES, earn=AWARD.replace("M,", "own,")), facts)) == {"2026-01"}


def test_a_plan_that_ended_pays_its_windows_by_its_last_version_alone() -> None:
    plan = replace(team_plan(measure=MEASURES, earn=TARGET.replace("M,", "quarter,")), span=LEFT.span)
    assert months(plan) == {"2026-01": 0, "2026-03": 103_33}
    # nobody knows the plan: in the month it is a fault, and after it nothing
    unknown = team([replace(LEFT, plan="gone")], SOLD)
    assert months(plan, unknown) == {"2026-01": 0}


def test_only_periods_of_the_plans_own_form_are_calculated() -> None:
    facts = team([holds("ann"), holds("bo", "halves"), holds("cy", "quarters"), holds("di", "gone")], [])
    plans = [team_plan(), team_plan("halves", calculate="half_month"), team_plan("quarters", calculate="quarter")]
    for period, who in (
        ("2026-03", ["ann", "di"]), ("2026-03-H1", ["bo", "di"]), ("2026-Q1", ["cy", "di"])
    ):  # fmt: skip
        result = calculate(plans, facts, period_from_text(period))
        assert [payee.payee for payee in result.payees] == who
    # the form is that of the version in force on the last day worked
    old = replace(team_plan(), version=1, span=days(date(2026, 1, 1), date(2026, 3, 15)))
    new = replace(team_plan(calculate="half_month"), version=2, span=days(date(2026, 3, 16), None))
    found = [calculate([old, new], facts, period_from_text(name)) for name in ("2026-03", "2026-03-H2", "2026-02")]
    assert [one.payees[0].payee for one in found] == ["bo", "ann", "ann"]
    assert version_in_force([old, new], holds("ann"), period_from_text("2026-02")) is old


# -- blocks ------------------------------------------------------------------------------------------------------------

LADDER = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: own, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 10%}, {from: 100%, rate: 20%}]}"""
PEOPLE = ("ann", "bo", "cy", "di")


def windows(*spans: Span) -> Facts:
    """People who each sold twice, and whose quota windows are these."""
    sold = [
        deal(f"D{n}-{who}", date(2026, 3, 4 + n), (n + 1) * 60_00, owner=who) for who in PEOPLE for n in range(2)
    ]  # fmt: skip
    quotas = [quota(who, 100_00, "win", span) for who, span in zip(PEOPLE, spans, strict=False)]
    return team([holds(who, span=days(date(2025, 1, 1), None)) for who in PEOPLE], sold, quotas=tuple(quotas))


def asked(facts: Facts, blocks_from: int, plans: Sequence[CompiledPlan]) -> RunResult:
    return calculate(plans, facts, period_from_text("2026-03"), blocks_from=blocks_from)


def test_people_whose_windows_begin_on_different_days_run_in_blocks_of_their_own() -> None:
    plan = replace(team_plan(measure=MEASURES, earn=LADDER), span=days(date(2025, 1, 1), None))
    early, late = days(date(2025, 11, 1), date(2026, 3, 31)), days(date(2026, 2, 1), date(2026, 4, 30))
    facts = windows(early, late, early)
    blocks, exact = asked(facts, 8, [plan]), asked(facts, 9, [plan])
    assert replace(blocks, executed=()) == replace(exact, executed=())
    # 60.00 and 40.00 at 10%, 80.00 at 20%; di has no quota, so that exact runs him
    assert [part(blocks, who).total for who in PEOPLE] == [26_00, 26_00, 26_00, 0]
    assert [(c.total, c.reason_code) for c in part(blocks, "di").components] == [(None, "quota_missing")]
    assert [(one.how, one.people, one.credits) for one in blocks.executed] == [("blocks", 4, 8)]
    assert exact.executed == (Executed("reps", 0, "exact", 4, 8, 4, ()),)


def test_blocks_are_cut_where_they_hold_enough_and_everyone_is_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = replace(team_plan(measure=MEASURES, earn=LADDER), span=days(date(2025, 1, 1), None))
    facts = windows(YEAR, YEAR, YEAR, YEAR)
    made: list[int] = []
    real = columns_from_worlds.block_from_worlds

    def noted(steps: object, worlds: Sequence[object]) -> object:
        made.append(len(worlds))
        return real(steps, worlds)  # type: ignore[arg-type]

    monkeypatch.setattr(columns_from_worlds, "block_from_worlds", noted)
    for most, cut in ((2, [1, 1, 1, 1]), (4, [2, 2]), (8, [4])):
        made.clear()
        monkeypatch.setattr(columns_from_worlds, "CREDITS_IN_A_BLOCK", most)
        result = asked(facts, 8, [plan])
        assert made == cut
        assert [part(result, who).total for who in PEOPLE] == [26_00] * 4


def test_the_holders_of_each_plan_are_counted_apart() -> None:
    plans = [team_plan(), team_plan("others")]
    sold: list[RecordVersion] = [deal(f"D{n}", date(2026, 3, n), 1, owner="ann") for n in (1, 2, 3)]
    facts = team(
        [holds("ann"), holds("bo", "others"), holds("cy", "gone")], [*sold, deal("D9", date(2026, 3, 9), 1, owner="bo")]
    )
    assert [(one.plan, one.how, one.credits) for one in asked(facts, 3, plans).executed] == [
        ("others", "exact", 1), ("reps", "blocks", 3),
    ]  # fmt: skip
    assert [one.how for one in asked(facts, 1, plans).executed] == ["blocks", "blocks"]
    assert [one.how for one in asked(facts, 4, plans).executed] == ["exact", "exact"]
    assert Fraction(part(asked(facts, 1, plans), "ann").total) == 0
