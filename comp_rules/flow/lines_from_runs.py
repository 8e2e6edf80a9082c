"""The lines of a run that its plan version keeps: a credit is paid by the version of its credit date.

In: a run and the versions of its plan. Out: paid lines of the calculated period with their component and step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from comp_rules.flow.calculation import Ran
from comp_rules.flow.plan_versions import Versions
from comp_rules.flow.records import Credit
from comp_rules.kernel.columns import PaidLine
from comp_rules.kernel.steps import Each, Limit, Pay, Restate, Slice
from comp_rules.kernel.world import Missing
from comp_rules.plan.compiled import Component


class Kept(NamedTuple):
    """A paid line with its component and step, and the credit behind it."""

    component: Component
    step: Pay | Limit
    paid: PaidLine
    credit: Credit | None


def kept_lines(run: Ran, versions: Versions) -> Iterator[Kept]:
    """Yield the lines of the calculated period that this version pays, by component and in the order of its steps.

    Lines of credits are those of the version's own days already; a window is paid by the version under which its last
    day was worked.
    """
    world, columns = run.prepared.world, run.columns
    for component in run.plan.components:
        if component_missing(run, component) is not None:
            continue
        of_credits = _pays_on_credits(run, component)
        for name in (*component.pays, *component.limits):
            step = columns.steps[name]
            assert isinstance(step, (Pay, Limit))
            for line in columns.paid.get(name, ()):
                if line.row.period == world.last and (of_credits or _is_its_own(run, versions, line)):
                    yield Kept(component, step, line, _credit(run, line))


def _credit(run: Ran, paid: PaidLine) -> Credit | None:
    """The credit behind a line; of a line on another component the credit behind that one."""
    row = paid.row.credit
    return run.prepared.credits.get(row.root or row.credit_id) if row is not None else None


def credits_in_order(runs: Sequence[Ran]) -> list[Credit]:
    """Return the credits of all runs in order, each once."""
    if len(runs) == 1:
        return list(runs[0].prepared.credits.values())
    found = {credit.credit_id: credit for run in runs for credit in run.prepared.credits.values()}
    return sorted(found.values(), key=lambda c: (c.day, c.booked_at or "00:00:00", c.record.record_id, c.rule))


def component_missing(run: Ran, component: Component) -> Missing | None:
    """Return the first number that the component's given rows or steps lack."""
    if component.name in run.missing:
        return run.missing[component.name]
    steps = (*component.pays, *component.limits)
    return next((run.columns.missing[name] for name in steps if name in run.columns.missing), None)


def _pays_on_credits(run: Ran, component: Component) -> bool:
    pay = run.columns.steps[component.pay_step]
    return isinstance(pay, Pay) and isinstance(run.columns.steps[pay.lines], (Each, Slice, Restate))


def _is_its_own(run: Ran, versions: Versions, line: PaidLine) -> bool:
    """Whether this version was in force on the last day worked in the line's window."""
    row, world = line.row, run.prepared.world
    day = row.given.day if row.given is not None else world.periods[row.period].span.last_day
    if row.frame is not None and row.now.cell is not None:
        day = world.cells[row.frame][row.now.cell].day
    ruling = versions.on(day)
    return ruling is run.plan or (ruling is None and day is not None and _last(versions) is run.plan)


def _last(versions: Versions) -> object:
    return versions.plans[-1]
