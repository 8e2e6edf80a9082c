"""The payout curve of a component: how far one has come against what is paid, as exact straight stretches.

In: a compiled plan and a component. Out: stretches, steps and jumps as data for pages; of a matrix a grid.

Caps and conditions of the component are not in it: it shows what the table says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from comp_rules.kernel.steps import AnyStep, Curve, Edge, Factor, Form, Gate, Number, Once, Outside, Pay, Pick, Tier
from comp_rules.plan.compiled import CompiledPlan, Component
from comp_rules.plan.document import Map

#: What pay is counted in. `target`: parts of the component's target incentive · `quota`: parts of the quota, so that
#: pay / attainment is the effective rate · `base`: the same in multiples of the base rate · `money`: minor units ·
#: `rate`: the rate itself, picked by a field or by the months since a date.
Pays = Literal["target", "quota", "base", "money", "rate"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """pay = slope x at + offset, from `low` to `high`; None is without end. `low_included`: `low` belongs to it."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool
    slope: Fraction
    offset: Fraction

    def pay_at(self, at: Fraction) -> Fraction:
        """Return what the stretch pays at a place, also beyond its ends."""
        return self.slope * at + self.offset


@dataclass(frozen=True, slots=True)
class Jump:
    """A place where pay changes at once. `included`: the place itself already has the pay after it."""

    at: Fraction
    before: Fraction
    after: Fraction
    included: bool


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """The curve of a component, or of one item of a scorecard (`item` from 1).

    `at` says what the places are: `percent` of the quota (or a ratio itself), `money` in minor units or `count`.
    `form` is that of pay: `percent`, `times` or `money` (minor units). `stepped`: every stretch is level.
    """

    component: str
    item: int
    measure: str | None
    at: Form
    pays: Pays
    form: Form
    stretches: tuple[Stretch, ...]

    @property
    def stepped(self) -> bool:
        """Whether pay only changes in jumps."""
        return all(stretch.slope == 0 for stretch in self.stretches)

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """The places where pay changes at once, from low to high."""
        found = []
        for left, right in pairwise(self.stretches):
            assert right.low is not None
            before, after = left.pay_at(right.low), right.pay_at(right.low)
            if before != after:
                found.append(Jump(right.low, before, after, right.low_included))
        return tuple(found)

    def pay_at(self, at: Fraction) -> Fraction:
        """Return what is paid at a place."""
        paid = self.stretches[0]
        for stretch in self.stretches[1:]:
            assert stretch.low is not None
            if at > stretch.low or (at == stretch.low and stretch.low_included):
                paid = stretch
        return paid.pay_at(at)

    def effective_rate(self, at: Fraction) -> Fraction | None:
        """Return pay / place, the blended rate; None at 0."""
        return self.pay_at(at) / at if at else None


@dataclass(frozen=True, slots=True)
class PayoutGrid:
    """The table of a matrix: where its rows and columns start, and what each place pays."""

    component: str
    row_measure: str
    column_measure: str
    rows: tuple[Edge, ...]
    columns: tuple[Edge, ...]
    pays: tuple[tuple[Number, ...], ...]


def curves_from_plan(plan: CompiledPlan, component: str) -> tuple[PayoutCurve | PayoutGrid, ...]:
    """Return the curve of a component, one for each item of a scorecard; none where pay follows no table.

    That is so of contests, of rates that are not numbers of the plan, and of awards with several conditions. Raises
    KeyError when the plan has no component of that name.
    """
    found = plan.component(component)
    steps = {step.name: step for step in plan.steps}
    pays = [step for step in (steps[name] for name in found.pays) if isinstance(step, Pay)]
    made: Iterator[PayoutCurve | PayoutGrid]
    if found.kind in ("target", "scorecard", "matrix"):
        made = (_of_window(plan, found, pay, steps) for pay in pays)
    else:
        node = plan.document.top.map("earn")
        written = node.map(component) if node else None
        made = iter(()) if written is None else _of_rates(plan, found, pays[0], written, steps)
    return tuple(made)


# -- windows: target, scorecard, matrix -------------------------------------------------------------------------------


def _of_window(
    plan: CompiledPlan, component: Component, pay: Pay, steps: dict[str, AnyStep]
) -> PayoutCurve | PayoutGrid:
    payout = steps[next(factor.name for factor in pay.factors if factor.role == "payout")]
    if isinstance(payout, Curve):
        at, form = payout.points[0][0].form, payout.points[0][1].form
        stretches = tuple(_stretches_of_points(payout.points, payout.below, payout.beyond))
        return _window_curve(component, pay, at, form, stretches)
    assert isinstance(payout, Pick)
    tiers = [step for step in (steps[name] for name in payout.tiers) if isinstance(step, Tier)]
    if len(tiers) == 2:
        return _grid(plan, component, payout, tiers[0], tiers[1])
    edges = tiers[0].edges
    levels = [(Fraction(0), number.value) for number in payout.numbers]
    return _window_curve(component, pay, edges[0].form, payout.numbers[0].form, _between(edges, levels))


def _window_curve(component: Component, pay: Pay, at: Form, form: Form, stretches: tuple[Stretch, ...]) -> PayoutCurve:
    pays: Pays = "money" if form == "money" else "target"
    return PayoutCurve(component.name, pay.item, pay.measure or component.by, at, pays, form, stretches)


def _grid(plan: CompiledPlan, component: Component, pick: Pick, row: Tier, column: Tier) -> PayoutGrid:
    width = pick.columns
    pays = tuple(pick.numbers[start : start + width] for start in range(0, len(pick.numbers), width))
    names = [_measure_of(plan, tier) for tier in (row, column)]
    return PayoutGrid(component.name, names[0], names[1], row.edges, column.edges, pays)


def _measure_of(plan: CompiledPlan, tier: Tier) -> str:
    return next(m.name for m in plan.measures if tier.value in (m.attainment_step, m.total_step))


def _stretches_of_points(points: Sequence[tuple[Number, Number]], below: Outside, beyond: Outside) -> Iterator[Stretch]:
    """The stretches between the points, and those outside of them; a point belongs to both of its sides."""
    lines = []
    for (at, pays), (next_at, next_pays) in pairwise(points):
        slope = (next_pays.value - pays.value) / (next_at.value - at.value)
        lines.append((slope, pays.value - slope * at.value))
    (first, first_pays), (last, last_pays) = points[0], points[-1]
    yield Stretch(None, first.value, False, *_outside(below, first_pays, lines[0]))
    for (slope, offset), (at, _), (next_at, _) in zip(lines, points, points[1:], strict=False):
        yield Stretch(at.value, next_at.value, True, slope, offset)
    yield Stretch(last.value, None, False, *_outside(beyond, last_pays, lines[-1]))


def _outside(word: Outside, edge: Number, line: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    if word == "extend":
        return line
    return Fraction(0), edge.value if word == "edge" else Fraction(0)


# -- rates: flat, tiered, residual, award, override -------------------------------------------------------------------


def _of_rates(
    plan: CompiledPlan, component: Component, pay: Pay, node: Map, steps: dict[str, AnyStep]
) -> Iterator[PayoutCurve]:
    if component.kind == "award":
        yield from _award(component, pay, steps)
        return
    rate = next((factor for factor in pay.factors if factor.role == "rate"), None)
    numbers = _numbers(rate)
    base = next((factor for factor in pay.factors if factor.role == "base"), None)
    if not numbers or (base is not None and base.ref not in ("literal", "personal")):
        return
    form, scale = numbers[0].form, Fraction(1)
    if base is not None and base.numbers:
        form, scale = base.numbers[0].form, base.numbers[0].value
    rates = [number.value * scale for number in numbers]
    if len(component.tiers) != len(numbers):
        unit = next((f.unit for f in pay.factors if f.ref in ("credit", "given") and f.role != "rate"), "money")
        at: Form = "count" if unit == "count" else "money"
        yield PayoutCurve(component.name, 0, None, at, "money", form, (_one(rates[0]),))
        return
    edges = _edges(component, node)
    if edges is None:
        return
    if component.kind == "residual" or node.map("by") is not None:
        stretches = _between(edges, [(Fraction(0), value) for value in rates])
        yield PayoutCurve(component.name, 0, component.by, edges[0].form, "rate", form, stretches)
        return
    stretches = _between(edges, _lines(node.text("applies") or "marginal", edges, rates))
    pays = _pays(pay, base, edges[0].form)
    yield PayoutCurve(component.name, 0, component.by, edges[0].form, pays, form, stretches)


def _numbers(rate: Factor | None) -> tuple[Number, ...]:
    """The rates of a table in the order of its tiers; none when one of them is not a number of the plan."""
    return rate.numbers if rate is not None and rate.ref in ("literal", "by_tier") and not rate.choices else ()


def _edges(component: Component, node: Map) -> tuple[Edge, ...] | None:
    """The starts of a table; the first is where it begins to be counted. None when a record's field decides them."""
    edges = []
    form: Form = next((row.start.form for row in component.tiers if row.start is not None), "percent")
    for number, row in enumerate(component.tiers):
        if row.start is None and number:
            return None
        at = row.start.value if row.start is not None else Fraction(0)
        edges.append(Edge(at, form, row.included, component.path))
    return tuple(edges)


def _lines(applies: str, edges: Sequence[Edge], rates: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Slope and offset of what is paid in each tier, for a total that begins at 0."""
    if applies == "whole":
        return [(rate, Fraction(0)) for rate in rates]
    lines = [(rates[0], Fraction(0))]
    for number, rate in enumerate(rates[1:], start=1):
        line = edges[1].at if applies == "overage" else edges[number].at
        slope, offset = lines[0] if applies == "overage" else lines[-1]
        lines.append((rate, slope * line + offset - rate * line))
    return lines


def _pays(pay: Pay, base: Factor | None, at: Form) -> Pays:
    if any(factor.role == "target" for factor in pay.factors):
        return "target"
    if base is not None and not base.numbers:
        return "base"
    return "quota" if at == "percent" else "money"


def _award(component: Component, pay: Pay, steps: dict[str, AnyStep]) -> Iterator[PayoutCurve]:
    lines = steps[pay.lines]
    award = next(factor for factor in pay.factors if factor.role == "award")
    gates = [step for step in (steps[name] for name in getattr(lines, "gates", ())) if isinstance(step, Gate)]
    if not isinstance(lines, Once) or len(gates) != 1 or not award.numbers:
        return
    gate, sum_paid = gates[0], award.numbers[0].value
    rising = gate.comparison in ("at_least", "above")
    included = gate.comparison in ("at_least", "under")
    low, high = (Fraction(0), sum_paid) if rising else (sum_paid, Fraction(0))
    stretches = (
        Stretch(None, gate.line.value, False, Fraction(0), low),
        Stretch(gate.line.value, None, included, Fraction(0), high),
    )
    yield PayoutCurve(component.name, 0, gate.measure, gate.line.form, "money", "money", stretches)


def _one(slope: Fraction) -> Stretch:
    return Stretch(None, None, False, slope, Fraction(0))


def _between(edges: Sequence[Edge], lines: Sequence[tuple[Fraction, Fraction]]) -> tuple[Stretch, ...]:
    """The stretches of a table: the first also covers everything below, the last is open."""
    found = []
    for number, (edge, (slope, offset)) in enumerate(zip(edges, lines, strict=True)):
        high = edges[number + 1].at if number + 1 < len(edges) else None
        found.append(Stretch(edge.at if number else None, high, edge.included if number else False, slope, offset))
    return tuple(found)
