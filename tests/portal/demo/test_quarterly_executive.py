"""The executive's plan calculated once a quarter, as its language allows, on the facts of the demo company.

A quarter pays what its last month pays when the same plan is calculated each month, from the same sums of credit.
"""

from __future__ import annotations

from functools import cache

import pytest

from comp_rules import calculate
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import period_from_text
from portal.demo.plans_from_files import PlanText, plan_texts
from tests.portal.demo.compiled_plans import compiled_beside_others
from tests.portal.demo.test_whole_plans import EXECUTIVE, TIMELINE, company, part_of

NAME, PAYEE = "chief-revenue-officer", "E1001"


def by_the_quarter(text: PlanText) -> PlanText:
    rules, _, _ = text.text.partition("examples:")
    assert rules.count("calculate: month") == 1
    return PlanText(
        text.plan, text.version_no, rules.replace("calculate: month", "calculate: quarter"), text.first_day,
        text.last_day, text.author, text.approver, text.requested_at, text.approved_at,
    )  # fmt: skip


@cache
def plans() -> tuple[CompiledPlan, ...]:
    texts = [by_the_quarter(text) if text.plan == NAME else text for text in plan_texts(TIMELINE)]
    return tuple(plan for plan, _ in compiled_beside_others(texts, company()[0].company).values())


def quarter_of(period: str) -> AssignmentResult:
    result = calculate(plans(), company()[0], period_from_text(period), frozenset({PAYEE})).payee(PAYEE)
    assert result is not None
    assert result.faults == ()
    (part,) = result.parts
    return part


@pytest.mark.parametrize(
    ("period", "last_month"), [("2026-Q1", "2026-03"), ("2026-Q2", "2026-06"), ("2026-Q3", "2026-09")]
)
def test_a_quarter_pays_what_its_last_month_pays(period: str, last_month: str) -> None:
    quarter, month = quarter_of(period), part_of(PAYEE, last_month)
    assert [line.amount for line in quarter.lines] == [line.amount for line in month.lines]
    assert [(m.measure, m.total, m.attainment) for m in quarter.measures] == [
        (m.measure, m.total, m.attainment) for m in month.measures
    ]


def test_the_second_quarter_is_what_was_worked_out_by_hand() -> None:
    by_hand = [amount for records in EXECUTIVE.values() for amounts in records.values() for amount in amounts]
    assert [line.amount for line in quarter_of("2026-Q2").lines] == by_hand


def test_every_deal_of_the_quarter_is_credited_once() -> None:
    months = [part_of(PAYEE, month) for month in ("2026-04", "2026-05", "2026-06")]
    credited = [credit.credit_id for month in months for credit in month.credits]
    assert credited
    assert [credit.credit_id for credit in quarter_of("2026-Q2").credits] == credited
