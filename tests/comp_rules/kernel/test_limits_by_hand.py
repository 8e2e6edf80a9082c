"""Caps line by line: the group, the cell and the sums of every cut, of months, records and windows, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from comp_rules.kernel.columns import CapUse, LineRow, PaidLine, State
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.limits import cut_of
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Due,
    Each,
    Factor,
    Frame,
    Gate,
    Limit,
    Pay,
    Share,
    Total,
)
from comp_rules.kernel.world import Cell, CreditRow, Known, World
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PERIOD,
    QUARTER,
    YEAR,
    Numbers,
    Ran,
    cell,
    deal,
    literal,
    percent,
    ran,
    usd,
    world,
)

LITERAL = Known(10000, Source("plan", "p"), "money")


def tenth() -> list[AnyStep]:
    return [
        Each(name="lines", path="c", component="c", credit="new"),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, literal(percent(10)))),
    ]


def limit(per: str, frame: Frame, excess: str = "lost", *, cap: Any = None, unless: tuple[str, ...] = ()) -> Limit:
    return Limit(
        name="c.cap1",
        path="c.caps[0]",
        component="c",
        pays=("pay",),
        cap=cap if cap is not None else usd(100),
        per=per,
        excess=excess,
        frame=frame,
        unless=unless,
    )  # type: ignore[arg-type]


def cut(group: str, now: int, before: int = 0, cap: Known | None = LITERAL, was: Known | None = None) -> CapUse:
    return CapUse("cut", group, now, before, cap, was)


def line(
    state: str,
    month: int,
    frame: Frame | None,
    at: int | None,
    amount: int,
    use: CapUse,
    credit: CreditRow | None = None,
) -> PaidLine:
    return PaidLine(LineRow(state, month - 1, frame, State(at), None, credit), Fraction(amount), amount, use)


def caps(steps: Sequence[AnyStep], over: World) -> list[PaidLine]:
    return ran(steps, over).lines("c.cap1")


def test_a_month_that_carries_on_and_one_that_takes_over_name_both_sums() -> None:
    deals = [deal("A", 1, 2500), deal("B", 3, 300)]
    # 250 is cut to 100; in February 150 are added and 50 of them cut; in March 50 and 30 are below the cap
    assert caps([*tenth(), limit("period", PERIOD, "carry")], world(deals, until=4, every_period=True)) == [
        line("cap", 1, PERIOD, 0, -15000, cut("2026-01", 25000)),
        line("carried", 2, PERIOD, 1, 15000, CapUse("carried", "2026-02", 15000, 0, None, None)),
        line("cap", 2, PERIOD, 1, -5000, cut("2026-02", 15000)),
        line("carried", 3, PERIOD, 2, 5000, CapUse("carried", "2026-03", 5000, 0, None, None)),
    ]


def test_a_cap_over_a_quarter_stands_in_the_cell_of_each_month() -> None:
    deals = [deal("A", 1, 1100), deal("B", 2, 100), deal("C", 3, -150), deal("D", 4, 1001), deal("E", 5, -1)]
    assert caps([*tenth(), limit("quarter", QUARTER)], world(deals, until=5, every_period=True)) == [
        line("cap", 1, QUARTER, 0, -1000, cut("2026-01-01", 11000)),
        line("cap", 2, QUARTER, 1, -1000, cut("2026-01-01", 12000, 11000, LITERAL, LITERAL)),
        line("cap", 3, QUARTER, 2, 1500, cut("2026-01-01", 10500, 12000, LITERAL, LITERAL)),
        line("cap", 4, QUARTER, 3, -10, cut("2026-04-01", 10010)),
        line("cap", 5, QUARTER, 4, 10, cut("2026-04-01", 10000, 10010, LITERAL, LITERAL)),
    ]


def test_the_year_end_pays_what_the_plan_year_cut_in_its_last_month_and_begins_anew() -> None:
    over = replace(
        world([deal("A", 2, 1500), deal("B", 3, 1100), deal("C", 4, 1300)], until=5, every_period=True), year_starts=4
    )
    paid_out = CapUse("paid_out", "2026-03", 6000, 0, None, None)
    assert caps([*tenth(), limit("period", PERIOD, "year_end")], over) == [
        line("cap", 2, PERIOD, 1, -5000, cut("2026-02", 15000)),
        line("cap", 3, PERIOD, 2, -1000, cut("2026-03", 11000)),
        line("paid_out", 3, PERIOD, 2, 6000, paid_out),
        line("cap", 4, PERIOD, 3, -3000, cut("2026-04", 13000)),
    ]
    whole = replace(world([deal("D", 12, 1200), deal("C", 4, 1300)][::-1], until=12, every_period=True))
    assert [
        (one.row.state, one.row.period, one.amount)
        for one in caps([*tenth(), limit("period", PERIOD, "year_end")], whole)
    ] == [
        ("cap", 3, -3000),
        ("cap", 11, -2000),
        ("paid_out", 11, 5000),
    ]
    nothing = world([deal("A", 12, 1000)], until=12, every_period=True)
    assert caps([*tenth(), limit("period", PERIOD, "year_end")], nothing) == []


def test_a_record_is_held_on_both_sides_over_all_its_credits_and_months() -> None:
    sold = deal("A", 1, 900)
    more, back = deal("A2", 2, 600, record="A"), deal("A3", 3, -2600, record="A")
    alone = deal("B", 3, -1500, record="")
    other = deal("C", 3, 1000)
    over = world([sold, more, back, alone, other], until=4, every_period=True)
    # 90; 150 is held at 100; -110 at -100, which gives 50 and 10 back; B at -100; C lies on the cap
    assert caps([*tenth(), limit("record", PERIOD)], over) == [
        line("cap", 2, PERIOD, 1, -5000, cut("A", 15000, 9000, LITERAL, LITERAL), more),
        line("cap", 3, PERIOD, 2, 6000, cut("A", -11000, 15000, LITERAL, LITERAL), back),
        line("cap", 3, PERIOD, 2, 5000, cut("B", -15000), alone),
    ]


def operands(result: Ran) -> list[list[tuple[str, int]]]:
    """The roles and cents of every cut; all of them are money of the component's, or the cap of the plan."""
    found = []
    for one in result.lines("c.cap1"):
        made = result.operands(one, "c.cap1")
        assert {(o.unit, o.in_amount, o.divide, o.before, o.how, o.via) for o in made} == {
            ("money:USD", True, False, False, "", ())
        }
        named = {o.role.partition("_")[0]: o.source for o in made}
        assert {role: source for role, source in named.items() if role != "sum"} == {
            role: Source("plan", "p") for role in named if role != "sum"
        }
        assert named.get("sum", Source("component", "c")) == Source("component", "c")
        found.append([(o.role, int(o.value)) for o in made])
    return found


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        # a sum before is shown when there was one, and the floor only where a sum lies below it
        (900, 600, [("sum", 15000), ("cap", 10000), ("sum_before", 9000)]),
        (500, 600, [("sum", 11000), ("cap", 10000), ("sum_before", 5000)]),
        (-1000, 2500, [("sum", 15000), ("cap", 10000), ("sum_before", -10000)]),
        (-1500, 1000, [("sum", -5000), ("cap", 10000), ("sum_before", -15000), ("floor_before", -10000)]),
        (-1500, 500, [("sum", -10000), ("cap", 10000), ("sum_before", -15000), ("floor_before", -10000)]),
        (-1500, -100, [("sum", -16000), ("cap", 10000), ("floor", -10000), ("sum_before", -15000)]),
        (-500, -600, [("sum", -11000), ("cap", 10000), ("floor", -10000), ("sum_before", -5000)]),
        (1500, -3000, [("sum", -15000), ("cap", 10000), ("floor", -10000), ("sum_before", 15000)]),
        (1500, -1500, [("sum", 0), ("cap", 10000), ("sum_before", 15000)]),
    ],
)
def test_what_a_cap_of_a_record_shows(first: int, second: int, shown: list[tuple[str, int]]) -> None:
    deals = [deal("A", 1, first), deal("A2", 2, second, record="A")]
    result = ran([*tenth(), limit("record", PERIOD)], world(deals, until=2, every_period=True))
    assert operands(result)[-1] == shown


def test_a_cap_that_moves_or_stops_binding_shows_both_caps() -> None:
    target = Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR)
    share = Share(name="cap", path="p", frame=YEAR, factors=(("target", False), (percent(50), False)))
    numbers = Numbers(targets={1: 20000, 2: 24000, 3: 24000, 4: 30000})
    steps = [*tenth(), target, share, limit("year", YEAR, cap="cap")]
    result = ran(steps, world([deal("A", 1, 1500), deal("B", 3, 100)], until=4, numbers=numbers, every_period=True))
    assert [(one.row.period, one.amount) for one in result.lines("c.cap1")] == [
        (0, -5000),
        (1, 2000),
        (2, -1000),
        (3, 3000),
    ]
    assert operands(result) == [
        [("sum", 15000), ("cap", 10000)],
        [("sum", 15000), ("cap", 12000), ("sum_before", 15000), ("cap_before", 10000)],
        [("sum", 16000), ("cap", 12000), ("sum_before", 15000)],
        [("sum", 16000), ("cap", 15000), ("sum_before", 16000), ("cap_before", 12000)],
    ]
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(2000), measure="m", frame=YEAR)
    total = Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR)
    free = [total, gate, *tenth(), limit("year", YEAR, unless=("gate",))]
    deals = [deal("A", 1, 1500), deal("B", 2, 600), deal("R", 3, -200), deal("C", 4, 200)]
    opened = ran(free, world(deals, until=4, every_period=True))
    assert operands(opened) == [
        [("sum", 15000), ("cap", 10000)],
        [("sum_before", 15000), ("cap_before", 10000)],
        [("sum", 19000), ("cap", 10000)],
        [("sum_before", 19000), ("cap_before", 10000)],
    ]
    assert [one.amount for one in opened.lines("c.cap1")] == [-5000, 5000, -9000, 9000]


def test_what_is_carried_or_paid_out_is_one_number() -> None:
    result = ran([*tenth(), limit("period", PERIOD, "carry")], world([deal("A", 1, 1500)], until=2, every_period=True))
    assert result.operands(result.lines("c.cap1", 2)[0], "c.cap1") == (
        Operand("carried", Fraction(5000), "money:USD", Source("component", "c"), True),
    )
    december = world([deal("A", 12, 1500)], until=12, every_period=True)
    out = ran([*tenth(), limit("period", PERIOD, "year_end")], december)
    assert [out.formula(one, "c.cap1") for one in out.lines("c.cap1")] == ["=ROUND(MIN(100,150)-150,2)", "=ROUND(50,2)"]


ROWS = Frame("quota_window", "q")


def own_windows() -> list[Cell]:
    """A window to 14 February and one from the 15th to the end of March, each in the months that it touches."""
    early = Span(date(2026, 1, 1), date(2026, 2, 15))
    late = Span(date(2026, 2, 15), date(2026, 4, 1))
    return [
        Cell(0, early, date(2026, 2, 1), early, date(2026, 1, 31)),
        Cell(1, early, date(2026, 2, 15), early, date(2026, 2, 14)),
        Cell(1, late, date(2026, 3, 1), late, date(2026, 2, 28)),
        Cell(2, late, date(2026, 4, 1), late, date(2026, 3, 31)),
    ]


def over_windows(deals: Sequence[CreditRow], numbers: Numbers | None = None, cells: list[Cell] | None = None) -> World:
    over = world(deals, until=3, numbers=numbers, every_period=True)
    return replace(over, cells={**over.cells, ROWS: own_windows() if cells is None else cells})


def test_a_cap_per_window_counts_credits_by_the_window_that_holds_their_day() -> None:
    deals = [deal("A", 1, 900), deal("B", 2, 300, day=14), deal("C", 2, 1100, day=15), deal("D", 3, -200)]
    assert caps([*tenth(), limit("window", ROWS)], over_windows(deals)) == [
        line("cap", 2, ROWS, 1, -2000, cut("2026-01-01", 12000, 9000, LITERAL, LITERAL)),
        line("cap", 2, ROWS, 2, -1000, cut("2026-02-15", 11000)),
        line("cap", 3, ROWS, 3, 1000, cut("2026-02-15", 9000, 11000, LITERAL, LITERAL)),
    ]
    # before the first window begins, the one that holds the end of the month; the last one where none does
    assert caps(
        [*tenth(), limit("window", ROWS)], over_windows([deal("C", 2, 1100, day=3)], cells=own_windows()[2:])
    ) == [
        line("cap", 2, ROWS, 0, -1000, cut("2026-02-15", 11000)),
    ]
    # blocks leave this to exact
    steps, over = [*tenth(), limit("window", ROWS)], over_windows([deal("C", 2, 1100, day=20)], cells=own_windows()[:2])
    assert Ran(steps, over, run_steps(steps, over)).lines("c.cap1") == [
        line("cap", 2, ROWS, 1, -1000, cut("2026-02", 11000)),
    ]


def by_window(first: int, second: int) -> list[Cell]:
    days = (date(2026, first, 28), date(2026, second, 28))
    cells = own_windows()
    return [cells[0], replace(cells[1], day=days[0]), replace(cells[2], day=days[1]), replace(cells[3], day=days[1])]


def test_each_window_has_the_cap_of_its_own_cell_and_one_that_is_missing_blocks_the_month() -> None:
    target = Dated(name="target", path="c", table="target", key="", unit="money", frame=ROWS)
    share = Share(name="cap", path="p", frame=ROWS, factors=(("target", False), (percent(50), False)))
    steps = [*tenth(), target, share, limit("window", ROWS, cap="cap")]
    deals = [deal("B", 2, 300, day=14), deal("C", 2, 300, day=15)]
    numbers = Numbers(targets={2: 4000, 3: 2000})
    found = caps(steps, over_windows(deals, numbers, by_window(2, 3)))
    assert [(one.row.now.cell, one.amount) for one in found] == [(1, -1000), (2, -2000)]
    # the target of the early window is not known, though that at the end of the month is
    lacking = ran(steps, over_windows(deals, Numbers(targets={3: 2000}), by_window(2, 3)))
    assert (lacking.amounts(), lacking.amounts("c.cap1")) == ([], [])
    february = replace(over_windows(deals, Numbers(targets={3: 2000}), by_window(2, 3)))
    february = replace(february, periods=february.periods[:2])
    assert ran(steps, february).columns.missing == {"c.cap1": lacking.columns.cells["cap"][1]}


def test_lines_of_windows_count_in_the_window_they_stand_in_and_those_of_others_on_their_last_day() -> None:
    lines = Due(name="lines", path="c", component="c", paid="window_end", frame=QUARTER)
    total = Total(name="total", path="m", credits=("new",), unit="money", frame=QUARTER)
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(cell("total", unit="money"),))
    deals = [deal("A", 1, 60), deal("B", 3, 90)]
    for frame, at, group in (
        (QUARTER, 2, "2026-01-01"),
        (YEAR, 2, "2026-01-01"),
        (MONTH, 2, "2026-03-01"),
        (ROWS, 3, "2026-02-15"),
    ):
        assert caps([total, lines, pay, limit("window", frame)], over_windows(deals)) == [
            line("cap", 3, frame, at, -5000, cut(group, 15000)),
        ]
    # a line of a window is of no record
    assert caps([total, lines, pay, limit("record", PERIOD)], over_windows(deals)) == [
        line("cap", 3, PERIOD, 2, -5000, cut("none", 15000)),
    ]


def test_a_gate_over_another_window_is_read_on_the_last_day_that_counts_in_the_caps() -> None:
    monthly = Total(name="month", path="m", credits=("new",), unit="money", frame=MONTH)
    gates = [
        Gate(
            name=f"gate{number}", path="g", value="month", comparison="at_least", line=usd(at), measure="m", frame=MONTH
        )
        for number, at in enumerate((1000, 1200))
    ]
    deals = [deal("A", 1, 1300), deal("B", 2, 1100), deal("C", 3, 100)]
    # both hold in January, one in February, none in March: the quarter's 240 and 250 are cut to 100
    steps = [monthly, *gates, *tenth(), limit("quarter", QUARTER, unless=("gate0", "gate1"))]
    assert [(one.row.period, one.amount) for one in caps(steps, world(deals, until=3, every_period=True))] == [
        (1, -14000),
        (2, -1000),
    ]


def test_a_gate_whose_number_is_missing_blocks_the_month_and_names_it() -> None:
    margin = Dated(name="margin", path="m", table="input", key="margin", unit="ratio", frame=QUARTER)
    gate = Gate(
        name="gate", path="g", value="margin", comparison="at_least", line=percent(50), measure="m", frame=QUARTER
    )
    steps = [margin, gate, *tenth(), limit("quarter", QUARTER, unless=("gate",))]
    numbers = Numbers(inputs={"margin": {date(2026, 2, 1): Fraction(1, 2)}})
    deals = [deal("A", 1, 1300), deal("B", 2, 1200)]
    result = ran(steps, world(deals, until=2, numbers=numbers, every_period=True))
    assert (result.amounts(), result.amounts("c.cap1"), result.columns.missing) == ([12000], [], {})
    january = ran(steps, world(deals[:1], until=1, numbers=numbers))
    assert january.columns.missing == {"c.cap1": january.columns.cells["margin"][0]}
    assert january.amounts() == []


def test_a_missing_number_of_the_lines_is_the_one_that_the_cap_names() -> None:
    own = Factor("rate", "personal", "ratio", name="own")
    steps = [*tenth(), replace(tenth()[1], name="pay2", factors=(CREDIT, own))]  # type: ignore[call-arg]
    both = replace(limit("period", PERIOD), pays=("pay", "pay2"))
    result = ran([*steps, both], world([deal("A", 1, 1500)], until=1))
    assert result.columns.missing["c.cap1"] == result.columns.missing["pay2"]
    assert result.amounts("c.cap1") == []
    known = Numbers(personals={"own": {1: Known(Fraction(1, 20), Source("personal", "p"), "percent")}})
    # 150 and 75 are one month's lines
    assert caps([*steps, both], world([deal("A", 1, 1500)], until=1, numbers=known)) == [
        line("cap", 1, PERIOD, 0, -12500, cut("2026-01", 22500)),
    ]


@pytest.mark.parametrize(
    ("now", "before", "one_side", "both_sides"),
    [
        ((150, 100), (0, None), -50, -50),
        ((150, 100), (120, 100), -30, -30),
        ((150, None), (120, 100), 20, 20),
        ((-150, 100), (0, None), 0, 50),
        ((-150, 100), (-120, 100), 0, 30),
        ((100, 100), (-100, 100), 0, 0),
        ((-50, 100), (150, 80), 70, 70),
    ],
)
def test_a_cut_is_what_is_above_now_less_what_was_above_before(
    now: tuple[int, int | None], before: tuple[int, int | None], one_side: int, both_sides: int
) -> None:
    caps_of = [None if cap is None else replace(LITERAL, value=cap) for _, cap in (now, before)]
    use = CapUse("cut", "g", now[0], before[0], *caps_of)
    assert (cut_of(use, both_sides=False), cut_of(use, both_sides=True)) == (one_side, both_sides)
