"""What a line step reads of the cells of a block: its gates, the operands of its amount and its tier.

In: the cell columns and the cells in which credits arrive. Out: which rows pay, which check says no, what moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comp_rules.kernel.blocks_layout import Grid, Numbers
from comp_rules.kernel.blocks_rows import Environment, factors_in
from comp_rules.kernel.steps import Each, Frame, Restate, Slice
from comp_rules.kernel.wide import Flags, Ints, mul

CreditStep = Each | Slice | Restate


@dataclass(frozen=True)
class Check:
    """A column that must hold for a line to pay; `bad` are its cells that do not, None when all do."""

    name: str
    column: Numbers
    grid: int
    kind: str
    bad: Flags | None
    moved: Flags


class Reads:
    """What a line step reads of cells: first its gates, then the operands of its amount, then its tier."""

    def __init__(self, step: CreditStep, frame: Frame | None, env: Environment) -> None:
        self.step, self.env = step, env
        self.live = isinstance(step, Restate)
        self.frames: list[Frame] = [] if frame is None else [frame]
        self.main = None if frame is None else 0
        self.checks = [self._check(name, "gate") for name in step.gates]
        operands = [
            (factor.name, factor.divide)
            for pay in env.pays_on(step.name)
            for factor in factors_in(pay.factors)
            if factor.ref == "cell"
        ]
        if step.quota is not None:
            operands.append((step.quota, False))
        self.checks += [
            self._check(name, "divisor" if divide else "operand") for name, divide in dict.fromkeys(operands)
        ]
        if isinstance(step, Restate):
            self.checks.append(self._check(step.tier, "tier"))
        if step.quota is not None:
            self.checks.append(self._check(step.quota, "quota"))
        self.grids = [env.block.grids[frame] for frame in self.frames]

    def _check(self, name: str, kind: str) -> Check:
        frame, column = self.env.frames[name], self.env.cells[name]
        if frame not in self.frames:
            self.frames.append(frame)
        bad = np.zeros(len(column.upper), dtype=np.bool_) if column.defined is None else ~column.defined
        if kind in ("gate", "divisor"):
            bad = bad | np.asarray(column.upper == 0, dtype=np.bool_)
        if kind == "quota":  # edges cannot be placed by a quota that is not above 0
            bad = bad | np.asarray(column.upper <= 0, dtype=np.bool_)
        moved = _moved(column, self.env.block.grids[frame])
        return Check(name, column, self.frames.index(frame), kind, bad if bad.any() else None, moved)

    def reopened(self, check: Check) -> bool:
        """Whether a column is read again at the end of later periods."""
        return self.step.judged == "to_date" if check.kind == "gate" else self.live

    def own(self, credits: Ints) -> list[Ints]:
        """Return the cell of each frame in which the credits arrive."""
        return [self.env.block.own(frame)[credits] for frame in self.frames]

    def own_of_all(self) -> list[Ints]:
        """Return the same of all credits."""
        return [self.env.block.own(frame) for frame in self.frames]

    def latest(self, own: Sequence[Ints], period: Ints) -> list[Ints]:
        """Return the last cells of the same windows at the end of a period."""
        return [grid.latest(cells, period) for grid, cells in zip(self.grids, own, strict=True)]

    def verdict(self, own: Sequence[Ints], later: Sequence[Ints]) -> tuple[Flags | None, Ints | None]:
        """Return which rows pay, and the number of the first check that says no; None when all pay."""
        refusal: Ints | None = None
        for number, check in enumerate(self.checks):
            cells = (later if self.reopened(check) else own)[check.grid]
            nowhere = cells < 0
            if check.bad is None and not nowhere.any():
                continue
            bad = nowhere if check.bad is None else nowhere | check.bad[np.maximum(cells, 0)]
            if refusal is None:
                refusal = np.full(len(cells), -1, dtype=np.int64)
            refusal[bad & (refusal < 0)] = number
        return (None, None) if refusal is None else (refusal < 0, refusal)

    def tier(self, cells: Sequence[Ints]) -> Ints | None:
        """Return the tier at the cells, -1 where it is not defined."""
        if not isinstance(self.step, Restate):
            return None
        check = next(check for check in self.checks if check.kind == "tier")
        at = check.column.at(cells[check.grid])
        return at.upper if at.defined is None else np.where(at.defined, at.upper, -1)


def _moved(column: Numbers, grid: Grid) -> Flags:
    """Whether a cell differs from the cell before it in the window; the first of a window does not."""
    moved = np.zeros(len(column.upper), dtype=np.bool_)
    left, right = np.arange(len(moved) - 1), np.arange(1, len(moved))
    a, b = column.at(left), column.at(right)
    same = mul(a.upper, b.lower) == mul(b.upper, a.lower)
    if a.defined is not None and b.defined is not None:
        same = (same & a.defined & b.defined) | (~a.defined & ~b.defined)
    moved[1:] = ~np.asarray(same, dtype=np.bool_)
    return moved & ~grid.starts
