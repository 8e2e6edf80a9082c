"""Ladders whose lines are of several kinds at once, and windows of odd sizes; every scenario runs in blocks as well.

In: credits of one person. Out: the tiers, parts and amounts worked out by hand.
"""

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
    Pay,
    Running,
    Scale,
    Share,
    Slice,
    Tier,
    Total,
)  # fmt: skip
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    PART,
    PERIOD,
    QUARTER,
    YEAR,
    Numbers,
    Ran,
    at,
    by_tier,
    deal,
    percent,
    quota,
    ran,
    world,
)  # fmt: skip

QUOTA = Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR)
NUMBERS = Numbers(quotas={"q": {1: quota(1000)}})
RATES = by_tier(percent(10), percent(20), percent(30), percent(40))
COST = Edge(Fraction(0), "money", True, "t[2]", "cost")
#: from 0, from 50% of the quota, from the record's cost, from 90% of the quota
MIXED = (*at(0, 50), COST, *at(90))


def paid_on(lines: Each | Slice, *more: AnyStep) -> list[AnyStep]:
    factors = (CREDIT if isinstance(lines, Each) else PART, RATES)
    return [QUOTA, *more, lines, Pay(name="pay", path="c", component="c", lines="lines", factors=factors)]


def sliced(edges: tuple[Edge, ...], *, of: str | None = "quota", running: str | None = None, **more: bool) -> Slice:
    return Slice(name="lines", path="c", component="c", credit="new", running=running, quota=of, edges=edges, **more)


def tiers_and_amounts(result: Ran) -> list[tuple[int | None, int]]:
    return [(line.row.now.tier, line.amount) for line in result.lines()]


def costing(dollars: int, name: str = "A", worth: int = 1000) -> object:
    return deal(name, 1, worth, fields={"cost": Fraction(100 * dollars)})


@pytest.mark.parametrize(
    ("cost", "lines"),
    [
        # 500 at 10%, to 600 at 20%, to 900 at 30%, 100 at 40%
        (600, [(0, 50_00), (1, 20_00), (2, 90_00), (3, 40_00)]),
        # a cost below the line before it lies on that line: nothing is left for the second tier
        (400, [(0, 50_00), (2, 120_00), (3, 40_00)]),
        # and one above the line behind it pushes that line up
        (950, [(0, 50_00), (1, 90_00), (3, 20_00)]),
        (5000, [(0, 50_00), (1, 100_00)]),
    ],
)
def test_percent_of_quota_and_a_field_of_the_record_are_lines_of_one_ladder(
    cost: int, lines: list[tuple[int, int]]
) -> None:
    over = world([costing(cost)], until=1, numbers=NUMBERS)  # type: ignore[list-item]
    assert tiers_and_amounts(ran(paid_on(sliced(MIXED)), over)) == lines


@pytest.mark.parametrize(("worth", "tier"), [(499, 0), (500, 1), (599, 1), (600, 2), (899, 2), (900, 3)])
def test_the_whole_amount_is_placed_among_lines_of_several_kinds(worth: int, tier: int) -> None:
    lines = Each(name="lines", path="c", component="c", credit="new", quota="quota", edges=MIXED)
    over = world([costing(600, worth=worth)], until=1, numbers=NUMBERS)  # type: ignore[list-item]
    assert tiers_and_amounts(ran(paid_on(lines), over)) == [(tier, worth * (tier + 1) * 10)]


def test_two_fields_and_money_that_no_quota_multiplies() -> None:
    goal = replace(COST, field="goal")
    edges = (*at(0, 200, form="money"), COST, goal)
    fields = {"cost": Fraction(500_00, 3), "goal": Fraction(250_00)}
    over = world([deal("A", 1, 300, fields=fields)], until=1, numbers=NUMBERS)
    # the cost of 166.66.. lies below 200
    lines = [(0, 20_00), (2, 15_00), (3, 20_00)]
    assert tiers_and_amounts(ran(paid_on(sliced(edges)), over)) == lines
    assert tiers_and_amounts(ran(paid_on(sliced(edges, of=None)), over)) == lines


@pytest.mark.parametrize("running", [None, "running"])
def test_lines_in_money_are_those_of_the_part_worked_and_percent_is_of_the_whole_quota(running: str | None) -> None:
    over = world([deal("A", 7, 600, day=20)], until=7, numbers=NUMBERS, from_day=date(2026, 7, 2))
    total = Running(name="running", path="m", credits=("new",), frame=YEAR)
    of_quota = paid_on(sliced(at(0, 25, 50), running=running, scaled=True), total)
    assert tiers_and_amounts(ran(of_quota, over)) == [(0, 25_00), (1, 50_00), (2, 30_00)]
    in_money = paid_on(sliced(at(0, 365, 730, form="money"), of=None, running="running", scaled=True), total)
    # 183 days of 365: 365.00 is 183.00 then, and 730.00 is 366.00
    assert tiers_and_amounts(ran(in_money, over)) == [(0, 18_30), (1, 36_60), (2, 70_20)]


@pytest.mark.parametrize("sign", [1, -1])
def test_all_above_the_second_line_is_one_part_of_a_credit_placed_alone(sign: int) -> None:
    lines = sliced(at(0, 50, 90), overage=True)
    rows = [
        (300, [(0, 30_00)]),
        (500, [(0, 50_00)]),
        (800, [(0, 50_00), (1, 60_00)]),
        (1000, [(0, 50_00), (2, 150_00)]),
    ]
    for worth, expected in rows:
        row = deal("A", 1, sign * worth, reversal=sign < 0)
        result = ran(paid_on(lines), world([row], until=1, numbers=NUMBERS))
        assert tiers_and_amounts(result) == [(tier, sign * amount) for tier, amount in expected]


def test_a_credit_of_nothing_is_one_line_where_it_stands() -> None:
    over = world([deal("A", 1, 500), deal("B", 1, 0), deal("C", 1, 1)], until=1, numbers=NUMBERS)
    running = Running(name="running", path="m", credits=("new",), frame=YEAR)
    for edges, tier in ((at(0, 50, 90), 1), (at(0, 50, 90, above=[1]), 0)):
        result = ran(paid_on(sliced(edges, running="running"), running), over)
        assert tiers_and_amounts(result) == [(0, 50_00), (tier, 0), (1, 20)]
    alone = ran(paid_on(sliced(at(0, 50), overage=True)), world([deal("B", 1, 0)], until=1, numbers=NUMBERS))
    assert tiers_and_amounts(alone) == [(0, 0)]


def test_a_window_of_no_months_keeps_its_quota_and_counts_a_row_of_its_own_as_a_year() -> None:
    steps: list[AnyStep] = [
        replace(QUOTA, frame=QUARTER),
        Scale(name="counted", path="m", amount="quota", by="to_date", unit="money", frame=QUARTER),
        Dated(name="months", path="c", table="target_months", key="", unit="count", frame=QUARTER),
        Dated(name="so_far", path="c", table="target_months", key="", unit="count", frame=QUARTER, to_date=True),
    ]
    over = world(until=3, numbers=NUMBERS)
    none = [replace(cell, months=0, months_to_date=0) for cell in over.cells[QUARTER]]
    assert ran(steps, over).values("counted") == [33333, 66667, 100000]
    result = ran(steps, replace(over, cells={QUARTER: none}))
    assert result.values("counted") == [100000] * 3
    assert result.values("months") == [0] * 3
    own = replace(NUMBERS, of_window=True)
    by_row = ran(steps, replace(over, lookup=own))
    assert (by_row.values("months"), by_row.values("so_far")) == ([12] * 3, [4, 8, 12])
    assert ran(steps, replace(over, cells={QUARTER: none}, lookup=own)).values("months") == [12] * 3
    half = [replace(cell, months=none[0].months) if n else cell for n, cell in enumerate(over.cells[QUARTER])]
    assert ran(steps, replace(over, cells={QUARTER: half})).values("counted") == [33333, 100000, 100000]


def test_a_quota_that_is_no_whole_number_is_rounded_only_where_a_part_is_taken() -> None:
    broken = replace(quota(0), value=Fraction(1001, 2))
    steps: list[AnyStep] = [
        replace(QUOTA, frame=PERIOD),
        Scale(name="counted", path="m", amount="quota", unit="money", frame=PERIOD),
        Share(name="third", path="m", factors=(("counted", False), (percent("100/3"), False)), frame=PERIOD),
    ]
    numbers = Numbers(quotas={"q": {1: broken}})
    result = ran(steps, world(until=2, numbers=numbers, from_day=date(2026, 1, 17)))
    # 15 of 31 days of 500.5 are 242.18; February keeps its half
    assert result.values("counted") == [242, Fraction(1001, 2)]
    assert result.values("third") == [81, 167]


def test_tiers_by_a_total_in_money_follow_the_part_worked() -> None:
    steps: list[AnyStep] = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=PERIOD),
        Tier(name="tier", path="t", value="total", edges=at(0, 310, 620, form="money"), frame=PERIOD, scaled=True),
    ]
    over = world([deal("A", 1, 150, day=20), deal("B", 2, 300)], until=2, from_day=date(2026, 1, 17))
    # 15 of 31 days put the lines at 150 and 300; February has them whole
    assert ran(steps, over).values("tier") == [1, 0]
