"""Award: a sum, once for each window in which its conditions are reached.

In: a component with `reached`, `pays` and `kept`. Out: one line for a window, in the period in which it is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comp_rules.kernel.steps import AnyStep, Factor, Gate, Once, Pay
from comp_rules.kinds.award_words import award_prose, award_words
from comp_rules.kinds.component import component_of, worked_part
from comp_rules.kinds.gates import Condition, condition_faults, conditions_of, gate_of
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.rate import factor_of, rate_of
from comp_rules.plan.compiled import Component
from comp_rules.plan.faults import error
from comp_rules.plan.grammar.pay import MEASURE_CONDITIONS
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.schema import Either, Key, MapOf, Value, choice
from comp_rules.plan.steps_from_measure import steps_from_measure
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_PAYS = Either(
    Value(("money",)),
    map=MapOf((Key("personal", Value(names="personal")),), called=Words("what it pays", "지급액")),
)


def _check(part: Part) -> Iterator[Fault]:
    yield from condition_faults(part.node, "reached", part.outline)
    pays = rate_of(part.node.get("pays"), "money")
    if pays and pays.personal and part.outline.personal_unit(pays.personal) == "ratio":
        yield error("mixed_units", pays.place, *_NOT_A_SUM, name=pays.personal)


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "award", "once")
    conditions = conditions_of(part.node, "reached", part.outline)
    first = conditions[0].measure
    assert first is not None
    gates: list[AnyStep] = []
    context: list[Factor] = []
    for number, condition in enumerate(conditions, start=1):
        gate, factors = _gate(part, condition, number)
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
    worked, steps = worked_part(part)
    pay = Pay(
        name=component.pay_step,
        path=part.path,
        component=part.name,
        lines=lines.name,
        # not a percentage of anything: a personal value is a sum here
        factors=(factor_of(pays, "award", "count"), *worked),
        context=tuple(context),
        measure=first.name,
    )
    return _described(component, conditions), (*steps, *gates, lines, pay)


def _gate(part: Part, condition: Condition, number: int) -> tuple[Gate, list[Factor]]:
    """The gate of a condition and the operands that show how it stood; those of the first condition bear no number."""
    gate = gate_of(part, condition, f"{part.name}.gate{number}")
    measure = condition.measure
    assert isinstance(measure, MeasureOutline)
    steps = steps_from_measure(measure, part.outline)
    unit = measure.unit or "money"
    suffix = "" if number == 1 else f"_{number}"
    role = "needed" if gate.comparison in ("at_least", "above") else "allowed"
    factors = [Factor(f"{role}{suffix}", "literal", "ratio" if condition.of_ratio else unit, numbers=(gate.line,))]
    factors.append(Factor(f"total{suffix}", "cell", unit, name=steps.total))
    if condition.of_ratio and measure.quota is not None:
        assert steps.prorated is not None
        factors.append(Factor(f"window_quota{suffix}", "cell", unit, name=steps.prorated))
        factors.append(Factor(f"attainment{suffix}", "cell", "ratio", name=gate.value))
    return gate, factors


def _described(component: Component, conditions: list[Condition]) -> Component:
    names = [condition.measure.name for condition in conditions if condition.measure]
    by_quota = [c.measure.name for c in conditions if c.measure and c.measure.quota and c.of_ratio]
    more = [(f"total_{number}", c.measure.label) for number, c in enumerate(conditions, start=1) if c.measure]
    return replace(component, by=names[0], reads=tuple(dict.fromkeys(by_quota)), named=tuple(more[1:]))


_NOT_A_SUM = (
    Words("An award pays a sum, and “{name}” is a percentage.", "포상은 금액인데 ‘{name}’ 값은 백분율입니다."),
    Words("Name a personal sum, or write an amount.", "개인별 금액을 지정하거나 금액을 적어 주세요."),
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
    words=award_words,
    prose=award_prose,
)
