"""Why a component came to nothing: what its steps judged, with the numbers that say so.

In: a component, its lines and the run they come from. Out: a reason code, operands and the measure it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from comp_rules.flow.calculation import Ran
from comp_rules.flow.records import Line
from comp_rules.kernel.columns import Judged
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import Due, Gate, Given, Number, Once, Pay
from comp_rules.kernel.world import Cell, Known
from comp_rules.plan.compiled import CompiledPlan, Component, Measure
from comp_rules.values.identity import Source
from comp_rules.values.period import add_months

_ONE_DAY = timedelta(days=1)
#: what says how somebody stood in a contest, and how far from a prize
_PLACED = ("rank", "of", "value", "next_place", "next_value")


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of `records.ComponentResult`, the operands of its sentence, and the measure that it is about."""

    code: str | None = None
    operands: tuple[Operand, ...] = ()
    measure: str | None = None


def reason_of(component: Component, lines: Sequence[Line], run: Ran) -> Reason:
    """Return why a component came to nothing; no code when it did not."""
    if sum(line.amount for line in lines):
        return Reason()
    if lines:
        return _of_lines(component, lines)
    pay = run.columns.steps[component.pay_step]
    assert isinstance(pay, Pay)
    step = run.columns.steps[pay.lines]
    if isinstance(step, Once):
        return _why_not_reached(component, step, run)
    if isinstance(step, Due):
        return _why_not_due(component, step, pay, run)
    if isinstance(step, Given):
        return _why_not_given(component, pay, run)
    return _why_not_credited(component, pay, run)


def _of_lines(component: Component, lines: Sequence[Line]) -> Reason:
    """Lines that come to nothing together: by a rate or payout of 0, a cap, a place without a prize, or each other."""
    cuts = [line for line in lines if line.state in ("cap", "carried", "paid_out")]
    if cuts:
        return Reason("capped", tuple(o for o in cuts[0].operands if o.role == "cap"))
    operands = [operand for line in lines for operand in line.operands if not operand.before]
    for role, code in (("rate", "rate_zero"), ("payout", "payout_zero")):
        named = [operand for operand in operands if operand.role == role and operand.in_amount]
        if named and all(operand.value == 0 for operand in named):
            rest = () if role == "rate" else _of_measure(lines[0].operands)
            return Reason(code, (named[0], *rest), lines[0].measure or component.by)
    if component.kind == "contest":
        return Reason("no_prize", tuple(o for o in operands if o.role in _PLACED), component.by)
    return Reason("cancels_out" if any(line.amount for line in lines) else "amount_zero")


def _of_measure(operands: Sequence[Operand]) -> tuple[Operand, ...]:
    return tuple(o for o in operands if o.role in ("total", "window_quota", "attainment") and not o.before)


def _why_not_reached(component: Component, once: Once, run: Ran) -> Reason:
    """Why an award is not due: its window is not over, or the first of its conditions that does not hold."""
    last = _last_judged(run, once)
    if last is None:
        return Reason("no_window")
    if last.state == "not_over":
        return _not_over(component, once, last.cell, run)
    cell = run.prepared.world.cells[once.frame][last.cell]
    for name in once.gates:
        gate = run.columns.steps[name]
        assert isinstance(gate, Gate)
        at = _at(gate, once, last.cell, run)
        holds = run.columns.cells[name][at] if at is not None else None
        if at is None or not isinstance(holds, Known) or not holds.value:
            return _of_gate(last.state, gate, cell, run)
    return Reason(last.state, (), component.by)


def _why_not_due(component: Component, due: Due, pay: Pay, run: Ran) -> Reason:
    """Why a payout is not due: the window is not over, a condition does not hold, or nothing changed since."""
    last = _last_judged(run, due)
    if last is None:
        return Reason("no_window")
    if last.state == "not_over":
        return _not_over(component, due, last.cell, run)
    cell = run.prepared.world.cells[due.frame][last.cell]
    if last.state in ("gate", "undefined", "quota_zero"):
        return of_refusal(component, last.state, last.step, cell, run)
    if last.state == "paid":
        about = pay.measure or component.by
        standing = _standing_in(run.plan.measure(about), cell, run) if about else ()
        return Reason("unchanged", standing, about)
    return Reason(last.state, (), component.by)


def of_refusal(component: Component, code: str, step: str, cell: Cell, run: Ran) -> Reason:
    """Return the reason behind a gate that does not hold or a number that is undefined."""
    found = run.columns.steps.get(step)
    if isinstance(found, Gate):
        return _of_gate("only_if" if code == "gate" else code, found, cell, run)
    measure = measure_of(step, run.plan) or (run.plan.measure(component.by) if component.by else None)
    if measure is None:
        return Reason(code)
    return Reason(code, _standing_in(measure, cell, run), measure.name)


def measure_of(step: str, plan: CompiledPlan) -> Measure | None:
    """Return the measure that a step belongs to."""
    return next(
        (m for m in plan.measures if step in (m.total_step, m.quota_step, m.prorated_step, m.attainment_step)), None
    )


def _why_not_given(component: Component, pay: Pay, run: Ran) -> Reason:
    """Why a person has no prize or override: the window goes on, they are not ranked, or nobody earned."""
    contest, world = component.contest, run.prepared.world
    if contest is None:
        refused = run.columns.judged.get(pay.lines, ())
        if refused:
            cell = refusal_cell(refused[-1].step, None, run)
            if cell is not None:
                return of_refusal(component, refused[-1].state, refused[-1].step, cell, run)
        return Reason("no_earnings")
    measure = run.plan.measure(contest.rank)
    here = [cell for cell in world.cells[measure.frame] if cell.period == world.last]
    if not here:
        return Reason("no_window")
    cell = here[0]
    if not cell.over:
        return Reason("window_not_over", (_until(cell, measure), *_standing_in(measure, cell, run)), measure.name)
    for name in contest.gates:
        gate = run.columns.steps[name]
        assert isinstance(gate, Gate)
        at = world.cell_of(gate.frame, cell.through - _ONE_DAY, cell.period)
        holds = run.columns.cells[name][at] if at is not None else None
        if not isinstance(holds, Known) or not holds.value:
            return _of_gate("only_if", gate, cell, run)
    return Reason("not_ranked", _standing_in(measure, cell, run), measure.name)


def _why_not_credited(component: Component, pay: Pay, run: Ran) -> Reason:
    """Why nothing was paid on credits: there are none, none meets the conditions, or a gate does not hold."""
    world = run.prepared.world
    refused = [r for r in run.columns.refused.get(pay.lines, ()) if r.period == world.last]
    if refused:
        cell = refusal_cell(refused[0].step, refused[0].credit.day, run)
        if cell is not None:
            return of_refusal(component, refused[0].code, refused[0].step, cell, run)
    here = [c for c in world.credits if c.rule == component.pays_on and c.period == world.last]
    if here and all(component.name in credit.refused_by for credit in here):
        return Reason("conditions")
    return Reason("no_credit")


def refusal_cell(step: str, day: object, run: Ran) -> Cell | None:
    """Return the cell of the calculated period in which a step was judged for a credit of that day."""
    frame = run.columns.frames.get(step)
    world = run.prepared.world
    if frame is None:
        return None
    here = [cell for cell in world.cells[frame] if cell.period == world.last]
    return next((cell for cell in here if day in cell.window), here[-1] if here else None)


def _last_judged(run: Ran, step: Once | Due) -> Judged | None:
    """How the windows of the period stood: of several the first that was over."""
    world = run.prepared.world
    here = [j for j in run.columns.judged.get(step.name, ()) if world.cells[step.frame][j.cell].period == world.last]
    return next((judged for judged in here if judged.state != "not_over"), here[0] if here else None)


def _not_over(component: Component, step: Once | Due, index: int, run: Ran) -> Reason:
    cell = run.prepared.world.cells[step.frame][index]
    name = component.by or next(iter(component.reads), None)
    if name is None:
        return Reason("window_not_over", (_until(cell, None),))
    measure = run.plan.measure(name)
    if isinstance(step, Due) and step.paid == "quarterly_to_date":
        standing = _standing_in(measure, cell, run)
        return Reason("between_postings", (_next_posting(cell, measure), *standing), measure.name)
    return Reason("window_not_over", (_until(cell, measure), *_standing_in(measure, cell, run)), measure.name)


def _next_posting(cell: Cell, measure: Measure) -> Operand:
    """The last day of the quarter of the window that the cell lies in: what is paid each quarter is due then."""
    quarters = -(-(cell.months_to_date or 1) // 3)
    last = min(add_months(cell.window.first, 3 * quarters), cell.window.after) - _ONE_DAY
    return Operand("last_day", Fraction(last.toordinal()), "date", Source("quota", measure.quota or ""), False)


def _until(cell: Cell, measure: Measure | None) -> Operand:
    ordinal = Fraction(cell.window.after.toordinal() - 1)
    return Operand("last_day", ordinal, "date", Source("quota", (measure.quota if measure else "") or ""), False)


def _of_gate(code: str, gate: Gate, cell: Cell, run: Ran) -> Reason:
    unit, source = number_unit(gate.line, run.plan), Source("plan", gate.line.path)
    role = "needed" if gate.comparison == "at_least" else f"needed_{gate.comparison}"
    needed = Operand(role, gate.line.value, unit, source, False)
    standing = _standing_in(run.plan.measure(gate.measure), cell, run)
    return Reason(code, (needed, *standing), gate.measure)


def _at(gate: Gate, step: Once | Due, index: int, run: Ran) -> int | None:
    if gate.frame == step.frame:
        return index
    cell = run.prepared.world.cells[step.frame][index]
    return run.prepared.world.cell_of(gate.frame, cell.through - _ONE_DAY, cell.period)


def _standing_in(measure: Measure, cell: Cell, run: Ran) -> tuple[Operand, ...]:
    """Where a measure stands at the end of a cell: its total and, where it has a quota, the quota and attainment."""
    world, plan = run.prepared.world, run.plan
    cells = world.cells[measure.frame]
    at = next((i for i, own in enumerate(cells) if own.period == cell.period and own.window == cell.window), None)
    if at is None:
        at = world.cell_of(measure.frame, cell.through - _ONE_DAY, cell.period)
    if at is None:
        return ()
    unit = {"money": f"money:{plan.currency}", "ratio": "percent"}.get(measure.unit, "count")
    steps = [("total", measure.total_step, unit), ("window_quota", measure.prorated_step or measure.quota_step, unit)]
    if measure.attainment_step != measure.total_step:
        steps.append(("attainment", measure.attainment_step, "percent"))
    operands = []
    for role, step, of_unit in steps:
        known = run.columns.cells[step][at] if step else None
        if isinstance(known, Known):
            operands.append(Operand(role, Fraction(known.value), of_unit, known.source, False))
    return tuple(operands)


def number_unit(number: Number, plan: CompiledPlan) -> str:
    """Return the unit of an operand that prints a literal of the plan."""
    return f"money:{plan.currency}" if number.form == "money" else number.form
