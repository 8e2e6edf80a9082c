"""A plan proves itself: each worked example is calculated and held against what it expects.

In: a compiled plan with its document. Out: each expected row agreed, differed (with both values) or not calculated yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from comp_rules.explain.form import PLAIN
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, Line, PayeeResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Map
from comp_rules.plan.expectations_from_examples import Expectation, expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.plan.literals import Literal as PlanLiteral
from comp_rules.values.fault import Place
from comp_rules.values.period import period_from_text
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

State = Literal["agrees", "differs", "not_calculated"]

_AGREES = Words("{what}: {got}", "{what}: {got}")
_DIFFERS = Words("{what}: expected {wanted}, the plan gives {got}", "{what}: 기대값 {wanted}, 계산 결과 {got}")
_LATER = Words("{what}: payment is not calculated yet", "{what}: 지급 단계는 아직 계산하지 않습니다")
_NO_MONTH = Words("{what}: nothing is calculated for that month", "{what}: 해당 월에는 계산되는 금액이 없습니다")


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """An expected row and what became of it, in words that name both values when they differ."""

    place: Place
    state: State
    words: Words


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """A worked example: its label and rows."""

    label: Words
    rows: tuple[RowOutcome, ...]

    @property
    def differs(self) -> bool:
        """Some row does not agree; a row about payment counts neither way."""
        return any(row.state == "differs" for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """Return the outcome as JSON data."""
        rows = [{"place": str(row.place), "state": row.state, **row.words._asdict()} for row in self.rows]
        return {"label": self.label._asdict(), "differs": self.differs, "rows": rows}


def outcomes_from_examples(plan: CompiledPlan) -> list[ExampleOutcome]:
    """Calculate every example of the plan, in order, and compare each expected row exactly."""
    return [_outcome(plan, index, example) for index, example in enumerate(plan.document.top.maps("examples"))]


def _outcome(plan: CompiledPlan, index: int, example: Map) -> ExampleOutcome:
    facts, faults = facts_from_example(plan.document, index, plan)
    rows = [RowOutcome(fault.place, "differs", Words(fault.say("en"), fault.say("ko"))) for fault in faults]
    months: dict[str, dict[str, PayeeResult]] = {}
    for expected in expectations_of(plan.document, index):
        if expected.period not in months and not expected.of_payment:
            result = calculate([plan], facts, period_from_text(expected.period))
            months[expected.period] = {payee.payee: payee for payee in result.payees}
        month = months.get(expected.period, {}).get(expected.person)
        rows += _compared(expected, month)
    return ExampleOutcome(_label(example), tuple(rows))


def _label(example: Map) -> Words:
    label = example.map("label") or Map(example.place, ())
    return Words(label.text("en") or "", label.text("ko") or "")


def _compared(expected: Expectation, month: PayeeResult | None) -> list[RowOutcome]:
    what = " ".join(
        filter(None, (expected.person, expected.period, expected.component or expected.measure, expected.step))
    )
    what += f" {expected.record}" if expected.record else ""
    if expected.of_payment:
        return [RowOutcome(expected.place, "not_calculated", _LATER.with_values(what=what))]
    if month is None or not month.parts:
        return [RowOutcome(expected.place, "differs", _NO_MONTH.with_values(what=what))]
    part = month.parts[0]
    pairs = _of_measure(expected, part) if expected.measure else _of_component(expected, part)
    return [_row(expected.place, f"{what} {name}".rstrip(), wanted, got) for name, wanted, got in pairs]


def _row(place: Place, what: str, wanted: str, got: str) -> RowOutcome:
    state: State = "agrees" if wanted == got else "differs"
    words = _AGREES if wanted == got else _DIFFERS
    return RowOutcome(place, state, words.with_values(what=what, wanted=wanted, got=got))


def _of_measure(expected: Expectation, part: AssignmentResult) -> list[tuple[str, str, str]]:
    value = next((measure for measure in part.measures if measure.measure == expected.measure), None)
    pairs = []
    if expected.value is not None:
        got = "" if value is None else _printed(value.total, value.unit)
        pairs.append(("", _wanted(expected.value), got))
    if expected.attainment is not None:
        attained = value.attainment if value else None
        pairs.append(("attainment", _ratio(expected.attainment.number), "" if attained is None else _ratio(attained)))
    return pairs


def _of_component(expected: Expectation, part: AssignmentResult) -> list[tuple[str, str, str]]:
    lines = [line for line in part.lines if line.component == expected.component and _of_record(line, expected.record)]
    pairs = []
    if expected.lines is not None:
        amounts = [PLAIN.amount(line.amount, line.currency) for line in lines]
        pairs.append(("", ", ".join(_wanted(literal) for literal in expected.lines), ", ".join(amounts)))
    if expected.total is not None:
        pairs.append(
            ("total", _wanted(expected.total), PLAIN.amount(sum(line.amount for line in lines), part.currency))
        )
    if expected.refused is not None:
        pairs.append(("refused", expected.refused, _refused(expected, part, lines)))
    for role, literal in expected.operands.items():
        pairs.append((role, _wanted(literal), _operand(role, lines, literal)))
    return pairs


def _of_record(line: Line, record: str | None) -> bool:
    return record is None or (line.record is not None and line.record.record_id == record)


#: The roles of the language's examples and those of the trace, where they have another name.
_ROLES = {"base": "base", "total": "total", "quota": "window_quota"}


def _operand(role: str, lines: Sequence[Line], wanted: PlanLiteral) -> str:
    """The operand of the line, or of each line when they have it with different values."""
    found = []
    for line in lines:
        values = {operand.role: operand for operand in line.operands if not operand.before}
        operand = values.get(_ROLES.get(role, role)) or values.get(role)
        if operand is not None:
            text = PLAIN.operand(operand)
            found += [] if text in found else [text]
    return ", ".join(found)


def _refused(expected: Expectation, part: AssignmentResult, lines: Sequence[Line]) -> str:
    if lines:
        return "paid"
    for refusal in part.refusals:
        if expected.record in (None, refusal.record.record_id):
            return "when" if refusal.code in ("condition", "component_condition") else refusal.code
    component = next((c for c in part.components if c.component == expected.component), None)
    return (
        "reached"
        if component and component.reason_code == "not_reached"
        else (component and component.reason_code) or ""
    )


def _wanted(literal: PlanLiteral) -> str:
    if literal.type in ("money", "price"):
        return PLAIN.amount(literal.number, literal.currency)
    if literal.type == "percent":
        return percent_text(literal.number)
    return literal.text


def _printed(value: Fraction, unit: str) -> str:
    kind, _, currency = unit.partition(":")
    return PLAIN.amount(value, currency) if kind == "money" else PLAIN.count(value)


def _ratio(value: Fraction) -> str:
    return percent_text(value)
