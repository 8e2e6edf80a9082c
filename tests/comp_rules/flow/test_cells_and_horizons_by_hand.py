"""Cells whole, and how far a calculation looks back: every window, day and part worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.flow.cells import (
    Horizon,
    cells_of,
    frames_of,
    horizon_of,
    needs_earlier_lines,
    periods_of,
    windows_in,
)
from comp_rules.kernel.steps import AnyStep, Each, Frame, Limit, Number, Restate, Total
from comp_rules.kernel.world import Cell
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Span, period_from_text
from tests.comp_rules.company import YEAR
from tests.comp_rules.flow.team import days, holds, quota, team_plan

PLAN = team_plan()
MONTH, QUARTER, OWN = Frame("month"), Frame("quarter_to_date"), Frame("quota_window", "win")
ROLLING = Frame("rolling_months", None, 3)
Q1, MARCH = days(date(2026, 1, 1), date(2026, 3, 31)), days(date(2026, 3, 1), date(2026, 3, 31))
LIMIT = Limit(
    name="limit", path="p", component="c", pays=("pay",), cap=Number(Fraction(1), "money", "p"), per="year",
    excess="lost", frame=MONTH,
)  # fmt: skip
ON_CREDIT = Each(name="each", path="p", component="c", credit="sale")
ON_LINES = Each(name="on", path="p", component="d", credit="component:c")
RESTATED = Restate(name="re", path="p", component="d", credit="component:c", tier="t", frame=MONTH)


def totals(*frames: Frame) -> tuple[AnyStep, ...]:
    return tuple(Total(name=f"t{n}", path="p", credits=("sale",), unit="money", frame=f) for n, f in enumerate(frames))


def plan_of(*steps: AnyStep, calculate: str = "month", **more: object) -> CompiledPlan:
    return replace(PLAN, steps=steps, calculate=calculate, **more)  # type: ignore[arg-type]


def test_frames_come_once_and_in_order() -> None:
    steps = (*totals(QUARTER, MONTH, QUARTER), ON_CREDIT, *totals(OWN))
    assert frames_of(steps) == [QUARTER, MONTH, OWN]
    assert frames_of([ON_CREDIT]) == []


@pytest.mark.parametrize(
    ("steps", "needed"),
    [
        ([], False), ([ON_CREDIT], False), (totals(MONTH), False), ([LIMIT], True), ([ON_LINES], True),
        ([RESTATED], True), ([replace(RESTATED, credit="sale")], False), ([ON_CREDIT, ON_LINES], True),
    ],
)  # fmt: skip
def test_a_cap_and_a_component_on_the_lines_of_another_need_earlier_lines(steps: list[AnyStep], needed: bool) -> None:
    assert needs_earlier_lines(steps) is needed


def horizon(plan: CompiledPlan, period: str, *spans: Span) -> tuple[date, date, date]:
    rows = [quota("ann", 1, "win", span) for span in spans] + [quota("ann", 1, "other", days(date(2020, 1, 1), None))]
    found = horizon_of(plan, period_from_text(period, plan.year_starts), rows)
    return found.span.first, found.span.after, found.lines_first


JANUARY, APRIL = date(2026, 1, 1), date(2026, 4, 1)
OLD, BEFORE_OLD = days(date(2025, 11, 1), date(2026, 1, 31)), days(date(2025, 6, 1), date(2025, 11, 30))
IN_FORCE, TOUCHING = days(date(2025, 12, 1), date(2026, 3, 31)), days(date(2025, 8, 1), date(2026, 3, 1))


def test_a_calculation_looks_back_to_the_plan_year() -> None:
    assert horizon(plan_of(*totals(MONTH)), "2026-03") == (JANUARY, APRIL, JANUARY)
    assert horizon(plan_of(*totals(MONTH)), "2026-01") == (JANUARY, date(2026, 2, 1), JANUARY)
    fiscal = plan_of(*totals(MONTH), year_starts=4)
    assert horizon(fiscal, "2026-03") == (date(2025, 4, 1), APRIL, date(2025, 4, 1))
    assert horizon(fiscal, "2026-04") == (APRIL, date(2026, 5, 1), APRIL)


def test_a_window_of_a_quota_that_meets_the_period_is_looked_at_from_its_first_day() -> None:
    own = plan_of(*totals(OWN))
    assert horizon(own, "2026-03", IN_FORCE) == (IN_FORCE.first, APRIL, IN_FORCE.first)
    assert horizon(own, "2026-03", TOUCHING, IN_FORCE) == (TOUCHING.first, APRIL, TOUCHING.first)
    assert horizon(own, "2026-03", OLD) == (JANUARY, APRIL, JANUARY)
    assert horizon(own, "2026-03", days(date(2026, 2, 1), date(2026, 3, 31))) == (JANUARY, APRIL, JANUARY)
    # a plan that reads no quota windows has none
    assert horizon(plan_of(*totals(MONTH)), "2026-03", IN_FORCE) == (JANUARY, APRIL, JANUARY)


def test_where_earlier_lines_are_read_their_windows_count_too() -> None:
    capped = plan_of(*totals(OWN), LIMIT)
    # January's lines stand on a window that began in November, which does not meet March
    assert horizon(capped, "2026-03", OLD) == (OLD.first, APRIL, JANUARY)
    assert horizon(capped, "2026-03", OLD, BEFORE_OLD) == (OLD.first, APRIL, JANUARY)
    # lines are made from the first day of the window that meets March, and those stand on one before it
    assert horizon(capped, "2026-03", IN_FORCE, OLD) == (OLD.first, APRIL, IN_FORCE.first)
    assert horizon(capped, "2026-03", BEFORE_OLD) == (JANUARY, APRIL, JANUARY)


def test_rolling_months_end_with_the_period_or_with_the_first_that_has_lines() -> None:
    rolling = totals(ROLLING, replace(ROLLING, months=2), MONTH)
    # November to January reach back to 1 November, January to March do not reach beyond the year
    assert horizon(plan_of(*rolling), "2026-01") == (date(2025, 11, 1), date(2026, 2, 1), JANUARY)
    assert horizon(plan_of(*rolling), "2026-03") == (JANUARY, APRIL, JANUARY)
    assert horizon(plan_of(*totals(replace(ROLLING, months=14))), "2026-03") == (date(2025, 2, 1), APRIL, JANUARY)
    assert horizon(plan_of(*rolling, LIMIT), "2026-03") == (date(2025, 11, 1), APRIL, JANUARY)


def test_the_periods_are_those_of_the_plan_the_calculated_one_last() -> None:
    span = Span(date(2026, 2, 10), date(2026, 4, 1))
    names = {
        calculate: [p.name for p in periods_of(plan_of(calculate=calculate), Horizon(span, span.first))]
        for calculate in ("month", "quarter", "half_month")
    }
    assert names == {
        "month": ["2026-02", "2026-03"],
        "quarter": ["2026-Q1"],
        "half_month": ["2026-02-H1", "2026-02-H2", "2026-03-H1", "2026-03-H2"],
    }


def cells(
    frame: Frame, until: str, span: Span = YEAR, calculate: str = "month", *rows: Span, **more: object
) -> list[Cell]:
    plan = plan_of(*totals(frame), calculate=calculate)
    quotas = [quota("ann", 1, "win", row) for row in rows] + [quota("ann", 1, "other", YEAR)]
    periods = periods_of(plan, horizon_of(plan, period_from_text(until), quotas))
    return cells_of(frame, periods, holds("ann", span=span), plan, quotas, **more)  # type: ignore[arg-type]


def test_a_quarter_stands_at_the_end_of_each_of_its_months() -> None:
    joined = days(date(2026, 1, 16), None)
    worked, part = Span(date(2026, 1, 16), APRIL), Fraction(75, 90)
    ends = [date(2026, 2, 1), date(2026, 3, 1), APRIL]
    assert cells(QUARTER, "2026-03", joined) == [
        Cell(n, Q1, through, worked, date.fromordinal(through.toordinal() - 1), part, 3, n + 1, (75, 90))
        for n, through in enumerate(ends)
    ]
    assert [cell.over for cell in cells(QUARTER, "2026-03", joined)] == [False, False, True]


def test_a_window_counts_from_the_first_day_worked_to_its_own_end() -> None:
    left = cells(MONTH, "2026-03", days(date(2026, 2, 20), date(2026, 3, 1)))
    february = days(date(2026, 2, 1), date(2026, 2, 28))
    assert left == [
        Cell(1, february, date(2026, 3, 1), Span(date(2026, 2, 20), date(2026, 3, 1)), date(2026, 2, 28),
             Fraction(9, 28), 1, 1, (9, 28)),
        Cell(2, MARCH, APRIL, Span(date(2026, 3, 1), date(2026, 3, 2)), date(2026, 3, 1),
             Fraction(1, 31), 1, 1, (1, 31)),
    ]  # fmt: skip
    # the first day worked is the day after January's end
    assert [cell.period for cell in cells(QUARTER, "2026-02", days(date(2026, 2, 1), None))] == [1]
    assert [cell.period for cell in cells(QUARTER, "2026-02", days(date(2026, 1, 31), None))] == [0, 1]


def test_each_window_of_a_quota_has_its_own_cells() -> None:
    first, second = days(date(2026, 1, 10), date(2026, 2, 14)), days(date(2026, 2, 15), date(2026, 4, 30))
    found = cells(OWN, "2026-03", YEAR, "month", second, first)
    assert [(cell.period, cell.window, cell.through, cell.day) for cell in found] == [
        (0, first, date(2026, 2, 1), date(2026, 1, 31)),
        (1, first, date(2026, 2, 15), date(2026, 2, 14)),
        (1, second, date(2026, 3, 1), date(2026, 2, 28)),
        (2, second, APRIL, date(2026, 3, 31)),
    ]
    assert [(cell.months, cell.months_to_date) for cell in found] == [(2, 1), (2, 2), (3, 1), (3, 2)]
    assert windows_in(OWN, period_from_text("2026-02"), PLAN, []) == []


def test_a_period_holds_every_window_that_begins_in_it() -> None:
    plan, quarter = plan_of(calculate="quarter"), period_from_text("2026-Q1")
    assert windows_in(QUARTER, quarter, plan, []) == [Q1]
    assert [window.first.month for window in windows_in(MONTH, quarter, plan, [])] == [1, 2, 3]
    (rolling,) = windows_in(ROLLING, period_from_text("2026-03"), PLAN, [])
    assert (rolling.first, rolling.after) == (JANUARY, APRIL)


@pytest.mark.parametrize(
    ("frame", "months", "to_date"),
    [
        (Frame("period"), ["1/2", "1/2", "1/2", "1/2"], ["1/2", "1/2", "1/2", "1/2"]),
        (MONTH, ["1", "1", "1", "1"], ["1/2", "1", "1/2", "1"]),
        (QUARTER, ["3", "3", "3", "3"], ["1/2", "1", "3/2", "2"]),
    ],
)
def test_half_months_count_halves(frame: Frame, months: list[str], to_date: list[str]) -> None:
    found = cells(frame, "2026-02-H2", YEAR, "half_month")
    assert [str(cell.months) for cell in found] == months
    assert [str(cell.months_to_date) for cell in found] == to_date


def test_half_months_of_a_window_that_begins_inside_a_month_count_that_month_whole() -> None:
    # a month from 10 January ends on 9 February, so that it has begun its second by 15 February
    inside = days(date(2026, 1, 10), date(2026, 4, 9))
    found = cells(OWN, "2026-02-H2", YEAR, "half_month", inside)
    assert [(cell.period, cell.months, cell.months_to_date) for cell in found] == [
        (0, 3, 1),
        (1, 3, 1),
        (2, 3, 2),
        (3, 3, 2),
    ]
    short = days(date(2026, 1, 1), date(2026, 1, 16))
    assert {cell.months for cell in cells(OWN, "2026-01-H2", YEAR, "half_month", short)} == {Fraction(1, 2)}
    longer = days(date(2026, 1, 1), date(2026, 1, 17))
    assert [cell.months for cell in cells(OWN, "2026-01-H2", YEAR, "half_month", longer)] == [1, 1]
    assert [cell.months for cell in cells(OWN, "2026-01", YEAR, "month", short)] == [1]


def test_leave_and_holidays_are_taken_off_where_the_plan_says_so() -> None:
    away = (days(date(2026, 3, 2), date(2026, 3, 6)),)
    plan = plan_of(*totals(MONTH))
    by_work_days = replace(plan, proration=replace(plan.proration, basis="work_days"))
    active = replace(plan, proration=replace(plan.proration, leave_absent=False))

    def march(of: CompiledPlan, *leave: Span, holidays: frozenset[date] = frozenset()) -> tuple[int, int]:
        (cell,) = cells_of(MONTH, [period_from_text("2026-03")], holds("ann"), of, [], leave, holidays)
        return cell.units

    assert (march(plan), march(plan, *away), march(active, *away)) == ((31, 31), (26, 31), (31, 31))
    # 22 work days, five of them away; Tuesday 10 March is a holiday
    assert (march(by_work_days), march(by_work_days, *away)) == ((22, 22), (17, 22))
    assert march(by_work_days, *away, holidays=frozenset({date(2026, 3, 10)})) == (16, 21)
