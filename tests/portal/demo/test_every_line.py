"""Every line of the demo company, all people and months: words, formula and operands are one and the same number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache

import pytest

from comp_rules import calculate
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.explain.reasons_from_result import blocked_reason, zero_reason
from comp_rules.facts.facts import Facts, PersonalValue, Quota, RecordVersion, TargetIncentive, Value
from comp_rules.flow.records import AssignmentResult, Line, RunResult
from comp_rules.kernel.formula import formula_from_operands, formula_number
from comp_rules.kernel.operand import Operand, amount_of
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.money import Money, minor_digits
from comp_rules.values.period import Period, months_between
from comp_rules.values.words import Language
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.plans_from_files import plan_texts
from portal.demo.timeline import timeline_of
from tests.formula import value_of
from tests.portal.demo.compiled_plans import compiled_beside_others

LANGUAGES: tuple[Language, Language] = ("en", "ko")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@cache
def company() -> tuple[Facts, tuple[CompiledPlan, ...], tuple[Period, ...]]:
    timeline = timeline_of(NOW)
    facts = facts_from_seed(timeline)
    compiled = compiled_beside_others(plan_texts(timeline), facts.company).values()
    months = months_between(NOW.date().replace(year=2025, month=9, day=1), NOW.date())
    return facts, tuple(plan for plan, _ in compiled), tuple(months)


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
        ("award", "once", "new", "KRW"),
        ("flat", "record", "cap", "USD"),
        ("matrix", "to_date", "new", "USD"),
        ("matrix", "to_date", "uplift", "USD"),
        ("residual", "each", "new", "KRW"),
        ("scorecard", "window", "new", "USD"),
        ("target", "window", "new", "USD"),
        ("target", "to_date", "new", "USD"),
        ("target", "to_date", "uplift", "USD"),
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
            # a reversal of 20, not of -20: a sentence may have the sign in a word
            printed = PLAIN.operand(operand).removeprefix("-")
            assert in_formula or printed in explained.sentence, (operand, explained)
            assert in_formula or not operand.in_amount
            assert operand.source.ref, operand


def worth(operand: Operand) -> Fraction:
    """What an operand is worth by what it was computed from, reckoned here and not by the engine."""
    parts = [worth(part) for part in operand.via]
    if operand.how == "ratio":
        return parts[0] / parts[1]
    if operand.how == "line":
        at, low, low_pays, high, high_pays = parts
        return low_pays + (at - low) * (high_pays - low_pays) / (high - low)
    if operand.how == "sum":
        return sum(parts, Fraction(0))
    if operand.how == "weighted":
        return sum((weight * item for weight, item in zip(parts[::2], parts[1::2], strict=True)), Fraction(0))
    return operand.value


def other_operands(operand: Operand) -> list[Operand]:
    """The operand with each of the numbers that it is made of changed, one at a time."""
    if not operand.via:
        return [replace(operand, value=operand.value * 3 + (0 if operand.value else 1))]
    others = []
    for place, part in enumerate(operand.via):
        for changed in other_operands(part):
            made = replace(operand, via=(*operand.via[:place], changed, *operand.via[place + 1 :]))
            try:
                others.append(replace(made, value=worth(made)))
            except ZeroDivisionError:  # two points of a curve came to lie on each other
                continue
    return others


def test_what_an_operand_was_computed_from_makes_its_value() -> None:
    computed = [operand for _, _, line in every_line() for operand in line.operands if operand.via]
    assert {operand.how for operand in computed} >= {"line"}
    assert all(worth(operand) == operand.value for operand in computed)


def test_changing_an_operand_changes_the_formula_as_it_changes_the_line() -> None:
    for _, _, line in every_line():
        for number, operand in enumerate(line.operands):
            if not operand.in_amount:
                continue
            for changed in other_operands(operand):
                other = list(line.operands)
                other[number] = changed
                formula = formula_from_operands(other, line.currency)
                amount = amount_of(other)
                assert value_of(formula) * 10 ** minor_digits(line.currency) == amount, (line, operand)


def test_a_component_without_money_says_why() -> None:
    for period in company()[2]:
        for part in (part for payee in month(period).payees for part in payee.parts):
            for component in part.components:
                for lang in LANGUAGES:
                    if component.total is None:
                        said = blocked_reason(component, part, lang)
                    elif component.total == 0:
                        said = zero_reason(component, part, lang, PLAIN)
                    else:
                        continue
                    assert said.strip()
                    assert not re.search(r"[{}]|None", said), said
                    assert lang == "en" or re.search("[가-힣]", said), said


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
