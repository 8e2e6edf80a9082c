"""Caps of every group, what becomes of what they cut, lines of lines, and lines in other units than the cent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import pytest

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Factor,
    Frame,
    Gate,
    Limit,
    Pay,
    Ratio,
    Restate,
    Running,
    Share,
    Slice,
    Tier,
    Total,
    Worked,
)  # fmt: skip
from comp_rules.kernel.world import Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.money import RoundingMode
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PERIOD,
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

Per = Literal["record", "period", "quarter", "year", "window"]
Excess = Literal["lost", "carry", "year_end"]
FRAMES: dict[Per, Frame] = {"record": PERIOD, "period": PERIOD, "quarter": QUARTER, "year": YEAR, "window": QUARTER}


def tenth() -> list[AnyStep]:
    return [
        Each(name="lines", path="c", component="c", credit="new"),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, literal(percent(10)))),
    ]


def cap(per: Per, dollars: int = 100, excess: Excess = "lost", unless: tuple[str, ...] = ()) -> Limit:
    frame = FRAMES[per]
    return Limit(name="c.cap1", path="c.caps[0]", component="c", pays=("pay",), cap=usd(dollars), per=per,
                 excess=excess, frame=frame, unless=unless)  # fmt: skip


def cuts(*deals: object, per: Per, excess: Excess = "lost", until: int = 3) -> list[list[int]]:
    over = world(deals, until=until, every_period=True)  # type: ignore[arg-type]
    result = ran([*tenth(), cap(per, excess=excess)], over)
    return [result.amounts("c.cap1", month) for month in range(1, until + 1)]


def test_a_cap_per_period_cuts_each_month_for_itself() -> None:
    deals = [deal("A", 1, 1500), deal("B", 1, 500), deal("C", 2, 1000), deal("D", 3, 1100)]
    assert cuts(*deals, per="period") == [[-10000], [], [-1000]]


@pytest.mark.parametrize("per", ["quarter", "window", "year"])
def test_a_cap_over_time_gives_room_back_when_a_return_comes(per: Per) -> None:
    deals = [deal("A", 1, 800), deal("B", 2, 500), deal("R", 3, -100)]
    assert cuts(*deals, per=per) == [[], [-3000], [1000]]


def test_a_quarter_begins_with_all_its_room_and_a_year_does_not() -> None:
    deals = [deal("A", 1, 1200), deal("B", 4, 300)]
    assert cuts(*deals, per="quarter", until=4) == [[-2000], [], [], []]
    assert cuts(*deals, per="year", until=4) == [[-2000], [], [], [-3000]]


def test_a_cap_per_record_holds_both_sides_so_that_a_return_gives_back_what_was_paid() -> None:
    deals = [deal("A", 1, 3000), deal("B", 1, 500), deal("A2", 2, -3000, record="A", reversal=True)]
    assert cuts(*deals, per="record") == [[-20000], [20000], []]
    assert cuts(deal("A", 1, -3000), per="record") == [[20000], [], []]


def test_what_is_carried_is_added_before_the_next_cap() -> None:
    deals = [deal("A", 1, 2500), deal("B", 2, 300), deal("C", 3, 100)]
    # 250 paid as 100, 150 on; 30 + 150 paid as 100, 80 on; 10 + 80 paid as 90
    assert cuts(*deals, per="period", excess="carry") == [[-15000], [15000, -8000], [8000]]


def test_what_the_year_cut_is_paid_out_in_its_last_period() -> None:
    deals = [deal("A", 1, 1500), deal("B", 6, 1200), deal("C", 12, 1100)]
    months = cuts(*deals, per="period", excess="year_end", until=12)
    assert [months[0], months[5], months[11]] == [[-5000], [-2000], [-1000, 8000]]
    assert sum(sum(month) for month in months) == 0


def test_a_cap_does_not_bind_while_its_unless_holds() -> None:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(2000), measure="m", frame=QUARTER)
    total = Total(name="total", path="m", credits=("new",), unit="money", frame=QUARTER)
    deals = [deal("A", 1, 1500), deal("B", 2, 600), deal("R", 3, -200)]
    steps = [total, *tenth(), gate, cap("quarter", unless=("gate",))]
    result = ran(steps, world(deals, until=3, every_period=True))
    # cut 50; at 2,100 all of it comes back; at 1,900 the quarter's 190 is cut to 100
    assert [result.amounts("c.cap1", month) for month in (1, 2, 3)] == [[-5000], [5000], [-9000]]


def test_a_cap_in_percent_of_target_moves_with_the_target() -> None:
    steps = [
        *tenth(),
        Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR),
        Share(name="cap", path="c.caps[0]", frame=YEAR, factors=(("target", False), (percent(50), False))),
        Limit(name="c.cap1", path="c.caps[0]", component="c", pays=("pay",), cap="cap", per="year", excess="lost",
              frame=YEAR),
    ]  # fmt: skip
    numbers = Numbers(targets={1: 20000, 2: 24000})
    result = ran(steps, world([deal("A", 1, 1500)], until=2, numbers=numbers, every_period=True))
    assert [result.amounts("c.cap1", month) for month in (1, 2)] == [[-5000], [2000]]
    assert result.formula(result.lines("c.cap1", 2)[0], "c.cap1") == "=ROUND(MIN(120,150)-MIN(100,150)-(150-150),2)"
    blocked = ran(steps, world([deal("A", 1, 1500)], until=2, every_period=True))
    assert blocked.columns.missing["c.cap1"].code == "target_missing"


def test_a_second_cap_looks_at_what_the_first_left() -> None:
    second = Limit(name="c.cap2", path="c.caps[1]", component="c", pays=("pay", "c.cap1"), cap=usd(150), per="quarter",
                   excess="lost", frame=QUARTER)  # fmt: skip
    deals = [deal("A", 1, 1500), deal("B", 2, 1500)]
    result = ran([*tenth(), cap("period"), second], world(deals, until=2, every_period=True))
    assert [result.amounts("c.cap2", month) for month in (1, 2)] == [[], [-5000]]


def on_lines(tier_frame: Frame = YEAR) -> list[AnyStep]:
    """A modifier on the lines of `c`: x 0% below the quota, 50% from it on, for the whole table."""
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=tier_frame),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=tier_frame),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=tier_frame),
        *tenth(),
        cap("period"),
        Tier(name="tier", path="d.tiers", value="attainment", edges=at(0, 100), frame=tier_frame),
        Restate(name="d.lines", path="d", component="d", credit="component:c", tier="tier", frame=tier_frame),
        Pay(
            name="d.pay", path="d", component="d", lines="d.lines", factors=(CREDIT, by_tier(percent(10), percent(50)))
        ),
    ]


def test_a_component_pays_on_the_lines_of_another_with_their_caps_and_restates_them() -> None:
    numbers = Numbers(quotas={"q": {1: quota(2000)}})
    deals = [deal("A", 1, 1500), deal("B", 2, 500)]
    result = ran(on_lines(), world(deals, until=2, numbers=numbers, every_period=True))
    # 150.00 and the cap's -50.00 at 10%; in February at 50%, with B's 50.00
    assert result.amounts("d.pay", 1) == [1500, -500]
    assert result.amounts("d.pay", 2) == [6000, -2000, 2500]
    assert len({line.row.credit.credit_id for line in result.lines("d.pay") if line.row.credit}) == 3


def test_lines_for_earlier_credits_stand_in_the_window_of_their_own_period() -> None:
    steps = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Tier(name="tier", path="c.tiers", value="total", edges=at(0, 2000, form="money"), frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(percent(2), percent(3)))),
        Total(name="month", path="m", credits=("new",), unit="money", frame=MONTH),
        Tier(name="month_tier", path="d.tiers", value="month", edges=at(0, 1000, form="money"), frame=MONTH),
        Restate(name="d.lines", path="d", component="d", credit="component:c", tier="month_tier", frame=MONTH),
        Pay(name="d.pay", path="d", component="d", lines="d.lines", factors=(CREDIT, by_tier(percent(1), percent(2)))),
    ]
    result = ran(steps, world([deal("A", 1, 900), deal("B", 2, 1100)], until=2, every_period=True))
    # January: 18.00 x 1%. February: the uplift 9.00 and 33.00, both x 2%
    assert [result.amounts("d.pay", month) for month in (1, 2)] == [[18], [18, 66]]


def test_what_a_component_misses_is_missing_for_those_that_pay_on_it() -> None:
    steps = [
        Each(name="lines", path="c", component="c", credit="new"),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(CREDIT, Factor("rate", "personal", "ratio", name="own"))),
        Each(name="d.lines", path="d", component="d", credit="component:c"),
        Pay(name="d.pay", path="d", component="d", lines="d.lines", factors=(CREDIT, literal(percent(10)))),
    ]  # fmt: skip
    result = ran(steps, world([deal("A", 1, 100)], until=1))
    assert result.columns.missing["d.pay"].name == "own"
    numbers = Numbers(personals={"own": {1: Known(Fraction(1, 20), Source("personal", "p"), "percent")}})
    assert ran(steps, world([deal("A", 1, 100)], until=1, numbers=numbers)).amounts("d.pay") == [50]


def test_rates_of_tables_fields_and_spreads() -> None:
    def pay(factor: Factor, *more: Factor) -> list[AnyStep]:
        lines = Each(name="lines", path="c", component="c", credit="new")
        return [lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, factor, *more))]

    source = Source("plan", "t")
    rates = {
        "t": Known(Fraction(7, 100), source, "percent"),
        "t:below": Known(Fraction(5, 100), source, "percent"),
    }
    row = deal("A", 1, 1000, rates=rates, fields={"fee": Fraction(2), "of": Fraction(3)})
    over = world([row], until=1)
    assert ran(pay(Factor("rate", "table", "ratio", name="t")), over).amounts() == [7000]
    assert ran(pay(Factor("rate", "spread", "ratio", name="t")), over).amounts() == [2000]
    higher = {**rates, "t:below": Known(Fraction(9, 100), Source("plan", "t"), "percent")}
    over_less = world([deal("A", 1, 1000, rates=higher)], until=1)
    assert ran(pay(Factor("rate", "spread", "ratio", name="t")), over_less).amounts() == [0]
    below = Factor("of", "record_field", "count", name="of", divide=True)
    ratio = (Factor("rate", "record_field", "count", name="fee"), below)
    assert ran(pay(*ratio), over).amounts() == [66667]
    nothing = ran(pay(*ratio), world([deal("A", 1, 1, fields={"fee": Fraction(2), "of": Fraction(0)})], until=1))
    assert [refused.code for refused in nothing.columns.refused["lines"]] == ["undefined"]
    lost = {"t": Missing("rate_missing", "t", date(2026, 1, 10))}
    missing = ran(pay(Factor("rate", "table", "ratio", name="t")), world([deal("A", 1, 1, rates=lost)], until=1))
    assert missing.columns.missing["pay"].code == "rate_missing"
    none = ran(pay(Factor("rate", "record_field", "ratio", name="x")), over)
    assert none.columns.missing["pay"].code == "field_missing"


@pytest.mark.parametrize(
    ("unit", "mode", "amounts"),
    [
        (1, "half_away", [1250, -1250, 13]),
        (100, "half_away", [1300, -1300, 0]),
        (100, "half_even", [1200, -1200, 0]),
        (100, "down", [1200, -1200, 0]),
        (100, "up", [1300, -1300, 100]),
        (1, "half_even", [1250, -1250, 12]),
        (1, "down", [1250, -1250, 12]),
        (1, "up", [1250, -1250, 13]),
        (10, "half_even", [1250, -1250, 10]),
        (1000, "half_away", [1000, -1000, 0]),
    ],
)
def test_lines_are_rounded_to_their_unit_and_the_formula_says_so(
    unit: int, mode: RoundingMode, amounts: list[int]
) -> None:
    # 12.50, -12.50 and 0.125
    deals = [deal("A", 1, 125), deal("B", 1, -125), deal("C", 1, "1.25")]
    assert ran(tenth(), world(deals, until=1, rounding=(unit, mode))).amounts() == amounts


def test_each_of_two_values_is_rounded() -> None:
    steps = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Tier(name="tier", path="c.tiers", value="total", edges=at(0, 100, form="money"), frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, by_tier(percent(2), percent(3)))),
    ]
    over = world([deal("A", 1, 75), deal("B", 2, 25)], until=2, rounding=(100, "half_even"))
    # 2.25 is 2, and 1.50 is 2: A changes its tier and no money; 0.75 is 1
    assert ran(steps, over).amounts() == [0, 100]


def test_a_line_of_a_component_without_target_is_multiplied_by_the_part_worked_of_its_own_period() -> None:
    edges = at(0, 1000, form="money")
    steps = [
        Worked(name="worked", path="p", frame=PERIOD),
        Running(name="running", path="m", credits=("new",), frame=YEAR),
        Slice(name="lines", path="c", component="c", credit="new", running="running", quota=None, edges=edges),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(Factor("part", "part", "money"), by_tier(percent(10), percent(20)), cell("worked"))),
    ]  # fmt: skip
    deals = [deal("A", 1, 800, day=20), deal("B", 2, 400)]
    over = world(deals, until=2, from_day=date(2026, 1, 17), every_period=True)
    # 15 of 31 days in January, all of February
    assert ran(steps, over).amounts() == [3871, 2000, 4000]


def test_a_month_that_lacked_a_number_takes_no_room_of_a_cap_over_time() -> None:
    steps = [
        Each(name="lines", path="c", component="c", credit="new"),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(CREDIT, Factor("rate", "table", "ratio", name="t"))),
        cap("year"),
    ]  # fmt: skip
    rates = {"t": Known(Fraction(1, 10), Source("plan", "t"), "percent")}
    lacking = deal("A", 1, 700, rates={"t": Missing("rate_missing", "t", date(2026, 1, 10))})
    deals = [deal("B", 1, 700, rates=rates), lacking, deal("C", 2, 1200, rates=rates)]
    result = ran(steps, world(deals, until=2, every_period=True))
    assert [result.amounts("pay", month) for month in (1, 2)] == [[], [12000]]
    assert [result.amounts("c.cap1", month) for month in (1, 2)] == [[], [-2000]]
    assert not result.columns.missing
    january = ran(steps, world(deals[:2], until=1))
    assert january.columns.missing["c.cap1"].code == "rate_missing"
