"""A tiered component as steps: the ladder, the lines on it, and the factors of their money.

In: a tiered component without faults. Out: its steps in the order in which they run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from comp_rules.kernel.steps import (
    AnyStep,
    Each,
    Factor,
    Number,
    Pay,
    Restate,
    Running,
    Slice,
    Tier,
    Unit,
)  # fmt: skip
from comp_rules.kinds.component import component_of
from comp_rules.kinds.kind import Part
from comp_rules.kinds.rate import factor_of, rate_of
from comp_rules.kinds.tiers import Row, edges_of, rows_for_pages, rows_of, start_unit
from comp_rules.plan.compiled import Component
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.steps_from_measure import MeasureSteps, frame_name, steps_from_measure, target_step

#: literals that a base rate may be
BASES = ("percent", "price")
#: months of a window; a year needs no months, because the target incentive is annual
_MONTHS = {"period": 1, "month": 1, "quarter_to_date": 3}


@dataclass(frozen=True, slots=True)
class _Ladder:
    """A tiered component taken apart: its rows, what it pays on, and the measure that picks the tier, if one does."""

    part: Part
    component: Component
    rows: list[Row]
    unit: Unit
    measure: MeasureOutline | None
    steps: MeasureSteps | None

    @property
    def by_percent(self) -> bool:
        """Tiers are percentages of the measure's quota."""
        return self.measure is not None and self.rows[0].sort == "percent"


def tiered_steps(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    """Return the component and its steps."""
    whole = part.node.text("applies") == "whole" or part.node.map("by") is not None
    windowed = part.node.text("ladder") == "window"
    shape = ("restate" if windowed else "each") if whole else "slice"
    ladder = _ladder(part, shape)
    lines, context = _lines(ladder, shape)
    base, before = _base(ladder)
    amount = Factor("part", "part", ladder.unit) if shape == "slice" else Factor("credit", "credit", ladder.unit)
    pay = Pay(
        name=ladder.component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines[-1].name,
        factors=(amount, _rate_factor(ladder), *base),
        context=context,
    )
    return _described(ladder, base), (*lines, *before, pay)


def _ladder(part: Part, shape: str) -> _Ladder:
    component = component_of(part, "tiered", shape)
    unit = part.outline.credits[component.pays_on or ""].unit
    assert unit is not None
    measure = part.outline.measures.get(part.node.text("by") or "")
    steps = steps_from_measure(measure, part.outline) if measure else None
    return _Ladder(part, component, rows_of(part.node), unit, measure, steps)


def _lines(ladder: _Ladder, shape: str) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    """The steps up to the lines, and the operands that explain a line without being in its amount."""
    if shape == "slice":
        return _sliced(ladder)
    return _restated(ladder) if shape == "restate" else _each(ladder)


def _sliced(ladder: _Ladder) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    name, path, unit, credit = ladder.part.name, ladder.part.path, ladder.unit, ladder.component.pays_on or ""
    context = [Factor("credit", "credit", unit)]
    steps: list[AnyStep] = []
    running = quota = None
    if ladder.measure is not None and ladder.steps is not None:
        frame = ladder.measure.frame
        summed = ladder.measure.credits
        running = f"running({'+'.join(summed)}).{frame_name(frame)}"
        steps.append(Running(name=running, path=ladder.measure.place.path, credits=summed, frame=frame))
        context += [Factor("open", "open", unit), Factor("close", "close", unit)]
        quota = ladder.steps.prorated if ladder.by_percent else None
    context.append(Factor("edge", "edge", start_unit(ladder.rows[0])))
    if quota is not None:
        context.append(Factor("window_quota", "cell", unit, name=quota))
    edges = edges_of(ladder.rows)
    lines = Slice(
        name=f"{name}.lines", path=path, credit=credit, component=name, running=running, quota=quota, edges=edges
    )
    return (*steps, lines), tuple(context)


def _restated(ladder: _Ladder) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    assert ladder.measure is not None
    assert ladder.steps is not None
    name, path, steps = ladder.part.name, ladder.part.path, ladder.steps
    frame = ladder.measure.frame
    unit = ladder.measure.unit or "money"
    context = [Factor("total", "cell", unit, name=steps.total)]
    value = steps.total
    if ladder.by_percent:
        assert steps.attainment is not None
        assert steps.prorated is not None
        value = steps.attainment
        context.append(Factor("window_quota", "cell", unit, name=steps.prorated))
        context.append(Factor("attainment", "cell", "ratio", name=steps.attainment))
    tier = Tier(name=f"{name}.tier", path=f"{path}.tiers", value=value, edges=edges_of(ladder.rows), frame=frame)
    credit = ladder.component.pays_on or ""
    lines = Restate(name=f"{name}.lines", path=path, credit=credit, component=name, tier=tier.name, frame=frame)
    return (tier, lines), tuple(context)


def _each(ladder: _Ladder) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    by = ladder.part.node.map("by")
    field = by.text("field") if by else None
    lines = Each(
        name=f"{ladder.part.name}.lines",
        path=ladder.part.path,
        credit=ladder.component.pays_on or "",
        component=ladder.part.name,
        edges=edges_of(ladder.rows),
        tier_field=field,
    )
    context = (Factor("field", "record_field", start_unit(ladder.rows[0]), name=field),) if field else ()
    return (lines,), context


def _rate_factor(ladder: _Ladder) -> Factor:
    """The rate of the line's tier: literals by tier, or the one personal rate."""
    first = ladder.rows[0].rate
    assert first is not None
    if first.literal is None:
        return factor_of(first, "rate", ladder.unit)
    numbers = tuple(row.rate.literal.as_number for row in ladder.rows if row.rate and row.rate.literal)
    return Factor("rate", "by_tier", "money" if first.sort == "money" else "ratio", numbers=numbers)


def _base(ladder: _Ladder) -> tuple[tuple[Factor, ...], tuple[AnyStep, ...]]:
    """The factors of the base rate, and the steps they need."""
    entry = ladder.part.node.entry("base_rate")
    if entry is None:
        return (), ()
    rate = rate_of(entry.value, *BASES)
    if rate is not None:
        return (factor_of(rate, "base", ladder.unit),), ()
    return _target_base(ladder, entry.place.path)


def _target_base(ladder: _Ladder, path: str) -> tuple[tuple[Factor, ...], tuple[AnyStep, ...]]:
    """Target incentive x share x months of the window / 12 / quota of the window, both as stated.

    Quota and target are prorated by the same days, so the quotient needs neither.
    """
    node = ladder.part.node.map("base_rate")
    assert node is not None
    assert ladder.measure is not None
    assert ladder.steps is not None
    assert ladder.steps.quota is not None
    frame = ladder.measure.frame
    target = target_step(frame, path)
    factors = [Factor("target", "cell", "money", name=target.name)]
    share = literal_from_text(node.text("target_share") or "", ("percent",), node.place)
    assert share is not None
    if share.number != 1:
        number = replace(share.as_number, path=f"{path}.target_share")
        factors.append(Factor("share", "literal", "ratio", numbers=(number,)))
    if frame.window in _MONTHS:
        months = Number(Fraction(_MONTHS[frame.window]), "count", f"{ladder.measure.place.path}.over")
        factors.append(Factor("months", "literal", "count", numbers=(months,)))
        twelve = Number(Fraction(12), "count", path)
        factors.append(Factor("year_months", "literal", "count", numbers=(twelve,), divide=True))
    unit = ladder.measure.unit or "money"
    factors.append(Factor("quota", "cell", unit, name=ladder.steps.quota, divide=True))
    return tuple(factors), (target,)


def _described(ladder: _Ladder, base: tuple[Factor, ...]) -> Component:
    """The component with its table, the measure it goes by, and whether a missing quota blocks it."""
    measure = ladder.measure.name if ladder.measure else None
    needs_quota = ladder.by_percent or any(factor.role == "quota" for factor in base)
    return replace(
        ladder.component,
        by=measure,
        reads=(measure,) if measure and needs_quota else (),
        tiers=rows_for_pages(ladder.rows),
    )
