"""What an expected row of a worked example wants, beside what a calculation gives.

In: an expected row and a person's period under the plan. Out: pairs of texts, equal exactly when the row agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from comp_rules.explain.form import PLAIN
from comp_rules.flow.records import AssignmentResult, Line, MeasureValue, Operand
from comp_rules.kernel.operand import product_of, states_of
from comp_rules.plan.expectations_from_examples import Expectation
from comp_rules.plan.literals import Literal
from comp_rules.values.money import rounded_ratio
from comp_rules.values.ratio import percent_text, times_text

#: (which part of the row, the value wanted, the value found)
Pair = tuple[str, str, str]

#: The key of the plan that said no, by what the trace calls it.
_SAID_NO = {
    "condition": "when",
    "component_condition": "when",
    "conditions": "when",
    "gate": "only_if",
    "not_reached": "reached",
    "fell_back": "reached",
    "quota_zero": "if_zero",
}
#: Roles of the trace that an operand of the language may have, the first one found counts.
_ROLES = {"quota": ("window_quota", "quota"), "base": ("base", "earned"), "target": ("target",)}


def pairs_from_result(expected: Expectation, parts: Sequence[AssignmentResult], gated: bool = False) -> list[Pair]:
    """Return every value that the row expects beside the one found.

    `parts` are a person's assignments under the plan in the period, at least one. Lines and totals are those of all
    parts, a measure is that of the last one. `gated`: the component has conditions on measures, so that a measure which
    is undefined said no there.
    """
    return _of_measure(expected, parts[-1]) if expected.measure else _of_component(expected, parts, gated)


def _of_measure(expected: Expectation, part: AssignmentResult) -> list[Pair]:
    value = _measure(part, expected.measure)
    pairs = []
    if expected.value is not None:
        pairs.append(("", _wanted(expected.value), _total(value)))
    if expected.attainment is not None:
        pairs.append(("attainment", percent_text(expected.attainment.number), _attained(value)))
    return pairs


def _of_component(expected: Expectation, parts: Sequence[AssignmentResult], gated: bool) -> list[Pair]:
    lines = [
        line
        for part in parts
        for line in part.lines
        if line.component == expected.component and _of_record(line, expected.record)
    ]
    pairs = []
    if expected.lines is not None:
        amounts = [PLAIN.amount(line.amount, line.currency) for line in lines]
        pairs.append(("", ", ".join(_wanted(literal) for literal in expected.lines), ", ".join(amounts)))
    if expected.total is not None:
        total = PLAIN.amount(sum(line.amount for line in lines), parts[0].currency)
        pairs.append(("total", _wanted(expected.total), total))
    if expected.refused is not None:
        pairs.append(("refused", expected.refused, "paid" if lines else _refused(expected, parts, gated)))
    for role, literal in expected.operands.items():
        found = dict.fromkeys(text for line in lines if (text := _operand(role, line, literal)))
        by = next((c.by for part in parts for c in part.components if c.component == expected.component), None)
        if not found:
            found = dict.fromkeys(filter(None, [_of_the_measure(role, _measure(parts[-1], by))]))
        pairs.append((role, _wanted(literal), ", ".join(found)))
    return pairs


def _measure(part: AssignmentResult, name: str | None) -> MeasureValue | None:
    return next((measure for measure in part.measures if measure.measure == name), None)


def _of_record(line: Line, record: str | None) -> bool:
    return record is None or (line.record is not None and line.record.record_id == record)


def _refused(expected: Expectation, parts: Sequence[AssignmentResult], gated: bool) -> str:
    """The key that said no: to the record, else to the component; the word of the trace where no key did."""
    codes = [
        refusal.code
        for part in parts
        for refusal in part.refusals
        if refusal.component in (None, expected.component) and expected.record in (None, refusal.record.record_id)
    ]
    codes += [c.reason_code or "" for part in parts for c in part.components if c.component == expected.component]
    if expected.refused in codes:
        return expected.refused
    said_no = {**_SAID_NO, "undefined": "only_if" if gated else "by"}
    return next((said_no.get(code, code) for code in codes if code), "")


def _operand(role: str, line: Line, wanted: Literal) -> str:
    """An operand of a line by its name in the language; empty when the line has none of that name.

    `tier` counts from 1. `before` is the value before a line that restates: its money, or the rate it had.
    """
    if role == "tier":
        return "" if line.tier is None else PLAIN.count(Fraction(line.tier + 1))
    if role == "before":
        return _before(line, wanted)
    for name in _ROLES.get(role, (role,)):
        for operand in line.operands:
            if operand.role == name and not operand.before:
                return _printed(operand)
    return ""


def _before(line: Line, wanted: Literal) -> str:
    if wanted.type in ("money", "price"):
        _, before = states_of(line.operands)
        return PLAIN.amount(rounded_ratio(product_of(before)), line.currency) if before else ""
    changed = [operand for operand in line.operands if operand.before and operand.in_amount]
    return ", ".join(dict.fromkeys(_printed(operand) for operand in changed))


def _of_the_measure(role: str, value: MeasureValue | None) -> str:
    """What a line need not carry itself: the value, quota and attainment of the measure that picks its tier."""
    if value is None:
        return ""
    if role == "total":
        return _total(value)
    if role == "attainment":
        return _attained(value)
    if role == "quota" and value.quota is not None:
        return _number(Fraction(value.quota.prorated), value.unit)
    return ""


def _total(value: MeasureValue | None) -> str:
    return "" if value is None else _number(value.total, value.unit)


def _attained(value: MeasureValue | None) -> str:
    return "" if value is None or value.attainment is None else percent_text(value.attainment)


def _printed(operand: Operand) -> str:
    return percent_text(operand.value) if operand.unit == "percent" else PLAIN.operand(operand)


def _wanted(literal: Literal) -> str:
    if literal.type in ("money", "price"):
        return PLAIN.amount(literal.number, literal.currency)
    if literal.type == "percent":
        return percent_text(literal.number)
    return times_text(literal.number) if literal.type == "times" else PLAIN.count(literal.number)


def _number(value: Fraction, unit: str) -> str:
    kind, _, currency = unit.partition(":")
    if kind == "money":
        return PLAIN.amount(value, currency)
    return percent_text(value) if kind in ("ratio", "percent") else PLAIN.count(value)
