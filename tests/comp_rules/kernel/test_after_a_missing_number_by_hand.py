"""After a month that lacked a number the next one pays the difference to what was posted last, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comp_rules.kernel.steps import AnyStep, Dated, Due, Each, Once, Pay, Ratio, Restate, Tier, Total
from comp_rules.kernel.world import Cell, Known, Missing
from tests.comp_rules.kernel.typed_results import gate, over, typed
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    QUARTER,
    YEAR,
    Numbers,
    at,
    by_tier,
    cell,
    deal,
    literal,
    percent,
    quota,
    ran,
    usd,
    world,
)  # fmt: skip


def posted() -> list[AnyStep]:
    lines = Due(name="lines", path="c", component="c", paid="monthly_to_date", frame=YEAR)
    factors = (cell("x", unit="money"),)
    return [typed("x", YEAR), lines, Pay(name="pay", path="c", component="c", lines="lines", factors=factors)]


def test_a_posting_is_the_difference_to_the_last_one_that_was_posted() -> None:
    result = ran(posted(), over(5, x=[10, None, None, 30, 40]))
    assert [result.amounts(month=month) for month in (1, 2, 3, 4, 5)] == [[10], [], [], [20], [10]]
    opened = {("component", "c"): (date(2026, 1, 31), 7)}
    after = ran(posted(), over(4, openings=opened, x=[10, None, 30, 40]))
    # nothing was posted since the opening
    assert [after.amounts(month=month) for month in (1, 2, 3, 4)] == [[], [], [23], [10]]


def test_an_award_is_not_granted_again_and_goes_back_as_it_was_granted() -> None:
    lines = Once(name="lines", path="c", component="c", gates=("held",), kept=False, frame=YEAR)
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(literal(usd(5), "award"),))
    steps = [typed("x", YEAR), gate("held", "x", YEAR), lines, pay]
    result = ran(steps, over(6, x=[1, None, 1, None, 0, 1]))
    assert [(line.row.period, line.amount, line.row.granted) for line in result.lines()] == [
        (0, 500, None), (4, -500, 0), (5, 500, None),
    ]  # fmt: skip


def test_a_condition_to_date_pays_a_credit_once() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new", gates=("held",), judged="to_date")
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(percent(10))))
    steps = [typed("x", YEAR), gate("held", "x", YEAR), lines, pay]
    result = ran(steps, replace(over(5, x=[1, None, 1, None, 0]), credits=[deal("A", 1, 10)]))
    assert [(line.row.period, line.row.state, line.amount) for line in result.lines()] == [
        (0, "new", 100), (4, "back", -100),
    ]  # fmt: skip


class FromMarch(Numbers):
    """A quota of 1,000 that nobody has in February."""

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        return Missing("quota_missing", name, cell.day) if cell.period == 1 else quota(1000)


def test_a_whole_table_lifts_what_it_paid_last_at_the_numbers_of_that_month() -> None:
    share = Total(name="share", path="m", credits=("old",), unit="count", frame=QUARTER)
    steps: list[AnyStep] = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=YEAR),
        Tier(name="tier", path="t", value="attainment", edges=at(0, 100), frame=YEAR),
        share,
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(CREDIT, by_tier(percent(2), percent(3)), cell("share", unit="count"))),
    ]  # fmt: skip
    # a multiplier of another window: 1 in January, 2 in February, 3 in March
    counts = [deal(f"N{month}", month, "0.01", rule="old") for month in (1, 2, 3)]
    sold = sorted([deal("A", 1, 800), deal("B", 2, 300), *counts], key=lambda credit: credit.day)
    result = ran(steps, world(sold, until=3, numbers=FromMarch(), every_period=True))
    # January 800 x 2% x 1; March 800 x 3% x 3 less that, and B's 300 x 3% x 3 whole
    assert [(line.row.period, line.row.state, line.amount) for line in result.lines()] == [
        (0, "new", 1600), (2, "uplift", 7200 - 1600), (2, "uplift", 2700),
    ]  # fmt: skip
