"""The steps as columns over blocks of assignments: the same results as `exact`, for volume.

In: the steps of a plan and a block. Out: the columns of all its assignments; those of one are read by `columns_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from comp_rules.kernel.blocks_cells import base_of, cell_column, opened
from comp_rules.kernel.blocks_layout import Block, Numbers, both, plus
from comp_rules.kernel.blocks_limits import cuts
from comp_rules.kernel.blocks_lines import line_rows
from comp_rules.kernel.blocks_pay import PAYABLE, money
from comp_rules.kernel.blocks_rows import Cuts, Environment, factors_in
from comp_rules.kernel.blocks_windows import due_rows, once_rows
from comp_rules.kernel.steps import AnyStep, Dated, Due, Each, Limit, Once, Pay, Restate, Running, Slice
from comp_rules.kernel.wide import Flags, Ints, subtract
from comp_rules.kernel.world import Amount


@dataclass(frozen=True)
class BlockResult:
    """The columns of a block after a run.

    `odd` marks the assignments whose columns here mean nothing: a number is missing there, a quota is stated as 0, or
    they hold something else that is rare. `exact` runs them.
    """

    block: Block
    env: Environment
    odd: Flags
    #: columns as lists, each made when the first assignment is read
    read: dict[int, tuple[Numbers, Sequence[Amount | None]]] = field(default_factory=dict, repr=False, compare=False)

    def totals(self, step: str) -> Ints:
        """Return what each assignment is paid by a Pay or Limit step, in minor units; 0 of an odd one."""
        owner, amount = self.lines(step)
        total = np.zeros(self.block.assignments, dtype=amount.dtype)
        np.add.at(total, owner, amount)
        return np.where(self.odd, 0, total)

    def lines(self, step: str) -> tuple[Ints, Ints]:
        """Return of each line of a Pay or Limit step its assignment and its amount in minor units."""
        paid = self.env.paid[step]
        if isinstance(paid, Cuts):
            return paid.owner, paid.amount
        pay = next(other for other in self.env.steps if other.name == step)
        assert isinstance(pay, Pay)
        owner = self.env.rows[pay.lines].owner
        return (owner if len(owner) == len(paid.row) else owner[paid.row]), paid.amount


def unknown_to_blocks(steps: Sequence[AnyStep]) -> tuple[str, ...]:
    """Return the names of the steps that blocks do not know, in order; with any of them the plan runs in exact, whole.

    These are: pay on the lines of another component, pay on what was worked out across people, a carry of a cap that
    is not per period, and a running total or a payment to date over windows that overlap.
    """
    return tuple(step.name for step in steps if not _known(step))


def _known(step: AnyStep) -> bool:
    match step:
        case Each():
            return not step.credit.startswith("component:")
        case Restate():
            return not step.credit.startswith("component:") and (step.running is None or bool(step.edges))
        case Slice():
            return not step.credit.startswith("component:")
        case Pay():
            return {factor.ref for factor in factors_in(step.factors)} <= PAYABLE
        case Limit():
            return step.excess != "carry" or step.per == "period"
        case Once() | Due() | Running():
            return True
        case _:
            return cell_step(step)


def cell_step(step: AnyStep) -> bool:
    """Whether the rows of a step are cells."""
    return hasattr(step, "frame") and not isinstance(step, (Each, Slice, Restate, Once, Due, Limit, Running, Pay))


def run_block(steps: Sequence[AnyStep], block: Block) -> BlockResult:
    """Run the steps over a block and return their columns. Raises ValueError when blocks do not know a step."""
    unknown = unknown_to_blocks(steps)
    if unknown:
        raise ValueError(f"blocks do not know {', '.join(unknown)}: this plan runs in exact")
    odd = np.zeros(block.assignments, dtype=np.bool_) if block.odd is None else block.odd.copy()
    env = Environment(block, steps, odd=odd)
    for step in steps:
        _run_step(step, env)
    return BlockResult(block, env, env.odd)


def _run_step(step: AnyStep, env: Environment) -> None:
    match step:
        case Running():
            env.frames[step.name] = step.frame
            env.running[step.name] = _running(step, env)
        case Each() | Slice() | Restate():
            env.rows[step.name], env.refused[step.name] = line_rows(step, env)
        case Once():
            env.rows[step.name], env.judged[step.name] = once_rows(step, env)
        case Due():
            env.rows[step.name], env.judged[step.name] = due_rows(step, env)
        case Pay():
            env.paid[step.name] = money(step, env)
        case Limit():
            env.paid[step.name] = cuts(step, env)
        case Dated():
            env.frames[step.name] = step.frame
            env.cells[step.name] = env.block.dated[step.name]
        case _:
            column = cell_column(step, env.block, env.cells)
            assert column is not None
            env.frames[step.name] = step.frame  # type: ignore[union-attr]
            env.cells[step.name] = column


def _running(step: Running, env: Environment) -> tuple[Numbers, Numbers]:
    """The totals before and after each credit: sums up to it less those before the window of its own cell."""
    block = env.block
    grid, cell = block.grids[step.frame], block.own(step.frame)
    sums, lower = block.sums(step.credits), block.credits.amount.lower
    base = Numbers(base_of(step.credits, grid, block), lower)
    opening = opened(step.opening, step.frame, block)
    start = (base if opening is None else plus(base, opening, -1)).at(cell)
    counted = block.counted(step.credits)
    sides = []
    for upto in (sums[:-1], sums[1:]):
        total = (
            Numbers(subtract(upto, start.upper), lower) if opening is None else plus(Numbers(upto, lower), start, -1)
        )
        sides.append(Numbers(total.upper, total.lower, both(start.defined, counted)))
    return sides[0], sides[1]
