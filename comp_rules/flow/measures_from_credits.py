"""Credits become measures: the total of each window, its quota as stated and as it counts, and the attainment.

In: the columns that the steps left. Out: measure values at the end of the calculated period.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.facts.facts import Company
from comp_rules.flow.records import MeasureValue, QuotaUsed
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.world import Cell, Known, World
from comp_rules.plan.compiled import CompiledPlan, Measure
from comp_rules.values.words import Words


def measures_from_credits(plan: CompiledPlan, columns: Columns, world: World, company: Company) -> list[MeasureValue]:
    """Return each measure of the plan for every window that stands in the calculated period."""
    values = []
    for measure in plan.measures:
        for index, cell in enumerate(world.cells[measure.frame]):
            if cell.period == world.last:
                values.append(_value(measure, index, cell, plan, columns, world, company))
    return values


def _value(
    measure: Measure, index: int, cell: Cell, plan: CompiledPlan, columns: Columns, world: World, company: Company
) -> MeasureValue:
    total = columns.cells[measure.total_step][index]
    attainment = columns.cells[measure.attainment_step][index] if measure.attainment_step else None
    first = world.periods[world.last].span.first
    counted = [c for c in world.credits if c.rule in measure.credits and cell.window.first <= c.day < cell.through]
    assert isinstance(total, Known)
    return MeasureValue(
        measure=measure.name,
        label=measure.label,
        rules=measure.credits,
        over=measure.frame.window,
        window=cell.window,
        window_over=cell.over,
        opened=Fraction(sum(credit.amount for credit in counted if credit.day < first)),
        total=Fraction(total.value),
        unit=f"money:{plan.currency}" if measure.unit == "money" else "count",
        credits=len(counted),
        quota=_quota(measure, index, cell, plan, columns, company),
        attainment=Fraction(attainment.value) if isinstance(attainment, Known) else None,
    )


def _quota(
    measure: Measure, index: int, cell: Cell, plan: CompiledPlan, columns: Columns, company: Company
) -> QuotaUsed | None:
    if measure.quota is None or measure.quota_step is None:
        return None
    stated = columns.cells[measure.quota_step][index]
    prorated = columns.cells[measure.prorated_step or measure.quota_step][index]
    if not isinstance(stated, Known) or not isinstance(prorated, Known):
        return None
    declared = company.quotas.get(measure.quota)
    return QuotaUsed(
        quota=measure.quota,
        label=declared.label if declared else Words(measure.quota.replace("_", " "), measure.quota.replace("_", " ")),
        stated=Fraction(stated.value),
        prorated=Fraction(prorated.value),
        days_worked=cell.worked.days,
        days=cell.window.days,
        unit=f"money:{plan.currency}" if measure.unit == "money" else "count",
        source=stated.source,
    )
