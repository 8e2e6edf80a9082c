"""The steps that make lines of windows, for all assignments of a block: once when reached, and due.

In: cells with their gates. Out: rows with their states, and how every window stood.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comp_rules.kernel.blocks_layout import Grid, Numbers
from comp_rules.kernel.blocks_pay import across
from comp_rules.kernel.blocks_rows import BACK, NEW, UPLIFT, Environment, Rows, Side, Standings, factors_in
from comp_rules.kernel.steps import Due, Once
from comp_rules.kernel.wide import Flags, Ints

STATES = ("reached", "not_reached", "already_reached", "not_over", "fell_back", "paid", "refused")
_REACHED, _NOT_REACHED, _ALREADY, _NOT_OVER, _FELL_BACK, _PAID, _REFUSED = range(len(STATES))


def once_rows(step: Once, env: Environment) -> tuple[Rows, Standings]:
    """Return one row for each window whose gates come to hold, and one back where an award falls."""
    grid, by_window = env.block.grids[step.frame], step.frame.window == "quota_window"
    refusal, at, names = _verdicts([(name, True) for name in step.gates], step, env)
    holds = refusal < 0
    wanted = _wanted(grid, env.block.first_line)
    before = np.zeros(len(holds), dtype=np.bool_) if by_window else _held_before(holds, grid, kept=step.kept)
    due = _ends_here(grid) if by_window else np.ones(len(holds), dtype=np.bool_)
    new = due & holds & ~before
    back = due & before & ~holds & (not step.kept)
    state = np.where(before, _ALREADY, _NOT_REACHED)
    for which, said in ((back, _FELL_BACK), (new, _REACHED), (~due, _NOT_OVER)):
        state = np.where(which, said, state)
    cells = wanted[(new | back)[wanted]]
    granted = np.where(back[cells], _run_start(holds, grid)[np.maximum(cells - 1, 0)], -1)
    falls = back[cells]
    rows = Rows(
        step.frame,
        grid.owner[cells],
        grid.period[cells],
        Side(cells, on=~falls),
        Side(granted, here=falls),
        np.where(falls, BACK, NEW),
        granted=granted,
    )
    check = np.where((state == _NOT_OVER) | holds, -1, refusal)
    return rows, Standings(wanted, state[wanted], check[wanted], at[wanted], STATES, names)


def _wanted(grid: Grid, first: int) -> Ints:
    """The cells of the periods for which lines are made, by assignment and period."""
    order = grid.by_period()
    return order[grid.period[order] >= first]


def _ends_here(grid: Grid) -> Flags:
    """Whether the window's last day lies in the cell's own period."""
    earlier = np.zeros(len(grid.owner), dtype=np.bool_)
    earlier[1:] = grid.over[:-1]
    return grid.over & (grid.starts | ~earlier)


def _held_before(holds: Flags, grid: Grid, *, kept: bool) -> Flags:
    """Whether the window held in the cell before, or for awards that are kept in any cell before."""
    before = np.zeros(len(holds), dtype=np.bool_)
    if not kept:
        before[1:] = holds[:-1]
        return before & ~grid.starts
    counts = np.concatenate(([0], np.cumsum(holds)))
    return np.asarray(counts[:-1] > counts[grid.window_start[grid.window]], dtype=np.bool_)


def _run_start(holds: Flags, grid: Grid) -> Ints:
    """Of each cell that holds the first of the cells in a row, up to it and in its window, that hold."""
    begins = holds.copy()
    begins[1:] &= ~holds[:-1] | grid.starts[1:]
    return np.maximum.accumulate(np.where(begins, np.arange(len(holds)), -1))


def _verdicts(
    columns: Sequence[tuple[str, bool]], step: Once | Due, env: Environment
) -> tuple[Ints, Ints, Sequence[str]]:
    """Of every cell the first column that says no (-1: none), the cell at which it does, and the names.

    `columns`: (name, whether a value of 0 says no).
    """
    grid = env.block.grids[step.frame]
    refusal, where = np.full(len(grid.owner), -1, dtype=np.int64), np.full(len(grid.owner), -1, dtype=np.int64)
    for number, (name, zero) in enumerate(columns):
        at = across(step.frame, np.arange(len(grid.owner)), env.frames[name], env)
        column = env.cells[name].at(at)
        bad = np.zeros(len(at), dtype=np.bool_) if column.defined is None else ~column.defined
        if zero:
            bad = bad | np.asarray(column.upper == 0, dtype=np.bool_)
        bad &= refusal < 0
        refusal, where = np.where(bad, number, refusal), np.where(bad, at, where)
    return refusal, where, [name for name, _ in columns]


def due_rows(step: Due, env: Environment) -> tuple[Rows, Standings]:
    """Return the rows of windows: once at their end, or at each posting with the posting before."""
    grid = env.block.grids[step.frame]
    factors = [f for pay in env.pays_on(step.name) for f in factors_in(pay.factors) if f.ref == "cell"]
    columns = [(name, True) for name in step.gates] + [(f.name, f.divide) for f in factors]
    refusal, at, names = _verdicts(columns, step, env)
    on, posts = refusal < 0, _posts(step, grid)
    before = np.full(len(on), -1, dtype=np.int64)
    if step.paid != "window_end":
        last = np.maximum.accumulate(np.where(posts, np.arange(len(on)), -1))
        before[1:] = last[:-1]
        before = np.where(before >= grid.window_start[grid.window], before, -1)
    counted = (before >= 0) & on[np.maximum(before, 0)]
    wanted = _wanted(grid, env.block.first_line)
    cells = wanted[(posts & (on | counted))[wanted]]
    tiers = None if step.tier is None else env.cells[step.tier]
    rows = Rows(
        step.frame,
        grid.owner[cells],
        grid.period[cells],
        _side(cells, on[cells], tiers),
        None if step.paid == "window_end" else _side(before[cells], None, tiers, counted[cells]),
        np.where(~counted[cells], NEW, np.where(on[cells], UPLIFT, BACK)),
    )
    state = np.where(~posts, _NOT_OVER, np.where(on, _PAID, _REFUSED))
    check = np.where(posts, refusal, -1)
    return rows, Standings(wanted, state[wanted], check[wanted], at[wanted], STATES, names)


def _side(cells: Ints, on: Flags | None, tiers: Numbers | None, here: Flags | None = None) -> Side:
    if tiers is None:
        return Side(cells, None, None, on, here)
    found = tiers.at(cells)
    return Side(
        cells, found.upper if found.defined is None else np.where(found.defined, found.upper, -1), None, on, here
    )


def _posts(step: Due, grid: Grid) -> Flags:
    """Whether something is due in a cell: at the window's end, in each period, or where a quarter of it ends."""
    if step.paid == "monthly_to_date":
        return np.ones(len(grid.owner), dtype=np.bool_)
    ends = _ends_here(grid)
    if step.paid == "quarterly_to_date":
        months = grid.months_to_date
        third = np.asarray(months.upper % (months.lower * 3) == 0, dtype=np.bool_)
        ends |= third & np.asarray(months.upper != 0, dtype=np.bool_)
    return ends
