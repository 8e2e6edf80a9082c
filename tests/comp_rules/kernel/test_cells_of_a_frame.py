"""The cells of a frame for one person, by day, by period and along their window; and how people are cut into blocks.

In: cells written out, counts of credits. Out: places counted by hand.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from comp_rules.kernel.grid import Grid
from comp_rules.kernel.spread import cut
from comp_rules.kernel.world import Cell
from comp_rules.values.period import Span

START = date(2026, 1, 1)


def day(number: int) -> date:
    return START + timedelta(number)


def cell(period: int, first: int, after: int) -> Cell:
    """A cell of a window of days; periods are ten days long."""
    through = min(10 * period + 10, after)
    return Cell(period, Span(day(first), day(after)), day(through), Span(day(first), day(after)), day(through - 1))


#: two windows that meet within the second period, the later one over three; and one that overlaps both
CELLS = [cell(0, 0, 15), cell(1, 0, 15), cell(1, 15, 40), cell(2, 15, 40), cell(3, 15, 40), cell(1, 12, 30)]
GRID = Grid(CELLS)


def test_the_cell_that_holds_a_day_is_the_first_of_its_period_that_does() -> None:
    asked = {(3, 0): 0, (14, 1): 1, (15, 1): 2, (39, 3): 4, (12, 1): 1, (0, 0): 0}
    assert {(number, period): GRID.own(day(number), period) for number, period in asked} == asked
    assert [GRID.own(day(number), period) for number, period in ((15, 0), (40, 3), (14, 2), (3, 7))] == [None] * 4


def test_cells_of_a_period_stand_in_their_order() -> None:
    assert [GRID.of_period(period) for period in range(5)] == [[0], [1, 2, 5], [3], [4], []]


def test_a_window_goes_on_from_period_to_period() -> None:
    assert [GRID.before(index) for index in range(6)] == [None, 0, None, 2, 3, None]
    assert [GRID.chain(index) for index in range(6)] == [[0], [0, 1], [2], [2, 3], [2, 3, 4], [5]]
    assert [GRID.latest(2, period) for period in (1, 2, 3, 9)] == [2, 3, 4, 4]
    assert [GRID.latest(0, period) for period in (0, 1, 2)] == [0, 1, 1]
    assert GRID.latest(3, 2) == 3


def test_the_last_day_that_counts() -> None:
    assert [GRID.last_day(index) for index in (0, 1, 4)] == [day(9), day(14), day(39)]


@pytest.mark.parametrize(
    ("sizes", "most", "blocks"),
    [
        ([2, 2, 2, 2], 4, [(0, 2), (2, 4)]),
        ([2, 2, 2, 2], 5, [(0, 2), (2, 4)]),
        ([2, 2, 2, 2], 6, [(0, 3), (3, 4)]),
        ([2, 2, 2, 2], 8, [(0, 4)]),
        ([2, 2, 2, 2], 1, [(0, 1), (1, 2), (2, 3), (3, 4)]),
        ([9, 1, 1], 2, [(0, 1), (1, 3)]),
        ([1, 9, 1], 2, [(0, 1), (1, 2), (2, 3)]),
        ([0, 0, 3], 3, [(0, 3)]),
        ([4], 3, [(0, 1)]),
        ([], 3, []),
    ],
)
def test_a_block_holds_as_many_whole_people_as_fit(sizes: list[int], most: int, blocks: list[tuple[int, int]]) -> None:
    assert cut([sum(sizes[:number]) for number in range(len(sizes) + 1)], most) == blocks
