"""A month run again with a few credits more: what they leave as it was is taken over from the run before.

In: a run and the run of the same steps before it. Out: rows by credit and money by row, where all they read is alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comp_rules.kernel.columns import Columns, LineRow, PaidLine
from comp_rules.kernel.run import Run, factors_in
from comp_rules.kernel.steps import AnyStep, Each, Pay, Slice
from comp_rules.kernel.world import Amount, CreditRow, World


@dataclass(frozen=True, slots=True)
class Left:
    """A credit with the running total before and after it and the rows that it left."""

    credit: CreditRow
    opened: Amount | None
    closed: Amount | None
    rows: Sequence[LineRow]


def run_before(columns: Columns | None, steps: Sequence[AnyStep], world: World) -> Run | None:
    """Return the run in exact that left the columns, where it ran the same steps in the same cells and periods.

    The dated numbers of the person must be the same as well: only credits may differ.
    """
    run = columns.memo.get("run") if columns is not None else None
    if not isinstance(run, Run) or not run.is_whole or run.steps is not steps:
        return None
    old = run.world
    same = old.periods == world.periods and old.lines_from == world.lines_from and old.cells == world.cells
    return run if same and old.currency == world.currency and old.rounding == world.rounding else None


def rows_before(step: Each | Slice, run: Run) -> Mapping[str, Left]:
    """Return what the step left of each credit that it did not refuse; nothing when it reads a column that changed."""
    before, alike = run.before, run.alike
    if before is None or alike is None or step.credit.startswith("component:") or before.blocked.get(step.component):
        return {}
    names = [name for pay in run.pays_on(step.name) for name in _cells_in(pay)]
    if not alike.hold((*names, *step.gates, *((step.quota,) if step.quota else ()))):
        return {}
    key = ("left", step.name)
    left = before.memo.get(key)
    if left is None:
        left = before.memo[key] = _left(step, before)
    return left  # type: ignore[return-value]


def _left(step: Each | Slice, run: Run) -> dict[str, Left]:
    rows: dict[str, list[LineRow]] = {}
    for row in run.columns.lines[step.name]:
        if row.credit is not None:
            rows.setdefault(row.credit.credit_id, []).append(row)
    refused = {refusal.credit.credit_id for refusal in run.columns.refused.get(step.name, ())}
    running = run.columns.running[step.running] if isinstance(step, Slice) and step.running else None
    left = {}
    for credit in run.credits_of(step.credit):
        name = credit.credit_id
        if name in refused or step.component in credit.refused_by or (running is not None and name not in running):
            continue
        opened, closed = running[name] if running is not None else _alone(step, credit)
        left[name] = Left(credit, opened, closed, rows.get(name, ()))
    return left


def _alone(step: Each | Slice, credit: CreditRow) -> tuple[Amount | None, Amount | None]:
    """Where a credit stands that no running total places: in slices on a ladder of its own, from 0."""
    return (0, credit.size) if isinstance(step, Slice) else (None, None)


def money_before(pay: Pay, run: Run) -> Mapping[int, PaidLine]:
    """Return by the identity of its row each line that the step paid in the run before.

    Rows are taken over only where all that a Pay step reads is alike, so that their money is the same as well.
    """
    before = run.before
    if before is None:
        return {}
    key = ("paid", pay.name)
    paid = before.memo.get(key)
    if paid is None:
        paid = before.memo[key] = {id(line.row): line for line in before.columns.paid[pay.name]}
    return paid  # type: ignore[return-value]


def _cells_in(pay: Pay) -> list[str]:
    return [factor.name for factor in factors_in(pay.factors) if factor.ref == "cell"]
