"""Payouts of windows: curves beyond their points, weights, matrices, postings to date, openings, awards and gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Due,
    Factor,
    Frame,
    Gate,
    Given,
    Once,
    Outside,
    Pay,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.world import GivenRow, Known
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import (
    MONTH,
    QUARTER,
    YEAR,
    Numbers,
    Ran,
    at,
    cell,
    deal,
    literal,
    percent,
    quota,
    ran,
    usd,
    world,
)  # fmt: skip

PLAIN = Numbers(quotas={"q": {1: quota(1000)}}, targets={1: 1200000})
POINTS = ((percent(50), percent(0)), (percent(80), percent(60)), (percent(100), percent(100)))


def measured(frame: Frame = QUARTER) -> list[AnyStep]:
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=frame, opening="arr"),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=frame),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=frame),
        Dated(name="target", path="c", table="target", key="", unit="money", frame=frame),
        Dated(name="months", path="c", table="target_months", key="", unit="count", frame=frame),
    ]


TARGET = (
    cell("target", unit="money"),
    cell("months", unit="count"),
    Factor("year_months", "literal", "count", numbers=(replace(percent(1200), form="count"),), divide=True),
    cell("payout"),
)


def curve(
    below: Outside = "nothing", beyond: Outside = "edge", points: Sequence[object] = POINTS, frame: Frame = QUARTER
) -> Curve:
    return Curve(name="payout", path="c.curve", value="attainment", points=tuple(points), below=below, beyond=beyond,
                 frame=frame)  # type: ignore[arg-type]  # fmt: skip


def due(
    payout: AnyStep,
    paid: str = "window_end",
    frame: Frame = QUARTER,
    gates: tuple[str, ...] = (),
    tier: str | None = None,
) -> list[AnyStep]:
    return [
        payout,
        Due(name="lines", path="c", component="c", paid=paid, frame=frame, gates=gates, tier=tier),  # type: ignore[arg-type]
        Pay(name="pay", path="c", component="c", lines="lines", factors=TARGET),
    ]


def at_quarter_end(dollars: int, below: Outside, beyond: Outside) -> Ran:
    steps = [*measured(), *due(curve(below, beyond))]
    return ran(steps, world([deal("A", 3, dollars)], until=3, numbers=PLAIN))


@pytest.mark.parametrize(
    ("dollars", "below", "beyond", "payout"),
    [
        (900, "nothing", "edge", Fraction(80, 100)),
        (800, "nothing", "edge", Fraction(60, 100)),
        (500, "nothing", "nothing", Fraction(0)),
        (1000, "nothing", "nothing", Fraction(1)),
        (400, "nothing", "edge", Fraction(0)),
        (400, "extend", "edge", Fraction(-20, 100)),
        (1100, "nothing", "nothing", Fraction(0)),
        (1100, "nothing", "edge", Fraction(1)),
        (1100, "nothing", "extend", Fraction(120, 100)),
    ],
)
def test_a_curve_between_on_below_and_beyond_its_points(
    dollars: int, below: Outside, beyond: Outside, payout: Fraction
) -> None:
    result = at_quarter_end(dollars, below, beyond)
    assert result.values("payout")[2] == payout
    # a quarter of 12,000.00
    assert result.amounts() == [300000 * payout]


def test_the_first_point_may_pay_below_itself() -> None:
    points = ((percent(50), percent(20)), (percent(100), percent(100)))
    steps = [*measured(), *due(curve("edge", "edge", points))]
    assert ran(steps, world([deal("A", 3, 100)], until=3, numbers=PLAIN)).amounts() == [60000]


def test_the_formula_prints_the_whole_interpolation() -> None:
    result = at_quarter_end(900, "nothing", "edge")
    line = "(0.6+((900/1000)-0.8)*(1-0.6)/(1-0.8))"
    assert result.formula(result.lines()[0]) == f"=ROUND(12000*3/12*{line},2)"
    beyond = at_quarter_end(1100, "nothing", "edge")
    assert beyond.formula(beyond.lines()[0]) == "=ROUND(12000*3/12*100%,2)"


def test_payouts_that_fall_are_interpolated_downwards() -> None:
    points = ((percent(0), percent(100)), (percent(10), percent(40)), (percent(20), percent(0)))
    steps = [*measured(), *due(curve("edge", "edge", points))]
    assert ran(steps, world([deal("A", 3, 50)], until=3, numbers=PLAIN)).amounts() == [210000]


@pytest.mark.parametrize(("if_zero", "amounts", "code"), [
    ("at_target", [300000], None), ("base_rate", [], "quota_zero"), ("nothing", [], "quota_zero"),
])  # fmt: skip
def test_a_payout_on_a_quota_stated_as_0(if_zero: str, amounts: list[int], code: str | None) -> None:
    numbers = replace(PLAIN, quotas={"q": {1: quota(0, if_zero)}})
    result = ran([*measured(), *due(curve())], world([deal("A", 3, 300)], until=3, numbers=numbers))
    assert result.amounts() == amounts
    judged = result.columns.judged["lines"][-1]
    assert (judged.state, judged.step) == ((code, "quota") if code else ("paid", ""))


def test_a_window_that_is_not_over_pays_nothing_yet_and_a_gate_is_named() -> None:
    gate = Gate(name="gate", path="g", value="attainment", comparison="at_least", line=percent(90), measure="m",
                frame=QUARTER)  # fmt: skip
    steps = [*measured(), gate, *due(curve(), gates=("gate",))]
    early = ran(steps, world([deal("A", 1, 900)], until=2, numbers=PLAIN))
    assert (early.amounts(), early.columns.judged["lines"][0].state) == ([], "not_over")
    exactly = ran(steps, world([deal("A", 1, 900)], until=3, numbers=PLAIN))
    assert exactly.amounts() == [240000]
    under = ran(steps, world([deal("A", 1, 899)], until=3, numbers=PLAIN))
    assert [(judged.state, judged.step) for judged in under.columns.judged["lines"]] == [("gate", "gate")]


def test_monthly_to_date_pays_the_difference_to_the_posting_before_and_takes_back() -> None:
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    steps = [*measured(), *due(curve("nothing", "edge", points), "monthly_to_date")]
    deals = [deal("A", 1, 250), deal("B", 3, 500), deal("C", 4, 100)]
    result = ran(steps, world(deals, until=4, numbers=PLAIN, every_period=True))
    assert [result.amounts(month=month) for month in (1, 2, 3, 4)] == [[75000], [], [150000], [30000]]
    assert [line.row.state for line in result.lines()] == ["new", "uplift", "new"]
    less = [*deals[:2], deal("R", 3, -600)]
    assert ran(steps, world(less, until=3, numbers=PLAIN)).amounts() == [-30000]


def test_a_gate_that_closes_takes_back_what_was_posted() -> None:
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(200), measure="m", frame=QUARTER)
    steps = [*measured(), gate, *due(curve("nothing", "edge", points), "monthly_to_date", gates=("gate",))]
    deals = [deal("A", 1, 250), deal("R", 2, -100), deal("B", 3, 100)]
    result = ran(steps, world(deals, until=3, numbers=PLAIN, every_period=True))
    assert [(line.row.state, line.amount) for line in result.lines()] == [
        ("new", 75000),
        ("back", -75000),
        ("new", 75000),
    ]


@pytest.mark.parametrize(
    ("last_day", "amounts"),
    [
        # posted up to the end of January: February and March follow
        (date(2026, 1, 31), [[], [70000], [60000]]),
        # in the middle of February: February posts what is above it
        (date(2026, 2, 14), [[], [70000], [60000]]),
        (date(2026, 2, 28), [[], [], [130000]]),
    ],
)
def test_before_the_first_posting_stands_the_opening_of_the_component(last_day: date, amounts: list[list[int]]) -> None:
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    steps = [*measured(), *due(curve("nothing", "edge", points), "monthly_to_date")]
    numbers = replace(PLAIN, openings={("component", "c"): (last_day, 50000)})
    deals = [deal("A", 1, 300), deal("B", 2, 100), deal("C", 3, 200)]
    result = ran(steps, world(deals, until=3, numbers=numbers, every_period=True))
    assert [result.amounts(month=month) for month in (1, 2, 3)] == amounts
    posted = next(line for line in result.lines() if line.row.before and line.row.before.posted)
    assert result.formula(posted).endswith("-500,2)")


def test_quarterly_to_date_posts_where_a_quarter_ends_and_target_counts_to_date() -> None:
    frame = YEAR
    months = Dated(name="months", path="c", table="target_months", key="", unit="count", frame=frame, to_date=True)
    counted = Scale(name="quota_to_date", path="m", amount="quota", by="to_date", unit="money", frame=frame)
    attained = Ratio(name="attained", path="m", upper="total", lower="quota_to_date", frame=frame)
    tier = Tier(name="tier", path="c.tiers", value="attained", edges=at(0, 100), frame=frame)
    pick = Pick(name="payout", path="c", tiers=("tier",), numbers=(percent(50), percent(100)), columns=0, frame=frame)
    steps = [*measured(frame)[:4], months, counted, attained, tier, *due(pick, "quarterly_to_date", frame, tier="tier")]
    deals = [deal("A", 2, 250), deal("B", 5, 100)]
    result = ran(steps, world(deals, until=6, numbers=PLAIN, every_period=True))
    assert result.values("quota_to_date")[2] == 25000
    # a quarter of 12,000 at 100%; then half of 12,000 at 50%, less what was posted: nothing changes
    assert [result.amounts(month=month) for month in range(1, 7)] == [[], [], [300000], [], [], []]
    later = ran(steps, world([*deals, deal("C", 6, 150)], until=6, numbers=PLAIN))
    assert later.amounts() == [300000]


def test_the_target_of_the_windows_own_row_is_taken_whole() -> None:
    numbers = replace(PLAIN, of_window=True)
    assert ran([*measured(), *due(curve())], world([deal("A", 3, 1000)], until=3, numbers=numbers)).amounts() == [
        1200000
    ]


def test_weights_add_up_and_an_item_under_its_floor_counts_0() -> None:
    items = [
        Dated(name="margin", path="m", table="input", key="margin", unit="ratio", frame=QUARTER),
        Weighted(name="score", path="m", frame=QUARTER,
                 items=(("attainment", percent(60), percent(80)), ("margin", percent(40), None))),
        replace(curve("nothing", "extend", ((percent(0), percent(0)), (percent(100), percent(100)))), value="score"),
    ]  # fmt: skip
    steps = [*measured(), *items[:2], *due(items[2])]
    numbers = replace(PLAIN, inputs={"margin": {date(2026, 2, 28): Fraction(1, 2)}})
    good = ran(steps, world([deal("A", 3, 800)], until=3, numbers=numbers))
    # 60% x 80% + 40% x 50% = 68%
    assert good.amounts() == [204000]
    weighted = "(0.6*(800/1000)+0.4*0.5)"
    assert good.formula(good.lines()[0]) == f"=ROUND(12000*3/12*(0+({weighted}-0)*(1-0)/(1-0)),2)"
    assert ran(steps, world([deal("A", 3, 799)], until=3, numbers=numbers)).amounts() == [60000]
    no_margin = ran(steps, world([deal("A", 3, 800)], until=3, numbers=PLAIN))
    assert no_margin.columns.missing["pay"].code == "input_missing"
    assert no_margin.columns.missing["pay"].name == "margin"


def test_a_weighted_measure_is_undefined_when_an_item_is() -> None:
    weighted = Weighted(name="score", path="m", frame=QUARTER,
                        items=(("attainment", percent(50), None), ("other", percent(50), None)))  # fmt: skip
    none = Total(name="none", path="m", credits=("none",), unit="money", frame=QUARTER)
    other = Ratio(name="other", path="m", upper="total", lower="none", frame=QUARTER)
    result = ran([*measured(), none, other, weighted], world([deal("A", 3, 800)], until=3, numbers=PLAIN))
    assert result.values("score") == [None, None, None]


def test_a_matrix_picks_by_row_and_column_and_an_undefined_side_leaves_it_undefined() -> None:
    steps: list[AnyStep] = [
        *measured(),
        Dated(name="margin", path="m", table="input", key="margin", unit="ratio", frame=QUARTER),
        Tier(name="rows", path="r", value="attainment", edges=at(0, 100), frame=QUARTER),
        Tier(name="columns", path="c", value="margin", edges=at(0, 20, 30, above=[2]), frame=QUARTER),
    ]
    numbers = [percent(number) for number in (0, 10, 20, 30, 40, 50)]
    pick = Pick(name="payout", path="p", tiers=("rows", "columns"), numbers=tuple(numbers), columns=3, frame=QUARTER)
    known = replace(PLAIN, inputs={"margin": {date(2026, 3, 31): Fraction(3, 10)}})
    result = ran([*steps, *due(pick)], world([deal("A", 3, 1000)], until=3, numbers=known))
    assert (result.values("payout")[2], result.amounts()) == (Fraction(2, 5), [120000])
    zero = replace(known, quotas={"q": {1: quota(0, "nothing")}})
    assert ran([*steps, *due(pick)], world(until=3, numbers=zero)).values("payout")[2] is None


def test_a_ratio_of_sums_is_printed_from_its_numbers() -> None:
    steps: list[AnyStep] = [
        *(Total(name=name, path="m", credits=(name,), unit="money", frame=QUARTER) for name in ("start", "lost")),
        Add(name="kept", path="m", terms=(("start", 1), ("lost", -1)), unit="money", frame=QUARTER),
        Ratio(name="attainment", path="m", upper="kept", lower="start", frame=QUARTER),
        *measured()[3:],
        *due(curve()),
    ]
    rows = [deal("S", 1, 1000, rule="start"), deal("L", 2, 100, rule="lost")]
    result = ran(steps, world(rows, until=3, numbers=PLAIN))
    printed = "(0.6+(((1000-100)/1000)-0.8)*(1-0.6)/(1-0.8))"
    assert result.formula(result.lines()[0]) == f"=ROUND(12000*3/12*{printed},2)"


def test_a_share_is_a_rounded_sum_and_a_part_worked_is_exact() -> None:
    steps: list[AnyStep] = [
        *measured(),
        Worked(name="worked", path="p", frame=QUARTER),
        Share(name="third", path="p", frame=QUARTER, factors=(("target", False), (percent("100/3"), False))),
    ]
    numbers = replace(PLAIN, targets={1: 100001})
    result = ran(steps, world(until=3, numbers=numbers, from_day=date(2026, 2, 15)))
    assert result.values("third") == [33334, 33334]
    assert result.values("worked") == [Fraction(45, 90), Fraction(45, 90)]


def award(*, kept: bool, frame: Frame = QUARTER) -> list[AnyStep]:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(1000), measure="m", frame=frame)
    lines = Once(name="lines", path="c", component="c", gates=("gate",), kept=kept, frame=frame)
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(literal(usd(500), "award"),))
    return [*measured(frame), gate, lines, pay]


def test_an_award_is_due_once_and_goes_back_only_when_it_is_not_kept() -> None:
    deals = [deal("A", 1, 1000), deal("R", 2, -1), deal("B", 3, 1)]
    over = world(deals, until=3, numbers=PLAIN, every_period=True)
    assert ran(award(kept=True), over).amounts() == [50000]
    result = ran(award(kept=False), over)
    assert [(line.row.state, line.amount) for line in result.lines()] == [
        ("new", 50000),
        ("back", -50000),
        ("new", 50000),
    ]
    assert [judged.state for judged in result.columns.judged["lines"]] == ["reached", "fell_back", "reached"]


def test_an_award_over_two_windows_reads_the_other_on_the_last_day() -> None:
    other = Gate(
        name="month", path="g2", value="this_month", comparison="above", line=usd(100), measure="m", frame=MONTH
    )
    monthly = Total(name="this_month", path="m", credits=("new",), unit="money", frame=MONTH)
    steps = award(kept=True)
    steps[-2] = replace(steps[-2], gates=("gate", "month"))  # type: ignore[call-arg]
    deals = [deal("A", 1, 950), deal("B", 2, 100), deal("C", 3, 101)]
    result = ran([monthly, other, *steps], world(deals, until=3, numbers=PLAIN, every_period=True))
    assert [result.amounts(month=month) for month in (1, 2, 3)] == [[], [], [50000]]


def test_a_given_sum_is_paid_with_what_explains_it() -> None:
    values = {
        "base": Known(123457, Source("plan", "lower")),
        "people": Known(3, Source("plan", "lower")),
    }
    factors = (Factor("base", "given", "money"), literal(percent(5)))
    steps: list[AnyStep] = [
        Given(name="lines", path="c", component="c"),
        Pay(name="pay", path="c", component="c", lines="lines", factors=factors,
            context=(Factor("people", "given", "count"),)),
    ]  # fmt: skip
    rows = [GivenRow(period, "ae.c", date(2026, period + 1, 28), values) for period in (0, 1)]
    result = ran(steps, world(until=2, given={"c": rows}))
    # 61.7285 is rounded half away from zero
    assert result.amounts() == [6173]
    assert [(o.role, o.value, o.in_amount) for o in result.operands(result.lines()[0])] == [
        ("base", 123457, True),
        ("rate", Fraction(1, 20), True),
        ("people", 3, False),
    ]


def test_a_posting_that_lacked_a_number_posted_nothing_so_the_next_one_pays_it_all() -> None:
    items = Dated(name="attainment", path="m", table="input", key="score", unit="ratio", frame=QUARTER)
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    steps = [items, *measured()[3:], *due(curve("nothing", "edge", points), "monthly_to_date")]
    numbers = replace(PLAIN, inputs={"score": {date(2026, 2, 28): Fraction(1, 2)}})
    assert ran(steps, world(until=1, numbers=numbers)).columns.missing["pay"].code == "input_missing"
    assert ran(steps, world(until=2, numbers=numbers)).amounts() == [150000]


def test_items_of_one_scorecard_are_posted_together_or_not_at_all() -> None:
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    score = Dated(name="score", path="m", table="input", key="score", unit="ratio", frame=QUARTER)
    second = replace(curve("nothing", "edge", points), name="payout2", value="score")
    steps: list[AnyStep] = [
        *measured(),
        score,
        second,
        *due(curve("nothing", "edge", points), "monthly_to_date"),
        Due(name="lines2", path="c", component="c", paid="monthly_to_date", frame=QUARTER),
        Pay(name="pay2", path="c", component="c", lines="lines2", factors=(*TARGET[:3], cell("payout2")), item=2),
    ]
    numbers = replace(PLAIN, inputs={"score": {date(2026, 2, 28): Fraction(1, 2)}})
    result = ran(steps, world([deal("A", 1, 250)], until=2, numbers=numbers, every_period=True))
    # January lacks the score, so that nothing of it was posted: February pays both in full
    assert [result.amounts("pay", month) for month in (1, 2)] == [[], [75000]]
    assert [result.amounts("pay2", month) for month in (1, 2)] == [[], [150000]]
