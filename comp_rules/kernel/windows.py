"""The steps that make lines of windows: once when conditions are reached, due at an end or to date, and given.

In: cells with their gates. Out: line rows, and how every window stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from comp_rules.kernel.cells import Value
from comp_rules.kernel.columns import Judged, LineRow, State
from comp_rules.kernel.grid import Grid
from comp_rules.kernel.reasons import why_undefined
from comp_rules.kernel.run import Run, factors_in
from comp_rules.kernel.steps import Due, Given, Once
from comp_rules.kernel.world import GivenRow, Known, Missing


def once(step: Once, run: Run) -> list[LineRow]:
    """Return one line for each window whose gates come to hold in a period, and one back where an award falls."""
    grid, by_window = run.grid(step.frame), step.frame.window == "quota_window"
    rows: list[LineRow] = []
    judged = run.columns.judged.setdefault(step.name, [])
    for index in _wanted(grid, run):
        cell = grid.cells[index]
        if by_window and not _ends_here(grid, index):
            judged.append(Judged(index, "not_over"))
            continue
        now = _verdict(step, index, run)
        if isinstance(now, Missing):
            run.miss(step, cell.period, now)
            continue
        before = not by_window and _held_before(step, index, run)
        if now is None and not before:
            rows.append(LineRow("new", cell.period, step.frame, State(index)))
            judged.append(Judged(index, "reached"))
        elif before and now is not None and not step.kept:
            granted = _granted(step, index, run)
            off, held = State(index, on=False), State(granted)
            rows.append(LineRow("back", cell.period, step.frame, off, held, granted=granted))
            judged.append(Judged(index, "fell_back", now[1]))
        else:
            judged.append(Judged(index, "already_reached" if before else "not_reached", now[1] if now else ""))
    return rows


def _wanted(grid: Grid, run: Run) -> Iterator[int]:
    """The cells of the periods for which lines are made, in order of period."""
    for period in range(run.world.first_line, run.world.last + 1):
        yield from grid.of_period(period)


def _ends_here(grid: Grid, index: int) -> bool:
    """Whether the window's last day lies in the cell's own period."""
    earlier = grid.before(index)
    return grid.cells[index].over and (earlier is None or not grid.cells[earlier].over)


def _verdict(step: Once | Due, index: int, run: Run) -> tuple[str, str] | Missing | None:
    """Why a cell does not pay: (code, gate); None when every gate holds, or the number that is missing.

    A gate over another window is read on the last day that counts in the cell.
    """
    grid = run.grid(step.frame)
    period = grid.cells[index].period
    for gate in step.gates:
        column, at_grid = run.columns.cells[gate], run.grid_of(gate)
        at = index if at_grid is grid else at_grid.own(grid.last_day(index), period)
        value: Value = column[at] if at is not None else None
        if isinstance(value, Missing):
            return value
        if value is None:
            return why_undefined(gate, at, run)
        if not value.value:
            return "gate", gate
    return None


def _held_before(step: Once, index: int, run: Run) -> bool:
    """Whether the window already stood as reached one period earlier; once reached it stays so when it is kept."""
    grid = run.grid(step.frame)
    earlier = grid.before(index)
    while earlier is not None:
        verdict = _verdict(step, earlier, run)
        if verdict is None:
            return True
        # in a period that lacks a number nothing was granted and nothing taken back
        if not step.kept and not isinstance(verdict, Missing):
            return False
        earlier = grid.before(earlier)
    return False


def _granted(step: Once, index: int, run: Run) -> int | None:
    """The cell in which the award that now falls back came to hold."""
    grid = run.grid(step.frame)
    granted, earlier = None, grid.before(index)
    while earlier is not None:
        verdict = _verdict(step, earlier, run)
        if verdict is None:
            granted = earlier
        elif not isinstance(verdict, Missing):
            break
        earlier = grid.before(earlier)
    return granted


def due(step: Due, run: Run) -> list[LineRow]:
    """Return the lines of windows: once at their end, or at each posting the value to date less the one before."""
    grid = run.grid(step.frame)
    rows: list[LineRow] = []
    judged = run.columns.judged.setdefault(step.name, [])
    for index in _wanted(grid, run):
        if not _posts(step, grid, index):
            judged.append(Judged(index, "not_over"))
            continue
        posted = State() if step.paid == "window_end" else _posting_before(step, index, run)
        if posted is None:
            judged.append(Judged(index, "posted"))
            continue
        _add_due(step, index, posted, rows, judged, run)
    return rows


def _add_due(step: Due, index: int, posted: State, rows: list[LineRow], judged: list[Judged], run: Run) -> None:
    """Add the line of a posting to `rows`, or only say in `judged` why it pays nothing."""
    now = _due_state(step, index, run)
    period = run.grid(step.frame).cells[index].period
    if isinstance(now, Missing):
        run.miss(step, period, now)
        return
    state, refusal = now
    judged.append(Judged(index, *(refusal or ("paid",))))
    counted = posted if posted.posted is not None or (posted.cell is not None and posted.on) else None
    if counted is None:
        if state.on:
            rows.append(LineRow("new", period, step.frame, state))
        return
    rows.append(LineRow("uplift" if state.on else "back", period, step.frame, state, counted))


def _due_state(step: Due, index: int, run: Run) -> tuple[State, tuple[str, str] | None] | Missing:
    """The state of a window at a cell, and why it pays nothing there; a missing number comes before a gate."""
    undefined = _undefined(step, index, run)
    verdict = undefined if isinstance(undefined, Missing) else _verdict(step, index, run) or undefined
    if isinstance(verdict, Missing):
        return verdict
    tier = run.columns.cells[step.tier][index] if step.tier is not None else None
    if isinstance(tier, Missing):
        return tier
    number = int(tier.value) if isinstance(tier, Known) else None
    return State(index, number, on=verdict is None), verdict


def _undefined(step: Due, index: int, run: Run) -> tuple[str, str] | Missing | None:
    """Why the value of a window cannot be worked out: the first number of its amount that is missing or undefined."""
    grid = run.grid(step.frame)
    for pay in run.pays_on(step.name):
        for factor in factors_in(pay.factors):
            if factor.ref != "cell":
                continue
            at_grid = run.grid_of(factor.name)
            at = index if at_grid is grid else at_grid.own(grid.last_day(index), grid.cells[index].period)
            value = run.columns.cells[factor.name][at] if at is not None else None
            if isinstance(value, Missing):
                return value
            if value is None or (factor.divide and value.value == 0):
                return why_undefined(factor.name, at, run)
    return None


def _posts(step: Due, grid: Grid, index: int) -> bool:
    """Whether something is due in a cell: at the window's end, in each period, or where a quarter of it ends."""
    if step.paid == "monthly_to_date":
        return True
    cell = grid.cells[index]
    if step.paid == "quarterly_to_date" and cell.months_to_date and cell.months_to_date % 3 == 0:
        return True
    return _ends_here(grid, index)


def _posting_before(step: Due, index: int, run: Run) -> State | None:
    """The value of the last posting that could be worked out: where a number was missing nothing was posted. An empty
    state, or the opening, before the first; None when the opening covers this one too.

    An opening stands for everything earned up to its last day: the period that ends with that day posts nothing, and
    the first posting after it is the value to date less the opening.
    """
    grid = run.grid(step.frame)
    postings = [at for at in grid.chain(index) if _posts(step, grid, at)]
    opening = _opening(step, grid.latest(index, run.world.last), run)
    if opening is not None:
        postings = [at for at in postings if not _covers(step, at, opening, run)]
        if index not in postings:
            return None
    for before in reversed(postings[:-1]):
        state = _due_state(step, before, run)
        if not isinstance(state, Missing) and not _lacked_elsewhere(step, grid.cells[before].period, run):
            return state[0]
    return State(posted=opening)


def _lacked_elsewhere(step: Due, period: int, run: Run) -> bool:
    """Whether another item of the component lacked a number in a period: then none of them was posted."""
    for other in run.columns.steps.values():
        if isinstance(other, Due) and other.component == step.component and other is not step:
            grid = run.grid(other.frame)
            due_here = (at for at in grid.of_period(period) if _posts(other, grid, at))
            if any(isinstance(_due_state(other, at, run), Missing) for at in due_here):
                return True
    return False


def _opening(step: Due, index: int, run: Run) -> Known | None:
    return run.world.lookup.opening("component", step.component, run.grid(step.frame).cells[index])


def _covers(step: Due, at: int, opening: Known, run: Run) -> bool:
    """Whether the opening's last day is that of the cell, or lies after it in the window."""
    cell = run.grid(step.frame).cells[at]
    if _opening(step, at, run) != opening:
        return True
    shorter = replace(cell, through=cell.through - timedelta(days=1))
    return run.world.lookup.opening("component", step.component, shorter) != opening


def given(step: Given, run: Run) -> list[LineRow]:
    """Return the rows that the flow worked out across people, of the periods for which lines are made.

    A row whose gates do not hold on its day pays nothing.
    """
    rows: list[LineRow] = []
    for row in run.world.given.get(step.component, ()):
        if row.period < run.world.first_line:
            continue
        verdict = _verdict_of_row(step, row, run)
        if isinstance(verdict, Missing):
            run.miss(step, row.period, verdict)
        elif verdict is None:
            rows.append(LineRow("new", row.period, None, State(), given=row))
        else:
            run.columns.judged.setdefault(step.name, []).append(verdict)
    return rows


def _verdict_of_row(step: Given, row: GivenRow, run: Run) -> Judged | Missing | None:
    """Why a row does not pay, with the cell of the gate that says so; None when every gate holds."""
    for gate in step.gates:
        at = run.grid_of(gate).own(row.day, row.period)
        if at is None:
            return Judged(-1, *why_undefined(gate, at, run))
        value = run.columns.cells[gate][at]
        if isinstance(value, Missing):
            return value
        if value is None:
            return Judged(at, *why_undefined(gate, at, run))
        if not value.value:
            return Judged(at, "gate", gate)
    return None
