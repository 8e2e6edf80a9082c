"""Award: a sum, once for each window in which its conditions are reached.

In: a component with `reached`, `pays` and `kept`. Out: one line for a window, in the period in which it is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Factor, Gate, Once, Pay
from comp_rules.kinds.component import component_of
from comp_rules.kinds.kind import Kind, LineShown, Part
from comp_rules.kinds.prose import award_prose
from comp_rules.kinds.rate import factor_of, rate_of
from comp_rules.kinds.sentence import has, with_rest
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.grammar.pay import MEASURE_CONDITIONS
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.schema import Either, Key, MapOf, Value, choice
from comp_rules.plan.steps_from_measure import steps_from_measure
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

Comparison = OneOf["at_least", "above", "at_most", "under"]
_COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "under")
_PAYS = Either(
    Value(("money",)),
    map=MapOf((Key("personal", Value(names="personal")),), called=Words("what it pays", "지급액")),
)


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition of `reached` as it could be read."""

    node: Map
    measure: MeasureOutline | None
    comparison: Comparison | None
    line: Literal | None


def _conditions(part: Part) -> list[_Condition]:
    conditions = []
    for node in part.node.maps("reached"):
        comparison = next((word for word in _COMPARISONS if node.entry(word)), None)
        text = node.text(comparison) if comparison else None
        entry = node.entry(comparison) if comparison else None
        line = literal_from_text(text, ("percent", "money", "number"), entry.value.place) if text and entry else None
        measure = part.outline.measures.get(node.text("measure") or "")
        conditions.append(_Condition(node, measure, comparison, line))
    return conditions


def _check(part: Part) -> Iterator[Fault]:
    for condition in _conditions(part):
        yield from _condition_faults(condition)
    pays = rate_of(part.node.get("pays"), "money")
    if pays and pays.personal and part.outline.personal_unit(pays.personal) == "ratio":
        yield error("mixed_units", pays.place, *_NOT_A_SUM, name=pays.personal)


def _condition_faults(condition: _Condition) -> Iterator[Fault]:
    measure, line = condition.measure, condition.line
    if measure is None or line is None:
        return
    if line.type == "percent":
        if measure.quota is None:
            yield error("quota_needed", line.place, *_QUOTA_NEEDED, measure=measure.name)
    elif measure.unit is not None and measure.unit != ("money" if line.type == "money" else "count"):
        yield error("mixed_units", line.place, *_WRONG_UNIT, line=line.text, measure=measure.name)


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "award", "once")
    conditions = _conditions(part)
    first = conditions[0].measure
    assert first is not None
    gates: list[AnyStep] = []
    context: list[Factor] = []
    for number, condition in enumerate(conditions, start=1):
        gate, factors = _gate(part, condition, number, first)
        gates.append(gate)
        context += factors
    lines = Once(
        name=f"{part.name}.lines",
        path=part.path,
        component=part.name,
        gates=tuple(gate.name for gate in gates),
        kept=part.node.text("kept") == "yes",
        frame=first.frame,
    )
    pays = rate_of(part.node.get("pays"), "money")
    assert pays is not None
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        # not a percentage of anything: a personal value is a sum here
        factors=(factor_of(pays, "award", "count"),),
        context=tuple(context),
    )
    return _described(component, conditions), (*gates, lines, pay)


def _gate(part: Part, condition: _Condition, number: int, first: MeasureOutline) -> tuple[Gate, list[Factor]]:
    """The gate of a condition and the operands that show how it stood; those of the first condition bear no number."""
    measure, line, comparison = condition.measure, condition.line, condition.comparison
    assert measure is not None
    assert line is not None
    assert comparison is not None
    steps = steps_from_measure(measure, part.outline)
    unit = measure.unit or "money"
    value = steps.attainment if line.type == "percent" else steps.total
    assert value is not None
    suffix = "" if number == 1 else f"_{number}"
    role = "needed" if comparison in ("at_least", "above") else "allowed"
    needed_unit = "ratio" if line.type == "percent" else unit
    factors = [Factor(f"{role}{suffix}", "literal", needed_unit, numbers=(line.as_number,))]
    if measure.frame == first.frame:
        factors.append(Factor(f"total{suffix}", "cell", unit, name=steps.total))
        if line.type == "percent":
            assert steps.prorated is not None
            factors.append(Factor(f"window_quota{suffix}", "cell", unit, name=steps.prorated))
            factors.append(Factor(f"attainment{suffix}", "cell", "ratio", name=value))
    gate = Gate(
        name=f"{part.name}.gate{number}",
        path=condition.node.place.path,
        value=value,
        comparison=comparison,
        line=line.as_number,
        measure=measure.name,
        frame=measure.frame,
    )
    return gate, factors


def _described(component: Component, conditions: list[_Condition]) -> Component:
    names = [condition.measure.name for condition in conditions if condition.measure]
    by_quota = [c.measure.name for c in conditions if c.measure and c.line and c.line.type == "percent"]
    return replace(component, by=names[0], reads=tuple(dict.fromkeys(by_quota)))


def _words(line: LineShown) -> Words:
    allowed = has(line, "allowed")
    if line.state == "back" or line.amount < 0:
        return with_rest(line, _FELL_QUOTA if has(line, "attainment") and not allowed else _FELL)
    if has(line, "attainment"):
        return with_rest(line, _STAYED_QUOTA if allowed else _REACHED_QUOTA)
    return with_rest(line, _STAYED if allowed else _REACHED)


_REACHED_QUOTA = Words(
    "{measure} came to {attainment} of quota, {total} of {window_quota}; {needed} was needed, so {award} is due.",
    "{measure} 지표의 달성률은 {attainment}입니다({total} / 목표 {window_quota}). "
    "필요한 달성률({needed})에 도달하여 포상 {award} 금액이 생깁니다.",
)
_REACHED = Words(
    "{measure} came to {total}; {needed} was needed, so {award} is due.",
    "{measure} 지표의 값은 {total}입니다. 필요한 값({needed})에 도달하여 포상 {award} 금액이 생깁니다.",
)
_STAYED_QUOTA = Words(
    "{measure} came to {attainment} of quota, {total} of {window_quota}; {allowed} was the limit, so {award} is due.",
    "{measure} 지표의 달성률은 {attainment}입니다({total} / 목표 {window_quota}). "
    "기준({allowed}) 안에 있어 포상 {award} 금액이 생깁니다.",
)
_STAYED = Words(
    "{measure} came to {total}; {allowed} was the limit, so {award} is due.",
    "{measure} 지표의 값은 {total}입니다. 기준({allowed}) 안에 있어 포상 {award} 금액이 생깁니다.",
)
_FELL_QUOTA = Words(
    "{measure} fell to {attainment} of quota, {total} of {window_quota}; {needed} is needed, so {award} goes back.",
    "{measure} 지표의 달성률이 {attainment}까지 내렸습니다({total} / 목표 {window_quota}). "
    "필요한 달성률({needed})에 못 미쳐 포상 {award} 금액을 되돌립니다.",
)
_FELL = Words(
    "{measure} now stands at {total}, and its condition no longer holds, so {award} goes back.",
    "{measure} 지표의 값은 현재 {total}이며 조건을 더는 충족하지 않아 포상 {award} 금액을 되돌립니다.",
)
_NOT_A_SUM = (
    Words("An award pays a sum, and “{name}” is a percentage.", "포상은 금액인데 ‘{name}’ 값은 백분율입니다."),
    Words("Name a personal sum, or write an amount.", "개인별 금액을 지정하거나 금액을 적어 주세요."),
)
_QUOTA_NEEDED = (
    Words(
        "The condition is a percentage of a quota, but {measure} has none.",
        "조건은 달성률이지만 {measure} 지표에 목표가 없습니다.",
    ),
    Words("Give the measure a `quota`, or compare its value.", "지표에 `quota` 키를 적거나 값으로 비교해 주세요."),
)
_WRONG_UNIT = (
    Words("{line} is not in the unit of {measure}.", "{line} 값의 단위가 {measure} 지표의 단위와 다릅니다."),
    Words("Compare amounts with amounts and counts with counts.", "금액은 금액과, 건수는 건수와 비교해 주세요."),
)
_KEPT = (
    Words(
        "Nothing says what happens to the award when the measure falls below its line again.",
        "지표가 다시 기준 아래로 내려갈 때 포상을 어떻게 하는지 적혀 있지 않습니다.",
    ),
    Words(
        "Write `kept: yes` to leave it with the person, or `kept: no` to take it back.",
        "그대로 두려면 `kept: yes`, 되돌리려면 `kept: no` 값을 적어 주세요.",
    ),
)

AWARD = Kind(
    name="award",
    label=Words("Award", "포상"),
    keys=(
        Key("reached", MEASURE_CONDITIONS),
        Key("pays", _PAYS),
        Key("kept", choice("yes", "no"), missing=_KEPT),
    ),
    check=_check,
    compiled=_compiled,
    words=_words,
    prose=award_prose,
)
