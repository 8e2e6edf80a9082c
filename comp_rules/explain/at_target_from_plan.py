"""What a plan pays when every measure is exactly at 100% of its quota, for a whole year.

In: a compiled plan. Out: for each component a part of the target incentive, a part of the quota, or a sum, and the
total in words. What depends on single deals cannot be known so; its expected share counts instead, if it has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from comp_rules.kernel.ladder import tier_of
from comp_rules.kernel.steps import (
    AnyStep,
    Curve,
    Dated,
    Due,
    Factor,
    Frame,
    Gate,
    Limit,
    LineStep,
    Number,
    Once,
    Pay,
    Pick,
    Restate,
    Scale,
    Share,
    Slice,
    Tier,
)
from comp_rules.plan.compiled import CompiledPlan, Component
from comp_rules.plan.literals import literal_from_text
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

#: what a component's amount is counted in: parts of the annual target incentive, parts of the quota of one window (for
#: all windows of the year together; minor units for each one counted where rates are money), or minor units of money
Of = Literal["target", "quota", "money"]
_ONE = Fraction(1)
_MONTHS = {"month": _ONE, "quarter_to_date": Fraction(3), "year_to_date": Fraction(12), "quota_window": Fraction(12)}
_PERIODS = {"half_month": Fraction(1, 2), "month": _ONE, "quarter": Fraction(3)}


@dataclass(frozen=True, slots=True)
class AtTarget:
    """What one component pays in a year in which everything is at target: `amount` parts or units of `of`.

    `amount` is None when it depends on single deals or on other people; `expected`: it is only the expected share that
    the plan states.
    """

    component: str
    amount: Fraction | None
    of: Of = "target"
    expected: bool = False


def pays_at_target(plan: CompiledPlan) -> tuple[AtTarget, ...]:
    """Return what each component pays at exactly 100% of every quota, in the order written.

    With a target incentive of 1 the amounts of `target` are money; conditions on anything but a quota count as met.
    """
    return tuple(_Year(plan).of(component) for component in plan.components)


def target_paid(plan: CompiledPlan) -> Fraction | None:
    """Return the part of the target incentive that a plan pays at target; None when it cannot be known.

    A plan in which no component pays a part of the target gives None as well.
    """
    found = [at for at in pays_at_target(plan) if at.of == "target"]
    if not any(at.amount is not None and not at.expected for at in found):
        return None
    has_share = {component.name for component in plan.components if _target_share(plan, component) is not None}
    if any(at.amount is None and at.component in has_share for at in found):
        return None
    return sum((at.amount for at in found if at.amount is not None), Fraction(0))


def at_target_words(plan: CompiledPlan) -> Words | None:
    """Say what the plan pays at target, None when it cannot be known: `At exactly 100% everywhere ..`."""
    paid = target_paid(plan)
    if paid is None:
        return None
    return Words(
        f"At exactly 100% everywhere this plan pays {percent_text(paid)} of the target incentive.",
        f"모든 지표가 정확히 100%이면 이 플랜은 목표 인센티브의 {percent_text(paid)}에 해당하는 금액을 지급합니다.",
    )


class _Unknown(Exception):
    """A number that depends on single deals, on people, or on the size of a quota."""


class _Year:
    """A plan year in which every quota is 1 and every measure with a quota stands at it."""

    def __init__(self, plan: CompiledPlan) -> None:
        self.plan = plan
        self.steps = {step.name: step for step in plan.steps}
        self.attained = {measure.attainment_step for measure in plan.measures if measure.quota}

    def of(self, component: Component) -> AtTarget:
        """What the component pays, or its expected share."""
        of = self._counted_in(component)
        try:
            amount = sum((self._paid(self._pay(name)) for name in component.pays), Fraction(0))
            return AtTarget(component.name, self._capped(component, amount, of), of)
        except _Unknown:
            expected = _share(self.plan, component, "expected_share")
            return AtTarget(component.name, expected, "target", expected is not None)

    def _counted_in(self, component: Component) -> Of:
        factors = [factor for name in component.pays for factor in self._pay(name).factors]
        if any(factor.role == "target" for factor in factors):
            return "target"
        return "quota" if any(factor.ref in ("credit", "part") for factor in factors) else "money"

    def _pay(self, name: str) -> Pay:
        step = self.steps[name]
        assert isinstance(step, Pay)
        return step

    def _paid(self, pay: Pay) -> Fraction:
        lines = self.steps[pay.lines]
        assert isinstance(lines, LineStep)
        if not all(self._holds(name) for name in lines.gates):
            return Fraction(0)
        match lines:
            case Due() | Once():
                return self._product(pay.factors, 0, _ONE) * self._windows(lines.frame)
            case Slice():
                return self._sliced(pay, lines)
            case Restate():
                return self._restated(pay, lines)
            case _:
                raise _Unknown

    def _sliced(self, pay: Pay, lines: Slice) -> Fraction:
        """The way from 0 to the quota, each part at the rate of its tier."""
        if lines.running is None or lines.quota is None or not lines.credit or ":" in lines.credit:
            raise _Unknown
        frame = self._frame(lines.quota)
        starts = [Fraction(0), *(edge.at for edge in lines.edges[1:])]
        total = Fraction(0)
        for tier, start in enumerate(starts):
            end = min(starts[tier + 1], _ONE) if tier + 1 < len(starts) else _ONE
            if end > start:
                total += self._product(pay.factors, tier, end - start)
        return total * self._windows(frame)

    def _restated(self, pay: Pay, lines: Restate) -> Fraction:
        """Everything at the rate reached; with overage only what lies above the second line."""
        tier = self.steps[lines.tier]
        if not isinstance(tier, Tier) or ":" in lines.credit or tier.value not in self.attained:
            raise _Unknown
        reached, windows = tier_of(_ONE, tier.edges), self._windows(lines.frame)
        if lines.running is None or len(lines.edges) < 2:
            return self._product(pay.factors, reached, _ONE) * windows
        low = min(_ONE, lines.edges[1].at)
        above = self._product(pay.factors, reached, _ONE - low)
        return (self._product(pay.factors, 0, low) + above) * windows

    def _product(self, factors: Sequence[Factor], tier: int, part: Fraction) -> Fraction:
        value = _ONE
        for factor in factors:
            number = self._number(factor, tier, part)
            value = value / number if factor.divide else value * number
        return value

    def _number(self, factor: Factor, tier: int, part: Fraction) -> Fraction:
        match factor.ref:
            case "credit" | "part":
                return part
            case "literal":
                return factor.numbers[0].value
            case "by_tier" if factor.numbers:
                return factor.numbers[tier].value
            case "cell":
                return self._cell(factor.name)
            case _:
                raise _Unknown

    def _cell(self, name: str) -> Fraction:
        """A cell step at the end of its window: quotas and attainments are 1, the whole window is worked."""
        if name in self.attained:
            return _ONE
        step: AnyStep = self.steps[name]
        match step:
            case Dated(table="target" | "quota"):
                return _ONE
            case Dated(table="target_months"):
                return self._months(step.frame)
            case Scale():
                return self._cell(step.amount)
            case Curve():
                return _on_curve(self._cell(step.value), step)
            case Pick():
                return self._picked(step)
            case Share():
                return self._shared(step)
            case _ if step.name.startswith("worked."):
                return _ONE
            case _:
                raise _Unknown

    def _picked(self, step: Pick) -> Fraction:
        places = []
        for name in step.tiers:
            tier = self.steps[name]
            assert isinstance(tier, Tier)
            if any(edge.form != "percent" for edge in tier.edges):
                raise _Unknown
            places.append(tier_of(self._cell(tier.value), tier.edges))
        row, column = (places[0], places[1]) if len(places) > 1 else (0, places[0])
        return step.numbers[row * step.columns + column].value

    def _shared(self, step: Share) -> Fraction:
        value = _ONE
        for factor, divide in step.factors:
            number = factor.value if isinstance(factor, Number) else self._cell(factor)
            value = value / number if divide else value * number
        return value

    def _holds(self, name: str) -> bool:
        """Whether a gate holds at target; one that looks at anything but an attainment counts as met."""
        gate = self.steps[name]
        if not isinstance(gate, Gate) or gate.value not in self.attained:
            return True
        line = gate.line.value
        held = {"at_least": line <= 1, "above": line < 1, "at_most": line >= 1, "under": line > 1}
        return held[gate.comparison]

    def _capped(self, component: Component, amount: Fraction, of: Of) -> Fraction:
        """The amount under the caps in percent of the target that hold for whole windows or years."""
        for name in component.limits:
            limit = self.steps[name]
            if not isinstance(limit, Limit) or limit.excess != "lost" or limit.unless:
                continue
            share = self.steps.get(limit.cap) if isinstance(limit.cap, str) else None
            if of == "target" and limit.per in ("window", "year") and isinstance(share, Share):
                try:
                    amount = min(amount, self._cell(share.name) * self._windows(limit.frame))
                except _Unknown:
                    continue
        return amount

    def _frame(self, quota: str) -> Frame:
        step = self.steps[quota]
        assert isinstance(step, (Dated, Scale))
        return step.frame

    def _months(self, frame: Frame) -> Fraction:
        if frame.window == "period":
            return _PERIODS[self.plan.calculate]
        return Fraction(frame.months) if frame.window == "rolling_months" else _MONTHS[frame.window]

    def _windows(self, frame: Frame) -> Fraction:
        """How many windows a year has; every period has a rolling one of its own."""
        if frame.window == "rolling_months":
            return 12 / _PERIODS[self.plan.calculate]
        return 12 / self._months(frame)


def _on_curve(at: Fraction, curve: Curve) -> Fraction:
    """The payout of a curve; outside its points what the plan says."""
    points = [(point.value, pays.value) for point, pays in curve.points]
    if at < points[0][0]:
        return _outside(at, points[:2], curve.below, 0)
    if at > points[-1][0]:
        return _outside(at, points[-2:], curve.beyond, -1)
    for (low, below), (high, above) in pairwise(points):
        if low <= at <= high:
            return below + (at - low) * (above - below) / (high - low)
    return points[0][1]


def _outside(at: Fraction, stretch: Sequence[tuple[Fraction, Fraction]], word: str, end: int) -> Fraction:
    if word == "nothing":
        return Fraction(0)
    if word == "edge" or len(stretch) < 2:
        return stretch[end][1]
    (low, below), (high, above) = stretch
    return below + (at - low) * (above - below) / (high - low)


def _target_share(plan: CompiledPlan, component: Component) -> Fraction | None:
    """The component's part of the target incentive, None when it has none."""
    own = _share(plan, component, "target_share")
    return own if own is not None else _share(plan, component, "target_share", "base_rate")


def _share(plan: CompiledPlan, component: Component, key: str, inside: str = "") -> Fraction | None:
    earn = plan.document.top.map("earn")
    node = earn.map(component.name) if earn else None
    node = node.map(inside) if node and inside else node
    literal = literal_from_text(node.text(key) or "", ("percent",), node.place) if node else None
    return literal.number if literal else None
