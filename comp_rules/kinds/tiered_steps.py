"""A tiered component as steps: the ladder, the lines on it, and the factors of their money.

In: a tiered component without faults. Out: its steps in the order in which they run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from comp_rules.kernel.steps import AnyStep, Each, Factor, Number, Pay, Restate, Slice, Tier, Unit
from comp_rules.kinds.component import component_of, worked_part
from comp_rules.kinds.kind import Part
from comp_rules.kinds.rate import factors_by_tier
from comp_rules.kinds.tiered_base import base_rate
from comp_rules.kinds.tiered_ladder import Ladder, ladder_of
from comp_rules.kinds.tiers import edges_of, rows_for_pages, start_unit
from comp_rules.plan.compiled import Component
from comp_rules.plan.steps_from_measure import MeasureSteps, running_step, steps_from_measure


@dataclass(frozen=True, slots=True)
class _Lines:
    """The steps up to the lines, and the operands that explain a line without being in its amount."""

    steps: tuple[AnyStep, ...]
    context: tuple[Factor, ...]


def tiered_steps(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    """Return the component and its steps."""
    ladder = ladder_of(part)
    steps = steps_from_measure(ladder.measure, part.outline) if ladder.measure else None
    lines = _LINES[ladder.shape](ladder, steps)
    base = base_rate(ladder, steps)
    worked, before = worked_part(part)
    component = component_of(part, "tiered", ladder.shape)
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.steps[-1].name,
        factors=(amount_factor(ladder), *_rates(ladder), *base.factors, *worked),
        context=lines.context,
        measure=ladder.measure.name if ladder.measure else "",
    )
    described = _described(component, ladder, base.factors)
    return described, (*base.steps, *before, *lines.steps, pay)


def amount_factor(ladder: Ladder) -> Factor:
    """Return what the rate multiplies: the whole credit, its part in a tier, or what a component has earned."""
    unit = ladder.paid.unit
    assert unit is not None
    if ladder.shape in ("slice", "overage"):
        return Factor("part", "part", unit)
    return Factor("earned" if ladder.paid.component else "credit", "credit", unit)


def _rates(ladder: Ladder) -> tuple[Factor, ...]:
    rates = [row.rate for row in ladder.rows if row.rate is not None]
    return factors_by_tier(rates, ladder.paid, ladder.part.outline)


def _sliced(ladder: Ladder, steps: MeasureSteps | None) -> _Lines:
    """Parts of credits on the ladder of a window, or of each credit from 0."""
    part = ladder.part
    context = [_whole(ladder)]
    running: list[AnyStep] = []
    quota = steps.prorated if steps is not None and ladder.by_percent else None
    if ladder.window:
        running, ways = _running(ladder)
        context += ways
    context.append(Factor("edge", "edge", start_unit(ladder.rows, ladder.paid.unit)))
    context += _second_edge(ladder) if ladder.shape == "overage" else []
    context += _quota(ladder, quota)
    lines = Slice(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        credit=ladder.paid.name,
        running=running[0].name if running else None,
        quota=quota,
        edges=edges_of(ladder.rows, ladder.paid.unit),
        scaled=ladder.scaled,
        overage=ladder.shape == "overage",
    )
    return _Lines((*running, lines), tuple(context))


def _restated(ladder: Ladder, steps: MeasureSteps | None) -> _Lines:
    """Whole credits at the rate that the measure has reached, paid the difference when it reaches another."""
    tier, context = _tier(ladder, steps)
    part = ladder.part
    lines = Restate(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        credit=ladder.paid.name,
        tier=tier.name,
        frame=tier.frame,
    )
    return _Lines((tier, lines), tuple(context))


def _overage(ladder: Ladder, steps: MeasureSteps | None) -> _Lines:
    """Up to the second edge at the first rate, everything above it at the rate reached."""
    if not ladder.window:
        return _sliced(ladder, steps)
    part = ladder.part
    tier, context = _tier(ladder, steps)
    running, ways = _running(ladder)
    quota = steps.prorated if steps is not None and ladder.by_percent else None
    lines = Restate(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        credit=ladder.paid.name,
        tier=tier.name,
        frame=tier.frame,
        running=running[0].name,
        quota=quota,
        edges=edges_of(ladder.rows, ladder.paid.unit),
        scaled=ladder.scaled,
    )
    edge = Factor("edge", "edge", start_unit(ladder.rows, ladder.paid.unit))
    return _Lines((*running, tier, lines), (_whole(ladder), *ways, edge, *_second_edge(ladder), *context))


def _each(ladder: Ladder, steps: MeasureSteps | None) -> _Lines:
    """Whole credits at the rate that their own amount, a field or a date picks."""
    part = ladder.part
    quota = steps.prorated if steps is not None and ladder.by_percent else None
    lines = Each(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        credit=ladder.paid.name,
        edges=edges_of(ladder.rows, ladder.paid.unit),
        tier_field=ladder.tier_field,
        quota=quota,
    )
    context = _quota(ladder, quota)
    if ladder.tier_field is not None:
        role, unit = ("number", "count") if ladder.since else ("field", start_unit(ladder.rows, ladder.paid.unit))
        context = [Factor(role, "record_field", _as_unit(unit), name=ladder.tier_field)]
    return _Lines((lines,), tuple(context))


def _as_unit(unit: str) -> Unit:
    return "ratio" if unit == "ratio" else "money" if unit == "money" else "count"


_LINES = {"slice": _sliced, "restate": _restated, "overage": _overage, "each": _each}


def _whole(ladder: Ladder) -> Factor:
    """The whole credit, beside its parts."""
    return Factor("earned" if ladder.paid.component else "credit", "credit", ladder.paid.unit or "money")


def _second_edge(ladder: Ladder) -> list[Factor]:
    """The line up to which a credit earns the first rate; none where it lies elsewhere than the plan writes it."""
    edges = edges_of(ladder.rows)
    if len(edges) < 2 or ladder.scaled or edges[1].field:
        return []
    number = Number(edges[1].at, edges[1].form, edges[1].path)
    return [Factor("line", "literal", _as_unit(start_unit(ladder.rows)), numbers=(number,))]


def _running(ladder: Ladder) -> tuple[list[AnyStep], list[Factor]]:
    assert ladder.measure is not None
    unit = ladder.paid.unit or "money"
    return [running_step(ladder.measure)], [Factor("open", "open", unit), Factor("close", "close", unit)]


def _quota(ladder: Ladder, quota: str | None) -> list[Factor]:
    return [Factor("window_quota", "cell", ladder.paid.unit or "money", name=quota)] if quota else []


def _tier(ladder: Ladder, steps: MeasureSteps | None) -> tuple[Tier, list[Factor]]:
    """The tier that the measure has reached, and how it stands."""
    measure, part = ladder.measure, ladder.part
    assert measure is not None
    assert steps is not None
    unit = measure.unit or "money"
    context = [Factor("total", "cell", unit, name=steps.total)]
    value = steps.total
    if ladder.by_percent:
        assert steps.attainment is not None
        value = steps.attainment
        if steps.prorated is not None:
            context.append(Factor("window_quota", "cell", unit, name=steps.prorated))
            context.append(Factor("attainment", "cell", "ratio", name=steps.attainment))
    tier = Tier(
        name=f"{part.name}.tier",
        path=f"{part.path}.tiers",
        value=value,
        edges=edges_of(ladder.rows, ladder.paid.unit),
        frame=measure.frame,
        scaled=ladder.scaled,
    )
    return tier, context


def _described(component: Component, ladder: Ladder, base: tuple[Factor, ...]) -> Component:
    """The component with its table, the measure it goes by, and whether a missing quota blocks it."""
    measure = ladder.measure.name if ladder.measure else None
    by_quota = ladder.by_percent and ladder.measure is not None and ladder.measure.quota is not None
    needs_quota = by_quota or any(factor.role == "quota" for factor in base)
    return replace(
        component,
        by=measure,
        reads=(measure,) if measure and needs_quota else (),
        tiers=rows_for_pages(ladder.rows),
    )
