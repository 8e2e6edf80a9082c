"""Measures and credits become earnings: the lines of each component, its total, or why it is zero or blocked.

In: a plan, the columns its steps left and the credits they stand on. Out: lines in order and component results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from comp_rules.flow.records import ComponentResult, Credit, Line, MeasureValue, TierUsed
from comp_rules.kernel.columns import Columns, PaidLine
from comp_rules.kernel.components import line_key
from comp_rules.kernel.formula import formula_from_operands
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.paid import operands_of
from comp_rules.kernel.steps import Factor, Gate, Limit, Number, Once, Pay
from comp_rules.kernel.world import Known, Missing, World
from comp_rules.plan.compiled import CompiledPlan, Component, Measure, TierRow
from comp_rules.values.identity import Source
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text


def earnings_from_measures(
    plan: CompiledPlan, columns: Columns, world: World, credits: Mapping[str, Credit], measures: Sequence[MeasureValue]
) -> tuple[list[Line], list[ComponentResult], dict[str, Missing]]:
    """Return the lines in order, the result of every component, and what is missing by component."""
    lines: list[Line] = []
    results: list[ComponentResult] = []
    blocked: dict[str, Missing] = {}
    for component in plan.components:
        pay = next(step for step in plan.steps if isinstance(step, Pay) and step.name == component.pay_step)
        missing = _missing_quota(component, plan, columns, world) or _missing_number(component, columns)
        if missing is not None:
            blocked[component.name] = missing
            results.append(_result(component, None, 0, measures, plan, missing.code, (), None))
            continue
        paid = _paid_here(component, columns, world)
        if any(row.row.state == "uplift" and _of_earlier_version(row, plan) for _, row in paid):
            last_day = world.periods[world.last].span.last_day
            assert last_day is not None
            blocked[component.name] = Missing("version_changed", plan.name, last_day)
            results.append(_result(component, None, 0, measures, plan, "version_changed", (), None))
            continue
        of_component = [_line(component, step, row, plan, columns, world, credits) for step, row in paid]
        lines += of_component
        reason, operands, about = _reason(component, of_component, plan, columns, world)
        total = sum(line.amount for line in of_component)
        base = _base_rate(pay, columns, world)
        result = _result(component, total, len(of_component), measures, plan, reason, operands, base)
        results.append(replace(result, reason_measure=about))
    return _numbered(lines, plan, credits), results, blocked


def _missing_number(component: Component, columns: Columns) -> Missing | None:
    """The first number that a Pay or Limit step of the component misses."""
    steps = (*component.pays, *component.limits)
    return next((columns.missing[name] for name in steps if name in columns.missing), None)


def _paid_here(component: Component, columns: Columns, world: World) -> list[tuple[Pay | Limit, PaidLine]]:
    """The component's lines of the calculated period, each with the step that made it."""
    paid: list[tuple[Pay | Limit, PaidLine]] = []
    for name in (*component.pays, *component.limits):
        step = columns.steps[name]
        assert isinstance(step, (Pay, Limit))
        paid += [(step, line) for line in columns.paid[name] if line.row.period == world.last]
    return paid


def _of_earlier_version(paid: PaidLine, plan: CompiledPlan) -> bool:
    """The credit was earned under a version of the plan that this one replaced inside the window."""
    return paid.row.credit is not None and paid.row.credit.day < plan.span.first


def _missing_quota(component: Component, plan: CompiledPlan, columns: Columns, world: World) -> Missing | None:
    """The first quota that the component reads and that is missing in the calculated period, credits or not."""
    for name in component.reads:
        measure = plan.measure(name)
        if measure.quota is None or measure.quota_step is None:
            continue
        cells = [index for index, cell in enumerate(world.cells[measure.frame]) if cell.period == world.last]
        if not cells:
            last_day = world.periods[world.last].span.last_day
            assert last_day is not None
            return Missing("quota_missing", measure.quota, last_day)
        for index in cells:
            found = columns.cells[measure.quota_step][index]
            if isinstance(found, Missing):
                return found
    return None


def _line(
    component: Component,
    step: Pay | Limit,
    paid: PaidLine,
    plan: CompiledPlan,
    columns: Columns,
    world: World,
    credits: Mapping[str, Credit],
) -> Line:
    row = paid.row
    credit = credits[row.credit.root or row.credit.credit_id] if row.credit else None
    cell = world.cells[row.frame][row.now.cell] if row.frame is not None and row.now.cell is not None else None
    day = credit.day if credit else (cell.day if cell else world.periods[world.last].span.first)
    operands = operands_of(step, paid, columns, world)
    return Line(
        line_id=line_key(step, paid, world),
        number=0,
        component=component.name,
        kind=component.kind,
        shape=component.shape,
        state=row.state,
        record=credit.record if credit else None,
        credit_id=credit.credit_id if credit else None,
        day=day,
        tier=row.now.tier,
        rule_path=component.path if row.now.tier is None else f"{component.path}.tiers[{row.now.tier}]",
        operands=operands,
        formula=formula_from_operands(operands, plan.currency, world.rounding),
        exact=paid.exact,
        amount=paid.amount,
        currency=plan.currency,
        earned_period=world.periods[world.last].name,
    )


def _numbered(lines: Sequence[Line], plan: CompiledPlan, credits: Mapping[str, Credit]) -> list[Line]:
    """Put lines in the order of their credits, then of the plan; lines of a window come after those of its credits."""
    order = {credit_id: number for number, credit_id in enumerate(credits)}
    components = {component.name: number for number, component in enumerate(plan.components)}
    placed = {line.line_id: number for number, line in enumerate(lines)}
    ordered = sorted(
        lines,
        key=lambda line: (
            order.get(line.credit_id or "", len(order)),
            components[line.component],
            placed[line.line_id],
        ),
    )
    return [replace(line, number=number) for number, line in enumerate(ordered, start=1)]


def _reason(
    component: Component, lines: Sequence[Line], plan: CompiledPlan, columns: Columns, world: World
) -> tuple[str | None, tuple[Operand, ...], str | None]:
    """Why a component came to nothing; None when it did not."""
    pay = next(step for step in plan.steps if isinstance(step, Pay) and step.name == component.pay_step)
    if sum(line.amount for line in lines):
        return None, (), None
    if lines:
        rates = [operand for line in lines for operand in line.operands if operand.role == "rate"]
        zero = rates and all(operand.value == 0 for operand in rates)
        if zero:
            return "rate_zero", (rates[0],), None
        return ("cancels_out" if any(line.amount for line in lines) else "amount_zero"), (), None
    if pay.lines in columns.judged:
        return _why_not_reached(component, pay, plan, columns, world)
    here = [c for c in world.credits if c.rule == component.pays_on and c.period == world.last]
    if here and all(component.name in credit.refused_by for credit in here):
        return "conditions", (), None
    return "no_credit", (), None


def _why_not_reached(
    component: Component, pay: Pay, plan: CompiledPlan, columns: Columns, world: World
) -> tuple[str, tuple[Operand, ...], str | None]:
    """Why an award is not due: its window is not over, or the first of its conditions that does not hold."""
    once = next(step for step in plan.steps if isinstance(step, Once) and step.name == pay.lines)
    judged = [j for j in columns.judged[pay.lines] if world.cells[once.frame][j.cell].period == world.last]
    if not judged:
        return "no_window", (), None
    last = next((j for j in judged if j.state != "not_over"), judged[0])
    cell = world.cells[once.frame][last.cell]
    if last.state == "not_over":
        measure = plan.measure(component.reads[0])
        ordinal = Fraction(cell.window.after.toordinal() - 1)
        until = Operand("last_day", ordinal, "date", Source("quota", measure.quota or ""), False)
        return "window_not_over", (until, *_standing(measure, last.cell, plan, columns)), measure.name
    gates = {step.name: step for step in plan.steps if isinstance(step, Gate)}
    for gate in (gates[name] for name in once.gates):
        last_day = cell.through - timedelta(days=1)
        at = last.cell if gate.frame == once.frame else world.cell_of(gate.frame, last_day, cell.period)
        holds = columns.cells[gate.name][at] if at is not None else None
        if at is None or not isinstance(holds, Known) or not holds.value:
            unit, source = _number_unit(gate.line, plan), Source("plan", gate.line.path)
            standing = _standing(plan.measure(gate.measure), at, plan, columns) if at is not None else []
            return last.state, (Operand("needed", gate.line.value, unit, source, False), *standing), gate.measure
    return last.state, (), component.by


def _standing(measure: Measure, cell: int, plan: CompiledPlan, columns: Columns) -> list[Operand]:
    """Where a measure stands: its total and, where it has a quota, the quota and attainment."""
    unit = f"money:{plan.currency}" if measure.unit == "money" else "count"
    steps = [("total", measure.total_step, unit), ("window_quota", measure.prorated_step or measure.quota_step, unit)]
    steps.append(("attainment", measure.attainment_step, "percent"))
    operands = []
    for role, step, of_unit in steps:
        known = columns.cells[step][cell] if step else None
        if isinstance(known, Known):
            operands.append(Operand(role, Fraction(known.value), of_unit, known.source, False))
    return operands


def _number_unit(number: Number, plan: CompiledPlan) -> str:
    return f"money:{plan.currency}" if number.form == "money" else number.form


def _result(
    component: Component,
    total: int | None,
    lines: int,
    measures: Sequence[MeasureValue],
    plan: CompiledPlan,
    reason: str | None,
    operands: tuple[Operand, ...],
    base: Fraction | None,
) -> ComponentResult:
    measure = next((m for m in measures if m.measure == component.by), None)
    tiers = tuple(_tier_used(row, measure, plan, base) for row in component.tiers)
    return ComponentResult(
        component.name, component.label, component.kind, total, lines, component.by, tiers, reason, operands
    )


def _base_rate(pay: Pay, columns: Columns, world: World) -> Fraction | None:
    """The base rate that multiples stand on at the end of the period; None without one or while a part is missing."""
    base, found = Fraction(1), False
    for factor in pay.factors:
        if factor.ref not in ("cell", "literal", "personal") or factor.role in ("rate", "award"):
            continue
        value = _at_the_end(factor, columns, world)
        if not value:
            return None
        base, found = base / value if factor.divide else base * value, True
    return base if found else None


def _at_the_end(factor: Factor, columns: Columns, world: World) -> Fraction | None:
    if factor.ref == "literal":
        return factor.numbers[0].value
    last_day = world.periods[world.last].span.last_day
    assert last_day is not None
    if factor.ref == "personal":
        known: Known | Missing | None = world.lookup.personal(factor.name, last_day)
    else:
        cells = world.cells[columns.frames[factor.name]]
        index = next((i for i, cell in enumerate(cells) if cell.period == world.last), None)
        known = columns.cells[factor.name][index] if index is not None else None
    return Fraction(known.value) if isinstance(known, Known) else None


def _tier_used(row: TierRow, measure: MeasureValue | None, plan: CompiledPlan, base: Fraction | None) -> TierUsed:
    start, text = None, ""
    if row.start is not None:
        start = row.start.value
        if row.start.form == "percent":
            text = percent_text(start)
            start = start * measure.quota.prorated if measure and measure.quota else None
        elif row.start.form == "money":
            text = f"{decimal_text(start, minor_digits(plan.currency))} {plan.currency}"
        else:
            text = decimal_text(start, 0)
    rate = row.rate.value if row.rate else None
    form = row.rate.form if row.rate else "personal"
    unit = f"money_each:{plan.currency}" if form == "money" else form
    return TierUsed(text, start, row.included, rate, unit, base if form == "times" else None)
