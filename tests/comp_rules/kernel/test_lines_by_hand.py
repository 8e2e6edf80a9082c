"""Lines of credits row by row: tiers, parts and restated parts, the credits that are refused and what is missing."""

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
    Pay,
    Ratio,
    Restate,
    Running,
    Slice,
    Tier,
    Total,
)
from comp_rules.kernel.world import CreditRow, Known, Missing, World
from tests.comp_rules.kernel.typed_results import ROWS, own_windows
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PART,
    YEAR,
    Numbers,
    Ran,
    at,
    by_tier,
    cell,
    deal,
    percent,
    quota,
    ran,
    world,
)

RATES = by_tier(percent(1), percent(2), percent(3))


def quotas(*rows: Known, **more: Any) -> Numbers:
    return Numbers(quotas={"q": dict(enumerate(rows, 1))}, **more)


def measured(frame: Frame = YEAR) -> list[AnyStep]:
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=frame),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=frame),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=frame),
        Running(name="running", path="m", credits=("new",), frame=frame),
    ]


def each(*edges: Edge, frame: Frame = YEAR, **more: Any) -> list[AnyStep]:
    lines = Each(name="lines", path="c", component="c", credit="new", edges=edges, **more)
    return [*measured(frame), lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, RATES))]


def sliced(
    *edges: Edge, running: str | None = "running", of: str | None = "quota", frame: Frame = YEAR, **more: Any
) -> list[AnyStep]:
    lines = Slice(name="lines", path="c", component="c", credit="new", running=running, quota=of, edges=edges, **more)
    return [*measured(frame), lines, Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, RATES))]


def rows(result: Ran) -> list[LineRow]:
    return result.columns.lines["lines"]


def refused(result: Ran) -> list[tuple[str, str, str]]:
    return [(one.credit.credit_id, one.code, one.step) for one in result.columns.refused["lines"]]


def january(credits: Sequence[CreditRow], numbers: Numbers | None = None) -> World:
    return world(credits, until=1, numbers=numbers)


def over_windows(credits: Sequence[CreditRow], numbers: Numbers, *, every_period: bool = True) -> World:
    """February, with a window that ends on its 14th day and one that begins on the 22nd."""
    made = world(credits, until=2, numbers=numbers, every_period=every_period)
    cells = own_windows()[:3]
    cells[2] = replace(cells[2], window=replace(cells[2].window, first=date(2026, 2, 22)))
    return replace(made, cells={**made.cells, ROWS: cells})


def test_the_own_amount_of_a_credit_picks_its_tier_and_a_reversal_that_of_the_credit_it_takes_back() -> None:
    sold = [
        deal("A", 1, "99.99"),
        deal("B", 1, 100),
        deal("C", 1, 500),
        deal("R", 1, -100, reversal=True),
        deal("D", 1, -100),
    ]
    result = ran(each(*at(0, 10, 50), quota="quota"), january(sold, quotas(quota(1000))))
    tiers = [0, 1, 2, 1, 0]
    assert rows(result) == [
        LineRow("new", 0, YEAR, State(0, tier), None, credit) for tier, credit in zip(tiers, sold, strict=True)
    ]
    assert result.amounts() == [100, 200, 1500, -200, -100]
    # edges in money stand where they are written, and the lines stand in no window
    of_money = ran(each(*at(0, 100, 500, form="money")), january(sold))
    assert rows(of_money) == [replace(row, frame=None, now=State(None, row.now.tier)) for row in rows(result)]


@pytest.mark.parametrize(
    ("stated", "state", "amount"),
    [
        (quota(0, "base_rate"), State(0, 0, at_base=True), 800),
        # the tier of 100%, whatever the credit
        (quota(0, "at_target"), State(0, 1), 1600),
    ],
)
def test_a_quota_stated_as_0_puts_every_credit_in_one_tier(stated: Known, state: State, amount: int) -> None:
    sold = deal("A", 1, 800)
    of_each = ran(each(*at(0, 100, 150), quota="quota"), january([sold], quotas(stated)))
    assert (rows(of_each), of_each.amounts()) == ([LineRow("new", 0, YEAR, state, None, sold)], [amount])
    of_part = ran(sliced(*at(0, 100, 150)), january([sold], quotas(stated)))
    whole = replace(state, part=80000)
    assert (rows(of_part), of_part.amounts()) == (
        [LineRow("new", 0, YEAR, whole, None, sold, 0, 80000)],
        [amount],
    )
    back = deal("R", 1, -800, reversal=True)
    alone = ran(sliced(*at(0, 100, 150), running=None), january([back], quotas(stated)))
    assert rows(alone) == [LineRow("new", 0, YEAR, replace(state, part=-80000), None, back, 0, 80000)]


@pytest.mark.parametrize(
    ("stated", "code"),
    [(quota(0, "nothing"), "quota_zero"), (quota(0), "undefined"), (quota(-5), "undefined")],
)
def test_a_quota_by_which_no_edge_can_be_placed_refuses_the_credit(stated: Known, code: str) -> None:
    sold = [deal("A", 1, 800), deal("B", 1, 1)]
    for steps in (each(*at(0, 100), quota="quota"), sliced(*at(0, 100)), sliced(*at(0, 100), running=None)):
        result = ran(steps, january(sold, quotas(stated)))
        assert (rows(result), refused(result)) == ([], [("A", code, "quota"), ("B", code, "quota")])


def test_a_credit_that_no_window_of_a_quota_holds_lacks_the_quota_of_its_day_in_its_own_month() -> None:
    sold = [deal("A", 1, 10), deal("B", 2, 20, day=18), deal("C", 2, 30, day=17), deal("D", 2, 40, day=28)]
    numbers = quotas(quota(1000))
    restate = [
        *measured(ROWS),
        Tier(name="tier", path="t", value="attainment", edges=at(0, 100), frame=ROWS),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=ROWS),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, RATES)),
    ]
    for steps in (each(*at(0, 100), quota="quota", frame=ROWS), sliced(*at(0, 100), frame=ROWS), restate):
        result = ran(steps, over_windows(sold, numbers))
        assert result.columns.missing["lines"] == Missing("quota_missing", "q", date(2026, 2, 18))
        assert [line.row.credit for line in result.lines() if line.row.credit] == sold[:1]
        # the others of February have their rows, and no money
        assert [row.credit.credit_id for row in rows(result) if row.credit][-1] == "D"
        # an earlier month that is not worked out lacks nothing
        late = [deal("B", 1, 20, day=18), *sold[3:]]
        cells = own_windows()[1:3]
        made = over_windows(late, numbers, every_period=False)
        later = ran(steps, replace(made, cells={**made.cells, ROWS: cells}))
        assert "lines" not in later.columns.missing
        assert [line.row.credit for line in later.lines()] == sold[3:]


def test_a_credit_that_no_window_of_another_kind_holds_is_left_out_and_those_after_it_are_not() -> None:
    sold = [deal("A", 1, 10), deal("B", 2, 20)]
    made = world(sold, until=2, numbers=quotas(quota(10)), every_period=True)
    february = replace(made, cells={**made.cells, YEAR: made.cells[YEAR][1:]})
    result = ran(sliced(*at(0, 100)), february)
    assert ([row.credit for row in rows(result)], result.columns.missing) == (sold[1:], {})
    assert refused(result) == []
    of_each = ran(each(*at(0, 100), quota="quota"), february)
    assert ([row.credit for row in rows(of_each)], refused(of_each)) == (sold[1:], [("A", "undefined", "quota")])
    assert of_each.columns.missing == {}


def test_a_field_of_the_record_picks_the_tier_and_one_that_is_lacking_is_named() -> None:
    def sold(name: str, margin: str | None, month: int = 1) -> CreditRow:
        return deal(name, month, 100, fields={} if margin is None else {"margin": Fraction(margin)})

    steps = each(*at(0, 20, 40), tier_field="margin")
    known = [sold("A", "0.1999"), sold("B", "0.2"), sold("C", "0.4"), sold("D", "-1")]
    result = ran(steps, january(known))
    assert [row.now for row in rows(result)] == [State(None, tier) for tier in (0, 1, 2, 0)]
    lacking = ran(steps, january([*known, sold("E", None), sold("F", "0.2")]))
    assert lacking.columns.missing["lines"] == Missing("field_missing", "margin", date(2026, 1, 10))
    assert (lacking.amounts(), [row.credit.credit_id for row in rows(lacking) if row.credit]) == ([], list("ABCDF"))
    february = ran(steps, world([sold("E", None), sold("B", "0.2", 2)], until=2))
    assert (february.columns.missing, february.amounts()) == ({}, [200])


def test_an_edge_that_a_record_names_is_where_its_field_says_and_lacking_it_is_named() -> None:
    edges = (*at(0, form="money"), Edge(Fraction(0), "money", True, "t[1]", "cost"))
    sold = [deal("A", 1, 100, fields={"cost": Fraction(10001)}), deal("B", 1, 100, fields={"cost": Fraction(10000)})]
    result = ran(each(*edges), january(sold))
    assert [row.now.tier for row in rows(result)] == [0, 1]
    for steps in (each(*edges), sliced(*edges, running=None, of=None)):
        lacking = ran(steps, january([deal("C", 1, 1), *sold]))
        assert lacking.columns.missing["lines"] == Missing("field_missing", "cost", date(2026, 1, 10))
        assert lacking.amounts() == []
        assert (
            "lines"
            not in ran(steps, world([deal("C", 1, 1), deal("D", 2, 1, fields=sold[0].fields)], until=2)).columns.missing
        )


@pytest.mark.parametrize(
    ("dollars", "reversal", "parts"),
    [
        (500, False, [(0, 10000), (2, 40000)]),
        (299, False, [(0, 10000), (1, 19900)]),
        (101, False, [(0, 10000), (1, 100)]),
        (100, False, [(0, 10000)]),
        (0, False, [(0, 0)]),
        (-50, False, [(0, -5000)]),
        (-500, True, [(0, -10000), (2, -40000)]),
        (-100, True, [(0, -10000)]),
    ],
)
def test_what_lies_above_the_second_edge_is_one_part_in_the_tier_that_is_reached(
    dollars: int, reversal: bool, parts: list[tuple[int, int]]
) -> None:
    sold = deal("A", 1, dollars, reversal=reversal)
    result = ran(sliced(*at(0, 100, 300, form="money"), running=None, of=None, overage=True), january([sold]))
    closed = abs(dollars * 100) if reversal else dollars * 100
    assert rows(result) == [
        LineRow("new", 0, None, State(None, tier, part), None, sold, 0, closed) for tier, part in parts
    ]
    only_one = ran(sliced(*at(0, form="money"), running=None, of=None, overage=True), january([sold]))
    assert [(row.now.tier, row.now.part) for row in rows(only_one)] == [(0, dollars * 100)]
    # at an edge of 0 there is nothing below
    from_0 = ran(sliced(*at(0, 0, form="money"), running=None, of=None, overage=True), january([sold]))
    below = dollars < 0 and not reversal
    assert [row.now.tier for row in rows(from_0)] == [0 if below or not dollars else 1]


def test_each_credit_alone_is_cut_by_its_own_size_with_its_sign() -> None:
    sold = [deal("A", 1, 400), deal("R", 1, -400, reversal=True), deal("B", 1, -400)]
    result = ran(sliced(*at(0, 10, 30), running=None), january(sold, quotas(quota(1000))))
    parts = [[(0, 10000), (1, 20000), (2, 10000)], [(0, -10000), (1, -20000), (2, -10000)], [(0, -40000)]]
    assert [[(row.now.tier, row.now.part) for row in rows(result) if row.credit == credit] for credit in sold] == parts
    # on one ladder a reversal goes from the top down like any return
    running = ran(sliced(*at(0, 10, 30)), january(sold[:2], quotas(quota(1000))))
    assert [(row.now.tier, row.now.part, row.opened, row.closed) for row in rows(running)][3:] == [
        (2, -10000, 40000, 0),
        (1, -20000, 40000, 0),
        (0, -10000, 40000, 0),
    ]


def overage(
    *edges: Edge,
    of: str | None = "quota",
    value: str = "attainment",
    gates: tuple[str, ...] = (),
    factors: tuple[Factor, ...] = (PART, RATES),
    **more: Any,
) -> list[AnyStep]:
    return [
        *measured(),
        Tier(name="tier", path="t", value=value, edges=edges, frame=YEAR),
        Restate(
            name="lines",
            path="c",
            component="c",
            credit="new",
            tier="tier",
            frame=YEAR,
            running="running",
            quota=of,
            edges=edges,
            gates=gates,
            **more,
        ),
        Pay(name="pay", path="c", component="c", lines="lines", factors=factors),
    ]


def test_two_parts_of_every_credit_are_restated_each_for_itself() -> None:
    a, b, c = sold = [deal("A", 1, 900), deal("B", 2, 600), deal("C", 3, -600)]
    result = ran(overage(*at(0, 100, 150)), world(sold, until=3, numbers=quotas(quota(1000)), every_period=True))

    def state(month: int, tier: int, part: int, *, on: bool = True) -> State:
        return State(month - 1, tier, part, on)

    assert rows(result) == [
        # January 900: all below 1,000. February 1,500: 100 of B below, 500 above at the tier of 150%
        LineRow("new", 0, YEAR, state(1, 0, 90000), None, a, 0, 90000),
        LineRow("new", 1, YEAR, state(2, 0, 10000), None, b, 90000, 150000),
        LineRow("new", 1, YEAR, state(2, 2, 50000), None, b, 90000, 150000, slice=1),
        # March 900: B's upper part falls to the first tier, C goes down from 1,500
        LineRow("uplift", 2, YEAR, state(3, 0, 50000), state(2, 2, 50000), b, 90000, 150000, slice=1),
        LineRow("new", 2, YEAR, state(3, 0, -10000), None, c, 150000, 90000),
        LineRow("new", 2, YEAR, state(3, 0, -50000), None, c, 150000, 90000, slice=1),
    ]
    assert result.amounts() == [900, 100, 1500, -1000, -100, -500]
    only_last = ran(overage(*at(0, 100, 150)), world(sold, until=3, numbers=quotas(quota(1000))))
    assert rows(only_last) == rows(result)[3:]


def test_a_quota_that_moves_moves_the_line_between_the_two_parts() -> None:
    sold = [deal("A", 1, 1000), deal("N", 1, 0)]
    made = world(sold, until=2, numbers=quotas(quota(1000), quota(600)), every_period=True)
    result = ran(overage(*at(0, 100, 200)), made)
    # N stands on the line with nothing; in February 400 of A lie above 600
    assert [(row.credit.credit_id, row.slice, row.state, row.now.part) for row in rows(result) if row.credit] == [
        ("A", 0, "new", 100000),
        ("A", 0, "uplift", 60000),
        ("A", 1, "uplift", 40000),
        ("N", 0, "new", 0),
        ("N", 0, "uplift", 0),
    ]
    before = [row.before for row in rows(result)]
    assert before[1:3] == [State(0, 0, 100000), State(0, 1, 0, on=False)]
    assert result.amounts() == [1000, -400, 800, 0]
    back = world(sold[:1], until=2, numbers=quotas(quota(600), quota(1000)), every_period=True)
    gone = ran(overage(*at(0, 100, 200)), back)
    assert [(row.state, row.slice, row.now.on, row.now.part) for row in rows(gone)][-1] == ("back", 1, False, 0)
    assert gone.amounts() == [600, 400, 800, -800]


@pytest.mark.parametrize(
    ("stated", "edges", "parts"),
    [
        (quota(0, "base_rate"), at(0, 100), [(0, 0, 80000, True)]),
        (quota(0, "at_target"), at(0, 100), [(1, 1, 80000, False)]),
        # 100% reaches no second tier here
        (quota(0, "at_target"), at(0, 150), [(0, 0, 80000, False)]),
    ],
)
def test_an_overage_on_a_quota_stated_as_0_is_one_part(
    stated: Known, edges: tuple[Edge, ...], parts: list[tuple[int, int, int, bool]]
) -> None:
    result = ran(overage(*edges), january([deal("A", 1, 800)], quotas(stated)))
    assert [(row.slice, row.now.tier, row.now.part, row.now.at_base) for row in rows(result)] == parts


def test_an_overage_in_money_needs_no_quota_and_one_tier_has_nothing_above() -> None:
    steps = overage(*at(0, 500, 900, form="money"), of=None, value="total")
    result = ran(steps, january([deal("A", 1, 1000)]))
    assert [(row.slice, row.now.tier, row.now.part) for row in rows(result)] == [(0, 0, 50000), (1, 2, 50000)]
    half = replace(steps[-2], scaled=True)  # type: ignore[call-arg]
    tier = replace(steps[-3], scaled=True)  # type: ignore[call-arg]
    made = world([deal("A", 7, 1000)], until=7, from_day=date(2026, 7, 2))
    scaled = ran([*steps[:-3], tier, half, steps[-1]], made)
    # 183 of 365 days
    line = Fraction(50000 * 183, 365)
    assert [row.now.part for row in rows(scaled)] == [line, 100000 - line]
    one = ran(overage(*at(0, form="money"), of=None, value="total"), january([deal("A", 1, 1000)]))
    assert [(row.slice, row.now.tier, row.now.part) for row in rows(one)] == [(0, 0, 100000)]


def test_a_credit_of_two_parts_is_refused_once() -> None:
    gate = Gate(
        name="gate", path="g", value="total", comparison="at_least", line=percent(10**9), measure="m", frame=YEAR
    )
    gated = overage(*at(0, 100), gates=("gate",), judged="at_credit")
    result = ran([measured()[0], gate, *gated], january([deal("A", 1, 1500)], quotas(quota(1000))))
    assert (rows(result), refused(result)) == ([], [("A", "gate", "gate")])
    divided = (PART, RATES, Factor("of", "record_field", "count", name="of", divide=True))
    sold = [deal(name, 1, 1500, fields={"of": Fraction(of)}) for name, of in (("A", 0), ("B", 1))]
    by_zero = ran(overage(*at(0, 100), factors=divided), january(sold, quotas(quota(1000))))
    assert refused(by_zero) == [("A", "undefined", "pay")]
    assert {row.credit.credit_id for row in rows(by_zero) if row.credit} == {"B"}


def test_nothing_is_divided_by_a_field_that_is_0_or_lacking() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new")
    pay = Pay(
        name="pay",
        path="c",
        component="c",
        lines="lines",
        factors=(CREDIT, Factor("of", "record_field", "count", name="of", divide=True)),
    )
    sold = [deal("A", 1, 9, fields={"of": Fraction(0)}), deal("B", 1, 9, fields={"of": Fraction(-2)})]
    result = ran([lines, pay], january(sold))
    assert (refused(result), result.amounts()) == ([("A", "undefined", "pay")], [-450])
    assert result.columns.refused["lines"] == [Refused(sold[0], 0, "undefined", "pay")]
    lacking = ran([lines, pay], january([deal("C", 1, 9)]))
    assert lacking.columns.missing["pay"] == Missing("field_missing", "of", date(2026, 1, 10))
    # a field of 0 that multiplies is a number
    times = replace(pay, factors=(CREDIT, Factor("of", "record_field", "count", name="of")))
    assert ran([lines, times], january(sold)).amounts() == [0, -1800]


def test_lines_of_credits_stand_in_the_frame_of_the_first_cell_that_they_are_made_of() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new")
    target = Dated(name="target", path="c", table="target", key="", unit="money", frame=MONTH)
    base = (cell("target", unit="money"), cell("quota", unit="money", divide=True))
    steps = [
        *measured(),
        target,
        lines,
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, *base)),
    ]
    numbers = quotas(quota(1000), targets={1: 5000})
    sold = deal("A", 2, 10)
    result = ran(steps, world([sold], until=2, numbers=numbers))
    assert rows(result) == [LineRow("new", 1, MONTH, State(1), None, sold)]
    assert result.amounts() == [50]
    refusing = ran(steps, world([sold], until=2, numbers=quotas(quota(0), targets={1: 5000})))
    assert (rows(refusing), refused(refusing)) == ([], [("A", "undefined", "quota")])


def test_credits_that_a_component_refuses_are_no_lines_of_it() -> None:
    sold = [
        deal("A", 1, 10, refused_by=frozenset(("c",))),
        deal("B", 1, 20, refused_by=frozenset(("d",))),
        deal("C", 1, 30, rule="old"),
        deal("D", 1, 40),
    ]
    result = ran(each(), january(sold))
    assert [row.credit for row in rows(result)] == [sold[1], sold[3]]
