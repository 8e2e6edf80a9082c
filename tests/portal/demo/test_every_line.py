"""Every line of the demo company, all people and months: words, formula and operands are one and the same number."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache

import pytest

from comp_rules import calculate, compile_plan
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.facts.facts import Facts, PersonalValue, Quota, RecordVersion, TargetIncentive, Value
from comp_rules.flow.records import AssignmentResult, Line, RunResult
from comp_rules.kernel.formula import formula_from_operands, formula_number
from comp_rules.kernel.operand import Operand, product_of, states_of
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.money import Money, minor_digits, rounded_ratio
from comp_rules.values.period import Period, months_between
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.plans_from_files import plan_texts
from portal.demo.timeline import timeline_of
from tests.formula import value_of

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@cache
def company() -> tuple[Facts, tuple[CompiledPlan, ...], tuple[Period, ...]]:
    timeline = timeline_of(NOW)
    facts = facts_from_seed(timeline)
    compiled = [compile_plan(text.text, text.plan, facts.company, text.version_no) for text in plan_texts(timeline)]
    months = months_between(NOW.date().replace(year=2025, month=9, day=1), NOW.date())
    return facts, tuple(plan for plan, _ in compiled if plan), tuple(months)


@cache
def month(period: Period) -> RunResult:
    facts, plans, _ = company()
    return calculate(plans, facts, period)


def every_line() -> list[tuple[Period, AssignmentResult, Line]]:
    _, _, months = company()
    return [(p, part, line) for p in months for payee in month(p).payees for part in payee.parts for line in part.lines]


def test_there_are_lines_of_every_kind_shape_and_sign_in_both_currencies() -> None:
    lines = every_line()
    seen = Counter((line.kind, line.shape, line.state, line.currency) for _, _, line in lines)
    for wanted in [
        ("flat", "each", "new", "USD"),
        ("tiered", "slice", "new", "USD"),
        ("tiered", "restate", "new", "KRW"),
        ("tiered", "restate", "uplift", "KRW"),
        ("award", "once", "new", "USD"),
    ]:
        assert seen[wanted], (wanted, seen)
    assert any(line.amount < 0 for _, _, line in lines)
    assert len(lines) > 3000


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_sentence_and_formula_together_name_every_operand_and_the_formula_is_the_line(lang: str) -> None:
    for _, part, line in every_line():
        explained = explained_line(line, part, lang, PLAIN)  # type: ignore[arg-type]
        assert value_of(line.formula) * 10 ** minor_digits(line.currency) == line.amount, line
        for operand in line.operands:
            in_formula = operand.in_amount and formula_number(operand) in line.formula
            assert in_formula or PLAIN.operand(operand) in explained.sentence, (operand, explained)
            assert in_formula or not operand.in_amount
            assert operand.source.ref, operand


def test_changing_an_operand_changes_the_formula_as_it_changes_the_line() -> None:
    for _, _, line in every_line():
        for number, operand in enumerate(line.operands):
            if not operand.in_amount:
                continue
            other = list(line.operands)
            other[number] = replace(operand, value=operand.value * 3 + (0 if operand.value else 1))
            now, before = states_of(other)
            amount = rounded_ratio(product_of(now)) - (rounded_ratio(product_of(before)) if before else 0)
            formula = formula_from_operands(other, line.currency)
            assert value_of(formula) * 10 ** minor_digits(line.currency) == amount, (line, operand)


def first_line(kind: str, role: str, table: str) -> tuple[Period, AssignmentResult, Line, Operand]:
    """A line in one state whose operand of that role comes from that table."""
    for period, part, line in every_line():
        for operand in line.operands:
            if (line.kind, operand.role, operand.source.table) == (kind, role, table) and line.state == "new":
                return period, part, line, operand
    raise AssertionError((kind, role, table))


def recalculated(facts: Facts, period: Period, part: AssignmentResult, line: Line) -> int:
    _, plans, _ = company()
    result = calculate(plans, facts, period, {part.payee}).payee(part.payee)
    assert result is not None
    again = next(p for p in result.parts if p.assignment == part.assignment)
    return next(other.amount for other in again.lines if other.line_id == line.line_id)


def with_operand(line: Line, operand: Operand, value: Fraction) -> int:
    """What the printed formula gives when a person types another number in place of the operand."""
    other = [replace(o, value=value) if o is operand else o for o in line.operands]
    formula = formula_from_operands(other, line.currency)
    return int(value_of(formula) * 10 ** minor_digits(line.currency))


def test_a_changed_amount_of_a_deal_pays_what_the_formula_says() -> None:
    facts, _, _ = company()
    period, part, line, operand = first_line("flat", "credit", "credit")
    credit = next(c for c in part.credits if c.credit_id == line.credit_id and c.share == 1 and c.fx is None)

    def changed(version: RecordVersion) -> RecordVersion:
        amounts = {
            name: Value("money", Money(value.data.minor + 12_345, value.data.currency))
            for name, value in version.fields.items()
            if isinstance(value.data, Money) and value.data.minor == credit.original
        }
        return replace(version, fields={**version.fields, **amounts})

    key = (credit.record.record_type, credit.record.record_id)
    records = tuple(changed(v) if v.key == key else v for v in facts.records)
    assert recalculated(replace(facts, records=records), period, part, line) == with_operand(
        line, operand, operand.value + 12_345
    )


def test_a_changed_target_incentive_pays_what_the_formula_says() -> None:
    facts, _, _ = company()
    period, part, line, operand = first_line("tiered", "target", "target")

    def changed(row: TargetIncentive) -> TargetIncentive:
        return replace(row, amount=Money(row.amount.minor * 2, row.amount.currency)) if row.payee == part.payee else row

    other = replace(facts, targets=tuple(changed(row) for row in facts.targets))
    assert recalculated(other, period, part, line) == with_operand(line, operand, operand.value * 2)


def test_a_changed_personal_sum_pays_what_the_formula_says() -> None:
    facts, _, _ = company()
    period, part, line, operand = first_line("award", "award", "personal")

    def changed(row: PersonalValue) -> PersonalValue:
        if row.payee != part.payee or not isinstance(row.value.data, Money):
            return row
        return replace(row, value=Value("money", Money(row.value.data.minor + 777, row.value.data.currency)))

    other = replace(facts, personal=tuple(changed(row) for row in facts.personal))
    assert recalculated(other, period, part, line) == with_operand(line, operand, operand.value + 777)


def in_one_tier(line: Line) -> bool:
    values = {operand.role: operand.value for operand in line.operands}
    return values.get("part") == values.get("credit")


def test_a_changed_quota_moves_the_base_rate_as_the_formula_says() -> None:
    """A first-tier line whose credit stays in the first tier: a quota twice as high halves its base rate."""
    facts, _, _ = company()
    period, part, line, operand = next(
        (period, part, line, operand)
        for period, part, line in every_line()
        for operand in line.operands
        if (line.kind, operand.role, line.tier) == ("tiered", "quota", 0) and line.amount and in_one_tier(line)
    )

    def changed(row: Quota) -> Quota:
        if row.payee != part.payee or not isinstance(row.value.data, Money):
            return row
        return replace(row, value=Value("money", Money(row.value.data.minor * 2, row.value.data.currency)))

    other = replace(facts, quotas=tuple(changed(row) for row in facts.quotas))
    assert recalculated(other, period, part, line) == with_operand(line, operand, operand.value * 2)
