"""Marginal, whole and overage tables over a year: what each month pays and what later months change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Edge,
    Frame,
    Gate,
    Pay,
    Ratio,
    Restate,
    Running,
    Scale,
    Slice,
    Tier,
    Total,
)  # fmt: skip
from comp_rules.kernel.world import Known
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PART,
    QUARTER,
    YEAR,
    Numbers,
    at,
    by_tier,
    cell,
    deal,
    percent,
    quota,
    ran,
    times,
    usd,
    world,
)  # fmt: skip


def measured(frame: Frame = YEAR) -> list[AnyStep]:
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=frame, opening="arr"),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=frame),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=frame),
        Running(name="running", path="m", credits=("new",), frame=frame, opening="arr"),
    ]


def marginal(
    *rates: int,
    edges: tuple[Edge, ...],
    judged: str = "",
    gates: tuple[str, ...] = (),
    percent_of: str | None = "quota",
) -> list[AnyStep]:
    numbers = tuple(percent(rate) for rate in rates)
    return [
        Slice(name="lines", path="c", component="c", credit="new", running="running", quota=percent_of, edges=edges,
              gates=gates, judged=judged),  # type: ignore[arg-type]
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, by_tier(*numbers))),
    ]  # fmt: skip


def whole_table(*rates: int, edges: tuple[Edge, ...], frame: Frame = YEAR, value: str = "attainment") -> list[AnyStep]:
    numbers = tuple(percent(rate) for rate in rates)
    return [
        Tier(name="tier", path="c.tiers", value=value, edges=edges, frame=frame),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=frame),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(*numbers))),
    ]


def quotas(**by_month: Known) -> Numbers:
    return Numbers(quotas={"q": {int(month[1:]): known for month, known in by_month.items()}})


def test_a_credit_is_cut_at_every_edge_of_the_quota_and_a_return_goes_from_the_top_down() -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    numbers = quotas(m1=quota(1000))
    result = ran(steps, world([deal("A", 1, 800), deal("B", 1, 500)], until=1, numbers=numbers))
    assert result.amounts() == [8000, 2000, 6000]
    returned = [deal("A", 1, 800), deal("B", 1, 500), deal("C", 1, -400)]
    assert ran(steps, world(returned, until=1, numbers=numbers)).amounts() == [8000, 2000, 6000, -6000, -1000]


def test_a_total_that_ends_exactly_on_an_edge_leaves_nothing_above_it() -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    result = ran(steps, world([deal("A", 1, 1000), deal("B", 1, 1)], until=1, numbers=quotas(m1=quota(1000))))
    assert [(line.row.now.tier, line.amount) for line in result.lines()] == [(0, 10000), (1, 20)]


def test_a_total_below_zero_lies_in_the_first_tier() -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    result = ran(steps, world([deal("A", 1, -300), deal("B", 1, 100)], until=1, numbers=quotas(m1=quota(1000))))
    assert result.amounts() == [-3000, 1000]


def test_an_opening_comes_first_in_the_running_total_and_in_the_measure() -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    numbers = replace(quotas(m1=quota(1000)), openings={("measure", "arr"): (date(2026, 2, 28), 85000)})
    result = ran(steps, world([deal("A", 3, 300)], until=3, numbers=numbers))
    assert (result.lines()[0].row.opened, result.lines()[0].row.closed) == (85000, 115000)
    assert result.amounts() == [1500, 3000]
    assert result.values("total") == [0, 85000, 115000]


def test_a_rolling_window_places_a_credit_after_those_of_its_own_months_only() -> None:
    rolling = Frame("rolling_months", months=2)
    steps = [*measured(rolling), *marginal(10, 20, edges=at(0, 1000, form="money"), percent_of=None)]
    deals = [deal("A", 1, 900), deal("B", 2, 200), deal("C", 3, 300)]
    result = ran(steps, world(deals, until=3, frames=(rolling,), numbers=quotas(m1=quota(1000)), every_period=True))
    # January 900; February 900 to 1,100; March begins with February's 200
    assert [result.amounts(month=month) for month in (1, 2, 3)] == [[9000], [1000, 2000], [3000]]
    assert result.values("total") == [90000, 110000, 50000]


def test_a_whole_table_over_a_rolling_window_is_not_restated() -> None:
    rolling = Frame("rolling_months", months=2)
    steps = [*measured(rolling), *whole_table(1, 2, edges=at(0, 100), frame=rolling)]
    deals = [deal("A", 1, 900), deal("B", 2, 200)]
    result = ran(steps, world(deals, until=2, frames=(rolling,), numbers=quotas(m1=quota(1000)), every_period=True))
    assert [result.amounts(month=month) for month in (1, 2)] == [[900], [400]]


@pytest.mark.parametrize(("if_zero", "amounts", "tier"), [("base_rate", [3000], 0), ("at_target", [6000], 1)])
def test_a_quota_stated_as_0_leaves_a_credit_whole(if_zero: str, amounts: list[int], tier: int) -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    result = ran(steps, world([deal("A", 1, 300)], until=1, numbers=quotas(m1=quota(0, if_zero))))
    assert (result.amounts(), result.lines()[0].row.now.tier) == (amounts, tier)


@pytest.mark.parametrize(("if_zero", "amounts"), [("base_rate", [300]), ("at_target", [600])])
def test_a_whole_table_on_a_quota_stated_as_0(if_zero: str, amounts: list[int]) -> None:
    steps = [*measured(), *whole_table(1, 2, edges=at(0, 100))]
    assert ran(steps, world([deal("A", 1, 300)], until=1, numbers=quotas(m1=quota(0, if_zero)))).amounts() == amounts


def test_the_base_rate_of_a_quota_stated_as_0_is_one_times() -> None:
    tiers = [
        Tier(name="tier", path="c.tiers", value="attainment", edges=at(0, 100), frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(times("0.5"), times(2)))),
    ]
    result = ran([*measured(), *tiers], world([deal("A", 1, 300)], until=1, numbers=quotas(m1=quota(0, "base_rate"))))
    assert result.amounts() == [30000]


@pytest.mark.parametrize("kind", ["marginal", "whole"])
def test_nothing_is_paid_on_a_quota_stated_as_0_that_says_so_and_the_credit_is_told(kind: str) -> None:
    table = marginal(10, 20, edges=at(0, 100)) if kind == "marginal" else whole_table(1, 2, edges=at(0, 100))
    steps = [*measured(), *table]
    result = ran(steps, world([deal("A", 1, 300)], until=1, numbers=quotas(m1=quota(0, "nothing"))))
    assert result.amounts() == []
    assert [(refused.code, refused.step) for refused in result.columns.refused["lines"]] == [("quota_zero", "quota")]


def test_a_quota_that_only_proration_makes_0_leaves_the_ratio_undefined() -> None:
    steps = [
        *measured()[:2],
        Scale(name="prorated", path="m", amount="quota", unit="money", frame=YEAR),
        Ratio(name="attainment", path="m", upper="total", lower="prorated", frame=YEAR),
        *whole_table(1, 2, edges=at(0, 100)),
    ]
    over = world([deal("A", 1, 300)], until=1, numbers=quotas(m1=Known(1, Source("quota", "q"))))
    cells = {YEAR: [replace(c, part=Fraction(0)) for c in over.cells[YEAR]]}
    result = ran(steps, replace(over, cells=cells))
    assert result.values("prorated") == [0]
    assert [(refused.code, refused.step) for refused in result.columns.refused["lines"]] == [
        ("undefined", "attainment")
    ]


def test_a_missing_quota_blocks_and_is_named() -> None:
    result = ran([*measured(), *marginal(10, 20, edges=at(0, 100))], world([deal("A", 1, 300)], until=1))
    assert result.columns.missing["pay"].code == "quota_missing"
    assert result.amounts() == []


def test_a_reached_line_lifts_earlier_credits_once_and_a_return_takes_the_lift_back() -> None:
    steps = [*measured(), *whole_table(2, 3, edges=at(0, 100))]
    deals = [deal("A", 1, 800), deal("B", 2, 300), deal("C", 3, -200)]
    result = ran(steps, world(deals, until=3, numbers=quotas(m1=quota(1000)), every_period=True))
    states = [[(line.row.state, line.amount) for line in result.lines(month=month)] for month in (1, 2, 3)]
    assert states == [
        [("new", 1600)],
        [("uplift", 800), ("new", 900)],
        [("uplift", -800), ("uplift", -300), ("new", -400)],
    ]
    last_only = ran(steps, world(deals, until=3, numbers=quotas(m1=quota(1000))))
    assert last_only.amounts() == result.amounts(month=3)


def test_an_excluded_edge_is_not_reached_by_its_own_value() -> None:
    for edges, amount in ((at(0, 100), 3000), (at(0, 100, above=[1]), 2000)):
        steps = [*measured(), *whole_table(2, 3, edges=edges)]
        assert ran(steps, world([deal("A", 1, 1000)], until=1, numbers=quotas(m1=quota(1000)))).amounts() == [amount]


def test_a_quota_that_changes_restates_the_window_through_the_tier_and_the_base() -> None:
    steps = [*measured(), *whole_table(2, 3, edges=at(0, 100))]
    numbers = quotas(m1=quota(1000), m2=quota(500))
    result = ran(steps, world([deal("A", 1, 600)], until=2, numbers=numbers, every_period=True))
    assert [result.amounts(month=month) for month in (1, 2)] == [[1200], [600]]
    target = Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR)
    base = (cell("target", unit="money"), cell("quota", unit="money", divide=True))
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(times(1), times(2)), *base))
    based = [*measured(), target, *whole_table(2, 3, edges=at(0, 1000))[:2], pay]
    numbers = replace(numbers, targets={1: 10000})
    result = ran(based, world([deal("A", 1, 600)], until=3, numbers=numbers, every_period=True))
    # 600 x 100/1,000, then 600 x 100/500
    assert [result.amounts(month=month) for month in (1, 2, 3)] == [[6000], [6000], []]
    assert result.formula(result.lines(month=2)[0]) == "=ROUND(ROUND(600*1*100/500,2)-ROUND(600*1*100/1000,2),2)"


def test_a_marginal_credit_stays_where_it_was_placed_when_the_quota_changes() -> None:
    steps = [*measured(), *marginal(10, 20, edges=at(0, 100))]
    numbers = quotas(m1=quota(1000), m2=quota(500))
    result = ran(steps, world([deal("A", 1, 600), deal("B", 2, 100)], until=2, numbers=numbers, every_period=True))
    assert [result.amounts(month=month) for month in (1, 2)] == [[6000], [2000]]


def overage() -> list[AnyStep]:
    edges = at(0, 100, 150)
    return [
        *measured(),
        Tier(name="tier", path="c.tiers", value="attainment", edges=edges, frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR, running="running",
                quota="quota", edges=edges),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(PART, by_tier(percent(10), percent(15), percent(20)))),
    ]  # fmt: skip


def test_all_overage_earns_the_rate_reached_and_jumps_back_when_a_reversal_falls_below() -> None:
    deals = [deal("A", 1, 1200), deal("B", 2, 400), deal("C", 3, -300), deal("D", 4, -400)]
    result = ran(overage(), world(deals, until=4, numbers=quotas(m1=quota(1000)), every_period=True))
    # 1,000 x 10% + 200 x 15%
    assert result.amounts(month=1) == [10000, 3000]
    # 150% is reached: A's 200 from 15% to 20%, and 400 x 20%
    assert result.amounts(month=2) == [1000, 8000]
    # 1,300: back to 15% for 200 and 400, and -300 x 15%
    assert result.amounts(month=3) == [-1000, -2000, -4500]
    # 900: the upper parts fall to 10%; D is -300 above the line and -100 below it
    assert sorted(result.amounts(month=4)) == sorted([-1000, -2000, 1500, -1000, -3000])
    assert sum(result.amounts()) == 9000


def test_a_credit_that_ends_on_the_line_has_no_upper_part() -> None:
    result = ran(overage(), world([deal("A", 1, 1000)], until=1, numbers=quotas(m1=quota(1000))))
    assert [(line.row.slice, line.amount) for line in result.lines()] == [(0, 10000)]


def gated(judged: str) -> list[AnyStep]:
    gate = Gate(name="gate", path="c.only_if[0]", value="total", comparison="at_least", line=usd(1000), measure="m",
                frame=YEAR)  # fmt: skip
    lines = Each(name="lines", path="c", component="c", credit="new", gates=("gate",), judged=judged)  # type: ignore[arg-type]
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(percent(5))))
    return [*measured(), gate, lines, pay]


def test_a_gate_judged_at_credit_is_frozen_and_one_judged_to_date_opens_and_closes() -> None:
    deals = [deal("A", 1, 400), deal("B", 2, 700), deal("C", 3, -200)]
    over = world(deals, until=3, numbers=quotas(m1=quota(1000)), every_period=True)
    frozen = ran(gated("at_credit"), over)
    assert [frozen.amounts(month=month) for month in (1, 2, 3)] == [[], [3500], []]
    assert [(r.credit.credit_id, r.code, r.step) for r in frozen.columns.refused["lines"]] == [
        ("A", "gate", "gate"),
        ("C", "gate", "gate"),
    ]
    reopened = ran(gated("to_date"), over)
    states = [[(line.row.state, line.amount) for line in reopened.lines(month=month)] for month in (1, 2, 3)]
    assert states == [[], [("uplift", 2000), ("new", 3500)], [("back", -2000), ("back", -3500)]]


def test_edges_in_money_scale_with_the_part_of_the_window_worked() -> None:
    tier = Tier(name="tier", path="c.tiers", value="total", edges=at(0, 1000, form="money"), frame=YEAR, scaled=True)
    steps = [*measured(), tier, *whole_table(2, 3, edges=at(0))[1:]]
    over = world([deal("A", 7, 600)], until=7, numbers=quotas(m1=quota(1000)), from_day=date(2026, 7, 2))
    # half of the year's days (183 of 365) puts the edge at 501.37
    assert ran(steps, over).amounts() == [1800]
    assert ran(steps, replace(over, credits=[deal("A", 7, 501)])).amounts() == [1002]


def test_edges_that_a_record_names_cut_its_own_amount() -> None:
    edges = (
        *at(0, form="money"),
        Edge(Fraction(0), "money", True, "t[1]", "cost"),
        Edge(Fraction(0), "money", True, "t[2]", "goal"),
    )
    lines = Slice(name="lines", path="c", component="c", credit="new", running=None, quota=None, edges=edges)
    rates = by_tier(percent(0), percent(10), percent(50))
    steps = [lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, rates))]
    fields = {"cost": Fraction(60000), "goal": Fraction(90000)}
    result = ran(steps, world([deal("A", 1, 1000, fields=fields)], until=1))
    assert result.amounts() == [0, 3000, 5000]
    back = deal("R", 1, -1000, fields=fields, reversal=True)
    assert ran(steps, world([back], until=1)).amounts() == [0, -3000, -5000]
    crossed = {"cost": Fraction(90000), "goal": Fraction(60000)}
    assert ran(steps, world([deal("A", 1, 1000, fields=crossed)], until=1)).amounts() == [0, 5000]
    assert ran(steps, world([deal("A", 1, 1000)], until=1)).columns.missing["pay"].code == "field_missing"


def test_overage_of_each_credit_alone_is_one_part_in_the_highest_tier() -> None:
    lines = Slice(name="lines", path="c", component="c", credit="new", running=None, quota=None,
                  edges=at(0, 100, 300, form="money"), overage=True)  # fmt: skip
    rates = by_tier(percent(1), percent(2), percent(3))
    steps = [lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, rates))]
    assert ran(steps, world([deal("A", 1, 500), deal("B", 1, 200)], until=1)).amounts() == [100, 1200, 100, 200]


def test_months_since_a_date_pick_the_tier() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new", edges=at(1, 13, 25, form="count"),
                 tier_field="since:field:start")  # fmt: skip
    rates = by_tier(percent(3), percent("1.5"), percent(0))
    steps = [lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, rates))]
    months = [deal(str(month), 1, 100, fields={"since:field:start": Fraction(month)}) for month in (0, 12, 13, 25)]
    assert ran(steps, world(months, until=1)).amounts() == [300, 300, 150, 0]


def test_quarters_begin_anew() -> None:
    steps = [*measured(QUARTER), *whole_table(2, 3, edges=at(0, 100), frame=QUARTER)]
    deals = [deal("A", 3, 800), deal("B", 4, 300)]
    result = ran(steps, world(deals, until=4, numbers=quotas(m1=quota(1000)), every_period=True))
    assert [result.amounts(month=month) for month in (3, 4)] == [[1600], [600]]


def test_a_base_over_another_window_than_the_ladder_changes_with_its_own_cells() -> None:
    table = whole_table(2, 3, edges=at(0, 100), frame=MONTH)[:2]
    monthly = [
        Total(name="month", path="m", credits=("new",), unit="money", frame=MONTH),
        Dated(name="month_quota", path="m", table="quota", key="q", unit="money", frame=MONTH),
        Ratio(name="month_attainment", path="m", upper="month", lower="month_quota", frame=MONTH),
    ]
    tier = replace(table[0], value="month_attainment")  # type: ignore[call-arg]
    base = (cell("quota", unit="money", divide=True), cell("target", unit="money"))
    steps = [
        *measured(),
        Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR),
        *monthly,
        tier,
        table[1],
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(times(1), times(2)), *base)),
    ]
    numbers = replace(quotas(m1=quota(1000), m2=quota(500)), targets={1: 10000})
    result = ran(steps, world([deal("A", 1, 600)], until=3, numbers=numbers, every_period=True))
    # January's tier stands; the year's base doubles in February
    assert [result.amounts(month=month) for month in (1, 2, 3)] == [[6000], [6000], []]


def test_a_tier_that_multiplies_the_same_is_no_line_and_one_that_rounds_to_the_same_is() -> None:
    table = whole_table(2, 3, edges=at(0, 100))[:2]
    halves = by_tier(percent(50), percent("1000/20"))
    same = [*measured(), *table, Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, halves))]
    deals = [deal("A", 1, "0.10"), deal("B", 2, 1000)]
    over = world(deals, until=2, numbers=quotas(m1=quota(1000)))
    assert ran(same, over).amounts() == [50000]
    # 0.10 at 2% and at 3% are both nothing, but A now stands in another tier
    assert ran([*measured(), *whole_table(2, 3, edges=at(0, 100))], over).amounts() == [0, 3000]


def test_credits_of_a_month_without_a_quota_are_paid_when_there_is_one() -> None:
    steps = [*measured(), *whole_table(2, 3, edges=at(0, 100))]
    result = ran(steps, world([deal("A", 1, 600)], until=2, numbers=quotas(m2=quota(1000)), every_period=True))
    assert [(line.row.period, line.row.state, line.amount) for line in result.lines()] == [(1, "uplift", 1200)]
