"""The steps in plain Python integers: the meaning of every plan.

In: the steps of a plan and the world of one assignment. Out: the named columns, the last of them money; they are the
trace, and nothing is computed a second time to explain it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comp_rules.kernel import cells
from comp_rules.kernel.again import run_before
from comp_rules.kernel.alike import Alike
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.ladder import slices as slices
from comp_rules.kernel.ladder import tier_of as tier_of
from comp_rules.kernel.limits import limited
from comp_rules.kernel.lines import each, restated, sliced
from comp_rules.kernel.pay import paid
from comp_rules.kernel.run import Run
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Due,
    Each,
    Gate,
    Given,
    Limit,
    Once,
    Pay,
    Pick,
    Ratio,
    Restate,
    Running,
    Scale,
    Share,
    Slice,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.windows import due, given, once
from comp_rules.kernel.world import Cell, CreditRow, World


def run_steps(steps: Sequence[AnyStep], world: World, before: Columns | None = None) -> Columns:
    """Run the steps and return their columns: those of windows and running totals first, then those that make lines,
    pay and limit, each in the order of `steps`.

    `cells` have a Known, a Missing or None (undefined) for every cell of their frame; `paid` has the lines with money
    of each Pay and Limit step, of the periods from `world.first_line` to `world.last`. Where a step meets a missing
    number its component has no lines in that period; of the last period the number is named in `missing`.

    `before` are the columns of the same steps and dated numbers over other credits: what the credits of both left there
    is taken over where it is the same.
    """
    columns = Columns()
    run = Run(steps, world, columns)
    columns.memo["run"] = run
    run.before = run_before(before, steps, world)
    if run.before is not None:
        run.alike = Alike(columns, run.before.columns)
    for step in steps:
        _run_columns(step, run)
    for step in steps:
        _run_lines(step, run)
    _take_out_blocked(run)
    run.is_whole = True
    return columns


def _take_out_blocked(run: Run) -> None:
    """Take out the lines that a component made in a period before one of its later steps lacked a number in it."""
    for name, lines in run.columns.paid.items():
        step = run.columns.steps[name]
        assert isinstance(step, (Pay, Limit))
        if run.blocked.get(step.component):
            run.columns.paid[name] = [line for line in lines if not run.is_blocked(step.component, line.row.period)]


def _run_columns(step: AnyStep, run: Run) -> None:
    columns = run.columns
    if isinstance(step, _CELL_STEPS):
        columns.frames[step.name] = step.frame
        columns.cells[step.name] = _CELLS[type(step)](step, run)
    elif isinstance(step, Running):
        columns.frames[step.name] = step.frame
        columns.running[step.name] = dict(cells.running(step.credits, step.opening, _cells_of(step, run), run))


def _run_lines(step: AnyStep, run: Run) -> None:
    columns = run.columns
    match step:
        case Each():
            columns.lines[step.name] = each(step, run)
        case Slice():
            columns.lines[step.name] = sliced(step, run)
        case Restate():
            columns.lines[step.name] = restated(step, run)
        case Once():
            columns.lines[step.name] = once(step, run)
        case Due():
            columns.lines[step.name] = due(step, run)
        case Given():
            columns.lines[step.name] = given(step, run)
        case Pay():
            columns.paid[step.name] = paid(step, run)
        case Limit():
            columns.paid[step.name] = limited(step, run)


def _cells_of(step: Running, run: Run) -> Callable[[CreditRow], Cell | None]:
    grid = run.grid(step.frame)

    def cell(credit: CreditRow) -> Cell | None:
        index = run.own_cell(grid, credit)
        return None if index is None else grid.cells[index]

    return cell


_CELL_STEPS = (Dated, Scale, Share, Worked, Total, Add, Ratio, Weighted, Tier, Curve, Pick, Gate)
_CELLS: dict[type, Callable[..., cells.Column]] = {
    Dated: cells.dated,
    Scale: cells.scaled,
    Share: cells.shared,
    Worked: cells.worked,
    Total: cells.total,
    Add: cells.added,
    Ratio: cells.ratios,
    Weighted: cells.weighted,
    Tier: cells.tiers,
    Curve: cells.curves,
    Pick: cells.picked,
    Gate: cells.gates,
}
