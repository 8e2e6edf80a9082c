"""Arrays become a block, for volume: credits in any order, and the cells of people who work the whole time.

In: numpy columns of 64-bit integers. Out: the order of credits, and grids; `Block` takes them as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comp_rules.kernel.blocks_layout import Grid, Numbers, constant
from comp_rules.kernel.blocks_order import stable_order
from comp_rules.kernel.steps import Frame
from comp_rules.kernel.wide import Ints
from comp_rules.values.period import Period, months_in, window_of


def credit_order(owner: Ints, day: Ints, later: Sequence[Ints] = ()) -> Ints:
    """Return the rows in credit order: by assignment, day (a number), then the columns `later`, then as given.

    What comes later is the booked time, the rank of the record id and the rule, where there are any.
    """
    rows = len(owner)
    if rows == 0:
        return np.zeros(0, dtype=np.int64)
    if later:
        return np.lexsort((*reversed(later), day, owner)).astype(np.int64)
    first = int(day.min())
    days = int(day.max()) - first + 1
    if (int(owner.max()) + 1) * days >= 2**62:
        return np.lexsort((day, owner)).astype(np.int64)
    return stable_order(owner * days + (day - first))


def grid_of_everyone(frame: Frame, periods: Sequence[Period], assignments: int, year_starts: int = 1) -> Grid:
    """Return the cells of assignments that all hold in all periods, whole months: one cell for each of them and period.

    Raises ValueError for `quota_window`, whose windows are each person's own.
    """
    windows = [window_of(period.span.first, frame.window, year_starts, months=frame.months) for period in periods]
    count = len(periods)

    def column(values: Sequence[int]) -> Ints:
        return np.tile(np.array(values, dtype=np.int64), assignments)

    through = [min(period.span.after, window.after) for period, window in zip(periods, windows, strict=True)]
    whole = [months_in(window) for window in windows]
    spans = zip(windows, periods, strict=True)
    so_far = [
        (period.span.after.year - window.first.year) * 12 + period.span.after.month - window.first.month
        for window, period in spans
    ]
    return Grid(
        np.repeat(np.arange(assignments), count),
        column(range(count)),
        column([window.first.toordinal() for window in windows]),
        column([window.after.toordinal() for window in windows]),
        column([day.toordinal() for day in through]),
        constant(1, assignments * count),
        Numbers(column(whole)),
        Numbers(column(so_far)),
        assignments,
        count,
    )


def period_starts(periods: Sequence[Period]) -> Ints:
    """Return the first day of every period and the day after the last one, as `Block.periods` holds them."""
    days = [period.span.first.toordinal() for period in periods] + [periods[-1].span.after.toordinal()]
    return np.array(days, dtype=np.int64)
