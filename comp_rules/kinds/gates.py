"""Conditions on measures: `only_if` and `reached` of components, `unless` of caps.

In: the node that bears such a list. Out: its faults, its Gate steps, the operands that show how each stood, and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Factor, Gate, LineStep, Pay, Unit
from comp_rules.kinds.kind import Part, Prose
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.plan.steps_from_measure import steps_from_measure
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

Comparison = OneOf["at_least", "above", "at_most", "under"]
COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "under")
COMPARED = {
    "at_least": Words("at least {line}", "{line} 이상"),
    "above": Words("above {line}", "{line} 초과"),
    "at_most": Words("at most {line}", "{line} 이하"),
    "under": Words("under {line}", "{line} 미만"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it could be read; None for what is missing or at fault."""

    node: Map
    measure: MeasureOutline | None
    comparison: Comparison | None
    line: Literal | None

    @property
    def of_ratio(self) -> bool:
        """It compares an attainment or a ratio, and not an amount or count."""
        return self.line is not None and self.line.type == "percent"

    @property
    def undefined(self) -> OneOf["pass", "fail"]:
        """What holds while the ratio is undefined; a quota of 0 fails where nothing is said."""
        return "pass" if self.node.text("undefined") == "pass" else "fail"


def conditions_of(node: Map, key: str, outline: Outline) -> list[Condition]:
    """Return the conditions of a list in the order written."""
    conditions = []
    for item in node.maps(key):
        comparison = next((word for word in COMPARISONS if item.entry(word)), None)
        text = item.text(comparison) if comparison else None
        entry = item.entry(comparison) if comparison else None
        line = literal_from_text(text, ("percent", "money", "number"), entry.value.place) if text and entry else None
        conditions.append(Condition(item, outline.measures.get(item.text("measure") or ""), comparison, line))
    return conditions


# -- faults -----------------------------------------------------------------------------------------------------------


def only_if_faults(part: Part) -> Iterator[Fault]:
    """Yield the faults of `only_if` and `judged`; said where credits are paid on a condition, only there."""
    node = part.node
    yield from condition_faults(node, "only_if", part.outline)
    gated, judged = node.entry("only_if"), node.entry("judged")
    if gated is not None and judged is None and node.get("pays_on") is not None:
        yield error("missing_key", gated.place, *_JUDGED)
    elif judged is not None and (gated is None or node.get("pays_on") is None):
        yield error("key_without_use", judged.place, *_JUDGED_UNUSED)


def condition_faults(node: Map, key: str, outline: Outline) -> Iterator[Fault]:
    """Yield the faults of a list of conditions: units, quotas that are needed, and undefined ratios."""
    for condition in conditions_of(node, key, outline):
        yield from _line_faults(condition)
        yield from _undefined_faults(condition, outline)


def _line_faults(condition: Condition) -> Iterator[Fault]:
    measure, line = condition.measure, condition.line
    if measure is None or line is None or measure.unit is None:
        return
    if line.type == "percent":
        if measure.quota is None and measure.unit != "ratio":
            yield error("quota_needed", line.place, *_QUOTA_NEEDED, measure=measure.name)
    elif measure.unit != ("money" if line.type == "money" else "count"):
        words = _RATIO_UNIT if measure.unit == "ratio" else _WRONG_UNIT
        yield error("mixed_units", line.place, *words, line=line.text, measure=measure.name)


def _undefined_faults(condition: Condition, outline: Outline) -> Iterator[Fault]:
    """A ratio without what it divides by has no value: the plan says what holds then."""
    measure, undefined = condition.measure, condition.node.entry("undefined")
    if measure is None or condition.line is None:
        return
    if undefined is None and condition.of_ratio and has_ratio(measure, outline):
        yield error("missing_key", condition.node, *_UNDEFINED, measure=measure.name)
    elif undefined is not None and not condition.of_ratio and measure.unit != "ratio":
        yield error("key_without_use", undefined.place, *_ALWAYS_DEFINED, measure=measure.name)


def has_ratio(measure: MeasureOutline, outline: Outline) -> bool:
    """Say whether a measure is a ratio or is made of one, so that it can be undefined without a quota of 0."""
    seen = {measure.name}
    for found in (waiting := [measure]):
        if found.shape == "ratio":
            return True
        new = [name for name in dict.fromkeys(found.parts) if name not in seen and name in outline.measures]
        seen.update(new)
        waiting += [outline.measures[name] for name in new]
    return False


# -- steps ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gates:
    """The Gate steps of a list, the operands that show how they stood, and the measures whose quota they need."""

    steps: tuple[Gate, ...] = ()
    context: tuple[Factor, ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the steps, as line steps and limits refer to them."""
        return tuple(step.name for step in self.steps)


def gates_of(part: Part, key: str = "only_if", node: Map | None = None, prefix: str | None = None) -> Gates:
    """Return the gates of a list without faults; `node` bears it if that is not the component itself.

    Steps are named `<component>.<prefix>1` and so on. Context roles are `stood` (what the condition looks at) and the
    comparison (`at_least`, `above`, `at_most`, `under`: its line); from the second condition on with a number behind.
    """
    steps, context, reads = [], [], []
    for number, condition in enumerate(conditions_of(node or part.node, key, part.outline), start=1):
        gate = gate_of(part, condition, f"{part.name}.{prefix or key}{number}")
        unit: Unit = "ratio" if condition.of_ratio else _unit(condition)
        suffix = "" if number == 1 else f"_{number}"
        steps.append(gate)
        context.append(Factor(f"stood{suffix}", "cell", unit, name=gate.value))
        context.append(Factor(f"{gate.comparison}{suffix}", "literal", unit, numbers=(gate.line,)))
        if condition.of_ratio and condition.measure and condition.measure.quota:
            reads.append(condition.measure.name)
    return Gates(tuple(steps), tuple(context), tuple(dict.fromkeys(reads)))


def looked_at(condition: Condition) -> Words:
    """Return what a condition looks at as a sentence names it: `Margin`, `the attainment of Sales this year`."""
    assert condition.measure is not None
    label = condition.measure.label
    if condition.of_ratio and condition.measure.quota is not None:
        return Words(f"the attainment of {label.en}", f"{label.ko} 지표의 달성률")
    return Words(label.en, f"{label.ko} 지표의 값")


def named_conditions(part: Part) -> tuple[tuple[str, Words], ...]:
    """Return what the conditions of `only_if` look at, by the role of its operand."""
    conditions = conditions_of(part.node, "only_if", part.outline)
    roles = ("stood" if number == 1 else f"stood_{number}" for number in range(1, len(conditions) + 1))
    return tuple((role, looked_at(condition)) for role, condition in zip(roles, conditions, strict=True))


def gate_of(part: Part, condition: Condition, name: str) -> Gate:
    """Return the Gate step of a condition without faults."""
    measure, line = condition.measure, condition.line
    assert measure is not None
    assert line is not None
    assert condition.comparison is not None
    steps = steps_from_measure(measure, part.outline)
    value = steps.attainment if condition.of_ratio else steps.total
    assert value is not None
    return Gate(
        name=name,
        path=condition.node.place.path,
        value=value,
        comparison=condition.comparison,
        line=line.as_number,
        measure=measure.name,
        frame=measure.frame,
        undefined=condition.undefined,
    )


def _unit(condition: Condition) -> Unit:
    assert condition.measure is not None
    assert condition.measure.unit is not None
    return condition.measure.unit


def gated(part: Part, steps: Sequence[AnyStep]) -> tuple[AnyStep, ...]:
    """Return the steps of a component with the gates of its `only_if` put before its lines and told by its money.

    Steps that already bear these gates stay as they are.
    """
    gates = gates_of(part)
    if not gates.steps:
        return tuple(steps)
    word = part.node.text("judged")
    judged = next((known for known in _JUDGEMENTS if known == word), None)
    result: list[AnyStep] = list(gates.steps)
    for step in steps:
        if isinstance(step, LineStep):
            names = tuple(dict.fromkeys((*step.gates, *gates.names)))
            result.append(replace(step, gates=names, judged=judged or step.judged))
        elif isinstance(step, Pay):
            known = {factor.role for factor in step.context}
            more = tuple(factor for factor in gates.context if factor.role not in known)
            result.append(replace(step, context=(*step.context, *more)))
        elif step.name not in gates.names:
            result.append(step)
    return tuple(result)


_JUDGEMENTS: tuple[OneOf["at_credit", "to_date"], ...] = ("at_credit", "to_date")


# -- words ------------------------------------------------------------------------------------------------------------


def only_if_words(prose: Prose) -> list[Words]:
    """Say on which conditions alone the component pays, and when they are judged."""
    steps = {step.name: step for step in prose.plan.steps}
    named = [step.name for step in steps.values() if step.name.startswith(f"{prose.component.name}.only_if")]
    gates = [gate for gate in (steps[name] for name in named) if isinstance(gate, Gate)]
    said = [
        Words(f"It pays only if {text.en}.", f"지급 조건: {text.ko}.")
        for text in (gate_words(prose, gate) for gate in gates)
    ]
    if gates and (judged := prose.node.text("judged")):
        said.append(_AT_CREDIT if judged == "at_credit" else _TO_DATE)
    return said


def gate_words(prose: Prose, gate: Gate) -> Words:
    """Say a condition without a full stop: `Gross retention is at least 90%`."""
    measure = prose.plan.measure(gate.measure)
    line = prose.number(gate.line.value, gate.line.form)
    compared = COMPARED[gate.comparison]
    en, ko = compared.en.replace("{line}", line), compared.ko.replace("{line}", line)
    if gate.line.form == "percent" and measure.quota:
        return Words(f"{measure.label.en} is {en} of quota", f"{measure.label.ko} 지표의 달성률 {ko}")
    return Words(f"{measure.label.en} is {en}", f"{measure.label.ko} 지표의 값 {ko}")


_AT_CREDIT = Words(
    "That is judged once, at the end of the period of each credit.",
    "조건은 인정 실적이 속한 기간의 말에 한 번 판단합니다.",
)
_TO_DATE = Words(
    "That is judged again every period: when it changes, earlier credits are paid or taken back.",
    "조건은 기간마다 다시 판단하며, 결과가 바뀌면 앞선 실적도 더 지급하거나 되돌립니다.",
)
_JUDGED = (
    Words(
        "Nothing says when the condition is judged; a later change pays or takes back earlier deals, or leaves them.",
        "조건을 언제 판단하는지 적혀 있지 않습니다. 나중에 결과가 바뀌면 앞선 거래의 지급액이 달라질 수 있습니다.",
    ),
    Words(
        "Write `judged: at_credit` to judge it once for each credit, or `judged: to_date` to open it again.",
        "실적마다 한 번만 판단하려면 `judged: at_credit`, 다시 판단하려면 `judged: to_date` 값을 적어 주세요.",
    ),
)
_JUDGED_UNUSED = (
    Words(
        "`judged` has a use only with `only_if` on a component that pays on credits.",
        "`judged` 키는 인정 실적에 지급하는 항목의 `only_if` 조건과 함께 씁니다.",
    ),
    Words("Remove it.", "지워 주세요."),
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
_RATIO_UNIT = (
    Words("{line} is not in the unit of {measure}, which is a ratio.", "{measure} 지표는 비율입니다: {line}."),
    Words("Compare it with a percentage such as 90%.", "90% 같은 백분율과 비교해 주세요."),
)
_UNDEFINED = (
    Words(
        "{measure} divides, and has no value while what it divides by is 0.",
        "{measure} 지표는 나눗셈이며, 나누는 값이 0이면 값이 없습니다.",
    ),
    Words(
        "Write `undefined: fail`, or `undefined: pass` to pay in that case.",
        "`undefined: fail` 값을 적거나, 그때도 지급하려면 `undefined: pass` 값을 적어 주세요.",
    ),
)
_ALWAYS_DEFINED = (
    Words("{measure} always has a value here.", "{measure} 지표에는 항상 값이 있습니다."),
    Words("Remove `undefined`.", "`undefined` 키를 지워 주세요."),
)
