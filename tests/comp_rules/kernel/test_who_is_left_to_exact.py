"""Which people blocks leave to exact and which they calculate themselves, one reason at a time.

In: a plain person, changed in one thing. Out: whether exact runs the person, and the same columns either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from comp_rules.kernel.blocks import run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Due,
    Each,
    Edge,
    Factor,
    Given,
    Limit,
    Once,
    Pay,
    Restate,
    Running,
    Slice,
    Total,
)  # fmt: skip
from comp_rules.kernel.world import CreditRow, Known, Missing, World
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.test_blocks_equal_exact import told
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    PART,
    PERIOD,
    YEAR,
    Numbers,
    at,
    by_tier,
    cell,
    deal,
    literal,
    percent,
    quota,
    usd,
    world,
)  # fmt: skip

EACH = Each(name="lines", path="c", component="c", credit="new")
TENTH = literal(percent(10))
OWN = Factor("rate", "personal", "ratio", name="own")
TABLE = Factor("rate", "table", "ratio", name="t")
SPREAD = Factor("rate", "spread", "ratio", name="t")
FEE = Factor("fee", "record_field", "count", name="fee")
RATE = Known(Fraction(1, 20), Source("personal", "p"), "percent")
SOLD = [deal("A", 1, 100), deal("B", 2, 200), deal("C", 3, 300)]
TOTAL = Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR)
RUNNING = Running(name="running", path="m", credits=("new",), frame=YEAR)
TWO = by_tier(percent(10), percent(20))


def pay(*factors: Factor, name: str = "pay") -> Pay:
    return Pay(name=name, path="c", component="c", lines="lines", factors=(CREDIT, *factors))


def left(steps: Sequence[AnyStep], *worlds: World) -> list[bool]:
    """Who is left to exact; everyone has its columns."""
    assert unknown_to_blocks(steps) == ()
    result = run_block(steps, block_from_worlds(steps, worlds))
    for number, person in enumerate(worlds):
        assert told(columns_of(result, number, person), run_steps(steps, person)) == []
    assert (result.totals("pay")[result.odd] == 0).all()
    return [bool(odd) for odd in result.odd]


def people(*changed: Sequence[CreditRow], numbers: Numbers | None = None) -> list[World]:
    """One person for each list of credits, over three months."""
    return [world(credits, until=3, numbers=numbers, every_period=True) for credits in (SOLD, *changed)]


def test_credits_that_are_not_where_their_order_and_periods_say() -> None:
    late = replace(SOLD[2], period=3)
    early = replace(SOLD[0], period=-1)
    beside = replace(SOLD[1], day=date(2026, 3, 1))
    same_day = [SOLD[0], replace(SOLD[0], credit_id="A2"), *SOLD[1:]]
    other_month = [SOLD[0], replace(SOLD[0], period=1, credit_id="A2")]
    built_on = [replace(SOLD[0], root="X"), *SOLD[1:]]
    by_hand = people(SOLD[::-1], same_day, built_on)
    assert left([EACH, pay(TENTH)], *by_hand) == [False, True, False, True]
    # of these exact itself says nothing; blocks only must not place them
    for credits in ([*SOLD[:2], late], [early, *SOLD[1:]], [SOLD[0], beside, SOLD[2]], other_month):
        one = people(credits)[1]
        assert block_from_worlds([EACH, pay(TENTH)], [one]).odd.tolist() == [True]  # type: ignore[union-attr]


def test_a_window_that_skips_a_period() -> None:
    plain, skips = people(SOLD)
    skips = replace(skips, cells={**skips.cells, YEAR: [skips.cells[YEAR][0], skips.cells[YEAR][2]]})
    steps = [TOTAL, EACH, pay(TENTH, cell("total", unit="money", divide=True))]
    assert left(steps, plain, skips) == [False, True]


def test_a_credit_that_no_quota_holds_is_left_to_exact_with_its_person_alone() -> None:
    own = replace(YEAR, window="quota_window", quota="q")
    steps = [
        replace(RUNNING, frame=own),
        Slice(name="lines", path="c", component="c", credit="new", running="running", quota=None,
              edges=at(0, 100, form="money")),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, TWO)),
    ]  # fmt: skip
    plain, _ = people(SOLD)
    until_march = [replace(cell, window=replace(cell.window, after=date(2026, 3, 1))) for cell in plain.cells[YEAR]]
    worlds = [replace(plain, cells={own: cells}) for cells in (plain.cells[YEAR], until_march[:2], plain.cells[YEAR])]
    assert left(steps, *worlds) == [False, True, False]
    # what lies before the periods with lines is no matter
    assert left(steps, *(replace(one, lines_from=2, credits=SOLD[:2]) for one in worlds)) == [False] * 3
    from_march = replace(plain, cells={own: plain.cells[YEAR][2:]}, lines_from=2)
    assert left(steps, replace(plain, cells={own: plain.cells[YEAR]}, lines_from=2), from_march) == [False, False]


@pytest.mark.parametrize("table", ["quota", "target", "input"])
def test_a_number_that_is_not_there_or_a_quota_stated_as_0(table: str) -> None:
    dated = Dated(name="dated", path="m", table=table, key="q", unit="money", frame=PERIOD)  # type: ignore[arg-type]
    steps = [dated, EACH, pay(TENTH, cell("dated", unit="money"))]
    numbers = Numbers(
        quotas={"q": {1: quota(1000)}},
        targets={1: 500_00},
        inputs={"q": {date(2026, month, 28): 7 for month in (1, 2, 3)}},
    )
    from_february = Numbers(
        quotas={"q": {2: quota(1000)}},
        targets={2: 500_00},
        inputs={"q": {date(2026, month, 28): 7 for month in (2, 3)}},
    )
    worlds = [people(numbers=one)[0] for one in (numbers, from_february, Numbers())]
    assert left(steps, *worlds) == [False, True, True]
    if table == "quota":
        zero = [people(numbers=Numbers(quotas={"q": {3: quota(0, "nothing"), 1: quota(9)}}))[0]]
        assert left(steps, *zero) == [True]


def turned_away(*credits: CreditRow) -> list[CreditRow]:
    return [replace(credit, refused_by=frozenset({"c"})) for credit in credits]


def test_a_personal_rate_that_is_missing_on_a_day_it_is_read() -> None:
    steps = [EACH, pay(OWN)]
    numbers = Numbers(personals={"own": {2: RATE}})
    other_rule = [replace(SOLD[0], rule="more"), *SOLD[1:]]
    worlds = people(SOLD[1:], [*turned_away(SOLD[0]), *SOLD[1:]], other_rule, numbers=numbers)
    assert left(steps, *worlds) == [True, False, False, False]
    money = Numbers(personals={"own": {1: replace(RATE, form="money")}})
    # money cannot stand where a percentage is asked for, and the other way round
    assert left(steps, *people(SOLD[1:], numbers=money)) == [True, True]
    each_of = [EACH, Pay(name="pay", path="c", component="c", lines="lines", factors=(replace(OWN, unit="money"),))]
    assert left(each_of, *people(numbers=money)) == [False]


@pytest.mark.parametrize("step", [
    Once(name="lines", path="c", component="c", kept=True, frame=YEAR),
    Due(name="lines", path="c", component="c", paid="monthly_to_date", frame=YEAR),
])  # fmt: skip
def test_a_personal_sum_of_a_window_is_read_on_its_last_day(step: AnyStep) -> None:
    paid = Pay(name="pay", path="c", component="c", lines="lines", factors=(replace(OWN, unit="money"),))
    sums = {month: Known(month * 1000, Source("personal", f"p{month}"), "money") for month in (1, 2, 3)}
    from_february = {month: known for month, known in sums.items() if month > 1}
    worlds = [people(numbers=Numbers(personals={"own": some}))[0] for some in (sums, from_february)]
    assert left([TOTAL, step, paid], *worlds) == [False, True]


@pytest.mark.parametrize("factor", [TABLE, SPREAD])
def test_a_rate_of_a_table_that_a_credit_lacks(factor: Factor) -> None:
    with_rates = [
        replace(credit, rates={"t": RATE, "t:below": replace(RATE, value=Fraction(1, 25))}) for credit in SOLD
    ]
    alone = [replace(credit, rates={"t": RATE}) for credit in SOLD]
    lost = replace(SOLD[0], rates={"t": Missing("rate_missing", "t", SOLD[0].day)})
    lacks = [SOLD[0], *with_rates[1:]]
    unread = [*turned_away(SOLD[0]), *with_rates[1:]]
    worlds = people(with_rates, alone, [lost, *with_rates[1:]], lacks, unread)[1:]
    assert left([EACH, pay(factor)], *worlds) == [False, False, True, True, False]


@pytest.mark.parametrize("divide", [False, True])
def test_a_field_that_a_credit_lacks_or_that_divides_by_0(divide: bool) -> None:
    def fee(*values: int | None) -> list[CreditRow]:
        pairs = zip(SOLD, values, strict=True)
        return [replace(row, fields={} if value is None else {"fee": Fraction(value)}) for row, value in pairs]

    zero, lacks = fee(2, 0, 3), fee(2, None, 3)
    unread = [[zero[0], *turned_away(zero[1]), zero[2]], [lacks[0], *turned_away(lacks[1]), lacks[2]]]
    worlds = people(fee(2, 1, -3), zero, lacks, *unread)[1:]
    assert left([EACH, pay(TENTH, replace(FEE, divide=divide))], *worlds) == [False, divide, True, False, False]
    beside = replace(FEE, name="term")
    both = [[replace(row, fields={**row.fields, "term": Fraction(5)}) for row in one.credits] for one in worlds]
    steps = [EACH, pay(TENTH, replace(FEE, divide=divide), beside)]
    assert left(steps, *people(*both)[1:]) == [False, divide, True, False, False]


@pytest.mark.parametrize("line", ["edge", "tier"])
def test_a_field_that_a_table_is_placed_by(line: str) -> None:
    edges = (*at(0, form="money"), Edge(Fraction(0), "money", True, "t[1]", "fee"))
    by_edge: AnyStep = Slice(name="lines", path="c", component="c", credit="new", running=None, quota=None, edges=edges)
    by_field: AnyStep = replace(EACH, edges=at(0, 2, form="count"), tier_field="fee")
    paid = Pay(name="pay", path="c", component="c", lines="lines", factors=(PART if line == "edge" else CREDIT, TWO))
    has = [replace(credit, fields={"fee": Fraction(150_00 if line == "edge" else 2)}) for credit in SOLD]
    worlds = people(has, [*has[:2], SOLD[2]], [*has[:2], *turned_away(SOLD[2])])[1:]
    assert left([by_edge if line == "edge" else by_field, paid], *worlds) == [False, True, False]


@pytest.mark.parametrize(("paid", "odd"), [("window_end", False), ("monthly_to_date", True)])
def test_an_opening_of_a_component_that_is_paid_to_date(paid: str, odd: bool) -> None:
    due = Due(name="lines", path="c", component="c", paid=paid, frame=YEAR)  # type: ignore[arg-type]
    target = Pay(name="pay", path="c", component="c", lines="lines", factors=(cell("total", unit="money"), TENTH))
    posted = Numbers(openings={("component", "c"): (date(2026, 2, 28), 5_00)})
    of_another = Numbers(openings={("component", "d"): (date(2026, 2, 28), 5_00)})
    worlds = [people(numbers=numbers)[0] for numbers in (posted, of_another, Numbers())]
    assert left([TOTAL, due, target], *worlds) == [odd, False, False]


def test_a_line_outside_all_windows_of_its_cap_in_a_month_that_ends_outside_them() -> None:
    plain, late = people([*SOLD[:2], replace(SOLD[2], day=date(2026, 3, 20))])
    own = [replace(cell, window=replace(cell.window, after=date(2026, 3, 15))) for cell in plain.cells[YEAR]]
    own[-1] = replace(own[-1], through=date(2026, 3, 15))
    frame = replace(YEAR, window="quota_window", quota="q")
    cap = replace(CAP, per="window", excess="lost", frame=frame)
    worlds = [replace(one, cells={**one.cells, frame: own}) for one in (plain, late)]
    assert left([EACH, pay(TENTH), cap], *worlds) == [False, True]


CAP = Limit(name="cap", path="p", component="c", pays=("pay",), cap=usd(1), per="period", excess="carry", frame=PERIOD)
RESTATE = Restate(name="l", path="p", component="c", credit="new", tier="tier", frame=YEAR)
SLICE = Slice(name="l", path="p", component="c", credit="new", running="running", quota=None, edges=at(0))
CHOSEN = Factor("rate", "by_tier", "ratio", choices=(OWN, Factor("base", "given", "money")))


@pytest.mark.parametrize(
    ("step", "known"),
    [
        (EACH, True),
        (replace(EACH, credit="component:d"), False),
        (RESTATE, True),
        (replace(RESTATE, credit="component:d"), False),
        (replace(RESTATE, running="running", edges=at(0, 100)), True),
        (replace(RESTATE, running="running"), False),
        (replace(RESTATE, credit="component:d", running="running", edges=at(0, 100)), False),
        (SLICE, True),
        (replace(SLICE, credit="component:d"), False),
        (pay(OWN, TABLE, SPREAD, FEE, TWO, TENTH, cell("x")), True),
        (replace(pay(), factors=(PART,)), True),
        (pay(Factor("prize", "given", "money")), False),
        (pay(Factor("open", "open", "money")), False),
        (pay(CHOSEN), False),
        (CAP, True),
        (replace(CAP, per="quarter"), False),
        (replace(CAP, per="quarter", excess="lost"), True),
        (replace(CAP, per="year", excess="year_end"), True),
        (TOTAL, True),
        (RUNNING, True),
        (Once(name="o", path="p", component="c", kept=True, frame=YEAR), True),
        (Due(name="o", path="p", component="c", paid="window_end", frame=YEAR), True),
        (Given(name="g", path="p", component="c"), False),
    ],
)
def test_each_step_is_known_to_blocks_or_named(step: AnyStep, known: bool) -> None:
    assert unknown_to_blocks([TOTAL, step]) == (() if known else (step.name,))


def test_a_block_of_arrays_may_say_itself_who_is_odd() -> None:
    steps = [EACH, pay(TENTH)]
    block = block_from_worlds(steps, people(SOLD[:1]))
    for odd, totals in ((None, [60_00, 10_00]), ([False, True], [60_00, 0])):
        mine = replace(block, odd=None if odd is None else np.array(odd))
        result = run_block(steps, mine)
        assert result.totals("pay").tolist() == totals
        assert result.odd.tolist() == (odd or [False, False])
        assert [column.tolist() for column in result.lines("pay")] == [[0, 0, 0, 1], [10_00, 20_00, 30_00, 10_00]]
