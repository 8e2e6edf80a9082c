"""The rate table of a component as it stood for a person: where tiers start, and what multiples stand on.

In: a component, its measure and what the steps left. Out: the rows of the table, for pages and statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from comp_rules.flow.calculation import Ran
from comp_rules.flow.records import MeasureValue, TierUsed
from comp_rules.kernel.steps import Factor, Pay
from comp_rules.kernel.world import Known, Missing
from comp_rules.plan.compiled import CompiledPlan, Component, TierRow
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

#: What is in an amount without being part of the base rate.
_NOT_BASE = ("rate", "award", "worked")


def tiers_from_component(component: Component, run: Ran, measures: Sequence[MeasureValue]) -> tuple[TierUsed, ...]:
    """Return the rows; a percentage of a quota that is not there starts nowhere."""
    measure = next((m for m in measures if m.measure == component.by), None)
    multiples = any(row.rate is not None and row.rate.form == "times" for row in component.tiers)
    base = _base_rate(component, run) if multiples else None
    months = _counts_months(component, run.plan)
    return tuple(_tier_used(row, measure, run.plan, component, base, months) for row in component.tiers)


def _counts_months(component: Component, plan: CompiledPlan) -> bool:
    """Whether tiers start at months since a date: those of a residual, and of `by: {since: ..}`."""
    earn = plan.document.top.map("earn")
    node = earn.map(component.name) if earn else None
    by = node.map("by") if node else None
    return component.kind == "residual" or (by is not None and by.entry("since") is not None)


def _base_rate(component: Component, run: Ran) -> Fraction | None:
    """The base rate that multiples stand on at the end of the period; None without one or while a part is missing."""
    pay = run.columns.steps[component.pay_step]
    if not isinstance(pay, Pay):
        return None
    base, found = Fraction(1), False
    for factor in pay.factors:
        if factor.ref not in ("cell", "literal", "personal") or factor.role in _NOT_BASE:
            continue
        value = _at_the_end(factor, run)
        if not value:
            return None
        base, found = base / value if factor.divide else base * value, True
    return base if found else None


def _at_the_end(factor: Factor, run: Ran) -> Fraction | None:
    world, columns = run.prepared.world, run.columns
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


def _tier_used(
    row: TierRow,
    measure: MeasureValue | None,
    plan: CompiledPlan,
    component: Component,
    base: Fraction | None,
    months: bool,
) -> TierUsed:
    start, text = None, ""
    if row.start is not None:
        start = row.start.value
        if row.start.form == "percent":
            text = percent_text(start)
            if measure is not None and measure.quota is not None:
                start *= measure.quota.prorated
            elif measure is not None and measure.unit != "percent":
                start = None
        elif row.start.form == "money":
            text = f"{decimal_text(start, minor_digits(plan.currency))} {plan.currency}"
        else:
            text = decimal_text(start, 0)
    rate = row.rate.value if row.rate else None
    form = row.rate.form if row.rate else "table" if row.table else "field" if row.fields else "personal"
    unit = f"money_each:{plan.currency}" if form == "money" else form
    return TierUsed(
        text,
        start,
        row.included,
        rate,
        unit,
        base if form == "times" else None,
        _named(row, plan, component),
        months,
        _field(row.start_field, plan, component) if row.start_field else None,
    )


def _named(row: TierRow, plan: CompiledPlan, component: Component) -> Words | None:
    """What a rate that is no number of the plan is called: its table, or its one or two fields."""
    if row.table:
        return next((table.label for table in plan.tables if table.name == row.table), None)
    if not row.fields:
        return None
    labels = [_field(name, plan, component) for name in row.fields]
    return Words(" ÷ ".join(label.en for label in labels), " ÷ ".join(label.ko for label in labels))


def _field(name: str, plan: CompiledPlan, component: Component) -> Words:
    plain = name.replace("_", " ")
    rule = next((rule for rule in plan.credits if rule.name == component.pays_on), None)
    return rule.called(name) if rule else Words(plain, plain)
