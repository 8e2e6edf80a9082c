"""Caps on lines of windows, caps that move, caps on what other caps left, and years that begin in any month.

Every scenario runs in blocks as well. In: deals and awards of one person. Out: what each cap cuts, worked out by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Due,
    Each,
    Frame,
    Gate,
    Limit,
    Once,
    Pay,
    Running,
    Share,
    Slice,
    Total,
)  # fmt: skip
from comp_rules.kernel.world import Cell, CreditRow, World
from comp_rules.values.period import Span, month_of
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PART,
    PERIOD,
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
    ran,
    usd,
    world,
)  # fmt: skip

OWN = Frame("quota_window", quota="q")
TENTH: list[AnyStep] = [
    Each(name="lines", path="c", component="c", credit="new"),
    Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, literal(percent(10)))),
]
TARGET = Dated(name="target", path="c", table="target", key="", unit="money", frame=YEAR)
MOVING = Share(name="moving", path="c", frame=YEAR, factors=(("target", False), (percent(1), False)))


def cap(per: str, frame: Frame, of: int | str = 100, excess: str = "lost", **more: object) -> Limit:
    worth = usd(of) if isinstance(of, int) else of
    base = Limit(name="cap", path="c", component="c", pays=("pay",), cap=worth, per="record", excess="lost",
                 frame=frame)  # fmt: skip
    return replace(base, per=per, excess=excess, **more)  # type: ignore[arg-type]


def told(result: Ran, name: str = "cap") -> list[tuple[int, str, int]]:
    """The month, the group and the amount of every line of a cap."""
    return [(line.row.period + 1, line.cap.group, line.amount) for line in result.lines(name) if line.cap]


def over(*deals: CreditRow, until: int, numbers: Numbers | None = None) -> World:
    return world(deals, until=until, numbers=numbers, every_period=True)


def quarterly() -> list[AnyStep]:
    """10% of what a quarter sold, when it is over."""
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=QUARTER),
        Due(name="lines", path="c", component="c", paid="window_end", frame=QUARTER),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(cell("total", unit="money"), literal(percent(10)))),
    ]  # fmt: skip


def test_quarters_fill_the_cap_of_a_year() -> None:
    deals = [deal("A", 1, 600), deal("B", 5, 700), deal("C", 8, 100), deal("R", 11, -500)]
    for per in ("window", "year"):
        result = ran([*quarterly(), cap(per, YEAR)], over(*deals, until=12))
        # 60, 130, 140, and 90 again
        assert told(result) == [
            (6, "2026-01-01", -30_00),
            (9, "2026-01-01", -10_00),
            (12, "2026-01-01", 40_00),
        ]


def test_lines_without_a_record_are_one_group_that_is_held_on_both_sides() -> None:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(500), measure="m", frame=QUARTER)
    award: list[AnyStep] = [
        quarterly()[0],
        gate,
        Once(name="lines", path="c", component="c", gates=("gate",), kept=False, frame=QUARTER),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(literal(usd(80), "award"),)),
    ]
    deals = [deal("A", 1, 600), deal("B", 4, 700), deal("R", 5, -300)]
    result = ran([*award, cap("record", YEAR)], over(*deals, until=5))
    # 80, 160, and 80 again
    assert told(result) == [(4, "none", -60_00), (5, "none", 60_00)]
    back = ran([*award[:3], replace(award[3], factors=(literal(usd(-150), "award"),)), cap("record", YEAR)],
               over(*deals, until=5))  # type: ignore[call-arg]  # fmt: skip
    assert told(back) == [(1, "none", 50_00), (4, "none", 150_00), (5, "none", -150_00)]


def test_what_people_without_any_record_are_paid_is_a_group_as_well() -> None:
    steps: list[AnyStep] = [
        TARGET,
        Due(name="lines", path="c", component="c", paid="monthly_to_date", frame=YEAR),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(cell("target", unit="money"), literal(percent(1)))),
        cap("record", YEAR, 50),
    ]  # fmt: skip
    result = ran(steps, over(until=2, numbers=Numbers(targets={1: 10_000_00, 2: 12_000_00})))
    assert told(result) == [(1, "none", -50_00), (2, "none", -20_00)]


def moving(*targets: tuple[int, int]) -> Numbers:
    """A cap of 1% of the annual target, which changes in the months given."""
    return Numbers(targets={month: 100 * dollars for month, dollars in targets})


def test_a_cap_that_moves_cuts_the_records_of_earlier_months_anew() -> None:
    steps = [*TENTH, TARGET, MOVING, cap("record", YEAR, "moving")]
    deals = [deal("B", 1, 900), deal("A", 1, 1200), deal("C", 3, 2000)]
    result = ran(steps, over(*deals, until=4, numbers=moving((1, 8000), (2, 10000), (4, 11000))))
    # 80, then 100, then 110 for each: B's 90 and A's 120, and C's 200
    assert told(result) == [
        (1, "B", -10_00),
        (1, "A", -40_00),
        (2, "B", 10_00),
        (2, "A", 20_00),
        (3, "C", -100_00),
        (4, "A", 10_00),
        (4, "C", 10_00),
    ]
    assert [line.row.credit.credit_id if line.row.credit else None for line in result.lines("cap")] == [
        "B", "A", None, None, "C", None, None
    ]  # fmt: skip


def test_a_cap_that_moves_looks_at_lines_of_this_month_before_those_of_months_before() -> None:
    steps = [*TENTH, TARGET, MOVING, cap("record", YEAR, "moving")]
    deals = [deal("A", 1, 1200), deal("B", 2, 1100), deal("Z", 2, -1500)]
    result = ran(steps, over(*deals, until=2, numbers=moving((1, 8000), (2, 10000))))
    assert told(result) == [(1, "A", -40_00), (2, "B", -10_00), (2, "Z", 50_00), (2, "A", 20_00)]


def test_a_cap_of_a_window_that_moves_stops_with_its_window() -> None:
    target = replace(TARGET, frame=QUARTER)
    steps = [*TENTH, target, replace(MOVING, frame=QUARTER), cap("window", QUARTER, "moving")]
    numbers = moving((1, 8000), (3, 10000), (4, 20000))
    result = ran(steps, over(deal("A", 2, 1500), deal("B", 5, 2500), until=6, numbers=numbers))
    assert told(result) == [
        (2, "2026-01-01", -70_00),
        (3, "2026-01-01", 20_00),
        (5, "2026-04-01", -50_00),
    ]


def test_a_cap_does_not_bind_while_all_that_lifts_it_holds() -> None:
    monthly = Total(name="month", path="m", credits=("new",), unit="money", frame=MONTH)
    yearly = Total(name="year", path="m", credits=("new",), unit="money", frame=YEAR)
    line = {"comparison": "at_least", "path": "g", "measure": "m"}
    gates = [
        Gate(name="good", value="month", line=usd(1000), frame=MONTH, **line),  # type: ignore[arg-type]
        Gate(name="great", value="year", line=usd(3000), frame=YEAR, **line),  # type: ignore[arg-type]
    ]
    steps = [monthly, yearly, *gates, *TENTH, cap("record", YEAR, unless=("good", "great"))]
    deals = [deal("A", 1, 1500), deal("B", 2, 1600), deal("C", 3, 10)]
    # January is good, not great; February both; March only great
    assert told(ran(steps, over(*deals, until=3))) == [
        (1, "A", -50_00),
        (2, "A", 50_00),
        (3, "A", -50_00),
        (3, "B", -60_00),
    ]


def test_what_is_carried_meets_a_cap_that_moves_and_one_that_is_lifted() -> None:
    target, share = replace(TARGET, frame=PERIOD), replace(MOVING, frame=PERIOD)
    steps = [*TENTH, target, share, cap("period", PERIOD, "moving", "carry")]
    deals = [deal("A", 1, 2500), deal("B", 3, 500)]
    result = ran(steps, over(*deals, until=5, numbers=moving((1, 10000), (2, 8000), (4, 20000))))
    # 250 - 150; 150 - 70; 70 + 50 - 40; 40 is paid
    assert [(line.row.period + 1, line.row.state, line.amount) for line in result.lines("cap")] == [
        (1, "cap", -150_00),
        (2, "carried", 150_00),
        (2, "cap", -70_00),
        (3, "carried", 70_00),
        (3, "cap", -40_00),
        (4, "carried", 40_00),
    ]
    total = Total(name="total", path="m", credits=("new",), unit="money", frame=YEAR)
    gate = Gate(name="gate", path="g", value="total", comparison="above", line=usd(2500), measure="m", frame=YEAR)
    lifted = [total, gate, *TENTH, cap("period", PERIOD, excess="carry", unless=("gate",))]
    assert [(line.row.period + 1, line.amount) for line in ran(lifted, over(*deals, until=4)).lines("cap")] == [
        (1, -150_00),
        (2, 150_00),
        (2, -50_00),
        (3, 50_00),
    ]


def test_what_a_plan_year_cut_is_paid_out_when_it_ends_in_any_month() -> None:
    deals = [deal("A", 1, 1500), deal("B", 2, 1200), deal("C", 3, 1300), deal("D", 12, 1900)]
    for excess, paid_out in (("year_end", [(2, 70_00)]), ("lost", [])):
        steps = [*TENTH, cap("period", PERIOD, excess=excess)]
        result = ran(steps, replace(over(*deals, until=12), year_starts=3))
        lines = result.lines("cap")
        assert [(line.row.period + 1, line.amount) for line in lines if line.row.state == "paid_out"] == paid_out
        assert [(line.row.period + 1, line.amount) for line in lines if line.row.state == "cap"] == [
            (1, -50_00), (2, -20_00), (3, -30_00), (12, -90_00)
        ]  # fmt: skip
    late = ran([*TENTH, cap("period", PERIOD, excess="year_end")],
               replace(world(deals[:2], until=2), lines_from=1, year_starts=3))  # fmt: skip
    assert [(line.row.period + 1, line.amount) for line in late.lines("cap")] == [(2, -20_00), (2, 20_00)]


def test_a_quarter_pays_out_what_its_cap_gave_back_and_cut_in_the_year() -> None:
    steps = [*TENTH, cap("quarter", QUARTER, excess="year_end")]
    deals = [deal("A", 1, 1500), deal("R", 3, -300), deal("B", 11, 1100)]
    result = ran(steps, over(*deals, until=12))
    assert [(line.row.period + 1, line.row.state, line.amount) for line in result.lines("cap")] == [
        (1, "cap", -50_00),
        (3, "cap", 30_00),
        (11, "cap", -10_00),
        (12, "paid_out", 30_00),
    ]


def windows(*spans: tuple[date, date], months: int) -> list[Cell]:
    """The cells of windows that begin and end on any day."""
    found = []
    for index in range(months):
        period = month_of(date(2026, index + 1, 1)).span
        for first, after in spans:
            window = Span(first, after)
            if window.overlap(period).days:
                through = min(period.after, after)
                found.append(Cell(index, window, through, window, through - timedelta(days=1), Fraction(1), 2, 1))
    return found


def sliced(*caps: AnyStep) -> list[AnyStep]:
    rate = by_tier(percent(10))
    return [
        Running(name="running", path="m", credits=("new",), frame=OWN),
        Slice(name="lines", path="c", component="c", credit="new", running="running", quota=None,
              edges=at(0, form="money")),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, rate)),
        *caps,
    ]  # fmt: skip


def with_windows(credits: Sequence[CreditRow], *spans: tuple[date, date], months: int = 3) -> World:
    plain = over(*credits, until=months)
    return replace(plain, cells={**plain.cells, OWN: windows(*spans, months=months)})


FIRST, MIDDLE, END = date(2026, 1, 1), date(2026, 2, 15), date(2026, 3, 15)


def test_a_window_that_ends_within_a_month_has_a_cap_of_its_own() -> None:
    deals = [deal("A", 1, 900), deal("B", 2, 300, day=14), deal("C", 2, 800, day=15), deal("D", 3, 500)]
    result = ran(sliced(cap("window", OWN)), with_windows(deals, (FIRST, MIDDLE), (MIDDLE, END)))
    assert told(result) == [(2, "2026-01-01", -20_00), (3, "2026-02-15", -30_00)]


def test_a_month_belongs_to_the_window_that_holds_its_end_or_else_to_its_last() -> None:
    deals = [deal("A", 1, 900), deal("B", 2, 300, day=14), deal("C", 2, 800, day=15), deal("D", 3, 500)]
    by_year = ran(sliced(cap("year", OWN)), with_windows(deals, (FIRST, MIDDLE), (MIDDLE, END)))
    # 90 of January; 110 and 50 of the window that begins in February
    assert told(by_year) == [(2, "2026-02-15", -10_00), (3, "2026-02-15", -50_00)]
    assert [line.row.now.cell for line in by_year.lines("cap")] == [2, 3]


def test_a_window_counts_in_the_window_of_its_cap_that_holds_its_last_day() -> None:
    other = Frame("quota_window", quota="other")
    steps = [
        Total(name="total", path="m", credits=("new",), unit="money", frame=OWN),
        Due(name="lines", path="c", component="c", paid="window_end", frame=OWN),
        quarterly()[2],
        cap("window", other, 50),
    ]
    deals = [deal("A", 1, 900), deal("C", 2, 800, day=15)]
    plain = with_windows(deals, (FIRST, MIDDLE), (MIDDLE, date(2026, 4, 1)))
    later = windows((FIRST, date(2026, 2, 20)), (date(2026, 2, 20), date(2026, 4, 1)), months=3)
    result = ran(steps, replace(plain, cells={**plain.cells, other: later}))
    # 90 on February 14, 80 in March
    assert told(result) == [(2, "2026-01-01", -40_00), (3, "2026-02-20", -30_00)]


def test_what_a_cap_on_records_cut_stands_in_the_window_of_its_credit() -> None:
    records = cap("record", YEAR, 12)
    second = replace(cap("window", OWN, 20), name="second", pays=("pay", "cap"))
    deals = [
        deal("A", 1, 150),
        deal("B", 2, 250, day=10),
        deal("C", 2, 150, day=20),
        deal("D", 3, 150),
        deal("E", 3, 250, day=20),
    ]
    over_two = with_windows(deals, (FIRST, MIDDLE), (MIDDLE, date(2026, 5, 1)))
    result = ran(sliced(records, second), over_two)
    # 12 of each are left: A and B of the window that ends in February, C, D and E of the next one
    assert told(result, "second") == [(2, "2026-01-01", -4_00), (3, "2026-02-15", -16_00)]


def test_a_second_cap_counts_what_the_first_cut_where_the_first_stands() -> None:
    first = cap("period", PERIOD)
    second = replace(cap("quarter", QUARTER, 150), name="second", pays=("pay", "cap"))
    third = replace(cap("quarter", QUARTER, 120), name="third", pays=("pay", "cap", "second"))
    deals = [deal("A", 1, 1200), deal("B", 2, 700), deal("C", 3, 100)]
    result = ran([*TENTH, first, second, third], over(*deals, until=3))
    # 100, 170 and 180 are left by the first; 100, 150 and 150 by the second
    assert told(result, "cap") == [(1, "2026-01", -20_00)]
    assert told(result, "second") == [(2, "2026-01-01", -20_00), (3, "2026-01-01", -10_00)]
    assert told(result, "third") == [(2, "2026-01-01", -30_00)]


def test_a_cap_on_records_that_another_cap_on_records_left() -> None:
    first, second = cap("record", YEAR), replace(cap("record", YEAR, 60), name="second", pays=("pay", "cap"))
    deals = [deal("A", 1, 1500), deal("B", 1, 700), deal("A2", 2, -400, record="A", reversal=True)]
    result = ran([*TENTH, first, second], over(*deals, until=2))
    assert told(result, "cap") == [(1, "A", -50_00), (2, "A", 40_00)]
    assert told(result, "second") == [(1, "A", -40_00), (1, "B", -10_00)]


def test_a_cap_that_is_no_whole_cent_is_rounded() -> None:
    half = replace(cap("period", PERIOD), cap=replace(usd(0), value=Fraction(20001, 2)))
    assert told(ran([*TENTH, half], over(deal("A", 1, 1500), until=1))) == [(1, "2026-01", -49_99)]
