"""Which windows stand at the end of each period, how much of them was worked, and how far a calculation looks back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.flow.cells import cells_of, horizon_of, periods_of
from comp_rules.kernel.steps import Frame
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Span, period_from_text
from tests.comp_rules.company import YEAR
from tests.comp_rules.flow.team import days, holds, quota, team_plan

FLAT = "  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: 10%}"


def plan_of(calculate: str = "month", proration: str = "", over: str = "month") -> CompiledPlan:
    over = "quarter_to_date" if calculate == "quarter" else over
    measure = f"total: {{label: {{en: Total, ko: 합계}}, sum: sale, over: {over}, quota: target}}"
    award = """  bonus: {label: {en: Bonus, ko: 성과급}, kind: award, reached: [{measure: total, at_least: 100%}],
    pays: 100 USD, kept: yes}"""
    more = {"proration": proration} if proration else {}
    return team_plan(measure=measure, earn=award, calculate=calculate, **more)


def cells(
    frame: Frame, plan: CompiledPlan, until: str, span: Span = YEAR, leave: tuple[Span, ...] = ()
) -> list[object]:
    periods = periods_of(plan, horizon_of(plan, period_from_text(until), ()))
    return list(cells_of(frame, periods, holds("ann", span=span), plan, [quota("ann", 100)], leave))


def test_a_window_goes_on_to_its_end_after_the_assignment_ended() -> None:
    left = cells(Frame("quarter_to_date"), plan_of(), "2026-04", days(date(2026, 1, 1), date(2026, 2, 10)))
    assert [(c.period, c.day, c.over) for c in left] == [
        (0, date(2026, 1, 31), False),
        (1, date(2026, 2, 10), False),
        (2, date(2026, 2, 10), True),
    ]
    assert {c.part for c in left} == {Fraction(41, 90)}


def test_no_cell_stands_before_the_first_day_worked() -> None:
    joined = cells(Frame("quarter_to_date"), plan_of(), "2026-03", days(date(2026, 3, 16), None))
    assert [(c.period, c.units) for c in joined] == [(2, (16, 90))]


@pytest.mark.parametrize(
    ("basis", "leave", "units"),
    [
        ("calendar_days", "absent", (31, 90)),
        ("calendar_days", "active", (59, 90)),
        ("full_months", "absent", (1, 3)),
        ("started_months", "absent", (1, 3)),
        ("days_360", "active", (60, 90)),
        ("work_days", "active", (42, 64)),
    ],
)
def test_the_part_worked_is_counted_by_the_plans_basis_and_leave(
    basis: str, leave: str, units: tuple[int, int]
) -> None:
    plan = plan_of(proration=f"{{basis: {basis}, scales: [quota, target], leave: {leave}}}")
    away = (days(date(2026, 2, 1), date(2026, 2, 28)),)
    found = cells(Frame("quarter_to_date"), plan, "2026-03", days(date(2026, 1, 1), date(2026, 2, 28)), away)
    assert found[-1].units == units
    assert found[-1].part == Fraction(*units)


@pytest.mark.parametrize(
    ("calculate", "until", "window", "months"),
    [
        ("month", "2026-05", "quarter_to_date", (3, 2)),
        ("month", "2026-05", "year_to_date", (12, 5)),
        ("quarter", "2026-Q2", "year_to_date", (12, 6)),
        ("half_month", "2026-05-H1", "quarter_to_date", (3, Fraction(3, 2))),
        ("half_month", "2026-05-H2", "quarter_to_date", (3, 2)),
        ("half_month", "2026-05-H2", "period", (Fraction(1, 2), Fraction(1, 2))),
    ],
)
def test_months_of_the_window_and_to_date(calculate: str, until: str, window: str, months: tuple[object, ...]) -> None:
    last = cells(Frame(window), plan_of(calculate), until)[-1]
    assert (last.months, last.months_to_date) == months


def test_a_quarterly_period_has_a_cell_for_each_of_its_months() -> None:
    found = [c for c in cells(Frame("month"), plan_of("quarter"), "2026-Q2") if c.period == 1]
    assert [c.window.first for c in found] == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]
    assert all(c.over for c in found)


def test_rolling_months_end_with_the_period_and_reach_into_the_year_before() -> None:
    plan = plan_of(over="{rolling_months: 3}")
    horizon = horizon_of(plan, period_from_text("2026-01"), ())
    assert horizon.span.first == date(2025, 11, 1)
    last = cells(Frame("rolling_months", months=3), plan, "2026-01", days(date(2025, 1, 1), None))[-1]
    assert last.window == Span(date(2025, 11, 1), date(2026, 2, 1))
    assert last.over


def test_a_quota_window_that_began_last_year_reaches_back() -> None:
    plan = plan_of(over="quota_window")
    row = quota("ann", 100, span=days(date(2025, 11, 15), date(2026, 2, 14)))
    horizon = horizon_of(plan, period_from_text("2026-01"), [row])
    assert horizon.span.first == date(2025, 11, 15)
    assert periods_of(plan, horizon)[0].name == "2025-11"
