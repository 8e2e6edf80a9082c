"""Where things lie in a block: cells by window and by period, credits by day, and the cells of everyone.

Days are numbers here, and periods ten of them. In: grids and blocks written out. Out: places counted by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np

from comp_rules.kernel.blocks_from_columns import credit_order, grid_of_everyone, period_starts
from comp_rules.kernel.blocks_layout import Block, Credits, Grid, Numbers, constant
from comp_rules.kernel.steps import Frame
from comp_rules.kernel.wide import Ints, ints
from comp_rules.values.period import month_of
from tests.comp_rules.kernel.test_numbers_in_columns import values_of

FRAME = Frame("quota_window", quota="q")
#: owner, period, first day of the window, the day after it, the day after the last that counts, own number
CELLS = [
    (0, 0, 0, 15, 10, 0),
    (0, 1, 0, 15, 15, 1),
    (0, 1, 15, 30, 20, 2),
    (0, 2, 15, 30, 30, 3),
    # of the third person the longer window stands second in every period
    (2, 0, 0, 30, 10, 1),
    (2, 1, 0, 30, 20, 3),
    (2, 2, 0, 30, 30, 5),
    (2, 0, 5, 30, 10, 0),
    (2, 1, 5, 30, 20, 2),
    (2, 2, 5, 30, 30, 4),
    # the same window as that of the cell before, of another person; and one that only ends later
    (3, 2, 5, 30, 30, 0),
    (3, 2, 5, 31, 30, 1),
]


def grid_of(cells: list[tuple[int, ...]], people: int = 5) -> Grid:
    owner, period, first, after, through, local = (
        np.array([cell[n] for cell in cells], dtype=np.int64) for n in range(6)
    )
    one = constant(1, len(cells))
    return Grid(owner, period, first, after, through, one, one, one, people, 3, local)


GRID = grid_of(CELLS)


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int64)


def test_windows_begin_where_the_person_the_first_or_the_last_day_changes() -> None:
    assert GRID.window.tolist() == [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5]
    assert np.flatnonzero(GRID.starts).tolist() == [0, 2, 4, 7, 10, 11]
    assert GRID.window_start.tolist() == [0, 2, 4, 7, 10, 11, 12]
    assert np.flatnonzero(GRID.over).tolist() == [1, 3, 6, 9, 10]


def test_the_first_cell_of_each_person() -> None:
    assert GRID.first.tolist() == [0, 4, 4, 10, 12, 12]
    found = GRID.first_cell(rows(0, 2, 3, 4))
    # of one without cells any cell that there is
    assert found[:3].tolist() == [0, 4, 10]
    assert 0 <= found[3] < 12


def test_cells_by_period_in_their_own_order() -> None:
    assert GRID.by_period().tolist() == [0, 1, 2, 3, 7, 4, 8, 5, 9, 6, 10, 11]
    assert grid_of(CELLS[:1] + CELLS[3:4]).by_period().tolist() == [0, 1]
    two_of_one_period = [(0, 0, 0, 30, 10, 1), (0, 0, 5, 30, 10, 0)]
    assert grid_of(two_of_one_period).by_period().tolist() == [1, 0]
    assert replace(GRID, local=None).by_period().tolist() == [0, 1, 2, 3, 4, 7, 5, 8, 6, 9, 10, 11]


def test_the_cell_that_holds_a_day_is_the_first_of_its_period_that_does() -> None:
    asked = {
        (0, 3, 0): 0,
        (0, 14, 1): 1,
        (0, 15, 1): 2,
        (0, 16, 0): -1,
        (1, 3, 0): -1,
        (2, 3, 0): 4,
        (2, 5, 0): 7,
        (2, 29, 2): 9,
        (2, 30, 2): -1,
        (3, 30, 2): 11,
        (3, 29, 2): 10,
        (4, 3, 0): -1,
    }
    owner, day, period = (rows(*(key[n] for key in asked)) for n in range(3))
    assert GRID.own(owner, day, period).tolist() == list(asked.values())
    for key, cell in asked.items():
        assert GRID.own(*(rows(number) for number in key)).tolist() == [cell]


def test_the_latest_cell_of_a_window_does_not_leave_it() -> None:
    cells, period = rows(0, 0, 0, 4, 5, 8, 10, -1), rows(0, 1, 2, 2, 1, 2, 2, 2)
    assert GRID.latest(cells, period).tolist() == [0, 1, 1, 6, 5, 9, 10, -1]


def test_a_grid_without_cells() -> None:
    empty = grid_of([])
    assert empty.latest(rows(-1, -1), rows(0, 2)).tolist() == [-1, -1]
    assert empty.own(rows(0, 1), rows(3, 4), rows(0, 0)).tolist() == [-1, -1]
    assert (empty.by_period().tolist(), empty.window_start.tolist(), empty.first.tolist()) == ([], [0], [0] * 6)
    assert empty.first_cell(rows(0, 4)).tolist() == [0, 0]
    assert grid_of([], 0).own(rows(), rows(), rows()).tolist() == []


CREDITS = Credits(
    owner=rows(0, 0, 0, 0, 2, 2),
    day=rows(3, 12, 12, 25, 0, 29),
    period=rows(0, 1, 1, 2, 0, 2),
    rule=rows(0, 1, 0, 0, 1, 1),
    amount=Numbers(ints([1, 20, 300, 4000, 50_000, 600_000])),
    rules=("new", "more"),
)
BLOCK = Block(3, rows(0, 10, 20, 30), {FRAME: GRID}, CREDITS, {})


def test_the_first_credit_of_each_person_and_period() -> None:
    assert BLOCK.period_starts.tolist() == [0, 1, 3, 4, 4, 4, 4, 5, 5, 6]
    assert BLOCK.last == 2
    assert len(CREDITS) == 6


ON_PERIODS = {(0, 10): 1, (0, 0): 0, (0, 30): 4, (0, -5): 0, (0, 99): 4, (1, 20): 4, (2, 0): 4, (2, 10): 5, (2, 30): 6}
INSIDE = {(0, 11): 1, (0, 12): 1, (0, 13): 3, (0, 25): 3, (0, 26): 4, (1, 5): 4, (2, 1): 5, (2, 28): 5, (2, 29): 5}


def test_the_place_of_a_day_among_the_credits_of_a_person() -> None:
    for asked in (ON_PERIODS, INSIDE, {**ON_PERIODS, **INSIDE}):
        owner, day = (rows(*(key[n] for key in asked)) for n in range(2))
        assert BLOCK.place(owner, day).tolist() == list(asked.values())


def test_credits_by_rule_and_their_sums() -> None:
    assert BLOCK.counted(("new", "more")) is None
    assert BLOCK.counted(("more", "other")).tolist() == [False, True, False, False, True, True]  # type: ignore[union-attr]
    assert BLOCK.sums(("more",)).tolist() == [0, 0, 20, 20, 20, 50_020, 650_020]
    assert BLOCK.sums(("more", "new")).tolist() == BLOCK.sums(("new", "more")).tolist()
    assert BLOCK.sums(("new", "more")).tolist() == [0, 1, 21, 321, 4321, 54_321, 654_321]
    assert BLOCK.sums(("none",)).tolist() == [0] * 7
    assert BLOCK.own(FRAME).tolist() == [0, 1, 1, 3, 4, 9]


def test_a_block_without_credits() -> None:
    none = Credits(rows(), rows(), rows(), rows(), Numbers(rows()), ())
    block = replace(BLOCK, credits=none)
    assert block.period_starts.tolist() == [0] * 10
    assert block.place(rows(0, 2), rows(10, 3)).tolist() == [0, 0]
    assert block.sums(("new",)).tolist() == [0]


def test_credits_in_order_of_people_and_days_also_where_both_are_far_apart() -> None:
    owner, day, last = rows(1, 0, 1, 0), rows(9, 2**45, 5, -7), rows(0, 0, 0, 0)
    assert credit_order(owner, day).tolist() == [3, 1, 2, 0]
    assert credit_order(owner * 2**20, day).tolist() == [3, 1, 2, 0]
    assert credit_order(owner, day, [last, rows(1, 1, 1, 1)]).tolist() == [3, 1, 2, 0]
    same = credit_order(rows(0, 0, 0, 0), rows(4, 4, 4, 4), [rows(1, 1, 0, 0), rows(1, 0, 1, 0)])
    assert same.tolist() == [3, 2, 1, 0]


def test_the_cells_of_everyone() -> None:
    months = [month_of(date(2026, month, 1)) for month in (2, 3, 4)]
    grid = grid_of_everyone(Frame("quarter_to_date"), months, 2)
    days = [[date.fromordinal(day) for day in column.tolist()] for column in (grid.window_after, grid.through)]
    april, may, july = date(2026, 4, 1), date(2026, 5, 1), date(2026, 7, 1)
    assert days == [[april, april, july] * 2, [date(2026, 3, 1), april, may] * 2]
    assert (grid.owner.tolist(), grid.period.tolist()) == ([0, 0, 0, 1, 1, 1], [0, 1, 2] * 2)
    assert values_of(grid.part) == [Fraction(1)] * 6
    assert values_of(grid.months) == [Fraction(3)] * 6
    assert values_of(grid.months_to_date) == [Fraction(n) for n in (2, 3, 1)] * 2
    assert (grid.assignments, grid.periods, grid.local) == (2, 3, None)
    assert [date.fromordinal(day) for day in period_starts(months).tolist()] == [
        date(2026, 2, 1),
        date(2026, 3, 1),
        april,
        may,
    ]


def test_the_windows_of_everyone_over_two_years_and_rolling_months() -> None:
    months = [month_of(date(2025, 12, 1)), month_of(date(2026, 1, 1))]
    rolling = grid_of_everyone(Frame("rolling_months", months=4), months, 1)
    assert [date.fromordinal(day) for day in rolling.window_first.tolist()] == [date(2025, 9, 1), date(2025, 10, 1)]
    assert values_of(rolling.months) == values_of(rolling.months_to_date) == [Fraction(4)] * 2
    year = grid_of_everyone(Frame("year_to_date"), months, 1, year_starts=11)
    assert values_of(year.months_to_date) == [Fraction(2), Fraction(3)]
