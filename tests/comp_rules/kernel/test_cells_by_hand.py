"""Every cell step alone, on columns written by hand: values, where they come from, and what is missing or undefined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from comp_rules.kernel import cells
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.run import Run
from comp_rules.kernel.steps import (
    Add,
    Curve,
    Dated,
    Frame,
    Gate,
    Number,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)
from comp_rules.kernel.world import Cell, Known, Missing
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import QUARTER, Numbers, at, deal, percent, times, usd, world

PLAN, MEASURE = Source("plan", "p"), Source("measure", "it")
LACKING = Missing("input_missing", "x", date(2026, 1, 31))
ALSO_LACKING = Missing("input_missing", "y", date(2026, 1, 31))
IT: dict[str, Any] = {"name": "it", "path": "p", "frame": QUARTER}


def known(value: int | Fraction, form: str = "", if_zero: str = "", name: str = "x") -> Known:
    return Known(value, Source("input", name), form, if_zero)


def column(
    make: Callable[..., list[Any]],
    step: object,
    columns: Mapping[str, Sequence[object]],
    *,
    changed: Mapping[int, Mapping[str, object]] | None = None,
    numbers: Numbers | None = None,
) -> list[Any]:
    """The column of a step over the first months of 2026, one for each value; `changed` says what cells are else."""
    until = len(next(iter(columns.values()))) if columns else 3
    over = world(until=until, numbers=numbers, frames=(QUARTER,))
    rows = [replace(cell, **(changed or {}).get(at, {})) for at, cell in enumerate(over.cells[QUARTER])]  # type: ignore[arg-type]
    run = Run((), replace(over, cells={QUARTER: rows}), Columns())
    run.columns.cells.update({name: list(values) for name, values in columns.items()})  # type: ignore[misc]
    return make(step, run)


class Asked(Numbers):
    """Answers with what it was asked."""

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        return known(cell.period, name=f"{name} {window_is_row}")


def test_a_dated_number_is_looked_up_for_its_cell() -> None:
    of_quota = Dated(name="it", path="p", table="quota", key="q", unit="money", frame=QUARTER)
    assert column(cells.dated, of_quota, {"x": [None, None]}, numbers=Asked()) == [
        known(0, name="q False"),
        known(1, name="q False"),
    ]
    rows = Frame("quota_window", "q")
    own = world(until=2, frames=(QUARTER,), numbers=Asked())
    run = Run((), replace(own, cells={rows: own.cells[QUARTER]}), Columns())
    assert cells.dated(replace(of_quota, frame=rows), run) == [known(0, name="q True"), known(1, name="q True")]
    target = replace(of_quota, table="target", key="")
    got = column(cells.dated, target, {"x": [None, None]}, numbers=Numbers(targets={2: 7000}))
    assert got == [Missing("target_missing", "target", date(2026, 1, 31)), Known(7000, Source("target", "t2"))]


@pytest.mark.parametrize(
    ("of_window", "to_date", "months"),
    # of a yearly row 3 months of 12; of the window's own row all 12, so that target x months / 12 is the target
    [(False, False, [3, 3, 3]), (False, True, [1, 2, 3]), (True, False, [12, 12, 12]), (True, True, [4, 8, 12])],
)
def test_the_months_of_target_that_a_window_holds(of_window: bool, to_date: bool, months: list[int]) -> None:
    step = Dated(name="it", path="p", table="target_months", key="", unit="count", frame=QUARTER, to_date=to_date)
    got = column(cells.dated, step, {}, numbers=Numbers(of_window=of_window))
    assert got == [Known(month, PLAN) for month in months]
    halves = {0: {"months": Fraction(5, 2), "months_to_date": Fraction(1, 2)}}
    half = column(cells.dated, step, {}, numbers=Numbers(of_window=of_window), changed=halves)[0]
    assert (
        half.value
        == {
            (False, False): Fraction(5, 2),
            (False, True): Fraction(1, 2),
            (True, False): 12,
            (True, True): Fraction(12, 5),
        }[of_window, to_date]
    )
    if not to_date:
        nothing = column(cells.dated, step, {}, numbers=Numbers(of_window=of_window), changed={0: {"months": 0}})[0]
        assert nothing.value == (12 if of_window else 0)


def test_a_part_of_1_leaves_a_number_as_it_is_and_any_other_rounds_it_once() -> None:
    step = Scale(**IT, amount="x", unit="money")
    values = [
        known(5, "money"),
        known(-5, "money"),
        known(0, "", "base_rate"),
        known(1, "", "base_rate"),
        LACKING,
        None,
    ]
    assert column(cells.scaled, step, {"x": values}) == values
    changed = {at: {"part": Fraction(1, 2)} for at in range(6)} | {3: {"part": Fraction(1, 3)}}
    assert column(cells.scaled, step, {"x": values}, changed=changed) == [
        known(3, "money"),
        known(-3, "money"),
        # a row stated as 0 says what holds; one that only proration makes 0 does not
        known(0, "", "base_rate"),
        known(0),
        LACKING,
        None,
    ]


def test_a_number_to_date_takes_the_months_up_to_the_end_of_the_period() -> None:
    step = Scale(**IT, amount="x", by="to_date", unit="money")
    changed: dict[int, dict[str, object]] = {0: {"part": Fraction(1, 5)}, 3: {"months": 0, "months_to_date": 0}}
    # months 1, 2 and 3 of the quarter, and a window without months
    values = [known(900), known(1000), known(900), known(800)]
    assert column(cells.scaled, step, {"x": values}, changed=changed) == [known(300), known(667), *values[2:]]


def test_a_share_multiplies_divides_and_rounds_once() -> None:
    third = Number(Fraction(1, 3), "percent", "n")
    columns = {
        "x": [known(1000), known(1000), known(-5), None, LACKING],
        "y": [known(3), known(0), known(2), known(1), known(1)],
    }
    step = Share(**IT, factors=(("x", False), (third, False), ("y", True)))
    # 1,000 / 9; nothing is divided by 0; -5 / 6
    assert column(cells.shared, step, columns) == [
        Known(111, PLAN, "money"),
        None,
        Known(-1, PLAN, "money"),
        None,
        LACKING,
    ]
    # a factor of 0 that does not divide makes nothing
    assert column(
        cells.shared, Share(**IT, factors=(("x", False), ("y", False))), {"x": [known(7)], "y": [known(0)]}
    ) == [Known(0, PLAN, "money")]


def test_the_part_worked_is_exact() -> None:
    changed = {0: {"part": Fraction(45, 90)}, 1: {"part": Fraction(1, 3)}}
    got = column(cells.worked, Worked(**IT), {"x": [None] * 3}, changed=changed)
    assert got == [Known(value, PLAN, "percent") for value in (Fraction(1, 2), Fraction(1, 3), 1)]
    assert isinstance(got[2].value, int)


SOLD = [
    deal("Z", 1, 7, day=31, rule="old"),
    deal("A", 1, 100, day=1),
    deal("B", 1, 20, day=31),
    deal("C", 2, 3, day=1, rule="old"),
    deal("D", 2, "0.50", day=28),
    deal("E", 3, -40, day=31),
    deal("F", 4, 5, day=1),
]
SOLD.sort(key=lambda credit: credit.day)


def summed(*rules: str, opening: str = "", numbers: Numbers | None = None) -> list[Any]:
    step = Total(**IT, credits=rules, unit="money", opening=opening)
    return cells.total(step, Run((), world(SOLD, until=4, frames=(QUARTER,), numbers=numbers), Columns()))


def test_a_total_counts_from_the_first_day_of_the_window_to_the_last_of_the_period() -> None:
    assert summed("new") == [Known(value, Source("credit", "new")) for value in (12000, 12050, 8050, 500)]
    both = [Known(value, Source("credit", "new+old")) for value in (12700, 13050, 9050, 500)]
    assert summed("new", "old") == both
    assert [value.value for value in summed("none")] == [0, 0, 0, 0]
    numbers = Numbers(
        openings={("measure", "arr"): (date(2026, 2, 28), 1111), ("component", "arr"): (date(2026, 1, 1), 9)}
    )
    assert [value.value for value in summed("new", opening="arr", numbers=numbers)] == [12000, 13161, 9161, 500]
    assert [value.value for value in summed("new", numbers=numbers)] == [12000, 12050, 8050, 500]


def test_running_totals_begin_anew_in_each_window_and_leave_out_what_no_window_holds() -> None:
    numbers = Numbers(openings={("measure", "arr"): (date(2026, 1, 31), 1000)})
    run = Run((), world(SOLD, until=4, frames=(QUARTER,), numbers=numbers), Columns())
    grid = run.grid(QUARTER)

    def cell_of(credit: Any) -> Cell | None:
        return None if credit.credit_id == "D" else grid.cells[grid.own(credit.day, credit.period) or 0]

    assert list(cells.running(("new",), "arr", cell_of, run)) == [
        ("A", (1000, 11000)),
        ("B", (11000, 13000)),
        # D counts for those after it, and has no place of its own
        ("E", (13050, 9050)),
        ("F", (0, 500)),
    ]
    assert list(cells.running(("new", "old"), "", cell_of, run))[1:3] == [("Z", (10000, 10700)), ("B", (10700, 12700))]


def test_sums_and_ratios_name_the_first_missing_number_and_undefined_is_not_0() -> None:
    columns = {
        "x": [known(5), known(1), None, None, LACKING],
        "y": [known(7), known(1), known(1), LACKING, ALSO_LACKING],
    }
    assert column(cells.added, Add(**IT, terms=(("x", 1), ("y", -1)), unit="money"), columns) == [
        Known(-2, MEASURE),
        Known(0, MEASURE),
        None,
        LACKING,
        LACKING,
    ]
    # what is below the line is named first
    assert column(cells.ratios, Ratio(**IT, upper="x", lower="y"), columns) == [
        Known(Fraction(5, 7), MEASURE),
        Known(1, MEASURE),
        None,
        LACKING,
        ALSO_LACKING,
    ]


@pytest.mark.parametrize(
    ("lower", "ratio"),
    [
        (known(1), Known(8, MEASURE)),
        (known(Fraction(1, 2)), Known(16, MEASURE)),
        (known(0), None),
        (known(-1), None),
        (known(-1, "", "at_target"), None),
        (known(-1, "", "base_rate"), None),
        (known(0, "", "nothing"), None),
        (known(0, "", "at_target"), known(1)),
        (known(0, "", "base_rate"), known(0, "", "base_rate")),
        # a quota above 0 is a quota, whatever else its row says
        (known(4, "", "at_target"), Known(2, MEASURE)),
    ],
)
def test_a_ratio_over_nothing_is_what_the_quota_row_says(lower: Known, ratio: Known | None) -> None:
    assert column(cells.ratios, Ratio(**IT, upper="x", lower="y"), {"x": [known(8)], "y": [lower]}) == [ratio]


def test_weights_of_items_and_their_floors() -> None:
    step = Weighted(**IT, items=(("x", percent(50), percent(80)), ("y", percent(-20), None)))
    columns = {
        "x": [known(1), known(Fraction(8, 10)), known(Fraction(79, 100)), known(0, "", "base_rate"), LACKING],
        "y": [known(1), known(2), known(1), known(1), known(1)],
    }
    # on the floor the item counts, under it it counts 0
    assert column(cells.weighted, step, columns) == [
        Known(Fraction(3, 10), MEASURE),
        Known(0, MEASURE),
        Known(Fraction(-1, 5), MEASURE),
        None,
        LACKING,
    ]


def test_tiers_of_cells_and_edges_of_a_part_worked() -> None:
    step = Tier(**IT, value="x", edges=at(0, 1000, form="money"))
    columns = {"x": [known(99999), known(100000), known(50000), None, LACKING, known(0, "", "base_rate")]}
    assert column(cells.tiers, step, columns) == [
        Known(0, PLAN),
        Known(1, PLAN),
        Known(0, PLAN),
        None,
        LACKING,
        known(0, "", "base_rate"),
    ]
    half = {at: {"part": Fraction(1, 2)} for at in range(6)}
    scaled = column(cells.tiers, replace(step, scaled=True), columns, changed=half)
    assert [value.value for value in scaled[:3]] == [1, 1, 1]
    assert column(cells.tiers, step, columns, changed=half)[2] == Known(0, PLAN)
    # the base rate is no tier, though 0 would reach one; 0 alone is a value
    low = replace(step, edges=at(-5, 0, form="money"))
    both = column(cells.tiers, low, {"x": [known(0, "", "base_rate"), known(0)]})
    assert both == [known(0, "", "base_rate"), Known(1, PLAN)]


def test_a_payout_in_money_is_money_and_lies_on_the_line_between_two_points() -> None:
    points = ((percent(50), usd(10)), (percent(100), usd(40)), (percent(125), usd(30)))
    step = Curve(**IT, value="x", points=points, below="edge", beyond="extend")
    values = [Fraction(at, 100) for at in (40, 50, 51, 99, 100, 110, 125, 150)]
    paid = [1000, 1000, 1060, 3940, 4000, 3600, 3000, 2000]
    got = column(cells.curves, step, {"x": [known(value) for value in values]})
    assert got == [Known(value, PLAN, "money") for value in paid]
    others = {"x": [known(0, "", "base_rate"), None, LACKING, known(0)]}
    assert column(cells.curves, step, others) == [None, None, LACKING, Known(1000, PLAN, "money")]


def test_a_curve_of_one_point_has_no_slope() -> None:
    for outside, paid in (("edge", [20, 20, 20]), ("extend", [20, 20, 20]), ("nothing", [0, 20, 0])):
        step = Curve(**IT, value="x", points=((percent(100), times(20)),), below=outside, beyond=outside)  # type: ignore[arg-type]
        values = [known(Fraction(at, 100)) for at in (99, 100, 101)]
        assert column(cells.curves, step, {"x": values}) == [Known(value, PLAN, "times") for value in paid]


def test_the_stretch_of_a_value_is_told_by_the_points_around_it() -> None:
    low, middle, high = points = ((percent(50), percent(1)), (percent(100), percent(2)), (percent(150), percent(4)))
    step = Curve(**IT, value="x", points=points, below="extend", beyond="extend")
    for value, stretch in (
        (40, (low, middle)),
        (50, (low, middle)),
        (99, (low, middle)),
        (100, (middle, high)),
        (149, (middle, high)),
        (150, (high, high)),
        (151, (middle, high)),
    ):
        assert cells.stretch_of(step, Fraction(value, 100)) == stretch
    ends = replace(step, below="edge", beyond="edge")
    assert cells.stretch_of(ends, Fraction(4, 10)) == (low, low)
    assert cells.stretch_of(ends, Fraction(2)) == (high, high)
    nothing = replace(step, below="nothing", beyond="nothing")
    assert cells.stretch_of(nothing, Fraction(4, 10)) is None
    assert cells.stretch_of(nothing, Fraction(2)) is None
    assert (cells.payout(nothing, Fraction(49, 100)), cells.payout(nothing, Fraction(1, 2))) == (0, Fraction(1, 100))


def test_a_number_is_picked_from_a_row_or_from_a_table_row_by_row() -> None:
    numbers = tuple(
        Number(Fraction(value), form, f"n{value}")
        for value, form in (  # type: ignore[arg-type]
            (10, "percent"),
            (11, "percent"),
            (12, "percent"),
            (20, "times"),
            (21, "money"),
            (22, "money"),
        )
    )
    row, other = (
        [known(0), known(1), known(0), known(1), None, LACKING],
        [known(0), known(2), known(2), known(1), known(1), None],
    )
    table = Pick(**IT, tiers=("x", "y"), numbers=numbers, columns=3)

    def number(value: int, form: str) -> Known:
        return Known(value, Source("plan", f"n{value}"), form)

    got = column(cells.picked, table, {"x": row, "y": other})
    assert got == [
        number(10, "percent"),
        number(22, "money"),
        number(12, "percent"),
        number(21, "money"),
        None,
        LACKING,
    ]
    of_row = Pick(**IT, tiers=("x",), numbers=numbers, columns=0)
    picked = column(cells.picked, of_row, {"x": [known(3), known(0), known(0, "", "base_rate")]})
    assert picked == [number(20, "times"), number(10, "percent"), None]


@pytest.mark.parametrize(
    ("comparison", "passes"),
    [("at_least", [0, 1, 1]), ("above", [0, 0, 1]), ("at_most", [1, 1, 0]), ("under", [1, 0, 0])],
)
def test_a_gate_compares_with_its_line(comparison: str, passes: list[int]) -> None:
    step = Gate(**IT, value="x", comparison=comparison, line=percent(90), measure="m")  # type: ignore[arg-type]
    values = [known(Fraction(at, 1000)) for at in (899, 900, 901)]
    more = [None, LACKING, known(1, "", "base_rate")]
    assert column(cells.gates, step, {"x": values + more}) == [
        *(Known(value, PLAN) for value in passes),
        None,
        LACKING,
        None,
    ]
    passing = column(cells.gates, replace(step, undefined="pass"), {"x": values + more})
    assert passing == [*(Known(value, PLAN) for value in passes), Known(1, PLAN), LACKING, Known(1, PLAN)]
