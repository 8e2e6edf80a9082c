"""How much of a window was worked, by every basis."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comp_rules.values.period import Span, span_of_days
from comp_rules.values.proration import Basis, Part, days_360, months_of, part_worked, work_days

QUARTER = span_of_days(date(2026, 1, 1), date(2026, 3, 31))
ALWAYS = span_of_days(date(2020, 1, 1), None)
BASES: tuple[Basis, ...] = ("calendar_days", "days_360", "work_days", "full_months", "started_months")
days = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("basis", "part", "quota"),
    [
        ("calendar_days", Part(45, 90), 150_000),
        ("days_360", Part(46, 90), Fraction(460_000, 3)),
        ("full_months", Part(1, 3), 100_000),
        ("started_months", Part(2, 3), 200_000),
        ("work_days", Part(32, 64), 150_000),
    ],
)
def test_who_starts_on_february_15_has_this_part_of_the_first_quarter(basis: Basis, part: Part, quota: int) -> None:
    found = part_worked(QUARTER, span_of_days(date(2026, 2, 15), None), basis)
    assert found == part
    assert 300_000 * found.ratio == quota


@pytest.mark.parametrize("basis", BASES)
def test_a_whole_window_is_1_and_a_day_outside_is_0(basis: Basis) -> None:
    assert part_worked(QUARTER, ALWAYS, basis).ratio == 1
    assert part_worked(QUARTER, span_of_days(date(2026, 4, 1), None), basis).ratio == 0


@pytest.mark.parametrize(
    ("basis", "part"),
    [
        ("calendar_days", Part(90 - 31 - 5, 90)),
        ("days_360", Part(90 - 30 - 5, 90)),
        ("work_days", Part(64 - 22 - 5, 64)),
        ("full_months", Part(1, 3)),
        ("started_months", Part(2, 3)),
    ],
)
def test_days_of_leave_are_taken_off_once_though_leaves_overlap(basis: Basis, part: Part) -> None:
    january = span_of_days(date(2025, 12, 1), date(2026, 1, 31))
    again = span_of_days(date(2026, 1, 20), date(2026, 1, 25))
    week = span_of_days(date(2026, 2, 2), date(2026, 2, 6))
    assert part_worked(QUARTER, ALWAYS, basis, [week, january, again]) == part


def test_three_months_of_leave_leave_three_quarters_of_a_year() -> None:
    year = span_of_days(date(2026, 1, 1), date(2026, 12, 31))
    away = span_of_days(date(2026, 4, 1), date(2026, 6, 30))
    assert part_worked(year, ALWAYS, "full_months", [away]).ratio * 1_000_000 == 750_000


def test_holidays_are_not_worked() -> None:
    new_year, a_sunday = date(2026, 1, 1), date(2026, 1, 4)
    week = span_of_days(date(2025, 12, 29), date(2026, 1, 4))
    assert work_days(week) == 5
    assert work_days(week, [new_year, a_sunday, date(2026, 2, 2)]) == 4
    late = span_of_days(date(2026, 1, 2), None)
    assert part_worked(week, late, "work_days", holidays=[new_year]) == Part(1, 4)


def test_a_window_without_a_working_day_scales_nothing() -> None:
    weekend = span_of_days(date(2026, 1, 3), date(2026, 1, 4))
    assert part_worked(weekend, span_of_days(date(2026, 1, 4), None), "work_days").ratio == 1


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 30),
        (date(2026, 1, 1), date(2026, 1, 30), 30),
        (date(2026, 1, 31), date(2026, 1, 31), 0),
        (date(2026, 2, 1), date(2026, 2, 28), 30),
        (date(2026, 2, 28), date(2026, 2, 28), 3),
        (date(2024, 2, 29), date(2024, 2, 29), 2),
        (date(2026, 1, 1), date(2026, 12, 31), 360),
    ],
)
def test_every_month_has_30_days(first: date, last: date, count: int) -> None:
    assert days_360(span_of_days(first, last)) == count


@given(days, st.integers(1, 400), st.integers(0, 400), st.sampled_from(["calendar_days", "days_360", "work_days"]))
def test_parts_of_two_assignments_that_follow_each_other_add_up(
    first: date, length: int, cut: int, basis: Basis
) -> None:
    window = Span(first, first + timedelta(days=length))
    middle = first + timedelta(days=cut)
    one, other = (part_worked(window, span, basis) for span in (Span(first, middle), Span(middle, date.max)))
    assert one.worked + other.worked == one.of == other.of


@given(days, st.integers(1, 400))
def test_work_days_are_the_weekdays_counted_one_by_one(first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    assert work_days(span) == sum((first + timedelta(days=day)).weekday() < 5 for day in range(length))


@given(days, st.integers(1, 800))
def test_months_of_a_span_cover_it_without_gap(first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    months = months_of(span)
    assert sum(month.days for month in months) == span.days
    assert (months[0].first, months[-1].after) == (span.first, span.after)
