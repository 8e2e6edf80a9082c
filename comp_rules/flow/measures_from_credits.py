"""Credits become measures: the value of each window, what it is made of, its quota as it counts, and the attainment.

In: the columns that the steps left. Out: measure values at the end of the calculated period.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.facts.facts import Company
from comp_rules.flow.calculation import Ran
from comp_rules.flow.records import MeasurePart, MeasureValue, QuotaUsed
from comp_rules.kernel.steps import Weighted
from comp_rules.kernel.world import Cell, Known, Missing
from comp_rules.plan.compiled import CompiledPlan, Measure
from comp_rules.values.words import Words


def measures_from_credits(run: Ran, company: Company) -> list[MeasureValue]:
    """Return each measure of the plan for every window that stands in the calculated period."""
    world = run.prepared.world
    values = []
    for measure in run.plan.measures:
        for index, cell in enumerate(world.cells[measure.frame]):
            if cell.period == world.last:
                values.append(_value(measure, index, cell, run, company))
    return values


def _value(measure: Measure, index: int, cell: Cell, run: Ran, company: Company) -> MeasureValue:
    world, columns = run.prepared.world, run.columns
    value = columns.cells[measure.total_step][index]
    known = value if isinstance(value, Known) else None
    attainment = columns.cells[measure.attainment_step][index] if measure.attainment_step else None
    first = world.periods[world.last].span.first
    counted = [c for c in world.credits if c.rule in measure.credits and cell.window.first <= c.day < cell.through]
    opening = world.lookup.opening("measure", measure.name, cell) if measure.shape == "credits" else None
    before = Fraction(sum(credit.amount for credit in counted if credit.day < first))
    return MeasureValue(
        measure=measure.name,
        label=measure.label,
        rules=measure.credits,
        over=measure.frame.window,
        window=cell.window,
        window_over=cell.over,
        opened=before + (Fraction(opening.value) if opening else 0),
        total=Fraction(known.value) if known else Fraction(0),
        unit=measure_unit(measure, run.plan),
        credits=len(counted),
        quota=_quota(measure, index, cell, run, company),
        attainment=Fraction(attainment.value) if isinstance(attainment, Known) else None,
        shape=measure.shape,
        parts=_parts(measure, index, run),
        undefined="" if known else (value.code if isinstance(value, Missing) else "undefined"),
        opening=Fraction(opening.value) if opening else None,
        opening_source=opening.source if opening else None,
        source=known.source if known and measure.shape == "input" else None,
    )


def measure_unit(measure: Measure, plan: CompiledPlan) -> str:
    """Return the unit in which a measure is printed: money of the plan, a percentage or a count."""
    return {"money": f"money:{plan.currency}", "ratio": "percent"}.get(measure.unit, "count")


def _parts(measure: Measure, index: int, run: Ran) -> tuple[MeasurePart, ...]:
    """The measures that it is made of, each as it counts in it."""
    roles = {
        "ratio": ("upper", "lower"),
        "minus": ("plus", "minus"),
        "plus": ("plus",) * len(measure.parts),
        "weighted": ("weighted",) * len(measure.parts),
    }.get(measure.shape, ())
    step = run.columns.steps.get(measure.total_step)
    weights = [weight.value for _, weight, _ in step.items] if isinstance(step, Weighted) else []
    parts = []
    for number, (name, role) in enumerate(zip(measure.parts, roles, strict=True)):
        part = run.plan.measure(name)
        weighted = role == "weighted"
        column = part.attainment_step if weighted and part.attainment_step else part.total_step
        value = run.columns.cells[column][index]
        parts.append(
            MeasurePart(
                name,
                part.label,
                role,
                Fraction(value.value) if isinstance(value, Known) else None,
                "percent" if weighted else measure_unit(part, run.plan),
                weights[number] if number < len(weights) else None,
            )
        )
    return tuple(parts)


def _quota(measure: Measure, index: int, cell: Cell, run: Ran, company: Company) -> QuotaUsed | None:
    if measure.quota is None or measure.quota_step is None:
        return None
    stated = run.columns.cells[measure.quota_step][index]
    prorated = run.columns.cells[measure.prorated_step or measure.quota_step][index]
    if not isinstance(stated, Known) or not isinstance(prorated, Known):
        return None
    declared = company.quotas.get(measure.quota)
    plain = measure.quota.replace("_", " ")
    scaled = "quota" in run.plan.proration.scales
    return QuotaUsed(
        quota=measure.quota,
        label=declared.label if declared else Words(plain, plain),
        stated=Fraction(stated.value),
        prorated=Fraction(prorated.value),
        days_worked=cell.units[0] if scaled else cell.worked.days,
        days=cell.units[1] if scaled else cell.window.days,
        unit=measure_unit(measure, run.plan),
        source=stated.source,
        basis=run.plan.proration.basis,
        months_to_date=Fraction(cell.months_to_date) if measure.to_date else None,
        months=Fraction(cell.months) if measure.to_date else None,
        if_zero=stated.if_zero,
    )
