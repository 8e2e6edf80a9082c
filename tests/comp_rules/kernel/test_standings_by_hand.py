"""What later months change for a credit, what is read again and what is not, and what lines of one place share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from comp_rules.kernel.columns import LineRow, Refused, State
from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Edge,
    Factor,
    Frame,
    Gate,
    Given,
    Pay,
    Ratio,
    Restate,
    Scale,
    Slice,
    Tier,
    Total,
)
from comp_rules.kernel.world import CreditRow, GivenRow, Known, Missing, World
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.typed_results import Typed, gate, typed
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    QUARTER,
    YEAR,
    Numbers,
    Ran,
    at,
    by_tier,
    cell,
    deal,
    literal,
    percent,
    quota,
    ran,
    times,
    usd,
    world,
)

TENTH = by_tier(percent(10))


def pay(*factors: Factor) -> Pay:
    return Pay(name="pay", path="c", component="c", lines="lines", factors=factors)


def over(until: int, sold: Sequence[CreditRow], *, last_only: bool = False, **results: Sequence[int | None]) -> World:
    return world(sold, until=until, numbers=Typed(typed=results), every_period=not last_only)


def lines_of(result: Ran) -> list[tuple[int, str, str, int]]:
    """(month, credit, state, amount) of every line."""
    return [
        (line.row.period + 1, line.row.credit.credit_id if line.row.credit else "", line.row.state, line.amount)
        for line in result.lines()
    ]


def gated(judged: str, *gates: str) -> list[AnyStep]:
    """A gate that holds while x is at least 1, and one of the quarter for y."""
    lines = Each(name="lines", path="c", component="c", credit="new", gates=gates or ("gate",), judged=judged)  # type: ignore[arg-type]
    return [
        typed("x", YEAR),
        gate("gate", "x", YEAR),
        typed("y", QUARTER),
        gate("second", "y", QUARTER),
        lines,
        pay(CREDIT, TENTH),
    ]


SOLD = [deal("A", 1, 10), deal("B", 2, 20), deal("C", 4, 40)]


def test_a_gate_to_date_gives_and_takes_each_credit_while_its_window_runs() -> None:
    y = [1] * 5
    result = ran(gated("to_date"), over(5, SOLD, x=[0, 1, 1, 0, 1], y=y))
    assert lines_of(result) == [
        (2, "A", "uplift", 100),
        (4, "A", "back", -100),
        (5, "A", "uplift", 100),
        (2, "B", "new", 200),
        (4, "B", "back", -200),
        (5, "B", "uplift", 200),
        (5, "C", "uplift", 400),
    ]
    assert result.columns.refused["lines"] == [
        Refused(SOLD[0], 0, "gate", "gate"),
        Refused(SOLD[2], 3, "gate", "gate"),
    ]
    on, off = State(None), State(None, on=False)
    assert result.columns.lines["lines"][:3] == [
        LineRow("uplift", 1, None, on, off, SOLD[0]),
        LineRow("back", 3, None, off, on, SOLD[0]),
        LineRow("uplift", 4, None, on, off, SOLD[0]),
    ]
    at_credit = ran(gated("at_credit"), over(5, SOLD, x=[0, 1, 1, 0, 1], y=y))
    assert lines_of(at_credit) == [(2, "B", "new", 200)]
    last = ran(gated("to_date"), over(5, SOLD, last_only=True, x=[0, 1, 1, 0, 1], y=y))
    assert lines_of(last) == [line for line in lines_of(result) if line[0] == 5]
    assert last.columns.refused["lines"] == []


def test_a_gate_of_a_quarter_that_is_over_changes_nothing_any_more() -> None:
    result = ran(gated("to_date", "second"), over(5, SOLD, x=[1] * 5, y=[1, 0, 1, 0, 1]))
    assert lines_of(result) == [
        (1, "A", "new", 100),
        (2, "A", "back", -100),
        (3, "A", "uplift", 100),
        (3, "B", "uplift", 200),
        (5, "C", "uplift", 400),
    ]
    both = ran(gated("to_date", "gate", "second"), over(5, SOLD, x=[0, 1, 1, 0, 1], y=[1, 1, 0, 0, 1]))
    assert [(one.credit.credit_id, one.step) for one in both.columns.refused["lines"]] == [("A", "gate"), ("C", "gate")]
    # the first quarter ends closed, so that the year's gate alone opens nothing for A and B
    assert lines_of(both) == [
        (2, "A", "uplift", 100),
        (3, "A", "back", -100),
        (2, "B", "new", 200),
        (3, "B", "back", -200),
        (5, "C", "uplift", 400),
    ]


def test_a_month_that_lacks_the_number_of_a_gate_pays_nothing_and_the_next_one_does() -> None:
    result = ran(gated("to_date"), over(3, SOLD[:2], x=[None, None, 1], y=[1] * 3))
    assert lines_of(result) == [(3, "A", "uplift", 100), (3, "B", "uplift", 200)]
    assert result.columns.missing == {}
    february = ran(gated("to_date"), over(2, SOLD[:2], x=[1, None], y=[1] * 2))
    assert february.columns.missing == dict.fromkeys(("lines", "pay"), Missing("input_missing", "x", date(2026, 2, 28)))
    assert lines_of(february) == [(1, "A", "new", 100)]
    # also where nothing was paid before and no credit of the month asks for it
    closed = ran(gated("to_date"), over(2, SOLD[:1], x=[0, None], y=[1] * 2))
    assert (closed.columns.missing, lines_of(closed)) == (february.columns.missing, [])


def test_a_missing_number_comes_before_a_gate_that_does_not_hold() -> None:
    result = ran(gated("at_credit", "gate", "second"), over(1, SOLD[:1], x=[0], y=[None]))
    assert (lines_of(result), result.columns.refused["lines"]) == ([], [])
    assert result.columns.missing["lines"] == Missing("input_missing", "y", date(2026, 1, 31))


def based(*gates: str, numbers: Numbers, step: str = "each", judged: str = "at_credit", until: int = 3) -> Ran:
    """10% of a credit x target / quota, in a year whose numbers change by month; a gate that holds from 15.00 on."""
    steps: list[AnyStep] = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR),
        Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=YEAR),
        Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(15), measure="m", frame=YEAR),
        Tier(name="tier", path="t", value="total", edges=at(0, form="money"), frame=YEAR),
    ]
    common: dict[str, Any] = {
        "name": "lines",
        "path": "c",
        "component": "c",
        "credit": "new",
        "gates": gates,
        "judged": judged if gates else "",
    }
    made = Each(**common) if step == "each" else Restate(**common, tier="tier", frame=YEAR)
    base = (cell("target", unit="money"), cell("quota", unit="money", divide=True))
    deals = [deal("A", 1, 10), deal("B", 2, 20)]
    return ran([*steps, made, pay(CREDIT, TENTH, *base)], world(deals, until=until, numbers=numbers, every_period=True))


MOVING = Numbers(quotas={"q": {1: quota(100), 3: quota(50)}}, targets={1: 10000, 2: 30000})


def test_an_amount_stays_that_of_its_month_and_a_whole_table_is_read_again() -> None:
    # 10 x 10% x 100/100; 20 x 10% x 300/100
    assert lines_of(based(numbers=MOVING)) == [(1, "A", "new", 100), (2, "B", "new", 600)]
    assert lines_of(based(numbers=MOVING, step="restate")) == [
        (1, "A", "new", 100),
        (2, "A", "uplift", 200),
        (3, "A", "uplift", 300),
        (2, "B", "new", 600),
        (3, "B", "uplift", 600),
    ]
    # the gate opens in February for A, whose base stays that of January
    assert lines_of(based("gate", numbers=MOVING, judged="to_date")) == [(2, "A", "uplift", 100), (2, "B", "new", 600)]
    # frozen at the credit's month the gate leaves A out for good, and B is read again
    assert lines_of(based("gate", numbers=MOVING, step="restate")) == [(2, "B", "new", 600), (3, "B", "uplift", 600)]
    assert lines_of(based("gate", numbers=MOVING, step="restate", judged="to_date")) == [
        (2, "A", "uplift", 300),
        (3, "A", "uplift", 300),
        (2, "B", "new", 600),
        (3, "B", "uplift", 600),
    ]


@pytest.mark.parametrize(
    ("stated", "code"),
    [(quota(0), ("undefined", "quota")), (quota(0, "nothing"), ("quota_zero", "quota"))],
)
def test_a_base_over_nothing_is_refused_and_one_that_becomes_so_goes_back(stated: Known, code: tuple[str, str]) -> None:
    zero = replace(MOVING, quotas={"q": {1: quota(100), 2: stated}})
    each = based(numbers=zero)
    assert [(one.credit.credit_id, one.code, one.step) for one in each.columns.refused["lines"]] == [("B", *code)]
    assert lines_of(each) == [(1, "A", "new", 100)]
    whole = based(numbers=zero, step="restate")
    assert lines_of(whole) == [(1, "A", "new", 100), (2, "A", "back", -100)]
    # the gate is named first, and it is the gate that is refused when both say no
    assert [(one.credit.credit_id, one.step) for one in based("gate", numbers=zero).columns.refused["lines"]] == [
        ("A", "gate"),
        ("B", "quota"),
    ]


def whole_table(*edges: Edge, rates: Factor, value: str = "attainment") -> list[AnyStep]:
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=YEAR),
        Tier(name="tier", path="t", value=value, edges=edges, frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        pay(CREDIT, rates),
    ]


def test_a_tier_that_is_undefined_names_the_ratio_and_one_at_the_base_rate_is_left_again() -> None:
    steps = whole_table(*at(0, 100), rates=by_tier(times("0.5"), times(2)))
    zero = ran(steps, world(SOLD[:1], until=1, numbers=Numbers(quotas={"q": {1: quota(-1)}})))
    assert [(one.code, one.step) for one in zero.columns.refused["lines"]] == [("undefined", "attainment")]
    assert zero.columns.lines["lines"] == []
    rows = {1: quota(0, "base_rate"), 2: quota(100), 3: quota(10)}
    result = ran(steps, world(SOLD[:1], until=4, numbers=Numbers(quotas={"q": rows}), every_period=True))
    # once the sum itself, then half of it, then twice
    assert lines_of(result) == [(1, "A", "new", 1000), (2, "A", "uplift", -500), (3, "A", "uplift", 1500)]
    states = [State(0, 0, at_base=True), State(1, 0), State(2, 1)]
    assert [(row.before, row.now) for row in result.columns.lines["lines"]] == [
        (None, states[0]),
        (states[0], states[1]),
        (states[1], states[2]),
    ]


def test_rates_that_differ_in_kind_are_those_of_the_tier_that_is_reached() -> None:
    own = Factor("rate", "personal", "ratio", name="own")
    rates = Factor(
        "rate", "by_tier", "ratio", choices=(literal(percent(5)), own, Factor("rate", "table", "ratio", name="t"))
    )
    personals = {
        "own": {month: Known(Fraction(month, 100), Source("personal", f"o{month}"), "percent") for month in (1, 2)}
    }
    of_table = {"t": Known(Fraction(1, 2), Source("plan", "t"), "percent")}
    sold = [deal("A", 1, 10, rates=of_table), deal("B", 2, 20, rates=of_table), deal("C", 3, 70, rates=of_table)]
    numbers = Numbers(quotas={"q": {1: quota(100)}}, personals=personals)
    result = ran(whole_table(*at(0, 20, 100), rates=rates), world(sold, until=3, numbers=numbers, every_period=True))
    # 10% of quota: 5%. 30%: the personal rate of each credit's day, 1% and 2%. 100%: the table's half
    assert lines_of(result) == [
        (1, "A", "new", 50),
        (2, "A", "uplift", -40),
        (3, "A", "uplift", 490),
        (2, "B", "new", 40),
        (3, "B", "uplift", 960),
        (3, "C", "new", 3500),
    ]
    at_base = replace(numbers, quotas={"q": {1: quota(0, "base_rate")}})
    assert ran(whole_table(*at(0, 20, 100), rates=rates), world(sold[:1], until=1, numbers=at_base)).amounts() == [50]


def test_a_personal_sum_is_that_of_each_day_also_for_given_rows_of_one_month() -> None:
    by_month = {month: Known(month, Source("personal", f"o{month}"), "money") for month in (1, 2, 3)}
    own = Factor("award", "personal", "money", name="own")
    steps: list[AnyStep] = [Given(name="lines", path="c", component="c"), pay(own, Factor("people", "given", "count"))]
    days = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1))
    given = {"c": [GivenRow(2, f"k{day}", day, {"people": Known(10, Source("plan", "p"))}) for day in days]}
    over_march = world(until=3, numbers=Numbers(personals={"own": by_month}), given=given)
    assert ran(steps, over_march).amounts() == [10, 20, 30]
    # and a cell is the one whose window holds the day of the row
    of_month = [typed("x", MONTH), steps[0], pay(cell("x", unit="money"), Factor("people", "given", "count"))]
    in_march = [
        replace(row, day=replace_day)
        for row, replace_day in zip(given["c"], (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1)), strict=True)
    ]
    made = replace(over(3, (), x=[1, 2, 3]), given={"c": in_march})
    assert ran(of_month, made).amounts() == [30, 30, 30]


def test_a_personal_value_of_another_kind_is_missing() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new")
    for unit, form, known in (
        ("ratio", "money", False),
        ("money", "percent", False),
        ("ratio", "percent", True),
        ("money", "money", True),
    ):
        own = Factor("own", "personal", unit, name="own")  # type: ignore[arg-type]
        numbers = Numbers(personals={"own": {1: Known(2, Source("personal", "o"), form)}})
        first = replace(CREDIT, unit="count" if unit == "money" else "money")
        result = ran([lines, pay(first, own)], world([deal("A", 1, "0.05")], until=1, numbers=numbers))
        assert result.amounts() == ([10] if known else [])
        missing = Missing("personal_unit", "own", date(2026, 1, 10))
        assert result.columns.missing == ({} if known else {"pay": missing})


def test_a_tier_that_changes_shows_a_line_of_nothing_only_where_it_multiplies_otherwise() -> None:
    edges = at(0, 10)
    sold = [deal("A", 1, "0.10"), deal("B", 2, 10)]
    numbers = Numbers(quotas={"q": {1: quota(100)}})
    for rates, expected in (
        (by_tier(percent(2), percent(3)), [(2, "A", "uplift", 0), (2, "B", "new", 30)]),
        (by_tier(percent(3), percent(3)), [(2, "B", "new", 30)]),
    ):
        result = ran(whole_table(*edges, rates=rates), world(sold, until=2, numbers=numbers))
        assert lines_of(result) == expected
    # what is not paid any more was nothing before: no line
    x = typed("x", YEAR)
    steps = [x, gate("gate", "x", YEAR), *whole_table(*edges, rates=by_tier(percent(2), percent(3)))]
    steps[-2] = replace(steps[-2], gates=("gate",), judged="to_date")  # type: ignore[call-arg]
    closed = replace(world(sold, until=2), lookup=replace(Typed(typed={"x": [1, 0]}), quotas=numbers.quotas))
    assert lines_of(ran(steps, closed)) == []


def test_exact_values_before_rounding_are_kept_with_the_line() -> None:
    numbers = Numbers(quotas={"q": {1: quota(100)}})
    sold = [deal("A", 1, "0.10"), deal("B", 2, 10)]
    steps = whole_table(*at(0, 10), rates=by_tier(percent(2), percent(3)))
    result = ran(steps, world(sold, until=2, numbers=numbers, every_period=True))
    # 0.2 cents; the uplift of a tenth of a cent; 30.00 cents
    assert [line.exact for line in result.lines()] == [Fraction(1, 5), Fraction(1, 10), 30]


def test_parts_and_totals_of_a_credit_may_be_factors_of_their_own() -> None:
    lines = Slice(name="lines", path="c", component="c", credit="new", running=None, quota="third", edges=at(0, 50))
    quota_of = Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR)
    third = Scale(name="third", path="m", amount="quota", unit="money", frame=YEAR)
    part = Factor("part", "part", "money")
    numbers = Numbers(quotas={"q": {1: Known(333, Source("quota", "q"))}})
    steps: list[AnyStep] = [quota_of, third, lines, pay(part, by_tier(percent(10), percent(100)))]
    result = ran(steps, world([deal("A", 1, "3.33")], until=1, numbers=numbers))
    # half of 3.33 is 166.5 cents, not rounded
    assert [(line.exact, line.amount) for line in result.lines()] == [(Fraction(333, 20), 17), (Fraction(333, 2), 167)]
    closed = Factor("close", "close", "count")
    of_total = ran([lines_without(lines), pay(part, closed)], world([deal("A", 1, "0.05")], until=1))
    assert of_total.amounts() == [25]
    opened = ran([lines_without(lines), pay(part, Factor("open", "open", "count"))], world([deal("A", 1, 5)], until=1))
    assert opened.amounts() == [0]


def lines_without(lines: Slice) -> Slice:
    return replace(lines, quota=None, edges=at(0, form="money"))


@pytest.mark.parametrize("frame", [QUARTER, MONTH])
def test_money_goes_back_at_the_numbers_of_the_month_before(frame: Frame) -> None:
    share = Ratio(name="share", path="m", upper="z", lower="ten", frame=frame)
    steps = [
        typed("z", frame),
        typed("ten", frame),
        share,
        typed("x", YEAR),
        gate("gate", "x", YEAR),
        *whole_table(*at(0), rates=TENTH, value="total"),
    ]
    steps[-2] = replace(steps[-2], gates=("gate",), judged="to_date")  # type: ignore[call-arg]
    steps[-1] = replace(steps[-1], factors=(CREDIT, TENTH, cell("share")))  # type: ignore[call-arg]
    made = over(4, [deal("A", 1, 10)], x=[1, 1, 0, 1], z=[10, 20, 30, 40], ten=[10] * 4)
    quarterly = [(1, "A", "new", 100), (2, "A", "uplift", 100), (3, "A", "back", -200), (4, "A", "uplift", 300)]
    monthly = [(1, "A", "new", 100), (3, "A", "back", -100), (4, "A", "uplift", 100)]
    with_quota = replace(made, lookup=replace(made.lookup, quotas={"q": {1: quota(100)}}))  # type: ignore[type-var]
    assert lines_of(ran(steps, with_quota)) == (quarterly if frame == QUARTER else monthly)
