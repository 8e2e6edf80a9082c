"""What tells lines apart, and the lines of a component as credits of another: whole keys and whole credit rows.

In: lines of every shape. Out: their keys as the ledger compares them, and what pays on them, in order.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from comp_rules.kernel.components import credits_of_component, line_key
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.run import run_of
from comp_rules.kernel.steps import (
    AnyStep,
    Each,
    Factor,
    Gate,
    Given,
    Limit,
    Once,
    Pay,
    Restate,
    Running,
    Tier,
    Total,
)  # fmt: skip
from comp_rules.kernel.world import CreditRow, GivenRow, Known, Missing, World
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    PART,
    PERIOD,
    QUARTER,
    YEAR,
    Ran,
    at,
    by_tier,
    deal,
    literal,
    percent,
    ran,
    usd,
    world,
)  # fmt: skip

EACH = Each(name="lines", path="c", component="c", credit="new")
PAY = Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, literal(percent(10))))
READER = Each(name="d.lines", path="d", component="d", credit="component:c")
D_PAY = Pay(name="d.pay", path="d", component="d", lines="d.lines", factors=(CREDIT, literal(percent(50))))
GIVEN = Given(name="given", path="c", component="c")
GIVEN_PAY = Pay(name="prize", path="c", component="c", lines="given", factors=(Factor("base", "given", "money"),))


def keys(result: Ran, *names: str) -> list[str]:
    steps = result.columns.steps
    return [line_key(steps[name], line, result.world) for name in names for line in result.lines(name)]  # type: ignore[arg-type]


def cap(per: str, excess: str = "lost") -> Limit:
    frame = {"quarter": QUARTER}.get(per, PERIOD)
    return Limit(name="c.cap1", path="c", component="c", pays=("pay",), cap=usd(50), per=per,  # type: ignore[arg-type]
                 excess=excess, frame=frame)  # type: ignore[arg-type]  # fmt: skip


def award() -> list[AnyStep]:
    """50.00 while the quarter stands at 1,000 or more."""
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=QUARTER),
        Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(1000), measure="m", frame=QUARTER),
        Once(name="lines", path="c", component="c", gates=("gate",), kept=False, frame=QUARTER),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(literal(usd(50), "award"),)),
    ]


def prizes() -> dict[str, list[GivenRow]]:
    values = {"base": Known(12345, Source("plan", "lower"))}
    return {"c": [GivenRow(month, "ae.c", date(2026, month + 1, 28), values) for month in (0, 1)]}


def test_the_key_of_a_line_names_its_component_item_and_credit() -> None:
    result = ran([EACH, PAY, replace(PAY, name="pay2", item=2)], world([deal("A", 1, 1), deal("B", 1, 2)], until=1))
    assert keys(result, "pay", "pay2") == ["c/A", "c/B", "c/2/A", "c/2/B"]


def test_the_key_of_a_caps_line_names_the_cap_the_group_and_what_it_does() -> None:
    over = world([deal("A", 1, 800), deal("B", 2, 600, record="R")], until=2, every_period=True)
    assert keys(ran([EACH, PAY, cap("record")], over), "c.cap1") == ["c/cap1/A/cap", "c/cap1/R/cap"]
    assert keys(ran([EACH, PAY, cap("quarter")], over), "c.cap1") == ["c/cap1/2026-01-01/cap"] * 2
    assert keys(ran([EACH, PAY, cap("period", "carry")], over), "c.cap1") == [
        "c/cap1/2026-01/cap",
        "c/cap1/2026-02/carried",
        "c/cap1/2026-02/cap",
    ]


def test_the_key_of_a_windows_line_is_its_first_day_and_that_of_a_given_row_its_own() -> None:
    over = world([deal("A", 4, 1000), deal("R", 5, -1)], until=5, every_period=True)
    assert keys(ran(award(), over), "pay") == ["c/2026-04-01", "c/2026-04-01/back"]
    given = ran([GIVEN, GIVEN_PAY], world(until=2, given=prizes()))
    assert keys(given, "prize") == ["c/ae.c"]


def test_the_key_of_a_line_on_a_ladder_has_its_tier_and_whether_it_is_what_lies_above() -> None:
    edges = at(0, 1000, 2000, form="money")
    steps = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR),
        Running(name="running", path="m", credits=("new",), frame=YEAR),
        Tier(name="tier", path="t", value="total", edges=edges, frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR, running="running",
                edges=edges),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(PART, by_tier(percent(10), percent(15), percent(20)))),
    ]  # fmt: skip
    result = ran(steps, world([deal("A", 1, 1500), deal("B", 2, 500)], until=2, every_period=True))
    assert keys(result, "pay") == ["c/A/1", "c/A/2/above", "c/A/3/above/uplift", "c/B/3/above"]


def as_credits(result: Ran, component: str = "c") -> list[CreditRow]:
    return credits_of_component(component, READER, run_of(result.columns, result.world))


def test_lines_of_credits_are_credits_with_all_that_their_credit_had() -> None:
    rates = {"t": Known(Fraction(1, 10), Source("plan", "t"), "percent")}
    sold = deal("A", 1, 800, record="R", fields={"fee": Fraction(3)}, rates=rates, reversal=True, day=12)
    result = ran([EACH, PAY], world([sold, deal("B", 2, 500)], until=2, every_period=True))
    first, second = as_credits(result)
    assert first == CreditRow(
        "c/A@2026-01",
        "component:c",
        date(2026, 1, 12),
        0,
        8000,
        {"fee": Fraction(3)},
        frozenset(),
        reversal=True,
        rates=rates,
        record="R",
        root="A",
    )
    assert (second.credit_id, second.day, second.period, second.amount) == ("c/B@2026-02", date(2026, 2, 10), 1, 5000)
    assert (second.fields, second.rates, second.reversal, second.record, second.root) == ({}, {}, False, "B", "B")


def test_lines_count_by_period_and_in_it_by_step() -> None:
    over = world([deal("A", 1, 800), deal("B", 2, 600), deal("C", 2, 10)], until=2, every_period=True)
    result = ran([EACH, PAY, cap("record"), replace(PAY, name="more", item=1)], over)
    assert [row.credit_id for row in as_credits(result)] == [
        "c/A@2026-01",
        "c/cap1/A/cap@2026-01",
        "c/1/A@2026-01",
        "c/B@2026-02",
        "c/C@2026-02",
        "c/cap1/B/cap@2026-02",
        "c/1/B@2026-02",
        "c/1/C@2026-02",
    ]
    cut = as_credits(result)[1]
    assert (cut.amount, cut.root, cut.record, cut.day) == (-3000, "A", "A", date(2026, 1, 10))
    assert [row.credit_id for row in as_credits(result, "d")] == []


def test_a_line_of_a_line_goes_back_to_the_first_credit() -> None:
    result = ran([EACH, PAY, READER, D_PAY], world([deal("A", 1, 800)], until=1))
    (row,) = as_credits(result, "d")
    assert (row.credit_id, row.amount, row.root) == ("d/c/A@2026-01@2026-01", 4000, "A")


def test_lines_of_windows_and_given_rows_have_a_day_and_a_root_of_their_own() -> None:
    result = ran(award(), world([deal("A", 4, 999), deal("B", 5, 1)], until=5, every_period=True))
    (row,) = as_credits(result)
    assert row == CreditRow(
        "c/2026-04-01@2026-05", "component:c", date(2026, 5, 31), 4, 5000, {}, frozenset(), root="2026-04-01"
    )
    given = ran([GIVEN, GIVEN_PAY], world(until=2, given=prizes(), every_period=True))
    assert [(row.credit_id, row.day, row.root) for row in as_credits(given)] == [
        ("c/ae.c@2026-01", date(2026, 1, 28), "ae.c"),
        ("c/ae.c@2026-02", date(2026, 2, 28), "ae.c"),
    ]


def test_what_a_cap_cut_of_a_period_belongs_to_its_window_and_without_one_to_the_component() -> None:
    over = world([deal("A", 1, 800)], until=1)
    result = ran([EACH, PAY, cap("period")], over)
    assert [(row.root, row.day) for row in as_credits(result)[1:]] == [("2026-01-01", date(2026, 1, 31))]
    nowhere = World(over.periods, "USD", {PERIOD: []}, over.credits, over.lookup)
    steps = [EACH, PAY, cap("period")]
    bare = Ran(steps, nowhere, run_steps(steps, nowhere))
    assert [(row.root, row.day) for row in as_credits(bare)[1:]] == [("c", date(2026, 1, 31))]


def test_a_period_that_lacks_a_number_has_no_lines_to_pay_on_and_misses_the_same() -> None:
    lost = Missing("rate_missing", "t", date(2026, 1, 10))
    known = Known(Fraction(1, 10), Source("plan", "t"), "percent")
    pay = replace(PAY, factors=(CREDIT, Factor("rate", "table", "ratio", name="t")))
    deals = [deal("A", 1, 100, rates={"t": lost}), deal("B", 2, 100, rates={"t": known})]
    result = ran([EACH, pay, READER, D_PAY], world(deals, until=2, every_period=True))
    assert [row.credit_id for row in as_credits(result)] == ["c/B@2026-02"]
    assert run_of(result.columns, result.world).blocked["d"] == {0: lost}
    assert [result.amounts("d.pay", month) for month in (1, 2)] == [[], [500]]
