"""The paid lines of a component as credits, for what pays on them.

In: the Pay and Limit steps of a component that have run. Out: credit rows in the order of its lines, and their keys.
"""

from __future__ import annotations

from comp_rules.kernel.columns import PaidLine
from comp_rules.kernel.run import Run, day_of
from comp_rules.kernel.steps import Limit, LineStep, Pay
from comp_rules.kernel.world import CreditRow, World


def line_key(step: Pay | Limit, line: PaidLine, world: World) -> str:
    """Return what tells a line apart from all others of its person, plan and period.

    `component/credit`, or the first day of its window, the key of a given row or the group of a cap; then the tier,
    `above` for the upper part of an overage, and the state when it is not `new`.
    """
    row = line.row
    key = step.component
    if isinstance(step, Pay) and step.item:
        key += f"/{step.item}"
    if line.cap is not None:
        return f"{key}/{step.name.rpartition('.')[2]}/{line.cap.group}/{row.state}"
    if row.credit is not None:
        key += f"/{row.credit.credit_id}"
    elif row.given is not None:
        key += f"/{row.given.key}"
    elif row.frame is not None and row.now.cell is not None:
        key += f"/{world.cells[row.frame][row.now.cell].window.first.isoformat()}"
    if row.now.tier is not None:
        key += f"/{row.now.tier + 1}"
    if row.slice:
        key += "/above"
    return key if row.state == "new" else f"{key}/{row.state}"


def credits_of_component(component: str, reader: LineStep, run: Run) -> list[CreditRow]:
    """Return the paid lines of a component as credits with their rounded amounts, by period.

    In a period in which a number is missing for it, the step `reader` misses the same one.
    """
    paid: list[tuple[Pay | Limit, PaidLine]] = []
    blocked = run.blocked.get(component, {})
    for period, missing in blocked.items():
        run.miss(reader, period, missing)
    for step in run.columns.steps.values():
        if not isinstance(step, (Pay, Limit)) or step.component != component:
            continue
        paid += [(step, line) for line in run.columns.paid.get(step.name, ()) if line.row.period not in blocked]
    # a step counts after those before it, and its lines stay in their order
    paid.sort(key=lambda pair: pair[1].row.period)
    return [_credit(step, line, run) for step, line in paid]


def _credit(step: Pay | Limit, line: PaidLine, run: Run) -> CreditRow:
    row = line.row
    of = row.credit
    subject = row.given.key if row.given is not None else ""
    if row.frame is not None and row.now.cell is not None:
        subject = run.grid(row.frame).cells[row.now.cell].window.first.isoformat()
    return CreditRow(
        credit_id=f"{line_key(step, line, run.world)}@{run.world.periods[row.period].name}",
        rule=f"component:{step.component}",
        day=day_of(row, run),
        period=row.period,
        amount=line.amount,
        fields=of.fields if of is not None else {},
        refused_by=frozenset(),
        reversal=of.reversal if of is not None else False,
        rates=of.rates if of is not None else {},
        record=of.record if of is not None else "",
        root=(of.root or of.credit_id) if of is not None else subject or step.component,
    )
