"""A paid line becomes a line of the trace: its key, its operands with their sources, and its formula.

In: a line with money, the run it comes from. Out: the line that pages, statements and the register show.
"""

from __future__ import annotations

from datetime import date, timedelta

from comp_rules.flow.calculation import Ran
from comp_rules.flow.lines_from_runs import Kept
from comp_rules.flow.records import Line
from comp_rules.kernel.columns import PaidLine
from comp_rules.kernel.components import line_key
from comp_rules.kernel.formula import Printed, formula_from_operands
from comp_rules.kernel.paid import operands_of
from comp_rules.kernel.steps import Limit, Pay
from comp_rules.plan.compiled import Component

#: Kinds whose tiers are not a list under `tiers`.
_NO_TIER_PATH = ("matrix",)


def line_from_paid(run: Ran, kept: Kept, number: int, version: int) -> Line:
    """Return the line with its number in the person's month; `version` is that of the part it stands in.

    What the cap of an earlier version still cuts or carries has a key of its own beside the cap in force.
    """
    component, step, paid, credit = kept
    plan, world, row = run.plan, run.prepared.world, paid.row
    operands = operands_of(step, paid, run.columns, world)
    printed: Printed = run.columns.memo.setdefault("printed", {})  # type: ignore[assignment]
    tier = row.now.tier
    return Line(
        line_id=line_key(step, paid, world) + (f"/v{plan.version}" if paid.cap and plan.version != version else ""),
        number=number,
        component=component.name,
        kind=component.kind,
        shape=step.per if isinstance(step, Limit) else component.shape,
        state=row.state,
        record=credit.record if credit else None,
        credit_id=credit.credit_id if credit else None,
        day=credit.day if credit else _day(run, paid),
        tier=tier,
        rule_path=_path(component, step, tier),
        operands=operands,
        formula=formula_from_operands(operands, plan.currency, world.rounding, printed),
        exact=paid.exact,
        amount=paid.amount,
        currency=plan.currency,
        earned_period=world.periods[row.period].name,
        item=step.item if isinstance(step, Pay) else 0,
        measure=step.measure or None if isinstance(step, Pay) else None,
        plan_version=0 if plan.version == version else plan.version,
        round_to=world.rounding[0],
        rounding=world.rounding[1],
    )


def _day(run: Ran, paid: PaidLine) -> date:
    """The last day that counts: of the window in the period, or of the period."""
    row, world = paid.row, run.prepared.world
    if row.given is not None:
        return row.given.day
    if row.frame is not None and row.now.cell is not None:
        return world.cells[row.frame][row.now.cell].through - timedelta(days=1)
    return world.periods[row.period].span.after - timedelta(days=1)


def _path(component: Component, step: Pay | Limit, tier: int | None) -> str:
    path = step.path if step.path.startswith(component.path) else component.path
    if tier is None or isinstance(step, Limit) or component.kind in _NO_TIER_PATH:
        return path
    return f"{path}.tiers[{tier}]"
