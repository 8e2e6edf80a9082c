"""What the steps share while they run: the world, the columns so far and the cells by frame.

In: the world and the columns of one assignment. Out: look-ups used by the steps; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comp_rules.kernel.alike import Alike
from comp_rules.kernel.columns import Columns, LineRow
from comp_rules.kernel.grid import Grid
from comp_rules.kernel.steps import AnyStep, Factor, Frame, Limit, LineStep, Pay
from comp_rules.kernel.world import CreditRow, Missing, World


class Run:
    """One assignment's world with the columns that its steps leave, and its cells by frame."""

    __slots__ = (
        "_grids", "_pays", "_rules", "alike", "before", "blocked", "columns", "is_whole", "memo", "steps", "world"
    )  # fmt: skip

    def __init__(self, steps: Sequence[AnyStep], world: World, columns: Columns) -> None:
        self.world = world
        self.steps = steps
        self.columns = columns
        #: the steps were run here, every one of them
        self.is_whole = False
        #: a run of the same steps and cells with other credits, and which columns hold what they hold there
        self.before: Run | None = None
        self.alike: Alike | None = None
        #: values that many lines share, by what they depend on
        self.memo: dict[object, object] = {}
        #: by component and period: a number that is missing, so that nothing of the component is paid in that period
        self.blocked: dict[str, dict[int, Missing]] = {}
        self._grids: dict[Frame, Grid] = {}
        self._pays: dict[str, list[Pay]] = {}
        self._rules: dict[str, list[CreditRow]] = {}
        for step in steps:
            columns.steps[step.name] = step
            if isinstance(step, Pay):
                self._pays.setdefault(step.lines, []).append(step)
        for credit in world.credits:
            self._rules.setdefault(credit.rule, []).append(credit)

    def grid(self, frame: Frame) -> Grid:
        """Return the cells of a frame."""
        grid = self._grids.get(frame)
        if grid is None:
            grid = self._grids[frame] = Grid(self.world.cells.get(frame, ()))
        return grid

    def grid_of(self, name: str) -> Grid:
        """Return the cells on which the column of that name stands."""
        return self.grid(self.columns.frames[name])

    def miss(self, step: LineStep | Pay | Limit, period: int, missing: Missing) -> None:
        """Note that a step lacks a number in a period: the whole component pays nothing in it.

        Of the calculated period the step names the number in `columns.missing`.
        """
        self.blocked.setdefault(step.component, {}).setdefault(period, missing)
        if period == self.world.last:
            self.columns.missing.setdefault(step.name, missing)

    def is_blocked(self, component: str, period: int) -> bool:
        """Say whether a number is missing for the component in a period."""
        return period in self.blocked.get(component, {})

    def pays_on(self, lines: str) -> list[Pay]:
        """Return the Pay steps that turn the lines of that step into money."""
        return self._pays.get(lines, [])

    def credits_of(self, rule: str) -> list[CreditRow]:
        """Return the credits of a rule, in order."""
        return self._rules.get(rule, [])

    def last_day_of(self, period: int) -> date:
        """Return the last day of a period, itself included."""
        last_day = self.world.periods[period].span.last_day
        assert last_day is not None
        return last_day

    def own_cell(self, grid: Grid, credit: CreditRow) -> int | None:
        """Return the cell in which a credit arrives: of its own period, with the window that holds its day.

        The line of another component whose day lies before its period's windows stands where its period ends.
        """
        own = grid.own(credit.day, credit.period)
        if own is None and credit.root:
            return grid.own(self.last_day_of(credit.period), credit.period)
        return own

    def window_cell(self, grid: Grid, day: date, period: int) -> int | None:
        """Return the cell of the period whose window holds the day, or else the one that holds the period's end."""
        own = grid.own(day, period)
        return own if own is not None else grid.own(self.last_day_of(period), period)


def run_of(columns: Columns, world: World) -> Run:
    """Return the run that left the columns, to look lines up in it."""
    found = columns.memo.get("run")
    if not isinstance(found, Run) or found.world is not world:
        found = columns.memo["run"] = Run(list(columns.steps.values()), world, columns)
    return found


def day_of(row: LineRow, run: Run) -> date:
    """Return the day of a line: of its credit or given row, or the last day that counts in its cell."""
    if row.credit is not None:
        return row.credit.day
    if row.given is not None:
        return row.given.day
    at = row.granted if row.granted is not None else row.now.cell
    if row.frame is None or at is None:
        return run.last_day_of(row.period)
    return run.grid(row.frame).last_day(at)


def factors_in(factors: Sequence[Factor]) -> Iterator[Factor]:
    """Yield factors and, for a rate by tier whose tiers differ in kind, those it chooses from."""
    for factor in factors:
        if factor.choices:
            yield from factors_in(factor.choices)
        else:
            yield factor
